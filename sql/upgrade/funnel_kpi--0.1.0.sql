\echo Use "CREATE EXTENSION funnel_kpi" to load this file. \quit

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
/* Conversion rate, win rate, opportunity-to-customer ratio */

CREATE FUNCTION conversion_rate_accum(kpi_state, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'conversion_rate_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_accum(kpi_state, boolean) IS
	'Transition function of conversion_rate(boolean) and win_rate(boolean)';

CREATE FUNCTION conversion_rate_inverse(kpi_state, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'conversion_rate_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_inverse(kpi_state, boolean) IS
	'Inverse transition function of conversion_rate(boolean) and win_rate(boolean)';

CREATE FUNCTION conversion_rate_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'conversion_rate_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_final(kpi_state) IS
	'Final function of conversion_rate(boolean) and win_rate(boolean)';

CREATE AGGREGATE conversion_rate(converted boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 32,
	FINALFUNC = conversion_rate_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = kpi_state, MSSPACE = 32, MFINALFUNC = conversion_rate_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE conversion_rate(converted boolean) IS
	'Share of converted rows among those whose outcome is known (0 to 1); NULL outcomes are left out, NULL if none is known. Equals count(*) FILTER (WHERE converted)::float8 / NULLIF(count(converted), 0).';

CREATE AGGREGATE win_rate(won boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 32,
	FINALFUNC = conversion_rate_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = kpi_state, MSSPACE = 32, MFINALFUNC = conversion_rate_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE win_rate(won boolean) IS
	'Share of won deals among those decided (0 to 1): true is won, false lost, NULL still open and left out; NULL if none is decided. Equals count(*) FILTER (WHERE won)::float8 / NULLIF(count(won), 0).';

/* win_rate by value */

CREATE FUNCTION win_rate_accum(kpi_state, boolean, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'win_rate_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate_accum(kpi_state, boolean, numeric) IS
	'Transition function of win_rate(boolean, numeric)';

CREATE FUNCTION win_rate_inverse(kpi_state, boolean, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'win_rate_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate_inverse(kpi_state, boolean, numeric) IS
	'Inverse transition function of win_rate(boolean, numeric)';

CREATE FUNCTION win_rate_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'win_rate_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate_final(kpi_state) IS
	'Final function of win_rate(boolean, numeric)';

CREATE AGGREGATE win_rate(won boolean, amount numeric) (
	SFUNC = win_rate_accum, STYPE = kpi_state, SSPACE = 200,
	FINALFUNC = win_rate_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = win_rate_accum, MINVFUNC = win_rate_inverse,
	MSTYPE = kpi_state, MSSPACE = 200, MFINALFUNC = win_rate_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE win_rate(won boolean, amount numeric) IS
	'Win rate by value: the amount won over the amount decided; rows with NULL won (open) or NULL amount are left out, NULL if nothing is won or the amounts decided sum to zero. Equals sum(amount) FILTER (WHERE won) / NULLIF(sum(amount) FILTER (WHERE won IS NOT NULL), 0).';

/* conversion_rate by subject */

CREATE FUNCTION conversion_rate_accum(kpi_state, bigint, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'subject_rate_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_accum(kpi_state, bigint, boolean) IS
	'Transition function of conversion_rate(bigint, boolean)';

CREATE FUNCTION conversion_rate_moving_accum(internal, bigint, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_moving_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_moving_accum(internal, bigint, boolean) IS
	'Moving-frame transition function of conversion_rate(bigint, boolean)';

CREATE FUNCTION conversion_rate_inverse(internal, bigint, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_inverse_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_inverse(internal, bigint, boolean) IS
	'Inverse transition function of conversion_rate(bigint, boolean)';

CREATE FUNCTION conversion_rate_accum(kpi_state, uuid, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'subject_rate_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_accum(kpi_state, uuid, boolean) IS
	'Transition function of conversion_rate(uuid, boolean)';

CREATE FUNCTION conversion_rate_moving_accum(internal, uuid, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_moving_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_moving_accum(internal, uuid, boolean) IS
	'Moving-frame transition function of conversion_rate(uuid, boolean)';

CREATE FUNCTION conversion_rate_inverse(internal, uuid, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_inverse_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_inverse(internal, uuid, boolean) IS
	'Inverse transition function of conversion_rate(uuid, boolean)';

CREATE FUNCTION conversion_rate_accum(kpi_state, text, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'subject_rate_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_accum(kpi_state, text, boolean) IS
	'Transition function of conversion_rate(text, boolean)';

CREATE FUNCTION conversion_rate_moving_accum(internal, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_moving_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_moving_accum(internal, text, boolean) IS
	'Moving-frame transition function of conversion_rate(text, boolean)';

CREATE FUNCTION conversion_rate_inverse(internal, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_inverse_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_inverse(internal, text, boolean) IS
	'Inverse transition function of conversion_rate(text, boolean)';

CREATE FUNCTION conversion_rate_by_subject_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'subject_rate_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_by_subject_final(kpi_state) IS
	'Final function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_moving_final(internal) RETURNS double precision
	AS 'MODULE_PATHNAME', 'subject_rate_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_moving_final(internal) IS
	'Moving-frame final function of conversion_rate by subject';

CREATE AGGREGATE conversion_rate(subject bigint, converted boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = conversion_rate_by_subject_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_moving_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = conversion_rate_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE conversion_rate(subject bigint, converted boolean) IS
	'Share of subjects converted in some row among the distinct subjects whose outcome is known in some row (0 to 1), however many rows a join made of each; rows with NULL subject or outcome are left out, NULL if none is left. Equals count(DISTINCT subject) FILTER (WHERE converted)::float8 / NULLIF(count(DISTINCT subject) FILTER (WHERE converted IS NOT NULL), 0).';

CREATE AGGREGATE conversion_rate(subject uuid, converted boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = conversion_rate_by_subject_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_moving_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = conversion_rate_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE conversion_rate(subject uuid, converted boolean) IS
	'Share of subjects converted in some row among the distinct subjects whose outcome is known in some row (0 to 1), however many rows a join made of each; rows with NULL subject or outcome are left out, NULL if none is left. Equals count(DISTINCT subject) FILTER (WHERE converted)::float8 / NULLIF(count(DISTINCT subject) FILTER (WHERE converted IS NOT NULL), 0).';

CREATE AGGREGATE conversion_rate(subject text, converted boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = conversion_rate_by_subject_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_moving_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = conversion_rate_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE conversion_rate(subject text, converted boolean) IS
	'Share of subjects converted in some row among the distinct subjects whose outcome is known in some row (0 to 1), however many rows a join made of each; rows with NULL subject or outcome are left out, NULL if none is left. Equals count(DISTINCT subject) FILTER (WHERE converted)::float8 / NULLIF(count(DISTINCT subject) FILTER (WHERE converted IS NOT NULL), 0). Text compares by its bytes, whatever the collation.';

/* opportunity_to_customer_ratio */

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, bigint, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, bigint, boolean) IS
	'Transition function of opportunity_to_customer_ratio(bigint, boolean)';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, bigint, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, bigint, boolean) IS
	'Moving-frame transition function of opportunity_to_customer_ratio(bigint, boolean)';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, bigint, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, bigint, boolean) IS
	'Inverse transition function of opportunity_to_customer_ratio(bigint, boolean)';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, bigint, boolean, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, bigint, boolean, bigint) IS
	'Transition function of opportunity_to_customer_ratio(bigint, boolean, bigint)';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, bigint, boolean, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, bigint, boolean, bigint) IS
	'Moving-frame transition function of opportunity_to_customer_ratio(bigint, boolean, bigint)';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, bigint, boolean, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, bigint, boolean, bigint) IS
	'Inverse transition function of opportunity_to_customer_ratio(bigint, boolean, bigint)';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, uuid, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, uuid, boolean) IS
	'Transition function of opportunity_to_customer_ratio(uuid, boolean)';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, uuid, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, uuid, boolean) IS
	'Moving-frame transition function of opportunity_to_customer_ratio(uuid, boolean)';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, uuid, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, uuid, boolean) IS
	'Inverse transition function of opportunity_to_customer_ratio(uuid, boolean)';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, uuid, boolean, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, uuid, boolean, uuid) IS
	'Transition function of opportunity_to_customer_ratio(uuid, boolean, uuid)';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, uuid, boolean, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, uuid, boolean, uuid) IS
	'Moving-frame transition function of opportunity_to_customer_ratio(uuid, boolean, uuid)';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, uuid, boolean, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, uuid, boolean, uuid) IS
	'Inverse transition function of opportunity_to_customer_ratio(uuid, boolean, uuid)';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, text, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, text, boolean) IS
	'Transition function of opportunity_to_customer_ratio(text, boolean)';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, text, boolean) IS
	'Moving-frame transition function of opportunity_to_customer_ratio(text, boolean)';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, text, boolean) IS
	'Inverse transition function of opportunity_to_customer_ratio(text, boolean)';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, text, boolean, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, text, boolean, text) IS
	'Transition function of opportunity_to_customer_ratio(text, boolean, text)';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, text, boolean, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, text, boolean, text) IS
	'Moving-frame transition function of opportunity_to_customer_ratio(text, boolean, text)';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, text, boolean, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, text, boolean, text) IS
	'Inverse transition function of opportunity_to_customer_ratio(text, boolean, text)';

CREATE FUNCTION opportunity_to_customer_ratio_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'customer_ratio_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_final(kpi_state) IS
	'Final function of opportunity_to_customer_ratio over rows';

CREATE FUNCTION opportunity_to_customer_ratio_by_key_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_by_key_final(kpi_state) IS
	'Final function of opportunity_to_customer_ratio over distinct opportunities';

CREATE FUNCTION opportunity_to_customer_ratio_moving_final(internal) RETURNS double precision
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_final(internal) IS
	'Moving-frame final function of opportunity_to_customer_ratio over rows';

CREATE FUNCTION opportunity_to_customer_ratio_by_key_moving_final(internal) RETURNS double precision
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_by_key_moving_final(internal) IS
	'Moving-frame final function of opportunity_to_customer_ratio over distinct opportunities';

CREATE AGGREGATE opportunity_to_customer_ratio(account bigint, won boolean) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = opportunity_to_customer_ratio_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account bigint, won boolean) IS
	'Distinct accounts won for each opportunity row; three deals won with one account are one customer, rows with NULL account or NULL won count as opportunities only, NULL over no rows. Equals count(DISTINCT account) FILTER (WHERE won)::float8 / NULLIF(count(*), 0).';

