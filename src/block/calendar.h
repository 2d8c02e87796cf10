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

/* Units of the calendar.  Stored: never renumber. */
typedef enum CalendarUnit
{
	CALENDAR_DAY = 1,
	CALENDAR_WEEK = 2,			/* from Monday */
	CALENDAR_MONTH = 3,
	CALENDAR_QUARTER = 4,
	CALENDAR_YEAR = 5
} CalendarUnit;

extern const char *const calendar_unit_names[CALENDAR_YEAR + 1];

extern CalendarUnit calendar_unit_by_name(const char *name, int length);
extern int32 calendar_unit_of_day(CalendarUnit unit, int32 day);
extern int64 calendar_unit_start(CalendarUnit unit, int32 number);
extern bool calendar_unit_valid(CalendarUnit unit, int64 number);
extern int64 calendar_local_time(int64 time);
extern uint32 calendar_zone(TimeType type);
extern void calendar_check_zone(uint32 zone, uint32 other);
pg_noreturn extern void calendar_unit_out_of_range(void);

/* a / b rounded down, b > 0. */
static inline int64
divide_down(int64 a, int64 b)
{
	int64		quotient = a / b;

	return quotient - (a % b < 0);
}

/* The unit that holds a time, finite; days for a date, otherwise microseconds. */
static inline int32
calendar_unit_of(CalendarUnit unit, TimeType type, int64 time)
{
	int32		day = (int32) time;

	if (type == TIME_TIMESTAMPTZ)
		time = calendar_local_time(time);
	if (type != TIME_DATE)
		day = (int32) divide_down(time, USECS_PER_DAY);
	return calendar_unit_of_day(unit, day);
}

#endif							/* KPI_CALENDAR_H */
