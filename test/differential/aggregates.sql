-- Which rows in which plans.

SELECT make_cases() \g /dev/null
SELECT make_aggregates() \g /dev/null
SELECT make_rows('ordinary', 'ordinary', 3000) \g /dev/null
SELECT make_rows('extreme', 'extreme', 2000) \g /dev/null
SELECT make_rows('special', 'special', 2000) \g /dev/null
CREATE VIEW rows AS SELECT * FROM unnest('{ordinary,extreme,special}'::text[]) WITH ORDINALITY AS r (rows, nth);

CREATE TABLE todo (n int GENERATED ALWAYS AS IDENTITY, call text);

INSERT INTO todo (call) VALUES
    ('check_coverage()'),
    ($$check_literal('ordinary rows, the manual''s SQL to the letter', 'ordinary')$$),
    ('check_days()');

-- ---------------------------------------------------------------------------------------------------------------------
-- Groups: plans with what EXPLAIN must show
-- ---------------------------------------------------------------------------------------------------------------------

INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L)', rows || ' rows, ' || name, rows, 'all', clause, key, settings,
    shows)
FROM rows, (VALUES
    (1, 'hash aggregate', 'GROUP BY g', 'ROW(g)::text', '{enable_sort=off}', '{^HashAggregate}'),
    (2, 'hash aggregate that spills', 'GROUP BY g', 'ROW(g)::text', '{enable_sort=off,work_mem=64kB}',
        '{"Batches: ([2-9]|\\d\\d)"}'),
    (3, 'group aggregate', 'GROUP BY g', 'ROW(g)::text', '{enable_hashagg=off}', '{^GroupAggregate,Sort}'),
    (4, 'plain aggregate', '', '''all''', '{}', '{^Aggregate}'),
    (5, 'no rows', 'WHERE id < 0', '''none''', '{}', '{^Aggregate}'),
    (6, 'parallel hash aggregate', 'GROUP BY g', 'ROW(g)::text',
        '{max_parallel_workers_per_gather=2,parallel_leader_participation=off,enable_sort=off}',
        '{"Finalize HashAggregate","Partial HashAggregate","Workers Launched: [12]"}'),
    (7, 'parallel group aggregate', 'GROUP BY g', 'ROW(g)::text', '{max_parallel_workers_per_gather=2,enable_hashagg=off}',
        '{"Finalize GroupAggregate","Partial GroupAggregate","Workers Launched: [12]"}'),
    (8, 'parallel plain aggregate', '', '''all''', '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}',
        '{"Finalize Aggregate","Partial Aggregate","Workers Launched: [12]"}'),
    (9, 'hashed grouping sets', 'GROUP BY CUBE (g, c)', 'ROW(GROUPING(g, c), g, c)::text', '{enable_sort=off,work_mem=64MB}',
        '{"Hash Key: g, c"}'),
    (10, 'sorted grouping sets', 'GROUP BY ROLLUP (g, c)', 'ROW(GROUPING(g, c), g, c)::text', '{enable_hashagg=off}',
        '{^GroupAggregate,"Group Key: \\(\\)"}'),
    (11, 'mixed grouping sets', 'GROUP BY GROUPING SETS ((g), (c), ())', 'ROW(GROUPING(g, c), g, c)::text', '{}',
        '{^MixedAggregate}'))
    AS plan (n, name, clause, key, settings, shows)
ORDER BY nth, n;

-- Partition-wise: groups in one partition, and groups over several.
CREATE TABLE by_group (LIKE ordinary) PARTITION BY HASH (g);
CREATE TABLE by_id (LIKE extreme) PARTITION BY HASH (id);
SELECT format('CREATE TABLE %1$s_%2$s PARTITION OF %1$s FOR VALUES WITH (MODULUS 3, REMAINDER %2$s)', name, r)
FROM unnest('{by_group,by_id}'::text[]) AS name, generate_series(0, 2) AS r \gexec
INSERT INTO by_group TABLE ordinary;
INSERT INTO by_id TABLE extreme;
ANALYZE by_group, by_id;
INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L, %L)', name, rows, 'all', 'GROUP BY g', 'ROW(g)::text', settings,
    shows, stored)
FROM (VALUES
    (1, 'partition-wise, whole groups', 'ordinary', 'by_group', '{enable_partitionwise_aggregate=on}',
        '{"^Append\\s.*-> +HashAggregate"}'),
    (2, 'partition-wise, partial groups', 'extreme', 'by_id', '{enable_partitionwise_aggregate=on}',
        '{Finalize,"Append\\s.*-> +Partial HashAggregate"}'),
    (3, 'partition-wise, partial groups, parallel', 'extreme', 'by_id',
        '{enable_partitionwise_aggregate=on,max_parallel_workers_per_gather=2}',
        '{Finalize,"Parallel Append\\s.*-> +Partial HashAggregate","Workers Launched: [12]"}'))
    AS plan (n, name, rows, stored, settings, shows)
ORDER BY n;

