/*
 * keyset_ids.c
 *		Keys of type bigint in form 2: as the ids that they are, by containers.
 *
 * A number of variable length, twice the number of keys, and one more where they
 * stand in containers; otherwise they follow as in form 1 (keyset_wire.c).  A
 * container has the ids that agree in all but the last 16 bits.  It starts with
 * how many containers could stand between it and the one before, and its number
 * of keys less one, of variable length both; then come the last 16 bits of each
 * key in ascending order, or, of more than CONTAINER_LIST keys, a bitmap, the
 * lowest id the lowest bit of the first byte.  Marks follow as in form 1, in the
 * order of the ids.
 *
 * Which of the two it is depends on the set alone (in_containers), so equal sets
 * are written alike.  Ids that are spread over 64 bits stay as in form 1, whose
 * order is that of a set's slots: containers would save nothing there, and they
 * are read and written faster so.
 */
#include "block/keyset_ids.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "port/pg_bswap.h"
#include "utils/memutils.h"

#define CONTAINER_LIST 4096
#define KEYS_A_CONTAINER 4
#define BITMAP_BYTES (CONTAINER_IDS / 8)

/* Bytes of the keys of a container. */
static inline Size
container_bytes(uint32 keys)
{
	return keys <= CONTAINER_LIST ? (Size) keys * sizeof(uint16) : BITMAP_BYTES;
}

/* ----------
 * Writing
 * ----------
 */

/* An id with its mark, for sorting. */
typedef struct IdEntry
{
	uint64		id;
	uint64		mark;
} IdEntry;

#define ST_SORT sort_few_ids
#define ST_ELEMENT_TYPE IdEntry
#define ST_COMPARE(a, b) ((a)->id < (b)->id ? -1 : (a)->id > (b)->id)
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

#define FEW_IDS 128

/*
 * Sort ids, those bytes of them that differ from one to another.  There is room
 * for as many behind them; what is returned is one of the two halves.
 */
static IdEntry *
sort_ids(IdEntry *ids, uint32 count, uint64 differs)
{
	IdEntry    *other = ids + count;

	if (count <= FEW_IDS)
	{
		sort_few_ids(ids, count);
		return ids;
	}
	for (int shift = 0; shift < 64; shift += 8)
	{
		uint32		start[256] = {0};
		uint32		sum = 0;
		IdEntry    *swap;

		if ((differs >> shift & 0xff) == 0)
			continue;
		CHECK_FOR_INTERRUPTS();
		for (uint32 i = 0; i < count; i++)
			start[ids[i].id >> shift & 0xff]++;
		for (int i = 0; i < 256; i++)
		{
			uint32		here = start[i];

			start[i] = sum;
			sum += here;
		}
		for (uint32 i = 0; i < count; i++)
			other[start[ids[i].id >> shift & 0xff]++] = ids[i];
		swap = ids;
		ids = other;
		other = swap;
	}
	return ids;
}

/*
 * Are containers worth it?  Where there are KEYS_A_CONTAINER at the least.  The
 * number of containers is estimated, by a bit for each that is seen.
 */
typedef struct Estimate
{
	uint64	   *seen;
	int			bits;			/* of the number of a bit */
	uint32		most;			/* containers that are worth it */
	uint32		containers;
} Estimate;

