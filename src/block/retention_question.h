/*
 * retention_question.h
 *		What is asked of the activity of a subject: in which periods after its
 *		cohort's time was it active, as known at some time.
 */
#ifndef KPI_RETENTION_QUESTION_H
#define KPI_RETENTION_QUESTION_H

#include "block/event_question.h"

/* The periods that can be asked for. */
#define RETENTION_MOST_PERIODS 10000

/* What is asked; the same for all rows of a group. */
typedef struct RetentionQuestion
{
	uint32		size;			/* of the section */
	uint8		time_type;		/* TimeType */
	uint8		has_cohort;		/* its time is known */
	uint16		periods;
	uint32		zone;			/* calendar_zone */
	uint32		unused;
	Interval	period;
	int64		as_of;			/* in microseconds; of a date its midnight, or */
	int64		cohort_at;		/* infinity if that has no timestamp */
} RetentionQuestion;

extern const SectionOps retention_question_section;

pg_noreturn extern void retention_argument_changes(const char *name);
extern void retention_set_cohort(RetentionQuestion *question, int64 cohort_at);
extern bool retention_period_valid(const Interval *period);
extern uint32 retention_zone(const RetentionQuestion *question);
extern int retention_edges_until(const RetentionQuestion *question, int64 time);

#endif							/* KPI_RETENTION_QUESTION_H */
