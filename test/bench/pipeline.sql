-- The history of a tenth of :events deals, four rows each on average, in the order of time over two years: amounts change, and in
-- the end a deal is won or lost.
CREATE UNLOGGED TABLE history AS
SELECT draw(i, 1) % (:events / 10) AS deal, timestamp '2024-01-01' + i * (63072000 / (:events * 0.4)) * interval '1 second' AS at,
	CASE draw(i, 2) % 8 WHEN 0 THEN true WHEN 1 THEN false END AS won, (draw(i, 3) % 10000000) / 100.0 AS amount
FROM generate_series(1, :events::bigint * 2 / 5) AS i;
VACUUM ANALYZE history;

-- The waterfall of a quarter, by funnel_kpi and in plain SQL: two DISTINCT ON and their full join.
CREATE VIEW pipeline_by_changes AS
SELECT change, deals, amount FROM pipeline_report((SELECT pipeline_changes(deal, at, won, amount, '2025-04-01', '2025-07-01') FROM history)) WHERE deals > 0;

CREATE VIEW pipeline_by_join AS
WITH before AS (SELECT DISTINCT ON (deal) deal, won, amount FROM history WHERE at < '2025-04-01' ORDER BY deal, at DESC),
	after AS (SELECT DISTINCT ON (deal) deal, won, amount FROM history WHERE at < '2025-07-01' ORDER BY deal, at DESC),
	total AS (
		SELECT count(before.deal) FILTER (WHERE before.won IS NULL) AS d1, sum(before.amount) FILTER (WHERE before.won IS NULL) AS a1,
			count(*) FILTER (WHERE before.deal IS NULL) AS d2, sum(after.amount) FILTER (WHERE before.deal IS NULL) AS a2,
			count(*) FILTER (WHERE before.won <> after.won OR before.won IS NOT NULL AND after.won IS NULL) AS d3,
			sum(after.amount) FILTER (WHERE before.won <> after.won OR before.won IS NOT NULL AND after.won IS NULL) AS a3,
			count(*) FILTER (WHERE before.won IS NULL AND after.amount > before.amount) AS d4,
			sum(after.amount - before.amount) FILTER (WHERE before.won IS NULL AND after.amount > before.amount) AS a4,
			count(*) FILTER (WHERE before.won IS NULL AND after.amount < before.amount) AS d5,
			sum(before.amount - after.amount) FILTER (WHERE before.won IS NULL AND after.amount < before.amount) AS a5,
			count(*) FILTER (WHERE after.won AND before.won IS NOT TRUE) AS d6, sum(after.amount) FILTER (WHERE after.won AND before.won IS NOT TRUE) AS a6,
			count(*) FILTER (WHERE NOT after.won AND before.won IS NOT FALSE) AS d7, sum(after.amount) FILTER (WHERE NOT after.won AND before.won IS NOT FALSE) AS a7,
			count(*) FILTER (WHERE after.won IS NULL) AS d8, sum(after.amount) FILTER (WHERE after.won IS NULL) AS a8
		FROM before FULL JOIN after USING (deal))
SELECT change, deals, amount
FROM total, LATERAL (VALUES ('opening', d1, a1), ('created', d2, a2), ('reopened', d3, a3), ('increased', d4, a4), ('decreased', d5, a5), ('won', d6, a6),
	('lost', d7, a7), ('closing', d8, a8)) AS c (change, deals, amount);
