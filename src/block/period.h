/*
 * period.h
 *		The period that a KPI is about: from a time on, up to another one that does
 *		not belong to it.
 */
#ifndef KPI_PERIOD_H
#define KPI_PERIOD_H

#include "block/event_question.h"

#include "utils/date.h"

/* The same for all rows of a group. */
typedef struct Period
{
	uint32		size;			/* of the section */
	uint8		time_type;		/* TimeType */
	uint8		unused[3];
	int64		start;			/* days of a date, otherwise microseconds; infinite */
	int64		end;			/* as a timestamp is */
} Period;

extern const SectionOps period_section;

extern void period_ask(Period *period, TimeType type, int64 start, int64 end);
extern bool period_time_valid(TimeType type, int64 time);
pg_noreturn extern void period_changes(void);

/* A time as a period has it. */
static inline int64
period_time(Datum datum, TimeType type)
{
	DateADT		date;

	if (type != TIME_DATE)
		return DatumGetTimestamp(datum);
	date = DatumGetDateADT(datum);
	return DATE_IS_NOBEGIN(date) ? DT_NOBEGIN : DATE_IS_NOEND(date) ? DT_NOEND :
																	  date;
}

/* The way back. */
static inline Datum
period_time_datum(int64 time, TimeType type)
{
	if (type != TIME_DATE)
		return TimestampGetDatum(time);
	return DateADTGetDatum(time == DT_NOBEGIN ? DATEVAL_NOBEGIN : time == DT_NOEND ? DATEVAL_NOEND :
																					 (DateADT) time);
}

#endif							/* KPI_PERIOD_H */
