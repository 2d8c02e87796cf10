-- The KPIs, on the views of model.md alone and so the same for every CRM. Run by install.sql, after an adapter.
--
-- Views are for tools: numbers, texts and dates, a row for each thing to show. Rates are fractions, 0.25 is 25 %. Amounts
-- of two currencies are never added: what has amounts has a row for each currency. as_of() is the day as of which all is
-- told; what happened on it counts. A KPI of which the CRM lacks something is left out, and dropped if it was there.
SET LOCAL search_path = :"target", :"functions";
SET LOCAL client_min_messages = warning;

CREATE TEMPORARY TABLE IF NOT EXISTS kpi_made (nr integer GENERATED ALWAYS AS IDENTITY, kpi text, lacks text);
TRUNCATE pg_temp.kpi_made;

-- Can this KPI be made of the model's views? Without them it is dropped, with what stands on it.
CREATE OR REPLACE FUNCTION pg_temp.can(kpi text, VARIADIC needs text[] DEFAULT '{}') RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    lacks text := (SELECT string_agg(what, ', ')
        FROM (VALUES ('stage', 'no stages'), ('deal_stage', 'no history of stages'), ('lead', 'no leads'), ('touch', 'no touches'),
            ('target', 'no targets')) AS model (name, what)
        WHERE name = ANY (needs) AND to_regclass(format('%I.%I', current_schema(), name)) IS NULL);
BEGIN
    INSERT INTO pg_temp.kpi_made (kpi, lacks) VALUES (kpi, lacks);
    IF lacks IS NOT NULL THEN
        EXECUTE format('DROP VIEW IF EXISTS %I.%I CASCADE', current_schema(), kpi);
    END IF;
    RETURN lacks IS NULL;
END $$;
SELECT pg_temp.can(kpi)
FROM unnest('{kpi_by_month,kpi_by_source,kpi_by_owner,kpi_by_pipeline,win_rate_by_segment,cohort_win_rate,kpi_trend,kpi_tile,
    pipeline_by_month,customer_retention}'::text[]) AS kpi \g /dev/null
SELECT to_regclass(format('%I.deal_stage', :'target')) IS NOT NULL AS has_deal_stage,
    to_regclass(format('%I.lead', :'target')) IS NOT NULL AS has_lead,
    to_regclass(format('%I.target', :'target')) IS NOT NULL AS has_target \gset

\if :{?as_of}
CREATE OR REPLACE FUNCTION as_of() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE RETURN date :'as_of';
\else
CREATE OR REPLACE FUNCTION as_of() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE RETURN (now() AT TIME ZONE :'zone')::date;
\endif
COMMENT ON FUNCTION as_of IS 'The day as of which the KPIs are told';

CREATE OR REPLACE VIEW owner_name AS SELECT owner_id, max(owner) AS owner FROM deal WHERE owner_id IS NOT NULL GROUP BY owner_id;
COMMENT ON VIEW owner_name IS 'A row for each owner of deals';

-- What the KPIs read: what is infinite or not a number is unknown. An entry of a history without its time says nothing, nor
-- does a target without its period. model_problem counts such deals.
CREATE OR REPLACE FUNCTION pg_temp.finite(column_name text) RETURNS text LANGUAGE sql RETURN format(
    'CASE WHEN %1$I > ''-Infinity'' AND %1$I < ''Infinity'' THEN %1$I END AS %1$I', column_name);
SELECT pg_temp.finite('opened_at') AS opened_at, pg_temp.finite('closed_at') AS closed_at, pg_temp.finite('amount') AS amount,
    pg_temp.finite('at') AS at, pg_temp.finite('cost') AS cost, pg_temp.finite('quota') AS quota, pg_temp.finite('forecast') AS forecast,
    to_regclass(format('%I.touch', :'target')) IS NOT NULL AS has_touch \gset
CREATE OR REPLACE VIEW known_deal AS
SELECT deal_id, account_id, owner_id, source, pipeline, :amount, currency, :opened_at, :closed_at, won, account, owner FROM deal;
COMMENT ON VIEW known_deal IS 'The deals, what is infinite or not a number being unknown';
\if :has_deal_stage
CREATE OR REPLACE VIEW known_deal_stage AS
SELECT deal_id, step, entered_at, won, :amount FROM deal_stage WHERE entered_at > '-infinity' AND entered_at < 'infinity';
COMMENT ON VIEW known_deal_stage IS 'The history of deals, where it has a time';
\endif
\if :has_touch
CREATE OR REPLACE VIEW known_touch AS SELECT lead_id, deal_id, channel, :at, :cost FROM touch;
COMMENT ON VIEW known_touch IS 'The touches, what is infinite or not a number being unknown';
\endif
\if :has_target
CREATE OR REPLACE VIEW known_target AS
SELECT owner_id, pipeline, starts, ends, :quota, :forecast, currency FROM target WHERE (isfinite(starts) AND isfinite(ends)) IS NOT FALSE;
COMMENT ON VIEW known_target IS 'The targets whose periods have both ends';
\endif

