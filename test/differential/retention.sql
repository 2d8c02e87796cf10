-- Retention against its plain SQL, over groups in every plan and merged from parts. Activity has ties, NULLs, times around
-- the changes of clocks, activity before the cohort and after as_of.

-- ---------------------------------------------------------------------------------------------------------------------
-- Rows
-- ---------------------------------------------------------------------------------------------------------------------

-- A time for the random number x: in half a year with both changes of clocks, at full hours or to the microsecond; or in
-- thirty years.
CREATE FUNCTION activity_at(kind text, x bigint) RETURNS timestamptz LANGUAGE sql STABLE
    RETURN CASE WHEN kind = 'extreme'
        THEN timestamptz '1995-12-25 00:00Z' + make_interval(days => (x / 8 % 11000)::int, secs => x % 86400000 / 1000.0)
        WHEN x % 8 = 0 THEN timestamptz '2024-11-03 00:00Z' + make_interval(hours => (x / 8 % 48)::int)
        WHEN x % 8 = 1 THEN timestamptz '2025-03-09 00:00Z' + make_interval(hours => (x / 8 % 48)::int)
        WHEN x % 8 = 2 THEN timestamptz '2024-10-28 04:00Z' + make_interval(days => (x / 8 % 180)::int)
        ELSE timestamptz '2024-10-20 00:00Z' + make_interval(days => (x / 8 % 180)::int, secs => x % 86400000000 / 1000000.0) END;

