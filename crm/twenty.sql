-- The model (model.md) over Twenty's own tables:
--     psql -v source=workspace_1wgvd1injqtife6y4rvfbu3h5 -v target=kpi -v zone=Europe/Berlin -f crm/twenty.sql
-- source: the workspace's schema (the only one whose name begins with workspace_). target: the schema of the views
-- (kpi). zone: where the company's days begin (the session's time zone). What is taken from where:
-- doc/funnel_kpi-crm.md. Run it again after an upgrade of Twenty, and when objects or fields have changed.
\set crm_name Twenty
SELECT CASE count(*) WHEN 1 THEN min(nspname::text) ELSE 'workspace_' END AS usual_source
FROM pg_namespace WHERE nspname ^@ 'workspace_' \gset
\set needs '{opportunity,company,workspaceMember,timelineActivity}'
\set tables '{}'
\ir adapter_begin.sql

-- The stages that mean won and lost. Twenty begins without a lost one; a workspace may have added it.
\set won_stage CUSTOMER
\set lost_stage LOST

-- What a version has or has not.
SELECT CASE WHEN 'timelineActivity.targetOpportunityId' = ANY (:'columns') THEN 'targetOpportunityId'
        ELSE 'opportunityId' END AS activity_deal,
    CASE WHEN 'opportunity.ownerId' = ANY (:'columns') THEN 'd."ownerId"' ELSE 'NULL::uuid' END AS deal_owner,
    format('%I.opportunity', :'crm_schema') AS deal_table,
    format('(d."createdAt" AT TIME ZONE %L)::date', :'crm_zone') AS deal_day,
    '{deal,stage,deal_stage}' AS views \gset

-- The stage is read by the row, for Twenty drops and adds the column when somebody changes the list of stages, which a
-- view that names it would not allow. closeDate is an expected day, and nothing says when a deal was won but the
-- timeline.
CREATE OR REPLACE VIEW :"target".deal AS
SELECT d.id::text AS deal_id,
    d."companyId"::text AS account_id,
    :deal_owner::text AS owner_id,
    NULL::text AS source,
    NULL::text AS pipeline,
    trim_scale(d."amountAmountMicros" / 1e6) AS amount,
    nullif(d."amountCurrencyCode", '')::text AS currency,
    :deal_day AS opened_at,
    CASE WHEN s.won IS NOT NULL THEN (
        SELECT (max(a."happensAt") AT TIME ZONE :'crm_zone')::date
        FROM :"crm_schema"."timelineActivity" AS a
        WHERE a.:"activity_deal" = d.id AND a."deletedAt" IS NULL
            AND a.properties #>> '{diff,stage,after}' = to_jsonb(d) ->> 'stage') END AS closed_at,
    s.won,
    c.name::text AS account,
    nullif(concat_ws(' ', nullif(w."nameFirstName", ''), nullif(w."nameLastName", '')), '') AS owner
FROM :"crm_schema".opportunity AS d
    LEFT JOIN :"crm_schema".company AS c ON c.id = d."companyId"
    LEFT JOIN :"crm_schema"."workspaceMember" AS w ON w.id = :deal_owner,
    LATERAL (SELECT CASE to_jsonb(d) ->> 'stage' WHEN :'won_stage' THEN true WHEN :'lost_stage' THEN false END AS won) AS s
WHERE d."deletedAt" IS NULL;

-- The list of stages is an enum, in the order of the columns of the board. Those that it has after the won one are
-- beside the way.
CREATE OR REPLACE VIEW :"target".stage AS
SELECT NULL::text AS pipeline, (row_number() OVER (ORDER BY e.enumsortorder))::integer AS step,
    e.enumlabel::text COLLATE "default" AS stage
FROM pg_attribute AS a
    JOIN pg_enum AS e ON e.enumtypid = a.atttypid
    LEFT JOIN pg_enum AS w ON w.enumtypid = a.atttypid AND w.enumlabel = :'won_stage'
WHERE a.attrelid = :'deal_table'::regclass AND a.attname = 'stage' AND NOT a.attisdropped
    AND e.enumsortorder <= coalesce(w.enumsortorder, e.enumsortorder) AND e.enumlabel <> :'lost_stage';

-- The timeline has what a field was before and after. So at any time it was what it was before its next change, or what
-- it is, if there was none. When a deal came to the won stage without a change, nobody knows.
CREATE OR REPLACE VIEW :"target".deal_stage AS
WITH deal AS (
    SELECT d.id, d."createdAt" AS opened, to_jsonb(d) ->> 'stage' AS stage, k.amount
    FROM :"crm_schema".opportunity AS d JOIN :"target".deal AS k ON k.deal_id = d.id::text
    WHERE k.won IS NULL OR k.closed_at IS NOT NULL),
event AS (
    SELECT id, opened AS at, NULL::timestamptz AS written, NULL::jsonb AS diff FROM deal
    UNION ALL
    SELECT d.id, a."happensAt", a."createdAt", a.properties -> 'diff'
    FROM deal AS d JOIN :"crm_schema"."timelineActivity" AS a ON a.:"activity_deal" = d.id AND a."happensAt" > d.opened
    WHERE a.properties -> 'diff' ?| '{stage,amount}' AND a."deletedAt" IS NULL),
state AS (
    SELECT DISTINCT ON (id, at) id, at,
        (array_agg(diff #>> '{stage,before}') FILTER (WHERE diff ? 'stage') OVER later)[count(*) FILTER (WHERE diff ? 'stage')
            OVER later] AS old_stage,
        (array_agg(diff -> 'amount') FILTER (WHERE diff ? 'amount') OVER later)[count(*) FILTER (WHERE diff ? 'amount')
            OVER later] AS old_amount
    FROM event
    WINDOW later AS (PARTITION BY id ORDER BY at DESC, written DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ORDER BY id, at, written DESC)
SELECT d.id::text AS deal_id, t.step, e.at AS entered_at,
    CASE o.stage WHEN :'won_stage' THEN true WHEN :'lost_stage' THEN false END AS won,
    CASE WHEN e.old_amount IS NULL THEN d.amount
        ELSE trim_scale((e.old_amount #>> '{before,amountMicros}')::numeric / 1e6) END AS amount
FROM state AS e
    JOIN deal AS d USING (id)
    CROSS JOIN LATERAL (SELECT coalesce(e.old_stage, d.stage) AS stage) AS o
    LEFT JOIN :"target".stage AS t ON t.stage = o.stage;

\ir adapter_end.sql
