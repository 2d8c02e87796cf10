/*
 * sketch.h
 *		The distribution of durations in bounded space: percentiles within 1 %.
 */
#ifndef KPI_SKETCH_H
#define KPI_SKETCH_H

#include "block/section.h"

#define SKETCH_WAITING 8

typedef struct Sketch
{
	uint32		size;
	uint32		length;			/* cells in use */
	uint32		waiting;		/* durations that are not counted yet */
	uint32		base;			/* the first bucket of all between that have a cell, which is its count; 0 for cells as below */
	int64		us[SKETCH_WAITING];
	int64		min;
	int64		max;
	uint64		cell[FLEXIBLE_ARRAY_MEMBER];	/* bucket << 48 | count, ascending */
} Sketch;

extern const SectionOps sketch_section;

/* So many durations a bucket can count. */
#define SKETCH_MOST ((INT64CONST(1) << 48) - 1)

/* The bytes of a sketch with room for so many cells. */
static inline Size
sketch_size(uint32 length)
{
	return offsetof(Sketch, cell) + (Size) length * sizeof(uint64);
}

extern KpiState *sketch_add(KpiState *state, int section, int64 us);
extern KpiState *sketch_add_batch(KpiState *state, int section, const int64 *us, int count);
extern int64 sketch_count(const Sketch *sketch);
extern int64 sketch_percentile(const Sketch *sketch, double fraction);

/* For text forms. */
extern int64 sketch_cell_value(uint64 cell);
extern int64 sketch_cell_count(uint64 cell);
extern uint64 sketch_cell_of(int64 us, int64 count);

/* For step_times.c, whose sketches have room already. */
extern void sketch_check(const Sketch *sketch, Size left);
extern void sketch_settle_in_room(Sketch *sketch);
extern uint32 sketch_union_length(const Sketch *a, const Sketch *b);
extern void sketch_merge_in_room(Sketch *sketch, const Sketch *other, uint32 length);
extern void sketch_send(StringInfo buf, const Sketch *sketch, int form);
extern uint32 sketch_skip(StringInfo buf, int form);
extern void sketch_receive_in_room(Sketch *sketch, StringInfo buf, int form);

#endif							/* KPI_SKETCH_H */
