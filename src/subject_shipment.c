/*
 * subject_shipment.c
 *		The events of all subjects on their way to another process.
 *
 * A parallel worker groups its events by subject and sorts those of each before
 * it hands them over: so that is done in parallel, there is less to send, and
 * less left to do.  The receiver keeps the bytes as they are, and takes the
 * subjects of a partition from them when it works that off (subject_groups.c).
 * Where memory is short, or events are few, it takes them apart at once.
 */
#include "subject_events.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/*
 * What the bytes begin with.  If they are partitioned, what follows is where
 * the subjects of each partition begin, and where all end.  A subject is its
 * key, the number of its events times two, with one more if their times are in
 * seconds, the number of bytes that follow, and of each event the time since the
 * one before and the step number or conditions.  Numbers take as few bytes as
 * they can.
 */
typedef struct ShipmentHeader
{
	Funnel		funnel;
	int32		steps;
	int16		key_type;
	int16		partitioned;
} ShipmentHeader;

/* Offsets behind the header. */
#define OFFSETS (PARTITIONS + 1)

/* 64 bits, 7 in a byte. */
#define MOST_BYTES_OF_NUMBER 10

/* So many bytes of an event to start with: a guess. */
#define BYTES_OF_EVENT 6

/* Where the subjects are, from the start of the data. */
static inline uint32
subjects_offset(const ShipmentHeader *header)
{
	return sizeof(ShipmentHeader) + (header->partitioned ? OFFSETS * sizeof(uint32) : 0);
}

/* ----------
 * Sending
 * ----------
 */

typedef struct Packing
{
	const SubjectEvents *events;
	bytea	   *bytes;
	Size		size;			/* used so far, and allocated */
	Size		room;
	uint32		offset[OFFSETS];
	int			partition;		/* offsets are known up to here */
} Packing;

/* Give the bytes room for so many more, which are more than there is room for. */
static pg_noinline void
grow(Packing *packing, Size more)
{
	if (packing->size + more > KPI_MOST_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("events of a funnel exceed 1 GB in a process of a parallel query"),
				 errhint("Set max_parallel_workers_per_gather to 0, or group by subject with funnel_times.")));
	packing->room = Min(Max(packing->size + more, packing->room * 2), KPI_MOST_BYTES);
	packing->bytes = repalloc(packing->bytes, packing->room);
}

static inline void
reserve(Packing *packing, Size more)
{
	if (unlikely(packing->size + more > packing->room))
		grow(packing, more);
}

/* Write a number, 7 bits a byte, the lowest first; the last byte has the highest bit clear. */
static inline char *
write_number(char *to, uint64 number)
{
	for (; number >= 0x80; number >>= 7)
		*to++ = (char) (number | 0x80);
	*to++ = (char) number;
	return to;
}

/* Append two numbers. */
static inline void
put_numbers(Packing *packing, uint64 a, uint64 b)
{
	char	   *to;

	reserve(packing, 2 * MOST_BYTES_OF_NUMBER);
	to = (char *) packing->bytes + packing->size;
	packing->size = write_number(write_number(to, a), b) - (char *) packing->bytes;
}

static inline void
put_word(Packing *packing, uint64 word)
{
	reserve(packing, sizeof(uint64));
	memcpy((char *) packing->bytes + packing->size, &word, sizeof(uint64));
	packing->size += sizeof(uint64);
}

/* Append a subject. */
static void
pack_subject(void *argument, Key key, FunnelEvent *event, int64 count)
{
	Packing    *packing = argument;
	const SubjectEvents *events = packing->events;
	bool		seconds = true;
	uint64		before = 0;
	char		number[MOST_BYTES_OF_NUMBER];
	Size		start;
	Size		size;
	char	   *first;

	for (int partition = key.hi >> (64 - PARTITION_BITS); packing->partition <= partition; packing->partition++)
		packing->offset[packing->partition] = packing->size - VARHDRSZ;
	for (int64 i = 0; i < count && seconds; i++)
		seconds = event[i].time % USECS_PER_SEC == 0;

	put_word(packing, key.hi);
	if (events->long_key)
		put_word(packing, key.lo);

	/* The size of the events comes before them; seldom does it need more than a byte. */
	put_numbers(packing, (uint64) count << 1 | seconds, 0);
	start = packing->size;
	for (int64 i = 0; i < count; i++)
	{
		uint64		time = seconds ? event[i].time / USECS_PER_SEC : event[i].time;

		put_numbers(packing, time - before, funnel_code_from_steps(&events->funnel, event[i].steps));
		before = time;
		if ((i & 0xfff) == 0)
			CHECK_FOR_INTERRUPTS();
	}
	size = packing->size - start;
	reserve(packing, MOST_BYTES_OF_NUMBER);
	first = (char *) packing->bytes + start - 1;
	if (size >= 0x80)
		memmove(first + (write_number(number, size) - number), first + 1, size);
	packing->size = write_number(first, size) + size - (char *) packing->bytes;
}

