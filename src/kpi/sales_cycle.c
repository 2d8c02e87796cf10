/*
 * sales_cycle.c
 *		Sales cycle: mean, median and percentiles of the time from opening to
 *		closing.
 *
 * A cycle is closed - opened in microseconds; dates stand for their midnight.
 */
#include "block/cycle_total.h"
#include "block/durations.h"
#include "block/fractions.h"
#include "kinds/function.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"

/* ----------
 * sales_cycle(opened, closed)
 * ----------
 */

/* A row enters the total, or with sign -1 leaves it. */
static pg_attribute_always_inline Datum
cycle_total_change(FunctionCallInfo fcinfo, DurationFunction cycle_of, int sign)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_CYCLE, KEY_NONE, AMOUNT_NONE);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		CycleTotal *cycle = kpi_section(state, CYCLE_OF_DEALS);
		int64		us = cycle_of(PG_GETARG_DATUM(1), PG_GETARG_DATUM(2));

		cycle_total_add(cycle, us, sign);
	}
	PG_RETURN_POINTER(state);
}

/* sales_cycle_accum(kpi_state, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	return cycle_total_change(fcinfo, cycle_of, 1);
}

KPI_FUNCTION_BY_TIME(sales_cycle_accum);

/* sales_cycle_inverse(kpi_state, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_inverse(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	return cycle_total_change(fcinfo, cycle_of, -1);
}

KPI_FUNCTION_BY_TIME(sales_cycle_inverse);

/* sales_cycle_final(kpi_state) -> interval */
PG_FUNCTION_INFO_V1(sales_cycle_final);
Datum
sales_cycle_final(PG_FUNCTION_ARGS)
{
	const CycleTotal *cycle;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	cycle = kpi_section(kpi_state_argument(fcinfo, KPI_CYCLE), CYCLE_OF_DEALS);
	if (cycle->count == 0)
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(cycle_total_mean(cycle));
}

/* ----------
 * sales_cycle_percentile(fraction or fractions, opened, closed)
 *
 * The fractions, and all durations.
 * ----------
 */

/* The percentile or percentiles of durations, whose order may change. */
static Datum
percentile_result(FunctionCallInfo fcinfo, Fractions *fractions, int64 *us, int64 count, bool sorted)
{
	Datum	   *values;
	bool	   *nulls;

	if (count == 0 || (fractions->ndim < 0 && isnan(fractions->value[0])))
		PG_RETURN_NULL();
	if (fractions->ndim < 0)
		PG_RETURN_INTERVAL_P(interval_from_microseconds(durations_percentile(us, count, fractions->value[0],
																			 sorted)));
	if (!sorted && fractions->count > 3)
	{
		durations_sort(us, count);
		sorted = true;
	}
	values = palloc0(fractions->count * sizeof(Datum));
	nulls = palloc0(fractions->count * sizeof(bool));
	for (uint32 i = 0; i < fractions->count; i++)
	{
		nulls[i] = isnan(fractions->value[i]);
		if (!nulls[i])
			values[i] = IntervalPGetDatum(interval_from_microseconds(
				durations_percentile(us, count, fractions->value[i], sorted)));
		CHECK_FOR_INTERRUPTS();
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, fractions->ndim,
											 fractions->dims, fractions->lbound,
											 INTERVALOID, sizeof(Interval), false, TYPALIGN_DOUBLE));
}

/* The state for a row whose fractions have been checked. */
static pg_attribute_always_inline KpiState *
percentile_state(FunctionCallInfo fcinfo, bool is_array)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_CYCLE_PERCENTILE, KEY_NONE, AMOUNT_NONE);

	if (PG_ARGISNULL(0))
		return fractions_set_argument(state, PERCENTILE_FRACTIONS, fcinfo, is_array);
	fractions_check_argument(kpi_section(state, PERCENTILE_FRACTIONS), fcinfo, is_array);
	return state;
}

/* sales_cycle_percentile_accum(kpi_state, fraction, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_percentile_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	KpiState   *state = percentile_state(fcinfo, false);

	if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		state = durations_add(state, PERCENTILE_CYCLES, cycle_of(PG_GETARG_DATUM(2), PG_GETARG_DATUM(3)));
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_TIME(sales_cycle_percentile_accum);

/* sales_cycle_percentile_accum(kpi_state, fractions, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_percentiles_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	KpiState   *state = percentile_state(fcinfo, true);

	if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		state = durations_add(state, PERCENTILE_CYCLES, cycle_of(PG_GETARG_DATUM(2), PG_GETARG_DATUM(3)));
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_TIME(sales_cycle_percentiles_accum);

/* sales_cycle_median_accum(kpi_state, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_median_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_CYCLE_PERCENTILE, KEY_NONE, AMOUNT_NONE);

	const Fractions *fractions = kpi_section(state, PERCENTILE_FRACTIONS);

	if (PG_ARGISNULL(0))
		state = fractions_set(state, PERCENTILE_FRACTIONS, 0.5);
	else if (fractions->ndim >= 0 || fractions->value[0] != 0.5)
		fractions_changed();
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
		state = durations_add(state, PERCENTILE_CYCLES, cycle_of(PG_GETARG_DATUM(1), PG_GETARG_DATUM(2)));
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_TIME(sales_cycle_median_accum);

/*
 * sales_cycle_percentile_final(kpi_state) -> interval
 * sales_cycle_percentiles_final(kpi_state) -> interval[]
 */
