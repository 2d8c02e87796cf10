/*
 * serialize.c
 *		The events of all subjects on their way to another process.
 *
 * A parallel worker groups its events by subject and sorts those of each before
 * it hands them over: so that is done in parallel, there is less to send, and
 * less left to do.  The receiver keeps the bytes as they are (packed.h), and takes
 * the subjects of a partition from them when it works that off (groups.c).
 * Where memory is short, or events are few, it takes them apart at once.
 * From another server they are checked first (packed.c).
 *
 * The leader of a parallel query hands its own share to itself.  That is not
 * packed: the bytes are a ticket for the store, which goes on as it is.
 */
#include "subjects/packed.h"

#include "access/parallel.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/memutils.h"

/* So many bytes of an event to start with: a guess. */
#define BYTES_OF_EVENT 6

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
				 errhint("Set max_parallel_workers_per_gather to 0, or summarize each partition of the subjects "
						 "by itself, and merge the results of UNION ALL with rollup.")));
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

/* The bits that a number takes. */
static inline int
bits_of(uint64 number)
{
	return number == 0 ? 0 : pg_leftmost_one_pos64(number) + 1;
}

/* Append a subject. */
static void
pack_subject(void *argument, Key key, SubjectEvent *event, int64 count)
{
	Packing    *packing = argument;
	bool		seconds = true;
	uint64		codes = 0;
	uint64		longest = 0;	/* time between two events */
	uint64		unit;
	int			code_bits;
	int			bits;
	int			size;			/* of an event */
	char	   *to;

	for (int partition = key.hi >> (64 - PARTITION_BITS); packing->partition <= partition; packing->partition++)
		packing->offset[packing->partition] = packing->size - VARHDRSZ;
	for (int64 i = 0; i < count; i++)
	{
		seconds &= event[i].time % USECS_PER_SEC == 0;
		codes |= event[i].code;
		if (i > 0)
			longest = Max(longest, (uint64) event[i].time - (uint64) event[i - 1].time);
		if ((i & 0xfff) == 0xfff)
			CHECK_FOR_INTERRUPTS();
	}
	unit = seconds ? USECS_PER_SEC : 1;
	code_bits = bits_of(codes);
	bits = code_bits + bits_of(longest / unit);
	size = bits >= 64 ? TWO_WORDS : Max((bits + 7) / 8, 1);

	/* An event is written as a word, the rest of which the next one overwrites. */
	reserve(packing, sizeof(Key) + 2 * MOST_BYTES_OF_NUMBER + 2 + count * size + sizeof(uint64));
	to = (char *) packing->bytes + packing->size;
	memcpy(to, &key.hi, sizeof(uint64));
	to += sizeof(uint64);
	if (packing->store->long_key)
	{
		memcpy(to, &key.lo, sizeof(uint64));
		to += sizeof(uint64);
	}
	to = write_number(to, (uint64) count << 1 | seconds);
	if (count > 0)
	{
		to = write_number(to, (uint64) (seconds ? event[0].time / USECS_PER_SEC : event[0].time));
		*to++ = (char) size;
		*to++ = (char) code_bits;
	}
	for (int64 i = 0; i < count; i++, to += size)
	{
		uint64		since = i == 0 ? 0 : (uint64) event[i].time - (uint64) event[i - 1].time;

		if (seconds)
			since /= USECS_PER_SEC;
		if (size == TWO_WORDS)
		{
			write_bytes(to, since, sizeof(uint64));
			write_bytes(to + sizeof(uint64), event[i].code, sizeof(uint64));
		}
		else
			write_bytes(to, since << code_bits | event[i].code, size);
		if ((i & 0xfff) == 0xfff)
			CHECK_FOR_INTERRUPTS();
	}
	packing->size = to - (char *) packing->bytes;
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

	/* The last event is read as a word, too. */
	reserve(packing, sizeof(uint64));
	memset((char *) packing->bytes + packing->size, 0, sizeof(uint64));
	packing->size += sizeof(uint64);
	if (header->partitioned)
		memcpy(VARDATA(packing->bytes) + sizeof(PackedHeader) + header->question_size, packing->offset,
			   sizeof(packing->offset));
	SET_VARSIZE(packing->bytes, packing->size);
}

