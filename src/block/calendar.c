/*
 * calendar.c
 *		The calendar as PostgreSQL has it: a month is a calendar month, and a day of
 *		timestamptz follows the time zone of the session.
 */
#include "block/calendar.h"

#include "common/hashfn.h"
#include "pgtime.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

/* A finite time + an interval, by PostgreSQL's own function. */
static int64
add_interval(TimeType type, int64 start, const Interval *interval)
{
	Datum		span = PointerGetDatum(interval);

	if (type == TIME_TIMESTAMPTZ)
		return DatumGetTimestampTz(DirectFunctionCall2(timestamptz_pl_interval, TimestampTzGetDatum(start), span));
	return DatumGetTimestamp(DirectFunctionCall2(timestamp_pl_interval, TimestampGetDatum(start), span));
}

/*
 * A finite time + an interval that leads to a later time; past the end of the
 * calendar, infinity.
 */
int64
calendar_add(TimeType type, int64 start, const Interval *interval)
{
	int128		longest = interval->time +
		((int128) interval->month * (interval->month > 0 ? 31 : 28) + interval->day + 2) * USECS_PER_DAY;
	int64		cycles;
	Interval	rest;
	int128		end;

	if (start + longest < END_TIMESTAMP)
		return add_interval(type, start, interval);

	/* The sum may be out of range: take whole cycles of the calendar apart. */
	cycles = interval->month / CALENDAR_CYCLE_MONTHS + interval->day / CALENDAR_CYCLE_DAYS +
		interval->time / CALENDAR_CYCLE;
	rest.month = interval->month % CALENDAR_CYCLE_MONTHS;
	rest.day = interval->day % CALENDAR_CYCLE_DAYS;
	rest.time = interval->time % CALENDAR_CYCLE;
	for (; start > END_TIMESTAMP - 4 * CALENDAR_CYCLE; cycles++)
		start -= CALENDAR_CYCLE;
	end = add_interval(type, start, &rest) + (int128) cycles * CALENDAR_CYCLE;
	return end >= END_TIMESTAMP ? DT_NOEND : (int64) end;
}

/* ----------
 * Units, each with a number: days and weeks counted from 2000, the others from the year 0
 * ----------
 */

#define WEEK_DAYS 7
#define FIRST_MONDAY 2			/* of 2000, in days from 1 January */
#define FIRST_DAY (DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE)
#define END_OF_DAYS (DATE_END_JULIAN - POSTGRES_EPOCH_JDATE)

const char *const calendar_unit_names[CALENDAR_YEAR + 1] = {NULL, "day", "week", "month", "quarter", "year"};

/* The unit of this name, or 0. */
CalendarUnit
calendar_unit_by_name(const char *name, int length)
{
	for (int unit = CALENDAR_DAY; unit <= CALENDAR_YEAR; unit++)
		if (strlen(calendar_unit_names[unit]) == length && memcmp(calendar_unit_names[unit], name, length) == 0)
			return unit;
	return 0;
}

/* Report a unit that starts before the calendar does. */
void
calendar_unit_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("date out of range")));
}

/* How many months make a unit of months. */
static inline int
months_of(CalendarUnit unit)
{
	static const int months[] = {[CALENDAR_MONTH] = 1, [CALENDAR_QUARTER] = 3, [CALENDAR_YEAR] = MONTHS_PER_YEAR};

	return months[unit];
}

/* The unit that holds a day.  22008 if that has no first day. */
int32
calendar_unit_of_day(CalendarUnit unit, int32 day)
{
	int			year;
	int			month;
	int			rest;
	int32		number;

	/* A day of local time may be the one before the first. */
	if (unlikely(day < FIRST_DAY))
		calendar_unit_out_of_range();
	if (unit == CALENDAR_DAY)
		return day;
	if (unit == CALENDAR_WEEK)
		return (int32) divide_down((int64) day - FIRST_MONDAY, WEEK_DAYS);
	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &rest);
	number = (int32) divide_down((int64) year * MONTHS_PER_YEAR + month - 1, months_of(unit));
	if (unlikely(day < FIRST_DAY + 366) && !calendar_unit_valid(unit, number))
		calendar_unit_out_of_range();
	return number;
}

