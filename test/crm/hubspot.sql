-- The company of company.sql in HubSpot's tables, with the columns that Fivetran's package dbt_hubspot documents, and
-- HubSpot's own names of properties:
--     psql -v schema=hubspot -v closed=is_closed -v lifecycle=dates -f test/crm/hubspot.sql
-- closed: which columns say that a stage is closed: is_closed, closed_won, or both. lifecycle: where a contact's stages
-- are: dates (properties of their own), new_dates (with the newer names), or history.
\if :{?schema}
\else
\set schema hubspot
\endif
\if :{?closed}
\else
\set closed is_closed
\endif
\if :{?lifecycle}
\else
\set lifecycle dates
\endif
SELECT :'closed' <> 'closed_won' AS has_is_closed, :'closed' <> 'is_closed' AS has_closed_won,
    :'lifecycle' = 'dates' AS has_dates, :'lifecycle' = 'new_dates' AS has_new_dates \gset
SET TIME ZONE 'UTC';
CREATE SCHEMA :"schema";
SET search_path = :"schema";

CREATE TABLE deal_pipeline (pipeline_id text PRIMARY KEY, _fivetran_deleted boolean, _fivetran_synced timestamptz,
    active boolean, display_order integer, label text, created_at timestamptz, updated_at timestamptz);
INSERT INTO deal_pipeline (pipeline_id, _fivetran_deleted, active, display_order, label) VALUES
    ('default', false, true, 0, 'New business'), ('77001', false, true, 1, 'Renewals'),
    ('77002', false, true, 2, 'Not used yet');

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
-- The stage "proposal" is open among new business and won among the renewals. A lost deal's stage is closed, too. One
-- stage was deleted. New business has two won stages.
CREATE TEMPORARY TABLE stage AS
SELECT * FROM (VALUES
    ('default', 'new', 'New', 0, 0.1, false), ('default', 'screening', 'Screening', 1, 0.2, false),
    ('default', 'demo', 'Demo', 2, 0.3, false), ('default', 'meeting', 'Meeting', 3, 0.4, false),
    ('default', 'proposal', 'Proposal', 4, 0.8, false), ('default', 'closedlost', 'Lost', 5, 0.0, true),
    ('default', 'closedwon', 'Customer', 6, 1.0, true), ('default', '4711', 'Signed', 7, 1.0, true),
    ('77001', '4712', 'New', 0, 0.5, false), ('77001', 'decision', 'Proposal', 1, 0.8, false),
    ('77001', 'proposal', 'Customer', 2, 1.0, true), ('77001', 'closedlost', 'Lost', 3, 0.0, true),
    ('77002', '4713', 'New', 0, 0.5, false), ('77002', '4714', 'Customer', 1, 1.0, true))
    AS v (pipeline_id, stage_id, label, place, probability, closed);
INSERT INTO deal_pipeline_stage (pipeline_id, stage_id, label, display_order, probability, active, _fivetran_deleted)
SELECT pipeline_id, stage_id, label, place, probability, true, stage_id = 'demo' FROM stage;
\if :has_is_closed
UPDATE deal_pipeline_stage AS s SET is_closed = closed
FROM stage AS v WHERE v.pipeline_id = s.pipeline_id AND v.stage_id = s.stage_id;
\endif
\if :has_closed_won
UPDATE deal_pipeline_stage AS s SET closed_won = closed
FROM stage AS v WHERE v.pipeline_id = s.pipeline_id AND v.stage_id = s.stage_id;
\endif
DROP TABLE stage;

CREATE TABLE company (id bigint PRIMARY KEY, is_deleted boolean, _fivetran_synced timestamptz, property_name text,
    property_industry text, property_annualrevenue double precision);
INSERT INTO company (id, property_name) VALUES (8000000001, '</script><b>"O''Neil & Söhne"'), (8000000002, 'Birch Ltd'),
    (8000000003, 'Cedar GmbH');
