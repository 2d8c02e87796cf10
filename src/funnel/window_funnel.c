/*
 * window_funnel.c
 *		How far did a subject get: window_funnel and funnel_times.
 *
 * Both keep the events of a subject in a log (event_log.c) and find the longest
 * chain of steps in it (chain.c).
 */
#include "funnel/chain.h"
#include "funnel/funnel.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/date.h"

/*
 * window_funnel_accum(kpi_state, within, [mode,] at, step or conditions) -> kpi_state
 */
static pg_attribute_always_inline Datum
window_funnel_accum(FunctionCallInfo fcinfo, TimeType time_type, bool by_conditions)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_EVENTS, KEY_NONE, 0);
	Funnel	   *funnel = kpi_section(state, EVENTS_QUESTION);
	EventLog   *log = kpi_section(state, EVENTS_LOG);
	int			at = PG_NARGS() - 2;
	uint8		modes = at == 3 ? funnel_modes(fcinfo, 2) : 0;
	int			conditions = 0;
	uint64		steps = 0;	/* step number or conditions */

	if (by_conditions)
		steps = funnel_conditions(fcinfo, at + 1, &conditions);
	else if (!PG_ARGISNULL(at + 1))
	{
		int64		step = PG_GETARG_INT64(at + 1);

		if (unlikely(step < 0 || step > FUNNEL_MOST_STEPS))
			funnel_step_out_of_range(step, FUNNEL_MOST_STEPS);
		steps = step;
	}
	if (unlikely(PG_ARGISNULL(0)))
	{
		funnel_init(funnel, fcinfo, time_type, modes, conditions);
		event_log_init(log, funnel_events(funnel));
	}
	else if (unlikely(!funnel_row_agrees(funnel, fcinfo, modes, conditions)))
		funnel_row_disagrees(funnel, fcinfo, modes);
	else if (unlikely(funnel->time_type != time_type))
		kpi_state_corrupt("it has times of another type");

	if (!PG_ARGISNULL(at))
	{
		int64		time = funnel_time(PG_GETARG_DATUM(at), time_type);

		log->known = 1;
		if (funnel_event_matters(funnel_events(funnel), steps))
			state = event_log_add(state, EVENTS_LOG, time, steps);
	}
	PG_RETURN_POINTER(state);
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
	TimeWindow	window;

	if (PG_ARGISNULL(0))
		return false;
	state = kpi_state_argument(fcinfo, KPI_EVENTS);
	funnel = kpi_section(state, EVENTS_QUESTION);
	log = kpi_section(state, EVENTS_LOG);
	if (time_type != 0 && funnel->time_type != time_type)
		kpi_state_corrupt("it has times of another type");
	if (!log->known)
		return false;
	window = time_window(&funnel->within, funnel->time_type);
	longest_chain(chain, funnel, &window, event_log_events(log, funnel_events(funnel)), log->count,
				  funnel->conditions > 0 ? funnel->conditions : FUNNEL_MOST_STEPS, want_times);
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
