/*
 * stored.c
 *		What the types of stored values share: binary input and output, rollup
 *		and the operator +, equality and order.
 *
 * A value that an earlier release stored in form 1 lies beside values in form 2.
 * Whatever their forms, they are equal, hash and sort as their bytes in form 1
 * do: that is what indexes and partitions which that release has built rely on,
 * and it does not change.  A value in form 2 is brought into form 1 for it where
 * what both forms start with does not decide.
 */
#include "kinds/stored.h"

#include "common/hashfn.h"
#include "kinds/function.h"

/*
 * What a state makes that somebody else held must be fit to be read: only its
 * form has been checked (see kpi_state_foreign), not whether it makes sense.
 */
void
kpi_check_sent(Datum sent)
{
	StringInfoData buf;

	wire_open(&buf, sent);
	(void) kpi_state_read(&buf, 0, WIRE_CHECK, NULL);
}

/* The stored value, in one of its forms, that the state of an aggregate makes, or one that was handed in. */
Datum
kpi_stored(FunctionCallInfo fcinfo, KpiState *state, int form)
{
	StringInfoData buf;
	bytea	   *stored;

	pq_begintypsend(&buf);
	kpi_state_write(&buf, state, form);
	stored = pq_endtypsend(&buf);
	if (!kpi_called_as_aggregate(fcinfo))
		kpi_check_sent(PointerGetDatum(stored));
	PG_RETURN_BYTEA_P(stored);
}

/* The checked contents of a stored value. */
KpiState *
kpi_stored_read(Datum datum, KpiKind kind, WireRead read)
{
	StringInfoData buf;

	wire_open(&buf, datum);
	return kpi_state_read(&buf, kind, read, NULL);
}

/* The form of bytes, 0 if there are none. */
static int
form_of(Datum bytes)
{
	return VARSIZE_ANY_EXHDR(DatumGetPointer(bytes)) == 0 ? 0 : (uint8) *VARDATA_ANY(DatumGetPointer(bytes));
}

/* A stored value that is not packed away in form 1. */
static Datum
as_form_1(Datum stored, WireRead read)
{
	StringInfoData in;
	StringInfoData out;

	if (form_of(stored) == WIRE_FORM_1)
		return stored;
	wire_open(&in, stored);
	pq_begintypsend(&out);
	kpi_state_write_form_1(&out, &in, read);
	return PointerGetDatum(pq_endtypsend(&out));
}

/* A stored value in one of its forms, checked if it is not in it. */
Datum
kpi_stored_as(Datum stored, int form)
{
	Datum		bytes = PointerGetDatum(DatumGetByteaPP(stored));
	StringInfoData buf;
	KpiState   *state;

	if (form == WIRE_FORM_1)
		return as_form_1(bytes, WIRE_CHECK);
	if (form_of(bytes) == form)
		return bytes;
	state = kpi_stored_read(bytes, 0, WIRE_KEEP);
	pq_begintypsend(&buf);
	kpi_state_write(&buf, state, form);
	pfree(state);
	return PointerGetDatum(pq_endtypsend(&buf));
}

/* The receive function of a stored type. */
Datum
kpi_stored_recv(FunctionCallInfo fcinfo, KpiKind kind)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int			length = buf->len - buf->cursor;
	bytea	   *stored = palloc(VARHDRSZ + length);

	SET_VARSIZE(stored, VARHDRSZ + length);
	pq_copymsgbytes(buf, VARDATA(stored), length);
	(void) kpi_stored_read(PointerGetDatum(stored), kind, WIRE_CHECK);
	PG_RETURN_BYTEA_P(stored);
}

/* The send function of a stored type. */
Datum
kpi_stored_send(FunctionCallInfo fcinfo, KpiKind kind)
{
	(void) kpi_stored_read(PG_GETARG_DATUM(0), kind, WIRE_CHECK);
	PG_RETURN_BYTEA_P(PG_GETARG_BYTEA_P_COPY(0));
}

/* The transition function of rollup over a stored type. */
Datum
kpi_stored_rollup_accum(FunctionCallInfo fcinfo, KpiKind kind)
{
	StringInfoData buf;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	wire_open(&buf, PG_GETARG_DATUM(1));
	PG_RETURN_POINTER(kpi_state_merge_wire(PG_ARGISNULL(0) ? NULL : kpi_state_argument(fcinfo, kind), kind, &buf));
}

/* The state of arguments 0 and 1, two values of a stored type, merged. */
KpiState *
kpi_stored_merged(FunctionCallInfo fcinfo, KpiKind kind)
{
	KpiState   *state = kpi_stored_read(PG_GETARG_DATUM(0), kind, WIRE_KEEP);
	StringInfoData buf;

	wire_open(&buf, PG_GETARG_DATUM(1));
	return kpi_state_merge_wire(state, kind, &buf);
}

/* The type of the rows that a function returns. */
TupleDesc
kpi_row_type(FunctionCallInfo fcinfo)
{
	TupleDesc	tupdesc;

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	return BlessTupleDesc(tupdesc);
}

/* The context of a report, to be kept between its rows. */
FuncCallContext *
kpi_report_begin(FunctionCallInfo fcinfo)
{
	FuncCallContext *context = SRF_FIRSTCALL_INIT();
	MemoryContext old = MemoryContextSwitchTo(context->multi_call_memory_ctx);

	context->tuple_desc = kpi_row_type(fcinfo);
	MemoryContextSwitchTo(old);
	return context;
}

