--
-- Journeys: which values a subject met, its sessions, sequences of steps.
-- Every answer is worked out by hand from the definition in the comment above its query.
--
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';

-- ---------- first_touch, last_touch, touch_path ----------

-- By time, whatever the order of the rows: ads on the 1st, mail twice, ads, web on the 9th. A value that follows itself
-- stands once; one that comes back stands again. NULLs are skipped.
CREATE TEMP TABLE touch (value text, at timestamp);
INSERT INTO touch VALUES ('web', '2024-01-09'), ('mail', '2024-01-03'), ('ads', '2024-01-01'), ('mail', '2024-01-02'), ('ads', '2024-01-05'),
	(NULL, '2023-01-01'), (NULL, '2025-01-01'), ('fax', NULL);
SELECT first_touch(value, at), last_touch(value, at), touch_path(value, at) FROM touch;
SELECT first_touch(value, at::date), last_touch(value, at::date), touch_path(value, at::date) FROM touch;
SELECT first_touch(value, at::timestamptz), last_touch(value, at::timestamptz), touch_path(value, at::timestamptz) FROM touch;
SELECT first_touch(value, at ORDER BY at DESC), last_touch(value, at ORDER BY at DESC), touch_path(value, at ORDER BY at DESC) FROM touch;

-- Of one time the smallest by bytes is first, and is last: 'A' (41) is less than 'a' (61), which is less than 'aa' and
-- 'é' (c3 a9), whatever the collation. An empty text is a value.
SELECT first_touch(v, date '2024-01-01'), last_touch(v, date '2024-01-01'), touch_path(v, date '2024-01-01') FROM unnest('{é,aa,a,A,aa}'::text[]) AS v;
SELECT first_touch(v, date '2024-01-01') = '' AS "first", last_touch(v, date '2024-01-01') = '' AS "last", touch_path(v, date '2024-01-01') FROM unnest('{a,"",A}'::text[]) AS v;

-- Infinite times compare: -infinity is before, infinity after all others.
SELECT first_touch(v, at), last_touch(v, at), touch_path(v, at)
FROM (VALUES ('a', timestamp '2024-01-01'), ('b', 'infinity'), ('c', '-infinity')) AS v (v, at);
SELECT first_touch(v, at), last_touch(v, at), touch_path(v, at)
FROM (VALUES ('a', date '2024-01-01'), ('b', 'infinity'), ('c', '-infinity')) AS v (v, at);

-- No row, or none with both known: NULL.
SELECT first_touch(value, at), last_touch(value, at), touch_path(value, at) FROM touch WHERE value IS NULL OR at IS NULL;
SELECT first_touch(value, at) IS NULL AS "first", last_touch(value, at) IS NULL AS "last", touch_path(value, at) IS NULL AS path FROM touch WHERE false;

-- A date without a timestamp cannot be compared with others of the type.
SELECT * FROM regress.error_of($$SELECT first_touch('a', date '5000000-01-01')$$);

-- Groups, FILTER, a frame that moves, and a value of a megabyte.
SELECT at > '2024-01-02' AS late, touch_path(value, at), last_touch(value, at) FILTER (WHERE value <> 'web') FROM touch GROUP BY 1 ORDER BY 1;
SELECT at, touch_path(value, at) OVER w AS path, first_touch(value, at) OVER w AS "first" FROM touch
WINDOW w AS (ORDER BY at ROWS 1 PRECEDING) ORDER BY at;
SELECT length(first_touch(v, at)) AS "first", length(last_touch(v, at)) AS "last", cardinality(touch_path(v, at)) AS path
FROM (SELECT repeat('x', 1000000 + i), date '2024-01-01' + i FROM generate_series(1, 3) AS i) AS v (v, at);

-- What it looks like: version 1, kind 23 (17 in hexadecimal), 3 for a path; 2 touches, each a time in microseconds
-- since 2000, the length of the value and the value.
SELECT touch_path_accum(touch_path_accum(NULL, 'b', date '2000-01-01'), 'a', '2000-01-01');
-- A state of one KPI is none of another's; a touch that is no text, one too many, touches out of order, and a
-- time that is none, a microsecond before infinity, are refused.
SELECT * FROM regress.error_of($$SELECT last_touch_accum(first_touch_accum(NULL, 'b', date '2000-01-01'), 'a', date '2000-01-01')$$);
SELECT * FROM regress.error_of($$SELECT kpi_state_combine(first_touch_accum(NULL, 'b', date '2000-01-01'), last_touch_accum(NULL, 'b', date '2000-01-01'))$$);
SELECT state, code, detail
FROM unnest('{\\x0117000300000001000000000000000000000001,\\x0117000300000001000000000000000000000001c3,
	\\x01170001000000020000000000000000000000016100000000000000000000000162,\\x01170003000000020000000000000001000000016100000000000000000000000162,
	\\x01170004000000010000000000000000000000016100,\\x01170003000000017ffffffffffffffe0000000161,\\x01ff0000}'::text[]) AS state,
	regress.error_of(format('SELECT %L::kpi_state', state));

