/*
 * subject_events.c
 *		The events of all subjects, to be worked off subject by subject.
 *
 * A hash table of subjects would be visited at random for every row, and wait
 * for memory each time.  Instead an event is appended to one of 512 partitions
 * that the hash of its subject chooses; at the end a partition at a time, small
 * enough for the processor's cache, is grouped by subject (subject_groups.c).
 *
 * The first events are kept in a flat list, because partitions would be too
 * much for one of many groups.  Past the memory that a hash table may use,
 * partitions and flat lists go to a temporary file (spill_file.c).
 */
#include "subject_events.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/*
 * The flat list has room for so many events at first, and at the most; where
 * memory is short, it does not grow beyond a few.
 */
#define FIRST_EVENTS 8
#define FEW_EVENTS 128
#define MOST_EVENTS 32768

/* Chunks that are allocated together, and those a store may have in any case. */
#define CHUNKS_OF_BLOCK 128
#define LEAST_CHUNKS (2 * PARTITIONS)

/* A smaller limit would leave no room for these chunks. */
#define LEAST_LIMIT ((Size) LEAST_CHUNKS * CHUNK_SIZE)

/* A chunk of events, which follow so that the last one ends with the chunk. */
typedef struct Chunk
{
	struct Chunk *next;			/* an older one of the partition */
} Chunk;

/* ----------
 * Adding events
 * ----------
 */

/* An empty store for the aggregate that calls. */
SubjectEvents *
subject_events_new(FunctionCallInfo fcinfo, const Funnel *funnel, KeyType key_type, int steps)
{
	MemoryContext context;
	int			called_by = AggCheckCallContext(fcinfo, &context);
	SubjectEvents *events;

	if (called_by == 0)
		elog(ERROR, "aggregate function called in non-aggregate context");
	events = MemoryContextAllocZero(context, sizeof(SubjectEvents));
	events->context = context;
	events->funnel = *funnel;
	events->steps = steps;
	events->key_type = key_type;
	events->long_key = key_type != KEY_BIGINT;
	events->long_steps = funnel->conditions > PARTITION_BITS;
	events->event_size = (2 + events->long_key + events->long_steps) * sizeof(uint64);

	/* A window frame has no end at which a file could be closed. */
	if (called_by == AGG_CONTEXT_AGGREGATE)
	{
		events->limit = Max(get_hash_memory_limit(), LEAST_LIMIT);
		events->owner = ((AggState *) fcinfo->context)->curaggcontext;
	}
	return events;
}

/* Is there no room for so many bytes more? */
static bool
memory_is_short(const SubjectEvents *events, Size more)
{
	return events->limit > 0 && MemoryContextMemAllocated(events->context, true) + more > events->limit;
}

/*
 * Where the events of a chunk begin.  The first chunk of a partition is used
 * only in part, in another one for each: if all were filled at the same pace,
 * the addresses to write to would share a few lines of the processor's cache.
 */
static inline char *
chunk_events(const SubjectEvents *events, Chunk *chunk, uint32 partition)
{
	uint32		capacity = (CHUNK_SIZE - sizeof(Chunk)) / events->event_size;

	if (chunk->next == NULL)
		capacity -= capacity * partition / PARTITIONS;
	return (char *) chunk + CHUNK_SIZE - capacity * events->event_size;
}

/* The chunk that a tail points into, or to the end of. */
static inline Chunk *
chunk_of_tail(char *tail)
{
	return tail == NULL ? NULL : (Chunk *) ((uintptr_t) (tail - 1) & ~(uintptr_t) (CHUNK_SIZE - 1));
}

/* Allocate chunks to fill. */
static void
allocate_chunks(SubjectEvents *events)
{
	char	   *block = MemoryContextAllocHuge(events->context, (CHUNKS_OF_BLOCK + 1) * CHUNK_SIZE);
	char	   *chunk = (char *) TYPEALIGN(CHUNK_SIZE, block);

	for (int i = CHUNKS_OF_BLOCK - 1; i >= 0; i--)
	{
		Chunk	   *one = (Chunk *) (chunk + i * CHUNK_SIZE);

		one->next = events->unused;
		events->unused = one;
	}
	events->chunks += CHUNKS_OF_BLOCK;
}

