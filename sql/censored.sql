--
-- Win rate and sales cycle with open deals censored.
-- Every answer is worked out by hand in the comment above its query, or is from the source that it names.
--
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'America/New_York';

-- ---------- published survival tables ----------

-- Times, with a minus sign where the patient was last seen without the event, as deals looked at on one day: those with
-- the event closed on it.
CREATE TABLE published (study text, arm text, t integer);
-- Acute myelogenous leukemia, weeks of remission: R. G. Miller, Survival Analysis, Wiley 1981 (first in his Stanford
-- lectures of 1977); it is `aml` of R's package survival.
INSERT INTO published SELECT 'aml', 'maintained', unnest('{9,13,-13,18,23,-28,31,34,-45,48,-161}'::integer[]);
INSERT INTO published SELECT 'aml', 'nonmaintained', unnest('{5,5,8,8,12,-16,23,27,30,33,43,45}'::integer[]);
-- Acute leukemia of children, weeks of remission: E. J. Freireich et al., Blood 21 (1963) 699-716.
INSERT INTO published SELECT 'Freireich', '6-MP', unnest('{6,6,6,-6,7,-9,10,-10,-11,13,16,-17,-19,-20,22,23,-25,-32,-32,-34,-35}'::integer[]);
INSERT INTO published SELECT 'Freireich', 'placebo', unnest('{1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23}'::integer[]);
CREATE VIEW patient AS
SELECT study, arm, date '2024-01-01' - abs(t) AS opened, CASE WHEN t > 0 THEN date '2024-01-01' END AS closed, CASE WHEN t > 0 THEN true END AS won, date '2024-01-01' AS as_of
FROM published;

-- What summary(survfit(Surv(time, status) ~ x, aml)) prints, to its three digits: survival .909 .818 .716 .614 .491 .368
-- .184, and .833 .667 .583 .486 .389 .292 .194 .097 0; and 1 before the first event.
SELECT arm, string_agg(concat(week, ': ', round((1 - share)::numeric, 3)), ', ' ORDER BY week) AS survival
FROM (SELECT arm, week, win_rate_within(make_interval(days => week), won, opened, closed, as_of) AS share
	FROM patient, (VALUES ('maintained', '{8,9,13,18,23,31,34,48,161}'::integer[]), ('nonmaintained', '{4,5,8,12,23,27,30,33,43,45}')) AS v (name, weeks), unnest(weeks) AS week
	WHERE study = 'aml' AND arm = name GROUP BY arm, week) AS v
GROUP BY arm ORDER BY arm COLLATE "C";
-- Its medians: 31 and 23 weeks, here days. 1 - .491 is the first above a half, and .583 still below.
-- At a quarter .716 (18) and .667 (8); at three quarters .184 (48) and .194 (33); all are never gone, or after 45.
SELECT arm, sales_cycle_median(opened, closed, as_of), sales_cycle_percentile('{0.25,0.75,1}'::float8[], opened, closed, as_of)
FROM patient WHERE study = 'aml' GROUP BY arm ORDER BY arm COLLATE "C";

-- The table of 6-MP that textbooks print (D. Collett, Modelling Survival Data; D. G. Kleinbaum, Survival Analysis): .857
-- .807 .753 .690 .627 .538 .448; its median 23 weeks, of the placebo 8. Without censoring: 1 - 13 of 21 after 8 weeks is .381.
SELECT string_agg(concat(week, ': ', round((1 - share)::numeric, 3)), ', ' ORDER BY week) AS survival
FROM (SELECT week, win_rate_within(make_interval(days => week), won, opened, closed, as_of) AS share
	FROM patient, unnest('{6,7,10,13,16,22,23,35}'::integer[]) AS week WHERE arm = '6-MP' GROUP BY week) AS v;
SELECT arm, sales_cycle_median(opened, closed, as_of), round((1 - win_rate_within('8 days', won, opened, closed, as_of))::numeric, 3) AS after_8
FROM patient WHERE study = 'Freireich' GROUP BY arm ORDER BY arm COLLATE "C";
-- The last one was watched for 35 weeks, and is open: at 36 nothing is known. Of the placebo all had ended.
SELECT arm, win_rate_within('36 days', won, opened, closed, as_of) FROM patient WHERE study = 'Freireich' GROUP BY arm ORDER BY arm COLLATE "C";

