--
-- channel_graph, rollup, sum, +, channel_report.
-- Answers are worked out by hand, or by removing each channel and solving again.
--
CREATE SCHEMA channels;
SET search_path = channels, regress, public;

-- Four paths: google twice to a conversion and once to nothing, mailing once, google then mailing once. The example of
-- https://serhiipuzyrov.com/2019/07/markov-chain-attribution-simple-explanation-of-removal-effect, with its transitions:
-- start to google 4/5, to mailing 1/5; google to a conversion 1/2, to mailing 1/4, to nothing 1/4; mailing to a conversion 1.
-- So 4/5 (1/2 + 1/4) + 1/5 = 0.8 convert; without google 1/5, which is 3/4 less; without mailing 4/5 1/2, half.
CREATE TABLE path (path text[], conversions bigint, non_conversions bigint);
INSERT INTO path VALUES ('{google}', 2, 1), ('{mailing}', 1, 0), ('{google, mailing}', 1, 0);
SELECT r.channel, touches, round(removal_effect::numeric, 15) AS removal_effect, round(share::numeric, 15) AS share
FROM (SELECT channel_graph(path, conversions, non_conversions) AS graph FROM path) AS g, channel_report(graph) AS r;
SELECT channel_graph(path, conversions, non_conversions) FROM path;

-- The same journey by journey; the text loads back to the same bytes.
CREATE VIEW journey_of AS
SELECT path, n <= conversions AS converted FROM path, generate_series(1, conversions + non_conversions) AS n;
SELECT channel_graph(path, converted) = (SELECT channel_graph(path, conversions, non_conversions) FROM path) AS same,
	channel_graph(path, converted)::text::channel_graph = channel_graph(path, converted) AS back,
	channel_graph(path, converted)::jsonb -> 'version' AS version
FROM journey_of;
SELECT channel_graph_send(channel_graph('{b,a}', true));

-- C1, C2, C3 convert, C1 does not, C2, C3 do not: 1/3 convert; all of it goes with C2 and C3, half of it with C1.
SELECT r.* FROM (SELECT channel_graph(path::text[], converted) AS graph
	FROM (VALUES ('{C1, C2, C3}', true), ('{C1}', false), ('{C2, C3}', false)) AS v (path, converted)) AS g, channel_report(graph) AS r;

-- Staying at a channel counts as touches and changes nothing else; a channel that comes again does.
SELECT path, r.* FROM (VALUES ('{a, b}'::text[]), ('{a, a, a, b, b}'), ('{a, b, a}')) AS v (path),
	LATERAL (SELECT channel_graph(p, c) AS graph FROM (VALUES (path, true), ('{a}', false)) AS w (p, c)) AS g, channel_report(graph) AS r
ORDER BY path, r.channel;

-- What is not known: a path, an outcome or a number that is NULL leaves the row out; a channel that is NULL is passed over,
-- and a path without a channel is none. No rows at all give NULL, none that counts a graph of nothing.
SELECT channel_graph(path::text[], converted) FROM (VALUES ('{a, NULL, b}', true), (NULL, true), ('{a}', NULL), ('{NULL, NULL}', true), ('{}', false)) AS v (path, converted);
SELECT channel_graph('{a}', c, n) FROM (VALUES (1, NULL), (NULL, 1), (0, 0), (2, 3)) AS v (c, n);
SELECT channel_graph('{a}', 0, 0) AS nobody, channel_graph('{a}', 0, 0) = channel_graph('{}', true) AS nothing;
SELECT channel_graph(NULL, true) AS left_out, channel_graph('{NULL}', true) AS nothing;
SELECT count(*) FROM channel_report((SELECT channel_graph('{}', true)));
SELECT channel_graph(path, true) FROM path WHERE false;
SELECT count(*) FROM channel_report(NULL);
-- Nothing converts: no channel has an effect. All that converts does so at once.
SELECT * FROM channel_report((SELECT channel_graph('{a, b}', false)));
SELECT * FROM channel_report((SELECT channel_graph('{a}', true)));
-- The empty text is a channel as any other; channels differ by their bytes.
SELECT r.channel, touches FROM channel_report((SELECT channel_graph('{"", " ", é, e, E, "a\"b"}', true))) AS r;

