/*
 * censored.c
 *		Win rate and sales cycle with deals that are still open, which are censored:
 *		win_rate_within; sales_cycle_percentile and sales_cycle_median with as_of.
 *
 * A deal was watched until it closed or, if it was not seen to, until as_of.
 */
#include "block/censoring.h"
#include "block/counts.h"
#include "block/durations.h"
#include "block/fractions.h"
#include "block/survival.h"
#include "kinds/function.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"

/* A sorted copy of a list of durations. */
static MovingDurations
sorted(const Durations *list)
{
	MovingDurations copy = {.count = list->count, .us = durations_copy(list)};

	durations_sort(copy.us, copy.count);
	return copy;
}

/* ----------
 * Rows
 * ----------
 */

static pg_attribute_always_inline TimeType
time_type(DurationFunction cycle_of)
{
	return cycle_of == date_duration ? TIME_DATE : TIME_TIMESTAMP;
}

/*
 * How long the deal of a row was watched, and did it close then?  Its opened,
 * closed and as_of are the arguments from `opened` on; may_close is false if
 * its closing is not one.  False is returned for a row that is left out.
 */
static pg_attribute_always_inline bool
watched(FunctionCallInfo fcinfo, DurationFunction cycle_of, int opened, bool may_close, int64 *us, bool *did_close)
{
	TimeType	type = time_type(cycle_of);
	int64		as_of = censoring_time(PG_GETARG_DATUM(opened + 2), type);

	if (PG_ARGISNULL(opened) || censoring_time(PG_GETARG_DATUM(opened), type) > as_of)
		return false;
	*did_close = may_close && censoring_time(PG_GETARG_DATUM(opened + 1), type) <= as_of;
	*us = cycle_of(PG_GETARG_DATUM(opened), PG_GETARG_DATUM(*did_close ? opened + 1 : opened + 2));
	return true;
}

/* ----------
 * win_rate_within(horizon, won, opened, closed, as_of)
 * ----------
 */

/* What is kept of a row. */
typedef enum WithinRow
{
	ROW_LEFT_OUT,
	ROW_BEYOND,					/* watched for longer than the horizon */
	ROW_WON,
	ROW_LOST,
	ROW_OPEN
} WithinRow;

static pg_attribute_always_inline WithinRow
within_row(FunctionCallInfo fcinfo, const Censoring *asked, DurationFunction cycle_of, int64 *us)
{
	bool		decided = !PG_ARGISNULL(2);

	if ((decided && PG_ARGISNULL(4)) || !watched(fcinfo, cycle_of, 3, decided, us, &decided))
		return ROW_LEFT_OUT;
	if (*us > asked->horizon)
		return ROW_BEYOND;
	if (!decided)
		return ROW_OPEN;
	return PG_GETARG_BOOL(2) ? ROW_WON : ROW_LOST;
}

/* Note what the first row asks, or check that another one asks the same. */
static pg_attribute_always_inline void
within_asked(FunctionCallInfo fcinfo, Censoring *asked, DurationFunction cycle_of, bool first)
{
	if (first)
	{
		censoring_set_as_of(asked, fcinfo, 5, time_type(cycle_of));
		censoring_set_horizon(asked, fcinfo, 1);
	}
	censoring_check_as_of(asked, fcinfo, 5, time_type(cycle_of));
	censoring_check_horizon(asked, fcinfo, 1);
}

/* win_rate_within_accum(kpi_state, horizon, won, opened, closed, as_of) -> kpi_state */
static pg_attribute_always_inline Datum
win_rate_within_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_WIN_RATE_WITHIN, KEY_NONE, time_type(cycle_of));
	Censoring  *asked = kpi_section(state, WITHIN_ASKED);
	WithinRow	row;
	int64		us;

	within_asked(fcinfo, asked, cycle_of, PG_ARGISNULL(0));
	row = within_row(fcinfo, asked, cycle_of, &us);
	if (row >= ROW_WON)
		state = durations_add(state, WITHIN_WON + (row - ROW_WON), us);
	else if (row == ROW_BEYOND)
	{
		Counts     *beyond = kpi_section(state, WITHIN_BEYOND);

		beyond->n[0] = kpi_add_counts(beyond->n[0], 1);
	}
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_TIME(win_rate_within_accum);

