--
-- The leader of a parallel query keeps the events of its own share where they are: the plans in which it does, and those in
-- which it must not. There are no workers, so that all is its share.
--
CREATE SCHEMA leader;
SET search_path = leader, public, regress;
CREATE TABLE click AS
SELECT i % 100 AS visitor, timestamptz '2025-01-01' + i * i * interval '10 seconds' AS at, 1 + i / 100 * (i % 100 % 7) % 3 AS step
FROM generate_series(0, 999) AS i;
CREATE TABLE click_part (LIKE click) PARTITION BY HASH (visitor);
CREATE TABLE click_part_0 PARTITION OF click_part FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE click_part_1 PARTITION OF click_part FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE click_part_2 PARTITION OF click_part FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO click_part SELECT * FROM click;
ANALYZE click, click_part;
CREATE TABLE answer AS
SELECT funnel_summary('7 days', visitor, at, step, 3) AS f, session_summary('4 days', visitor, at) AS s FROM click;
SELECT population(f), reached(f, 2) AS two, reached(f, 3) AS three, sessions(s), events(s) FROM answer;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET max_parallel_workers = 0;

-- Two states, each with a ticket of its own; one of them is asked for twice.
CREATE VIEW asked AS
SELECT funnel_summary('7 days', visitor, at, step, 3) AS f, session_summary('4 days', visitor, at) AS s,
	population(funnel_summary('7 days', visitor, at, step, 3)) AS n
FROM click;
SELECT planned('TABLE asked', 'Finalize Aggregate', 'Gather', 'Partial Aggregate');
SELECT asked.f = answer.f AS f, asked.s = answer.s AS s, n FROM asked, answer;

-- Again and again: the memory of the time before has gone.
SET enable_material = off;
CREATE VIEW again AS
SELECT i, f FROM generate_series(1, 3) AS i
	LEFT JOIN (SELECT funnel_summary('7 days', visitor, at, step, 3) AS f FROM click OFFSET 0) AS asked ON i > random() - 1;
SELECT planned('TABLE again', 'Nested Loop', 'Finalize Aggregate', 'Gather', 'Partial Aggregate');
SELECT i, again.f = answer.f AS f FROM again, answer ORDER BY i;
RESET enable_material;

-- The leader hands the events of each partition over.
SET enable_partitionwise_aggregate = on;
CREATE VIEW by_partition AS
SELECT funnel_summary('7 days', visitor, at, step, 3) AS f, session_summary('4 days', visitor, at) AS s FROM click_part;
SELECT planned('TABLE by_partition', 'Finalize Aggregate', 'Gather', 'Parallel Append', 'Partial Aggregate');
SELECT by_partition.f = answer.f AS f, by_partition.s = answer.s AS s FROM by_partition, answer;
SET max_parallel_workers_per_gather = 0;
SELECT planned('TABLE by_partition', 'Finalize Aggregate', 'Append', 'Partial Aggregate');
SELECT by_partition.f = answer.f AS f, by_partition.s = answer.s AS s FROM by_partition, answer;

-- What is handed over there takes a byte or more for each event; two words where conditions leave no room for a time; nothing
-- for events that do not matter.
CREATE FUNCTION conditions(step bigint) RETURNS boolean[] IMMUTABLE LANGUAGE sql
RETURN (SELECT array_agg(step = 1 OR n = 64 ORDER BY n) FROM generate_series(1, 64) AS n);
CREATE VIEW wide AS
SELECT w, p
FROM (SELECT funnel_summary('7 days', visitor::text, at, VARIADIC conditions(step)) AS w FROM click) AS whole,
	(SELECT funnel_summary('7 days', visitor::text, at, VARIADIC conditions(step)) AS p FROM click_part) AS part;
CREATE VIEW narrow AS
SELECT w, p
FROM (SELECT funnel_summary('7 days', visitor, timestamp '2025-01-01', step - 1, 3) AS w FROM click WHERE step < 3) AS whole,
	(SELECT funnel_summary('7 days', visitor, timestamp '2025-01-01', step - 1, 3) AS p FROM click_part WHERE step < 3) AS part;
SELECT planned('TABLE wide', 'Append', 'Partial Aggregate') AND planned('TABLE narrow', 'Append', 'Partial Aggregate') AS planned;
SELECT 'wide' AS form, population(p), reached(p, 64), w = p AS same FROM wide
UNION ALL SELECT 'narrow', population(p), reached(p, 1), w = p FROM narrow;
RESET enable_partitionwise_aggregate;

-- One of many groups gives its memory back before it is merged.
SET max_parallel_workers_per_gather = 2;
CREATE VIEW by_group AS
SELECT visitor % 10 AS g, funnel_summary('7 days', visitor, at, step, 3) AS f FROM click GROUP BY 1;
SET enable_hashagg = off;
SELECT planned('TABLE by_group', 'Finalize GroupAggregate', 'Gather', 'Partial GroupAggregate');
SELECT rollup(by_group.f) = answer.f AS f FROM by_group, answer GROUP BY answer.f;
RESET enable_hashagg;
SET enable_sort = off;
SELECT planned('TABLE by_group', 'Finalize HashAggregate', 'Gather', 'Partial HashAggregate');
SELECT rollup(by_group.f) = answer.f AS f FROM by_group, answer GROUP BY answer.f;
RESET enable_sort;

-- A row of a cursor that outlives its transaction, and one that is left in the middle of an error.
BEGIN;
DECLARE kept CURSOR WITH HOLD FOR SELECT asked.f = answer.f AS f FROM asked, answer;
COMMIT;
FETCH kept;
CLOSE kept;
SELECT sqlstate_of($$SELECT funnel_summary('7 days', visitor, at, step, 3), 1 / (count(*) - 1000) FROM click$$);
SELECT asked.f = answer.f AS f FROM asked, answer;
