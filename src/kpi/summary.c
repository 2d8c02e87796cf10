/*
 * summary.c
 *		The deal summary: KPIs computed once, stored, merged and read everywhere.
 *
 * A kpi_summary is the wire form of a state (walk.c): a version byte, then
 * counts, revenue, cycles and their distribution, the accounts.  It is the same
 * on every machine, so what is stored stays readable for ever.
 */
#include "block/counts.h"
#include "block/cycle_total.h"
#include "block/durations.h"
#include "block/fractions.h"
#include "block/keyset.h"
#include "block/money_sum.h"
#include "block/sketch.h"
#include "block/wilson.h"
#include "kinds/function.h"
#include "kinds/stored.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"

/* The checked contents of a summary, with the accounts only counted. */
static inline const KpiState *
summary_read(Datum datum)
{
	return kpi_stored_read(datum, KPI_SUMMARY, WIRE_CHECK);
}

/* ----------
 * kpi_summary(account, won, amount, opened, closed), rollup(kpi_summary), and summary + summary
 * ----------
 */

/* kpi_summary_accum(kpi_state, account, won, amount, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
kpi_summary_accum(FunctionCallInfo fcinfo, KeyType key_type, DurationFunction cycle_of)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_SUMMARY, key_type, AMOUNT_NUMERIC);
	int64	   *deals = ((Counts *) kpi_section(state, SUMMARY_DEALS))->n;
	bool		won = !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);

	deals[0]++;
	if (won)
		deals[1]++;
	else if (!PG_ARGISNULL(2))
		deals[2]++;
	if (!PG_ARGISNULL(4) && !PG_ARGISNULL(5))
	{
		int64		us = cycle_of(PG_GETARG_DATUM(4), PG_GETARG_DATUM(5));

		cycle_total_add(kpi_section(state, SUMMARY_CYCLE), us, 1);
		if (won)
			cycle_total_add(kpi_section(state, SUMMARY_WON_CYCLE), us, 1);
		state = sketch_add(state, SUMMARY_DISTRIBUTION, us);
	}
	if (won && !PG_ARGISNULL(3))
		state = money_sum_add(state, SUMMARY_REVENUE, PG_GETARG_DATUM(3), AMOUNT_NUMERIC);
	if (!PG_ARGISNULL(1))
		state = keyset_add(state, SUMMARY_ACCOUNTS, key_from_datum(PG_GETARG_DATUM(1), key_type), won);
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION(kpi_summary_accum_bigint_timestamp, kpi_summary_accum(fcinfo, KEY_BIGINT, timestamp_duration));
KPI_FUNCTION(kpi_summary_accum_bigint_date, kpi_summary_accum(fcinfo, KEY_BIGINT, date_duration));
KPI_FUNCTION(kpi_summary_accum_uuid_timestamp, kpi_summary_accum(fcinfo, KEY_UUID, timestamp_duration));
KPI_FUNCTION(kpi_summary_accum_uuid_date, kpi_summary_accum(fcinfo, KEY_UUID, date_duration));
KPI_FUNCTION(kpi_summary_accum_text_timestamp, kpi_summary_accum(fcinfo, KEY_TEXT, timestamp_duration));
KPI_FUNCTION(kpi_summary_accum_text_date, kpi_summary_accum(fcinfo, KEY_TEXT, date_duration));

/* The summary that a state makes. */
static Datum
summary_of_state(FunctionCallInfo fcinfo, KpiState *state)
{
	/* Nobody could read its text. */
	if (!money_sum_fits_numeric(kpi_section(state, SUMMARY_REVENUE)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("revenue of a summary is out of range"),
				 errdetail("The sum of the amounts exceeds the range of type numeric.")));
	return kpi_stored(fcinfo, state);
}

/* kpi_summary_final(kpi_state) -> kpi_summary */
PG_FUNCTION_INFO_V1(kpi_summary_final);
Datum
kpi_summary_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return summary_of_state(fcinfo, kpi_state_argument(fcinfo, KPI_SUMMARY));
}

/* rollup_accum(kpi_state, kpi_summary) -> kpi_state */
KPI_FUNCTION(rollup_accum, kpi_stored_rollup_accum(fcinfo, KPI_SUMMARY));

