--
-- Funnels: items of a mode, exclusions and windows of steps; passes.
--
SET datestyle = 'ISO, YMD';
SET timezone = 'UTC';

-- Rows written as '0:1 1:2,3 2:-': seconds after midnight, and which of some conditions are true. Times as such seconds.
CREATE FUNCTION pg_temp.events(rows text, conditions int, OUT n int, OUT at timestamp, OUT steps boolean[], OUT step int, OUT numbered boolean) RETURNS SETOF record LANGUAGE sql AS $$
	SELECT n::int, timestamp '2024-01-01' + split_part(row, ':', 1)::int * interval '1 s', ARRAY(SELECT i = ANY (served) FROM generate_series(1, conditions) AS i), served[1], cardinality(served) < 2
	FROM string_to_table(rows, ' ') WITH ORDINALITY AS u (row, n), LATERAL (SELECT string_to_array(replace(split_part(row, ':', 2), '-', ''), ',')::int[] AS served) AS s;
$$;
CREATE FUNCTION pg_temp.seconds(times timestamp[]) RETURNS int[] LANGUAGE sql AS $$
	SELECT CASE WHEN times IS NOT NULL THEN ARRAY(SELECT extract(epoch FROM t - timestamp '2024-01-01')::int FROM unnest(times) WITH ORDINALITY AS u (t, n) ORDER BY n) END $$;

-- The table of the definitions.
CREATE TEMP TABLE asked (n int, rows text, within interval, mode text, conditions int, steps int, level int, passes int);
INSERT INTO asked VALUES
	(1, '0:1 2:3 4:1 6:2', '7 d', 'exclude 3', 3, 2, 2, 1),
	(2, '0:1 2:3 6:2', '7 d', 'exclude 3', 3, 2, 1, 0),
	(3, '1:1,3 2:1,3 3:1,3 4:2', '7 d', 'exclude 3', 3, 2, 2, 1),
	(4, '0:1 0:3 5:2 5:3', '9 s', 'exclude 3', 3, 2, 2, 1),
	(5, '0:1 5:2 5:4 7:3', '9 s', 'exclude 4 between 1 and 3', 4, 3, 2, 0),
	(6, '0:1 5:2 5:4 7:3', '9 s', 'exclude 4 between 1 and 2', 4, 3, 3, 1),
	(7, '0:1 1:2 2:4 3:2 4:3', '9 s', 'exclude 4 between 2 and 3', 4, 3, 3, 1),
	(8, '0:1 1:2 9:2 12:3', '1 h', 'step 3 within 5 seconds', 3, 3, 3, 1),
	(9, '0:1 1:2 9:2 12:3', '10 s', 'step 3 within 5 seconds', 3, 3, 2, 0),
	(10, '0:1 1:2 2:1 3:2', '9 s', '', 2, 2, 2, 2),
	(11, '0:1 1:1,2 2:2', '9 s', '', 2, 2, 2, 1);
SELECT asked.n, rows, within, mode, level AS must_be, passes AS must_pass, s.*
FROM asked, LATERAL (
	SELECT window_funnel(within, mode, at, VARIADIC e.steps) AS conditions, cardinality(funnel_times(within, mode, at, VARIADIC e.steps)) AS times,
		funnel_count(within, mode, at, VARIADIC e.steps) AS count,
		CASE WHEN bool_and(numbered) THEN window_funnel(within, mode, at, step) END AS numbers,
		CASE WHEN bool_and(numbered) THEN cardinality(funnel_times(within, mode, at, step)) END AS times_by_number,
		CASE WHEN bool_and(numbered) THEN funnel_count(within, mode, at, step, asked.steps) END AS count_by_number,
		window_funnel(within, mode, at, VARIADIC e.steps ORDER BY e.n DESC) AS backwards
	FROM pg_temp.events(rows, asked.conditions) AS e) AS s
ORDER BY asked.n;

