/*
 * hostile.c
 *		What everything that takes a stored value does with hostile bytes.
 *
 * An input (see Entry) is read as a receive or input function or the executor
 * would read it, goes through every function that takes a value of its type,
 * and through both forms and back.  It is wrong if one fails with another
 * SQLSTATE than those allowed, if a value does not come back, or if receive and
 * another function disagree on bytes.
 */
#include "../../../src/state/compat.h"

#include "access/xact.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "parser/parse_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/regproc.h"
#include "utils/resowner.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "hostile.h"

#ifndef FUZZ
PG_MODULE_MAGIC;				/* which the extension has that fuzz.c is linked with */
#endif

#define MOST_ARGUMENTS 8
#define MOST_VALUES 8

/* What functions that take a stored value may fail with. */
static const int allowed[] = {
	ERRCODE_INVALID_TEXT_REPRESENTATION,	/* 22P02 */
	ERRCODE_INVALID_BINARY_REPRESENTATION,	/* 22P03 */
	ERRCODE_INVALID_PARAMETER_VALUE,	/* 22023 */
	ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, /* 22003 */
	ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,	/* 22008 */
	ERRCODE_PROGRAM_LIMIT_EXCEEDED, /* 54000 */
	ERRCODE_STATEMENT_TOO_COMPLEX,	/* 54001, of nested JSON */
	ERRCODE_CARDINALITY_VIOLATION,	/* 21000, of two amounts for one deal */
	ERRCODE_WINDOWING_ERROR,	/* 42P20, of a row that was not in a frame */
	ERRCODE_ARRAY_SUBSCRIPT_ERROR,	/* 2202E, of the arguments below */
	ERRCODE_NULL_VALUE_NOT_ALLOWED, /* 22004, of the arguments below */
	ERRCODE_UNTRANSLATABLE_CHARACTER	/* 22P05, of \u0000 in JSON */
};

/* Arguments beside the stored value. */
static const struct
{
	const char *type;
	const char *text[MOST_VALUES];
} literals[] = {
	{"boolean", {"t", "f"}},
	{"integer", {"1", "2", "3", "4", "0", "64", "-1"}},
	{"bigint", {"1", "0", "-7", "9223372036854775807", "-9223372036854775808"}},
	{"numeric", {"1.5", "0", "-12345678901234.5678", "NaN", "1e-20", "-Infinity", "1e1000", "99999999"}},
	{"double precision", {"0.5", "0", "1", "0.9", "NaN", "-1", "1e308", "0.3333"}},
	{"double precision[]", {"{0.1,NULL,0.5,1}", "{}", "{2}", "{{0.5,0.9}}"}},
	{"text", {"a", "week", "month", "strict_increase, strict_once", "any_order", "longer than any text that is kept as it is", ""}},
	{"text[]", {"{a,b,c,d}", "{a,b}", "{}", "{NULL,b,c}"}},
	{"uuid", {"00000000-0000-0000-0000-000000000000", "0a0b0c0d-0000-4000-8000-010203040506"}},
	{"date", {"2024-03-01", "infinity", "5874897-12-31", "4713-01-01 BC", "294276-12-31"}},
	{"timestamp", {"2024-03-01 12:00", "-infinity", "294276-12-31 23:59:59", "4713-01-01 BC", "2000-01-01"}},
	{"timestamptz", {"2024-03-01 12:00Z", "infinity", "294276-12-31 23:59:59Z", "4713-01-01 BC", "2000-01-01Z"}},
	{"date[]", {"{2024-01-01,2024-01-02,2024-02-01}", "{}", "{2024-01-01,infinity}", "{4713-01-01 BC,294276-12-31}"}},
	{"timestamp[]", {"{2024-01-01,2024-01-02}", "{}", "{2024-01-01,infinity}", "{4713-01-01 BC,294276-12-31}"}},
	{"timestamptz[]", {"{2024-01-01Z,2024-01-02Z}", "{}", "{2024-01-01Z,infinity}", "{4713-01-01 BC,294276-12-31}"}},
	{"interval", {"45 days", "1 month", "-1 day", "1 us", "178956970 years"}},
	{"boolean[]", {"{t,f,t,f}", "{NULL,t,t}", "{}", "{{t}}"}},
};

typedef struct Literal
{
	Oid			type;
	int			count;
	Datum		value[MOST_VALUES];
} Literal;

/* A type of stored values. */
typedef struct StoredType
{
	Oid			oid;
	Oid			io_param;
	FmgrInfo	in;
	FmgrInfo	out;
	FmgrInfo	recv;
	FmgrInfo	send;
	FmgrInfo	eq;				/* of types that have it */
	FmgrInfo	merge;			/* into a state */
	FmgrInfo	final;			/* of a state, if its type is another one */
} StoredType;

