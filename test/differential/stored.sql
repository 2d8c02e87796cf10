-- Stored values of every kind, for a commit to write and later ones to read: the table written, made of fixed rows by
-- every aggregate. Its aggregates come from the catalog, so new ones are written too; what has been kept is not
-- touched by them, for a sample is known by its call and rows.
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';
CREATE EXTENSION funnel_kpi;

-- ---------------------------------------------------------------------------------------------------------------------
-- Rows: a column for each argument of an aggregate, named after it and its type
-- ---------------------------------------------------------------------------------------------------------------------

-- 1 and more are deals that repeat with their amount, of accounts that repeat with their quota. 0 is a row of which
-- nothing is known. -1 to -8 go to the ends of what there is: the keys that are 0 when their bits are spread, the same
-- amount with more decimal places, cycles that end before they start, events that do not fit a word. -9 and -10 are
-- infinite, -11 to -13 give no number.
CREATE TABLE fact AS
WITH
    drawn AS (
        SELECT i, CASE WHEN i > 240 THEN i ELSE i * 7919 % 61 END AS account, CASE WHEN i > 240 THEN i ELSE i * 31 % 83 END AS deal,
            timestamp '2024-01-01' + i * 7 % 90 * interval '1 day' AS opened,
            timestamp '2024-01-01' + i * 37 % 101 * interval '6 h 1 min 0.000001 s' AS at
        FROM generate_series(1, 400) AS i),
    ordinary AS (
        SELECT i, (ARRAY[NULL, true, false, true])[i % 4 + 1] AS won,
            account * 4294967296 - 7 AS account_int8, md5(account::text)::uuid AS account_uuid,
            'Müller ' || account || repeat('+', account % 30) AS account_text,
            deal - 40::bigint AS deal_int8, md5(deal::text)::uuid AS deal_uuid, repeat('x', deal % 100) || deal AS deal_text,
            CASE deal % 5 WHEN 0 THEN NULL WHEN 1 THEN deal ELSE (deal * 104729 % 1000003 - 200000) * 0.01 END AS amount_numeric,
            CASE WHEN deal % 5 > 0 THEN (deal * 104729 % 1000003 - 200000) * 1000000007::bigint END AS amount_int8,
            CASE WHEN deal % 5 > 0 THEN (deal * 104729 % 1000003 - 200000) * 0.011::float8 END AS amount_float8,
            (account * 7907 % 100000 + 1) * 0.001 AS quota_numeric,
            opened, CASE WHEN i % 9 > 0 THEN opened + i * i % 100 * interval '13 h 7 min 0.5 s' - interval '2 days' END AS closed, at
        FROM drawn),
    unusual AS (
        SELECT * FROM (VALUES
            (0, NULL::boolean, NULL::bigint, NULL::uuid, NULL::text, NULL::bigint, NULL::uuid, NULL::text, NULL::numeric, NULL::bigint,
                NULL::float8, NULL::numeric, NULL::timestamp, NULL::timestamp, NULL::timestamp),
            (-1, true, 0, '00000000-0000-0000-9ca0-66f1a4ab2eea', '', 0, '00000000-0000-0000-9ca0-66f1a4ab2eea', '', 1e60, 9223372036854775807,
                1e300, 1, '4713-01-01 BC', '270000-12-31 23:59:59.999999', '-infinity'),
            (-2, true, -9223372036854775808, '00000000-0000-0000-0000-000000000000', repeat('é', 300), -9223372036854775808,
                '00000000-0000-0000-0000-000000000000', repeat('é', 300), 1e-60, -9223372036854775808,
                5e-324, 1e40, '2024-01-01', '2024-01-01 00:00:00.000001', '4713-01-01 BC'),
            (-3, false, 9223372036854775807, 'ffffffff-ffff-ffff-ffff-ffffffffffff', ' ', 9223372036854775807,
                'ffffffff-ffff-ffff-ffff-ffffffffffff', ' ', -12345678901234567890.123456789, -1,
                -1e-300, 0.000, '2024-03-01', '2024-01-01', '2024-01-01'),
            (-4, NULL, 0, '00000000-0000-0000-9ca0-66f1a4ab2eea', '', 1, '00000000-0000-0000-0000-000000000001', 'a', 7.5, 7,
                7.5, 1, '2024-03-01', '2024-03-01', '2024-01-01'),
            (-5, true, 0, '00000000-0000-0000-9ca0-66f1a4ab2eea', '', 1, '00000000-0000-0000-0000-000000000001', 'a', 7.50000, 7,
                7.5, 1.00, '2024-03-01', '2023-03-01', '2024-01-02'),
            (-6, false, 1, '00000000-0000-0000-0000-000000000001', 'a', 2, '00000000-0000-0000-0000-000000000002', 'b', -0.0, 0,
                -0.0, 99999999.99999999, '2024-03-01', NULL, '270000-12-31 23:59:59.999999'),
            (-7, true, -1, '00000000-0000-0000-0000-000000000002', 'A', 3, '00000000-0000-0000-0000-000000000003', 'c', 100000000, 100000000,
                4294967296, -3, NULL, '2024-03-01', 'infinity'),
            (-8, true, NULL, NULL, NULL, NULL, NULL, NULL, 5, 5,
                5, 5, '2024-03-01', '2024-03-02 12:00', NULL),
            (-9, true, 1, '00000000-0000-0000-0000-000000000001', 'a', 1, '00000000-0000-0000-0000-000000000001', 'a', 'Infinity', 1,
                'Infinity', 'Infinity', '2024-01-01', '2024-01-02', '2024-01-01'),
            (-10, true, 2, '00000000-0000-0000-0000-000000000002', 'b', 2, '00000000-0000-0000-0000-000000000002', 'b', 1.5, 2,
                1.5, 1.5, '2024-01-01', '2024-01-03', '2024-01-01'),
            (-11, true, 1, '00000000-0000-0000-0000-000000000001', 'a', 1, '00000000-0000-0000-0000-000000000001', 'a', 'NaN', 1,
                'NaN', 'NaN', '2024-01-01', '2024-01-02', '2024-01-01'),
            (-12, true, 2, '00000000-0000-0000-0000-000000000002', 'b', 2, '00000000-0000-0000-0000-000000000002', 'b', 'Infinity', 2,
                'Infinity', 'Infinity', '2024-01-01', '2024-01-02', '2024-01-01'),
            (-13, false, 3, '00000000-0000-0000-0000-000000000003', 'c', 3, '00000000-0000-0000-0000-000000000003', 'c', '-Infinity', 3,
                '-Infinity', '-Infinity', '2024-01-01', '2024-01-02', '2024-01-01')
            ) AS v (i, won, account_int8, account_uuid, account_text, deal_int8, deal_uuid, deal_text, amount_numeric, amount_int8, amount_float8,
            quota_numeric, opened, closed, at))