-- Groups as those of rows.sql: one row, two rows, nothing known, few subjects, many subjects, no group.
CREATE FUNCTION make_activity(name text, kind text, size int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($query$
        CREATE TABLE %1$I WITH (parallel_workers = 2) AS
        SELECT id, g, NULLIF(h(id, 11) %% 4, 0)::int AS c, h(id, 12) %% 3 > 0 AND g IS DISTINCT FROM 5 AS pass,
            CASE WHEN known THEN key_int8(nth) END AS subject_int8, CASE WHEN known THEN key_uuid(nth) END AS subject_uuid,
            CASE WHEN known THEN key_text(nth) END AS subject_text,
            NULLIF(h(id, 20) %% 40, 39) = 0 AS s1, (ARRAY[true, false, false, NULL])[h(id, 21) %% 4 + 1] AS s2,
            NULLIF(h(id, 22) %% 30, 29) = 0 AS s3,
            ARRAY(SELECT CASE WHEN h(id, 23 + k) %% 9 < 8 THEN h(id, 23 + k) %% (20 + k * 3) = 0 END FROM generate_series(1, 64) AS k) AS s64,
            known_at::date AS active_date, known_at AT TIME ZONE 'America/New_York' AS active_timestamp, known_at AS active_timestamptz
        FROM (
            SELECT *, CASE WHEN coalesce(g, 0) <> 3 AND h(id, 7) %% 9 > 0 THEN activity_at(%2$L, h(id, 8)) END AS known_at FROM (
            SELECT id, g, CASE WHEN g = 4 THEN h(id, 1) %% 5 ELSE h(id, 1) %% (%3$s / 12) END AS nth, coalesce(g, 0) <> 3 AND h(id, 3) %% 13 > 0 AS known
            FROM (SELECT id, CASE WHEN id = 1 THEN 1 WHEN id <= 3 THEN 2 WHEN id <= 20 THEN 3 WHEN id <= 120 THEN 4
                WHEN h(id, 0) %% 50 = 0 THEN NULL ELSE 5 + h(id, 0) %% 9 END::int AS g FROM generate_series(1, %3$s) AS id) AS grouped) AS numbered) AS timed
        ORDER BY id $query$, name, kind, size);
    EXECUTE format('ANALYZE %I', name);
    RETURN format('seed %s, %s rows made', current_setting('test.seed'), name);
END $$;
SELECT make_activity('ordinary', 'ordinary', 3000) \g /dev/null
SELECT make_activity('extreme', 'extreme', 2000) \g /dev/null
CREATE VIEW rows AS SELECT * FROM unnest('{ordinary,extreme}'::text[]) WITH ORDINALITY AS r (rows, nth);

-- ---------------------------------------------------------------------------------------------------------------------
-- Cases
-- ---------------------------------------------------------------------------------------------------------------------

INSERT INTO kpi_case (aggregate, call, arguments, plain)
SELECT 'retention(boolean[])', 'retention', arguments,
    (SELECT format('CASE WHEN count(*) > 0 THEN ARRAY[%s] END', string_agg(CASE WHEN n = 1 THEN format('coalesce(bool_or(%s), false)', step)
        ELSE format('CASE WHEN bool_or(%s) THEN coalesce(bool_or(%s), false) END', steps[1], step) END, ', ' ORDER BY n))
    FROM unnest(steps) WITH ORDINALITY AS u (step, n))
FROM (VALUES ('s1', '{s1}'::text[]), ('s1, s2, s3', '{s1,s2,s3}'),
    ('VARIADIC s64', ARRAY(SELECT format('s64[%s]', k) FROM generate_series(1, 64) AS k))) AS v (arguments, steps);
-- The SQL of the manual to the letter. A group has one cohort, so the cohort is one of all rows; around a change of clocks,
-- at the end of a month or a leap day, in February.
INSERT INTO kpi_case (aggregate, call, arguments, plain)
SELECT format('retention(%1$s, %1$s, interval, integer, %1$s)', time)::regprocedure, 'retention',
    format('%s, %s, %L, %s, %L::%s', cohort_at, active_at, period, periods, as_of, time),
    format($sql$(SELECT array_agg(CASE WHEN ended THEN active END ORDER BY i)
        FROM (SELECT i, bool_and(cohort_at + i * interval %1$L <= %3$L::%6$s) AS ended,
                coalesce(bool_or(active_at >= cohort_at + (i - 1) * interval %1$L AND active_at < cohort_at + i * interval %1$L
                    AND active_at <= %3$L::%6$s), false) AS active
            FROM unnest(array_agg(%4$s), array_agg(%5$s)) AS activity (cohort_at, active_at), generate_series(1, %2$s) AS i
            WHERE cohort_at IS NOT NULL GROUP BY i) AS p)$sql$, period, periods, as_of, cohort_at, active_at, time)
FROM (VALUES
    (1, '7 days', 4, '2024-11-01 01:30', '2024-12-24 09:00'), (2, '1 day', 9, '2024-10-31 01:30', '2025-01-07'),
    (3, '24 hours', 9, '2025-03-05 02:30', '2025-03-11 03:30'), (4, '1 month', 5, '2024-10-31', 'infinity'),
    (5, '1 month 1 day 01:15', 3, '2024-11-03 00:30', '2025-01-31 12:00'), (6, '3 hours', 60, '2025-03-08 22:00', '2025-03-10 12:00'),
    (7, '1 year', 12, '1996-02-29', '2005-03-01'), (8, '3 months', 70, '1995-12-31 12:00', 'infinity'), (9, '1 day', 3, '2025-01-01', '-infinity'),
    (10, '1 day 06:00', 40, '2025-02-20 20:00', '2025-04-01')) AS v (n, period, periods, cohort, as_of),
    unnest('{date,timestamp,timestamptz}'::text[]) AS time,
    LATERAL (SELECT format('(CASE WHEN id %% 11 > 0 THEN timestamp %L END)::%s', cohort, time), 'active_' || time) AS argument (cohort_at, active_at)
WHERE n % 3 = current_setting('test.seed')::int % 3 OR time = 'timestamptz';
INSERT INTO kpi_case (aggregate, call, arguments, plain)
SELECT 'retention_rate(boolean[])', 'retention_rate', arguments,
    format('CASE WHEN count(%s) > 0 THEN ARRAY[%s] END', arguments, (SELECT string_agg(format(
        '(count(*) FILTER (WHERE (%1$s)[%2$s]))::float8 / NULLIF(count((%1$s)[%2$s]), 0)', arguments, n), ', ') FROM generate_series(1, length) AS n))
FROM (VALUES ('CASE WHEN pass THEN s64 END', 64), ('CASE WHEN id % 3 > 0 THEN ARRAY[s1, s2, NULL] END', 3)) AS v (arguments, length);
SELECT make_aggregates() \g /dev/null

-- Every retention aggregate of the catalog has a case.
CREATE FUNCTION check_coverage_of_retention() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    wrong text := (SELECT string_agg(aggregate, ', ') FROM kpi
        WHERE name LIKE 'retention%' AND oid NOT IN (SELECT aggregate FROM kpi_case));
BEGIN
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, 0);
    RETURN format('%s cases%s', (SELECT count(*) FROM kpi_case), ' NOT OK: no case of ' || wrong);
END $$;

