-- Changes of the pipeline against their plain SQL, over groups in every plan and merged from parts. Histories have ties, NULLs,
-- infinite times, rows at both ends of the period, and amounts of any size.

-- ---------------------------------------------------------------------------------------------------------------------
-- Rows
-- ---------------------------------------------------------------------------------------------------------------------

-- Groups as those of rows.sql: one row, two rows, nothing known, few deals, many deals, no group. What a row says follows from
-- its deal and day, but for the amount's scale, so that rows of one time are one; where `clash` is set, of a few it does not.
CREATE FUNCTION make_history(name text, kind text, size int, clash boolean) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($query$
        CREATE TABLE %1$I WITH (parallel_workers = 2) AS
        SELECT id, g, NULLIF(h(id, 11) %% 4, 0)::int AS c, h(id, 12) %% 3 > 0 AND g IS DISTINCT FROM 5 AS pass,
            CASE WHEN known THEN key_int8(nth) END AS deal_int8, CASE WHEN known THEN key_uuid(nth) END AS deal_uuid,
            CASE WHEN known THEN key_text(nth) END AS deal_text,
            (ARRAY[true, false, NULL, NULL])[x %% 4 + 1] AS won,
            CASE WHEN x / 4 %% 9 > 0 THEN other_form(amount_numeric(%2$L, x / 36), h(id, 16)) END AS amount,
            at::date AS at_date, at AS at_timestamp, at AT TIME ZONE 'UTC' AS at_timestamptz
        FROM (
            SELECT *, h(nth * 1000 + day + CASE WHEN %4$L AND h(id, 17) %% 2 = 0 THEN 500 + id %% 2 ELSE 0 END, 14) AS x,
                CASE WHEN g = 3 OR h(id, 7) %% 31 = 0 THEN NULL WHEN h(id, 7) %% 31 = 1 THEN 'infinity' WHEN h(id, 7) %% 31 = 2 AND day = 0 THEN '-infinity'
                    ELSE timestamp '2024-01-01' + day * interval '1 day' + h(id, 9) %% 4 * interval '5 hours' END AS at
            FROM (
            SELECT id, g, CASE WHEN g = 4 THEN h(id, 1) %% 5 ELSE h(id, 1) %% (%3$s / 24) END AS nth, h(id, 3) %% 13 > 0 AS known,
                CASE WHEN h(id, 7) %% 31 = 2 THEN 0 ELSE h(id, 8) %% 60 END AS day
            FROM (SELECT id, CASE WHEN id = 1 THEN 1 WHEN id <= 3 THEN 2 WHEN id <= 20 THEN 3 WHEN id <= 120 THEN 4
                WHEN h(id, 0) %% 50 = 0 THEN NULL ELSE 5 + h(id, 0) %% 9 END::int AS g FROM generate_series(1, %3$s) AS id) AS grouped) AS numbered) AS timed
        ORDER BY id $query$, name, kind, size, clash);
    EXECUTE format('ANALYZE %I', name);
    RETURN format('seed %s, %s rows made', current_setting('test.seed'), name);
END $$;
SELECT make_history('ordinary', 'ordinary', 3000, false) \g /dev/null
SELECT make_history('extreme', 'extreme', 1500, false) \g /dev/null
SELECT make_history('clashing', 'ordinary', 1500, true) \g /dev/null
CREATE VIEW rows AS SELECT * FROM unnest('{ordinary,extreme}'::text[]) WITH ORDINALITY AS r (rows, nth);

-- ---------------------------------------------------------------------------------------------------------------------
-- Cases
-- ---------------------------------------------------------------------------------------------------------------------

