--
-- Working days and hours: business_days of dates and timestamps, business_time.
-- Every answer is worked out by hand in the comment above its query, or counted by plain SQL.
--
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'America/New_York';

-- What a query fails with.
CREATE FUNCTION pg_temp.error_of(query text) RETURNS TABLE (code text, message text, hint text)
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	message := 'no error';
	RETURN NEXT;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	RETURN NEXT;
END $$;

-- ---------- business_days ----------

-- 2024-01-01 was a Monday: after it up to the next one are 5 working days, 4 less 3 January. NULL is no list; with a
-- FILTER that nothing passes array_agg gives that. A date that is NULL is not known, nor is the answer.
SELECT business_days(date '2024-01-01', '2024-01-08', NULL) AS no_list,
	business_days(date '2024-01-01', '2024-01-08', (SELECT array_agg(day) FILTER (WHERE day > '2025-01-01') FROM (VALUES (date '2024-01-03')) AS holiday (day))) AS none,
	business_days(date '2024-01-01', '2024-01-08', (SELECT array_agg(day) FROM (VALUES (date '2024-01-03')) AS holiday (day))) AS one,
	business_days('2024-01-01'::timestamp, '2024-01-08', NULL) AS no_list_timestamp,
	business_days('2024-01-01'::timestamptz, '2024-01-08', NULL) AS no_list_timestamptz;
SELECT business_days(NULL, date '2024-01-08') AS "from", business_days(date '2024-01-08', NULL, NULL) AS "to",
	business_days(NULL, timestamp '2024-01-08') AS "from", business_days(timestamp '2024-01-08', NULL, NULL) AS "to",
	business_days(NULL, timestamptz '2024-01-08') AS "from", business_days(timestamptz '2024-01-08', NULL, NULL) AS "to";

-- Timestamps count by their dates: not Friday's last microsecond, which is Friday's, but Saturday's first is not Friday's
-- either. From Friday to Monday it is one day at any hour.
SELECT business_days(timestamp '2024-01-04 09:00', '2024-01-05 23:59:59.999999') AS thu_fri,
	business_days(timestamp '2024-01-05 23:59:59.999999', '2024-01-06 00:00') AS fri_sat,
	business_days(timestamp '2024-01-05 23:59:59.999999', '2024-01-08 00:00') AS fri_mon,
	business_days(timestamp '2024-01-05 00:00', '2024-01-08 23:59:59.999999') AS fri_mon_late,
	business_days(timestamp '2024-01-08 01:00', '2024-01-08 23:00') AS one_day,
	business_days(timestamp '2024-01-08 23:00', '2024-01-05 01:00') AS backwards,
	business_days(timestamp '2024-01-01 12:00', '2024-01-08 12:00', '{2024-01-03, 2024-01-03, 2024-01-06, NULL, 2024-01-08}') AS less_two;

-- Of timestamptz it is the date in the session's zone: 02:00 UTC on Saturday is Friday evening in New York, and 15:00
-- UTC on Sunday Monday in Tokyo.
SELECT business_days(timestamptz '2024-01-05 02:00+00', '2024-01-06 02:00+00') AS "thu_fri: 1",
	business_days(timestamptz '2024-01-06 12:00+00', '2024-01-07 15:00+00') AS "sat_sun: 0";
SET timezone = 'Asia/Tokyo';
SELECT business_days(timestamptz '2024-01-05 02:00+00', '2024-01-06 02:00+00') AS "fri_sat: 0",
	business_days(timestamptz '2024-01-06 12:00+00', '2024-01-07 15:00+00') AS "sat_mon: 1",
	business_days(timestamptz '2024-01-06 12:00+00', '2024-01-07 15:00+00', '{2024-01-08}') AS "less monday: 0";
SET timezone = 'America/New_York';

-- The ends of the calendar: 4714-11-24 BC was a Monday, and 109203527 days later, 294276-12-31, is a Sunday: after the
-- first one 15600504 weeks less that Monday, 78002519 days. In New York the first moment is still Sunday, and that Monday
-- counts; on Kiritimati the last one is Monday.
SELECT date '294276-12-31' - date '4714-11-24 BC' AS days, 15600504 * 5 - 1 AS expected,
	business_days(timestamp '4714-11-24 BC', '294276-12-31 23:59:59.999999');
