/*
 * sequence_match.c
 *		Match a sequence in time that is linear in rows and parts.
 *
 * Rows come in order.  For each the links are found that it can be: those that
 * its steps fit and whose gap some earlier row opens, which is one of the link
 * before.  Sets of links are words of bits, so that rows cost little however
 * many parts there are.  A gap without a relation of times is open from the
 * first such row on, to a row with a step that it is without.  For a gap with
 * relations it is known of each such row from when to when the next link may be:
 * those whose time has not come yet wait in a queue, of the others it matters
 * only which one lasts longest.
 */
#include "journey/sequence.h"

#include "block/time_window.h"
#include "common/int.h"
#include "miscadmin.h"
#include "utils/memutils.h"

/* When the next link may be, after a row. */
typedef struct Span
{
	int64		from;
	int64		to;
} Span;

/* A relation of times. */
typedef struct TimeRelation
{
	SequenceRelation relation;
	TimeWindow	window;
} TimeRelation;

/* What may be between a link and the one before. */
typedef struct Gap
{
	bool		adjacent;		/* nothing */
	uint64		without;		/* no row with one of these steps */
	int			relations;
	TimeRelation   *relation;

	/* Of the rows so far that are the link before: spans that have begun, and that have not. */
	bool		open;
	int64		open_to;		/* the latest end of those that have begun */
	Span	   *waiting;		/* from first to last in order, or a heap from 0 to last */
	int64		first;
	int64		last;
	int64		room;
	bool		is_heap;
} Gap;

typedef struct Matcher
{
	int			links;
	int			words;			/* of a set of links */
	int		   *step;			/* of each link; 0 for any */
	Gap		   *gap;			/* before each link; none before the first */
	uint64	   *fits_all;		/* links that are any row */
	uint64	   *fits;			/* and those that are a row with a step, by step */
	uint64	   *adjacent;		/* links whose gap is nothing, */
	uint64	   *timed;			/* has relations, */
	uint64	   *closes;			/* has none but is closed by a step, by step */
	uint64	   *closes_timed;	/* has some, and is */
	uint64	   *reached;		/* links that the row is */
	uint64	   *open;			/* links whose gap without relations is open, or that may be */
} Matcher;

static inline void
set_bit(uint64 *set, int link)
{
	set[link / 64] |= UINT64CONST(1) << link % 64;
}

static inline bool
has_bit(const uint64 *set, int link)
{
	return (set[link / 64] >> link % 64 & 1) != 0;
}

/* Make the matcher of a question. */
static Matcher *
matcher_new(const SequenceQuestion *question)
{
	Matcher    *matcher = palloc0(sizeof(Matcher));
	TimeRelation   *relation = palloc(question->parts * sizeof(TimeRelation));
	int			steps = sequence_steps(question);
	Gap		   *gap;
	uint64	   *set;

	/* There are no more links than parts; a gap is filled in before its link. */
	matcher->step = palloc(question->parts * sizeof(int));
	matcher->gap = gap = palloc0((question->parts + 1) * sizeof(Gap));

	gap->adjacent = true;
	gap->relation = relation;
	for (uint32 i = 0; i < question->words; i++)
	{
		uint32		word = question->word[i];

		switch (part_of_word(word))
		{
			case PART_LINK:
				matcher->step[matcher->links++] = argument_of_word(word);
				relation += gap->relations;
				gap++;
				gap->adjacent = true;
				gap->relation = relation;
				continue;
			case PART_REST:
				break;
			case PART_WITHOUT:
				gap->without |= UINT64CONST(1) << (argument_of_word(word) - 1);
				break;
			case PART_TIME:
				{
					Interval	interval = interval_of_words(&question->word[i + 1]);

					gap->relation[gap->relations].relation = (SequenceRelation) argument_of_word(word);
					gap->relation[gap->relations++].window = time_window(&interval, question->time_type);
					i += WORDS_OF_INTERVAL;
					break;
				}
		}
		gap->adjacent = false;
	}

	matcher->words = (matcher->links + 63) / 64;
	set = palloc0((3 * steps + 5) * matcher->words * sizeof(uint64));
	matcher->fits = set;
	matcher->closes = (set += steps * matcher->words);
	matcher->closes_timed = (set += steps * matcher->words);
	matcher->fits_all = (set += steps * matcher->words);
	matcher->adjacent = (set += matcher->words);
	matcher->timed = (set += matcher->words);
	matcher->reached = (set += matcher->words);
	matcher->open = set + matcher->words;
	for (int link = 0; link < matcher->links; link++)
	{
		gap = &matcher->gap[link];
		if (matcher->step[link] == 0)
			set_bit(matcher->fits_all, link);
		else
			set_bit(matcher->fits + (matcher->step[link] - 1) * matcher->words, link);
		if (link == 0)
			continue;
		if (gap->adjacent)
			set_bit(matcher->adjacent, link);
		if (gap->relations > 0)
			set_bit(matcher->timed, link);
		for (uint64 without = gap->without; without != 0; without &= without - 1)
			set_bit((gap->relations > 0 ? matcher->closes_timed : matcher->closes) +
						pg_rightmost_one_pos64(without) * matcher->words,
					link);
	}
	return matcher;
}

