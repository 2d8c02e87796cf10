/*
 * chain_items.c
 *		Chains of a funnel whose mode has items, exclusions and windows of steps,
 *		and its passes; in any mode in which steps come in order.
 *
 * How deep a chain gets, and when it first does, is found forward.  Of a chain
 * at a level all that matters is when its window ends and until when its next
 * step may come; of a level those chains are kept of which no other one has
 * both later.  They are one, but where the calendar makes a later time end
 * earlier.  When a moment with an exclusion between steps I and J is over, the
 * levels from I to J - 1 keep the chains alone whose links from I on are all in
 * it.
 *
 * Its times are found backward, see chain_backward.c.
 *
 * As to strict_deduplication, the first row that can be a link is the first one
 * after the link before that has its step (and, under strict_once, is no other
 * link).  If that is behind the step's window or an exclusion, so are all
 * others, and the chain ends.
 */
#include "funnel/chain_items.h"

#include "utils/memutils.h"

/* Until when a chain can go on. */
typedef struct OpenEnd
{
	int64		end;			/* of its window */
	int64		next;			/* and the last time of its next step */
} OpenEnd;

/* The chains of a level, none of which has both ends later than another one. */
typedef struct Level
{
	int			count;
	int			room;
	OpenEnd    *open;
	OpenEnd		few[2];
} Level;

/* Make the rules ready for the items of a funnel. */
static void
item_rules(ChainRules *rules)
{
	const Funnel *funnel = rules->funnel;
	int			windows = 0;

	rules->excluded = rules->uneven = 0;
	memset(rules->closed_by, 0, sizeof(rules->closed_by));
	memset(rules->window_of_step, 0, sizeof(rules->window_of_step));
	for (int i = 0; i < funnel->items; i++)
	{
		const FunnelItem *item = &funnel->item[i];
		int			first = item->number == 0 ? 2 : item->number;
		int			last = item->number == 0 ? FUNNEL_MOST_STEPS : item->number;

		if (item->kind == ITEM_EXCLUSION)
		{
			rules->excluded |= bit(item->number - 1);
			rules->closed_by[item->number] |= steps_up_to(item->to - 1) & ~steps_up_to(item->from - 1);
			continue;
		}
		rules->step_window[++windows] = time_window(&item->within, funnel->time_type);
		for (int step = first; step <= last; step++)
		{
			rules->window_of_step[step] = windows;
			if (item->within.month < 0 || item->within.day < 0 || item->within.time < 0)
				rules->uneven |= bit(step - 1);
			else
				rules->uneven &= ~bit(step - 1);
		}
	}
}

/* What chains a funnel of so many steps asks for. */
void
chain_rules(ChainRules *rules, const Funnel *funnel, int most)
{
	rules->funnel = funnel;
	rules->most = most;
	rules->window = time_window(&funnel->within, funnel->time_type);
	if (funnel->items > 0)
		item_rules(rules);
}

/* ----------
 * Forward: how deep, and when
 * ----------
 */

typedef struct Forward
{
	ItemSearch	search;
	uint64		is_open;		/* levels, as bits like their last step */
	Level		level[FUNNEL_MOST_STEPS + 1];

	/* In this moment: */
	uint64		has_source;		/* levels that can go on, as bits from level 0 on */
	int64		source[FUNNEL_MOST_STEPS];	/* the last end of a window of theirs */
	uint64		is_fresh;		/* levels, as bits like their last step */
	int64		fresh[FUNNEL_MOST_STEPS + 1];
	bool		has_cuts;
	uint8		cut[FUNNEL_MOST_STEPS + 1]; /* levels that only chains with links from this step on go on from; 0 if all do */
} Forward;

