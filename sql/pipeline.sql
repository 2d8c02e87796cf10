--
-- Changes of the pipeline: what happened to the deals of a history in a period.
--

-- Each way from one state to another, a deal for each: not yet there, open, won, lost; of open ones with another amount.
CREATE TABLE history (deal text, at date, won boolean, amount numeric);
INSERT INTO history VALUES
	('none-none', '2025-04-01', NULL, 1),
	('none-open', '2025-01-01', NULL, 10), ('none-open', '2025-02-01', NULL, 11), ('none-open', '2025-04-01', true, 12),
	('none-won', '2025-01-05', NULL, 20), ('none-won', '2025-03-31', true, 21),
	('none-lost', '2025-01-05', false, 30),
	('open-open', '2024-12-31', NULL, 40),
	('open-more', '2024-01-01', NULL, 50), ('open-more', '2025-02-01', NULL, 5), ('open-more', '2025-03-01', NULL, 52.5),
	('open-less', '2024-01-01', NULL, 60), ('open-less', '2025-03-01', NULL, 58.25),
	('open-won', '2024-01-01', NULL, 70), ('open-won', '2025-03-01', true, 70.00),
	('open-won more', '2024-01-01', NULL, 80), ('open-won more', '2025-03-01', true, 85),
	('open-lost less', '2024-01-01', NULL, 90), ('open-lost less', '2025-03-01', false, NULL),
	('won-open', '2024-01-01', NULL, 99), ('won-open', '2024-02-01', true, 100), ('won-open', '2025-03-01', NULL, 101),
	('won-won', '2024-02-01', true, 110), ('won-won', '2025-02-01', NULL, 111), ('won-won', '2025-03-01', true, 112),
	('won-lost', '2024-02-01', true, 120), ('won-lost', '2025-03-01', false, 121),
	('lost-open', '2024-02-01', false, 130), ('lost-open', '2025-03-01', NULL, 131),
	('lost-won', '2024-02-01', false, 140), ('lost-won', '2025-03-01', true, 141),
	('lost-lost', '2024-02-01', false, 150), ('lost-lost', '2025-03-01', false, 151);
