/*
 * censoring.c
 *		Until when durations were watched, and how long ones are asked for.
 */
#include "block/censoring.h"

#include "block/durations.h"
#include "block/funnel_question.h"

#include "utils/fmgrprotos.h"

/* Report an argument that is not the same for all rows of a group. */
pg_noreturn static void
argument_changes(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s changes within a group", name),
			 errhint("Use the same %s for all rows of a group.", name)));
}

/* An as_of of a row, a date's days or microseconds, which must be known and finite. */
static int64
as_of_argument(FunctionCallInfo fcinfo, int argument, TimeType type)
{
	int64		as_of;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("as_of must not be NULL"),
				 errhint("Give the time up to which closings are known, such as current_date.")));
	as_of = censoring_time(PG_GETARG_DATUM(argument), type);
	if (type == TIME_DATE ? DATE_NOT_FINITE(as_of) : TIMESTAMP_NOT_FINITE(as_of))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("as_of must be finite, not \"%s\"", as_of < 0 ? "-infinity" : "infinity"),
				 errhint("Give the time up to which closings are known, such as current_date.")));
	return as_of;
}

/* Set the as_of of the first row. */
void
censoring_set_as_of(Censoring *asked, FunctionCallInfo fcinfo, int argument, TimeType type)
{
	asked->as_of = as_of_argument(fcinfo, argument, type);
}

/* Report a row's as_of, which is not that of the first row. */
void
censoring_as_of_differs(FunctionCallInfo fcinfo, int argument, TimeType type)
{
	as_of_argument(fcinfo, argument, type);
	argument_changes("as_of");
}

/* A horizon of a row in microseconds, which must be known, positive and finite. */
static int64
horizon_argument(FunctionCallInfo fcinfo, int argument)
{
	const Interval *horizon;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("horizon must not be NULL"),
				 errhint("Give the time from opening to closing that is asked about, such as '90 days'.")));
	horizon = PG_GETARG_INTERVAL_P(argument);
	if (!funnel_window_is_positive(horizon))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("horizon must be positive and finite, not \"%s\"",
						DatumGetCString(DirectFunctionCall1(interval_out, PointerGetDatum(horizon)))),
				 errhint("Give the time from opening to closing that is asked about, such as '90 days'.")));
	if (censoring_interval(horizon) > PG_INT64_MAX)
		duration_out_of_range();
	return (int64) censoring_interval(horizon);
}

/* Set the horizon of the first row. */
void
censoring_set_horizon(Censoring *asked, FunctionCallInfo fcinfo, int argument)
{
	asked->horizon = horizon_argument(fcinfo, argument);
}

/* Report a row's horizon, which is not that of the first row. */
void
censoring_horizon_differs(FunctionCallInfo fcinfo, int argument)
{
	horizon_argument(fcinfo, argument);
	argument_changes("horizon");
}

/* ----------
 * The section
 * ----------
 */

static Size
censoring_initial_size(const SectionShape *shape)
{
	return sizeof(Censoring);
}

static void
censoring_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Censoring *asked = kpi_section(state, section);

	wire_check(asked->size == sizeof(Censoring), "a section does not fit its size");
	wire_check(shape->parameter == TIME_DATE ? IS_VALID_DATE(asked->as_of) : IS_VALID_TIMESTAMP(asked->as_of),
			   "its as_of is out of range");
	wire_check(shape->variant == CENSORING_WITH_HORIZON ? asked->horizon > 0 : asked->horizon == 0,
			   "its horizon is not positive");
}

/* States of another as_of or horizon cannot be merged. */
static KpiState *
censoring_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Censoring *asked = kpi_section(state, section);
	const Censoring *more = other;

	if (asked->as_of != more->as_of)
		argument_changes("as_of");
	if (asked->horizon != more->horizon)
		argument_changes("horizon");
	return state;
}

static KpiState *
censoring_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Censoring *asked = kpi_section(state, section);

	pq_sendint64(buf, asked->as_of);
	if (shape->variant == CENSORING_WITH_HORIZON)
		pq_sendint64(buf, asked->horizon);
	return state;
}

static KpiState *
censoring_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	Censoring  *asked = kpi_section(state, section);

	asked->as_of = wire_get(buf, 8);
	if (shape->variant == CENSORING_WITH_HORIZON)
		asked->horizon = wire_get(buf, 8);
	censoring_check(state, section, shape);
	return state;
}

const SectionOps censoring_section = {
	.initial_size = censoring_initial_size,
	.check = censoring_check,
	.merge = censoring_merge,
	.send = censoring_send,
	.receive = censoring_receive,
};
