/*
 * funnel.c
 *		How far did a subject get: window_funnel and funnel_times.
 *
 * Both keep the events of a subject in a log (event_log.c) and find the longest
 * chain of steps in it (chain.c).
 */
#include "funnel.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"

/* ----------
 * Arguments
 * ----------
 */

static const struct
{
	const char *name;
	uint8		flag;
} mode_names[] = {
	{"strict_increase", STRICT_INCREASE},
	{"strict_once", STRICT_ONCE},
	{"strict_order", STRICT_ORDER},
	{"strict_deduplication", STRICT_DEDUPLICATION},
	{"any_order", ANY_ORDER},
};

/* A mode argument and what it means, kept between the calls of a function. */
typedef struct ModeCache
{
	uint8		modes;
	int			length;
	char		text[FLEXIBLE_ARRAY_MEMBER];
} ModeCache;

#define MODE_HINT "Valid modes are strict_increase, strict_once, strict_order, strict_deduplication " \
	"and any_order, separated by commas."

/* Read a list of modes. */
static uint8
parse_modes(const char *text, int length)
{
	const char *end = text + length;
	uint8		modes = 0;

	while (text < end && *text == ' ')
		text++;
	if (text == end)
		return 0;
	for (;;)
	{
		const char *next = text;
		const char *last;
		uint8		flag = 0;

		CHECK_FOR_INTERRUPTS();
		while (next < end && *next != ',')
			next++;
		while (text < next && *text == ' ')
			text++;
		for (last = next; last > text && last[-1] == ' ';)
			last--;
		for (int i = 0; i < lengthof(mode_names); i++)
			if (last - text == strlen(mode_names[i].name) && memcmp(text, mode_names[i].name, last - text) == 0)
				flag = mode_names[i].flag;
		if (flag == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("funnel mode \"%.*s\" does not exist", (int) (last - text), text),
					 errhint(MODE_HINT)));
		modes |= flag;
		if (next == end)
			break;
		text = next + 1;
	}
	if ((modes & ANY_ORDER) && modes != ANY_ORDER)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnel mode \"any_order\" cannot be combined with other modes"),
				 errhint(MODE_HINT)));
	return modes;
}

/* The modes in an argument. */
uint8
funnel_modes(FunctionCallInfo fcinfo, int argument)
{
	ModeCache  *cache = fcinfo->flinfo->fn_extra;
	const text *mode;
	const char *data;
	int			length;
	uint8		modes;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnel mode must not be NULL"),
				 errhint(MODE_HINT)));
	mode = PG_GETARG_TEXT_PP(argument);
	data = VARDATA_ANY(mode);
	length = VARSIZE_ANY_EXHDR(mode);
	if (cache != NULL && cache->length == length && memcmp(cache->text, data, length) == 0)
		return cache->modes;

	modes = parse_modes(data, length);
	if (cache != NULL)
		pfree(cache);
	fcinfo->flinfo->fn_extra = NULL;
	cache = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, offsetof(ModeCache, text) + length);
	cache->modes = modes;
	cache->length = length;
	memcpy(cache->text, data, length);
	fcinfo->flinfo->fn_extra = cache;
	return modes;
}

/* Report an argument that is not the same for all rows of a group. */
void
funnel_argument_changes(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s of a funnel changes within a group", name),
			 errhint("Use the same %s for all rows of a group.", name)));
}

/* Report what a row does not agree in. */
void
funnel_row_disagrees(const Funnel *funnel, FunctionCallInfo fcinfo, uint8 modes)
{
	if (PG_ARGISNULL(1) || memcmp(PG_GETARG_INTERVAL_P(1), &funnel->within, sizeof(Interval)) != 0)
		funnel_argument_changes("window");
	if (funnel->modes != modes)
		funnel_argument_changes("mode");
	funnel_argument_changes("number of steps");
}

/* Two funnels ask the same. */
void
funnel_check_same(const Funnel *a, const Funnel *b)
{
	if (memcmp(&a->within, &b->within, sizeof(Interval)) != 0)
		funnel_argument_changes("window");
	if (a->modes != b->modes)
		funnel_argument_changes("mode");
	if (a->conditions != b->conditions)
		funnel_argument_changes("number of steps");
	if (a->time_type != b->time_type)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnels over times of different types cannot be merged"),
				 errhint("Use times of one type for all rows of a group.")));
}

/* Is the window longer than nothing, as PostgreSQL compares intervals, and finite? */
static bool
window_is_positive(const Interval *within)
{
	int128		total = within->time + ((int128) within->month * DAYS_PER_MONTH + within->day) * USECS_PER_DAY;

#ifdef INTERVAL_NOT_FINITE
	if (INTERVAL_NOT_FINITE(within))
		return false;
#endif
	return total > 0;
}

/* Can it have been made by funnel_init? */
bool
funnel_valid(const Funnel *funnel)
{
	return window_is_positive(&funnel->within) &&
		funnel->time_type >= TIME_DATE && funnel->time_type <= TIME_TIMESTAMPTZ &&
		funnel->modes <= ANY_ORDER && funnel->conditions <= FUNNEL_MOST_STEPS;
}

