/*
 * internal.h
 *		What the files of this folder share.
 */
#ifndef SUBJECTS_INTERNAL_H
#define SUBJECTS_INTERNAL_H

#include "subjects/store.h"

/* ----------
 * The events of this process (store.c)
 * ----------
 */

/* Events that lie one after the other. */
typedef struct Span
{
	const char *event;
	int64		count;
} Span;

/* A list of them, in the order in which they were added. */
typedef struct Spans
{
	Span	   *span;
	int			length;
	int			room;
	int64		count;			/* events in all */
} Spans;

extern void spans_add(Spans *spans, const char *event, int64 count);
extern void spans_of_partition(const SubjectStore *store, uint32 partition, Spans *spans);
extern SubjectStore *subject_store_reload_flat(SubjectStore *store, MemoryContext context);
extern int64 subject_store_count(const SubjectStore *store);
extern bool subject_store_keep_packed(SubjectStore *store, const char *data, Size size);

/* Add an event where the form that it takes is not known to the caller. */
static inline void
subject_store_add_any(SubjectStore *store, Key key, int64 time, uint64 code)
{
	subject_store_add(store, key, time, code, store->long_key, store->long_code);
}

/* Partitions that memory cannot hold are worked off in parts, which further bits of the key choose. */
#define PART_BITS 6
#define PARTS (1 << PART_BITS)

static inline int
part_of_key(Key key)
{
	return key.hi >> (64 - PARTITION_BITS - PART_BITS) & (PARTS - 1);
}

/* ----------
 * Grouping by subject (groups.c)
 * ----------
 */

/* Where events of a partition, or of some parts of it, are to be found. */
typedef struct EventSource
{
	const SubjectStore *store;
	const Spans *spans;			/* in memory, or brought back from the file */
	uint32		partition;		/* of what other processes handed over, */
	int			first_part;		/* these parts of it */
	int			last_part;
} EventSource;

typedef struct Grouping Grouping;

extern Grouping *subjects_grouping(const SubjectStore *store, SubjectFunction function, void *argument);
extern void subjects_group_flat(Grouping *grouping, const EventSource *source);
extern void subjects_group_partition(Grouping *grouping, const EventSource *source);

#endif							/* SUBJECTS_INTERNAL_H */
