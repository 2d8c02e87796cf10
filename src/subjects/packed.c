/*
 * packed.c
 *		Checks of packed subjects that another server may have sent.
 *
 * Within a query of one server the executor hands them over, and nobody else
 * can.  Who splits aggregates over servers calls the serialize and deserialize
 * functions himself, and what lies between them is not for us to trust.
 */
#include "subjects/packed.h"

#include "state/wire.h"

#include "miscadmin.h"

/* Check the subject that starts here, of a partition unless that is negative.  Returns where it ends. */
static const uint8 *
check_subject(const SubjectStore *store, int partition, const uint8 *from, const uint8 *end)
{
	const uint8 *next = from;
	const Size	key_size = sizeof(uint64) * (store->long_key ? 2 : 1);
	uint64		hi;
	uint64		number;
	int64		count;
	Key			key;
	PackedReader reader;

	wire_check(end - next >= key_size, "it is cut short");
	memcpy(&hi, next, sizeof(uint64));
	wire_check(partition < 0 || hi >> (64 - PARTITION_BITS) == partition, "a subject is in another's partition");
	next += key_size;
	number = wire_varint(&next, end);
	count = number >> 1;
	if (count > 0)
	{
		int			size;
		int			code_bits;

		(void) wire_varint(&next, end);
		wire_check(end - next >= 2, "it is cut short");
		size = *next++;
		code_bits = *next++;
		wire_check(size == TWO_WORDS || (size >= 1 && size <= sizeof(uint64)), "an event has an impossible size");
		wire_check(size == TWO_WORDS || code_bits <= Min(8 * size, 63), "an event has no room for its code");
		wire_check(count <= (end - next) / size, "it is cut short");
		next += count * size;
	}
	else
		wire_check(store->ops->known_without_event, "a subject has no events");

	/* From here on it can be read. */
	packed_open_range(&reader, store, (const char *) from, (const char *) next);
	(void) packed_next_subject(&reader, &key, &count);
	for (int64 i = 0; i < count; i++)
	{
		SubjectEvent event = packed_next_event(&reader);

		store->ops->check_event(store->question, &event);
		if ((i & 0xfff) == 0xfff)
			CHECK_FOR_INTERRUPTS();
	}
	return next;
}

/* Check the subjects of a partition, or all if that is negative, that lie between two addresses. */
static void
check_subjects(const SubjectStore *store, int partition, const char *from, const char *end)
{
	const uint8 *next = (const uint8 *) from;

	while (next < (const uint8 *) end)
	{
		next = check_subject(store, partition, next, (const uint8 *) end);
		CHECK_FOR_INTERRUPTS();
	}
}

/* Check all bytes, whose header and question a store has already. */
void
packed_check(const SubjectStore *store, const char *data, Size size)
{
	PackedHeader header;
	Size		subjects;
	Size		end;			/* of subjects; the last event is read as a word, too */
	uint32		offset[PACKED_OFFSETS];

	memcpy(&header, data, sizeof(PackedHeader));
	wire_check(header.key_type >= KEY_BIGINT && header.key_type <= KEY_TEXT && header.partitioned <= 1 && header.unused == 0,
			   "it is malformed");
	wire_check(header.code_bits != 0 && header.code_bits == store->ops->code_bits(store->question, store->question_size),
			   "nobody can have asked this");
	subjects = subjects_offset(&header);
	wire_check(size >= subjects + sizeof(uint64), "it is cut short");
	end = size - sizeof(uint64);
	if (!header.partitioned)
	{
		check_subjects(store, -1, data + subjects, data + end);
		return;
	}
	memcpy(offset, data + subjects - sizeof(offset), sizeof(offset));
	wire_check(offset[0] == subjects && offset[PARTITIONS] == end, "its partitions are not where it says");
	for (int partition = 0; partition < PARTITIONS; partition++)
	{
		wire_check(offset[partition] <= offset[partition + 1] && offset[partition + 1] <= end,
				   "its partitions are not where it says");
		check_subjects(store, partition, data + offset[partition], data + offset[partition + 1]);
	}
}
