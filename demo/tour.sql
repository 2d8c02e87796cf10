-- The printed tour: each block shows a statement and its result, in 100 columns.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
\pset null '-'
\pset pager off
SELECT to_regclass('lead_outcome') IS NOT NULL AS has_leads \gset
\if :has_leads
\set segment source
\set repeats line_item
\else
\set segment pipeline
\set repeats deal_month
\endif

\echo '-- 1. The KPIs over all opportunities. A deal is won, lost, or NULL while it is open.'
\set ECHO queries
\x on
SELECT count(*) AS opportunities, count(*) FILTER (WHERE won) AS won,
    round(100 * win_rate(won)::numeric, 4) AS "win rate, %",
    round(100 * conversion_rate(won IS TRUE)::numeric, 4) AS "conversion rate, %",
    round(opportunity_to_customer_ratio(account_id, won)::numeric, 7) AS "customers/opportunities",
    round(interval_days(sales_cycle(opened_at, closed_at) FILTER (WHERE won))::numeric, 4)
        AS "sales cycle, days",
    round(revenue_per_account(account_id, amount) FILTER (WHERE won), 2) AS "revenue per account",
    round(sales_velocity(won, amount, opened_at, closed_at), 2) AS "sales velocity, a day",
    round(sum(amount) FILTER (WHERE won), 2) AS revenue
FROM deal;
\x off
\set ECHO none

\echo '-- 2. By month of opening, the last six. The views in the schema kpi are those of crm/kpi.sql, the'
\echo '--    same for every CRM. pct(), days() and bar() are the demo\'s: they only format.'
\set ECHO queries
SELECT month, opportunities AS opps, pct(win_rate) AS "win %", pct(conversion_rate) AS "conv %",
    pct(opportunity_to_customer_ratio) AS "cust/100", round(sales_cycle_days::numeric, 1) AS cycle,
    revenue_per_account AS "rev/account"
FROM kpi.kpi_by_month WHERE month IS NOT NULL ORDER BY month DESC LIMIT 6;
\set ECHO none

\echo '-- 3. By' :segment'. cust/100: customers won for 100 opportunities. Cycles: won and lost deals.'
\set ECHO queries
SELECT :segment, opportunities AS opps, pct(win_rate) AS "win %", pct(conversion_rate) AS "conv %",
    pct(opportunity_to_customer_ratio) AS "cust/100", round(sales_cycle_days::numeric, 1) AS cycle,
    revenue_per_account AS "rev/account"
FROM kpi.kpi_by_:segment ORDER BY win_rate DESC, :segment;
\set ECHO none

\echo '-- 4. By manager. In the ROLLUP\'s subtotals (-) a customer of two managers is one customer.'
\set ECHO queries
SELECT region, manager, count(*) AS opps, pct(win_rate(won)) AS "win %",
    pct(opportunity_to_customer_ratio(account_id, won)) AS "cust/100",
    round(revenue_per_account(account_id, amount) FILTER (WHERE won), 2) AS "rev/account",
    round(sum(amount) FILTER (WHERE won), 2) AS revenue
FROM deal GROUP BY ROLLUP (region, manager) ORDER BY region, manager;
\set ECHO none

\echo '-- 5. Sales cycle in days: mean, percentiles (all in one pass), and in working days'
\set ECHO queries
SELECT outcome, round(interval_days(mean)::numeric, 4) AS mean, days(pcts[1]) AS median,
    days(pcts[2]) AS p90, round(working_days, 1) AS "working days"
FROM (SELECT CASE WHEN won THEN 'won' ELSE 'lost' END AS outcome,
        sales_cycle(opened_at, closed_at) AS mean,
        sales_cycle_percentile(ARRAY[0.5, 0.9], opened_at, closed_at) AS pcts,
        avg(business_days(opened_at::date, closed_at::date)) AS working_days
    FROM deal WHERE won IS NOT NULL GROUP BY won) cycles ORDER BY outcome DESC;
\set ECHO none

\echo '-- 6. How far the opportunities came. Skipped stages count; a move back takes nothing away. The view'
\echo '--    has them by pipeline, with times in days; those of all pipelines are a sum.'
\set ECHO queries
SELECT stage, deals, pct(deals / max(deals) OVER ()) AS "% of all", dropped,
    bar((deals / max(deals) OVER ())::float8) AS funnel
FROM (SELECT step, stage, sum(deals) AS deals, sum(dropped) AS dropped
    FROM kpi.stage_funnel GROUP BY step, stage) all_pipelines ORDER BY step;
