/*
 * cohorts.h
 *		How many subjects of each cohort came back, for each unit of the calendar
 *		after it.
 */
#ifndef KPI_COHORTS_H
#define KPI_COHORTS_H

#include "block/calendar.h"
#include "block/section.h"

/*
 * A cohort, whose period is COHORT_SUBJECTS and whose active subjects are all it
 * has; or one of its periods, up to that of as_of, if it says more than the next
 * one.  Where a period is missing nobody was active, and as many were on or after
 * it as in the next one that is there.
 */
typedef struct CohortCell
{
	int32		cohort;			/* number of its unit */
	int32		period;			/* units after it */
	int64		active;
	int64		on_or_after;	/* active in this period or a later one */
} CohortCell;

#define COHORT_SUBJECTS (-1)

/* The cells stand by cohort and period.  The unit is the state's parameter. */
typedef struct Cohorts
{
	uint32		size;
	uint32		count;			/* of cells */
	int32		as_of_unit;
	uint32		unused;
	CohortCell	cell[FLEXIBLE_ARRAY_MEMBER];
} Cohorts;

extern const SectionOps cohorts_section;

extern KpiState *cohorts_expect(KpiState *state, int section, uint64 count);

#endif							/* KPI_COHORTS_H */
