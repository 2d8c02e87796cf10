--
-- The deal summary: folding, merging, reading, storing; its percentiles; bad input.
--
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';

-- So many microseconds after a time, exactly.
CREATE FUNCTION pg_temp.later(at timestamp, us bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$
	SELECT at + make_interval(days => (us / 86400000000)::int, secs => (us % 86400000000) / 1e6::float8) $$;
-- The number of cells in the histogram of a summary.
CREATE FUNCTION pg_temp.cells(s kpi_summary) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT jsonb_array_length(s::text::jsonb #> '{cycles,histogram}') $$;

-- ---------- by hand ----------

CREATE TABLE few (id int, account bigint, won boolean, amount numeric, opened date, closed date);
INSERT INTO few VALUES
	(1, 1, true, 1000.00, '2024-01-01', '2024-01-11'),		-- 10 days
	(2, 1, true, 500.5, '2024-01-01', '2024-01-31'),		-- 30 days
	(3, 2, false, 9999, '2024-01-01', '2024-01-21'),		-- 20 days, lost: the cycle counts, the amount does not
	(4, 2, NULL, 700, '2024-01-05', NULL),					-- open
	(5, NULL, true, 99.5, NULL, '2024-01-11'),				-- nobody's, of no known cycle: the amount counts
	(6, 3, true, NULL, '2024-01-10', '2024-01-10'),			-- no time at all, no amount
	(7, 4, false, NULL, '2024-01-11', '2024-01-10'),		-- closed the day before it was opened
	(8, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE one AS SELECT kpi_summary(account, won, amount, opened, closed) AS s FROM few;

-- 8 deals, 4 won, 2 lost, 2 open; accounts 1 to 4, of them 1 and 3 customers.
SELECT opportunities(s), won(s), lost(s), open_deals(s), accounts(s), customers(s) FROM one;
-- 1000.00 + 500.5 + 99.5 = 1600.00; 4 / 8; 4 / 6; 2 / 8; 1600 / 2 customers; 1600 / 3 amounts.
SELECT revenue(s), conversion_rate(s), win_rate(s), opportunity_to_customer_ratio(s), revenue_per_account(s), average_deal(s) FROM one;
-- Cycles are -1, 0, 10, 20 and 30 days, 59 / 5 = 11.8 on average; the shortest and the longest are exact, the median is
-- within 1 % of 10 days, the 60th percentile of 10 + 0.4 * 10 = 14. Won were 10 + 30 + 0 in 3: 1600 / (40 / 3) = 120 a day.
SELECT sales_cycle(s), sales_cycle_percentile(0, s) AS shortest, sales_cycle_percentile(1, s) AS longest,
	abs(interval_days(sales_cycle_median(s)) / 10 - 1) <= 0.01 AS median, sales_cycle_median(s) = sales_cycle_percentile(0.5, s) AS same,
	abs(interval_days(sales_cycle_percentile(0.6, s)) / 14 - 1) <= 0.01 AS p60, round(sales_velocity(s), 10) AS velocity
FROM one;
-- The bounds of 4 of 6 by Wilson's formula with z = 1.959964: (0.66667 + 0.32012 -+ 1.959964 * sqrt(0.037037 + 0.026675)) / 1.640243.
SELECT round(lower::numeric, 4) AS lower, round(upper::numeric, 4) AS upper FROM one, win_rate_interval(s);

-- All of them as rows. The 90th percentile is 20 + 0.6 * 10 = 26 days.
SELECT kpi, round(value, CASE WHEN kpi LIKE 'sales_cycle_%' THEN 0 ELSE 4 END) AS value, unit FROM one, kpi_report(s) WITH ORDINALITY AS r (kpi, value, unit, n) ORDER BY n;
-- Every row is the accessor's value.
SELECT bool_and(value = want) AS same, count(*)
FROM one, kpi_report(s) JOIN LATERAL (VALUES ('opportunities', opportunities(s)::numeric), ('won', won(s)), ('lost', lost(s)), ('open_deals', open_deals(s)), ('accounts', accounts(s)),
	('customers', customers(s)), ('revenue', revenue(s)), ('conversion_rate', conversion_rate(s)::numeric), ('win_rate', win_rate(s)::numeric),
	('win_rate_lower', (win_rate_interval(s)).lower::numeric), ('win_rate_upper', (win_rate_interval(s, 0.95)).upper::numeric),
	('opportunity_to_customer_ratio', opportunity_to_customer_ratio(s)::numeric), ('revenue_per_account', revenue_per_account(s)), ('average_deal', average_deal(s)),
	('sales_cycle', interval_days(sales_cycle(s))::numeric), ('sales_cycle_median', interval_days(sales_cycle_median(s))::numeric),
	('sales_cycle_p90', interval_days(sales_cycle_percentile(0.9, s))::numeric), ('sales_velocity', sales_velocity(s))) AS v (kpi, want) USING (kpi);

-- A deal of which nothing is known, and a lost one: what has no denominator is NULL.
SELECT r.kpi, r.value AS nothing, round(l.value, 4) AS lost
FROM (SELECT kpi_summary(NULL::bigint, NULL, NULL, NULL::date, NULL) AS nothing, kpi_summary(1, false, 10, NULL::date, NULL) AS lost) AS v,
	kpi_report(nothing) WITH ORDINALITY AS r (kpi, value, unit, n) JOIN kpi_report(lost) AS l USING (kpi) ORDER BY n;
-- No rows: NULL, as is everything that is read from it; no rows of the report.
SELECT kpi_summary(account, won, amount, opened, closed) IS NULL AS summary, rollup(NULL::kpi_summary) IS NULL AS rollup FROM few WHERE false;
SELECT opportunities(NULL), won(NULL), lost(NULL), open_deals(NULL), accounts(NULL), customers(NULL), revenue(NULL::kpi_summary), average_deal(NULL), sales_cycle(NULL), sales_velocity(NULL);
SELECT conversion_rate(n), win_rate(n), opportunity_to_customer_ratio(n), revenue_per_account(n), sales_cycle_median(n), sales_cycle_percentile(0.5, n), sales_cycle_percentile(NULL::float8, s) AS no_fraction,
	win_rate_interval(n) IS NULL AS interval, win_rate_interval(s, NULL) IS NULL AS no_confidence, (SELECT count(*) FROM kpi_report(n)) AS report
FROM one, (VALUES (NULL::kpi_summary)) AS v (n);

-- All types of key and time: the same deals. Integer keys and amounts come along.
SELECT count(DISTINCT ROW(opportunities(s), won(s), accounts(s), customers(s), revenue(s), sales_cycle(s), sales_velocity(s))::text) AS different
FROM (SELECT unnest(ARRAY[kpi_summary(account, won, amount, opened, closed), kpi_summary(account, won, amount, opened::timestamp, closed::timestamp),
		kpi_summary(account, won, amount, opened::timestamptz, closed::timestamptz),
		kpi_summary(regress.uuid(account), won, amount, opened, closed), kpi_summary(regress.uuid(account), won, amount, opened::timestamp, closed::timestamp),
		kpi_summary(regress.uuid(account), won, amount, opened::timestamptz, closed::timestamptz),
		kpi_summary(account::text, won, amount, opened, closed), kpi_summary(account::text, won, amount, opened::timestamp, closed::timestamp),
		kpi_summary(account::text, won, amount, opened::timestamptz, closed::timestamptz), kpi_summary(account::int, won, amount, opened, closed)]) AS s FROM few) AS v;
SELECT revenue(kpi_summary(1, true, 7, date '2024-01-01', '2024-01-03')) AS "7";
-- Infinite dates, and cycles of 2^63 microseconds or more, are 22008, also of a deal that is not won.
SELECT regress.sqlstate_of('SELECT kpi_summary(1, true, 1, date ''2024-01-01'', ''infinity'')') AS infinite, regress.sqlstate_of('SELECT kpi_summary(1, NULL, 1, timestamp ''-infinity'', ''2024-01-01'')') AS minus,
	regress.sqlstate_of('SELECT kpi_summary(1, false, 1, timestamp ''4713-01-01 BC'', ''294276-12-31'')') AS too_long,
	regress.sqlstate_of('SELECT kpi_summary(1, true, 1, NULL, timestamp ''infinity'')') AS no_cycle;
-- The longest cycles that there are, 2^63 - 1 microseconds forth and back, go through text and binary form;
-- one more, back, is 22008.
SELECT sales_cycle_percentile(1, s) AS forth, sales_cycle_percentile(0, s) AS back, sales_cycle(s), kpi_summary_send(s::text::kpi_summary) = kpi_summary_send(s) AS same
FROM (SELECT kpi_summary(1, true, 1, opened, closed) AS s
	FROM (SELECT pg_temp.later('4713-01-01 BC', 9223372036854775807) AS late, timestamp '4713-01-01 BC' AS early) AS v, LATERAL (VALUES (early, late), (late, early)) AS w (opened, closed)) AS v;
SELECT regress.sqlstate_of('SELECT kpi_summary(1, true, 1, timestamp ''294276-12-31 23:59:59.999999'', timestamp ''1999-12-23 19:59:05.224191'')') AS one_more;

-- ---------- against rows ----------

-- Two months of deals with three sources: some 250 accounts, amounts of up to 3 decimal places, cycles of some months, a
-- few of none or less; each of them unknown here and there.
CREATE TABLE deal AS
	SELECT id, (r1 % 60)::int AS day, (ARRAY['ads', 'mail', 'event'])[r2 % 3 + 1] AS source,
		CASE WHEN r3 % 11 > 0 THEN r3 % 250 END AS account, (ARRAY[true, true, false, NULL])[r4 % 4 + 1] AS won,
		CASE WHEN r5 % 9 > 0 THEN round((r5 % 10000000) / 1000.0, (r5 % 4)::int) END AS amount,
		CASE WHEN r6 % 13 > 0 THEN opened END AS opened,
		CASE WHEN r7 % 7 > 0 THEN CASE WHEN r7 % 50 < 2 THEN opened WHEN r7 % 50 < 4 THEN pg_temp.later(opened, -(r8 % 400000000000)) ELSE pg_temp.later(opened, r8 % 8640000000000) END END AS closed
	FROM generate_series(1, 4000) AS id,
		LATERAL (SELECT regress.r(id, 'day') AS r1, regress.r(id, 'source') AS r2, regress.r(id, 'account') AS r3, regress.r(id, 'won') AS r4,
			regress.r(id, 'amount') AS r5, regress.r(id, 'opened') AS r6, regress.r(id, 'closed') AS r7, regress.r(id, 'cycle') AS r8) AS r,
		LATERAL (SELECT pg_temp.later('2024-01-01', r1 % 60 * 86400000000 + r6 % 86400000000) AS opened) AS o;

-- Each accessor against plain SQL over the rows, to the last digit and scale, and against the aggregate of its name;
-- rows of NULL accounts have revenue but are nobody's, so revenue_per_account is compared with the aggregate without them.
CREATE FUNCTION pg_temp.against_rows(key text, type text, grouping_clause text, OUT groups bigint, OUT compared bigint, OUT wrong text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($query$
		SELECT count(DISTINCT g), count(want) FILTER (WHERE want IS NOT NULL),
			string_agg(DISTINCT format('%%s: %%s is %%s, must be %%s', g, name, got, want), '; ') FILTER (WHERE got IS DISTINCT FROM want)
		FROM (SELECT row_number() OVER () AS g, s.*, p.*
			FROM (SELECT kpi_summary(account, won, amount, opened, closed) AS s,
					kpi_summary(account, won, amount, opened, closed) FILTER (WHERE account IS NOT NULL) AS known,
					count(*) AS n, count(*) FILTER (WHERE won) AS w, count(*) FILTER (WHERE NOT won) AS l, count(*) FILTER (WHERE won IS NULL) AS o,
					count(DISTINCT account) AS a, count(DISTINCT account) FILTER (WHERE won) AS c, sum(amount) FILTER (WHERE won) AS r, avg(amount) FILTER (WHERE won) AS d,
					conversion_rate(won IS TRUE) AS conversion, win_rate(won) AS rate, opportunity_to_customer_ratio(account, won) AS ratio,
					revenue_per_account(account, amount) FILTER (WHERE won) AS per_account, sales_cycle(opened, closed) AS cycle, sales_velocity(won, amount, opened, closed) AS velocity,
					sales_cycle_percentile(ARRAY[0, 0.5, 0.9, 1], opened, closed) AS p
				FROM (SELECT day, source, %1$s AS account, won, amount, opened::%2$s AS opened, closed::%2$s AS closed FROM deal) AS d %3$s) AS s,
			LATERAL (SELECT interval_days(sales_cycle_percentile(0.5, s)) AS median, interval_days(sales_cycle_percentile(0.9, s)) AS p90) AS p) AS s,
			LATERAL (VALUES ('opportunities', opportunities(s)::text, n::text), ('won', won(s)::text, w::text), ('lost', lost(s)::text, l::text), ('open_deals', open_deals(s)::text, o::text),
				('accounts', accounts(s)::text, a::text), ('customers', customers(s)::text, c::text), ('revenue', revenue(s)::text, r::text),
				('conversion_rate', conversion_rate(s)::text, (w::float8 / NULLIF(n, 0))::text), ('same-named conversion_rate', conversion_rate(s)::text, conversion::text),
				('win_rate', win_rate(s)::text, (w::float8 / NULLIF(w + l, 0))::text), ('same-named win_rate', win_rate(s)::text, rate::text),
				('opportunity_to_customer_ratio', opportunity_to_customer_ratio(s)::text, (c::float8 / n)::text), ('same-named opportunity_to_customer_ratio', opportunity_to_customer_ratio(s)::text, ratio::text),
				('revenue_per_account', revenue_per_account(s)::text, (r / NULLIF(c, 0))::text), ('same-named revenue_per_account', revenue_per_account(known)::text, per_account::text),
				('average_deal', average_deal(s)::text, d::text), ('sales_cycle', sales_cycle(s)::text, cycle::text), ('sales_velocity', sales_velocity(s)::text, velocity::text),
				('shortest', sales_cycle_percentile(0, s)::text, p[1]::text), ('longest', sales_cycle_percentile(1, s)::text, p[4]::text),
				('median within 1 percent', (abs(median - interval_days(p[2])) <= abs(interval_days(p[2])) * 0.01)::text, (p[2] IS NOT NULL OR NULL)::text),
				('p90 within 1 percent', (abs(p90 - interval_days(p[3])) <= abs(interval_days(p[3])) * 0.01)::text, (p[3] IS NOT NULL OR NULL)::text)) AS v (name, got, want)
	$query$, key, type, grouping_clause) INTO groups, compared, wrong;
END $$;
SELECT key, type, clause, groups, compared = groups * 22 AS all_known, wrong
FROM (VALUES ('account'), ('regress.uuid(account)'), ('''account '' || account')) AS k (key), (VALUES ('date'), ('timestamp'), ('timestamptz')) AS t (type),
	(VALUES (1, ''), (2, 'GROUP BY day'), (3, 'GROUP BY ROLLUP (source, day / 7)')) AS c (n, clause), pg_temp.against_rows(key, type, clause)
ORDER BY key COLLATE "C", type COLLATE "C", n;

-- ---------- merging ----------

-- Summaries by day and source, of each type of key.
CREATE TABLE daily AS
	SELECT day, source, kpi_summary(account, won, amount, opened, closed) AS b, kpi_summary(regress.uuid(account), won, amount, opened, closed) AS u,
		kpi_summary('account ' || account, won, amount, opened, closed) AS t
	FROM deal GROUP BY day, source;
CREATE TABLE total AS
	SELECT kpi_summary(account, won, amount, opened, closed) AS b, kpi_summary(regress.uuid(account), won, amount, opened, closed) AS u,
		kpi_summary('account ' || account, won, amount, opened, closed) AS t
	FROM deal;
-- Rolled up in any order and any nesting they are the summary of all rows, byte for byte, also in text; so is the summary
-- of rows in another order, and what NULLs are among.
CREATE FUNCTION pg_temp.same(b kpi_summary, u kpi_summary, t kpi_summary) RETURNS boolean LANGUAGE sql AS $$
	SELECT kpi_summary_send(b) = kpi_summary_send(w.b) AND kpi_summary_send(u) = kpi_summary_send(w.u) AND kpi_summary_send(t) = kpi_summary_send(w.t)
		AND b::text = w.b::text AND u::text = w.u::text AND t::text = w.t::text
	FROM total AS w $$;
SELECT 'in order' AS how, pg_temp.same(rollup(b ORDER BY day, source), rollup(u ORDER BY day, source), rollup(t ORDER BY day, source)) AS same FROM daily
UNION ALL SELECT 'backwards', pg_temp.same(rollup(b ORDER BY day DESC, source DESC), rollup(u ORDER BY day DESC, source DESC), rollup(t ORDER BY day DESC, source DESC)) FROM daily
UNION ALL SELECT 'shuffled', pg_temp.same(rollup(b ORDER BY md5(day || source)), rollup(u ORDER BY md5(day || source)), rollup(t ORDER BY md5(day || source))) FROM daily
UNION ALL SELECT 'by weeks', pg_temp.same(rollup(b), rollup(u), rollup(t)) FROM (SELECT rollup(b) AS b, rollup(u) AS u, rollup(t) AS t FROM daily GROUP BY day / 7) AS v
UNION ALL SELECT 'by source, then by half of the days', pg_temp.same(rollup(b), rollup(u), rollup(t))
	FROM (SELECT rollup(b) AS b, rollup(u) AS u, rollup(t) AS t
		FROM (SELECT source, day % 2 AS half, rollup(b ORDER BY -day) AS b, rollup(u) AS u, rollup(t) AS t FROM daily GROUP BY source, day % 2) AS v GROUP BY half) AS v
UNION ALL SELECT 'one after the other', pg_temp.same(b, u, t) FROM (SELECT rollup(b) OVER w AS b, rollup(u) OVER w AS u, rollup(t) OVER w AS t, row_number() OVER w AS n FROM daily
	WINDOW w AS (ORDER BY source, day)) AS v WHERE n = (SELECT count(*) FROM daily)
UNION ALL SELECT 'with NULLs', pg_temp.same(rollup(b ORDER BY n), rollup(u ORDER BY n), rollup(t ORDER BY n))
	FROM (SELECT day AS n, b, u, t FROM daily UNION ALL VALUES (-1, NULL::kpi_summary, NULL::kpi_summary, NULL::kpi_summary), (3, NULL, NULL, NULL)) AS v
UNION ALL SELECT 'a single one', pg_temp.same(rollup(b), rollup(u), rollup(t)) FROM total
UNION ALL SELECT 'rows backwards', pg_temp.same(kpi_summary(account, won, amount, opened, closed ORDER BY id DESC), kpi_summary(regress.uuid(account), won, amount, opened, closed ORDER BY id DESC),
	kpi_summary('account ' || account, won, amount, opened, closed ORDER BY id DESC)) FROM deal
UNION ALL SELECT 'rows shuffled', pg_temp.same(kpi_summary(account, won, amount, opened, closed ORDER BY md5(id::text)), kpi_summary(regress.uuid(account), won, amount, opened, closed ORDER BY md5(id::text)),
	kpi_summary('account ' || account, won, amount, opened, closed ORDER BY md5(id::text))) FROM deal
UNION ALL SELECT 'one day is not all', pg_temp.same(b, u, t) FROM daily WHERE day = 0 AND source = 'ads';
-- Any mix of days and sources is read as its rows are.
SELECT count(*), count(*) FILTER (WHERE kpi_summary_send(rolled) = kpi_summary_send(folded)) AS same
FROM (SELECT source, day / 7 AS week, rollup(b) AS rolled FROM daily GROUP BY CUBE (source, day / 7)) AS r
JOIN (SELECT source, day / 7 AS week, kpi_summary(account, won, amount, opened, closed) AS folded FROM deal GROUP BY CUBE (source, day / 7)) AS f
	ON r.source IS NOT DISTINCT FROM f.source AND r.week IS NOT DISTINCT FROM f.week;
-- A summary that is merged with itself has twice the deals and the revenue, but the same accounts.
SELECT opportunities(twice) = 2 * opportunities(b) AS deals, revenue(twice) = 2 * revenue(b) AS revenue, accounts(twice) = accounts(b) AS accounts,
	customers(twice) = customers(b) AS customers, sales_cycle(twice) = sales_cycle(b) AS cycle, pg_temp.cells(twice) = pg_temp.cells(b) AS cells
FROM total, (SELECT rollup(b) AS twice FROM total, generate_series(1, 2)) AS v;
-- An account that is lost one day and won the next is one account and one customer.
SELECT accounts(s), customers(s), opportunities(s)
FROM (SELECT rollup(s) AS s FROM (SELECT kpi_summary('a'::text, i = 2, 1, NULL::date, NULL) AS s FROM generate_series(1, 3) AS i GROUP BY i) AS v) AS v;

-- Over different types of key: an error.
\x on
SELECT * FROM regress.error_of('SELECT rollup(s) FROM (SELECT b AS s FROM total UNION ALL SELECT u FROM total) AS v');
\x off
SELECT regress.sqlstate_of('SELECT rollup(s) FROM (SELECT b AS s FROM total UNION ALL SELECT t FROM total) AS v') AS bigint_text,
	regress.sqlstate_of('SELECT rollup(s) FROM (SELECT t AS s FROM total UNION ALL SELECT u FROM total) AS v') AS text_uuid,
	regress.sqlstate_of('SELECT rollup(s) OVER (ORDER BY n) FROM (SELECT 1 AS n, t AS s FROM total UNION ALL SELECT 2, u FROM total) AS v') AS over;

-- The support functions called by hand do what the aggregate does, and leave the state they are given as it was. A state of
-- another KPI is 22P03.
SELECT kpi_summary_send(kpi_summary_final(rollup_accum(state, d.b))) = kpi_summary_send(kpi_summary_final(rollup_accum(state, d.b))) AS again,
	kpi_summary_send(kpi_summary_final(rollup_accum(state, d.b))) = kpi_summary_send((SELECT rollup(b) FROM daily WHERE day = 0 AND source <> 'event')) AS same,
	kpi_summary_send(kpi_summary_final(state)) = kpi_summary_send(a.b) AND rollup_accum(state, NULL::kpi_summary)::text = state::text AS as_it_was, rollup_accum(NULL, NULL::kpi_summary) IS NULL AND kpi_summary_final(NULL) IS NULL AS nulls
FROM daily AS a, daily AS d, LATERAL (SELECT rollup_accum(NULL, a.b) AS state) AS s WHERE (a.day, a.source) = (0, 'ads') AND (d.day, d.source) = (0, 'mail');
SELECT regress.sqlstate_of('SELECT rollup_accum(conversion_rate_accum(NULL, true), b) FROM total') AS accum, regress.sqlstate_of('SELECT kpi_summary_final(conversion_rate_accum(NULL, true))') AS final,
	regress.sqlstate_of('SELECT rollup_accum(rollup_accum(NULL, u), b) FROM total') AS keys;

-- Wherever an aggregate may stand: FILTER, DISTINCT over rows, frames that move. Doubled rows are one with DISTINCT.
SELECT kpi_summary_send(rollup(b) FILTER (WHERE source = 'ads')) = kpi_summary_send((SELECT kpi_summary(account, won, amount, opened, closed) FROM deal WHERE source = 'ads')) AS filter,
	rollup(b) FILTER (WHERE source = 'none') IS NULL AS filter_none
FROM daily;
SELECT kpi_summary_send(kpi_summary(DISTINCT account, won, amount, opened, closed)) = kpi_summary_send((SELECT kpi_summary(account, won, amount, opened, closed) FROM (SELECT DISTINCT account, won, amount, opened, closed FROM deal) AS d)) AS "distinct",
	opportunities(kpi_summary(account, won, amount, opened, closed)) = 8000 AS doubled
FROM deal, generate_series(1, 2);
SELECT count(*), count(*) FILTER (WHERE kpi_summary_send(moving) = kpi_summary_send(anew)) AS same, count(*) FILTER (WHERE kpi_summary_send(running) = kpi_summary_send(so_far)) AS running
FROM (SELECT day, rollup(b) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS moving, rollup(b) OVER (ORDER BY day) AS running FROM daily WHERE source = 'ads') AS k,
	LATERAL (SELECT kpi_summary(account, won, amount, opened, closed) FILTER (WHERE day > k.day - 7) AS anew, kpi_summary(account, won, amount, opened, closed) AS so_far
		FROM deal WHERE source = 'ads' AND day <= k.day) AS a;
SELECT count(*), count(*) FILTER (WHERE opportunities(s) = n AND accounts(s) = a AND s::text::kpi_summary::text = s::text) AS right
FROM (SELECT kpi_summary(account, won, amount, opened, closed) OVER w AS s, count(*) OVER w AS n, id FROM deal WHERE id <= 500 WINDOW w AS (ORDER BY id)) AS k,
	LATERAL (SELECT count(DISTINCT account) AS a FROM deal WHERE id <= k.id) AS a;

ALTER TABLE daily SET (parallel_workers = 2);
ALTER TABLE deal SET (parallel_workers = 2);
ANALYZE daily, deal;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SELECT regress.planned('SELECT rollup(b), rollup(u), rollup(t) FROM daily', 'Gather', 'Partial Aggregate') AS rollup,
	regress.planned('SELECT kpi_summary(account, won, amount, opened, closed) FROM deal', 'Gather', 'Partial Aggregate') AS summary;
CREATE TABLE parallel AS SELECT rollup(b) AS b, rollup(u) AS u, rollup(t) AS t FROM daily;
SELECT pg_temp.same(b, u, t) FROM parallel;
DROP TABLE parallel;
CREATE TABLE parallel AS SELECT kpi_summary(account, won, amount, opened, closed) AS b FROM deal;
SELECT kpi_summary_send(p.b) = kpi_summary_send(t.b) AS same FROM parallel AS p, total AS t;
RESET max_parallel_workers_per_gather;
CREATE TABLE by_source (LIKE daily) PARTITION BY LIST (source);
CREATE TABLE by_source_1 PARTITION OF by_source FOR VALUES IN ('ads');
CREATE TABLE by_source_2 PARTITION OF by_source FOR VALUES IN ('mail', 'event');
INSERT INTO by_source TABLE daily;
ANALYZE by_source;
SET enable_partitionwise_aggregate = on;
SET max_parallel_workers_per_gather = 0;
SELECT regress.planned('SELECT rollup(b), rollup(u), rollup(t) FROM by_source', 'Finalize Aggregate', 'Append', 'Partial Aggregate', 'Partial Aggregate') AS parts,
	regress.planned('SELECT source, rollup(b) FROM by_source GROUP BY source', 'Append', 'Aggregate', 'Aggregate') AS whole;
CREATE TABLE parts AS SELECT rollup(b) AS b, rollup(u) AS u, rollup(t) AS t FROM by_source;
SELECT pg_temp.same(b, u, t) FROM parts;
SELECT count(*), count(*) FILTER (WHERE kpi_summary_send(s) = kpi_summary_send(folded)) AS same
FROM (SELECT source, rollup(b) AS s FROM by_source GROUP BY source) AS r JOIN (SELECT source, kpi_summary(account, won, amount, opened, closed) AS folded FROM deal GROUP BY source) AS f USING (source);
RESET enable_partitionwise_aggregate;
RESET max_parallel_workers_per_gather;
DROP TABLE by_source, parallel, parts;

-- ---------- text and binary form ----------

-- It is readable, and JSON. The keys of accounts, and with them all of these bytes, must never change: stored
-- summaries meet new ones.
SELECT s AS "text" FROM one;
SELECT jsonb_pretty(s::text::jsonb -> 'revenue') AS revenue, s::text::json ->> 'keys' AS keys, json_typeof(s::text::json) AS type FROM one;
SELECT kpi_summary_send(s) AS bytes FROM one;
-- What the first version said is what is written now, and says now what it said then.
CREATE TABLE stored (s kpi_summary);
INSERT INTO stored VALUES
	('{"version": 1, "keys": "bigint", "opportunities": 1, "won": 1, "lost": 0, "revenue": {"sum": 100.00, "count": 1, "NaN": 0, "Infinity": 0, "-Infinity": 0}, "cycle": {"microseconds": 864000000000, "count": 1}, "won_cycle": {"microseconds": 864000000000, "count": 1}, "cycles": {"min": 864000000000, "max": 864000000000, "histogram": [[863288426496, 1]]}, "accounts": ["b456bcfc34c2cb2c+"]}');
SELECT kpi_summary_send(s) = kpi_summary_send((SELECT kpi_summary(1, true, 100.00, date '2024-01-01', '2024-01-11'))) AS as_now, revenue(s), sales_cycle(s), accounts(s) FROM stored;

-- Back and forth, the same bytes: all kinds of deals.
CREATE TABLE odd AS
	SELECT 'bigint' AS what, b AS s FROM total UNION ALL SELECT 'uuid', u FROM total UNION ALL SELECT 'text', t FROM total
	UNION ALL SELECT 'nothing', kpi_summary(NULL::text, NULL, NULL, NULL::date, NULL)
	UNION ALL SELECT 'not a number', kpi_summary(i, true, a, date '2024-01-01', '2024-01-02') FROM unnest('{NaN,Infinity,-Infinity,-Infinity,1.50}'::numeric[]) WITH ORDINALITY AS u (a, i)
	UNION ALL SELECT 'large and small', kpi_summary(i, true, a, date '2024-01-01', '2024-01-02') FROM unnest('{1e200,-1e-200,123456789012345678901234567890}'::numeric[]) WITH ORDINALITY AS u (a, i)
	UNION ALL SELECT 'nil of many places', kpi_summary(i, true, a, date '2024-01-01', '2024-01-02') FROM unnest('{1.000000,-1}'::numeric[]) WITH ORDINALITY AS u (a, i)
	UNION ALL SELECT 'zero and negative', kpi_summary(regress.uuid(i), i = 0, i, date '2024-01-10', date '2024-01-10' + i) FROM generate_series(-3, 1) AS i
	UNION ALL SELECT 'microseconds', kpi_summary(i::text, true, i, at, at + i * interval '1 us') FROM generate_series(-200, 200) AS i, (VALUES (timestamp '2024-01-01')) AS v (at)
	UNION ALL SELECT 'keys', kpi_summary(k, true, 1, NULL::date, NULL) FROM unnest(ARRAY[0, -1, 9223372036854775807, -9223372036854775808]) AS k
	UNION ALL SELECT 'keys in text', kpi_summary(k, true, 1, NULL::date, NULL) FROM unnest(ARRAY['', ' ', '"', '\', 'é', repeat('x', 10000)]) AS k;
SELECT what, kpi_summary_send(s::text::kpi_summary) = kpi_summary_send(s) AS text, s::text::kpi_summary::text = s::text AS again, kpi_summary_send(s::text::json::text::kpi_summary) = kpi_summary_send(s) AS json,
	kpi_summary_send(jsonb_pretty(s::text::jsonb)::kpi_summary) = kpi_summary_send(s) AS jsonb, kpi_summary_send(rolled) = kpi_summary_send(s) AS rolled
FROM odd JOIN (SELECT what, rollup(s) AS rolled FROM odd GROUP BY what) AS r USING (what) ORDER BY what COLLATE "C";
-- Scale: 100.00 stays, NaN and infinities too, as in sum(numeric).
SELECT what, revenue(s), revenue(s::text::kpi_summary)::text = revenue(s)::text AS same, s::text::json -> 'revenue' AS "text" FROM odd WHERE what IN ('not a number', 'nil of many places', 'nothing') ORDER BY what;
SELECT revenue(s)::text = (SELECT sum(a)::text FROM unnest('{1e200,-1e-200,123456789012345678901234567890}'::numeric[]) AS a) AS exact FROM odd WHERE what = 'large and small';

-- Binary COPY: the same bytes.
SELECT current_setting('data_directory') || '/regress_funnel_kpi_summary' AS file \gset
CREATE TABLE received (LIKE odd);
COPY odd TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);
SELECT count(*), count(*) FILTER (WHERE kpi_summary_send(r.s) = kpi_summary_send(o.s)) AS same FROM odd AS o JOIN received AS r USING (what);
TRUNCATE received;
COPY odd TO :'file';
COPY received FROM :'file';
SELECT count(*), count(*) FILTER (WHERE kpi_summary_send(r.s) = kpi_summary_send(o.s)) AS same FROM odd AS o JOIN received AS r USING (what);

-- ---------- storing ----------

-- As it is, compressed, out of line: read and merged alike.
CREATE TABLE plain (LIKE total);
CREATE TABLE external (LIKE total);
CREATE TABLE packed (s kpi_summary);
ALTER TABLE plain ALTER b SET STORAGE MAIN, ALTER u SET STORAGE MAIN, ALTER t SET STORAGE MAIN;
ALTER TABLE external ALTER b SET STORAGE EXTERNAL, ALTER u SET STORAGE EXTERNAL, ALTER t SET STORAGE EXTERNAL;
INSERT INTO plain SELECT rollup(b), rollup(u), rollup(t) FROM daily;
INSERT INTO external SELECT rollup(b), rollup(u), rollup(t) FROM daily;
-- Two thousand cells of one or two durations each, one after the other, are the compressible part.
INSERT INTO packed SELECT kpi_summary(1, true, 1, at, at + 1.008 ^ i * interval '1 us') FROM generate_series(1, 3000) AS i, (VALUES (timestamp '2024-01-01')) AS v (at);
INSERT INTO packed SELECT rollup(s) FROM packed;
SELECT pg_column_compression(s) IS NOT NULL AS compressed, opportunities(s), accounts(s), pg_column_size(s) < pg_column_size(kpi_summary_send(s)) AS smaller, kpi_summary_send(s::text::kpi_summary) = kpi_summary_send(s) AS text FROM packed;
SELECT pg_temp.same(b, u, t) AS plain, pg_column_size(u) > 3000 AS large FROM plain;
SELECT pg_temp.same(b, u, t) AS external, pg_column_compression(u) IS NULL AND pg_relation_size(reltoastrelid) > 0 AS out_of_line FROM external, pg_class WHERE oid = 'external'::regclass;
SELECT opportunities(rollup(b)) AS twice, accounts(rollup(b)) = (SELECT accounts(b) FROM total) AS accounts FROM (TABLE plain UNION ALL TABLE external) AS v;

-- Size: a day of 100 deals of 100 accounts, with as many cycles that have nothing in common, is less than 1 kB, of uuid or text less than 3 kB.
CREATE TABLE day AS
	SELECT kpi_summary(i, i % 2 = 0, i * 12.34, at, pg_temp.later(at, regress.r(i, 'size') % 8640000000000)) AS b, kpi_summary(md5(i::text)::uuid, i % 2 = 0, i * 12.34, at, pg_temp.later(at, regress.r(i, 'size') % 8640000000000)) AS u,
		kpi_summary('account ' || i, i % 2 = 0, i * 12.34, at, pg_temp.later(at, regress.r(i, 'size') % 8640000000000)) AS t
	FROM generate_series(1, 100) AS i, (VALUES (timestamp '2024-01-01')) AS v (at);
SELECT accounts(b), pg_column_size(b) BETWEEN 400 AND 999 AS bigint, pg_column_size(u) BETWEEN 1000 AND 2999 AS uuid, pg_column_size(t) BETWEEN 1000 AND 2999 AS text FROM day;
-- However many deals, and whatever their cycles, from a microsecond to 292,000 years forth and back: a bounded number of
-- cells, which merging does not pass either.
CREATE TABLE extreme AS
	SELECT e, kpi_summary(1, true, 1, CASE WHEN sign > 0 THEN early ELSE late END, CASE WHEN sign > 0 THEN late ELSE early END) AS s
	FROM generate_series(0, 62) AS e, generate_series(0, 127) AS part, (VALUES (1), (-1)) AS v (sign), (VALUES (timestamp '4713-01-01 BC')) AS w (early),
		LATERAL (SELECT pg_temp.later(early, (2::numeric ^ e + div(part * 2::numeric ^ e, 128))::bigint) AS late) AS l
	GROUP BY e;
SELECT opportunities(s), pg_temp.cells(s) BETWEEN 7000 AND 7423 AS cells, pg_temp.cells(twice) = pg_temp.cells(s) AS no_more
FROM (SELECT rollup(s) AS s FROM extreme) AS v, (SELECT rollup(s) AS twice FROM extreme, generate_series(1, 2)) AS w;

-- A materialized view that is refreshed CONCURRENTLY: rows whose deals did not change stay what and where they are.
CREATE TABLE live AS SELECT * FROM deal;
CREATE MATERIALIZED VIEW by_day AS SELECT day, kpi_summary(account, won, amount, opened, closed) AS s FROM live GROUP BY day;
CREATE UNIQUE INDEX ON by_day (day);
CREATE TABLE before AS SELECT day, ctid AS place, xmin::text AS writer FROM by_day;
REFRESH MATERIALIZED VIEW CONCURRENTLY by_day;
SELECT count(*), count(*) FILTER (WHERE (v.ctid, v.xmin::text) = (place, writer)) AS untouched FROM by_day AS v JOIN before USING (day);
-- Day 5 gets another deal; one of day 6 changes its key only, one of day 7 is won now; all rows are written again in
-- another order.
CREATE TABLE rewritten AS SELECT * FROM live ORDER BY id DESC;
TRUNCATE live;
INSERT INTO live TABLE rewritten;
INSERT INTO live (id, day, account) VALUES (5000, 5, 1);
UPDATE live SET account = 100000 WHERE id = (SELECT min(id) FROM live WHERE day = 6);
UPDATE live SET won = true WHERE id = (SELECT min(id) FROM live WHERE day = 7 AND won IS NULL);
REFRESH MATERIALIZED VIEW CONCURRENTLY by_day;
SELECT count(*), count(*) FILTER (WHERE (v.ctid, v.xmin::text) = (place, writer)) AS untouched, array_agg(day ORDER BY day) FILTER (WHERE (v.ctid, v.xmin::text) <> (place, writer)) AS written FROM by_day AS v JOIN before USING (day);
SELECT count(*) FILTER (WHERE opportunities(s) <> n) AS wrong FROM by_day JOIN (SELECT day, count(*) AS n FROM live GROUP BY day) AS d USING (day);

-- ---------- equality ----------

-- Equal deals make equal summaries, so they compare: merging distinct ones, and an upsert that leaves alone what is as it was.
SELECT kpi_summary_send(rollup(DISTINCT s)) = kpi_summary_send((SELECT b FROM total)) AS once, count(DISTINCT s) AS one FROM (SELECT b AS s FROM total, generate_series(1, 3)) AS v;
SELECT count(*) AS two FROM (SELECT b FROM total UNION SELECT b FROM total UNION SELECT t FROM total) AS v;
CREATE TABLE kept AS SELECT day, s FROM by_day;
ALTER TABLE kept ADD PRIMARY KEY (day);
UPDATE live SET won = false WHERE day = 9 AND won IS NULL;
WITH written AS (INSERT INTO kept AS k SELECT day, kpi_summary(account, won, amount, opened, closed) FROM live WHERE day BETWEEN 8 AND 12 GROUP BY day
	ON CONFLICT (day) DO UPDATE SET s = excluded.s WHERE k.s IS DISTINCT FROM excluded.s RETURNING day)
SELECT array_agg(day ORDER BY day) AS written FROM written;
DROP TABLE kept;

-- ---------- confidence ----------

-- Published bounds: R. G. Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, the
-- score method: 81 of 263, 15 of 148, 0 of 20, 1 of 29. By the formula: 5 of 10, 0 and 10 of 10.
SELECT won, decided, round(lower::numeric, 4) AS lower, round(upper::numeric, 4) AS upper
FROM (VALUES (81, 263), (15, 148), (0, 20), (1, 29), (5, 10), (0, 10), (10, 10)) AS v (won, decided),
	LATERAL (SELECT kpi_summary(1, i <= v.won, 1, NULL::date, NULL) AS s FROM generate_series(1, decided) AS i) AS s, win_rate_interval(s);
-- Exactly 0 and 1 where none or all are won. Open deals do not count; none decided: NULLs.
SELECT (win_rate_interval(kpi_summary(1, false, 1, NULL::date, NULL))).lower = 0 AS none, (win_rate_interval(kpi_summary(1, true, 1, NULL::date, NULL))).upper = 1 AS all,
	win_rate_interval(kpi_summary(1, CASE WHEN i <= 10 THEN i <= 5 END, 1, NULL::date, NULL)) = win_rate_interval(kpi_summary(1, i <= 5, 1, NULL::date, NULL) FILTER (WHERE i <= 10)) AS open
FROM generate_series(1, 3) AS n, generate_series(1, 20) AS i WHERE n = 1;
SELECT lower, upper FROM (SELECT kpi_summary(1, NULL, 1, NULL::date, NULL) AS s) AS v, win_rate_interval(s);
-- Other confidences: z = 1.6449 and 2.5758, 5 of 10 as 0.5 -+ z / 2 / sqrt(10 + z^2). The more of it the wider, around the rate.
SELECT c, round(lower::numeric, 4) AS lower, round(upper::numeric, 4) AS upper, round((0.5 - z / 2 / sqrt(10 + z * z))::numeric, 4) AS by_hand
FROM (VALUES (0.9, 1.644854), (0.99, 2.575829), (0.999, 3.290527)) AS v (c, z), (SELECT kpi_summary(1, i <= 5, 1, NULL::date, NULL) AS s FROM generate_series(1, 10) AS i) AS s, win_rate_interval(s, c) ORDER BY c;
SELECT bool_and(lower <= 0.3 AND upper >= 0.3) AS around, bool_and(lower <= last_lower AND upper >= last_upper) AS wider
FROM (SELECT lower, upper, lag(lower, 1, 0.3) OVER (ORDER BY c) AS last_lower, lag(upper, 1, 0.3) OVER (ORDER BY c) AS last_upper
	FROM unnest('{1e-300,1e-15,1e-6,0.1,0.5,0.9,0.95,0.99,0.9999,0.999999999,0.9999999999999999}'::float8[]) AS c, (SELECT kpi_summary(1, i <= 3, 1, NULL::date, NULL) AS s FROM generate_series(1, 10) AS i) AS s, win_rate_interval(s, c)) AS v;
-- A confidence that is none.
\x on
SELECT r.* FROM regress.error_of('SELECT win_rate_interval(s, 95) FROM one') AS r;
\x off
SELECT c, regress.sqlstate_of(format('SELECT win_rate_interval(s, %L) FROM one', c)) AS code FROM unnest('{0,1,-0.5,1.0000000000000002,NaN,Infinity,-Infinity}'::float8[]) AS c;
-- Also where no deal is decided.
SELECT regress.sqlstate_of('SELECT win_rate_interval(kpi_summary(1, NULL, 1, NULL::date, NULL), 2)') AS code;

-- ---------- percentiles ----------

-- The largest relative error over all hundredths, against percentile_cont over the rows. 0 must be exact. An interval
-- is of whole microseconds, so the last one is nobody's error.
CREATE FUNCTION pg_temp.error(us bigint[], OUT rows bigint, OUT worst float8) LANGUAGE sql AS $$
	WITH deals AS MATERIALIZED (SELECT timestamp '1900-01-01' AS opened, pg_temp.later('1900-01-01', u) AS closed FROM unnest(us) AS u),
		fractions AS (SELECT array_agg(i / 100.0::float8 ORDER BY i) AS f FROM generate_series(0, 100) AS i),
		answers AS (SELECT kpi_summary(1, true, 1, opened, closed) AS s, count(*) AS n,
				percentile_cont((SELECT f FROM fractions)) WITHIN GROUP (ORDER BY extract(epoch FROM closed - opened)::float8) AS exact FROM deals)
	SELECT min(n), max(CASE WHEN e = got THEN 0 WHEN e = 0 THEN 'Infinity' ELSE GREATEST(abs(got - e) - 1e-6, 0) / abs(e) END)
	FROM answers, fractions, unnest(f, exact) AS u (fraction, e), LATERAL (SELECT extract(epoch FROM sales_cycle_percentile(fraction, s))::float8 AS got) AS g;
$$;
-- From a second to a century, 100 years of 365.25 days. A uniform random number between 0 and 1 is u.
CREATE TABLE sample AS
	SELECT i, regress.r(i, 'u') / 2::float8 ^ 60 AS u, regress.r(i, 'v') / 2::float8 ^ 60 AS v FROM generate_series(1, 2000) AS i;
CREATE TABLE durations AS
	SELECT n, what, us FROM sample, LATERAL (VALUES
		(1, 'uniform', 1000000 + u * (100 * 365.25 * 86400e6 - 1000000)),
		(2, 'exponential, mean of 30 days', GREATEST(-ln(1 - u) * 30 * 86400e6, 1000000)),
		(3, 'bimodal, hours and years', CASE WHEN v < 0.5 THEN 3600e6 * (1 + u) ELSE 365 * 86400e6 * (1 + 2 * u) END),
		(4, 'constant', 12345678901),
		(5, 'uniform in its logarithm', 1000000 * (100 * 365.25 * 86400) ^ u),
		(6, 'whole days', floor(u * 400) * 86400e6),
		(7, 'negative', -(1000000 * (100 * 365.25 * 86400) ^ u)),
		-- With zeros between negative and positive ones, so that no percentile falls between these two.
		(8, 'negative, zero, positive', CASE WHEN v < 0.3 THEN -1 WHEN v < 0.4 THEN 0 ELSE 1 END * (1000000 * (100 * 365.25 * 86400) ^ u)),
		(9, 'microseconds', floor(u * 400) - 200),
		(10, 'zero', 0)) AS d (n, what, value), LATERAL (SELECT value::bigint AS us) AS c;
SELECT n, what, rows, worst <= 0.01 AS within_1_percent
FROM (SELECT n, what, array_agg(us) AS list FROM durations GROUP BY n, what) AS d, pg_temp.error(list) ORDER BY n;
-- Constant and zero are exact, and the test sees errors where there are some.
SELECT n, what, worst = 0 AS exact FROM (SELECT n, what, array_agg(us) AS list FROM durations WHERE n IN (1, 4, 10) GROUP BY n, what) AS d, pg_temp.error(list) ORDER BY n;
-- Of few deals too: one, two, three, up to twenty.
SELECT what, count(*) AS sets, bool_and(worst <= 0.01) AS within_1_percent
FROM (SELECT what, size, array_agg(us) AS list FROM generate_series(1, 20) AS size, LATERAL (SELECT what, us FROM (SELECT *, row_number() OVER (PARTITION BY n) AS nth FROM durations WHERE n IN (1, 2, 3, 5, 7)) AS d WHERE nth <= size) AS d GROUP BY what, size) AS d,
	pg_temp.error(list)
GROUP BY what ORDER BY what COLLATE "C";
-- At the edges of its buckets.
SELECT count(*) AS sets, bool_and(worst <= 0.01) AS within_1_percent
FROM (SELECT e, array_agg((2 ^ e)::bigint + i) AS list FROM generate_series(1, 51) AS e, generate_series(-3, 3) AS i GROUP BY e) AS d, pg_temp.error(list);
-- Between a negative and a positive duration the value is interpolated, and may come near zero, where no relative error is
-- bounded. It lies within 1 % of the longer one's size: -10 and 20 days at every hundredth.
SELECT bool_and(abs(interval_days(sales_cycle_percentile(i / 100.0, s)) - (-10 + 30 * i / 100.0)) <= 0.2) AS within
FROM (SELECT kpi_summary(1, true, 1, date '2024-01-11', date '2024-01-01' + i) AS s FROM unnest(ARRAY[0, 30]) AS i) AS v, generate_series(0, 100) AS i;
SELECT bool_and(abs(interval_days(sales_cycle_percentile(i / 100.0, s)) - interval_days(p[i + 1])) <= 0.2) AS within
FROM (SELECT kpi_summary(1, true, 1, date '2024-01-11', date '2024-01-01' + i) AS s, sales_cycle_percentile(ARRAY(SELECT j / 100.0::float8 FROM generate_series(0, 100) AS j), date '2024-01-11', date '2024-01-01' + i) AS p
	FROM unnest(ARRAY[0, -1, 30, 28]) AS i) AS v, generate_series(0, 100) AS i;
-- What a percentile is asked for.
\x on
SELECT r.* FROM regress.error_of('SELECT sales_cycle_percentile(90, s) FROM one') AS r;
\x off
SELECT f, regress.sqlstate_of(format('SELECT sales_cycle_percentile(%L::float8, s) FROM one', f)) AS code FROM unnest('{0,1,-5e-324,1.0000000000000002,NaN,Infinity,-Infinity}'::float8[]) AS f;
-- Also where no cycle is known.
SELECT regress.sqlstate_of('SELECT sales_cycle_percentile(2, kpi_summary(1, NULL, 1, NULL::date, NULL))') AS code;

-- ---------- a hostile search_path ----------

-- Functions, operators and types of the same names that stand in front change nothing in views and reports.
CREATE VIEW report AS SELECT opportunities(s), revenue(s), r.* FROM one, kpi_report(s) AS r;
CREATE TABLE wanted AS SELECT * FROM report;
CREATE SCHEMA hostile;
CREATE FUNCTION hostile.opportunities(kpi_summary) RETURNS bigint LANGUAGE sql AS 'SELECT -1::bigint';
CREATE FUNCTION hostile.revenue(kpi_summary) RETURNS numeric LANGUAGE sql AS 'SELECT -1::numeric';
CREATE FUNCTION hostile.win_rate(kpi_summary) RETURNS float8 LANGUAGE sql AS 'SELECT -1::float8';
CREATE FUNCTION hostile.interval_days(interval) RETURNS float8 LANGUAGE sql AS 'SELECT -1::float8';
CREATE FUNCTION hostile.date_part(text, interval) RETURNS float8 LANGUAGE sql AS 'SELECT -1::float8';
CREATE FUNCTION hostile.divide(float8, float8) RETURNS float8 LANGUAGE sql AS 'SELECT -1::float8';
CREATE FUNCTION hostile.divide(float8, int) RETURNS float8 LANGUAGE sql AS 'SELECT -1::float8';
CREATE FUNCTION hostile.divide(numeric, int) RETURNS numeric LANGUAGE sql AS 'SELECT -1::numeric';
CREATE OPERATOR hostile./ (LEFTARG = float8, RIGHTARG = float8, FUNCTION = hostile.divide);
CREATE OPERATOR hostile./ (LEFTARG = float8, RIGHTARG = int, FUNCTION = hostile.divide);
CREATE OPERATOR hostile./ (LEFTARG = numeric, RIGHTARG = int, FUNCTION = hostile.divide);
CREATE DOMAIN hostile.numeric AS text;
CREATE DOMAIN hostile.float8 AS text;
SET search_path = hostile, public, pg_catalog;
SELECT pg_catalog.count(*) AS rows, (SELECT opportunities(s) FROM one) AS shadowed FROM (TABLE wanted INTERSECT TABLE report) AS v;
SELECT pg_catalog.count(*) AS differ FROM (SELECT kpi, value, unit FROM wanted EXCEPT SELECT r.* FROM one, kpi_report(s) AS r) AS v;
SELECT kpi_summary_send(public.rollup(b)) OPERATOR(pg_catalog.=) kpi_summary_send((SELECT b FROM total)) AS rollup FROM daily;
RESET search_path;

-- ---------- bad input ----------

-- How text is refused: with a code, and with what is wrong.
\x on
SELECT r.* FROM regress.error_of($$SELECT '{"version": 1, "keys": "numeric"}'::kpi_summary$$) AS r;
SELECT r.* FROM regress.error_of($$SELECT jsonb_set(s::text::jsonb, '{keys}', '"numeric"')::text::kpi_summary FROM one$$) AS r;
SELECT r.* FROM regress.error_of($$SELECT '{"version": 2, "keys": "bigint"}'::kpi_summary$$) AS r;
\x off
SELECT text, regress.sqlstate_of(format('SELECT %L::kpi_summary', text)) AS "in", regress.sqlstate_of(format('SELECT opportunities(%L)', text)) AS accessor
FROM unnest(ARRAY['', 'nonsense', 'null', '1', '"text"', '[]', '{}', '{"version": 1}', '\x010f0101', '{"version": 1, "keys": null}', '[{"version": 1}]']) AS text;

-- Cut short at every length, for each type of key.
SELECT what, count(*) = min(length(s::text)) AS all_lengths, count(*) FILTER (WHERE code <> '22P02') AS other_codes
FROM odd, LATERAL generate_series(0, length(s::text) - 1) AS n, LATERAL (SELECT regress.sqlstate_of(format('SELECT %L::kpi_summary', left(s::text, n))) AS code) AS e
WHERE what IN ('zero and negative', 'keys', 'keys in text', 'nothing') GROUP BY what ORDER BY what COLLATE "C";

-- Members that are missing, that are not known, or of another type: 22P02. The members, with those inside, are 10 + 5 + 2 + 2 + 3.
CREATE VIEW members AS
	SELECT s::text::jsonb AS json, path FROM one, (
		SELECT ARRAY[name] AS path FROM one, jsonb_object_keys(s::text::jsonb) AS name
		UNION ALL SELECT ARRAY[outer_name, name] FROM one, unnest('{revenue,cycle,won_cycle,cycles}'::text[]) AS outer_name, jsonb_object_keys(s::text::jsonb -> outer_name) AS name) AS p;
SELECT count(*), count(*) FILTER (WHERE regress.sqlstate_of(format('SELECT %L::kpi_summary', json #- path)) = '22P02') AS missing,
	count(*) FILTER (WHERE regress.sqlstate_of(format('SELECT %L::kpi_summary', jsonb_set(json #- path, path[:cardinality(path) - 1] || 'other'::text, json #> path))) = '22P02') AS renamed,
	count(*) FILTER (WHERE regress.sqlstate_of(format('SELECT %L::kpi_summary', jsonb_set(json, path[:cardinality(path) - 1] || 'other'::text, '1'))) = '22P02') AS another
FROM members;
SELECT value, count(*), count(*) FILTER (WHERE code = '22P02') AS "22P02", string_agg(concat_ws(' ', path, code), ', ' ORDER BY path::text COLLATE "C") FILTER (WHERE code <> '22P02') AS other
FROM members, unnest('{"null","true","\"1\"","[]","{}","[1]","{\"a\": 1}","0.5"}'::text[]) WITH ORDINALITY AS v (value, n),
	LATERAL (SELECT regress.sqlstate_of(format('SELECT %L::kpi_summary', jsonb_set(json, path, value::jsonb))) AS code) AS e
WHERE jsonb_typeof(json #> path) <> jsonb_typeof(value::jsonb) OR value IN ('{"a": 1}', '0.5') AND path <> '{revenue,sum}' GROUP BY value, n ORDER BY n;
-- Of a member that comes twice the last one counts, as in jsonb.
SELECT opportunities(('{"opportunities": "nine", ' || substr(s::text, 2))::kpi_summary) AS eight FROM one;
-- Numbers no integer can hold.
SELECT value, regress.sqlstate_of(format('SELECT %L::kpi_summary', jsonb_set(s::text::jsonb, path, value::jsonb))) AS code
FROM one, (VALUES ('{opportunities}'::text[], '9223372036854775808'), ('{opportunities}', '-9223372036854775809'), ('{opportunities}', '1e400'), ('{version}', '1e20'),
	('{cycle,microseconds}', '1e40'), ('{cycle,microseconds}', '-170141183460469231731687303715884105729'), ('{cycles,min}', '9223372036854775808')) AS v (path, value);

-- What disagrees: 22P03, or 22P02 where the text itself cannot be.
CREATE FUNCTION pg_temp.with_set(s kpi_summary, path text[], value text) RETURNS text LANGUAGE sql AS $$ SELECT jsonb_set(s::text::jsonb, path, value::jsonb)::text $$;
SELECT path, value, regress.sqlstate_of(format('SELECT %L::kpi_summary', pg_temp.with_set(s, path, value))) AS code
FROM one, (VALUES
	(1, '{version}'::text[], '2'), (1, '{version}', '255'), (1, '{version}', '0'), (1, '{version}', '257'), (1, '{version}', '-1'),
	(2, '{opportunities}', '5'),				-- won + lost are 6
	(2, '{opportunities}', '-1'), (2, '{won}', '-1'), (2, '{lost}', '-1'), (2, '{won}', '9'), (2, '{lost}', '5'),
	(2, '{won}', '2'),							-- of 3 amounts
	(2, '{opportunities}', '9223372036854775807'),
	(3, '{revenue,count}', '5'), (3, '{revenue,count}', '-1'), (3, '{revenue,NaN}', '4'), (3, '{revenue,NaN}', '-1'), (3, '{revenue,Infinity}', '4'), (3, '{revenue,-Infinity}', '9223372036854775807'),
	(4, '{cycle,count}', '4'), (4, '{cycle,count}', '6'), (4, '{cycle,count}', '0'), (4, '{cycle,microseconds}', '12960000000001'), (4, '{cycle,microseconds}', '-432000000001'),
	(4, '{won_cycle,count}', '6'), (4, '{won_cycle,count}', '5'), (4, '{won_cycle,count}', '-1'), (4, '{won_cycle,microseconds}', '99999999999999999999999999999999999999'),
	(5, '{cycles,min}', '0'), (5, '{cycles,max}', '0'), (5, '{cycles,min}', '-9223372036854775808'), (5, '{cycles,max}', '9223372036854775807'),
	(5, '{cycles,histogram}', '[]'), (5, '{cycles,histogram,0,1}', '0'), (5, '{cycles,histogram,0,1}', '-1'), (5, '{cycles,histogram,0,1}', '2'), (5, '{cycles,histogram,0,1}', '281474976710656'),
	(5, '{cycles,histogram,0,0}', '0'),			-- twice the bucket of zero
	(5, '{cycles,histogram,1,0}', '9000000000000'),	-- out of order
	(5, '{cycles,histogram,4,0}', '1'), (5, '{cycles,histogram,0}', '[1]'), (5, '{cycles,histogram,0}', '[1, 2, 3]'), (5, '{cycles,histogram,0}', '1'), (5, '{cycles,histogram,0,0}', '"1"'),
	(6, '{accounts}', '["0000000000000001+", "0000000000000001+"]'), (6, '{accounts}', '["0000000000000002+", "0000000000000001+"]'),
	(6, '{accounts}', '["0000000000000001+", "0000000000000001"]'),
	(6, '{accounts}', '["0000000000000001+", "0000000000000002+", "0000000000000003+", "0000000000000004+", "0000000000000005+"]'),		-- 5 customers of 4 deals won
	(6, '{accounts}', '["01", "02", "03", "04", "05", "06", "07", "08", "09"]'), (6, '{accounts,0}', '""'), (6, '{accounts,0}', '1'), (6, '{accounts,0}', '"00000000000000001"'),
	(6, '{accounts,0}', '"000000000000000g"'), (6, '{accounts,0}', '"000000000000000A"'), (6, '{accounts,0}', '"0000000000000001-"'), (6, '{accounts,0}', '"0000000000000001++"'),
	(6, '{accounts,0}', '"00000000000000000000000000000001"'),		-- a key of a uuid or text
	(6, '{keys}', '"uuid"'), (6, '{keys}', '"text"'), (6, '{keys}', '""'), (6, '{keys}', '"bigintx"')) AS v (n, path, value)
ORDER BY n, path::text COLLATE "C", value COLLATE "C";
-- More accounts than deals.
SELECT regress.sqlstate_of(format('SELECT %L::kpi_summary', pg_temp.with_set(s, '{accounts}', (SELECT json_agg(lpad(i::text, 16, '0')) FROM generate_series(10, 9 + n) AS i)::text))) AS code, n
FROM one, (VALUES (8), (9)) AS v (n) ORDER BY n;
-- Revenue that no numeric can hold is out of range as soon as the summary is made, for nobody could read its text.
SELECT regress.sqlstate_of('SELECT kpi_summary(1, true, 9e131071, NULL::date, NULL) FROM generate_series(1, 2)') AS beyond,
	regress.sqlstate_of('SELECT kpi_summary(1, true, 9e131071, NULL::date, NULL)::text::kpi_summary FROM generate_series(1, 1)') AS within;
-- Deeply nested, and large: no crash.
SELECT regress.sqlstate_of(format('SELECT %L::kpi_summary', repeat('[', 100000))) IN ('54001', '22P02') AS nested, regress.sqlstate_of(format('SELECT %L::kpi_summary', '{"a": "' || repeat('x', 1000000) || '"}')) AS large;

-- Versions of the future, and other states.
CREATE CAST (bytea AS kpi_summary) WITHOUT FUNCTION;
SELECT v, regress.sqlstate_of(format('SELECT opportunities(%L::bytea::kpi_summary)', set_byte(kpi_summary_send(s), 0, v))) AS version,
	regress.sqlstate_of(format('SELECT rollup(%L::bytea::kpi_summary)', set_byte(kpi_summary_send(s), 1, v))) AS kind
FROM one, unnest(ARRAY[0, 1, 2, 14, 15, 16, 255]) AS v;
DROP CAST (bytea AS kpi_summary);

SELECT 'cat >/dev/null; rm -f ' || quote_literal(:'file') || '*' AS remove \gset
COPY (SELECT) TO PROGRAM :'remove';
SET client_min_messages = warning;
DROP SCHEMA hostile CASCADE;
DROP MATERIALIZED VIEW by_day;
DROP VIEW report, members;
DROP TABLE few, one, deal, daily, total, stored, odd, received, plain, external, packed, day, extreme, live, before, rewritten, sample, durations, wanted;