SELECT business_days(timestamptz '4714-11-24 00:00+00 BC', '294276-12-31 23:59:59.999999+00') AS behind,
	business_days(timestamptz '294276-12-31 23:59:59.999999+00', '4714-11-24 00:00+00 BC') AS backwards;
SET timezone = 'Pacific/Kiritimati';
SELECT business_days(timestamptz '4714-11-24 12:00+00 BC', '294276-12-31 23:59:59.999999+00') AS ahead;
SET timezone = 'America/New_York';

-- ---------- which form is called ----------

-- A literal, or a driver's parameter, without a type is a timestamptz where both are (PostgreSQL prefers that type), and
-- of the other's type where one has one.
CREATE TABLE deal (opened date, opened_at timestamp, opened_tz timestamptz);
PREPARE untyped AS SELECT business_days($1, $2);
PREPARE with_date AS SELECT business_days(opened, $1, $2) FROM deal;
PREPARE with_timestamp AS SELECT business_days($1, opened_at) FROM deal;
PREPARE date_and_timestamp AS SELECT business_days(opened, opened_at), business_days(opened, opened_tz), business_days(opened, now()),
	business_days(opened, current_date), business_time(opened, opened), business_time(opened_at, $1), business_time(opened_at, opened_tz) FROM deal;
PREPARE untyped_time AS SELECT business_time($1, $2, $3, $4, $5);
SELECT name, parameter_types FROM pg_prepared_statements ORDER BY name;
DEALLOCATE ALL;

-- So literals of days give in any zone what dates give, also where clocks were set at midnight, as in São Paulo on
-- 2018-11-04, or a Friday was left out, as in Samoa, 2011-12-30. But a timestamptz has a shorter calendar.
CREATE FUNCTION pg_temp.literals(zone text, day date) RETURNS bigint LANGUAGE plpgsql SET timezone FROM CURRENT AS $$
DECLARE
	wrong bigint := 0;
	found boolean;
BEGIN
	PERFORM set_config('timezone', zone, true);
	FOR i IN -3 .. 3 LOOP
		FOR j IN -3 .. 3 LOOP
			EXECUTE format('SELECT business_days(%1$L, %2$L) IS DISTINCT FROM business_days(date %1$L, date %2$L)', day + i, day + j) INTO found;
			wrong := wrong + found::int;
		END LOOP;
	END LOOP;
	RETURN wrong;
END $$;
SELECT zone, day, pg_temp.literals(zone, d) AS wrong_of_49
FROM (VALUES ('America/New_York', '2024-03-10'), ('America/New_York', '2024-11-03'), ('America/Sao_Paulo', '2018-11-04'), ('Asia/Tehran', '2021-09-21'),
	('Asia/Kathmandu', '2024-01-01'), ('Pacific/Kiritimati', '0001-01-01 BC'), ('Pacific/Apia', '2011-12-30')) AS v (zone, day), LATERAL CAST(day AS date) AS d;
-- What a driver writes for a day that begins in Berlin is Sunday evening in New York, and as a date that day, a Monday.
SELECT business_days('2024-01-05', '2024-01-08T00:00:00.000+01:00') AS "fri_sun: 0", business_days('2024-01-05', '2024-01-08T00:00:00.000+01:00'::date) AS "fri_mon: 1";
SELECT code, message FROM pg_temp.error_of($$SELECT business_days('2024-01-01', '300000-01-01')$$);
SELECT business_days(date '2024-01-01', '300000-01-01');

-- Dates and timestamps may be in an index, timestamptz, which depends on the zone, not.
CREATE INDEX ON deal (business_days(opened, '2024-12-31', '{2024-12-25}'));
CREATE INDEX ON deal (business_days(opened_at, '2024-12-31'), business_time(opened_at, '2024-12-31'));
SELECT code FROM pg_temp.error_of('CREATE INDEX ON deal (business_days(opened_tz, opened_tz))');
SELECT code FROM pg_temp.error_of('CREATE INDEX ON deal (business_time(opened_tz, opened_tz))');
DROP TABLE deal;