-- ---------- competing losses ----------

-- Ten deals, so opened that on 1 March they had been watched for so many days: those won or lost closed on that day.
CREATE TABLE deal (days integer, won boolean);
INSERT INTO deal VALUES (1, true), (2, false), (3, NULL), (4, true), (4, false), (4, NULL), (5, true), (6, NULL), (7, true), (8, false);
CREATE VIEW spell AS SELECT date '2024-03-01' - days AS opened, CASE WHEN won IS NOT NULL THEN date '2024-03-01' END AS closed, won, date '2024-03-01' AS as_of FROM deal;
--  t  at risk  won lost open   still open before     won by then
--  1    10      1    0   0     1                     1/10 = .1
--  2     9      0    1   0     9/10                  .1
--  3     8      0    0   1     8/10                  .1
--  4     7      1    1   1     8/10                  .1 + 8/70 = 3/14
--  5     4      1    0   0     8/10 * 5/7 = 4/7      3/14 + 1/7 = 5/14
--  6     3      0    0   1     4/7 * 3/4 = 3/7       5/14
--  7     2      1    0   0     3/7                   5/14 + 3/14 = 4/7
--  8     1      0    1   0     3/14                  4/7, and forever: all that is left is lost
SELECT h, win_rate_within(make_interval(days => h), won, opened, closed, as_of) AS rate, expected, win_rate_within(make_interval(days => h), won, opened, closed, as_of) = expected AS equal
FROM spell, (VALUES (1, 0.1), (2, 0.1), (3, 0.1), (4, 3 / 14.0), (5, 5 / 14.0), (6, 5 / 14.0), (7, 4 / 7.0), (8, 4 / 7.0), (1000, 4 / 7.0)) AS v (h, exact),
	LATERAL (SELECT exact::float8) AS e (expected)
GROUP BY h, expected ORDER BY h;
-- The wins and the losses have no other way to end: their shares add up to all that closed, 1 from the 8th day on.
SELECT win_rate_within('8 days', won, opened, closed, as_of) + win_rate_within('8 days', NOT won, opened, closed, as_of) AS both FROM spell;
-- Closed, in tenths: 1, 2, at 4 days 1 - 4/7 = 3/7, at 5 days 1 - 3/7 = 4/7, at 7 days 1 - 3/14 = 11/14, at 8 days all.
-- So a tenth by 1, a fifth by 2, a fifth and a bit by 4, a half by 5, 11/14 by 7 and more than that by 8 days.
SELECT sales_cycle_percentile(ARRAY[0, 0.1, 0.2, 0.21, 0.5, 11 / 14.0::float8, 0.8, 1, NULL], opened, closed, as_of) FROM spell;
-- Ten deals opened on one day, and looked at before it, on it and on the next two: of what closes later nothing is known, so
-- by then some are open and were watched for no longer. On the second day one of ten was won, on the third one more lost.
CREATE TABLE dated (opened date, closed date, won boolean);
INSERT INTO dated SELECT '2024-01-01', date '2024-01-01' + days, won FROM deal;
SELECT as_of, win_rate_within('1 day', won, opened, closed, as_of) AS one, win_rate_within('2 days', won, opened, closed, as_of) AS two, win_rate_within('3 days', won, opened, closed, as_of) AS three,
	sales_cycle_percentile(0.2, opened, closed, as_of) AS fifth, sales_cycle_median(opened, closed, as_of)
FROM dated, (VALUES (date '2023-12-31'), ('2024-01-01'), ('2024-01-02'), ('2024-01-03')) AS v (as_of) GROUP BY as_of ORDER BY as_of;

-- A single deal, won after 5 days: nothing, then all. Lost: none is won, and that is known. Open for 5 days: no deal of 5
-- days or less was won, of more nothing is known; none closed.
SELECT won, win_rate_within('4 days', won, o, CASE WHEN won IS NOT NULL THEN o + 5 END, o + 5) AS four, win_rate_within('5 days', won, o, CASE WHEN won IS NOT NULL THEN o + 5 END, o + 5) AS five,
	win_rate_within('5 days 00:00:00.000001', won, o, CASE WHEN won IS NOT NULL THEN o + 5 END, o + 5) AS longer, sales_cycle_median(o, CASE WHEN won IS NOT NULL THEN o + 5 END, o + 5),
	sales_cycle_percentile(ARRAY[0, 1], o, CASE WHEN won IS NOT NULL THEN o + 5 END, o + 5)
