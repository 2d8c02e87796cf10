/*
 * rate.c
 *		Conversion rate, win rate, opportunity-to-customer ratio.
 *
 * All are a count or a sum over another one; nothing below a fraction line is
 * NULL, never zero and never an error.
 */
#include "block/counts.h"
#include "block/key_multiset.h"
#include "block/keyset.h"
#include "block/money_sum.h"
#include "kinds/function.h"

/* ----------
 * conversion_rate(boolean), win_rate(boolean)
 *
 * Rows whose outcome is known, and those of them converted.
 * ----------
 */

/* conversion_rate_accum(kpi_state, boolean) -> kpi_state */
PG_FUNCTION_INFO_V1(conversion_rate_accum);
Datum
conversion_rate_accum(PG_FUNCTION_ARGS)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_RATE, KEY_NONE, AMOUNT_NONE);

	if (!PG_ARGISNULL(1))
	{
		Counts	   *counts = kpi_section(state, RATE_ROWS);

		counts->n[0]++;
		counts->n[1] += PG_GETARG_BOOL(1);
	}
	PG_RETURN_POINTER(state);
}

/* conversion_rate_inverse(kpi_state, boolean) -> kpi_state */
PG_FUNCTION_INFO_V1(conversion_rate_inverse);
Datum
conversion_rate_inverse(PG_FUNCTION_ARGS)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_RATE, KEY_NONE, AMOUNT_NONE);

	if (!PG_ARGISNULL(1))
	{
		Counts	   *counts = kpi_section(state, RATE_ROWS);

		counts->n[0]--;
		counts->n[1] -= PG_GETARG_BOOL(1);
		frame_check(counts->n[1] >= 0 && counts->n[0] >= counts->n[1]);
	}
	PG_RETURN_POINTER(state);
}

/* conversion_rate_final(kpi_state) -> double precision */
PG_FUNCTION_INFO_V1(conversion_rate_final);
Datum
conversion_rate_final(PG_FUNCTION_ARGS)
{
	const Counts *counts;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	counts = kpi_section(kpi_state_argument(fcinfo, KPI_RATE), RATE_ROWS);
	return count_ratio(fcinfo, counts->n[1], counts->n[0]);
}

/* ----------
 * win_rate(boolean, numeric)
 *
 * The sums of the amounts decided, and of those won.
 * ----------
 */

/* win_rate_accum(kpi_state, boolean, numeric) -> kpi_state */
PG_FUNCTION_INFO_V1(win_rate_accum);
Datum
win_rate_accum(PG_FUNCTION_ARGS)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_VALUE_RATE, KEY_NONE, AMOUNT_NUMERIC);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		state = money_sum_add(state, VALUE_RATE_DECIDED, PG_GETARG_DATUM(2), AMOUNT_NUMERIC);
		if (PG_GETARG_BOOL(1))
			state = money_sum_add(state, VALUE_RATE_WON, PG_GETARG_DATUM(2), AMOUNT_NUMERIC);
	}
	PG_RETURN_POINTER(state);
}

/* win_rate_inverse(kpi_state, boolean, numeric) -> kpi_state */
PG_FUNCTION_INFO_V1(win_rate_inverse);
Datum
win_rate_inverse(PG_FUNCTION_ARGS)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_VALUE_RATE, KEY_NONE, AMOUNT_NUMERIC);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		state = money_sum_remove(state, VALUE_RATE_DECIDED, PG_GETARG_DATUM(2), AMOUNT_NUMERIC);
		if (state != NULL && PG_GETARG_BOOL(1))
			state = money_sum_remove(state, VALUE_RATE_WON, PG_GETARG_DATUM(2), AMOUNT_NUMERIC);
		if (state == NULL)
			PG_RETURN_NULL();
	}
	PG_RETURN_POINTER(state);
}

/* win_rate_final(kpi_state) -> numeric */
PG_FUNCTION_INFO_V1(win_rate_final);
Datum
win_rate_final(PG_FUNCTION_ARGS)
{
	const KpiState *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_VALUE_RATE);
	return money_sum_ratio(fcinfo, kpi_section(state, VALUE_RATE_WON), kpi_section(state, VALUE_RATE_DECIDED));
}

/* ----------
 * conversion_rate(subject, boolean)
 *
 * A set of the subjects whose outcome is known in some row, those marked that
 * are converted in some row.
 * ----------
 */

