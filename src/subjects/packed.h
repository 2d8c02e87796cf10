/*
 * packed.h
 *		Packed subjects: the form in which a process hands its events to another,
 *		and the reader of it.
 *
 * The bytes are a header, the question, the subjects, and a word that is not
 * used.  If they are partitioned, what follows the question is where the subjects
 * of each partition begin, and where all end, counted from the header.  A subject
 * is its key and the number of its events times two, with one more if their times
 * are in seconds.  If it has events, there follow the time of the first, how many
 * bytes each takes, and how many bits of them a code; then of each, in order, the
 * time since the one before, above the code.  Where a word is too short for both
 * they take one each.  Numbers and times of first events take as few bytes as they
 * can: 7 bits in each, the lowest first; the last one has the highest bit clear.
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

/* Bytes of an event whose time and code take a word each. */
#define TWO_WORDS (2 * (int) sizeof(uint64))

extern void packed_check(const SubjectStore *store, const char *data, Size size);

/* Where the subjects are, from the header on. */
static inline uint32
subjects_offset(const PackedHeader *header)
{
	return sizeof(PackedHeader) + header->question_size +
		(header->partitioned ? PACKED_OFFSETS * sizeof(uint32) : 0);
}

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
	const char *event;			/* of the subject read last, the next one, */
	int			size;			/* bytes of each of its events, */
	int			code_bits;		/* and bits of them that are the code */
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

/* Write the lowest bytes of a word; those up to the eighth are overwritten. */
static inline void
write_bytes(char *to, uint64 word, int size)
{
#ifdef WORDS_BIGENDIAN
	word <<= 64 - 8 * size;
#endif
	memcpy(to, &word, sizeof(uint64));
}

/* The word whose lowest bytes were written here, the others being zero. */
static inline uint64
read_bytes(const char *from, int size)
{
	uint64		word;

	memcpy(&word, from, sizeof(uint64));
#ifndef WORDS_BIGENDIAN
	word <<= 64 - 8 * size;
#endif
	return word >> (64 - 8 * size);
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
		if (*count > 0)
		{
			reader->time = read_number(&from);
			reader->size = (uint8) *from++;
			reader->code_bits = (uint8) *from++;
		}
		reader->event = from;
		reader->next = from + *count * reader->size;
	} while (part_of_key(*key) < reader->first_part || part_of_key(*key) > reader->last_part);
	return true;
}

/* The next event of the subject read last. */
static inline SubjectEvent
packed_next_event(PackedReader *reader)
{
	SubjectEvent event;
	uint64		word;

	if (unlikely(reader->size == TWO_WORDS))
	{
		reader->time += read_bytes(reader->event, sizeof(uint64));
		event.code = read_bytes(reader->event + sizeof(uint64), sizeof(uint64));
	}
	else
	{
		word = read_bytes(reader->event, reader->size);
		reader->time += word >> reader->code_bits;
		event.code = word & ((UINT64CONST(1) << reader->code_bits) - 1);
	}
	reader->event += reader->size;
	event.time = (int64) (reader->time * (uint64) reader->unit);	/* out of range in damaged bytes, which are checked */
	return event;
}

#endif							/* SUBJECTS_PACKED_H */