/*
 * The share of deals won within the horizon: the weights of those won over the
 * number of deals.  NULL if there are none, and if the deal that was watched for
 * longest is open and was not watched for as long as the horizon.
 */
static Datum
within_result(FunctionCallInfo fcinfo, Survival *survival, int64 horizon, int64 beyond)
{
	const Gap  *last = &survival->gaps[survival->open_count];

	if (survival->at_risk == 0)
		PG_RETURN_NULL();
	if (beyond == 0 && last->closed[0] + last->closed[1] == 0 && survival->open[survival->open_count - 1] < horizon)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(survival_share(survival));
}

/* win_rate_within_final(kpi_state) -> double precision */
PG_FUNCTION_INFO_V1(win_rate_within_final);
Datum
win_rate_within_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;
	const Durations *decided[2];
	MovingDurations open;
	int64		beyond;
	Survival	survival;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_WIN_RATE_WITHIN);
	decided[0] = kpi_section(state, WITHIN_WON);
	decided[1] = kpi_section(state, WITHIN_LOST);
	open = sorted(kpi_section(state, WITHIN_OPEN));
	beyond = ((const Counts *) kpi_section(state, WITHIN_BEYOND))->n[0];
	survival = survival_start(open.us, open.count, open.count + decided[0]->count + decided[1]->count + beyond);
	survival_fill(&survival, decided, lengthof(decided));
	return within_result(fcinfo, &survival, ((const Censoring *) kpi_section(state, WITHIN_ASKED))->horizon, beyond);
}

/* Over a moving window frame. */
typedef struct MovingWithin
{
	Censoring	asked;
	int64		beyond;
	MovingDurations list[3];	/* won, lost, open, as in WithinRow */
} MovingWithin;

/* win_rate_within_moving_accum(internal, horizon, won, opened, closed, as_of) -> internal */
static pg_attribute_always_inline Datum
win_rate_within_moving_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	MemoryContext context = kpi_moving_context(fcinfo);
	MovingWithin *moving = PG_ARGISNULL(0) ? MemoryContextAllocZero(context, sizeof(MovingWithin)) :
											 (MovingWithin *) PG_GETARG_POINTER(0);
	WithinRow	row;
	int64		us;

	within_asked(fcinfo, &moving->asked, cycle_of, PG_ARGISNULL(0));
	row = within_row(fcinfo, &moving->asked, cycle_of, &us);
	if (row >= ROW_WON)
		moving_durations_enter(&moving->list[row - ROW_WON], context, us);
	else if (row == ROW_BEYOND)
		moving->beyond++;
	PG_RETURN_POINTER(moving);
}

KPI_FUNCTION_BY_TIME(win_rate_within_moving_accum);

/* win_rate_within_inverse(internal, horizon, won, opened, closed, as_of) -> internal */
static pg_attribute_always_inline Datum
win_rate_within_inverse(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	MovingWithin *moving = (MovingWithin *) PG_GETARG_POINTER(0);
	WithinRow	row;
	int64		us;

	within_asked(fcinfo, &moving->asked, cycle_of, false);
	row = within_row(fcinfo, &moving->asked, cycle_of, &us);
	if (row >= ROW_WON)
		moving_durations_leave(&moving->list[row - ROW_WON], us);
	else if (row == ROW_BEYOND)
	{
		frame_check(moving->beyond > 0);
		moving->beyond--;
	}
	PG_RETURN_POINTER(moving);
}

KPI_FUNCTION_BY_TIME(win_rate_within_inverse);

/* win_rate_within_moving_final(internal) -> double precision */
PG_FUNCTION_INFO_V1(win_rate_within_moving_final);
Datum
win_rate_within_moving_final(PG_FUNCTION_ARGS)
{
	const MovingWithin *moving;
	const MovingDurations *list;
	Survival	survival;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	moving = (const MovingWithin *) PG_GETARG_POINTER(0);
	list = moving->list;
	survival = survival_start(list[2].us, list[2].count, list[0].count + list[1].count + list[2].count + moving->beyond);
	survival_fill_sorted(&survival, 0, &list[0]);
	survival_fill_sorted(&survival, 1, &list[1]);
	return within_result(fcinfo, &survival, moving->asked.horizon, moving->beyond);
}

/* ----------
 * sales_cycle_percentile(fraction or fractions, opened, closed, as_of), and the median
 * ----------
 */

