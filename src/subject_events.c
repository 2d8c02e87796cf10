/*
 * subject_events.c
 *		The events of all subjects, to be worked off subject by subject.
 *
 * A hash table of subjects would be visited at random for every row, and wait
 * for memory each time.  Instead an event is appended to one of 512 partitions
 * that the hash of its subject chooses; at the end a partition at a time, small
 * enough for the processor's cache, is grouped by subject.
 *
 * The first events are kept in a flat list, because partitions would be too
 * much for one of many groups.  Past the memory that a hash table may use, the
 * partitions are appended to a temporary file, each as an extent that knows
 * where the partition's extent before it is.
 */
#include "funnel.h"

#include "executor/executor.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "storage/buffile.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

/* The flat list has room for so many events at first, and at the most. */
#define FIRST_EVENTS 8
#define MOST_FLAT_EVENTS 32768

/* Chunks that are allocated together, and those a store may have in any case. */
#define CHUNKS_OF_BLOCK 128
#define LEAST_CHUNKS (2 * PARTITIONS)

/* A smaller limit would leave no room for these chunks. */
#define LEAST_LIMIT ((Size) LEAST_CHUNKS * CHUNK_SIZE)

/* Bytes that are read from the temporary file at a time, about. */
#define READ_SIZE 65536

/* A chunk of events, which follow so that the last one ends with the chunk. */
typedef struct Chunk
{
	struct Chunk *next;			/* an older one of the partition */
} Chunk;

/* Place of an extent in the temporary file. */
typedef struct FilePosition
{
	int			segment;
	off_t		offset;
} FilePosition;

typedef struct SpillFile
{
	BufFile    *file;
	FilePosition end;
	FilePosition last[PARTITIONS];	/* extent of each partition */
	int64		extents[PARTITIONS];	/* and their number */
	int64		count[PARTITIONS];	/* events in them */
} SpillFile;

/* What an extent begins with. */
typedef struct Extent
{
	FilePosition place;			/* of its events */
	FilePosition before;		/* of the partition's extent before it */
	int64		count;			/* events in it */
	int64		number;			/* of extents before it */
} Extent;

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

