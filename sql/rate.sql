--
-- Conversion rate, win rate, opportunity-to-customer ratio.
-- Every answer is worked out by hand in the comment above its query.
--

-- ---------- conversion_rate(converted) and win_rate(won) ----------

-- 2 true, 3 false, 1 unknown: 2 / 5
SELECT conversion_rate(b), win_rate(b)
FROM (VALUES (true), (true), (false), (false), (false), (NULL)) AS v (b);

-- None true: 0 / 2. None false: 2 / 2.
SELECT conversion_rate(false) AS none, conversion_rate(true) AS all
FROM generate_series(1, 2);

-- One row.
SELECT b, conversion_rate(b), win_rate(b)
FROM (VALUES (true), (false), (NULL)) AS v (b)
GROUP BY b ORDER BY b;

-- No rows, and rows of which nothing is known: NULL, not 0 and no error.
SELECT conversion_rate(b), win_rate(b) FROM (SELECT true WHERE false) AS v (b);
SELECT conversion_rate(b), win_rate(b) FROM (VALUES (NULL::boolean), (NULL)) AS v (b);

-- 1 / 3 to the last bit.
SELECT conversion_rate(i = 1) = 1::float8 / 3 AS third FROM generate_series(1, 3) AS i;

-- ---------- win_rate(won, amount) ----------

CREATE TABLE deal (id bigint, account bigint, won boolean, amount numeric);
INSERT INTO deal VALUES
	(1, 1, true, 100.50),
	(2, 1, true, 200),
	(3, 2, false, 99.5),
	(4, 2, NULL, 1000),		-- open: left out
	(5, 3, true, NULL),		-- amount not known: left out
	(6, NULL, false, 100),
	(7, 3, NULL, NULL);

-- 300.50 / (300.50 + 199.50) = 300.50 / 500.00
SELECT win_rate(won, amount) FROM deal;

-- Without the amounts: 3 won of the 5 closed.
SELECT win_rate(won) FROM deal;

-- Nothing won: NULL as sum() over no rows is, even where something is lost.
SELECT win_rate(won, amount) FROM deal WHERE won IS NOT TRUE;
-- Nothing lost: 1. Nothing known: NULL.
SELECT win_rate(won, amount) FROM deal WHERE won;
SELECT win_rate(won, amount) FROM deal WHERE won IS NULL OR amount IS NULL;
SELECT win_rate(won, amount) FROM deal WHERE false;

-- A denominator of zero is empty too: 5 - 5.
SELECT win_rate(won, amount) FROM (VALUES (true, 5.00), (false, -5)) AS v (won, amount);
-- Negative amounts (credit notes) are data: 5 / (5 - 1) = 1.25
SELECT win_rate(won, amount) FROM (VALUES (true, 5), (false, -1)) AS v (won, amount);
-- Zero won of something: 0 / 7.
SELECT win_rate(won, amount) FROM (VALUES (true, 0.0), (false, 7)) AS v (won, amount);

-- NaN and infinities as in sum(numeric): Infinity / Infinity is NaN, 1 / Infinity is 0.
SELECT win_rate(won, amount) AS nan FROM (VALUES (true, 'NaN'::numeric), (false, 1)) AS v (won, amount);
SELECT win_rate(won, amount) AS inf_by_inf FROM (VALUES (true, 'Infinity'::numeric), (false, 1)) AS v (won, amount);
SELECT win_rate(won, amount) AS by_inf FROM (VALUES (true, 1), (false, 'Infinity'::numeric)) AS v (won, amount);
SELECT win_rate(won, amount) AS by_nan FROM (VALUES (true, 1), (false, 'Infinity'::numeric), (false, '-Infinity')) AS v (won, amount);

-- Exact where double precision is not: (10^30 + 1 - 10^30) / (1 + 3).
SELECT win_rate(won, amount)
FROM (VALUES (true, 1e30), (true, 1), (true, -1e30), (false, 3)) AS v (won, amount);

