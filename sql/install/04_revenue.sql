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
