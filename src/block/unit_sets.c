/*
 * unit_sets.c
 *		For each subject the first unit of the calendar, and the set of those in
 *		which it was active.
 *
 * An entry is a subject with 64 units: the latest ones up to as_of, or a part of
 * the older ones, whichever holds the activity of a row.  The subject's first
 * unit is the oldest that any of its entries has.  So a row changes one entry
 * only, and what is kept does not depend on the order of the rows.
 *
 * Entries stand in a hash table with linear probing, as keys do in a key set
 * (keyset.c): a slot is the key's share of the table, further parts of a subject
 * are elsewhere.  Where keys were chosen to stand too far from their slots they
 * are scattered by a secret seed.  In a large table entries are first collected
 * before the slots while their slots are fetched, and go in together.
 *
 * The canonical form is what is asked, then the entries by key and part.
 */
#include "block/unit_sets.h"

#include "block/retention_question.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/memutils.h"

#define INITIAL_SLOTS 8
#define SMALL_SLOTS 32			/* tables up to here are nearly filled */
#define SMALL_BATCH_SLOTS 256	/* tables this large collect some entries first */
#define SMALL_BATCH 16
#define LARGE_BATCH_SLOTS 8192	/* and these more */
#define LARGE_BATCH 64
#define TOO_FAR 1024			/* slots; among 10^8 keys none would be 500 off by chance */

/*
 * An entry in a table: part and cohort in a word, the active units, the key.
 * None is all zero in the first two, which marks empty slots.
 */
#define ENTRY_KEY 2

static inline uint32
batch_size(uint32 slots)
{
	if (slots < SMALL_BATCH_SLOTS)
		return 0;
	return slots < LARGE_BATCH_SLOTS ? SMALL_BATCH : LARGE_BATCH;
}

static inline int
entry_words(const UnitSets *sets)
{
	return ENTRY_KEY + sets->key_words;
}

/* The nth slot; the collected entries stand before the first one. */
static inline uint64 *
slot_of(const UnitSets *sets, uint32 n, int words)
{
	return (uint64 *) sets->word + ((Size) n + batch_size(sets->slots)) * words;
}

static Size
sets_size(uint32 slots, int key_words)
{
	return offsetof(UnitSets, word) + ((Size) slots + batch_size(slots)) * (ENTRY_KEY + key_words) * sizeof(uint64);
}

/* So many entries a table of so many slots may hold; one slot is empty at least, for searches to end. */
static inline uint32
sets_limit(uint32 slots)
{
	return slots <= SMALL_SLOTS ? slots - 1 : slots - slots / 4;
}

static inline bool
is_empty(const uint64 *word)
{
	return (word[0] | word[1]) == 0;
}

/* The slot where the search for an entry starts. */
static inline uint32
first_slot(const UnitSets *sets, const uint64 *word)
{
	Key			key = {word[ENTRY_KEY], sets->key_words == 2 ? word[ENTRY_KEY + 1] : 0};
	uint64		place;

	key.hi += (word[0] >> 32) * UINT64CONST(0x9e3779b97f4a7c15);
	place = likely(sets->seed == 0) ? key.hi : key_scatter(key, key_scatter_by(sets->seed));
	return (uint32) (((place >> 32) * sets->slots) >> 32);
}

/* The slot that an entry has, or will have: that one is empty. */
static pg_attribute_always_inline uint64 *
find_slot(const UnitSets *sets, const uint64 *word, const int key_words)
{
	const int	words = ENTRY_KEY + key_words;
	uint64	   *slots = slot_of(sets, 0, words);

	for (uint32 slot = first_slot(sets, word);;)
	{
		uint64	   *entry = slots + (Size) slot * words;

		if (is_empty(entry) ||
			(entry[ENTRY_KEY] == word[ENTRY_KEY] && (key_words == 1 || entry[ENTRY_KEY + 1] == word[ENTRY_KEY + 1]) &&
			 entry[0] >> 32 == word[0] >> 32))
			return entry;
		if (++slot == sets->slots)
			slot = 0;
	}
}

/* Add an entry to another one of the same subject and part. */
static inline void
add_entry(uint64 *entry, const uint64 *word)
{
	entry[0] = Max(entry[0], word[0]);
	entry[1] |= word[1];
}

/*
 * Put an entry into its slot, for which there is room, or add it to the one that
 * is there.  True if it is further from its first slot than by chance.
 */
static pg_attribute_always_inline bool
settle(UnitSets *sets, const uint64 *word, const int key_words)
{
	const int	words = ENTRY_KEY + key_words;
	uint64	   *entry = find_slot(sets, word, key_words);
	uint32		first;
	uint32		slot;

	if (!is_empty(entry))
	{
		add_entry(entry, word);
		return false;
	}
	for (int i = 0; i < words; i++)
		entry[i] = word[i];
	sets->count++;
	sets->older += word[0] >> 32 != 0;
	first = first_slot(sets, word);
	slot = (entry - slot_of(sets, 0, words)) / words;
	return (slot >= first ? slot - first : slot + sets->slots - first) > TOO_FAR;
}

