/*
 * serialize.c
 *		The events of all subjects on their way to another process.
 *
 * A parallel worker groups its events by subject and sorts those of each before
 * it hands them over: so that is done in parallel, there is less to send, and
 * less left to do.  The receiver keeps the bytes as they are (packed.h), and takes
 * the subjects of a partition from them when it works that off (groups.c).
 * Where memory is short, or events are few, it takes them apart at once.
 */
#include "subjects/packed.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/* So many bytes of an event to start with: a guess. */
#define BYTES_OF_EVENT 6

/* Where the subjects are, from the header on. */
static inline uint32
subjects_offset(const PackedHeader *header)
{
	return sizeof(PackedHeader) + header->question_size +
		(header->partitioned ? PACKED_OFFSETS * sizeof(uint32) : 0);
}

/* ----------
 * Sending
 * ----------
 */

typedef struct Packing
{
	const SubjectStore *store;
	bytea	   *bytes;
	Size		size;			/* used so far, and allocated */
	Size		room;
	uint32		offset[PACKED_OFFSETS];
	int			partition;		/* offsets are known up to here */
} Packing;

/* Give the bytes more room, for at least so many more. */
static pg_noinline void
grow(Packing *packing, Size more)
{
	if (packing->size + more > KPI_MOST_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("events of all subjects exceed 1 GB in a process of a parallel query"),
				 errhint("Set max_parallel_workers_per_gather to 0, or split the rows with GROUP BY, "
						 "and merge the results with rollup.")));
	packing->room = Min(Max(packing->size + more, packing->room * 2), KPI_MOST_BYTES);
	packing->bytes = repalloc(packing->bytes, packing->room);
}

/* Make room for so many bytes more. */
static inline void
reserve(Packing *packing, Size more)
{
	if (unlikely(packing->size + more > packing->room))
		grow(packing, more);
}

/* Write a number as read_number reads it; returns where it ends. */
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

/* Append eight bytes. */
static inline void
put_word(Packing *packing, uint64 word)
{
	reserve(packing, sizeof(uint64));
	memcpy((char *) packing->bytes + packing->size, &word, sizeof(uint64));
	packing->size += sizeof(uint64);
}

/* Append a subject. */
static void
pack_subject(void *argument, Key key, SubjectEvent *event, int64 count)
{
	Packing    *packing = argument;
	const SubjectStore *store = packing->store;
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
	if (store->long_key)
		put_word(packing, key.lo);

	/* The size of the events comes before them; seldom does it need more than a byte. */
	put_numbers(packing, (uint64) count << 1 | seconds, 0);
	start = packing->size;
	for (int64 i = 0; i < count; i++)
	{
		uint64		time = seconds ? event[i].time / USECS_PER_SEC : event[i].time;

		put_numbers(packing, time - before, event[i].code);
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

/* Start with the header and the question, and leave room for the offsets. */
static void
start_packing(Packing *packing, const PackedHeader *header)
{
	const SubjectStore *store = packing->store;

	packing->size = VARHDRSZ + subjects_offset(header);
	packing->room = Min(packing->size + subject_store_count(store) * BYTES_OF_EVENT, KPI_MOST_BYTES);
	packing->bytes = palloc(packing->room);
	memcpy(VARDATA(packing->bytes), header, sizeof(PackedHeader));
	memcpy(VARDATA(packing->bytes) + sizeof(PackedHeader), store->question, store->question_size);
	packing->partition = header->partitioned ? 0 : PACKED_OFFSETS;
}

/* Fill in the offsets, and the size. */
static void
end_packing(Packing *packing, const PackedHeader *header)
{
	for (; packing->partition < PACKED_OFFSETS; packing->partition++)
		packing->offset[packing->partition] = packing->size - VARHDRSZ;
	if (header->partitioned)
		memcpy(VARDATA(packing->bytes) + sizeof(PackedHeader) + header->question_size, packing->offset,
			   sizeof(packing->offset));
	SET_VARSIZE(packing->bytes, packing->size);
}

/* All events as bytes for subject_store_deserialize. */
bytea *
subject_store_serialize(SubjectStore *store)
{
	PackedHeader header = {.question_size = store->question_size, .key_type = store->key_type};
	Packing		packing;
	MemoryContext context;

	if (store->received != NULL)
		return unconstify(bytea *, store->received);
	context = AllocSetContextCreate(CurrentMemoryContext, "events to hand over", ALLOCSET_DEFAULT_SIZES);
	packing.store = store = subject_store_reload_flat(store, context);
	header.code_bits = store->code_bits;
	header.partitioned = store->tail != NULL;
	start_packing(&packing, &header);
	subject_store_each(store, pack_subject, &packing);
	MemoryContextDelete(context);
	end_packing(&packing, &header);
	return packing.bytes;
}

/* ----------
 * Receiving
 * ----------
 */

/* Something that subject_store_merge can take, which the family that calls has handed over. */
SubjectStore *
subject_store_deserialize(const bytea *bytes, const SubjectQuestionOps *ops)
{
	PackedHeader header;
	SubjectStore *store;

	memcpy(&header, VARDATA_ANY(bytes), sizeof(PackedHeader));
	store = palloc0(offsetof(SubjectStore, question) + header.question_size);
	store->ops = ops;
	store->key_type = header.key_type;
	store->code_bits = header.code_bits;
	store->question_size = header.question_size;
	memcpy(store->question, VARDATA_ANY(bytes) + sizeof(PackedHeader), header.question_size);
	store->received = bytes;
	return store;
}

/* Add all events of these bytes one by one. */
static void
add_packed(SubjectStore *store, const char *from, const char *end)
{
	Key			key;
	int64		count;
	PackedReader reader;

	packed_open_range(&reader, store, from, end);
	while (packed_next_subject(&reader, &key, &count))
	{
		/* A subject none of whose events matter has to be known, too. */
		if (count == 0)
			subject_store_add_any(store, key, 0, 0);
		for (int64 i = 0; i < count; i++)
		{
			SubjectEvent event = packed_next_event(&reader);

			subject_store_add_any(store, key, event.time, event.code);
			if ((i & 0xfff) == 0)
				CHECK_FOR_INTERRUPTS();
		}
	}
}

/*
 * Add all events of another process to a store of the aggregate that calls, a new
 * one where there is none.
 */
SubjectStore *
subject_store_merge(FunctionCallInfo fcinfo, SubjectStore *store, SubjectStore *other)
{
	const bytea *bytes;
	const char *data;
	Size		size;
	PackedHeader header;

	if (store == NULL)
		store = subject_store_new(fcinfo, other->ops, other->question, other->question_size, other->key_type,
								  other->code_bits);
	else if (store->question_size != other->question_size ||
			 memcmp(store->question, other->question, store->question_size) != 0)
		store->ops->differ(store->question, other->question);
	bytes = subject_store_serialize(other);
	data = VARDATA_ANY(bytes);
	size = VARSIZE_ANY_EXHDR(bytes);
	memcpy(&header, data, sizeof(PackedHeader));
	if (!header.partitioned || !subject_store_keep_packed(store, data, size))
		add_packed(store, data + subjects_offset(&header), data + size);
	return store;
}
