-- The KPIs as one page to look at, without a network: HTML on standard output.
--     psql -X -d mydb -v target=kpi -f page.sql >kpi.html
--
-- It reads the views that crm/kpi.sql has made, of whatever CRM, and draws with Chart.js, which Debian has as the package
-- libjs-chart.js.
--
-- target   the schema of the KPIs (kpi)
-- chart    the file of Chart.js (/usr/share/javascript/chart.js/chart.min.js)
-- title    heading of the page (Sales KPIs)
\set ON_ERROR_STOP on
\set QUIET on
\pset format unaligned
\pset tuples_only on
\pset null ''
\pset pager off
\if :{?target}
\else
\set target kpi
\endif
\if :{?chart}
\else
\set chart /usr/share/javascript/chart.js/chart.min.js
\endif
\if :{?title}
\else
\set title 'Sales KPIs'
\endif
\setenv CHART_JS :chart
\set chart_js `cat "$CHART_JS"`
SET client_min_messages = warning;
SET jit = off;
SELECT format('%I, %I', :'target', nspname) AS path FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'funnel_kpi' \gset
SET search_path = :path;
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ;
SELECT to_regclass('stage_funnel') IS NOT NULL AS has_funnel, to_regclass('channel_attribution') IS NOT NULL AS has_channels \gset

