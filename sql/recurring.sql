--
-- Recurring revenue: net and gross retention, how it moved between two periods; what a customer costs.
-- Every answer is worked out by hand in the comment above its query.
--

CREATE TABLE mrr (account bigint, opening numeric, closing numeric);
INSERT INTO mrr VALUES
	(1, 100.00, 100.00),	-- unchanged
	(2, 100.00, 150.00),	-- expansion 50
	(3, 200.00, 120.50),	-- contraction 79.50
	(4, 100.00, NULL),		-- churned 100
	(5, NULL, 80.00),		-- new 80
	(6, 0, 20.00),			-- new 20
	(7, NULL, NULL);

-- ---------- net_revenue_retention, gross_revenue_retention (opening, closing) ----------

-- Openings above 0: 100 + 100 + 200 + 100 = 500. Their closings: 100 + 150 + 120.50 + 0 = 370.50; no more than their
-- openings: 320.50. 370.50 / 500 = .741, 320.50 / 500 = .641.
SELECT net_revenue_retention(opening, closing) AS net, gross_revenue_retention(opening, closing) AS gross FROM mrr;
-- Each alone, as they have one state together; integers.
SELECT net_revenue_retention(opening, closing) FROM mrr;
SELECT gross_revenue_retention(opening, closing) FROM mrr;
SELECT net_revenue_retention(4, 5), gross_revenue_retention(4::bigint, 5::smallint);
-- No rows; no opening above 0; all lost, which is 0 and not NULL.
SELECT net_revenue_retention(opening, closing) AS net, gross_revenue_retention(opening, closing) AS gross FROM mrr WHERE false;
SELECT net_revenue_retention(opening, closing) AS net, gross_revenue_retention(opening, closing) AS gross FROM mrr WHERE account > 4;
SELECT net_revenue_retention(opening, closing) AS net, gross_revenue_retention(opening, closing) AS gross FROM mrr WHERE account = 4;
-- A negative opening is left out. A negative closing is data: (50 - 20) / 200, and the least is the same.
SELECT net_revenue_retention(o, c) AS net, gross_revenue_retention(o, c) AS gross
FROM (VALUES (100, 50), (100, -20), (-100, 70), (-1, -1)) AS v (o, c);
-- NaN is above all numbers, as in plain SQL: an opening of it counts; as a closing it is never the least. Infinities as in sum.
SELECT n, net_revenue_retention(o, c) AS net, gross_revenue_retention(o, c) AS gross,
	sum(c) FILTER (WHERE o > 0) / NULLIF(sum(o) FILTER (WHERE o > 0), 0) AS plain_net,
	sum(least(o, c)) FILTER (WHERE o > 0) / NULLIF(sum(o) FILTER (WHERE o > 0), 0) AS plain_gross
FROM (VALUES (1, 5::numeric, 'NaN'::numeric), (2, 'NaN', 5), (3, 'Infinity', 5), (4, 5, 'Infinity'), (5, 5, '-Infinity'), (6, '-Infinity', 5), (6, 4, 1))
	AS v (n, o, c) GROUP BY n ORDER BY n;
-- Exact, whatever the order: (10^40 + 1 - 10^40) / 4.
SELECT net_revenue_retention(o, c) AS quarter FROM unnest('{1, 2, 1}'::numeric[], '{1e40, 1, -1e40}'::numeric[]) AS u (o, c);
-- The scale is that of plain SQL, where rows without an opening say nothing.
SELECT net_revenue_retention(o, c), sum(c) FILTER (WHERE o > 0) / sum(o) FILTER (WHERE o > 0) AS plain
FROM (VALUES (3, 1.00000000000000000000000000), (0, 1.0000000000000000000000000000000000000000)) AS v (o, c);

-- Over moving frames: this row and the one before.
SELECT account, net_revenue_retention(opening, closing) OVER w AS net, gross_revenue_retention(opening, closing) OVER w AS gross
FROM mrr WINDOW w AS (ORDER BY account ROWS 1 PRECEDING) ORDER BY account;

-- ---------- by account ----------

-- The same, however often a join repeats the rows; for each type of account; amounts in other forms.
SELECT net_revenue_retention(account, opening, closing) AS net, gross_revenue_retention(account, opening, closing) AS gross,
	net_revenue_retention(regress.uuid(account), opening, closing) AS uuid, gross_revenue_retention('account ' || account, opening, closing) AS text,
	net_revenue_retention(account::int, opening, closing) AS integer