/* Get ready to list spans. */
static void
add_span(Spans *spans, const char *event, int64 count)
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
static void
list_spans(const SubjectEvents *events, uint32 partition, Spans *spans)
{
	const char *end;

	spans->length = 0;
	spans->count = 0;
	if (events->tail == NULL)
		return;
	end = events->tail[partition];
	for (Chunk *chunk = chunk_of_tail(events->tail[partition]); chunk != NULL; chunk = chunk->next)
	{
		const char *first = chunk_events(events, chunk, partition);

		add_span(spans, first, (end - first) / events->event_size);
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
 * Temporary file
 * ----------
 */

/* Close the file when the group is over; after an error PostgreSQL does. */
static void
close_file(Datum argument)
{
	BufFileClose(((SpillFile *) DatumGetPointer(argument))->file);
}

static void
seek_file(SpillFile *spill, FilePosition position)
{
	if (BufFileSeek(spill->file, position.segment, position.offset, SEEK_SET) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not seek in temporary file of a funnel: %m")));
}

static void
read_file(SpillFile *spill, void *data, Size size)
{
	if (BufFileRead(spill->file, data, size) != size)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not read temporary file of a funnel: %m")));
}

/* Get ready to append to the file. */
static SpillFile *
open_file(SubjectEvents *events)
{
	SpillFile  *spill = events->spill;

	if (spill == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(events->context);

		spill = palloc0(sizeof(SpillFile));
		spill->file = BufFileCreateTemp(false);
		MemoryContextSwitchTo(old);
		RegisterExprContextCallback(events->owner, close_file, PointerGetDatum(spill));
		events->spill = spill;
	}
	seek_file(spill, spill->end);
	return spill;
}

/* Append the events of a partition to the file. */
static void
write_extent(SpillFile *spill, uint32 partition, const Spans *spans, uint32 event_size)
{
	Extent		extent = {
		.before = spill->last[partition], .count = spans->count, .number = spill->extents[partition]
	};

	BufFileTell(spill->file, &spill->last[partition].segment, &spill->last[partition].offset);
	BufFileWrite(spill->file, &extent, sizeof(Extent));
	for (int i = 0; i < spans->length; i++)
		BufFileWrite(spill->file, unconstify(char *, spans->span[i].event), spans->span[i].count * event_size);
	spill->extents[partition]++;
	spill->count[partition] += spans->count;
	CHECK_FOR_INTERRUPTS();
}

/* Move the events of all partitions from memory to the file. */
static void
spill_partitions(SubjectEvents *events)
{
	SpillFile  *spill = open_file(events);
	Spans		spans = {0};

	for (uint32 partition = 0; partition < PARTITIONS; partition++)
	{
		Chunk	   *next;

		list_spans(events, partition, &spans);
		if (spans.count > 0)
			write_extent(spill, partition, &spans, events->event_size);
		for (Chunk *chunk = chunk_of_tail(events->tail[partition]); chunk != NULL; chunk = next)
		{
			next = chunk->next;
			chunk->next = events->unused;
			events->unused = chunk;
		}
		events->tail[partition] = NULL;
	}
	BufFileTell(spill->file, &spill->end.segment, &spill->end.offset);
	if (spans.span != NULL)
		pfree(spans.span);
}

#define ST_SORT sort_by_key
#define ST_ELEMENT_TYPE SubjectEvent
#define ST_COMPARE(a, b) ((a)->key.hi < (b)->key.hi ? -1 : (a)->key.hi > (b)->key.hi)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Put an event into the form that partitions have. */
static inline char *
pack_event(const SubjectEvents *events, char *to, const SubjectEvent *from)
{
	uint64	   *word = (uint64 *) to;

	*word++ = from->key.hi << PARTITION_BITS | (events->long_steps ? 0 : from->steps);
	if (events->long_key)
		*word++ = from->key.lo;
	*word++ = (uint64) from->time;
	if (events->long_steps)
		*word++ = from->steps;
	return (char *) word;
}

/* Move the events of the flat list to the file, by partition. */
static void
spill_flat(SubjectEvents *events)
{
	SpillFile  *spill = open_file(events);
	char	   *packed = palloc(events->flat_count * events->event_size);
	Spans		spans = {0};

	sort_by_key(events->flat, events->flat_count);
	for (uint32 i = 0; i < events->flat_count;)
	{
		uint32		partition = events->flat[i].key.hi >> (64 - PARTITION_BITS);
		char	   *end = packed;

		for (; i < events->flat_count && events->flat[i].key.hi >> (64 - PARTITION_BITS) == partition; i++)
			end = pack_event(events, end, &events->flat[i]);
		spans.length = 0;
		spans.count = 0;
		add_span(&spans, packed, (end - packed) / events->event_size);
		write_extent(spill, partition, &spans, events->event_size);
	}
	BufFileTell(spill->file, &spill->end.segment, &spill->end.offset);
	events->flat_count = 0;
	pfree(spans.span);
	pfree(packed);
}

/* ----------
 * Growing
 * ----------
 */

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
		subject_events_add(events, flat[i].key, flat[i].time, flat[i].steps, events->long_key, events->long_steps);
	if (flat != NULL)
		pfree(flat);
	events->flat = NULL;
	events->flat_count = events->flat_room = 0;
}

/* What subject_events_add does as long as there are no partitions. */
void
subject_events_add_slow(SubjectEvents *events, Key key, int64 time, uint64 steps)
{
	SubjectEvent *event;

	if (events->flat_count == MOST_FLAT_EVENTS)
	{
		if (!memory_is_short(events, LEAST_LIMIT / 2))
		{
			start_partitions(events);
			subject_events_add(events, key, time, steps, events->long_key, events->long_steps);
			return;
		}
		spill_flat(events);
	}
	else if (events->flat_count == events->flat_room)
	{
		events->flat_room = Max(events->flat_room * 2, FIRST_EVENTS);
		events->flat = events->flat == NULL ?
			MemoryContextAlloc(events->context, events->flat_room * sizeof(SubjectEvent)) :
			repalloc(events->flat, events->flat_room * sizeof(SubjectEvent));
	}
	event = &events->flat[events->flat_count++];
	event->key = key;
	event->time = time;
	event->steps = steps;
}

/* ----------
 * Handing over to another process
 * ----------
 */

/* What the bytes begin with. */
typedef struct Shipment
{
	Funnel		funnel;
	int32		steps;
	int32		key_type;
} Shipment;

/* What the events of a partition, or of the flat list, begin with. */
typedef struct Parcel
{
	uint32		partition;		/* PARTITIONS for the flat list */
	uint32		unused;
	int64		count;
} Parcel;

/* Find the extents of a partition, oldest first. */
static Extent *
list_extents(SpillFile *spill, uint32 partition)
{
	int64		length = spill == NULL ? 0 : spill->extents[partition];
	Extent	   *extent = MemoryContextAllocHuge(CurrentMemoryContext, Max(length, 1) * sizeof(Extent));

	for (int64 i = length - 1; i >= 0; i--)
	{
		seek_file(spill, i == length - 1 ? spill->last[partition] : extent[i + 1].before);
		read_file(spill, &extent[i], sizeof(Extent));
		BufFileTell(spill->file, &extent[i].place.segment, &extent[i].place.offset);
	}
	return extent;
}

/* Read all events of a partition that are in the file. */
static char *
read_extents(const SubjectEvents *events, uint32 partition, char *to)
{
	SpillFile  *spill = events->spill;
	Extent	   *extent = list_extents(spill, partition);

	for (int64 i = 0; i < (spill == NULL ? 0 : spill->extents[partition]); i++)
	{
		seek_file(spill, extent[i].place);
		read_file(spill, to, extent[i].count * events->event_size);
		to += extent[i].count * events->event_size;
	}
	pfree(extent);
	return to;
}

/* How many events a partition has, in memory and in the file. */
static int64
partition_count(const SubjectEvents *events, uint32 partition, Spans *spans)
{
	list_spans(events, partition, spans);
	return spans->count + (events->spill == NULL ? 0 : events->spill->count[partition]);
}

/* All events as bytes for subject_events_receive. */
bytea *
subject_events_serialize(SubjectEvents *events)
{
	Size		size = VARHDRSZ + sizeof(uint32) + sizeof(Shipment) + sizeof(Parcel);
	Spans		spans = {0};
	bytea	   *bytes;
	Shipment	shipment = {.funnel = events->funnel, .steps = events->steps, .key_type = events->key_type};
	char	   *to;

	if (events->received != NULL)
		return unconstify(bytea *, events->received);
	if (events->spill != NULL && events->flat_count > 0)
		spill_flat(events);
	for (uint32 partition = 0; partition < PARTITIONS; partition++)
		size += sizeof(Parcel) + partition_count(events, partition, &spans) * events->event_size;
	size += events->flat_count * sizeof(SubjectEvent);
	if (!AllocSizeIsValid(size))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("events of a funnel exceed 1 GB in a process of a parallel query"),
				 errhint("Set max_parallel_workers_per_gather to 0, or group by subject with funnel_times.")));

	bytes = palloc(size);
	to = VARDATA(bytes) + sizeof(uint32);
	memcpy(to, &shipment, sizeof(Shipment));
	to += sizeof(Shipment);
	for (uint32 partition = 0; partition <= PARTITIONS; partition++)
	{
		Parcel		parcel = {.partition = partition};
		char	   *start = to + sizeof(Parcel);
		char	   *end = start;

		if (partition == PARTITIONS)
		{
			end += events->flat_count * sizeof(SubjectEvent);
			if (events->flat_count > 0)
				memcpy(start, events->flat, end - start);
			parcel.count = events->flat_count;
		}
		else
		{
			end = read_extents(events, partition, end);
			list_spans(events, partition, &spans);
			for (int i = 0; i < spans.length; i++)
			{
				memcpy(end, spans.span[i].event, spans.span[i].count * events->event_size);
				end += spans.span[i].count * events->event_size;
			}
			parcel.count = (end - start) / events->event_size;
		}
		if (parcel.count == 0)
			continue;
		memcpy(to, &parcel, sizeof(Parcel));
		to = end;
	}
	SET_VARSIZE(bytes, to - (char *) bytes);
	return bytes;
}

