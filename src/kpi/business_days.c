/*
 * business_days.c
 *		Working days between two dates.
 */
#include "kinds/function.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/date.h"

/* Monday to Friday since Monday, 2000-01-03, up to and including this day. */
static int64
weekdays_until(DateADT day)
{
	int64		since_monday = (int64) day - 2;
	int64		weeks = since_monday >= 0 ? since_monday / 7 : -((6 - since_monday) / 7);
	int64		weekday = since_monday - weeks * 7;

	return weeks * 5 + Min(weekday + 1, 5);
}

#define ST_SORT sort_dates
#define ST_ELEMENT_TYPE DateADT
#define ST_COMPARE(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * business_days(from date, to date, holidays date[]) -> integer
 *
 * Working days (Monday to Friday, less the holidays) after `from` up to and
 * including `to`; negative when `to` lies before `from`.  A holiday counts once
 * however often it is listed, on a weekend not at all; a NULL one is left out.
 */
PG_FUNCTION_INFO_V1(business_days);
Datum
business_days(PG_FUNCTION_ARGS)
{
	DateADT		from = PG_GETARG_DATEADT(0);
	DateADT		to = PG_GETARG_DATEADT(1);
	ArrayType  *holidays = PG_GETARG_ARRAYTYPE_P(2);
	DateADT		after = Min(from, to);
	DateADT		until = Max(from, to);
	int64		days;

	if (DATE_NOT_FINITE(from) || DATE_NOT_FINITE(to))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("cannot count the business days to an infinite date"),
				 errhint("Use NULL for a date that is not known.")));
	days = weekdays_until(until) - weekdays_until(after);

	if (ARR_NDIM(holidays) > 0)
	{
		Datum	   *values;
		bool	   *nulls;
		int			count;
		int			listed = 0;
		DateADT    *list;

		deconstruct_array(holidays, DATEOID, sizeof(DateADT), true, TYPALIGN_INT, &values, &nulls, &count);
		list = palloc(count * sizeof(DateADT));
		for (int i = 0; i < count; i++)
		{
			DateADT		day = nulls[i] ? after : DatumGetDateADT(values[i]);

			if (day > after && day <= until && weekdays_until(day) != weekdays_until(day - 1))
				list[listed++] = day;
			CHECK_FOR_INTERRUPTS();
		}
		sort_dates(list, listed);
		for (int i = 0; i < listed; i++)
			days -= i == 0 || list[i] != list[i - 1];
	}
	PG_RETURN_INT32((int32) (to < from ? -days : days));
}
