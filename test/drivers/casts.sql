-- Which arguments need a cast where a driver sends no type: each argument of each function of the extension as a NULL without
-- a type among others that have theirs. A row for each function and argument for which PostgreSQL finds several forms.
CREATE TEMPORARY TABLE needs_cast (function text, argument text);
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT proname AS function, proargnames[i] AS argument, format('SELECT %I(%s)%s', proname,
            (SELECT string_agg('NULL' || CASE WHEN nr <> i THEN '::' || CASE WHEN nr = pronargs AND provariadic <> 0 THEN provariadic ELSE type END::regtype
                ELSE '' END, ', ' ORDER BY nr) FROM unnest(proargtypes::oid[]) WITH ORDINALITY AS a (type, nr)),
            CASE prokind WHEN 'w' THEN ' OVER ()' END) AS call
        FROM pg_proc JOIN pg_depend ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e', generate_series(1, pronargs) AS i
        WHERE refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi')
            AND NOT proargtypes::oid[] || prorettype && '{kpi_state,internal,cstring}'::regtype[]::oid[]
            AND proname !~ '_(recv|send|eq|ne|lt|le|gt|ge|cmp|hash|hash_extended|plus)$'
    LOOP
        BEGIN
            EXECUTE one.call;
        EXCEPTION
            WHEN ambiguous_function THEN INSERT INTO needs_cast VALUES (one.function, one.argument);
            WHEN data_exception THEN NULL; -- a parameter that may not be NULL
        END;
    END LOOP;
END $$;
SELECT DISTINCT function, argument FROM needs_cast ORDER BY 1, 2;
