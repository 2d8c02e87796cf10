/*
 * compat.h
 *		Everything that depends on the PostgreSQL version, 14 to 18.
 */
#ifndef FUNNEL_KPI_COMPAT_H
#define FUNNEL_KPI_COMPAT_H

#include "postgres.h"

#if PG_VERSION_NUM < 140000
#error "funnel_kpi needs PostgreSQL 14 or later"
#endif

#ifndef HAVE_INT128
#error "funnel_kpi needs a compiler with a 128-bit integer type"
#endif

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* Window functions can be called with IGNORE NULLS from 19 on; refuse it. */
#if PG_VERSION_NUM >= 190000
#define kpi_refuse_ignore_nulls(fcinfo) WinCheckAndInitializeNullTreatment(PG_WINDOW_OBJECT(), false, fcinfo)
#else
#define kpi_refuse_ignore_nulls(fcinfo) ((void) 0)
#endif

/* A hint to the processor that this address is read, or written to, soon. */
#if defined(__GNUC__) || defined(__clang__)
#define kpi_prefetch(address) __builtin_prefetch(address)
#define kpi_prefetch_to_write(address) __builtin_prefetch(address, 1)
#else
#define kpi_prefetch(address) ((void) 0)
#define kpi_prefetch_to_write(address) ((void) 0)
#endif

#endif							/* FUNNEL_KPI_COMPAT_H */
