--
-- Sales cycle, its percentiles, intervals in days, business days.
-- Every answer is worked out by hand in the comment above its query.
--
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'America/New_York';

-- ---------- sales_cycle, sales_cycle_median, sales_cycle_percentile ----------

CREATE TABLE deal (opened date, closed date);
INSERT INTO deal VALUES
	('2024-01-01', '2024-01-11'),		-- 10 days
	('2024-03-15', '2024-03-15'),		-- 0
	('2024-02-01', '2024-03-01'),		-- 29, over a leap day
	('2024-01-10', '2024-01-05'),		-- -5, closed before it was opened: data
	('2024-01-01', NULL),				-- still open: left out
	(NULL, '2024-01-01'),
	(NULL, NULL);

-- Mean (10 + 0 + 29 - 5) / 4 = 8.5 days. In order -5, 0, 10, 29: the median is half way from 0 to 10; at 0.25 it is
-- position 0.75, -5 + 0.75 * 5 = -1.25; at 0.9 it is position 2.7, 10 + 0.7 * 19 = 23.3.
SELECT sales_cycle(opened, closed), sales_cycle_median(opened, closed),
	sales_cycle_percentile(0.25, opened, closed) AS p25, sales_cycle_percentile(0.9, opened, closed) AS p90,
	sales_cycle_percentile(0, opened, closed) AS p0, sales_cycle_percentile(1, opened, closed) AS p100
FROM deal;
SELECT sales_cycle_percentile(ARRAY[0.9, 0, 0.5, NULL, 0.5, 1, 0.25], opened, closed) FROM deal;

-- The same over timestamps of both kinds at noon.
SELECT sales_cycle(opened + time '12:00', closed + time '12:00'),
	sales_cycle_median(opened + time '12:00', closed + time '12:00'),
	sales_cycle_percentile(ARRAY[0.25, 0.9], opened + time '12:00', closed + time '12:00')
FROM deal;
SELECT sales_cycle(opened + timetz '12:00 UTC', closed + timetz '12:00 UTC'),
	sales_cycle_median(opened + timetz '12:00 UTC', closed + timetz '12:00 UTC'),
	sales_cycle_percentile(0.25, opened + timetz '12:00 UTC', closed + timetz '12:00 UTC') AS p25,
	sales_cycle_percentile(ARRAY[0.9], opened + timetz '12:00 UTC', closed + timetz '12:00 UTC')
FROM deal;

-- No data, nothing known, one row.
SELECT sales_cycle(opened, closed), sales_cycle_median(opened, closed), sales_cycle_percentile(0.9, opened, closed),
	sales_cycle_percentile(ARRAY[0.5, 0.9], opened, closed)
FROM deal WHERE false;
SELECT sales_cycle(opened, closed), sales_cycle_median(opened, closed), sales_cycle_percentile(0.9, opened, closed),
	sales_cycle_percentile(ARRAY[0.5, 0.9], opened, closed)
FROM deal WHERE opened IS NULL OR closed IS NULL;
SELECT sales_cycle(opened, closed), sales_cycle_median(opened, closed), sales_cycle_percentile(0.9, opened, closed),
	sales_cycle_percentile(ARRAY[0, 0.3, 1], opened, closed)
FROM deal WHERE opened = '2024-02-01';

-- Dates and a time of day: 2 days 1.5 hours, and the same backwards.
SELECT sales_cycle(timestamp '2024-01-01 08:00', timestamp '2024-01-03 09:30'),
	sales_cycle(timestamp '2024-01-03 09:30', timestamp '2024-01-01 08:00') AS backwards,
	sales_cycle(date '2024-01-01', timestamp '2024-01-02 12:00') AS mixed;
-- A mean below zero: -1 and -2 days.
SELECT sales_cycle(date '2024-01-10', date '2024-01-10' - i) FROM generate_series(1, 2) AS i;

-- Rounded once to the microsecond, halves away from zero: 0.5, -0.5, 2 / 3, 1 / 3 microseconds.
SELECT sales_cycle(at, at + i * interval '1 us') AS half, sales_cycle(at + i * interval '1 us', at) AS minus_half,
	sales_cycle_median(at, at + i * interval '1 us') AS median, sales_cycle_median(at + i * interval '1 us', at) AS minus_median
