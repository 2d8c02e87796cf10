/*
 * pipeline_changes.c
 *		What has moved in the pipeline of deals in a period.
 *
 * While rows of the deals' histories come the state has for each deal its latest
 * row before the period and the latest one in it (deal_states.c).  A value of
 * pipeline_changes is the wire form of another kind of state (walk.c): the
 * period, and for each change the deals and their amount.
 */
#include "pipeline/pipeline.h"

#include "block/deal_states.h"
#include "block/period.h"
#include "kinds/function.h"
#include "kinds/stored.h"

#include "common/int.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

const char *const pipeline_change_names[PIPELINE_CHANGES] = {
	"opening", "created", "reopened", "increased", "decreased", "won", "lost", "closing"};

/* ----------
 * pipeline_changes(deal, at, won, amount, period_from, period_to)
 * ----------
 */

/* The state that a row is added to; its period is that of the first one. */
static inline KpiState *
deals_of_row(FunctionCallInfo fcinfo, KeyType key_type, TimeType type)
{
	KpiState   *state;
	Period	   *period;
	int64		start;
	int64		end;

	if (unlikely(PG_ARGISNULL(5) || PG_ARGISNULL(6)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be NULL", PG_ARGISNULL(5) ? "period_from" : "period_to"),
				 errhint("The period may start at -infinity, and end at infinity.")));
	start = period_time(PG_GETARG_DATUM(5), type);
	end = period_time(PG_GETARG_DATUM(6), type);
	if (unlikely(PG_ARGISNULL(0)))
	{
		state = kpi_state_new(KPI_PIPELINE_DEALS, key_type, 0);
		period_ask(kpi_section(state, PIPELINE_PERIOD), type, start, end);
		return state;
	}
	state = kpi_state_argument(fcinfo, KPI_PIPELINE_DEALS);
	period = kpi_section(state, PIPELINE_PERIOD);
	wire_check(state->key_type == key_type && period->time_type == type, "it has keys or times of other types");
	if (unlikely(period->start != start || period->end != end))
		period_changes();
	return state;
}

/* pipeline_changes_accum(kpi_state, deal, at, won, amount, period_from, period_to) -> kpi_state */
static pg_attribute_always_inline Datum
pipeline_changes_accum(FunctionCallInfo fcinfo, KeyType key_type, TimeType type)
{
	KpiState   *state = deals_of_row(fcinfo, key_type, type);
	const Period *period = kpi_section(state, PIPELINE_PERIOD);
	DealOutcome outcome = DEAL_OPEN;
	int64		at;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_POINTER(state);
	at = period_time(PG_GETARG_DATUM(2), type);
	if (at >= period->end)
		PG_RETURN_POINTER(state);
	if (!PG_ARGISNULL(3))
		outcome = PG_GETARG_BOOL(3) ? DEAL_WON : DEAL_LOST;
	PG_RETURN_POINTER(deal_states_add(state, PIPELINE_DEALS, key_from_datum(PG_GETARG_DATUM(1), key_type),
									  at, outcome,
									  PG_ARGISNULL(4) ? NULL : PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(4))));
}

