/*
 * touch.c
 *		first_touch, last_touch and touch_path: which values a subject met, in
 *		order of time.
 */
#include "block/event_question.h"
#include "block/touches.h"
#include "kinds/function.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

/*
 * first_touch_accum(kpi_state, value, at) -> kpi_state, and for last_touch and touch_path
 */
static pg_attribute_always_inline Datum
touch_accum(FunctionCallInfo fcinfo, TouchesKept kept, TimeType time_type)
{
	KpiState   *state = kpi_state_accum(fcinfo, KPI_TOUCHES, KEY_NONE, kept);
	Touch		touch;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_POINTER(state);
	touch.time = funnel_time(PG_GETARG_DATUM(2), time_type);
	if (kept != TOUCH_ALL)
	{
		const Touches *touches = kpi_section(state, TOUCHES_TOUCHES);
		int64		time;

		/* Most rows are told by their time alone. */
		if (likely(touches->count > 0))
		{
			memcpy(&time, touches->touch, sizeof(int64));
			if (kept == TOUCH_FIRST ? touch.time > time : touch.time < time)
				PG_RETURN_POINTER(state);
		}
	}
	touch.value = utf8_from_text(PG_GETARG_DATUM(1));
	PG_RETURN_POINTER(touches_add(state, TOUCHES_TOUCHES, &touch));
}

#define TOUCH_ACCUM(name, kept) \
	KPI_FUNCTION(name##_accum_date, touch_accum(fcinfo, kept, TIME_DATE)); \
	KPI_FUNCTION(name##_accum_timestamp, touch_accum(fcinfo, kept, TIME_TIMESTAMP))

TOUCH_ACCUM(first_touch, TOUCH_FIRST);
TOUCH_ACCUM(last_touch, TOUCH_LAST);
TOUCH_ACCUM(touch_path, TOUCH_ALL);

/* The touches of the state in argument 0, which are all or one; NULL if there are none. */
static const Touches *
touches_of_state(FunctionCallInfo fcinfo, bool all)
{
	const KpiState *state;
	const Touches *touches;

	if (PG_ARGISNULL(0))
		return NULL;
	state = kpi_state_argument(fcinfo, KPI_TOUCHES);
	wire_check((state->parameter == TOUCH_ALL) == all, "it belongs to another KPI");
	touches = kpi_section(state, TOUCHES_TOUCHES);
	return touches->count > 0 ? touches : NULL;
}

/* touch_final(kpi_state) -> text */
PG_FUNCTION_INFO_V1(touch_final);
Datum
touch_final(PG_FUNCTION_ARGS)
{
	const Touches *touches = touches_of_state(fcinfo, false);

	if (touches == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(utf8_to_text(touch_at(touches, 0).value));
}

/* touch_path_final(kpi_state) -> text[] */
PG_FUNCTION_INFO_V1(touch_path_final);
Datum
touch_path_final(PG_FUNCTION_ARGS)
{
	const Touches *touches = touches_of_state(fcinfo, true);
	ArrayBuildState *path = NULL;
	const Touch *touch;

	if (touches == NULL)
		PG_RETURN_NULL();
	touch = touches_in_order(touches);
	for (uint32 i = 0; i < touches->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (i == 0 || utf8_compare(touch[i - 1].value, touch[i].value) != 0)
			path = accumArrayResult(path, utf8_to_text(touch[i].value), false, TEXTOID, CurrentMemoryContext);
	}
	PG_RETURN_DATUM(makeArrayResult(path, CurrentMemoryContext));
}
