/*
 * state_io.c
 *		The way of a state in and out of the server.
 *
 * The wire format is the version, the kind, the type of keys and the type of
 * amounts, a byte each; then the sections in canonical form, integers in
 * network byte order.  Equal contents are equal bytes, on every machine.  The
 * text form is the same in hexadecimal.
 */
#include "funnel.h"

#include <ctype.h>
#include <math.h>

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/memutils.h"

/* Bytes of a stored value to read from. */
void
wire_open(StringInfo buf, Datum datum)
{
	bytea	   *bytes = DatumGetByteaPP(datum);

	buf->data = VARDATA_ANY(bytes);
	buf->len = buf->maxlen = VARSIZE_ANY_EXHDR(bytes);
	buf->cursor = 0;
}

/* Read an unsigned integer of so many bytes. */
uint64
wire_get(StringInfo buf, int bytes)
{
	wire_check(buf->len - buf->cursor >= bytes, "it is cut short");
	return bytes == 8 ? (uint64) pq_getmsgint64(buf) : pq_getmsgint(buf, bytes);
}

/* Read a count of rows. */
int64
wire_get_count(StringInfo buf)
{
	int64		count = (int64) wire_get(buf, 8);

	wire_check(count >= 0 && count <= MAX_COUNT, "a count is out of range");
	return count;
}

/* Read the number of elements that follow, which must be there. */
uint32
wire_get_length(StringInfo buf, Size element_size)
{
	uint32		length = (uint32) wire_get(buf, 4);

	wire_check(length <= (buf->len - buf->cursor) / element_size, "it is cut short");
	return length;
}

static void
send_counts(StringInfo buf, const Counts *counts)
{
	for (uint32 i = 0; i < counts->length; i++)
		pq_sendint64(buf, counts->n[i]);
}

static void
recv_counts(StringInfo buf, Counts *counts)
{
	for (uint32 i = 0; i < counts->length; i++)
		counts->n[i] = wire_get_count(buf);
}

/* Read the counts and sketches of a funnel; room for all of these is made at once. */
static KpiState *
read_funnel(StringInfo buf, KpiState *funnel)
{
	const Size	before_cells = 2 * sizeof(int64);
	int			pairs = funnel_pairs(funnel->steps);
	uint32	   *length = palloc((pairs + 1) * sizeof(uint32));
	Sketch	   *sketch;
	int			start;

	recv_counts(buf, kpi_section(funnel, 0));
	levels_check(kpi_section(funnel, 0));
	start = buf->cursor;
	for (int i = 1; i <= pairs; i++)
	{
		length[i] = wire_get_length(buf, sizeof(uint64));
		wire_check(buf->len - buf->cursor >= before_cells + length[i] * sizeof(uint64), "it is cut short");
		buf->cursor += before_cells + length[i] * sizeof(uint64);
	}
	buf->cursor = start;
	funnel = funnel_reserve(funnel, length);
	pfree(length);
	sketch = kpi_section(funnel, 1);
	for (int i = 1; i <= pairs; i++)
	{
		sketch_recv_in_room(sketch, buf);
		sketch = sketch_next(sketch);
	}
	return funnel;
}

static void
send_cycle_total(StringInfo buf, const CycleTotal *cycle)
{
	pq_sendint64(buf, cycle->count);
	pq_sendint64(buf, (int64) (cycle->total >> 64));
	pq_sendint64(buf, (int64) cycle->total);
}

static void
recv_cycle_total(StringInfo buf, CycleTotal *cycle)
{
	uint64		high;

	cycle->count = wire_get_count(buf);
	high = wire_get(buf, 8);
	cycle->total = (int128) ((uint128) high << 64 | wire_get(buf, 8));
	cycle_total_check(cycle);
}

/* Durations travel sorted, so that their order says nothing. */
static void
send_durations(StringInfo buf, const Durations *list)
{
	Size		size = Max(list->count, 1) * sizeof(int64);
	int64	   *us = MemoryContextAllocHuge(CurrentMemoryContext, size);

	kpi_copy_bytes(us, list->us, list->count * sizeof(int64));
	durations_sort(us, list->count);
	pq_sendint32(buf, list->count);
	for (uint32 i = 0; i < list->count; i++)
	{
		pq_sendint64(buf, us[i]);
		CHECK_FOR_INTERRUPTS();
	}
	pfree(us);
}

static KpiState *
recv_durations(StringInfo buf, KpiState *state, int section)
{
	uint32		count = wire_get_length(buf, sizeof(int64));
	int64		last = PG_INT64_MIN;

	for (uint32 i = 0; i < count; i++)
	{
		int64		us = wire_get(buf, 8);

		wire_check(us >= last, "durations are not in ascending order");
		state = durations_add(state, section, us);
		last = us;
		CHECK_FOR_INTERRUPTS();
	}
	return state;
}

