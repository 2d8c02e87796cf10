/*
 * funnel_summary.c
 *		The funnel of many subjects: how many reached each step, and the time
 *		between any two steps.
 *
 * A funnel_summary is the wire form of a state (walk.c): the number of
 * subjects, the number of those that reached each step, and a sketch of times
 * for each pair of steps.
 */
#include "funnel/funnel.h"

#include "block/durations.h"
#include "block/fractions.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"

/* ----------
 * funnel_summary(level, steps), funnel_summary(times, steps), rollup(funnel_summary), funnel + funnel
 * ----------
 */

/* The number of steps in an argument. */
int
funnel_steps_argument(FunctionCallInfo fcinfo, int argument)
{
	int64		steps;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of steps of a funnel must not be NULL"),
				 errhint("A funnel has 1 to %d steps.", FUNNEL_MOST_STEPS)));
	steps = PG_GETARG_INT64(argument);
	if (steps < 1 || steps > FUNNEL_MOST_STEPS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a funnel cannot have %lld steps", (long long) steps),
				 errhint("A funnel has 1 to %d steps.", FUNNEL_MOST_STEPS)));
	return steps;
}

/* The funnel that a row is added to, whose number of steps is in argument 2. */
static KpiState *
funnel_of_row(FunctionCallInfo fcinfo)
{
	int			steps = funnel_steps_argument(fcinfo, 2);
	KpiState   *funnel;

	if (PG_ARGISNULL(0))
		return kpi_state_new(KPI_FUNNEL, KEY_NONE, steps);
	funnel = kpi_state_argument(fcinfo, KPI_FUNNEL);
	if (funnel->parameter != steps)
		funnel_argument_changes("number of steps");
	return funnel;
}

/* Report a subject that got deeper than the funnel is. */
static void
check_level(int64 level, int steps)
{
	if (level < 0 || level > steps)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("level %lld of a subject is out of range", (long long) level),
				 errdetail("The number of steps is %d.", steps),
				 errhint("A level is the number of steps reached, 0 if none.")));
}

/* Report times that have no distance. */
static void
check_finite(const int64 *time, int level)
{
	for (int i = 0; i < level; i++)
		if (unlikely(TIMESTAMP_NOT_FINITE(time[i])))
			ereport(ERROR,
					(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					 errmsg("cannot measure the time between steps of a funnel with an infinite date or timestamp"),
					 errhint("Leave events of infinite time out, or use window_funnel, which needs no times.")));
}

/*
 * Count a subject that reached so many steps, at these times unless they are
 * NULL.  Returns the funnel, another one if a sketch had to grow.
 */
KpiState *
funnel_count_subject(KpiState *funnel, int level, const int64 *time)
{
	Counts	   *levels = kpi_section(funnel, FUNNEL_LEVELS);

	for (int i = 0; i <= level; i++)
		levels->n[i]++;
	if (time == NULL || level < 2)
		return funnel;
	check_finite(time, level);
	return step_times_add(funnel, FUNNEL_TIMES, time, level);
}

/* funnel_summary_accum(kpi_state, level, steps) -> kpi_state */
PG_FUNCTION_INFO_V1(funnel_summary_accum_level);
Datum
funnel_summary_accum_level(PG_FUNCTION_ARGS)
{
	KpiState   *funnel = funnel_of_row(fcinfo);

	if (!PG_ARGISNULL(1))
	{
		check_level(PG_GETARG_INT64(1), funnel->parameter);
		funnel = funnel_count_subject(funnel, PG_GETARG_INT64(1), NULL);
	}
	PG_RETURN_POINTER(funnel);
}

/* funnel_summary_accum(kpi_state, times, steps) -> kpi_state */
static pg_attribute_always_inline Datum
funnel_summary_accum_times(FunctionCallInfo fcinfo, TimeType type)
{
	KpiState   *funnel = funnel_of_row(fcinfo);
	ArrayType  *array;
	int			length;
	int64		time[FUNNEL_MOST_STEPS];

	if (PG_ARGISNULL(1))
		PG_RETURN_POINTER(funnel);
	array = PG_GETARG_ARRAYTYPE_P(1);
	length = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("times of a funnel must be a one-dimensional array")));
	if (array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("times of a funnel must not contain NULL"),
				 errhint("Give the times of the steps that were reached, one after the other.")));
	check_level(length, funnel->parameter);
	for (int i = 0; i < length; i++)
	{
		const char *data = ARR_DATA_PTR(array);

		time[i] = type == TIME_DATE ? funnel_time(DateADTGetDatum(((const DateADT *) data)[i]), type) :
			((const Timestamp *) data)[i];
		if (i > 0 && time[i] < time[i - 1])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("times of a funnel must ascend"),
					 errdetail("Step %d was reached before step %d.", i + 1, i)));
	}
	PG_RETURN_POINTER(funnel_count_subject(funnel, length, time));
}

