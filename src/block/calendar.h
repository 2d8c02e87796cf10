/*
 * calendar.h
 *		The calendar as PostgreSQL has it.
 */
#ifndef KPI_CALENDAR_H
#define KPI_CALENDAR_H

#include "block/event_question.h"

/* The Gregorian calendar, days of the week included, repeats itself after 400 years. */
#define CALENDAR_CYCLE_MONTHS (400 * MONTHS_PER_YEAR)
#define CALENDAR_CYCLE_DAYS 146097
#define CALENDAR_CYCLE (CALENDAR_CYCLE_DAYS * USECS_PER_DAY)

extern int64 calendar_add(TimeType type, int64 start, const Interval *interval);

#endif							/* KPI_CALENDAR_H */
