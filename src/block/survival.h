/*
 * survival.h
 *		How many of the deals that are watched close, while others leave open.
 */
#ifndef KPI_SURVIVAL_H
#define KPI_SURVIVAL_H

#include "block/durations.h"

/* A number of some 32 digits. */
typedef struct Precise
{
	double		high;			/* the number, rounded */
	double		low;			/* the rest */
} Precise;

/* Deals that close before others leave open, or at the same duration: won and lost, or all of them in the first. */
typedef struct Gap
{
	uint32		closed[2];
} Gap;

/* Deals in the order in which they leave open, and the gap before each of them and after the last. */
typedef struct Survival
{
	const int64 *open;			/* durations, shortest first */
	int64		open_count;
	Gap        *gaps;			/* of deals that leave together, before the first of them */
	int64		left;			/* how many have left open */
	int64		at_risk;		/* deals that are still watched */
	Precise		weight;			/* of each of them; 1 before one leaves open */
} Survival;

extern Survival survival_start(const int64 *open, int64 open_count, int64 deals);
extern void survival_fill(const Survival *survival, const Durations *const *lists, int number);
extern void survival_fill_sorted(const Survival *survival, int which, const MovingDurations *list);
extern const Gap *survival_close(Survival *survival);
extern bool survival_leave(Survival *survival);
extern bool survival_reached(const Survival *survival, int64 deals, int64 at_risk, double fraction);
extern double survival_share(Survival *survival);

#endif							/* KPI_SURVIVAL_H */
