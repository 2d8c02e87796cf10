/*
 * sequence.h
 *		Sequences: their patterns, and what matches them.
 */
#ifndef JOURNEY_SEQUENCE_H
#define JOURNEY_SEQUENCE_H

#include "block/event_log.h"
#include "block/sequence_question.h"

extern SequenceQuestion *sequence_parse(const char *text, int length, int conditions);

extern int64 sequence_count_matches(const SequenceQuestion *question, const FunnelEvent *event, int64 count, int64 most);
extern int	sequence_first_match(const SequenceQuestion *question, const FunnelEvent *event, int64 count, int64 *row);

#endif							/* JOURNEY_SEQUENCE_H */
