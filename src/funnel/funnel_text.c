/*
 * funnel_text.c
 *		The text form of a funnel: JSON, readable, and item by item what the
 *		stored bytes say, so that it loads back to the same bytes.
 *
 *	{"version": 1, "population": 4, "reached": [3, 2],
 *	 "times": [{"from": 1, "to": 2, "min": 60000000, "max": 3600000000,
 *	            "histogram": [[60030976, 1], [3607101440, 1]]}]}
 *
 * Only pairs of steps with known times are listed, by the later step, then by
 * the earlier one.
 */
#include "funnel/funnel.h"

#include "block/counts.h"
#include "kinds/json_text.h"

#define TYPE "funnel_summary"

/*
 * funnel_summary_out(funnel_summary) -> cstring
 */
PG_FUNCTION_INFO_V1(funnel_summary_out);
Datum
funnel_summary_out(PG_FUNCTION_ARGS)
{
	const KpiState *funnel = funnel_summary_read(PG_GETARG_DATUM(0));
	const int64 *levels = ((const Counts *) kpi_section(funnel, FUNNEL_LEVELS))->n;
	const Sketch *sketch = step_times_first(kpi_section(funnel, FUNNEL_TIMES));
	const char *separator = "";
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "{\"version\": %d, \"population\": " INT64_FORMAT ", \"reached\": [",
					 funnel->version, levels[0]);
	for (int step = 1; step <= funnel->parameter; step++)
		appendStringInfo(&out, "%s" INT64_FORMAT, step > 1 ? ", " : "", levels[step]);
	appendStringInfoString(&out, "], \"times\": [");
	for (int to = 2; to <= funnel->parameter; to++)
		for (int from = 1; from < to; from++)
		{
			if (sketch->length > 0)
			{
				appendStringInfo(&out, "%s{\"from\": %d, \"to\": %d, ", separator, from, to);
				json_write_sketch(&out, sketch);
				appendStringInfoChar(&out, '}');
				separator = ", ";
			}
			sketch = step_times_next(sketch);
		}
	appendStringInfoString(&out, "]}");
	PG_RETURN_CSTRING(out.data);
}

/* The next pair of steps with times, or NULL after the last one. */
static JsonbContainer *
next_times(JsonbIterator **iterator, int64 *from, int64 *to)
{
	JsonbValue	value;
	JsonbContainer *times;

	if (JsonbIteratorNext(iterator, &value, true) != WJB_ELEM)
		return NULL;
	times = value.type == jbvBinary ? value.val.binary.data : NULL;
	if (times == NULL || !JsonContainerIsObject(times) || JsonContainerSize(times) != 5)
		json_invalid(TYPE, "is not a list of objects", "times");
	*from = json_integer_member(TYPE, times, "from");
	*to = json_integer_member(TYPE, times, "to");
	return times;
}

/*
 * funnel_summary_in(cstring) -> funnel_summary
 *
 * The JSON is put into bytes of form 1, and these are checked as any others.
 */
PG_FUNCTION_INFO_V1(funnel_summary_in);
Datum
funnel_summary_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *root = &json_document(TYPE, PG_GETARG_DATUM(0), 4)->root;
	JsonbContainer *reached = json_container(TYPE, root, "reached", true, 0);
	JsonbIterator *iterator = JsonbIteratorInit(json_container(TYPE, root, "times", true, 0));
	uint32		steps = JsonContainerSize(reached);
	JsonbContainer *times;
	JsonbValue	value;
	int64		next_from = 0;
	int64		next_to = 0;
	StringInfoData buf;
	bytea	   *result;

	if (steps < 1 || steps > FUNNEL_MOST_STEPS)
		json_invalid(TYPE, "is not a list of 1 to 64 numbers", "reached");
	pq_begintypsend(&buf);
	pq_sendint8(&buf, KPI_STATE_VERSION);
	pq_sendint8(&buf, KPI_FUNNEL);
	pq_sendint8(&buf, KEY_NONE);
	pq_sendint8(&buf, steps);
	pq_sendint64(&buf, json_integer_member(TYPE, root, "population"));
	for (uint32 i = 0; i < steps; i++)
		pq_sendint64(&buf, json_integer(TYPE, getIthJsonbValueFromContainer(reached, i), "reached"));

	(void) JsonbIteratorNext(&iterator, &value, true);
	times = next_times(&iterator, &next_from, &next_to);
	for (int to = 2; to <= steps; to++)
		for (int from = 1; from < to; from++)
		{
			if (times != NULL && next_from == from && next_to == to)
			{
				json_read_sketch(TYPE, &buf, times);
				times = next_times(&iterator, &next_from, &next_to);
			}
			else
			{
				/* No times: no buckets, nor a shortest and longest one. */
				pq_sendint32(&buf, 0);
				pq_sendint64(&buf, 0);
				pq_sendint64(&buf, 0);
			}
		}
	if (times != NULL)
		json_invalid(TYPE, "has steps that are out of range or out of order", "times");
	result = pq_endtypsend(&buf);
	(void) funnel_summary_read(PointerGetDatum(result));
	PG_RETURN_BYTEA_P(result);
}

/* funnel_summary_in of SQL that knows form 2 */
KPI_FUNCTION(funnel_summary_in_2, kpi_stored_as(funnel_summary_in(fcinfo), WIRE_FORM_2));
