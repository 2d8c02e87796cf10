-- What security.pl calls: every function of the extension by hand with odd arguments, aggregates that somebody made of
-- its support functions, and a schema that shadows PostgreSQL's own. All of it is made from the catalog, so that later
-- functions are covered, too. Needs test/deals.sql.
CREATE SCHEMA audit;
CREATE ROLE mallory;		-- who may do what everybody may, in a schema of her own
CREATE SCHEMA mallory AUTHORIZATION mallory;
GRANT USAGE ON SCHEMA audit TO PUBLIC;
GRANT SELECT ON deal TO mallory;
ALTER DEFAULT PRIVILEGES IN SCHEMA audit GRANT SELECT, INSERT ON TABLES TO PUBLIC;

CREATE VIEW audit.member AS
SELECT p.*, 'internal'::regtype = ANY (p.proargtypes || p.prorettype) AS is_internal
FROM pg_depend AS d JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
    AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi');

-- The extension's own types.
CREATE VIEW audit.own_type AS
SELECT t.oid, t.typname
FROM pg_depend AS d JOIN pg_type AS t ON d.classid = 'pg_type'::regclass AND d.objid = t.oid
WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass AND t.typelem = 0
    AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi');

-- ---------- values of every type ----------

-- The first one of a type is an ordinary one, in line with the table deal.
CREATE TABLE audit.literal (n bigint GENERATED ALWAYS AS IDENTITY, type regtype, value text);
INSERT INTO audit.literal (type, value)
SELECT type::regtype, value
FROM (VALUES
    ('boolean', ARRAY['t', 'f']),
    ('integer', ARRAY['4', '-2147483648', '-1', '0', '1', '3', '64', '65', '2147483647']),
    ('bigint', ARRAY['10', '-9223372036854775808', '-1', '0', '1', '9223372036854775807']),
    ('double precision', ARRAY['0.9', 'NaN', 'Infinity', '-Infinity', '-0', '0.5', '1', '2', '1e308', '-1e308', '5e-324']),
    ('numeric', ARRAY['1.25', 'NaN', 'Infinity', '-Infinity', '0', '0.00', '1.50', '-12345678901234567890.123', '1e131071',
        '-1e131071', '1e-16383', '99999999999999999999999999.999999999999999']),
    ('text', ARRAY['strict_increase, strict_once', '(?1).*(?2)(?t<=1 day)(?3)', '', 'x', 'strict_once', ' strict_order,strict_increase ', 'any_order', 'any_order,strict_once', 'no_such_mode', ',',
        'exclude 4, step 2 within 1 mon -30 days', 'each step within 178000000 years,strict_once,strict_deduplication', 'exclude 64 between 1 and 63', 'step 2 within ''',
        'é', repeat('long ', 30), repeat('longer ', 3000), 'linear', 'month', '(?1).*(?t<=3600)(?2)', '(?', 'day']),
    ('cstring', ARRAY['', '\x', '\x01', '\xzz', '\x0101000000000000000000000000000000000000', '{}', '[]', '{"version": 1}', '1', 'null', repeat('[', 10000)]),
    ('uuid', ARRAY['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '0123456789abcdef0123456789abcdef']),
    ('interval', ARRAY['45 days', '1 mon', '1 us', '0', '-1 day', '1 mon -30 days', '178000000 years', '-178000000 years', '2147483647 days']),
    ('date', ARRAY['2024-02-29', '-infinity', 'infinity', '4713-01-01 BC', '5874897-12-31', '294276-12-31', '2024-01-12', '2024-02-10']),
    ('timestamp', ARRAY['2024-02-29 12:00', '-infinity', 'infinity', '4713-01-01 BC', '294276-12-31 23:59:59.999999', '2000-01-01', '2024-01-12', '2024-02-10']),
    ('timestamptz', ARRAY['2024-02-29 12:00+0', '-infinity', 'infinity', '4713-01-02 BC +0', '294276-12-31 23:59:59.999999+0', '2000-01-01+0', '2024-01-12', '2024-02-10']),
    ('time', ARRAY['09:00', '00:00', '12:00', '17:00', '23:59:59.999999', '24:00']),
    ('boolean[]', ARRAY['{t,f,NULL,t}', '{}', '{t}', '{f,t,NULL}', '{NULL}', '{{t,f},{f,t}}', '[-3:-1]={t,t,t}',
        '{' || repeat('t,', 7) || 't}', '{' || repeat('t,', 63) || 't}', '{' || repeat('t,', 64) || 't}']),
    ('double precision[]', ARRAY['{0.1,NULL,0.5,1}', '{}', '{0.5}', '{0,1}', '{NULL,0.5}', '{NaN}', '{2}', '{{0.1,0.2},{0.3,0.4}}', '[5:6]={0.5,0.5}']),
    ('date[]', ARRAY['{2024-02-28,2024-02-29}', '{}', '{2024-02-29}', '{2024-02-29,2024-02-28}', '{NULL}', '{-infinity,infinity}', '{{2024-01-01}}', '{4713-01-01 BC,5874897-12-31}']),
    ('timestamp[]', ARRAY['{2024-02-28,2024-02-29}', '{}', '{2024-02-29}', '{2024-02-29,2024-02-28}', '{NULL}', '{-infinity,infinity}', '{{2024-01-01}}', '{4713-01-01 BC,294276-12-31}']),
    ('timestamptz[]', ARRAY['{2024-02-28,2024-02-29}', '{}', '{2024-02-29}', '{2024-02-29,2024-02-28}', '{NULL}', '{-infinity,infinity}', '{{2024-01-01}}', '{4713-01-02 BC,294276-12-31}']),
    ('text[]', ARRAY['{a,b,c,d}', '{}', '{NULL,b,c,d}', '{{a,b},{c,d}}', '{a}'])
) AS v (type, list), unnest(list) AS value;
INSERT INTO audit.literal (type, value) SELECT 'interval', '2562047788 hours' WHERE current_setting('server_version_num')::int >= 150000;
INSERT INTO audit.literal (type, value) SELECT 'interval', i FROM unnest('{infinity,-infinity}'::text[]) AS i WHERE current_setting('server_version_num')::int >= 170000;

-- A function's arguments are called after their type.
CREATE FUNCTION audit.pool(type oid) RETURNS text LANGUAGE sql STABLE
    RETURN format('audit.%I', 'pool_' || (SELECT typname FROM pg_type WHERE oid = type));

-- A table of values for each type that some function takes. Of the extension's own types they are what its aggregates
-- make of a few rows, and of many: states as they are in memory, too, not only as they are written.
DO $$
DECLARE
    t record;
    a record;
BEGIN
    FOR t IN SELECT DISTINCT type AS oid, audit.pool(type) AS pool, type IN (SELECT oid FROM audit.own_type) AS own
            FROM audit.member, unnest(proargtypes) AS type WHERE NOT is_internal LOOP
        EXECUTE format('CREATE TABLE %s (n bigint GENERATED ALWAYS AS IDENTITY (START 0 MINVALUE 0), value %s)',
            t.pool, CASE t.oid WHEN 'cstring'::regtype THEN 'text' ELSE t.oid::regtype::text END);
        IF t.own THEN
            EXECUTE format('CREATE TEMP TABLE made (value %s)', t.oid::regtype);
            FOR a IN SELECT DISTINCT ON (aggtransfn, own_result) k.*, aggtransfn, own_result
                    FROM kpi AS k JOIN pg_aggregate AS s ON s.aggfnoid = k.oid,
                        LATERAL (SELECT k.result = t.oid::regtype::text AS own_result) AS r
                    WHERE t.oid = aggtranstype OR own_result ORDER BY aggtransfn, own_result, k.oid LOOP
                IF NOT a.own_result THEN
                    EXECUTE format('CREATE AGGREGATE audit.raw_%s (%s) (SFUNC = %s, STYPE = %s)', a.oid,
                        (SELECT string_agg(type::regtype::text, ', ' ORDER BY n)
                        FROM audit.member AS m, unnest(m.proargtypes) WITH ORDINALITY AS u (type, n) WHERE m.oid = a.oid),
                        a.aggtransfn, t.oid::regtype);
                END IF;
                EXECUTE format('INSERT INTO made SELECT %s FROM deal, unnest(ARRAY[1, 400]) AS n WHERE id <= n GROUP BY n',
                    CASE WHEN a.own_result THEN a.call ELSE format('audit.raw_%s(%s)', a.oid, a.arguments) END);
            END LOOP;
            EXECUTE format('INSERT INTO %s (value) SELECT DISTINCT ON (value::text) value FROM made ORDER BY value::text', t.pool);
            DROP TABLE made;
        ELSE
            EXECUTE format('INSERT INTO %s (value) SELECT value::%s FROM audit.literal WHERE type = %s ORDER BY n', t.pool,
                CASE t.oid WHEN 'cstring'::regtype THEN 'text' ELSE t.oid::regtype::text END, t.oid);
        END IF;
        EXECUTE format('INSERT INTO %s (value) VALUES (NULL)', t.pool);
        EXECUTE format('CREATE UNIQUE INDEX ON %s (n); ANALYZE %1$s', t.pool);
        EXECUTE format('SELECT count(*) FROM %s', t.pool) INTO a;
        IF a.count < 3 THEN
            RAISE EXCEPTION 'no values of type %; add some to audit.literal', t.oid::regtype;
        END IF;
    END LOOP;
END $$;

-- ---------- calls by hand ----------

CREATE TABLE audit.outcome (function oid, i bigint, outcome text);
CREATE INDEX ON audit.outcome (function, i);

-- The FROM clause that gives row i of some arguments, the nth of which is pn.value. The first one of an own type goes
-- through all there are, with ordinary values of the others, with another text, and with any.
CREATE FUNCTION audit.rows_of(types oidvector) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    source text := '';
    size bigint;
    round bigint := 0;
    pick text;
    other text;
    ordinary text;
BEGIN
    FOR n IN 1 .. array_length(types, 1) LOOP
        ordinary := '0';
        other := (types[n - 1] = 'text'::regtype)::int;
        -- A text after a time is a unit of the calendar.
        IF n > 1 AND types[n - 1] = 'text'::regtype AND types[n - 2] IN ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype) THEN
            ordinary := (SELECT p.n FROM audit.pool_text AS p WHERE value = 'day');
            other := ordinary;
        END IF;
        -- Times after an amount are the ends of a period.
        IF n > 4 AND types[n - 1] = types[n - 2] AND types[n - 3] = 'numeric'::regtype OR n > 4 AND types[n - 2] = 'numeric'::regtype
            AND types[n - 1] = types[n - 4] THEN
            EXECUTE format('SELECT n FROM %s WHERE value = %L', audit.pool(types[n - 1]),
                CASE WHEN types[n - 2] = 'numeric'::regtype THEN '2024-01-12' ELSE '2024-02-10' END) INTO ordinary;
            other := ordinary;
        END IF;
        EXECUTE format('SELECT count(*) FROM %s', audit.pool(types[n - 1])) INTO size;
        IF round = 0 AND types[n - 1] IN (SELECT oid FROM audit.own_type) THEN
            round := size;
            pick := format('i %% %s', size);
        ELSE
            pick := format('CASE WHEN i < %s THEN %s WHEN i < %s THEN %s ELSE (hashint8extended(i, %s) & 1048575) %% %s END', round, ordinary,
                2 * round, other, n, size);
        END IF;
        source := source || format(' JOIN %s AS p%s ON p%2$s.n = %s', audit.pool(types[n - 1]), n, pick);
    END LOOP;
    RETURN format('generate_series(0, %s::bigint - 1) AS i', 3 * greatest(round, 50)) || source;
END $$;

-- How a function is called with such arguments, or with those of this prefix.
CREATE FUNCTION audit.call(function oid, prefix text DEFAULT 'p', suffix text DEFAULT '.value') RETURNS text LANGUAGE sql STABLE
    RETURN (SELECT format('%s.%I(%s)', pronamespace::regnamespace, proname,
            (SELECT string_agg(CASE WHEN provariadic <> 0 AND n = pronargs THEN 'VARIADIC ' ELSE '' END || prefix || n || suffix ||
                CASE type WHEN 'cstring'::regtype THEN '::cstring' ELSE '' END, ', ' ORDER BY n)
            FROM unnest(proargtypes) WITH ORDINALITY AS u (type, n)))
        FROM pg_proc WHERE oid = function);

-- Does the call fail, and with what; and does a value that the extension made load back to the same?
DO $$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT oid, proretset, prokind, prorettype IN (SELECT oid FROM audit.own_type) AS own, prorettype::regtype AS type,
            (SELECT string_agg(CASE type WHEN 'cstring'::regtype THEN 'text' ELSE type::regtype::text END, ', ' ORDER BY n)
            FROM unnest(proargtypes) WITH ORDINALITY AS u (type, n)) AS arguments
            FROM audit.member WHERE NOT is_internal AND prokind IN ('f', 'w') LOOP
        EXECUTE format('CREATE FUNCTION audit.try_%s(%s) RETURNS text LANGUAGE plpgsql AS $f$
            DECLARE
                result text;
            BEGIN
                %s
                BEGIN
                    %s
                    RETURN ''ok'';
                EXCEPTION WHEN OTHERS THEN
                    RETURN ''does not load: '' || left(result, 80);
                END;
            EXCEPTION WHEN OTHERS THEN
                RETURN SQLSTATE || '' '' || SQLERRM;
            END $f$', f.oid, f.arguments,
            CASE WHEN f.proretset THEN format('PERFORM %s;', audit.call(f.oid, '$', ''))
                WHEN f.prokind = 'w' THEN format('PERFORM (%s OVER ())::text FROM generate_series(1, 3);', audit.call(f.oid, '$', ''))
                ELSE format('result := (%s)::text;', audit.call(f.oid, '$', '')) END,
            CASE WHEN f.own THEN format('IF result::%s::text <> result THEN RETURN ''changes: '' || left(result, 80); END IF;', f.type) END);
    END LOOP;
END $$;

CREATE FUNCTION audit.call_by_hand() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT * FROM audit.member WHERE NOT is_internal AND prokind IN ('f', 'w') ORDER BY oid LOOP
        EXECUTE format('INSERT INTO audit.outcome SELECT %1$s, i, audit.try_%1$s(%2$s) FROM %3$s', f.oid,
            (SELECT string_agg(format('p%s.value', n), ', ') FROM generate_series(1, f.pronargs) AS n),
            audit.rows_of(f.proargtypes));
    END LOOP;
END $$;

-- What a query fails with: empty if it does not.
CREATE FUNCTION audit.error_of(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE query;
    RETURN '';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

-- ---------- aggregates that somebody makes of the support functions ----------

-- With final, combine and inverse functions of other KPIs, initial values of other kinds, as moving and ordered-set
-- aggregates. Each row tells what such an aggregate is and what came of it.
CREATE FUNCTION audit.make_aggregates() RETURNS TABLE (made text, outcome text) LANGUAGE plpgsql AS $$
DECLARE
    f record;
    g record;
    name text;
    rows text;
BEGIN
    FOR f IN SELECT m.oid, format('public.%I', proname) AS name, prorettype::regtype AS state, proargtypes AS types,
            (SELECT string_agg(type::regtype::text, ', ' ORDER BY n) FROM unnest(proargtypes) WITH ORDINALITY AS u (type, n) WHERE n > 1) AS arguments,
            (SELECT string_agg(format('p%s.value', n), ', ') FROM generate_series(2, pronargs) AS n) AS values
            FROM audit.member AS m
            WHERE prokind = 'f' AND NOT is_internal AND pronargs > 1 AND proargtypes[0] = prorettype AND prorettype IN (SELECT t.oid FROM audit.own_type AS t)
            ORDER BY m.oid LOOP
        rows := (SELECT string_agg(format('%s AS p%s', audit.pool(type), n), ', ') || ' WHERE ' || string_agg(format('p%s.n = 0', n), ' AND ')
            FROM unnest(f.types) WITH ORDINALITY AS u (type, n) WHERE n > 1);

        -- The final functions are its own ones, called with NULLs, and a few of the others, different ones each time.
        FOR g IN SELECT m.oid, format('public.%I', proname) AS name, m.pronargs > 1 AS extra,
                (SELECT format('public.%I', proname) FROM audit.member AS i
                WHERE i.proargtypes = f.types AND i.prorettype = f.state ORDER BY hashint8extended(i.oid::bigint, m.oid::bigint) LIMIT 1) AS inverse,
                (SELECT format('public.%I', proname) FROM audit.member AS c
                WHERE c.prorettype = f.state AND c.proargtypes::text = format('%s %1$s', f.state::oid) LIMIT 1) AS combine
                FROM audit.member AS m
                WHERE prokind = 'f' AND m.proargtypes::text IN (f.types::text, f.state::oid::text) AND NOT proretset
                    AND NOT (m.pronargs > 1 AND proisstrict)
                ORDER BY pronargs DESC, hashint8extended(m.oid::bigint, f.oid::bigint) LIMIT 4 LOOP
            name := format('mallory.a%s_%s', f.oid, g.oid);
            made := format('%s of %s and %s', g.inverse, f.oid::regprocedure, g.oid::regprocedure);
            outcome := audit.error_of(format('CREATE AGGREGATE %1$s (%2$s) (SFUNC = %3$s, STYPE = %4$s, FINALFUNC = %5$s %6$s,
                COMBINEFUNC = %7$s, MSFUNC = %3$s, MINVFUNC = %8$s, MSTYPE = %4$s, MFINALFUNC = %5$s %9$s, PARALLEL = SAFE)',
                name, f.arguments, f.name, f.state, g.name, CASE WHEN g.extra THEN ', FINALFUNC_EXTRA' END, g.combine, g.inverse,
                CASE WHEN g.extra THEN ', MFINALFUNC_EXTRA' END));
            RETURN NEXT;
            CONTINUE WHEN outcome <> '';
            outcome := audit.error_of(format('SELECT %s(%s)::text FROM public.deal, %s AND id <= 8', name, f.values, rows));
            RETURN NEXT;
            outcome := audit.error_of(format('SELECT (%s(%s) OVER (ORDER BY id ROWS 2 PRECEDING))::text FROM public.deal, %s AND id <= 8', name, f.values, rows));
            RETURN NEXT;
        END LOOP;

        -- In a parallel plan, the partial states of which are combined.
        IF f.oid::bigint % 4 = 0 THEN
            made := format('parallel %s with %s', f.oid::regprocedure, name);
            PERFORM set_config('min_parallel_table_scan_size', '0', true);
            outcome := audit.error_of(format('SELECT %s(%s)::text FROM public.deal, %s', name, f.values, rows));
            PERFORM set_config('min_parallel_table_scan_size', '1GB', true);
            RETURN NEXT;
        END IF;

        -- It starts from what another one ends with, or is an ordered-set aggregate.
        FOR g IN EXECUTE format('SELECT value::text FROM %s WHERE value IS NOT NULL ORDER BY hashint8extended(n, %s) LIMIT 2', audit.pool(f.state), f.oid) LOOP
            made := format('%s from %s', f.oid::regprocedure, left(g.value, 40));
            name := format('mallory.i%s_%s', f.oid, md5(g.value));
            outcome := audit.error_of(format('CREATE AGGREGATE %s (%s) (SFUNC = %s, STYPE = %s, INITCOND = %L)', name, f.arguments, f.name, f.state, g.value));
            RETURN NEXT;
            outcome := audit.error_of(format('SELECT %s(%s)::text FROM public.deal, %s AND id <= 8', name, f.values, rows));
            RETURN NEXT;
        END LOOP;
        made := format('%s as ordered-set aggregate', f.oid::regprocedure);
        name := format('mallory.o%s', f.oid);
        outcome := audit.error_of(format('CREATE AGGREGATE %s (ORDER BY %s) (SFUNC = %s, STYPE = %s)', name, f.arguments, f.name, f.state));
        RETURN NEXT;
        outcome := audit.error_of(format('SELECT (%s() WITHIN GROUP (ORDER BY %s))::text FROM public.deal, %s AND id <= 8', name, f.values, rows));
        RETURN NEXT;
    END LOOP;
END $$;

-- What takes or returns internal can neither be called by hand nor made an aggregate of.
CREATE FUNCTION audit.try_internal() RETURNS TABLE (function text, by_hand text, typed text, aggregate text) LANGUAGE plpgsql AS $$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT oid, format('public.%I', proname) AS name, prorettype,
            (SELECT string_agg('NULL', ', ') FROM unnest(proargtypes)) AS nulls,
            (SELECT string_agg('NULL::' || type::regtype, ', ' ORDER BY n) FROM unnest(proargtypes) WITH ORDINALITY AS u (type, n)) AS typed_nulls,
            (SELECT string_agg(type::regtype::text, ', ' ORDER BY n) FROM unnest(proargtypes) WITH ORDINALITY AS u (type, n) WHERE n > 1) AS arguments
            FROM audit.member WHERE is_internal LOOP
        function := f.oid::regprocedure;
        by_hand := audit.error_of(format('SELECT %s(%s)', f.name, f.nulls));
        typed := audit.error_of(format('SELECT %s(%s)', f.name, f.typed_nulls));
        aggregate := audit.error_of(format('CREATE AGGREGATE mallory.internal_%s (%s) (SFUNC = %s, STYPE = internal)',
            f.oid, coalesce(f.arguments, '*'), f.name));
        RETURN NEXT;
    END LOOP;
END $$;

-- ---------- the same answers whatever the search path ----------

-- Calls of all aggregates, over groups and over frames, and of all functions, as far as they have an answer; with names
-- as they are found now.
CREATE FUNCTION audit.make_answers() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE (SELECT format('CREATE VIEW audit.answer AS
        SELECT ''aggregate'' AS what, n, value FROM (SELECT ARRAY[%1$s] AS v FROM deal WHERE id <= 200) AS a, unnest(v) WITH ORDINALITY AS u (value, n)
        UNION ALL SELECT ''frame'', n, string_agg(value, '' '' ORDER BY id) FROM (SELECT id, ARRAY[%2$s] AS v FROM deal WHERE id <= 9
            WINDOW w AS (ORDER BY id ROWS 2 PRECEDING)) AS a, unnest(v) WITH ORDINALITY AS u (value, n) GROUP BY n
        UNION ALL %3$s',
        string_agg(format('(%s)::text', call), ', ' ORDER BY oid),
        string_agg(format('(%s OVER w)::text', call), ', ' ORDER BY oid),
        (SELECT string_agg(format('SELECT ''function'', %s, string_agg(value, '' '' ORDER BY i) FROM (SELECT i, %s AS value FROM %s WHERE i IN (%s)) AS f',
                m.oid, CASE WHEN proretset THEN format('ARRAY(SELECT r::text FROM %s AS r)::text', audit.call(m.oid)) ELSE format('(%s)::text', audit.call(m.oid)) END,
                audit.rows_of(proargtypes), ok), ' UNION ALL ')
        FROM audit.member AS m, LATERAL (SELECT string_agg(i::text, ', ') AS ok
            FROM (SELECT i FROM audit.outcome WHERE function = m.oid AND outcome = 'ok' ORDER BY i LIMIT 3) AS answered) AS o
        WHERE NOT is_internal AND prokind = 'f'))
        FROM kpi);
END $$;

-- ---------- rows that somebody may not see ----------

-- For each function rows with which it fails, which a policy hides, and some with which it does not. What the policy
-- asks is dear, so that PostgreSQL would ask the function first if it could.
CREATE FUNCTION audit.hide_failures() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    f record;
    made bigint := 0;
BEGIN
    FOR f IN SELECT m.*, failed, (SELECT string_agg(i::text, ', ') FROM (SELECT i FROM audit.outcome AS o WHERE o.function = m.oid AND outcome = 'ok' LIMIT 4) AS l) AS ok
            FROM audit.member AS m, LATERAL (SELECT string_agg(i::text, ', ') AS failed
                FROM (SELECT i FROM audit.outcome AS o WHERE o.function = m.oid AND outcome <> 'ok' LIMIT 8) AS l) AS l
            WHERE failed <> '' AND prokind = 'f' LOOP    -- no window function stands in a condition
        EXECUTE format('CREATE TABLE audit.hidden_%s AS SELECT %s, i IN (%s) AS ok FROM %s WHERE i IN (%3$s, %5$s)', f.oid,
            (SELECT string_agg(format('p%s.value AS a%1$s', n), ', ') FROM generate_series(1, f.pronargs) AS n), f.ok, audit.rows_of(f.proargtypes), f.failed);
        EXECUTE format('ALTER TABLE audit.hidden_%s ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON audit.hidden_%1$s USING (ok::int + 1 + 1 = 3);
            CREATE VIEW audit.barrier_%1$s WITH (security_barrier) AS SELECT * FROM audit.hidden_%1$s WHERE ok::int + 1 + 1 = 3', f.oid);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

-- What the functions say about the rows that are left, row by row, in a condition.
CREATE FUNCTION audit.look_for_failures() RETURNS TABLE (function text, outcome text) LANGUAGE plpgsql AS $$
DECLARE
    f record;
    source text;
BEGIN
    FOR f IN SELECT m.*, format(CASE WHEN proretset THEN 'EXISTS (SELECT FROM %s)' ELSE '%s IS NOT NULL' END, audit.call(m.oid, 'a', '')) AS condition
            FROM audit.member AS m WHERE to_regclass('audit.hidden_' || m.oid) IS NOT NULL LOOP
        function := f.oid::regprocedure;
        FOREACH source IN ARRAY ARRAY['hidden_', 'barrier_'] LOOP
            outcome := audit.error_of(format('SELECT count(*) FROM audit.%s%s WHERE %s', source, f.oid, f.condition));
            RETURN NEXT;
        END LOOP;
    END LOOP;
END $$;
