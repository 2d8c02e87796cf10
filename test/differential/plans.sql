-- What every topic asks of its cases: each plan (a topic may add some to the table plan first), no rows, partitions, FILTER,
-- and states: their bytes, and merged from parts.

INSERT INTO todo (call)
SELECT format('check_groups(%L, %L, %L, %L, %L, %L, %L)', rows || ' rows, ' || name, rows, 'all',
    coalesce('GROUP BY ' || list, ''), key, settings, shows)
FROM rows, plan
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
INSERT INTO todo (call) SELECT format('check_bytes(%L, %L, %L)', rows || ' rows, state bytes', rows, 'all') FROM rows;
INSERT INTO todo (call)
SELECT format('check_merge(%L, %L, %L, %s)', rows || ' rows, merged states', rows, 'all',
    2 + current_setting('test.seed')::int % 9)
FROM rows;
