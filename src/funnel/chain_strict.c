/*
 * chain_strict.c
 *		The longest chain in the modes that ask what else happens: strict_once,
 *		strict_order, strict_deduplication.
 *
 * For each level one open chain is kept.  What a moment makes of them is kept
 * apart until all its rows are seen, for what else happens in it may end the
 * chains that were open before.
 */
#include "funnel/chain_search.h"

/* The chains of all levels, before a moment and as it makes them. */
typedef struct Levels
{
	OpenChain	chain[2 * (FUNNEL_MOST_STEPS + 1)];
	OpenChain  *open[FUNNEL_MOST_STEPS + 1];
	OpenChain  *fresh[FUNNEL_MOST_STEPS + 1];
	uint64		is_open;		/* levels, as bits like their last step */
	uint64		is_fresh;
	OpenChain	start;			/* of level 0, at this moment */
	bool		can_start;
	uint8		lowest_level[FUNNEL_MOST_STEPS + 1];	/* by step, see above */
	int8		ending_level[FUNNEL_MOST_STEPS + 1];	/* the same, if rows are short */
	bool		short_of_rows;
} Levels;

/* The chain of a level that a moment can continue, or NULL. */
static inline const OpenChain *
continuable(const Levels *levels, int level, int64 time)
{
	if (level == 0)
		return levels->can_start ? &levels->start : NULL;
	if ((levels->is_open & bit(level - 1)) && time <= levels->open[level]->end)
		return levels->open[level];
	return NULL;
}

/* Continue chains in a moment: the best one for each of its steps. */
static void
continue_to_each(Search *search, Levels *levels, uint64 steps, int64 time)
{
	int			top;

	for (; steps != 0; steps &= steps - 1)
	{
		int			step = lowest(steps);
		int			level = step - 1;
		const OpenChain *from = continuable(levels, level, time);

		if (levels->short_of_rows)
		{
			for (int lower = step - 2; lower >= levels->lowest_level[step]; lower--)
			{
				const OpenChain *other = continuable(levels, lower, time);

				if (other != NULL && (from == NULL || better(other, from)))
				{
					from = other;
					level = lower;
				}
			}
		}
		else if (levels->lowest_level[step] < step - 1 && (levels->is_fresh & bit(step - 2)) &&
				 (from == NULL || better(levels->fresh[step - 1], from)))
			from = levels->fresh[step - 1];
		if (from != NULL)
		{
			continue_chain(search, levels->fresh[step], from, level, step, time);
			levels->is_fresh |= bit(step - 1);
		}
	}
	if (levels->is_fresh == 0)
		return;
	top = highest(levels->is_fresh);
	if (top > search->chain->length)
		record_chain(search, levels->fresh[top], top);
}

/* Let a chain of a level be the fresh one of a deeper level, if it is the best one. */
static inline void
freshen(const Search *search, Levels *levels, const OpenChain *from, int level, int deeper, int64 time)
{
	if ((levels->is_fresh & bit(deeper - 1)) && !better(from, levels->fresh[deeper]))
		return;
	continue_chain(search, levels->fresh[deeper], from, level, deeper, time);
	levels->is_fresh |= bit(deeper - 1);
}

/*
 * Continue chains in a moment as strict_deduplication has it: each one as far
 * as it goes, which may be less far if its links are other rows.  Those with a
 * step that occurs again end there.
 */
static void
continue_to_the_end(Search *search, Levels *levels, uint64 steps, int64 time)
{
	uint64		again = steps & ~UINT64CONST(1);
	int			deeper = 0;
	int			top = 0;
	int			top_level = 0;
	const OpenChain *top_from = NULL;

	for (uint64 left = steps; left != 0; left &= left - 1)
	{
		int			level = lowest(left) - 1;
		const OpenChain *from = continuable(levels, level, time);

		deeper = Max(deeper, level + 1);
		while (deeper < search->most && (steps & bit(deeper)) && levels->lowest_level[deeper + 1] <= level)
			deeper++;
		if (from == NULL)
			continue;

		/* Of two with one start the one that got further has the earlier links. */
		if (deeper > top || !better(top_from, from))
		{
			top = deeper;
			top_level = level;
			top_from = from;
		}
		if ((again & steps_up_to(level)) != 0)
			continue;
		if (levels->short_of_rows)
			for (int nearer = level + 1; nearer < deeper; nearer++)
				if (level <= levels->ending_level[nearer])
					freshen(search, levels, from, level, nearer, time);
		freshen(search, levels, from, level, deeper, time);
	}
	if (top > search->chain->length)
	{
		OpenChain	deepest;

		continue_chain(search, &deepest, top_from, top_level, top, time);
		record_chain(search, &deepest, top);
	}

	/* A chain that could go on went on; one with a step that occurred again is over. */
	levels->is_open &= ~(steps >> 1);
	if (again != 0)
		levels->is_open &= steps_up_to(lowest(again) - 1);
}

/* The longest chain under strict_once, strict_order or strict_deduplication. */
void
chain_search_strict(Search *search, const FunnelEvent *event, int64 count)
{
	Levels		levels;
	Assignment	assignment;

	/* These two are 100 kB. */
	check_stack_depth();
	for (int i = 0; i <= FUNNEL_MOST_STEPS; i++)
	{
		levels.open[i] = &levels.chain[i];
		levels.fresh[i] = &levels.chain[FUNNEL_MOST_STEPS + 1 + i];
	}
	levels.is_open = 0;
	for (int64 i = 0; i < count && search->chain->length < search->most;)
	{
		int64		first = i;
		int64		time = event[i].time;
		uint64		steps = 0;
		int			ahead = 0;	/* no row serves a step below this one */

		if (search->finish_known && time > search->finish)
			break;
		for (; i < count && event[i].time == time; i++)
		{
			steps |= event[i].steps;
			ahead = Max(ahead, event[i].steps == 0 ? FUNNEL_MOST_STEPS + 1 : lowest(event[i].steps));
			if ((i & 0xffff) == 0)
				CHECK_FOR_INTERRUPTS();
		}
		levels.is_fresh = 0;
		if (steps != 0)
		{
			levels.short_of_rows = levels_of_moment(search->modes, &assignment, &event[first], i - first, steps,
													levels.lowest_level);
			levels.can_start = (steps & 1) && start_chain(search, time, &levels.start);
			if (levels.short_of_rows && (search->modes & STRICT_DEDUPLICATION))
				levels_by_using_up(&assignment, steps, levels.lowest_level, levels.ending_level);
			if (search->modes & STRICT_DEDUPLICATION)
				continue_to_the_end(search, &levels, steps, time);
			else
				continue_to_each(search, &levels, steps, time);
		}

		/* A row that serves no step so far, nor the next one, ends a chain before it. */
		if ((search->modes & STRICT_ORDER) && ahead > 2)
			levels.is_open &= ~steps_up_to(ahead - 2);
		for (uint64 left = levels.is_fresh; left != 0; left &= left - 1)
		{
			int			level = lowest(left);

			if (!(levels.is_open & bit(level - 1)) || better(levels.fresh[level], levels.open[level]))
			{
				OpenChain  *swap = levels.open[level];

				levels.open[level] = levels.fresh[level];
				levels.fresh[level] = swap;
			}
		}
		levels.is_open |= levels.is_fresh;
	}
}
