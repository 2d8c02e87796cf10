/*
 * retention_question.c
 *		What is asked of the activity of a subject.
 */
#include "block/retention_question.h"

#include "block/calendar.h"

#include "utils/fmgrprotos.h"

/* Up to here a double precision, which intervals are multiplied by, has all integers. */
#define EXACT_PRODUCT (INT64CONST(1) << 53)

/* Report an argument that is not the same for all rows of a group. */
void
retention_argument_changes(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s of retention changes within a group", name),
			 errhint("Use the same %s for all rows of a group.", name)));
}

/* Has it no negative field, and is it above zero and finite? */
bool
retention_period_valid(const Interval *period)
{
#ifdef INTERVAL_NOT_FINITE
	if (INTERVAL_NOT_FINITE(period))
		return false;
#endif
	return period->month >= 0 && period->day >= 0 && period->time >= 0 &&
		(period->month > 0 || period->day > 0 || period->time > 0);
}

/* Note the time of the cohort. */
void
retention_set_cohort(RetentionQuestion *question, int64 cohort_at)
{
	if (question->has_cohort && question->cohort_at != cohort_at)
		retention_argument_changes("cohort_at");
	question->has_cohort = true;
	question->cohort_at = cohort_at;
}

/*
 * Are all periods of one length, in microseconds, to the last of them?
 * PostgreSQL multiplies intervals by a double precision.
 */
static inline bool
is_fixed(const RetentionQuestion *question)
{
	const Interval *period = &question->period;

	return period->month == 0 && (period->day == 0 || question->time_type != TIME_TIMESTAMPTZ) &&
		period->time < EXACT_PRODUCT / RETENTION_MOST_PERIODS && period->day < PG_INT32_MAX / RETENTION_MOST_PERIODS;
}

/* The time zone by which periods end; 0 if they are the same in all. */
uint32
retention_zone(const RetentionQuestion *question)
{
	return is_fixed(question) ? 0 : calendar_zone(question->time_type);
}

/* cohort_at + i * period; past the end of the calendar, infinity. */
static int64
edge(const RetentionQuestion *question, int i)
{
	const Interval *period = &question->period;
	Interval   *span;

	/* A product that is out of range for interval_mul is as long as the calendar. */
	if ((int64) period->month * i > PG_INT32_MAX || (int64) period->day * i > PG_INT32_MAX ||
		(double) period->time * i >= (double) PG_INT64_MAX)
		return DT_NOEND;
	span = DatumGetIntervalP(DirectFunctionCall2(interval_mul, PointerGetDatum(period), Float8GetDatum(i)));
	return calendar_add(question->time_type, question->cohort_at, span);
}

/*
 * The last period that has ended at a time, or 0 if none has; -1 before the
 * cohort.  Periods that end past the end of the calendar never do.  The edges of
 * periods ascend: a change of clocks is never longer than a day.
 */
int
retention_edges_until(const RetentionQuestion *question, int64 time)
{
	int			low = 0;		/* has been reached */
	int			high = question->periods + 1;	/* has not */

	time = Min(time, END_TIMESTAMP - 1);
	if (time < question->cohort_at)
		return -1;
	if (is_fixed(question))
	{
		uint64		length = question->period.day * USECS_PER_DAY + question->period.time;

		return (int) Min(((uint64) time - (uint64) question->cohort_at) / length, question->periods);
	}
	while (high - low > 1)
	{
		int			middle = (low + high) / 2;

		if (edge(question, middle) <= time)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* ----------
 * The section
 * ----------
 */

static Size
question_initial_size(const SectionShape *shape)
{
	return sizeof(RetentionQuestion);
}

/* Can somebody have asked this? */
static bool
question_valid(const RetentionQuestion *question)
{
	return question->time_type >= TIME_DATE && question->time_type <= TIME_TIMESTAMPTZ &&
		question->periods >= 1 && question->periods <= RETENTION_MOST_PERIODS &&
		retention_period_valid(&question->period) &&
		(question->zone == 0 || question->time_type == TIME_TIMESTAMPTZ) &&
		question->has_cohort <= 1 && IS_VALID_TIMESTAMP(question->cohort_at) &&
		(question->has_cohort || question->cohort_at == 0);
}

static void
question_check(const KpiState *state, int section, const SectionShape *shape)
{
	const RetentionQuestion *question = kpi_section(state, section);

	wire_check(question->size == sizeof(RetentionQuestion) && question_valid(question), "a section does not fit its size");
}

/* States of other questions cannot be merged. */
static KpiState *
question_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	RetentionQuestion *question = kpi_section(state, section);
	const RetentionQuestion *more = other;

	if (memcmp(&question->period, &more->period, sizeof(Interval)) != 0)
		retention_argument_changes("period");
	if (question->periods != more->periods)
		retention_argument_changes("number of periods");
	if (question->as_of != more->as_of)
		retention_argument_changes("as_of");
	if (question->time_type != more->time_type)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("retention over times of different types cannot be merged"),
				 errhint("Use times of one type for all rows of a group.")));
	calendar_check_zone(question->zone, more->zone);
	if (more->has_cohort)
		retention_set_cohort(question, more->cohort_at);
	return state;
}

static KpiState *
question_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const RetentionQuestion *question = kpi_section(state, section);

	pq_sendint64(buf, question->period.time);
	pq_sendint32(buf, question->period.day);
	pq_sendint32(buf, question->period.month);
	pq_sendint64(buf, question->as_of);
	pq_sendint64(buf, question->cohort_at);
	pq_sendint16(buf, question->periods);
	pq_sendint8(buf, question->time_type);
	pq_sendint8(buf, question->has_cohort);
	pq_sendint32(buf, question->zone);
	return state;
}

static KpiState *
question_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	RetentionQuestion *question = kpi_section(state, section);

	question->period.time = wire_get(buf, 8);
	question->period.day = wire_get(buf, 4);
	question->period.month = wire_get(buf, 4);
	question->as_of = wire_get(buf, 8);
	question->cohort_at = wire_get(buf, 8);
	question->periods = wire_get(buf, 2);
	question->time_type = wire_get(buf, 1);
	question->has_cohort = wire_get(buf, 1);
	question->zone = wire_get(buf, 4);
	wire_check(question_valid(question), "it asks for no retention");
	return state;
}

const SectionOps retention_question_section = {
	.initial_size = question_initial_size,
	.check = question_check,
	.merge = question_merge,
	.send = question_send,
	.receive = question_receive,
};
