/*
 * fractions.h
 *		The fraction or fractions that percentiles are asked for.
 */
#ifndef KPI_FRACTIONS_H
#define KPI_FRACTIONS_H

#include "block/section.h"

#include "utils/array.h"

typedef struct Fractions
{
	uint32		size;
	uint32		count;
	int32		ndim;			/* -1: one fraction, not an array */
	int32		dims[MAXDIM];
	int32		lbound[MAXDIM];
	uint32		unused;
	float8		value[FLEXIBLE_ARRAY_MEMBER];	/* NaN stands for NULL */
} Fractions;

/* Its use is what a fraction is called in an error; NULL for those of percentiles. */
extern const SectionOps fractions_section;

extern KpiState *fractions_set(KpiState *state, int section, float8 fraction);
extern KpiState *fractions_set_argument(KpiState *state, int section, FunctionCallInfo fcinfo, bool is_array);
extern void fractions_check_argument(const Fractions *fractions, FunctionCallInfo fcinfo, bool is_array);
extern void fractions_check_single(const Fractions *fractions, float8 fraction, const char *what);
extern void fractions_check_form(const Fractions *fractions, bool is_array);
pg_noreturn extern void fractions_changed(void);
extern float8 percentile_fraction(float8 fraction);

#endif							/* KPI_FRACTIONS_H */
