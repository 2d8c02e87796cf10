-- What the drivers are asked, over the KPIs of test/kpi: statement has a row for each view and report, and for each call
-- with a parameter that a driver may send without a type, or with another one than is meant. What a driver must make
-- of them is in expected.

-- In a call ? is the parameter: value, bound as the kind says, as programs in that language do; meant is the literal
-- that it stands for. node ... odbc_literals: the SQLSTATE that the driver gets, as the manual says (Drivers); none is an answer.
CREATE TABLE statement (name text PRIMARY KEY, sql text NOT NULL, kind text, value text, meant text,
    node text, psycopg text, psycopg2 text, jdbc text, odbc text, odbc_literals text);

-- Names and texts that an encoding or a quote could hurt.
UPDATE kpi.deal SET owner = CASE owner_id WHEN 'o1' THEN E'Zoë \\ "Ö" \'quoted\'' ELSE '日本 🙂; %s ? $1 {}' END WHERE owner_id IN ('o1', 'o4');

INSERT INTO statement (name, sql)
SELECT 'kpi.' || relname, 'SELECT * FROM kpi.' || relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'kpi'::regnamespace
    AND relname !~ '^known_' AND relname <> 'model_problem'; -- rows of the model, no KPIs; and what has no rows here

INSERT INTO statement (name, sql) VALUES
    ('kpi_report', 'SELECT source, kpi, value, unit FROM (SELECT source, rollup(deals) AS deals FROM kpi.kpi_daily GROUP BY 1) AS part, kpi_report(deals)'),
    ('kpi_columns', 'SELECT source, c.* FROM (SELECT source, rollup(deals) AS deals FROM kpi.kpi_daily GROUP BY 1) AS part, kpi_columns(deals) AS c'),
    ('funnel_report', 'SELECT step, name, reached, conversion_from_start, conversion_from_previous, dropped, median_seconds, p90_seconds
        FROM funnel_report((SELECT funnel_summary(times, 5) FROM (SELECT funnel_times(''400 days'', entered_at, step = 1, step = 2, step = 3, step = 4, step = 5) AS times
            FROM kpi.deal_stage GROUP BY deal_id) AS deal), ''{new,met,offered,"à demander",won}'')'),
    ('retention_report', 'SELECT * FROM retention_report((SELECT retention_summary(account_id, closed_at, ''week'', ''2024-09-30'') FROM kpi.deal))'),
    ('channel_report', 'SELECT * FROM channel_report((SELECT channel_graph(path, won) FROM (SELECT touch_path(channel, at) AS path, bool_or(won) AS won
        FROM kpi.deal_touch JOIN kpi.deal USING (deal_id) GROUP BY deal_id) AS journey))'),
    ('mrr_report', 'SELECT * FROM mrr_report((SELECT mrr_summary(account_id, CASE WHEN opened_at < ''2024-06-01'' THEN amount END,
        CASE WHEN closed_at > ''2024-04-01'' THEN amount END) FROM (SELECT account_id, max(opened_at) AS opened_at, max(closed_at) AS closed_at, max(amount) AS amount
            FROM kpi.deal GROUP BY 1) AS account))'),
    ('pipeline_report', 'SELECT * FROM pipeline_report((SELECT pipeline_changes(deal_id, entered_at, won, amount, ''2024-04-01'', ''2024-07-01'') FROM kpi.deal_stage))'),
    ('session_columns', 'SELECT (session_columns(session_summary(''9 days'', deal_id, entered_at))).* FROM kpi.deal_stage');
DO $$ BEGIN -- every report of the extension is here
    ASSERT (SELECT array_agg(DISTINCT proname::text) FROM pg_proc WHERE proname ~ '_(report|columns)$' AND pronamespace = 'public'::regnamespace)
        <@ (SELECT array_agg(name) FROM statement), 'a report without a statement';
END $$;

