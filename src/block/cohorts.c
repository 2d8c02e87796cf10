/*
 * cohorts.c
 *		How many subjects of each cohort came back, for each unit of the calendar
 *		after it.
 *
 * The canonical form is the unit of as_of, the number of cells, and the cells.
 */
#include "block/cohorts.h"

#include "block/counts.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#define WIRE_CELL 24			/* bytes */

static Size
cohorts_size(uint64 count)
{
	return offsetof(Cohorts, cell) + count * sizeof(CohortCell);
}

/* Make room for so many cells, which replace those that are there. */
KpiState *
cohorts_expect(KpiState *state, int section, uint64 count)
{
	if (count > PG_UINT32_MAX / 2)
		kpi_state_too_large();
	state = kpi_state_resize(state, section, cohorts_size(count), offsetof(Cohorts, cell));
	((Cohorts *) kpi_section(state, section))->count = (uint32) count;
	return state;
}

/* Make of cells, of which those of later units are left out, what was known then; returns how many are left. */
static uint32
cut(CohortCell *cell, uint32 count, int32 as_of_unit)
{
	uint32		left = 0;

	for (uint32 i = 0; i < count; i++)
	{
		const CohortCell *before = left > 0 ? &cell[left - 1] : NULL;

		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		if (cell[i].cohort > as_of_unit)
			break;
		if (cell[i].period == COHORT_SUBJECTS || (int64) cell[i].cohort + cell[i].period <= as_of_unit)
			cell[left++] = cell[i];

		/* The first one after as_of says how many were active on or after it. */
		else if (before->cohort == cell[i].cohort && cell[i].on_or_after > 0 &&
				 (int64) before->cohort + before->period < as_of_unit)
		{
			CohortCell	last = {cell[i].cohort, as_of_unit - cell[i].cohort, 0, cell[i].on_or_after};

			cell[left++] = last;
		}
	}
	return left;
}

static inline int
compare_cells(const CohortCell *a, const CohortCell *b)
{
	if (a->cohort != b->cohort)
		return a->cohort < b->cohort ? -1 : 1;
	return a->period < b->period ? -1 : a->period > b->period;
}

/*
 * Merge cells from their end, which tells what those that are missing say; to
 * the end of a list that has room for both, from where on it returns how many
 * there are.
 */
