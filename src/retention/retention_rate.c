/*
 * retention_rate.c
 *		The share of subjects that came back, for each step or period.
 */
#include "block/position_counts.h"
#include "kinds/function.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

/* Add the array in argument 1 to the counts, or take it away, for which sign is 1 or -1. */
static KpiState *
count_array(FunctionCallInfo fcinfo, KpiState *state, int sign)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(1);
	const bool *value = (const bool *) ARR_DATA_PTR(array);
	const bits8 *known = ARR_NULLBITMAP(array);
	int			length = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	PositionCounts *counts;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("arrays of retention must be one-dimensional")));
	if (sign > 0)
		state = position_counts_expect(state, RETENTION_RATE_POSITIONS, length);
	counts = kpi_section(state, RETENTION_RATE_POSITIONS);
	frame_check(counts->length == length);
	counts->arrays += sign;
	for (int i = 0; i < length; i++)
	{
		if (known != NULL && !(known[i / 8] & (1 << i % 8)))
			continue;
		counts->at[i].known += sign;
		counts->at[i].converted += *value++ ? sign : 0;
		if (sign < 0)
			frame_check(counts->at[i].converted >= 0 && counts->at[i].converted <= counts->at[i].known);
	}
	if (sign < 0)
	{
		frame_check(counts->arrays >= 0);
		for (int i = 0; i < length; i++)
			frame_check(counts->at[i].known <= counts->arrays);
		/* The next array may have another length. */
		if (counts->arrays == 0)
			state = position_counts_expect(state, RETENTION_RATE_POSITIONS, 0);
	}
	return state;
}

/* retention_rate_accum(kpi_state, boolean[]) -> kpi_state */
PG_FUNCTION_INFO_V1(retention_rate_accum);
Datum
retention_rate_accum(PG_FUNCTION_ARGS)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_RETENTION_RATE, KEY_NONE, 0);

	PG_RETURN_POINTER(PG_ARGISNULL(1) ? state : count_array(fcinfo, state, 1));
}

/* retention_rate_inverse(kpi_state, boolean[]) -> kpi_state */
PG_FUNCTION_INFO_V1(retention_rate_inverse);
Datum
retention_rate_inverse(PG_FUNCTION_ARGS)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_RETENTION_RATE, KEY_NONE, 0);

	PG_RETURN_POINTER(PG_ARGISNULL(1) ? state : count_array(fcinfo, state, -1));
}

/* retention_rate_final(kpi_state) -> double precision[] */
PG_FUNCTION_INFO_V1(retention_rate_final);
Datum
retention_rate_final(PG_FUNCTION_ARGS)
{
	const PositionCounts *counts;
	Datum	   *rates;
	bool	   *nulls;
	int			length;
	int			lower = 1;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	counts = kpi_section(kpi_state_argument(fcinfo, KPI_RETENTION_RATE), RETENTION_RATE_POSITIONS);
	if (counts->arrays == 0)
		PG_RETURN_NULL();
	length = counts->length;
	if (length == 0)
		PG_RETURN_ARRAYTYPE_P(construct_empty_array(FLOAT8OID));
	rates = palloc(length * sizeof(Datum));
	nulls = palloc(length * sizeof(bool));
	for (int i = 0; i < length; i++)
	{
		const PositionCount *at = &counts->at[i];

		nulls[i] = at->known == 0;
		rates[i] = Float8GetDatum(nulls[i] ? 0 : (double) at->converted / (double) at->known);
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(rates, nulls, 1, &length, &lower, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL,
											 TYPALIGN_DOUBLE));
}
