-- The end of a funnel's window, and of a step's, must be PostgreSQL's own start + interval, in time zones with all sorts of
-- offsets.

-- Of each of some windows, how many starts hold the moment it ends at, and not the next microsecond; a step's window is asked
-- of some of them.
CREATE FUNCTION check_windows(zone text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    within interval;
    windows bigint;
    wrong bigint;
    total bigint := 0;
    result text := '';
BEGIN
    PERFORM set_config('TimeZone', zone, true);
    FOREACH within IN ARRAY '{1 day,2 days 03:00,7 days,30 days,400 days,1 month,1 mon 1 day,36:00}'::interval[] LOOP
        WITH start AS MATERIALIZED (
            SELECT i, CASE WHEN i % 2 = 0 THEN timestamptz '1850-01-01' + h(i, 81) / 2::float8 ^ 63 * interval '250 years'
                ELSE timestamptz '2015-03-01' + h(i, 81) / 2::float8 ^ 63 * interval '10 years' END AS at
            FROM generate_series(1, 10000) AS i),
        level AS (
            SELECT i, window_funnel(within, row.at, row.step) AS at_end, window_funnel(within, row.later, row.step) AS after_end,
                window_funnel('10 years', 'step 2 within ' || within, row.at, row.step) FILTER (WHERE i <= 2000) AS at_step_end,
                window_funnel('10 years', 'step 2 within ' || within, row.later, row.step) FILTER (WHERE i <= 2000) AS after_step_end
            FROM start, LATERAL (VALUES (at, at, 1), (at + within, at + within + interval '1 us', 2)) AS row (at, later, step)
            GROUP BY i)
        SELECT count(*), count(*) FILTER (WHERE at_end <> 2 OR after_end <> 1
            OR i <= 2000 AND (at_step_end, after_step_end) IS DISTINCT FROM (2, 1)) INTO windows, wrong FROM level;
        INSERT INTO tally VALUES ((windows > 0 AND wrong = 0)::int, (windows = 0 OR wrong > 0)::int, windows);
        total := total + windows;
        IF wrong > 0 THEN
            result := result || format(E'\n  %s of %s end at another time', wrong, within);
        END IF;
    END LOOP;
    RETURN format('seed %s, %s: %s windows%s', current_setting('test.seed'), zone, total,
        CASE WHEN result <> '' THEN ' NOT OK' || result ELSE '' END);
END $$;

INSERT INTO todo (call)
SELECT format('check_windows(%L)', zone)
FROM unnest('{Europe/Berlin,America/New_York,America/Sao_Paulo,America/Juneau,Australia/Lord_Howe,Pacific/Apia,Asia/Kolkata,
        Asia/Manila,Africa/Casablanca,UTC}'::text[]) AS zone;
