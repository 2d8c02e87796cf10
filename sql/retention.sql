--
-- Retention. Every answer is worked out by hand in the comment above its query.
--

-- ---------- retention(steps) ----------

-- Element 1: step 1 occurred; element i: steps 1 and i both did, in whatever order. Subject 1 has steps 1 and 3, in other
-- rows; subject 2 never has step 1; subject 3 has all in one row; of subject 4 step 1 alone is known.
SELECT k, retention(s1, s2, s3)
FROM (VALUES (1, false, false, true), (1, true, false, false), (2, false, true, true), (2, NULL, true, false),
	(3, true, true, true), (4, NULL, NULL, NULL), (4, true, NULL, NULL)) AS v (k, s1, s2, s3)
GROUP BY k ORDER BY k;

-- One step; no rows; as an array.
SELECT retention(b) FROM (VALUES (false), (true)) AS v (b);
SELECT retention(b) FROM (VALUES (false)) AS v (b);
SELECT retention(b, b) FROM (SELECT true WHERE false) AS v (b);
SELECT retention(VARIADIC s) FROM (VALUES ('{t,f}'::boolean[]), ('[0:1]={f,t}'), ('{NULL,f}')) AS v (s);

-- 64 steps: the odd ones; and one too many, none, other numbers, no array, a table of them.
SELECT retention(VARIADIC s) = array_agg(i % 2 = 1 ORDER BY i) AS odd, cardinality(retention(VARIADIC s))
FROM (SELECT array_agg(i % 2 = 1 ORDER BY i) AS s FROM generate_series(1, 64) AS i) AS a, generate_series(1, 64) AS i;
SELECT (regress.error_of(format('SELECT retention(VARIADIC %s)', s))).*
FROM (VALUES (1, 'array_fill(true, ARRAY[65])'), (2, '''{}''::boolean[]'), (3, 'NULL::boolean[]'),
	(4, '''{{t,f},{t,t}}''::boolean[]'), (5, 's) FROM (VALUES (ARRAY[true]), (ARRAY[true, true])) AS v (s')) AS v (n, s)
ORDER BY n;

-- Two states of different numbers of steps do not merge.
CREATE AGGREGATE retention_state(VARIADIC boolean[]) (SFUNC = retention_accum, STYPE = kpi_state);
SELECT kpi_state_combine(retention_state(true), retention_state(true, false)) FROM generate_series(1, 2);
-- Whatever the split, the state is the same.
SELECT kpi_state_combine(a, b)::text = whole::text AS same, whole
FROM (SELECT retention_state(s1, s2) FILTER (WHERE i <= n) AS a, retention_state(s1, s2) FILTER (WHERE i > n) AS b,
		retention_state(s1, s2) AS whole
	FROM (VALUES (1, true, false), (2, false, true), (3, false, NULL)) AS v (i, s1, s2), generate_series(0, 3) AS n GROUP BY n) AS s;

-- ---------- retention_rate(retained) ----------

-- By position: 2 of 3 known; 1 of 2; none known; 0 of 1. Of another array nothing is known, and NULL is left out.
SELECT retention_rate(r) FROM (VALUES ('{t,t,NULL,f}'::boolean[]), ('{t,f,NULL,NULL}'), ('{f,NULL,NULL,NULL}'), (NULL),
	('{NULL,NULL,NULL,NULL}')) AS v (r);

-- No arrays, none but NULL; empty ones; positions count from 1.
SELECT retention_rate(r) FROM (SELECT '{t}'::boolean[] WHERE false) AS v (r);
SELECT retention_rate(r) FROM (VALUES (NULL::boolean[])) AS v (r);
SELECT retention_rate(r) FROM (VALUES ('{}'::boolean[]), ('{}')) AS v (r);
SELECT retention_rate(r) FROM (VALUES ('[0:1]={t,f}'::boolean[]), ('{t,f}')) AS v (r);
SELECT cardinality(r), r[1], r[100000] FROM (SELECT retention_rate(array_fill(i > 1, ARRAY[100000])) FROM generate_series(1, 4) AS i) AS v (r);

-- Over frames of two rows; the arrays that are in one may have another length than those in another.
SELECT i, retention_rate(r) OVER (ORDER BY i ROWS 1 PRECEDING)
FROM (VALUES (1, '{t,t}'::boolean[]), (2, '{f,NULL}'), (3, '{t,f}'), (4, NULL), (5, '{t,t,f}'), (6, '{f,t,f}'), (7, NULL), (8, NULL)) AS v (i, r);

-- Arrays of other lengths, of two dimensions.
SELECT (regress.error_of(format('SELECT retention_rate(r::boolean[]) FROM (VALUES (%L), (%L)) AS v (r)', a, b))).*
FROM (VALUES (1, '{t,f}', '{t}'), (2, '{}', '{t}'), (3, '{t}', '{}'), (4, '{t}', '{{t}}')) AS v (n, a, b) ORDER BY n;
CREATE AGGREGATE retention_rate_state(boolean[]) (SFUNC = retention_rate_accum, STYPE = kpi_state);
SELECT kpi_state_combine(retention_rate_state(ARRAY[true]), retention_rate_state(ARRAY[true, false]));
SELECT kpi_state_combine(a, b) AS state, kpi_state_combine(a, b)::text = kpi_state_combine(b, a)::text AS same
FROM (SELECT retention_rate_state(NULL) AS a, retention_rate_state(ARRAY[true, false]) AS b) AS s;

-- Bytes that no arrays give: more true than known, more known than arrays, positions of no array. The first are of one array.
SELECT v.*, regress.sqlstate_of(format('SELECT %L::kpi_state', '\x011c0000' || encode(int8send(arrays) || int4send(1) || int8send(known) || int8send(converted), 'hex'))) AS code
FROM (VALUES (1, 1, 1), (2, 1, 2), (1, 2, 1), (0, 0, 0)) AS v (arrays, known, converted);

-- From the steps of each subject to the rates of all.
SELECT retention_rate(r)
FROM (SELECT retention(step = 1, step = 2, step = 3) AS r
	FROM (VALUES (1, 1), (1, 2), (2, 1), (2, 3), (3, 2), (4, 1)) AS v (k, step) GROUP BY k) AS subject;

-- ---------- retention(cohort_at, active_at, period, periods, as_of) ----------

-- The table of checks: period 7 days, 4 periods, so edges on 8, 15, 22 and 29 January.
SELECT n, retention(cohort_at, active_at, '7 days', 4, as_of)
FROM (VALUES (1, date '2025-01-01', '{2025-01-01,2025-01-09,2025-01-23}'::date[], date '2025-01-24'),
	(2, '2025-01-01', '{2025-01-01,2025-01-09,2025-01-23}', '2025-01-29'), (3, '2025-01-01', '{2025-01-08}', '2025-01-24'),
	(4, '2025-01-01', '{NULL}', '2025-01-24')) AS v (n, cohort_at, activity, as_of), unnest(activity) AS active_at
GROUP BY n ORDER BY n;
-- 31 January + 1, 2, 3 months: 28 February, 31 March, 30 April.
SELECT retention(date '2025-01-31', date '2025-03-30', '1 month', 3, date '2025-04-30');
-- In New York 9 March 2025 has 23 hours: a day after 8 March 12:00 are 23 hours, and 12:30 of the 9th is in the second.
SET timezone = 'America/New_York';
SELECT period, retention(timestamptz '2025-03-08 12:00', '2025-03-09 12:30', period, 3, '2025-03-12')
FROM unnest('{1 day,24 hours}'::interval[]) WITH ORDINALITY AS u (period, n) GROUP BY n, period ORDER BY n;
-- No clocks change for timestamp.
SELECT retention(timestamp '2025-03-08 12:00', '2025-03-09 12:30', '1 day', 3, '2025-03-12');
RESET timezone;
-- The cohort starts after as_of: nothing has ended.
SELECT retention(date '2025-01-05', date '2025-01-05', '1 day', 3, date '2025-01-01');

-- as_of is included, activity at the end of a period is not: 2 January is in period 2.
SELECT as_of, retention(date '2025-01-01', date '2025-01-02', '1 day', 2, as_of)
FROM (VALUES (date '2025-01-01'), ('2025-01-02'), ('2025-01-03'), ('infinity'), ('-infinity')) AS v (as_of) GROUP BY as_of ORDER BY as_of;
-- Activity in a period that has not ended, before the cohort, and at no time: none counts.
SELECT retention(timestamp '2025-01-01 00:00', a, '01:00', 4, '2025-01-01 02:30')
FROM (VALUES (timestamp '2025-01-01 02:20'), ('2025-01-01 03:00'), ('2024-12-31 23:59'), ('infinity'), ('-infinity')) AS v (a);
-- Rows without a cohort are left out; none has one, or no rows: NULL.
SELECT retention(c, a, '1 day', 1, '2025-02-01') FROM (VALUES (NULL::date, date '2025-01-01'), ('2025-01-01', NULL)) AS v (c, a);
SELECT retention(c, a, '1 day', 1, '2025-02-01') FROM (VALUES (NULL::date, date '2025-01-01')) AS v (c, a);
SELECT retention(c, a, '1 day', 1, '2025-02-01') FROM (SELECT date '2025-01-01', date '2025-01-01' WHERE false) AS v (c, a);
-- Past the end of the calendar, which comes after 294276: no such edge has ended. 10,000 periods of a year, from the year 290000.
SELECT retention(timestamp '294276-12-01', '294276-12-31', '1 month', 3, 'infinity');
SELECT retention(timestamptz '294276-12-30 UTC', '294276-12-30 12:00 UTC', '1 day', 3, 'infinity');
SELECT count(known) AS ended, count(*) FILTER (WHERE known) AS active, count(*)
FROM unnest((SELECT retention(timestamp '290000-01-01', '290002-06-01', '1 year', 10000, 'infinity'))) AS known;
-- The largest periods there are.
SELECT retention(timestamp '2025-01-01', '2025-06-01', p, 10000, 'infinity') = array_fill(NULL::boolean, ARRAY[10000])
FROM (VALUES (interval '178000000 years'), ('2147483647 days'), ('2562047788 hours')) AS v (p) GROUP BY p;
-- From the first years of the calendar a period of almost 2^63 microseconds still ends in it: two of 146,000 years each, or one of twice that.
SELECT c, p, n, retention(c, c, p, n, 'infinity'), c + n * p AS ended
FROM (VALUES (timestamp '4713-01-01 BC', interval '1281023893 hours', 2), ('1000-01-01', '2562047788 hours', 1)) AS v (c, p, n) GROUP BY c, p, n ORDER BY c;
-- Dates beyond timestamp, of activity and of as_of: all has ended.
SELECT retention(date '2025-01-01', '5874897-12-31', '1 day', 2, date '5874897-12-31');

-- An untyped literal or parameter is of the type of the others; where all are untyped, it could be any.
SELECT retention('2025-01-01', d, '1 day', 2, '2025-01-03') FROM (VALUES (date '2025-01-02')) AS v (d);
SELECT retention('t', true), retention('t', 'f');
PREPARE untyped AS SELECT retention($1, active_at, $2, $3, $4) FROM (VALUES (timestamp '2025-01-01 12:00')) AS v (active_at);
EXECUTE untyped ('2025-01-01', '1 day', 2, '2025-01-05');
DEALLOCATE untyped;

-- What must be known and in range; what must not change within a group.
SELECT (regress.error_of(format('SELECT retention(%s)', arguments))).*
FROM (VALUES (1, 'date ''2025-01-01'', NULL, NULL, 3, ''2025-02-01'''),
	(2, 'date ''2025-01-01'', NULL, ''1 day'', NULL, ''2025-02-01'''),
	(3, 'date ''2025-01-01'', NULL, ''1 day'', 3, NULL'),
	(4, 'date ''2025-01-01'', NULL, ''0'', 3, ''2025-02-01'''),
	(5, 'date ''2025-01-01'', NULL, ''-1 day'', 3, ''2025-02-01'''),
	(6, 'date ''2025-01-01'', NULL, ''1 month -1 day'', 3, ''2025-02-01'''),
	(7, 'date ''2025-01-01'', NULL, ''1 day -00:00:01'', 3, ''2025-02-01'''),
	(8, 'date ''2025-01-01'', NULL, ''1 day'', 0, ''2025-02-01'''),
	(9, 'date ''2025-01-01'', NULL, ''1 day'', 10001, ''2025-02-01'''),
	(10, 'date ''infinity'', NULL, ''1 day'', 3, ''2025-02-01'''),
	(11, 'timestamp ''-infinity'', NULL, ''1 day'', 3, ''2025-02-01'''),
	(12, 'date ''294277-01-01'', NULL, ''1 day'', 3, ''2025-02-01'''),
	(13, 'NULL::date, NULL, ''1 day'', 0, ''2025-02-01''')) AS v (n, arguments) ORDER BY n;
SELECT (regress.error_of(format('SELECT retention(%s) FROM generate_series(1, 2) AS i', arguments))).*
FROM (VALUES (1, 'date ''2025-01-01'' + i, NULL, ''1 day'', 3, ''2025-02-01'''),
	(2, 'date ''2025-01-01'', NULL, i * interval ''1 day'', 3, ''2025-02-01'''),
	(3, 'date ''2025-01-01'', NULL, CASE i WHEN 1 THEN ''1 day'' ELSE ''24:00'' END::interval, 3, ''2025-02-01'''),
	(4, 'date ''2025-01-01'', NULL, ''1 day'', i, ''2025-02-01'''),
	(5, 'date ''2025-01-01'', NULL, ''1 day'', 3, date ''2025-02-01'' + i'),
	(6, 'date ''2025-01-01'', NULL, ''1 day'', 3, CASE i WHEN 1 THEN date ''2025-02-01'' END'),
	(7, 'NULLIF(date ''2025-01-01'', date ''2025-01-01''), NULL, ''1 day'', i, ''2025-02-01''')) AS v (n, arguments) ORDER BY n;
CREATE AGGREGATE retention_periods_state(date, date, interval, integer, date) (SFUNC = retention_accum, STYPE = kpi_state);
CREATE AGGREGATE retention_periods_state(timestamp, timestamp, interval, integer, timestamp) (SFUNC = retention_accum, STYPE = kpi_state);
SELECT kpi_state_combine(retention_periods_state(date '2025-01-01', NULL, '1 day', 2, '2025-02-01'),
	retention_periods_state(timestamp '2025-01-01', NULL, '1 day', 2, '2025-02-01'));
SELECT kpi_state_combine(retention_periods_state(date '2025-01-01', NULL, '1 day', 2, '2025-02-01'),
	retention_periods_state(date '2025-01-02', NULL, '1 day', 2, '2025-02-01'));
-- Either may come without a cohort.
SELECT retention_periods_final(kpi_state_combine(retention_periods_state(c, NULL, '1 day', 2, '2025-02-01') FILTER (WHERE c IS NULL),
	retention_periods_state(c, c, '1 day', 2, '2025-02-01') FILTER (WHERE c IS NOT NULL))),
	retention_periods_final(kpi_state_combine(retention_periods_state(c, c, '1 day', 2, '2025-02-01') FILTER (WHERE c IS NOT NULL),
	retention_periods_state(c, NULL, '1 day', 2, '2025-02-01') FILTER (WHERE c IS NULL)))
FROM (VALUES (date '2025-01-01'), (NULL)) AS v (c);

-- Activity, of the first period, before the cohort is known.
SELECT regress.sqlstate_of(format('SELECT %L::kpi_state', overlay(state::text PLACING '1' FROM length(state::text)))) AS code, state
FROM (SELECT retention_periods_state(NULL::date, NULL, '1 day', 2, '2025-02-01') AS state) AS s;
-- Days that servers have counted in different time zones; hours are the same everywhere.
CREATE AGGREGATE retention_periods_state(timestamptz, timestamptz, interval, integer, timestamptz) (SFUNC = retention_accum, STYPE = kpi_state);
CREATE AGGREGATE retention_subjects_state(bigint, timestamptz, text, timestamptz) (SFUNC = retention_summary_accum, STYPE = kpi_state);
SELECT retention_periods_state('2025-03-29 12:00Z', '2025-03-30 11:30Z', '1 day', 2, '2025-04-05 12:00Z') AS periods,
	retention_periods_state('2025-03-29 12:00Z', '2025-03-30 11:30Z', '24 hours', 2, '2025-04-05 12:00Z') AS hours,
	retention_subjects_state(1, '2025-03-29 23:30Z', 'day', '2025-04-05 12:00Z') AS subjects \gset utc_
SET timezone = 'Europe/Berlin';
SELECT retention_periods_final(:'utc_hours');
SELECT (regress.error_of(format(call, :'utc_periods', :'utc_subjects'))).* FROM unnest(ARRAY['SELECT retention_periods_final(%L)', 'SELECT retention_summary_final(%2$L)',
	$$SELECT kpi_state_combine(%L, retention_periods_state('2025-03-29 12:00Z', NULL, '1 day', 2, '2025-04-05 12:00Z'))$$,
	$$SELECT kpi_state_combine(%2$L, retention_subjects_state(1, '2025-03-29 23:30Z', 'day', '2025-04-05 12:00Z'))$$]) AS call;
RESET timezone;
SELECT retention_periods_final(:'utc_periods'), retention_summary_final(:'utc_subjects');
-- A setting that changes between the rows of one query.
BEGIN;
SET LOCAL enable_sort = off;
DECLARE c CURSOR FOR SELECT retention_summary(i, timestamptz '2025-03-29 12:00Z', 'day', '2025-04-05 12:00Z') FROM generate_series(1, 2) AS i GROUP BY i;
MOVE c;
SET LOCAL timezone = 'Europe/Berlin';
MOVE c;
ROLLBACK;

-- ---------- retention_summary and retention_report ----------

-- The table of checks: weeks from Monday, as_of Wednesday 22 January 2025, in the week of the 20th. Subject 4 comes after
-- it, of subject 5 no time is known.
CREATE TABLE active (subject bigint, at date);
INSERT INTO active VALUES (1, '2025-01-06'), (1, '2025-01-14'), (1, '2025-01-21'), (2, '2025-01-07'), (2, '2025-01-08'),
	(3, '2025-01-13'), (3, '2025-01-20'), (4, '2025-01-23'), (5, NULL), (NULL, '2025-01-08');
SELECT * FROM retention_report((SELECT retention_summary(subject, at, 'week', '2025-01-22') FROM active));
SELECT retention_summary(subject, at, 'week', '2025-01-22') FROM active;
-- The long form with both times equal, keys of other types, timestamps: the same value.
SELECT (SELECT retention_summary(subject, at, at, 'week', '2025-01-22') FROM active) = s AS long,
	(SELECT retention_summary(subject::text, at, 'week', '2025-01-22') FROM active) = s AS text,
	(SELECT retention_summary(regress.uuid(subject), at, 'week', '2025-01-22') FROM active) = s AS uuid,
	(SELECT retention_summary(subject, at::timestamp, 'week', '2025-01-22') FROM active) = s AS timestamp,
	(SELECT retention_summary(subject, at::timestamptz, at::timestamptz, 'week', '2025-01-22') FROM active) = s AS timestamptz
FROM (SELECT retention_summary(subject, at, 'week', '2025-01-22') AS s FROM active) AS v;

-- The cohort is of the earliest cohort_at up to as_of, here of the 7th; activity in earlier units is dropped, earlier in the
-- cohort's own unit it counts, as the 6th does in the week of the 7th. A NULL time is only that time unknown: subject 2 was never active, 3 has no
-- cohort, and of subject 4 time and cohort come in two rows.
SELECT * FROM retention_report((SELECT retention_summary(k, c, a, 'day', '2025-01-09')
	FROM (VALUES (1, date '2025-01-08', date '2025-01-05'), (1, '2025-01-07', '2025-01-06'), (1, '2025-01-10', '2025-01-08'),
		(2, '2025-01-08', NULL), (3, NULL, '2025-01-08'), (3, '2025-01-10', '2025-01-08'), (4, '2025-01-08', NULL), (4, NULL, '2025-01-09')) AS v (k, c, a)));
SELECT * FROM retention_report((SELECT retention_summary(k, c, a, 'week', '2025-01-09')
	FROM (VALUES (1, date '2025-01-07', date '2025-01-06'), (1, '2025-01-07', '2025-01-05')) AS v (k, c, a)));

-- Each unit: of 31 January and 1 March 2024, a leap year, as known at the start of 2026.
SELECT unit, r.cohort, count(*) AS periods, array_agg(period ORDER BY period) FILTER (WHERE active > 0) AS active
FROM unnest('{day,week,month,quarter,year}'::text[]) WITH ORDINALITY AS u (unit, n),
	LATERAL retention_report((SELECT retention_summary(1, at, unit, timestamp '2026-01-01') FROM (VALUES (timestamp '2024-01-31 23:59:59.999999'),
		('2024-02-29'), ('2024-03-01'), ('2025-12-31 23:00')) AS v (at))) AS r
GROUP BY n, unit, cohort ORDER BY n;
-- Quarters and years before our era; the first week that there is; its month has no first day.
SELECT unit, (retention_summary(1, at, unit, at + 40)::jsonb) -> 'cohorts' -> 0 ->> 'cohort' AS cohort,
	retention_summary(1, at, unit, at + 40)::text::retention_summary = retention_summary(1, at, unit, at + 40) AS same
FROM (VALUES (1, 'quarter', date '0001-02-03 BC'), (2, 'year', '0005-12-31 BC'), (3, 'week', '4714-11-24 BC'), (4, 'month', '4714-12-01 BC'), (5, 'day', '5874897-11-01'),
	(6, 'quarter', '5874897-11-01')) AS v (n, unit, at) GROUP BY n, unit ORDER BY n;
SELECT retention_summary(1, date '4714-11-30 BC', 'month', '2025-01-01');

-- timestamptz goes by the session's zone: 04:30 UTC is 23:30 of the day before in New York. A date never passes through it.
SET timezone = 'America/New_York';
SELECT retention_summary(1, at, 'day', timestamptz '2025-03-10 12:00 UTC'), retention_summary(1, (at AT TIME ZONE 'UTC')::date, 'day', '2025-03-10')
FROM (VALUES (timestamptz '2025-03-09 04:30 UTC'), ('2025-03-10 03:30 UTC')) AS v (at);
-- The first moment of the calendar is still the day before it there, which is none.
SELECT unit, regress.sqlstate_of(format('SELECT retention_summary(1, timestamptz ''4714-11-24 00:00 BC UTC'', %L, ''2025-01-01'')', unit)) AS code,
	regress.sqlstate_of(format('SELECT date_trunc(%L, timestamptz ''4714-11-24 00:00 BC UTC'')', unit)) AS plain
FROM unnest('{day,week,month,quarter,year}'::text[]) WITH ORDINALITY AS u (unit, n) ORDER BY n;
RESET timezone;

-- A subject whose activity spans more than 64 units, in any order, with the cohort in the oldest.
SELECT r.* FROM retention_report((SELECT retention_summary(k, at, 'day', '2025-06-30')
	FROM (SELECT k, date '2025-06-30' - age FROM (VALUES (1, 0), (1, 63), (1, 64), (1, 127), (1, 128), (2, 128), (2, 70)) AS v (k, age) ORDER BY age % 5) AS w (k, at))) AS r
WHERE active > 0 ORDER BY cohort, period;

-- NULL, no subjects, no rows.
SELECT * FROM retention_report(NULL);
SELECT * FROM retention_report((SELECT retention_summary(subject, at, 'week', '2025-01-05') FROM active));
SELECT * FROM retention_report((SELECT retention_summary(subject, at, 'week', '2025-01-05') FROM active WHERE false));

-- Disjoint populations add up; the earlier as_of holds: as of the 15th the week of the 20th is not told, but subjects 1 and 3,
-- active in it, were so on or after the week of the 13th.
SELECT rollup(s) = sum(s) AS same, rollup(s) = (SELECT retention_summary(subject, at, 'week', '2025-01-22') FROM active) AS whole
FROM (SELECT retention_summary(subject, at, 'week', '2025-01-22') AS s FROM active GROUP BY subject) AS part;
SELECT r.* FROM (SELECT retention_summary(subject, at, 'week', '2025-01-22') AS s FROM active) AS a,
	(SELECT retention_summary(9, date '2025-01-08', 'week', '2025-01-15') AS t) AS b, retention_report(s + t) AS r;
SELECT s + t = t + s AS commutes, s + t, s + u
FROM (SELECT retention_summary(1, at, 'week', '2025-01-22') AS s FROM (VALUES (date '2025-01-06'), ('2025-01-20')) AS v (at)) AS a,
	(SELECT retention_summary(9, date '2025-01-08', 'week', '2025-01-15') AS t) AS b, (SELECT retention_summary(9, date '2025-01-01', 'week', '2025-01-01') AS u) AS c;
SELECT (regress.error_of('SELECT retention_summary(1, date ''2025-01-08'', ''week'', ''2025-01-15'') + retention_summary(1, date ''2025-01-08'', ''day'', ''2025-01-15'')')).*;

-- What must be known, valid and the same.
SELECT (regress.error_of(format('SELECT retention_summary(%s) FROM generate_series(1, 2) AS i', arguments))).*
FROM (VALUES (1, '1, date ''2025-01-01'', NULL, ''2025-02-01'''),
	(2, '1, date ''2025-01-01'', ''fortnight'', ''2025-02-01'''),
	(3, '1, date ''2025-01-01'', ''Week'', ''2025-02-01'''),
	(4, '1, date ''2025-01-01'', ''week'', NULL'),
	(5, '1, date ''2025-01-01'', ''week'', ''infinity'''),
	(6, '1, timestamp ''2025-01-01'', ''week'', ''-infinity'''),
	(7, '1, date ''2025-01-01'', (ARRAY[''week'', ''day''])[i], ''2025-02-01'''),
	(8, '1, date ''2025-01-01'', ''week'', date ''2025-02-01'' + i'),
	(9, '1, date ''-infinity'', ''week'', ''2025-02-01'''),
	(10, '1, timestamptz ''2025-01-01'', ''-infinity'', ''week'', ''2025-02-01'''),
	(11, 'NULL::bigint, date ''2025-01-01'', ''week'', date ''2025-02-01'' + i'),
	(12, 'NULL::bigint, date ''-infinity'', ''week'', ''2025-02-01'''),
	(13, '1, date ''infinity'', ''week'', ''2025-02-01''')) AS v (n, arguments) ORDER BY n;
CREATE AGGREGATE retention_subjects(bigint, date, text, date) (SFUNC = retention_summary_accum, STYPE = kpi_state);
CREATE AGGREGATE retention_subjects(text, date, text, date) (SFUNC = retention_summary_accum, STYPE = kpi_state);
CREATE AGGREGATE retention_subjects(bigint, timestamp, text, timestamp) (SFUNC = retention_summary_accum, STYPE = kpi_state);
SELECT (regress.error_of(format('SELECT kpi_state_combine(retention_subjects(1::bigint, date ''2025-01-01'', ''week'', ''2025-02-01''), retention_subjects(%s))', arguments))).*
FROM (VALUES (1, '1::bigint, date ''2025-01-01'', ''day'', ''2025-02-01'''), (2, '1::text, date ''2025-01-01'', ''week'', ''2025-02-01'''),
	(3, '1::bigint, timestamp ''2025-01-01'', ''week'', ''2025-02-01'''), (4, '1::bigint, date ''2025-01-01'', ''week'', ''2025-02-02''')) AS v (n, arguments) ORDER BY n;

-- Text that is no value.
SELECT regress.sqlstate_of(format('SELECT %L::retention_summary', replace(s::text, old, new))) AS code, new
FROM (SELECT retention_summary(subject, at, 'week', '2025-01-22') AS s FROM active) AS v,
	(VALUES (1, '"week"', '"Week"'), (2, '"2025-01-20"', '"2025-01-21"'), (3, '"2025-01-20"', '"20 Jan 2025"'), (4, '"2025-01-20"', '"2025-13-20"'),
		(5, '"2025-01-20"', '"today"'), (6, '"2025-01-20"', '7'), (7, '[0, 2, 2]', '[0, 3, 2]'), (8, '[0, 2, 2]', '[-1, 2, 2]'), (9, '[0, 2, 2]', '[0, 2]'),
		(10, '[1, 1, 1], ', '[1, 0, 1], '), (11, '"subjects": 2', '"subjects": 1'), (12, '"version": 1', '"version": 2'), (13, '"cohorts"', '"cohort"'),
		(14, '[1, 1, 1], [2', '[2, 1, 1], [2'), (15, '"2025-01-13"', '"2025-01-27"'), (16, '"2025-01-13"', '"2024-12-30"'),
		(17, '"2025-01-20"', '"5874899-01-02"'), (18, '[{"cohort"', '[5, {"cohort"')) AS w (n, old, new) ORDER BY n;