enum
{
	STATE,
	SUMMARY,
	FUNNEL,
	GRAPH,
	RETENTION,
	SESSIONS,
	PIPELINE,
	MRR,
	TYPES
};

/* A function that takes a stored value. */
typedef struct Function
{
	FmgrInfo	info;
	const char *name;
	Oid			result;
	int			nargs;
	Oid			type[MOST_ARGUMENTS];
	bool		verdict;		/* its verdict over bytes is that of receive */
	bool		doubtful;		/* takes rows out that are not in, or counts past the most */
	uint64		kinds;			/* of states that it takes, as bits */
	SPIPlanPtr	plan;			/* of one that returns a set */
} Function;

static StoredType types[TYPES];
static Literal values[lengthof(literals)];
static Function *functions;
static int	function_count;
static Datum *partners[TYPES];	/* valid values */
static int	partner_count[TYPES];

/* An aggregate whose state is internal, and a valid state as bytes. */
static struct
{
	FmgrInfo	serialize;
	FmgrInfo	deserialize;
	FmgrInfo	combine;
	FmgrInfo	final;
	Datum		partner;
}			of_events[SESSION_EVENTS - FUNNEL_EVENTS + 1];

/* What functions are called by; NULL outside of aggregates. */
static Node *called_by;

static MemoryContext per_input;
static uint32 choice;

/* What the function called last failed with. */
static int	sqlstate;

static int
choose(int among)
{
	choice = choice * 1103515245 + 12345;
	return (choice >> 16) % among;
}

/* Report what is wrong. */
pg_noreturn static void
finding(const char *function, const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR),
			 errmsg("%s: %s", function, what),
			 errdetail("The last SQLSTATE was %s.", unpack_sql_state(sqlstate))));
}

/* Note the error that was caught; unless it is one of those allowed, returns what it says. */
static const char *
caught(MemoryContext context)
{
	const char *message = NULL;
	bool		ok = false;

	MemoryContextSwitchTo(context);
	sqlstate = geterrcode();
	for (int i = 0; i < lengthof(allowed); i++)
		ok |= sqlstate == allowed[i];
	if (!ok)
		message = CopyErrorData()->message;
	FlushErrorState();
	return message;
}

/* Call a function; false if it fails. */
static bool
call(FmgrInfo *info, const char *name, int nargs, const NullableDatum *args, NullableDatum *result)
{
	LOCAL_FCINFO(fcinfo, MOST_ARGUMENTS);
	MemoryContext context = CurrentMemoryContext;
	const char *volatile message = NULL;
	volatile bool ok = true;

	sqlstate = 0;
	result->value = 0;
	result->isnull = true;
	InitFunctionCallInfoData(*fcinfo, info, nargs, InvalidOid, called_by, NULL);
	for (int i = 0; i < nargs; i++)
	{
		if (info->fn_strict && args[i].isnull)
			return true;
		fcinfo->args[i] = args[i];
	}
	PG_TRY();
	{
		result->value = FunctionCallInvoke(fcinfo);
		result->isnull = fcinfo->isnull;
	}
	PG_CATCH();
	{
		message = caught(context);
		ok = false;
	}
	PG_END_TRY();
	if (message != NULL)
		finding(name, message);
	return ok;
}

/* The same for one that returns a set. */
static bool
call_set(Function *function, const NullableDatum *args)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	Datum		value[MOST_ARGUMENTS];
	char		nulls[MOST_ARGUMENTS];
	const char *volatile message = NULL;
	volatile bool ok = true;

	for (int i = 0; i < function->nargs; i++)
	{
		value[i] = args[i].value;
		nulls[i] = args[i].isnull ? 'n' : ' ';
	}
	sqlstate = 0;
	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		SPI_connect();
		SPI_execute_plan(function->plan, value, nulls, true, 0);
		SPI_finish();
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		message = caught(context);
		RollbackAndReleaseCurrentSubTransaction();
		ok = false;
	}
	PG_END_TRY();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	if (message != NULL)
		finding(function->name, message);
	return ok;
}

/* A value from bytes, by the receive function of its type. */
static bool
receive(StoredType *type, const char *data, int size, Datum *value)
{
	NullableDatum result;
	StringInfoData buf = {.len = size, .maxlen = size + 1};
	NullableDatum args[3] = {{PointerGetDatum(&buf), false}, {ObjectIdGetDatum(type->io_param), false}, {Int32GetDatum(-1), false}};
	bool		ok;

	/* A message has a zero behind it. */
	buf.data = guard_exactly(size + 1);
	if (buf.data == NULL)
		buf.data = palloc(size + 1);
	memcpy(buf.data, data, size);
	buf.data[size] = '\0';
	ok = call(&type->recv, "receive", lengthof(args), args, &result);
	*value = result.value;
	return ok;
}

