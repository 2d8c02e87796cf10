/*
 * mrr_summary.c
 *		How recurring revenue moved between two periods: new, expansion,
 *		contraction, churned.
 *
 * While rows come the state has each account's amounts (revenue_retention.c).  A
 * mrr_summary is the wire form of another kind of state (walk.c): sums over the
 * accounts, each with their number, and no keys.  A change is in one sum alone, so
 *
 *		opening + new + expansion - contraction - churned = closing
 *
 * is exact, and closing needs no sum of its own.
 */
#include "block/counts.h"
#include "block/scales.h"
#include "kinds/function.h"
#include "kinds/stored.h"

#include "utils/builtins.h"
#include "utils/numeric.h"

/* ----------
 * mrr_summary(account, opening, closing), rollup(mrr_summary), and mrr_summary + mrr_summary
 * ----------
 */

static const AmountReader zero = {.type = AMOUNT_NUMERIC};

/* Where there is no number the changes would not add up. */
static inline void
check_finite(const AmountReader *amount)
{
	static const char *const names[] = {[AMOUNT_NAN] = "NaN", [AMOUNT_PINF] = "Infinity", [AMOUNT_NINF] = "-Infinity"};

	if (unlikely(amount->special != AMOUNT_FINITE))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("amounts of a mrr_summary must be finite, not %s", names[amount->special]),
				 errhint("Leave out such rows, or give NULL for no revenue.")));
}

/* Add an account. */
static KpiState *
add_account(KpiState *mrr, const AmountReader *opening, const AmountReader *closing)
{
	int			change = amount_compare(closing, opening);
	int64	   *others;

	check_finite(opening);
	check_finite(closing);
	if (amount_is_positive(opening))
	{
		mrr = money_sum_add_difference(mrr, MRR_OPENING, opening, &zero, false);
		if (!amount_is_positive(closing))
			return money_sum_add_difference(mrr, MRR_CHURNED, opening, closing, false);
		if (change < 0)
			return money_sum_add_difference(mrr, MRR_CONTRACTION, opening, closing, false);
		return change > 0 ? money_sum_add_difference(mrr, MRR_EXPANSION, closing, opening, false) : mrr;
	}
	others = ((Counts *) kpi_section(mrr, MRR_OTHERS))->n;
	others[0]++;
	others[1] += amount_is_positive(closing);
	mrr = money_sum_add_difference(mrr, MRR_OTHER_OPENING, opening, &zero, false);
	return money_sum_add_difference(mrr, MRR_NEW, closing, opening, false);
}

/* The sums over the accounts in a state, all with the scale of the amount that has the most decimal places. */
static KpiState *
mrr_of_accounts(const KpiState *state)
{
	KpiState   *mrr = kpi_state_new(KPI_MRR_SUMMARY, KEY_NONE, AMOUNT_NUMERIC);
	const Scales *scales = kpi_section(state, ACCOUNT_REVENUE_SCALES);
	AmountPairs account;

	amount_pairs_open(&account, state, ACCOUNT_REVENUE_ACCOUNTS);
	while (amount_pairs_next(&account))
		mrr = add_account(mrr, &account.amount[0], &account.amount[1]);
	for (int i = MRR_OPENING; i <= MRR_NEW; i++)
		((MoneySum *) kpi_section(mrr, i))->scale = scales->scale[REVENUE_RETENTION_ALL];
	return mrr;
}

/* The mrr_summary that a state makes. */
static Datum
summary_of_state(FunctionCallInfo fcinfo, KpiState *mrr)
{
	/* Nobody could read its text. */
	for (int i = MRR_OPENING; i <= MRR_NEW; i++)
		if (!money_sum_fits_numeric(kpi_section(mrr, i)))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("sum of a mrr_summary is out of range"),
					 errdetail("The sum of the amounts exceeds the range of type numeric.")));
	return kpi_stored(fcinfo, mrr, WIRE_FORM_1);
}

/* mrr_summary_final(kpi_state) -> mrr_summary, of accounts or of mrr_summaries */
PG_FUNCTION_INFO_V1(mrr_summary_final);
Datum
mrr_summary_final(PG_FUNCTION_ARGS)
{
	KpiState   *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, 0);
	if (state->kind == KPI_ACCOUNT_REVENUE)
		state = mrr_of_accounts(state);
	wire_check(state->kind == KPI_MRR_SUMMARY, "it belongs to another KPI");
	return summary_of_state(fcinfo, state);
}

/* rollup_accum(kpi_state, mrr_summary) -> kpi_state */
KPI_FUNCTION(rollup_mrr_accum, kpi_stored_rollup_accum(fcinfo, KPI_MRR_SUMMARY));

/* mrr_summary_plus(mrr_summary, mrr_summary) -> mrr_summary */
KPI_FUNCTION(mrr_summary_plus, summary_of_state(fcinfo, kpi_stored_merged(fcinfo, KPI_MRR_SUMMARY)));

/* mrr_summary_recv(internal) -> mrr_summary */
KPI_FUNCTION(mrr_summary_recv, kpi_stored_recv(fcinfo, KPI_MRR_SUMMARY));

/* mrr_summary_send(mrr_summary) -> bytea */
KPI_FUNCTION(mrr_summary_send, kpi_stored_send(fcinfo, KPI_MRR_SUMMARY));

/* ----------
 * Accessors
 * ----------
 */

/* The checked contents of the argument. */
static const KpiState *
mrr_argument(FunctionCallInfo fcinfo)
{
	return kpi_stored_read(PG_GETARG_DATUM(0), KPI_MRR_SUMMARY, WIRE_KEEP);
}

static Datum
sum_of(const KpiState *mrr, int section)
{
	return money_sum_numeric(kpi_section(mrr, section));
}

