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

/* What an item of a mode is.  Stored: never renumber. */
typedef enum FunnelItemKind
{
	ITEM_EXCLUSION = 1,			/* a condition that may not be between two steps */
	ITEM_STEP_WINDOW = 2		/* how long after the one before a step may come */
} FunnelItemKind;

/* An item of a mode.  Compared as bytes. */
typedef struct FunnelItem
{
	uint8		kind;			/* FunnelItemKind */
	uint8		number;			/* of the condition, or of the step; 0 for each step without a window of its own */
	uint8		from;			/* of an exclusion: */
	uint8		to;				/* the steps around it */
	uint32		unused;
	Interval	within;			/* of a step */
} FunnelItem;

#define FUNNEL_MOST_ITEMS PG_UINT8_MAX

/*
 * What is asked; the same for all rows of a group.  It starts as an EventQuestion.
 *
 * Items are in canonical order, which is that of their first four bytes.  Of two
 * exclusions of a condition neither is inside the other; no step's window is
 * that of each step.
 */
typedef struct Funnel
{
	uint32		size;			/* of the section */
	uint8		time_type;		/* TimeType */
	uint8		modes;
	uint8		conditions;		/* their number; 0 if rows have step numbers */
	uint8		items;
	Interval	within;
	FunnelItem	item[FLEXIBLE_ARRAY_MEMBER];
} Funnel;

/* Bytes of a funnel with so many items. */
static inline Size
funnel_size(int items)
{
	return offsetof(Funnel, item) + items * sizeof(FunnelItem);
}

/* The steps that a funnel has, as far as its conditions or items say so. */
static inline int
funnel_steps(const Funnel *funnel)
{
	if (funnel->items > 0 && funnel->item[0].kind == ITEM_EXCLUSION)
		return funnel->item[0].number - 1;
	return funnel->conditions > 0 ? funnel->conditions : FUNNEL_MOST_STEPS;
}

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

extern KpiState *funnel_question_set(KpiState *state, int section, const Funnel *funnel);
extern bool funnel_question_valid(const Funnel *funnel, int steps);
extern int	funnel_item_compare(const FunnelItem *a, const FunnelItem *b);

extern void funnel_check_same(const Funnel *a, const Funnel *b);
extern bool funnel_window_is_positive(const Interval *within);
pg_noreturn extern void funnel_argument_changes(const char *name);

#endif							/* KPI_FUNNEL_QUESTION_H */
