-- The model over tables of your own: copy this file, put your tables and columns in, and install the copy by
--     psql -d mydb -v adapter=my_adapter.sql -v source=public -v target=kpi -f install.sql
-- As it stands it is for tables named as in the manual's recipes (crm=plain): deal; stage with stage_history, lead, touch and
-- target if they are there. What each column means is in model.md. source: the schema of the tables (public). target: the
-- schema of the views (kpi), another one. zone: where the company's days begin (the session's time zone).
\set ON_ERROR_STOP on
\set crm_schema public
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
-- Which tables are there and may be read.
SELECT now() AT TIME ZONE :'crm_zone' IS NOT NULL AS zone_known, '{stage,stage_history}' <@ names AS has_stages,
    'lead' = ANY (names) AS has_leads, 'touch' = ANY (names) AS has_touches, 'target' = ANY (names) AS has_targets
FROM (SELECT coalesce(array_agg(relname::text), '{}') AS names
    FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
    WHERE nspname = :'crm_schema' AND has_table_privilege(pg_class.oid, 'SELECT')) AS readable \gset
SET client_min_messages = warning;
SELECT format('CREATE SCHEMA %I', :'target') WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = :'target') \gexec

-- A time becomes a day by (d.opened_at AT TIME ZONE :'crm_zone')::date.
CREATE OR REPLACE VIEW :"target".deal AS
SELECT d.deal_id::text AS deal_id,
    d.account_id::text AS account_id,
    d.rep::text AS owner_id,
    d.source::text AS source,
    NULL::text AS pipeline,
    d.amount::numeric AS amount,
    NULL::text AS currency,
    d.opened_at::date AS opened_at,
    CASE WHEN d.won IS NOT NULL THEN d.closed_at::date END AS closed_at,
    d.won::boolean AS won,
    NULL::text AS account,
    d.rep::text AS owner
FROM :"crm_schema".deal AS d;

-- The table whose triggers may note changed days, and the day of opening of a row d of it, as above.
SELECT format('%I.deal', :'crm_schema') AS deal_table \gset
\set deal_day 'd.opened_at::date'

\if :has_stages
CREATE OR REPLACE VIEW :"target".stage AS
SELECT NULL::text AS pipeline, step::integer AS step, stage::text AS stage FROM :"crm_schema".stage;

-- Of several entries on one time the furthest counts. "Lost" is no stage here.
CREATE OR REPLACE VIEW :"target".deal_stage AS
SELECT DISTINCT ON (h.deal_id, h.entered_at) h.deal_id::text AS deal_id,
    s.step::integer AS step,
    h.entered_at::timestamp AT TIME ZONE :'crm_zone' AS entered_at,
    CASE WHEN s.step = (SELECT max(step) FROM :"crm_schema".stage) THEN true WHEN h.stage = 'Lost' THEN false END AS won,
    NULL::numeric AS amount
FROM :"crm_schema".stage_history AS h LEFT JOIN :"crm_schema".stage AS s USING (stage)
ORDER BY h.deal_id, h.entered_at, s.step DESC NULLS FIRST;
\else
DROP VIEW IF EXISTS :"target".deal_stage, :"target".stage CASCADE;
\endif

\if :has_leads
CREATE OR REPLACE VIEW :"target".lead AS
SELECT lead_id::text AS lead_id,
    source::text AS source,
    NULL::text AS owner_id,
    NULL::double precision AS score,
    NULL::timestamptz AS created_at,
    -- These tables have no times of becoming an MQL or SQL, only that it was so.
    CASE WHEN is_mql THEN '-infinity'::timestamptz END AS mql_at,
    CASE WHEN is_sql THEN '-infinity'::timestamptz END AS sql_at,
    NULL::timestamptz AS converted_at,
    deal_id::text AS deal_id
FROM :"crm_schema".lead;
\else
DROP VIEW IF EXISTS :"target".lead CASCADE;
\endif

\if :has_touches
CREATE OR REPLACE VIEW :"target".touch AS
SELECT NULL::text AS lead_id,
    deal_id::text AS deal_id,
    channel::text AS channel,
    at::timestamp AT TIME ZONE :'crm_zone' AS at,
    NULL::numeric AS cost
FROM :"crm_schema".touch;
\else
DROP VIEW IF EXISTS :"target".touch CASCADE;
\endif

\if :has_targets
CREATE OR REPLACE VIEW :"target".target AS
SELECT rep::text AS owner_id,
    NULL::text AS pipeline,
    quarter::date AS starts,
    (quarter + interval '3 months')::date AS ends,
    quota::numeric AS quota,
    forecast::numeric AS forecast,
    NULL::text AS currency
FROM :"crm_schema".target;
\else
DROP VIEW IF EXISTS :"target".target CASCADE;
\endif
