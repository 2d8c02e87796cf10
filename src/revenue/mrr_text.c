/*
 * mrr_text.c
 *		The text form of a mrr_summary: JSON, readable, and item by item what the
 *		stored bytes say, so that it loads back to the same bytes.
 *
 *	{"version": 1, "opening": {"mrr": 300.00, "accounts": 3},
 *	 "expansion": {"mrr": 20.00, "accounts": 1}, "contraction": {"mrr": 0.00, "accounts": 0},
 *	 "churned": {"mrr": 100.00, "accounts": 1},
 *	 "others": {"mrr": 0.00, "accounts": 2}, "new": {"mrr": 50.00, "accounts": 1}}
 *
 * "opening" are the accounts whose opening is above 0, "others" the rest.
 */
#include "block/counts.h"
#include "block/money_sum.h"
#include "kinds/function.h"
#include "kinds/json_text.h"
#include "kinds/stored.h"

#define TYPE "mrr_summary"

static const char *const names[] = {
	[MRR_OPENING] = "opening",
	[MRR_EXPANSION] = "expansion",
	[MRR_CONTRACTION] = "contraction",
	[MRR_CHURNED] = "churned",
	[MRR_OTHER_OPENING] = "others",
	[MRR_NEW] = "new",
};

/*
 * mrr_summary_out(mrr_summary) -> cstring
 */
PG_FUNCTION_INFO_V1(mrr_summary_out);
Datum
mrr_summary_out(PG_FUNCTION_ARGS)
{
	const KpiState *mrr = kpi_stored_read(PG_GETARG_DATUM(0), KPI_MRR_SUMMARY, WIRE_KEEP);
	const int64 *others = ((const Counts *) kpi_section(mrr, MRR_OTHERS))->n;
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "{\"version\": %d", mrr->version);
	for (int i = MRR_OPENING; i <= MRR_NEW; i++)
	{
		const MoneySum *sum = kpi_section(mrr, i);

		appendStringInfo(&out, ", \"%s\": {\"mrr\": %s, \"accounts\": " INT64_FORMAT "}", names[i], money_sum_text(sum),
						 i == MRR_NEW ? others[1] : sum->count);
	}
	appendStringInfoChar(&out, '}');
	PG_RETURN_CSTRING(out.data);
}

/*
 * mrr_summary_in(cstring) -> mrr_summary
 *
 * The JSON is put into bytes, and these are checked as any others.
 */
PG_FUNCTION_INFO_V1(mrr_summary_in);
Datum
mrr_summary_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *root = &json_document(TYPE, PG_GETARG_DATUM(0), 7)->root;
	JsonbContainer *object[MRR_NEW + 1];
	int64		accounts[MRR_NEW + 1];
	StringInfoData buf;
	bytea	   *result;

	for (int i = MRR_OPENING; i <= MRR_NEW; i++)
	{
		object[i] = json_container(TYPE, root, names[i], false, 2);
		accounts[i] = json_integer_member(TYPE, object[i], "accounts");
	}
	pq_begintypsend(&buf);
	pq_sendint8(&buf, KPI_STATE_VERSION);
	pq_sendint8(&buf, KPI_MRR_SUMMARY);
	pq_sendint8(&buf, KEY_NONE);
	pq_sendint8(&buf, AMOUNT_NUMERIC);
	pq_sendint64(&buf, accounts[MRR_OTHER_OPENING]);
	pq_sendint64(&buf, accounts[MRR_NEW]);
	for (int i = MRR_OPENING; i <= MRR_NEW; i++)
	{
		Datum		amount = NumericGetDatum(json_member(TYPE, object[i], "mrr", jbvNumeric)->val.numeric);
		KpiState   *scratch = money_sum_add(money_sum_scratch(), 0, amount, AMOUNT_NUMERIC);
		MoneySum   *sum = kpi_section(scratch, 0);

		sum->count = accounts[i == MRR_NEW ? MRR_OTHER_OPENING : i];
		money_sum_send(&buf, sum, AMOUNT_NUMERIC);
	}
	result = pq_endtypsend(&buf);
	(void) kpi_stored_read(PointerGetDatum(result), KPI_MRR_SUMMARY, WIRE_CHECK);
	PG_RETURN_BYTEA_P(result);
}
