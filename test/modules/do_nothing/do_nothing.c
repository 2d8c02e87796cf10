/*
 * do_nothing.c
 *		An aggregate's transition function that leaves its state as it is: what
 *		remains is the time to read the rows and to call it.
 */
#include "postgres.h"

#include "fmgr.h"

PG_MODULE_MAGIC;

/* do_nothing_accum(bigint, …) -> bigint: the first argument */
PG_FUNCTION_INFO_V1(do_nothing_accum);
Datum
do_nothing_accum(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}
