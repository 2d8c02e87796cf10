/*
 * cycle_total.c
 *		The exact total of durations, in 128 bits: 64 would overflow at some four
 *		million of a month each.
 */
#include "block/cycle_total.h"

#include "block/counts.h"
#include "block/durations.h"
#include "utils/builtins.h"

/* The mean of at least one duration, rounded once, halves away from zero. */
Interval *
cycle_total_mean(const CycleTotal *cycle)
{
	int128		mean = cycle->total / cycle->count;
	int128		rest = cycle->total % cycle->count;

	if (rest < 0)
		mean -= -rest >= cycle->count + rest;
	else
		mean += rest >= cycle->count - rest;
	return interval_from_microseconds((int64) mean);
}

/* The total as text, in microseconds, or in seconds with 6 decimals. */
char *
cycle_total_text(const CycleTotal *cycle, int decimals)
{
	uint128		us = cycle->total < 0 ? -(uint128) cycle->total : (uint128) cycle->total;
	char		digits[48];
	char	   *text = digits + sizeof(digits);

	*--text = '\0';
	for (int i = 0; i <= decimals || us > 0; i++)
	{
		if (i == decimals && decimals > 0)
			*--text = '.';
		*--text = '0' + (int) (us % 10);
		us /= 10;
	}
	if (cycle->total < 0)
		*--text = '-';
	return pstrdup(text);
}

/* The total in seconds as numeric, with the scale of extract(epoch FROM ...). */
Datum
cycle_total_seconds(const CycleTotal *cycle)
{
	return DirectFunctionCall3(numeric_in, CStringGetDatum(cycle_total_text(cycle, 6)),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

static Size
cycle_total_initial_size(const SectionShape *shape)
{
	return sizeof(CycleTotal);
}

static void
cycle_total_check(const KpiState *state, int section, const SectionShape *shape)
{
	const CycleTotal *cycle = kpi_section(state, section);

	wire_check(cycle->count >= 0 && cycle->count <= MAX_COUNT, "a count is out of range");
	wire_check(cycle_total_valid(cycle), "a total of durations is out of range");
}

static KpiState *
cycle_total_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	CycleTotal *cycle = kpi_section(state, section);

	cycle->count = kpi_add_counts(cycle->count, ((const CycleTotal *) other)->count);
	cycle->total += ((const CycleTotal *) other)->total;
	return state;
}

static KpiState *
cycle_total_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const CycleTotal *cycle = kpi_section(state, section);

	pq_sendint64(buf, cycle->count);
	pq_sendint64(buf, (int64) (cycle->total >> 64));
	pq_sendint64(buf, (int64) cycle->total);
	return state;
}

static KpiState *
cycle_total_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	CycleTotal *cycle = kpi_section(state, section);
	uint64		high;

	cycle->count = wire_get_count(buf);
	high = wire_get(buf, 8);
	cycle->total = (int128) ((uint128) high << 64 | wire_get(buf, 8));
	cycle_total_check(state, section, shape);
	return state;
}

const SectionOps cycle_total_section = {
	.initial_size = cycle_total_initial_size,
	.check = cycle_total_check,
	.merge = cycle_total_merge,
	.send = cycle_total_send,
	.receive = cycle_total_receive,
};
