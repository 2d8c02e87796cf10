/*
 * rates.c
 *		How sure a rate is, and whether rates differ: rate_interval,
 *		rate_difference_interval, rate_difference_p_value, rates_p_value.
 */
#include "block/segments.h"
#include "kinds/function.h"
#include "kinds/stored.h"

#include "access/htup_details.h"

/* The rate whose successes and trials are this argument and the next one. */
static Rate
rate_argument(FunctionCallInfo fcinfo, int argument)
{
	Rate		rate = {PG_GETARG_INT64(argument), PG_GETARG_INT64(argument + 1)};

	if (rate.successes < 0 || rate.successes > rate.trials)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there cannot be %lld successes in %lld trials",
						(long long) rate.successes, (long long) rate.trials),
				 errhint("Successes are some of the trials, as count(*) FILTER (WHERE won) of count(*).")));
	return rate;
}

/* Two bounds as a row, NULLs if they are not known. */
static Datum
bounds_result(FunctionCallInfo fcinfo, bool known, double lower, double upper)
{
	Datum		values[2] = {Float8GetDatum(lower), Float8GetDatum(upper)};
	bool		nulls[2] = {!known, !known};

	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(kpi_row_type(fcinfo), values, nulls)));
}

/* rate_interval(successes, trials, confidence) -> (lower, upper) */
PG_FUNCTION_INFO_V1(rate_interval);
Datum
rate_interval(PG_FUNCTION_ARGS)
{
	Rate		rate = rate_argument(fcinfo, 0);
	double		confidence = PG_GETARG_FLOAT8(2);
	bool		known = rate.trials > 0;
	double		lower = 0;
	double		upper = 0;

	check_confidence(confidence);
	if (known)
		wilson_interval(rate.successes, rate.trials, confidence, &lower, &upper);
	return bounds_result(fcinfo, known, lower, upper);
}

/* rate_difference_interval(successes_a, trials_a, successes_b, trials_b, confidence) -> (lower, upper) */
PG_FUNCTION_INFO_V1(rate_difference_interval);
Datum
rate_difference_interval(PG_FUNCTION_ARGS)
{
	Rate		a = rate_argument(fcinfo, 0);
	Rate		b = rate_argument(fcinfo, 2);
	double		confidence = PG_GETARG_FLOAT8(4);
	bool		known = a.trials > 0 && b.trials > 0;
	double		lower = 0;
	double		upper = 0;

	check_confidence(confidence);
	if (known)
		newcombe_interval(&a, &b, confidence, &lower, &upper);
	return bounds_result(fcinfo, known, lower, upper);
}

/* rate_difference_p_value(successes_a, trials_a, successes_b, trials_b) -> double precision */
PG_FUNCTION_INFO_V1(rate_difference_p_value);
Datum
rate_difference_p_value(PG_FUNCTION_ARGS)
{
	Rate		rate[2] = {rate_argument(fcinfo, 0), rate_argument(fcinfo, 2)};

	if (rate[0].trials == 0 || rate[1].trials == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(equal_rates_p_value(rate, 2));
}

/* rates_p_value_accum(kpi_state, successes, trials) -> kpi_state */
PG_FUNCTION_INFO_V1(rates_p_value_accum);
Datum
rates_p_value_accum(PG_FUNCTION_ARGS)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_RATES, KEY_NONE, AMOUNT_NONE);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		Rate		rate = rate_argument(fcinfo, 1);

		if (rate.trials > 0)
			state = segments_add(state, RATES_SEGMENTS, rate);
	}
	PG_RETURN_POINTER(state);
}

/* rates_p_value_final(kpi_state) -> double precision, NULL where there are no two segments to compare */
PG_FUNCTION_INFO_V1(rates_p_value_final);
Datum
rates_p_value_final(PG_FUNCTION_ARGS)
{
	const Segments *list;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	list = kpi_section(kpi_state_argument(fcinfo, KPI_RATES), RATES_SEGMENTS);
	if (list->count < 2)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(equal_rates_p_value(segments_sorted(list), list->count));
}
