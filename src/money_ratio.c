/*
 * money_ratio.c
 *		What a sum of money is divided by: another sum, a count, a cycle time.
 */
#include "funnel_kpi.h"

#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/numeric.h"

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
