/*
 * money_split.c
 *		Dividing an amount by weights, exactly and without a rest.
 *
 * Weights are made integers, doubles by a power of two; then the whole units of
 * a part are units * weight / whole, and the remainders are integers below the
 * whole, which compare exactly.  128 bits do for most amounts and weights,
 * PostgreSQL's numeric for the others.
 */
#include "block/money_split.h"

#include <math.h>

#include "block/amount.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#define MOST_BITS 127

/* Powers of two between the smallest double and the largest one's last bit. */
#define POWERS 2100

/* Parts between two looks at interrupts. */
#define PARTS_AT_A_TIME 1024

/* What falls to a part: whole units, and the remainder in parts of the whole. */
typedef struct Quotient
{
	uint64		units;
	uint128		rest;
	Numeric		wide_units;
	Numeric		wide_rest;
} Quotient;

static int
bits_of(uint128 value)
{
	uint64		high = (uint64) (value >> 64);

	if (high != 0)
		return 65 + pg_leftmost_one_pos64(high);
	return value != 0 ? 1 + pg_leftmost_one_pos64((uint64) value) : 0;
}

/* ----------
 * Numeric arithmetic
 * ----------
 */

static Numeric
numeric_of(PGFunction function, Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(function, NumericGetDatum(a), NumericGetDatum(b)));
}

/* 10 to such a power, written with no more places than it needs. */
static Numeric
power_of_ten(int power)
{
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(psprintf("1e%d", power)),
											   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

static Numeric
numeric_of_uint128(uint128 value)
{
	const uint128 part = UINT64CONST(1) << 62;
	Numeric		result = int64_to_numeric((int64) (value / part / part));

	for (int i = 0; i < 2; i++)
	{
		int64		low = (int64) (i == 0 ? value / part % part : value % part);

		result = numeric_of(numeric_mul, result, int64_to_numeric((int64) part));
		result = numeric_of(numeric_add, result, int64_to_numeric(low));
	}
	return result;
}

/* ----------
 * The amount
 * ----------
 */

/* The units of an amount, without its sign; false if they are 2^63 or more. */
static bool
units_of(const AmountReader *amount, int scale, uint64 *units)
{
	static const int powers[] = {1, 10, 100, 1000};
	uint64		result = 0;

	for (int i = 0; i < amount->ndigits; i++)
	{
		int			places = (amount->weight - i) * 4 + scale; /* of the digit's last one before the unit's */
		uint64		digit = amount_digit(amount, i);

		if (places > 60)
			return false;
		if (places < 0)
			digit = places > -4 ? digit / powers[-places] : 0;
		for (; places >= 4; places -= 4)
		{
			if (digit > PG_INT64_MAX / 10000)
				return false;
			digit *= 10000;
		}
		if (places > 0)
		{
			if (digit > PG_INT64_MAX / 1000)
				return false;
			digit *= powers[places];
		}
		if (digit > PG_INT64_MAX - result)
			return false;
		result += digit;
	}
	*units = result;
	return true;
}

/* Calculate in numeric from here on. */
static void
go_wide(MoneySplit *split)
{
	if (split->wide_units == NULL)
		split->wide_units = int64_to_numeric((int64) split->units);
	split->wide_unit = power_of_ten(-split->scale);
	if (split->negative)
		split->wide_unit = DatumGetNumeric(DirectFunctionCall1(numeric_uminus, NumericGetDatum(split->wide_unit)));
	split->wide = true;
}

/* Begin to divide a finite amount in units of a scale that is no smaller than its own. */
void
money_split_init(MoneySplit *split, Datum amount, int scale)
{
	AmountReader reader;

	amount_read(&reader, amount, AMOUNT_NUMERIC);
	*split = (MoneySplit){.negative = reader.negative, .scale = scale};
	if (!units_of(&reader, scale, &split->units))
	{
		Numeric		size = DatumGetNumeric(DirectFunctionCall1(numeric_abs, amount));
		Datum		units = NumericGetDatum(numeric_of(numeric_mul, size, power_of_ten(scale)));

		split->wide_units = DatumGetNumeric(DirectFunctionCall2(numeric_trunc, units, Int32GetDatum(0)));
		go_wide(split);
	}
}

/* Do units times the whole, of so many bits, pass what is calculated without numeric? */
static bool
is_too_wide(const MoneySplit *split, int whole_bits)
{
	return split->wide || bits_of(split->units) + whole_bits > MOST_BITS;
}

/* What falls to a part of such a weight, which is an integer. */
static Quotient
quotient(const MoneySplit *split, uint128 weight)
{
	uint128		product = split->units * weight;
	Quotient	result = {.units = (uint64) (product / split->whole)};

	result.rest = product - result.units * split->whole;
	return result;
}

static Quotient
wide_quotient(const MoneySplit *split, Numeric weight)
{
	Numeric		product = numeric_of(numeric_mul, split->wide_units, weight);
	Quotient	result = {.wide_units = numeric_of(numeric_div_trunc, product, split->wide_whole)};

	result.wide_rest = numeric_of(numeric_sub, product, numeric_of(numeric_mul, result.wide_units, split->wide_whole));
	return result;
}

/* The amount of a part that gets these units, and perhaps one of those that are left. */
static Datum
amount_of(const MoneySplit *split, const Quotient *quotient, bool extra)
{
	if (split->wide)
	{
		Numeric		units = quotient->wide_units;

		if (extra)
			units = numeric_of(numeric_add, units, int64_to_numeric(1));
		return NumericGetDatum(numeric_of(numeric_mul, units, split->wide_unit));
	}
	else
	{
		int64		units = (int64) quotient->units + extra;

		return NumericGetDatum(int64_div_fast_to_numeric(split->negative ? -units : units, split->scale));
	}
}

/* Compare two remainders. */
static int
compare_rests(const MoneySplit *split, const Quotient *a, const Quotient *b)
{
	if (split->wide)
		return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a->wide_rest), NumericGetDatum(b->wide_rest)));
	return a->rest < b->rest ? -1 : a->rest > b->rest;
}

