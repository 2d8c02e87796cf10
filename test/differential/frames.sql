-- Every aggregate over window frames, of the first rows.

SELECT format('CREATE TABLE first_%1$s AS SELECT * FROM %1$s WHERE id <= 300', rows) FROM rows \gexec

INSERT INTO todo (call)
SELECT format('check_frame_rows(%L, %L, %L, %L)', rows || ' rows, plain SQL', 'first_' || rows, frame, held)
FROM rows, frame_rows
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
