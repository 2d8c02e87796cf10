/*
 * time_window.c
 *		Where a time and an interval lead.
 *
 * A window ends where PostgreSQL's own arithmetic puts start + interval: a
 * month is a calendar month, a day of timestamptz follows the time zone of the
 * session.  So a later start may have an earlier end.
 */
#include "block/time_window.h"

#include "block/calendar.h"

#include "pgtime.h"
#include "utils/timestamp.h"

/*
 * Times between which the time zone has one offset from UTC, as found last.
 * Most windows lie in such a stretch, where a day has 24 hours.
 */
static struct
{
	const pg_tz *zone;
	int64		from;
	int64		to;				/* less two days, see extend_stretch */
}			stretch;

/* Are all windows of one length? */
static inline bool
is_fixed(const TimeWindow *window)
{
	return window->within.month == 0 && (window->within.day == 0 || window->time_type != TIME_TIMESTAMPTZ);
}

/* Are all windows of one length as long as the offset from UTC stays? */
static inline bool
is_fixed_in_stretch(const TimeWindow *window)
{
	const Interval *within = &window->within;

	return within->month == 0 && within->day > 0 && within->time >= 0 && window->length < CALENDAR_CYCLE;
}

/* Let windows that start in the stretch, and end in it, be of one length. */
static void
use_stretch(TimeWindow *window)
{
	window->from = stretch.from;
	window->to = stretch.to - window->length;
}

/* The windows of an interval that is not negative. */
TimeWindow
time_window(const Interval *within, TimeType time_type)
{
	TimeWindow	window = {.within = *within, .time_type = time_type, .from = 0, .to = -1};
	int128		length = within->time + (int128) within->day * USECS_PER_DAY;

	window.length = (int64) Min(length, (int128) PG_INT64_MAX - 1);
	if (is_fixed(&window))
	{
		window.from = DT_NOBEGIN + 1;
		window.to = DT_NOEND - 1 - window.length;
	}
	else if (stretch.zone == session_timezone && is_fixed_in_stretch(&window))
		use_stretch(&window);
	return window;
}

/*
 * Find a stretch that holds this time.  Two days before the offset changes, a
 * local time could stand for two moments.
 */
static void
extend_stretch(int64 time)
{
	pg_time_t	before = timestamptz_to_time_t(time) - 1;
	pg_time_t	boundary;
	long int	before_offset;
	long int	after_offset;
	int			before_dst;
	int			after_dst;
	int64		to = MIN_TIMESTAMP;

	switch (pg_next_dst_boundary(&before, &before_offset, &before_dst, &boundary, &after_offset, &after_dst,
								 session_timezone))
	{
		case 0:
			to = END_TIMESTAMP;
			break;
		case 1:
			if (boundary < timestamptz_to_time_t(END_TIMESTAMP))
				to = time_t_to_timestamptz(boundary) - 2 * USECS_PER_DAY;
			else
				to = END_TIMESTAMP;
			break;
	}
	if (stretch.zone == session_timezone && stretch.to == to)
		stretch.from = Min(stretch.from, time);
	else
		stretch.from = time;
	stretch.zone = session_timezone;
	stretch.to = to;
}

/*
 * The last moment of the window that starts at a time, as the calendar has it.
 * Infinite times stay; past the end of the calendar a window holds all finite
 * times that are left.
 */
int64
time_window_end_by_calendar(TimeWindow *window, int64 start)
{
	const Interval *within = &window->within;
	int64		end;

	if (TIMESTAMP_NOT_FINITE(start))
		return start;
	if (is_fixed(window))
		return DT_NOEND - 1;
	if (is_fixed_in_stretch(window))
	{
		extend_stretch(start);
		use_stretch(window);
		if (start >= window->from && start <= window->to)
			return start + window->length;
	}
	end = calendar_add(window->time_type, start, within);
	return end == DT_NOEND ? DT_NOEND - 1 : end;
}
