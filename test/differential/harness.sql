-- The checks. Each fills two tables, got and want, with a key and an array of one text for each case, compares them, and
-- returns a line to print.

-- Compares got with want, case by case.
CREATE FUNCTION verdict(title text, which text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    outcome record;
    difference record;
    passes int := 0;
    failures int := 0;
    compares bigint := 0;
    result text := '';
BEGIN
    CREATE TEMP TABLE compared ON COMMIT DROP AS
    SELECT c.id, c.aggregate, key, g.value[c.n] AS got, w.value[c.n] AS want,
        g.key IS NULL OR w.key IS NULL OR g.value[c.n] IS DISTINCT FROM w.value[c.n] AS differ
    FROM (SELECT k.*, row_number() OVER (ORDER BY id) AS n FROM kpi_case k WHERE takes_part(k, which)) AS c
        LEFT JOIN (got AS g FULL JOIN want AS w USING (key)) ON true;
    FOR outcome IN
        SELECT id, aggregate, count(*), count(*) FILTER (WHERE differ) AS differing FROM compared GROUP BY 1, 2 ORDER BY 1
    LOOP
        compares := compares + outcome.count;
        IF outcome.differing = 0 THEN
            passes := passes + 1;
            CONTINUE;
        END IF;
        failures := failures + 1;
        result := result || format(E'  %s: %s of %s differ\n', outcome.aggregate, outcome.differing, outcome.count);
        FOR difference IN SELECT * FROM compared WHERE id = outcome.id AND differ ORDER BY key LIMIT 3 LOOP
            result := result || format(E'    %s: is %s, must be %s\n', difference.key,
                coalesce(left(difference.got, 200), 'NULL'), coalesce(left(difference.want, 200), 'NULL'));
        END LOOP;
    END LOOP;
    DROP TABLE compared;
    INSERT INTO tally VALUES (passes, failures, compares);
    RETURN format('seed %s, %s: %s KPIs, %s values%s', current_setting('test.seed'), title, passes + failures, compares,
        CASE WHEN failures > 0 THEN E' NOT OK\n' || rtrim(result, E'\n') ELSE '' END);
END $$;

-- Runs a check; an error fails it.
CREATE FUNCTION attempt(check_call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    EXECUTE 'SELECT ' || check_call INTO result;
    RETURN result;
EXCEPTION WHEN OTHERS THEN
    INSERT INTO tally VALUES (0, 1, 0);
    RETURN format('seed %s, %s: NOT OK: error %s: %s', current_setting('test.seed'), check_call, SQLSTATE, SQLERRM);
END $$;

-- Makes a table of a query, under settings, by a plan that shows all of these.
CREATE FUNCTION fill(name text, query text, settings text[] DEFAULT '{}', plan text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    line text;
    seen text := '';
    before text[] := ARRAY(SELECT split_part(s, '=', 1) || '=' || current_setting(split_part(s, '=', 1))
        FROM unnest(settings) AS s);
BEGIN
    FOREACH line IN ARRAY settings LOOP
        PERFORM set_config(split_part(line, '=', 1), split_part(line, '=', 2), true);
    END LOOP;
    EXECUTE 'DROP TABLE IF EXISTS pg_temp.' || name;
    FOR line IN
        EXECUTE format('EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) CREATE TEMP TABLE %s AS %s', name, query)
    LOOP
        seen := seen || line || E'\n';
    END LOOP;
    FOREACH line IN ARRAY plan LOOP
        IF seen !~ line THEN
            RAISE EXCEPTION E'the plan has no "%":\n%', line, seen;
        END IF;
    END LOOP;
    FOREACH line IN ARRAY before LOOP
        PERFORM set_config(split_part(line, '=', 1), split_part(line, '=', 2), true);
    END LOOP;
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Groups
-- ---------------------------------------------------------------------------------------------------------------------

-- What plain SQL gives over a set of rows, worked out once.
CREATE FUNCTION plain(source text, grouping_clause text, key text, which text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text := 'plain_' || md5(source || grouping_clause || key || which);
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE %s AS SELECT %s AS key, ARRAY[%s] AS value FROM %s %s', name, key,
            each_case(which, '({plain})::text'), source, grouping_clause);
    END IF;
    PERFORM fill('want', 'TABLE ' || name);
END $$;

-- The KPIs against plain SQL under a plan; source and clause are the same for both but where the rows are stored.
CREATE FUNCTION check_groups(title text, source text, which text, grouping_clause text, key text,
    settings text[] DEFAULT '{}', plan text[] DEFAULT '{}', stored text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM plain(source, grouping_clause, key, which);
    PERFORM fill('got', format('SELECT %s AS key, ARRAY[%s] AS value FROM %s %s', key,
        each_case(which, '{kpi}({arguments})::text'), coalesce(stored, source), grouping_clause), settings, plan);
    RETURN verdict(title, which);
END $$;

-- FILTER, which leaves some groups without rows.
CREATE FUNCTION check_filter(title text, source text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill('want', format('SELECT ROW(g)::text AS key, value FROM (SELECT DISTINCT g FROM %1$s) AS groups,
        LATERAL (SELECT ARRAY[%2$s] AS value FROM %1$s AS r WHERE pass AND r.g IS NOT DISTINCT FROM groups.g) AS plain',
        source, each_case('all', '({plain})::text')));
    PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM %s GROUP BY g', each_case('all',
        '{kpi}({arguments}) FILTER (WHERE pass)::text'), source));
    RETURN verdict(title, 'all');
END $$;

-- HAVING
CREATE FUNCTION check_having(title text, source text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill('want', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM %s GROUP BY g
        HAVING count(DISTINCT account_int8) FILTER (WHERE won)::float8 / NULLIF(count(*), 0) < 0.4',
        each_case('all', '({plain})::text'), source));
    PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM %s GROUP BY g
        HAVING opportunity_to_customer_ratio(account_int8, won) < 0.4',
        each_case('all', '{kpi}({arguments})::text'), source));
    RETURN verdict(title, 'all');
