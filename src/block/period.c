/*
 * period.c
 *		The period that a KPI is about.
 */
#include "block/period.h"

/* Report that not all rows, or not all that is merged, are about one period. */
void
period_changes(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("period changes within a group"),
			 errhint("Give all rows of a group the same period_from and period_to, of one type, and merge changes of one period only.")));
}

/* Note the period, which must not be empty. */
void
period_ask(Period *period, TimeType type, int64 start, int64 end)
{
	if (start >= end)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("period must start before it ends"),
				 errhint("period_from belongs to the period, period_to is the first time that does not.")));
	period->time_type = type;
	period->start = start;
	period->end = end;
}

/* Can a date or a timestamp be this time? */
bool
period_time_valid(TimeType type, int64 time)
{
	if (time == DT_NOBEGIN || time == DT_NOEND)
		return true;
	return type == TIME_DATE ? time >= DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE && time < DATE_END_JULIAN - POSTGRES_EPOCH_JDATE : IS_VALID_TIMESTAMP(time);
}

/* ----------
 * The section
 * ----------
 */

static Size
period_initial_size(const SectionShape *shape)
{
	return sizeof(Period);
}

/* Can somebody have asked for it? */
static bool
period_valid(const Period *period)
{
	return period->time_type >= TIME_DATE && period->time_type <= TIME_TIMESTAMPTZ &&
		period_time_valid(period->time_type, period->start) && period_time_valid(period->time_type, period->end) &&
		period->start < period->end;
}

static void
period_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Period *period = kpi_section(state, section);

	wire_check(period->size == sizeof(Period) && period_valid(period), "a section does not fit its size");
}

static KpiState *
period_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Period *period = kpi_section(state, section);
	const Period *more = other;

	if (period->time_type != more->time_type || period->start != more->start || period->end != more->end)
		period_changes();
	return state;
}

static KpiState *
period_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Period *period = kpi_section(state, section);

	pq_sendint8(buf, period->time_type);
	pq_sendint64(buf, period->start);
	pq_sendint64(buf, period->end);
	return state;
}

static KpiState *
period_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	Period	   *period = kpi_section(state, section);

	period->time_type = wire_get(buf, 1);
	period->start = wire_get(buf, 8);
	period->end = wire_get(buf, 8);
	wire_check(period_valid(period), "its period is none");
	return state;
}

const SectionOps period_section = {
	.initial_size = period_initial_size,
	.check = period_check,
	.merge = period_merge,
	.send = period_send,
	.receive = period_receive,
};
