--
-- attribution_share and attributed_revenue.
-- Answers are worked out by hand, or by plain SQL from the definitions.
--
SET datestyle = 'ISO, YMD';
SET timezone = 'Europe/Berlin';
SET search_path = regress, public;

CREATE TABLE touch (deal int, id int, at date, amount numeric);
INSERT INTO touch SELECT deal, n, date '2024-01-01' + day, 100.00
FROM (VALUES (1, '{0}'::int[]), (2, '{0, 1}'), (3, '{0, 7, 14}'), (4, '{0, 0, 1}'), (5, '{0, 0, 1, 2, 2}'), (6, '{3, 3}'),
	(7, '{NULL, NULL}'), (8, '{0, NULL, 1, 2}'), (9, '{1, 1, 1, 2}')) AS d (deal, days),
	unnest(days) WITH ORDINALITY AS t (day, n);

-- One touch, two, three; ties at the start, at both ends, alone; no time is known; one is not. NULL times take nothing,
-- wherever they stand.
SELECT deal, model, array_agg(round(share::numeric, 4) ORDER BY at, id) AS shares,
	array_agg(round(nulls_first::numeric, 4) ORDER BY at, id) IS NOT DISTINCT FROM array_agg(round(share::numeric, 4) ORDER BY at, id) AS same
FROM (
	SELECT *, attribution_share(model, at) OVER (PARTITION BY model, deal ORDER BY at) AS share,
		attribution_share(model, at) OVER (PARTITION BY model, deal ORDER BY at NULLS FIRST) AS nulls_first
	FROM touch, unnest('{first_touch, last_touch, linear, position_based, time_decay}'::text[]) AS model) AS s
GROUP BY deal, model ORDER BY deal, model;

-- A tie that the order breaks is none.
SELECT deal, array_agg(share ORDER BY id)
FROM (SELECT deal, id, attribution_share('first_touch', at) OVER (PARTITION BY deal ORDER BY at, id) AS share FROM touch) AS s
WHERE deal IN (4, 9) GROUP BY deal ORDER BY deal;

-- The types of time; over the change to summer time, 2024-03-31 in Berlin, a timestamptz counts what has gone by: 23 hours.
SELECT at, attribution_share('time_decay', at, '1 hour') OVER w AS timestamp,
	attribution_share('time_decay', at AT TIME ZONE 'Europe/Berlin', '1 hour') OVER w = 1 / (1 + 2 ^ -23::float8) AS timestamptz,
	attribution_share('time_decay', at::date, '1 day') OVER w AS date
FROM (VALUES (timestamp '2024-03-31'), ('2024-04-01')) AS t (at) WINDOW w AS (ORDER BY at) ORDER BY at;

-- A half-life: one day; a month counts 30 days; microseconds; so short that all else counts nothing; the ends of the calendar.
SELECT attribution_share('time_decay', at, half_life => '1 day') OVER w AS day,
	attribution_share('time_decay', at, '1 mon') OVER w AS month,
	attribution_share('time_decay', at, '30 days') OVER w AS days,
	attribution_share('time_decay', at, '1 us') OVER w AS microsecond,
	round((attribution_share('time_decay', at, '178000000 years') OVER w)::numeric, 14) AS ever
FROM (VALUES (date '2024-01-01'), ('2024-01-31')) AS t (at) WINDOW w AS (ORDER BY at) ORDER BY at;
SELECT round((attribution_share('time_decay', at, '1000000 years') OVER (ORDER BY at))::numeric, 14) AS timestamps,
	round((attribution_share('time_decay', day, '178000000 years') OVER (ORDER BY at))::numeric, 14) AS dates
FROM (VALUES (timestamp '4714-11-24 BC', date '4714-11-24 BC'), ('294276-12-31 23:59:59.999999', '5874897-12-31')) AS t (at, day);

-- Infinite times compare.
SELECT at, attribution_share('position_based', at) OVER (ORDER BY at) FROM (VALUES (timestamp '-infinity'), ('2024-01-01'), ('infinity'), ('infinity'), (NULL)) AS t (at);
SELECT at, attribution_share('last_touch', at) OVER (ORDER BY at) FROM (VALUES (date '-infinity'), ('infinity'), (NULL)) AS t (at);
-- No rows.
SELECT attribution_share('linear', at) OVER (PARTITION BY deal ORDER BY at) FROM touch WHERE false;

