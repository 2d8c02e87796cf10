/*
 * position_counts.c
 *		Counts for each position of arrays of one length.
 *
 * The canonical form is the number of arrays, their length, and for each
 * position how many are known and how many of those are true.
 */
#include "block/position_counts.h"

#include "block/counts.h"

#include "miscadmin.h"

static Size
position_counts_size(uint32 length)
{
	return offsetof(PositionCounts, at) + length * sizeof(PositionCount);
}

/* Make room for arrays of this length, which the first one has or those that are left over have not. */
KpiState *
position_counts_expect(KpiState *state, int section, uint32 length)
{
	PositionCounts *counts = kpi_section(state, section);

	if (counts->arrays == 0 && counts->length != length)
	{
		state = kpi_state_resize(state, section, position_counts_size(length), offsetof(PositionCounts, at));
		counts = kpi_section(state, section);
		counts->length = length;
	}
	if (unlikely(counts->length != length))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("arrays of retention have %u and %u elements", counts->length, length),
				 errhint("Use arrays of one length within a group.")));
	return state;
}

static Size
position_counts_initial_size(const SectionShape *shape)
{
	return position_counts_size(0);
}

/* Can there be such counts? */
static void
check_counts(const PositionCounts *counts)
{
	wire_check(counts->arrays >= 0 && counts->arrays <= MAX_COUNT, "a count is out of range");
	wire_check(counts->arrays > 0 || counts->length == 0, "it has positions of no array");
	for (uint32 i = 0; i < counts->length; i++)
	{
		wire_check(counts->at[i].converted >= 0 && counts->at[i].converted <= counts->at[i].known &&
					   counts->at[i].known <= counts->arrays,
				   "counts disagree");
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

static void
position_counts_check(const KpiState *state, int section, const SectionShape *shape)
{
	const PositionCounts *counts = kpi_section(state, section);

	wire_check(counts->size == position_counts_size(counts->length), "a section does not fit its size");
	check_counts(counts);
}

static KpiState *
position_counts_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const PositionCounts *more = other;
	PositionCounts *counts;

	if (more->arrays == 0)
		return state;
	state = position_counts_expect(state, section, more->length);
	counts = kpi_section(state, section);
	counts->arrays = kpi_add_counts(counts->arrays, more->arrays);
	for (uint32 i = 0; i < counts->length; i++)
	{
		counts->at[i].known += more->at[i].known;
		counts->at[i].converted += more->at[i].converted;
	}
	return state;
}

static KpiState *
position_counts_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const PositionCounts *counts = kpi_section(state, section);

	pq_sendint64(buf, counts->arrays);
	pq_sendint32(buf, counts->length);
	for (uint32 i = 0; i < counts->length; i++)
	{
		pq_sendint64(buf, counts->at[i].known);
		pq_sendint64(buf, counts->at[i].converted);
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return state;
}

static KpiState *
position_counts_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	int64		arrays = wire_get_count(buf);
	uint32		length = wire_get_length(buf, sizeof(PositionCount));
	PositionCounts *counts;

	state = position_counts_expect(state, section, length);
	counts = kpi_section(state, section);
	counts->arrays = arrays;
	for (uint32 i = 0; i < length; i++)
	{
		counts->at[i].known = wire_get_count(buf);
		counts->at[i].converted = wire_get_count(buf);
	}
	check_counts(counts);
	return state;
}

const SectionOps position_counts_section = {
	.initial_size = position_counts_initial_size,
	.check = position_counts_check,
	.merge = position_counts_merge,
	.send = position_counts_send,
	.receive = position_counts_receive,
};
