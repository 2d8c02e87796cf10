/*
 * subject_groups.c
 *		Working off the events of all subjects, subject by subject.
 */
#include "subject_events.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/* Bytes that are read from the temporary file at a time, about. */
#define READ_SIZE 65536

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
	KeyScatter	scatter;
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
first_slot(const Grouping *grouping, Key key)
{
	return key_scatter(key, grouping->scatter) >> (64 - grouping->slot_bits);
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
		uint64		slot = first_slot(grouping, grouping->subject[i].key);

		while (grouping->slot[slot].subject != 0)
			slot = (slot + 1) & mask;
		grouping->slot[slot].hi = grouping->subject[i].key.hi;
		grouping->slot[slot].subject = i + 1;
		CHECK_FOR_INTERRUPTS();
	}
}

/* Number a subject that is not in the table yet; its slot will be this one. */
static pg_noinline int64
add_subject(Grouping *grouping, Key key, uint64 slot)
{
	Subject    *subject;

	if (grouping->subjects == PG_UINT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a part of a funnel has more than %u subjects", PG_UINT32_MAX),
				 errhint("Split the rows with GROUP BY, and merge the funnels with rollup.")));
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
	uint64		i = first_slot(grouping, key);

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

/* Partitions that memory cannot hold are worked off in parts, which further bits of the key choose. */
#define PART_BITS 6
#define PARTS (1 << PART_BITS)

static inline int
part_of_key(Key key)
{
	return key.hi >> (64 - PARTITION_BITS - PART_BITS) & (PARTS - 1);
}

/* Go to the next subject that is in some parts of a partition, if there is one. */
static inline bool
next_subject_of_parts(ShipmentReader *reader, int first, int last, Key *key, int64 *count)
{
	while (shipment_next_subject(reader, key, count))
	{
		if (part_of_key(*key) >= first && part_of_key(*key) <= last)
			return true;
	}
	return false;
}

/* Make room to group so many events, of as many subjects. */
static void
reserve_events(Grouping *grouping, int64 count)
{
	if (count <= grouping->event_room)
		return;
	if (grouping->event != NULL)
	{
		pfree(grouping->event);
		pfree(grouping->subject_of);
	}
	grouping->event_room = count + count / 4;
	grouping->event = MemoryContextAllocHuge(CurrentMemoryContext, grouping->event_room * sizeof(FunnelEvent));
	grouping->subject_of = MemoryContextAllocHuge(CurrentMemoryContext, grouping->event_room * sizeof(uint32));
}

/*
 * Group events by subject and call the function for each: the events listed,
 * and those handed over that are in some parts of the partition.
 */
static pg_attribute_always_inline void
group_events(Grouping *grouping, const Spans *spans, bool flat, uint64 partition, int first, int last)
{
	const SubjectEvents *events = grouping->events;
	const Size	event_size = flat ? sizeof(SubjectEvent) : events->event_size;
	const bool	long_key = events->long_key;
	int64		room = spans->count;
	int64		n = 0;
	int64		start = 0;
	Key			key;
	FunnelEvent event;
	ShipmentReader reader;
	int64		count;

	for (const Shipment *shipment = events->shipments; shipment != NULL; shipment = shipment->next)
	{
		shipment_open(&reader, events, shipment, partition);
		while (next_subject_of_parts(&reader, first, last, &key, &count))
			room += count + 1;
	}
	reserve_events(grouping, room);
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
	for (const Shipment *shipment = events->shipments; shipment != NULL; shipment = shipment->next)
	{
		shipment_open(&reader, events, shipment, partition);
		while (next_subject_of_parts(&reader, first, last, &key, &count))
		{
			int64		subject = find_subject(grouping, key, long_key);

			grouping->subject_of[n++] = subject;
			grouping->subject[subject].end += count;
			CHECK_FOR_INTERRUPTS();
		}
	}
	for (int64 i = 0; i < grouping->subjects; i++)
	{
		count = grouping->subject[i].end;
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
			if ((n & 0xfff) == 0)
				CHECK_FOR_INTERRUPTS();
		}
	}
	for (const Shipment *shipment = events->shipments; shipment != NULL; shipment = shipment->next)
	{
		shipment_open(&reader, events, shipment, partition);
		while (next_subject_of_parts(&reader, first, last, &key, &count))
		{
			Subject    *subject = &grouping->subject[grouping->subject_of[n++]];

			for (int64 i = 0; i < count; i++)
			{
				grouping->event[subject->end++] = shipment_next_event(&reader);
				if ((i & 0xfff) == 0)
					CHECK_FOR_INTERRUPTS();
			}
		}
	}
	for (int64 i = 0; i < grouping->subjects; i++)
	{
		const Subject *subject = &grouping->subject[i];

		funnel_events_sort(&grouping->event[subject->start], subject->end - subject->start);
		grouping->function(grouping->argument, subject->key, &grouping->event[subject->start],
						   subject->end - subject->start);
		CHECK_FOR_INTERRUPTS();
	}
}