/* A value from text, by the input function. */
static bool
input(StoredType *type, const char *text, Datum *value)
{
	NullableDatum result;
	NullableDatum args[3] = {{CStringGetDatum(text), false}, {ObjectIdGetDatum(type->io_param), false}, {Int32GetDatum(-1), false}};
	bool		ok = call(&type->in, "in", lengthof(args), args, &result);

	*value = result.value;
	return ok;
}

static bool
same(Datum a, Datum b)
{
	bytea	   *x = DatumGetByteaPP(a);
	bytea	   *y = DatumGetByteaPP(b);

	return VARSIZE_ANY_EXHDR(x) == VARSIZE_ANY_EXHDR(y) &&
		memcmp(VARDATA_ANY(x), VARDATA_ANY(y), VARSIZE_ANY_EXHDR(x)) == 0;
}

/* Is a value the same as before, or, if it was in an earlier form, equal and in a later one? */
static bool
same_or_newer(StoredType *type, Datum before, Datum now)
{
	NullableDatum args[] = {{before, false}, {now, false}};
	NullableDatum result;

	if (same(before, now))
		return true;
	return type->eq.fn_addr != NULL && VARSIZE_ANY_EXHDR(DatumGetPointer(before)) > 0 && VARSIZE_ANY_EXHDR(DatumGetPointer(now)) > 0 &&
		*VARDATA_ANY(DatumGetPointer(before)) < *VARDATA_ANY(DatumGetPointer(now)) &&
		call(&type->eq, "=", 2, args, &result) && DatumGetBool(result.value);
}

/*
 * A value goes out and comes back: in binary, and as text.  One of doubtful
 * origin may be refused, but not once it is out.  The bytes sent are set.
 */
static bool
round_trip(StoredType *type, const char *origin, Datum value, bool doubtful, Datum *bytes)
{
	NullableDatum arg = {value, false};
	NullableDatum sent;
	NullableDatum again;
	NullableDatum text;

	if (!call(&type->send, "send", 1, &arg, &sent))
	{
		if (!doubtful && sqlstate != ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE)
			finding(origin, "cannot be sent");
		return false;
	}
	*bytes = sent.value;
	if (!receive(type, VARDATA_ANY(sent.value), VARSIZE_ANY_EXHDR(sent.value), &arg.value))
		finding(origin, "is sent, but cannot be received");
	if (!call(&type->send, "send", 1, &arg, &again) || !same(sent.value, again.value))
		finding(origin, "changes when it is sent");
	if (!call(&type->out, "out", 1, &arg, &text))
		finding(origin, "has no text");
	if (!input(type, DatumGetCString(text.value), &arg.value))
		finding(origin, "has a text that cannot be read");

	if (!call(&type->send, "send", 1, &arg, &again) || !same_or_newer(type, sent.value, again.value))
		finding(origin, "changes when it is text");
	return true;
}

static int
index_of_type(Oid oid)
{
	for (int i = 0; i < TYPES; i++)
		if (types[i].oid == oid)
			return i;
	return -1;
}

/* The bytes that say what can be merged with what: kind, types of keys and amounts; of a stored value as in memory. */
static const char *
kind_of(Datum value)
{
	return VARDATA_ANY(value) + 1;
}

/* A valid value to go with another one, the same kind if there is any. */
static NullableDatum
partner(int type, Datum of)
{
	NullableDatum none = {0, true};
	int			start;

	if (partner_count[type] == 0 || choose(8) == 0)
		return none;
	start = choose(partner_count[type]);
	for (int i = 0; i < partner_count[type]; i++)
	{
		Datum		value = partners[type][(start + i) % partner_count[type]];

		if (VARSIZE_ANY_EXHDR(of) < 4 || memcmp(kind_of(value), kind_of(of), 3) == 0)
			return (NullableDatum) {value, false};
	}
	return (NullableDatum) {partners[type][start], false};
}

/* The bytes of one or two values merged; false if they do not merge. */
static bool
merge(StoredType *type, Datum value, NullableDatum other, Datum *bytes)
{
	NullableDatum args[2] = {{0, true}, {value, false}};
	NullableDatum result;

	if (!call(&type->merge, "merge", 2, args, &args[0]))
		return false;
	args[1] = other;
	if (!call(&type->merge, "merge", 2, args, &result) ||
		(type->final.fn_oid != InvalidOid && !call(&type->final, "final", 1, &result, &args[0])))
		return false;
	if (type->final.fn_oid != InvalidOid)
		result = args[0];
	if (result.isnull || !call(&type->send, "send", 1, &result, &args[0]))
		return false;
	*bytes = args[0].value;
	return true;
}

