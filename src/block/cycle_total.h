/*
 * cycle_total.h
 *		The exact total of durations, and their number: what a mean is made of.
 */
#ifndef KPI_CYCLE_TOTAL_H
#define KPI_CYCLE_TOTAL_H

#include "block/section.h"

#include "utils/timestamp.h"

typedef struct CycleTotal
{
	uint32		size;
	uint32		unused;
	int64		count;
	int128		total;			/* microseconds */
} CycleTotal;

extern const SectionOps cycle_total_section;

/* Can so many durations have this total? */
static inline bool
cycle_total_valid(const CycleTotal *cycle)
{
	int128		most = (int128) cycle->count * PG_INT64_MAX;

	return cycle->count >= 0 && cycle->total <= most && cycle->total >= -most;
}

/* A duration enters the total, or with sign -1 leaves it. */
static inline void
cycle_total_add(CycleTotal *cycle, int64 us, int sign)
{
	cycle->count += sign;
	cycle->total += sign > 0 ? us : -(int128) us;
	frame_check(sign > 0 || cycle_total_valid(cycle));
}

extern Interval *cycle_total_mean(const CycleTotal *cycle);
extern char *cycle_total_text(const CycleTotal *cycle, int decimals);
extern Datum cycle_total_seconds(const CycleTotal *cycle);

#endif							/* KPI_CYCLE_TOTAL_H */
