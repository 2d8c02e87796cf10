/*
 * durations.c
 *		Durations in microseconds: their exact total, and the list of all of
 *		them, from which exact percentiles are selected.
 */
#include "funnel_kpi.h"

#include <float.h>
#include <math.h>

#include "common/int.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/float.h"
#include "utils/memutils.h"

#define ST_SORT sort_int64
#define ST_ELEMENT_TYPE int64
#define ST_COMPARE(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

#define INITIAL_DURATIONS 4

/* Report a date or timestamp that no cycle can be measured with. */
static void
infinite_time(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("cannot measure a sales cycle with an infinite date or timestamp"),
			 errhint("Use NULL for a date that is not known.")));
}

/* Report a cycle that does not fit 64 bits of microseconds. */
static void
cycle_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("sales cycle out of range"),
			 errdetail("A sales cycle is shorter than 292,277 years.")));
}

/* closed - opened of timestamps, with or without time zone. */
int64
timestamp_cycle(Datum opened, Datum closed)
{
	Timestamp	from = DatumGetTimestamp(opened);
	Timestamp	to = DatumGetTimestamp(closed);
	int64		us;

	if (unlikely(TIMESTAMP_NOT_FINITE(from) || TIMESTAMP_NOT_FINITE(to)))
		infinite_time();
	/* The one without an absolute value goes, too. */
	if (unlikely(pg_sub_s64_overflow(to, from, &us) || us == PG_INT64_MIN))
		cycle_out_of_range();
	return us;
}

/* closed - opened of dates. */
int64
date_cycle(Datum opened, Datum closed)
{
	DateADT		from = DatumGetDateADT(opened);
	DateADT		to = DatumGetDateADT(closed);
	int64		us;

	if (unlikely(DATE_NOT_FINITE(from) || DATE_NOT_FINITE(to)))
		infinite_time();
	if (unlikely(pg_mul_s64_overflow((int64) to - from, USECS_PER_DAY, &us)))
		cycle_out_of_range();
	return us;
}

/* Can there be such a total? */
void
cycle_total_check(const CycleTotal *cycle)
{
	wire_check(cycle->count >= 0 && cycle->count <= MAX_COUNT, "a count is out of range");
	wire_check(cycle_total_valid(cycle), "a total of durations is out of range");
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

/* Add all durations of another list. */
KpiState *
durations_append(KpiState *state, int section, const Durations *other)
{
	Durations  *list;

	state = durations_reserve(state, section, other->count);
	list = kpi_section(state, section);
	kpi_copy_bytes(list->us + list->count, other->us, other->count * sizeof(int64));
	list->count += other->count;
	return state;
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
 * everything larger behind (C. A. R. Hoare's quickselect; what it has not
 * settled after twice as many rounds as halving would take is sorted).
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

/* No array has more elements. */
#define MOST_FRACTIONS ((int64) (MaxAllocSize / sizeof(float8)))

/* Are these fractions, as many as the bounds of the array say? */
void
fractions_check_form(const Fractions *fractions)
{
	int64		elements = fractions->ndim == 0 ? 0 : 1;

	wire_check(fractions->ndim >= -1 && fractions->ndim <= MAXDIM, "a number of dimensions is out of range");
	for (int i = 0; i < fractions->ndim; i++)
	{
		wire_check(fractions->dims[i] > 0 && fractions->dims[i] <= MOST_FRACTIONS &&
					   (int64) fractions->lbound[i] + fractions->dims[i] <= PG_INT32_MAX,
				   "array bounds are out of range");
		elements *= fractions->dims[i];
		wire_check(elements <= MOST_FRACTIONS, "array bounds are out of range");
	}
	wire_check(fractions->count == elements, "array bounds and number of fractions disagree");
	for (uint32 i = 0; i < fractions->count; i++)
		wire_check(isnan(fractions->value[i]) || (fractions->value[i] >= 0 && fractions->value[i] <= 1),
				   "a fraction is not between 0 and 1");
}

/* A percentile's fraction, which must lie between 0 and 1. */
float8
percentile_fraction(float8 fraction)
{
	if (isnan(fraction) || fraction < 0 || fraction > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("percentile fraction %s is not between 0 and 1", float8out_internal(fraction)),
				 errhint("The median is 0.5, the 90th percentile 0.9.")));
	return fraction == 0 ? 0 : fraction;
}