/* Add events to a list of spans. */
void
spans_add(Spans *spans, const char *event, int64 count)
{
	if (spans->length == spans->room)
	{
		spans->room = Max(spans->room * 2, 64);
		spans->span = spans->span == NULL ? palloc(spans->room * sizeof(Span)) :
			repalloc_huge(spans->span, spans->room * sizeof(Span));
	}
	spans->span[spans->length].event = event;
	spans->span[spans->length].count = count;
	spans->length++;
	spans->count += count;
}

/* List the events of a partition that are in memory. */
void
spans_of_partition(const SubjectEvents *events, uint32 partition, Spans *spans)
{
	const char *end;

	spans->length = 0;
	spans->count = 0;
	end = events->tail[partition];
	for (Chunk *chunk = chunk_of_tail(events->tail[partition]); chunk != NULL; chunk = chunk->next)
	{
		const char *first = chunk_events(events, chunk, partition);

		spans_add(spans, first, (end - first) / events->event_size);
		if (chunk->next != NULL)
			end = (const char *) chunk->next + CHUNK_SIZE;
	}
	for (int i = 0, j = spans->length - 1; i < j; i++, j--)
	{
		Span		swap = spans->span[i];

		spans->span[i] = spans->span[j];
		spans->span[j] = swap;
	}
}

/* ----------
 * Moving events to the temporary file
 * ----------
 */

/* Move the events of all partitions. */
static void
spill_partitions(SubjectEvents *events)
{
	Spans		spans = {0};

	events->file = spill_file_of(events->owner, events->context);
	if (events->spilled == NULL)
		events->spilled = MemoryContextAllocZero(events->context, PARTITIONS * sizeof(ExtentList));
	for (uint32 partition = 0; partition < PARTITIONS; partition++)
	{
		Chunk	   *next;

		spans_of_partition(events, partition, &spans);
		if (spans.count > 0)
		{
			extent_begin(events->file, &events->spilled[partition], spans.count);
			for (int i = 0; i < spans.length; i++)
				extent_write(events->file, spans.span[i].event, spans.span[i].count * events->event_size);
			extent_end(events->file);
		}
		for (Chunk *chunk = chunk_of_tail(events->tail[partition]); chunk != NULL; chunk = next)
		{
			next = chunk->next;
			chunk->next = events->unused;
			events->unused = chunk;
		}
		events->tail[partition] = NULL;
	}
	if (spans.span != NULL)
		pfree(spans.span);
}

/* Move the events of the flat list. */
static void
spill_flat(SubjectEvents *events)
{
	events->file = spill_file_of(events->owner, events->context);
	extent_begin(events->file, &events->flat_spilled, events->flat_count);
	extent_write(events->file, events->flat, events->flat_count * sizeof(SubjectEvent));
	extent_end(events->file);
	events->flat_count = 0;
}

/* ----------
 * Growing
 * ----------
 */

/* Add an event that is in the form of the flat list. */
static inline void
add_flat(SubjectEvents *events, const SubjectEvent *event)
{
	subject_events_add_unpacked(events, event->key, event->time, event->steps);
}

/* Give a partition another chunk. */
void
subject_events_next_chunk(SubjectEvents *events, uint32 partition)
{
	Chunk	   *chunk;

	if (events->unused == NULL)
	{
		if (events->chunks >= LEAST_CHUNKS && memory_is_short(events, CHUNKS_OF_BLOCK * CHUNK_SIZE))
			spill_partitions(events);
		else
			allocate_chunks(events);
	}
	chunk = events->unused;
	events->unused = chunk->next;
	chunk->next = chunk_of_tail(events->tail[partition]);
	events->tail[partition] = chunk_events(events, chunk, partition);
}

