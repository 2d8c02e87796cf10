/*
 * event_question.c
 *		What is known of a row: its time, and the steps that are true.
 */
#include "block/event_question.h"

#include "block/conditions.h"

#include "utils/date.h"

/* A time in microseconds; a date is its midnight.  22008 if that has no timestamp. */
int64
funnel_time(Datum datum, TimeType type)
{
	if (type == TIME_DATE)
		return date2timestamp_opt_overflow(DatumGetDateADT(datum), NULL);
	return DatumGetTimestamp(datum);
}

/* The way back. */
Datum
funnel_time_datum(int64 time, TimeType type)
{
	if (type != TIME_DATE)
		return TimestampGetDatum(time);
	if (TIMESTAMP_IS_NOBEGIN(time))
		return DateADTGetDatum(DATEVAL_NOBEGIN);
	if (TIMESTAMP_IS_NOEND(time))
		return DateADTGetDatum(DATEVAL_NOEND);
	return DateADTGetDatum(time / USECS_PER_DAY);
}

/*
 * The steps that are true in an argument that is an array of conditions, and how many there are;
 * `whose` they are is for error messages.
 */
uint64
steps_of_conditions(FunctionCallInfo fcinfo, int argument, int *count, const char *whose)
{
	const ArrayType *array;
	int			length;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("steps of a %s must not be a NULL array", whose),
				 errhint("Give 1 to %d conditions, one for each step.", FUNNEL_MOST_STEPS)));
	array = PG_GETARG_ARRAYTYPE_P(argument);
	length = ARR_NDIM(array) == 1 ? ARR_DIMS(array)[0] : 0;
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("steps of a %s must be a one-dimensional array", whose)));
	if (length < 1 || length > FUNNEL_MOST_STEPS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a %s cannot have %d steps", whose, length),
				 errhint("Give 1 to %d conditions, one for each step.", FUNNEL_MOST_STEPS)));
	*count = length;
	return conditions_true(array, length);
}
