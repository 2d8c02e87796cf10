-- Valid values of each kind, by few and many rows, as inputs (Entry in hostile.h): the table seed.
CREATE SCHEMA state_of;
DO $$
DECLARE
	agg record;
BEGIN
	FOR agg IN SELECT k.*, a.aggtransfn, a.aggserialfn, pg_get_function_identity_arguments(k.oid) AS parameters
		FROM kpi AS k JOIN pg_aggregate AS a ON a.aggfnoid = k.oid WHERE state IN ('kpi_state', 'internal')
	LOOP
		EXECUTE format('CREATE AGGREGATE state_of.%I(%s) (SFUNC = %s, STYPE = %s%s)', agg.name, agg.parameters, agg.aggtransfn, agg.state,
			CASE WHEN agg.state = 'internal' THEN ', FINALFUNC = ' || agg.aggserialfn END);
	END LOOP;
END $$;

CREATE TABLE seed (entry int, data bytea, file oid);
DO $$
DECLARE
	agg record;
	rows int;
BEGIN
	FOR agg IN SELECT * FROM kpi WHERE state = 'kpi_state' LOOP
		FOREACH rows IN ARRAY '{1,3,20,200}'::int[] LOOP
			EXECUTE format($q$
				INSERT INTO seed
				SELECT entry, set_byte('\x0000', 0, entry) || bytes
				FROM (SELECT state_of.%s AS s FROM deal WHERE id %% 7 < 6 AND id <= %s) AS v,
					LATERAL (VALUES (0, kpi_state_send(s)), (5, unchecked(s))) AS w (entry, bytes)$q$, agg.call, rows * 7 / 6 + 1);
		END LOOP;
	END LOOP;
	FOREACH rows IN ARRAY '{1,3,20,200}'::int[] LOOP
		FOR agg IN SELECT * FROM kpi WHERE result IN ('kpi_summary', 'funnel_summary', 'channel_graph', 'retention_summary', 'session_summary', 'pipeline_changes', 'mrr_summary') LOOP
			EXECUTE format($q$
				INSERT INTO seed
				SELECT entry, set_byte('\x0000', 0, entry) || bytes
				FROM (SELECT %1$s AS s FROM deal WHERE id <= %2$s) AS v,
					LATERAL (VALUES (%3$s, %5$s_send(s)), (%4$s, convert_to(s::text, 'UTF8'))) AS w (entry, bytes)$q$,
				agg.call, rows, CASE agg.result WHEN 'kpi_summary' THEN 1 WHEN 'funnel_summary' THEN 2 WHEN 'channel_graph' THEN 7 WHEN 'retention_summary' THEN 9 WHEN 'pipeline_changes' THEN 13 WHEN 'mrr_summary' THEN 15 ELSE 11 END,
				CASE agg.result WHEN 'kpi_summary' THEN 3 WHEN 'funnel_summary' THEN 4 WHEN 'channel_graph' THEN 8 WHEN 'retention_summary' THEN 10 WHEN 'pipeline_changes' THEN 14 WHEN 'mrr_summary' THEN 16 ELSE 12 END, agg.result);
		END LOOP;
	END LOOP;
END $$;
-- Keys in each form that they have: in a list, in a bitmap, as words.
INSERT INTO seed
SELECT 1, '\x0100' || kpi_summary_send(kpi_summary(CASE n WHEN 3 THEN i ELSE i * 7 END, i % 2 = 0, i, date '2024-01-01', date '2024-01-01' + i % 9))
FROM unnest('{3,70,5000}'::int[]) AS n, generate_series(1, n) AS i GROUP BY n
UNION ALL SELECT 1, '\x0100' || kpi_summary_send(kpi_summary(hashint8extended(i, 7), true, i, date '2024-01-01', '2024-01-02')) FROM generate_series(1, 4) AS i;
-- States whose keys are bitmaps, some of them waiting, and whose distribution has been merged bucket by bucket.
CREATE AGGREGATE state_of.merged(kpi_summary) (SFUNC = rollup_accum, STYPE = kpi_state);
INSERT INTO seed
SELECT entry, set_byte('\x0000', 0, entry) || bytes
FROM (SELECT state_of.opportunity_to_customer_ratio(i::bigint, i % 4 = 0) FROM generate_series(1, 3000) AS i
	UNION ALL SELECT state_of.merged(s) FROM (SELECT kpi_summary(i::bigint * 3, i % 5 = 0, i, timestamp '2024-01-01', timestamp '2024-01-01' + i * interval '1 hour') AS s
		FROM generate_series(1, 3000) AS i GROUP BY i % 2) AS v) AS v (s),
	LATERAL (VALUES (0, kpi_state_send(s)), (5, unchecked(s))) AS w (entry, bytes);
-- What earlier releases stored, form 1, which the symbols that they have named write.
CREATE FUNCTION first_summary(cstring) RETURNS kpi_summary AS '$libdir/funnel_kpi', 'kpi_summary_in' LANGUAGE c STRICT;
CREATE FUNCTION first_funnel(cstring) RETURNS funnel_summary AS '$libdir/funnel_kpi', 'funnel_summary_in' LANGUAGE c STRICT;
INSERT INTO seed
SELECT 1, '\x0100' || kpi_summary_send(first_summary(textout(convert_from(substr(data, 3), 'UTF8')))) FROM seed WHERE entry = 3
UNION ALL SELECT 2, '\x0200' || funnel_summary_send(first_funnel(textout(convert_from(substr(data, 3), 'UTF8')))) FROM seed WHERE entry = 4;
-- Of journeys that stay at a channel any number is right, as of the letters of its name.
INSERT INTO seed
SELECT entry, set_byte('\x0000', 0, entry) || bytes
FROM (SELECT channel_graph(ARRAY['a channel with a name', 'a channel with a name'], 1234567890123456, 0) AS s) AS v,
	LATERAL (VALUES (7, channel_graph_send(s)), (8, convert_to(s::text, 'UTF8'))) AS w (entry, bytes);
