/*
 * money_sum.c
 *		Exact sums of numeric, bigint and double precision.
 *
 * The sum does not depend on the order of the rows, merges and takes rows out
 * again without loss: it is a fixed-point number with as many limbs as the
 * amounts seen need, after the long accumulator of U. Kulisch.  For double
 * precision it is rounded once, when the result is asked for.
 */
#include "block/money_sum.h"

#include "block/counts.h"

/* Bytes that a sum starts with. */
Size
money_sum_initial_size(void)
{
	return offsetof(MoneySum, limb) + INITIAL_LENGTH * sizeof(int64);
}

/* Make a zeroed section an empty sum. */
void
money_sum_init(MoneySum *sum)
{
	sum->size = money_sum_initial_size();
	sum->low = INITIAL_LOW;
	sum->length = INITIAL_LENGTH;
}

/* A state of a sum alone, which never leaves the backend. */
KpiState *
money_sum_scratch(void)
{
	KpiState   *state = kpi_state_scratch(money_sum_initial_size());

	money_sum_init(kpi_section(state, 0));
	return state;
}

/* See that a sum of this type has limbs for these powers of the radix. */
KpiState *
money_sum_reach(KpiState *state, int section, int lowest, int highest, AmountType type)
{
	const MoneySum *sum = kpi_section(state, section);
	int			low = Min(lowest, sum->low);
	int			high = Max(highest, sum->low + sum->length - 1);
	int			length = high - low + 1;
	int			shift;
	KpiState   *result;
	MoneySum   *grown;

	if (length == sum->length)
		return state;

	/* Half as many again at the least, for there may be many steps. */
	if (low < sum->low)
		low = Min(low, Max(sum->low - sum->length / 2, money_lowest_power(type)));
	if (high >= sum->low + sum->length)
		high = Max(high, Min(sum->low + sum->length * 3 / 2, money_highest_power(type)));
	shift = sum->low - low;
	length = high - low + 1;
	result = kpi_state_resize(state, section, offsetof(MoneySum, limb) + length * sizeof(int64),
							  sum->size);
	grown = kpi_section(result, section);
	memmove(grown->limb + shift, grown->limb, sum->length * sizeof(int64));
	memset(grown->limb, 0, shift * sizeof(int64));
	grown->low = low;
	grown->length = length;
	return result;
}

/* Take the carries. */
static pg_noinline KpiState *
money_sum_carry(KpiState *state, int section, AmountType type)
{
	MoneySum   *sum = kpi_section(state, section);
	bool		decimal = type != AMOUNT_FLOAT8;
	int			last = sum->length - 1;
	int64		carry = 0;
	int64		rest;

	for (int i = 0; i < last; i++)
	{
		sum->limb[i] += carry;
		carry = split_limb(&sum->limb[i], decimal);
	}
	sum->limb[last] += carry;
	sum->uncarried = 1;

	/* The last limb keeps the sign; it needs another one when it is full. */
	rest = sum->limb[last];
	carry = split_limb(&rest, decimal);
	if (carry != 0 && carry != -1)
	{
		sum->limb[last] = rest;
		state = money_sum_reach(state, section, sum->low, sum->low + last + 1, type);
		sum = kpi_section(state, section);
		sum->limb[last + 1] = carry;
	}
	return state;
}

/* Count additions; before a limb could overflow, take the carries. */
static inline KpiState *
money_sum_added(KpiState *state, int section, MoneySum *sum, uint32 additions, AmountType type)
{
	sum->uncarried += additions;
	if (likely(sum->uncarried < CARRY_AFTER))
		return state;
	return money_sum_carry(state, section, type);
}

/* The value that AMOUNT_NAN ... stand for, 0 for any finite one. */
static double
special_value(int special)
{
	switch (special)
	{
		case AMOUNT_NAN:
			return get_float8_nan();
		case AMOUNT_PINF:
			return get_float8_infinity();
		case AMOUNT_NINF:
			return -get_float8_infinity();
		default:
			return 0;
	}
}

