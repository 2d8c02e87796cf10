-- The model (model.md) over Atomic CRM's own tables:
--     psql -v source=public -v target=kpi -v zone=Europe/Berlin -f crm/atomic_crm.sql
-- source: Atomic CRM's schema (public). target: the schema of the views (kpi). zone: where the company's days begin
-- (the session's time zone). What is taken from where, and how to have the CRM record stages:
-- doc/funnel_kpi-crm.md.
\set crm_name 'Atomic CRM'
\set usual_source public
\set needs '{deals,companies,sales}'
\set tables '{configuration}'
\ir adapter_begin.sql

-- The stages that mean won and lost, as the application has them.
\set won_stage won
\set lost_stage lost

-- What a version has or has not: the configuration, whose parts that nobody has changed are the application's own; and
-- the table of the recipe.
SELECT CASE WHEN 'configuration' = ANY (:'columns') THEN format('(SELECT config FROM %I.configuration LIMIT 1)', :'crm_schema')
        ELSE 'NULL::jsonb' END AS config,
    to_regclass(format('%I.stage_change', :'target')) IS NOT NULL AS has_history,
    format('%I.deals', :'crm_schema') AS deal_table,
    format('(d.created_at AT TIME ZONE %L)::date', :'crm_zone') AS deal_day \gset
SELECT format(
    'SELECT stage ->> ''value'' AS value, stage ->> ''label'' AS label, nth
    FROM jsonb_array_elements(coalesce(%s -> ''dealStages'',
        ''[{"value": "opportunity", "label": "Opportunity"}, {"value": "proposal-sent", "label": "Proposal Sent"},
        {"value": "in-negociation", "label": "In Negotiation"}, {"value": "won", "label": "Won"},
        {"value": "lost", "label": "Lost"}, {"value": "delayed", "label": "Delayed"}]''))
        WITH ORDINALITY AS list (stage, nth)', :'config') AS stages \gset
SELECT CASE WHEN :'has_history' THEN '{deal,stage,deal_stage}' ELSE '{deal,stage}' END AS views \gset

-- Nothing says when a deal was won or lost but the recipe's table: updated_at is not kept up, and archiving is
-- something else.
CREATE OR REPLACE VIEW :"target".deal AS
SELECT d.id::text AS deal_id,
    d.company_id::text AS account_id,
    d.sales_id::text AS owner_id,
    NULL::text AS source,
    NULL::text AS pipeline,
    d.amount::numeric AS amount,
    coalesce(:config ->> 'currency', 'USD') AS currency,
    :deal_day AS opened_at,
\if :has_history
    CASE WHEN d.stage IN (:'won_stage', :'lost_stage') THEN (
        SELECT (max(h.at) AT TIME ZONE :'crm_zone')::date
        FROM :"target".stage_change AS h
        WHERE h.deal_id = d.id AND h.stage = d.stage) END AS closed_at,
\else
    NULL::date AS closed_at,
\endif
    CASE d.stage WHEN :'won_stage' THEN true WHEN :'lost_stage' THEN false END AS won,
    c.name::text AS account,
    nullif(concat_ws(' ', s.first_name, s.last_name), '') AS owner
FROM :"crm_schema".deals AS d
    LEFT JOIN :"crm_schema".companies AS c ON c.id = d.company_id
    LEFT JOIN :"crm_schema".sales AS s ON s.id = d.sales_id;

-- Stages that the list has after the won one ("delayed") are beside the way.
CREATE OR REPLACE VIEW :"target".stage AS
SELECT NULL::text AS pipeline, (row_number() OVER (ORDER BY s.nth))::integer AS step, s.label AS stage
FROM (SELECT *, max(nth) FILTER (WHERE value = :'won_stage') OVER () AS won FROM (:stages) AS s) AS s
WHERE s.nth <= coalesce(s.won, s.nth) AND s.value <> :'lost_stage';

-- The recipe's table: a row for each deal that was made, and for each change of its stage, since it is there.
\if :has_history
CREATE OR REPLACE VIEW :"target".deal_stage AS
SELECT DISTINCT ON (h.deal_id, h.at) h.deal_id::text AS deal_id, t.step, h.at AS entered_at,
    CASE h.stage WHEN :'won_stage' THEN true WHEN :'lost_stage' THEN false END AS won,
    h.amount::numeric AS amount
FROM :"target".stage_change AS h
    JOIN :"crm_schema".deals AS d ON d.id = h.deal_id
    LEFT JOIN (:stages) AS s ON s.value = h.stage
    LEFT JOIN :"target".stage AS t ON t.stage = s.label
ORDER BY h.deal_id, h.at, h.id DESC;
\endif

\ir adapter_end.sql
