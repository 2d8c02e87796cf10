/*
 * pipeline.h
 *		What the functions of the pipeline share.
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "kinds/kinds.h"

#define PIPELINE_CHANGES (PIPELINE_CLOSING - PIPELINE_OPENING + 1)

/* The changes, in the order of their sections. */
extern const char *const pipeline_change_names[PIPELINE_CHANGES];

#endif							/* PIPELINE_H */
