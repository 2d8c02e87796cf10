/*
 * window_funnel.c
 *		How far did a subject get, and how often did it get through: window_funnel,
 *		funnel_times and funnel_count.
 *
 * All keep the events of a subject in a log (event_log.c) and search it for
 * chains of steps (chain.c).
 */
#include "funnel/chain.h"
#include "funnel/funnel.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/date.h"

/* Ask what the first row of a group asks for. */
static KpiState *
ask(FunctionCallInfo fcinfo, KpiState *state, TimeType time_type, const FunnelMode *mode, int conditions, int steps)
{
	Funnel	   *funnel = palloc(funnel_size(mode->items));

	funnel_init(funnel, fcinfo, time_type, mode, conditions, steps);
	state = funnel_question_set(state, EVENTS_QUESTION, funnel);
	event_log_init(kpi_section(state, EVENTS_LOG), funnel_events(funnel));
	pfree(funnel);
	return state;
}

/* Add a row to a state of either kind whose question it asks, too. */
static pg_attribute_always_inline KpiState *
add_row(FunctionCallInfo fcinfo, KpiState *state, TimeType time_type, const FunnelMode *mode, int conditions, int steps,
		int at, uint64 code)
{
	Funnel	   *funnel = kpi_section(state, EVENTS_QUESTION);
	EventLog   *log;

	if (unlikely(PG_ARGISNULL(0)))
	{
		state = ask(fcinfo, state, time_type, mode, conditions, steps);
		funnel = kpi_section(state, EVENTS_QUESTION);
	}
	else if (unlikely(!funnel_row_agrees(funnel, fcinfo, mode, conditions)))
		funnel_row_disagrees(funnel, fcinfo, mode);
	else if (unlikely(funnel->time_type != time_type))
		kpi_state_corrupt("it has times of another type");

	if (!PG_ARGISNULL(at))
	{
		int64		time = funnel_time(PG_GETARG_DATUM(at), time_type);

		log = kpi_section(state, EVENTS_LOG);
		log->known = 1;
		if (funnel_event_matters(funnel_events(funnel), code))
			state = event_log_add(state, EVENTS_LOG, time, code);
	}
	return state;
}

/* The step number in an argument, up to `most`; 0 if the row has none. */
static inline uint64
step_argument(FunctionCallInfo fcinfo, int argument, int most)
{
	int64		step;

	if (PG_ARGISNULL(argument))
		return 0;
	step = PG_GETARG_INT64(argument);
	if (unlikely(step < 0 || step > most))
		funnel_step_out_of_range(step, most);
	return step;
}

/*
 * window_funnel_accum(kpi_state, within, [mode,] at, step or conditions) -> kpi_state
 */
static pg_attribute_always_inline Datum
window_funnel_accum(FunctionCallInfo fcinfo, TimeType time_type, bool by_conditions)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_EVENTS, KEY_NONE, 0);
	int			at = PG_NARGS() - 2;
	const FunnelMode *mode = at == 3 ? funnel_mode(fcinfo, 2) : &funnel_without_mode;
	int			conditions = 0;
	int			steps = FUNNEL_MOST_STEPS;
	uint64		code;			/* step number or conditions */

	if (by_conditions)
	{
		code = funnel_conditions(fcinfo, at + 1, &conditions);
		steps = funnel_steps_given(mode, conditions, true);
	}
	else
		code = step_argument(fcinfo, at + 1, mode->numbers);
	PG_RETURN_POINTER(add_row(fcinfo, state, time_type, mode, conditions, steps, at, code));
}

KPI_FUNCTION(window_funnel_accum_date_step, window_funnel_accum(fcinfo, TIME_DATE, false));
KPI_FUNCTION(window_funnel_accum_date_conditions, window_funnel_accum(fcinfo, TIME_DATE, true));
KPI_FUNCTION(window_funnel_accum_timestamp_step, window_funnel_accum(fcinfo, TIME_TIMESTAMP, false));
KPI_FUNCTION(window_funnel_accum_timestamp_conditions, window_funnel_accum(fcinfo, TIME_TIMESTAMP, true));
KPI_FUNCTION(window_funnel_accum_timestamptz_step, window_funnel_accum(fcinfo, TIME_TIMESTAMPTZ, false));
KPI_FUNCTION(window_funnel_accum_timestamptz_conditions, window_funnel_accum(fcinfo, TIME_TIMESTAMPTZ, true));

/*
 * The longest chain of the state in argument 0, whose times are of this type
 * unless that is 0.  Returns false if no row had a known time.
 */
static bool
chain_of_state(FunctionCallInfo fcinfo, TimeType time_type, bool want_times, Chain *chain)
{
	const KpiState *state;
	const Funnel *funnel;
	const EventLog *log;
	ChainRules	rules;

	if (PG_ARGISNULL(0))
		return false;
	state = kpi_state_argument(fcinfo, KPI_EVENTS);
	funnel = kpi_section(state, EVENTS_QUESTION);
	log = kpi_section(state, EVENTS_LOG);
	if (time_type != 0 && funnel->time_type != time_type)
		kpi_state_corrupt("it has times of another type");
	if (!log->known)
		return false;
	chain_rules(&rules, funnel, funnel_steps(funnel));
	longest_chain(chain, &rules, event_log_events(log, funnel_events(funnel)), log->count, want_times);
	return true;
}

