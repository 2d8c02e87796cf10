/*
 * sequence_pattern.c
 *		Patterns of sequences, such as (?1)(?t<=1 day)(?2): from text into words.
 */
#include "journey/sequence.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#define PATTERN_HINT "A pattern has parts (?N), ., .*, (?t<=V) and (?!N), as in '(?1)(?t<=1 day)(?2)'."

/* How far a pattern has been read. */
typedef struct Parser
{
	const char *text;
	const char *end;
	const char *part;			/* where the part that is being read starts */
	const char *next;
	int			steps;			/* there are */
} Parser;

/* The place of the part in characters, from 1. */
static int
position(const Parser *parser)
{
	return pg_mbstrlen_with_len(parser->text, parser->part - parser->text) + 1;
}

/* Report a fault of the part. */
static void
fault(const Parser *parser, const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid pattern of a sequence: %s at character %d", what, position(parser)),
			 errhint(PATTERN_HINT)));
}

/* Is this what comes next?  Then read it. */
static bool
accept(Parser *parser, const char *word)
{
	size_t		length = strlen(word);

	if (parser->end - parser->next < length || memcmp(parser->next, word, length) != 0)
		return false;
	parser->next += length;
	return true;
}

/* A number of a step, and the end of its part. */
static int
read_step(Parser *parser)
{
	int			step = 0;

	if (parser->next == parser->end || *parser->next < '0' || *parser->next > '9')
		fault(parser, "a part that is not known");
	for (; parser->next < parser->end && *parser->next >= '0' && *parser->next <= '9'; parser->next++)
		if (step <= FUNNEL_MOST_STEPS)
			step = step * 10 + (*parser->next - '0');
	if (!accept(parser, ")"))
		fault(parser, parser->next == parser->end ? "a part without an end" : "a part that is not known");
	if (step < 1 || step > parser->steps)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid pattern of a sequence: a step out of range at character %d", position(parser)),
				 errhint("Steps are numbered from 1 to %d.", parser->steps)));
	return step;
}

/* Let an error of interval's input function tell where it is. */
static void
interval_error(void *argument)
{
	if (ERRCODE_TO_CATEGORY(geterrcode()) != ERRCODE_DATA_EXCEPTION)
		return;
	errcode(ERRCODE_INVALID_PARAMETER_VALUE);
	errdetail("It is in the part at character %d of the pattern of a sequence.", position(argument));
}

/* An interval up to the end of its part: seconds, or what type interval takes, perhaps in quotes. */
static Interval
read_interval(Parser *parser)
{
	const char *start = parser->next;
	const char *close = memchr(start, ')', parser->end - start);
	ErrorContextCallback callback = {.callback = interval_error, .arg = parser, .previous = error_context_stack};
	Interval	interval;
	int			length;

	if (close == NULL)
		fault(parser, "a part without an end");
	parser->next = close + 1;
	length = close - start;
	if (length >= 2 && start[0] == '\'' && start[length - 1] == '\'')
	{
		start++;
		length -= 2;
	}
	if (memchr(start, '\'', length) != NULL)
		fault(parser, "a quote without its match");
	error_context_stack = &callback;
	interval = *DatumGetIntervalP(DirectFunctionCall3(interval_in, CStringGetDatum(pnstrdup(start, length)),
													  ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
	error_context_stack = callback.previous;
#ifdef INTERVAL_NOT_FINITE
	if (INTERVAL_NOT_FINITE(&interval))
		fault(parser, "an infinite interval");
#endif
	if (interval.month < 0 || interval.day < 0 || interval.time < 0)
		fault(parser, "a negative interval");
	return interval;
}

/* The relation of a time. */
static SequenceRelation
read_relation(Parser *parser)
{
	if (accept(parser, "<="))
		return RELATION_LE;
	if (accept(parser, "<"))
		return RELATION_LT;
	if (accept(parser, ">="))
		return RELATION_GE;
	if (accept(parser, ">"))
		return RELATION_GT;
	if (!accept(parser, "=="))
		fault(parser, "a comparison that is none of <=, <, >=, > and ==");
	return RELATION_EQ;
}

/* Read the next part into its words; returns how many. */
static int
read_part(Parser *parser, uint32 *word)
{
	if (accept(parser, ".*"))
		word[0] = part_word(PART_REST, 0);
	else if (accept(parser, "."))
		word[0] = part_word(PART_LINK, 0);
	else if (accept(parser, "(?t"))
	{
		Interval	interval;

		word[0] = part_word(PART_TIME, read_relation(parser));
		interval = read_interval(parser);
		word[1] = (uint32) interval.month;
		word[2] = (uint32) interval.day;
		word[3] = (uint32) (interval.time >> 32);
		word[4] = (uint32) interval.time;
		return 1 + WORDS_OF_INTERVAL;
	}
	else if (accept(parser, "(?!"))
		word[0] = part_word(PART_WITHOUT, read_step(parser));
	else if (accept(parser, "(?"))
		word[0] = part_word(PART_LINK, read_step(parser));
	else
		fault(parser, "a part that is not known");
	return 1;
}

/*
 * The question of a pattern over so many conditions, or step numbers if that is
 * 0; the type of times is left open.  What any number of rows at either end
 * take is nothing, so there it is left out.
 */
SequenceQuestion *
sequence_parse(const char *text, int length, int conditions)
{
	Parser		parser = {.text = text, .end = text + length, .next = text};
	SequenceQuestion *question = palloc0(sequence_question_size(SEQUENCE_MOST_PARTS * (1 + WORDS_OF_INTERVAL)));
	const char *dangling = NULL;	/* a condition after the last link so far */
	uint32		words_to_link = 0;	/* words up to the last link, and their parts */
	uint32		parts_to_link = 0;
	int			parts = 0;

	question->conditions = conditions;
	parser.steps = sequence_steps(question);
	for (;;)
	{
		uint32	   *word = &question->word[question->words];

		while (parser.next < parser.end && strchr(" \t\r\n", *parser.next) != NULL)
			parser.next++;
		parser.part = parser.next;
		if (parser.next == parser.end)
			break;
		if (++parts > SEQUENCE_MOST_PARTS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("invalid pattern of a sequence: more than %d parts at character %d", SEQUENCE_MOST_PARTS,
							position(&parser))));
		question->words += read_part(&parser, word);
		question->parts++;
		if (part_of_word(*word) == PART_LINK)
		{
			words_to_link = question->words;
			parts_to_link = question->parts;
			dangling = NULL;
		}
		else if (part_of_word(*word) != PART_REST)
		{
			if (words_to_link == 0)
				fault(&parser, "a condition before the first row");
			if (dangling == NULL)
				dangling = parser.part;
		}
		else if (words_to_link == 0)
			question->words = question->parts = 0;
	}
	if (words_to_link == 0)
	{
		parser.part = text;
		fault(&parser, "no row");
	}
	if (dangling != NULL)
	{
		parser.part = dangling;
		fault(&parser, "a condition after the last row");
	}
	memset(&question->word[words_to_link], 0, (question->words - words_to_link) * sizeof(uint32));
	question->words = words_to_link;
	question->parts = parts_to_link;
	question->size = sequence_question_size(words_to_link);
	return question;
}
