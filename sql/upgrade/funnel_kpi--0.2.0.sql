\echo Use "CREATE EXTENSION funnel_kpi" to load this file. \quit

/* The types: the transition state that all KPI aggregates share, and what they give to be stored */

CREATE TYPE kpi_state;

CREATE FUNCTION kpi_state_in(cstring) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_state_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_in(cstring) IS 'input function of kpi_state';

CREATE FUNCTION kpi_state_out(kpi_state) RETURNS cstring
	AS 'MODULE_PATHNAME', 'kpi_state_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_out(kpi_state) IS 'output function of kpi_state';

CREATE FUNCTION kpi_state_recv(internal) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_state_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_recv(internal) IS 'receive function of kpi_state';

CREATE FUNCTION kpi_state_send(kpi_state) RETURNS bytea
	AS 'MODULE_PATHNAME', 'kpi_state_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_send(kpi_state) IS 'send function of kpi_state';

CREATE TYPE kpi_state (
	INPUT = kpi_state_in, OUTPUT = kpi_state_out,
	RECEIVE = kpi_state_recv, SEND = kpi_state_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE kpi_state IS 'transition state of the KPI aggregates, not meant for columns';

CREATE TYPE kpi_summary;

CREATE FUNCTION kpi_summary_in(cstring) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_in(cstring) IS 'input function of kpi_summary';

CREATE FUNCTION kpi_summary_out(kpi_summary) RETURNS cstring
	AS 'MODULE_PATHNAME', 'kpi_summary_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_out(kpi_summary) IS 'output function of kpi_summary';

CREATE FUNCTION kpi_summary_recv(internal) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_recv(internal) IS 'receive function of kpi_summary';

CREATE FUNCTION kpi_summary_send(kpi_summary) RETURNS bytea
	AS 'MODULE_PATHNAME', 'kpi_summary_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_send(kpi_summary) IS 'send function of kpi_summary';

CREATE TYPE kpi_summary (
	INPUT = kpi_summary_in, OUTPUT = kpi_summary_out,
	RECEIVE = kpi_summary_recv, SEND = kpi_summary_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE kpi_summary IS 'deals folded into one stored value that merges';

CREATE TYPE funnel_summary;

CREATE FUNCTION funnel_summary_in(cstring) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_in(cstring) IS 'input function of funnel_summary';

CREATE FUNCTION funnel_summary_out(funnel_summary) RETURNS cstring
	AS 'MODULE_PATHNAME', 'funnel_summary_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_out(funnel_summary) IS 'output function of funnel_summary';

CREATE FUNCTION funnel_summary_recv(internal) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_recv(internal) IS 'receive function of funnel_summary';

CREATE FUNCTION funnel_summary_send(funnel_summary) RETURNS bytea
	AS 'MODULE_PATHNAME', 'funnel_summary_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_send(funnel_summary) IS 'send function of funnel_summary';

CREATE TYPE funnel_summary (
	INPUT = funnel_summary_in, OUTPUT = funnel_summary_out,
	RECEIVE = funnel_summary_recv, SEND = funnel_summary_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE funnel_summary IS 'subjects folded into one stored funnel that merges';

CREATE FUNCTION kpi_state_combine(kpi_state, kpi_state) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_state_combine'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_state_combine(kpi_state, kpi_state) IS 'combine function of the KPI aggregates';

/*
 * Operators of stored values: equality and an order, for DISTINCT, IS DISTINCT
 * FROM, UNION and joins (bytes are canonical, so they compare), and merging; and
 * the cast to jsonb
 */

CREATE FUNCTION kpi_summary_eq(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteaeq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_eq(kpi_summary, kpi_summary) IS 'implementation of = operator';

CREATE OPERATOR = (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (kpi_summary, kpi_summary) IS 'equal';

CREATE FUNCTION kpi_summary_ne(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteane' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_ne(kpi_summary, kpi_summary) IS 'implementation of <> operator';

CREATE OPERATOR <> (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (kpi_summary, kpi_summary) IS 'not equal';

CREATE FUNCTION kpi_summary_lt(kpi_summary, kpi_summary) RETURNS boolean
	AS 'bytealt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_lt(kpi_summary, kpi_summary) IS 'implementation of < operator';

CREATE OPERATOR < (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (kpi_summary, kpi_summary) IS 'less than';

CREATE FUNCTION kpi_summary_le(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteale' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_le(kpi_summary, kpi_summary) IS 'implementation of <= operator';

CREATE OPERATOR <= (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (kpi_summary, kpi_summary) IS 'less than or equal';

CREATE FUNCTION kpi_summary_gt(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteagt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_gt(kpi_summary, kpi_summary) IS 'implementation of > operator';

CREATE OPERATOR > (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (kpi_summary, kpi_summary) IS 'greater than';

CREATE FUNCTION kpi_summary_ge(kpi_summary, kpi_summary) RETURNS boolean
	AS 'byteage' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_ge(kpi_summary, kpi_summary) IS 'implementation of >= operator';

CREATE OPERATOR >= (
	LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (kpi_summary, kpi_summary) IS 'greater than or equal';

CREATE FUNCTION kpi_summary_cmp(kpi_summary, kpi_summary) RETURNS integer
	AS 'byteacmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_cmp(kpi_summary, kpi_summary) IS 'less-equal-greater';

CREATE FUNCTION kpi_summary_hash(kpi_summary) RETURNS integer
	AS 'hashvarlena' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_hash(kpi_summary) IS 'hash';

CREATE FUNCTION kpi_summary_hash_extended(kpi_summary, bigint) RETURNS bigint
	AS 'hashvarlenaextended' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_hash_extended(kpi_summary, bigint) IS 'hash with a seed';

CREATE FUNCTION kpi_summary_plus(kpi_summary, kpi_summary) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_plus'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_plus(kpi_summary, kpi_summary) IS 'implementation of + operator';

CREATE OPERATOR + (LEFTARG = kpi_summary, RIGHTARG = kpi_summary, FUNCTION = kpi_summary_plus, COMMUTATOR = +);
COMMENT ON OPERATOR + (kpi_summary, kpi_summary) IS 'merge two summaries';

CREATE CAST (kpi_summary AS jsonb) WITH INOUT;
COMMENT ON CAST (kpi_summary AS jsonb) IS 'the text form as JSON';

CREATE OPERATOR FAMILY kpi_summary_ops USING btree;
COMMENT ON OPERATOR FAMILY kpi_summary_ops USING btree IS 'order of summaries by their bytes';

CREATE OPERATOR CLASS kpi_summary_ops DEFAULT FOR TYPE kpi_summary USING btree FAMILY kpi_summary_ops AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 kpi_summary_cmp(kpi_summary, kpi_summary);
COMMENT ON OPERATOR CLASS kpi_summary_ops USING btree IS 'order of summaries by their bytes';

CREATE OPERATOR FAMILY kpi_summary_ops USING hash;
COMMENT ON OPERATOR FAMILY kpi_summary_ops USING hash IS 'equality of summaries';

CREATE OPERATOR CLASS kpi_summary_ops DEFAULT FOR TYPE kpi_summary USING hash FAMILY kpi_summary_ops AS
	OPERATOR 1 =,
	FUNCTION 1 kpi_summary_hash(kpi_summary), FUNCTION 2 kpi_summary_hash_extended(kpi_summary, bigint);
COMMENT ON OPERATOR CLASS kpi_summary_ops USING hash IS 'equality of summaries';

CREATE FUNCTION funnel_summary_eq(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteaeq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_eq(funnel_summary, funnel_summary) IS 'implementation of = operator';

CREATE OPERATOR = (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (funnel_summary, funnel_summary) IS 'equal';

CREATE FUNCTION funnel_summary_ne(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteane' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_ne(funnel_summary, funnel_summary) IS 'implementation of <> operator';

CREATE OPERATOR <> (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (funnel_summary, funnel_summary) IS 'not equal';

CREATE FUNCTION funnel_summary_lt(funnel_summary, funnel_summary) RETURNS boolean
	AS 'bytealt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_lt(funnel_summary, funnel_summary) IS 'implementation of < operator';

CREATE OPERATOR < (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (funnel_summary, funnel_summary) IS 'less than';

CREATE FUNCTION funnel_summary_le(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteale' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_le(funnel_summary, funnel_summary) IS 'implementation of <= operator';

CREATE OPERATOR <= (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (funnel_summary, funnel_summary) IS 'less than or equal';

CREATE FUNCTION funnel_summary_gt(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteagt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_gt(funnel_summary, funnel_summary) IS 'implementation of > operator';

CREATE OPERATOR > (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (funnel_summary, funnel_summary) IS 'greater than';

CREATE FUNCTION funnel_summary_ge(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteage' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_ge(funnel_summary, funnel_summary) IS 'implementation of >= operator';

CREATE OPERATOR >= (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (funnel_summary, funnel_summary) IS 'greater than or equal';

CREATE FUNCTION funnel_summary_cmp(funnel_summary, funnel_summary) RETURNS integer
	AS 'byteacmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_cmp(funnel_summary, funnel_summary) IS 'less-equal-greater';

CREATE FUNCTION funnel_summary_hash(funnel_summary) RETURNS integer
	AS 'hashvarlena' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_hash(funnel_summary) IS 'hash';

CREATE FUNCTION funnel_summary_hash_extended(funnel_summary, bigint) RETURNS bigint
	AS 'hashvarlenaextended' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_hash_extended(funnel_summary, bigint) IS 'hash with a seed';

CREATE FUNCTION funnel_summary_plus(funnel_summary, funnel_summary) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_plus'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_plus(funnel_summary, funnel_summary) IS 'implementation of + operator';

CREATE OPERATOR + (LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_plus, COMMUTATOR = +);
COMMENT ON OPERATOR + (funnel_summary, funnel_summary) IS 'merge two funnels';

CREATE CAST (funnel_summary AS jsonb) WITH INOUT;
COMMENT ON CAST (funnel_summary AS jsonb) IS 'the text form as JSON';

CREATE OPERATOR FAMILY funnel_summary_ops USING btree;
COMMENT ON OPERATOR FAMILY funnel_summary_ops USING btree IS 'order of funnels by their bytes';

CREATE OPERATOR CLASS funnel_summary_ops DEFAULT FOR TYPE funnel_summary USING btree FAMILY funnel_summary_ops AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 funnel_summary_cmp(funnel_summary, funnel_summary);
COMMENT ON OPERATOR CLASS funnel_summary_ops USING btree IS 'order of funnels by their bytes';

CREATE OPERATOR FAMILY funnel_summary_ops USING hash;
COMMENT ON OPERATOR FAMILY funnel_summary_ops USING hash IS 'equality of funnels';

CREATE OPERATOR CLASS funnel_summary_ops DEFAULT FOR TYPE funnel_summary USING hash FAMILY funnel_summary_ops AS
	OPERATOR 1 =,
	FUNCTION 1 funnel_summary_hash(funnel_summary), FUNCTION 2 funnel_summary_hash_extended(funnel_summary, bigint);
COMMENT ON OPERATOR CLASS funnel_summary_ops USING hash IS 'equality of funnels';
/* Conversion rate, win rate, opportunity-to-customer ratio */

CREATE FUNCTION conversion_rate_accum(kpi_state, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'conversion_rate_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_accum(kpi_state, boolean) IS 'transition function of conversion_rate and win_rate';

CREATE FUNCTION conversion_rate_inverse(kpi_state, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'conversion_rate_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_inverse(kpi_state, boolean) IS 'inverse transition function of conversion_rate and win_rate';

CREATE FUNCTION conversion_rate_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'conversion_rate_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_final(kpi_state) IS 'final function of conversion_rate and win_rate';

CREATE AGGREGATE conversion_rate(converted boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 32,
	FINALFUNC = conversion_rate_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = kpi_state, MSSPACE = 32, MFINALFUNC = conversion_rate_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE conversion_rate(converted boolean) IS 'share of converted rows among those whose outcome is known';

CREATE AGGREGATE win_rate(won boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 32,
	FINALFUNC = conversion_rate_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = kpi_state, MSSPACE = 32, MFINALFUNC = conversion_rate_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE win_rate(won boolean) IS 'share of won deals among those decided';

/* win_rate by value */

CREATE FUNCTION win_rate_accum(kpi_state, boolean, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'win_rate_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate_accum(kpi_state, boolean, numeric) IS 'transition function of win_rate by value';

CREATE FUNCTION win_rate_inverse(kpi_state, boolean, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'win_rate_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate_inverse(kpi_state, boolean, numeric) IS 'inverse transition function of win_rate by value';

CREATE FUNCTION win_rate_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'win_rate_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate_final(kpi_state) IS 'final function of win_rate by value';

CREATE AGGREGATE win_rate(won boolean, amount numeric) (
	SFUNC = win_rate_accum, STYPE = kpi_state, SSPACE = 200,
	FINALFUNC = win_rate_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = win_rate_accum, MINVFUNC = win_rate_inverse,
	MSTYPE = kpi_state, MSSPACE = 200, MFINALFUNC = win_rate_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE win_rate(won boolean, amount numeric) IS 'amount won over the amount decided';

/* conversion_rate by subject */

CREATE FUNCTION conversion_rate_accum(kpi_state, bigint, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'subject_rate_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_accum(kpi_state, bigint, boolean) IS 'transition function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_moving_accum(internal, bigint, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_moving_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_moving_accum(internal, bigint, boolean) IS 'moving-frame transition function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_inverse(internal, bigint, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_inverse_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_inverse(internal, bigint, boolean) IS 'inverse transition function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_accum(kpi_state, uuid, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'subject_rate_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_accum(kpi_state, uuid, boolean) IS 'transition function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_moving_accum(internal, uuid, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_moving_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_moving_accum(internal, uuid, boolean) IS 'moving-frame transition function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_inverse(internal, uuid, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_inverse_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_inverse(internal, uuid, boolean) IS 'inverse transition function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_accum(kpi_state, text, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'subject_rate_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_accum(kpi_state, text, boolean) IS 'transition function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_moving_accum(internal, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_moving_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_moving_accum(internal, text, boolean) IS 'moving-frame transition function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_inverse(internal, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'subject_rate_inverse_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_inverse(internal, text, boolean) IS 'inverse transition function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_by_subject_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'subject_rate_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_by_subject_final(kpi_state) IS 'final function of conversion_rate by subject';

CREATE FUNCTION conversion_rate_moving_final(internal) RETURNS double precision
	AS 'MODULE_PATHNAME', 'subject_rate_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate_moving_final(internal) IS 'moving-frame final function of conversion_rate by subject';

CREATE AGGREGATE conversion_rate(subject bigint, converted boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = conversion_rate_by_subject_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_moving_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = conversion_rate_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE conversion_rate(subject bigint, converted boolean) IS
	'share of converted subjects among those whose outcome is known';

CREATE AGGREGATE conversion_rate(subject uuid, converted boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = conversion_rate_by_subject_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_moving_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = conversion_rate_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE conversion_rate(subject uuid, converted boolean) IS
	'share of converted subjects among those whose outcome is known';

CREATE AGGREGATE conversion_rate(subject text, converted boolean) (
	SFUNC = conversion_rate_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = conversion_rate_by_subject_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = conversion_rate_moving_accum, MINVFUNC = conversion_rate_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = conversion_rate_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE conversion_rate(subject text, converted boolean) IS
	'share of converted subjects among those whose outcome is known';

/* opportunity_to_customer_ratio, by row or by distinct opportunity */

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, bigint, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, bigint, boolean) IS
	'transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, bigint, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, bigint, boolean) IS
	'moving-frame transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, bigint, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, bigint, boolean) IS
	'inverse transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, bigint, boolean, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, bigint, boolean, bigint) IS
	'transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, bigint, boolean, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, bigint, boolean, bigint) IS
	'moving-frame transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, bigint, boolean, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, bigint, boolean, bigint) IS
	'inverse transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, uuid, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, uuid, boolean) IS
	'transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, uuid, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, uuid, boolean) IS
	'moving-frame transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, uuid, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, uuid, boolean) IS
	'inverse transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, uuid, boolean, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, uuid, boolean, uuid) IS
	'transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, uuid, boolean, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, uuid, boolean, uuid) IS
	'moving-frame transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, uuid, boolean, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, uuid, boolean, uuid) IS
	'inverse transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, text, boolean) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, text, boolean) IS
	'transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, text, boolean) IS
	'moving-frame transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, text, boolean) IS
	'inverse transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_accum(kpi_state, text, boolean, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_accum(kpi_state, text, boolean, text) IS
	'transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_moving_accum(internal, text, boolean, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_accum(internal, text, boolean, text) IS
	'moving-frame transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_inverse(internal, text, boolean, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'customer_ratio_inverse_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_inverse(internal, text, boolean, text) IS
	'inverse transition function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'customer_ratio_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_final(kpi_state) IS 'final function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_by_key_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_by_key_final(kpi_state) IS 'final function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_moving_final(internal) RETURNS double precision
	AS 'MODULE_PATHNAME', 'customer_ratio_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_moving_final(internal) IS 'moving-frame final function of opportunity_to_customer_ratio';

CREATE FUNCTION opportunity_to_customer_ratio_by_key_moving_final(internal) RETURNS double precision
	AS 'MODULE_PATHNAME', 'customer_ratio_by_key_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio_by_key_moving_final(internal) IS 'moving-frame final function of opportunity_to_customer_ratio';

CREATE AGGREGATE opportunity_to_customer_ratio(account bigint, won boolean) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = opportunity_to_customer_ratio_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account bigint, won boolean) IS
	'distinct accounts won over opportunities';

CREATE AGGREGATE opportunity_to_customer_ratio(account bigint, won boolean, opportunity bigint) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = opportunity_to_customer_ratio_by_key_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_by_key_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account bigint, won boolean, opportunity bigint) IS
	'distinct accounts won over distinct opportunities';

CREATE AGGREGATE opportunity_to_customer_ratio(account uuid, won boolean) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = opportunity_to_customer_ratio_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account uuid, won boolean) IS
	'distinct accounts won over opportunities';

CREATE AGGREGATE opportunity_to_customer_ratio(account uuid, won boolean, opportunity uuid) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = opportunity_to_customer_ratio_by_key_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_by_key_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account uuid, won boolean, opportunity uuid) IS
	'distinct accounts won over distinct opportunities';

CREATE AGGREGATE opportunity_to_customer_ratio(account text, won boolean) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = opportunity_to_customer_ratio_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account text, won boolean) IS
	'distinct accounts won over opportunities';

CREATE AGGREGATE opportunity_to_customer_ratio(account text, won boolean, opportunity text) (
	SFUNC = opportunity_to_customer_ratio_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = opportunity_to_customer_ratio_by_key_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = opportunity_to_customer_ratio_moving_accum, MINVFUNC = opportunity_to_customer_ratio_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = opportunity_to_customer_ratio_by_key_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE opportunity_to_customer_ratio(account text, won boolean, opportunity text) IS
	'distinct accounts won over distinct opportunities';
/* Sales cycle: mean, median, percentiles; durations and business days */

CREATE FUNCTION sales_cycle_accum(kpi_state, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_accum(kpi_state, date, date) IS 'transition function of sales_cycle';

CREATE FUNCTION sales_cycle_inverse(kpi_state, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_inverse(kpi_state, date, date) IS 'inverse transition function of sales_cycle';

CREATE FUNCTION sales_cycle_accum(kpi_state, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_accum(kpi_state, timestamp, timestamp) IS 'transition function of sales_cycle';

CREATE FUNCTION sales_cycle_inverse(kpi_state, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_inverse(kpi_state, timestamp, timestamp) IS 'inverse transition function of sales_cycle';

CREATE FUNCTION sales_cycle_accum(kpi_state, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_accum(kpi_state, timestamptz, timestamptz) IS 'transition function of sales_cycle';

CREATE FUNCTION sales_cycle_inverse(kpi_state, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_inverse(kpi_state, timestamptz, timestamptz) IS 'inverse transition function of sales_cycle';

CREATE FUNCTION sales_cycle_final(kpi_state) RETURNS interval
	AS 'MODULE_PATHNAME', 'sales_cycle_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_final(kpi_state) IS 'final function of sales_cycle';

CREATE AGGREGATE sales_cycle(opened date, closed date) (
	SFUNC = sales_cycle_accum, STYPE = kpi_state, SSPACE = 64,
	FINALFUNC = sales_cycle_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_accum, MINVFUNC = sales_cycle_inverse,
	MSTYPE = kpi_state, MSSPACE = 64, MFINALFUNC = sales_cycle_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle(opened date, closed date) IS 'mean time from opening to closing';

CREATE AGGREGATE sales_cycle(opened timestamp, closed timestamp) (
	SFUNC = sales_cycle_accum, STYPE = kpi_state, SSPACE = 64,
	FINALFUNC = sales_cycle_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_accum, MINVFUNC = sales_cycle_inverse,
	MSTYPE = kpi_state, MSSPACE = 64, MFINALFUNC = sales_cycle_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle(opened timestamp, closed timestamp) IS 'mean time from opening to closing';

CREATE AGGREGATE sales_cycle(opened timestamptz, closed timestamptz) (
	SFUNC = sales_cycle_accum, STYPE = kpi_state, SSPACE = 64,
	FINALFUNC = sales_cycle_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_accum, MINVFUNC = sales_cycle_inverse,
	MSTYPE = kpi_state, MSSPACE = 64, MFINALFUNC = sales_cycle_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle(opened timestamptz, closed timestamptz) IS 'mean time from opening to closing';

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
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, date, date) IS 'transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, date, date) IS 'moving-frame transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision, date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision, date, date) IS 'inverse transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], date, date) IS 'transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_moving_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], date, date) IS 'moving-frame transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision[], date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision[], date, date) IS 'inverse transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_median_accum(kpi_state, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_median_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_accum(kpi_state, date, date) IS 'transition function of sales_cycle_median';

CREATE FUNCTION sales_cycle_median_moving_accum(internal, date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_moving_accum(internal, date, date) IS 'moving-frame transition function of sales_cycle_median';

CREATE FUNCTION sales_cycle_median_inverse(internal, date, date) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_inverse(internal, date, date) IS 'inverse transition function of sales_cycle_median';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, timestamp, timestamp) IS 'transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, timestamp, timestamp) IS 'moving-frame transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision, timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision, timestamp, timestamp) IS 'inverse transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], timestamp, timestamp) IS 'transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], timestamp, timestamp) IS 'moving-frame transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision[], timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision[], timestamp, timestamp) IS 'inverse transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_median_accum(kpi_state, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_median_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_accum(kpi_state, timestamp, timestamp) IS 'transition function of sales_cycle_median';

CREATE FUNCTION sales_cycle_median_moving_accum(internal, timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_moving_accum(internal, timestamp, timestamp) IS 'moving-frame transition function of sales_cycle_median';

CREATE FUNCTION sales_cycle_median_inverse(internal, timestamp, timestamp) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_inverse(internal, timestamp, timestamp) IS 'inverse transition function of sales_cycle_median';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision, timestamptz, timestamptz) IS 'transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision, timestamptz, timestamptz) IS 'moving-frame transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision, timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision, timestamptz, timestamptz) IS 'inverse transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_accum(kpi_state, double precision[], timestamptz, timestamptz) IS 'transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_accum(internal, double precision[], timestamptz, timestamptz) IS 'moving-frame transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_inverse(internal, double precision[], timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_inverse(internal, double precision[], timestamptz, timestamptz) IS 'inverse transition function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_median_accum(kpi_state, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_cycle_median_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_accum(kpi_state, timestamptz, timestamptz) IS 'transition function of sales_cycle_median';

CREATE FUNCTION sales_cycle_median_moving_accum(internal, timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_moving_accum(internal, timestamptz, timestamptz) IS 'moving-frame transition function of sales_cycle_median';

CREATE FUNCTION sales_cycle_median_inverse(internal, timestamptz, timestamptz) RETURNS internal
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_inverse(internal, timestamptz, timestamptz) IS 'inverse transition function of sales_cycle_median';

CREATE FUNCTION sales_cycle_percentile_final(kpi_state) RETURNS interval
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_final(kpi_state) IS 'final function of sales_cycle_percentile and sales_cycle_median';

CREATE FUNCTION sales_cycle_percentiles_final(kpi_state) RETURNS interval[]
	AS 'MODULE_PATHNAME', 'sales_cycle_percentiles_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentiles_final(kpi_state) IS 'final function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentile_moving_final(internal) RETURNS interval
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile_moving_final(internal) IS 'moving-frame final function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_percentiles_moving_final(internal) RETURNS interval[]
	AS 'MODULE_PATHNAME', 'sales_cycle_percentile_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentiles_moving_final(internal) IS 'moving-frame final function of sales_cycle_percentile';

CREATE FUNCTION sales_cycle_median_moving_final(internal) RETURNS interval
	AS 'MODULE_PATHNAME', 'sales_cycle_median_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median_moving_final(internal) IS 'moving-frame final function of sales_cycle_median';

CREATE AGGREGATE sales_cycle_percentile(fraction double precision, opened date, closed date) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentile_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fraction double precision, opened date, closed date) IS
	'exact percentile of the time from opening to closing';

CREATE AGGREGATE sales_cycle_percentile(fractions double precision[], opened date, closed date) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentiles_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentiles_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fractions double precision[], opened date, closed date) IS
	'exact percentiles of the time from opening to closing';

CREATE AGGREGATE sales_cycle_median(opened date, closed date) (
	SFUNC = sales_cycle_median_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_median_moving_accum, MINVFUNC = sales_cycle_median_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_median_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_median(opened date, closed date) IS
	'exact median of the time from opening to closing';

CREATE AGGREGATE sales_cycle_percentile(fraction double precision, opened timestamp, closed timestamp) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentile_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fraction double precision, opened timestamp, closed timestamp) IS
	'exact percentile of the time from opening to closing';

CREATE AGGREGATE sales_cycle_percentile(fractions double precision[], opened timestamp, closed timestamp) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentiles_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentiles_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fractions double precision[], opened timestamp, closed timestamp) IS
	'exact percentiles of the time from opening to closing';

CREATE AGGREGATE sales_cycle_median(opened timestamp, closed timestamp) (
	SFUNC = sales_cycle_median_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_median_moving_accum, MINVFUNC = sales_cycle_median_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_median_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_median(opened timestamp, closed timestamp) IS
	'exact median of the time from opening to closing';

CREATE AGGREGATE sales_cycle_percentile(fraction double precision, opened timestamptz, closed timestamptz) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentile_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fraction double precision, opened timestamptz, closed timestamptz) IS
	'exact percentile of the time from opening to closing';

CREATE AGGREGATE sales_cycle_percentile(fractions double precision[], opened timestamptz, closed timestamptz) (
	SFUNC = sales_cycle_percentile_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentiles_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_percentile_moving_accum, MINVFUNC = sales_cycle_percentile_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_percentiles_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_percentile(fractions double precision[], opened timestamptz, closed timestamptz) IS
	'exact percentiles of the time from opening to closing';

CREATE AGGREGATE sales_cycle_median(opened timestamptz, closed timestamptz) (
	SFUNC = sales_cycle_median_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = sales_cycle_percentile_final, FINALFUNC_MODIFY = SHAREABLE,
	COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_cycle_median_moving_accum, MINVFUNC = sales_cycle_median_inverse,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = sales_cycle_median_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_cycle_median(opened timestamptz, closed timestamptz) IS
	'exact median of the time from opening to closing';

/* Durations as numbers */

CREATE FUNCTION interval_days(duration interval) RETURNS double precision
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN pg_catalog.date_part('epoch', duration) OPERATOR(pg_catalog./) 86400::pg_catalog.float8;
COMMENT ON FUNCTION interval_days(interval) IS
	'an interval in days, a month of 30 and a year of 365.25';

/* Working days and hours; those of timestamptz are of the session's zone */

CREATE FUNCTION business_days("from" date, "to" date, holidays date[] DEFAULT '{}') RETURNS integer
	AS 'MODULE_PATHNAME', 'business_days'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION business_days(date, date, date[]) IS
	'working days after "from" up to and including "to", less the holidays';

CREATE FUNCTION business_days("from" timestamp, "to" timestamp, holidays date[] DEFAULT '{}') RETURNS integer
	AS 'MODULE_PATHNAME', 'business_days_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION business_days(timestamp, timestamp, date[]) IS
	'working days after "from" up to and including "to", less the holidays';

CREATE FUNCTION business_days("from" timestamptz, "to" timestamptz, holidays date[] DEFAULT '{}') RETURNS integer
	AS 'MODULE_PATHNAME', 'business_days_timestamptz'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION business_days(timestamptz, timestamptz, date[]) IS
	'working days after "from" up to and including "to", less the holidays';

CREATE FUNCTION business_time("from" timestamp, "to" timestamp, opens time DEFAULT '09:00', closes time DEFAULT '17:00', holidays date[] DEFAULT '{}') RETURNS interval
	AS 'MODULE_PATHNAME', 'business_time_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION business_time(timestamp, timestamp, time, time, date[]) IS
	'time from one to the other within the opening hours of working days, in hours';

CREATE FUNCTION business_time("from" timestamptz, "to" timestamptz, opens time DEFAULT '09:00', closes time DEFAULT '17:00', holidays date[] DEFAULT '{}') RETURNS interval
	AS 'MODULE_PATHNAME', 'business_time_timestamptz'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION business_time(timestamptz, timestamptz, time, time, date[]) IS
	'time from one to the other within the opening hours of working days, in hours';
/* Revenue per account and sales velocity */

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, numeric) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, numeric) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, numeric) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, numeric, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, numeric, bigint) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, numeric, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, numeric, bigint) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, numeric, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_bigint_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, numeric, bigint) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, bigint) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, bigint) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, bigint) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, bigint, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, bigint, bigint) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, bigint, bigint) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_bigint_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, bigint, bigint) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, integer) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, integer) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, integer) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, integer, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, integer, bigint) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, integer, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, integer, bigint) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, integer, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_bigint_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, integer, bigint) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, double precision) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, double precision) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, double precision) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, double precision) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, bigint, double precision, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, bigint, double precision, bigint) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, bigint, double precision, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, bigint, double precision, bigint) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, bigint, double precision, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_bigint_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, bigint, double precision, bigint) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, numeric) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, numeric) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, numeric) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, numeric, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, numeric, uuid) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, numeric, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, numeric, uuid) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, numeric, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_uuid_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, numeric, uuid) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, bigint) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, bigint) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, bigint) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, bigint, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, bigint, uuid) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, bigint, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, bigint, uuid) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, bigint, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_uuid_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, bigint, uuid) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, integer) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, integer) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, integer) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, integer, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, integer, uuid) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, integer, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, integer, uuid) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, integer, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_uuid_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, integer, uuid) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, double precision) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, double precision) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, double precision) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, double precision) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, uuid, double precision, uuid) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, uuid, double precision, uuid) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, uuid, double precision, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, uuid, double precision, uuid) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, uuid, double precision, uuid) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_uuid_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, uuid, double precision, uuid) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, numeric) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, numeric) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, text, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, numeric) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, numeric, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, numeric, text) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, numeric, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, numeric, text) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, text, numeric, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_text_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, numeric, text) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, bigint) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, bigint) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, text, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, bigint) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, bigint, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, bigint, text) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, bigint, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, bigint, text) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, text, bigint, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_text_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, bigint, text) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, integer) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, integer) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, text, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, integer) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, integer, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, integer, text) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, integer, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, integer, text) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, text, integer, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_text_integer'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, integer, text) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, double precision) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'revenue_accum_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, double precision) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_moving_accum_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, double precision) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, text, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'revenue_inverse_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, double precision) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_accum(kpi_state, text, double precision, text) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'deal_revenue_accum_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_accum(kpi_state, text, double precision, text) IS 'transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_accum(internal, text, double precision, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_moving_accum_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_accum(internal, text, double precision, text) IS 'moving-frame transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_inverse(internal, text, double precision, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'deal_revenue_inverse_text_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_inverse(internal, text, double precision, text) IS 'inverse transition function of revenue_per_account';

CREATE FUNCTION revenue_per_account_numeric_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'revenue_final_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_numeric_final(kpi_state) IS 'final function of revenue_per_account';

CREATE FUNCTION revenue_per_account_by_deal_numeric_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'deal_revenue_final_numeric'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_by_deal_numeric_final(kpi_state) IS 'final function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_numeric_final(internal) RETURNS numeric
	AS 'MODULE_PATHNAME', 'revenue_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_numeric_final(internal) IS 'moving-frame final function of revenue_per_account';

CREATE FUNCTION revenue_per_account_float8_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'revenue_final_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_float8_final(kpi_state) IS 'final function of revenue_per_account';

CREATE FUNCTION revenue_per_account_by_deal_float8_final(kpi_state) RETURNS double precision
	AS 'MODULE_PATHNAME', 'deal_revenue_final_float8'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_by_deal_float8_final(kpi_state) IS 'final function of revenue_per_account';

CREATE FUNCTION revenue_per_account_moving_float8_final(internal) RETURNS double precision
	AS 'MODULE_PATHNAME', 'revenue_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account_moving_float8_final(internal) IS 'moving-frame final function of revenue_per_account';

CREATE AGGREGATE revenue_per_account(account bigint, amount numeric) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount numeric) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account bigint, amount numeric, deal bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount numeric, deal bigint) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account bigint, amount bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount bigint) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account bigint, amount bigint, deal bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount bigint, deal bigint) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account bigint, amount integer) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount integer) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account bigint, amount integer, deal bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount integer, deal bigint) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account bigint, amount double precision) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount double precision) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account bigint, amount double precision, deal bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account bigint, amount double precision, deal bigint) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account uuid, amount numeric) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount numeric) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account uuid, amount numeric, deal uuid) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount numeric, deal uuid) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account uuid, amount bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount bigint) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account uuid, amount bigint, deal uuid) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount bigint, deal uuid) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account uuid, amount integer) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount integer) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account uuid, amount integer, deal uuid) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount integer, deal uuid) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account uuid, amount double precision) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount double precision) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account uuid, amount double precision, deal uuid) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account uuid, amount double precision, deal uuid) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account text, amount numeric) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount numeric) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account text, amount numeric, deal text) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount numeric, deal text) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account text, amount bigint) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount bigint) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account text, amount bigint, deal text) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount bigint, deal text) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account text, amount integer) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount integer) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account text, amount integer, deal text) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_numeric_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_numeric_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount integer, deal text) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account text, amount double precision) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = revenue_per_account_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount double precision) IS
	'sum of the amounts over the number of distinct accounts';

