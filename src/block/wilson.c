/*
 * wilson.c
 *		Confidence interval of a rate.
 */
#include "block/wilson.h"

#include <math.h>

#include "utils/float.h"

/* How many standard deviations to either side hold this share of a normal distribution. */
static double
normal_deviations(double confidence)
{
	double		low = 0;
	double		high = 40;

	for (int i = 0; i < 100; i++)
	{
		double		middle = (low + high) / 2;

		if (erfc(middle / sqrt(2)) > 1 - confidence)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

/*
 * The score interval of E. B. Wilson ("Probable inference, the law of
 * succession, and statistical inference", 1927) for at least one trial.
 */
void
wilson_interval(int64 successes, int64 trials, double confidence, double *lower, double *upper)
{
	double		n = (double) trials;
	double		p = (double) successes / n;
	double		z;
	double		center;
	double		half;

	if (isnan(confidence) || confidence <= 0 || confidence >= 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("confidence %s is not between 0 and 1", float8out_internal(confidence)),
				 errhint("A usual confidence is 0.95.")));
	z = normal_deviations(confidence);
	center = (p + z * z / (2 * n)) / (1 + z * z / n);
	half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
	*lower = successes == 0 ? 0 : Max(center - half, 0);
	*upper = successes == trials ? 1 : Min(center + half, 1);
}
