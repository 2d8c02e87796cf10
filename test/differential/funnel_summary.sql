-- What a funnel of all subjects must equal: in one pass the bytes of the funnel over funnel_times by subject, what is read
-- from it plain SQL, rolled up from parts the funnel of the whole.

SET work_mem = '64MB';

-- ---------------------------------------------------------------------------------------------------------------------
-- Events
-- ---------------------------------------------------------------------------------------------------------------------

-- A table of so many events over 20 days, in which the clocks go forward. A few subjects have most of them; if it is
-- skewed, one has half. Steps come in order more often than not; many events are at the same hour. Subjects, times,
-- steps and groups are NULL now and then; one group has no known subject, one no known time.
CREATE FUNCTION make_events(name text, size int, subjects int, skewed boolean) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($query$
        CREATE UNLOGGED TABLE %1$I WITH (parallel_workers = 2) AS
        SELECT id, g, (r2 %% 4)::int AS c, r3 %% 3 > 0 AS pass,
            CASE WHEN known THEN key_int8(nth) END AS subject_int8,
            CASE WHEN known THEN key_uuid(nth) END AS subject_uuid,
            CASE WHEN known THEN key_text(nth) END AS subject_text,
            at::date AS at_date, at AS at_timestamp, at AT TIME ZONE 'UTC' AS at_timestamptz,
            CASE WHEN stepped THEN GREATEST(0, (passed * 4)::int + (r5 %% 3)::int - 1) %% 4 END AS step_3,
            CASE WHEN stepped THEN GREATEST(0, (passed * 10)::int + (r5 %% 3)::int - 1) %% 10 END AS step_9,
            CASE WHEN stepped THEN GREATEST(0, (passed * 11)::int + (r5 %% 3)::int - 1) %% 11 END AS step_10,
            CASE WHEN stepped THEN GREATEST(0, (passed * 21)::int + (r5 %% 3)::int - 1) %% 21 END AS step_20,
            steps[:3] AS steps_3, steps[:9] AS steps_9, steps[:10] AS steps_10, steps AS steps_20
        FROM (SELECT id, h(id, 0) AS r0, h(id, 1) AS r1, h(id, 2) AS r2, h(id, 3) AS r3, h(id, 4) AS r4, h(id, 5) AS r5,
                    h(id, 6) AS r6
                FROM generate_series(1, %2$s) AS id) AS random,
            LATERAL (SELECT NULLIF(r0 %% 10, 9)::int AS g,
                CASE WHEN %4$L::boolean AND r1 %% 2 = 0 THEN 0 ELSE floor(%3$s * (r1 / 2::float8 ^ 63) ^ 3) END::bigint AS nth,
                r4 / 2::float8 ^ 63 AS passed, r5 / 3 %% 8 > 0 AS stepped) AS drawn,
            LATERAL (SELECT g IS DISTINCT FROM 7 AND r2 / 4 %% 20 > 0 AS known,
                CASE WHEN g IS DISTINCT FROM 8 AND r3 / 3 %% 20 > 0
                    THEN date_trunc(CASE WHEN r3 %% 5 < 2 THEN 'hour' ELSE 'microsecond' END,
                        timestamp '2024-03-01' + passed * interval '20 days') END AS at) AS timed,
            LATERAL (SELECT ARRAY(SELECT CASE WHEN bits & 7 < 2 THEN true WHEN bits & 15 < 14 THEN false END
                FROM generate_series(0, 19) AS i, LATERAL (SELECT r6 >> i * 2 AS bits) AS b) AS steps) AS flags
        ORDER BY id $query$, name, size, subjects, skewed);
    EXECUTE format('ANALYZE %I', name);
    RETURN format('seed %s, %s made', current_setting('test.seed'), name);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Cases: the call of each overload, and as "arguments" that of funnel_times, with the number of steps as "plain"
-- ---------------------------------------------------------------------------------------------------------------------

