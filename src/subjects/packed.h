/*
 * packed.h
 *		Packed subjects: the form in which a process hands its events to another,
 *		and the reader of it.
 *
 * The bytes are a header, the question, and the subjects.  If they are
 * partitioned, what follows the question is where the subjects of each partition
 * begin, and where all end, counted from the header.  A subject is its key, the
 * number of its events times two, with one more if their times are in seconds, the
 * number of bytes that follow, and of each event, in order, the time since the one
 * before and the code.  Numbers take as few bytes as they can: 7 bits in each, the
 * lowest first; the last one has the highest bit clear.
 */
#ifndef SUBJECTS_PACKED_H
#define SUBJECTS_PACKED_H

#include "subjects/internal.h"

#include "datatype/timestamp.h"

typedef struct PackedHeader
{
	uint32		question_size;
	uint8		key_type;
	uint8		code_bits;
	uint8		partitioned;
	uint8		unused;
} PackedHeader;

/* Offsets behind the question. */
#define PACKED_OFFSETS (PARTITIONS + 1)

/* 64 bits, 7 in a byte. */
#define MOST_BYTES_OF_NUMBER 10

/* What another process handed over, as it came. */
typedef struct PackedSubjects
{
	struct PackedSubjects *next;
	char		data[FLEXIBLE_ARRAY_MEMBER];
} PackedSubjects;

typedef struct PackedReader
{
	const SubjectStore *store;
	const PackedSubjects *more; /* to read when this is read */
	uint32		partition;
	int			first_part;		/* subjects of other parts are passed over */
	int			last_part;
	const char *next;			/* subject */
	const char *end;
	const char *event;			/* of the subject read last, the next one */
	int64		unit;			/* of its times */
	uint64		time;			/* of its event read last */
} PackedReader;

/* Read a number, and move on. */
static inline uint64
read_number(const char **from)
{
	uint64		number = 0;

	for (int shift = 0;; shift += 7)
	{
		uint8		byte = *(*from)++;

		number |= (uint64) (byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
}

/* Start to read the subjects of a partition, and of it those in some parts, from all that was handed over. */
static inline void
packed_open(PackedReader *reader, const SubjectStore *store, uint32 partition, int first_part, int last_part)
{
	memset(reader, 0, sizeof(PackedReader));
	reader->store = store;
	reader->more = store->packed;
	reader->partition = partition;
	reader->first_part = first_part;
	reader->last_part = last_part;
}

/* Start to read all subjects that lie between two addresses. */
static inline void
packed_open_range(PackedReader *reader, const SubjectStore *store, const char *from, const char *end)
{
	memset(reader, 0, sizeof(PackedReader));
	reader->store = store;
	reader->last_part = PARTS - 1;
	reader->next = from;
	reader->end = end;
}

/* Go to where the subjects of the partition are in the next process's bytes, if there are any. */
static inline bool
packed_go_on(PackedReader *reader)
{
	const char *data;
	uint32		offset[2];

	if (reader->more == NULL)
		return false;
	data = reader->more->data;
	memcpy(offset,
		   data + sizeof(PackedHeader) + reader->store->question_size + reader->partition * sizeof(uint32),
		   sizeof(offset));
	reader->next = data + offset[0];
	reader->end = data + offset[1];
	reader->more = reader->more->next;
	return true;
}

/* Go to the next subject, if there is one. */
static inline bool
packed_next_subject(PackedReader *reader, Key *key, int64 *count)
{
	const char *from;
	uint64		number;

	do
	{
		while (reader->next >= reader->end)
			if (!packed_go_on(reader))
				return false;
		from = reader->next;
		memcpy(&key->hi, from, sizeof(uint64));
		from += sizeof(uint64);
		key->lo = 0;
		if (reader->store->long_key)
		{
			memcpy(&key->lo, from, sizeof(uint64));
			from += sizeof(uint64);
		}
		number = read_number(&from);
		*count = number >> 1;
		reader->unit = number & 1 ? USECS_PER_SEC : 1;
		reader->time = 0;
		number = read_number(&from);
		reader->event = from;
		reader->next = from + number;
	} while (part_of_key(*key) < reader->first_part || part_of_key(*key) > reader->last_part);
	return true;
}

/* The next event of the subject read last. */
static inline SubjectEvent
packed_next_event(PackedReader *reader)
{
	SubjectEvent event;

	reader->time += read_number(&reader->event);
	event.time = (int64) reader->time * reader->unit;
	event.code = read_number(&reader->event);
	return event;
}

#endif							/* SUBJECTS_PACKED_H */
