-- What dashboards and semantic layers read: sum and +, JSON, kpi_columns, kpi_report in one pass, arrays of percentiles,
-- levels and steps of type bigint.

SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';

-- What a statement fails with; NULL if it does not.
CREATE FUNCTION pg_temp.error_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;

-- Deals by hand, and random ones: a summary each of 0 to 12 deals, some without dates, amounts or accounts, with amounts
-- of many scales, negative ones and those that are no number.
CREATE TABLE one AS
SELECT kpi_summary(account, won, amount, opened, closed) AS s
FROM (VALUES (1, true, 100.50, date '2024-01-01', date '2024-01-03'), (1, true, 49.50, '2024-01-01', '2024-01-05'),
	(2, false, 70, '2024-01-01', '2024-01-04'), (3, true, 25.00, '2024-01-02', '2024-01-12'), (4, NULL, 10.123, '2024-01-09', NULL)) AS v (account, won, amount, opened, closed);
CREATE FUNCTION pg_temp.r(n bigint, salt bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT ('x' || left(md5(n || ' ' || salt), 8))::bit(32)::bigint & 2147483647 $$;
CREATE TABLE sample AS
SELECT id, id % 7 AS region, kpi_summary(account, won, amount, opened, closed) AS s
FROM (SELECT id, NULLIF(pg_temp.r(n, 1) % 9, 0) AS account, (ARRAY[true, true, false, NULL])[1 + pg_temp.r(n, 2) % (2 + pg_temp.r(id, 3) % 3)] AS won,
		CASE WHEN pg_temp.r(n, 4) % 50 = 0 THEN (ARRAY['NaN', 'Infinity', '-Infinity'])[1 + pg_temp.r(n, 5) % 3]::numeric
			WHEN pg_temp.r(n, 4) % 10 > 0 THEN round((pg_temp.r(n, 6) - 100000000)::numeric / (10 ^ (pg_temp.r(n, 7) % 9))::numeric, (pg_temp.r(id, 8) % 9)::int) END AS amount,
		timestamp '2024-01-01' AS opened,
		CASE WHEN pg_temp.r(n, 9) % 5 > 0 THEN timestamp '2024-01-01' + (pg_temp.r(n, 10) % 90000000 - 5000000) * interval '1.000001 s' END AS closed
	FROM (SELECT id, id * 100 + i AS n FROM generate_series(1, 500::bigint) AS id, LATERAL generate_series(1, pg_temp.r(id, 11) % 12 + 1) AS i) AS ids) AS deals
GROUP BY id;
CREATE TABLE funnels AS
SELECT id, id % 7 AS region, funnel_summary(times, 3) AS f
FROM (SELECT id, (ARRAY[at, at + pg_temp.r(n, 2) % 9999 * interval '1 s', at + interval '1 day'])[:pg_temp.r(n, 3) % 4] AS times
	FROM (SELECT id, id * 100 + i AS n, timestamp '2024-01-01' AS at FROM generate_series(1, 50::bigint) AS id, generate_series(1, 9) AS i) AS ids) AS subjects
GROUP BY id;

-- ---------- sum ----------

-- It is rollup: the same bytes, in every plan and place.
SELECT count(*) AS regions, bool_and(sum = rollup) AS same, bool_and(few = few_rollup) AS with_filter
FROM (SELECT region, sum(s), rollup(s), sum(s) FILTER (WHERE id < 100) AS few, rollup(s) FILTER (WHERE id < 100) AS few_rollup FROM sample GROUP BY region) AS v;
SELECT count(*) AS rows, bool_and(sum = rollup) AS same FROM (SELECT sum(s) OVER w, rollup(s) OVER w FROM sample WINDOW w AS (ORDER BY id ROWS 5 PRECEDING)) AS v;
SELECT count(*) AS regions, bool_and(sum = rollup) AS same FROM (SELECT region, sum(f), rollup(f) FROM funnels GROUP BY ROLLUP (region)) AS v;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE FUNCTION pg_temp.plan_of(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN ' || statement; END $$;
SELECT count(*) FILTER (WHERE plan ~ 'Partial Aggregate') AS partial, count(*) FILTER (WHERE plan ~ 'Gather') AS gather FROM pg_temp.plan_of('SELECT sum(s) FROM sample') AS plan;
CREATE TEMP TABLE total AS SELECT sum(s) AS s FROM sample;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
SELECT t.s = (SELECT rollup(s) FROM sample) AS same FROM total AS t;
SELECT sum(NULL::kpi_summary) IS NULL AS nothing, sum(s) = (SELECT s FROM one) AS itself FROM (SELECT s FROM one UNION ALL SELECT NULL) AS v;
SELECT pg_temp.error_of('SELECT sum(s) FROM (SELECT s FROM one UNION ALL SELECT kpi_summary($$a$$, true, 1, NULL::date, NULL)) AS v') AS other_keys,
	pg_temp.error_of('SELECT sum(f) FROM (SELECT f FROM funnels UNION ALL SELECT funnel_summary(1, 2)) AS v') AS other_steps;

-- The sums that PostgreSQL has are as they were, whichever schema comes first; and so is what it cannot tell.
CREATE FUNCTION pg_temp.sums() RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' ', sum(i::smallint), pg_typeof(sum(i::smallint)), pg_typeof(sum(i)), pg_typeof(sum(i::bigint)), pg_typeof(sum(i::numeric)), pg_typeof(sum(i::real)),
		pg_typeof(sum(i::float8)), pg_typeof(sum(i * interval '1 s')), pg_typeof(sum(i::numeric::money)), sum(1.5)) FROM generate_series(1, 3) AS i $$;
SELECT pg_temp.sums(), pg_temp.error_of('SELECT sum(NULL)') AS "NULL", pg_temp.error_of('SELECT sum($$1$$)') AS literal, pg_temp.error_of('SELECT pg_catalog.sum(NULL)') AS without;
SET search_path = public, pg_catalog;
SELECT pg_temp.sums(), pg_temp.error_of('SELECT sum(NULL)') AS "NULL", pg_temp.error_of('SELECT sum($$1$$)') AS literal;
RESET search_path;

-- ---------- + ----------

-- Two values merged are their rollup, either way round.
SELECT count(*) AS pairs, bool_and(a.s + b.s = m.s) AS same, bool_and(b.s + a.s = m.s) AS commutes, bool_and(kpi_summary_plus(a.s, b.s) = m.s) AS by_function
FROM sample AS a JOIN sample AS b ON b.id = a.id + 1, LATERAL (SELECT rollup(s) AS s FROM unnest(ARRAY[a.s, b.s]) AS s) AS m;
SELECT count(*) AS pairs, bool_and(a.f + b.f = m.f) AS same, bool_and(b.f + a.f = m.f) AS commutes, bool_and(funnel_summary_plus(a.f, b.f) = m.f) AS by_function
FROM funnels AS a JOIN funnels AS b ON b.id = a.id + 1, LATERAL (SELECT rollup(f) AS f FROM unnest(ARRAY[a.f, b.f]) AS f) AS m;
SELECT s + NULL AS "s + NULL", NULL + s AS "NULL + s", f + NULL AS "f + NULL" FROM one, funnels WHERE id = 1;
-- An upsert.
CREATE TABLE daily (day date PRIMARY KEY, s kpi_summary NOT NULL);
INSERT INTO daily SELECT '2024-01-01', s FROM one;
INSERT INTO daily SELECT '2024-01-01', kpi_summary(9, true, 1.00, date '2024-01-01', '2024-01-02') ON CONFLICT (day) DO UPDATE SET s = daily.s + EXCLUDED.s;
SELECT day, opportunities(s), accounts(s), revenue(s) FROM daily;
-- What does not belong together, and what is too much.
SELECT pg_temp.error_of('SELECT s + kpi_summary($$a$$, true, 1, NULL::date, NULL) FROM one GROUP BY s') AS other_keys,
	pg_temp.error_of('SELECT funnel_summary(1, 2) + funnel_summary(1, 3)') AS other_steps,
	pg_temp.error_of('SELECT kpi_summary(1, true, 9e131071, NULL::date, NULL) + kpi_summary(1, true, 9e131071, NULL::date, NULL)') AS beyond_numeric,
	pg_temp.error_of($$SELECT f + f FROM (SELECT '{"version": 1, "population": 4611686018427387903, "reached": [0], "times": []}'::funnel_summary AS f) AS v$$) AS beyond_bigint,
	pg_temp.error_of('SELECT s + f FROM one, funnels') AS of_two_types;
SELECT s + kpi_summary('a', true, 1, NULL::date, NULL) FROM one GROUP BY s;

-- ---------- casts to jsonb ----------

SELECT s::jsonb ->> 'opportunities' AS opportunities, s::jsonb -> 'revenue' ->> 'sum' AS revenue, s::jsonb = s::text::jsonb AS as_text, s::jsonb::text::kpi_summary = s AS back FROM one;
SELECT f::jsonb -> 'reached' AS reached, f::jsonb = f::text::jsonb AS as_text, f::jsonb::text::funnel_summary = f AS back FROM funnels WHERE id = 1;
SELECT NULL::kpi_summary::jsonb IS NULL AS summary, NULL::funnel_summary::jsonb IS NULL AS funnel;
-- Only where it is asked for, and not the other way.
CREATE TABLE json (j jsonb);
SELECT pg_temp.error_of('INSERT INTO json SELECT s FROM one') AS assignment, pg_temp.error_of('SELECT jsonb_typeof(s) FROM one') AS implicit,
	pg_temp.error_of('INSERT INTO json SELECT f FROM funnels') AS funnel, pg_temp.error_of('SELECT $${}$$::jsonb::kpi_summary') AS from_jsonb;
SELECT c.castcontext, p.provolatile FROM pg_cast AS c, pg_proc AS p WHERE c.castsource = 'kpi_summary'::regtype AND c.casttarget = 'jsonb'::regtype AND p.oid = 'kpi_summary_out'::regproc;

-- ---------- kpi_report ----------

-- As it was when every row was an accessor: the same rows in the same order, to the last digit.
CREATE FUNCTION pg_temp.by_accessors(summary kpi_summary) RETURNS TABLE (kpi text, value numeric, unit text) LANGUAGE sql AS $$
	VALUES
		('opportunities', opportunities(summary)::numeric, 'deals'),
		('won', won(summary)::numeric, 'deals'),
		('lost', lost(summary)::numeric, 'deals'),
		('open_deals', open_deals(summary)::numeric, 'deals'),
		('accounts', accounts(summary)::numeric, 'accounts'),
		('customers', customers(summary)::numeric, 'accounts'),
		('revenue', revenue(summary), 'currency'),
		('conversion_rate', conversion_rate(summary)::numeric, 'ratio'),
		('win_rate', win_rate(summary)::numeric, 'ratio'),
		('win_rate_lower', (win_rate_interval(summary)).lower::numeric, 'ratio'),
		('win_rate_upper', (win_rate_interval(summary)).upper::numeric, 'ratio'),
		('opportunity_to_customer_ratio', opportunity_to_customer_ratio(summary)::numeric, 'ratio'),
		('revenue_per_account', revenue_per_account(summary), 'currency'),
		('average_deal', average_deal(summary), 'currency'),
		('sales_cycle', interval_days(sales_cycle(summary))::numeric, 'days'),
		('sales_cycle_median', interval_days(sales_cycle_median(summary))::numeric, 'days'),
		('sales_cycle_p90', interval_days(sales_cycle_percentile(0.9, summary))::numeric, 'days'),
		('sales_velocity', sales_velocity(summary), 'currency/day') $$;
CREATE VIEW cases AS
	SELECT id, s FROM sample
	UNION ALL SELECT -9, s FROM one
	UNION ALL SELECT -region, rollup(s) FROM sample GROUP BY region
	UNION ALL SELECT -10, kpi_summary(NULL::bigint, NULL, NULL, NULL::date, NULL)
	UNION ALL SELECT -12, kpi_summary(1, true, 1e-16383, date '2024-01-01', '2024-01-02')
	UNION ALL SELECT -13, kpi_summary('a', true, 'NaN', date '2024-01-01', '2023-01-02')
	UNION ALL SELECT -14, kpi_summary(md5('a')::uuid, true, '-Infinity', date '4713-01-01 BC', '2024-01-01');
SELECT count(*) AS rows, count(DISTINCT id) AS summaries, count(*) FILTER (WHERE r.value IS NULL) > 100 AS some_null, bool_and(r = a AND r.value::text IS NOT DISTINCT FROM a.value::text) AS same
FROM cases, LATERAL ROWS FROM (kpi_report(s), pg_temp.by_accessors(s)) WITH ORDINALITY AS v (kpi, value, unit, kpi_a, value_a, unit_a, n),
	LATERAL (SELECT kpi, value, unit) AS r, LATERAL (SELECT kpi_a, value_a AS value, unit_a) AS a;
SELECT kpi, round(value, 4) AS value, unit FROM one, kpi_report(s);
-- A velocity beyond numeric is an error, as by itself.
SELECT pg_temp.error_of('SELECT sales_velocity(s) FROM ' || summary) AS accessor, pg_temp.error_of('SELECT kpi_report(s) FROM ' || summary) AS report, pg_temp.error_of('SELECT kpi_columns(s) FROM ' || summary) AS columns
FROM (SELECT $$(SELECT kpi_summary(1, true, 9e131071, date '2024-01-01', '2024-01-02') AS s) AS v$$ AS summary) AS v;
-- In the select list too; to its end or not; of NULL no rows.
SELECT (kpi_report(s)).kpi FROM one LIMIT 2;
SELECT count(*) AS rows FROM kpi_report(NULL);
SELECT s IS NULL AS nothing, kpi FROM (VALUES (NULL::kpi_summary)) AS v (s) LEFT JOIN LATERAL kpi_report(s) ON true;

-- ---------- kpi_columns ----------

\x on
SELECT c.* FROM one, kpi_columns(s) AS c;
\x off
-- Types that every driver and tool can chart.
SELECT string_agg(column_name || ' ' || type, ', ' ORDER BY n)
FROM pg_proc, unnest(proargnames, proallargtypes::regtype[]::text[], proargmodes) WITH ORDINALITY AS u (column_name, type, mode, n) WHERE proname = 'kpi_columns' AND mode = 't';
-- One row each, with the values of the accessors; money with the scale of the amounts, which is that of the revenue.
SELECT count(*) AS rows, count(DISTINCT id) AS summaries,
	bool_and((c.opportunities, c.won, c.lost, c.open_deals, c.accounts, c.customers) = (opportunities(s), won(s), lost(s), open_deals(s), accounts(s), customers(s))) AS counts,
	bool_and((c.conversion_rate, c.win_rate, c.win_rate_lower, c.win_rate_upper, c.opportunity_to_customer_ratio) IS NOT DISTINCT FROM
		(conversion_rate(s), win_rate(s), (win_rate_interval(s)).lower, (win_rate_interval(s)).upper, opportunity_to_customer_ratio(s))) AS rates,
	bool_and((c.sales_cycle_days, c.sales_cycle_median_days, c.sales_cycle_p90_days) IS NOT DISTINCT FROM
		(interval_days(sales_cycle(s)), interval_days(sales_cycle_median(s)), interval_days(sales_cycle_percentile(0.9, s)))) AS days,
	bool_and((c.revenue::text, c.revenue_per_account::text, c.average_deal::text, c.sales_velocity::text) IS NOT DISTINCT FROM
		(revenue(s)::text, round(revenue_per_account(s), d)::text, round(average_deal(s), d)::text, round(sales_velocity(s), d)::text)) AS money
FROM cases, kpi_columns(s) AS c, LATERAL (SELECT coalesce(scale(NULLIF(revenue(s), 'NaN')), 0) AS d) AS r;
-- An amount of no decimals has none in its means either.
SELECT revenue, average_deal, sales_velocity FROM (SELECT kpi_summary(1, true, amount, date '2024-01-01', '2024-01-04') AS s FROM unnest('{100,50,51}'::int[]) AS amount) AS v, kpi_columns(s);
SELECT revenue, average_deal, sales_velocity FROM (SELECT kpi_summary(1, true, amount, date '2024-01-01', '2024-01-04') AS s FROM unnest('{100,50,51.000}'::numeric[]) AS amount) AS v, kpi_columns(s);
-- No decided deals, no won ones, no dates: NULL. Of NULL no row.
SELECT c.win_rate, c.win_rate_lower, c.revenue, c.average_deal, c.sales_cycle_days, c.sales_velocity, c.conversion_rate FROM cases, kpi_columns(s) AS c WHERE id = -10;
SELECT count(*) AS rows FROM kpi_columns(NULL);
SELECT (kpi_columns(s)).won FROM one;

-- ---------- sales_cycle_percentile(fractions, summary) ----------

SELECT count(*) AS summaries, bool_and(p IS NOT DISTINCT FROM CASE WHEN sales_cycle(s) IS NOT NULL THEN ARRAY(SELECT sales_cycle_percentile(f, s) FROM unnest('{0,0.1,0.5,0.9,1}'::float8[]) AS f) END) AS same,
	count(*) FILTER (WHERE p IS NULL) > 0 AS some_null
FROM cases, LATERAL (SELECT sales_cycle_percentile('{0,0.1,0.5,0.9,1}'::float8[], s) AS p) AS v;
-- NULL where a fraction is; the shape of the array, as over rows.
SELECT fractions, p, p::text = r::text AS as_over_rows
FROM (SELECT fractions, sales_cycle_percentile(fractions, kpi_summary(1, true, 1, opened, closed)) AS p, sales_cycle_percentile(fractions, opened, closed) AS r
	FROM (VALUES (timestamp '2024-01-01', timestamp '2024-01-02')) AS d (opened, closed),
		unnest(ARRAY['{0.5,NULL,1}', '{}', '[0:1]={0,1}', '{{0,1},{NULL,0.5}}', '{NULL}', NULL]) AS t (text), LATERAL (SELECT text::float8[]) AS f (fractions)
	GROUP BY fractions) AS v ORDER BY fractions;
SELECT fractions, pg_temp.error_of(format('SELECT sales_cycle_percentile(%L::float8[], s) FROM one', fractions)) AS code,
	pg_temp.error_of(format('SELECT sales_cycle_percentile(%L::float8[], s) FROM cases WHERE id = -10', fractions)) AS no_cycles
FROM unnest(ARRAY['{0.5,2}', '{-0.1}', '{NaN}', '{0,1}']) AS fractions;
-- An untyped literal or parameter fits both forms.
SELECT pg_temp.error_of('SELECT sales_cycle_percentile($$0.5$$, s) FROM one') AS literal, pg_temp.error_of('PREPARE p AS SELECT sales_cycle_percentile($1, s) FROM one') AS parameter,
	pg_temp.error_of('PREPARE p AS SELECT sales_cycle_percentile($1::float8, s) FROM one') AS typed;
DEALLOCATE p;

-- ---------- levels, steps and their number of type bigint ----------

CREATE TABLE event AS SELECT n % 40 AS subject, timestamp '2024-01-01' + pg_temp.r(n, 1) % 900000 * interval '1 s' AS at, 1 + pg_temp.r(n, 2) % 3 AS step FROM generate_series(1, 400::bigint) AS n;
-- All integer types are taken, in any mixture, and the answer is the same.
SELECT count(DISTINCT f) AS different, count(f) AS forms
FROM (SELECT unnest(ARRAY[funnel_summary('7 days', subject, at, step, 3::bigint), funnel_summary('7 days', subject, at, step::int, 3), funnel_summary('7 days', subject, at, step::smallint, 3::smallint),
	funnel_summary('7 days', subject, at, step, 3), funnel_summary('7 days', '', subject, at, step::int, 3::bigint), funnel_summary('7 days', subject, at, step = 1, step = 2, step = 3)]) AS f FROM event) AS v;
SELECT count(DISTINCT t) AS different FROM (SELECT unnest(ARRAY[t1::text, t2::text, t3::text]) AS t
	FROM (SELECT array_agg((l, t) ORDER BY subject) AS t1, array_agg((l2, t_2) ORDER BY subject) AS t2, array_agg((l3, t_3) ORDER BY subject) AS t3
		FROM (SELECT subject, window_funnel('7 days', at, step) AS l, funnel_times('7 days', at, step) AS t, window_funnel('7 days', at, step::int) AS l2,
				funnel_times('7 days', '', at, step::smallint) AS t_2, window_funnel('7 days', '', at, step::int) AS l3, funnel_times('7 days', at, step = 1, step = 2, step = 3) AS t_3
			FROM event GROUP BY subject) AS s) AS a) AS v;
SELECT reached(funnel_summary(n, 3), 2) AS by_count, reached(funnel_summary(n::int, 3), 2::bigint) AS by_integer, reached(funnel_summary(n::smallint, 3::bigint), 2::smallint) AS by_smallint
FROM (SELECT count(*) AS n FROM generate_series(1, 2)) AS v;
SELECT reached(f, 2::bigint) = reached(f, 2) AS reached, conversion_rate(f, 1::bigint, 2) = conversion_rate(f, 1, 2::bigint) AS conversion_rate,
	time_to_convert(f, 1::bigint, 2, 0.5) = time_to_convert(f, 1, 2::bigint, 0.5) AS time_to_convert FROM (SELECT sum(f) AS f FROM funnels) AS v;
-- Parameters without a type, which drivers then send as they like.
PREPARE reached AS SELECT reached(sum(f), $1) > 0 AS reached, conversion_rate(sum(f), $2, $3) > 0 AS conversion_rate FROM funnels;
EXECUTE reached (1, 1, 2);
PREPARE level AS SELECT population(funnel_summary($1, 3)), population(funnel_summary(3, $2));
EXECUTE level (2, 4);
PREPARE one_pass AS SELECT population(funnel_summary('7 days', subject, at, $1, 3)), population(funnel_summary('7 days', subject, at, step, $2)) FROM event;
EXECUTE one_pass (1, 3);
PREPARE step AS SELECT window_funnel('7 days', at, coalesce(step, $1)) FROM event;
SELECT name, parameter_types FROM pg_prepared_statements ORDER BY name;
DEALLOCATE ALL;
-- Beyond integer it is out of range like any other, with the number.
SELECT call, pg_temp.error_of(format('SELECT %s FROM event, (SELECT sum(f) AS f FROM funnels) AS s', call)) AS code
FROM unnest(ARRAY['window_funnel($$1 day$$, at, 4294967297)', 'funnel_times($$1 day$$, at, -4294967295)', 'funnel_summary($$1 day$$, subject, at, 4294967297, 3)',
	'funnel_summary($$1 day$$, subject, at, 1, 4294967299)', 'funnel_summary(4294967297, 3)', 'funnel_summary(1, 4294967299)', 'funnel_summary(ARRAY[at], 4294967299)',
	'funnel_summary(-4294967296, 3)', 'reached(sum(f), 4294967297)', 'conversion_rate(sum(f), 1, 4294967298)', 'time_to_convert(sum(f), 4294967297, 2, 0.5)']) AS call;
SELECT funnel_summary(4294967297, 3);
SELECT funnel_summary('1 day', 1, timestamp '2024-01-01', 4294967297, 3);
SELECT funnel_summary('1 day', 1, timestamp '2024-01-01', -1::bigint, 3);
SELECT funnel_summary(1, 4294967299);
SELECT reached(funnel_summary(1, 3), 4294967297);

-- ---------- funnel_report in numbers ----------

SELECT count(*) AS rows, count(median_time) AS times, bool_and(median_seconds IS NOT DISTINCT FROM extract(epoch FROM median_time)::float8 AND p90_seconds IS NOT DISTINCT FROM extract(epoch FROM p90_time)::float8) AS same,
	count(DISTINCT pg_typeof(p90_seconds)) AS types
FROM funnels, funnel_report(f);
SELECT step, median_time, p90_time, median_seconds, p90_seconds
FROM (SELECT funnel_summary(ARRAY[timestamp '2024-01-01', '2024-01-01 00:01:30.25', '2024-01-03'], 3) AS f) AS v, funnel_report(f);

DROP VIEW cases;
DROP TABLE one, sample, funnels, daily, json, event;