-- Text of the data as text of the page.
CREATE OR REPLACE FUNCTION pg_temp.h(text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN replace(replace(replace(replace(coalesce($1, '(none)'), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;');
CREATE OR REPLACE FUNCTION pg_temp.number(numeric, digits integer DEFAULT 0) RETURNS text LANGUAGE sql IMMUTABLE
RETURN to_char($1, CASE WHEN $2 = 0 THEN 'FM999,999,999,999,999,990' ELSE 'FM999,999,999,999,999,990.' || repeat('0', $2) END);
CREATE OR REPLACE FUNCTION pg_temp.percent(double precision) RETURNS text LANGUAGE sql IMMUTABLE
RETURN pg_temp.number((100 * $1)::numeric, 1) || ' %';
CREATE OR REPLACE FUNCTION pg_temp.td(text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN '<td>' || coalesce($1, '') || '</td>';

-- Charts have the amounts of one currency, that of most deals; tables have all.
SELECT coalesce((SELECT currency FROM kpi_trend GROUP BY currency ORDER BY sum(won_deals) DESC, currency LIMIT 1), '') AS currency \gset

\qecho '<!DOCTYPE html>'
\qecho '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
SELECT '<title>' || pg_temp.h(:'title') || '</title>';
\qecho '<style>'
\qecho ':root { color-scheme: light; --ink: #1c2733; --soft: #5b6b7b; --line: #dde3e9; --blue: #2f6fb2; --card: #fff; }'
\qecho '* { box-sizing: border-box } body { margin: 0; padding: 1.5rem; background: #f4f6f8; color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }'
\qecho 'main { max-width: 75rem; margin: auto; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(33rem, 100%), 1fr)); gap: 1rem; }'
\qecho 'header, .tiles, .wide { grid-column: 1 / -1 } h1 { margin: 0; font-size: 1.6rem } h2 { margin: 0 0 .2rem; font-size: 1.1rem } p { margin: 0; color: var(--soft); }'
\qecho '.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none }'
\qecho '.tiles li, section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem }'
\qecho '.tiles b { display: block; font-size: 1.5rem } .tiles span { display: block; color: var(--soft); font-size: .85rem } progress { width: 100%; height: .5rem; accent-color: var(--blue) }'
\qecho '.chart { position: relative; height: 19rem; margin: .5rem 0 } .scroll { overflow-x: auto } details { margin-top: .5rem } summary { cursor: pointer; color: var(--blue) }'
\qecho 'table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .88rem } th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap }'
\qecho 'thead th { white-space: normal; vertical-align: bottom } .pair { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)) }'
\qecho 'th:first-child, td:first-child, .left { text-align: left } caption { text-align: left; color: var(--soft); padding: .3rem 0 } .immature { color: var(--soft); font-style: italic }'
\qecho '</style></head><body><main>'
SELECT format('<header><h1>%s</h1><p>As of %s%s. Rates of young cohorts have their open deals censored.</p></header>', pg_temp.h(:'title'), as_of(),
    CASE WHEN :'currency' <> '' THEN ', amounts in ' || pg_temp.h(:'currency') ELSE '' END);

-- ---------- tiles ----------
\qecho '<ul class="tiles" id="tiles" aria-label="The last 90 days, and the 90 days before">'
SELECT '<li><span>' || pg_temp.h(name) || '</span><b>' || coalesce(shown, '–') || '</b><span>'
    || coalesce('before ' || before, 'nothing before')
    || coalesce(' (' || CASE WHEN value >= value_before THEN '+' ELSE '−' END || pg_temp.percent(abs(value / NULLIF(value_before, 0) - 1)::double precision) || ')', '')
    || '</span>' || coalesce('<progress aria-label="' || pg_temp.h(name) || ' of its target" max="1" value="'
        || least(greatest(round(value / NULLIF(target, 0), 3), 0), 1) || '"></progress><span>'
        || pg_temp.percent((value / NULLIF(target, 0))::double precision) || ' of ' || pg_temp.number(target) || '</span>', '') || '</li>'
FROM kpi_tile, LATERAL (SELECT CASE unit WHEN 'ratio' THEN pg_temp.percent(value::double precision)
            WHEN 'days' THEN pg_temp.number(value, 1) || ' days' ELSE pg_temp.number(value) END AS shown,
        CASE unit WHEN 'ratio' THEN pg_temp.percent(value_before::double precision)
            WHEN 'days' THEN pg_temp.number(value_before, 1) ELSE pg_temp.number(value_before) END AS before) AS text
WHERE unit IN ('ratio', 'days', 'deals', 'leads', 'money') OR unit = :'currency'
ORDER BY place;
\qecho '</ul>'

-- ---------- trend ----------
\qecho '<section class="wide" aria-labelledby="trend-title"><h2 id="trend-title">Revenue and win rate by month</h2>'
\qecho '<p>Win rate within 90 days of the deals opened in a month. Pale months are immature: some of their deals are younger than that.</p>'
\qecho '<div class="chart"><canvas id="trend-chart" role="img" aria-label="Revenue and win rate by month; the figures are in the table"></canvas></div>'
\qecho '<details><summary>Figures</summary><div class="scroll"><table id="trend"><thead><tr><th scope="col">Month</th><th scope="col">Currency</th><th scope="col">Opened</th><th scope="col">Won</th><th scope="col">Revenue</th><th scope="col">Win rate</th><th scope="col" class="left">State</th></tr></thead><tbody>'
SELECT format('<tr class="%s"><th scope="row">%s</th>%s%s%s%s%s<td class="left">%s</td></tr>', CASE WHEN state <> 'mature' THEN 'immature' END,
    to_char(month, 'YYYY-MM'), pg_temp.td(pg_temp.h(coalesce(currency, ''))), pg_temp.td(pg_temp.number(opened_deals)),
    pg_temp.td(pg_temp.number(won_deals)), pg_temp.td(pg_temp.number(revenue)), pg_temp.td(pg_temp.percent(win_rate_within_90_days)), state)
FROM (SELECT *, dense_rank() OVER (ORDER BY month DESC) AS age FROM kpi_trend) AS trend WHERE age <= 24 ORDER BY month, currency;
\qecho '</tbody></table></div></details></section>'

-- ---------- funnel ----------
\if :has_funnel
SELECT coalesce((SELECT pipeline FROM stage_funnel WHERE step = 1 ORDER BY deals DESC, pipeline LIMIT 1), '') AS pipeline \gset
SELECT format('<section aria-labelledby="funnel-title"><h2 id="funnel-title">Stages of %s</h2><p>How many deals came to each stage or beyond it.</p>',
    CASE WHEN :'pipeline' = '' THEN 'the pipeline' ELSE pg_temp.h(:'pipeline') END);
\qecho '<div class="chart"><canvas id="funnel-chart" role="img" aria-label="Deals by stage; the figures are in the table"></canvas></div>'
\qecho '<div class="scroll"><table id="funnel"><thead><tr><th scope="col">Stage</th><th scope="col">Deals</th><th scope="col">Drop-off</th><th scope="col">From previous</th><th scope="col">From start</th><th scope="col">Days from previous</th><th scope="col">Days in it</th></tr></thead><tbody>'
SELECT format('<tr><th scope="row">%s</th>%s%s%s%s%s%s</tr>', pg_temp.h(stage), pg_temp.td(pg_temp.number(deals)), pg_temp.td(pg_temp.number(dropped)),
    pg_temp.td(pg_temp.percent(conversion_from_previous)), pg_temp.td(pg_temp.percent(conversion_from_start)),
    pg_temp.td(pg_temp.number(median_days_from_previous::numeric, 1)), pg_temp.td(pg_temp.number(median_days_in_stage::numeric, 1)))
FROM stage_funnel WHERE coalesce(pipeline, '') = :'pipeline' ORDER BY step;
\qecho '</tbody></table></div></section>'
\endif

-- ---------- channels ----------
\if :has_channels
\qecho '<section aria-labelledby="channels-title"><h2 id="channels-title">Revenue by channel</h2><p>The same revenue, divided by the last touch and by what each channel does for conversions (Markov).</p>'
\qecho '<div class="chart"><canvas id="channels-chart" role="img" aria-label="Revenue by channel under two models; the figures are in the table"></canvas></div>'
\qecho '<div class="scroll"><table id="channels"><thead><tr><th scope="col">Channel</th><th scope="col">Currency</th><th scope="col">Cost</th><th scope="col">Last touch</th><th scope="col">Markov</th></tr></thead><tbody>'
SELECT format('<tr><th scope="row">%s</th>%s%s%s%s</tr>', pg_temp.h(channel), pg_temp.td(pg_temp.h(coalesce(currency, ''))), pg_temp.td(pg_temp.number(cost)),
    pg_temp.td(pg_temp.number(last_touch)), pg_temp.td(pg_temp.number(markov)))
FROM channel_attribution ORDER BY currency, markov DESC, channel;
\qecho '</tbody></table></div></section>'
\endif

-- ---------- win rate by segment ----------
\qecho '<section class="wide" aria-labelledby="segments-title"><h2 id="segments-title">Win rate by source</h2>'
SELECT format('<p>With bounds of 95 %% confidence%s.</p>', (SELECT '; differences as large as these come by chance with a probability of ' || CASE WHEN p_value < 0.001 THEN 'less than 0.001'
    ELSE to_char(p_value, 'FM0.000') END FROM win_rate_by_segment WHERE kind = 'source' AND p_value IS NOT NULL LIMIT 1));
\qecho '<div class="pair"><div class="chart"><canvas id="segments-chart" role="img" aria-label="Win rate by source with its bounds; the figures are in the table"></canvas></div>'
\qecho '<div class="scroll"><table id="segments"><thead><tr><th scope="col">Source</th><th scope="col">Won</th><th scope="col">Decided</th><th scope="col">Win rate</th><th scope="col">From</th><th scope="col">To</th></tr></thead><tbody>'
SELECT format('<tr><th scope="row">%s</th>%s%s%s%s%s</tr>', pg_temp.h(segment), pg_temp.td(pg_temp.number(won)), pg_temp.td(pg_temp.number(decided)),
    pg_temp.td(pg_temp.percent(win_rate)), pg_temp.td(pg_temp.percent(lower)), pg_temp.td(pg_temp.percent(upper)))
FROM win_rate_by_segment WHERE kind = 'source' ORDER BY win_rate DESC, segment;
\qecho '</tbody></table></div></div></section>'

-- ---------- retention ----------
\qecho '<section class="wide" aria-labelledby="retention-title"><h2 id="retention-title">Customers who buy again</h2><p>Of the customers first won in a month, those who bought again months after. Open months are empty.</p>'
\qecho '<div class="scroll"><table id="retention"><thead><tr><th scope="col">First won</th><th scope="col">Customers</th>'
SELECT string_agg(format('<th scope="col">%s</th>', n), '' ORDER BY n) || '</tr></thead><tbody>' FROM generate_series(1, 12) AS n;
SELECT format('<tr><th scope="row">%s</th>%s%s</tr>', to_char(first_won_month, 'YYYY-MM'), pg_temp.td(pg_temp.number(max(customers))),
    string_agg(CASE WHEN active_rate IS NULL THEN '<td></td>' ELSE format('<td style="background:rgba(47,111,178,%s)">%s</td>',
        round(least(0.9 * active_rate, 0.55)::numeric, 2), pg_temp.percent(active_rate)) END, '' ORDER BY months_after)
        FILTER (WHERE months_after BETWEEN 1 AND 12))
FROM (SELECT *, dense_rank() OVER (ORDER BY first_won_month DESC) AS age FROM customer_retention) AS cohort
WHERE age <= 18 GROUP BY first_won_month ORDER BY first_won_month;
\qecho '</tbody></table></div></section></main>'

-- ---------- charts ----------
-- In JSON only < could end a script.
\qecho '<script type="application/json" id="data">'
SELECT replace(jsonb_build_object(
    'trend', (SELECT jsonb_agg(jsonb_build_array(to_char(month, 'YYYY-MM'), revenue, win_rate_within_90_days, state) ORDER BY month)
        FROM (SELECT *, dense_rank() OVER (ORDER BY month DESC) AS age FROM kpi_trend WHERE coalesce(currency, '') = :'currency') AS t WHERE age <= 24),
\if :has_funnel
    'funnel', (SELECT jsonb_agg(jsonb_build_array(stage, deals) ORDER BY step) FROM stage_funnel WHERE coalesce(pipeline, '') = :'pipeline'),
\endif
\if :has_channels
    'channels', (SELECT jsonb_agg(jsonb_build_array(channel, last_touch, markov) ORDER BY markov DESC, channel)
        FROM channel_attribution WHERE coalesce(currency, '') = :'currency' AND channel <> '(no touch)'),
\endif
    'segments', (SELECT jsonb_agg(jsonb_build_array(segment, win_rate, lower, upper) ORDER BY win_rate DESC, segment)
        FROM win_rate_by_segment WHERE kind = 'source'))::text, '<', '\u003c');
\qecho '</script><script>'
\qecho :chart_js
\qecho '</script><script>'
\qecho 'const data = JSON.parse(document.getElementById("data").textContent);'
\qecho 'const blue = "#2f6fb2", pale = "#b9d0e8", orange = "#d9822b", column = (rows, i) => rows.map(row => row[i]), percent = x => Math.round(100 * x) + " %";'
\qecho 'const charts = []; Chart.defaults.maintainAspectRatio = false; Chart.defaults.animation = false; Chart.defaults.font.family = "system-ui, sans-serif";'
\qecho 'function draw(name, make) { const rows = data[name]; if (rows) charts.push(new Chart(document.getElementById(name + "-chart"), make(rows))); }'
\qecho 'draw("trend", rows => ({ data: { labels: column(rows, 0), datasets: ['
\qecho '    { type: "line", label: "Win rate within 90 days", data: column(rows, 2), yAxisID: "rate", borderColor: orange, backgroundColor: orange, spanGaps: false, segment: { borderDash: c => rows[c.p1DataIndex][3] == "mature" ? undefined : [4, 4] } },'
\qecho '    { type: "bar", label: "Revenue", data: column(rows, 1), yAxisID: "money", backgroundColor: rows.map(row => row[3] == "mature" ? blue : pale) }] },'
\qecho '    options: { scales: { money: { beginAtZero: true, position: "left" }, rate: { beginAtZero: true, position: "right", grid: { drawOnChartArea: false }, ticks: { callback: percent } } } } }));'
\qecho 'const bars = { indexAxis: "y", plugins: { legend: { display: false } } };'
\qecho 'draw("funnel", rows => ({ type: "bar", data: { labels: column(rows, 0), datasets: [{ label: "Deals", data: column(rows, 1), backgroundColor: blue }] }, options: bars }));'
\qecho 'draw("channels", rows => ({ type: "bar", data: { labels: column(rows, 0), datasets: [{ label: "Last touch", data: column(rows, 1), backgroundColor: pale }, { label: "Markov", data: column(rows, 2), backgroundColor: blue }] }, options: { indexAxis: "y" } }));'
\qecho 'draw("segments", rows => ({ data: { labels: column(rows, 0), datasets: ['
\qecho '    { type: "scatter", label: "Win rate", data: rows.map((row, i) => ({ x: row[1], y: row[0] })), backgroundColor: orange, radius: 5 },'
\qecho '    { type: "bar", label: "95 % bounds", data: rows.map(row => [row[2], row[3]]), backgroundColor: pale, barThickness: 10 }] },'
\qecho '    options: { indexAxis: "y", scales: { x: { min: 0, ticks: { callback: percent } }, y: { type: "category", labels: column(rows, 0), offset: true } } } }));'
\qecho 'document.body.dataset.charts = charts.length;'
\qecho '</script></body></html>'
COMMIT;
