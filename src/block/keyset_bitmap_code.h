/*
 * keyset_bitmap_code.h
 *		Keys of type bigint that lie close together, as bitmaps in memory.
 *
 * A set of ids has a bitmap for each container, the ids that agree in all but
 * their last 16 bits, where these take less than half of what a table (keyset.c)
 * would that has to grow, and as long as they do not take more than a table.
 * Marks are a word beside each word of ids.  Ids that are spread wide stay in a
 * table: each would have a container of its own.
 *
 * As in a large table, ids of rows are first collected while their words are
 * fetched.  Their containers are made at once, so that they can go in whenever
 * it is asked for what is in the set.
 *
 * A part of keyset.c, which includes it: a table becomes bitmaps, and these a
 * table again.
 */
#ifndef KPI_KEYSET_BITMAP_CODE_H
#define KPI_KEYSET_BITMAP_CODE_H

#include "block/keyset_bitmap.h"

#include "port/pg_bitutils.h"

#define ST_SORT sort_prefixes
#define ST_ELEMENT_TYPE uint64
#define ST_COMPARE(a, b) (*(a) < *(b) ? -1 : *(a) > *(b))
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Bytes of a container. */
static inline Size
container_bytes(const KeySet *set)
{
	return sizeof(IdContainer) + (Size) CONTAINER_WORDS * keyset_planes(set) * sizeof(uint64);
}

/* Bytes of a set with room for so many containers. */
static inline Size
bitmaps_size(const KeySet *set, uint32 room)
{
	return offsetof(KeySet, word) + offsetof(KeyBitmaps, container) + room * container_bytes(set);
}

/* So many containers take no more than a table of so many keys; their ids can be counted. */
static inline uint32
most_containers(const KpiState *state, int section, uint64 keys)
{
	return Min(keyset_table_size(state, section, keys) / container_bytes(kpi_section(state, section)),
			   PG_UINT32_MAX / CONTAINER_IDS);
}

/* Are these bitmaps within the section that have what the set says? */
void
keyset_bitmaps_check(const KeySet *set)
{
	const char *broken = "a section does not fit its size";
	const KeyBitmaps *bitmaps = keyset_bitmaps(set);
	int			planes = keyset_planes(set);
	uint64		count = 0;
	uint64		marked = 0;
	bool		ascending = true;
	bool		subset = true;
	bool	   *taken;

	wire_check(set->key_words == 1 && set->payload < PAYLOAD_OWNED && set->has_zero == 0 && set->pending < BITMAP_PENDING &&
				   set->size >= offsetof(KeySet, word) + offsetof(KeyBitmaps, container) &&
				   bitmaps->containers > 0 && bitmaps->containers <= bitmaps->room &&
				   bitmaps_size(set, bitmaps->room) == set->size,
			   broken);
	taken = palloc0(bitmaps->containers);
	for (uint32 i = 0; i < bitmaps->containers; i++)
	{
		const IdContainer *container = &bitmaps->container[i];
		const uint64 *word;

		ascending &= container->prefix <= MOST_PREFIX && (i == 0 || container[-1].prefix < container->prefix);
		wire_check(container->place < bitmaps->containers && !taken[container->place], broken);
		taken[container->place] = true;
		word = container_words(set, container);
		for (int j = 0; j < CONTAINER_WORDS; j++, word += planes)
		{
			count += pg_popcount64(word[0]);
			if (planes == 2 && word[1] != 0)
			{
				marked += pg_popcount64(word[1]);
				subset &= (word[1] & ~word[0]) == 0;
			}
		}
		CHECK_FOR_INTERRUPTS();
	}
	pfree(taken);

	/* What waits must have its container. */
	for (int i = 0; i < set->pending; i++)
		wire_check(keyset_container(set, bitmaps->pending[i * planes] >> CONTAINER_BITS) != NULL &&
					   (planes == 1 || bitmaps->pending[i * planes + 1] <= 1),
				   broken);
	wire_check(ascending && subset && count == set->count && marked == set->marked, broken);
}

