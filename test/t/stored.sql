-- Stored values of every kind, for a version to write and later ones to read: name, type, text, bytes and what the
-- accessors say. What a release printed here is kept in stored/ for ever:
--     test/with_server psql -Xqf test/t/stored.sql >test/t/stored/VERSION
CREATE EXTENSION IF NOT EXISTS funnel_kpi;

CREATE FUNCTION pg_temp.told(s kpi_summary) RETURNS text LANGUAGE sql AS $$
	SELECT ROW(opportunities(s), won(s), lost(s), open_deals(s), accounts(s), customers(s), revenue(s), conversion_rate(s),
		win_rate(s), win_rate_interval(s), win_rate_interval(s, 0.5), opportunity_to_customer_ratio(s),
		revenue_per_account(s), average_deal(s), sales_cycle(s), sales_cycle_median(s), sales_cycle_percentile(0, s),
		sales_cycle_percentile(0.9, s), sales_cycle_percentile(1, s), sales_velocity(s),
		(SELECT array_agg(r) FROM kpi_report(s) AS r))::text
$$;

CREATE TEMP TABLE written (name text PRIMARY KEY, summary kpi_summary NOT NULL);

-- No account, nothing known; deals of one account, won, lost, open, closed before they were opened.
INSERT INTO written VALUES
	('nothing known', (SELECT kpi_summary(NULL::bigint, NULL, NULL, NULL::date, NULL))),
	('one deal', (SELECT kpi_summary(0::bigint, true, 1234.50, date '2024-02-29', date '2024-03-31'))),
	('infinite', (SELECT kpi_summary(i, true, (ARRAY['Infinity', '1.5'])[i]::numeric, date '2024-01-01', NULL)
		FROM generate_series(1, 2) AS i)),
	('not a number', (SELECT kpi_summary(i, true, (ARRAY['Infinity', '-Infinity'])[i]::numeric, date '2024-01-01', NULL)
		FROM generate_series(1, 2) AS i)),
	('far apart', (SELECT kpi_summary(a, won, amount, opened, closed)
		FROM (VALUES ((-9223372036854775808)::bigint, true, 1e60, timestamp '4713-01-01 BC', timestamp '270000-12-31 23:59:59.999999'),
			(9223372036854775807, true, 1e-60, '2024-01-01', '2024-01-01 00:00:00.000001'),
			(0, false, -5, '2024-03-01', '2024-01-01'), (1, NULL, 7, '2024-03-01', NULL)) AS v (a, won, amount, opened, closed)));

-- Some hundred deals with keys of each type, times of each type, and their rollup.
CREATE TEMP TABLE sold AS
SELECT i, i * 7919 % 61 AS account, (ARRAY[true, true, false, NULL])[i * 31 % 4 + 1] AS won,
	NULLIF(i * 104729 % 1000003, 0) / 100.0 AS amount, timestamp '2024-01-01' + i * 7 % 90 * interval '1 day' AS opened,
	timestamp '2024-01-01' + i * 7 % 90 * interval '1 day' + i * i % 100 * interval '13 h 7 min 0.5 s' - interval '2 days' AS closed
FROM generate_series(1, 240) AS i;
INSERT INTO written
SELECT 'bigint, date, ' || i % 3, kpi_summary(account - 30, won, amount, opened::date, closed::date) FROM sold GROUP BY i % 3
UNION ALL
SELECT 'uuid, timestamp, ' || i % 2, kpi_summary(md5(account::text)::uuid, won, amount, opened, closed) FROM sold GROUP BY i % 2
UNION ALL
SELECT 'text, timestamptz', kpi_summary('Müller ' || account || repeat('+', account % 30), won, amount,
	opened AT TIME ZONE 'UTC', closed AT TIME ZONE 'UTC') FROM sold;
INSERT INTO written SELECT split_part(name, ',', 1) || ' rolled up', rollup(summary) FROM written WHERE name ~ ', [012]$' GROUP BY 1;

SET timezone = 'UTC';
COPY (SELECT name, 'kpi_summary', summary::text, encode(kpi_summary_send(summary), 'hex'), pg_temp.told(summary)
	FROM written ORDER BY name COLLATE "C") TO STDOUT;