-- The frame does not matter, nor what else is in the window.
SELECT count(*) AS rows, count(*) FILTER (WHERE a = b AND a = c AND a = d) AS same
FROM (
	SELECT attribution_share('position_based', at) OVER (PARTITION BY deal ORDER BY at) AS a,
		attribution_share('position_based', at) OVER (PARTITION BY deal ORDER BY at ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS b,
		attribution_share('position_based', at) OVER (PARTITION BY deal ORDER BY at GROUPS BETWEEN 2 FOLLOWING AND UNBOUNDED FOLLOWING EXCLUDE TIES) AS c,
		attribution_share('position_based', at) OVER w AS d, lag(at, 3) OVER w, last_value(at) OVER w
	FROM touch WHERE at IS NOT NULL
	WINDOW w AS (PARTITION BY deal ORDER BY at RANGE BETWEEN '1 day' PRECEDING AND CURRENT ROW)) AS s;

-- What is wrong.
SELECT e.* FROM unnest(ARRAY[
	$$SELECT attribution_share(NULL, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share('', at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share('Linear', at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share(CASE WHEN deal = 9 THEN 'linear' ELSE 'first_touch' END, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share(CASE WHEN deal < 9 THEN 'linear' END, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share('linear', at) OVER () FROM touch$$,
	$$SELECT attribution_share('linear', at) OVER (ORDER BY date_trunc('month', at)) FROM touch$$,
	$$SELECT attribution_share('linear', at) OVER (ORDER BY at DESC) FROM touch$$,
	$$SELECT attribution_share('linear', at) OVER (ORDER BY deal, id) FROM touch$$,
	$$SELECT attribution_share('time_decay', at, NULL) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share('time_decay', at, '0') OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share('time_decay', at, '-1 day') OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share('time_decay', at, '1 mon -30 days') OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share('time_decay', at, deal * interval '1 day') OVER (ORDER BY at) FROM touch$$,
	$$SELECT attribution_share('time_decay', at) OVER (ORDER BY at) FROM (VALUES (date 'infinity')) AS t (at)$$,
	$$SELECT attribution_share('time_decay', at) OVER (ORDER BY at) FROM (VALUES (timestamptz '-infinity')) AS t (at)$$,
	$$SELECT attribution_share('linear', at) FROM touch$$]) AS query, error_of(query) AS e;
-- A half-life that the model does not use is not looked at.
SELECT attribution_share('linear', at, NULL) OVER (ORDER BY at), attribution_share('first_touch', at, deal * interval '-1 day') OVER (ORDER BY at)
FROM touch WHERE deal = 6;

-- Random touches with ties and NULLs, shuffled, against plain SQL from the definition; shares sum to 1.
CREATE TABLE journey AS
SELECT i AS id, r(i, 'deal') % 300 AS deal, timestamp '2024-01-01' + NULLIF(r(i, 'at') % 20, 0) * interval '1 day 5 hours 0.000001' AS at
FROM generate_series(1, 3000) AS i ORDER BY r(i, 'shuffle');
CREATE VIEW expected AS
SELECT id, deal, at, model, CASE WHEN at IS NOT NULL THEN
	CASE model
		WHEN 'first_touch' THEN (g = 1)::int / peers
		WHEN 'last_touch' THEN (g = gs)::int / peers
		WHEN 'linear' THEN 1 / n
		WHEN 'position_based' THEN
			CASE WHEN gs = 1 THEN 1 / n WHEN gs = 2 THEN 0.5 / peers WHEN g IN (1, gs) THEN 0.4 / peers ELSE 0.2 / (n - first - last) END
		ELSE weight / sum(weight) OVER (PARTITION BY model, deal) END END AS share
FROM (
	SELECT *, max(g) OVER d AS gs, count(*) FILTER (WHERE at = earliest) OVER d AS first, count(*) FILTER (WHERE at = latest) OVER d AS last,
		2 ^ (-extract(epoch FROM latest - at)::float8 / 604800) AS weight
	FROM (
		SELECT *, CASE WHEN at IS NOT NULL THEN dense_rank() OVER (PARTITION BY model, deal ORDER BY at) END AS g,
			count(at) OVER (PARTITION BY model, deal)::float8 AS n,
			count(at) OVER (PARTITION BY model, deal, at)::float8 AS peers,
			min(at) OVER (PARTITION BY model, deal) AS earliest, max(at) OVER (PARTITION BY model, deal) AS latest
		FROM journey, unnest('{first_touch, last_touch, linear, position_based, time_decay}'::text[]) AS model) AS t
	WINDOW d AS (PARTITION BY model, deal)) AS t;
SELECT model, count(*) AS touches, count(share), count(*) FILTER (WHERE share > 0) AS above_0,
	bool_and(abs(share - is_share) < 1e-14 AND (share IS NULL) = (is_share IS NULL)) AS right, bool_and(abs(total - 1) < 1e-14) AS whole
FROM (SELECT *, attribution_share(model, at) OVER (PARTITION BY model, deal ORDER BY at) AS is_share FROM expected) AS e
	JOIN (SELECT model, deal, sum(share) AS total FROM (
			SELECT model, deal, attribution_share(model, at) OVER (PARTITION BY model, deal ORDER BY at) AS share FROM expected) AS s
		GROUP BY model, deal) AS t USING (model, deal)
GROUP BY model ORDER BY model;

-- A partition that does not fit in memory.
SET work_mem = '64kB';
SELECT model, count(*), round(sum(share)::numeric, 12) AS sum, round(max(share)::numeric, 12) AS max
FROM (SELECT model, attribution_share(model, date '2000-01-01' + i / 3, '1000 days') OVER (PARTITION BY model ORDER BY i / 3) AS share
	FROM unnest('{first_touch, position_based, time_decay}'::text[]) AS model, generate_series(0, 29999) AS i) AS s
GROUP BY model ORDER BY model;
RESET work_mem;
