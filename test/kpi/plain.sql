-- What each view of crm/kpi.sql must show, in plain SQL over the model, and whether it does: a row for each check, its name,
-- and what was found. as_of and zone as the views have them.
SET search_path = kpi, public;
CREATE TABLE public.checks (n int GENERATED ALWAYS AS IDENTITY, name text, found text);

-- Doubles are compared by nine digits, amounts by their value.
CREATE FUNCTION public.rounded(j jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN (SELECT jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'number' THEN to_jsonb(trim_scale(round(value::numeric, 9))) ELSE value END)
    FROM jsonb_each(j));

CREATE FUNCTION public.same(view text, shown text, plain text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found text;
BEGIN
    EXECUTE format('WITH shown AS (SELECT public.rounded(to_jsonb(t)) AS r FROM (%s) AS t), plain AS (SELECT public.rounded(to_jsonb(t)) AS r FROM (%s) AS t),
        differ AS ((SELECT ''shown '' || r::text AS line FROM (TABLE shown EXCEPT ALL TABLE plain) AS a)
            UNION ALL (SELECT ''plain '' || r::text FROM (TABLE plain EXCEPT ALL TABLE shown) AS b))
        SELECT CASE WHEN (SELECT count(*) FROM shown) = 0 AND %L THEN ''no rows'' ELSE count(*) || '' rows differ'' END
            || coalesce(E''\n'' || string_agg(line, E''\n'' ORDER BY substr(line, 7), line) FILTER (WHERE nr <= 6), '''')
        FROM (SELECT line, row_number() OVER (ORDER BY substr(line, 7), line) AS nr FROM differ) AS numbered', shown, plain,
        current_setting('test.seed') <> '0') INTO found;
    INSERT INTO public.checks (name, found) VALUES (view, found);
END $$;

-- The manual's product-limit estimates: the share won within so many days, and the least time by which a half has ended.
CREATE FUNCTION public.won_within(horizon int, opened date[], closed date[], won boolean[]) RETURNS double precision LANGUAGE sql STABLE AS $$
    WITH spell AS (
        SELECT CASE WHEN w IS NOT NULL AND c <= as_of() THEN c ELSE as_of() END - o AS t, CASE WHEN c <= as_of() THEN w END AS won
        FROM unnest(opened, closed, won) AS d (o, c, w) WHERE o <= as_of() AND (w IS NULL OR c IS NOT NULL)),
    event AS (SELECT t, count(*) FILTER (WHERE won) AS w, count(won)::float8 AS decided, sum(count(*)) OVER (ORDER BY t DESC) AS at_risk
        FROM spell GROUP BY t),
    curve AS (SELECT *, coalesce(exp(sum(ln(NULLIF(1 - decided / at_risk, 0))) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
        1) AS still_open FROM event)
    SELECT CASE WHEN horizon <= max(t) OR bool_or(decided = at_risk) THEN coalesce(sum(still_open * w / at_risk) FILTER (WHERE t <= horizon), 0) END
    FROM curve
$$;
CREATE FUNCTION public.half_ended(times double precision[], ended boolean[]) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    WITH event AS (SELECT t, count(*) FILTER (WHERE e)::numeric AS ended, sum(count(*)) OVER (ORDER BY t DESC) AS at_risk
        FROM unnest(times, ended) AS s (t, e) GROUP BY t)
    SELECT min(t) FROM (SELECT t, ended, exp(sum(ln(CASE WHEN ended < at_risk THEN 1 - ended / at_risk ELSE 1e-9 END)) OVER (ORDER BY t)) AS left_over
        FROM event) AS curve WHERE ended > 0 AND left_over <= 0.5 + 1e-12
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- The stored summaries
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION public.kpis(key text) RETURNS text LANGUAGE sql AS $$
    SELECT format('
        SELECT %1$s, currency, count(*) AS opportunities, count(*) FILTER (WHERE won) AS won, count(*) FILTER (WHERE NOT won) AS lost,
            count(*) FILTER (WHERE won IS NULL) AS open_deals, count(DISTINCT account_id) AS accounts,
            count(DISTINCT account_id) FILTER (WHERE won) AS customers, sum(amount) FILTER (WHERE won) AS revenue,
            count(*) FILTER (WHERE won)::float8 / count(*) AS conversion_rate, count(*) FILTER (WHERE won)::float8 / NULLIF(count(won), 0) AS win_rate,
            count(DISTINCT account_id) FILTER (WHERE won)::float8 / count(*) AS opportunity_to_customer_ratio,
            round(sum(amount) FILTER (WHERE won) / NULLIF(count(DISTINCT account_id) FILTER (WHERE won), 0), max(scale(amount)) FILTER (WHERE won))
                AS revenue_per_account,
            round(avg(amount) FILTER (WHERE won), max(scale(amount)) FILTER (WHERE won)) AS average_deal,
            avg(closed_at - opened_at)::float8 AS sales_cycle_days,
            round(sum(amount) FILTER (WHERE won) / CASE WHEN avg(closed_at - opened_at) FILTER (WHERE won) > 0
                THEN avg(closed_at - opened_at) FILTER (WHERE won) END, max(scale(amount)) FILTER (WHERE won)) AS sales_velocity
        FROM deal LEFT JOIN (SELECT owner_id AS of, max(owner) AS name FROM deal GROUP BY 1) AS o ON of = owner_id GROUP BY %2$s, currency',
        key, regexp_replace(key, ' AS [a-z_]*', '', 'g'))
$$;
CREATE FUNCTION public.shown_kpis(view text, key text) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT %s, currency, opportunities, won, lost, open_deals, accounts, customers, revenue, conversion_rate, win_rate,
        opportunity_to_customer_ratio, revenue_per_account, average_deal, sales_cycle_days, sales_velocity FROM %I', key, view)
$$;
SELECT same(view, shown_kpis(view, shown), kpis(plain)) FROM (VALUES
    ('kpi_by_month', 'month', $$date_trunc('month', opened_at::timestamp)::date AS month$$), ('kpi_by_source', 'source', 'source'),
    ('kpi_by_owner', 'owner_id, owner', 'owner_id, name AS owner'), ('kpi_by_pipeline', 'pipeline', 'pipeline')) AS v (view, shown, plain) \g /dev/null
SELECT same('kpi_by_source, percentiles', $$SELECT source, currency FROM kpi_by_source JOIN (
        SELECT source AS s, currency AS c, array_agg(closed_at - opened_at ORDER BY closed_at - opened_at) FILTER (WHERE closed_at - opened_at IS NOT NULL) AS cycles
        FROM deal GROUP BY 1, 2) AS d ON (s, c) IS NOT DISTINCT FROM (source, currency)
    WHERE abs(sales_cycle_median_days - (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) FROM unnest(cycles) AS x)) <= 1.5
        AND abs(sales_cycle_p90_days - (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY x) FROM unnest(cycles) AS x)) <= 1.5$$,
    'SELECT DISTINCT source, currency FROM deal') \g /dev/null
SELECT same('win_rate_by_segment', 'SELECT kind, segment, won, decided, win_rate, lower, upper, p_value FROM win_rate_by_segment', $$
    SELECT kind, segment, won, decided, p AS win_rate, (p + z * z / (2 * n) - half) / (1 + z * z / n) AS lower,
        (p + z * z / (2 * n) + half) / (1 + z * z / n) AS upper, p_value
    FROM (SELECT *, won::float8 / decided AS p, decided::float8 AS n, 1.959963984540054::float8 AS z FROM (
            SELECT 'source' AS kind, coalesce(source, '(none)') AS segment, source AS key, count(*) FILTER (WHERE won) AS won, count(won) AS decided
                FROM deal GROUP BY 3
            UNION ALL SELECT 'pipeline', coalesce(pipeline, '(none)'), pipeline, count(*) FILTER (WHERE won), count(won) FROM deal GROUP BY 3
            UNION ALL SELECT 'owner', coalesce(max(owner), owner_id, '(none)'), owner_id, count(*) FILTER (WHERE won), count(won) FROM deal GROUP BY 3) AS c
        WHERE decided > 0) AS counted JOIN (
            SELECT 'source' AS kind, rates_p_value(w, d) AS p_value FROM (SELECT count(*) FILTER (WHERE won) AS w, count(won) AS d FROM deal GROUP BY source) AS c
            UNION ALL SELECT 'pipeline', rates_p_value(w, d) FROM (SELECT count(*) FILTER (WHERE won) AS w, count(won) AS d FROM deal GROUP BY pipeline) AS c
            UNION ALL SELECT 'owner', rates_p_value(w, d) FROM (SELECT count(*) FILTER (WHERE won) AS w, count(won) AS d FROM deal GROUP BY owner_id) AS c) AS p
            USING (kind), LATERAL (SELECT z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) AS half) AS bound$$) \g /dev/null

-- ---------------------------------------------------------------------------------------------------------------------
-- Cohorts, trend, tiles
-- ---------------------------------------------------------------------------------------------------------------------

SELECT same('cohort_win_rate', 'TABLE cohort_win_rate', $$
    SELECT to_date(to_char(opened_at, 'YYYY-MM'), 'YYYY-MM') AS month, count(*) AS deals, avg((won IS TRUE)::int)::float8 AS of_all,
        avg(won::int)::float8 AS of_closed, public.won_within(90, array_agg(opened_at), array_agg(closed_at), array_agg(won)) AS within_90_days
    FROM deal WHERE opened_at <= as_of() GROUP BY 1$$) \g /dev/null
SELECT same('kpi_trend', 'TABLE kpi_trend', $$
    SELECT to_date(month, 'YYYY-MM') AS month, NULLIF(c, 'none') AS currency, coalesce(opened_deals, 0) AS opened_deals, win_rate_within_90_days,
        coalesce(won_deals, 0) AS won_deals, revenue,
        CASE WHEN as_of() < last THEN 'running' WHEN as_of() - last < 90 THEN 'immature' ELSE 'mature' END AS state
    FROM (SELECT to_char(opened_at, 'YYYY-MM') AS month, coalesce(currency, 'none') AS c, count(*) AS opened_deals,
            public.won_within(90, array_agg(opened_at), array_agg(closed_at), array_agg(won)) AS win_rate_within_90_days
            FROM deal WHERE opened_at <= as_of() GROUP BY 1, 2) AS opened
        FULL JOIN (SELECT to_char(closed_at, 'YYYY-MM') AS month, coalesce(currency, 'none') AS c, count(*) AS won_deals, sum(amount) AS revenue
            FROM deal WHERE won AND closed_at <= as_of() GROUP BY 1, 2) AS closed USING (month, c),
        LATERAL (SELECT (to_date(month, 'YYYY-MM') + interval '1 month' - interval '1 day')::date AS last) AS ends$$) \g /dev/null

-- A tile's value in the days from .. to, by its name; amounts by currency.
CREATE FUNCTION public.tiles(a date, b date) RETURNS TABLE (name text, unit text, value numeric) LANGUAGE sql STABLE AS $$
    SELECT 'Revenue', coalesce(currency, 'money'), coalesce(sum(CASE WHEN won AND closed_at BETWEEN a AND b THEN amount END), 0) FROM deal GROUP BY currency
    UNION ALL SELECT 'Average deal won', coalesce(currency, 'money'), round(avg(CASE WHEN won AND closed_at BETWEEN a AND b THEN amount END), 2) FROM deal GROUP BY currency
    UNION ALL SELECT 'Open pipeline', coalesce(currency, 'money'), coalesce(sum(CASE WHEN opened_at <= b AND (won IS NULL OR closed_at > b) THEN amount END), 0)
        FROM deal GROUP BY currency
    UNION ALL SELECT * FROM (VALUES
        ('Win rate', 'ratio', (SELECT avg(won::int) FROM deal WHERE closed_at BETWEEN a AND b)),
        ('Deals won', 'deals', (SELECT count(*) FROM deal WHERE won AND closed_at BETWEEN a AND b)),
        ('New deals', 'deals', (SELECT count(*) FROM deal WHERE opened_at BETWEEN a AND b)),
        ('Sales cycle of deals won', 'days', (SELECT avg(closed_at - opened_at) FROM deal WHERE won AND closed_at BETWEEN a AND b)),
        ('New leads', 'leads', (SELECT count(*) FROM lead WHERE (created_at AT TIME ZONE 'America/New_York')::date BETWEEN a AND b)),
        ('New MQLs', 'leads', (SELECT count(*) FROM lead WHERE (mql_at AT TIME ZONE 'America/New_York')::date BETWEEN a AND b))) AS v (name, unit, value)
    WHERE EXISTS (SELECT FROM deal) $$;
SELECT same('kpi_tile', 'SELECT name, unit, value, value_before, target FROM kpi_tile', $$
    SELECT now.name, now.unit, now.value, before.value AS value_before, CASE WHEN now.name = 'Revenue' THEN (
        SELECT round(sum(quota * (SELECT count(*) FROM generate_series(starts::timestamp, ends - 1, '1 day') AS day WHERE day BETWEEN as_of() - 89 AND as_of())
            / (ends - starts)), 2)
        FROM target WHERE coalesce(currency, 'money') = now.unit AND starts <= as_of() AND ends > as_of() - 89
            AND (owner_id IS NOT NULL OR NOT EXISTS (SELECT FROM target AS o WHERE o.owner_id IS NOT NULL AND o.currency IS NOT DISTINCT FROM target.currency
                AND starts <= as_of() AND ends > as_of() - 89))) END AS target
    FROM public.tiles(as_of() - 89, as_of()) AS now JOIN public.tiles(as_of() - 179, as_of() - 90) AS before USING (name, unit)$$) \g /dev/null

-- ---------------------------------------------------------------------------------------------------------------------
-- Stages and the pipeline
-- ---------------------------------------------------------------------------------------------------------------------

-- The stays of each deal in its stages, row by row: how long, and whether it has ended.
CREATE FUNCTION public.stays() RETURNS TABLE (pipeline text, step int, days double precision, ended boolean, still boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    d record; h record; at_step int; at_won boolean; since timestamptz; until timestamptz; now timestamptz;
BEGIN
    now := (as_of() + 1)::timestamp AT TIME ZONE 'America/New_York';
    FOR d IN SELECT deal_id, deal.pipeline, won, closed_at FROM deal LOOP
        since := NULL;
        FOR h IN SELECT step, won, entered_at FROM deal_stage WHERE deal_id = d.deal_id
            UNION ALL SELECT NULL, NULL, 'infinity' ORDER BY entered_at LOOP
            CONTINUE WHEN since IS NOT NULL AND h.entered_at < 'infinity' AND h.step IS NOT DISTINCT FROM at_step AND h.won IS NOT DISTINCT FROM at_won;
            IF since IS NOT NULL AND at_won IS NULL THEN
                until := h.entered_at;
                IF until = 'infinity' THEN
                    until := CASE WHEN d.won IS NULL THEN 'infinity' ELSE greatest(since, d.closed_at::timestamp AT TIME ZONE 'America/New_York') END;
                    IF d.won IS NOT NULL AND d.closed_at IS NULL THEN since := NULL; END IF;
                END IF;
                IF since <= now THEN
                    RETURN QUERY SELECT d.pipeline, at_step, extract(epoch FROM least(until, now) - since)::float8 / 86400, until <= now, until = 'infinity';
                ELSIF since IS NOT NULL AND until = 'infinity' THEN
                    RETURN QUERY SELECT d.pipeline, at_step, NULL::float8, NULL::boolean, true;
                END IF;
            END IF;
            at_step := h.step; at_won := h.won; since := h.entered_at;
        END LOOP;
    END LOOP;
END $$;
CREATE TABLE public.stay AS SELECT * FROM public.stays();
SELECT same('stage_funnel', 'TABLE stage_funnel', $$
    WITH deep AS (SELECT d.deal_id, d.pipeline, d.won, (SELECT max(step) FROM stage AS s WHERE s.pipeline IS NOT DISTINCT FROM d.pipeline) AS last,
            (SELECT max(step) FROM deal_stage AS h WHERE h.deal_id = d.deal_id) AS deepest FROM deal AS d),
        passed AS (SELECT stage.pipeline, stage.step, stage.stage, deal_id, (SELECT min(entered_at) FROM deal_stage AS h WHERE h.deal_id = deep.deal_id AND h.step >= stage.step)
                - (SELECT min(entered_at) FROM deal_stage AS h WHERE h.deal_id = deep.deal_id AND h.step >= stage.step - 1) AS took
            FROM stage LEFT JOIN deep ON deep.pipeline IS NOT DISTINCT FROM stage.pipeline
                AND (won OR (stage.step < last AND (stage.step = 1 OR deepest >= stage.step)))),
        counted AS (SELECT pipeline, step, stage, count(deal_id) AS deals,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM took)::float8 / 86400) FILTER (WHERE step > 1) AS days FROM passed GROUP BY 1, 2, 3)
    SELECT c.pipeline, c.step, c.stage, c.deals, c.deals::float8 / NULLIF(f.deals, 0) AS conversion_from_start, c.deals::float8 / NULLIF(b.deals, 0) AS conversion_from_previous,
        b.deals - c.deals AS dropped, c.days AS median_days_from_previous,
        (SELECT public.half_ended(array_agg(days), array_agg(ended)) FROM public.stay AS s
            WHERE s.pipeline IS NOT DISTINCT FROM c.pipeline AND s.step = c.step AND days IS NOT NULL) AS median_days_in_stage,
        (SELECT count(*) FROM public.stay AS s WHERE s.pipeline IS NOT DISTINCT FROM c.pipeline AND s.step = c.step AND still) AS deals_in_stage
    FROM counted AS c LEFT JOIN counted AS f ON f.pipeline IS NOT DISTINCT FROM c.pipeline AND f.step = 1
        LEFT JOIN counted AS b ON b.pipeline IS NOT DISTINCT FROM c.pipeline AND b.step = c.step - 1$$) \g /dev/null

-- What the history says of a deal between its opening and its closing, and what the deal is when a day begins: no row where
-- it is not there. Where the history has amounts of the deal, a row without one has none.
CREATE FUNCTION public.amounts_known(d kpi.deal) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM kpi.deal_stage WHERE deal_id = d.deal_id AND amount IS NOT NULL);
CREATE FUNCTION public.told(d kpi.deal, closing date) RETURNS TABLE (won boolean, amount numeric, entered_at timestamptz, day date)
LANGUAGE sql STABLE AS $$
    SELECT h.won, CASE WHEN public.amounts_known(d) THEN h.amount ELSE d.amount END, entered_at, day
    FROM deal_stage AS h, LATERAL (SELECT (entered_at AT TIME ZONE 'America/New_York')::date AS day) AS local
    WHERE deal_id = d.deal_id AND (h.won IS NULL OR EXISTS (SELECT FROM deal_stage AS l WHERE l.deal_id = d.deal_id AND l.won IS NULL AND l.entered_at > h.entered_at))
        AND (d.opened_at IS NULL OR day >= d.opened_at) AND (closing IS NULL OR day < closing)
$$;
CREATE FUNCTION public.deal_at(d kpi.deal, moment date) RETURNS TABLE (won boolean, amount numeric) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
    closing date := coalesce(d.closed_at, (SELECT max((entered_at AT TIME ZONE 'America/New_York')::date) FROM deal_stage WHERE deal_id = d.deal_id AND won = d.won));
    latest record;
BEGIN
    IF d.won IS NULL THEN closing := NULL; ELSIF closing IS NULL THEN RETURN; END IF;
    IF closing < moment THEN RETURN QUERY SELECT d.won, d.amount; RETURN; END IF;
    SELECT * INTO latest FROM public.told(d, closing) WHERE day < moment ORDER BY entered_at DESC LIMIT 1;
    IF FOUND THEN
        RETURN QUERY SELECT latest.won, CASE WHEN d.won IS NULL AND latest.day = (SELECT max(day) FROM public.told(d, closing)) THEN d.amount ELSE latest.amount END;
    ELSIF d.opened_at < moment THEN
        RETURN QUERY SELECT NULL::boolean, CASE WHEN d.won IS NULL AND NOT EXISTS (SELECT FROM public.told(d, closing)) THEN d.amount
            WHEN public.amounts_known(d) THEN (SELECT amount FROM deal_stage WHERE deal_id = d.deal_id ORDER BY entered_at LIMIT 1)
            ELSE d.amount END;
    END IF;
END $$;
CREATE TABLE public.state AS SELECT deal_id, day, true AS there, a.won, a.amount
    FROM kpi.deal AS d, (SELECT least(month::date, as_of() + 1) AS day FROM generate_series(timestamp '2023-10-01', '2025-02-01', '1 month') AS month) AS days,
        public.deal_at(d, day) AS a;
SELECT same('pipeline_by_month', $$SELECT * FROM pipeline_by_month WHERE opening_deals + created_deals + reopened_deals + won_deals + lost_deals + closing_deals > 0$$, $$
    SELECT month, currency, coalesce(sum(a.amount) FILTER (WHERE change = 'opening'), 0) AS opening_amount, coalesce(sum(a.amount) FILTER (WHERE change = 'created'), 0) AS created_amount,
        coalesce(sum(a.amount) FILTER (WHERE change = 'reopened'), 0) AS reopened_amount, coalesce(sum(a.amount) FILTER (WHERE change = 'increased'), 0) AS increased_amount,
        coalesce(sum(a.amount) FILTER (WHERE change = 'decreased'), 0) AS decreased_amount, coalesce(sum(a.amount) FILTER (WHERE change = 'won'), 0) AS won_amount,
        coalesce(sum(a.amount) FILTER (WHERE change = 'lost'), 0) AS lost_amount, coalesce(sum(a.amount) FILTER (WHERE change = 'closing'), 0) AS closing_amount,
        count(*) FILTER (WHERE change = 'opening') AS opening_deals, count(*) FILTER (WHERE change = 'created') AS created_deals,
        count(*) FILTER (WHERE change = 'reopened') AS reopened_deals, count(*) FILTER (WHERE change = 'won') AS won_deals,
        count(*) FILTER (WHERE change = 'lost') AS lost_deals, count(*) FILTER (WHERE change = 'closing') AS closing_deals
    FROM (SELECT month::date, d.deal_id, d.currency, before.there AS was, before.won AS won_a, coalesce(before.amount, 0) AS amount_a,
            after.there AS came, after.won AS won_b, coalesce(after.amount, 0) AS amount_b
        FROM generate_series(timestamp '2023-10-01', as_of(), '1 month') AS month CROSS JOIN deal AS d
            LEFT JOIN public.state AS before ON before.deal_id = d.deal_id AND before.day = month
            LEFT JOIN public.state AS after ON after.deal_id = d.deal_id AND after.day = least(month + interval '1 month', as_of() + 1)) AS ends,
        LATERAL (VALUES ('opening', amount_a, was AND won_a IS NULL), ('created', amount_b, came AND was IS NOT TRUE),
            ('reopened', amount_b, was AND won_a IS NOT NULL AND won_b IS DISTINCT FROM won_a), ('increased', amount_b - amount_a, was AND won_a IS NULL AND amount_b > amount_a),
            ('decreased', amount_a - amount_b, was AND won_a IS NULL AND amount_b < amount_a), ('won', amount_b, came AND won_b AND (was AND won_a) IS NOT TRUE),
            ('lost', amount_b, came AND NOT won_b AND (was AND NOT won_a) IS NOT TRUE), ('closing', amount_b, came AND won_b IS NULL)) AS a (change, amount, counts)
    WHERE counts GROUP BY month, currency$$) \g /dev/null
-- ---------------------------------------------------------------------------------------------------------------------
-- Leads, channels, targets, customers
-- ---------------------------------------------------------------------------------------------------------------------

SELECT same('lead_quality', 'TABLE lead_quality', $$
    WITH outcome AS (SELECT l.*, d.won IS TRUE AS customer, d.amount, coalesce(d.currency, '') AS paid_in, NOT EXISTS (SELECT FROM lead AS o WHERE o.deal_id = l.deal_id
            AND (coalesce(o.mql_at, 'infinity'), o.created_at, o.lead_id) < (coalesce(l.mql_at, 'infinity'), l.created_at, l.lead_id)) AS first
            FROM lead AS l LEFT JOIN deal AS d ON d.deal_id = l.deal_id),
        money AS (SELECT source AS of, sum(amount) FILTER (WHERE first) AS revenue, sum(amount) FILTER (WHERE first AND mql_at IS NOT NULL) AS mql_revenue,
                CASE WHEN count(DISTINCT paid_in) = 1 THEN min(paid_in) END AS paid_in FROM outcome WHERE customer GROUP BY source)
    SELECT source, count(*) AS leads, count(mql_at) AS mqls, count(sql_at) AS sqls, count(coalesce(converted_at::text, deal_id)) AS converted,
        count(*) FILTER (WHERE customer) AS customers, avg((mql_at IS NOT NULL)::int)::float8 AS mql_rate,
        (avg((sql_at IS NOT NULL)::int) FILTER (WHERE mql_at IS NOT NULL))::float8 AS mql_to_sql_rate,
        (avg(customer::int) FILTER (WHERE mql_at IS NOT NULL))::float8 AS mql_to_customer_rate, avg(customer::int)::float8 AS customer_rate,
        NULLIF(max(paid_in_one), '') AS currency, CASE WHEN max(paid_in_one) IS NOT NULL THEN max(revenue) END AS revenue,
        CASE WHEN max(paid_in_one) IS NOT NULL THEN round(max(mql_revenue) / NULLIF(count(mql_at), 0), 2) END AS revenue_per_mql, count(score) AS scored,
        (SELECT avg((a.score > b.score)::int + (a.score = b.score)::int * 0.5)::float8 FROM outcome AS a, outcome AS b
            WHERE a.customer AND NOT b.customer AND a.source IS NOT DISTINCT FROM outcome.source AND b.source IS NOT DISTINCT FROM outcome.source
                AND a.score IS NOT NULL AND b.score IS NOT NULL) AS score_auc, score_lift(0.1, score, customer) AS score_lift_best_tenth
    FROM outcome LEFT JOIN (SELECT of, revenue, mql_revenue, paid_in AS paid_in_one FROM money) AS m ON of IS NOT DISTINCT FROM source GROUP BY source$$) \g /dev/null

SELECT same('deal_touch', 'TABLE deal_touch', $$
    SELECT d.deal_id, coalesce(t.channel, '(unknown)') AS channel, t.at
    FROM touch AS t, deal AS d
    WHERE (t.deal_id = d.deal_id OR (t.deal_id IS NULL AND d.deal_id IN (SELECT l.deal_id FROM lead AS l WHERE l.lead_id = t.lead_id)))
        AND (d.closed_at IS NULL OR (t.at AT TIME ZONE 'America/New_York')::date <= d.closed_at) AND t.at IS NOT NULL$$) \g /dev/null
SELECT same('channel_attribution sums to the revenue', $$
    SELECT currency, sum(first_touch) AS a, sum(last_touch) AS b, sum(linear) AS c, sum(position_based) AS d, sum(time_decay) AS e, sum(markov) AS f
    FROM channel_attribution GROUP BY currency HAVING sum(first_touch) <> 0$$, $$
    SELECT currency, r AS a, r AS b, r AS c, r AS d, r AS e, r AS f FROM (SELECT currency, sum(amount) AS r FROM deal WHERE won GROUP BY currency) AS won
    WHERE r <> 0$$) \g /dev/null
-- Each channel by shares of which the cents are not rounded: so many touches, so many units may it be off.
SELECT same('channel_attribution', $$
    WITH numbered AS (SELECT deal_id, channel, currency, amount, row_number() OVER w AS nr, count(*) OVER (PARTITION BY deal_id) AS n,
            2 ^ (extract(epoch FROM at - max(at) OVER (PARTITION BY deal_id)) / 604800) AS decay, share
        FROM deal_touch JOIN deal USING (deal_id) LEFT JOIN channel_report((
            SELECT channel_graph(path, won) FROM (
                SELECT (SELECT array_agg(channel ORDER BY at, channel) FROM deal_touch AS t WHERE t.deal_id = d.deal_id) AS path, won FROM deal AS d
                UNION ALL
                SELECT (SELECT array_agg(coalesce(channel, '(unknown)') ORDER BY at, coalesce(channel, '(unknown)')) FROM touch AS t
                    WHERE t.lead_id = l.lead_id AND t.deal_id IS NULL AND at IS NOT NULL), false FROM lead AS l WHERE deal_id IS NULL) AS journey)) AS r USING (channel)
        WHERE won WINDOW w AS (PARTITION BY deal_id ORDER BY at, channel)),
        share AS (SELECT channel, currency, amount, (nr = 1)::int AS first, (nr = n)::int AS last, 1.0 / n AS linear,
            CASE WHEN n < 3 THEN 1.0 / n WHEN nr IN (1, n) THEN 0.4 ELSE 0.2 / (n - 2) END AS position, decay / sum(decay) OVER d AS decay, share / sum(share) OVER d AS markov
            FROM numbered WINDOW d AS (PARTITION BY deal_id)),
        plain AS (SELECT channel, currency, sum(10.0 ^ -scale(amount)) AS off, sum(amount * first) AS f, sum(amount * last) AS l, sum(amount * linear) AS e, sum(amount * position) AS p,
            sum(amount * decay::numeric) AS d, sum(amount * markov::numeric) AS m FROM share WHERE amount IS NOT NULL GROUP BY channel, currency)
    SELECT channel, a.currency, first_touch = coalesce(f, 0) AND last_touch = coalesce(l, 0) AND abs(linear - coalesce(e, 0)) <= coalesce(off, 0)
        AND abs(position_based - coalesce(p, 0)) <= coalesce(off, 0) AND abs(time_decay - coalesce(d, 0)) <= coalesce(off, 0)
        AND abs(markov - coalesce(m, 0)) <= coalesce(off, 0) AS right
    FROM channel_attribution AS a FULL JOIN plain USING (channel) WHERE channel <> '(no touch)' AND a.currency IS NOT DISTINCT FROM plain.currency$$, $$
    SELECT DISTINCT channel, currency, true AS right FROM deal_touch JOIN deal USING (deal_id) WHERE won AND amount IS NOT NULL$$) \g /dev/null
SELECT same('channel_attribution, costs', 'SELECT channel, currency, cost FROM channel_attribution WHERE cost IS NOT NULL', $$
    SELECT coalesce(channel, '(unknown)') AS channel, CASE WHEN (SELECT count(DISTINCT currency) FROM deal) = 1 THEN (SELECT min(currency) FROM deal) END AS currency,
        sum(cost) AS cost FROM touch GROUP BY 1 HAVING sum(cost) IS NOT NULL$$) \g /dev/null
SELECT same('channel_attribution, no touch', $$SELECT currency, markov FROM channel_attribution WHERE channel = '(no touch)'$$, $$
    SELECT currency, coalesce(sum(amount), 0) AS markov FROM deal WHERE won AND deal_id NOT IN (SELECT deal_id FROM deal_touch) GROUP BY currency$$) \g /dev/null

SELECT same('rep_attainment', 'TABLE rep_attainment', $$
    SELECT owner_id, (SELECT max(owner) FROM deal AS d WHERE d.owner_id = t.owner_id) AS owner, pipeline, starts, ends, currency, quota, forecast, won_deals, revenue,
        (revenue / CASE WHEN quota <> 0 THEN quota END)::float8 AS attainment,
        (CASE WHEN revenue <> 0 THEN 1 - abs(forecast - revenue) / abs(revenue) END)::float8 AS forecast_accuracy,
        CASE WHEN ends > as_of() + 1 THEN 'running' ELSE 'over' END AS state
    FROM target AS t, LATERAL (SELECT count(*) AS won_deals, coalesce(sum(amount), 0) AS revenue FROM deal AS d
        WHERE won AND closed_at BETWEEN starts AND ends - 1 AND coalesce(d.currency, '-') = coalesce(t.currency, '-')
            AND coalesce(d.owner_id, '-') = coalesce(t.owner_id, d.owner_id, '-') AND coalesce(d.pipeline, '-') = coalesce(t.pipeline, d.pipeline, '-')) AS sold$$) \g /dev/null

SELECT same('customer_retention', 'TABLE customer_retention', $$
    SELECT first::date AS first_won_month, nth AS months_after, count(*) AS customers, count(*) FILTER (WHERE active) AS active,
        CASE WHEN month < date_trunc('month', as_of()::timestamp) THEN (count(*) FILTER (WHERE active))::float8 / count(*) END AS active_rate,
        count(*) FILTER (WHERE later) AS active_then_or_later
    FROM (SELECT account_id, date_trunc('month', min(closed_at)::timestamp) AS first FROM deal WHERE won AND account_id IS NOT NULL AND closed_at <= as_of()
            GROUP BY account_id) AS customer,
        generate_series(first, as_of(), '1 month') WITH ORDINALITY AS m (month, ord),
        LATERAL (SELECT ord::int - 1 AS nth, bool_or(closed_at < month + interval '1 month') AS active, count(*) > 0 AS later
            FROM deal AS d WHERE won AND d.account_id = customer.account_id AND closed_at >= month AND closed_at <= as_of()) AS seen
    GROUP BY first, nth, month$$) \g /dev/null