/* NaN in bytes, the same on every machine. */
#define WIRE_NAN UINT64CONST(0x7ff8000000000000)

static void
send_fractions(StringInfo buf, const Fractions *fractions)
{
	pq_sendint8(buf, fractions->ndim);
	for (int i = 0; i < fractions->ndim; i++)
	{
		pq_sendint32(buf, fractions->dims[i]);
		pq_sendint32(buf, fractions->lbound[i]);
	}
	pq_sendint32(buf, fractions->count);
	for (uint32 i = 0; i < fractions->count; i++)
	{
		if (isnan(fractions->value[i]))
			pq_sendint64(buf, WIRE_NAN);
		else
			pq_sendfloat8(buf, fractions->value[i]);
		CHECK_FOR_INTERRUPTS();
	}
}

static KpiState *
recv_fractions(StringInfo buf, KpiState *state, int section)
{
	Fractions  *fractions = kpi_section(state, section);
	uint32		count;

	fractions->ndim = (int8) wire_get(buf, 1);
	wire_check(fractions->ndim >= -1 && fractions->ndim <= MAXDIM, "a number of dimensions is out of range");
	for (int i = 0; i < fractions->ndim; i++)
	{
		fractions->dims[i] = wire_get(buf, 4);
		fractions->lbound[i] = wire_get(buf, 4);
	}
	count = wire_get_length(buf, sizeof(float8));
	state = kpi_state_resize(state, section, offsetof(Fractions, value) + count * sizeof(float8),
							 fractions->size);
	fractions = kpi_section(state, section);
	fractions->count = count;
	for (uint32 i = 0; i < count; i++)
	{
		float8		value;
		uint64		bits = wire_get(buf, 8);

		memcpy(&value, &bits, sizeof(value));
		wire_check(value != 0 || bits == 0, "a fraction is not between 0 and 1");
		if (isnan(value))
		{
			wire_check(bits == WIRE_NAN, "a fraction is malformed");
			value = get_float8_nan();
		}
		fractions->value[i] = value;
		CHECK_FOR_INTERRUPTS();
	}
	fractions_check_form(fractions);
	return state;
}

/* Append the counts and sketches of a funnel; one by one they would have to be looked for. */
static void
write_funnel(StringInfo buf, KpiState *funnel)
{
	Sketch	   *sketch;

	funnel = funnel_reserve_waiting(funnel);
	sketch = kpi_section(funnel, 1);
	send_counts(buf, kpi_section(funnel, 0));
	for (int i = funnel_pairs(funnel->steps); i > 0; i--)
	{
		sketch_settle_in_room(sketch);
		sketch_send(buf, sketch);
		sketch = sketch_next(sketch);
	}
}

/* Append the canonical form of a state, which may be settled on the way. */
void
kpi_state_write(StringInfo buf, KpiState *state)
{
	SectionType type;

	pq_sendint8(buf, state->version);
	pq_sendint8(buf, state->kind);
	pq_sendint8(buf, state->key_type);
	pq_sendint8(buf, state->amount_type);
	if (state->kind == KPI_FUNNEL)
	{
		write_funnel(buf, state);
		return;
	}
	for (int i = 0; (type = kpi_section_type(state->kind, state->steps, i)) != NO_SECTION; i++)
	{
		const void *section = kpi_section(state, i);

		switch (type)
		{
			case NO_SECTION:
				break;
			case COUNTS_1:
			case COUNTS_2:
			case COUNTS_3:
			case LEVELS:
				send_counts(buf, section);
				break;
			case CYCLE_TOTAL:
				send_cycle_total(buf, section);
				break;
			case DURATIONS:
				send_durations(buf, section);
				break;
			case FRACTIONS:
				send_fractions(buf, section);
				break;
			case SKETCH:
				state = sketch_settle(state, i);
				sketch_send(buf, kpi_section(state, i));
				break;
			case KEYS:
			case KEYS_MARK:
			case KEYS_AMOUNT:
				keyset_settle(kpi_section(state, i));
				keyset_send(buf, section);
				break;
			case MONEY:
			case MONEY_OF_KEYS:
				money_sum_send(buf, section, state->amount_type, type == MONEY_OF_KEYS);
				break;
			case EVENTS:
				event_log_send(buf, section);
				break;
		}
	}
}

/*
 * The counts of a summary must agree with what is counted.  `accounts` are the
 * distinct accounts, `customers` those of them won.
 */
