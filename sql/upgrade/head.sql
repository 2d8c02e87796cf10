/*
 * What the script from the last release to this version does first, written by
 * hand: DROP, ALTER or CREATE OR REPLACE what that release has otherwise or
 * this version no longer has. What is new follows by itself.
 */

/*
 * Summaries and funnels are stored in form 2 from now on; those in form 1 stay
 * what they are, and are equal to, sort and hash as those in form 2.
 */

CREATE OR REPLACE FUNCTION kpi_summary_in(cstring) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_in_2'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_in(cstring) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_in_2'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_eq(kpi_summary, kpi_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_ne(kpi_summary, kpi_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_lt(kpi_summary, kpi_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_le(kpi_summary, kpi_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_gt(kpi_summary, kpi_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_ge(kpi_summary, kpi_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_cmp(kpi_summary, kpi_summary) RETURNS integer
	AS 'MODULE_PATHNAME', 'kpi_stored_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_hash(kpi_summary) RETURNS integer
	AS 'MODULE_PATHNAME', 'kpi_stored_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_hash_extended(kpi_summary, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_stored_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_plus(kpi_summary, kpi_summary) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_plus_2'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_eq(funnel_summary, funnel_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_ne(funnel_summary, funnel_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_lt(funnel_summary, funnel_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_le(funnel_summary, funnel_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_gt(funnel_summary, funnel_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_ge(funnel_summary, funnel_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_cmp(funnel_summary, funnel_summary) RETURNS integer
	AS 'MODULE_PATHNAME', 'kpi_stored_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_hash(funnel_summary) RETURNS integer
	AS 'MODULE_PATHNAME', 'kpi_stored_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_hash_extended(funnel_summary, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_stored_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_plus(funnel_summary, funnel_summary) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_plus_2'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION kpi_summary_final(kpi_state) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_final_2'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_summary_final(kpi_state) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_final_2'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION funnel_events_final(internal) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_events_final_2'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
