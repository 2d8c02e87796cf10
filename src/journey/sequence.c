/*
 * sequence.c
 *		sequence_match, sequence_count and sequence_times: does a subject do things
 *		in an order that a pattern says?
 *
 * All keep the rows with a step in a log (event_log.c), behind the pattern, and
 * match it when they are read.
 */
#include "journey/sequence.h"
#include "kinds/function.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/memutils.h"

/* ----------
 * Collecting
 * ----------
 */

/* A pattern and its question, kept between the calls of a function. */
typedef struct PatternCache
{
	const SequenceQuestion *question;
	int			conditions;
	int			length;
	char		text[FLEXIBLE_ARRAY_MEMBER];
} PatternCache;

/* The question of the pattern in argument 1 over so many conditions. */
static const SequenceQuestion *
question_of_row(FunctionCallInfo fcinfo, TimeType time_type, int conditions)
{
	PatternCache *cache = fcinfo->flinfo->fn_extra;
	const text *pattern;
	const char *data;
	int			length;
	SequenceQuestion *question;
	SequenceQuestion *kept;

	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("pattern of a sequence must not be NULL")));
	pattern = PG_GETARG_TEXT_PP(1);
	data = VARDATA_ANY(pattern);
	length = VARSIZE_ANY_EXHDR(pattern);
	if (likely(cache != NULL && cache->length == length && cache->conditions == conditions &&
			   memcmp(cache->text, data, length) == 0))
		return cache->question;

	question = sequence_parse(data, length, conditions);
	question->time_type = time_type;
	if (cache != NULL)
		pfree(cache);
	fcinfo->flinfo->fn_extra = NULL;
	cache = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt,
							   MAXALIGN(offsetof(PatternCache, text) + length) + question->size);
	cache->conditions = conditions;
	cache->length = length;
	memcpy(cache->text, data, length);
	kept = (SequenceQuestion *) ((char *) cache + MAXALIGN(offsetof(PatternCache, text) + length));
	memcpy(kept, question, question->size);
	pfree(question);
	cache->question = kept;
	fcinfo->flinfo->fn_extra = cache;
	return kept;
}

/*
 * sequence_accum(kpi_state, pattern, at, step or conditions) -> kpi_state
 */
static pg_attribute_always_inline Datum
sequence_accum(FunctionCallInfo fcinfo, TimeType time_type, bool by_conditions)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_SEQUENCE, KEY_NONE, 0);
	int			conditions = 0;
	uint64		code = 0;		/* step number or conditions */
	const SequenceQuestion *question;

	if (by_conditions)
		code = steps_of_conditions(fcinfo, 3, &conditions, "sequence");
	else if (!PG_ARGISNULL(3))
	{
		int64		step = PG_GETARG_INT64(3);

		if (unlikely(step < 0 || step > FUNNEL_MOST_STEPS))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("step " INT64_FORMAT " of a sequence is out of range", step),
					 errhint("Steps are numbered from 1 to %d; NULL or 0 is no step.", FUNNEL_MOST_STEPS)));
		code = step;
	}
	question = question_of_row(fcinfo, time_type, conditions);
	if (unlikely(PG_ARGISNULL(0)))
	{
		state = sequence_question_set(state, SEQUENCE_QUESTION, question);
		event_log_init(kpi_section(state, SEQUENCE_LOG), kpi_section(state, SEQUENCE_QUESTION));
	}
	else if (unlikely(memcmp(kpi_section(state, SEQUENCE_QUESTION), question, question->size) != 0))
	{
		const SequenceQuestion *asked = kpi_section(state, SEQUENCE_QUESTION);

		if (asked->conditions == conditions && asked->time_type != time_type)
			kpi_state_corrupt("it has times of another type");
		sequence_check_same(asked, question);
	}

	if (!PG_ARGISNULL(2))
	{
		((EventLog *) kpi_section(state, SEQUENCE_LOG))->known = 1;
		if (code != 0)
			state = event_log_add(state, SEQUENCE_LOG, funnel_time(PG_GETARG_DATUM(2), time_type), code);
	}
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION(sequence_accum_date_step, sequence_accum(fcinfo, TIME_DATE, false));
KPI_FUNCTION(sequence_accum_date_conditions, sequence_accum(fcinfo, TIME_DATE, true));
KPI_FUNCTION(sequence_accum_timestamp_step, sequence_accum(fcinfo, TIME_TIMESTAMP, false));
KPI_FUNCTION(sequence_accum_timestamp_conditions, sequence_accum(fcinfo, TIME_TIMESTAMP, true));
KPI_FUNCTION(sequence_accum_timestamptz_step, sequence_accum(fcinfo, TIME_TIMESTAMPTZ, false));
KPI_FUNCTION(sequence_accum_timestamptz_conditions, sequence_accum(fcinfo, TIME_TIMESTAMPTZ, true));

