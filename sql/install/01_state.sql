/* The transition state that all KPI aggregates share */

CREATE TYPE kpi_state;

CREATE FUNCTION kpi_state_in(cstring) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_state_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_in(cstring) IS
	'Reads the hexadecimal form of a KPI state; 22P02 or 22P03 if it is not one';

CREATE FUNCTION kpi_state_out(kpi_state) RETURNS cstring
	AS 'MODULE_PATHNAME', 'kpi_state_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_out(kpi_state) IS
	'Hexadecimal form of a KPI state: equal contents, equal text';

CREATE FUNCTION kpi_state_recv(internal) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_state_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_recv(internal) IS
	'Reads the binary form of a KPI state; 22P03 if it is not one';

CREATE FUNCTION kpi_state_send(kpi_state) RETURNS bytea
	AS 'MODULE_PATHNAME', 'kpi_state_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_send(kpi_state) IS
	'Binary form of a KPI state: equal contents, equal bytes, the same on every machine';

CREATE TYPE kpi_state (
	INPUT = kpi_state_in, OUTPUT = kpi_state_out,
	RECEIVE = kpi_state_recv, SEND = kpi_state_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE kpi_state IS
	'Transition state of the KPI aggregates: what parallel workers and other servers hand over. Not meant for columns.';

CREATE FUNCTION kpi_state_combine(kpi_state, kpi_state) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_state_combine'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_combine(kpi_state, kpi_state) IS
	'Merges the states of two sets of rows of one KPI, in any order; 22023 if they are of different KPIs, types or fractions';