-- "within" lists what a case is for: all of them; some, which has each overload and number of steps; few, for large tables.
CREATE OR REPLACE FUNCTION takes_part(c kpi_case, which text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN which = ANY (string_to_array(c.within, ' '));

INSERT INTO kpi_case (aggregate, call, arguments, plain, within)
SELECT oid, format('funnel_summary(%s)', call), format('funnel_times(%s)', times), n - excluded,
    concat_ws(' ', 'all',
        CASE WHEN mode IS NULL OR nth = (n + length(oid::regprocedure::text)) % 11 + 1 THEN 'some' END,
        CASE WHEN n IN (3, 10) AND time_type <> 'date' AND (mode IS NULL OR nth = 3 OR nth = 11 AND n = 10) THEN 'few' END,
        CASE WHEN n IN (3, 20) AND time_type = 'timestamp' AND (mode IS NULL OR nth = 2) AND NOT listed THEN 'numbers' END)
FROM (SELECT p.oid, p.provariadic <> 0 AS listed, p.proargnames AS names, p.proargtypes::oid[] AS types
        FROM kpi JOIN pg_proc AS p USING (oid)
        WHERE p.proname = 'funnel_summary' AND p.proargnames[1] = 'within') AS overload,
    LATERAL (SELECT typname AS time_type FROM pg_type WHERE oid = types[array_position(names, 'at') - 1]) AS t,
    unnest('{3,9,10,20}'::int[]) AS n,
    LATERAL (SELECT mode, nth, 0 AS excluded
        FROM unnest(ARRAY['', 'strict_increase', 'strict_once', 'strict_order', 'strict_deduplication', 'any_order',
                'strict_order,strict_increase', 'strict_once, strict_deduplication',
                'strict_deduplication,strict_order,strict_once,strict_increase']) WITH ORDINALITY AS u (mode, nth)
        WHERE 'mode' = ANY (names)
        UNION ALL SELECT mode, nth, excluded
        FROM (VALUES
            (10, 1, format('exclude %s, step 2 within 1 day 30 minutes', n)),
            (11, CASE n WHEN 3 THEN 1 ELSE 2 END, CASE n WHEN 3 THEN 'exclude 3 between 1 and 2, each step within 3 days'
                ELSE format('exclude %s, each step within 1 week, exclude %s between 2 and 4, step 3 within 1 day, strict_increase',
                    n - 1, n) END)) AS v (nth, excluded, mode)
        WHERE 'mode' = ANY (names)
        UNION ALL SELECT NULL, 4, 0 WHERE 'mode' <> ALL (names)) AS m,
    LATERAL (SELECT string_agg(argument, ', ' ORDER BY i) AS call,
            string_agg(argument, ', ' ORDER BY i) FILTER (WHERE name <> 'subject' AND (name <> 'steps' OR listed)) AS times
        FROM unnest(names, types::regtype[]) WITH ORDINALITY AS a (name, type, i),
            LATERAL (SELECT CASE name
                WHEN 'within' THEN quote_literal((ARRAY['36 hours', '2 days', '10 days', '1 month', '1 day',
                    '1 day 30 minutes'])[CASE WHEN excluded > 0 THEN nth % 2 + 3 ELSE (nth + n) % 6 + 1 END])
                WHEN 'mode' THEN quote_literal(mode)
                WHEN 'step' THEN 'step_' || n
                WHEN 'steps' THEN CASE WHEN listed THEN 'VARIADIC steps_' || n ELSE (n - excluded)::text END
                ELSE name || '_' || (SELECT typname FROM pg_type WHERE oid = type) END AS argument) AS c) AS calls
ORDER BY oid::regprocedure::text, n, nth;

-- Each overload has its cases, with and without a mode for each type of key and time, by conditions and by step number.
CREATE FUNCTION check_coverage_of_funnels() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    overloads int := (SELECT count(DISTINCT aggregate) FROM kpi_case c WHERE takes_part(c, 'some'));
    wrong text := CASE WHEN overloads <> 2 * 3 * 3 * 2 THEN overloads || ' overloads' END;
BEGIN
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, 0);
    RETURN format('seed %s, %s calls of funnel_summary over events%s', current_setting('test.seed'),
        (SELECT count(*) FROM kpi_case), ' NOT OK: ' || wrong);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Checks
-- ---------------------------------------------------------------------------------------------------------------------