-- In one pass over all subjects: to the byte what the times of each give; three steps before one that is excluded. The number of
-- steps is that of the steps, or of all numbers.
SELECT mode, one = two AS conditions, by_step = two AS steps, by_number = two AS numbers, population(one), reached(one, 1) AS first, reached(one, steps) AS last
FROM (SELECT mode, steps, funnel_summary(times, steps) AS two FROM (
		SELECT mode, asked.steps, funnel_times('9 s', mode, at, VARIADIC e.steps) AS times FROM asked, pg_temp.events(rows, conditions) AS e WHERE asked.n > 4 AND mode <> '' GROUP BY mode, asked.steps, asked.n) AS t
	GROUP BY mode, steps) AS two
	JOIN (SELECT mode, funnel_summary('9 s', mode, asked.n, at, VARIADIC e.steps) AS one, funnel_summary('9 s', mode, asked.n, at, step, asked.steps) AS by_step,
		funnel_summary('9 s', mode, asked.n, at, step, CASE WHEN mode ~ 'exclude' THEN conditions ELSE asked.steps END) AS by_number
		FROM asked, pg_temp.events(rows, conditions) AS e WHERE asked.n > 4 AND mode <> '' GROUP BY mode) AS one USING (mode)
ORDER BY mode COLLATE "C";