/* ----------
 * Equality and order
 * ----------
 */

/* Bytes of a value at the least before its form matters: its header and some counts. */
#define SAME_IN_FORMS 20

/* Less than, equal to or greater than 0, as the bytes of one value are to those of another. */
static int
compare_bytes(Datum a, Datum b)
{
	Size		a_size = VARSIZE_ANY_EXHDR(DatumGetPointer(a));
	Size		b_size = VARSIZE_ANY_EXHDR(DatumGetPointer(b));
	int			order = memcmp(VARDATA_ANY(DatumGetPointer(a)), VARDATA_ANY(DatumGetPointer(b)), Min(a_size, b_size));

	if (order != 0 || a_size == b_size)
		return order;
	return a_size < b_size ? -1 : 1;
}

/* The same of values whose bytes differ, one of them in form 2. */
static int
compare_as_form_1(Datum a, Datum b)
{
	StringInfoData buf;
	Datum		a_form_1;
	Datum		b_form_1;
	int			same = Min(VARSIZE_ANY_EXHDR(DatumGetPointer(a)), VARSIZE_ANY_EXHDR(DatumGetPointer(b)));
	int			order;

	/* Where they differ before their forms matter, both are what they are in form 1. */
	order = memcmp(VARDATA_ANY(DatumGetPointer(a)) + 1, VARDATA_ANY(DatumGetPointer(b)) + 1, Min(same, SAME_IN_FORMS) - 1);
	if (order != 0)
		return order;
	wire_open(&buf, a);
	same = kpi_state_same_in_forms(&buf);
	order = memcmp(VARDATA_ANY(DatumGetPointer(a)) + 1, VARDATA_ANY(DatumGetPointer(b)) + 1,
				   Min(same, VARSIZE_ANY_EXHDR(DatumGetPointer(b))) - 1);
	if (order != 0)
		return order;
	a_form_1 = as_form_1(a, WIRE_COUNT);
	b_form_1 = as_form_1(b, WIRE_COUNT);
	order = compare_bytes(a_form_1, b_form_1);
	if (a_form_1 != a)
		pfree(DatumGetPointer(a_form_1));
	if (b_form_1 != b)
		pfree(DatumGetPointer(b_form_1));
	return order;
}

/* Compare arguments 0 and 1, or only for equality: in one form equal values have equal bytes. */
static int
compare_arguments(FunctionCallInfo fcinfo, bool equality)
{
	Datum		a = PointerGetDatum(PG_GETARG_BYTEA_PP(0));
	Datum		b = PointerGetDatum(PG_GETARG_BYTEA_PP(1));
	int			order = compare_bytes(a, b);

	if (order != 0 && form_of(a) > 0 && form_of(b) > 0 &&
		(form_of(a) != form_of(b) || (!equality && form_of(a) == WIRE_FORM_2)))
		order = compare_as_form_1(a, b);
	PG_FREE_IF_COPY(DatumGetPointer(a), 0);
	PG_FREE_IF_COPY(DatumGetPointer(b), 1);
	return order;
}

/* The hash of argument 0, as hashvarlena and hashvarlenaextended have it. */
static Datum
hash_argument(FunctionCallInfo fcinfo, bool extended)
{
	Datum		stored = PointerGetDatum(PG_GETARG_BYTEA_PP(0));
	Datum		form_1 = form_of(stored) == WIRE_FORM_2 ? as_form_1(stored, WIRE_COUNT) : stored;
	const unsigned char *bytes = (const unsigned char *) VARDATA_ANY(DatumGetPointer(form_1));
	int			size = VARSIZE_ANY_EXHDR(DatumGetPointer(form_1));
	Datum		hash = extended ? hash_any_extended(bytes, size, PG_GETARG_INT64(1)) : hash_any(bytes, size);

	if (form_1 != stored)
		pfree(DatumGetPointer(form_1));
	PG_FREE_IF_COPY(DatumGetPointer(stored), 0);
	return hash;
}

/* kpi_summary_eq(kpi_summary, kpi_summary) -> boolean, and so on; so for every type of stored values */
KPI_FUNCTION(kpi_stored_eq, BoolGetDatum(compare_arguments(fcinfo, true) == 0));
KPI_FUNCTION(kpi_stored_ne, BoolGetDatum(compare_arguments(fcinfo, true) != 0));
KPI_FUNCTION(kpi_stored_lt, BoolGetDatum(compare_arguments(fcinfo, false) < 0));
KPI_FUNCTION(kpi_stored_le, BoolGetDatum(compare_arguments(fcinfo, false) <= 0));
KPI_FUNCTION(kpi_stored_gt, BoolGetDatum(compare_arguments(fcinfo, false) > 0));
KPI_FUNCTION(kpi_stored_ge, BoolGetDatum(compare_arguments(fcinfo, false) >= 0));

/* kpi_summary_cmp(kpi_summary, kpi_summary) -> integer, and so on */
KPI_FUNCTION(kpi_stored_cmp, Int32GetDatum(compare_arguments(fcinfo, false)));

/* kpi_summary_hash(kpi_summary) -> integer, kpi_summary_hash_extended(kpi_summary, bigint) -> bigint, and so on */
KPI_FUNCTION(kpi_stored_hash, hash_argument(fcinfo, false));
KPI_FUNCTION(kpi_stored_hash_extended, hash_argument(fcinfo, true));
