/*
 * counts.c
 *		Counts of rows or subjects.
 */
#include "block/counts.h"

#include "common/int.h"

/* Report more rows than can be counted. */
void
kpi_count_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("row count of a KPI is out of range")));
}

/* a + b, or the error that a count is out of range. */
int64
kpi_add_counts(int64 a, int64 b)
{
	int64		sum;

	if (pg_add_s64_overflow(a, b, &sum) || sum > MAX_COUNT)
		kpi_count_out_of_range();
	return sum;
}

static inline uint32
number_of_counts(const SectionShape *shape)
{
	return shape->variant == COUNTS_OF_LEVELS ? shape->parameter + 1 : shape->variant;
}

static Size
counts_initial_size(const SectionShape *shape)
{
	return offsetof(Counts, n) + number_of_counts(shape) * sizeof(int64);
}

static void
counts_init(void *section, const SectionShape *shape)
{
	((Counts *) section)->length = number_of_counts(shape);
}

/* Can there be such counts: some no more than all, each step reached by no more than the one before? */
static void
counts_check_numbers(const Counts *counts, bool levels)
{
	int64		left = counts->n[0];

	wire_check(left >= 0 && left <= MAX_COUNT, "a count is out of range");
	for (uint32 i = 1; i < counts->length; i++)
	{
		wire_check(counts->n[i] >= 0 && counts->n[i] <= MAX_COUNT, "a count is out of range");
		wire_check(counts->n[i] <= left, "counts disagree");
		left = levels ? counts->n[i] : left - counts->n[i];
	}
}

static void
counts_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Counts *counts = kpi_section(state, section);

	wire_check(counts->size == counts_initial_size(shape) && counts->length == number_of_counts(shape),
			   "a section does not fit its size");
	counts_check_numbers(counts, shape->variant == COUNTS_OF_LEVELS);
}

static KpiState *
counts_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	Counts	   *counts = kpi_section(state, section);

	for (uint32 i = 0; i < counts->length; i++)
		counts->n[i] = kpi_add_counts(counts->n[i], ((const Counts *) other)->n[i]);
	return state;
}

static KpiState *
counts_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Counts *counts = kpi_section(state, section);

	for (uint32 i = 0; i < counts->length; i++)
		pq_sendint64(buf, counts->n[i]);
	return state;
}

static KpiState *
counts_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	Counts	   *counts = kpi_section(state, section);

	for (uint32 i = 0; i < counts->length; i++)
		counts->n[i] = wire_get_count(buf);
	counts_check_numbers(counts, shape->variant == COUNTS_OF_LEVELS);
	return state;
}

const SectionOps counts_section = {
	.initial_size = counts_initial_size,
	.init = counts_init,
	.check = counts_check,
	.merge = counts_merge,
	.send = counts_send,
	.receive = counts_receive,
};