/* Is one fraction asked for, several, or the median, which has no such argument? */
typedef enum CensoredForm
{
	FORM_FRACTION,
	FORM_FRACTIONS,
	FORM_MEDIAN
} CensoredForm;

/* The argument that opened is; closed and as_of follow it. */
static pg_attribute_always_inline int
opened_argument(CensoredForm form)
{
	return form == FORM_MEDIAN ? 1 : 2;
}

/* Note in a state what the first row asks, or check that another one asks the same. */
static pg_attribute_always_inline KpiState *
censored_asked(FunctionCallInfo fcinfo, KpiState *state, DurationFunction cycle_of, CensoredForm form, bool first)
{
	int			as_of = opened_argument(form) + 2;

	if (first)
	{
		state = form == FORM_MEDIAN ? fractions_set(state, CENSORED_FRACTIONS, 0.5) :
									  fractions_set_argument(state, CENSORED_FRACTIONS, fcinfo, form == FORM_FRACTIONS);
		censoring_set_as_of(kpi_section(state, CENSORED_ASKED), fcinfo, as_of, time_type(cycle_of));
	}
	else if (form == FORM_MEDIAN)
		fractions_check_single(kpi_section(state, CENSORED_FRACTIONS), 0.5, "percentile fraction");
	else
		fractions_check_argument(kpi_section(state, CENSORED_FRACTIONS), fcinfo, form == FORM_FRACTIONS);
	censoring_check_as_of(kpi_section(state, CENSORED_ASKED), fcinfo, as_of, time_type(cycle_of));
	return state;
}

/* The transition function of each form. */
static pg_attribute_always_inline Datum
censored_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of, CensoredForm form)
{
	int			opened = opened_argument(form);
	KpiState   *state = kpi_state_accum(fcinfo, KPI_CENSORED_CYCLE, KEY_NONE, time_type(cycle_of));
	int64		us;
	bool		did_close;

	state = censored_asked(fcinfo, state, cycle_of, form, PG_ARGISNULL(0));
	if (watched(fcinfo, cycle_of, opened, !PG_ARGISNULL(opened + 1), &us, &did_close))
		state = durations_add(state, did_close ? CENSORED_CLOSED : CENSORED_OPEN, us);
	PG_RETURN_POINTER(state);
}

/* sales_cycle_percentile_censored_accum(kpi_state, fraction, opened, closed, as_of) -> kpi_state */
KPI_FUNCTION(sales_cycle_percentile_censored_accum_timestamp, censored_accum(fcinfo, timestamp_duration, FORM_FRACTION));
KPI_FUNCTION(sales_cycle_percentile_censored_accum_date, censored_accum(fcinfo, date_duration, FORM_FRACTION));

/* sales_cycle_percentile_censored_accum(kpi_state, fractions, opened, closed, as_of) -> kpi_state */
KPI_FUNCTION(sales_cycle_percentiles_censored_accum_timestamp, censored_accum(fcinfo, timestamp_duration, FORM_FRACTIONS));
KPI_FUNCTION(sales_cycle_percentiles_censored_accum_date, censored_accum(fcinfo, date_duration, FORM_FRACTIONS));

/* sales_cycle_median_censored_accum(kpi_state, opened, closed, as_of) -> kpi_state */
KPI_FUNCTION(sales_cycle_median_censored_accum_timestamp, censored_accum(fcinfo, timestamp_duration, FORM_MEDIAN));
KPI_FUNCTION(sales_cycle_median_censored_accum_date, censored_accum(fcinfo, date_duration, FORM_MEDIAN));

/* A fraction as an integer of the same order. */
static inline int64
fraction_bits(double fraction)
{
	int64		bits;

	memcpy(&bits, &fraction, sizeof(bits));
	return bits;
}

/*
 * With how many deals closed each fraction has, over the fractions, smallest
 * first, given by their bits.  Returns how many of them are reached.
 *
 * As in percentile_disc a fraction is one of deals, rounded, so that where no
 * deal is open the result is the same.
 */