FROM (VALUES (true), (false), (NULL)) AS v (won), (VALUES (date '2024-01-01')) AS d (o) GROUP BY won ORDER BY won;
-- Won after 5 days and open after 5 days: it was still there to be won, a half. The other way round nothing is known
-- after 5 days, for the longest watched is open.
SELECT win_rate_within('5 days', won, o, closed, o + 5) AS together, win_rate_within('6 days', won, o, closed, o + 5) AS after
FROM (VALUES (true, date '2024-01-06'), (NULL, NULL)) AS v (won, closed), (VALUES (date '2024-01-01')) AS d (o);

-- ---------- which rows count, and as what ----------

CREATE TABLE odd (n integer, won boolean, opened date, closed date);
INSERT INTO odd VALUES
	(1, true, '2024-01-01', '2024-01-31'),		-- won after 30 days
	(2, false, '2024-01-01', '2024-06-01'),		-- lost after as_of: open for 91 days
	(3, NULL, '2024-01-01', '2024-02-01'),		-- the close that is expected: open for 91 days
	(4, true, '2024-01-10', '2024-01-05'),		-- won 5 days before it was opened: -5 days
	(5, true, '2024-01-01', NULL),				-- won, nobody knows when: left out
	(6, false, NULL, '2024-01-05'),				-- left out
	(7, true, '2024-04-02', '2024-04-03'),		-- opened after as_of: left out
	(8, NULL, '2024-04-01', NULL),				-- opened on it: open for 0 days
	(9, false, '2024-01-01', 'infinity'),		-- never lost, so open
	(10, NULL, '2024-01-01', '-infinity'),		-- open
	(11, true, 'infinity', '2024-01-05'),		-- left out
	(12, false, '-infinity', NULL);				-- left out
-- In order -5 won, 0 open, 30 won, 91 open four times: 1/7 by -5 (of 7), and 6/7 * 1/5 more by 30: 11/35 = .3142857...
SELECT win_rate_within('30 days', won, opened, closed, '2024-04-01') AS by_30, win_rate_within('29 days', won, opened, closed, '2024-04-01') AS by_29,
	win_rate_within('91 days', won, opened, closed, '2024-04-01') AS by_91, win_rate_within('92 days', won, opened, closed, '2024-04-01') AS by_92,
	win_rate_within('1 mon', won, opened, closed, '2024-04-01') AS a_month
FROM odd;
-- A month of the horizon has 30 days, whichever is in between: deals won after 30 and 31 days in January and February.
SELECT win_rate_within('1 mon', true, o, o + 30, '2025-01-01') AS in_30, win_rate_within('1 mon', true, o, o + 31, '2025-01-01') AS in_31
FROM unnest('{2024-01-01,2024-02-01}'::date[]) AS o;
-- To the percentiles a closing is one without its outcome. Of six deals -5 closed, 0 open, 30 and 31 closed, 91 open twice:
-- closed are 1/6 by -5, 1 - 5/6 * 3/4 = 3/8 by 30 and 1 - 5/6 * 2/4 = 7/12 by 31.
SELECT sales_cycle_percentile('{0.1,0.25,0.5}'::float8[], opened, closed, '2024-04-01') AS percentiles, sales_cycle_median(opened, closed, '2024-04-01')
FROM odd WHERE n NOT IN (5, 10, 12);
-- Durations of timestamps to the microsecond, of timestamptz as time passed: 23 hours on 10 March in New York.
SELECT win_rate_within('23:00', true, o, c, c) AS real_hours, win_rate_within('22:59:59.999999', true, o, c, c) AS less, sales_cycle_median(o, c, c), sales_cycle_median(o::timestamp, c::timestamp, c::timestamp) AS on_the_wall
FROM (VALUES (timestamptz '2024-03-10 00:00', timestamptz '2024-03-11 00:00')) AS v (o, c);

-- ---------- with nothing open ----------

