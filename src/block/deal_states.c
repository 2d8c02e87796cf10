/*
 * deal_states.c
 *		For each deal the latest row of its history before a period, and the latest
 *		one in it.
 *
 * Of two rows of one time that differ nothing is kept but that they do: a later
 * row makes up for it, whatever the order that they come in.
 *
 * Rows stand in a hash table with linear probing, as keys do in a key set
 * (keyset.c): a slot is the key's share of the table, and keys that were chosen
 * to stand too far from their slots are scattered by a secret seed.  The two rows
 * of a deal have one first slot, so they are close.  In a large table rows are
 * first collected before the slots while their slots are fetched.
 *
 * Amounts that do not fit in a row's word stand behind the slots as numerics;
 * those of rows that later ones have replaced are left there until the table is
 * made anew.
 */
#include "block/deal_states.h"

#include "block/amount.h"

#include "miscadmin.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

#define INITIAL_SLOTS 4
#define SMALL_SLOTS 32			/* tables up to here are nearly filled */
#define SMALL_BATCH_SLOTS 256	/* tables this large collect some rows first */
#define SMALL_BATCH 16
#define LARGE_BATCH_SLOTS 8192	/* and these more */
#define LARGE_BATCH 64
#define TOO_FAR 1024			/* slots; among 10^8 keys none would be 500 off by chance */

/* A row in a slot: its word, 0 in an empty slot; its time, see period.h; the deal's key. */
#define ROW_WORD 0
#define ROW_AT 1
#define ROW_KEY 2

static inline int
row_words(const DealStates *states)
{
	return ROW_KEY + states->key_words;
}

static inline uint32
batch_size(uint32 slots)
{
	if (slots < SMALL_BATCH_SLOTS)
		return 0;
	return slots < LARGE_BATCH_SLOTS ? SMALL_BATCH : LARGE_BATCH;
}

/* The nth slot; the collected rows stand before the first one. */
static inline uint64 *
slot_of(const DealStates *states, uint32 n, int words)
{
	return (uint64 *) states->word + ((Size) n + batch_size(states->slots)) * words;
}

/* The nth of the collected rows. */
static inline uint64 *
pending_row(const DealStates *states, uint32 n)
{
	return (uint64 *) states->word + n * row_words(states);
}

/* Where large amounts stand. */
static inline uint64 *
large_of(const DealStates *states)
{
	return slot_of(states, states->slots, row_words(states));
}

static Size
states_size(uint32 slots, uint32 room, int key_words)
{
	return offsetof(DealStates, word) +
		(((Size) slots + batch_size(slots)) * (ROW_KEY + key_words) + room) * sizeof(uint64);
}

/* So many rows a table of so many slots may hold; one slot is empty at least, for searches to end. */
static inline uint32
states_limit(uint32 slots)
{
	return slots <= SMALL_SLOTS ? slots - 1 : slots - slots / 4;
}

static inline Key
key_of(const uint64 *row, int key_words)
{
	Key			key = {row[ROW_KEY], key_words == 2 ? row[ROW_KEY + 1] : 0};

	return key;
}

/* ----------
 * Amounts
 * ----------
 */

static const int power[] = {1, 10, 100, 1000, 10000};

/* Does an amount fit in a word, and as which bits of it? */
static pg_attribute_always_inline bool
amount_fits(const AmountReader *reader, uint64 *bits)
{
	int			lowest = reader->weight - reader->ndigits + 1;
	int			beyond = lowest < 0 ? Max(-4 * lowest - reader->scale, 0) : 0;
	int			last = reader->ndigits - 1;
	uint64		digits = 0;

	*bits = (uint64) reader->scale << DEAL_SCALE_SHIFT;
	if (reader->scale > DEAL_MOST_SCALE)
		return false;
	if (reader->ndigits == 0)
		return true;

	/* The last digit of base 10000 may go further than the scale, but with zeroes. */
	if (lowest < -DEAL_MOST_DIGITS || beyond > 3 || reader->ndigits > 4 + (beyond > 0))
		return false;
	for (int i = 0; i < last; i++)
		digits = digits * 10000 + amount_digit(reader, i);
	digits = digits * power[4 - beyond] + amount_digit(reader, last) / power[beyond];
	for (int i = 0; i < lowest && digits <= DEAL_MOST_AMOUNT; i++)
		digits *= 10000;
	if (digits > DEAL_MOST_AMOUNT)
		return false;
	if (reader->negative)
		digits = -digits;
	*bits |= (uint64) Max(-lowest, 0) << DEAL_DIGITS_SHIFT | digits << DEAL_AMOUNT_SHIFT;
	return true;
}

