/*
 * durations.c
 *		Durations in microseconds, and the list of all of them, from which exact
 *		percentiles are selected.
 */
#include "block/durations.h"

#include <float.h>
#include <math.h>

#include "common/int.h"
#include "miscadmin.h"
#include "utils/date.h"
#include "utils/memutils.h"

#define ST_SORT sort_int64
#define ST_ELEMENT_TYPE int64
#define ST_COMPARE(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

#define INITIAL_DURATIONS 4

/* Report a date or timestamp from or to which no time can be measured. */
static void
infinite_time(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("cannot measure a duration with an infinite date or timestamp"),
			 errhint("Use NULL for a date that is not known.")));
}

/* Report a duration that does not fit 64 bits of microseconds. */
void
duration_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("duration out of range"),
			 errdetail("A duration is shorter than 292,277 years.")));
}

/* The microseconds from one timestamp to another, with or without time zone. */
int64
timestamp_duration(Datum start, Datum end)
{
	Timestamp	from = DatumGetTimestamp(start);
	Timestamp	to = DatumGetTimestamp(end);
	int64		us;

	if (unlikely(TIMESTAMP_NOT_FINITE(from) || TIMESTAMP_NOT_FINITE(to)))
		infinite_time();
	/* The one without an absolute value goes, too. */
	if (unlikely(pg_sub_s64_overflow(to, from, &us) || us == PG_INT64_MIN))
		duration_out_of_range();
	return us;
}

/* The microseconds from one date's midnight to another's. */
int64
date_duration(Datum start, Datum end)
{
	DateADT		from = DatumGetDateADT(start);
	DateADT		to = DatumGetDateADT(end);
	int64		us;

	if (unlikely(DATE_NOT_FINITE(from) || DATE_NOT_FINITE(to)))
		infinite_time();
	if (unlikely(pg_mul_s64_overflow((int64) to - from, USECS_PER_DAY, &us)))
		duration_out_of_range();
	return us;
}

/* A duration as timestamp - timestamp would show it: days, then less than one. */
Interval *
interval_from_microseconds(int64 us)
{
	Interval   *result = palloc0(sizeof(Interval));

	result->day = (int32) (us / USECS_PER_DAY);
	result->time = us % USECS_PER_DAY;
	return result;
}

/* Room for so many durations. */
static Size
durations_size(uint64 capacity)
{
	return offsetof(Durations, us) + capacity * sizeof(int64);
}

/* Make room for so many more durations, half as many again at the least. */
static KpiState *
durations_reserve(KpiState *state, int section, uint64 more)
{
	const Durations *list = kpi_section(state, section);
	uint64		needed = list->count + more;
	uint64		most;

	if (durations_size(needed) <= list->size)
		return state;
	most = (kpi_state_room(state, section) - durations_size(0)) / sizeof(int64);
	needed = Max(needed, Min(Max(list->count + (uint64) list->count / 2, INITIAL_DURATIONS), most));
	return kpi_state_resize(state, section, durations_size(needed), list->size);
}

/* Add a duration.  Returns the state, another one if the list had to grow. */
KpiState *
durations_add(KpiState *state, int section, int64 us)
{
	Durations  *list = kpi_section(state, section);

	if (unlikely(durations_size((uint64) list->count + 1) > list->size))
	{
		state = durations_reserve(state, section, 1);
		list = kpi_section(state, section);
	}
	list->us[list->count++] = us;
	return state;
}

/* The durations of a list, to be sorted or selected from: the state must not change. */
int64 *
durations_copy(const Durations *list)
{
	int64	   *us = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) list->count, 1) * sizeof(int64));

	kpi_copy_bytes(us, list->us, list->count * sizeof(int64));
	return us;
}

/* Sort durations, shortest first. */
void
durations_sort(int64 *us, int64 count)
{
	sort_int64(us, count);
}

static inline void
swap(int64 *a, int64 *b)
{
	int64		t = *a;

	*a = *b;
	*b = t;
}

/*
 * Bring the nth smallest value to its place, everything smaller before it and
 * everything larger behind (C. A. R. Hoare's quickselect; what is
 * left after twice as many rounds as halving would take is sorted).
 */
static void
select_nth(int64 *us, int64 count, int64 n)
{
	int64		left = 0;
	int64		right = count - 1;
	int			rounds = 0;

	for (int64 i = count; i > 0; i /= 2)
		rounds += 2;
	while (right - left > 16 && rounds-- > 0)
	{
		int64		middle = left + (right - left) / 2;
		int64		i = left;
		int64		j = right;
		int64		pivot;

		if (us[middle] < us[left])
			swap(&us[middle], &us[left]);
		if (us[right] < us[left])
			swap(&us[right], &us[left]);
		if (us[right] < us[middle])
			swap(&us[right], &us[middle]);
		pivot = us[middle];
		while (i <= j)
		{
			while (us[i] < pivot)
				i++;
			while (us[j] > pivot)
				j--;
			if (i <= j)
				swap(&us[i++], &us[j--]);
			CHECK_FOR_INTERRUPTS();
		}
		if (n <= j)
			right = j;
		else if (n >= i)
			left = i;
		else
			return;
	}
	sort_int64(us + left, right - left + 1);
}