SELECT to_regtype('funnel_summary') IS NOT NULL AS funnels \gset
\if :funnels
CREATE FUNCTION pg_temp.told(f funnel_summary) RETURNS text LANGUAGE sql AS $$
	SELECT ROW(population(f), reached(f, 1), conversion_rate(f), time_to_convert(f, 0.5), (SELECT array_agg(r) FROM funnel_report(f) AS r))::text
$$;
CREATE TEMP TABLE written_funnel (name text PRIMARY KEY, funnel funnel_summary NOT NULL);
INSERT INTO written_funnel
SELECT 'levels', funnel_summary(i % 4, 3) FROM sold
UNION ALL
SELECT 'nobody', funnel_summary(0, 1)
UNION ALL
SELECT 'times', funnel_summary(CASE WHEN closed < opened THEN '{}' ELSE ARRAY[opened, closed] END, 2) FROM sold
UNION ALL
SELECT 'events', funnel_summary('7 days', 'strict_increase', account, opened + i * interval '11 h', i % 5, 4) FROM sold
UNION ALL
SELECT 'most steps', funnel_summary(ARRAY[opened, closed + interval '3 days'], 64) FROM sold WHERE i < 3;
COPY (SELECT name, 'funnel_summary', funnel::text, encode(funnel_summary_send(funnel), 'hex'), pg_temp.told(funnel)
	FROM written_funnel ORDER BY name COLLATE "C") TO STDOUT;
\endif

SELECT to_regtype('channel_graph') IS NOT NULL AS graphs \gset
\if :graphs
CREATE FUNCTION pg_temp.told(g channel_graph) RETURNS text LANGUAGE sql AS $$
	SELECT array_agg(ROW(channel, touches, round(removal_effect::numeric, 10), round(share::numeric, 10)) ORDER BY channel COLLATE "C")::text FROM channel_report(g)
$$;
CREATE TEMP TABLE written_graph (name text PRIMARY KEY, graph channel_graph NOT NULL);
INSERT INTO written_graph
SELECT 'journeys', channel_graph(ARRAY['search ' || i % 7, 'mail', 'Müller ' || account, 'mail'], won) FROM sold
UNION ALL
SELECT 'nothing', channel_graph('{}', true)
UNION ALL
SELECT 'paths', channel_graph(('{"", a, a, NULL, "a\"b"}'::text[])[1:i], i * 1000000007::bigint, i % 2) FROM generate_series(1, 5) AS i
UNION ALL
SELECT 'none converts', channel_graph('{a, b}', false);
COPY (SELECT name, 'channel_graph', graph::text, encode(channel_graph_send(graph), 'hex'), pg_temp.told(graph)
	FROM written_graph ORDER BY name COLLATE "C") TO STDOUT;
\endif

SELECT to_regtype('retention_summary') IS NOT NULL AS retention \gset
\if :retention
CREATE FUNCTION pg_temp.told(r retention_summary) RETURNS text LANGUAGE sql AS $$
	SELECT (SELECT array_agg(t) FROM retention_report(r) AS t)::text
$$;
CREATE TEMP TABLE written_retention (name text PRIMARY KEY, retention retention_summary NOT NULL);
INSERT INTO written_retention
SELECT unit, retention_summary(account, opened + i % 5 * interval '11 days', unit, timestamp '2024-05-01')
FROM sold, unnest('{day,week,month,quarter,year}'::text[]) AS unit GROUP BY unit
UNION ALL
SELECT 'nobody', retention_summary(NULL::text, date '2024-01-01', 'week', '2024-05-01')
UNION ALL
SELECT 'cohort and activity', retention_summary(md5(account::text)::uuid, opened, closed, 'month', timestamp '2024-05-01') FROM sold;
INSERT INTO written_retention SELECT 'rolled up', rollup(r) FROM (
	SELECT retention_summary(account, opened, closed, 'week', timestamp '2024-05-01' - i % 3 * interval '17 days') AS r FROM sold GROUP BY i % 3) AS part;
COPY (SELECT name, 'retention_summary', retention::text, encode(retention_summary_send(retention), 'hex'), pg_temp.told(retention)
	FROM written_retention ORDER BY name COLLATE "C") TO STDOUT;
