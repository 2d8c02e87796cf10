--
-- attribution_share and attributed_revenue.
-- Answers are worked out by hand, or by plain SQL from the definitions.
--
SET datestyle = 'ISO, YMD';
SET timezone = 'Europe/Berlin';
CREATE SCHEMA attribution;
SET search_path = attribution, regress, public;

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

-- ---------- attributed_revenue ----------

-- The checks on meaning of the definition.
CREATE FUNCTION divided(model text, amount numeric, VARIADIC days int[]) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(coalesce(revenue::text, '-'), ' ' ORDER BY n)
	FROM (SELECT n, attributed_revenue(model, amount, date '2024-01-01' + day) OVER (ORDER BY date '2024-01-01' + day) AS revenue
		FROM unnest(days) WITH ORDINALITY AS d (day, n)) AS r
$$;
SELECT model, amount, days, divided(model, amount, VARIADIC days) AS result, divided(model, amount, VARIADIC days) = expected AS as_defined
FROM (VALUES
	('{1, 2, 3}'::int[], 'linear', 100.00, '33.34 33.33 33.33'),
	('{1, 2, 3}', 'linear', -100.00, '-33.34 -33.33 -33.33'),
	('{1, 2, 3}', 'linear', 100, '34 33 33'),
	('{1, 2, 3}', 'position_based', 140.00, '56.00 28.00 56.00'),
	('{1, 2, 3, 4, 5}', 'position_based', 100.00, '40.00 6.67 6.67 6.66 40.00'),
	('{1, 2}', 'position_based', 100.01, '50.01 50.00'),
	('{0, 7, 14}', 'time_decay', 100.00, '14.29 28.57 57.14')) AS t (days, model, amount, expected);
-- Amounts of all sizes: 0; less than a unit a touch; more digits than 128 bits have; many decimal places; not known. A touch
-- without a time gets none.
SELECT model, left(amount::text, 30) AS amount, left(divided(model, amount, 1, 2, NULL, 2), 100) AS divided
FROM unnest('{linear, position_based}'::text[]) AS model,
	unnest(ARRAY[0.00, 0.01, -0.02, 9223372036854775807, 92233720368547758.08, 9223372036854775808, 1e16::numeric(20, 3), 1e30, -123456789012345678901234567890.123, 1e-20, NULL]) AS amount;
SELECT divided('linear', ('1e' || k)::numeric, 1, 2, 3) = format('%1$s4 %1$s3 %1$s3', repeat('3', k - 1)) FROM unnest('{18, 19, 20, 40, 3000}'::int[]) AS k;
SELECT divided('first_touch', 1.5::numeric(1000, 900) * 1.00, 1, 1) = '0.75' || repeat('0', 900) || ' 0.75' || repeat('0', 900) AS scale_of_902;
-- The largest scale that is written counts, for all; of an amount that all touches lack there is no part.
SELECT id, attributed_revenue('linear', CASE id WHEN 3 THEN 10.000 ELSE 10.0 END, at) OVER (ORDER BY at) AS thousandths,
	attributed_revenue('linear', NULL, at) OVER (ORDER BY at) AS of_null,
	attributed_revenue(1, NULL, at) OVER (ORDER BY at) AS of_null
FROM touch WHERE deal = 3;

-- Weights: NULL is no part, 0 a part of 0.
SELECT id, attributed_revenue((ARRAY[0.3, NULL, 0, 0.3, 1e-300])[id], 100.00, at) OVER (ORDER BY at) AS revenue,
	attributed_revenue(NULL::float8, 100.00, at) OVER (ORDER BY at) AS no_weights,
	attributed_revenue(1e308, 100.00, at) OVER (ORDER BY at) AS large,
	attributed_revenue(5e-324, 100.00, at) OVER (ORDER BY at) AS small,
	attributed_revenue((ARRAY[5e-324, 1e308, 1, 2, 3])[id], 100.00, at) OVER (ORDER BY at) AS both
FROM touch WHERE deal = 5 ORDER BY id;
-- Remainders in more than 64 bits: of the whole .75 + 2^-67 eight units leave .25 - 2^-67 to an eighth and a bit less to the half, so
-- that of the two eighths the first has the unit that is left: 5 + 2 + 1.
SELECT n, attributed_revenue((ARRAY[0.5, 0.125, 2 ^ -68::float8, 2 ^ -68::float8, 0.125])[n], 0.08, date '2024-01-01' + n) OVER (ORDER BY n) AS revenue FROM generate_series(1, 5) AS n;
-- The weight of a touch whose time is not known is not looked at.
SELECT attributed_revenue(CASE WHEN at IS NULL THEN 'NaN' ELSE 1::float8 END, 100.00, at::timestamptz) OVER (ORDER BY at) FROM touch WHERE deal = 8;
SELECT attributed_revenue(0, 100.00, at) OVER (ORDER BY at) FROM touch WHERE deal = 7;

