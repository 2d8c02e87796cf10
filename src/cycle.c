/*
 * cycle.c
 *		Sales cycle: mean, median and percentiles of the time from opening to
 *		closing; business days.
 *
 * A cycle is closed - opened in microseconds; dates stand for their midnight.
 */
#include "funnel_kpi.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/date.h"
#include "utils/float.h"

/* ----------
 * sales_cycle(opened, closed)
 * ----------
 */

/* A row enters the total, or with sign -1 leaves it. */
static pg_attribute_always_inline Datum
cycle_total_change(FunctionCallInfo fcinfo, CycleFunction cycle_of, int sign)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_CYCLE, KEY_NONE, AMOUNT_NONE);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		CycleTotal *cycle = kpi_section(state, 0);
		int64		us = cycle_of(PG_GETARG_DATUM(1), PG_GETARG_DATUM(2));

		cycle_total_add(cycle, us, sign);
	}
	PG_RETURN_POINTER(state);
}

/* sales_cycle_accum(kpi_state, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_accum(FunctionCallInfo fcinfo, CycleFunction cycle_of)
{
	return cycle_total_change(fcinfo, cycle_of, 1);
}

KPI_FUNCTION_BY_TIME(sales_cycle_accum);

/* sales_cycle_inverse(kpi_state, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_inverse(FunctionCallInfo fcinfo, CycleFunction cycle_of)
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
	cycle = kpi_section(kpi_state_argument(fcinfo, KPI_CYCLE), 0);
	if (cycle->count == 0)
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(cycle_total_mean(cycle));
}

/* ----------
 * sales_cycle_percentile(fraction or fractions, opened, closed)
 *
 * Fractions in section 0, all durations in section 1.
 * ----------
 */

/* Report a fraction that is not the same in all rows. */
static void
fraction_changed(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("percentile fraction changes within a group"),
			 errhint("Use the same fraction for all rows of a group.")));
}

/* The nth fraction of an array, NaN for NULL; cursors start at the first. */
static inline float8
next_fraction(const char **data, const bits8 *nulls, int n)
{
	float8		value;

	CHECK_FOR_INTERRUPTS();
	if (nulls != NULL && (nulls[n / 8] & (1 << (n % 8))) == 0)
		return get_float8_nan();
	memcpy(&value, *data, sizeof(value));
	*data += sizeof(value);
	return percentile_fraction(value);
}

/* Put the fraction or fractions of the first row into a new state. */
static KpiState *
fractions_store(KpiState *state, FunctionCallInfo fcinfo, bool is_array)
{
	ArrayType  *array = is_array && !PG_ARGISNULL(1) ? PG_GETARG_ARRAYTYPE_P(1) : NULL;
	int			count = array != NULL ? ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)) : 1;
	Fractions  *fractions;

	state = kpi_state_resize(state, 0, offsetof(Fractions, value) + count * sizeof(float8),
							 offsetof(Fractions, value));
	fractions = kpi_section(state, 0);
	fractions->count = count;
	fractions->ndim = array != NULL ? ARR_NDIM(array) : -1;
	if (array == NULL)
		fractions->value[0] = PG_ARGISNULL(1) ? get_float8_nan() : percentile_fraction(PG_GETARG_FLOAT8(1));
	else
	{
		const char *data = ARR_DATA_PTR(array);

		for (int i = 0; i < fractions->ndim; i++)
		{
			fractions->dims[i] = ARR_DIMS(array)[i];
			fractions->lbound[i] = ARR_LBOUND(array)[i];
		}
		for (int i = 0; i < count; i++)
			fractions->value[i] = next_fraction(&data, ARR_NULLBITMAP(array), i);
	}
	return state;
}

/* The row's fraction or fractions must be those of the first row. */
static inline void
fractions_check(const Fractions *fractions, FunctionCallInfo fcinfo, bool is_array)
{
	ArrayType  *array;
	const char *data;

	if (fractions->ndim < 0)
	{
		/* One fraction; or the array is NULL, which is kept like one. */
		if (isnan(fractions->value[0]) ? !PG_ARGISNULL(1) :
			PG_ARGISNULL(1) || is_array || PG_GETARG_FLOAT8(1) != fractions->value[0])
		{
			if (!is_array && !PG_ARGISNULL(1))
				percentile_fraction(PG_GETARG_FLOAT8(1));
			fraction_changed();
		}
		return;
	}
	if (PG_ARGISNULL(1) || !is_array)
		fraction_changed();
	array = PG_GETARG_ARRAYTYPE_P(1);
	if (ARR_NDIM(array) != fractions->ndim ||
		memcmp(ARR_DIMS(array), fractions->dims, fractions->ndim * sizeof(int32)) != 0 ||
		memcmp(ARR_LBOUND(array), fractions->lbound, fractions->ndim * sizeof(int32)) != 0)
		fraction_changed();
	data = ARR_DATA_PTR(array);
	for (uint32 i = 0; i < fractions->count; i++)
	{
		float8		value = next_fraction(&data, ARR_NULLBITMAP(array), i);

		if (isnan(value) ? !isnan(fractions->value[i]) : value != fractions->value[i])
			fraction_changed();
	}
	if ((Pointer) array != DatumGetPointer(PG_GETARG_DATUM(1)))
		pfree(array);
}

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
		return fractions_store(state, fcinfo, is_array);
	fractions_check(kpi_section(state, 0), fcinfo, is_array);
	return state;
}

