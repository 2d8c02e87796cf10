-- A view "deal" over Odoo's own tables, 13 and later, a row an opportunity:
--     psql -v source=public -v target=kpi -v zone=Europe/Berlin -f crm/odoo.sql
-- source: Odoo's schema (public). target: the schema of the view (kpi). zone: where the company's days begin (the
-- session's time zone). What is taken from where: doc/funnel_kpi-crm.md. Run it again after an upgrade of Odoo.
\set ON_ERROR_STOP on
\if :{?source}
\else
\set source public
\endif
\if :{?target}
\else
\set target kpi
\endif
\if :{?zone}
\else
SELECT current_setting('TimeZone') AS zone \gset
\endif

-- What a version has or has not. In 13, beside planned_revenue, expected_revenue is the amount times the probability.
SELECT CASE WHEN 'planned_revenue' = ANY (columns) THEN 'planned_revenue' ELSE 'expected_revenue' END AS deal_amount,
    CASE WHEN 'won_status' = ANY (columns) THEN 'l.won_status' ELSE 'NULL' END AS deal_won_status,
    format('Opportunities of Odoo, days in %s', :'zone') AS comment,
    now() AT TIME ZONE :'zone' IS NOT NULL AS zone_known
FROM (SELECT array_agg(attname::text) AS columns
    FROM pg_attribute
    WHERE attrelid = to_regclass(format('%I.crm_lead', :'source')) AND attnum > 0 AND NOT attisdropped)
    AS crm_lead \gset

SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS :"target";
RESET client_min_messages;

-- Losing archives a record, and so may anything else, which sets date_closed as well: a record is closed when it is
-- won or lost. won_status of the Enterprise edition before 18 says pending of a deal that was won and archived.
-- Translated names are text up to 15 and jsonb from 16 on.
CREATE OR REPLACE VIEW :"target".deal AS
SELECT l.id::text AS deal_id,
    coalesce(a.commercial_partner_id, l.partner_id)::text AS account_id,
    l.user_id::text AS owner_id,
    coalesce(to_jsonb(u.name) ->> 'en_US', to_jsonb(u.name) #>> '{}') AS source,
    coalesce(to_jsonb(t.name) ->> 'en_US', to_jsonb(t.name) #>> '{}') AS pipeline,
    l.:"deal_amount"::numeric AS amount,
    m.name::text AS currency,
    (l.create_date AT TIME ZONE 'UTC' AT TIME ZONE :'zone')::date AS opened_at,
    CASE WHEN o.won IS NOT NULL THEN (l.date_closed AT TIME ZONE 'UTC' AT TIME ZONE :'zone')::date END AS closed_at,
    o.won
FROM :"source".crm_lead AS l
    LEFT JOIN :"source".crm_stage AS s ON s.id = l.stage_id
    LEFT JOIN :"source".crm_team AS t ON t.id = l.team_id
    LEFT JOIN :"source".utm_source AS u ON u.id = l.source_id
    LEFT JOIN :"source".res_partner AS a ON a.id = l.partner_id
    LEFT JOIN :"source".res_company AS b ON b.id = l.company_id
    LEFT JOIN :"source".res_currency AS m ON m.id = b.currency_id,
    LATERAL (SELECT CASE
        WHEN :deal_won_status = 'won' OR s.is_won AND l.probability = 100 THEN true
        WHEN :deal_won_status = 'lost' OR NOT l.active AND l.probability = 0 THEN false END AS won) AS o
WHERE l.type = 'opportunity';
COMMENT ON VIEW :"target".deal IS :'comment';