-- The funnels over funnel_times by subject, worked out once; also of groups without a known subject.
CREATE FUNCTION two_levels(source text, which text, grouping_list text, key text, condition text DEFAULT 'true')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text := 'plain_' || md5(concat_ws('; ', source, which, grouping_list, key, condition));
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE %s AS SELECT key, ARRAY[%s] AS value
            FROM (SELECT %s AS key, subject_int8, %s FROM %s WHERE %s GROUP BY %s) AS subject GROUP BY key', name,
            each_case(which, 'md5(funnel_summary_send(
                funnel_summary({part}, {plain}) FILTER (WHERE subject_int8 IS NOT NULL)))'),
            key, each_case(which, '{arguments} AS {part}'), source, condition,
            concat_ws(', ', 'subject_int8', grouping_list));
    END IF;
    PERFORM fill('want', 'TABLE ' || name);
END $$;

-- In one pass under a plan; the rows may be stored elsewhere, or come in another order.
CREATE FUNCTION check_one_pass(title text, source text, which text, grouping_list text, key text,
    settings text[] DEFAULT '{}', plan text[] DEFAULT '{}', stored text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM two_levels(source, which, grouping_list, key);
    PERFORM fill('got', format('SELECT %s AS key, ARRAY[%s] AS value FROM %s %s', key,
        each_case(which, 'md5(funnel_summary_send({kpi}))'), coalesce(stored, source), 'GROUP BY ' || grouping_list),
        settings, plan);
    RETURN verdict(title, which);
END $$;

-- FILTER, which leaves some groups without rows.
CREATE FUNCTION check_one_pass_filter(title text, source text, which text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM two_levels(source, which, 'g', 'ROW(g)::text', 'pass');
    PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM %s GROUP BY g',
        each_case(which, 'md5(funnel_summary_send({kpi} FILTER (WHERE pass)))'), source));
    RETURN verdict(title, which);
END $$;

-- DISTINCT over rows that come twice.
CREATE FUNCTION check_one_pass_distinct(title text, source text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM two_levels(source, 'numbers', 'g', 'ROW(g)::text');
    PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM %s, generate_series(1, 2) GROUP BY g',
        replace(each_case('numbers', 'md5(funnel_summary_send({kpi}))'), 'funnel_summary(', 'funnel_summary(DISTINCT '),
        source));
    RETURN verdict(title, 'numbers');
END $$;