-- Merged from any parts, in any order.
CREATE TABLE journey AS
SELECT i, (SELECT array_agg(CASE WHEN r(i * 100 + n, 'null') % 20 > 0 THEN 'c' || r(i * 100 + n, 'channel') % (3 + i % 5) END) FROM generate_series(1, r(i, 'length') % 7) AS n) AS path,
	NULLIF(r(i, 'converted') % 3, 2) = 1 AS converted, i % 4 AS part
FROM generate_series(1, 2000) AS i;
WITH parts AS (SELECT part, channel_graph(path, converted) AS graph FROM journey GROUP BY part)
SELECT (SELECT rollup(graph) FROM parts) = whole AS rollup, (SELECT sum(graph) FROM (SELECT graph FROM parts ORDER BY part DESC) AS p) = whole AS sum,
	(SELECT a.graph + b.graph + c.graph + d.graph FROM parts AS a, parts AS b, parts AS c, parts AS d WHERE (a.part, b.part, c.part, d.part) = (2, 0, 3, 1)) = whole AS plus,
	(SELECT channel_graph(path, converted) FROM (SELECT * FROM journey ORDER BY r(i, 'shuffle')) AS s) = whole AS shuffled,
	whole::text::channel_graph = whole AS text, (SELECT count(DISTINCT graph) FROM parts) AS different,
	(SELECT rollup(graph) FROM parts WHERE false) IS NULL AS none
FROM (SELECT channel_graph(path, converted) AS whole FROM journey) AS w;
-- Parts that know other channels, in other orders.
SELECT channel_graph('{c, b}', true) + channel_graph('{a, c, d}', false) AS plus,
	(SELECT rollup(graph) FROM (SELECT channel_graph(path, converted) AS graph FROM journey GROUP BY path[1], path[2]) AS p) = channel_graph(path, converted) AS rollup,
	(SELECT channel_graph_final(kpi_state_combine(channel_graph_accum(channel_graph_accum(NULL, '{c, b}', true), '{b}', true), channel_graph_accum(NULL, '{a, b, c}', false))))
		= (SELECT channel_graph(p::text[], c) FROM (VALUES ('{c, b}', true), ('{a, b, c}', false), ('{b}', true)) AS v (p, c)) AS combined
FROM journey;
-- The counts are those of plain SQL, and parallel workers make the same.
CREATE VIEW step AS
SELECT i, n, channel AS "from", COALESCE(lead(channel) OVER (PARTITION BY i ORDER BY n), CASE WHEN converted THEN '(yes)' ELSE '(no)' END) AS "to"
FROM (SELECT i, converted, n, channel FROM journey, unnest(ARRAY['(start)'] || path) WITH ORDINALITY AS u (channel, n)
	WHERE channel IS NOT NULL AND converted IS NOT NULL AND array_remove(path, NULL) <> '{}') AS u;
SELECT count(*) AS transitions, count(*) FILTER (WHERE t.count = s.count) AS same
FROM (SELECT COALESCE(j ->> 0, '(start)') AS "from", CASE j -> 1 WHEN 'true' THEN '(yes)' WHEN 'false' THEN '(no)' ELSE j ->> 1 END AS "to", (j -> 2)::bigint AS count
		FROM (SELECT channel_graph(path, converted)::jsonb AS graph FROM journey) AS g, jsonb_array_elements(graph -> 'transitions') AS j) AS t
	FULL JOIN (SELECT "from", "to", count(*) FROM step GROUP BY 1, 2) AS s USING ("from", "to");
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT planned('SELECT channel_graph(path, converted) FROM journey', 'Finalize Aggregate', 'Partial Aggregate');
SELECT channel_graph(path, converted) = (SELECT rollup(g) FROM (SELECT channel_graph(path, converted) AS g FROM journey GROUP BY part) AS p) FROM journey;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;

