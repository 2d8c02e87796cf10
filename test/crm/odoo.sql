-- The company of company.sql in Odoo's tables, with the columns that its modules crm, sales_team, sale, utm, mail,
-- gamification and base store:
--     psql -v schema=public -v version=17 -f test/crm/odoo.sql
-- version: 13 (planned_revenue; names as text; tracked fields by their names), 15 (expected_revenue; tracked fields by
-- their ids), 17 (names as jsonb; field_id), 17e (the same with the Enterprise edition's won_status), 19 (with
-- everybody's won_status; stages of several teams).
\if :{?schema}
\else
\set schema public
\endif
\if :{?version}
\else
\set version 17
\endif
SELECT :'version' = '13' AS is_13, :'version' IN ('13', '15') AS is_old, :'version' = '19' AS is_19, :'version' = '17e' AS is_enterprise, :'version' IN ('17e', '19') AS has_won_status,
    CASE WHEN :'version' IN ('13', '15') THEN 'varchar' ELSE 'jsonb' END AS translated \gset
SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS :"schema";
RESET client_min_messages;
SET search_path = :"schema";

-- A translated name, as the version keeps it.
CREATE FUNCTION pg_temp.name(name text, translation text) RETURNS :translated LANGUAGE sql AS
\if :is_old
    'SELECT $1';
\else
    'SELECT jsonb_build_object(''en_US'', $1, ''fr_FR'', $2)';
\endif

CREATE TABLE res_currency (id serial PRIMARY KEY, name varchar, symbol varchar, rounding numeric, active boolean);
CREATE TABLE res_company (id serial PRIMARY KEY, name varchar, partner_id integer, currency_id integer);
CREATE TABLE res_partner (id serial PRIMARY KEY, name varchar, company_id integer, parent_id integer,
    commercial_partner_id integer, commercial_company_name varchar, is_company boolean, active boolean, type varchar,
    user_id integer, team_id integer, industry_id integer, country_id integer, email varchar, create_date timestamp);
CREATE TABLE res_users (id serial PRIMARY KEY, login varchar, active boolean, partner_id integer, company_id integer);
CREATE TABLE crm_team (id serial PRIMARY KEY, name :translated, sequence integer, active boolean, company_id integer,
    user_id integer, invoiced_target double precision);
CREATE TABLE crm_stage (id serial PRIMARY KEY, name :translated, sequence integer, is_won boolean, requirements text,
    fold boolean);
\if :is_19
CREATE TABLE crm_stage_crm_team_rel (crm_stage_id integer, crm_team_id integer, PRIMARY KEY (crm_stage_id, crm_team_id));
\else
ALTER TABLE crm_stage ADD team_id integer;
\endif
CREATE TABLE utm_source (id serial PRIMARY KEY, name varchar);
CREATE TABLE utm_medium (id serial PRIMARY KEY, name :translated, active boolean);
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

CREATE TABLE ir_model_fields (id serial PRIMARY KEY, name varchar, model varchar, ttype varchar, relation varchar);
CREATE TABLE mail_message (id serial PRIMARY KEY, subject varchar, date timestamp, body text, model varchar, res_id integer,
    message_type varchar, author_id integer);
CREATE TABLE mail_tracking_value (id serial PRIMARY KEY, mail_message_id integer, old_value_integer integer,
    old_value_float double precision, old_value_char varchar, old_value_text text, old_value_datetime timestamp,
    new_value_integer integer, new_value_float double precision, new_value_char varchar, new_value_text text,
    new_value_datetime timestamp, currency_id integer);
CREATE TABLE gamification_goal_definition (id serial PRIMARY KEY, name :translated, computation_mode varchar,
    monetary boolean, condition varchar);
CREATE TABLE gamification_goal (id serial PRIMARY KEY, definition_id integer, user_id integer, line_id integer,
    challenge_id integer, start_date date, end_date date, target_goal double precision, current double precision,
    state varchar, closed boolean);

INSERT INTO res_currency (id, name) VALUES (1, 'EUR'), (2, 'USD');
INSERT INTO res_company (id, name, currency_id) VALUES (1, 'Us, Europe', 1), (2, 'Us, America', 2);
-- 311 is a person at 301; of 303 no company is known.
INSERT INTO res_partner (id, name, parent_id, commercial_partner_id, is_company) VALUES
    (301, '</script><b>"O''Neil & Söhne"', NULL, 301, true), (311, 'Ms Rush', 301, 301, false),
    (302, 'Birch Ltd', NULL, 302, true), (303, 'Cedar GmbH', NULL, NULL, false),
    (401, 'Ada Reed', NULL, NULL, false), (402, 'Ben Sedge', NULL, NULL, false);
INSERT INTO res_users (id, login, active, partner_id, company_id) VALUES (101, 'ada', true, 401, 1), (102, 'ben', true, 402, 1);
INSERT INTO crm_team (id, name, active, company_id, invoiced_target) VALUES
    (1, pg_temp.name('New business', 'Nouveaux clients'), true, 1, 4000),
    (2, pg_temp.name('Renewals', 'Renouvellements'), true, 1, 0);
-- Stage 9, Demo, was deleted. There are two won ones.
INSERT INTO crm_stage (id, name, sequence, is_won) VALUES (1, pg_temp.name('New', 'Nouveau'), 1, false),
    (2, pg_temp.name('Screening', 'Tri'), 2, NULL), (4, pg_temp.name('Proposal', 'Offre'), 5, false),
    (3, pg_temp.name('Meeting', 'Rendez-vous'), 3, false), (5, pg_temp.name('Customer', 'Client'), 70, true),
    (6, pg_temp.name('Signed', 'Signé'), 71, true);
-- Two of them are for new business only.
\if :is_19
INSERT INTO crm_stage_crm_team_rel VALUES (2, 1), (3, 1), (4, 1), (4, 2);
\else
UPDATE crm_stage SET team_id = 1 WHERE id IN (2, 3);
\endif
INSERT INTO utm_source (id, name) VALUES (1, 'REFERRALS'), (2, 'PAID_SEARCH');
INSERT INTO utm_medium (id, name, active) VALUES (1, pg_temp.name('Email', 'Courriel'), true),
    (2, pg_temp.name('Form', 'Formulaire'), true);

-- 1 and 8 won, 2 won and archived since, 3 lost, 4 lost after it had been won, 5 archived, not lost, 6 open with an
-- expected close, 7 open without a hope. 1 and 5 came as leads, 13 and 14 still are. The amounts are those of the whole
-- deal; date_closed is set by archiving, too.
INSERT INTO crm_lead (id, name, type, active, stage_id, probability, partner_id, team_id, user_id, company_id, source_id,
    medium_id, create_date, date_conversion, date_closed, date_deadline, expected_revenue) VALUES
    (1, 'Larch', 'opportunity', true, 5, 100, 311, 1, 101, 1, 1,
        1, '2025-01-10 08:00', '2025-01-31 23:30', '2025-02-28 23:30', '2025-03-15', 1000),
    (2, 'Maple', 'opportunity', false, 5, 100, 301, 2, 101, 1, NULL,
        NULL, '2025-02-03 09:00', NULL, '2025-02-13 09:00', NULL, 500),
    (3, 'Nutmeg', 'opportunity', false, 2, 0, 302, 1, 102, 1, 1,
        NULL, '2025-02-05 09:00', NULL, '2025-02-25 09:00', NULL, 800),
    (4, 'Oak', 'opportunity', false, 5, 0, 302, 2, 102, 1, NULL,
        NULL, '2025-02-06 09:00', NULL, '2025-03-08 09:00', NULL, 400),
    (5, 'Pine', 'opportunity', false, 3, 30, 303, 1, 102, 1, 2,
        2, '2025-03-01 08:00', '2025-03-10 09:00', '2025-05-01 09:00', '2025-12-31', 300),
    (6, 'Quince', 'opportunity', true, 1, 10, NULL, 1, NULL, 1, NULL,
        NULL, '2025-03-12 10:00', NULL, NULL, '2025-12-31', NULL),
    (7, 'Rowan', 'opportunity', true, 4, 0, 303, 1, 101, 2, 2,
        NULL, '2025-03-29 23:30', NULL, NULL, NULL, 2000),
    (8, 'Sorrel', 'opportunity', true, 5, 100, 302, 1, 101, 1, 1,
        NULL, '2025-04-01 08:00', NULL, '2025-04-11 08:00', NULL, 600),
    (13, 'Tansy', 'lead', false, 1, 0, NULL, 1, 102, 1, 2,
        NULL, '2025-03-05 08:00', NULL, '2025-03-06 08:00', NULL, 9999),
    (14, 'Vetch', 'lead', true, 1, 10, NULL, 1, 101, 1, 1,
        NULL, '2025-03-15 08:00', NULL, NULL, NULL, 9999);
\if :is_13
-- There expected_revenue is weighted by the probability.
UPDATE crm_lead SET planned_revenue = expected_revenue, expected_revenue = expected_revenue * probability / 100;
\endif
\if :has_won_status
UPDATE crm_lead
SET won_status = CASE WHEN type = 'lead' OR id IN (5, 6, 7) THEN 'pending' WHEN id IN (3, 4) THEN 'lost' ELSE 'won' END;
\endif
\if :is_enterprise
-- It says of no deal that is archived that it is won.
UPDATE crm_lead SET won_status = 'pending' WHERE id = 2;
\endif

-- What was changed: of the first deal also before it was one, and the amount; of the third that it was archived; of a
-- task with the first one's number another stage.
INSERT INTO ir_model_fields (id, name, model) VALUES (501, 'stage_id', 'crm.lead'),
    (502, CASE WHEN :'is_13' THEN 'planned_revenue' ELSE 'expected_revenue' END, 'crm.lead'),
    (503, 'active', 'crm.lead'), (601, 'stage_id', 'project.task');
CREATE TEMPORARY TABLE change (id serial, model text, record integer, at timestamp, field integer, old integer, new integer);
INSERT INTO change (model, record, at, field, old, new) VALUES
    ('crm.lead', 1, '2025-01-12 08:00', 501, 0, 1),
    ('crm.lead', 1, '2025-02-10 09:00', 501, 1, 3), ('crm.lead', 1, '2025-02-15 10:00', 502, 800, 1000),
    ('crm.lead', 1, '2025-02-20 09:00', 501, 3, 4), ('crm.lead', 1, '2025-02-28 23:30', 501, 4, 5),
    ('project.task', 1, '2025-02-21 09:00', 601, 1, 2),
    ('crm.lead', 2, '2025-02-06 09:00', 501, 1, 4), ('crm.lead', 2, '2025-02-13 09:00', 501, 4, 5),
    ('crm.lead', 3, '2025-02-08 09:00', 501, 1, 2), ('crm.lead', 3, '2025-02-25 09:00', 503, 1, 0),
    ('crm.lead', 4, '2025-02-10 09:00', 501, 1, 4), ('crm.lead', 4, '2025-02-20 09:00', 501, 4, 5),
    ('crm.lead', 5, '2025-03-12 09:00', 501, 1, 3), ('crm.lead', 5, '2025-03-14 09:00', 501, 3, 2),
    ('crm.lead', 5, '2025-03-20 09:00', 501, 2, 3),
    ('crm.lead', 7, '2025-04-02 08:00', 501, 1, 9), ('crm.lead', 7, '2025-04-05 08:00', 501, 9, 3),
    ('crm.lead', 7, '2025-04-05 08:00', 501, 3, 4),
    ('crm.lead', 8, '2025-04-11 08:00', 501, 1, 5);
INSERT INTO mail_message (id, model, res_id, date, message_type) SELECT id, model, record, at, 'notification' FROM change;
INSERT INTO mail_tracking_value (id, mail_message_id, old_value_integer, new_value_integer)
SELECT id, id, old, new FROM change WHERE field <> 502;
-- Amounts have columns of their own up to 16.
\if :is_old
ALTER TABLE mail_tracking_value ADD old_value_monetary double precision, ADD new_value_monetary double precision;
INSERT INTO mail_tracking_value (id, mail_message_id, old_value_monetary, new_value_monetary)
SELECT id, id, old, new FROM change WHERE field = 502;
\else
INSERT INTO mail_tracking_value (id, mail_message_id, old_value_float, new_value_float)
SELECT id, id, old, new FROM change WHERE field = 502;
\endif
\if :is_13
ALTER TABLE mail_tracking_value ADD field varchar;
UPDATE mail_tracking_value AS v SET field = f.name
FROM change AS c JOIN ir_model_fields AS f ON f.id = c.field WHERE c.id = v.id;
\elif :is_old
ALTER TABLE mail_tracking_value ADD field integer;
UPDATE mail_tracking_value AS v SET field = c.field FROM change AS c WHERE c.id = v.id;
\else
ALTER TABLE mail_tracking_value ADD field_id integer;
UPDATE mail_tracking_value AS v SET field_id = c.field FROM change AS c WHERE c.id = v.id;
\endif
DROP TABLE change;

-- Goals by the month; a number of leads, a year, one that was cancelled and one that has not begun are none of them.
INSERT INTO gamification_goal_definition (id, name, computation_mode, monetary, condition) VALUES
    (1, pg_temp.name('Total Invoiced', 'Total facturé'), 'sum', true, 'higher'),
    (2, pg_temp.name('New Leads', 'Nouvelles pistes'), 'count', false, 'higher');
INSERT INTO gamification_goal (definition_id, user_id, line_id, start_date, end_date, target_goal, state) VALUES
    (1, 101, 1, '2025-02-01', '2025-02-28', 1500, 'reached'), (1, 101, 1, '2025-03-01', '2025-03-31', 1500, 'failed'),
    (1, 102, 1, '2025-02-01', '2025-02-28', 1200, 'failed'), (1, 102, 1, '2025-03-01', '2025-03-31', 1200, 'canceled'),
    (1, 102, 1, '2025-04-01', '2025-04-30', 1200, 'draft'), (1, 101, 3, '2025-01-01', '2025-12-31', 20000, 'inprogress'),
    (2, 101, 2, '2025-01-01', '2025-01-31', 7, 'reached'), (2, 101, 2, '2025-02-01', '2025-02-28', 7, 'reached'),
    (2, 101, 2, '2025-03-01', '2025-03-31', 7, 'reached'), (2, 101, 2, '2025-04-01', '2025-04-30', 7, 'reached');

DROP FUNCTION pg_temp.name;
RESET search_path;
