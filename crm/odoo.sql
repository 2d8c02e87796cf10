-- The model (model.md) over Odoo's own tables, 13 and later:
--     psql -v source=public -v target=kpi -v zone=Europe/Berlin -f crm/odoo.sql
-- source: Odoo's schema (public). target: the schema of the views (kpi). zone: where the company's days begin (the
-- session's time zone). What is taken from where: doc/funnel_kpi-crm.md. Run it again after an upgrade of Odoo.
\set crm_name Odoo
\set usual_source public
\set needs '{crm_lead,crm_stage,crm_team,res_partner,res_users,res_company,res_currency,utm_source}'
\set tables '{crm_stage_crm_team_rel,mail_message,mail_tracking_value,ir_model_fields,utm_medium,gamification_goal,gamification_goal_definition}'
\ir adapter_begin.sql

-- What a version has or has not. In 13, beside planned_revenue, expected_revenue is the amount times the probability.
-- A stage is one of all teams or of one; from 19 on, of several.
SELECT CASE WHEN 'crm_lead.planned_revenue' = ANY (:'columns') THEN 'planned_revenue' ELSE 'expected_revenue' END
        AS deal_amount,
    CASE WHEN 'crm_lead.won_status' = ANY (:'columns') THEN 'd.won_status' ELSE 'NULL' END AS deal_won_status,
    CASE WHEN 'crm_stage.team_id' = ANY (:'columns') THEN 's.team_id IS NULL OR s.team_id = p.team_id'
        WHEN 'crm_stage_crm_team_rel' = ANY (:'columns') THEN format(
            '(SELECT bool_or(coalesce(r.crm_team_id = p.team_id, false))
            FROM %I.crm_stage_crm_team_rel AS r WHERE r.crm_stage_id = s.id) IS NOT FALSE', :'crm_schema')
        ELSE 'true' END AS stage_of_team,
    CASE WHEN 'mail_tracking_value.field_id' = ANY (:'columns') THEN 'v.field_id' ELSE 'v.field' END AS tracked_field,
    CASE WHEN 'mail_tracking_value.old_value_monetary' = ANY (:'columns') THEN 'v.old_value_monetary'
        ELSE 'v.old_value_float' END AS tracked_amount,
    '{mail_message,mail_tracking_value,ir_model_fields}' <@ :'columns'::text[] AS has_history,
    'utm_medium' = ANY (:'columns') AS has_medium,
    'crm_team.invoiced_target' = ANY (:'columns') AS has_team_target,
    '{gamification_goal,gamification_goal_definition}' <@ :'columns'::text[] AS has_goals,
    format('%I.crm_lead', :'crm_schema') AS deal_table,
    format('(coalesce(d.date_conversion, d.create_date) AT TIME ZONE ''UTC'' AT TIME ZONE %L)::date', :'crm_zone')
        AS deal_day \gset
SELECT :'has_team_target' OR :'has_goals' AS has_target, :'has_team_target' AND :'has_goals' AS has_both_targets \gset
SELECT array_remove(ARRAY['deal', 'stage', 'lead', CASE WHEN :'has_history' THEN 'deal_stage' END,
    CASE WHEN :'has_medium' THEN 'touch' END, CASE WHEN :'has_target' THEN 'target' END], NULL) AS views \gset

-- Losing archives a record, and so may anything else, which sets date_closed as well: a record is closed when it is
-- won or lost. won_status of the Enterprise edition before 18 says pending of a deal that was won and archived.
-- Translated names are text up to 15 and jsonb from 16 on.
CREATE OR REPLACE VIEW :"target".deal AS
SELECT d.id::text AS deal_id,
    coalesce(a.commercial_partner_id, d.partner_id)::text AS account_id,
    d.user_id::text AS owner_id,
    coalesce(to_jsonb(u.name) ->> 'en_US', to_jsonb(u.name) #>> '{}') AS source,
    coalesce(to_jsonb(t.name) ->> 'en_US', to_jsonb(t.name) #>> '{}') AS pipeline,
    d.:"deal_amount"::numeric AS amount,
    m.name::text AS currency,
    :deal_day AS opened_at,
    CASE WHEN o.won IS NOT NULL THEN (d.date_closed AT TIME ZONE 'UTC' AT TIME ZONE :'crm_zone')::date END AS closed_at,
    o.won,
    coalesce(c.name, a.name)::text AS account,
    w.name::text AS owner
FROM :"crm_schema".crm_lead AS d
    LEFT JOIN :"crm_schema".crm_stage AS s ON s.id = d.stage_id
    LEFT JOIN :"crm_schema".crm_team AS t ON t.id = d.team_id
    LEFT JOIN :"crm_schema".utm_source AS u ON u.id = d.source_id
    LEFT JOIN :"crm_schema".res_partner AS a ON a.id = d.partner_id
    LEFT JOIN :"crm_schema".res_partner AS c ON c.id = a.commercial_partner_id
    LEFT JOIN :"crm_schema".res_users AS r ON r.id = d.user_id
    LEFT JOIN :"crm_schema".res_partner AS w ON w.id = r.partner_id
    LEFT JOIN :"crm_schema".res_company AS b ON b.id = d.company_id
    LEFT JOIN :"crm_schema".res_currency AS m ON m.id = b.currency_id,
    LATERAL (SELECT CASE
        WHEN :deal_won_status = 'won' OR s.is_won AND d.probability = 100 THEN true
        WHEN :deal_won_status = 'lost' OR NOT d.active AND d.probability = 0 THEN false END AS won) AS o
WHERE d.type = 'opportunity';

-- Stages of the teams that have deals, by name: teams of one name are one pipeline. If several stages are won ones, the
-- first of them is the last step.
CREATE OR REPLACE VIEW :"target".stage AS
SELECT pipeline, (row_number() OVER (PARTITION BY pipeline ORDER BY won, place, stage))::integer AS step, stage
FROM (
    SELECT pipeline, stage, place, won, row_number() OVER (PARTITION BY pipeline, won ORDER BY place, stage) AS nth
    FROM (
        SELECT coalesce(to_jsonb(t.name) ->> 'en_US', to_jsonb(t.name) #>> '{}') AS pipeline,
            coalesce(to_jsonb(s.name) ->> 'en_US', to_jsonb(s.name) #>> '{}') AS stage,
            min(s.sequence) AS place, coalesce(bool_or(s.is_won), false) AS won
        FROM (SELECT DISTINCT team_id FROM :"crm_schema".crm_lead WHERE type = 'opportunity') AS p
            LEFT JOIN :"crm_schema".crm_team AS t ON t.id = p.team_id
            JOIN :"crm_schema".crm_stage AS s ON :stage_of_team
        GROUP BY 1, 2) AS stage) AS stage
WHERE NOT won OR nth = 1;

-- Odoo keeps changes of the stage and of the amount as messages below the record: what a field was before and after. So
-- at any time it was what it was before its next change, or what it is, if there was none. There is no stage for lost
-- deals.
\if :has_history
CREATE OR REPLACE VIEW :"target".deal_stage AS
WITH deal AS (
    SELECT d.id, d.stage_id, d.:"deal_amount"::numeric AS amount, k.pipeline,
        coalesce(d.date_conversion, d.create_date) AS opened, CASE WHEN NOT k.won THEN d.date_closed END AS lost
    FROM :"crm_schema".crm_lead AS d JOIN :"target".deal AS k ON k.deal_id = d.id::text),
event AS (
    SELECT id, opened AS at, 0 AS nth, NULL AS field, NULL::integer AS old_stage, NULL::numeric AS old_amount FROM deal
    UNION ALL
    SELECT d.id, m.date, v.id, f.name, v.old_value_integer, :tracked_amount::numeric
    FROM deal AS d
        JOIN :"crm_schema".mail_message AS m ON m.model = 'crm.lead' AND m.res_id = d.id AND m.date > d.opened
        JOIN :"crm_schema".mail_tracking_value AS v ON v.mail_message_id = m.id
        JOIN :"crm_schema".ir_model_fields AS f ON f.model = 'crm.lead' AND f.name IN ('stage_id', :'deal_amount')
            AND :tracked_field::text IN (f.id::text, f.name) -- the field's id from 14 on, its name in 13
    UNION ALL
    SELECT id, lost, 2147483647, NULL, NULL, NULL FROM deal WHERE lost IS NOT NULL),
state AS (
    SELECT DISTINCT ON (id, at) id, at,
        (array_agg(old_stage) FILTER (WHERE field = 'stage_id') OVER later)[count(*) FILTER (WHERE field = 'stage_id')
            OVER later] AS old_stage,
        (array_agg(old_amount) FILTER (WHERE field <> 'stage_id') OVER later)[count(*) FILTER (WHERE field <> 'stage_id')
            OVER later] AS old_amount
    FROM event
    WINDOW later AS (PARTITION BY id ORDER BY at DESC, nth DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ORDER BY id, at, nth DESC),
place AS MATERIALIZED (
    SELECT s.id AS stage_id, s.is_won, t.pipeline, t.step
    FROM :"crm_schema".crm_stage AS s
        LEFT JOIN (SELECT *, step = max(step) OVER (PARTITION BY pipeline) AS last FROM :"target".stage) AS t
            ON CASE WHEN s.is_won THEN t.last
                ELSE t.stage = coalesce(to_jsonb(s.name) ->> 'en_US', to_jsonb(s.name) #>> '{}') END)
SELECT d.id::text AS deal_id, CASE WHEN e.at >= d.lost THEN NULL ELSE p.step END AS step,
    e.at AT TIME ZONE 'UTC' AS entered_at,
    CASE WHEN e.at >= d.lost THEN false WHEN p.is_won THEN true END AS won, coalesce(e.old_amount, d.amount) AS amount
FROM state AS e
    JOIN deal AS d USING (id)
    LEFT JOIN place AS p ON p.stage_id = coalesce(e.old_stage, d.stage_id) AND p.pipeline IS NOT DISTINCT FROM d.pipeline;
\endif

-- A lead and the opportunity that it becomes are one record. Converting it is accepting it; the score that Odoo computes
-- is that of today, which for a deal follows its stages, so it says nothing of the lead.
CREATE OR REPLACE VIEW :"target".lead AS
SELECT d.id::text AS lead_id,
    coalesce(to_jsonb(u.name) ->> 'en_US', to_jsonb(u.name) #>> '{}') AS source,
    d.user_id::text AS owner_id,
    NULL::double precision AS score,
    d.create_date AT TIME ZONE 'UTC' AS created_at,
    NULL::timestamptz AS mql_at,
    o.at AS sql_at,
    o.at AS converted_at,
    CASE WHEN d.type = 'opportunity' THEN d.id::text END AS deal_id
FROM :"crm_schema".crm_lead AS d
    LEFT JOIN :"crm_schema".utm_source AS u ON u.id = d.source_id,
    LATERAL (SELECT CASE WHEN d.type = 'opportunity' THEN d.date_conversion AT TIME ZONE 'UTC' END AS at) AS o
WHERE d.type = 'lead' OR d.date_conversion IS NOT NULL;

-- One campaign, source and medium a record, by which it came.
\if :has_medium
CREATE OR REPLACE VIEW :"target".touch AS
SELECT CASE WHEN d.type = 'lead' OR d.date_conversion IS NOT NULL THEN d.id::text END AS lead_id,
    CASE WHEN d.type = 'opportunity' THEN d.id::text END AS deal_id,
    o.channel,
    d.create_date AT TIME ZONE 'UTC' AS at,
    NULL::numeric AS cost
FROM :"crm_schema".crm_lead AS d
    LEFT JOIN :"crm_schema".utm_source AS u ON u.id = d.source_id
    LEFT JOIN :"crm_schema".utm_medium AS m ON m.id = d.medium_id,
    LATERAL (SELECT coalesce(to_jsonb(m.name) ->> 'en_US', to_jsonb(m.name) #>> '{}',
        to_jsonb(u.name) ->> 'en_US', to_jsonb(u.name) #>> '{}') AS channel) AS o
WHERE o.channel IS NOT NULL;
\endif

-- A team has one target a month, that of now: of earlier months Odoo knows none. Goals of people are of anything: those
-- in money, of the line of a challenge that has most of them, so that no two count the same.
\if :has_target
CREATE OR REPLACE VIEW :"target".target AS
\if :has_team_target
SELECT NULL::text AS owner_id,
    coalesce(to_jsonb(t.name) ->> 'en_US', to_jsonb(t.name) #>> '{}') AS pipeline,
    date_trunc('month', now() AT TIME ZONE :'crm_zone')::date AS starts,
    (date_trunc('month', now() AT TIME ZONE :'crm_zone') + interval '1 month')::date AS ends,
    sum(t.invoiced_target)::numeric AS quota,
    NULL::numeric AS forecast,
    min(m.name)::text AS currency
FROM :"crm_schema".crm_team AS t
    LEFT JOIN :"crm_schema".res_company AS b ON b.id = t.company_id
    LEFT JOIN :"crm_schema".res_currency AS m ON m.id = b.currency_id
WHERE t.active AND t.invoiced_target > 0
GROUP BY 2
HAVING count(DISTINCT m.name) <= 1
\endif
\if :has_both_targets
UNION ALL
\endif
\if :has_goals
SELECT g.user_id::text AS owner_id, NULL::text AS pipeline, g.start_date AS starts, g.end_date + 1 AS ends,
    g.target_goal::numeric AS quota, NULL::numeric AS forecast, m.name::text AS currency
FROM (
    WITH goal AS (
        SELECT g.*
        FROM :"crm_schema".gamification_goal AS g
            JOIN :"crm_schema".gamification_goal_definition AS f ON f.id = g.definition_id
        WHERE f.monetary AND f.condition = 'higher' AND g.state NOT IN ('draft', 'canceled')
            AND g.start_date <= g.end_date)
    SELECT DISTINCT ON (user_id, start_date) *
    FROM goal
    WHERE line_id = (SELECT mode() WITHIN GROUP (ORDER BY line_id) FROM goal)
    ORDER BY user_id, start_date, id DESC) AS g
    LEFT JOIN :"crm_schema".res_users AS r ON r.id = g.user_id
    LEFT JOIN :"crm_schema".res_company AS b ON b.id = r.company_id
    LEFT JOIN :"crm_schema".res_currency AS m ON m.id = b.currency_id
\endif
;
\endif

\ir adapter_end.sql