static void
check_summary(const KpiState *state)
{
	const int64 *deals = ((const Counts *) kpi_section(state, SUMMARY_DEALS))->n;
	const MoneySum *revenue = kpi_section(state, SUMMARY_REVENUE);
	const CycleTotal *cycle = kpi_section(state, SUMMARY_CYCLE);
	const CycleTotal *won_cycle = kpi_section(state, SUMMARY_WON_CYCLE);
	const Sketch *sketch = kpi_section(state, SUMMARY_DISTRIBUTION);
	const KeySet *accounts = kpi_section(state, SUMMARY_ACCOUNTS);

	wire_check(revenue->count <= deals[1], "it has more amounts than deals won");
	wire_check(money_sum_fits_numeric(revenue), "its revenue is out of range");
	wire_check(cycle->count <= deals[0], "it has more cycles than deals");
	wire_check(won_cycle->count <= Min(cycle->count, deals[1]), "it has more cycles of deals won than such deals");
	wire_check(sketch_count(sketch) == cycle->count, "cycles and their distribution disagree");
	wire_check(cycle->total >= (int128) sketch->min * cycle->count &&
				   cycle->total <= (int128) sketch->max * cycle->count,
			   "the total of cycles is out of range");
	wire_check(accounts->count <= deals[0], "it has more accounts than deals");
	wire_check(accounts->marked <= deals[1], "it has more customers than deals won");
}

/*
 * The subjects whose times are known are some of those that reached the step,
 * and the same whichever earlier step the time is taken from.
 */
static void
check_funnel(const KpiState *state)
{
	const Counts *levels = kpi_section(state, 0);
	const Sketch *sketch = kpi_section(state, 1);
	int64		timed = levels->n[0];

	for (int to = 2; to <= state->steps; to++)
	{
		int64		known = sketch_count(sketch);

		wire_check(known <= levels->n[to] && known <= timed, "it has more times than subjects");
		for (int from = 1; from < to; from++)
		{
			wire_check(sketch_count(sketch) == known, "its times disagree");
			wire_check(sketch->min >= 0, "a time between steps is negative");
			sketch = sketch_next(sketch);
		}
		timed = known;
	}
}

/*
 * Read a state, trusting nothing.  Unless keys are kept the state is only to be
 * read from.  keys_at, unless it is NULL, is set to where the last set of keys
 * starts.
 */
KpiState *
kpi_state_read(StringInfo buf, KeysRead read, int *keys_at)
{
	int			version = wire_get(buf, 1);
	int			kind;
	int			key_type;
	int			amount_type;
	SectionType type;
	KpiState   *state;

	wire_check(version == KPI_STATE_VERSION, "its version is not known");
	kind = wire_get(buf, 1);
	key_type = wire_get(buf, 1);
	amount_type = wire_get(buf, 1);
	wire_check(kind > 0 && kind <= KPI_LAST_KIND, "its kind is not known");
	wire_check(kpi_types_fit(kind, key_type, amount_type), "its types do not fit its kind");

	state = kpi_state_new(kind, key_type, amount_type);
	if (kind == KPI_FUNNEL)
		state = read_funnel(buf, state);
	for (int i = 0; kind != KPI_FUNNEL && (type = kpi_section_type(kind, amount_type, i)) != NO_SECTION; i++)
	{
		switch (type)
		{
			case NO_SECTION:
				break;
			case COUNTS_1:
			case COUNTS_2:
			case COUNTS_3:
				recv_counts(buf, kpi_section(state, i));
				counts_check(kpi_section(state, i));
				break;
			case LEVELS:
				break;
			case CYCLE_TOTAL:
				recv_cycle_total(buf, kpi_section(state, i));
				break;
			case DURATIONS:
				state = recv_durations(buf, state, i);
				break;
			case FRACTIONS:
				state = recv_fractions(buf, state, i);
				break;
			case SKETCH:
				state = sketch_recv(state, i, buf);
				break;
			case KEYS:
			case KEYS_MARK:
			case KEYS_AMOUNT:
				if (keys_at != NULL)
					*keys_at = buf->cursor;
				state = keyset_recv(state, i, buf, read);
				break;
			case MONEY:
			case MONEY_OF_KEYS:
				state = money_sum_recv(state, i, buf, amount_type, type == MONEY_OF_KEYS);
				break;
			case EVENTS:
				state = event_log_recv(state, i, buf);
				break;
		}
	}
	wire_check(buf->cursor == buf->len, "bytes are left over");
	if (kind == KPI_SUMMARY)
		check_summary(state);
	else if (kind == KPI_FUNNEL)
		check_funnel(state);
	return state;
}

/*
 * What a state makes that somebody else held must be fit to be read: only its
 * form has been checked (see kpi_state_foreign), not whether it makes sense.
 */
static void
check_sent(Datum sent)
{
	StringInfoData buf;

	wire_open(&buf, sent);
	(void) kpi_state_read(&buf, KEYS_CHECK, NULL);
}

/*
 * kpi_state_send(kpi_state) -> bytea
 */
