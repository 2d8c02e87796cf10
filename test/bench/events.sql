-- :events events of a twentieth as many subjects over 30 days, in the order of their time: half of them visits
-- (step 1), fewer of each later step, some of none. Up to 129 million, a subject has no two in the same second.
CREATE UNLOGGED TABLE event AS
SELECT draw(i, 1) % greatest(:events / 1000, 1) * 50 + i % 50 AS user_id,
	   to_timestamp(1704067200 + i * 2592000 / :events) AS at,
	   CASE WHEN p < 50 THEN 1 WHEN p < 67 THEN 2 WHEN p < 80 THEN 3 WHEN p < 90 THEN 4 WHEN p < 97 THEN 5 ELSE 0 END AS step
FROM generate_series(1, :events::bigint) AS i, LATERAL (SELECT draw(i, 2) % 100 AS p) AS percentile;

-- The same in random order, with an index that gives them by subject and time.
CREATE UNLOGGED TABLE shuffled AS SELECT * FROM event ORDER BY hashtidextended(ctid, 3);
CREATE INDEX ON shuffled (user_id, at) INCLUDE (step);
VACUUM ANALYZE event;
VACUUM ANALYZE shuffled;

-- The same sorted by subject.
CREATE UNLOGGED TABLE sorted AS SELECT * FROM event ORDER BY user_id, at;
VACUUM ANALYZE sorted;

-- The same in partitions by subject, and a funnel of each, merged.
CREATE UNLOGGED TABLE partitioned (LIKE event) PARTITION BY HASH (user_id);
SELECT format('CREATE UNLOGGED TABLE partition_%s PARTITION OF partitioned FOR VALUES WITH (MODULUS 8, REMAINDER %1$s)', n)
FROM generate_series(0, 7) AS n \gexec
INSERT INTO partitioned SELECT * FROM event;
VACUUM ANALYZE partitioned;
SELECT format('CREATE VIEW by_partition AS SELECT rollup(f) AS f FROM (%s) AS part',
	string_agg(format($$SELECT funnel_summary('7 days', user_id, at, step, 5) AS f FROM %s$$, inhrelid::regclass), ' UNION ALL '))
FROM pg_inherits WHERE inhparent = 'partitioned'::regclass \gexec

-- How many subjects reached each of five steps within seven days, by funnel_kpi and in plain SQL. There start2 is the
-- latest visit from which two steps in turn lead up to this event or an earlier one, and so on.
CREATE VIEW one_pass AS
SELECT reached(f, 1) AS step1, reached(f, 2) AS step2, reached(f, 3) AS step3, reached(f, 4) AS step4, reached(f, 5) AS step5
FROM (SELECT funnel_summary('7 days', user_id, at, step, 5) AS f FROM event) AS funnel;

CREATE VIEW by_subject AS
SELECT reached(f, 1) AS step1, reached(f, 2) AS step2, reached(f, 3) AS step3, reached(f, 4) AS step4, reached(f, 5) AS step5
FROM (
	SELECT funnel_summary(level, 5) AS f
	FROM (SELECT window_funnel('7 days', at, step) AS level FROM event GROUP BY user_id) AS subject) AS funnel;

-- With so little memory the groups are worked off in parts.
CREATE FUNCTION levels_in_4_mb() RETURNS bigint LANGUAGE sql SET work_mem = '4MB'
	RETURN (SELECT sum(level) FROM (SELECT window_funnel('7 days', at, step) AS level FROM event GROUP BY user_id) AS subject);

CREATE VIEW window_functions AS
SELECT count(start1) AS step1, count(start2) AS step2, count(start3) AS step3, count(start4) AS step4, count(start5) AS step5
FROM (
	SELECT max(start1) AS start1, max(start2) AS start2, max(start3) AS start3, max(start4) AS start4,
		   max(start4) FILTER (WHERE step = 5 AND at - start4 <= interval '7 days') AS start5
	FROM (
		SELECT *, max(start3) FILTER (WHERE step = 4 AND at - start3 <= interval '7 days') OVER up_to_now AS start4
		FROM (
			SELECT *, max(start2) FILTER (WHERE step = 3 AND at - start2 <= interval '7 days') OVER up_to_now AS start3
			FROM (
				SELECT *, max(start1) FILTER (WHERE step = 2 AND at - start1 <= interval '7 days') OVER up_to_now AS start2
				FROM (
					SELECT *, max(at) FILTER (WHERE step = 1) OVER up_to_now AS start1
					FROM event
					WHERE step BETWEEN 1 AND 5
					WINDOW up_to_now AS (PARTITION BY user_id ORDER BY at, step ROWS UNBOUNDED PRECEDING)) AS one
				WINDOW up_to_now AS (PARTITION BY user_id ORDER BY at, step ROWS UNBOUNDED PRECEDING)) AS two
			WINDOW up_to_now AS (PARTITION BY user_id ORDER BY at, step ROWS UNBOUNDED PRECEDING)) AS three
		WINDOW up_to_now AS (PARTITION BY user_id ORDER BY at, step ROWS UNBOUNDED PRECEDING)) AS four
	GROUP BY user_id) AS subject;

-- The sessions of all subjects: a running sum over the gaps between events.
CREATE VIEW numbered AS
SELECT user_id, at, 1 + count(*) FILTER (WHERE at > before + interval '30 minutes') OVER (PARTITION BY user_id ORDER BY at) AS session
FROM (SELECT user_id, at, lag(at) OVER (PARTITION BY user_id ORDER BY at) AS before FROM event) AS event;
