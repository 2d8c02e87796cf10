-- What the demo has beyond crm/kpi.sql: what the model does not know of (managers, regions, web events, subscriptions), and
-- what a statement is for. Rates are fractions; pct() and days() turn them into figures to print, bar() into a bar.

\set ON_ERROR_STOP on
\set QUIET on

CREATE FUNCTION pct(double precision) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN round(100 * $1::numeric, 2);

CREATE FUNCTION days(interval) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN round(interval_days($1)::numeric, 1);

-- A fraction as a bar of block characters, which come in eighths. What is above 0 is seen, 1 is full.
CREATE FUNCTION bar(fraction double precision, width integer DEFAULT 20) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT rtrim(repeat('█', eighths / 8) || substr(' ▏▎▍▌▋▊▉', 1 + eighths % 8, 1))
    FROM (SELECT greatest(round(8 * width * least(fraction, 1)), sign(fraction))::integer AS eighths) measured);

-- Everything at once, stored: one pass over the deals makes all slices of the dashboard. The unique index is what
-- REFRESH MATERIALIZED VIEW CONCURRENTLY needs, so that readers never wait for it.
CREATE MATERIALIZED VIEW kpi_board AS
SELECT CASE WHEN grouping(region) = 0 THEN 'region' WHEN grouping(manager) = 0 THEN 'manager' ELSE 'overall' END AS slice,
    coalesce(region, manager, '') AS value,
    count(*) AS opportunities,
    count(*) FILTER (WHERE won) AS won,
    count(won) AS decided,
    win_rate(won) AS win_rate,
    conversion_rate(won IS TRUE) AS conversion_rate,
    opportunity_to_customer_ratio(account_id, won) AS opportunity_to_customer_ratio,
    sales_cycle(opened_at, closed_at) FILTER (WHERE won) AS sales_cycle,
    sales_cycle_median(opened_at, closed_at) FILTER (WHERE won) AS sales_cycle_median,
    revenue_per_account(account_id, amount) FILTER (WHERE won) AS revenue_per_account,
    sales_velocity(won, amount, opened_at, closed_at) AS sales_velocity,
    sum(amount) FILTER (WHERE won) AS revenue
FROM deal GROUP BY GROUPING SETS ((), region, manager);

CREATE UNIQUE INDEX ON kpi_board (slice, value);

REFRESH MATERIALIZED VIEW CONCURRENTLY kpi_board;

-- How many deals of a month are won within 90 days of their opening, as it looked 90 days before the last closing: of all
-- deals, of the closed ones, and with those that were open censored; and what came of them.
SELECT date_trunc('month', max(closed_at) - interval '90 days')::date AS as_of FROM deal \gset
CREATE VIEW win_rate_cohort AS
SELECT date_trunc('month', opened_at)::date AS month, count(*) AS opportunities,
    conversion_rate(won IS TRUE AND closed_at <= :'as_of') AS of_all,
    win_rate(won) FILTER (WHERE closed_at <= :'as_of') AS of_closed,
    win_rate_within('90 days', won, opened_at, closed_at, :'as_of') AS within_90_days,
    conversion_rate(won IS TRUE AND closed_at <= opened_at + interval '90 days') AS came
FROM deal WHERE opened_at >= date :'as_of' - interval '6 months' AND opened_at < :'as_of' GROUP BY 1;

-- The rest is where the data has leads.
SELECT to_regclass('lead_outcome') IS NOT NULL AS has_leads \gset
\if :has_leads
-- The web funnel, stored by the week in which a visitor entered it: the week of the visit from which the visitor got
-- furthest. Every lead has a visit, and so a week.
CREATE MATERIALIZED VIEW web_funnel_weekly AS
SELECT date_trunc('week', times[1])::date AS week, source, funnel_summary(times, 4) AS funnel
FROM (SELECT visitor_id, min(source) AS source,
        funnel_times('90 days', at, event = 'visit', event = 'signup', event = 'trial', event = 'paid') AS times
    FROM web_event GROUP BY visitor_id) visitor
GROUP BY week, source;

CREATE UNIQUE INDEX ON web_funnel_weekly (week, source);

