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

extern void longest_chain(Chain *chain, const Funnel *funnel, TimeWindow *window, const FunnelEvent *event,
						  int64 count, int most, bool want_times);

#endif							/* FUNNEL_CHAIN_H */