/* Where in the room behind the slots a large amount stands. */
static inline struct varlena *
large_amount(const DealStates *states, uint64 word)
{
	return (struct varlena *) (large_of(states) + deal_scaled_amount(word));
}

/* Words that a large amount takes. */
static inline uint32
large_words(const struct varlena *amount)
{
	return (VARSIZE_ANY_EXHDR(amount) + VARHDRSZ + sizeof(uint64) - 1) / sizeof(uint64);
}

/* Put the large amount of a row behind the slots, where there is room: the row's word. */
static uint64
put_large(DealStates *states, uint64 word, const struct varlena *amount)
{
	struct varlena *copy = (struct varlena *) (large_of(states) + states->used);

	word = (word & (DEAL_OUTCOME_MASK | DEAL_WITHIN)) | DEAL_LARGE | (uint64) states->used << DEAL_AMOUNT_SHIFT;

	SET_VARSIZE(copy, VARSIZE_ANY_EXHDR(amount) + VARHDRSZ);
	memcpy(VARDATA(copy), VARDATA_ANY(amount), VARSIZE_ANY_EXHDR(amount));
	states->used += large_words(amount);
	return word;
}

/* The amount of a row as numeric: palloc'd, unless it is large. */
Datum
deal_amount(const DealStates *states, uint64 word)
{
	if (word & DEAL_LARGE)
		return PointerGetDatum(large_amount(states, word));
	return DirectFunctionCall2(numeric_round,
							   NumericGetDatum(int64_div_fast_to_numeric(deal_scaled_amount(word), deal_places(word))),
							   Int32GetDatum(deal_scale(word)));
}

static void
free_amount(uint64 word, Datum amount)
{
	if ((word & DEAL_LARGE) == 0)
		pfree(DatumGetPointer(amount));
}

/* What two rows of one time say whose words differ: the same if only their scales do. */
static pg_noinline uint64
word_of_both(const DealStates *states, uint64 a, uint64 b)
{
	Datum		amount_a;
	Datum		amount_b;
	uint64		word = DEAL_CONFLICT | (a & DEAL_WITHIN);

	if (deal_outcome(a) != deal_outcome(b) || deal_outcome(a) == DEAL_CONFLICT)
		return word;
	amount_a = deal_amount(states, a);
	amount_b = deal_amount(states, b);
	if (DatumGetBool(DirectFunctionCall2(numeric_eq, amount_a, amount_b)))
	{
		int			scale = DatumGetInt32(DirectFunctionCall1(numeric_scale, amount_a));

		word = scale >= DatumGetInt32(DirectFunctionCall1(numeric_scale, amount_b)) ? a : b;
	}
	free_amount(a, amount_a);
	free_amount(b, amount_b);
	return word;
}

/* ----------
 * The table
 * ----------
 */

/* The slot where the search for a deal's rows starts. */
static inline uint32
first_slot(const DealStates *states, Key key)
{
	uint64		place = likely(states->seed == 0) ? key.hi : key_scatter(key, key_scatter_by(states->seed));

	return (uint32) (((place >> 32) * states->slots) >> 32);
}

/*
 * The row of a deal from before the period or within it, or the empty slot for
 * it, and whether that is further from the first slot than by chance.
 */