/* The number of accounts in a sum. */
static int64
accounts_of(const KpiState *mrr, int section)
{
	return section == MRR_NEW ? ((const Counts *) kpi_section(mrr, MRR_OTHERS))->n[1] :
								((const MoneySum *) kpi_section(mrr, section))->count;
}

/* An amount less what was lost of it. */
static Datum
less_lost(const KpiState *mrr, Datum amount)
{
	amount = DirectFunctionCall2(numeric_sub, amount, sum_of(mrr, MRR_CONTRACTION));
	return DirectFunctionCall2(numeric_sub, amount, sum_of(mrr, MRR_CHURNED));
}

/* What is left of the accounts with an opening above 0, without their expansion. */
static Datum
mrr_gross(const KpiState *mrr)
{
	return less_lost(mrr, sum_of(mrr, MRR_OPENING));
}

/* What is left of them. */
static Datum
mrr_net(const KpiState *mrr)
{
	return less_lost(mrr, DirectFunctionCall2(numeric_add, sum_of(mrr, MRR_OPENING), sum_of(mrr, MRR_EXPANSION)));
}

static Datum
mrr_opening(const KpiState *mrr)
{
	return DirectFunctionCall2(numeric_add, sum_of(mrr, MRR_OPENING), sum_of(mrr, MRR_OTHER_OPENING));
}

static Datum
mrr_closing(const KpiState *mrr)
{
	Datum		other = DirectFunctionCall2(numeric_add, sum_of(mrr, MRR_OTHER_OPENING), sum_of(mrr, MRR_NEW));

	return DirectFunctionCall2(numeric_add, mrr_net(mrr), other);
}

/* opening_mrr(mrr_summary) -> numeric, and closing_mrr */
KPI_FUNCTION(mrr_summary_opening_mrr, mrr_opening(mrr_argument(fcinfo)));
KPI_FUNCTION(mrr_summary_closing_mrr, mrr_closing(mrr_argument(fcinfo)));

/* new_mrr(mrr_summary) -> numeric, and the other changes */
KPI_FUNCTION(mrr_summary_new_mrr, sum_of(mrr_argument(fcinfo), MRR_NEW));
KPI_FUNCTION(mrr_summary_expansion_mrr, sum_of(mrr_argument(fcinfo), MRR_EXPANSION));
KPI_FUNCTION(mrr_summary_contraction_mrr, sum_of(mrr_argument(fcinfo), MRR_CONTRACTION));
KPI_FUNCTION(mrr_summary_churned_mrr, sum_of(mrr_argument(fcinfo), MRR_CHURNED));

/* What is left over what there was, NULL if that is nothing. */
static Datum
retention_of_summary(FunctionCallInfo fcinfo, Datum (*left)(const KpiState *mrr))
{
	const KpiState *mrr = mrr_argument(fcinfo);
	Datum		whole = sum_of(mrr, MRR_OPENING);

	if (DatumGetBool(DirectFunctionCall2(numeric_eq, whole, NumericGetDatum(int64_to_numeric(0)))))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_div, left(mrr), whole));
}

/* net_revenue_retention(mrr_summary) -> numeric, and gross_revenue_retention */
KPI_FUNCTION(mrr_summary_net_revenue_retention, retention_of_summary(fcinfo, mrr_net));
KPI_FUNCTION(mrr_summary_gross_revenue_retention, retention_of_summary(fcinfo, mrr_gross));

/* customer_retention(mrr_summary) -> double precision */
PG_FUNCTION_INFO_V1(mrr_summary_customer_retention);
Datum
mrr_summary_customer_retention(PG_FUNCTION_ARGS)
{
	const KpiState *mrr = mrr_argument(fcinfo);
	int64		customers = accounts_of(mrr, MRR_OPENING);

	return count_ratio(fcinfo, customers - accounts_of(mrr, MRR_CHURNED), customers);
}

/* ----------
 * mrr_report(mrr_summary)
 * ----------
 */

/* mrr_report(mrr_summary) -> (change, accounts, amount) */
PG_FUNCTION_INFO_V1(mrr_report);
Datum
mrr_report(PG_FUNCTION_ARGS)
{
	static const struct
	{
		const char *change;
		int			section;
	} rows[] = {
		{"opening", MRR_OPENING},
		{"new", MRR_NEW},
		{"expansion", MRR_EXPANSION},
		{"contraction", MRR_CONTRACTION},
		{"churned", MRR_CHURNED},
		{"closing", 0},
	};
	FuncCallContext *context;
	const KpiState *mrr;
	int			section;
	Datum		values[3];
	bool		nulls[3] = {false};

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old;

		context = kpi_report_begin(fcinfo);
		old = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		context->user_fctx = unconstify(KpiState *, mrr_argument(fcinfo));
		MemoryContextSwitchTo(old);
	}
	context = SRF_PERCALL_SETUP();
	if (context->call_cntr >= lengthof(rows))
		SRF_RETURN_DONE(context);
	mrr = context->user_fctx;
	section = rows[context->call_cntr].section;
	values[0] = CStringGetTextDatum(rows[context->call_cntr].change);
	if (section == 0)
	{
		values[1] = Int64GetDatum(kpi_add_counts(accounts_of(mrr, MRR_OPENING), accounts_of(mrr, MRR_NEW)) -
								  accounts_of(mrr, MRR_CHURNED));
		values[2] = mrr_closing(mrr);
	}
	else
	{
		values[1] = Int64GetDatum(accounts_of(mrr, section));
		values[2] = section == MRR_OPENING ? mrr_opening(mrr) : sum_of(mrr, section);
	}
	SRF_RETURN_NEXT(context, HeapTupleGetDatum(heap_form_tuple(context->tuple_desc, values, nulls)));
}