CREATE AGGREGATE opportunity_to_customer_ratio(account bigint, won boolean, opportunity bigint) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = opportunity_to_customer_ratio_by_key_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_by_key_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account bigint, won boolean, opportunity bigint) IS
	'Distinct accounts won for each distinct opportunity, safe under joins that repeat opportunities; NULL if no opportunity is known. Equals count(DISTINCT account) FILTER (WHERE won)::float8 / NULLIF(count(DISTINCT opportunity), 0).';

CREATE AGGREGATE opportunity_to_customer_ratio(account uuid, won boolean) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = opportunity_to_customer_ratio_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account uuid, won boolean) IS
	'Distinct accounts won for each opportunity row; three deals won with one account are one customer, rows with NULL account or NULL won count as opportunities only, NULL over no rows. Equals count(DISTINCT account) FILTER (WHERE won)::float8 / NULLIF(count(*), 0).';

CREATE AGGREGATE opportunity_to_customer_ratio(account uuid, won boolean, opportunity uuid) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = opportunity_to_customer_ratio_by_key_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_by_key_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account uuid, won boolean, opportunity uuid) IS
	'Distinct accounts won for each distinct opportunity, safe under joins that repeat opportunities; NULL if no opportunity is known. Equals count(DISTINCT account) FILTER (WHERE won)::float8 / NULLIF(count(DISTINCT opportunity), 0).';

CREATE AGGREGATE opportunity_to_customer_ratio(account text, won boolean) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = opportunity_to_customer_ratio_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account text, won boolean) IS
	'Distinct accounts won for each opportunity row; three deals won with one account are one customer, rows with NULL account or NULL won count as opportunities only, NULL over no rows. Equals count(DISTINCT account) FILTER (WHERE won)::float8 / NULLIF(count(*), 0). Text compares by its bytes, whatever the collation.';

CREATE AGGREGATE opportunity_to_customer_ratio(account text, won boolean, opportunity text) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = opportunity_to_customer_ratio_by_key_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_by_key_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account text, won boolean, opportunity text) IS
	'Distinct accounts won for each distinct opportunity, safe under joins that repeat opportunities; NULL if no opportunity is known. Equals count(DISTINCT account) FILTER (WHERE won)::float8 / NULLIF(count(DISTINCT opportunity), 0). Text compares by its bytes, whatever the collation.';
/* Sales cycle: mean, median, percentiles; durations and business days */

CREATE FUNCTION sales_cycle_accum(kpi_state, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_accum(kpi_state, date, date) IS
	'Transition function of sales_cycle(date, date)';

CREATE FUNCTION sales_cycle_inverse(kpi_state, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_inverse(kpi_state, date, date) IS
	'Inverse transition function of sales_cycle(date, date)';

CREATE FUNCTION sales_cycle_accum(kpi_state, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_accum(kpi_state, timestamp, timestamp) IS
	'Transition function of sales_cycle(timestamp, timestamp)';

CREATE FUNCTION sales_cycle_inverse(kpi_state, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_inverse(kpi_state, timestamp, timestamp) IS
	'Inverse transition function of sales_cycle(timestamp, timestamp)';

CREATE FUNCTION sales_cycle_accum(kpi_state, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_accum(kpi_state, timestamptz, timestamptz) IS
	'Transition function of sales_cycle(timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_inverse(kpi_state, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_inverse(kpi_state, timestamptz, timestamptz) IS
	'Inverse transition function of sales_cycle(timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_final(kpi_state) RETURNS interval
	AS 'MODULE_PATHNAME', 'sales_cycle_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_final(kpi_state) IS
	'Final function of sales_cycle';

CREATE AGGREGATE sales_cycle(opened date, closed date) (
	SFUNC = sales_cycle_accum, STYPE = kpi_state, SSPACE = 64,
	FINALFUNC = sales_cycle_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_accum, MINVFUNC = sales_cycle_inverse,
	MSTYPE = kpi_state, MSSPACE = 64, MFINALFUNC = sales_cycle_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle(opened date, closed date) IS
	'Mean time from opening to closing, exact and rounded once to the microsecond, in days and a time below 24 hours; rows where either is NULL are left out, a closing before the opening counts as negative, NULL if no row is left. Equals avg(closed - opened). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle(opened timestamp, closed timestamp) (
	SFUNC = sales_cycle_accum, STYPE = kpi_state, SSPACE = 64,
	FINALFUNC = sales_cycle_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_accum, MINVFUNC = sales_cycle_inverse,
	MSTYPE = kpi_state, MSSPACE = 64, MFINALFUNC = sales_cycle_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle(opened timestamp, closed timestamp) IS
	'Mean time from opening to closing, exact and rounded once to the microsecond, in days and a time below 24 hours; rows where either is NULL are left out, a closing before the opening counts as negative, NULL if no row is left. Equals avg(closed - opened). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle(opened timestamptz, closed timestamptz) (
	SFUNC = sales_cycle_accum, STYPE = kpi_state, SSPACE = 64,
	FINALFUNC = sales_cycle_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_accum, MINVFUNC = sales_cycle_inverse,
	MSTYPE = kpi_state, MSSPACE = 64, MFINALFUNC = sales_cycle_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle(opened timestamptz, closed timestamptz) IS
	'Mean time from opening to closing, exact and rounded once to the microsecond, in days and a time below 24 hours; rows where either is NULL are left out, a closing before the opening counts as negative, NULL if no row is left. Equals avg(closed - opened). Infinite dates are error 22008.';

/*
 * sales_cycle_percentile and sales_cycle_median
 *
 * SHAREABLE makes a window frame that never loses a row take the moving-frame
 * functions, too: their list stays sorted, the other would be searched anew for
 * every row.
 */

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, date, date) IS
	'Transition function of sales_cycle_percentile(double precision, date, date)';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, date, date) IS
	'Moving-frame transition function of sales_cycle_percentile(double precision, date, date)';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision, date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision, date, date) IS
	'Inverse transition function of sales_cycle_percentile(double precision, date, date)';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], date, date) IS
	'Transition function of sales_cycle_percentile(double precision[], date, date)';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_moving_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], date, date) IS
	'Moving-frame transition function of sales_cycle_percentile(double precision[], date, date)';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision[], date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision[], date, date) IS
	'Inverse transition function of sales_cycle_percentile(double precision[], date, date)';