/* Something that subject_events_merge can take. */
SubjectEvents *
subject_events_receive(const bytea *bytes)
{
	SubjectEvents *events = palloc0(sizeof(SubjectEvents));
	Shipment	shipment;

	memcpy(&shipment, VARDATA_ANY(bytes) + sizeof(uint32), sizeof(Shipment));
	events->funnel = shipment.funnel;
	events->steps = shipment.steps;
	events->key_type = shipment.key_type;
	events->received = bytes;
	return events;
}

/* Add events that are in the form that partitions have. */
static void
add_packed(SubjectEvents *events, uint32 partition, const char *from, int64 count)
{
	while (count > 0)
	{
		int64		some;

		if (((uintptr_t) events->tail[partition] & (CHUNK_SIZE - 1)) == 0)
			subject_events_next_chunk(events, partition);
		some = (CHUNK_SIZE - ((uintptr_t) events->tail[partition] & (CHUNK_SIZE - 1))) / events->event_size;
		some = Min(some, count);
		memcpy(events->tail[partition], from, some * events->event_size);
		events->tail[partition] += some * events->event_size;
		from += some * events->event_size;
		count -= some;
	}
}

/* Add all events of another store. */
void
subject_events_merge(SubjectEvents *events, SubjectEvents *other)
{
	const bytea *bytes = subject_events_serialize(other);
	const char *from = VARDATA_ANY(bytes) + sizeof(uint32) + sizeof(Shipment);
	const char *end = VARDATA_ANY(bytes) + VARSIZE_ANY_EXHDR(bytes);

	while (from < end)
	{
		Parcel		parcel;

		memcpy(&parcel, from, sizeof(Parcel));
		from += sizeof(Parcel);
		if (parcel.partition < PARTITIONS)
		{
			if (events->tail == NULL)
				start_partitions(events);
			add_packed(events, parcel.partition, from, parcel.count);
			from += parcel.count * events->event_size;
			continue;
		}
		for (int64 i = 0; i < parcel.count; i++)
		{
			SubjectEvent event;

			memcpy(&event, from, sizeof(SubjectEvent));
			subject_events_add(events, event.key, event.time, event.steps, events->long_key, events->long_steps);
			from += sizeof(SubjectEvent);
		}
	}
}