/* ----------
 * Partitions that are partly in the file
 * ----------
 */

/* Bytes of a part that are collected before they are written. */
#define PART_BUFFER_SIZE 16384

/* A partition that is being divided: its parts in the file, and what is yet to be written. */
typedef struct Division
{
	const SubjectEvents *events;
	ExtentList	part[PARTS];
	char	   *buffer[PARTS];
	int			count[PARTS];	/* events in the buffer */
} Division;

static void
write_part(Division *division, int part)
{
	const SubjectEvents *events = division->events;

	extent_begin(events->file, &division->part[part], division->count[part]);
	extent_write(events->file, division->buffer[part], division->count[part] * events->event_size);
	extent_end(events->file);
	division->count[part] = 0;
}

/* Put events into their parts. */
static void
divide(Division *division, const char *event, int64 count)
{
	const Size	event_size = division->events->event_size;

	for (int64 i = 0; i < count; i++, event += event_size)
	{
		int			part = *(const uint64 *) event >> (64 - PART_BITS);

		memcpy(division->buffer[part] + division->count[part] * event_size, event, event_size);
		if (++division->count[part] == PART_BUFFER_SIZE / event_size)
			write_part(division, part);
	}
}

/* Copy the events of a list in the file, and move on past them. */
static void
copy_list(const SubjectEvents *events, char **to, const ExtentList *list)
{
	Extent	   *extent = extents_of_list(events->file, list);

	for (int64 i = 0; i < list->extents; i++)
	{
		int64		count = extent[i].count;

		extent_read(events->file, &extent[i], *to, count, events->event_size);
		*to += count * events->event_size;
	}
	pfree(extent);
}

/* Divide a partition, oldest events first. */
static void
divide_partition(Division *division, uint32 partition, const Spans *spans)
{
	const SubjectEvents *events = division->events;
	const int64 most = READ_SIZE / events->event_size;
	const ExtentList *list = &events->spilled[partition];
	Extent	   *extent = extents_of_list(events->file, list);
	char	   *buffer = palloc(READ_SIZE);

	for (int part = 0; part < PARTS; part++)
		division->buffer[part] = palloc(PART_BUFFER_SIZE);
	for (int64 i = 0; i < list->extents; i++)
		while (extent[i].count > 0)
		{
			int64		count = Min(extent[i].count, most);

			extent_read(events->file, &extent[i], buffer, count, events->event_size);
			divide(division, buffer, count);
		}
	for (int i = 0; i < spans->length; i++)
	{
		divide(division, spans->span[i].event, spans->span[i].count);
		CHECK_FOR_INTERRUPTS();
	}
	for (int part = 0; part < PARTS; part++)
	{
		if (division->count[part] > 0)
			write_part(division, part);
		pfree(division->buffer[part]);
	}
	pfree(buffer);
	pfree(extent);
}