/* conversion_rate_accum(kpi_state, subject, boolean) -> kpi_state */
static pg_attribute_always_inline Datum
subject_rate_accum(FunctionCallInfo fcinfo, KeyType type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_SUBJECT_RATE, type, AMOUNT_NONE);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
		state = keyset_add(state, SUBJECT_RATE_SUBJECTS, key_from_datum(PG_GETARG_DATUM(1), type), PG_GETARG_BOOL(2));
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_KEY(subject_rate_accum);

/* conversion_rate_by_subject_final(kpi_state) -> double precision */
PG_FUNCTION_INFO_V1(subject_rate_final);
Datum
subject_rate_final(PG_FUNCTION_ARGS)
{
	KeySet	   *subjects;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	subjects = kpi_section(kpi_state_argument(fcinfo, KPI_SUBJECT_RATE), SUBJECT_RATE_SUBJECTS);
	keyset_settle(subjects);
	return count_ratio(fcinfo, subjects->marked, subjects->count);
}

/* ----------
 * opportunity_to_customer_ratio(account, boolean [, opportunity])
 *
 * A set of the accounts won, over a count of rows or a set of opportunities.
 * ----------
 */

/* opportunity_to_customer_ratio_accum(kpi_state, account, boolean) -> kpi_state */
static pg_attribute_always_inline Datum
customer_ratio_accum(FunctionCallInfo fcinfo, KeyType type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_CUSTOMER_RATIO, type, AMOUNT_NONE);

	((Counts *) kpi_section(state, CUSTOMER_RATIO_ROWS))->n[0]++;
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2) && PG_GETARG_BOOL(2))
		state = keyset_add(state, CUSTOMER_RATIO_CUSTOMERS, key_from_datum(PG_GETARG_DATUM(1), type), 0);
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_KEY(customer_ratio_accum);

/* opportunity_to_customer_ratio_final(kpi_state) -> double precision */
PG_FUNCTION_INFO_V1(customer_ratio_final);
Datum
customer_ratio_final(PG_FUNCTION_ARGS)
{
	KpiState   *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_CUSTOMER_RATIO);
	return count_ratio(fcinfo, keyset_count(state, CUSTOMER_RATIO_CUSTOMERS),
					   ((Counts *) kpi_section(state, CUSTOMER_RATIO_ROWS))->n[0]);
}

/* opportunity_to_customer_ratio_accum(kpi_state, account, boolean, opportunity) -> kpi_state */
static pg_attribute_always_inline Datum
customer_ratio_by_key_accum(FunctionCallInfo fcinfo, KeyType type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_CUSTOMER_RATIO_BY_KEY, type, AMOUNT_NONE);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2) && PG_GETARG_BOOL(2))
		state = keyset_add(state, CUSTOMER_RATIO_BY_KEY_CUSTOMERS, key_from_datum(PG_GETARG_DATUM(1), type), 0);
	if (!PG_ARGISNULL(3))
		state = keyset_add(state, CUSTOMER_RATIO_BY_KEY_OPPORTUNITIES, key_from_datum(PG_GETARG_DATUM(3), type), 0);
	PG_RETURN_POINTER(state);
}

KPI_FUNCTION_BY_KEY(customer_ratio_by_key_accum);

/* opportunity_to_customer_ratio_by_key_final(kpi_state) -> double precision */
PG_FUNCTION_INFO_V1(customer_ratio_by_key_final);
Datum
customer_ratio_by_key_final(PG_FUNCTION_ARGS)
{
	KpiState   *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = kpi_state_argument(fcinfo, KPI_CUSTOMER_RATIO_BY_KEY);
	return count_ratio(fcinfo, keyset_count(state, CUSTOMER_RATIO_BY_KEY_CUSTOMERS),
					   keyset_count(state, CUSTOMER_RATIO_BY_KEY_OPPORTUNITIES));
}

/* ----------
 * The three ratios by key over moving window frames
 * ----------
 */

typedef struct MovingRatio
{
	KeyMultiset *part;			/* accounts won; for subjects not used */
	KeyMultiset *whole;			/* subjects, or opportunities */
	int64		converted;		/* subjects with a converted row */
	int64		rows;
} MovingRatio;

/* The moving state in argument 0, made at the first row. */
static MovingRatio *
moving_ratio_argument(FunctionCallInfo fcinfo)
{
	MemoryContext context = kpi_moving_context(fcinfo);
	MovingRatio *moving;

	if (!PG_ARGISNULL(0))
		return (MovingRatio *) PG_GETARG_POINTER(0);
	moving = MemoryContextAllocZero(context, sizeof(MovingRatio));
	moving->part = key_multiset_create(context);
	moving->whole = key_multiset_create(context);
	return moving;
}

