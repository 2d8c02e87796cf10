-- What every adapter begins with: the variables that are not set, the schema of the views, and what the CRM's tables
-- have. The adapter has set:
--     usual_source    schema of the CRM's tables if "source" is not set
--     tables          those that it reads, as an array
-- columns is then an array of those that are there and may be read, each as "table" and its columns as "table.column".
\set ON_ERROR_STOP on
\if :{?source}
\else
\set source :usual_source
\endif
\if :{?target}
\else
\set target kpi
\endif
\if :{?zone}
\else
SELECT current_setting('TimeZone') AS zone \gset
\endif

SELECT now() AT TIME ZONE :'zone' IS NOT NULL AS zone_known,
    (SELECT array_agg(DISTINCT name)
    FROM pg_class
        JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped,
        unnest(ARRAY[relname::text, relname || '.' || attname]) AS name
    WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = :'source')
        AND relname = ANY (:'tables') AND has_table_privilege(pg_class.oid, 'SELECT')) AS columns \gset
\if :{?columns}
\else
\set columns '{}'
\endif

SELECT format('CREATE SCHEMA %I', :'target')
WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = :'target') \gexec