static Datum
percentile_final(FunctionCallInfo fcinfo, bool is_array)
{
	const KpiState *state;
	Fractions  *fractions;
	const Durations *list;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_CYCLE_PERCENTILE);
	fractions = kpi_section(state, PERCENTILE_FRACTIONS);
	list = kpi_section(state, PERCENTILE_CYCLES);
	fractions_check_form(fractions, is_array);
	return percentile_result(fcinfo, fractions, durations_copy(list), list->count, false);
}

KPI_FUNCTION(sales_cycle_percentile_final, percentile_final(fcinfo, false));
KPI_FUNCTION(sales_cycle_percentiles_final, percentile_final(fcinfo, true));

/* ----------
 * Percentiles over moving window frames: the durations are kept sorted
 * ----------
 */

typedef struct MovingPercentile
{
	KpiState   *fractions;		/* of the first row; not of the median */
	MovingDurations cycles;
} MovingPercentile;

/* A row enters the frame; the duration stands in the last two arguments. */
static pg_attribute_always_inline Datum
moving_percentile_enter(FunctionCallInfo fcinfo, DurationFunction cycle_of, bool is_array)
{
	MemoryContext context = kpi_moving_context(fcinfo);
	MovingPercentile *moving = PG_ARGISNULL(0) ?
		MemoryContextAllocZero(context, sizeof(MovingPercentile)) :
		(MovingPercentile *) PG_GETARG_POINTER(0);
	bool		is_median = PG_NARGS() == 3;
	int			first = is_median ? 1 : 2;

	if (!is_median)
	{
		if (moving->fractions == NULL)
		{
			KpiState   *state = kpi_state_new(KPI_CYCLE_PERCENTILE, KEY_NONE, AMOUNT_NONE);

			state = fractions_set_argument(state, PERCENTILE_FRACTIONS, fcinfo, is_array);
			moving->fractions = kpi_state_keep(context, state);
		}
		else
			fractions_check_argument(kpi_section(moving->fractions, PERCENTILE_FRACTIONS), fcinfo, is_array);
	}
	if (!PG_ARGISNULL(first) && !PG_ARGISNULL(first + 1))
		moving_durations_enter(&moving->cycles, context, cycle_of(PG_GETARG_DATUM(first), PG_GETARG_DATUM(first + 1)));
	PG_RETURN_POINTER(moving);
}

/* A row leaves the frame. */
static pg_attribute_always_inline Datum
moving_percentile_leave(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	MovingPercentile *moving = (MovingPercentile *) PG_GETARG_POINTER(0);
	int			first = PG_NARGS() - 2;

	if (!PG_ARGISNULL(first) && !PG_ARGISNULL(first + 1))
		moving_durations_leave(&moving->cycles, cycle_of(PG_GETARG_DATUM(first), PG_GETARG_DATUM(first + 1)));
	PG_RETURN_POINTER(moving);
}

/* sales_cycle_percentile_moving_accum(internal, fraction, opened, closed) -> internal, and for the median */
static pg_attribute_always_inline Datum
sales_cycle_percentile_moving_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	return moving_percentile_enter(fcinfo, cycle_of, false);
}

KPI_FUNCTION_BY_TIME(sales_cycle_percentile_moving_accum);

/* sales_cycle_percentile_moving_accum(internal, fractions, opened, closed) -> internal */
static pg_attribute_always_inline Datum
sales_cycle_percentiles_moving_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	return moving_percentile_enter(fcinfo, cycle_of, true);
}

KPI_FUNCTION_BY_TIME(sales_cycle_percentiles_moving_accum);

/* sales_cycle_percentile_inverse(internal, ..., opened, closed) -> internal, and for the median */
static pg_attribute_always_inline Datum
sales_cycle_percentile_inverse(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	return moving_percentile_leave(fcinfo, cycle_of);
}

KPI_FUNCTION_BY_TIME(sales_cycle_percentile_inverse);

/* sales_cycle_percentile_moving_final(internal) -> interval, or interval[] */
PG_FUNCTION_INFO_V1(sales_cycle_percentile_moving_final);
Datum
sales_cycle_percentile_moving_final(PG_FUNCTION_ARGS)
{
	MovingPercentile *moving = PG_ARGISNULL(0) ? NULL : (MovingPercentile *) PG_GETARG_POINTER(0);

	if (moving == NULL || moving->cycles.count == 0)
		PG_RETURN_NULL();
	return percentile_result(fcinfo, kpi_section(moving->fractions, PERCENTILE_FRACTIONS), moving->cycles.us, moving->cycles.count, true);
}

/* sales_cycle_median_moving_final(internal) -> interval */
PG_FUNCTION_INFO_V1(sales_cycle_median_moving_final);
Datum
sales_cycle_median_moving_final(PG_FUNCTION_ARGS)
{
	MovingPercentile *moving = PG_ARGISNULL(0) ? NULL : (MovingPercentile *) PG_GETARG_POINTER(0);

	if (moving == NULL || moving->cycles.count == 0)
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(interval_from_microseconds(durations_percentile(moving->cycles.us, moving->cycles.count, 0.5, true)));
}
