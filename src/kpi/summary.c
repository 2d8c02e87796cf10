/*
 * summary.c
 *		The deal summary: KPIs computed once, stored, merged and read everywhere.
 *		What it says is in summary_kpis.c, its text form in summary_text.c.
 *
 * A kpi_summary is the wire form of a state (walk.c): a version byte, then
 * counts, revenue, cycles and their distribution, the accounts.  It is the same
 * on every machine, so what is stored stays readable for ever.
 *
 * What makes a summary for the SQL of releases before form 2 makes it in form 1:
 * their SQL compares bytes.  Symbols that end in _2 are those of later SQL.
 */
#include "block/counts.h"
#include "block/cycle_total.h"
#include "block/deal_rows.h"
#include "block/durations.h"
#include "block/keyset.h"
#include "block/money_sum.h"
#include "block/sketch.h"
#include "kinds/function.h"
#include "kinds/stored.h"

/* ----------
 * kpi_summary(account, won, amount, opened, closed), rollup(kpi_summary), and summary + summary
 * ----------
 */

/* Let a row wait in the state's list, which is counted when it is full. */
static pg_attribute_always_inline KpiState *
let_row_wait(FunctionCallInfo fcinfo, KpiState *state, KeyType key_type, DurationFunction cycle_of)
{
	DealRows   *rows = kpi_section(state, SUMMARY_ROWS);
	uint64	   *row = rows->word + rows->count * (key_type == KEY_BIGINT ? 3 : 4);
	uint64		what = 0;

	kpi_prefetch_to_write(row);
	if (!PG_ARGISNULL(2))
		what = PG_GETARG_BOOL(2) ? DEAL_ROW_WON : DEAL_ROW_LOST;
	if (!PG_ARGISNULL(4) && !PG_ARGISNULL(5))
	{
		what |= DEAL_ROW_HAS_CYCLE;
		row[1] = (uint64) cycle_of(PG_GETARG_DATUM(4), PG_GETARG_DATUM(5));
	}
	if (!PG_ARGISNULL(1))
	{
		Key			key = key_from_datum(PG_GETARG_DATUM(1), key_type);

		what |= DEAL_ROW_HAS_ACCOUNT;
		row[2] = key.hi;
		if (key_type != KEY_BIGINT)
			row[3] = key.lo;
	}
	if ((what & DEAL_ROW_WON) && !PG_ARGISNULL(3))
	{
		AmountReader amount;
		int64		fixed;

		amount_read(&amount, PG_GETARG_DATUM(3), AMOUNT_NUMERIC);
		if (likely(amount_fixed(&amount, &fixed)))
			what |= (uint64) fixed << DEAL_ROW_AMOUNT_SHIFT | amount.scale << DEAL_ROW_SCALE_SHIFT | DEAL_ROW_HAS_AMOUNT;
		else
		{
			/* Counted at once: there is no room for it in a row.  What the row has already moves with the state. */
			state = money_sum_add(state, SUMMARY_REVENUE, PG_GETARG_DATUM(3), AMOUNT_NUMERIC);
			rows = kpi_section(state, SUMMARY_ROWS);
			row = rows->word + rows->count * deal_row_words(state);
		}
	}
	row[0] = what;
	return ++rows->count < rows->room ? state : deal_rows_count(state, SUMMARY_ROWS, &rows_of_summary);
}

/* kpi_summary_accum(kpi_state, account, won, amount, opened, closed) -> kpi_state */
static pg_attribute_always_inline Datum
kpi_summary_accum(FunctionCallInfo fcinfo, KeyType key_type, DurationFunction cycle_of)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_SUMMARY, key_type, AMOUNT_NUMERIC);
	int64	   *deals;
	bool		won;

	if (((DealRows *) kpi_section(state, SUMMARY_ROWS))->room > 0)
		PG_RETURN_POINTER(let_row_wait(fcinfo, state, key_type, cycle_of));
	deals = ((Counts *) kpi_section(state, SUMMARY_DEALS))->n;
	won = !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);

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
	if (VARSIZE(state) >= DEAL_ROWS_FROM_BYTES)
		state = deal_rows_begin(state, SUMMARY_ROWS);
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
summary_of_state(FunctionCallInfo fcinfo, KpiState *state, int form)
{
	/* Nobody could read its text. */
	if (!money_sum_fits_numeric(kpi_section(state, SUMMARY_REVENUE)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("revenue of a summary is out of range"),
				 errdetail("The sum of the amounts exceeds the range of type numeric.")));
	return kpi_stored(fcinfo, state, form);
}

/* kpi_summary_final(kpi_state) -> kpi_summary */
static Datum
kpi_summary_of_argument(FunctionCallInfo fcinfo, int form)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return summary_of_state(fcinfo, kpi_state_argument(fcinfo, KPI_SUMMARY), form);
}

KPI_FUNCTION(kpi_summary_final, kpi_summary_of_argument(fcinfo, WIRE_FORM_1));
KPI_FUNCTION(kpi_summary_final_2, kpi_summary_of_argument(fcinfo, WIRE_FORM_2));

/* rollup_accum(kpi_state, kpi_summary) -> kpi_state */
KPI_FUNCTION(rollup_accum, kpi_stored_rollup_accum(fcinfo, KPI_SUMMARY));

/* kpi_summary_plus(kpi_summary, kpi_summary) -> kpi_summary */
KPI_FUNCTION(kpi_summary_plus, summary_of_state(fcinfo, kpi_stored_merged(fcinfo, KPI_SUMMARY), WIRE_FORM_1));
KPI_FUNCTION(kpi_summary_plus_2, summary_of_state(fcinfo, kpi_stored_merged(fcinfo, KPI_SUMMARY), WIRE_FORM_2));

/* ----------
 * Input and output in binary
 * ----------
 */

/* kpi_summary_recv(internal) -> kpi_summary */
KPI_FUNCTION(kpi_summary_recv, kpi_stored_recv(fcinfo, KPI_SUMMARY));

/* kpi_summary_send(kpi_summary) -> bytea */
KPI_FUNCTION(kpi_summary_send, kpi_stored_send(fcinfo, KPI_SUMMARY));
