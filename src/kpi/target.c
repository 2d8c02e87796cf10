/*
 * target.c
 *		Quota attainment, forecast accuracy and forecast bias.
 */
#include "block/moving_money.h"
#include "block/durations.h"
#include "kinds/function.h"

#include "utils/builtins.h"
#include "utils/numeric.h"

/* ----------
 * quota_attainment(actual, quota)
 *
 * The sum of the known quotas, and that of the known actual values beside
 * them: what was sold without a quota is nobody's attainment.
 * ----------
 */

/* A row enters the state, or with sign -1 leaves it. */
static pg_attribute_always_inline Datum
quota_change(FunctionCallInfo fcinfo, int sign)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_QUOTA, KEY_NONE, AMOUNT_NUMERIC);

	if (PG_ARGISNULL(2))
		PG_RETURN_POINTER(state);
	for (int i = QUOTA_ACTUAL; i <= QUOTA_QUOTA && state != NULL; i++)
		if (!PG_ARGISNULL(i + 1))
			state = sign > 0 ? money_sum_add(state, i, PG_GETARG_DATUM(i + 1), AMOUNT_NUMERIC) :
							   money_sum_remove(state, i, PG_GETARG_DATUM(i + 1), AMOUNT_NUMERIC);
	if (state == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/* quota_attainment_accum(kpi_state, actual, quota) -> kpi_state, and its inverse */
KPI_FUNCTION(quota_attainment_accum, quota_change(fcinfo, 1));
KPI_FUNCTION(quota_attainment_inverse, quota_change(fcinfo, -1));

/* quota_attainment_final(kpi_state) -> numeric */
PG_FUNCTION_INFO_V1(quota_attainment_final);
Datum
quota_attainment_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_QUOTA);
	return money_sum_ratio(fcinfo, kpi_section(state, QUOTA_ACTUAL), kpi_section(state, QUOTA_QUOTA));
}

/* ----------
 * quota_attainment(owner, actual, quota)
 *
 * The owners with their quotas, the total of these, and the sum of the actual
 * values.
 * ----------
 */

/* quota_attainment_accum(kpi_state, owner, actual, quota) -> kpi_state */
static pg_attribute_always_inline Datum
owner_quota_accum(FunctionCallInfo fcinfo, KeyType type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_QUOTA_BY_OWNER, type, AMOUNT_NUMERIC);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(3))
	{
		state = keyed_amounts_add(state, OWNER_QUOTA_OWNERS, &quotas_of_owners,
								  key_from_datum(PG_GETARG_DATUM(1), type), PG_GETARG_DATUM(3), AMOUNT_NUMERIC);
		if (!PG_ARGISNULL(2))
			state = money_sum_add(state, OWNER_QUOTA_ACTUAL, PG_GETARG_DATUM(2), AMOUNT_NUMERIC);
	}
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_KEY(owner_quota_accum);

/* quota_attainment_by_owner_final(kpi_state) -> numeric */
PG_FUNCTION_INFO_V1(owner_quota_final);
Datum
owner_quota_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_QUOTA_BY_OWNER);
	return money_sum_ratio(fcinfo, kpi_section(state, OWNER_QUOTA_ACTUAL), kpi_section(state, OWNER_QUOTA_TOTAL));
}

typedef struct MovingQuota
{
	MovingMoney quota;			/* its keys are the owners */
	MovingMoney actual;
} MovingQuota;

/* A row of quota_attainment by owner enters the frame, or with sign -1 leaves it. */
static pg_attribute_always_inline Datum
moving_quota(FunctionCallInfo fcinfo, KeyType type, int sign)
{
	MemoryContext context = kpi_moving_context(fcinfo);
	MovingQuota *moving;
	bool		known = true;

	if (PG_ARGISNULL(0))
	{
		moving = MemoryContextAlloc(context, sizeof(MovingQuota));
		moving_money_init(&moving->quota, context, AMOUNT_NUMERIC, &quotas_of_owners);
		moving_money_init(&moving->actual, context, AMOUNT_NUMERIC, NULL);
	}
	else
		moving = (MovingQuota *) PG_GETARG_POINTER(0);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(3))
	{
		known = moving_money_change_keyed(&moving->quota, key_from_datum(PG_GETARG_DATUM(1), type),
										  PG_GETARG_DATUM(3), AMOUNT_NUMERIC, sign);
		if (known && !PG_ARGISNULL(2))
			known = moving_money_change(&moving->actual, PG_GETARG_DATUM(2), AMOUNT_NUMERIC, sign);
	}
	if (!known)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(moving);
}

