/*
 * summary_kpis.c
 *		What a summary says: each KPI by its accessor, which bears the name of the
 *		aggregate over rows, and all of them as rows or as columns.
 *
 * A KPI is computed in one place, a function of a summary that has been read,
 * for its accessor and for both reports.  As an SQL function does, it returns
 * NULL by fcinfo.
 */
#include "block/counts.h"
#include "block/cycle_total.h"
#include "block/durations.h"
#include "block/fractions.h"
#include "block/keyset.h"
#include "block/money_sum.h"
#include "block/rate_statistics.h"
#include "block/sketch.h"
#include "kinds/function.h"
#include "kinds/stored.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/numeric.h"

typedef Datum (*SummaryKpi)(FunctionCallInfo fcinfo, const KpiState *summary);

/* The accessor of a KPI. */
#define ACCESSOR(kpi) \
	KPI_FUNCTION(kpi_summary_##kpi, summary_##kpi(fcinfo, summary_read(PG_GETARG_DATUM(0))))

/* The checked contents of a summary, with the accounts only counted. */
static inline const KpiState *
summary_read(Datum datum)
{
	return kpi_stored_read(datum, KPI_SUMMARY, WIRE_CHECK);
}

static inline int64
deals_of(const KpiState *summary, int n)
{
	return ((const Counts *) kpi_section(summary, SUMMARY_DEALS))->n[n];
}

static inline int64
customers_of(const KpiState *summary)
{
	return ((const KeySet *) kpi_section(summary, SUMMARY_ACCOUNTS))->marked;
}

static inline const MoneySum *
revenue_of(const KpiState *summary)
{
	return kpi_section(summary, SUMMARY_REVENUE);
}

/* ----------
 * Counts
 * ----------
 */

/* opportunities(kpi_summary) -> bigint: all deals */
static Datum
summary_opportunities(FunctionCallInfo fcinfo, const KpiState *summary)
{
	PG_RETURN_INT64(deals_of(summary, 0));
}

ACCESSOR(opportunities);

/* won(kpi_summary) -> bigint */
static Datum
summary_won(FunctionCallInfo fcinfo, const KpiState *summary)
{
	PG_RETURN_INT64(deals_of(summary, 1));
}

ACCESSOR(won);

/* lost(kpi_summary) -> bigint */
static Datum
summary_lost(FunctionCallInfo fcinfo, const KpiState *summary)
{
	PG_RETURN_INT64(deals_of(summary, 2));
}

ACCESSOR(lost);

/* open_deals(kpi_summary) -> bigint: neither won nor lost */
static Datum
summary_open_deals(FunctionCallInfo fcinfo, const KpiState *summary)
{
	PG_RETURN_INT64(deals_of(summary, 0) - deals_of(summary, 1) - deals_of(summary, 2));
}

ACCESSOR(open_deals);

/* accounts(kpi_summary) -> bigint: distinct accounts */
static Datum
summary_accounts(FunctionCallInfo fcinfo, const KpiState *summary)
{
	PG_RETURN_INT64(((const KeySet *) kpi_section(summary, SUMMARY_ACCOUNTS))->count);
}

ACCESSOR(accounts);

/* customers(kpi_summary) -> bigint: distinct accounts won */
static Datum
summary_customers(FunctionCallInfo fcinfo, const KpiState *summary)
{
	PG_RETURN_INT64(customers_of(summary));
}

ACCESSOR(customers);

/* ----------
 * Rates
 * ----------
 */

/* conversion_rate(kpi_summary) -> double precision: won over all */
static Datum
summary_conversion_rate(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return count_ratio(fcinfo, deals_of(summary, 1), deals_of(summary, 0));
}

ACCESSOR(conversion_rate);

/* win_rate(kpi_summary) -> double precision: won over won and lost */
static Datum
summary_win_rate(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return count_ratio(fcinfo, deals_of(summary, 1), deals_of(summary, 1) + deals_of(summary, 2));
}

ACCESSOR(win_rate);

/* The bounds of the win rate, lower and upper; false if no deal is decided. */
static bool
win_rate_bounds(const KpiState *summary, double confidence, double *bounds)
{
	int64		won = deals_of(summary, 1);
	int64		decided = won + deals_of(summary, 2);

	wilson_interval(won, Max(decided, 1), confidence, &bounds[0], &bounds[1]);
	return decided > 0;
}

/* win_rate_interval(kpi_summary, confidence) -> (lower, upper), NULLs if no deal is decided */
PG_FUNCTION_INFO_V1(kpi_summary_win_rate_interval);
Datum
kpi_summary_win_rate_interval(PG_FUNCTION_ARGS)
{
	double		bounds[2];
	Datum		values[2];
	bool		nulls[2];

	nulls[0] = nulls[1] = !win_rate_bounds(summary_read(PG_GETARG_DATUM(0)), PG_GETARG_FLOAT8(1), bounds);
	values[0] = Float8GetDatum(bounds[0]);
	values[1] = Float8GetDatum(bounds[1]);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(kpi_row_type(fcinfo), values, nulls)));
}

