/*
 * segments.c
 *		The list of all segments, each a rate of at least one trial.
 *
 * What compares them needs the rate of all, so nothing can be added up before
 * the end, and then it is in sorted order: the same whatever that of the rows.
 */
#include "block/segments.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/* By trials, then by successes: -1, 0 or 1. */
static inline int
compare_rates(const Rate *a, const Rate *b)
{
	if (a->trials != b->trials)
		return a->trials < b->trials ? -1 : 1;
	return (a->successes > b->successes) - (a->successes < b->successes);
}

#define ST_SORT sort_rates
#define ST_ELEMENT_TYPE Rate
#define ST_COMPARE(a, b) compare_rates(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

#define INITIAL_SEGMENTS 4

/* Bytes of a list with room for so many. */
static Size
segments_size(uint64 capacity)
{
	return offsetof(Segments, rate) + capacity * sizeof(Rate);
}

/* Make room for so many more segments, half as many again at the least. */
static KpiState *
segments_reserve(KpiState *state, int section, uint64 more)
{
	const Segments *list = kpi_section(state, section);
	uint64		needed = list->count + more;
	uint64		most;

	if (segments_size(needed) <= list->size)
		return state;
	most = (kpi_state_room(state, section) - segments_size(0)) / sizeof(Rate);
	needed = Max(needed, Min(Max(list->count + (uint64) list->count / 2, INITIAL_SEGMENTS), most));
	return kpi_state_resize(state, section, segments_size(needed), list->size);
}

/* Add a segment.  Returns the state, another one if the list had to grow. */
KpiState *
segments_add(KpiState *state, int section, Rate rate)
{
	Segments   *list;

	state = segments_reserve(state, section, 1);
	list = kpi_section(state, section);
	list->rate[list->count++] = rate;
	return state;
}

/* A sorted copy of a list: the state must not change. */
Rate *
segments_sorted(const Segments *list)
{
	Rate	   *rate = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) list->count, 1) * sizeof(Rate));

	kpi_copy_bytes(rate, list->rate, list->count * sizeof(Rate));
	sort_rates(rate, list->count);
	return rate;
}

/* ----------
 * The section
 * ----------
 */

static Size
segments_initial_size(const SectionShape *shape)
{
	return segments_size(0);
}

/* Is this the rate of a segment? */
static void
check_rate(Rate rate)
{
	wire_check(rate.trials > 0 && rate.successes >= 0 && rate.successes <= rate.trials, "a rate is out of range");
}

static void
segments_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Segments *list = kpi_section(state, section);

	wire_check(segments_size(list->count) <= list->size, "a section does not fit its size");
	for (uint32 i = 0; i < list->count; i++)
	{
		check_rate(list->rate[i]);
		CHECK_FOR_INTERRUPTS();
	}
}

static KpiState *
segments_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Segments *more = other;
	Segments   *list;

	state = segments_reserve(state, section, more->count);
	list = kpi_section(state, section);
	kpi_copy_bytes(list->rate + list->count, more->rate, more->count * sizeof(Rate));
	list->count += more->count;
	return state;
}

/* A sorted copy of a list, so that the order of the rows says nothing. */
static KpiState *
segments_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Segments *list = kpi_section(state, section);
	Rate	   *rate = segments_sorted(list);

	pq_sendint32(buf, list->count);
	for (uint32 i = 0; i < list->count; i++)
	{
		pq_sendint64(buf, rate[i].trials);
		pq_sendint64(buf, rate[i].successes);
		CHECK_FOR_INTERRUPTS();
	}
	pfree(rate);
	return state;
}

static KpiState *
segments_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	uint32		count = wire_get_length(buf, sizeof(Rate));
	Rate		last = {0};

	for (uint32 i = 0; i < count; i++)
	{
		Rate		rate;

		rate.trials = (int64) wire_get(buf, 8);
		rate.successes = (int64) wire_get(buf, 8);
		check_rate(rate);
		wire_check(compare_rates(&last, &rate) <= 0, "segments are not in ascending order");
		state = segments_add(state, section, rate);
		last = rate;
		CHECK_FOR_INTERRUPTS();
	}
	return state;
}

const SectionOps segments_section = {
	.initial_size = segments_initial_size,
	.check = segments_check,
	.merge = segments_merge,
	.send = segments_send,
	.receive = segments_receive,
};
