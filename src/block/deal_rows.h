/*
 * deal_rows.h
 *		Rows of deals that wait to be counted together.
 *
 * With many groups, whose rows come in no order, the cost of a row is waiting
 * for memory: each section of a state that it goes to is a wait of its own.
 * So a state that has grown keeps its rows in a list at its head, and goes
 * through its sections once for all of them when the list is full.
 */
#ifndef KPI_DEAL_ROWS_H
#define KPI_DEAL_ROWS_H

#include "block/amount.h"
#include "block/key.h"
#include "block/section.h"

/* Rows that wait at the most. */
#define DEAL_ROWS_MOST 64

/* A state of so many bytes lets its rows wait. */
#define DEAL_ROWS_FROM_BYTES 4096

/*
 * A row is three words, four if a key has two: what is known of it, and its
 * amount; its cycle in microseconds; its account.
 */
typedef struct DealRows
{
	uint32		size;
	uint16		count;			/* rows that wait */
	uint16		room;
	uint64		word[FLEXIBLE_ARRAY_MEMBER];
} DealRows;

/* What is known of a row, from the lowest bit of its first word: flags, the amount's scale (8), the amount (48). */
#define DEAL_ROW_WON 1
#define DEAL_ROW_LOST 2
#define DEAL_ROW_HAS_CYCLE 4
#define DEAL_ROW_HAS_ACCOUNT 8
#define DEAL_ROW_HAS_AMOUNT 16
#define DEAL_ROW_SCALE_SHIFT 8
#define DEAL_ROW_AMOUNT_SHIFT (64 - AMOUNT_FIXED_BITS)	/* see amount_fixed */

/* The sections that rows are counted in. */
typedef struct DealRowsUse
{
	int			deals;			/* counts: all, won, lost */
	int			revenue;
	int			cycle;
	int			won_cycle;
	int			distribution;
	int			accounts;		/* marked if won */
} DealRowsUse;

/* Its use is a DealRowsUse. */
extern const SectionOps deal_rows_section;

/* Words of a row. */
static inline int
deal_row_words(const KpiState *state)
{
	return state->key_type == KEY_BIGINT ? 3 : 4;
}

extern KpiState *deal_rows_begin(KpiState *state, int section);
extern KpiState *deal_rows_count(KpiState *state, int section, const DealRowsUse *use);

#endif							/* KPI_DEAL_ROWS_H */
