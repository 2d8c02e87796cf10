-- An invented company in Berlin as it is, whatever its CRM: what the views of the model say of it, in the schema
-- company. Ids are numbers; those of each CRM's tables end in them. Every figure is made up and worked out by hand.
SET TIME ZONE 'UTC';
CREATE SCHEMA company;
SET search_path = company;

-- What a CRM can say: pipelines, where deals came from, currencies, lost deals; when they were closed, and what their
-- amount was.
CREATE TABLE crm (crm text, pipelines boolean, sources boolean, lost boolean, history boolean);
INSERT INTO crm VALUES
    ('odoo', true, true, true, true),
    ('salesforce', true, true, true, true),
    ('hubspot', true, true, true, true),
    ('twenty', false, false, false, true),
    ('atomic_crm', false, false, true, false),
    ('atomic_crm with the recipe', false, false, true, true);

-- Two won, two lost, three open, one more won. The first and the seventh were opened, and the first was closed, at half
-- past midnight in Berlin: 23:30 in UTC in winter.
CREATE TABLE deal (deal integer, account integer, owner integer, source text, pipeline text, amount numeric,
    currency text, opened_at date, closed_at date, won boolean);
INSERT INTO deal VALUES
    (1, 1, 1, 'REFERRALS', 'New business', 1000, 'EUR', '2025-02-01', '2025-03-01', true),
    (2, 1, 1, NULL, 'Renewals', 500, 'EUR', '2025-02-03', '2025-02-13', true),
    (3, 2, 2, 'REFERRALS', 'New business', 800, 'EUR', '2025-02-05', '2025-02-25', false),
    (4, 2, 2, NULL, 'Renewals', 400, 'EUR', '2025-02-06', '2025-03-08', false),
    (5, 3, 2, 'PAID_SEARCH', 'New business', 300, 'EUR', '2025-03-10', NULL, NULL),
    (6, NULL, NULL, NULL, 'New business', NULL, 'EUR', '2025-03-12', NULL, NULL),
    (7, 3, 1, 'PAID_SEARCH', 'New business', 2000, 'USD', '2025-03-30', NULL, NULL),
    (8, 2, 1, 'REFERRALS', 'New business', 600, 'EUR', '2025-04-01', '2025-04-11', true);
CREATE TABLE account (account integer, name text);
INSERT INTO account VALUES (1, '</script><b>"O''Neil & Söhne"'), (2, 'Birch Ltd'), (3, 'Cedar GmbH');
CREATE TABLE owner (owner integer, name text);
INSERT INTO owner VALUES (1, 'Ada Reed'), (2, 'Ben Sedge');

-- Without pipelines a CRM has but the first list.
CREATE TABLE stage (pipeline text, step integer, stage text);
INSERT INTO stage VALUES ('New business', 1, 'New'), ('New business', 2, 'Screening'), ('New business', 3, 'Meeting'),
    ('New business', 4, 'Proposal'), ('New business', 5, 'Customer'),
    ('Renewals', 1, 'New'), ('Renewals', 2, 'Proposal'), ('Renewals', 3, 'Customer');

-- 4 was won before it was lost, 5 went back to Screening, 6 never moved, 7 was in a stage that the pipeline no longer
-- has, and came to Meeting and Proposal at one time, 8 went all the way at once. The first deal's amount was 800 until
-- it was changed in Meeting.
CREATE TABLE deal_stage (deal integer, stage text, entered_at timestamptz, amount numeric);
INSERT INTO deal_stage VALUES
    (1, 'New', '2025-01-31 23:30', 800), (1, 'Meeting', '2025-02-10 09:00', 800),
    (1, 'Meeting', '2025-02-15 10:00', 1000),
    (1, 'Proposal', '2025-02-20 09:00', 1000), (1, 'Customer', '2025-02-28 23:30', 1000),
    (2, 'New', '2025-02-03 09:00', 500), (2, 'Proposal', '2025-02-06 09:00', 500),
    (2, 'Customer', '2025-02-13 09:00', 500),
    (3, 'New', '2025-02-05 09:00', 800), (3, 'Screening', '2025-02-08 09:00', 800), (3, 'Lost', '2025-02-25 09:00', 800),
    (4, 'New', '2025-02-06 09:00', 400), (4, 'Proposal', '2025-02-10 09:00', 400),
    (4, 'Customer', '2025-02-20 09:00', 400), (4, 'Lost', '2025-03-08 09:00', 400),
    (5, 'New', '2025-03-10 09:00', 300), (5, 'Meeting', '2025-03-12 09:00', 300),
    (5, 'Screening', '2025-03-14 09:00', 300), (5, 'Meeting', '2025-03-20 09:00', 300),
    (6, 'New', '2025-03-12 10:00', NULL),
    (7, 'New', '2025-03-29 23:30', 2000), (7, 'Demo', '2025-04-02 08:00', 2000),
    (7, 'Proposal', '2025-04-05 08:00', 2000),
    (8, 'New', '2025-04-01 08:00', 600), (8, 'Customer', '2025-04-11 08:00', 600);

