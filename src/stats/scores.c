/*
 * scores.c
 *		Is a score any good: score_auc, score_lift.
 *
 * Both need no more than the order of the scores.  A score is kept as an integer
 * of the same order, so the block of all durations keeps them, one list for the
 * rows that converted and one for those that did not.
 */
#include "block/durations.h"
#include "block/fractions.h"
#include "kinds/function.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/float.h"
#include "utils/memutils.h"

StaticAssertDecl(SCORE_AUC_CONVERTED == 0 && SCORE_AUC_OTHERS == 1 && SCORE_LIFT_CONVERTED == 1 && SCORE_LIFT_OTHERS == 2,
				 "the lists of scores stand one after the other");
StaticAssertDecl(KPI_MOST_BYTES / sizeof(int64) <= 1 << 27, "twice the number of pairs may not fit 53 bits");

/* Add a row's score unless something of it is NULL: the score is this argument, whether it converted the next one. */
static KpiState *
scores_add(FunctionCallInfo fcinfo, KpiState *state, int argument, int section)
{
	float8		score;
	int64		bits;

	if (PG_ARGISNULL(argument) || PG_ARGISNULL(argument + 1))
		return state;
	/* As PostgreSQL compares: all NaN are equal and the largest, both zeros are equal. */
	score = PG_GETARG_FLOAT8(argument);
	if (score == 0)
		score = 0;
	memcpy(&bits, &score, sizeof(bits));
	/* Of two negative numbers the smaller one has the larger bits. */
	if (isnan(score))
		bits = PG_INT64_MAX;
	else if (bits < 0)
		bits ^= PG_INT64_MAX;
	return durations_add(state, section + !PG_GETARG_BOOL(argument + 1), bits);
}

/* The scores of both kinds of rows, highest last. */
typedef struct Scores
{
	int64	   *converted;
	int64	   *others;
	int64		converted_count;
	int64		others_count;
} Scores;

static Scores
scores_of_state(const KpiState *state, int section)
{
	const Durations *converted = kpi_section(state, section);
	const Durations *others = kpi_section(state, section + 1);
	Scores		scores = {durations_copy(converted), durations_copy(others), converted->count, others->count};

	durations_sort(scores.converted, scores.converted_count);
	durations_sort(scores.others, scores.others_count);
	return scores;
}

/* Take the rows of the highest score that is left, of which there is one: how many converted, and how many did not. */
static void
take_highest(Scores *scores, int64 *converted, int64 *others)
{
	int64		converted_left = scores->converted_count;
	int64		others_left = scores->others_count;
	int64		score = converted_left == 0 ? scores->others[others_left - 1] :
		others_left == 0 ? scores->converted[converted_left - 1] :
		Max(scores->converted[converted_left - 1], scores->others[others_left - 1]);

	while (converted_left > 0 && scores->converted[converted_left - 1] == score)
		converted_left--;
	while (others_left > 0 && scores->others[others_left - 1] == score)
		others_left--;
	*converted = scores->converted_count - converted_left;
	*others = scores->others_count - others_left;
	scores->converted_count = converted_left;
	scores->others_count = others_left;
	CHECK_FOR_INTERRUPTS();
}

/* ----------
 * score_auc(score, converted)
 * ----------
 */

/* score_auc_accum(kpi_state, score, converted) -> kpi_state */
PG_FUNCTION_INFO_V1(score_auc_accum);
Datum
score_auc_accum(PG_FUNCTION_ARGS)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_SCORE_AUC, KEY_NONE, AMOUNT_NONE);

	PG_RETURN_POINTER(scores_add(fcinfo, state, 1, SCORE_AUC_CONVERTED));
}

/*
 * score_auc_final(kpi_state) -> double precision
 *
 * Of all pairs of a row that converted and one that did not (H. B. Mann and
 * D. R. Whitney, 1947), the share in which the one that converted has the higher
 * score, ties counting half; NULL if there is no pair.
 */
