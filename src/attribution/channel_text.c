/*
 * channel_text.c
 *		The text form of a channel graph: JSON, readable, and item by item what the
 *		stored bytes say, so that it loads back to the same bytes.
 *
 *	{"version": 1, "transitions": [[null, "mail", 3], ["mail", "search", 2],
 *	 ["mail", false, 1], ["search", true, 2]]}
 *
 * A transition leads from a channel, or from the start, which is null, to a
 * channel or an end, which is true for a conversion and false for none; then
 * comes how many journeys took it.
 */
#include "attribution/attribution.h"

#include "kinds/json_text.h"
#include "kinds/stored.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/json.h"

#define TYPE "channel_graph"

/* Append a channel's name. */
static void
write_channel(StringInfo out, const Transitions *transitions, int channel)
{
	uint32		length;
	const char *name = transitions_name(transitions, channel, &length);

	escape_json(out, pg_any_to_server(pnstrdup(name, length), length, PG_UTF8));
}

/*
 * channel_graph_out(channel_graph) -> cstring
 */
PG_FUNCTION_INFO_V1(channel_graph_out);
Datum
channel_graph_out(PG_FUNCTION_ARGS)
{
	const KpiState *state = kpi_stored_read(PG_GETARG_DATUM(0), KPI_CHANNELS, WIRE_KEEP);
	const Transitions *transitions = kpi_section(state, CHANNELS_TRANSITIONS);
	int		   *by_name = palloc((transitions->channels + 1) * sizeof(int));
	const Transition *sorted = transitions_sorted(transitions, by_name);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "{\"version\": %d, \"transitions\": [", state->version);
	for (uint32 i = 0; i < transitions->used; i++)
	{
		appendStringInfoString(&out, i > 0 ? ", [" : "[");
		if (sorted[i].from == FROM_START)
			appendStringInfoString(&out, "null");
		else
			write_channel(&out, transitions, by_name[sorted[i].from]);
		appendStringInfoString(&out, ", ");
		if (sorted[i].to == TO_CONVERSION || sorted[i].to == TO_NOTHING)
			appendStringInfoString(&out, sorted[i].to == TO_CONVERSION ? "true" : "false");
		else
			write_channel(&out, transitions, by_name[sorted[i].to]);
		appendStringInfo(&out, ", " INT64_FORMAT "]", sorted[i].count);
		CHECK_FOR_INTERRUPTS();
	}
	appendStringInfoString(&out, "]}");
	PG_RETURN_CSTRING(out.data);
}

/* The number of a channel that is named by a JSON string. */
static KpiState *
read_channel(KpiState *state, const JsonbValue *value, int *channel)
{
	char	   *name;

	if (value->type != jbvString)
		json_invalid(TYPE, "is not a list of channels or ends with a count", "transitions");
	name = pg_server_to_any(value->val.string.val, value->val.string.len, PG_UTF8);
	return transitions_channel(state, CHANNELS_TRANSITIONS, name,
							   name != value->val.string.val ? strlen(name) : value->val.string.len, channel);
}

/*
 * channel_graph_in(cstring) -> channel_graph
 *
 * The JSON is put into a state, and what this comes to is checked as any bytes.
 */
PG_FUNCTION_INFO_V1(channel_graph_in);
Datum
channel_graph_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *root = &json_document(TYPE, PG_GETARG_DATUM(0), 2)->root;
	JsonbIterator *iterator = JsonbIteratorInit(json_container(TYPE, root, "transitions", true, 0));
	KpiState   *state = kpi_state_new(KPI_CHANNELS, KEY_NONE, AMOUNT_NONE);
	JsonbValue	value;
	StringInfoData buf;
	bytea	   *result;

	(void) JsonbIteratorNext(&iterator, &value, true);
	while (JsonbIteratorNext(&iterator, &value, true) == WJB_ELEM)
	{
		JsonbContainer *triple = value.type == jbvBinary ? value.val.binary.data : NULL;
		const JsonbValue *from;
		const JsonbValue *to;
		int64		count;
		int			from_channel = FROM_START;
		int			to_channel = TO_NOTHING;
		uint32		used;

		CHECK_FOR_INTERRUPTS();
		if (triple == NULL || !JsonContainerIsArray(triple) || JsonContainerSize(triple) != 3)
			json_invalid(TYPE, "is not a list of channels or ends with a count", "transitions");
		from = getIthJsonbValueFromContainer(triple, 0);
		to = getIthJsonbValueFromContainer(triple, 1);
		count = json_integer(TYPE, getIthJsonbValueFromContainer(triple, 2), "transitions");
		if (count <= 0)
			json_invalid(TYPE, "has a count out of range", "transitions");
		if (from->type != jbvNull)
			state = read_channel(state, from, &from_channel);
		if (to->type == jbvBool)
			to_channel = to->val.boolean ? TO_CONVERSION : TO_NOTHING;
		else
			state = read_channel(state, to, &to_channel);
		used = ((const Transitions *) kpi_section(state, CHANNELS_TRANSITIONS))->used;
		state = transitions_add(state, CHANNELS_TRANSITIONS, from_channel, to_channel, count);
		if (((const Transitions *) kpi_section(state, CHANNELS_TRANSITIONS))->used == used)
			json_invalid(TYPE, "has a transition twice", "transitions");
	}
	pq_begintypsend(&buf);
	kpi_state_write(&buf, state, WIRE_FORM_1);
	result = pq_endtypsend(&buf);
	(void) kpi_stored_read(PointerGetDatum(result), KPI_CHANNELS, WIRE_CHECK);
	PG_RETURN_BYTEA_P(result);
}