/* One of the bounds for the reports, with the confidence that win_rate_interval has by default. */
static Datum
win_rate_bound(FunctionCallInfo fcinfo, const KpiState *summary, int n)
{
	double		bounds[2];

	if (!win_rate_bounds(summary, 0.95, bounds))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(bounds[n]);
}

static Datum
summary_win_rate_lower(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return win_rate_bound(fcinfo, summary, 0);
}

static Datum
summary_win_rate_upper(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return win_rate_bound(fcinfo, summary, 1);
}

/* opportunity_to_customer_ratio(kpi_summary) -> double precision: customers over all deals */
static Datum
summary_opportunity_to_customer_ratio(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return count_ratio(fcinfo, customers_of(summary), deals_of(summary, 0));
}

ACCESSOR(opportunity_to_customer_ratio);

/* ----------
 * Money
 * ----------
 */

/* revenue(kpi_summary) -> numeric: sum of the amounts won */
static Datum
summary_revenue(FunctionCallInfo fcinfo, const KpiState *summary)
{
	if (revenue_of(summary)->count == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(money_sum_numeric(revenue_of(summary)));
}

ACCESSOR(revenue);

/* revenue_per_account(kpi_summary) -> numeric: revenue over customers */
static Datum
summary_revenue_per_account(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return money_sum_mean(fcinfo, revenue_of(summary), customers_of(summary), AMOUNT_NUMERIC);
}

ACCESSOR(revenue_per_account);

/* average_deal(kpi_summary) -> numeric: mean of the amounts won */
static Datum
summary_average_deal(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return money_sum_mean(fcinfo, revenue_of(summary), revenue_of(summary)->count, AMOUNT_NUMERIC);
}

ACCESSOR(average_deal);

/* sales_velocity(kpi_summary) -> numeric: revenue a day */
static Datum
summary_sales_velocity(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return money_sum_velocity(fcinfo, revenue_of(summary), kpi_section(summary, SUMMARY_WON_CYCLE));
}

ACCESSOR(sales_velocity);

/* ----------
 * Time
 * ----------
 */

/* sales_cycle(kpi_summary) -> interval */
static Datum
summary_sales_cycle(FunctionCallInfo fcinfo, const KpiState *summary)
{
	const CycleTotal *cycle = kpi_section(summary, SUMMARY_CYCLE);

	if (cycle->count == 0)
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(cycle_total_mean(cycle));
}

ACCESSOR(sales_cycle);

/* A percentile of the cycles, within 1 %. */
static Datum
cycle_percentile(FunctionCallInfo fcinfo, const KpiState *summary, double fraction)
{
	const Sketch *sketch = kpi_section(summary, SUMMARY_DISTRIBUTION);

	fraction = percentile_fraction(fraction);
	if (sketch->length == 0)
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(interval_from_microseconds(sketch_percentile(sketch, fraction)));
}

/* sales_cycle_percentile(fraction, kpi_summary) -> interval */
KPI_FUNCTION(kpi_summary_sales_cycle_percentile,
			 cycle_percentile(fcinfo, summary_read(PG_GETARG_DATUM(1)), PG_GETARG_FLOAT8(0)));

/* sales_cycle_percentile(fractions, kpi_summary) -> interval[], of the shape of the fractions */
PG_FUNCTION_INFO_V1(kpi_summary_sales_cycle_percentiles);
Datum
kpi_summary_sales_cycle_percentiles(PG_FUNCTION_ARGS)
{
	ArrayType  *fractions = PG_GETARG_ARRAYTYPE_P(0);
	const KpiState *summary = summary_read(PG_GETARG_DATUM(1));
	Datum	   *values;
	bool	   *nulls;
	int			count;

	deconstruct_array(fractions, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &values, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		if (!nulls[i])
			values[i] = cycle_percentile(fcinfo, summary, DatumGetFloat8(values[i]));
		CHECK_FOR_INTERRUPTS();
	}
	if (((const Sketch *) kpi_section(summary, SUMMARY_DISTRIBUTION))->length == 0)
		PG_RETURN_NULL();
	PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, ARR_NDIM(fractions), ARR_DIMS(fractions),
											 ARR_LBOUND(fractions), INTERVALOID, sizeof(Interval), false,
											 TYPALIGN_DOUBLE));
}

