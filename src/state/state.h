/*
 * state.h
 *		The one representation of an aggregate's state: a flat varlena that is
 *		changed in place and grows by being copied.
 *
 * A state is a header, which names the KPI and what it was fed with, then the
 * sections that this KPI needs, one after the other.  Each section belongs to a
 * building block (counts, money sum, key set ...), starts with its own size and
 * is a multiple of eight bytes long.  A transition function changes its sections
 * in place; only when one has to grow does a bigger copy of the whole state come
 * into being (kpi_state_resize).
 *
 * What is in a section is for its block to know (src/block), which sections a
 * state has for src/kinds.
 */
#ifndef KPI_STATE_H
#define KPI_STATE_H

#include "state/compat.h"

#include "fmgr.h"
#include "nodes/execnodes.h"

#define KPI_STATE_VERSION 1

/*
 * Bytes of a state at the most: a row that holds one, as a parallel worker's
 * do, must not exceed PostgreSQL's limit for a piece of memory either.
 */
#define KPI_MOST_BYTES (MaxAllocSize - 65536)

/* The kind of a state that never leaves its backend: one section, see kpi_state_scratch. */
#define KPI_SCRATCH 0

typedef struct KpiState
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	uint8		version;		/* KPI_STATE_VERSION */
	uint8		kind;			/* KpiKind, see kinds.h */
	uint8		key_type;		/* KeyType, see key.h */
	uint8		parameter;		/* of the kind: the AmountType of its amounts, or
								 * how many steps its funnel has */
	/* sections follow */
} KpiState;

/* What all sections begin with. */
typedef struct KpiSection
{
	uint32		size;			/* in bytes, this header included */
} KpiSection;

/* The nth section of a state, counted from 0. */
static inline void *
kpi_section(const KpiState *state, int n)
{
	char	   *p = (char *) (state + 1);

	while (n-- > 0)
		p += ((KpiSection *) p)->size;
	return p;
}

extern KpiState *kpi_state_scratch(Size size);
extern KpiState *kpi_state_resize(const KpiState *state, int section, Size size, Size keep);
extern Size kpi_state_room(const KpiState *state, int section);
extern KpiState *kpi_state_keep(MemoryContext context, const KpiState *state);
extern void kpi_copy_bytes(void *to, const void *from, Size size);
pg_noreturn extern void kpi_state_too_large(void);

/* Is this the aggregate's own call, so that argument 0 is its own buffer? */
static inline bool
kpi_called_as_aggregate(FunctionCallInfo fcinfo)
{
	return fcinfo->context != NULL &&
		(IsA(fcinfo->context, AggState) || IsA(fcinfo->context, WindowAggState));
}

extern MemoryContext kpi_moving_context(FunctionCallInfo fcinfo);

pg_noreturn extern void kpi_row_not_in_frame(void);

/* Raise the error of a row that leaves a frame without having been in it, unless ok. */
static inline void
frame_check(bool ok)
{
	if (unlikely(!ok))
		kpi_row_not_in_frame();
}

extern void kpi_check_as(const char *type);
pg_noreturn extern void kpi_state_corrupt(const char *what);

/* Raise the error of a malformed state unless ok. */
static inline void
wire_check(bool ok, const char *what)
{
	if (unlikely(!ok))
		kpi_state_corrupt(what);
}

#endif							/* KPI_STATE_H */
