-- Opportunities of an invented company in Odoo's tables, with the columns that its modules crm, sales_team, utm and
-- base store:
--     psql -v schema=public -v version=17 -f test/crm/odoo.sql
-- version: 13 (planned_revenue, names as text), 17 (expected_revenue, names as jsonb), 17e (the same with the
-- Enterprise edition's won_status), 19 (with everybody's won_status).
\if :{?schema}
\else
\set schema public
\endif
\if :{?version}
\else
\set version 17
\endif
SELECT :'version' = '13' AS is_13, :'version' = '17e' AS is_enterprise, :'version' IN ('17e', '19') AS has_won_status,
    CASE WHEN :'version' = '13' THEN 'varchar' ELSE 'jsonb' END AS translated \gset
SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS :"schema";
RESET client_min_messages;
SET search_path = :"schema";

-- A translated name, as the version keeps it.
CREATE FUNCTION pg_temp.name(name text, translation text) RETURNS :translated LANGUAGE sql AS
\if :is_13
    'SELECT $1';
\else
    'SELECT jsonb_build_object(''en_US'', $1, ''fr_FR'', $2)';
\endif

CREATE TABLE res_currency (id serial PRIMARY KEY, name varchar, symbol varchar, rounding numeric, active boolean);
CREATE TABLE res_company (id serial PRIMARY KEY, name varchar, partner_id integer, currency_id integer);
CREATE TABLE res_partner (id serial PRIMARY KEY, name varchar, company_id integer, parent_id integer,
    commercial_partner_id integer, commercial_company_name varchar, is_company boolean, active boolean, type varchar,
    user_id integer, team_id integer, industry_id integer, country_id integer, email varchar, create_date timestamp);
CREATE TABLE crm_team (id serial PRIMARY KEY, name :translated, sequence integer, active boolean, company_id integer,
    user_id integer, invoiced_target double precision);
CREATE TABLE crm_stage (id serial PRIMARY KEY, name :translated, sequence integer, is_won boolean, requirements text,
    team_id integer, fold boolean);
CREATE TABLE utm_source (id serial PRIMARY KEY, name varchar);
CREATE TABLE crm_lead (id serial PRIMARY KEY, name varchar NOT NULL, type varchar NOT NULL, active boolean,
    priority varchar, campaign_id integer, source_id integer, medium_id integer, email_cc varchar, email_from varchar,
    email_normalized varchar, partner_id integer, partner_name varchar, contact_name varchar, website varchar,
    team_id integer, user_id integer, company_id integer, stage_id integer, description text, referred varchar,
    date_closed timestamp, date_open timestamp, day_open double precision, day_close double precision,
    date_last_stage_update timestamp, date_conversion timestamp, date_deadline date,
    probability double precision CHECK (probability >= 0 AND probability <= 100),
    automated_probability double precision, phone_state varchar, email_state varchar, color integer, street varchar,
    street2 varchar, zip varchar, city varchar, state_id integer, country_id integer, lang_id integer, phone varchar,
    mobile varchar, function varchar, title integer, create_uid integer, create_date timestamp, write_uid integer,
    write_date timestamp, expected_revenue numeric);
\if :is_13
ALTER TABLE crm_lead ADD planned_revenue numeric, ADD lost_reason integer;
\else
ALTER TABLE crm_lead ADD prorated_revenue numeric, ADD recurring_revenue numeric, ADD recurring_plan integer,
    ADD lost_reason_id integer;
\endif
\if :has_won_status
ALTER TABLE crm_lead ADD won_status varchar;
\endif

INSERT INTO res_currency (id, name) VALUES (1, 'EUR'), (2, 'USD');
INSERT INTO res_company (id, name, currency_id) VALUES (1, 'Us, Europe', 1), (2, 'Us, America', 2);
-- 21 is a person at company 20; 22 has no company known.
INSERT INTO res_partner (id, name, parent_id, commercial_partner_id, is_company) VALUES
    (20, 'Birch Ltd', NULL, 20, true), (21, 'Ms Reed', 20, 20, false), (22, 'Mr Sedge', NULL, NULL, false);
INSERT INTO crm_team (id, name, active) VALUES (1, pg_temp.name('Direct sales', 'Vente directe'), true);
INSERT INTO crm_stage (id, name, sequence, is_won) VALUES (1, pg_temp.name('New', 'Nouveau'), 1, false),
    (2, pg_temp.name('Proposition', 'Proposition'), 2, NULL), (4, pg_temp.name('Won', 'Gagné'), 70, true);
INSERT INTO utm_source (id, name) VALUES (1, 'Newsletter');

-- 1 won, 2 won and archived since, 3 lost, 4 lost after it had been won, 5 archived, not lost, 6 open with an expected
-- close, 7 open without a hope, 8 no opportunity yet. The amounts are those of the whole deal; date_closed is set by
-- archiving, too.
INSERT INTO crm_lead (id, name, type, active, stage_id, probability, partner_id, team_id, user_id, company_id,
    source_id, create_date, date_closed, date_deadline, expected_revenue) VALUES
    (1, 'Larch', 'opportunity', true, 4, 100, 21, 1, 6, 1,
        1, '2025-01-31 23:30', '2025-02-28 23:30', '2025-03-15', 1000),
    (2, 'Maple', 'opportunity', false, 4, 100, 20, 1, 6, 1, NULL, '2025-02-03 09:00', '2025-02-13 09:00', NULL, 500),
    (3, 'Nutmeg', 'opportunity', false, 1, 0, 22, 1, 7, 2, 1, '2025-02-05 09:00', '2025-02-25 09:00', NULL, 800),
    (4, 'Oak', 'opportunity', false, 4, 0, 22, 1, 7, 2, NULL, '2025-02-06 09:00', '2025-03-08 09:00', NULL, 400),
    (5, 'Pine', 'opportunity', false, 2, 30, 20, 1, 7, 1, NULL, '2025-02-07 09:00', '2025-03-01 09:00', NULL, 300),
    (6, 'Quince', 'opportunity', true, 2, 60, NULL, NULL, NULL, NULL,
        NULL, '2025-02-10 09:00', NULL, '2025-12-31', 700),
    (7, 'Rowan', 'opportunity', true, 1, 0, 22, 1, 7, 1, NULL, '2025-02-11 09:00', NULL, NULL, 200),
    (8, 'Sorrel', 'lead', true, 1, 10, NULL, 1, 7, 1, 1, '2025-02-12 09:00', NULL, NULL, 9999);
\if :is_13
-- There expected_revenue is weighted by the probability.
UPDATE crm_lead SET planned_revenue = expected_revenue, expected_revenue = expected_revenue * probability / 100;
\endif
\if :has_won_status
UPDATE crm_lead SET won_status = CASE WHEN id IN (1, 2) THEN 'won' WHEN id IN (3, 4) THEN 'lost' ELSE 'pending' END;
\endif
\if :is_enterprise
-- It calls a deal won by its probability alone, and none that is archived. 9 is such a deal.
INSERT INTO crm_lead (id, name, type, active, stage_id, probability, partner_id, team_id, user_id, company_id,
    create_date, date_closed, expected_revenue, won_status)
VALUES (9, 'Tansy', 'opportunity', true, 2, 100, 22, 1, 7, 1, '2025-02-14 09:00', '2025-02-24 09:00', 600, 'won');
UPDATE crm_lead SET won_status = 'pending' WHERE id = 2;
\endif

DROP FUNCTION pg_temp.name;
RESET search_path;