CREATE TABLE owner (owner_id bigint PRIMARY KEY, _fivetran_synced timestamptz, active_user_id bigint, created_at timestamptz,
    email text, first_name text, last_name text, portal_id bigint, type text, updated_at timestamptz);
INSERT INTO owner (owner_id, email, first_name, last_name) VALUES (5000001, 'ada@example.com', 'Ada', 'Reed'),
    (5000002, 'ben@example.com', 'Ben', 'Sedge');

-- 1, 2 and 8 won, of 2 it is not known whether it is deleted; 3 and 4 lost; 5 to 7 open, one with an expected close; 9
-- deleted; 10 merged into 1, of which it keeps the stage and the contact.
CREATE TABLE deal (deal_id bigint PRIMARY KEY, _fivetran_synced timestamptz, is_deleted boolean,
    _fivetran_deleted boolean, deal_pipeline_id text, deal_pipeline_stage_id text, owner_id bigint, portal_id bigint,
    property_dealname text, property_description text, property_amount double precision, property_deal_currency_code text,
    property_closedate timestamptz, property_createdate timestamptz, property_hs_analytics_source text);
INSERT INTO deal (deal_id, is_deleted, _fivetran_deleted, deal_pipeline_id, deal_pipeline_stage_id, owner_id,
    property_dealname, property_amount, property_deal_currency_code, property_createdate, property_closedate,
    property_hs_analytics_source) VALUES
    (9000000001, false, NULL, 'default', 'closedwon', 5000001, 'Larch', 1000, 'EUR',
        '2025-01-31 23:30', '2025-02-28 23:30', 'REFERRALS'),
    (9000000002, NULL, false, '77001', 'proposal', 5000001, 'Maple', 500, 'EUR',
        '2025-02-03 09:00', '2025-02-13 09:00', NULL),
    (9000000003, false, false, 'default', 'closedlost', 5000002, 'Nutmeg', 800, 'EUR',
        '2025-02-05 09:00', '2025-02-25 09:00', 'REFERRALS'),
    (9000000004, false, false, '77001', 'closedlost', 5000002, 'Oak', 400, 'EUR',
        '2025-02-06 09:00', '2025-03-08 09:00', NULL),
    (9000000005, false, false, 'default', 'meeting', 5000002, 'Pine', 300, 'EUR',
        '2025-03-10 09:00', '2025-12-31 16:00', 'PAID_SEARCH'),
    (9000000006, false, false, 'default', 'new', NULL, 'Quince', NULL, 'EUR', '2025-03-12 10:00', NULL, NULL),
    (9000000007, false, false, 'default', 'proposal', 5000001, 'Rowan', 2000, 'USD',
        '2025-03-29 23:30', NULL, 'PAID_SEARCH'),
    (9000000008, false, false, 'default', 'closedwon', 5000001, 'Sorrel', 600, 'EUR',
        '2025-04-01 08:00', '2025-04-11 08:00', 'REFERRALS'),
    (9000000009, true, false, 'default', 'closedwon', 5000001, 'Tansy', 9999, 'EUR',
        '2025-04-01 08:00', '2025-04-11 08:00', NULL),
    (9000000010, false, false, 'default', 'closedwon', 5000001, 'Larch, too', 9999, 'EUR',
        '2025-01-20 09:00', '2025-02-28 23:30', NULL);
CREATE TABLE merged_deal (deal_id bigint, merged_deal_id bigint, _fivetran_synced timestamptz);
INSERT INTO merged_deal VALUES (9000000001, 9000000010);

-- Association 5 is that of the primary company, 341 says that there is one; 5 of the user's own is neither.
CREATE TABLE deal_company (deal_id bigint, company_id bigint, type_id integer, category text,
    _fivetran_synced timestamptz, PRIMARY KEY (deal_id, company_id, type_id, category));
