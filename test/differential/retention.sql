-- Retention against its plain SQL, over groups in every plan and merged from parts. Activity has ties, NULLs, times around
-- the changes of clocks, activity before the cohort and after as_of.

-- ---------------------------------------------------------------------------------------------------------------------
-- Rows
-- ---------------------------------------------------------------------------------------------------------------------

-- A time for the random number x: in half a year with both changes of clocks, at full hours or to the microsecond; or in
-- twelve years.
CREATE FUNCTION activity_at(kind text, x bigint) RETURNS timestamptz LANGUAGE sql STABLE
    RETURN CASE WHEN kind = 'extreme'
        THEN timestamptz '2024-02-20 00:00Z' + make_interval(days => (x / 8 % 4400)::int, secs => x % 86400000 / 1000.0)
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
            known_at::date AS active_date, known_at AT TIME ZONE 'America/New_York' AS active_timestamp, known_at AS active_timestamptz,
            signed_at::date AS signed_date, signed_at AT TIME ZONE 'America/New_York' AS signed_timestamp, signed_at AS signed_timestamptz
        FROM (
            SELECT *, CASE WHEN coalesce(g, 0) <> 3 AND h(id, 7) %% 9 > 0 THEN activity_at(%2$L, h(id, 8)) END AS known_at,
                CASE WHEN coalesce(g, 0) <> 3 AND h(id, 13) %% 5 > 0 THEN activity_at(%2$L, h(nth + h(id, 14) %% 2 * 7, 9)) END AS signed_at
            FROM (
            SELECT id, g, CASE WHEN g = 4 THEN h(id, 1) %% 5 ELSE h(id, 1) %% (%3$s / 12) END AS nth, coalesce(g, 0) <> 3 AND h(id, 3) %% 13 > 0 AS known
            FROM (SELECT id, CASE WHEN id = 1 THEN 1 WHEN id <= 3 THEN 2 WHEN id <= 20 THEN 3 WHEN id <= 120 THEN 4
                WHEN h(id, 0) %% 50 = 0 THEN NULL ELSE 5 + h(id, 0) %% 9 END::int AS g FROM generate_series(1, %3$s) AS id) AS grouped) AS numbered) AS timed
        ORDER BY id $query$, name, kind, size);
    EXECUTE format('ANALYZE %I', name);
    RETURN format('seed %s, %s rows made', current_setting('test.seed'), name);
END $$;
SELECT make_activity('ordinary', 'ordinary', 2000) \g /dev/null
SELECT make_activity('extreme', 'extreme', 1200) \g /dev/null
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
    (7, '1 year', 12, '2024-02-29', '2033-03-01'), (8, '3 months', 70, '2023-12-31 12:00', 'infinity'), (9, '1 day', 3, '2025-01-01', '-infinity'),
    (10, '1 day 06:00', 40, '2025-02-20 20:00', '2025-04-01')) AS v (n, period, periods, cohort, as_of),
    unnest('{date,timestamp,timestamptz}'::text[]) AS time,
    LATERAL (SELECT format('(CASE WHEN id %% 11 > 0 THEN timestamp %L END)::%s', cohort, time), 'active_' || time) AS argument (cohort_at, active_at)
WHERE n % 3 = current_setting('test.seed')::int % 3 OR time = 'timestamptz';
INSERT INTO kpi_case (aggregate, call, arguments, plain)
SELECT 'retention_rate(boolean[])', 'retention_rate', arguments,
    format('CASE WHEN count(%s) > 0 THEN ARRAY[%s] END', arguments, (SELECT string_agg(format(
        '(count(*) FILTER (WHERE (%1$s)[%2$s]))::float8 / NULLIF(count((%1$s)[%2$s]), 0)', arguments, n), ', ') FROM generate_series(1, length) AS n))
