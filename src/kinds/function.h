/*
 * function.h
 *		What the families' SQL functions are written with.
 */
#ifndef KPI_FUNCTION_H
#define KPI_FUNCTION_H

#include "kinds/kinds.h"

/*
 * One C function for each type of key, or of time: `name` is an inline function
 * of (fcinfo, type), the SQL function's symbol adds the type.
 */

#define KPI_FUNCTION(symbol, call) \
	PG_FUNCTION_INFO_V1(symbol); \
	Datum symbol(PG_FUNCTION_ARGS) \
	{ \
		return call; \
	} \
	extern Datum symbol(PG_FUNCTION_ARGS)

#define KPI_FUNCTION_BY_KEY(name) \
	KPI_FUNCTION(name##_bigint, name(fcinfo, KEY_BIGINT)); \
	KPI_FUNCTION(name##_uuid, name(fcinfo, KEY_UUID)); \
	KPI_FUNCTION(name##_text, name(fcinfo, KEY_TEXT))

/* Dates, or timestamps of both kinds. */
#define KPI_FUNCTION_BY_TIME(name) \
	KPI_FUNCTION(name##_timestamp, name(fcinfo, timestamp_duration)); \
	KPI_FUNCTION(name##_date, name(fcinfo, date_duration))

#endif							/* KPI_FUNCTION_H */