-- The scale is that of the plain SQL, also with 200 decimal places.
SELECT win_rate(won, amount)::text =
	(sum(amount) FILTER (WHERE won) / NULLIF(sum(amount) FILTER (WHERE won IS NOT NULL), 0))::text AS same,
	scale(win_rate(won, amount)) AS scale
FROM (VALUES (true, 1 + ('1e-200')::numeric), (false, 2)) AS v (won, amount);

-- ---------- conversion_rate(subject, converted) ----------

CREATE TABLE touch (subject bigint, converted boolean);
INSERT INTO touch VALUES
	(1, false), (1, true), (1, false),	-- converted in one of its rows
	(2, true), (2, true),				-- converted twice, counts once
	(3, false), (3, NULL),				-- known, not converted
	(4, NULL), (4, NULL),				-- not known: left out
	(NULL, true), (NULL, false);		-- nobody

-- 1 and 2 of 1, 2 and 3: 2 / 3; over rows 4 of 8 known
SELECT conversion_rate(subject, converted) = 2::float8 / 3 AS by_subject, conversion_rate(converted) AS by_row
FROM touch;

-- A join that repeats rows changes the share of rows, not that of subjects: each row of subject 1 comes 6 times, so
-- 6 true and 12 false, 2 true of subject 2, 1 false of subject 3, 1 true and 1 false of nobody: 9 / 23 = 0.3913 by row.
SELECT conversion_rate(subject, converted) = 2::float8 / 3 AS by_subject, round(conversion_rate(converted)::numeric, 4) AS by_row
FROM touch LEFT JOIN generate_series(1, 6) ON subject = 1;

-- The same keys as uuid and as text, short and long.
SELECT conversion_rate(lpad(subject::text, 32, '0')::uuid, converted) = 2::float8 / 3 AS uuid,
	conversion_rate(subject::text, converted) = 2::float8 / 3 AS short_text,
	conversion_rate('https://crm.example/contacts/' || subject, converted) = 2::float8 / 3 AS long_text,
	conversion_rate(subject::integer, converted) = 2::float8 / 3 AS integer,
	conversion_rate(subject::smallint, converted) = 2::float8 / 3 AS smallint,
	conversion_rate(subject::varchar, converted) = 2::float8 / 3 AS varchar
FROM touch;

-- No data, all NULL, one row.
SELECT conversion_rate(subject, converted) FROM touch WHERE false;
SELECT conversion_rate(subject, converted) FROM touch WHERE subject IS NULL OR converted IS NULL;
SELECT conversion_rate(1, true) AS one, conversion_rate(1, false) AS zero;
SELECT conversion_rate(NULL::bigint, true) AS nobody, conversion_rate('x'::text, NULL) AS unknown;

-- The order of the rows of a subject does not matter.
SELECT conversion_rate(1::bigint, b ORDER BY b) AS up, conversion_rate(1::bigint, b ORDER BY b DESC) AS down
FROM (VALUES (true), (false)) AS v (b);

-- Keys at the ends of their types are keys like any other, each of them new: 5 converted of 10.
SELECT conversion_rate(k, n % 2 = 0)
FROM unnest(ARRAY[0, 1, -1, 9223372036854775807, -9223372036854775808, 2, -2, 4294967296, -4294967296, 4294967295])
	WITH ORDINALITY AS v (k, n);
SELECT conversion_rate(k, n % 2 = 0)
FROM unnest('{00000000-0000-0000-0000-000000000000, ffffffff-ffff-ffff-ffff-ffffffffffff,
	00000000-0000-0000-0000-000000000001, 00000000-0000-0001-0000-000000000000}'::uuid[]) WITH ORDINALITY AS v (k, n);
-- Texts compare by their bytes: the empty text, blanks, upper and lower case are all different: 3 of 6.
SELECT conversion_rate(k, n % 2 = 0)
FROM unnest(ARRAY['', ' ', '  ', 'a', 'A', '0']) WITH ORDINALITY AS v (k, n);
-- So are texts around the length where a digest takes over, and long ones that differ at either end only: 10 of 20.
SELECT conversion_rate(k, n % 2 = 0)
FROM (SELECT repeat('x', i), row_number() OVER ()
	FROM generate_series(8, 19) AS i
	UNION ALL
	SELECT overlay(repeat('y', 64) PLACING 'z' FROM i), i
	FROM unnest(ARRAY[1, 2, 15, 16, 63, 64, 32, 33]) AS i) AS v (k, n);

