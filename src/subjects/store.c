/*
 * store.c
 *		The events of all subjects: adding them, and where they are kept.
 *
 * A hash table of subjects would be visited at random for every row, and wait
 * for memory each time.  Instead an event is appended to one of 512 partitions
 * that the hash of its subject chooses; at the end a partition at a time, small
 * enough for the processor's cache, is grouped by subject (groups.c).
 *
 * The first events are kept in a flat list, because partitions would be too
 * much for one of many groups.  Past the memory that a hash table may use,
 * partitions and flat lists go to a temporary file (spill_file.c).
 */
#include "subjects/packed.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/*
 * The flat list has room for so many events at first, and at the most; where
 * memory is short, it does not grow beyond a few.
 */
#define FIRST_EVENTS 8
#define FEW_EVENTS 128
#define MOST_EVENTS 32768

/* The longest text that is remembered. */
#define MOST_BYTES_REMEMBERED 64

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

/* An empty store for the aggregate that calls, with the question that its rows ask. */
SubjectStore *
subject_store_new(FunctionCallInfo fcinfo, const SubjectQuestionOps *ops, const void *question, Size question_size,
				  KeyType key_type, int code_bits)
{
	MemoryContext context;
	int			called_by = AggCheckCallContext(fcinfo, &context);
	SubjectStore *store;

	if (called_by == 0)
		elog(ERROR, "aggregate function called in non-aggregate context");
	store = MemoryContextAllocZero(context, offsetof(SubjectStore, question) + question_size);
	store->context = context;
	store->ops = ops;
	store->key_type = key_type;
	store->code_bits = code_bits;
	store->long_key = key_type != KEY_BIGINT;
	store->long_code = code_bits > PARTITION_BITS;
	store->event_size = (2 + store->long_key + store->long_code) * sizeof(uint64);
	store->question_size = question_size;
	memcpy(store->question, question, question_size);

	/* A window frame has no end at which a file could be closed. */
	if (called_by == AGG_CONTEXT_AGGREGATE)
	{
		store->limit = Max(get_hash_memory_limit(), LEAST_LIMIT);
		store->owner = ((AggState *) fcinfo->context)->curaggcontext;
	}
	return store;
}

/* Is this the text that is remembered? */
static inline bool
is_remembered(const SubjectStore *store, const struct varlena *text)
{
	return !VARATT_IS_EXTERNAL(text) && !VARATT_IS_COMPRESSED(text) &&
		VARSIZE_ANY_EXHDR(text) == store->text_length &&
		memcmp(VARDATA_ANY(text), store->text, store->text_length) == 0;
}

/*
 * The key of a text.  Where rows come sorted by subject, most have the one of the
 * row before, which takes less to see than a key takes to make.  A text is
 * remembered when its key comes for the second time in a row, so that rows in
 * another order pay for no more than to compare keys.
 */
Key
subject_store_text_key(SubjectStore *store, Datum subject)
{
	const struct varlena *text = (const struct varlena *) DatumGetPointer(subject);
	Key			last = store->text_key;

	if (store->text_length > 0 && is_remembered(store, text))
		return last;
	store->text_length = 0;
	store->text_key = key_from_text(subject);
	if (store->text_key.hi == last.hi && store->text_key.lo == last.lo &&
		!VARATT_IS_EXTERNAL(text) && !VARATT_IS_COMPRESSED(text) && VARSIZE_ANY_EXHDR(text) <= MOST_BYTES_REMEMBERED)
	{
		if (store->text == NULL)
			store->text = MemoryContextAlloc(store->context, MOST_BYTES_REMEMBERED);
		store->text_length = VARSIZE_ANY_EXHDR(text);
		memcpy(store->text, VARDATA_ANY(text), store->text_length);
	}
	return store->text_key;
}

/* Is there no room for so many bytes more? */
static bool
memory_is_short(const SubjectStore *store, Size more)
{
	return store->limit > 0 && MemoryContextMemAllocated(store->context, true) + more > store->limit;
}

/*
 * Where the events of a chunk begin.  The first chunk of a partition is used
 * only in part, in another one for each: if all were filled at the same pace,
 * the addresses to write to would share a few lines of the processor's cache.
 */
