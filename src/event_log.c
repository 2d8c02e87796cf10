/*
 * event_log.c
 *		The events of one subject: a flat, growing list, sorted when it is read.
 *
 * Only rows on which the longest chain can depend are in it.  Events that
 * came in order are not sorted again.
 */
#include "funnel.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/memutils.h"

/* By time; equal times by steps, so that equal logs have equal bytes. */
static inline int
compare_events(const FunnelEvent *a, const FunnelEvent *b)
{
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return (a->steps > b->steps) - (a->steps < b->steps);
}

#define ST_SORT sort_many_events
#define ST_ELEMENT_TYPE FunnelEvent
#define ST_COMPARE(a, b) compare_events(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* So many events are sorted by insertion: calling the general sort costs more. */
#define FEW_EVENTS 24

/* Sort events by time, then by steps. */
void
funnel_events_sort(FunnelEvent *event, int64 count)
{
	if (count > FEW_EVENTS)
	{
		sort_many_events(event, count);
		return;
	}
	for (int64 i = 1; i < count; i++)
	{
		FunnelEvent one = event[i];
		int64		to = i;

		for (; to > 0 && compare_events(&event[to - 1], &one) > 0; to--)
			event[to] = event[to - 1];
		event[to] = one;
	}
}

/* Does what the header says lie within the section, and make sense? */
bool
event_log_valid(const EventLog *log)
{
	return log->sorted <= log->count && log->known <= 1 &&
		offsetof(EventLog, event) + (Size) log->count * sizeof(FunnelEvent) <= log->size &&
		funnel_valid(&log->funnel);
}

/* Bytes of a state with its first few events. */
#define FIRST_SIZE 128

/* Make room for more events: as many as fill a power of two of bytes. */
KpiState *
event_log_grow(KpiState *state, int section, uint32 more)
{
	const EventLog *log = kpi_section(state, section);
	Size		used = offsetof(EventLog, event) + (Size) log->count * sizeof(FunnelEvent);
	Size		around = VARSIZE(state) - log->size;
	Size		needed = used + (Size) more * sizeof(FunnelEvent);
	Size		room = kpi_state_room(state, section);
	Size		size = pg_nextpower2_64(Max(around + needed, FIRST_SIZE)) - around;

	if (size > room)
		size = Max(needed, room - room % sizeof(uint64));
	return kpi_state_resize(state, section, size, used);
}

/* Add all events of another log. */
KpiState *
event_log_append(KpiState *state, int section, const EventLog *other)
{
	EventLog   *log = kpi_section(state, section);

	log->known |= other->known;
	if (other->count == 0)
		return state;
	if ((log->size - offsetof(EventLog, event)) / sizeof(FunnelEvent) < (Size) log->count + other->count)
	{
		state = event_log_grow(state, section, other->count);
		log = kpi_section(state, section);
	}
	if (log->sorted == log->count &&
		(log->count == 0 || funnel_events_in_order(&log->event[log->count - 1], &other->event[0])))
		log->sorted += other->sorted;
	memcpy(&log->event[log->count], other->event, other->count * sizeof(FunnelEvent));
	log->count += other->count;
	return state;
}

/* Put all events in order. */
void
event_log_settle(EventLog *log)
{
	FunnelEvent *late = &log->event[log->sorted];
	uint32		count = log->count - log->sorted;
	uint32		left = log->sorted;
	FunnelEvent *copy;

	if (count == 0)
		return;
	funnel_events_sort(late, count);
	if (left > 0)
	{
		/* Merge the two runs from the end. */
		copy = MemoryContextAllocHuge(CurrentMemoryContext, count * sizeof(FunnelEvent));
		memcpy(copy, late, count * sizeof(FunnelEvent));
		while (count > 0)
		{
			if (left > 0 && compare_events(&log->event[left - 1], &copy[count - 1]) > 0)
			{
				log->event[left + count - 1] = log->event[left - 1];
				left--;
			}
			else
			{
				log->event[left + count - 1] = copy[count - 1];
				count--;
			}
		}
		pfree(copy);
	}
	log->sorted = log->count;
}

/* Canonical form of a log that is settled. */
void
event_log_send(StringInfo buf, const EventLog *log)
{
	const Funnel *funnel = &log->funnel;

	pq_sendint64(buf, funnel->within.time);
	pq_sendint32(buf, funnel->within.day);
	pq_sendint32(buf, funnel->within.month);
	pq_sendint8(buf, funnel->time_type);
	pq_sendint8(buf, funnel->modes);
	pq_sendint8(buf, funnel->conditions);
	pq_sendint8(buf, log->known);
	pq_sendint32(buf, log->count);
	for (uint32 i = 0; i < log->count; i++)
	{
		pq_sendint64(buf, log->event[i].time);
		pq_sendint64(buf, log->event[i].steps);
	}
}

/* Read what event_log_send wrote into an empty log, trusting nothing. */
KpiState *
event_log_recv(KpiState *state, int section, StringInfo buf)
{
	EventLog   *log = kpi_section(state, section);
	Funnel	   *funnel = &log->funnel;
	uint64		possible;
	uint32		count;

	funnel->within.time = wire_get(buf, 8);
	funnel->within.day = wire_get(buf, 4);
	funnel->within.month = wire_get(buf, 4);
	funnel->time_type = wire_get(buf, 1);
	funnel->modes = wire_get(buf, 1);
	funnel->conditions = wire_get(buf, 1);
	log->known = wire_get(buf, 1);
	wire_check(funnel_valid(funnel), "it asks for no funnel");
	count = wire_get_length(buf, sizeof(FunnelEvent));
	wire_check(log->known == 1 || (log->known == 0 && count == 0), "it has events but no times");
	possible = funnel->conditions == 0 ? PG_UINT64_MAX : PG_UINT64_MAX >> (FUNNEL_MOST_STEPS - funnel->conditions);

	if (count > 0)
		state = event_log_grow(state, section, count);
	log = kpi_section(state, section);
	funnel = &log->funnel;
	for (uint32 i = 0; i < count; i++)
	{
		FunnelEvent *event = &log->event[i];

		event->time = wire_get(buf, 8);
		event->steps = wire_get(buf, 8);
		wire_check(IS_VALID_TIMESTAMP(event->time) || TIMESTAMP_NOT_FINITE(event->time), "a time is out of range");
		wire_check(funnel->time_type != TIME_DATE || TIMESTAMP_NOT_FINITE(event->time) ||
					   event->time % USECS_PER_DAY == 0,
				   "a date has a time of day");
		wire_check((event->steps & ~possible) == 0 && funnel_event_matters(funnel, event->steps),
				   "an event has steps out of range");
		wire_check(funnel->conditions > 0 || (event->steps & (event->steps - 1)) == 0,
				   "an event has several step numbers");
		wire_check(i == 0 || funnel_events_in_order(event - 1, event), "events are not in ascending order");
	}
	log->count = log->sorted = count;
	return state;
}