/* Count one of the values that are no numbers. */
static inline void
count_special(MoneySum *sum, int special, int sign)
{
	if (special == AMOUNT_NAN)
		sum->nan += sign;
	else if (special == AMOUNT_PINF)
		sum->pinf += sign;
	else
		sum->ninf += sign;
}

/* Add the digits of a numeric, or with sign -1 subtract them. */
static pg_attribute_always_inline KpiState *
add_digits(KpiState *state, int section, const AmountReader *reader, int sign)
{
	MoneySum   *sum = kpi_section(state, section);
	int			lowest = (reader->weight - reader->ndigits + 1) >> 1;
	int			highest = reader->weight >> 1;

	if (reader->ndigits == 0)
		return state;
	if (unlikely(lowest < sum->low || highest >= sum->low + sum->length))
	{
		state = money_sum_reach(state, section, lowest, highest, AMOUNT_NUMERIC);
		sum = kpi_section(state, section);
	}
	if (reader->negative)
		sign = -sign;
	for (int i = 0; i < reader->ndigits; i++)
	{
		int			power = reader->weight - i;

		sum->limb[(power >> 1) - sum->low] += sign * amount_digit(reader, i) * (power & 1 ? 10000 : 1);
	}
	return money_sum_added(state, section, sum, 1, AMOUNT_NUMERIC);
}

/* Add the digits of a cell, or with sign -1 subtract them. */
static KpiState *
add_decimal_cell(KpiState *state, int section, uint64 cell, int sign)
{
	int64		value;
	int			weight;
	int			special = amount_cell_apart(cell, &value, &weight);
	int			power = weight - AMOUNT_CELL_DIGITS + 1;
	MoneySum   *sum = kpi_section(state, section);

	if (special != AMOUNT_FINITE)
	{
		count_special(sum, special, sign);
		return state;
	}
	if (value == 0)
		return state;
	state = money_sum_reach(state, section, power >> 1, weight >> 1, AMOUNT_NUMERIC);
	sum = kpi_section(state, section);
	for (; power <= weight; power++, value /= 10000)
		sum->limb[(power >> 1) - sum->low] += sign * (value % 10000) * (power & 1 ? 10000 : 1);
	return money_sum_added(state, section, sum, 1, AMOUNT_NUMERIC);
}

/* Add a bigint, or with sign -1 subtract it. */
static inline KpiState *
add_bigint(KpiState *state, int section, int64 amount, int sign)
{
	MoneySum   *sum = kpi_section(state, section);

	/* The initial limbs reach 10^16 and a bigint 10^19. */
	if (unlikely(sum->length - 1 + sum->low < 2 &&
				 (amount >= DECIMAL_RADIX * DECIMAL_RADIX || amount <= -DECIMAL_RADIX * DECIMAL_RADIX)))
	{
		state = money_sum_reach(state, section, 0, 2, AMOUNT_BIGINT);
		sum = kpi_section(state, section);
	}
	for (int i = -sum->low; amount != 0; i++)
	{
		sum->limb[i] += sign * (amount % DECIMAL_RADIX);
		amount /= DECIMAL_RADIX;
	}
	return money_sum_added(state, section, sum, 1, AMOUNT_BIGINT);
}