-- Keys of 1 MB, stored compressed and stored out of line as they are: 3 texts, of which 1 is converted. They differ in
-- the last byte only, or in length.
CREATE TABLE big (k text, converted boolean);
CREATE TABLE big_external (LIKE big);
ALTER TABLE big_external ALTER k SET STORAGE EXTERNAL;
INSERT INTO big VALUES
	(repeat('k', 1000000) || 'a', false), (repeat('k', 1000000) || 'b', true), (repeat('k', 1000000), false),
	(repeat('k', 1000000) || 'a', false), (repeat('k', 1000000), false);
INSERT INTO big_external SELECT k || '', converted FROM big;
SELECT (SELECT max(pg_column_size(k)) < 100000 FROM big) AS compressed,
	(SELECT min(pg_column_size(k)) >= 1000000 FROM big_external) AS plain;
SELECT conversion_rate(k, converted) = 1::float8 / 3 AS third FROM big;
SELECT conversion_rate(k, converted) = 1::float8 / 3 AS third FROM big_external;
-- The same key whether compressed, out of line or neither.
SELECT conversion_rate(k, converted) = 1::float8 / 3 AS third
FROM (TABLE big UNION ALL TABLE big_external UNION ALL SELECT k || '', converted FROM big) AS v;

-- Many subjects, 0 among them, in every size that the set grows through; each key comes twice, the even ones are
-- converted in their second row only: one half, for even numbers of keys.
SELECT n, conversion_rate(k, k % 2 = 0 AND again) AS bigint,
	conversion_rate(lpad(to_hex(k), 32, '0')::uuid, k % 2 = 0 AND again) AS uuid,
	conversion_rate(k::text, k % 2 = 0 AND again) AS text
FROM unnest(ARRAY[2, 4, 6, 32, 34, 48, 50, 96, 98, 20000]) AS n, generate_series(0, n - 1) AS k,
	(VALUES (false), (true)) AS v (again)
GROUP BY n ORDER BY n;

-- ---------- opportunity_to_customer_ratio ----------

CREATE TABLE opportunity (id bigint, account bigint, won boolean);
INSERT INTO opportunity VALUES
	(1, 10, true), (2, 10, true), (3, 10, true),	-- three deals won, one customer
	(4, 20, false), (5, 20, true),
	(6, 30, false), (7, 30, NULL),
	(8, NULL, true),								-- an opportunity, nobody's
	(9, 40, NULL),
	(NULL, 50, true);								-- a row, but no known opportunity

-- Customers 10, 20, 50 over 10 rows, or over the 9 known opportunities.
SELECT opportunity_to_customer_ratio(account, won) AS rows,
	opportunity_to_customer_ratio(account, won, id) = 3::float8 / 9 AS keys
FROM opportunity;

-- Joined with 4 lines each: the rows are 40, the opportunities still 9.
SELECT opportunity_to_customer_ratio(account, won) AS rows,
	opportunity_to_customer_ratio(account, won, id) = 3::float8 / 9 AS keys
FROM opportunity, generate_series(1, 4);

SELECT opportunity_to_customer_ratio(lpad(account::text, 32, '0')::uuid, won) AS uuid_rows,
	opportunity_to_customer_ratio(lpad(account::text, 32, '0')::uuid, won, lpad(id::text, 32, '0')::uuid) = 3::float8 / 9 AS uuid_keys,
	opportunity_to_customer_ratio(account::text, won) AS text_rows,
	opportunity_to_customer_ratio(account::text, won, id::text) = 3::float8 / 9 AS text_keys,
	opportunity_to_customer_ratio(account::integer, won, id::integer) = 3::float8 / 9 AS integer_keys,
	opportunity_to_customer_ratio(account::integer, won) AS integer_rows
FROM opportunity;

