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
            NULLIF(h(id, 20) %% 40, 39) = 0 AS s1, (ARRAY[true, false, NULL])[h(id, 21) %% 3 + 1] AS s2,
            NULLIF(h(id, 22) %% 30, 29) = 0 AS s3,
            ARRAY(SELECT CASE WHEN h(id, 23 + k) %% 9 < 8 THEN h(id, 23 + k) %% (20 + k * 3) = 0 END FROM generate_series(1, 64) AS k) AS s64
        FROM (
            SELECT id, g, CASE WHEN g = 4 THEN h(id, 1) %% 5 ELSE h(id, 1) %% (%3$s / 12) END AS nth, coalesce(g, 0) <> 3 AND h(id, 3) %% 13 > 0 AS known
            FROM (SELECT id, CASE WHEN id = 1 THEN 1 WHEN id <= 3 THEN 2 WHEN id <= 20 THEN 3 WHEN id <= 120 THEN 4
                WHEN h(id, 0) %% 50 = 0 THEN NULL ELSE 5 + h(id, 0) %% 9 END::int AS g FROM generate_series(1, %3$s) AS id) AS grouped) AS numbered
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

INSERT INTO todo (call) VALUES ('check_coverage_of_retention()');
INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L)', rows || ' rows, ' || name, rows, 'all',
    coalesce('GROUP BY ' || list, ''), key, settings, shows)
FROM rows, plan
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