-- The SQL of the manual to the letter, but that of rows of one time the one with the most decimal places tells the scale, and
-- that there is a row of each change: (n, change, deals, amount).
CREATE FUNCTION changes_of(history text, period_from text, period_to text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format($sql$
        WITH history AS (%1$s),
            before AS (SELECT DISTINCT ON (deal) deal, won, coalesce(amount, 0) AS amount FROM history WHERE at < %2$s ORDER BY deal, at DESC, scale(amount) DESC NULLS LAST),
            after AS (SELECT DISTINCT ON (deal) deal, won, coalesce(amount, 0) AS amount FROM history WHERE at < %3$s ORDER BY deal, at DESC, scale(amount) DESC NULLS LAST)
        SELECT n, change, count(counts) AS deals, coalesce(sum(amount), 0) AS amount
        FROM unnest('{opening,created,reopened,increased,decreased,won,lost,closing}'::text[]) WITH ORDINALITY AS name (change, n) LEFT JOIN (
            SELECT c.* FROM after LEFT JOIN before USING (deal), LATERAL (VALUES
                ('opening', before.amount, before.deal IS NOT NULL AND before.won IS NULL),
                ('created', after.amount, before.deal IS NULL),
                ('reopened', after.amount, before.won IS NOT NULL AND after.won IS DISTINCT FROM before.won),
                ('increased', after.amount - before.amount, before.won IS NULL AND after.amount > before.amount),
                ('decreased', before.amount - after.amount, before.won IS NULL AND after.amount < before.amount),
                ('won', after.amount, after.won AND before.won IS NOT TRUE),
                ('lost', after.amount, NOT after.won AND before.won IS NOT FALSE),
                ('closing', after.amount, after.won IS NULL)) AS c (change, amount, counts)
            WHERE counts AND deal IS NOT NULL) AS counted USING (change)
        GROUP BY n, change$sql$, history, period_from, period_to)
$$;

-- A time as JSON has it, of timestamptz in UTC.
CREATE FUNCTION json_time(at text, type text) RETURNS text LANGUAGE sql STABLE
    RETURN CASE WHEN at ~ 'infinity' THEN at WHEN type = 'date' THEN at::date::text
        WHEN type = 'timestamp' THEN replace(at::timestamp::text, ' ', 'T')
        ELSE replace((at::timestamptz AT TIME ZONE 'UTC')::text, ' ', 'T') || '+00:00' END;

-- Each overload over a period, which differ from seed to seed: its ends at times of rows and between them, or infinite.
CREATE TABLE change_case AS
SELECT format('pipeline_changes(%s, %s, boolean, numeric, %2$s, %2$s)', key.type, time)::regprocedure AS aggregate, time, period_from, period_to,
    format('deal_%s AS deal, at_%s AS at, won, amount', key.name, time) AS columns,
    format('deal_%s, at_%s, won, amount', key.name, time) AS history,
    format('deal_%1$s, at_%2$s, won, amount, %3$L::%2$s, %4$L::%2$s', key.name, time, period_from, period_to) AS arguments,
    format('unnest(array_agg(deal_%s), array_agg(at_%s), array_agg(won), array_agg(amount)) AS h (deal, at, won, amount)', key.name, time) AS arrays
FROM (VALUES (0, 'bigint', 'int8'), (1, 'uuid', 'uuid'), (2, 'text', 'text')) AS key (n, type, name),
    unnest('{date,timestamp,timestamptz}'::text[]) WITH ORDINALITY AS t (time, m),
    LATERAL (SELECT ('{2024-01-20 00:00,2024-01-20 05:00,-infinity,2024-02-11 12:00}'::text[])[(n + m) % 4 + 1],
        ('{2024-02-20 00:00,2024-02-12 14:59:59.999999,infinity,2024-02-15 10:00:00.000001}'::text[])[(n * 2 + m + current_setting('test.seed')::int) % 4 + 1]) AS p (given_from, given_to),
    LATERAL (SELECT CASE WHEN given_from ~ 'inf' THEN given_from WHEN time = 'date' THEN left(given_from, 10) ELSE given_from || CASE time WHEN 'timestamptz' THEN 'Z' ELSE '' END END,
        CASE WHEN given_to ~ 'inf' THEN given_to WHEN time = 'date' THEN left(given_to, 10) ELSE given_to || CASE time WHEN 'timestamptz' THEN 'Z' ELSE '' END END) AS q (period_from, period_to);
INSERT INTO kpi_case (aggregate, call, arguments, plain)
SELECT aggregate, 'pipeline_changes', arguments,
    format($sql$CASE WHEN count(*) > 0 THEN (SELECT format('{"version": 1, "times": "%1$s", "from": "%2$s", "to": "%3$s", %%s}',
            string_agg(format('"%%s": {"deals": %%s, "amount": %%s}', change, deals, amount), ', ' ORDER BY n))
        FROM (%4$s) AS c) END$sql$, time, json_time(period_from, time), json_time(period_to, time),
        changes_of('SELECT * FROM ' || arrays, format('%L', period_from), format('%L', period_to)))
FROM change_case;
SELECT make_aggregates() \g /dev/null

-- Plain SQL under a wrong rule, which the rows must show to differ.
CREATE TABLE wrong_rule (rule text, part text, instead text);
INSERT INTO wrong_rule VALUES
    ('the first row counts', 'ORDER BY deal, at DESC', 'ORDER BY deal, at'),
    ('the end belongs to the period', 'WHERE at < ''2024-02-20', 'WHERE at <= ''2024-02-20'),
    ('its start does not', 'WHERE at < ''2024-01-20', 'WHERE at <= ''2024-01-20'),
    ('no amount is no row', 'FROM history WHERE', 'FROM history WHERE amount IS NOT NULL AND'),
    ('what was won is won again', 'before.won IS NOT TRUE', 'true'),
    ('a deal that is won after it was lost is not reopened', 'before.won IS NOT NULL AND', 'after.won IS NULL AND before.won IS NOT NULL AND'),
    ('deals that close do not change before', 'before.won IS NULL AND after.amount >', 'before.won IS NULL AND after.won IS NULL AND after.amount >'),
    ('deals that stay closed change', 'before.won IS NULL AND after.amount <', 'after.amount <'),
    ('what is closed when it is first seen was not created', 'after.amount, before.deal IS NULL', 'after.amount, after.won IS NULL AND before.deal IS NULL'),
    ('what is created has its first amount', 'after.amount, before.deal IS NULL',
        '(SELECT coalesce(amount, 0) FROM history AS f WHERE f.deal = after.deal ORDER BY at LIMIT 1), before.deal IS NULL'),
    ('rows without a deal count', 'AND deal IS NOT NULL', ''),
    ('of one time any row counts', 'scale(amount) DESC NULLS LAST', 'scale(amount)');
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
        FOR c IN SELECT * FROM kpi_case AS k WHERE position(w.part IN k.plain) > 0 LOOP
            EXECUTE format('SELECT bool_or(got IS DISTINCT FROM wrong) FROM (SELECT %1$s(%2$s)::text AS got, (%3$s)::text AS wrong
                FROM ordinary AS r GROUP BY g) AS groups', c.call, c.arguments, replace(c.plain, w.part, w.instead)) INTO differs;
            found := found OR differs;
            EXIT WHEN found;
        END LOOP;
        IF NOT found THEN
            unseen := concat_ws(', ', unseen, w.rule);
        END IF;
    END LOOP;
    INSERT INTO tally VALUES ((unseen IS NULL)::int, (unseen IS NOT NULL)::int, 0);
    RETURN format('seed %s, %s wrong rules%s', current_setting('test.seed'), (SELECT count(*) FROM wrong_rule), ' NOT OK: not noticed: ' || unseen);
END $$;

-- Every pipeline aggregate of the catalog has a case.
CREATE FUNCTION check_coverage_of_pipeline() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    wrong text := (SELECT string_agg(aggregate, ', ') FROM kpi WHERE name LIKE 'pipeline%' AND oid NOT IN (SELECT aggregate FROM kpi_case));
BEGIN
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, 0);
    RETURN format('%s cases%s', (SELECT count(*) FROM kpi_case), ' NOT OK: no case of ' || wrong);