\endif

SELECT to_regtype('session_summary') IS NOT NULL AS sessions \gset
\if :sessions
CREATE FUNCTION pg_temp.told(s session_summary) RETURNS text LANGUAGE sql AS $$
	SELECT ROW(session_columns(s), session_length(s), session_length_percentile(0.5, s))::text
$$;
CREATE TEMP TABLE written_sessions (name text PRIMARY KEY, sessions session_summary NOT NULL);
INSERT INTO written_sessions
SELECT 'events', session_summary('30 hours', account, opened + i * interval '11 h') FROM sold
UNION ALL
SELECT 'months', session_summary('1 month 3 days 00:00:01', account::text, closed) FROM sold
UNION ALL
SELECT 'one', session_summary('1 us', 1, date '2024-01-01');
COPY (SELECT name, 'session_summary', sessions::text, encode(session_summary_send(sessions), 'hex'), pg_temp.told(sessions)
	FROM written_sessions ORDER BY name COLLATE "C") TO STDOUT;
\endif

SELECT to_regtype('pipeline_changes') IS NOT NULL AS pipelines \gset
\if :pipelines
CREATE FUNCTION pg_temp.told(c pipeline_changes) RETURNS text LANGUAGE sql AS $$
	SELECT array_agg(r)::text FROM pipeline_report(c) AS r
$$;
CREATE TEMP TABLE written_pipeline (name text PRIMARY KEY, changes pipeline_changes NOT NULL);
INSERT INTO written_pipeline
SELECT 'quarter', pipeline_changes(account, opened::date + i % 50, won, amount, '2024-02-01', '2024-05-01')
FROM (SELECT DISTINCT ON (account, opened::date + i % 50) * FROM sold ORDER BY account, opened::date + i % 50, i) AS v
UNION ALL
SELECT 'all times', pipeline_changes(i::text, closed, won, amount * 1e12, '-infinity', 'infinity') FROM sold
UNION ALL
SELECT 'nothing', pipeline_changes(1, timestamptz '2025-01-01Z', NULL, 1, '2024-01-01Z', '2024-12-31 23:59:59.999999Z');
INSERT INTO written_pipeline SELECT 'rolled up', rollup(c) FROM (
	SELECT pipeline_changes(i, opened::date, won, amount, '2024-02-01', '2024-03-01') AS c FROM sold GROUP BY i % 3) AS v;
COPY (SELECT name, 'pipeline_changes', changes::text, encode(pipeline_changes_send(changes), 'hex'), pg_temp.told(changes)
	FROM written_pipeline ORDER BY name COLLATE "C") TO STDOUT;
\endif
SELECT to_regtype('mrr_summary') IS NOT NULL AS mrr \gset
\if :mrr
CREATE FUNCTION pg_temp.told(s mrr_summary) RETURNS text LANGUAGE sql AS $$
	SELECT ROW((SELECT array_agg(r) FROM mrr_report(s) AS r), net_revenue_retention(s), gross_revenue_retention(s), customer_retention(s))::text
$$;
CREATE TEMP TABLE written_mrr (name text PRIMARY KEY, mrr mrr_summary NOT NULL);
INSERT INTO written_mrr
SELECT 'accounts ' || i % 2, mrr_summary(account * 2 + i % 2, account % 7 * 12.50, NULLIF(account % 5, 0) * 17.25) FROM sold GROUP BY i % 2
UNION ALL
SELECT 'nobody', mrr_summary(NULL::uuid, 1, 2)
UNION ALL
SELECT 'far apart', mrr_summary(i::text, a, b) FROM (VALUES (1, 1e60, 1e60 + 1e-60), (2, 1e60, NULL), (3, -1e-60, 1e-60), (4, 1e-60, -1e60), (5, 0, 0)) AS v (i, a, b);
INSERT INTO written_mrr SELECT 'rolled up', rollup(mrr) FROM written_mrr;
COPY (SELECT name, 'mrr_summary', mrr::text, encode(mrr_summary_send(mrr), 'hex'), pg_temp.told(mrr)
	FROM written_mrr ORDER BY name COLLATE "C") TO STDOUT;
\endif
