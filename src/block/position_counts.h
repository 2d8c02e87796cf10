/*
 * position_counts.h
 *		Counts for each position of arrays of one length.
 */
#ifndef KPI_POSITION_COUNTS_H
#define KPI_POSITION_COUNTS_H

#include "block/section.h"

/* What is counted at a position. */
typedef struct PositionCount
{
	int64		known;
	int64		converted;		/* of those known */
} PositionCount;

typedef struct PositionCounts
{
	uint32		size;
	uint32		length;			/* of the arrays; 0 as long as there are none */
	int64		arrays;
	PositionCount at[FLEXIBLE_ARRAY_MEMBER];
} PositionCounts;

extern const SectionOps position_counts_section;

extern KpiState *position_counts_expect(KpiState *state, int section, uint32 length);

#endif							/* KPI_POSITION_COUNTS_H */