static inline char *
chunk_events(const SubjectStore *store, Chunk *chunk, uint32 partition)
{
	uint32		capacity = (CHUNK_SIZE - sizeof(Chunk)) / store->event_size;

	if (chunk->next == NULL)
		capacity -= capacity * partition / PARTITIONS;
	return (char *) chunk + CHUNK_SIZE - capacity * store->event_size;
}

/* The chunk that a tail points into, or to the end of. */
static inline Chunk *
chunk_of_tail(char *tail)
{
	return tail == NULL ? NULL : (Chunk *) ((uintptr_t) (tail - 1) & ~(uintptr_t) (CHUNK_SIZE - 1));
}

/* Allocate chunks to fill. */
static void
allocate_chunks(SubjectStore *store)
{
	char	   *block = MemoryContextAllocHuge(store->context, (CHUNKS_OF_BLOCK + 1) * CHUNK_SIZE);
	char	   *chunk = (char *) TYPEALIGN(CHUNK_SIZE, block);

	for (int i = CHUNKS_OF_BLOCK - 1; i >= 0; i--)
	{
		Chunk	   *one = (Chunk *) (chunk + i * CHUNK_SIZE);

		one->next = store->unused;
		store->unused = one;
	}
	store->chunks += CHUNKS_OF_BLOCK;
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
spans_of_partition(const SubjectStore *store, uint32 partition, Spans *spans)
{
	const char *end;

	spans->length = 0;
	spans->count = 0;
	end = store->tail[partition];
	for (Chunk *chunk = chunk_of_tail(store->tail[partition]); chunk != NULL; chunk = chunk->next)
	{
		const char *first = chunk_events(store, chunk, partition);

		spans_add(spans, first, (end - first) / store->event_size);
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
spill_partitions(SubjectStore *store)
{
	Spans		spans = {0};

	store->file = spill_file_of(store->owner, store->context);
	if (store->spilled == NULL)
		store->spilled = MemoryContextAllocZero(store->context, PARTITIONS * sizeof(ExtentList));
	for (uint32 partition = 0; partition < PARTITIONS; partition++)
	{
		Chunk	   *next;

		spans_of_partition(store, partition, &spans);
		if (spans.count > 0)
		{
			extent_begin(store->file, &store->spilled[partition], spans.count);
			for (int i = 0; i < spans.length; i++)
				extent_write(store->file, spans.span[i].event, spans.span[i].count * store->event_size);
			extent_end(store->file);
		}
		for (Chunk *chunk = chunk_of_tail(store->tail[partition]); chunk != NULL; chunk = next)
		{
			next = chunk->next;
			chunk->next = store->unused;
			store->unused = chunk;
		}
		store->tail[partition] = NULL;
	}
	if (spans.span != NULL)
		pfree(spans.span);
}

/* Move the events of the flat list. */
static void
spill_flat(SubjectStore *store)
{
	store->file = spill_file_of(store->owner, store->context);
	extent_begin(store->file, &store->flat_spilled, store->flat_count);
	extent_write(store->file, store->flat, store->flat_count * sizeof(KeyedEvent));
	extent_end(store->file);
	store->flat_count = 0;
}

/* ----------
 * Growing
 * ----------
 */

/* Add an event that is in the form of the flat list. */
static inline void
add_flat(SubjectStore *store, const KeyedEvent *one)
{
	subject_store_add_any(store, one->key, one->event.time, one->event.code);
}

/* Give a partition another chunk. */
void
subject_store_next_chunk(SubjectStore *store, uint32 partition)
{
	Chunk	   *chunk;

	if (store->unused == NULL)
	{
		if (store->chunks >= LEAST_CHUNKS && memory_is_short(store, CHUNKS_OF_BLOCK * CHUNK_SIZE))
			spill_partitions(store);
		else
			allocate_chunks(store);
	}
	chunk = store->unused;
	store->unused = chunk->next;
	chunk->next = chunk_of_tail(store->tail[partition]);
	store->tail[partition] = chunk_events(store, chunk, partition);
}

/* Put the events of the flat list into partitions, and all that come later. */
static void
start_partitions(SubjectStore *store)
{
	KeyedEvent *flat = store->flat;

	store->tail = MemoryContextAllocZero(store->context, PARTITIONS * sizeof(char *));
	for (uint32 i = 0; i < store->flat_count; i++)
		add_flat(store, &flat[i]);
	if (flat != NULL)
		pfree(flat);
	store->flat = NULL;
	store->flat_count = store->flat_room = 0;
}

/* Add an event as long as there are no partitions. */
void
subject_store_add_slow(SubjectStore *store, Key key, int64 time, uint64 code)
{
	KeyedEvent	one = {.key = key, .event = {.time = time, .code = code}};

	if (store->flat_count == store->flat_room)
	{
		uint32		room = Max(store->flat_room * 2, FIRST_EVENTS);
		Size		size = room > MOST_EVENTS ? LEAST_LIMIT / 2 : room * sizeof(KeyedEvent);

		if (store->flat_room >= FEW_EVENTS && memory_is_short(store, size))
			spill_flat(store);
		else if (room > MOST_EVENTS)
		{
			start_partitions(store);
			add_flat(store, &one);
			return;
		}
		else
		{
			store->flat = store->flat == NULL ? MemoryContextAlloc(store->context, size) :
				repalloc(store->flat, size);
			store->flat_room = room;
		}
	}
	store->flat[store->flat_count++] = one;
}

/*
 * Bring back what a flat list left in the file.  Where there are partitions it
 * goes there; otherwise to a store in this context, which is to be worked off
 * instead, so that the memory can be given back.
 */
SubjectStore *
subject_store_reload_flat(SubjectStore *store, MemoryContext context)
{
	const ExtentList list = store->flat_spilled;
	SubjectStore *whole = store;
	Extent	   *extent;

	if (list.extents == 0)
		return store;
	if (store->tail == NULL)
	{
		Size		size = offsetof(SubjectStore, question) + store->question_size;

		whole = MemoryContextAlloc(context, size);
		memcpy(whole, store, size);
		whole->context = context;
		whole->flat = NULL;
		whole->flat_count = whole->flat_room = 0;
		if (list.count + store->flat_count > MOST_EVENTS)
			start_partitions(whole);
		else
		{
			whole->flat_room = list.count + store->flat_count;
			whole->flat = MemoryContextAlloc(context, whole->flat_room * sizeof(KeyedEvent));
		}
	}
	memset(&whole->flat_spilled, 0, sizeof(ExtentList));
	extent = extents_of_list(store->file, &list);
	for (int64 i = 0; i < list.extents; i++)
	{
		int64		count = extent[i].count;
		KeyedEvent *some = palloc(count * sizeof(KeyedEvent));

		extent_read(store->file, &extent[i], some, count, sizeof(KeyedEvent));
		for (int64 j = 0; j < count; j++)
			add_flat(whole, &some[j]);
		pfree(some);
	}
	pfree(extent);
	if (whole != store)
		for (uint32 i = 0; i < store->flat_count; i++)
			add_flat(whole, &store->flat[i]);
	return whole;
}

/* About how many events of this process there are. */
int64
subject_store_count(const SubjectStore *store)
{
	int64		count = store->flat_spilled.count + store->flat_count +
		(int64) store->chunks * (CHUNK_SIZE / store->event_size);

	for (uint32 partition = 0; partition < PARTITIONS && store->spilled != NULL; partition++)
		count += store->spilled[partition].count;
	return count;
}

/*
 * Keep what another process handed over, partitioned, as it is.  Returns false
 * if there is no memory for it.
 */
bool
subject_store_keep_packed(SubjectStore *store, const char *data, Size size)
{
	PackedSubjects *packed;

	if (memory_is_short(store, size))
		return false;
	if (store->tail == NULL)
		start_partitions(store);
	packed = MemoryContextAllocHuge(store->context, offsetof(PackedSubjects, data) + size);
	kpi_copy_bytes(packed->data, data, size);
	packed->next = store->packed;
	store->packed = packed;
	return true;
}