INSERT INTO todo (call) SELECT format('check_filter(%L, %L)', rows || ' rows, FILTER', rows) FROM rows;
INSERT INTO todo (call) VALUES
    ($$check_having('ordinary rows, HAVING', 'ordinary')$$),
    ($$check_distinct('ordinary rows, DISTINCT', 'ordinary')$$);

-- ---------------------------------------------------------------------------------------------------------------------
-- Window frames, over the first rows
-- ---------------------------------------------------------------------------------------------------------------------

SELECT format('CREATE TABLE first_%1$s AS SELECT * FROM %1$s WHERE id <= 300', rows) FROM rows \gexec

INSERT INTO todo (call)
SELECT format('check_frame_rows(%L, %L, %L, %L)', rows || ' rows, plain SQL', 'first_' || rows, frame, held)
FROM rows, (VALUES
    (1, 'ROWS BETWEEN 11 PRECEDING AND 1 FOLLOWING', 'row.id BETWEEN at.id - 11 AND at.id + 1'),
    (2, 'ROWS UNBOUNDED PRECEDING', 'row.id <= at.id'),
    (3, 'ROWS BETWEEN 6 PRECEDING AND 6 FOLLOWING EXCLUDE CURRENT ROW', 'abs(row.id - at.id) BETWEEN 1 AND 6'))
    AS frame (n, frame, held)
ORDER BY nth, n;

INSERT INTO todo (call)
SELECT format('check_frame(%L, %L, %L, %L)', rows || ' rows', 'first_' || rows, frame, condition)
FROM rows, (VALUES
    (1, 'ORDER BY id ROWS BETWEEN 3 PRECEDING AND CURRENT ROW', 'true'),
    (2, 'ORDER BY id ROWS BETWEEN 40 PRECEDING AND 3 FOLLOWING', 'true'),
    (3, 'ORDER BY id ROWS BETWEEN 3 FOLLOWING AND 9 FOLLOWING', 'true'),
    (4, 'ORDER BY id ROWS BETWEEN 9 PRECEDING AND 4 PRECEDING', 'true'),
    (5, 'ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING', 'true'),
    (6, 'ORDER BY id ROWS BETWEEN 150 PRECEDING AND 50 FOLLOWING', 'true'),
    (7, 'PARTITION BY g ORDER BY id ROWS BETWEEN 5 PRECEDING AND CURRENT ROW', 'true'),
    (8, 'ORDER BY day RANGE BETWEEN 10 PRECEDING AND 2 FOLLOWING', 'true'),
    (9, 'ORDER BY day RANGE BETWEEN 3 PRECEDING AND 2 PRECEDING', 'true'),
    (10, 'ORDER BY day RANGE CURRENT ROW', 'true'),
    (11, 'ORDER BY opened_date RANGE BETWEEN ''30 days'' PRECEDING AND ''2 days'' FOLLOWING', 'true'),
    (12, 'ORDER BY day GROUPS BETWEEN 2 PRECEDING AND 1 FOLLOWING', 'true'),
    (13, 'ORDER BY day GROUPS BETWEEN 1 FOLLOWING AND 2 FOLLOWING', 'true'),
    (14, 'ORDER BY id ROWS BETWEEN 9 PRECEDING AND CURRENT ROW', 'pass'),
    (15, 'ORDER BY day ROWS BETWEEN 9 PRECEDING AND CURRENT ROW EXCLUDE TIES', 'true'),
    (16, 'ORDER BY day GROUPS BETWEEN 3 PRECEDING AND CURRENT ROW EXCLUDE GROUP', 'pass'))
    AS frame (n, frame, condition)
ORDER BY nth, n;

-- ---------------------------------------------------------------------------------------------------------------------
-- States
-- ---------------------------------------------------------------------------------------------------------------------

INSERT INTO todo (call) SELECT format('check_bytes(%L, %L, %L)', rows || ' rows, state bytes', rows, 'all') FROM rows;
INSERT INTO todo (call)
SELECT format('check_merge(%L, %L, %L, %s)', rows || ' rows, merged states', rows, 'all',
    2 + current_setting('test.seed')::int % 9)
FROM rows;

-- Every size at which the key set changes, and many keys.
\if :large
INSERT INTO todo (call) VALUES
    ($$make_rows('edges', 'edges', 13000)$$),
    ($$check_groups('edges of the key set', 'edges', 'keys', 'GROUP BY g', 'ROW(g)::text')$$),
    ($$check_bytes('edges of the key set, state bytes', 'edges', 'keys')$$),
    ($$check_merge('edges of the key set, merged states', 'edges', 'keys', 3)$$),
    ($$make_rows('big', 'big', 200000)$$),
    ($$check_groups('big rows', 'big', 'few', '', '''all''')$$),
    ($$check_groups('big rows, parallel', 'big', 'few', 'GROUP BY g', 'ROW(g)::text',
        '{max_parallel_workers_per_gather=2}', '{Finalize,Partial,"Workers Launched: [12]"}')$$),
    ($$check_merge('big rows, merged states', 'big', 'few', 5)$$);
\endif

SELECT format('SELECT attempt(%L)', call) FROM todo ORDER BY n \gexec