FROM (VALUES (timestamp '2024-01-01')) AS v (at), generate_series(0, 1) AS i;
SELECT sales_cycle(at, at + (i > 0)::int * interval '1 us') AS two_thirds, sales_cycle(at, at + (i > 1)::int * interval '1 us') AS third
FROM (VALUES (timestamp '2024-01-01')) AS v (at), generate_series(0, 2) AS i;
-- A third of a day over three rows has no rest: 8 hours; a seventh has, 12342857142.857 microseconds.
SELECT sales_cycle(date '2024-01-01', date '2024-01-01' + (i = 1)::int) FROM generate_series(1, 3) AS i;
SELECT sales_cycle(date '2024-01-01', date '2024-01-01' + (i = 1)::int) FROM generate_series(1, 7) AS i;

-- Clocks in New York went forward on 2024-03-10 and back on 2024-11-03: midnight to midnight is 23 and 25 hours by
-- timestamptz, a day by timestamp and by date.
CREATE TABLE dst (opened timestamptz, closed timestamptz);
INSERT INTO dst VALUES ('2024-03-10', '2024-03-11'), ('2024-11-03', '2024-11-04');
SELECT opened, sales_cycle(opened, closed), sales_cycle_median(opened, closed),
	sales_cycle(opened::timestamp, closed::timestamp) AS by_timestamp, sales_cycle(opened::date, closed::date) AS by_date
FROM dst GROUP BY opened ORDER BY opened;
-- Mean and median (23 + 25) / 2 hours; the 0.25 percentile 23.5 hours. What the session's time zone is does not matter.
SELECT sales_cycle(opened, closed), sales_cycle_median(opened, closed), sales_cycle_percentile(0.25, opened, closed) FROM dst;
SET timezone = 'UTC';
SELECT sales_cycle(opened, closed), sales_cycle_median(opened, closed), sales_cycle_percentile(0.25, opened, closed) FROM dst;

-- A thousand years are 365243 days: 250 leap years from 1024 to 2023 but for 7 centuries (all but 1200, 1600, 2000).
SELECT sales_cycle(date '1024-01-01', date '2024-01-01') AS date,
	sales_cycle(timestamp '1024-01-01', timestamp '2024-01-01') AS timestamp,
	sales_cycle_median(timestamptz '1024-01-01', timestamptz '2024-01-01') AS timestamptz;
-- There is no year 0: one day.
SELECT sales_cycle(date '0001-12-31 BC', date '0001-01-01');
-- 200,000 years are 500 times 146,097 days. The sum of so many passes 64 bits in microseconds, their mean does not.
SELECT sales_cycle(date '2000-01-01', date '202000-01-01'), sales_cycle_median(date '2000-01-01', date '202000-01-01')
FROM generate_series(1, 40000);
-- The widest spread: a cycle and its reverse have the mean and the median 0; from there it is half way up to the last quarter.
SELECT sales_cycle(opened, closed), sales_cycle_median(opened, closed), sales_cycle_percentile(ARRAY[0, 0.75, 1], opened, closed)
FROM (VALUES (timestamp '4714-11-24 BC', timestamp '280000-01-01'), ('280000-01-01', '4714-11-24 BC')) AS v (opened, closed);

