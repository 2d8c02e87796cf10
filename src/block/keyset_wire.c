/*
 * keyset_wire.c
 *		The canonical form of a key set, and its section.
 *
 * The number of keys, then the keys in ascending order, each followed by its
 * owner's words if it has some; marks follow, a bit a key, the first key's the
 * lowest.  In form 2 keys of type bigint stand otherwise, see keyset_ids.c.
 */
#include "block/keyset.h"
#include "block/keyset_ids.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "port/pg_bswap.h"
#include "utils/memutils.h"

/* ----------
 * Writing
 * ----------
 */

/* A key with its payload, for sorting. */
typedef struct KeyEntry
{
	Key			key;
	const uint64 *payload;
} KeyEntry;

static inline int
compare_keys(const KeyEntry *x, const KeyEntry *y)
{
	if (x->key.hi != y->key.hi)
		return x->key.hi < y->key.hi ? -1 : 1;
	if (x->key.lo != y->key.lo)
		return x->key.lo < y->key.lo ? -1 : 1;
	return 0;
}

#define ST_SORT sort_any_keys
#define ST_ELEMENT_TYPE KeyEntry
#define ST_COMPARE(a, b) compare_keys(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * Sort keys that stand in the order of their slots, which is nearly their own:
 * by insertion, unless that turns out to be a lot of work.
 */
static void
sort_keys(KeyEntry *entries, uint32 count)
{
	uint64		moves = (uint64) count * 16;

	for (uint32 i = 1; i < count; i++)
	{
		KeyEntry	entry = entries[i];
		uint32		j = i;

		for (; j > 0 && compare_keys(&entries[j - 1], &entry) > 0; j--)
			entries[j] = entries[j - 1];
		entries[j] = entry;
		CHECK_FOR_INTERRUPTS();
		if (i - j > moves)
		{
			sort_any_keys(entries, count);
			return;
		}
		moves -= i - j;
	}
}

/* All keys of a set that is settled, in ascending order; palloc'd. */
static KeyEntry *
sorted_keys(const KeySet *set)
{
	KeyEntry   *entries = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) set->count, 1) * sizeof(KeyEntry));
	KeyCursor	cursor = {set, 0};
	uint32		count = 0;

	while (count < set->count && keyset_next(&cursor, &entries[count].key, &entries[count].payload))
	{
		count++;
		CHECK_FOR_INTERRUPTS();
	}
	Assert(count == set->count);
	sort_keys(entries, count);
	return entries;
}

/* Do the keys of a set stand as ids in this form? */
static inline bool
has_ids(const KeySet *set, int form)
{
	return form >= WIRE_FORM_2 && keyset_has_ids(set);
}

/* Append the canonical form of a set, which is settled on the way. */
KpiState *
keyset_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	KeySet	   *set = kpi_section(state, section);
	KeyEntry   *entries;

	keyset_settle(set);
	if (!has_ids(set, shape->form))
		pq_sendint32(buf, set->count);
	else if (keyset_send_ids(buf, set))
		return state;
	entries = sorted_keys(set);
	for (uint32 i = 0; i < set->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		pq_sendint64(buf, entries[i].key.hi);
		if (set->key_words == 2)
			pq_sendint64(buf, entries[i].key.lo);
		for (int j = 0; set->payload >= PAYLOAD_OWNED && j < keyset_payload_words(set->payload); j++)
			pq_sendint64(buf, entries[i].payload[j]);
	}
	for (uint32 i = 0; set->payload == PAYLOAD_MARK && i < set->count; i += 8)
	{
		uint8		marks = 0;

		CHECK_FOR_INTERRUPTS();
		for (uint32 j = i; j < Min(i + 8, set->count); j++)
			marks |= *entries[j].payload << (j - i);
		pq_sendint8(buf, marks);
	}
	pfree(entries);
	return state;
}

/* ----------
 * Reading, which trusts nothing
 * ----------
 */

