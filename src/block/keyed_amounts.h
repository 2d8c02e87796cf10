/*
 * keyed_amounts.h
 *		One amount for each key, and their total, or a pair of amounts: what a join
 *		repeats counts once.
 */
#ifndef KPI_KEYED_AMOUNTS_H
#define KPI_KEYED_AMOUNTS_H

#include "block/keyset.h"
#include "block/money_sum.h"

/* What the amounts are to the KPI that keeps them. */
typedef struct KeyedAmounts
{
	int			total;			/* section of their total, see MONEY_OF_KEYS; of pairs there is none */

	/* The error that one key has two amounts. */
	const char *conflict;
	const char *detail;
	const char *hint;
} KeyedAmounts;

/* Variants of the section. */
#define SINGLE_AMOUNTS 0
#define PAIRS_OF_AMOUNTS 1		/* of numeric */

/* Its use is a KeyedAmounts. */
extern const SectionOps keyed_amounts_section;

extern KpiState *keyed_amounts_add(KpiState *state, int section, const KeyedAmounts *use, Key key,
								   Datum amount, AmountType type);
extern KpiState *keyed_amounts_add_pair(KpiState *state, int section, const KeyedAmounts *use, Key key,
										AmountReader a, AmountReader b);
pg_noreturn extern void keyed_amounts_conflict(const KeyedAmounts *use);

/* A walk through pairs; the amounts are as they were taken apart, but for their scales. */
typedef struct AmountPairs
{
	KeyCursor	cursor;
	AmountReader amount[2];		/* of the key at hand */
	StringInfoData digits[2];
} AmountPairs;

extern void amount_pairs_open(AmountPairs *pairs, const KpiState *state, int section);
extern bool amount_pairs_next(AmountPairs *pairs);

#endif							/* KPI_KEYED_AMOUNTS_H */
