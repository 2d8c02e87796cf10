/*
 * key.c
 *		Text keys as 128 bits, parts of keys, seeds to scatter them.
 *
 * A text of up to 15 bytes is packed with its length and so stays exact; a
 * longer one is replaced by 120 bits of its SipHash-2-4-128 (Aumasson and
 * Bernstein, "SipHash: a fast short-input PRF", 2012), whose chance to confuse
 * any two among a billion keys is below 10^-18.  The last byte tells the two
 * forms apart.  Bytes are those of the text in UTF-8 and read in one order on
 * every machine, so that a stored key means the same everywhere.
 */
#include "block/key.h"

#include "mb/pg_wchar.h"
#include "port/pg_bswap.h"

#define SHORT_TEXT 15
#define LONG_TEXT_TAG UINT64CONST(0xff)

/* Read eight bytes, least significant first. */
static inline uint64
read_le64(const unsigned char *p)
{
	uint64		x;

	memcpy(&x, p, sizeof(x));
#ifdef WORDS_BIGENDIAN
	x = pg_bswap64(x);
#endif
	return x;
}

#define ROTATE(x, b) (((x) << (b)) | ((x) >> (64 - (b))))

/* One SipRound on the state v[0..3]. */
static inline void
sip_round(uint64 v[4])
{
	v[0] += v[1];
	v[1] = ROTATE(v[1], 13) ^ v[0];
	v[0] = ROTATE(v[0], 32);
	v[2] += v[3];
	v[3] = ROTATE(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = ROTATE(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = ROTATE(v[1], 17) ^ v[2];
	v[2] = ROTATE(v[2], 32);
}

/* Take one word of the message into the state. */
static inline void
sip_absorb(uint64 v[4], uint64 word)
{
	v[3] ^= word;
	sip_round(v);
	sip_round(v);
	v[0] ^= word;
}

/* SipHash-2-4 with 128 bits of output, under the key 00 01 ... 0f. */
static Key
sip_hash(const unsigned char *data, Size length)
{
	const uint64 k0 = UINT64CONST(0x0706050403020100);
	const uint64 k1 = UINT64CONST(0x0f0e0d0c0b0a0908);
	uint64		v[4];
	unsigned char tail[8] = {0};
	Size		i;
	Key			key;

	v[0] = UINT64CONST(0x736f6d6570736575) ^ k0;
	v[1] = UINT64CONST(0x646f72616e646f6d) ^ k1 ^ 0xee;
	v[2] = UINT64CONST(0x6c7967656e657261) ^ k0;
	v[3] = UINT64CONST(0x7465646279746573) ^ k1;

	for (i = 0; i + 8 <= length; i += 8)
		sip_absorb(v, read_le64(data + i));
	memcpy(tail, data + i, length - i);
	tail[7] = (unsigned char) length;
	sip_absorb(v, read_le64(tail));

	v[2] ^= 0xee;
	for (i = 0; i < 4; i++)
		sip_round(v);
	key.hi = v[0] ^ v[1] ^ v[2] ^ v[3];
	v[1] ^= 0xdd;
	for (i = 0; i < 4; i++)
		sip_round(v);
	key.lo = v[0] ^ v[1] ^ v[2] ^ v[3];
	return key;
}

static bool
is_ascii(const unsigned char *data, Size length)
{
	unsigned char all = 0;

	for (Size i = 0; i < length; i++)
		all |= data[i];
	return !IS_HIGHBIT_SET(all);
}

/*
 * The key of a text, by its bytes in UTF-8 whatever its collation and the
 * encoding of the database.  In SQL_ASCII, whose bytes are of no encoding, by
 * these.
 */
Key
key_from_text(Datum datum)
{
	struct varlena *text = PG_DETOAST_DATUM_PACKED(datum);
	const unsigned char *data = (const unsigned char *) VARDATA_ANY(text);
	Size		length = VARSIZE_ANY_EXHDR(text);
	int			encoding = GetDatabaseEncoding();
	char	   *converted = NULL;
	Key			key;

	if (unlikely(encoding != PG_UTF8 && encoding != PG_SQL_ASCII) && !is_ascii(data, length))
	{
		converted = pg_server_to_any((const char *) data, length, PG_UTF8);
		data = (const unsigned char *) converted;
		length = strlen(converted);
	}
	if (length <= SHORT_TEXT)
	{
		unsigned char packed[16] = {0};

		memcpy(packed, data, length);
		packed[SHORT_TEXT] = (unsigned char) length;
		key = key_spread(read_le64(packed), read_le64(packed + 8));
	}
	else
	{
		key = sip_hash(data, length);
		key = key_spread(key.hi, key.lo | LONG_TEXT_TAG << 56);
	}
	if (converted != NULL)
		pfree(converted);
	if ((Pointer) text != DatumGetPointer(datum))
		pfree(text);
	return key;
}

/*
 * The key of the nth part of what belongs to a key, n > 0: where one cell is
 * too small, see amount.c.
 */
Key
key_part(Key key, uint32 part)
{
	unsigned char message[20];

	for (int i = 0; i < 8; i++)
	{
		message[i] = (unsigned char) (key.hi >> 8 * i);
		message[8 + i] = (unsigned char) (key.lo >> 8 * i);
	}
	for (int i = 0; i < 4; i++)
		message[16 + i] = (unsigned char) (part >> 8 * i);
	return sip_hash(message, sizeof(message));
}

/* A number for key_scatter_by that nobody can know before, other than 0. */
uint32
key_seed(void)
{
	uint32		seed;

	if (!pg_strong_random(&seed, sizeof(seed)))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate random numbers")));
	return seed | 1;
}
