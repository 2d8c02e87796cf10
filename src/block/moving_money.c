/*
 * moving_money.c
 *		Money sums over moving window frames: of all rows, or of each key once.
 */
#include "block/moving_money.h"

/* An empty sum that lives in the given context. */
void
moving_money_init(MovingMoney *money, MemoryContext context, AmountType type, const KeyedAmounts *use)
{
	money->context = context;
	money->type = amount_kept_as(type);
	money->sum = kpi_state_keep(context, money_sum_scratch());
	money->keys = use != NULL ? key_multiset_create(context) : NULL;
	money->use = use;
}

/* Keep the sum where it had to grow. */
static inline void
moving_money_keep(MovingMoney *money, KpiState *sum)
{
	if (sum != money->sum)
	{
		pfree(money->sum);
		money->sum = kpi_state_keep(money->context, sum);
	}
}

/*
 * An amount enters the frame, or with sign -1 leaves it.  False if the scale
 * of the rest is not known: the frame has to be summed anew.
 */
bool
moving_money_change(MovingMoney *money, Datum amount, AmountType type, int sign)
{
	KpiState   *sum = sign > 0 ? money_sum_add(money->sum, 0, amount, type) :
		money_sum_remove(money->sum, 0, amount, type);

	if (sum == NULL)
		return false;
	moving_money_keep(money, sum);
	return true;
}

/* A cell of a key's amount enters or leaves the frame. */
static void
moving_money_cell(MovingMoney *money, Key key, uint64 cell, int sign)
{
	KeyCount   *entry = key_multiset_change(money->keys, key, sign);
	bool		only = entry->rows == (sign > 0 ? 1 : 0);

	if (unlikely(entry->payload != cell))
	{
		frame_check(sign > 0);
		if (!only)
			keyed_amounts_conflict(money->use);
	}
	entry->payload = cell;
	if (entry->rows == 0)
		key_multiset_delete(money->keys, entry);
	if (only)
		moving_money_keep(money, money_sum_add_cell(money->sum, 0, cell, money->type, sign));
}

/* A key's amount enters the frame or leaves it; the amounts of one key, which are equal, count once. */
bool
moving_money_change_keyed(MovingMoney *money, Key key, Datum amount, AmountType type, int sign)
{
	MoneySum   *sum = kpi_section(money->sum, 0);
	AmountReader reader;
	uint64		cell;

	amount_read(&reader, amount, type);
	if (sign > 0)
		money_sum_add_scale(sum, reader.scale);
	else if (!money_sum_remove_scale(sum, reader.scale))
		return false;
	for (uint32 part = 0; amount_next_cell(&reader, &cell); part++)
		moving_money_cell(money, part == 0 ? key : key_part(key, part), cell, sign);
	return true;
}