SELECT i, won AS won_bool, account_int8, account_uuid, account_text, deal_int8, deal_uuid, deal_text,
    amount_numeric, amount_int8, amount_float8, (amount_int8 % 1000000)::int AS amount_int4, quota_numeric,
    amount_numeric * 1.03 AS actual_numeric, amount_numeric + (i % 100 - 50) * 0.1 AS forecast_numeric,
    opened::date AS opened_date, closed::date AS closed_date, opened AS opened_timestamp, closed AS closed_timestamp,
    opened AT TIME ZONE 'UTC' AS opened_timestamptz, closed AT TIME ZONE 'UTC' AS closed_timestamptz,
    (SELECT kpi_summary(a, w, m, o, c) FROM (SELECT account_int8, won, amount_numeric, opened, closed) AS one (a, w, m, o, c) WHERE i <> 0)
        AS summary_kpi_summary,
    CASE WHEN i <> 0 THEN channels END AS path__text, (abs(i) % 3)::bigint AS conversions_int8, NULLIF(abs(i) % 7, 6) * 1000000007::bigint AS non_conversions_int8,
    opening_numeric, closing_numeric,
    (SELECT channel_graph(p, c, n) FROM (SELECT channels, abs(i) % 3, abs(i) % 7) AS one (p, c, n) WHERE i <> 0) AS graph_channel_graph,
    (SELECT retention_summary(a, t, 'week', '2024-02-10') FROM (SELECT account_int8, at) AS one (a, t) WHERE i > 0) AS retention_retention_summary,
    (SELECT funnel_summary(level, 3) FROM (SELECT times[:3]) AS one (level) WHERE i <> 0) AS funnel_funnel_summary,
    (SELECT mrr_summary(a, m, n) FROM (SELECT account_int8, opening_numeric, closing_numeric) AS one (a, m, n) WHERE i > 0) AS mrr_mrr_summary,
    (SELECT session_summary('1 day', i, t) FROM unnest(times) AS t WHERE i <> 0) AS sessions_session_summary,
    (SELECT pipeline_changes(d, t, w, m, '2024-01-10', '2024-02-10') FROM (SELECT deal_int8, at, won, amount_numeric) AS one (d, t, w, m) WHERE i > 0) AS changes_pipeline_changes,
    CASE WHEN i % 6 <> 5 THEN account_text END AS value_text, at::date AS at_date, at AS at_timestamp, at AT TIME ZONE 'UTC' AS at_timestamptz,
    CASE WHEN i % 10 <> 9 THEN abs(i) % 65 END AS step, times, steps
