/*
 * deal_states_wire.c
 *		The canonical form of deals with their latest rows, and their section.
 *
 * The number of rows, then the rows by key, that from before the period first: the
 * key, the word, the time, a large amount.
 */
#include "block/deal_states.h"

#include "miscadmin.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

/* ----------
 * Writing
 * ----------
 */

static inline int
compare_rows(const DealRow *a, const DealRow *b)
{
	if (a->key.hi != b->key.hi)
		return a->key.hi < b->key.hi ? -1 : 1;
	if (a->key.lo != b->key.lo)
		return a->key.lo < b->key.lo ? -1 : 1;
	return (int) (a->word & DEAL_WITHIN) - (int) (b->word & DEAL_WITHIN);
}

#define ST_SORT sort_rows
#define ST_ELEMENT_TYPE DealRow
#define ST_COMPARE(a, b) compare_rows(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

static KpiState *
deal_states_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	DealStates *states = kpi_section(state, section);
	DealRow    *rows;
	uint32		slot = 0;
	uint32		count = 0;

	deal_states_settle(states);
	rows = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) states->count, 1) * sizeof(DealRow));
	while (count < states->count && deal_states_next_row(states, &slot, &rows[count]))
		count++;
	sort_rows(rows, count);
	pq_sendint32(buf, count);
	for (uint32 i = 0; i < count; i++)
	{
		uint64		word = rows[i].word;

		CHECK_FOR_INTERRUPTS();
		pq_sendint64(buf, rows[i].key.hi);
		if (states->key_words == 2)
			pq_sendint64(buf, rows[i].key.lo);
		pq_sendint64(buf, word & DEAL_LARGE ? word & ((1 << DEAL_SCALE_SHIFT) - 1) : word);
		pq_sendint64(buf, rows[i].at);
		if (word & DEAL_LARGE)
		{
			bytea	   *sent = DatumGetByteaPP(DirectFunctionCall1(numeric_send, deal_amount(states, word)));

			pq_sendbytes(buf, VARDATA_ANY(sent), VARSIZE_ANY_EXHDR(sent));
			pfree(sent);
		}
	}
	pfree(rows);
	return state;
}

/* ----------
 * Reading
 * ----------
 */

/* Read a large amount: palloc'd. */
static struct varlena *
receive_large(StringInfo buf)
{
	int			start = buf->cursor;
	int			digits = (int) wire_get(buf, sizeof(int16));
	Datum		amount;
	bytea	   *sent;

	/* The form of numeric_send: digits, weight, sign, scale, then the digits. */
	wire_check(buf->len - start >= (4 + digits) * (int) sizeof(int16), "it is cut short");
	buf->cursor = start;
	amount = DirectFunctionCall3(numeric_recv, PointerGetDatum(buf), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	sent = DatumGetByteaPP(DirectFunctionCall1(numeric_send, amount));
	wire_check(VARSIZE_ANY_EXHDR(sent) == buf->cursor - start &&
				   memcmp(VARDATA_ANY(sent), buf->data + start, buf->cursor - start) == 0 && deal_amount_is_large(amount),
			   "an amount is malformed");
	pfree(sent);
	return (struct varlena *) DatumGetPointer(amount);
}

static KpiState *
deal_states_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	Period		period = *(const Period *) kpi_section(state, section - 1);
	int			key_words = ((const DealStates *) kpi_section(state, section))->key_words;
	DealRow		last = {{0, 0}, 0, 0};
	uint32 count = wire_get_length(buf, sizeof(uint64) * (2 + key_words));

	if (read == WIRE_KEEP)
		state = deal_states_expect(state, section, count);
	for (uint32 i = 0; i < count; i++)
	{
		DealRow		row = {{0, 0}, 0, 0};
		struct varlena *amount = NULL;

		CHECK_FOR_INTERRUPTS();
		row.key.hi = wire_get(buf, 8);
		if (key_words == 2)
			row.key.lo = wire_get(buf, 8);
		row.word = wire_get(buf, 8);
		row.at = (int64) wire_get(buf, 8);
		wire_check(i == 0 || compare_rows(&last, &row) < 0, "deals are not in ascending order");
		wire_check(deal_row_valid(&period, row.at, row.word) && ((row.word & DEAL_LARGE) == 0 || row.word >> DEAL_SCALE_SHIFT == 0),
				   "a deal has a row that it cannot have");
		last = row;
		if (row.word & DEAL_LARGE)
			amount = receive_large(buf);
		if (read == WIRE_KEEP)
			state = deal_states_put(state, section, row, amount);
		if (amount != NULL)
			pfree(amount);
	}
	return state;
}

const SectionOps deal_states_section = {
	.initial_size = deal_states_initial_size,
	.init = deal_states_init,
	.check = deal_states_check,
	.merge = deal_states_merge,
	.send = deal_states_send,
	.receive = deal_states_receive,
};
