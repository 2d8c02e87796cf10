-- The views that a dashboard reads, on the base views that generate.sql and load_csv.sql both make. Rates are
-- fractions and cycles are intervals here; pct() and days() turn them into figures to print, bar() into a bar.

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

-- The KPIs are written once. Every view below has them as its columns.
SELECT $$
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
$$ AS kpis \gset

CREATE VIEW kpi_overall AS SELECT :kpis FROM deal;

CREATE VIEW kpi_by_month AS SELECT date_trunc('month', opened_at)::date AS month, :kpis FROM deal GROUP BY 1;
COMMENT ON VIEW kpi_by_month IS 'KPIs of the cohort of opportunities that were opened in a month, whenever they closed';

CREATE VIEW kpi_by_source AS SELECT source, :kpis FROM deal GROUP BY source;

CREATE VIEW kpi_by_product AS SELECT product, :kpis FROM deal GROUP BY product;

CREATE VIEW kpi_by_manager AS SELECT manager, :kpis FROM deal GROUP BY manager;

-- A deal is at the deepest stage that it ever came to: skipped stages count as reached, moves backward take nothing away.
CREATE VIEW stage_funnel AS
SELECT step, name AS stage, reached AS opportunities, conversion_from_start, conversion_from_previous, dropped
FROM (SELECT funnel_summary(step, (SELECT count(*)::integer FROM funnel_step)) AS funnel FROM deal_step) all_deals,
    funnel_report(funnel, (SELECT array_agg(stage ORDER BY step) FROM funnel_step));
COMMENT ON VIEW stage_funnel IS 'How many opportunities came to each stage or beyond it';

-- Everything at once, stored: one pass over the deals makes all slices of the dashboard. The unique index is what
-- REFRESH MATERIALIZED VIEW CONCURRENTLY needs, so that readers never wait for it.
CREATE MATERIALIZED VIEW kpi_board AS
SELECT CASE WHEN grouping(month) = 0 THEN 'month' WHEN grouping(source) = 0 THEN 'source' WHEN grouping(product) = 0 THEN 'product'
        WHEN grouping(region) = 0 THEN 'region' WHEN grouping(manager) = 0 THEN 'manager' ELSE 'overall' END AS slice,
    coalesce(month::text, source, product, region, manager, '') AS value, :kpis
FROM (SELECT *, date_trunc('month', opened_at)::date AS month FROM deal) monthly
GROUP BY GROUPING SETS ((), month, source, product, region, manager);

CREATE UNIQUE INDEX ON kpi_board (slice, value);

REFRESH MATERIALIZED VIEW CONCURRENTLY kpi_board;

-- How sure a win rate is, and whether the values of a slice differ in it by more than chance.
CREATE VIEW win_rate_bounds AS
SELECT slice, value, won, decided, win_rate, lower, upper FROM kpi_board, rate_interval(won, decided);

CREATE VIEW win_rate_difference AS
SELECT slice, count(*) AS segments, min(win_rate) AS lowest, max(win_rate) AS highest, rates_p_value(won, decided) AS p_value
FROM kpi_board WHERE slice IN ('source', 'product', 'region', 'manager') AND decided > 0 GROUP BY slice;

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

-- Stored once, read by any period and region: the deals of each day of opening as one summary. A deal of which the day
-- is not known is in the row without a day.
CREATE MATERIALIZED VIEW deal_daily AS
SELECT opened_at::date AS day, region, kpi_summary(account_id, won, amount, opened_at, closed_at) AS deals
FROM deal GROUP BY opened_at::date, region;

CREATE UNIQUE INDEX ON deal_daily (day, region);

-- Lead quality, where the data has leads. NULL counts as unknown: a lead without a score is neither MQL nor not.
SELECT to_regclass('lead_outcome') IS NOT NULL AS has_leads \gset
\if :has_leads
CREATE VIEW mql_by_source AS
SELECT source,
    count(*) AS leads,
    conversion_rate(is_mql) AS mql_share,
    conversion_rate(lead_id, is_sql) FILTER (WHERE is_mql) AS mql_to_sql,
    conversion_rate(lead_id, is_customer) FILTER (WHERE is_mql) AS mql_to_customer,
    revenue_per_account(lead_id, revenue) FILTER (WHERE is_mql) AS revenue_per_mql
FROM lead_outcome
GROUP BY source;

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

-- Attribution. A journey is what a lead met until its deal was closed; that of an open deal says nothing yet.
CREATE VIEW channel_effect AS
SELECT channel, touches, removal_effect, share
FROM channel_report((SELECT channel_graph(path, won)
    FROM (SELECT touch_path(channel, at) AS path, bool_or(won) AS won FROM lead_touch GROUP BY lead_id) journey));
COMMENT ON VIEW channel_effect IS 'What each channel does for conversions, as if it were removed';

-- Every model divides the same revenue: that of won deals that came from leads. Under Markov a touch counts as much as
-- its channel. The row without a channel is the total.
CREATE VIEW channel_revenue AS
SELECT revenue.channel, cost, first_touch, last_touch, position_based, time_decay, markov
FROM (SELECT channel, sum(first_touch) AS first_touch, sum(last_touch) AS last_touch, sum(position_based) AS position_based,
        sum(time_decay) AS time_decay, sum(markov) AS markov
    FROM (SELECT channel,
            attributed_revenue('first_touch', amount, at) OVER deal AS first_touch,
            attributed_revenue('last_touch', amount, at) OVER deal AS last_touch,
            attributed_revenue('position_based', amount, at) OVER deal AS position_based,
            attributed_revenue('time_decay', amount, at, '14 days') OVER deal AS time_decay,
            attributed_revenue(share, amount, at) OVER deal AS markov
        FROM lead_touch JOIN channel_effect USING (channel)
        WHERE won
        WINDOW deal AS (PARTITION BY lead_id ORDER BY at, channel)) part
    GROUP BY ROLLUP (channel)) revenue
    LEFT JOIN (SELECT channel, sum(cost) AS cost FROM campaign GROUP BY ROLLUP (channel)) spent
        ON spent.channel IS NOT DISTINCT FROM revenue.channel;

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

-- What moved in the pipeline, by quarter and region.
CREATE MATERIALIZED VIEW pipeline_quarterly AS
SELECT quarter::date, region, pipeline_changes(opportunity_id, changed_at, deal_history.won, deal_history.amount,
        quarter, quarter + interval '3 months') AS changes
FROM deal_history JOIN deal USING (opportunity_id),
    generate_series(timestamptz '2024-01-01', '2025-10-01', '3 months') AS quarter
GROUP BY quarter, region;

CREATE UNIQUE INDEX ON pipeline_quarterly (quarter, region);

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