SELECT pipeline, stage, deals, pct(conversion_from_previous) AS "% of previous",
    round(median_days_from_previous::numeric, 1) AS "days from previous",
    round(median_days_in_stage::numeric, 1) AS "days in it", deals_in_stage AS "in it now"
FROM kpi.stage_funnel WHERE pipeline = (SELECT max(pipeline) FROM kpi.stage_funnel) ORDER BY step;
\set ECHO none

\echo '-- 7. The join trap. A join repeats opportunities: plain SQL counts repeats, the KPIs do not.'
\set ECHO queries
SELECT 'joined, plain SQL' AS method, count(*) AS rows, pct(avg((won IS TRUE)::int)) AS "conv %",
    pct(count(DISTINCT account_id) FILTER (WHERE won)::float8 / count(*)) AS "cust/100",
    round(sum(amount) FILTER (WHERE won)
        / count(DISTINCT account_id) FILTER (WHERE won), 2) AS "rev/account"
FROM deal LEFT JOIN :repeats USING (opportunity_id)
UNION ALL
SELECT 'joined, funnel_kpi', count(*), pct(conversion_rate(opportunity_id, won IS TRUE)),
    pct(opportunity_to_customer_ratio(account_id, won, opportunity_id)),
    round(revenue_per_account(account_id, amount, opportunity_id) FILTER (WHERE won), 2)
FROM deal LEFT JOIN :repeats USING (opportunity_id)
UNION ALL
SELECT 'not joined', count(*), pct(conversion_rate(won IS TRUE)),
    pct(opportunity_to_customer_ratio(account_id, won)),
    round(revenue_per_account(account_id, amount) FILTER (WHERE won), 2)
FROM deal ORDER BY rows DESC, method DESC;
\set ECHO none

\echo '-- 8. Rolling 90 days at each month\'s last closing: plain SQL has no DISTINCT in windows.'
\set ECHO queries
SELECT DISTINCT ON (date_trunc('month', day)) day, pct(win_rate) AS "win %",
    round(revenue_per_account, 2) AS "rev/account"
FROM (SELECT closed_at::date AS day, win_rate(won) OVER last_90_days,
        revenue_per_account(account_id, amount) FILTER (WHERE won) OVER last_90_days
    FROM deal WHERE won IS NOT NULL
    WINDOW last_90_days AS (ORDER BY closed_at::date
        RANGE BETWEEN '90 days' PRECEDING AND CURRENT ROW)) daily
ORDER BY date_trunc('month', day) DESC, day DESC LIMIT 3;
\set ECHO none

\if :has_leads
\echo '-- 9. Lead quality: MQL share, MQL to SQL, MQL to customer, revenue per MQL, and how well the score'
\echo '--    tells customers from others (0.5: not at all, 1: all)'
\set ECHO queries
SELECT source, leads, pct(mql_rate) AS "MQL %", pct(mql_to_sql_rate) AS "MQL to SQL %",
    pct(mql_to_customer_rate) AS "MQL to customer %", revenue_per_mql AS "revenue/MQL",
    round(score_auc::numeric, 3) AS "score AUC"
FROM kpi.lead_quality ORDER BY revenue_per_mql DESC NULLS LAST, source;
\set ECHO none

\echo '-- 10. Quota attainment. The view repeats a rep\'s quota with every deal won; it counts once.'
\set ECHO queries
SELECT manager, count(opportunity_id) AS won, count(DISTINCT rep_id) AS reps,
    pct(quota_attainment(rep_id, actual, quota)) AS "attained %",
    pct(sum(actual) / sum(quota)) AS "plain SQL %"
FROM quota_deal WHERE quarter = '2025-10-01' GROUP BY ROLLUP (manager) ORDER BY manager;
\set ECHO none
\set board 11
\set stored 12
\set differ 13
\set cohort 27
\else
\set board 9
\set stored 10
\set differ 11
\set cohort 12
\endif

\echo '--' :board'. The dashboard\'s materialized view: every slice in one pass, readers never wait.'
\set ECHO queries
REFRESH MATERIALIZED VIEW CONCURRENTLY kpi_board;
SELECT slice, value, opportunities, pct(win_rate) AS "win %", days(sales_cycle) AS cycle,
    round(revenue, 2) AS revenue
FROM kpi_board WHERE slice IN ('overall', 'region') ORDER BY slice, value;
\set ECHO none

\echo '--' :stored'. Stored once, read everywhere: a summary a day, source, owner, pipeline and currency'
\set ECHO queries
SELECT date_trunc('quarter', opened_at)::date AS quarter, opportunities(rollup(deals)) AS opps,
    pct(win_rate(rollup(deals))) AS "win %", customers(rollup(deals)),
    days(sales_cycle_median(rollup(deals))) AS "median cycle", revenue(rollup(deals))
