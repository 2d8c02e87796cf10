/*
 * chain_ordered.c
 *		The longest chain whose steps come in order, in any company: no mode, or
 *		strict_increase.
 *
 * For each level one open chain is kept.  A moment's steps are taken upwards
 * where it can serve several links of a chain, and downwards, so that each finds
 * the level below as it was before the moment, where strict_increase lets it
 * serve only one.
 */
#include "funnel/chain_search.h"

/* Search as strict_increase has it, or without a mode. */
static pg_attribute_always_inline void
search_ordered(Search *search, const FunnelEvent *event, int64 count, bool increase)
{
	OpenChain	open[FUNNEL_MOST_STEPS + 1];	/* by level */
	uint64		is_open = 0;	/* levels, as bits like their last step */
	uint32		moments = 0;

	for (int64 i = 0; i < count;)
	{
		int64		time = event[i].time;
		uint64		steps = event[i].steps;
		int			top = search->chain->length;

		for (i++; i < count && event[i].time == time; i++)
			steps |= event[i].steps;
		if (search->finish_known && time > search->finish)
			break;
		if ((++moments & 0xffff) == 0)
			CHECK_FOR_INTERRUPTS();

		/* Upwards a moment can serve several steps of a chain, downwards only one. */
		while (steps != 0)
		{
			int			step = increase ? highest(steps) : lowest(steps);
			OpenChain  *to = &open[step];
			OpenChain	start;
			const OpenChain *from = &open[step - 1];

			steps &= ~bit(step - 1);
			if (step == 1)
			{
				if (!start_chain(search, time, &start))
					continue;
				from = &start;
			}
			else if (!(is_open & bit(step - 2)) || time > from->end)
				continue;
			if ((is_open & bit(step - 1)) && !better(from, to))
				continue;
			continue_chain(search, to, from, step - 1, step, time);
			is_open |= bit(step - 1);
			top = Max(top, step);
		}
		if (top > search->chain->length)
		{
			record_chain(search, &open[top], top);
			if (top == search->most)
				break;
		}
	}
}

/* The longest chain without a mode, or under strict_increase. */
void
chain_search_ordered(Search *search, const FunnelEvent *event, int64 count)
{
	if (search->modes & STRICT_INCREASE)
		search_ordered(search, event, count, true);
	else
		search_ordered(search, event, count, false);
}
