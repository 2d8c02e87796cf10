/*
 * groups.c
 *		Working off the events of all subjects, subject by subject.
 *
 * The events of a partition are grouped in phases: number the subjects as their
 * events come, and count the events of each; lay out where each subject's events
 * go; place them there; hand out subject by subject.  Events come from memory and
 * from what other processes handed over, which one walk makes runs of.
 */
#include "subjects/packed.h"

#include "miscadmin.h"
#include "utils/memutils.h"

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

struct Grouping
{
	SubjectFunction function;
	void	   *argument;
	void		(*sort)(SubjectEvent *event, int64 count);
	bool		blanks_matter;
	KeyScatter	scatter;
	int			slot_bits;
	Slot	   *slot;
	Subject    *subject;
	int64		subjects;
	int64		subject_room;
	uint32	   *subject_of;		/* of each run */
	SubjectEvent *event;		/* grouped by subject */
	int64		room;			/* for events, and for runs */
};

#define FIRST_SLOT_BITS 6

/* ----------
 * The table of subjects
 * ----------
 */

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
				 errmsg("a partition has more than %u subjects", PG_UINT32_MAX),
				 errhint("Split the rows with GROUP BY, and merge the results with rollup.")));
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

/* ----------
 * The walk over the events of a source
 * ----------
 */

/*
 * Events of one subject that come one after the other: a single one from memory;
 * from another process all that it had, of which blanks that do not matter are
 * left out and the others are in order.
 */
typedef struct Run
{
	int64		number;			/* of the run, counted from 0 */
	Key			key;
	int64		count;
	const char *event;			/* in memory, */
	bool		flat;			/* in the form of the flat list or of a partition, */
	bool		long_key;
	bool		long_code;
	PackedReader *packed;		/* or elsewhere, unless that is NULL */
} Run;

/* The subject whose event starts here in memory. */
static pg_attribute_always_inline Key
key_of_event(const char *event, bool flat, uint64 partition, bool long_key)
{
	const uint64 *word = (const uint64 *) event;
	Key			key;

	if (flat)
		return ((const KeyedEvent *) event)->key;
	key.hi = partition << (64 - PARTITION_BITS) | word[0] >> PARTITION_BITS;
	key.lo = long_key ? word[1] : 0;
	return key;
}

/* The next event of a run; there are as many as it counts. */
static pg_attribute_always_inline SubjectEvent
next_event(const Run *run)
{
	const uint64 *word = (const uint64 *) run->event;
	SubjectEvent event;

	if (run->packed != NULL)
		return packed_next_event(run->packed);
	if (run->flat)
		return ((const KeyedEvent *) run->event)->event;
	event.time = (int64) word[1 + run->long_key];
	event.code = run->long_code ? word[2 + run->long_key] : word[0] & ((1 << PARTITION_BITS) - 1);
	return event;
}

/* What is done with each run of a source. */
typedef enum RunPhase
{
	NUMBER_RUNS,
	PLACE_RUNS
} RunPhase;

/* Find out whose a run is. */
static pg_attribute_always_inline void
number_run(Grouping *grouping, const Run *run)
{
	int64		subject = find_subject(grouping, run->key, run->long_key);

	grouping->subject_of[run->number] = subject;
	grouping->subject[subject].end += run->count;
}

/* Put the events of a run that matter to where their subject's are. */
static pg_attribute_always_inline void
place_run(Grouping *grouping, const Run *run)
{
	Subject    *subject = &grouping->subject[grouping->subject_of[run->number]];
	SubjectEvent *event = &grouping->event[subject->end];
	int64		placed = 0;

	for (int64 i = 0; i < run->count; i++)
	{
		event[placed] = next_event(run);
		placed += run->packed != NULL || event[placed].code != 0 || grouping->blanks_matter;
		if ((i & 0xfff) == 0xfff)
			CHECK_FOR_INTERRUPTS();
	}
	subject->end += placed;
}

