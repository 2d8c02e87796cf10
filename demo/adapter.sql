-- The demo's tables as the model of crm/model.md, for crm/kpi.sql: one more adapter. The view deal, which generate.sql and
-- load_csv.sql both make, has what the demo knows beyond the model: manager, region. Each product has a pipeline.

SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS :"target";
SELECT to_regclass('lead_outcome') IS NOT NULL AS has_leads,
    max(greatest(opened_at, closed_at) AT TIME ZONE :'zone')::date AS as_of FROM deal \gset

CREATE VIEW :"target".deal AS
SELECT opportunity_id::text AS deal_id, account_id::text AS account_id, rep_id::text AS owner_id, source, product AS pipeline,
    amount::numeric AS amount, NULL::text AS currency, (opened_at AT TIME ZONE :'zone')::date AS opened_at,
    (closed_at AT TIME ZONE :'zone')::date AS closed_at, won, account, rep AS owner
FROM deal;

\if :has_leads
\set deal_table public.opportunity
\set deal_day '(d.opened_at AT TIME ZONE ' :'zone' ')::date'

CREATE VIEW :"target".stage AS
SELECT pipeline, step, stage
FROM (VALUES (1, 'Qualification'), (2, 'Discovery'), (3, 'Proposal'), (4, 'Negotiation'), (5, 'Closed Won')) AS v (step, stage),
    (SELECT DISTINCT product AS pipeline FROM opportunity) AS product;

CREATE VIEW :"target".deal_stage AS
SELECT DISTINCT ON (opportunity_id, entered_at) opportunity_id::text AS deal_id, step, entered_at,
    CASE stage WHEN 'Closed Won' THEN true WHEN 'Closed Lost' THEN false END AS won, amount::numeric AS amount
FROM opportunity_stage
    LEFT JOIN (SELECT DISTINCT step, stage FROM :"target".stage) AS stage USING (stage)
ORDER BY opportunity_id, entered_at, seq DESC;

-- What is known of an MQL and an SQL is that they are: the time is that of the lead.
CREATE VIEW :"target".lead AS
SELECT lead_id::text AS lead_id, lead.source, rep_id::text AS owner_id, score::double precision AS score, created_at,
    CASE WHEN is_mql THEN created_at END AS mql_at, CASE WHEN is_sql THEN created_at END AS sql_at, opened_at AS converted_at,
    opportunity_id::text AS deal_id
FROM lead LEFT JOIN opportunity USING (lead_id);

CREATE VIEW :"target".touch AS
SELECT lead_id::text AS lead_id, NULL::text AS deal_id, channel, at, cost / count(*) OVER (PARTITION BY campaign_id) AS cost
FROM touch LEFT JOIN (SELECT campaign_id, cost FROM campaign) AS campaign USING (campaign_id);

CREATE VIEW :"target".target AS
SELECT rep_id::text AS owner_id, NULL::text AS pipeline, quarter AS starts, (quarter + interval '3 months')::date AS ends,
    amount::numeric AS quota, NULL::numeric AS forecast, NULL::text AS currency
FROM quota;

\else
\set deal_table public.sales_pipeline
\set deal_day d.engage_date

CREATE VIEW :"target".stage AS
SELECT pipeline, step, stage
FROM (VALUES (1, 'Prospecting'), (2, 'Engaging'), (3, 'Won')) AS v (step, stage), (SELECT DISTINCT product AS pipeline FROM deal) AS product;

CREATE VIEW :"target".deal_stage AS
SELECT DISTINCT ON (opportunity_id, at) opportunity_id AS deal_id, step, at::timestamp AT TIME ZONE :'zone' AS entered_at,
    entry.won, NULL::numeric AS amount
FROM deal, LATERAL (VALUES (2, opened_at, NULL), (CASE WHEN deal.won THEN 3 END, closed_at, deal.won)) AS entry (step, at, won)
WHERE at IS NOT NULL
ORDER BY opportunity_id, at, entry.won IS NULL;
\endif
