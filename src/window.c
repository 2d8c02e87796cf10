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
#define CALENDAR_CYCLE (INT64CONST(146097) * USECS_PER_DAY)

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

/* start + within as PostgreSQL computes it. */
static int64
add_interval(const TimeWindow *window, int64 start)
{
	Datum		within = PointerGetDatum(&window->funnel->within);

	if (window->funnel->time_type == TIME_TIMESTAMPTZ)
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
	int128		longest;

	if (TIMESTAMP_NOT_FINITE(start))
		return start;
	if (window->fixed)
		return DT_NOEND - 1;

	/* Where the sum may be out of range it is taken 400 years earlier. */
	longest = within->time + ((int128) within->month * 31 + within->day + 2) * USECS_PER_DAY;
	if (start + longest >= END_TIMESTAMP && longest < CALENDAR_CYCLE)
	{
		int64		end = add_interval(window, start - CALENDAR_CYCLE);

		return end >= END_TIMESTAMP - CALENDAR_CYCLE ? DT_NOEND - 1 : end + CALENDAR_CYCLE;
	}
	return add_interval(window, start);
}