FROM (SELECT * FROM ordinary UNION ALL SELECT * FROM unusual) AS v,
    -- Up to 64 steps, few of them reached; at first the times are equal.
    LATERAL (SELECT CASE WHEN i <> 0 THEN ARRAY(SELECT timestamp '2024-01-01' + (abs(i) % 4 + 1) * (n / 2) * (n / 3 + 1) * interval '5 h 1.5 s'
            FROM generate_series(0, abs(i * 11) % 14 - 1) AS n) END AS times) AS t,
    -- An account has one row of both, some of many digits, some of none; of the unusual rows that of 0, -4 and -5 is the same.
    LATERAL (SELECT CASE hashint8(account_int8) & 3 WHEN 0 THEN NULL WHEN 1 THEN quota_numeric WHEN 2 THEN 1.5 ELSE 12345678901234567890.5 END,
        CASE hashint8(account_int8) & 12 WHEN 0 THEN quota_numeric WHEN 4 THEN NULL WHEN 8 THEN 1.5 ELSE -0.00000000000000000000000000000000001 END)
        AS r (opening_numeric, closing_numeric),
    LATERAL (SELECT ARRAY(SELECT CASE WHEN n % 6 < 5 THEN (ARRAY['', 'mail', 'Müller', 'search ' || i % 30, repeat('é', 90)])[(abs(i) + n * n) % 5 + 1] END
        FROM generate_series(1, abs(i) % 9) AS n)) AS c (channels),
    LATERAL (SELECT ARRAY(SELECT CASE WHEN (abs(i) * 5 + n) % 11 > 0 THEN abs(i) % 65 = n OR abs(i * n) % 4 = 3 END FROM generate_series(1, 64) AS n) AS steps) AS s;

-- Rows by name.
CREATE TABLE part (rows text, first int, last int);
INSERT INTO part VALUES ('unknown', 0, 0), ('1', 1, 1), ('3', 1, 3), ('8', 1, 8), ('20', 1, 20), ('240', 1, 240), ('400', 1, 400),
    ('extreme', -8, -1), ('infinite', -10, -9), ('NaN', -13, -11);

-- ---------------------------------------------------------------------------------------------------------------------
-- Calls
-- ---------------------------------------------------------------------------------------------------------------------