/* ----------
 * Tickets
 * ----------
 */

/* Bytes that stand for a store of this process; no question is as long as no_question. */
typedef struct Ticket
{
	uint32		no_question;	/* where PackedHeader has question_size */
	int32		process;
	uint64		number;
} Ticket;

#define NO_QUESTION PG_UINT32_MAX

/* A store that has a ticket. */
typedef struct TicketHolder
{
	struct TicketHolder *next;
	SubjectStore *store;		/* NULL once it is handed over */
	uint64		number;
	MemoryContextCallback forget;	/* with the store's memory */
} TicketHolder;

static TicketHolder *ticket_holders;
static uint64 last_ticket;

/* Forget a store whose memory goes. */
static void
forget_holder(void *argument)
{
	TicketHolder **link = &ticket_holders;

	while (*link != argument)
		link = &(*link)->next;
	*link = (*link)->next;
}

/*
 * Does the leader of a parallel query hand its own share over, and does the store
 * stay until that is worked off?  It runs its share while es_query_dsa is set.
 * A plain aggregate keeps its memory until its node ends or starts anew, which
 * those above it have done before; one of many groups gives it back group by group.
 */
static bool
stays_in_process(FunctionCallInfo fcinfo)
{
	const AggState *aggregate = (const AggState *) fcinfo->context;

	return aggregate != NULL && IsA(aggregate, AggState) && DO_AGGSPLIT_SERIALIZE(aggregate->aggsplit) &&
		aggregate->aggstrategy == AGG_PLAIN && !IsParallelWorker() && aggregate->ss.ps.state->es_query_dsa != NULL;
}

/* A ticket for a store, NULL if it has one already. */
static bytea *
issue_ticket(SubjectStore *store)
{
	Ticket		ticket = {.no_question = NO_QUESTION, .process = MyProcPid};
	TicketHolder *holder;
	bytea	   *bytes;

	if (store->has_ticket)
		return NULL;
	store->has_ticket = true;
	holder = MemoryContextAllocZero(store->context, sizeof(TicketHolder));
	holder->store = store;
	holder->number = ticket.number = ++last_ticket;
	holder->forget.func = forget_holder;
	holder->forget.arg = holder;
	MemoryContextRegisterResetCallback(store->context, &holder->forget);
	holder->next = ticket_holders;
	ticket_holders = holder;

	bytes = palloc(VARHDRSZ + sizeof(Ticket));
	SET_VARSIZE(bytes, VARHDRSZ + sizeof(Ticket));
	memcpy(VARDATA(bytes), &ticket, sizeof(Ticket));
	return bytes;
}

/* The store that these bytes stand for, NULL if they are no ticket.  Each is good for once. */
static SubjectStore *
store_of_ticket(const bytea *bytes, const SubjectQuestionOps *ops)
{
	Ticket		ticket;

	if (VARSIZE_ANY_EXHDR(bytes) != sizeof(Ticket))
		return NULL;
	memcpy(&ticket, VARDATA_ANY(bytes), sizeof(Ticket));
	if (ticket.no_question != NO_QUESTION)
		return NULL;
	for (TicketHolder *holder = ticket_holders; holder != NULL; holder = holder->next)
		if (holder->number == ticket.number && holder->store != NULL && holder->store->ops == ops &&
			ticket.process == MyProcPid)
		{
			SubjectStore *store = holder->store;

			holder->store = NULL;
			return store;
		}
	elog(ERROR, "events of all subjects are not in this process");
}

/* All events as bytes for subject_store_deserialize, which another process may call. */
static bytea *
pack_store(SubjectStore *store)
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

