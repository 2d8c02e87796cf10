/*
 * funnel_events.c
 *		funnel_summary straight from the events of all subjects, in one pass.
 *
 * The state is the events (subject_events.c), so it is of type internal; at the
 * end each subject's longest chain is found and counted.  The result is, to the
 * byte, that of funnel_summary over funnel_times grouped by subject.
 */
#include "subject_events.h"

#include "utils/memutils.h"

/*
 * funnel_events_accum(internal, within, [mode,] subject, at, step, steps) -> internal
 * funnel_events_accum(internal, within, [mode,] subject, at, conditions) -> internal
 */
static pg_attribute_always_inline Datum
funnel_events_accum(FunctionCallInfo fcinfo, KeyType key_type, TimeType time_type, bool by_conditions)
{
	SubjectEvents *events = PG_ARGISNULL(0) ? NULL : (SubjectEvents *) PG_GETARG_POINTER(0);
	bool		has_mode = PG_NARGS() == (by_conditions ? 6 : 7);
	int			subject = has_mode ? 3 : 2;
	uint8		modes = has_mode ? funnel_modes(fcinfo, 2) : 0;
	int			conditions = 0;
	int			funnel_steps;
	uint64		steps = 0;

	if (by_conditions)
	{
		steps = funnel_conditions(fcinfo, subject + 2, &conditions);
		funnel_steps = conditions;
	}
	else
	{
		if (likely(events != NULL && !PG_ARGISNULL(subject + 3) && PG_GETARG_INT32(subject + 3) == events->steps))
			funnel_steps = events->steps;
		else
			funnel_steps = funnel_steps_argument(fcinfo, subject + 3);
		if (!PG_ARGISNULL(subject + 2))
		{
			steps = (uint64) PG_GETARG_INT32(subject + 2);
			if (unlikely(steps > funnel_steps))
				funnel_step_out_of_range(PG_GETARG_INT32(subject + 2), funnel_steps);
		}
	}
	if (unlikely(events == NULL))
	{
		Funnel		funnel;

		funnel_init(&funnel, fcinfo, time_type, modes, conditions);
		events = subject_events_new(fcinfo, &funnel, key_type, funnel_steps);
	}
	else if (unlikely(!funnel_row_agrees(&events->funnel, fcinfo, modes, conditions)))
		funnel_row_disagrees(&events->funnel, fcinfo, modes);
	else if (unlikely(events->steps != funnel_steps))
		funnel_argument_changes("number of steps");

	if (!PG_ARGISNULL(subject) && !PG_ARGISNULL(subject + 1))
	{
		Key			key = key_from_datum(PG_GETARG_DATUM(subject), key_type);
		int64		time = funnel_time(PG_GETARG_DATUM(subject + 1), time_type);

		if (by_conditions && unlikely(events->long_steps))
			subject_events_add(events, key, time, steps, key_type != KEY_BIGINT, true);
		else
			subject_events_add(events, key, time, steps, key_type != KEY_BIGINT, false);
	}
	PG_RETURN_POINTER(events);
}

#define FUNNEL_EVENTS_ACCUM(key, key_type, time, time_type) \
	KPI_FUNCTION(funnel_events_accum_##key##_##time##_step, \
				 funnel_events_accum(fcinfo, key_type, time_type, false)); \
	KPI_FUNCTION(funnel_events_accum_##key##_##time##_conditions, \
				 funnel_events_accum(fcinfo, key_type, time_type, true))
#define FUNNEL_EVENTS_ACCUM_BY_TIME(key, key_type) \
	FUNNEL_EVENTS_ACCUM(key, key_type, date, TIME_DATE); \
	FUNNEL_EVENTS_ACCUM(key, key_type, timestamp, TIME_TIMESTAMP); \
	FUNNEL_EVENTS_ACCUM(key, key_type, timestamptz, TIME_TIMESTAMPTZ)

FUNNEL_EVENTS_ACCUM_BY_TIME(bigint, KEY_BIGINT);
FUNNEL_EVENTS_ACCUM_BY_TIME(uuid, KEY_UUID);
FUNNEL_EVENTS_ACCUM_BY_TIME(text, KEY_TEXT);

/* funnel_events_combine(internal, internal) -> internal */
PG_FUNCTION_INFO_V1(funnel_events_combine);
Datum
funnel_events_combine(PG_FUNCTION_ARGS)
{
	SubjectEvents *events = PG_ARGISNULL(0) ? NULL : (SubjectEvents *) PG_GETARG_POINTER(0);
	SubjectEvents *other;

	if (PG_ARGISNULL(1))
	{
		if (events == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(events);
	}
	other = (SubjectEvents *) PG_GETARG_POINTER(1);
	if (events == NULL)
		events = subject_events_new(fcinfo, &other->funnel, other->key_type, other->steps);
	else
	{
		funnel_check_same(&events->funnel, &other->funnel);
		if (events->steps != other->steps)
			funnel_argument_changes("number of steps");
	}
	subject_events_merge(events, other);
	PG_RETURN_POINTER(events);
}

/* funnel_events_serialize(internal) -> bytea */
PG_FUNCTION_INFO_V1(funnel_events_serialize);
Datum
funnel_events_serialize(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(subject_events_serialize((SubjectEvents *) PG_GETARG_POINTER(0)));
}

/* funnel_events_deserialize(bytea, internal) -> internal */
PG_FUNCTION_INFO_V1(funnel_events_deserialize);
Datum
funnel_events_deserialize(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(subject_events_receive(PG_GETARG_BYTEA_PP(0)));
}

/* What the subjects are counted with. */
typedef struct Count
{
	TimeWindow	window;
	int			steps;
	KpiState   *funnel;
	MemoryContext context;		/* where it lives */
	MemoryContext scratch;
} Count;

/* Count a subject. */
static void
count_subject(void *argument, Key key, FunnelEvent *event, int64 n)
{
	Count	   *count = argument;
	MemoryContext old = MemoryContextSwitchTo(count->scratch);
	Chain		chain;
	KpiState   *funnel;

	longest_chain(&chain, &count->window, event, n, count->steps, true);
	funnel = funnel_count_subject(count->funnel, chain.length, chain.time);
	MemoryContextSwitchTo(old);
	if (funnel != count->funnel)
	{
		/* As the executor does with a state that grew. */
		pfree(count->funnel);
		count->funnel = kpi_state_keep(count->context, funnel);
		MemoryContextReset(count->scratch);
	}
}

/* funnel_events_final(internal) -> funnel_summary, NULL over no subjects */
PG_FUNCTION_INFO_V1(funnel_events_final);
Datum
funnel_events_final(PG_FUNCTION_ARGS)
{
	SubjectEvents *events;
	Count		count;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	events = (SubjectEvents *) PG_GETARG_POINTER(0);
	count.window = time_window(&events->funnel);
	count.steps = events->steps;
	count.funnel = kpi_state_new(KPI_FUNNEL, KEY_NONE, events->steps);
	count.context = CurrentMemoryContext;
	count.scratch = AllocSetContextCreate(CurrentMemoryContext, "funnel", ALLOCSET_DEFAULT_SIZES);
	subject_events_each(events, count_subject, &count);
	MemoryContextDelete(count.scratch);
	return funnel_summary_of_state(fcinfo, count.funnel);
}