static pg_attribute_always_inline uint64 *
find(const DealStates *states, Key key, uint64 within, const int key_words, bool *too_far)
{
	const int	words = ROW_KEY + key_words;
	uint32		first = first_slot(states, key);

	for (uint32 slot = first;;)
	{
		uint64	   *row = slot_of(states, slot, words);

		if (row[ROW_WORD] == 0)
		{
			*too_far = (slot >= first ? slot - first : slot + states->slots - first) > TOO_FAR;
			return row;
		}
		if (row[ROW_KEY] == key.hi && (key_words == 1 || row[ROW_KEY + 1] == key.lo) && (row[ROW_WORD] & DEAL_WITHIN) == within)
		{
			*too_far = false;
			return row;
		}
		if (++slot == states->slots)
			slot = 0;
	}
}

/*
 * Put in a row, for which there is room: of two of a deal the later one stays.
 * True if it is further from its first slot than by chance.
 */
static pg_attribute_always_inline bool
put_row(DealStates *states, Key key, int64 at, uint64 word, const int key_words)
{
	bool		too_far;
	uint64	   *row = find(states, key, word & DEAL_WITHIN, key_words, &too_far);

	if (row[ROW_WORD] == 0)
	{
		row[ROW_KEY] = key.hi;
		if (key_words == 2)
			row[ROW_KEY + 1] = key.lo;
		states->count++;
	}
	else if ((int64) row[ROW_AT] > at)
		return false;
	else if ((int64) row[ROW_AT] == at)
	{
		if (unlikely(row[ROW_WORD] != word))
			row[ROW_WORD] = word_of_both(states, row[ROW_WORD], word);
		return false;
	}
	row[ROW_AT] = (uint64) at;
	row[ROW_WORD] = word;
	return too_far;
}

static inline bool
put_any_row(DealStates *states, Key key, int64 at, uint64 word)
{
	return states->key_words == 1 ? put_row(states, key, at, word, 1) : put_row(states, key, at, word, 2);
}

/* Put in the collected rows, for which there is room.  True if one is too far from its first slot. */
static bool
settle(DealStates *states)
{
	int			pending = states->pending;
	bool		too_far = false;

	states->pending = 0;
	for (int i = 0; i < pending; i++)
	{
		const uint64 *row = pending_row(states, i);

		too_far |= put_any_row(states, key_of(row, states->key_words), (int64) row[ROW_AT], row[ROW_WORD]);
	}
	return too_far;
}

/* The same; the meaning stays, so a final function may do it too. */
void
deal_states_settle(DealStates *states)
{
	(void) settle(states);
}

/* Put in a row of other states, for whose amount there is room, too. */
static inline bool
put_row_of(DealStates *states, const DealStates *other, const uint64 *row)
{
	uint64		word = row[ROW_WORD];

	if (word & DEAL_LARGE)
		word = put_large(states, word, large_amount(other, word));
	return put_any_row(states, key_of(row, other->key_words), (int64) row[ROW_AT], word);
}

/* Words that a row's amount takes behind the slots. */
static inline uint32
large_words_of(const DealStates *states, const uint64 *row)
{
	return row[ROW_WORD] & DEAL_LARGE ? large_words(large_amount(states, row[ROW_WORD])) : 0;
}

