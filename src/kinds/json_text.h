/*
 * json_text.h
 *		What the text forms of stored values share: reading and writing JSON.
 *
 * `type` is the SQL type that is read, for error messages.
 */
#ifndef JSON_TEXT_H
#define JSON_TEXT_H

#include "block/cycle_total.h"
#include "block/sketch.h"

#include "utils/jsonb.h"

pg_noreturn extern void json_invalid(const char *type, const char *what, const char *name);
extern Jsonb *json_document(const char *type, Datum text, uint32 size);
extern JsonbValue *json_member(const char *type, JsonbContainer *object, const char *name, enum jbvType value_type);
extern JsonbContainer *json_container(const char *type, JsonbContainer *object, const char *name, bool is_array,
									  uint32 size);
extern int64 json_integer(const char *type, const JsonbValue *value, const char *name);
extern int64 json_integer_member(const char *type, JsonbContainer *object, const char *name);
extern void json_write_cycle(StringInfo out, const char *name, const CycleTotal *cycle);
extern void json_read_cycle(const char *type, StringInfo buf, JsonbContainer *object, const char *name);
extern void json_write_sketch(StringInfo out, const Sketch *sketch);
extern void json_read_sketch(const char *type, StringInfo buf, JsonbContainer *object);

#endif							/* JSON_TEXT_H */