/* The keys on the wire. */
typedef struct WireKeys
{
	int			key_words;
	KeyPayload	payload;
	const KeySetOwner *owner;
	Size		key_size;		/* with an owner's words */
	uint32		count;
	uint32		next;			/* key to read */
	bool		containers;		/* as ids, in containers */
	IdReader	ids;
	Key			last;			/* key read */
	const char *key;			/* the next one's bytes */
	const uint8 *marks;
	Size		mark_size;
} WireKeys;

/* Read eight bytes of the wire format. */
static inline uint64
wire_word(const char *p)
{
	uint64		word;

	memcpy(&word, p, sizeof(word));
	return pg_ntoh64(word);
}

/* Find the keys of a set like this one on the wire, and move on past them. */
static WireKeys
open_wire_keys(StringInfo buf, const KeySet *set, const KeySetOwner *owner, int form, WireRead read)
{
	WireKeys	keys = {.key_words = set->key_words, .payload = set->payload, .owner = owner};

	keys.key_size = sizeof(uint64) * keys.key_words;
	if (keys.payload >= PAYLOAD_OWNED)
		keys.key_size += sizeof(uint64) * keyset_payload_words(keys.payload);
	if (has_ids(set, form))
	{
		uint64		number = wire_get_varint(buf);

		keys.containers = number % 2;
		wire_check(number / 2 <= PG_UINT32_MAX && (keys.containers || number / 2 <= (buf->len - buf->cursor) / keys.key_size),
				   "it is cut short");
		keys.count = number / 2;
	}
	else
		keys.count = wire_get_length(buf, keys.key_size);
	keys.key = buf->data + buf->cursor;
	if (keys.containers)
		keyset_open_ids(&keys.ids, buf, keys.count);
	else
		buf->cursor += keys.key_size * keys.count;
	if (has_ids(set, form) && read != WIRE_COUNT)
		wire_check(keyset_ids_worth(&keys.ids, keys.containers ? NULL : keys.key, keys.count) == keys.containers,
				   "keys do not stand as so many do");
	keys.marks = (const uint8 *) buf->data + buf->cursor;
	keys.mark_size = keys.payload == PAYLOAD_MARK ? ((Size) keys.count + 7) / 8 : 0;
	wire_check(buf->len - buf->cursor >= keys.mark_size, "it is cut short");
	wire_check(keys.mark_size == 0 || keys.count % 8 == 0 || keys.marks[keys.mark_size - 1] >> keys.count % 8 == 0,
			   "it marks more keys than it has");
	buf->cursor += keys.mark_size;
	return keys;
}

/* Read the next key, which must come after the one before. */
static inline void
read_wire_key(WireKeys *keys, Key *key, uint64 *payload)
{
	uint32		n = keys->next++;

	key->hi = wire_word(keys->key);
	key->lo = keys->key_words == 2 ? wire_word(keys->key + sizeof(uint64)) : 0;
	wire_check(n == 0 || keys->last.hi < key->hi || (keys->last.hi == key->hi && keys->last.lo < key->lo),
			   "keys are not in ascending order");
	keys->last = *key;
	if (keys->payload >= PAYLOAD_OWNED)
	{
		for (int i = 0; i < keyset_payload_words(keys->payload); i++)
			payload[i] = wire_word(keys->key + (keys->key_words + i) * sizeof(uint64));
		wire_check(keys->owner->valid(keys->owner, payload), "an amount is malformed");
	}
	else if (keys->payload == PAYLOAD_MARK)
		*payload = keys->marks[n / 8] >> n % 8 & 1;
	keys->key += keys->key_size;
	if (n % 1024 == 0)
		CHECK_FOR_INTERRUPTS();
}

/* Read some of the keys that stand as ids, each followed by its mark if it has one; their number. */
static inline int
read_wire_ids(WireKeys *keys, uint64 *word)
{
	uint64		ids[KEYSET_BATCH];
	int			count = Min(KEYSET_BATCH, keys->count - keys->next);

	keyset_read_ids(&keys->ids, ids, count);
	if (keys->payload == PAYLOAD_NONE)
		for (int i = 0; i < count; i++)
			word[i] = key_mix(ids[i]);
	else
		for (int i = 0; i < count; i++)
		{
			uint32		n = keys->next + i;

			word[2 * i] = key_mix(ids[i]);
			word[2 * i + 1] = keys->marks[n / 8] >> n % 8 & 1;
		}
	keys->next += count;
	return count;
}

