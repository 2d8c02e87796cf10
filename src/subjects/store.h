/*
 * store.h
 *		The store of all subjects' events, for the forms that answer in one pass.
 *
 * It asks nothing of its own.  A family opens it with a question, which is bytes
 * that the store only keeps, hands over and compares; adds an event for each row;
 * and in the end is called for each subject, with its events in order.
 */
#ifndef SUBJECTS_STORE_H
#define SUBJECTS_STORE_H

#include "block/key.h"
#include "state/state.h"
#include "subjects/spill_file.h"

/*
 * What the store knows of a row: when, and a code that the family reads.  Code 0
 * is a blank, which may do no more than make its subject known.
 */
typedef struct SubjectEvent
{
	int64		time;
	uint64		code;
} SubjectEvent;

/* What a family does for the store; a process never takes it from another one. */
typedef struct SubjectQuestionOps
{
	/* Can the answer depend on a blank, or does it only make its subject known? */
	bool		(*blanks_matter)(const void *question);

	/* Bring the events of a subject into order of time; those of one time into an order that their codes give. */
	void		(*sort)(SubjectEvent *event, int64 count);

	/* Report in what two questions differ, as an error. */
	void		(*differ)(const void *question, const void *other);

	/* Of another server's bytes: the bits that codes take, 0 if nobody can have asked this. */
	int			(*code_bits)(const void *question, Size size);

	/* Check that a subject can have such an event, and can be known without one. */
	void		(*check_event)(const void *question, const SubjectEvent *event);
	bool		known_without_event;
} SubjectQuestionOps;

#define PARTITION_BITS 9
#define PARTITIONS (1 << PARTITION_BITS)

/* Events of a partition come in chunks of so many bytes, at addresses that are multiples of it. */
#define CHUNK_SIZE 4096

/* An event as long as there are only a few. */
typedef struct KeyedEvent
{
	Key			key;
	SubjectEvent event;
} KeyedEvent;

typedef struct SubjectStore
{
	MemoryContext context;
	const SubjectQuestionOps *ops;
	KeyType		key_type;
	int			code_bits;		/* that a code takes at the most */

	/* Of text keys the last one, and its text if that is remembered: if its length is not 0. */
	Key			text_key;
	Size		text_length;
	char	   *text;

	/* Few events: a flat list. */
	KeyedEvent *flat;
	uint32		flat_count;
	uint32		flat_room;

	/* Many: chunks by partition. */
	char	  **tail;			/* where the next event of each goes, or NULL */
	struct Chunk *unused;		/* chunks to fill */
	uint32		chunks;			/* all there are */
	bool		long_key;		/* a key has two words */
	bool		long_code;		/* a code has a word of its own */
	uint32		event_size;

	/* More than memory may hold: lists in a temporary file. */
	Size		limit;			/* of bytes in context; 0 if there is none */
	ExprContext *owner;			/* whose end closes the file */
	SpillFile  *file;
	ExtentList	flat_spilled;	/* items are KeyedEvents */
	ExtentList *spilled;		/* of each partition, or NULL */

	/* Handed over by other processes, grouped by subject. */
	struct PackedSubjects *packed;

	/* Just handed over by another process: its bytes, not copied. */
	const bytea *received;
	bool		has_ticket;		/* handed over within the process, see serialize.c */

	Size		question_size;
	uint64		question[FLEXIBLE_ARRAY_MEMBER];
} SubjectStore;

/* What is done with each subject; its events are those that matter, in order, and scratch. */
typedef void (*SubjectFunction)(void *argument, Key key, SubjectEvent *event, int64 count);

extern SubjectStore *subject_store_new(FunctionCallInfo fcinfo, const SubjectQuestionOps *ops, const void *question,
									   Size question_size, KeyType key_type, int code_bits);
extern Key	subject_store_text_key(SubjectStore *store, Datum subject);
extern void subject_store_add_slow(SubjectStore *store, Key key, int64 time, uint64 code);
extern void subject_store_next_chunk(SubjectStore *store, uint32 partition);
extern void subject_store_each(SubjectStore *store, SubjectFunction function, void *argument);
extern bytea *subject_store_serialize(FunctionCallInfo fcinfo, SubjectStore *store);
extern SubjectStore *subject_store_deserialize(FunctionCallInfo fcinfo, const SubjectQuestionOps *ops);
extern Datum subject_store_combine(FunctionCallInfo fcinfo);

/* The key of a row's subject. */
static pg_attribute_always_inline Key
subject_store_key(SubjectStore *store, Datum subject, KeyType type)
{
	return type == KEY_TEXT ? subject_store_text_key(store, subject) : key_from_datum(subject, type);
}

/*
 * Add an event.  The partition stands for the highest bits of the key, whose
 * place the code takes.  long_key and long_code are those of the store, known
 * to the caller when it is compiled.
 */
static pg_attribute_always_inline void
subject_store_add(SubjectStore *store, Key key, int64 time, uint64 code, bool long_key, bool long_code)
{
	uint32		partition = key.hi >> (64 - PARTITION_BITS);
	uint64	   *event;

	if (unlikely(store->tail == NULL))
	{
		subject_store_add_slow(store, key, time, code);
		return;
	}
	if (unlikely(((uintptr_t) store->tail[partition] & (CHUNK_SIZE - 1)) == 0))
		subject_store_next_chunk(store, partition);
	event = (uint64 *) store->tail[partition];
	*event++ = key.hi << PARTITION_BITS | (long_code ? 0 : code);
	if (long_key)
		*event++ = key.lo;
	*event++ = (uint64) time;
	if (long_code)
		*event++ = code;
	store->tail[partition] = (char *) event;
	kpi_prefetch_to_write(event);
}

#endif							/* SUBJECTS_STORE_H */