END $$;

-- DISTINCT: each set of arguments once. Equal amounts are made equal to the last digit before, for DISTINCT to choose.
CREATE FUNCTION check_distinct(title text, source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c record;
BEGIN
    EXECUTE format('CREATE TEMP TABLE once AS TABLE %s', source);
    UPDATE once SET amount_numeric = trim_scale(amount_numeric), numeric_of_deal = trim_scale(numeric_of_deal),
        quota_numeric = trim_scale(quota_numeric), opening_numeric = trim_scale(opening_numeric),
        closing_numeric = trim_scale(closing_numeric);
    PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM once GROUP BY g',
        each_case('all', '{kpi}(DISTINCT {arguments})::text')));
    CREATE TEMP TABLE plain_once (key text, id int, value text);
    FOR c IN SELECT * FROM kpi_case k WHERE takes_part(k, 'all') LOOP
        EXECUTE format('INSERT INTO plain_once SELECT ROW(g)::text, %s, (%s)::text
            FROM (SELECT DISTINCT ON (g, %s) * FROM once) AS once GROUP BY g', c.id, c.plain, c.arguments);
    END LOOP;
    PERFORM fill('want', 'SELECT key, array_agg(value ORDER BY id) AS value FROM plain_once GROUP BY key');
    DROP TABLE once, plain_once;
    RETURN verdict(title, 'all');
END $$;

-- The plain SQL of the manual to the letter, which rounds on its way.
CREATE FUNCTION check_literal(title text, source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c record;
    outcome record;
    result text := '';
    checks int := 0;
    compares bigint := 0;
BEGIN
    FOR c IN SELECT * FROM kpi_case WHERE within IS NOT NULL LOOP
        EXECUTE format('SELECT count(*),
                min(format(''%%s: is %%s, must be %%s'', g, got, want)) FILTER (WHERE near IS NOT TRUE) AS differing
            FROM (SELECT g, %1$s(%2$s) AS got, %3$s AS want,
                    (%1$s(%2$s) IS NULL AND %3$s IS NULL) OR distance(%1$s(%2$s), %3$s) <= coalesce(%4$s, 0) AS near
                FROM %5$s GROUP BY g) AS groups', c.call, c.arguments, c.plain, c.within, source) INTO outcome;
        checks := checks + 1;
        compares := compares + outcome.count;
        INSERT INTO tally VALUES ((outcome.differing IS NULL)::int, (outcome.differing IS NOT NULL)::int, outcome.count);
        IF outcome.differing IS NOT NULL THEN
            result := result || format(E'\n  %s: %s', c.aggregate, outcome.differing);
        END IF;
    END LOOP;
    RETURN format('seed %s, %s: %s KPIs, %s values%s', current_setting('test.seed'), title, checks, compares,
        CASE WHEN result <> '' THEN ' NOT OK' || result ELSE '' END);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Window frames
-- ---------------------------------------------------------------------------------------------------------------------

-- A frame against the same KPI that works each frame out anew.
CREATE FUNCTION check_frame(title text, source text, frame text, condition text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill('got', format('SELECT id::text AS key, ARRAY[%s] AS value FROM %s WINDOW w AS (%s)',
        each_case('all', format('({kpi}({arguments}) FILTER (WHERE %s) OVER w)::text', condition)), source, frame));
    PERFORM fill('want', format('SELECT id::text AS key, ARRAY[%s] AS value FROM %s WINDOW w AS (%s)',
        each_case('all', format('({still}({arguments}) FILTER (WHERE %s) OVER w)::text', condition)), source, frame));
    RETURN verdict(title || ', ' || frame, 'all');
END $$;

-- A frame in the order of id against plain SQL over the rows that it holds.
CREATE FUNCTION check_frame_rows(title text, source text, frame text, held text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill('got', format('SELECT id::text AS key, ARRAY[%s] AS value FROM %s WINDOW w AS (ORDER BY id %s)',
        each_case('all', '({kpi}({arguments}) OVER w)::text'), source, frame));
    PERFORM fill('want', format('SELECT at.id::text AS key, (SELECT ARRAY[%s] FROM %s AS row WHERE %s) AS value
        FROM %2$s AS at',
        each_case('all', '({plain})::text'), source, held));
    RETURN verdict(title || ', ' || frame, 'all');
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- States
-- ---------------------------------------------------------------------------------------------------------------------

-- The bytes of a state do not depend on the order of the rows, nor on parallel workers.
CREATE FUNCTION check_bytes(title text, source text, which text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    query text := format('SELECT ROW(g)::text AS key, ARRAY[%%s] AS value FROM %s GROUP BY g', source);
    result text;
BEGIN
    PERFORM fill('want', format(query, each_case(which, 'md5({state}({arguments})::text)')));
    PERFORM fill('got', format(query, each_case(which, 'md5({state}({arguments} ORDER BY h(id, 50))::text)')));
    result := verdict(title || ', shuffled', which);
    PERFORM fill('got', format(query, each_case(which, 'md5({state}({arguments})::text)')),
        '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}',
        '{Finalize,Partial,"Workers Launched: [12]"}');
    RETURN result || E'\n' || verdict(title || ', parallel', which);
END $$;

-- States of random parts of the rows, through binary and text files, merged in random order and tree: results and bytes.
CREATE FUNCTION check_merge(title text, source text, which text, parts int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    file text := current_setting('data_directory') || '/states';
    result text;
BEGIN
    DROP TABLE IF EXISTS pg_temp.part;
    EXECUTE format('CREATE TEMP TABLE part AS SELECT g, h(id, 60) %% %s AS nth, %s FROM %s GROUP BY 1, 2', parts,
        each_case(which, '{state}({arguments}) AS {part}'), source);
    -- A part without rows has a state of NULL.
    INSERT INTO part (g, nth) SELECT DISTINCT g, -1 FROM part;
    PERFORM fill('bytes', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM %s GROUP BY g',
        each_case(which, 'md5({state}({arguments})::text)'), source));
    FOREACH title IN ARRAY ARRAY[title, title || ', a tree'] LOOP
        EXECUTE format('COPY part TO %L (FORMAT %s)', file, CASE WHEN title ~ 'tree' THEN 'text' ELSE 'binary' END);
        TRUNCATE part;
        EXECUTE format('COPY part FROM %L (FORMAT %s)', file, CASE WHEN title ~ 'tree' THEN 'text' ELSE 'binary' END);
        PERFORM plain(source, 'GROUP BY g', 'ROW(g)::text', which);
        PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM part GROUP BY g',
            each_case(which, '{final}({part} ORDER BY h(nth, 61))::text')));
        result := concat_ws(E'\n', result, verdict(title || ', results', which));
        PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM part GROUP BY g',
            each_case(which, 'md5(merged({part} ORDER BY h(nth, 62))::text)')));
        PERFORM fill('want', 'TABLE bytes');
        result := concat_ws(E'\n', result, verdict(title || ', bytes', which));
        EXIT WHEN title ~ 'tree';
        EXECUTE format('CREATE TEMP TABLE branch AS SELECT g, h(nth, 63) %% 3 AS nth, %s FROM part GROUP BY 1, 2',
            each_case(which, 'merged({part} ORDER BY h(nth, 64)) AS {part}'));
        DROP TABLE part;
        ALTER TABLE branch RENAME TO part;
    END LOOP;
    -- By hand: the function outside an aggregate.
    PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value
        FROM (SELECT g, %s FROM part GROUP BY g) AS list',
        each_case(which, 'md5(kpi_state_combine(kpi_state_combine({part}[1], {part}[2]),
            kpi_state_combine(NULL, kpi_state_combine({part}[3], NULL)))::text)'),
        each_case(which, 'array_agg({part} ORDER BY h(nth, 65)) AS {part}')));
    RETURN result || E'\n' || verdict(title || ' by hand', which);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Plain functions
