/*
 * split_aggregate.c
 *		Aggregates that run another aggregate in two steps, as Citus does.
 *
 * A worker folds rows, packed as a record, by the other aggregate's transition
 * function and hands its state over as text or in binary; a coordinator reads
 * such states, combines them and finishes.  A state of type internal goes in
 * binary, by the aggregate's own functions for that.  The other aggregate's functions are
 * found anew for each call: they see no fn_extra, no fn_expr, no collation, and
 * the context of this aggregate instead of their own.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_aggregate.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/typcache.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

PG_MODULE_MAGIC;

/* The other aggregate and its state. */
typedef struct Split
{
	Oid			accum;
	Oid			combine;
	Oid			final;
	Oid			serialize;		/* of an internal state */
	Oid			deserialize;
	Oid			state_type;
	NullableDatum state;
} Split;

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "not called as an aggregate");
	return context;
}

/* This aggregate's state, made from the aggregate's oid in argument 1 if it is the first row. */
static Split *
split_argument(FunctionCallInfo fcinfo)
{
	Split	   *split;
	HeapTuple	tuple;
	Form_pg_aggregate form;

	if (!PG_ARGISNULL(0))
		return (Split *) PG_GETARG_POINTER(0);

	tuple = SearchSysCache1(AGGFNOID, PG_GETARG_DATUM(1));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "function %u is no aggregate", PG_GETARG_OID(1));
	form = (Form_pg_aggregate) GETSTRUCT(tuple);
	if ((form->aggtranstype == INTERNALOID && !OidIsValid(form->aggserialfn)) || !OidIsValid(form->aggcombinefn) || form->aggfinalextra)
		elog(ERROR, "aggregate %u cannot be split", PG_GETARG_OID(1));
	if (!heap_attisnull(tuple, Anum_pg_aggregate_agginitval, NULL))
		elog(ERROR, "aggregate %u does not start from NULL", PG_GETARG_OID(1));

	split = MemoryContextAllocZero(aggregate_context(fcinfo), sizeof(Split));
	split->accum = form->aggtransfn;
	split->combine = form->aggcombinefn;
	split->final = form->aggfinalfn;
	split->serialize = form->aggserialfn;
	split->deserialize = form->aggdeserialfn;
	split->state_type = form->aggtranstype;
	split->state.isnull = true;
	ReleaseSysCache(tuple);
	return split;
}

/* Calls a function as if for the first time. */
static NullableDatum
call(FunctionCallInfo fcinfo, Oid function, int nargs, const NullableDatum *args)
{
	LOCAL_FCINFO(inner, FUNC_MAX_ARGS);
	FmgrInfo	info;
	NullableDatum result = {0, true};

	fmgr_info(function, &info);
	InitFunctionCallInfoData(*inner, &info, nargs, InvalidOid, fcinfo->context, fcinfo->resultinfo);
	for (int i = 0; i < nargs; i++)
	{
		if (info.fn_strict && args[i].isnull)
			return result;
		inner->args[i] = args[i];
	}
	result.value = FunctionCallInvoke(inner);
	result.isnull = inner->isnull;
	return result;
}

/* Calls a transition or combine function and keeps the state that it returns; the old one is wiped out. */
static void
advance(FunctionCallInfo fcinfo, Split *split, Oid function, int nargs, NullableDatum *args)
{
	NullableDatum next;

	args[0] = split->state;
	next = call(fcinfo, function, nargs, args);
	if (!next.isnull && !split->state.isnull && next.value == split->state.value)
		return;

	if (split->state_type == INTERNALOID)
	{
		split->state = next;
		return;
	}
	if (!next.isnull)
	{
		MemoryContext caller = MemoryContextSwitchTo(aggregate_context(fcinfo));

		next.value = datumCopy(next.value, false, -1);
		MemoryContextSwitchTo(caller);
	}
	if (!split->state.isnull)
	{
		void	   *old = DatumGetPointer(split->state.value);

		memset(old, 0x7f, VARSIZE_ANY(old));
		pfree(old);
	}
	split->state = next;
}

/* split_accum(internal, oid, record) -> internal: one more row */
PG_FUNCTION_INFO_V1(split_accum);
Datum
split_accum(PG_FUNCTION_ARGS)
{
	Split	   *split = split_argument(fcinfo);
	HeapTupleHeader record = PG_GETARG_HEAPTUPLEHEADER(2);
	TupleDesc	desc = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(record), HeapTupleHeaderGetTypMod(record));
	HeapTupleData tuple = {.t_len = HeapTupleHeaderGetDatumLength(record), .t_data = record};
	Datum		values[FUNC_MAX_ARGS];
	bool		nulls[FUNC_MAX_ARGS];
	NullableDatum args[FUNC_MAX_ARGS];
	int			nargs = desc->natts;

	Assert(nargs < FUNC_MAX_ARGS);
	heap_deform_tuple(&tuple, desc, values, nulls);
	ReleaseTupleDesc(desc);
	for (int i = 0; i < nargs; i++)
	{
		args[i + 1].value = values[i];
		args[i + 1].isnull = nulls[i];
	}
	advance(fcinfo, split, split->accum, nargs + 1, args);
	PG_RETURN_POINTER(split);
}

