/*
 * segments.h
 *		The list of all segments, each a rate.
 */
#ifndef KPI_SEGMENTS_H
#define KPI_SEGMENTS_H

#include "block/rate_statistics.h"
#include "block/section.h"

typedef struct Segments
{
	uint32		size;
	uint32		count;
	Rate		rate[FLEXIBLE_ARRAY_MEMBER];
} Segments;

extern const SectionOps segments_section;

extern KpiState *segments_add(KpiState *state, int section, Rate rate);
extern Rate *segments_sorted(const Segments *list);

#endif							/* KPI_SEGMENTS_H */
