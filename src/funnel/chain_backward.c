/*
 * chain_backward.c
 *		When the deepest chain of a funnel whose mode has items reached its steps.
 *
 * The times are found backward from the finish: of a step that a chain may go
 * on from, the earliest row found so far is the best, for windows of steps as
 * much as for each step being as early as it can be.  The first step that the
 * search comes to from a window that holds the finish starts last.  Exclusions
 * close levels in the same way, seen from the other side.
 */
#include "funnel/chain_items.h"

/* A chain from some link on to the last one. */
typedef struct Tail
{
	int64		time[FUNNEL_MOST_STEPS + 1];	/* by step */
} Tail;

typedef struct Backward
{
	ItemSearch	search;
	int			length;			/* of the chain, */
	int64		finish;			/* and its end */
	uint64		is_open;		/* steps that a tail starts with */
	uint64		gone;			/* steps that occurred later than this moment and before the finish */
	Tail		tail[2 * (FUNNEL_MOST_STEPS + 1)];
	Tail	   *open[FUNNEL_MOST_STEPS + 1];	/* by first step */
	Tail	   *fresh[FUNNEL_MOST_STEPS + 1];
	uint8		cut[FUNNEL_MOST_STEPS + 1]; /* tails that only links up to this step are left to; 0 if all are */
} Backward;

/* Which tails the exclusions of a moment close, and which links keep them open. */
static uint64
find_cuts_backward(Backward *backward)
{
	const Moment *moment = &backward->search.moment;
	const Funnel *funnel = backward->search.rules->funnel;
	uint64		closed = 0;

	memset(backward->cut, 0, sizeof(backward->cut));
	for (int i = 0; moment->excluded != 0 && i < funnel->items && funnel->item[i].kind == ITEM_EXCLUSION; i++)
	{
		const FunnelItem *item = &funnel->item[i];
		int			to = Min(item->to, backward->length);

		if (!(moment->excluded & bit(item->number - 1)))
			continue;
		for (int step = item->from + 1; step <= to; step++)
		{
			backward->cut[step] = Max(backward->cut[step], to);
			closed |= bit(step - 1);
		}
	}
	return closed;
}

/* The steps of a moment behind which a chain can go on to its finish, as bits. */
static uint64
find_ends(Backward *backward)
{
	const Moment *moment = &backward->search.moment;
	uint64		ends = 0;

	for (uint64 left = moment->steps & steps_up_to(backward->length); left != 0; left &= left - 1)
	{
		int			step = lowest(left);

		if (step == backward->length ? moment->time == backward->finish :
			(backward->is_open & bit(step)) != 0 &&
			backward->open[step + 1]->time[step + 1] <= step_end(backward->search.rules, step + 1, moment->time))
			ends |= bit(step - 1);
	}
	return ends;
}

/*
 * The last link in a moment of a chain whose links there are those after
 * `level`, or 0; it is the furthest one, `deeper` being as far as it gets.
 */
static int
last_link(const Backward *backward, int level, int deeper, uint64 ends)
{
	const Moment *moment = &backward->search.moment;

	ends &= steps_up_to(deeper) & ~steps_up_to(level);
	if (!(backward->search.modes & STRICT_DEDUPLICATION))
		return ends == 0 ? 0 : highest(ends);
	for (; ends != 0; ends &= ~bit(highest(ends) - 1))
	{
		int			step = highest(ends);
		uint64		links = steps_up_to(step) & ~steps_up_to(Max(level, 1));

		/* It goes as far as it can, and no step from the second on comes again. */
		if ((step == deeper || step == backward->length || (moment->short_of_rows && level <= moment->ending[step])) &&
			(links & backward->gone) == 0)
			return step;
	}
	return 0;
}

/* Let a chain with links after `level` up to `last` in a moment be the best tail from there. */
static void
add_links(const Backward *backward, Tail *tail, int level, int last)
{
	for (int step = level + 1; step <= last; step++)
		tail->time[step] = backward->search.moment.time;
	for (int step = last + 1; step <= backward->length; step++)
		tail->time[step] = backward->open[last + 1]->time[step];
}

/* Take a moment; returns whether a chain can start in it. */
static bool
take_moment_backward(Backward *backward)
{
	Moment	   *moment = &backward->search.moment;
	uint64		ends = find_ends(backward);
	uint64		closed = find_cuts_backward(backward);
	uint64		is_fresh = 0;
	int			deeper = 0;

	if (ends != 0)
		find_levels_of_moment(&backward->search);
	for (uint64 left = ends == 0 ? 0 : moment->steps; left != 0; left &= ~bit(highest(left) - 1))
	{
		int			step = highest(left);
		int			level = step - 1;
		int			last;

		/* As far as chains get from the level. */
		if (!(moment->steps & (step < FUNNEL_MOST_STEPS ? bit(step) : 0)))
			deeper = step;
		while (moment->low[deeper] > level)
			deeper--;
		last = level < backward->length ? last_link(backward, level, deeper, ends) : 0;
		if (last == 0)
			continue;
		if (level == 0)
		{
			if (time_window_end(&backward->search.rules->window, moment->time) < backward->finish)
				break;
			add_links(backward, backward->fresh[1], 0, last);
			return true;
		}
		if (last < backward->cut[step])
			continue;
		add_links(backward, backward->fresh[step], level, last);
		is_fresh |= bit(step - 1);
	}

	if (backward->search.modes & STRICT_DEDUPLICATION)
	{
		backward->is_open &= ~moment->steps;
		if (moment->time < backward->finish)
			backward->gone |= moment->steps;
	}
	if (backward->search.modes & STRICT_ORDER)
		backward->is_open &= ~steps_up_to(moment->ahead - 1);
	backward->is_open = (backward->is_open & ~closed) | is_fresh;
	for (uint64 left = is_fresh; left != 0; left &= left - 1)
	{
		int			step = lowest(left);
		Tail	   *swap = backward->open[step];

		backward->open[step] = backward->fresh[step];
		backward->fresh[step] = swap;
	}
	return false;
}

/* Find the times of the chain, whose length is known, in the rows up to its finish. */
void
chain_search_backward(const ItemSearch *search, const FunnelEvent *event, int64 count, Chain *chain)
{
	Backward	backward;
	uint32		moments = 0;

	backward.search = *search;
	backward.length = chain->length;
	backward.finish = event[count - 1].time;
	backward.is_open = backward.gone = 0;
	for (int i = 1; i <= chain->length; i++)
	{
		backward.open[i] = &backward.tail[i];
		backward.fresh[i] = &backward.tail[FUNNEL_MOST_STEPS + 1 + i];
	}
	for (int64 i = count; i > 0;)
	{
		int64		last = i;
		int64		time = event[--i].time;

		for (; i > 0 && event[i - 1].time == time;)
			i--;
		if ((++moments & 0xffff) == 0)
			CHECK_FOR_INTERRUPTS();
		note_rows(&backward.search, &event[i], last - i, true);
		if (take_moment_backward(&backward))
			break;
	}
	memcpy(chain->time, &backward.fresh[1]->time[1], chain->length * sizeof(int64));
}
