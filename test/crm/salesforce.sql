-- The company of company.sql in Salesforce's tables, with the columns of Salesforce's objects as Fivetran names them:
--     psql -v schema=salesforce -v history=true -v instant=timestamptz -v day=date -f test/crm/salesforce.sql
-- history: as Fivetran's history mode keeps it, with every version of a row. instant, day: the types of points in time
-- and of days, which differ by loader.
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

-- An id of 18 characters: the last three say which of the others are capital letters.
CREATE FUNCTION pg_temp.id(prefix text, n integer) RETURNS text LANGUAGE sql AS
    $$SELECT prefix || 'Ha00000000' || lpad(n::text, 2, '0') || CASE WHEN prefix LIKE '%Q' THEN 'MAA' ELSE 'IAA' END$$;

CREATE TABLE opportunity (id text, account_id text, amount double precision, campaign_id text, close_date :day,
    created_date :instant, currency_iso_code text, description text, expected_revenue double precision, fiscal text,
    fiscal_quarter integer, fiscal_year integer, forecast_category text, forecast_category_name text,
    has_open_activity boolean, has_opportunity_line_item boolean, has_overdue_task boolean, is_closed boolean,
    is_deleted boolean, is_excluded_from_territory_2_filter boolean, is_won boolean, last_activity_date timestamptz,
    last_referenced_date timestamptz, last_viewed_date timestamptz, lead_source text, name text, next_step text,
    owner_id text, pricebook_2_id text, probability double precision, record_type_id text, stage_name text,
    synced_quote_id text, territory_2_id text, type text, _fivetran_synced timestamptz);
CREATE TABLE opportunity_history (id text PRIMARY KEY, amount double precision, close_date :day, created_by_id text,
    created_date :instant, expected_revenue double precision, forecast_category text, is_deleted boolean,
    opportunity_id text, probability double precision, stage_name text, system_modstamp timestamptz,
    _fivetran_deleted boolean, _fivetran_synced timestamptz);
CREATE TABLE opportunity_stage (id text PRIMARY KEY, api_name text, default_probability double precision, description text,
    forecast_category text, is_active boolean, is_closed boolean, is_won boolean, master_label text, sort_order integer,
    _fivetran_synced timestamptz);
CREATE TABLE record_type (id text PRIMARY KEY, business_process_id text, developer_name text, is_active boolean,
    name text, sobject_type text, _fivetran_synced timestamptz);
CREATE TABLE account (id text, name text, industry text, type text, annual_revenue double precision,
    number_of_employees integer, parent_id text, owner_id text, is_deleted boolean, _fivetran_synced timestamptz);
CREATE TABLE "user" (id text, name text, manager_id text, user_role_id text, is_active boolean, _fivetran_deleted boolean,
    _fivetran_synced timestamptz);
CREATE TABLE lead (id text, status text, created_date :instant, is_converted boolean, converted_date :day,
    converted_opportunity_id text, converted_account_id text, converted_contact_id text, is_deleted boolean,
    lead_source text, name text, company text, email text, owner_id text, _fivetran_synced timestamptz);
CREATE TABLE campaign (id text, name text, type text, status text, actual_cost double precision,
    budgeted_cost double precision, number_of_leads integer, start_date :day, end_date :day, is_deleted boolean,
    _fivetran_synced timestamptz);
CREATE TABLE campaign_member (id text, campaign_id text, lead_id text, contact_id text, lead_or_contact_id text, status text,
    has_responded boolean, first_responded_date :day, created_date :instant, is_deleted boolean,
    _fivetran_synced timestamptz);
CREATE TABLE opportunity_contact_role (id text, opportunity_id text, contact_id text, role text, is_primary boolean,
    created_date :instant, is_deleted boolean, _fivetran_synced timestamptz);
CREATE TABLE forecasting_quota (id text, forecasting_type_id text, is_amount boolean, is_quantity boolean, period_id text,
    product_family text, quota_amount double precision, quota_quantity double precision, quota_owner_id text,
    start_date :day, currency_iso_code text, _fivetran_deleted boolean, _fivetran_synced timestamptz);
CREATE TABLE period (id text, fiscal_year_settings_id text, start_date :day, end_date :day, type text, number integer,
    _fivetran_synced timestamptz);

INSERT INTO record_type (id, name, sobject_type) VALUES (pg_temp.id('012', 1), 'New business', 'Opportunity'),
    (pg_temp.id('012', 2), 'Renewals', 'Opportunity');
