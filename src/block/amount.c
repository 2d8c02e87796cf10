/*
 * amount.c
 *		Amounts as cells of 64 bits, to keep beside a key: a bigint or a double
 *		precision is one cell, a numeric one for each three of its base-10000
 *		digits.
 */
#include "block/amount.h"

#include "state/state.h"

/*
 * A cell of a numeric, from its lowest bit: the value of three digits, less
 * than 10^12 (40 bits); the power of 10000 of the first of them, plus
 * CELL_WEIGHT_BIAS (17); the sign (1); AMOUNT_FINITE ... (2); whether the
 * amount goes on in another cell (1), and whether it began in another one (1),
 * so that no deal's own cell equals a part of another's.
 */
#define CELL_VALUE_BITS 40
#define CELL_VALUE_LIMIT UINT64CONST(1000000000000)
#define CELL_WEIGHT_BITS 17
#define CELL_WEIGHT_BIAS 4110
#define CELL_WEIGHT_LIMIT (CELL_WEIGHT_BIAS + 32768)
#define CELL_NEGATIVE (UINT64CONST(1) << 57)
#define CELL_SPECIAL_SHIFT 58
#define CELL_MORE (UINT64CONST(1) << 60)
#define CELL_PART (UINT64CONST(1) << 61)

/* The next cell of the amount; false when there is none any more. */
bool
amount_next_cell(AmountReader *reader, uint64 *cell)
{
	uint64		value = 0;
	int			first = reader->next;

	if (first < 0)
		return false;
	if (reader->type != AMOUNT_NUMERIC)
	{
		reader->next = -1;
		*cell = reader->cell;
		return true;
	}
	for (int i = first; i < first + AMOUNT_CELL_DIGITS; i++)
		value = value * 10000 + (i < reader->ndigits ? amount_digit(reader, i) : 0);
	reader->next = first + AMOUNT_CELL_DIGITS < reader->ndigits ? first + AMOUNT_CELL_DIGITS : -1;
	*cell = value |
		(uint64) (reader->weight - first + CELL_WEIGHT_BIAS) << CELL_VALUE_BITS |
		(reader->negative && reader->ndigits > 0 ? CELL_NEGATIVE : 0) |
		(uint64) reader->special << CELL_SPECIAL_SHIFT |
		(reader->next >= 0 ? CELL_MORE : 0) |
		(first > 0 ? CELL_PART : 0);
	return true;
}

/* Could amount_next_cell have made this cell? */
bool
amount_cell_valid(uint64 cell, AmountType type)
{
	if (type != AMOUNT_NUMERIC)
		return true;
	return (cell & ((UINT64CONST(1) << CELL_VALUE_BITS) - 1)) < CELL_VALUE_LIMIT &&
		((cell >> CELL_VALUE_BITS) & ((1 << CELL_WEIGHT_BITS) - 1)) < CELL_WEIGHT_LIMIT &&
		cell < CELL_PART << 1;
}

/*
 * Take a cell of a numeric apart: its three digits with their sign, and the
 * power of 10000 of the first.  Returns AMOUNT_FINITE ...
 */
int
amount_cell_apart(uint64 cell, int64 *value, int *weight)
{
	*value = cell & ((UINT64CONST(1) << CELL_VALUE_BITS) - 1);
	if (cell & CELL_NEGATIVE)
		*value = -*value;
	*weight = (int) ((cell >> CELL_VALUE_BITS) & ((1 << CELL_WEIGHT_BITS) - 1)) - CELL_WEIGHT_BIAS;
	return (cell >> CELL_SPECIAL_SHIFT) & 3;
}

/* Does a cell belong to an amount that began in another one? */
bool
amount_cell_is_part(uint64 cell)
{
	return (cell & CELL_PART) != 0;
}

/*
 * Read the next cell of a numeric, whose digits are kept in the buffer: empty
 * before the first cell.  False if it was the last one; then the amount is as it
 * was taken apart, but for its scale.
 */
bool
amount_append_cell(AmountReader *amount, uint64 cell, StringInfo digits)
{
	int64		value;
	int			weight;
	int16		digit[AMOUNT_CELL_DIGITS];
	int			before = digits->len / (int) sizeof(int16);

	amount->special = amount_cell_apart(cell, &value, &weight);
	if (before == 0)
	{
		amount->weight = weight;
		amount->negative = (cell & CELL_NEGATIVE) != 0;
	}
	wire_check(weight == amount->weight - before, "the parts of an amount do not fit");
	value = value < 0 ? -value : value;
	for (int i = AMOUNT_CELL_DIGITS - 1; i >= 0; i--, value /= 10000)
		digit[i] = value % 10000;
	appendBinaryStringInfo(digits, (const char *) digit, sizeof(digit));
	if (cell & CELL_MORE)
		return true;
	amount->digits = digits->data;
	amount->ndigits = before + AMOUNT_CELL_DIGITS;
	while (amount->ndigits > 0 && amount_digit(amount, amount->ndigits - 1) == 0)
		amount->ndigits--;
	return false;
}

/* Compare two amounts as numeric does: less than, equal to or greater than 0. */
int
amount_compare(const AmountReader *a, const AmountReader *b)
{
	static const int8 rank[] = {[AMOUNT_NINF] = -1, [AMOUNT_FINITE] = 0, [AMOUNT_PINF] = 1, [AMOUNT_NAN] = 2};
	int			sign_a = a->ndigits == 0 ? 0 : (a->negative ? -1 : 1);
	int			sign_b = b->ndigits == 0 ? 0 : (b->negative ? -1 : 1);
	int			sign = sign_a;

	if (unlikely(a->special != AMOUNT_FINITE || b->special != AMOUNT_FINITE))
		return rank[a->special] - rank[b->special];
	if (sign_a != sign_b || sign_a == 0)
		return sign_a - sign_b;
	if (a->weight != b->weight)
		return a->weight < b->weight ? -sign : sign;
	for (int i = 0; i < a->ndigits || i < b->ndigits; i++)
	{
		int			x = i < a->ndigits ? amount_digit(a, i) : 0;
		int			y = i < b->ndigits ? amount_digit(b, i) : 0;

		if (x != y)
			return x < y ? -sign : sign;
	}
	return 0;
}