/* sales_cycle_median(kpi_summary) -> interval */
static Datum
summary_sales_cycle_median(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return cycle_percentile(fcinfo, summary, 0.5);
}

ACCESSOR(sales_cycle_median);

static Datum
summary_sales_cycle_p90(FunctionCallInfo fcinfo, const KpiState *summary)
{
	return cycle_percentile(fcinfo, summary, 0.9);
}

/* ----------
 * Reports
 * ----------
 */

/* What a KPI is, as its function returns it. */
typedef enum ResultType
{
	COUNT,						/* bigint */
	RATE,						/* double precision */
	SUM,						/* numeric with the scale of the amounts */
	MONEY,						/* numeric with more digits */
	DURATION					/* interval */
} ResultType;

/* The rows of kpi_report, and the columns of kpi_columns, in order. */
static const struct
{
	const char *name;
	SummaryKpi	value;
	ResultType	type;
	const char *unit;
} report[] = {
	{"opportunities", summary_opportunities, COUNT, "deals"},
	{"won", summary_won, COUNT, "deals"},
	{"lost", summary_lost, COUNT, "deals"},
	{"open_deals", summary_open_deals, COUNT, "deals"},
	{"accounts", summary_accounts, COUNT, "accounts"},
	{"customers", summary_customers, COUNT, "accounts"},
	{"revenue", summary_revenue, SUM, "currency"},
	{"conversion_rate", summary_conversion_rate, RATE, "ratio"},
	{"win_rate", summary_win_rate, RATE, "ratio"},
	{"win_rate_lower", summary_win_rate_lower, RATE, "ratio"},
	{"win_rate_upper", summary_win_rate_upper, RATE, "ratio"},
	{"opportunity_to_customer_ratio", summary_opportunity_to_customer_ratio, RATE, "ratio"},
	{"revenue_per_account", summary_revenue_per_account, MONEY, "currency"},
	{"average_deal", summary_average_deal, MONEY, "currency"},
	{"sales_cycle", summary_sales_cycle, DURATION, "days"},
	{"sales_cycle_median", summary_sales_cycle_median, DURATION, "days"},
	{"sales_cycle_p90", summary_sales_cycle_p90, DURATION, "days"},
	{"sales_velocity", summary_sales_velocity, MONEY, "currency/day"},
};

#define REPORT_LENGTH lengthof(report)