KPI_FUNCTION(funnel_summary_accum_dates, funnel_summary_accum_times(fcinfo, TIME_DATE));
KPI_FUNCTION(funnel_summary_accum_timestamps, funnel_summary_accum_times(fcinfo, TIME_TIMESTAMP));

/* The funnel_summary of a state, NULL over no subjects. */
Datum
funnel_summary_of_state(FunctionCallInfo fcinfo, KpiState *funnel, int form)
{
	if (((Counts *) kpi_section(funnel, FUNNEL_LEVELS))->n[0] == 0)
		PG_RETURN_NULL();
	return kpi_stored(fcinfo, funnel, form);
}

/* funnel_summary_final(kpi_state) -> funnel_summary; that of SQL which knows form 2 has a symbol of its own */
static Datum
funnel_summary_of_argument(FunctionCallInfo fcinfo, int form)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return funnel_summary_of_state(fcinfo, kpi_state_argument(fcinfo, KPI_FUNNEL), form);
}

KPI_FUNCTION(funnel_summary_final, funnel_summary_of_argument(fcinfo, WIRE_FORM_1));
KPI_FUNCTION(funnel_summary_final_2, funnel_summary_of_argument(fcinfo, WIRE_FORM_2));

/* The checked contents of a funnel_summary. */
KpiState *
funnel_summary_read(Datum datum)
{
	return kpi_stored_read(datum, KPI_FUNNEL, WIRE_KEEP);
}

/* rollup_accum(kpi_state, funnel_summary) -> kpi_state */
KPI_FUNCTION(rollup_funnel_accum, kpi_stored_rollup_accum(fcinfo, KPI_FUNNEL));

/* funnel_summary_plus(funnel_summary, funnel_summary) -> funnel_summary */
KPI_FUNCTION(funnel_summary_plus, kpi_stored(fcinfo, kpi_stored_merged(fcinfo, KPI_FUNNEL), WIRE_FORM_1));
KPI_FUNCTION(funnel_summary_plus_2, kpi_stored(fcinfo, kpi_stored_merged(fcinfo, KPI_FUNNEL), WIRE_FORM_2));

/* funnel_summary_recv(internal) -> funnel_summary */
KPI_FUNCTION(funnel_summary_recv, kpi_stored_recv(fcinfo, KPI_FUNNEL));

/* funnel_summary_send(funnel_summary) -> bytea */
KPI_FUNCTION(funnel_summary_send, kpi_stored_send(fcinfo, KPI_FUNNEL));

/* ----------
 * Accessors
 * ----------
 */

/* A step that an accessor is asked for. */
static int
step_argument(FunctionCallInfo fcinfo, int argument, const KpiState *funnel)
{
	int64		step = PG_GETARG_INT64(argument);

	if (step < 1 || step > funnel->parameter)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("step %lld of a funnel is out of range", (long long) step),
				 errhint("This funnel has steps 1 to %d.", funnel->parameter)));
	return step;
}

/* Two steps, the second one no earlier than the first. */
static void
steps_arguments(FunctionCallInfo fcinfo, const KpiState *funnel, int *from, int *to)
{
	*from = step_argument(fcinfo, 1, funnel);
	*to = step_argument(fcinfo, 2, funnel);
	if (*from > *to)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("step %d of a funnel does not come after step %d", *to, *from),
				 errhint("Name the earlier step first.")));
}

/* population(funnel_summary) -> bigint: all subjects */
KPI_FUNCTION(funnel_summary_population, Int64GetDatum(reached(funnel_summary_read(PG_GETARG_DATUM(0)), 0)));

/* reached(funnel_summary, step) -> bigint */
PG_FUNCTION_INFO_V1(funnel_summary_reached);
Datum
funnel_summary_reached(PG_FUNCTION_ARGS)
{
	const KpiState *funnel = funnel_summary_read(PG_GETARG_DATUM(0));

	PG_RETURN_INT64(reached(funnel, step_argument(fcinfo, 1, funnel)));
}

/* conversion_rate(funnel_summary) -> double precision: last step over first */
PG_FUNCTION_INFO_V1(funnel_summary_conversion_rate);
Datum
funnel_summary_conversion_rate(PG_FUNCTION_ARGS)
{
	const KpiState *funnel = funnel_summary_read(PG_GETARG_DATUM(0));

	return count_ratio(fcinfo, reached(funnel, funnel->parameter), reached(funnel, 1));
}

/* conversion_rate(funnel_summary, from_step, to_step) -> double precision */
PG_FUNCTION_INFO_V1(funnel_summary_conversion_rate_between);
Datum
funnel_summary_conversion_rate_between(PG_FUNCTION_ARGS)
{
	const KpiState *funnel = funnel_summary_read(PG_GETARG_DATUM(0));
	int			from;
	int			to;

	steps_arguments(fcinfo, funnel, &from, &to);
	return count_ratio(fcinfo, reached(funnel, to), reached(funnel, from));
}

