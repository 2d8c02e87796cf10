/*
 * session_summary.c
 *		The sessions of all subjects straight from their events, in one pass, and
 *		what is stored of them.
 *
 * The state is the events, in the store of all subjects (subjects/store.c), so it
 * is of type internal; at the end the sessions of each subject are counted and
 * measured.  A session_summary is the wire form of a state (walk.c): the gap,
 * counts, and the lengths of sessions.
 */
#include "block/counts.h"
#include "block/cycle_total.h"
#include "block/durations.h"
#include "block/event_log.h"
#include "block/fractions.h"
#include "block/funnel_question.h"
#include "block/gap.h"
#include "block/sketch.h"
#include "block/time_window.h"
#include "kinds/function.h"
#include "kinds/stored.h"
#include "subjects/store.h"

#include "access/htup_details.h"
#include "utils/memutils.h"

/* ----------
 * Collecting
 * ----------
 */

/* Compared as bytes, so all of them are set. */
typedef struct SessionsQuestion
{
	Interval	gap;
	int32		time_type;
	int32		unused;
} SessionsQuestion;

static inline const SessionsQuestion *
question_of(const SubjectStore *store)
{
	return (const SessionsQuestion *) store->question;
}

/* There are no blanks: each event has this code. */
#define EVENT 1

static bool
blanks_matter(const void *question)
{
	return false;
}

static void
sort_events(SubjectEvent *event, int64 count)
{
	StaticAssertStmt(sizeof(SubjectEvent) == sizeof(FunnelEvent) &&
						 offsetof(SubjectEvent, time) == offsetof(FunnelEvent, time) &&
						 offsetof(SubjectEvent, code) == offsetof(FunnelEvent, steps),
					 "a code does not stand where steps do");
	funnel_events_sort((FunnelEvent *) event, count);
}

/* Report in what two questions differ. */
static void
questions_differ(const void *question, const void *other)
{
	if (!gap_same(&((const SessionsQuestion *) question)->gap, &((const SessionsQuestion *) other)->gap))
		gap_changes("group");
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("sessions over times of different types cannot be merged"),
			 errhint("Use times of one type for all rows of a group.")));
}

/* The bits that codes take, 0 if nobody can have asked this. */
static int
code_bits_of_question(const void *bytes, Size size)
{
	const SessionsQuestion *question = bytes;

	return size == sizeof(SessionsQuestion) && funnel_window_is_positive(&question->gap) &&
		question->time_type >= TIME_DATE && question->time_type <= TIME_TIMESTAMPTZ && question->unused == 0;
}

/* Check an event that another server says a subject has. */
static void
check_event(const void *question, const SubjectEvent *event)
{
	const EventQuestion dated = {.time_type = ((const SessionsQuestion *) question)->time_type};
	const FunnelEvent one = {.time = event->time, .steps = event->code};

	wire_check(event->code == EVENT && !TIMESTAMP_NOT_FINITE(event->time), "an event cannot be in a session");
	event_check(&dated, &one);
}

static const SubjectQuestionOps sessions_ops = {
	.blanks_matter = blanks_matter,
	.sort = sort_events,
	.differ = questions_differ,
	.code_bits = code_bits_of_question,
	.check_event = check_event,
};

/* session_events_accum(internal, gap, subject, at) -> internal */
static pg_attribute_always_inline Datum
session_events_accum(FunctionCallInfo fcinfo, KeyType key_type, TimeType time_type)
{
	SubjectStore *store = PG_ARGISNULL(0) ? NULL : (SubjectStore *) PG_GETARG_POINTER(0);
	const Interval *gap = PG_ARGISNULL(1) ? NULL : PG_GETARG_INTERVAL_P(1);

	if (unlikely(store == NULL))
	{
		SessionsQuestion question = {.time_type = time_type};

		gap_check(gap);
		question.gap = *gap;
		store = subject_store_new(fcinfo, &sessions_ops, &question, sizeof(question), key_type, 1);
	}
	else if (unlikely(gap == NULL))
		gap_check(gap);
	else if (unlikely(!gap_same(gap, &question_of(store)->gap)))
		gap_changes("group");
	if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3))
	{
		Key			key = subject_store_key(store, PG_GETARG_DATUM(2), key_type);
		int64		time = funnel_time(PG_GETARG_DATUM(3), time_type);

		if (unlikely(TIMESTAMP_NOT_FINITE(time)))
			(void) timestamp_duration(TimestampGetDatum(time), TimestampGetDatum(time));
		subject_store_add(store, key, time, EVENT, key_type != KEY_BIGINT, false);
	}
	PG_RETURN_POINTER(store);
}