/* ----------
 * Working off, subject by subject
 * ----------
 */

typedef struct Subject
{
	Key			key;
	int64		start;			/* of its events */
	int64		end;
} Subject;

typedef struct Slot
{
	uint64		hi;				/* of the subject's key */
	int64		subject;		/* its number, counted from 1; 0 if the slot is empty */
} Slot;

typedef struct Grouping
{
	const SubjectEvents *events;
	SubjectFunction function;
	void	   *argument;
	uint64		multiplier;		/* spreads keys over the slots, differently each time */
	int			slot_bits;
	Slot	   *slot;
	Subject    *subject;
	int64		subjects;
	int64		subject_room;
	uint32	   *subject_of;		/* of each event */
	FunnelEvent *event;			/* grouped by subject */
	int64		event_room;
} Grouping;

#define FIRST_SLOT_BITS 6

/* Where to look for a key first. */
static inline uint64
first_slot(const Grouping *grouping, uint64 hi)
{
	return (hi * grouping->multiplier) >> (64 - grouping->slot_bits);
}

/* Give the subjects four times as many slots. */
static void
grow_slots(Grouping *grouping)
{
	uint64		mask;

	grouping->slot_bits += 2;
	mask = (UINT64CONST(1) << grouping->slot_bits) - 1;
	pfree(grouping->slot);
	grouping->slot = MemoryContextAllocExtended(CurrentMemoryContext, (mask + 1) * sizeof(Slot),
												MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int64 i = 0; i < grouping->subjects; i++)
	{
		uint64		slot = first_slot(grouping, grouping->subject[i].key.hi);

		while (grouping->slot[slot].subject != 0)
			slot = (slot + 1) & mask;
		grouping->slot[slot].hi = grouping->subject[i].key.hi;
		grouping->slot[slot].subject = i + 1;
	}
}

/* Number a subject that is not in the table yet; its slot will be this one. */
static pg_noinline int64
add_subject(Grouping *grouping, Key key, uint64 slot)
{
	Subject    *subject;

	if (grouping->subjects == grouping->subject_room)
	{
		grouping->subject_room *= 2;
		grouping->subject = repalloc_huge(grouping->subject, grouping->subject_room * sizeof(Subject));
	}
	subject = &grouping->subject[grouping->subjects];
	subject->key = key;
	subject->start = subject->end = 0;
	grouping->slot[slot].hi = key.hi;
	grouping->slot[slot].subject = ++grouping->subjects;
	if (grouping->subjects * 2 > INT64CONST(1) << grouping->slot_bits)
		grow_slots(grouping);
	return grouping->subjects - 1;
}

