/*
 * gap.h
 *		The gap that ends a session.
 */
#ifndef KPI_GAP_H
#define KPI_GAP_H

#include "block/section.h"

#include "utils/timestamp.h"

typedef struct SessionGap
{
	uint32		size;
	uint32		unused;
	Interval	gap;
} SessionGap;

extern const SectionOps gap_section;

extern void gap_check(const Interval *gap);
pg_noreturn extern void gap_changes(const char *within);

/* Are two gaps written alike? */
static inline bool
gap_same(const Interval *a, const Interval *b)
{
	return memcmp(a, b, sizeof(Interval)) == 0;
}

#endif							/* KPI_GAP_H */