/* A valid value merges with nothing and remains; with another one, in either order. */
static void
try_merging(int type, Datum value, Datum sent)
{
	NullableDatum none = {0, true};
	NullableDatum other = partner(type, value);
	Datum		bytes;
	Datum		turned;
	bool		ok = merge(&types[type], value, none, &bytes);

	/* But of no subjects there is no funnel. */
	if (ok ? !same_or_newer(&types[type], sent, bytes) : type != FUNNEL)
		finding("merge", "changes a value by nothing");
	if (other.isnull)
		return;
	ok = merge(&types[type], value, other, &bytes);
	if (ok != merge(&types[type], other.value, (NullableDatum) {value, false}, &turned) || (ok && !same(bytes, turned)))
		finding("merge", "depends on the order");
}

/* Some value of a type that is not stored. */
static NullableDatum
literal(Oid type, bool or_null)
{
	NullableDatum none = {0, true};

	if (or_null && choose(8) == 0)
		return none;
	for (int i = 0; i < lengthof(literals); i++)
		if (values[i].type == type)
			return (NullableDatum) {values[i].value[choose(values[i].count)], false};
	elog(ERROR, "add values of type %s to literals", format_type_be(type));
}

/*
 * Call all functions that take a value of this type.  `taken` is the verdict of
 * receive over it, if known to be for it to say: 1 or 0, otherwise -1.
 */
static void
call_functions(int type, Datum value, int taken, bool doubtful)
{
	Datum		plain = PointerGetDatum(PG_DETOAST_DATUM_PACKED(value));
	bool		all = VARSIZE_ANY_EXHDR(plain) < 4 || choose(16) == 0;

	for (int i = 0; i < function_count; i++)
	{
		Function   *function = &functions[i];
		NullableDatum args[MOST_ARGUMENTS];
		NullableDatum result;
		bool		takes = false;
		bool		ok;
		int			stored = index_of_type(function->result);

		for (int j = 0; j < function->nargs; j++)
		{
			int			other = index_of_type(function->type[j]);

			if (other < 0)
				args[j] = literal(function->type[j], !function->info.fn_strict);
			else if (other == type && (!takes || choose(3) == 0))
			{
				args[j] = (NullableDatum) {value, false};
				takes = true;
			}
			else
				args[j] = partner(other, plain);
		}
		if (!takes || (type == STATE && !all && !(function->kinds & UINT64CONST(1) << (VARDATA_ANY(plain)[1] & 63))))
			continue;
		/* A partner may come before the value. */
		if (function->nargs == 2 && function->type[0] == function->type[1] && choose(2) == 0)
		{
			NullableDatum first = args[0];

			args[0] = args[1];
			args[1] = first;
		}
		if (function->plan != NULL)
		{
			ok = call_set(function, args);
			result.isnull = true;
		}
		else
			ok = call(&function->info, function->name, function->nargs, args, &result);
		if (function->verdict && taken == 0 && (ok || sqlstate != ERRCODE_INVALID_BINARY_REPRESENTATION))
			finding(function->name, "takes what receive refuses");
		if (function->verdict && taken == 1 && sqlstate == ERRCODE_INVALID_BINARY_REPRESENTATION)
			finding(function->name, "refuses what receive takes");
		if (result.isnull || function->result == CSTRINGOID)
			continue;
		if (stored >= 0)
		{
			Datum		bytes;

			(void) round_trip(&types[stored], function->name, result.value, doubtful || function->doubtful, &bytes);
		}
		else
		{
			/* Whatever it is, it can be shown. */
			FmgrInfo	out;
			Oid			oid;
			bool		varlena;
			NullableDatum shown;

			getTypeOutputInfo(function->result, &oid, &varlena);
			fmgr_info(oid, &out);
			if (!call(&out, function->name, 1, &result, &shown))
				finding(function->name, "returns what cannot be shown");
		}
	}
}

/* A copy of bytes as a varlena, with a short header where that does. */
static Datum
varlena(const char *data, int size, bool may_be_short)
{
	bool		is_short = may_be_short && size + VARHDRSZ_SHORT <= VARATT_SHORT_MAX;
	char	   *p = is_short ? guard_exactly(size + VARHDRSZ_SHORT) : guard_palloc(size + VARHDRSZ);

	if (is_short)
		SET_VARSIZE_SHORT(p, size + VARHDRSZ_SHORT);
	else
		SET_VARSIZE(p, size + VARHDRSZ);
	memcpy(VARDATA_ANY(p), data, size);
	return PointerGetDatum(p);
}