-- Fractions: of any shape, in any order; the result has the shape of the fractions.
SELECT sales_cycle_percentile('{{0, 0.5}, {NULL, 1}}'::float8[], opened, closed) FROM deal;
SELECT sales_cycle_percentile('[5:6]={0.5, 1}'::float8[], opened, closed) FROM deal;
SELECT sales_cycle_percentile('{}'::float8[], opened, closed) AS none, sales_cycle_percentile('{}'::float8[], opened, closed) FILTER (WHERE false) AS no_rows
FROM deal;
SELECT sales_cycle_percentile('{NULL}'::float8[], opened, closed) AS unknown FROM deal;
-- No fraction is no answer, as in percentile_cont.
SELECT sales_cycle_percentile(NULL::float8, opened, closed), sales_cycle_percentile(NULL::float8[], opened, closed) FROM deal;
-- -0 is 0, also beside it.
SELECT sales_cycle_percentile(f, opened, closed) FROM deal, unnest('{0, -0}'::float8[]) AS f;
-- The smallest fraction: just above the shortest cycle, which rounds to it.
SELECT sales_cycle_percentile(4.9e-324, opened, closed) FROM deal;
-- 101 cycles of 0 to 100 hours, in no order: the nth percentile is n hours, all of them at once.
SELECT bool_and(p = make_interval(days => n::int / 24, hours => n::int % 24)) AS right, count(*)
FROM (SELECT sales_cycle_percentile(ARRAY(SELECT n / 100.0 FROM generate_series(0, 100) AS n), at, at + i * 37 % 101 * interval '1 hour') AS all_of_them
	FROM (VALUES (timestamp '2024-01-01')) AS v (at), generate_series(0, 100) AS i) AS v,
	unnest(all_of_them) WITH ORDINALITY AS u (p, m), LATERAL (SELECT m - 1) AS w (n);
-- 100,000 cycles of 10 different lengths and already in order, then in the reverse order.
SELECT sales_cycle_median(d, d + i / 10000 ORDER BY i), sales_cycle_median(d, d + i / 10000 ORDER BY i DESC)
FROM (VALUES (date '2024-01-01')) AS v (d), generate_series(0, 99999) AS i;

-- ---------- interval_days ----------

-- 1.5, -0.25; a month counts 30 days and a year 365.25, as in extract(epoch).
SELECT interval_days('36 hours') AS hours, interval_days('-6 hours') AS minus, interval_days('1 mon') AS month,
	interval_days('1 year') AS year, interval_days('0') AS zero, interval_days(NULL) AS unknown,
	interval_days('1 day 00:00:00.000001') = 1 + 1e-6 / 86400 AS microsecond;
SELECT interval_days(sales_cycle(opened, closed)) FROM deal;

-- ---------- business_days ----------

-- 2024-01-01 was a Monday. The first day does not count, the last does.
SELECT business_days('2024-01-01', '2024-01-01') AS same_day, business_days('2024-01-06', '2024-01-06') AS same_saturday,
	business_days('2024-01-01', '2024-01-02') AS mon_tue, business_days('2024-01-01', '2024-01-05') AS mon_fri,
	business_days('2024-01-05', '2024-01-06') AS fri_sat, business_days('2024-01-06', '2024-01-07') AS sat_sun,
	business_days('2024-01-05', '2024-01-08') AS fri_mon, business_days('2024-01-07', '2024-01-08') AS sun_mon,
	business_days('2024-01-01', '2024-01-08') AS week;
-- Backwards: the same, negative.
SELECT business_days('2024-01-02', '2024-01-01') AS tue_mon, business_days('2024-01-08', '2024-01-05') AS mon_fri,
	business_days('2024-01-07', '2024-01-06') AS sun_sat, business_days('2024-01-08', '2024-01-01') AS week;
-- 2 January 2024 to 1 January 2025 are 366 days: 52 weeks, a Tuesday and a Wednesday, 262; less New Year, Christmas and
-- Boxing Day (Wednesdays and a Thursday) 259.
SELECT business_days('2024-01-01', '2025-01-01') AS year,
	business_days('2024-01-01', '2025-01-01', '{2024-12-25, 2024-12-26, 2025-01-01}') AS less_holidays;
-- A working week less 3 January. Twice the same holiday, NULL, weekends, days before, after and on the first day, which
-- does not count anyway, take nothing off; neither does the shape of the array.
SELECT business_days('2024-01-01', '2024-01-08', '{2024-01-03}') AS one,
	business_days('2024-01-01', '2024-01-08', '{2024-01-03, 2024-01-03}') AS twice,
	business_days('2024-01-01', '2024-01-08', '{NULL, 2024-01-03, NULL}') AS with_null,
	business_days('2024-01-01', '2024-01-08', '{2024-01-06, 2024-01-07}') AS weekend,
	business_days('2024-01-01', '2024-01-08', '{2023-12-29, 2024-01-01, 2024-01-09, infinity, -infinity}') AS outside,
	business_days('2024-01-01', '2024-01-08', '{2024-01-08}') AS last_day,
	business_days('2024-01-01', '2024-01-08', '{{2024-01-05, 2024-01-03}, {2024-01-03, NULL}}') AS matrix,
	business_days('2024-01-01', '2024-01-08', '{NULL}') AS only_null,
	business_days('2024-01-01', '2024-01-08', '{}') AS empty;
