/*
 * transitions.h
 *		How often journeys went from one channel to the next.
 */
#ifndef KPI_TRANSITIONS_H
#define KPI_TRANSITIONS_H

#include "block/section.h"

/* For more the chain cannot be solved in a second. */
#define MOST_CHANNELS 1000

/* What a transition can lead from, and to, beside channels, which are numbered from 1. */
#define FROM_START 0
#define TO_NOTHING 0
#define TO_CONVERSION (MOST_CHANNELS + 1)

typedef struct Transition
{
	uint16		from;
	uint16		to;
	uint32		unused;
	int64		count;			/* 0 marks an empty slot */
} Transition;

typedef struct Channel
{
	uint32		end;			/* of its name among the names */
	uint32		hash;
} Channel;

/*
 * The section: a hash table of transitions, one of the channels' numbers, the
 * channels, and their names in UTF-8, one behind the other.
 */
typedef struct Transitions
{
	uint32		size;
	uint32		slots;			/* for transitions */
	uint32		used;			/* of them */
	uint32		channel_slots;	/* twice the room for channels */
	uint32		channels;
	uint32		names_room;		/* bytes */
	int64		total;			/* of all counts */
	Transition	transition[FLEXIBLE_ARRAY_MEMBER];
} Transitions;

extern const SectionOps transitions_section;

extern KpiState *transitions_channel(KpiState *state, int section, const char *name, uint32 length, int *channel);
extern KpiState *transitions_add(KpiState *state, int section, int from, int to, int64 count);
extern const char *transitions_name(const Transitions *transitions, int channel, uint32 *length);
extern Transition *transitions_sorted(const Transitions *transitions, int *by_name);
extern void transitions_check_journeys(const Transitions *transitions);

#endif							/* KPI_TRANSITIONS_H */