#define SESSION_EVENTS_ACCUM(key, key_type) \
	KPI_FUNCTION(session_events_accum_##key##_date, session_events_accum(fcinfo, key_type, TIME_DATE)); \
	KPI_FUNCTION(session_events_accum_##key##_timestamp, session_events_accum(fcinfo, key_type, TIME_TIMESTAMP)); \
	KPI_FUNCTION(session_events_accum_##key##_timestamptz, session_events_accum(fcinfo, key_type, TIME_TIMESTAMPTZ))

SESSION_EVENTS_ACCUM(bigint, KEY_BIGINT);
SESSION_EVENTS_ACCUM(uuid, KEY_UUID);
SESSION_EVENTS_ACCUM(text, KEY_TEXT);

/* session_events_combine(internal, internal) -> internal */
KPI_FUNCTION(session_events_combine, subject_store_combine(fcinfo));

/* session_events_serialize(internal) -> bytea */
KPI_FUNCTION(session_events_serialize,
			 PointerGetDatum(subject_store_serialize(fcinfo, (SubjectStore *) PG_GETARG_POINTER(0))));

/* session_events_deserialize(bytea, internal) -> internal */
KPI_FUNCTION(session_events_deserialize, PointerGetDatum(subject_store_deserialize(fcinfo, &sessions_ops)));

/* ----------
 * Counting
 * ----------
 */

/* What the sessions are counted with. */
typedef struct Count
{
	TimeWindow	window;
	KpiState   *sessions;
	MemoryContext context;		/* where it lives */
	MemoryContext scratch;
} Count;

/* Count a session of so many events, from the first to the last. */
static KpiState *
count_session(KpiState *sessions, int64 first, int64 last, int64 events)
{
	int64	   *count = ((Counts *) kpi_section(sessions, SESSIONS_SESSIONS))->n;
	int64		us = timestamp_duration(TimestampGetDatum(first), TimestampGetDatum(last));

	count[0]++;
	count[1] += events == 1;
	((Counts *) kpi_section(sessions, SESSIONS_EVENTS))->n[0] += events;
	cycle_total_add(kpi_section(sessions, SESSIONS_LENGTH), us, 1);
	return sketch_add(sessions, SESSIONS_DISTRIBUTION, us);
}

/* Count the sessions of a subject. */
static void
count_subject(void *argument, Key key, SubjectEvent *event, int64 n)
{
	Count	   *count = argument;
	MemoryContext old = MemoryContextSwitchTo(count->scratch);
	KpiState   *sessions = count->sessions;
	int64		first = 0;

	((Counts *) kpi_section(sessions, SESSIONS_SUBJECTS))->n[0]++;
	for (int64 i = 1; i <= n; i++)
		if (i == n || event[i].time > time_window_end(&count->window, event[i - 1].time))
		{
			sessions = count_session(sessions, event[first].time, event[i - 1].time, i - first);
			first = i;
		}
	MemoryContextSwitchTo(old);
	if (sessions != count->sessions)
	{
		/* As the executor does with a state that grew. */
		pfree(count->sessions);
		count->sessions = kpi_state_keep(count->context, sessions);
		MemoryContextReset(count->scratch);
	}
}

/* The session_summary of a state, NULL over no subjects. */
static Datum
summary_of_state(FunctionCallInfo fcinfo, KpiState *sessions)
{
	if (((Counts *) kpi_section(sessions, SESSIONS_SUBJECTS))->n[0] == 0)
		PG_RETURN_NULL();
	return kpi_stored(fcinfo, sessions, WIRE_FORM_2);
}

/* session_events_final(internal) -> session_summary */
PG_FUNCTION_INFO_V1(session_events_final);
Datum
session_events_final(PG_FUNCTION_ARGS)
{
	SubjectStore *store;
	Count		count;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	store = (SubjectStore *) PG_GETARG_POINTER(0);
	count.window = time_window(&question_of(store)->gap, (TimeType) question_of(store)->time_type);
	count.sessions = kpi_state_new(KPI_SESSIONS, KEY_NONE, 0);
	((SessionGap *) kpi_section(count.sessions, SESSIONS_GAP))->gap = question_of(store)->gap;
	count.context = CurrentMemoryContext;
	count.scratch = AllocSetContextCreate(CurrentMemoryContext, "sessions", ALLOCSET_DEFAULT_SIZES);
	subject_store_each(store, count_subject, &count);
	MemoryContextDelete(count.scratch);
	return summary_of_state(fcinfo, count.sessions);
}

/* ----------
 * Stored values
 * ----------
 */

/* rollup_accum(kpi_state, session_summary) -> kpi_state */
KPI_FUNCTION(rollup_sessions_accum, kpi_stored_rollup_accum(fcinfo, KPI_SESSIONS));

/* session_summary_final(kpi_state) -> session_summary */
PG_FUNCTION_INFO_V1(session_summary_final);
Datum
session_summary_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return summary_of_state(fcinfo, kpi_state_argument(fcinfo, KPI_SESSIONS));
}

/* session_summary_plus(session_summary, session_summary) -> session_summary */
KPI_FUNCTION(session_summary_plus, kpi_stored(fcinfo, kpi_stored_merged(fcinfo, KPI_SESSIONS), WIRE_FORM_2));

/* session_summary_recv(internal) -> session_summary */
KPI_FUNCTION(session_summary_recv, kpi_stored_recv(fcinfo, KPI_SESSIONS));

/* session_summary_send(session_summary) -> bytea */
KPI_FUNCTION(session_summary_send, kpi_stored_send(fcinfo, KPI_SESSIONS));

/* ----------
 * Accessors
 * ----------
 */

/* The checked contents of argument n. */
static const KpiState *
sessions_argument(FunctionCallInfo fcinfo, int n)
{
	return kpi_stored_read(PG_GETARG_DATUM(n), KPI_SESSIONS, WIRE_KEEP);
}

/* The nth count of a section. */
static inline int64
count_of(const KpiState *sessions, int section, int n)
{
	return ((const Counts *) kpi_section(sessions, section))->n[n];
}

/* population(session_summary) -> bigint: subjects */
KPI_FUNCTION(session_summary_population, Int64GetDatum(count_of(sessions_argument(fcinfo, 0), SESSIONS_SUBJECTS, 0)));

/* sessions(session_summary) -> bigint */
KPI_FUNCTION(session_summary_sessions, Int64GetDatum(count_of(sessions_argument(fcinfo, 0), SESSIONS_SESSIONS, 0)));

/* events(session_summary) -> bigint */
KPI_FUNCTION(session_summary_events, Int64GetDatum(count_of(sessions_argument(fcinfo, 0), SESSIONS_EVENTS, 0)));

/* session_length(session_summary) -> interval: the mean */
KPI_FUNCTION(session_summary_session_length,
			 IntervalPGetDatum(cycle_total_mean(kpi_section(sessions_argument(fcinfo, 0), SESSIONS_LENGTH))));

/* A percentile of the lengths, in microseconds. */
static int64
length_percentile(const KpiState *sessions, double fraction)
{
	return sketch_percentile(kpi_section(sessions, SESSIONS_DISTRIBUTION), fraction);
}

/* session_length_percentile(fraction, session_summary) -> interval: within 1 % */
PG_FUNCTION_INFO_V1(session_summary_session_length_percentile);
Datum
session_summary_session_length_percentile(PG_FUNCTION_ARGS)
{
	const KpiState *sessions = sessions_argument(fcinfo, 1);
	double		fraction = percentile_fraction(PG_GETARG_FLOAT8(0));

	PG_RETURN_INTERVAL_P(interval_from_microseconds(length_percentile(sessions, fraction)));
}

/* Sessions of one event over all. */
static double
bounce_rate(const KpiState *sessions)
{
	return (double) count_of(sessions, SESSIONS_SESSIONS, 1) / (double) count_of(sessions, SESSIONS_SESSIONS, 0);
}

/* bounce_rate(session_summary) -> double precision */
KPI_FUNCTION(session_summary_bounce_rate, Float8GetDatum(bounce_rate(sessions_argument(fcinfo, 0))));

/*
 * session_columns(session_summary) -> (population, sessions, events,
 *		session_length_seconds, session_length_median_seconds,
 *		session_length_p90_seconds, bounce_rate)
 */
PG_FUNCTION_INFO_V1(session_columns);
Datum
session_columns(PG_FUNCTION_ARGS)
{
	const KpiState *sessions = sessions_argument(fcinfo, 0);
	const CycleTotal *length = kpi_section(sessions, SESSIONS_LENGTH);
	Datum		values[7];
	bool		nulls[7] = {false};

	values[0] = Int64GetDatum(count_of(sessions, SESSIONS_SUBJECTS, 0));
	values[1] = Int64GetDatum(count_of(sessions, SESSIONS_SESSIONS, 0));
	values[2] = Int64GetDatum(count_of(sessions, SESSIONS_EVENTS, 0));
	values[3] = Float8GetDatum((double) length->total / (double) length->count / 1e6);
	values[4] = Float8GetDatum((double) length_percentile(sessions, 0.5) / 1e6);
	values[5] = Float8GetDatum((double) length_percentile(sessions, 0.9) / 1e6);
	values[6] = Float8GetDatum(bounce_rate(sessions));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(kpi_row_type(fcinfo), values, nulls)));
}
