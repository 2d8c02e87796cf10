/*
 * wire.h
 *		The wire format: what the sections' ways in and out have in common.
 *
 * Integers in network byte order, written by pq_send...; equal contents are
 * equal bytes, on every machine.  Reading trusts nothing.
 */
#ifndef KPI_WIRE_H
#define KPI_WIRE_H

#include "state/state.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"

/* No count passes this, so one more row never overflows. */
#define MAX_COUNT (PG_INT64_MAX / 2)

extern void wire_open(StringInfo buf, Datum datum);
extern uint64 wire_get(StringInfo buf, int bytes);
extern int64 wire_get_count(StringInfo buf);
extern uint32 wire_get_length(StringInfo buf, Size element_size);

#endif							/* KPI_WIRE_H */
