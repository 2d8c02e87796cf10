/*
 * step_times.c
 *		The times between each two steps of a funnel, as sketches.
 *
 * There may be many sketches, so all of them grow at once: each by itself would
 * copy the others over and over.
 */
#include "block/step_times.h"

#include "block/durations.h"

/* The sketch of the times from one step to a later one, both counted from 1. */
const Sketch *
step_times_between(const StepTimes *times, int from, int to)
{
	const Sketch *sketch = step_times_first(times);

	for (int i = step_pairs(to - 1) + from; i > 1; i--)
		sketch = step_times_next(sketch);
	return sketch;
}

/* Give each sketch room for so many cells at the least. */
static KpiState *
reserve(KpiState *state, int section, const uint32 *length)
{
	const StepTimes *old = kpi_section(state, section);
	const Sketch *from = step_times_first(old);
	Size		size = sizeof(StepTimes);
	KpiState   *result;
	Sketch	   *to;

	for (uint32 i = 0; i < old->pairs; i++)
	{
		size += Max(from->size, sketch_size(length[i]));
		from = step_times_next(from);
	}
	if (size == old->size)
		return state;
	result = kpi_state_resize(state, section, size, sizeof(StepTimes));
	from = step_times_first(old);
	to = step_times_first(kpi_section(result, section));
	for (uint32 i = 0; i < old->pairs; i++)
	{
		memcpy(to, from, from->size);
		to->size = Max(from->size, sketch_size(length[i]));
		from = step_times_next(from);
		to = step_times_next(to);
	}
	return result;
}

/* Give each sketch with times room for twice as many cells. */
static KpiState *
double_room(KpiState *state, int section)
{
	const StepTimes *times = kpi_section(state, section);
	const Sketch *sketch = step_times_first(times);
	uint32	   *length = palloc(times->pairs * sizeof(uint32));

	for (uint32 i = 0; i < times->pairs; i++)
	{
		length[i] = sketch->length + sketch->waiting == 0 ? 0 : 2 * (sketch->length + SKETCH_WAITING);
		sketch = step_times_next(sketch);
	}
	state = reserve(state, section, length);
	pfree(length);
	return state;
}

/*
 * Add a subject that reached so many steps at these times.  Returns the state,
 * another one if a sketch had to grow.
 */
KpiState *
step_times_add(KpiState *state, int section, const int64 *time, int steps)
{
	StepTimes  *times = kpi_section(state, section);
	Sketch	   *sketch = step_times_first(times);

	for (int to = 1; to < steps; to++)
		for (int from = 0; from < to; from++)
		{
			sketch->us[sketch->waiting++] = timestamp_duration(TimestampGetDatum(time[from]),
															   TimestampGetDatum(time[to]));
			if (sketch->waiting == SKETCH_WAITING)
			{
				if (sketch_size(sketch->length + SKETCH_WAITING) > sketch->size)
				{
					state = double_room(state, section);
					times = kpi_section(state, section);
					sketch = unconstify(Sketch *, step_times_between(times, from + 1, to + 1));
				}
				sketch_settle_in_room(sketch);
			}
			sketch = step_times_next(sketch);
		}
	return state;
}

/* ----------
 * The section
 * ----------
 */

static Size
step_times_initial_size(const SectionShape *shape)
{
	return sizeof(StepTimes) + step_pairs(shape->parameter) * sketch_size(0);
}

static void
step_times_init(void *section, const SectionShape *shape)
{
	StepTimes  *times = section;
	Sketch	   *sketch = step_times_first(times);

	times->pairs = step_pairs(shape->parameter);
	for (uint32 i = 0; i < times->pairs; i++)
	{
		sketch->size = sketch_size(0);
		sketch = step_times_next(sketch);
	}
}

static void
step_times_check(const KpiState *state, int section, const SectionShape *shape)
{
	const StepTimes *times = kpi_section(state, section);
	const Sketch *sketch = step_times_first(times);
	const char *end = (const char *) times + times->size;

	wire_check(times->pairs == step_pairs(shape->parameter), "a section does not fit its size");
	for (uint32 i = 0; i < times->pairs; i++)
	{
		sketch_check(sketch, end - (const char *) sketch);
		wire_check(sketch->size % sizeof(uint64) == 0, "the size of a section is malformed");
		sketch = step_times_next(sketch);
	}
	wire_check((const char *) sketch == end, "a section does not fit its size");
}

static KpiState *
step_times_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const StepTimes *times = kpi_section(state, section);
	Sketch	   *a = step_times_first(times);
	const Sketch *b = step_times_first(other);
	uint32		pairs = times->pairs;
	uint32	   *length = palloc(pairs * sizeof(uint32));

	/* What waits has to have room as well. */
	for (uint32 i = 0; i < pairs; i++)
	{
		length[i] = sketch_union_length(a, b) + a->waiting + b->waiting;
		if (sketch_size(length[i]) > a->size)
			length[i] += length[i] / 2;
		a = step_times_next(a);
		b = step_times_next(b);
	}
	state = reserve(state, section, length);
	pfree(length);
	a = step_times_first(kpi_section(state, section));
	b = step_times_first(other);
	for (uint32 i = 0; i < pairs; i++)
	{
		sketch_settle_in_room(a);
		for (uint32 j = 0; j < b->waiting; j++)
			a->us[a->waiting++] = b->us[j];
		sketch_settle_in_room(a);
		sketch_merge_in_room(a, b, sketch_union_length(a, b));
		a = step_times_next(a);
		b = step_times_next(b);
	}
	return state;
}

static KpiState *
step_times_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const StepTimes *times = kpi_section(state, section);
	Sketch	   *sketch = step_times_first(times);
	uint32		pairs = times->pairs;
	uint32	   *length = palloc(pairs * sizeof(uint32));

	for (uint32 i = 0; i < pairs; i++)
	{
		length[i] = sketch->length + sketch->waiting;
		sketch = step_times_next(sketch);
	}
	state = reserve(state, section, length);
	pfree(length);
	sketch = step_times_first(kpi_section(state, section));
	for (uint32 i = 0; i < pairs; i++)
	{
		sketch_settle_in_room(sketch);
		sketch_send(buf, sketch, shape->form);
		sketch = step_times_next(sketch);
	}
	return state;
}

static KpiState *
step_times_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	uint32		pairs = ((StepTimes *) kpi_section(state, section))->pairs;
	uint32	   *length = palloc(pairs * sizeof(uint32));
	Sketch	   *sketch;
	int			start = buf->cursor;

	for (uint32 i = 0; i < pairs; i++)
		length[i] = sketch_skip(buf, shape->form);
	buf->cursor = start;
	state = reserve(state, section, length);
	pfree(length);
	sketch = step_times_first(kpi_section(state, section));
	for (uint32 i = 0; i < pairs; i++)
	{
		sketch_receive_in_room(sketch, buf, shape->form);
		sketch = step_times_next(sketch);
	}
	return state;
}

const SectionOps step_times_section = {
	.has_forms = true,
	.initial_size = step_times_initial_size,
	.init = step_times_init,
	.check = step_times_check,
	.merge = step_times_merge,
	.send = step_times_send,
	.receive = step_times_receive,
};
