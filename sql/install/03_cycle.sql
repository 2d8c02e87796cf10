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
