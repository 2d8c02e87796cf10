/*
 * fuzz.c
 *		libFuzzer within a backend, to find hostile bytes (see hostile.c).
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "libpq/pqsignal.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "hostile.h"

extern int	LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target) (const uint8 *data, size_t size));

/* What is wrong ends the backend, for libFuzzer to save the input. */
static int
target(const uint8 *data, size_t size)
{
	PG_TRY();
	{
		(void) hostile_try((const char *) data, size);
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(TopMemoryContext);
		error = CopyErrorData();
		fprintf(stderr, "\nFOUND: %s %s\n", error->message, error->detail ? error->detail : "");
		abort();
	}
	PG_END_TRY();
	return 0;
}

/* fuzz(arguments text[]) -> void: runs libFuzzer, which ends the backend */
PG_FUNCTION_INFO_V1(fuzz);
Datum
fuzz(PG_FUNCTION_ARGS)
{
	Datum	   *argument;
	int			count;
	char	  **argv;
	int			argc = 1;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT, &argument, NULL, &count);
	argv = palloc0((count + 2) * sizeof(char *));
	argv[0] = "fuzz";
	for (int i = 0; i < count; i++)
		argv[argc++] = TextDatumGetCString(argument[i]);
	hostile_init();
	/* For libFuzzer, which respects handlers that are there: what takes too long is found by it. */
	pqsignal(SIGALRM, SIG_DFL);
	LLVMFuzzerRunDriver(&argc, &argv, target);
	PG_RETURN_VOID();
}
