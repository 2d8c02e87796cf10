/*
 * money_wire.c
 *		The canonical form of a sum of money, and its section.
 *
 * Scale, row counts, sign, then the limbs that are not zero from the lowest
 * power to the highest.  Of amounts that stand in a key set the scale alone: the
 * rest follows from them.
 */
#include "block/money_sum.h"

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
static void
money_section_check(const KpiState *state, int section, const SectionShape *shape)
{
	const MoneySum *sum = kpi_section(state, section);
	AmountType	type = shape->parameter;

	wire_check(sum->size == offsetof(MoneySum, limb) + sum->length * sizeof(int64) &&
				   sum->low <= INITIAL_LOW && sum->low + sum->length >= INITIAL_LOW + INITIAL_LENGTH &&
				   sum->low >= money_lowest_power(type) && sum->low + sum->length - 1 <= money_highest_power(type) &&
				   sum->scale >= 0 && sum->scale <= money_largest_scale(type) &&
				   sum->count >= 0 && sum->count <= MAX_COUNT &&
				   sum->nan >= 0 && sum->nan <= sum->count &&
				   sum->pinf >= 0 && sum->pinf <= sum->count - sum->nan &&
				   sum->ninf >= 0 && sum->ninf <= sum->count - sum->nan - sum->pinf &&
				   sum->uncarried < CARRY_AFTER && limbs_valid(sum, type != AMOUNT_FLOAT8),
			   "a section does not fit its size");
}

static Size
money_section_initial_size(const SectionShape *shape)
{
	return money_sum_initial_size();
}

static void
money_section_init(void *section, const SectionShape *shape)
{
	money_sum_init(section);
}

static KpiState *
money_section_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	MoneySum   *sum;

	if (shape->variant != MONEY_OF_KEYS)
		return money_sum_merge(state, section, other, shape->parameter);

	/* The sum itself grows with the keys. */
	sum = kpi_section(state, section);
	sum->scale = Max(sum->scale, ((const MoneySum *) other)->scale);
	return state;
}

/* Append all of a sum. */
void
money_sum_send(StringInfo buf, const MoneySum *sum, AmountType type)
{
	bool		negative;
	int64	   *limb;
	int			first = 0;
	int			last = sum->length + 1;

	pq_sendint32(buf, sum->scale);
	limb = money_sum_magnitude(sum, type != AMOUNT_FLOAT8, &negative);
	while (last >= 0 && limb[last] == 0)
		last--;
	while (first < last && limb[first] == 0)
		first++;
	if (sum->low + last > money_highest_power(type))
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

static KpiState *
money_section_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const MoneySum *sum = kpi_section(state, section);

	if (shape->variant == MONEY_OF_KEYS)
		pq_sendint32(buf, sum->scale);
	else
		money_sum_send(buf, sum, shape->parameter);
	return state;
}

static KpiState *
money_section_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	MoneySum   *sum = kpi_section(state, section);
	AmountType	type = shape->parameter;
	bool		decimal = type != AMOUNT_FLOAT8;
	int			sign;
	int			low;
	uint32		length;

	sum->scale = wire_get(buf, 4);
	wire_check(sum->scale >= 0 && sum->scale <= money_largest_scale(type), "a scale is out of range");
	if (shape->variant == MONEY_OF_KEYS)
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
				   low >= money_lowest_power(type) && low <= money_highest_power(type) - (int) length + 1,
			   "a sum is out of range");
	wire_check(sum->count > 0, "a sum of no rows is not zero");
	state = money_sum_reach(state, section, low, low + (int) length - 1, type);
	sum = kpi_section(state, section);
	sum->uncarried = 1;
	for (uint32 i = 0; i < length; i++)
	{
		uint32		limb = wire_get(buf, 4);

		wire_check(!decimal || limb < DECIMAL_RADIX, "a limb of a sum is out of range");
		wire_check(limb != 0 || (i > 0 && i < length - 1), "a sum is not in its shortest form");
		sum->limb[low - sum->low + (int) i] = sign ? -(int64) limb : (int64) limb;
	}
	wire_check(!decimal || money_digits_after_point(sum->low, sum->limb) <= sum->scale,
			   "a sum has more digits than its scale");
	return state;
}

const SectionOps money_sum_section = {
	.initial_size = money_section_initial_size,
	.init = money_section_init,
	.check = money_section_check,
	.merge = money_section_merge,
	.send = money_section_send,
	.receive = money_section_receive,
};