END $$;

INSERT INTO todo (call) VALUES ('check_coverage_of_pipeline()'), ('check_wrong_rules()');
INSERT INTO plan VALUES (10, 'small groups', 'g, id % 23', 'ROW(g, id % 23)::text', '{}', '{Aggregate}');
\i plans.sql
SELECT format('CREATE TABLE first_%1$s AS SELECT * FROM %1$s WHERE id <= 150', rows) FROM rows \gexec
INSERT INTO todo (call)
SELECT format('check_frame_rows(%L, %L, %L, %L)', rows || ' rows, plain SQL', 'first_' || rows, frame, held)
FROM rows, frame_rows
ORDER BY nth, n;
-- Many deals: tables that grow, and are merged.
SELECT make_history('many', 'ordinary', 60000, false) \g /dev/null
INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L)', 'many rows, ' || name, 'many', 'all', '', key, settings, shows)
FROM plan WHERE list IS NULL AND :large::boolean ORDER BY n;

-- ---------------------------------------------------------------------------------------------------------------------
-- Balance, periods in a row, conflicts, rollup
-- ---------------------------------------------------------------------------------------------------------------------

-- Whatever the rows are: what is there at first and comes is what goes and is there in the end.
CREATE FUNCTION check_balance(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c change_case;
    wrong text;
    total bigint := 0;
    sums bigint;
    differ boolean;
BEGIN
    FOR c IN TABLE change_case LOOP
        EXECUTE format($query$
            SELECT count(*), bool_or(deals <> 0 OR amount <> 0)
            FROM (SELECT sum(r.deals * CASE WHEN change IN ('opening', 'created', 'reopened') THEN 1 WHEN change IN ('won', 'lost', 'closing') THEN -1 ELSE 0 END) AS deals,
                    sum(r.amount * CASE WHEN change IN ('opening', 'created', 'reopened', 'increased') THEN 1 ELSE -1 END) AS amount
                FROM (SELECT g, id %% 7 AS part, pipeline_changes(%s) AS s FROM %I GROUP BY 1, 2) AS v, pipeline_report(s) AS r GROUP BY g, part) AS balance$query$,
            c.arguments, source) INTO sums, differ;
        total := total + sums;
        IF differ OR sums < 30 THEN
            wrong := concat_ws(', ', wrong, c.aggregate::text);
        END IF;
    END LOOP;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s rows, balance: %s values%s', current_setting('test.seed'), source, total, ' NOT OK: ' || wrong);
END $$;

-- What one period closes with the next one opens with, from the beginning of all times to their end.
CREATE FUNCTION check_chain(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c change_case;
    wrong text;
    total bigint := 0;
    ends bigint;
    differ boolean;
BEGIN
    FOR c IN TABLE change_case LOOP
        EXECUTE format($query$
            CREATE TEMP TABLE step AS
            SELECT g, n, r.*
            FROM (SELECT g, n, pipeline_changes(%1$s, edge, next) AS s
                FROM %2$I, (SELECT edge, lead(edge) OVER (ORDER BY edge) AS next, row_number() OVER (ORDER BY edge) AS n
                    FROM unnest('{-infinity,2024-01-05,2024-01-06,2024-01-20,2024-02-03,2024-02-20,infinity}'::%3$s[]) AS edge) AS e
                WHERE next IS NOT NULL GROUP BY 1, 2) AS v, pipeline_report(s) AS r$query$,
            c.history, source, c.time);
        SELECT count(*), bool_or(a.deals <> b.deals OR a.amount::text <> b.amount::text) INTO ends, differ
        FROM step AS a JOIN step AS b ON a.g IS NOT DISTINCT FROM b.g AND b.n = a.n + 1 WHERE a.change = 'closing' AND b.change = 'opening';
        total := total + ends;
        IF differ OR ends < 50 THEN
            wrong := concat_ws(', ', wrong, c.aggregate::text);
        END IF;
        DROP TABLE step;
    END LOOP;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s rows, periods in a row: %s values%s', current_setting('test.seed'), source, total, ' NOT OK: ' || wrong);
END $$;

-- Two different rows of one time are an error where they are the latest ones before an end of the period, and only there: in
-- any order, and in two states that are merged.
CREATE FUNCTION changes_or_error(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    EXECUTE query INTO result;
    RETURN result;
EXCEPTION WHEN cardinality_violation THEN
    RETURN 'conflict';
END $$;
CREATE FUNCTION check_conflicts(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c record;
    clash boolean;
    want text;
    wrong text;
    total bigint := 0;
    conflicts bigint := 0;
BEGIN
    FOR c IN
        SELECT k.*, d.period_from, d.period_to, d.time, d.columns, part,
            format('%I WHERE coalesce(abs(hashint8(deal_int8)), 0) %% 50 = %s', source, part) AS rows
        FROM kpi_case AS k JOIN change_case AS d USING (aggregate), generate_series(0, 49) AS part
    LOOP
        EXECUTE format($query$WITH h AS (SELECT %1$s FROM %2$s)
            SELECT EXISTS (SELECT FROM (VALUES (%3$L::%5$s), (%4$L)) AS period (edge),
                    LATERAL (SELECT deal, max(at) AS at FROM h WHERE at < edge GROUP BY deal) AS latest JOIN h USING (deal, at)
                GROUP BY edge, deal HAVING count(DISTINCT (won, coalesce(amount, 0))) > 1)$query$,
            c.columns, c.rows, c.period_from, c.period_to, c.time) INTO clash;
        IF clash THEN
            want := 'conflict';
        ELSE
            EXECUTE format('SELECT %s FROM %s', c.plain, c.rows) INTO want;
        END IF;
        conflicts := conflicts + clash::int;
        total := total + 3;
        IF want IS DISTINCT FROM changes_or_error(format('SELECT pipeline_changes(%s ORDER BY id) FROM %s', c.arguments, c.rows))
            OR want IS DISTINCT FROM changes_or_error(format('SELECT pipeline_changes(%s ORDER BY h(id, 70)) FROM %s', c.arguments, c.rows))
            OR want IS DISTINCT FROM changes_or_error(format('SELECT final_%s(s) FROM (SELECT state_%1$s(%s) AS s FROM %s GROUP BY h(id, 71) %% 3) AS part', c.id, c.arguments, c.rows))
        THEN
            wrong := concat_ws(', ', wrong, format('%s of part %s', c.aggregate, c.part));
        END IF;
    END LOOP;
    IF conflicts NOT BETWEEN 20 AND total / 3 - 20 THEN
        wrong := concat_ws(', ', wrong, format('%s conflicts', conflicts));
    END IF;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, conflicts: %s values%s', current_setting('test.seed'), total, ' NOT OK: ' || wrong);
END $$;

-- Changes of disjoint deals, merged in random order, as a tree, in parallel and by +: those of all. Both forms of a value come
-- back as they were.
CREATE FUNCTION check_rollup(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c change_case;
    wrong text;
    total bigint := 0;
    differ boolean;
    merged text;
BEGIN
    FOR c IN TABLE change_case LOOP
        EXECUTE format('CREATE TABLE piece WITH (parallel_workers = 2) AS
            SELECT coalesce(abs(hashtext(%1$s::text)) %% 60, 3) AS nth, pipeline_changes(%2$s) AS s FROM %3$I GROUP BY 1',
            split_part(c.arguments, ',', 1), c.arguments, source);
        INSERT INTO piece VALUES (-1, NULL);
        ANALYZE piece;
        EXECUTE format('CREATE TEMP TABLE whole AS SELECT pipeline_changes_send(pipeline_changes(%s)) AS bytes FROM %I', c.arguments, source);
        FOREACH merged IN ARRAY ARRAY['SELECT rollup(s ORDER BY h(nth, 62)) FROM piece',
            'SELECT sum(s) FROM (SELECT rollup(s) AS s FROM piece GROUP BY nth % 3) AS branch',
            'SELECT a.s + b.s FROM (SELECT rollup(s) AS s FROM piece WHERE nth < 3) AS a, (SELECT sum(s) AS s FROM piece WHERE nth >= 3 OR nth IS NULL) AS b']
        LOOP
            PERFORM fill('got', merged, '{}', '{Aggregate}');
            EXECUTE 'SELECT EXISTS (SELECT pipeline_changes_send(g::text::pipeline_changes) FROM (TABLE got) AS got (g) EXCEPT TABLE whole)' INTO differ;
            IF differ THEN
                wrong := concat_ws(', ', wrong, c.aggregate::text || ': ' || merged);
            END IF;
            total := total + 1;
        END LOOP;
        PERFORM fill('got', 'SELECT rollup(s) FROM piece', '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}',
            '{"Finalize Aggregate","Partial Aggregate","Workers Launched: [12]"}');
        EXECUTE 'SELECT EXISTS (SELECT pipeline_changes_send(g) FROM (TABLE got) AS got (g) EXCEPT TABLE whole)' INTO differ;
        IF differ THEN
            wrong := concat_ws(', ', wrong, c.aggregate::text || ': parallel');
        END IF;
        total := total + 1;
        DROP TABLE piece, whole;
    END LOOP;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s rows, rollup: %s values%s', current_setting('test.seed'), source, total, ' NOT OK: ' || wrong);
END $$;

INSERT INTO todo (call) SELECT format('%s(%L)', f, rows) FROM rows, unnest('{check_balance,check_chain,check_rollup}'::text[]) AS f;
INSERT INTO todo (call) VALUES ('check_conflicts(''clashing'')');