SELECT business_days('2024-01-08', '2024-01-01', '{2024-01-03}') AS backwards,
	business_days('2024-01-08', '2024-01-01', '{2024-01-08}') AS backwards_from_holiday,
	business_days('2024-01-08', '2024-01-01', '{2024-01-01}') AS backwards_to_holiday;
SELECT business_days(NULL, '2024-01-01') AS "from", business_days('2024-01-01', NULL) AS "to",
	business_days('2024-01-01', '2024-01-08', NULL) AS no_holidays;
SELECT business_days("from" => '2024-01-01', "to" => '2024-01-08') AS by_name;

-- Against counting, day for day, over all pairs of 50 days in many eras; the holidays are every 7th and every 11th day.
CREATE FUNCTION pg_temp.counted("from" date, "to" date, holidays date[]) RETURNS bigint LANGUAGE sql AS $$
	SELECT CASE WHEN "to" < "from" THEN -1 ELSE 1 END * count(*)
	FROM generate_series(least("from", "to") - date '2000-01-01' + 1, greatest("from", "to") - date '2000-01-01') AS day,
		LATERAL (SELECT date '2000-01-01' + day) AS d (at)
	WHERE extract(isodow FROM at) < 6 AND at <> ALL (holidays);
$$;
SELECT start, count(*) AS pairs, count(*) FILTER (WHERE business_days(start + a, start + b) IS DISTINCT FROM pg_temp.counted(start + a, start + b, '{}')) AS wrong,
	count(*) FILTER (WHERE business_days(start + a, start + b, holidays) IS DISTINCT FROM pg_temp.counted(start + a, start + b, holidays)) AS wrong_with_holidays
FROM (VALUES (date '2023-12-15'), ('1999-12-20'), ('1024-02-10'), ('0001-12-01 BC'), ('4714-11-24 BC'), ('5874897-11-12')) AS v (start),
	LATERAL (SELECT array_agg(start + i) FROM generate_series(0, 49) AS i WHERE i % 7 = 3 OR i % 11 = 0) AS h (holidays),
	generate_series(0, 49) AS a, generate_series(0, 49) AS b
GROUP BY start ORDER BY start;
-- The whole calendar: from 4714-11-24 BC, a Monday, to 5874897-12-31, a Tuesday, are 2147483493 days: 306783356 weeks
-- and a day.
SELECT date '5874897-12-31' - date '4714-11-24 BC' AS days, 306783356 * 5 + 1 AS expected,
	business_days(date '4714-11-24 BC', '5874897-12-31'), business_days(date '5874897-12-31', '4714-11-24 BC') AS backwards,
	business_days(date '4714-11-24 BC', '5874897-12-31', '{4714-11-24 BC, 4714-11-25 BC, 5874897-12-31}') AS less_two;

-- ---------- bad input ----------

\x on
-- Fractions that are none.
SELECT * FROM regress.error_of('SELECT sales_cycle_percentile(1.5, opened, closed) FROM deal');
\x off
SELECT f, code, message FROM unnest('{-0.1, 1.0000000000000002, -4.9e-324, NaN, Infinity, -Infinity}'::float8[]) AS f,
	regress.error_of(format('SELECT sales_cycle_percentile(%L::float8, opened, closed) FROM deal', f));
SELECT f, code, message FROM unnest('{"{0.5, 1.1}", "{NULL, NaN}", "{{0.1}, {-1}}"}'::text[]) AS f,
	regress.error_of(format('SELECT sales_cycle_percentile(%L::float8[], opened, closed) FROM deal', f));
