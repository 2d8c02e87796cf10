/*
 * kpi_state.c
 *		The type kpi_state: its way in and out, and combining two of them.
 *
 * The binary form is the wire form (walk.c), the text form the same in
 * hexadecimal.
 */
#include "kinds/stored.h"

#include <ctype.h>

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

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
	kpi_state_write(&buf, kpi_state_copy(PG_GETARG_DATUM(0), 0), WIRE_FORM_1);
	sent = pq_endtypsend(&buf);
	kpi_check_sent(PointerGetDatum(sent));
	PG_RETURN_BYTEA_P(sent);
}

/*
 * kpi_state_recv(internal) -> kpi_state
 */
PG_FUNCTION_INFO_V1(kpi_state_recv);
Datum
kpi_state_recv(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(kpi_state_read((StringInfo) PG_GETARG_POINTER(0), 0, WIRE_KEEP, NULL));
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
	PG_RETURN_POINTER(kpi_state_read(&buf, 0, WIRE_KEEP, NULL));
}

/*
 * kpi_state_combine(kpi_state, kpi_state) -> kpi_state
 *
 * The state of the rows of both, whatever the order and the split.
 */
PG_FUNCTION_INFO_V1(kpi_state_combine);
Datum
kpi_state_combine(PG_FUNCTION_ARGS)
{
	const KpiState *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = kpi_state_foreign(PG_GETARG_DATUM(1), 0);
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(other);
	PG_RETURN_POINTER(kpi_state_merge(kpi_state_argument(fcinfo, 0), other));
}