-- ---------- sessionize ----------

-- Gap 30 minutes. 1: 0:00, 0:30 (the gap itself stays), 1:00. 2: 1:30 and a microsecond. NULL is passed over, and rows
-- before the first known time, too. 2: 2:00. Then 3: 12:00, twice. Visitor 2 begins anew; 3 has no known time.
CREATE TEMP TABLE visit (visitor integer, at timestamp, n integer);
INSERT INTO visit VALUES (1, NULL, 1), (1, '2024-01-01 00:00', 2), (1, '2024-01-01 00:30', 3), (1, '2024-01-01 01:00', 4), (1, '2024-01-01 01:30:00.000001', 5), (1, NULL, 6),
	(1, '2024-01-01 02:00', 7), (1, '2024-01-01 12:00', 8), (1, '2024-01-01 12:00', 9), (2, '2024-01-01 12:00', 1), (3, NULL, 1), (3, NULL, 2);
SELECT visitor, at, sessionize(at, '30 minutes') OVER (PARTITION BY visitor ORDER BY n) FROM visit ORDER BY visitor, n;
-- Peers (all at once), frames of any form and exclusions change nothing; empty tables give nothing.
SELECT count(*) AS rows, count(*) FILTER (WHERE ARRAY[a, b, c, d, e] = ARRAY[e, e, e, e, e]) AS same
FROM (SELECT sessionize(at, '30 minutes') OVER (PARTITION BY visitor ORDER BY at NULLS FIRST) AS a,
		sessionize(at, '30 minutes') OVER (PARTITION BY visitor ORDER BY at ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) AS b,
		sessionize(at, '30 minutes') OVER (PARTITION BY visitor ORDER BY at RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE GROUP) AS c,
		sessionize(at, '30 minutes') OVER (PARTITION BY visitor ORDER BY at GROUPS 1 PRECEDING EXCLUDE TIES) AS d,
		(SELECT sessionize FROM (SELECT n, sessionize(at, '30 minutes') OVER (ORDER BY n) FROM visit AS w WHERE w.visitor = v.visitor) AS w WHERE w.n = v.n) AS e
	FROM visit AS v) AS s WHERE e IS NOT NULL;
SELECT sessionize(at, '30 minutes') OVER () FROM visit WHERE false;
SELECT sessionize(date '2024-01-01', '30 minutes') OVER ();

-- By the calendar: a month from 31 January is 29 February 2024; a month from the 29th, 29 March.
SELECT at, sessionize(at, '1 month') OVER (ORDER BY at) FROM unnest('{2024-01-31,2024-02-29,2024-03-29,2024-04-30}'::date[]) AS at;
-- A day of 23 hours in New York, 10 March 2024; of a date, 12 hours end before the next one.
SET timezone = 'America/New_York';
SELECT sessionize(at, '1 day') OVER (ORDER BY at) AS by_day, sessionize(at, '24 hours') OVER (ORDER BY at) AS by_hours, sessionize(at::timestamp, '1 day') OVER (ORDER BY at) AS local
FROM (VALUES (timestamptz '2024-03-09 12:00'), ('2024-03-10 12:00:00.000001'), ('2024-03-11 12:00')) AS v (at);
SET timezone = 'UTC';
SELECT sessionize(at, '12 hours') OVER (ORDER BY at) AS half, sessionize(at, '24 hours') OVER (ORDER BY at) AS whole FROM unnest('{2024-01-01,2024-01-02}'::date[]) AS at;
-- Infinite times compare: after -infinity nothing finite is near, and infinity is near no finite time; each is near itself.
SELECT at, sessionize(at, '1 year') OVER (ORDER BY at) FROM unnest('{-infinity,-infinity,2024-01-01,infinity,infinity}'::timestamp[]) AS at;
SELECT at, sessionize(at, '100000 years') OVER (ORDER BY at) FROM unnest('{4713-01-01 BC,294276-12-31 23:59:59.999999,infinity}'::timestamp[]) AS at;

-- Times that descend, with and without an ORDER BY; gaps that are none.
SELECT code, message, hint FROM regress.error_of('SELECT sessionize(at, ''1 hour'') OVER (ORDER BY at DESC) FROM visit WHERE at IS NOT NULL');
SELECT code, message, hint FROM regress.error_of('SELECT sessionize(at, ''1 hour'') OVER () FROM unnest(''{2024-01-02,NULL,2024-01-01}''::date[]) AS at');
SELECT gap, code, message, hint
FROM unnest('{0,-1 hour,1 month -30 days,1 month -31 days}'::text[]) AS gap, regress.error_of(format('SELECT sessionize(at, %L) OVER (ORDER BY at) FROM visit', gap));
SELECT code, message, hint FROM regress.error_of('SELECT sessionize(at, NULL) OVER (ORDER BY at) FROM visit');
SELECT code, message, hint FROM regress.error_of('SELECT sessionize(at, n * interval ''1 hour'') OVER (PARTITION BY visitor ORDER BY n) FROM visit');
-- The gap of another partition may be another one.
SELECT visitor, max(s) FROM (SELECT visitor, sessionize(at, visitor * interval '45 minutes') OVER (PARTITION BY visitor ORDER BY at) AS s FROM visit) AS v GROUP BY visitor ORDER BY visitor;

