/*
 * What the script from the last release to this version does first, written by
 * hand: DROP, ALTER or CREATE OR REPLACE what that release has otherwise or
 * this version no longer has. What is new follows by itself.
 */

-- A NULL list of holidays is an empty one.
CREATE OR REPLACE FUNCTION business_days("from" date, "to" date, holidays date[] DEFAULT '{}') RETURNS integer
	AS 'MODULE_PATHNAME', 'business_days'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;

-- kpi_report was a function in SQL.
CREATE OR REPLACE FUNCTION kpi_report(summary kpi_summary) RETURNS TABLE (kpi text, value numeric, unit text)
	AS 'MODULE_PATHNAME', 'kpi_report'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 18;