SELECT deal, string_agg(format('%s %s', r.change, r.amount), ', ' ORDER BY r.n) FILTER (WHERE r.deals > 0) AS changes
FROM (SELECT deal, pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-04-01') AS c FROM history GROUP BY deal) AS v,
	pipeline_report(c) WITH ORDINALITY AS r (change, deals, amount, n)
GROUP BY deal ORDER BY deal COLLATE "C";
SELECT r.* FROM (SELECT pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-04-01') AS c FROM history) AS v, pipeline_report(c) AS r;

-- Keys and times of each type say the same, and so do the rows in another order.
SELECT count(DISTINCT c::jsonb - '{times,from,to}'::text[]) AS different, count(*)
FROM (VALUES
	((SELECT pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-04-01') FROM history)),
	((SELECT pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-04-01' ORDER BY at DESC) FROM history)),
	((SELECT pipeline_changes(hashtext(deal)::bigint, at::timestamp, won, amount, '2025-01-01', '2025-04-01' ORDER BY deal) FROM history)),
	((SELECT pipeline_changes(md5(deal)::uuid, at::timestamptz, won, amount, '2025-01-01', '2025-04-01' ORDER BY amount) FROM history))) AS v (c);

-- Periods chain: months of a quarter, each opening with what the one before closed.
SELECT month::date, o.deals AS opening, o.amount, c.deals AS closing, c.amount
FROM (SELECT month, pipeline_changes(deal, at, won, amount, month::date, (month + interval '1 month')::date) AS changes
		FROM history, generate_series(timestamp '2025-01-01', '2025-03-01', '1 month') AS month GROUP BY month) AS v,
	pipeline_report(changes) AS o, pipeline_report(changes) AS c
WHERE o.change = 'opening' AND c.change = 'closing' ORDER BY month;

-- The end of the period does not belong to it, its start does, to the microsecond.
SELECT at, string_agg(change, ', ') AS changes
FROM (SELECT at, pipeline_changes(1, at, NULL, 5, '2025-01-01', '2025-02-01') AS c
		FROM unnest('{2024-12-31 23:59:59.999999,2025-01-01,2025-01-31 23:59:59.999999,2025-02-01}'::timestamp[]) AS at GROUP BY at) AS v,
	pipeline_report(c) WHERE deals > 0 GROUP BY at ORDER BY at;

-- Infinite times: before every period, or in one from the beginning; after every one. From -infinity all is created.
SELECT period_from, period_to, at, string_agg(change, ', ') AS changes
FROM (SELECT period_from, period_to, at, pipeline_changes(1, at, NULL, 5, period_from, period_to) AS c
		FROM (VALUES (date '-infinity', date '2025-01-01'), ('2025-01-01', 'infinity'), ('-infinity', 'infinity')) AS p (period_from, period_to),
			unnest('{-infinity,2024-07-01,2025-07-01,infinity}'::date[]) AS at GROUP BY 1, 2, 3) AS v,
	pipeline_report(c) WHERE deals > 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- Rows without a deal or a time are left out; without an amount it is 0. No rows: NULL; none left: no deals.
SELECT pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-04-01')
FROM (VALUES (NULL::bigint, date '2025-02-01', true, 1), (1, NULL, true, 1), (2, '2025-02-01', NULL, NULL), (2, '2024-02-01', NULL, 3)) AS v (deal, at, won, amount);
SELECT pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-04-01') FROM history WHERE false;
SELECT pipeline_changes(deal, at, won, amount, '1999-01-01', '2000-01-01') FROM history;
SELECT count(*) FROM pipeline_report(NULL);

-- What must be known and the same.
SELECT (regress.error_of(format('SELECT pipeline_changes(1, date ''2025-01-01'', NULL, 1, %s) FROM generate_series(1, 2) AS i', period))).*
FROM (VALUES (1, 'NULL, ''2025-02-01'''), (2, '''2025-01-01'', NULL'), (3, '''2025-02-01'', ''2025-02-01'''), (4, '''2025-02-02'', ''2025-02-01'''),
	(5, 'date ''2025-01-01'' + i, ''2025-02-01'''), (6, '''2025-01-01'', date ''2025-02-01'' + i'), (7, '''infinity'', ''infinity'''),
	(8, '''2025-01-01'', NULLIF(date ''2025-02-01'', date ''2025-02-03'' - 2 * (i - 1))')) AS v (n, period) ORDER BY n;
-- Also of rows that are left out.
SELECT regress.sqlstate_of('SELECT pipeline_changes(NULL::bigint, date ''2025-01-01'', NULL, 1, NULL, ''2025-02-01'')') AS unknown,
	regress.sqlstate_of('SELECT pipeline_changes(1, date ''2025-03-01'', NULL, 1, date ''2025-01-01'' + i, ''2025-02-01'') FROM generate_series(1, 2) AS i') AS changing;

-- Amounts are numbers.
SELECT amount, (regress.error_of(format('SELECT pipeline_changes(1, date ''2025-01-01'', NULL, %L, ''2025-01-01'', ''2025-02-01'')', amount))).*
FROM unnest('{NaN,Infinity,-Infinity}'::text[]) AS amount;
SELECT regress.sqlstate_of('SELECT pipeline_changes(1, date ''2025-02-01'', NULL, ''NaN'', ''2025-01-01'', ''2025-02-01'')') AS later,
	regress.sqlstate_of('SELECT pipeline_changes(NULL::bigint, date ''2025-01-02'', NULL, ''NaN'', ''2025-01-01'', ''2025-02-01'')') AS "no deal";

-- Two different rows of one time: an error where they are the latest before an end of the period, in any order; equal ones are
-- one, as are amounts of other scales, and one that is not known and 0.
CREATE TABLE tie (name text, deal bigint, at date, won boolean, amount numeric, n int GENERATED ALWAYS AS IDENTITY);
INSERT INTO tie VALUES
	('amount', 1, '2025-01-05', NULL, 1), ('amount', 1, '2025-01-05', NULL, 2),
	('outcome', 1, '2025-01-05', NULL, 1), ('outcome', 1, '2025-01-05', false, 1),
	('three', 1, '2025-01-05', NULL, 1), ('three', 1, '2025-01-05', NULL, 2), ('three', 1, '2025-01-05', NULL, 1),
	('large', 1, '2025-01-05', NULL, 1e40), ('large', 1, '2025-01-05', NULL, 1e40 + 1e-9),
	('before', 1, '2024-01-05', NULL, 1), ('before', 1, '2024-01-05', NULL, 2), ('before', 1, '2025-01-05', NULL, 1),
	('made up for', 1, '2025-01-05', NULL, 1), ('made up for', 1, '2025-01-05', NULL, 2), ('made up for', 1, '2025-01-06', NULL, 3),
	('before, made up for', 1, '2024-01-05', NULL, 1), ('before, made up for', 1, '2024-01-05', NULL, 2), ('before, made up for', 1, '2024-01-06', NULL, 3),
	('later', 1, '2025-01-05', NULL, 1), ('later', 1, '2025-03-05', NULL, 1), ('later', 1, '2025-03-05', NULL, 2),
	('equal', 1, '2025-01-05', NULL, 1.5), ('equal', 1, '2025-01-05', NULL, 1.50), ('equal', 1, '2025-01-05', NULL, 1.5),
	('equal and large', 1, '2025-01-05', NULL, 1e40), ('equal and large', 1, '2025-01-05', NULL, 1e40 + 0.00), ('equal and large', 1, '2025-01-05', NULL, 1e40),
	('not known', 1, '2025-01-05', NULL, NULL), ('not known', 1, '2025-01-05', NULL, 0);
SELECT name, regress.sqlstate_of(format(query, 'n', name)) AS forwards, regress.sqlstate_of(format(query, 'n DESC', name)) AS backwards
FROM (SELECT DISTINCT name FROM tie) AS t,
	(VALUES ('SELECT pipeline_changes(deal, at, won, amount, ''2025-01-01'', ''2025-02-01'' ORDER BY %s) FROM tie WHERE name = %L')) AS q (query)
ORDER BY name COLLATE "C";
SELECT (regress.error_of('SELECT pipeline_changes(deal, at, won, amount, ''2025-01-01'', ''2025-02-01'') FROM tie WHERE name = ''amount''')).*;
SELECT name, change, amount
FROM (SELECT name, pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-02-01') AS c FROM tie WHERE name ~ '^(equal|not known|.*made up for|later)' GROUP BY name) AS v,
	pipeline_report(c)
WHERE deals > 0 ORDER BY name COLLATE "C", change;
-- What the query of the hint finds.
SELECT deal, at FROM tie WHERE name = 'before' GROUP BY deal, at HAVING count(DISTINCT (won, coalesce(amount, 0))) > 1;

-- Amounts of any size and scale, exactly; a difference that has more decimal places, or none, or does not fit in a word.
SELECT r.*
FROM (SELECT pipeline_changes(deal, at, NULL, amount, '2025-01-01', '2025-02-01') AS c
		FROM (VALUES (1, date '2024-01-01', 18014398509481983), (1, '2025-01-01', 18014398509481984),
			(2, '2024-01-01', -18014398509481983), (2, '2025-01-01', -18014398509481985.5),
			(3, '2024-01-01', 1e-31), (3, '2025-01-01', 1e-32), (4, '2024-01-01', 0), (4, '2025-01-01', 1e30),
			(5, '2024-01-01', 9999.9999), (5, '2025-01-01', 9999.99990), (6, '2024-01-01', 1e30), (6, '2025-01-01', 1e30 + 0.00),
			(7, '2024-01-01', 1e16), (7, '2025-01-01', 1e-31), (8, '2024-01-01', 12345678901234.56), (8, '2025-01-01', 0.00),
			(9, '2024-01-01', 180143985094819.83), (9, '2025-01-01', 180143985094819.84), (10, '2024-01-01', -5), (10, '2025-01-01', 5),
			(11, '2024-01-01', 1125899906842623), (11, '2025-01-01', 1125899906842624), (12, '2024-01-01', -11258999068426.230), (12, '2025-01-01', -11258999068426.24000),
			(13, '2024-01-01', 100000000), (13, '2025-01-01', 1e12), (14, '2024-01-01', 1234567890.12345), (14, '2025-01-01', 1234567890.123450000000000000)) AS v (deal, at, amount)) AS w,
	pipeline_report(c) AS r;
SELECT deals, amount FROM pipeline_report((SELECT pipeline_changes(i, date '2025-01-01', NULL, (1 - i % 3) * 1125899906842623, '2025-01-01', '2025-02-01')
	FROM generate_series(0, 3000) AS i)) WHERE change = 'closing';
SELECT deals, amount FROM pipeline_report((SELECT pipeline_changes(i, date '2025-01-01', NULL, 11258999068426.23, '2025-01-01', '2025-02-01')
	FROM generate_series(1, 30000) AS i)) WHERE change = 'closing';
SELECT regress.sqlstate_of('SELECT pipeline_changes(i, date ''2025-01-01'', NULL, 9e131071, ''2025-01-01'', ''2025-02-01'') FROM generate_series(1, 2) AS i') AS rows,
	regress.sqlstate_of('SELECT c + c FROM (SELECT pipeline_changes(1, date ''2025-01-01'', NULL, 9e131071, ''2025-01-01'', ''2025-02-01'') AS c) AS v') AS merged;
-- Large amounts that later ones replace leave no trace.
SELECT c = (SELECT pipeline_changes(i % 10, date '2025-01-01', NULL, 1e50 + i, '-infinity', '2025-02-01') FROM generate_series(9991, 10000) AS i) AS same
FROM (SELECT pipeline_changes(i % 10, date '2025-01-01' - (10000 - i) / 10, NULL, 1e50 + i, '-infinity', '2025-02-01') AS c FROM generate_series(1, 10000) AS i) AS v;

-- Parts of a pipeline add up; their periods are one.
SELECT rollup(c) = sum(c) AS same, rollup(c) = (SELECT pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-04-01') FROM history) AS whole
FROM (SELECT pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-04-01') AS c FROM history GROUP BY deal) AS v;
SELECT a + b = b + a AS commutes, a + b
FROM (SELECT pipeline_changes(1, date '2025-01-01', NULL, 1, '2025-01-01', '2025-04-01') AS a, pipeline_changes(2, date '2025-01-01', true, 2.50, '2025-01-01', '2025-04-01') AS b) AS v;
SELECT (regress.error_of(format('SELECT pipeline_changes(1, date ''2025-01-01'', NULL, 1, ''2025-01-01'', ''2025-04-01'') + pipeline_changes(1, %s)', other))).*
FROM (VALUES (1, 'date ''2025-01-01'', NULL, 1, ''2025-01-02'', ''2025-04-01'''), (2, 'date ''2025-01-01'', NULL, 1, ''2025-01-01'', ''2025-04-02'''),
	(3, 'timestamp ''2025-01-01'', NULL, 1, ''2025-01-01'', ''2025-04-01''')) AS v (n, other) ORDER BY n;

-- The text loads back to the same value, whatever is set, and is jsonb.
SET datestyle = 'SQL, DMY';
SET timezone = 'Asia/Tokyo';
SELECT c, c::text::pipeline_changes = c AS same
FROM (VALUES ((SELECT pipeline_changes(1, date '2025-01-02', NULL, 1.50, '2025-01-01', '2025-04-03'))),
	((SELECT pipeline_changes(1, timestamp '2025-01-02', NULL, 1, '4713-01-02 BC', '294276-12-31 23:59:59.999999'))),
	((SELECT pipeline_changes(1, timestamptz '2025-01-02', NULL, 1, '2025-01-01 09:00+09', 'infinity'))),
	((SELECT pipeline_changes(1, date '2025-01-02', NULL, 1, '-infinity', '5874897-12-31')))) AS v (c);
RESET datestyle;
RESET timezone;
SELECT c::jsonb -> 'closing' AS closing FROM (SELECT pipeline_changes(1, date '2025-01-02', NULL, 1.50, '2025-01-01', '2025-04-01') AS c) AS v;

-- Text that is no value.
SELECT regress.sqlstate_of(format('SELECT %L::pipeline_changes', replace(c::text, old, new))) AS code, old, new
FROM (SELECT pipeline_changes(deal, at, won, amount, '2025-01-01', '2025-04-01') AS c FROM history) AS v,
	(VALUES (0, 'none of it', ''), (1, '"date"', '"Date"'), (2, '"date"', '"timestamp"'), (3, '"2025-01-01"', '"today"'), (4, '"2025-01-01"', '"2025-04-01"'), (5, '"2025-01-01"', '"1 Jan 2025"'),
		(6, '"2025-01-01"', '7'), (7, '"2025-01-01"', '"2025-02-31"'), (8, '"version": 1', '"version": 2'), (9, '"closing"', '"close"'), (10, '"amount": 393.75', '"amount": 393.76'),
		(11, '"deals": 3', '"deals": -3'), (12, '"deals": 3, "amount": 62', '"deals": 2, "amount": 62'), (13, '"deals": 3', '"deals": 3.5'), (14, '"amount": 62', '"amount": "62"'),
		(15, '"deals": 2, "amount": 7.5', '"deals": 5, "amount": 7.5'), (16, '"deals": 2, "amount": 7.5', '"deals": 4, "amount": 7.5'), (17, '"amount": 62', '"amount": 1e131071'), (18, '}}', '}, "more": 1}')) AS w (n, old, new) ORDER BY n;
DROP TABLE history, tie;
