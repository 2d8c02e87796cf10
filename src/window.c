/*
 * window.c
 *		The window of time in which a funnel has to be passed.
 *
 * A window ends where PostgreSQL's own arithmetic puts start + interval: a
 * month is a calendar month, a day of timestamptz follows the time zone of the
 * session.  So a later start may have an earlier end.
 */
#include "funnel.h"

#include "utils/fmgrprotos.h"

/* The Gregorian calendar, days of the week included, repeats itself after 400 years. */
#define CYCLE_MONTHS (400 * MONTHS_PER_YEAR)
#define CYCLE_DAYS 146097
#define CYCLE (CYCLE_DAYS * USECS_PER_DAY)

TimeWindow
time_window(const Funnel *funnel)
{
	const Interval *within = &funnel->within;
	TimeWindow	window = {.funnel = funnel};
	int128		length = within->time + (int128) within->day * USECS_PER_DAY;

	window.fixed = within->month == 0 && (within->day == 0 || funnel->time_type != TIME_TIMESTAMPTZ);
	window.length = (int64) Min(length, (int128) PG_INT64_MAX);
	return window;
}

/* start + interval as PostgreSQL computes it. */
static int64
add_interval(TimeType type, int64 start, const Interval *interval)
{
	Datum		within = PointerGetDatum(interval);

	if (type == TIME_TIMESTAMPTZ)
		return DatumGetTimestampTz(DirectFunctionCall2(timestamptz_pl_interval, TimestampTzGetDatum(start), within));
	return DatumGetTimestamp(DirectFunctionCall2(timestamp_pl_interval, TimestampGetDatum(start), within));
}

/*
 * What time_window_end does but for a simple sum.  Infinite times stay; past
 * the end of the calendar a window holds all finite times that are left.
 */
int64
time_window_end_of_calendar(const TimeWindow *window, int64 start)
{
	const Interval *within = &window->funnel->within;
	TimeType	type = window->funnel->time_type;
	int128		longest;
	int64		cycles;
	Interval	rest;
	int128		end;

	if (TIMESTAMP_NOT_FINITE(start))
		return start;
	if (window->fixed)
		return DT_NOEND - 1;
	longest = within->time + ((int128) within->month * 31 + within->day + 2) * USECS_PER_DAY;
	if (start + longest < END_TIMESTAMP)
		return add_interval(type, start, within);

	/* The sum may be out of range: take whole cycles of the calendar apart. */
	cycles = within->month / CYCLE_MONTHS + within->day / CYCLE_DAYS + within->time / CYCLE;
	rest.month = within->month % CYCLE_MONTHS;
	rest.day = within->day % CYCLE_DAYS;
	rest.time = within->time % CYCLE;
	for (; start > END_TIMESTAMP - 4 * CYCLE; cycles++)
		start -= CYCLE;
	end = add_interval(type, start, &rest) + (int128) cycles * CYCLE;
	return end >= END_TIMESTAMP ? DT_NOEND - 1 : (int64) end;
}
