/*
 * money_sum.c
 *		Exact sums of numeric, bigint and double precision.
 *
 * The sum does not depend on the order of the rows, merges and takes rows out
 * again without loss: it is a fixed-point number with as many limbs as the
 * amounts seen need, after the long accumulator of U. Kulisch.  For double
 * precision it is rounded once, when the result is asked for.
 */
#include "amount.h"

#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#define DECIMAL_RADIX INT64CONST(100000000)
#define BINARY_SHIFT 32

/* Limbs that every sum starts with: 16 digits on either side of the point. */
#define INITIAL_LOW (-2)
#define INITIAL_LENGTH 4

/* After so many additions of less than the radix the carries are taken. */
#define CARRY_AFTER (1U << 29)

/* Powers of the radix that amounts can reach, with room for 2^63 of them. */
#define DECIMAL_LOWEST (-2060)
#define DECIMAL_HIGHEST 16390
#define BINARY_LOWEST (-34)
#define BINARY_HIGHEST 35

/* The highest power that a numeric has digits for. */
#define NUMERIC_HIGHEST 16383

/* The lowest and the highest of these for a type of amounts. */
static inline int
lowest_power(AmountType type)
{
	return type == AMOUNT_FLOAT8 ? BINARY_LOWEST : DECIMAL_LOWEST;
}

static inline int
highest_power(AmountType type)
{
	return type == AMOUNT_FLOAT8 ? BINARY_HIGHEST : DECIMAL_HIGHEST;
}

/* The largest display scale. */
static inline int
largest_scale(AmountType type)
{
	return type == AMOUNT_NUMERIC ? NUMERIC_LONG_SCALE_MASK : 0;
}

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

/*
 * Are the limbs as small as the additions since the last carry let them be?
 * Taking the carries of a decimal sum may leave some times the radix in a new
 * limb.
 */
static bool
limbs_valid(const MoneySum *sum, bool decimal)
{
	int64		radix = decimal ? DECIMAL_RADIX * 16 : INT64CONST(1) << BINARY_SHIFT;
	int64		most = radix * sum->uncarried;

	for (int i = 0; i < sum->length; i++)
		if (sum->limb[i] > most || sum->limb[i] < -most)
			return false;
	return true;
}

/* Does what the header says lie within the section, and make sense? */
bool
money_sum_valid(const MoneySum *sum, AmountType type)
{
	return sum->size == offsetof(MoneySum, limb) + sum->length * sizeof(int64) &&
		sum->low <= INITIAL_LOW && sum->low + sum->length >= INITIAL_LOW + INITIAL_LENGTH &&
		sum->low >= lowest_power(type) && sum->low + sum->length - 1 <= highest_power(type) &&
		sum->scale >= 0 && sum->scale <= largest_scale(type) &&
		sum->count >= 0 && sum->count <= MAX_COUNT &&
		sum->nan >= 0 && sum->nan <= sum->count &&
		sum->pinf >= 0 && sum->pinf <= sum->count - sum->nan &&
		sum->ninf >= 0 && sum->ninf <= sum->count - sum->nan - sum->pinf &&
		sum->uncarried < CARRY_AFTER && limbs_valid(sum, type != AMOUNT_FLOAT8);
}

/* See that the sum has limbs for these powers of the radix. */
static KpiState *
money_sum_reach(KpiState *state, int section, int lowest, int highest)
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
		low = Min(low, Max(sum->low - sum->length / 2, lowest_power(state->amount_type)));
	if (high >= sum->low + sum->length)
		high = Max(high, Min(sum->low + sum->length * 3 / 2, highest_power(state->amount_type)));
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

/* Split a limb into what stays, 0 <= rest < radix, and the carry. */
static inline int64
split_limb(int64 *limb, bool decimal)
{
	int64		carry;

	if (decimal)
	{
		carry = *limb / DECIMAL_RADIX;
		*limb -= carry * DECIMAL_RADIX;
		if (*limb < 0)
		{
			*limb += DECIMAL_RADIX;
			carry--;
		}
	}
	else
	{
		carry = *limb >> BINARY_SHIFT;
		*limb &= PG_UINT32_MAX;
	}
	return carry;
}