/* What the first row of a group asks for: window in argument 1, then perhaps modes. */
void
funnel_init(Funnel *funnel, FunctionCallInfo fcinfo, TimeType time_type, uint8 modes, uint8 conditions)
{
	const Interval *within;

	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("window of a funnel must not be NULL"),
				 errhint("Give the longest time from the first step to the last, such as '7 days'.")));
	within = PG_GETARG_INTERVAL_P(1);
	if (!window_is_positive(within))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("window of a funnel must be positive and finite, not \"%s\"",
						DatumGetCString(DirectFunctionCall1(interval_out, PG_GETARG_DATUM(1)))),
				 errhint("Give the longest time from the first step to the last, such as '7 days'.")));
	memset(funnel, 0, sizeof(Funnel));
	funnel->within = *within;
	funnel->time_type = time_type;
	funnel->modes = modes;
	funnel->conditions = conditions;
}

/* A time in microseconds; a date is its midnight.  22008 if that has no timestamp. */
int64
funnel_time(Datum datum, TimeType type)
{
	if (type == TIME_DATE)
		return date2timestamp_opt_overflow(DatumGetDateADT(datum), NULL);
	return DatumGetTimestamp(datum);
}

/* The way back. */
Datum
funnel_time_datum(int64 time, TimeType type)
{
	if (type != TIME_DATE)
		return TimestampGetDatum(time);
	if (TIMESTAMP_IS_NOBEGIN(time))
		return DateADTGetDatum(DATEVAL_NOBEGIN);
	if (TIMESTAMP_IS_NOEND(time))
		return DateADTGetDatum(DATEVAL_NOEND);
	return DateADTGetDatum(time / USECS_PER_DAY);
}

/* The steps that are true in an argument that is an array of conditions, and how many there are. */
uint64
funnel_conditions(FunctionCallInfo fcinfo, int argument, int *count)
{
	const ArrayType *array;
	const bool *value;
	const bits8 *known;
	int			length;
	uint64		steps = 0;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("steps of a funnel must not be a NULL array"),
				 errhint("Give 1 to %d conditions, one for each step.", FUNNEL_MOST_STEPS)));
	array = PG_GETARG_ARRAYTYPE_P(argument);
	value = (const bool *) ARR_DATA_PTR(array);
	known = ARR_NULLBITMAP(array);
	length = ARR_NDIM(array) == 1 ? ARR_DIMS(array)[0] : 0;
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("steps of a funnel must be a one-dimensional array")));
	if (length < 1 || length > FUNNEL_MOST_STEPS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a funnel cannot have %d steps", length),
				 errhint("Give 1 to %d conditions, one for each step.", FUNNEL_MOST_STEPS)));
	if (known == NULL)
		for (int i = 0; i < length; i++)
			steps |= (uint64) (value[i] != 0) << i;
	else
	{
		for (int i = 0; i < length; i++)
			if (known[i / 8] & (1 << i % 8))
				steps |= (uint64) (*value++ != 0) << i;
	}
	*count = length;
	return steps;
}

/* Report a step number that a funnel cannot have. */
void
funnel_step_out_of_range(int step, int most)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("step %d of a funnel is out of range", step),
			 errhint("Steps are numbered from 1 to %d; NULL or 0 is no step.", most)));
}

/* ----------
 * window_funnel and funnel_times
 * ----------
 */

/*
 * window_funnel_accum(kpi_state, within, [mode,] at, step or conditions) -> kpi_state
 */
static pg_attribute_always_inline Datum
window_funnel_accum(FunctionCallInfo fcinfo, TimeType time_type, bool by_conditions)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_EVENTS, KEY_NONE, AMOUNT_NONE);
	EventLog   *log = kpi_section(state, 0);
	int			at = PG_NARGS() - 2;
	uint8		modes = at == 3 ? funnel_modes(fcinfo, 2) : 0;
	int			conditions = 0;
	uint64		steps = 0;	/* step number or conditions */

	if (by_conditions)
		steps = funnel_conditions(fcinfo, at + 1, &conditions);
	else if (!PG_ARGISNULL(at + 1))
	{
		int			step = PG_GETARG_INT32(at + 1);

		if (unlikely(step < 0 || step > FUNNEL_MOST_STEPS))
			funnel_step_out_of_range(step, FUNNEL_MOST_STEPS);
		steps = step;
	}
	if (unlikely(PG_ARGISNULL(0)))
	{
		funnel_init(&log->funnel, fcinfo, time_type, modes, conditions);
		event_log_init(log);
	}
	else if (unlikely(!funnel_row_agrees(&log->funnel, fcinfo, modes, conditions)))
		funnel_row_disagrees(&log->funnel, fcinfo, modes);
	else if (unlikely(log->funnel.time_type != time_type))
		kpi_state_corrupt("it has times of another type");

	if (!PG_ARGISNULL(at))
	{
		int64		time = funnel_time(PG_GETARG_DATUM(at), time_type);

		log->known = 1;
		if (funnel_event_matters(&log->funnel, steps))
			state = event_log_add(state, 0, time, steps);
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
	EventLog   *log;
	TimeWindow	window;

	if (PG_ARGISNULL(0))
		return false;
	log = kpi_section(kpi_state_argument(fcinfo, KPI_EVENTS), 0);
	if (time_type != 0 && log->funnel.time_type != time_type)
		kpi_state_corrupt("it has times of another type");
	if (!log->known)
		return false;
	window = time_window(&log->funnel);
	longest_chain(chain, &window, event_log_events(log), log->count,
				  log->funnel.conditions > 0 ? log->funnel.conditions : FUNNEL_MOST_STEPS, want_times);
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