/* sales_cycle_percentile_accum(kpi_state, fraction, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_percentile_accum(FunctionCallInfo fcinfo, CycleFunction cycle_of)
{
	KpiState   *state = percentile_state(fcinfo, false);

	if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		state = durations_add(state, 1, cycle_of(PG_GETARG_DATUM(2), PG_GETARG_DATUM(3)));
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_TIME(sales_cycle_percentile_accum);

/* sales_cycle_percentile_accum(kpi_state, fractions, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_percentiles_accum(FunctionCallInfo fcinfo, CycleFunction cycle_of)
{
	KpiState   *state = percentile_state(fcinfo, true);

	if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		state = durations_add(state, 1, cycle_of(PG_GETARG_DATUM(2), PG_GETARG_DATUM(3)));
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_TIME(sales_cycle_percentiles_accum);

/* sales_cycle_median_accum(kpi_state, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_cycle_median_accum(FunctionCallInfo fcinfo, CycleFunction cycle_of)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_CYCLE_PERCENTILE, KEY_NONE, AMOUNT_NONE);

	Fractions  *fractions = kpi_section(state, 0);

	if (PG_ARGISNULL(0))
	{
		state = kpi_state_resize(state, 0, offsetof(Fractions, value) + sizeof(float8),
								 offsetof(Fractions, value));
		fractions = kpi_section(state, 0);
		fractions->count = 1;
		fractions->ndim = -1;
		fractions->value[0] = 0.5;
	}
	else if (fractions->ndim >= 0 || fractions->value[0] != 0.5)
		fraction_changed();
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
		state = durations_add(state, 1, cycle_of(PG_GETARG_DATUM(1), PG_GETARG_DATUM(2)));
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
	int64	   *us;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_CYCLE_PERCENTILE);
	fractions = kpi_section(state, 0);
	list = kpi_section(state, 1);
	if (fractions->ndim >= 0 && !is_array)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("state of several percentiles where one is asked for")));
	if (fractions->ndim < 0 && is_array && !isnan(fractions->value[0]))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("state of one percentile where several are asked for")));

	/* The state must not change, and selecting reorders. */
	us = MemoryContextAllocHuge(CurrentMemoryContext, Max(list->count, 1) * sizeof(int64));
	kpi_copy_bytes(us, list->us, list->count * sizeof(int64));
	return percentile_result(fcinfo, fractions, us, list->count, false);
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
	int64		count;
	int64		room;
	int64	   *us;
} MovingPercentile;

/* The number of durations shorter than this one. */
static int64
moving_rank(const MovingPercentile *moving, int64 us)
{
	int64		low = 0;
	int64		high = moving->count;

	while (low < high)
	{
		int64		middle = (low + high) / 2;

		if (moving->us[middle] < us)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A row enters the frame; the duration stands in the last two arguments. */
static pg_attribute_always_inline Datum
moving_percentile_enter(FunctionCallInfo fcinfo, CycleFunction cycle_of, bool is_array)
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
			moving->fractions = kpi_state_keep(context,
											   fractions_store(kpi_state_new(KPI_CYCLE_PERCENTILE,
																			 KEY_NONE, AMOUNT_NONE),
															   fcinfo, is_array));
		else
			fractions_check(kpi_section(moving->fractions, 0), fcinfo, is_array);
	}
	if (!PG_ARGISNULL(first) && !PG_ARGISNULL(first + 1))
	{
		int64		us = cycle_of(PG_GETARG_DATUM(first), PG_GETARG_DATUM(first + 1));
		int64		rank = moving_rank(moving, us);

		if (moving->us == NULL)
		{
			moving->room = 16;
			moving->us = MemoryContextAlloc(context, moving->room * sizeof(int64));
		}
		else if (moving->count == moving->room)
		{
			moving->room *= 2;
			moving->us = repalloc_huge(moving->us, moving->room * sizeof(int64));
		}
		memmove(moving->us + rank + 1, moving->us + rank, (moving->count - rank) * sizeof(int64));
		moving->us[rank] = us;
		moving->count++;
	}
	PG_RETURN_POINTER(moving);
}