CREATE AGGREGATE revenue_per_account(account text, amount double precision, deal text) (
	SFUNC = revenue_per_account_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = revenue_per_account_by_deal_float8_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = revenue_per_account_moving_accum, MINVFUNC = revenue_per_account_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = revenue_per_account_moving_float8_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_per_account(account text, amount double precision, deal text) IS
	'sum of the amounts, each deal counted once, over the number of distinct accounts';

/* sales_velocity */

CREATE FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_accum_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, date, date) IS 'transition function of sales_velocity';

CREATE FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_inverse_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, date, date) IS 'inverse transition function of sales_velocity';

CREATE FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, timestamp, timestamp) IS 'transition function of sales_velocity';

CREATE FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, timestamp, timestamp) IS 'inverse transition function of sales_velocity';

CREATE FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_accum_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_accum(kpi_state, boolean, numeric, timestamptz, timestamptz) IS 'transition function of sales_velocity';

CREATE FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'sales_velocity_inverse_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_inverse(kpi_state, boolean, numeric, timestamptz, timestamptz) IS 'inverse transition function of sales_velocity';

CREATE FUNCTION sales_velocity_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'sales_velocity_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity_final(kpi_state) IS 'final function of sales_velocity';

CREATE AGGREGATE sales_velocity(won boolean, amount numeric, opened date, closed date) (
	SFUNC = sales_velocity_accum, STYPE = kpi_state, SSPACE = 128,
	FINALFUNC = sales_velocity_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_velocity_accum, MINVFUNC = sales_velocity_inverse,
	MSTYPE = kpi_state, MSSPACE = 128, MFINALFUNC = sales_velocity_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_velocity(won boolean, amount numeric, opened date, closed date) IS
	'revenue a day: amount won over the mean cycle of the deals won';

CREATE AGGREGATE sales_velocity(won boolean, amount numeric, opened timestamp, closed timestamp) (
	SFUNC = sales_velocity_accum, STYPE = kpi_state, SSPACE = 128,
	FINALFUNC = sales_velocity_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_velocity_accum, MINVFUNC = sales_velocity_inverse,
	MSTYPE = kpi_state, MSSPACE = 128, MFINALFUNC = sales_velocity_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_velocity(won boolean, amount numeric, opened timestamp, closed timestamp) IS
	'revenue a day: amount won over the mean cycle of the deals won';

CREATE AGGREGATE sales_velocity(won boolean, amount numeric, opened timestamptz, closed timestamptz) (
	SFUNC = sales_velocity_accum, STYPE = kpi_state, SSPACE = 128,
	FINALFUNC = sales_velocity_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = sales_velocity_accum, MINVFUNC = sales_velocity_inverse,
	MSTYPE = kpi_state, MSSPACE = 128, MFINALFUNC = sales_velocity_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sales_velocity(won boolean, amount numeric, opened timestamptz, closed timestamptz) IS
	'revenue a day: amount won over the mean cycle of the deals won';
/* Quotas and forecasts */

CREATE FUNCTION quota_attainment_accum(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'quota_attainment_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_accum(kpi_state, numeric, numeric) IS 'transition function of quota_attainment';

CREATE FUNCTION quota_attainment_inverse(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'quota_attainment_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_inverse(kpi_state, numeric, numeric) IS 'inverse transition function of quota_attainment';

CREATE FUNCTION quota_attainment_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'quota_attainment_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_final(kpi_state) IS 'final function of quota_attainment';

CREATE AGGREGATE quota_attainment(actual numeric, quota numeric) (
	SFUNC = quota_attainment_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = quota_attainment_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = quota_attainment_accum, MINVFUNC = quota_attainment_inverse,
	MSTYPE = kpi_state, MSSPACE = 256, MFINALFUNC = quota_attainment_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE quota_attainment(actual numeric, quota numeric) IS
	'sum of the actual values over the sum of the quotas';

/* quota_attainment by owner */

CREATE FUNCTION quota_attainment_accum(kpi_state, bigint, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'owner_quota_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_accum(kpi_state, bigint, numeric, numeric) IS 'transition function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_moving_accum(internal, bigint, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_moving_accum_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_moving_accum(internal, bigint, numeric, numeric) IS 'moving-frame transition function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_inverse(internal, bigint, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_inverse_bigint'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_inverse(internal, bigint, numeric, numeric) IS 'inverse transition function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_accum(kpi_state, uuid, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'owner_quota_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_accum(kpi_state, uuid, numeric, numeric) IS 'transition function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_moving_accum(internal, uuid, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_moving_accum_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_moving_accum(internal, uuid, numeric, numeric) IS 'moving-frame transition function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_inverse(internal, uuid, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_inverse_uuid'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_inverse(internal, uuid, numeric, numeric) IS 'inverse transition function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_accum(kpi_state, text, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'owner_quota_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_accum(kpi_state, text, numeric, numeric) IS 'transition function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_moving_accum(internal, text, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_moving_accum_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_moving_accum(internal, text, numeric, numeric) IS 'moving-frame transition function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_inverse(internal, text, numeric, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'owner_quota_inverse_text'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_inverse(internal, text, numeric, numeric) IS 'inverse transition function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_by_owner_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'owner_quota_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_by_owner_final(kpi_state) IS 'final function of quota_attainment by owner';

CREATE FUNCTION quota_attainment_moving_final(internal) RETURNS numeric
	AS 'MODULE_PATHNAME', 'owner_quota_moving_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION quota_attainment_moving_final(internal) IS 'moving-frame final function of quota_attainment by owner';

CREATE AGGREGATE quota_attainment(owner bigint, actual numeric, quota numeric) (
	SFUNC = quota_attainment_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = quota_attainment_by_owner_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = quota_attainment_moving_accum, MINVFUNC = quota_attainment_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = quota_attainment_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE quota_attainment(owner bigint, actual numeric, quota numeric) IS
	'sum of the actual values over the sum of the quotas, one for each owner';

CREATE AGGREGATE quota_attainment(owner uuid, actual numeric, quota numeric) (
	SFUNC = quota_attainment_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = quota_attainment_by_owner_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = quota_attainment_moving_accum, MINVFUNC = quota_attainment_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = quota_attainment_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE quota_attainment(owner uuid, actual numeric, quota numeric) IS
	'sum of the actual values over the sum of the quotas, one for each owner';

CREATE AGGREGATE quota_attainment(owner text, actual numeric, quota numeric) (
	SFUNC = quota_attainment_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = quota_attainment_by_owner_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = quota_attainment_moving_accum, MINVFUNC = quota_attainment_inverse,
	MSTYPE = internal, MSSPACE = 2048, MFINALFUNC = quota_attainment_moving_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE quota_attainment(owner text, actual numeric, quota numeric) IS
	'sum of the actual values over the sum of the quotas, one for each owner';

/* forecast_accuracy and forecast_bias */

CREATE FUNCTION forecast_accuracy_accum(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'forecast_accuracy_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accuracy_accum(kpi_state, numeric, numeric) IS 'transition function of forecast_accuracy';

CREATE FUNCTION forecast_accuracy_inverse(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'forecast_accuracy_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accuracy_inverse(kpi_state, numeric, numeric) IS 'inverse transition function of forecast_accuracy';

CREATE FUNCTION forecast_accuracy_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'forecast_accuracy_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accuracy_final(kpi_state) IS 'final function of forecast_accuracy';

CREATE FUNCTION forecast_bias_accum(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'forecast_bias_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias_accum(kpi_state, numeric, numeric) IS 'transition function of forecast_bias';

CREATE FUNCTION forecast_bias_inverse(kpi_state, numeric, numeric) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'forecast_bias_inverse'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias_inverse(kpi_state, numeric, numeric) IS 'inverse transition function of forecast_bias';

CREATE FUNCTION forecast_bias_final(kpi_state) RETURNS numeric
	AS 'MODULE_PATHNAME', 'forecast_bias_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias_final(kpi_state) IS 'final function of forecast_bias';

CREATE AGGREGATE forecast_accuracy(forecast numeric, actual numeric) (
	SFUNC = forecast_accuracy_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = forecast_accuracy_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = forecast_accuracy_accum, MINVFUNC = forecast_accuracy_inverse,
	MSTYPE = kpi_state, MSSPACE = 256, MFINALFUNC = forecast_accuracy_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_accuracy(forecast numeric, actual numeric) IS 'one less the weighted absolute error of the forecasts';

CREATE AGGREGATE forecast_bias(forecast numeric, actual numeric) (
	SFUNC = forecast_bias_accum, STYPE = kpi_state, SSPACE = 256,
	FINALFUNC = forecast_bias_final, COMBINEFUNC = kpi_state_combine,
	MSFUNC = forecast_bias_accum, MINVFUNC = forecast_bias_inverse,
	MSTYPE = kpi_state, MSSPACE = 256, MFINALFUNC = forecast_bias_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_bias(forecast numeric, actual numeric) IS 'share by which the forecasts are too high or, if negative, too low';
/* The deal summary: compute once, merge and read everywhere */

CREATE FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_bigint_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, date, date) IS
	'transition function of kpi_summary';

CREATE FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_bigint_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, timestamp, timestamp) IS
	'transition function of kpi_summary';

CREATE FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_bigint_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, bigint, boolean, numeric, timestamptz, timestamptz) IS
	'transition function of kpi_summary';

CREATE FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_uuid_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, date, date) IS
	'transition function of kpi_summary';

CREATE FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_uuid_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, timestamp, timestamp) IS
	'transition function of kpi_summary';

CREATE FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_uuid_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, uuid, boolean, numeric, timestamptz, timestamptz) IS
	'transition function of kpi_summary';

CREATE FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, date, date) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_text_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, date, date) IS
	'transition function of kpi_summary';

CREATE FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, timestamp, timestamp) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_text_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, timestamp, timestamp) IS
	'transition function of kpi_summary';

CREATE FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, timestamptz, timestamptz) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'kpi_summary_accum_text_timestamp'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_accum(kpi_state, text, boolean, numeric, timestamptz, timestamptz) IS
	'transition function of kpi_summary';

CREATE FUNCTION kpi_summary_final(kpi_state) RETURNS kpi_summary
	AS 'MODULE_PATHNAME', 'kpi_summary_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION kpi_summary_final(kpi_state) IS 'final function of kpi_summary, rollup and sum';

CREATE FUNCTION rollup_accum(kpi_state, kpi_summary) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'rollup_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION rollup_accum(kpi_state, kpi_summary) IS 'transition function of rollup and sum';

CREATE AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened date, closed date) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened date, closed date) IS
	'summary of deals to store, to merge with rollup and to read by its accessors';

CREATE AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened timestamp, closed timestamp) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened timestamp, closed timestamp) IS
	'summary of deals to store, to merge with rollup and to read by its accessors';

CREATE AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened timestamptz, closed timestamptz) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account bigint, won boolean, amount numeric, opened timestamptz, closed timestamptz) IS
	'summary of deals to store, to merge with rollup and to read by its accessors';

CREATE AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened date, closed date) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened date, closed date) IS
	'summary of deals to store, to merge with rollup and to read by its accessors';