-- Random graphs against removing each channel and solving again: the probability of conversion without a channel, which
-- leads nowhere, by Gauss' elimination of f = Q f + r. As a check of the check, a rule that is wrong: to pass the channel by.
CREATE FUNCTION converting(graph jsonb, removed text, passed_by boolean DEFAULT false) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
	names text[] := ARRAY(SELECT DISTINCT j ->> 1 FROM jsonb_array_elements(graph -> 'transitions') AS j WHERE jsonb_typeof(j -> 1) = 'string' AND j ->> 1 <> removed);
	n int := cardinality(names);
	a float8[] := array_fill(0::float8, ARRAY[n + 1, n + 2]);	-- row n + 1 is the start, column n + 2 the right side
	t record;
	factor float8;
BEGIN
	FOR t IN
		SELECT COALESCE(array_position(names, j ->> 0), n + 1) AS f, array_position(names, j ->> 1) AS c, j -> 1 = 'true' AS converts, j ->> 1 = removed AS gone,
			(j -> 2)::float8 / sum((j -> 2)::float8) FILTER (WHERE NOT (passed_by AND COALESCE(j ->> 1 = removed, false))) OVER (PARTITION BY j -> 0) AS p
		FROM jsonb_array_elements(graph -> 'transitions') AS j WHERE j ->> 0 IS DISTINCT FROM removed
	LOOP
		IF t.c IS NOT NULL THEN
			a[t.f][t.c] := a[t.f][t.c] - t.p;
		ELSIF t.converts THEN
			a[t.f][n + 2] := t.p;
		END IF;
	END LOOP;
	FOR i IN 1..n + 1 LOOP
		a[i][i] := a[i][i] + 1;
	END LOOP;
	FOR k IN 1..n LOOP
		FOR i IN k + 1..n + 1 LOOP
			factor := a[i][k] / a[k][k];
			FOR j IN k..n + 2 LOOP
				a[i][j] := a[i][j] - factor * a[k][j];
			END LOOP;
		END LOOP;
	END LOOP;
	RETURN a[n + 1][n + 2] / a[n + 1][n + 1];
END $$;
CREATE TABLE random_graph AS
SELECT g, channel_graph(path, conversions, others) AS graph
FROM (SELECT g, ARRAY(SELECT 'c' || r(g * 10000 + p * 100 + n, 'channel') % (1 + g % 9) FROM generate_series(1, 1 + r(g * 100 + p, 'length') % 8) AS n) AS path,
		r(g * 100 + p, 'conversions') % 5 AS conversions, CASE WHEN g % 3 > 0 THEN r(g * 100 + p, 'others') % 1000000 ELSE 1 END AS others
	FROM generate_series(1, 60) AS g, generate_series(1, 25) AS p) AS j
GROUP BY g;
SELECT count(*) AS channels, count(DISTINCT g) AS graphs,
	bool_and(abs(removal_effect - (1 - converting(graph::jsonb, channel) / converting(graph::jsonb, '-'))) < 1e-12) AS right,
	count(*) FILTER (WHERE abs(removal_effect - (1 - converting(graph::jsonb, channel, true) / converting(graph::jsonb, '-'))) < 1e-12) AS as_the_wrong_rule
FROM random_graph, channel_report(graph);
SELECT bool_and(abs(sum - 1) < 1e-14) AS shares, bool_and(touches = counted) AS touches
FROM (SELECT g, sum(share) AS sum, sum(touches) AS touches FROM random_graph, channel_report(graph) GROUP BY g) AS r
	JOIN (SELECT g, sum((j -> 2)::bigint) AS counted FROM random_graph, jsonb_array_elements(graph::jsonb -> 'transitions') AS j
		WHERE jsonb_typeof(j -> 1) = 'string' GROUP BY g) AS c USING (g);

