-- Every aggregate over groups in every plan, and its states: bytes, and merged from parts.

INSERT INTO todo (call) VALUES
    ('check_coverage()'),
    ($$check_literal('ordinary rows, the manual''s SQL to the letter', 'ordinary')$$),
    ('check_days()');

INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L)', rows || ' rows, ' || name, rows, 'all',
    coalesce('GROUP BY ' || list, ''), key, settings, shows)
FROM rows, (
    TABLE plan
    UNION ALL VALUES (10, 'hash aggregate that spills', 'g', 'ROW(g)::text', '{enable_sort=off,work_mem=64kB}',
        '{"Batches: ([2-9]|\\d\\d)"}')) AS plan
ORDER BY nth, n;
INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L)', rows || ' rows, no rows', rows, 'all', 'WHERE id < 0', '''none''', '{}',
    '{^Aggregate}')
FROM rows;

-- Partition-wise: groups in one partition, and groups over several.
SELECT make_partitions('by_group', 'ordinary', 'g') \g /dev/null
SELECT make_partitions('by_id', 'extreme', 'id') \g /dev/null
INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L, %L)', name, rows, 'all', 'GROUP BY g', 'ROW(g)::text', settings,
    shows, stored)
FROM partition_plan
ORDER BY n;

INSERT INTO todo (call) SELECT format('check_filter(%L, %L)', rows || ' rows, FILTER', rows) FROM rows;
INSERT INTO todo (call) VALUES
    ($$check_having('ordinary rows, HAVING', 'ordinary')$$),
    ($$check_distinct('ordinary rows, DISTINCT', 'ordinary')$$);

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
