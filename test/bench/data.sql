-- :rows deals over two years in the order of their opening, give or take three days, with 400,000 accounts from
-- 12 sources; :frames of them for the window frames.
CREATE UNLOGGED TABLE deal AS
SELECT i AS id,
	   draw(i, 1) % 400000 AS account,
	   (draw(i, 2) % 1000) < 300 AS won,
	   ((draw(i, 3) % 10000000) / 100.0)::numeric(12, 2) AS amount,
	   (draw(i, 4) % 12)::integer AS source,
	   opened,
	   opened + draw(i, 6) % 15552000 * interval '1 second' AS closed
FROM generate_series(1, :rows::bigint) AS i,
	 LATERAL (SELECT timestamp '2024-01-01' + (i * 63072000 / :rows + draw(i, 5) % 259200) * interval '1 second' AS opened) AS start;
CREATE UNLOGGED TABLE frame AS SELECT * FROM deal WHERE id <= :frames;
VACUUM ANALYZE deal;
VACUUM ANALYZE frame;

-- The same in random order.
CREATE UNLOGGED TABLE shuffled_deal AS SELECT * FROM deal ORDER BY hashint8extended(id, 3);
VACUUM ANALYZE shuffled_deal;

-- Stored summaries: by day and source; a year of them, each with about 1,000 of 1,500 accounts.
CREATE UNLOGGED TABLE daily AS
SELECT opened::date AS day, source, kpi_summary(account, won, amount, opened, closed) AS summary
FROM deal GROUP BY 1, 2;
CREATE UNLOGGED TABLE thousand AS
SELECT i % 365 AS day, kpi_summary(draw(i, 1) % 1500, draw(i, 2) % 1000 < 300, (draw(i, 3) % 100000)::numeric,
	timestamp '2024-01-01', timestamp '2024-01-01' + draw(i, 6) % 15552000 * interval '1 second') AS summary
FROM generate_series(1, 365 * 1640) AS i GROUP BY 1;
VACUUM ANALYZE daily;
VACUUM ANALYZE thousand;

-- What 400,000 accounts paid in two months, :rows rows as a join would make them.
CREATE UNLOGGED TABLE revenue AS
SELECT account, (account % 12)::integer AS plan, (draw(account, 7) % 4)::integer * (draw(account, 8) % 100000) / 100.0 AS opening,
	   CASE WHEN draw(account, 9) % 5 > 0 THEN (draw(account, 8) % 100000 + draw(account, 10) % 9000) / 100.0 END AS closing
FROM generate_series(1, :rows::bigint) AS i, LATERAL (SELECT draw(i, 11) % 400000 AS account) AS key;
VACUUM ANALYZE revenue;
