/*
 * funnel.h
 *		What the funnels' functions share: their arguments, and what is searched
 *		for in the events of a subject.
 */
#ifndef FUNNEL_H
#define FUNNEL_H

#include "block/event_log.h"
#include "block/step_times.h"
#include "kinds/function.h"
#include "kinds/stored.h"

/* ----------
 * Arguments of the SQL functions (arguments.c)
 * ----------
 */

extern void funnel_init(Funnel *funnel, FunctionCallInfo fcinfo, TimeType time_type, uint8 modes,
						uint8 conditions);
extern uint8 funnel_modes(FunctionCallInfo fcinfo, int argument);
pg_noreturn extern void funnel_row_disagrees(const Funnel *funnel, FunctionCallInfo fcinfo, uint8 modes);
extern uint64 funnel_conditions(FunctionCallInfo fcinfo, int argument, int *count);

/* Does a row ask for the same funnel as the first one? */
static inline bool
funnel_row_agrees(const Funnel *funnel, FunctionCallInfo fcinfo, uint8 modes, uint8 conditions)
{
	return !PG_ARGISNULL(1) && memcmp(PG_GETARG_INTERVAL_P(1), &funnel->within, sizeof(Interval)) == 0 &&
		funnel->modes == modes && funnel->conditions == conditions;
}

pg_noreturn extern void funnel_step_out_of_range(int64 step, int most);

/* ----------
 * Funnel of many subjects (funnel_summary.c)
 * ----------
 */

extern int	funnel_steps_argument(FunctionCallInfo fcinfo, int argument);
extern KpiState *funnel_count_subject(KpiState *funnel, int level, const int64 *time);
extern KpiState *funnel_summary_read(Datum datum);
extern Datum funnel_summary_of_state(FunctionCallInfo fcinfo, KpiState *funnel);

#endif							/* FUNNEL_H */
