/*
 * arguments.c
 *		The arguments that the funnels' functions share: window, modes, steps.
 */
#include "funnel/funnel.h"

#include "miscadmin.h"
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

/* A word of a list of modes. */
typedef struct ModeWord
{
	const char *text;
	int			length;
	uint8		flag;			/* 0 if it is no mode */
} ModeWord;

/* Take the next word off a list, without the blanks around it; after the last one *text is NULL. */
static ModeWord
next_mode_word(const char **text, const char *end)
{
	ModeWord	word = {.text = *text};
	const char *comma = *text;
	const char *last;

	while (comma < end && *comma != ',')
		comma++;
	*text = comma == end ? NULL : comma + 1;
	while (word.text < comma && *word.text == ' ')
		word.text++;
	for (last = comma; last > word.text && last[-1] == ' ';)
		last--;
	word.length = last - word.text;
	for (int i = 0; i < lengthof(mode_names); i++)
		if (word.length == strlen(mode_names[i].name) && memcmp(word.text, mode_names[i].name, word.length) == 0)
			word.flag = mode_names[i].flag;
	return word;
}

/* What other systems, and those who come from them, call the modes; letters only. */
static const struct
{
	const char *letters;
	const char *hint;
} mode_hints[] = {
	{"strictincrease", "Perhaps you meant \"strict_increase\". "},
	{"increase", "Perhaps you meant \"strict_increase\". "},
	{"strictonce", "Perhaps you meant \"strict_once\". "},
	{"once", "Perhaps you meant \"strict_once\". "},
	{"strictorder", "Perhaps you meant \"strict_order\". "},
	{"order", "Perhaps you meant \"strict_order\". "},
	{"fixed", "Perhaps you meant \"strict_order\". "},
	{"strictdeduplication", "Perhaps you meant \"strict_deduplication\". "},
	{"strictdedup", "Perhaps you meant \"strict_deduplication\". "},
	{"deduplication", "Perhaps you meant \"strict_deduplication\". "},
	{"strict", "Perhaps you meant \"strict_order\", no other row in between, or \"strict_deduplication\", no step again. "},
	{"anyorder", "Perhaps you meant \"any_order\". "},
	{"any", "Perhaps you meant \"any_order\". "},
	{"unordered", "Perhaps you meant \"any_order\". "},
	{"default", "Leave the mode out if steps come in order with anything in between. "},
	{"ordered", "Leave the mode out if steps come in order with anything in between. "},
	{"none", "Leave the mode out if steps come in order with anything in between. "},
};

/* Report a word that is no mode, with what it may stand for: 'Strict-Order', 'STRICT_ORDER', 'strict_order=true'. */
pg_noreturn static void
no_such_mode(const ModeWord *word)
{
	char		letters[32];
	int			length = 0;
	const char *hint = "";

	for (int i = 0; i < word->length && word->text[i] != '=' && length < lengthof(letters) - 1; i++)
	{
		char		letter = pg_ascii_tolower((unsigned char) word->text[i]);

		if (letter >= 'a' && letter <= 'z')
			letters[length++] = letter;
	}
	letters[length] = '\0';
	for (int i = 0; i < lengthof(mode_hints); i++)
		if (strcmp(letters, mode_hints[i].letters) == 0)
			hint = mode_hints[i].hint;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("funnel mode \"%.*s\" does not exist", word->length, word->text),
			 errhint("%s%s", hint, MODE_HINT)));
}

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
	while (text != NULL)
	{
		ModeWord	word = next_mode_word(&text, end);

		CHECK_FOR_INTERRUPTS();
		if (word.flag == 0)
			no_such_mode(&word);
		modes |= word.flag;
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

/* Report a text subject that is a list of modes. */
void
funnel_subject_is_no_mode(const char *text, int length)
{
	const char *left = text;

	while (left != NULL)
		if (next_mode_word(&left, text + length).flag == 0)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("subject of a funnel is the mode \"%.*s\"", length, text),
			 errhint("Give the subject between the mode and the time. If subjects are called so, "
					 "give an empty mode before them.")));
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
	return steps_of_conditions(fcinfo, argument, count, "funnel");
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