/* The next row; slot starts with 0.  NULL after the last one. */
static const uint64 *
next_row(const DealStates *states, uint32 *slot)
{
	int			words = row_words(states);

	while (*slot < states->slots)
	{
		const uint64 *row = slot_of(states, (*slot)++, words);

		if (*slot % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		if (row[ROW_WORD] != 0)
			return row;
	}
	return NULL;
}

/* A copy of the state in which there are so many slots, so much room for large amounts, and this seed. */
static KpiState *
resize(const KpiState *state, int section, uint32 slots, uint32 room, uint32 seed)
{
	const DealStates *old = kpi_section(state, section);
	KpiState   *result = kpi_state_resize(state, section, states_size(slots, room, old->key_words), offsetof(DealStates, word));
	DealStates *states = kpi_section(result, section);
	uint32		slot = 0;
	const uint64 *row;

	Assert(old->pending == 0);
	states->slots = slots;
	states->room = room;
	states->seed = seed;
	states->count = states->used = 0;
	while ((row = next_row(old, &slot)) != NULL)
		(void) put_row_of(states, old, row);
	return result;
}

/* Scatter the keys, once. */
static KpiState *
scatter(KpiState *state, int section)
{
	const DealStates *states = kpi_section(state, section);

	return states->seed == 0 ? resize(state, section, states->slots, states->room, key_seed()) : state;
}

/*
 * Make room for so many more rows; or for fewer where the state cannot hold as
 * many, but for `least`.
 */
static KpiState *
reserve(KpiState *state, int section, uint64 more, uint64 least)
{
	const DealStates *states = kpi_section(state, section);
	uint64		slots = states->slots;
	uint64		most;

	if (likely(states->count + more <= states_limit(states->slots)))
		return state;
	most = (kpi_state_room(state, section) - states_size(0, states->room, states->key_words)) /
		   (sizeof(uint64) * row_words(states)) -
		LARGE_BATCH;
	while (states_limit(slots) < states->count + more && slots < most)
	{
		if (slots < SMALL_SLOTS)
			slots += INITIAL_SLOTS;
		else
			slots = slots > most / 2 ? most : slots * 2;
	}
	if (states_limit(slots) < states->count + least)
		kpi_state_too_large();
	return slots > states->slots ? resize(state, section, slots, states->room, states->seed) : state;
}

/*
 * Make room for a large amount of so many words; twice that of those that are
 * still needed, so that this does not happen often.
 */
static KpiState *
reserve_large(KpiState *state, int section, uint64 more)
{
	const DealStates *states = kpi_section(state, section);
	uint64		most;
	uint64		needed = more;
	uint32		slot = 0;
	const uint64 *row;

	if (states->used + more <= states->room)
		return state;
	while ((row = next_row(states, &slot)) != NULL)
		needed += large_words_of(states, row);
	most = (kpi_state_room(state, section) - states_size(states->slots, 0, states->key_words)) / sizeof(uint64);
	if (needed > most)
		kpi_state_too_large();
	return resize(state, section, states->slots, Min(most, Max(2 * needed, states->slots / 4)), states->seed);
}

/* Make room for as many rows as are collected, unless some are, for which there is room. */
static inline KpiState *
reserve_batch(KpiState *state, int section)
{
	const DealStates *states = kpi_section(state, section);
	uint32		batch = Max(batch_size(states->slots), 1);

	/* A table that has a larger batch from now on has room for it, being twice as large. */
	return states->pending == 0 ? reserve(state, section, batch, batch) : state;
}

/*
 * Add a row of a deal, from before the end of the period; its amount is 0 if that
 * is NULL.  Returns the state, another one where it had to grow.
 */
KpiState *
deal_states_add(KpiState *state, int section, Key key, int64 at, DealOutcome outcome, struct varlena *amount)
{
	const Period *period = kpi_section(state, section - 1);
	uint64		word = outcome | (at < period->start ? 0 : DEAL_WITHIN);
	DealStates *states;
	uint64	   *row;

	state = reserve_batch(state, section);
	if (amount != NULL)
	{
		AmountReader reader;
		uint64		bits;

		read_numeric(&reader, amount);
		if (unlikely(reader.special != AMOUNT_FINITE))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("amount of a deal must not be %s", reader.special == AMOUNT_NAN ? "NaN" : "infinite"),
					 errhint("Leave such rows out, or make their amount NULL, which is 0.")));
		if (likely(amount_fits(&reader, &bits)))
			word |= bits;
		else
		{
			states = kpi_section(state, section);
			if (states->used + large_words(amount) > states->room)
			{
				(void) settle(states);
				state = reserve_large(reserve_batch(state, section), section, large_words(amount));
			}
			word = put_large(kpi_section(state, section), word, amount);
		}
	}
	states = kpi_section(state, section);
	if (batch_size(states->slots) == 0)
		return unlikely(put_any_row(states, key, at, word)) ? scatter(state, section) : state;
	row = pending_row(states, states->pending);
	row[ROW_WORD] = word;
	row[ROW_AT] = (uint64) at;
	row[ROW_KEY] = key.hi;
	if (states->key_words == 2)
		row[ROW_KEY + 1] = key.lo;
	kpi_prefetch_to_write(slot_of(states, first_slot(states, key), row_words(states)));
	if (++states->pending == batch_size(states->slots) && unlikely(settle(states)))
		state = scatter(state, section);
	return state;
}