-- ---------- business_time ----------

-- Monday to Friday from 9 to 17, by default. 2024-01-05 was a Friday.
SELECT "from", "to", business_time("from", "to"), expected
FROM (VALUES
	(timestamp '2024-01-05 10:00', timestamp '2024-01-05 12:30', interval '2:30'),
	('2024-01-05 07:00', '2024-01-05 09:30', '0:30'),			-- before opening
	('2024-01-05 16:30', '2024-01-05 20:00', '0:30'),			-- after closing
	('2024-01-05 06:00', '2024-01-05 22:00', '8:00'),
	('2024-01-05 16:00', '2024-01-08 10:00', '2:00'),			-- over a weekend
	('2024-01-04 18:00', '2024-01-05 08:00', '0'),				-- a night
	('2024-01-05 17:00', '2024-01-08 09:00', '0'),
	('2024-01-05 16:59:59.999999', '2024-01-08 09:00:00.000001', '0:00:00.000002'),
	('2024-01-06 10:00', '2024-01-07 16:00', '0'),				-- Saturday and Sunday
	('2024-01-06 10:00', '2024-01-08 11:00', '2:00'),
	('2024-01-01 00:00', '2024-01-08 00:00', '40:00'),			-- hours, not days of 24 of them
	('2024-01-01 00:00', '2025-01-01 00:00', '2096:00'),		-- 262 days
	('2024-01-05 10:00', '2024-01-05 10:00', '0'),
	('2024-01-06 10:00', '2024-01-06 10:00', '0'),
	('2024-01-08 10:00', '2024-01-05 16:00', '-2:00'),			-- backwards
	('2024-01-05 12:30', '2024-01-05 10:00', '-2:30'),
	('0001-12-29 16:00 BC', '0001-01-01 10:00', '2:00'),		-- a Friday, a Monday
	('1999-12-31 16:00', '2000-01-03 10:00', '2:00')) AS v ("from", "to", expected);
-- Opening hours of its own. From Friday noon to Monday noon are 24 hours of working days; shops that open for half an
-- hour at one are open for one of them on Friday, and then for a quarter of an hour.
SELECT business_time(timestamp '2024-01-05 12:00', '2024-01-08 12:00', '00:00', '24:00') AS "24:00",
	business_time(timestamp '2024-01-05 12:00', '2024-01-08 13:15', '13:00', '13:30') AS "00:45",
	business_time(timestamp '2024-01-05 12:00', '2024-01-08 12:00', '08:00') AS "05:00 + 04:00",
	business_time(timestamp '2024-01-05 12:00', '2024-01-08 12:00', closes => '12:00:00.000001') AS "3 hours, a microsecond",
	business_time(timestamp '2024-01-05 12:00', '2024-01-08 12:00', '23:59:59.999999', '24:00') AS "a microsecond",
	business_time("to" => timestamp '2024-01-05 12:00', "from" => '2024-01-08 12:00', opens => '10:00', closes => '18:00') AS "-(06:00 + 02:00)";
-- Holidays: a Monday and a Wednesday off a week of 40 hours; twice, on weekends, before and after they take nothing off.
SELECT business_time(timestamp '2024-01-01', '2024-01-08', holidays => '{2024-01-01}') AS "32:00",
	business_time(timestamp '2024-01-01', '2024-01-08', holidays => '{2024-01-03, 2024-01-01, 2024-01-03, NULL}') AS "24:00",
	business_time(timestamp '2024-01-01', '2024-01-08', holidays => '{{2024-01-06, 2024-01-07}, {2023-12-29, 2024-01-08}}') AS "40:00",
	business_time(timestamp '2024-01-01', '2024-01-08', holidays => '{NULL, infinity, -infinity}') AS "40:00",
	business_time(timestamp '2024-01-01', '2024-01-08', holidays => '{}') AS "40:00",
	business_time(timestamp '2024-01-01', '2024-01-08', holidays => NULL) AS "40:00";
