--
-- Everywhere an aggregate may stand: grouping, frames, views, plans, privileges, schemas, other owners.
-- Every answer is worked out by hand in the comment above its query.
--
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';

-- ---------- what the catalog says ----------

CREATE VIEW members AS
	SELECT p.oid, p.proname, p.prokind, p.proparallel, p.provolatile, p.prosecdef, p.proargtypes, p.prorettype
	FROM pg_depend AS d JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
	WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi');

-- Every aggregate is parallel safe, combines, has a concrete state with send and receive, arguments and result of
-- concrete types. (None is listed.) But the state of a funnel straight from the events is the events: it is handed over
-- by serialize and deserialize.
SELECT m.oid::regprocedure AS aggregate, m.proparallel, a.aggcombinefn, a.aggtranstype::regtype
FROM members AS m JOIN pg_aggregate AS a ON a.aggfnoid = m.oid JOIN pg_type AS s ON s.oid = a.aggtranstype
WHERE m.proparallel <> 's' OR a.aggcombinefn = 0
	OR CASE WHEN m.proname IN ('funnel_summary', 'session_summary') AND m.proargtypes[0] = 'interval'::regtype THEN a.aggserialfn = 0 OR a.aggdeserialfn = 0
		ELSE s.typtype = 'p' OR s.typsend = 0 OR s.typreceive = 0 END
	OR EXISTS (SELECT FROM pg_type AS t WHERE t.typtype = 'p' AND t.oid = ANY (m.proargtypes::oid[] || m.prorettype));
-- No function is volatile, runs as its owner, or is unsafe in a parallel worker.
SELECT oid::regprocedure AS function FROM members WHERE provolatile = 'v' OR prosecdef OR proparallel <> 's';

-- The aggregates and functions by name, argument and result; each of these aggregates has an inverse for moving frames.
SELECT proname || '(' || pg_get_function_arguments(oid) || ')' AS call, prorettype::regtype AS returns, aggminvtransfn <> 0 AS inverse
FROM members LEFT JOIN pg_aggregate ON aggfnoid = oid
WHERE (prokind = 'a' OR aggfnoid IS NULL AND proname IN ('interval_days', 'business_days')) AND proname IN ('conversion_rate', 'win_rate', 'opportunity_to_customer_ratio', 'sales_cycle', 'sales_cycle_percentile', 'sales_cycle_median', 'interval_days',
	'business_days', 'revenue_per_account', 'sales_velocity')
ORDER BY proname COLLATE "C", pg_get_function_arguments(oid) COLLATE "C";

-- ---------- grouping ----------

CREATE TABLE deal (id bigint, region text, source text, account bigint, won boolean, amount numeric, opened date, closed date);
INSERT INTO deal VALUES
	(1, 'north', 'web', 10, true, 100, '2024-01-01', '2024-01-11'),		-- 10 days
	(2, 'north', 'web', 10, false, 50, '2024-01-01', '2024-01-03'),		-- 2
	(3, 'north', 'ads', 20, true, 300, '2024-01-02', '2024-01-08'),		-- 6
	(4, 'south', 'web', 30, false, 200, '2024-01-03', '2024-01-04'),	-- 1
	(5, 'south', 'ads', 30, true, 80, '2024-01-04', '2024-01-24'),		-- 20
	(6, 'south', 'ads', 40, NULL, 500, '2024-01-05', NULL);
ANALYZE deal;

-- north ads: deal 3. north web: 1 and 2, one of two won, one customer of 2 rows, 150 of one account, median of 10 and
-- 2. north: 2 of 3 won, customers 10 and 20 of 3, 450 / 2, median of 2, 6, 10. south ads: 1 of 1 closed, customer 30 of
-- 2, 580 / 2. south web: deal 4, lost. south: 1 of 2, 1 customer of 3, 780 / 2, (1 + 20) / 2. ads: 2 of 2, 20 and 30 of
-- 3, 880 / 3, (6 + 20) / 2. web: 1 of 3, customer 10 of 3, 350 / 2, median of 1, 2, 10. All: 3 of 5, customers 10, 20,
-- 30 of 6, 1230 / 4, median of 1, 2, 6, 10, 20.
CREATE VIEW kpi AS
	SELECT region, source, round(win_rate(won)::numeric, 3) AS win_rate, round(opportunity_to_customer_ratio(account, won)::numeric, 3) AS ratio,
		round(revenue_per_account(account, amount), 2) AS revenue, sales_cycle_median(opened, closed) AS median
	FROM deal GROUP BY CUBE (region, source);
SELECT * FROM kpi ORDER BY region, source;

