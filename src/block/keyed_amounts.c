/*
 * keyed_amounts.c
 *		One amount for each key, and their total, or a pair of amounts: what a join
 *		repeats counts once.
 *
 * An amount of more than one cell (amount.c) takes several keys: its own and
 * those of its parts.  So does a pair; where one of the two has no more cells
 * there is a cell of 0.
 */
#include "block/keyed_amounts.h"

#include "miscadmin.h"

/* Words of a key, whatever its type: those of parts are 128 bits long. */
#define KEY_WORDS 2

/* The owner of the cells in a key set. */
typedef struct CellOwner
{
	KeySetOwner owner;
	const KeyedAmounts *use;
	AmountType	type;
	KeyPayload	payload;		/* a cell, or two */
} CellOwner;

/* Report that a key comes with different amounts. */
void
keyed_amounts_conflict(const KeyedAmounts *use)
{
	ereport(ERROR,
			(errcode(ERRCODE_CARDINALITY_VIOLATION),
			 errmsg("%s", use->conflict),
			 errdetail("%s", use->detail),
			 errhint("%s", use->hint)));
}

/* The cell of a key that is new adds to the total, but for a pair. */
static KpiState *
cell_added(const KeySetOwner *owner, KpiState *state, const uint64 *cell)
{
	const CellOwner *cells = (const CellOwner *) owner;

	return cells->payload == PAYLOAD_OWNED ? money_sum_add_cell(state, cells->use->total, *cell, cells->type, 1) : state;
}

static void
cell_repeated(const KeySetOwner *owner, const uint64 *had, const uint64 *cell)
{
	const CellOwner *cells = (const CellOwner *) owner;

	if (had[0] != cell[0] || (cells->payload == PAYLOAD_OWNED_PAIR && had[1] != cell[1]))
		keyed_amounts_conflict(cells->use);
}

static bool
cell_valid(const KeySetOwner *owner, const uint64 *cell)
{
	const CellOwner *cells = (const CellOwner *) owner;

	return amount_cell_valid(cell[0], cells->type) &&
		(cells->payload == PAYLOAD_OWNED || amount_cell_valid(cell[1], cells->type));
}

static inline CellOwner
cell_owner(const KeyedAmounts *use, AmountType type, KeyPayload payload)
{
	CellOwner	cells = {{cell_added, cell_repeated, cell_valid}, use, type, payload};

	return cells;
}

/* Add a key with its amount.  Returns the state, another one if it had to grow. */
KpiState *
keyed_amounts_add(KpiState *state, int section, const KeyedAmounts *use, Key key, Datum amount, AmountType type)
{
	CellOwner	cells = cell_owner(use, amount_kept_as(type), PAYLOAD_OWNED);
	AmountReader reader;
	uint64		cell;

	amount_read(&reader, amount, type);
	money_sum_add_scale(kpi_section(state, use->total), reader.scale);
	for (uint32 part = 0; amount_next_cell(&reader, &cell); part++)
		state = keyset_add_owned(state, section, part == 0 ? key : key_part(key, part), &cell, &cells.owner);
	return state;
}

/* Add a key with two amounts of numeric. */
KpiState *
keyed_amounts_add_pair(KpiState *state, int section, const KeyedAmounts *use, Key key, AmountReader a, AmountReader b)
{
	CellOwner	cells = cell_owner(use, AMOUNT_NUMERIC, PAYLOAD_OWNED_PAIR);

	for (uint32 part = 0;; part++)
	{
		uint64		cell[2] = {0, 0};
		bool		more = amount_next_cell(&a, &cell[0]);

		more |= amount_next_cell(&b, &cell[1]);
		if (!more)
			return state;
		state = keyset_add_owned(state, section, part == 0 ? key : key_part(key, part), cell, &cells.owner);
	}
}

/* Start with the first pair. */
void
amount_pairs_open(AmountPairs *pairs, const KpiState *state, int section)
{
	pairs->cursor = (KeyCursor){kpi_section(state, section), 0};
	for (int i = 0; i < 2; i++)
		initStringInfo(&pairs->digits[i]);
}

/* Go to the next pair, in no order; false after the last one. */
bool
amount_pairs_next(AmountPairs *pairs)
{
	bool		more[2] = {true, true};
	Key			key;
	const uint64 *cell;

	do
	{
		CHECK_FOR_INTERRUPTS();
		if (!keyset_next(&pairs->cursor, &key, &cell))
			return false;
	} while (amount_cell_is_part(cell[0]) || amount_cell_is_part(cell[1]));

	for (int i = 0; i < 2; i++)
	{
		pairs->amount[i] = (AmountReader){.type = AMOUNT_NUMERIC};
		resetStringInfo(&pairs->digits[i]);
	}
	for (uint32 part = 1;; part++)
	{
		for (int i = 0; i < 2; i++)
			more[i] = more[i] && amount_append_cell(&pairs->amount[i], cell[i], &pairs->digits[i]);
		if (!more[0] && !more[1])
			return true;
		cell = keyset_find(pairs->cursor.set, key_part(key, part));
		wire_check(cell != NULL, "a part of an amount is missing");
	}
}

/* ----------
 * The section
 * ----------
 */

/* What is beside each key. */
static inline KeyPayload
payload_of(const SectionShape *shape)
{
	return shape->variant == PAIRS_OF_AMOUNTS ? PAYLOAD_OWNED_PAIR : PAYLOAD_OWNED;
}

static Size
keyed_amounts_initial_size(const SectionShape *shape)
{
	return keyset_initial_size(KEY_WORDS, payload_of(shape));
}

static void
keyed_amounts_init(void *section, const SectionShape *shape)
{
	keyset_init(section, KEY_WORDS, payload_of(shape));
}

static void
keyed_amounts_check(const KpiState *state, int section, const SectionShape *shape)
{
	keyset_check(kpi_section(state, section), KEY_WORDS, payload_of(shape));
}

static KpiState *
keyed_amounts_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	CellOwner	cells = cell_owner(shape->use, shape->parameter, payload_of(shape));

	return keyset_union(state, section, other, &cells.owner);
}

static KpiState *
keyed_amounts_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	CellOwner	cells = cell_owner(shape->use, shape->parameter, payload_of(shape));

	return keyset_receive(state, section, buf, shape->form, read, &cells.owner);
}

const SectionOps keyed_amounts_section = {
	.initial_size = keyed_amounts_initial_size,
	.init = keyed_amounts_init,
	.check = keyed_amounts_check,
	.merge = keyed_amounts_merge,
	.send = keyset_send,
	.receive = keyed_amounts_receive,
};
