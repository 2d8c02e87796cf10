/*
 * chain_items.h
 *		What the searches of funnels whose mode has items share.
 */
#ifndef FUNNEL_CHAIN_ITEMS_H
#define FUNNEL_CHAIN_ITEMS_H

#include "funnel/chain_search.h"

/* What a moment is. */
typedef struct Moment
{
	int64		time;
	const FunnelEvent *event;	/* its rows */
	int64		count;
	uint64		steps;			/* that it has */
	uint64		excluded;		/* and what it has that is */
	int			ahead;			/* no row serves a step below this one */
	uint8		low[FUNNEL_MOST_STEPS + 1]; /* for each step, the level from which a chain can get there */
	int8		ending[FUNNEL_MOST_STEPS + 1];	/* see levels_by_using_up */
	bool		short_of_rows;
} Moment;

/* What both searches know. */
typedef struct ItemSearch
{
	ChainRules *rules;
	int			modes;
	uint64		steps;			/* all there are, as bits */
	Moment		moment;
	Assignment *assignment;		/* in modes other than strict_increase */
} ItemSearch;

/* The last time of a step whose step before is at this time. */
static inline int64
step_end(ChainRules *rules, int step, int64 time)
{
	int			window = rules->funnel->items > 0 ? rules->window_of_step[step] : 0;

	return window == 0 ? PG_INT64_MAX : time_window_end(&rules->step_window[window], time);
}

/* Note the rows of a moment. */
static pg_attribute_always_inline void
note_rows(ItemSearch *search, const FunnelEvent *event, int64 count, bool strict)
{
	Moment	   *moment = &search->moment;
	uint64		steps = 0;
	int			ahead = 0;

	for (int64 i = 0; i < count; i++)
	{
		steps |= event[i].steps;
		if (strict)
		{
			uint64		serves = event[i].steps & search->steps;

			ahead = Max(ahead, serves == 0 ? FUNNEL_MOST_STEPS + 1 : lowest(serves));
		}
		if ((i & 0xffff) == 0xffff)
			CHECK_FOR_INTERRUPTS();
	}
	moment->time = event[0].time;
	moment->event = event;
	moment->count = count;
	moment->steps = steps & search->steps;
	moment->excluded = search->rules->funnel->items > 0 ? steps & search->rules->excluded : 0;
	moment->ahead = ahead;
}

extern void find_levels_of_moment(ItemSearch *search);
extern void chain_search_backward(const ItemSearch *search, const FunnelEvent *event, int64 count, Chain *chain);

#endif							/* FUNNEL_CHAIN_ITEMS_H */
