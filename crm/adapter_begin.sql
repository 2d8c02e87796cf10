-- What every adapter begins with: the variables that are not set, the schema of the views, and what the CRM's tables
-- have. The adapter has set:
--     usual_source    schema of the CRM's tables if "source" is not set
--     needs           those that it cannot do without, as an array
--     tables          the others that it reads, as an array
-- crm_schema is then the schema of the tables, and crm_zone the time zone; they are no defaults of "source" and "zone",
-- which the next adapter of the session would take for given. columns is then an array of those that are there and may be
-- read, each as "table" and its columns as "table.column". Of a table that it needs, the columns that it reads are enough.
\set ON_ERROR_STOP on
\set crm_schema :usual_source
\if :{?source}
\set crm_schema :source
\endif
\if :{?target}
\else
\set target kpi
\endif
SELECT current_setting('TimeZone') AS crm_zone \gset
\if :{?zone}
\set crm_zone :zone
\endif

SELECT now() AT TIME ZONE :'crm_zone' IS NOT NULL AS zone_known,
    (SELECT array_agg(DISTINCT name)
    FROM pg_class
        JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped,
        unnest(ARRAY[relname::text, relname || '.' || attname]) AS name
    WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = :'crm_schema')
        AND (relname = ANY (:'needs') AND has_any_column_privilege(pg_class.oid, 'SELECT')
            OR relname = ANY (:'tables') AND has_table_privilege(pg_class.oid, 'SELECT'))) AS columns \gset
\if :{?columns}
\else
\set columns '{}'
\endif

-- Without what it needs it stops. A DO block takes no rights that a reader of the tables may lack.
SELECT string_agg(name, ', ' ORDER BY nth) AS missing,
    coalesce((SELECT '; there are such tables in ' || string_agg(quote_ident(nspname), ', ' ORDER BY nspname)
        FROM pg_namespace AS n
        WHERE nspname <> :'crm_schema' AND :'needs'::name[] <@ ARRAY(
            SELECT relname FROM pg_class WHERE relnamespace = n.oid AND relkind IN ('r', 'p', 'v', 'm', 'f'))), '') AS elsewhere
FROM unnest(:'needs'::text[]) WITH ORDINALITY AS need (name, nth)
WHERE name <> ALL (:'columns'::text[]) \gset
\if :{?missing}
\set SHOW_CONTEXT never
SELECT format('DO %L', format('BEGIN RAISE undefined_table USING MESSAGE = %L, HINT = %L; END',
    format('the schema "%s" has no tables of %s that you may read: %s', :'crm_schema', :'crm_name', :'missing'),
    'The variable source names the schema, as in -v source=my_schema' || :'elsewhere')) \gexec
\endif

SELECT format('CREATE SCHEMA %I', :'target')
WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = :'target') \gexec