#define ACCUM_BY_KEY(key, KEY) \
	KPI_FUNCTION(pipeline_changes_accum_##key##_date, pipeline_changes_accum(fcinfo, KEY, TIME_DATE)); \
	KPI_FUNCTION(pipeline_changes_accum_##key##_timestamp, pipeline_changes_accum(fcinfo, KEY, TIME_TIMESTAMP)); \
	KPI_FUNCTION(pipeline_changes_accum_##key##_timestamptz, pipeline_changes_accum(fcinfo, KEY, TIME_TIMESTAMPTZ))

ACCUM_BY_KEY(bigint, KEY_BIGINT);
ACCUM_BY_KEY(uuid, KEY_UUID);
ACCUM_BY_KEY(text, KEY_TEXT);

/* ----------
 * From deals to changes
 * ----------
 */

/* Deals of a change, and their amounts by decimal places: sums that fit are put into the state's at last. */
typedef struct Tally
{
	int64		deals;
	int			scale;			/* the largest one */
	int64		amount[DEAL_MOST_SCALE + 1];	/* times 10 ^ places */
} Tally;

typedef struct Counting
{
	const DealStates *states;
	KpiState   *changes;		/* what it comes to */
	Tally		tally[PIPELINE_CHANGES];
} Counting;

/* Put an amount into the sum of a change. */
static void
sum_amount(Counting *counting, int change, Datum amount)
{
	counting->changes = money_sum_add(counting->changes, change, amount, AMOUNT_NUMERIC);
}

/* Add an amount of so many decimal places and this scale to a change. */
static inline void
add_scaled(Counting *counting, int change, int64 amount, int places, int scale)
{
	Tally	   *tally = &counting->tally[change - PIPELINE_OPENING];
	int64		sum;

	tally->scale = Max(tally->scale, scale);
	if (unlikely(pg_add_s64_overflow(tally->amount[places], amount, &sum)))
	{
		sum_amount(counting, change, NumericGetDatum(int64_div_fast_to_numeric(tally->amount[places], places)));
		sum = amount;
	}
	tally->amount[places] = sum;
}

/* Count a deal as a change, with the amount of a row. */
static inline void
count_deal(Counting *counting, int change, uint64 word)
{
	counting->tally[change - PIPELINE_OPENING].deals++;
	if (unlikely(word & DEAL_LARGE))
		sum_amount(counting, change, deal_amount(counting->states, word));
	else
		add_scaled(counting, change, deal_scaled_amount(word), deal_places(word), deal_scale(word));
}

/* The amount of a row with no fewer decimal places than it has; false if it does not fit. */
static inline bool
rescale(uint64 word, int places, int64 *amount)
{
	*amount = deal_scaled_amount(word);
	for (int i = deal_places(word); i < places; i++)
		if (pg_mul_s64_overflow(*amount, 10, amount))
			return false;
	return (word & DEAL_LARGE) == 0;
}

/* Count an open deal as increased or decreased if its amount has changed. */
static void
count_difference(Counting *counting, uint64 from, uint64 to)
{
	int			places = Max(deal_places(from), deal_places(to));
	int64		amount_from;
	int64		amount_to;
	int64		more;
	int			change;

	if (from >> DEAL_SCALE_SHIFT == to >> DEAL_SCALE_SHIFT && ((from | to) & DEAL_LARGE) == 0)
		return;
	if (likely(rescale(from, places, &amount_from) && rescale(to, places, &amount_to) &&
			   !pg_sub_s64_overflow(amount_to, amount_from, &more) && more != PG_INT64_MIN))
	{
		if (more == 0)
			return;
		change = more > 0 ? PIPELINE_INCREASED : PIPELINE_DECREASED;
		add_scaled(counting, change, more < 0 ? -more : more, places, Max(deal_scale(from), deal_scale(to)));
	}
	else
	{
		Datum		difference = DirectFunctionCall2(numeric_sub, deal_amount(counting->states, to), deal_amount(counting->states, from));
		int			sign = DatumGetInt32(DirectFunctionCall2(numeric_cmp, difference, NumericGetDatum(int64_to_numeric(0))));

		if (sign == 0)
			return;
		change = sign > 0 ? PIPELINE_INCREASED : PIPELINE_DECREASED;
		sum_amount(counting, change, DirectFunctionCall1(numeric_abs, difference));
	}
	counting->tally[change - PIPELINE_OPENING].deals++;
}

/* Count what has happened to a deal, by the words of its rows that say what it was and is. */
static inline void
count_changes(Counting *counting, uint64 from, uint64 to)
{
	DealOutcome was = deal_outcome(from);
	DealOutcome is = deal_outcome(to);

	if (unlikely(was == DEAL_CONFLICT || is == DEAL_CONFLICT))
		ereport(ERROR,
				(errcode(ERRCODE_CARDINALITY_VIOLATION),
				 errmsg("two different rows of one deal at one time"),
				 errdetail("They are the latest ones before an end of the period, so the state of the deal is not known."),
				 errhint("Find such deals with GROUP BY deal, at HAVING count(DISTINCT (won, coalesce(amount, 0))) > 1.")));
	if (was == DEAL_NONE)
		count_deal(counting, PIPELINE_CREATED, to);
	else if (was == DEAL_OPEN)
	{
		count_deal(counting, PIPELINE_OPENING, from);
		count_difference(counting, from, to);
	}
	else if (is != was)
		count_deal(counting, PIPELINE_REOPENED, to);
	if (is == DEAL_OPEN)
		count_deal(counting, PIPELINE_CLOSING, to);
	else if (is != was)
		count_deal(counting, is == DEAL_WON ? PIPELINE_WON : PIPELINE_LOST, to);
}

/* The changes of the deals in a state, which are settled on the way. */
static KpiState *
changes_of_deals(KpiState *state)
{
	Counting   *counting = palloc0(sizeof(Counting));
	uint32		slot = 0;
	uint64		before;
	uint64		within;

	deal_states_settle(kpi_section(state, PIPELINE_DEALS));
	counting->states = kpi_section(state, PIPELINE_DEALS);
	counting->changes = kpi_state_new(KPI_PIPELINE_CHANGES, KEY_NONE, AMOUNT_NUMERIC);
	memcpy(kpi_section(counting->changes, PIPELINE_PERIOD), kpi_section(state, PIPELINE_PERIOD), sizeof(Period));
	while (deal_states_next(counting->states, &slot, &before, &within))
		count_changes(counting, before, within != 0 ? within : before);
	for (int change = PIPELINE_OPENING; change <= PIPELINE_CLOSING; change++)
	{
		const Tally *tally = &counting->tally[change - PIPELINE_OPENING];
		MoneySum   *sum;

		for (int places = 0; places <= DEAL_MOST_SCALE; places++)
			if (tally->amount[places] != 0)
				sum_amount(counting, change, NumericGetDatum(int64_div_fast_to_numeric(tally->amount[places], places)));
		sum = kpi_section(counting->changes, change);
		money_sum_add_scale(sum, tally->scale);
		sum->count = tally->deals;
	}
	return counting->changes;
}

/* The stored value of a state of changes, unless numeric ends below its sums. */
static Datum
stored_changes(FunctionCallInfo fcinfo, KpiState *changes)
{
	wire_check(changes->kind == KPI_PIPELINE_CHANGES, "it belongs to another KPI");
	for (int change = PIPELINE_OPENING; change <= PIPELINE_CLOSING; change++)
		if (!money_sum_fits_numeric(kpi_section(changes, change)))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("sum of amounts is out of range")));
	return kpi_stored(fcinfo, changes, WIRE_FORM_1);
}

/* pipeline_changes_final(kpi_state) -> pipeline_changes, of deals or of pipeline_changes */
PG_FUNCTION_INFO_V1(pipeline_changes_final);
Datum
pipeline_changes_final(PG_FUNCTION_ARGS)
{
	KpiState   *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, 0);
	return stored_changes(fcinfo, state->kind == KPI_PIPELINE_DEALS ? changes_of_deals(state) : state);
}