-- count(won within) / count(*), and percentile_disc, to the last bit, for every fraction of 1 to 100 rows: also where the
-- product of fraction and rows is rounded up, 0.07 * 100 = 7.000000000000001.
SELECT count(*), count(*) FILTER (WHERE rate IS DISTINCT FROM counted) AS wrong_rates, count(*) FILTER (WHERE percentiles IS DISTINCT FROM disc) AS wrong_percentiles
FROM (SELECT n, win_rate_within('30 days', regress.r(i, 'won') % 3 = 0, o, o + d, '2025-01-01') AS rate,
		count(*) FILTER (WHERE regress.r(i, 'won') % 3 = 0 AND d <= 30)::float8 / count(*) AS counted,
		sales_cycle_percentile(ARRAY(SELECT f / 100.0 FROM generate_series(0, 100) AS f), o, o + d, '2025-01-01') AS percentiles,
		percentile_disc(ARRAY(SELECT f / 100.0 FROM generate_series(0, 100) AS f)) WITHIN GROUP (ORDER BY d * interval '1 day') AS disc
	FROM generate_series(1, 100) AS n, generate_series(1, n) AS i, LATERAL (SELECT (regress.r(i * 1000 + n, 'days') % 60)::integer AS d, date '2024-01-01' AS o) AS v GROUP BY n) AS v;

-- ---------- fractions ----------

-- A share that is reached exactly: of 17 deals 7 leave open on the first day, then one of ten closes each day. A tenth of
-- all is 1.7 of 17; each decimal of ten is there after so many days.
SELECT sales_cycle_percentile('{0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1}'::float8[], a - d, CASE WHEN i > 7 THEN a END, a)
FROM (VALUES (date '2024-03-01')) AS v (a), generate_series(1, 17) AS i, LATERAL (SELECT CASE WHEN i <= 7 THEN 1 ELSE i - 6 END) AS w (d);
-- The shape of the array, the order and the repetition of its fractions; NULL.
SELECT sales_cycle_percentile('{{0.5,0},{NULL,0.5}}'::float8[], opened, closed, as_of) AS matrix, sales_cycle_percentile('[3:4]={1,0.1}'::float8[], opened, closed, as_of) AS bounds,
	sales_cycle_percentile('{}'::float8[], opened, closed, as_of) AS none, sales_cycle_percentile(NULL::float8, opened, closed, as_of) AS null_fraction, sales_cycle_percentile(NULL::float8[], opened, closed, as_of) AS null_fractions
FROM spell;
-- Nothing, and nothing that is left in.
SELECT win_rate_within('1 day', won, opened, closed, as_of), sales_cycle_median(opened, closed, as_of), sales_cycle_percentile(ARRAY[0.5], opened, closed, as_of) FROM spell WHERE false;
SELECT win_rate_within('1 day', won, opened, closed, '2020-01-01'), sales_cycle_median(opened, closed, '2020-01-01'), sales_cycle_percentile(ARRAY[0.5], opened, closed, '2020-01-01') FROM spell;

-- ---------- window frames ----------

-- Each frame of some rows as a group of its own.
CREATE TEMP TABLE framed AS SELECT i, regress.r(i, 'w') % 3 > 0 AS won, date '2024-01-01' + (regress.r(i, 'o') % 50)::integer AS opened,
	NULLIF(date '2024-01-01' + (regress.r(i, 'c') % 120)::integer, '2024-02-02') AS closed, date '2024-03-01' AS as_of FROM generate_series(1, 300) AS i;
SELECT count(*), count(*) FILTER (WHERE (f.w, f.m, f.p) IS DISTINCT FROM (g.w, g.m, g.p)) AS wrong, count(DISTINCT f.w) > 100 AS differ, bool_or(f.w IS NULL) AS some_null
FROM (SELECT i, win_rate_within('25 days', won, opened, closed, as_of) OVER w AS w, sales_cycle_median(opened, closed, as_of) OVER w AS m, sales_cycle_percentile(ARRAY[0.9, 0.1], opened, closed, as_of) OVER w AS p
	FROM framed WINDOW w AS (ORDER BY i ROWS 12 PRECEDING)) AS f
	JOIN (SELECT a.i, win_rate_within('25 days', b.won, b.opened, b.closed, b.as_of) AS w, sales_cycle_median(b.opened, b.closed, b.as_of) AS m, sales_cycle_percentile(ARRAY[0.9, 0.1], b.opened, b.closed, b.as_of) AS p
		FROM framed AS a JOIN framed AS b ON b.i BETWEEN a.i - 12 AND a.i GROUP BY a.i) AS g USING (i);