/* All events as bytes for subject_store_deserialize, asked for by a serialize function. */
bytea *
subject_store_serialize(FunctionCallInfo fcinfo, SubjectStore *store)
{
	bytea	   *ticket = stays_in_process(fcinfo) ? issue_ticket(store) : NULL;

	return ticket != NULL ? ticket : pack_store(store);
}

/* ----------
 * Receiving
 * ----------
 */

/*
 * Does the executor hand over what a process of this query has made?  Otherwise
 * somebody calls by himself, with bytes that another server may have sent.
 */
static bool
is_of_this_query(FunctionCallInfo fcinfo)
{
	const AggState *aggregate = (const AggState *) fcinfo->context;

	return aggregate != NULL && IsA(aggregate, AggState) && DO_AGGSPLIT_DESERIALIZE(aggregate->aggsplit);
}

/* Something that subject_store_combine can take, from the bytes in argument 0, which the family that calls has handed over. */
SubjectStore *
subject_store_deserialize(FunctionCallInfo fcinfo, const SubjectQuestionOps *ops)
{
	const bytea *bytes = PG_GETARG_BYTEA_PP(0);
	const char *data = VARDATA_ANY(bytes);
	const Size	size = VARSIZE_ANY_EXHDR(bytes);
	bool		trusted = is_of_this_query(fcinfo);
	PackedHeader header;
	SubjectStore *store = trusted ? store_of_ticket(bytes, ops) : NULL;

	if (store != NULL)
		return store;
	if (!trusted)
		kpi_check_as(NULL);
	wire_check(size >= sizeof(PackedHeader), "it is cut short");
	memcpy(&header, data, sizeof(PackedHeader));
	wire_check(header.question_size <= size - sizeof(PackedHeader), "it is cut short");
	store = palloc0(offsetof(SubjectStore, question) + header.question_size);
	store->ops = ops;
	store->key_type = header.key_type;
	store->long_key = header.key_type != KEY_BIGINT;
	store->code_bits = header.code_bits;
	store->question_size = header.question_size;
	memcpy(store->question, data + sizeof(PackedHeader), header.question_size);
	store->received = bytes;
	if (!trusted)
		packed_check(store, data, size);
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
 * Add what was handed over to a store of the aggregate that calls.  Where there is
 * none, the leader's own share becomes it, and lives on where it is.
 */
static SubjectStore *
merge(FunctionCallInfo fcinfo, SubjectStore *store, SubjectStore *other)
{
	const bytea *bytes;
	const char *data;
	Size		size;
	PackedHeader header;

	if (store == NULL && other->has_ticket)
		return other;
	if (store == NULL)
		store = subject_store_new(fcinfo, other->ops, other->question, other->question_size, other->key_type,
								  other->code_bits);
	else if (store->question_size != other->question_size ||
			 memcmp(store->question, other->question, store->question_size) != 0)
		store->ops->differ(store->question, other->question);
	else if (store->key_type != other->key_type)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("subjects of different key types cannot be merged"),
				 errhint("Use subjects of one type for all rows of a group.")));
	bytes = pack_store(other);
	data = VARDATA_ANY(bytes);
	size = VARSIZE_ANY_EXHDR(bytes);
	memcpy(&header, data, sizeof(PackedHeader));
	if (!header.partitioned || !subject_store_keep_packed(store, data, size))
		add_packed(store, data + subjects_offset(&header), data + size - sizeof(uint64));
	return store;
}

/* The combine function of an aggregate whose state is a store: (internal, internal) -> internal. */
Datum
subject_store_combine(FunctionCallInfo fcinfo)
{
	SubjectStore *store = PG_ARGISNULL(0) ? NULL : (SubjectStore *) PG_GETARG_POINTER(0);

	if (!PG_ARGISNULL(1))
		store = merge(fcinfo, store, (SubjectStore *) PG_GETARG_POINTER(1));
	if (store == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(store);
}