/* Take the carries. */
static pg_noinline KpiState *
money_sum_carry(KpiState *state, int section)
{
	MoneySum   *sum = kpi_section(state, section);
	bool		decimal = state->amount_type != AMOUNT_FLOAT8;
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
		state = money_sum_reach(state, section, sum->low, sum->low + last + 1);
		sum = kpi_section(state, section);
		sum->limb[last + 1] = carry;
	}
	return state;
}

/* Count additions; before a limb could overflow, take the carries. */
static inline KpiState *
money_sum_added(KpiState *state, int section, MoneySum *sum, uint32 additions)
{
	sum->uncarried += additions;
	if (likely(sum->uncarried < CARRY_AFTER))
		return state;
	return money_sum_carry(state, section);
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
		state = money_sum_reach(state, section, lowest, highest);
		sum = kpi_section(state, section);
	}
	if (reader->negative)
		sign = -sign;
	for (int i = 0; i < reader->ndigits; i++)
	{
		int			power = reader->weight - i;

		sum->limb[(power >> 1) - sum->low] += sign * amount_digit(reader, i) * (power & 1 ? 10000 : 1);
	}
	return money_sum_added(state, section, sum, 1);
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
	state = money_sum_reach(state, section, power >> 1, weight >> 1);
	sum = kpi_section(state, section);
	for (; power <= weight; power++, value /= 10000)
		sum->limb[(power >> 1) - sum->low] += sign * (value % 10000) * (power & 1 ? 10000 : 1);
	return money_sum_added(state, section, sum, 1);
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
		state = money_sum_reach(state, section, 0, 2);
		sum = kpi_section(state, section);
	}
	for (int i = -sum->low; amount != 0; i++)
	{
		sum->limb[i] += sign * (amount % DECIMAL_RADIX);
		amount /= DECIMAL_RADIX;
	}
	return money_sum_added(state, section, sum, 1);
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
		state = money_sum_reach(state, section, lowest, lowest + 2);
		sum = kpi_section(state, section);
	}
	for (int64 *limb = sum->limb + (lowest - sum->low); bits != 0; limb++)
	{
		*limb += sign * (int64) (uint32) bits;
		bits >>= BINARY_SHIFT;
	}
	return money_sum_added(state, section, sum, 1);
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
 * The sum's absolute value with all carries taken: length + 2 limbs below the
 * radix, palloc'd.
 */
static int64 *
money_sum_magnitude(const MoneySum *sum, bool decimal, bool *negative)
{
	int			length = sum->length + 2;
	int64	   *limb = palloc0(length * sizeof(int64));

	memcpy(limb, sum->limb, sum->length * sizeof(int64));
	*negative = false;
	for (;;)
	{
		int64		carry = 0;

		for (int i = 0; i < length; i++)
		{
			limb[i] += carry;
			carry = split_limb(&limb[i], decimal);
		}
		if (carry >= 0)
			return limb;
		/* What is left of a negative sum is its complement: turn the sign. */
		*negative = true;
		for (int i = 0; i < length; i++)
			limb[i] = -limb[i];
		limb[length - 1] += decimal ? DECIMAL_RADIX : INT64CONST(1) << BINARY_SHIFT;
	}
}

