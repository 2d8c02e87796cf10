/*
 * sessionize.c
 *		sessionize: number the sessions of a subject, a window function.
 *
 * It looks at each row once, in order, and keeps where it is in the partition's
 * memory: no row is read again, so none has to be kept for it.
 */
#include "block/gap.h"
#include "block/time_window.h"
#include "kinds/function.h"

#include "windowapi.h"

/* Rows are given back in so many at a time: to say so for each takes longer than to number it. */
#define ROWS_TO_KEEP 64

/* Where the rows of a partition have led to; all zero before the first one. */
typedef struct Sessions
{
	bool		started;		/* the gap is known */
	int64		session;		/* number of the last one, 0 before the first */
	int64		time;			/* the last that was known, */
	int64		end;			/* and the last that its session reaches from there */
	TimeWindow	gap;
} Sessions;

/* Take the gap of a row, which must be that of the rows before. */
static inline void
take_gap(Sessions *sessions, WindowObject window, TimeType time_type)
{
	bool		isnull;
	Datum		datum = WinGetFuncArgCurrent(window, 1, &isnull);
	const Interval *gap = isnull ? NULL : DatumGetIntervalP(datum);

	if (likely(sessions->started && gap != NULL && gap_same(gap, &sessions->gap.within)))
		return;
	gap_check(gap);
	if (sessions->started)
		gap_changes("partition");
	sessions->gap = time_window(gap, time_type);
	sessions->started = true;
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

	if (WinGetCurrentPosition(window) % ROWS_TO_KEEP == 0)
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
