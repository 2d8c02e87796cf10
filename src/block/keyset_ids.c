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

#define LOW_BITS 16
#define CONTAINER_KEYS (1 << LOW_BITS)
#define CONTAINER_LIST 4096
#define BITMAP_BYTES (CONTAINER_KEYS / 8)
#define MOST_PREFIX (PG_UINT64_MAX >> LOW_BITS)

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
 * Are containers worth it?  Their number is estimated, by a bit for each that is
 * seen, and what a step from one to the next takes by their mean distance: three
 * quarters of eight bytes a key must be enough.
 */
static bool
in_containers(const IdEntry *ids, uint32 count)
{
	int			bits = Max(pg_leftmost_one_pos32(count) + 3, 6);
	uint64	   *seen = palloc_extended(((Size) 1 << bits) / 8, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	uint64		least = MOST_PREFIX;
	uint64		most = 0;
	uint64		containers;

	for (uint32 i = 0; i < count; i++)
	{
		uint64		prefix = ids[i].id >> LOW_BITS;
		uint64		bit = prefix * UINT64CONST(0x9e3779b97f4a7c15) >> (64 - bits);

		seen[bit / 64] |= UINT64CONST(1) << bit % 64;
		least = Min(least, prefix);
		most = Max(most, prefix);
	}
	containers = pg_popcount((const char *) seen, ((Size) 1 << bits) / 8);
	pfree(seen);
	return 2 * (uint64) count + containers * (1 + wire_varint_bytes((most - least) / containers)) < 6 * (uint64) count;
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
			to[ids[i].id % CONTAINER_KEYS / 8] |= 1 << ids[i].id % 8;
	}
}

/* Append the keys of a set that is settled, their marks aside: false, and only their number, if not in containers. */
bool
keyset_send_ids(StringInfo buf, const KeySet *set)
{
	IdEntry    *room = MemoryContextAllocHuge(CurrentMemoryContext, 2 * Max((Size) set->count, 1) * sizeof(IdEntry));
	IdEntry    *ids = room;
	KeyCursor	cursor = {set, 0};
	Key			key;
	const uint64 *payload;
	uint32		count = 0;
	uint64		differs = 0;
	uint64		next = 0;		/* the prefix after the last one */
	bool		containers;

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
	containers = count > 0 && in_containers(ids, count);
	wire_put_varint(buf, (uint64) count * 2 + containers);
	if (containers)
	{
		ids = sort_ids(ids, count, differs);
		for (uint32 i = 0, end; i < count; i = end)
		{
			uint64		prefix = ids[i].id >> LOW_BITS;

			for (end = i + 1; end < count && ids[end].id >> LOW_BITS == prefix;)
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
	}
	pfree(room);
	return containers || count == 0;
}

/* ----------
 * Reading, which trusts nothing
 * ----------
 */

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
		wire_check(keys < Min(left, CONTAINER_KEYS), "it has more keys than it says");
		left -= keys + 1;
		wire_check(container_bytes(keys + 1) <= (Size) (end - p), "it is cut short");
		p += container_bytes(keys + 1);
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
		base = reader->prefix << LOW_BITS;
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
