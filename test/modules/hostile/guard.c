/*
 * guard.c
 *		Memory in which reading or writing past the end of a chunk crashes.
 *
 * The extension is compiled to take its memory here (see fuzz).  A chunk
 * ends where a page that cannot be accessed begins, or up to 7 bytes before for
 * the sake of alignment.  All chunks are given up together; what does not fit
 * comes from PostgreSQL.
 */
#include "../../../src/state/compat.h"

#include <sys/mman.h>

#include "fmgr.h"
#include "utils/memutils.h"

#include "hostile.h"

#define PAGE 4096
#define ARENAS 7				/* chunks of up to 1, 2, 4 ... 64 pages */
#define FIRST_CHUNKS 2048		/* of one page; of two, half as many ... */

typedef struct Arena
{
	char	   *start;
	Size		chunk;			/* its pages, without the guard */
	int			chunks;
	int			used;
} Arena;

static Arena arenas[ARENAS];
static char *lowest;
static char *highest;

/* Map the arenas. */
void
guard_init(void)
{
	Size		total = 0;

	for (int i = 0; i < ARENAS; i++)
	{
		arenas[i].chunk = (Size) PAGE << i;
		arenas[i].chunks = FIRST_CHUNKS >> i;
		total += (arenas[i].chunk + PAGE) * arenas[i].chunks;
	}
	lowest = mmap(NULL, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (lowest == MAP_FAILED)
		elog(ERROR, "could not map memory: %m");
	highest = lowest;
	for (int i = 0; i < ARENAS; i++)
	{
		arenas[i].start = highest;
		for (int j = 0; j < arenas[i].chunks; j++, highest += arenas[i].chunk + PAGE)
			if (mprotect(highest, arenas[i].chunk, PROT_READ | PROT_WRITE) != 0)
				elog(ERROR, "could not map memory: %m");
	}
}

/* Give all chunks up. */
void
guard_reset(void)
{
	for (int i = 0; i < ARENAS; i++)
		arenas[i].used = 0;
}

/* A chunk that ends at its guard, at any address; or NULL if there is no room. */
char *
guard_exactly(Size size)
{
	for (int i = 0; i < ARENAS; i++)
		if (size <= arenas[i].chunk && arenas[i].used < arenas[i].chunks)
			return arenas[i].start + (arenas[i].chunk + PAGE) * arenas[i].used++ + arenas[i].chunk - size;
	return NULL;
}

/* In place of palloc; filled, so that nothing may depend on what was there before. */
void *
guard_palloc(Size size)
{
	char	   *chunk = AllocSizeIsValid(size) ? guard_exactly(MAXALIGN(Max(size, 1))) : NULL;

	if (chunk == NULL)
		chunk = palloc(size);
	memset(chunk, 0xa5, Min(size, PAGE));
	return chunk;
}

void *
guard_palloc0(Size size)
{
	return memset(guard_palloc(size), 0, size);
}

void *
guard_palloc_huge(MemoryContext context, Size size)
{
	return AllocSizeIsValid(size) ? guard_palloc(size) : MemoryContextAllocHuge(context, size);
}

void
guard_pfree(void *pointer)
{
	if ((char *) pointer < lowest || (char *) pointer >= highest)
		pfree(pointer);
}

/* The bytes from an address on to the end of its chunk. */
static Size
room_of(const char *pointer)
{
	int			i = ARENAS - 1;

	while (pointer < arenas[i].start)
		i--;
	return arenas[i].chunk - (pointer - arenas[i].start) % (arenas[i].chunk + PAGE);
}

void *
guard_repalloc(void *pointer, Size size)
{
	void	   *bigger;

	if ((char *) pointer < lowest || (char *) pointer >= highest)
		return repalloc_huge(pointer, size);
	bigger = guard_palloc_huge(CurrentMemoryContext, size);
	return memcpy(bigger, pointer, Min(size, room_of(pointer)));
}

struct varlena *
guard_detoast_copy(struct varlena *datum)
{
	struct varlena *plain = pg_detoast_datum(datum);
	struct varlena *copy = guard_palloc(VARSIZE(plain));

	return memcpy(copy, plain, VARSIZE(plain));
}