static Estimate
open_estimate(uint32 count)
{
	Estimate	estimate = {.bits = Max(pg_leftmost_one_pos32(count) + 1, 6), .most = count / KEYS_A_CONTAINER};

	estimate.seen = palloc_extended(((Size) 1 << estimate.bits) / 8, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	return estimate;
}

/* Count a container; false if there are too many. */
static inline bool
estimate_prefix(Estimate *estimate, uint64 prefix)
{
	uint64		number = prefix * UINT64CONST(0x9e3779b97f4a7c15) >> (64 - estimate->bits);
	uint64	   *word = &estimate->seen[number / 64];
	uint64		bit = UINT64CONST(1) << number % 64;

	estimate->containers += (*word & bit) == 0;
	*word |= bit;
	return estimate->containers <= estimate->most;
}

/* The answer for a table that is settled. */
static bool
in_containers(const KeySet *set)
{
	Estimate	estimate = open_estimate(set->count);
	KeyCursor	cursor = {set, 0};
	Key			key;
	const uint64 *payload;
	bool		worth = true;

	for (uint32 i = 0; worth && i < set->count && keyset_next(&cursor, &key, &payload); i++)
	{
		worth = estimate_prefix(&estimate, key_unmix(key.hi) >> CONTAINER_BITS);
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	pfree(estimate.seen);
	return worth;
}

/* Append a container that comes so many after the one before. */
static void
send_container(StringInfo buf, const IdEntry *ids, uint32 count, uint64 step)
{
	uint8	   *to;

	wire_put_varint(buf, step);
	wire_put_varint(buf, count - 1);
	enlargeStringInfo(buf, container_bytes(count));
	to = (uint8 *) buf->data + buf->len;
	buf->len += container_bytes(count);
	if (count <= CONTAINER_LIST)
		for (uint32 i = 0; i < count; i++)
		{
			*to++ = (uint8) (ids[i].id >> 8);
			*to++ = (uint8) ids[i].id;
		}
	else
	{
		memset(to, 0, BITMAP_BYTES);
		for (uint32 i = 0; i < count; i++)
			to[ids[i].id % CONTAINER_IDS / 8] |= 1 << ids[i].id % 8;
	}
}

/* Append the keys of a table that is settled, and their marks, in containers. */
static void
send_table(StringInfo buf, const KeySet *set)
{
	IdEntry    *room = MemoryContextAllocHuge(CurrentMemoryContext, 2 * (Size) set->count * sizeof(IdEntry));
	IdEntry    *ids = room;
	KeyCursor	cursor = {set, 0};
	Key			key;
	const uint64 *payload;
	uint32		count = 0;
	uint64		differs = 0;
	uint64		next = 0;		/* the prefix after the last one */

	while (count < set->count && keyset_next(&cursor, &key, &payload))
	{
		ids[count].id = key_unmix(key.hi);
		ids[count].mark = set->payload == PAYLOAD_MARK ? *payload : 0;
		differs |= ids[count].id ^ ids[0].id;
		count++;
		if (count % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	Assert(count == set->count);
	ids = sort_ids(ids, count, differs);
	for (uint32 i = 0, end; i < count; i = end)
	{
		uint64		prefix = ids[i].id >> CONTAINER_BITS;

		for (end = i + 1; end < count && ids[end].id >> CONTAINER_BITS == prefix;)
			end++;
		send_container(buf, ids + i, end - i, prefix - next);
		next = prefix + 1;
		CHECK_FOR_INTERRUPTS();
	}
	for (uint32 i = 0; set->payload == PAYLOAD_MARK && i < count; i += 8)
	{
		uint8		marks = 0;

		for (uint32 j = i; j < Min(i + 8, count); j++)
			marks |= ids[j].mark << (j - i);
		pq_sendint8(buf, marks);
	}
	pfree(room);
}

/* The number of keys of a container. */
static uint32
count_ids(const uint64 *word, int planes)
{
	uint32		count = 0;

	for (int i = 0; i < CONTAINER_WORDS; i++)
		count += pg_popcount64(word[i * planes]);
	return count;
}

/* Append a container that is a bitmap already. */
static void
send_bitmap(StringInfo buf, const uint64 *word, int planes, uint32 count)
{
	uint8	   *to;

	enlargeStringInfo(buf, container_bytes(count));
	to = (uint8 *) buf->data + buf->len;
	buf->len += container_bytes(count);
	for (int i = 0; i < CONTAINER_WORDS; i++, word += planes)
	{
		uint64		bits = *word;

		if (count > CONTAINER_LIST)
			for (int j = 0; j < 8; j++)
				*to++ = (uint8) (bits >> 8 * j);
		else
			for (; bits != 0; bits &= bits - 1)
			{
				int			low = i * 64 + pg_rightmost_one_pos64(bits);

				*to++ = (uint8) (low >> 8);
				*to++ = (uint8) low;
			}
	}
}

/* The marks of a set in bitmaps, in the order of its ids. */
static void
send_marks(StringInfo buf, const KeySet *set)
{
	const KeyBitmaps *bitmaps = keyset_bitmaps(set);
	uint32		marks = 0;
	int			some = 0;		/* marks, less than eight */

	for (uint32 i = 0; i < bitmaps->containers; i++)
	{
		const uint64 *word = container_words(set, &bitmaps->container[i]);

		enlargeStringInfo(buf, CONTAINER_IDS / 8 + 1);
		for (int j = 0; j < CONTAINER_WORDS; j++, word += 2)
			for (uint64 bits = word[0]; bits != 0; bits &= bits - 1)
			{
				marks |= (uint32) (word[1] >> pg_rightmost_one_pos64(bits) & 1) << some;
				if (++some == 8)
				{
					buf->data[buf->len++] = (char) marks;
					marks = 0;
					some = 0;
				}
			}
		CHECK_FOR_INTERRUPTS();
	}
	if (some > 0)
		pq_sendint8(buf, marks);
}

/* Append a set in bitmaps as send_table does a table; false, and nothing, if containers are not worth it. */
static bool
send_bitmaps(StringInfo buf, const KeySet *set)
{
	const KeyBitmaps *bitmaps = keyset_bitmaps(set);
	int			planes = keyset_planes(set);
	uint32	   *keys = palloc(bitmaps->containers * sizeof(uint32));
	Estimate	estimate = open_estimate(set->count);
	uint64		next = 0;
	bool		worth = true;

	for (uint32 i = 0; i < bitmaps->containers; i++)
	{
		keys[i] = count_ids(container_words(set, &bitmaps->container[i]), planes);
		if (keys[i] > 0)
			worth = estimate_prefix(&estimate, bitmaps->container[i].prefix);
		CHECK_FOR_INTERRUPTS();
	}
	pfree(estimate.seen);
	if (worth)
		wire_put_varint(buf, (uint64) set->count * 2 + 1);
	for (uint32 i = 0; worth && i < bitmaps->containers; i++)
	{
		const IdContainer *container = &bitmaps->container[i];

		if (keys[i] == 0)
			continue;
		wire_put_varint(buf, container->prefix - next);
		wire_put_varint(buf, keys[i] - 1);
		next = container->prefix + 1;
		send_bitmap(buf, container_words(set, container), planes, keys[i]);
		CHECK_FOR_INTERRUPTS();
	}
	if (worth && planes == 2)
		send_marks(buf, set);
	pfree(keys);
	return worth;
}

/*
 * Append the keys of a set that is settled and their marks; false, and only their
 * number, if they do not stand in containers.
 */
bool
keyset_send_ids(StringInfo buf, const KeySet *set)
{
	if (set->count > 0 && keyset_in_bitmaps(set) && send_bitmaps(buf, set))
		return true;
	if (set->count > 0 && !keyset_in_bitmaps(set) && in_containers(set))
	{
		wire_put_varint(buf, (uint64) set->count * 2 + 1);
		send_table(buf, set);
		return true;
	}
	wire_put_varint(buf, (uint64) set->count * 2);
	return set->count == 0;
}

/* ----------
 * Reading, which trusts nothing
 * ----------
 */

/* The prefixes of all containers of a reader that has not read yet; palloc'd. */
static uint64 *
prefixes_of(const IdReader *reader)
{
	uint64	   *prefix = palloc(Max(reader->containers, 1) * sizeof(uint64));
	const uint8 *p = reader->p;
	uint64		next = 0;

	/* What containers start with has been checked. */
	for (uint32 i = 0; i < reader->containers; i++)
	{
		prefix[i] = next + wire_varint(&p, p + WIRE_VARINT_MOST);
		next = prefix[i] + 1;
		p += container_bytes(wire_varint(&p, p + WIRE_VARINT_MOST) + 1);
	}
	return prefix;
}

/* Should keys of which there are so many stand in containers, these words or these containers? */
bool
keyset_ids_worth(const IdReader *reader, const char *words, uint32 count)
{
	Estimate	estimate;
	bool		worth = true;

	if (count == 0)
		return false;
	if (words == NULL && reader->containers <= count / KEYS_A_CONTAINER)
		return true;
	estimate = open_estimate(count);
	if (words == NULL)
	{
		uint64	   *prefix = prefixes_of(reader);

		for (uint32 i = 0; worth && i < reader->containers; i++)
			worth = estimate_prefix(&estimate, prefix[i]);
		pfree(prefix);
	}
	else
		for (uint32 i = 0; worth && i < count; i++, words += sizeof(uint64))
		{
			uint64		word;

			memcpy(&word, words, sizeof(word));
			worth = estimate_prefix(&estimate, key_unmix(pg_ntoh64(word)) >> CONTAINER_BITS);
			if (i % 1024 == 0)
				CHECK_FOR_INTERRUPTS();
		}
	pfree(estimate.seen);
	return worth;
}

/* Start with containers of so many keys; move on past them, when it is known that they are all there. */
void
keyset_open_ids(IdReader *reader, StringInfo buf, uint32 count)
{
	const uint8 *p = (const uint8 *) buf->data + buf->cursor;
	const uint8 *end = (const uint8 *) buf->data + buf->len;
	uint64		next = 0;

	*reader = (IdReader){.p = p};
	for (uint32 left = count; left > 0;)
	{
		uint64		step = wire_varint(&p, end);
		uint64		keys;

		wire_check(next <= MOST_PREFIX && step <= MOST_PREFIX - next, "keys are out of range");
		next += step + 1;
		keys = wire_varint(&p, end);
		wire_check(keys < Min(left, CONTAINER_IDS), "it has more keys than it says");
		left -= keys + 1;
		wire_check(container_bytes(keys + 1) <= (Size) (end - p), "it is cut short");
		p += container_bytes(keys + 1);
		reader->containers++;
	}
	buf->cursor = (const char *) p - buf->data;
}

/* Go on to the next container. */
static void
open_container(IdReader *reader)
{
	/* What it starts with has been checked. */
	uint64		step = wire_varint(&reader->p, reader->p + WIRE_VARINT_MOST);
	uint32		keys;

	reader->prefix += step;
	keys = wire_varint(&reader->p, reader->p + WIRE_VARINT_MOST) + 1;
	reader->left = keys;
	reader->last = -1;
	reader->bitmap = NULL;
	if (keys > CONTAINER_LIST)
	{
		reader->bitmap = reader->p;
		reader->bits = 0;
		reader->next_byte = 0;
		wire_check(pg_popcount((const char *) reader->p, BITMAP_BYTES) == keys, "it has more keys than it says");
		reader->p += BITMAP_BYTES;
	}
	CHECK_FOR_INTERRUPTS();
}

/* Eight bytes of a bitmap, the lowest bit first. */
static inline uint64
bitmap_word(const uint8 *p)
{
	uint64		word;

	memcpy(&word, p, sizeof(word));
#ifdef WORDS_BIGENDIAN
	word = pg_bswap64(word);
#endif
	return word;
}

/* Read so many ids, which are there. */
void
keyset_read_ids(IdReader *reader, uint64 *ids, uint32 count)
{
	while (count > 0)
	{
		uint32		some;
		uint64		base;

		if (reader->left == 0)
			open_container(reader);
		some = Min(count, reader->left);
		base = reader->prefix << CONTAINER_BITS;
		count -= some;
		reader->left -= some;
		if (reader->bitmap == NULL)
		{
			const uint8 *p = reader->p;
			int			last = reader->last;
			bool		ascending = true;

			for (uint32 i = 0; i < some; i++, p += 2)
			{
				int			low = p[0] << 8 | p[1];

				ascending &= low > last;
				last = low;
				*ids++ = base | (uint64) low;
			}
			wire_check(ascending, "keys are not in ascending order");
			reader->p = p;
			reader->last = last;
		}
		else
			for (; some > 0; some--)
			{
				/* There are as many bits as keys. */
				while (reader->bits == 0)
				{
					reader->bits = bitmap_word(reader->bitmap + reader->next_byte);
					reader->next_byte += sizeof(uint64);
				}
				*ids++ = base | ((reader->next_byte - sizeof(uint64)) * 8 + pg_rightmost_one_pos64(reader->bits));
				reader->bits &= reader->bits - 1;
			}
		if (reader->left == 0)
			reader->prefix++;
	}
}

/* The marks of some keys one after the other, of which there are 64 at the most. */
static inline uint64
some_marks(const uint8 *marks, uint32 first, int count)
{
	uint64		some = 0;

	for (int i = 0; i < count; i += 8 - (first + i) % 8)
		some |= (uint64) (marks[(first + i) / 8] >> (first + i) % 8) << i;
	return count == 64 ? some : some & ((UINT64CONST(1) << count) - 1);
}

/* Add a container's bitmap, whose first key has this number. */
static void
merge_bitmap(KeySet *set, uint64 *word, const uint8 *bitmap, const uint8 *marks, uint32 n)
{
	int			planes = keyset_planes(set);

	for (int i = 0; i < CONTAINER_WORDS; i++, word += planes, bitmap += sizeof(uint64))
	{
		uint64		ids = bitmap_word(bitmap);
		uint64		new_ids = ids & ~word[0];

		if (new_ids != 0)
			set->count += pg_popcount64(new_ids);
		word[0] |= ids;
		if (planes == 2 && ids != 0)
		{
			int			count = pg_popcount64(ids);
			uint64		some = some_marks(marks, n, count);
			uint64		marked = 0;

			/* The next mark belongs to the next id. */
			for (n += count; some != 0; some >>= 1, ids &= ids - 1)
				marked |= ids & -ids & -(some & 1);
			set->marked += pg_popcount64(marked & ~word[1]);
			word[1] |= marked;
		}
	}
}

/* Add a container's list of ids; the lowest of them must be more than any before. */
static pg_attribute_always_inline void
merge_list(KeySet *set, uint64 *words, const uint8 *p, uint32 keys, const uint8 *marks, uint32 n, const int planes)
{
	int			last = -1;
	bool		ascending = true;
	uint32		count = 0;
	uint32		marked = 0;

	for (uint32 i = 0; i < keys; i++, p += 2)
	{
		int			low = p[0] << 8 | p[1];
		uint64	   *word = words + low / 64 * planes;

		ascending &= low > last;
		last = low;
		count += ~(*word >> low % 64) & 1;
		*word |= UINT64CONST(1) << low % 64;
		if (planes == 2)
		{
			uint64		mark = marks[(n + i) / 8] >> (n + i) % 8 & 1;

			marked += mark & ~(word[1] >> low % 64);
			word[1] |= mark << low % 64;
		}
	}
	wire_check(ascending, "keys are not in ascending order");
	set->count += count;
	set->marked += marked;
}

/*
 * Add containers of so many keys in all to a set in bitmaps, or that becomes it;
 * false if it is better as a table, and nothing has been read.
 */
bool
keyset_merge_ids(KpiState **state, int section, IdReader *reader, uint32 count, const uint8 *marks)
{
	uint64	   *prefix = prefixes_of(reader);
	KeySet	   *set;

	*state = keyset_bitmaps_expect(*state, section, count, prefix, reader->containers);
	pfree(prefix);
	set = kpi_section(*state, section);
	if (!keyset_in_bitmaps(set))
		return false;
	for (uint32 n = 0; n < count;)
	{
		uint64	   *word;
		uint32		keys;

		open_container(reader);
		keys = reader->left;
		word = container_words(set, keyset_container(set, reader->prefix++));
		if (reader->bitmap != NULL)
			merge_bitmap(set, word, reader->bitmap, marks, n);
		else if (keyset_planes(set) == 2)
			merge_list(set, word, reader->p, keys, marks, n, 2);
		else
			merge_list(set, word, reader->p, keys, NULL, n, 1);
		if (reader->bitmap == NULL)
			reader->p += container_bytes(keys);
		n += keys;
	}
	return true;
}
