/*
 * rate_statistics.c
 *		How sure a rate is, and whether rates differ.
 *
 * All is worked out from the counts, which are integers, without subtracting
 * what is nearly equal: 10^18 of 2 * 10^18 and 1 of 10^15 have as many good digits
 * as 5 of 10.
 */
#include "block/rate_statistics.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"
#include "utils/float.h"

/* ----------
 * Intervals
 * ----------
 */

/* Report a confidence that is no share. */
void
check_confidence(double confidence)
{
	if (isnan(confidence) || confidence <= 0 || confidence >= 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("confidence %s is not between 0 and 1", float8out_internal(confidence)),
				 errhint("A usual confidence is 0.95.")));
}

/*
 * How many standard deviations to either side hold this share of a normal
 * distribution: the nearest double, by bisection.  1 - confidence is exact from
 * a half on, and there the tails tell, below it what is between them.
 */
static double
normal_deviations(double confidence)
{
	double		low = 0;
	double		high = 40;
	double		middle;

	check_confidence(confidence);
	while ((middle = (low + high) / 2) > low && middle < high)
	{
		bool		is_less = confidence < 0.5 ? erf(middle * M_SQRT1_2) < confidence :
			erfc(middle * M_SQRT1_2) > 1 - confidence;

		if (is_less)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/*
 * The bounds of E. B. Wilson's score interval ("Probable inference, the law of
 * succession, and statistical inference", 1927) are the two rates r at which
 * the observed rate p of n trials is z standard deviations away: the roots of
 * (p - r)^2 = z^2 r (1 - r) / n.  The upper one is a sum; the lower one comes
 * from the product of both.  What is missing to 1 is the other bound of the
 * failures.
 */
static double
wilson_lower(double successes, double failures, double z)
{
	double		n = successes + failures;

	if (successes == 0)
		return 0;
	return successes / n * (2 * successes / (2 * successes + z * z + z * sqrt(z * z + 4 * successes * (failures / n))));
}

static double
wilson_upper(double successes, double failures, double z)
{
	double		n = successes + failures;

	if (failures == 0)
		return 1;
	return Min((2 * successes + z * z + z * sqrt(z * z + 4 * successes * (failures / n))) / (2 * (n + z * z)), 1);
}

/* How far the lower bound is below the observed rate; that of the failures is how far the upper one is above. */
static double
wilson_margin(double successes, double failures, double z)
{
	return z * sqrt(wilson_lower(successes, failures, z) * wilson_upper(failures, successes, z) / (successes + failures));
}

/* Wilson's score interval of the rate of at least one trial, without continuity correction. */
void
wilson_interval(int64 successes, int64 trials, double confidence, double *lower, double *upper)
{
	double		z = normal_deviations(confidence);

	*lower = wilson_lower(successes, trials - successes, z);
	*upper = wilson_upper(successes, trials - successes, z);
}

/* The difference of two rates of at least one trial each, rounded once or twice: the counts' products are exact. */
double
rate_difference(const Rate *a, const Rate *b)
{
	return (double) ((int128) a->successes * b->trials - (int128) b->successes * a->trials) /
		((double) a->trials * (double) b->trials);
}

/*
 * The interval of the difference of two rates of at least one trial each, by
 * method 10 of R. G. Newcombe ("Interval estimation for the difference between
 * independent proportions: comparison of eleven methods", 1998): from Wilson's
 * intervals of both, without continuity correction.
 */
void
newcombe_interval(const Rate *a, const Rate *b, double confidence, double *lower, double *upper)
{
	double		z = normal_deviations(confidence);
	double		difference = rate_difference(a, b);
	double		failures_a = a->trials - a->successes;
	double		failures_b = b->trials - b->successes;
	double		below_a = wilson_margin(a->successes, failures_a, z);
	double		above_a = wilson_margin(failures_a, a->successes, z);
	double		below_b = wilson_margin(b->successes, failures_b, z);
	double		above_b = wilson_margin(failures_b, b->successes, z);

	*lower = Max(difference - sqrt(below_a * below_a + above_b * above_b), -1);
	*upper = Min(difference + sqrt(above_a * above_a + below_b * below_b), 1);
}

/* ----------
 * Are rates equal?
 * ----------
 */

/*
 * y^a e^-y / gamma(a + 1).  For a large a, where the terms of its logarithm are
 * far larger than their sum, by Stirling's series (Abramowitz and Stegun, 6.1.41).
 */
static double
poisson(double a, double y)
{
	if (a < 50)
		return exp(a * log(y) - y - lgamma(a + 1));
	return exp(a * log1p((y - a) / a) - (y - a) - (1 / 12.0 - (1 / 360.0 - 1 / (1260 * a * a)) / (a * a)) / a) /
		sqrt(2 * M_PI * a);
}

/*
 * The probability that chi-square is this large or larger: Q(a, y), the upper
 * regularized incomplete gamma function of half the degrees of freedom and half
 * of chi-square.  From its middle on, the finite sums 26.4.4 and 26.4.5 of
 * M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", from
 * their largest term down; below, where the other tail is the smaller one, the
 * series 26.4.6 of that.
 */
static double
chi_square_tail(double chi_square, int64 degrees)
{
	double		a = degrees / 2.0;
	double		y = chi_square / 2;
	double		sum = degrees % 2 == 1 ? erfc(sqrt(y)) : 0;
	double		term;

	if (degrees == 1)
		return sum;
	if (y < a)
	{
		term = poisson(a, y);
		sum = 0;
		for (double i = a + 1; term > sum * (DBL_EPSILON / 16); i++)
		{
			sum += term;
			term *= y / i;
			CHECK_FOR_INTERRUPTS();
		}
		return 1 - sum;
	}
	term = poisson(a - 1, y);
	for (double i = a - 1; i >= 0 && term > sum * (DBL_EPSILON / 16); i--)
	{
		sum += term;
		term *= i / y;
		CHECK_FOR_INTERRUPTS();
	}
	return sum;
}

/* xN - nX of a rate x / n and the rate X / N of all of them, exactly until it is rounded to a double. */
static double
deviation(const Rate *rate, uint128 successes, uint128 trials)
{
	/* A total has 90 bits at the most, a count 63: two words, the lower one unsigned. */
	int128		high = (int128) rate->successes * (uint64) (trials >> 64) - (int128) rate->trials * (uint64) (successes >> 64);
	int128		low = (int128) rate->successes * (uint64) trials - (int128) rate->trials * (uint64) successes;

	high += low >> 64;
	if (high >= PG_INT64_MIN && high <= PG_INT64_MAX)
		return (double) (int128) ((uint128) high << 64 | (uint64) low);
	return ldexp((double) high, 64);
}

/*
 * The p-value of K. Pearson's chi-square test that so many rates, two or more of
 * at least one trial each, are the same rate; of two rates it is that of the
 * two-sided z-test with pooled variance.  The sum goes in the order of the
 * rates: they come sorted where the result must not depend on it.
 *
 * With the rate p = X / N of all, chi-square is the sum of (x - np)^2 / np(1 - p),
 * and that is (xN - nX)^2 / nX(N - X).  Equal rates have zeros here.
 */
double
equal_rates_p_value(const Rate *rate, int64 count)
{
	uint128		successes = 0;
	uint128		trials = 0;
	double		sum = 0;
	double		lost = 0;

	for (int64 i = 0; i < count; i++)
	{
		successes += rate[i].successes;
		trials += rate[i].trials;
		CHECK_FOR_INTERRUPTS();
	}
	for (int64 i = 0; i < count; i++)
	{
		double		d = deviation(&rate[i], successes, trials);
		double		part = d * d / rate[i].trials - lost;
		double		next = sum + part;

		/* What the addition has rounded off goes into the next one (Kahan). */
		lost = (next - sum) - part;
		sum = next;
		CHECK_FOR_INTERRUPTS();
	}
	if (sum == 0)
		return 1;
	return chi_square_tail(sum / ((double) successes * (double) (trials - successes)), count - 1);
}