-- From, within, to and backwards over a holiday, 2024-01-03.
SELECT business_time(timestamp '2024-01-03 10:00', '2024-01-04 10:00', holidays => '{2024-01-03}') AS "01:00",
	business_time(timestamp '2024-01-03 10:00', '2024-01-03 11:00', holidays => '{2024-01-03}') AS "00:00",
	business_time(timestamp '2024-01-02 16:00', '2024-01-03 11:00', holidays => '{2024-01-03}') AS "01:00",
	business_time(timestamp '2024-01-04 10:00', '2024-01-02 16:00', holidays => '{2024-01-03}') AS "-02:00";
-- NULL, of anything but the holidays, is not known.
SELECT business_time(NULL, timestamp '2024-01-08') AS "from", business_time(timestamp '2024-01-08', NULL) AS "to",
	business_time(timestamp '2024-01-01', '2024-01-08', NULL) AS opens, business_time(timestamp '2024-01-01', '2024-01-08', closes => NULL) AS closes,
	business_time(NULL, timestamptz '2024-01-08') AS "from", business_time(timestamptz '2024-01-01', NULL) AS "to", business_time('2024-01-01', '2024-01-08', '17:00', NULL) AS closes;
-- The whole calendar, 15600504 weeks from Monday to Sunday: 78002520 days, of 24 hours 1872060480, of 8 hours 624020160.
SELECT business_time(timestamp '4714-11-24 BC', '294276-12-31 23:59:59.999999', '00:00', '24:00'),
	business_time(timestamp '294276-12-31 23:59:59.999999', '4714-11-24 BC') AS backwards,
	business_time(timestamp '4714-11-24 BC', '294276-12-31 23:59:59.999999', holidays => '{4714-11-24 BC, 5874897-12-31, 294276-12-31, 294276-12-29}') AS less_two;

-- ---------- business_time of timestamptz: zones ----------

-- By the clock of the session's zone. A lead of Friday 21:00 UTC, 16:00 in New York, answered on Monday 15:00 UTC, 10:00
-- there; in UTC the first is after closing, and Monday from 9 to 15 counts; in Tokyo it is Saturday 6:00 to Tuesday
-- midnight, all of Monday.
SELECT business_time(timestamptz '2024-01-05 21:00+00', '2024-01-08 15:00+00') AS "02:00", business_time('2024-01-05 16:00', '2024-01-08 10:00') AS "02:00";
SET timezone = 'UTC';
SELECT business_time(timestamptz '2024-01-05 21:00+00', '2024-01-08 15:00+00') AS "06:00";
SET timezone = 'Asia/Tokyo';
SELECT business_time(timestamptz '2024-01-05 21:00+00', '2024-01-08 15:00+00') AS "08:00",
	business_time(timestamptz '2024-01-05 21:00+00', '2024-01-08 15:00+00', holidays => '{2024-01-08}') AS "00:00";

-- Clocks are mostly set on a Sunday: nothing to the working week, however long its hours.
SET timezone = 'America/New_York';
SELECT business_time('2024-03-08 16:00', '2024-03-11 10:00') AS "02:00", business_time('2024-03-08 12:00', '2024-03-11 12:00', '00:00', '24:00') AS "24:00",
	business_time('2024-11-04 12:00', '2024-11-01 12:00', '00:00', '24:00') AS "-24:00",
	business_time('2024-01-01', '2025-01-01') AS "2096:00", business_time('2024-01-01', '2025-01-01', '00:00', '24:00') AS "6288:00";
