-- What every adapter ends with. It has set views, those that it has made, as an array, and crm_name. Those
-- of an earlier run that it has not made go, with what stands on them.
SELECT format('DROP VIEW %I.%I CASCADE', :'target', relname)
FROM pg_class
WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = :'target') AND relkind = 'v'
    AND relname IN ('stage', 'deal_stage', 'lead', 'touch', 'target') AND relname <> ALL (:'views')
    AND obj_description(pg_class.oid, 'pg_class') ~ '^Rows of the model''s .* in .*, days in ' \gexec

SELECT format('COMMENT ON VIEW %I.%I IS %L', :'target', view,
    format('Rows of the model''s %s in %s, days in %s', view, :'crm_name', :'crm_zone'))
FROM unnest(:'views'::text[]) AS view \gexec