INSERT INTO deal_company (deal_id, company_id, type_id, category)
SELECT 9000000000 + deal, 8000000000 + company, type, category
FROM (VALUES (1, 2, 341, 'HUBSPOT_DEFINED'), (1, 1, 341, 'HUBSPOT_DEFINED'), (1, 1, 5, 'HUBSPOT_DEFINED'),
    (2, 3, 5, 'USER_DEFINED'), (2, 3, 341, 'HUBSPOT_DEFINED'), (2, 1, 341, 'HUBSPOT_DEFINED'),
    (3, 1, 341, 'HUBSPOT_DEFINED'), (3, 2, 5, 'HUBSPOT_DEFINED'), (3, 2, 341, 'HUBSPOT_DEFINED'),
    (4, 2, 341, 'HUBSPOT_DEFINED'), (5, 3, 5, 'HUBSPOT_DEFINED'), (7, 3, 5, 'HUBSPOT_DEFINED'),
    (8, 2, 5, 'HUBSPOT_DEFINED'), (9, 1, 5, 'HUBSPOT_DEFINED'), (10, 1, 5, 'HUBSPOT_DEFINED'))
    AS v (deal, company, type, category);

-- Each stage lasts until the next one, the last until 2050. 7 came to two at one time.
CREATE TABLE deal_stage (deal_id bigint, value text, date_entered timestamptz, source text, source_id text,
    _fivetran_start timestamptz, _fivetran_end timestamptz, _fivetran_active boolean, _fivetran_synced timestamptz);
INSERT INTO deal_stage (deal_id, value, date_entered, _fivetran_start, _fivetran_end, _fivetran_active)
SELECT 9000000000 + deal, stage, at::timestamptz, at::timestamptz,
    coalesce(lead(at::timestamptz) OVER next - interval '1 ms', '2050-01-01'), lead(at) OVER next IS NULL
FROM (SELECT *, row_number() OVER () AS nth FROM (VALUES (1, 'new', '2025-01-31 23:30'), (1, 'meeting', '2025-02-10 09:00'), (1, 'proposal', '2025-02-20 09:00'),
    (1, 'closedwon', '2025-02-28 23:30'), (2, '4712', '2025-02-03 09:00'), (2, 'decision', '2025-02-06 09:00'),
    (2, 'proposal', '2025-02-13 09:00'), (3, 'new', '2025-02-05 09:00'), (3, 'screening', '2025-02-08 09:00'),
    (3, 'closedlost', '2025-02-25 09:00'), (4, '4712', '2025-02-06 09:00'), (4, 'decision', '2025-02-10 09:00'),
    (4, 'proposal', '2025-02-20 09:00'), (4, 'closedlost', '2025-03-08 09:00'), (5, 'new', '2025-03-10 09:00'),
    (5, 'meeting', '2025-03-12 09:00'), (5, 'screening', '2025-03-14 09:00'), (5, 'meeting', '2025-03-20 09:00'),
    (6, 'new', '2025-03-12 10:00'), (7, 'new', '2025-03-29 23:30'), (7, 'demo', '2025-04-02 08:00'),
    (7, 'meeting', '2025-04-05 08:00'), (7, 'proposal', '2025-04-05 08:00'), (8, 'new', '2025-04-01 08:00'),
    (8, 'closedwon', '2025-04-11 08:00'), (9, 'new', '2025-04-01 08:00'), (10, 'new', '2025-01-20 09:00'))
    AS v (deal, stage, at)) AS v
WINDOW next AS (PARTITION BY deal ORDER BY nth);
CREATE TABLE deal_property_history (deal_id bigint, name text, timestamp timestamptz, value text, source text,
    source_id text, _fivetran_synced timestamptz);
INSERT INTO deal_property_history (deal_id, name, timestamp, value)
SELECT deal_id, 'amount', property_createdate, CASE deal_id WHEN 9000000001 THEN 800 ELSE property_amount END::text
FROM deal;
INSERT INTO deal_property_history (deal_id, name, timestamp, value) VALUES
    (9000000001, 'amount', '2025-02-15 10:00', '1000'), (9000000001, 'dealname', '2025-02-16 10:00', 'Larch');