-- Also where no row has a cycle, or only a later row has that fraction.
SELECT code, message FROM regress.error_of('SELECT sales_cycle_percentile(2, NULL::date, NULL)');
SELECT code, message FROM regress.error_of('SELECT sales_cycle_percentile(f, opened, closed) FROM deal, unnest(''{0.5, 2}''::float8[]) AS f');

-- Fractions that change within a group.
\x on
SELECT * FROM regress.error_of('SELECT sales_cycle_percentile(f, opened, closed) FROM deal, (VALUES (0.5), (0.9)) AS v (f)');
\x off
SELECT a, b, code FROM (VALUES ('0.5', '0.5'), ('0.5', '0.9'), ('0.5', NULL), (NULL, '0.5'), (NULL, NULL)) AS v (a, b),
	regress.error_of(format('SELECT sales_cycle_percentile(f, opened, closed) FROM deal, (VALUES (%L::float8), (%L)) AS v (f)', a, b));
SELECT a, b, code
FROM (VALUES ('{0.5,0.9}', '{0.5,0.9}'), ('{0.5,0.9}', '{0.5,0.8}'), ('{0.5,0.9}', '{0.9,0.5}'), ('{0.5}', '{0.5,0.5}'), ('{0.5,0.5}', '{0.5}'),
	('{0.5}', '{}'), ('{}', '{0.5}'), ('{}', '{}'), ('{0.5,0.9}', '{{0.5,0.9}}'), ('{0.5,0.9}', '[0:1]={0.5,0.9}'), ('{{0.5},{0.9}}', '{{0.5,0.9}}'),
	('{0.5,NULL}', '{0.5,NULL}'), ('{0.5,NULL}', '{NULL,0.5}'), ('{0.5,NULL}', '{0.5,0.5}'), ('{0.5,0.5}', '{0.5,NULL}'),
	('{NULL}', NULL), (NULL, '{NULL}'), (NULL, '{}'), ('{0.5}', NULL), (NULL, NULL)) AS v (a, b),
	regress.error_of(format('SELECT sales_cycle_percentile(f, opened, closed) FROM deal, (VALUES (%L::float8[]), (%L)) AS v (f)', a, b));
-- Not over groups: each may have its own.
SELECT f, sales_cycle_percentile(f, opened, closed) FROM deal, unnest('{0.25, 0.5}'::float8[]) AS f GROUP BY f ORDER BY f;
-- In a moving frame the rows of the frame are the group: frames of one row may differ, frames of two may not.
SELECT count(DISTINCT p)
FROM (SELECT sales_cycle_percentile(i / 10.0, date '2024-01-01', date '2024-01-01' + i) OVER (ORDER BY i ROWS CURRENT ROW)
	FROM generate_series(1, 10) AS i) AS v (p);
