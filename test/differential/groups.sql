-- Every aggregate over groups in every plan, and its states: bytes, and merged from parts.

INSERT INTO todo (call) VALUES
    ('check_coverage()'),
    ($$check_literal('ordinary rows, the manual''s SQL to the letter', 'ordinary')$$),
    ('check_days()');

INSERT INTO plan VALUES (10, 'hash aggregate that spills', 'g', 'ROW(g)::text', '{enable_sort=off,work_mem=64kB}',
    '{"Batches: ([2-9]|\\d\\d)"}');
\i plans.sql

INSERT INTO todo (call) VALUES
    ($$check_having('ordinary rows, HAVING', 'ordinary')$$),
    ($$check_distinct('ordinary rows, DISTINCT', 'ordinary')$$);

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
