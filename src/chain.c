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
 * Levels and steps are numbered from 1; step n is bit n - 1.  As to times: of
 * the deepest chains the one that finishes first, then the one that starts
 * last, then each step as early as it can be.  The end of the window grows with
 * its start, so the chain kept is the one wanted; but where the calendar makes a
 * later start end earlier, a second pass looks for the latest start, now that
 * the finish is known.
 */
#include "funnel/funnel.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"

/* A chain that can go on. */
typedef struct OpenChain
{
	int64		end;			/* of its window */
	int64		time[FUNNEL_MOST_STEPS];	/* of its links; only the first one
										 * unless times are wanted */
} OpenChain;

/* A run of the algorithm. */
typedef struct Search
{
	TimeWindow *window;
	int			modes;
	int			most;			/* steps there are */
	bool		want_times;
	bool		finish_known;	/* in the second pass */
	int64		finish;
	bool		inverted;		/* a later start ended earlier */
	int64		latest_end;
	Chain	   *chain;			/* the deepest so far */
} Search;

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

/* The highest one. */
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

/* Remember the deepest chain. */
static void
record(Search *search, const OpenChain *chain, int level)
{
	search->chain->length = level;
	if (search->want_times)
		memcpy(search->chain->time, chain->time, level * sizeof(int64));
}

/* ----------
 * Chains of rows in any company: no mode, or strict_increase
 * ----------
 */

static pg_attribute_always_inline void
search_free(Search *search, const FunnelEvent *event, int64 count, bool increase)
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
			record(search, &open[top], top);
			if (top == search->most)
				break;
		}
	}
}

/* ----------
 * Modes that ask what else happens: strict_once, strict_order, strict_deduplication
 * ----------
 */

/* Rows of a moment that can differ in what they are taken for. */
#define MOST_CANDIDATES (FUNNEL_MOST_STEPS * FUNNEL_MOST_STEPS)
#define CANDIDATE_WORDS (MOST_CANDIDATES / 64)

/* Which row of a moment serves which step. */
typedef struct Assignment
{
	int			words;			/* of each set of rows */
	uint64		rows[FUNNEL_MOST_STEPS + 1][CANDIDATE_WORDS];	/* that can serve it */
	uint64		unseen[CANDIDATE_WORDS];
	int16		row_of[FUNNEL_MOST_STEPS + 1];	/* or -1 */
	uint8		step_of[MOST_CANDIDATES];	/* or 0 */
} Assignment;

/* Find a row for one more step, moving others to other rows (H. W. Kuhn's method). */
static bool
assign(Assignment *assignment, int step)
{
	for (int word = 0; word < assignment->words; word++)
	{
		uint64		rows;

		while ((rows = assignment->rows[step][word] & assignment->unseen[word]) != 0)
		{
			int			row = word * 64 + pg_rightmost_one_pos64(rows);

			assignment->unseen[word] &= ~(rows & -rows);
			if (assignment->step_of[row] == 0 || assign(assignment, assignment->step_of[row]))
			{
				assignment->step_of[row] = step;
				assignment->row_of[step] = row;
				return true;
			}
		}
	}
	return false;
}

/* Take a step's row away. */
static void
unassign(Assignment *assignment, int step)
{
	assignment->step_of[assignment->row_of[step]] = 0;
}

/*
 * For each step that a moment has, the lowest level from which a chain can get
 * there within the moment, if all its rows are to be different ones.
 */
static void
levels_by_assignment(Assignment *assignment, const FunnelEvent *event, int64 count, uint64 steps, uint8 *level)
{
	uint8		candidates[FUNNEL_MOST_STEPS + 1] = {0};
	int			rows = 0;
	int			low = 0;

	/* A step that has as many rows as there are steps needs no more of them. */
	for (int64 i = 0; i < count; i++)
	{
		bool		needed = false;

		for (uint64 left = event[i].steps; left != 0 && !needed; left &= left - 1)
			needed = candidates[lowest(left)] < FUNNEL_MOST_STEPS;
		CHECK_FOR_INTERRUPTS();
		if (!needed)
			continue;
		if (rows % 64 == 0)
			for (uint64 left = steps; left != 0; left &= left - 1)
				assignment->rows[lowest(left)][rows / 64] = 0;
		for (uint64 left = event[i].steps; left != 0; left &= left - 1)
		{
			assignment->rows[lowest(left)][rows / 64] |= bit(rows % 64);
			if (candidates[lowest(left)] < FUNNEL_MOST_STEPS)
				candidates[lowest(left)]++;
		}
		assignment->step_of[rows++] = 0;
	}
	assignment->words = (rows + 63) / 64;

	/* The steps after `low` have rows; each next one may push the first of them out. */
	for (uint64 left = steps; left != 0; left &= left - 1)
	{
		int			step = lowest(left);

		if (step == 1 || !(steps & bit(step - 2)))
		{
			for (int i = low + 1; i < step && (steps & bit(i - 1)); i++)
				unassign(assignment, i);
			low = step - 1;
		}
		for (;;)
		{
			memset(assignment->unseen, 0xff, assignment->words * sizeof(uint64));
			if (assign(assignment, step))
				break;
			unassign(assignment, ++low);
		}
		level[step] = low;
	}
}