/* ----------
 * Parts in classes
 * ----------
 */

/*
 * Divide among classes of parts, of which some has a weight above 0.  How many
 * units are left follows from the remainders: together they are whole ones.
 */
void
money_split_classes(MoneySplit *split, SplitClass *class, int classes)
{
	Quotient   *part = palloc0(classes * sizeof(Quotient));
	int64		left = 0;

	split->whole = 0;
	for (int i = 0; i < classes; i++)
		split->whole += class[i].weight * class[i].count;
	if (is_too_wide(split, bits_of(split->whole)))
	{
		Numeric		rests = int64_to_numeric(0);

		go_wide(split);
		split->wide_whole = numeric_of_uint128(split->whole);
		for (int i = 0; i < classes; i++)
		{
			part[i] = wide_quotient(split, numeric_of_uint128(class[i].weight));
			rests = numeric_of(numeric_add, rests,
							   numeric_of(numeric_mul, part[i].wide_rest, int64_to_numeric(class[i].count)));
		}
		left = DatumGetInt64(DirectFunctionCall1(numeric_int8,
												 NumericGetDatum(numeric_of(numeric_div_trunc, rests, split->wide_whole))));
	}
	else
	{
		uint64		given = 0;

		for (int i = 0; i < classes; i++)
		{
			part[i] = quotient(split, class[i].weight);
			given += part[i].units * class[i].count;
		}
		left = split->units - given;
	}

	for (int i = 0; i < classes; i++)
	{
		int64		above = 0;
		int64		equal = 0;

		if (class[i].count == 0)
			continue;
		for (int j = 0; j < classes; j++)
		{
			int			order = compare_rests(split, &part[j], &part[i]);

			above += order > 0 ? class[j].count : 0;
			equal += order == 0 ? class[j].count : 0;
		}
		class[i].extra = above >= left ? EXTRA_NONE : above + equal <= left ? EXTRA_ALL :
																			  EXTRA_FIRST;
		if (class[i].extra == EXTRA_FIRST)
			split->firsts = left - above;
		class[i].part = amount_of(split, &part[i], false);
		if (class[i].extra != EXTRA_NONE)
			class[i].part_extra = amount_of(split, &part[i], true);
	}
}

