/*
 * section.h
 *		What every building block says about its sections.
 */
#ifndef KPI_SECTION_H
#define KPI_SECTION_H

#include "state/wire.h"

/* What a section is made for: its state's header, and its place in the table of kinds. */
typedef struct SectionShape
{
	int			variant;		/* which of the block's layouts */
	const void *use;			/* what its block has to know of the KPI, if anything */
	uint8		key_type;		/* of the state */
	uint8		parameter;		/* of the state */
	uint8		form;			/* of the bytes that are read or written */
} SectionShape;

/* How much of a value is read; only keys can be left out. */
typedef enum WireRead
{
	WIRE_KEEP,					/* all of it */
	WIRE_CHECK,					/* keys are checked and counted */
	WIRE_COUNT					/* keys are only counted */
} WireRead;

/*
 * What can be done with a section, given its state and number where it may have
 * to grow; then the state is returned, another one if it did.
 */
typedef struct SectionOps
{
	bool		has_forms;		/* its bytes depend on the form, see wire.h */

	/* Bytes that a section starts with; none has fewer. */
	Size		(*initial_size)(const SectionShape *shape);

	/* Make a zeroed section an empty one; NULL if it is. */
	void		(*init)(void *section, const SectionShape *shape);

	/*
	 * Check the form of a section that lies within its state, as those before
	 * it do, which have been checked: nothing reaches outside, no search goes
	 * on for ever, no number is used that has no meaning.
	 */
	void		(*check)(const KpiState *state, int section, const SectionShape *shape);

	/* Merge another section of the same shape, which is only read. */
	KpiState   *(*merge)(KpiState *state, int section, const SectionShape *shape, const void *other);

	/* Append the canonical form.  The section may be settled for it. */
	KpiState   *(*send)(StringInfo buf, KpiState *state, int section, const SectionShape *shape);

	/* Read what send wrote into an empty section, trusting nothing. */
	KpiState   *(*receive)(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read);

	/* Merge what send wrote and WIRE_COUNT has read; NULL where merge can do it. */
	KpiState   *(*merge_wire)(KpiState *state, int section, const SectionShape *shape, StringInfo buf);

	/* Append in form 1 what another form has and has been read without keys; NULL where send can do it. */
	void		(*send_form_1)(StringInfo out, const KpiState *state, int section, const SectionShape *shape, StringInfo buf);
} SectionOps;

#endif							/* KPI_SECTION_H */