/* Put the keys into the set, some at a time. */
static KpiState *
put_wire_keys(KpiState *state, int section, WireKeys *keys)
{
	uint64		batch[KEYSET_BATCH * KEYSET_MOST_WORDS];

	keyset_settle(kpi_section(state, section));
	if (keys->containers && keyset_merge_ids(&state, section, &keys->ids, keys->count, keys->marks))
		return state;
	state = keyset_expect(state, section, keys->count);
	while (keys->next < keys->count)
	{
		uint64	   *word = batch;
		int			count = 0;

		if (keys->containers)
			count = read_wire_ids(keys, batch);
		for (; !keys->containers && count < KEYSET_BATCH && keys->next < keys->count; count++)
		{
			Key			key;
			uint64		payload[2];

			read_wire_key(keys, &key, payload);
			*word++ = key.hi;
			if (keys->key_words == 2)
				*word++ = key.lo;
			for (int i = 0; i < keyset_payload_words(keys->payload); i++)
				*word++ = payload[i];
		}
		state = keyset_put_batch(state, section, batch, count, keys->owner);
	}
	return state;
}

/*
 * Add the keys that are read to a set.  All but WIRE_KEEP leave them and take
 * only their number into an empty one; WIRE_COUNT does not even look at them.
 */
KpiState *
keyset_receive(KpiState *state, int section, StringInfo buf, int form, WireRead read, const KeySetOwner *owner)
{
	KeySet	   *set = kpi_section(state, section);
	WireKeys	keys = open_wire_keys(buf, set, owner, form, read);
	Key			key;
	uint64		payload[2];
	uint64		batch[KEYSET_BATCH * 2];

	if (read == WIRE_KEEP)
		return put_wire_keys(state, section, &keys);
	set->count = keys.count;
	set->marked = pg_popcount((const char *) keys.marks, keys.mark_size);
	while (read == WIRE_CHECK && keys.next < keys.count)
	{
		if (keys.containers)
			(void) read_wire_ids(&keys, batch);
		else
			read_wire_key(&keys, &key, payload);
	}
	return state;
}

/* ----------
 * From form 2 to form 1
 * ----------
 */

#define ST_SORT sort_any_words
#define ST_ELEMENT_TYPE uint64
#define ST_COMPARE(a, b) (*(a) < *(b) ? -1 : *(a) > *(b))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * Sort words that are spread evenly: each goes where its share of them leads,
 * and then is a few places off.  start has for each of 2^bits equal ranges of
 * the words how many are in the range before.  Words are brought in without
 * their first bit, which their range has, and with a mark behind, as marked.
 */