/* When the next link may be after a row of this time; false if never. */
static bool
span_after(Gap *gap, int64 time, Span *span)
{
	span->from = PG_INT64_MIN;
	span->to = PG_INT64_MAX;
	for (int i = 0; i < gap->relations; i++)
	{
		SequenceRelation relation = gap->relation[i].relation;
		int64		at = time_window_end(&gap->relation[i].window, time);

		if (relation == RELATION_LT && at == PG_INT64_MIN)
			return false;
		if (relation == RELATION_GT && at == PG_INT64_MAX)
			return false;
		if (relation == RELATION_LE || relation == RELATION_EQ)
			span->to = Min(span->to, at);
		if (relation == RELATION_LT)
			span->to = Min(span->to, at - 1);
		if (relation == RELATION_GE || relation == RELATION_EQ)
			span->from = Max(span->from, at);
		if (relation == RELATION_GT)
			span->from = Max(span->from, at + 1);
	}
	return span->from <= span->to;
}

/* ----------
 * Gaps with relations of times, row by row
 * ----------
 */

/* Nothing is open. */
static void
gap_close(Gap *gap)
{
	gap->open = gap->is_heap = false;
	gap->first = gap->last = 0;
}

/* Let a span wait.  They come in order of their starts, but where clocks change or months are short. */
static void
gap_wait(Gap *gap, Span span)
{
	int64		at;

	if (gap->last > gap->first && !gap->is_heap)
	{
		const Span *before = &gap->waiting[gap->last - 1];

		/* One that begins no earlier and ends no later says nothing new. */
		if (before->from <= span.from && before->to >= span.to)
			return;
		if (before->from > span.from)
		{
			memmove(gap->waiting, gap->waiting + gap->first, (gap->last - gap->first) * sizeof(Span));
			gap->last -= gap->first;
			gap->first = 0;
			gap->is_heap = true;
		}
	}
	if (gap->last == gap->room)
	{
		Span	   *grown;

		gap->room = Max(gap->room * 2, 16);
		grown = MemoryContextAllocHuge(CurrentMemoryContext, gap->room * sizeof(Span));
		if (gap->last > 0)
		{
			memcpy(grown, gap->waiting + gap->first, (gap->last - gap->first) * sizeof(Span));
			pfree(gap->waiting);
		}
		gap->last -= gap->first;
		gap->first = 0;
		gap->waiting = grown;
	}
	at = gap->last++;
	if (gap->is_heap)
		for (; at > 0 && gap->waiting[(at - 1) / 2].from > span.from; at = (at - 1) / 2)
			gap->waiting[at] = gap->waiting[(at - 1) / 2];
	gap->waiting[at] = span;
}

/* Take the span that begins first from those that wait. */
static Span
gap_next(Gap *gap)
{
	Span		next = gap->waiting[gap->first];

	if (gap->is_heap)
	{
		Span		moved = gap->waiting[--gap->last];
		int64		at = 0;
		int64		child;

		for (; (child = 2 * at + 1) < gap->last; at = child)
		{
			if (child + 1 < gap->last && gap->waiting[child + 1].from < gap->waiting[child].from)
				child++;
			if (moved.from <= gap->waiting[child].from)
				break;
			gap->waiting[at] = gap->waiting[child];
		}
		gap->waiting[at] = moved;
	}
	else
		gap->first++;
	if (gap->first == gap->last)
	{
		gap->first = gap->last = 0;
		gap->is_heap = false;
	}
	return next;
}

/* A span has begun. */
static inline void
gap_begin(Gap *gap, Span span)
{
	if (!gap->open || span.to > gap->open_to)
		gap->open_to = span.to;
	gap->open = true;
}

/* The row of this time is the link before. */
static void
gap_add(Gap *gap, int64 time)
{
	Span		span;

	if (!span_after(gap, time, &span))
		return;
	if (span.from <= time)
		gap_begin(gap, span);
	else
		gap_wait(gap, span);
}

/* May a row of this time be the next link? */
static bool
gap_is_open(Gap *gap, int64 time)
{
	while (gap->last > gap->first && gap->waiting[gap->first].from <= time)
		gap_begin(gap, gap_next(gap));
	return gap->open && gap->open_to >= time;
}

/* ----------
 * Row by row
 * ----------
 */

