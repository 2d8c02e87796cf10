/*
 * business_days.c
 *		Working days, and the opening hours of working days, between two times.
 *
 * Both count from one Monday until a time, by division, and are the difference of
 * two such counts: nothing loops over the days.
 */
#include "kinds/function.h"

#include "miscadmin.h"
#include "pgtime.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

/* Days that a local date can be from that of UTC: PostgreSQL takes offsets of up to a week. */
#define MAX_ZONE_DAYS	8

/* When work is done: Monday to Friday, but on these days; from a time of the day on, for so long. */
typedef struct Calendar
{
	DateADT    *holidays;		/* sorted, each once, none on a weekend */
	int			count;
	TimeADT		opens;
	TimeADT		open_for;
} Calendar;

/* ----------
 * Counting
 * ----------
 */

static int64
floor_div(int64 value, int64 by)
{
	return value >= 0 ? value / by : -((by - 1 - value) / by);
}

/* Monday to Friday since Monday, 2000-01-03, up to and including this day. */
static int64
weekdays_until(int64 day)
{
	int64		since_monday = day - 2;
	int64		weeks = floor_div(since_monday, 7);
	int64		weekday = since_monday - weeks * 7;

	return weeks * 5 + Min(weekday + 1, 5);
}

/* The working days of a calendar up to and including this day: weekdays less its holidays. */
static int64
working_days_until(const Calendar *calendar, int64 day)
{
	int			low = 0;
	int			high = calendar->count;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (calendar->holidays[middle] <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return weekdays_until(day) - low;
}

/* The time open since the same Monday, until a local time. */
static int64
open_until(const Calendar *calendar, Timestamp local)
{
	int64		day = floor_div(local, USECS_PER_DAY);
	int64		time = local - day * USECS_PER_DAY;
	int64		before = working_days_until(calendar, day - 1);
	int64		today = working_days_until(calendar, day) - before;

	return before * calendar->open_for + today * Max(Min(time - calendar->opens, calendar->open_for), 0);
}

#define ST_SORT sort_dates
#define ST_ELEMENT_TYPE DateADT
#define ST_COMPARE(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * Fills in the holidays of a calendar: those of an argument, date[], from a first
 * to a last day.  NULL is no list, a NULL in it no day.
 */
static void
calendar_set_holidays(Calendar *calendar, FunctionCallInfo fcinfo, int argument, int64 first, int64 last)
{
	ArrayType  *array;
	const bits8 *known;
	const DateADT *next;
	int			count;
	int			listed = 0;

	calendar->count = 0;
	if (PG_ARGISNULL(argument))
		return;
	array = PG_GETARG_ARRAYTYPE_P(argument);
	count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	if (count == 0)
		return;

	known = ARR_NULLBITMAP(array);
	next = (const DateADT *) ARR_DATA_PTR(array);
	calendar->holidays = palloc(count * sizeof(DateADT));
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (known == NULL || known[i / 8] & (1 << i % 8))
		{
			int64		day = *next++;

			if (day >= first && day <= last && weekdays_until(day) != weekdays_until(day - 1))
				calendar->holidays[listed++] = (DateADT) day;
		}
	}
	sort_dates(calendar->holidays, listed);
	for (int i = 0; i < listed; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (i == 0 || calendar->holidays[i] != calendar->holidays[i - 1])
			calendar->holidays[calendar->count++] = calendar->holidays[i];
	}
}

/* ----------
 * Times, of timestamptz by the clock of the session's zone
 * ----------
 */

pg_noreturn static void
infinite_time(const char *message)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("%s", message),
			 errhint("Use NULL for a date that is not known.")));
}

/*
 * The local time of a timestamp, or of a timestamptz.  The cast from one to the
 * other would fail at the ends of the calendar.
 */
static Timestamp
local_time(TimestampTz at, bool zoned)
{
	int			west;
	struct pg_tm tm;
	fsec_t		fsec;

	if (!zoned)
		return at;
	if (timestamp2tm(at, &west, &tm, &fsec, NULL, NULL) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("timestamp out of range")));
	return at - west * USECS_PER_SEC;
}

/*
 * The next time after *second, in seconds since 1970, at which the session's
 * zone sets its clocks, if there is one.
 */
static bool
next_change(pg_time_t *second)
{
	/* At the last change that a zone lists one by one PostgreSQL finds none, even if more follow by a rule. */
	for (int i = 0; i < 2; i++)
	{
		pg_time_t	start = *second + i;
		pg_time_t	change;
		long int	offset[2];
		int			is_dst[2];

		if (pg_next_dst_boundary(&start, &offset[0], &is_dst[0], &change, &offset[1], &is_dst[1],
								 session_timezone) == 1 &&
			change > *second)
		{
			*second = change;
			return true;
		}
	}
	return false;
}