-- An argument, of a funnel of so many steps in a mode; of a percentile the nth list of fractions.
CREATE FUNCTION argument(name text, type regtype, n int, mode text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN name = 'fraction' THEN (ARRAY[0, 0.5, 0.9, 1])[n]::text
        WHEN name = 'fractions' THEN quote_literal((ARRAY['{0.1,NULL,0.5,1}', '{{0,0.25},{NULL,1}}', '[0:1]={0.5,0.75}', '{}'])[n]) || '::float8[]'
        WHEN name = 'cohort_at' THEN format('''2024-01-05 10:00''::%s', type)
        WHEN name = 'active_at' THEN argument('at', type, n, mode)
        WHEN name = 'as_of' THEN format('''2024-02-10''::%s', type)
        WHEN name IN ('period', 'periods', 'unit') THEN CASE name WHEN 'period' THEN '''5 days''' WHEN 'periods' THEN '9' ELSE '''week''' END
        WHEN name = 'period_from' THEN format('''2024-01-10''::%s', type)
        WHEN name = 'period_to' THEN format('''2024-02-10 15:00''::%s', type)
        WHEN name = 'retained' THEN 'steps[:5]'
        WHEN name = 'gap' THEN quote_literal('30 hours')
        WHEN name = 'horizon' THEN quote_literal('1 month 9 days')
        WHEN name = 'within' THEN quote_literal((ARRAY['45 days', '1 month -1 day', '200:00:00.5'])[n % 3 + 1])
        WHEN name = 'mode' THEN quote_literal(replace(mode, '{n}', n::text))
        WHEN name = 'pattern' THEN quote_literal((ARRAY['(?1)', '(?1).*(?2)', '(?1)(?t<=10 days)(?!3)(?2).(?3)'])[LEAST(n, 3)])
        WHEN name = 'step' THEN format('step %% %s', n + 1)
        WHEN name = 'level' THEN format('cardinality(times[:%s])', n)
        WHEN name = 'times' THEN format('times[:%s]::%s', n, type)
        WHEN name = 'steps' AND type = 'boolean[]'::regtype THEN format('VARIADIC steps[:%s]', n)
        WHEN name = 'steps' THEN n::text
        ELSE CASE name WHEN 'converted' THEN 'won' WHEN 'subject' THEN 'account' WHEN 'owner' THEN 'account' WHEN 'opportunity' THEN 'deal'
                WHEN 'customer' THEN 'account' WHEN 'campaign' THEN 'deal' WHEN 'spend' THEN 'amount' ELSE name END
            || '_' || (SELECT typname FROM pg_type WHERE oid = type)
    END
$$;

CREATE TABLE aggregate AS
SELECT p.oid, p.proname AS name, names, types, p.prorettype::regtype AS result, aggtranstype::regtype AS state,
    aggtransfn, aggfinalfn, pg_get_function_identity_arguments(p.oid) AS parameters,
    'within' = ANY (names) AS events, 'mode' = ANY (names) AS modes, name_of_time
FROM pg_depend AS d
    JOIN pg_proc AS p ON p.oid = d.objid
    JOIN pg_aggregate AS a ON a.aggfnoid = p.oid,
    LATERAL (SELECT p.proargnames, p.proargtypes::oid[]::regtype[]) AS arguments (names, types),
    LATERAL (SELECT (array_agg(type ORDER BY n) FILTER (WHERE name IN ('at', 'opened', 'times', 'as_of')))[1]
        FROM unnest(names, types) WITH ORDINALITY AS u (name, type, n)) AS t (name_of_time)
WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
    AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi');

-- The same aggregates without their final function.
CREATE SCHEMA state_of;
SELECT format('CREATE AGGREGATE state_of.%I(%s) (SFUNC = %s, STYPE = kpi_state)', name, parameters, aggtransfn)
FROM aggregate WHERE state = 'kpi_state'::regtype \gexec

-- Which calls there are of an aggregate, and over which rows: what the calls of a funnel differ by, its number of steps
-- and its modes, is in few bytes, so most of them are over few rows.
CREATE TABLE call AS
SELECT a.oid, n, mode, format('%s(%s)', a.name, (SELECT string_agg(argument(name, type, n, mode) || CASE WHEN name = 'step' AND 'pattern' = ANY (names) THEN '::bigint' ELSE '' END, ', ' ORDER BY nth)
        FROM unnest(names, types) WITH ORDINALITY AS u (name, type, nth))) AS call, rows
FROM aggregate AS a,
    LATERAL unnest(CASE
        WHEN 'step' = ANY (names) AND NOT 'steps' = ANY (names) THEN '{64}'
        WHEN 'steps' = ANY (names) THEN '{1,2,3,8,64}'
        WHEN names && '{fraction,fractions}' THEN '{1,2,3,4}'
        ELSE '{0}'::int[] END) AS n,
    LATERAL unnest(CASE WHEN modes THEN '{strict_increase,strict_once,strict_order,strict_deduplication,any_order,"strict_order, strict_once",
        "strict_increase,strict_once,strict_order,strict_deduplication",
        "each step within 5 days, strict_increase","exclude {n}, step 2 within 1 month -1 day"}' ELSE ARRAY['']::text[] END) WITH ORDINALITY AS m (mode, nth_mode),
    LATERAL (SELECT COALESCE(name_of_time IN ('timestamp'::regtype, 'timestamp[]'::regtype), true),
        (SELECT bool_or(type = 'bigint'::regtype AND name NOT IN ('step', 'level', 'steps')) FROM unnest(names, types) AS u (name, type))) AS typical (time, key),
    LATERAL unnest((CASE
        WHEN a.name ~ '^retention' THEN CASE WHEN typical.time AND (typical.key OR NOT 'subject' = ANY (names)) THEN '{unknown,1,3,20,240}' ELSE '{3,20}' END
        WHEN a.name = 'pipeline_changes' THEN CASE WHEN typical.time AND typical.key THEN '{unknown,1,3,20,240,extreme}' ELSE '{3,20}' END
        WHEN a.name = 'session_summary' THEN CASE WHEN typical.time AND typical.key THEN '{unknown,1,20,240}' ELSE '{20}' END
        WHEN nth_mode > 7 THEN CASE WHEN typical.time AND n IN (3, 64) AND (state = 'kpi_state'::regtype OR n = 3 AND typical.key) THEN '{8}' END
        WHEN state <> 'kpi_state'::regtype AND modes THEN CASE WHEN n = 3 AND (typical.time AND typical.key OR nth_mode = 7 AND NOT typical.key) THEN '{240}' END
        WHEN state <> 'kpi_state'::regtype THEN CASE WHEN n = 3 THEN '{unknown,20,extreme}' WHEN typical.time AND typical.key THEN '{240}' END
        WHEN modes AND a.name = 'funnel_times' THEN CASE WHEN typical.time THEN '{8}' WHEN nth_mode IN (5, 7) THEN '{3}' END
        WHEN modes THEN CASE WHEN n IN (3, 64) AND nth_mode IN (1, 7) THEN '{3}' END
        WHEN events THEN CASE WHEN typical.time AND n IN (3, 64) AND a.name = 'funnel_times' THEN '{unknown,1,3,20,240,extreme}' ELSE '{unknown,1,3,extreme}' END
        WHEN 'steps' = ANY (names) THEN CASE WHEN n = 3 THEN '{unknown,1,3,20,240,extreme}' WHEN n <> 64 THEN '{1,20}' WHEN typical.time THEN '{3}' END
        WHEN n > 1 THEN CASE WHEN typical.time THEN '{3,20}' ELSE '{3}' END
        ELSE '{unknown,1,3,20,240,400,extreme,infinite,NaN}' END)::text[]) AS rows
WHERE NOT (rows IN ('infinite', 'NaN') AND NOT names && '{amount,actual,quota,summary}')
    AND NOT (rows IN ('infinite', 'NaN') AND types && '{bigint,integer}'::regtype[] AND 'amount' = ANY (names) AND NOT types && '{numeric,float8}'::regtype[])
    AND (rows NOT IN ('20', '240') OR NOT ('integer'::regtype = ANY (types) AND 'amount' = ANY (names)))
    AND (rows <> '240' OR CASE
        WHEN 'deal' = ANY (names) THEN typical.key AND types && '{float8}'::regtype[] OR types[1] = 'text'::regtype AND types && '{numeric}'::regtype[]
        WHEN names && '{opportunity,owner}' THEN types[1] = 'text'::regtype
        WHEN a.name ~ 'percentile|median' OR a.name = 'kpi_summary' AND NOT typical.key THEN typical.time ELSE true END)
    AND (rows <> '400' OR typical.key AND ('opportunity' = ANY (names) OR 'deal' = ANY (names) AND 'numeric'::regtype = ANY (types)))
    AND NOT EXISTS (SELECT FROM unnest(names, types) AS u (name, type), argument(name, type, n, mode) AS argument
        WHERE argument ~ '^[a-z]+_\w+$' AND argument NOT IN (SELECT attname FROM pg_attribute WHERE attrelid = 'fact'::regclass));

-- ---------------------------------------------------------------------------------------------------------------------
-- Samples
-- ---------------------------------------------------------------------------------------------------------------------

-- What a value says, as text; what an expression of $1, such a value's bytes, gives, or its error.
CREATE FUNCTION told(s kpi_summary) RETURNS text LANGUAGE sql AS $$
    SELECT ROW(opportunities(s), won(s), lost(s), accounts(s), customers(s), revenue(s), conversion_rate(s), win_rate(s),
        opportunity_to_customer_ratio(s), revenue_per_account(s), sales_cycle(s), sales_cycle_median(s), sales_cycle_percentile(0.9, s),
        sales_velocity(s), left(md5(s::text), 12))::text
$$;
CREATE FUNCTION told(f funnel_summary) RETURNS text LANGUAGE sql AS $$
    SELECT ROW(population(f), reached(f, 1), conversion_rate(f), time_to_convert(f, 0.5), left(md5(f::text), 12),
        (SELECT left(md5(string_agg(ROW(step, reached, conversion_from_start, median_time)::text, '' ORDER BY step)), 12) FROM funnel_report(f)))::text
$$;
CREATE FUNCTION told(g channel_graph) RETURNS text LANGUAGE sql AS $$
    SELECT ROW(left(md5(g::text), 12), (SELECT left(md5(string_agg(ROW(channel, touches, round(removal_effect::numeric, 10), round(share::numeric, 10))::text,
        '' ORDER BY channel COLLATE "C")), 12) FROM channel_report(g)))::text
$$;
CREATE FUNCTION told(r retention_summary) RETURNS text LANGUAGE sql AS $$
    SELECT ROW(left(md5(r::text), 12), (SELECT left(md5(string_agg(t::text, '' ORDER BY cohort, period)), 12) FROM retention_report(r) AS t))::text
$$;
CREATE FUNCTION told(s session_summary) RETURNS text LANGUAGE sql AS $$
    SELECT ROW(population(s), sessions(s), events(s), session_length(s), session_length_percentile(0.9, s), bounce_rate(s), left(md5(s::text), 12))::text
$$;
CREATE FUNCTION told(c pipeline_changes) RETURNS text LANGUAGE sql AS $$
    SELECT ROW(left(md5(c::text), 12), (SELECT array_agg(ROW(deals, amount)) FROM pipeline_report(c)))::text
$$;
CREATE FUNCTION told(s mrr_summary) RETURNS text LANGUAGE sql AS $$
    SELECT ROW(opening_mrr(s), new_mrr(s), expansion_mrr(s), contraction_mrr(s), churned_mrr(s), closing_mrr(s), net_revenue_retention(s),
        gross_revenue_retention(s), customer_retention(s), left(md5(s::text), 12))::text
$$;
CREATE FUNCTION told(result anyelement) RETURNS text LANGUAGE sql AS $$ SELECT result::text $$;
CREATE FUNCTION try(expression text, bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    EXECUTE format('SELECT (%s)::text', expression) INTO result USING bytes;
    RETURN result;
EXCEPTION WHEN OTHERS THEN
    RETURN 'ERROR ' || SQLSTATE;
END $$;
-- The bytes that lie in a table are those of these types.
CREATE CAST (bytea AS kpi_summary) WITHOUT FUNCTION;
CREATE CAST (bytea AS funnel_summary) WITHOUT FUNCTION;
CREATE CAST (bytea AS channel_graph) WITHOUT FUNCTION;
CREATE CAST (bytea AS retention_summary) WITHOUT FUNCTION;
CREATE CAST (bytea AS session_summary) WITHOUT FUNCTION;
CREATE CAST (bytea AS pipeline_changes) WITHOUT FUNCTION;
CREATE CAST (bytea AS mrr_summary) WITHOUT FUNCTION;

-- How the bytes of a sample are made, the query that says them; the same by other ways, from two parts of the rows or from
-- the rows backwards; and what is asked of them, as expressions of $1.
CREATE TABLE making AS
SELECT call, rows, type, query,
    CASE WHEN type = 'kpi_state' THEN format('(SELECT kpi_state_send(kpi_state_combine((SELECT state_of.%1$s FROM fact WHERE %2$s AND i %% 2 <> 0), '
            '(SELECT state_of.%1$s FROM fact WHERE %2$s AND i %% 2 = 0))))', call, which)
        ELSE format('(SELECT %s_send(%s) FROM (SELECT * FROM fact WHERE %s ORDER BY i DESC) AS v)', type, call, which) END AS again,
    CASE WHEN type = 'kpi_state' THEN format('told(%s($1::text::kpi_state))', aggfinalfn) ELSE format('told($1::%s)', type) END AS asked,
    CASE WHEN type = 'kpi_state' THEN 'left(md5(kpi_state_send(kpi_state_combine($1::text::kpi_state, $1::text::kpi_state))), 12)'
        ELSE format('(SELECT left(md5(%1$s_send(rollup(v))), 12) FROM unnest(ARRAY[$1::%1$s, $1::%1$s]) AS v)', type) END AS doubled
FROM call
    JOIN part USING (rows)
    JOIN aggregate AS a USING (oid),
    LATERAL (SELECT format('i BETWEEN %s AND %s', first, last)) AS w (which),
    LATERAL (SELECT 'kpi_state', format('(SELECT kpi_state_send(state_of.%s) FROM fact WHERE %s)', call, which)
        WHERE state = 'kpi_state'::regtype AND (result <> ALL ('{kpi_summary,funnel_summary,session_summary,channel_graph,retention_summary,pipeline_changes,mrr_summary}'::regtype[]) OR rows IN ('unknown', '3', 'extreme')
            OR rows = '1' AND n IN (1, 2, 8))
        UNION ALL
        SELECT result::text, format('(SELECT %s_send(%s) FROM fact WHERE %s)', result, call, which)
        WHERE result = ANY ('{kpi_summary,funnel_summary,session_summary,channel_graph,retention_summary,pipeline_changes,mrr_summary}'::regtype[])) AS t (type, query);

-- A sample: the call, the name of its rows, and its type; its bytes in hexadecimal, what they say, and the digest of their
-- being merged with themselves.
CREATE TABLE written (call text, rows text, type text, bytes text, told text, doubled text, PRIMARY KEY (call, rows, type));
INSERT INTO written
SELECT call, rows, type, regexp_replace(made, '^\\x', ''), try(asked, made::bytea), try(doubled, made::bytea)
FROM making, LATERAL try(query, NULL) AS made
WHERE made IS NOT NULL;
