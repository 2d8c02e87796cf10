-- The model of crm/model.md as tables of random rows, with what a CRM may deliver: NULLs in every column, empty texts,
-- several currencies, two owners of one name, deals without a day of closing or closed before they were opened, reopened
-- ones, histories that contradict their deal, stages that a pipeline no longer has, leads of deals that are gone, several
-- leads of one deal. seed: 0 has no rows, 1 to 3 one currency and every view of the model.
SELECT setseed(:seed / 1000.0) \g /dev/null
CREATE SCHEMA kpi;
CREATE FUNCTION pick(VARIADIC choices text[]) RETURNS text LANGUAGE sql VOLATILE
RETURN choices[1 + floor(random() * cardinality(choices))::int];

CREATE TABLE kpi.stage (pipeline text, step int, stage text);
INSERT INTO kpi.stage VALUES (NULL, 1, 'new'), (NULL, 2, 'offered'), (NULL, 3, 'won'), ('Renewal', 1, 'due'), ('Renewal', 2, 'won'),
    ('New', 1, 'new'), ('New', 2, 'met'), ('New', 3, 'offered'), ('New', 4, 'asked'), ('New', 5, 'won');

CREATE TABLE kpi.deal (deal_id text, account_id text, owner_id text, source text, pipeline text, amount numeric, currency text,
    opened_at date, closed_at date, won boolean, account text, owner text);
INSERT INTO kpi.deal
SELECT 'd' || i, CASE WHEN random() < 0.85 THEN 'a' || floor(40 * random() ^ 2) END, owner_id, pick('web', 'ads', '', NULL, 'fair'),
    pick('New', 'New', 'Renewal', NULL, 'without stages'),
    CASE WHEN random() < 0.9 THEN round((900 * random() ^ 2 - 20)::numeric, pick('0', '2', '2')::int) END,
    CASE WHEN :seed BETWEEN 1 AND 3 THEN 'EUR' ELSE pick('EUR', 'USD', NULL) END,
    CASE WHEN random() < 0.95 THEN opened END, CASE WHEN won IS NOT NULL AND random() < 0.93 THEN opened + floor(150 * random() ^ 2 - 5)::int END,
    won, NULL, CASE owner_id WHEN 'o1' THEN 'Ada' WHEN 'o2' THEN 'Ben' WHEN 'o3' THEN 'Ben' END
FROM generate_series(1, CASE WHEN :seed = 0 THEN 0 ELSE 350 END) AS i,
    LATERAL (SELECT pick('o1', 'o2', 'o3', 'o4', NULL) AS owner_id, date '2023-11-01' + floor(460 * random())::int AS opened,
        pick('t', 'f', NULL, 'f')::boolean AS won, i AS nth) AS drawn;

-- Steps go forward more often than back; times are in a few hours of a day, so that a day has several.
CREATE TABLE kpi.deal_stage (deal_id text, step int, entered_at timestamptz, won boolean, amount numeric);
INSERT INTO kpi.deal_stage
SELECT DISTINCT ON (deal_id, at) deal_id, CASE WHEN won IS FALSE THEN NULL ELSE step END, at, won,
    CASE WHEN random() < 0.6 THEN round((900 * random())::numeric, 2) END
FROM (SELECT deal_id, step, at, CASE WHEN step = last THEN true WHEN random() < 0.12 THEN false END AS won
    FROM (SELECT deal_id, last, NULLIF(least(last, 1 + floor((random() + 0.15 * n) * last)::int), CASE WHEN random() < 0.05 THEN 1 END) AS step,
            coalesce(opened_at, '2024-05-05') + interval '5 hours' * floor(-6 + 40 * n + 60 * random()) AS at
        FROM kpi.deal JOIN (SELECT pipeline AS of, max(step) AS last FROM kpi.stage GROUP BY pipeline) AS s ON of IS NOT DISTINCT FROM pipeline,
            generate_series(0, 4) AS n
        WHERE random() < 0.7) AS drawn) AS entry
ORDER BY deal_id, at;

CREATE TABLE kpi.lead (lead_id text, source text, owner_id text, score double precision, created_at timestamptz, mql_at timestamptz,
    sql_at timestamptz, converted_at timestamptz, deal_id text);
INSERT INTO kpi.lead
SELECT 'l' || i, CASE WHEN random() < 0.3 THEN 'form ' || floor(40 * random()) ELSE pick('web', 'ads', '', NULL, 'fair') END, NULL, CASE WHEN random() < 0.8 THEN floor(20 * random()) END, created,
    CASE WHEN random() < 0.6 THEN created + interval '1 day' * floor(3 * random()) END, CASE WHEN random() < 0.4 THEN created + interval '3 days' END,
    CASE WHEN random() < 0.2 THEN created + interval '9 days' END,
    CASE WHEN random() < 0.4 THEN 'd' || floor(380 * random() ^ 3) END
FROM generate_series(1, CASE WHEN :seed = 0 THEN 0 ELSE 400 END) AS i,
    LATERAL (SELECT timestamptz '2023-12-01' + interval '3 hours' * floor(3400 * random()) AS created, i AS nth) AS drawn;

CREATE TABLE kpi.touch (lead_id text, deal_id text, channel text, at timestamptz, cost numeric);
INSERT INTO kpi.touch
SELECT CASE WHEN random() < 0.6 THEN 'l' || floor(420 * random()) END, CASE WHEN random() < 0.6 THEN 'd' || floor(380 * random()) END,
    pick('mail', 'ads', 'fair', 'call', NULL), CASE WHEN random() < 0.95 THEN timestamptz '2023-12-01' + interval '7 hours' * floor(1400 * random()) END,
    CASE WHEN random() < 0.7 THEN round((9 * random())::numeric, 2) END
FROM generate_series(1, CASE WHEN :seed = 0 THEN 0 ELSE 900 END);

CREATE TABLE kpi.target (owner_id text, pipeline text, starts date, ends date, quota numeric, forecast numeric, currency text);
INSERT INTO kpi.target
SELECT NULLIF(owner_id, 'all'), pipeline, starts::date, (starts + interval '3 months')::date, floor(5 * random()) * 400,
    CASE WHEN random() < 0.8 THEN floor(2000 * random()) END, CASE WHEN :seed BETWEEN 1 AND 3 THEN 'EUR' ELSE pick('EUR', 'USD', NULL) END
FROM unnest(CASE WHEN :seed = 0 THEN '{}' WHEN :seed = 2 THEN '{all}' ELSE '{o1,o2,o3,o9,all}' END::text[]) AS owner_id, unnest('{New,Renewal,NULL}'::text[]) AS pipeline,
    generate_series(timestamp '2024-01-01', '2025-01-01', '3 months') AS starts
WHERE random() < 0.7;
CREATE INDEX ON kpi.deal_stage (deal_id);
ANALYZE;