-- Plain SQL under a wrong rule, which the rows must show to differ.
CREATE TABLE wrong_rule (rule text, kpi text, part text, instead text);
INSERT INTO wrong_rule VALUES
    ('a NULL step is true', 'retention', 'bool_or(s2)', 'bool_or(s2 IS NOT FALSE)'),
    ('steps occur without the first one', 'retention', 'CASE WHEN bool_or(s1) THEN', 'CASE WHEN true THEN'),
    ('an element that is NULL is false', 'retention_rate', 'NULLIF(count((', 'NULLIF(count(*) + 0 * count(('),
    ('the end of a period belongs to it', 'retention', 'active_at < cohort_at', 'active_at <= cohort_at'),
    ('its start does not', 'retention', 'active_at >= cohort_at', 'active_at > cohort_at'),
    ('days of 24 hours', 'retention', 'interval ''1 day''', 'interval ''24 hours'''),
    ('activity after as_of counts', 'retention', 'bool_and(cohort_at + i', 'bool_and(cohort_at + (i - 1)'),
    ('subjects without activity do not count', 'retention', 'WHERE cohort_at IS NOT NULL', 'WHERE cohort_at IS NOT NULL AND active_at IS NOT NULL');
CREATE FUNCTION check_wrong_rules() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    w wrong_rule;
    c kpi_case;
    found boolean;
    differs boolean;
    unseen text;
BEGIN
    FOR w IN TABLE wrong_rule LOOP
        found := false;
        FOR c IN SELECT * FROM kpi_case AS k WHERE k.call = w.kpi AND position(w.part IN k.plain) > 0 LOOP
            EXECUTE format('SELECT bool_or(got IS DISTINCT FROM wrong) FROM (SELECT %1$s(%2$s)::text AS got, (%3$s)::text AS wrong
                FROM (SELECT * FROM ordinary UNION ALL SELECT * FROM extreme) AS r GROUP BY g, id %% 97) AS groups', c.call, c.arguments,
                replace(c.plain, w.part, w.instead)) INTO differs;
            found := found OR differs;
        END LOOP;
        IF NOT found THEN
            unseen := concat_ws(', ', unseen, w.rule);
        END IF;
    END LOOP;
    INSERT INTO tally VALUES ((unseen IS NULL)::int, (unseen IS NOT NULL)::int, 0);
    RETURN format('seed %s, %s wrong rules%s', current_setting('test.seed'), (SELECT count(*) FROM wrong_rule), ' NOT OK: not noticed: ' || unseen);
END $$;

INSERT INTO todo (call) VALUES ('check_coverage_of_retention()'), ('check_wrong_rules()');
INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L)', rows || ' rows, ' || name, rows, 'all',
    coalesce('GROUP BY ' || list, ''), key, settings, shows)
FROM rows, (
    TABLE plan
    UNION ALL VALUES (10, 'small groups', 'g, id % 97', 'ROW(g, id % 97)::text', '{}', '{Aggregate}')) AS plan
ORDER BY nth, n;
INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L)', rows || ' rows, no rows', rows, 'all', 'WHERE id < 0', '''none''', '{}',
    '{^Aggregate}')
FROM rows;
SELECT make_partitions('by_group', 'ordinary', 'g') \g /dev/null
SELECT make_partitions('by_id', 'extreme', 'id') \g /dev/null
INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L, %L)', name, rows, 'all', 'GROUP BY g', 'ROW(g)::text', settings,
    shows, stored)
FROM partition_plan
ORDER BY n;
INSERT INTO todo (call) SELECT format('check_filter(%L, %L)', rows || ' rows, FILTER', rows) FROM rows;

-- Frames that move, of the rate: retention has no inverse.
SELECT format('CREATE TABLE first_%1$s AS SELECT * FROM %1$s WHERE id <= 300', rows) FROM rows \gexec
INSERT INTO todo (call)
SELECT format('check_frame_rows(%L, %L, %L, %L)', rows || ' rows, plain SQL', 'first_' || rows, frame, held)
FROM rows, frame_rows
ORDER BY nth, n;

INSERT INTO todo (call) SELECT format('check_bytes(%L, %L, %L)', rows || ' rows, state bytes', rows, 'all') FROM rows;
INSERT INTO todo (call)
SELECT format('check_merge(%L, %L, %L, %s)', rows || ' rows, merged states', rows, 'all',
    2 + current_setting('test.seed')::int % 9)
FROM rows;