-- On a working day the hour is gone, or there twice: what has gone by is counted. In Tehran Monday, 2021-03-22, had 23
-- hours and Tuesday, 2021-09-21, 25. With clocks that are never set, both have 24.
SET timezone = 'Asia/Tehran';
SELECT business_time('2021-03-21 12:00', '2021-03-23 00:00', '00:00', '24:00') AS "23:00",
	business_time('2021-03-21 12:00', '2021-03-23 00:00') AS "08:00",
	business_time('2021-03-21 12:00', '2021-03-22 02:00', '00:30', '02:30') AS "01:00",
	business_time('2021-03-21 12:00', '2021-03-23 00:00', '00:00', '24:00', '{2021-03-22}') AS "a holiday: 00:00",
	business_time('2021-09-21 00:00', '2021-09-22 00:00', '00:00', '24:00') AS "25:00",
	business_time('2021-09-22 00:00', '2021-09-21 00:00', '00:00', '24:00') AS "-25:00",
	business_time(timestamp '2021-09-21 00:00', '2021-09-22 00:00', '00:00', '24:00') AS "24:00",
	business_time('2021-09-22 00:00', '2021-09-21 00:00', '00:00', '24:00', '{2021-09-21}') AS "a holiday: 00:00";
-- From 23:45 to 23:15, half an hour later, half an hour goes by; from the first 23:00 to the second a whole one.
SELECT business_time('2021-09-21 23:45+04:30', '2021-09-21 23:15+03:30', '00:00', '24:00') AS "00:30",
	business_time('2021-09-21 23:15+03:30', '2021-09-21 23:45+04:30', '00:00', '24:00') AS "-00:30",
	business_time('2021-09-21 23:00+04:30', '2021-09-21 23:00+03:30', '00:00', '24:00') AS "01:00",
	business_time('2021-09-21 23:00+04:30', '2021-09-22 00:00+03:30', '00:00', '23:30') AS "twice 00:30";
-- Samoa went from Thursday to Saturday.
SET timezone = 'Pacific/Apia';
SELECT business_time('2011-12-29 09:00', '2012-01-02 17:00') AS "16:00", business_time(timestamp '2011-12-29 09:00', '2012-01-02 17:00') AS "24:00";

-- The ends of the calendar, where the local time is beyond it. New York sets its clocks on Sundays: 624020160 hours, as
-- above. On Kiritimati the
-- last Monday begins, which is open from 9:00 to 13:59:59.999999.
SET timezone = 'America/New_York';
SELECT business_time(timestamptz '4714-11-24 00:00+00 BC', '294276-12-31 23:59:59.999999+00');
SET timezone = 'Pacific/Kiritimati';
SELECT business_time(timestamptz '294276-12-30 00:00+00', '294276-12-31 23:59:59.999999+00') AS "04:59:59.999999";

-- ---------- against plain SQL ----------

-- Days: the working days one by one, by the dates of timestamps, in zones.
CREATE FUNCTION pg_temp.days_counted("from" date, "to" date, holidays date[]) RETURNS bigint LANGUAGE sql AS $$
	SELECT sign("to" - "from")::int * count(*)
	FROM generate_series(least("from", "to") + time '24:00', greatest("from", "to")::timestamp, '1 day') AS day
	WHERE extract(isodow FROM day) < 6 AND NOT EXISTS (SELECT FROM unnest(holidays) AS holiday WHERE holiday = day);
$$;
-- Hours: those of each day that lie between.
CREATE FUNCTION pg_temp.hours_counted("from" timestamp, "to" timestamp, opens time, closes time, holidays date[]) RETURNS interval LANGUAGE sql AS $$
	SELECT CASE WHEN "to" < "from" THEN -1 ELSE 1 END *
		coalesce(sum(least(greatest("from", "to"), day + closes::interval) - greatest(least("from", "to"), day + opens)), '0')
	FROM generate_series(date_trunc('day', least("from", "to")), greatest("from", "to"), '1 day') AS day
	WHERE extract(isodow FROM day) < 6 AND NOT EXISTS (SELECT FROM unnest(holidays) AS holiday WHERE holiday = day)
		AND day + closes::interval > least("from", "to") AND day + opens < greatest("from", "to");
$$;