/* Let a level have this chain, too. */
static void
keep_open(Level *level, OpenEnd open, int64 time)
{
	int			kept = 0;

	for (int i = 0; i < level->count; i++)
		if (level->open[i].end >= open.end && level->open[i].next >= open.next)
			return;
	for (int i = 0; i < level->count; i++)
	{
		OpenEnd		other = level->open[i];

		if ((other.end <= open.end && other.next <= open.next) || other.end < time || other.next < time)
			continue;
		level->open[kept++] = other;
	}
	if (kept == level->room)
	{
		int			room = level->room * 2;
		OpenEnd    *more = MemoryContextAllocHuge(CurrentMemoryContext, room * sizeof(OpenEnd));

		memcpy(more, level->open, kept * sizeof(OpenEnd));
		if (level->open != level->few)
			pfree(level->open);
		level->open = more;
		level->room = room;
	}
	level->open[kept++] = open;
	level->count = kept;
}

/* Find the chain of a level that can go on at a time and whose window ends last. */
static inline bool
last_end(const Level *level, int64 time, int64 *end)
{
	bool		found = false;

	for (int i = 0; i < level->count; i++)
		if (time <= level->open[i].end && time <= level->open[i].next && (!found || level->open[i].end > *end))
		{
			*end = level->open[i].end;
			found = true;
		}
	return found;
}

/* Find what the steps of a moment can go on from. */
static inline void
find_sources(Forward *forward)
{
	const Moment *moment = &forward->search.moment;

	forward->has_source = 0;
	for (uint64 left = moment->steps; left != 0; left &= left - 1)
	{
		int			level = lowest(left) - 1;
		bool		found;

		if (level == 0)
		{
			forward->source[0] = time_window_end(&forward->search.rules->window, moment->time);
			found = forward->source[0] >= moment->time;
		}
		else
			found = (forward->is_open & bit(level - 1)) &&
				last_end(&forward->level[level], moment->time, &forward->source[level]);
		if (found)
			forward->has_source |= bit(level);
	}
}

/* Which levels the exclusions of a moment close, and for which chains they stay open. */
static uint64
find_cuts(Forward *forward)
{
	const Moment *moment = &forward->search.moment;
	const Funnel *funnel = forward->search.rules->funnel;
	uint64		closed = 0;

	for (uint64 left = moment->excluded; left != 0; left &= left - 1)
		closed |= forward->search.rules->closed_by[lowest(left)];
	if (forward->has_cuts)
		memset(forward->cut, 0, sizeof(forward->cut));
	forward->has_cuts = moment->steps != 0 && closed != 0;
	if (!forward->has_cuts)
		return closed;
	for (int i = 0; i < funnel->items && funnel->item[i].kind == ITEM_EXCLUSION; i++)
	{
		const FunnelItem *item = &funnel->item[i];

		if (moment->excluded & bit(item->number - 1))
			for (int level = item->from; level < item->to; level++)
				if (forward->cut[level] == 0 || forward->cut[level] > item->from)
					forward->cut[level] = item->from;
	}
	return closed;
}

/* Let a chain whose links of this moment are those after `level` be one that goes on from `deeper`, unless an exclusion forbids it. */
static inline void
freshen(Forward *forward, int level, int deeper, int64 end)
{
	if (forward->cut[deeper] != 0 && level >= forward->cut[deeper])
		return;
	if ((forward->is_fresh & bit(deeper - 1)) && forward->fresh[deeper] >= end)
		return;
	forward->fresh[deeper] = end;
	forward->is_fresh |= bit(deeper - 1);
}

/* Continue chains to each of a moment's steps, and return the deepest. */
static inline int
continue_to_each(Forward *forward)
{
	const Moment *moment = &forward->search.moment;
	int64		last[FUNNEL_MOST_STEPS + 1];	/* end of a window, by step */
	uint64		reached = 0;

	if (moment->short_of_rows)
	{
		for (uint64 left = moment->steps; left != 0; left &= left - 1)
		{
			int			step = lowest(left);

			for (int level = moment->low[step]; level < step; level++)
				if (forward->has_source & bit(level))
				{
					reached |= bit(step - 1);
					freshen(forward, level, step, forward->source[level]);
				}
		}
		return reached == 0 ? 0 : highest(reached);
	}
	for (uint64 left = moment->steps; left != 0; left &= left - 1)
	{
		int			step = lowest(left);
		int			cut = forward->cut[step];
		bool		found = (forward->has_source & bit(step - 1)) != 0;

		last[step] = found ? forward->source[step - 1] : 0;
		if (moment->low[step] < step - 1 && (reached & bit(step - 2)) && (!found || last[step - 1] > last[step]))
		{
			last[step] = last[step - 1];
			found = true;
		}
		if (!found)
			continue;
		reached |= bit(step - 1);

		/* Chains with links from the cut on are those that reached the step there. */
		if (cut == 0)
			cut = step;
		if (moment->low[step] < cut && (reached & bit(cut - 1)))
			freshen(forward, cut - 1, step, last[cut]);
	}
	return reached == 0 ? 0 : highest(reached);
}

