/*
 * keyset_ids.h
 *		Keys of type bigint in form 2: as the ids that they are, by containers.
 */
#ifndef KPI_KEYSET_IDS_H
#define KPI_KEYSET_IDS_H

#include "block/keyset_bitmap.h"

/* Reads the ids of containers, one after the other. */
typedef struct IdReader
{
	const uint8 *p;				/* the next key or container */
	uint32		containers;		/* all of them */
	uint64		prefix;			/* of the container, or the least of the next one */
	uint32		left;			/* keys of the container still to come */
	int			last;			/* last 16 bits of the key before */
	const uint8 *bitmap;		/* of the container if it has one, */
	uint32		next_byte;		/* as far as it has been read, */
	uint64		bits;			/* and what is left of that */
} IdReader;

extern bool keyset_send_ids(StringInfo buf, const KeySet *set);
extern bool keyset_ids_worth(const IdReader *reader, const char *words, uint32 count);
extern void keyset_open_ids(IdReader *reader, StringInfo buf, uint32 count);
extern void keyset_read_ids(IdReader *reader, uint64 *ids, uint32 count);
extern bool keyset_merge_ids(KpiState **state, int section, IdReader *reader, uint32 count, const uint8 *marks);

#endif							/* KPI_KEYSET_IDS_H */