/* The open hours that clocks skipped from one time to the other by being set, less those they showed again. */
static int64
open_when_clocks_were_set(const Calendar *calendar, TimestampTz from, TimestampTz to)
{
	const pg_time_t epoch = (pg_time_t) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * SECS_PER_DAY;
	pg_time_t	last = floor_div(to, USECS_PER_SEC) + epoch;
	pg_time_t	second = floor_div(from, USECS_PER_SEC) + epoch;
	int64		open = 0;

	while (next_change(&second) && second <= last)
	{
		TimestampTz at = (second - epoch) * USECS_PER_SEC;

		open += open_until(calendar, local_time(at, true)) - open_until(calendar, local_time(at - 1, true) + 1);
		CHECK_FOR_INTERRUPTS();
	}
	return open;
}

/* ----------
 * business_days("from", "to", holidays date[]) -> integer
 *
 * Working days (Monday to Friday, less the holidays) after `from` up to and
 * including `to`; negative when `to` lies before `from`.  A holiday counts once
 * however often it is listed, on a weekend not at all.
 * ----------
 */

static Datum
business_days_between(FunctionCallInfo fcinfo, int64 from, int64 to)
{
	Calendar	calendar;

	calendar_set_holidays(&calendar, fcinfo, 2, Min(from, to), Max(from, to));
	PG_RETURN_INT32((int32) (working_days_until(&calendar, to) - working_days_until(&calendar, from)));
}

PG_FUNCTION_INFO_V1(business_days);
Datum
business_days(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (DATE_NOT_FINITE(PG_GETARG_DATEADT(0)) || DATE_NOT_FINITE(PG_GETARG_DATEADT(1)))
		infinite_time("cannot count the business days to an infinite date");
	return business_days_between(fcinfo, PG_GETARG_DATEADT(0), PG_GETARG_DATEADT(1));
}

static Datum
business_days_of_times(FunctionCallInfo fcinfo, bool zoned)
{
	TimestampTz from;
	TimestampTz to;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	from = PG_GETARG_TIMESTAMPTZ(0);
	to = PG_GETARG_TIMESTAMPTZ(1);
	if (TIMESTAMP_NOT_FINITE(from) || TIMESTAMP_NOT_FINITE(to))
		infinite_time("cannot count the business days to an infinite date");
	return business_days_between(fcinfo, floor_div(local_time(from, zoned), USECS_PER_DAY),
								 floor_div(local_time(to, zoned), USECS_PER_DAY));
}

KPI_FUNCTION(business_days_timestamp, business_days_of_times(fcinfo, false));
KPI_FUNCTION(business_days_timestamptz, business_days_of_times(fcinfo, true));

/* ----------
 * business_time("from", "to", opens time, closes time, holidays date[]) -> interval
 *
 * The time from one to the other that falls into the opening hours of working
 * days, in hours; negative when `to` lies before `from`.  Of timestamptz it is the
 * time that has gone by, whatever clocks were set meanwhile.
 * ----------
 */

static Datum
business_time(FunctionCallInfo fcinfo, bool zoned)
{
	TimestampTz from;
	TimestampTz to;
	TimeADT		closes;
	Calendar	calendar;
	Interval   *result;

	for (int i = 0; i < 4; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	from = PG_GETARG_TIMESTAMPTZ(0);
	to = PG_GETARG_TIMESTAMPTZ(1);
	calendar.opens = PG_GETARG_TIMEADT(2);
	closes = PG_GETARG_TIMEADT(3);
	if (calendar.opens >= closes)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("opening hours from %s to %s",
						DatumGetCString(DirectFunctionCall1(time_out, TimeADTGetDatum(calendar.opens))),
						DatumGetCString(DirectFunctionCall1(time_out, TimeADTGetDatum(closes)))),
				 errhint("They open before they close, on one day: hours until midnight close at 24:00.")));
	calendar.open_for = closes - calendar.opens;
	if (TIMESTAMP_NOT_FINITE(from) || TIMESTAMP_NOT_FINITE(to))
		infinite_time("cannot measure the business time to an infinite time");

	calendar_set_holidays(&calendar, fcinfo, 4, floor_div(Min(from, to), USECS_PER_DAY) - MAX_ZONE_DAYS,
						  floor_div(Max(from, to), USECS_PER_DAY) + MAX_ZONE_DAYS);
	result = palloc0(sizeof(Interval));
	result->time = open_until(&calendar, local_time(to, zoned)) - open_until(&calendar, local_time(from, zoned));
	if (zoned)
		result->time += to < from ? open_when_clocks_were_set(&calendar, to, from) :
			-open_when_clocks_were_set(&calendar, from, to);
	PG_RETURN_INTERVAL_P(result);
}

KPI_FUNCTION(business_time_timestamp, business_time(fcinfo, false));
KPI_FUNCTION(business_time_timestamptz, business_time(fcinfo, true));
