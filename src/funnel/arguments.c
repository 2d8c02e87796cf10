/*
 * arguments.c
 *		The arguments that the funnels' functions share: window, modes, steps.
 */
#include "funnel/funnel.h"

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

static const struct
{
	const char *name;
	uint8		flag;
} mode_names[] = {
	{"strict_increase", STRICT_INCREASE},
	{"strict_once", STRICT_ONCE},
	{"strict_order", STRICT_ORDER},
	{"strict_deduplication", STRICT_DEDUPLICATION},
	{"any_order", ANY_ORDER},
};

/* A mode argument and what it means, kept between the calls of a function. */
typedef struct ModeCache
{
	uint8		modes;
	int			length;
	char		text[FLEXIBLE_ARRAY_MEMBER];
} ModeCache;

#define MODE_HINT "Valid modes are strict_increase, strict_once, strict_order, strict_deduplication " \
	"and any_order, separated by commas."

/* Read a list of modes. */
static uint8
parse_modes(const char *text, int length)
{
	const char *end = text + length;
	uint8		modes = 0;

	while (text < end && *text == ' ')
		text++;
	if (text == end)
		return 0;
	for (;;)
	{
		const char *next = text;
		const char *last;
		uint8		flag = 0;

		CHECK_FOR_INTERRUPTS();
		while (next < end && *next != ',')
			next++;
		while (text < next && *text == ' ')
			text++;
		for (last = next; last > text && last[-1] == ' ';)
			last--;
		for (int i = 0; i < lengthof(mode_names); i++)
			if (last - text == strlen(mode_names[i].name) && memcmp(text, mode_names[i].name, last - text) == 0)
				flag = mode_names[i].flag;
		if (flag == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("funnel mode \"%.*s\" does not exist", (int) (last - text), text),
					 errhint(MODE_HINT)));
		modes |= flag;
		if (next == end)
			break;
		text = next + 1;
	}
	if ((modes & ANY_ORDER) && modes != ANY_ORDER)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnel mode \"any_order\" cannot be combined with other modes"),
				 errhint(MODE_HINT)));
	return modes;
}

/* The modes in an argument. */
uint8
funnel_modes(FunctionCallInfo fcinfo, int argument)
{
	ModeCache  *cache = fcinfo->flinfo->fn_extra;
	const text *mode;
	const char *data;
	int			length;
	uint8		modes;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnel mode must not be NULL"),
				 errhint(MODE_HINT)));
	mode = PG_GETARG_TEXT_PP(argument);
	data = VARDATA_ANY(mode);
	length = VARSIZE_ANY_EXHDR(mode);
	if (cache != NULL && cache->length == length && memcmp(cache->text, data, length) == 0)
		return cache->modes;

	modes = parse_modes(data, length);
	if (cache != NULL)
		pfree(cache);
	fcinfo->flinfo->fn_extra = NULL;
	cache = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, offsetof(ModeCache, text) + length);
	cache->modes = modes;
	cache->length = length;
	memcpy(cache->text, data, length);
	fcinfo->flinfo->fn_extra = cache;
	return modes;
}

/* Report what a row does not agree in. */
void
funnel_row_disagrees(const Funnel *funnel, FunctionCallInfo fcinfo, uint8 modes)
{
	if (PG_ARGISNULL(1) || memcmp(PG_GETARG_INTERVAL_P(1), &funnel->within, sizeof(Interval)) != 0)
		funnel_argument_changes("window");
	if (funnel->modes != modes)
		funnel_argument_changes("mode");
	funnel_argument_changes("number of steps");
}

/* What the first row of a group asks for: window in argument 1, then perhaps modes. */
void
funnel_init(Funnel *funnel, FunctionCallInfo fcinfo, TimeType time_type, uint8 modes, uint8 conditions)
{
	const Interval *within;

	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("window of a funnel must not be NULL"),
				 errhint("Give the longest time from the first step to the last, such as '7 days'.")));
	within = PG_GETARG_INTERVAL_P(1);
	if (!funnel_window_is_positive(within))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("window of a funnel must be positive and finite, not \"%s\"",
						DatumGetCString(DirectFunctionCall1(interval_out, PG_GETARG_DATUM(1)))),
				 errhint("Give the longest time from the first step to the last, such as '7 days'.")));
	funnel->within = *within;
	funnel->time_type = time_type;
	funnel->modes = modes;
	funnel->conditions = conditions;
}

/* The steps that are true in an argument that is an array of conditions, and how many there are. */
uint64
funnel_conditions(FunctionCallInfo fcinfo, int argument, int *count)
{
	const ArrayType *array;
	const bool *value;
	const bits8 *known;
	int			length;
	uint64		steps = 0;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("steps of a funnel must not be a NULL array"),
				 errhint("Give 1 to %d conditions, one for each step.", FUNNEL_MOST_STEPS)));
	array = PG_GETARG_ARRAYTYPE_P(argument);
	value = (const bool *) ARR_DATA_PTR(array);
	known = ARR_NULLBITMAP(array);
	length = ARR_NDIM(array) == 1 ? ARR_DIMS(array)[0] : 0;
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("steps of a funnel must be a one-dimensional array")));
	if (length < 1 || length > FUNNEL_MOST_STEPS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a funnel cannot have %d steps", length),
				 errhint("Give 1 to %d conditions, one for each step.", FUNNEL_MOST_STEPS)));
	if (known == NULL)
		for (int i = 0; i < length; i++)
			steps |= (uint64) (value[i] != 0) << i;
	else
	{
		for (int i = 0; i < length; i++)
			if (known[i / 8] & (1 << i % 8))
				steps |= (uint64) (*value++ != 0) << i;
	}
	*count = length;
	return steps;
}

/* Report a step number that a funnel cannot have. */
void
funnel_step_out_of_range(int64 step, int most)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("step %lld of a funnel is out of range", (long long) step),
			 errhint("Steps are numbered from 1 to %d; NULL or 0 is no step.", most)));
}
