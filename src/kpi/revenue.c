/*
 * revenue.c
 *		Revenue per account and sales velocity.
 */
#include "block/durations.h"
#include "block/key_multiset.h"
#include "block/keyset.h"
#include "block/moving_money.h"
#include "kinds/function.h"

/* One C function for each type of key and amount. */
#define KPI_FUNCTION_BY_KEY_AND_AMOUNT(name) \
	KPI_FUNCTION(name##_bigint_numeric, name(fcinfo, KEY_BIGINT, AMOUNT_NUMERIC)); \
	KPI_FUNCTION(name##_bigint_bigint, name(fcinfo, KEY_BIGINT, AMOUNT_BIGINT)); \
	KPI_FUNCTION(name##_bigint_integer, name(fcinfo, KEY_BIGINT, AMOUNT_INTEGER)); \
	KPI_FUNCTION(name##_bigint_float8, name(fcinfo, KEY_BIGINT, AMOUNT_FLOAT8)); \
	KPI_FUNCTION(name##_uuid_numeric, name(fcinfo, KEY_UUID, AMOUNT_NUMERIC)); \
	KPI_FUNCTION(name##_uuid_bigint, name(fcinfo, KEY_UUID, AMOUNT_BIGINT)); \
	KPI_FUNCTION(name##_uuid_integer, name(fcinfo, KEY_UUID, AMOUNT_INTEGER)); \
	KPI_FUNCTION(name##_uuid_float8, name(fcinfo, KEY_UUID, AMOUNT_FLOAT8)); \
	KPI_FUNCTION(name##_text_numeric, name(fcinfo, KEY_TEXT, AMOUNT_NUMERIC)); \
	KPI_FUNCTION(name##_text_bigint, name(fcinfo, KEY_TEXT, AMOUNT_BIGINT)); \
	KPI_FUNCTION(name##_text_integer, name(fcinfo, KEY_TEXT, AMOUNT_INTEGER)); \
	KPI_FUNCTION(name##_text_float8, name(fcinfo, KEY_TEXT, AMOUNT_FLOAT8))

/* ----------
 * revenue_per_account(account, amount)
 *
 * The sum, and the accounts.
 * ----------
 */

/* revenue_per_account_accum(kpi_state, account, amount) -> kpi_state */
static pg_attribute_always_inline Datum
revenue_accum(FunctionCallInfo fcinfo, KeyType key_type, AmountType amount_type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_REVENUE, key_type, amount_kept_as(amount_type));

	if (!PG_ARGISNULL(1))
	{
		state = keyset_add(state, REVENUE_ACCOUNTS, key_from_datum(PG_GETARG_DATUM(1), key_type), 0);
		if (!PG_ARGISNULL(2))
			state = money_sum_add(state, REVENUE_TOTAL, PG_GETARG_DATUM(2), amount_type);
	}
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_KEY_AND_AMOUNT(revenue_accum);

/* ----------
 * revenue_per_account(account, amount, deal)
 *
 * The accounts, the deals with their amounts, and the total of these.
 * ----------
 */

/* revenue_per_account_accum(kpi_state, account, amount, deal) -> kpi_state */
static pg_attribute_always_inline Datum
deal_revenue_accum(FunctionCallInfo fcinfo, KeyType key_type, AmountType amount_type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_REVENUE_BY_DEAL, key_type, amount_kept_as(amount_type));

	if (!PG_ARGISNULL(1))
	{
		state = keyset_add(state, REVENUE_ACCOUNTS, key_from_datum(PG_GETARG_DATUM(1), key_type), 0);
		if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3))
			state = keyed_amounts_add(state, REVENUE_DEALS, &amounts_of_deals,
									  key_from_datum(PG_GETARG_DATUM(3), key_type),
									  PG_GETARG_DATUM(2), amount_type);
	}
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_KEY_AND_AMOUNT(deal_revenue_accum);

/* revenue_per_account_numeric_final(kpi_state) -> numeric, and the like for each result and with deals */
static Datum
revenue_final(FunctionCallInfo fcinfo, KpiKind kind, bool is_float8)
{
	KpiState   *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, kind);
	wire_check((state->parameter == AMOUNT_FLOAT8) == is_float8, "it has amounts of another type");
	return money_sum_mean(fcinfo, kpi_section(state, REVENUE_TOTAL), keyset_count(state, REVENUE_ACCOUNTS),
						  state->parameter);
}

KPI_FUNCTION(revenue_final_numeric, revenue_final(fcinfo, KPI_REVENUE, false));
KPI_FUNCTION(revenue_final_float8, revenue_final(fcinfo, KPI_REVENUE, true));
KPI_FUNCTION(deal_revenue_final_numeric, revenue_final(fcinfo, KPI_REVENUE_BY_DEAL, false));
KPI_FUNCTION(deal_revenue_final_float8, revenue_final(fcinfo, KPI_REVENUE_BY_DEAL, true));

/* ----------
 * Both over moving window frames
 * ----------
 */

typedef struct MovingRevenue
{
	KeyMultiset *accounts;
	MovingMoney money;			/* its keys are the deals */
} MovingRevenue;

/* The moving state in argument 0, made at the first row. */
static MovingRevenue *
moving_revenue_argument(FunctionCallInfo fcinfo, AmountType amount_type, bool by_deal)
{
	MemoryContext context = kpi_moving_context(fcinfo);
	MovingRevenue *moving;

	if (!PG_ARGISNULL(0))
		return (MovingRevenue *) PG_GETARG_POINTER(0);
	moving = MemoryContextAlloc(context, sizeof(MovingRevenue));
	moving->accounts = key_multiset_create(context);
	moving_money_init(&moving->money, context, amount_type, by_deal ? &amounts_of_deals : NULL);
	return moving;
}

/* A row of revenue_per_account enters or leaves the frame. */
static pg_attribute_always_inline Datum
moving_revenue(FunctionCallInfo fcinfo, KeyType key_type, AmountType amount_type, bool by_deal, int sign)
{
	MovingRevenue *moving = moving_revenue_argument(fcinfo, amount_type, by_deal);
	bool		known = true;

	if (!PG_ARGISNULL(1))
	{
		KeyCount   *account = key_multiset_change(moving->accounts,
												  key_from_datum(PG_GETARG_DATUM(1), key_type), sign);

		if (account->rows == 0)
			key_multiset_delete(moving->accounts, account);
		if (by_deal && !PG_ARGISNULL(2) && !PG_ARGISNULL(3))
			known = moving_money_change_keyed(&moving->money, key_from_datum(PG_GETARG_DATUM(3), key_type),
											  PG_GETARG_DATUM(2), amount_type, sign);
		else if (!by_deal && !PG_ARGISNULL(2))
			known = moving_money_change(&moving->money, PG_GETARG_DATUM(2), amount_type, sign);
	}
	if (!known)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(moving);
}

/* revenue_per_account_moving_accum(internal, account, amount) -> internal */
static pg_attribute_always_inline Datum
revenue_moving_accum(FunctionCallInfo fcinfo, KeyType key_type, AmountType amount_type)
{
	return moving_revenue(fcinfo, key_type, amount_type, false, 1);
}

KPI_FUNCTION_BY_KEY_AND_AMOUNT(revenue_moving_accum);

/* revenue_per_account_inverse(internal, account, amount) -> internal */
static pg_attribute_always_inline Datum
revenue_inverse(FunctionCallInfo fcinfo, KeyType key_type, AmountType amount_type)
{
	return moving_revenue(fcinfo, key_type, amount_type, false, -1);
}

KPI_FUNCTION_BY_KEY_AND_AMOUNT(revenue_inverse);

/* revenue_per_account_moving_accum(internal, account, amount, deal) -> internal */
static pg_attribute_always_inline Datum
deal_revenue_moving_accum(FunctionCallInfo fcinfo, KeyType key_type, AmountType amount_type)
{
	return moving_revenue(fcinfo, key_type, amount_type, true, 1);
}

KPI_FUNCTION_BY_KEY_AND_AMOUNT(deal_revenue_moving_accum);

/* revenue_per_account_inverse(internal, account, amount, deal) -> internal */
static pg_attribute_always_inline Datum
deal_revenue_inverse(FunctionCallInfo fcinfo, KeyType key_type, AmountType amount_type)
{
	return moving_revenue(fcinfo, key_type, amount_type, true, -1);
}

KPI_FUNCTION_BY_KEY_AND_AMOUNT(deal_revenue_inverse);

/* revenue_per_account_moving_numeric_final(internal) -> numeric, and for double precision */
PG_FUNCTION_INFO_V1(revenue_moving_final);
Datum
revenue_moving_final(PG_FUNCTION_ARGS)
{
	const MovingRevenue *moving;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	moving = (const MovingRevenue *) PG_GETARG_POINTER(0);
	return money_sum_mean(fcinfo, moving_money_sum(&moving->money), key_multiset_size(moving->accounts),
						  moving->money.type);
}

/* ----------
 * sales_velocity(won, amount, opened, closed)
 *
 * The sum of the amounts won, and the total of their cycles.
 * ----------
 */

/* A row of sales_velocity enters the state, or with sign -1 leaves it. */
static pg_attribute_always_inline Datum
velocity_change(FunctionCallInfo fcinfo, DurationFunction cycle_of, int sign)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_VELOCITY, KEY_NONE, AMOUNT_NUMERIC);

	if (!PG_ARGISNULL(1) && PG_GETARG_BOOL(1))
	{
		if (!PG_ARGISNULL(3) && !PG_ARGISNULL(4))
		{
			CycleTotal *cycle = kpi_section(state, VELOCITY_CYCLE);
			int64		us = cycle_of(PG_GETARG_DATUM(3), PG_GETARG_DATUM(4));

			cycle_total_add(cycle, us, sign);
		}
		if (!PG_ARGISNULL(2))
			state = sign > 0 ? money_sum_add(state, VELOCITY_REVENUE, PG_GETARG_DATUM(2), AMOUNT_NUMERIC) :
				money_sum_remove(state, VELOCITY_REVENUE, PG_GETARG_DATUM(2), AMOUNT_NUMERIC);
	}
	if (state == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/* sales_velocity_accum(kpi_state, won, amount, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_velocity_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	return velocity_change(fcinfo, cycle_of, 1);
}

KPI_FUNCTION_BY_TIME(sales_velocity_accum);

/* sales_velocity_inverse(kpi_state, won, amount, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
sales_velocity_inverse(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	return velocity_change(fcinfo, cycle_of, -1);
}

KPI_FUNCTION_BY_TIME(sales_velocity_inverse);

/* sales_velocity_final(kpi_state) -> numeric */
PG_FUNCTION_INFO_V1(sales_velocity_final);
Datum
sales_velocity_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_VELOCITY);
	return money_sum_velocity(fcinfo, kpi_section(state, VELOCITY_REVENUE), kpi_section(state, VELOCITY_CYCLE));
}
