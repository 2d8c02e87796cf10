/*
 * moving_money.h
 *		Money sums over moving window frames: of all rows, or of each key once.
 */
#ifndef KPI_MOVING_MONEY_H
#define KPI_MOVING_MONEY_H

#include "block/key_multiset.h"
#include "block/keyed_amounts.h"

typedef struct MovingMoney
{
	MemoryContext context;
	AmountType	type;			/* that amounts are kept in */
	KpiState   *sum;			/* a scratch state */
	KeyMultiset *keys;			/* the payload is the cell */
	const KeyedAmounts *use;	/* of the keys; NULL if there are none */
} MovingMoney;

extern void moving_money_init(MovingMoney *money, MemoryContext context, AmountType type, const KeyedAmounts *use);
extern bool moving_money_change(MovingMoney *money, Datum amount, AmountType type, int sign);
extern bool moving_money_change_keyed(MovingMoney *money, Key key, Datum amount, AmountType type, int sign);

static inline const MoneySum *
moving_money_sum(const MovingMoney *money)
{
	return kpi_section(money->sum, 0);
}

#endif							/* KPI_MOVING_MONEY_H */
