/*
 * funnel.h
 *		What a funnel is, the events it is computed from, and its result.
 */
#ifndef FUNNEL_H
#define FUNNEL_H

#include "funnel_kpi.h"

#include "port/pg_bitutils.h"

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
	Interval	within;
	uint8		time_type;		/* TimeType */
	uint8		modes;
	uint8		conditions;		/* their number; 0 if rows have step numbers */
	uint8		unused[5];
} Funnel;

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

/* ----------
 * Arguments of the SQL functions (funnel.c)
 * ----------
 */

extern void funnel_init(Funnel *funnel, FunctionCallInfo fcinfo, TimeType time_type, uint8 modes,
						uint8 conditions);
extern void funnel_check_same(const Funnel *a, const Funnel *b);
pg_noreturn extern void funnel_argument_changes(const char *name);
extern uint8 funnel_modes(FunctionCallInfo fcinfo, int argument);
extern bool funnel_valid(const Funnel *funnel);
extern int64 funnel_time(Datum datum, TimeType type);
extern Datum funnel_time_datum(int64 time, TimeType type);
pg_noreturn extern void funnel_row_disagrees(const Funnel *funnel, FunctionCallInfo fcinfo, uint8 modes);
extern uint64 funnel_conditions(FunctionCallInfo fcinfo, int argument, int *count);

/* Does a row ask for the same funnel as the first one? */
static inline bool
funnel_row_agrees(const Funnel *funnel, FunctionCallInfo fcinfo, uint8 modes, uint8 conditions)
{
	return !PG_ARGISNULL(1) && memcmp(PG_GETARG_INTERVAL_P(1), &funnel->within, sizeof(Interval)) == 0 &&
		funnel->modes == modes && funnel->conditions == conditions;
}

pg_noreturn extern void funnel_step_out_of_range(int step, int most);

/* ----------
 * Window of time (window.c)
 * ----------
 */

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

/* ----------
 * The longest chain (chain.c)
 * ----------
 */

typedef struct Chain
{
	int			length;
	int64		time[FUNNEL_MOST_STEPS];
} Chain;

extern void longest_chain(Chain *chain, TimeWindow *window, const FunnelEvent *event, int64 count,
						  int most, bool want_times);

/* ----------
 * Log of the events of one subject (event_log.c)
 * ----------
 */

/* Events take a word as long as they can; otherwise all of them take two, as a FunnelEvent does. */
typedef struct EventLog
{
	uint32		size;
	uint32		count;
	uint32		sorted;			/* of them, those in order at the start */
	uint8		known;			/* 1 if any row had a known time */
	uint8		wide;			/* 1 if events take two words */
	uint16		unused;
	Funnel		funnel;
	uint64		word[FLEXIBLE_ARRAY_MEMBER];
} EventLog;

extern void event_log_init(EventLog *log);
extern bool event_log_valid(const EventLog *log);
extern void event_log_check(const EventLog *log);
extern KpiState *event_log_add_slow(KpiState *state, int section, int64 time, uint64 code);
extern KpiState *event_log_append(KpiState *state, int section, const EventLog *other);
extern const FunnelEvent *event_log_events(const EventLog *log);
extern void event_log_send(StringInfo buf, const EventLog *log);
extern KpiState *event_log_recv(KpiState *state, int section, StringInfo buf);
extern void funnel_events_sort(FunnelEvent *event, int64 count);

/*
 * Add an event; its steps are a step number, or conditions.  Returns the state,
 * another one if the log had to grow.
 */
static inline KpiState *
event_log_add(KpiState *state, int section, int64 time, uint64 code)
{
	EventLog   *log = kpi_section(state, section);
	uint64	   *word = &log->word[log->count];

	if (unlikely(log->wide || log->count == 0 || !funnel_time_packs(time) ||
				 (char *) (word + 1) > (char *) log + log->size))
		return event_log_add_slow(state, section, time, code);
	*word = (uint64) time << PACKED_STEP_BITS | code;
	if (log->sorted == log->count && (int64) word[-1] <= (int64) *word)
		log->sorted++;
	log->count++;
	return state;
}

/* ----------
 * Funnel of many subjects (funnel_summary.c)
 * ----------
 */

extern int	funnel_steps_argument(FunctionCallInfo fcinfo, int argument);
extern KpiState *funnel_count_subject(KpiState *funnel, int level, const int64 *time);
extern KpiState *funnel_reserve(KpiState *funnel, const uint32 *length);
extern KpiState *funnel_merge(KpiState *funnel, const KpiState *other);
extern KpiState *funnel_reserve_waiting(KpiState *funnel);
extern KpiState *funnel_summary_read(Datum datum);
extern Datum funnel_summary_of_state(FunctionCallInfo fcinfo, KpiState *funnel);

#endif							/* FUNNEL_H */
