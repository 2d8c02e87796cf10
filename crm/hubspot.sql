-- A view "deal" over HubSpot as Fivetran delivers it, a row a deal:
--     psql -v source=hubspot -v target=kpi -v zone=Europe/Berlin -f crm/hubspot.sql
-- source: Fivetran's schema (hubspot). target: the schema of the view (kpi). zone: where the company's days begin
-- (the session's time zone). What is taken from where: doc/funnel_kpi-crm.md. Run it again when Fivetran's tables
-- change.
\set ON_ERROR_STOP on
\if :{?source}
\else
\set source hubspot
\endif
\if :{?target}
\else
\set target kpi
\endif
\if :{?zone}
\else
SELECT current_setting('TimeZone') AS zone \gset
\endif

-- What a connection has or has not: columns of the table deal, the table merged_deal.
SELECT CASE WHEN 'property_hs_analytics_source' = ANY (columns) THEN 'd.property_hs_analytics_source' ELSE 'NULL' END
        AS deal_source,
    CASE WHEN 'property_deal_currency_code' = ANY (columns) THEN 'd.property_deal_currency_code' ELSE 'NULL' END
        AS deal_currency,
    concat_ws(' AND ', 'true', CASE WHEN 'is_deleted' = ANY (columns) THEN 'd.is_deleted IS NOT TRUE' END,
        CASE WHEN '_fivetran_deleted' = ANY (columns) THEN 'd._fivetran_deleted IS NOT TRUE' END) AS deal_kept,
    to_regclass(format('%I.merged_deal', :'source')) IS NOT NULL AS deals_merge,
    format('Deals of HubSpot, days in %s', :'zone') AS comment,
    now() AT TIME ZONE :'zone' IS NOT NULL AS zone_known
FROM (SELECT array_agg(attname::text) AS columns
    FROM pg_attribute
    WHERE attrelid = to_regclass(format('%I.deal', :'source')) AND attnum > 0 AND NOT attisdropped) AS deal \gset

SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS :"target";
RESET client_min_messages;

-- The epoch makes a point in time of a timestamp in UTC as well, which is what some loaders deliver.
CREATE OR REPLACE VIEW :"target".deal AS
SELECT d.deal_id::text AS deal_id,
    c.company_id::text AS account_id,
    d.owner_id::text AS owner_id,
    :deal_source::text AS source,
    coalesce(p.label, d.deal_pipeline_id)::text AS pipeline,
    d.property_amount::numeric AS amount,
    :deal_currency::text AS currency,
    (to_timestamp(date_part('epoch', d.property_createdate)) AT TIME ZONE :'zone')::date AS opened_at,
    CASE WHEN s.closed THEN (to_timestamp(date_part('epoch', d.property_closedate)) AT TIME ZONE :'zone')::date END
        AS closed_at,
    CASE WHEN s.closed THEN s.probability = 1 END AS won
FROM :"source".deal AS d
    LEFT JOIN :"source".deal_pipeline AS p ON p.pipeline_id = d.deal_pipeline_id
    -- closed_won is the older name of is_closed: a connection has one of them or both, and may get the other one.
    LEFT JOIN (SELECT pipeline_id, stage_id, probability,
            coalesce(to_jsonb(stage) ->> 'is_closed', to_jsonb(stage) ->> 'closed_won')::boolean AS closed
        FROM :"source".deal_pipeline_stage AS stage) AS s
        ON s.pipeline_id = d.deal_pipeline_id AND s.stage_id = d.deal_pipeline_stage_id
    -- The primary company, else that of the lowest id.
    LEFT JOIN (SELECT DISTINCT ON (deal_id) deal_id, company_id
        FROM :"source".deal_company
        ORDER BY deal_id, (type_id = 5 AND category IS DISTINCT FROM 'USER_DEFINED') IS TRUE DESC, company_id) AS c
        ON c.deal_id = d.deal_id
WHERE :deal_kept
\if :deals_merge
    AND NOT EXISTS (SELECT FROM :"source".merged_deal AS m WHERE m.merged_deal_id = d.deal_id)
\endif
;
COMMENT ON VIEW :"target".deal IS :'comment';