/* Count a row of a key in or out. */
static inline void
count_key(KeyMultiset *set, Key key, int sign)
{
	KeyCount   *entry = key_multiset_change(set, key, sign);

	if (entry->rows == 0)
		key_multiset_delete(set, entry);
}

/* A row of conversion_rate(subject, boolean) enters or leaves the frame. */
static pg_attribute_always_inline Datum
moving_subject_rate(FunctionCallInfo fcinfo, KeyType type, int sign)
{
	MovingRatio *moving = moving_ratio_argument(fcinfo);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		KeyCount   *subject = key_multiset_change(moving->whole, key_from_datum(PG_GETARG_DATUM(1), type), sign);

		/* The payload counts the rows that are converted. */
		if (PG_GETARG_BOOL(2))
		{
			moving->converted -= subject->payload > 0;
			frame_check(sign > 0 || subject->payload > 0);
			subject->payload += sign;
			moving->converted += subject->payload > 0;
		}
		frame_check(subject->payload <= subject->rows);
		if (subject->rows == 0)
			key_multiset_delete(moving->whole, subject);
	}
	PG_RETURN_POINTER(moving);
}

/* conversion_rate_moving_accum(internal, subject, boolean) -> internal */
static pg_attribute_always_inline Datum
subject_rate_moving_accum(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_subject_rate(fcinfo, type, 1);
}

KPI_FUNCTION_BY_KEY(subject_rate_moving_accum);

/* conversion_rate_inverse(internal, subject, boolean) -> internal */
static pg_attribute_always_inline Datum
subject_rate_inverse(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_subject_rate(fcinfo, type, -1);
}

KPI_FUNCTION_BY_KEY(subject_rate_inverse);

/* conversion_rate_moving_final(internal) -> double precision */
PG_FUNCTION_INFO_V1(subject_rate_moving_final);
Datum
subject_rate_moving_final(PG_FUNCTION_ARGS)
{
	const MovingRatio *moving;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	moving = (const MovingRatio *) PG_GETARG_POINTER(0);
	return count_ratio(fcinfo, moving->converted, key_multiset_size(moving->whole));
}

/* A row of opportunity_to_customer_ratio enters or leaves the frame. */
static pg_attribute_always_inline Datum
moving_customer_ratio(FunctionCallInfo fcinfo, KeyType type, int sign)
{
	MovingRatio *moving = moving_ratio_argument(fcinfo);

	moving->rows += sign;
	frame_check(moving->rows >= 0);
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2) && PG_GETARG_BOOL(2))
		count_key(moving->part, key_from_datum(PG_GETARG_DATUM(1), type), sign);
	if (PG_NARGS() == 4 && !PG_ARGISNULL(3))
		count_key(moving->whole, key_from_datum(PG_GETARG_DATUM(3), type), sign);
	PG_RETURN_POINTER(moving);
}

/* opportunity_to_customer_ratio_moving_accum(internal, account, boolean [, opportunity]) -> internal */
static pg_attribute_always_inline Datum
customer_ratio_moving_accum(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_customer_ratio(fcinfo, type, 1);
}

KPI_FUNCTION_BY_KEY(customer_ratio_moving_accum);

/* opportunity_to_customer_ratio_inverse(internal, account, boolean [, opportunity]) -> internal */
static pg_attribute_always_inline Datum
customer_ratio_inverse(FunctionCallInfo fcinfo, KeyType type)
{
	return moving_customer_ratio(fcinfo, type, -1);
}

KPI_FUNCTION_BY_KEY(customer_ratio_inverse);

/* opportunity_to_customer_ratio_moving_final(internal) -> double precision */
PG_FUNCTION_INFO_V1(customer_ratio_moving_final);
Datum
customer_ratio_moving_final(PG_FUNCTION_ARGS)
{
	const MovingRatio *moving;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	moving = (const MovingRatio *) PG_GETARG_POINTER(0);
	return count_ratio(fcinfo, key_multiset_size(moving->part), moving->rows);
}

/* opportunity_to_customer_ratio_by_key_moving_final(internal) -> double precision */
PG_FUNCTION_INFO_V1(customer_ratio_by_key_moving_final);
Datum
customer_ratio_by_key_moving_final(PG_FUNCTION_ARGS)
{
	const MovingRatio *moving;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	moving = (const MovingRatio *) PG_GETARG_POINTER(0);
	return count_ratio(fcinfo, key_multiset_size(moving->part), key_multiset_size(moving->whole));
}