/* window_funnel_final(kpi_state) -> integer */
PG_FUNCTION_INFO_V1(window_funnel_final);
Datum
window_funnel_final(PG_FUNCTION_ARGS)
{
	Chain		chain;

	if (!chain_of_state(fcinfo, 0, false, &chain))
		PG_RETURN_NULL();
	PG_RETURN_INT32(chain.length);
}

/* funnel_times_final(kpi_state) -> array of times */
static Datum
funnel_times_final(FunctionCallInfo fcinfo, TimeType time_type, Oid type)
{
	Chain		chain;
	Datum		times[FUNNEL_MOST_STEPS];

	if (!chain_of_state(fcinfo, time_type, true, &chain))
		PG_RETURN_NULL();
	for (int i = 0; i < chain.length; i++)
		times[i] = funnel_time_datum(chain.time[i], time_type);
	if (time_type == TIME_DATE)
		PG_RETURN_ARRAYTYPE_P(construct_array(times, chain.length, type, sizeof(DateADT), true, TYPALIGN_INT));
	PG_RETURN_ARRAYTYPE_P(construct_array(times, chain.length, type, sizeof(Timestamp), FLOAT8PASSBYVAL,
										  TYPALIGN_DOUBLE));
}

KPI_FUNCTION(funnel_times_final_date, funnel_times_final(fcinfo, TIME_DATE, DATEOID));
KPI_FUNCTION(funnel_times_final_timestamp, funnel_times_final(fcinfo, TIME_TIMESTAMP, TIMESTAMPOID));
KPI_FUNCTION(funnel_times_final_timestamptz, funnel_times_final(fcinfo, TIME_TIMESTAMPTZ, TIMESTAMPTZOID));

/* ----------
 * Passes: the number of steps is the parameter of the state
 * ----------
 */

/*
 * funnel_count_accum(kpi_state, within, [mode,] at, step, steps) -> kpi_state
 * funnel_count_accum(kpi_state, within, [mode,] at, conditions) -> kpi_state
 */
static pg_attribute_always_inline Datum
funnel_count_accum(FunctionCallInfo fcinfo, TimeType time_type, bool by_conditions)
{
	int			at = PG_NARGS() - (by_conditions ? 2 : 3);
	const FunnelMode *mode = at == 3 ? funnel_mode(fcinfo, 2) : &funnel_without_mode;
	int			conditions = 0;
	int			steps;
	uint64		code;			/* step number or conditions */
	KpiState   *state;

	if (by_conditions)
	{
		code = funnel_conditions(fcinfo, at + 1, &conditions);
		steps = funnel_steps_given(mode, conditions, true);
	}
	else
	{
		steps = funnel_steps_given(mode, funnel_steps_argument(fcinfo, at + 2), false);
		code = step_argument(fcinfo, at + 1, mode->steps > 0 ? mode->numbers : steps);
	}
	if (unlikely(!PG_ARGISNULL(0)))
	{
		/* An error of another kind of state comes first. */
		state = kpi_state_argument(fcinfo, KPI_PASSES);
		if (state->parameter != steps)
			funnel_row_disagrees(kpi_section(state, EVENTS_QUESTION), fcinfo, mode);
	}
	state = kpi_state_accum(fcinfo, KPI_PASSES, KEY_NONE, steps);
	PG_RETURN_POINTER(add_row(fcinfo, state, time_type, mode, conditions, steps, at, code));
}

KPI_FUNCTION(funnel_count_accum_date_step, funnel_count_accum(fcinfo, TIME_DATE, false));
KPI_FUNCTION(funnel_count_accum_date_conditions, funnel_count_accum(fcinfo, TIME_DATE, true));
KPI_FUNCTION(funnel_count_accum_timestamp_step, funnel_count_accum(fcinfo, TIME_TIMESTAMP, false));
KPI_FUNCTION(funnel_count_accum_timestamp_conditions, funnel_count_accum(fcinfo, TIME_TIMESTAMP, true));
KPI_FUNCTION(funnel_count_accum_timestamptz_step, funnel_count_accum(fcinfo, TIME_TIMESTAMPTZ, false));
KPI_FUNCTION(funnel_count_accum_timestamptz_conditions, funnel_count_accum(fcinfo, TIME_TIMESTAMPTZ, true));

/* funnel_count_final(kpi_state) -> bigint */
PG_FUNCTION_INFO_V1(funnel_count_final);
Datum
funnel_count_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;
	const Funnel *funnel;
	const EventLog *log;
	ChainRules	rules;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_PASSES);
	funnel = kpi_section(state, EVENTS_QUESTION);
	log = kpi_section(state, EVENTS_LOG);
	if (!log->known)
		PG_RETURN_NULL();
	chain_rules(&rules, funnel, state->parameter);
	PG_RETURN_INT64(count_passes(&rules, event_log_events(log, funnel_events(funnel)), log->count));
}