PG_FUNCTION_INFO_V1(kpi_state_send);
Datum
kpi_state_send(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	bytea	   *sent;

	pq_begintypsend(&buf);
	kpi_state_write(&buf, kpi_state_copy(PG_GETARG_DATUM(0), 0));
	sent = pq_endtypsend(&buf);
	check_sent(PointerGetDatum(sent));
	PG_RETURN_BYTEA_P(sent);
}

/*
 * kpi_state_recv(internal) -> kpi_state
 */
PG_FUNCTION_INFO_V1(kpi_state_recv);
Datum
kpi_state_recv(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(kpi_state_read((StringInfo) PG_GETARG_POINTER(0), KEYS_KEEP, NULL));
}

/* So many hexadecimal digits are written or read before the next look at interrupts. */
#define HEX_DIGITS 65536

/*
 * kpi_state_out(kpi_state) -> cstring
 *
 * The bytes of kpi_state_send in hexadecimal, as type bytea shows them.
 */
PG_FUNCTION_INFO_V1(kpi_state_out);
Datum
kpi_state_out(PG_FUNCTION_ARGS)
{
	bytea	   *sent = DatumGetByteaPP(DirectFunctionCall1(kpi_state_send, PG_GETARG_DATUM(0)));
	Size		length = VARSIZE_ANY_EXHDR(sent);
	StringInfoData text;

	if (length > MaxAllocSize / 2 - 2)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("text of a KPI state exceeds 1 GB"),
				 errhint("Use the binary format.")));
	initStringInfo(&text);
	enlargeStringInfo(&text, length * 2 + 2);
	appendStringInfoString(&text, "\\x");
	for (Size i = 0; i < length; i += HEX_DIGITS / 2)
	{
		text.len += hex_encode(VARDATA_ANY(sent) + i, Min(length - i, HEX_DIGITS / 2), text.data + text.len);
		CHECK_FOR_INTERRUPTS();
	}
	text.data[text.len] = '\0';
	PG_RETURN_CSTRING(text.data);
}

/*
 * kpi_state_in(cstring) -> kpi_state
 */
PG_FUNCTION_INFO_V1(kpi_state_in);
Datum
kpi_state_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	Size		digits = strlen(text);
	bool		ok = digits >= 2 && text[0] == '\\' && text[1] == 'x' && digits % 2 == 0;
	StringInfoData buf;

	for (Size i = 2; ok && i < digits; i++)
	{
		ok = isxdigit((unsigned char) text[i]);
		CHECK_FOR_INTERRUPTS();
	}
	if (!ok)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%.*s\"", "kpi_state",
						pg_mbcliplen(text, digits, 40), text),
				 errdetail("A state is an even number of hexadecimal digits after \"\\x\".")));
	initStringInfo(&buf);
	enlargeStringInfo(&buf, digits / 2);
	for (Size i = 2; i < digits; i += HEX_DIGITS)
	{
		buf.len += hex_decode(text + i, Min(digits - i, HEX_DIGITS), buf.data + buf.len);
		CHECK_FOR_INTERRUPTS();
	}
	PG_RETURN_POINTER(kpi_state_read(&buf, KEYS_KEEP, NULL));
}

/* ----------
 * Stored values: types of their own whose bytes are a state's of one kind
 * ----------
 */

/* The stored value that the state of an aggregate makes, or one that was handed in. */
Datum
kpi_stored(FunctionCallInfo fcinfo, KpiState *state)
{
	StringInfoData buf;
	bytea	   *stored;

	pq_begintypsend(&buf);
	kpi_state_write(&buf, state);
	stored = pq_endtypsend(&buf);
	if (!kpi_called_as_aggregate(fcinfo))
		check_sent(PointerGetDatum(stored));
	PG_RETURN_BYTEA_P(stored);
}

/* Check the bytes of a stored value. */
static void
check_stored(Datum stored, KpiKind kind)
{
	StringInfoData buf;

	wire_open(&buf, stored);
	wire_check(kpi_state_read(&buf, KEYS_CHECK, NULL)->kind == kind, "it belongs to another KPI");
}

/* The receive function of a stored value. */
Datum
kpi_stored_recv(FunctionCallInfo fcinfo, KpiKind kind)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int			length = buf->len - buf->cursor;
	bytea	   *stored = palloc(VARHDRSZ + length);

	SET_VARSIZE(stored, VARHDRSZ + length);
	pq_copymsgbytes(buf, VARDATA(stored), length);
	check_stored(PointerGetDatum(stored), kind);
	PG_RETURN_BYTEA_P(stored);
}

/* The send function of a stored value. */
Datum
kpi_stored_send(FunctionCallInfo fcinfo, KpiKind kind)
{
	check_stored(PG_GETARG_DATUM(0), kind);
	PG_RETURN_BYTEA_P(PG_GETARG_BYTEA_P_COPY(0));
}
