/*
 * sequence_question.c
 *		What a sequence asks: its section, of as many words as its pattern takes.
 */
#include "block/sequence_question.h"

/* Report what two questions differ in. */
void
sequence_check_same(const SequenceQuestion *a, const SequenceQuestion *b)
{
	if (a->conditions != b->conditions)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of steps of a sequence changes within a group"),
				 errhint("Use the same number of steps for all rows of a group.")));
	if (a->size != b->size || a->words != b->words || memcmp(a->word, b->word, a->words * sizeof(uint32)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("pattern of a sequence changes within a group"),
				 errhint("Use the same pattern for all rows of a group.")));
	if (a->time_type != b->time_type)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("sequences over times of different types cannot be merged"),
				 errhint("Use times of one type for all rows of a group.")));
}

/* Ask this in an empty section. */
KpiState *
sequence_question_set(KpiState *state, int section, const SequenceQuestion *question)
{
	state = kpi_state_resize(state, section, question->size, 0);
	memcpy(kpi_section(state, section), question, question->size);
	return state;
}

/* ----------
 * The section
 * ----------
 */

static Size
question_initial_size(const SectionShape *shape)
{
	return sequence_question_size(0);
}

/* Check that the words are a pattern: links, and between two of them what there may be. */
static void
check_words(const SequenceQuestion *question)
{
	int			steps = sequence_steps(question);
	uint32		parts = 0;
	bool		last_is_link = false;

	for (uint32 i = 0; i < question->words; parts++)
	{
		uint32		word = question->word[i++];
		SequencePart part = part_of_word(word);
		int			argument = argument_of_word(word);

		last_is_link = part == PART_LINK;
		wire_check(i > 1 || last_is_link, "its pattern does not start with a row");
		switch (part)
		{
			case PART_LINK:
				wire_check(argument <= steps, "its pattern has a step out of range");
				break;
			case PART_REST:
				wire_check(argument == 0, "its pattern is malformed");
				break;
			case PART_WITHOUT:
				wire_check(argument >= 1 && argument <= steps, "its pattern has a step out of range");
				break;
			case PART_TIME:
				{
					Interval	interval;

					wire_check(argument >= RELATION_LE && argument <= RELATION_EQ &&
								   question->words - i >= WORDS_OF_INTERVAL,
							   "its pattern is malformed");
					interval = interval_of_words(&question->word[i]);
					wire_check(interval.month >= 0 && interval.day >= 0 && interval.time >= 0,
							   "its pattern has a negative interval");
#ifdef INTERVAL_NOT_FINITE
					wire_check(!INTERVAL_NOT_FINITE(&interval), "its pattern has an infinite interval");
#endif
					i += WORDS_OF_INTERVAL;
					break;
				}
			default:
				wire_check(false, "its pattern is malformed");
		}
	}
	wire_check(last_is_link, "its pattern does not end with a row");
	wire_check(parts == question->parts && parts <= SEQUENCE_MOST_PARTS, "its pattern has too many parts");
}

/* Can somebody have asked this? */
static void
check_question(const SequenceQuestion *question)
{
	wire_check(question->time_type >= TIME_DATE && question->time_type <= TIME_TIMESTAMPTZ && question->modes == 0 &&
				   question->conditions <= FUNNEL_MOST_STEPS,
			   "its question is malformed");
	check_words(question);
}

static void
question_check(const KpiState *state, int section, const SectionShape *shape)
{
	const SequenceQuestion *question = kpi_section(state, section);

	wire_check(question->words <= question->size / sizeof(uint32) && question->size == sequence_question_size(question->words),
			   "a section does not fit its size");
	check_question(question);
}

/* States of other questions cannot be merged. */
static KpiState *
question_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	sequence_check_same(kpi_section(state, section), other);
	return state;
}

static KpiState *
question_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const SequenceQuestion *question = kpi_section(state, section);

	pq_sendint8(buf, question->time_type);
	pq_sendint8(buf, question->conditions);
	pq_sendint32(buf, question->words);
	for (uint32 i = 0; i < question->words; i++)
		pq_sendint32(buf, question->word[i]);
	return state;
}

static KpiState *
question_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	uint8		time_type = wire_get(buf, 1);
	uint8		conditions = wire_get(buf, 1);
	uint32		words = wire_get_length(buf, sizeof(uint32));
	SequenceQuestion *question;

	wire_check(words <= SEQUENCE_MOST_PARTS * (1 + WORDS_OF_INTERVAL), "its pattern has too many parts");
	state = kpi_state_resize(state, section, sequence_question_size(words), 0);
	question = kpi_section(state, section);
	question->time_type = time_type;
	question->conditions = conditions;
	question->words = words;
	for (uint32 i = 0; i < words; i++)
		question->word[i] = wire_get(buf, 4);
	for (uint32 i = 0; i < words; i++)
	{
		if (part_of_word(question->word[i]) == PART_TIME)
			i += WORDS_OF_INTERVAL;
		question->parts++;
	}
	check_question(question);
	return state;
}

const SectionOps sequence_question_section = {
	.initial_size = question_initial_size,
	.check = question_check,
	.merge = question_merge,
	.send = question_send,
	.receive = question_receive,
};