-- By hand: the times, with the words of a mode beside the items.
-- Windows: 1: step 2 at 1 would be too early for step 3, 2: step 3 at 6 for step 4; 3: no start later than 0 can. 4: its own
-- window goes before that of each step, 5: which step 2 keeps. 6: the last one is inside to the microsecond; 7: not one less.
-- Exclusions: 8: links from 1 on all at 5. 9: of two, each where it may be. 10, 11: where step 4 is not reached, up to the last
-- link. 12: an excluded row after the last link. 13: two ranges of one condition, 14: it is in the second one. 15: both of two
-- exclusions in one moment, links 2 and 3 in it. 16: with one step nothing is between.
-- Words: 17: a row of an excluded condition alone serves no step; 18: not without strict_order; 19: it serves step 1, too.
-- 20: at the time of link 1, though links have later times each; 21: step 2 in that moment, then it is between. 22: two rows of one
-- time for two links. 23: step 2 occurs again before step 3; 24: the start at 9 has its step 2 in time; 25: the first step 2
-- after 0 is too late, as are all later ones. 26: strict_once and strict_deduplication, 2 at 4 is the first row left, in time; 27: not in time.
-- 28: step 3 at 0 is taken after step 2 at 0, and is too early for step 4; but where the row {1,2} is step 1, step 2 is that at 5.
-- 29: with step 3 at 5, what is excluded there were between 2 and 4.
SELECT n, rows, within, mode, must_be, pg_temp.seconds(times) AS times, level, CASE WHEN numbered THEN pg_temp.seconds(by_number) END AS numbers, pg_temp.seconds(backwards) = must_be::int[] AS backwards
FROM (VALUES
	(1, '0:1 1:2 3:2 8:3 9:4', 4, interval '9 s', 'step 3 within 6 seconds, step 4 within 2 seconds', '{0,3,8,9}'),
	(2, '0:1 1:2 6:3 9:3 10:4', 4, '10 s', 'step 4 within 3 seconds', '{0,1,9,10}'),
	(3, '0:1 1:2 2:1 9:2 10:3', 3, '10 s', 'step 2 within 3 seconds,step 3 within 9 seconds', '{0,1,10}'),
	(4, '0:1 1:2 4:3', 3, '9 s', 'each step within 1 second, step 3 within 3 seconds', '{0,1,4}'),
	(5, '0:1 2:2 4:3', 3, '9 s', 'step 3 within 3 seconds, each step within 1 second', '{0}'),
	(6, '0:1 5:2 7:3', 3, '9 s', 'each step within 5 seconds', '{0,5,7}'),
	(7, '0:1 5:2 7:3', 3, '9 s', 'each step within 4.999999 seconds', '{0}'),
	(8, '5:1 5:2 5:4 7:3', 4, '9 s', 'exclude 4 between 1 and 3', '{5,5,7}'),
	(9, '0:1 1:4 2:2 3:5 4:3', 5, '9 s', 'exclude 4 between 2 and 3, exclude 5 between 1 and 2', '{0,2,4}'),
	(10, '0:1 1:2 2:5 3:3', 5, '9 s', 'exclude 5 between 2 and 4', '{0,1}'),
	(11, '0:1 1:2 2:5 3:3', 5, '9 s', 'exclude 5 between 3 and 4', '{0,1,3}'),
	(12, '0:1 1:2 2:4', 4, '9 s', 'exclude 4', '{0,1}'),
	(13, '0:1 1:2 2:5 3:3 4:4', 5, '9 s', 'exclude 5 between 1 and 2, exclude 5 between 3 and 4', '{0,1,3,4}'),
	(14, '0:1 1:2 2:3 3:5 4:4', 5, '9 s', 'exclude 5 between 1 and 2, exclude 5 between 3 and 4', '{0,1,2}'),
	(15, '0:1 1:2 1:3 1:5 1:6 2:4', 6, '9 s', 'exclude 5 between 2 and 4, exclude 6 between 3 and 4', '{0,1,1,2}'),
	(16, '0:1 1:2', 2, '9 s', 'exclude 2', '{0}'),
	(17, '0:1 1:4 2:2 3:3', 4, '9 s', 'exclude 4 between 2 and 3, strict_order', '{0}'),
	(18, '0:1 1:4 2:2 3:3', 4, '9 s', 'exclude 4 between 2 and 3', '{0,2,3}'),
	(19, '0:1 1:1,4 2:2 3:3', 4, '9 s', 'strict_order,exclude 4 between 2 and 3', '{1,2,3}'),
	(20, '1:1,2,3 2:2', 3, '9 s', 'exclude 3,strict_increase', '{1,2}'),
	(21, '0:1 1:2,4 2:3', 4, '9 s', 'exclude 4,strict_increase', '{0,1}'),
	(22, '0:1,3 0:1,2 5:2', 3, '9 s', 'strict_once,exclude 3', '{0,0}'),
	(23, '0:1 1:2 9:2 12:3', 3, '1 h', 'strict_deduplication, step 3 within 5 seconds', '{0,1}'),
	(24, '0:1 8:2 9:1 10:2', 2, '1 h', 'strict_deduplication, step 2 within 5 seconds', '{9,10}'),
	(25, '0:1 8:2 9:2 10:3', 3, '1 h', 'strict_deduplication, step 2 within 5 seconds', '{0}'),
	(26, '0:1,2 0:1 4:2 6:3', 3, '9 s', 'strict_once,strict_deduplication, step 2 within 4 seconds', '{0,4,6}'),
	(27, '0:1,2 0:1 4:2 6:3', 3, '9 s', 'strict_once,strict_deduplication, step 2 within 3 seconds', '{0,0}'),
	(28, '0:1 0:1,2 0:3 5:2 5:3 5:4', 4, '9 s', 'strict_once,strict_deduplication, step 4 within 3 seconds', '{0,5,5,5}'),
	(29, '0:1 1:2 5:3 5:5 6:2 7:3 8:4', 5, '9 s', 'exclude 5 between 2 and 4', '{0,6,7,8}')) AS v (n, rows, conditions, within, mode, must_be),
	LATERAL (SELECT funnel_times(within, mode, at, VARIADIC steps) AS times, window_funnel(within, mode, at, VARIADIC steps) AS level, bool_and(e.numbered) AS numbered,
		funnel_times(within, mode, at, step) AS by_number, funnel_times(within, mode, at, VARIADIC steps ORDER BY e.n DESC) AS backwards FROM pg_temp.events(rows, conditions) AS e) AS s
ORDER BY n;

