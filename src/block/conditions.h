/*
 * conditions.h
 *		Conditions of a row, an array of booleans, as bits.
 */
#ifndef KPI_CONDITIONS_H
#define KPI_CONDITIONS_H

#include "state/compat.h"

#include "utils/array.h"

/* The most conditions that fit in a word. */
#define MOST_CONDITIONS 64

/* Those that are true, the first one being the lowest bit; NULL is not. */
static inline uint64
conditions_true(const ArrayType *array, int length)
{
	const bool *value = (const bool *) ARR_DATA_PTR(array);
	const bits8 *known = ARR_NULLBITMAP(array);
	uint64		bits = 0;

	if (known == NULL)
		for (int i = 0; i < length; i++)
			bits |= (uint64) (value[i] != 0) << i;
	else
	{
		for (int i = 0; i < length; i++)
			if (known[i / 8] & (1 << i % 8))
				bits |= (uint64) (*value++ != 0) << i;
	}
	return bits;
}

#endif							/* KPI_CONDITIONS_H */
