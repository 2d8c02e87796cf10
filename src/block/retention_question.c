/*
 * retention_question.c
 *		What is asked of the activity of a subject.
 */
#include "block/retention_question.h"

/* Report an argument that is not the same for all rows of a group. */
void
retention_argument_changes(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s of retention changes within a group", name),
			 errhint("Use the same %s for all rows of a group.", name)));
}
