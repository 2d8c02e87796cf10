/*
 * revenue_retention.c
 *		Net and gross revenue retention: what is left, a period later, of the
 *		recurring revenue that there was.
 *
 * net = sum(closing) / sum(opening), gross = sum(least(opening, closing)) /
 * sum(opening), each over the accounts whose opening is above 0.  Both are made of
 * one state, and so is mrr_summary.  NULL is 0: no revenue.
 */
#include "block/moving_money.h"
#include "block/scales.h"
#include "kinds/function.h"

#include "utils/numeric.h"

static const AmountReader zero = {.type = AMOUNT_NUMERIC};

/* The lesser of two amounts, the first where they are equal. */
static inline const AmountReader *
lesser_amount(const AmountReader *a, const AmountReader *b)
{
	return amount_compare(b, a) < 0 ? b : a;
}

/* The amount of an argument, 0 for NULL. */
static inline AmountReader
amount_argument(FunctionCallInfo fcinfo, int argument)
{
	AmountReader amount = zero;

	if (!PG_ARGISNULL(argument))
		amount_read(&amount, PG_GETARG_DATUM(argument), AMOUNT_NUMERIC);
	return amount;
}

/* ----------
 * By row
 * ----------
 */

/* A row enters the state, or with sign -1 leaves it. */
static pg_attribute_always_inline Datum
revenue_retention_change(FunctionCallInfo fcinfo, int sign)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_REVENUE_RETENTION, KEY_NONE, AMOUNT_NUMERIC);
	AmountReader opening = amount_argument(fcinfo, 1);
	AmountReader closing = amount_argument(fcinfo, 2);
	const AmountReader *part[] = {
		[REVENUE_RETENTION_OPENING] = &opening,
		[REVENUE_RETENTION_CLOSING] = &closing,
		[REVENUE_RETENTION_LEAST] = lesser_amount(&opening, &closing),
	};

	if (!amount_is_positive(&opening))
		PG_RETURN_POINTER(state);
	for (int i = 0; i < lengthof(part) && state != NULL; i++)
		state = sign > 0 ? money_sum_add_difference(state, i, part[i], &zero, false) :
						   money_sum_remove_difference(state, i, part[i], &zero, false);
	if (state == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/* revenue_retention_accum(kpi_state, opening, closing) -> kpi_state, and its inverse */
KPI_FUNCTION(revenue_retention_accum, revenue_retention_change(fcinfo, 1));
KPI_FUNCTION(revenue_retention_inverse, revenue_retention_change(fcinfo, -1));

/* The final function of both. */
static Datum
revenue_retention_final(FunctionCallInfo fcinfo, int part)
{
	const KpiState *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_REVENUE_RETENTION);
	return money_sum_ratio(fcinfo, kpi_section(state, part), kpi_section(state, REVENUE_RETENTION_OPENING));
}

/* net_revenue_retention_final(kpi_state) -> numeric, and gross_revenue_retention_final */
KPI_FUNCTION(net_revenue_retention_final, revenue_retention_final(fcinfo, REVENUE_RETENTION_CLOSING));
KPI_FUNCTION(gross_revenue_retention_final, revenue_retention_final(fcinfo, REVENUE_RETENTION_LEAST));

/* ----------
 * By account
 * ----------
 */

/* revenue_retention_accum(kpi_state, account, opening, closing) -> kpi_state */
static pg_attribute_always_inline Datum
account_revenue_accum(FunctionCallInfo fcinfo, KeyType type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_ACCOUNT_REVENUE, type, AMOUNT_NUMERIC);
	Scales	   *scales = kpi_section(state, ACCOUNT_REVENUE_SCALES);
	AmountReader opening;
	AmountReader closing;
	Key			key;

	if (PG_ARGISNULL(1))
		PG_RETURN_POINTER(state);
	key = key_from_datum(PG_GETARG_DATUM(1), type);
	keyset_fetch(kpi_section(state, ACCOUNT_REVENUE_ACCOUNTS), key);
	opening = amount_argument(fcinfo, 2);
	closing = amount_argument(fcinfo, 3);
	scales_add(scales, REVENUE_RETENTION_ALL, &opening);
	scales_add(scales, REVENUE_RETENTION_ALL, &closing);
	if (amount_is_positive(&opening))
	{
		scales_add(scales, REVENUE_RETENTION_OPENING, &opening);
		scales_add(scales, REVENUE_RETENTION_CLOSING, &closing);
		scales_add(scales, REVENUE_RETENTION_LEAST, lesser_amount(&opening, &closing));
	}
	PG_RETURN_POINTER(keyed_amounts_add_pair(state, ACCOUNT_REVENUE_ACCOUNTS, &amounts_of_accounts, key, opening, closing));
}

KPI_FUNCTION_BY_KEY(account_revenue_accum);

/* A sum over the accounts of a state, in a scratch state, with the scale of its amounts. */
static const MoneySum *
finished_sum(KpiState *sum, const KpiState *state, int part)
{
	MoneySum   *result = kpi_section(sum, 0);

	result->scale = ((const Scales *) kpi_section(state, ACCOUNT_REVENUE_SCALES))->scale[part];
	return result;
}