-- As window aggregate, over all rows or over those of a group.
CREATE FUNCTION check_one_pass_window(title text, source text, which text, grouping_list text, key text,
    window_list text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM two_levels(source, which, grouping_list, key);
    PERFORM fill('got', format('SELECT key, ARRAY[%s] AS value
        FROM (SELECT %s AS key, row_number() OVER w AS nth, %s FROM %s WINDOW w AS (%s)) AS r WHERE nth = 1',
        each_case(which, 'md5(funnel_summary_send({part}))'), key, each_case(which, '{kpi} OVER w AS {part}'), source,
        window_list), '{}', '{WindowAgg}');
    RETURN verdict(title, which);
END $$;

-- a / b, or NULL.
CREATE FUNCTION share(a bigint, b bigint) RETURNS float8 LANGUAGE sql IMMUTABLE RETURN a::float8 / NULLIF(b, 0);

-- What is read from a funnel against plain SQL over the subjects, whose times are given by a call of funnel_times.
CREATE FUNCTION check_reading(title text, source text, n int, call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    total bigint;
    wrong text;
    deepest int;
BEGIN
    EXECUTE format('CREATE TEMP TABLE subject AS
        SELECT g, %s AS times FROM %s WHERE subject_int8 IS NOT NULL GROUP BY g, subject_int8', call, source);
    SELECT max(cardinality(times)) INTO deepest FROM subject;
    CREATE TEMP TABLE funnel AS
    SELECT GROUPING(g) AS grouping, g, funnel_summary(times, n) AS f, funnel_summary(cardinality(times), n) AS levels,
        count(times) AS everyone, '{}'::bigint[] AS of_step
    FROM subject GROUP BY ROLLUP (g);
    UPDATE funnel AS f SET of_step = ARRAY(SELECT count(*) FILTER (WHERE cardinality(times) >= step)
        FROM subject AS s, generate_series(1, n) AS step
        WHERE f.grouping = 1 OR s.g IS NOT DISTINCT FROM f.g GROUP BY step ORDER BY step);

    -- Counts and rates are exact.
    SELECT count(*), min(fault) INTO total, wrong
    FROM funnel, LATERAL (
        SELECT NULL AS fault UNION ALL
        SELECT 'population' WHERE population(f) <> everyone OR population(levels) <> everyone UNION ALL
        SELECT 'reached ' || step FROM generate_series(1, n) AS step
            WHERE reached(f, step) <> of_step[step] OR reached(levels, step) <> of_step[step] UNION ALL
        SELECT 'conversion_rate' WHERE conversion_rate(f) IS DISTINCT FROM share(of_step[n], of_step[1])
            OR conversion_rate(levels) IS DISTINCT FROM conversion_rate(f) UNION ALL
        SELECT format('conversion_rate %s to %s', a, b) FROM generate_series(1, n) AS a, generate_series(a, n) AS b
            WHERE conversion_rate(f, a, b) IS DISTINCT FROM share(of_step[b], of_step[a]) UNION ALL
        SELECT 'report of step ' || i
            FROM generate_series(1, n) AS i
                JOIN funnel_report(f, ARRAY(SELECT 'step ' || j FROM generate_series(1, n) AS j)) AS r ON r.step = i,
                LATERAL (SELECT CASE WHEN i > 1 THEN time_to_convert(f, i - 1, i, 0.5) END AS median,
                    CASE WHEN i > 1 THEN time_to_convert(f, i - 1, i, 0.9) END AS p90) AS t
            WHERE (r.name, r.reached, r.conversion_from_start, r.conversion_from_previous, r.dropped, r.median_time,
                    r.p90_time)
                IS DISTINCT FROM ('step ' || i, of_step[i], share(of_step[i], of_step[1]),
                    share(of_step[i], of_step[i - 1]), of_step[i - 1] - of_step[i], median, p90) UNION ALL
        SELECT 'rows of the report' WHERE (SELECT count(*) FROM funnel_report(f)) <> CASE WHEN f IS NULL THEN 0 ELSE n END)
        AS checks;

    -- Times are within 1 %, the shortest and the longest exact; a step is no time after itself.
    SELECT total + count(*), coalesce(wrong, min(format('time_to_convert(%s, %s, %s) is %s, must be %s', a, b, fraction,
        got, want)) FILTER (WHERE (got IS NULL) <> (want IS NULL) OR fraction IN (0, 1) AND got <> want
            OR abs(extract(epoch FROM got) - extract(epoch FROM want)) > 0.01 * extract(epoch FROM want) + 1e-6))
    INTO total, wrong
    FROM (SELECT f.grouping, f.g, a, b, fractions,
                percentile_cont(fractions) WITHIN GROUP (ORDER BY times[b] - times[a]) AS wants
            FROM funnel AS f JOIN subject AS s ON f.grouping = 1 OR s.g IS NOT DISTINCT FROM f.g,
                generate_series(1, n) AS a, generate_series(a, n) AS b,
                (VALUES ('{0,0.1,0.5,0.77,0.9,0.99,1}'::float8[])) AS v (fractions)
            GROUP BY f.grouping, f.g, a, b, fractions) AS plain
        JOIN funnel AS f ON f.grouping = plain.grouping AND f.g IS NOT DISTINCT FROM plain.g,
        unnest(fractions) WITH ORDINALITY AS u (fraction, i),
        LATERAL (SELECT justify_hours(wants[i]) AS want, time_to_convert(f, a, b, fraction) AS got) AS times;
    IF EXISTS (SELECT FROM funnel WHERE time_to_convert(f, 0.5) IS DISTINCT FROM time_to_convert(f, 1, n, 0.5)
            OR time_to_convert(levels, 0.5) IS NOT NULL) THEN
        wrong := concat_ws(', ', wrong, 'time_to_convert from the first step to the last, or of levels');
    END IF;
    IF deepest < LEAST(n, 6) THEN
        wrong := concat_ws(', ', wrong, 'no subject got deep');
    END IF;
    DROP TABLE subject, funnel;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s: %s values%s', current_setting('test.seed'), title, total, ' NOT OK: ' || wrong);
END $$;

-- Funnels of random parts of the subjects, rolled up under a plan, and funnels over the subjects under that plan: the
-- bytes of the funnel of all.
CREATE FUNCTION check_parts(title text, source text, n int, call text, parts int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    plan record;
    wrong text;
    total bigint := 0;
BEGIN
    EXECUTE format('CREATE TABLE subject WITH (parallel_workers = 2) AS
        SELECT g, h(subject_int8, 60) %% %s AS nth, %s AS times FROM %s WHERE subject_int8 IS NOT NULL GROUP BY g, subject_int8',
        parts, call, source);
    CREATE TABLE part WITH (parallel_workers = 2) AS
    SELECT g, nth, funnel_summary(times, n) AS f FROM subject GROUP BY g, nth;
    INSERT INTO part SELECT DISTINCT g, -1 FROM part;
    CREATE TABLE by_part (LIKE part) PARTITION BY HASH (nth);
    CREATE TABLE by_part_0 PARTITION OF by_part FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE by_part_1 PARTITION OF by_part FOR VALUES WITH (MODULUS 2, REMAINDER 1);
    INSERT INTO by_part TABLE part;
    ANALYZE subject;
    ANALYZE part;
    ANALYZE by_part;
    CREATE TEMP TABLE whole AS
    SELECT g, funnel_summary(times, n) AS value FROM (SELECT * FROM subject ORDER BY h(nth, 61), times) AS s
    GROUP BY ROLLUP (g) HAVING GROUPING(g) = 1 OR g IS NOT NULL;
    FOR plan IN
        SELECT name, format('SELECT g, %s AS value FROM %s WHERE g IS NOT NULL GROUP BY g', merge, stored) AS by_group,
            format('SELECT NULL::int AS g, %s AS value FROM %s', merge, stored) AS together,
            settings::text[], shows::text[], shows_together::text[]
        FROM (VALUES
            ('in random order', 'rollup(f ORDER BY h(nth, 62))', 'part', '{}', '{Aggregate}', '{Aggregate}'),
            ('as a tree', 'rollup(f)',
                '(SELECT g, h(nth, 63) % 3, rollup(f ORDER BY nth) AS f FROM part GROUP BY 1, 2) AS branch', '{}',
                '{Aggregate}', '{Aggregate}'),
            ('hash aggregate', 'rollup(f)', 'part', '{enable_sort=off}', '{^HashAggregate}', '{^Aggregate}'),
            ('parallel', 'rollup(f)', 'part', '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}',
                '{Finalize,Partial,"Workers Launched: [12]"}',
                '{"Finalize Aggregate","Partial Aggregate","Workers Launched: [12]"}'),
            ('partition-wise', 'rollup(f)', 'by_part', '{enable_partitionwise_aggregate=on}',
                '{Finalize,"Append\\s.*-> +Partial"}', '{"Finalize Aggregate","Append\\s.*-> +Partial Aggregate"}'),
            ('subjects, hash aggregate', format('funnel_summary(times, %s)', n), 'subject',
                '{enable_sort=off,work_mem=64kB}', '{^HashAggregate}', '{^Aggregate}'),
            ('subjects, group aggregate', format('funnel_summary(times, %s)', n), 'subject', '{enable_hashagg=off}',
                '{^GroupAggregate}', '{^Aggregate}'),
            ('subjects, parallel', format('funnel_summary(times, %s)', n), 'subject',
                '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}',
                '{Finalize,Partial,"Workers Launched: [12]"}',
                '{"Finalize Aggregate","Partial Aggregate","Workers Launched: [12]"}'))
            AS v (name, merge, stored, settings, shows, shows_together)
    LOOP
        PERFORM fill('got', plan.by_group, plan.settings, plan.shows);
        PERFORM fill('got_together', plan.together, plan.settings, plan.shows_together);
        SELECT total + count(*), concat_ws(', ', wrong, CASE WHEN bool_or(nth IS NULL OR wanted IS NULL
            OR funnel_summary_send(got.value) IS DISTINCT FROM funnel_summary_send(whole.value)) THEN plan.name END)
        INTO total, wrong
        FROM (SELECT 1 AS nth, * FROM got UNION ALL SELECT 2, * FROM got_together) AS got
            FULL JOIN (SELECT 1 AS wanted, * FROM whole) AS whole ON coalesce(got.g, -1) = coalesce(whole.g, -1);
    END LOOP;
    wrong := NULLIF(wrong, '');
    DROP TABLE subject, part, by_part, whole;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s: %s values%s', current_setting('test.seed'), title, total, ' NOT OK: ' || wrong);
END $$;

-- No temporary file is left.
CREATE FUNCTION check_no_files() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    files bigint := (SELECT count(*) FROM pg_ls_tmpdir());
BEGIN
    INSERT INTO tally VALUES ((files = 0)::int, (files > 0)::int, 0);
    RETURN format('seed %s, temporary files%s', current_setting('test.seed'),
        CASE WHEN files > 0 THEN format(' NOT OK: %s are left', files) END);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Which events in which plans
-- ---------------------------------------------------------------------------------------------------------------------

SELECT make_events('ordinary', 3000, 500, false) \g /dev/null
SELECT make_events('skewed', 2000, 200, true) \g /dev/null
CREATE VIEW rows AS SELECT * FROM unnest('{ordinary,skewed}'::text[]) WITH ORDINALITY AS r (rows, nth);

INSERT INTO todo (call) VALUES ('check_coverage_of_funnels()');
INSERT INTO todo (call)
SELECT format('check_one_pass(%L, %L, %L, %L, %L, %L, %L, %L)', rows || ' rows, ' || name, rows, which, list, key, settings,
    shows, replace(stored, 'rows', rows))
FROM rows JOIN (
    SELECT n, name, CASE WHEN list IS NULL THEN 'all' ELSE 'some' END AS which, list, key, settings, shows, NULL AS stored
    FROM plan
    UNION ALL VALUES
    (10, 'in order of time', 'some', NULL, '''all''', '{}', '{^Aggregate}',
        '(SELECT * FROM rows ORDER BY at_timestamp, id) AS r'),
    (11, 'against it', 'some', NULL, '''all''', '{}', '{^Aggregate}',
        '(SELECT * FROM rows ORDER BY at_timestamp DESC, id DESC) AS r'),
    (12, 'shuffled', 'some', 'g', 'ROW(g)::text', '{}', '{Aggregate}', '(SELECT * FROM rows ORDER BY h(id, 80)) AS r'),
    (13, 'hash aggregate that spills', 'some', 'g, id % 10', 'ROW(g, id % 10)::text', '{enable_sort=off,work_mem=64kB}',
        '{"Batches: ([2-9]|\\d\\d)"}', NULL))
    AS plan ON nth = 1 OR name IN ('plain aggregate', 'against it', 'parallel plain aggregate', 'sorted grouping sets')
ORDER BY nth, n;

-- Partition-wise: groups in one partition, and groups over several.
SELECT make_partitions('by_group', 'ordinary', 'g') \g /dev/null
SELECT make_partitions('by_id', 'ordinary', 'id') \g /dev/null
INSERT INTO todo (call)
SELECT format('check_one_pass(%L, %L, %L, %L, %L, %L, %L, %L)', name, 'ordinary', 'some', 'g', 'ROW(g)::text', settings,
    shows, stored)
FROM (VALUES
    (1, 'partition-wise, whole groups', 'by_group', '{enable_partitionwise_aggregate=on}',
        '{"^Append\\s.*-> +HashAggregate"}'),
    (2, 'partition-wise, partial groups', 'by_id', '{enable_partitionwise_aggregate=on,cpu_tuple_cost=10}',
        '{Finalize,"Append\\s.*-> +Partial"}'),
    (3, 'partition-wise, partial groups, parallel', 'by_id',
        '{enable_partitionwise_aggregate=on,max_parallel_workers_per_gather=2,cpu_tuple_cost=10}',
        '{Finalize,"Parallel Append\\s.*-> +Partial","Workers Launched: [12]"}'))
    AS plan (n, name, stored, settings, shows)
ORDER BY n;

INSERT INTO todo (call)
SELECT format('check_one_pass_' || call, rows) FROM rows, (VALUES
    (1, 'filter(''%1$s rows, FILTER'', ''%1$s'', ''some'')'),
    (2, 'distinct(''%1$s rows, DISTINCT'', ''%1$s'')'),
    (3, 'window(''%1$s rows, window'', ''%1$s'', ''few'', NULL, ''''''all'''''', '''')'),
    (4, 'window(''%1$s rows, window by group'', ''%1$s'', ''few'', ''g'', ''ROW(g)::text'', ''PARTITION BY g'')'))
    AS check_of (n, call)
ORDER BY nth, n;

INSERT INTO todo (call)
SELECT format('check_reading(%L, %L, %s, %L)', rows || ' rows, ' || name, rows, n, format('funnel_times(%s)', arguments))
FROM rows, (VALUES
    (3, '3 steps', '''10 days'', at_timestamp, step_3'),
    (9, '9 conditions', '''1 month'', ''strict_increase'', at_timestamptz, VARIADIC steps_9'),
    (20, '20 conditions', '''5 days'', at_timestamp, VARIADIC steps_20')) AS reading (n, name, arguments)
ORDER BY nth, n;
INSERT INTO todo (call)
SELECT format('check_parts(%L, %L, 10, %L, 13)', rows || ' rows, parts', rows,
    'funnel_times(''1 month'', at_date, VARIADIC steps_10)')
FROM rows ORDER BY nth;

-- More events than a flat list holds, in all and in most groups: with little memory they go to a file.
\if :large
INSERT INTO todo (call) VALUES
    ($$make_events('many', 80000, 8000, false)$$), ($$make_events('hot', 80000, 4000, true)$$);
INSERT INTO todo (call)
SELECT format('check_one_pass(%L, %L, %L, %L, %L, %L, %L)', rows || ' rows, ' || name, rows, 'few', list, key, settings,
    CASE WHEN name ~ 'file' THEN shows::text[] || text 'temp read=\d+ written=\d+' ELSE shows::text[] END)
FROM unnest('{many,hot}'::text[]) WITH ORDINALITY AS r (rows, nth) JOIN (VALUES
    (1, 'plain aggregate', NULL, '''all''', '{work_mem=1GB}', '{^Aggregate}'),
    (2, 'plain aggregate, file', NULL, '''all''', '{work_mem=64kB}', '{^Aggregate}'),
    (3, 'hash aggregate, file', 'c / 2', 'c / 2', '{work_mem=64kB,enable_sort=off}', '{^HashAggregate}'),
    (4, 'group aggregate, file', 'c / 2', 'c / 2', '{work_mem=64kB,enable_hashagg=off}', '{^GroupAggregate}'),
    (5, 'grouping sets, file', 'ROLLUP (c / 2)', 'ROW(c / 2)::text', '{work_mem=4MB,enable_hashagg=off}',
        '{^GroupAggregate}'),
    (6, 'parallel, file', NULL, '''all''', '{work_mem=64kB,max_parallel_workers_per_gather=2}',
        '{"Finalize Aggregate","Partial Aggregate","Workers Launched: [12]"}'),
    (7, 'parallel groups', 'c / 2', 'c / 2', '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}',
        '{Finalize,Partial,"Workers Launched: [12]"}'),
    (8, 'short lists, file', 'g, c', 'ROW(g, c)::text', '{work_mem=64kB,enable_sort=off}', '{^HashAggregate}'),
    (9, 'short lists, parallel, file', 'g, c', 'ROW(g, c)::text',
        '{work_mem=64kB,enable_sort=off,max_parallel_workers_per_gather=2}',
        '{Finalize,"Partial HashAggregate","Workers Launched: [12]"}'),
    (10, 'many groups', 'id % 300', 'id % 300', '{enable_sort=off,work_mem=1GB}', '{^HashAggregate}'),
    (11, 'many groups, hash aggregate that spills', 'id % 300', 'id % 300', '{enable_sort=off,work_mem=4MB}',
        '{"Batches: ([2-9]|\\d\\d)"}'))
    AS plan (n, name, list, key, settings, shows) ON nth = 1 OR n IN (1, 5, 6, 9)
ORDER BY nth, n;
INSERT INTO todo (call) VALUES
    ($$check_one_pass_window('many rows, window', 'many', 'numbers', NULL, '''all''', '')$$),
    ($$check_parts('many rows, parts', 'many', 3, 'funnel_times(interval ''10 days'', at_timestamp, step_3)', 100)$$);

-- A million, half of them of one subject, which with little memory go to a file again and again.
CREATE UNLOGGED TABLE million WITH (parallel_workers = 2) AS
SELECT nth AS subject_int8, 'subject ' || nth AS subject_text, (r / 40000000 % 5)::int % 4 AS step,
    timestamptz '2024-03-01' + r / 100000 % 400 * interval '1 hour' AS at
FROM (SELECT hashint8extended(id, 1) & 9223372036854775807 AS r FROM generate_series(1, 1000000) AS id) AS random,
    LATERAL (SELECT CASE WHEN r / 7 % 2 = 0 THEN 1 ELSE r % 100000 END AS nth) AS subject;
CREATE TABLE million_by_step (LIKE million) PARTITION BY LIST (step);
SELECT format('CREATE UNLOGGED TABLE million_by_step_%1$s PARTITION OF million_by_step FOR VALUES IN (%1$s)', step)
FROM generate_series(0, 3) AS step \gexec
INSERT INTO million_by_step TABLE million;
ANALYZE million, million_by_step;
INSERT INTO kpi_case (aggregate, call, arguments, plain, within) VALUES
    ('funnel_summary(interval, bigint, timestamptz, bigint, bigint)', 'funnel_summary(''2 days'', subject_int8, at, step, 3)',
        'funnel_times(''2 days'', at, step)', 3, 'million'),
    ('funnel_summary(interval, text, text, timestamptz, boolean[])',
        'funnel_summary(''1 week'', ''strict_increase, exclude 11 between 2 and 9, each step within 2 days'', subject_text, at,
            step = 1, step = 2, step = 3, step = 2, step = 1, step < 3, step > 1, true, step = 1, step = 3,
            step = 0 AND at < ''2024-09-01'')',
        'funnel_times(''1 week'', ''strict_increase, exclude 11 between 2 and 9, each step within 2 days'', at,
            step = 1, step = 2, step = 3, step = 2, step = 1, step < 3, step > 1, true, step = 1, step = 3,
            step = 0 AND at < ''2024-09-01'')', 10, 'million');
INSERT INTO todo (call)
SELECT format('check_one_pass(%L, %L, %L, NULL, %L, %L, %L, %L)', 'a million rows, ' || name, 'million', 'million', '''all''',
    settings, CASE WHEN name ~ 'file' THEN shows::text[] || text 'temp read=\d+ written=\d{3}' ELSE shows::text[] END, stored)
FROM (VALUES
    ('file', '{work_mem=64kB}', '{^Aggregate}', NULL),
    ('parallel, file', '{work_mem=64kB,max_parallel_workers_per_gather=2}', '{Partial,"Workers Launched: [12]"}', NULL),
    ('parallel', '{work_mem=1GB,max_parallel_workers_per_gather=2}', '{Partial,"Workers Launched: [12]"}', NULL),
    -- What the parts hand over is kept as it is, or some of it, the rest going to a file.
    ('partition-wise', '{work_mem=1GB,enable_partitionwise_aggregate=on,cpu_tuple_cost=10}',
        '{"Finalize Aggregate","Append\\s.*-> +Partial"}', 'million_by_step'),
    ('partition-wise, partly in a file', '{work_mem=64kB,enable_partitionwise_aggregate=on,cpu_tuple_cost=10}',
        '{"Finalize Aggregate","Append\\s.*-> +Partial"}', 'million_by_step'))
    AS plan (name, settings, shows, stored);
\endif
INSERT INTO todo (call) VALUES ('check_no_files()');
