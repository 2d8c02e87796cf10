-- A schema full of functions, aggregates, operators and types that bear the names of PostgreSQL's own: whoever is led to
-- one of them gets an error or a wrong type.
CREATE FUNCTION pg_temp.fill(schema text) RETURNS text LANGUAGE plpgsql AS $f$
DECLARE
    p record;
    made bigint := 0;
BEGIN
    FOR p IN
        SELECT proname, arguments, prorettype::regtype AS result
        FROM pg_proc, LATERAL (SELECT string_agg(format_type(type, NULL), ', ' ORDER BY n) AS arguments, bool_and(t.typtype = 'b') AS concrete
            FROM unnest(proargtypes) WITH ORDINALITY AS u (type, n) JOIN pg_type AS t ON t.oid = type) AS a
        WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind IN ('f', 'a') AND concrete AND pronargs <= 3
            AND proname ~ '^(date_part|extract|abs|round|trunc|floor|sum|avg|min|max|count|length|lower|upper|coalesce|greatest|array_length|numeric_\w+|int[48]\w*|float8\w*|date_\w+|timestamp\w*|interval\w*|bytea\w*|text\w*|bool\w*|make_interval|justify_\w+|unnest|array_\w+|percentile_\w+)$'
            AND EXISTS (SELECT FROM pg_type AS t WHERE t.oid = prorettype AND t.typtype = 'b')
        UNION ALL SELECT name, 'anyelement', 'pg_catalog.float8'
            FROM unnest('{abs,date_part,extract,numeric,round,sum,count,interval_to_days}'::text[]) AS name LOOP
        EXECUTE format('CREATE FUNCTION %I.%I(%s) RETURNS %s LANGUAGE plpgsql IMMUTABLE AS $$BEGIN RAISE EXCEPTION ''captured: function''; END$$',
            schema, p.proname, p.arguments, p.result);
        made := made + 1;
    END LOOP;
    EXECUTE format('CREATE FUNCTION %I.boom(bigint) RETURNS bigint LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION ''captured: aggregate''; END$$', schema);
    EXECUTE format('CREATE AGGREGATE %I.count(*) (SFUNC = %1$I.boom, STYPE = bigint, INITCOND = 0)', schema);
    FOR p IN
        SELECT oprname, oprleft::regtype AS l, oprright::regtype AS r, CASE WHEN oprresult = 0 THEN 'boolean' ELSE oprresult::regtype::text END AS result, o.oid
        FROM pg_operator AS o JOIN pg_type AS a ON a.oid = oprleft JOIN pg_type AS b ON b.oid = oprright
        WHERE oprnamespace = 'pg_catalog'::regnamespace AND a.typtype = 'b' AND b.typtype = 'b'
            AND oprname IN ('=', '<>', '<', '>', '<=', '>=', '+', '-', '*', '/', '%', '||', '~~', '@>')
            AND a.typname IN ('bool', 'int2', 'int4', 'int8', 'numeric', 'float8', 'text', 'bytea', 'uuid', 'date', 'timestamp', 'timestamptz', 'interval') LOOP
        EXECUTE format('CREATE FUNCTION %I.op_%s(%s, %s) RETURNS %s LANGUAGE plpgsql IMMUTABLE AS $$BEGIN RAISE EXCEPTION ''captured: operator''; END$$',
            schema, p.oid, p.l, p.r, p.result);
        EXECUTE format('CREATE OPERATOR %I.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = %1$I.op_%5$s)', schema, p.oprname, p.l, p.r, p.oid);
        made := made + 1;
    END LOOP;
    FOR p IN SELECT name FROM unnest('{bool,int4,int8,numeric,float8,text,bytea,uuid,date,timestamp,timestamptz,interval,cstring,internal,json,jsonb}'::text[]) AS name LOOP
        EXECUTE format('CREATE DOMAIN %I.%I AS pg_catalog.int4', schema, p.name);
        made := made + 1;
    END LOOP;
    RETURN format('%s objects', made);
END $f$;

-- What the members of the extension are and call, without the name of their schema.
CREATE FUNCTION pg_temp.fingerprint() RETURNS SETOF text LANGUAGE sql SET search_path = '' AS $$
    WITH here AS (SELECT oid, extnamespace::pg_catalog.regnamespace || '.' AS schema FROM pg_catalog.pg_extension WHERE extname = 'funnel_kpi')
    SELECT replace(concat_ws(' | ', pg_catalog.pg_describe_object(classid, objid, 0),
        (SELECT concat_ws(' ', l.lanname, p.prosrc, p.provolatile, p.proisstrict, pg_catalog.pg_get_function_arguments(p.oid), pg_catalog.pg_get_function_result(p.oid),
            pg_catalog.pg_get_function_sqlbody(p.oid))
        FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang WHERE classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = objid),
        (SELECT concat_ws(' ', aggtransfn::pg_catalog.regprocedure, aggfinalfn::pg_catalog.regprocedure, aggcombinefn::pg_catalog.regprocedure,
            aggserialfn::pg_catalog.regprocedure, aggdeserialfn::pg_catalog.regprocedure, aggmtransfn::pg_catalog.regprocedure, aggminvtransfn::pg_catalog.regprocedure,
            aggmfinalfn::pg_catalog.regprocedure, aggtranstype::pg_catalog.regtype, aggmtranstype::pg_catalog.regtype)
        FROM pg_catalog.pg_aggregate WHERE classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND aggfnoid = objid),
        (SELECT concat_ws(' ', oprcode::pg_catalog.regprocedure, oprcom::pg_catalog.regoperator, oprnegate::pg_catalog.regoperator, oprrest, oprjoin)
        FROM pg_catalog.pg_operator AS o WHERE classid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND o.oid = objid),
        (SELECT concat_ws(' ', typinput::pg_catalog.regprocedure, typoutput::pg_catalog.regprocedure, typreceive::pg_catalog.regprocedure, typsend::pg_catalog.regprocedure)
        FROM pg_catalog.pg_type AS t WHERE classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = objid),
        (SELECT string_agg(concat_ws(' ', amopstrategy, amopopr::pg_catalog.regoperator), ', ' ORDER BY amopstrategy)
        FROM pg_catalog.pg_amop WHERE classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND amopfamily = objid),
        (SELECT string_agg(concat_ws(' ', amprocnum, amproc::pg_catalog.regprocedure), ', ' ORDER BY amprocnum)
        FROM pg_catalog.pg_amproc WHERE classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND amprocfamily = objid)), schema, 'kpi.')
    FROM pg_catalog.pg_depend, here
    WHERE deptype = 'e' AND refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND refobjid = here.oid
    ORDER BY classid, replace(pg_catalog.pg_describe_object(classid, objid, 0), schema, 'kpi.') COLLATE pg_catalog."C"
$$;