FROM mrr, generate_series(1, account);
SELECT net_revenue_retention(account, opening, closing) AS net, gross_revenue_retention(account, opening, closing) AS gross
FROM (TABLE mrr UNION ALL SELECT account, opening * 1.0000, coalesce(closing, 0) FROM mrr) AS twice;
-- NULL and 0 are one amount, and so they do not conflict. Rows of nobody are left out.
SELECT net_revenue_retention(a, o, c) FROM (VALUES (1, 8, 0.00), (1, 8.00, NULL), (2, 2, 5), (NULL, 100, 0)) AS v (a, o, c);
SELECT net_revenue_retention(a, o, c) AS nobody, net_revenue_retention(0, NULL, NULL) AS nothing FROM (VALUES (NULL::bigint, 100, 0)) AS v (a, o, c);
SELECT net_revenue_retention(account, opening, closing) AS no_rows FROM mrr WHERE false;
-- Amounts of more digits than fit beside a key, the account 0, and that all are there: (1 + 10^30) / (10^30 + 10^-30).
SELECT net_revenue_retention(a, o, c), gross_revenue_retention(a, o, c), (1 + 1e30) / (1e30 + 1e-30) AS plain
FROM (VALUES (0, 1e30 + 1e-30, 1 + 1e30), (1, -1, 12345678901234567890.12345678901234567890)) AS v (a, o, c);
SELECT round(net_revenue_retention(a, o, c), 30) AS net, round(gross_revenue_retention(a, o, c), 30) AS gross
FROM (SELECT a, 1234567890123456789.0123456789 * a AS o, 1234567890123456789.0123456789 * (a + a % 3 - 1) AS c FROM generate_series(1, 300) AS a) AS v;
-- Two different rows of one account, whatever differs and whatever their order.
SELECT n, regress.sqlstate_of(format('SELECT %s(a, o, c ORDER BY c, o) FROM (VALUES %s) AS v (a, o, c)', kpi, rows)) AS up,
	regress.sqlstate_of(format('SELECT %s(a, o, c ORDER BY c DESC, o DESC) FROM (VALUES %s) AS v (a, o, c)', kpi, rows)) AS down,
	regress.sqlstate_of(format('SELECT %s(a, o, c) OVER (ORDER BY c ROWS 1 PRECEDING) FROM (VALUES %s) AS v (a, o, c)', kpi, rows)) AS moving
FROM (VALUES (1, '(1, 5, 3), (1, 5, 4)'), (2, '(1, 5, 3), (1, 6, 3)'), (3, '(1, 5, 3), (1, 0, 3)'), (4, '(1, -5, 3), (1, -5, 4)'),
		(5, '(1, 5, 3), (1, NULL, NULL)'), (6, '(1, 5, 7), (1, 5, 8)'), (7, '(1, 1e30 + 1e-30, 3), (1, 1e30 + 2e-30, 3)'), (8, '(1, ''NaN''::numeric, 3), (1, 5, 3)'))
	AS v (n, rows), unnest('{net_revenue_retention,gross_revenue_retention}'::text[]) AS kpi
ORDER BY n, kpi;
\x on
SELECT r.* FROM regress.error_of('SELECT mrr_summary(a, o, c) FROM (VALUES (1, 5, 3), (2, 1, 1), (1, 5, 4)) AS v (a, o, c)') AS r;
\x off
-- States of parts: the same account in both, and in conflict.
CREATE AGGREGATE state_of(bigint, numeric, numeric) (SFUNC = revenue_retention_accum, STYPE = kpi_state);
SELECT net_revenue_retention_by_account_final(kpi_state_combine(a, b)) AS net, kpi_state_combine(a, b)::text = kpi_state_combine(b, a)::text AS same
FROM (SELECT state_of(account, opening, closing) FROM mrr WHERE account < 5) AS a (a), (SELECT state_of(account, opening, closing) FROM mrr WHERE account > 2) AS b (b);
SELECT regress.sqlstate_of('SELECT kpi_state_combine(a, b) FROM (SELECT state_of(1, 5, 3)) AS a (a), (SELECT state_of(1, 5, 4)) AS b (b)');
DROP AGGREGATE state_of(bigint, numeric, numeric);
-- Over moving frames, where account 2 comes twice with its amounts in two forms.
SELECT i, round(net_revenue_retention(a, o, c) OVER w, 4) AS net, round(gross_revenue_retention(a, o, c) OVER w, 4) AS gross
FROM (VALUES (1, 1, 4, 2), (2, 2, 4, 6), (3, 2, 4.00, 6.0), (4, 3, 0, 9), (5, NULL, 7, 7), (6, 4, 10, NULL)) AS v (i, a, o, c)
WINDOW w AS (ORDER BY i ROWS 2 PRECEDING) ORDER BY i;