-- The calendar. A day is as long as it is by the clock there, 23 hours here. At 2:30 there is no such time a day later, which is
-- 3:30 then, so that the step 2 half past one has more time than the later one; the end of February likewise.
SET timezone = 'Europe/Berlin';
SELECT mode, window_funnel('7 days', mode, at, step), funnel_times('7 days', mode, at, step), funnel_times('7 days', mode, at AT TIME ZONE 'Europe/Berlin', step) AS without_zone
FROM (VALUES (timestamptz '2026-03-28 12:00+01', 1), ('2026-03-29 12:30+02', 2)) AS v (at, step), unnest(ARRAY['step 2 within 1 day', 'step 2 within 24 hours', 'each step within 1 day 1 hour']) AS mode
GROUP BY mode ORDER BY mode COLLATE "C";
SELECT mode, window_funnel('7 days', mode, at, step), funnel_times('7 days', mode, at, step), funnel_count('7 days', mode, at, step, 3)
FROM (VALUES (timestamptz '2026-03-28 00:00+00', 1), ('2026-03-28 01:30+00', 2), ('2026-03-28 02:10+00', 2), ('2026-03-29 01:20+00', 3)) AS v (at, step), unnest(ARRAY['step 3 within 1 day', 'step 3 within 1 day,strict_increase', 'step 3 within 1 day,strict_order', 'step 3 within 23 hours']) AS mode
GROUP BY mode ORDER BY mode COLLATE "C";
SET timezone = 'UTC';
SELECT window_funnel('1 year', 'step 3 within 1 month', at, step), funnel_times('1 year', 'step 3 within 1 month', at, step), funnel_times('1 year', 'step 3 within 30 days', at, step)
FROM (VALUES (timestamp '2023-01-20', 1), ('2023-01-29 23:00', 2), ('2023-01-30 01:00', 2), ('2023-02-28 12:00', 3)) AS v (at, step);
-- A window that ends before it starts, in February, has no place for both steps in one moment.
SELECT mode, window_funnel('1 year', mode || ',step 2 within 1 month -29 days', at, true, true) AS february, window_funnel('1 year', mode || ',step 2 within 1 month -29 days', at + interval '1 month', true, true) AS march
FROM (VALUES (timestamp '2023-02-10')) AS v (at), unnest(ARRAY['strict_order', 'strict_deduplication', 'each step within 1 day']) AS mode GROUP BY mode ORDER BY mode COLLATE "C";
SELECT funnel_times('1 s', 'each step within 1 second', at, step) AS infinite, funnel_times('1 day', 'step 2 within 1 second', at::date, step) AS dates
FROM (VALUES (timestamp 'infinity', 1), ('infinity', 2), ('-infinity', 1)) AS v (at, step);

-- Passes. 1, 2: none is complete. 3: one row is a pass. 4: rows that are the end of one cannot start another. 5: but for
-- strict_once it may be. 6: in any order, 7: within the window. 8, 9: the one that ends first, whichever starts first. 10: between passes
-- nothing is excluded. 11: a step that comes again ends a chain, not those after it. 12: of one step. 13: an excluded row is no row of the pass in between.
SELECT n, rows, within, mode, must_be, funnel_count(within, mode, at, VARIADIC steps), CASE WHEN bool_and(numbered) THEN funnel_count(within, mode, at, step, conditions) END AS numbers,
	CASE mode WHEN '' THEN funnel_count(within, at::timestamptz, VARIADIC steps) END AS no_mode, CASE WHEN mode = '' AND bool_and(numbered) THEN funnel_count('2 days', at::date, step, conditions) END AS of_a_day
FROM (VALUES
	(1, '0:-', 2, interval '9 s', '', 0),
	(2, '0:1 10:2', 2, '9 s', '', 0),
	(3, '0:1,2 1:1,2', 2, '9 s', '', 2),
	(4, '0:1 1:1,2 2:1,2 3:2', 2, '9 s', 'strict_increase', 2),
	(5, '0:1,2 1:1,2 2:1,2', 2, '9 s', 'strict_once', 1),
	(6, '0:2 1:1 2:1 3:2 4:1', 2, '9 s', 'any_order', 2),
	(7, '0:2 2:1 3:2 5:1', 2, '1 s', 'any_order', 1),
	(8, '0:1 1:1 5:2 6:2', 2, '9 s', '', 1),
	(9, '0:1 4:1 5:2 6:1 9:2', 2, '9 s', '', 2),
	(10, '0:1 1:2 2:3 3:1 4:2', 3, '9 s', 'exclude 3', 2),
	(11, '0:1 1:2 2:2 3:3 4:1 5:2 6:3', 3, '9 s', 'strict_deduplication', 1),
	(12, '0:1 0:1 1:1', 1, '9 s', '', 2),
	(13, '0:1 1:3 2:2 3:1 4:2 5:1 6:2', 3, '9 s', 'exclude 3, strict_order', 2)) AS v (n, rows, conditions, within, mode, must_be), LATERAL pg_temp.events(rows, conditions) AS e (row, at, steps, step, numbered)