/* kpi_summary_plus(kpi_summary, kpi_summary) -> kpi_summary */
KPI_FUNCTION(kpi_summary_plus, summary_of_state(fcinfo, kpi_stored_merged(fcinfo, KPI_SUMMARY)));

/* ----------
 * Input and output in binary; the text form is in summary_text.c
 * ----------
 */

/* kpi_summary_recv(internal) -> kpi_summary */
KPI_FUNCTION(kpi_summary_recv, kpi_stored_recv(fcinfo, KPI_SUMMARY));

/* kpi_summary_send(kpi_summary) -> bytea */
KPI_FUNCTION(kpi_summary_send, kpi_stored_send(fcinfo, KPI_SUMMARY));

/* ----------
 * Accessors.  Each bears the name of its aggregate over rows.
 * ----------
 */

static inline int64
deals_of(const KpiState *summary, int n)
{
	return ((const Counts *) kpi_section(summary, SUMMARY_DEALS))->n[n];
}

/* opportunities(kpi_summary) -> bigint: all deals */
KPI_FUNCTION(kpi_summary_opportunities, Int64GetDatum(deals_of(summary_read(PG_GETARG_DATUM(0)), 0)));

/* won(kpi_summary) -> bigint */
KPI_FUNCTION(kpi_summary_won, Int64GetDatum(deals_of(summary_read(PG_GETARG_DATUM(0)), 1)));

/* lost(kpi_summary) -> bigint */
KPI_FUNCTION(kpi_summary_lost, Int64GetDatum(deals_of(summary_read(PG_GETARG_DATUM(0)), 2)));

/* open_deals(kpi_summary) -> bigint: neither won nor lost */
PG_FUNCTION_INFO_V1(kpi_summary_open_deals);
Datum
kpi_summary_open_deals(PG_FUNCTION_ARGS)
{
	const KpiState *summary = summary_read(PG_GETARG_DATUM(0));

	PG_RETURN_INT64(deals_of(summary, 0) - deals_of(summary, 1) - deals_of(summary, 2));
}

/* accounts(kpi_summary) -> bigint: distinct accounts */
PG_FUNCTION_INFO_V1(kpi_summary_accounts);
Datum
kpi_summary_accounts(PG_FUNCTION_ARGS)
{
	const KpiState *summary = summary_read(PG_GETARG_DATUM(0));

	PG_RETURN_INT64(((const KeySet *) kpi_section(summary, SUMMARY_ACCOUNTS))->count);
}

static inline int64
customers_of(const KpiState *summary)
{
	return ((const KeySet *) kpi_section(summary, SUMMARY_ACCOUNTS))->marked;
}

/* customers(kpi_summary) -> bigint: distinct accounts won */
KPI_FUNCTION(kpi_summary_customers, Int64GetDatum(customers_of(summary_read(PG_GETARG_DATUM(0)))));

/* revenue(kpi_summary) -> numeric: sum of the amounts won */
PG_FUNCTION_INFO_V1(kpi_summary_revenue);
Datum
kpi_summary_revenue(PG_FUNCTION_ARGS)
{
	const MoneySum *revenue = kpi_section(summary_read(PG_GETARG_DATUM(0)), SUMMARY_REVENUE);

	if (revenue->count == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(money_sum_numeric(revenue));
}

/* conversion_rate(kpi_summary) -> double precision: won over all */
PG_FUNCTION_INFO_V1(kpi_summary_conversion_rate);
Datum
kpi_summary_conversion_rate(PG_FUNCTION_ARGS)
{
	const KpiState *summary = summary_read(PG_GETARG_DATUM(0));

	return count_ratio(fcinfo, deals_of(summary, 1), deals_of(summary, 0));
}

/* win_rate(kpi_summary) -> double precision: won over won and lost */
PG_FUNCTION_INFO_V1(kpi_summary_win_rate);
Datum
kpi_summary_win_rate(PG_FUNCTION_ARGS)
{
	const KpiState *summary = summary_read(PG_GETARG_DATUM(0));

	return count_ratio(fcinfo, deals_of(summary, 1), deals_of(summary, 1) + deals_of(summary, 2));
}

/* win_rate_interval(kpi_summary, confidence) -> (lower, upper), NULLs if no deal is decided */
PG_FUNCTION_INFO_V1(kpi_summary_win_rate_interval);
Datum
kpi_summary_win_rate_interval(PG_FUNCTION_ARGS)
{
	const KpiState *summary = summary_read(PG_GETARG_DATUM(0));
	int64		won = deals_of(summary, 1);
	int64		decided = won + deals_of(summary, 2);
	double		lower = 0;
	double		upper = 0;
	Datum		values[2];
	bool		nulls[2] = {decided == 0, decided == 0};
	TupleDesc	tupdesc;

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	wilson_interval(won, Max(decided, 1), PG_GETARG_FLOAT8(1), &lower, &upper);
	values[0] = Float8GetDatum(lower);
	values[1] = Float8GetDatum(upper);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(tupdesc), values, nulls)));
}