INSERT INTO account (id, name, is_deleted) VALUES (pg_temp.id('001', 1), '</script><b>"O''Neil & Söhne"', false),
    (pg_temp.id('001', 2), 'Birch Ltd', NULL), (pg_temp.id('001', 3), 'Cedar GmbH', false);
INSERT INTO "user" (id, name, is_active) VALUES (pg_temp.id('005', 1), 'Ada Reed', true),
    (pg_temp.id('005', 2), 'Ben Sedge', false);
-- One list for all record types. Demo is no longer in use. There are two won stages.
INSERT INTO opportunity_stage (id, api_name, master_label, sort_order, default_probability, is_active, is_closed, is_won)
VALUES (pg_temp.id('01J', 1), 'New', 'New', 1, 10, true, false, false),
    (pg_temp.id('01J', 2), 'Screening', 'Screening', 2, 20, true, false, false),
    (pg_temp.id('01J', 9), 'Demo', 'Demo', 3, 30, false, false, false),
    (pg_temp.id('01J', 3), 'Meeting', 'Meeting', 4, 40, true, false, false),
    (pg_temp.id('01J', 4), 'Proposal', 'Proposal', 5, 75, true, false, false),
    (pg_temp.id('01J', 6), 'Lost', 'Lost', 6, 0, true, true, false),
    (pg_temp.id('01J', 5), 'Customer', 'Customer', 7, 100, true, true, true),
    (pg_temp.id('01J', 7), 'Signed', 'Signed', 8, 100, true, true, true);

-- 1, 2 and 8 won, of 2 it is not known whether it is deleted; 3 and 4 lost; 5 to 7 open with an expected close; 9 won and
-- deleted.
INSERT INTO opportunity (id, account_id, owner_id, name, stage_name, amount, currency_iso_code, probability,
    created_date, close_date, is_closed, is_won, is_deleted, lead_source, record_type_id)
SELECT pg_temp.id('006', n), pg_temp.id('001', account), pg_temp.id('005', owner), name, stage, amount, currency,
    probability, created::timestamptz, close::timestamptz, closed, won, deleted, source, pg_temp.id('012', record_type)
FROM (VALUES
    (1, 1, 1, 'Larch', 'Customer', 1000, 'EUR', 100, '2025-01-31 23:30', '2025-03-01', true, true, false, 'REFERRALS', 1),
    (2, 1, 1, 'Maple', 'Customer', 500, 'EUR', 100, '2025-02-03 09:00', '2025-02-13', true, true, NULL, NULL, 2),
    (3, 2, 2, 'Nutmeg', 'Lost', 800, 'EUR', 0, '2025-02-05 09:00', '2025-02-25', true, false, false, 'REFERRALS', 1),
    (4, 2, 2, 'Oak', 'Lost', 400, 'EUR', 0, '2025-02-06 09:00', '2025-03-08', true, false, false, NULL, 2),
    (5, 3, 2, 'Pine', 'Meeting', 300, 'EUR', 40, '2025-03-10 09:00', '2025-12-31', false, false, false, 'PAID_SEARCH', 1),
    (6, NULL, NULL, 'Quince', 'New', NULL, 'EUR', 10, '2025-03-12 10:00', '2025-12-31', false, false, false, NULL, 1),
    (7, 3, 1, 'Rowan', 'Proposal', 2000, 'USD', 75,
        '2025-03-29 23:30', '2025-12-31', false, false, false, 'PAID_SEARCH', 1),
    (8, 2, 1, 'Sorrel', 'Customer', 600, 'EUR', 100, '2025-04-01 08:00', '2025-04-11', true, true, false, 'REFERRALS', 1),
    (9, 2, 1, 'Tansy', 'Customer', 9999, 'EUR', 100, '2025-04-01 08:00', '2025-04-11', true, true, true, NULL, 1))
    AS v (n, account, owner, name, stage, amount, currency, probability, created, close, closed, won, deleted, source,
        record_type);

