/*
 * summary_text.c
 *		The text form of a summary: JSON, readable, and item by item what the
 *		stored bytes say, so that it loads back to the same bytes.
 *
 *	{"version": 1, "keys": "bigint",
 *	 "opportunities": 3, "won": 2, "lost": 1,
 *	 "revenue": {"sum": 150.00, "count": 2, "NaN": 0, "Infinity": 0, "-Infinity": 0},
 *	 "cycle": {"microseconds": 432000000000, "count": 2},
 *	 "won_cycle": {"microseconds": 172800000000, "count": 1},
 *	 "cycles": {"min": 172800000000, "max": 259200000000,
 *	            "histogram": [[173946175488, 1], [259845521408, 1]]},
 *	 "accounts": ["2f08a6c41e5d90b7+", "9c1a33d0487be652"]}
 *
 * The histogram lists the middle of each bucket with its count.  An account is
 * its key in hexadecimal, followed by + if it was won.
 */
#include "block/counts.h"
#include "block/cycle_total.h"
#include "block/keyset.h"
#include "block/money_sum.h"
#include "kinds/function.h"
#include "kinds/json_text.h"
#include "kinds/stored.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#define TYPE "kpi_summary"

static const char *const key_type_names[] = {"", "bigint", "uuid", "text"};

/* ----------
 * Output
 * ----------
 */

/* The keys as they are in form 1; they have been checked. */
static void
write_accounts(StringInfo out, StringInfo in, int key_size)
{
	uint32		count = wire_get(in, 4);
	const char *keys = in->data + in->cursor;
	const char *marks = keys + (Size) count * key_size;

	appendStringInfoString(out, "\"accounts\": [");
	for (uint32 i = 0; i < count; i++)
	{
		appendStringInfoString(out, i > 0 ? ", \"" : "\"");
		enlargeStringInfo(out, key_size * 2);
		out->len += hex_encode(keys + (Size) i * key_size, key_size, out->data + out->len);
		appendStringInfoString(out, marks[i / 8] >> i % 8 & 1 ? "+\"" : "\"");
		CHECK_FOR_INTERRUPTS();
	}
	appendStringInfoString(out, "]");
}

/*
 * kpi_summary_out(kpi_summary) -> cstring
 */
PG_FUNCTION_INFO_V1(kpi_summary_out);
Datum
kpi_summary_out(PG_FUNCTION_ARGS)
{
	StringInfoData in;
	StringInfoData out;
	int			starts[KPI_MAX_SECTIONS + 1];
	const KpiState *state;
	const int64 *deals;
	const MoneySum *revenue;

	wire_open(&in, kpi_stored_as(PG_GETARG_DATUM(0), WIRE_FORM_1));
	state = kpi_state_read(&in, KPI_SUMMARY, WIRE_CHECK, starts);
	deals = ((const Counts *) kpi_section(state, SUMMARY_DEALS))->n;
	revenue = kpi_section(state, SUMMARY_REVENUE);
	initStringInfo(&out);
	appendStringInfo(&out, "{\"version\": %d, \"keys\": \"%s\", ", state->version, key_type_names[state->key_type]);
	appendStringInfo(&out, "\"opportunities\": " INT64_FORMAT ", \"won\": " INT64_FORMAT ", \"lost\": " INT64_FORMAT ", ",
					 deals[0], deals[1], deals[2]);
	appendStringInfo(&out, "\"revenue\": {\"sum\": %s, \"count\": " INT64_FORMAT ", \"NaN\": " INT64_FORMAT ", ",
					 money_sum_text(revenue), revenue->count, revenue->nan);
	appendStringInfo(&out, "\"Infinity\": " INT64_FORMAT ", \"-Infinity\": " INT64_FORMAT "}, ",
					 revenue->pinf, revenue->ninf);
	json_write_cycle(&out, "cycle", kpi_section(state, SUMMARY_CYCLE));
	json_write_cycle(&out, "won_cycle", kpi_section(state, SUMMARY_WON_CYCLE));
	appendStringInfoString(&out, "\"cycles\": {");
	json_write_sketch(&out, kpi_section(state, SUMMARY_DISTRIBUTION));
	appendStringInfoString(&out, "}, ");
	in.cursor = starts[SUMMARY_ACCOUNTS];
	write_accounts(&out, &in, state->key_type == KEY_BIGINT ? 8 : 16);
	appendStringInfoChar(&out, '}');
	PG_RETURN_CSTRING(out.data);
}