-- Conversions that are one in 10^15 keep their digits: a converts by itself once, b after it once.
SELECT r.channel, removal_effect, share
FROM (SELECT channel_graph(p, c, n) AS graph FROM (VALUES ('{a}'::text[], 1, 1000000000000000), ('{a, b}', 1, 0)) AS v (p, c, n)) AS g, channel_report(graph) AS r;

-- As many channels as there can be, each leading to the next, and a name of a megabyte.
SELECT count(*) AS channels, sum(touches) AS touches, round(min(removal_effect)::numeric, 12) AS least, round(max(removal_effect)::numeric, 12) AS most
FROM (SELECT channel_graph(ARRAY[i::text, (i % 1000 + 1)::text], i % 10 = 0) AS graph FROM generate_series(1, 1000) AS i) AS g, channel_report(graph) AS r;
SELECT length(r.channel), touches FROM channel_report((SELECT channel_graph(ARRAY[repeat('é', 500000), 'a'], true))) AS r;

-- What is wrong.
SELECT e.* FROM unnest(ARRAY[
	$$SELECT channel_graph(ARRAY[i::text], true) FROM generate_series(1, 1001) AS i$$,
	$$SELECT (SELECT channel_graph(ARRAY[i::text], true) FROM generate_series(1, 600) AS i) + (SELECT channel_graph(ARRAY[i::text], true) FROM generate_series(401, 1001) AS i)$$,
	$$SELECT channel_graph('{{a,b}}', true)$$,
	$$SELECT channel_graph('{a}', -1, 0)$$,
	$$SELECT channel_graph('{a}', 0, -1)$$,
	$$SELECT channel_graph('{a}', 9223372036854775807, 0)$$,
	$$SELECT channel_graph('{a}', 4000000000000000000, 1000000000000000000)$$,
	$$SELECT channel_graph('{a, b}', 4000000000000000000, 0)$$,
	$$SELECT channel_graph(path, true) + NULL FROM path WHERE path IS NULL$$]) AS query, error_of(query) AS e;
-- Text that is none: members missing, not triples, twice, counts, versions; transitions that no journeys make.
SELECT text, e.* FROM (VALUES ('[]'), ('{}'), ('{"version": 1}'), ('{"version": 2, "transitions": []}'), ('{"version": 1, "transitions": [], "x": 1}'),
	('{"version": 1, "transitions": 5}'), ('{"version": 1, "transitions": [5]}'), ('{"version": 1, "transitions": [[null, "a"]]}'),
	('{"version": 1, "transitions": [[1, "a", 1]]}'), ('{"version": 1, "transitions": [[null, null, 1]]}'), ('{"version": 1, "transitions": [[null, "a", "1"]]}'),
	('{"version": 1, "transitions": [[null, "a", 0]]}'), ('{"version": 1, "transitions": [[null, "a", 1.5]]}'),
	('{"version": 1, "transitions": [[null, "a", 1], [null, "a", 1], ["a", true, 2]]}'),
	('{"version": 1, "transitions": [[null, true, 1]]}'), ('{"version": 1, "transitions": [[null, "a", 1]]}'),
	('{"version": 1, "transitions": [[null, "a", 1], ["a", true, 2]]}'),
	('{"version": 1, "transitions": [[null, "a", 1], ["a", true, 1], ["b", "c", 1], ["c", "b", 1]]}')) AS v (text),
	LATERAL error_of(format('SELECT %L::channel_graph', text)) AS e;
SELECT '{"version": 1, "transitions": [["b", true, 1], ["b", "b", 2], ["a", "b", 1], [null, "a", 1]]}'::channel_graph, '{"version": 1, "transitions": []}'::channel_graph;
