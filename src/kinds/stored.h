/*
 * stored.h
 *		What the types of stored values share: their bytes are a state's of one
 *		kind, in its wire form.
 */
#ifndef KPI_STORED_H
#define KPI_STORED_H

#include "kinds/kinds.h"

#include "funcapi.h"

extern Datum kpi_stored(FunctionCallInfo fcinfo, KpiState *state, int form);
extern Datum kpi_stored_as(Datum stored, int form);
extern Datum kpi_stored_recv(FunctionCallInfo fcinfo, KpiKind kind);
extern Datum kpi_stored_send(FunctionCallInfo fcinfo, KpiKind kind);
extern Datum kpi_stored_rollup_accum(FunctionCallInfo fcinfo, KpiKind kind);
extern KpiState *kpi_stored_merged(FunctionCallInfo fcinfo, KpiKind kind);
extern KpiState *kpi_stored_read(Datum datum, KpiKind kind, WireRead read);
extern void kpi_check_sent(Datum sent);
extern TupleDesc kpi_row_type(FunctionCallInfo fcinfo);
extern FuncCallContext *kpi_report_begin(FunctionCallInfo fcinfo);

#endif							/* KPI_STORED_H */