-- The same whether groups are sorted or hashed.
CREATE TEMP TABLE as_it_comes AS TABLE kpi;
SET enable_hashagg = off;
SELECT count(*) AS different FROM ((TABLE kpi EXCEPT ALL TABLE as_it_comes) UNION ALL (TABLE as_it_comes EXCEPT ALL TABLE kpi)) AS d;
RESET enable_hashagg;
SET enable_sort = off;
SELECT count(*) AS different FROM ((TABLE kpi EXCEPT ALL TABLE as_it_comes) UNION ALL (TABLE as_it_comes EXCEPT ALL TABLE kpi)) AS d;
RESET enable_sort;

SELECT region, source, win_rate(won, amount) FROM deal GROUP BY GROUPING SETS ((region), (source), ()) HAVING win_rate(won, amount) > 0.7 ORDER BY region, source;
SELECT region, interval_days(sales_cycle(opened, closed)) FROM deal GROUP BY ROLLUP (region) ORDER BY region;

-- FILTER: 1 of 3 by web; no row left: NULL.
SELECT round(win_rate(won)::numeric, 3) AS all, round((win_rate(won) FILTER (WHERE source = 'web'))::numeric, 3) AS web, win_rate(won) FILTER (WHERE source = 'fax') AS fax,
	sales_cycle(opened, closed) FILTER (WHERE won) AS won, revenue_per_account(account, amount) FILTER (WHERE won) AS revenue
FROM deal;
-- DISTINCT: of true, false and NULL one of two is true; of (10, 5), (10, 5), (10, 6), (20, 5) three are left: 16 / 2;
-- of cycles 1, 1, 4 days two: 2.5.
SELECT win_rate(DISTINCT won) FROM deal;
SELECT revenue_per_account(DISTINCT account, amount), revenue_per_account(account, amount) AS every FROM (VALUES (10, 5), (10, 5), (10, 6), (20, 5)) AS v (account, amount);
SELECT sales_cycle_percentile(DISTINCT 0.5, date '2024-01-01', date '2024-01-01' + i) AS "distinct", sales_cycle(DISTINCT date '2024-01-01', date '2024-01-01' + i) AS mean,
	sales_cycle_median(date '2024-01-01', date '2024-01-01' + i) AS every
FROM unnest(ARRAY[1, 4, 1]) AS i;
-- ORDER BY inside changes nothing.
SELECT win_rate(won, amount ORDER BY amount) = win_rate(won, amount ORDER BY amount DESC) AS same,
	sales_cycle_median(opened, closed ORDER BY closed DESC NULLS FIRST) AS median
FROM deal;
-- In a subquery for each row, and a KPI of KPIs: medians 6 and 10.5 days, opened the same day.
SELECT d.id, (SELECT revenue_per_account(account, amount) FROM deal WHERE account = d.account) FROM deal AS d ORDER BY id;
SELECT sales_cycle(timestamp '2024-01-01', timestamp '2024-01-01' + median) FROM kpi WHERE region IS NOT NULL AND source IS NULL;

-- ---------- window frames ----------

-- Of two rows: won of 1: 1; of 1, 2: 1/2; 2, 3: 1/2; 3, 4: 1/2; 4, 5: 1/2; 5 (6 is open): 1. Accounts: 100; 150 of
-- one; 350 / 2; 500 / 2; 280 of one; 580 / 2. Cycles 10; 10, 2; 2, 6; 6, 1; 1, 20; 20.
SELECT id, win_rate(won) OVER w, revenue_per_account(account, amount) OVER w AS revenue, revenue_per_account(account, amount, id) OVER w AS by_deal,
	sales_cycle(opened, closed) OVER w AS cycle, sales_cycle_median(opened, closed) OVER w AS median
