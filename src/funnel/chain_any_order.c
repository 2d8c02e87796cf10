/*
 * chain_any_order.c
 *		The most steps within a window of time, in any order: any_order.
 *
 * For each moment take the earliest window that is still open: it holds the
 * most steps.  Of two starts the earlier one may close later, so the first row
 * whose window is open moves only forward.
 */
#include "funnel/chain_search.h"

/* The window that slides over the rows. */
typedef struct Sliding
{
	TimeWindow *window;
	const FunnelEvent *event;
	int64		count;
	int64		next;			/* row after those seen */
	int64		first;			/* row that the window starts with */
	int64		end;			/* of the window, a time */
	uint64		reached;		/* steps in the window */
	int64		last[FUNNEL_MOST_STEPS + 1];	/* row that served a step */
} Sliding;

/* Let the rows of the next moment in, and return its time. */
static inline int64
take_moment(Sliding *sliding)
{
	const FunnelEvent *event = sliding->event;
	int64		i = sliding->next;
	int64		time = event[i].time;

	for (; i < sliding->count && event[i].time == time; i++)
	{
		for (uint64 left = event[i].steps; left != 0; left &= left - 1)
			sliding->last[lowest(left)] = i;
		sliding->reached |= event[i].steps;
		if ((i & 0xffff) == 0)
			CHECK_FOR_INTERRUPTS();
	}
	sliding->next = i;
	return time;
}

/* Move to the first window that is still open at the time of the last moment, and drop the steps before it. */
static inline void
slide(Sliding *sliding, int64 time)
{
	const FunnelEvent *event = sliding->event;
	int64		first = sliding->first;

	while (sliding->end < time && first < sliding->next)
	{
		first++;
		if (first < sliding->next && event[first].time != event[first - 1].time)
			sliding->end = time_window_end(sliding->window, event[first].time);
		CHECK_FOR_INTERRUPTS();
	}
	if (first == sliding->next && first < sliding->count)
		sliding->end = time_window_end(sliding->window, event[first].time);
	if (first != sliding->first)
		for (uint64 left = sliding->reached; left != 0; left &= left - 1)
			if (sliding->last[lowest(left)] < first)
				sliding->reached &= ~(left & -left);
	sliding->first = first;
}

/* The last row that a window which holds the same steps, up to this time, can start with. */
static int64
latest_start(const Sliding *sliding, int64 time)
{
	int64		start = sliding->next - 1;

	for (uint64 left = sliding->reached; left != 0; left &= left - 1)
		start = Min(start, sliding->last[lowest(left)]);
	while (start > sliding->first && time_window_end(sliding->window, sliding->event[start].time) < time)
	{
		start--;
		CHECK_FOR_INTERRUPTS();
	}
	return start;
}

/* Fill in when each step was reached first, from the time of this row up to the finish. */
static void
fill_in_times(Chain *chain, const Sliding *sliding, int64 start, int64 finish)
{
	const FunnelEvent *event = sliding->event;
	uint64		got = 0;
	int			length = 0;

	while (start > 0 && event[start - 1].time == event[start].time)
		start--;
	for (int64 i = start; i < sliding->count && event[i].time <= finish; i++)
		for (uint64 left = event[i].steps & ~got; left != 0; left &= left - 1)
		{
			got |= left & -left;
			chain->time[length++] = event[i].time;
		}
}

/* The most steps that a window holds, under any_order. */
void
chain_search_any_order(Search *search, const FunnelEvent *event, int64 count)
{
	Sliding		sliding;
	Chain	   *chain = search->chain;
	int64		start = 0;		/* of the best window, a row */
	int64		finish = 0;		/* a time */

	sliding.window = search->window;
	sliding.event = event;
	sliding.count = count;
	sliding.next = sliding.first = 0;
	sliding.end = count > 0 ? time_window_end(search->window, event[0].time) : 0;
	sliding.reached = 0;
	while (sliding.next < count && chain->length < search->most)
	{
		int64		time = take_moment(&sliding);

		slide(&sliding, time);
		if (pg_popcount64(sliding.reached) > chain->length)
		{
			chain->length = pg_popcount64(sliding.reached);
			finish = time;
			start = latest_start(&sliding, time);
		}
	}
	if (search->want_times && chain->length > 0)
		fill_in_times(chain, &sliding, start, finish);
}

/* The passes under any_order: windows that hold every step, each starting later than the one before was complete. */
int64
count_passes_in_any_order(ChainRules *rules, const FunnelEvent *event, int64 count)
{
	uint64		steps = steps_up_to(rules->most);
	Sliding		sliding = {.window = &rules->window, .event = event, .count = count};
	int64		passes = 0;

	sliding.end = count > 0 ? time_window_end(&rules->window, event[0].time) : 0;
	while (sliding.next < count)
	{
		slide(&sliding, take_moment(&sliding));
		if ((sliding.reached & steps) != steps)
			continue;
		passes++;
		sliding.first = sliding.next;
		sliding.reached = 0;
		if (sliding.next < count)
			sliding.end = time_window_end(&rules->window, event[sliding.next].time);
	}
	return passes;
}