/* A percentile of the time from a step to a later one, in microseconds; false if no time is known. */
static bool
time_between(const KpiState *funnel, int from, int to, double fraction, int64 *us)
{
	const Sketch *sketch;

	if (from == to)
	{
		*us = 0;
		return reached(funnel, to) > 0;
	}
	sketch = step_times_between(kpi_section(funnel, FUNNEL_TIMES), from, to);
	if (sketch->length == 0)
		return false;
	*us = sketch_percentile(sketch, fraction);
	return true;
}

/* time_to_convert(funnel_summary, fraction) -> interval: from the first step to the last */
PG_FUNCTION_INFO_V1(funnel_summary_time_to_convert);
Datum
funnel_summary_time_to_convert(PG_FUNCTION_ARGS)
{
	const KpiState *funnel = funnel_summary_read(PG_GETARG_DATUM(0));
	double		fraction = percentile_fraction(PG_GETARG_FLOAT8(1));
	int64		us;

	if (!time_between(funnel, 1, funnel->parameter, fraction, &us))
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(interval_from_microseconds(us));
}

/* time_to_convert(funnel_summary, from_step, to_step, fraction) -> interval */
PG_FUNCTION_INFO_V1(funnel_summary_time_to_convert_between);
Datum
funnel_summary_time_to_convert_between(PG_FUNCTION_ARGS)
{
	const KpiState *funnel = funnel_summary_read(PG_GETARG_DATUM(0));
	double		fraction = percentile_fraction(PG_GETARG_FLOAT8(3));
	int			from;
	int			to;
	int64		us;

	steps_arguments(fcinfo, funnel, &from, &to);
	if (!time_between(funnel, from, to, fraction, &us))
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(interval_from_microseconds(us));
}

/* What funnel_report keeps between its rows. */
typedef struct Report
{
	const KpiState *funnel;
	StepNames	names;
} Report;

/* The names of a funnel's steps in an argument, which may be NULL. */
StepNames
step_names_argument(FunctionCallInfo fcinfo, int argument, int steps)
{
	StepNames	names = {0};
	ArrayType  *array;
	int			length;

	if (PG_ARGISNULL(argument))
		return names;
	array = PG_GETARG_ARRAYTYPE_P_COPY(argument);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("names of steps must be a one-dimensional array")));
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &names.name, &names.is_null, &length);
	if (length != steps)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%d names given for a funnel of %d steps", length, steps),
				 errhint("Give one name for each step, or none.")));
	return names;
}

/*
 * funnel_report(funnel_summary, names) -> (step, name, reached,
 *		conversion_from_start, conversion_from_previous, dropped, median_time,
 *		p90_time, median_seconds, p90_seconds)
 */
PG_FUNCTION_INFO_V1(funnel_report);
Datum
funnel_report(PG_FUNCTION_ARGS)
{
	FuncCallContext *context;
	Report	   *report;
	const KpiState *funnel;
	int			step;
	Datum		values[10];
	bool		nulls[10];
	HeapTuple	tuple;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old;

		context = kpi_report_begin(fcinfo);
		old = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		if (!PG_ARGISNULL(0))
		{
			report = palloc0(sizeof(Report));
			report->funnel = funnel_summary_read(PG_GETARG_DATUM(0));
			report->names = step_names_argument(fcinfo, 1, report->funnel->parameter);
			context->user_fctx = report;
			context->max_calls = report->funnel->parameter;
		}
		MemoryContextSwitchTo(old);
	}
	context = SRF_PERCALL_SETUP();
	report = context->user_fctx;
	if (report == NULL || context->call_cntr >= context->max_calls)
		SRF_RETURN_DONE(context);

	funnel = report->funnel;
	step = context->call_cntr + 1;
	memset(nulls, false, sizeof(nulls));
	values[0] = Int32GetDatum(step);
	values[1] = step_name(&report->names, step, &nulls[1]);
	values[2] = Int64GetDatum(reached(funnel, step));
	nulls[3] = reached(funnel, 1) == 0;
	values[3] = Float8GetDatum(nulls[3] ? 0 : (double) reached(funnel, step) / reached(funnel, 1));
	nulls[4] = step == 1 || reached(funnel, step - 1) == 0;
	values[4] = Float8GetDatum(nulls[4] ? 0 : (double) reached(funnel, step) / reached(funnel, step - 1));
	nulls[5] = step == 1;
	values[5] = Int64GetDatum(nulls[5] ? 0 : reached(funnel, step - 1) - reached(funnel, step));
	for (int i = 0; i < 2; i++)
	{
		int64		us = 0;

		nulls[6 + i] = nulls[8 + i] = step == 1 || !time_between(funnel, step - 1, step, i == 0 ? 0.5 : 0.9, &us);
		values[6 + i] = IntervalPGetDatum(interval_from_microseconds(us));
		values[8 + i] = Float8GetDatum(us / (double) USECS_PER_SEC);
	}
	tuple = heap_form_tuple(context->tuple_desc, values, nulls);
	SRF_RETURN_NEXT(context, HeapTupleGetDatum(tuple));
}