SELECT setseed(0.13);
-- Around the days of six eras, up to 40 days apart, some with times on the hour; holidays within them, twice and on weekends.
CREATE TEMP TABLE call AS
SELECT i, era + a AS "from", era + b AS "to", least(x, y)::time AS opens, CASE WHEN i % 5 = 0 THEN '24:00' ELSE greatest(x, y)::time + interval '1 us' END AS closes,
	CASE WHEN i % 7 <> 0 THEN ARRAY(SELECT CASE WHEN h % 9 > 0 THEN era::date + (random() * 40 + i * 0)::int END FROM generate_series(1, i % 13) AS h) END AS holidays
FROM (VALUES (timestamp '2024-01-15'), ('1999-12-20'), ('0001-12-01 BC'), ('4714-11-24 BC'), ('294276-11-20'), ('1752-09-01')) AS e (era),
	generate_series(1, 500) AS i,
	LATERAL (SELECT random() * interval '40 days' + i * interval '0' AS a, random() * interval '40 days' + i * interval '0' AS b,
		random() * interval '23 hours' + i * interval '0' AS x, random() * interval '23 hours' + i * interval '0' AS y) AS r;
UPDATE call SET "from" = date_trunc('hour', "from"), "to" = date_trunc('day', "to"), opens = date_trunc('hour', opens::interval)::time WHERE i % 3 = 0;
SELECT count(*) AS compared, count(*) FILTER (WHERE counted < 0) > 1000 AS negative,
	count(*) FILTER (WHERE business_days("from", "to", holidays) IS DISTINCT FROM counted) AS wrong_timestamps,
	count(*) FILTER (WHERE business_days("from"::date, "to"::date, holidays) IS DISTINCT FROM counted) AS wrong_dates
FROM call, pg_temp.days_counted("from"::date, "to"::date, holidays) AS counted;
SELECT count(*) AS compared, count(*) FILTER (WHERE counted < '0') > 1000 AS negative, count(DISTINCT counted) > 1000 AS different,
	count(*) FILTER (WHERE extract(epoch FROM business_time("from", "to", opens, closes, holidays)) IS DISTINCT FROM extract(epoch FROM counted)) AS wrong
FROM call, pg_temp.hours_counted("from", "to", opens, closes, holidays) AS counted;

-- Hours of timestamptz: the quarters of an hour at whose beginning the clock on the wall shows opening hours of a working
-- day, where clocks are set within them: by rules far in the future, too, by half an hour, a day, on Wednesday at noon.
CREATE FUNCTION pg_temp.quarters_counted("from" timestamptz, "to" timestamptz, opens time, closes time, holidays date[]) RETURNS interval LANGUAGE sql AS $$
	SELECT CASE WHEN "to" < "from" THEN -1 ELSE 1 END * count(*) * interval '15 minutes'
	FROM generate_series(least("from", "to"), greatest("from", "to") - interval '15 minutes', interval '15 minutes') AS at,
		LATERAL (SELECT at::date AS day, at::time AS clock) AS wall
	WHERE extract(isodow FROM day) < 6 AND clock >= opens AND clock < closes AND day <> ALL (holidays);
$$;
CREATE FUNCTION pg_temp.compare(zone text, change timestamptz) RETURNS TABLE (compared bigint, wrong_hours bigint, wrong_days bigint, clocks_set boolean)
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('timezone', zone, true);
	RETURN QUERY
	WITH call AS MATERIALIZED (
		SELECT change + floor(random() * 500 - 250 + i * 0) * interval '15 minutes' AS "from", change + floor(random() * 500 - 250 + i * 0) * interval '15 minutes' AS "to",
			time '00:00' + floor(random() * 40) * sign(i % 4) * interval '15 minutes' AS opens,
			CASE WHEN i % 3 = 0 THEN '24:00' ELSE time '10:00' + floor(random() * 55 + i * 0) * interval '15 minutes' END AS closes,
			CASE WHEN i % 4 = 0 THEN ARRAY[change::date, change::date + (random() * 6)::int - 3] ELSE '{}' END AS holidays
		FROM generate_series(1, 150) AS i)
	SELECT count(*), count(*) FILTER (WHERE business_time("from", "to", opens, closes, holidays) IS DISTINCT FROM
				pg_temp.quarters_counted("from", "to", opens, closes, holidays)),
		count(*) FILTER (WHERE business_days("from", "to", holidays) IS DISTINCT FROM pg_temp.days_counted("from"::date, "to"::date, holidays)),
		count(*) FILTER (WHERE business_time("from", "to", opens, closes, holidays) IS DISTINCT FROM
				business_time("from"::timestamp, "to"::timestamp, opens, closes, holidays)) > 0
	FROM call;
