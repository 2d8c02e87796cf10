-- :events events of a twentieth as many subjects over 13 weeks, in the order of their time; subjects come in one after the
-- other.
CREATE UNLOGGED TABLE activity AS
SELECT draw(i, 1) % greatest(:events / 20 * (i * 2) / :events, 1) % (:events / 20) AS subject, timestamp '2024-01-01' + i * 7862400 / :events * interval '1 second' AS at
FROM generate_series(1, :events::bigint - 1) AS i;
VACUUM ANALYZE activity;

-- The weekly triangle, by funnel_kpi and in plain SQL: a self-join on cohorts, and masks of weeks.
CREATE VIEW retention_by_summary AS
SELECT cohort, period, subjects, active
FROM retention_report((SELECT retention_summary(subject, at, 'week', timestamp '2024-03-31 23:59:59') FROM activity));

CREATE VIEW retention_by_join AS
WITH first AS (SELECT subject, date_trunc('week', min(at))::date AS cohort FROM activity GROUP BY subject),
	size AS (SELECT cohort, count(*) AS subjects FROM first GROUP BY cohort)
SELECT cohort, (date_trunc('week', at)::date - cohort) / 7 AS period, subjects, count(DISTINCT subject) AS active
FROM activity JOIN first USING (subject) JOIN size USING (cohort)
GROUP BY 1, 2, 3 ORDER BY 1, 2;

CREATE VIEW retention_by_masks AS
WITH mask AS (
	SELECT subject, bit_or(1::bigint << (at::date - date '2024-01-01') / 7) AS weeks, (min(at)::date - date '2024-01-01') / 7 AS first
	FROM activity GROUP BY subject),
	same AS (SELECT first, weeks, count(*) AS n FROM mask GROUP BY 1, 2),
	size AS (SELECT first, sum(n)::bigint AS subjects FROM same GROUP BY 1)
SELECT date '2024-01-01' + first * 7 AS cohort, period, subjects, coalesce(sum(n) FILTER (WHERE weeks >> first + period & 1 = 1), 0)::bigint AS active
FROM same JOIN size USING (first), generate_series(0, 12 - first) AS period
GROUP BY 1, 2, 3 ORDER BY 1, 2;