/* Continue each chain as far as it goes in a moment, as strict_deduplication has it, and return the deepest. */
static int
continue_to_the_end(Forward *forward)
{
	const Moment *moment = &forward->search.moment;
	uint64		again = moment->steps & ~UINT64CONST(1);
	int			deeper = 0;
	int			top = 0;

	for (uint64 left = moment->steps; left != 0; left &= left - 1)
	{
		int			level = lowest(left) - 1;

		deeper = Max(deeper, level + 1);
		while (deeper < forward->search.rules->most && (moment->steps & bit(deeper)) && moment->low[deeper + 1] <= level)
			deeper++;
		if (!(forward->has_source & bit(level)))
			continue;
		top = Max(top, deeper);
		if ((again & steps_up_to(level)) != 0)
			continue;
		if (moment->short_of_rows)
			for (int nearer = level + 1; nearer < deeper; nearer++)
				if (level <= moment->ending[nearer])
					freshen(forward, level, nearer, forward->source[level]);
		freshen(forward, level, deeper, forward->source[level]);
	}

	/* A chain that could go on went on; one with a step that occurred again is over. */
	forward->is_open &= ~(moment->steps >> 1);
	if (again != 0)
		forward->is_open &= steps_up_to(lowest(again) - 1);
	return top;
}

/* Let the levels of a moment's chains have them. */
static inline void
keep_fresh(Forward *forward)
{
	ChainRules *rules = forward->search.rules;
	int64		time = forward->search.moment.time;

	for (uint64 left = forward->is_fresh & (forward->search.steps >> 1); left != 0; left &= left - 1)
	{
		int			step = lowest(left);
		Level	   *level = &forward->level[step];
		OpenEnd		open = {.end = forward->fresh[step], .next = step_end(rules, step + 1, time)};

		if (open.next < time)
			continue;
		if (!(forward->is_open & bit(step - 1)))
		{
			level->count = 0;
			forward->is_open |= bit(step - 1);
		}
		keep_open(level, open, time);
	}
}

/* Take a moment, and return how deep chains got in it; 0 if none got on. */
static pg_attribute_always_inline int
take_moment(Forward *forward, bool strict)
{
	Moment	   *moment = &forward->search.moment;
	uint64		closed = 0;
	int			top = 0;

	if (moment->excluded != 0 || forward->has_cuts)
		closed = find_cuts(forward);
	forward->is_fresh = 0;

	/* A step that no chain has come up to is none. */
	if ((moment->steps & (forward->is_open << 1 | 1)) != 0)
	{
		if (!strict && (moment->steps & (moment->steps - 1)) == 0)
		{
			int			step = lowest(moment->steps);

			moment->low[step] = step - 1;
			moment->short_of_rows = false;
		}
		else
			find_levels_of_moment(&forward->search);
		find_sources(forward);
		top = strict && (forward->search.modes & STRICT_DEDUPLICATION) ? continue_to_the_end(forward) : continue_to_each(forward);
	}
	else if (strict && (forward->search.modes & STRICT_DEDUPLICATION) && (moment->steps & ~UINT64CONST(1)) != 0)
		forward->is_open &= steps_up_to(lowest(moment->steps & ~UINT64CONST(1)) - 1);

	/* A row that serves no step so far, nor the next one, ends a chain before it. */
	if (strict && (forward->search.modes & STRICT_ORDER) && moment->ahead > 2)
		forward->is_open &= ~steps_up_to(moment->ahead - 2);
	forward->is_open &= ~closed;
	keep_fresh(forward);
	return top;
}

