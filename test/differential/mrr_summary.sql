-- How recurring revenue moved against its plain SQL: the text of a mrr_summary, so that it is compared item by item, and what
-- is read from it; in every plan, merged from states and from summaries.

SELECT make_rows('ordinary', 'ordinary', 3000) \g /dev/null
SELECT make_rows('extreme', 'extreme', 2000) \g /dev/null
CREATE VIEW rows AS SELECT * FROM unnest('{ordinary,extreme}'::text[]) WITH ORDINALITY AS r (rows, nth);

CREATE OR REPLACE FUNCTION takes_part(c kpi_case, which text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN c.within IS NOT DISTINCT FROM NULLIF(which, 'all');

-- The accounts of some rows, each with its amounts a and b and the scale s of all of them, for a query of these.
CREATE FUNCTION of_accounts(account text, query text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format($sql$CASE WHEN count(*) > 0 THEN (SELECT %2$s FROM (
            SELECT a, b, max(max(places)) OVER () AS s
            FROM (SELECT k, coalesce(o, 0) AS a, coalesce(c, 0) AS b, GREATEST(scale(o), scale(c), 0) AS places
                FROM unnest(array_agg(%1$s), array_agg(opening_numeric), array_agg(closing_numeric)) AS row (k, o, c) WHERE k IS NOT NULL) AS row
            GROUP BY k, a, b) AS account) END$sql$, account, query)
$$;

-- A sum with that scale, 0 over no rows.
CREATE FUNCTION summed(amount text, condition text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN format('round(coalesce(sum(%s) FILTER (WHERE %s), 0), coalesce(max(s), 0))', amount, condition);

CREATE TABLE sum_of (n int, name text, amount text, condition text);
INSERT INTO sum_of VALUES
    (1, 'opening', 'a', 'a > 0'), (2, 'expansion', 'b - a', 'a > 0 AND b > a'), (3, 'contraction', 'a - b', 'a > b AND b > 0'),
    (4, 'churned', 'a - b', 'a > 0 AND b <= 0'), (5, 'others', 'a', 'a <= 0'), (6, 'new', 'b - a', 'a <= 0');

CREATE TABLE variant AS
SELECT format('mrr_summary(%s, numeric, numeric)', type)::regprocedure AS aggregate, 'account_' || name AS account,
    format('account_%s, opening_numeric, closing_numeric', name) AS arguments
FROM (VALUES ('bigint', 'int8'), ('uuid', 'uuid'), ('text', 'text')) AS key (type, name);
INSERT INTO kpi_case (aggregate, call, arguments, plain)
SELECT aggregate, 'mrr_summary', arguments, of_accounts(account, format($$format('{"version": 1, %s}', %s)$$,
    (SELECT string_agg(format('"%s": {"mrr": %%s, "accounts": %%s}', name), ', ' ORDER BY n) FROM sum_of),
    (SELECT string_agg(format('%s, count(*) FILTER (WHERE %s)', summed(amount, condition), CASE name WHEN 'new' THEN 'a <= 0 AND b > 0' ELSE condition END),
        ', ' ORDER BY n) FROM sum_of)))
FROM variant;

-- What is read from a summary s; the last two are always true.
CREATE TABLE accessor (name regprocedure, got text, plain text);
INSERT INTO accessor VALUES
    ('opening_mrr(mrr_summary)', 'opening_mrr({s})', summed('a', 'true')),
    ('closing_mrr(mrr_summary)', 'closing_mrr({s})', summed('b', 'true')),
    ('net_revenue_retention(mrr_summary)', 'net_revenue_retention({s})', format('%s / NULLIF(%s, 0)', summed('b', 'a > 0'), summed('a', 'a > 0'))),
    ('gross_revenue_retention(mrr_summary)', 'gross_revenue_retention({s})', format('%s / NULLIF(%s, 0)', summed('LEAST(a, b)', 'a > 0'), summed('a', 'a > 0'))),
    ('customer_retention(mrr_summary)', 'customer_retention({s})', 'count(*) FILTER (WHERE a > 0 AND b > 0)::float8 / NULLIF(count(*) FILTER (WHERE a > 0), 0)'),
    ('mrr_report(mrr_summary)', '(SELECT array_agg(ROW(change, accounts, amount)) FROM mrr_report({s}))', format(
        'ARRAY[ROW(''opening'', count(*) FILTER (WHERE a > 0), %s), ROW(''new'', count(*) FILTER (WHERE a <= 0 AND b > 0), %s),
            ROW(''expansion'', count(*) FILTER (WHERE a > 0 AND b > a), %s), ROW(''contraction'', count(*) FILTER (WHERE a > b AND b > 0), %s),
            ROW(''churned'', count(*) FILTER (WHERE a > 0 AND b <= 0), %s), ROW(''closing'', count(*) FILTER (WHERE b > 0), %s)]',
        summed('a', 'true'), summed('b - a', 'a <= 0'), summed('b - a', 'a > 0 AND b > a'), summed('a - b', 'a > b AND b > 0'), summed('a - b', 'a > 0 AND b <= 0'),
        summed('b', 'true'))),
    ('mrr_summary_in(cstring)', 'mrr_summary_send({s}::text::mrr_summary) = mrr_summary_send({s})', 'count(*) >= 0'),
    ('mrr_summary_in(cstring)', 'opening_mrr({s}) + new_mrr({s}) + expansion_mrr({s}) - contraction_mrr({s}) - churned_mrr({s}) = closing_mrr({s})', 'count(*) >= 0');
INSERT INTO accessor SELECT format('%s_mrr(mrr_summary)', name)::regprocedure, name || '_mrr({s})', summed(amount, condition)
FROM sum_of WHERE name NOT IN ('opening', 'others');
INSERT INTO kpi_case (aggregate, call, arguments, plain, within)
SELECT name, replace(got, '{s}', format('mrr_summary(%s)', arguments)), '', of_accounts(account, plain), 'reading' FROM accessor, variant;
SELECT make_aggregates() \g /dev/null

-- No overload is left out, and no accessor.
CREATE FUNCTION check_coverage_of_mrr() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    wrong text := (
        SELECT string_agg(p.oid::regprocedure::text, ', ')
        FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid
        WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
            AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi')
            AND (p.proname = 'mrr_summary' OR p.prokind = 'f' AND 'mrr_summary'::regtype = ANY (p.proargtypes) AND p.proname !~ '^(mrr_summary|rollup)_')
            AND p.oid NOT IN (SELECT aggregate FROM kpi_case));
BEGIN
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, 0);
    RETURN format('%s cases%s', (SELECT count(*) FROM kpi_case), ' NOT OK: no case of ' || wrong);
END $$;

-- Plain SQL under a wrong rule, which the rows must show to differ.
CREATE TABLE wrong_rule (rule text, part text, instead text);
INSERT INTO wrong_rule VALUES
    ('an account whose amounts come in two forms counts twice', 'GROUP BY k, a, b)', 'GROUP BY k, a, b, places)'),
    ('an opening of 0 is one', 'a > 0 AND b <= 0', 'a >= 0 AND b <= 0'),
    ('a closing below 0 is contraction', 'a > b AND b > 0', 'a > b AND b <> 0'),
    ('new is what they pay', '(b - a) FILTER (WHERE a <= 0)', '(b) FILTER (WHERE a <= 0)'),
    ('accounts that have nothing are new', 'a <= 0 AND b > 0', 'a <= 0'),
    ('the scale is that of each sum', 'GREATEST(scale(o), scale(c), 0)', 'scale(o)');
CREATE FUNCTION check_wrong_rules() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    w wrong_rule;
    c kpi_case;
    wrong text;
    differs boolean;
    unseen text;
BEGIN
    SELECT * INTO c FROM kpi_case WHERE within IS NULL ORDER BY id LIMIT 1;
    FOR w IN TABLE wrong_rule LOOP
        wrong := replace(c.plain, w.part, w.instead);
        ASSERT wrong <> c.plain, w.rule;
        EXECUTE format('SELECT bool_or(got IS DISTINCT FROM wrong) FROM (SELECT mrr_summary(%s)::text AS got, (%s)::text AS wrong
            FROM (SELECT 1 AS source, * FROM ordinary UNION ALL SELECT 2, * FROM extreme) AS r GROUP BY source, g, id %% 23) AS groups', c.arguments, wrong) INTO differs;
        IF NOT differs THEN
            unseen := concat_ws(', ', unseen, w.rule);
        END IF;
    END LOOP;
    INSERT INTO tally VALUES ((unseen IS NULL)::int, (unseen IS NOT NULL)::int, 0);
    RETURN format('seed %s, %s wrong rules%s', current_setting('test.seed'), (SELECT count(*) FROM wrong_rule), ' NOT OK: not noticed: ' || unseen);
END $$;

CREATE FUNCTION check_reading(title text, source text, grouping_clause text, key text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill('want', format('SELECT %s AS key, ARRAY[%s] AS value FROM %s %s', key, each_case('reading', '({plain})::text'), source, grouping_clause));
    PERFORM fill('got', format('SELECT %s AS key, ARRAY[%s] AS value FROM %s %s', key, each_case('reading', '({kpi})::text'), source, grouping_clause));
    RETURN verdict(title, 'reading');
END $$;

-- Summaries of disjoint accounts, merged in random order, as a tree, by +, and in parallel: that of all.
CREATE FUNCTION check_rollup(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v variant;
    merged text;
    differ boolean;
    wrong text;
    total bigint := 0;
BEGIN
    FOR v IN TABLE variant LOOP
        EXECUTE format('CREATE TABLE piece WITH (parallel_workers = 2) AS
            SELECT coalesce(abs(hashtext(%1$s::text)) %% 60, 3) AS nth, mrr_summary(%2$s) AS s FROM %3$I GROUP BY 1', v.account, v.arguments, source);
        INSERT INTO piece VALUES (-1, NULL);
        ANALYZE piece;
        EXECUTE format('CREATE TEMP TABLE whole AS SELECT mrr_summary_send(mrr_summary(%s)) AS bytes FROM %I', v.arguments, source);
        FOREACH merged IN ARRAY ARRAY['SELECT rollup(s ORDER BY h(nth, 62)) FROM piece', 'SELECT rollup(s) FROM piece',
            'SELECT sum(s) FROM (SELECT rollup(s) AS s FROM piece GROUP BY nth % 3) AS branch',
            'SELECT a.s + b.s FROM (SELECT rollup(s) AS s FROM piece WHERE nth < 3) AS a, (SELECT sum(s) AS s FROM piece WHERE nth >= 3) AS b']
        LOOP
            PERFORM fill('got', merged, CASE merged WHEN 'SELECT rollup(s) FROM piece' THEN '{max_parallel_workers_per_gather=2,parallel_leader_participation=off}'::text[]
                ELSE '{}' END, CASE merged WHEN 'SELECT rollup(s) FROM piece' THEN '{"Finalize Aggregate","Partial Aggregate","Workers Launched: [12]"}'::text[]
                ELSE '{Aggregate}' END);
            EXECUTE 'SELECT EXISTS (SELECT mrr_summary_send(g::text::mrr_summary) FROM (TABLE got) AS got (g) EXCEPT TABLE whole)' INTO differ;
            IF differ THEN
                wrong := concat_ws(', ', wrong, v.aggregate::text || ': ' || merged);
            END IF;
            total := total + 1;
        END LOOP;
        DROP TABLE piece, whole;
    END LOOP;
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, total);
    RETURN format('seed %s, %s rows, rollup: %s values%s', current_setting('test.seed'), source, total, ' NOT OK: ' || wrong);
END $$;

INSERT INTO todo (call) VALUES ('check_coverage_of_mrr()'), ('check_wrong_rules()');
INSERT INTO plan VALUES (10, 'small groups', 'g, id % 23', 'ROW(g, id % 23)::text', '{}', '{Aggregate}');
\i plans.sql
INSERT INTO todo (call) SELECT format('check_reading(%L, %L, %L, %L)', rows || ' rows, what is read', rows, 'GROUP BY g, id % 5', 'ROW(g, id % 5)::text') FROM rows;
INSERT INTO todo (call) SELECT format('check_rollup(%L)', rows) FROM rows;