FROM (VALUES ('CASE WHEN pass THEN s64 END', 64), ('CASE WHEN id % 3 > 0 THEN ARRAY[s1, s2, NULL] END', 3)) AS v (arguments, length);
-- The dense triangle of some activity (k, c, a), as the plain SQL of the manual has it: a query.
CREATE FUNCTION triangle(activity text, type text, unit text, as_of text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format($sql$
        SELECT cohort, period, count(*) AS subjects, count(active.k) AS active,
            count(*) FILTER (WHERE last.start >= cells.start) AS on_or_after
        FROM (SELECT cohort, n - 1 AS period, start::date AS start
            FROM (SELECT DISTINCT cohort FROM first) AS c,
                generate_series(cohort::timestamp, date_trunc(%3$L, %4$s %5$s)::timestamp, interval %6$L) WITH ORDINALITY AS u (start, n)) AS cells
            JOIN first USING (cohort) LEFT JOIN active ON active.k = first.k AND active.start = cells.start
            LEFT JOIN (SELECT k, max(start) AS start FROM active GROUP BY k) AS last ON last.k = first.k
        GROUP BY cohort, period$sql$, activity, type, unit, as_of, CASE type WHEN 'date' THEN '::timestamp' ELSE '' END,
        CASE unit WHEN 'quarter' THEN '3 months' ELSE '1 ' || unit END)
$$;
CREATE FUNCTION subjects_of(activity text, type text, unit text, as_of text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format($sql$seen AS MATERIALIZED (%1$s),
        first AS MATERIALIZED (SELECT k, date_trunc(%3$L, min(c)%5$s)::date AS cohort FROM seen WHERE k IS NOT NULL AND c <= %4$s GROUP BY k),
        active AS MATERIALIZED (SELECT DISTINCT k, date_trunc(%3$L, a%5$s)::date AS start FROM seen WHERE a <= %4$s)$sql$,
        activity, type, unit, as_of, CASE type WHEN 'date' THEN '::timestamp' ELSE '' END)
$$;

-- Its text: of a cohort's periods those that somebody was active in.
CREATE FUNCTION triangle_text(activity text, type text, unit text, as_of text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format($sql$(WITH %1$s
        SELECT format('{"version": 1, "unit": "%%s", "as_of": "%%s", "cohorts": [%%s]}', %2$L, date_trunc(%2$L, %3$s%4$s)::date,
            string_agg(text, ', ' ORDER BY cohort))
        FROM (SELECT cohort, format('{"cohort": "%%s", "subjects": %%s, "periods": [%%s]}', cohort, subjects,
                string_agg(format('[%%s, %%s, %%s]', period, active, on_or_after), ', ' ORDER BY period) FILTER (WHERE active > 0)) AS text
            FROM (%5$s) AS t GROUP BY cohort, subjects) AS c)$sql$,
        subjects_of(activity, type, unit, as_of), unit, as_of, CASE type WHEN 'date' THEN '::timestamp' ELSE '' END,
        triangle(activity, type, unit, as_of))
$$;

-- Each overload with a unit, which differ from seed to seed.
CREATE TABLE summary_case AS
SELECT format('retention_summary(%s, %s)', key.type, CASE WHEN long THEN format('%1$s, %1$s, text, %1$s', time) ELSE format('%1$s, text, %1$s', time) END)::regprocedure
        AS aggregate,
    'subject_' || key.name AS subject, CASE WHEN long THEN 'signed_' ELSE 'active_' END || time AS cohort_at, 'active_' || time AS active_at, time, unit,
    format('%s %L', time, CASE WHEN unit IN ('quarter', 'year') THEN '2034-05-17 13:00' ELSE '2025-02-12 21:30' END) AS as_of, long
FROM (VALUES (0, 'bigint', 'int8'), (1, 'uuid', 'uuid'), (2, 'text', 'text')) AS key (n, type, name),
    unnest('{date,timestamp,timestamptz}'::text[]) WITH ORDINALITY AS t (time, m), unnest('{f,t}'::boolean[]) AS long,
    LATERAL (SELECT ('{day,week,month,quarter,year}'::text[])[(n * 2 + m + long::int * 3 + current_setting('test.seed')::int) % 5 + 1]) AS u (unit);
INSERT INTO kpi_case (aggregate, call, arguments, plain)
SELECT aggregate, 'retention_summary', concat_ws(', ', subject, CASE WHEN long THEN cohort_at END, active_at, quote_literal(unit), as_of),
    format('CASE WHEN count(*) > 0 THEN %s END', triangle_text(
        format('SELECT * FROM unnest(array_agg(%s), array_agg(%s), array_agg(%s)) AS u (k, c, a)', subject, cohort_at, active_at), time, unit, as_of))
FROM summary_case;
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
    ('the last time makes the cohort', 'retention_summary', 'min(c)', 'max(c)'),
    ('times after as_of make a cohort', 'retention_summary', 'k IS NOT NULL AND c <=', 'k IS NOT NULL AND ''infinity''::text IS NOT NULL OR c <='),
    ('activity after as_of counts in its unit', 'retention_summary', 'FROM seen WHERE a <=', 'FROM seen WHERE a - interval ''20 days'' <='),
    ('on or after is in', 'retention_summary', 'last.start >= cells.start', 'last.start = cells.start'),
    ('units in UTC', 'retention_summary', 'AS u (k, c, a)', 'AS u (k, c, b), LATERAL (SELECT b + interval ''5 hours'' AS a) AS a'),
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
                FROM (SELECT * FROM ordinary UNION ALL SELECT * FROM extreme) AS r GROUP BY g, id %% 23) AS groups', c.call, c.arguments,
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
INSERT INTO plan VALUES (10, 'small groups', 'g, id % 23', 'ROW(g, id % 23)::text', '{}', '{Aggregate}');
\i plans.sql

-- Frames that move, of the rate: retention has no inverse.
SELECT format('CREATE TABLE first_%1$s AS SELECT * FROM %1$s WHERE id <= 300', rows) FROM rows \gexec
INSERT INTO todo (call)
SELECT format('check_frame_rows(%L, %L, %L, %L)', rows || ' rows, plain SQL', 'first_' || rows, frame, held)
FROM rows, frame_rows
ORDER BY nth, n;

-- ---------------------------------------------------------------------------------------------------------------------
-- Summaries
-- ---------------------------------------------------------------------------------------------------------------------

-- The report against the dense triangle; both forms of a value come back as they were.
CREATE FUNCTION check_report(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c summary_case;
    arguments text;
    wrong text;
    total bigint := 0;
    rows bigint;
    differ boolean;
BEGIN
    FOR c IN TABLE summary_case LOOP
        arguments := concat_ws(', ', c.subject, CASE WHEN c.long THEN c.cohort_at END, c.active_at, quote_literal(c.unit), c.as_of);
        EXECUTE format('CREATE TEMP TABLE value AS SELECT retention_summary(%s) AS s FROM %I', arguments, source);
        EXECUTE format($sql$WITH %1$s, told AS (SELECT * FROM retention_report((SELECT s FROM value))), want AS (
                SELECT cohort, period::int, subjects, active,
                    CASE WHEN period < max(period) OVER (PARTITION BY cohort) THEN active / subjects::float8 END, on_or_after, on_or_after / subjects::float8
                FROM (%2$s) AS t)
            SELECT (SELECT count(*) FROM want), EXISTS (TABLE told EXCEPT ALL TABLE want) OR EXISTS (TABLE want EXCEPT ALL TABLE told)
                OR (SELECT retention_summary_send(s::text::retention_summary) <> retention_summary_send(s) FROM value)$sql$,
            subjects_of(format('SELECT %s AS k, %s AS c, %s AS a FROM %I', c.subject, c.cohort_at, c.active_at, source), c.time, c.unit, c.as_of),
            triangle('', c.time, c.unit, c.as_of)) INTO rows, differ;
        total := total + rows;
        IF differ THEN
            wrong := concat_ws(', ', wrong, c.aggregate::text);
        END IF;
        DROP TABLE value;
    END LOOP;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s rows, reports: %s rows%s', current_setting('test.seed'), source, total, ' NOT OK: ' || wrong);
END $$;

-- Summaries of disjoint subjects, merged in random order, as a tree, in parallel and by +: that of all.
CREATE FUNCTION check_rollup(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c summary_case;
    arguments text;
    wrong text;
    total bigint := 0;
    differ boolean;
    merged text;
BEGIN
    FOR c IN TABLE summary_case LOOP
        arguments := concat_ws(', ', c.subject, CASE WHEN c.long THEN c.cohort_at END, c.active_at, quote_literal(c.unit), c.as_of);
        EXECUTE format('CREATE TABLE piece WITH (parallel_workers = 2) AS
            SELECT coalesce(abs(hashtext(%1$s::text)) %% 60, 3) AS nth, retention_summary(%2$s) AS s FROM %3$I GROUP BY 1', c.subject, arguments, source);
        INSERT INTO piece VALUES (-1, NULL);
        ANALYZE piece;
        EXECUTE format('CREATE TEMP TABLE whole AS SELECT retention_summary_send(retention_summary(%s)) AS bytes FROM %I', arguments, source);
        FOREACH merged IN ARRAY ARRAY['SELECT rollup(s ORDER BY h(nth, 62)) FROM piece',
            'SELECT sum(s) FROM (SELECT rollup(s) AS s FROM piece GROUP BY nth % 3) AS branch',
            'SELECT a.s + b.s FROM (SELECT rollup(s) AS s FROM piece WHERE nth < 3) AS a, (SELECT sum(s) AS s FROM piece WHERE nth >= 3 OR nth IS NULL) AS b']
        LOOP
            PERFORM fill('got', merged, '{}', '{Aggregate}');
            EXECUTE 'SELECT EXISTS (SELECT retention_summary_send(g::text::retention_summary) FROM (TABLE got) AS got (g) EXCEPT TABLE whole)' INTO differ;
            IF differ THEN
                wrong := concat_ws(', ', wrong, c.aggregate::text || ': ' || merged);
            END IF;
            total := total + 1;
        END LOOP;
        PERFORM fill('got', 'SELECT rollup(s) FROM piece', '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}',
            '{"Finalize Aggregate","Partial Aggregate","Workers Launched: [12]"}');
        EXECUTE 'SELECT EXISTS (SELECT retention_summary_send(g) FROM (TABLE got) AS got (g) EXCEPT TABLE whole)' INTO differ;
        IF differ THEN
            wrong := concat_ws(', ', wrong, c.aggregate::text || ': parallel');
        END IF;
        total := total + 1;
        DROP TABLE piece, whole;
    END LOOP;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s rows, rollup: %s values%s', current_setting('test.seed'), source, total, ' NOT OK: ' || wrong);
END $$;

-- Of several as_of the earliest holds: what each says up to then, added up.
CREATE FUNCTION check_earlier_as_of(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c summary_case;
    wrong text;
    total bigint := 0;
    rows bigint;
    differ boolean;
BEGIN
    FOR c IN TABLE summary_case LOOP
        EXECUTE format('CREATE TEMP TABLE piece AS
            SELECT nth, retention_summary(%1$s, %2$L, (%3$s - (nth * 29 + 4) * interval ''%4$s'')::%5$s) AS s
            FROM (SELECT *, coalesce(abs(hashtext(%6$s::text)) %% 4, 0) AS nth FROM %7$I) AS r GROUP BY nth',
            concat_ws(', ', c.subject, CASE WHEN c.long THEN c.cohort_at END, c.active_at), c.unit, c.as_of,
            CASE WHEN c.unit IN ('quarter', 'year') THEN '1 month' ELSE '1 day' END, c.time, c.subject, source);
        CREATE TEMP TABLE told AS SELECT nth, r.*, r.cohort + period * (CASE ((s::jsonb) ->> 'unit') WHEN 'quarter' THEN '3 months'
            ELSE '1 ' || ((s::jsonb) ->> 'unit') END)::interval AS start FROM piece, retention_report(s) AS r;
        WITH latest AS (SELECT min(((s::jsonb) ->> 'as_of')::date) AS start FROM piece),
            of_all AS (SELECT cohort, sum(subjects) AS subjects FROM told JOIN latest ON cohort <= latest.start WHERE period = 0 GROUP BY cohort),
            want AS (SELECT cohort, period, o.subjects, sum(active), sum(on_or_after) FROM told JOIN of_all AS o USING (cohort)
                JOIN latest ON told.start <= latest.start GROUP BY 1, 2, 3),
            got AS (SELECT cohort, period, subjects::numeric, active::numeric, on_or_after::numeric
                FROM retention_report((SELECT rollup(s ORDER BY h(nth, 67)) FROM piece)))
        SELECT (SELECT count(*) FROM want), EXISTS (TABLE got EXCEPT ALL TABLE want) OR EXISTS (TABLE want EXCEPT ALL TABLE got)
            OR (SELECT rollup(s ORDER BY nth) <> sum(t) OR rollup(s)::text::retention_summary <> rollup(s) FROM piece FULL JOIN
                (SELECT rollup(s) AS t FROM piece GROUP BY nth / 2) AS branch ON false)
        INTO rows, differ;
        total := total + rows;
        IF differ THEN
            wrong := concat_ws(', ', wrong, c.aggregate::text);
        END IF;
        DROP TABLE piece, told;
    END LOOP;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s rows, several as_of: %s rows%s', current_setting('test.seed'), source, total, ' NOT OK: ' || wrong);
END $$;
INSERT INTO todo (call) SELECT format('check_%s(%L)', which, rows) FROM rows, unnest('{report,rollup,earlier_as_of}'::text[]) AS which;