static int64
ranks_of_fractions(Survival *survival, int64 *fractions, int64 count)
{
	int64		deals = survival->at_risk;
	int64		closed = 0;
	int64		done = 0;

	do
	{
		int64		before = survival->at_risk;
		int64		closing = survival_close(survival)->closed[0];

		for (; done < count && closing > 0; done++)
		{
			int64		low = 1; /* so many of the gap's deals are needed at the least, */
			int64		high = closing; /* and at the most */
			double		fraction;

			memcpy(&fraction, &fractions[done], sizeof(fraction));
			if (!survival_reached(survival, deals, survival->at_risk, fraction))
				break;
			while (low < high)
			{
				int64		middle = (low + high) / 2;

				if (!survival_reached(survival, deals, before - middle, fraction))
					low = middle + 1;
				else
					high = middle;
			}
			fractions[done] = closed + low;
			CHECK_FOR_INTERRUPTS();
		}
		closed += closing;
	} while (done < count && survival_leave(survival));
	return done;
}

/* The percentile or percentiles: of closed deals, sorted or not, and of those that are at risk. */
static Datum
censored_result(FunctionCallInfo fcinfo, Fractions *fractions, Survival *survival, int64 *closed, int64 count, bool is_sorted)
{
	int64      *wanted;
	int64      *ranks;
	int64		known = 0;
	int64		reached;
	Datum      *values;
	bool       *nulls;

	if (survival->at_risk == 0 || (fractions->ndim < 0 && isnan(fractions->value[0])))
		PG_RETURN_NULL();
	wanted = palloc(fractions->count * sizeof(int64));
	for (uint32 i = 0; i < fractions->count; i++)
		if (!isnan(fractions->value[i]))
			wanted[known++] = fraction_bits(fractions->value[i]);
	durations_sort(wanted, known);
	ranks = palloc(fractions->count * sizeof(int64));
	kpi_copy_bytes(ranks, wanted, known * sizeof(int64));
	reached = ranks_of_fractions(survival, ranks, known);
	if (!is_sorted && reached > 3)
	{
		durations_sort(closed, count);
		is_sorted = true;
	}
	if (fractions->ndim < 0)
	{
		if (reached == 0)
			PG_RETURN_NULL();
		PG_RETURN_INTERVAL_P(interval_from_microseconds(durations_nth(closed, count, ranks[0] - 1, is_sorted)));
	}
	values = palloc0(fractions->count * sizeof(Datum));
	nulls = palloc0(fractions->count * sizeof(bool));
	for (uint32 i = 0; i < fractions->count; i++)
	{
		int64		place = isnan(fractions->value[i]) ? reached :
												   durations_rank(wanted, known, fraction_bits(fractions->value[i]));

		nulls[i] = place >= reached;
		if (!nulls[i])
			values[i] = IntervalPGetDatum(interval_from_microseconds(durations_nth(closed, count, ranks[place] - 1, is_sorted)));
		CHECK_FOR_INTERRUPTS();
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, fractions->ndim, fractions->dims, fractions->lbound,
											 INTERVALOID, sizeof(Interval), false, TYPALIGN_DOUBLE));
}

/*
 * sales_cycle_percentile_censored_final(kpi_state) -> interval
 * sales_cycle_percentiles_censored_final(kpi_state) -> interval[]
 */
static Datum
censored_final(FunctionCallInfo fcinfo, bool is_array)
{
	const KpiState *state;
	Fractions  *fractions;
	const Durations *closed;
	MovingDurations open;
	Survival	survival;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_CENSORED_CYCLE);
	fractions = kpi_section(state, CENSORED_FRACTIONS);
	fractions_check_form(fractions, is_array);
	closed = kpi_section(state, CENSORED_CLOSED);
	open = sorted(kpi_section(state, CENSORED_OPEN));
	survival = survival_start(open.us, open.count, open.count + closed->count);
	survival_fill(&survival, &closed, 1);
	return censored_result(fcinfo, fractions, &survival, durations_copy(closed), closed->count, false);
}

KPI_FUNCTION(sales_cycle_percentile_censored_final, censored_final(fcinfo, false));
KPI_FUNCTION(sales_cycle_percentiles_censored_final, censored_final(fcinfo, true));

/* Over a moving window frame. */
typedef struct MovingCensored
{
	KpiState   *asked;			/* of the first row; without durations */
	MovingDurations closed;
	MovingDurations open;
} MovingCensored;