/* opportunity_to_customer_ratio(kpi_summary) -> double precision: customers over all deals */
PG_FUNCTION_INFO_V1(kpi_summary_opportunity_to_customer_ratio);
Datum
kpi_summary_opportunity_to_customer_ratio(PG_FUNCTION_ARGS)
{
	const KpiState *summary = summary_read(PG_GETARG_DATUM(0));

	return count_ratio(fcinfo, customers_of(summary), deals_of(summary, 0));
}

/* revenue_per_account(kpi_summary) -> numeric: revenue over customers */
PG_FUNCTION_INFO_V1(kpi_summary_revenue_per_account);
Datum
kpi_summary_revenue_per_account(PG_FUNCTION_ARGS)
{
	const KpiState *summary = summary_read(PG_GETARG_DATUM(0));

	return money_sum_mean(fcinfo, kpi_section(summary, SUMMARY_REVENUE), customers_of(summary), AMOUNT_NUMERIC);
}

/* average_deal(kpi_summary) -> numeric: mean of the amounts won */
PG_FUNCTION_INFO_V1(kpi_summary_average_deal);
Datum
kpi_summary_average_deal(PG_FUNCTION_ARGS)
{
	const MoneySum *revenue = kpi_section(summary_read(PG_GETARG_DATUM(0)), SUMMARY_REVENUE);

	return money_sum_mean(fcinfo, revenue, revenue->count, AMOUNT_NUMERIC);
}

/* sales_cycle(kpi_summary) -> interval */
PG_FUNCTION_INFO_V1(kpi_summary_sales_cycle);
Datum
kpi_summary_sales_cycle(PG_FUNCTION_ARGS)
{
	const CycleTotal *cycle = kpi_section(summary_read(PG_GETARG_DATUM(0)), SUMMARY_CYCLE);

	if (cycle->count == 0)
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(cycle_total_mean(cycle));
}

/* A percentile of the cycles of a summary. */
static Datum
summary_percentile(FunctionCallInfo fcinfo, Datum summary, double fraction)
{
	const Sketch *sketch = kpi_section(summary_read(summary), SUMMARY_DISTRIBUTION);

	fraction = percentile_fraction(fraction);
	if (sketch->length == 0)
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(interval_from_microseconds(sketch_percentile(sketch, fraction)));
}

/* sales_cycle_percentile(fraction, kpi_summary) -> interval: within 1 % */
KPI_FUNCTION(kpi_summary_sales_cycle_percentile,
			 summary_percentile(fcinfo, PG_GETARG_DATUM(1), PG_GETARG_FLOAT8(0)));

/* sales_cycle_median(kpi_summary) -> interval: within 1 % */
KPI_FUNCTION(kpi_summary_sales_cycle_median, summary_percentile(fcinfo, PG_GETARG_DATUM(0), 0.5));

/* sales_velocity(kpi_summary) -> numeric: revenue a day */
PG_FUNCTION_INFO_V1(kpi_summary_sales_velocity);
Datum
kpi_summary_sales_velocity(PG_FUNCTION_ARGS)
{
	const KpiState *summary = summary_read(PG_GETARG_DATUM(0));

	return money_sum_velocity(fcinfo, kpi_section(summary, SUMMARY_REVENUE), kpi_section(summary, SUMMARY_WON_CYCLE));
}
