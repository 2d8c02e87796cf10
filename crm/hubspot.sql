-- The model (model.md) over HubSpot as Fivetran delivers it:
--     psql -v source=hubspot -v target=kpi -v zone=Europe/Berlin -f crm/hubspot.sql
-- source: Fivetran's schema (hubspot). target: the schema of the views (kpi). zone: where the company's days begin
-- (the session's time zone). What is taken from where: doc/funnel_kpi-crm.md. Run it again when Fivetran's tables
-- change.
\set crm_name HubSpot
\set usual_source hubspot
\set needs '{deal,deal_pipeline,deal_pipeline_stage}'
\set tables '{deal_company,deal_stage,deal_property_history,merged_deal,company,owner,contact,contact_property_history,deal_contact,contact_form_submission,email_event,engagement_contact,engagement_call,engagement_meeting}'
\ir adapter_begin.sql

-- What a connection has or has not.
SELECT CASE WHEN 'deal.property_hs_analytics_source' = ANY (:'columns') THEN 'd.property_hs_analytics_source'
        ELSE 'NULL' END AS deal_source,
    CASE WHEN 'deal.property_deal_currency_code' = ANY (:'columns') THEN 'd.property_deal_currency_code'
        ELSE 'NULL' END AS deal_currency,
    concat_ws(' AND ', 'true', CASE WHEN 'deal.is_deleted' = ANY (:'columns') THEN 'd.is_deleted IS NOT TRUE' END,
        CASE WHEN 'deal._fivetran_deleted' = ANY (:'columns') THEN 'd._fivetran_deleted IS NOT TRUE' END) AS deal_kept,
    CASE WHEN 'contact.property_hs_analytics_source' = ANY (:'columns') THEN 'c.property_hs_analytics_source'
        ELSE 'NULL' END AS lead_source,
    CASE WHEN 'contact.property_hubspot_owner_id' = ANY (:'columns') THEN 'c.property_hubspot_owner_id'
        ELSE 'NULL' END AS lead_owner,
    CASE WHEN 'contact.property_hubspotscore' = ANY (:'columns') THEN 'c.property_hubspotscore' ELSE 'NULL' END
        AS lead_score,
    concat_ws(' AND ', 'true', CASE WHEN 'contact.is_deleted' = ANY (:'columns') THEN 'c.is_deleted IS NOT TRUE' END,
        CASE WHEN 'contact._fivetran_deleted' = ANY (:'columns') THEN 'c._fivetran_deleted IS NOT TRUE' END) AS lead_kept,
    'merged_deal' = ANY (:'columns') AS deals_merge,
    'deal_company' = ANY (:'columns') AS has_deal_company,
    '{deal_company,company}' <@ :'columns'::text[] AS has_company,
    'owner' = ANY (:'columns') AS has_owner,
    'deal_stage' = ANY (:'columns') AS has_history,
    'deal_property_history' = ANY (:'columns') AS has_amounts,
    'contact' = ANY (:'columns') AS has_contact,
    'contact_property_history' = ANY (:'columns') AS has_contact_history,
    'deal_contact' = ANY (:'columns') AS has_deal_contact,
    'contact_form_submission' = ANY (:'columns') AS has_forms,
    '{contact,email_event}' <@ :'columns'::text[] AS has_emails,
    '{engagement_contact,engagement_call.property_hs_timestamp}' <@ :'columns'::text[] AS has_calls,
    '{engagement_contact,engagement_meeting.property_hs_timestamp}' <@ :'columns'::text[] AS has_meetings,
    format('%I.deal', :'crm_schema') AS deal_table,
    format('(to_timestamp(date_part(''epoch'', d.property_createdate)) AT TIME ZONE %L)::date', :'crm_zone') AS deal_day \gset

-- When a contact came to a stage of its lifecycle: the older and the newer name of a property.
SELECT coalesce(string_agg(at, ', ') FILTER (WHERE stage = 'lead'), 'NULL') AS became_lead,
    coalesce(string_agg(at, ', ') FILTER (WHERE stage = 'marketingqualifiedlead'), 'NULL') AS became_mql,
    coalesce(string_agg(at, ', ') FILTER (WHERE stage = 'salesqualifiedlead'), 'NULL') AS became_sql,
    coalesce(string_agg(at, ', ') FILTER (WHERE stage = 'opportunity'), 'NULL') AS became_opportunity,
    count(*) > 0 OR :'has_contact_history' AND :'has_contact' AS has_lead
FROM (VALUES ('lead'), ('marketingqualifiedlead'), ('salesqualifiedlead'), ('opportunity')) AS lifecycle (stage),
    LATERAL (VALUES ('property_hs_lifecyclestage_' || stage || '_date'), ('property_hs_v2_date_entered_' || stage))
        AS property (name),
    format('to_timestamp(date_part(''epoch'', c.%I))', name) AS at
WHERE 'contact.' || name = ANY (:'columns') \gset

SELECT :'has_forms' OR :'has_emails' OR :'has_calls' OR :'has_meetings' AS has_touch \gset
SELECT array_remove(ARRAY['deal', 'stage', CASE WHEN :'has_history' THEN 'deal_stage' END,
    CASE WHEN :'has_lead' THEN 'lead' END, CASE WHEN :'has_touch' THEN 'touch' END], NULL) AS views \gset

-- Stages of pipelines: closed_won is the older name of is_closed, and says closed, won or lost. A connection has one of
-- them or both, and may get the other one. A stage that was deleted may still be there.
SELECT format(
    'SELECT pipeline_id, stage_id, label::text AS label, display_order AS place, closed AND probability = 1 AS won,
        closed AND probability < 1 AS lost, gone
    FROM (SELECT *, coalesce(to_jsonb(stage) ->> ''is_closed'', to_jsonb(stage) ->> ''closed_won'')::boolean AS closed,
            ''true'' IN (to_jsonb(stage) ->> ''_fivetran_deleted'') OR ''false'' IN (to_jsonb(stage) ->> ''active'') AS gone
        FROM %I.deal_pipeline_stage AS stage) AS stage', :'crm_schema') AS stages \gset

-- The epoch makes a point in time of a timestamp in UTC as well, which is what some loaders deliver.
CREATE OR REPLACE VIEW :"target".deal AS
SELECT d.deal_id::text AS deal_id,
\if :has_deal_company
    c.company_id::text AS account_id,
\else
    NULL::text AS account_id,
\endif
    d.owner_id::text AS owner_id,
    :deal_source::text AS source,
    coalesce(p.label, d.deal_pipeline_id)::text AS pipeline,
    d.property_amount::numeric AS amount,
    :deal_currency::text AS currency,
    :deal_day AS opened_at,
    CASE WHEN s.won OR s.lost THEN (to_timestamp(date_part('epoch', d.property_closedate)) AT TIME ZONE :'crm_zone')::date
        END AS closed_at,
    CASE WHEN s.won THEN true WHEN s.lost THEN false END AS won,
\if :has_company
    (SELECT a.property_name FROM :"crm_schema".company AS a WHERE a.id = c.company_id)::text AS account,
\else
    NULL::text AS account,
\endif
\if :has_owner
    (SELECT coalesce(nullif(concat_ws(' ', o.first_name, o.last_name), ''), o.email)
    FROM :"crm_schema".owner AS o WHERE o.owner_id = d.owner_id)::text AS owner
\else
    NULL::text AS owner
\endif
FROM :"crm_schema".deal AS d
    LEFT JOIN :"crm_schema".deal_pipeline AS p ON p.pipeline_id = d.deal_pipeline_id
    LEFT JOIN (:stages) AS s ON s.pipeline_id = d.deal_pipeline_id AND s.stage_id = d.deal_pipeline_stage_id
\if :has_deal_company
    -- The primary company, else that of the lowest id.
    LEFT JOIN (SELECT DISTINCT ON (deal_id) deal_id, company_id
        FROM :"crm_schema".deal_company
        ORDER BY deal_id, (type_id = 5 AND category IS DISTINCT FROM 'USER_DEFINED') IS TRUE DESC, company_id) AS c
        ON c.deal_id = d.deal_id
\endif
WHERE :deal_kept
\if :deals_merge
    AND NOT EXISTS (SELECT FROM :"crm_schema".merged_deal AS m WHERE m.merged_deal_id = d.deal_id)
\endif
;

-- Stages of the pipelines that have deals, by label: pipelines of one label are one. If several stages are won ones, the
-- first of them is the last step.
CREATE OR REPLACE VIEW :"target".stage AS
SELECT pipeline, (row_number() OVER (PARTITION BY pipeline ORDER BY won, place, stage))::integer AS step, stage
FROM (
    SELECT pipeline, stage, place, won, row_number() OVER (PARTITION BY pipeline, won ORDER BY place, stage) AS nth
    FROM (
        SELECT coalesce(p.label, s.pipeline_id)::text AS pipeline, s.label AS stage, min(s.place) AS place,
            bool_or(s.won IS TRUE) AS won
        FROM (:stages) AS s
            LEFT JOIN :"crm_schema".deal_pipeline AS p ON p.pipeline_id = s.pipeline_id
        WHERE s.lost IS NOT TRUE AND s.gone IS NOT TRUE
        GROUP BY 1, 2) AS stage) AS stage
WHERE (NOT won OR nth = 1) AND pipeline IN (SELECT d.pipeline FROM :"target".deal AS d);

-- deal_stage has a row for each stage that a deal came to, by the stage's id, which is unique in the deal's pipeline
-- only. Of two at one time, the one that ended last is right; the open end is in 2050. Amounts have a history of their
-- own.
\if :has_history
CREATE OR REPLACE VIEW :"target".deal_stage AS
WITH event AS (
    SELECT deal_id, date_entered AS at, _fivetran_end AS until, value AS stage, NULL::numeric AS amount
    FROM :"crm_schema".deal_stage
\if :has_amounts
    UNION ALL
    SELECT deal_id, timestamp, NULL, NULL, nullif(value, '')::numeric
    FROM :"crm_schema".deal_property_history WHERE name = 'amount'
\endif
    ),
state AS (
    SELECT DISTINCT ON (deal_id, at) deal_id, at,
        (array_agg(stage) FILTER (WHERE stage IS NOT NULL) OVER so_far)[count(stage) OVER so_far] AS stage,
        (array_agg(amount) FILTER (WHERE stage IS NULL) OVER so_far)[count(*) FILTER (WHERE stage IS NULL) OVER so_far]
            AS amount
    FROM event
    WINDOW so_far AS (PARTITION BY deal_id ORDER BY at, until ROWS UNBOUNDED PRECEDING)
    ORDER BY deal_id, at, until DESC),
place AS MATERIALIZED (
    SELECT s.*, t.step
    FROM (:stages) AS s
        LEFT JOIN :"crm_schema".deal_pipeline AS p ON p.pipeline_id = s.pipeline_id
        LEFT JOIN (SELECT *, step = max(step) OVER (PARTITION BY pipeline) AS last FROM :"target".stage) AS t
            ON t.pipeline = coalesce(p.label, s.pipeline_id) AND s.lost IS NOT TRUE
                AND CASE WHEN s.won THEN t.last ELSE t.stage = s.label END)
SELECT k.deal_id, p.step, to_timestamp(date_part('epoch', e.at)) AS entered_at,
    CASE WHEN p.won THEN true WHEN p.lost THEN false END AS won, e.amount
FROM state AS e
    JOIN :"crm_schema".deal AS d ON d.deal_id = e.deal_id
    JOIN :"target".deal AS k ON k.deal_id = d.deal_id::text
    LEFT JOIN place AS p ON p.stage_id = e.stage AND p.pipeline_id = d.deal_pipeline_id
WHERE e.stage IS NOT NULL;
\endif

-- HubSpot has no leads apart: a lead is a contact that came to the lifecycle stage lead or to a later one. It became a
-- deal when it came to the stage opportunity, or was linked to its first deal. The score is that of today.
\if :has_lead
CREATE OR REPLACE VIEW :"target".lead AS
SELECT c.id::text AS lead_id,
    :lead_source::text AS source,
    :lead_owner::text AS owner_id,
    :lead_score::double precision AS score,
    to_timestamp(date_part('epoch', c.property_createdate)) AS created_at,
    o.mql_at,
    o.sql_at,
    coalesce(o.opportunity_at, k.at) AS converted_at,
    k.deal_id
FROM :"crm_schema".contact AS c
\if :has_contact_history
    LEFT JOIN (
        SELECT contact_id,
            to_timestamp(date_part('epoch', min(timestamp) FILTER (WHERE value = 'lead'))) AS lead,
            to_timestamp(date_part('epoch', min(timestamp) FILTER (WHERE value = 'marketingqualifiedlead'))) AS mql,
            to_timestamp(date_part('epoch', min(timestamp) FILTER (WHERE value = 'salesqualifiedlead'))) AS sql,
            to_timestamp(date_part('epoch', min(timestamp) FILTER (WHERE value = 'opportunity'))) AS opportunity
        FROM :"crm_schema".contact_property_history WHERE name = 'lifecyclestage' GROUP BY contact_id) AS h
        ON h.contact_id = c.id
\else
    LEFT JOIN (SELECT NULL::timestamptz AS lead, NULL::timestamptz AS mql, NULL::timestamptz AS sql,
        NULL::timestamptz AS opportunity) AS h ON true
\endif
\if :has_deal_contact
    LEFT JOIN (
        SELECT DISTINCT ON (l.contact_id) l.contact_id, k.deal_id,
            to_timestamp(date_part('epoch', d.property_createdate)) AS at
        FROM :"crm_schema".deal_contact AS l
            JOIN :"crm_schema".deal AS d ON d.deal_id = l.deal_id
            JOIN :"target".deal AS k ON k.deal_id = d.deal_id::text
        ORDER BY l.contact_id, d.property_createdate, d.deal_id) AS k ON k.contact_id = c.id
\else
    LEFT JOIN (SELECT NULL::text AS deal_id, NULL::timestamptz AS at) AS k ON true
\endif
    CROSS JOIN LATERAL (SELECT least(:became_lead, h.lead) AS lead_at, least(:became_mql, h.mql) AS mql_at,
        least(:became_sql, h.sql) AS sql_at, least(:became_opportunity, h.opportunity) AS opportunity_at) AS o
WHERE :lead_kept AND coalesce(o.lead_at, o.mql_at, o.sql_at, o.opportunity_at) IS NOT NULL;
\endif

-- What a contact did: forms that it sent, links in marketing mail that it followed (what opens a mail is often a
-- machine), calls and meetings. A row for each deal of the contact. HubSpot knows no costs.
\if :has_touch
CREATE OR REPLACE VIEW :"target".touch AS
WITH met AS (
    SELECT NULL::bigint AS contact_id, NULL::text AS channel, NULL::timestamptz AS at WHERE false
\if :has_forms
    UNION ALL
    SELECT f.contact_id, 'Form', to_timestamp(date_part('epoch', f.timestamp))
    FROM :"crm_schema".contact_form_submission AS f
\endif
\if :has_emails
    UNION ALL
    SELECT c.id, 'Email', to_timestamp(date_part('epoch', e.created))
    FROM :"crm_schema".email_event AS e JOIN :"crm_schema".contact AS c ON lower(c.property_email) = lower(e.recipient)
    WHERE e.type = 'CLICK' AND e.filtered_event IS NOT TRUE AND :lead_kept
\endif
\if :has_calls
    UNION ALL
    SELECT l.contact_id, 'Call', to_timestamp(date_part('epoch', e.property_hs_timestamp))
    FROM :"crm_schema".engagement_call AS e JOIN :"crm_schema".engagement_contact AS l USING (engagement_id)
    WHERE e._fivetran_deleted IS NOT TRUE
\endif
\if :has_meetings
    UNION ALL
    SELECT l.contact_id, 'Meeting', to_timestamp(date_part('epoch', e.property_hs_timestamp))
    FROM :"crm_schema".engagement_meeting AS e JOIN :"crm_schema".engagement_contact AS l USING (engagement_id)
    WHERE e._fivetran_deleted IS NOT TRUE
\endif
)
SELECT m.contact_id::text AS lead_id, k.deal_id, m.channel, m.at, NULL::numeric AS cost
FROM met AS m
\if :has_deal_contact
    LEFT JOIN (SELECT DISTINCT l.contact_id, k.deal_id
        FROM :"crm_schema".deal_contact AS l JOIN :"target".deal AS k ON k.deal_id = l.deal_id::text) AS k
        ON k.contact_id = m.contact_id
\else
    LEFT JOIN (SELECT NULL::text AS deal_id) AS k ON true
\endif
;
\endif

\ir adapter_end.sql
