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
