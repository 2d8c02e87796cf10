-- Loads accounts.csv, products.csv, sales_teams.csv and sales_pipeline.csv from psql's current folder and makes the
-- base views of generate.sql on them. There is no created date in these files: a cycle starts at engage_date.

\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
BEGIN;

CREATE TABLE accounts (
    account text PRIMARY KEY,
    sector text,
    year_established integer,
    revenue numeric,
    employees integer,
    office_location text,
    subsidiary_of text);

CREATE TABLE products (
    product text PRIMARY KEY,
    series text,
    sales_price numeric);

CREATE TABLE sales_teams (
    sales_agent text PRIMARY KEY,
    manager text,
    regional_office text);

CREATE TABLE sales_pipeline (
    opportunity_id text PRIMARY KEY,
    sales_agent text,
    product text,
    account text,
    deal_stage text NOT NULL CHECK (deal_stage IN ('Prospecting', 'Engaging', 'Won', 'Lost')),
    engage_date date,
    close_date date,
    close_value numeric);

\copy accounts FROM 'accounts.csv' WITH (FORMAT csv, HEADER)
\copy products FROM 'products.csv' WITH (FORMAT csv, HEADER)
\copy sales_teams FROM 'sales_teams.csv' WITH (FORMAT csv, HEADER)
\copy sales_pipeline FROM 'sales_pipeline.csv' WITH (FORMAT csv, HEADER)

-- "GTXPro" in the pipeline is "GTX Pro" in the products: names are matched without their spaces.
CREATE VIEW deal AS
SELECT opportunity_id, account AS account_id, account, sales_agent AS rep_id, sales_agent AS rep, manager, NULL::text AS source,
    coalesce(products.product, sales_pipeline.product) AS product, regional_office AS region,
    CASE deal_stage WHEN 'Won' THEN true WHEN 'Lost' THEN false END AS won,
    close_value AS amount, engage_date AS opened_at, close_date AS closed_at
FROM sales_pipeline
    LEFT JOIN sales_teams USING (sales_agent)
    LEFT JOIN products ON replace(products.product, ' ', '') = replace(sales_pipeline.product, ' ', '');
COMMENT ON VIEW deal IS 'One row for each opportunity; won is true, false, or NULL while it is open';

CREATE VIEW deal_month AS
SELECT opportunity_id, month::date
FROM (SELECT opportunity_id, opened_at, coalesce(closed_at, max(closed_at) OVER ()) AS until FROM deal) open
    CROSS JOIN LATERAL generate_series(date_trunc('month', opened_at), until, '1 month') AS month;
COMMENT ON VIEW deal_month IS 'Each opportunity once for every month in which it was open, as a pipeline report joins it';

COMMIT;
ANALYZE;