CREATE OR REPLACE VIEW model_problem AS
SELECT problem, deals FROM (
    SELECT count(*) FILTER (WHERE NOT isfinite(opened_at)) AS opened, count(*) FILTER (WHERE NOT isfinite(closed_at)) AS closed,
        count(*) FILTER (WHERE NOT (amount > '-Infinity' AND amount < 'Infinity')) AS amounts
    FROM deal) AS counted, LATERAL (VALUES ('opened on an infinite day', opened), ('closed on an infinite day', closed),
        ('with an amount that is no number', amounts)) AS v (problem, deals)
WHERE deals > 0;
COMMENT ON VIEW model_problem IS 'What deals say that the KPIs take for unknown, and how many do so';

------------------------------------------------------------------------------------------------------------------------
-- Stored: the deals of each day of opening as one value, which merges into any period, source, owner or pipeline
------------------------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS kpi_daily (
    opened_at date, source text, owner_id text, pipeline text, currency text, deals kpi_summary NOT NULL);
COMMENT ON TABLE kpi_daily IS 'The deals of each day of opening, source, owner, pipeline and currency, as kpi_refresh() stored them';
-- As arrays two NULLs are equal.
CREATE UNIQUE INDEX IF NOT EXISTS kpi_daily_key ON kpi_daily ((ARRAY[opened_at]), (ARRAY[source, owner_id, pipeline, currency]));

CREATE TABLE IF NOT EXISTS kpi_due (opened_at date);
COMMENT ON TABLE kpi_due IS 'Days of opening whose deals have changed since the last refresh, as triggers note them';

\ir triggers.sql

-- Readers never wait. One refresh at a time, or the older of two could write last. The notes are taken before the deals
-- are read: what commits later leaves its note for the next run.
CREATE OR REPLACE PROCEDURE kpi_refresh(everything boolean DEFAULT :'computes_all')
LANGUAGE plpgsql SET search_path = :"target", :"functions", pg_temp AS $$
DECLARE
    due date[];
    due_without_day boolean;
BEGIN
    LOCK TABLE kpi_daily IN SHARE ROW EXCLUSIVE MODE;
    WITH note AS (DELETE FROM kpi_due RETURNING opened_at) SELECT array_agg(DISTINCT opened_at), bool_or(isfinite(opened_at) IS NOT TRUE)
        INTO due, due_without_day FROM note;

    WITH fresh AS MATERIALIZED (
            SELECT opened_at, source, owner_id, pipeline, currency,
                kpi_summary(account_id, won, amount, opened_at, closed_at) AS deals
            FROM known_deal AS deal
            WHERE everything OR opened_at = ANY (due) OR (opened_at IS NULL AND due_without_day)
            GROUP BY opened_at, source, owner_id, pipeline, currency),
        gone AS (
            DELETE FROM kpi_daily AS old
            WHERE (everything OR opened_at = ANY (due) OR (opened_at IS NULL AND due_without_day))
                AND NOT EXISTS (SELECT FROM fresh AS new WHERE ARRAY[new.opened_at] = ARRAY[old.opened_at]
                    AND ARRAY[new.source, new.owner_id, new.pipeline, new.currency]
                        = ARRAY[old.source, old.owner_id, old.pipeline, old.currency]))
    INSERT INTO kpi_daily AS old
    SELECT * FROM fresh AS new
    WHERE NOT EXISTS (SELECT FROM kpi_daily AS old WHERE ARRAY[new.opened_at] = ARRAY[old.opened_at]
        AND ARRAY[new.source, new.owner_id, new.pipeline, new.currency]
            = ARRAY[old.source, old.owner_id, old.pipeline, old.currency] AND new.deals = old.deals)
    ON CONFLICT ((ARRAY[opened_at]), (ARRAY[source, owner_id, pipeline, currency])) DO UPDATE SET deals = EXCLUDED.deals;
