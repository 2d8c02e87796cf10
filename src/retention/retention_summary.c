/*
 * retention_summary.c
 *		Retention of many subjects: how many of each cohort came back, by units of
 *		the calendar.
 *
 * While rows come the state has each subject's units (unit_sets.c).  A
 * retention_summary is the wire form of another kind of state (walk.c), which
 * only counts: cohorts and periods (cohorts.c).
 */
#include "block/cohorts.h"
#include "block/counts.h"
#include "block/retention_question.h"
#include "block/unit_sets.h"
#include "kinds/function.h"
#include "kinds/stored.h"

#include "access/htup_details.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"

/* ----------
 * retention_summary(subject, at, unit, as_of),
 * retention_summary(subject, cohort_at, active_at, unit, as_of)
 * ----------
 */

#define UNIT_HINT "Valid units are day, week, month, quarter and year."

/* The unit in an argument. */
static CalendarUnit
unit_argument(FunctionCallInfo fcinfo, int argument)
{
	const text *name;
	CalendarUnit unit;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unit of retention must not be NULL"),
				 errhint(UNIT_HINT)));
	name = PG_GETARG_TEXT_PP(argument);
	unit = calendar_unit_by_name(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	if (unlikely(unit == 0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unit \"%s\" of retention does not exist", text_to_cstring(name)),
				 errhint(UNIT_HINT)));
	return unit;
}

/* A time in an argument: days of a date, otherwise microseconds; infinite as a timestamp is. */
static inline int64
time_argument(FunctionCallInfo fcinfo, int argument, TimeType type)
{
	if (type == TIME_DATE)
	{
		DateADT		date = PG_GETARG_DATEADT(argument);

		return DATE_IS_NOBEGIN(date) ? DT_NOBEGIN : DATE_IS_NOEND(date) ? DT_NOEND :
																		  date;
	}
	return PG_GETARG_TIMESTAMP(argument);
}

/* The state that a row is added to, which asks what the first one asked: unit and as_of in two arguments. */
static inline KpiState *
subjects_of_row(FunctionCallInfo fcinfo, KeyType key_type, TimeType type, int unit_at)
{
	CalendarUnit unit = unit_argument(fcinfo, unit_at);
	KpiState   *state;
	UnitSets   *sets;
	int64		as_of;

	if (PG_ARGISNULL(unit_at + 1) || TIMESTAMP_NOT_FINITE(as_of = time_argument(fcinfo, unit_at + 1, type)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("as_of of retention must be %s", PG_ARGISNULL(unit_at + 1) ? "known" : "finite"),
				 errhint("Give the time up to which all activity is known.")));
	if (unlikely(PG_ARGISNULL(0)))
	{
		state = kpi_state_new(KPI_RETENTION_SUBJECTS, key_type, unit);
		unit_sets_ask(kpi_section(state, RETENTION_SUBJECTS), type, unit, as_of);
		return state;
	}
	state = kpi_state_argument(fcinfo, KPI_RETENTION_SUBJECTS);
	sets = kpi_section(state, RETENTION_SUBJECTS);
	wire_check(state->key_type == key_type && sets->time_type == type, "it has keys or times of other types");
	if (unlikely(state->parameter != unit))
		retention_argument_changes("unit");
	if (unlikely(sets->as_of != as_of))
		retention_argument_changes("as_of");
	return state;
}

/* The age of the unit of a time in an argument, -1 if that is not known or later than as_of. */
static inline int64
age_argument(FunctionCallInfo fcinfo, int argument, const KpiState *state, const UnitSets *sets, TimeType type)
{
	int64		time;

	if (PG_ARGISNULL(argument))
		return -1;
	time = time_argument(fcinfo, argument, type);
	if (time > sets->as_of)
		return -1;
	if (unlikely(time == DT_NOBEGIN))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("cannot measure retention from an infinite date or timestamp"),
				 errhint("Leave rows of infinite time out.")));
	return (int64) sets->as_of_unit - calendar_unit_of(state->parameter, type, time);
}

