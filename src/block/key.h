/*
 * key.h
 *		Keys of all types as 128 bits, spread evenly.
 */
#ifndef KPI_KEY_H
#define KPI_KEY_H

#include "state/compat.h"

#include "fmgr.h"
#include "utils/uuid.h"

/* The type of the keys in a state.  Stored: never renumber. */
typedef enum KeyType
{
	KEY_NONE = 0,
	KEY_BIGINT = 1,
	KEY_UUID = 2,
	KEY_TEXT = 3
} KeyType;

/*
 * A key of any type as 128 bits that are spread evenly over their range, so
 * that they serve as their own hash.  For bigint lo is always 0.
 */
typedef struct Key
{
	uint64		hi;
	uint64		lo;
} Key;

extern Key	key_from_text(Datum datum);
extern Key	key_part(Key key, uint32 part);
extern uint32 key_seed(void);

/* Spread the bits of x evenly: a bijection (finalizer of MurmurHash3). */
static inline uint64
key_mix(uint64 x)
{
	x ^= x >> 33;
	x *= UINT64CONST(0xff51afd7ed558ccd);
	x ^= x >> 33;
	x *= UINT64CONST(0xc4ceb9fe1a85ec53);
	x ^= x >> 33;
	return x;
}

/* What key_mix made x of. */
static inline uint64
key_unmix(uint64 x)
{
	x ^= x >> 33;
	x *= UINT64CONST(0x9cb4b2f8129337db);
	x ^= x >> 33;
	x *= UINT64CONST(0x4f74430c22a54005);
	x ^= x >> 33;
	return x;
}

/* Spread 128 bits: two rounds of a Feistel network, so a bijection too. */
static inline Key
key_spread(uint64 hi, uint64 lo)
{
	Key			key;

	key.lo = lo ^ key_mix(hi + UINT64CONST(0x9e3779b97f4a7c15));
	key.hi = hi ^ key_mix(key.lo);
	return key;
}

/*
 * Where a key goes in a hash table that nobody can flood: how keys are spread
 * is public, so whoever chooses them could let all have one place.
 */
typedef struct KeyScatter
{
	uint64		hi;				/* multipliers of the key's halves, */
	uint64		lo;				/* made of a seed that nobody knows */
} KeyScatter;

static inline KeyScatter
key_scatter_by(uint32 seed)
{
	KeyScatter	by;

	by.hi = key_mix(seed) | 1;
	by.lo = key_mix(by.hi) | 1;
	return by;
}

static inline uint64
key_scatter(Key key, KeyScatter by)
{
	return key.hi * by.hi + key.lo * by.lo;
}

/* The key that a datum of the given type stands for. */
static inline Key
key_from_datum(Datum datum, KeyType type)
{
	Key			key;

	if (type == KEY_BIGINT)
	{
		key.hi = key_mix((uint64) DatumGetInt64(datum));
		key.lo = 0;
		return key;
	}
	if (type == KEY_UUID)
	{
		const unsigned char *b = DatumGetUUIDP(datum)->data;
		uint64		hi = 0;
		uint64		lo = 0;

		for (int i = 0; i < 8; i++)
		{
			hi = hi << 8 | b[i];
			lo = lo << 8 | b[i + 8];
		}
		return key_spread(hi, lo);
	}
	return key_from_text(datum);
}

#endif							/* KPI_KEY_H */