END $$;
COMMENT ON PROCEDURE kpi_refresh IS 'Brings kpi_daily up to date: the days that triggers noted, or everything';

------------------------------------------------------------------------------------------------------------------------
-- Won and lost, revenue, cycles
------------------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW kpi_by_month AS
SELECT month, currency, kpi.*
FROM (SELECT date_trunc('month', opened_at::timestamp)::date AS month, currency, rollup(deals) AS deals
    FROM kpi_daily GROUP BY 1, currency) AS part, kpi_columns(deals) AS kpi;
COMMENT ON VIEW kpi_by_month IS 'KPIs of the deals opened in a month, whenever they closed; rates are fractions';

CREATE OR REPLACE VIEW kpi_by_source AS
SELECT source, currency, kpi.*
FROM (SELECT source, currency, rollup(deals) AS deals FROM kpi_daily GROUP BY source, currency) AS part, kpi_columns(deals) AS kpi;
COMMENT ON VIEW kpi_by_source IS 'KPIs of all deals by where they came from; rates are fractions';

CREATE OR REPLACE VIEW kpi_by_owner AS
SELECT owner_id, owner, currency, kpi.*
FROM (SELECT owner_id, currency, rollup(deals) AS deals FROM kpi_daily GROUP BY owner_id, currency) AS part
    LEFT JOIN owner_name USING (owner_id), kpi_columns(deals) AS kpi;
COMMENT ON VIEW kpi_by_owner IS 'KPIs of all deals by who sells; rates are fractions';

CREATE OR REPLACE VIEW kpi_by_pipeline AS
SELECT pipeline, currency, kpi.*
FROM (SELECT pipeline, currency, rollup(deals) AS deals FROM kpi_daily GROUP BY pipeline, currency) AS part, kpi_columns(deals) AS kpi;
COMMENT ON VIEW kpi_by_pipeline IS 'KPIs of all deals by pipeline; rates are fractions';

-- How sure a win rate is, and whether the segments of a kind differ by more than chance.
CREATE OR REPLACE VIEW win_rate_by_segment AS
SELECT kind, segment, won, decided, won::double precision / decided AS win_rate, lower, upper,
    rates_p_value(won, decided) OVER (PARTITION BY kind) AS p_value
FROM (SELECT kind, coalesce(max(name), key, '(none)') AS segment, sum(won(deals))::bigint AS won,
        sum(won(deals) + lost(deals))::bigint AS decided
    FROM kpi_daily LEFT JOIN owner_name USING (owner_id),
        LATERAL (VALUES ('source', source, NULL), ('owner', owner_id, owner), ('pipeline', pipeline, NULL)) AS cut (kind, key, name)
    GROUP BY kind, key) AS counted, rate_interval(won, decided)
WHERE decided > 0;
COMMENT ON VIEW win_rate_by_segment IS
    'Win rates as fractions with bounds of 95 % confidence, and the p-value of no difference between the segments of a kind';

-- A young month looks too good by its closed deals and too bad by all of them: with open deals censored it is neither.
CREATE OR REPLACE VIEW cohort_win_rate AS
SELECT date_trunc('month', opened_at::timestamp)::date AS month, count(*) AS deals, conversion_rate(won IS TRUE) AS of_all,
    win_rate(won) AS of_closed, win_rate_within('90 days', won, opened_at, closed_at, as_of()) AS within_90_days
FROM known_deal AS deal WHERE opened_at <= as_of() GROUP BY 1;
COMMENT ON VIEW cohort_win_rate IS
    'Win rates, as fractions, of the deals opened in a month: of all, of the closed ones, and within 90 days with open ones censored';

CREATE OR REPLACE VIEW kpi_trend AS
SELECT month::date, currency, count(*) FILTER (WHERE opened) AS opened_deals,
    win_rate_within('90 days', won, opened_at, closed_at, as_of()) FILTER (WHERE opened) AS win_rate_within_90_days,
    count(*) FILTER (WHERE NOT opened) AS won_deals, sum(amount) FILTER (WHERE NOT opened) AS revenue,
    CASE WHEN as_of() + 1 < month + interval '1 month' THEN 'running'
        WHEN as_of() + 1 < month + interval '1 month' + interval '90 days' THEN 'immature' ELSE 'mature' END AS state
FROM known_deal AS deal, LATERAL (VALUES (true, opened_at), (false, CASE WHEN won THEN closed_at END)) AS event (opened, day),
    date_trunc('month', day::timestamp) AS month
