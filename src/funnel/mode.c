/*
 * mode.c
 *		The mode of a funnel: words and items, separated by commas.
 *
 *		strict_increase, strict_once, strict_order, strict_deduplication, any_order
 *		exclude N [between I and J]
 *		step N within INTERVAL
 *		each step within INTERVAL
 *
 * What a mode says about the number of its steps is checked where that is known.
 */
#include "funnel/funnel.h"

#include <ctype.h>

#include "miscadmin.h"
#include "parser/scansup.h"
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
	const FunnelMode *mode;
	int			length;
	char		text[FLEXIBLE_ARRAY_MEMBER];
} ModeCache;

#define MODE_HINT "Valid modes are strict_increase, strict_once, strict_order, strict_deduplication " \
	"and any_order, with items \"exclude N\", \"exclude N between I and J\", \"step N within INTERVAL\" " \
	"and \"each step within INTERVAL\", separated by commas."

const FunnelMode funnel_without_mode = {.numbers = FUNNEL_MOST_STEPS};

/* ----------
 * Taking a mode apart
 * ----------
 */

/* A word or an item of a mode. */
typedef struct ModeWord
{
	const char *text;
	int			length;
	uint8		flag;			/* 0 if it is an item, or nothing that is known */
	FunnelItem	item;			/* its kind is 0 if it is none; without its window, */
	const char *window;			/* which is here, */
	int			window_length;	/* without quotes */
} ModeWord;

/* What is left of an item. */
typedef struct ItemText
{
	const char *next;
	const char *end;
} ItemText;

static void
skip_blanks(ItemText *text)
{
	while (text->next < text->end && scanner_isspace(*text->next))
		text->next++;
}

/* Take a keyword. */
static bool
keyword(ItemText *text, const char *word)
{
	int			length = strlen(word);

	skip_blanks(text);
	if (text->end - text->next < length || memcmp(text->next, word, length) != 0 ||
		(text->next + length < text->end && !scanner_isspace(text->next[length])))
		return false;
	text->next += length;
	return true;
}

/* Take a number of one digit or two. */
static bool
number(ItemText *text, uint8 *result)
{
	const char *start;
	int			value = 0;

	skip_blanks(text);
	for (start = text->next; text->next < text->end && isdigit((unsigned char) *text->next) && text->next < start + 2; text->next++)
		value = value * 10 + (*text->next - '0');
	*result = value;
	return text->next > start && (text->next == text->end || scanner_isspace(*text->next));
}

/* Take the rest for the text of an interval, perhaps in quotes. */
static bool
interval_text(ItemText *text, ModeWord *word)
{
	skip_blanks(text);
	word->window = text->next;
	word->window_length = text->end - text->next;
	if (word->window_length >= 2 && word->window[0] == '\'' && text->end[-1] == '\'')
	{
		word->window++;
		word->window_length -= 2;
	}
	text->next = text->end;
	return word->window_length > 0 && memchr(word->window, '\'', word->window_length) == NULL;
}

/* Is a word an item?  Takes it apart, but for its window. */
static bool
take_item(ModeWord *word)
{
	ItemText	text = {.next = word->text, .end = word->text + word->length};
	FunnelItem *item = &word->item;

	if (keyword(&text, "exclude"))
	{
		if (!number(&text, &item->number))
			return false;
		skip_blanks(&text);
		if (text.next < text.end && !(keyword(&text, "between") && number(&text, &item->from) && keyword(&text, "and") &&
									  number(&text, &item->to) && item->from > 0 && item->to > 0))
			return false;
		item->kind = ITEM_EXCLUSION;
		skip_blanks(&text);
		return text.next == text.end;
	}
	if (keyword(&text, "each"))
	{
		if (!keyword(&text, "step"))
			return false;
	}
	else if (!keyword(&text, "step") || !number(&text, &item->number) || item->number == 0)
		return false;
	item->kind = ITEM_STEP_WINDOW;
	return keyword(&text, "within") && interval_text(&text, word);
}