-- Another horizon and as_of for each frame of one row; not within a frame.
SELECT count(w) FROM (SELECT win_rate_within(make_interval(days => i), true, date '2024-01-01', '2024-01-02', date '2024-02-01' + i) OVER (ORDER BY i ROWS CURRENT ROW) FROM generate_series(1, 9) AS i) AS v (w);
SELECT call, code, message FROM unnest(ARRAY['win_rate_within(make_interval(days => i), true, date ''2024-01-01'', ''2024-01-02'', ''2024-02-01'')',
	'win_rate_within(''1 day'', true, date ''2024-01-01'', ''2024-01-02'', date ''2024-02-01'' + i)', 'sales_cycle_median(date ''2024-01-01'', ''2024-01-02'', date ''2024-02-01'' + i)',
	'sales_cycle_percentile(i / 9.0, date ''2024-01-01'', ''2024-01-02'', ''2024-02-01'')']) AS call, regress.error_of(format('SELECT %s OVER (ORDER BY i ROWS 1 PRECEDING) FROM generate_series(1, 9) AS i', call));
-- A function that lies about its volatility.
CREATE TEMP SEQUENCE censored_lie;
CREATE FUNCTION pg_temp.liar(i integer) RETURNS date IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN date ''2020-01-01'' + nextval(''censored_lie'')::integer; END';
SELECT call, code FROM unnest(ARRAY['win_rate_within(''9999 days'', true, date ''2020-01-01'', pg_temp.liar(i), ''2024-01-01'')', 'sales_cycle_median(pg_temp.liar(i), NULL, date ''2024-01-01'')']) AS call,
	regress.error_of(format('SELECT count(m) FROM (SELECT %s OVER (ORDER BY i ROWS 3 PRECEDING) FROM generate_series(1, 100) AS i) AS v (m)', call));

-- ---------- bad input ----------

\x on
SELECT * FROM regress.error_of('SELECT win_rate_within(''0'', won, opened, closed, as_of) FROM spell');
SELECT * FROM regress.error_of('SELECT win_rate_within(NULL, won, opened, closed, as_of) FROM spell');
SELECT * FROM regress.error_of('SELECT win_rate_within(make_interval(days => row_number), won, opened, closed, as_of) FROM (SELECT *, row_number() OVER ()::integer FROM spell) AS v');
SELECT * FROM regress.error_of('SELECT win_rate_within(''1 day'', won, opened, closed, NULL) FROM spell');
SELECT * FROM regress.error_of('SELECT win_rate_within(''1 day'', won, opened, closed, ''infinity'') FROM spell');
SELECT * FROM regress.error_of('SELECT win_rate_within(''1 day'', won, opened, closed, closed) FROM spell');
\x off
-- Horizons: negative, altogether negative, and just positive; longer than any duration can be.
SELECT h, code, message FROM unnest('{-1 day,1 mon -31 days,1 mon -30 days,1 mon -29 days,-00:00:00.000001,178000000 years}'::text[]) AS h, regress.error_of(format('SELECT win_rate_within(%L, won, opened, closed, as_of) FROM spell', h));
-- The same horizon, written in two ways, is one.
SELECT win_rate_within(h, true, date '2024-01-01', '2024-01-31', '2025-01-01') FROM unnest('{1 mon,30 days,720:00}'::interval[]) AS h;
-- Parameters that change within a group, in each aggregate; also to or from NULL and infinity, in rows that are left out.
SELECT call, a, b, code
FROM unnest(ARRAY['win_rate_within(''1 day'', NULL, NULL::timestamp, NULL, x::timestamp)', 'sales_cycle_median(NULL::date, NULL, x::date)', 'sales_cycle_percentile(0.5, NULL, NULL, x::timestamptz)', 'sales_cycle_percentile(ARRAY[0.5], NULL, NULL, x::date)']) AS call,
	(VALUES ('2024-01-01', '2024-01-01'), ('2024-01-01', '2024-01-02'), ('2024-01-01', NULL), (NULL, '2024-01-01'), ('2024-01-01', 'infinity'), ('-infinity', '2024-01-01')) AS v (a, b),
	regress.error_of(format('SELECT %s FROM (VALUES (%L), (%L)) AS v (x)', call, a, b))