/* rollup_accum(kpi_state, pipeline_changes) -> kpi_state */
KPI_FUNCTION(rollup_pipeline_accum, kpi_stored_rollup_accum(fcinfo, KPI_PIPELINE_CHANGES));

/* pipeline_changes_plus(pipeline_changes, pipeline_changes) -> pipeline_changes */
KPI_FUNCTION(pipeline_changes_plus, stored_changes(fcinfo, kpi_stored_merged(fcinfo, KPI_PIPELINE_CHANGES)));

/* pipeline_changes_recv(internal) -> pipeline_changes */
KPI_FUNCTION(pipeline_changes_recv, kpi_stored_recv(fcinfo, KPI_PIPELINE_CHANGES));

/* pipeline_changes_send(pipeline_changes) -> bytea */
KPI_FUNCTION(pipeline_changes_send, kpi_stored_send(fcinfo, KPI_PIPELINE_CHANGES));

/* ----------
 * pipeline_report(pipeline_changes)
 * ----------
 */

/* pipeline_report(pipeline_changes) -> (change, deals, amount) */
PG_FUNCTION_INFO_V1(pipeline_report);
Datum
pipeline_report(PG_FUNCTION_ARGS)
{
	FuncCallContext *context;
	const MoneySum *sum;
	int			change;
	Datum		values[3];
	bool		nulls[3] = {false};

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old;

		context = kpi_report_begin(fcinfo);
		old = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		context->user_fctx = kpi_stored_read(PG_GETARG_DATUM(0), KPI_PIPELINE_CHANGES, WIRE_KEEP);
		MemoryContextSwitchTo(old);
	}
	context = SRF_PERCALL_SETUP();
	if (context->call_cntr >= PIPELINE_CHANGES)
		SRF_RETURN_DONE(context);
	change = (int) context->call_cntr;
	sum = kpi_section(context->user_fctx, PIPELINE_OPENING + change);
	values[0] = CStringGetTextDatum(pipeline_change_names[change]);
	values[1] = Int64GetDatum(sum->count);
	values[2] = money_sum_numeric(sum);
	SRF_RETURN_NEXT(context, HeapTupleGetDatum(heap_form_tuple(context->tuple_desc, values, nulls)));
}
