/*
 * wire.h
 *		The wire format: what the sections' ways in and out have in common.
 *
 * Integers in network byte order, written by pq_send...; equal contents are
 * equal bytes, on every machine.  Reading trusts nothing.
 */
#ifndef KPI_WIRE_H
#define KPI_WIRE_H

#include "state/state.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "port/pg_bitutils.h"

/*
 * The forms of what is stored, its first byte.  Form 2 has the cells of sketches
 * and keys of type bigint shorter, by numbers of variable length: seven bits a
 * byte, the lowest first, and a byte is not the last one if its eighth bit is
 * set.
 */
#define WIRE_FORM_1 1
#define WIRE_FORM_2 2

/* Bytes of a number of variable length at the most. */
#define WIRE_VARINT_MOST 10

/* No count passes this, so one more row never overflows. */
#define MAX_COUNT (PG_INT64_MAX / 2)

extern void wire_open(StringInfo buf, Datum datum);
extern uint64 wire_get(StringInfo buf, int bytes);
extern int64 wire_get_count(StringInfo buf);
extern uint32 wire_get_length(StringInfo buf, Size element_size);
extern uint64 wire_get_varint(StringInfo buf);
extern void wire_put_varint(StringInfo buf, uint64 number);

/* Bytes that a number of variable length takes. */
static inline int
wire_varint_bytes(uint64 number)
{
	return number < 128 ? 1 : pg_leftmost_one_pos64(number) / 7 + 1;
}

/* Read a number of variable length, in the one way that it can be written, before the end. */
static inline uint64
wire_varint(const uint8 **p, const uint8 *end)
{
	uint64		number = 0;

	if (likely(*p < end && **p < 128))
		return *(*p)++;
	for (int shift = 0;; shift += 7)
	{
		uint8		byte;

		wire_check(*p < end, "it is cut short");
		byte = *(*p)++;
		wire_check(shift < 63 || byte <= 1, "a number is out of range");
		number |= (uint64) (byte & 127) << shift;
		if (byte < 128)
		{
			wire_check(byte != 0, "a number is longer than it has to be");
			return number;
		}
	}
}

#endif							/* KPI_WIRE_H */