/* Begin anew. */
static void
matcher_reset(Matcher *matcher)
{
	memset(matcher->reached, 0, matcher->words * sizeof(uint64));
	memset(matcher->open, 0, matcher->words * sizeof(uint64));
	for (int i = 0; i < matcher->words; i++)
		for (uint64 links = matcher->timed[i]; links != 0; links &= links - 1)
			gap_close(&matcher->gap[i * 64 + pg_rightmost_one_pos64(links)]);
}

/* The links that a row fits, by its steps, in a word of the set. */
static inline uint64
fitting(const Matcher *matcher, uint64 steps, int word)
{
	uint64		links = matcher->fits_all[word];

	for (; steps != 0; steps &= steps - 1)
		links |= matcher->fits[pg_rightmost_one_pos64(steps) * matcher->words + word];
	return links;
}

/* Take the next row; is a match at its end? */
static bool
matcher_step(Matcher *matcher, const FunnelEvent *event)
{
	uint64		carry = 0;

	/* Which links it is. */
	for (int i = 0; i < matcher->words; i++)
	{
		uint64		before = matcher->reached[i] << 1 | carry;
		uint64		open = matcher->open[i] & ~matcher->adjacent[i] & ~matcher->timed[i];
		uint64		fits = fitting(matcher, event->steps, i);
		uint64		reached = fits & ((matcher->adjacent[i] & before) | open);

		/* The first link needs no row before. */
		if (i == 0)
			reached |= fits & 1;
		for (uint64 links = fits & matcher->timed[i]; links != 0; links &= links - 1)
		{
			int			link = i * 64 + pg_rightmost_one_pos64(links);

			if (gap_is_open(&matcher->gap[link], event->time))
				reached |= UINT64CONST(1) << link % 64;
		}
		carry = matcher->reached[i] >> 63;
		matcher->reached[i] = reached;
	}

	/* Which gaps it closes, then which it opens. */
	for (uint64 steps = event->steps; steps != 0; steps &= steps - 1)
	{
		int			step = pg_rightmost_one_pos64(steps);

		for (int i = 0; i < matcher->words; i++)
		{
			matcher->open[i] &= ~matcher->closes[step * matcher->words + i];
			for (uint64 links = matcher->closes_timed[step * matcher->words + i]; links != 0; links &= links - 1)
				gap_close(&matcher->gap[i * 64 + pg_rightmost_one_pos64(links)]);
		}
	}
	carry = 0;
	for (int i = 0; i < matcher->words; i++)
	{
		uint64		opens = matcher->reached[i] << 1 | carry;

		matcher->open[i] |= opens;
		for (uint64 links = opens & matcher->timed[i]; links != 0; links &= links - 1)
			gap_add(&matcher->gap[i * 64 + pg_rightmost_one_pos64(links)], event->time);
		carry = matcher->reached[i] >> 63;
	}
	return has_bit(matcher->reached, matcher->links - 1);
}

/* How many matches there are, one after the other; no more than `most` are looked for. */
int64
sequence_count_matches(const SequenceQuestion *question, const FunnelEvent *event, int64 count, int64 most)
{
	Matcher    *matcher = matcher_new(question);
	int64		matches = 0;

	for (int64 row = 0; row < count && matches < most; row++)
	{
		CHECK_FOR_INTERRUPTS();
		if (matcher_step(matcher, &event[row]))
		{
			matches++;
			matcher_reset(matcher);
		}
	}
	return matches;
}

/* ----------
 * The first match
 * ----------
 */

/*
 * The times of rows that are a link, latest first, and of a match that ends where
 * it must; but for those that do not matter any more.
 */
typedef struct Times
{
	int64	   *time;
	int64		first;
	int64		reach;			/* those before do not come too early for the last span */
	int64		count;
	int64		room;
} Times;

static void
times_add(Times *times, int64 time)
{
	if (times->count == times->room && times->first > times->room / 2)
	{
		memmove(times->time, times->time + times->first, (times->count - times->first) * sizeof(int64));
		times->count -= times->first;
		times->reach -= times->first;
		times->first = 0;
	}
	if (times->count == times->room)
	{
		times->room = Max(times->room * 2, 16);
		times->time = times->time == NULL ? palloc(times->room * sizeof(int64)) : repalloc_huge(times->time, times->room * sizeof(int64));
	}
	times->time[times->count++] = time;
}

static void
times_clear(Times *times)
{
	times->first = times->reach = times->count = 0;
}

/* Ends of months and changes of clocks let a span begin later than one of a later row, but not by so much. */
#define MOST_DISORDER (4 * USECS_PER_DAY)

/*
 * Is one of them in a span?  The last that does not come too early decides.  The
 * rows go back in time, and so do their spans, so of those that come early for
 * none from now on it matters only which one is last.
 */