/* retention_summary_accum(kpi_state, subject, cohort_at, active_at, unit, as_of) -> kpi_state; the times may be one */
static pg_attribute_always_inline Datum
retention_summary_accum(FunctionCallInfo fcinfo, KeyType key_type, TimeType type, bool one_time)
{
	KpiState   *state = subjects_of_row(fcinfo, key_type, type, one_time ? 3 : 4);
	const UnitSets *sets = kpi_section(state, RETENTION_SUBJECTS);
	int64		cohort;
	int64		active;
	UnitEntry	entry;

	if (PG_ARGISNULL(1))
		PG_RETURN_POINTER(state);
	cohort = active = age_argument(fcinfo, 2, state, sets, type);
	if (!one_time)
		active = age_argument(fcinfo, 3, state, sets, type);

	/* A local time may be in a later unit than that of as_of where clocks are put back. */
	cohort = Max(cohort, -1);
	if (cohort < 0 && active < 0)
		PG_RETURN_POINTER(state);
	entry.key = key_from_datum(PG_GETARG_DATUM(1), key_type);
	entry.cohort = (uint32) (cohort + 1);
	if (active >= 0)
	{
		entry.part = (uint32) (active / UNITS_OF_PART);
		entry.active = UINT64CONST(1) << active % UNITS_OF_PART;
	}
	else
	{
		entry.part = (uint32) (cohort / UNITS_OF_PART);
		entry.active = 0;
	}
	PG_RETURN_POINTER(unit_sets_add(state, RETENTION_SUBJECTS, &entry));
}