/* Bytes that a client sends, or that lie in a column. */
static bool
try_bytes(int type, const char *data, int size)
{
	Datum		value;
	Datum		bytes;
	bool		taken = receive(&types[type], data, size, &value);

	if (!taken && sqlstate != ERRCODE_INVALID_BINARY_REPRESENTATION)
		finding("receive", "refuses with another error");
	if (taken && round_trip(&types[type], "what receive took", value, false, &bytes))
		try_merging(type, value, bytes);
	if (type != STATE)
	{
		/* Stored bytes are what is received; functions trust no column more than a client. */
		if (taken && !same(bytes, varlena(data, size, true)))
			finding("receive", "takes what is not canonical");
		call_functions(type, varlena(data, size, choose(2) == 0), taken, false);
	}
	else if (taken)
		call_functions(type, value, -1, false);
	return taken;
}

/* The text of a value. */
static bool
try_text(int type, const char *data, int size)
{
	char	   *text = palloc(size + 1);
	Datum		value;
	Datum		bytes;

	/* No client can send other text. */
	if (memchr(data, '\0', size) != NULL || !pg_verify_mbstr(PG_UTF8, data, size, true))
		return false;
	memcpy(text, data, size);
	text[size] = '\0';
	if (!input(&types[type], text, &value) || !round_trip(&types[type], "what in took", value, false, &bytes))
		return false;
	call_functions(type, value, type == STATE ? -1 : 1, false);
	return true;
}

/* A value that no function of its type has made, whose header may be of any form. */
static bool
try_value(int type, Datum value)
{
	Datum		bytes;
	bool		taken = round_trip(&types[type], "an unchecked value", value, true, &bytes);

	call_functions(type, value, type == STATE ? -1 : taken, true);
	return taken;
}

/* Bytes that another server says are the events of subjects; the type is that of the result. */
static bool
try_events(Entry entry, int type, const char *data, int size)
{
	NullableDatum bytes[2] = {{varlena(data, size, choose(2) == 0), false}, {0, false}};
	NullableDatum args[2] = {{0, true}, {0, false}};
	NullableDatum result;
	Datum		sent;
	AggState   *aggregate;

	if (!call(&of_events[entry - FUNNEL_EVENTS].deserialize, "deserialize", 2, bytes, &args[1]))
	{
		if (sqlstate != ERRCODE_INVALID_BINARY_REPRESENTATION)
			finding("deserialize", "refuses with another error");
		return false;
	}

	/* As the executor has it, of an aggregate that calls all the others by itself. */
	aggregate = makeNode(AggState);
	aggregate->curaggcontext = makeNode(ExprContext);
	aggregate->curaggcontext->ecxt_per_tuple_memory = aggregate->curaggcontext->ecxt_per_query_memory = per_input;
	called_by = (Node *) aggregate;
	for (int i = 0; i < 3; i++)
	{
		if (!call(&of_events[entry - FUNNEL_EVENTS].combine, "combine", 2, args, &args[0]))
			break;
		if (i > 0 && !call(&of_events[entry - FUNNEL_EVENTS].serialize, "serialize", 1, args, &bytes[0]))
			finding("serialize", "fails");
		if (i == 0)
			bytes[0].value = of_events[entry - FUNNEL_EVENTS].partner;
		if (!call(&of_events[entry - FUNNEL_EVENTS].deserialize, "deserialize", 2, bytes, &args[1]))
			finding("deserialize", "refuses what serialize made");
		if (choose(2) == 0)
			args[0].isnull = true;
	}
	if (!args[0].isnull && call(&of_events[entry - FUNNEL_EVENTS].final, "final", 1, args, &result) && !result.isnull)
		(void) round_trip(&types[type], "final", result.value, false, &sent);
	called_by = NULL;
	return true;
}

