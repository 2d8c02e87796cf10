/*
 * retention_text.c
 *		The text form of a retention_summary: JSON, readable, and item by item what
 *		the stored bytes say, so that it loads back to the same bytes.
 *
 *	{"version": 1, "unit": "week", "as_of": "2025-01-20",
 *	 "cohorts": [{"cohort": "2025-01-06", "subjects": 2, "periods": [[0, 2, 2], [1, 1, 1], [2, 1, 1]]},
 *	             {"cohort": "2025-01-13", "subjects": 1, "periods": [[0, 1, 1], [1, 1, 1]]}]}
 *
 * Units are told by their first day.  Of a period it says how many subjects were
 * active in it, and how many in it or a later one; one that is missing has nobody,
 * and as many on or after it as the next one.
 */
#include "block/cohorts.h"
#include "kinds/function.h"
#include "kinds/json_text.h"
#include "kinds/stored.h"

#include "miscadmin.h"
#include "utils/date.h"
#include "utils/datetime.h"

#define TYPE "retention_summary"

/* The first day of a unit. */
static void
write_day(StringInfo out, const char *name, CalendarUnit unit, int32 number)
{
	struct pg_tm tm = {0};
	char		text[MAXDATELEN + 1];

	j2date((int) calendar_unit_start(unit, number) + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	EncodeDateOnly(&tm, USE_ISO_DATES, text);
	appendStringInfo(out, "\"%s\": \"%s\"", name, text);
}

/*
 * retention_summary_out(retention_summary) -> cstring
 */
PG_FUNCTION_INFO_V1(retention_summary_out);
Datum
retention_summary_out(PG_FUNCTION_ARGS)
{
	const KpiState *state = kpi_stored_read(PG_GETARG_DATUM(0), KPI_RETENTION_SUMMARY, WIRE_KEEP);
	const Cohorts *cohorts = kpi_section(state, RETENTION_COHORTS);
	CalendarUnit unit = state->parameter;
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "{\"version\": %d, \"unit\": \"%s\", ", state->version, calendar_unit_names[unit]);
	write_day(&out, "as_of", unit, cohorts->as_of_unit);
	appendStringInfoString(&out, ", \"cohorts\": [");
	for (uint32 i = 0; i < cohorts->count; i++)
	{
		const CohortCell *cell = &cohorts->cell[i];

		CHECK_FOR_INTERRUPTS();
		if (cell->period == COHORT_SUBJECTS)
		{
			appendStringInfoString(&out, i > 0 ? "]}, {" : "{");
			write_day(&out, "cohort", unit, cell->cohort);
			appendStringInfo(&out, ", \"subjects\": " INT64_FORMAT ", \"periods\": [", cell->active);
		}
		else
			appendStringInfo(&out, "%s[%d, " INT64_FORMAT ", " INT64_FORMAT "]",
							 cell[-1].period == COHORT_SUBJECTS ? "" : ", ", cell->period, cell->active, cell->on_or_after);
	}
	appendStringInfoString(&out, cohorts->count > 0 ? "]}]}" : "]}");
	PG_RETURN_CSTRING(out.data);
}