/*
 * Search forward for the deepest chain: its length, the row after its finish
 * and that one's time; or count the passes.  Returns their number.
 */
static pg_attribute_always_inline int64
search_forward(Forward *forward, const FunnelEvent *event, int64 count, bool strict, bool all_passes, Chain *chain, int64 *behind)
{
	int			most = forward->search.rules->most;
	int64		passes = 0;
	uint32		moments = 0;

	for (int64 i = 0; i < count;)
	{
		int64		first = i;
		int64		time = event[i].time;
		int			top;

		for (i++; i < count && event[i].time == time;)
			i++;
		if ((++moments & 0xffff) == 0)
			CHECK_FOR_INTERRUPTS();
		note_rows(&forward->search, &event[first], i - first, strict);
		top = take_moment(forward, strict);
		if (all_passes)
		{
			if (top == most)
			{
				passes++;
				forward->is_open = 0;
			}
		}
		else if (top > chain->length)
		{
			chain->length = top;
			*behind = i;
			if (top == most)
				break;
		}
	}
	return passes;
}

/* Start a search. */
static void
start_forward(Forward *forward, ChainRules *rules, int modes, Assignment *assignment)
{
	forward->search.rules = rules;
	forward->search.modes = modes;
	forward->search.steps = steps_up_to(rules->most);
	forward->search.assignment = assignment;
	forward->is_open = 0;
	for (int i = 0; i <= rules->most; i++)
	{
		forward->level[i].count = 0;
		forward->level[i].room = lengthof(forward->level[i].few);
		forward->level[i].open = forward->level[i].few;
	}
	forward->has_cuts = false;
	memset(forward->cut, 0, sizeof(forward->cut));
}

/* Give its memory back. */
static void
end_forward(Forward *forward)
{
	for (int i = 0; i <= forward->search.rules->most; i++)
		if (forward->level[i].open != forward->level[i].few)
			pfree(forward->level[i].open);
}

/* ----------
 * What is asked
 * ----------
 */

/* Search in the strict modes, which need much of the stack. */
static pg_noinline int64
search_strict(ChainRules *rules, int modes, const FunnelEvent *event, int64 count, bool all_passes, Chain *chain, bool want_times)
{
	Assignment	assignment;
	Forward		forward;
	int64		passes;
	int64		behind = 0;

	check_stack_depth();
	start_forward(&forward, rules, modes, &assignment);
	passes = search_forward(&forward, event, count, true, all_passes, chain, &behind);
	end_forward(&forward);
	if (want_times && chain->length > 0)
		chain_search_backward(&forward.search, event, behind, chain);
	return passes;
}

/* The longest chain of some events, and its times if they are wanted. */
void
chain_search_items(Chain *chain, ChainRules *rules, int modes, const FunnelEvent *event, int64 count, bool want_times)
{
	chain->length = 0;
	if (modes & ~STRICT_INCREASE)
		search_strict(rules, modes, event, count, false, chain, want_times);
	else
	{
		Forward		forward;
		int64		behind = 0;

		start_forward(&forward, rules, modes, NULL);
		search_forward(&forward, event, count, false, false, chain, &behind);
		end_forward(&forward);
		if (want_times && chain->length > 0)
			chain_search_backward(&forward.search, event, behind, chain);
	}
}

/* How many complete chains there are, each starting later than the one before ended, and ending first. */
int64
count_passes_in_order(ChainRules *rules, int modes, const FunnelEvent *event, int64 count)
{
	Forward		forward;
	int64		passes;

	if (modes & ~STRICT_INCREASE)
		return search_strict(rules, modes, event, count, true, NULL, false);
	start_forward(&forward, rules, modes, NULL);
	passes = search_forward(&forward, event, count, false, true, NULL, NULL);
	end_forward(&forward);
	return passes;
}