/* Take the next word off a mode, without the blanks around it; after the last one *text is NULL.  Commas in quotes part nothing. */
static ModeWord
next_mode_word(const char **text, const char *end)
{
	ModeWord	word = {.text = *text};
	const char *comma = *text;
	const char *last;
	bool		quoted = false;

	for (; comma < end && (quoted || *comma != ','); comma++)
		quoted ^= *comma == '\'';
	*text = comma == end ? NULL : comma + 1;
	while (word.text < comma && scanner_isspace(*word.text))
		word.text++;
	for (last = comma; last > word.text && scanner_isspace(last[-1]);)
		last--;
	word.length = last - word.text;
	for (int i = 0; i < lengthof(mode_names); i++)
		if (word.length == strlen(mode_names[i].name) && memcmp(word.text, mode_names[i].name, word.length) == 0)
			word.flag = mode_names[i].flag;
	if (word.flag == 0 && !take_item(&word))
		word.item.kind = 0;
	return word;
}

/* What other systems, and those who come from them, call modes and items; letters only. */
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

/* The same for words that begin so. */
static const struct
{
	const char *letters;
	const char *hint;
} item_hints[] = {
	{"exclud", "Perhaps you meant \"exclude 4\" or \"exclude 4 between 1 and 3\". "},
	{"exclusion", "Perhaps you meant \"exclude 4\" or \"exclude 4 between 1 and 3\". "},
	{"without", "Perhaps you meant \"exclude 4\" or \"exclude 4 between 1 and 3\". "},
	{"step", "Perhaps you meant \"step 2 within 5 minutes\". "},
	{"each", "Perhaps you meant \"each step within 5 minutes\". "},
	{"everystep", "Perhaps you meant \"each step within 5 minutes\". "},
	{"allsteps", "Perhaps you meant \"each step within 5 minutes\". "},
	{"within", "Perhaps you meant \"each step within 5 minutes\". "},
};

/* Report a word that is nothing known, with what it may stand for: 'Strict-Order', 'STRICT_ORDER', 'strict_order=true'. */
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
	for (int i = 0; i < lengthof(item_hints); i++)
		if (strncmp(letters, item_hints[i].letters, strlen(item_hints[i].letters)) == 0)
			hint = item_hints[i].hint;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("funnel mode \"%.*s\" does not exist", word->length, word->text),
			 errhint("%s%s", hint, MODE_HINT)));
}

/* Let an error of interval's input function tell where it is. */
static void
interval_error(void *argument)
{
	const ModeWord *word = argument;

	if (ERRCODE_TO_CATEGORY(geterrcode()) != ERRCODE_DATA_EXCEPTION)
		return;
	errcode(ERRCODE_INVALID_PARAMETER_VALUE);
	errdetail("It is in the item \"%.*s\" of the mode of a funnel.", word->length, word->text);
}

/* Read the window of an item. */
static void
read_window(ModeWord *word)
{
	ErrorContextCallback callback = {.callback = interval_error, .arg = word, .previous = error_context_stack};
	char	   *text = pnstrdup(word->window, word->window_length);

	error_context_stack = &callback;
	word->item.within = *DatumGetIntervalP(DirectFunctionCall3(interval_in, CStringGetDatum(text),
															   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
	error_context_stack = callback.previous;
	if (!funnel_window_is_positive(&word->item.within))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("window of a step must be positive and finite, not \"%s\"", text),
				 errhint("Give the longest time from the step before, such as \"step 2 within 5 minutes\".")));
}

/* ----------
 * Items in canonical form
 * ----------
 */

static int
compare_items(const void *a, const void *b)
{
	return funnel_item_compare(a, b);
}

/* Is one exclusion inside the other one, of the same condition? */
static inline bool
is_inside(const FunnelItem *inner, const FunnelItem *outer)
{
	return inner->kind == ITEM_EXCLUSION && outer->kind == ITEM_EXCLUSION && inner->number == outer->number &&
		inner->from >= outer->from && inner->to <= outer->to;
}

/* Report two windows of one step. */
pg_noreturn static void
two_windows(const FunnelItem *item)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 item->number == 0 ? errmsg("each step has two different windows") :
			 errmsg("step %d has two different windows", item->number),
			 errhint("Give a step one window; its own goes before that of each step.")));
}

