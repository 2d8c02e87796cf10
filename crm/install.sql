-- The KPIs of a company in one command, run again whenever something has changed:
--     psql -d mydb -v crm=hubspot -v source=hubspot -v target=kpi -f install.sql
--
-- crm       hubspot, salesforce, odoo, twenty, atomic_crm, or plain for tables of your own; adapter=<file> instead of it
--           for an adapter of your own (model.md says what one is)
-- source    the schema of the CRM's tables (the CRM's usual one)
-- target    the schema of the model and the KPIs, which is made if it is not there (kpi)
-- zone      the time zone in which the company's days begin (the session's)
-- as_of     the day as of which everything is told, where the data end on one (today)
-- triggers  on: the deals' table notes which days have changed, and a refresh computes only these (off)
\set ON_ERROR_STOP on
\set QUIET on
\set SHOW_CONTEXT never
SET client_min_messages = warning;

BEGIN;
CREATE OR REPLACE FUNCTION pg_temp.stop(why text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE '%', why; END $$;

\set VERBOSITY terse
CREATE EXTENSION IF NOT EXISTS funnel_kpi;
\set VERBOSITY default
SELECT CASE WHEN extversion IN ('0.1.0', '0.2.0')
    THEN pg_temp.stop(format('funnel_kpi is version %s here: ALTER EXTENSION funnel_kpi UPDATE first', extversion)) END AS version
FROM pg_extension WHERE extname = 'funnel_kpi' \gset
SELECT nspname AS functions FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'funnel_kpi' \gset

\if :{?target}
\else
\set target kpi
\endif
\if :{?zone}
\unset zone_of_session
\else
SELECT current_setting('TimeZone') AS zone, 'yes' AS zone_of_session \gset
\endif
\if :{?triggers}
\else
\set triggers off
\endif
\if :{?crm}
\else
\set crm ''
\endif

-- The adapter sets them or not; those of an earlier one in this session are none of its.
\unset deal_table
\unset deal_day
\if :{?adapter}
\i :adapter
\else
SELECT CASE WHEN :'crm' IN ('hubspot', 'salesforce', 'odoo', 'twenty', 'atomic_crm', 'plain') THEN 'yes'
    ELSE pg_temp.stop(format(
        'there is no crm "%s"; there are hubspot, salesforce, odoo, twenty, atomic_crm and plain', :'crm')) END AS known \gset
\ir :crm.sql
\endif
\ir kpi.sql
COMMIT;

BEGIN;
CALL :"target".kpi_refresh(everything => true);
COMMIT;

SELECT kpi, CASE WHEN lacks IS NULL THEN 'made' ELSE 'left out' END AS is, coalesce('the CRM has ' || lacks, '') AS why
FROM pg_temp.kpi_made ORDER BY nr \g (footer=off)
SELECT string_agg(deals || ' deals ' || problem, ', ') AS problems FROM :"target".model_problem \gset
\if :{?problems}
\echo Taken for unknown: :problems
\endif
SELECT CASE :'why_no_notes' WHEN 'notes' THEN 'A refresh computes the days that changed'
    ELSE 'A refresh computes all days' || :'why_no_notes' END || '. By pg_cron:' AS refreshes,
    format('    SELECT cron.schedule(''kpi'', ''*/15 * * * *'', ''CALL %I.kpi_refresh()'');', :'target') AS often,
    format('    SELECT cron.schedule(''kpi nightly'', ''30 3 * * *'', ''CALL %I.kpi_refresh(everything => true)'');', :'target')
        AS nightly \gset
\echo :refreshes
\echo :often
\if :makes_notes
\echo :nightly
\endif
-- The session's zone is none that somebody has set for the next script.
\if :{?zone_of_session}
\unset zone
\endif
\set SHOW_CONTEXT errors
RESET client_min_messages;
