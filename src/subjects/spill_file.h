/*
 * spill_file.h
 *		Lists of items in a temporary file that all groups of an aggregate share.
 */
#ifndef SPILL_FILE_H
#define SPILL_FILE_H

#include "state/compat.h"

#include "nodes/execnodes.h"
#include "storage/buffile.h"

/* A place in the file. */
typedef struct FilePosition
{
	int			segment;
	off_t		offset;
} FilePosition;

typedef struct SpillFile
{
	BufFile    *file;
	FilePosition end;
} SpillFile;

/* A list: its items were written as extents, each of which knows the one before it. */
typedef struct ExtentList
{
	FilePosition last;
	int64		extents;
	int64		count;			/* items in them */
} ExtentList;

/* What an extent begins with. */
typedef struct Extent
{
	FilePosition items;			/* that are not read yet, */
	int64		count;			/* and how many of them */
	FilePosition before;		/* the list's extent before it */
} Extent;

extern SpillFile *spill_file_of(ExprContext *owner, MemoryContext context);
extern void extent_begin(SpillFile *spill, ExtentList *list, int64 count);
extern void extent_write(SpillFile *spill, const void *data, Size size);
extern void extent_end(SpillFile *spill);
extern Extent *extents_of_list(SpillFile *spill, const ExtentList *list);
extern void extent_read(SpillFile *spill, Extent *extent, void *data, int64 count, Size item_size);

#endif							/* SPILL_FILE_H */