/* Leave out, of items in order, those that others say already; returns how many are left. */
static int
leave_out_items(FunnelItem *item, int items)
{
	const FunnelItem *each = NULL;
	int			kept = 0;

	for (int i = 0; i < items; i++)
	{
		bool		needed = true;

		if (item[i].kind == ITEM_STEP_WINDOW)
		{
			if (kept > 0 && funnel_item_compare(&item[kept - 1], &item[i]) == 0)
			{
				if (memcmp(&item[kept - 1].within, &item[i].within, sizeof(Interval)) != 0)
					two_windows(&item[i]);
				needed = false;
			}
			else if (item[i].number > 0 && each != NULL && memcmp(&each->within, &item[i].within, sizeof(Interval)) == 0)
				needed = false;
		}
		else
		{
			/* An outer one comes before, or starts at the same step. */
			while (kept > 0 && is_inside(&item[kept - 1], &item[i]))
				kept--;
			needed = kept == 0 || !is_inside(&item[i], &item[kept - 1]);
		}
		if (!needed)
			continue;
		item[kept] = item[i];
		if (item[kept].kind == ITEM_STEP_WINDOW && item[kept].number == 0)
			each = &item[kept];
		kept++;
	}
	return kept;
}

/* Check the exclusions of a mode, whose items are in order, and let those that say nothing else be between the first step and the last. */
static void
fill_in_exclusions(FunnelMode *mode)
{
	int			first = 0;

	for (int i = 0; i < mode->items && mode->item[i].kind == ITEM_EXCLUSION; i++)
	{
		int			number = mode->item[i].number;

		if (i == 0)
			first = number;
		if (first < 2)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a funnel cannot exclude condition %d", first),
					 errdetail("There is no step before it."),
					 errhint("Give the steps first and then what is excluded, such as \"exclude 4\" behind three steps.")));
		if (number > FUNNEL_MOST_STEPS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a funnel cannot exclude condition %d", number),
					 errhint("A funnel has up to %d conditions or step numbers.", FUNNEL_MOST_STEPS)));
		if (i > 0 && number > mode->item[i - 1].number + 1)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a funnel that excludes conditions %d and %d has no condition %d", mode->item[i - 1].number, number,
							mode->item[i - 1].number + 1),
					 errdetail("What is excluded comes after the steps, without a gap."),
					 errhint("Give the steps first and then what is excluded, such as \"exclude 4, exclude 5\" behind three steps.")));
		mode->steps = first - 1;
		mode->numbers = number;
	}
	for (int i = 0; i < mode->items && mode->item[i].kind == ITEM_EXCLUSION; i++)
	{
		FunnelItem *item = &mode->item[i];

		if (item->from == 0)
		{
			item->from = 1;
			item->to = mode->steps;
		}
		else if (item->from >= item->to || item->to > mode->steps)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("condition %d cannot be excluded between steps %d and %d", item->number, item->from, item->to),
					 errdetail("The steps are numbered from 1 to %d.", mode->steps),
					 errhint("Give the earlier step first.")));
	}
}

/* Read a mode. */
static FunnelMode *
parse_mode(const char *text, int length)
{
	const char *end = text + length;
	FunnelMode *mode = palloc0(offsetof(FunnelMode, item) + FUNNEL_MOST_ITEMS * sizeof(FunnelItem));

	mode->numbers = FUNNEL_MOST_STEPS;
	while (text < end && scanner_isspace(*text))
		text++;
	if (text == end)
		return mode;
	while (text != NULL)
	{
		ModeWord	word = next_mode_word(&text, end);

		CHECK_FOR_INTERRUPTS();
		if (word.flag == 0 && word.item.kind == 0)
			no_such_mode(&word);
		mode->modes |= word.flag;
		if (word.item.kind == 0)
			continue;
		if (mode->items == FUNNEL_MOST_ITEMS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("mode of a funnel has more than %d items", FUNNEL_MOST_ITEMS),
					 errhint("Leave out items that others say already.")));
		if (word.item.kind == ITEM_STEP_WINDOW)
			read_window(&word);
		mode->item[mode->items++] = word.item;
	}
	if ((mode->modes & ANY_ORDER) && mode->modes != ANY_ORDER)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnel mode \"any_order\" cannot be combined with other modes"),
				 errhint(MODE_HINT)));
	if ((mode->modes & ANY_ORDER) && mode->items > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnel mode \"any_order\" cannot be combined with items"),
				 errdetail("Items are about steps that come in order."),
				 errhint("Leave \"any_order\" out, or the items.")));
	qsort(mode->item, mode->items, sizeof(FunnelItem), compare_items);
	fill_in_exclusions(mode);
	qsort(mode->item, mode->items, sizeof(FunnelItem), compare_items);
	mode->items = leave_out_items(mode->item, mode->items);
	return mode;
}

