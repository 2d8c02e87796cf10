/*
 * calendar.c
 *		The calendar as PostgreSQL has it: a month is a calendar month, and a day of
 *		timestamptz follows the time zone of the session.
 */
#include "block/calendar.h"

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