/* quota_attainment_moving_accum(internal, owner, actual, quota) -> internal */
static pg_attribute_always_inline Datum
owner_quota_moving_accum(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_quota(fcinfo, type, 1);
}

KPI_FUNCTION_BY_KEY(owner_quota_moving_accum);

/* quota_attainment_inverse(internal, owner, actual, quota) -> internal */
static pg_attribute_always_inline Datum
owner_quota_inverse(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_quota(fcinfo, type, -1);
}

KPI_FUNCTION_BY_KEY(owner_quota_inverse);

/* quota_attainment_moving_final(internal) -> numeric */
PG_FUNCTION_INFO_V1(owner_quota_moving_final);
Datum
owner_quota_moving_final(PG_FUNCTION_ARGS)
{
	const MovingQuota *moving;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	moving = (const MovingQuota *) PG_GETARG_POINTER(0);
	return money_sum_ratio(fcinfo, moving_money_sum(&moving->actual), moving_money_sum(&moving->quota));
}

/* ----------
 * forecast_accuracy(forecast, actual), forecast_bias(forecast, actual)
 *
 * The sum of the differences, over rows where both are known, and that of the
 * actual values; of absolute ones for the accuracy.
 * ----------
 */

/* A row of either enters the state, or with sign -1 leaves it. */
static pg_attribute_always_inline Datum
forecast_change(FunctionCallInfo fcinfo, KpiKind kind, int sign)
{
	bool		absolute = kind == KPI_FORECAST_ACCURACY;
	KpiState   *state = kpi_state_accum(fcinfo, kind, KEY_NONE, AMOUNT_NUMERIC);
	AmountReader zero = {.type = AMOUNT_NUMERIC};
	AmountReader forecast;
	AmountReader actual;

	if (PG_ARGISNULL(2))
		PG_RETURN_POINTER(state);
	amount_read(&actual, PG_GETARG_DATUM(2), AMOUNT_NUMERIC);
	if (!PG_ARGISNULL(1))
	{
		amount_read(&forecast, PG_GETARG_DATUM(1), AMOUNT_NUMERIC);
		state = sign > 0 ? money_sum_add_difference(state, FORECAST_DIFFERENCE, &forecast, &actual, absolute) :
						   money_sum_remove_difference(state, FORECAST_DIFFERENCE, &forecast, &actual, absolute);
	}
	if (state != NULL)
		state = sign > 0 ? money_sum_add_difference(state, FORECAST_ACTUAL, &actual, &zero, absolute) :
						   money_sum_remove_difference(state, FORECAST_ACTUAL, &actual, &zero, absolute);
	if (state == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/* forecast_accuracy_accum, forecast_bias_accum(kpi_state, forecast, actual) -> kpi_state, and their inverses */
KPI_FUNCTION(forecast_accuracy_accum, forecast_change(fcinfo, KPI_FORECAST_ACCURACY, 1));
KPI_FUNCTION(forecast_accuracy_inverse, forecast_change(fcinfo, KPI_FORECAST_ACCURACY, -1));
KPI_FUNCTION(forecast_bias_accum, forecast_change(fcinfo, KPI_FORECAST_BIAS, 1));
KPI_FUNCTION(forecast_bias_inverse, forecast_change(fcinfo, KPI_FORECAST_BIAS, -1));

/* forecast_accuracy_final(kpi_state) -> numeric */
PG_FUNCTION_INFO_V1(forecast_accuracy_final);
Datum
forecast_accuracy_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;
	Datum		error;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_FORECAST_ACCURACY);
	error = money_sum_ratio(fcinfo, kpi_section(state, FORECAST_DIFFERENCE), kpi_section(state, FORECAST_ACTUAL));
	if (fcinfo->isnull)
		return error;
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_sub, NumericGetDatum(int64_to_numeric(1)), error));
}

/* forecast_bias_final(kpi_state) -> numeric */
PG_FUNCTION_INFO_V1(forecast_bias_final);
Datum
forecast_bias_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_FORECAST_BIAS);
	return money_sum_ratio(fcinfo, kpi_section(state, FORECAST_DIFFERENCE), kpi_section(state, FORECAST_ACTUAL));
}