/* Add the double of these bits, or with sign -1 subtract it; both exactly. */
static inline KpiState *
add_float8(KpiState *state, int section, uint64 amount, int sign)
{
	MoneySum   *sum = kpi_section(state, section);
	int			exponent;
	int			lowest;
	uint64		mantissa;
	uint128		bits;

	/* amount = mantissa * 2 ^ exponent, by the layout of IEEE 754 */
	exponent = (int) (amount >> 52) & 0x7ff;
	mantissa = amount & ((UINT64CONST(1) << 52) - 1);
	if (unlikely(exponent == 0x7ff))
	{
		int			infinity = amount >> 63 ? AMOUNT_NINF : AMOUNT_PINF;

		count_special(sum, mantissa != 0 ? AMOUNT_NAN : infinity, sign);
		return state;
	}
	if (exponent == 0)
		exponent = 1;
	else
		mantissa |= UINT64CONST(1) << 52;
	exponent -= 1075;
	if (amount >> 63)
		sign = -sign;

	lowest = exponent >> 5;
	bits = (uint128) mantissa << (exponent & 31);
	if (unlikely(lowest < sum->low || lowest + 2 >= sum->low + sum->length))
	{
		state = money_sum_reach(state, section, lowest, lowest + 2, AMOUNT_FLOAT8);
		sum = kpi_section(state, section);
	}
	for (int64 *limb = sum->limb + (lowest - sum->low); bits != 0; limb++)
	{
		*limb += sign * (int64) (uint32) bits;
		bits >>= BINARY_SHIFT;
	}
	return money_sum_added(state, section, sum, 1, AMOUNT_FLOAT8);
}

/* One amount of any type: all but its scale and the number of rows. */
static pg_attribute_always_inline KpiState *
money_sum_apply(KpiState *state, int section, const AmountReader *reader, int sign)
{
	if (reader->type == AMOUNT_BIGINT)
		return add_bigint(state, section, (int64) reader->cell, sign);
	if (reader->type == AMOUNT_FLOAT8)
		return add_float8(state, section, reader->cell, sign);
	if (unlikely(reader->special != AMOUNT_FINITE))
	{
		count_special(kpi_section(state, section), reader->special, sign);
		return state;
	}
	return add_digits(state, section, reader, sign);
}

/* Note the display scale of a row. */
void
money_sum_add_scale(MoneySum *sum, int scale)
{
	if (scale == sum->scale)
		sum->at_scale++;
	else if (scale > sum->scale)
	{
		sum->scale = scale;
		sum->at_scale = 1;
	}
}

/*
 * Forget the display scale of a row that leaves a moving frame.  False if that
 * was the last row of the largest scale, so that the scale of the rest is not
 * known.
 */
bool
money_sum_remove_scale(MoneySum *sum, int scale)
{
	if (scale < sum->scale || sum->scale == 0)
		return true;
	return --sum->at_scale > 0;
}

/* Add an amount to the sum.  Returns the state, another one if it had to grow. */
KpiState *
money_sum_add(KpiState *state, int section, Datum amount, AmountType type)
{
	MoneySum   *sum = kpi_section(state, section);
	AmountReader reader;

	amount_read(&reader, amount, type);
	sum->count++;
	money_sum_add_scale(sum, reader.scale);
	return money_sum_apply(state, section, &reader, 1);
}

/*
 * Add so many numerics, of this scale at the most, whose total in 10^-4 is
 * given (see amount_fixed).  Returns the state, another one if it had to grow.
 */
KpiState *
money_sum_add_fixed(KpiState *state, int section, int64 total, int count, int scale)
{
	MoneySum   *sum = kpi_section(state, section);
	int64		whole = total / 10000;

	sum->count += count;
	sum->scale = Max(sum->scale, scale);
	sum->limb[-1 - sum->low] += total % 10000 * 10000;
	sum->limb[0 - sum->low] += whole % DECIMAL_RADIX;
	sum->limb[1 - sum->low] += whole / DECIMAL_RADIX;
	return money_sum_added(state, section, sum, 1, AMOUNT_NUMERIC);
}

/* Count a row of this scale out; false if the scale of the rest is not known. */
static bool
money_sum_leave(MoneySum *sum, int scale)
{
	frame_check(sum->count > 0 && scale <= sum->scale);
	if (sum->count == 1)
		sum->scale = 0;
	else if (!money_sum_remove_scale(sum, scale))
		return false;
	sum->count--;
	return true;
}

/*
 * An amount has left: what is left must be the sum of the other rows.  Called
 * by hand, with an amount that never was in, it may be none.
 */