/* The words of the next deal's rows, of states that are settled; 0 for none; slot starts with 0.  False after the last one. */
bool
deal_states_next(const DealStates *states, uint32 *slot, uint64 *before, uint64 *within)
{
	const uint64 *row;
	bool		too_far;

	while ((row = next_row(states, slot)) != NULL)
	{
		Key			key = key_of(row, states->key_words);
		uint64		other = ~row[ROW_WORD] & DEAL_WITHIN;

		other = states->key_words == 1 ? *find(states, key, other, 1, &too_far) : *find(states, key, other, 2, &too_far);
		if (row[ROW_WORD] & DEAL_WITHIN)
		{
			*before = other;
			*within = row[ROW_WORD];
			return true;
		}

		/* The other row tells of both. */
		if (other != 0)
			continue;
		*before = row[ROW_WORD];
		*within = 0;
		return true;
	}
	return false;
}

/* ----------
 * The section
 * ----------
 */

static inline int
key_words_of(const SectionShape *shape)
{
	return shape->key_type == KEY_BIGINT ? 1 : 2;
}

Size
deal_states_initial_size(const SectionShape *shape)
{
	return states_size(INITIAL_SLOTS, 0, key_words_of(shape));
}

void
deal_states_init(void *section, const SectionShape *shape)
{
	DealStates *states = section;

	states->slots = INITIAL_SLOTS;
	states->key_words = key_words_of(shape);
}

