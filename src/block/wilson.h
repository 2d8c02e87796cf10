/*
 * wilson.h
 *		Confidence interval of a rate.
 */
#ifndef KPI_WILSON_H
#define KPI_WILSON_H

#include "state/compat.h"

extern void wilson_interval(int64 successes, int64 trials, double confidence, double *lower, double *upper);

#endif							/* KPI_WILSON_H */
