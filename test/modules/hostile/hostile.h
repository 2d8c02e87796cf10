/*
 * hostile.h
 *		Hostile bytes: what the files here share.
 */
#ifndef HOSTILE_H
#define HOSTILE_H

/* What the first byte of an input says the rest is; the second one chooses arguments. */
typedef enum Entry
{
	STATE_BYTES,				/* what receive functions read */
	SUMMARY_BYTES,
	FUNNEL_BYTES,
	SUMMARY_TEXT,				/* what input functions read */
	FUNNEL_TEXT,
	STATE_IMAGE,				/* a kpi_state as it lies in memory, or on a damaged disk */
	STATE_TEXT,
	GRAPH_BYTES,				/* received */
	GRAPH_TEXT,					/* input */
	RETENTION_BYTES,
	RETENTION_TEXT,
	SESSIONS_BYTES,
	SESSIONS_TEXT,
	PIPELINE_BYTES,
	PIPELINE_TEXT,
	MRR_BYTES,
	MRR_TEXT,
	FUNNEL_EVENTS,				/* states of type internal, as another server hands them over */
	SESSION_EVENTS,
	ENTRIES
} Entry;

#define PREFIX 2

extern void hostile_init(void);
extern bool hostile_try(const char *data, int size);

extern void guard_init(void);
extern void guard_reset(void);
extern char *guard_exactly(Size size);
extern void *guard_palloc(Size size);
extern void *guard_palloc0(Size size);
extern void *guard_palloc_huge(MemoryContext context, Size size);
extern void guard_pfree(void *pointer);
extern void *guard_repalloc(void *pointer, Size size);
extern struct varlena *guard_detoast_copy(struct varlena *datum);

#endif							/* HOSTILE_H */
