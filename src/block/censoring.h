/*
 * censoring.h
 *		Until when durations were watched, and how long ones are asked for.
 */
#ifndef KPI_CENSORING_H
#define KPI_CENSORING_H

#include "block/event_question.h"

#include "utils/date.h"

/* What is asked; the same for all rows of a group.  The state's parameter is the TimeType of as_of. */
typedef struct Censoring
{
	uint32		size;
	uint32		unused;
	int64		as_of;			/* a date's days, or microseconds */
	int64		horizon;		/* in microseconds, a month being 30 days; 0 for none */
} Censoring;

/* Variants of the section. */
#define CENSORING_AT_AS_OF 0
#define CENSORING_WITH_HORIZON 1

extern const SectionOps censoring_section;

extern void censoring_set_as_of(Censoring *asked, FunctionCallInfo fcinfo, int argument, TimeType type);
extern void censoring_set_horizon(Censoring *asked, FunctionCallInfo fcinfo, int argument);
pg_noreturn extern void censoring_as_of_differs(FunctionCallInfo fcinfo, int argument, TimeType type);
pg_noreturn extern void censoring_horizon_differs(FunctionCallInfo fcinfo, int argument);

/* A date's days, or a timestamp's microseconds; timestamptz is as timestamp here. */
static inline int64
censoring_time(Datum datum, TimeType type)
{
	return type == TIME_DATE ? DatumGetDateADT(datum) : DatumGetTimestamp(datum);
}

/* An interval in microseconds, as PostgreSQL compares it. */
static inline int128
censoring_interval(const Interval *interval)
{
	return interval->time + ((int128) interval->month * DAYS_PER_MONTH + interval->day) * USECS_PER_DAY;
}

/* The row's as_of must be that of the first row. */
static inline void
censoring_check_as_of(const Censoring *asked, FunctionCallInfo fcinfo, int argument, TimeType type)
{
	if (unlikely(PG_ARGISNULL(argument) || censoring_time(PG_GETARG_DATUM(argument), type) != asked->as_of))
		censoring_as_of_differs(fcinfo, argument, type);
}

/* The row's horizon must be as long as that of the first row. */
static inline void
censoring_check_horizon(const Censoring *asked, FunctionCallInfo fcinfo, int argument)
{
	if (unlikely(PG_ARGISNULL(argument) || censoring_interval(PG_GETARG_INTERVAL_P(argument)) != asked->horizon))
		censoring_horizon_differs(fcinfo, argument);
}

#endif							/* KPI_CENSORING_H */
