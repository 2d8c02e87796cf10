/*
 * keyset.c
 *		A set of 128-bit keys in a flat state, each with an optional payload.
 *
 * Up to SMALL_SLOTS keys stand in an array that is searched from the start.
 * Beyond, the slots are a hash table with linear probing.  Keys are spread
 * evenly over their range (see Key), so a key's slot is its share of the table:
 * slots stand in the order of the keys, and growing a table or uniting two of
 * them runs through memory from front to back.
 *
 * Evenly, unless somebody chooses keys that are not: how they are spread is
 * public.  Where keys stand too far from their slots, the table is made anew
 * with its keys scattered by a secret seed (keyset_scatter).
 *
 * Where ids lie close together bitmaps take less than a larger table would, so
 * the table becomes them (keyset_bitmap_code.h).
 *
 * In a large table, or many tables, the cost of a row is waiting for memory.
 * There keys are first collected before the slots while their slots are
 * fetched, and go in together (keyset_settle).
 */
#include "block/keyset_bitmap.h"

#include "miscadmin.h"

#define SMALL_SLOTS 32
#define INITIAL_SLOTS 4
#define SMALL_BATCH_SLOTS 256	/* tables this large collect some keys first */
#define SMALL_BATCH 16
#define LARGE_BATCH_SLOTS 8192	/* and these more */
#define LARGE_BATCH 64
#define TOO_FAR 1024			/* slots; among 10^8 keys none would be 500 off by chance */

/*
 * So many keys a set collects before they go in.  None with an owner: what it
 * does about a key may let the state grow.
 */
static inline uint32
batch_size(uint32 slots, KeyPayload payload)
{
	if (slots < SMALL_BATCH_SLOTS || payload >= PAYLOAD_OWNED)
		return 0;
	return slots < LARGE_BATCH_SLOTS ? SMALL_BATCH : LARGE_BATCH;
}

/* Where the collected keys stand: beside the header, which is fetched anyway. */
static inline uint64 *
batch_of(KeySet *set)
{
	return set->word;
}

/* The nth slot of a set whose keys take so many words. */
static inline uint64 *
slot_of(KeySet *set, uint32 n, int words)
{
	return set->word + ((Size) n + batch_size(set->slots, set->payload)) * words;
}

/* Bytes of a set with so many slots. */
static Size
keyset_size(uint32 slots, int key_words, KeyPayload payload)
{
	Size		words = key_words + keyset_payload_words(payload);

	return offsetof(KeySet, word) + ((Size) slots + batch_size(slots, payload)) * words * sizeof(uint64);
}

/* So many keys a table of so many slots may hold. */
static inline uint32
keyset_limit(uint32 slots)
{
	return slots <= SMALL_SLOTS ? slots : slots - slots / 4;
}

Size
keyset_initial_size(int key_words, KeyPayload payload)
{
	return keyset_size(INITIAL_SLOTS, key_words, payload);
}

/* Make a zeroed section an empty set. */
void
keyset_init(KeySet *set, int key_words, KeyPayload payload)
{
	set->size = keyset_initial_size(key_words, payload);
	set->slots = INITIAL_SLOTS;
	set->key_words = key_words;
	set->payload = payload;
}