/* The number of a subject, counted from 0. */
static inline int64
find_subject(Grouping *grouping, Key key, bool long_key)
{
	uint64		mask = (UINT64CONST(1) << grouping->slot_bits) - 1;
	uint64		i = first_slot(grouping, key.hi);

	for (; grouping->slot[i].subject != 0; i = (i + 1) & mask)
		if (grouping->slot[i].hi == key.hi &&
			(!long_key || grouping->subject[grouping->slot[i].subject - 1].key.lo == key.lo))
			return grouping->slot[i].subject - 1;
	return add_subject(grouping, key, i);
}

/* An event of the flat list, or of a partition. */
static pg_attribute_always_inline void
unpack_event(const SubjectEvents *events, const char *from, bool flat, uint64 partition, Key *key, FunnelEvent *event)
{
	uint64		steps;

	if (flat)
	{
		const SubjectEvent *one = (const SubjectEvent *) from;

		*key = one->key;
		event->time = one->time;
		steps = one->steps;
	}
	else
	{
		const uint64 *word = (const uint64 *) from;

		key->hi = partition << (64 - PARTITION_BITS) | *word >> PARTITION_BITS;
		steps = *word++ & ((1 << PARTITION_BITS) - 1);
		key->lo = events->long_key ? *word++ : 0;
		event->time = (int64) *word++;
		if (events->long_steps)
			steps = *word;
	}
	event->steps = funnel_steps_from_code(&events->funnel, steps);
}

/* Group events by subject and call the function for each. */
static pg_attribute_always_inline void
group_events(Grouping *grouping, const Spans *spans, bool flat, uint64 partition)
{
	const SubjectEvents *events = grouping->events;
	const Size	event_size = flat ? sizeof(SubjectEvent) : events->event_size;
	const bool	long_key = events->long_key;
	int64		n = 0;
	int64		start = 0;
	Key			key;
	FunnelEvent event;

	if (spans->count > PG_UINT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("events of one subject exceed %u", PG_UINT32_MAX)));
	if (spans->count > grouping->event_room)
	{
		if (grouping->event != NULL)
		{
			pfree(grouping->event);
			pfree(grouping->subject_of);
		}
		grouping->event_room = spans->count + spans->count / 4;
		grouping->event = MemoryContextAllocHuge(CurrentMemoryContext, grouping->event_room * sizeof(FunnelEvent));
		grouping->subject_of = MemoryContextAllocHuge(CurrentMemoryContext, grouping->event_room * sizeof(uint32));
	}
	memset(grouping->slot, 0, sizeof(Slot) << grouping->slot_bits);
	grouping->subjects = 0;

	/* Whose is each event, and how many has each subject? */
	for (int i = 0; i < spans->length; i++)
	{
		const char *from = spans->span[i].event;

		for (int64 j = 0; j < spans->span[i].count; j++, from += event_size)
		{
			int64		subject;

			unpack_event(events, from, flat, partition, &key, &event);
			subject = find_subject(grouping, key, long_key);
			grouping->subject_of[n++] = subject;
			grouping->subject[subject].end++;
			if ((n & 0xfff) == 0)
				CHECK_FOR_INTERRUPTS();
		}
	}
	for (int64 i = 0; i < grouping->subjects; i++)
	{
		int64		count = grouping->subject[i].end;

		grouping->subject[i].start = grouping->subject[i].end = start;
		start += count;
	}

	/* Those that matter go to where their subject's are. */
	n = 0;
	for (int i = 0; i < spans->length; i++)
	{
		const char *from = spans->span[i].event;

		for (int64 j = 0; j < spans->span[i].count; j++, from += event_size)
		{
			Subject    *subject = &grouping->subject[grouping->subject_of[n++]];

			unpack_event(events, from, flat, partition, &key, &event);
			grouping->event[subject->end] = event;
			subject->end += funnel_event_matters(&events->funnel, event.steps);
		}
	}
	for (int64 i = 0; i < grouping->subjects; i++)
	{
		const Subject *subject = &grouping->subject[i];

		funnel_events_sort(&grouping->event[subject->start], subject->end - subject->start);
		grouping->function(grouping->argument, &grouping->event[subject->start], subject->end - subject->start);
	}
	CHECK_FOR_INTERRUPTS();
}

/* Partitions that memory cannot hold are worked off in parts, which further bits of the key choose. */
#define PART_BITS 6
#define PARTS (1 << PART_BITS)

/* The part that an event in the form of partitions belongs to. */
static inline int
part_of_event(const char *event)
{
	uint64		word;

	memcpy(&word, event, sizeof(uint64));
	return word >> (64 - PART_BITS);
}