static bool
settle_some(UnitSets *sets, const uint64 *word, int count)
{
	bool		too_far = false;

	if (sets->key_words == 1)
		for (int i = 0; i < count; i++, word += ENTRY_KEY + 1)
			too_far |= settle(sets, word, 1);
	else
		for (int i = 0; i < count; i++, word += ENTRY_KEY + 2)
			too_far |= settle(sets, word, 2);
	return too_far;
}

/* Put the collected entries in, for which unit_sets_add has made room. */
static bool
settle_pending(UnitSets *sets)
{
	int			pending = sets->pending;

	sets->pending = 0;
	return settle_some(sets, sets->word, pending);
}

/* The same; the meaning stays, so a final function may do it too. */
void
unit_sets_settle(UnitSets *sets)
{
	(void) settle_pending(sets);
}

/* A copy of the state in which there are so many slots, and this seed. */
static KpiState *
resize(const KpiState *state, int section, uint32 slots, uint32 seed)
{
	const UnitSets *old = kpi_section(state, section);
	int			words = entry_words(old);
	KpiState   *result = kpi_state_resize(state, section, sets_size(slots, old->key_words), offsetof(UnitSets, word));
	UnitSets   *sets = kpi_section(result, section);

	Assert(old->pending == 0);
	sets->slots = slots;
	sets->seed = seed;
	sets->count = sets->older = 0;
	for (uint32 i = 0; i < old->slots; i++)
	{
		const uint64 *entry = slot_of(old, i, words);

		if (!is_empty(entry))
			(void) settle_some(sets, entry, 1);
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return result;
}

/* Scatter the keys, once. */
static KpiState *
scatter(KpiState *state, int section)
{
	const UnitSets *sets = kpi_section(state, section);

	return sets->seed == 0 ? resize(state, section, sets->slots, key_seed()) : state;
}

/*
 * Make room for so many more entries; or for fewer where the state cannot hold
 * as many, but for `least`.
 */
static KpiState *
reserve(KpiState *state, int section, uint64 more, uint64 least)
{
	const UnitSets *sets = kpi_section(state, section);
	uint64		slots = sets->slots;
	uint64		most;

	if (likely(sets->count + more <= sets_limit(sets->slots)))
		return state;
	most = (kpi_state_room(state, section) - offsetof(UnitSets, word)) / (sizeof(uint64) * entry_words(sets)) - LARGE_BATCH;
	while (sets_limit(slots) < sets->count + more && slots < most)
	{
		if (slots < SMALL_SLOTS)
			slots += INITIAL_SLOTS;
		else
			slots = slots > most / 2 ? most : slots * 2;
	}
	if (sets_limit(slots) < sets->count + least)
		kpi_state_too_large();
	return slots > sets->slots ? resize(state, section, slots, sets->seed) : state;
}

/* Add what a row says.  Returns the state, another one where the sets had to grow. */
KpiState *
unit_sets_add(KpiState *state, int section, const UnitEntry *row)
{
	UnitSets   *sets = kpi_section(state, section);
	int			words = entry_words(sets);
	uint32		most = batch_size(sets->slots);
	uint64	   *word;

	if (unlikely(sets->pending == 0 && sets->count + Max(most, 1) > sets_limit(sets->slots)))
	{
		state = reserve(state, section, Max(most, 1), Max(most, 1));
		sets = kpi_section(state, section);
		most = batch_size(sets->slots);

		/* A table that has a batch from now on has room for it, being twice as large. */
	}
	if (most == 0)
	{
		uint64		entry[ENTRY_KEY + 2] = {(uint64) row->part << 32 | row->cohort, row->active, row->key.hi, row->key.lo};

		return unlikely(settle_some(sets, entry, 1)) ? scatter(state, section) : state;
	}
	word = sets->word + (Size) sets->pending * words;
	word[0] = (uint64) row->part << 32 | row->cohort;
	word[1] = row->active;
	word[ENTRY_KEY] = row->key.hi;
	if (sets->key_words == 2)
		word[ENTRY_KEY + 1] = row->key.lo;
	kpi_prefetch_to_write(slot_of(sets, first_slot(sets, word), words));
	if (++sets->pending == most && unlikely(settle_pending(sets)))
		state = scatter(state, section);
	return state;
}

/* Report that as_of is not the same for all rows. */
void
unit_sets_as_of_changes(void)
{
	retention_argument_changes("as_of");
}

/* Note what is asked: up to when, in units of which calendar. */
void
unit_sets_ask(UnitSets *sets, TimeType type, CalendarUnit unit, int64 as_of)
{
	sets->time_type = type;
	sets->as_of = as_of;
	sets->as_of_unit = calendar_unit_of(unit, type, as_of);
	sets->zone = calendar_zone(type);
}

/* The next entry of sets that are settled; slot starts with 0. */
bool
unit_sets_next(const UnitSets *sets, uint32 *slot, UnitEntry *entry)
{
	int			words = entry_words(sets);

	while (*slot < sets->slots)
	{
		const uint64 *word = slot_of(sets, (*slot)++, words);

		if (is_empty(word))
			continue;
		entry->part = (uint32) (word[0] >> 32);
		entry->cohort = (uint32) word[0];
		entry->active = word[1];
		entry->key.hi = word[ENTRY_KEY];
		entry->key.lo = sets->key_words == 2 ? word[ENTRY_KEY + 1] : 0;
		return true;
	}
	return false;
}

static inline int
compare_entries(const UnitEntry *a, const UnitEntry *b)
{
	if (a->key.hi != b->key.hi)
		return a->key.hi < b->key.hi ? -1 : 1;
	if (a->key.lo != b->key.lo)
		return a->key.lo < b->key.lo ? -1 : 1;
	return a->part < b->part ? -1 : a->part > b->part;
}

#define ST_SORT sort_entries
#define ST_ELEMENT_TYPE UnitEntry
#define ST_COMPARE(a, b) compare_entries(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* All entries of sets that are settled, by key and part; palloc'd. */
UnitEntry *
unit_sets_sorted(const UnitSets *sets)
{
	UnitEntry  *entries = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) sets->count, 1) * sizeof(UnitEntry));
	uint32		slot = 0;
	uint32		count = 0;

	while (count < sets->count && unit_sets_next(sets, &slot, &entries[count]))
	{
		count++;
		if (count % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	sort_entries(entries, count);
	return entries;
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

static Size
unit_sets_initial_size(const SectionShape *shape)
{
	return sets_size(INITIAL_SLOTS, key_words_of(shape));
}

static void
unit_sets_init(void *section, const SectionShape *shape)
{
	UnitSets   *sets = section;

	sets->slots = INITIAL_SLOTS;
	sets->key_words = key_words_of(shape);
}

/* Can somebody have asked this? */
static bool
question_valid(const UnitSets *sets, CalendarUnit unit)
{
	if (!calendar_unit_valid(unit, sets->as_of_unit) || (sets->zone != 0 && sets->time_type != TIME_TIMESTAMPTZ))
		return false;
	if (sets->time_type == TIME_DATE)
		return sets->as_of >= calendar_unit_start(unit, sets->as_of_unit) &&
			sets->as_of < calendar_unit_start(unit, sets->as_of_unit + 1);
	return (sets->time_type == TIME_TIMESTAMP || sets->time_type == TIME_TIMESTAMPTZ) && IS_VALID_TIMESTAMP(sets->as_of);
}

/* Can there be such an entry?  Its units must be of the calendar. */
static bool
entry_valid(const UnitEntry *entry, CalendarUnit unit, int32 as_of_unit)
{
	int64		oldest = (int64) entry->cohort - 1;

	if (entry->active != 0)
	{
		int64		active = (int64) entry->part * UNITS_OF_PART + pg_leftmost_one_pos64(entry->active);

		oldest = Max(oldest, active);
	}
	else if (entry->cohort == 0 || (entry->cohort - 1) / UNITS_OF_PART != entry->part)
		return false;
	return calendar_unit_valid(unit, as_of_unit - oldest);
}

static void
unit_sets_check(const KpiState *state, int section, const SectionShape *shape)
{
	const UnitSets *sets = kpi_section(state, section);
	int			words = ENTRY_KEY + key_words_of(shape);
	const uint64 *word;
	uint32		taken = 0;
	uint32		older = 0;

	wire_check(sets->key_words == key_words_of(shape) && sets->slots >= INITIAL_SLOTS &&
				   sets_size(sets->slots, sets->key_words) == sets->size &&
				   sets->count <= sets_limit(sets->slots) &&
				   (sets->pending == 0 || sets->pending < batch_size(sets->slots)) &&
				   sets->count + sets->pending <= sets_limit(sets->slots),
			   "a section does not fit its size");
	wire_check(question_valid(sets, shape->parameter), "it asks for no retention");
	word = slot_of(sets, 0, words);
	for (uint32 i = 0; i < sets->slots; i++, word += words)
	{
		taken += !is_empty(word);
		older += word[0] >> 32 != 0;
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	wire_check(taken == sets->count && older == sets->older, "a section does not fit its size");
}

static void
check_same(const UnitSets *a, const UnitSets *b)
{
	if (a->time_type != b->time_type)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("retention over times of different types cannot be merged"),
				 errhint("Use times of one type for all rows of a group.")));
	if (a->as_of != b->as_of || a->as_of_unit != b->as_of_unit)
		unit_sets_as_of_changes();
	calendar_check_zone(a->zone, b->zone);
}

/*
 * Add the settled entries of other sets to those of the same subject and part;
 * returns how many have none.  Both tables are in the order of the slots, so no
 * memory is waited for.
 */
static pg_attribute_always_inline uint32
add_known(UnitSets *sets, const UnitSets *more, const int key_words)
{
	const uint64 *word = slot_of(more, 0, ENTRY_KEY + key_words);
	uint32		missing = 0;

	for (uint32 i = 0; i < more->slots; i++, word += ENTRY_KEY + key_words)
	{
		uint64	   *entry;

		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		if (is_empty(word))
			continue;
		entry = find_slot(sets, word, key_words);
		if (is_empty(entry))
			missing++;
		else
			add_entry(entry, word);
	}
	return missing;
}

static KpiState *
unit_sets_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const UnitSets *more = other;
	int			words = entry_words(more);
	UnitSets   *sets = kpi_section(state, section);
	uint32		missing;
	bool		too_far;

	check_same(sets, more);
	unit_sets_settle(sets);
	missing = more->key_words == 1 ? add_known(sets, more, 1) : add_known(sets, more, 2);

	/*
	 * All the room at once: entries come in the order of the slots, and would
	 * crowd the front of a table that still has to grow.
	 */
	state = reserve(state, section, (uint64) missing + more->pending, 0);
	if (unlikely(more->seed != 0))
		state = scatter(state, section);
	for (uint32 i = 0; i < more->slots && missing > 0; i++)
	{
		const uint64 *entry = slot_of(more, i, words);

		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		if (is_empty(entry))
			continue;
		state = reserve(state, section, 1, 1);
		if (unlikely(settle_some(kpi_section(state, section), entry, 1)))
			state = scatter(state, section);
	}
	state = reserve(state, section, more->pending, more->pending);
	too_far = settle_some(kpi_section(state, section), more->word, more->pending);
	return unlikely(too_far) ? scatter(state, section) : state;
}

