-- What the deal summary must equal: what is read from it plain SQL, its bytes those of any other way to come by it.

-- ---------------------------------------------------------------------------------------------------------------------
-- Cases. "within" is what a case is for: reading, or bytes
-- ---------------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION takes_part(c kpi_case, which text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN c.within = which;

-- Is this a percentile of these durations, within 1 % or a microsecond? Between a negative and a positive duration it may
-- come near zero, so there it is 1 % of the longer of the two.
CREATE FUNCTION near(estimate interval, fraction float8, us bigint[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    sorted bigint[] := ARRAY(SELECT u FROM unnest(us) AS u WHERE u IS NOT NULL ORDER BY u);
    place float8 := fraction * (cardinality(sorted) - 1);
    low numeric := sorted[floor(place) + 1];
    high numeric := sorted[ceil(place) + 1];
    value numeric := low + (high - low) * exact(place - floor(place));
BEGIN
    IF cardinality(sorted) = 0 OR estimate IS NULL THEN
        RETURN cardinality(sorted) = 0 AND estimate IS NULL;
    END IF;
    RETURN abs(seconds(estimate) * 1000000 - value)
        <= 1 + 0.01 * CASE WHEN low < 0 AND high > 0 THEN GREATEST(-low, high) ELSE abs(value) END;
END $$;

-- Is this Wilson's lower (-1) or upper (1) bound?
CREATE FUNCTION is_bound(bound float8, side int, won bigint, decided bigint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    z CONSTANT float8 := 1.959963984540054;
    p float8 := won::float8 / NULLIF(decided, 0);
BEGIN
    IF decided = 0 THEN
        RETURN bound IS NULL;
    END IF;
    RETURN bound BETWEEN 0 AND 1
        AND abs(bound - (p + z * z / (2 * decided) + side * z * sqrt(p * (1 - p) / decided + z * z / (4 * decided * decided::float8)))
            / (1 + z * z / decided)) < 1e-9;
END $$;

-- {s} is the summary, {account} {opened} {closed} are the columns that it is made of.
CREATE TABLE accessor (name regprocedure, got text, plain text);
INSERT INTO accessor VALUES
    ('opportunities(kpi_summary)', 'opportunities({s})', 'count(*)'),
    ('won(kpi_summary)', 'won({s})', 'count(*) FILTER (WHERE won)'),
    ('lost(kpi_summary)', 'lost({s})', 'count(*) FILTER (WHERE NOT won)'),
    ('open_deals(kpi_summary)', 'open_deals({s})', 'count(*) FILTER (WHERE won IS NULL)'),
    ('accounts(kpi_summary)', 'accounts({s})', 'count(DISTINCT {account})'),
    ('customers(kpi_summary)', 'customers({s})', 'count(DISTINCT {account}) FILTER (WHERE won)'),
    ('revenue(kpi_summary)', 'revenue({s})', 'sum(amount_numeric) FILTER (WHERE won)'),
    ('conversion_rate(kpi_summary)', 'conversion_rate({s})', 'count(*) FILTER (WHERE won)::float8 / NULLIF(count(*), 0)'),
    ('win_rate(kpi_summary)', 'win_rate({s})', 'count(*) FILTER (WHERE won)::float8 / NULLIF(count(won), 0)'),
    ('opportunity_to_customer_ratio(kpi_summary)', 'opportunity_to_customer_ratio({s})',
        'count(DISTINCT {account}) FILTER (WHERE won)::float8 / NULLIF(count(*), 0)'),
    ('revenue_per_account(kpi_summary)', 'revenue_per_account({s})',
        'sum(amount_numeric) FILTER (WHERE won) / NULLIF(count(DISTINCT {account}) FILTER (WHERE won), 0)'),
    ('average_deal(kpi_summary)', 'average_deal({s})',
        'sum(amount_numeric) FILTER (WHERE won) / NULLIF(count(amount_numeric) FILTER (WHERE won), 0)'),
    ('sales_cycle(kpi_summary)', 'sales_cycle({s})', 'mean(sum(us({opened}, {closed})), count(us({opened}, {closed})))'),
    ('sales_velocity(kpi_summary)', 'sales_velocity({s})',
        'sum(amount_numeric) FILTER (WHERE won) * count(cycle({opened}, {closed})) FILTER (WHERE won) * 86400
            / NULLIF(GREATEST(sum(seconds(cycle({opened}, {closed}))) FILTER (WHERE won), 0), 0)'),
    -- The shortest and the longest are exact.
    ('sales_cycle_percentile(float8, kpi_summary)', 'sales_cycle_percentile(0, {s})', 'percentile(0, array_agg(us({opened}, {closed})))'),
    ('sales_cycle_percentile(float8, kpi_summary)', 'sales_cycle_percentile(1, {s})', 'percentile(1, array_agg(us({opened}, {closed})))'),
    ('sales_cycle_percentile(float8[], kpi_summary)', 'sales_cycle_percentile(''{0,NULL,1}''::float8[], {s})',
        'CASE WHEN count(us({opened}, {closed})) > 0 THEN ARRAY[percentile(0, array_agg(us({opened}, {closed}))), NULL, percentile(1, array_agg(us({opened}, {closed})))] END');
-- What is only near the plain SQL, or says yes or no: these are true, also over no rows.
INSERT INTO accessor
SELECT 'sales_cycle_percentile(float8, kpi_summary)',
    format('near(sales_cycle_percentile(%1$s, {s}), %1$s, array_agg(us({opened}, {closed})))', f), 'true'
FROM unnest('{0.01,0.2,0.5,0.95}'::float8[] || ('{0.9,0.25,0.3333333333,0.9999999999999999,1e-17,0.1,0.7}'::float8[])[
    (current_setting('test.seed')::int - 1) % 7 + 1]) AS f;
INSERT INTO accessor VALUES
    ('sales_cycle_median(kpi_summary)', 'near(sales_cycle_median({s}), 0.5, array_agg(us({opened}, {closed})))', 'true'),
    ('win_rate_interval(kpi_summary, float8)',
        'is_bound((win_rate_interval({s})).lower, -1, count(*) FILTER (WHERE won), count(won))', 'true'),
    ('win_rate_interval(kpi_summary, float8)',
        'is_bound((win_rate_interval({s}, 0.95)).upper, 1, count(*) FILTER (WHERE won), count(won))', 'true'),
    ('kpi_summary_in(cstring)', 'kpi_summary_send({s}::text::kpi_summary) IS NOT DISTINCT FROM kpi_summary_send({s})', 'true');

CREATE TABLE variant AS
SELECT 'account_' || key AS account, 'opened_' || type AS opened, 'closed_' || type AS closed, format(
        'kpi_summary(%s,boolean,numeric,%2$s,%2$s)', key, type)::regprocedure AS aggregate,
    format('kpi_summary(account_%s, won, amount_numeric, opened_%2$s, closed_%2$s)', key, type) AS call
FROM unnest('{int8,uuid,text}'::text[]) AS key, unnest('{date,timestamp,timestamptz}'::text[]) AS type;

INSERT INTO kpi_case (aggregate, call, arguments, plain, within)
SELECT name, replace(replace(replace(replace(got, '{s}', v.call), '{account}', account), '{opened}', opened), '{closed}', closed), '',
    replace(replace(replace(plain, '{account}', account), '{opened}', opened), '{closed}', closed), 'reading'
FROM accessor, variant AS v;
INSERT INTO kpi_case (aggregate, call, arguments, plain, within) SELECT aggregate, call, '', '', 'bytes' FROM variant;

-- No overload is left out, and no accessor.
CREATE FUNCTION check_coverage_of_summary() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    wrong text := (
        SELECT string_agg(p.oid::regprocedure::text, ', ')
        FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid
        WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
            AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi')
            AND (p.proname = 'kpi_summary' AND p.oid NOT IN (SELECT aggregate FROM kpi_case WHERE within = 'bytes')
                OR p.prokind = 'f' AND 'kpi_summary'::regtype = ANY (p.proargtypes) AND p.proname !~ '^(kpi|rollup)_'
                AND p.oid NOT IN (SELECT aggregate FROM kpi_case WHERE within = 'reading')));
BEGIN
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, 0);
    RETURN format('seed %s, overloads and accessors%s', current_setting('test.seed'), ' NOT OK: no case for ' || wrong);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Checks
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION check_reading(title text, source text, grouping_clause text, key text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill('want', format('SELECT %s AS key, ARRAY[%s] AS value FROM %s %s', key, each_case('reading', '({plain})::text'), source,
        grouping_clause));
    PERFORM fill('got', format('SELECT %s AS key, ARRAY[%s] AS value FROM %s %s', key, each_case('reading', '({kpi})::text'), source,
        grouping_clause));
    RETURN verdict(title, 'reading');
END $$;

-- The bytes of a summary under a plan against those of rows that come shuffled, one group after the other.
CREATE FUNCTION check_plan(title text, source text, grouping_clause text, key text, settings text[], plan text[],
    stored text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill('want', format('SELECT %s AS key, ARRAY[%s] AS value FROM (SELECT * FROM %s ORDER BY h(id, 80)) AS shuffled %s', key,
        each_case('bytes', 'md5(kpi_summary_send({kpi}))'), source, grouping_clause), '{enable_hashagg=off}');
    PERFORM fill('got', format('SELECT %s AS key, ARRAY[%s] AS value FROM %s %s', key,
        each_case('bytes', 'md5(kpi_summary_send({kpi}))'), coalesce(stored, source), grouping_clause), settings, plan);
    RETURN verdict(title, 'bytes');
END $$;

CREATE FUNCTION check_summary_filter(title text, source text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill('want', format('SELECT ROW(g)::text AS key, value FROM (SELECT DISTINCT g FROM %1$s) AS groups,
        LATERAL (SELECT ARRAY[%2$s] AS value FROM %1$s AS r WHERE pass AND r.g IS NOT DISTINCT FROM groups.g) AS plain',
        source, each_case('bytes', 'md5(kpi_summary_send({kpi}))')));
    PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM %s GROUP BY g',
        each_case('bytes', 'md5(kpi_summary_send({kpi} FILTER (WHERE pass)))'), source));
    RETURN verdict(title, 'bytes');
END $$;

-- A frame in the order of id against the summary of the rows that it holds.
CREATE FUNCTION check_summary_frame(title text, source text, frame text, held text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill('got', format('SELECT id::text AS key, ARRAY[%s] AS value FROM %s WINDOW w AS (ORDER BY id %s)',
        each_case('bytes', 'md5(kpi_summary_send({kpi} OVER w))'), source, frame));
    PERFORM fill('want', format('SELECT at.id::text AS key, (SELECT ARRAY[%s] FROM %s AS row WHERE %s) AS value FROM %2$s AS at',
        each_case('bytes', 'md5(kpi_summary_send({kpi}))'), source, held));
    RETURN verdict(title || ', ' || frame, 'bytes');
END $$;

-- Summaries of random parts of the rows, through binary and text files, rolled up in random order, as a tree, in parallel,
-- by partition and in frames: the bytes of the summary of all rows.
CREATE FUNCTION check_rollup(title text, source text, parts int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    file text := current_setting('data_directory') || '/summaries';
    step text;
    result text;
BEGIN
    DROP TABLE IF EXISTS part;
    EXECUTE format('CREATE TABLE part WITH (parallel_workers = 2) AS SELECT g, h(id, 60) %% %s AS nth, %s FROM %s GROUP BY 1, 2', parts,
        each_case('bytes', '{kpi} AS {part}'), source);
    INSERT INTO part (g, nth) SELECT DISTINCT g, -1 FROM part;
    FOREACH step IN ARRAY '{binary,text,tree}'::text[] LOOP
        IF step = 'tree' THEN
            EXECUTE format('CREATE TABLE branch WITH (parallel_workers = 2) AS SELECT g, h(nth, 63) %% 3 AS nth, %s FROM part GROUP BY 1, 2',
                each_case('bytes', 'rollup({part} ORDER BY h(nth, 64)) AS {part}'));
            DROP TABLE part;
            ALTER TABLE branch RENAME TO part;
        ELSE
            EXECUTE format('COPY part TO %L (FORMAT %s)', file, step);
            TRUNCATE part;
            EXECUTE format('COPY part FROM %L (FORMAT %s)', file, step);
        END IF;
        PERFORM fill('want', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM %s GROUP BY g',
            each_case('bytes', 'md5(kpi_summary_send({kpi}))'), source));
        PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM part GROUP BY g',
            each_case('bytes', 'md5(kpi_summary_send(rollup({part} ORDER BY h(nth, 61))))')));
        result := concat_ws(E'\n', result, verdict(title || ', ' || step, 'bytes'));
    END LOOP;

    ANALYZE part;
    PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM part GROUP BY g',
        each_case('bytes', 'md5(kpi_summary_send(rollup({part})))')), '{enable_sort=off}', '{^HashAggregate}');
    result := concat_ws(E'\n', result, verdict(title || ', hash aggregate', 'bytes'));

    PERFORM fill('want', format('SELECT ''all'' AS key, ARRAY[%s] AS value FROM %s',
        each_case('bytes', 'md5(kpi_summary_send({kpi}))'), source));
    PERFORM fill('got', format('SELECT ''all'' AS key, ARRAY[%s] AS value FROM part', each_case('bytes', 'md5(kpi_summary_send(rollup({part})))')),
        '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}',
        '{"Finalize Aggregate","Partial Aggregate","Workers Launched: [12]"}');
    result := concat_ws(E'\n', result, verdict(title || ', parallel', 'bytes'));

    DROP TABLE IF EXISTS by_part;
    CREATE TABLE by_part (LIKE part) PARTITION BY HASH (nth);
    CREATE TABLE by_part_0 PARTITION OF by_part FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE by_part_1 PARTITION OF by_part FOR VALUES WITH (MODULUS 2, REMAINDER 1);
    INSERT INTO by_part TABLE part;
    PERFORM fill('got', format('SELECT ''all'' AS key, ARRAY[%s] AS value FROM by_part', each_case('bytes', 'md5(kpi_summary_send(rollup({part})))')),
        '{enable_partitionwise_aggregate=on}', '{"Finalize Aggregate","Append\\s.*-> +Partial Aggregate"}');
    result := concat_ws(E'\n', result, verdict(title || ', by partition', 'bytes'));

    -- A frame of three groups against the rows of these.
    PERFORM fill('got', format('SELECT g::text AS key, ARRAY[%s] AS value FROM (SELECT g, %s FROM part WHERE g IS NOT NULL GROUP BY g) AS groups
            WINDOW w AS (ORDER BY g RANGE BETWEEN 2 PRECEDING AND CURRENT ROW)',
        each_case('bytes', 'md5(kpi_summary_send(rollup({part}) OVER w))'), each_case('bytes', 'rollup({part}) AS {part}')));
    PERFORM fill('want', format('SELECT at.g::text AS key, (SELECT ARRAY[%s] FROM %s AS row WHERE row.g BETWEEN at.g - 2 AND at.g) AS value
            FROM (SELECT DISTINCT g FROM %2$s WHERE g IS NOT NULL) AS at', each_case('bytes', 'md5(kpi_summary_send({kpi}))'), source));
    result := concat_ws(E'\n', result, verdict(title || ', frames', 'bytes'));

    -- By hand: the functions outside an aggregate.
    PERFORM fill('want', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM %s GROUP BY g',
        each_case('bytes', 'md5(kpi_summary_send({kpi}))'), source));
    PERFORM fill('got', format('SELECT ROW(g)::text AS key, ARRAY[%s] AS value FROM (SELECT g, %s FROM part GROUP BY g) AS list',
        each_case('bytes', 'md5(kpi_summary_send(kpi_summary_final(kpi_state_combine(rollup_accum(rollup_accum(NULL, {part}[1]), {part}[2]),
            rollup_accum(NULL, {part}[3])))))'),
        each_case('bytes', 'array_agg({part} ORDER BY h(nth, 65)) AS {part}')));
    RETURN concat_ws(E'\n', result, verdict(title || ', by hand', 'bytes'));
