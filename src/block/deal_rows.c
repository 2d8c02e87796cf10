/*
 * deal_rows.c
 *		Rows of deals that wait to be counted together.
 *
 * They have no form of their own on the wire: there they are counted.
 */
#include "block/deal_rows.h"

#include "block/counts.h"
#include "block/cycle_total.h"
#include "block/keyset.h"
#include "block/money_sum.h"
#include "block/sketch.h"

/* The bytes of a list with room for so many rows. */
static inline Size
deal_rows_size(uint32 room, int words)
{
	return offsetof(DealRows, word) + (Size) room * words * sizeof(uint64);
}

/* Let the rows of a state wait from now on. */
KpiState *
deal_rows_begin(KpiState *state, int section)
{
	const DealRows *rows = kpi_section(state, section);

	state = kpi_state_resize(state, section, deal_rows_size(DEAL_ROWS_MOST, deal_row_words(state)), rows->size);
	((DealRows *) kpi_section(state, section))->room = DEAL_ROWS_MOST;
	return state;
}

/* Count the rows of a list, which may be another state's, in the sections of this one. */
static KpiState *
count_rows(KpiState *state, const DealRows *rows, const DealRowsUse *use)
{
	uint64		keys[DEAL_ROWS_MOST * KEYSET_MOST_WORDS];
	int64		cycles[DEAL_ROWS_MOST];
	int			words = deal_row_words(state);
	const uint64 *row = rows->word;
	uint64	   *next_key = keys;
	int			key_count = 0;
	int			cycle_count = 0;
	int			amount_count = 0;
	int64		amounts = 0;
	int			scale = 0;
	int64	   *deals = ((Counts *) kpi_section(state, use->deals))->n;
	CycleTotal *cycle = kpi_section(state, use->cycle);
	CycleTotal *won_cycle = kpi_section(state, use->won_cycle);
	KeySet	   *accounts = kpi_section(state, use->accounts);

	keyset_settle(accounts);
	for (int i = 0; i < rows->count; i++, row += words)
	{
		uint64		what = row[0];
		bool		won = (what & DEAL_ROW_WON) != 0;

		deals[0]++;
		deals[1] += won;
		deals[2] += (what & DEAL_ROW_LOST) != 0;
		if (what & DEAL_ROW_HAS_CYCLE)
		{
			int64		us = (int64) row[1];

			cycles[cycle_count++] = us;
			cycle_total_add(cycle, us, 1);
			if (won)
				cycle_total_add(won_cycle, us, 1);
		}
		if (what & DEAL_ROW_HAS_AMOUNT)
		{
			amounts += (int64) what >> DEAL_ROW_AMOUNT_SHIFT;
			scale = Max(scale, (int) (what >> DEAL_ROW_SCALE_SHIFT & PG_UINT8_MAX));
			amount_count++;
		}
		if (what & DEAL_ROW_HAS_ACCOUNT)
		{
			Key			key = {row[2], words == 4 ? row[3] : 0};

			/* Its slot is on the way while the other sections are dealt with. */
			keyset_fetch(accounts, key);
			*next_key++ = key.hi;
			if (words == 4)
				*next_key++ = key.lo;
			*next_key++ = won;
			key_count++;
		}
	}
	state = money_sum_add_fixed(state, use->revenue, amounts, amount_count, scale);
	state = sketch_add_batch(state, use->distribution, cycles, cycle_count);
	return keyset_put_batch(state, use->accounts, keys, key_count, NULL);
}

/* Count the rows that wait in a list, which is empty then. */
KpiState *
deal_rows_count(KpiState *state, int section, const DealRowsUse *use)
{
	state = count_rows(state, kpi_section(state, section), use);
	((DealRows *) kpi_section(state, section))->count = 0;
	return state;
}

/* ----------
 * The section
 * ----------
 */

static Size
deal_rows_initial_size(const SectionShape *shape)
{
	return deal_rows_size(0, 0);
}

static void
deal_rows_check(const KpiState *state, int section, const SectionShape *shape)
{
	const DealRows *rows = kpi_section(state, section);

	wire_check((rows->room == 0 || rows->room == DEAL_ROWS_MOST) &&
				   rows->size == deal_rows_size(rows->room, deal_row_words(state)) &&
				   (rows->count == 0 || rows->count < rows->room),
			   "a section does not fit its size");
}

static KpiState *
deal_rows_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const DealRows *more = other;

	return more->count > 0 ? count_rows(state, more, shape->use) : state;
}

static KpiState *
deal_rows_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const DealRows *rows = kpi_section(state, section);

	/* In a copy: what grows on the way must not leave half of it in the state, which may be read again. */
	if (rows->count > 0)
		state = deal_rows_count(kpi_state_keep(CurrentMemoryContext, state), section, shape->use);
	return state;
}

static KpiState *
deal_rows_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	return state;
}

const SectionOps deal_rows_section = {
	.initial_size = deal_rows_initial_size,
	.check = deal_rows_check,
	.merge = deal_rows_merge,
	.send = deal_rows_send,
	.receive = deal_rows_receive,
};