static KpiState *
unit_sets_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	UnitSets   *sets = kpi_section(state, section);
	UnitEntry  *entries;

	unit_sets_settle(sets);
	entries = unit_sets_sorted(sets);
	pq_sendint8(buf, sets->time_type);
	pq_sendint64(buf, sets->as_of);
	pq_sendint32(buf, sets->as_of_unit);
	pq_sendint32(buf, sets->zone);
	pq_sendint32(buf, sets->count);
	for (uint32 i = 0; i < sets->count; i++)
	{
		pq_sendint64(buf, entries[i].key.hi);
		if (sets->key_words == 2)
			pq_sendint64(buf, entries[i].key.lo);
		pq_sendint32(buf, entries[i].part);
		pq_sendint32(buf, entries[i].cohort);
		pq_sendint64(buf, entries[i].active);
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	pfree(entries);
	return state;
}

static KpiState *
unit_sets_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	UnitSets   *sets = kpi_section(state, section);
	UnitEntry	last = {{0, 0}, 0, 0, 0};
	uint32		count;

	sets->time_type = wire_get(buf, 1);
	sets->as_of = wire_get(buf, 8);
	sets->as_of_unit = wire_get(buf, 4);
	sets->zone = wire_get(buf, 4);
	wire_check(question_valid(sets, shape->parameter), "it asks for no retention");
	count = wire_get_length(buf, sizeof(uint64) * entry_words(sets));
	if (read == WIRE_KEEP)
		state = reserve(state, section, count, count);
	for (uint32 i = 0; i < count; i++)
	{
		UnitEntry	entry = {{0, 0}, 0, 0, 0};

		entry.key.hi = wire_get(buf, 8);
		if (key_words_of(shape) == 2)
			entry.key.lo = wire_get(buf, 8);
		entry.part = wire_get(buf, 4);
		entry.cohort = wire_get(buf, 4);
		entry.active = wire_get(buf, 8);
		sets = kpi_section(state, section);
		wire_check(i == 0 || compare_entries(&last, &entry) < 0, "subjects are not in ascending order");
		wire_check(entry_valid(&entry, shape->parameter, sets->as_of_unit), "a subject's units are out of range");
		last = entry;
		if (read == WIRE_KEEP)
			state = unit_sets_add(state, section, &entry);
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return state;
}

const SectionOps unit_sets_section = {
	.initial_size = unit_sets_initial_size,
	.init = unit_sets_init,
	.check = unit_sets_check,
	.merge = unit_sets_merge,
	.send = unit_sets_send,
	.receive = unit_sets_receive,
};
