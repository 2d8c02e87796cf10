--
-- What the other tests share, in the schema regress: what a query fails with, keys and random numbers, the plan of a query,
-- and examples of the arguments of every aggregate.
--
CREATE SCHEMA regress;
GRANT USAGE ON SCHEMA regress TO PUBLIC;

-- The SQLSTATE that a query fails with; empty if it does not.
CREATE FUNCTION regress.sqlstate_of(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN '';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;

-- All that it fails with.
CREATE FUNCTION regress.error_of(query text) RETURNS TABLE (code text, message text, detail text, hint text)
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	message := 'no error';
	RETURN NEXT;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
		detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN NEXT;
END $$;

-- A key.
CREATE FUNCTION regress.uuid(k bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT lpad(to_hex(k), 32, '0')::uuid $$;

-- A random number below 2^60 that is the same everywhere.
CREATE FUNCTION regress.r(i bigint, stream text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT ('x' || left(md5(i || stream), 15))::bit(60)::bigint $$;

-- Has the plan of a query these, in this order?
CREATE FUNCTION regress.planned(query text, VARIADIC wanted text[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
	plan text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		plan := plan || line || E'\n';
	END LOOP;
	RETURN plan ~ array_to_string(wanted, '.*');
END $$;

-- Where the source is: make installcheck of a build outside it says so.
\set examples `echo "${FUNNEL_KPI_SOURCE:-.}/test/examples.sql"`
SET client_min_messages = warning;
SET search_path = regress, public;
\set ECHO none
\i :examples
\set ECHO all
SELECT count(*) > 130 AS examples FROM kpi;
