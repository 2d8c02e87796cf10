/*
 * sequence_question.h
 *		What a sequence asks of the events of a subject: a pattern, taken apart.
 */
#ifndef KPI_SEQUENCE_QUESTION_H
#define KPI_SEQUENCE_QUESTION_H

#include "block/event_question.h"

/* The parts that a pattern can have. */
#define SEQUENCE_MOST_PARTS 1000

/* What a part is, the lowest byte of its word.  Stored: never renumber. */
typedef enum SequencePart
{
	PART_LINK = 1,				/* a row with a step, or any row if that is 0 */
	PART_REST = 2,				/* any number of rows */
	PART_TIME = 3,				/* the same, in a relation of times: words of an interval follow */
	PART_WITHOUT = 4			/* the same, without a step */
} SequencePart;

/* How the time of the next link compares to that of the one before and the interval.  Stored: never renumber. */
typedef enum SequenceRelation
{
	RELATION_LE = 1,
	RELATION_LT = 2,
	RELATION_GE = 3,
	RELATION_GT = 4,
	RELATION_EQ = 5
} SequenceRelation;

/* Months, days, and the two halves of microseconds. */
#define WORDS_OF_INTERVAL 4

/* It starts as an EventQuestion. */
typedef struct SequenceQuestion
{
	uint32		size;
	uint8		time_type;		/* TimeType */
	uint8		modes;			/* 0 */
	uint8		conditions;		/* their number; 0 if rows have step numbers */
	uint8		unused;
	uint32		parts;
	uint32		words;
	uint32		word[FLEXIBLE_ARRAY_MEMBER];	/* the parts: what each is, above it its step or relation */
} SequenceQuestion;

extern const SectionOps sequence_question_section;

extern KpiState *sequence_question_set(KpiState *state, int section, const SequenceQuestion *question);
extern void sequence_check_same(const SequenceQuestion *a, const SequenceQuestion *b);

/* The steps that rows can have. */
static inline int
sequence_steps(const SequenceQuestion *question)
{
	return question->conditions > 0 ? question->conditions : FUNNEL_MOST_STEPS;
}

/* Bytes of a question of so many words. */
static inline Size
sequence_question_size(uint32 words)
{
	return MAXALIGN(offsetof(SequenceQuestion, word) + (Size) words * sizeof(uint32));
}

static inline uint32
part_word(SequencePart part, int argument)
{
	return (uint32) argument << 8 | part;
}

static inline SequencePart
part_of_word(uint32 word)
{
	return (SequencePart) (word & 0xff);
}

static inline int
argument_of_word(uint32 word)
{
	return (int) (word >> 8);
}

/* The interval in the words after that of a relation of times. */
static inline Interval
interval_of_words(const uint32 *word)
{
	Interval	interval;

	interval.month = (int32) word[0];
	interval.day = (int32) word[1];
	interval.time = (int64) ((uint64) word[2] << 32 | word[3]);
	return interval;
}

#endif							/* KPI_SEQUENCE_QUESTION_H */
