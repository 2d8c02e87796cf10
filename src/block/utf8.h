/*
 * utf8.h
 *		Texts in the form in which they are kept: UTF-8, whatever the encoding of
 *		the database, so that what databases keep meets.
 */
#ifndef KPI_UTF8_H
#define KPI_UTF8_H

#include "state/state.h"

/* Bytes of a text in UTF-8. */
typedef struct Utf8
{
	const char *data;
	Size		length;
} Utf8;

extern Utf8 utf8_from_text(Datum datum);
extern Datum utf8_to_text(Utf8 text);
extern bool utf8_valid(Utf8 text);

/* By bytes, as strcmp. */
static inline int
utf8_compare(Utf8 a, Utf8 b)
{
	int			order = memcmp(a.data, b.data, Min(a.length, b.length));

	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

#endif							/* KPI_UTF8_H */