ORDER BY call COLLATE "C", a, b;
SELECT a, b, code FROM (VALUES ('1 day', '2 days'), ('1 day', NULL), (NULL, '1 day'), ('1 day', '0'), ('1 day', '24:00')) AS v (a, b),
	regress.error_of(format('SELECT win_rate_within(x::interval, NULL, NULL::date, NULL, ''2024-01-01'') FROM (VALUES (%L), (%L)) AS v (x)', a, b));
-- Fractions.
SELECT call, code, message FROM unnest(ARRAY['1.5', 'ARRAY[0.5, -1]', 'i::float8 / 10', 'ARRAY[i::float8 / 10]']) AS f, LATERAL (SELECT format('sales_cycle_percentile(%s, date ''2024-01-01'', ''2024-01-02'', ''2024-02-01'')', f)) AS c (call),
	regress.error_of(format('SELECT %s FROM generate_series(1, 3) AS i', call));
-- Infinite times where a duration is asked: opened before all times; closed before them, by an outcome that is known. Not of
-- rows that are left out, and not a closing that has not been.
SELECT won, opened, closed, w.code AS win_rate_within, m.code AS median
FROM (VALUES (true, '-infinity', '2024-01-01'), (NULL, '-infinity', NULL), (true, '2024-01-01', '-infinity'), (false, '-infinity', '-infinity'), (NULL, '2024-01-01', '-infinity'),
		(true, 'infinity', '2024-01-01'), (true, '2024-01-01', 'infinity'), (true, NULL, '-infinity'), (true, '-infinity', NULL)) AS v (won, opened, closed),
	regress.error_of(format('SELECT win_rate_within(''1 day'', %L, %L::timestamp, %L, ''2024-02-01'')', won, opened, closed)) AS w,
	regress.error_of(format('SELECT sales_cycle_median(%L::timestamp, %L, ''2024-02-01'')', opened, closed)) AS m;
-- Durations that do not fit. That as_of is far away is no matter for a deal that closed.
SELECT code, message FROM regress.error_of('SELECT win_rate_within(''1 day'', true, date ''4713-01-01 BC'', date ''2024-01-01'', ''5000000-01-01'')')
UNION ALL SELECT code, message FROM regress.error_of('SELECT win_rate_within(''1 day'', NULL, date ''4713-01-01 BC'', NULL, ''5000000-01-01'')')
UNION ALL SELECT code, message FROM regress.error_of('SELECT sales_cycle_median(timestamp ''4713-01-01 BC'', NULL, ''294276-01-01'')');
-- Dates that no timestamp has, a year apart.
SELECT win_rate_within('366 days', true, date '4999999-01-01', '5000000-01-01', '5000001-01-01'), sales_cycle_median(date '4999999-01-01', '5000000-01-01', '5000001-01-01');

-- ---------- forms ----------

-- Parameters without a type.
PREPARE by_parameters AS SELECT win_rate_within($1, $2, $3, $4, $5);
PREPARE over_deals AS SELECT win_rate_within($1, won, opened, closed, $2), sales_cycle_median(opened, closed, $3), sales_cycle_percentile($4::float8, opened, closed, $5),
	sales_cycle_percentile($6::float8[], opened, closed, $7) FROM spell;
