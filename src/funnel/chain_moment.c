/*
 * chain_moment.c
 *		How far chains can get within a moment, where its rows are all to be
 *		different ones.
 *
 * A moment's steps are those that are searched for; rows may have others, which
 * are none to it.
 */
#include "funnel/chain_items.h"

/* Find a row for a step that has none, moving others to other rows (H. W. Kuhn's method). */
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

		for (uint64 left = event[i].steps & steps; left != 0 && !needed; left &= left - 1)
			needed = candidates[lowest(left)] < FUNNEL_MOST_STEPS;
		CHECK_FOR_INTERRUPTS();
		if (!needed)
			continue;
		if (rows % 64 == 0)
			for (uint64 left = steps; left != 0; left &= left - 1)
				assignment->rows[lowest(left)][rows / 64] = 0;
		for (uint64 left = event[i].steps & steps; left != 0; left &= left - 1)
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

/*
 * For each step that a moment has, the highest level from which a chain can get
 * there within the moment and no further under strict_deduplication: with links
 * that use up all rows of the next step.  NO_LEVEL if it cannot.
 *
 * It can if its links can all have rows, which is so from the lowest level on
 * (levels_by_assignment), and if the rows to be used up can all have links.  For
 * what one assignment does for the steps, and another one for the rows, a third
 * does for both (N. S. Mendelsohn and A. L. Dulmage).
 */
void
levels_by_using_up(Assignment *assignment, uint64 steps, const uint8 *lowest_level, int8 *level)
{
	for (uint64 left = steps; left != 0; left &= left - 1)
	{
		int			last = lowest(left);
		int			next = last + 1;
		int			rows = 0;

		CHECK_FOR_INTERRUPTS();
		level[last] = last - 1;
		if (last == FUNNEL_MOST_STEPS || !(steps & bit(last)))
			continue;
		for (int word = 0; word < assignment->words; word++)
			rows += pg_popcount64(assignment->rows[next][word]);
		level[last] = NO_LEVEL;
		if (rows > last - lowest_level[last])
			continue;
		memset(assignment->step_of, 0, assignment->words * 64);
		for (int step = last; step > lowest_level[last] && rows > 0; step--)
		{
			memcpy(assignment->unseen, assignment->rows[next], assignment->words * sizeof(uint64));
			if (assign(assignment, step) && --rows == 0)
				level[last] = step - 1;
		}
	}
}

/*
 * For each step that a moment has, the lowest level from which a chain can get
 * there within the moment, in any of these modes.  Returns whether that is for
 * want of rows, so that every level from there on has to be tried.
 */
bool
levels_of_moment(int modes, Assignment *assignment, const FunnelEvent *event, int64 count, uint64 steps, uint8 *level)
{
	bool		alone = (modes & STRICT_INCREASE) != 0;

	if ((modes & STRICT_ONCE) && !alone)
	{
		bool		several = false;

		for (int64 i = 0; i < count && !several; i++)
			several = (event[i].steps & steps & ((event[i].steps & steps) - 1)) != 0;
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

/* Find from where chains can get to the steps of a moment. */
void
find_levels_of_moment(ItemSearch *search)
{
	Moment	   *moment = &search->moment;
	ChainRules *rules = search->rules;

	moment->short_of_rows = levels_of_moment(search->modes, search->assignment, moment->event, moment->count, moment->steps,
											 moment->low);

	/* A step whose window is over before it starts does not come in the moment of the one before. */
	if (rules->funnel->items > 0 && (moment->steps & rules->uneven) != 0)
	{
		int			least = 0;

		for (uint64 left = moment->steps; left != 0; left &= left - 1)
		{
			int			step = lowest(left);

			if ((rules->uneven & bit(step - 1)) && step_end(rules, step, moment->time) < moment->time)
				least = step - 1;
			moment->low[step] = Max(moment->low[step], least);
		}
	}
	if (moment->short_of_rows && (search->modes & STRICT_DEDUPLICATION))
		levels_by_using_up(search->assignment, moment->steps, moment->low, moment->ending);
}