-- A row for each change of stage, amount, probability or expected close. 7 came to two stages at one time; of 8 a row was
-- deleted.
INSERT INTO opportunity_history (id, opportunity_id, created_date, stage_name, amount, probability, is_deleted)
SELECT pg_temp.id('008', nth::integer), pg_temp.id('006', n), at::timestamptz, stage, amount, 50, nth = 25
FROM (SELECT *, row_number() OVER () AS nth FROM (VALUES (1, '2025-01-31 23:30', 'New', 800), (1, '2025-02-10 09:00', 'Meeting', 800),
    (1, '2025-02-15 10:00', 'Meeting', 1000), (1, '2025-02-20 09:00', 'Proposal', 1000),
    (1, '2025-02-24 09:00', 'Proposal', 1000), (1, '2025-02-28 23:30', 'Customer', 1000),
    (2, '2025-02-03 09:00', 'New', 500), (2, '2025-02-06 09:00', 'Proposal', 500),
    (2, '2025-02-13 09:00', 'Customer', 500),
    (3, '2025-02-05 09:00', 'New', 800), (3, '2025-02-08 09:00', 'Screening', 800), (3, '2025-02-25 09:00', 'Lost', 800),
    (4, '2025-02-06 09:00', 'New', 400), (4, '2025-02-10 09:00', 'Proposal', 400),
    (4, '2025-02-20 09:00', 'Customer', 400), (4, '2025-03-08 09:00', 'Lost', 400),
    (5, '2025-03-10 09:00', 'New', 300), (5, '2025-03-12 09:00', 'Meeting', 300),
    (5, '2025-03-14 09:00', 'Screening', 300), (5, '2025-03-20 09:00', 'Meeting', 300),
    (6, '2025-03-12 10:00', 'New', NULL),
    (7, '2025-03-29 23:30', 'New', 2000), (7, '2025-04-02 08:00', 'Demo', 2000),
    (8, '2025-04-01 08:00', 'New', 600), (8, '2025-04-02 08:00', 'Meeting', 9999), (8, '2025-04-11 08:00', 'Customer', 600),
    (7, '2025-04-05 08:00', 'Meeting', 2000), (7, '2025-04-05 08:00', 'Proposal', 2000),
    (9, '2025-04-01 08:00', 'New', 9999)) AS v (n, at, stage, amount)) AS v;

-- 1 and 5 became deals, 14 an account and no deal, 13 nothing; 19 was deleted. The day of conversion is the company's.
INSERT INTO lead (id, status, created_date, is_converted, converted_date, converted_opportunity_id, converted_contact_id,
    is_deleted, lead_source, owner_id) VALUES
    (pg_temp.id('00Q', 1), 'Closed - Converted', '2025-01-10 08:00', true, '2025-02-01', pg_temp.id('006', 1),
        pg_temp.id('003', 1), false, 'REFERRALS', pg_temp.id('005', 1)),
    (pg_temp.id('00Q', 5), 'Closed - Converted', '2025-03-01 08:00', true, '2025-03-10', pg_temp.id('006', 5),
        pg_temp.id('003', 5), NULL, 'PAID_SEARCH', pg_temp.id('005', 2)),
    (pg_temp.id('00Q', 13), 'Working - Contacted', '2025-03-05 08:00', false, NULL, NULL,
        NULL, false, 'PAID_SEARCH', pg_temp.id('005', 2)),
    (pg_temp.id('00Q', 14), 'Closed - Converted', '2025-03-15 08:00', true, '2025-03-25', NULL,
        pg_temp.id('003', 14), false, 'REFERRALS', pg_temp.id('005', 1)),
    (pg_temp.id('00Q', 19), 'Open - Not Contacted', '2025-03-15 08:00', false, NULL, NULL,
        NULL, true, 'REFERRALS', pg_temp.id('005', 1));

-- Two of the first campaign's members responded, one of them as a lead that is a contact now, with a role in its deal; a
-- third never did. A contact of the seventh deal went to the meeting, 9 is a deleted role of it.
INSERT INTO campaign (id, name, type, actual_cost) VALUES (pg_temp.id('701', 1), 'News of January', 'Email', 300),
    (pg_temp.id('701', 2), 'Fair', 'Meeting', NULL), (pg_temp.id('701', 3), 'Web', 'Form', 100);
