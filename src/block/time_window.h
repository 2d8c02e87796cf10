/*
 * time_window.h
 *		Where a time and an interval lead: the end of a funnel's window, of a
 *		session's gap, of a condition on time.
 */
#ifndef KPI_TIME_WINDOW_H
#define KPI_TIME_WINDOW_H

#include "block/event_question.h"

/* Windows of one interval, and where their length is known without asking the calendar. */
typedef struct TimeWindow
{
	Interval	within;
	TimeType	time_type;
	int64		length;			/* of windows that start from ... to ..., in */
	int64		from;			/* microseconds */
	int64		to;
} TimeWindow;

extern TimeWindow time_window(const Interval *within, TimeType time_type);
extern int64 time_window_end_by_calendar(TimeWindow *window, int64 start);

/* The last moment of the window that starts at a time. */
static inline int64
time_window_end(TimeWindow *window, int64 start)
{
	if (likely(start >= window->from && start <= window->to))
		return start + window->length;
	return time_window_end_by_calendar(window, start);
}

#endif							/* KPI_TIME_WINDOW_H */
