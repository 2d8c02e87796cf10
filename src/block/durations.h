/*
 * durations.h
 *		Durations in microseconds, and the list of all of them.
 */
#ifndef KPI_DURATIONS_H
#define KPI_DURATIONS_H

#include "block/section.h"

#include "utils/timestamp.h"

/* The microseconds from one time to another, dates standing for their midnight. */
typedef int64 (*DurationFunction)(Datum start, Datum end);

extern int64 timestamp_duration(Datum start, Datum end);
extern int64 date_duration(Datum start, Datum end);
extern Interval *interval_from_microseconds(int64 us);
pg_noreturn extern void duration_out_of_range(void);

typedef struct Durations
{
	uint32		size;
	uint32		count;
	int64		us[FLEXIBLE_ARRAY_MEMBER];
} Durations;

/* Durations over a moving window frame, shortest first; zeroed when it starts. */
typedef struct MovingDurations
{
	int64		count;
	int64		room;
	int64	   *us;
} MovingDurations;

extern const SectionOps durations_section;

extern KpiState *durations_add(KpiState *state, int section, int64 us);
extern int64 *durations_copy(const Durations *list);
extern void durations_sort(int64 *us, int64 count);
extern int64 durations_nth(int64 *us, int64 count, int64 n, bool sorted);
extern int64 durations_percentile(int64 *us, int64 count, double fraction, bool sorted);
extern int64 durations_interpolate(int64 lo, int64 hi, double share);
extern int64 durations_rank(const int64 *us, int64 count, int64 limit);
extern void moving_durations_enter(MovingDurations *moving, MemoryContext context, int64 us);
extern void moving_durations_leave(MovingDurations *moving, int64 us);

#endif							/* KPI_DURATIONS_H */