INSERT INTO campaign_member (id, campaign_id, lead_id, contact_id, has_responded, first_responded_date, created_date) VALUES
    (pg_temp.id('00v', 1), pg_temp.id('701', 1), pg_temp.id('00Q', 1), pg_temp.id('003', 1), true,
        '2025-01-10', '2025-01-10 08:00'),
    (pg_temp.id('00v', 2), pg_temp.id('701', 1), pg_temp.id('00Q', 13), NULL, true, '2025-03-06', '2025-03-06 09:00'),
    (pg_temp.id('00v', 3), pg_temp.id('701', 1), pg_temp.id('00Q', 5), pg_temp.id('003', 5), false,
        NULL, '2025-03-06 09:00'),
    (pg_temp.id('00v', 4), pg_temp.id('701', 2), pg_temp.id('00Q', 1), NULL, true, NULL, '2025-01-18 10:00'),
    (pg_temp.id('00v', 5), pg_temp.id('701', 3), pg_temp.id('00Q', 5), pg_temp.id('003', 5), true,
        '2025-03-01', '2025-03-01 08:00'),
    (pg_temp.id('00v', 6), pg_temp.id('701', 2), NULL, pg_temp.id('003', 7), true, NULL, '2025-04-03 08:00');
INSERT INTO opportunity_contact_role (id, opportunity_id, contact_id, is_primary, is_deleted) VALUES
    (pg_temp.id('00K', 1), pg_temp.id('006', 1), pg_temp.id('003', 1), true, false),
    (pg_temp.id('00K', 7), pg_temp.id('006', 7), pg_temp.id('003', 7), true, NULL),
    (pg_temp.id('00K', 9), pg_temp.id('006', 8), pg_temp.id('003', 7), false, true);

-- Quotas of months, one of them of two product families; one of a number, one of another type of forecast.
INSERT INTO period (id, type, start_date, end_date) VALUES (pg_temp.id('026', 1), 'Month', '2025-02-01', '2025-02-28'),
    (pg_temp.id('026', 2), 'Month', '2025-03-01', '2025-03-31'), (pg_temp.id('026', 3), 'Quarter', '2025-01-01', '2025-03-31');
INSERT INTO forecasting_quota (id, forecasting_type_id, is_amount, is_quantity, period_id, start_date, quota_owner_id,
    quota_amount, quota_quantity, product_family, currency_iso_code)
SELECT pg_temp.id('0J9', nth::integer), pg_temp.id('0Db', type), amount > 0, amount = 0, pg_temp.id('026', period),
    starts::timestamptz, pg_temp.id('005', owner), amount, quantity, family, 'EUR'
FROM (SELECT *, row_number() OVER () AS nth FROM (VALUES (1, 1, '2025-02-01', 1, 1000, 0, 'Hats'), (1, 1, '2025-02-01', 1, 500, 0, 'Coats'),
    (1, 2, '2025-03-01', 1, 1500, 0, NULL), (1, 1, '2025-02-01', 2, 1200, 0, NULL), (1, 2, '2025-03-01', 2, 0, 7, NULL),
    (2, 3, '2025-01-01', 2, 9999, 0, NULL)) AS v (type, period, starts, owner, amount, quantity, family)) AS v;

-- The first deal in three versions, of which two are over, the third in two, and the ninth gone: deleting ends the last
-- version. An account and a person had other names.
\if :history
ALTER TABLE opportunity ADD _fivetran_start timestamptz DEFAULT '2025-02-01', ADD _fivetran_end timestamptz
    DEFAULT '9999-12-31 23:59:59', ADD _fivetran_active boolean DEFAULT true;
UPDATE opportunity SET is_deleted = false, _fivetran_end = '2025-04-12', _fivetran_active = false WHERE name = 'Tansy';
INSERT INTO opportunity (id, account_id, owner_id, name, stage_name, amount, probability, created_date, close_date,
    is_closed, is_won, is_deleted, _fivetran_end, _fivetran_active)
SELECT id, account_id, owner_id, name, stage, amount - less, 10, created_date, '2025-06-30', closed, closed, false,
    '2025-02-28 23:29:59.999', false
FROM opportunity JOIN (VALUES ('Larch', 'New', 200, false), ('Larch', 'Customer', 100, true), ('Nutmeg', 'New', 0, false))
    AS version (name, stage, less, closed) USING (name);
ALTER TABLE account ADD _fivetran_active boolean DEFAULT true;
INSERT INTO account (id, name, is_deleted, _fivetran_active) VALUES (pg_temp.id('001', 2), 'Beech Ltd', false, false);
UPDATE account SET type = 'Customer' WHERE _fivetran_active; -- now the former version is the first row
ALTER TABLE "user" ADD _fivetran_active boolean DEFAULT true;
INSERT INTO "user" (id, name, _fivetran_active) VALUES (pg_temp.id('005', 1), 'Ada Rush', false);
UPDATE "user" SET is_active = true WHERE _fivetran_active;
\endif

DROP FUNCTION pg_temp.id;
RESET search_path;
RESET TIME ZONE;