/* The nth shortest duration, from 0; the order changes unless the list is sorted. */
int64
durations_nth(int64 *us, int64 count, int64 n, bool sorted)
{
	if (!sorted)
		select_nth(us, count, n);
	return us[n];
}

/* lo + (hi - lo) * share, 0 <= share < 1, exactly; halves away from zero. */
int64
durations_interpolate(int64 lo, int64 hi, double share)
{
	int			exponent;
	uint64		mantissa = (uint64) ldexp(frexp(share, &exponent), DBL_MANT_DIG);
	int			shift = DBL_MANT_DIG - exponent;
	uint128		product = (uint128) ((uint64) hi - (uint64) lo) * mantissa;
	uint128		half;
	uint128		rest;
	int64		result;

	/* The product has 117 bits at the most, so this is less than a half. */
	if (shift >= 119)
		return lo;
	half = (uint128) 1 << (shift - 1);
	rest = product & (2 * half - 1);
	/* The step may be more than an int64 holds, never the result. */
	result = (int64) ((uint64) lo + (uint64) (product >> shift));
	if (rest > half || (rest == half && result >= 0))
		result++;
	return result;
}

/*
 * The continuous percentile of a list of at least one duration, as
 * percentile_cont defines it.  Unless the list is sorted its order changes.
 */
int64
durations_percentile(int64 *us, int64 count, double fraction, bool sorted)
{
	double		position = fraction * (count - 1);
	int64		n = (int64) floor(position);
	int64		next;

	if (!sorted)
		select_nth(us, count, n);
	if (position == n)
		return us[n];
	next = us[n + 1];
	for (int64 i = n + 2; !sorted && i < count; i++)
		next = Min(next, us[i]);
	return durations_interpolate(us[n], next, position - n);
}

/* ----------
 * Durations over a moving window frame, kept sorted
 * ----------
 */

/* The number of durations shorter than this one. */
int64
durations_rank(const int64 *us, int64 count, int64 limit)
{
	int64		low = 0;
	int64		high = count;

	while (low < high)
	{
		int64		middle = (low + high) / 2;

		if (us[middle] < limit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A duration enters the frame; the list lives in this memory context. */
void
moving_durations_enter(MovingDurations *moving, MemoryContext context, int64 us)
{
	int64		rank = durations_rank(moving->us, moving->count, us);

	if (moving->us == NULL)
	{
		moving->room = 16;
		moving->us = MemoryContextAlloc(context, moving->room * sizeof(int64));
	}
	else if (moving->count == moving->room)
	{
		moving->room *= 2;
		moving->us = repalloc_huge(moving->us, moving->room * sizeof(int64));
	}
	memmove(moving->us + rank + 1, moving->us + rank, (moving->count - rank) * sizeof(int64));
	moving->us[rank] = us;
	moving->count++;
}

/* A duration leaves the frame. */
void
moving_durations_leave(MovingDurations *moving, int64 us)
{
	int64		rank = durations_rank(moving->us, moving->count, us);

	frame_check(rank < moving->count && moving->us[rank] == us);
	moving->count--;
	memmove(moving->us + rank, moving->us + rank + 1, (moving->count - rank) * sizeof(int64));
}

/* ----------
 * The section
 * ----------
 */

static Size
durations_initial_size(const SectionShape *shape)
{
	return durations_size(0);
}

static void
durations_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Durations *list = kpi_section(state, section);

	wire_check(durations_size(list->count) <= list->size, "a section does not fit its size");
}

static KpiState *
durations_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Durations *more = other;
	Durations  *list;

	state = durations_reserve(state, section, more->count);
	list = kpi_section(state, section);
	kpi_copy_bytes(list->us + list->count, more->us, more->count * sizeof(int64));
	list->count += more->count;
	return state;
}

/* A sorted copy of a list, so that the order of the rows says nothing. */
static KpiState *
durations_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Durations *list = kpi_section(state, section);
	int64	   *us = durations_copy(list);

	durations_sort(us, list->count);
	pq_sendint32(buf, list->count);
	for (uint32 i = 0; i < list->count; i++)
	{
		pq_sendint64(buf, us[i]);
		CHECK_FOR_INTERRUPTS();
	}
	pfree(us);
	return state;
}

static KpiState *
durations_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	uint32		count = wire_get_length(buf, sizeof(int64));
	int64		last = PG_INT64_MIN;

	for (uint32 i = 0; i < count; i++)
	{
		int64		us = wire_get(buf, 8);

		wire_check(us >= last, "durations are not in ascending order");
		state = durations_add(state, section, us);
		last = us;
		CHECK_FOR_INTERRUPTS();
	}
	return state;
}

const SectionOps durations_section = {
	.initial_size = durations_initial_size,
	.check = durations_check,
	.merge = durations_merge,
	.send = durations_send,
	.receive = durations_receive,
};
