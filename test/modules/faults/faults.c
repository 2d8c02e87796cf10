/*
 * faults.c
 *		Faults on purpose, which a server under test/sanitize must report.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/memutils.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(signed_overflow);
PG_FUNCTION_INFO_V1(write_past_chunk);
PG_FUNCTION_INFO_V1(read_after_free);
PG_FUNCTION_INFO_V1(kept_in_short_context);
PG_FUNCTION_INFO_V1(read_uninitialized);

/* Adds 1 to its argument. */
Datum
signed_overflow(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(PG_GETARG_INT32(0) + 1);
}

/* Writes the byte behind a chunk of as many bytes as its argument says. */
Datum
write_past_chunk(PG_FUNCTION_ARGS)
{
	int32		size = PG_GETARG_INT32(0);
	volatile char *chunk = palloc(size);

	chunk[size] = 1;
	pfree((void *) chunk);
	PG_RETURN_INT32(size);
}

/* Reads the first byte of a chunk of that size after it was freed. */
Datum
read_after_free(PG_FUNCTION_ARGS)
{
	volatile char *chunk = palloc0(PG_GETARG_INT32(0));

	pfree((void *) chunk);
	PG_RETURN_INT32(chunk[0]);
}

/* Keeps a state between calls, as an aggregate may, but in the context that is reset after each row. */
Datum
kept_in_short_context(PG_FUNCTION_ARGS)
{
	int32	   *state = fcinfo->flinfo->fn_extra;

	if (state == NULL)
	{
		state = palloc0(sizeof(int32));
		fcinfo->flinfo->fn_extra = state;
	}
	PG_RETURN_INT32(*state += PG_GETARG_INT32(0));
}

/* Decides by a byte that was never set. */
Datum
read_uninitialized(PG_FUNCTION_ARGS)
{
	volatile char *chunk = palloc(PG_GETARG_INT32(0));

	PG_RETURN_INT32(chunk[0] == 1 ? 1 : 0);
}