-- Against plain SQL, on times that crowd around the changes of the clocks and ends of months: no row may differ. With
-- a gap of a microsecond less or more, some do.
CREATE FUNCTION pg_temp.differences(type text, gap interval, other interval, OUT rows bigint, OUT differ bigint) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($q$
		WITH event AS (SELECT i, i %% 61 AS visitor, CASE WHEN regress.r(i, 'known') %% 9 > 0 THEN
					(timestamptz '2024-01-28' + regress.r(i, 'month') %% 12 * interval '1 month' + regress.r(i, 'hours') %% 400 * interval '30 minutes'
					+ regress.r(i, 'us') %% 2 * interval '1 us')::%1$s END AS at FROM generate_series(1, 4000) AS i),
			plain AS (SELECT *, count(*) FILTER (WHERE starts) OVER (PARTITION BY visitor ORDER BY at, i) AS session
				FROM (SELECT *, lag(at) OVER w IS NULL OR at > lag(at) OVER w + $1 AS starts FROM event WHERE at IS NOT NULL WINDOW w AS (PARTITION BY visitor ORDER BY at, i)) AS v)
		SELECT count(*), count(*) FILTER (WHERE plain.session IS DISTINCT FROM s.session)
		FROM (SELECT i, sessionize(at, $2) OVER (PARTITION BY visitor ORDER BY at, i) AS session FROM event) AS s LEFT JOIN plain USING (i)$q$, type)
	INTO rows, differ USING gap, other;
END $$;
SET timezone = 'America/New_York';
SELECT type, gap, rows, differ, (pg_temp.differences(type, gap, gap + CASE type WHEN 'date' THEN interval '1 day' ELSE '1 us' END)).differ > 0 AS differ_for_another_gap
FROM unnest('{date,timestamp,timestamptz}'::text[]) AS type, unnest('{30 minutes,1 hour,1 day,1 day 30 minutes}'::interval[]) AS gap, pg_temp.differences(type, gap, gap)
WHERE type <> 'date' OR gap >= '1 day';
SELECT type, gap, rows, differ FROM unnest('{date,timestamp,timestamptz}'::text[]) AS type, unnest('{30 minutes,1 month,1 month -28 days,1 month -1 day}'::interval[]) AS gap, pg_temp.differences(type, gap, gap);
SET timezone = 'UTC';

-- ---------- sequence_match, sequence_count, sequence_times ----------

-- Rows are written as "seconds:steps": 0:1 5:1 6:2 or, with two steps, 0:1,2. A row has at most 3 steps here.
CREATE FUNCTION pg_temp.row_of(word text, OUT at timestamptz, OUT steps boolean[], OUT step integer) LANGUAGE sql AS $$
	SELECT timestamptz '2024-01-01 00:00 UTC' + split_part(word, ':', 1)::numeric * interval '1 s',
		ARRAY(SELECT s::text = ANY (string_to_array(split_part(word, ':', 2), ',')) FROM generate_series(1, 3) AS s),
		CASE WHEN split_part(word, ':', 2) ~ '^\d+$' THEN split_part(word, ':', 2)::integer END
$$;
CREATE FUNCTION pg_temp.answer(rows text, pattern text, OUT match boolean, OUT count bigint, OUT times text, OUT same_by_step boolean) LANGUAGE sql AS $$
	SELECT m, c, t, CASE WHEN bool_or(rows ~ ',') THEN NULL ELSE ROW(sequence_match(pattern, at, step), sequence_count(pattern, at, step), sequence_times(pattern, at, step)) IS NOT DISTINCT FROM ROW(m, c, ts) END
	FROM (SELECT sequence_match(pattern, at, VARIADIC steps), sequence_count(pattern, at, VARIADIC steps), sequence_times(pattern, at, VARIADIC steps)
			FROM string_to_table(rows, ' ') AS word, pg_temp.row_of(word)) AS a (m, c, ts),
		LATERAL (SELECT '{' || coalesce(string_agg(trim_scale(extract(epoch FROM u - '2024-01-01 00:00 UTC'))::text, ',' ORDER BY n), '') || '}' FROM unnest(ts) WITH ORDINALITY AS u (u, n)) AS b (t),
		string_to_table(rows, ' ') AS word, pg_temp.row_of(word)
	GROUP BY m, c, t, ts
$$;

