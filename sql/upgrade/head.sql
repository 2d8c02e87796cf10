/*
 * What the script from the last release to this version does first, written by
 * hand: DROP, ALTER or CREATE OR REPLACE what that release has otherwise or
 * this version no longer has, with loops as in sql/install (sql/expand.awk). What
 * is new follows by itself.
 */

/*
 * Summaries and funnels are stored in form 2 from now on; those in form 1 stay
 * what they are, and are equal to, sort and hash as those in form 2.
 */

-- for type: kpi_summary | funnel_summary
CREATE OR REPLACE FUNCTION {type}_in(cstring) RETURNS {type}
	AS 'MODULE_PATHNAME', '{type}_in_2'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
-- for name: eq | ne | lt | le | gt | ge
CREATE OR REPLACE FUNCTION {type}_{name}({type}, {type}) RETURNS boolean
	AS 'MODULE_PATHNAME', 'kpi_stored_{name}' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
-- end
CREATE OR REPLACE FUNCTION {type}_cmp({type}, {type}) RETURNS integer
	AS 'MODULE_PATHNAME', 'kpi_stored_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION {type}_hash({type}) RETURNS integer
	AS 'MODULE_PATHNAME', 'kpi_stored_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION {type}_hash_extended({type}, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_stored_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION {type}_plus({type}, {type}) RETURNS {type}
	AS 'MODULE_PATHNAME', '{type}_plus_2'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OR REPLACE FUNCTION {type}_final(kpi_state) RETURNS {type}
	AS 'MODULE_PATHNAME', '{type}_final_2'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
-- end
CREATE OR REPLACE FUNCTION funnel_events_final(internal) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_events_final_2'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