-- Of four leads two became deals, which have the same numbers; the last one was accepted and became none.
CREATE TABLE lead (lead integer, source text, owner integer, score double precision, created_at timestamptz,
    mql_at timestamptz, sql_at timestamptz, converted_at timestamptz, deal integer);
INSERT INTO lead VALUES
    (1, 'REFERRALS', 1, 80, '2025-01-10 08:00', '2025-01-15 08:00', '2025-01-20 08:00', '2025-01-31 23:30', 1),
    (5, 'PAID_SEARCH', 2, 40, '2025-03-01 08:00', '2025-03-02 08:00', NULL, '2025-03-10 09:00', 5),
    (13, 'PAID_SEARCH', 2, 10, '2025-03-05 08:00', NULL, NULL, NULL, NULL),
    (14, 'REFERRALS', 1, 70, '2025-03-15 08:00', '2025-03-20 08:00', '2025-03-25 08:00', NULL, NULL);

-- The last column: which of the CRMs have the touch. Odoo has the one by which a record came. The costs are known to
-- Salesforce: 300 of one campaign for its two touches of the kind Email, 100 of another for its only one.
CREATE TABLE touch (lead integer, deal integer, channel text, at timestamptz, cost numeric, crms text[]);
INSERT INTO touch VALUES
    (1, 1, 'Email', '2025-01-10 08:00', 150, '{odoo,salesforce,hubspot}'),
    (1, 1, 'Meeting', '2025-01-18 10:00', NULL, '{salesforce,hubspot}'),
    (5, 5, 'Form', '2025-03-01 08:00', 100, '{odoo,salesforce,hubspot}'),
    (13, NULL, 'Email', '2025-03-06 09:00', 150, '{salesforce,hubspot}'),
    (13, NULL, 'PAID_SEARCH', '2025-03-05 08:00', NULL, '{odoo}'),
    (14, NULL, 'REFERRALS', '2025-03-15 08:00', NULL, '{odoo}'),
    (NULL, 3, 'REFERRALS', '2025-02-05 09:00', NULL, '{odoo}'),
    (NULL, 7, 'PAID_SEARCH', '2025-03-29 23:30', NULL, '{odoo}'),
    (NULL, 8, 'REFERRALS', '2025-04-01 08:00', NULL, '{odoo}'),
    (NULL, 7, 'Meeting', '2025-04-03 08:00', NULL, '{salesforce}');

CREATE TABLE target (owner integer, starts date, ends date, quota numeric, currency text);
INSERT INTO target VALUES (1, '2025-02-01', '2025-03-01', 1500, 'EUR'), (1, '2025-03-01', '2025-04-01', 1500, 'EUR'),
    (2, '2025-02-01', '2025-03-01', 1200, 'EUR');

-- What the views of a CRM must say: the above, less what the CRM cannot say.
CREATE FUNCTION deal(crm text) RETURNS TABLE (deal_id integer, account_id integer, owner_id integer, source text,
    pipeline text, amount numeric, currency text, opened_at date, closed_at date, won boolean, account text, owner text)
LANGUAGE sql STABLE SET search_path = company AS $$
    SELECT d.deal, d.account, d.owner, CASE WHEN c.sources THEN d.source END, CASE WHEN c.pipelines THEN d.pipeline END,
        d.amount, CASE WHEN NOT c.crm ^@ 'atomic_crm' THEN d.currency ELSE 'EUR' END, d.opened_at,
        CASE WHEN c.history AND (d.won OR c.lost) AND (c.crm <> 'twenty' OR d.deal <> 8) THEN d.closed_at END,
        CASE WHEN d.won OR c.lost THEN d.won END, a.name, o.name
    FROM deal AS d JOIN crm AS c ON c.crm = $1 LEFT JOIN account AS a USING (account) LEFT JOIN owner AS o USING (owner)
$$;
CREATE FUNCTION stage(crm text) RETURNS TABLE (pipeline text, step integer, stage text)
LANGUAGE sql STABLE SET search_path = company AS $$
    SELECT CASE WHEN c.pipelines THEN s.pipeline END, s.step, CASE WHEN c.crm = 'twenty' THEN upper(s.stage) ELSE s.stage END
    FROM stage AS s JOIN crm AS c ON c.crm = $1
    WHERE c.pipelines OR s.pipeline = 'New business'
$$;
-- Twenty knows of the eighth deal only that it is won. There lost deals are still open, so the fourth was never won. The
-- recipe for Atomic CRM notes no changes of the amount alone.
CREATE FUNCTION deal_stage(crm text) RETURNS TABLE (deal_id integer, step integer, entered_at timestamptz, won boolean,
    amount numeric)
