/*
 * channel_graph.c
 *		The channel graph: how often journeys went from each channel to the next,
 *		stored and mergeable, and what each channel does for conversions.
 */
#include "attribution/attribution.h"

#include "block/counts.h"
#include "kinds/function.h"
#include "kinds/stored.h"

#include "access/htup_details.h"
#include "access/tupmacs.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

/* ----------
 * channel_graph(path, converted), (path, conversions, non_conversions),
 * rollup(channel_graph)
 * ----------
 */

/* Count a path that so many journeys took, some of which converted; channels that are NULL are passed over. */
static KpiState *
add_path(KpiState *state, const ArrayType *path, int64 conversions, int64 others)
{
	int			length = ArrayGetNItems(ARR_NDIM(path), ARR_DIMS(path));
	const bits8 *known = ARR_NULLBITMAP(path);
	const char *next = ARR_DATA_PTR(path);
	bool		utf8 = GetDatabaseEncoding() == PG_UTF8;
	int64		journeys = kpi_add_counts(conversions, others);
	int			from = FROM_START;

	if (journeys == 0)
		return state;
	for (int i = 0; i < length; i++)
	{
		const char *name;
		int			bytes;
		int			to;

		if (i % 1024 == 1023)
			CHECK_FOR_INTERRUPTS();
		if (known != NULL && !(known[i / 8] & (1 << i % 8)))
			continue;
		name = VARDATA_ANY(next);
		bytes = VARSIZE_ANY_EXHDR(next);
		next = (const char *) att_align_nominal(next + VARSIZE_ANY(next), TYPALIGN_INT);
		if (unlikely(!utf8))
		{
			const char *converted = pg_server_to_any(name, bytes, PG_UTF8);

			bytes = converted != name ? strlen(converted) : bytes;
			name = converted;
		}
		state = transitions_channel(state, CHANNELS_TRANSITIONS, name, bytes, &to);
		state = transitions_add(state, CHANNELS_TRANSITIONS, from, to, journeys);
		from = to;
	}
	if (from == FROM_START)
		return state;
	state = transitions_add(state, CHANNELS_TRANSITIONS, from, TO_CONVERSION, conversions);
	return transitions_add(state, CHANNELS_TRANSITIONS, from, TO_NOTHING, others);
}

/* A path of channels. */
static const ArrayType *
path_argument(FunctionCallInfo fcinfo)
{
	const ArrayType *path = PG_GETARG_ARRAYTYPE_P(1);

	if (ARR_NDIM(path) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("a path of channels must be a one-dimensional array")));
	return path;
}

/* The state as it is, for a row that is left out. */
static Datum
unchanged(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* channel_graph_accum(kpi_state, path, converted) -> kpi_state */
PG_FUNCTION_INFO_V1(channel_graph_accum);
Datum
channel_graph_accum(PG_FUNCTION_ARGS)
{
	KpiState   *state;
	bool		converted;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return unchanged(fcinfo);
	state = kpi_state_accum(fcinfo, KPI_CHANNELS, KEY_NONE, AMOUNT_NONE);
	converted = PG_GETARG_BOOL(2);
	PG_RETURN_POINTER(add_path(state, path_argument(fcinfo), converted, !converted));
}

/* A number of journeys. */
static int64
journeys_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	int64		journeys = PG_GETARG_INT64(argument);

	if (journeys < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of a path must not be negative: " INT64_FORMAT, name, journeys)));
	if (journeys > MAX_COUNT)
		kpi_count_out_of_range();
	return journeys;
}

/* channel_graph_accum(kpi_state, path, conversions, non_conversions) -> kpi_state */
PG_FUNCTION_INFO_V1(channel_graph_accum_counts);
Datum
channel_graph_accum_counts(PG_FUNCTION_ARGS)
{
	int64		conversions;
	int64		others;
	KpiState   *state;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		return unchanged(fcinfo);
	conversions = journeys_argument(fcinfo, 2, "conversions");
	others = journeys_argument(fcinfo, 3, "non-conversions");
	state = kpi_state_accum(fcinfo, KPI_CHANNELS, KEY_NONE, AMOUNT_NONE);
	PG_RETURN_POINTER(add_path(state, path_argument(fcinfo), conversions, others));
}

/* channel_graph_final(kpi_state) -> channel_graph */
PG_FUNCTION_INFO_V1(channel_graph_final);
Datum
channel_graph_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return kpi_stored(fcinfo, kpi_state_argument(fcinfo, KPI_CHANNELS), WIRE_FORM_1);
}

/* rollup_accum(kpi_state, channel_graph) -> kpi_state */
KPI_FUNCTION(rollup_channel_graph_accum, kpi_stored_rollup_accum(fcinfo, KPI_CHANNELS));

/* channel_graph + channel_graph -> channel_graph */
KPI_FUNCTION(channel_graph_plus, kpi_stored(fcinfo, kpi_stored_merged(fcinfo, KPI_CHANNELS), WIRE_FORM_1));

/* channel_graph_recv(internal) -> channel_graph */
KPI_FUNCTION(channel_graph_recv, kpi_stored_recv(fcinfo, KPI_CHANNELS));

/* channel_graph_send(channel_graph) -> bytea */
KPI_FUNCTION(channel_graph_send, kpi_stored_send(fcinfo, KPI_CHANNELS));

/* ----------
 * channel_report(channel_graph) -> (channel, touches, removal_effect, share)
 * ----------
 */

typedef struct Report
{
	const Transitions *transitions;
	ChannelEffect *effects;
	double		sum;			/* of the effects; 0 if nothing converts */
} Report;

static Report *
make_report(Datum graph)
{
	Report	   *report = palloc0(sizeof(Report));
	const Transitions *transitions = kpi_section(kpi_stored_read(graph, KPI_CHANNELS, WIRE_KEEP), CHANNELS_TRANSITIONS);

	report->transitions = transitions;
	report->effects = palloc0((transitions->channels + 1) * sizeof(ChannelEffect));
	if (removal_effects(transitions, report->effects))
		for (uint32 i = 0; i < transitions->channels; i++)
			report->sum += report->effects[i].effect;
	return report;
}

PG_FUNCTION_INFO_V1(channel_report);
Datum
channel_report(PG_FUNCTION_ARGS)
{
	FuncCallContext *context;
	const Report *report;
	const ChannelEffect *effect;
	Datum		values[4];
	bool		nulls[4] = {0};
	const char *name;
	uint32		length;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old;

		context = kpi_report_begin(fcinfo);
		old = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		report = make_report(PG_GETARG_DATUM(0));
		context->user_fctx = (void *) report;
		context->max_calls = report->transitions->channels;
		MemoryContextSwitchTo(old);
	}
	context = SRF_PERCALL_SETUP();
	report = context->user_fctx;
	if (context->call_cntr >= context->max_calls)
		SRF_RETURN_DONE(context);

	/* The channels of a stored graph are in order. */
	effect = &report->effects[context->call_cntr];
	name = transitions_name(report->transitions, context->call_cntr + 1, &length);
	values[0] = CStringGetTextDatum(pg_any_to_server(pnstrdup(name, length), length, PG_UTF8));
	values[1] = Int64GetDatum(effect->touches);
	nulls[2] = nulls[3] = report->sum == 0;
	values[2] = Float8GetDatum(effect->effect);
	values[3] = Float8GetDatum(nulls[3] ? 0 : effect->effect / report->sum);
	SRF_RETURN_NEXT(context, HeapTupleGetDatum(heap_form_tuple(context->tuple_desc, values, nulls)));
}