/* ----------
 * Parts with a weight each
 * ----------
 */

/* A double above 0 as an odd integer times a power of two. */
static uint64
odd_part(double weight, int *power)
{
	uint64		mantissa = (uint64) ldexp(frexp(weight, power), 53);
	int			zeroes = pg_rightmost_one_pos64(mantissa);

	*power += zeroes - 53;
	return mantissa >> zeroes;
}

/* The weight of a part as an integer. */
static uint128
integer_weight(const MoneySplit *split, int64 n)
{
	int			power;
	uint64		odd;

	if (!(split->weight[n] > 0))
		return 0;
	odd = odd_part(split->weight[n], &power);
	return (uint128) odd << (power - split->low);
}

static Numeric
wide_weight(const MoneySplit *split, int64 n)
{
	int			power;
	Numeric		odd;

	if (!(split->weight[n] > 0))
		return int64_to_numeric(0);
	odd = int64_to_numeric((int64) odd_part(split->weight[n], &power));
	power -= split->low;
	if (split->power[power] == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(GetMemoryChunkContext(split->power));
		Numeric		result = int64_to_numeric(INT64CONST(1) << power % 62);

		for (int i = 0; i < power / 62; i++)
			result = numeric_of(numeric_mul, result, int64_to_numeric(INT64CONST(1) << 62));
		split->power[power] = result;
		MemoryContextSwitchTo(old);
	}
	return numeric_of(numeric_mul, odd, split->power[power]);
}

static Quotient
quotient_of_part(const MoneySplit *split, int64 n)
{
	return split->wide ? wide_quotient(split, wide_weight(split, n)) : quotient(split, integer_weight(split, n));
}

/*
 * How the remainders of parts compare, as far as 64 bits tell, in `extra`.
 * Returns how many units are left; *exact if 64 bits tell all.
 */
static int64
weigh_rests(MoneySplit *split, bool *exact)
{
	int			shift = Max(bits_of(split->whole) - 64, 0);
	uint64		left = split->units;

	for (int64 n = 0; n < split->count; n++)
	{
		Quotient	part = quotient(split, integer_weight(split, n));

		if (n % PARTS_AT_A_TIME == 0)
			CHECK_FOR_INTERRUPTS();
		split->extra[n] = (uint64) (part.rest >> shift);
		left -= part.units;
	}
	*exact = shift == 0;
	return left;
}

static int64
weigh_wide_rests(MoneySplit *split)
{
	MemoryContext keep = CurrentMemoryContext;
	MemoryContext work = AllocSetContextCreate(keep, "money split", ALLOCSET_DEFAULT_SIZES);
	Numeric		scale = int64_to_numeric(INT64CONST(1) << 62);
	Numeric		rests = int64_to_numeric(0);
	int64		left;

	split->wide_whole = int64_to_numeric(0);
	for (int pass = 0; pass < 2; pass++)
		for (int64 n = 0; n < split->count; n++)
		{
			Numeric	   *sum = pass == 0 ? &split->wide_whole : &rests;
			Numeric		more;

			CHECK_FOR_INTERRUPTS();
			split->extra[n] = 0;
			if (!(split->weight[n] > 0))
				continue;
			MemoryContextSwitchTo(work);
			if (pass == 0)
				more = wide_weight(split, n);
			else
			{
				Quotient	part = wide_quotient(split, wide_weight(split, n));
				Numeric		share = numeric_of(numeric_div_trunc, numeric_of(numeric_mul, part.wide_rest, scale), split->wide_whole);

				more = part.wide_rest;
				split->extra[n] = (uint64) DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(share)));
			}
			more = numeric_of(numeric_add, *sum, more);
			MemoryContextSwitchTo(keep);
			pfree(*sum);
			*sum = DatumGetNumeric(DirectFunctionCall1(numeric_uplus, NumericGetDatum(more)));
			MemoryContextReset(work);
		}
	left = DatumGetInt64(DirectFunctionCall1(numeric_int8,
											 NumericGetDatum(numeric_of(numeric_div_trunc, rests, split->wide_whole))));
	MemoryContextDelete(work);
	return left;
}

