/*
 * utf8.c
 *		Texts into the form in which they are kept, and back.
 *
 * In SQL_ASCII, whose bytes are of no encoding, they are taken as they are.
 */
#include "block/utf8.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

/* Are the database's texts kept as they are? */
static inline bool
is_kept_as_it_is(void)
{
	return GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII;
}

/* The bytes of a text, not copied where they are as they should be. */
Utf8
utf8_from_text(Datum datum)
{
	struct varlena *text = PG_DETOAST_DATUM_PACKED(datum);
	Utf8		utf8 = {.data = VARDATA_ANY(text), .length = VARSIZE_ANY_EXHDR(text)};

	if (unlikely(!is_kept_as_it_is()))
	{
		char	   *converted = pg_server_to_any(utf8.data, utf8.length, PG_UTF8);

		/* Without a character that changes it is the text itself. */
		if (converted != utf8.data)
			utf8.length = strlen(converted);
		utf8.data = converted;
	}
	return utf8;
}

/* The text of such bytes, in the encoding of the database. */
Datum
utf8_to_text(Utf8 utf8)
{
	if (unlikely(!is_kept_as_it_is()))
	{
		char	   *converted = pg_any_to_server(utf8.data, utf8.length, PG_UTF8);

		if (converted != utf8.data)
			utf8.length = strlen(converted);
		utf8.data = converted;
	}
	return PointerGetDatum(cstring_to_text_with_len(utf8.data, utf8.length));
}

/* Can a text of some database be kept as these bytes? */
bool
utf8_valid(Utf8 utf8)
{
	return pg_verify_mbstr(GetDatabaseEncoding() == PG_SQL_ASCII ? PG_SQL_ASCII : PG_UTF8, utf8.data, utf8.length, true);
}
