/*
 * scales.h
 *		The most decimal places that amounts have, of each of several kinds.
 */
#ifndef KPI_SCALES_H
#define KPI_SCALES_H

#include "block/amount.h"
#include "block/section.h"

typedef struct Scales
{
	uint32		size;
	int32		scale[FLEXIBLE_ARRAY_MEMBER];
} Scales;

/* Its variant is the number of them. */
extern const SectionOps scales_section;

/* Note the scale of an amount. */
static inline void
scales_add(Scales *scales, int n, const AmountReader *amount)
{
	if (amount->scale > scales->scale[n])
		scales->scale[n] = amount->scale;
}

#endif							/* KPI_SCALES_H */
