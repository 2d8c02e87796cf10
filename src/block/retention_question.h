/*
 * retention_question.h
 *		What is asked of the activity of a subject.
 */
#ifndef KPI_RETENTION_QUESTION_H
#define KPI_RETENTION_QUESTION_H

#include "block/section.h"

pg_noreturn extern void retention_argument_changes(const char *name);

#endif							/* KPI_RETENTION_QUESTION_H */
