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
SELECT kpi_state_combine(retention_rate_state(NULL), retention_rate_state(ARRAY[true, false]));

-- From the steps of each subject to the rates of all.
SELECT retention_rate(r)
FROM (SELECT retention(step = 1, step = 2, step = 3) AS r
	FROM (VALUES (1, 1), (1, 2), (2, 1), (2, 3), (3, 2), (4, 1)) AS v (k, step) GROUP BY k) AS subject;
