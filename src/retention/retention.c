/*
 * retention.c
 *		Did a subject come back: by steps that occurred, and by periods after its
 *		cohort's time.
 */
#include "block/conditions.h"
#include "block/flags.h"
#include "block/retention_question.h"
#include "kinds/function.h"

#include "catalog/pg_type.h"

/* An array of so many booleans, of which some are NULL. */
static Datum
boolean_array(Datum *values, bool *nulls, int length)
{
	int			lower = 1;

	return PointerGetDatum(construct_md_array(values, nulls, 1, &length, &lower, BOOLOID, 1, true, TYPALIGN_CHAR));
}

/* ----------
 * retention(VARIADIC steps boolean[])
 * ----------
 */

/* The array of steps in argument 1, and how many there are. */
static ArrayType *
steps_argument(FunctionCallInfo fcinfo, int *count)
{
	ArrayType  *array;

	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("steps of retention must not be a NULL array"),
				 errhint("Give 1 to %d conditions, one for each step.", MOST_CONDITIONS)));
	array = PG_GETARG_ARRAYTYPE_P(1);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("steps of retention must be a one-dimensional array")));
	*count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	if (*count < 1 || *count > MOST_CONDITIONS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("retention cannot have %d steps", *count),
				 errhint("Give 1 to %d conditions, one for each step.", MOST_CONDITIONS)));
	return array;
}

/* retention_accum(kpi_state, boolean[]) -> kpi_state */
PG_FUNCTION_INFO_V1(retention_accum_steps);
Datum
retention_accum_steps(PG_FUNCTION_ARGS)
{
	int			count;
	const ArrayType *array = steps_argument(fcinfo, &count);
	KpiState   *state;

	if (PG_ARGISNULL(0))
		state = kpi_state_new(KPI_RETENTION, KEY_NONE, count);
	else
		state = kpi_state_argument(fcinfo, KPI_RETENTION);
	if (unlikely(state->parameter != count))
		retention_argument_changes("number of steps");
	((Flags *) kpi_section(state, RETENTION_STEPS))->word[0] |= conditions_true(array, count);
	PG_RETURN_POINTER(state);
}

/* retention_steps_final(kpi_state) -> boolean[] */
PG_FUNCTION_INFO_V1(retention_steps_final);
Datum
retention_steps_final(PG_FUNCTION_ARGS)
{
	const Flags *steps;
	Datum		values[MOST_CONDITIONS];
	bool		nulls[MOST_CONDITIONS];

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	steps = kpi_section(kpi_state_argument(fcinfo, KPI_RETENTION), RETENTION_STEPS);
	for (uint32 i = 0; i < steps->length; i++)
	{
		values[i] = BoolGetDatum(flags_get(steps, i));
		nulls[i] = i > 0 && !flags_get(steps, 0);
	}
	return boolean_array(values, nulls, steps->length);
}
