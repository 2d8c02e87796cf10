-- With triggers=on: the deals' table notes the days of opening whose deals come, change or go. Run by kpi.sql. Sets
-- computes_all, what a refresh does by itself, and why_no_notes, which is "notes" where there are triggers.
\if :{?deal_table}
\else
\set deal_table ''
\set deal_day ''
\endif
-- The triggers of before, on whatever table.
DROP FUNCTION IF EXISTS :"target".kpi_note() CASCADE;
SELECT to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL AS has_citus, false AS distributed \gset
\if :has_citus
SELECT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = to_regclass(:'deal_table')) AS distributed \gset
\endif
SELECT CASE WHEN NOT :'triggers'::boolean THEN ''
        WHEN c.oid IS NULL THEN ' (the adapter names no table of deals)'
        WHEN relkind NOT IN ('r', 'p') THEN format(' (%s is no table, so it can have no such triggers)', c.oid::regclass)
        WHEN NOT has_table_privilege(c.oid, 'TRIGGER') THEN format(' (you may not make triggers on %s)', c.oid::regclass)
        WHEN EXISTS (SELECT FROM pg_subscription_rel WHERE srrelid = c.oid)
            THEN format(' (%s comes by replication, which fires no such triggers)', c.oid::regclass)
        WHEN :'distributed'::boolean
            THEN format(' (%s is distributed by Citus, where it can have no such triggers)', c.oid::regclass)
        ELSE 'notes' END AS why_no_notes
FROM (VALUES (:'deal_table')) AS v (name) LEFT JOIN pg_class AS c ON c.oid = to_regclass(name) \gset
SELECT :'why_no_notes' <> 'notes' AS computes_all, :'why_no_notes' = 'notes' AS makes_notes,
    -- What is too long for a name is cut off at its end.
    'inserted_' || :'target' AS note_inserted, 'updated_' || :'target' AS note_updated, 'deleted_' || :'target' AS note_deleted,
    'truncated_' || :'target' AS note_truncated,
    format('BEGIN
    IF TG_OP = ''TRUNCATE'' THEN INSERT INTO %1$I.kpi_due SELECT DISTINCT opened_at FROM %1$I.kpi_daily; END IF;
    IF TG_OP IN (''INSERT'', ''UPDATE'') THEN INSERT INTO %1$I.kpi_due SELECT DISTINCT %2$s FROM new_deal AS d; END IF;
    IF TG_OP IN (''DELETE'', ''UPDATE'') THEN INSERT INTO %1$I.kpi_due SELECT DISTINCT %2$s FROM old_deal AS d; END IF;
    RETURN NULL;
END', :'target', :'deal_day') AS body \gset
\if :makes_notes
-- With the rights of who installs the KPIs: those who work in the CRM have none here.
CREATE FUNCTION kpi_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS :'body';
COMMENT ON FUNCTION kpi_note IS 'Notes the days of opening of the deals that a statement has changed';
CREATE TRIGGER :"note_inserted" AFTER INSERT ON :deal_table REFERENCING NEW TABLE AS new_deal
    FOR EACH STATEMENT EXECUTE FUNCTION kpi_note();
CREATE TRIGGER :"note_updated" AFTER UPDATE ON :deal_table REFERENCING NEW TABLE AS new_deal OLD TABLE AS old_deal
    FOR EACH STATEMENT EXECUTE FUNCTION kpi_note();
CREATE TRIGGER :"note_deleted" AFTER DELETE ON :deal_table REFERENCING OLD TABLE AS old_deal
    FOR EACH STATEMENT EXECUTE FUNCTION kpi_note();
CREATE TRIGGER :"note_truncated" AFTER TRUNCATE ON :deal_table FOR EACH STATEMENT EXECUTE FUNCTION kpi_note();
\endif
