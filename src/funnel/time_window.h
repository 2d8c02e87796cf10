/*
 * time_window.h
 *		The window of time in which a funnel has to be passed.
 */
#ifndef FUNNEL_TIME_WINDOW_H
#define FUNNEL_TIME_WINDOW_H

#include "block/funnel_question.h"

/* The windows of a funnel, and where their length is known without asking the calendar. */
typedef struct TimeWindow
{
	const Funnel *funnel;
	int64		length;			/* of windows that start from ... to ..., in */
	int64		from;			/* microseconds */
	int64		to;
} TimeWindow;

extern TimeWindow time_window(const Funnel *funnel);
extern int64 time_window_end_by_calendar(TimeWindow *window, int64 start);

/* The last moment of the window that starts at a time. */
static inline int64
time_window_end(TimeWindow *window, int64 start)
{
	if (likely(start >= window->from && start <= window->to))
		return start + window->length;
	return time_window_end_by_calendar(window, start);
}

#endif							/* FUNNEL_TIME_WINDOW_H */
