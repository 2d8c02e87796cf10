/*
 * event_log.h
 *		The events of one subject: a growing list.
 *
 * The section before a log is the question that is asked of its events.
 */
#ifndef KPI_EVENT_LOG_H
#define KPI_EVENT_LOG_H

#include "block/event_question.h"

/* Events take a word as long as they can; otherwise all of them take two, as a FunnelEvent does. */
typedef struct EventLog
{
	uint32		size;
	uint32		count;
	uint32		sorted;			/* of them, those in order at the start */
	uint8		known;			/* 1 if any row had a known time */
	uint8		wide;			/* 1 if events take two words */
	uint16		unused;
	uint64		word[FLEXIBLE_ARRAY_MEMBER];
} EventLog;

extern const SectionOps event_log_section;

extern void event_log_init(EventLog *log, const EventQuestion *question);
extern KpiState *event_log_add_slow(KpiState *state, int section, int64 time, uint64 code);
extern const FunnelEvent *event_log_events(const EventLog *log, const EventQuestion *question);
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

#endif							/* KPI_EVENT_LOG_H */