/* The unit that starts on the day in a member, which is as write_day writes it. */
static int32
read_day(JsonbContainer *object, const char *name, CalendarUnit unit)
{
	const JsonbValue *value = json_member(TYPE, object, name, jbvString);
	char		text[MAXDATELEN + 1] = "";
	int			year;
	int			month;
	int			day;
	int32		number;
	StringInfoData written;
	StringInfoData given;

	if (value->val.string.len < sizeof(text))
		memcpy(text, value->val.string.val, value->val.string.len);
	if (sscanf(text, "%7d-%2d-%2d", &year, &month, &day) != 3 || year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
		json_invalid(TYPE, "is not a date", name);
	if (strstr(text, "BC") != NULL)
		year = 1 - year;
	if (!IS_VALID_JULIAN(year, month, day) || !IS_VALID_DATE(date2j(year, month, day) - POSTGRES_EPOCH_JDATE) ||
		(year == -4713 && (unit > CALENDAR_MONTH || (unit == CALENDAR_MONTH && month < 12))))
		json_invalid(TYPE, "is out of range", name);
	number = calendar_unit_of_day(unit, date2j(year, month, day) - POSTGRES_EPOCH_JDATE);
	initStringInfo(&written);
	write_day(&written, name, unit, number);
	initStringInfo(&given);
	appendStringInfo(&given, "\"%s\": \"%s\"", name, text);
	if (strcmp(written.data, given.data) != 0)
		json_invalid(TYPE, "is not the first day of a unit", name);
	pfree(written.data);
	pfree(given.data);
	return number;
}

/* An integer that must fit. */
static int32
read_period(JsonbContainer *triple)
{
	int64		period = json_integer(TYPE, getIthJsonbValueFromContainer(triple, 0), "periods");

	if (period < 0 || period > PG_INT32_MAX)
		json_invalid(TYPE, "has a period out of range", "periods");
	return (int32) period;
}

/* Put a cohort into bytes as its cells are sent, and return how many there are. */
static uint32
read_cohort(StringInfo buf, JsonbContainer *cohort, CalendarUnit unit)
{
	int32		number = read_day(cohort, "cohort", unit);
	JsonbContainer *periods = json_container(TYPE, cohort, "periods", true, 0);
	JsonbIterator *iterator = JsonbIteratorInit(periods);
	JsonbValue	value;

	pq_sendint32(buf, number);
	pq_sendint32(buf, COHORT_SUBJECTS);
	pq_sendint64(buf, json_integer_member(TYPE, cohort, "subjects"));
	pq_sendint64(buf, 0);
	(void) JsonbIteratorNext(&iterator, &value, true);
	while (JsonbIteratorNext(&iterator, &value, true) == WJB_ELEM)
	{
		JsonbContainer *triple = value.type == jbvBinary ? value.val.binary.data : NULL;

		CHECK_FOR_INTERRUPTS();
		if (triple == NULL || !JsonContainerIsArray(triple) || JsonContainerSize(triple) != 3)
			json_invalid(TYPE, "is not a list of three numbers each", "periods");
		pq_sendint32(buf, number);
		pq_sendint32(buf, read_period(triple));
		pq_sendint64(buf, json_integer(TYPE, getIthJsonbValueFromContainer(triple, 1), "periods"));
		pq_sendint64(buf, json_integer(TYPE, getIthJsonbValueFromContainer(triple, 2), "periods"));
	}
	return 1 + JsonContainerSize(periods);
}

/*
 * retention_summary_in(cstring) -> retention_summary
 *
 * The JSON is put into bytes, and these are checked as any others.
 */
PG_FUNCTION_INFO_V1(retention_summary_in);
Datum
retention_summary_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *root = &json_document(TYPE, PG_GETARG_DATUM(0), 4)->root;
	const JsonbValue *name = json_member(TYPE, root, "unit", jbvString);
	CalendarUnit unit = calendar_unit_by_name(name->val.string.val, name->val.string.len);
	JsonbIterator *iterator = JsonbIteratorInit(json_container(TYPE, root, "cohorts", true, 0));
	JsonbValue	value;
	StringInfoData buf;
	int			count_at;
	uint32		count = 0;
	bytea	   *result;

	if (unit == 0)
		json_invalid(TYPE, "is not day, week, month, quarter or year", "unit");
	pq_begintypsend(&buf);
	pq_sendint8(&buf, KPI_STATE_VERSION);
	pq_sendint8(&buf, KPI_RETENTION_SUMMARY);
	pq_sendint8(&buf, KEY_NONE);
	pq_sendint8(&buf, unit);
	pq_sendint32(&buf, read_day(root, "as_of", unit));
	count_at = buf.len;
	pq_sendint32(&buf, 0);
	(void) JsonbIteratorNext(&iterator, &value, true);
	while (JsonbIteratorNext(&iterator, &value, true) == WJB_ELEM)
	{
		JsonbContainer *cohort = value.type == jbvBinary ? value.val.binary.data : NULL;

		if (cohort == NULL || !JsonContainerIsObject(cohort) || JsonContainerSize(cohort) != 3)
			json_invalid(TYPE, "is not a list of objects", "cohorts");
		count += read_cohort(&buf, cohort, unit);
	}
	count = pg_hton32(count);
	memcpy(buf.data + count_at, &count, sizeof(count));
	result = pq_endtypsend(&buf);
	(void) kpi_stored_read(PointerGetDatum(result), KPI_RETENTION_SUMMARY, WIRE_CHECK);
	PG_RETURN_BYTEA_P(result);
}