/* ----------
 * Modes as arguments
 * ----------
 */

/* What a mode argument means. */
const FunnelMode *
funnel_mode(FunctionCallInfo fcinfo, int argument)
{
	ModeCache  *cache = fcinfo->flinfo->fn_extra;
	const text *given;
	const char *data;
	int			length;
	FunnelMode *mode;
	Size		size;
	Size		offset;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnel mode must not be NULL"),
				 errhint(MODE_HINT)));
	given = PG_GETARG_TEXT_PP(argument);
	data = VARDATA_ANY(given);
	length = VARSIZE_ANY_EXHDR(given);
	if (likely(cache != NULL && cache->length == length && memcmp(cache->text, data, length) == 0))
		return cache->mode;

	mode = parse_mode(data, length);
	if (cache != NULL)
		pfree(cache);
	fcinfo->flinfo->fn_extra = NULL;
	offset = MAXALIGN(offsetof(ModeCache, text) + length);
	size = offsetof(FunnelMode, item) + mode->items * sizeof(FunnelItem);
	cache = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, offset + size);
	cache->length = length;
	memcpy(cache->text, data, length);
	cache->mode = memcpy((char *) cache + offset, mode, size);
	pfree(mode);
	fcinfo->flinfo->fn_extra = cache;
	return cache->mode;
}

/*
 * How many steps a funnel has whose mode excludes something, where so many
 * conditions are given, or so many steps.  The conditions are all there are;
 * the steps may be all numbers there are, too.
 */
int
funnel_mode_steps(const FunnelMode *mode, int given, bool conditions)
{
	if (given == mode->numbers || (!conditions && given == mode->steps))
		return mode->steps;
	if (conditions)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a funnel that excludes condition %d cannot have %d conditions", mode->numbers, given),
				 errdetail("What is excluded comes after the steps: the last condition is excluded."),
				 errhint("Give %d conditions.", mode->numbers)));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a funnel that excludes step number %d cannot have %d steps", mode->steps + 1, given),
			 errdetail("What is excluded comes after the steps."),
			 errhint("Give %d as the number of steps.", mode->steps)));
}

/* Check that there are the steps that a mode gives a window. */
void
funnel_mode_check_steps(const FunnelMode *mode, int steps)
{
	for (int i = 0; i < mode->items; i++)
	{
		const FunnelItem *item = &mode->item[i];

		if (item->kind == ITEM_STEP_WINDOW && (item->number == 1 || item->number > steps))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("step %d of a funnel cannot have a window", item->number),
					 item->number == 1 ? errdetail("There is no step before it.") :
					 errdetail("The number of steps is %d.", steps),
					 errhint("Steps from the second on can have a window, from the step before.")));
	}
}

/* Report a text subject that is a mode. */
void
funnel_subject_is_no_mode(const char *text, int length)
{
	const char *left = text;

	while (left != NULL)
	{
		ModeWord	word = next_mode_word(&left, text + length);

		if (word.flag == 0 && word.item.kind == 0)
			return;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("subject of a funnel is the mode \"%.*s\"", length, text),
			 errhint("Give the subject between the mode and the time. If subjects are called so, "
					 "give an empty mode before them.")));
}