-- 1 and 5 became deals, 13 is a lead, 14 was accepted; 20 only subscribed, 19 was deleted.
CREATE TABLE contact (id bigint PRIMARY KEY, _fivetran_deleted boolean, _fivetran_synced timestamptz, property_email text,
    property_firstname text, property_lastname text, property_company text, property_createdate timestamptz,
    property_first_conversion_date timestamptz, property_hs_analytics_source text, property_hubspot_owner_id bigint,
    property_hubspotscore double precision, property_lifecyclestage text);
INSERT INTO contact (id, _fivetran_deleted, property_email, property_createdate, property_hs_analytics_source,
    property_hubspot_owner_id, property_hubspotscore, property_lifecyclestage) VALUES
    (7000000001, false, 'rush@example.com', '2025-01-10 08:00', 'REFERRALS', 5000001, 80, 'customer'),
    (7000000005, NULL, 'fern@example.com', '2025-03-01 08:00', 'PAID_SEARCH', 5000002, 40, 'opportunity'),
    (7000000013, false, 'moss@example.com', '2025-03-05 08:00', 'PAID_SEARCH', 5000002, 10, 'lead'),
    (7000000014, false, 'reed@example.com', '2025-03-15 08:00', 'REFERRALS', 5000001, 70, 'salesqualifiedlead'),
    (7000000019, true, 'gone@example.com', '2025-03-15 08:00', 'REFERRALS', 5000001, 70, 'salesqualifiedlead'),
    (7000000020, false, 'news@example.com', '2025-03-16 08:00', NULL, NULL, 0, 'subscriber');
CREATE TEMPORARY TABLE lifecycle AS
SELECT 7000000000 + contact AS contact_id, value, at::timestamptz AS at
FROM (VALUES (1, 'lead', '2025-01-10 08:00'), (1, 'marketingqualifiedlead', '2025-01-15 08:00'),
    (1, 'salesqualifiedlead', '2025-01-20 08:00'), (1, 'opportunity', '2025-01-31 23:30'),
    (1, 'customer', '2025-02-28 23:30'), (5, 'lead', '2025-03-01 08:00'), (5, 'marketingqualifiedlead', '2025-03-02 08:00'),
    (13, 'lead', '2025-03-05 08:00'), (14, 'lead', '2025-03-15 08:00'), (14, 'marketingqualifiedlead', '2025-03-20 08:00'),
    (14, 'salesqualifiedlead', '2025-03-25 08:00'), (19, 'lead', '2025-03-15 08:00'), (20, 'subscriber', '2025-03-16 08:00'))
    AS v (contact, value, at);
\if :has_dates
ALTER TABLE contact ADD property_hs_lifecyclestage_subscriber_date timestamptz,
    ADD property_hs_lifecyclestage_lead_date timestamptz, ADD property_hs_lifecyclestage_marketingqualifiedlead_date timestamptz,
    ADD property_hs_lifecyclestage_salesqualifiedlead_date timestamptz, ADD property_hs_lifecyclestage_opportunity_date timestamptz;
UPDATE contact AS c SET
    property_hs_lifecyclestage_lead_date = (SELECT at FROM lifecycle WHERE contact_id = c.id AND value = 'lead'),
    property_hs_lifecyclestage_marketingqualifiedlead_date
        = (SELECT at FROM lifecycle WHERE contact_id = c.id AND value = 'marketingqualifiedlead'),
    property_hs_lifecyclestage_salesqualifiedlead_date
        = (SELECT at FROM lifecycle WHERE contact_id = c.id AND value = 'salesqualifiedlead'),
    property_hs_lifecyclestage_opportunity_date = (SELECT at FROM lifecycle WHERE contact_id = c.id AND value = 'opportunity');
\elif :has_new_dates
ALTER TABLE contact ADD property_hs_v2_date_entered_lead timestamptz,
    ADD property_hs_v2_date_entered_marketingqualifiedlead timestamptz,
    ADD property_hs_v2_date_entered_salesqualifiedlead timestamptz, ADD property_hs_v2_date_entered_opportunity timestamptz;