CREATE FUNCTION sales_cycle_median_accum(kpi_state, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_median_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_accum(kpi_state, date, date) IS
	'Transition function of sales_cycle_median(date, date)';

CREATE FUNCTION sales_cycle_median_moving_accum(internal, date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_moving_accum(internal, date, date) IS
	'Moving-frame transition function of sales_cycle_median(date, date)';

CREATE FUNCTION sales_cycle_median_inverse(internal, date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_inverse(internal, date, date) IS
	'Inverse transition function of sales_cycle_median(date, date)';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, timestamp, timestamp) IS
	'Transition function of sales_cycle_percentile(double precision, timestamp, timestamp)';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, timestamp, timestamp) IS
	'Moving-frame transition function of sales_cycle_percentile(double precision, timestamp, timestamp)';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision, timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision, timestamp, timestamp) IS
	'Inverse transition function of sales_cycle_percentile(double precision, timestamp, timestamp)';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], timestamp, timestamp) IS
	'Transition function of sales_cycle_percentile(double precision[], timestamp, timestamp)';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], timestamp, timestamp) IS
	'Moving-frame transition function of sales_cycle_percentile(double precision[], timestamp, timestamp)';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision[], timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision[], timestamp, timestamp) IS
	'Inverse transition function of sales_cycle_percentile(double precision[], timestamp, timestamp)';

CREATE FUNCTION sales_cycle_median_accum(kpi_state, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_median_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_accum(kpi_state, timestamp, timestamp) IS
	'Transition function of sales_cycle_median(timestamp, timestamp)';

CREATE FUNCTION sales_cycle_median_moving_accum(internal, timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_moving_accum(internal, timestamp, timestamp) IS
	'Moving-frame transition function of sales_cycle_median(timestamp, timestamp)';

CREATE FUNCTION sales_cycle_median_inverse(internal, timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_inverse(internal, timestamp, timestamp) IS
	'Inverse transition function of sales_cycle_median(timestamp, timestamp)';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, timestamptz, timestamptz) IS
	'Transition function of sales_cycle_percentile(double precision, timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, timestamptz, timestamptz) IS
	'Moving-frame transition function of sales_cycle_percentile(double precision, timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision, timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision, timestamptz, timestamptz) IS
	'Inverse transition function of sales_cycle_percentile(double precision, timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], timestamptz, timestamptz) IS
	'Transition function of sales_cycle_percentile(double precision[], timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], timestamptz, timestamptz) IS
	'Moving-frame transition function of sales_cycle_percentile(double precision[], timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision[], timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision[], timestamptz, timestamptz) IS
	'Inverse transition function of sales_cycle_percentile(double precision[], timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_median_accum(kpi_state, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_median_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_accum(kpi_state, timestamptz, timestamptz) IS
	'Transition function of sales_cycle_median(timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_median_moving_accum(internal, timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_moving_accum(internal, timestamptz, timestamptz) IS
	'Moving-frame transition function of sales_cycle_median(timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_median_inverse(internal, timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_inverse(internal, timestamptz, timestamptz) IS
	'Inverse transition function of sales_cycle_median(timestamptz, timestamptz)';

CREATE FUNCTION sales_cycle_percentile_final(kpi_state) RETURNS interval
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_final(kpi_state) IS
	'Final function of sales_cycle_percentile with one fraction and of sales_cycle_median';

CREATE FUNCTION sales_cycle_percentiles_final(kpi_state) RETURNS interval[]
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentiles_final(kpi_state) IS
	'Final function of sales_cycle_percentile with several fractions';

CREATE FUNCTION sales_cycle_percentile_moving_final(internal) RETURNS interval
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_final(internal) IS
	'Moving-frame final function of sales_cycle_percentile with one fraction';

CREATE FUNCTION sales_cycle_percentiles_moving_final(internal) RETURNS interval[]
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentiles_moving_final(internal) IS
	'Moving-frame final function of sales_cycle_percentile with several fractions';

CREATE FUNCTION sales_cycle_median_moving_final(internal) RETURNS interval
	AS 'MODULE_PATHNAME', 'sales_cycle_median_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_moving_final(internal) IS
	'Moving-frame final function of sales_cycle_median';

CREATE AGGREGATE sales_cycle_percentile(fraction double precision, opened date, closed date) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentile_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fraction double precision, opened date, closed date) IS
	'Exact continuous percentile of the time from opening to closing; rows where either is NULL are left out, NULL if no row is left or the fraction is NULL. Equals percentile_cont(fraction) WITHIN GROUP (ORDER BY closed - opened). The fraction must lie in [0, 1] and be the same in all rows of a group (22023). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle_percentile(fractions double precision[], opened date, closed date) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentiles_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentiles_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fractions double precision[], opened date, closed date) IS
	'Several exact continuous percentiles of the time from opening to closing in one pass, as an array of the same shape, with NULL for a NULL fraction; rows where either date is NULL are left out, NULL if no row is left. Equals percentile_cont(fractions) WITHIN GROUP (ORDER BY closed - opened). The fractions must lie in [0, 1] and be the same in all rows of a group (22023). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle_median(opened date, closed date) (
	SFUNC = sales_cycle_median_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_median_moving_accum, MINVFUNC = sales_cycle_median_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_median_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_median(opened date, closed date) IS
	'Exact median of the time from opening to closing; rows where either is NULL are left out, NULL if no row is left. Equals percentile_cont(0.5) WITHIN GROUP (ORDER BY closed - opened). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle_percentile(fraction double precision, opened timestamp, closed timestamp) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentile_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fraction double precision, opened timestamp, closed timestamp) IS
	'Exact continuous percentile of the time from opening to closing; rows where either is NULL are left out, NULL if no row is left or the fraction is NULL. Equals percentile_cont(fraction) WITHIN GROUP (ORDER BY closed - opened). The fraction must lie in [0, 1] and be the same in all rows of a group (22023). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle_percentile(fractions double precision[], opened timestamp, closed timestamp) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentiles_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentiles_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fractions double precision[], opened timestamp, closed timestamp) IS
	'Several exact continuous percentiles of the time from opening to closing in one pass, as an array of the same shape, with NULL for a NULL fraction; rows where either date is NULL are left out, NULL if no row is left. Equals percentile_cont(fractions) WITHIN GROUP (ORDER BY closed - opened). The fractions must lie in [0, 1] and be the same in all rows of a group (22023). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle_median(opened timestamp, closed timestamp) (
	SFUNC = sales_cycle_median_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_median_moving_accum, MINVFUNC = sales_cycle_median_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_median_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_median(opened timestamp, closed timestamp) IS
	'Exact median of the time from opening to closing; rows where either is NULL are left out, NULL if no row is left. Equals percentile_cont(0.5) WITHIN GROUP (ORDER BY closed - opened). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle_percentile(fraction double precision, opened timestamptz, closed timestamptz) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentile_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fraction double precision, opened timestamptz, closed timestamptz) IS
	'Exact continuous percentile of the time from opening to closing; rows where either is NULL are left out, NULL if no row is left or the fraction is NULL. Equals percentile_cont(fraction) WITHIN GROUP (ORDER BY closed - opened). The fraction must lie in [0, 1] and be the same in all rows of a group (22023). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle_percentile(fractions double precision[], opened timestamptz, closed timestamptz) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentiles_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentiles_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fractions double precision[], opened timestamptz, closed timestamptz) IS
	'Several exact continuous percentiles of the time from opening to closing in one pass, as an array of the same shape, with NULL for a NULL fraction; rows where either date is NULL are left out, NULL if no row is left. Equals percentile_cont(fractions) WITHIN GROUP (ORDER BY closed - opened). The fractions must lie in [0, 1] and be the same in all rows of a group (22023). Infinite dates are error 22008.';

CREATE AGGREGATE sales_cycle_median(opened timestamptz, closed timestamptz) (
	SFUNC = sales_cycle_median_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_median_moving_accum, MINVFUNC = sales_cycle_median_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_median_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_median(opened timestamptz, closed timestamptz) IS
	'Exact median of the time from opening to closing; rows where either is NULL are left out, NULL if no row is left. Equals percentile_cont(0.5) WITHIN GROUP (ORDER BY closed - opened). Infinite dates are error 22008.';

/* Durations as numbers */

CREATE FUNCTION interval_days(duration interval) RETURNS double precision
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN pg_catalog.date_part('epoch', duration) OPERATOR(pg_catalog./) 86400::pg_catalog.float8;
COMMENT ON FUNCTION interval_days(interval) IS
	'An interval in days, for charts; a month counts 30 days and a year 365.25, as in extract(epoch FROM duration) / 86400. NULL for NULL.';

CREATE FUNCTION business_days("from" date, "to" date, holidays date[] DEFAULT '{}') RETURNS integer
	AS 'MODULE_PATHNAME', 'business_days'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION business_days(date, date, date[]) IS
	'Working days (Monday to Friday, less the holidays) after "from" up to and including "to"; negative when "to" lies before "from". NULL if any argument is NULL; NULL holidays in the array are left out. Infinite dates are error 22008.';
/* Revenue per account and sales velocity */

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, numeric) IS
	'Transition function of revenue_per_account(bigint, numeric)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, numeric) IS
	'Moving-frame transition function of revenue_per_account(bigint, numeric)';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, numeric) IS
	'Inverse transition function of revenue_per_account(bigint, numeric)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, numeric, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, numeric, bigint) IS
	'Transition function of revenue_per_account(bigint, numeric, bigint)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, numeric, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, numeric, bigint) IS
	'Moving-frame transition function of revenue_per_account(bigint, numeric, bigint)';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, numeric, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, numeric, bigint) IS
	'Inverse transition function of revenue_per_account(bigint, numeric, bigint)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, bigint) IS
	'Transition function of revenue_per_account(bigint, bigint)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, bigint) IS
	'Moving-frame transition function of revenue_per_account(bigint, bigint)';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, bigint) IS
	'Inverse transition function of revenue_per_account(bigint, bigint)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, bigint, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, bigint, bigint) IS
	'Transition function of revenue_per_account(bigint, bigint, bigint)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, bigint, bigint) IS
	'Moving-frame transition function of revenue_per_account(bigint, bigint, bigint)';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, bigint, bigint) IS
	'Inverse transition function of revenue_per_account(bigint, bigint, bigint)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, integer) IS
	'Transition function of revenue_per_account(bigint, integer)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, integer) IS
	'Moving-frame transition function of revenue_per_account(bigint, integer)';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, integer) IS
	'Inverse transition function of revenue_per_account(bigint, integer)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, integer, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, integer, bigint) IS
	'Transition function of revenue_per_account(bigint, integer, bigint)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, integer, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, integer, bigint) IS
	'Moving-frame transition function of revenue_per_account(bigint, integer, bigint)';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, integer, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, integer, bigint) IS
	'Inverse transition function of revenue_per_account(bigint, integer, bigint)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, double precision) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, double precision) IS
	'Transition function of revenue_per_account(bigint, double precision)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, double precision) IS
	'Moving-frame transition function of revenue_per_account(bigint, double precision)';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, double precision) IS
	'Inverse transition function of revenue_per_account(bigint, double precision)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, double precision, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, double precision, bigint) IS
	'Transition function of revenue_per_account(bigint, double precision, bigint)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, double precision, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, double precision, bigint) IS
	'Moving-frame transition function of revenue_per_account(bigint, double precision, bigint)';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, double precision, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, double precision, bigint) IS
	'Inverse transition function of revenue_per_account(bigint, double precision, bigint)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, numeric) IS
	'Transition function of revenue_per_account(uuid, numeric)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, numeric) IS
	'Moving-frame transition function of revenue_per_account(uuid, numeric)';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, numeric) IS
	'Inverse transition function of revenue_per_account(uuid, numeric)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, numeric, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, numeric, uuid) IS
	'Transition function of revenue_per_account(uuid, numeric, uuid)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, numeric, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, numeric, uuid) IS
	'Moving-frame transition function of revenue_per_account(uuid, numeric, uuid)';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, numeric, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, numeric, uuid) IS
	'Inverse transition function of revenue_per_account(uuid, numeric, uuid)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, bigint) IS
	'Transition function of revenue_per_account(uuid, bigint)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, bigint) IS
	'Moving-frame transition function of revenue_per_account(uuid, bigint)';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, bigint) IS
	'Inverse transition function of revenue_per_account(uuid, bigint)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, bigint, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, bigint, uuid) IS
	'Transition function of revenue_per_account(uuid, bigint, uuid)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, bigint, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, bigint, uuid) IS
	'Moving-frame transition function of revenue_per_account(uuid, bigint, uuid)';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, bigint, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, bigint, uuid) IS
	'Inverse transition function of revenue_per_account(uuid, bigint, uuid)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, integer) IS
	'Transition function of revenue_per_account(uuid, integer)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, integer) IS
	'Moving-frame transition function of revenue_per_account(uuid, integer)';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, integer) IS
	'Inverse transition function of revenue_per_account(uuid, integer)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, integer, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, integer, uuid) IS
	'Transition function of revenue_per_account(uuid, integer, uuid)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, integer, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, integer, uuid) IS
	'Moving-frame transition function of revenue_per_account(uuid, integer, uuid)';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, integer, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, integer, uuid) IS
	'Inverse transition function of revenue_per_account(uuid, integer, uuid)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, double precision) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, double precision) IS
	'Transition function of revenue_per_account(uuid, double precision)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, double precision) IS
	'Moving-frame transition function of revenue_per_account(uuid, double precision)';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, double precision) IS
	'Inverse transition function of revenue_per_account(uuid, double precision)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, double precision, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, double precision, uuid) IS
	'Transition function of revenue_per_account(uuid, double precision, uuid)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, double precision, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, double precision, uuid) IS
	'Moving-frame transition function of revenue_per_account(uuid, double precision, uuid)';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, double precision, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, double precision, uuid) IS
	'Inverse transition function of revenue_per_account(uuid, double precision, uuid)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, numeric) IS
	'Transition function of revenue_per_account(text, numeric)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, numeric) IS
	'Moving-frame transition function of revenue_per_account(text, numeric)';

