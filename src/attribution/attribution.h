/*
 * attribution.h
 *		What the files of channel graphs share.
 */
#ifndef ATTRIBUTION_H
#define ATTRIBUTION_H

#include "block/transitions.h"

/* What removing a channel does. */
typedef struct ChannelEffect
{
	int64		touches;
	double		effect;			/* share of the conversions that go with it */
} ChannelEffect;

extern bool removal_effects(const Transitions *transitions, ChannelEffect *effects);

#endif							/* ATTRIBUTION_H */