/* split_out(internal) -> text: the state by the output function of its type */
PG_FUNCTION_INFO_V1(split_out);
Datum
split_out(PG_FUNCTION_ARGS)
{
	Split	   *split = PG_ARGISNULL(0) ? NULL : (Split *) PG_GETARG_POINTER(0);
	Oid			function;
	bool		varlena;

	if (split == NULL || split->state.isnull)
		PG_RETURN_NULL();
	getTypeOutputInfo(split->state_type, &function, &varlena);
	PG_RETURN_TEXT_P(cstring_to_text(DatumGetCString(call(fcinfo, function, 1, &split->state).value)));
}

/* split_send(internal) -> bytea: the state by the send function of its type, or serialized */
PG_FUNCTION_INFO_V1(split_send);
Datum
split_send(PG_FUNCTION_ARGS)
{
	Split	   *split = PG_ARGISNULL(0) ? NULL : (Split *) PG_GETARG_POINTER(0);
	Oid			function;
	bool		varlena;

	if (split == NULL || split->state.isnull)
		PG_RETURN_NULL();
	if (split->state_type == INTERNALOID)
		PG_RETURN_DATUM(call(fcinfo, split->serialize, 1, &split->state).value);
	getTypeBinaryOutputInfo(split->state_type, &function, &varlena);
	PG_RETURN_DATUM(call(fcinfo, function, 1, &split->state).value);
}

/* One more partial state, read by an input or receive function; what that made is wiped out. */
static Split *
combine(FunctionCallInfo fcinfo, Split *split, Oid function, Oid io_param, NullableDatum written)
{
	NullableDatum input[] = {written, {ObjectIdGetDatum(io_param), false}, {Int32GetDatum(-1), false}};
	NullableDatum args[2];

	args[1] = call(fcinfo, function, split->state_type == INTERNALOID ? 2 : lengthof(input), input);
	advance(fcinfo, split, split->combine, 2, args);
	if (!args[1].isnull && split->state_type != INTERNALOID)
		memset(DatumGetPointer(args[1].value), 0x7f, VARSIZE_ANY(DatumGetPointer(args[1].value)));
	return split;
}

/* split_in(internal, oid, text, anyelement) -> internal */
PG_FUNCTION_INFO_V1(split_in);
Datum
split_in(PG_FUNCTION_ARGS)
{
	Split	   *split = split_argument(fcinfo);
	NullableDatum written = {0, PG_ARGISNULL(2)};
	Oid			function;
	Oid			io_param;

	getTypeInputInfo(split->state_type, &function, &io_param);
	if (!written.isnull)
		written.value = CStringGetDatum(TextDatumGetCString(PG_GETARG_DATUM(2)));
	PG_RETURN_POINTER(combine(fcinfo, split, function, io_param, written));
}

/* split_recv(internal, oid, bytea, anyelement) -> internal */
PG_FUNCTION_INFO_V1(split_recv);
Datum
split_recv(PG_FUNCTION_ARGS)
{
	Split	   *split = split_argument(fcinfo);
	NullableDatum written = {0, PG_ARGISNULL(2)};
	StringInfoData buf;
	Oid			function;
	Oid			io_param;

	if (split->state_type == INTERNALOID)
	{
		written.value = PG_GETARG_DATUM(2);
		PG_RETURN_POINTER(combine(fcinfo, split, split->deserialize, InvalidOid, written));
	}
	getTypeBinaryInputInfo(split->state_type, &function, &io_param);
	if (!written.isnull)
	{
		bytea	   *bytes = PG_GETARG_BYTEA_PP(2);

		initStringInfo(&buf);
		appendBinaryStringInfo(&buf, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
		written.value = PointerGetDatum(&buf);
	}
	PG_RETURN_POINTER(combine(fcinfo, split, function, io_param, written));
}

/* split_final(internal, oid, text or bytea, anyelement) -> anyelement: the other aggregate's result */
PG_FUNCTION_INFO_V1(split_final);
Datum
split_final(PG_FUNCTION_ARGS)
{
	Split	   *split = PG_ARGISNULL(0) ? NULL : (Split *) PG_GETARG_POINTER(0);
	NullableDatum result;

	if (split == NULL)
		PG_RETURN_NULL();
	if (get_fn_expr_rettype(fcinfo->flinfo) != get_func_rettype(split->final))
		elog(ERROR, "the last argument has another type than the result");
	result = call(fcinfo, split->final, 1, &split->state);
	if (result.isnull)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(result.value);
}