-- No data; nothing won: 0 over 3 rows; no known opportunity: NULL over keys.
SELECT opportunity_to_customer_ratio(account, won), opportunity_to_customer_ratio(account, won, id)
FROM opportunity WHERE false;
SELECT opportunity_to_customer_ratio(account, won), opportunity_to_customer_ratio(account, won, id)
FROM opportunity WHERE won IS NOT TRUE;
SELECT opportunity_to_customer_ratio(account, won), opportunity_to_customer_ratio(account, won, id)
FROM opportunity WHERE id IS NULL;
-- All NULL: rows are rows all the same.
SELECT opportunity_to_customer_ratio(NULL::bigint, NULL), opportunity_to_customer_ratio(NULL::bigint, NULL, NULL::bigint)
FROM generate_series(1, 3);
-- One row.
SELECT opportunity_to_customer_ratio(1, true), opportunity_to_customer_ratio(1, true, 1),
	opportunity_to_customer_ratio(''::text, true), opportunity_to_customer_ratio(''::text, true, ''::text);

-- Many accounts, each with two opportunities, of which every second is won: half the accounts are won only if counted
-- by key; n customers over 2n opportunities, 4n rows.
SELECT n, opportunity_to_customer_ratio(a, o % 2 = 0) AS rows, opportunity_to_customer_ratio(a, o % 2 = 0, o) AS keys,
	opportunity_to_customer_ratio(a::text, o % 2 = 0, o::text) AS text_keys
FROM unnest(ARRAY[1, 16, 17, 32, 33, 8192, 20000]) AS n, generate_series(0, n - 1) AS a,
	LATERAL (VALUES (2 * a), (2 * a + 1), (2 * a), (2 * a + 1)) AS v (o)
GROUP BY n ORDER BY n;

-- A running ratio over many keys, whose sets are read after each row: n of n.
SELECT count(*), min(r), max(r)
FROM (SELECT opportunity_to_customer_ratio(i, true) OVER (ORDER BY i) AS r FROM generate_series(1, 10000) AS i) AS v;

-- ---------- what a user may get wrong ----------

\set VERBOSITY sqlstate
SELECT conversion_rate(1);						-- not a boolean: 42883
SELECT conversion_rate(1.5, true);				-- no key: 42883
SELECT opportunity_to_customer_ratio(1, true, 'a'::text);	-- keys of two types: 42883
SELECT conversion_rate(true, true);				-- 42883
SELECT win_rate(true, 'ten');					-- 22P02
-- Sums beyond the format of numeric: 10 * 9.9e131071.
SELECT win_rate(i % 2 = 0, ('9.9e131071')::numeric) FROM generate_series(1, 10) AS i;
-- Just within it.
SELECT round(win_rate(i = 1, ('1e131071')::numeric), 4) AS ninth FROM generate_series(1, 9) AS i;
\set VERBOSITY default

DROP TABLE deal, touch, big, big_external, opportunity;

-- A frame shows as many digits as its own rows have, also when those with the most of them have left.
SELECT count(*), count(*) FILTER (WHERE rate::text = plain::text) AS same, count(DISTINCT scale(rate)) AS scales
FROM (SELECT win_rate(i % 3 > 0, a) OVER w AS rate, sum(a) FILTER (WHERE i % 3 > 0) OVER w / sum(a) OVER w AS plain
	FROM (SELECT i, CASE WHEN i % 5 = 0 THEN i + 1e-25 ELSE i END AS a FROM generate_series(1, 50) AS i) AS v WINDOW w AS (ORDER BY i ROWS 1 PRECEDING)) AS v;

-- A function that lies about its volatility gets an error, not a crash.
CREATE SEQUENCE lie_rate;
CREATE FUNCTION liar_rate(i integer) RETURNS bigint IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN nextval(''lie_rate''); END';
SELECT count(r) FROM (SELECT conversion_rate(liar_rate(i), true) OVER (ORDER BY i ROWS 3 PRECEDING) AS r FROM generate_series(1, 100) AS i) AS moving;
DROP FUNCTION liar_rate;
DROP SEQUENCE lie_rate;
