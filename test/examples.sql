-- Random deals, the same on every server, and a call of every aggregate of the extension over their columns.
CREATE EXTENSION funnel_kpi;

-- The kth random number of row n, 0 <= r < 2^62.
CREATE FUNCTION r(n bigint, k bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN hashint8extended(n, k) & 4611686018427387903;

-- A column for each argument of an aggregate, named after it and its type. A deal that repeats keeps its amount, an
-- account its quota; nearly everything is NULL now and then.
CREATE TABLE deal AS
WITH
    drawn AS (
        SELECT id, NULLIF(r(id, 1) % 6, 5)::int AS g, (ARRAY['east', 'west'])[id % 2 + 1] AS machine,
            NULLIF(r(id, 2) % 90, 89) AS account, NULLIF(r(id, 3) % 700, 699) AS deal,
            timestamp '2024-01-01' + r(id, 4) % 31536000000000 * interval '1 us' AS opened,
            r(id, 5) % 8640000000000 * interval '1 us' - interval '3 days' AS cycle
        FROM generate_series(1, 2000) AS id),
    valued AS (
        SELECT *, NULLIF(r(deal, 6) % 1000000, r(deal, 6) % 10) / 100.0 - 500 AS amount,
            CASE WHEN r(id, 7) % 9 > 0 THEN opened + cycle END AS closed
        FROM drawn)
SELECT id, g, machine,
    (ARRAY[true, true, false, NULL])[r(id, 8) % 4 + 1] AS won_bool,
    account * 4294967296 - 7 AS account_int8,
    md5(account::text)::uuid AS account_uuid,
    repeat('a common prefix ', account::int % 3 * 9) || 'Müller ' || account AS account_text,
    deal - 350 AS deal_int8,
    md5(deal::text)::uuid AS deal_uuid,
    repeat('x', deal::int % 150) || deal AS deal_text,
    amount AS amount_numeric,
    (amount * 100)::bigint * 1000000007 AS amount_int8,
    (amount * 100)::int AS amount_int4,
    amount::float8 * 1.1 AS amount_float8,
    (r(account, 9) % 100000 + 1) / 7.0 AS quota_numeric,
    amount * (1 + r(id, 10) % 100 / 100.0) AS actual_numeric,
    NULLIF(amount, -500) + r(id, 11) % 1000 AS forecast_numeric,
    opened::date AS opened_date,
    closed::date AS closed_date,
    opened AS opened_timestamp,
    closed AS closed_timestamp,
    opened AT TIME ZONE 'UTC' AS opened_timestamptz,
    closed AT TIME ZONE 'UTC' AS closed_timestamptz,
    0.9::float8 AS fraction_float8,
    '{0.1,NULL,0.5,1}'::float8[] AS fractions__float8,
    summary AS summary_kpi_summary,
    interval '45 days' AS within_interval,
    'strict_increase, strict_once'::text AS mode_text,
    closed::date AS at_date,
    closed AS at_timestamp,
    closed AT TIME ZONE 'UTC' AS at_timestamptz,
    NULLIF(r(id, 13) % 6, 5)::int AS step_int4,
    ARRAY[r(id, 14) % 3 = 0, NULLIF(r(id, 15) % 3, 2) = 0, r(id, 16) % 3 = 0, r(id, 17) % 9 = 0] AS steps__bool,
    4 AS steps_int4,
    level AS level_int4,
    times::date[] AS times__date,
    times AS times__timestamp,
    times::timestamptz[] AS times__timestamptz,
    funnel AS funnel_funnel_summary
FROM valued,
    LATERAL (SELECT CASE WHEN r(id, 12) % 9 > 0 THEN kpi_summary(a, w, m, o, c) END AS summary
        FROM (SELECT account, r(id, 8) % 4 < 2, amount, opened, closed) AS one (a, w, m, o, c)) AS s,
    LATERAL (SELECT NULLIF(r(id, 18) % 6, 5)::int AS level) AS l,
    LATERAL (SELECT (ARRAY[opened, opened + r(id, 19) % 9999 * interval '1 min', opened + interval '8 days',
            opened + interval '8 days' + r(id, 24) % 9999 * interval '1 min'])[:level] AS times) AS t,
    LATERAL (SELECT funnel_summary(known, 4) AS funnel FROM (SELECT times) AS one (known)) AS f;
ALTER TABLE deal ADD PRIMARY KEY (id);
ANALYZE deal;

-- Arguments that stand for a column of another name.
CREATE FUNCTION column_of(argument text, type oid) RETURNS name LANGUAGE plpgsql STABLE AS $$
DECLARE
    wanted name := format('%s_%s',
        CASE argument WHEN 'converted' THEN 'won' WHEN 'subject' THEN 'account' WHEN 'owner' THEN 'account'
            WHEN 'opportunity' THEN 'deal' ELSE argument END,
        (SELECT typname FROM pg_type WHERE oid = type));
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'deal'::regclass AND attname = wanted) THEN
        RAISE EXCEPTION 'no column % for an argument of an aggregate; add it to this table', wanted;
    END IF;
    RETURN wanted;
END $$;

CREATE TABLE kpi AS
SELECT p.oid, p.oid::regprocedure::text AS aggregate, p.proname AS name, p.prorettype::regtype::text AS result,
    a.aggtranstype::regtype::text AS state, arguments,
    format('%s(%s)', p.proname, CASE WHEN p.provariadic = 0 THEN arguments
        ELSE regexp_replace(arguments, '(\w+)$', 'VARIADIC \1') END) AS call
FROM pg_depend AS d
    JOIN pg_proc AS p ON p.oid = d.objid
    JOIN pg_aggregate AS a ON a.aggfnoid = p.oid,
    LATERAL (SELECT string_agg(column_of(argument, type), ', ' ORDER BY n) AS arguments
        FROM unnest(p.proargnames, p.proargtypes::oid[]) WITH ORDINALITY AS u (argument, type, n)) AS list
WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e' AND p.prokind = 'a'
    AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi');