FROM deal WINDOW w AS (ORDER BY id ROWS 1 PRECEDING) ORDER BY id;
-- Customers for each opportunity of the last three days: of 1, 2: 10 of 2; 1 to 3: 10, 20 of 3; 1 to 4: the same of 4;
-- 3 to 5: 20, 30 of 3; 4 to 6: 30 of 3.
SELECT id, opened, round(opportunity_to_customer_ratio(account, won) OVER w::numeric, 3) AS by_row, round(opportunity_to_customer_ratio(account, won, id) OVER w::numeric, 3) AS by_key
FROM deal WINDOW w AS (ORDER BY opened RANGE '2 days' PRECEDING) ORDER BY id;
-- All but the row itself, in its region: a frame with EXCLUDE; and all that follow, the last of which are none.
SELECT id, region, win_rate(won) OVER (PARTITION BY region ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS others,
	revenue_per_account(account, amount) OVER (PARTITION BY region ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS next_two
FROM deal ORDER BY id;

-- Every aggregate over every sort of frame is what it is over the rows of the frame alone. A frame is run again as an
-- array of the rows in it.
CREATE FUNCTION pg_temp.frames(call text, frame text, OUT rows bigint, OUT wrong bigint) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($q$
		SELECT count(*), count(*) FILTER (WHERE in_frame IS DISTINCT FROM (SELECT %1$s FROM unnest(rows) AS u (n), unnest(source) AS s WHERE s.id = u.n))
		FROM (SELECT array_agg(deal) AS source FROM deal) AS a,
			(SELECT (%2$s)::text AS in_frame, array_agg(id) OVER w AS rows FROM deal WINDOW w AS (%3$s)) AS v$q$,
		'(' || call || ')::text', call || ' OVER w', frame) INTO rows, wrong;
END $$;
SELECT call, sum(rows) AS rows, sum(wrong) AS wrong
FROM unnest(ARRAY['conversion_rate(won)', 'win_rate(won, amount)', 'conversion_rate(account, won)', 'conversion_rate(account::text, won)',
		'opportunity_to_customer_ratio(account, won)', 'opportunity_to_customer_ratio(account, won, id)', 'opportunity_to_customer_ratio(account::text, won, id::text)',
		'sales_cycle(opened, closed)', 'sales_cycle_median(opened, closed)', 'sales_cycle_percentile(0.9, opened, closed)', 'sales_cycle_percentile(ARRAY[0.1, 0.9], opened::timestamp, closed)',
		'revenue_per_account(account, amount)', 'revenue_per_account(account, amount::integer)', 'revenue_per_account(account, amount::float8)',
		'revenue_per_account(account, round(amount / 7, (id % 4)::integer), id)', 'revenue_per_account(account, amount::bigint, id)', 'revenue_per_account(id, account / 7.0, account)', 'revenue_per_account(account::text, (amount / 7)::float8, id::text)',
		'sales_velocity(won, amount, opened, closed)']) WITH ORDINALITY AS c (call, n),
	unnest(ARRAY['ORDER BY id ROWS 2 PRECEDING', 'ORDER BY source, id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING', 'ORDER BY id ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING',
		'ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING', 'ORDER BY id', 'ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW',
		'ORDER BY opened GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW', 'ORDER BY account GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES',
		'PARTITION BY region ORDER BY id DESC ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING']) AS frame,
	pg_temp.frames(call, frame)
GROUP BY call, n ORDER BY n;

-- ---------- views, materialized views, prepared statements, parallel plans ----------

-- A refresh with the same rows in another order touches no row, one with a new deal only its region's.
CREATE MATERIALIZED VIEW by_region AS
	SELECT region, win_rate(won), win_rate(won, amount) AS by_value, opportunity_to_customer_ratio(account, won), revenue_per_account(account, amount, id), sales_cycle(opened, closed),
		sales_cycle_percentile(ARRAY[0.5, 0.9], opened, closed), sales_velocity(won, amount, opened, closed)
	FROM deal GROUP BY region;
CREATE UNIQUE INDEX ON by_region (region);
CREATE TEMP TABLE before AS SELECT region, ctid AS at FROM by_region;
CREATE TEMP TABLE shuffled AS TABLE deal;
TRUNCATE deal;
INSERT INTO deal SELECT * FROM shuffled ORDER BY id DESC;
REFRESH MATERIALIZED VIEW CONCURRENTLY by_region;
SELECT region, by_region.ctid = at AS untouched FROM by_region JOIN before USING (region) ORDER BY region;
INSERT INTO deal VALUES (7, 'south', 'web', 40, true, 220, '2024-01-01', '2024-01-02');
REFRESH MATERIALIZED VIEW CONCURRENTLY by_region;
SELECT region, by_region.ctid = at AS untouched, round(win_rate::numeric, 3) AS win_rate, revenue_per_account FROM by_region JOIN before USING (region) ORDER BY region;
DELETE FROM deal WHERE id = 7;

SET plan_cache_mode = force_generic_plan;
PREPARE percentile (double precision, text) AS SELECT sales_cycle_percentile($1, opened, closed) FROM deal WHERE region = $2;
EXECUTE percentile (0.5, 'north');
EXECUTE percentile (0, 'south');
EXECUTE percentile (1, 'nowhere');
\set VERBOSITY sqlstate
EXECUTE percentile (2, 'north');
\set VERBOSITY default
EXECUTE percentile (1, 'north');
PREPARE percentiles (double precision[], boolean) AS SELECT sales_cycle_percentile($1, opened, closed), win_rate(won = $2) FROM deal;
EXECUTE percentiles ('{0.5, 1}', true);
EXECUTE percentiles (NULL, NULL);
DEALLOCATE ALL;
RESET plan_cache_mode;

-- Parallel plans: each aggregate is computed in parts, and comes to the same.
CREATE TABLE many AS SELECT i AS n, d.* FROM generate_series(1, 1000) AS i, deal AS d;
ANALYZE many;
CREATE FUNCTION pg_temp.value_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	EXECUTE query INTO result;
	RETURN result;
END $$;
CREATE TEMP TABLE calls AS
	SELECT n, call, 'SELECT (' || call || ')::text FROM many' AS query
	FROM unnest(ARRAY['conversion_rate(won)', 'win_rate(won, amount)', 'conversion_rate(account, won)', 'opportunity_to_customer_ratio(account, won)',
		'opportunity_to_customer_ratio(account, won, id)', 'sales_cycle(opened, closed)', 'sales_cycle_median(opened, closed)', 'sales_cycle_percentile(ARRAY[0.1, 0.9], opened, closed)',
		'revenue_per_account(account, amount)', 'revenue_per_account(account::text, amount, id::text)', 'revenue_per_account(account, amount::float8)',
		'sales_velocity(won, amount, opened, closed)']) WITH ORDINALITY AS u (call, n);
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial AS SELECT n, pg_temp.value_of(query) AS value, regress.planned(query, 'Partial \w*Aggregate') AS partial FROM calls;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT call, s.partial AS serial_partial, regress.planned(query, 'Partial \w*Aggregate') AS partial, pg_temp.value_of(query) = s.value AS same FROM calls JOIN serial AS s USING (n) ORDER BY n;
-- Errors of workers are errors of the query.
SELECT regress.sqlstate_of('SELECT sales_cycle_percentile(CASE id WHEN 6 THEN 0.9 ELSE 0.5 END, opened, closed) FROM many') AS fraction,
	regress.sqlstate_of('SELECT revenue_per_account(account, amount + n / 1000, id) FROM many') AS amount;
RESET max_parallel_workers_per_gather;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;

-- ---------- privileges ----------

-- A role sees the KPIs of the rows and columns that it may see: of north 2 of 3 won.
CREATE ROLE regress_kpi_reader;
GRANT SELECT (id, region, account, won) ON deal TO regress_kpi_reader;
ALTER TABLE deal ENABLE ROW LEVEL SECURITY;
CREATE POLICY north ON deal FOR SELECT TO regress_kpi_reader USING (region = 'north');
SET ROLE regress_kpi_reader;
SELECT region, round(win_rate(won)::numeric, 3) AS win_rate, round(opportunity_to_customer_ratio(account, won, id)::numeric, 3) AS ratio FROM deal GROUP BY region;
SELECT id, conversion_rate(account, won) OVER (ORDER BY id ROWS 1 PRECEDING) FROM deal ORDER BY id;
\set VERBOSITY sqlstate
SELECT revenue_per_account(account, amount) FROM deal;		-- a column that it may not see: 42501
SELECT * FROM kpi;											-- a view that it may not see: 42501
\set VERBOSITY default
RESET ROLE;
SELECT region, round(win_rate(won)::numeric, 3) AS win_rate FROM deal GROUP BY region ORDER BY region;

-- ---------- a hostile search path ----------

-- Types, functions and operators of the same names in a schema in front: the KPIs stay what they are.
CREATE SCHEMA hostile;
CREATE TYPE hostile.kpi_state AS (x integer);
CREATE TYPE hostile.interval AS (x integer);
CREATE FUNCTION hostile.no(date, date) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 666';
CREATE FUNCTION hostile.no(double precision, integer) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 666.0::pg_catalog.float8';
CREATE FUNCTION hostile.no(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 666.0::pg_catalog.float8';
CREATE FUNCTION hostile.no(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT 666.0';
CREATE FUNCTION hostile.date_part(text, pg_catalog.interval) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 666.0::pg_catalog.float8';
CREATE FUNCTION hostile.kpi_state_combine(kpi_state, kpi_state) RETURNS kpi_state LANGUAGE sql IMMUTABLE AS 'SELECT NULL::public.kpi_state';
CREATE FUNCTION hostile.conversion_rate_accum(kpi_state, boolean) RETURNS kpi_state LANGUAGE sql IMMUTABLE AS 'SELECT NULL::public.kpi_state';
CREATE FUNCTION hostile.conversion_rate_final(kpi_state) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 666.0::pg_catalog.float8';
CREATE OPERATOR hostile.- (leftarg = date, rightarg = date, function = hostile.no);
CREATE OPERATOR hostile./ (leftarg = double precision, rightarg = integer, function = hostile.no);
CREATE OPERATOR hostile./ (leftarg = double precision, rightarg = double precision, function = hostile.no);
CREATE OPERATOR hostile./ (leftarg = numeric, rightarg = numeric, function = hostile.no);
SET search_path = hostile, pg_catalog, public;
SELECT 1.0::float8 / 2 AS "666", date '2024-01-02' - date '2024-01-01' AS "666";
SELECT public.interval_days('36 hours') AS "1.5", public.conversion_rate(won) AS "0.6", public.sales_cycle(opened, closed) AS "7 days 19:12", public.sales_cycle_median(opened, closed) AS "6 days",
	public.revenue_per_account(account, amount) AS "307.5", public.win_rate(won, amount) AS "480 / 730", public.business_days('2024-01-01', '2024-01-08', '{2024-01-03}') AS "4"
FROM public.deal;
SELECT id, public.conversion_rate(won) OVER (ORDER BY id ROWS 1 PRECEDING) FROM public.deal WHERE id <= 3 ORDER BY id;
SELECT * FROM public.kpi WHERE region IS NULL AND source IS NULL;
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA hostile CASCADE;
RESET client_min_messages;
DROP POLICY north ON deal;
REVOKE ALL ON deal FROM regress_kpi_reader;

-- ---------- another owner, another schema ----------

-- The owner of a database who is no superuser may install it, in a schema with operators that somebody else left there.
CREATE ROLE regress_kpi_owner;
SELECT current_database() AS here \gset
CREATE DATABASE regress_funnel_kpi OWNER regress_kpi_owner;
\c regress_funnel_kpi
SET ROLE regress_kpi_owner;
SET intervalstyle = 'postgres';
CREATE SCHEMA kpi;
CREATE SCHEMA moved;
CREATE FUNCTION kpi.no(double precision, integer) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 666.0::float8';
CREATE FUNCTION kpi.no(double precision, numeric) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 666.0::float8';
CREATE FUNCTION kpi.no(double precision, bigint) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 666.0::float8';
CREATE OPERATOR kpi./ (leftarg = double precision, rightarg = integer, function = kpi.no);
CREATE OPERATOR kpi./ (leftarg = double precision, rightarg = numeric, function = kpi.no);
CREATE OPERATOR kpi./ (leftarg = double precision, rightarg = bigint, function = kpi.no);
CREATE EXTENSION funnel_kpi SCHEMA kpi;
SELECT extnamespace::regnamespace, extowner::regrole, extrelocatable FROM pg_extension WHERE extname = 'funnel_kpi';
SELECT kpi.interval_days('2 days 12 hours') AS "2.5", kpi.conversion_rate(b) AS half, kpi.sales_cycle(date '2024-01-01', date '2024-01-03') AS "2 days"
FROM (VALUES (true), (false)) AS v (b);
CREATE VIEW public.rate AS SELECT kpi.conversion_rate(b), kpi.revenue_per_account(1, 2.5) AS revenue, kpi.interval_days('1 day') AS days FROM (VALUES (true), (false)) AS v (b);

-- A superuser can move it; what uses it goes with it.
RESET ROLE;
ALTER EXTENSION funnel_kpi SET SCHEMA moved;
SET ROLE regress_kpi_owner;
SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'funnel_kpi';
SELECT moved.conversion_rate(b), moved.interval_days('2 days 12 hours') AS "2.5" FROM (VALUES (true), (false)) AS v (b);
SELECT * FROM rate;
SELECT id, moved.revenue_per_account(id, 10 * id) OVER (ORDER BY id ROWS 1 PRECEDING) FROM generate_series(1, 3) AS id;
\set VERBOSITY sqlstate
SELECT kpi.conversion_rate(true);				-- 42883
DROP EXTENSION funnel_kpi;						-- 2BP01, the view needs it
\set VERBOSITY default
DROP VIEW rate;
DROP EXTENSION funnel_kpi;
SELECT count(*) AS left_over FROM pg_proc WHERE pronamespace = 'moved'::regnamespace;
SELECT count(*) AS left_over FROM pg_type WHERE typname LIKE '%kpi%';
-- And come again, with what it does.
CREATE EXTENSION funnel_kpi SCHEMA moved;
SELECT moved.win_rate(true);
RESET ROLE;
\c :here
DROP DATABASE regress_funnel_kpi;
DROP ROLE regress_kpi_owner;
DROP ROLE regress_kpi_reader;
SET client_min_messages = warning;
DROP MATERIALIZED VIEW by_region;
DROP VIEW kpi, members;
DROP TABLE deal, many;