/* Try an input; true if it was taken. */
bool
hostile_try(const char *data, int size)
{
	MemoryContext old = CurrentMemoryContext;
	const char *rest = data + PREFIX;
	bool		taken = false;

	if (size < PREFIX)
		return false;
	/* After an error they are still as it left them. */
	MemoryContextReset(per_input);
	guard_reset();
	MemoryContextSwitchTo(per_input);
	called_by = NULL;
	choice = (uint8) data[1];
	size -= PREFIX;
	switch ((Entry) ((uint8) data[0] % ENTRIES))
	{
		case STATE_BYTES:
			taken = try_bytes(STATE, rest, size);
			break;
		case SUMMARY_BYTES:
			taken = try_bytes(SUMMARY, rest, size);
			break;
		case FUNNEL_BYTES:
			taken = try_bytes(FUNNEL, rest, size);
			break;
		case RETENTION_BYTES:
			taken = try_bytes(RETENTION, rest, size);
			break;
		case RETENTION_TEXT:
			taken = try_text(RETENTION, rest, size);
			break;
		case SUMMARY_TEXT:
			taken = try_text(SUMMARY, rest, size);
			break;
		case SESSIONS_BYTES:
			taken = try_bytes(SESSIONS, rest, size);
			break;
		case SESSIONS_TEXT:
			taken = try_text(SESSIONS, rest, size);
			break;
		case PIPELINE_BYTES:
			taken = try_bytes(PIPELINE, rest, size);
			break;
		case PIPELINE_TEXT:
			taken = try_text(PIPELINE, rest, size);
			break;
		case MRR_BYTES:
			taken = try_bytes(MRR, rest, size);
			break;
		case MRR_TEXT:
			taken = try_text(MRR, rest, size);
			break;
		case FUNNEL_TEXT:
			taken = try_text(FUNNEL, rest, size);
			break;
		case STATE_TEXT:
			taken = try_text(STATE, rest, size);
			break;
		case GRAPH_BYTES:
			taken = try_bytes(GRAPH, rest, size);
			break;
		case GRAPH_TEXT:
			taken = try_text(GRAPH, rest, size);
			break;
		case STATE_IMAGE:
			taken = try_value(STATE, varlena(rest, size, choose(2) == 0));
			break;
		case FUNNEL_EVENTS:
			taken = try_events(FUNNEL_EVENTS, FUNNEL, rest, size);
			break;
		case SESSION_EVENTS:
			taken = try_events(SESSION_EVENTS, SESSIONS, rest, size);
			break;
		case ENTRIES:
			break;
	}
	MemoryContextSwitchTo(old);
	return taken;
}

/* ----------
 * What there is to call, and with what
 * ----------
 */

static Oid
function_named(const char *signature)
{
	return DatumGetObjectId(DirectFunctionCall1(regprocedurein, CStringGetDatum(signature)));
}

static void
find_types(void)
{
	static const char *const names[TYPES] = {"kpi_state", "kpi_summary", "funnel_summary", "channel_graph", "retention_summary", "session_summary",
		"pipeline_changes", "mrr_summary"};
	static const char *const merges[TYPES] = {"kpi_state_combine(kpi_state,kpi_state)", "rollup_accum(kpi_state,kpi_summary)",
		"rollup_accum(kpi_state,funnel_summary)", "rollup_accum(kpi_state,channel_graph)", "rollup_accum(kpi_state,retention_summary)",
		"rollup_accum(kpi_state,session_summary)", "rollup_accum(kpi_state,pipeline_changes)",
		"rollup_accum(kpi_state,mrr_summary)"};
	static const char *const finals[TYPES] = {NULL, "kpi_summary_final(kpi_state)", "funnel_summary_final(kpi_state)",
		"channel_graph_final(kpi_state)", "retention_summary_final(kpi_state)", "session_summary_final(kpi_state)",
		"pipeline_changes_final(kpi_state)", "mrr_summary_final(kpi_state)"};

	for (int i = 0; i < TYPES; i++)
	{
		StoredType *type = &types[i];
		int32		typmod;
		Oid			oid;
		bool		varlena;

		parseTypeString(names[i], &type->oid, &typmod, false);
		getTypeInputInfo(type->oid, &oid, &type->io_param);
		fmgr_info_cxt(oid, &type->in, TopMemoryContext);
		getTypeBinaryInputInfo(type->oid, &oid, &type->io_param);
		fmgr_info_cxt(oid, &type->recv, TopMemoryContext);
		getTypeOutputInfo(type->oid, &oid, &varlena);
		fmgr_info_cxt(oid, &type->out, TopMemoryContext);
		getTypeBinaryOutputInfo(type->oid, &oid, &varlena);
		fmgr_info_cxt(oid, &type->send, TopMemoryContext);
		fmgr_info_cxt(function_named(merges[i]), &type->merge, TopMemoryContext);
		oid = lookup_type_cache(type->oid, TYPECACHE_EQ_OPR)->eq_opr;
		if (OidIsValid(oid))
			fmgr_info_cxt(get_opcode(oid), &type->eq, TopMemoryContext);
		if (finals[i] != NULL)
			fmgr_info_cxt(function_named(finals[i]), &type->final, TopMemoryContext);
	}
}

