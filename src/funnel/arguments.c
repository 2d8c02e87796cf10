/*
 * arguments.c
 *		The arguments that the funnels' functions share: window, steps.
 */
#include "funnel/funnel.h"

#include "utils/builtins.h"

/* Report what a row does not agree in. */
void
funnel_row_disagrees(const Funnel *funnel, FunctionCallInfo fcinfo, const FunnelMode *mode)
{
	if (PG_ARGISNULL(1) || memcmp(PG_GETARG_INTERVAL_P(1), &funnel->within, sizeof(Interval)) != 0)
		funnel_argument_changes("window");
	if (!funnel_mode_agrees(funnel, mode))
		funnel_argument_changes("mode");
	funnel_argument_changes("number of steps");
}

/*
 * What the first row of a group asks for: window in argument 1, then perhaps a
 * mode; the items of that need a place of their own behind the funnel.  Rows
 * have so many conditions, or step numbers, and there are so many steps.
 */
void
funnel_init(Funnel *funnel, FunctionCallInfo fcinfo, TimeType time_type, const FunnelMode *mode, int conditions, int steps)
{
	const Interval *within;

	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("window of a funnel must not be NULL"),
				 errhint("Give the longest time from the first step to the last, such as '7 days'.")));
	within = PG_GETARG_INTERVAL_P(1);
	if (!funnel_window_is_positive(within))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("window of a funnel must be positive and finite, not \"%s\"",
						DatumGetCString(DirectFunctionCall1(interval_out, PG_GETARG_DATUM(1)))),
				 errhint("Give the longest time from the first step to the last, such as '7 days'.")));
	funnel_mode_check_steps(mode, steps);
	memset(funnel, 0, offsetof(Funnel, item));
	funnel->size = funnel_size(mode->items);
	funnel->within = *within;
	funnel->time_type = time_type;
	funnel->modes = mode->modes;
	funnel->conditions = conditions;
	funnel->items = mode->items;
	memcpy(funnel->item, mode->item, mode->items * sizeof(FunnelItem));
}

/* The steps that are true in an argument that is an array of conditions, and how many there are. */
uint64
funnel_conditions(FunctionCallInfo fcinfo, int argument, int *count)
{
	return steps_of_conditions(fcinfo, argument, count, "funnel");
}

/* Report a step number that a funnel cannot have. */
void
funnel_step_out_of_range(int64 step, int most)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("step %lld of a funnel is out of range", (long long) step),
			 errhint("Steps are numbered from 1 to %d; NULL or 0 is no step.", most)));
}