#define ST_SORT sort_descending
#define ST_ELEMENT_TYPE uint64
#define ST_COMPARE(a, b) ((*(a) < *(b)) - (*(a) > *(b)))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Which of two parts gets a unit first, by their exact remainders, then by their order. */
static int
compare_parts(const uint64 *a, const uint64 *b, MoneySplit *split)
{
	int			order = 0;

	if (split->weight[*a] != split->weight[*b])
	{
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "money split", ALLOCSET_SMALL_SIZES);
		MemoryContext old = MemoryContextSwitchTo(work);
		Quotient	part_a = quotient_of_part(split, *a);
		Quotient	part_b = quotient_of_part(split, *b);

		order = compare_rests(split, &part_b, &part_a);
		MemoryContextSwitchTo(old);
		MemoryContextDelete(work);
	}
	return order != 0 ? order : (*a > *b) - (*a < *b);
}

#define ST_SORT sort_parts
#define ST_ELEMENT_TYPE uint64
#define ST_COMPARE_ARG_TYPE MoneySplit
#define ST_COMPARE(a, b, split) compare_parts(a, b, split)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Give a unit each to so many parts with the largest remainders, which `extra` compares in part. */
static void
give_left(MoneySplit *split, int64 left, bool exact)
{
	uint64	   *list = MemoryContextAllocHuge(CurrentMemoryContext, split->count * sizeof(uint64));
	uint64		least;
	int64		ties = 0;
	bool		alike = true;

	memcpy(list, split->extra, split->count * sizeof(uint64));
	sort_descending(list, split->count);
	least = list[left - 1];
	for (int64 n = 0; n < split->count; n++)
	{
		if (n % PARTS_AT_A_TIME == 0)
			CHECK_FOR_INTERRUPTS();
		if (split->extra[n] == least && split->weight[n] > 0)
		{
			if (ties > 0 && split->weight[n] != split->weight[list[0]])
				alike = false;
			list[ties++] = n;
		}
		left -= split->extra[n] > least;
		split->extra[n] = split->extra[n] > least;
	}
	if (!exact && !alike && left < ties)
		sort_parts(list, ties, split);
	for (int64 i = 0; i < left; i++)
		split->extra[list[i]] = 1;
	pfree(list);
}

/* Divide among parts, each with its weight. */
bool
money_split_weights(MoneySplit *split, const double *weight, int64 count)
{
	int			low = PG_INT32_MAX;
	int			high = PG_INT32_MIN;
	bool		exact = false;
	int64		left;

	split->weight = weight;
	split->count = count;
	for (int64 n = 0; n < count; n++)
	{
		int			power;
		uint64		odd;

		if (n % PARTS_AT_A_TIME == 0)
			CHECK_FOR_INTERRUPTS();
		if (!(weight[n] > 0))
			continue;
		odd = odd_part(weight[n], &power);
		low = Min(low, power);
		high = Max(high, power + bits_of(odd));
	}
	if (low > high)
		return false;

	split->low = low;
	split->extra = MemoryContextAllocHuge(CurrentMemoryContext, count * sizeof(uint64));
	if (is_too_wide(split, high - low + bits_of(count)))
	{
		go_wide(split);
		split->power = palloc0(POWERS * sizeof(Numeric));
		left = weigh_wide_rests(split);
	}
	else
	{
		split->whole = 0;
		for (int64 n = 0; n < count; n++)
			split->whole += integer_weight(split, n);
		left = weigh_rests(split, &exact);
	}
	if (left > 0)
		give_left(split, left, exact);
	else
		memset(split->extra, 0, count * sizeof(uint64));
	return true;
}

/* The amount of the nth part. */
Datum
money_split_part(const MoneySplit *split, int64 n)
{
	Quotient	part = quotient_of_part(split, n);

	return amount_of(split, &part, split->extra[n] != 0);
}
