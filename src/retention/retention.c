/*
 * retention.c
 *		Did a subject come back: by steps that occurred, and by periods after its
 *		cohort's time.
 */
#include "block/calendar.h"
#include "block/conditions.h"
#include "block/flags.h"
#include "block/retention_question.h"
#include "kinds/function.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/date.h"

/* An array of so many booleans, of which some are NULL. */
static Datum
boolean_array(Datum *values, bool *nulls, int length)
{
	int			lower = 1;

	return PointerGetDatum(construct_md_array(values, nulls, 1, &length, &lower, BOOLOID, 1, true, TYPALIGN_CHAR));
}

/* ----------
 * retention(VARIADIC steps boolean[])
 * ----------
 */

/* The array of steps in argument 1, and how many there are. */
static ArrayType *
steps_argument(FunctionCallInfo fcinfo, int *count)
{
	ArrayType  *array;

	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("steps of retention must not be a NULL array"),
				 errhint("Give 1 to %d conditions, one for each step.", MOST_CONDITIONS)));
	array = PG_GETARG_ARRAYTYPE_P(1);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("steps of retention must be a one-dimensional array")));
	*count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	if (*count < 1 || *count > MOST_CONDITIONS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("retention cannot have %d steps", *count),
				 errhint("Give 1 to %d conditions, one for each step.", MOST_CONDITIONS)));
	return array;
}

/* retention_accum(kpi_state, boolean[]) -> kpi_state */
PG_FUNCTION_INFO_V1(retention_accum_steps);
Datum
retention_accum_steps(PG_FUNCTION_ARGS)
{
	int			count;
	const ArrayType *array = steps_argument(fcinfo, &count);
	KpiState   *state;

	if (PG_ARGISNULL(0))
		state = kpi_state_new(KPI_RETENTION, KEY_NONE, count);
	else
		state = kpi_state_argument(fcinfo, KPI_RETENTION);
	if (unlikely(state->parameter != count))
		retention_argument_changes("number of steps");
	((Flags *) kpi_section(state, RETENTION_STEPS))->word[0] |= conditions_true(array, count);
	PG_RETURN_POINTER(state);
}

/* retention_steps_final(kpi_state) -> boolean[] */
PG_FUNCTION_INFO_V1(retention_steps_final);
Datum
retention_steps_final(PG_FUNCTION_ARGS)
{
	const Flags *steps;
	Datum		values[MOST_CONDITIONS];
	bool		nulls[MOST_CONDITIONS];

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	steps = kpi_section(kpi_state_argument(fcinfo, KPI_RETENTION), RETENTION_STEPS);
	for (uint32 i = 0; i < steps->length; i++)
	{
		values[i] = BoolGetDatum(flags_get(steps, i));
		nulls[i] = i > 0 && !flags_get(steps, 0);
	}
	return boolean_array(values, nulls, steps->length);
}

/* ----------
 * retention(cohort_at, active_at, period, periods, as_of)
 * ----------
 */

/*
 * A time in microseconds; a date is its midnight, or infinite if that has no
 * timestamp: no period ends there anyway.
 */
static int64
time_argument(FunctionCallInfo fcinfo, int argument, TimeType type)
{
	int			overflow;

	if (type == TIME_DATE)
		return date2timestamp_opt_overflow(PG_GETARG_DATEADT(argument), &overflow);
	return PG_GETARG_TIMESTAMP(argument);
}

/* What a row asks for: period, periods and as_of in arguments 3 to 5. */
static RetentionQuestion
question_of_row(FunctionCallInfo fcinfo, TimeType type)
{
	static const char *const names[] = {"period", "number of periods", "as_of"};
	RetentionQuestion question = {.size = sizeof(RetentionQuestion), .time_type = type};

	for (int i = 0; i < lengthof(names); i++)
		if (PG_ARGISNULL(3 + i))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s of retention must not be NULL", names[i]),
					 errhint("Give the length of a period, such as '7 days', the number of periods, and the time up to "
							 "which all activity is known.")));
	question.period = *PG_GETARG_INTERVAL_P(3);
	if (!retention_period_valid(&question.period))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("period of retention must be positive and finite, not \"%s\"",
						DatumGetCString(DirectFunctionCall1(interval_out, PG_GETARG_DATUM(3)))),
				 errhint("Give the length of a period, such as '7 days'; months, days and time must not have different signs.")));
	if (PG_GETARG_INT32(4) < 1 || PG_GETARG_INT32(4) > RETENTION_MOST_PERIODS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("retention cannot have %d periods", PG_GETARG_INT32(4)),
				 errhint("Give a number of periods from 1 to %d.", RETENTION_MOST_PERIODS)));
	question.periods = PG_GETARG_INT32(4);
	question.as_of = time_argument(fcinfo, 5, type);
	question.zone = retention_zone(&question);
	return question;
}