-- Retention by every unit.
INSERT INTO seed
SELECT entry, set_byte('\x0000', 0, entry) || bytes
FROM unnest('{day,week,month,quarter,year}'::text[]) AS unit,
	LATERAL (SELECT retention_summary(account_int8, at_timestamp + id % 4 * interval '33 days', unit, '2024-04-20') AS s FROM deal WHERE id <= 30 AND unit IS NOT NULL) AS v,
	LATERAL (VALUES (9, retention_summary_send(s)), (10, convert_to(s::text, 'UTF8'))) AS w (entry, bytes);
-- Deals with large amounts, and rows of one time that differ; all changes, and no period but all times.
INSERT INTO seed
SELECT entry, set_byte('\x0000', 0, entry) || bytes
FROM (SELECT state_of.pipeline_changes(i % 7, date '2025-01-01' + i % 5, i % 3 > 0, CASE WHEN i % 4 > 1 THEN 1e20 * i + 1e-40 ELSE i END, '2025-01-02', '2025-01-05') AS s
	FROM generate_series(1, 20) AS i) AS v, LATERAL (VALUES (0, kpi_state_send(s)), (5, unchecked(s))) AS w (entry, bytes);
INSERT INTO seed
SELECT entry, set_byte('\x0000', 0, entry) || bytes
FROM unnest('{-infinity,2025-01-02}'::date[]) AS period_from,
	LATERAL (SELECT pipeline_changes(i / 2, date '2025-01-01' + i % 2, (ARRAY[NULL, true, false])[i * i / 4 % 3 + 1], i * i % 7 * 1.5, period_from, 'infinity') AS s
		FROM generate_series(1, 60) AS i WHERE period_from IS NOT NULL) AS v,
	LATERAL (VALUES (13, pipeline_changes_send(s)), (14, convert_to(s::text, 'UTF8'))) AS w (entry, bytes);
DELETE FROM seed WHERE data IS NULL OR length(data) > 20000;
-- One of each kind and size.
DELETE FROM seed WHERE ctid NOT IN (SELECT DISTINCT ON (entry, substr(data, 1, CASE WHEN entry = 8 THEN 44 WHEN entry IN (3, 4, 10, 12, 14, 16) THEN 40 ELSE 7 END), width_bucket(length(data), '{100,400,1200,4000}')) ctid FROM seed);
-- Funnels whose mode has items, of conditions and of step numbers.
INSERT INTO seed
SELECT entry, set_byte('\x0000', 0, entry) || bytes
FROM unnest(ARRAY['exclude 3, strict_once', 'each step within 30 hours, step 2 within 1 month -29 days, strict_deduplication, strict_once', 'exclude 2, exclude 3, strict_order']) AS mode,
	LATERAL (SELECT state_of.window_funnel('3 days', mode, at_timestamptz, VARIADIC steps__bool) AS a, state_of.funnel_times('3 days', mode, at_date, step_int8) AS b,
		state_of.funnel_count('3 days', mode, at_timestamp, VARIADIC steps__bool) AS c, state_of.funnel_count('3 days', mode, at_timestamp, step_int8, 3) AS d
		FROM deal WHERE id <= 30 AND mode IS NOT NULL) AS v,
	unnest(ARRAY[a, b, c, d]) AS s, LATERAL (VALUES (0, kpi_state_send(s)), (5, unchecked(s))) AS w (entry, bytes);
-- Events of all subjects, as one server hands them to another, few at a time.
DO $$
DECLARE
	agg record;
BEGIN
	FOR agg IN SELECT * FROM kpi WHERE state = 'internal' LOOP
		EXECUTE format($q$
			INSERT INTO seed
			SELECT entry, set_byte('\x0000', 0, entry) || bytes
			FROM (SELECT %s, state_of.%s FROM deal, unnest('{2,12,60}'::int[]) AS most WHERE id <= most GROUP BY most) AS v (entry, bytes)$q$,
			CASE agg.result WHEN 'funnel_summary' THEN 17 ELSE 18 END, agg.call);
	END LOOP;
END $$;
-- Codes of 64 bits, which are a word of their own.
INSERT INTO seed
SELECT 17, '\x1100' || state_of.funnel_summary('7 days', id % 3, at_timestamptz, VARIADIC array_fill(false, '{63}') || (id % 2 = 0)) FROM deal WHERE id <= 20;
-- Those of one subject, where they are said to be in its partition.
INSERT INTO seed
SELECT entry, substr(data, 1, 8) || '\x01' || substr(data, 10, start - 7) ||
	string_agg(int4send(((at & 255) << 24) | ((at >> 8) << 16)), '' ORDER BY i)
	|| substr(data, start + 3)
FROM (SELECT entry, data, 8 + get_byte(data, 2) + get_byte(data, 3) * 256 AS start
	FROM (SELECT 17, '\x1100' || state_of.funnel_summary('7 days', 5::bigint, at_timestamptz, step_int8, 64) FROM deal WHERE id <= 30
		UNION ALL SELECT 18, '\x1200' || state_of.session_summary('1 day', 5::bigint, at_timestamptz) FROM deal WHERE id <= 30) AS v (entry, data)) AS whole,
	generate_series(0, 512) AS i,
	LATERAL (SELECT start + 2052 + CASE WHEN i > get_byte(data, start + 9) * 2 + get_byte(data, start + 8) / 128 THEN length(data) - 10 - start ELSE 0 END AS at) AS o
GROUP BY entry, data, start;
