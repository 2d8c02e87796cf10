/*
 * event_log.c
 *		The events of one subject: a flat, growing list, sorted when it is read.
 *
 * Only rows on which the answer can depend are in it.  Events that
 * came in order are not sorted again; the log itself stays as it is.
 */
#include "block/event_log.h"

#include "miscadmin.h"
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
#define FEW_EVENTS 40

/* Runs in order that are merged at the most, and how long they are at the least, about. */
#define MOST_RUNS 10
#define LEAST_RUN 8

/* Merge events that are in order with others, a copy of which follows them, into their place, from the end. */
static void
merge_events(FunnelEvent *event, int64 left, const FunnelEvent *late, int64 count)
{
	while (count > 0 && left > 0)
	{
		if (compare_events(&event[left - 1], &late[count - 1]) > 0)
		{
			event[left + count - 1] = event[left - 1];
			left--;
		}
		else
		{
			event[left + count - 1] = late[count - 1];
			count--;
		}
		CHECK_FOR_INTERRUPTS();
	}
	memcpy(event, late, count * sizeof(FunnelEvent));
}

/* Where the run of events in order ends that starts here. */
static int64
end_of_run(const FunnelEvent *event, int64 from, int64 count)
{
	while (++from < count && compare_events(&event[from - 1], &event[from]) <= 0)
		CHECK_FOR_INTERRUPTS();
	return from;
}

/* Merge events that come in a few runs in order, as those of several processes do; false if there are too many. */
static bool
merge_runs(FunnelEvent *event, int64 count)
{
	int64		left = end_of_run(event, 0, count);
	int64		end;

	for (int runs = 1; left < count; runs++, left = end)
	{
		FunnelEvent *late;

		if (runs == MOST_RUNS || left < runs * LEAST_RUN)
			return false;
		end = end_of_run(event, left, count);
		late = MemoryContextAllocHuge(CurrentMemoryContext, (end - left) * sizeof(FunnelEvent));
		memcpy(late, &event[left], (end - left) * sizeof(FunnelEvent));
		merge_events(event, left, late, end - left);
		pfree(late);
	}
	return true;
}

/* Sort events by time, then by steps. */
void
funnel_events_sort(FunnelEvent *event, int64 count)
{
	if (count > FEW_EVENTS)
	{
		if (!merge_runs(event, count))
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

/* Start a log whose question is known. */
void
event_log_init(EventLog *log, const EventQuestion *question)
{
	log->wide = !funnel_steps_pack(question);
}

/* Words that an event takes. */
static inline int
words_of_event(const EventLog *log)
{
	return log->wide ? 2 : 1;
}

/* Bytes that so many events take. */
static inline Size
bytes_of_events(const EventLog *log, Size count)
{
	return offsetof(EventLog, word) + count * words_of_event(log) * sizeof(uint64);
}

/* The question that is asked of a log's events. */
static inline const EventQuestion *
question_of(const KpiState *state, int section)
{
	return kpi_section(state, section - 1);
}

/* The nth event. */
static inline FunnelEvent
event_at(const EventLog *log, const EventQuestion *question, uint32 n)
{
	return log->wide ? ((const FunnelEvent *) log->word)[n] : funnel_event_unpack(question, log->word[n]);
}

/* Bytes of a state with its first few events. */
#define FIRST_SIZE 256

/* Make room for more events: as many as fill a power of two of bytes. */
static KpiState *
make_room(KpiState *state, int section, uint32 more)
{
	const EventLog *log = kpi_section(state, section);
	Size		around = VARSIZE(state) - log->size;
	Size		needed = bytes_of_events(log, (Size) log->count + more);
	Size		room = kpi_state_room(state, section);
	Size		size;

	if (needed <= log->size)
		return state;
	size = pg_nextpower2_64(Max(around + needed, FIRST_SIZE)) - around;
	if (size > room)
		size = Max(needed, room - room % sizeof(uint64));
	return kpi_state_resize(state, section, size, bytes_of_events(log, log->count));
}

/* Let events take two words from now on. */
static KpiState *
widen(KpiState *state, int section)
{
	EventLog   *log;

	state = make_room(state, section, ((EventLog *) kpi_section(state, section))->count);
	log = kpi_section(state, section);
	for (int64 i = (int64) log->count - 1; i >= 0; i--)
	{
		FunnelEvent event = event_at(log, question_of(state, section), i);

		memcpy(&log->word[2 * i], &event, sizeof(FunnelEvent));
		CHECK_FOR_INTERRUPTS();
	}
	log->wide = 1;
	return state;
}

/* Append an event that is in the form that the log has after this. */
static KpiState *
add_event(KpiState *state, int section, FunnelEvent event, uint64 code)
{
	EventLog   *log = kpi_section(state, section);

	if (!log->wide && !funnel_time_packs(event.time))
		state = widen(state, section);
	state = make_room(state, section, 1);
	log = kpi_section(state, section);
	if (log->wide)
		memcpy(&log->word[2 * (Size) log->count], &event, sizeof(FunnelEvent));
	else
		log->word[log->count] = (uint64) event.time << PACKED_STEP_BITS | code;
	if (log->sorted == log->count)
	{
		FunnelEvent last;

		if (log->count > 0)
			last = event_at(log, question_of(state, section), log->count - 1);
		if (log->count == 0 || compare_events(&last, &event) <= 0)
			log->sorted++;
	}
	log->count++;
	return state;
}

/* What event_log_add does but for an event that takes a word and finds room. */
KpiState *
event_log_add_slow(KpiState *state, int section, int64 time, uint64 code)
{
	FunnelEvent event = {.time = time, .steps = funnel_steps_from_code(question_of(state, section), code)};

	return add_event(state, section, event, code);
}

/* All events in order: those of the log itself, or a copy. */
const FunnelEvent *
event_log_events(const EventLog *log, const EventQuestion *question)
{
	FunnelEvent *event;
	FunnelEvent *late;
	uint32		left = log->sorted;
	uint32		count = log->count - log->sorted;

	if (log->wide && count == 0)
		return (const FunnelEvent *) log->word;
	event = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) log->count, 1) * sizeof(FunnelEvent));
	for (uint32 i = 0; i < left; i++)
	{
		event[i] = event_at(log, question, i);
		CHECK_FOR_INTERRUPTS();
	}
	if (count == 0)
		return event;

	/* Sort those that came late, then merge the two runs from the end. */
	late = MemoryContextAllocHuge(CurrentMemoryContext, (Size) count * sizeof(FunnelEvent));
	for (uint32 i = 0; i < count; i++)
	{
		late[i] = event_at(log, question, left + i);
		CHECK_FOR_INTERRUPTS();
	}
	funnel_events_sort(late, count);
	merge_events(event, left, late, count);
	pfree(late);
	return event;
}