INSERT INTO statement
SELECT name || coalesce(': ' || nullif(how, ''), ''), sql, kind, v.value, coalesce(meant, quote_literal(v.value)), node, psycopg, psycopg2, jdbc, odbc, odbc_literals
FROM (SELECT deals::text AS summary FROM kpi.kpi_daily ORDER BY octet_length(deals::text) DESC LIMIT 1) AS stored,
    (SELECT funnel_summary(ARRAY[date '2024-01-01', '2024-01-05'], 3)::text AS funnel) AS made,
    LATERAL (VALUES
    -- Fractions
    ('percentile', '', 'SELECT interval_days(sales_cycle_percentile(?, opened_at, closed_at)) FROM kpi.deal', 'double', '0.9', '0.9', '42725', NULL, NULL, NULL, '42725', NULL),
    ('percentile', 'cast', 'SELECT interval_days(sales_cycle_percentile(CAST(? AS double precision), opened_at, closed_at)) FROM kpi.deal', 'double', '0.9', '0.9', NULL, NULL, NULL, NULL, NULL, NULL),
    ('percentile', 'text', 'SELECT interval_days(sales_cycle_percentile(?, opened_at, closed_at)) FROM kpi.deal', 'text', '0.9', '0.9', '42725', '42725', '42725', '42883', '42725', '42725'),
    ('percentile', 'NULL', 'SELECT interval_days(sales_cycle_percentile(?, opened_at, closed_at)) FROM kpi.deal', 'null', '', 'NULL::float8', '42725', '42725', '42725', '42725', '42725', '42725'),
    ('percentile', 'as_of', 'SELECT interval_days(sales_cycle_percentile(?, opened_at, closed_at, ''2025-01-29'')) FROM kpi.deal', 'double', '0.9', '0.9', '42725', NULL, NULL, NULL, '42725', NULL),
    ('percentile', 'as_of, cast', 'SELECT interval_days(sales_cycle_percentile(CAST(? AS double precision), opened_at, closed_at, ''2025-01-29'')) FROM kpi.deal', 'double', '0.9', '0.9', NULL, NULL, NULL, NULL, NULL, NULL),
    ('percentiles', '', 'SELECT interval_days((sales_cycle_percentile(?, opened_at, closed_at))[2]) FROM kpi.deal', 'doubles', '{0.5,0.9}', '''{0.5,0.9}''::float8[]', '42725', NULL, NULL, NULL, '42725', '42725'),
    ('percentiles', 'cast', 'SELECT interval_days((sales_cycle_percentile(CAST(? AS double precision[]), opened_at, closed_at))[2]) FROM kpi.deal', 'doubles', '{0.5,0.9}', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    -- Conditions
    ('conversion_rate', '', 'SELECT conversion_rate(?) FROM kpi.deal', 'boolean', 'true', 'true', '42725', NULL, NULL, NULL, '42725', '42725'),
    ('conversion_rate', 'cast', 'SELECT conversion_rate(CAST(? AS boolean)) FROM kpi.deal', 'boolean', 'true', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('win_rate', '', 'SELECT win_rate(?) FROM kpi.deal', 'boolean', 'true', 'true', '42725', NULL, NULL, NULL, '42725', '42725'),
    ('win_rate', 'cast', 'SELECT win_rate(CAST(? AS boolean)) FROM kpi.deal', 'boolean', 'true', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('funnel step', '', 'SELECT window_funnel(''90 days'', entered_at, ?) FROM kpi.deal_stage', 'boolean', 'true', 'true', '42725', NULL, NULL, NULL, '42725', '42725'),
    ('funnel step', 'cast', 'SELECT window_funnel(''90 days'', entered_at, CAST(? AS boolean)) FROM kpi.deal_stage', 'boolean', 'true', 'true', NULL, NULL, NULL, NULL, NULL, NULL),
    ('funnel times', '', 'SELECT cardinality(funnel_times(''90 days'', entered_at, ?)) FROM kpi.deal_stage', 'boolean', 'true', 'true', '42725', NULL, NULL, NULL, '42725', '42725'),
    ('funnel times', 'cast', 'SELECT cardinality(funnel_times(''90 days'', entered_at, CAST(? AS boolean))) FROM kpi.deal_stage', 'boolean', 'true', 'true', NULL, NULL, NULL, NULL, NULL, NULL),
    -- chr(63) is a ? that is no parameter
    ('sequence step', '', 'SELECT sequence_count(''('' || chr(63) || ''1)'', entered_at, ?) FROM kpi.deal_stage', 'boolean', 'true', 'true', '42725', NULL, NULL, NULL, '42725', '42725'),
    ('sequence step', 'cast', 'SELECT sequence_count(''('' || chr(63) || ''1)'', entered_at, CAST(? AS boolean)) FROM kpi.deal_stage', 'boolean', 'true', 'true', NULL, NULL, NULL, NULL, NULL, NULL),
    -- Stored values, in their text form
    ('rollup', '', 'SELECT opportunities(rollup(?))', 'text', summary, quote_literal(summary) || '::kpi_summary', '42725', '42725', '42725', '42883', '42725', '42725'),
    ('rollup', 'cast', 'SELECT opportunities(rollup(CAST(? AS kpi_summary)))', 'text', summary, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('win_rate of a summary', '', 'SELECT win_rate(?)', 'text', summary, quote_literal(summary) || '::kpi_summary', '42725', '42725', '42725', '42883', '42725', '42725'),
    ('win_rate of a summary', 'cast', 'SELECT win_rate(CAST(? AS kpi_summary))', 'text', summary, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('conversion_rate of a funnel', '', 'SELECT conversion_rate(?)', 'text', funnel, quote_literal(funnel) || '::funnel_summary', '42725', '42725', '42725', '42883', '42725', '42725'),
    ('conversion_rate of a funnel', 'cast', 'SELECT conversion_rate(CAST(? AS funnel_summary))', 'text', funnel, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('population', '', 'SELECT population(?)', 'text', funnel, quote_literal(funnel) || '::funnel_summary', '42725', '42725', '42725', '42883', '42725', '42725'),
    ('population', 'cast', 'SELECT population(CAST(? AS funnel_summary))', 'text', funnel, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    -- Arguments of one type
    ('within', '', 'SELECT window_funnel(?, entered_at, step = 1, step = 2) FROM kpi.deal_stage', 'text', '90 days', NULL, NULL, NULL, NULL, '42883', NULL, NULL),
    ('within', 'cast', 'SELECT window_funnel(CAST(? AS interval), entered_at, step = 1, step = 2) FROM kpi.deal_stage', 'text', '90 days', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('within', 'as the language has it', 'SELECT window_funnel(?, entered_at, step = 1, step = 2) FROM kpi.deal_stage', 'days', '90', '''90 days''', NULL, NULL, NULL, NULL, NULL, NULL),
    ('mode', '', 'SELECT window_funnel(''90 days'', ?, entered_at, step = 1, step = 2) FROM kpi.deal_stage', 'text', 'strict_order', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('confidence', '', 'SELECT (rate_interval(count(*) FILTER (WHERE won), count(won), ?)).lower FROM kpi.deal', 'double', '0.9', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    -- A number times an amount
    ('amount', '', 'SELECT win_rate(won, amount * ?) FROM kpi.deal', 'double', '1.1', '1.1', NULL, '42883', NULL, '42883', NULL, '42883'),
    ('amount', 'decimal', 'SELECT win_rate(won, amount * ?) FROM kpi.deal', 'decimal', '1.1', '1.1', NULL, NULL, NULL, NULL, NULL, NULL),
    ('amount', 'cast', 'SELECT win_rate(won, amount * CAST(? AS numeric)) FROM kpi.deal', 'double', '1.1', '1.1', NULL, NULL, NULL, NULL, NULL, NULL),
    -- Days, and integers
    ('day', '', 'SELECT interval_days(sales_cycle_percentile(0.9, opened_at, closed_at, ?)) FROM kpi.deal', 'day', '2025-01-29', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('periods', '', 'SELECT cardinality(retention(date ''2024-01-01'', closed_at, ''1 month'', ?, ''2025-01-29'')) FROM kpi.deal', 'int', '3', '3', NULL, NULL, NULL, NULL, NULL, NULL),
    ('periods', 'long', 'SELECT cardinality(retention(date ''2024-01-01'', closed_at, ''1 month'', ?, ''2025-01-29'')) FROM kpi.deal', 'long', '3', '3', NULL, NULL, NULL, '42883', NULL, NULL)
    ) AS v (name, how, sql, kind, value, meant, node, psycopg, psycopg2, jdbc, odbc, odbc_literals);

-- The lines that a driver must give, as its program writes them: of an answer the types of its columns, then its rows.
CREATE FUNCTION expect(statement statement) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    columns text;
    types text;
BEGIN
    EXECUTE 'CREATE TEMPORARY VIEW shown AS ' || replace(statement.sql, '?', coalesce(statement.meant, ''));
    SELECT string_agg(format('CASE WHEN %1$I IS NULL THEN ''null'' ELSE ' || CASE type
            WHEN 'double' THEN '''double '' || encode(float8send(%1$I), ''hex'')'
            WHEN 'time' THEN '''time '' || to_char(%1$I AT TIME ZONE ''UTC'', ''YYYY-MM-DD HH24:MI:SS'')'
            ELSE quote_literal(type || ' ') || ' || %1$I' END || ' END', attname), ', ' ORDER BY attnum),
        string_agg(attname || ' ' || type, '|' ORDER BY attnum)
        INTO columns, types
    FROM (SELECT *, CASE atttypid::regtype::text WHEN 'integer' THEN 'int' WHEN 'bigint' THEN 'int' WHEN 'double precision' THEN 'double'
            WHEN 'timestamp with time zone' THEN 'time' ELSE atttypid::regtype::text END AS type
        FROM pg_attribute WHERE attrelid = 'shown'::regclass AND attnum > 0) AS a;
    RETURN NEXT types;
    RETURN QUERY EXECUTE 'SELECT concat_ws(''|'', ' || columns || ') FROM shown';
    DROP VIEW shown;
END $$;
CREATE TABLE expected AS SELECT name, kind, nr, line FROM statement, expect(statement) WITH ORDINALITY AS e (line, nr);
DO $$ BEGIN -- what is compared is not nothing
    ASSERT (SELECT bool_and(n > 1) FROM (SELECT count(*) AS n FROM expected GROUP BY name) AS a), 'an answer without a row';
END $$;