-- ---------- mrr_summary ----------

-- 100 + 100 + 200 + 100 = 500 and 80 + 20 + 50 - 79.50 - 100 make 470.50. Four accounts, less one lost, and two new ones.
SELECT r.* FROM (SELECT mrr_summary(account, opening, closing) FROM mrr) AS m (s), mrr_report(s) AS r;
-- Nothing but those: .741, .641 and 3 of 4 as above; the same from the aggregates over rows.
SELECT opening_mrr(s) AS opening, new_mrr(s) AS new, expansion_mrr(s) AS expansion, contraction_mrr(s) AS contraction, churned_mrr(s) AS churned,
	closing_mrr(s) AS closing, net_revenue_retention(s) AS net, gross_revenue_retention(s) AS gross, customer_retention(s) AS customers,
	net_revenue_retention(s) = net AND gross_revenue_retention(s) = gross AS same
FROM (SELECT mrr_summary(account, opening, closing) AS s, net_revenue_retention(account, opening, closing) AS net,
		gross_revenue_retention(account, opening, closing) AS gross FROM mrr, generate_series(1, 3)) AS m;
SELECT mrr_summary(regress.uuid(account), opening, closing) = mrr_summary('account ' || account, opening, closing) AS same,
	mrr_summary(account, opening, closing) AS s FROM mrr;
-- No rows: NULL. No account: all is 0, and there is nothing to retain.
SELECT mrr_summary(account, opening, closing) IS NULL AS no_rows FROM mrr WHERE false;
SELECT opening_mrr(s), closing_mrr(s), net_revenue_retention(s) AS net, gross_revenue_retention(s) AS gross, customer_retention(s) AS customers, s
FROM (SELECT mrr_summary(NULL::bigint, 1, 2)) AS m (s);
SELECT count(*) AS reports_of_null FROM mrr_report(NULL);
-- What is not above 0 is no revenue, but its change is in the sums: 5 to -3 is churned 8; -4 to 6 is new 10; -4 to -1 adds 3
-- to what is new, 0 to -2 takes 2 off, and neither is a new account. Opening 5 - 4 - 4 + 0 = -3, new
-- 10 + 3 - 2 = 11, closing -3 + 6 - 1 - 2 = 0.
SELECT r.* FROM (SELECT mrr_summary(a, o, c) FROM (VALUES (1, 5, -3), (2, -4, 6), (3, -4, -1), (4, 0, -2)) AS v (a, o, c)) AS m (s), mrr_report(s) AS r;
-- Exact: 10^-30 beside 10^30.
SELECT opening_mrr(s), new_mrr(s), expansion_mrr(s), contraction_mrr(s), churned_mrr(s), closing_mrr(s)
FROM (SELECT mrr_summary(a, o, c) FROM (VALUES (1, 1e30, 1e30 + 1e-30), (2, 1e-30, 1e30), (3, 1e30, NULL), (4, NULL, 7), (5, 1e30 + 1e-30, 1e30)) AS v (a, o, c)) AS m (s);
-- The identity on random amounts of all sizes and signs, with NULLs; and each account is in one change.
CREATE TABLE moved AS
SELECT i AS account, i % 7 AS part, CASE WHEN regress.r(i, 'a') % 5 > 0 THEN (regress.r(i, 'b') % 2000 - 500) * ('1e' || regress.r(i, 'c') % 60 - 30)::numeric END AS opening,
	CASE WHEN regress.r(i, 'd') % 5 > 0 THEN (regress.r(i, 'e') % 2000 - 500) * ('1e' || regress.r(i, 'f') % 60 - 30)::numeric END AS closing