static bool
times_in_span(Times *times, const Span *span)
{
	int64		sure;			/* from here on no time comes too early */

	while (times->reach < times->count && times->time[times->reach] >= span->from)
		times->reach++;
	while (times->reach > times->first && times->time[times->reach - 1] < span->from)
		times->reach--;
	if (span->from == PG_INT64_MIN)
		sure = PG_INT64_MIN;
	else if (pg_add_s64_overflow(span->from, MOST_DISORDER, &sure))
		sure = PG_INT64_MAX;
	while (times->first + 1 < times->reach && times->time[times->first + 1] >= sure)
		times->first++;
	return times->reach > times->first && times->time[times->reach - 1] <= span->to;
}

/*
 * Of the links that each row up to the last one can be, leave those from which
 * the match can come to its end there; set has the links by row.
 */
static void
leave_leading(Matcher *matcher, const FunnelEvent *event, int64 last, uint64 *set)
{
	Times	   *times = palloc0(matcher->links * sizeof(Times));	/* by link */
	bool	   *open = palloc0(matcher->links * sizeof(bool));	/* the same, without relations */

	for (int64 row = last; row >= 0; row--)
	{
		uint64	   *links = set + row * matcher->words;

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < matcher->words; i++)
			for (uint64 left = links[i]; left != 0; left &= left - 1)
			{
				int			link = i * 64 + pg_rightmost_one_pos64(left);
				Gap		   *gap = &matcher->gap[link + 1];
				Span		span;
				bool		leads;

				if (link == matcher->links - 1)
					leads = row == last;
				else if (row == last)
					leads = false;
				else if (gap->adjacent)
					leads = has_bit(links + matcher->words, link + 1);
				else if (gap->relations == 0)
					leads = open[link + 1];
				else
					leads = times[link + 1].count > 0 && span_after(gap, event[row].time, &span) &&
						times_in_span(&times[link + 1], &span);
				if (!leads)
					links[i] &= ~(UINT64CONST(1) << link % 64);
			}

		/* Between rows before and those behind is now this one. */
		for (uint64 steps = event[row].steps; steps != 0; steps &= steps - 1)
			for (int i = 0; i < matcher->words; i++)
			{
				int			at = pg_rightmost_one_pos64(steps) * matcher->words + i;

				for (uint64 closed = matcher->closes[at] | matcher->closes_timed[at]; closed != 0; closed &= closed - 1)
				{
					int			link = i * 64 + pg_rightmost_one_pos64(closed);

					open[link] = false;
					times_clear(&times[link]);
				}
			}
		for (int i = 0; i < matcher->words; i++)
			for (uint64 left = links[i]; left != 0; left &= left - 1)
			{
				int			link = i * 64 + pg_rightmost_one_pos64(left);

				open[link] = true;
				if (has_bit(matcher->timed, link))
					times_add(&times[link], event[row].time);
			}
	}
}

/*
 * The first match: the one that ends first, of these the one that starts first,
 * then whose second link is earliest, and so on.  Sets the row of each link that
 * has a step, and returns how many there are; 0 if there is no match.
 */
int
sequence_first_match(const SequenceQuestion *question, const FunnelEvent *event, int64 count, int64 *row_of_link)
{
	Matcher    *matcher = matcher_new(question);
	int64		last = 0;
	uint64	   *set;
	int			found = 0;
	int64		row = 0;

	while (last < count && !matcher_step(matcher, &event[last]))
	{
		CHECK_FOR_INTERRUPTS();
		last++;
	}
	if (last == count)
		return 0;

	/* Once more, noting what each row can be. */
	set = MemoryContextAllocHuge(CurrentMemoryContext, (last + 1) * matcher->words * sizeof(uint64));
	matcher_reset(matcher);
	for (row = 0; row <= last; row++)
	{
		CHECK_FOR_INTERRUPTS();
		(void) matcher_step(matcher, &event[row]);
		memcpy(set + row * matcher->words, matcher->reached, matcher->words * sizeof(uint64));
	}
	leave_leading(matcher, event, last, set);

	/* Now the earliest row that may follow is right: from it the match goes on to its end. */
	row = 0;
	for (int link = 0; link < matcher->links; link++)
	{
		Gap		   *gap = &matcher->gap[link];
		Span		span;

		if (link > 0)
			(void) span_after(gap, event[row - 1].time, &span);
		for (;; row++)
		{
			CHECK_FOR_INTERRUPTS();
			if (has_bit(set + row * matcher->words, link) &&
				(link == 0 || (event[row].time >= span.from && event[row].time <= span.to)))
				break;
		}
		if (matcher->step[link] > 0)
			row_of_link[found++] = row;
		row++;
	}
	return found;
}