-- The table of the definition.
SELECT rows, pattern, a.match, a.count, a.times, a.same_by_step
FROM (VALUES
	('0:1 5:1 6:2', '(?1).*(?2)'), ('0:1 5:1 6:2', '(?1)(?t<=3)(?2)'), ('0:1 1:3 3:2', '(?1)(?2)'), ('0:1 1:3 3:2', '(?1).(?2)'), ('0:1 1:3 3:2', '(?1).(?t<=1)(?2)'),
	('0:1 5:2', '(?1).*(?t>0)(?2)'), ('5:2 5:1', '(?1)(?2)'), ('5:2 5:1', '(?2)(?1)'), ('0:1,2', '(?1).*(?2)'), ('0:1 1:2 2:1 3:2 4:3', '(?1).*(?2).*(?3)'),
	('0:1 1:1 2:2 3:2', '(?1)(?t<=2)(?2)'), ('0:1 1:3 2:1 3:2', '(?1)(?!3)(?2)'), ('0:1 30:2 4000:2', '(?1)(?t>=60)(?t<=3600)(?2)')) AS v (rows, pattern),
	pg_temp.answer(rows, pattern) AS a;

-- Order of rows of one time: {1} {1,3} {2}, whatever the order of arrival; {1,3} is between.
SELECT rows, pattern, a.match, a.count, a.times, a.same_by_step
FROM (VALUES ('0:2 0:1,3 0:1', '(?1)(?3)(?2)'), ('0:2 0:1,3 0:1', '(?1)(?2)'), ('0:1 0:2 0:1,3', '(?1)(?1)(?2)'), ('0:2,3 0:1,2,3 0:1,2 0:3', '(?1)(?1)(?2)(?3)'), ('0:2,3 0:1,2,3 0:1,2 0:3', '(?1)(?3).(?3)'),
	-- Rows without a true step are invisible; a step that the pattern does not name is not.
	('0:1 1: 2:2', '(?1)(?2)'), ('0:1 1:3 2:2', '(?1)(?2)'),
	-- A row is one link at most; a match ends first, then starts first: 0, then the second link 1. Rows of a match are not used again.
	('0:1 1:1', '(?1)(?1)'), ('0:1', '(?1).*(?1)'), ('0:1 1:1 2:1 3:1 4:1', '(?1)(?1)'), ('0:1 1:2 2:2 3:3', '(?1).*(?2).*(?3)'), ('0:1 1:1 2:2', '(?1).*(?2)'),
	-- .* at either end takes nothing; blanks between parts are ignored, so that . .* is any row and then any number of rows.
	('0:1 1:2 2:1', '.*(?2).*'), ('0:1 1:3 2:2', ' (?1) .* (?2) '), ('0:1 1:3 2:2', '(?1) . (?2)'), ('0:1 1:3 2:2', '(?1) . .* (?2)'), ('0:1 1:2', '(?1) . .* (?2)'), ('0:1 1:3 2:2', '...'), ('0:1 1:3 2:2', '....'),
	-- (?!N): between, not at the ends.
	('0:1 1:2 2:2', '(?1)(?!2)(?2)'), ('0:1 1:1,3 2:2', '(?1)(?!3)(?2)'), ('0:1 1:3 2:2', '(?1).*(?!3)(?2)'), ('0:1,3 1:2,3', '(?1)(?!3)(?2)'), ('0:1 1:3 2:2', '(?1)(?!3)(?!1)(?2)'),
	-- Time, exact to the microsecond, from the link before; whole, decimal, an interval, one in quotes; several hold at once.
	('0:1 1.5:2', '(?1)(?t==1.5)(?2)'), ('0:1 1.5:2', '(?1)(?t<1.5)(?2)'), ('0:1 1.500001:2', '(?1)(?t<=1.5)(?2)'), ('0:1 1.500001:2', '(?1)(?t>1.5)(?2)'), ('0:1 86400:2', '(?1)(?t>=1 day)(?t<=24:00)(?2)'),
	('0:1 90000:2', '(?1)(?t==''1 day 1 hour'')(?2)'), ('0:1 0:2', '(?1)(?t==0)(?2)'), ('0:1 0:2', '(?1)(?t>0)(?2)'), ('0:1 5:3 6:2', '(?1)(?t>=5).(?t<=1)(?2)'), ('0:1 5:2', '(?1)(?t<=1)(?2)'),
	('0:1 1:2 9:3', '(?1).*(?2)(?t>=9)(?3)'), ('0:1 1:2 9:3', '(?1).*(?2)(?t>=8)(?3)')) AS v (rows, pattern),
	pg_temp.answer(rows, pattern) AS a;