CREATE AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened timestamp, closed timestamp) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened timestamp, closed timestamp) IS
	'summary of deals to store, to merge with rollup and to read by its accessors';

CREATE AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened timestamptz, closed timestamptz) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account uuid, won boolean, amount numeric, opened timestamptz, closed timestamptz) IS
	'summary of deals to store, to merge with rollup and to read by its accessors';

CREATE AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened date, closed date) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened date, closed date) IS
	'summary of deals to store, to merge with rollup and to read by its accessors';

CREATE AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened timestamp, closed timestamp) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened timestamp, closed timestamp) IS
	'summary of deals to store, to merge with rollup and to read by its accessors';

CREATE AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened timestamptz, closed timestamptz) (
	SFUNC = kpi_summary_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE kpi_summary(account text, won boolean, amount numeric, opened timestamptz, closed timestamptz) IS
	'summary of deals to store, to merge with rollup and to read by its accessors';

CREATE AGGREGATE rollup(summary kpi_summary) (
	SFUNC = rollup_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(summary kpi_summary) IS 'summary of the deals of several summaries';

CREATE AGGREGATE sum(summary kpi_summary) (
	SFUNC = rollup_accum, STYPE = kpi_state, SSPACE = 1024,
	FINALFUNC = kpi_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sum(summary kpi_summary) IS 'summary of the deals of several summaries';

/* What a summary says; each accessor bears the name of its aggregate over rows */

CREATE FUNCTION opportunities(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_opportunities'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION opportunities(kpi_summary) IS 'number of deals';

CREATE FUNCTION won(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_won'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION won(kpi_summary) IS 'number of deals won';

CREATE FUNCTION lost(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_lost'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lost(kpi_summary) IS 'number of deals lost';

CREATE FUNCTION open_deals(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_open_deals'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION open_deals(kpi_summary) IS 'number of deals neither won nor lost';

CREATE FUNCTION accounts(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION accounts(kpi_summary) IS 'number of distinct accounts with a deal';

CREATE FUNCTION customers(summary kpi_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'kpi_summary_customers'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customers(kpi_summary) IS 'number of distinct accounts with a deal won';

CREATE FUNCTION revenue(summary kpi_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'kpi_summary_revenue'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION revenue(kpi_summary) IS 'sum of the amounts won';

CREATE FUNCTION conversion_rate(summary kpi_summary) RETURNS double precision
	AS 'MODULE_PATHNAME', 'kpi_summary_conversion_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate(kpi_summary) IS 'deals won over all deals';

CREATE FUNCTION win_rate(summary kpi_summary) RETURNS double precision
	AS 'MODULE_PATHNAME', 'kpi_summary_win_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate(kpi_summary) IS 'deals won over deals won or lost';

CREATE FUNCTION opportunity_to_customer_ratio(summary kpi_summary) RETURNS double precision
	AS 'MODULE_PATHNAME', 'kpi_summary_opportunity_to_customer_ratio'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION opportunity_to_customer_ratio(kpi_summary) IS 'distinct accounts won over all deals';

CREATE FUNCTION revenue_per_account(summary kpi_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'kpi_summary_revenue_per_account'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_per_account(kpi_summary) IS 'revenue won over the distinct accounts won';

CREATE FUNCTION average_deal(summary kpi_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'kpi_summary_average_deal'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION average_deal(kpi_summary) IS 'mean of the amounts won';

CREATE FUNCTION sales_cycle(summary kpi_summary) RETURNS interval
	AS 'MODULE_PATHNAME', 'kpi_summary_sales_cycle'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle(kpi_summary) IS 'mean time from opening to closing';

CREATE FUNCTION sales_cycle_median(summary kpi_summary) RETURNS interval
	AS 'MODULE_PATHNAME', 'kpi_summary_sales_cycle_median'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_median(kpi_summary) IS 'median time from opening to closing, within 1 %';

CREATE FUNCTION sales_velocity(summary kpi_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'kpi_summary_sales_velocity'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sales_velocity(kpi_summary) IS 'revenue a day: amount won over the mean cycle of the deals won';

CREATE FUNCTION win_rate_interval(summary kpi_summary, confidence double precision DEFAULT 0.95,
	OUT lower double precision, OUT upper double precision)
	AS 'MODULE_PATHNAME', 'kpi_summary_win_rate_interval'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION win_rate_interval(kpi_summary, double precision) IS
	'bounds of the win rate at a confidence, by Wilson''s score interval';

CREATE FUNCTION sales_cycle_percentile(fraction double precision, summary kpi_summary) RETURNS interval
	AS 'MODULE_PATHNAME', 'kpi_summary_sales_cycle_percentile'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile(double precision, kpi_summary) IS
	'percentile of the time from opening to closing, within 1 %';

CREATE FUNCTION sales_cycle_percentile(fractions double precision[], summary kpi_summary) RETURNS interval[]
	AS 'MODULE_PATHNAME', 'kpi_summary_sales_cycle_percentiles'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sales_cycle_percentile(double precision[], kpi_summary) IS
	'percentiles of the time from opening to closing, within 1 %';

CREATE FUNCTION kpi_report(summary kpi_summary) RETURNS TABLE (kpi text, value numeric, unit text)
	AS 'MODULE_PATHNAME', 'kpi_report'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 18;
COMMENT ON FUNCTION kpi_report(kpi_summary) IS
	'all KPIs of a summary, a row each, with their units';

CREATE FUNCTION kpi_columns(summary kpi_summary)
	RETURNS TABLE (opportunities bigint, won bigint, lost bigint, open_deals bigint, accounts bigint, customers bigint,
				   revenue numeric, conversion_rate double precision, win_rate double precision,
				   win_rate_lower double precision, win_rate_upper double precision,
				   opportunity_to_customer_ratio double precision, revenue_per_account numeric, average_deal numeric,
				   sales_cycle_days double precision, sales_cycle_median_days double precision,
				   sales_cycle_p90_days double precision, sales_velocity numeric)
	AS 'MODULE_PATHNAME', 'kpi_columns'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1;
COMMENT ON FUNCTION kpi_columns(kpi_summary) IS
	'all KPIs of a summary, a column each, money rounded to the scale of the amounts';
/* Funnels of one subject: how far it got, and when; with or without a mode, by a step number or a condition a step */

CREATE FUNCTION window_funnel_accum(kpi_state, interval, date, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, date, bigint) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, date, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, date, boolean[]) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, date, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, date, bigint) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, date, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, date, boolean[]) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, timestamp, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, timestamp, bigint) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, timestamp, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, timestamp, boolean[]) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, timestamp, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, timestamp, bigint) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, timestamp, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, timestamp, boolean[]) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, timestamptz, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, timestamptz, bigint) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, timestamptz, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, timestamptz, boolean[]) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, timestamptz, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, timestamptz, bigint) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, timestamptz, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, timestamptz, boolean[]) IS
	'transition function of window_funnel and funnel_times';

CREATE FUNCTION window_funnel_final(kpi_state) RETURNS integer
	AS 'MODULE_PATHNAME', 'window_funnel_final'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_final(kpi_state) IS 'final function of window_funnel';

CREATE FUNCTION funnel_times_final_date(kpi_state) RETURNS date[]
	AS 'MODULE_PATHNAME', 'funnel_times_final_date'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_times_final_date(kpi_state) IS 'final function of funnel_times';

CREATE FUNCTION funnel_times_final_timestamp(kpi_state) RETURNS timestamp[]
	AS 'MODULE_PATHNAME', 'funnel_times_final_timestamp'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_times_final_timestamp(kpi_state) IS 'final function of funnel_times';

CREATE FUNCTION funnel_times_final_timestamptz(kpi_state) RETURNS timestamptz[]
	AS 'MODULE_PATHNAME', 'funnel_times_final_timestamptz'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_times_final_timestamptz(kpi_state) IS 'final function of funnel_times';

CREATE AGGREGATE window_funnel(within interval, at date, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at date, step bigint) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, at date, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at date, VARIADIC steps boolean[]) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, mode text, at date, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at date, step bigint) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, mode text, at date, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at date, VARIADIC steps boolean[]) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, at date, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_date, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at date, step bigint) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, at date, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_date, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at date, VARIADIC steps boolean[]) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, mode text, at date, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_date, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at date, step bigint) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, mode text, at date, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_date, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at date, VARIADIC steps boolean[]) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, at timestamp, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at timestamp, step bigint) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at timestamp, VARIADIC steps boolean[]) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, mode text, at timestamp, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at timestamp, step bigint) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, mode text, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at timestamp, VARIADIC steps boolean[]) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, at timestamp, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamp, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at timestamp, step bigint) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamp, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at timestamp, VARIADIC steps boolean[]) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, mode text, at timestamp, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamp, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at timestamp, step bigint) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, mode text, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamp, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at timestamp, VARIADIC steps boolean[]) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, at timestamptz, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at timestamptz, step bigint) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at timestamptz, VARIADIC steps boolean[]) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, mode text, at timestamptz, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at timestamptz, step bigint) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE window_funnel(within interval, mode text, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at timestamptz, VARIADIC steps boolean[]) IS
	'number of steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, at timestamptz, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamptz, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at timestamptz, step bigint) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamptz, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at timestamptz, VARIADIC steps boolean[]) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, mode text, at timestamptz, step bigint) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamptz, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at timestamptz, step bigint) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';