WHERE day <= as_of() GROUP BY month, currency;
COMMENT ON VIEW kpi_trend IS
    'Months: what was opened, which fraction is won within 90 days, what was won; immature while some deals are younger than that';

-- The last 90 days beside the 90 days before. A target counts with the part of its days that lies in them.
CREATE OR REPLACE VIEW kpi_tile AS
WITH period (nth, starts, ends) AS (VALUES (0, as_of() - 89, as_of() + 1), (1, as_of() - 179, as_of() - 89)),
    told AS (
        SELECT nth, grouping(currency) AS every, currency,
            coalesce(sum(amount) FILTER (WHERE won AND closed), 0) AS revenue,
            round(avg(amount) FILTER (WHERE won AND closed), 2) AS average_deal,
            coalesce(sum(amount) FILTER (WHERE open), 0) AS pipeline, count(*) FILTER (WHERE won AND closed) AS won,
            count(*) FILTER (WHERE opened_at >= starts AND opened_at < ends) AS opened,
            win_rate(won) FILTER (WHERE closed) AS win_rate,
            interval_days(sales_cycle(opened_at, closed_at) FILTER (WHERE won AND closed)) AS cycle
        FROM period, known_deal AS deal, LATERAL (SELECT closed_at >= starts AND closed_at < ends AS closed,
            opened_at < ends AND (won IS NULL OR closed_at >= ends) AS open) AS state
        GROUP BY nth, GROUPING SETS ((), (currency))),
    tile AS (
        SELECT nth, place, name, coalesce(unit, currency, 'money') AS unit, value, currency
        FROM told, LATERAL (VALUES
            (0, 1, 'Revenue', NULL, revenue), (0, 2, 'Average deal won', NULL, average_deal), (0, 3, 'Open pipeline', NULL, pipeline),
            (1, 4, 'Win rate', 'ratio', win_rate::numeric), (1, 5, 'Deals won', 'deals', won), (1, 6, 'New deals', 'deals', opened),
            (1, 7, 'Sales cycle of deals won', 'days', cycle::numeric)) AS v (which, place, name, unit, value)
        WHERE which = every
\if :has_lead
        UNION ALL
        SELECT nth, place, name, 'leads', count(*) FILTER (WHERE day >= starts AND day < ends), NULL
        FROM period, lead, LATERAL (VALUES (8, 'New leads', (created_at AT TIME ZONE :'zone')::date),
            (9, 'New MQLs', (mql_at AT TIME ZONE :'zone')::date)) AS v (place, name, day)
        GROUP BY nth, place, name
\endif
    ), quota AS (
\if :has_target
        SELECT currency, coalesce(sum(part) FILTER (WHERE owner_id IS NOT NULL), sum(part)) AS quota
        FROM (SELECT owner_id, currency, quota * (least(target.ends, period.ends) - greatest(target.starts, period.starts))
                / (target.ends - target.starts) AS part
            FROM known_target AS target, period WHERE nth = 0 AND target.starts < period.ends AND target.ends > period.starts) AS due
        GROUP BY currency
\else
        SELECT NULL AS currency, NULL::numeric AS quota WHERE false
\endif
    )
SELECT place, name, tile.unit, max(value) FILTER (WHERE nth = 0) AS value, max(value) FILTER (WHERE nth = 1) AS value_before,
    round(max(quota) FILTER (WHERE place = 1), 2) AS target
FROM tile LEFT JOIN quota ON quota.currency IS NOT DISTINCT FROM tile.currency AND place = 1
GROUP BY place, name, tile.unit, tile.currency;
COMMENT ON VIEW kpi_tile IS
    'The last 90 days, the 90 days before, and the target; a ratio is a fraction, the unit of an amount its currency';

------------------------------------------------------------------------------------------------------------------------
-- The way to a won deal
------------------------------------------------------------------------------------------------------------------------