-- NULL steps are false, NULL times and rows without a step add nothing; but no row of known time: NULL.
SELECT sequence_match('(?1).*(?2)', at, a, b), sequence_count('(?1).*(?2)', at, a, b), sequence_times('(?1).*(?2)', at, a, b)
FROM (VALUES (date '2024-01-01', true, NULL::boolean), (NULL, NULL, true), ('2024-01-02', NULL, NULL), ('2024-01-03', false, true)) AS v (at, a, b);
SELECT sequence_match('(?1)', at, step), sequence_count('(?1)', at, step), sequence_times('(?1)', at, step) FROM (VALUES (date '2024-01-01', NULL::integer), ('2024-01-01', 0)) AS v (at, step);
SELECT sequence_match('(?1)', at, 1), sequence_count('(?1)', at, 1), sequence_times('(?1)', at, 1) FROM (VALUES (NULL::timestamp)) AS v (at);
SELECT sequence_match('(?1)', at, true), sequence_count('(?1)', at, true), sequence_times('(?1)', at, true) FROM (VALUES (NULL::timestamp)) AS v (at) WHERE false;
-- Infinite times compare: no finite interval leads from or to them.
SELECT sequence_times(pattern, at, step) FROM (VALUES (timestamp '-infinity', 1), ('-infinity', 2), ('2024-01-01', 3), ('infinity', 1), ('infinity', 2)) AS v (at, step),
	unnest('{(?1)(?t<=1)(?2),(?1).*(?3),(?2)(?t>=100000 years)(?3),(?3)(?t>=100000 years)(?1),(?3)(?t<=200000 years)(?1),(?1)(?t<1)(?2),(?1)(?t>1)(?2)}'::text[]) WITH ORDINALITY AS p (pattern, n) GROUP BY n ORDER BY n;
-- A date is its midnight; a day in New York has 23 hours on 10 March 2024.
SELECT sequence_times('(?1)(?t<=12:00)(?2)', at, step) AS half, sequence_times('(?1)(?t==24:00)(?2)', at, step) AS whole FROM (VALUES (date '2024-01-01', 1), ('2024-01-02', 2)) AS v (at, step);
SET timezone = 'America/New_York';
SELECT sequence_match('(?1)(?t<=1 day)(?2)', at, step) AS day, sequence_match('(?1)(?t<=86400)(?2)', at, step) AS hours, sequence_match('(?1)(?t==23:00)(?2)', at, step) AS short
FROM (VALUES (timestamptz '2024-03-09 12:00', 1), ('2024-03-10 12:00', 2)) AS v (at, step);
SELECT sequence_match('(?1)(?t<=1 day)(?2)', at, step) AS day, sequence_match('(?1)(?t<=86400)(?2)', at, step) AS hours, sequence_match('(?1)(?t==1 day)(?2)', at::timestamp, step) AS local
FROM (VALUES (timestamptz '2024-03-09 12:00', 1), ('2024-03-10 12:30', 2)) AS v (at, step);
SET timezone = 'UTC';
-- A month after 30 January 23:50 is 28 February 23:50, one after 31 January 00:25 is earlier: 28 February 00:25.
SELECT sequence_times('(?1)(?t>=1 month)(?t<=1 month 10 minutes)(?2).*(?3)', at, step)
FROM (VALUES (timestamp '2025-01-30 23:50', 1), ('2025-01-31 00:25', 1), ('2025-02-28 00:30', 2), ('2025-02-28 23:55', 2), ('2025-03-02', 3)) AS v (at, step);
-- Of two rows whose months have begun the first one's lasts longer: to 28 February 23:00, the other one's to 00:30.
SELECT sequence_times('(?1)(?t<=1 month)(?2)', at, step) FROM (VALUES (timestamp '2025-01-30 23:00', 1), ('2025-01-31 00:30', 1), ('2025-02-28 12:00', 2)) AS v (at, step);
-- All four months end on 28 February: that of 08:00 is the second to begin, and the only one that counts at 08:05.
SELECT sequence_times('(?1)(?t>=1 month)(?t<=1 month 10 minutes)(?2)', at, step)
FROM (VALUES (timestamp '2025-01-28 20:00', 1), ('2025-01-29 04:00', 1), ('2025-01-29 08:00', 1), ('2025-01-29 12:00', 1), ('2025-02-28 08:05', 2)) AS v (at, step);
-- Sets of links are words of 64: 130 rows in a row, as 130 links, and as one more than there are.
SELECT links, sequence_match(repeat('(?1)', links), at, 1), cardinality(sequence_times(repeat('(?1)', links), at, 1)) AS times
FROM unnest('{130,131}'::integer[]) AS links, (SELECT date '2024-01-01' + i FROM generate_series(1, 130) AS i) AS v (at) GROUP BY links ORDER BY links;