/* Put the events of the flat list into partitions, and all that come later. */
static void
start_partitions(SubjectEvents *events)
{
	SubjectEvent *flat = events->flat;

	events->tail = MemoryContextAllocZero(events->context, PARTITIONS * sizeof(char *));
	for (uint32 i = 0; i < events->flat_count; i++)
		add_flat(events, &flat[i]);
	if (flat != NULL)
		pfree(flat);
	events->flat = NULL;
	events->flat_count = events->flat_room = 0;
}

/* What subject_events_add does as long as there are no partitions. */
void
subject_events_add_slow(SubjectEvents *events, Key key, int64 time, uint64 steps)
{
	SubjectEvent event = {.key = key, .time = time, .steps = steps};

	if (events->flat_count == events->flat_room)
	{
		uint32		room = Max(events->flat_room * 2, FIRST_EVENTS);
		Size		size = room > MOST_EVENTS ? LEAST_LIMIT / 2 : room * sizeof(SubjectEvent);

		if (events->flat_room >= FEW_EVENTS && memory_is_short(events, size))
			spill_flat(events);
		else if (room > MOST_EVENTS)
		{
			start_partitions(events);
			add_flat(events, &event);
			return;
		}
		else
		{
			events->flat = events->flat == NULL ? MemoryContextAlloc(events->context, size) :
				repalloc(events->flat, size);
			events->flat_room = room;
		}
	}
	events->flat[events->flat_count++] = event;
}

/*
 * Get ready to work off: bring back what a flat list left in the file.  Where
 * there are partitions it goes there; otherwise to a store in this context,
 * which is to be worked off instead, so that the memory can be given back.
 */
SubjectEvents *
subject_events_settle(SubjectEvents *events, MemoryContext context)
{
	const ExtentList list = events->flat_spilled;
	SubjectEvents *settled = events;
	Extent	   *extent;

	if (list.extents == 0)
		return events;
	if (events->tail == NULL)
	{
		settled = MemoryContextAlloc(context, sizeof(SubjectEvents));
		*settled = *events;
		settled->context = context;
		settled->flat = NULL;
		settled->flat_count = settled->flat_room = 0;
		if (list.count + events->flat_count > MOST_EVENTS)
			start_partitions(settled);
		else
		{
			settled->flat_room = list.count + events->flat_count;
			settled->flat = MemoryContextAlloc(context, settled->flat_room * sizeof(SubjectEvent));
		}
	}
	memset(&settled->flat_spilled, 0, sizeof(ExtentList));
	extent = extents_of_list(events->file, &list);
	for (int64 i = 0; i < list.extents; i++)
	{
		int64		count = extent[i].count;
		SubjectEvent *some = palloc(count * sizeof(SubjectEvent));

		extent_read(events->file, &extent[i], some, count, sizeof(SubjectEvent));
		for (int64 j = 0; j < count; j++)
			add_flat(settled, &some[j]);
		pfree(some);
	}
	pfree(extent);
	if (settled != events)
		for (uint32 i = 0; i < events->flat_count; i++)
			add_flat(settled, &events->flat[i]);
	return settled;
}

/* The number of events of this process. */
int64
subject_events_count(const SubjectEvents *events)
{
	int64		count = events->flat_spilled.count + events->flat_count;
	Spans		spans = {0};

	for (uint32 partition = 0; partition < PARTITIONS && events->tail != NULL; partition++)
	{
		spans_of_partition(events, partition, &spans);
		count += spans.count + (events->spilled == NULL ? 0 : events->spilled[partition].count);
	}
	if (spans.span != NULL)
		pfree(spans.span);
	return count;
}

/*
 * Keep what another process handed over, partitioned, as it is.  Returns false
 * if there is no memory for it.
 */
bool
subject_events_keep(SubjectEvents *events, const char *data, Size size)
{
	Shipment   *shipment;

	if (memory_is_short(events, size))
		return false;
	if (events->tail == NULL)
		start_partitions(events);
	shipment = MemoryContextAllocHuge(events->context, offsetof(Shipment, data) + size);
	kpi_copy_bytes(shipment->data, data, size);
	shipment->next = events->shipments;
	events->shipments = shipment;
	return true;
}