FROM generate_series(1, 2000) AS i;
SELECT count(*), bool_and(opening_mrr(s) + new_mrr(s) + expansion_mrr(s) - contraction_mrr(s) - churned_mrr(s) = closing_mrr(s)) AS adds_up,
	bool_and(opening_mrr(s) = opening AND closing_mrr(s) = closing AND new_mrr(s) = new AND expansion_mrr(s) = expansion
		AND contraction_mrr(s) = contraction AND churned_mrr(s) = churned) AS as_plain_sql
FROM (SELECT mrr_summary(account, opening, closing) AS s, sum(o) AS opening, sum(c) AS closing,
		sum(c - o) FILTER (WHERE o <= 0) AS new, sum(c - o) FILTER (WHERE o > 0 AND c > o) AS expansion,
		sum(o - c) FILTER (WHERE o > c AND c > 0) AS contraction, sum(o - c) FILTER (WHERE o > 0 AND c <= 0) AS churned
	FROM moved, LATERAL (SELECT coalesce(opening, 0) AS o, coalesce(closing, 0) AS c) AS known GROUP BY part) AS m;
-- Amounts that are no numbers would not add up.
\x on
SELECT r.* FROM regress.error_of('SELECT mrr_summary(1, 5, ''NaN'')') AS r;
\x off
SELECT amount, regress.sqlstate_of(format('SELECT mrr_summary(1, %L, 1)', amount)) AS opening, regress.sqlstate_of(format('SELECT mrr_summary(1, NULL, %L)', amount)) AS closing
FROM unnest('{NaN,Infinity,-Infinity,5}'::numeric[]) AS amount;
SELECT regress.sqlstate_of('SELECT mrr_summary(a, 9e131071, 0) FROM generate_series(1, 2) AS a') AS beyond_numeric,
	regress.sqlstate_of('SELECT closing_mrr(mrr_summary(a, o, c)) FROM (VALUES (1, 9e131071, 9.5e131071), (2, 0, 9e131071)) AS v (a, o, c)') AS closing_beyond;

-- ---------- rollup, sum, + ----------

-- Of disjoint accounts: as if they had been counted at once.
SELECT rollup(s) = whole AS rolled_up, sum(s) = whole AS summed, rollup(s ORDER BY part DESC) = whole AS backwards
FROM (SELECT part, mrr_summary(account, opening, closing) AS s FROM moved GROUP BY part) AS parts, (SELECT mrr_summary(account, opening, closing) AS whole FROM moved) AS w
GROUP BY whole;
SELECT a + b = mrr_summary(account, opening, closing) AS same, a + b = b + a AS either_way, a + NULL IS NULL AS null_is_null
FROM mrr, (SELECT mrr_summary(account, opening, closing) FROM mrr WHERE account < 4) AS a (a), (SELECT mrr_summary(account, opening, closing) FROM mrr WHERE account > 3) AS b (b)
GROUP BY a, b;
-- There are no keys: who is in two of them counts twice.
SELECT opening_mrr(s + s), customer_retention(s + s) FROM (SELECT mrr_summary(account, opening, closing) FROM mrr) AS m (s);
SELECT rollup(s) IS NULL AS no_rows FROM (SELECT NULL::mrr_summary) AS m (s);
SELECT count(DISTINCT s), count(s) FROM (SELECT part, mrr_summary(account, opening, closing) AS s FROM moved GROUP BY part) AS m, generate_series(1, 2);

-- ---------- text and bytes ----------

SELECT part, s::text::mrr_summary = s AS text_and_back, s::jsonb::text::mrr_summary = s AS jsonb, encode(substr(mrr_summary_send(s), 1, 4), 'hex') AS head
FROM (SELECT part, mrr_summary(account, opening, closing) AS s FROM moved GROUP BY part UNION ALL SELECT 7, mrr_summary(NULL::text, 0, 0)) AS m ORDER BY part;
SELECT what, regress.sqlstate_of(format('SELECT %L::mrr_summary', text)) AS code
FROM (SELECT mrr_summary(account, opening, closing)::text FROM mrr) AS m (s), LATERAL (VALUES (0, 'as it is', s), (1, 'nothing', ''), (2, 'no object', '[]'), (3, 'nothing in it', '{}'),
	(4, 'another version', replace(s, '"version": 1', '"version": 2')), (5, 'more lost than there were', replace(s, '"churned": {"mrr": 100.00, "accounts": 1}', '"churned": {"mrr": 100.00, "accounts": 3}')),
	(6, 'more new ones than others', replace(s, '"accounts": 2}}', '"accounts": 4}}')), (7, 'of nobody', replace(s, '"mrr": 50.00, "accounts": 1', '"mrr": 50.00, "accounts": 0')),
	(8, 'another scale', replace(s, '50.00', '50.000')), (9, 'a text', replace(s, '50.00', '"50.00"')), (10, 'half an account', replace(s, '"accounts": 1}', '"accounts": 1.5}')),
	(11, 'one member less', replace(s, '"churned"', '"lost"')), (12, 'one more', replace(s, '"version": 1', '"version": 1, "more": 0')),
	(13, 'fewer than none', replace(s, '"accounts": 1}', '"accounts": -1}'))) AS v (n, what, text) ORDER BY n;
