-- A fifth as many deals as :rows with five touches each, some at the same time; a fifth as many journeys of 12 channels.
CREATE UNLOGGED TABLE touch AS
SELECT i / 5 AS deal_id, date '2024-01-01' + (draw(i, 1) % 60)::integer AS at, draw(i / 5, 2) % 1000000 / 100.0 AS amount
FROM generate_series(1, :rows::bigint) AS i;
CREATE UNLOGGED TABLE journey AS
SELECT i AS id, ARRAY(SELECT 'channel ' || draw(i * 12 + n, 3) % 20 FROM generate_series(1, 12) AS n) AS path, draw(i, 4) % 10 = 0 AS converted
FROM generate_series(1, :rows::bigint / 5) AS i;
VACUUM ANALYZE touch;
VACUUM ANALYZE journey;

-- position_based in plain SQL: the groups of tied touches, the share of each, its whole cents, and the cents that are left
-- by the largest remainders.
CREATE VIEW plain_revenue AS
SELECT deal_id, at, sign(amount) * (cents + (nth <= cents_left)::integer) / 100 AS revenue
FROM (
	SELECT *, row_number() OVER (PARTITION BY deal_id ORDER BY exact - cents DESC, at) AS nth,
		abs(amount) * 100 - sum(cents) OVER (PARTITION BY deal_id) AS cents_left
	FROM (
		SELECT *, abs(amount) * 100 * share AS exact, floor(abs(amount) * 100 * share) AS cents
		FROM (
			SELECT *, CASE WHEN groups = 1 THEN 1.0 / touches WHEN groups = 2 THEN 0.5 / tied WHEN nth_group IN (1, groups) THEN 0.4 / tied
				ELSE 0.2 / (touches - first - last) END AS share
			FROM (
				SELECT *, max(nth_group) OVER deal AS groups, count(*) FILTER (WHERE nth_group = 1) OVER deal AS first,
					count(*) FILTER (WHERE at = latest) OVER deal AS last
				FROM (
					SELECT *, dense_rank() OVER (PARTITION BY deal_id ORDER BY at) AS nth_group, count(*) OVER (PARTITION BY deal_id, at) AS tied,
						count(*) OVER deal AS touches, max(at) OVER deal AS latest
					FROM touch WINDOW deal AS (PARTITION BY deal_id)) AS t
				WINDOW deal AS (PARTITION BY deal_id)) AS t) AS t) AS t) AS t;
