/*
 * acquisition_cost.c
 *		What a customer costs: the spend of all campaigns over distinct customers.
 */
#include "block/key_multiset.h"
#include "block/keyset.h"
#include "block/moving_money.h"
#include "kinds/function.h"

/*
 * customer_acquisition_cost_accum(kpi_state, customer, spend, campaign) -> kpi_state
 *
 * A campaign that won nobody has rows without a customer, or one: its spend
 * counts all the same.
 */
static pg_attribute_always_inline Datum
acquisition_cost_accum(FunctionCallInfo fcinfo, KeyType type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_ACQUISITION_COST, type, AMOUNT_NUMERIC);

	if (!PG_ARGISNULL(1))
		state = keyset_add(state, ACQUISITION_CUSTOMERS, key_from_datum(PG_GETARG_DATUM(1), type), 0);
	if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		state = keyed_amounts_add(state, ACQUISITION_CAMPAIGNS, &spend_of_campaigns,
								  key_from_datum(PG_GETARG_DATUM(3), type), PG_GETARG_DATUM(2), AMOUNT_NUMERIC);
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_KEY(acquisition_cost_accum);

/* customer_acquisition_cost_final(kpi_state) -> numeric */
PG_FUNCTION_INFO_V1(acquisition_cost_final);
Datum
acquisition_cost_final(PG_FUNCTION_ARGS)
{
	KpiState   *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_ACQUISITION_COST);
	return money_sum_mean(fcinfo, kpi_section(state, ACQUISITION_SPEND), keyset_count(state, ACQUISITION_CUSTOMERS),
						  AMOUNT_NUMERIC);
}

/* ----------
 * Over moving window frames
 * ----------
 */

typedef struct MovingCost
{
	KeyMultiset *customers;
	MovingMoney spend;			/* its keys are the campaigns */
} MovingCost;

/* A row enters the frame, or with sign -1 leaves it. */
static pg_attribute_always_inline Datum
moving_cost(FunctionCallInfo fcinfo, KeyType type, int sign)
{
	MemoryContext context = kpi_moving_context(fcinfo);
	MovingCost *moving;
	bool		known = true;

	if (PG_ARGISNULL(0))
	{
		moving = MemoryContextAlloc(context, sizeof(MovingCost));
		moving->customers = key_multiset_create(context);
		moving_money_init(&moving->spend, context, AMOUNT_NUMERIC, &spend_of_campaigns);
	}
	else
		moving = (MovingCost *) PG_GETARG_POINTER(0);

	if (!PG_ARGISNULL(1))
	{
		KeyCount   *customer = key_multiset_change(moving->customers, key_from_datum(PG_GETARG_DATUM(1), type), sign);

		if (customer->rows == 0)
			key_multiset_delete(moving->customers, customer);
	}
	if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		known = moving_money_change_keyed(&moving->spend, key_from_datum(PG_GETARG_DATUM(3), type), PG_GETARG_DATUM(2),
										  AMOUNT_NUMERIC, sign);
	if (!known)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(moving);
}

/* customer_acquisition_cost_moving_accum(internal, customer, spend, campaign) -> internal */
static pg_attribute_always_inline Datum
acquisition_cost_moving_accum(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_cost(fcinfo, type, 1);
}

KPI_FUNCTION_BY_KEY(acquisition_cost_moving_accum);

/* customer_acquisition_cost_inverse(internal, customer, spend, campaign) -> internal */
static pg_attribute_always_inline Datum
acquisition_cost_inverse(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_cost(fcinfo, type, -1);
}

KPI_FUNCTION_BY_KEY(acquisition_cost_inverse);

/* customer_acquisition_cost_moving_final(internal) -> numeric */
PG_FUNCTION_INFO_V1(acquisition_cost_moving_final);
Datum
acquisition_cost_moving_final(PG_FUNCTION_ARGS)
{
	const MovingCost *moving;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	moving = (const MovingCost *) PG_GETARG_POINTER(0);
	return money_sum_mean(fcinfo, moving_money_sum(&moving->spend), key_multiset_size(moving->customers), AMOUNT_NUMERIC);
}