GROUP BY n, rows, within, mode, must_be ORDER BY n;
SELECT funnel_count('1 day', at, a, b) AS nobody, funnel_count('1 day', '', at, step, 2) AS nobody_by_step FROM (VALUES (timestamp '2024-01-01', true, true, 1)) AS v (at, a, b, step) WHERE false;
SELECT funnel_count('1 day', at, a, b) AS no_time, funnel_count('1 day', at, step, 2) AS no_time_by_step FROM (VALUES (NULL::timestamp, true, true, 1)) AS v (at, a, b, step);
SELECT pg_typeof(funnel_count('1 day', date '2024-01-01', true)), funnel_count('1 day', at, true) AS passes, funnel_count('1 day', at, step, 64) AS of_64 FROM (SELECT timestamp '2024-01-01' + i * interval '1 s', i % 64 + 1 FROM generate_series(0, 639) AS i) AS v (at, step);

-- However a mode is written, it is one question, of the same bytes; blanks are free, a window may stand in quotes, which part it from
-- others and hold its commas. What others say already is left out.
CREATE AGGREGATE pg_temp.question(within interval, mode text, at timestamp, VARIADIC steps boolean[]) (SFUNC = window_funnel_accum, STYPE = kpi_state);
SELECT same, count(DISTINCT state) AS questions, length(min(state)) / 2 - 1 AS bytes
FROM (SELECT same, mode, pg_temp.question('1 day', mode, timestamp '2024-01-01', false, false, false, false, false)::text AS state
	FROM (VALUES ('nothing', ''), ('nothing', ' '), ('nothing', E'\t\n'),
		('a word', 'strict_once'), ('a word', E'strict_once\n, strict_once'),
		('excluded', 'exclude 5, exclude 4'), ('excluded', ' exclude  4 ,exclude 5 between 1 and 3'), ('excluded', E'exclude 5,\n\texclude 5 between 2 and 3, exclude 4 between 1 and 2, exclude 4, exclude 4'),
		('two ranges', 'exclude 5 between 2 and 4, exclude 5 between 1 and 3'), ('two ranges', 'exclude 5 between 1 and 3, exclude 5 between 1 and 2, exclude 5 between 2 and 4, exclude 5 between 2 and 3'),
		('windows', 'each step within 1 hour, step 3 within 1 day 2 hours'), ('windows', 'step 3 within ''1 day, 2 hours'',step 5 within 60 minutes,each step within ''1 hour'''),
		('windows', 'step 3 within 1 day 2 hours, each step within 1 hour, step 3 within ''1 day, 2 hours''')) AS v (same, mode)
	GROUP BY same, mode) AS s
GROUP BY same ORDER BY same COLLATE "C";

-- Errors.
CREATE FUNCTION pg_temp.errors(VARIADIC calls text[]) RETURNS TABLE (call text, state text, message text, detail text, hint text) LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	FOREACH call IN ARRAY calls LOOP
		BEGIN
			EXECUTE 'SELECT (' || call || ')::text FROM (VALUES (1, timestamp ''2024-01-01'', true, false, false, 1), (2, ''2024-01-02'', false, true, false, 2), (3, ''2024-01-03'', false, false, true, 3)) AS v (n, at, a, b, c, step)' INTO result;
			state := NULL; message := 'no error: ' || coalesce(result, 'NULL'); detail := NULL; hint := NULL;
		EXCEPTION WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
		END;
		RETURN NEXT;
	END LOOP;
