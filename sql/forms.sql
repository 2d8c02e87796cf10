-- What is stored in form 1 and in form 2: keys of type bigint by containers of 65,536, a list of their last 16 bits or,
-- of more than 4,096, a bitmap; cells of sketches as numbers of variable length.
CREATE SCHEMA forms;
SET search_path = forms, public;
-- What releases before form 2 named as the input function writes form 1.
CREATE FUNCTION form_1_in(cstring) RETURNS kpi_summary AS '$libdir/funnel_kpi', 'kpi_summary_in' LANGUAGE c IMMUTABLE STRICT;
CREATE FUNCTION form_1(s kpi_summary) RETURNS kpi_summary LANGUAGE sql IMMUTABLE STRICT RETURN form_1_in(kpi_summary_out(s));
CREATE CAST (bytea AS kpi_summary) WITHOUT FUNCTION;
CREATE FUNCTION sqlstate_of(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;

-- Sets of every form: none, lists, 4,096 and 4,097 in a container, bitmaps, the ends of the range, and ids that are spread
-- over 64 bits, alone and among others.
CREATE TABLE made AS
SELECT what, kpi_summary(id, id % 3 = 0, NULL, NULL::date, NULL) AS s
FROM (SELECT 'dense', i::bigint FROM generate_series(1, 1000) AS i
	UNION ALL SELECT 'list', i * 16 FROM generate_series(0, 4095) AS i
	UNION ALL SELECT 'bitmap', i * 15 FROM generate_series(0, 4096) AS i
	UNION ALL SELECT 'full', i FROM generate_series(65536, 131071) AS i
	UNION ALL SELECT 'list and bitmap', i * i / 1000 FROM generate_series(1, 20000) AS i
	UNION ALL SELECT 'ends', unnest(ARRAY[0, -1, 1, 9223372036854775807, -9223372036854775808])
	UNION ALL SELECT 'one', 42
	UNION ALL SELECT 'spread', hashint8extended(i, 7) FROM generate_series(1, 1000) AS i
	UNION ALL SELECT 'one far away', CASE i WHEN 1 THEN 9000000000000000000 ELSE i END FROM generate_series(1, 1000) AS i
	UNION ALL SELECT 'thinly', i * 1000003 FROM generate_series(1, 300) AS i) AS v (what, id)
GROUP BY what
UNION ALL SELECT 'none', kpi_summary(NULL::bigint, true, NULL, NULL::date, NULL);

-- Bytes of both, without those that a summary of nobody has; what one says, so does the other; both are equal, hash and merge alike.
SELECT what, accounts(s), length(kpi_summary_send(s)) - (SELECT length(kpi_summary_send(s)) FROM made WHERE what = 'none') AS form_2,
	length(kpi_summary_send(form_1(s))) - (SELECT length(kpi_summary_send(form_1(s))) FROM made WHERE what = 'none') AS form_1,
	get_byte(kpi_summary_send(s), 0) AS new, get_byte(kpi_summary_send(form_1(s)), 0) AS old,
	accounts(form_1(s)) = accounts(s) AND customers(form_1(s)) = customers(s) AND form_1(s)::text = s::text AS same,
	form_1(s) = s AND kpi_summary_cmp(s, form_1(s)) = 0 AND NOT form_1(s) < s AND form_1(s) >= s AS equal,
	kpi_summary_hash(s) = kpi_summary_hash(form_1(s)) AND kpi_summary_hash_extended(s, 1) = kpi_summary_hash_extended(form_1(s), 1) AS hash,
	kpi_summary_send(form_1(s) + s) = kpi_summary_send(s + s) AND accounts(form_1(s) + s) = accounts(s) AS merged,
	kpi_summary_send(form_1(s)::text::kpi_summary) = kpi_summary_send(s) AND kpi_summary_send((SELECT rollup(v) FROM (VALUES (form_1(s))) AS v (v))) = kpi_summary_send(s) AS again
FROM made ORDER BY what COLLATE "C";
-- What is made of parts is what is made of all, whichever way.
SELECT accounts(rollup(s)), customers(rollup(s)), kpi_summary_send(rollup(s ORDER BY what)) = kpi_summary_send(rollup(form_1(s) ORDER BY what DESC)) AS same FROM made;
SELECT count(DISTINCT id), count(DISTINCT id) FILTER (WHERE id % 3 = 0)
FROM (SELECT i::bigint FROM generate_series(1, 1000) AS i UNION ALL SELECT i * 16 FROM generate_series(0, 4095) AS i
	UNION ALL SELECT i * 15 FROM generate_series(0, 4096) AS i UNION ALL SELECT i FROM generate_series(65536, 131071) AS i
	UNION ALL SELECT i * i / 1000 FROM generate_series(1, 20000) AS i
	UNION ALL SELECT unnest(ARRAY[0, -1, 1, 9223372036854775807, -9223372036854775808, 42, 9000000000000000000])
	UNION ALL SELECT hashint8extended(i, 7) FROM generate_series(1, 1000) AS i UNION ALL SELECT i * 1000003 FROM generate_series(1, 300) AS i) AS v (id);

-- In memory: ids that lie close together are bitmaps, others a table; what one becomes the other of has every key, in any
-- order of the rows, of parts that are combined or rolled up, whichever of the two each part was.
CREATE AGGREGATE part(bigint, boolean, numeric, timestamp, timestamp) (SFUNC = kpi_summary_accum, STYPE = kpi_state);
CREATE AGGREGATE part(kpi_summary) (SFUNC = rollup_accum, STYPE = kpi_state);
CREATE AGGREGATE whole(kpi_state) (SFUNC = kpi_state_combine, STYPE = kpi_state, FINALFUNC = kpi_summary_final);
CREATE TABLE id AS
SELECT what, id, id % 3 = 0 AS won
FROM (SELECT 'few', i::bigint * 7 FROM generate_series(1, 30) AS i
	UNION ALL SELECT 'one container', i * 3 FROM generate_series(1, 5000) AS i
	UNION ALL SELECT 'another one', i * 2 + 65536 FROM generate_series(1, 30000) AS i
	UNION ALL SELECT 'many', (i % 50 - 25) * 1073741824::bigint + i FROM generate_series(1, 40000) AS i
	UNION ALL SELECT 'close, then spread', CASE WHEN i > 20000 THEN hashint8extended(i, 7) ELSE i END FROM generate_series(1, 25000) AS i
	UNION ALL SELECT 'spread', hashint8extended(i, 7) FROM generate_series(1, 15000) AS i) AS v (what, id);
CREATE TABLE parts AS
SELECT what, part(id, won, NULL, NULL, NULL) AS state, kpi_summary(id, won, NULL, NULL::date, NULL) AS s,
	pg_column_size(part(id, won, NULL, NULL, NULL)) / count(*) AS bytes_a_key
FROM id GROUP BY what;
SELECT what, accounts(s), count(DISTINCT id), customers(s), count(DISTINCT id) FILTER (WHERE won), bytes_a_key
FROM parts JOIN id USING (what) GROUP BY what, s, bytes_a_key ORDER BY what COLLATE "C";
SELECT count(*), bool_and(kpi_summary_send(combined) = kpi_summary_send(direct)) AS combined,
	bool_and(kpi_summary_send(a.s + b.s) = kpi_summary_send(direct)) AS merged,
	bool_and(kpi_summary_send(form_1(a.s) + b.s) = kpi_summary_send(direct)) AS from_form_1,
	bool_and(kpi_summary_hash(direct) = kpi_summary_hash(form_1(direct)) AND direct = form_1(direct)) AS equal,
	bool_and(accounts(combined) = keys AND customers(combined) = marked) AS counted
FROM parts AS a JOIN parts AS b ON a.what <> b.what,
	LATERAL (SELECT whole(state) AS combined FROM (VALUES (a.state), (b.state)) AS v (state)) AS c,
	LATERAL (SELECT kpi_summary(id, won, NULL, NULL::date, NULL ORDER BY hashint8(id)) AS direct, count(DISTINCT id) AS keys,
		count(DISTINCT id) FILTER (WHERE won) AS marked FROM id WHERE what IN (a.what, b.what)) AS d;

-- Distributions that are merged bucket by bucket are what the rows make: few buckets and many, wider on either side, far
-- apart, below zero; by summaries, by states, and with rows after them.
CREATE TABLE cycle AS
SELECT day, timestamp '2024-01-01' AS opened, timestamp '2024-01-01' + (i * width - shift) * interval '1 second' AS closed
FROM (VALUES (1, 20, 86400, 0), (2, 400, 40000, 0), (3, 500, 3, 0), (4, 300, 500000, 0), (5, 2, 100, 0), (6, 700, 1000, 350000), (7, 40, 3000000, -90000000)) AS v (day, n, width, shift),
	generate_series(1, n) AS i;
CREATE TABLE cycles AS
SELECT day, kpi_summary(NULL::bigint, true, NULL, opened, closed) AS s, part(NULL::bigint, true, NULL, opened, closed) AS state FROM cycle GROUP BY day;
SELECT count(*), bool_and(kpi_summary_send(up) = kpi_summary_send(direct)) AS up, bool_and(kpi_summary_send(down) = kpi_summary_send(direct)) AS down,
	bool_and(kpi_summary_send(states) = kpi_summary_send(direct)) AS states, bool_and(kpi_summary_send(of_both) = kpi_summary_send(direct)) AS of_both
FROM generate_series(1, 127) AS days,
	LATERAL (SELECT rollup(s ORDER BY day) AS up, rollup(s ORDER BY day DESC) AS down, whole(state ORDER BY day) AS states FROM cycles WHERE days >> day - 1 & 1 = 1) AS a,
	LATERAL (SELECT whole(v) AS of_both FROM (SELECT part(s ORDER BY day DESC) FROM cycles WHERE days >> day - 1 & 1 = 1 AND day % 2 = 0
		UNION ALL SELECT part(s ORDER BY day) FROM cycles WHERE days >> day - 1 & 1 = 1 AND day % 2 = 1) AS u (v)) AS b,
	LATERAL (SELECT kpi_summary(NULL::bigint, true, NULL, opened, closed) AS direct FROM cycle WHERE days >> day - 1 & 1 = 1) AS c;
SELECT kpi_summary_send(kpi_summary_final(kpi_summary_accum(state, NULL::bigint, true, NULL, opened, closed))) = kpi_summary_send(s + one) AS row_after
FROM (SELECT part(s) AS state, rollup(s) AS s FROM cycles) AS v, (SELECT opened, closed, kpi_summary(NULL::bigint, true, NULL, opened, closed) AS one
	FROM (VALUES (timestamp '2024-01-01', timestamp '2044-01-01')) AS v (opened, closed) GROUP BY opened, closed) AS w;

-- Beside each other in a table they are one: DISTINCT by sorting and by hash, joins, a unique index, which was there before.
CREATE TABLE stored (what text, s kpi_summary UNIQUE);
CREATE INDEX ON stored USING hash (s);
INSERT INTO stored SELECT what, form_1(s) FROM made WHERE what <> 'one' AND accounts(s) <= 300;
INSERT INTO stored SELECT what, s FROM made WHERE accounts(s) <= 300 ON CONFLICT (s) DO NOTHING;
SELECT count(*), count(*) FILTER (WHERE get_byte(kpi_summary_send(s), 0) = 1) AS form_1 FROM stored;
SET enable_seqscan = off;
SELECT count(*) AS found FROM made CROSS JOIN LATERAL (SELECT FROM stored WHERE stored.s = made.s) AS v;
SET enable_seqscan = on;
CREATE TABLE both_forms AS SELECT what, s FROM made UNION ALL SELECT what, form_1(s) FROM made;
SET enable_hashagg = off;
SELECT count(*) FROM (SELECT DISTINCT s FROM both_forms) AS v;
SET enable_hashagg = on;
SET enable_sort = off;
SELECT count(*) FROM (SELECT DISTINCT s FROM both_forms) AS v;
RESET enable_sort;
SELECT count(*) FROM made AS m JOIN both_forms AS b USING (s);
SELECT bool_and(nth_s = nth_bytes) AS sorted FROM (SELECT rank() OVER (ORDER BY s) AS nth_s, rank() OVER (ORDER BY kpi_summary_send(form_1(s))) AS nth_bytes FROM both_forms) AS v;

-- The SQL of releases before form 2 compares bytes, so what it makes is in form 1.
CREATE FUNCTION form_1_final(kpi_state) RETURNS kpi_summary AS '$libdir/funnel_kpi', 'kpi_summary_final' LANGUAGE c IMMUTABLE;
CREATE FUNCTION form_1_plus(kpi_summary, kpi_summary) RETURNS kpi_summary AS '$libdir/funnel_kpi', 'kpi_summary_plus' LANGUAGE c IMMUTABLE STRICT;
CREATE AGGREGATE form_1_rollup(kpi_summary) (SFUNC = rollup_accum, STYPE = kpi_state, FINALFUNC = form_1_final);
SELECT kpi_summary_send(form_1_rollup(s)) = kpi_summary_send(form_1(rollup(s))) AS final FROM made;
SELECT bool_and(kpi_summary_send(form_1_plus(s, s)) = kpi_summary_send(form_1(s + s))) AS plus FROM made;

-- Keys in form 2 that nobody writes: numbers that are longer than they have to be or too large, keys out of order, more or
-- fewer than it says, a bitmap of other keys.
CREATE TABLE bytes AS SELECT kpi_summary_send(s) AS b, length(kpi_summary_send(s)) AS n FROM made WHERE what = 'bitmap';
CREATE TABLE ids AS SELECT substr(kpi_summary_send(s), 1, length(kpi_summary_send(s)) - 1) AS head FROM made WHERE what = 'none';
SELECT title, sqlstate_of(format('SELECT accounts(%L::bytea::kpi_summary)', set_byte(head, 11, 9) || decode(keys, 'hex'))) AS state
FROM ids, (VALUES (1, 'none', '00'), (2, 'none, in containers', '01'), (3, 'four in a container', '090003000100020003000400'),
	(4, 'longer than it has to be', '89000003000100020003000400'), (5, 'a step longer than it has to be', '09800003000100020003000400'), (6, 'out of order', '090003000200010003000400'),
	(7, 'twice', '090003000200020003000400'), (8, 'more than it says', '090004000100020003000400'), (9, 'fewer than it says', '090000000100'),
	(10, 'marks of more', '090003000100020003000410'), (11, 'cut short', '09000300010002000300'), (12, 'no marks', '0900030001000200030004'),
	(13, 'the last prefix', '09ffffffffffff3f03000100020003000400'), (14, 'a prefix too large', '098080808080804003000100020003000400'), (15, 'prefixes too large', '11ffffffffffff3f0300010002000300040003000100020003000400'),
	(16, 'a number too large', '03ffffffffffffffffff0200000100'), (17, 'of 64 bits', '03ffffffffffffffffff0100000100'), (18, 'words', '02000000000000000100'),
	(19, 'more words than bytes', 'fe7f000000000000000100'), (20, 'too few for a container', '0500010001000200'), (21, 'enough for a container, as words', '08' || (SELECT encode(substr(b, length(b) - 32), 'hex') FROM (SELECT kpi_summary_send(form_1(kpi_summary(i::bigint, false, NULL, NULL::date, NULL))) AS b FROM generate_series(1, 4) AS i) AS v))) AS v (n, title, keys) ORDER BY v.n;
SELECT accounts(b::kpi_summary), sqlstate_of(format('SELECT accounts(%L::bytea::kpi_summary)', set_bit(b, (n - 600) * 8, 1 - get_bit(b, (n - 600) * 8)))) AS another_bit FROM bytes;
DROP CAST (bytea AS kpi_summary);
SET client_min_messages = warning;
DROP SCHEMA forms CASCADE;
