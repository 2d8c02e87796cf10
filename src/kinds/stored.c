/*
 * stored.c
 *		What the types of stored values share: binary input and output, rollup
 *		and the operator +.
 */
#include "kinds/stored.h"

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