-- ---------------------------------------------------------------------------------------------------------------------

-- business_days against the days one by one, interval_days against extract.
CREATE FUNCTION check_days() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    total bigint;
    wrong text;
BEGIN
    SELECT count(*), min(format('business_days(%L, %L, %L)', a, b, holidays)) FILTER (WHERE business_days(a, b, holidays)
        IS DISTINCT FROM sign(b - a)::int * (
            SELECT count(*)::int FROM generate_series(LEAST(a, b) + 1, GREATEST(a, b), interval '1 day') AS day
            WHERE extract(isodow FROM day) < 6 AND day <> ALL (array_remove(holidays, NULL))))
    INTO total, wrong
    FROM (SELECT a, a + (h(id, 72) % 161)::int - 80 AS b, holidays
        FROM (SELECT id, date '1999-12-20' + (h(id, 70) % 12000 - 6000)::int AS a
            FROM generate_series(1, 2000) AS id) AS row,
            LATERAL (SELECT array_agg(NULLIF(a + (h(k + id * 10, 73) % 161)::int - 80, date '2000-01-05'))
                    FILTER (WHERE k > 0) AS list
                FROM generate_series(0, h(id, 74) % 8) AS k) AS drawn,
            LATERAL (SELECT coalesce(list || list[1], '{}') AS holidays) AS doubled) AS call;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    IF EXISTS (SELECT FROM generate_series(1, 1000) AS id, LATERAL (SELECT make_interval(0, 0, 0, (h(id, 75) % 9999)::int - 5000,
            0, 0, (h(id, 76) % 1000000) / 1000.0) AS i) AS drawn
        WHERE abs(interval_days(i) - extract(epoch FROM i) / 86400) > 1e-9) THEN
        wrong := concat_ws(', ', wrong, 'interval_days');
    END IF;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, 1000);
    RETURN format('seed %s, business days and interval days: %s values%s', current_setting('test.seed'), total + 1000,
        ' NOT OK: ' || wrong);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- What to check, in which plans
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE todo (n int GENERATED ALWAYS AS IDENTITY, call text);

