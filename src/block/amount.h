/*
 * amount.h
 *		Amounts of all types, taken apart: for sums in the inner loop, and as cells
 *		that fit beside a key.
 *
 * The digits of a numeric are read where they lie; the layout is PostgreSQL's
 * on-disk format, which numeric.c keeps to itself.
 */
#ifndef KPI_AMOUNT_H
#define KPI_AMOUNT_H

#include "state/compat.h"

#include <math.h>

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/float.h"

/* The type of the amounts in a state.  Stored: never renumber. */
typedef enum AmountType
{
	AMOUNT_NONE = 0,
	AMOUNT_NUMERIC = 1,
	AMOUNT_BIGINT = 2,
	AMOUNT_FLOAT8 = 3,
	AMOUNT_INTEGER = 4			/* of arguments only, kept as bigint */
} AmountType;

/* The type that amounts of this type are kept in: integers as bigint. */
static inline AmountType
amount_kept_as(AmountType type)
{
	return type == AMOUNT_INTEGER ? AMOUNT_BIGINT : type;
}

/* The forms of a numeric's header. */
#define NUMERIC_FORM_MASK 0xC000
#define NUMERIC_FORM_NEGATIVE 0x4000
#define NUMERIC_FORM_SHORT 0x8000
#define NUMERIC_FORM_SPECIAL 0xC000
#define NUMERIC_SPECIAL_MASK 0xF000
#define NUMERIC_SPECIAL_PINF 0xD000
#define NUMERIC_SPECIAL_NINF 0xF000
#define NUMERIC_LONG_SCALE_MASK 0x3FFF
#define NUMERIC_SHORT_NEGATIVE 0x2000
#define NUMERIC_SHORT_SCALE_MASK 0x1F80
#define NUMERIC_SHORT_SCALE_SHIFT 7
#define NUMERIC_SHORT_WEIGHT_SIGN 0x0040
#define NUMERIC_SHORT_WEIGHT_MASK 0x003F

enum
{
	AMOUNT_FINITE,
	AMOUNT_NAN,
	AMOUNT_PINF,
	AMOUNT_NINF
};

/* An amount taken apart. */
typedef struct AmountReader
{
	AmountType	type;
	uint64		cell;			/* of bigint and double precision */
	const char *digits;			/* of a numeric: int16, unaligned */
	int			ndigits;
	int			weight;			/* power of 10000 of the first digit */
	int			scale;
	bool		negative;
	uint8		special;		/* AMOUNT_FINITE ... */
	int			next;			/* first digit not read yet; -1 at the end */
} AmountReader;

/* The nth digit of a numeric. */
static inline int
amount_digit(const AmountReader *reader, int n)
{
	int16		digit;

	memcpy(&digit, reader->digits + n * sizeof(digit), sizeof(digit));
	return digit;
}

/* Take a numeric apart without copying it. */
static pg_attribute_always_inline void
read_numeric(AmountReader *reader, struct varlena *numeric)
{
	const char *p = VARDATA_ANY(numeric);
	int			length = VARSIZE_ANY_EXHDR(numeric);
	uint16		header;

	memcpy(&header, p, sizeof(header));
	reader->special = AMOUNT_FINITE;
	if ((header & NUMERIC_FORM_MASK) == NUMERIC_FORM_SHORT)
	{
		reader->negative = (header & NUMERIC_SHORT_NEGATIVE) != 0;
		reader->scale = (header & NUMERIC_SHORT_SCALE_MASK) >> NUMERIC_SHORT_SCALE_SHIFT;
		reader->weight = header & NUMERIC_SHORT_WEIGHT_MASK;
		if (header & NUMERIC_SHORT_WEIGHT_SIGN)
			reader->weight -= NUMERIC_SHORT_WEIGHT_MASK + 1;
		p += sizeof(uint16);
		length -= sizeof(uint16);
	}
	else if ((header & NUMERIC_FORM_MASK) == NUMERIC_FORM_SPECIAL)
	{
		reader->special = AMOUNT_NAN;
		if ((header & NUMERIC_SPECIAL_MASK) == NUMERIC_SPECIAL_PINF)
			reader->special = AMOUNT_PINF;
		else if ((header & NUMERIC_SPECIAL_MASK) == NUMERIC_SPECIAL_NINF)
			reader->special = AMOUNT_NINF;
		reader->negative = false;
		reader->scale = 0;
		reader->weight = 0;
		length = 0;
	}
	else
	{
		int16		weight;

		memcpy(&weight, p + sizeof(uint16), sizeof(weight));
		reader->negative = (header & NUMERIC_FORM_MASK) == NUMERIC_FORM_NEGATIVE;
		reader->scale = header & NUMERIC_LONG_SCALE_MASK;
		reader->weight = weight;
		p += 2 * sizeof(uint16);
		length -= 2 * sizeof(uint16);
	}
	reader->digits = p;
	reader->ndigits = length / (int) sizeof(int16);
	if (reader->ndigits == 0)
		reader->weight = 0;
}

/* Take an amount of any type apart. */
static pg_attribute_always_inline void
amount_read(AmountReader *reader, Datum amount, AmountType type)
{
	*reader = (AmountReader){.type = amount_kept_as(type)};
	if (type == AMOUNT_BIGINT)
		reader->cell = (uint64) DatumGetInt64(amount);
	else if (type == AMOUNT_INTEGER)
		reader->cell = (uint64) (int64) DatumGetInt32(amount);
	else if (type == AMOUNT_FLOAT8)
	{
		double		value = DatumGetFloat8(amount);

		/* Equal values have equal cells. */
		if (value == 0)
			value = 0;
		if (isnan(value))
			value = get_float8_nan();
		memcpy(&reader->cell, &value, sizeof(value));
	}
	else
		read_numeric(reader, PG_DETOAST_DATUM_PACKED(amount));
}

#define AMOUNT_CELL_DIGITS 3	/* of base 10000, in a cell */

/* Is an amount above 0?  NaN is above all numbers. */
static inline bool
amount_is_positive(const AmountReader *amount)
{
	if (unlikely(amount->special != AMOUNT_FINITE))
		return amount->special != AMOUNT_NINF;
	return amount->ndigits > 0 && !amount->negative;
}

#define AMOUNT_FIXED_BITS 48

/*
 * The value of a numeric in 10^-4, if that is an integer of AMOUNT_FIXED_BITS
 * and the scale one of 8 bits: amounts of money are, up to 14 thousand million.
 */
static inline bool
amount_fixed(const AmountReader *amount, int64 *value)
{
	int			zeroes = amount->weight - amount->ndigits + 2;	/* digits behind the last one, up to 10^-4 */
	int64		sum = 0;

	if (unlikely(amount->special != AMOUNT_FINITE || zeroes < 0 || amount->ndigits + zeroes > 4 || amount->scale > PG_UINT8_MAX))
		return false;
	for (int i = 0; i < amount->ndigits + zeroes; i++)
		sum = sum * 10000 + (i < amount->ndigits ? amount_digit(amount, i) : 0);
	*value = amount->negative ? -sum : sum;
	return sum < INT64CONST(1) << (AMOUNT_FIXED_BITS - 1);
}

extern bool amount_next_cell(AmountReader *reader, uint64 *cell);
extern bool amount_append_cell(AmountReader *amount, uint64 cell, StringInfo digits);
extern bool amount_cell_is_part(uint64 cell);
extern bool amount_cell_valid(uint64 cell, AmountType type);
extern int amount_compare(const AmountReader *a, const AmountReader *b);
extern int amount_cell_apart(uint64 cell, int64 *value, int *weight);

#endif							/* KPI_AMOUNT_H */