/* The same for a moment in any mode.  Returns whether rows are short. */
static bool
levels_of_moment(const Search *search, Assignment *assignment, const FunnelEvent *event, int64 count,
				 uint64 steps, uint8 *level)
{
	bool		alone = (search->modes & STRICT_INCREASE) != 0;

	if ((search->modes & STRICT_ONCE) && !alone)
	{
		bool		several = false;

		for (int64 i = 0; i < count && !several; i++)
			several = (event[i].steps & (event[i].steps - 1)) != 0;
		if (several && count > 1)
		{
			levels_by_assignment(assignment, event, count, steps, level);
			return true;
		}
		alone = several;
	}
	for (uint64 left = steps; left != 0; left &= left - 1)
	{
		int			step = lowest(left);

		level[step] = alone || step == 1 || !(steps & bit(step - 2)) ? step - 1 : level[step - 1];
	}
	return false;
}

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
		record(search, levels->fresh[top], top);
}

/*
 * Continue chains in a moment as strict_deduplication has it: each one as far
 * as it goes.  Those with a step that occurs again end there.
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
		if (deeper > top || better(from, top_from))
		{
			top = deeper;
			top_level = level;
			top_from = from;
		}
		if ((again & steps_up_to(level)) == 0 &&
			(!(levels->is_fresh & bit(deeper - 1)) || better(from, levels->fresh[deeper])))
		{
			continue_chain(search, levels->fresh[deeper], from, level, deeper, time);
			levels->is_fresh |= bit(deeper - 1);
		}
	}
	if (top > search->chain->length)
	{
		OpenChain	deepest;

		continue_chain(search, &deepest, top_from, top_level, top, time);
		record(search, &deepest, top);
	}

	/* A chain that could go on went on; one with a step that occurred again is over. */
	levels->is_open &= ~(steps >> 1);
	if (again != 0)
		levels->is_open &= steps_up_to(lowest(again) - 1);
}

static pg_noinline void
search_strict(Search *search, const FunnelEvent *event, int64 count)
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
			levels.short_of_rows = levels_of_moment(search, &assignment, &event[first], i - first, steps,
													levels.lowest_level);
			levels.can_start = (steps & 1) && start_chain(search, time, &levels.start);
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

/* ----------
 * any_order
 * ----------
 */

/*
 * For each moment take the earliest window that is still open: it holds the
 * most steps.  Of two starts the earlier one may close later, so the first row
 * whose window is open moves only forward.
 */
static void
search_any_order(Search *search, const FunnelEvent *event, int64 count)
{
	TimeWindow *window = search->window;
	int64		last[FUNNEL_MOST_STEPS + 1];	/* row that served a step */
	int64		first = 0;		/* row that the window starts with */
	int64		end = count > 0 ? time_window_end(window, event[0].time) : 0;
	int64		start = 0;		/* of the best window, a row */
	int64		finish = 0;		/* a time */
	uint64		reached = 0;	/* steps in the window */
	uint64		got = 0;
	int			length = 0;

	for (int64 i = 0; i < count && search->chain->length < search->most;)
	{
		int64		time = event[i].time;
		int64		was_first = first;

		for (; i < count && event[i].time == time; i++)
		{
			for (uint64 left = event[i].steps; left != 0; left &= left - 1)
				last[lowest(left)] = i;
			reached |= event[i].steps;
			if ((i & 0xffff) == 0)
				CHECK_FOR_INTERRUPTS();
		}
		while (end < time && first < i)
		{
			first++;
			if (first < i && event[first].time != event[first - 1].time)
				end = time_window_end(window, event[first].time);
			CHECK_FOR_INTERRUPTS();
		}
		if (first == i && i < count)
			end = time_window_end(window, event[i].time);
		if (first != was_first)
			for (uint64 left = reached; left != 0; left &= left - 1)
				if (last[lowest(left)] < first)
					reached &= ~(left & -left);
		if (pg_popcount64(reached) <= search->chain->length)
			continue;

		/* The latest start that reaches the same steps. */
		search->chain->length = pg_popcount64(reached);
		finish = time;
		start = i - 1;
		for (uint64 left = reached; left != 0; left &= left - 1)
			start = Min(start, last[lowest(left)]);
		while (start > first && time_window_end(window, event[start].time) < time)
		{
			start--;
			CHECK_FOR_INTERRUPTS();
		}
	}
	if (!search->want_times || search->chain->length == 0)
		return;
	while (start > 0 && event[start - 1].time == event[start].time)
		start--;
	for (int64 i = start; i < count && event[i].time <= finish; i++)
		for (uint64 left = event[i].steps & ~got; left != 0; left &= left - 1)
		{
			got |= left & -left;
			search->chain->time[length++] = event[i].time;
		}
}

/* ----------
 * Entry
 * ----------
 */

static void
search_once(Search *search, const FunnelEvent *event, int64 count)
{
	search->chain->length = 0;
	if (search->modes & ANY_ORDER)
		search_any_order(search, event, count);
	else if ((search->modes & ~STRICT_INCREASE) != 0)
		search_strict(search, event, count);
	else if (search->modes & STRICT_INCREASE)
		search_free(search, event, count, true);
	else
		search_free(search, event, count, false);
}

/*
 * The longest chain of some events, which are in order.  It has `most` steps at
 * the most; its times are filled in only if they are wanted.
 */
void
longest_chain(Chain *chain, TimeWindow *window, const FunnelEvent *event, int64 count, int most,
			  bool want_times)
{
	Search		search = {.window = window, .chain = chain};

	search.modes = window->funnel->modes;
	search.most = most;
	search.want_times = want_times;
	search.latest_end = PG_INT64_MIN;

	/* Rows of one step each are never short. */
	if (window->funnel->conditions == 0)
		search.modes &= ~STRICT_ONCE;
	search_once(&search, event, count);
	if (want_times && search.inverted && chain->length > 0 && !(search.modes & ANY_ORDER))
	{
		search.finish_known = true;
		search.finish = chain->time[chain->length - 1];
		search_once(&search, event, count);
	}
}
