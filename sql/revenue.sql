--
-- Revenue per account, sales velocity.
-- Every answer is worked out by hand in the comment above its query.
--
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'America/New_York';

-- ---------- revenue_per_account(account, amount [, deal]) ----------

CREATE TABLE deal (id bigint, account bigint, amount numeric);
INSERT INTO deal VALUES
	(1, 1, 100.50), (2, 1, 200), (3, 2, 99.5),
	(4, 3, NULL),			-- an account without a known amount: counts as an account
	(5, NULL, 1000),		-- nobody's: left out
	(6, NULL, NULL),
	(NULL, 2, 8);			-- no known deal: its amount counts by row, not by deal

-- Accounts 1, 2, 3: by row (100.50 + 200 + 99.5 + 8) / 3 = 408.00 / 3 = 136, by deal 400.00 / 3 = 133.33.
SELECT revenue_per_account(account, amount) AS by_row, revenue_per_account(account, amount, id) AS by_deal FROM deal;

-- Joined with three lines each: the amounts by row are three times as much, those by deal what they were.
SELECT revenue_per_account(account, amount) AS by_row, revenue_per_account(account, amount, id) AS by_deal
FROM deal, generate_series(1, 3);

-- All types of key; integers as amounts (100 + 200 + 99 + 8 = 407, and 399), double precision.
SELECT revenue_per_account(regress.uuid(account), amount) AS uuid, revenue_per_account(regress.uuid(account), amount, regress.uuid(id)) AS uuid_deal,
	revenue_per_account(account::text, amount) AS text, revenue_per_account(account::text, amount, id::text) AS text_deal,
	revenue_per_account(account::integer, amount, id::integer) AS integer_keys
FROM deal;
SELECT revenue_per_account(account, floor(amount)::bigint) AS bigint, revenue_per_account(account, floor(amount)::bigint, id) AS bigint_deal,
	revenue_per_account(account, floor(amount)::integer) AS integer, revenue_per_account(account, floor(amount)::integer, id) AS integer_deal,
	revenue_per_account(account, amount::float8) AS float8,
	revenue_per_account(account, amount::float8, id) AS float8_deal
FROM deal;
SELECT revenue_per_account(regress.uuid(account), floor(amount)::bigint) AS bigint, revenue_per_account(regress.uuid(account), floor(amount)::bigint, regress.uuid(id)) AS bigint_deal,
	revenue_per_account(regress.uuid(account), floor(amount)::integer) AS integer, revenue_per_account(regress.uuid(account), floor(amount)::integer, regress.uuid(id)) AS integer_deal,
	revenue_per_account(regress.uuid(account), amount::float8) AS float8, revenue_per_account(regress.uuid(account), amount::float8, regress.uuid(id)) AS float8_deal
FROM deal;
SELECT revenue_per_account(account::text, floor(amount)::bigint) AS bigint, revenue_per_account(account::text, floor(amount)::bigint, id::text) AS bigint_deal,
	revenue_per_account(account::text, floor(amount)::integer) AS integer, revenue_per_account(account::text, floor(amount)::integer, id::text) AS integer_deal,
	revenue_per_account(account::text, amount::float8) AS float8, revenue_per_account(account::text, amount::float8, id::text) AS float8_deal
FROM deal;

-- No data; nobody's deals only; accounts without an amount; one row.
SELECT revenue_per_account(account, amount), revenue_per_account(account, amount, id), revenue_per_account(account, amount::float8) FROM deal WHERE false;
SELECT revenue_per_account(account, amount), revenue_per_account(account, amount, id), revenue_per_account(account, amount::float8) FROM deal WHERE account IS NULL;
SELECT revenue_per_account(account, amount), revenue_per_account(account, amount, id), revenue_per_account(account, amount::float8) FROM deal WHERE amount IS NULL;
SELECT revenue_per_account(account, amount), revenue_per_account(account, amount, id), revenue_per_account(account, amount::float8) FROM deal WHERE id = 1;
-- An amount of zero is known: 0, not NULL.
SELECT revenue_per_account(1, 0.00), revenue_per_account(1, 0.00, 1), revenue_per_account(1, 0), revenue_per_account(1, 0::float8, 1);
-- Credit notes are data: (10 - 25) / 2.
SELECT revenue_per_account(account, amount, account) FROM (VALUES (1, 10.0), (2, -25)) AS v (account, amount);