/* ----------
 * The section
 * ----------
 */

static Size
event_log_initial_size(const SectionShape *shape)
{
	return offsetof(EventLog, word);
}

/* Are these events, and in order as far as the log says so? */
static void
event_log_check(const KpiState *state, int section, const SectionShape *shape)
{
	const EventLog *log = kpi_section(state, section);
	const EventQuestion *question = kpi_section(state, section - 1);
	FunnelEvent last = {0};

	wire_check(log->sorted <= log->count && log->known <= 1 && log->wide <= 1 &&
				   bytes_of_events(log, log->count) <= log->size,
			   "a section does not fit its size");
	wire_check(log->known == 1 || log->count == 0, "it has events but no times");
	wire_check(log->wide || funnel_steps_pack(question), "its events have no room for their steps");
	for (uint32 i = 0; i < log->count; i++)
	{
		FunnelEvent event;

		wire_check(log->wide || question->conditions > 0 ||
					   (log->word[i] & ((1 << PACKED_STEP_BITS) - 1)) <= FUNNEL_MOST_STEPS,
				   "an event has steps out of range");
		event = event_at(log, question, i);
		event_check(question, &event);
		wire_check(i == 0 || i >= log->sorted || compare_events(&last, &event) <= 0,
				   "events are not in ascending order");
		last = event;
	}
}

static KpiState *
event_log_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const EventLog *more = other;
	const EventQuestion *question;

	((EventLog *) kpi_section(state, section))->known |= more->known;
	state = make_room(state, section, more->count);
	for (uint32 i = 0; i < more->count; i++)
	{
		FunnelEvent event;

		question = question_of(state, section);
		event = event_at(more, question, i);
		state = add_event(state, section, event, funnel_code_from_steps(question, event.steps));
		CHECK_FOR_INTERRUPTS();
	}
	return state;
}

/* The events in order. */
static KpiState *
event_log_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const EventLog *log = kpi_section(state, section);
	const FunnelEvent *event = event_log_events(log, question_of(state, section));

	pq_sendint8(buf, log->known);
	pq_sendint32(buf, log->count);
	for (uint32 i = 0; i < log->count; i++)
	{
		pq_sendint64(buf, event[i].time);
		pq_sendint64(buf, event[i].steps);
		CHECK_FOR_INTERRUPTS();
	}
	return state;
}

static KpiState *
event_log_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	EventLog   *log = kpi_section(state, section);
	uint32		count;

	log->known = wire_get(buf, 1);
	count = wire_get_length(buf, sizeof(FunnelEvent));
	wire_check(log->known == 1 || (log->known == 0 && count == 0), "it has events but no times");

	event_log_init(log, question_of(state, section));
	state = make_room(state, section, count);
	for (uint32 i = 0; i < count; i++)
	{
		const EventQuestion *question = question_of(state, section);
		FunnelEvent event;

		event.time = wire_get(buf, 8);
		event.steps = wire_get(buf, 8);
		event_check(question, &event);
		state = add_event(state, section, event, funnel_code_from_steps(question, event.steps));
		CHECK_FOR_INTERRUPTS();
	}
	log = kpi_section(state, section);
	wire_check(log->sorted == log->count, "events are not in ascending order");
	return state;
}

const SectionOps event_log_section = {
	.initial_size = event_log_initial_size,
	.check = event_log_check,
	.merge = event_log_merge,
	.send = event_log_send,
	.receive = event_log_receive,
};