#define ACCUM_BY_KEY(key, KEY) \
	KPI_FUNCTION(retention_summary_accum_##key##_date, retention_summary_accum(fcinfo, KEY, TIME_DATE, true)); \
	KPI_FUNCTION(retention_summary_accum_##key##_timestamp, retention_summary_accum(fcinfo, KEY, TIME_TIMESTAMP, true)); \
	KPI_FUNCTION(retention_summary_accum_##key##_timestamptz, \
				 retention_summary_accum(fcinfo, KEY, TIME_TIMESTAMPTZ, true)); \
	KPI_FUNCTION(retention_summary_accum_##key##_dates, retention_summary_accum(fcinfo, KEY, TIME_DATE, false)); \
	KPI_FUNCTION(retention_summary_accum_##key##_timestamps, \
				 retention_summary_accum(fcinfo, KEY, TIME_TIMESTAMP, false)); \
	KPI_FUNCTION(retention_summary_accum_##key##_timestamptzs, \
				 retention_summary_accum(fcinfo, KEY, TIME_TIMESTAMPTZ, false))

ACCUM_BY_KEY(bigint, KEY_BIGINT);
ACCUM_BY_KEY(uuid, KEY_UUID);
ACCUM_BY_KEY(text, KEY_TEXT);

/* ----------
 * From subjects to cohorts
 * ----------
 */

/* Counts of a cohort at 64 ages. */
typedef struct CountBlock
{
	uint64		place;			/* age of the cohort, then the part of ages */
	char		status;			/* for simplehash.h */
	int64		subjects;		/* of the cohort, in the block of its own age */
	int64	   *active;			/* at each age */
	int64	   *last;			/* and those of whom that is the last activity */
} CountBlock;

#define SH_PREFIX blocks
#define SH_ELEMENT_TYPE CountBlock
#define SH_KEY_TYPE uint64
#define SH_KEY place
#define SH_HASH_KEY(table, key) murmurhash32((uint32) (key) ^ murmurhash32((uint32) ((key) >> 32)))
#define SH_EQUAL(table, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* The counts of a cohort at a part of the ages. */
static CountBlock *
block_of(blocks_hash *blocks, uint32 cohort, uint32 part)
{
	bool		found;
	CountBlock *block = blocks_insert(blocks, (uint64) cohort << 32 | part, &found);

	if (!found)
	{
		block->subjects = 0;
		block->active = palloc0(2 * UNITS_OF_PART * sizeof(int64));
		block->last = block->active + UNITS_OF_PART;
	}
	return block;
}

/* Count a subject by its entries, the latest part first. */
static void
count_subject(blocks_hash *blocks, const UnitEntry *entry, int count)
{
	uint32		cohort = 0;
	bool		is_last = true;

	for (int i = 0; i < count; i++)
		cohort = Max(cohort, entry[i].cohort);
	if (cohort-- == 0)
		return;
	block_of(blocks, cohort, cohort / UNITS_OF_PART)->subjects++;
	for (int i = 0; i < count && entry[i].part <= cohort / UNITS_OF_PART; i++)
	{
		uint64		active = entry[i].active;
		CountBlock *block;

		/* Activity before the cohort does not count. */
		if (entry[i].part == cohort / UNITS_OF_PART)
			active &= ~UINT64CONST(0) >> (UNITS_OF_PART - 1 - cohort % UNITS_OF_PART);
		if (active == 0)
			continue;
		block = block_of(blocks, cohort, entry[i].part);
		if (is_last)
			block->last[pg_rightmost_one_pos64(active)]++;
		is_last = false;
		for (; active != 0; active &= active - 1)
			block->active[pg_rightmost_one_pos64(active)]++;
	}
}

/* Count all subjects, whose entries are put in on the way. */
static blocks_hash *
count_subjects(UnitSets *sets)
{
	blocks_hash *blocks = blocks_create(CurrentMemoryContext, 64, NULL);
	UnitEntry	entry;
	uint32		slot = 0;
	UnitEntry  *entries;

	unit_sets_settle(sets);
	if (sets->older == 0)
	{
		while (unit_sets_next(sets, &slot, &entry))
		{
			count_subject(blocks, &entry, 1);
			if (slot % 1024 == 0)
				CHECK_FOR_INTERRUPTS();
		}
		return blocks;
	}
	entries = unit_sets_sorted(sets);
	for (uint32 i = 0, next; i < sets->count; i = next)
	{
		for (next = i + 1; next < sets->count && memcmp(&entries[next].key, &entries[i].key, sizeof(Key)) == 0;)
			next++;
		count_subject(blocks, &entries[i], next - i);
		CHECK_FOR_INTERRUPTS();
	}
	pfree(entries);
	return blocks;
}

/* By cohort and period, that is the older ages first. */
static int
compare_blocks(const void *a, const void *b)
{
	uint64		x = (*(CountBlock *const *) a)->place;
	uint64		y = (*(CountBlock *const *) b)->place;

	return (x < y) - (x > y);
}

/* The cells of the blocks in this order; returns how many there are.  Without a place to put them they are only counted. */
static uint64
fill_cells(CohortCell *cell, CountBlock **blocks, uint32 count, int32 as_of_unit)
{
	uint64		cells = 0;

	for (uint32 i = 0; i < count; i++)
	{
		int64		cohort = blocks[i]->place >> 32;
		int64		first = (int64) (uint32) blocks[i]->place * UNITS_OF_PART;

		CHECK_FOR_INTERRUPTS();
		/* The first block of a cohort is that of its own age. */
		if (blocks[i]->subjects > 0 && ++cells && cell != NULL)
		{
			CohortCell	subjects = {as_of_unit - cohort, COHORT_SUBJECTS, blocks[i]->subjects, 0};

			*cell++ = subjects;
		}
		for (int age = UNITS_OF_PART - 1; age >= 0; age--)
			if (blocks[i]->active[age] > 0 && ++cells && cell != NULL)
			{
				CohortCell	period = {as_of_unit - cohort, cohort - first - age, blocks[i]->active[age], blocks[i]->last[age]};

				*cell++ = period;
			}
	}
	return cells;
}

/* The cohorts of the subjects in a state. */
static KpiState *
cohorts_of_subjects(KpiState *state)
{
	UnitSets   *sets = kpi_section(state, RETENTION_SUBJECTS);
	KpiState   *result = kpi_state_new(KPI_RETENTION_SUMMARY, KEY_NONE, state->parameter);
	blocks_hash *table;
	CountBlock **blocks;
	uint32		count = 0;
	blocks_iterator iterator;
	CountBlock *block;
	Cohorts    *cohorts;

	calendar_check_zone(sets->zone, calendar_zone(sets->time_type));
	table = count_subjects(sets);
	blocks = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) table->members, 1) * sizeof(CountBlock *));
	blocks_start_iterate(table, &iterator);
	while ((block = blocks_iterate(table, &iterator)) != NULL)
		blocks[count++] = block;
	qsort(blocks, count, sizeof(CountBlock *), compare_blocks);
	result = cohorts_expect(result, RETENTION_COHORTS, fill_cells(NULL, blocks, count, sets->as_of_unit));
	cohorts = kpi_section(result, RETENTION_COHORTS);
	cohorts->as_of_unit = sets->as_of_unit;
	fill_cells(cohorts->cell, blocks, count, sets->as_of_unit);

	/* Whose last activity was in a later period was active on or after this one. */
	for (uint32 i = cohorts->count; i-- > 1;)
		if (cohorts->cell[i - 1].period != COHORT_SUBJECTS && cohorts->cell[i].period != COHORT_SUBJECTS)
			cohorts->cell[i - 1].on_or_after += cohorts->cell[i].on_or_after;
	return result;
}

