/*
 * chain.c
 *		The longest chain of steps within a window of time.
 *
 * Events come in order of time; those of equal time are a moment, which is
 * worked off as a whole.  For each level, which is a number of steps reached,
 * one open chain is kept: the one whose window ends last, because whatever
 * continues another one continues it as well.  So each moment takes time in
 * proportion to its rows and steps, however many events there are.
 *
 * As to times: of the deepest chains the one that finishes first, then the one
 * that starts last, then each step as early as it can be.  The end of the window
 * grows with its start, so the chain kept is the one wanted; but where the
 * calendar makes a later start end earlier, a second pass looks for the latest
 * start, now that the finish is known.
 *
 * That is done by chain_ordered.c and chain_strict.c; any_order, where levels
 * are not steps, has its own way (chain_any_order.c), and so have funnels whose
 * mode has items, and passes (chain_items.c).
 */
#include "funnel/chain_search.h"

/* Search in the way that the modes ask for. */
static void
search_once(Search *search, const FunnelEvent *event, int64 count)
{
	search->chain->length = 0;
	if (search->modes & ANY_ORDER)
		chain_search_any_order(search, event, count);
	else if ((search->modes & ~STRICT_INCREASE) != 0)
		chain_search_strict(search, event, count);
	else
		chain_search_ordered(search, event, count);
}

/* The modes that matter: rows of one step each are never short. */
static inline int
modes_that_matter(const Funnel *funnel)
{
	return funnel->conditions == 0 ? funnel->modes & ~STRICT_ONCE : funnel->modes;
}

/*
 * The longest chain of some events, which are in order; its times are filled in
 * only if they are wanted.
 */
void
longest_chain(Chain *chain, ChainRules *rules, const FunnelEvent *event, int64 count, bool want_times)
{
	Search		search = {.window = &rules->window, .chain = chain};

	search.modes = modes_that_matter(rules->funnel);
	if (rules->funnel->items > 0)
	{
		chain_search_items(chain, rules, search.modes, event, count, want_times);
		return;
	}
	search.most = rules->most;
	search.want_times = want_times;
	search.latest_end = PG_INT64_MIN;
	search_once(&search, event, count);
	if (want_times && search.inverted && chain->length > 0 && !(search.modes & ANY_ORDER))
	{
		search.finish_known = true;
		search.finish = chain->time[chain->length - 1];
		search_once(&search, event, count);
	}
}

/*
 * The passes in some events, which are in order: the complete chain that ends
 * first, then the one that does so among those that start later, and so on.
 */
int64
count_passes(ChainRules *rules, const FunnelEvent *event, int64 count)
{
	int			modes = modes_that_matter(rules->funnel);

	if (modes & ANY_ORDER)
		return count_passes_in_any_order(rules, event, count);
	return count_passes_in_order(rules, modes, event, count);
}