SELECT count(*) = min(length(s::text)) AS all_lengths, count(*) FILTER (WHERE code <> '22P02') AS other_codes
FROM (SELECT mrr_summary(account, opening, closing) FROM mrr) AS m (s), LATERAL generate_series(0, length(s::text) - 1) AS n,
	LATERAL regress.sqlstate_of(format('SELECT %L::mrr_summary', left(s::text, n))) AS code;

-- ---------- customer_acquisition_cost ----------

CREATE TABLE won_by (customer bigint, campaign bigint, spend numeric);
INSERT INTO won_by VALUES
	(1, 10, 300.00), (2, 10, 300), (3, 20, 500),
	(3, 10, 300.0),			-- reached by two campaigns: one customer
	(NULL, 30, 200),		-- won nobody, but was paid for
	(4, NULL, 999),			-- came by no campaign: counts as a customer, and what it says of spend is nobody's
	(5, 40, NULL),			-- what it cost is not known
	(NULL, NULL, NULL);
-- (300 + 500 + 200) / 5 customers.
SELECT customer_acquisition_cost(customer, spend, campaign), customer_acquisition_cost(regress.uuid(customer), spend, regress.uuid(campaign)) AS uuid,
	customer_acquisition_cost('customer ' || customer, spend, 'campaign ' || campaign) AS text FROM won_by;
SELECT customer_acquisition_cost(customer, spend, campaign) AS joined, customer_acquisition_cost(customer::int, spend, campaign::int) AS integer FROM won_by, generate_series(1, 4);
-- No rows; no customer; no spend known; nothing spent; one customer; money back.
SELECT customer_acquisition_cost(customer, spend, campaign) AS no_rows FROM won_by WHERE false;
SELECT customer_acquisition_cost(customer, spend, campaign) AS no_customer FROM won_by WHERE customer IS NULL;
SELECT customer_acquisition_cost(customer, spend, campaign) AS no_spend FROM won_by WHERE customer > 3;
SELECT n, customer_acquisition_cost(c, s, k) FROM (VALUES (1, 1, 0, 1), (2, 1, 7.5, 1), (3, 1, -7, 1), (3, 2, 2, 2)) AS v (n, c, s, k) GROUP BY n ORDER BY n;
SELECT customer_acquisition_cost(c, s, k) FROM (VALUES (1, 'NaN'::numeric, 1), (2, 1, 2)) AS v (c, s, k);
\x on
SELECT r.* FROM regress.error_of('SELECT customer_acquisition_cost(c, s, k) FROM (VALUES (1, 5, 1), (2, 6, 1)) AS v (c, s, k)') AS r;
\x off
SELECT customer, customer_acquisition_cost(customer, spend, campaign) OVER (ORDER BY customer, campaign ROWS 1 PRECEDING) AS of_two FROM won_by ORDER BY customer, campaign;
-- Frames without rows.
SELECT customer, customer_acquisition_cost(customer, spend, campaign) OVER w AS cost, net_revenue_retention(customer, spend, spend) OVER w AS net
FROM won_by WHERE customer IN (1, 2) WINDOW w AS (ORDER BY customer ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) ORDER BY customer;

-- ---------- untyped parameters ----------

PREPARE net AS SELECT net_revenue_retention($1, $2), net_revenue_retention($3, $1, $2), gross_revenue_retention($1, $2), gross_revenue_retention($3, $1, $2);
EXECUTE net (4, 3, 'a');
PREPARE summary AS SELECT opening_mrr(mrr_summary($1, $2, $3));
EXECUTE summary ('a', 4, 3);
PREPARE cost AS SELECT customer_acquisition_cost($1, $2, $3);
EXECUTE cost ('a', 4, 'b');
