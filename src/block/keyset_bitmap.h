/*
 * keyset_bitmap.h
 *		Keys of type bigint that lie close together, as bitmaps in memory.
 */
#ifndef KPI_KEYSET_BITMAP_H
#define KPI_KEYSET_BITMAP_H

#include "block/keyset.h"

/* A container has the ids that agree in all but their last 16 bits. */
#define CONTAINER_BITS 16
#define CONTAINER_IDS (1 << CONTAINER_BITS)
#define CONTAINER_WORDS (CONTAINER_IDS / 64)
#define MOST_PREFIX (PG_UINT64_MAX >> CONTAINER_BITS)

typedef struct IdContainer
{
	uint64		prefix;			/* the ids but for their last 16 bits */
	uint64		place;			/* of its bitmap among the others */
} IdContainer;

#define BITMAP_PENDING 64		/* ids that are collected before they go in, and one more */

/* What a set that is in bitmaps has in place of a table's slots. */
typedef struct KeyBitmaps
{
	uint32		containers;
	uint32		room;			/* for so many of them */
	uint64		pending[2 * BITMAP_PENDING];	/* ids, each followed by its mark if it has one */
	IdContainer container[FLEXIBLE_ARRAY_MEMBER];	/* ascending; their bitmaps follow */
} KeyBitmaps;

static inline KeyBitmaps *
keyset_bitmaps(const KeySet *set)
{
	return (KeyBitmaps *) set->word;
}

/* Is it a set whose keys could be in bitmaps, or stand as ids where it is stored? */
static inline bool
keyset_has_ids(const KeySet *set)
{
	return set->key_words == 1 && set->payload < PAYLOAD_OWNED;
}

/* A word of ids, then a word of their marks if there are any, and so on. */
static inline int
keyset_planes(const KeySet *set)
{
	return set->payload == PAYLOAD_MARK ? 2 : 1;
}

/* The words of a container. */
static inline uint64 *
container_words(const KeySet *set, const IdContainer *container)
{
	KeyBitmaps *bitmaps = keyset_bitmaps(set);

	return (uint64 *) (bitmaps->container + bitmaps->room) + container->place * CONTAINER_WORDS * keyset_planes(set);
}

extern void keyset_bitmaps_check(const KeySet *set);
extern void keyset_bitmaps_settle(KeySet *set);
extern KpiState *keyset_bitmaps_add(KpiState *state, int section, Key key, uint64 mark);
extern KpiState *keyset_bitmaps_put(KpiState *state, int section, Key key, uint64 mark);
extern KpiState *keyset_bitmaps_union(KpiState *state, int section, const KeySet *other);
extern bool keyset_bitmaps_next(KeyCursor *cursor, Key *key, const uint64 **payload);
extern KpiState *keyset_bitmaps_try(KpiState *state, int section, uint64 keys, const uint64 *prefix, uint32 prefixes);
extern KpiState *keyset_bitmaps_expect(KpiState *state, int section, uint64 keys, const uint64 *prefix, uint32 prefixes);
extern IdContainer *keyset_container(const KeySet *set, uint64 prefix);

#endif							/* KPI_KEYSET_BITMAP_H */
