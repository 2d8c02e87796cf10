-- Seven deals of an invented company in HubSpot's tables, with the columns that Fivetran's package dbt_hubspot
-- documents:
--     psql -v schema=hubspot -v closed=is_closed -f test/crm/hubspot.sql
-- closed: which columns say that a stage is closed: is_closed, closed_won, or both. There is no table of merged deals:
-- a connection may be without it.
\if :{?schema}
\else
\set schema hubspot
\endif
\if :{?closed}
\else
\set closed is_closed
\endif
SELECT :'closed' <> 'closed_won' AS has_is_closed, :'closed' <> 'is_closed' AS has_closed_won \gset
SET TIME ZONE 'UTC';
CREATE SCHEMA :"schema";
SET search_path = :"schema";

CREATE TABLE deal_pipeline (pipeline_id text PRIMARY KEY, _fivetran_deleted boolean, _fivetran_synced timestamptz,
    active boolean, display_order integer, label text, created_at timestamptz, updated_at timestamptz);
INSERT INTO deal_pipeline (pipeline_id, _fivetran_deleted, active, display_order, label) VALUES
    ('default', false, true, 0, 'New business'), ('77001', false, true, 1, 'Renewals');

CREATE TABLE deal_pipeline_stage (stage_id text, pipeline_id text, _fivetran_deleted boolean,
    _fivetran_synced timestamptz, active boolean, display_order integer, label text, probability double precision,
    created_at timestamptz, updated_at timestamptz
\if :has_is_closed
    , is_closed boolean
\endif
\if :has_closed_won
    , closed_won boolean
\endif
    , PRIMARY KEY (stage_id, pipeline_id));
-- The stage "decision" is open among new business and won among the renewals. A lost deal's stage is closed, too.
CREATE TEMPORARY TABLE stage AS
SELECT * FROM (VALUES
    ('default', 'qualified', 'Qualified', 0, 0.2, false),
    ('default', 'decision', 'Decision', 1, 0.8, false),
    ('default', 'closedwon', 'Closed won', 2, 1.0, true),
    ('default', 'closedlost', 'Closed lost', 3, 0.0, true),
    ('77001', 'decision', 'Renewed', 0, 1.0, true),
    ('77001', 'closedlost', 'Cancelled', 1, 0.0, true)) AS v (pipeline_id, stage_id, label, place, probability, closed);
INSERT INTO deal_pipeline_stage (pipeline_id, stage_id, label, display_order, probability, active)
SELECT pipeline_id, stage_id, label, place, probability, true FROM stage;
\if :has_is_closed
UPDATE deal_pipeline_stage AS s SET is_closed = closed
FROM stage AS v WHERE v.pipeline_id = s.pipeline_id AND v.stage_id = s.stage_id;
\endif
\if :has_closed_won
UPDATE deal_pipeline_stage AS s SET closed_won = closed
FROM stage AS v WHERE v.pipeline_id = s.pipeline_id AND v.stage_id = s.stage_id;
\endif
DROP TABLE stage;

-- 1 and 2 won, 3 to 5 lost, 6 open with an expected close, 7 deleted. is_deleted of 2 is not known.
CREATE TABLE deal (deal_id bigint PRIMARY KEY, _fivetran_synced timestamptz, is_deleted boolean,
    _fivetran_deleted boolean, deal_pipeline_id text, deal_pipeline_stage_id text, owner_id bigint, portal_id bigint,
    property_dealname text, property_description text, property_amount double precision,
    property_closedate timestamptz, property_createdate timestamptz, property_hs_analytics_source text);
INSERT INTO deal (deal_id, is_deleted, _fivetran_deleted, deal_pipeline_id, deal_pipeline_stage_id, owner_id,
    property_dealname, property_amount, property_createdate, property_closedate, property_hs_analytics_source) VALUES
    (1, false, NULL, 'default', 'closedwon', 51, 'Larch', 1000, '2025-01-01 03:00', '2025-01-31 15:00', 'REFERRALS'),
    (2, NULL, false, '77001', 'decision', 52, 'Maple', 500, '2025-01-15 16:00', '2025-02-04 16:00', NULL),
    (3, false, false, 'default', 'closedlost', 51, 'Nutmeg', 800, '2025-02-01 16:00', '2025-03-03 16:00', 'REFERRALS'),
    (4, false, false, 'default', 'closedlost', NULL, 'Oak', NULL, '2025-02-10 16:00', '2025-02-20 16:00', NULL),
    (5, false, false, '77001', 'closedlost', 52, 'Pine', 300, '2025-03-01 16:00', '2025-03-11 16:00', NULL),
    (6, false, false, 'default', 'decision', 51, 'Quince', 700, '2025-03-05 16:00', '2025-12-31 16:00', 'PAID_SEARCH'),
    (7, true, false, 'default', 'closedwon', 51, 'Rowan', 9999, '2025-03-06 16:00', '2025-03-07 16:00', NULL);

-- Association 5 is that of the primary company, 341 says that there is one; 5 of the user's own is neither. So the
-- companies are 1: 9, 2: 8, 3: 9, 4: none, 5: 8, 6: 12.
CREATE TABLE deal_company (deal_id bigint, company_id bigint, type_id integer, category text,
    _fivetran_synced timestamptz, PRIMARY KEY (deal_id, company_id, type_id, category));
INSERT INTO deal_company (deal_id, company_id, type_id, category) VALUES
    (1, 8, 341, 'HUBSPOT_DEFINED'), (1, 9, 341, 'HUBSPOT_DEFINED'), (1, 9, 5, 'HUBSPOT_DEFINED'),
    (2, 12, 5, 'USER_DEFINED'), (2, 12, 341, 'HUBSPOT_DEFINED'), (2, 8, 341, 'HUBSPOT_DEFINED'),
    (3, 9, 5, 'HUBSPOT_DEFINED'), (3, 9, 341, 'HUBSPOT_DEFINED'),
    (5, 8, 341, 'HUBSPOT_DEFINED'), (6, 12, 5, 'HUBSPOT_DEFINED'), (7, 8, 5, 'HUBSPOT_DEFINED');

RESET search_path;
RESET TIME ZONE;
