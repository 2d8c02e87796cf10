/*
 * step_times.h
 *		The times between each two steps of a funnel, as sketches.
 */
#ifndef KPI_STEP_TIMES_H
#define KPI_STEP_TIMES_H

#include "block/sketch.h"

/* How many steps the funnel has is its state's parameter. */
typedef struct StepTimes
{
	uint32		size;
	uint32		pairs;			/* of steps: a sketch for each */
	/* sketches follow: 1 to 2; 1 to 3, 2 to 3; 1 to 4 ... */
} StepTimes;

extern const SectionOps step_times_section;

/* Pairs of steps, an earlier and a later one. */
static inline int
step_pairs(int steps)
{
	return steps * (steps - 1) / 2;
}

/* The first sketch, and the one after a sketch. */
static inline Sketch *
step_times_first(const StepTimes *times)
{
	return (Sketch *) (times + 1);
}

static inline Sketch *
step_times_next(const Sketch *sketch)
{
	return (Sketch *) ((char *) sketch + sketch->size);
}

extern const Sketch *step_times_between(const StepTimes *times, int from, int to);
extern KpiState *step_times_add(KpiState *state, int section, const int64 *time, int steps);

#endif							/* KPI_STEP_TIMES_H */
