/*
 * json_text.c
 *		What the text forms of stored values share: reading and writing JSON.
 */
#include "kinds/json_text.h"

#include "miscadmin.h"
#include "utils/builtins.h"

/* Report text that is not the text of a stored value. */
void
json_invalid(const char *type, const char *what, const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", type),
			 errdetail("\"%s\" %s.", name, what)));
}

/* The text of a stored value: an object of so many members, the first its version. */
Jsonb *
json_document(const char *type, Datum text, uint32 size)
{
	Jsonb	   *json = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, text));

	if (!JB_ROOT_IS_OBJECT(json))
		json_invalid(type, "is not a JSON object", type);
	wire_check(json_integer_member(type, &json->root, "version") == KPI_STATE_VERSION, "its version is not known");
	if (JsonContainerSize(&json->root) != size)
		json_invalid(type, "has members that are missing or not known", type);
	return json;
}

/* The member of an object, which must be there and of this type. */
JsonbValue *
json_member(const char *type, JsonbContainer *object, const char *name, enum jbvType value_type)
{
	JsonbValue *value = getKeyJsonValueFromContainer(object, name, strlen(name), NULL);

	if (value == NULL || value->type != value_type)
		json_invalid(type, "is missing or of the wrong type", name);
	return value;
}

/* A member that is an object of so many members, or an array. */
JsonbContainer *
json_container(const char *type, JsonbContainer *object, const char *name, bool is_array, uint32 size)
{
	JsonbContainer *result = json_member(type, object, name, jbvBinary)->val.binary.data;

	if (is_array ? !JsonContainerIsArray(result) : !JsonContainerIsObject(result) || JsonContainerSize(result) != size)
		json_invalid(type, "is of the wrong form", name);
	return result;
}

/* A JSON number as integer. */
int64
json_integer(const char *type, const JsonbValue *value, const char *name)
{
	if (value == NULL || value->type != jbvNumeric ||
		!DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(value->val.numeric),
										  DirectFunctionCall2(numeric_trunc, NumericGetDatum(value->val.numeric),
															  Int32GetDatum(0)))))
		json_invalid(type, "is not an integer", name);
	if (DatumGetBool(DirectFunctionCall2(numeric_gt, NumericGetDatum(value->val.numeric),
										 NumericGetDatum(int64_to_numeric(PG_INT64_MAX)))) ||
		DatumGetBool(DirectFunctionCall2(numeric_lt, NumericGetDatum(value->val.numeric),
										 NumericGetDatum(int64_to_numeric(PG_INT64_MIN)))))
		json_invalid(type, "is out of range", name);
	return DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(value->val.numeric)));
}

int64
json_integer_member(const char *type, JsonbContainer *object, const char *name)
{
	return json_integer(type, json_member(type, object, name, jbvNumeric), name);
}

/* The members of a sketch: shortest, longest, the middle of each bucket with its count. */
void
json_write_sketch(StringInfo out, const Sketch *sketch)
{
	appendStringInfo(out, "\"min\": " INT64_FORMAT ", \"max\": " INT64_FORMAT ", \"histogram\": [",
					 sketch->min, sketch->max);
	for (uint32 i = 0; i < sketch->length; i++)
	{
		appendStringInfo(out, "%s[" INT64_FORMAT ", " INT64_FORMAT "]", i > 0 ? ", " : "",
						 sketch_cell_value(sketch->cell[i]), sketch_cell_count(sketch->cell[i]));
		CHECK_FOR_INTERRUPTS();
	}
	appendStringInfoChar(out, ']');
}

/* Put such members into bytes as sketch_send does. */
void
json_read_sketch(const char *type, StringInfo buf, JsonbContainer *object)
{
	JsonbContainer *histogram = json_container(type, object, "histogram", true, 0);
	JsonbIterator *iterator = JsonbIteratorInit(histogram);
	JsonbIteratorToken token;
	JsonbValue	value;

	pq_sendint32(buf, JsonContainerSize(histogram));
	pq_sendint64(buf, json_integer_member(type, object, "min"));
	pq_sendint64(buf, json_integer_member(type, object, "max"));
	(void) JsonbIteratorNext(&iterator, &value, true);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) == WJB_ELEM)
	{
		JsonbContainer *pair = value.type == jbvBinary ? value.val.binary.data : NULL;
		int64		count;

		CHECK_FOR_INTERRUPTS();
		if (pair == NULL || !JsonContainerIsArray(pair) || JsonContainerSize(pair) != 2)
			json_invalid(type, "is not a list of pairs", "histogram");
		count = json_integer(type, getIthJsonbValueFromContainer(pair, 1), "histogram");
		if (count < 0 || count > SKETCH_MOST)
			json_invalid(type, "has a count out of range", "histogram");
		pq_sendint64(buf, sketch_cell_of(json_integer(type, getIthJsonbValueFromContainer(pair, 0), "histogram"), count));
	}
}

/* A member that is a total of durations, and a comma. */
void
json_write_cycle(StringInfo out, const char *name, const CycleTotal *cycle)
{
	appendStringInfo(out, "\"%s\": {\"microseconds\": %s, \"count\": " INT64_FORMAT "}, ", name,
					 cycle_total_text(cycle, 0), cycle->count);
}

/* Put such a member into bytes: 128 bits of microseconds; the two halves as PostgreSQL's numeric has them. */
void
json_read_cycle(const char *type, StringInfo buf, JsonbContainer *object, const char *name)
{
	JsonbContainer *cycle = json_container(type, object, name, false, 2);
	const char *digits = DatumGetCString(DirectFunctionCall1(numeric_out,
															 NumericGetDatum(json_member(type, cycle, "microseconds", jbvNumeric)->val.numeric)));
	bool		negative = *digits == '-';
	uint128		total = 0;

	digits += negative;
	if (strlen(digits) > 38 || strspn(digits, "0123456789") != strlen(digits))
		json_invalid(type, "is not an integer of 38 digits or less", name);
	for (; *digits; digits++)
		total = total * 10 + (*digits - '0');
	if (negative)
		total = -total;
	pq_sendint64(buf, json_integer_member(type, cycle, "count"));
	pq_sendint64(buf, (uint64) (total >> 64));
	pq_sendint64(buf, (uint64) total);
}
