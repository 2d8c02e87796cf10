/*
 * flags.h
 *		Which of several things happened.
 */
#ifndef KPI_FLAGS_H
#define KPI_FLAGS_H

#include "block/section.h"

/* How many flags a section can have. */
#define MOST_FLAGS 10000

typedef struct Flags
{
	uint32		size;
	uint32		length;			/* number of flags */
	uint64		word[FLEXIBLE_ARRAY_MEMBER];
} Flags;

/*
 * Variants of the section: as many flags as the state's parameter says, or as
 * many as flags_expect gave it, none before.
 */
#define FLAGS_BY_PARAMETER 0
#define FLAGS_BY_ROW 1

extern const SectionOps flags_section;

extern KpiState *flags_expect(KpiState *state, int section, uint32 length);

static inline void
flags_set(Flags *flags, uint32 n)
{
	flags->word[n / 64] |= UINT64CONST(1) << n % 64;
}

static inline bool
flags_get(const Flags *flags, uint32 n)
{
	return (flags->word[n / 64] >> n % 64 & 1) != 0;
}

#endif							/* KPI_FLAGS_H */
