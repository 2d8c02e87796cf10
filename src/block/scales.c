/*
 * scales.c
 *		The most decimal places that amounts have, of each of several kinds: what
 *		amounts that are kept as cells have lost.
 */
#include "block/scales.h"

static Size
scales_initial_size(const SectionShape *shape)
{
	return TYPEALIGN(sizeof(uint64), offsetof(Scales, scale) + shape->variant * sizeof(int32));
}

/* Can numeric have such scales? */
static void
check_scales(const Scales *scales, int count)
{
	for (int i = 0; i < count; i++)
		wire_check(scales->scale[i] >= 0 && scales->scale[i] <= NUMERIC_LONG_SCALE_MASK, "a scale is out of range");
}

static void
scales_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Scales *scales = kpi_section(state, section);

	wire_check(scales->size == scales_initial_size(shape), "a section does not fit its size");
	check_scales(scales, shape->variant);
}

static KpiState *
scales_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	Scales	   *scales = kpi_section(state, section);

	for (int i = 0; i < shape->variant; i++)
		scales->scale[i] = Max(scales->scale[i], ((const Scales *) other)->scale[i]);
	return state;
}

static KpiState *
scales_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Scales *scales = kpi_section(state, section);

	for (int i = 0; i < shape->variant; i++)
		pq_sendint32(buf, scales->scale[i]);
	return state;
}

static KpiState *
scales_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	Scales	   *scales = kpi_section(state, section);

	for (int i = 0; i < shape->variant; i++)
		scales->scale[i] = wire_get(buf, 4);
	check_scales(scales, shape->variant);
	return state;
}

const SectionOps scales_section = {
	.initial_size = scales_initial_size,
	.check = scales_check,
	.merge = scales_merge,
	.send = scales_send,
	.receive = scales_receive,
};