PG_FUNCTION_INFO_V1(score_auc_final);
Datum
score_auc_final(PG_FUNCTION_ARGS)
{
	Scores		scores;
	int64		pairs;
	int64		halves = 0;		/* two for each pair won, one for a tie */

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	scores = scores_of_state(kpi_state_argument(fcinfo, KPI_SCORE_AUC), SCORE_AUC_CONVERTED);
	pairs = scores.converted_count * scores.others_count;
	if (pairs == 0)
		PG_RETURN_NULL();
	while (scores.converted_count > 0)
	{
		int64		converted;
		int64		others;

		take_highest(&scores, &converted, &others);
		halves += converted * (2 * scores.others_count + others);
	}
	/* With fewer than 2^27 scores in a state, both are exact as double precision. */
	PG_RETURN_FLOAT8((double) halves / (2 * (double) pairs));
}

/* ----------
 * score_lift(fraction, score, converted)
 * ----------
 */

/* The fraction of the rows to be compared with all of them, NaN for NULL. */
static float8
lift_fraction(FunctionCallInfo fcinfo)
{
	float8		fraction;

	if (PG_ARGISNULL(1))
		return get_float8_nan();
	fraction = PG_GETARG_FLOAT8(1);
	if (isnan(fraction) || fraction <= 0 || fraction > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("fraction %s of the scores is not above 0 and up to 1", float8out_internal(fraction)),
				 errhint("The best-scored tenth is 0.1.")));
	return fraction;
}

/* score_lift_accum(kpi_state, fraction, score, converted) -> kpi_state */
PG_FUNCTION_INFO_V1(score_lift_accum);
Datum
score_lift_accum(PG_FUNCTION_ARGS)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_SCORE_LIFT, KEY_NONE, AMOUNT_NONE);
	float8		fraction = lift_fraction(fcinfo);

	if (PG_ARGISNULL(0))
		state = fractions_set(state, SCORE_LIFT_FRACTION, fraction);
	else
		fractions_check_single(kpi_section(state, SCORE_LIFT_FRACTION), fraction, score_lift_fraction);
	PG_RETURN_POINTER(scores_add(fcinfo, state, 2, SCORE_LIFT_CONVERTED));
}

/*
 * score_lift_final(kpi_state) -> double precision
 *
 * The conversion rate of the best-scored fraction over that of all rows: of the
 * rows at the cut, which have one score, the part that fits.  NULL if nothing
 * converted.
 */
PG_FUNCTION_INFO_V1(score_lift_final);
Datum
score_lift_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;
	const Fractions *fractions;
	Scores		scores;
	double		all;
	double		all_converted;
	double		best;			/* rows in the fraction, with a part of one at the end */
	double		best_converted = 0;
	int64		taken = 0;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_SCORE_LIFT);
	fractions = kpi_section(state, SCORE_LIFT_FRACTION);
	wire_check(fractions->ndim == -1 && !(fractions->value[0] == 0), "a fraction is out of range");
	scores = scores_of_state(state, SCORE_LIFT_CONVERTED);
	if (isnan(fractions->value[0]) || scores.converted_count == 0)
		PG_RETURN_NULL();
	all_converted = scores.converted_count;
	all = all_converted + scores.others_count;
	best = fractions->value[0] * all;
	while (taken < best)
	{
		int64		converted;
		int64		others;

		take_highest(&scores, &converted, &others);
		if (taken + converted + others > best)
		{
			double		share = (double) converted / (converted + others);

			/* All of one score: how many they are does not matter. */
			if (taken == 0)
				PG_RETURN_FLOAT8(converted * all / ((converted + others) * all_converted));
			best_converted += (best - taken) * share;
			break;
		}
		best_converted += converted;
		taken += converted + others;
	}
	PG_RETURN_FLOAT8(best_converted * all / (best * all_converted));
}
