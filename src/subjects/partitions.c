/*
 * partitions.c
 *		Working off the events of all subjects, a partition at a time.
 *
 * If memory may not hold one that is partly in the file, it is divided into parts
 * by further bits of the key, in the file, and some parts at a time are brought
 * back and grouped.
 * Only the events of a single part, which may be those of a single subject, can be
 * more than memory may hold.
 */
#include "subjects/packed.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/* Bytes that are read from the file at a time, about. */
#define READ_SIZE 65536

/* Bytes of a part that are collected before they are written. */
#define PART_BUFFER_SIZE 16384

/* A partition of which some is in the file. */
typedef struct SpilledPartition
{
	const SubjectStore *store;
	uint32		partition;
	const Spans *spans;			/* what is in memory */
	int64		most;			/* events that memory may hold */
	int64		packed[PARTS];	/* events of each part that other processes handed over */

	/* Its parts in the file, if it is divided; what is yet to be written. */
	bool		divided;
	ExtentList	part[PARTS];
	char	   *buffer[PARTS];
	int			buffered[PARTS];	/* events */
} SpilledPartition;

/* Count the events of each part that other processes handed over.  Returns how many there are in all. */
static int64
count_packed(SpilledPartition *spilled)
{
	int64		total = 0;
	int64		count;
	Key			key;
	PackedReader reader;

	packed_open(&reader, spilled->store, spilled->partition, 0, PARTS - 1);
	while (packed_next_subject(&reader, &key, &count))
	{
		spilled->packed[part_of_key(key)] += count;
		total += count;
	}
	return total;
}

/* ----------
 * Dividing
 * ----------
 */

/* Write what is collected of a part. */
static void
write_part(SpilledPartition *spilled, int part)
{
	SpillFile  *file = spilled->store->file;

	extent_begin(file, &spilled->part[part], spilled->buffered[part]);
	extent_write(file, spilled->buffer[part], spilled->buffered[part] * spilled->store->event_size);
	extent_end(file);
	spilled->buffered[part] = 0;
}

/* Put events into their parts. */
static void
divide_events(SpilledPartition *spilled, const char *event, int64 count)
{
	const Size	event_size = spilled->store->event_size;

	for (int64 i = 0; i < count; i++, event += event_size)
	{
		int			part = *(const uint64 *) event >> (64 - PART_BITS);

		memcpy(spilled->buffer[part] + spilled->buffered[part] * event_size, event, event_size);
		if (++spilled->buffered[part] == PART_BUFFER_SIZE / event_size)
			write_part(spilled, part);
	}
}

/* Put the events that are in the file into their parts, oldest first. */
static void
divide_file(SpilledPartition *spilled)
{
	const SubjectStore *store = spilled->store;
	const int64 most = READ_SIZE / store->event_size;
	const ExtentList *list = &store->spilled[spilled->partition];
	Extent	   *extent = extents_of_list(store->file, list);
	char	   *buffer = palloc(READ_SIZE);

	for (int64 i = 0; i < list->extents; i++)
		while (extent[i].count > 0)
		{
			int64		count = Min(extent[i].count, most);

			extent_read(store->file, &extent[i], buffer, count, store->event_size);
			divide_events(spilled, buffer, count);
		}
	pfree(buffer);
	pfree(extent);
}

/* Divide a partition. */
static void
divide_partition(SpilledPartition *spilled)
{
	for (int part = 0; part < PARTS; part++)
		spilled->buffer[part] = palloc(PART_BUFFER_SIZE);
	divide_file(spilled);
	for (int i = 0; i < spilled->spans->length; i++)
	{
		divide_events(spilled, spilled->spans->span[i].event, spilled->spans->span[i].count);
		CHECK_FOR_INTERRUPTS();
	}
	for (int part = 0; part < PARTS; part++)
	{
		if (spilled->buffered[part] > 0)
			write_part(spilled, part);
		pfree(spilled->buffer[part]);
	}
}

/* ----------
 * Bringing back
 * ----------
 */