-- What is wrong.
SELECT e.* FROM unnest(ARRAY[
	$$SELECT attributed_revenue('shapley', amount, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue('linear', amount, at) OVER (ORDER BY at DESC) FROM touch$$,
	$$SELECT attributed_revenue(1, amount, at) OVER () FROM touch$$,
	$$SELECT attributed_revenue('linear', amount + deal, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue('linear', NULLIF(amount, deal * 100 / 9), at) OVER (ORDER BY at, deal) FROM touch$$,
	$$SELECT attributed_revenue('linear', CASE WHEN at IS NULL THEN 7 END, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue('linear', amount, at) OVER (ORDER BY at) FROM (VALUES (NULL, date '2024-01-01'), (0, '2024-01-02')) AS t (amount, at)$$,
	$$SELECT attributed_revenue('linear', 'NaN', at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue('linear', 'Infinity', at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue(1, '-Infinity', at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue(-1e-300, amount, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue('NaN'::float8, amount, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue('Infinity'::float8, amount, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue(0, amount, at) OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue('time_decay', amount, at, '0') OVER (ORDER BY at) FROM touch$$,
	$$SELECT attributed_revenue('time_decay', amount, at) OVER (ORDER BY at) FROM (VALUES (1, timestamp 'infinity')) AS t (amount, at)$$]) AS query, error_of(query) AS e;

-- Any weights and models against plain SQL: doubles taken apart into integers, largest remainders. Amounts of any scale
-- and sign, up to some that 128 bits cannot hold; weights of few bits, of 53 bits, far apart, of ages; equal ones.
CREATE FUNCTION power_of_two(k int) RETURNS numeric LANGUAGE sql IMMUTABLE
	AS $$ SELECT CASE WHEN k < 62 THEN (1::bigint << k)::numeric ELSE attribution.power_of_two(k / 2) * attribution.power_of_two(k - k / 2) END $$;
CREATE FUNCTION bits(d float8) RETURNS bigint LANGUAGE sql IMMUTABLE RETURN ('x' || encode(float8send(d), 'hex'))::bit(64)::bigint;
CREATE FUNCTION exponent(d float8) RETURNS int LANGUAGE sql IMMUTABLE RETURN greatest((bits(d) >> 52)::int, 1);
CREATE FUNCTION mantissa(d float8) RETURNS bigint LANGUAGE sql IMMUTABLE
	RETURN (bits(d) & ((1::bigint << 52) - 1)) + CASE WHEN bits(d) >> 52 > 0 THEN 1::bigint << 52 ELSE 0 END;
CREATE TABLE part AS
SELECT d AS deal, n, date '2024-01-01' + (r(d * 100 + n, 'at') % 200)::int AS at,
	CASE WHEN r(d * 100 + n, 'null') % 9 > 0 THEN CASE d % 5
		WHEN 0 THEN (r(d * 100 + n, 'weight') % 4)::float8
		WHEN 1 THEN r(d * 100 + n, 'weight')::float8 / 1e18
		WHEN 2 THEN (1 + r(d * 100 + n, 'weight') % 7) * 10.0::float8 ^ (r(d * 100 + n, 'power') % 40 - 20)
		WHEN 3 THEN (1 + r(d * 100 + n, 'weight') % 3) * 10.0::float8 ^ (r(d * 100 + n, 'power') % 600 - 300)
		ELSE 1 / 3.0::float8 END END AS weight,
	CASE d % 4 WHEN 0 THEN round(r(d, 'amount') / 1e15, 2) WHEN 1 THEN -r(d, 'amount')::numeric
		WHEN 2 THEN r(d, 'amount') * 1e25 + 0.00001 ELSE (r(d, 'amount') % 30)::numeric END AS amount
FROM generate_series(1, 240) AS d, generate_series(1, 40) AS n WHERE n <= 1 + d % 40;
CREATE FUNCTION expected_part(weights text) RETURNS TABLE (deal int, n int, revenue numeric) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH weighted AS (SELECT deal, n, at, amount, scale(amount) AS scale, (%s)::float8 AS weight FROM part),
			integers AS (SELECT *, mantissa(weight) * power_of_two(exponent(weight) - min(exponent(weight)) FILTER (WHERE weight > 0) OVER d) AS i,
					abs(amount) * ('1e' || scale)::numeric AS units
				FROM weighted WHERE weight >= 0 WINDOW d AS (PARTITION BY deal)),
			wholes AS (SELECT *, sum(i) OVER (PARTITION BY deal) AS whole FROM integers),
			floors AS (SELECT *, div(units * i, whole) AS floor, units * i - div(units * i, whole) * whole AS rest FROM wholes),
			ranks AS (SELECT *, row_number() OVER (PARTITION BY deal ORDER BY rest DESC, at, n) AS rank,
					units - sum(floor) OVER (PARTITION BY deal) AS "left" FROM floors)
		SELECT deal, n, sign(amount) * (floor + (rank <= "left")::int) * ('1e-' || scale)::numeric FROM ranks$q$, weights);
END $$;
SELECT weights, count(*) AS parts, count(DISTINCT deal) AS deals, bool_and(p.revenue = e.revenue AND scale(p.revenue) = scale(p.amount)) AS right,
	bool_and((p.weight IS NULL) = (p.revenue IS NULL)) AS known
FROM (
	SELECT 'weights' AS weights, deal, n, amount, weight, attributed_revenue(weight, amount, at) OVER (PARTITION BY deal ORDER BY at, n) AS revenue
	FROM part WHERE deal NOT IN (SELECT deal FROM part GROUP BY deal HAVING sum(weight) = 0)
	UNION ALL
	SELECT 'ages of days', deal, n, amount, 1, attributed_revenue('time_decay', amount, at, '1 day') OVER (PARTITION BY deal ORDER BY at, n) FROM part
	UNION ALL
	SELECT 'shares', deal, n, amount, 1, attributed_revenue(1 / 7.0::float8, amount, at) OVER (PARTITION BY deal ORDER BY at, n) FROM part) AS p
	LEFT JOIN (
		SELECT 'weights' AS weights, * FROM expected_part('weight')
		UNION ALL SELECT 'ages of days', * FROM expected_part('2 ^ (at - max(at) OVER (PARTITION BY deal))::float8')
		UNION ALL SELECT 'shares', * FROM expected_part('1')) AS e USING (weights, deal, n)
WHERE p.weight IS NULL OR e.n IS NOT NULL
GROUP BY weights ORDER BY weights;

-- Each model with ties: the parts sum to the amount, none is a unit or more away from its share of it, and the parts of a
-- tie are the same but for a unit, whatever the order of arrival.
WITH divided AS (
	SELECT model, deal, at, amount, units, attributed_revenue(model, amount, at) OVER d AS revenue, attribution_share(model, at) OVER d AS share
	FROM (SELECT *, 10 ^ -scale(amount)::numeric AS units FROM part WHERE deal % 4 <> 2) AS p,
		unnest('{first_touch, last_touch, linear, position_based, time_decay}'::text[]) AS model
	WINDOW d AS (PARTITION BY model, deal ORDER BY at))
SELECT model, count(*) AS deals, bool_and(revenue = amount) AS whole, bool_and(near) AS near, bool_and(fair) AS fair
FROM (
	SELECT model, deal, sum(revenue) AS revenue, min(amount) AS amount, bool_and(abs(revenue - amount * share::numeric) < units + abs(amount) * 1e-13) AS near,
		bool_and(spread <= units) AS fair
	FROM (SELECT *, max(revenue) OVER t - min(revenue) OVER t AS spread FROM divided WINDOW t AS (PARTITION BY model, deal, at)) AS s
	GROUP BY model, deal) AS d
GROUP BY model ORDER BY model;
WITH shuffled AS (
	SELECT model, deal, at, attribution_share(model, at) OVER (PARTITION BY model, deal ORDER BY at) AS share,
		attributed_revenue(model, amount, at) OVER (PARTITION BY model, deal ORDER BY at) AS revenue
	FROM (SELECT * FROM part ORDER BY r(deal * 100 + n, 'shuffle')) AS p, unnest('{first_touch, last_touch, linear, position_based, time_decay}'::text[]) AS model),
arrived AS (
	SELECT model, deal, at, attribution_share(model, at) OVER (PARTITION BY model, deal ORDER BY at) AS share,
		attributed_revenue(model, amount, at) OVER (PARTITION BY model, deal ORDER BY at) AS revenue
	FROM part, unnest('{first_touch, last_touch, linear, position_based, time_decay}'::text[]) AS model)
SELECT (SELECT count(*) FROM arrived) AS touches,
	(SELECT count(*) FROM (SELECT * FROM shuffled EXCEPT ALL SELECT * FROM arrived) AS s) AS different;

-- A hundred thousand touches, a third of them tied.
SELECT model, count(*), count(DISTINCT revenue) <= 4 OR model = 'time_decay' AS few, sum(revenue)
FROM (SELECT model, attributed_revenue(model, -98765432.10, timestamp '2000-01-01' + i / 3 * 2 * interval '1 hour', '70 days') OVER (PARTITION BY model ORDER BY i / 3) AS revenue
	FROM generate_series(1, 100000) AS i, unnest('{first_touch, last_touch, linear, position_based, time_decay}'::text[]) AS model) AS r
GROUP BY model ORDER BY model;
SELECT count(*), count(DISTINCT revenue), sum(revenue)
FROM (SELECT attributed_revenue(i % 7 + 1 / 3.0, 123456.789, date '2024-01-01') OVER () AS revenue FROM generate_series(1, 100000) AS i) AS r;
-- Remainders that differ in the last of 65 bits only: the one unit goes to the largest, though it stands late.
SELECT i, revenue
FROM (SELECT i, attributed_revenue(CASE i WHEN 5000 THEN 1.0000000000000002 ELSE 1 END, 0.01, date '2024-01-01') OVER (ORDER BY i / 8193) AS revenue
	FROM generate_series(1, 8192) AS i) AS r
WHERE revenue > 0;