static uint32
merge_cells(CohortCell *to, const CohortCell *a, uint32 a_count, const CohortCell *b, uint32 b_count)
{
	CohortCell *next = to + (Size) a_count + b_count;
	CohortCell *end = next;
	int64		a_after = 0;
	int64		b_after = 0;

	while (a_count > 0 || b_count > 0)
	{
		int			order = a_count > 0 ? 1 : -1;
		CohortCell	cell = {0};

		if (a_count > 0 && b_count > 0)
			order = compare_cells(&a[a_count - 1], &b[b_count - 1]);
		if (order >= 0)
		{
			cell = a[--a_count];
			a_after = cell.on_or_after;
		}
		if (order <= 0)
		{
			const CohortCell *more = &b[--b_count];

			cell.cohort = more->cohort;
			cell.period = more->period;
			cell.active = kpi_add_counts(cell.active, more->active);
			b_after = more->on_or_after;
		}
		if (cell.period == COHORT_SUBJECTS)
			a_after = b_after = 0;
		cell.on_or_after = kpi_add_counts(a_after, b_after);
		*--next = cell;
		if ((end - next) % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return end - next;
}

/* ----------
 * The section
 * ----------
 */

static Size
cohorts_initial_size(const SectionShape *shape)
{
	return cohorts_size(0);
}

/* Are the cells in order, of the calendar, and can there be such counts? */
static void
check_cells(const Cohorts *cohorts, CalendarUnit unit)
{
	const CohortCell *subjects = NULL;

	wire_check(calendar_unit_valid(unit, cohorts->as_of_unit), "its as_of is out of range");
	for (uint32 i = 0; i < cohorts->count; i++)
	{
		const CohortCell *cell = &cohorts->cell[i];
		const CohortCell *next = i + 1 < cohorts->count && cell[1].cohort == cell->cohort ? &cell[1] : NULL;
		int64		next_after = next == NULL ? 0 : next->on_or_after;

		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		wire_check(i == 0 || compare_cells(cell - 1, cell) < 0, "cohorts and periods are not in ascending order");
		wire_check(cell->active >= 0 && cell->active <= MAX_COUNT, "a count is out of range");
		if (cell->period == COHORT_SUBJECTS)
		{
			subjects = cell;
			wire_check(calendar_unit_valid(unit, cell->cohort) && cell->cohort <= cohorts->as_of_unit,
					   "a cohort is out of range");
			wire_check(cell->active > 0 && cell->on_or_after == 0, "a cohort has no subjects");
			wire_check(next_after >= 0 && next_after <= cell->active, "counts disagree");
			continue;
		}
		wire_check(subjects != NULL && subjects->cohort == cell->cohort && cell->period >= 0 &&
					   (int64) cell->cohort + cell->period <= cohorts->as_of_unit,
				   "a period is out of range");
		wire_check(cell->on_or_after > 0 && cell->active <= cell->on_or_after &&
					   next_after >= 0 && next_after <= cell->on_or_after,
				   "counts disagree");

		/* Who was active in no later period was in this one, but for what is later than as_of. */
		wire_check((int64) cell->cohort + cell->period == cohorts->as_of_unit ||
					   (cell->active > 0 && cell->on_or_after - next_after <= cell->active),
				   "counts disagree");
	}
}

static void
cohorts_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Cohorts *cohorts = kpi_section(state, section);

	wire_check(cohorts->size == cohorts_size(cohorts->count), "a section does not fit its size");
	check_cells(cohorts, shape->parameter);
}

static KpiState *
cohorts_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Cohorts *more = other;
	Cohorts    *cohorts = kpi_section(state, section);
	int32		as_of_unit = Min(cohorts->as_of_unit, more->as_of_unit);
	uint32		a_count = cut(cohorts->cell, cohorts->count, as_of_unit);
	CohortCell *b = MemoryContextAllocHuge(CurrentMemoryContext, Max(more->count, 1) * sizeof(CohortCell));
	CohortCell *merged;
	uint32		b_count;
	uint32		count;

	memcpy(b, more->cell, more->count * sizeof(CohortCell));
	b_count = cut(b, more->count, as_of_unit);
	merged = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) a_count + b_count, 1) * sizeof(CohortCell));
	count = merge_cells(merged, cohorts->cell, a_count, b, b_count);
	if (count != cohorts->count)
		state = cohorts_expect(state, section, count);
	cohorts = kpi_section(state, section);
	cohorts->as_of_unit = as_of_unit;
	memcpy(cohorts->cell, merged + ((Size) a_count + b_count - count), count * sizeof(CohortCell));
	pfree(merged);
	pfree(b);
	return state;
}

static KpiState *
cohorts_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Cohorts *cohorts = kpi_section(state, section);

	pq_sendint32(buf, cohorts->as_of_unit);
	pq_sendint32(buf, cohorts->count);
	for (uint32 i = 0; i < cohorts->count; i++)
	{
		pq_sendint32(buf, cohorts->cell[i].cohort);
		pq_sendint32(buf, cohorts->cell[i].period);
		pq_sendint64(buf, cohorts->cell[i].active);
		pq_sendint64(buf, cohorts->cell[i].on_or_after);
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return state;
}

static KpiState *
cohorts_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	int32		as_of_unit = (int32) wire_get(buf, 4);
	uint32		count = wire_get_length(buf, WIRE_CELL);
	Cohorts    *cohorts;

	state = cohorts_expect(state, section, count);
	cohorts = kpi_section(state, section);
	cohorts->as_of_unit = as_of_unit;
	for (uint32 i = 0; i < count; i++)
	{
		cohorts->cell[i].cohort = (int32) wire_get(buf, 4);
		cohorts->cell[i].period = (int32) wire_get(buf, 4);
		cohorts->cell[i].active = wire_get(buf, 8);
		cohorts->cell[i].on_or_after = wire_get(buf, 8);
	}
	check_cells(cohorts, shape->parameter);
	return state;
}

const SectionOps cohorts_section = {
	.initial_size = cohorts_initial_size,
	.check = cohorts_check,
	.merge = cohorts_merge,
	.send = cohorts_send,
	.receive = cohorts_receive,
};