/* Count a row of this scale out; false if the scale of the rest is not known. */
static bool
money_sum_leave(MoneySum *sum, int scale)
{
	wire_check(sum->count > 0 && scale <= sum->scale, "a row leaves that is not in it");
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
money_sum_check_rest(KpiState *state, int section)
{
	MoneySum   *sum = kpi_section(state, section);

	wire_check(sum->nan >= 0 && sum->pinf >= 0 && sum->ninf >= 0 &&
				   sum->nan + sum->pinf + sum->ninf <= sum->count,
			   "a row leaves that is not in it");
	if (sum->count == 0)
	{
		bool		negative;
		int64	   *limb = money_sum_magnitude(sum, state->amount_type != AMOUNT_FLOAT8, &negative);

		for (int i = 0; i < sum->length + 2; i++)
			wire_check(limb[i] == 0, "a row leaves that is not in it");
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
	return money_sum_check_rest(money_sum_apply(state, section, &reader, -1), section);
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
	return money_sum_check_rest(apply_difference(state, section, a, b, absolute, -1), section);
}

/* Add another sum of the same type. */
KpiState *
money_sum_merge(KpiState *state, int section, const MoneySum *other)
{
	MoneySum   *sum;

	state = money_sum_reach(state, section, other->low, other->low + other->length - 1);
	sum = kpi_section(state, section);
	for (int i = 0; i < other->length; i++)
		sum->limb[i + other->low - sum->low] += other->limb[i];
	sum->count = kpi_add_counts(sum->count, other->count);
	sum->nan += other->nan;
	sum->pinf += other->pinf;
	sum->ninf += other->ninf;
	sum->scale = Max(sum->scale, other->scale);
	return money_sum_added(state, section, sum, other->uncarried + 1);
}

/* What the infinities and NaN make of a sum: a value, or 0 if there are none. */
static double
special_sum(const MoneySum *sum)
{
	if (sum->nan > 0 || (sum->pinf > 0 && sum->ninf > 0))
		return get_float8_nan();
	if (sum->pinf > 0)
		return get_float8_infinity();
	return sum->ninf > 0 ? -get_float8_infinity() : 0;
}

/*
 * Decimal places that the limbs take.  No more than the rows' scale, but for a
 * state that somebody made up.
 */
static int
digits_after_point(int low, const int64 *limb)
{
	for (int power = low; power < 0; power++)
	{
		int64		digits = limb[power - low];

		if (digits != 0)
		{
			int			places = -power * 8;

			for (; digits % 10 == 0; digits /= 10)
				places--;
			return places;
		}
	}
	return 0;
}

/* Is the finite part of a sum of numeric in the range of that type? */
bool
money_sum_fits_numeric(const MoneySum *sum)
{
	int			length = sum->length + 2;
	bool		negative;
	int64	   *limb;

	if (sum->low + length - 1 <= NUMERIC_HIGHEST)
		return true;
	limb = money_sum_magnitude(sum, true, &negative);
	while (length > 0 && limb[length - 1] == 0)
		length--;
	pfree(limb);
	return sum->low + length - 1 <= NUMERIC_HIGHEST;
}

/* The finite part of the sum of numeric or bigint, with the scale that sum() gives. */
char *
money_sum_text(const MoneySum *sum)
{
	int			high = sum->low + sum->length + 1;
	int			lowest;
	int			scale;
	int64	   *limb;
	bool		negative;
	char	   *text;
	char	   *end;

	limb = money_sum_magnitude(sum, true, &negative);
	while (high > 0 && limb[high - sum->low] == 0)
		high--;
	scale = Max(sum->scale, digits_after_point(sum->low, limb));
	lowest = -((scale + 7) / 8);

	/* Eight digits a limb, the sign, the point and the end. */
	text = end = (char *) palloc((high - lowest + 1) * 8 + 3) + 1;
	for (int power = high; power >= lowest; power--)
	{
		int64		digits = power >= sum->low ? limb[power - sum->low] : 0;

		if (power == -1)
			*end++ = '.';
		for (int i = 7; i >= 0; i--, digits /= 10)
			end[i] = '0' + digits % 10;
		end += 8;
	}
	end[lowest * 8 + scale] = '\0';
	pfree(limb);
	while (text[0] == '0' && text[1] >= '0')
		text++;
	if (negative)
		*--text = '-';
	return text;
}

/* The sum of numeric or bigint as numeric. */
Datum
money_sum_numeric(const MoneySum *sum)
{
	double		special = special_sum(sum);

	if (special != 0)
		return DirectFunctionCall1(float8_numeric, Float8GetDatum(special));
	return DirectFunctionCall3(numeric_in, CStringGetDatum(money_sum_text(sum)),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/* The sum of double precision, rounded once to nearest. */
double
money_sum_float8(const MoneySum *sum)
{
	double		special = special_sum(sum);
	int64	   *limb;
	bool		negative;
	int			top = sum->length + 1;
	uint128		bits = 0;
	double		result;

	if (special != 0)
		return special;

	limb = money_sum_magnitude(sum, false, &negative);
	while (top > 0 && limb[top] == 0)
		top--;

	/* The top three limbs have 65 bits or more; below, all that matters is if any is set. */
	for (int i = 0; i < 3; i++)
		bits = bits << BINARY_SHIFT | (top - i >= 0 ? (uint32) limb[top - i] : 0);
	bits <<= 1;
	for (int i = top - 3; i >= 0; i--)
		if (limb[i] != 0)
			bits |= 1;
	pfree(limb);
	result = ldexp((double) bits, (top + sum->low - 2) * BINARY_SHIFT - 1);
	if (isinf(result))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("value out of range: overflow"),
				 errdetail("The sum of the amounts exceeds the range of type double precision."),
				 errhint("Cast the amounts to numeric.")));
	return negative ? -result : result;
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

/*
 * Canonical form: row counts, scale, sign, then the limbs that are not zero
 * from the lowest power to the highest.  Where the amounts stand in a key set,
 * the scale alone: the rest follows from them.
 */
void
money_sum_send(StringInfo buf, const MoneySum *sum, AmountType type, bool scale_only)
{
	bool		negative;
	int64	   *limb;
	int			first = 0;
	int			last = sum->length + 1;

	pq_sendint32(buf, sum->scale);
	if (scale_only)
		return;
	limb = money_sum_magnitude(sum, type != AMOUNT_FLOAT8, &negative);
	while (last >= 0 && limb[last] == 0)
		last--;
	while (first < last && limb[first] == 0)
		first++;
	if (sum->low + last > highest_power(type))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("sum of amounts is out of range")));
	pq_sendint64(buf, sum->count);
	pq_sendint64(buf, sum->nan);
	pq_sendint64(buf, sum->pinf);
	pq_sendint64(buf, sum->ninf);
	pq_sendint8(buf, negative);
	pq_sendint32(buf, last < 0 ? 0 : sum->low + first);
	pq_sendint32(buf, last - first + 1);
	for (int i = first; i <= last; i++)
		pq_sendint32(buf, (uint32) limb[i]);
	pfree(limb);
}

/* Read what money_sum_send wrote into an empty sum, trusting nothing. */
KpiState *
money_sum_recv(KpiState *state, int section, StringInfo buf, AmountType type, bool scale_only)
{
	MoneySum   *sum = kpi_section(state, section);
	bool		decimal = type != AMOUNT_FLOAT8;
	int			sign;
	int			low;
	uint32		length;

	sum->scale = wire_get(buf, 4);
	wire_check(sum->scale >= 0 && sum->scale <= largest_scale(type), "a scale is out of range");
	if (scale_only)
		return state;
	sum->count = wire_get_count(buf);
	sum->nan = wire_get_count(buf);
	sum->pinf = wire_get_count(buf);
	sum->ninf = wire_get_count(buf);
	wire_check(sum->nan <= sum->count, "row counts of a sum disagree");
	wire_check(sum->pinf <= sum->count - sum->nan, "row counts of a sum disagree");
	wire_check(sum->ninf <= sum->count - sum->nan - sum->pinf, "row counts of a sum disagree");
	sign = wire_get(buf, 1);
	wire_check(sign <= 1, "the sign of a sum is malformed");
	low = (int32) wire_get(buf, 4);
	length = wire_get_length(buf, sizeof(uint32));
	if (length == 0)
	{
		wire_check(low == 0 && sign == 0, "a sum of zero is malformed");
		return state;
	}
	wire_check(length <= DECIMAL_HIGHEST - DECIMAL_LOWEST &&
				   low >= lowest_power(type) && low <= highest_power(type) - (int) length + 1,
			   "a sum is out of range");
	wire_check(sum->count > 0, "a sum of no rows is not zero");
	state = money_sum_reach(state, section, low, low + (int) length - 1);
	sum = kpi_section(state, section);
	sum->uncarried = 1;
	for (uint32 i = 0; i < length; i++)
	{
		uint32		limb = wire_get(buf, 4);

		wire_check(!decimal || limb < DECIMAL_RADIX, "a limb of a sum is out of range");
		wire_check(limb != 0 || (i > 0 && i < length - 1), "a sum is not in its shortest form");
		sum->limb[low - sum->low + (int) i] = sign ? -(int64) limb : (int64) limb;
	}
	wire_check(!decimal || digits_after_point(sum->low, sum->limb) <= sum->scale,
			   "a sum has more digits than its scale");
	return state;
}