-- Two amounts for one deal: an error, also where one of them is zero, or differs in its last digit.
\x on
SELECT * FROM regress.error_of('SELECT revenue_per_account(1, amount, 7) FROM (VALUES (100.00), (100.01)) AS v (amount)');
\x off
SELECT a, b, type, key, code
FROM (VALUES ('1', '2', 'bigint'), ('0', '1', 'integer'), ('-1', '1', 'bigint'), ('9223372036854775807', '-9223372036854775808', 'bigint'),
		('1', '1.0000000000000002', 'float8'), ('0', '-0', 'float8'), ('NaN', 'NaN', 'float8'), ('NaN', '1', 'float8'), ('Infinity', '-Infinity', 'float8'),
		('5e-324', '0', 'float8'),
		('1', '1.00', 'numeric'), ('0', '0.000', 'numeric'), ('-0', '0', 'numeric'), ('1000000', '1e6', 'numeric'), ('1.10', '1.1', 'numeric'),
		('1', '-1', 'numeric'), ('1', '10', 'numeric'), ('1', '10000', 'numeric'), ('0', '1e-20', 'numeric'),
		('123456789012345678901234567890', '123456789012345678901234567891', 'numeric'), ('123456789012', '123456789012.0000000000001', 'numeric'),
		('123456789012', '123456789012000000000000', 'numeric'),
		('NaN', 'NaN', 'numeric'), ('NaN', '0', 'numeric'), ('Infinity', 'Infinity', 'numeric'), ('Infinity', '-Infinity', 'numeric'), ('NaN', 'Infinity', 'numeric')) AS v (a, b, type),
	unnest(ARRAY['7', '7::text', '''00000000-0000-0000-0000-000000000007''::uuid']) WITH ORDINALITY AS k (key, n),
	regress.error_of(format('SELECT revenue_per_account(%s, amount, %s) FROM (VALUES (%L::%s), (%L)) AS v (amount)', key, key, a, type, b))
WHERE n = 1 OR type = 'numeric' AND a = '1'
ORDER BY type, a COLLATE "C", b COLLATE "C", n;
-- Also among many deals, where accounts differ, and in a moving frame; but not where the two never meet in one frame.
SELECT code FROM regress.error_of('SELECT revenue_per_account(i, CASE i WHEN 20000 THEN 2 ELSE 1 END, i % 10001) FROM generate_series(1, 20000) AS i');
SELECT code FROM regress.error_of('SELECT revenue_per_account(i, i, 7) OVER (ORDER BY i ROWS 1 PRECEDING) FROM generate_series(1, 3) AS i');
SELECT code FROM regress.error_of('SELECT revenue_per_account(i, i::numeric, 7) OVER (ORDER BY i) FROM generate_series(1, 3) AS i');
SELECT i, revenue_per_account(i, i::numeric, i % 2) OVER (ORDER BY i ROWS 1 PRECEDING) FROM generate_series(1, 4) AS i;

-- One deal of two accounts counts once: 10 / 2.
SELECT revenue_per_account(account, 10.0, 1) FROM generate_series(1, 2) AS account;
-- The same deal with the same amount written with another scale counts once, with the larger scale: 1.00.
SELECT revenue_per_account(1, amount, 1) FROM (VALUES (1.0), (1.00), (1)) AS v (amount);

-- Exact: (10^30 + 1 - 10^30) / 1, which double precision arithmetic would make 0 in row order.
SELECT revenue_per_account(1, a) AS numeric, revenue_per_account(1, a, n) AS numeric_deal, revenue_per_account(1, a::float8) AS float8,
	revenue_per_account(1, a::float8, n) AS float8_deal
FROM unnest('{1e30, 1, -1e30}'::numeric[]) WITH ORDINALITY AS v (a, n);
-- Tenths: ten times 0.1 as double precision are 1.0000000000000000555, which rounds to 1.
SELECT revenue_per_account(1, 0.1::float8) FROM generate_series(1, 10);
-- The smallest and the largest double precision, in any order: 1.7e308 + 1.7e308 - 1.7e308 + 4.9e-324 - 4.9e-324 = 1.7e308.
SELECT revenue_per_account(1, a ORDER BY n) = 1.7e308 AS up, revenue_per_account(1, a ORDER BY n DESC) = 1.7e308 AS down,
	revenue_per_account(1, a, n) = 1.7e308 AS by_deal, revenue_per_account(1, a) FILTER (WHERE abs(a) < 1) AS zero,
	revenue_per_account(1, a) FILTER (WHERE n = 4) AS least
FROM unnest('{1.7e308, 1.7e308, -1.7e308, 4.9e-324, -4.9e-324}'::float8[]) WITH ORDINALITY AS v (a, n);
-- A million thousandths.
SELECT revenue_per_account(i % 4, 0.001) FROM generate_series(1, 1000000) AS i;
-- Sums of bigint beyond 64 bits: 4 * (2^63 - 1) / 1, and -4 * 2^63 / 2.
SELECT revenue_per_account(1, 9223372036854775807), revenue_per_account(i, 9223372036854775807, i) * 4 AS by_deal FROM generate_series(1, 4) AS i;
SELECT revenue_per_account(i % 2, (-9223372036854775808)::bigint) FROM generate_series(1, 4) AS i;

-- The scale is that of sum(amount) / count(DISTINCT account).
SELECT s, revenue_per_account(i, amount)::text = (sum(amount) / count(DISTINCT i))::text AS by_row,
	revenue_per_account(i, amount, i)::text = (sum(amount) / count(DISTINCT i))::text AS by_deal, revenue_per_account(i, amount)
FROM generate_series(1, 3) AS i, (VALUES (0), (2), (19), (30)) AS v (s), LATERAL (SELECT round(1.00, s)) AS w (amount)
GROUP BY s ORDER BY s;

-- NaN and infinities as in sum(numeric) and sum(double precision).
SELECT a AS amounts, revenue_per_account(1, x::numeric) AS numeric, revenue_per_account(1, x::numeric, n) AS numeric_deal,
	revenue_per_account(1, x::float8) AS float8, revenue_per_account(1, x::float8, n) AS float8_deal
FROM (VALUES ('{1,NaN}'::text[]), ('{1,Infinity}'), ('{-Infinity,1}'), ('{Infinity,-Infinity}'), ('{NaN,Infinity}')) AS v (a),
	unnest(a) WITH ORDINALITY AS u (x, n)
GROUP BY a ORDER BY a::text COLLATE "C";

-- Amounts of 20,000 digits before the point and 16,000 after it, stored compressed, and out of line as they are. The
-- quotient has the 1,000 decimal places that numeric division gives at the most.
CREATE TABLE huge (amount numeric);
CREATE TABLE huge_external (LIKE huge);
ALTER TABLE huge_external ALTER amount SET STORAGE EXTERNAL;
INSERT INTO huge VALUES (repeat('7', 20000)::numeric), (-repeat('1', 20000)::numeric), (('0.' || repeat('3', 16000))::numeric), (1);
INSERT INTO huge VALUES ((repeat('12345678', 2500) || '.' || repeat('87654321', 2000))::numeric);
INSERT INTO huge_external SELECT amount + 0 FROM huge;
SELECT (SELECT max(pg_column_size(amount)) < 10000 FROM huge) AS compressed, (SELECT max(pg_column_size(amount)) > 10000 FROM huge_external) AS plain;
SELECT revenue_per_account(1, amount) = sum(amount) / 1 AS by_row, revenue_per_account(1, amount, hashtext(amount::text)) = sum(amount) / 1 AS by_deal,
	win_rate(true, amount) = 1 AS rate
FROM huge;
SELECT revenue_per_account(1, amount) = (SELECT 2 * sum(amount) / 1 FROM huge) AS by_row,
	revenue_per_account(1, amount, hashtext(amount::text)) = (SELECT sum(amount) / 1 FROM huge) AS by_deal
FROM (TABLE huge_external UNION ALL TABLE huge) AS v;
-- All of it taken back: nothing is left over.
SELECT revenue_per_account(1, amount) = 0 AS by_row, revenue_per_account(1, amount, hashtext(amount::text)) = 0 AS by_deal
FROM (TABLE huge_external UNION ALL SELECT -amount FROM huge) AS v;

-- Sums out of range. numeric ends at 10^131072.
SELECT type, amount, rows, by, code
FROM (VALUES ('numeric', '1e131071', 9), ('numeric', '1e131071', 10), ('numeric', '-1e131071', 10), ('float8', '1.7e308', 1), ('float8', '1.7e308', 2),
		('float8', '-1.7e308', 2), ('bigint', '9223372036854775807', 1000)) AS v (type, amount, rows),
	(VALUES ('row', 'revenue_per_account(1, %L::%s)'), ('deal', 'revenue_per_account(1, %L::%s, i)')) AS w (by, call),
	regress.error_of(format('SELECT ' || call || ' FROM generate_series(1, %s) AS i', amount, type, rows))
ORDER BY type, amount COLLATE "C", rows, by;
\x on
SELECT * FROM regress.error_of('SELECT revenue_per_account(1, 1.7e308::float8) FROM generate_series(1, 2)');
\x off

-- Many accounts and deals, 0 among them: account a has two deals of a + 1, each in two rows, so that the mean over n
-- accounts is 2 * (n + 1) / 2 by deal and twice that by row.
SELECT n, revenue_per_account(a, a + 1) AS by_row, revenue_per_account(a, a + 1, d) AS by_deal,
	round(revenue_per_account('account number ' || a, a + 1.00, 'deal number ' || d), 2) AS by_text
FROM unnest(ARRAY[1, 3, 4, 15, 16, 17, 31, 33, 63, 9000, 20000]) AS n, generate_series(0, n - 1) AS a,
	LATERAL (VALUES (2 * a), (2 * a + 1), (2 * a), (2 * a + 1)) AS v (d)
GROUP BY n ORDER BY n;
-- Keys at the ends of their type: 5 accounts, 5 deals of 1, 2, 4, 8, 16.
SELECT revenue_per_account(k, 2::numeric ^ (n - 1), k)
FROM unnest(ARRAY[0, -1, 1, 9223372036854775807, -9223372036854775808]) WITH ORDINALITY AS v (k, n);
SELECT revenue_per_account(k, 2 ^ (n - 1), k)
FROM unnest('{00000000-0000-0000-0000-000000000000, ffffffff-ffff-ffff-ffff-ffffffffffff}'::uuid[]) WITH ORDINALITY AS v (k, n);
SELECT revenue_per_account(k, n, k)
FROM unnest(ARRAY['', ' ', repeat('x', 1000000), repeat('x', 1000000) || 'y']) WITH ORDINALITY AS v (k, n);

-- A running mean over many accounts, whose set is read after each row: account i brings i, the mean is (i + 1) / 2.
SELECT count(*), count(*) FILTER (WHERE r <> (i + 1) / 2.0) AS wrong
FROM (SELECT i, revenue_per_account(i, i) OVER (ORDER BY i) AS r FROM generate_series(1, 10000) AS i) AS v;

-- ---------- sales_velocity(won, amount, opened, closed) ----------

CREATE TABLE opportunity (won boolean, amount numeric, opened date, closed date);
INSERT INTO opportunity VALUES
	(true, 1000, '2024-01-01', '2024-01-11'),		-- 10 days
	(true, 500.50, '2024-01-01', '2024-01-31'),		-- 30 days
	(false, 9999, '2024-01-01', '2024-12-31'),		-- lost: left out
	(NULL, 9999, '2024-01-01', NULL),				-- open: left out
	(true, NULL, '2024-01-01', '2024-01-21'),		-- 20 days, of no known amount
	(true, 99.50, NULL, '2024-01-11');				-- an amount of no known cycle

-- (1000 + 500.50 + 99.50) = 1600 over a mean of (10 + 30 + 20) / 3 = 20 days: 80 a day, whatever the type of time.
SELECT sales_velocity(won, amount, opened, closed) AS date, sales_velocity(won, amount, opened::timestamp, closed::timestamp) AS timestamp,
	sales_velocity(won, amount, opened::timestamptz, closed::timestamptz) AS timestamptz
FROM opportunity;
-- 2 deals won of 3 known, 500 each, in 36 hours: 1000 / 1.5 a day; integers are fine.
SELECT sales_velocity(i > 1, 500, timestamp '2024-01-01', timestamp '2024-01-02 12:00') FROM generate_series(1, 3) AS i;
-- From midnight to midnight as clocks go forward: 23 hours by timestamptz, 23 / (23 / 24) a day; by timestamp 23 / 1.
SELECT round(sales_velocity(true, 23, timestamptz '2024-03-10', timestamptz '2024-03-11'), 10) AS timestamptz,
	round(sales_velocity(true, 23, timestamp '2024-03-10', timestamp '2024-03-11'), 10) AS timestamp;
-- A thousand years: 365243 days.
SELECT round(sales_velocity(true, 365243, date '1024-01-01', date '2024-01-01'), 10);
-- One microsecond: 86,400,000,000 times a day.
SELECT round(sales_velocity(true, 1, at, at + interval '1 us'), 4) FROM (VALUES (timestamp '2024-01-01')) AS v (at);

-- No data, nothing won, all NULL, no cycle known, no amount known: NULL.
SELECT sales_velocity(won, amount, opened, closed) AS no_data FROM opportunity WHERE false;
SELECT sales_velocity(won, amount, opened, closed) AS nothing_won FROM opportunity WHERE won IS NOT TRUE;
SELECT sales_velocity(NULL, NULL, NULL::date, NULL) AS all_null;
SELECT sales_velocity(won, amount, opened, closed) AS no_cycle FROM opportunity WHERE amount = 99.50;
SELECT sales_velocity(won, amount, opened, closed) AS no_amount FROM opportunity WHERE amount IS NULL;
-- A mean cycle of zero or less: NULL.
SELECT sales_velocity(true, 1, date '2024-01-01', date '2024-01-01') AS zero, sales_velocity(true, 1, date '2024-01-02', date '2024-01-01') AS negative;
SELECT sales_velocity(true, 1, date '2024-01-10', date '2024-01-10' + i) AS cancelled FROM generate_series(-1, 1) AS i;
-- A negative cycle beside longer ones is data: 20 over (-1 + 5) / 2 days. So are credit notes: -20 over 2.
SELECT sales_velocity(true, 10, date '2024-01-10', date '2024-01-10' + i) AS positive, sales_velocity(true, -10, date '2024-01-10', date '2024-01-10' + i) AS negative
FROM unnest(ARRAY[-1, 5]) AS i;
SELECT sales_velocity(true, amount, date '2024-01-01', date '2024-01-02') FROM (VALUES ('NaN'::numeric), (1)) AS v (amount);
SELECT sales_velocity(true, amount, date '2024-01-01', date '2024-01-02') FROM (VALUES ('Infinity'::numeric), (1)) AS v (amount);
SELECT code FROM regress.error_of('SELECT sales_velocity(true, 1e131071::numeric, date ''2024-01-01'', date ''2024-01-02'') FROM generate_series(1, 10)');
-- An infinite date of a lost deal is left out with it.
SELECT sales_velocity(false, 1, date '2024-01-01', 'infinity');

DROP TABLE deal, huge, huge_external, opportunity;

-- One amount of thousands of cells among many deals grows the sum in few steps.
SELECT revenue_per_account(1, CASE WHEN i = 1 THEN ('0.' || repeat('1', 16383))::numeric ELSE 1 END, i)
	= (29999 + ('0.' || repeat('1', 16383))::numeric) / 1 AS exact
FROM generate_series(1, 30000) AS i;

-- A frame shows as many digits as its own rows have, also when those with the most of them have left.
SELECT count(*), count(*) FILTER (WHERE revenue::text = plain::text) AS same, count(*) FILTER (WHERE by_deal::text = plain::text) AS by_deal, count(DISTINCT scale(plain)) AS scales,
	count(*) FILTER (WHERE velocity::text = won::text) AS velocity
FROM (SELECT revenue_per_account(1, a) OVER w AS revenue, revenue_per_account(1, a, i) OVER w AS by_deal, sum(a) OVER w / 1 AS plain,
		sales_velocity(true, a, date '2024-01-01', date '2024-01-03') OVER w AS velocity, sum(a) OVER w * (count(*) OVER w * 86400) / (count(*) OVER w * 172800.000000) AS won
	FROM (SELECT i, CASE WHEN i % 5 = 0 THEN i + 1e-25 ELSE i END AS a FROM generate_series(1, 50) AS i) AS v WINDOW w AS (ORDER BY i ROWS 1 PRECEDING)) AS v;