/* All events as bytes for subject_events_receive. */
bytea *
subject_events_serialize(SubjectEvents *events)
{
	Packing		packing = {.events = events};
	ShipmentHeader header = {.funnel = events->funnel, .steps = events->steps, .key_type = events->key_type};
	MemoryContext context;

	if (events->received != NULL)
		return unconstify(bytea *, events->received);
	context = AllocSetContextCreate(CurrentMemoryContext, "events to hand over", ALLOCSET_DEFAULT_SIZES);
	events = subject_events_settle(events, context);
	header.partitioned = events->tail != NULL;
	packing.size = VARHDRSZ + subjects_offset(&header);
	packing.room = Min(packing.size + subject_events_count(events) * BYTES_OF_EVENT, KPI_MOST_BYTES);
	packing.bytes = palloc(packing.room);
	if (!header.partitioned)
		packing.partition = OFFSETS;
	subject_events_each(events, pack_subject, &packing);
	MemoryContextDelete(context);
	for (; packing.partition < OFFSETS; packing.partition++)
		packing.offset[packing.partition] = packing.size - VARHDRSZ;

	memcpy(VARDATA(packing.bytes), &header, sizeof(ShipmentHeader));
	if (header.partitioned)
		memcpy(VARDATA(packing.bytes) + sizeof(ShipmentHeader), packing.offset, sizeof(packing.offset));
	SET_VARSIZE(packing.bytes, packing.size);
	return packing.bytes;
}

/* ----------
 * Receiving
 * ----------
 */

/* Something that subject_events_merge can take. */
SubjectEvents *
subject_events_receive(const bytea *bytes)
{
	SubjectEvents *events = palloc0(sizeof(SubjectEvents));
	ShipmentHeader header;

	memcpy(&header, VARDATA_ANY(bytes), sizeof(ShipmentHeader));
	events->funnel = header.funnel;
	events->steps = header.steps;
	events->key_type = header.key_type;
	events->received = bytes;
	return events;
}

/* The subjects of a partition. */
void
shipment_open(ShipmentReader *reader, const SubjectEvents *events, const Shipment *shipment, uint32 partition)
{
	uint32		offset[2];

	memcpy(offset, shipment->data + sizeof(ShipmentHeader) + partition * sizeof(uint32), sizeof(offset));
	reader->events = events;
	reader->next = shipment->data + offset[0];
	reader->end = shipment->data + offset[1];
}

/* Add all events of another process. */
void
subject_events_merge(SubjectEvents *events, SubjectEvents *other)
{
	const bytea *bytes = subject_events_serialize(other);
	const char *data = VARDATA_ANY(bytes);
	Size		size = VARSIZE_ANY_EXHDR(bytes);
	ShipmentHeader header;
	ShipmentReader reader = {.events = events, .end = data + size};
	Key			key;
	int64		count;

	memcpy(&header, data, sizeof(ShipmentHeader));
	if (header.partitioned && subject_events_keep(events, data, size))
		return;
	reader.next = data + subjects_offset(&header);
	while (shipment_next_subject(&reader, &key, &count))
	{
		/* A subject none of whose events matter has to be known, too. */
		if (count == 0)
			subject_events_add_unpacked(events, key, 0, 0);
		for (int64 i = 0; i < count; i++)
		{
			FunnelEvent event = shipment_next_event(&reader);

			subject_events_add_unpacked(events, key, event.time,
										funnel_code_from_steps(&events->funnel, event.steps));
			if ((i & 0xfff) == 0)
				CHECK_FOR_INTERRUPTS();
		}
	}
}
