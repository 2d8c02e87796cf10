--
-- Funnels: how far a subject got and when; funnels of all subjects: folding, merging, reading, storing; bad input.
--
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';

-- Rows written as '0:1 1:2,3 2:- null:1': seconds after midnight, and which of 4 steps are true. Where no row has several,
-- they have step numbers.
CREATE FUNCTION pg_temp.events(rows text, OUT n int, OUT at timestamp, OUT steps boolean[], OUT step int, OUT numbered boolean) RETURNS SETOF record LANGUAGE sql AS $$
	SELECT n::int, timestamp '2024-01-01' + NULLIF(split_part(row, ':', 1), 'null')::int * interval '1 s', ARRAY(SELECT i = ANY (served) FROM generate_series(1, 4) AS i),
		served[1], cardinality(served) <= 1
	FROM string_to_table(rows, ' ') WITH ORDINALITY AS u (row, n), LATERAL (SELECT string_to_array(replace(split_part(row, ':', 2), '-', ''), ',')::int[] AS served) AS s;
$$;
-- Times as seconds after midnight.
CREATE FUNCTION pg_temp.seconds(times timestamp[]) RETURNS int[] LANGUAGE sql AS $$
	SELECT CASE WHEN times IS NOT NULL THEN ARRAY(SELECT extract(epoch FROM t - timestamp '2024-01-01')::int FROM unnest(times) WITH ORDINALITY AS u (t, n) ORDER BY n) END $$;

-- ---------- levels ----------

-- By hand from the definitions: a mode of nothing is none; the times are as many as the level says; step numbers, where
-- they are possible, say the same as conditions.
CREATE TABLE chains (n int, rows text, within interval, mode text, level int);
INSERT INTO chains VALUES
	(1, '0:1 1:2 2:3', '2 s', '', 3),
	(2, '0:1 1:2 2:3', '1 s', '', 2),
	(3, '0:1 5:1 6:2 7:3', '2 s', '', 3),
	(4, '0:1,2,3', '1 s', '', 3),
	(5, '0:1,2,3', '1 s', 'strict_once', 1),
	(6, '0:1 0:2 0:3', '1 s', '', 3),
	(7, '0:1 0:2 0:3', '1 s', 'strict_increase', 1),
	(8, '0:1 1:1 1:2', '9 s', 'strict_increase', 2),
	(9, '3:1 5:2 6:2 6:3', '9 s', 'strict_increase', 3),
	(10, '0:1 1:- 2:1 3:2 4:3', '9 s', 'strict_order', 3),
	(11, '0:1 1:2 2:- 3:3', '9 s', 'strict_order', 2),
	(12, '0:1 1:2 2:2 3:3', '9 s', 'strict_deduplication', 2),
	(13, '0:1 1:2 2:2 3:1 4:2 5:3', '9 s', 'strict_deduplication', 3),
	(14, '0:3 1:1 2:2', '9 s', '', 2),
	(15, '0:3 1:1 2:2', '9 s', 'any_order', 3);
SELECT n, rows, within, mode, level AS must_be, s.*
FROM chains, LATERAL (
	SELECT window_funnel(within, mode, at, VARIADIC steps) AS conditions, cardinality(funnel_times(within, mode, at, VARIADIC steps)) AS times,
		CASE WHEN mode = '' THEN window_funnel(within, at, VARIADIC steps) END AS no_mode,
		CASE WHEN bool_and(numbered) THEN window_funnel(within, mode, at, step) END AS numbers,
		CASE WHEN bool_and(numbered) THEN cardinality(funnel_times(within, mode, at, step)) END AS times_by_number,
		CASE WHEN bool_and(numbered) AND mode = '' THEN window_funnel(within, at, step) END AS no_mode_by_number
	FROM pg_temp.events(rows)) AS s ORDER BY n;
-- The order of the rows does not matter.
SELECT count(*), count(*) FILTER (WHERE backwards = level AND shuffled = level) AS right
FROM chains, LATERAL (SELECT window_funnel(within, mode, at, VARIADIC steps ORDER BY n DESC) AS backwards, window_funnel(within, mode, at, VARIADIC steps ORDER BY md5(n::text)) AS shuffled
	FROM pg_temp.events(rows) AS e (n, at, steps)) AS s;

-- Modes that stand together. 1: one row serves one step, at one time one. 2: of the rows at 1 one may be step 2, the other
-- cannot be step 3 there, and at 2 nothing is. 3: the row at 2 is in the way before 3. 4: without it. 5: step 2 comes again
-- before step 3. 6: any order in a window that starts at any step; 7: of 2 seconds.
SELECT n, rows, mode, must_be, window_funnel(within, mode, at, VARIADIC steps) AS conditions, CASE WHEN bool_and(numbered) THEN window_funnel(within, mode, at, step) END AS numbers
FROM (VALUES (1, '0:1,2 0:1,2 1:2', interval '9 s', 'strict_once,strict_increase', 2), (2, '0:1 1:2,3 1:2,3 2:-', '9 s', 'strict_increase, strict_once', 2),
	(3, '0:1 1:2 2:- 3:3', '9 s', 'strict_increase,strict_once,strict_order,strict_deduplication', 2), (4, '0:1 1:2 3:3', '9 s', 'strict_increase,strict_once,strict_order,strict_deduplication', 3),
	(5, '0:1 1:2 2:2 3:3', '9 s', 'strict_order,strict_deduplication', 2), (6, '0:4 1:2 5:1', '9 s', 'any_order', 3), (7, '0:4 1:2 5:1', '2 s', 'any_order', 2)) AS v (n, rows, within, mode, must_be),
	LATERAL pg_temp.events(rows) AS e (nth, at, steps, step, numbered)
GROUP BY n, rows, mode, must_be ORDER BY n;
-- Blanks around modes, and a mode that is named twice.
SELECT mode, window_funnel('9 s', mode, at, VARIADIC steps) FROM unnest(ARRAY['strict_once', ' strict_once', 'strict_once ', '  strict_increase ,  strict_once  ', 'strict_once,strict_once', '', '   ']) AS mode,
	pg_temp.events('0:1,2 1:2') GROUP BY mode ORDER BY mode COLLATE "C";

-- 64 steps, also step number 64.
SELECT window_funnel('1 day', at, VARIADIC ARRAY(SELECT s = i FROM generate_series(1, 64) AS s)) AS conditions, window_funnel('1 day', 'strict_order', at, i) AS numbers, cardinality(funnel_times('1 day', at, i)) AS times,
	window_funnel('1 day', 'any_order', at, VARIADIC ARRAY(SELECT s = i FROM generate_series(1, 64) AS s)) AS any_order, window_funnel('1 day', 'any_order', at, 65 - i) AS backwards
FROM generate_series(1, 64) AS i, LATERAL (SELECT timestamp '2024-01-01' + i * interval '1 s' AS at) AS t;
SELECT window_funnel('1 day', timestamp '2024-01-01', VARIADIC array_fill(true, ARRAY[64])) AS one_row, window_funnel('1 day', 'strict_once', timestamp '2024-01-01', VARIADIC array_fill(true, ARRAY[64])) AS once,
	window_funnel('1 day', 'strict_once', timestamp '2024-01-01', VARIADIC array_fill(true, ARRAY[64])) FILTER (WHERE i <= 40) AS forty
FROM generate_series(1, 1) AS i;
SELECT window_funnel('1 day', 'strict_once', timestamp '2024-01-01', VARIADIC array_fill(true, ARRAY[64])) AS forty FROM generate_series(1, 40) AS i;

-- ---------- times ----------

-- Of the longest chains the one that finishes first (1: at 1, not at 4), then the one that starts last (2: at 1; 3: at 1,
-- though step 2 is there at 0 already), each step between as early as it can be (4: step 2 at 1; 5: at 3, the first after
-- the last start). 6: no time is known; 7: nothing is reached; 8: a row without a time. 9: one row is all steps. 10: of two
-- rows at a time the second one is step 1. 11: step 2 at 1 can follow the start at 0 only. 12: step 3 at 1 is ahead of its
-- turn and breaks the chain; 13: step 1 again does not; 14: nor does what stands at the time of a link. 15: step 2 again
-- ends the chain, unless step 3 comes with it; 16: step 1 again does not. 17 to 19: any order: the first window to reach
-- so many steps, and of its starts the last.
SELECT n, rows, within, mode, must_be, pg_temp.seconds(times) AS conditions, CASE WHEN numbered THEN pg_temp.seconds(by_number) END AS numbers
FROM (VALUES
	(1, '0:1 1:2 3:1 4:2', interval '9 s', '', '{0,1}'),
	(2, '0:1 1:1 2:2', '9 s', '', '{1,2}'),
	(3, '0:1 0:2 1:1 2:2 3:3', '9 s', '', '{1,2,3}'),
	(4, '0:1 1:2 2:2 3:3', '9 s', '', '{0,1,3}'),
	(5, '0:1 1:2 2:1 3:2 4:2 5:3', '9 s', '', '{2,3,5}'),
	(6, 'null:1 null:2', '9 s', '', NULL),
	(7, '0:2 1:3 2:-', '9 s', '', '{}'),
	(8, 'null:2 0:1 1:2', '9 s', '', '{0,1}'),
	(9, '7:1,2,3', '9 s', '', '{7,7,7}'),
	(10, '0:1,2 0:1', '9 s', 'strict_once', '{0,0}'),
	(11, '0:1 1:1 1:2 2:2', '9 s', 'strict_increase', '{0,1}'),
	(12, '0:1 1:3 2:2 3:3', '9 s', 'strict_order', '{0}'),
	(13, '0:1 1:2 2:1 3:3', '9 s', 'strict_order', '{0,1,3}'),
	(14, '0:1 1:3 1:2 2:3', '9 s', 'strict_order', '{0,1,1}'),
	(15, '0:1 1:2 3:2 3:3 4:4', '9 s', 'strict_deduplication', '{0,1,3}'),
	(16, '0:1 1:2 2:1 3:3', '9 s', 'strict_deduplication', '{0,1,3}'),
	(17, '0:2 1:2 2:1', '9 s', 'any_order', '{1,2}'),
	(18, '0:3 1:1 2:2 3:3', '9 s', 'any_order', '{0,1,2}'),
	(19, '0:3 5:1 6:2 7:3', '2 s', 'any_order', '{5,6,7}')) AS v (n, rows, within, mode, must_be),
	LATERAL (SELECT funnel_times(within, mode, at, VARIADIC steps) AS times, funnel_times(within, mode, at, step) AS by_number, bool_and(e.numbered) AS numbered FROM pg_temp.events(rows) AS e) AS s