END $$;
\pset format unaligned
\pset fieldsep '  '
\pset tuples_only on
SELECT * FROM pg_temp.errors(
	-- what is no item
	$$window_funnel('7 d', 'exclude', at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude x', at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude 300', at, a, b, c)$$,
	$$window_funnel('7 d', 'EXCLUDE 3', at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude 3 4', at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude 3 between 1', at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude 3 between 1 and 2 and 3', at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude 3 between 0 and 2', at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude 3,', at, a, b, c)$$,
	$$window_funnel('7 d', 'without 3', at, a, b, c)$$,
	$$window_funnel('7 d', 'step 2', at, a, b, c)$$,
	$$window_funnel('7 d', 'step 2 within', at, a, b, c)$$,
	$$window_funnel('7 d', 'step 2 within ''5 s', at, a, b, c)$$,
	$$window_funnel('7 d', 'step 0 within 1 day', at, a, b, c)$$,
	$$window_funnel('7 d', 'step2 within 1 day', at, a, b, c)$$,
	$$window_funnel('7 d', 'each within 5 minutes', at, a, b, c)$$,
	$$window_funnel('7 d', 'every step within 5 minutes', at, a, b, c)$$,
	$$window_funnel('7 d', 'within 5 minutes', at, a, b, c)$$,
	-- windows
	$$window_funnel('7 d', 'step 2 within 5 minuts', at, a, b, c)$$,
	$$window_funnel('7 d', 'step 2 within 99999999999 days', at, a, b, c)$$,
	$$window_funnel('7 d', 'step 2 within 0 s', at, a, b, c)$$,
	$$window_funnel('7 d', 'each step within -1 day', at, a, b, c)$$,
	$$window_funnel('7 d', 'step 1 within 1 day', at, a, b, c)$$,
	$$window_funnel('7 d', 'step 4 within 1 day', at, a, b, c)$$,
	$$window_funnel('7 d', 'step 65 within 1 day', at, step)$$,
	$$window_funnel('7 d', 'exclude 3, step 3 within 1 day', at, step)$$,
	$$funnel_count('7 d', 'step 4 within 1 day', at, step, 3)$$,
	$$funnel_summary('7 d', 'step 4 within 1 day', n, at, step, 3)$$,
	$$window_funnel('7 d', 'step 2 within 1 day, step 2 within 24 hours', at, a, b)$$,
	$$window_funnel('7 d', 'each step within 1 day,step 2 within 1 hour, each step within 24 hours', at, a, b)$$,
	-- exclusions
	$$window_funnel('7 d', 'exclude 1', at, a, b)$$,
	$$window_funnel('7 d', 'exclude 0', at, step)$$,
	$$window_funnel('7 d', 'exclude 65', at, step)$$,
	$$window_funnel('7 d', 'exclude 2, exclude 4', at, step)$$,
	$$window_funnel('7 d', 'exclude 2', at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude 4', at, a, b, c)$$,
	$$funnel_summary('7 d', 'exclude 4', n, at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude 3 between 2 and 1', at, a, b, c)$$,
	$$window_funnel('7 d', 'exclude 3 between 1 and 3', at, step)$$,
	$$window_funnel('7 d', 'exclude 2 between 1 and 1', at, a, b)$$,
	$$window_funnel('7 d', 'exclude 2', at, step)$$,
	$$funnel_summary('7 d', 'exclude 4', n, at, step, 5)$$,
	$$funnel_summary('7 d', 'exclude 4, exclude 5', n, at, step, 4)$$,
	$$funnel_summary('7 d', 'exclude 2', n, at, step, 1)$$,
	$$window_funnel('7 d', 'exclude 3, any_order', at, a, b, c)$$,
	$$window_funnel('7 d', 'any_order,step 2 within 1 day', at, a, b, c)$$,
	$$window_funnel('7 d', (SELECT string_agg('exclude 63 between ' || i || ' and ' || j, ',') FROM generate_series(1, 16) AS i, generate_series(17, 32) AS j), at, step)$$,
	-- that change
	$$window_funnel('7 d', CASE n WHEN 1 THEN 'exclude 3' ELSE '' END, at, a, b, c)$$,
	$$window_funnel('7 d', CASE n WHEN 1 THEN 'step 2 within 1 day' ELSE 'step 2 within 2 days' END, at, a, b, c)$$,
	$$funnel_summary('7 d', CASE n WHEN 1 THEN 'exclude 4' ELSE 'exclude 4 between 1 and 2' END, 1, at, step, 3)$$,
	$$funnel_summary('7 d', CASE n WHEN 1 THEN 'exclude 4' ELSE 'exclude 4 between 1 and 3' END, 1, at, step, n % 2 + 3)$$,
	-- passes
	$$funnel_count('7 d', CASE n WHEN 1 THEN 'exclude 3' ELSE '' END, at, step, 3)$$,
	$$funnel_count('7 d', at, step, n + 2)$$,
	$$funnel_count('7 d', at, step, NULL)$$,
	$$funnel_count('7 d', at, step, 65)$$,
	$$funnel_count('7 d', at, step, 2)$$,
	$$funnel_count('7 d', at, -step, 3)$$,
	$$funnel_count('7 d', 'exclude 3', at, step, 4)$$,
	$$funnel_count(n * interval '7 d', at, step, 3)$$,
	$$funnel_count(NULL, at, step, 3)$$,
	$$funnel_count('7 d', 'strict', at, a, b)$$,
	$$funnel_count('7 d', at, VARIADIC CASE n WHEN 1 THEN ARRAY[a] ELSE ARRAY[a, b] END)$$,
	-- the mode where the subject should stand, and subjects that are called nearly so
	$$funnel_summary('7 d', 'exclude 3', at, step, 3)$$,
	$$funnel_summary('7 d', 'step 2 within 5 minutes,strict_once', at, a, b)$$,
	$$funnel_summary('7 d', 'each step within ''1 day''', at, a, b)$$,
	$$funnel_summary('7 d', '', 'each step within 1 day', at, a, b)$$,
	$$funnel_summary('7 d', 'step 2 of the stairs', at, a, b)$$);
\pset format aligned
\pset tuples_only off
-- States of other questions do not merge.
CREATE AGGREGATE pg_temp.merged(kpi_state) (SFUNC = kpi_state_combine, STYPE = kpi_state);
CREATE AGGREGATE pg_temp.passes(within interval, mode text, at timestamp, VARIADIC steps boolean[]) (SFUNC = funnel_count_accum, STYPE = kpi_state);
CREATE AGGREGATE pg_temp.passes(within interval, mode text, at timestamp, step bigint, steps bigint) (SFUNC = funnel_count_accum, STYPE = kpi_state);
SELECT pg_temp.merged(state) FROM (SELECT pg_temp.question('1 day', mode, timestamp '2024-01-01', true, true, true) AS state FROM unnest(ARRAY['exclude 3', 'exclude 3,step 2 within 1 day']) AS mode GROUP BY mode) AS s;
SELECT pg_temp.merged(state) FROM (SELECT pg_temp.passes('1 day', 'exclude 3', timestamp '2024-01-01', true, true, true) AS state UNION ALL SELECT pg_temp.passes('1 day', 'exclude 4', timestamp '2024-01-01', true, true, true, true)) AS s;
SELECT pg_temp.merged(state) FROM (SELECT pg_temp.passes('1 day', '', timestamp '2024-01-01', 1, steps) AS state FROM generate_series(3, 4) AS steps GROUP BY steps) AS s;
SELECT funnel_count_final(pg_temp.merged(state)) FROM (SELECT pg_temp.passes('1 day', mode, timestamp '2024-01-01' + i * interval '1 s', i % 3 + 1, 2) AS state FROM generate_series(0, 5) AS i, unnest(ARRAY['exclude 3,step 2 within 1 day', 'step 2 within ''1 day'', exclude 3 between 1 and 2']) WITH ORDINALITY AS m (mode, nth) WHERE i % 2 = nth - 1 GROUP BY mode, i) AS s;
