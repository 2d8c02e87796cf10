/*
 * rate_statistics.h
 *		How sure a rate is, and whether rates differ.
 */
#ifndef KPI_RATE_STATISTICS_H
#define KPI_RATE_STATISTICS_H

#include "state/compat.h"

/* A rate that was observed: 0 <= successes <= trials. */
typedef struct Rate
{
	int64		successes;
	int64		trials;
} Rate;

extern void check_confidence(double confidence);
extern void wilson_interval(int64 successes, int64 trials, double confidence, double *lower, double *upper);
extern double rate_difference(const Rate *a, const Rate *b);
extern void newcombe_interval(const Rate *a, const Rate *b, double confidence, double *lower, double *upper);
extern double equal_rates_p_value(const Rate *rate, int64 count);

#endif							/* KPI_RATE_STATISTICS_H */