static void
make_literals(void)
{
	MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);

	for (int i = 0; i < lengthof(literals); i++)
	{
		int32		typmod;

		parseTypeString(literals[i].type, &values[i].type, &typmod, false);
		for (; values[i].count < MOST_VALUES && literals[i].text[values[i].count] != NULL; values[i].count++)
		{
			Oid			function;
			Oid			io_param;

			getTypeInputInfo(values[i].type, &function, &io_param);
			values[i].value[values[i].count] =
				OidInputFunctionCall(function, pstrdup(literals[i].text[values[i].count]), io_param, -1);
		}
	}
	MemoryContextSwitchTo(old);
}

/* Valid values, from the table of seeds. */
static void
find_partners(void)
{
	/* Their types instead of their entries. */
	SPI_execute("SELECT set_byte(data, 0, CASE WHEN entry < 3 THEN entry ELSE (entry - 1) / 2 END) FROM seed WHERE entry IN (0, 1, 2, 7, 9, 11, 13, 15)", true, 0);
	for (int i = 0; i < TYPES; i++)
		partners[i] = MemoryContextAlloc(TopMemoryContext, SPI_processed * sizeof(Datum));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;
		bytea	   *seed = DatumGetByteaPCopy(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull));
		int			type = VARDATA(seed)[0];
		Datum		value;

		if (!receive(&types[type], VARDATA(seed) + PREFIX, VARSIZE(seed) - VARHDRSZ - PREFIX, &value))
			elog(ERROR, "a seed is not valid");
		{
			MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);

			partners[type][partner_count[type]++] = datumCopy(value, false, -1);
			MemoryContextSwitchTo(old);
		}
		guard_reset();
	}
	for (int i = 0; i < TYPES; i++)
		if (partner_count[i] == 0)
			elog(ERROR, "there is no valid %s", format_type_be(types[i].oid));
}

/* The functions of aggregates whose state is internal. */
static void
find_events(void)
{
	static const char *const names[] = {"funnel_events", "session_events"};

	for (int i = 0; i < lengthof(of_events); i++)
	{
		MemoryContext old;
		bool		isnull;

		fmgr_info_cxt(function_named(psprintf("%s_serialize(internal)", names[i])), &of_events[i].serialize, TopMemoryContext);
		fmgr_info_cxt(function_named(psprintf("%s_deserialize(bytea,internal)", names[i])), &of_events[i].deserialize, TopMemoryContext);
		fmgr_info_cxt(function_named(psprintf("%s_combine(internal,internal)", names[i])), &of_events[i].combine, TopMemoryContext);
		fmgr_info_cxt(function_named(psprintf("%s_final(internal)", names[i])), &of_events[i].final, TopMemoryContext);
		SPI_execute(psprintf("SELECT substr(data, %d) FROM seed WHERE entry = %d ORDER BY length(data) LIMIT 1", PREFIX + 1, FUNNEL_EVENTS + i),
					true, 0);
		if (SPI_processed == 0)
			elog(ERROR, "there are no %s", names[i]);
		old = MemoryContextSwitchTo(TopMemoryContext);
		of_events[i].partner = datumCopy(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull), false, -1);
		MemoryContextSwitchTo(old);
	}
}