CREATE FUNCTION revenue_per_account_inverse(internal, text, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, numeric) IS
	'Inverse transition function of revenue_per_account(text, numeric)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, numeric, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, numeric, text) IS
	'Transition function of revenue_per_account(text, numeric, text)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, numeric, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, numeric, text) IS
	'Moving-frame transition function of revenue_per_account(text, numeric, text)';

CREATE FUNCTION revenue_per_account_inverse(internal, text, numeric, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, numeric, text) IS
	'Inverse transition function of revenue_per_account(text, numeric, text)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, bigint) IS
	'Transition function of revenue_per_account(text, bigint)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, bigint) IS
	'Moving-frame transition function of revenue_per_account(text, bigint)';

CREATE FUNCTION revenue_per_account_inverse(internal, text, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, bigint) IS
	'Inverse transition function of revenue_per_account(text, bigint)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, bigint, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, bigint, text) IS
	'Transition function of revenue_per_account(text, bigint, text)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, bigint, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, bigint, text) IS
	'Moving-frame transition function of revenue_per_account(text, bigint, text)';

CREATE FUNCTION revenue_per_account_inverse(internal, text, bigint, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, bigint, text) IS
	'Inverse transition function of revenue_per_account(text, bigint, text)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, integer) IS
	'Transition function of revenue_per_account(text, integer)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, integer) IS
	'Moving-frame transition function of revenue_per_account(text, integer)';

CREATE FUNCTION revenue_per_account_inverse(internal, text, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, integer) IS
	'Inverse transition function of revenue_per_account(text, integer)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, integer, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, integer, text) IS
	'Transition function of revenue_per_account(text, integer, text)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, integer, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, integer, text) IS
	'Moving-frame transition function of revenue_per_account(text, integer, text)';

CREATE FUNCTION revenue_per_account_inverse(internal, text, integer, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, integer, text) IS
	'Inverse transition function of revenue_per_account(text, integer, text)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, double precision) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, double precision) IS
	'Transition function of revenue_per_account(text, double precision)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, double precision) IS
	'Moving-frame transition function of revenue_per_account(text, double precision)';

CREATE FUNCTION revenue_per_account_inverse(internal, text, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, double precision) IS
	'Inverse transition function of revenue_per_account(text, double precision)';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, double precision, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, double precision, text) IS
	'Transition function of revenue_per_account(text, double precision, text)';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, double precision, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, double precision, text) IS
	'Moving-frame transition function of revenue_per_account(text, double precision, text)';

CREATE FUNCTION revenue_per_account_inverse(internal, text, double precision, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, double precision, text) IS
	'Inverse transition function of revenue_per_account(text, double precision, text)';