/*
 * Work off a partition that is partly in the file.  If memory may not hold all
 * of it, it is divided once more, in the file, and worked off some parts at a
 * time.  Only the events of a single part, which may be those of a single
 * subject, can be more.
 */
static void
group_spilled(Grouping *grouping, uint32 partition, const Spans *spans)
{
	const SubjectEvents *events = grouping->events;
	const Size	bytes_of_event = events->event_size + sizeof(FunnelEvent) + sizeof(uint32);
	const int64 most = events->limit / 4 / bytes_of_event;
	const FilePosition end = events->file->end;
	const int64 in_file = events->spilled[partition].count;
	Division	division = {.events = events};
	bool		divided;
	int64		handed_over[PARTS] = {0};
	int64		all_count = in_file + spans->count;
	int			last;

	for (const Shipment *shipment = events->shipments; shipment != NULL; shipment = shipment->next)
	{
		ShipmentReader reader;
		Key			key;
		int64		count;

		shipment_open(&reader, events, shipment, partition);
		while (next_subject_of_parts(&reader, 0, PARTS - 1, &key, &count))
		{
			handed_over[part_of_key(key)] += count;
			all_count += count;
		}
	}
	divided = all_count > most;
	if (divided)
		divide_partition(&division, partition, spans);
	for (int first = 0; first < PARTS; first = last + 1)
	{
		Span		span = {.count = divided ? division.part[first].count : in_file + spans->count};
		Spans		all = {.span = &span, .length = 1};
		char	   *to;

		last = divided ? first : PARTS - 1;
		all_count = span.count + handed_over[first];
		while (last + 1 < PARTS && all_count + division.part[last + 1].count + handed_over[last + 1] <= most)
		{
			last++;
			span.count += division.part[last].count;
			all_count += division.part[last].count + handed_over[last];
		}
		all.count = span.count;
		span.event = to = MemoryContextAllocHuge(CurrentMemoryContext, span.count * events->event_size);
		if (divided)
			for (int part = first; part <= last; part++)
				copy_list(events, &to, &division.part[part]);
		else
		{
			copy_list(events, &to, &events->spilled[partition]);
			for (int i = 0; i < spans->length; i++)
			{
				memcpy(to, spans->span[i].event, spans->span[i].count * events->event_size);
				to += spans->span[i].count * events->event_size;
			}
		}
		group_events(grouping, &all, false, partition, first, last);
		pfree(unconstify(char *, span.event));
	}

	/* The parts are not needed any more. */
	events->file->end = end;
}

/* Call a function for each subject, with its events that matter. */
void
subject_events_each(SubjectEvents *events, SubjectFunction function, void *argument)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "events of subjects", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	Grouping	grouping = {.function = function, .argument = argument};
	Spans		spans = {0};

	events = subject_events_settle(events, context);
	grouping.events = events;
	grouping.scatter = key_scatter_by(key_seed());
	grouping.slot_bits = FIRST_SLOT_BITS;
	grouping.subject_room = 1 << FIRST_SLOT_BITS;
	grouping.slot = palloc(sizeof(Slot) << grouping.slot_bits);
	grouping.subject = palloc(grouping.subject_room * sizeof(Subject));
	if (events->flat_count > 0)
	{
		spans_add(&spans, (const char *) events->flat, events->flat_count);
		group_events(&grouping, &spans, true, 0, 0, PARTS - 1);
	}
	for (uint32 partition = 0; partition < PARTITIONS && events->tail != NULL; partition++)
	{
		spans_of_partition(events, partition, &spans);
		if (events->spilled != NULL && events->spilled[partition].count > 0)
			group_spilled(&grouping, partition, &spans);
		else if (spans.count > 0 || events->shipments != NULL)
			group_events(&grouping, &spans, false, partition, 0, PARTS - 1);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
}
