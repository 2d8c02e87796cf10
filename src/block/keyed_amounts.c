/*
 * keyed_amounts.c
 *		One amount for each key, and their total: what a join repeats counts once.
 *
 * An amount of more than one cell (amount.c) takes several keys: its own and
 * those of its parts.
 */
#include "block/keyed_amounts.h"

/* Words of a key, whatever its type: those of parts are 128 bits long. */
#define KEY_WORDS 2

/* The owner of the cells in a key set. */
typedef struct CellOwner
{
	KeySetOwner owner;
	const KeyedAmounts *use;
	AmountType	type;
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

/* The cell of a key that is new adds to the total. */
static KpiState *
cell_added(const KeySetOwner *owner, KpiState *state, uint64 cell)
{
	const CellOwner *cells = (const CellOwner *) owner;

	return money_sum_add_cell(state, cells->use->total, cell, cells->type, 1);
}

static void
cell_repeated(const KeySetOwner *owner, uint64 had, uint64 cell)
{
	if (had != cell)
		keyed_amounts_conflict(((const CellOwner *) owner)->use);
}

static bool
cell_valid(const KeySetOwner *owner, uint64 cell)
{
	return amount_cell_valid(cell, ((const CellOwner *) owner)->type);
}

static inline CellOwner
cell_owner(const KeyedAmounts *use, AmountType type)
{
	CellOwner	cells = {{cell_added, cell_repeated, cell_valid}, use, type};

	return cells;
}

/* Add a key with its amount.  Returns the state, another one if it had to grow. */
KpiState *
keyed_amounts_add(KpiState *state, int section, const KeyedAmounts *use, Key key, Datum amount, AmountType type)
{
	CellOwner	cells = cell_owner(use, amount_kept_as(type));
	AmountReader reader;
	uint64		cell;

	amount_read(&reader, amount, type);
	money_sum_add_scale(kpi_section(state, use->total), reader.scale);
	for (uint32 part = 0; amount_next_cell(&reader, &cell); part++)
		state = keyset_add_owned(state, section, part == 0 ? key : key_part(key, part), cell, &cells.owner);
	return state;
}

/* ----------
 * The section
 * ----------
 */

static Size
keyed_amounts_initial_size(const SectionShape *shape)
{
	return keyset_initial_size(KEY_WORDS, PAYLOAD_OWNED);
}

static void
keyed_amounts_init(void *section, const SectionShape *shape)
{
	keyset_init(section, KEY_WORDS, PAYLOAD_OWNED);
}

static void
keyed_amounts_check(const KpiState *state, int section, const SectionShape *shape)
{
	keyset_check(kpi_section(state, section), KEY_WORDS, PAYLOAD_OWNED);
}

static KpiState *
keyed_amounts_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	CellOwner	cells = cell_owner(shape->use, shape->parameter);

	return keyset_union(state, section, other, &cells.owner);
}

static KpiState *
keyed_amounts_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	CellOwner	cells = cell_owner(shape->use, shape->parameter);

	return keyset_receive(state, section, buf, read, &cells.owner);
}

const SectionOps keyed_amounts_section = {
	.initial_size = keyed_amounts_initial_size,
	.init = keyed_amounts_init,
	.check = keyed_amounts_check,
	.merge = keyed_amounts_merge,
	.send = keyset_send,
	.receive = keyed_amounts_receive,
};
