/*
 * money_split.h
 *		Dividing an amount by weights, exactly and without a rest.
 *
 * The amount is so many units, the smallest that its scale can write.  Each part
 * gets as many whole units as its weight comes to, then the units that are left
 * go one each to the parts with the largest remainders; of equal remainders to
 * those that come first.
 */
#ifndef KPI_MONEY_SPLIT_H
#define KPI_MONEY_SPLIT_H

#include "state/compat.h"

#include "utils/numeric.h"

/* Which parts of a class get a unit of those that are left. */
typedef enum SplitExtra
{
	EXTRA_NONE,
	EXTRA_FIRST,				/* those that come first, see MoneySplit.firsts */
	EXTRA_ALL
} SplitExtra;

/* Parts of the same weight. */
typedef struct SplitClass
{
	uint128		weight;
	int64		count;
	Datum		part;			/* what each gets, without and with a unit of those left */
	Datum		part_extra;
	SplitExtra	extra;
} SplitClass;

typedef struct MoneySplit
{
	bool		negative;
	bool		wide;			/* 127 bits are not enough: calculate in numeric */
	int			scale;
	uint64		units;
	uint128		whole;			/* the sum of the weights as integers */
	Numeric		wide_units;
	Numeric		wide_whole;
	Numeric		wide_unit;		/* a unit as an amount, with its sign */

	/* Parts in classes */
	int64		firsts;			/* units left for EXTRA_FIRST */

	/* Parts with a weight each */
	const double *weight;		/* NaN is no part */
	uint64	   *extra;			/* 1 if a part gets a unit of those that are left */
	int64		count;
	int			low;			/* a weight is an integer times 2 to this */
	Numeric	   *power;			/* of two, made when needed */
} MoneySplit;

extern void money_split_init(MoneySplit *split, Datum amount, int scale);

/* By classes: then each part in its order. */
extern void money_split_classes(MoneySplit *split, SplitClass *class, int classes);

static inline Datum
money_split_next(MoneySplit *split, const SplitClass *class)
{
	if (class->extra == EXTRA_ALL || (class->extra == EXTRA_FIRST && split->firsts-- > 0))
		return class->part_extra;
	return class->part;
}

/* By doubles, 0 or more: false if there is none above 0.  Keeps them and as many words more. */
extern bool money_split_weights(MoneySplit *split, const double *weight, int64 count);
extern Datum money_split_part(const MoneySplit *split, int64 n);

#endif /* KPI_MONEY_SPLIT_H */
