/*
 * spill_file.c
 *		Lists of items in a temporary file that all groups of an aggregate share.
 *
 * A list grows by extents at the end of the file, each of which knows the
 * list's extent before it, so that in memory a list is a few words.
 */
#include "subjects/spill_file.h"

#include "executor/executor.h"
#include "miscadmin.h"

/* Close the file when the aggregate is done with its memory; after an error PostgreSQL does. */
static void
close_file(Datum argument)
{
	BufFileClose(((SpillFile *) DatumGetPointer(argument))->file);
}

/* The file of the aggregate that owns this context, made where there is none. */
SpillFile *
spill_file_of(ExprContext *owner, MemoryContext context)
{
	MemoryContext old;
	SpillFile  *spill;

	for (ExprContext_CB *callback = owner->ecxt_callbacks; callback != NULL; callback = callback->next)
		if (callback->function == close_file)
			return (SpillFile *) DatumGetPointer(callback->arg);

	old = MemoryContextSwitchTo(context);
	spill = palloc0(sizeof(SpillFile));
	spill->file = BufFileCreateTemp(false);
	MemoryContextSwitchTo(old);
	RegisterExprContextCallback(owner, close_file, PointerGetDatum(spill));
	return spill;
}

/* Go to a place in the file. */
static void
seek_file(SpillFile *spill, FilePosition position)
{
	if (BufFileSeek(spill->file, position.segment, position.offset, SEEK_SET) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not seek in temporary file: %m")));
}

/* Start to append an extent of so many items to a list. */
void
extent_begin(SpillFile *spill, ExtentList *list, int64 count)
{
	Extent		extent;

	/* Its padding is written as well. */
	memset(&extent, 0, sizeof(Extent));
	extent.before = list->last;
	extent.count = count;
	CHECK_FOR_INTERRUPTS();
	seek_file(spill, spill->end);
	list->last = spill->end;
	list->extents++;
	list->count += count;
	extent_write(spill, &extent, sizeof(Extent));
}

/* Write some of the items of the extent. */
void
extent_write(SpillFile *spill, const void *data, Size size)
{
	BufFileWrite(spill->file, unconstify(void *, data), size);
}

/* All items of the extent are written. */
void
extent_end(SpillFile *spill)
{
	BufFileTell(spill->file, &spill->end.segment, &spill->end.offset);
}

/* Read what stands at a place in the file, and move on past it. */
static void
read_file(SpillFile *spill, FilePosition *position, void *data, Size size)
{
	Size		read;

	CHECK_FOR_INTERRUPTS();
	seek_file(spill, *position);
	read = BufFileRead(spill->file, data, size);
	if (read != size)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not read temporary file: read only %zu of %zu bytes", read, size)));
	BufFileTell(spill->file, &position->segment, &position->offset);
}

/* The extents of a list, oldest first. */
Extent *
extents_of_list(SpillFile *spill, const ExtentList *list)
{
	Extent	   *extent = MemoryContextAllocHuge(CurrentMemoryContext, Max(list->extents, 1) * sizeof(Extent));

	for (int64 i = list->extents - 1; i >= 0; i--)
	{
		FilePosition position = i == list->extents - 1 ? list->last : extent[i + 1].before;

		read_file(spill, &position, &extent[i], sizeof(Extent));
		extent[i].items = position;
	}
	return extent;
}

/* Read the next items of the extent, which is then so many shorter. */
void
extent_read(SpillFile *spill, Extent *extent, void *data, int64 count, Size item_size)
{
	read_file(spill, &extent->items, data, count * item_size);
	extent->count -= count;
}
