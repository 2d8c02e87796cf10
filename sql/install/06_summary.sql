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