CREATE AGGREGATE funnel_times(within interval, mode text, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamptz, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at timestamptz, VARIADIC steps boolean[]) IS
	'times of the steps of a funnel that a subject passed within an interval of the first';
/* The funnel of many subjects: count once, merge and read everywhere */

CREATE FUNCTION funnel_summary_accum(kpi_state, bigint, bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'funnel_summary_accum_level'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_accum(kpi_state, bigint, bigint) IS 'transition function of funnel_summary';

CREATE FUNCTION funnel_summary_accum(kpi_state, date[], bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'funnel_summary_accum_dates'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_accum(kpi_state, date[], bigint) IS 'transition function of funnel_summary';

CREATE FUNCTION funnel_summary_accum(kpi_state, timestamp[], bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'funnel_summary_accum_timestamps'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_accum(kpi_state, timestamp[], bigint) IS 'transition function of funnel_summary';

CREATE FUNCTION funnel_summary_accum(kpi_state, timestamptz[], bigint) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'funnel_summary_accum_timestamps'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_accum(kpi_state, timestamptz[], bigint) IS 'transition function of funnel_summary';

CREATE FUNCTION funnel_summary_final(kpi_state) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_final(kpi_state) IS 'final function of funnel_summary, rollup and sum';

CREATE FUNCTION rollup_accum(kpi_state, funnel_summary) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'rollup_funnel_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION rollup_accum(kpi_state, funnel_summary) IS 'transition function of rollup and sum';

CREATE AGGREGATE funnel_summary(level bigint, steps bigint) (
	SFUNC = funnel_summary_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(level bigint, steps bigint) IS
	'funnel of many subjects from the number of steps that each passed';

CREATE AGGREGATE funnel_summary(times date[], steps bigint) (
	SFUNC = funnel_summary_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(times date[], steps bigint) IS
	'funnel of many subjects from the times of the steps that each passed';

CREATE AGGREGATE funnel_summary(times timestamp[], steps bigint) (
	SFUNC = funnel_summary_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(times timestamp[], steps bigint) IS
	'funnel of many subjects from the times of the steps that each passed';

CREATE AGGREGATE funnel_summary(times timestamptz[], steps bigint) (
	SFUNC = funnel_summary_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(times timestamptz[], steps bigint) IS
	'funnel of many subjects from the times of the steps that each passed';

CREATE AGGREGATE rollup(funnel funnel_summary) (
	SFUNC = rollup_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(funnel funnel_summary) IS 'funnel of the subjects of several funnels';

CREATE AGGREGATE sum(funnel funnel_summary) (
	SFUNC = rollup_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sum(funnel funnel_summary) IS 'funnel of the subjects of several funnels';

/* What a funnel says; each accessor bears the name of its aggregate over rows */

CREATE FUNCTION population(funnel funnel_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'funnel_summary_population'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION population(funnel_summary) IS 'number of subjects, whether or not they reached a step';

CREATE FUNCTION reached(funnel funnel_summary, step bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'funnel_summary_reached'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reached(funnel_summary, bigint) IS 'number of subjects that reached a step';

CREATE FUNCTION conversion_rate(funnel funnel_summary) RETURNS double precision
	AS 'MODULE_PATHNAME', 'funnel_summary_conversion_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate(funnel_summary) IS 'subjects that reached the last step over those that reached the first';

CREATE FUNCTION conversion_rate(funnel funnel_summary, from_step bigint, to_step bigint) RETURNS double precision
	AS 'MODULE_PATHNAME', 'funnel_summary_conversion_rate_between'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate(funnel_summary, bigint, bigint) IS 'subjects that reached a step over those that reached an earlier one';

CREATE FUNCTION time_to_convert(funnel funnel_summary, fraction double precision) RETURNS interval
	AS 'MODULE_PATHNAME', 'funnel_summary_time_to_convert'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION time_to_convert(funnel_summary, double precision) IS
	'percentile of the time from the first step to the last, within 1 %';

CREATE FUNCTION time_to_convert(funnel funnel_summary, from_step bigint, to_step bigint, fraction double precision) RETURNS interval
	AS 'MODULE_PATHNAME', 'funnel_summary_time_to_convert_between'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION time_to_convert(funnel_summary, bigint, bigint, double precision) IS
	'percentile of the time from a step to a later one, within 1 %';

CREATE FUNCTION funnel_report(funnel funnel_summary, names text[] DEFAULT NULL)
	RETURNS TABLE (step integer, name text, reached bigint, conversion_from_start double precision,
				   conversion_from_previous double precision, dropped bigint, median_time interval, p90_time interval,
				   median_seconds double precision, p90_seconds double precision)
	AS 'MODULE_PATHNAME', 'funnel_report'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION funnel_report(funnel_summary, text[]) IS
	'steps of a funnel, a row each: how many reached it, their shares, losses and times';
/* The funnel of many subjects straight from their events, in one pass; the state is the events */

CREATE FUNCTION funnel_events_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_combine'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_combine(internal, internal) IS 'combine function of funnel_summary over events';

CREATE FUNCTION funnel_events_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'funnel_events_serialize'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_serialize(internal) IS 'serialize function of funnel_summary over events';

CREATE FUNCTION funnel_events_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_deserialize'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_deserialize(bytea, internal) IS 'deserialize function of funnel_summary over events';

CREATE FUNCTION funnel_events_final(internal) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_events_final'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_final(internal) IS 'final function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, date, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, date, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, date, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, timestamp, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, timestamp, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, timestamp, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, timestamptz, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, timestamptz, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, timestamptz, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, date, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, date, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, date, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, timestamp, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, timestamp, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, timestamp, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, timestamptz, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, timestamptz, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, timestamptz, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, date, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, date, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, date, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, timestamp, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, timestamp, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, timestamp, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, timestamptz, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, timestamptz, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, timestamptz, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, date, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, date, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, date, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamp, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamp, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamp, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamptz, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamptz, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamptz, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, date, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, date, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, date, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamp, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamp, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamp, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamptz, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamptz, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamptz, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, date, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, date, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, date, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, timestamp, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, timestamp, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, timestamp, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, timestamptz, bigint, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, timestamptz, bigint, bigint) IS
	'transition function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, timestamptz, boolean[]) IS
	'transition function of funnel_summary over events';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at date, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at date, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at date, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at timestamp, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at timestamp, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at timestamp, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at timestamptz, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at timestamptz, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at timestamptz, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at date, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at date, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at date, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at timestamp, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at timestamp, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at timestamp, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at timestamptz, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at timestamptz, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at timestamptz, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject text, at date, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at date, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject text, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at date, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject text, at timestamp, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at timestamp, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject text, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at timestamp, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject text, at timestamptz, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at timestamptz, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, subject text, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at timestamptz, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at date, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at date, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at date, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamp, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamp, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamp, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamptz, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamptz, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamptz, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at date, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at date, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at date, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamp, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamp, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamp, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamptz, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamptz, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamptz, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at date, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at date, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at date, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamp, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamp, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamp, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamptz, step bigint, steps bigint) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamptz, step bigint, steps bigint) IS
	'funnel of many subjects straight from the events of all';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamptz, VARIADIC steps boolean[]) IS
	'funnel of many subjects straight from the events of all';
