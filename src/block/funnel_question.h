/*
 * funnel_question.h
 *		What is asked of the events of a subject, and what such an event is.
 */
#ifndef KPI_FUNNEL_QUESTION_H
#define KPI_FUNNEL_QUESTION_H

#include "block/section.h"

#include "port/pg_bitutils.h"
#include "utils/timestamp.h"

/* The steps that a funnel can have. */
#define FUNNEL_MOST_STEPS 64

/* The type of the times of events.  Stored: never renumber. */
typedef enum TimeType
{
	TIME_DATE = 1,
	TIME_TIMESTAMP = 2,
	TIME_TIMESTAMPTZ = 3
} TimeType;

/* The modes, which combine.  Stored: never renumber. */
#define STRICT_INCREASE 1
#define STRICT_ONCE 2
#define STRICT_ORDER 4
#define STRICT_DEDUPLICATION 8
#define ANY_ORDER 16

/* What is asked; the same for all rows of a group. */
typedef struct Funnel
{
	uint32		size;			/* of the section */
	uint8		time_type;		/* TimeType */
	uint8		modes;
	uint8		conditions;		/* their number; 0 if rows have step numbers */
	uint8		unused;
	Interval	within;
} Funnel;

extern const SectionOps funnel_question_section;

extern void funnel_check_same(const Funnel *a, const Funnel *b);
extern bool funnel_window_is_positive(const Interval *within);
pg_noreturn extern void funnel_argument_changes(const char *name);
extern int64 funnel_time(Datum datum, TimeType type);
extern Datum funnel_time_datum(int64 time, TimeType type);

/* A row: when, and which steps are true, the first one being the lowest bit. */
typedef struct FunnelEvent
{
	int64		time;			/* microseconds, of a date its midnight */
	uint64		steps;
} FunnelEvent;

/* Can the longest chain depend on a row of these steps? */
static inline bool
funnel_event_matters(const Funnel *funnel, uint64 steps)
{
	return steps != 0 || (funnel->modes & STRICT_ORDER) != 0;
}

/* The steps that a step number, or conditions, stand for. */
static inline uint64
funnel_steps_from_code(const Funnel *funnel, uint64 code)
{
	if (funnel->conditions > 0)
		return code;
	return code == 0 ? 0 : UINT64CONST(1) << (code - 1);
}

/* The step number, or conditions, that stand for some steps. */
static inline uint64
funnel_code_from_steps(const Funnel *funnel, uint64 steps)
{
	if (funnel->conditions > 0)
		return steps;
	return steps == 0 ? 0 : pg_leftmost_one_pos64(steps) + 1;
}

/* ----------
 * An event in a word: its time, if that is within 2,283 years of 2000, before a
 * step number or up to 7 conditions.
 * ----------
 */

#define PACKED_STEP_BITS 7

/* Does a time leave room for steps in a word? */
static inline bool
funnel_time_packs(int64 time)
{
	return time >= -(INT64CONST(1) << (63 - PACKED_STEP_BITS)) && time < INT64CONST(1) << (63 - PACKED_STEP_BITS);
}

/* Do the steps of this funnel's events leave room for a time? */
static inline bool
funnel_steps_pack(const Funnel *funnel)
{
	return funnel->conditions <= PACKED_STEP_BITS;
}

/* The event in a word. */
static inline FunnelEvent
funnel_event_unpack(const Funnel *funnel, uint64 word)
{
	FunnelEvent event;

	event.time = (int64) word >> PACKED_STEP_BITS;
	event.steps = funnel_steps_from_code(funnel, word & ((1 << PACKED_STEP_BITS) - 1));
	return event;
}

#endif							/* KPI_FUNNEL_QUESTION_H */
