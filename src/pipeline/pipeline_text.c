/*
 * pipeline_text.c
 *		The text form of pipeline_changes: JSON, readable, and item by item what the
 *		stored bytes say, so that it loads back to the same bytes.
 *
 *	{"version": 1, "times": "date", "from": "2025-01-01", "to": "2025-04-01",
 *	 "opening": {"deals": 2, "amount": 300.00}, "created": {"deals": 1, "amount": 50.00},
 *	 "reopened": {"deals": 0, "amount": 0}, "increased": {"deals": 1, "amount": 20.00},
 *	 "decreased": {"deals": 0, "amount": 0}, "won": {"deals": 1, "amount": 220.00},
 *	 "lost": {"deals": 0, "amount": 0}, "closing": {"deals": 2, "amount": 150.00}}
 */
#include "pipeline/pipeline.h"

#include "block/period.h"
#include "kinds/function.h"
#include "kinds/json_text.h"
#include "kinds/stored.h"

#include "catalog/pg_type.h"
#include "utils/datetime.h"
#include "utils/json.h"

#define TYPE "pipeline_changes"

/* By TimeType. */
static const char *const time_type_names[] = {"", "date", "timestamp", "timestamptz"};
static const Oid time_types[] = {InvalidOid, DATEOID, TIMESTAMPOID, TIMESTAMPTZOID};

/* A time as JSON has it, of timestamptz in UTC. */
static char *
time_text(int64 time, TimeType type)
{
	static const int utc = 0;

	return JsonEncodeDateTime(palloc(MAXDATELEN + 1), period_time_datum(time, type), time_types[type], &utc);
}

/*
 * pipeline_changes_out(pipeline_changes) -> cstring
 */
PG_FUNCTION_INFO_V1(pipeline_changes_out);
Datum
pipeline_changes_out(PG_FUNCTION_ARGS)
{
	const KpiState *state = kpi_stored_read(PG_GETARG_DATUM(0), KPI_PIPELINE_CHANGES, WIRE_KEEP);
	const Period *period = kpi_section(state, PIPELINE_PERIOD);
	TimeType	type = period->time_type;
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "{\"version\": %d, \"times\": \"%s\", \"from\": \"%s\", \"to\": \"%s\"",
					 state->version, time_type_names[type], time_text(period->start, type), time_text(period->end, type));
	for (int i = 0; i < PIPELINE_CHANGES; i++)
	{
		const MoneySum *sum = kpi_section(state, PIPELINE_OPENING + i);

		appendStringInfo(&out, ", \"%s\": {\"deals\": " INT64_FORMAT ", \"amount\": %s}", pipeline_change_names[i],
						 sum->count, money_sum_text(sum));
	}
	appendStringInfoChar(&out, '}');
	PG_RETURN_CSTRING(out.data);
}

/* A time in a member, which is as time_text writes it. */
static int64
read_time(JsonbContainer *object, const char *name, TimeType type)
{
	const JsonbValue *value = json_member(TYPE, object, name, jbvString);
	char		text[MAXDATELEN + 1] = "";
	int			year = 0;
	int			month = 0;
	int			day = 0;
	int			hour = 0;
	int			minute = 0;
	int			second = 0;
	char		fraction[MAXDATELEN + 1] = "";
	int64		time;

	if (value->val.string.len < sizeof(text))
		memcpy(text, value->val.string.val, value->val.string.len);
	if (strcmp(text, "infinity") == 0)
		return DT_NOEND;
	if (strcmp(text, "-infinity") == 0)
		return DT_NOBEGIN;
	(void) sscanf(text, "%7d-%2d-%2dT%2d:%2d:%2d.%6[0-9]", &year, &month, &day, &hour, &minute, &second, fraction);
	if (strstr(text, "BC") != NULL)
		year = 1 - year;
	if (month < 1 || month > 12 || day < 1 || day > 31 || !IS_VALID_JULIAN(year, month, day) ||
		hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
		json_invalid(TYPE, "is not a time as this type has it", name);
	time = date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	if (type != TIME_DATE && time < TIMESTAMP_END_JULIAN - POSTGRES_EPOCH_JDATE)
	{
		strcat(fraction, "000000");
		fraction[6] = '\0';
		time = time * USECS_PER_DAY + ((hour * MINS_PER_HOUR + minute) * SECS_PER_MINUTE + second) * USECS_PER_SEC + atoi(fraction);
	}
	if (!period_time_valid(type, time) || strcmp(text, time_text(time, type)) != 0)
		json_invalid(TYPE, "is not a time as this type has it", name);
	return time;
}

/*
 * pipeline_changes_in(cstring) -> pipeline_changes
 *
 * The JSON is put into bytes, and these are checked as any others.
 */
PG_FUNCTION_INFO_V1(pipeline_changes_in);
Datum
pipeline_changes_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *root = &json_document(TYPE, PG_GETARG_DATUM(0), 4 + PIPELINE_CHANGES)->root;
	const JsonbValue *name = json_member(TYPE, root, "times", jbvString);
	TimeType	type = TIME_DATE;
	StringInfoData buf;
	bytea	   *result;

	while (type <= TIME_TIMESTAMPTZ && (name->val.string.len != strlen(time_type_names[type]) ||
										memcmp(name->val.string.val, time_type_names[type], name->val.string.len) != 0))
		type++;
	if (type > TIME_TIMESTAMPTZ)
		json_invalid(TYPE, "is none of date, timestamp, timestamptz", "times");
	pq_begintypsend(&buf);
	pq_sendint8(&buf, KPI_STATE_VERSION);
	pq_sendint8(&buf, KPI_PIPELINE_CHANGES);
	pq_sendint8(&buf, KEY_NONE);
	pq_sendint8(&buf, AMOUNT_NUMERIC);
	pq_sendint8(&buf, type);
	pq_sendint64(&buf, read_time(root, "from", type));
	pq_sendint64(&buf, read_time(root, "to", type));
	for (int i = 0; i < PIPELINE_CHANGES; i++)
	{
		JsonbContainer *change = json_container(TYPE, root, pipeline_change_names[i], false, 2);
		Datum		amount = NumericGetDatum(json_member(TYPE, change, "amount", jbvNumeric)->val.numeric);
		KpiState   *sum = money_sum_add(money_sum_scratch(), 0, amount, AMOUNT_NUMERIC);

		((MoneySum *) kpi_section(sum, 0))->count = json_integer_member(TYPE, change, "deals");
		money_sum_send(&buf, kpi_section(sum, 0), AMOUNT_NUMERIC);
	}
	result = pq_endtypsend(&buf);
	(void) kpi_stored_read(PointerGetDatum(result), KPI_PIPELINE_CHANGES, WIRE_CHECK);
	PG_RETURN_BYTEA_P(result);
}
