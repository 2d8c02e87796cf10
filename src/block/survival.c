/*
 * survival.c
 *		How many of the deals that are watched close, while others leave open.
 *
 * A deal that leaves open hands its weight to those that are watched for longer (B.
 * Efron, 1967, "redistribution to the right"), which gives the estimates of E.
 * L. Kaplan and P. Meier (1958) and, of deals won where others are lost, of O. O.
 * Aalen and S. Johansen (1978).  So between two deals that leave open the others
 * need only be counted: their order does not matter, and nothing is rounded where
 * no deal is open.
 */
#include "block/survival.h"

#include <math.h>

#include "miscadmin.h"

/* ----------
 * Numbers of some 32 digits, the unrounded sum of two (T. J. Dekker, 1971)
 * ----------
 */

/* The sum of a number and a smaller one. */
static inline Precise
precise(double high, double low)
{
	double		sum = high + low;

	return (Precise){sum, low - (sum - high)};
}

static inline Precise
precise_times(Precise a, double factor)
{
	double		product = a.high * factor;

	return precise(product, fma(a.high, factor, -product) + a.low * factor);
}

static inline Precise
precise_over(Precise a, double divisor)
{
	double		quotient = a.high / divisor;

	return precise(quotient, (fma(-quotient, divisor, a.high) + a.low) / divisor);
}

static inline Precise
precise_plus(Precise a, Precise b)
{
	double		sum = a.high + b.high;
	double		rest = sum - a.high;

	return precise(sum, (a.high - (sum - rest)) + (b.high - rest) + a.low + b.low);
}

/* ----------
 * Deals that close, and deals that leave open
 * ----------
 */

/* All deals are at risk; those that will leave open are given by their durations, shortest first. */
Survival
survival_start(const int64 *open, int64 open_count, int64 deals)
{
	Gap		   *gaps = MemoryContextAllocExtended(CurrentMemoryContext, (open_count + 1) * sizeof(Gap),
												  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	return (Survival){open, open_count, gaps, 0, deals, {1, 0}};
}

/* How many durations, shortest first, are no longer than this; few are found soon. */
static int64
count_until(const int64 *us, int64 count, int64 limit)
{
	int64		step = 1;
	int64		low;
	int64		high;

	while (step <= count && us[step - 1] <= limit)
		step *= 2;
	low = step / 2;
	high = Min(step - 1, count);
	while (low < high)
	{
		int64		middle = (low + high) / 2;

		if (us[middle] <= limit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Put durations, shortest first, into the gaps as one of the two that close. */
void
survival_fill_sorted(const Survival *survival, int which, const MovingDurations *list)
{
	int64		done = 0;

	for (int64 gap = 0; gap < survival->open_count; gap++)
	{
		int64		more = count_until(list->us + done, list->count - done, survival->open[gap]);

		survival->gaps[gap].closed[which] = more;
		done += more;
		CHECK_FOR_INTERRUPTS();
	}
	survival->gaps[survival->open_count].closed[which] = list->count - done;
}

/* Parts of the time in which deals leave open, to find a gap by; more do not fit a processor's cache. */
#define MOST_PARTS 65536

/* Put lists of durations, in any order, into the gaps, each as what it is. */
void
survival_fill(const Survival *survival, const Durations *const *lists, int number)
{
	const int64 *open = survival->open;
	int64		last = survival->open_count - 1;
	uint64		range = last < 0 ? 0 : (uint64) open[last] - (uint64) open[0];
	uint32		parts = 1;
	int			shift = 0;
	uint32     *start;			/* the first open deal of each part, and one past the last */

	while (parts < MOST_PARTS && parts < survival->open_count)
		parts *= 2;
	while (range >> shift >= parts)
		shift++;
	start = palloc((parts + 1) * sizeof(uint32));
	for (int64 part = 0, i = 0; part <= parts; part++)
	{
		while (i <= last && (int64) (((uint64) open[i] - (uint64) open[0]) >> shift) < part)
			i++;
		start[part] = i;
		CHECK_FOR_INTERRUPTS();
	}
	for (int which = 0; which < number; which++)
		for (uint32 i = 0; i < lists[which]->count; i++)
		{
			int64		us = lists[which]->us[i];
			int64		gap = 0;

			if (last >= 0 && us > open[last])
				gap = last + 1;
			else if (last >= 0 && us > open[0])
			{
				uint64		part = ((uint64) us - (uint64) open[0]) >> shift;

				gap = start[part] + durations_rank(open + start[part], start[part + 1] - start[part], us);
			}
			survival->gaps[gap].closed[which]++;
			CHECK_FOR_INTERRUPTS();
		}
	pfree(start);
}

/* The deals in the next gap close. */
const Gap *
survival_close(Survival *survival)
{
	const Gap  *gap = &survival->gaps[survival->left];

	survival->at_risk -= (int64) gap->closed[0] + gap->closed[1];
	return gap;
}

/* Then the next deals leave open, all those of one duration; false if there are none. */
bool
survival_leave(Survival *survival)
{
	double		before = survival->at_risk;
	int64		us;

	CHECK_FOR_INTERRUPTS();
	if (survival->left == survival->open_count)
		return false;
	us = survival->open[survival->left];
	while (survival->left < survival->open_count && survival->open[survival->left] == us)
	{
		survival->left++;
		survival->at_risk--;
	}
	if (survival->at_risk > 0)
		survival->weight = precise_over(precise_times(survival->weight, before), survival->at_risk);
	return true;
}

/*
 * Has this fraction of so many deals closed when so many are still watched?
 * While none has left open a fraction is one of deals, rounded, as percentile_disc
 * has it; from then on the share that has closed is rounded.
 */
bool
survival_reached(const Survival *survival, int64 deals, int64 at_risk, double fraction)
{
	Precise		still = precise_times(survival->weight, at_risk);
	Precise		closed = precise_plus((Precise){deals, 0}, (Precise){-still.high, -still.low});

	if (survival->left == 0)
		return closed.high >= fraction * deals;
	return precise_over(closed, deals).high >= fraction;
}

/* The share of the first of the two that close, after all have left. */
double
survival_share(Survival *survival)
{
	double		deals = survival->at_risk;
	Precise		sum = {0, 0};

	do
		sum = precise_plus(sum, precise_times(survival->weight, survival_close(survival)->closed[0]));
	while (survival_leave(survival));
	return precise_over(sum, deals).high;
}