/* A row enters the frame. */
static pg_attribute_always_inline Datum
censored_moving_accum(FunctionCallInfo fcinfo, DurationFunction cycle_of, CensoredForm form)
{
	MemoryContext context = kpi_moving_context(fcinfo);
	int			opened = opened_argument(form);
	MovingCensored *moving;
	int64		us;
	bool		did_close;

	if (PG_ARGISNULL(0))
	{
		KpiState   *state = kpi_state_new(KPI_CENSORED_CYCLE, KEY_NONE, time_type(cycle_of));

		state = censored_asked(fcinfo, state, cycle_of, form, true);
		moving = MemoryContextAllocZero(context, sizeof(MovingCensored));
		moving->asked = kpi_state_keep(context, state);
	}
	else
	{
		moving = (MovingCensored *) PG_GETARG_POINTER(0);
		censored_asked(fcinfo, moving->asked, cycle_of, form, false);
	}
	if (watched(fcinfo, cycle_of, opened, !PG_ARGISNULL(opened + 1), &us, &did_close))
		moving_durations_enter(did_close ? &moving->closed : &moving->open, context, us);
	PG_RETURN_POINTER(moving);
}

/* A row leaves it; its opened, closed and as_of are the last arguments. */
static pg_attribute_always_inline Datum
censored_inverse(FunctionCallInfo fcinfo, DurationFunction cycle_of)
{
	MovingCensored *moving = (MovingCensored *) PG_GETARG_POINTER(0);
	int			opened = PG_NARGS() - 3;
	int64		us;
	bool		did_close;

	censoring_check_as_of(kpi_section(moving->asked, CENSORED_ASKED), fcinfo, opened + 2, time_type(cycle_of));
	if (watched(fcinfo, cycle_of, opened, !PG_ARGISNULL(opened + 1), &us, &did_close))
		moving_durations_leave(did_close ? &moving->closed : &moving->open, us);
	PG_RETURN_POINTER(moving);
}

/* sales_cycle_percentile_censored_moving_accum(internal, fraction, opened, closed, as_of) -> internal */
KPI_FUNCTION(sales_cycle_percentile_censored_moving_accum_timestamp, censored_moving_accum(fcinfo, timestamp_duration, FORM_FRACTION));
KPI_FUNCTION(sales_cycle_percentile_censored_moving_accum_date, censored_moving_accum(fcinfo, date_duration, FORM_FRACTION));

/* sales_cycle_percentile_censored_moving_accum(internal, fractions, opened, closed, as_of) -> internal */
KPI_FUNCTION(sales_cycle_percentiles_censored_moving_accum_timestamp, censored_moving_accum(fcinfo, timestamp_duration, FORM_FRACTIONS));
KPI_FUNCTION(sales_cycle_percentiles_censored_moving_accum_date, censored_moving_accum(fcinfo, date_duration, FORM_FRACTIONS));

/* sales_cycle_median_censored_moving_accum(internal, opened, closed, as_of) -> internal */
KPI_FUNCTION(sales_cycle_median_censored_moving_accum_timestamp, censored_moving_accum(fcinfo, timestamp_duration, FORM_MEDIAN));
KPI_FUNCTION(sales_cycle_median_censored_moving_accum_date, censored_moving_accum(fcinfo, date_duration, FORM_MEDIAN));

/* sales_cycle_percentile_censored_inverse(internal, ..., opened, closed, as_of) -> internal, and for the median */
KPI_FUNCTION(sales_cycle_percentile_censored_inverse_timestamp, censored_inverse(fcinfo, timestamp_duration));
KPI_FUNCTION(sales_cycle_percentile_censored_inverse_date, censored_inverse(fcinfo, date_duration));

/* sales_cycle_percentile_censored_moving_final(internal) -> interval, or interval[] */
PG_FUNCTION_INFO_V1(sales_cycle_percentile_censored_moving_final);
Datum
sales_cycle_percentile_censored_moving_final(PG_FUNCTION_ARGS)
{
	const MovingCensored *moving;
	Survival	survival;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	moving = (const MovingCensored *) PG_GETARG_POINTER(0);
	survival = survival_start(moving->open.us, moving->open.count, moving->open.count + moving->closed.count);
	survival_fill_sorted(&survival, 0, &moving->closed);
	return censored_result(fcinfo, kpi_section(moving->asked, CENSORED_FRACTIONS), &survival, moving->closed.us, moving->closed.count, true);
}
