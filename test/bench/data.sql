-- :rows deals with 400,000 accounts from 12 sources; :frames of them for the window frames.
CREATE UNLOGGED TABLE deal AS
SELECT i AS id,
	   draw(i, 1) % 400000 AS account,
	   (draw(i, 2) % 1000) < 300 AS won,
	   ((draw(i, 3) % 10000000) / 100.0)::numeric(12, 2) AS amount,
	   (draw(i, 4) % 12)::integer AS source,
	   opened,
	   opened + draw(i, 6) % 15552000 * interval '1 second' AS closed
FROM generate_series(1, :rows::bigint) AS i,
	 LATERAL (SELECT timestamptz '2024-01-01' + draw(i, 5) % 63072000 * interval '1 second' AS opened) AS start;
CREATE UNLOGGED TABLE frame AS SELECT * FROM deal WHERE id <= :frames;
VACUUM ANALYZE deal;
VACUUM ANALYZE frame;