/* As interval_days. */
static Datum
interval_in_days(Datum interval)
{
	double		seconds = DatumGetFloat8(DirectFunctionCall2(interval_part,
															 PointerGetDatum(cstring_to_text("epoch")), interval));

	return Float8GetDatum(seconds / SECS_PER_DAY);
}

/* All KPIs of the summary in argument 0, which is read once; durations in days. */
static const KpiState *
report_values(FunctionCallInfo fcinfo, Datum *values, bool *nulls)
{
	const KpiState *summary = summary_read(PG_GETARG_DATUM(0));

	for (int i = 0; i < REPORT_LENGTH; i++)
	{
		values[i] = report[i].value(fcinfo, summary);
		nulls[i] = fcinfo->isnull;
		fcinfo->isnull = false;
		if (!nulls[i] && report[i].type == DURATION)
			values[i] = interval_in_days(values[i]);
	}
	return summary;
}

/* What kpi_report keeps between its rows. */
typedef struct Report
{
	Datum		values[REPORT_LENGTH];	/* numeric */
	bool		nulls[REPORT_LENGTH];
} Report;

/* kpi_report(kpi_summary) -> (kpi, value, unit), a row for each KPI */
PG_FUNCTION_INFO_V1(kpi_report);
Datum
kpi_report(PG_FUNCTION_ARGS)
{
	FuncCallContext *context;
	Report	   *kept;
	int			n;
	Datum		values[3];
	bool		nulls[3] = {false, false, false};

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old;

		context = kpi_report_begin(fcinfo);
		context->user_fctx = kept = MemoryContextAlloc(context->multi_call_memory_ctx, sizeof(Report));
		(void) report_values(fcinfo, kept->values, kept->nulls);
		old = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		for (int i = 0; i < REPORT_LENGTH; i++)
		{
			ResultType	type = report[i].type;

			if (kept->nulls[i])
				continue;
			if (type == COUNT)
				kept->values[i] = NumericGetDatum(int64_to_numeric(DatumGetInt64(kept->values[i])));
			else if (type == RATE || type == DURATION)
				kept->values[i] = DirectFunctionCall1(float8_numeric, kept->values[i]);
			else
				kept->values[i] = datumCopy(kept->values[i], false, -1);
		}
		MemoryContextSwitchTo(old);
	}
	context = SRF_PERCALL_SETUP();
	kept = context->user_fctx;
	n = context->call_cntr;
	if (n >= REPORT_LENGTH)
		SRF_RETURN_DONE(context);
	values[0] = CStringGetTextDatum(report[n].name);
	values[1] = kept->values[n];
	nulls[1] = kept->nulls[n];
	values[2] = CStringGetTextDatum(report[n].unit);
	SRF_RETURN_NEXT(context, HeapTupleGetDatum(heap_form_tuple(context->tuple_desc, values, nulls)));
}

/* kpi_columns(kpi_summary) -> one row with a column for each KPI, money with the scale of the amounts */
PG_FUNCTION_INFO_V1(kpi_columns);
Datum
kpi_columns(PG_FUNCTION_ARGS)
{
	FuncCallContext *context;
	Datum		values[REPORT_LENGTH];
	bool		nulls[REPORT_LENGTH];
	Datum		scale;

	if (SRF_IS_FIRSTCALL())
		kpi_report_begin(fcinfo);
	context = SRF_PERCALL_SETUP();
	if (context->call_cntr > 0)
		SRF_RETURN_DONE(context);
	scale = Int32GetDatum(revenue_of(report_values(fcinfo, values, nulls))->scale);
	for (int i = 0; i < REPORT_LENGTH; i++)
		if (!nulls[i] && report[i].type == MONEY)
			values[i] = DirectFunctionCall2(numeric_round, values[i], scale);
	SRF_RETURN_NEXT(context, HeapTupleGetDatum(heap_form_tuple(context->tuple_desc, values, nulls)));
}
