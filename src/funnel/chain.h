/*
 * chain.h
 *		The longest chain of steps within a window of time.
 */
#ifndef FUNNEL_CHAIN_H
#define FUNNEL_CHAIN_H

#include "block/funnel_question.h"
#include "block/time_window.h"

typedef struct Chain
{
	int			length;
	int64		time[FUNNEL_MOST_STEPS];
} Chain;

/* What chains a funnel asks for, made ready for the events of any number of subjects. */
typedef struct ChainRules
{
	const Funnel *funnel;		/* kept by the caller */
	int			most;			/* steps there are */
	TimeWindow	window;

	/* Of a funnel with items: */
	uint64		excluded;		/* conditions, as bits */
	uint64		closed_by[FUNNEL_MOST_STEPS + 1];	/* levels, by condition */
	uint64		uneven;			/* steps whose window can end before it starts */
	uint8		window_of_step[FUNNEL_MOST_STEPS + 2];	/* 0 if it has none, or one of step_window, from 1 on */
	TimeWindow	step_window[FUNNEL_MOST_STEPS + 1];
} ChainRules;

extern void chain_rules(ChainRules *rules, const Funnel *funnel, int most);
extern void longest_chain(Chain *chain, ChainRules *rules, const FunnelEvent *event, int64 count, bool want_times);
extern int64 count_passes(ChainRules *rules, const FunnelEvent *event, int64 count);

#endif							/* FUNNEL_CHAIN_H */
