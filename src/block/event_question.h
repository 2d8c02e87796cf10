/*
 * event_question.h
 *		What a log of events has to know of the question that is asked of them, and
 *		what an event is.
 */
#ifndef KPI_EVENT_QUESTION_H
#define KPI_EVENT_QUESTION_H

#include "block/section.h"

#include "port/pg_bitutils.h"
#include "utils/timestamp.h"

/* The steps that a funnel or a sequence can have. */
#define FUNNEL_MOST_STEPS 64

/* The type of the times of events.  Stored: never renumber. */
typedef enum TimeType
{
	TIME_DATE = 1,
	TIME_TIMESTAMP = 2,
	TIME_TIMESTAMPTZ = 3
} TimeType;

/* What every question starts with. */
typedef struct EventQuestion
{
	uint32		size;			/* of the section */
	uint8		time_type;		/* TimeType */
	uint8		modes;			/* of a funnel, see there; 0 for other questions */
	uint8		conditions;		/* their number; 0 if rows have step numbers */
	uint8		unused;
} EventQuestion;

extern int64 funnel_time(Datum datum, TimeType type);
extern Datum funnel_time_datum(int64 time, TimeType type);
extern uint64 steps_of_conditions(FunctionCallInfo fcinfo, int argument, int *count, const char *whose);

/* A row: when, and which steps are true, the first one being the lowest bit. */
typedef struct FunnelEvent
{
	int64		time;			/* microseconds, of a date its midnight */
	uint64		steps;
} FunnelEvent;

/* A mode in which rows without a step matter. */
#define STRICT_ORDER 4

/* Can the answer depend on a row of these steps? */
static inline bool
funnel_event_matters(const EventQuestion *question, uint64 steps)
{
	return steps != 0 || (question->modes & STRICT_ORDER) != 0;
}

/* The steps that a step number, or conditions, stand for. */
static inline uint64
funnel_steps_from_code(const EventQuestion *question, uint64 code)
{
	if (question->conditions > 0)
		return code;
	return code == 0 ? 0 : UINT64CONST(1) << (code - 1);
}

/* The step number, or conditions, that stand for some steps. */
static inline uint64
funnel_code_from_steps(const EventQuestion *question, uint64 steps)
{
	if (question->conditions > 0)
		return steps;
	return steps == 0 ? 0 : pg_leftmost_one_pos64(steps) + 1;
}

/* Check that rows can have made such an event that matters. */
static inline void
event_check(const EventQuestion *question, const FunnelEvent *event)
{
	uint64		possible = question->conditions == 0 ? PG_UINT64_MAX :
		PG_UINT64_MAX >> (FUNNEL_MOST_STEPS - question->conditions);

	wire_check(IS_VALID_TIMESTAMP(event->time) || TIMESTAMP_NOT_FINITE(event->time), "a time is out of range");
	wire_check(question->time_type != TIME_DATE || TIMESTAMP_NOT_FINITE(event->time) ||
				   event->time % USECS_PER_DAY == 0,
			   "a date has a time of day");
	wire_check((event->steps & ~possible) == 0 && funnel_event_matters(question, event->steps),
			   "an event has steps out of range");
	wire_check(question->conditions > 0 || (event->steps & (event->steps - 1)) == 0,
			   "an event has several step numbers");
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

/* Do the steps of these events leave room for a time? */
static inline bool
funnel_steps_pack(const EventQuestion *question)
{
	return question->conditions <= PACKED_STEP_BITS;
}

/* The event in a word. */
static inline FunnelEvent
funnel_event_unpack(const EventQuestion *question, uint64 word)
{
	FunnelEvent event;

	event.time = (int64) word >> PACKED_STEP_BITS;
	event.steps = funnel_steps_from_code(question, word & ((1 << PACKED_STEP_BITS) - 1));
	return event;
}

#endif							/* KPI_EVENT_QUESTION_H */