LANGUAGE sql STABLE SET search_path = company AS $$
    SELECT h.deal, s.step, h.entered_at, CASE h.stage WHEN 'Customer' THEN true WHEN 'Lost' THEN false END, h.amount
    FROM deal_stage AS h
        JOIN deal AS d USING (deal)
        JOIN crm AS c ON c.crm = $1
        LEFT JOIN stage AS s
            ON s.stage = h.stage AND s.pipeline = CASE WHEN c.pipelines THEN d.pipeline ELSE 'New business' END
    WHERE (c.lost OR h.stage <> 'Lost' AND (d.deal, h.stage) <> (4, 'Customer')) AND (c.crm <> 'twenty' OR d.deal <> 8)
        AND (NOT c.crm ^@ 'atomic_crm' OR h.entered_at <> '2025-02-15 10:00+00')
$$;
-- HubSpot has the dates of marketing and sales. In the others a lead is accepted when it is converted, in Salesforce on a
-- day, and there also where it becomes no deal.
CREATE FUNCTION lead(crm text) RETURNS TABLE (lead_id integer, source text, owner_id integer, score double precision,
    created_at timestamptz, mql_at timestamptz, sql_at timestamptz, converted_at timestamptz, deal_id integer)
LANGUAGE sql STABLE SET search_path = company AS $$
    SELECT l.lead, l.source, l.owner, CASE WHEN crm = 'hubspot' THEN l.score END, l.created_at,
        CASE WHEN crm = 'hubspot' THEN l.mql_at END,
        CASE crm WHEN 'hubspot' THEN l.sql_at WHEN 'odoo' THEN l.converted_at
            ELSE date_trunc('day', coalesce(l.converted_at, l.sql_at), 'Europe/Berlin') END,
        CASE crm WHEN 'salesforce' THEN date_trunc('day', l.converted_at, 'Europe/Berlin') ELSE l.converted_at END, l.deal
    FROM lead AS l
$$;
CREATE FUNCTION touch(crm text) RETURNS TABLE (lead_id integer, deal_id integer, channel text, at timestamptz,
    cost numeric)
LANGUAGE sql STABLE SET search_path = company AS $$
    SELECT t.lead, t.deal, t.channel, t.at, CASE WHEN crm = 'salesforce' THEN t.cost END
    FROM touch AS t
    WHERE crm = ANY (t.crms)
$$;
-- Odoo has the month's target of a team as well.
CREATE FUNCTION target(crm text) RETURNS TABLE (owner_id integer, pipeline text, starts date, ends date, quota numeric,
    forecast numeric, currency text)
LANGUAGE sql STABLE SET search_path = company AS $$
    SELECT t.owner, NULL, t.starts, t.ends, t.quota, NULL::numeric, t.currency FROM target AS t
    UNION ALL
    SELECT NULL, 'New business', o.month, (o.month + interval '1 month')::date, 4000, NULL, 'EUR'
    FROM (SELECT date_trunc('month', now(), 'Europe/Berlin') AT TIME ZONE 'Europe/Berlin') AS n (month),
        LATERAL (SELECT n.month::date) AS o (month)
    WHERE crm = 'odoo'
$$;

-- What the views of a schema say otherwise than those of a CRM must: lines with "-" are missing, lines with "+" too many.
-- Ids are compared by the numbers in which they end; columns that are unknown are not compared.
CREATE FUNCTION number(id text) RETURNS integer LANGUAGE sql IMMUTABLE AS
    $$SELECT substring(id from '([0-9]{1,2})[A-Z]*$')::integer$$;
CREATE FUNCTION differences(crm text, view regclass, unknown text[] DEFAULT '{}') RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    is_row text := (SELECT string_agg(CASE WHEN attname ~ '_id$' THEN format('company.number(%I)', attname)
            WHEN atttypid = 'numeric'::regtype THEN format('trim_scale(%I)', attname)
            WHEN atttypid = 'timestamptz'::regtype THEN format('%I AT TIME ZONE ''UTC''', attname)
            ELSE quote_ident(attname) END, ', ' ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = view AND attname <> ALL (unknown));
    must_row text := regexp_replace(is_row, 'company[.]number[(]([^)]*)[)]', '\1', 'g');
    must text := format('SELECT ROW(%s)::text AS line FROM company.%I(%L)', must_row,
        (SELECT relname FROM pg_class WHERE oid = view), crm);
BEGIN
    RETURN QUERY EXECUTE format('(SELECT ''- '' || line FROM (%1$s EXCEPT ALL %2$s) AS v ORDER BY 1)
        UNION ALL (SELECT ''+ '' || line FROM (%2$s EXCEPT ALL %1$s) AS v ORDER BY 1)', must,
        format('SELECT ROW(%s)::text AS line FROM %s', is_row, view));
END
$$;
RESET search_path;
RESET TIME ZONE;
