/*
 * keyed_amounts.h
 *		One amount for each key, and their total: what a join repeats counts once.
 */
#ifndef KPI_KEYED_AMOUNTS_H
#define KPI_KEYED_AMOUNTS_H

#include "block/keyset.h"
#include "block/money_sum.h"

/* What the amounts are to the KPI that keeps them. */
typedef struct KeyedAmounts
{
	int			total;			/* section of their total, see MONEY_OF_KEYS */

	/* The error that one key has two amounts. */
	const char *conflict;
	const char *detail;
	const char *hint;
} KeyedAmounts;

/* Its use is a KeyedAmounts. */
extern const SectionOps keyed_amounts_section;

extern KpiState *keyed_amounts_add(KpiState *state, int section, const KeyedAmounts *use, Key key,
								   Datum amount, AmountType type);
pg_noreturn extern void keyed_amounts_conflict(const KeyedAmounts *use);

#endif							/* KPI_KEYED_AMOUNTS_H */