PREPARE median AS SELECT sales_cycle_median($1, $2, $3);
PREPARE median_without AS SELECT sales_cycle_median($1, $2);
SELECT name, parameter_types FROM pg_prepared_statements ORDER BY name COLLATE "C";
EXECUTE by_parameters ('10 days', true, '2024-01-01', '2024-01-05', '2024-02-01');
EXECUTE over_deals ('4 days', '2024-03-01', '2024-03-01', 0.5, '2024-03-01', '{0.1,0.5}', '2024-03-01');
-- A fraction without a type is one or several.
SELECT code FROM regress.error_of('PREPARE untyped AS SELECT sales_cycle_percentile($1, opened, closed, as_of) FROM spell') UNION ALL SELECT code FROM regress.error_of('SELECT sales_cycle_percentile(''0.5'', opened, closed, as_of) FROM spell');
DEALLOCATE ALL;
-- Dates beside a timestamp are timestamps.
SELECT win_rate_within('4 days', won, opened, closed, '2024-03-01 12:00'::timestamp), sales_cycle_median(opened, closed, '2024-03-01 12:00'::timestamptz) FROM spell;
-- FILTER, and merged states of another as_of, horizon or type.
CREATE AGGREGATE pg_temp.state (interval, boolean, date, date, date) (SFUNC = win_rate_within_accum, STYPE = kpi_state);
CREATE AGGREGATE pg_temp.state (interval, boolean, timestamp, timestamp, timestamp) (SFUNC = win_rate_within_accum, STYPE = kpi_state);
CREATE AGGREGATE pg_temp.state (date, date, date) (SFUNC = sales_cycle_median_censored_accum, STYPE = kpi_state);
CREATE AGGREGATE pg_temp.state (float8[], date, date, date) (SFUNC = sales_cycle_percentile_censored_accum, STYPE = kpi_state);
SELECT win_rate_within('4 days', won, opened, closed, as_of) FILTER (WHERE won OR won IS NULL) AS of_won, sales_cycle_median(opened, closed, as_of) FILTER (WHERE won) FROM spell;
SELECT other, code, message FROM unnest(ARRAY['pg_temp.state(''4 days'', won, opened, closed, as_of)', 'pg_temp.state(''5 days'', won, opened, closed, as_of)', 'pg_temp.state(''4 days'', won, opened, closed, as_of + 1)',
	'pg_temp.state(''4 days'', won, opened::timestamp, closed::timestamp, as_of::timestamp)', 'pg_temp.state(opened, closed, as_of)']) AS other,
	regress.error_of(format('SELECT kpi_state_combine(pg_temp.state(''4 days'', won, opened, closed, as_of), %s) FROM spell', other));
SELECT other, code, message FROM unnest(ARRAY['pg_temp.state(opened, closed, as_of + 1)', 'pg_temp.state(ARRAY[0.5], opened, closed, as_of)']) AS other,
	regress.error_of(format('SELECT kpi_state_combine(pg_temp.state(opened, closed, as_of), %s) FROM spell', other));
SELECT code, message FROM regress.error_of('SELECT sales_cycle_percentiles_censored_final(pg_temp.state(opened, closed, as_of)) FROM spell')
UNION ALL SELECT code, message FROM regress.error_of('SELECT sales_cycle_percentile_censored_final(pg_temp.state(ARRAY[0.5], opened, closed, as_of)) FROM spell');
-- A state whose durations are longer than its horizon is nobody's: two wins of 5 days, the horizon set to 4.
SELECT code, detail FROM regress.error_of($$SELECT win_rate_within_final(regexp_replace(pg_temp.state('5 days', won, opened, closed, as_of)::text, to_hex(5 * 86400000000), to_hex(4 * 86400000000))::kpi_state) FROM spell$$);

-- ---------- many deals ----------

-- Deals of every second within a day, each tenth open, in no order: as with the durations sorted (the moving form).
CREATE TEMP TABLE many AS SELECT n, n % 3 > 0 AS won, a - d AS opened, CASE WHEN n % 10 > 0 THEN a END AS closed, a AS as_of
FROM (VALUES (timestamp '2024-03-01')) AS v (a), generate_series(1, 86400) AS n, LATERAL (SELECT (n * 7919::bigint % 86400) * interval '1 s') AS w (d);
SELECT count(DISTINCT w) AS rates, count(DISTINCT m) AS medians
FROM (SELECT win_rate_within('12:00', won, opened, closed, as_of) AS w, sales_cycle_median(opened, closed, as_of) AS m FROM many
	UNION ALL (SELECT win_rate_within('12:00', won, opened, closed, as_of) OVER w, sales_cycle_median(opened, closed, as_of) OVER w FROM many WINDOW w AS (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) LIMIT 1)) AS v;

-- ---------- frames without rows ----------

SELECT n, win_rate_within('4 days', won, opened, closed, as_of) OVER w AS won, sales_cycle_median(opened, closed, as_of) OVER w AS median
FROM (SELECT row_number() OVER (ORDER BY opened, closed, won) AS n, * FROM spell) AS v WHERE n < 4 WINDOW w AS (ORDER BY n ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) ORDER BY n;

DROP VIEW patient, spell;
DROP TABLE published, deal, dated, odd;
