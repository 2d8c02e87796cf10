-- An example of each argument that an aggregate of the extension takes, and with it a call of every aggregate. This is the one
-- place that a new argument needs: whatever goes through all aggregates takes them from here. An argument without an
-- example is an error.
CREATE EXTENSION IF NOT EXISTS funnel_kpi;

-- An example is an expression of an integer i, other ones for other numbers but for parameters. Arguments that mean the
-- same have one column in the table deal (deals.sql), named after the first of them and the type.
CREATE TABLE example AS
SELECT argument, arguments[1] || '_' || typname AS "column", t.oid AS type, replace(expression, '{type}', t.oid::regtype::text) AS expression
FROM (VALUES
    -- A third of the rows lost.
    ('{won,converted}'::text[], '{bool}'::name[], 'i % 3 > 0'),
    -- Keys that are all different.
    ('{account,subject,owner,customer}', '{int8}', '(i - 1)::bigint'),
    ('{deal,opportunity,campaign}', '{int8}', '(i - 1)::bigint'),
    ('{account,subject,owner,customer}', '{uuid}', 'md5(i::text)::uuid'),
    ('{deal,opportunity,campaign}', '{uuid}', 'md5(i::text)::uuid'),
    ('{account,subject,owner,customer}', '{text}', 'repeat(''a common prefix '', i % 3 * 9) || ''Müller '' || i'),
    ('{deal,opportunity,campaign}', '{text}', 'repeat(''x'', i % 150) || i'),
    -- Up to 8 digits before the point and 2 after it.
    ('{amount,spend}', '{numeric,int8,int4,float8}', '(99999999.99 - i * 12345.67 % 90000000)::{type}'),
    ('{actual}', '{numeric}', '99999999.99 - i * 12345.67 % 90000000'),
    ('{quota}', '{numeric}', '99999999.99 - i * 12345.67 % 90000000'),
    ('{forecast}', '{numeric}', '50000000.05 + i * 7.5'),
    -- An account's revenue in two months: some come, some go.
    ('{opening}', '{numeric}', 'CASE WHEN i % 7 > 0 THEN i % 97 * 12.25 END'),
    ('{closing}', '{numeric}', 'CASE WHEN i % 5 > 0 THEN i % 89 * 13.75 END'),
    -- Cycles of some days.
    ('{opened}', '{date,timestamp,timestamptz}', '(timestamp ''2024-01-01'' + i * interval ''1 day 00:11:00.000001'')::{type}'),
    ('{closed}', '{date,timestamp,timestamptz}', '(timestamp ''2024-02-01'' + i * i % 211 * interval ''1 day 00:07:00.000001'')::{type}'),
    ('{fraction}', '{float8}', '0.9::float8'),
    ('{fractions}', '{_float8}', '''{0.5, NULL, 0.9}''::float8[]'),
    -- Segments of a rate, scores with ties.
    ('{successes}', '{int8}', '(i % 7)::bigint'),
    ('{trials}', '{int8}', '(i % 40 + 7)::bigint'),
    ('{score}', '{float8}', 'i % 13 / 4.0::float8'),
    -- Channels.
    ('{value}', '{text}', '''channel '' || i % 7'),
    -- An event every seven hours of a month, funnels of 3 steps.
    ('{within}', '{interval}', 'interval ''7 days'''),
    ('{pattern}', '{text}', '''(?1).*(?2)(?t<=1 day)(?3)'''),
    ('{mode}', '{text}', '''strict_once, strict_order, each step within 3 days'''),
    ('{at}', '{date,timestamp,timestamptz}', '(timestamp ''2024-01-01'' + i % 100 * interval ''7 hours'' + i / 100 * interval ''00:07:00.000001'')::{type}'),
    ('{step}', '{int8}', '((i + 1) % 4)::bigint'),
    ('{steps}', '{int8}', '3::bigint'),
    ('{steps}', '{_bool}', 'ARRAY[i % 2 = 1, NULLIF(i % 3 > 0, i % 5 = 0), i % 4 = 0]'),
    -- Activity of a cohort that has one time, some of it before that.
    ('{cohort_at}', '{date,timestamp,timestamptz}', '(CASE WHEN i % 5 > 0 THEN timestamp ''2024-01-08 10:00'' END)::{type}'),
    ('{active_at}', '{date,timestamp,timestamptz}', '(timestamp ''2024-01-01'' + i % 400 * interval ''05:13'')::{type}'),
    ('{period}', '{interval}', 'interval ''7 days'''),
    ('{periods}', '{int4}', '8'),
    ('{as_of}', '{date,timestamp,timestamptz}', '(timestamp ''2024-08-20 12:00'')::{type}'),
    ('{unit}', '{text}', '''day'''),
    ('{horizon}', '{interval}', 'interval ''40 days'''),
    ('{retained}', '{_bool}', 'ARRAY[i % 5 > 0, NULLIF(i % 3 > 0, i % 7 = 0), CASE WHEN i % 2 = 0 THEN i % 4 = 0 END, i % 4 > 0]'),
    ('{level}', '{int8}', '(i % 4)::bigint'),
    ('{times}', '{_date,_timestamp,_timestamptz}',
        '(ARRAY[date ''2024-01-01'', date ''2024-01-01'' + i % 50, date ''2024-03-01'' + i]::{type})[:i % 4]'),
    -- Summaries of one row.
    ('{summary}', '{kpi_summary}', '(SELECT kpi_summary(k, k % 3 > 0, k * 1.25, date ''2024-01-01'', date ''2024-01-01'' + k % 50)
        FROM (VALUES (i)) AS v (k) WHERE k IS NOT NULL)'),
    -- Journeys through up to four channels, and graphs of one.
    ('{path}', '{_text}', '(ARRAY[''mail'', ''Müller '' || i % 2, ''search'', NULL, ''mail''])[i % 3:i % 5 + 1]'),
    ('{conversions}', '{int8}', '(i % 4)::bigint'),
    ('{non_conversions}', '{int8}', '(i % 3)::bigint'),
    ('{graph}', '{channel_graph}', '(SELECT channel_graph(ARRAY[''mail'', ''Müller '' || k % 2, ''search''], k % 3, 1)
        FROM (VALUES (i)) AS v (k) WHERE k IS NOT NULL)'),
    ('{gap}', '{interval}', 'interval ''1 day'''),
    ('{sessions}', '{session_summary}', '(SELECT session_summary(''1 day'', k, date ''2024-01-01'' + k % 50) FROM (VALUES (i)) AS v (k))'),
    ('{funnel}', '{funnel_summary}', '(SELECT funnel_summary((ARRAY[date ''2024-01-01'', date ''2024-01-02'' + k % 50])[:k % 3], 3)
        FROM (VALUES (i)) AS v (k))'),
    ('{retention}', '{retention_summary}', '(SELECT retention_summary(k, date ''2024-01-01'' + k % 60, ''week'', date ''2024-02-28'')
        FROM (VALUES (i)) AS v (k))'),
    -- A period that ends before the last events, and changes of one deal.
    ('{period_from}', '{date,timestamp,timestamptz}', '(timestamp ''2024-01-12'')::{type}'),
    ('{period_to}', '{date,timestamp,timestamptz}', '(timestamp ''2024-02-10'')::{type}'),
    ('{changes}', '{pipeline_changes}', '(SELECT pipeline_changes(k, date ''2024-01-01'' + k % 50, k % 3 > 0, k * 1.25, ''2024-01-12'', ''2024-02-10'')
        FROM (VALUES (i)) AS v (k))'),
    ('{mrr}', '{mrr_summary}', '(SELECT mrr_summary(k, k % 97 * 12.25, k % 89 * 13.75) FROM (VALUES (i)) AS v (k))'))
        AS e (arguments, types, expression),
    unnest(arguments) AS argument,
    unnest(types) AS typname JOIN pg_type AS t USING (typname)
WHERE t.typnamespace = 'pg_catalog'::regnamespace
    OR t.oid IN (SELECT objid FROM pg_depend WHERE classid = 'pg_type'::regclass AND deptype = 'e');

-- The examples for an aggregate: columns of deal, or else expressions; for a call of it, or of its transition function.
CREATE FUNCTION arguments_of(aggregate oid, columns boolean, call boolean) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
    argument record;
    result text;
BEGIN
    FOR argument IN
        SELECT u.name, u.type, e.*, call AND p.provariadic <> 0 AND n = pronargs AS listed
        FROM pg_proc AS p, unnest(p.proargnames, p.proargtypes::oid[]) WITH ORDINALITY AS u (name, type, n)
            LEFT JOIN example AS e ON e.argument = u.name AND e.type = u.type
        WHERE p.oid = aggregate
        ORDER BY n
    LOOP
        IF argument.expression IS NULL THEN
            RAISE EXCEPTION 'no example of the argument % (%) of %: add it to test/examples.sql',
                argument.name, argument.type::regtype, aggregate::regprocedure;
        END IF;
        result := concat_ws(', ', result, CASE WHEN argument.listed THEN 'VARIADIC ' ELSE '' END
            || CASE WHEN columns THEN argument."column" ELSE argument.expression END);
    END LOOP;
    RETURN result;
END $$;

CREATE TABLE kpi AS
SELECT p.oid, p.oid::regprocedure::text AS aggregate, p.proname AS name, p.prorettype::regtype::text AS result,
    a.aggtranstype::regtype::text AS state, arguments_of(p.oid, true, false) AS arguments,
    format('%s(%s)', p.proname, arguments_of(p.oid, true, true)) AS call
FROM pg_depend AS d
    JOIN pg_proc AS p ON p.oid = d.objid
    JOIN pg_aggregate AS a ON a.aggfnoid = p.oid
WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e' AND p.prokind = 'a'
    AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi');
