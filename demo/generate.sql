-- A believable B2B company's CRM, 2024-01-01 to 2025-12-31, sized by one psql variable:
--
--     psql -v accounts=500 -f generate.sql
--
-- 500 accounts make 12,000 leads and 9,000 opportunities. Every draw is a hash of its name and the row's number, so
-- the same size gives the same rows on every run, whatever the plan. The dirt of real data is put in on purpose and marked "dirt".

\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SET TimeZone = 'UTC';
SELECT greatest(4, :accounts / 20) AS reps, least(5, greatest(4, :accounts / 20) / 4) AS team \gset
BEGIN;

----------------------------------------------------------------------------------------------------------------------
-- Tools: a uniform draw in [0, 1), a normal draw, and one of a list
----------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION draw(what text, id bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('x' || left(md5(what || ':' || id::text), 13))::bit(52)::bigint / 4503599627370496::double precision;

CREATE FUNCTION bell(what text, id bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sqrt(-2 * ln(1 - draw(what || ' distance', id))) * cos(2 * pi() * draw(what || ' angle', id));

CREATE FUNCTION pick(list text[], what text, id bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN list[1 + floor(cardinality(list) * draw(what, id))::integer];

-- How the sources differ. The last two make no leads: their opportunities are opened by the reps. Strangers are visitors
-- of the web site who never sign up.
CREATE TEMPORARY TABLE source_profile
(source text, lead_share numeric, rep_share numeric, stranger_share numeric, mql_rate float8, sql_rate float8,
    win_lift float8, deal_factor float8);

INSERT INTO source_profile VALUES
    ('organic search', 0.28, 0.00, 0.33, 0.50, 0.55,  0.00, 0.9),
    ('paid search',    0.22, 0.00, 0.34, 0.38, 0.45, -0.07, 0.7),
    ('content',        0.18, 0.00, 0.22, 0.55, 0.50, -0.02, 0.9),
    ('event',          0.14, 0.00, 0.05, 0.60, 0.60,  0.02, 1.2),
    ('referral',       0.10, 0.00, 0.03, 0.80, 0.80,  0.14, 1.1),
    ('partner',        0.08, 0.15, 0.03, 0.72, 0.75,  0.09, 1.4),
    ('outbound',       0.00, 0.50, 0.00, NULL, NULL, -0.09, 1.2),
    ('expansion',      0.00, 0.35, 0.00, NULL, NULL,  0.18, 0.6);

CREATE TEMPORARY TABLE source_range AS
SELECT source, mql_rate, sql_rate, win_lift, deal_factor,
    sum(lead_share) OVER byname - lead_share AS lead_from, sum(lead_share) OVER byname AS lead_to,
    sum(rep_share) OVER byname - rep_share AS rep_from, sum(rep_share) OVER byname AS rep_to,
    sum(stranger_share) OVER byname - stranger_share AS stranger_from, sum(stranger_share) OVER byname AS stranger_to
FROM source_profile
WINDOW byname AS (ORDER BY source COLLATE "C" ROWS UNBOUNDED PRECEDING);

-- Season: quiet weekends, summers and Decembers, strong ends of quarters, and growth. Row n of N falls on the day
-- where the running share of the weights passes n / N.
CREATE TEMPORARY TABLE calendar AS
SELECT array_agg(share::float8 ORDER BY day) AS upto
FROM (SELECT day, sum(weight) OVER (ORDER BY day) / sum(weight) OVER () AS share
    FROM (SELECT day,
            (ARRAY[1, 1, 1, 1, 0.9, 0.15, 0.1])[extract(isodow FROM day)::integer]
            * (ARRAY[0.95, 1, 1.2, 1, 1.05, 1.15, 0.75, 0.7, 1.2, 1.1, 1.1, 0.8])[extract(month FROM day)::integer]
            * (1 + 0.4 * (day::date - date '2024-01-01') / 731) AS weight
        FROM generate_series(timestamp '2024-01-01', '2025-12-31', '1 day') AS day) weighted) running;

CREATE FUNCTION season_day(share double precision, upto double precision[]) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN date '2024-01-01' + width_bucket(share, upto);

----------------------------------------------------------------------------------------------------------------------
-- The CRM's tables
----------------------------------------------------------------------------------------------------------------------

CREATE TABLE sales_rep (
    rep_id bigint PRIMARY KEY,
    rep text NOT NULL,
    manager text NOT NULL,
    region text NOT NULL);

CREATE TABLE quota (
    rep_id bigint REFERENCES sales_rep,
    quarter date,
    amount numeric(12,2) NOT NULL,
    PRIMARY KEY (rep_id, quarter));

CREATE TABLE account (
    account_id bigint PRIMARY KEY,
    account text NOT NULL,
    industry text NOT NULL,
    region text NOT NULL,
    employees integer NOT NULL,
    rep_id bigint NOT NULL REFERENCES sales_rep);

CREATE TABLE lead (
    lead_id bigint PRIMARY KEY,
    created_at timestamptz NOT NULL,
    source text NOT NULL,
    account_id bigint REFERENCES account,
    score integer,
    is_mql boolean,
    is_sql boolean);

CREATE TABLE opportunity (
    opportunity_id bigint PRIMARY KEY,
    lead_id bigint UNIQUE REFERENCES lead,
    account_id bigint REFERENCES account,
    rep_id bigint NOT NULL REFERENCES sales_rep,
    source text NOT NULL,
    product text NOT NULL,
    stage text NOT NULL,
    amount numeric(12,2),
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    won boolean);

CREATE TABLE opportunity_stage (
    opportunity_id bigint REFERENCES opportunity,
    seq integer,
    stage text NOT NULL,
    amount numeric(12,2),
    entered_at timestamptz NOT NULL,
    PRIMARY KEY (opportunity_id, seq));

CREATE TABLE line_item (
    opportunity_id bigint REFERENCES opportunity,
    line_no integer,
    product text NOT NULL,
    price numeric(12,2),
    PRIMARY KEY (opportunity_id, line_no));

CREATE TABLE subscription (
    opportunity_id bigint REFERENCES opportunity,
    account_id bigint NOT NULL REFERENCES account,
    starts date,
    ends date,
    amount numeric(12,2) NOT NULL,
    PRIMARY KEY (opportunity_id, starts));

CREATE TABLE web_event (
    event_id bigint PRIMARY KEY,
    visitor_id bigint NOT NULL,
    lead_id bigint REFERENCES lead,
    source text NOT NULL,
    at timestamptz NOT NULL,
    event text NOT NULL);

CREATE TABLE campaign (
    campaign_id bigint PRIMARY KEY,
    channel text NOT NULL,
    month date NOT NULL,
    cost numeric(12,2) NOT NULL,
    UNIQUE (channel, month));

CREATE TABLE touch (
    touch_id bigint PRIMARY KEY,
    lead_id bigint NOT NULL REFERENCES lead,
    channel text NOT NULL,
    campaign_id bigint REFERENCES campaign,
    at timestamptz);

CREATE TABLE product_use (
    lead_id bigint NOT NULL REFERENCES lead,
    used_at timestamptz NOT NULL);

----------------------------------------------------------------------------------------------------------------------
-- Reps, quotas, accounts
----------------------------------------------------------------------------------------------------------------------

\echo '  accounts, leads'
INSERT INTO sales_rep
SELECT id,
    pick('{Ada,Ben,Carla,Deniz,Elena,Farid,Grace,Hugo,Ines,Jonas,Kemal,Lena,Marco,Nadia,Oscar,Priya,Quinn,Rosa,Sven,Tara}', 'rep name', id)
    || ' ' || (ARRAY['Abel', 'Brandt', 'Costa', 'Dogan', 'Evans', 'Fischer', 'Garcia', 'Haas', 'Ito', 'Jensen', 'Khan', 'Lopez', 'Meyer',
        'Novak', 'Olsen', 'Petit', 'Rossi', 'Silva', 'Tanaka', 'Ueda', 'Vogel', 'Weber', 'Yilmaz', 'Zhang'])[1 + id % 24],
    (ARRAY['Ruth Adler', 'Paul Becker', 'Sofia Conti', 'Mehmet Demir', 'Emma Eriksen', 'Luis Ferrer', 'Anna Grant', 'Tom Hill'])[1 + (id - 1) / :team % 8],
    (ARRAY['Americas', 'EMEA'])[1 + (id - 1) / :team % 2]
FROM generate_series(1::bigint, :reps) AS id;

INSERT INTO quota
SELECT rep_id, quarter::date, round((150000 + 150000 * draw('quota', rep_id))::numeric, -4)
FROM sales_rep, generate_series(timestamp '2024-01-01', '2025-10-01', '3 months') AS quarter;

INSERT INTO account
SELECT id,
    (ARRAY['Alpine', 'Baltic', 'Cedar', 'Delta', 'Ember', 'Falcon', 'Granite', 'Harbor', 'Iris', 'Juniper', 'Keystone', 'Lumen',
        'Meridian', 'Nordic', 'Orchard', 'Pioneer', 'Quartz', 'River', 'Summit', 'Tidal', 'Umbra', 'Vertex', 'Willow'])[1 + id % 23]
    || ' ' || (ARRAY['Analytics', 'Bakeries', 'Capital', 'Devices', 'Energy', 'Foods', 'Group', 'Health', 'Insurance', 'Labs',
        'Logistics', 'Media', 'Motors', 'Networks', 'Partners', 'Retail', 'Software', 'Steel', 'Systems', 'Travel'])[1 + id % 20]
    || CASE WHEN id > 460 THEN ' ' || (1 + (id - 1) / 460)::text ELSE '' END,
    pick('{software,software,manufacturing,manufacturing,retail,retail,finance,healthcare,logistics,media}', 'industry', id),
    region,
    ceil(exp(4.6 + 1.3 * bell('employees', id)))::integer,
    rep_id
FROM generate_series(1::bigint, :accounts) AS id
    JOIN sales_rep ON rep_id = 1 + floor(:reps * draw('account rep', id))
ORDER BY id;

----------------------------------------------------------------------------------------------------------------------
-- Leads: 24 for each account
----------------------------------------------------------------------------------------------------------------------

INSERT INTO lead
SELECT id,
    season_day((id - 0.5) / (24 * :accounts), upto) + interval '1 second' * floor(25200 + 43200 * draw('lead time', id)),
    source,
    1 + floor(:accounts * power(draw('lead account', id), 1.5)),
    score,
    score >= 50,
    CASE WHEN score IS NULL THEN NULL
        WHEN score < 50 THEN draw('lead sql', id) < 0.02  -- a few go to sales directly
        WHEN id > 24 * :accounts * 0.985 THEN NULL  -- the latest are not decided yet
        ELSE draw('lead sql', id) < sql_rate + (score - 65) / 150.0 END
FROM generate_series(1::bigint, 24 * :accounts) AS id
    JOIN source_range ON draw('lead source', id) >= lead_from AND draw('lead source', id) < lead_to
    CROSS JOIN calendar
    CROSS JOIN LATERAL (SELECT CASE WHEN draw('lead score', id) >= 0.02  -- dirt: leads without a score
        THEN least(100, greatest(0, round(50 + 60 * (mql_rate - 0.5) + 20 * bell('lead score', id))))::integer END AS score) scored
ORDER BY id;

-- Dirt: leads that nobody ever matched with an account
UPDATE lead SET account_id = NULL WHERE is_sql IS NOT TRUE AND draw('lead unmatched', lead_id) < 0.35;

----------------------------------------------------------------------------------------------------------------------
-- Opportunities: 18 for each account, from leads that sales accepted, the rest opened by the reps
----------------------------------------------------------------------------------------------------------------------

\echo '  opportunities, stage history, line items'
CREATE TEMPORARY TABLE opening AS
SELECT lead_id, account_id, source,
    created_at + interval '1 second' * floor(86400 * 25 * power(draw('lead opening', lead_id), 2)) AS opened_at
FROM lead
WHERE is_sql AND draw('lead opens', lead_id) < 0.9 AND created_at < '2025-12-06';

INSERT INTO opening
SELECT NULL,
    1 + floor(:accounts * power(draw('opening account', id), 1.5)),
    source,
    season_day((id - 0.5) / of, upto) + interval '1 second' * floor(25200 + 43200 * draw('opening time', id))
FROM (SELECT 18 * :accounts - count(*) AS of FROM opening) rest
    CROSS JOIN generate_series(1::bigint, of) AS id
    JOIN source_range ON draw('opening source', id) >= rep_from AND draw('opening source', id) < rep_to
    CROSS JOIN calendar;

-- What truly happens to each: how much, how long, won or lost; the last day of the data cuts off what is still open.
CREATE TEMPORARY TABLE story AS
WITH numbered AS (
    SELECT row_number() OVER (ORDER BY opened_at, lead_id, account_id, source) AS id, * FROM opening
), sized AS (
    SELECT id, lead_id, account_id, source, opened_at, win_lift,
        CASE WHEN draw('helping rep', id) < 0.8 THEN rep_id
            ELSE 1 + floor(:reps * draw('which rep', id)) END::bigint AS rep_id,
        round((deal_factor * power(employees / 100.0, 0.35) * exp(9.2 + 0.8 * bell('amount', id)))::numeric,
            CASE WHEN draw('amount digits', id) < 0.6 THEN -2 ELSE 2 END) + 100 AS amount
    FROM numbered JOIN source_range USING (source) JOIN account USING (account_id)
), decided AS (
    SELECT *,
        draw('won', id) < 0.36 + win_lift + 0.07 * bell('rep skill', rep_id)
            - 0.04 * ln(amount / 15000) AS would_win,
        power(amount / 15000, 0.15) AS slow
    FROM sized
)
SELECT id, lead_id, account_id, rep_id, source, amount, opened_at, would_win,
    CASE WHEN draw('stalled', id) >= 0.03 THEN opened_at + interval '1 second' * floor(86400 * slow
        * CASE WHEN would_win THEN exp(3.9 + 0.55 * bell('cycle', id))
            WHEN draw('early loss', id) < 0.45 THEN exp(2.4 + 0.6 * bell('cycle', id))
            ELSE exp(4.4 + 0.45 * bell('cycle', id)) END) END AS ends_at
FROM decided;

UPDATE story SET ends_at = NULL WHERE ends_at >= '2026-01-01';

INSERT INTO opportunity
SELECT id, lead_id,
    CASE WHEN ends_at IS NOT NULL OR draw('no account', id) >= 0.15 THEN account_id END,  -- dirt: open deals without an account
    rep_id, source,
    pick('{Platform,Platform,Platform,Analytics,Analytics,Integration,Security}', 'product', id),
    CASE WHEN ends_at IS NULL THEN 'Qualification' WHEN would_win THEN 'Closed Won' ELSE 'Closed Lost' END,
    CASE WHEN draw('no amount', id)  -- dirt: deals without an amount
        >= CASE WHEN ends_at IS NULL THEN 0.08 WHEN would_win THEN 0.005 ELSE 0.05 END THEN amount END,
    opened_at,
    CASE WHEN draw('typing error', id) < 0.005 AND ends_at IS NOT NULL  -- dirt: closed before it was opened
        THEN opened_at - interval '1 second' * ceil(86400 * 20 * draw('typing error by', id)) ELSE ends_at END,
    CASE WHEN ends_at IS NOT NULL THEN would_win END
FROM story
ORDER BY id;

-- The stages: some are skipped, some deals move backward to Discovery and go on from there, some are lost and opened again.
-- The amount is what was hoped for when the deal came to the stage.
INSERT INTO opportunity_stage
SELECT id, seq, passed.stage,
    opportunity.amount * CASE WHEN seq = cardinality(path) OR draw('estimate', id) < 0.4 THEN 1
        ELSE round((0.6 + 0.7 * draw('estimate ' || seq, id))::numeric, 1) END,
    planned.opened_at + interval '1 second' * floor(extract(epoch FROM coalesce(ends_at, timestamptz '2026-01-01') - planned.opened_at)
        * CASE WHEN ends_at IS NULL THEN 0.9 ELSE 1 END * power((seq - 1.0) / greatest(cardinality(path) - 1, 1), 1.3))
FROM (SELECT *, ARRAY['Qualification']
            || CASE WHEN depth > 1 AND draw('skips discovery', id) >= 0.08 THEN '{Discovery}' ELSE '{}' END::text[]
            || CASE WHEN depth > 2 AND draw('skips proposal', id) >= 0.06 THEN '{Proposal}' ELSE '{}' END::text[]
            || CASE WHEN depth > 2 AND draw('moves back', id) < 0.07 THEN '{Discovery,Proposal}'
                WHEN depth > 2 AND draw('opened again', id) < 0.04 THEN '{Closed Lost,Proposal}' ELSE '{}' END::text[]
            || CASE WHEN depth > 3 AND draw('skips negotiation', id) >= 0.15 THEN '{Negotiation}' ELSE '{}' END::text[]
            || CASE WHEN ends_at IS NULL THEN '{}' WHEN would_win THEN '{Closed Won}' ELSE '{Closed Lost}' END::text[] AS path
        FROM (SELECT *, CASE WHEN would_win AND ends_at IS NOT NULL THEN 4
                    ELSE 1 + floor(4 * power(draw('depth', id), 1.4))::integer END AS depth
                FROM story) deep) planned
    JOIN opportunity ON opportunity_id = id
    CROSS JOIN LATERAL unnest(path) WITH ORDINALITY AS passed(stage, seq)
ORDER BY id, seq;

UPDATE opportunity SET stage = latest.stage
FROM (SELECT DISTINCT ON (opportunity_id) opportunity_id, stage FROM opportunity_stage ORDER BY opportunity_id, seq DESC) latest
WHERE opportunity.opportunity_id = latest.opportunity_id AND closed_at IS NULL;

-- Line items: the bigger the deal, the more of them, so a join with them repeats the big deals most.
INSERT INTO line_item
SELECT opportunity_id, line_no,
    CASE WHEN line_no = 1 THEN product
        ELSE pick('{Platform,Analytics,Integration,Security,Training,Support}', 'line ' || line_no, opportunity_id) END,
    CASE WHEN line_no > 1 THEN trunc(amount / lines, 2) ELSE amount - (lines - 1) * trunc(amount / lines, 2) END
FROM (SELECT *, least(8, 1 + floor(2 * draw('lines', opportunity_id) + 1.5 * ln(1 + coalesce(amount, 0) / 8000)))::integer AS lines
        FROM opportunity) counted
    CROSS JOIN generate_series(1, lines) AS line_no
ORDER BY opportunity_id, line_no;

-- Subscriptions: what was won is paid monthly from the next month on. Some months later some pay more,
-- some less, some no more; and some accounts leave with all that they have.
INSERT INTO subscription
WITH sold AS (
    SELECT opportunity_id, account_id, round(amount / 12, 2) AS amount, (date_trunc('month', closed_at) + interval '1 month')::date AS starts,
        (date_trunc('month', closed_at) + interval '1 month' * (4 + floor(15 * draw('term', opportunity_id))))::date AS changes,
        draw('renewal', opportunity_id) AS renewal,
        CASE WHEN draw('leaves', account_id) < 0.25
            THEN date_trunc('month', timestamp '2024-09-01' + interval '1 day' * 480 * draw('leaves on', account_id))::date END AS leaves
    FROM opportunity WHERE won AND amount IS NOT NULL
)
SELECT opportunity_id, account_id, starts, least(leaves, CASE WHEN renewal < 0.7 THEN changes END), amount
FROM sold WHERE coalesce(starts < leaves, true)
UNION ALL
SELECT opportunity_id, account_id, changes, leaves, round(amount * CASE WHEN renewal < 0.4 THEN 0.5 + renewal ELSE 0.7 + renewal END::numeric, 2)
FROM sold WHERE renewal >= 0.25 AND renewal < 0.7 AND coalesce(changes < leaves, true)
ORDER BY 1, 3;

----------------------------------------------------------------------------------------------------------------------
-- Web events: what leads did before and after they signed up, and twice as many visitors who never did. A visit is the
-- first page, the others follow within minutes.
----------------------------------------------------------------------------------------------------------------------

\echo '  web events, touches, product use'
INSERT INTO web_event
WITH visit AS (
    SELECT lead_id AS visitor_id, lead_id, source, nth,
        created_at - interval '1 second' * floor(CASE WHEN nth = 1 AND draw('at once', lead_id) < 0.4 THEN 600 * draw('visit 1', lead_id)
            ELSE 86400 * 10 * power(draw('visit ' || nth, lead_id), 2) END) AS at
    FROM lead CROSS JOIN generate_series(1, 4) AS nth WHERE draw('visits', lead_id) >= sqrt((nth - 1) / 4.0)
    UNION ALL
    SELECT 24 * :accounts + id, NULL, source, 1,
        season_day((id - 0.5) / (48 * :accounts), upto) + interval '1 second' * floor(86400 * draw('stranger time', id))
    FROM generate_series(1::bigint, 48 * :accounts) AS id
        JOIN source_range ON draw('stranger source', id) >= stranger_from AND draw('stranger source', id) < stranger_to
        CROSS JOIN calendar
)
SELECT row_number() OVER (ORDER BY at, visitor_id, event), visitor_id, lead_id, source, at, event
FROM (
    SELECT visitor_id, lead_id, source, at, 'visit' AS event FROM visit
    UNION ALL
    SELECT visitor_id, lead_id, source, at + interval '1 second' * floor(page * (20 + 160 * draw('page ' || nth, visitor_id))), 'page'
    FROM visit CROSS JOIN generate_series(1, 4) AS page
    WHERE page < 5 * draw('pages ' || nth, visitor_id) - CASE WHEN lead_id IS NULL THEN 2.2 ELSE 0.5 END
    UNION ALL
    SELECT lead_id, lead_id, source, created_at - interval '1 second' * floor(page * (20 + 160 * draw('last page', lead_id))), 'page'
    FROM lead CROSS JOIN generate_series(1, 2) AS page
    UNION ALL
    SELECT lead_id, lead_id, source, created_at, 'signup' FROM lead
    UNION ALL
    SELECT lead_id, lead_id, source, created_at + interval '1 second' * floor(86400 * 4 * power(draw('trial at', lead_id), 3)), 'trial'
    FROM lead WHERE draw('trial', lead_id) < 0.25 + 0.003 * coalesce(score, 0)
    UNION ALL
    SELECT lead_id, lead_id, source, created_at + interval '1 second' * floor(86400 * 9 * power(draw('demo at', lead_id), 2)), 'demo request'
    FROM lead WHERE draw('demo', lead_id) < CASE WHEN is_mql THEN 0.5 ELSE 0.12 END
    UNION ALL
    SELECT lead_id, lead_id, source, closed_at + interval '1 second' * floor(86400 * 5 * draw('paid at', lead_id)), 'paid'
    FROM opportunity WHERE won AND lead_id IS NOT NULL
) happened
WHERE at < '2026-01-01'
ORDER BY 1;

----------------------------------------------------------------------------------------------------------------------
-- Touches: the first visit by the channel that the lead came from, then what marketing did until the deal was closed,
-- and some of it after that. Webinars help to win, mails and direct visits come late, whoever wins.
----------------------------------------------------------------------------------------------------------------------

CREATE TEMPORARY TABLE contact AS
WITH journey AS (
    SELECT lead_id, lead.source, is_mql, won, starts_at,
        coalesce(greatest(opened_at, closed_at), created_at + interval '60 days') AS ends_at
    FROM lead LEFT JOIN opportunity USING (lead_id)
        JOIN (SELECT lead_id, min(at) AS starts_at FROM web_event WHERE event = 'visit' GROUP BY lead_id) visited USING (lead_id)
)
SELECT lead_id, 0 AS nth, source AS channel, starts_at AS at FROM journey
UNION ALL
SELECT lead_id, nth, pick(CASE WHEN part < 0.5 AND won THEN '{webinar,webinar,content,email,paid social}'
            WHEN part < 0.5 THEN '{paid social,paid social,content,email,webinar}'
            WHEN won THEN '{webinar,email,email,direct,direct}'
            ELSE '{paid social,email,email,direct,direct}' END::text[], 'channel ' || nth, lead_id),
    starts_at + interval '1 second' * floor(extract(epoch FROM ends_at - starts_at) * part)
FROM journey CROSS JOIN generate_series(1, 6) AS nth
    CROSS JOIN LATERAL (SELECT 1.1 * draw('touch ' || nth, lead_id) AS part) AS moment
WHERE nth <= draw('touches', lead_id) * (2 + CASE WHEN is_mql THEN 2 ELSE 0 END + CASE WHEN won THEN 3 ELSE 0 END);

DELETE FROM contact WHERE at >= '2026-01-01';

INSERT INTO campaign
SELECT row_number() OVER (ORDER BY month, channel COLLATE "C"), channel, month,
    round((touches * a_touch * (0.8 + 0.4 * draw('cost of ' || channel, month - date '2024-01-01')))::numeric, -1)
FROM (SELECT channel, date_trunc('month', at)::date AS month, count(*) AS touches FROM contact GROUP BY 1, 2) used
    JOIN (VALUES ('paid search', 160), ('paid social', 90), ('content', 70), ('event', 420), ('webinar', 130), ('email', 40),
        ('partner', 300)) AS price (channel, a_touch) USING (channel);

INSERT INTO touch
SELECT row_number() OVER (ORDER BY at, lead_id, nth), lead_id, contact.channel, campaign_id,
    CASE WHEN draw('touch without time ' || nth, lead_id) >= 0.005 THEN at END  -- dirt: touches without a time
FROM contact LEFT JOIN campaign ON campaign.channel = contact.channel AND month = date_trunc('month', at)::date
ORDER BY 1;

----------------------------------------------------------------------------------------------------------------------
-- What trial users do with the product in the 26 weeks after they began: most stop soon, customers less often
----------------------------------------------------------------------------------------------------------------------

INSERT INTO product_use
SELECT lead_id, used_at
FROM (SELECT lead_id, at AS used_at FROM web_event WHERE event = 'trial'
    UNION ALL
    SELECT lead_id, at + interval '1 second' * floor(604800 * (week + draw('used at ' || week || ' ' || nth, lead_id)))
    FROM web_event JOIN lead USING (lead_id) LEFT JOIN opportunity USING (lead_id)
        CROSS JOIN LATERAL (SELECT CASE WHEN won THEN 0.6 ELSE 0.05 + 0.0015 * coalesce(score, 0) END AS stay) AS habit
        CROSS JOIN generate_series(0, 25) AS week CROSS JOIN generate_series(1, 2) AS nth
    WHERE event = 'trial' AND draw('uses ' || week || ' ' || nth, lead_id) < (stay + (0.85 - stay) * exp(-week / 2.0)) / nth) used
WHERE used_at < '2026-01-01'
ORDER BY used_at, lead_id;

----------------------------------------------------------------------------------------------------------------------
-- The base views, where this CRM and the CSV files of load_csv.sql meet: what else is read is the model, by adapter.sql
----------------------------------------------------------------------------------------------------------------------

CREATE VIEW deal AS
SELECT opportunity_id, account_id, account, rep_id, rep, manager, source, product, sales_rep.region, won, amount, opened_at, closed_at
FROM opportunity JOIN sales_rep USING (rep_id) LEFT JOIN (SELECT account_id, account FROM account) AS account USING (account_id);
COMMENT ON VIEW deal IS 'One row for each opportunity; won is true, false, or NULL while it is open';

CREATE VIEW lead_outcome AS
SELECT lead_id, lead.source, score, is_mql, is_sql, opportunity_id IS NOT NULL AS is_opportunity,
    coalesce(won, false) AS is_customer, CASE WHEN won THEN amount END AS revenue
FROM lead LEFT JOIN opportunity USING (lead_id);
COMMENT ON VIEW lead_outcome IS 'One row for each lead with what became of it';

CREATE VIEW quota_deal AS
SELECT quarter, quota.rep_id, rep, manager, region, quota.amount AS quota, opportunity_id, coalesce(opportunity.amount, 0) AS actual
FROM quota JOIN sales_rep USING (rep_id)
    LEFT JOIN opportunity ON opportunity.rep_id = quota.rep_id AND won AND date_trunc('quarter', closed_at) = quarter;
COMMENT ON VIEW quota_deal IS
    'The quota of each rep and quarter beside each deal won in it, so as often as there are deals; once if there are none';

DROP FUNCTION season_day, pick, bell, draw;
DROP TABLE source_profile, source_range, calendar, opening, story, contact;
COMMIT;
ANALYZE;