/* The slots of a table that are not empty. */
static uint32
taken_slots(const KeySet *set)
{
	int			words = keyset_entry_words(set);
	const uint64 *entry = slot_of(unconstify(KeySet *, set), 0, words);
	uint32		taken = 0;

	for (uint32 i = 0; i < set->slots; i++, entry += words)
	{
		taken += entry[0] != 0 || (set->key_words == 2 && entry[1] != 0);
		if ((i & 0xffff) == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return taken;
}

/* Is it a set of this layout, within the section, in which every search comes to an end? */
void
keyset_check(const KeySet *set, int key_words, KeyPayload payload)
{
	wire_check(set->key_words == key_words && set->payload == payload, "a section does not fit its size");
	if (keyset_in_bitmaps(set))
	{
		keyset_bitmaps_check(set);
		return;
	}
	wire_check(keyset_size(set->slots, key_words, payload) == set->size &&
				   set->count <= keyset_limit(set->slots) &&
				   set->marked <= set->count && set->has_zero <= 1 &&
				   (set->pending == 0 || set->pending < batch_size(set->slots, payload)) &&
				   (set->slots <= SMALL_SLOTS || set->count - set->has_zero == taken_slots(set)),
			   "a section does not fit its size");
}

/* The slot where the search for a key starts. */
static inline uint32
first_slot(const KeySet *set, Key key)
{
	uint64		place = likely(set->seed == 0) ? key.hi : key_scatter(key, key_scatter_by(set->seed));

	return (uint32) (((place >> 32) * set->slots) >> 32);
}

/*
 * Find a key in the table, or the empty slot that it belongs in, and whether
 * that is further from its first slot than it would be by chance.  The constant
 * arguments let the compiler make a loop for each layout.
 */
static pg_attribute_always_inline uint64 *
probe(KeySet *set, Key key, const int key_words, const int words, bool *found, bool *too_far)
{
	uint64	   *slots = slot_of(set, 0, words);
	uint32		first = first_slot(set, key);
	uint32		slot = first;

	for (;;)
	{
		uint64	   *entry = slots + (Size) slot * words;

		if (entry[0] == key.hi && (key_words == 1 || entry[1] == key.lo))
		{
			*found = true;
			return entry;
		}
		if (entry[0] == 0 && (key_words == 1 || entry[1] == 0))
		{
			*found = false;
			*too_far |= (slot >= first ? slot - first : slot + set->slots - first) > TOO_FAR;
			return entry;
		}
		if (++slot == set->slots)
			slot = 0;
	}
}

/*
 * The place of a key: its slot, or the one to put it in, or NULL for the key 0,
 * which the table cannot hold because it marks empty slots.
 */
static inline uint64 *
keyset_place(KeySet *set, Key key, bool *found, bool *too_far)
{
	if (set->slots <= SMALL_SLOTS)
	{
		int			words = keyset_entry_words(set);
		uint64	   *entry = set->word;

		for (uint32 i = 0; i < set->count; i++, entry += words)
			if (entry[0] == key.hi && (set->key_words == 1 || entry[1] == key.lo))
			{
				*found = true;
				return entry;
			}
		*found = false;
		return entry;
	}
	if ((key.hi | key.lo) == 0)
	{
		*found = set->has_zero;
		return NULL;
	}
	if (set->payload == PAYLOAD_OWNED_PAIR)
		return probe(set, key, 2, 4, found, too_far);
	if (set->payload == PAYLOAD_NONE)
		return set->key_words == 1 ? probe(set, key, 1, 1, found, too_far) : probe(set, key, 2, 2, found, too_far);
	return set->key_words == 1 ? probe(set, key, 1, 2, found, too_far) : probe(set, key, 2, 3, found, too_far);
}

/* Write a new key to its place. */
static inline void
keyset_fill(KeySet *set, uint64 *entry, Key key, const uint64 *payload)
{
	uint64	   *to = set->zero_payload;

	if (entry == NULL)
		set->has_zero = true;
	else
	{
		entry[0] = key.hi;
		if (set->key_words == 2)
			entry[1] = key.lo;
		to = entry + set->key_words;
	}
	for (int i = 0; i < keyset_payload_words(set->payload); i++)
		to[i] = payload[i];
	set->count++;
}

/* The next key, in no order, with its payload if there is one; false after the last one. */
bool
keyset_next(KeyCursor *cursor, Key *key, const uint64 **payload)
{
	const KeySet *set = cursor->set;
	int			words = keyset_entry_words(set);
	bool		small = set->slots <= SMALL_SLOTS;
	uint32		slots = small ? set->count : set->slots;

	if (keyset_in_bitmaps(set))
		return keyset_bitmaps_next(cursor, key, payload);
	while (cursor->next < slots)
	{
		const uint64 *entry = slot_of(unconstify(KeySet *, set), cursor->next++, words);

		key->hi = entry[0];
		key->lo = set->key_words == 2 ? entry[1] : 0;
		*payload = entry + set->key_words;
		if (small || (key->hi | key->lo) != 0)
			return true;
	}
	if (small)
		return false;
	if (cursor->next == slots)
	{
		cursor->next++;
		if (set->has_zero)
		{
			key->hi = key->lo = 0;
			*payload = set->zero_payload;
			return true;
		}
	}
	if (cursor->next - slots - 1 < set->pending)
	{
		const uint64 *entry = batch_of(unconstify(KeySet *, set)) + (cursor->next++ - slots - 1) * words;

		key->hi = entry[0];
		key->lo = set->key_words == 2 ? entry[1] : 0;
		*payload = entry + set->key_words;
		return true;
	}
	return false;
}

/* Put keys into their slots, for which there is room.  True if one is too far from its slot. */
static pg_attribute_always_inline bool
settle(KeySet *set, const uint64 *batch, int pending, const int key_words, const bool marks)
{
	const int	words = key_words + marks;
	bool		too_far = false;

	for (int i = 0; i < pending; i++, batch += words)
	{
		Key			key = {batch[0], key_words == 2 ? batch[1] : 0};
		uint64		mark = marks ? batch[key_words] : 0;
		uint64	   *entry = NULL;
		bool		found = set->has_zero;

		if (likely((key.hi | key.lo) != 0))
			entry = probe(set, key, key_words, words, &found, &too_far);
		if (!found)
			keyset_fill(set, entry, key, &mark);
		if (marks)
		{
			uint64	   *had = entry == NULL ? set->zero_payload : entry + key_words;

			set->marked += found ? mark > *had : mark;
			*had |= mark;
		}
	}
	return too_far;
}

/* Put keys of any layout without an owner into their slots. */
static bool
settle_batch(KeySet *set, const uint64 *batch, int pending)
{
	if (set->payload == PAYLOAD_MARK)
		return set->key_words == 1 ? settle(set, batch, pending, 1, true) : settle(set, batch, pending, 2, true);
	return set->key_words == 1 ? settle(set, batch, pending, 1, false) : settle(set, batch, pending, 2, false);
}

/* Put the keys of another table of the same layout into their slots, all but its key 0. */
static bool
settle_slots(KeySet *set, const KeySet *other)
{
	int			words = keyset_entry_words(other);
	const uint64 *slots = slot_of(unconstify(KeySet *, other), 0, words);
	uint32		start = 0;
	bool		too_far = false;

	/* Runs of keys between empty slots, long ones in parts. */
	for (uint32 i = 0; i <= other->slots; i++)
	{
		const uint64 *entry = slots + (Size) i * words;
		bool		used = i < other->slots && (entry[0] != 0 || (other->key_words == 2 && entry[1] != 0));

		if (used && i - start < KEYSET_BATCH)
			continue;
		if (start < i)
			too_far |= settle_batch(set, slots + (Size) start * words, i - start);
		start = used ? i : i + 1;
		CHECK_FOR_INTERRUPTS();
	}
	return too_far;
}

/* Is this a table, which settle_slots can read and fill? */
static inline bool
is_plain_table(const KeySet *set)
{
	return set->slots > SMALL_SLOTS && set->payload < PAYLOAD_OWNED;
}

/* A copy of the state in which the set has the given number of slots, and this seed. */
static KpiState *
keyset_resize(const KpiState *state, int section, uint32 slots, uint32 seed)
{
	const KeySet *old = kpi_section(state, section);
	Size		size = keyset_size(slots, old->key_words, old->payload);
	bool		copy = slots <= SMALL_SLOTS && !keyset_in_bitmaps(old);
	KpiState   *result;
	KeySet	   *set;
	KeyCursor	cursor = {old, 0};
	Key			key;
	const uint64 *payload;
	bool		too_far = false;

	Assert(old->pending == 0);
	result = kpi_state_resize(state, section, size, copy ? old->size : offsetof(KeySet, word));
	set = kpi_section(result, section);
	set->slots = slots;
	set->seed = seed;
	if (copy)
		return result;

	/* Keys too far from their slots would have been noticed when they came. */
	if (is_plain_table(old))
	{
		set->count = old->has_zero;
		set->marked = old->zero_payload[0];
		(void) settle_slots(set, old);
		return result;
	}
	set->count = 0;
	set->has_zero = false;
	while (keyset_next(&cursor, &key, &payload))
	{
		bool		found;
		uint64	   *entry = keyset_place(set, key, &found, &too_far);

		if (!found)
			keyset_fill(set, entry, key, payload);
		if (cursor.next % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}

	/* Nobody has seen where keys in bitmaps would stand. */
	return unlikely(too_far) && seed == 0 ? keyset_resize(state, section, slots, key_seed()) : result;
}

/* Scatter the keys of a set, once, which makes a copy of the state. */
static KpiState *
keyset_scatter(KpiState *state, int section)
{
	const KeySet *set = kpi_section(state, section);

	return set->seed == 0 ? keyset_resize(state, section, set->slots, key_seed()) : state;
}

/*
 * Slots for so many keys, or fewer where the state cannot hold as many.
 * Doubling must not fail where a smaller step would still do, so the last step
 * goes to all that the state can hold.
 */
static uint32
slots_for(const KpiState *state, int section, uint64 keys)
{
	static const uint8 small[] = {INITIAL_SLOTS, 8, 12, 20, SMALL_SLOTS};
	const KeySet *set = kpi_section(state, section);
	Size		entry = sizeof(uint64) * keyset_entry_words(set);
	uint64		most = (kpi_state_room(state, section) - offsetof(KeySet, word)) / entry - LARGE_BATCH;
	uint64		slots = 2 * SMALL_SLOTS;

	for (int i = 0; i < lengthof(small); i++)
		if (keys <= small[i])
			return small[i];
	while (keyset_limit(slots) < keys && slots < most)
		slots = slots > most / 2 ? most : slots * 2;
	return (uint32) slots;
}

/* Has a table to grow, or to become bitmaps, for so many more keys? */
bool
keyset_must_grow(const KeySet *set, uint64 more)
{
	return set->count + more > keyset_limit(set->slots);
}

/* Bytes of the table that so many keys would have. */
Size
keyset_table_size(const KpiState *state, int section, uint64 keys)
{
	const KeySet *set = kpi_section(state, section);

	return keyset_size(slots_for(state, section, keys), set->key_words, set->payload);
}

/* Make a set in bitmaps that is settled a table with room for so many keys, as far as the state can hold them. */
KpiState *
keyset_make_table(KpiState *state, int section, uint64 keys)
{
	const KeySet *set = kpi_section(state, section);
	uint32		slots = slots_for(state, section, keys);

	if (set->count > keyset_limit(slots))
		kpi_state_too_large();
	return keyset_resize(state, section, slots, set->seed);
}

/* Make room for so many more keys in a table, as far as the state can hold them. */
KpiState *
keyset_expect_slots(KpiState *state, int section, uint64 more)
{
	const KeySet *set = kpi_section(state, section);
	uint32		slots;

	if (!keyset_must_grow(set, more))
		return state;
	slots = slots_for(state, section, set->count + more);
	return slots > set->slots ? keyset_resize(state, section, slots, set->seed) : state;
}

/* Make room for so many more keys of which nothing is known. */
KpiState *
keyset_expect(KpiState *state, int section, uint64 more)
{
	const KeySet *set = kpi_section(state, section);
	KpiState   *bitmaps;

	if (keyset_in_bitmaps(set) || !keyset_must_grow(set, more))
		return state;
	bitmaps = keyset_bitmaps_try(state, section, set->count + Min(more, set->count), NULL, 0);
	return bitmaps != NULL ? bitmaps : keyset_expect_slots(state, section, more);
}

/* Make room for so many more keys. */
static KpiState *
keyset_reserve(KpiState *state, int section, uint64 more)
{
	const KeySet *set;

	state = keyset_expect(state, section, more);
	set = kpi_section(state, section);
	if (!keyset_in_bitmaps(set) && keyset_must_grow(set, more))
		kpi_state_too_large();
	return state;
}

/* Put a key in at once, and see to its payload. */
static pg_attribute_always_inline KpiState *
keyset_put(KpiState *state, int section, Key key, const uint64 *payload, const KeySetOwner *owner)
{
	KeySet	   *set = kpi_section(state, section);
	bool		found;
	bool		too_far = false;
	uint64	   *entry = keyset_place(set, key, &found, &too_far);

	if (!found)
	{
		if (set->count >= keyset_limit(set->slots))
		{
			state = keyset_reserve(state, section, 1);
			set = kpi_section(state, section);
			if (unlikely(keyset_in_bitmaps(set)))
				return keyset_bitmaps_put(state, section, key, set->payload == PAYLOAD_MARK ? *payload : 0);
			entry = keyset_place(set, key, &found, &too_far);
		}
		keyset_fill(set, entry, key, payload);
		if (set->payload == PAYLOAD_MARK)
			set->marked += *payload;
		else if (owner != NULL)
			state = owner->added(owner, state, payload);
		if (unlikely(too_far))
			state = keyset_scatter(state, section);
	}
	else if (set->payload != PAYLOAD_NONE)
	{
		uint64	   *had = entry == NULL ? set->zero_payload : entry + set->key_words;

		if (owner != NULL)
			owner->repeated(owner, had, payload);
		else if (*payload > *had)
		{
			*had = *payload;
			set->marked++;
		}
	}
	return state;
}

/* Add a key whose payload means something to the set's owner. */
KpiState *
keyset_add_owned(KpiState *state, int section, Key key, const uint64 *payload, const KeySetOwner *owner)
{
	return keyset_put(state, section, key, payload, owner);
}

/* Fetch the slot of a key that is about to be added, while there is something else to do. */
void
keyset_fetch(KeySet *set, Key key)
{
	if (!keyset_in_bitmaps(set))
		kpi_prefetch(slot_of(set, first_slot(set, key), keyset_entry_words(set)));
}

/* The payload of a key in a set that collects none; NULL if it is not in. */
const uint64 *
keyset_find(const KeySet *set, Key key)
{
	bool		found;
	bool		too_far = false;
	const uint64 *entry = keyset_place(unconstify(KeySet *, set), key, &found, &too_far);

	if (!found)
		return NULL;
	return entry == NULL ? set->zero_payload : entry + set->key_words;
}

/* Put the collected keys in, for which keyset_add has made room.  True if one is too far from its slot. */
static inline bool
settle_pending(KeySet *set)
{
	int			pending = set->pending;

	set->pending = 0;
	return settle_batch(set, batch_of(set), pending);
}

/*
 * Put the collected keys in.  Afterwards count is the number of distinct keys.
 * The set's meaning stays, so a final function may do it too.
 */
void
keyset_settle(KeySet *set)
{
	if (keyset_in_bitmaps(set))
		keyset_bitmaps_settle(set);
	else
		(void) settle_pending(set);
}

/*
 * Add a key.  Returns the state, which is another one where the set had to
 * grow.
 */
KpiState *
keyset_add(KpiState *state, int section, Key key, uint64 payload)
{
	KeySet	   *set = kpi_section(state, section);
	uint64	   *batch;
	int			words = keyset_entry_words(set);
	uint32		most = batch_size(set->slots, set->payload);

	if (most == 0)
		return keyset_in_bitmaps(set) ? keyset_bitmaps_add(state, section, key, payload) :
			keyset_put(state, section, key, &payload, NULL);

	if (set->pending == 0 && set->count + most > keyset_limit(set->slots))
	{
		state = keyset_reserve(state, section, LARGE_BATCH);
		set = kpi_section(state, section);
		if (keyset_in_bitmaps(set))
			return keyset_bitmaps_add(state, section, key, payload);
		most = batch_size(set->slots, set->payload);
	}
	kpi_prefetch(slot_of(set, first_slot(set, key), words));
	batch = batch_of(set) + (Size) set->pending * words;
	batch[0] = key.hi;
	if (set->key_words == 2)
		batch[1] = key.lo;
	if (set->payload != PAYLOAD_NONE)
		batch[set->key_words] = payload;
	if (++set->pending == most && unlikely(settle_pending(set)))
		state = keyset_scatter(state, section);
	return state;
}

/*
 * Put some keys in, each followed by its payload if it has one: while one of
 * them is dealt with the slots of the others are fetched.  keyset_expect has made
 * room for them, as far as there is any.
 */
KpiState *
keyset_put_batch(KpiState *state, int section, const uint64 *batch, int count, const KeySetOwner *owner)
{
	KeySet	   *set = kpi_section(state, section);
	int			words = keyset_entry_words(set);

	Assert(count <= KEYSET_BATCH);
	if (batch_size(set->slots, set->payload) == 0)
	{
		for (int i = 0; i < count; i++, batch += words)
		{
			Key			key = {batch[0], set->key_words == 2 ? batch[1] : 0};

			state = keyset_in_bitmaps(set) ? keyset_bitmaps_put(state, section, key, batch[words - 1]) :
				keyset_put(state, section, key, batch + set->key_words, owner);
			set = kpi_section(state, section);
		}
		return state;
	}
	for (int i = 0; i < count; i++)
	{
		const uint64 *entry = batch + i * words;

		kpi_prefetch(slot_of(set, first_slot(set, (Key){entry[0], set->key_words == 2 ? entry[1] : 0}), words));
	}
	state = keyset_reserve(state, section, count);
	set = kpi_section(state, section);
	if (unlikely(keyset_in_bitmaps(set)))
		return keyset_put_batch(state, section, batch, count, owner);
	return unlikely(settle_batch(set, batch, count)) ? keyset_scatter(state, section) : state;
}

/* Add all keys of another set of the same layout. */
KpiState *
keyset_union(KpiState *state, int section, const KeySet *other, const KeySetOwner *owner)
{
	KeyCursor	cursor = {other, 0};
	Key			key;
	const uint64 *payload;
	KeySet	   *set;

	if (keyset_in_bitmaps(other))
		return keyset_bitmaps_union(state, section, other);
	keyset_settle(kpi_section(state, section));

	/*
	 * All the room at once: keys come in the order of the slots, and would
	 * crowd the front of a table that still has to grow.  Some may be in
	 * already, so it is no error if there is less.
	 */
	state = keyset_expect(state, section, (uint64) other->count + other->pending);
	set = kpi_section(state, section);

	/* Keys that had to be scattered there have to be here. */
	if (unlikely(other->seed != 0) && !keyset_in_bitmaps(set))
	{
		state = keyset_scatter(state, section);
		set = kpi_section(state, section);
	}
	if (is_plain_table(set) && is_plain_table(other) &&
		keyset_limit(set->slots) - set->count >= (uint64) other->count + other->pending)
	{
		bool		too_far = settle_slots(set, other);

		too_far |= settle_batch(set, batch_of(unconstify(KeySet *, other)), other->pending);
		if (unlikely(too_far))
			state = keyset_scatter(state, section);
		if (other->has_zero)
			state = keyset_put(state, section, (Key){0, 0}, other->zero_payload, NULL);
		return state;
	}
	while (keyset_next(&cursor, &key, &payload))
	{
		state = keyset_in_bitmaps(kpi_section(state, section)) ?
			keyset_bitmaps_put(state, section, key, other->payload == PAYLOAD_MARK ? *payload : 0) :
			keyset_put(state, section, key, payload, owner);
		if (cursor.next % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return state;
}

#include "block/keyset_bitmap_code.h"