CREATE FUNCTION revenue_per_account_numeric_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'revenue_final_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_numeric_final(kpi_state) IS
	'Final function of revenue_per_account over rows, numeric';

CREATE FUNCTION revenue_per_account_by_deal_numeric_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'deal_revenue_final_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_by_deal_numeric_final(kpi_state) IS
	'Final function of revenue_per_account over deals, numeric';

CREATE FUNCTION revenue_per_account_moving_numeric_final(internal) RETURNS numeric
	AS 'MODULE_PATHNAME', 'revenue_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_numeric_final(internal) IS
	'Moving-frame final function of revenue_per_account, numeric';

CREATE FUNCTION revenue_per_account_float8_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'revenue_final_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_float8_final(kpi_state) IS
	'Final function of revenue_per_account over rows, double precision';

CREATE FUNCTION revenue_per_account_by_deal_float8_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'deal_revenue_final_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_by_deal_float8_final(kpi_state) IS
	'Final function of revenue_per_account over deals, double precision';

CREATE FUNCTION revenue_per_account_moving_float8_final(internal) RETURNS double precision
	AS 'MODULE_PATHNAME', 'revenue_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_float8_final(internal) IS
	'Moving-frame final function of revenue_per_account, double precision';

CREATE AGGREGATE revenue_per_account(account bigint, amount numeric) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount numeric) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). Exact, with the scale of sum(numeric) / bigint.';

CREATE AGGREGATE revenue_per_account(account bigint, amount numeric, deal bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount numeric, deal bigint) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. Exact, with the scale of sum(numeric) / bigint.';

CREATE AGGREGATE revenue_per_account(account bigint, amount bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount bigint) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). Exact, as numeric.';

CREATE AGGREGATE revenue_per_account(account bigint, amount bigint, deal bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount bigint, deal bigint) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. Exact, as numeric.';

CREATE AGGREGATE revenue_per_account(account bigint, amount integer) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount integer) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). Exact, as numeric.';

CREATE AGGREGATE revenue_per_account(account bigint, amount integer, deal bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount integer, deal bigint) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. Exact, as numeric.';

CREATE AGGREGATE revenue_per_account(account bigint, amount double precision) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount double precision) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). The sum is exact and rounded once, whatever the order of the rows; 22003 if it is out of range.';

CREATE AGGREGATE revenue_per_account(account bigint, amount double precision, deal bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount double precision, deal bigint) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. The sum is exact and rounded once, whatever the order of the rows; 22003 if it is out of range.';

CREATE AGGREGATE revenue_per_account(account uuid, amount numeric) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount numeric) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). Exact, with the scale of sum(numeric) / bigint.';

CREATE AGGREGATE revenue_per_account(account uuid, amount numeric, deal uuid) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount numeric, deal uuid) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. Exact, with the scale of sum(numeric) / bigint.';

CREATE AGGREGATE revenue_per_account(account uuid, amount bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount bigint) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). Exact, as numeric.';

CREATE AGGREGATE revenue_per_account(account uuid, amount bigint, deal uuid) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount bigint, deal uuid) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. Exact, as numeric.';

CREATE AGGREGATE revenue_per_account(account uuid, amount integer) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount integer) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). Exact, as numeric.';

CREATE AGGREGATE revenue_per_account(account uuid, amount integer, deal uuid) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount integer, deal uuid) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. Exact, as numeric.';

CREATE AGGREGATE revenue_per_account(account uuid, amount double precision) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount double precision) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). The sum is exact and rounded once, whatever the order of the rows; 22003 if it is out of range.';

CREATE AGGREGATE revenue_per_account(account uuid, amount double precision, deal uuid) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount double precision, deal uuid) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. The sum is exact and rounded once, whatever the order of the rows; 22003 if it is out of range.';

CREATE AGGREGATE revenue_per_account(account text, amount numeric) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount numeric) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). Exact, with the scale of sum(numeric) / bigint. Text compares by its bytes, whatever the collation.';

CREATE AGGREGATE revenue_per_account(account text, amount numeric, deal text) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount numeric, deal text) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. Exact, with the scale of sum(numeric) / bigint. Text compares by its bytes, whatever the collation.';

CREATE AGGREGATE revenue_per_account(account text, amount bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount bigint) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). Exact, as numeric. Text compares by its bytes, whatever the collation.';

CREATE AGGREGATE revenue_per_account(account text, amount bigint, deal text) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount bigint, deal text) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. Exact, as numeric. Text compares by its bytes, whatever the collation.';

CREATE AGGREGATE revenue_per_account(account text, amount integer) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount integer) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). Exact, as numeric. Text compares by its bytes, whatever the collation.';

CREATE AGGREGATE revenue_per_account(account text, amount integer, deal text) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount integer, deal text) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. Exact, as numeric. Text compares by its bytes, whatever the collation.';

CREATE AGGREGATE revenue_per_account(account text, amount double precision) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount double precision) IS
	'Sum of the amounts over the number of distinct accounts, in the unit of the amount; rows with NULL account are left out, a NULL amount still counts its account, NULL if no amount is known. Equals sum(amount) FILTER (WHERE account IS NOT NULL) / NULLIF(count(DISTINCT account), 0). The sum is exact and rounded once, whatever the order of the rows; 22003 if it is out of range. Text compares by its bytes, whatever the collation.';

CREATE AGGREGATE revenue_per_account(account text, amount double precision, deal text) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount double precision, deal text) IS
	'Sum of the amounts over the number of distinct accounts, each deal counted once however often a join repeats it; rows with NULL account are left out, a NULL amount or NULL deal adds its account only, NULL if no amount is known. Two different amounts for one deal are error 21000. Equals (SELECT sum(amount) FROM (SELECT DISTINCT deal, amount)) / NULLIF(count(DISTINCT account), 0) over these rows. The sum is exact and rounded once, whatever the order of the rows; 22003 if it is out of range. Text compares by its bytes, whatever the collation.';

/* sales_velocity */

CREATE FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, date, date) IS
	'Transition function of sales_velocity(boolean, numeric, date, date)';

CREATE FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, date, date) IS
	'Inverse transition function of sales_velocity(boolean, numeric, date, date)';

CREATE FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, timestamp, timestamp) IS
	'Transition function of sales_velocity(boolean, numeric, timestamp, timestamp)';

CREATE FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, timestamp, timestamp) IS
	'Inverse transition function of sales_velocity(boolean, numeric, timestamp, timestamp)';

CREATE FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, timestamptz, timestamptz) IS
	'Transition function of sales_velocity(boolean, numeric, timestamptz, timestamptz)';

CREATE FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, timestamptz, timestamptz) IS
	'Inverse transition function of sales_velocity(boolean, numeric, timestamptz, timestamptz)';

CREATE FUNCTION sales_velocity_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'sales_velocity_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_final(kpi_state) IS
	'Final function of sales_velocity';

