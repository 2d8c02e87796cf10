/*
 * counts.h
 *		Counts of rows or subjects.
 */
#ifndef KPI_COUNTS_H
#define KPI_COUNTS_H

#include "block/section.h"

typedef struct Counts
{
	uint32		size;
	uint32		length;
	int64		n[FLEXIBLE_ARRAY_MEMBER];
} Counts;

/*
 * Variants of the section: so many counts, of all and of some of them that have
 * nothing in common; or of the subjects of a funnel, all and those that reached
 * each step, as many as the state's parameter says.
 */
#define COUNTS_OF_LEVELS 0

extern const SectionOps counts_section;

extern int64 kpi_add_counts(int64 a, int64 b);
pg_noreturn extern void kpi_count_out_of_range(void);

/* part / whole as double precision, or NULL if there is no whole. */
static inline Datum
count_ratio(FunctionCallInfo fcinfo, int64 part, int64 whole)
{
	if (whole == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) part / (double) whole);
}

#endif							/* KPI_COUNTS_H */