-- Faults of a pattern, with their place.
SELECT pattern, code, message, detail, hint
FROM unnest(ARRAY['', ' ', '.*', '.* .*', '(?0)', '(?3)', '(?1)(?65)', '(?99999999999)', '(?-1)', '(?)', '(?1', '(?1x)', '(?1 )', '( ?1)', '1', '(?1)x', 'é(?1)', '(?1). *(?2)', '(?1)**', '(?t<=3)(?1)', '(?1)(?t<=3)', '(?1).*(?!2)', '(?!2).*(?1)',
	'(?1)(?t<=3(?2)', '(?1)(?t<=3', '(?1)(?t=3)(?2)', '(?1)(?t!=3)(?2)', '(?1)(?t<=)(?2)', '(?1)(?t<=soon)(?2)', '(?1)(?t<=''1 day)(?2)', '(?1)(?t<=-1)(?2)', '(?1)(?t<=1 month -1 day)(?2)', '(?1)(?t<=1 day -1 s)(?2)',
	'(?1)(?t<=999999999999 days)(?2)', '(?1)(?!)(?2)', '(?1)(?!3)(?2)', '(?1)(?!0)(?2)', E'(?1)\t.*\n(?2)']) WITH ORDINALITY AS p (pattern, n),
	regress.error_of(format('SELECT sequence_match(%L, date ''2024-01-01'', true, false)', pattern)) ORDER BY n;
SELECT code, message, hint FROM regress.error_of('SELECT sequence_count(''(?65)'', date ''2024-01-01'', 1)');
SELECT n, code, message FROM unnest(ARRAY[1000, 1001]) AS n, regress.error_of(format('SELECT sequence_times(repeat(''.'', %s), date ''2024-01-01'', 1)', n));
SELECT code, message FROM regress.error_of('SELECT sequence_match(repeat(''(?1).*'', 500) || ''(?1)'', date ''2024-01-01'', 1)');
SELECT call, code, message, hint
FROM unnest(ARRAY['sequence_match(NULL, at, n)', 'sequence_match(CASE n WHEN 1 THEN ''(?1)'' END, at, n)', 'sequence_match(CASE n WHEN 1 THEN ''(?1)'' ELSE ''(?2)'' END, at, n)', 'sequence_match(''(?1)'', at, -n)', 'sequence_match(''(?1)'', at, n + 63)',
	'sequence_match(''(?1)'', at, VARIADIC array_fill(true, ARRAY[n]))', 'sequence_match(''(?1)'', at, VARIADIC ''{}''::boolean[])', 'sequence_match(''(?1)'', at, VARIADIC NULL::boolean[])',
	'sequence_match(''(?1)'', at, VARIADIC ''{{t}}''::boolean[])', 'sequence_match(''(?1)'', at, VARIADIC array_fill(true, ARRAY[65]))']) AS call,
	regress.error_of(format('SELECT %s FROM (VALUES (date ''2024-01-01'', 1), (NULL, 2)) AS v (at, n)', call));

-- Patterns at which a matcher that tries one choice after the other would not end; 1,000 parts; a hundred thousand rows.
SET statement_timeout = '60s';
SELECT sequence_match(repeat('(?1).*(?2).*', 249) || '(?3)', at, step) AS never, sequence_count(repeat('(?1).*(?2).*', 249) || '(?1)', at, step) AS count,
	cardinality(sequence_times(repeat('(?1)(?t<=1 hour)(?2)(?!3)', 249) || '(?1)', at, step)) AS links
FROM (SELECT timestamptz '2024-01-01' + i * interval '1 s', i % 2 + 1 FROM generate_series(1, 100000) AS i) AS v (at, step);
RESET statement_timeout;

-- What it looks like: version 1, kind 24 (18), times of dates (1), 2 conditions, 3 parts in 7 words: link 1, <= (1) with
-- no months, 1 day, no time; link 2. Then a known time and one event.
SELECT sequence_accum(NULL, '(?1)(?t<=1 day)(?2)', date '2000-01-02', '{t,f}'::boolean[]) AS state;
-- One that loads back: between the rows of step 1 there is no step 2, and then there is.
SELECT state::text::kpi_state::text = state::text AS same, sequence_count_final(state::text::kpi_state), sequence_count_final(sequence_accum(state, pattern, at + 1, '{f,t}'::boolean[]))
FROM (SELECT '(?1)(?!2)(?1)', date '2000-01-01') AS v (pattern, at), LATERAL (SELECT sequence_accum(sequence_accum(NULL, pattern, at, '{t,f}'::boolean[]), pattern, at + 2, '{t,f}'::boolean[])) AS s (state);
-- Parts that no pattern has: no link at the start or end, steps and relations out of range, a negative interval, a word too few.
SELECT code, detail, count(*) FROM (VALUES ('010200000001000000020001000000'), ('010200000002000001010000000200010000000000'), ('0102000000010000030100000000'), ('01020000000100000301'), ('0102000000020000010100000603'),
		('010200000007000001010000010300000000ffffffff000000000000000000000201'), ('01020000000300000101000001030000000000'), ('04020000000100000101'), ('01410000000100000101'), ('0102000000030000010100000503'), ('010200000003000001010000030400000201')) AS v (question),
	regress.error_of(format('SELECT %L::kpi_state', '\x01180000' || question || '0000000000')) GROUP BY 1, 2 ORDER BY 1, 2;