/* A row leaves the frame. */
static pg_attribute_always_inline Datum
moving_percentile_leave(FunctionCallInfo fcinfo, CycleFunction cycle_of)
{
	MovingPercentile *moving = (MovingPercentile *) PG_GETARG_POINTER(0);
	int			first = PG_NARGS() - 2;

	if (!PG_ARGISNULL(first) && !PG_ARGISNULL(first + 1))
	{
		int64		us = cycle_of(PG_GETARG_DATUM(first), PG_GETARG_DATUM(first + 1));
		int64		rank = moving_rank(moving, us);

		/* A function that lies about its volatility can make this happen. */
		if (rank == moving->count || moving->us[rank] != us)
			elog(ERROR, "row leaves a window frame that it is not in");
		moving->count--;
		memmove(moving->us + rank, moving->us + rank + 1, (moving->count - rank) * sizeof(int64));
	}
	PG_RETURN_POINTER(moving);
}

/* sales_cycle_percentile_moving_accum(internal, fraction, opened, closed) -> internal, and for the median */
static pg_attribute_always_inline Datum
sales_cycle_percentile_moving_accum(FunctionCallInfo fcinfo, CycleFunction cycle_of)
{
	return moving_percentile_enter(fcinfo, cycle_of, false);
}

KPI_FUNCTION_BY_TIME(sales_cycle_percentile_moving_accum);

/* sales_cycle_percentile_moving_accum(internal, fractions, opened, closed) -> internal */
static pg_attribute_always_inline Datum
sales_cycle_percentiles_moving_accum(FunctionCallInfo fcinfo, CycleFunction cycle_of)
{
	return moving_percentile_enter(fcinfo, cycle_of, true);
}

KPI_FUNCTION_BY_TIME(sales_cycle_percentiles_moving_accum);

/* sales_cycle_percentile_inverse(internal, ..., opened, closed) -> internal, and for the median */
static pg_attribute_always_inline Datum
sales_cycle_percentile_inverse(FunctionCallInfo fcinfo, CycleFunction cycle_of)
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

	if (moving == NULL || moving->count == 0)
		PG_RETURN_NULL();
	return percentile_result(fcinfo, kpi_section(moving->fractions, 0), moving->us, moving->count, true);
}

/* sales_cycle_median_moving_final(internal) -> interval */
PG_FUNCTION_INFO_V1(sales_cycle_median_moving_final);
Datum
sales_cycle_median_moving_final(PG_FUNCTION_ARGS)
{
	MovingPercentile *moving = PG_ARGISNULL(0) ? NULL : (MovingPercentile *) PG_GETARG_POINTER(0);

	if (moving == NULL || moving->count == 0)
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(interval_from_microseconds(durations_percentile(moving->us, moving->count, 0.5, true)));
}

/* ----------
 * business_days(from, to, holidays)
 * ----------
 */

/* Monday to Friday since Monday, 2000-01-03, up to and including this day. */
static int64
weekdays_until(DateADT day)
{
	int64		since_monday = (int64) day - 2;
	int64		weeks = since_monday >= 0 ? since_monday / 7 : -((6 - since_monday) / 7);
	int64		weekday = since_monday - weeks * 7;

	return weeks * 5 + Min(weekday + 1, 5);
}

#define ST_SORT sort_dates
#define ST_ELEMENT_TYPE DateADT
#define ST_COMPARE(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * business_days(from date, to date, holidays date[]) -> integer
 *
 * Working days (Monday to Friday, less the holidays) after `from` up to and
 * including `to`; negative when `to` lies before `from`.  A holiday counts once
 * however often it is listed, on a weekend not at all; a NULL one is left out.
 */
PG_FUNCTION_INFO_V1(business_days);
Datum
business_days(PG_FUNCTION_ARGS)
{
	DateADT		from = PG_GETARG_DATEADT(0);
	DateADT		to = PG_GETARG_DATEADT(1);
	ArrayType  *holidays = PG_GETARG_ARRAYTYPE_P(2);
	DateADT		after = Min(from, to);
	DateADT		until = Max(from, to);
	int64		days;

	if (DATE_NOT_FINITE(from) || DATE_NOT_FINITE(to))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("cannot count the business days to an infinite date"),
				 errhint("Use NULL for a date that is not known.")));
	days = weekdays_until(until) - weekdays_until(after);

	if (ARR_NDIM(holidays) > 0)
	{
		Datum	   *values;
		bool	   *nulls;
		int			count;
		int			listed = 0;
		DateADT    *list;

		deconstruct_array(holidays, DATEOID, sizeof(DateADT), true, TYPALIGN_INT, &values, &nulls, &count);
		list = palloc(count * sizeof(DateADT));
		for (int i = 0; i < count; i++)
		{
			DateADT		day = nulls[i] ? after : DatumGetDateADT(values[i]);

			if (day > after && day <= until && weekdays_until(day) != weekdays_until(day - 1))
				list[listed++] = day;
			CHECK_FOR_INTERRUPTS();
		}
		sort_dates(list, listed);
		for (int i = 0; i < listed; i++)
			days -= i == 0 || list[i] != list[i - 1];
	}
	PG_RETURN_INT32((int32) (to < from ? -days : days));
}