/* The first day of a unit. */
int64
calendar_unit_start(CalendarUnit unit, int32 number)
{
	int64		months;
	int64		year;

	if (unit == CALENDAR_DAY)
		return number;
	if (unit == CALENDAR_WEEK)
		return (int64) number * WEEK_DAYS + FIRST_MONDAY;
	months = (int64) number * months_of(unit);
	year = divide_down(months, MONTHS_PER_YEAR);
	if (year < -4714 || year > JULIAN_MAXYEAR)
		return PG_INT64_MIN;
	return (int64) date2j((int) year, (int) (months - year * MONTHS_PER_YEAR) + 1, 1) - POSTGRES_EPOCH_JDATE;
}

/* Has such a unit a first day? */
bool
calendar_unit_valid(CalendarUnit unit, int64 number)
{
	int64		day;

	if (number < PG_INT32_MIN || number > PG_INT32_MAX)
		return false;
	day = calendar_unit_start(unit, (int32) number);
	return day >= FIRST_DAY && day < END_OF_DAYS;
}

/* ----------
 * Local time
 * ----------
 */

/* Times between which the time zone has one offset from UTC, as found before. */
typedef struct Stretch
{
	int64		from;
	int64		to;				/* excluded */
	int64		offset;
} Stretch;

#define MOST_STRETCHES 8

static Stretch stretches[MOST_STRETCHES];
static int	stretch_count;
static int	stretch_last;
static const pg_tz *stretch_zone;

/* Find the stretch of a time by the calendar, and keep it. */
static const Stretch *
find_stretch(int64 time)
{
	int64		second = divide_down(time, USECS_PER_SEC);
	pg_time_t	unix_time = second + (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * SECS_PER_DAY;
	pg_time_t	boundary;
	long int	before_offset;
	long int	after_offset;
	int			before_dst;
	int			after_dst;
	Stretch		found = {.from = second * USECS_PER_SEC, .to = PG_INT64_MAX};
	struct pg_tm *local = pg_localtime(&unix_time, session_timezone);

	if (local == NULL)
		calendar_unit_out_of_range();
	found.offset = local->tm_gmtoff * USECS_PER_SEC;
	if (pg_next_dst_boundary(&unix_time, &before_offset, &before_dst, &boundary, &after_offset, &after_dst,
							 session_timezone) == 1 &&
		boundary < timestamptz_to_time_t(END_TIMESTAMP))
		found.to = time_t_to_timestamptz(boundary);
	for (int i = 0; i < stretch_count; i++)
		if (stretches[i].to == found.to && stretches[i].offset == found.offset)
		{
			stretches[i].from = Min(stretches[i].from, found.from);
			return &stretches[stretch_last = i];
		}
	stretch_last = stretch_count < MOST_STRETCHES ? stretch_count++ : (stretch_last + 1) % MOST_STRETCHES;
	stretches[stretch_last] = found;
	return &stretches[stretch_last];
}

/* The timestamp that clocks show at a finite time, in the time zone of the session. */
int64
calendar_local_time(int64 time)
{
	if (unlikely(stretch_zone != session_timezone))
	{
		stretch_zone = session_timezone;
		stretch_count = stretch_last = 0;
	}
	for (int i = 0; i < stretch_count; i++)
		if (time >= stretches[i].from && time < stretches[i].to)
			return time + stretches[i].offset;
	return time + find_stretch(time)->offset;
}

/*
 * What states remember of the time zone by which their times were put into days:
 * a hash of its name; 0 for times that have none.
 */
uint32
calendar_zone(TimeType type)
{
	const char *name;

	if (type != TIME_TIMESTAMPTZ)
		return 0;
	name = pg_get_timezone_name(session_timezone);
	return hash_bytes((const unsigned char *) name, strlen(name));
}

/* Report that two states, or a state and the session, do not have the same days. */
void
calendar_check_zone(uint32 zone, uint32 other)
{
	if (unlikely(zone != other))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("days of different time zones cannot be merged"),
				 errdetail("Servers that share the work have different settings of TimeZone, or it changed while the query ran."),
				 errhint("Set the time zone on all of them, for example by ALTER ROLE ... SET timezone.")));
}
