/*
 * state.c
 *		How a flat state grows, and the errors that every state can raise.
 */
#include "state/state.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/* Bytes between two looks for Ctrl-C. */
#define MOST_AT_A_TIME ((Size) 16 * 1024 * 1024)

#ifdef PG_MODULE_MAGIC_EXT
PG_MODULE_MAGIC_EXT(.name = "funnel_kpi", .version = FUNNEL_KPI_VERSION);
#else
PG_MODULE_MAGIC;
#endif

/* A state of a single zeroed section, which its block has yet to make something of. */
KpiState *
kpi_state_scratch(Size size)
{
	KpiState   *state = palloc0(sizeof(KpiState) + size);

	SET_VARSIZE(state, sizeof(KpiState) + size);
	state->version = KPI_STATE_VERSION;
	state->kind = KPI_SCRATCH;
	((KpiSection *) kpi_section(state, 0))->size = size;
	return state;
}

/* memcpy that notices Ctrl-C: to touch a gigabyte for the first time may take seconds. */
void
kpi_copy_bytes(void *to, const void *from, Size size)
{
	for (Size done = 0; done < size; done += MOST_AT_A_TIME)
	{
		memcpy((char *) to + done, (const char *) from + done, Min(size - done, MOST_AT_A_TIME));
		CHECK_FOR_INTERRUPTS();
	}
}

/* Fill with zeroes, noticing Ctrl-C. */
static void
zero_bytes(void *to, Size size)
{
	for (Size done = 0; done < size; done += MOST_AT_A_TIME)
	{
		memset((char *) to + done, 0, Min(size - done, MOST_AT_A_TIME));
		CHECK_FOR_INTERRUPTS();
	}
}

/* The bytes that a section can have, given the other ones. */
Size
kpi_state_room(const KpiState *state, int section)
{
	return KPI_MOST_BYTES - (VARSIZE(state) - ((const KpiSection *) kpi_section(state, section))->size);
}

/*
 * A copy of a state with one section of another size.  The first `keep` bytes
 * of the section are copied, the rest is zero.  The old state stays: it belongs
 * to the executor, which frees it.
 */
KpiState *
kpi_state_resize(const KpiState *state, int section, Size size, Size keep)
{
	const char *old = kpi_section(state, section);
	Size		before = old - (const char *) state;
	Size		old_size = ((const KpiSection *) old)->size;
	Size		after = VARSIZE(state) - before - old_size;
	Size		total = before + size + after;
	char	   *result;

	keep = Min(keep, Min(size, old_size));
	if (size > kpi_state_room(state, section))
		kpi_state_too_large();
	result = palloc(total);
	kpi_copy_bytes(result, state, before + keep);
	zero_bytes(result + before + keep, size - keep);
	kpi_copy_bytes(result + before + size, old + old_size, after);
	((KpiSection *) (result + before))->size = size;
	SET_VARSIZE(result, total);
	return (KpiState *) result;
}

/* A copy of a state in another memory context. */
KpiState *
kpi_state_keep(MemoryContext context, const KpiState *state)
{
	KpiState   *copy = MemoryContextAlloc(context, VARSIZE(state));

	kpi_copy_bytes(copy, state, VARSIZE(state));
	return copy;
}

/* Report a state that PostgreSQL's memory management cannot hold. */
void
kpi_state_too_large(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("state of a KPI exceeds 1 GB"),
			 errdetail("One group has more distinct keys, durations or events than a state can hold."),
			 errhint("Split the group with GROUP BY.")));
}

/*
 * Where the state of a moving aggregate lives.  Such functions take type
 * internal, so SQL cannot call them; this guards against another aggregate.
 */
MemoryContext
kpi_moving_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (AggCheckCallContext(fcinfo, &context) != AGG_CONTEXT_WINDOW)
		elog(ERROR, "moving-aggregate function called outside a window frame");
	return context;
}

/* Report a row that is to leave a window frame and never was in it. */
void
kpi_row_not_in_frame(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_WINDOWING_ERROR),
			 errmsg("row leaves a window frame that it is not in"),
			 errdetail("The arguments of a KPI were others when the row left than when it entered."),
			 errhint("Call functions in the arguments only if they give the same result for the same row.")));
}

/* The type of stored values that is being checked; NULL for a state. */
static const char *checked_type;

/* From here on, what is malformed is a value of this type; NULL for a state. */
void
kpi_check_as(const char *type)
{
	checked_type = type;
}

/* Report bytes that are not of our making. */
void
kpi_state_corrupt(const char *what)
{
	const char *type = checked_type;

	checked_type = NULL;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 type == NULL ? errmsg("invalid KPI state") : errmsg("invalid value of type %s", type),
			 errdetail("The reason: %s.", what),
			 errhint("Only values that funnel_kpi made can be used here.")));
}
