-- A view "deal" over Salesforce as Fivetran delivers it, a row a deal:
--     psql -v source=salesforce -v target=kpi -v zone=Europe/Berlin -f crm/salesforce.sql
-- source: Fivetran's schema (salesforce). target: the schema of the view (kpi). zone: where the company's days begin
-- (the session's time zone). What is taken from where: doc/funnel_kpi-crm.md. Run it again when Fivetran's tables
-- change, above all when history mode is switched on.
\set ON_ERROR_STOP on
\if :{?source}
\else
\set source salesforce
\endif
\if :{?target}
\else
\set target kpi
\endif
\if :{?zone}
\else
SELECT current_setting('TimeZone') AS zone \gset
\endif

-- What a connection has or has not.
SELECT CASE WHEN 'currency_iso_code' = ANY (columns) THEN 'o.currency_iso_code' ELSE 'NULL' END AS deal_currency,
    concat_ws(' AND ', 'true', CASE WHEN 'is_deleted' = ANY (columns) THEN 'o.is_deleted IS NOT TRUE' END,
        CASE WHEN '_fivetran_deleted' = ANY (columns) THEN 'o._fivetran_deleted IS NOT TRUE' END,
        CASE WHEN '_fivetran_active' = ANY (columns) THEN 'o._fivetran_active IS NOT FALSE' END) AS deal_kept,
    format('Deals of Salesforce, days in %s', :'zone') AS comment,
    now() AT TIME ZONE :'zone' IS NOT NULL AS zone_known
FROM (SELECT array_agg(attname::text) AS columns
    FROM pg_attribute
    WHERE attrelid = to_regclass(format('%I.opportunity', :'source')) AND attnum > 0 AND NOT attisdropped)
    AS opportunity \gset

SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS :"target";
RESET client_min_messages;

-- created_date is a point in time, close_date a day: a date, or midnight in UTC, and no zone may move it. The epoch
-- serves all the types that a loader may give the two.
CREATE OR REPLACE VIEW :"target".deal AS
SELECT o.id::text AS deal_id,
    o.account_id::text AS account_id,
    o.owner_id::text AS owner_id,
    o.lead_source::text AS source,
    o.record_type_id::text AS pipeline,
    o.amount::numeric AS amount,
    :deal_currency::text AS currency,
    (to_timestamp(date_part('epoch', o.created_date)) AT TIME ZONE :'zone')::date AS opened_at,
    CASE WHEN o.is_closed THEN (to_timestamp(date_part('epoch', o.close_date)) AT TIME ZONE 'UTC')::date END
        AS closed_at,
    CASE WHEN o.is_closed THEN o.is_won END AS won
FROM :"source".opportunity AS o
WHERE :deal_kept;
COMMENT ON VIEW :"target".deal IS :'comment';
