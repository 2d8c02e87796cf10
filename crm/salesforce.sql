-- The model (model.md) over Salesforce as Fivetran delivers it:
--     psql -v source=salesforce -v target=kpi -v zone=Europe/Berlin -f crm/salesforce.sql
-- source: Fivetran's schema (salesforce). target: the schema of the views (kpi). zone: where the company's days begin
-- (the session's time zone). What is taken from where: doc/funnel_kpi-crm.md. Run it again when Fivetran's tables
-- change, above all when history mode is switched on.
\set crm_name Salesforce
\set usual_source salesforce
\set needs '{opportunity}'
\set tables '{opportunity_history,opportunity_stage,record_type,account,user,lead,campaign,campaign_member,opportunity_contact_role,forecasting_quota,period}'
\ir adapter_begin.sql

-- What a connection has or has not.
SELECT CASE WHEN 'opportunity.currency_iso_code' = ANY (:'columns') THEN 'd.currency_iso_code' ELSE 'NULL' END
        AS deal_currency,
    CASE WHEN 'opportunity.record_type_id' = ANY (:'columns') THEN 'd.record_type_id' ELSE 'NULL' END AS deal_record_type,
    CASE WHEN 'forecasting_quota.currency_iso_code' = ANY (:'columns') THEN 'q.currency_iso_code' ELSE 'NULL' END
        AS quota_currency,
    CASE WHEN 'campaign.type' = ANY (:'columns') THEN 'coalesce(c.type, c.name)' ELSE 'c.name' END AS channel,
    CASE WHEN 'campaign.actual_cost' = ANY (:'columns') THEN 'c.actual_cost' ELSE 'NULL' END AS campaign_cost,
    CASE WHEN 'campaign_member.first_responded_date' = ANY (:'columns') THEN 'm.first_responded_date' ELSE 'NULL::date'
        END AS responded,
    CASE WHEN 'opportunity_stage' = ANY (:'columns') THEN format(
            'SELECT api_name AS stage, bool_or(is_won) AS won, bool_or(is_closed AND NOT is_won) AS lost,
                bool_or(is_active) AS active, min(sort_order)::numeric AS place
            FROM %I.opportunity_stage GROUP BY 1', :'crm_schema')
        ELSE format(
            'SELECT stage_name AS stage, bool_or(is_won) AS won, bool_or(is_closed AND NOT is_won) AS lost,
                true AS active, avg(probability)::numeric AS place
            FROM %I.opportunity GROUP BY 1', :'crm_schema') END AS stages,
    'account' = ANY (:'columns') AS has_account,
    'user' = ANY (:'columns') AS has_user,
    'record_type' = ANY (:'columns') AS has_record_type,
    'opportunity_history.opportunity_id' = ANY (:'columns') AS has_history,
    'lead' = ANY (:'columns') AS has_lead,
    '{campaign,campaign_member}' <@ :'columns'::text[] AS has_touch,
    'opportunity_contact_role' = ANY (:'columns') AS has_contact_role,
    'forecasting_quota' = ANY (:'columns') AS has_target,
    'period' = ANY (:'columns') AS has_period,
    format('%I.opportunity', :'crm_schema') AS deal_table,
    format('(to_timestamp(date_part(''epoch'', d.created_date)) AT TIME ZONE %L)::date', :'crm_zone') AS deal_day \gset
SELECT array_remove(ARRAY['deal', CASE WHEN :'has_history' THEN 'stage' END,
    CASE WHEN :'has_history' THEN 'deal_stage' END, CASE WHEN :'has_lead' THEN 'lead' END,
    CASE WHEN :'has_touch' THEN 'touch' END, CASE WHEN :'has_target' THEN 'target' END], NULL) AS views \gset

-- Which rows of a table count: those that are not deleted, and of history mode's versions the one of now. Whether a
-- row is deleted may be unknown.
SELECT max(condition) FILTER (WHERE name = 'opportunity') AS deal_kept,
    max(condition) FILTER (WHERE name = 'opportunity_history') AS history_kept,
    max(condition) FILTER (WHERE name = 'account') AS account_kept,
    max(condition) FILTER (WHERE name = 'user') AS user_kept,
    max(condition) FILTER (WHERE name = 'lead') AS lead_kept,
    max(condition) FILTER (WHERE name = 'campaign') AS campaign_kept,
    max(condition) FILTER (WHERE name = 'campaign_member') AS member_kept,
    max(condition) FILTER (WHERE name = 'opportunity_contact_role') AS contact_role_kept,
    max(condition) FILTER (WHERE name = 'forecasting_quota') AS quota_kept
FROM (
    SELECT name, concat_ws(' AND ', 'true',
        CASE WHEN name || '.is_deleted' = ANY (:'columns') THEN row || '.is_deleted IS NOT TRUE' END,
        CASE WHEN name || '._fivetran_deleted' = ANY (:'columns') THEN row || '._fivetran_deleted IS NOT TRUE' END,
        CASE WHEN name || '._fivetran_active' = ANY (:'columns') THEN row || '._fivetran_active IS NOT FALSE' END)
        AS condition
    FROM (VALUES ('opportunity', 'd'), ('opportunity_history', 'h'), ('account', 'a'), ('user', 'u'), ('lead', 'l'),
        ('campaign', 'c'), ('campaign_member', 'm'), ('opportunity_contact_role', 'r'), ('forecasting_quota', 'q'))
        AS tables (name, row)) AS conditions \gset

-- created_date is a point in time, close_date a day: a date, or midnight in UTC, and no zone may move it. The epoch
-- serves all the types that a loader may give the two.
CREATE OR REPLACE VIEW :"target".deal AS
SELECT d.id::text AS deal_id,
    d.account_id::text AS account_id,
    d.owner_id::text AS owner_id,
    d.lead_source::text AS source,
\if :has_record_type
    coalesce((SELECT p.name FROM :"crm_schema".record_type AS p WHERE p.id = :deal_record_type LIMIT 1), :deal_record_type)::text
        AS pipeline,
\else
    :deal_record_type::text AS pipeline,
\endif
    d.amount::numeric AS amount,
    :deal_currency::text AS currency,
    :deal_day AS opened_at,
    CASE WHEN d.is_closed THEN (to_timestamp(date_part('epoch', d.close_date)) AT TIME ZONE 'UTC')::date END
        AS closed_at,
    CASE WHEN d.is_closed THEN d.is_won END AS won,
\if :has_account
    (SELECT a.name FROM :"crm_schema".account AS a WHERE a.id = d.account_id AND :account_kept LIMIT 1)::text AS account,
\else
    NULL::text AS account,
\endif
\if :has_user
    (SELECT u.name FROM :"crm_schema"."user" AS u WHERE u.id = d.owner_id AND :user_kept LIMIT 1)::text AS owner
\else
    NULL::text AS owner
\endif
FROM :"crm_schema".opportunity AS d
WHERE :deal_kept;

-- A row for each change of stage, amount, probability or expected close: those of the first two. Of two at one time the
-- later row is right. The list of stages is one for all record types, so a pipeline has those that its deals came to,
-- and the won one. Without opportunity_stage, their order is that of the probability of the deals that are in them.
\if :has_history
CREATE OR REPLACE VIEW :"target".stage AS
SELECT pipeline, (row_number() OVER (PARTITION BY pipeline ORDER BY won, place, stage))::integer AS step, stage
FROM (
    SELECT p.pipeline, s.stage, s.place, s.won,
        row_number() OVER (PARTITION BY p.pipeline, s.won ORDER BY s.stage = ANY (p.stages) DESC, s.place, s.stage) AS nth
    FROM (
        SELECT d.pipeline, array_agg(DISTINCT h.stage_name::text) AS stages
        FROM :"target".deal AS d
            LEFT JOIN :"crm_schema".opportunity_history AS h ON h.opportunity_id = d.deal_id AND :history_kept
        GROUP BY 1) AS p
        JOIN (:stages) AS s ON s.active AND NOT s.lost AND (s.won OR s.stage = ANY (p.stages))) AS stage
WHERE NOT won OR nth = 1;

CREATE OR REPLACE VIEW :"target".deal_stage AS
SELECT h.deal_id, t.step, h.at AS entered_at, CASE WHEN s.won THEN true WHEN s.lost THEN false END AS won, h.amount
FROM (
    SELECT *, lag(stage) OVER (PARTITION BY deal_id ORDER BY at) AS stage_before,
        lag(amount) OVER (PARTITION BY deal_id ORDER BY at) AS amount_before
    FROM (
        SELECT DISTINCT ON (d.deal_id, h.created_date) d.deal_id, d.pipeline, h.stage_name::text AS stage,
            to_timestamp(date_part('epoch', h.created_date)) AS at, h.amount::numeric AS amount
        FROM :"crm_schema".opportunity_history AS h JOIN :"target".deal AS d ON d.deal_id = h.opportunity_id
        WHERE :history_kept
        ORDER BY d.deal_id, h.created_date, h.id DESC) AS h) AS h
    LEFT JOIN (:stages) AS s ON s.stage = h.stage
    LEFT JOIN (SELECT *, step = max(step) OVER (PARTITION BY pipeline) AS last FROM :"target".stage) AS t
        ON t.pipeline IS NOT DISTINCT FROM h.pipeline AND CASE WHEN s.won THEN t.last ELSE t.stage = h.stage END
WHERE (h.stage, h.amount) IS DISTINCT FROM (h.stage_before, h.amount_before);
\endif

-- Converting a lead is accepting it, also where it becomes no opportunity. The CRM knows the day, a date or midnight in
-- UTC; it begins when the company's day does, or with the lead.
\if :has_lead
CREATE OR REPLACE VIEW :"target".lead AS
SELECT l.id::text AS lead_id,
    l.lead_source::text AS source,
    l.owner_id::text AS owner_id,
    NULL::double precision AS score,
    o.created_at,
    NULL::timestamptz AS mql_at,
    o.at AS sql_at,
    CASE WHEN l.converted_opportunity_id IS NOT NULL THEN o.at END AS converted_at,
    l.converted_opportunity_id::text AS deal_id
FROM :"crm_schema".lead AS l,
    LATERAL (SELECT to_timestamp(date_part('epoch', l.created_date)) AS created_at,
        (to_timestamp(date_part('epoch', l.converted_date)) AT TIME ZONE 'UTC')::date AS day) AS p,
    LATERAL (SELECT p.created_at,
        CASE WHEN l.is_converted THEN greatest(p.created_at, p.day::timestamp AT TIME ZONE :'crm_zone') END AS at) AS o
WHERE :lead_kept;
\endif

-- Members of a campaign who responded: leads, and contacts, who lead to deals by their roles in them. The day of the
-- response is one as above. A campaign's cost is divided among its rows here.
\if :has_touch
CREATE OR REPLACE VIEW :"target".touch AS
WITH member AS (
    SELECT m.id, m.lead_id::text AS lead_id, m.contact_id::text AS contact_id, m.campaign_id, :campaign_cost::numeric AS cost,
        :channel::text AS channel,
        greatest(to_timestamp(date_part('epoch', m.created_date)),
            (to_timestamp(date_part('epoch', :responded)) AT TIME ZONE 'UTC')::date::timestamp AT TIME ZONE :'crm_zone') AS at
    FROM :"crm_schema".campaign_member AS m JOIN :"crm_schema".campaign AS c ON c.id = m.campaign_id AND :campaign_kept
    WHERE m.has_responded AND :member_kept),
member_deal AS (
    SELECT NULL AS id, NULL::text AS deal_id WHERE false
\if :has_lead
    UNION
    SELECT m.id, l.deal_id FROM member AS m JOIN :"target".lead AS l USING (lead_id) WHERE l.deal_id IS NOT NULL
\endif
\if :has_contact_role
    UNION
    SELECT m.id, r.opportunity_id::text
    FROM member AS m JOIN :"crm_schema".opportunity_contact_role AS r ON r.contact_id = m.contact_id AND :contact_role_kept
\endif
)
SELECT m.lead_id, k.deal_id, m.channel, m.at, trim_scale(m.cost / count(*) OVER (PARTITION BY m.campaign_id)) AS cost
FROM member AS m LEFT JOIN member_deal AS k ON k.id = m.id;
\endif

-- Quotas in money, those of product families added up, of the type of forecast that has most of them. Without the
-- table of periods they are of quarters, or of months if some begin less than two months apart.
\if :has_target
CREATE OR REPLACE VIEW :"target".target AS
WITH every_quota AS (
    SELECT q.*, (to_timestamp(date_part('epoch', q.start_date)) AT TIME ZONE 'UTC')::date AS starts
    FROM :"crm_schema".forecasting_quota AS q
    WHERE q.is_amount AND :quota_kept),
quota AS (
    SELECT * FROM every_quota
    WHERE forecasting_type_id = (SELECT mode() WITHIN GROUP (ORDER BY forecasting_type_id) FROM every_quota))
SELECT q.quota_owner_id::text AS owner_id,
    NULL::text AS pipeline,
    q.starts,
\if :has_period
    max((to_timestamp(date_part('epoch', p.end_date)) AT TIME ZONE 'UTC')::date) + 1 AS ends,
\else
    (q.starts + (SELECT CASE WHEN min(gap) < 60 THEN interval '1 month' ELSE interval '3 months' END
        FROM (SELECT lead(starts) OVER (ORDER BY starts) - starts AS gap FROM quota GROUP BY starts) AS gap))::date AS ends,
\endif
    sum(q.quota_amount)::numeric AS quota,
    NULL::numeric AS forecast,
    min(:quota_currency)::text AS currency
FROM quota AS q
\if :has_period
    JOIN :"crm_schema".period AS p ON p.id = q.period_id
\endif
GROUP BY q.quota_owner_id, q.starts;
\endif

\ir adapter_end.sql