static KpiState *
money_sum_check_rest(KpiState *state, int section, AmountType type)
{
	MoneySum   *sum = kpi_section(state, section);

	frame_check(sum->nan >= 0 && sum->pinf >= 0 && sum->ninf >= 0 &&
				sum->nan + sum->pinf + sum->ninf <= sum->count);
	if (sum->count == 0)
	{
		bool		negative;
		int64	   *limb = money_sum_magnitude(sum, type != AMOUNT_FLOAT8, &negative);

		for (int i = 0; i < sum->length + 2; i++)
			frame_check(limb[i] == 0);
		pfree(limb);
	}
	return state;
}

/*
 * Take an amount out again.  NULL if the scale of the rest is not known: the
 * frame has to be summed anew.
 */
KpiState *
money_sum_remove(KpiState *state, int section, Datum amount, AmountType type)
{
	AmountReader reader;

	amount_read(&reader, amount, type);
	if (!money_sum_leave(kpi_section(state, section), reader.scale))
		return NULL;
	return money_sum_check_rest(money_sum_apply(state, section, &reader, -1), section, reader.type);
}

/* a - b, or its absolute value, enters the sum or with sign -1 leaves it. */
static KpiState *
apply_difference(KpiState *state, int section, const AmountReader *a, const AmountReader *b,
				 bool absolute, int sign)
{
	if (a->special != AMOUNT_FINITE || b->special != AMOUNT_FINITE)
	{
		double		difference = special_value(a->special) - special_value(b->special);

		if (isnan(difference))
			count_special(kpi_section(state, section), AMOUNT_NAN, sign);
		else
			count_special(kpi_section(state, section),
						  difference > 0 || absolute ? AMOUNT_PINF : AMOUNT_NINF, sign);
		return state;
	}
	if (absolute && amount_compare(a, b) < 0)
		sign = -sign;
	state = add_digits(state, section, a, sign);
	return add_digits(state, section, b, -sign);
}

/* Add a - b of two numerics, or its absolute value. */
KpiState *
money_sum_add_difference(KpiState *state, int section, const AmountReader *a, const AmountReader *b,
						 bool absolute)
{
	MoneySum   *sum = kpi_section(state, section);

	sum->count++;
	money_sum_add_scale(sum, Max(a->scale, b->scale));
	return apply_difference(state, section, a, b, absolute, 1);
}

/* Take a - b out again, or its absolute value; see money_sum_remove. */
KpiState *
money_sum_remove_difference(KpiState *state, int section, const AmountReader *a, const AmountReader *b,
							bool absolute)
{
	if (!money_sum_leave(kpi_section(state, section), Max(a->scale, b->scale)))
		return NULL;
	return money_sum_check_rest(apply_difference(state, section, a, b, absolute, -1), section, AMOUNT_NUMERIC);
}

/* Add another sum of the same type. */
KpiState *
money_sum_merge(KpiState *state, int section, const MoneySum *other, AmountType type)
{
	MoneySum   *sum;

	state = money_sum_reach(state, section, other->low, other->low + other->length - 1, type);
	sum = kpi_section(state, section);
	for (int i = 0; i < other->length; i++)
		sum->limb[i + other->low - sum->low] += other->limb[i];
	sum->count = kpi_add_counts(sum->count, other->count);
	sum->nan += other->nan;
	sum->pinf += other->pinf;
	sum->ninf += other->ninf;
	sum->scale = Max(sum->scale, other->scale);
	return money_sum_added(state, section, sum, other->uncarried + 1, type);
}

/* Add a cell to the sum, or with sign -1 subtract it. */
KpiState *
money_sum_add_cell(KpiState *state, int section, uint64 cell, AmountType type, int sign)
{
	MoneySum   *sum = kpi_section(state, section);

	sum->count += sign;
	if (type == AMOUNT_BIGINT)
		return add_bigint(state, section, (int64) cell, sign);
	if (type == AMOUNT_NUMERIC)
		return add_decimal_cell(state, section, cell, sign);
	return add_float8(state, section, cell, sign);
}
