/*
 * funnel_question.c
 *		What is asked of the events of a subject: window, modes with their items,
 *		steps.
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
	if (a->modes != b->modes || a->items != b->items ||
		memcmp(a->item, b->item, a->items * sizeof(FunnelItem)) != 0)
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

/* Which of two items comes first. */
int
funnel_item_compare(const FunnelItem *a, const FunnelItem *b)
{
	return memcmp(a, b, offsetof(FunnelItem, unused));
}

/* Ask this in an empty section. */
KpiState *
funnel_question_set(KpiState *state, int section, const Funnel *funnel)
{
	if (funnel->items > 0)
		state = kpi_state_resize(state, section, funnel_size(funnel->items), 0);
	memcpy(kpi_section(state, section), funnel, funnel_size(funnel->items));
	return state;
}

/* ----------
 * The section
 * ----------
 */

static Size
question_initial_size(const SectionShape *shape)
{
	return funnel_size(0);
}

/* Does an exclusion follow the one before: of the same condition, and neither inside the other, or of the next one? */
static bool
exclusion_follows(const Funnel *funnel, const FunnelItem *item)
{
	const FunnelItem *last = item - 1;

	if (item == funnel->item)
		return item->number >= 2;
	return item->number == last->number + 1 ||
		(item->number == last->number && item->from > last->from && item->to > last->to);
}

/* Are these items that somebody can have asked for, in canonical order, of so many steps? */
static bool
items_valid(const Funnel *funnel, int steps)
{
	const FunnelItem *each = NULL;
	int			numbers = 0;	/* the highest one that is excluded */

	for (int i = 0; i < funnel->items; i++)
	{
		const FunnelItem *item = &funnel->item[i];

		if (item->unused != 0 || (i > 0 && funnel_item_compare(item - 1, item) >= 0))
			return false;
		if (item->kind == ITEM_EXCLUSION)
		{
			const Interval none = {0};

			if (!exclusion_follows(funnel, item) || item->number > FUNNEL_MOST_STEPS || item->from < 1 || item->to > steps ||
				(steps > 1 ? item->from >= item->to : item->from != item->to) || memcmp(&item->within, &none, sizeof(Interval)) != 0)
				return false;
			numbers = item->number;
		}
		else
		{
			if (item->kind != ITEM_STEP_WINDOW || item->number == 1 || item->number > steps || item->from != 0 || item->to != 0 ||
				!funnel_window_is_positive(&item->within) ||
				(each != NULL && memcmp(&each->within, &item->within, sizeof(Interval)) == 0))
				return false;
			if (item->number == 0)
				each = item;
		}
	}
	return numbers == 0 || funnel->conditions == 0 || numbers == funnel->conditions;
}

/* Can somebody have asked this, of so many steps if that is not 0? */
bool
funnel_question_valid(const Funnel *funnel, int given)
{
	int			steps = funnel_steps(funnel);

	if (given > 0)
	{
		bool		known = funnel->conditions > 0 || (funnel->items > 0 && funnel->item[0].kind == ITEM_EXCLUSION);

		if (given != steps && (known || given > steps))
			return false;
		steps = given;
	}
	return funnel_window_is_positive(&funnel->within) &&
		funnel->time_type >= TIME_DATE && funnel->time_type <= TIME_TIMESTAMPTZ &&
		funnel->modes <= ANY_ORDER && funnel->conditions <= FUNNEL_MOST_STEPS &&
		(funnel->items == 0 || (funnel->modes != ANY_ORDER && items_valid(funnel, steps)));
}

static void
question_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Funnel *funnel = kpi_section(state, section);

	wire_check(funnel->size == funnel_size(funnel->items) && funnel_question_valid(funnel, shape->parameter), "a section does not fit its size");
}

/* States of other questions cannot be merged. */
static KpiState *
question_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	funnel_check_same(kpi_section(state, section), other);
	return state;
}

static void
send_interval(StringInfo buf, const Interval *interval)
{
	pq_sendint64(buf, interval->time);
	pq_sendint32(buf, interval->day);
	pq_sendint32(buf, interval->month);
}

static Interval
receive_interval(StringInfo buf)
{
	Interval	interval;

	interval.time = wire_get(buf, 8);
	interval.day = wire_get(buf, 4);
	interval.month = wire_get(buf, 4);
	return interval;
}

/* A flag beside the modes, where items follow.  A funnel without items is as releases that knew none had it. */
#define MODES_HAVE_ITEMS 32

#define WIRE_BYTES_OF_ITEM 20

static KpiState *
question_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Funnel *funnel = kpi_section(state, section);

	send_interval(buf, &funnel->within);
	pq_sendint8(buf, funnel->time_type);
	pq_sendint8(buf, funnel->modes | (funnel->items > 0 ? MODES_HAVE_ITEMS : 0));
	pq_sendint8(buf, funnel->conditions);
	if (funnel->items > 0)
		pq_sendint32(buf, funnel->items);
	for (int i = 0; i < funnel->items; i++)
	{
		const FunnelItem *item = &funnel->item[i];

		pq_sendint8(buf, item->kind);
		pq_sendint8(buf, item->number);
		pq_sendint8(buf, item->from);
		pq_sendint8(buf, item->to);
		send_interval(buf, &item->within);
	}
	return state;
}

static KpiState *
question_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	Interval	within = receive_interval(buf);
	uint8		time_type = wire_get(buf, 1);
	uint8		modes = wire_get(buf, 1);
	uint8		conditions = wire_get(buf, 1);
	uint32		items = 0;
	Funnel	   *funnel;

	if (modes & MODES_HAVE_ITEMS)
	{
		modes -= MODES_HAVE_ITEMS;
		items = wire_get_length(buf, WIRE_BYTES_OF_ITEM);
		wire_check(items >= 1 && items <= FUNNEL_MOST_ITEMS, "it asks for no funnel");
		state = kpi_state_resize(state, section, funnel_size(items), 0);
	}
	funnel = kpi_section(state, section);
	funnel->within = within;
	funnel->time_type = time_type;
	funnel->modes = modes;
	funnel->conditions = conditions;
	funnel->items = items;
	for (uint32 i = 0; i < items; i++)
	{
		FunnelItem *item = &funnel->item[i];

		item->kind = wire_get(buf, 1);
		item->number = wire_get(buf, 1);
		item->from = wire_get(buf, 1);
		item->to = wire_get(buf, 1);
		item->within = receive_interval(buf);
	}
	wire_check(funnel_question_valid(funnel, shape->parameter), "it asks for no funnel");
	return state;
}

const SectionOps funnel_question_section = {
	.initial_size = question_initial_size,
	.check = question_check,
	.merge = question_merge,
	.send = question_send,
	.receive = question_receive,
};
