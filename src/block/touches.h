/*
 * touches.h
 *		Values with the times at which they were: one, or a growing list.
 */
#ifndef KPI_TOUCHES_H
#define KPI_TOUCHES_H

#include "block/section.h"
#include "block/utf8.h"

/* Which touches are kept; the state's parameter.  Stored: never renumber. */
typedef enum TouchesKept
{
	TOUCH_FIRST = 1,			/* of equal times the value that is smallest by bytes */
	TOUCH_LAST = 2,				/* the same */
	TOUCH_ALL = 3
} TouchesKept;

/* Each touch is its time, the length of its value and the value, with nothing between them. */
typedef struct Touches
{
	uint32		size;
	uint32		count;
	uint32		used;			/* bytes of the touches */
	uint32		last;			/* where the last one starts */
	uint32		sorted;			/* of them, those in order at the start */
	uint32		unused;
	char		touch[FLEXIBLE_ARRAY_MEMBER];
} Touches;

typedef struct Touch
{
	int64		time;
	Utf8		value;
} Touch;

extern const SectionOps touches_section;

extern KpiState *touches_add(KpiState *state, int section, const Touch *touch);
extern Touch *touches_in_order(const Touches *touches);

/* The touch that starts at a place. */
static inline Touch
touch_at(const Touches *touches, uint32 at)
{
	Touch		touch;
	uint32		length;

	memcpy(&touch.time, touches->touch + at, sizeof(int64));
	memcpy(&length, touches->touch + at + sizeof(int64), sizeof(uint32));
	touch.value.data = touches->touch + at + sizeof(int64) + sizeof(uint32);
	touch.value.length = length;
	return touch;
}

/* Where the next one starts. */
static inline uint32
touch_after(uint32 at, const Touch *touch)
{
	return at + sizeof(int64) + sizeof(uint32) + touch->value.length;
}

/* By time; of one time by the bytes of the value. */
static inline int
touch_compare(const Touch *a, const Touch *b)
{
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return utf8_compare(a->value, b->value);
}

#endif							/* KPI_TOUCHES_H */
