-- Opportunities of an invented company in Salesforce's table, with the columns that Fivetran's package dbt_salesforce
-- documents:
--     psql -v schema=salesforce -v history=true -v instant=timestamptz -v day=date -f test/crm/salesforce.sql
-- history: as history mode keeps it, with every version of a row. instant, day: the types of created_date and
-- close_date, which differ by loader.
\if :{?schema}
\else
\set schema salesforce
\endif
\if :{?history}
\else
\set history false
\endif
\if :{?instant}
\else
\set instant timestamptz
\endif
\if :{?day}
\else
\set day timestamp
\endif
SET TIME ZONE 'UTC';
CREATE SCHEMA :"schema";
SET search_path = :"schema";

CREATE TABLE opportunity (id text, account_id text, amount double precision, campaign_id text, close_date :day,
    created_date :instant, description text, expected_revenue double precision, fiscal text, fiscal_quarter integer,
    fiscal_year integer, forecast_category text, forecast_category_name text, has_open_activity boolean,
    has_opportunity_line_item boolean, has_overdue_task boolean, is_closed boolean, is_deleted boolean,
    is_excluded_from_territory_2_filter boolean, is_won boolean, last_activity_date timestamptz,
    last_referenced_date timestamptz, last_viewed_date timestamptz, lead_source text, name text, next_step text,
    owner_id text, pricebook_2_id text, probability double precision, record_type_id text, stage_name text,
    synced_quote_id text, territory_2_id text, type text, _fivetran_synced timestamptz);

\if :history
-- Won, in three versions as its amount was put right twice; lost, in two, of which the first was open. A third one is
-- gone: deleting ends the last version.
ALTER TABLE opportunity ADD _fivetran_start timestamptz, ADD _fivetran_end timestamptz, ADD _fivetran_active boolean;
INSERT INTO opportunity (id, account_id, owner_id, name, stage_name, amount, probability, created_date, close_date,
    is_closed, is_won, is_deleted, lead_source, _fivetran_start, _fivetran_end, _fivetran_active) VALUES
    ('006Ha00000KbA1XIAV', '001Ha00000QrsTUIAZ', '005Ha000001aaaaIAA', 'Larch', 'Closed Won', 900, 100,
        '2025-03-01 02:30', '2025-03-31', true, true, false, 'Partner',
        '2025-03-31 10:00', '2025-04-01 09:59:59.999', false),
    ('006Ha00000KbA1XIAV', '001Ha00000QrsTUIAZ', '005Ha000001aaaaIAA', 'Larch', 'Closed Won', 950, 100,
        '2025-03-01 02:30', '2025-03-31', true, true, false, 'Partner',
        '2025-04-01 10:00', '2025-04-02 09:59:59.999', false),
    ('006Ha00000KbA1XIAV', '001Ha00000QrsTUIAZ', '005Ha000001aaaaIAA', 'Larch', 'Closed Won', 1000, 100,
        '2025-03-01 02:30', '2025-03-31', true, true, false, 'Partner',
        '2025-04-02 10:00', '9999-12-31 23:59:59', true),
    ('006Ha00000KbA2YIAV', '001Ha00000QrsTVIAZ', '005Ha000001aaabIAA', 'Maple', 'Qualification', 400, 10,
        '2025-03-05 16:00', '2025-06-30', false, false, false, NULL,
        '2025-03-05 16:00', '2025-04-09 15:59:59.999', false),
    ('006Ha00000KbA2YIAV', '001Ha00000QrsTVIAZ', '005Ha000001aaabIAA', 'Maple', 'Closed Lost', 400, 0,
        '2025-03-05 16:00', '2025-04-09', true, false, false, NULL,
        '2025-04-09 16:00', '9999-12-31 23:59:59', true),
    ('006Ha00000KbA3ZIAV', '001Ha00000QrsTVIAZ', '005Ha000001aaabIAA', 'Nutmeg', 'Closed Won', 7777, 100,
        '2025-03-06 16:00', '2025-03-07', true, true, false, NULL,
        '2025-03-07 16:00', '2025-03-08 15:59:59.999', false);
\else
-- Won, lost, lost, won and not known whether deleted, open with an expected close, won and deleted.
INSERT INTO opportunity (id, account_id, owner_id, name, stage_name, amount, probability, created_date, close_date,
    is_closed, is_won, is_deleted, lead_source, record_type_id) VALUES
    ('006Ha00000KbA1XIAV', '001Ha00000QrsTUIAZ', '005Ha000001aaaaIAA', 'Larch', 'Closed Won', 1000, 100,
        '2025-03-01 02:30', '2025-03-31', true, true, false, 'Partner', NULL),
    ('006Ha00000KbA2YIAV', '001Ha00000QrsTVIAZ', '005Ha000001aaabIAA', 'Maple', 'Closed Lost', 400, 0,
        '2025-03-05 16:00', '2025-04-09', true, false, false, NULL, '012Ha000000NewBIAS'),
    ('006Ha00000KbA3ZIAV', '001Ha00000QrsTVIAZ', '005Ha000001aaabIAA', 'Nutmeg', 'Closed Lost', 250, 0,
        '2025-03-06 16:00', '2025-03-20', true, false, false, NULL, NULL),
    ('006Ha00000KbA40IAF', '001Ha00000QrsTUIAZ', '005Ha000001aaabIAA', 'Oak', 'Closed Won', 600, 100,
        '2025-03-10 16:00', '2025-03-20', true, true, NULL, NULL, NULL),
    ('006Ha00000KbA51IAF', NULL, '005Ha000001aaaaIAA', 'Pine', 'Proposal/Price Quote', 700, 75,
        '2025-03-12 16:00', '2025-12-31', false, false, false, 'Web', NULL),
    ('006Ha00000KbA62IAF', '001Ha00000QrsTUIAZ', '005Ha000001aaaaIAA', 'Quince', 'Closed Won', 7777, 100,
        '2025-03-13 16:00', '2025-03-14', true, true, true, NULL, NULL);
\endif

RESET search_path;
RESET TIME ZONE;