END $$;
SELECT zone, change AT TIME ZONE 'UTC' AS change_utc, r.*
FROM (VALUES
	('UTC', timestamptz '2024-03-27 12:00+00'),
	('America/New_York', '2024-03-10 07:00+00'),
	('Asia/Tehran', '2021-03-21 20:30+00'),
	('Asia/Tehran', '2021-09-21 19:30+00'),
	('Pacific/Apia', '2011-12-30 10:00+00'),
	('XXX3YYY,M3.4.3/12,M10.4.3/13:30', '2024-03-27 15:00+00'),
	('XXX3YYY,M3.4.3/12,M10.4.3/13:30', '2024-10-23 15:30+00'),
	('XXX3YYY,M3.4.3/12,M10.4.3/13:30', '2500-03-24 15:00+00'),
	('XXX3YYY2:30,M3.4.3/12,M10.4.3/13:30', '9999-03-24 15:00+00'),
	('XXX160YYY150,M3.4.3/12,M10.4.3/13:30', '2024-04-03 04:00+00')) AS v (zone, change), pg_temp.compare(zone, change) AS r;
-- Times that begin when clocks are set, in each year, also where PostgreSQL's list of such times ends and its rule goes on:
-- what a day later begins is a day shorter.
SET timezone = 'XXX3YYY,M3.4.3/12,M10.4.3/13:30';
SELECT count(*) AS compared, count(*) FILTER (WHERE extract(isodow FROM at) = 3 AND extract(timezone FROM at) <> extract(timezone FROM at - interval '1 s')) AS changes,
	count(*) FILTER (WHERE business_time(at, until, '00:00', '24:00') IS DISTINCT FROM
		business_time(at, next, '00:00', '24:00') + business_time(next, until, '00:00', '24:00')) AS wrong
FROM generate_series(1950, 2800) AS year, (VALUES (3, time '15:00'), (10, '15:30')) AS v (month, clock),
	LATERAL (SELECT make_date(year, month, 1) + 21 + (10 - extract(isodow FROM make_date(year, month, 1))::int) % 7) AS d (day),
	LATERAL (SELECT (day + clock) AT TIME ZONE 'UTC') AS a (at), LATERAL (SELECT at + interval '24 hours', at + interval '7200 hours') AS u (next, until);

-- ---------- bad input ----------

SELECT call, code, message, hint FROM unnest(ARRAY[
		'business_time(timestamp ''2024-01-01'', ''2024-01-02'', ''17:00'', ''09:00'')', 'business_time(''2024-01-01'', ''2024-01-02'', ''09:00'', ''09:00'')',
		'business_time(''2024-01-01'', ''2024-01-02'', ''18:00'')', 'business_time(''2024-01-01'', ''2024-01-02'', ''24:00'', ''24:00'')']) AS call,
	pg_temp.error_of('SELECT ' || call);
SELECT function, type, "from", "to", code, message, hint
FROM unnest('{business_days, business_time}'::text[]) AS function, unnest('{timestamp, timestamptz}'::text[]) AS type,
	(VALUES ('infinity', '2024-01-01'), ('2024-01-01', '-infinity'), ('infinity', 'infinity')) AS v ("from", "to"),
	pg_temp.error_of(format('SELECT %s(%L::%s, %L)', function, "from", type, "to"));
SELECT code, message, hint FROM pg_temp.error_of('SELECT business_days(date ''2024-01-01'', ''infinity'')');
\set VERBOSITY sqlstate
SELECT business_time(1, 2);			-- 42883
SELECT business_days(1, 2);			-- 42883
SELECT business_time(time '12:00', time '13:00');	-- 42883
\set VERBOSITY default
