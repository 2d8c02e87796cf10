/*
 * funnel_question.c
 *		What is asked of the events of a subject: window, modes, steps.
 */
#include "block/funnel_question.h"

/* Report an argument that is not the same for all rows of a group. */
void
funnel_argument_changes(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s of a funnel changes within a group", name),
			 errhint("Use the same %s for all rows of a group.", name)));
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
bool
funnel_window_is_positive(const Interval *within)
{
	int128		total = within->time + ((int128) within->month * DAYS_PER_MONTH + within->day) * USECS_PER_DAY;

#ifdef INTERVAL_NOT_FINITE
	if (INTERVAL_NOT_FINITE(within))
		return false;
#endif
	return total > 0;
}

/* ----------
 * The section
 * ----------
 */

static Size
question_initial_size(const SectionShape *shape)
{
	return sizeof(Funnel);
}

/* Can somebody have asked this? */
static bool
question_valid(const Funnel *funnel)
{
	return funnel_window_is_positive(&funnel->within) &&
		funnel->time_type >= TIME_DATE && funnel->time_type <= TIME_TIMESTAMPTZ &&
		funnel->modes <= ANY_ORDER && funnel->conditions <= FUNNEL_MOST_STEPS;
}

static void
question_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Funnel *funnel = kpi_section(state, section);

	wire_check(funnel->size == sizeof(Funnel) && question_valid(funnel), "a section does not fit its size");
}

/* States of other questions cannot be merged. */
static KpiState *
question_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	funnel_check_same(kpi_section(state, section), other);
	return state;
}

static KpiState *
question_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Funnel *funnel = kpi_section(state, section);

	pq_sendint64(buf, funnel->within.time);
	pq_sendint32(buf, funnel->within.day);
	pq_sendint32(buf, funnel->within.month);
	pq_sendint8(buf, funnel->time_type);
	pq_sendint8(buf, funnel->modes);
	pq_sendint8(buf, funnel->conditions);
	return state;
}

static KpiState *
question_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	Funnel	   *funnel = kpi_section(state, section);

	funnel->within.time = wire_get(buf, 8);
	funnel->within.day = wire_get(buf, 4);
	funnel->within.month = wire_get(buf, 4);
	funnel->time_type = wire_get(buf, 1);
	funnel->modes = wire_get(buf, 1);
	funnel->conditions = wire_get(buf, 1);
	wire_check(question_valid(funnel), "it asks for no funnel");
	return state;
}

const SectionOps funnel_question_section = {
	.initial_size = question_initial_size,
	.check = question_check,
	.merge = question_merge,
	.send = question_send,
	.receive = question_receive,
};
