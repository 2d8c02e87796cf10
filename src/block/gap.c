/*
 * gap.c
 *		The gap that ends a session, and its section in what is stored of sessions.
 */
#include "block/gap.h"

#include "block/funnel_question.h"
#include "utils/fmgrprotos.h"

/* Report a gap that is none; NULL stands for NULL. */
void
gap_check(const Interval *gap)
{
	if (gap == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("gap of a session must not be NULL"),
				 errhint("Give the longest time between two events of a session, such as '30 minutes'.")));
	if (!funnel_window_is_positive(gap))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("gap of a session must be positive and finite, not \"%s\"",
						DatumGetCString(DirectFunctionCall1(interval_out, PointerGetDatum(gap)))),
				 errhint("Give the longest time between two events of a session, such as '30 minutes'.")));
}

/* Report a gap that is not the same for all rows. */
void
gap_changes(const char *within)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("gap of a session changes within a %s", within),
			 errhint("Use the same gap for all rows of a %s.", within)));
}

/* ----------
 * The section
 * ----------
 */

static Size
gap_initial_size(const SectionShape *shape)
{
	return sizeof(SessionGap);
}

static void
gap_check_section(const KpiState *state, int section, const SectionShape *shape)
{
	const SessionGap *gap = kpi_section(state, section);

	wire_check(gap->size == sizeof(SessionGap), "a section does not fit its size");
	wire_check(funnel_window_is_positive(&gap->gap), "its gap is not positive");
}

static KpiState *
gap_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const SessionGap *gap = kpi_section(state, section);

	if (!gap_same(&gap->gap, &((const SessionGap *) other)->gap))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("sessions of different gaps cannot be merged"),
				 errhint("Merge sessions that were ended by the same gap only.")));
	return state;
}

static KpiState *
gap_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Interval *gap = &((const SessionGap *) kpi_section(state, section))->gap;

	pq_sendint64(buf, gap->time);
	pq_sendint32(buf, gap->day);
	pq_sendint32(buf, gap->month);
	return state;
}

static KpiState *
gap_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	Interval   *gap = &((SessionGap *) kpi_section(state, section))->gap;

	gap->time = wire_get(buf, 8);
	gap->day = wire_get(buf, 4);
	gap->month = wire_get(buf, 4);
	gap_check_section(state, section, shape);
	return state;
}

const SectionOps gap_section = {
	.initial_size = gap_initial_size,
	.check = gap_check_section,
	.merge = gap_merge,
	.send = gap_send,
	.receive = gap_receive,
};