/* The final function of both by account. */
static Datum
account_revenue_final(FunctionCallInfo fcinfo, int part)
{
	KpiState   *whole = money_sum_scratch();
	KpiState   *left = money_sum_scratch();
	const KpiState *state;
	AmountPairs account;
	const AmountReader *opening = &account.amount[0];
	const AmountReader *closing = &account.amount[1];

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_ACCOUNT_REVENUE);
	amount_pairs_open(&account, state, ACCOUNT_REVENUE_ACCOUNTS);
	while (amount_pairs_next(&account))
	{
		if (!amount_is_positive(opening))
			continue;
		whole = money_sum_add_difference(whole, 0, opening, &zero, false);
		left = money_sum_add_difference(left, 0, part == REVENUE_RETENTION_LEAST ? lesser_amount(opening, closing) : closing,
										&zero, false);
	}
	return money_sum_ratio(fcinfo, finished_sum(left, state, part), finished_sum(whole, state, REVENUE_RETENTION_OPENING));
}

/* net_revenue_retention_by_account_final(kpi_state) -> numeric, and gross_revenue_retention_by_account_final */
KPI_FUNCTION(net_revenue_retention_by_account_final, account_revenue_final(fcinfo, REVENUE_RETENTION_CLOSING));
KPI_FUNCTION(gross_revenue_retention_by_account_final, account_revenue_final(fcinfo, REVENUE_RETENTION_LEAST));

/* ----------
 * By account over moving window frames
 * ----------
 */

typedef struct MovingRevenue
{
	Datum		zero;			/* as numeric */
	MovingMoney openings;		/* of all accounts */
	MovingMoney other_closings; /* of accounts whose opening is not above 0 */
	MovingMoney part[REVENUE_RETENTION_LEAST + 1];	/* of the rest */
} MovingRevenue;

/* The moving state in argument 0, made at the first row. */
static MovingRevenue *
moving_revenue_argument(FunctionCallInfo fcinfo)
{
	MemoryContext context = kpi_moving_context(fcinfo);
	MemoryContext old;
	MovingRevenue *moving;

	if (!PG_ARGISNULL(0))
		return (MovingRevenue *) PG_GETARG_POINTER(0);
	moving = MemoryContextAlloc(context, sizeof(MovingRevenue));
	old = MemoryContextSwitchTo(context);
	moving->zero = NumericGetDatum(int64_to_numeric(0));
	MemoryContextSwitchTo(old);
	moving_money_init(&moving->openings, context, AMOUNT_NUMERIC, &amounts_of_accounts);
	moving_money_init(&moving->other_closings, context, AMOUNT_NUMERIC, &amounts_of_accounts);
	for (int i = 0; i < lengthof(moving->part); i++)
		moving_money_init(&moving->part[i], context, AMOUNT_NUMERIC, &amounts_of_accounts);
	return moving;
}

/* A row enters the frame, or with sign -1 leaves it. */
static pg_attribute_always_inline Datum
moving_account_revenue(FunctionCallInfo fcinfo, KeyType type, int sign)
{
	MovingRevenue *moving = moving_revenue_argument(fcinfo);
	AmountReader opening = amount_argument(fcinfo, 2);
	AmountReader closing = amount_argument(fcinfo, 3);
	Datum		opening_datum = PG_ARGISNULL(2) ? moving->zero : PG_GETARG_DATUM(2);
	Datum		closing_datum = PG_ARGISNULL(3) ? moving->zero : PG_GETARG_DATUM(3);
	const Datum part[] = {
		[REVENUE_RETENTION_OPENING] = opening_datum,
		[REVENUE_RETENTION_CLOSING] = closing_datum,
		[REVENUE_RETENTION_LEAST] = lesser_amount(&opening, &closing) == &opening ? opening_datum : closing_datum,
	};
	bool		known;
	Key			key;

	if (PG_ARGISNULL(1))
		PG_RETURN_POINTER(moving);
	key = key_from_datum(PG_GETARG_DATUM(1), type);
	known = moving_money_change_keyed(&moving->openings, key, opening_datum, AMOUNT_NUMERIC, sign);
	if (known && !amount_is_positive(&opening))
		known = moving_money_change_keyed(&moving->other_closings, key, closing_datum, AMOUNT_NUMERIC, sign);
	else
		for (int i = 0; i < lengthof(part) && known; i++)
			known = moving_money_change_keyed(&moving->part[i], key, part[i], AMOUNT_NUMERIC, sign);
	if (!known)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(moving);
}

/* revenue_retention_moving_accum(internal, account, opening, closing) -> internal */
static pg_attribute_always_inline Datum
account_revenue_moving_accum(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_account_revenue(fcinfo, type, 1);
}

KPI_FUNCTION_BY_KEY(account_revenue_moving_accum);

/* revenue_retention_inverse(internal, account, opening, closing) -> internal */
static pg_attribute_always_inline Datum
account_revenue_inverse(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_account_revenue(fcinfo, type, -1);
}

KPI_FUNCTION_BY_KEY(account_revenue_inverse);

/* The final function of both over moving window frames. */
static Datum
moving_retention_final(FunctionCallInfo fcinfo, int part)
{
	const MovingRevenue *moving;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	moving = (const MovingRevenue *) PG_GETARG_POINTER(0);
	return money_sum_ratio(fcinfo, moving_money_sum(&moving->part[part]),
						   moving_money_sum(&moving->part[REVENUE_RETENTION_OPENING]));
}

/* net_revenue_retention_moving_final(internal) -> numeric, and gross_revenue_retention_moving_final */
KPI_FUNCTION(net_revenue_retention_moving_final, moving_retention_final(fcinfo, REVENUE_RETENTION_CLOSING));
KPI_FUNCTION(gross_revenue_retention_moving_final, moving_retention_final(fcinfo, REVENUE_RETENTION_LEAST));