CREATE AGGREGATE sales_velocity(won boolean, amount numeric, opened date, closed date) (
	SFUNC = sales_velocity_accum, STYPE = kpi_state, SSPACE = 128,
	FINALFUNC = sales_velocity_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_velocity_accum, MINVFUNC = sales_velocity_inverse,
	MSTYPE = kpi_state, MSSPACE = 128, MFINALFUNC = sales_velocity_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_velocity(won boolean, amount numeric, opened date, closed date) IS
	'Revenue a day, in the unit of the amount: the amount won over the mean cycle of the deals won in days (opportunities x win rate x average deal / cycle, common factors cancelled); NULL if nothing is won or the mean cycle is zero or less. Equals sum(amount) FILTER (WHERE won) * count(closed - opened) FILTER (WHERE won) * 86400 / NULLIF(GREATEST(sum(extract(epoch FROM closed - opened)) FILTER (WHERE won), 0), 0), dates standing for their midnight. Infinite dates are error 22008.';

CREATE AGGREGATE sales_velocity(won boolean, amount numeric, opened timestamp, closed timestamp) (
	SFUNC = sales_velocity_accum, STYPE = kpi_state, SSPACE = 128,
	FINALFUNC = sales_velocity_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_velocity_accum, MINVFUNC = sales_velocity_inverse,
	MSTYPE = kpi_state, MSSPACE = 128, MFINALFUNC = sales_velocity_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_velocity(won boolean, amount numeric, opened timestamp, closed timestamp) IS
	'Revenue a day, in the unit of the amount: the amount won over the mean cycle of the deals won in days (opportunities x win rate x average deal / cycle, common factors cancelled); NULL if nothing is won or the mean cycle is zero or less. Equals sum(amount) FILTER (WHERE won) * count(closed - opened) FILTER (WHERE won) * 86400 / NULLIF(GREATEST(sum(extract(epoch FROM closed - opened)) FILTER (WHERE won), 0), 0), dates standing for their midnight. Infinite dates are error 22008.';

CREATE AGGREGATE sales_velocity(won boolean, amount numeric, opened timestamptz, closed timestamptz) (
	SFUNC = sales_velocity_accum, STYPE = kpi_state, SSPACE = 128,
	FINALFUNC = sales_velocity_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_velocity_accum, MINVFUNC = sales_velocity_inverse,
	MSTYPE = kpi_state, MSSPACE = 128, MFINALFUNC = sales_velocity_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_velocity(won boolean, amount numeric, opened timestamptz, closed timestamptz) IS
	'Revenue a day, in the unit of the amount: the amount won over the mean cycle of the deals won in days (opportunities x win rate x average deal / cycle, common factors cancelled); NULL if nothing is won or the mean cycle is zero or less. Equals sum(amount) FILTER (WHERE won) * count(closed - opened) FILTER (WHERE won) * 86400 / NULLIF(GREATEST(sum(extract(epoch FROM closed - opened)) FILTER (WHERE won), 0), 0), dates standing for their midnight. Infinite dates are error 22008.';
/* Quotas and forecasts */

CREATE FUNCTION quota_attainment_accum(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'quota_attainment_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_accum(kpi_state, numeric, numeric) IS
	'Transition function of quota_attainment(numeric, numeric)';

CREATE FUNCTION quota_attainment_inverse(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'quota_attainment_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_inverse(kpi_state, numeric, numeric) IS
	'Inverse transition function of quota_attainment(numeric, numeric)';

CREATE FUNCTION quota_attainment_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'quota_attainment_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_final(kpi_state) IS
	'Final function of quota_attainment(numeric, numeric)';

CREATE AGGREGATE quota_attainment(actual numeric, quota numeric) (
	SFUNC = quota_attainment_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = quota_attainment_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = quota_attainment_accum, MINVFUNC = quota_attainment_inverse,
	MSTYPE = kpi_state, MSSPACE = 256, MFINALFUNC = quota_attainment_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE quota_attainment(actual numeric, quota numeric) IS
	'Sum of the actual values over the sum of the quotas, each over its known values; NULL if either has none or the quotas sum to zero. Equals sum(actual) / NULLIF(sum(quota), 0).';

/* quota_attainment by owner */

CREATE FUNCTION quota_attainment_accum(kpi_state, bigint, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'owner_quota_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_accum(kpi_state, bigint, numeric, numeric) IS
	'Transition function of quota_attainment(bigint, numeric, numeric)';

CREATE FUNCTION quota_attainment_moving_accum(internal, bigint, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_moving_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_moving_accum(internal, bigint, numeric, numeric) IS
	'Moving-frame transition function of quota_attainment(bigint, numeric, numeric)';

CREATE FUNCTION quota_attainment_inverse(internal, bigint, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_inverse_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_inverse(internal, bigint, numeric, numeric) IS
	'Inverse transition function of quota_attainment(bigint, numeric, numeric)';

CREATE FUNCTION quota_attainment_accum(kpi_state, uuid, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'owner_quota_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_accum(kpi_state, uuid, numeric, numeric) IS
	'Transition function of quota_attainment(uuid, numeric, numeric)';

CREATE FUNCTION quota_attainment_moving_accum(internal, uuid, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_moving_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_moving_accum(internal, uuid, numeric, numeric) IS
	'Moving-frame transition function of quota_attainment(uuid, numeric, numeric)';

CREATE FUNCTION quota_attainment_inverse(internal, uuid, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_inverse_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_inverse(internal, uuid, numeric, numeric) IS
	'Inverse transition function of quota_attainment(uuid, numeric, numeric)';

CREATE FUNCTION quota_attainment_accum(kpi_state, text, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'owner_quota_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_accum(kpi_state, text, numeric, numeric) IS
	'Transition function of quota_attainment(text, numeric, numeric)';

CREATE FUNCTION quota_attainment_moving_accum(internal, text, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_moving_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_moving_accum(internal, text, numeric, numeric) IS
	'Moving-frame transition function of quota_attainment(text, numeric, numeric)';

CREATE FUNCTION quota_attainment_inverse(internal, text, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_inverse_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_inverse(internal, text, numeric, numeric) IS
	'Inverse transition function of quota_attainment(text, numeric, numeric)';

CREATE FUNCTION quota_attainment_by_owner_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'owner_quota_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_by_owner_final(kpi_state) IS
	'Final function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_moving_final(internal) RETURNS numeric
	AS 'MODULE_PATHNAME', 'owner_quota_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_moving_final(internal) IS
	'Moving-frame final function of quota_attainment by owner';

CREATE AGGREGATE quota_attainment(owner bigint, actual numeric, quota numeric) (
	SFUNC = quota_attainment_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = quota_attainment_by_owner_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = quota_attainment_moving_accum, MINVFUNC = quota_attainment_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = quota_attainment_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE quota_attainment(owner bigint, actual numeric, quota numeric) IS
	'Sum of the actual values over the sum of the quotas, each owner''s quota counted once over that owner''s many rows; rows with NULL owner or NULL quota are left out, a NULL actual value adds its owner''s quota only, NULL if no actual value is left or the quotas sum to zero. Two different quotas for one owner are error 21000. Equals sum(actual) / NULLIF((SELECT sum(quota) FROM (SELECT DISTINCT owner, quota)), 0) over these rows.';

CREATE AGGREGATE quota_attainment(owner uuid, actual numeric, quota numeric) (
	SFUNC = quota_attainment_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = quota_attainment_by_owner_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = quota_attainment_moving_accum, MINVFUNC = quota_attainment_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = quota_attainment_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE quota_attainment(owner uuid, actual numeric, quota numeric) IS
	'Sum of the actual values over the sum of the quotas, each owner''s quota counted once over that owner''s many rows; rows with NULL owner or NULL quota are left out, a NULL actual value adds its owner''s quota only, NULL if no actual value is left or the quotas sum to zero. Two different quotas for one owner are error 21000. Equals sum(actual) / NULLIF((SELECT sum(quota) FROM (SELECT DISTINCT owner, quota)), 0) over these rows.';

CREATE AGGREGATE quota_attainment(owner text, actual numeric, quota numeric) (
	SFUNC = quota_attainment_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = quota_attainment_by_owner_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = quota_attainment_moving_accum, MINVFUNC = quota_attainment_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = quota_attainment_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE quota_attainment(owner text, actual numeric, quota numeric) IS
	'Sum of the actual values over the sum of the quotas, each owner''s quota counted once over that owner''s many rows; rows with NULL owner or NULL quota are left out, a NULL actual value adds its owner''s quota only, NULL if no actual value is left or the quotas sum to zero. Two different quotas for one owner are error 21000. Equals sum(actual) / NULLIF((SELECT sum(quota) FROM (SELECT DISTINCT owner, quota)), 0) over these rows. Text compares by its bytes, whatever the collation.';

/* forecast_accuracy and forecast_bias */

CREATE FUNCTION forecast_accuracy_accum(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'forecast_accuracy_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accuracy_accum(kpi_state, numeric, numeric) IS
	'Transition function of forecast_accuracy';

CREATE FUNCTION forecast_accuracy_inverse(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'forecast_accuracy_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accuracy_inverse(kpi_state, numeric, numeric) IS
	'Inverse transition function of forecast_accuracy';

CREATE FUNCTION forecast_accuracy_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'forecast_accuracy_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accuracy_final(kpi_state) IS
	'Final function of forecast_accuracy';

CREATE FUNCTION forecast_bias_accum(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'forecast_bias_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias_accum(kpi_state, numeric, numeric) IS
	'Transition function of forecast_bias';

CREATE FUNCTION forecast_bias_inverse(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'forecast_bias_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias_inverse(kpi_state, numeric, numeric) IS
	'Inverse transition function of forecast_bias';

CREATE FUNCTION forecast_bias_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'forecast_bias_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias_final(kpi_state) IS
	'Final function of forecast_bias';

CREATE AGGREGATE forecast_accuracy(forecast numeric, actual numeric) (
	SFUNC = forecast_accuracy_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = forecast_accuracy_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = forecast_accuracy_accum, MINVFUNC = forecast_accuracy_inverse,
	MSTYPE = kpi_state, MSSPACE = 256, MFINALFUNC = forecast_accuracy_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_accuracy(forecast numeric, actual numeric) IS
	'One less the weighted absolute error of the forecasts (WAPE): 1 is perfect, 0 or less no better than forecasting nothing; errors are over rows where both are known, NULL if there are none or the actual values are all zero. Equals 1 - sum(abs(forecast - actual)) / NULLIF(sum(abs(actual)), 0).';

CREATE AGGREGATE forecast_bias(forecast numeric, actual numeric) (
	SFUNC = forecast_bias_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = forecast_bias_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = forecast_bias_accum, MINVFUNC = forecast_bias_inverse,
	MSTYPE = kpi_state, MSSPACE = 256, MFINALFUNC = forecast_bias_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_bias(forecast numeric, actual numeric) IS
	'Share by which the forecasts are too high (positive) or too low (negative); errors are over rows where both are known, NULL if there are none or the actual values sum to zero. Equals sum(forecast - actual) / NULLIF(sum(actual), 0).';
/* The deal summary: compute once, merge and read everywhere */

CREATE TYPE kpi_summary;

CREATE FUNCTION kpi_summary_in(cstring) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_in(cstring) IS
	'Reads the JSON form of a deal summary; 22P02 or 22P03 if it is not one';

CREATE FUNCTION kpi_summary_out(kpi_summary) RETURNS cstring
	AS 'MODULE_PATHNAME', 'kpi_summary_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_out(kpi_summary) IS
	'JSON form of a deal summary, which loads back to the same bytes';

CREATE FUNCTION kpi_summary_recv(internal) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_recv(internal) IS
	'Reads the binary form of a deal summary; 22P03 if it is not one';

CREATE FUNCTION kpi_summary_send(kpi_summary) RETURNS bytea
	AS 'MODULE_PATHNAME', 'kpi_summary_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_send(kpi_summary) IS
	'Binary form of a deal summary: the bytes as stored, the same on every machine';

CREATE TYPE kpi_summary (
	INPUT = kpi_summary_in, OUTPUT = kpi_summary_out,
	RECEIVE = kpi_summary_recv, SEND = kpi_summary_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE kpi_summary IS
	'Deals folded into one stored, mergeable value: counts, revenue, cycles with their distribution, distinct accounts. Equal deals make equal bytes.';

CREATE FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_bigint_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, date, date) IS
	'Transition function of kpi_summary(bigint, boolean, numeric, date, date)';

CREATE FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_bigint_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, timestamp, timestamp) IS
	'Transition function of kpi_summary(bigint, boolean, numeric, timestamp, timestamp)';

CREATE FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_bigint_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, timestamptz, timestamptz) IS
	'Transition function of kpi_summary(bigint, boolean, numeric, timestamptz, timestamptz)';

CREATE FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_uuid_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, date, date) IS
	'Transition function of kpi_summary(uuid, boolean, numeric, date, date)';

CREATE FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_uuid_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, timestamp, timestamp) IS
	'Transition function of kpi_summary(uuid, boolean, numeric, timestamp, timestamp)';

CREATE FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_uuid_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, timestamptz, timestamptz) IS
	'Transition function of kpi_summary(uuid, boolean, numeric, timestamptz, timestamptz)';

CREATE FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_text_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, date, date) IS
	'Transition function of kpi_summary(text, boolean, numeric, date, date)';

CREATE FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_text_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, timestamp, timestamp) IS
	'Transition function of kpi_summary(text, boolean, numeric, timestamp, timestamp)';

CREATE FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_text_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, timestamptz, timestamptz) IS
	'Transition function of kpi_summary(text, boolean, numeric, timestamptz, timestamptz)';

CREATE FUNCTION kpi_summary_final(kpi_state) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_final(kpi_state) IS
	'Final function of kpi_summary and rollup';

CREATE FUNCTION rollup_accum(kpi_state, kpi_summary) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'rollup_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION rollup_accum(kpi_state, kpi_summary) IS
	'Transition function of rollup(kpi_summary)';

CREATE AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened date, closed date) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened date, closed date) IS
	'Folds deals into a summary to store, merge with rollup and read with its accessors; true is won, false lost, NULL still open. A deal with NULL account counts but is nobody''s, amounts count where won, cycles where both dates are known. Infinite dates are error 22008. NULL over no rows.';

CREATE AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened timestamp, closed timestamp) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened timestamp, closed timestamp) IS
	'Folds deals into a summary to store, merge with rollup and read with its accessors; true is won, false lost, NULL still open. A deal with NULL account counts but is nobody''s, amounts count where won, cycles where both dates are known. Infinite dates are error 22008. NULL over no rows.';

CREATE AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened timestamptz, closed timestamptz) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened timestamptz, closed timestamptz) IS
	'Folds deals into a summary to store, merge with rollup and read with its accessors; true is won, false lost, NULL still open. A deal with NULL account counts but is nobody''s, amounts count where won, cycles where both dates are known. Infinite dates are error 22008. NULL over no rows.';

CREATE AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened date, closed date) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened date, closed date) IS
	'Folds deals into a summary to store, merge with rollup and read with its accessors; true is won, false lost, NULL still open. A deal with NULL account counts but is nobody''s, amounts count where won, cycles where both dates are known. Infinite dates are error 22008. NULL over no rows.';

CREATE AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened timestamp, closed timestamp) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened timestamp, closed timestamp) IS
	'Folds deals into a summary to store, merge with rollup and read with its accessors; true is won, false lost, NULL still open. A deal with NULL account counts but is nobody''s, amounts count where won, cycles where both dates are known. Infinite dates are error 22008. NULL over no rows.';

CREATE AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened timestamptz, closed timestamptz) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened timestamptz, closed timestamptz) IS
	'Folds deals into a summary to store, merge with rollup and read with its accessors; true is won, false lost, NULL still open. A deal with NULL account counts but is nobody''s, amounts count where won, cycles where both dates are known. Infinite dates are error 22008. NULL over no rows.';

CREATE AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened date, closed date) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened date, closed date) IS
	'Folds deals into a summary to store, merge with rollup and read with its accessors; true is won, false lost, NULL still open. A deal with NULL account counts but is nobody''s, amounts count where won, cycles where both dates are known. Infinite dates are error 22008. NULL over no rows.';

CREATE AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened timestamp, closed timestamp) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened timestamp, closed timestamp) IS
	'Folds deals into a summary to store, merge with rollup and read with its accessors; true is won, false lost, NULL still open. A deal with NULL account counts but is nobody''s, amounts count where won, cycles where both dates are known. Infinite dates are error 22008. NULL over no rows.';