/* Walk over all runs of a source; the same ones in the same order each time. */
static pg_attribute_always_inline void
each_run(Grouping *grouping, const EventSource *source, bool flat, RunPhase phase)
{
	const SubjectStore *store = source->store;
	const Spans *spans = source->spans;
	const Size	event_size = flat ? sizeof(KeyedEvent) : store->event_size;
	const bool	long_key = store->long_key;
	const bool	long_code = store->long_code;
	int64		number = 0;
	PackedReader reader;

	for (int i = 0; i < spans->length; i++)
	{
		const char *event = spans->span[i].event;

		for (int64 left = spans->span[i].count; left > 0; left--, event += event_size)
		{
			Run			run = {.number = number++, .count = 1, .event = event, .flat = flat};

			run.long_key = long_key;
			run.long_code = long_code;
			run.key = key_of_event(event, flat, source->partition, long_key);
			if (phase == NUMBER_RUNS)
				number_run(grouping, &run);
			else
				place_run(grouping, &run);
			if ((number & 0xfff) == 0)
				CHECK_FOR_INTERRUPTS();
		}
	}
	if (flat)
		return;
	packed_open(&reader, store, source->partition, source->first_part, source->last_part);
	for (Run run = {.packed = &reader, .long_key = long_key}; packed_next_subject(&reader, &run.key, &run.count);)
	{
		run.number = number++;
		if (phase == NUMBER_RUNS)
			number_run(grouping, &run);
		else
			place_run(grouping, &run);
		CHECK_FOR_INTERRUPTS();
	}
}

/* ----------
 * The phases
 * ----------
 */

/* Make room for the events of a source, and for as many runs. */
static void
reserve_room(Grouping *grouping, const EventSource *source)
{
	int64		count = source->spans->count;
	int64		more;
	Key			key;
	PackedReader reader;

	packed_open(&reader, source->store, source->partition, source->first_part, source->last_part);
	while (packed_next_subject(&reader, &key, &more))
		count += more + 1;
	if (count <= grouping->room)
		return;
	if (grouping->event != NULL)
	{
		pfree(grouping->event);
		pfree(grouping->subject_of);
	}
	grouping->room = count + count / 4;
	grouping->event = MemoryContextAllocHuge(CurrentMemoryContext, grouping->room * sizeof(SubjectEvent));
	grouping->subject_of = MemoryContextAllocHuge(CurrentMemoryContext, grouping->room * sizeof(uint32));
}

/* Forget the subjects of the source before. */
static void
forget_subjects(Grouping *grouping)
{
	memset(grouping->slot, 0, sizeof(Slot) << grouping->slot_bits);
	grouping->subjects = 0;
}

/* Where the events of each subject go: as many as it has were counted up to its end. */
static void
lay_out_subjects(Grouping *grouping)
{
	int64		start = 0;

	for (int64 i = 0; i < grouping->subjects; i++)
	{
		Subject    *subject = &grouping->subject[i];
		int64		count = subject->end;

		subject->start = subject->end = start;
		start += count;
	}
}

/* Call the function for each subject. */
static void
hand_out_subjects(const Grouping *grouping)
{
	for (int64 i = 0; i < grouping->subjects; i++)
	{
		const Subject *subject = &grouping->subject[i];
		SubjectEvent *event = &grouping->event[subject->start];
		int64		count = subject->end - subject->start;

		grouping->sort(event, count);
		grouping->function(grouping->argument, subject->key, event, count);
		CHECK_FOR_INTERRUPTS();
	}
}

/* Group the events of a source, and call the function for each subject. */
static pg_attribute_always_inline void
group_source(Grouping *grouping, const EventSource *source, bool flat)
{
	reserve_room(grouping, source);
	forget_subjects(grouping);
	each_run(grouping, source, flat, NUMBER_RUNS);
	lay_out_subjects(grouping);
	each_run(grouping, source, flat, PLACE_RUNS);
	hand_out_subjects(grouping);
}

/* Group events that are in the form of a partition. */
void
subjects_group_partition(Grouping *grouping, const EventSource *source)
{
	group_source(grouping, source, false);
}

/* Group events that are in the form of the flat list. */
void
subjects_group_flat(Grouping *grouping, const EventSource *source)
{
	group_source(grouping, source, true);
}

/* Get ready to group the events of a store, and to call a function for each subject. */
Grouping *
subjects_grouping(const SubjectStore *store, SubjectFunction function, void *argument)
{
	Grouping   *grouping = palloc0(sizeof(Grouping));

	grouping->function = function;
	grouping->argument = argument;
	grouping->sort = store->ops->sort;
	grouping->blanks_matter = store->ops->blanks_matter(store->question);
	grouping->scatter = key_scatter_by(key_seed());
	grouping->slot_bits = FIRST_SLOT_BITS;
	grouping->subject_room = 1 << FIRST_SLOT_BITS;
	grouping->slot = palloc(sizeof(Slot) << grouping->slot_bits);
	grouping->subject = palloc(grouping->subject_room * sizeof(Subject));
	return grouping;
}