-- Plans of any aggregate over columns g and c, with what EXPLAIN must show.
CREATE TABLE plan (n int, name text, list text, key text, settings text, shows text);
INSERT INTO plan VALUES
    (1, 'hash aggregate', 'g', 'ROW(g)::text', '{enable_sort=off}', '{^HashAggregate}'),
    (2, 'group aggregate', 'g', 'ROW(g)::text', '{enable_hashagg=off}', '{^GroupAggregate,Sort}'),
    (3, 'plain aggregate', NULL, '''all''', '{}', '{^Aggregate}'),
    (4, 'parallel hash aggregate', 'g', 'ROW(g)::text',
        '{max_parallel_workers_per_gather=2,parallel_leader_participation=off,enable_sort=off}',
        '{"Finalize HashAggregate","Partial HashAggregate","Workers Launched: [12]"}'),
    (5, 'parallel group aggregate', 'g', 'ROW(g)::text', '{max_parallel_workers_per_gather=2,enable_hashagg=off}',
        '{"Finalize GroupAggregate","Partial GroupAggregate","Workers Launched: [12]"}'),
    (6, 'parallel plain aggregate', NULL, '''all''', '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}',
        '{"Finalize Aggregate","Partial Aggregate","Workers Launched: [12]"}'),
    (7, 'hashed grouping sets', 'CUBE (g, c)', 'ROW(GROUPING(g, c), g, c)::text', '{enable_sort=off,work_mem=64MB}',
        '{"Hash Key: g, c"}'),
    (8, 'sorted grouping sets', 'ROLLUP (g, c)', 'ROW(GROUPING(g, c), g, c)::text', '{enable_hashagg=off}',
        '{^GroupAggregate,"Group Key: \\(\\)"}'),
    (9, 'mixed grouping sets', 'GROUPING SETS ((g), (c), ())', 'ROW(GROUPING(g, c), g, c)::text', '{}',
        '{^MixedAggregate}');

