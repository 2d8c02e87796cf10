/*
 * chain_search.h
 *		What the searches for the longest chain share.
 *
 * Levels and steps are numbered from 1; step n is bit n - 1.
 */
#ifndef FUNNEL_CHAIN_SEARCH_H
#define FUNNEL_CHAIN_SEARCH_H

#include "funnel/chain.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"

/* A chain that can go on. */
typedef struct OpenChain
{
	int64		end;			/* of its window */
	int64		time[FUNNEL_MOST_STEPS];	/* of its links; only the first one
										 * unless times are wanted */
} OpenChain;

/* Rows of a moment that can differ in what they are taken for. */
#define MOST_CANDIDATES (FUNNEL_MOST_STEPS * FUNNEL_MOST_STEPS)
#define CANDIDATE_WORDS (MOST_CANDIDATES / 64)

#define NO_LEVEL PG_INT8_MIN

/* Which row of a moment serves which step (chain_moment.c). */
typedef struct Assignment
{
	int			words;			/* of each set of rows */
	uint64		rows[FUNNEL_MOST_STEPS + 1][CANDIDATE_WORDS];	/* that can serve it */
	uint64		unseen[CANDIDATE_WORDS];
	int16		row_of[FUNNEL_MOST_STEPS + 1];	/* or -1 */
	uint8		step_of[MOST_CANDIDATES];	/* or 0 */
} Assignment;

extern bool levels_of_moment(int modes, Assignment *assignment, const FunnelEvent *event, int64 count, uint64 steps,
							 uint8 *level);
extern void levels_by_using_up(Assignment *assignment, uint64 steps, const uint8 *lowest_level, int8 *level);

/* What is searched for, and what has been found. */
typedef struct Search
{
	TimeWindow *window;
	int			modes;
	int			most;			/* steps there are */
	bool		want_times;
	bool		finish_known;	/* in the second pass, */
	int64		finish;			/* of the deepest chain */
	bool		inverted;		/* a later start ended earlier */
	int64		latest_end;
	Chain	   *chain;			/* the deepest so far */
} Search;

/* The nth bit, counted from 0. */
static inline uint64
bit(int n)
{
	return UINT64CONST(1) << n;
}

/* Steps 1 to n. */
static inline uint64
steps_up_to(int n)
{
	return n >= 64 ? PG_UINT64_MAX : bit(n) - 1;
}

/* The lowest step in a set that is not empty. */
static inline int
lowest(uint64 steps)
{
	return pg_rightmost_one_pos64(steps) + 1;
}

/* The highest step in a set that is not empty. */
static inline int
highest(uint64 steps)
{
	return pg_leftmost_one_pos64(steps) + 1;
}

/*
 * A chain that starts at this time, if one can.  In the second pass every
 * window that holds the finish is as good as any other.
 */
static inline bool
start_chain(Search *search, int64 time, OpenChain *chain)
{
	int64		end = time_window_end(search->window, time);

	if (end < time)
		return false;
	if (search->finish_known)
	{
		if (end < search->finish)
			return false;
		end = search->finish;
	}
	else if (end < search->latest_end)
		search->inverted = true;
	else
		search->latest_end = end;
	chain->end = end;
	chain->time[0] = time;
	return true;
}

/* Does the window of chain a end later, or else does a start later? */
static inline bool
better(const OpenChain *a, const OpenChain *b)
{
	return a->end > b->end || (a->end == b->end && a->time[0] > b->time[0]);
}

/* Make `to` the chain `from` of a level, continued to a deeper one at this time. */
static inline void
continue_chain(const Search *search, OpenChain *to, const OpenChain *from, int level, int deeper, int64 time)
{
	to->end = from->end;
	to->time[0] = from->time[0];
	if (search->want_times)
	{
		for (int i = 1; i < level; i++)
			to->time[i] = from->time[i];
		for (int i = level; i < deeper; i++)
			to->time[i] = time;
	}
}

/* Remember a chain of so many steps as the deepest one. */
static inline void
record_chain(Search *search, const OpenChain *chain, int level)
{
	search->chain->length = level;
	if (search->want_times)
		memcpy(search->chain->time, chain->time, level * sizeof(int64));
}

extern void chain_search_ordered(Search *search, const FunnelEvent *event, int64 count);
extern void chain_search_strict(Search *search, const FunnelEvent *event, int64 count);
extern void chain_search_any_order(Search *search, const FunnelEvent *event, int64 count);

extern int64 count_passes_in_any_order(ChainRules *rules, const FunnelEvent *event, int64 count);
extern void chain_search_items(Chain *chain, ChainRules *rules, int modes, const FunnelEvent *event, int64 count,
							   bool want_times);
extern int64 count_passes_in_order(ChainRules *rules, int modes, const FunnelEvent *event, int64 count);

#endif							/* FUNNEL_CHAIN_SEARCH_H */
