/*
 * money_result.c
 *		What a sum of money comes to, and what it is divided by: another sum, a
 *		count, a cycle time.
 */
#include "block/money_sum.h"

#include "utils/builtins.h"
#include "utils/numeric.h"

/*
 * The sum's absolute value with all carries taken: length + 2 limbs below the
 * radix, palloc'd.
 */
int64 *
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
int
money_digits_after_point(int low, const int64 *limb)
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

/* Do these sums of numeric or bigint, with these signs, come to 0?  As they are read: with all carries taken. */
bool
money_sums_balance(const MoneySum *const *sum, const int *sign, int count)
{
	int			low = sum[0]->low;
	int			high = low;
	int64		total = 0;

	for (int i = 0; i < count; i++)
	{
		low = Min(low, sum[i]->low);
		high = Max(high, sum[i]->low + sum[i]->length);
	}
	for (int power = low; power < high; power++)
	{
		for (int i = 0; i < count; i++)
			if (power >= sum[i]->low && power < sum[i]->low + sum[i]->length)
				total += sign[i] * sum[i]->limb[power - sum[i]->low];
		if (total % DECIMAL_RADIX != 0)
			return false;
		total /= DECIMAL_RADIX;
	}
	return total == 0;
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
	scale = Max(sum->scale, money_digits_after_point(sum->low, limb));
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
static double
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

/* part / whole, or NULL if either has no rows or the whole is zero. */
Datum
money_sum_ratio(FunctionCallInfo fcinfo, const MoneySum *part, const MoneySum *whole)
{
	Datum		total;

	if (part->count == 0 || whole->count == 0)
		PG_RETURN_NULL();
	total = money_sum_numeric(whole);
	if (DatumGetBool(DirectFunctionCall2(numeric_eq, total, NumericGetDatum(int64_to_numeric(0)))))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_div, money_sum_numeric(part), total));
}

/* sum / count, as numeric / bigint or double precision / bigint; NULL for none. */
Datum
money_sum_mean(FunctionCallInfo fcinfo, const MoneySum *sum, int64 count, AmountType type)
{
	if (sum->count == 0 || count == 0)
		PG_RETURN_NULL();
	if (type == AMOUNT_FLOAT8)
		PG_RETURN_FLOAT8(float8_div(money_sum_float8(sum), (double) count));
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_div, money_sum_numeric(sum),
										NumericGetDatum(int64_to_numeric(count))));
}

/*
 * Money a day: the sum over the mean cycle in days, with one division, which
 * is sum * cycles * 86400 / seconds.  NULL for no amounts or if the mean cycle
 * is not positive.
 */
Datum
money_sum_velocity(FunctionCallInfo fcinfo, const MoneySum *sum, const CycleTotal *cycle)
{
	Datum		days;

	if (sum->count == 0 || cycle->count == 0 || cycle->total <= 0)
		PG_RETURN_NULL();
	days = DirectFunctionCall2(numeric_mul, NumericGetDatum(int64_to_numeric(cycle->count)),
							   NumericGetDatum(int64_to_numeric(SECS_PER_DAY)));
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_div,
										DirectFunctionCall2(numeric_mul, money_sum_numeric(sum), days),
										cycle_total_seconds(cycle)));
}
