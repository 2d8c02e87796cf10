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