-- ---------- session_summary ----------

-- Visitors 1 and 2 of the table visit have 1 and 3 sessions above, 8 events; 3 has no known time. Lengths: 1:00:00 for
-- 0:00 to 1:00, 0:29:59.999999 for 1:30:00.000001 to 2:00, 0 for twice 12:00 (two events are no bounce), 0 for visitor
-- 2, the only bounce. Together 1:29:59.999999, by 4 0:22:29.99999975, rounded 0:22:30. The median of 0, 0, 30 and 60
-- minutes is 15 minutes within 1 %. A NULL visitor is left out.
INSERT INTO visit VALUES (NULL, '2024-01-01', 1);
SELECT s.*, session_length, session_length_percentile(0.5, v) BETWEEN '14:50'::interval / 60 AND '15:10'::interval / 60 AS median, session_length_percentile(1, v)
FROM (SELECT session_summary('30 minutes', visitor, at) AS v FROM visit) AS v, session_columns(v) AS s, session_length(v);
SELECT population(v), sessions(v), events(v), bounce_rate(v) FROM (SELECT session_summary('30 minutes', visitor, at) AS v FROM visit) AS v;
SELECT session_summary('1 day', visitor, at) IS NULL AS nobody FROM visit WHERE visitor = 3;
SELECT session_summary('1 day', visitor, at) IS NULL AS "empty", rollup(NULL::session_summary) IS NULL AS rollup, sum(NULL::session_summary) IS NULL AS sum FROM visit WHERE false;

-- Its text form, which loads back to the same bytes, and its size.
SELECT v, v::text::session_summary = v AS same, octet_length(session_summary_send(v)) AS bytes, v::jsonb -> 'events' AS events
FROM (SELECT session_summary('30 minutes', visitor, at) AS v FROM visit) AS v;
SELECT code, message, detail
FROM (SELECT session_summary('30 minutes', visitor, at)::text AS good FROM visit) AS v,
	LATERAL (VALUES (''), ('{}'), (replace(good, '"version": 1', '"version": 2')), (replace(good, '"days": 0', '"days": 3000000000')), (replace(good, '1800000000', '-1')), (replace(good, '"population": 2', '"population": 5')),
		(replace(good, '"population": 2', '"population": 0')), (replace(good, '"bounces": 1', '"bounces": 4')), (replace(good, '"events": 8', '"events": 6')), (replace(good, '"sessions": 4', '"sessions": 5')),
		(replace(good, '"min": 0', '"min": -5')), (replace(good, '5399999999', '15399999999')), (replace(good, '5399999999', '1'))) AS t (text),
	regress.error_of(format('SELECT %L::session_summary', text));

-- Sessions of 60, 6 and 6 seconds: none was a bounce, which is 0 long.
SELECT text = good AS good, code, detail
FROM (SELECT session_summary('1 min', k, timestamp '2024-01-01' + s * interval '1 s')::text AS good FROM (VALUES (1, 0), (1, 60), (2, 0), (2, 6), (3, 0), (3, 6)) AS v (k, s)) AS v,
	LATERAL (VALUES (good), (replace(good, '"bounces": 0', '"bounces": 1'))) AS t (text), regress.error_of(format('SELECT %L::session_summary', text));

-- The same as sessionize and plain SQL count, for times of each type, keys of each type, in one process and by parallel
-- workers, in memory and out of it; by parts rolled up, summed, added; whatever the order of the rows.
CREATE TABLE session_click AS SELECT i AS id, regress.r(i, 'who') % 1500 AS visitor, CASE WHEN regress.r(i, 'known') % 50 > 0 THEN
		timestamptz '2024-03-01' + regress.r(i, 'day') % 20 * interval '1 day' + regress.r(i, 'second') % 20000 * interval '4 s' END AS at
	FROM generate_series(1, 30000) AS i;