-- Every deal of the pipeline came to step 1, the won ones to the last step, the others as far as their history says: a
-- step that was skipped counts, a move back takes nothing away. Deals that are still in a stage are censored.
SELECT pg_temp.can('stage_funnel', 'stage', 'deal_stage') AS can \gset
\if :can
CREATE OR REPLACE VIEW stage_funnel AS
WITH change AS (  -- rows of a deal that stayed where it was are left out
        SELECT deal_id, step, entered_at, won FROM (
            SELECT *, row_number() OVER history = 1 OR (step, won) IS DISTINCT FROM (lag(step) OVER history, lag(won) OVER history) AS moved
            FROM known_deal_stage AS deal_stage WINDOW history AS (PARTITION BY deal_id ORDER BY entered_at)) AS entry
        WHERE moved),
    placed AS (
        SELECT deal_id, pipeline, won, closed_at, last
        FROM known_deal AS deal LEFT JOIN (SELECT pipeline AS of, max(step) AS last FROM stage GROUP BY pipeline) AS won_stage
            ON of IS NOT DISTINCT FROM pipeline),
    stay AS (
        SELECT deal_id, pipeline, last, step, entered_at, lead(entered_at) OVER history AS left_at, placed.won, closed_at,
            change.won IS NULL AS in_open_stage, lead(deal_id) OVER history IS NULL AS is_last
        FROM change JOIN placed USING (deal_id) WINDOW history AS (PARTITION BY deal_id ORDER BY entered_at)),
    time_in_stage AS (
        SELECT pipeline, step, count(*) FILTER (WHERE left_at IS NULL) AS deals,
            interval_days(sales_cycle_median(entered_at, left_at, (as_of() + 1)::timestamp AT TIME ZONE :'zone')) AS median_days
        FROM (SELECT pipeline, step, entered_at, CASE WHEN is_last AND won IS NOT NULL
                THEN greatest(entered_at, closed_at::timestamp AT TIME ZONE :'zone') ELSE left_at END AS left_at
            FROM stay
            WHERE in_open_stage AND NOT (is_last AND won IS NOT NULL AND closed_at IS NULL)) AS ended
        GROUP BY pipeline, step),
    entered AS (  -- the steps that a deal's history has: when it first was there or beyond, and the one before
        SELECT *, lag(step, 1, 0) OVER steps AS step_before, lag(at) OVER steps AS at_before, lead(step) OVER steps IS NULL AS is_deepest
        FROM (SELECT deal_id, pipeline, last, won, step,
                min(min(entered_at)) OVER (PARTITION BY deal_id ORDER BY step ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS at
            FROM stay WHERE step IS NOT NULL GROUP BY deal_id, pipeline, last, won, step) AS first_time
        WINDOW steps AS (PARTITION BY deal_id ORDER BY step)),
    passage AS (  -- steps that it skipped took no time
        SELECT pipeline, step, interval_days(sales_cycle_median(CASE WHEN step = step_before + 1 THEN at_before ELSE at END, at)) AS median_days
        FROM (SELECT pipeline, last, won, step_before, at_before, at, generate_series(step_before + 1, step) AS step FROM entered) AS passed
        WHERE won OR step < last
        GROUP BY pipeline, step),
    depth AS (
        SELECT placed.pipeline, CASE WHEN placed.won THEN placed.last ELSE least(coalesce(step, 1), placed.last - 1) END AS step, count(*) AS deals
        FROM placed LEFT JOIN (SELECT deal_id, step FROM entered WHERE is_deepest) AS deepest USING (deal_id)
        GROUP BY 1, 2),
    step AS (
        SELECT stage.pipeline, stage.step, stage.stage, coalesce(sum(deals) OVER (PARTITION BY stage.pipeline ORDER BY stage.step DESC), 0)::bigint
                AS deals, median_days
        FROM stage LEFT JOIN depth ON depth.pipeline IS NOT DISTINCT FROM stage.pipeline AND depth.step = stage.step
            LEFT JOIN passage ON passage.pipeline IS NOT DISTINCT FROM stage.pipeline AND passage.step = stage.step)
SELECT step.pipeline, step.step, step.stage, step.deals,
    step.deals::double precision / NULLIF(first_value(step.deals) OVER steps, 0) AS conversion_from_start,
    step.deals::double precision / NULLIF(lag(step.deals) OVER steps, 0) AS conversion_from_previous,
    lag(step.deals) OVER steps - step.deals AS dropped, step.median_days AS median_days_from_previous,
    time_in_stage.median_days AS median_days_in_stage, coalesce(time_in_stage.deals, 0) AS deals_in_stage
FROM step LEFT JOIN time_in_stage ON time_in_stage.pipeline IS NOT DISTINCT FROM step.pipeline AND time_in_stage.step = step.step
WINDOW steps AS (PARTITION BY step.pipeline ORDER BY step.step);
COMMENT ON VIEW stage_funnel IS 'How many deals came to each stage or beyond it and how long it took; conversions are fractions';
\endif

-- A month's row of a deal is what it was on a day: the history's last entry of the day, and at its ends what the deal itself
-- says, so that these are the deals of the other views. An entry as won or lost counts where the deal was reopened after it.
-- Without an amount it is of none where others of the deal have one; otherwise the CRM keeps none, and the deal's own serves.
CREATE OR REPLACE VIEW pipeline_by_month AS
WITH history AS (
\if :has_deal_stage
        SELECT deal_id, entered_at, (entered_at AT TIME ZONE :'zone')::date AS day, won, amount,
            entered_at < max(entered_at) FILTER (WHERE won IS NULL) OVER (PARTITION BY deal_id) AS reopened
        FROM known_deal_stage AS deal_stage
\else
        SELECT deal_id, NULL::timestamptz AS entered_at, NULL::date AS day, won, amount, false AS reopened FROM known_deal AS deal WHERE false
\endif
    ), known AS (
        SELECT deal_id, currency, won, amount, opened_at, amounts_known,
            CASE WHEN amounts_known THEN first_amount ELSE amount END AS first_amount,
            CASE WHEN won THEN coalesce(closed_at, won_on) WHEN NOT won THEN coalesce(closed_at, lost_on) END AS closed_on
        FROM known_deal AS deal LEFT JOIN (SELECT deal_id, count(amount) > 0 AS amounts_known,
                (array_agg(amount ORDER BY entered_at))[1] AS first_amount,
                max(day) FILTER (WHERE won) AS won_on, max(day) FILTER (WHERE NOT won) AS lost_on
            FROM history GROUP BY deal_id) AS past USING (deal_id)),
    entry AS (
        SELECT deal_id, least(opened_at, closed_on) AS day, 1 AS nth, NULL::timestamptz AS at, NULL::boolean AS won, first_amount AS amount FROM known
        UNION ALL
        SELECT deal_id, day, 2, entered_at, history.won, CASE WHEN amounts_known THEN history.amount ELSE known.amount END
        FROM history JOIN known USING (deal_id)
        WHERE (history.won IS NULL OR reopened) AND coalesce(day >= opened_at, true) AND coalesce(day < closed_on, true)
        UNION ALL
        SELECT deal_id, closed_on, 3, NULL, won, amount FROM known WHERE won IS NOT NULL),
    state AS (
        SELECT deal_id, day, won, amount, lead(day) OVER (PARTITION BY deal_id ORDER BY day) AS until
        FROM (SELECT DISTINCT ON (deal_id, day) * FROM entry WHERE day IS NOT NULL ORDER BY deal_id, day, nth DESC, at DESC) AS latest)
SELECT month, currency, max(amount) FILTER (WHERE change = 'opening') AS opening_amount,
    max(amount) FILTER (WHERE change = 'created') AS created_amount, max(amount) FILTER (WHERE change = 'reopened') AS reopened_amount,
    max(amount) FILTER (WHERE change = 'increased') AS increased_amount,
    max(amount) FILTER (WHERE change = 'decreased') AS decreased_amount, max(amount) FILTER (WHERE change = 'won') AS won_amount,
    max(amount) FILTER (WHERE change = 'lost') AS lost_amount, max(amount) FILTER (WHERE change = 'closing') AS closing_amount,
    max(deals) FILTER (WHERE change = 'opening') AS opening_deals, max(deals) FILTER (WHERE change = 'created') AS created_deals,
    max(deals) FILTER (WHERE change = 'reopened') AS reopened_deals, max(deals) FILTER (WHERE change = 'won') AS won_deals,
    max(deals) FILTER (WHERE change = 'lost') AS lost_deals, max(deals) FILTER (WHERE change = 'closing') AS closing_deals
FROM (
    SELECT month::date, currency, pipeline_changes(deal_id, day, state.won,
        CASE WHEN until IS NULL THEN known.amount ELSE state.amount END, month::date, (month + interval '1 month')::date) AS changes
    FROM state JOIN known USING (deal_id),
        -- the months that begin with this row or have its day: a closed deal is nothing of later ones
        generate_series(date_trunc('month', day::timestamp),
            least(coalesce(until, CASE WHEN state.won IS NULL THEN as_of() ELSE day END), as_of()), interval '1 month') AS month
    WHERE day <= as_of() AND (known.won IS NULL OR closed_on IS NOT NULL)
        -- only the last state of a month counts
        AND coalesce(until > as_of() OR date_trunc('month', until::timestamp) > date_trunc('month', day::timestamp), true)
    GROUP BY month, currency) AS monthly, pipeline_report(changes)
GROUP BY month, currency;
COMMENT ON VIEW pipeline_by_month IS
    'What moved in the pipeline: opening + created + reopened + increased - decreased - won - lost = closing';

------------------------------------------------------------------------------------------------------------------------
-- Leads and channels
------------------------------------------------------------------------------------------------------------------------

-- The revenue of a deal that several leads became is that of the one that was the first MQL. Where the customers of a source
-- paid in several currencies it has no revenue.
SELECT pg_temp.can('lead_quality', 'lead') AS can \gset
\if :can
CREATE OR REPLACE VIEW lead_quality AS
SELECT source, leads, mqls, sqls, converted, customers, mqls::double precision / leads AS mql_rate,
    mqls_to_sql::double precision / NULLIF(mqls, 0) AS mql_to_sql_rate,
    mqls_to_customer::double precision / NULLIF(mqls, 0) AS mql_to_customer_rate, customers::double precision / leads AS customer_rate,
    CASE WHEN currencies = 1 THEN currency END AS currency, CASE WHEN currencies = 1 THEN revenue END AS revenue,
    CASE WHEN currencies = 1 THEN round(mql_revenue / NULLIF(mqls, 0), 2) END AS revenue_per_mql,
    scored, auc AS score_auc, lift AS score_lift_best_tenth
FROM (SELECT source, count(*) AS leads, count(mql_at) AS mqls, count(sql_at) AS sqls,
        count(*) FILTER (WHERE converted_at IS NOT NULL OR deal_id IS NOT NULL) AS converted, count(*) FILTER (WHERE customer) AS customers,
        count(sql_at) FILTER (WHERE mql_at IS NOT NULL) AS mqls_to_sql,
        count(*) FILTER (WHERE customer AND mql_at IS NOT NULL) AS mqls_to_customer,
        count(DISTINCT coalesce(currency, '')) FILTER (WHERE customer) AS currencies, max(currency) FILTER (WHERE customer) AS currency,
        sum(amount) FILTER (WHERE customer AND nth = 1) AS revenue,
        sum(amount) FILTER (WHERE customer AND nth = 1 AND mql_at IS NOT NULL) AS mql_revenue,
        count(score) AS scored, score_auc(score, customer) AS auc, score_lift(0.1, score, customer) AS lift
    FROM (SELECT lead.*, won IS TRUE AS customer, amount, currency,
            row_number() OVER (PARTITION BY lead.deal_id ORDER BY mql_at, created_at, lead_id) AS nth
        FROM lead LEFT JOIN known_deal AS deal USING (deal_id)) AS outcome
    GROUP BY source) AS counted;
COMMENT ON VIEW lead_quality IS 'What became of the leads of each source; rates are fractions, of all leads or of the MQLs';
\endif

-- A touch that names its deal is one of that deal, any other one of the deal that its lead became.
SELECT pg_temp.can('deal_touch', 'touch') AS can \gset
\if :can
CREATE OR REPLACE VIEW deal_touch AS
SELECT deal.deal_id, coalesce(channel, '(unknown)') AS channel, at
\if :has_lead
FROM known_touch AS touch LEFT JOIN lead USING (lead_id) JOIN known_deal AS deal ON deal.deal_id = coalesce(touch.deal_id, lead.deal_id)
\else
FROM known_touch AS touch JOIN known_deal AS deal USING (deal_id)
\endif
WHERE at IS NOT NULL AND coalesce(at < (closed_at + 1)::timestamp AT TIME ZONE :'zone', true);
COMMENT ON VIEW deal_touch IS 'The touches of each deal, and of the leads that became it, up to its closing';
\endif

-- Every model divides the same revenue among the channels: that of won deals with touches. The Markov model is over the
-- journeys of won and lost deals and of leads that are none. A channel's cost is in the row of the company's one currency.
SELECT pg_temp.can('channel_attribution', 'touch') AS can \gset
\if :can
CREATE OR REPLACE VIEW channel_attribution AS
WITH journey AS (
        SELECT touch_path(channel, at) AS path, bool_or(won) AS won FROM deal_touch JOIN known_deal AS deal USING (deal_id) GROUP BY deal_id
\if :has_lead
        UNION ALL
        SELECT touch_path(coalesce(channel, '(unknown)'), at), false
        FROM known_touch AS touch JOIN lead USING (lead_id) WHERE lead.deal_id IS NULL AND touch.deal_id IS NULL GROUP BY lead_id
\endif
    ), effect AS MATERIALIZED (
        SELECT channel, share FROM channel_report((SELECT channel_graph(path, won) FROM journey))),
    part AS (
        SELECT channel, currency, NULL::numeric AS cost, attributed_revenue('first_touch', amount, at) OVER of_deal AS first_touch,
            attributed_revenue('last_touch', amount, at) OVER of_deal AS last_touch,
            attributed_revenue('linear', amount, at) OVER of_deal AS linear,
            attributed_revenue('position_based', amount, at) OVER of_deal AS position_based,
            attributed_revenue('time_decay', amount, at) OVER of_deal AS time_decay,
            attributed_revenue(share, amount, at) OVER of_deal AS markov
        FROM deal_touch JOIN known_deal AS deal USING (deal_id) JOIN effect USING (channel)
        WHERE won WINDOW of_deal AS (PARTITION BY deal_id ORDER BY at, channel)
        UNION ALL
        SELECT coalesce(channel, '(unknown)'), (SELECT CASE WHEN count(DISTINCT currency) = 1 THEN max(currency) END FROM known_deal AS deal), cost,
            0, 0, 0, 0, 0, 0 FROM known_touch AS touch
        WHERE cost IS NOT NULL OR (SELECT count(DISTINCT currency) <= 1 FROM known_deal AS deal)
        UNION ALL
        SELECT '(no touch)', currency, NULL, amount, amount, amount, amount, amount, amount
        FROM known_deal AS deal WHERE won AND NOT EXISTS (SELECT FROM deal_touch WHERE deal_touch.deal_id = deal.deal_id))
SELECT channel, currency, sum(cost) AS cost, coalesce(sum(first_touch), 0) AS first_touch, coalesce(sum(last_touch), 0) AS last_touch,
    coalesce(sum(linear), 0) AS linear, coalesce(sum(position_based), 0) AS position_based, coalesce(sum(time_decay), 0) AS time_decay,
    coalesce(sum(markov), 0) AS markov
FROM part GROUP BY channel, currency;
COMMENT ON VIEW channel_attribution IS
    'Cost of each channel and the revenue that is its due under six models, all of which sum to all revenue';
\endif

------------------------------------------------------------------------------------------------------------------------
-- Targets and customers
------------------------------------------------------------------------------------------------------------------------

SELECT pg_temp.can('rep_attainment', 'target') AS can \gset
\if :can
CREATE OR REPLACE VIEW rep_attainment AS
SELECT owner_id, owner, pipeline, starts, ends, currency, quota, forecast, won_deals, revenue,
    (revenue / NULLIF(quota, 0))::double precision AS attainment,
    (1 - abs(forecast - revenue) / NULLIF(abs(revenue), 0))::double precision AS forecast_accuracy,
    CASE WHEN ends <= as_of() + 1 THEN 'over' ELSE 'running' END AS state
FROM (SELECT t.*, count(deal_id) AS won_deals, coalesce(sum(amount), 0) AS revenue
    FROM known_target AS t LEFT JOIN known_deal AS d ON won AND closed_at >= starts AND closed_at < ends
        AND d.currency IS NOT DISTINCT FROM t.currency AND (t.owner_id IS NULL OR d.owner_id = t.owner_id)
        AND (t.pipeline IS NULL OR d.pipeline = t.pipeline)
    GROUP BY t.owner_id, t.pipeline, starts, ends, quota, forecast, t.currency) AS reached LEFT JOIN owner_name USING (owner_id);
COMMENT ON VIEW rep_attainment IS
    'Quota, forecast and revenue of each owner and period; attainment and accuracy are fractions, without an owner those of a pipeline';
\endif

CREATE OR REPLACE VIEW customer_retention AS
SELECT cohort AS first_won_month, period AS months_after, subjects AS customers, active, rate AS active_rate,
    on_or_after AS active_then_or_later
FROM retention_report((SELECT retention_summary(account_id, closed_at, 'month', as_of()) FROM known_deal AS deal WHERE won));
COMMENT ON VIEW customer_retention IS
    'Of the customers first won in a month, how many bought again months after; the rate, a fraction, is NULL until a month is over';

-- What the CRM no longer feeds, now that nothing reads it.
SELECT format('DROP VIEW IF EXISTS %I.known_%s', :'target', name)
FROM (VALUES ('deal_stage', :'has_deal_stage'), ('touch', :'has_touch'), ('target', :'has_target')) AS model (name, is_there)
WHERE NOT is_there::boolean \gexec
