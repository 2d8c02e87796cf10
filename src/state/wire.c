/*
 * wire.c
 *		Reading the wire format.
 */
#include "state/wire.h"

/* Bytes of a stored value to read from. */
void
wire_open(StringInfo buf, Datum datum)
{
	bytea	   *bytes = DatumGetByteaPP(datum);

	buf->data = VARDATA_ANY(bytes);
	buf->len = buf->maxlen = VARSIZE_ANY_EXHDR(bytes);
	buf->cursor = 0;
}

/* Read an unsigned integer of so many bytes. */
uint64
wire_get(StringInfo buf, int bytes)
{
	wire_check(buf->len - buf->cursor >= bytes, "it is cut short");
	return bytes == 8 ? (uint64) pq_getmsgint64(buf) : pq_getmsgint(buf, bytes);
}

/* Read a count of rows. */
int64
wire_get_count(StringInfo buf)
{
	int64		count = (int64) wire_get(buf, 8);

	wire_check(count >= 0 && count <= MAX_COUNT, "a count is out of range");
	return count;
}

/* Read the number of elements that follow, which must be there. */
uint32
wire_get_length(StringInfo buf, Size element_size)
{
	uint32		length = (uint32) wire_get(buf, 4);

	wire_check(length <= (buf->len - buf->cursor) / element_size, "it is cut short");
	return length;
}

/* Read a number of variable length. */
uint64
wire_get_varint(StringInfo buf)
{
	const uint8 *p = (const uint8 *) buf->data + buf->cursor;
	uint64		number = wire_varint(&p, (const uint8 *) buf->data + buf->len);

	buf->cursor = (const char *) p - buf->data;
	return number;
}

/* Append a number of variable length. */
void
wire_put_varint(StringInfo buf, uint64 number)
{
	char	   *to;

	enlargeStringInfo(buf, WIRE_VARINT_MOST);
	to = buf->data + buf->len;
	for (; number >= 128; number >>= 7)
		*to++ = (char) (number | 128);
	*to++ = (char) number;
	*to = '\0';
	buf->len = to - buf->data;
}
