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