/* ----------
 * The order of rows
 * ----------
 */

/*
 * By time; of one time by their lowest step, then the next lowest, a set before
 * its extensions.  Where two sets differ first, that with the step comes first,
 * unless the other one ends there.
 */
static inline int
compare_rows(const FunnelEvent *a, const FunnelEvent *b)
{
	uint64		differ = a->steps ^ b->steps;
	uint64		lowest = differ & -differ;

	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	if (differ == 0)
		return 0;
	if (a->steps & lowest)
		return b->steps > lowest ? -1 : 1;
	return a->steps > lowest ? 1 : -1;
}

#define ST_SORT sort_rows
#define ST_ELEMENT_TYPE FunnelEvent
#define ST_COMPARE(a, b) compare_rows(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* The rows of a log in the order in which they are matched; rows of one step each are in it already. */
static const FunnelEvent *
rows_in_order(const SequenceQuestion *question, const EventLog *log)
{
	const FunnelEvent *event = event_log_events(log, (const EventQuestion *) question);

	for (int64 i = 1; i < log->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (compare_rows(&event[i - 1], &event[i]) > 0)
		{
			Size		size = log->count * sizeof(FunnelEvent);
			FunnelEvent *sorted = MemoryContextAllocHuge(CurrentMemoryContext, size);

			kpi_copy_bytes(sorted, event, size);
			sort_rows(sorted, log->count);
			return sorted;
		}
	}
	return event;
}

/* ----------
 * Reading
 * ----------
 */

/*
 * The rows of the state in argument 0, whose times are of this type unless that
 * is 0.  Returns false if no row had a known time.
 */
static bool
rows_of_state(FunctionCallInfo fcinfo, TimeType time_type, const SequenceQuestion **question,
			  const FunnelEvent **event, int64 *count)
{
	const KpiState *state;
	const EventLog *log;

	if (PG_ARGISNULL(0))
		return false;
	state = kpi_state_argument(fcinfo, KPI_SEQUENCE);
	*question = kpi_section(state, SEQUENCE_QUESTION);
	log = kpi_section(state, SEQUENCE_LOG);
	if (time_type != 0 && (*question)->time_type != time_type)
		kpi_state_corrupt("it has times of another type");
	if (!log->known)
		return false;
	*event = rows_in_order(*question, log);
	*count = log->count;
	return true;
}

/* sequence_match_final(kpi_state) -> boolean */
PG_FUNCTION_INFO_V1(sequence_match_final);
Datum
sequence_match_final(PG_FUNCTION_ARGS)
{
	const SequenceQuestion *question;
	const FunnelEvent *event;
	int64		count;

	if (!rows_of_state(fcinfo, 0, &question, &event, &count))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(sequence_count_matches(question, event, count, 1) > 0);
}

/* sequence_count_final(kpi_state) -> bigint */
PG_FUNCTION_INFO_V1(sequence_count_final);
Datum
sequence_count_final(PG_FUNCTION_ARGS)
{
	const SequenceQuestion *question;
	const FunnelEvent *event;
	int64		count;

	if (!rows_of_state(fcinfo, 0, &question, &event, &count))
		PG_RETURN_NULL();
	PG_RETURN_INT64(sequence_count_matches(question, event, count, PG_INT64_MAX));
}

/* sequence_times_final(kpi_state) -> array of times */
static Datum
sequence_times_final(FunctionCallInfo fcinfo, TimeType time_type, Oid type)
{
	const SequenceQuestion *question;
	const FunnelEvent *event;
	int64		count;
	int64	   *row;
	Datum	   *time;
	int			links;

	if (!rows_of_state(fcinfo, time_type, &question, &event, &count))
		PG_RETURN_NULL();
	row = palloc(question->parts * sizeof(int64));
	links = sequence_first_match(question, event, count, row);
	time = palloc(question->parts * sizeof(Datum));
	for (int i = 0; i < links; i++)
		time[i] = funnel_time_datum(event[row[i]].time, time_type);
	if (time_type == TIME_DATE)
		PG_RETURN_ARRAYTYPE_P(construct_array(time, links, type, sizeof(DateADT), true, TYPALIGN_INT));
	PG_RETURN_ARRAYTYPE_P(construct_array(time, links, type, sizeof(Timestamp), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

KPI_FUNCTION(sequence_times_final_date, sequence_times_final(fcinfo, TIME_DATE, DATEOID));
KPI_FUNCTION(sequence_times_final_timestamp, sequence_times_final(fcinfo, TIME_TIMESTAMP, TIMESTAMPOID));
KPI_FUNCTION(sequence_times_final_timestamptz, sequence_times_final(fcinfo, TIME_TIMESTAMPTZ, TIMESTAMPTZOID));