/* All functions with an argument of these types. */
static void
find_functions(void)
{
	SPI_execute("SELECT pg_proc.oid, proretset, oprcode IS NULL AND amproc IS NULL AND NOT 'kpi_state'::regtype = ANY (proargtypes)"
				" FROM pg_proc JOIN pg_depend ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e'"
				" LEFT JOIN (SELECT DISTINCT oprcode FROM pg_operator) AS o ON oprcode = pg_proc.oid"
				" LEFT JOIN (SELECT DISTINCT amproc::oid FROM pg_amproc) AS a ON amproc = pg_proc.oid"
				" WHERE prokind = 'f' AND proargtypes::oid[] && '{kpi_state,kpi_summary,funnel_summary,channel_graph,retention_summary,session_summary,pipeline_changes,mrr_summary}'::regtype[]::oid[]"
				" ORDER BY pg_proc.oid", true, 0);
	functions = MemoryContextAllocZero(TopMemoryContext, SPI_processed * sizeof(Function));
	function_count = SPI_processed;
	for (int i = 0; i < function_count; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		bool		isnull;
		Oid			oid = DatumGetObjectId(SPI_getbinval(row, desc, 1, &isnull));
		Oid		   *argument;
		Function   *function = &functions[i];

		fmgr_info_cxt(oid, &function->info, TopMemoryContext);
		function->name = MemoryContextStrdup(TopMemoryContext, format_procedure(oid));
		function->result = get_func_signature(oid, &argument, &function->nargs);
		function->verdict = DatumGetBool(SPI_getbinval(row, desc, 3, &isnull));
		function->doubtful = strstr(function->name, "_inverse(") != NULL ||
			(strstr(function->name, "_accum(") != NULL && strstr(function->name, "rollup") == NULL);
		if (function->nargs > MOST_ARGUMENTS)
			elog(ERROR, "%s has more arguments than expected", function->name);
		memcpy(function->type, argument, function->nargs * sizeof(Oid));
		function->kinds = PG_UINT64_MAX;
	}
	for (int i = 0; i < function_count; i++)
	{
		Function   *function = &functions[i];
		StringInfoData query;

		if (!function->info.fn_retset)
			continue;
		initStringInfo(&query);
		appendStringInfo(&query, "SELECT max(r::text) FROM (SELECT %s(", get_func_name(function->info.fn_oid));
		for (int j = 0; j < function->nargs; j++)
			appendStringInfo(&query, "%s$%d", j > 0 ? ", " : "", j + 1);
		/* A report may have billions of rows. */
		appendStringInfoString(&query, ") AS r LIMIT 1000) AS report");
		function->plan = SPI_prepare(query.data, function->nargs, function->type);
		if (function->plan == NULL || SPI_keepplan(function->plan) != 0)
			elog(ERROR, "could not prepare %s", query.data);
	}
}

/* Which functions take which kinds of states at all. */
static void
find_kinds(void)
{
	for (int i = 0; i < function_count; i++)
	{
		Function   *function = &functions[i];
		uint64		kinds = 0;

		if (function->type[0] != types[STATE].oid || function->nargs == 0)
			continue;
		for (int j = 0; j < partner_count[STATE]; j++)
		{
			uint64		kind = UINT64CONST(1) << VARDATA_ANY(partners[STATE][j])[1];
			NullableDatum args[MOST_ARGUMENTS];
			NullableDatum result;

			if (kinds & kind)
				continue;
			args[0] = (NullableDatum) {partners[STATE][j], false};
			for (int k = 1; k < function->nargs; k++)
				args[k] = index_of_type(function->type[k]) >= 0 ? partner(index_of_type(function->type[k]), args[0].value) :
					literal(function->type[k], false);
			if (call(&function->info, function->name, function->nargs, args, &result) ||
				sqlstate != ERRCODE_INVALID_BINARY_REPRESENTATION)
				kinds |= kind;
		}
		function->kinds = kinds;
	}
}

/* Look for all of that, once. */
void
hostile_init(void)
{
	if (per_input != NULL)
		return;
	guard_init();
	SPI_connect();
	find_types();
	make_literals();
	find_partners();
	find_events();
	find_functions();
	find_kinds();
	SPI_finish();
	per_input = AllocSetContextCreate(TopMemoryContext, "hostile", ALLOCSET_DEFAULT_SIZES);
}

/* hostile(bytea) -> boolean: tries an input; was it taken? */
PG_FUNCTION_INFO_V1(hostile);
Datum
hostile(PG_FUNCTION_ARGS)
{
	bytea	   *data = PG_GETARG_BYTEA_PP(0);

	hostile_init();
	PG_RETURN_BOOL(hostile_try(VARDATA_ANY(data), VARSIZE_ANY_EXHDR(data)));
}

/* hostile_value(kpi_state or the type of a stored value) -> boolean: tries a value as it is, out of line or compressed */
PG_FUNCTION_INFO_V1(hostile_value);
Datum
hostile_value(PG_FUNCTION_ARGS)
{
	MemoryContext old = CurrentMemoryContext;
	bool		taken;
	int			type;

	hostile_init();
	type = index_of_type(get_fn_expr_argtype(fcinfo->flinfo, 0));
	if (type < 0)
		elog(ERROR, "not a type of stored values");
	MemoryContextReset(per_input);
	guard_reset();
	MemoryContextSwitchTo(per_input);
	choice = VARSIZE_ANY(DatumGetPointer(PG_GETARG_DATUM(0)));
	taken = try_value(type, PG_GETARG_DATUM(0));
	MemoryContextSwitchTo(old);
	PG_RETURN_BOOL(taken);
}

/* unchecked(bytea) -> kpi_state or the type of a stored value, and unchecked(kpi_state) -> bytea: the same bytes */
PG_FUNCTION_INFO_V1(unchecked);
Datum
unchecked(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(PG_GETARG_BYTEA_P_COPY(0));
}