-- And of deals in partitions, which make_partitions makes: groups in one partition, and groups over several.
CREATE TABLE partition_plan (n int, name text, rows text, stored text, settings text, shows text);
INSERT INTO partition_plan VALUES
    (1, 'partition-wise, whole groups', 'ordinary', 'by_group', '{enable_partitionwise_aggregate=on}',
        '{"^Append\\s.*-> +HashAggregate"}'),
    (2, 'partition-wise, partial groups', 'extreme', 'by_id', '{enable_partitionwise_aggregate=on}',
        '{Finalize,"Append\\s.*-> +Partial HashAggregate"}'),
    (3, 'partition-wise, partial groups, parallel', 'extreme', 'by_id',
        '{enable_partitionwise_aggregate=on,max_parallel_workers_per_gather=2}',
        '{Finalize,"Parallel Append\\s.*-> +Partial HashAggregate","Workers Launched: [12]"}');

-- Frames in the order of id, and the condition on which a row is in that of the row at.
CREATE TABLE frame_rows (n int, frame text, held text);
INSERT INTO frame_rows VALUES
    (1, 'ROWS BETWEEN 11 PRECEDING AND 1 FOLLOWING', 'row.id BETWEEN at.id - 11 AND at.id + 1'),
    (2, 'ROWS UNBOUNDED PRECEDING', 'row.id <= at.id'),
    (3, 'ROWS BETWEEN 6 PRECEDING AND 6 FOLLOWING EXCLUDE CURRENT ROW', 'abs(row.id - at.id) BETWEEN 1 AND 6');

-- The same rows in partitions by a column.
CREATE FUNCTION make_partitions(name text, source text, by text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE %I (LIKE %I) PARTITION BY HASH (%I)', name, source, by);
    FOR r IN 0..2 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 3, REMAINDER %s)', name || '_' || r, name, r);
    END LOOP;
    EXECUTE format('INSERT INTO %I TABLE %I; ANALYZE %1$I', name, source);
END $$;
