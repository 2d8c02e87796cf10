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

/* ----------
 * Modes (mode.c)
 * ----------
 */

/* What a mode argument means, by itself. */
typedef struct FunnelMode
{
	uint8		modes;
	uint8		steps;			/* before those that are excluded; 0 if none is */
	uint8		numbers;		/* of steps and of what is excluded; FUNNEL_MOST_STEPS if nothing is */
	uint8		items;
	FunnelItem	item[FLEXIBLE_ARRAY_MEMBER];
} FunnelMode;

extern const FunnelMode *funnel_mode(FunctionCallInfo fcinfo, int argument);
extern const FunnelMode funnel_without_mode;
extern int	funnel_mode_steps(const FunnelMode *mode, int given, bool conditions);
extern void funnel_mode_check_steps(const FunnelMode *mode, int steps);
extern void funnel_subject_is_no_mode(const char *text, int length);

/* Are the modes and items of a funnel these? */
static inline bool
funnel_mode_agrees(const Funnel *funnel, const FunnelMode *mode)
{
	return funnel->modes == mode->modes && funnel->items == mode->items &&
		(mode->items == 0 || memcmp(funnel->item, mode->item, mode->items * sizeof(FunnelItem)) == 0);
}

/* How many steps there are, where so many conditions, or steps, are given. */
static inline int
funnel_steps_given(const FunnelMode *mode, int given, bool conditions)
{
	return likely(mode->steps == 0) ? given : funnel_mode_steps(mode, given, conditions);
}

/*
 * Refuse a text subject that is a mode: it is the mode argument, and the subject
 * was forgotten.  Few subjects begin as modes do.
 */
static inline void
funnel_check_subject(Datum subject)
{
	const struct varlena *text = (const struct varlena *) DatumGetPointer(subject);
	const char *data = VARDATA_ANY(text);

	if ((VARATT_IS_EXTENDED(text) && !VARATT_IS_SHORT(text)) || VARSIZE_ANY_EXHDR(text) < 9)
		return;
	if (*data == ' ' || memcmp(data, "strict_", 7) == 0 || memcmp(data, "any_order", 9) == 0 ||
		memcmp(data, "exclude ", 8) == 0 || memcmp(data, "step ", 5) == 0 || memcmp(data, "each ", 5) == 0)
		funnel_subject_is_no_mode(data, VARSIZE_ANY_EXHDR(text));
}

/* ----------
 * Other arguments of the SQL functions (arguments.c)
 * ----------
 */

extern void funnel_init(Funnel *funnel, FunctionCallInfo fcinfo, TimeType time_type, const FunnelMode *mode,
						int conditions, int steps);
pg_noreturn extern void funnel_row_disagrees(const Funnel *funnel, FunctionCallInfo fcinfo, const FunnelMode *mode);
extern uint64 funnel_conditions(FunctionCallInfo fcinfo, int argument, int *count);

/* Does a row ask for the same funnel as the first one? */
static inline bool
funnel_row_agrees(const Funnel *funnel, FunctionCallInfo fcinfo, const FunnelMode *mode, int conditions)
{
	return !PG_ARGISNULL(1) && memcmp(PG_GETARG_INTERVAL_P(1), &funnel->within, sizeof(Interval)) == 0 &&
		funnel->conditions == conditions && funnel_mode_agrees(funnel, mode);
}

pg_noreturn extern void funnel_step_out_of_range(int64 step, int most);

/* ----------
 * Funnel of many subjects (funnel_summary.c)
 * ----------
 */

extern int	funnel_steps_argument(FunctionCallInfo fcinfo, int argument);
extern KpiState *funnel_count_subject(KpiState *funnel, int level, const int64 *time);
extern KpiState *funnel_summary_read(Datum datum);
extern Datum funnel_summary_of_state(FunctionCallInfo fcinfo, KpiState *funnel, int form);

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

/* The name of a step. */
static inline Datum
step_name(const StepNames *names, int step, bool *is_null)
{
	*is_null = names->name == NULL || names->is_null[step - 1];
	return *is_null ? (Datum) 0 : names->name[step - 1];
}

#endif							/* FUNNEL_H */