-- From marketing to sales. Who came to a step passed those before it, also where the CRM does not say so.
CREATE VIEW lead_funnel AS
SELECT source, funnel_summary(CASE WHEN is_customer THEN 6 WHEN is_opportunity THEN 5 WHEN is_sql THEN 4 WHEN is_mql THEN 3
        WHEN lead_id IS NOT NULL THEN 2 ELSE 1 END, 6) AS funnel
FROM (SELECT visitor_id, min(source) AS source, min(lead_id) AS lead_id FROM web_event GROUP BY visitor_id) visitor
    LEFT JOIN (SELECT lead_id, is_mql, is_sql, is_opportunity, is_customer FROM lead_outcome) outcome USING (lead_id)
GROUP BY source;
COMMENT ON VIEW lead_funnel IS 'How far visitors came: visitor, lead, MQL, SQL, opportunity, customer';

-- Who becomes a customer without a demo: the web funnel, and the same without a demo request on the way from sign-up to paid.
CREATE VIEW self_service AS
SELECT funnel_summary('90 days', visitor_id, at, event = 'visit', event = 'signup', event = 'trial', event = 'paid') AS everyone,
    funnel_summary('90 days', 'exclude 5 between 2 and 4', visitor_id, at,
        event = 'visit', event = 'signup', event = 'trial', event = 'paid', event = 'demo request') AS alone
FROM web_event;

-- Sessions end after half an hour without an event. Stored by source, of which a visitor has one, so that they can be summed.
CREATE MATERIALIZED VIEW web_sessions AS
SELECT source, session_summary('30 minutes', visitor_id, at) AS sessions FROM web_event GROUP BY source;

CREATE UNIQUE INDEX ON web_sessions (source);

CREATE VIEW signup_session AS
SELECT session, count(*) AS leads
FROM (SELECT event, sessionize(at, '30 minutes') OVER (PARTITION BY visitor_id ORDER BY at) AS session FROM web_event) event
WHERE event = 'signup'
GROUP BY session;
COMMENT ON VIEW signup_session IS 'In which of their sessions visitors signed up';

-- Who goes on to use the product: weeks of the calendar from the first use on, stored by source.
CREATE MATERIALIZED VIEW use_retention AS
SELECT source, retention_summary(lead_id, used_at, 'week', '2026-01-01') AS retention
FROM product_use JOIN lead USING (lead_id)
GROUP BY source;

CREATE UNIQUE INDEX ON use_retention (source);

CREATE VIEW use_weekly AS
SELECT cohort, period, subjects, active, rate FROM retention_report((SELECT rollup(retention) FROM use_retention));
COMMENT ON VIEW use_weekly IS 'The retention triangle of all sources; the rate is NULL until its week is over';

-- Is the score any good? Leads below 50 points are hardly ever called, so that few of them can become customers: a score
-- that decides who is called looks better than it predicts. Among the MQLs, who are called, it tells less.
CREATE VIEW score_quality AS
SELECT leads, count(score) AS scored, conversion_rate(is_customer) AS customers, score_auc(score, is_customer) AS auc,
    score_lift(0.1, score, is_customer) AS best_tenth, score_lift(0.25, score, is_customer) AS best_quarter,
    score_lift(0.5, score, is_customer) AS best_half
FROM lead_outcome JOIN (VALUES ('all leads'), ('MQLs')) AS choice (leads) ON is_mql OR leads = 'all leads'
WHERE score IS NOT NULL
GROUP BY leads;

-- What accounts pay a month, at the start of each month and of the next, with every account that ever paid.
CREATE MATERIALIZED VIEW mrr_monthly AS
SELECT month::date, mrr_summary(account_id, opening, closing) AS mrr
FROM (SELECT month, account_id, sum(amount) FILTER (WHERE starts <= month AND coalesce(ends > month, true)) AS opening,
        sum(amount) FILTER (WHERE starts <= month + interval '1 month' AND coalesce(ends > month + interval '1 month', true)) AS closing
    FROM subscription, generate_series(timestamp '2024-02-01', '2025-12-01', '1 month') AS month
    GROUP BY month, account_id) AS paid
GROUP BY month;

CREATE UNIQUE INDEX ON mrr_monthly (month);
\endif
