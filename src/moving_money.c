/*
 * moving_money.c
 *		Money sums over moving window frames: of all rows, or of each key once.
 */
#include "amount.h"

/* An empty sum that lives in the given context. */
void
moving_money_init(MovingMoney *money, MemoryContext context, KpiKind kind, AmountType type)
{
	money->context = context;
	money->kind = kind;
	money->state = kpi_state_keep(context, kpi_state_new(KPI_VALUE_RATE, KEY_NONE, amount_kept_as(type)));
	money->keys = key_multiset_create(context);
}

/* Keep the sum where it had to grow. */
static inline void
moving_money_keep(MovingMoney *money, KpiState *state)
{
	if (state != money->state)
	{
		pfree(money->state);
		money->state = kpi_state_keep(money->context, state);
	}
}

/*
 * An amount enters the frame, or with sign -1 leaves it.  False if the scale
 * of the rest is not known: the frame has to be summed anew.
 */
bool
moving_money_change(MovingMoney *money, Datum amount, AmountType type, int sign)
{
	KpiState   *state = sign > 0 ? money_sum_add(money->state, 0, amount, type) :
								   money_sum_remove(money->state, 0, amount, type);

	if (state == NULL)
		return false;
	moving_money_keep(money, state);
	return true;
}

/* A cell of a key's amount enters or leaves the frame. */
static void
moving_money_cell(MovingMoney *money, Key key, uint64 cell, int sign)
{
	KeyCount   *entry = key_multiset_change(money->keys, key, sign);
	bool		only = entry->rows == (sign > 0 ? 1 : 0);

	if (!only && entry->payload != cell)
		amount_conflict(money->kind);
	entry->payload = cell;
	if (entry->rows == 0)
		key_multiset_delete(money->keys, entry);
	if (only)
		moving_money_keep(money, money_sum_add_cell(money->state, 0, cell, money->state->amount_type, sign));
}

/* The same, but the amounts of one key, which are equal, count once. */
bool
moving_money_change_keyed(MovingMoney *money, Key key, Datum amount, AmountType type, int sign)
{
	MoneySum   *sum = kpi_section(money->state, 0);
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
