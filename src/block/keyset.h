/*
 * keyset.h
 *		A set of keys, each with an optional payload.
 */
#ifndef KPI_KEYSET_H
#define KPI_KEYSET_H

#include "block/key.h"
#include "block/section.h"

/* What is kept beside each key: variants of the section, but for the last one. */
typedef enum KeyPayload
{
	PAYLOAD_NONE = 0,
	PAYLOAD_MARK = 1,			/* 0 or 1; adding a key again ors them */
	PAYLOAD_OWNED = 2,			/* a word of the set's owner */
	PAYLOAD_OWNED_PAIR = 3		/* two of them */
} KeyPayload;

typedef struct KeySet
{
	uint32		size;
	uint32		slots;			/* room for so many keys; 0 if they are in bitmaps */
	uint32		count;			/* distinct keys, those pending aside */
	uint32		marked;			/* of them, those with a payload of 1 */
	uint8		key_words;		/* 1 for bigint, otherwise 2 */
	uint8		payload;		/* KeyPayload */
	uint8		has_zero;		/* the key 0, which marks empty slots, is in */
	uint8		pending;		/* keys that wait behind the slots */
	uint32		seed;			/* scatters the keys over the slots, if not 0 */
	uint64		zero_payload[2];
	uint64		word[FLEXIBLE_ARRAY_MEMBER];
} KeySet;

/* The owner of a set's payloads, which is told of the keys that are put in. */
typedef struct KeySetOwner
{
	/* A key is in that was not.  Returns the state, another one if it had to grow. */
	KpiState   *(*added)(const struct KeySetOwner *owner, KpiState *state, const uint64 *payload);

	/* A key came again; or what is wrong with its payload now. */
	void		(*repeated)(const struct KeySetOwner *owner, const uint64 *had, const uint64 *payload);

	/* Can there be such a payload? */
	bool		(*valid)(const struct KeySetOwner *owner, const uint64 *payload);
} KeySetOwner;

extern const SectionOps keyset_section;

extern KpiState *keyset_add(KpiState *state, int section, Key key, uint64 payload);
extern KpiState *keyset_add_owned(KpiState *state, int section, Key key, const uint64 *payload,
								   const KeySetOwner *owner);
extern void keyset_fetch(KeySet *set, Key key);
extern const uint64 *keyset_find(const KeySet *set, Key key);
extern void keyset_settle(KeySet *set);

/* The number of distinct keys. */
static inline int64
keyset_count(KpiState *state, int section)
{
	KeySet	   *set = kpi_section(state, section);

	keyset_settle(set);
	return set->count;
}

/* ----------
 * For the sections that are key sets
 * ----------
 */

extern Size keyset_initial_size(int key_words, KeyPayload payload);
extern void keyset_init(KeySet *set, int key_words, KeyPayload payload);
extern void keyset_check(const KeySet *set, int key_words, KeyPayload payload);
extern KpiState *keyset_union(KpiState *state, int section, const KeySet *other, const KeySetOwner *owner);
extern KpiState *keyset_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape);
extern KpiState *keyset_receive(KpiState *state, int section, StringInfo buf, int form, WireRead read,
								const KeySetOwner *owner);

/* ----------
 * Between keyset.c, keyset_bitmap_code.h and keyset_wire.c
 * ----------
 */

/* Are the keys in bitmaps (keyset_bitmap_code.h)? */
static inline bool
keyset_in_bitmaps(const KeySet *set)
{
	return set->slots == 0;
}

/* Visits every key of a set, those still collected included. */
typedef struct KeyCursor
{
	const KeySet *set;
	uint64		next;			/* slots, then the key 0, then the collected */
} KeyCursor;

#define KEYSET_BATCH 64			/* keys that are put in together at the most */
#define KEYSET_MOST_WORDS 4		/* of a key with its payload */

/* Words that a payload takes. */
static inline int
keyset_payload_words(KeyPayload payload)
{
	return payload == PAYLOAD_OWNED_PAIR ? 2 : payload != PAYLOAD_NONE;
}

/* Words that a key takes with its payload. */
static inline int
keyset_entry_words(const KeySet *set)
{
	return set->key_words + keyset_payload_words(set->payload);
}

extern bool keyset_next(KeyCursor *cursor, Key *key, const uint64 **payload);
extern bool keyset_must_grow(const KeySet *set, uint64 more);
extern Size keyset_table_size(const KpiState *state, int section, uint64 keys);
extern KpiState *keyset_make_table(KpiState *state, int section, uint64 keys);
extern KpiState *keyset_expect_slots(KpiState *state, int section, uint64 more);
extern KpiState *keyset_expect(KpiState *state, int section, uint64 more);
extern KpiState *keyset_put_batch(KpiState *state, int section, const uint64 *batch, int count, const KeySetOwner *owner);

#endif							/* KPI_KEYSET_H */
