/*
 * key_multiset.h
 *		Keys with the number of rows that hold them, for moving window frames.
 */
#ifndef KPI_KEY_MULTISET_H
#define KPI_KEY_MULTISET_H

#include "block/key.h"

typedef struct KeyCount
{
	Key			key;
	int64		rows;			/* how often the key is in */
	uint64		payload;		/* the family's own */
	uint32		hash;
	char		status;
} KeyCount;

typedef struct KeyMultiset KeyMultiset;

extern KeyMultiset *key_multiset_create(MemoryContext context);
extern KeyCount *key_multiset_change(KeyMultiset *set, Key key, int sign);
extern void key_multiset_delete(KeyMultiset *set, KeyCount *entry);
extern int64 key_multiset_size(const KeyMultiset *set);

#endif							/* KPI_KEY_MULTISET_H */