CREATE AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened timestamptz, closed timestamptz) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened timestamptz, closed timestamptz) IS
	'Folds deals into a summary to store, merge with rollup and read with its accessors; true is won, false lost, NULL still open. A deal with NULL account counts but is nobody''s, amounts count where won, cycles where both dates are known. Infinite dates are error 22008. NULL over no rows.';

CREATE AGGREGATE rollup(summary kpi_summary) (
	SFUNC = rollup_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(summary kpi_summary) IS
	'Merges summaries of disjoint deals, in any order: exact for counts, money, mean cycle and distinct accounts, without further loss for percentiles. NULL summaries are left out; summaries over different key types are error 22023.';

/* Equality and an order, for DISTINCT, IS DISTINCT FROM, UNION and joins; bytes are canonical, so they compare */

CREATE FUNCTION kpi_summary_eq(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteaeq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_eq(kpi_summary, kpi_summary) IS 'Implementation of the = operator';

CREATE FUNCTION kpi_summary_ne(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteane' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_ne(kpi_summary, kpi_summary) IS 'Implementation of the <> operator';

CREATE FUNCTION kpi_summary_lt(kpi_summary, kpi_summary) RETURNS boolean
	AS 'bytealt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_lt(kpi_summary, kpi_summary) IS 'Implementation of the < operator';

CREATE FUNCTION kpi_summary_le(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteale' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_le(kpi_summary, kpi_summary) IS 'Implementation of the <= operator';

CREATE FUNCTION kpi_summary_gt(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteagt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_gt(kpi_summary, kpi_summary) IS 'Implementation of the > operator';

CREATE FUNCTION kpi_summary_ge(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteage' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_ge(kpi_summary, kpi_summary) IS 'Implementation of the >= operator';

CREATE FUNCTION kpi_summary_cmp(kpi_summary, kpi_summary) RETURNS integer
	AS 'byteacmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_cmp(kpi_summary, kpi_summary) IS 'Compares two summaries by their bytes';

CREATE FUNCTION kpi_summary_hash(kpi_summary) RETURNS integer
	AS 'hashvarlena' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_hash(kpi_summary) IS 'Hash of a summary';

CREATE FUNCTION kpi_summary_hash_extended(kpi_summary, bigint) RETURNS bigint
	AS 'hashvarlenaextended' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_hash_extended(kpi_summary, bigint) IS 'Hash of a summary with a seed';

CREATE OPERATOR = (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (kpi_summary, kpi_summary) IS 'equal';

CREATE OPERATOR <> (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (kpi_summary, kpi_summary) IS 'not equal';

CREATE OPERATOR < (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (kpi_summary, kpi_summary) IS 'less than';

CREATE OPERATOR <= (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (kpi_summary, kpi_summary) IS 'less than or equal';

CREATE OPERATOR > (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (kpi_summary, kpi_summary) IS 'greater than';

CREATE OPERATOR >= (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (kpi_summary, kpi_summary) IS 'greater than or equal';

CREATE OPERATOR FAMILY kpi_summary_ops USING btree;
COMMENT ON OPERATOR FAMILY kpi_summary_ops USING btree IS 'Order of summaries by their bytes';
CREATE OPERATOR CLASS kpi_summary_ops DEFAULT FOR TYPE kpi_summary USING btree FAMILY kpi_summary_ops AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 kpi_summary_cmp(kpi_summary, kpi_summary);
COMMENT ON OPERATOR CLASS kpi_summary_ops USING btree IS 'Order of summaries by their bytes';
CREATE OPERATOR FAMILY kpi_summary_ops USING hash;
COMMENT ON OPERATOR FAMILY kpi_summary_ops USING hash IS 'Equality of summaries';
CREATE OPERATOR CLASS kpi_summary_ops DEFAULT FOR TYPE kpi_summary USING hash FAMILY kpi_summary_ops AS
	OPERATOR 1 =,
	FUNCTION 1 kpi_summary_hash(kpi_summary), FUNCTION 2 kpi_summary_hash_extended(kpi_summary, bigint);
COMMENT ON OPERATOR CLASS kpi_summary_ops USING hash IS 'Equality of summaries';

/* What a summary says; each accessor bears the name of its aggregate over rows */

CREATE FUNCTION opportunities(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_opportunities'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION opportunities(kpi_summary) IS
	'Number of deals';

CREATE FUNCTION won(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_won'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION won(kpi_summary) IS
	'Number of deals won';

CREATE FUNCTION lost(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_lost'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lost(kpi_summary) IS
	'Number of deals lost';

CREATE FUNCTION open_deals(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_open_deals'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION open_deals(kpi_summary) IS
	'Number of deals neither won nor lost';

CREATE FUNCTION accounts(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION accounts(kpi_summary) IS
	'Number of distinct accounts with a deal';

CREATE FUNCTION customers(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_customers'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customers(kpi_summary) IS
	'Number of distinct accounts with a deal won';

CREATE FUNCTION revenue(summary kpi_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'kpi_summary_revenue'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION revenue(kpi_summary) IS
	'Sum of the amounts won, exact; NULL if none is known';

CREATE FUNCTION conversion_rate(summary kpi_summary) RETURNS double precision
	AS 'MODULE_PATHNAME', 'kpi_summary_conversion_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate(kpi_summary) IS
	'Deals won over all deals (0 to 1); NULL over no deals';

CREATE FUNCTION win_rate(summary kpi_summary) RETURNS double precision
	AS 'MODULE_PATHNAME', 'kpi_summary_win_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate(kpi_summary) IS
	'Deals won over deals won or lost (0 to 1); NULL if none is decided';

CREATE FUNCTION win_rate_interval(summary kpi_summary, confidence double precision DEFAULT 0.95,
	OUT lower double precision, OUT upper double precision)
	AS 'MODULE_PATHNAME', 'kpi_summary_win_rate_interval'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate_interval(kpi_summary, double precision) IS
	'Bounds of the win rate at a confidence between 0 and 1 (22023 otherwise), by the score interval of E. B. Wilson (1927); NULLs if no deal is decided';

CREATE FUNCTION opportunity_to_customer_ratio(summary kpi_summary) RETURNS double precision
	AS 'MODULE_PATHNAME', 'kpi_summary_opportunity_to_customer_ratio'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio(kpi_summary) IS
	'Distinct accounts won over all deals; NULL over no deals';

CREATE FUNCTION revenue_per_account(summary kpi_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'kpi_summary_revenue_per_account'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account(kpi_summary) IS
	'Revenue won over the distinct accounts won; NULL if there are none';

CREATE FUNCTION average_deal(summary kpi_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'kpi_summary_average_deal'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION average_deal(kpi_summary) IS
	'Mean of the amounts won; NULL if none is known';

CREATE FUNCTION sales_cycle(summary kpi_summary) RETURNS interval
	AS 'MODULE_PATHNAME', 'kpi_summary_sales_cycle'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle(kpi_summary) IS
	'Mean time from opening to closing, exact and rounded once to the microsecond; NULL if no cycle is known';

CREATE FUNCTION sales_cycle_percentile(fraction double precision, summary kpi_summary) RETURNS interval
	AS 'MODULE_PATHNAME', 'kpi_summary_sales_cycle_percentile'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile(double precision, kpi_summary) IS
	'Continuous percentile of the time from opening to closing, within 1 % of the value that the rows give; NULL if no cycle is known. The fraction must lie in [0, 1] (22023).';

CREATE FUNCTION sales_cycle_median(summary kpi_summary) RETURNS interval
	AS 'MODULE_PATHNAME', 'kpi_summary_sales_cycle_median'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median(kpi_summary) IS
	'Median time from opening to closing, within 1 % of the value that the rows give; NULL if no cycle is known';

CREATE FUNCTION sales_velocity(summary kpi_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'kpi_summary_sales_velocity'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity(kpi_summary) IS
	'Revenue a day: the amount won over the mean cycle of the deals won in days; NULL if nothing is won or the mean cycle is zero or less';

CREATE FUNCTION kpi_report(summary kpi_summary) RETURNS TABLE (kpi text, value numeric, unit text)
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 18
BEGIN ATOMIC
	SELECT r.kpi, r.value, r.unit
	FROM (VALUES
		('opportunities', opportunities(summary)::pg_catalog.numeric, 'deals'),
		('won', won(summary)::pg_catalog.numeric, 'deals'),
		('lost', lost(summary)::pg_catalog.numeric, 'deals'),
		('open_deals', open_deals(summary)::pg_catalog.numeric, 'deals'),
		('accounts', accounts(summary)::pg_catalog.numeric, 'accounts'),
		('customers', customers(summary)::pg_catalog.numeric, 'accounts'),
		('revenue', revenue(summary), 'currency'),
		('conversion_rate', conversion_rate(summary)::pg_catalog.numeric, 'ratio'),
		('win_rate', win_rate(summary)::pg_catalog.numeric, 'ratio'),
		('win_rate_lower', (win_rate_interval(summary)).lower::pg_catalog.numeric, 'ratio'),
		('win_rate_upper', (win_rate_interval(summary)).upper::pg_catalog.numeric, 'ratio'),
		('opportunity_to_customer_ratio', opportunity_to_customer_ratio(summary)::pg_catalog.numeric, 'ratio'),
		('revenue_per_account', revenue_per_account(summary), 'currency'),
		('average_deal', average_deal(summary), 'currency'),
		('sales_cycle', interval_days(sales_cycle(summary))::pg_catalog.numeric, 'days'),
		('sales_cycle_median', interval_days(sales_cycle_median(summary))::pg_catalog.numeric, 'days'),
		('sales_cycle_p90', interval_days(sales_cycle_percentile(0.9::pg_catalog.float8, summary))::pg_catalog.numeric, 'days'),
		('sales_velocity', sales_velocity(summary), 'currency/day')
	) AS r (kpi, value, unit);
END;
COMMENT ON FUNCTION kpi_report(kpi_summary) IS
	'All KPIs of a summary as rows for a dashboard, with their units; a KPI that is not defined has a NULL value. No rows for NULL.';