ALTER TABLE session_click SET (parallel_workers = 2);
ANALYZE session_click;
CREATE FUNCTION pg_temp.sessions(key text, type text, gap text, OUT plain text, OUT answer text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($q$
		SELECT ROW(count(DISTINCT visitor), count(*), sum(events), round(avg(us)), count(*) FILTER (WHERE events = 1), max(us))::text
		FROM (SELECT visitor, count(*) AS events, extract(epoch FROM max(at)::timestamptz - min(at)::timestamptz) * 1000000 AS us
			FROM (SELECT visitor, at, sessionize(at, %3$L) OVER (PARTITION BY visitor ORDER BY at) AS session FROM (SELECT visitor, at::%2$s FROM session_click) AS c WHERE at IS NOT NULL) AS numbered
			GROUP BY visitor, session) AS session$q$, key, type, gap) INTO plain;
	EXECUTE format($q$
		SELECT ROW(population(s), sessions(s), events(s), round(extract(epoch FROM session_length(s)) * 1000000), round(bounce_rate(s) * sessions(s)), extract(epoch FROM session_length_percentile(1, s)) * 1000000)::text
		FROM (SELECT session_summary(%3$L, %1$s, at::%2$s) AS s FROM session_click) AS v$q$, key, type, gap) INTO answer;
	answer := replace(answer, '.000000', '');
	plain := replace(plain, '.000000', '');
END $$;
SELECT key, type, gap, answer, plain = answer AS same
FROM unnest('{visitor,visitor::text,regress.uuid(visitor)}'::text[]) AS key, unnest('{timestamp,date}'::text[]) AS type, unnest('{30 minutes,1 day}'::text[]) AS gap, pg_temp.sessions(key, type, gap)
ORDER BY key COLLATE "C", type, gap;
SET timezone = 'America/New_York';
SELECT gap, plain = answer AS same FROM unnest('{30 minutes,1 day}'::text[]) AS gap, pg_temp.sessions('visitor', 'timestamptz', gap);
CREATE TABLE session_counted AS SELECT session_summary('1 day', visitor, at) AS s FROM session_click;
SELECT s = (SELECT session_summary('1 day', visitor, at ORDER BY id DESC) FROM session_click) AS "order" FROM session_counted;
SELECT s = rollup(part) AS rollup, s = sum(part) AS sum, s = (array_agg(part))[2] + ((array_agg(part))[3] + (array_agg(part))[1]) AS plus
FROM session_counted, (SELECT visitor % 3 AS n, session_summary('1 day', visitor, at) AS part FROM session_click GROUP BY 1) AS p GROUP BY s;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT regress.planned('SELECT session_summary(''1 day'', visitor, at) FROM session_click', 'Finalize', 'Gather', 'Partial') AS parallel;
SELECT s = (SELECT session_summary('1 day', visitor, at) FROM session_click) AS parallel FROM session_counted;
SET work_mem = '64kB';
SET hash_mem_multiplier = 1;
SELECT s = (SELECT session_summary('1 day', visitor, at) FROM session_click) AS parallel_and_out_of_memory FROM session_counted;
RESET max_parallel_workers_per_gather;
SELECT s = (SELECT session_summary('1 day', visitor, at) FROM session_click) AS out_of_memory FROM session_counted;
RESET work_mem;
RESET hash_mem_multiplier;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
SET timezone = 'UTC';
-- Groups, FILTER, a window.
SELECT visitor, sessions(session_summary('30 minutes', visitor, at)), sessions(session_summary('30 minutes', visitor, at) FILTER (WHERE n > 4)) AS late FROM visit GROUP BY visitor ORDER BY visitor;
SELECT n, events(session_summary('30 minutes', visitor, at) OVER (ORDER BY n ROWS 1 PRECEDING)) FROM visit WHERE visitor = 1 ORDER BY n;

-- Gaps that are none, that change, that differ between what is merged; infinite times have no length; fractions out of range.
SELECT call, code, message, hint
FROM unnest(ARRAY['session_summary(NULL, visitor, at)', 'session_summary(''0'', visitor, at)', 'session_summary(''-1 day'', visitor, at)', 'session_summary(n * interval ''1 day'', visitor, at)', 'session_summary(CASE n WHEN 1 THEN interval ''1 day'' END, visitor, at)',
	'session_summary(''1 day'', visitor, timestamp ''infinity'')', 'session_summary(''1 day'', 1, date ''-infinity'')', 'session_length_percentile(1.5, session_summary(''1 day'', visitor, at))',
	'session_summary(''1 day'', visitor, at) + session_summary(''24:00'', visitor, at)']) AS call, regress.error_of(format('SELECT %s FROM visit', call));
SELECT code, message, hint FROM regress.error_of('SELECT sum(s) FROM (SELECT session_summary(n * interval ''1 day'', visitor, at) AS s FROM visit GROUP BY n) AS v');
-- Each partition with a gap of its own, counted apart.
CREATE TABLE visit_of (visitor integer, at timestamp, gap interval) PARTITION BY LIST (visitor);
CREATE TABLE visit_of_1 PARTITION OF visit_of FOR VALUES IN (1);
CREATE TABLE visit_of_2 PARTITION OF visit_of FOR VALUES IN (2);
INSERT INTO visit_of SELECT i, '2024-01-01', i * interval '1 day' FROM generate_series(1, 2) AS i;
SET enable_partitionwise_aggregate = on;
SELECT regress.planned('SELECT session_summary(gap, visitor, at) FROM visit_of', 'Append', 'Partial', 'Partial') AS planned;
SELECT code, message, hint FROM regress.error_of('SELECT session_summary(gap, visitor, at) FROM visit_of');
UPDATE visit_of SET gap = '1 day';
SELECT sessions(session_summary(gap, visitor, at)) FROM visit_of;
RESET enable_partitionwise_aggregate;
DROP TABLE visit_of;
DROP TABLE touch, session_click, session_counted;