/* retention_summary_final(kpi_state) -> retention_summary, of subjects or of retention_summaries */
PG_FUNCTION_INFO_V1(retention_summary_final);
Datum
retention_summary_final(PG_FUNCTION_ARGS)
{
	KpiState   *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, 0);
	if (state->kind == KPI_RETENTION_SUBJECTS)
		state = cohorts_of_subjects(state);
	wire_check(state->kind == KPI_RETENTION_SUMMARY, "it belongs to another KPI");
	return kpi_stored(fcinfo, state, WIRE_FORM_1);
}

/* rollup_accum(kpi_state, retention_summary) -> kpi_state */
KPI_FUNCTION(rollup_retention_accum, kpi_stored_rollup_accum(fcinfo, KPI_RETENTION_SUMMARY));

/* retention_summary_plus(retention_summary, retention_summary) -> retention_summary */
KPI_FUNCTION(retention_summary_plus, kpi_stored(fcinfo, kpi_stored_merged(fcinfo, KPI_RETENTION_SUMMARY), WIRE_FORM_1));

/* retention_summary_recv(internal) -> retention_summary */
KPI_FUNCTION(retention_summary_recv, kpi_stored_recv(fcinfo, KPI_RETENTION_SUMMARY));

/* retention_summary_send(retention_summary) -> bytea */
KPI_FUNCTION(retention_summary_send, kpi_stored_send(fcinfo, KPI_RETENTION_SUMMARY));

/* ----------
 * retention_report(retention_summary)
 * ----------
 */

/* What is kept between the rows of a report. */
typedef struct Report
{
	const KpiState *state;
	const CohortCell *subjects; /* of the cohort at hand */
	const CohortCell *next;		/* the first of its periods that has not been told */
	const CohortCell *end;
	int64		period;
} Report;

/* Go to the next cohort; false after the last one. */
static bool
next_cohort(Report *report)
{
	while (report->next < report->end && report->next->period != COHORT_SUBJECTS)
		report->next++;
	if (report->next >= report->end)
		return false;
	report->subjects = report->next++;
	report->period = 0;
	return true;
}

/*
 * retention_report(retention_summary) -> (cohort, period, subjects, active, rate,
 *		on_or_after, on_or_after_rate)
 */
PG_FUNCTION_INFO_V1(retention_report);
Datum
retention_report(PG_FUNCTION_ARGS)
{
	FuncCallContext *context;
	Report	   *report;
	const Cohorts *cohorts;
	const CohortCell *cell;
	int64		last_period;
	int64		active;
	int64		on_or_after;
	Datum		values[7];
	bool		nulls[7] = {false};

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old;

		context = kpi_report_begin(fcinfo);
		old = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		report = palloc0(sizeof(Report));
		report->state = kpi_stored_read(PG_GETARG_DATUM(0), KPI_RETENTION_SUMMARY, WIRE_KEEP);
		cohorts = kpi_section(report->state, RETENTION_COHORTS);
		report->next = cohorts->cell;
		report->end = cohorts->cell + cohorts->count;
		if (next_cohort(report))
			context->user_fctx = report;
		MemoryContextSwitchTo(old);
	}
	context = SRF_PERCALL_SETUP();
	report = context->user_fctx;
	if (report == NULL)
		SRF_RETURN_DONE(context);
	cohorts = kpi_section(report->state, RETENTION_COHORTS);
	last_period = (int64) cohorts->as_of_unit - report->subjects->cohort;
	if (report->period > last_period)
	{
		if (!next_cohort(report))
			SRF_RETURN_DONE(context);
		last_period = (int64) cohorts->as_of_unit - report->subjects->cohort;
	}
	cell = report->next < report->end && report->next->period != COHORT_SUBJECTS ? report->next : NULL;
	active = cell != NULL && cell->period == report->period ? cell->active : 0;
	on_or_after = cell != NULL ? cell->on_or_after : 0;
	values[0] = DateADTGetDatum((DateADT) calendar_unit_start(report->state->parameter, report->subjects->cohort));
	values[1] = Int32GetDatum((int32) report->period);
	values[2] = Int64GetDatum(report->subjects->active);
	values[3] = Int64GetDatum(active);
	values[4] = Float8GetDatum((double) active / (double) report->subjects->active);
	nulls[4] = report->period == last_period;
	values[5] = Int64GetDatum(on_or_after);
	values[6] = Float8GetDatum((double) on_or_after / (double) report->subjects->active);
	if (cell != NULL && cell->period == report->period)
		report->next++;
	report->period++;
	SRF_RETURN_NEXT(context, HeapTupleGetDatum(heap_form_tuple(context->tuple_desc, values, nulls)));
}