END $$;

-- Random distributions: of the durations' logarithm, width and sign, and of their number. The percentiles are within 1 %,
-- also after merging, and the number of cells is bounded.
CREATE FUNCTION check_sketch(title text, kind text, sets int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    total bigint;
    wrong text;
    cells int;
BEGIN
    CREATE TEMP TABLE drawn AS
    SELECT nth, part, CASE WHEN us < 0 THEN late ELSE early END AS opened, CASE WHEN us < 0 THEN early ELSE late END AS closed
    FROM (SELECT nth, h(nth * 10000 + id, 90) % 5 AS part, sign * CASE kind
                WHEN 'uniform' THEN 1e6 + u * scale
                WHEN 'exponential' THEN 1e6 - ln(1 - u) * scale
                WHEN 'bimodal' THEN 1e6 + CASE WHEN v < 0.3 THEN u * 3600e6 ELSE scale * (1 + u / 10) END
                WHEN 'constant' THEN 1e6 + scale
                WHEN 'logarithm' THEN 1e6 * (scale / 1e6 + 2) ^ u
                WHEN 'microseconds' THEN floor(u * 1000)
                WHEN 'extreme' THEN 2 ^ (u * 62)
            END AS size
        FROM (SELECT nth, id, (h(nth * 10000 + id, 91) >> 11) / 2::float8 ^ 52 AS u, (h(nth * 10000 + id, 92) >> 11) / 2::float8 ^ 52 AS v,
                10 ^ (7 + 8.4 * h(nth, 93) / 2::float8 ^ 63) AS scale,      -- ten seconds to a century
                CASE h(nth, 94) % 3 WHEN 0 THEN 1 WHEN 1 THEN -1 ELSE h(nth * 10000 + id, 95) % 3 - 1 END AS sign
            FROM generate_series(1, sets) AS nth,
                generate_series(1, CASE h(nth, 96) % 3 WHEN 0 THEN 1 + h(nth, 97) % 9 WHEN 1 THEN 10 + h(nth, 97) % 90
                    ELSE 100 + h(nth, 97) % 900 END) AS id) AS random) AS sized,
        LATERAL (SELECT size::bigint AS us, timestamp '4713-01-01 00:00 BC' AS early) AS r,
        LATERAL (SELECT early + make_interval(days => (abs(us) / 86400000000)::int, secs => (abs(us) % 86400000000) / 1e6::float8)
            AS late) AS l;
    SELECT count(*), min(format('%s of %s durations: is %s', fraction, cardinality(us), sales_cycle_percentile(fraction, s)))
        FILTER (WHERE near(sales_cycle_percentile(fraction, s), fraction, us) IS NOT TRUE)
    INTO total, wrong
    FROM (SELECT nth, array_agg(us(opened, closed)) AS us FROM drawn GROUP BY nth) AS rows
        JOIN (SELECT nth, rollup(s) AS s
            FROM (SELECT nth, kpi_summary(1, true, 1, opened, closed) AS s FROM drawn GROUP BY nth, part) AS parts GROUP BY nth) AS rolled
            USING (nth),
        unnest('{0,1e-9,0.01,0.05,0.1,0.25,0.3333333333,0.5,0.6,0.75,0.9,0.95,0.99,0.999,1}'::float8[]) AS fraction;
    SELECT jsonb_array_length(kpi_summary(1, true, 1, opened, closed)::text::jsonb #> '{cycles,histogram}') INTO cells FROM drawn;
    IF cells > 7423 THEN
        wrong := concat_ws(', ', wrong, cells || ' cells');
    END IF;
    DROP TABLE drawn;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s: %s values%s', current_setting('test.seed'), title, total, ' NOT OK: ' || wrong);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Which rows in which plans
-- ---------------------------------------------------------------------------------------------------------------------

SELECT make_rows('ordinary', 'ordinary', 3000) \g /dev/null
SELECT make_rows('extreme', 'extreme', 1500) \g /dev/null
SELECT make_rows('special', 'special', 1500) \g /dev/null
CREATE VIEW rows AS SELECT * FROM unnest('{ordinary,extreme,special}'::text[]) WITH ORDINALITY AS r (rows, nth);

INSERT INTO todo (call) VALUES ('check_coverage_of_summary()');
INSERT INTO todo (call)
SELECT format('check_reading(%L, %L, %L, %L)', rows || ' rows, read' || name, rows, clause, key)
FROM rows, (VALUES
    (1, '', 'GROUP BY g', 'ROW(g)::text'),
    (2, ' all together', 'HAVING count(*) > 0', '''all'''))
    AS plan (n, name, clause, key)
ORDER BY nth, n;

INSERT INTO todo (call)
SELECT format('check_plan(%L, %L, %L, %L, %L, %L)', rows || ' rows, ' || name, rows, coalesce('GROUP BY ' || list, ''), key,
    settings, shows)
FROM rows, (
    TABLE plan
    UNION ALL VALUES (10, 'hash aggregate that spills', 'g, id % 200', 'ROW(g, id % 200)::text',
        '{enable_sort=off,work_mem=64kB}', '{"Batches: ([2-9]|\\d\\d)"}')) AS plan
ORDER BY nth, n;
INSERT INTO todo (call)
SELECT format('check_plan(%L, %L, %L, %L, %L, %L)', rows || ' rows, no rows', rows, 'WHERE id < 0', '''none''', '{}', '{^Aggregate}')
FROM rows;

-- Partition-wise: groups in one partition, and groups over several.
SELECT make_partitions('by_group', 'ordinary', 'g') \g /dev/null
SELECT make_partitions('by_id', 'extreme', 'id') \g /dev/null
INSERT INTO todo (call)
SELECT format('check_plan(%L, %L, %L, %L, %L, %L, %L)', name, rows, 'GROUP BY g', 'ROW(g)::text', settings, shows, stored)
FROM partition_plan
ORDER BY n;

INSERT INTO todo (call) SELECT format('check_summary_filter(%L, %L)', rows || ' rows, FILTER', rows) FROM rows;

SELECT format('CREATE TABLE first_%1$s AS SELECT * FROM %1$s WHERE id <= 200', rows) FROM rows \gexec
INSERT INTO todo (call)
SELECT format('check_summary_frame(%L, %L, %L, %L)', rows || ' rows', 'first_' || rows, frame, held)
FROM rows, frame_rows
ORDER BY nth, n;

INSERT INTO todo (call)
SELECT format('check_rollup(%L, %L, %s)', rows || ' rows, rollup', rows, 2 + current_setting('test.seed')::int % 9) FROM rows;

INSERT INTO todo (call)
SELECT format('check_sketch(%L, %L, 40)', 'durations, ' || kind, kind)
FROM unnest('{uniform,exponential,bimodal,constant,logarithm,microseconds,extreme}'::text[]) AS kind;

-- Every size at which the key set changes, and many keys.
\if :large
INSERT INTO todo (call) VALUES
    ($$make_rows('edges', 'edges', 3100)$$),
    ($$check_plan('edges of the key set, parallel', 'edges', 'GROUP BY g', 'ROW(g)::text', '{max_parallel_workers_per_gather=2}',
        '{Partial,"Workers Launched: [12]"}')$$),
    ($$check_rollup('edges of the key set, rollup', 'edges', 3)$$),
    ($$make_rows('big', 'big', 50000)$$),
    ($$check_rollup('big rows, rollup', 'big', 7)$$);
\endif
