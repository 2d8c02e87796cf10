/*
 * funnel_question.h
 *		What a funnel asks of the events of a subject.
 */
#ifndef KPI_FUNNEL_QUESTION_H
#define KPI_FUNNEL_QUESTION_H

#include "block/event_question.h"

/* The modes, which combine.  Stored: never renumber. */
#define STRICT_INCREASE 1
#define STRICT_ONCE 2
/* STRICT_ORDER 4, see event_question.h */
#define STRICT_DEDUPLICATION 8
#define ANY_ORDER 16

/* What is asked; the same for all rows of a group.  It starts as an EventQuestion. */
typedef struct Funnel
{
	uint32		size;			/* of the section */
	uint8		time_type;		/* TimeType */
	uint8		modes;
	uint8		conditions;		/* their number; 0 if rows have step numbers */
	uint8		unused;
	Interval	within;
} Funnel;

/* What a log of events has to know of a funnel. */
static inline const EventQuestion *
funnel_events(const Funnel *funnel)
{
	StaticAssertStmt(offsetof(Funnel, time_type) == offsetof(EventQuestion, time_type) &&
						 offsetof(Funnel, modes) == offsetof(EventQuestion, modes) &&
						 offsetof(Funnel, conditions) == offsetof(EventQuestion, conditions),
					 "a funnel does not start as a question");
	return (const EventQuestion *) funnel;
}

extern const SectionOps funnel_question_section;

extern void funnel_check_same(const Funnel *a, const Funnel *b);
extern bool funnel_window_is_positive(const Interval *within);
pg_noreturn extern void funnel_argument_changes(const char *name);

#endif							/* KPI_FUNNEL_QUESTION_H */