/* The first container whose prefix is not less. */
static inline uint32
lower_bound(const KeyBitmaps *bitmaps, uint64 prefix)
{
	uint64		guess = prefix - bitmaps->container[0].prefix;
	uint32		low = 0;
	uint32		high = bitmaps->containers;

	/* There is often one after the other. */
	if (likely(guess < bitmaps->containers && bitmaps->container[guess].prefix == prefix))
		return (uint32) guess;
	while (low < high)
	{
		uint32		middle = low + (high - low) / 2;

		if (bitmaps->container[middle].prefix < prefix)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The container of a prefix, or NULL. */
IdContainer *
keyset_container(const KeySet *set, uint64 prefix)
{
	KeyBitmaps *bitmaps = keyset_bitmaps(set);
	uint32		at = lower_bound(bitmaps, prefix);

	return at < bitmaps->containers && bitmaps->container[at].prefix == prefix ? &bitmaps->container[at] : NULL;
}

/* Put an id in whose container is there. */
static inline void
put_id(KeySet *set, uint64 id, uint64 mark)
{
	KeyBitmaps *bitmaps = keyset_bitmaps(set);
	const IdContainer *container = &bitmaps->container[lower_bound(bitmaps, id >> CONTAINER_BITS)];
	int			planes = keyset_planes(set);
	uint64	   *word = container_words(set, container) + id % CONTAINER_IDS / 64 * planes;
	uint64		bit = UINT64CONST(1) << id % 64;

	set->count += (*word & bit) == 0;
	*word |= bit;
	if (planes == 2)
	{
		mark <<= id % 64;
		set->marked += (mark & ~word[1]) != 0;
		word[1] |= mark;
	}
}

/* Put the collected ids in. */
void
keyset_bitmaps_settle(KeySet *set)
{
	const uint64 *pending = keyset_bitmaps(set)->pending;
	int			planes = keyset_planes(set);

	for (int i = 0; i < set->pending; i++, pending += planes)
		put_id(set, pending[0], planes == 2 ? pending[1] : 0);
	set->pending = 0;
}

/* ----------
 * Becoming bitmaps, growing, and becoming a table again
 * ----------
 */

/* The prefixes of a table's keys and the given ones, ascending; palloc'd.  NULL if they are more than so many. */
static uint64 *
all_prefixes(const KeySet *set, const uint64 *prefix, uint32 prefixes, uint32 most, uint32 *found)
{
	uint32		buckets = pg_nextpower2_32(Max(2 * most, 64));
	uint64	   *bucket = palloc0(buckets * sizeof(uint64));
	KeyCursor	cursor = {set, 0};
	Key			key;
	const uint64 *payload;
	uint32		count = 0;
	uint32		kept = 0;

	for (uint64 i = 0; count <= most; i++)
	{
		uint64		number; 	/* of the prefix, but 0 for none */
		uint32		at;

		if (i < prefixes)
			number = prefix[i] + 1;
		else if (keyset_next(&cursor, &key, &payload))
			number = (key_unmix(key.hi) >> CONTAINER_BITS) + 1;
		else
			break;
		at = (uint32) (number * UINT64CONST(0x9e3779b97f4a7c15) >> 32) & (buckets - 1);
		while (bucket[at] != 0 && bucket[at] != number)
			at = (at + 1) & (buckets - 1);
		count += bucket[at] == 0;
		bucket[at] = number;
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	*found = count;
	if (count > most)
	{
		pfree(bucket);
		return NULL;
	}
	for (uint32 i = 0; i < buckets; i++)
		if (bucket[i] != 0)
			bucket[kept++] = bucket[i] - 1;
	sort_prefixes(bucket, kept);
	return bucket;
}

/*
 * A table that would have to grow for so many keys, which may have the given
 * prefixes, as bitmaps, if these take less than half of the larger one; NULL
 * otherwise.  None of its keys waits.
 */
KpiState *
keyset_bitmaps_try(KpiState *state, int section, uint64 keys, const uint64 *prefix, uint32 prefixes)
{
	const KeySet *old = kpi_section(state, section);
	uint32		most = keyset_has_ids(old) ? most_containers(state, section, keys) / 2 : 0;
	uint32		containers;
	uint64	   *all;
	KpiState   *result;
	KeySet	   *set;
	KeyBitmaps *bitmaps;
	KeyCursor	cursor = {old, 0};
	Key			key;
	const uint64 *payload;

	if (most == 0 || prefixes > most || old->count + prefixes == 0 ||
		(all = all_prefixes(old, prefix, prefixes, most, &containers)) == NULL)
		return NULL;
	result = kpi_state_resize(state, section, bitmaps_size(old, containers), offsetof(KeySet, word));
	set = kpi_section(result, section);
	set->slots = 0;
	set->has_zero = false;
	set->zero_payload[0] = set->zero_payload[1] = 0;
	set->count = set->marked = 0;
	bitmaps = keyset_bitmaps(set);
	bitmaps->containers = bitmaps->room = containers;
	for (uint32 i = 0; i < containers; i++)
		bitmaps->container[i] = (IdContainer){all[i], i};
	pfree(all);
	for (uint32 i = 0; keyset_next(&cursor, &key, &payload); i++)
	{
		put_id(set, key_unmix(key.hi), set->payload == PAYLOAD_MARK ? *payload : 0);
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return result;
}

/* A copy of the state in which a set has room for so many containers. */
static KpiState *
grow(const KpiState *state, int section, uint32 room)
{
	const KeySet *old = kpi_section(state, section);
	const KeyBitmaps *from = keyset_bitmaps(old);
	Size		words = (Size) CONTAINER_WORDS * keyset_planes(old);
	KpiState   *result = kpi_state_resize(state, section, bitmaps_size(old, room),
										  (const char *) &from->container[from->containers] - (const char *) old);
	KeyBitmaps *to = keyset_bitmaps(kpi_section(result, section));

	to->room = room;
	kpi_copy_bytes(to->container + room, from->container + from->room, from->containers * words * sizeof(uint64));
	return result;
}

/* The prefixes that have no container yet, of some that ascend. */
static uint32
missing_prefixes(const KeySet *set, const uint64 *prefix, uint32 prefixes)
{
	uint32		missing = 0;

	for (uint32 i = 0; i < prefixes; i++)
		missing += keyset_container(set, prefix[i]) == NULL;
	return missing;
}

/* Make containers for some prefixes, for which there is room. */
static void
add_containers(KeySet *set, const uint64 *prefix, uint32 prefixes, uint32 missing)
{
	KeyBitmaps *bitmaps = keyset_bitmaps(set);
	uint32		had = bitmaps->containers;
	uint32		from = had;
	uint32		to = had + missing;

	/* From the last to the first, as far as there are new ones. */
	for (uint32 i = prefixes; i > 0 && to > from;)
	{
		if (from > 0 && bitmaps->container[from - 1].prefix >= prefix[i - 1])
		{
			i -= bitmaps->container[from - 1].prefix == prefix[i - 1];
			bitmaps->container[--to] = bitmaps->container[--from];
		}
		else
		{
			--to;
			bitmaps->container[to] = (IdContainer){prefix[--i], had + (to - from)};
		}
	}
	bitmaps->containers = had + missing;
}

/*
 * Make ready for so many keys, distinct ones, that have the given prefixes in
 * ascending order: containers where the set is in bitmaps or becomes it,
 * otherwise slots, as far as the state can hold them.
 */
KpiState *
keyset_bitmaps_expect(KpiState *state, int section, uint64 keys, const uint64 *prefix, uint32 prefixes)
{
	KeySet	   *set = kpi_section(state, section);
	uint32		missing;
	uint32		need;

	if (!keyset_in_bitmaps(set))
	{
		KpiState   *result = NULL;

		if (keyset_must_grow(set, keys))
			result = keyset_bitmaps_try(state, section, Max(set->count, keys), prefix, prefixes);
		return result != NULL ? result : keyset_expect_slots(state, section, keys);
	}
	missing = missing_prefixes(set, prefix, prefixes);
	if (missing == 0)
		return state;
	need = keyset_bitmaps(set)->containers + missing;
	if (need > keyset_bitmaps(set)->room)
	{
		uint32		most = most_containers(state, section, Max(set->count, keys));

		if (need > most)
		{
			keyset_bitmaps_settle(set);
			return keyset_make_table(state, section, set->count + keys);
		}
		state = grow(state, section, Min(most, Max(need, keyset_bitmaps(set)->room + keyset_bitmaps(set)->room / 2)));
		set = kpi_section(state, section);
	}
	add_containers(set, prefix, prefixes, missing);
	return state;
}

/* ----------
 * Adding
 * ----------
 */

/* Put a key in at once. */
KpiState *
keyset_bitmaps_put(KpiState *state, int section, Key key, uint64 mark)
{
	KeySet	   *set = kpi_section(state, section);
	uint64		id = key_unmix(key.hi);
	uint64		prefix = id >> CONTAINER_BITS;

	if (unlikely(keyset_container(set, prefix) == NULL))
	{
		state = keyset_bitmaps_expect(state, section, 1, &prefix, 1);
		set = kpi_section(state, section);
		if (!keyset_in_bitmaps(set))
		{
			uint64		batch[] = {key.hi, mark};

			return keyset_put_batch(state, section, batch, 1, NULL);
		}
	}
	put_id(set, id, mark);
	return state;
}

/* Collect a key whose word is fetched. */
KpiState *
keyset_bitmaps_add(KpiState *state, int section, Key key, uint64 mark)
{
	KeySet	   *set = kpi_section(state, section);
	uint64		id = key_unmix(key.hi);
	uint64		prefix = id >> CONTAINER_BITS;
	const IdContainer *container = keyset_container(set, prefix);
	int			planes = keyset_planes(set);
	uint64	   *pending;

	if (unlikely(container == NULL))
	{
		state = keyset_bitmaps_expect(state, section, 1, &prefix, 1);
		set = kpi_section(state, section);
		if (!keyset_in_bitmaps(set))
			return keyset_add(state, section, key, mark);
		container = keyset_container(set, prefix);
	}
	kpi_prefetch(container_words(set, container) + id % CONTAINER_IDS / 64 * planes);
	pending = keyset_bitmaps(set)->pending + set->pending * planes;
	pending[0] = id;
	if (planes == 2)
		pending[1] = mark;
	if (++set->pending == BITMAP_PENDING)
		keyset_bitmaps_settle(set);
	return state;
}

/* Add all ids of one container to another. */
static void
unite_words(KeySet *set, uint64 *to, const uint64 *from)
{
	int			planes = keyset_planes(set);

	for (int i = 0; i < CONTAINER_WORDS; i++, to += planes, from += planes)
	{
		uint64		more = from[0] & ~to[0];

		if (more != 0)
		{
			set->count += pg_popcount64(more);
			to[0] |= more;
		}
		if (planes == 2 && (more = from[1] & ~to[1]) != 0)
		{
			set->marked += pg_popcount64(more);
			to[1] |= more;
		}
	}
}

/* Add all keys of another set in bitmaps. */
KpiState *
keyset_bitmaps_union(KpiState *state, int section, const KeySet *other)
{
	const KeyBitmaps *from = keyset_bitmaps(other);
	uint64	   *prefix = palloc(from->containers * sizeof(uint64));
	KeySet	   *set;
	KeyCursor	cursor = {other, 0};
	Key			key;
	const uint64 *payload;
	int			planes = keyset_planes(other);

	for (uint32 i = 0; i < from->containers; i++)
		prefix[i] = from->container[i].prefix;
	keyset_settle(kpi_section(state, section));
	state = keyset_bitmaps_expect(state, section, other->count, prefix, from->containers);
	pfree(prefix);
	set = kpi_section(state, section);
	if (!keyset_in_bitmaps(set))
	{
		for (uint32 i = 0; keyset_next(&cursor, &key, &payload); i++)
		{
			state = keyset_add(state, section, key, planes == 2 ? *payload : 0);
			if (i % 1024 == 0)
				CHECK_FOR_INTERRUPTS();
		}
		return state;
	}
	for (uint32 i = 0; i < from->containers; i++)
	{
		unite_words(set, container_words(set, keyset_container(set, from->container[i].prefix)),
					container_words(other, &from->container[i]));
		CHECK_FOR_INTERRUPTS();
	}
	for (int i = 0; i < other->pending; i++)
		put_id(set, from->pending[i * planes], planes == 2 ? from->pending[i * planes + 1] : 0);
	return state;
}

/* The next key of a set in bitmaps, in ascending order of the ids but for those that wait; see keyset_next. */
bool
keyset_bitmaps_next(KeyCursor *cursor, Key *key, const uint64 **payload)
{
	static const uint64 marks[] = {0, 1};
	const KeySet *set = cursor->set;
	const KeyBitmaps *bitmaps = keyset_bitmaps(set);
	int			planes = keyset_planes(set);
	uint64		end = (uint64) bitmaps->containers << CONTAINER_BITS;

	while (cursor->next < end)
	{
		const IdContainer *container = &bitmaps->container[cursor->next >> CONTAINER_BITS];
		const uint64 *words = container_words(set, container);
		uint32		low = cursor->next % CONTAINER_IDS;

		for (uint32 i = low / 64; i < CONTAINER_WORDS; i++, low = 0)
		{
			uint64		bits = words[i * planes] >> low % 64 << low % 64;

			if (bits == 0)
				continue;
			low = i * 64 + pg_rightmost_one_pos64(bits);
			cursor->next = (cursor->next >> CONTAINER_BITS << CONTAINER_BITS) + low + 1;
			key->hi = key_mix(container->prefix << CONTAINER_BITS | low);
			key->lo = 0;
			*payload = planes == 2 ? &marks[words[i * planes + 1] >> low % 64 & 1] : NULL;
			return true;
		}
		cursor->next = ((cursor->next >> CONTAINER_BITS) + 1) << CONTAINER_BITS;
	}
	if (cursor->next - end < set->pending)
	{
		const uint64 *pending = bitmaps->pending + (cursor->next++ - end) * planes;

		key->hi = key_mix(pending[0]);
		key->lo = 0;
		*payload = pending + 1;
		return true;
	}
	return false;
}

#endif							/* KPI_KEYSET_BITMAP_CODE_H */
