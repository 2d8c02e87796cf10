/*
 * funnel.h
 *		What the funnels' functions share: their arguments, and what is searched
 *		for in the events of a subject.
 */
#ifndef FUNNEL_H
#define FUNNEL_H

#include "block/counts.h"
#include "block/event_log.h"
#include "block/funnel_question.h"
#include "block/step_times.h"
#include "kinds/function.h"
#include "kinds/stored.h"

#include "funcapi.h"

/* ----------
 * Arguments of the SQL functions (arguments.c)
 * ----------
 */

extern void funnel_init(Funnel *funnel, FunctionCallInfo fcinfo, TimeType time_type, uint8 modes,
						uint8 conditions);
extern uint8 funnel_modes(FunctionCallInfo fcinfo, int argument);
extern void funnel_subject_is_no_mode(const char *text, int length);
pg_noreturn extern void funnel_row_disagrees(const Funnel *funnel, FunctionCallInfo fcinfo, uint8 modes);
extern uint64 funnel_conditions(FunctionCallInfo fcinfo, int argument, int *count);

/*
 * Refuse a text subject that is a list of modes: it is the mode argument, and
 * the subject was forgotten.  Few subjects begin as modes do.
 */
static inline void
funnel_check_subject(Datum subject)
{
	const struct varlena *text = (const struct varlena *) DatumGetPointer(subject);
	const char *data = VARDATA_ANY(text);

	if ((VARATT_IS_EXTENDED(text) && !VARATT_IS_SHORT(text)) || VARSIZE_ANY_EXHDR(text) < 9)
		return;
	if (*data == ' ' || memcmp(data, "strict_", 7) == 0 || memcmp(data, "any_order", 9) == 0)
		funnel_subject_is_no_mode(data, VARSIZE_ANY_EXHDR(text));
}

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

/* The subjects that reached a step; step 0 stands for all. */
static inline int64
reached(const KpiState *funnel, int step)
{
	return ((const Counts *) kpi_section(funnel, FUNNEL_LEVELS))->n[step];
}

/* The names of steps that a report shows. */
typedef struct StepNames
{
	Datum	   *name;			/* of each step; NULL if none has one */
	bool	   *is_null;
} StepNames;

extern StepNames step_names_argument(FunctionCallInfo fcinfo, int argument, int steps);
extern FuncCallContext *report_begin(FunctionCallInfo fcinfo);

/* The name of a step. */
static inline Datum
step_name(const StepNames *names, int step, bool *is_null)
{
	*is_null = names->name == NULL || names->is_null[step - 1];
	return *is_null ? (Datum) 0 : names->name[step - 1];
}

#endif							/* FUNNEL_H */