/* ----------
 * Input: the JSON is put into bytes of form 1, and these are checked as any others
 * ----------
 */

static void
read_revenue(StringInfo buf, JsonbContainer *revenue)
{
	KpiState   *scratch = money_sum_scratch();
	MoneySum   *sum;

	scratch = money_sum_add(scratch, 0, NumericGetDatum(json_member(TYPE, revenue, "sum", jbvNumeric)->val.numeric),
							AMOUNT_NUMERIC);
	sum = kpi_section(scratch, 0);
	sum->count = json_integer_member(TYPE, revenue, "count");
	sum->nan = json_integer_member(TYPE, revenue, "NaN");
	sum->pinf = json_integer_member(TYPE, revenue, "Infinity");
	sum->ninf = json_integer_member(TYPE, revenue, "-Infinity");
	money_sum_send(buf, sum, AMOUNT_NUMERIC);
}

static void
read_accounts(StringInfo buf, JsonbContainer *accounts, int key_size)
{
	uint32		count = JsonContainerSize(accounts);
	uint8	   *marks = palloc0(count / 8 + 1);
	JsonbIterator *iterator = JsonbIteratorInit(accounts);
	JsonbValue	value;

	pq_sendint32(buf, count);
	(void) JsonbIteratorNext(&iterator, &value, true);
	for (uint32 i = 0; JsonbIteratorNext(&iterator, &value, true) == WJB_ELEM; i++)
	{
		const char *digits = value.val.string.val;
		bool		ok = value.type == jbvString && value.val.string.len >= key_size * 2;
		bool		won = ok && value.val.string.len == key_size * 2 + 1 && digits[key_size * 2] == '+';

		for (int j = 0; ok && j < key_size * 2; j++)
			ok = strchr("0123456789abcdef", digits[j]) != NULL && digits[j] != '\0';
		if (!ok || value.val.string.len != key_size * 2 + won)
			json_invalid(TYPE, "is not a list of keys", "accounts");
		enlargeStringInfo(buf, key_size);
		buf->len += hex_decode(digits, key_size * 2, buf->data + buf->len);
		marks[i / 8] |= won << i % 8;
		CHECK_FOR_INTERRUPTS();
	}
	appendBinaryStringInfo(buf, (char *) marks, (count + 7) / 8);
}

/*
 * kpi_summary_in(cstring) -> kpi_summary
 */
PG_FUNCTION_INFO_V1(kpi_summary_in);
Datum
kpi_summary_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *root = &json_document(TYPE, PG_GETARG_DATUM(0), 10)->root;
	const JsonbValue *keys;
	int			key_type = KEY_NONE;
	StringInfoData buf;
	bytea	   *result;

	keys = json_member(TYPE, root, "keys", jbvString);
	for (int i = KEY_BIGINT; i <= KEY_TEXT; i++)
		if (keys->val.string.len == strlen(key_type_names[i]) &&
			memcmp(keys->val.string.val, key_type_names[i], keys->val.string.len) == 0)
			key_type = i;
	if (key_type == KEY_NONE)
		json_invalid(TYPE, "is none of bigint, uuid, text", "keys");

	pq_begintypsend(&buf);
	pq_sendint8(&buf, KPI_STATE_VERSION);
	pq_sendint8(&buf, KPI_SUMMARY);
	pq_sendint8(&buf, key_type);
	pq_sendint8(&buf, AMOUNT_NUMERIC);
	pq_sendint64(&buf, json_integer_member(TYPE, root, "opportunities"));
	pq_sendint64(&buf, json_integer_member(TYPE, root, "won"));
	pq_sendint64(&buf, json_integer_member(TYPE, root, "lost"));
	read_revenue(&buf, json_container(TYPE, root, "revenue", false, 5));
	json_read_cycle(TYPE, &buf, root, "cycle");
	json_read_cycle(TYPE, &buf, root, "won_cycle");
	json_read_sketch(TYPE, &buf, json_container(TYPE, root, "cycles", false, 3));
	read_accounts(&buf, json_container(TYPE, root, "accounts", true, 0), key_type == KEY_BIGINT ? 8 : 16);
	result = pq_endtypsend(&buf);
	(void) kpi_stored_read(PointerGetDatum(result), KPI_SUMMARY, WIRE_CHECK);
	PG_RETURN_BYTEA_P(result);
}

/* kpi_summary_in of SQL that knows form 2 */
KPI_FUNCTION(kpi_summary_in_2, kpi_stored_as(kpi_summary_in(fcinfo), WIRE_FORM_2));