/* The last part that memory may hold together with those before it, from the first one on. */
static int
last_part_in_memory(const SpilledPartition *spilled, int first)
{
	int64		count = 0;
	int			part = first;

	if (!spilled->divided)
		return PARTS - 1;
	for (; part < PARTS; part++)
	{
		count += spilled->part[part].count + spilled->packed[part];
		if (part > first && count > spilled->most)
			break;
	}
	return part - 1;
}

/* Copy the events of a list in the file, and move on past them. */
static void
load_list(const SubjectStore *store, char **to, const ExtentList *list)
{
	Extent	   *extent = extents_of_list(store->file, list);

	for (int64 i = 0; i < list->extents; i++)
	{
		int64		count = extent[i].count;

		extent_read(store->file, &extent[i], *to, count, store->event_size);
		*to += count * store->event_size;
	}
	pfree(extent);
}

/* Bring some parts back, oldest events of each first. */
static Span
load_parts(const SpilledPartition *spilled, int first, int last)
{
	const SubjectStore *store = spilled->store;
	Span		span = {0};
	char	   *to;

	for (int part = first; part <= last; part++)
		span.count += spilled->part[part].count;
	span.event = to = MemoryContextAllocHuge(CurrentMemoryContext, span.count * store->event_size);
	for (int part = first; part <= last; part++)
		load_list(store, &to, &spilled->part[part]);
	return span;
}

/* Bring all of a partition together that is not divided, oldest events first. */
static Span
load_partition(const SpilledPartition *spilled)
{
	const SubjectStore *store = spilled->store;
	const ExtentList *list = &store->spilled[spilled->partition];
	Span		span = {.count = list->count + spilled->spans->count};
	char	   *to;

	span.event = to = MemoryContextAllocHuge(CurrentMemoryContext, span.count * store->event_size);
	load_list(store, &to, list);
	for (int i = 0; i < spilled->spans->length; i++)
	{
		const Span *one = &spilled->spans->span[i];

		memcpy(to, one->event, one->count * store->event_size);
		to += one->count * store->event_size;
	}
	return span;
}

/* Group the events of a partition that is partly in the file; the spans are the rest of it. */
static void
group_spilled(Grouping *grouping, const SubjectStore *store, uint32 partition, const Spans *spans)
{
	const Size	bytes_of_event = store->event_size + sizeof(SubjectEvent) + sizeof(uint32);
	const FilePosition end = store->file->end;
	SpilledPartition spilled = {.store = store, .partition = partition, .spans = spans};
	int			last;

	spilled.most = store->limit / 4 / bytes_of_event;
	spilled.divided = store->spilled[partition].count + spans->count + count_packed(&spilled) > spilled.most;
	if (spilled.divided)
		divide_partition(&spilled);
	for (int first = 0; first < PARTS; first = last + 1)
	{
		Span		span;
		Spans		loaded = {.span = &span, .length = 1};
		EventSource source = {.store = store, .spans = &loaded, .partition = partition};

		last = last_part_in_memory(&spilled, first);
		span = spilled.divided ? load_parts(&spilled, first, last) : load_partition(&spilled);
		loaded.count = span.count;
		source.first_part = first;
		source.last_part = last;
		subjects_group_partition(grouping, &source);
		pfree(unconstify(char *, span.event));
	}

	/* The parts are not needed any more. */
	store->file->end = end;
}

/* Call a function for each subject, with its events that matter. */
void
subject_store_each(SubjectStore *store, SubjectFunction function, void *argument)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "events of subjects", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	Grouping   *grouping;
	Spans		spans = {0};
	EventSource source = {.spans = &spans, .last_part = PARTS - 1};

	source.store = store = subject_store_reload_flat(store, context);
	grouping = subjects_grouping(store, function, argument);
	if (store->flat_count > 0)
	{
		spans_add(&spans, (const char *) store->flat, store->flat_count);
		subjects_group_flat(grouping, &source);
	}
	for (; source.partition < PARTITIONS && store->tail != NULL; source.partition++)
	{
		spans_of_partition(store, source.partition, &spans);
		if (store->spilled != NULL && store->spilled[source.partition].count > 0)
			group_spilled(grouping, store, source.partition, &spans);
		else if (spans.count > 0 || store->packed != NULL)
			subjects_group_partition(grouping, &source);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
}
