/*
 * money_sum.h
 *		Exact sums of numeric, bigint and double precision.
 */
#ifndef KPI_MONEY_SUM_H
#define KPI_MONEY_SUM_H

#include "block/amount.h"
#include "block/cycle_total.h"
#include "block/section.h"

/*
 * An exact sum: limbs of weight radix ^ (low + i), the radix being 10^8 for
 * numeric and bigint and 2^32 for double precision.  A limb may hold any int64
 * between two carries, so adding is an addition for each limb touched.
 */
typedef struct MoneySum
{
	uint32		size;
	int16		low;			/* power of the radix of the first limb */
	uint16		length;			/* number of limbs */
	int64		count;			/* amounts added, the next three included */
	int64		nan;
	int64		pinf;
	int64		ninf;
	int32		scale;			/* largest display scale of all rows */
	uint32		uncarried;		/* additions since the last carry */
	int64		at_scale;		/* rows of that scale; for moving frames only */
	int64		limb[FLEXIBLE_ARRAY_MEMBER];
} MoneySum;

/*
 * Variants of the section, whose amounts are of the type that the state's
 * parameter says.
 */
#define MONEY_OF_ROWS 0
#define MONEY_OF_KEYS 1			/* the total of the amounts in keyed_amounts.h; only
								 * its scale is on the wire */

extern const SectionOps money_sum_section;

extern KpiState *money_sum_scratch(void);
extern KpiState *money_sum_add(KpiState *state, int section, Datum amount, AmountType type);
extern KpiState *money_sum_add_fixed(KpiState *state, int section, int64 total, int count, int scale);
extern KpiState *money_sum_remove(KpiState *state, int section, Datum amount, AmountType type);
extern KpiState *money_sum_add_difference(KpiState *state, int section, const AmountReader *a,
										  const AmountReader *b, bool absolute);
extern KpiState *money_sum_remove_difference(KpiState *state, int section, const AmountReader *a,
											 const AmountReader *b, bool absolute);

/* Amounts that are kept beside keys. */
extern KpiState *money_sum_add_cell(KpiState *state, int section, uint64 cell, AmountType type, int sign);
extern void money_sum_add_scale(MoneySum *sum, int scale);
extern bool money_sum_remove_scale(MoneySum *sum, int scale);

/* Results (money_result.c). */
extern bool money_sum_fits_numeric(const MoneySum *sum);
extern bool money_sums_balance(const MoneySum *const *sum, const int *sign, int count);
extern char *money_sum_text(const MoneySum *sum);
extern Datum money_sum_numeric(const MoneySum *sum);
extern Datum money_sum_ratio(FunctionCallInfo fcinfo, const MoneySum *part, const MoneySum *whole);
extern Datum money_sum_mean(FunctionCallInfo fcinfo, const MoneySum *sum, int64 count, AmountType type);
extern Datum money_sum_velocity(FunctionCallInfo fcinfo, const MoneySum *sum, const CycleTotal *cycle);

/* The wire form of a sum (money_wire.c). */
extern void money_sum_send(StringInfo buf, const MoneySum *sum, AmountType type);

/* ----------
 * Between money_sum.c, money_result.c and money_wire.c
 * ----------
 */

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
money_lowest_power(AmountType type)
{
	return type == AMOUNT_FLOAT8 ? BINARY_LOWEST : DECIMAL_LOWEST;
}

static inline int
money_highest_power(AmountType type)
{
	return type == AMOUNT_FLOAT8 ? BINARY_HIGHEST : DECIMAL_HIGHEST;
}

/* The largest display scale. */
static inline int
money_largest_scale(AmountType type)
{
	return type == AMOUNT_NUMERIC ? NUMERIC_LONG_SCALE_MASK : 0;
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

extern Size money_sum_initial_size(void);
extern void money_sum_init(MoneySum *sum);
extern KpiState *money_sum_reach(KpiState *state, int section, int lowest, int highest, AmountType type);
extern KpiState *money_sum_merge(KpiState *state, int section, const MoneySum *other, AmountType type);
extern int64 *money_sum_magnitude(const MoneySum *sum, bool decimal, bool *negative);
extern int money_digits_after_point(int low, const int64 *limb);

#endif							/* KPI_MONEY_SUM_H */