UPDATE contact AS c SET
    property_hs_v2_date_entered_lead = (SELECT at FROM lifecycle WHERE contact_id = c.id AND value = 'lead'),
    property_hs_v2_date_entered_marketingqualifiedlead
        = (SELECT at FROM lifecycle WHERE contact_id = c.id AND value = 'marketingqualifiedlead'),
    property_hs_v2_date_entered_salesqualifiedlead
        = (SELECT at FROM lifecycle WHERE contact_id = c.id AND value = 'salesqualifiedlead'),
    property_hs_v2_date_entered_opportunity = (SELECT at FROM lifecycle WHERE contact_id = c.id AND value = 'opportunity');
\else
-- 14 was qualified again later.
CREATE TABLE contact_property_history (contact_id bigint, name text, timestamp timestamptz, value text, source text,
    source_id text, _fivetran_synced timestamptz);
INSERT INTO contact_property_history (contact_id, name, timestamp, value)
SELECT contact_id, 'lifecyclestage', at, value FROM lifecycle
UNION ALL SELECT 7000000014, 'lifecyclestage', '2025-05-01', 'marketingqualifiedlead'
UNION ALL SELECT 7000000013, 'jobtitle', '2025-05-01', 'opportunity';
\endif
DROP TABLE lifecycle;

CREATE TABLE deal_contact (deal_id bigint, contact_id bigint, type_id integer, category text, _fivetran_synced timestamptz);
INSERT INTO deal_contact (deal_id, contact_id, type_id, category) VALUES
    (9000000001, 7000000001, 3, 'HUBSPOT_DEFINED'), (9000000001, 7000000001, 7, 'USER_DEFINED'),
    (9000000005, 7000000005, 3, 'HUBSPOT_DEFINED'), (9000000010, 7000000001, 3, 'HUBSPOT_DEFINED');

-- What they did: a form, links in mail (by a filter's machine, too), a meeting, and a call that was deleted.
CREATE TABLE contact_form_submission (contact_id bigint, conversion_id text, form_id text, page_id bigint, page_url text,
    portal_id bigint, timestamp timestamptz, title text, _fivetran_synced timestamptz);
INSERT INTO contact_form_submission (contact_id, form_id, timestamp) VALUES (7000000005, 'a1', '2025-03-01 08:00');
CREATE TABLE email_event (id text PRIMARY KEY, app_id bigint, created timestamptz, email_campaign_id bigint,
    filtered_event boolean, portal_id bigint, recipient text, sent_by_id text, type text, _fivetran_synced timestamptz);
INSERT INTO email_event (id, created, recipient, type, filtered_event) VALUES
    ('a', '2025-01-10 08:00', 'Rush@example.com', 'CLICK', false), ('b', '2025-01-10 07:59', 'rush@example.com', 'OPEN', false),
    ('c', '2025-01-10 07:58', 'rush@example.com', 'CLICK', true), ('d', '2025-03-06 09:00', 'moss@example.com', 'CLICK', NULL);
CREATE TABLE engagement_contact (contact_id bigint, engagement_id bigint, engagement_type text, type_id integer,
    category text, _fivetran_synced timestamptz);
CREATE TABLE engagement_meeting (engagement_id bigint PRIMARY KEY, type text, property_hs_createdate timestamptz,
    property_hs_timestamp timestamptz, property_hubspot_owner_id bigint, _fivetran_deleted boolean,
    _fivetran_synced timestamptz);
CREATE TABLE engagement_call (LIKE engagement_meeting);
INSERT INTO engagement_contact (contact_id, engagement_id, engagement_type) VALUES (7000000001, 1, 'MEETING'),
    (7000000001, 2, 'CALL');
INSERT INTO engagement_meeting (engagement_id, type, property_hs_timestamp) VALUES (1, 'MEETING', '2025-01-18 10:00');
INSERT INTO engagement_call (engagement_id, type, property_hs_timestamp, _fivetran_deleted)
VALUES (2, 'CALL', '2025-01-19 10:00', true);

RESET search_path;
RESET TIME ZONE;
