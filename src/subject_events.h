/*
 * subject_events.h
 *		The events of all subjects: collected, worked off, handed over.
 */
#ifndef SUBJECT_EVENTS_H
#define SUBJECT_EVENTS_H

#include "funnel/funnel.h"
#include "spill_file.h"

/* ----------
 * The store (subject_events.c)
 * ----------
 */

#define PARTITION_BITS 9
#define PARTITIONS (1 << PARTITION_BITS)

/* Events of a partition come in chunks of so many bytes, at addresses that are multiples of it. */
#define CHUNK_SIZE 4096

/* An event as long as there are only a few. */
typedef struct SubjectEvent
{
	Key			key;
	int64		time;
	uint64		steps;			/* step number, or the conditions that are true */
} SubjectEvent;

typedef struct SubjectEvents
{
	MemoryContext context;
	Funnel		funnel;
	int			steps;			/* of the funnel */
	KeyType		key_type;

	/* Few events: a flat list. */
	SubjectEvent *flat;
	uint32		flat_count;
	uint32		flat_room;

	/* Many: chunks by partition. */
	char	  **tail;			/* where the next event of each goes, or NULL */
	struct Chunk *unused;		/* chunks to fill */
	uint32		chunks;			/* all there are */
	bool		long_key;		/* a key has two words */
	bool		long_steps;		/* steps have a word of their own */
	uint32		event_size;

	/* More than memory may hold: lists in a temporary file. */
	Size		limit;			/* of bytes in context; 0 if there is none */
	ExprContext *owner;			/* whose end closes the file */
	SpillFile  *file;
	ExtentList	flat_spilled;	/* items are SubjectEvents */
	ExtentList *spilled;		/* of each partition, or NULL */

	/* Handed over by other processes, grouped by subject. */
	struct Shipment *shipments;

	/* Just received from another process: its bytes, not copied. */
	const bytea *received;
} SubjectEvents;

extern SubjectEvents *subject_events_new(FunctionCallInfo fcinfo, const Funnel *funnel, KeyType key_type, int steps);
extern void subject_events_add_slow(SubjectEvents *events, Key key, int64 time, uint64 steps);
extern SubjectEvents *subject_events_settle(SubjectEvents *events, MemoryContext context);
extern void subject_events_next_chunk(SubjectEvents *events, uint32 partition);
extern int64 subject_events_count(const SubjectEvents *events);
extern bool subject_events_keep(SubjectEvents *events, const char *data, Size size);

/*
 * Add an event.  The partition stands for the highest bits of the key, whose
 * place the steps take.  long_key and long_steps are those of events, known
 * to the caller when it is compiled.
 */
static pg_attribute_always_inline void
subject_events_add(SubjectEvents *events, Key key, int64 time, uint64 steps, bool long_key, bool long_steps)
{
	uint32		partition = key.hi >> (64 - PARTITION_BITS);
	uint64	   *event;

	if (unlikely(events->tail == NULL))
	{
		subject_events_add_slow(events, key, time, steps);
		return;
	}
	if (unlikely(((uintptr_t) events->tail[partition] & (CHUNK_SIZE - 1)) == 0))
		subject_events_next_chunk(events, partition);
	event = (uint64 *) events->tail[partition];
	*event++ = key.hi << PARTITION_BITS | (long_steps ? 0 : steps);
	if (long_key)
		*event++ = key.lo;
	*event++ = (uint64) time;
	if (long_steps)
		*event++ = steps;
	events->tail[partition] = (char *) event;
	kpi_prefetch_to_write(event);
}

/* Add an event where the form that it takes is not known to the caller. */
static inline void
subject_events_add_unpacked(SubjectEvents *events, Key key, int64 time, uint64 steps)
{
	subject_events_add(events, key, time, steps, events->long_key, events->long_steps);
}

/* Events that lie one after the other. */
typedef struct Span
{
	const char *event;
	int64		count;
} Span;

/* A list of them, in the order in which they were added. */
typedef struct Spans
{
	Span	   *span;
	int			length;
	int			room;
	int64		count;			/* events in all */
} Spans;

extern void spans_add(Spans *spans, const char *event, int64 count);
extern void spans_of_partition(const SubjectEvents *events, uint32 partition, Spans *spans);

/* ----------
 * Working off (subject_groups.c)
 * ----------
 */

/* What is done with each subject; its events are in order, and scratch. */
typedef void (*SubjectFunction)(void *argument, Key key, FunnelEvent *event, int64 count);

extern void subject_events_each(SubjectEvents *events, SubjectFunction function, void *argument);

/* ----------
 * Handing over to another process (subject_shipment.c)
 * ----------
 */

typedef struct Shipment
{
	struct Shipment *next;
	char		data[FLEXIBLE_ARRAY_MEMBER];
} Shipment;

typedef struct ShipmentReader
{
	const SubjectEvents *events;
	const char *next;			/* subject */
	const char *end;
	const char *event;			/* of the subject read last, the next one */
	int64		unit;			/* of its times */
	uint64		time;			/* of its event read last */
} ShipmentReader;

extern bytea *subject_events_serialize(SubjectEvents *events);
extern SubjectEvents *subject_events_receive(const bytea *bytes);
extern void subject_events_merge(SubjectEvents *events, SubjectEvents *other);
extern void shipment_open(ShipmentReader *reader, const SubjectEvents *events, const Shipment *shipment,
						  uint32 partition);

/* Read a number, and move on. */
static inline uint64
shipment_number(const char **from)
{
	uint64		number = 0;

	for (int shift = 0;; shift += 7)
	{
		uint8		byte = *(*from)++;

		number |= (uint64) (byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
}

/* Go to the next subject, if there is one. */
static inline bool
shipment_next_subject(ShipmentReader *reader, Key *key, int64 *count)
{
	const char *from = reader->next;
	uint64		number;

	if (from >= reader->end)
		return false;
	memcpy(&key->hi, from, sizeof(uint64));
	from += sizeof(uint64);
	key->lo = 0;
	if (reader->events->long_key)
	{
		memcpy(&key->lo, from, sizeof(uint64));
		from += sizeof(uint64);
	}
	number = shipment_number(&from);
	*count = number >> 1;
	reader->unit = number & 1 ? USECS_PER_SEC : 1;
	reader->time = 0;
	number = shipment_number(&from);
	reader->event = from;
	reader->next = from + number;
	return true;
}

/* Its next event. */
static inline FunnelEvent
shipment_next_event(ShipmentReader *reader)
{
	FunnelEvent event;

	reader->time += shipment_number(&reader->event);
	event.time = (int64) reader->time * reader->unit;
	event.steps = funnel_steps_from_code(&reader->events->funnel, shipment_number(&reader->event));
	return event;
}

#endif							/* SUBJECT_EVENTS_H */