FROM kpi.kpi_daily GROUP BY quarter ORDER BY quarter DESC LIMIT 5;
SELECT kpi, round(value, 4) AS value, unit
FROM (SELECT rollup(deals) AS summary FROM kpi.kpi_daily) AS everything, kpi_report(summary)
WHERE unit IN ('ratio', 'days');
\set ECHO none

\echo '--' :differ'. Win rate by' :segment': a difference, or chance? p: how often chance alone does as much'
\set ECHO queries
SELECT segment AS :segment, decided, won, pct(win_rate) AS "win %", pct(lower) AS lower,
    pct(upper) AS upper
FROM kpi.win_rate_by_segment WHERE kind = :'segment' ORDER BY win_rate DESC, segment;
SELECT kind, count(*) AS segments, pct(min(win_rate)) AS "lowest %",
    pct(max(win_rate)) AS "highest %", round(max(p_value)::numeric, 4) AS p
FROM kpi.win_rate_by_segment GROUP BY kind HAVING count(*) > 1 ORDER BY p, kind;
\set ECHO none

\if :has_leads
\echo '-- 14. The web site\'s funnel of 90 days, in one pass over the events. Days since the step before.'
\set ECHO queries
SELECT name AS step, reached, pct(conversion_from_start) AS "% of visitors",
    pct(conversion_from_previous) AS "% of previous", days(median_time) AS median,
    days(p90_time) AS p90, bar(conversion_from_start) AS funnel
FROM (SELECT funnel_summary('90 days', visitor_id, at, event = 'visit', event = 'signup',
        event = 'trial', event = 'paid') AS funnel
    FROM web_event) everyone, funnel_report(funnel, '{visit,signup,trial,paid}');
\set ECHO none

\echo '-- 15. By source, from the stored funnels: shares of the visitors, and days from visit to paid'
\set ECHO queries
SELECT source, reached(f, 1) AS visitors, pct(conversion_rate(f, 1, 2)) AS "signup %",
    pct(conversion_rate(f, 1, 3)) AS "trial %", pct(conversion_rate(f)) AS "paid %",
    days(time_to_convert(f, 0.5)) AS median, days(time_to_convert(f, 0.9)) AS p90
FROM (SELECT source, rollup(funnel) AS f FROM web_funnel_weekly GROUP BY source) sources
ORDER BY conversion_rate(f) DESC, source;
\set ECHO none

\echo '-- 16. By week of the visit, the last six whose 90 days are over. The bars are of those who paid.'
\set ECHO queries
SELECT week, reached(f, 1) AS visitors, pct(conversion_rate(f, 1, 2)) AS "signup %",
    pct(conversion_rate(f, 1, 3)) AS "trial %", pct(conversion_rate(f)) AS "paid %",
    bar(20 * conversion_rate(f)) AS "paid, full at 5 %"
FROM (SELECT week, rollup(funnel) AS f FROM web_funnel_weekly GROUP BY week) weeks
WHERE week + 7 + 90 <= date '2026-01-01' ORDER BY week DESC LIMIT 6;
\set ECHO none

\echo '-- 17. From marketing to sales: how far did the visitors of the web site come?'
\set ECHO queries
SELECT name AS step, reached, pct(conversion_from_start) AS "% of visitors",
    pct(conversion_from_previous) AS "% of previous", bar(conversion_from_start) AS funnel
FROM (SELECT rollup(funnel) AS f FROM lead_funnel) everyone,
    funnel_report(f, '{visitor,lead,MQL,SQL,opportunity,customer}');
\set ECHO none

\echo '-- 18. Sessions on the web site, which end after half an hour without an event'
\set ECHO queries
SELECT source, population(s) AS visitors, sessions(s),
    round(sessions(s)::numeric / population(s), 2) AS "a visitor",
    pct(bounce_rate(s)) AS "bounced %", date_trunc('second', session_length(s)) AS "mean length"
FROM (SELECT source, rollup(sessions) AS s FROM web_sessions GROUP BY ROLLUP (source)) by_source
ORDER BY source;
\set ECHO none

\echo '-- 19. In which of their sessions do they sign up?'
\set ECHO queries
SELECT session, leads, pct(leads / sum(leads) OVER ()) AS "%",
    pct(sum(leads) OVER (ORDER BY session) / sum(leads) OVER ()) AS "% so far",
    bar((leads / sum(leads) OVER ())::float8) AS "sign-ups"
FROM signup_session ORDER BY session;
\set ECHO none