/* Does a row, not the first one, ask the same? */
static inline bool
row_agrees(const RetentionQuestion *question, FunctionCallInfo fcinfo, TimeType type)
{
	return !PG_ARGISNULL(3) && !PG_ARGISNULL(4) && !PG_ARGISNULL(5) &&
		memcmp(&question->period, PG_GETARG_INTERVAL_P(3), sizeof(Interval)) == 0 &&
		question->periods == PG_GETARG_INT32(4) && question->as_of == time_argument(fcinfo, 5, type);
}

/* The time of the cohort in argument 1. */
static int64
cohort_argument(FunctionCallInfo fcinfo, TimeType type)
{
	int64		cohort_at = funnel_time(PG_GETARG_DATUM(1), type);

	if (TIMESTAMP_NOT_FINITE(cohort_at))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("cannot measure retention from an infinite date or timestamp"),
				 errhint("Leave rows with an infinite cohort_at out.")));
	return cohort_at;
}

/* retention_accum(kpi_state, cohort_at, active_at, period, periods, as_of) -> kpi_state */
static pg_attribute_always_inline Datum
retention_accum_periods(FunctionCallInfo fcinfo, TimeType type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_RETENTION_PERIODS, KEY_NONE, 0);
	RetentionQuestion *question = kpi_section(state, RETENTION_QUESTION);

	if (unlikely(PG_ARGISNULL(0)))
	{
		*question = question_of_row(fcinfo, type);
		state = flags_expect(state, RETENTION_ACTIVE, question->periods);
		question = kpi_section(state, RETENTION_QUESTION);
	}
	else if (unlikely(question->time_type != type))
		kpi_state_corrupt("it has times of another type");
	else if (unlikely(!row_agrees(question, fcinfo, type)))
	{
		const RetentionQuestion other = question_of_row(fcinfo, type);

		retention_question_section.merge(state, RETENTION_QUESTION, NULL, &other);
	}
	if (PG_ARGISNULL(1))
		PG_RETURN_POINTER(state);
	retention_set_cohort(question, cohort_argument(fcinfo, type));
	if (!PG_ARGISNULL(2))
	{
		int64		active_at = time_argument(fcinfo, 2, type);
		int			period = retention_edges_until(question, active_at);
		Flags	   *active = kpi_section(state, RETENTION_ACTIVE);

		wire_check(active->length == question->periods, "its number of periods is not that of its flags");
		if (active_at <= question->as_of && period >= 0 && period < question->periods)
			flags_set(active, period);
	}
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION(retention_accum_date, retention_accum_periods(fcinfo, TIME_DATE));
KPI_FUNCTION(retention_accum_timestamp, retention_accum_periods(fcinfo, TIME_TIMESTAMP));
KPI_FUNCTION(retention_accum_timestamptz, retention_accum_periods(fcinfo, TIME_TIMESTAMPTZ));

/* retention_periods_final(kpi_state) -> boolean[] */
PG_FUNCTION_INFO_V1(retention_periods_final);
Datum
retention_periods_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;
	const RetentionQuestion *question;
	const Flags *active;
	Datum	   *values;
	bool	   *nulls;
	int			ended;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_RETENTION_PERIODS);
	question = kpi_section(state, RETENTION_QUESTION);
	active = kpi_section(state, RETENTION_ACTIVE);
	calendar_check_zone(question->zone, retention_zone(question));
	if (!question->has_cohort)
		PG_RETURN_NULL();
	wire_check(active->length == question->periods, "its number of periods is not that of its flags");
	ended = retention_edges_until(question, question->as_of);
	values = palloc(active->length * sizeof(Datum));
	nulls = palloc(active->length * sizeof(bool));
	for (int i = 0; i < active->length; i++)
	{
		values[i] = BoolGetDatum(flags_get(active, i));
		nulls[i] = i >= ended;
	}
	return boolean_array(values, nulls, active->length);
}