SELECT code FROM regress.error_of('SELECT sales_cycle_percentile(i / 10.0, date ''2024-01-01'', date ''2024-01-01'' + i) OVER (ORDER BY i ROWS 1 PRECEDING)
	FROM generate_series(1, 10) AS i');
SELECT code FROM regress.error_of('SELECT sales_cycle_percentile(ARRAY[i / 10.0], date ''2024-01-01'', date ''2024-01-01'' + i) OVER (ORDER BY i ROWS 1 PRECEDING)
	FROM generate_series(1, 10) AS i');

-- Infinite times, as either argument, of each type, in each aggregate.
\x on
SELECT * FROM regress.error_of('SELECT sales_cycle(date ''2024-01-01'', ''infinity'')');
\x off
SELECT call, string_agg(DISTINCT code, ',') AS code, count(*)
FROM unnest(ARRAY['sales_cycle(%s, %s)', 'sales_cycle_median(%s, %s)', 'sales_cycle_percentile(0.5, %s, %s)',
		'sales_cycle_percentile(ARRAY[0.5], %s, %s)', 'sales_velocity(true, 1, %s, %s)']) AS call,
	unnest(ARRAY['date', 'timestamp', 'timestamptz']) AS type,
	(VALUES ('2024-01-01', 'infinity'), ('2024-01-01', '-infinity'), ('infinity', '2024-01-01'), ('-infinity', '2024-01-01'),
		('infinity', 'infinity'), ('-infinity', 'infinity')) AS v (opened, closed),
	regress.error_of('SELECT ' || format(call, quote_literal(opened) || '::' || type, quote_literal(closed) || '::' || type))
GROUP BY call ORDER BY call COLLATE "C";
-- An infinite time beside a NULL is left out with it.
SELECT sales_cycle(timestamp 'infinity', NULL), sales_cycle_median(NULL, date '-infinity');

-- Cycles that do not fit: dates 5,000,000 years apart, the whole range of timestamps.
\x on
SELECT * FROM regress.error_of('SELECT sales_cycle(date ''0001-01-01'', date ''5000001-01-01'')');
\x off
SELECT call, string_agg(DISTINCT code, ',') AS code, count(*)
FROM unnest(ARRAY['sales_cycle(%s, %s)', 'sales_cycle_median(%s, %s)', 'sales_cycle_percentile(0.5, %s, %s)',
		'sales_cycle_percentile(ARRAY[0.5], %s, %s)', 'sales_velocity(true, 1, %s, %s)']) AS call,
	(VALUES ('date', '0001-01-01', '5000001-01-01'), ('date', '5874897-12-31', '4714-11-24 BC'), ('date', '2000-01-01', '294278-01-01'),
		('timestamp', '4714-11-24 BC', '294276-12-31'), ('timestamptz', '294276-12-31', '4714-11-25 BC')) AS v (type, opened, closed),
	regress.error_of('SELECT ' || format(call, quote_literal(opened) || '::' || type, quote_literal(closed) || '::' || type))
GROUP BY call ORDER BY call COLLATE "C";

-- Business days to an infinite date.
\x on
SELECT * FROM regress.error_of('SELECT business_days(''2024-01-01'', ''infinity'')');
\x off
SELECT "from", "to", code FROM (VALUES ('-infinity', '2024-01-01'), ('infinity', 'infinity'), ('2024-01-01', '-infinity')) AS v ("from", "to"),
	regress.error_of(format('SELECT business_days(%L, %L)', "from", "to"));

\set VERBOSITY sqlstate
SELECT sales_cycle(1, 2);							-- 42883
SELECT sales_cycle(time '12:00', time '13:00');		-- 42883
SELECT sales_cycle_percentile('half', opened, closed) FROM deal;	-- 42725, one fraction or several?
\set VERBOSITY default

DROP TABLE deal, dst;

-- A running frame of 50,000 rows takes the sorted list, too (recomputed each time it would take half a minute).
SELECT count(m), min(m), max(m)
FROM (SELECT sales_cycle_median(date '2020-01-01', date '2020-01-01' + i % 1000) OVER (ORDER BY i) AS m
	FROM generate_series(0, 49999) AS i) AS running;

-- A function that lies about its volatility gets an error, not a crash.
CREATE SEQUENCE lie;
CREATE FUNCTION liar(i integer) RETURNS date IMMUTABLE LANGUAGE plpgsql AS
	'BEGIN RETURN date ''2020-01-01'' + nextval(''lie'')::integer; END';
SELECT count(m)
FROM (SELECT sales_cycle_median(date '2020-01-01', liar(i)) OVER (ORDER BY i ROWS 3 PRECEDING) AS m
	FROM generate_series(1, 100) AS i) AS moving;

-- 1 to 101 days in a hundred orders, the first of them ascending, the last descending: 51 in the middle, 26 at a quarter,
-- 91 at nine tenths.
SELECT median, quarter, nine_tenths, count(*)
FROM (SELECT sales_cycle_median(opened, closed) AS median, sales_cycle_percentile(0.25, opened, closed) AS quarter, sales_cycle_percentile(0.9, opened, closed) AS nine_tenths
	FROM generate_series(1, 100) AS k, generate_series(1, 101) AS i, LATERAL (SELECT date '2024-01-01' AS opened, date '2024-01-02' + i * k % 101 AS closed) AS d GROUP BY k) AS v
GROUP BY median, quarter, nine_tenths;