ORDER BY n;

-- ---------- windows by the calendar ----------

-- The far edge is inside. A month is a calendar month; a day over the change of summer time, on 31 March and 27 October
-- 2024, has 23 or 25 hours for timestamptz, but 24 hours are 24 hours. Times as text; a date has no time of day.
SET timezone = 'Europe/Berlin';
CREATE FUNCTION pg_temp.level(within interval, type text, VARIADIC times text[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
	level int;
BEGIN
	EXECUTE format('SELECT window_funnel($1, at::%s, n::int) FROM unnest($2) WITH ORDINALITY AS u (at, n)', type) INTO level USING within, times;
	RETURN level;
END $$;
SELECT n, within, first, second, pg_temp.level(within, 'timestamp', first, second) AS timestamp, pg_temp.level(within, 'timestamptz', first, second) AS timestamptz, pg_temp.level(within, 'date', first, second) AS date
FROM (VALUES
	(1, interval '1 us', '2024-01-01 10:00', '2024-01-01 10:00:00.000001'), (2, '1 us', '2024-01-01 10:00', '2024-01-01 10:00:00.000002'),
	(3, '1 day', '2024-01-01 10:00', '2024-01-02 10:00'), (4, '1 day', '2024-01-01 10:00', '2024-01-02 10:00:00.000001'),
	(5, '1 month', '2024-01-31 10:00', '2024-02-29 10:00'), (6, '1 month', '2024-01-31 10:00', '2024-02-29 10:00:00.000001'), (7, '1 month', '2024-01-31', '2024-03-01'), (8, '30 days', '2024-01-31', '2024-03-01'),
	(9, '1 year', '2024-02-29', '2025-02-28'), (10, '1 year', '2024-02-29', '2025-03-01'), (11, '1 month -1 day', '2024-01-31', '2024-02-28'), (12, '1 month -1 day', '2024-01-31', '2024-02-29'),
	(20, '1 day', '2024-03-30 12:00', '2024-03-31 12:00'), (21, '1 day', '2024-03-30 12:00', '2024-03-31 12:00:01'), (22, '24 hours', '2024-03-30 12:00', '2024-03-31 13:00'),
	(23, '1 day', '2024-10-26 12:00', '2024-10-27 12:00'), (24, '1 day', '2024-10-26 12:00', '2024-10-27 12:00:01'), (25, '24 hours', '2024-10-26 12:00', '2024-10-27 12:00'),
	(30, '1 day', '-infinity', '-infinity'), (31, '1 day', '-infinity', '2024-01-01'), (32, '1 day', '2024-01-01', 'infinity'), (33, '1 day', 'infinity', 'infinity'), (34, '1 day', 'infinity', '-infinity'),
	(35, '1 month', '294276-12-15', '294276-12-31 23:59:59.999'), (36, '290000 years', '4000-01-01 BC', '294276-12-31 23:00'), (37, '300000 years', '4713-01-01 BC', '294276-12-31 23:00'),
	(38, '2000000000 days', '2024-01-01', '294276-12-31 23:00'), (39, '2000000000 days', '2024-01-01', 'infinity'), (40, '2147483647 hours', '100000-01-01', '294276-12-31 23:00')) AS v (n, within, first, second)
ORDER BY n;
SELECT funnel_times('1 day', at, n) AS timestamp, funnel_times('1 day', at::date, n) AS date FROM (VALUES (timestamp 'infinity', 1), ('infinity', 2)) AS v (at, n);
SELECT funnel_times('1 day', at, n) AS timestamptz FROM (VALUES (timestamptz '-infinity', 1), ('-infinity', 2), ('infinity', 3)) AS v (at, n);
-- A date beyond the last timestamp has no midnight: 22008.
SELECT regress.sqlstate_of('SELECT window_funnel(''1 day'', date ''294277-01-01'', 1)') AS too_late, window_funnel('1 day', date '294276-12-31', 1) AS last, window_funnel('1 day', date '4714-11-24 BC', 1) AS first;

-- A later start may have an earlier deadline: a month from 30 January 12:00 ends on 29 February 12:00, one from 31 January
-- 6:00 on 29 February 6:00. Step 3 at 10:00 can be reached from the first start only; at 5:00 from both, so from the last.
SELECT step_3, funnel_times('1 month', at, step), window_funnel('1 month', at, step), funnel_times('1 month', 'strict_order', at, step) = funnel_times('1 month', at, step) AS strict
FROM (VALUES (timestamp '2024-02-29 10:00'), ('2024-02-29 05:00'), ('2024-02-29 12:00:01')) AS s (step_3), LATERAL (VALUES (timestamp '2024-01-30 12:00', 1), ('2024-01-31 06:00', 1), ('2024-02-01', 2), (step_3, 3)) AS v (at, step)
GROUP BY step_3 ORDER BY step_3;
-- So does a day: 2:59 does not exist on 31 March, a day from then ends at 3:59; a day from 3:00 at 3:00.
SELECT step_2, funnel_times('1 day', at, step), funnel_times('1 day', 'any_order', at, step) AS any_order
FROM (VALUES (timestamptz '2024-03-31 03:30'), ('2024-03-31 03:00'), ('2024-03-31 03:59:01')) AS s (step_2), LATERAL (VALUES (timestamptz '2024-03-30 02:59', 1), ('2024-03-30 03:00', 1), (step_2, 2)) AS v (at, step)
GROUP BY step_2 ORDER BY step_2;
-- A window that is positive may yet end before it starts: a month back is 31 days from 15 April and 29 from 15 March.
SELECT at, window_funnel('-1 month 30 days 1 hour', at, 1) FROM (VALUES (timestamp '2024-03-15'), ('2024-04-15')) AS v (at) GROUP BY at ORDER BY at;
SET timezone = 'UTC';

-- ---------- types ----------

CREATE TABLE two (n int, at timestamp, a boolean, b boolean, step int, level int, times timestamp[]);
INSERT INTO two VALUES (1, '2024-01-01 10:00', true, false, 1, 1, '{2024-01-01 10:00}'), (2, '2024-01-02 10:00', false, true, 2, 2, '{2024-01-01 10:00,2024-01-02 10:00}');
SELECT pg_typeof(funnel_times('2 days', at, step)) AS timestamp, pg_typeof(funnel_times('2 days', '', at, a, b)) AS timestamp_mode, pg_typeof(funnel_times('2 days', at::timestamptz, a, b)) AS timestamptz,
	pg_typeof(funnel_times('2 days', '', at::timestamptz, step)) AS timestamptz_mode, pg_typeof(funnel_times('2 days', at::date, VARIADIC ARRAY[a, b])) AS date, pg_typeof(funnel_times('2 days', '', at::date, step)) AS date_mode,
	pg_typeof(window_funnel('2 days', at::date, a, b)) AS level
FROM two;
-- Conditions one by one or as an array, a step of type smallint, the three types of time.
SELECT window_funnel('1 day', at, a, b) AS listed, window_funnel('1 day', at, VARIADIC ARRAY[a, b]) AS array, window_funnel('1 day', at, step::smallint) AS smallint,
	funnel_times('1 day', at, a, b) AS timestamp, funnel_times('1 day', at::timestamptz, a, b) AS timestamptz, funnel_times('1 day', at::date, a, b) AS date FROM two;

-- ---------- what is not known ----------

-- No rows, rows without a time: NULL. A row of no step, be it false, NULL or 0: level 0, no times.
SELECT window_funnel('1 day', at, step) AS level, funnel_times('1 day', at, step) AS times, window_funnel('1 day', 'any_order', at, a, b) AS any_order FROM two WHERE false;
SELECT window_funnel('1 day', NULL::date, 1) AS level, funnel_times('1 day', NULL::timestamp, true) AS times, window_funnel('1 day', 'strict_order', NULL::timestamptz, 1) AS strict;
SELECT window_funnel('1 day', at, 0) AS zero, window_funnel('1 day', at, NULL::int) AS "null", window_funnel('1 day', at, false, false) AS "false", window_funnel('1 day', at, VARIADIC '{NULL,NULL}'::boolean[]) AS "nulls",
	funnel_times('1 day', at, NULL::int) AS times, funnel_times('1 day', 'any_order', at, NULL, false) AS any_order, funnel_times('1 day', at::date, 2) AS second_only
FROM two;
-- A NULL step is false: the second row is no step 1.
SELECT window_funnel('2 days', at, NULLIF(a, false), b) AS "2", window_funnel('2 days', at, a, NULLIF(b, true)) AS "1", window_funnel('2 days', NULLIF(at, '2024-01-02 10:00'), a, b) AS "no time" FROM two;

-- ---------- wherever an aggregate may stand ----------

CREATE TABLE event (user_id bigint, source text, at timestamp, event text);
INSERT INTO event VALUES
	(1, 'ads', '2024-01-01', 'visit'), (1, 'ads', '2024-01-02', 'signup'), (1, 'ads', '2024-01-03', 'paid'),		-- 3: after 1 day, and 1 more
	(2, 'ads', '2024-01-01', 'visit'), (2, 'ads', '2024-01-05', 'signup'),							-- 2: after 4 days
	(3, 'ads', '2024-01-01', 'visit'),												-- 1
	(4, 'mail', '2024-01-01', 'visit'), (4, 'mail', '2024-01-02', 'signup'), (4, 'mail', '2024-01-10', 'paid'),	-- 2: paid too late
	(5, 'mail', '2024-01-01', 'signup'), (5, 'mail', '2024-01-02', 'paid'),						-- 0: was never seen to visit
	(6, 'mail', '2024-01-01', 'visit'), (6, 'mail', '2024-01-07', 'visit'), (6, 'mail', '2024-01-09', 'signup'), (6, 'mail', '2024-01-12', 'paid'),	-- 3: of the second visit
	(7, 'mail', NULL, 'visit');													-- nobody knows when
CREATE VIEW step AS SELECT *, array_position('{visit,signup,paid}', event) AS step FROM event;

SELECT user_id, window_funnel('7 days', at, step) AS level, funnel_times('7 days', at::date, step) AS times, window_funnel('7 days', at, step) FILTER (WHERE event <> 'paid') AS "without paid",
	funnel_times('7 days', at, step) FILTER (WHERE false) AS nothing
FROM step GROUP BY user_id ORDER BY user_id;
SELECT user_id FROM step GROUP BY user_id HAVING window_funnel('7 days', at, step) >= 2 ORDER BY user_id;
-- All events of a source, or of both, as those of a single subject: visit, signup and paid follow in 2 days.
SELECT user_id, source, window_funnel('7 days', at, step) AS level, funnel_times('7 days', at::date, step) AS times FROM step GROUP BY GROUPING SETS ((user_id), (source), ()) ORDER BY user_id, source;
-- So far.
SELECT user_id, at::date, event, window_funnel('7 days', at, step) OVER w AS level, funnel_times('7 days', at::date, step) OVER w AS times, window_funnel('7 days', at, step) OVER (PARTITION BY user_id) AS "all",
	window_funnel('7 days', at, step) OVER (PARTITION BY user_id ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS "of two"
FROM step WHERE user_id IN (4, 6) WINDOW w AS (PARTITION BY user_id ORDER BY at) ORDER BY user_id, at;
-- Two rows that are the same can be two steps, but are one with DISTINCT.
SELECT window_funnel('9 s', 'strict_once', at, steps[1], steps[2]) AS two, window_funnel(DISTINCT '9 s', 'strict_once', at, steps[1], steps[2]) AS one FROM pg_temp.events('0:1,2 0:1,2');

-- ---------- all subjects ----------

-- Levels: five subjects, one unknown; 3 have reached step 1, one of them steps 2 and 3. None has times.
SELECT f, population(f), reached(f, 1) AS "1", reached(f, 2) AS "2", reached(f, 3) AS "3", round(conversion_rate(f)::numeric, 4) AS rate, conversion_rate(f, 2, 3) AS "2 to 3", conversion_rate(f, 2, 2) AS "2 to 2", time_to_convert(f, 0.5) AS time
FROM (SELECT funnel_summary(level, 3) AS f FROM unnest('{0,1,1,3,NULL}'::int[]) AS level) AS v;
-- Times: 60 and 3600 s from step 1 to 2, 40 s from 2 to 3. One subject reached nothing, one is unknown.
CREATE TABLE one AS SELECT funnel_summary(times, 3) AS f
	FROM (VALUES ('{2024-01-01 00:00:00,2024-01-01 00:01:00,2024-01-01 00:01:40}'::timestamp[]), ('{2024-01-01 00:00,2024-01-01 01:00}'), ('{2024-01-01}'), ('{}'), (NULL)) AS v (times);
SELECT population(f), reached(f, 1) AS "1", reached(f, 2) AS "2", reached(f, 3) AS "3", round(conversion_rate(f)::numeric, 4) AS rate, round(conversion_rate(f, 1, 2)::numeric, 4) AS "1 to 2", conversion_rate(f, 2, 3) AS "2 to 3" FROM one;
-- Of two times any percentile is exact: 60 + (3600 - 60) / 2 and 9 / 10. A step takes no time from itself.
SELECT time_to_convert(f, 0.5) AS "1 to 3", time_to_convert(f, 1, 2, 0.5) AS "1 to 2", time_to_convert(f, 1, 2, 0.9) AS p90, time_to_convert(f, 1, 2, 0) AS shortest, time_to_convert(f, 1, 2, 1) AS longest, time_to_convert(f, 2, 3, 0.1) AS "2 to 3",
	time_to_convert(f, 2, 2, 0.5) AS "2 to 2" FROM one;
SELECT r.* FROM one, funnel_report(f, '{visit,"sign up",NULL}') AS r;
SELECT count(*), bool_and(r.name IS NULL AND (r.step, r.reached, r.conversion_from_start, r.dropped, r.median_time, r.p90_time) IS NOT DISTINCT FROM (n.step, n.reached, n.conversion_from_start, n.dropped, n.median_time, n.p90_time)) AS same
FROM one, funnel_report(f) AS r JOIN funnel_report((SELECT f FROM one), '{a,b,c}') AS n USING (step);
-- The columns by their plain definition.
SELECT count(*), bool_and(r.conversion_from_start = conversion_rate(f, 1, step)) AS start, bool_and(r.conversion_from_previous = conversion_rate(f, step - 1, step)) FILTER (WHERE step > 1) AS previous,
	bool_and(r.dropped = reached(f, step - 1) - reached(f, step)) FILTER (WHERE step > 1) AS dropped, bool_and(r.median_time = time_to_convert(f, step - 1, step, 0.5) AND r.p90_time = time_to_convert(f, step - 1, step, 0.9)) FILTER (WHERE step > 1) AS times
FROM one, funnel_report(f) AS r;
-- Nobody got anywhere: what has no denominator is NULL. One step: its first is its last, and takes no time.
SELECT population(f), conversion_rate(f), conversion_rate(f, 1, 2) AS "1 to 2", time_to_convert(f, 0.5), time_to_convert(f, 1, 1, 0.5) AS "1 to 1", r.* FROM (SELECT funnel_summary(0, 2) AS f) AS v, funnel_report(f) AS r;
SELECT population(f), conversion_rate(f), time_to_convert(f, 0.5), r.* FROM (SELECT funnel_summary('{2024-01-01}'::date[], 1) AS f) AS v, funnel_report(f) AS r;
-- NULL where an argument is, no rows of the report; NULL over no subjects.
SELECT population(n) AS population, reached(n, 1) AS reached, reached(f, NULL) AS no_step, conversion_rate(n) AS rate, conversion_rate(n, 1, 2) AS "1 to 2", conversion_rate(f, NULL, 2) AS from_null, time_to_convert(n, 0.5) AS time, time_to_convert(f, NULL) AS no_fraction,
	time_to_convert(f, 1, 2, NULL) AS no_fraction_either, (SELECT count(*) FROM funnel_report(n)) AS report
FROM one, (VALUES (NULL::funnel_summary)) AS v (n);
SELECT funnel_summary(NULL::int, 3) AS level, funnel_summary(NULL::date[], 3) AS times, rollup(NULL::funnel_summary) AS rollup, funnel_summary('1 day', NULL::bigint, now(), 1, 3) AS subject, funnel_summary('1 day', 1, NULL::date, true, false) AS "time";
SELECT funnel_summary(level, 3) AS level, funnel_summary(times, 3) AS times, funnel_summary('1 day', n::text, at, a, b) AS events FROM two WHERE false;

-- The three types of times make the same bytes, arrays of any bounds too. Steps take the time that passes, also over the
-- change of summer time.
SELECT f::text = d::text AS date, f::text = z::text AS timestamptz, f::text = b::text AS bounds
FROM (SELECT funnel_summary(times, 3) AS f, funnel_summary(times::date[], 3) AS d, funnel_summary(times::timestamptz[], 3) AS z, funnel_summary(bounds, 3) AS b
	FROM (VALUES ('{2024-01-01,2024-01-02,2024-01-05}'::timestamp[], '[7:9]={2024-01-01,2024-01-02,2024-01-05}'::timestamp[]), ('{2024-01-01,2024-01-01}', '[0:1]={2024-01-01,2024-01-01}')) AS v (times, bounds)) AS v;
SET timezone = 'Europe/Berlin';
SELECT time_to_convert(funnel_summary('{2024-03-30 12:00,2024-03-31 12:00}'::timestamptz[], 2), 0.5) AS timestamptz, time_to_convert(funnel_summary('{2024-03-30 12:00,2024-03-31 12:00}'::timestamp[], 2), 0.5) AS timestamp;
SET timezone = 'UTC';

-- Wherever an aggregate may stand.
SELECT source, conversion_rate(funnel_summary(level, 3)) AS rate, population(funnel_summary(level, 3) FILTER (WHERE level > 0)) AS filter, population(funnel_summary(DISTINCT level, 3)) AS "distinct"
FROM (SELECT source, user_id, window_funnel('7 days', at, step) AS level FROM step GROUP BY source, user_id) AS v GROUP BY ROLLUP (source) HAVING population(funnel_summary(level, 3)) > 2 ORDER BY source;
SELECT user_id, reached(funnel_summary(level, 3) OVER (ORDER BY user_id), 1) AS so_far, population(funnel_summary(level, 3) OVER (ORDER BY user_id ROWS 1 PRECEDING)) AS of_two
FROM (SELECT user_id, window_funnel('7 days', at, step) AS level FROM step GROUP BY user_id) AS v ORDER BY user_id;

-- The whole question in one statement. Ads: 3 visits, 2 signups after 1 and 4 days, 1 paid a day later. Mail: 2 visits
-- and signups after 1 and 2 days, 1 paid 3 days later.
SELECT source, r.*
FROM (SELECT source, funnel_summary(times, 3) AS f
      FROM (SELECT user_id, min(source) AS source,
                   funnel_times('7 days', at, event = 'visit', event = 'signup', event = 'paid') AS times
            FROM event GROUP BY user_id) per_user
      GROUP BY source) per_source,
     funnel_report(f, '{visit,signup,paid}') AS r
ORDER BY source, step;
-- The same in one pass, by conditions and by step number; user 7, who was never seen, is in no population.
SELECT source, population(f), f::text = by_number::text AND f::text = by_text::text AS same, r.step, r.name, r.reached, r.conversion_from_start, r.conversion_from_previous, r.dropped, r.median_time, r.p90_time
FROM (SELECT source, funnel_summary('7 days', user_id, at, event = 'visit', event = 'signup', event = 'paid') AS f, funnel_summary('7 days', user_id, at, step, 3) AS by_number,
		funnel_summary('7 days', '', user_id::text, at, step, 3) AS by_text FROM step GROUP BY source) AS per_source,
	funnel_report(f, '{visit,signup,paid}') AS r
ORDER BY source, step;
-- A subject without a known time, no subject, and one that reached nothing: only that one is in the population.
SELECT funnel_summary('1 day', subject, at, step, 2) FROM (VALUES (1, NULL::date, 1), (NULL, '2024-01-01', 1), (2, '2024-01-01', NULL), (2, NULL, 2)) AS v (subject, at, step);

-- ---------- in one pass ----------

-- Events of 80 subjects, ten hours apart or by the second; subjects, times and steps unknown here and there.
CREATE TABLE log AS
	SELECT id, CASE WHEN r1 % 50 > 0 THEN r1 % 80 END AS subject, CASE WHEN r2 % 30 > 0 THEN timestamp '2024-03-25' + CASE WHEN r2 % 2 = 0 THEN r2 % 24 * interval '10 hours' ELSE r2 % 864000 * interval '1 s' END END AS at,
		CASE WHEN r3 % 9 > 0 THEN (r3 % 5)::int % 4 END AS step, ARRAY[r4 % 3 = 0, r4 / 3 % 3 = 0, CASE WHEN r4 % 7 > 0 THEN r4 / 9 % 3 = 0 END] AS steps, (r4 % 4)::int AS part
	FROM generate_series(1, 1000) AS id, LATERAL (SELECT regress.r(id, 'subject') AS r1, regress.r(id, 'at') AS r2, regress.r(id, 'step') AS r3, regress.r(id, 'steps') AS r4) AS r;
-- To the byte what funnel_times by subject gives, for every type of subject and time, with and without modes, by
-- conditions and by step number.
CREATE FUNCTION pg_temp.one_pass(key text, type text, OUT tested bigint, OUT same bigint, OUT different bigint, OUT smallest bigint) LANGUAGE plpgsql AS $$
DECLARE
	mode text;
	steps text;
	one funnel_summary;
	two funnel_summary;
	funnels funnel_summary[];
BEGIN
	same := 0;
	FOREACH mode IN ARRAY ARRAY['', '''''::text,', '''strict_increase'',', '''strict_once'',', '''strict_order'',', '''strict_deduplication'',', '''any_order'',', '''strict_once,strict_order'',', '''strict_increase,strict_deduplication'','] LOOP
		FOREACH steps IN ARRAY ARRAY['step', 'VARIADIC steps'] LOOP
			EXECUTE format('SELECT funnel_summary(''1 day 2 hours'', %s %s, at::%s, %s %s) FROM log', mode, key, type, steps, CASE steps WHEN 'step' THEN ', 3' END) INTO one;
			EXECUTE format('SELECT funnel_summary(times, 3) FROM (SELECT funnel_times(''1 day 2 hours'', %s at::%s, %s) AS times FROM log WHERE subject IS NOT NULL GROUP BY subject) AS v', mode, type, steps) INTO two;
			same := same + (funnel_summary_send(one) = funnel_summary_send(two))::int;
			funnels := funnels || two;
		END LOOP;
	END LOOP;
	SELECT count(*), count(DISTINCT f), min(population(f)) INTO tested, different, smallest FROM unnest(funnels) AS f;
END $$;
SET timezone = 'Europe/Berlin';
SELECT key, type, o.tested, o.same, o.different, o.smallest FROM (VALUES ('subject'), ('subject::int'), ('lpad(to_hex(subject), 32, ''0'')::uuid'), ('''user '' || subject')) AS k (key), (VALUES ('date'), ('timestamp'), ('timestamptz')) AS t (type), pg_temp.one_pass(key, type) AS o
ORDER BY key COLLATE "C", type;
SET timezone = 'UTC';

-- Subjects whose keys are alike in the half by which they are looked up, with few events and with many: three.
SELECT n, population(one), one = two AS same
FROM (VALUES (9), (40000)) AS v (n), LATERAL (SELECT funnel_summary('1 hour', u, at, step, 3) AS one FROM generate_series(1, n) AS i,
		LATERAL (SELECT ('{01234567-89ab-cdef-10fb-162319e1a485,b575f99b-bd69-06c3-7371-646e18ad03d4,3b9c6f47-ecad-4e08-82bf-b3c1a246feab}'::uuid[])[i % 3 + 1] AS u, timestamp '2024-01-01' + i * interval '1 s' AS at, i % 7 % 4 AS step) AS e) AS o,
	LATERAL (SELECT funnel_summary(times, 3) AS two FROM (SELECT funnel_times('1 hour', timestamp '2024-01-01' + i * interval '1 s', i % 7 % 4) AS times FROM generate_series(1, n) AS i GROUP BY i % 3) AS s) AS t
ORDER BY n;
-- In any order of the rows, by FILTER, over a window, by groups of their own, from parallel workers and partitions.
CREATE TABLE wanted AS SELECT part, funnel_summary(times, 3) AS f
	FROM (SELECT part, subject, funnel_times('1 day', at, VARIADIC steps) AS times FROM log WHERE subject IS NOT NULL GROUP BY GROUPING SETS ((subject), (subject, part))) AS v GROUP BY part;
SELECT count(*) AS all FROM wanted;
CREATE FUNCTION pg_temp.differ(source text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	result bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM wanted AS w FULL JOIN (%s) AS v (part, f) ON coalesce(w.part, -1) = coalesce(v.part, -1) WHERE w.f IS DISTINCT FROM v.f', source) INTO result;
	RETURN result;
END $$;
SELECT call, pg_temp.differ(format(source, call)) AS differ
FROM (VALUES ('funnel_summary(''1 day'', subject, at, VARIADIC steps)'), ('funnel_summary(''1 day'', subject, at, VARIADIC steps ORDER BY at)'), ('funnel_summary(''1 day'', subject, at, VARIADIC steps ORDER BY md5(id::text))'),
	('funnel_summary(''1 day'', subject::text, at, VARIADIC steps ORDER BY at DESC)')) AS c (call), (VALUES ('SELECT part, %s FROM log GROUP BY ROLLUP (part)')) AS s (source);
SELECT pg_temp.differ('SELECT NULLIF(n, 4), CASE WHEN n < 4 THEN funnel_summary(''1 day'', subject, at, VARIADIC steps) FILTER (WHERE part = n) ELSE funnel_summary(''1 day'', subject, at, VARIADIC steps) END FROM log, generate_series(0, 4) AS n GROUP BY n') AS filter,
	pg_temp.differ('SELECT DISTINCT part, funnel_summary(''1 day'', subject, at, VARIADIC steps) OVER (PARTITION BY part) FROM log UNION SELECT NULL, funnel_summary(''1 day'', subject, at, VARIADIC steps) OVER () FROM log') AS over,
	pg_temp.differ('SELECT part, funnel_summary(DISTINCT ''1 day'', subject, at, steps[1], steps[2], steps[3]) FROM log, generate_series(1, 3) GROUP BY ROLLUP (part)') AS "distinct";
-- A running frame: the events so far.
SELECT count(*), count(*) FILTER (WHERE running = anew) AS same
FROM (SELECT id, funnel_summary('1 day', subject, at, step, 3) OVER (ORDER BY id) AS running FROM log WHERE id <= 100) AS k,
	LATERAL (SELECT funnel_summary('1 day', subject, at, step, 3) AS anew FROM log WHERE id <= k.id) AS a;
ALTER TABLE log SET (parallel_workers = 2);
ANALYZE log;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SELECT regress.planned('SELECT part, funnel_summary(''1 day'', subject, at, VARIADIC steps) FROM log GROUP BY part', 'Gather', 'Partial') AS planned,
	pg_temp.differ('SELECT part, funnel_summary(''1 day'', subject, at, VARIADIC steps) FROM log GROUP BY part UNION ALL SELECT NULL, funnel_summary(''1 day'', subject, at, VARIADIC steps) FROM log') AS differ;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE by_part (LIKE log) PARTITION BY HASH (id);
CREATE TABLE by_part_0 PARTITION OF by_part FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE by_part_1 PARTITION OF by_part FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO by_part TABLE log;
ANALYZE by_part;
SET enable_partitionwise_aggregate = on;
SELECT regress.planned('SELECT part, funnel_summary(''1 day'', subject, at, VARIADIC steps) FROM by_part GROUP BY part', 'Append', 'Partial', 'Partial') AS planned,
	pg_temp.differ('SELECT part, funnel_summary(''1 day'', subject, at, VARIADIC steps) FROM by_part GROUP BY part UNION ALL SELECT NULL, funnel_summary(''1 day'', subject, at, VARIADIC steps) FROM by_part') AS differ;
RESET enable_partitionwise_aggregate;
RESET max_parallel_workers_per_gather;

-- ---------- merging ----------

-- Funnels of 80 subjects by two remainders of the subject, rolled up in any order and nesting, with NULLs among them,
-- are the funnel of all, to the byte.
CREATE TABLE per_subject AS SELECT subject, funnel_times('1 day', at, VARIADIC steps) AS times FROM log WHERE subject IS NOT NULL GROUP BY subject;
CREATE TABLE per_part AS SELECT subject % 7 AS seventh, subject % 2 AS half, funnel_summary(times, 3) AS f, funnel_summary(cardinality(times), 3) AS levels FROM per_subject GROUP BY 1, 2;
CREATE TABLE whole AS SELECT funnel_summary(times, 3) AS f, funnel_summary(cardinality(times), 3) AS levels FROM per_subject;
SELECT how, v.f = w.f AND funnel_summary_send(v.f) = funnel_summary_send(w.f) AS times, v.levels = w.levels AS levels, v.f::text = w.f::text AS text
FROM whole AS w, (
	SELECT 'in order' AS how, rollup(f ORDER BY seventh, half) AS f, rollup(levels) AS levels FROM per_part
	UNION ALL SELECT 'backwards', rollup(f ORDER BY seventh DESC, half DESC), rollup(levels ORDER BY half DESC, seventh DESC) FROM per_part
	UNION ALL SELECT 'nested', rollup(f), rollup(levels) FROM (SELECT rollup(f) AS f, rollup(levels) AS levels FROM per_part GROUP BY half) AS v
	UNION ALL SELECT 'with NULLs', rollup(f ORDER BY n), rollup(levels ORDER BY n) FROM (SELECT seventh AS n, f, levels FROM per_part UNION ALL VALUES (-1, NULL::funnel_summary, NULL::funnel_summary), (3, NULL, NULL)) AS v
	UNION ALL SELECT 'a single one', rollup(f), rollup(levels) FROM whole
	UNION ALL SELECT 'one after the other', f, levels FROM (SELECT rollup(f) OVER u AS f, rollup(levels) OVER u AS levels, row_number() OVER u AS n FROM per_part WINDOW u AS (ORDER BY seventh, half)) AS v WHERE n = (SELECT count(*) FROM per_part)
	UNION ALL SELECT 'filtered', rollup(f) FILTER (WHERE seventh < 6), rollup(levels) FILTER (WHERE seventh < 6) FROM per_part) AS v;
-- Any mix is read as its subjects are; twice the same is twice the population.
SELECT count(*), count(*) FILTER (WHERE r.f = s.f) AS same
FROM (SELECT seventh, half, rollup(f) AS f FROM per_part GROUP BY CUBE (seventh, half)) AS r JOIN (SELECT subject % 7 AS seventh, subject % 2 AS half, funnel_summary(times, 3) AS f FROM per_subject GROUP BY CUBE (subject % 7, subject % 2)) AS s
	ON (r.seventh, r.half) IS NOT DISTINCT FROM (s.seventh, s.half);
SELECT population(twice) = 2 * population(f) AS population, reached(twice, 3) = 2 * reached(f, 3) AS reached, conversion_rate(twice) = conversion_rate(f) AS rate, time_to_convert(twice, 1, 2, 1) = time_to_convert(f, 1, 2, 1) AS longest
FROM whole, (SELECT rollup(f) AS twice FROM whole, generate_series(1, 2)) AS v;
-- Levels and times of a funnel merge: some of those who reached a step have a time.
SELECT population(f), reached(f, 2), time_to_convert(f, 0.5), funnel_summary_send(f::text::funnel_summary) = funnel_summary_send(f) AS text
FROM (SELECT rollup(f) AS f FROM (SELECT funnel_summary(2, 2) AS f UNION ALL SELECT funnel_summary('{2024-01-01,2024-01-02}'::date[], 2) UNION ALL SELECT funnel_summary(0, 2)) AS v) AS v;
-- In parallel.
ALTER TABLE per_part SET (parallel_workers = 2);
SET max_parallel_workers_per_gather = 2;
SELECT regress.planned('SELECT rollup(f) FROM per_part', 'Gather', 'Partial') AS planned;
CREATE TABLE parallel AS SELECT rollup(f) AS f, rollup(levels) AS levels FROM per_part;
SELECT count(*) AS same FROM parallel JOIN whole USING (f, levels);
RESET max_parallel_workers_per_gather;
-- Called by hand: the state that a function is given stays as it was.
SELECT funnel_summary_final(rollup_accum(state, w.f)) = funnel_summary_final(rollup_accum(state, w.f)) AS again, population(funnel_summary_final(rollup_accum(state, w.f))) = population(w.f) + 4 AS added, funnel_summary_final(state) = one.f AS as_it_was,
	rollup_accum(NULL, NULL::funnel_summary) IS NULL AND funnel_summary_final(NULL) IS NULL AS nulls
FROM one, whole AS w, LATERAL (SELECT rollup_accum(NULL, one.f) AS state) AS s;

-- ---------- equality ----------

SELECT a = a AS eq, a <> b AS ne, a = b AS other, (a < b) <> (a > b) AS either, a <= a AND a >= a AND NOT a < a AND NOT a > a AS itself, a IS DISTINCT FROM b AS "distinct", (a < b) = (funnel_summary_send(a) < funnel_summary_send(b)) AS by_bytes,
	(a <= b) = (funnel_summary_cmp(a, b) <= 0) AND (a >= b) = (funnel_summary_cmp(a, b) >= 0) AS cmp, funnel_summary_hash(a) = funnel_summary_hash(a::text::funnel_summary) AND funnel_summary_hash_extended(a, 1) <> funnel_summary_hash_extended(a, 2) AS hash
FROM (SELECT w.f AS a, one.f AS b FROM whole AS w, one) AS v;
SELECT count(DISTINCT f) AS distinct, count(*) AS rows, (SELECT count(*) FROM (SELECT f FROM one UNION SELECT f FROM one UNION SELECT f FROM whole) AS u) AS union, (SELECT count(*) FROM (SELECT DISTINCT f FROM per_part) AS d) AS parts,
	array_agg(f ORDER BY f) = array_agg(f ORDER BY funnel_summary_send(f)) AS sorted, population(rollup(DISTINCT f)) AS once
FROM (SELECT f FROM one UNION ALL TABLE one UNION ALL SELECT f FROM whole) AS v;
CREATE INDEX ON per_part (f);
CREATE INDEX ON per_part USING hash (f);

-- ---------- text and binary form ----------

-- It is readable, and JSON. Only pairs of steps with times are listed. These bytes must never change.
SELECT f AS "text" FROM one;
SELECT funnel_summary_send(f) AS bytes FROM one;
SELECT funnel_summary(1, 1) AS "one step", funnel_summary_send(funnel_summary(1, 1)) AS bytes;
-- What the first version wrote is what is written now, and says now what it said then.
CREATE TABLE stored (f funnel_summary);
INSERT INTO stored VALUES
	('{"version": 1, "population": 4, "reached": [3, 2, 1], "times": [{"from": 1, "to": 2, "min": 60000000, "max": 3600000000, "histogram": [[60030976, 1], [3607101440, 1]]}, {"from": 1, "to": 3, "min": 100000000, "max": 100000000, "histogram": [[100139008, 1]]}, {"from": 2, "to": 3, "min": 40000000, "max": 40000000, "histogram": [[40108032, 1]]}]}');
SELECT s.f = one.f AS as_now, s.f::text = one.f::text AS text, population(s.f), time_to_convert(s.f, 1, 2, 0.5) FROM stored AS s, one;
-- Back and forth, the same bytes: all kinds of funnels.
CREATE TABLE odd AS
	SELECT 'few' AS what, f FROM one UNION ALL SELECT 'whole', f FROM whole UNION ALL SELECT 'levels', levels FROM whole
	UNION ALL SELECT 'nobody', funnel_summary(0, 5) UNION ALL SELECT 'one step', funnel_summary('{infinity}'::timestamp[], 1) UNION ALL SELECT 'no time', funnel_summary('{2024-01-01,2024-01-01}'::date[], 2)
	UNION ALL SELECT '64 steps', funnel_summary(ARRAY(SELECT timestamp '2024-01-01' + k * k * i * interval '1 us' FROM generate_series(1, i) AS k), 64) FROM generate_series(3, 24, 3) AS i
	UNION ALL SELECT 'many', funnel_summary(ARRAY[timestamp '2024-01-01', timestamp '2024-01-01' + i * i * interval '1 ms'], 2) FROM generate_series(1, 3000) AS i
	UNION ALL SELECT 'the longest', funnel_summary(ARRAY['4713-01-01 BC', '4713-01-01 BC', timestamp '4713-01-01 BC' + make_interval(days => 106751991)], 3)
	UNION ALL SELECT 'some times', rollup(f) FROM (SELECT funnel_summary(3, 3) AS f UNION ALL SELECT f FROM one) AS v;
SELECT what, length(f::text) AS length, funnel_summary_send(f::text::funnel_summary) = funnel_summary_send(f) AS text, f::text::funnel_summary::text = f::text AS again, f::text::json::text::funnel_summary = f AS json, jsonb_pretty(f::text::jsonb)::funnel_summary = f AS jsonb,
	funnel_summary_final(rollup_accum(NULL, f)) = f AS rolled
FROM odd ORDER BY what COLLATE "C";
-- All pairs of 64 steps.
SELECT length(f::text) AS length, f::text::funnel_summary = f AS text
FROM (SELECT funnel_summary(ARRAY(SELECT timestamp '2024-01-01' + k * k * interval '1 us' FROM generate_series(1, 64) AS k), 64) AS f) AS v;
-- COPY, binary and text: the same bytes.
SELECT current_setting('data_directory') || '/regress_funnel_kpi_funnel' AS file \gset
CREATE TABLE received (LIKE odd);
COPY odd TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);
SELECT count(*), count(*) FILTER (WHERE funnel_summary_send(r.f) = funnel_summary_send(o.f)) AS same FROM odd AS o JOIN received AS r USING (what);
TRUNCATE received;
COPY odd TO :'file';
COPY received FROM :'file';
SELECT count(*), count(*) FILTER (WHERE funnel_summary_send(r.f) = funnel_summary_send(o.f)) AS same FROM odd AS o JOIN received AS r USING (what);
-- Stored compressed and out of line.
CREATE TABLE external (LIKE odd);
ALTER TABLE external ALTER f SET STORAGE EXTERNAL;
INSERT INTO external SELECT what, funnel_summary_final(rollup_accum(NULL, f)) FROM odd;
SELECT bool_or(pg_column_compression(o.f) IS NOT NULL) AS compressed, bool_or(pg_column_size(e.f) > 4000) AS large, bool_or(pg_column_compression(e.f) IS NOT NULL) AS external_compressed, count(*) FILTER (WHERE o.f = e.f AND o.f::text = e.f::text AND population(o.f) = population(e.f)) AS same
FROM odd AS o JOIN external AS e USING (what);

-- ---------- bad input ----------

-- Each with its code, what is wrong and what to do about it.
\pset format unaligned
\pset fieldsep '  '
SELECT call, r.* FROM unnest(ARRAY[
	-- windows
	'window_funnel(''0'', at, step)', 'window_funnel(''-1 day'', at, a, b)', 'funnel_times(''1 month -30 days'', at, step)', 'funnel_summary(''0'', n, at, step, 2)', 'window_funnel(NULL, at, step)', 'funnel_times(NULL, '''', at, a, b)',
	'funnel_summary(NULL, n, at, step, 2)', 'window_funnel(n * interval ''1 day'', at, step)', 'window_funnel(CASE n WHEN 1 THEN interval ''1 day'' END, at, a, b)', 'funnel_times(CASE n WHEN 1 THEN interval ''1 day'' ELSE ''24 hours'' END, at, step)',
	'funnel_summary(n * interval ''1 day'', n, at, step, 2)', 'funnel_summary(CASE n WHEN 1 THEN interval ''1 day'' END, '''', n, at, a, b)',
	-- conditions
	'window_funnel(''1 day'', at, VARIADIC ''{}''::boolean[])', 'funnel_times(''1 day'', at, VARIADIC array_fill(true, ARRAY[65]))', 'window_funnel(''1 day'', at, VARIADIC NULL::boolean[])', 'window_funnel(''1 day'', at, VARIADIC ''{{t},{f}}''::boolean[])',
	'window_funnel(''1 day'', at, VARIADIC CASE n WHEN 1 THEN ARRAY[a] ELSE ARRAY[a, b] END)', 'funnel_times(''1 day'', '''', at, VARIADIC CASE n WHEN 1 THEN ARRAY[a] END)', 'funnel_summary(''1 day'', n, at, VARIADIC ''{}''::boolean[])',
	'funnel_summary(''1 day'', n::text, at, VARIADIC array_fill(false, ARRAY[65]))', 'funnel_summary(''1 day'', n, at, VARIADIC NULL::boolean[])', 'funnel_summary(''1 day'', n, at, VARIADIC ''{{t},{f}}''::boolean[])',
	'funnel_summary(''1 day'', n, at, VARIADIC CASE n WHEN 1 THEN ARRAY[a] ELSE ARRAY[a, b] END)',
	-- step numbers, also of rows that would be left out
	'window_funnel(''1 day'', at, -1)', 'window_funnel(''1 day'', at, 65)', 'funnel_times(''1 day'', NULL::date, 65)', 'funnel_times(''1 day'', at, 2147483647)', 'funnel_summary(''1 day'', n, at, -1, 2)', 'funnel_summary(''1 day'', n, at, step, 1)',
	'funnel_summary(''1 day'', n, at, -2147483648, 64)', 'funnel_summary(''1 day'', NULL::bigint, at, 3, 2)',
	-- modes
	'window_funnel(''1 day'', ''strict'', at, step)', 'window_funnel(''1 day'', ''STRICT_ORDER'', at, a, b)', 'funnel_times(''1 day'', ''strict_order,'', at, step)', 'window_funnel(''1 day'', '','', at, step)', 'window_funnel(''1 day'', ''strict_order strict_once'', at, step)',
	'window_funnel(''1 day'', ''any_order,strict_once'', at, step)', 'window_funnel(''1 day'', NULL, at, step)', 'window_funnel(''1 day'', CASE n WHEN 1 THEN ''strict_once'' ELSE ''strict_order'' END, at, step)', 'window_funnel(''1 day'', CASE n WHEN 1 THEN ''strict_once'' END, at, step)',
	'funnel_summary(''1 day'', ''strict'', n, at, step, 2)', 'funnel_summary(''1 day'', NULL, n, at, a, b)', 'funnel_summary(''1 day'', CASE n WHEN 1 THEN ''any_order'' ELSE '''' END, n, at, step, 2)',
	-- levels and numbers of steps
	'funnel_summary(level, 1)', 'funnel_summary(-1, 3)', 'funnel_summary(level, NULL)', 'funnel_summary(level, 0)', 'funnel_summary(level, 65)', 'funnel_summary(NULL::int, -1)', 'funnel_summary(level, n + 1)', 'funnel_summary(times, n + 1)', 'funnel_summary(times, NULL)',
	'funnel_summary(''1 day'', n, at, step, NULL)', 'funnel_summary(''1 day'', n, at, step, 0)', 'funnel_summary(''1 day'', n, at, step, 65)', 'funnel_summary(''1 day'', n, at, step, n + 1)',
	-- times
	'funnel_summary(times, 1)', 'funnel_summary(times || NULL::timestamp, 3)', 'funnel_summary(times || timestamp ''2023-12-31'', 3)', 'funnel_summary(ARRAY[times, times], 3)', 'funnel_summary(''{2024-01-02,2024-01-01}''::date[], 2)', 'funnel_summary(''{2024-01-02,NULL}''::timestamptz[], 2)',
	'funnel_summary(''{2024-01-01,infinity,2024-01-01}''::date[], 3)', 'funnel_summary(''{294277-01-01}''::date[], 3)',
	-- merging
	'rollup(f) FROM (SELECT funnel_summary(1, 2 + n) AS f FROM generate_series(1, 2) AS n GROUP BY n) AS v',
	-- accessors
	'reached(f, 0) FROM one', 'reached(f, 4) FROM one', 'reached(f, -2147483648) FROM one', 'conversion_rate(f, 0, 1) FROM one', 'conversion_rate(f, 1, 4) FROM one', 'conversion_rate(f, 3, 2) FROM one', 'time_to_convert(f, 3, 1, 0.5) FROM one', 'time_to_convert(f, 1, 4, 0.5) FROM one',
	'time_to_convert(f, -0.1) FROM one', 'time_to_convert(f, 50) FROM one', 'time_to_convert(f, 1, 2, ''NaN'') FROM one', 'time_to_convert(f, 1, 1, 1.5) FROM one', 'r FROM one, funnel_report(f, ''{a,b}'') AS r', 'r FROM one, funnel_report(f, ''{}'') AS r', 'funnel_report(f, ''{a,b,c,d}'') FROM one',
	'funnel_report(f, ''{{a},{b},{c}}'') FROM one']) WITH ORDINALITY AS u (call, nth), LATERAL (SELECT count(*) AS reports, min(code) AS code, min(message) AS message, min(detail) AS detail, min(hint) AS hint
	FROM regress.error_of('SELECT ' || call || CASE WHEN call LIKE '% FROM %' THEN '' ELSE ' FROM two' END)) AS r
ORDER BY nth;
\pset format aligned
-- From PostgreSQL 17 on there are infinite intervals.
SELECT regress.sqlstate_of('SELECT window_funnel(''infinity'', at, step) FROM two') = CASE WHEN current_setting('server_version_num')::int >= 170000 THEN '22023' ELSE '22007' END AS infinity,
	regress.sqlstate_of('SELECT funnel_summary(interval ''-infinity'', n, at, step, 2) FROM two') = CASE WHEN current_setting('server_version_num')::int >= 170000 THEN '22023' ELSE '22007' END AS minus;
-- An infinite time, or one too far away, is an error as soon as a duration to it is needed: 22008. One step needs none.
SELECT regress.sqlstate_of(format('SELECT funnel_summary(%L::timestamp[], 2)', times)) AS code, times FROM unnest(ARRAY['{infinity}', '{-infinity}', '{2024-01-01,infinity}', '{-infinity,2024-01-01}', '{infinity,infinity}', '{4713-01-01 BC,294276-12-31}']) AS times;
SELECT regress.sqlstate_of(format('SELECT funnel_summary(''300000 years'', 1, at::timestamp, step, 2) FROM (VALUES (%L, 1), (%L, 2)) AS v (at, step)', first, second)) AS code, first, second
FROM (VALUES ('infinity', NULL), ('infinity', 'infinity'), ('-infinity', '-infinity'), ('-infinity', '2024-01-01'), ('2024-01-01', 'infinity'), ('4713-01-01 BC', '294276-12-31')) AS v (first, second);

-- How text is refused: with a code, and with what is wrong.
\x on
SELECT r.* FROM regress.error_of($$SELECT '{"version": 1, "population": 1}'::funnel_summary$$) AS r;
SELECT r.* FROM regress.error_of($$SELECT '{"version": 1, "population": 1, "reached": [], "times": []}'::funnel_summary$$) AS r;
SELECT r.* FROM regress.error_of($$SELECT '{"version": 1, "population": 1, "reached": [2], "times": []}'::funnel_summary$$) AS r;
SELECT r.* FROM regress.error_of($$SELECT '{"version": 2, "population": 1}'::funnel_summary$$) AS r;
\x off
SELECT text, regress.sqlstate_of(format('SELECT %L::funnel_summary', text)) AS "in", regress.sqlstate_of(format('SELECT population(%L::funnel_summary)', text)) AS accessor
FROM unnest(ARRAY['', 'nonsense', 'null', '1', '"text"', '[]', '{}', '{"version": 1}', '\x01110003', '{"version": 1, "population": null, "reached": [1], "times": []}', '[{"version": 1}]']) AS text;
-- Cut short at every length.
SELECT what, count(*) = min(length(f::text)) AS all_lengths, count(*) FILTER (WHERE code <> '22P02') AS other_codes
FROM odd, LATERAL generate_series(0, length(f::text) - 1) AS n, LATERAL (SELECT regress.sqlstate_of(format('SELECT %L::funnel_summary', left(f::text, n))) AS code) AS e
WHERE what IN ('few', 'nobody', 'no time') GROUP BY what ORDER BY what COLLATE "C";
-- Members that are missing, that are not known, or of another type: 22P02. There are 4, and 5 for each pair of steps.
CREATE VIEW members AS
	SELECT f::text::jsonb AS json, path FROM one, (
		SELECT ARRAY[name] AS path FROM one, jsonb_object_keys(f::text::jsonb) AS name
		UNION ALL SELECT ARRAY['times', i::text, name] FROM one, generate_series(0, 2) AS i, jsonb_object_keys(f::text::jsonb #> ARRAY['times', i::text]) AS name) AS p;
SELECT count(*), count(*) FILTER (WHERE regress.sqlstate_of(format('SELECT %L::funnel_summary', json #- path)) = '22P02') AS missing,
	count(*) FILTER (WHERE regress.sqlstate_of(format('SELECT %L::funnel_summary', jsonb_set(json #- path, path[:cardinality(path) - 1] || 'other'::text, json #> path))) = '22P02') AS renamed,
	count(*) FILTER (WHERE regress.sqlstate_of(format('SELECT %L::funnel_summary', jsonb_set(json, path[:cardinality(path) - 1] || 'other'::text, '1'))) = '22P02') AS another
FROM members;
SELECT value, count(*), count(*) FILTER (WHERE code = '22P02') AS "22P02", string_agg(concat_ws(' ', path, code), ', ' ORDER BY path::text COLLATE "C") FILTER (WHERE code <> '22P02') AS other
FROM members, unnest('{"null","true","\"1\"","{}","{\"a\": 1}","0.5","1e400","9223372036854775808","-9223372036854775809"}'::text[]) WITH ORDINALITY AS v (value, n),
	LATERAL (SELECT regress.sqlstate_of(format('SELECT %L::funnel_summary', jsonb_set(json, path, value::jsonb))) AS code) AS e
GROUP BY value, n ORDER BY n;
-- What disagrees: 22P03, or 22P02 where the text itself cannot be.
SELECT n, path, value, regress.sqlstate_of(format('SELECT %L::funnel_summary', jsonb_set(f::text::jsonb, path, value::jsonb))) AS code
FROM one, (VALUES
	(1, '{version}'::text[], '2'), (1, '{version}', '0'), (1, '{version}', '257'), (1, '{version}', '-1'),
	(2, '{population}', '2'),					-- 3 have reached step 1
	(2, '{population}', '-1'), (2, '{population}', '9223372036854775807'), (2, '{population}', '4611686018427387904'), (2, '{reached,0}', '5'), (2, '{reached,0}', '1'), (2, '{reached,2}', '-1'), (2, '{reached,2}', 'null'), (2, '{reached,2}', '"1"'),
	(3, '{reached}', '[]'), (3, '{reached}', '[3, 2]'), (3, '{reached}', '[3, 2, 1, 0]'), (3, '{reached}', '[[3], 2, 1]'), (3, '{reached}', (SELECT to_jsonb(array_fill(1, ARRAY[65]))::text)),
	(4, '{times}', '[1]'), (4, '{times}', '[[]]'), (4, '{times}', '[{}]'), (4, '{times}', '[]'), (4, '{times,0}', 'null'),
	(5, '{times,0,from}', '0'), (5, '{times,0,to}', '1'), (5, '{times,0,to}', '3'), (5, '{times,0,from}', '2'), (5, '{times,2,to}', '4'), (5, '{times,2,from}', '1'), (5, '{times,2,from}', '9223372036854775807'),
	(6, '{times,0,min}', '59000000'), (6, '{times,0,min}', '-1'), (6, '{times,0,max}', '3700000000'), (6, '{times,0,min}', '3600000000'), (6, '{times,0,histogram}', '[]'), (6, '{times,0,histogram}', '[[60030976, 1]]'),
	(7, '{times,0,histogram,0,1}', '0'), (7, '{times,0,histogram,0,1}', '-1'), (7, '{times,0,histogram,0,1}', '281474976710656'),
	(7, '{times,0,histogram,0,1}', '2'),		-- 3 times of the 2 that reached step 2
	(7, '{times,1,histogram,0,1}', '2'),		-- 2 times from step 1, 1 from step 2
	(7, '{times,0,histogram,0,0}', '3607101440'), (7, '{times,0,histogram,0,0}', '4000000000'), (7, '{times,0,histogram,0}', '[1]'), (7, '{times,0,histogram,0}', '[1, 2, 3]'), (7, '{times,0,histogram,0}', '1'), (7, '{times,0,histogram,0,0}', '"1"')) AS v (n, path, value)
ORDER BY n, path::text COLLATE "C", value COLLATE "C";
-- Pairs in another order, twice, or one too many.
SELECT n, regress.sqlstate_of(format('SELECT %L::funnel_summary', jsonb_set(f::text::jsonb, '{times}', times))) AS code
FROM one, LATERAL (SELECT f::text::jsonb -> 'times' AS t) AS t, LATERAL (VALUES (0, t), (1, jsonb_build_array(t -> 1, t -> 0, t -> 2)), (2, jsonb_build_array(t -> 0, t -> 0, t -> 1, t -> 2)), (3, t || (t -> 2)), (4, t - 1), (5, t - 0), (6, jsonb_build_array(t))) AS v (n, times) ORDER BY n;
-- Of a negative time, of fewer subjects with times at a step than at the one after it.
SELECT regress.sqlstate_of($$SELECT '{"version": 1, "population": 1, "reached": [1, 1], "times": [{"from": 1, "to": 2, "min": -1, "max": -1, "histogram": [[-1, 1]]}]}'::funnel_summary$$) AS negative,
	regress.sqlstate_of($$SELECT '{"version": 1, "population": 1, "reached": [1, 1, 1], "times": [{"from": 1, "to": 3, "min": 1, "max": 1, "histogram": [[1, 1]]}, {"from": 2, "to": 3, "min": 1, "max": 1, "histogram": [[1, 1]]}]}'::funnel_summary$$) AS no_time_before;
-- Deeply nested, and large: no crash. The largest counts there are: merging more is 22003.
SELECT regress.sqlstate_of(format('SELECT %L::funnel_summary', repeat('[', 100000))) IN ('54001', '22P02') AS nested, regress.sqlstate_of(format('SELECT %L::funnel_summary', '{"a": "' || repeat('x', 1000000) || '"}')) AS large,
	regress.sqlstate_of($$SELECT rollup(f) FROM (SELECT '{"version": 1, "population": 4611686018427387903, "reached": [4611686018427387903], "times": []}'::funnel_summary AS f UNION ALL SELECT funnel_summary(0, 1)) AS v$$) AS counts,
	regress.sqlstate_of($$SELECT rollup(f) FROM (SELECT '{"version": 1, "population": 281474976710655, "reached": [281474976710655, 281474976710655], "times": [{"from": 1, "to": 2, "min": 1, "max": 1, "histogram": [[1, 281474976710655]]}]}'::funnel_summary AS f
		FROM generate_series(1, 2)) AS v$$) AS times;

SELECT 'cat >/dev/null; rm -f ' || quote_literal(:'file') || '*' AS remove \gset
COPY (SELECT) TO PROGRAM :'remove';
SET client_min_messages = warning;
DROP VIEW members, step;
DROP TABLE chains, two, event, one, log, wanted, by_part, per_subject, per_part, whole, parallel, stored, odd, received, external;

-- ---------- windows that end before they start ----------

-- A month less 29 days is a day backwards in a February of 28 days, and two days forwards in March: no chain, and one of 3 steps.
SELECT mode, window_funnel('1 month -29 days', mode, at, step) AS february, window_funnel('1 month -29 days', mode, at + interval '1 month', step) AS march
FROM unnest(ARRAY['', 'strict_once', 'strict_order', 'strict_deduplication', 'any_order']) WITH ORDINALITY AS m (mode, n), (VALUES (timestamp '2023-02-10', 1), ('2023-02-11', 2), ('2023-02-12', 3)) AS v (at, step)
GROUP BY mode, n ORDER BY n;
-- Those of February are skipped: step 2 of the 28th is out of reach.
SELECT funnel_times('1 month -29 days', 'any_order', at, step) FROM (VALUES (timestamp '2023-02-10', 1), ('2023-02-28', 2), ('2023-03-01', 3), ('2023-03-03', 1)) AS v (at, step);
-- The first date of all, and the last window of all: a day of the time zone from 294276-12-20 has 24 hours.
SELECT funnel_times('1 day', at, step) FROM (VALUES (date '-infinity', 1), ('-infinity', 2), ('2024-01-01', 3)) AS v (at, step);
SET timezone = 'America/New_York';
SELECT window_funnel('1 day', at, step) AS within, window_funnel('1 day', at + (step - 1) * interval '1 us', step) AS beyond
FROM (VALUES (timestamptz '294276-12-20 12:00+00', 1), ('294276-12-21 12:00+00', 2)) AS v (at, step);
SET timezone = 'UTC';
-- A year back and 400 days on from 28 November leads beyond the last moment that there is: what is left is within.
SELECT window_funnel('-12 months 400 days', at, step) FROM (VALUES (timestamp '294276-11-28', 1), ('294276-12-31 23:59:59', 2)) AS v (at, step);

-- ---------- many events ----------

-- A subject of 70,000 moments, the last of which is step 2: the latest start before it.
SELECT window_funnel('90 s', at, step), funnel_times('90 s', at, step), window_funnel('30 s', at, step) AS too_late
FROM (SELECT timestamp '2024-01-01' + i * interval '1 min' AS at, 1 + (i = 70000)::int AS step FROM generate_series(1, 70000) AS i) AS v;

-- Parts without rows have nothing to merge, whether they come first or last; of others the steps must be as many.
CREATE TABLE half (half int, subject bigint, at timestamp, step int) PARTITION BY LIST (half);
CREATE TABLE half_0 PARTITION OF half FOR VALUES IN (0);
CREATE TABLE half_1 PARTITION OF half FOR VALUES IN (1);
CREATE TABLE half_2 PARTITION OF half FOR VALUES IN (2);
CREATE TABLE half_3 PARTITION OF half FOR VALUES IN (3);
INSERT INTO half SELECT 1, i, timestamp '2024-01-01', 1 FROM generate_series(1, 1000) AS i UNION ALL SELECT 2, i, '2024-01-02', 2 FROM generate_series(1, 250) AS i;
ANALYZE half;
SET enable_partitionwise_aggregate = on;
SET max_parallel_workers_per_gather = 0;
SELECT regress.planned('SELECT funnel_summary(''1 day'', subject, at, step, 2) FROM half', 'Finalize Aggregate', 'Append', 'Partial Aggregate', 'Partial Aggregate') AS parts;
SELECT population(f), reached(f, 1), reached(f, 2), time_to_convert(f, 0.5) FROM (SELECT funnel_summary('1 day', subject, at, step, 2) AS f FROM half) AS v;
SELECT funnel_summary('1 day', subject, at, step, 2) IS NULL AS "null" FROM half WHERE at < '2024-01-01';
SELECT code, message FROM regress.error_of('SELECT funnel_summary(''1 day'', subject, at, step, half + 1) FROM half');
RESET enable_partitionwise_aggregate;

-- More events than memory may hold, of all subjects and by part: they go to a temporary file, and what comes back is what
-- funnel_times makes of them. A part has a fifth of the events, a subject an eighth.
CREATE TABLE many AS
	SELECT CASE WHEN i % 5 = 0 THEN 0 ELSE i % 50 END AS part, CASE WHEN i % 8 = 0 THEN 7 ELSE i::bigint * 7919 % 997 END AS subject, timestamp '2024-01-01' + i * interval '1 s' AS at, (regress.r(i, 'step') % 13)::int AS step
	FROM generate_series(1, 280000) AS i;
ALTER TABLE many SET (parallel_workers = 2);
ANALYZE many;
CREATE TABLE wanted AS SELECT part, funnel_summary(times, 12) AS f
	FROM (SELECT part, subject, funnel_times('1 day', at, step) AS times FROM many GROUP BY GROUPING SETS ((subject), (part, subject))) AS v GROUP BY part;
-- Makes a table, and tells whether a temporary file was written on the way.
CREATE FUNCTION pg_temp.make(name text, query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE format('EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) CREATE TABLE %I AS %s', name, query) INTO plan;
	RETURN (plan #>> '{0,Plan,Temp Written Blocks}')::bigint > 0;
END $$;
SET hash_mem_multiplier = 1;
SET enable_sort = off;
SELECT count(*) AS parts, sum(population(f)) FILTER (WHERE part IS NULL) AS subjects FROM wanted;
SET work_mem = '1GB';
SELECT pg_temp.make('plenty', 'SELECT part, funnel_summary(''1 day'', subject, at, step, 12) FROM many GROUP BY ROLLUP (part)') AS written, pg_temp.differ('TABLE plenty') AS differ;
SET work_mem = '4MB';
SELECT pg_temp.make('little', 'SELECT part, funnel_summary(''1 day'', subject, at, step, 12) FROM many GROUP BY ROLLUP (part)') AS written, pg_temp.differ('TABLE little') AS differ;
-- In parallel workers, one of which has more than half of them, and again where they are merged: all, in their longest form,
-- with keys of two words and conditions in a word of their own; and by part.
SET max_parallel_workers_per_gather = 2;
SET parallel_leader_participation = off;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
CREATE VIEW long AS SELECT part, 'user ' || subject AS subject, at, ARRAY[step = 1, step = 2, step = 3, step = 4, step = 5, step = 6, step = 7, step = 8, step = 9, step = 10, step = 11, step = 12] AS steps FROM many;
SELECT regress.planned('SELECT funnel_summary(''1 day'', subject, at, VARIADIC steps) FROM long', 'Finalize Aggregate', 'Gather', 'Partial Aggregate') AS all, regress.planned('SELECT funnel_summary(''1 day'', subject, at, step, 12) FROM many GROUP BY part', 'Gather', 'Partial HashAggregate') AS by_part;
SELECT pg_temp.make('every', 'SELECT NULL::int AS part, funnel_summary(''1 day'', subject, at, VARIADIC steps) AS f FROM long') AS written, pg_temp.make('by_part', 'SELECT part, funnel_summary(''1 day'', subject, at, step, 12) AS f FROM many GROUP BY part') AS by_part,
	pg_temp.differ('TABLE every UNION ALL TABLE by_part') AS differ;
RESET ALL;
DROP VIEW long;
DROP TABLE half, many, wanted, plenty, little, every, by_part;

-- Text subjects whose rows come sorted: the same text several times in a row, which is remembered, after one that it starts with, that is
-- as long, that is too long to be remembered, or that is compressed. As the same rows in the order of their time, and as by subject.
CREATE TEMP TABLE event AS
	SELECT start || last AS subject, timestamptz '2025-01-01' + (r * 7 + n * 3) % 50 * interval '1 hour' AS at, (r * 5 + n) % 4 AS step, r
	FROM unnest('{"",ab,abcdefghijklmn,subject of a text that is longer than 15 bytes}'::text[] || repeat('s', 62) || repeat('s', 63) || repeat('s', 64) || repeat('s', 3000))
		WITH ORDINALITY AS s (start, n), unnest('{"",1,2,22}'::text[]) AS last, generate_series(1, 6) AS r;
SELECT max(pg_column_size(subject)) < max(length(subject)) AS compressed, population(f) AS subjects, reached(f, 3),
	f = funnel_summary('1 day', subject, at, step, 3 ORDER BY at) AS by_time, f = (SELECT funnel_summary(times, 3) FROM (SELECT funnel_times('1 day', at, step) AS times FROM event GROUP BY subject) AS one) AS by_subject,
	session_summary('4 hours', subject, at ORDER BY subject, at) = session_summary('4 hours', subject, at ORDER BY at) AS sessions
FROM event, (SELECT funnel_summary('1 day', subject, at, step, 3) AS f FROM (SELECT * FROM event ORDER BY subject COLLATE "C", at OFFSET 0) AS sorted) AS sorted GROUP BY f;
DROP TABLE event;
