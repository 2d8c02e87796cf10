/*
 * touches.c
 *		Values with their times, sorted when they are read: what touch_path makes
 *		a path of; or the first or last of them alone.
 */
#include "block/touches.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#define ST_SORT sort_touches
#define ST_ELEMENT_TYPE Touch
#define ST_COMPARE(a, b) touch_compare(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Bytes of a touch but for its value. */
#define TOUCH_HEADER (sizeof(int64) + sizeof(uint32))

/* Bytes of a state with its first few touches. */
#define FIRST_SIZE 128

/* Make room for so many bytes of touches: all that fill a power of two of bytes. */
static KpiState *
make_room(KpiState *state, int section, Size bytes)
{
	const Touches *touches = kpi_section(state, section);
	Size		around = VARSIZE(state) - touches->size;
	Size		needed = MAXALIGN(offsetof(Touches, touch) + bytes);
	Size		room = kpi_state_room(state, section);
	Size		size;

	if (needed <= touches->size)
		return state;
	size = pg_nextpower2_64(Max(around + needed, FIRST_SIZE)) - around;
	if (size > room)
		size = Max(needed, room - room % sizeof(uint64));
	return kpi_state_resize(state, section, size, offsetof(Touches, touch) + touches->used);
}

/* Append a touch, which is not in this state. */
static KpiState *
append(KpiState *state, int section, const Touch *touch)
{
	Touches    *touches;
	uint32		length = touch->value.length;
	char	   *p;

	state = make_room(state, section, ((Touches *) kpi_section(state, section))->used + TOUCH_HEADER + length);
	touches = kpi_section(state, section);
	if (touches->sorted == touches->count)
	{
		Touch		last = touch_at(touches, touches->last);

		if (touches->count == 0 || touch_compare(&last, touch) <= 0)
			touches->sorted++;
	}
	touches->last = touches->used;
	p = touches->touch + touches->last;
	memcpy(p, &touch->time, sizeof(int64));
	memcpy(p + sizeof(int64), &length, sizeof(uint32));
	memcpy(p + TOUCH_HEADER, touch->value.data, length);
	touches->used += TOUCH_HEADER + length;
	touches->count++;
	return state;
}

/* Add a touch, if it is to be kept. */
KpiState *
touches_add(KpiState *state, int section, const Touch *touch)
{
	Touches    *touches = kpi_section(state, section);

	if (state->parameter != TOUCH_ALL && touches->count > 0)
	{
		Touch		kept = touch_at(touches, 0);
		bool		better = kept.time == touch->time ? utf8_compare(touch->value, kept.value) < 0 :
			(touch->time < kept.time) == (state->parameter == TOUCH_FIRST);

		if (!better)
			return state;
		touches->count = touches->used = touches->last = touches->sorted = 0;
	}
	return append(state, section, touch);
}

/* All touches in order. */
Touch *
touches_in_order(const Touches *touches)
{
	Touch	   *touch = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) touches->count, 1) * sizeof(Touch));
	uint32		at = 0;

	for (uint32 i = 0; i < touches->count; i++)
	{
		touch[i] = touch_at(touches, at);
		at = touch_after(at, &touch[i]);
		CHECK_FOR_INTERRUPTS();
	}
	if (touches->sorted < touches->count)
		sort_touches(touch, touches->count);
	return touch;
}

/* ----------
 * The section
 * ----------
 */

static Size
touches_initial_size(const SectionShape *shape)
{
	return offsetof(Touches, touch);
}

/* Can there be such a touch? */
static void
check_touch(const Touch *touch)
{
	wire_check(IS_VALID_TIMESTAMP(touch->time) || TIMESTAMP_NOT_FINITE(touch->time), "a time is out of range");
	wire_check(utf8_valid(touch->value), "a value is no text");
}

/* Can so many be kept? */
static void
check_count(const SectionShape *shape, uint32 count)
{
	wire_check(count <= 1 || shape->parameter == TOUCH_ALL, "it has more than one touch");
}

/* Are these touches, and in order as far as it is said so? */
static void
touches_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Touches *touches = kpi_section(state, section);
	Touch		before = {0};
	uint32		at = 0;

	wire_check(offsetof(Touches, touch) + (Size) touches->used <= touches->size && touches->sorted <= touches->count,
			   "a section does not fit its size");
	check_count(shape, touches->count);
	for (uint32 i = 0; i < touches->count; i++)
	{
		Touch		touch;

		wire_check(touches->used - at >= TOUCH_HEADER, "a touch is cut short");
		touch = touch_at(touches, at);
		wire_check(touch.value.length <= touches->used - at - TOUCH_HEADER, "a touch is cut short");
		check_touch(&touch);
		wire_check(i == 0 || i >= touches->sorted || touch_compare(&before, &touch) <= 0,
				   "touches are not in ascending order");
		wire_check(i + 1 < touches->count || at == touches->last, "a section does not fit its size");
		before = touch;
		at = touch_after(at, &touch);
		CHECK_FOR_INTERRUPTS();
	}
	wire_check(at == touches->used, "a section does not fit its size");
}

static KpiState *
touches_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Touches *more = other;
	uint32		at = 0;

	for (uint32 i = 0; i < more->count; i++)
	{
		Touch		touch = touch_at(more, at);

		state = touches_add(state, section, &touch);
		at = touch_after(at, &touch);
		CHECK_FOR_INTERRUPTS();
	}
	return state;
}

/* The touches in order. */
static KpiState *
touches_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Touches *touches = kpi_section(state, section);
	Touch	   *touch = touches_in_order(touches);

	pq_sendint32(buf, touches->count);
	for (uint32 i = 0; i < touches->count; i++)
	{
		pq_sendint64(buf, touch[i].time);
		pq_sendint32(buf, touch[i].value.length);
		pq_sendbytes(buf, touch[i].value.data, touch[i].value.length);
		CHECK_FOR_INTERRUPTS();
	}
	pfree(touch);
	return state;
}

static KpiState *
touches_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	uint32		count = wire_get_length(buf, TOUCH_HEADER);
	const Touches *touches;

	check_count(shape, count);
	for (uint32 i = 0; i < count; i++)
	{
		Touch		touch;

		touch.time = wire_get(buf, 8);
		touch.value.length = wire_get_length(buf, 1);
		touch.value.data = pq_getmsgbytes(buf, touch.value.length);
		check_touch(&touch);
		state = append(state, section, &touch);
		CHECK_FOR_INTERRUPTS();
	}
	touches = kpi_section(state, section);
	wire_check(touches->sorted == touches->count, "touches are not in ascending order");
	return state;
}

const SectionOps touches_section = {
	.initial_size = touches_initial_size,
	.check = touches_check,
	.merge = touches_merge,
	.send = touches_send,
	.receive = touches_receive,
};
