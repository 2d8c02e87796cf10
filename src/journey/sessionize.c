/*
 * sessionize.c
 *		sessionize: number the sessions of a subject, a window function.
 *
 * It looks at each row once, in order, and keeps where it is in the partition's
 * memory: no row is read again, so none has to be kept for it.
 */
#include "block/funnel_question.h"
#include "block/time_window.h"
#include "kinds/function.h"

#include "utils/builtins.h"
#include "windowapi.h"

/* Where the rows of a partition have led to; all zero before the first one. */
typedef struct Sessions
{
	bool		started;		/* the gap is known */
	int64		session;		/* number of the last one, 0 before the first */
	int64		time;			/* the last that was known, */
	int64		end;			/* and the last that its session reaches from there */
	TimeWindow	gap;
} Sessions;

#define GAP_HINT "Give the longest time between two events of a session, such as '30 minutes'."

/* The first row of a partition says the gap. */
static void
start(Sessions *sessions, const Interval *gap, TimeType time_type)
{
	if (!funnel_window_is_positive(gap))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("gap of a session must be positive and finite, not \"%s\"",
						DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(gap)))),
				 errhint(GAP_HINT)));
	sessions->gap = time_window(gap, time_type);
	sessions->started = true;
}

/* Take the gap of a row, which must be that of the rows before. */
static inline void
take_gap(Sessions *sessions, WindowObject window, TimeType time_type)
{
	bool		isnull;
	Datum		datum = WinGetFuncArgCurrent(window, 1, &isnull);
	const Interval *gap = DatumGetIntervalP(datum);

	if (unlikely(isnull))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("gap of a session must not be NULL"),
				 errhint(GAP_HINT)));
	if (unlikely(!sessions->started))
		start(sessions, gap, time_type);
	else if (unlikely(memcmp(gap, &sessions->gap.within, sizeof(Interval)) != 0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("gap of a session changes within a partition"),
				 errhint("Use the same gap for all rows of a partition.")));
}

/* sessionize(at, gap) -> bigint */
static pg_attribute_always_inline Datum
sessionize(FunctionCallInfo fcinfo, TimeType time_type)
{
	WindowObject window = PG_WINDOW_OBJECT();
	Sessions   *sessions = WinGetPartitionLocalMemory(window, sizeof(Sessions));
	bool		isnull;
	Datum		at;
	int64		time;

	WinSetMarkPosition(window, WinGetCurrentPosition(window));
	take_gap(sessions, window, time_type);
	at = WinGetFuncArgCurrent(window, 0, &isnull);
	if (isnull)
		PG_RETURN_NULL();
	time = funnel_time(at, time_type);
	if (unlikely(sessions->session > 0 && time < sessions->time))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("times of sessions must not descend"),
				 errhint("Order the window by the time, as in OVER (PARTITION BY subject ORDER BY at).")));
	if (sessions->session == 0 || time > sessions->end)
		sessions->session++;
	sessions->time = time;
	sessions->end = time_window_end(&sessions->gap, time);
	PG_RETURN_INT64(sessions->session);
}

KPI_FUNCTION(sessionize_date, sessionize(fcinfo, TIME_DATE));
KPI_FUNCTION(sessionize_timestamp, sessionize(fcinfo, TIME_TIMESTAMP));
KPI_FUNCTION(sessionize_timestamptz, sessionize(fcinfo, TIME_TIMESTAMPTZ));
