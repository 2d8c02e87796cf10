--
-- Funnels: modes that stand together where rows are of one time; modes that are misspelled, or stand where the subject should.
--
SET datestyle = 'ISO, YMD';
SET timezone = 'UTC';

-- Rows written as '0:1 1:2,3 2:-': seconds after midnight, and which of 4 steps are true. Times as such seconds.
CREATE FUNCTION pg_temp.events(rows text, OUT n int, OUT at timestamp, OUT steps boolean[]) RETURNS SETOF record LANGUAGE sql AS $$
	SELECT n::int, timestamp '2024-01-01' + split_part(row, ':', 1)::int * interval '1 s', ARRAY(SELECT i = ANY (served) FROM generate_series(1, 4) AS i)
	FROM string_to_table(rows, ' ') WITH ORDINALITY AS u (row, n), LATERAL (SELECT string_to_array(replace(split_part(row, ':', 2), '-', ''), ',')::int[] AS served) AS s;
$$;
CREATE FUNCTION pg_temp.seconds(times timestamp[]) RETURNS int[] LANGUAGE sql AS $$
	SELECT CASE WHEN times IS NOT NULL THEN ARRAY(SELECT extract(epoch FROM t - timestamp '2024-01-01')::int FROM unnest(times) WITH ORDINALITY AS u (t, n) ORDER BY n) END $$;

-- Every combination of the strict modes, over two rows at 0 of which one can be step 1 or 2. By hand: where links may be of
-- one time they are 0, 0 and 6; strict_increase takes step 2 at 4. strict_deduplication alone takes step 2 at 0, and at 4
-- it comes again; with strict_once the row that can be step 2 may be step 1, and then the first other one is that at 4.
SELECT mode, must_be, pg_temp.seconds(times) AS times, level, backwards = times AS backwards, f::text = (SELECT funnel_summary(t, 4)::text FROM (VALUES (times)) AS v (t)) AS one_pass
FROM (VALUES ('', '{0,0,6}'), ('strict_increase', '{0,4,6}'), ('strict_once', '{0,0,6}'), ('strict_order', '{0,0,6}'), ('strict_deduplication', '{0,0}'),
	('strict_increase,strict_once', '{0,4,6}'), ('strict_increase,strict_order', '{0,4,6}'), ('strict_increase,strict_deduplication', '{0,4,6}'),
	('strict_once,strict_order', '{0,0,6}'), ('strict_once,strict_deduplication', '{0,4,6}'), ('strict_order,strict_deduplication', '{0,0}'),
	('strict_increase,strict_once,strict_order', '{0,4,6}'), ('strict_increase,strict_once,strict_deduplication', '{0,4,6}'),
	('strict_increase,strict_order,strict_deduplication', '{0,4,6}'), ('strict_once,strict_order,strict_deduplication', '{0,4,6}'),
	('strict_increase,strict_once,strict_order,strict_deduplication', '{0,4,6}'), ('any_order', '{0,0,6}')) AS m (mode, must_be),
	LATERAL (SELECT funnel_times('9 s', mode, at, VARIADIC steps) AS times, window_funnel('9 s', mode, at, VARIADIC steps) AS level, funnel_times('9 s', mode, at, VARIADIC steps ORDER BY n DESC) AS backwards,
		funnel_summary('9 s', mode, 1, at, VARIADIC steps) AS f FROM pg_temp.events('0:1,2 0:1 4:2 6:3')) AS s
ORDER BY mode COLLATE "C";

-- strict_once and strict_deduplication. 1: by {1,2} as step 2, which has the earlier links. 2: {2,3} as step 2, then 3 at 2,
-- and 4; 3: within 1 s as step 3. 4: of three rows at 0 one is left for step 2, whichever step 1 is. 5: both rows at 0 are
-- taken, so step 3 is free to come at 3; 6: a row {3} more at 0 is step 3 first, and 3 comes again. 7: one that gets to step 2
-- at 0 and one that stays at 1 both go on; 2 comes again at 4, before 3, for the first one only. 8: in the moment at 1, after
-- step 1 at 0. 9: a row that serves nothing is between 0 and 4. 10: one ahead of its turn is not between if
-- it is of the time of a link.
SELECT n, rows, within, mode, must_be, pg_temp.seconds(times) AS times, level, f::text = (SELECT funnel_summary(t, 4)::text FROM (VALUES (times)) AS v (t)) AS one_pass
FROM (VALUES
	(1, '0:1,2 0:1 4:2 4:3', interval '9 s', 'strict_once,strict_deduplication', '{0,0,4}'),
	(2, '0:1 0:1,2 0:2,3 2:3 3:4', '9 s', 'strict_once,strict_deduplication', '{0,0,2,3}'),
	(3, '0:1 0:1,2 0:2,3 2:3 3:4', '1 s', 'strict_once,strict_deduplication', '{0,0,0}'),
	(4, '0:1 0:1,2 0:1,2 1:2 2:3', '9 s', 'strict_once,strict_deduplication', '{0,0}'),
	(5, '0:1,3 0:2,3 3:3 4:4', '9 s', 'strict_once,strict_deduplication', '{0,0,3,4}'),
	(6, '0:1,3 0:2,3 0:3 3:3 4:4', '9 s', 'strict_once,strict_deduplication', '{0,0,0}'),
	(7, '0:1,2 0:1 4:2 5:3 6:4', '9 s', 'strict_once,strict_deduplication', '{0,4,5,6}'),
	(8, '0:1 1:2,3 1:2 3:3 4:4', '9 s', 'strict_once,strict_deduplication', '{0,1,3,4}'),
	(9, '0:1,2 0:1 2:- 4:2 6:3', '9 s', 'strict_once,strict_deduplication,strict_order', '{0,0}'),
	(10, '0:1,2,4 0:1 4:2 6:3', '9 s', 'strict_once,strict_deduplication,strict_order', '{0,4,6}')) AS v (n, rows, within, mode, must_be),
	LATERAL (SELECT funnel_times(within, mode, at, VARIADIC steps) AS times, window_funnel(within, mode, at, VARIADIC steps) AS level, funnel_summary(within, mode, 1, at, VARIADIC steps) AS f FROM pg_temp.events(rows)) AS s
