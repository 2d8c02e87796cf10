/*
 * session_text.c
 *		The text form of a session_summary: JSON, readable, and item by item what
 *		the stored bytes say, so that it loads back to the same bytes.
 *
 *	{"version": 1, "gap": {"months": 0, "days": 0, "microseconds": 1800000000},
 *	 "population": 1, "sessions": 2, "bounces": 1, "events": 3,
 *	 "length": {"microseconds": 60000000, "count": 2},
 *	 "lengths": {"min": 0, "max": 60000000, "histogram": [[0, 1], [60030976, 1]]}}
 */
#include "block/counts.h"
#include "block/cycle_total.h"
#include "block/gap.h"
#include "block/sketch.h"
#include "kinds/function.h"
#include "kinds/json_text.h"
#include "kinds/stored.h"

#define TYPE "session_summary"

/*
 * session_summary_out(session_summary) -> cstring
 */
PG_FUNCTION_INFO_V1(session_summary_out);
Datum
session_summary_out(PG_FUNCTION_ARGS)
{
	const KpiState *state = kpi_stored_read(PG_GETARG_DATUM(0), KPI_SESSIONS, WIRE_KEEP);
	const Interval *gap = &((const SessionGap *) kpi_section(state, SESSIONS_GAP))->gap;
	const int64 *sessions = ((const Counts *) kpi_section(state, SESSIONS_SESSIONS))->n;
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "{\"version\": %d, \"gap\": {\"months\": %d, \"days\": %d, \"microseconds\": " INT64_FORMAT "}, ",
					 state->version, gap->month, gap->day, gap->time);
	appendStringInfo(&out, "\"population\": " INT64_FORMAT ", \"sessions\": " INT64_FORMAT ", \"bounces\": " INT64_FORMAT ", \"events\": " INT64_FORMAT ", ",
					 ((const Counts *) kpi_section(state, SESSIONS_SUBJECTS))->n[0], sessions[0], sessions[1],
					 ((const Counts *) kpi_section(state, SESSIONS_EVENTS))->n[0]);
	json_write_cycle(&out, "length", kpi_section(state, SESSIONS_LENGTH));
	appendStringInfoString(&out, "\"lengths\": {");
	json_write_sketch(&out, kpi_section(state, SESSIONS_DISTRIBUTION));
	appendStringInfoString(&out, "}}");
	PG_RETURN_CSTRING(out.data);
}

/* A field of an interval that has 32 bits. */
static int32
read_field(JsonbContainer *gap, const char *name)
{
	int64		field = json_integer_member(TYPE, gap, name);

	if (field < PG_INT32_MIN || field > PG_INT32_MAX)
		json_invalid(TYPE, "is out of range", name);
	return (int32) field;
}

/*
 * session_summary_in(cstring) -> session_summary
 *
 * The JSON is put into bytes of form 1, and these are checked as any others.
 */
PG_FUNCTION_INFO_V1(session_summary_in);
Datum
session_summary_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *root = &json_document(TYPE, PG_GETARG_DATUM(0), 8)->root;
	JsonbContainer *gap = json_container(TYPE, root, "gap", false, 3);
	StringInfoData buf;
	bytea	   *result;

	pq_begintypsend(&buf);
	pq_sendint8(&buf, KPI_STATE_VERSION);
	pq_sendint8(&buf, KPI_SESSIONS);
	pq_sendint8(&buf, KEY_NONE);
	pq_sendint8(&buf, 0);
	pq_sendint64(&buf, json_integer_member(TYPE, gap, "microseconds"));
	pq_sendint32(&buf, read_field(gap, "days"));
	pq_sendint32(&buf, read_field(gap, "months"));
	pq_sendint64(&buf, json_integer_member(TYPE, root, "population"));
	pq_sendint64(&buf, json_integer_member(TYPE, root, "sessions"));
	pq_sendint64(&buf, json_integer_member(TYPE, root, "bounces"));
	pq_sendint64(&buf, json_integer_member(TYPE, root, "events"));
	json_read_cycle(TYPE, &buf, root, "length");
	json_read_sketch(TYPE, &buf, json_container(TYPE, root, "lengths", false, 3));
	result = pq_endtypsend(&buf);
	(void) kpi_stored_read(PointerGetDatum(result), KPI_SESSIONS, WIRE_CHECK);
	return kpi_stored_as(PointerGetDatum(result), WIRE_FORM_2);
}