/* Copy the events of some parts to `to`, unless that is NULL, and count those of each. */
static char *
select_events(const SubjectEvents *events, const char *from, int64 count, int first, int last, char *to,
			  int64 *parts)
{
	for (int64 i = 0; i < count; i++, from += events->event_size)
	{
		int			part = part_of_event(from);

		if (to == NULL)
			parts[part]++;
		else if (part >= first && part <= last)
		{
			memcpy(to, from, events->event_size);
			to += events->event_size;
		}
	}
	return to;
}

/* The same for all events of a partition, oldest first. */
static void
select_from_partition(const SubjectEvents *events, const Extent *extent, const Spans *spans, uint32 partition,
					  int first, int last, char *to, int64 *parts)
{
	const int64 most = READ_SIZE / events->event_size;
	char	   *buffer = palloc(READ_SIZE);

	for (int64 i = 0; i < events->spill->extents[partition]; i++)
	{
		seek_file(events->spill, extent[i].place);
		for (int64 left = extent[i].count; left > 0; left -= most)
		{
			int64		count = Min(left, most);

			read_file(events->spill, buffer, count * events->event_size);
			to = select_events(events, buffer, count, first, last, to, parts);
			CHECK_FOR_INTERRUPTS();
		}
	}
	for (int i = 0; i < spans->length; i++)
		to = select_events(events, spans->span[i].event, spans->span[i].count, first, last, to, parts);
	pfree(buffer);
}

/*
 * Work off a partition that is partly in the file, as much of it at a time as
 * memory may hold.  Only the events of a single part, which may be those of a
 * single subject, can be more.
 */
static void
group_spilled(Grouping *grouping, uint32 partition, const Spans *spans)
{
	const SubjectEvents *events = grouping->events;
	const Size	bytes_of_event = events->event_size + sizeof(FunnelEvent) + sizeof(uint32);
	const int64 most = events->limit / 4 / bytes_of_event;
	Extent	   *extent = list_extents(events->spill, partition);
	int64		parts[PARTS] = {0};
	int			last;

	select_from_partition(events, extent, spans, partition, 0, PARTS - 1, NULL, parts);
	for (int first = 0; first < PARTS; first = last + 1)
	{
		int64		count = parts[first];
		Span		span;
		Spans		all = {.span = &span, .length = 1};

		for (last = first; last + 1 < PARTS && count + parts[last + 1] <= most; last++)
			count += parts[last + 1];
		if (count == 0)
			continue;
		span.event = MemoryContextAllocHuge(CurrentMemoryContext, count * events->event_size);
		span.count = all.count = count;
		select_from_partition(events, extent, spans, partition, first, last, unconstify(char *, span.event), NULL);
		group_events(grouping, &all, false, partition);
		pfree(unconstify(char *, span.event));
	}
	pfree(extent);
}

/* Call a function for each subject, with its events that matter. */
void
subject_events_each(SubjectEvents *events, SubjectFunction function, void *argument)
{
	Grouping	grouping = {
		.events = events, .function = function, .argument = argument,
		.multiplier = key_mix((uint64) GetCurrentTimestamp() ^ MyProcPid) | 1,
		.slot_bits = FIRST_SLOT_BITS, .subject_room = 1 << FIRST_SLOT_BITS
	};
	Spans		spans = {0};

	grouping.slot = palloc(sizeof(Slot) << grouping.slot_bits);
	grouping.subject = palloc(grouping.subject_room * sizeof(Subject));
	if (events->spill != NULL && events->flat_count > 0)
		spill_flat(events);
	if (events->flat_count > 0)
	{
		add_span(&spans, (const char *) events->flat, events->flat_count);
		group_events(&grouping, &spans, true, 0);
	}
	for (uint32 partition = 0; partition < PARTITIONS && (events->tail != NULL || events->spill != NULL); partition++)
	{
		list_spans(events, partition, &spans);
		if (events->spill != NULL && events->spill->count[partition] > 0)
			group_spilled(&grouping, partition, &spans);
		else if (spans.count > 0)
			group_events(&grouping, &spans, false, partition);
	}
	pfree(grouping.slot);
	pfree(grouping.subject);
	if (grouping.event != NULL)
	{
		pfree(grouping.event);
		pfree(grouping.subject_of);
	}
	if (spans.span != NULL)
		pfree(spans.span);
}