ORDER BY n;

-- Where the later start ends earlier: a month from 30 January 12:00 until 29 February 12:00, from 31 January 6:00 until 29
-- February 6:00. 1: from either start {2,3} can be step 2, which leaves none for step 3, and from the first one 4 is reached.
-- 2: {1,3} is used up by a start on that day only; the chain of the first one has 3 there, and 3 comes again.
SELECT n, level, times FROM (VALUES (1, '{t,t,f,f}'::boolean[], '{f,t,t,f}'::boolean[]), (2, '{t,f,t,f}', '{f,t,t,f}')) AS v (n, one, other),
	LATERAL (SELECT window_funnel('1 month', 'strict_once,strict_deduplication', at, VARIADIC steps) AS level, funnel_times('1 month', 'strict_once,strict_deduplication', at, VARIADIC steps) AS times
		FROM (VALUES (timestamp '2024-01-30 12:00', '{t,f,f,f}'), ('2024-01-31 06:00', one), ('2024-01-31 06:00', other), ('2024-02-29 10:00', '{f,f,t,f}'), ('2024-02-29 11:00', '{f,f,f,t}')) AS e (at, steps)) AS s
ORDER BY n;

-- 4096 rows of one time and 64 steps, most rows two of them: each step has a row to itself.
SELECT mode, window_funnel('1 day', mode, timestamp '2024-01-01', VARIADIC ARRAY(SELECT s IN (i % 64, (i + i / 64) % 64) FROM generate_series(0, 63) AS s)) AS level
FROM generate_series(0, 4095) AS i, unnest('{"strict_once","strict_once,strict_deduplication"}'::text[]) AS mode GROUP BY mode ORDER BY mode COLLATE "C";

-- ---------- modes that are none ----------

-- The error lists the modes, and says which one it may be.
SELECT mode, r.code, r.message, regexp_replace(r.hint, 'Valid modes are .* separated by commas[.]', '...') AS hint
FROM unnest(ARRAY['strict', 'default', 'STRICT_ORDER', 'strict_order=true', 'Strict-Deduplication', 'deduplication', 'strictIncrease', 'increase', 'Strict once', '"any_order"', 'unordered', 'ordered', 'fixed', 'strict_once,STRICT_ORDER', 'strict_orders', 'x',
	'=', 'strict_order,', 'strict_order;strict_once', 'štrict_order', repeat('strict', 20), 'strict_order' || chr(9)]) WITH ORDINALITY AS u (mode, n),
	LATERAL regress.error_of(format('SELECT window_funnel(''1 day'', %L, now(), 1)', mode)) AS r ORDER BY n;
SELECT r.* FROM regress.error_of('SELECT funnel_summary(''1 day'', ''default'', 1, now(), true)') AS r;
-- Blanks are free.
SELECT window_funnel('1 day', 'strict_deduplication ', now(), 1) AS behind, window_funnel('1 day', ' strict_once , strict_order', now(), 1) AS between;

-- ---------- the subject was forgotten ----------

-- A text subject that is a mode, or several, is an error by conditions and by step number, at every type of time.
SELECT subject, type, by_conditions.code, by_step.code AS by_step, by_conditions.message, by_conditions.hint
FROM unnest(ARRAY['strict_order', 'any_order', ' strict_once,  strict_increase ', 'strict_deduplication']) WITH ORDINALITY AS u (subject, n), unnest(ARRAY['date', 'timestamp', 'timestamptz']) WITH ORDINALITY AS v (type, m),
	LATERAL regress.error_of(format('SELECT funnel_summary(''7 days'', %L, now()::%s, true, false)', subject, type)) AS by_conditions,
	LATERAL regress.error_of(format('SELECT funnel_summary(''7 days'', %L, now()::%s, 1, 2)', subject, type)) AS by_step ORDER BY n, m;
-- In any row that counts, of whatever length it is stored.
SELECT regress.sqlstate_of('SELECT funnel_summary(''7 days'', subject, at, true) FROM (VALUES (''a'', now()), (''strict_once'', NULL), (NULL, now()), (''strict_once'', now())) AS v (subject, at)') AS last,
	regress.sqlstate_of('SELECT funnel_summary(''7 days'', repeat(''strict_once,'', 20) || ''strict_once'', now(), true)') AS long;
-- Other subjects may look like modes, or be called so after a mode, if only an empty one.
SELECT population(funnel_summary('7 days', subject, now(), true)) AS alike, population(funnel_summary('7 days', '', subject || '_order', now(), true)) AS modes
FROM unnest(ARRAY['', ' ', '         ', 'any', 'strict', 'strict_', 'strict_orders', 'strict_order,', ',strict_order', 'STRICT_ORDER', 'any_order strict', 'default']) AS subject;