/* Is this a numeric as PostgreSQL makes it, that does not fit in a word? */
bool
deal_amount_is_large(Datum amount)
{
	AmountReader reader;
	uint64		bits;
	Datum		sent;
	StringInfoData buf;
	struct varlena *same;
	bool		valid;

	read_numeric(&reader, (struct varlena *) DatumGetPointer(amount));
	if (reader.special != AMOUNT_FINITE || amount_fits(&reader, &bits))
		return false;
	sent = DirectFunctionCall1(numeric_send, amount);
	wire_open(&buf, sent);
	same = (struct varlena *) DatumGetPointer(DirectFunctionCall3(numeric_recv, PointerGetDatum(&buf),
																  ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
	valid = VARSIZE(same) == VARSIZE(DatumGetPointer(amount)) && memcmp(same, DatumGetPointer(amount), VARSIZE(same)) == 0;
	pfree(same);
	pfree(DatumGetPointer(sent));
	return valid;
}

/* Does a large amount lie within the room for them, with the header that its length needs? */
static bool
large_within(const DealStates *states, uint64 word)
{
	const struct varlena *amount = large_amount(states, word);
	Size		left = (states->used - (Size) deal_scaled_amount(word)) * sizeof(uint64);
	uint16		header;

	if (deal_scale(word) != 0 || deal_places(word) != 0 || (uint64) deal_scaled_amount(word) >= states->used || !VARATT_IS_4B_U(amount) ||
		VARSIZE(amount) < VARHDRSZ + sizeof(header) || VARSIZE(amount) > left)
		return false;
	memcpy(&header, VARDATA(amount), sizeof(header));
	return VARSIZE(amount) >= VARHDRSZ + 2 * sizeof(header) || (header & NUMERIC_FORM_SHORT) != 0;
}

/* Can a deal have this row? */
bool
deal_row_valid(const Period *period, int64 at, uint64 word)
{
	int			last = word & DEAL_LARGE ? -1 : 4 * (int) (word >> DEAL_DIGITS_SHIFT & DEAL_MOST_DIGITS) - 4;

	if (deal_outcome(word) < DEAL_OPEN || deal_outcome(word) > DEAL_CONFLICT ||
		(deal_outcome(word) == DEAL_CONFLICT && (word & ~(uint64) DEAL_WITHIN) != DEAL_CONFLICT) ||
		((word & DEAL_LARGE) == 0 && deal_scaled_amount(word) < -DEAL_MOST_AMOUNT))
		return false;

	/* An amount has one form: the last of its digits after the point is not 0. */
	if (last >= 0 && (last >= deal_scale(word) || deal_scaled_amount(word) % power[deal_places(word) - last] == 0))
		return false;
	return period_time_valid(period->time_type, at) &&
		(word & DEAL_WITHIN ? at >= period->start && at < period->end : at < period->start);
}

void
deal_states_check(const KpiState *state, int section, const SectionShape *shape)
{
	const DealStates *states = kpi_section(state, section);
	const Period *period = kpi_section(state, section - 1);
	uint32		taken = 0;
	uint64		large = 0;
	uint32		slot = 0;
	uint32		pending = 0;
	const uint64 *row;

	wire_check(states->key_words == key_words_of(shape) && states->slots >= INITIAL_SLOTS &&
				   states_size(states->slots, states->room, states->key_words) == states->size &&
				   (states->pending == 0 || states->pending < batch_size(states->slots)) &&
				   states->count + states->pending <= states_limit(states->slots) && states->used <= states->room,
			   "a section does not fit its size");
	while ((row = next_row(states, &slot)) != NULL || pending < states->pending)
	{
		if (row == NULL)
			row = pending_row(states, pending++);
		else
			taken++;
		wire_check(deal_row_valid(period, (int64) row[ROW_AT], row[ROW_WORD]), "a deal has a row that it cannot have");
		wire_check((row[ROW_WORD] & DEAL_LARGE) == 0 ||
					   (large_within(states, row[ROW_WORD]) && deal_amount_is_large(deal_amount(states, row[ROW_WORD]))),
				   "an amount is malformed");
		large += large_words_of(states, row);
	}
	wire_check(taken == states->count && large <= states->used, "a section does not fit its size");
}

KpiState *
deal_states_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const DealStates *more = other;
	uint32		slot = 0;
	uint32		pending = 0;
	const uint64 *row;

	/*
	 * All the room at once: rows come in the order of the slots, and would crowd
	 * the front of a table that still has to grow.
	 */
	(void) settle(kpi_section(state, section));
	state = reserve(state, section, (uint64) more->count + more->pending, 0);
	if (unlikely(more->seed != 0))
		state = scatter(state, section);
	while ((row = next_row(more, &slot)) != NULL || pending < more->pending)
	{
		if (row == NULL)
			row = pending_row(more, pending++);
		state = reserve(state, section, 1, 1);
		state = reserve_large(state, section, large_words_of(more, row));
		if (unlikely(put_row_of(kpi_section(state, section), more, row)))
			state = scatter(state, section);
	}
	return state;
}

/* ----------
 * For the canonical form
 * ----------
 */

/* The next row of states that are settled; slot starts with 0.  False after the last one. */
bool
deal_states_next_row(const DealStates *states, uint32 *slot, DealRow *result)
{
	const uint64 *row = next_row(states, slot);

	if (row == NULL)
		return false;
	*result = (DealRow){key_of(row, states->key_words), row[ROW_WORD], (int64) row[ROW_AT]};
	return true;
}

/* Make room for so many rows. */
KpiState *
deal_states_expect(KpiState *state, int section, uint32 rows)
{
	return reserve(state, section, rows, rows);
}

/* Put in a row, for which there is room, with its amount if that is large. */
KpiState *
deal_states_put(KpiState *state, int section, DealRow row, const struct varlena *large)
{
	if (large != NULL)
	{
		state = reserve_large(state, section, large_words(large));
		row.word = put_large(kpi_section(state, section), row.word, large);
	}
	return unlikely(put_any_row(kpi_section(state, section), row.key, row.at, row.word)) ? scatter(state, section) : state;
}