static void
sort_words(uint64 *marked, const uint64 *word, uint32 *start, int bits, uint32 count)
{
	for (uint32 i = 1; i < (uint32) 1 << bits; i++)
		start[i] += start[i - 1];
	for (uint32 i = 0; i < count; i++)
		marked[start[word[2 * i] >> (64 - bits)]++] = word[2 * i] << 1 | word[2 * i + 1];

	/* Now start has where each range ends. */
	for (uint32 i = 0, from = 0; from < count; from = start[i++])
	{
		uint32		length = start[i] - from;

		if (length > 16)
			sort_any_words(marked + from, length);
		else
			for (uint32 j = from + 1; j < start[i]; j++)
			{
				uint64		here = marked[j];
				uint32		k = j;

				for (; k > from && marked[k - 1] > here; k--)
					marked[k] = marked[k - 1];
				marked[k] = here;
			}
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

/* Append the keys on the wire in form 1. */
static void
send_form_1(StringInfo buf, WireKeys *keys)
{
	int			bits = pg_leftmost_one_pos32(Max(keys->count, 1)) + 1;
	uint32	   *start;
	uint64	   *word;
	uint64	   *marked;
	uint32		half;
	uint8	   *out;

	pq_sendint32(buf, keys->count);
	if (!keys->containers || keys->count == 0)
	{
		appendBinaryStringInfo(buf, keys->key, (Size) keys->count * keys->key_size + keys->mark_size);
		return;
	}
	start = MemoryContextAllocHuge(CurrentMemoryContext, (((Size) 1 << bits) + 1) * sizeof(uint32));
	memset(start, 0, (((Size) 1 << bits) + 1) * sizeof(uint32));
	word = MemoryContextAllocHuge(CurrentMemoryContext, 3 * sizeof(uint64) * keys->count);
	marked = word + 2 * (Size) keys->count;
	for (uint32 n = 0; n < keys->count;)
	{
		uint64		ids[KEYSET_BATCH];
		int			some = Min(KEYSET_BATCH, keys->count - n);

		keyset_read_ids(&keys->ids, ids, some);
		for (int i = 0; i < some; i++, n++)
		{
			word[2 * n] = key_mix(ids[i]);
			word[2 * n + 1] = keys->mark_size > 0 ? keys->marks[n / 8] >> n % 8 & 1 : 0;
			start[(word[2 * n] >> (64 - bits)) + 1]++;
		}
	}
	sort_words(marked, word, start, bits, keys->count);
	half = start[((uint32) 1 << bits) / 2 - 1];
	enlargeStringInfo(buf, keys->count * sizeof(uint64) + keys->mark_size);
	out = (uint8 *) buf->data + buf->len;
	for (uint32 i = 0; i < keys->count; i++, out += sizeof(uint64))
	{
		uint64		key = pg_hton64(marked[i] >> 1 | (uint64) (i >= half) << 63);

		memcpy(out, &key, sizeof(key));
	}
	for (uint32 i = 0; keys->mark_size > 0 && i < keys->count; i += 8)
	{
		uint32		marks = 0;

		for (uint32 j = i; j < Min(i + 8, keys->count); j++)
			marks |= (marked[j] & 1) << (j - i);
		*out++ = (uint8) marks;
	}
	buf->len = (char *) out - buf->data;
	pfree(start);
	pfree(word);
}

/* ----------
 * The section of keys without an owner
 * ----------
 */

/* Words of a key. */
static inline int
key_words_of(const SectionShape *shape)
{
	return shape->key_type == KEY_BIGINT ? 1 : 2;
}

static Size
keyset_section_size(const SectionShape *shape)
{
	return keyset_initial_size(key_words_of(shape), shape->variant);
}

static void
keyset_section_init(void *section, const SectionShape *shape)
{
	keyset_init(section, key_words_of(shape), shape->variant);
}

static void
keyset_section_check(const KpiState *state, int section, const SectionShape *shape)
{
	keyset_check(kpi_section(state, section), key_words_of(shape), shape->variant);
}

static KpiState *
keyset_section_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	return keyset_union(state, section, other, NULL);
}

static KpiState *
keyset_section_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	return keyset_receive(state, section, buf, shape->form, read, NULL);
}

static KpiState *
keyset_section_merge_wire(KpiState *state, int section, const SectionShape *shape, StringInfo buf)
{
	return keyset_receive(state, section, buf, shape->form, WIRE_KEEP, NULL);
}

/* What has been read, though perhaps only counted, in form 1. */
static void
keyset_section_send_form_1(StringInfo out, const KpiState *state, int section, const SectionShape *shape, StringInfo buf)
{
	WireKeys	keys = open_wire_keys(buf, kpi_section(state, section), NULL, shape->form, WIRE_COUNT);

	send_form_1(out, &keys);
}

const SectionOps keyset_section = {
	.has_forms = true,
	.send_form_1 = keyset_section_send_form_1,
	.initial_size = keyset_section_size,
	.init = keyset_section_init,
	.check = keyset_section_check,
	.merge = keyset_section_merge,
	.send = keyset_send,
	.receive = keyset_section_receive,
	.merge_wire = keyset_section_merge_wire,
};
