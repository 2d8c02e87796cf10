/*
 * deal_states.h
 *		For each deal the latest row of its history before a period, and the latest
 *		one in it: all that its states at both ends follow from.
 */
#ifndef KPI_DEAL_STATES_H
#define KPI_DEAL_STATES_H

#include "block/key.h"
#include "block/key.h"
#include "block/period.h"

typedef struct DealStates
{
	uint32		size;
	uint32		slots;			/* room for so many rows */
	uint32		count;			/* rows, those pending aside */
	uint32		seed;			/* scatters the keys over the slots, if not 0 */
	uint32		room;			/* words behind the slots, for large amounts */
	uint32		used;			/* of them */
	uint8		key_words;		/* 1 for bigint, otherwise 2 */
	uint8		pending;		/* rows that wait before the slots */
	uint8		unused[6];
	uint64		word[FLEXIBLE_ARRAY_MEMBER];
} DealStates;

/* What a row says of its deal. */
typedef enum DealOutcome
{
	DEAL_NONE = 0,				/* there is no row */
	DEAL_OPEN = 1,
	DEAL_WON = 2,
	DEAL_LOST = 3,
	DEAL_CONFLICT = 4			/* two different rows of this time */
} DealOutcome;

/*
 * A row's word has in its lowest bits the outcome, whether the row is of the
 * period or from before, and whether its amount is large.  Of an amount that is
 * not they are followed by its scale, by the digits of base 10000 that it has after
 * the point, and by 10 ^ places times the amount, with its sign; of a large one by
 * where it stands.
 */
#define DEAL_OUTCOME_MASK 7
#define DEAL_WITHIN 8
#define DEAL_LARGE 16
#define DEAL_SCALE_SHIFT 5
#define DEAL_MOST_SCALE 31
#define DEAL_DIGITS_SHIFT 10
#define DEAL_MOST_DIGITS 7
#define DEAL_AMOUNT_SHIFT 13
#define DEAL_MOST_AMOUNT ((INT64CONST(1) << 50) - 1)

static inline DealOutcome
deal_outcome(uint64 word)
{
	return (DealOutcome) (word & DEAL_OUTCOME_MASK);
}

static inline int
deal_scale(uint64 word)
{
	return (int) (word >> DEAL_SCALE_SHIFT) & DEAL_MOST_SCALE;
}

/* Decimal places of an amount that is not large: those that its scale adds are 0. */
static inline int
deal_places(uint64 word)
{
	return Min(deal_scale(word), 4 * (int) (word >> DEAL_DIGITS_SHIFT & DEAL_MOST_DIGITS));
}

static inline int64
deal_scaled_amount(uint64 word)
{
	return (int64) word >> DEAL_AMOUNT_SHIFT;
}

/* It follows the section of the period. */
extern const SectionOps deal_states_section;

extern KpiState *deal_states_add(KpiState *state, int section, Key key, int64 at, DealOutcome outcome, struct varlena *amount);
extern void deal_states_settle(DealStates *states);
extern bool deal_states_next(const DealStates *states, uint32 *slot, uint64 *before, uint64 *within);
extern Datum deal_amount(const DealStates *states, uint64 word);

/* ----------
 * Between deal_states.c and deal_states_wire.c
 * ----------
 */

/* A row as it is written. */
typedef struct DealRow
{
	Key			key;
	uint64		word;
	int64		at;
} DealRow;

extern Size deal_states_initial_size(const SectionShape *shape);
extern void deal_states_init(void *section, const SectionShape *shape);
extern void deal_states_check(const KpiState *state, int section, const SectionShape *shape);
extern KpiState *deal_states_merge(KpiState *state, int section, const SectionShape *shape, const void *other);
extern bool deal_amount_is_large(Datum amount);
extern bool deal_row_valid(const Period *period, int64 at, uint64 word);
extern bool deal_states_next_row(const DealStates *states, uint32 *slot, DealRow *result);
extern KpiState *deal_states_expect(KpiState *state, int section, uint32 rows);
extern KpiState *deal_states_put(KpiState *state, int section, DealRow row, const struct varlena *large);

#endif							/* KPI_DEAL_STATES_H */