\echo '-- 20. Which channel earned the revenue, in thousands? All six models divide the same; four of them.'
\set ECHO queries
SELECT coalesce(channel, 'total') AS channel, round(sum(cost) / 1000, 1) AS cost,
    round(sum(first_touch) / 1000, 1) AS first, round(sum(last_touch) / 1000, 1) AS last,
    round(sum(time_decay) / 1000, 1) AS "time decay", round(sum(markov) / 1000, 1) AS "Markov",
    round(sum(markov) / sum(cost), 1) AS "Markov/cost"
FROM kpi.channel_attribution GROUP BY ROLLUP (channel)
ORDER BY grouping(channel), sum(markov) DESC;
\set ECHO none

\echo '-- 21. Do trial users come back? % of a week\'s beginners, by week after it; open ones are empty.'
\echo '--     psql\'s \\crosstabview makes the triangle of the rows.'
\set ECHO queries
SELECT cohort || ' (' || subjects || ')' AS "week (users)", period, round(100 * rate)
FROM use_weekly WHERE cohort >= '2025-11-17' AND rate IS NOT NULL ORDER BY cohort, period
\set ECHO none
\crosstabview

\echo '-- 22. Does a higher score win more? Lift: customers among the best-scored over those among all'
\set ECHO queries
SELECT leads, scored, pct(customers) AS "customers %", round(auc::numeric, 3) AS "AUC",
    round(best_tenth::numeric, 2) AS "best tenth",
    round(best_quarter::numeric, 2) AS "best quarter", round(best_half::numeric, 2) AS "best half"
FROM score_quality ORDER BY scored DESC;
\set ECHO none

\echo '-- 23. Two sources step by step: from where on are referrals better than events? Differences in %.'
\set ECHO queries
SELECT name AS step, reached_a AS referral, reached_b AS event, pct(rate_a) AS "referral %",
    pct(rate_b) AS "event %", pct(difference) AS difference,
    pct(lower) AS lower, pct(upper) AS upper, round(p_value::numeric, 4) AS p
FROM lead_funnel a, lead_funnel b,
    funnel_compare(a.funnel, b.funnel, '{visitor,lead,MQL,SQL,opportunity,customer}')
WHERE a.source = 'referral' AND b.source = 'event' ORDER BY funnel_compare.step;
\set ECHO none

\echo '-- 24. How many get there alone, without asking for a demo between sign-up and payment?'
\set ECHO queries
SELECT a.name AS step, a.reached, pct(a.conversion_from_previous) AS "% of previous",
    b.reached AS alone, pct(b.conversion_from_previous) AS "alone, % of previous"
FROM self_service, funnel_report(everyone, '{visit,signup,trial,paid}') a
    JOIN funnel_report(alone, '{visit,signup,trial,paid}') b USING (step) ORDER BY a.step;
\set ECHO none

\echo '-- 25. What moved in the pipeline, in thousands? Opening and changes sum to the closing.'
\set ECHO queries
SELECT month, round(opening_amount / 1000) AS opening, round(created_amount / 1000) AS created,
    round(reopened_amount / 1000) AS reopened, round(increased_amount / 1000) AS increased,
    -round(decreased_amount / 1000) AS decreased, -round(won_amount / 1000) AS won,
    -round(lost_amount / 1000) AS lost, round(closing_amount / 1000) AS closing
FROM kpi.pipeline_by_month ORDER BY month DESC LIMIT 4;
\set ECHO none

\echo '-- 26. Do customers pay more or less? Monthly revenue; net retention is of those who paid before.'
\set ECHO queries
SELECT month, opening_mrr(mrr) AS opening, new_mrr(mrr) AS new, expansion_mrr(mrr) AS expansion,
    contraction_mrr(mrr) AS contraction, churned_mrr(mrr) AS churned, closing_mrr(mrr) AS closing,
    pct(net_revenue_retention(mrr)) AS "net %"
FROM mrr_monthly ORDER BY month DESC LIMIT 6;
\set ECHO none
\endif

\echo '--' :cohort'. Won within 90 days, as it looked 90 days before the end, in %: of all deals, of the closed'
\echo '--    ones, with open deals censored; and what came of them. A month that is too young is open.'
\set ECHO queries
SELECT month, opportunities, pct(of_all) AS "of all", pct(of_closed) AS "of closed",
    pct(within_90_days) AS censored, pct(came) AS "came of them"
FROM win_rate_cohort ORDER BY month;
\set ECHO none

\if :has_leads
\else
\echo '-- Left out, as these files have no leads, visits, campaigns or quotas: lead quality, quota attainment,'
\echo '-- funnels of the web site, sessions, attribution, retention and lead scores. See them by: make demo'
\endif
