--
-- Quota attainment, forecast accuracy and bias.
-- Every answer is worked out by hand in the comment above its query.
--

-- ---------- quota_attainment(actual, quota) ----------

CREATE TABLE quarter (id int, actual numeric, quota numeric);
INSERT INTO quarter VALUES
	(1, 120.50, 100), (2, 60, 150.5),
	(3, 19.5, NULL),			-- sold without a quota: left out
	(4, NULL, 149.50),			-- a quota without a sale: counts as quota
	(5, NULL, NULL);

-- (120.50 + 60) / (100 + 150.5 + 149.50) = 180.50 / 400.00 = 0.45125; 3 / 4, whichever way integers come.
SELECT quota_attainment(actual, quota) FROM quarter;
SELECT quota_attainment(3, 4), quota_attainment(3::bigint, 4::smallint), quota_attainment(0.75, 1);
-- No rows, all NULL, nothing known of one side, one row.
SELECT quota_attainment(actual, quota) AS no_rows FROM quarter WHERE false;
SELECT quota_attainment(actual, quota) AS all_null FROM quarter WHERE id = 5;
SELECT quota_attainment(actual, quota) AS no_quota FROM quarter WHERE quota IS NULL;
SELECT quota_attainment(actual, quota) AS no_actual FROM quarter WHERE actual IS NULL;
SELECT quota_attainment(actual, quota) AS one_row FROM quarter WHERE id = 1;
-- A quota of zero adds nothing: 5 / (0 + 10). Quotas that sum to zero give NULL, whatever was sold. Nothing sold is 0.
-- Credit notes and negative quotas are data: -5 / 10, 5 / -10, -5 / -10.
SELECT n, quota_attainment(actual, quota)
FROM (VALUES (1, 5, 0), (1, 0, 10), (2, 5, 0), (3, 5, 10), (3, 5, -10.00), (4, 0, 10), (5, -5, 10), (6, 5, -10), (7, -5, -10)) AS v (n, actual, quota)
GROUP BY n ORDER BY n;
-- Exact: 0.1 ten times over 1; (10^40 + 1 - 10^40) / 2.
SELECT quota_attainment(0.1, 0.1) AS tenths FROM generate_series(1, 10);
SELECT quota_attainment(a, b) AS half FROM unnest('{1e40, 1, -1e40}'::numeric[], '{0, 2, 0}'::numeric[]) AS u (a, b);

-- ---------- quota_attainment(owner, actual, quota) ----------

CREATE TABLE sale (id int, owner bigint, actual numeric, quota numeric);
INSERT INTO sale VALUES
	(1, 1, 100, 400), (2, 1, 50.5, 400), (3, 1, 49.5, 400.00),	-- three deals, one quota, once with two decimal places
	(4, 2, 150, 600),
	(5, 3, NULL, 400),		-- sold nothing: the quota counts
	(6, 4, 1000, NULL),		-- no quota: left out with what was sold
	(7, NULL, 1000, 100),	-- nobody's: left out
	(8, NULL, NULL, NULL),
	(9, 1, 1000, NULL);		-- a row that does not know its owner's quota: left out

-- (100 + 50.5 + 49.5 + 150) / (400 + 600 + 400) = 350 / 1400 = 0.25, for each type of owner.
SELECT quota_attainment(owner, actual, quota) AS bigint, quota_attainment(owner::int, actual, quota) AS integer,
	quota_attainment(regress.uuid(owner), actual, quota) AS uuid, quota_attainment('owner ' || owner, actual, quota) AS text
FROM sale;
-- Joined with three lines each: three times as much is sold, the quotas are what they were.
SELECT quota_attainment(owner, actual, quota) AS bigint, quota_attainment(regress.uuid(owner), actual, quota) AS uuid,
	quota_attainment('owner ' || owner, actual, quota) AS text
FROM sale, generate_series(1, 3);
-- No rows; nobody's; no quota known; quotas without a sale; one row.
SELECT quota_attainment(owner, actual, quota) AS bigint, quota_attainment(regress.uuid(owner), actual, quota) AS uuid,
	quota_attainment('owner ' || owner, actual, quota) AS text
FROM sale WHERE false;
SELECT quota_attainment(owner, actual, quota) AS nobody FROM sale WHERE owner IS NULL;
SELECT quota_attainment(owner, actual, quota) AS no_quota FROM sale WHERE owner IS NOT NULL AND quota IS NULL;
SELECT quota_attainment(owner, actual, quota) AS no_actual FROM sale WHERE id IN (5, 6);
SELECT quota_attainment(owner, actual, quota) AS one_row FROM sale WHERE id = 1;
-- Zero, negative and cancelling quotas: 5 / (0 + 10), NULL, NULL, 5 / -10.
SELECT n, quota_attainment(owner, 5 * (owner - 1), quota)
FROM (VALUES (1, 1, 0), (1, 2, 10), (2, 2, 0), (3, 2, 10), (3, 3, -10.00), (4, 2, -10)) AS v (n, owner, quota)
GROUP BY n ORDER BY n;
-- Two owners with equal quotas have two quotas: 10 / 20. One owner with two spellings of zero has one, which is zero.
SELECT quota_attainment(owner, 5, 10) AS half, quota_attainment(1, 5, round(0, owner)) AS "null" FROM generate_series(1, 2) AS owner;
-- Owners at the ends of their type, the empty text, long text: as many quotas of 1 as owners.
SELECT count(*), quota_attainment(k, 1, 1) FROM unnest(ARRAY[0, -1, 1, 9223372036854775807, -9223372036854775808]) AS k;
SELECT quota_attainment(k, 1, 1) FROM unnest('{00000000-0000-0000-0000-000000000000, ffffffff-ffff-ffff-ffff-ffffffffffff}'::uuid[]) AS k;
SELECT quota_attainment(k, 1, 1) FROM unnest(ARRAY['', ' ', repeat('x', 100000), repeat('x', 100000) || 'y']) AS k;
-- Many owners with two rows each: owner k has a quota of k and sells k twice, so it comes to 2 for any number of them.
SELECT n, quota_attainment(k, k, k) AS bigint, quota_attainment(regress.uuid(k), k, k) AS uuid, quota_attainment('owner ' || k, k, k) AS text
FROM unnest(ARRAY[1, 3, 4, 15, 16, 17, 31, 32, 33, 64, 20000]) AS n, generate_series(1, n) AS k, generate_series(1, 2)
GROUP BY n ORDER BY n;

-- Two quotas of one owner are an error, not a guess.
\x on
SELECT * FROM regress.error_of('SELECT quota_attainment(7, 1, quota) FROM (VALUES (100.00), (100.01)) AS v (quota)');
\x off
SELECT a, b, owner, code
FROM (VALUES ('100', '100.00'), ('0', '0.000'), ('1e6', '1000000'), ('NaN', 'NaN'), ('Infinity', 'Infinity'),
		('100', '101'), ('0', '1'), ('0', '1e-20'), ('1', '-1'), ('1', '10'), ('10000', '1'), ('NaN', '0'), ('NaN', 'Infinity'), ('Infinity', '-Infinity'),
		('123456789012345678901234567890', '123456789012345678901234567891'), ('123456789012', '123456789012.0000000000001')) AS v (a, b),
	unnest(ARRAY['7', '''seven''::text', '''00000000-0000-0000-0000-000000000007''::uuid']) WITH ORDINALITY AS k (owner, n),
	regress.error_of(format('SELECT quota_attainment(%s, 1, quota) FROM (VALUES (%L::numeric), (%L)) AS v (quota)', owner, a, b))
WHERE n = 1 OR a LIKE '100%'
ORDER BY code NULLS FIRST, a COLLATE "C", b COLLATE "C", n;
-- Among many owners; where the sales of one row are not known; not where no quota is known; in parts that are merged.
SELECT (regress.error_of('SELECT quota_attainment(i % 10001, 1, CASE i WHEN 20000 THEN 2 ELSE 1 END) FROM generate_series(1, 20000) AS i')).code AS many,
	(regress.error_of('SELECT quota_attainment(1, NULL, i) FROM generate_series(1, 2) AS i')).code AS no_actual,
	(regress.error_of('SELECT quota_attainment(1, 1, NULLIF(i, 2)) FROM generate_series(1, 2) AS i')).code AS no_quota,
	(regress.error_of('SELECT kpi_state_combine(quota_attainment_accum(NULL, 1, 1, 1), quota_attainment_accum(NULL, 1, 1, 2))')).code AS merged,
	(regress.error_of('SELECT kpi_state_combine(quota_attainment_accum(NULL, 1, 1, 1), quota_attainment_accum(NULL, 2, 1, 2))')).code AS other_owner,
	(regress.error_of('SELECT kpi_state_combine(quota_attainment_accum(NULL, 1, 1, 1), quota_attainment_accum(NULL, 1, 1, 1.0))')).code AS equal;

-- In a frame: an error where both quotas stand in it, a new quota where the old one has left it.
SELECT (regress.error_of('SELECT quota_attainment(7, 1, i) OVER (ORDER BY i ROWS 1 PRECEDING) FROM generate_series(1, 3) AS i')).code AS together,
	(regress.error_of('SELECT quota_attainment(7, 1, i) OVER (ORDER BY i) FROM generate_series(1, 3) AS i')).code AS running,
	(regress.error_of('SELECT quota_attainment(''a'', 1, i) OVER (ORDER BY i ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) FROM generate_series(1, 3) AS i')).code AS ahead;
SELECT i, quota_attainment(7, 1, i) OVER (ORDER BY i ROWS CURRENT ROW) AS one, quota_attainment(i % 2, 1, i) OVER (ORDER BY i ROWS 1 PRECEDING) AS two
FROM generate_series(1, 4) AS i;

-- ---------- forecast_accuracy, forecast_bias ----------

CREATE TABLE month (id int, forecast numeric, actual numeric);
INSERT INTO month VALUES
	(1, 110, 100.00), (2, 180.5, 200), (3, 100, 100),	-- 10 too high, 19.5 too low, exact
	(4, 999, NULL),			-- not over yet: left out
	(5, NULL, 100),			-- not forecast: no error is known, yet it happened
	(6, NULL, NULL);

-- 1 - (10 + 19.5 + 0) / (100 + 200 + 100 + 100) = 1 - 29.5 / 500 = 0.941; (10 - 19.5) / 500 = -0.019.
SELECT forecast_accuracy(forecast, actual), forecast_bias(forecast, actual) FROM month;
SELECT forecast_accuracy(3, 4) AS "0.75", forecast_bias(3, 4) AS "-0.25";
-- No rows, all NULL, no error known, nothing happened; one row: 1 - 10 / 100, 10 / 100.
SELECT forecast_accuracy(forecast, actual), forecast_bias(forecast, actual) FROM month WHERE false;
SELECT forecast_accuracy(forecast, actual), forecast_bias(forecast, actual) FROM month WHERE id = 6;
SELECT forecast_accuracy(forecast, actual), forecast_bias(forecast, actual) FROM month WHERE forecast IS NULL;
SELECT forecast_accuracy(forecast, actual), forecast_bias(forecast, actual) FROM month WHERE actual IS NULL;
SELECT forecast_accuracy(forecast, actual), forecast_bias(forecast, actual) FROM month WHERE id = 1;
-- 1: forecasts of zero, 1 - 30 / 30 = 0 and -30 / 30 = -1. 2: nothing happened, NULL. 3: actual values that cancel out,
-- 1 - (0 + 20) / 20 = 0, and no bias. 4: returns, 1 - 5 / 20 = 0.75, (-15 + 20) / -20 = -0.25. 5: worse than nothing
-- forecast, 1 - 30 / 10 = -2 and 30 / 10 = 3.
SELECT n, forecast_accuracy(forecast, actual), forecast_bias(forecast, actual)
FROM (VALUES (1, 0, 10), (1, 0, 20), (2, 7, 0), (2, 0, 0), (3, 10, 10), (3, 10, -10), (4, -15, -20), (5, 40, 10)) AS v (n, forecast, actual)
GROUP BY n ORDER BY n;
-- Exact: 10^40 - (10^40 - 1) = 1 over (10^40 - 1) + 3 - 10^40 = 2, where double precision would make it 0 over 3.
SELECT forecast_bias(f, a) AS half FROM unnest('{1e40, 3, -1e40}'::numeric[], '{9999999999999999999999999999999999999999, 3, -1e40}'::numeric[]) AS u (f, a);

-- ---------- as plain SQL ----------

-- The definitions, over rows whose amounts are of every kind: the same value with the same scale, or both NULL. A quota
-- is the owner's, so that no two conflict.
CREATE TABLE target (g int, id int, owner bigint, actual numeric, forecast numeric, quota numeric);
INSERT INTO target
	SELECT g, row_number() OVER (ORDER BY g, a COLLATE "C", f COLLATE "C"), 1 + (row_number() OVER (ORDER BY g, a COLLATE "C", f COLLATE "C")) % 3,
		CASE WHEN a <> 'null' THEN a::numeric END, CASE WHEN f <> 'null' THEN f::numeric END
	FROM (VALUES (1, '{0,null,1}'), (2, '{0.00,-0.000,5}'), (3, '{1e-20,12345678.90123456789,-7}'), (4, '{1e50,-1e50,3.1}'), (5, '{NaN,1,null}'),
			(6, '{Infinity,1.5}'), (7, '{Infinity,-Infinity,2}'), (8, '{-Infinity,-3,null}'), (9, '{null}'), (10, '{100,100.0,100.00}'), (11, '{0,0.0}')) AS v (g, amounts),
		unnest(amounts::text[]) AS a, unnest(amounts::text[]) AS f;
UPDATE target SET quota = CASE WHEN g % 4 = 3 AND owner = 2 THEN NULL WHEN g = 7 THEN 'NaN' WHEN g = 6 THEN 'Infinity' WHEN g = 11 THEN 0 ELSE round(owner, g) END;

CREATE VIEW plain AS
	SELECT g,
		sum(actual) FILTER (WHERE quota IS NOT NULL) / NULLIF(sum(quota), 0) AS attainment,
		sum(actual) FILTER (WHERE quota IS NOT NULL) / NULLIF((SELECT sum(quota) FROM (SELECT DISTINCT owner, quota FROM target AS o WHERE o.g = t.g) AS owner), 0) AS by_owner,
		1 - sum(abs(forecast - actual)) / NULLIF(sum(abs(actual)), 0) AS accuracy,
		sum(forecast - actual) / NULLIF(sum(actual), 0) AS bias
	FROM target AS t GROUP BY g;
CREATE VIEW kpi AS
	SELECT g, quota_attainment(actual, quota) AS attainment, quota_attainment(owner, actual, quota) AS by_owner,
		forecast_accuracy(forecast, actual) AS accuracy, forecast_bias(forecast, actual) AS bias
	FROM target GROUP BY g;
SELECT count(*) AS groups, count(*) FILTER (WHERE k::text = p::text) AS same, count(p.attainment) AS attainment, count(p.by_owner) AS by_owner, count(p.accuracy) AS accuracy, count(p.bias) AS bias
FROM plain AS p JOIN kpi AS k USING (g);
SELECT 'is' AS what, k.* FROM plain AS p JOIN kpi AS k USING (g) WHERE k::text <> p::text
UNION ALL SELECT 'must be', p.* FROM plain AS p JOIN kpi AS k USING (g) WHERE k::text <> p::text ORDER BY g, what;
-- NaN and infinities, as sum(numeric) has them: 5 has a NaN, 6 and 8 infinities, of which Infinity - Infinity is a NaN.
SELECT g, attainment, by_owner, accuracy, bias FROM kpi WHERE g IN (5, 6, 7, 8) ORDER BY g;
-- The other types of key.
SELECT count(*) FILTER (WHERE u::text IS DISTINCT FROM b::text) AS uuid, count(*) FILTER (WHERE t::text IS DISTINCT FROM b::text) AS text
FROM (SELECT g, quota_attainment(owner, actual, quota) AS b, quota_attainment(regress.uuid(owner), actual, quota) AS u, quota_attainment(owner::text, actual, quota) AS t FROM target GROUP BY g) AS v;

-- Frames that move, over all rows, against plain SQL over the rows of each frame: also as amounts that are no number
-- and ones of more decimal places enter and leave.
CREATE FUNCTION pg_temp.frames(preceding int, following int, OUT frames bigint, OUT attainment bigint, OUT by_owner bigint, OUT by_text bigint, OUT accuracy bigint, OUT bias bigint)
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($query$
		SELECT count(*), count(*) FILTER (WHERE k.attainment::text IS DISTINCT FROM p.attainment::text), count(*) FILTER (WHERE k.by_owner::text IS DISTINCT FROM p.by_owner::text),
			count(*) FILTER (WHERE k.by_text::text IS DISTINCT FROM p.by_owner::text),
			count(*) FILTER (WHERE k.accuracy::text IS DISTINCT FROM p.accuracy::text), count(*) FILTER (WHERE k.bias::text IS DISTINCT FROM p.bias::text)
		FROM (SELECT id, quota_attainment(actual, quota) OVER w AS attainment, quota_attainment(owner * 100 + g, actual, quota) OVER w AS by_owner,
				quota_attainment('owner' || owner * 100 + g, actual, quota) OVER w AS by_text,
				forecast_accuracy(forecast, actual) OVER w AS accuracy, forecast_bias(forecast, actual) OVER w AS bias
			FROM target WINDOW w AS (ORDER BY id ROWS BETWEEN %1$s PRECEDING AND %2$s FOLLOWING)) AS k,
			LATERAL (SELECT sum(actual) FILTER (WHERE quota IS NOT NULL) / NULLIF(sum(quota), 0) AS attainment,
					sum(actual) FILTER (WHERE quota IS NOT NULL)
						/ NULLIF((SELECT sum(quota) FROM (SELECT DISTINCT owner, g, quota FROM target AS o WHERE o.id BETWEEN k.id - %1$s AND k.id + %2$s) AS owner), 0) AS by_owner,
					1 - sum(abs(forecast - actual)) / NULLIF(sum(abs(actual)), 0) AS accuracy,
					sum(forecast - actual) / NULLIF(sum(actual), 0) AS bias
				FROM target AS t WHERE t.id BETWEEN k.id - %1$s AND k.id + %2$s) AS p
	$query$, preceding, following) INTO frames, attainment, by_owner, by_text, accuracy, bias;
END $$;
SELECT preceding, following, frames > 50 AS many, attainment, by_owner, by_text, accuracy, bias
FROM (VALUES (0, 0), (1, 0), (0, 1), (2, 1), (5, 0), (9, 9), (30, 30)) AS v (preceding, following), pg_temp.frames(preceding, following);
-- The moving frame of a KPI whose rows all left is that of no rows: NULL, not zero.
SELECT i, quota_attainment(a, a) OVER w AS attainment, quota_attainment(1, a, a) OVER w AS by_owner, forecast_accuracy(a, a) OVER w AS accuracy, forecast_bias(a, a) OVER w AS bias
FROM (VALUES (1, 2), (2, NULL), (3, NULL), (4, 4)) AS v (i, a) WINDOW w AS (ORDER BY i ROWS 1 PRECEDING);
-- A running total of many owners: of i owners each has sold its quota.
SELECT count(*), count(*) FILTER (WHERE r <> 1) AS wrong
FROM (SELECT quota_attainment(i, i, i) OVER (ORDER BY i) AS r FROM generate_series(1, 10000) AS i) AS v;
-- Moving over many owners: 2 of each in a frame, one quota.
SELECT count(*), count(*) FILTER (WHERE r <> 2) AS wrong
FROM (SELECT i, quota_attainment(i / 2, 7, 7) OVER (ORDER BY i ROWS BETWEEN 101 PRECEDING AND CURRENT ROW) AS r FROM generate_series(2, 10001) AS i) AS v
WHERE i % 2 = 1 AND i > 103;

-- FILTER, DISTINCT, GROUPING SETS, HAVING. Sales 1 to 3 are owner 1's: 200 / 400, those above 60 100 / 400, distinct
-- ones among tripled rows as before.
SELECT owner, quota_attainment(owner, actual, quota) AS all, quota_attainment(owner, actual, quota) FILTER (WHERE actual > 60) AS large,
	quota_attainment(DISTINCT owner, actual, quota) AS "distinct"
FROM sale, generate_series(1, 3) WHERE id <= 5 GROUP BY ROLLUP (owner) HAVING quota_attainment(owner, actual, quota) > 0 ORDER BY owner;

-- ---------- limits ----------

-- numeric ends at 10^131072: sums beyond are 22003, sums that come back are not.
SELECT (regress.error_of('SELECT quota_attainment(9e131071, 1) FROM generate_series(1, 2)')).code AS attainment,
	(regress.error_of('SELECT quota_attainment(i, 9e131071, 1) FROM generate_series(1, 2) AS i')).code AS by_owner,
	(regress.error_of('SELECT quota_attainment(i, 1, 9e131071) FROM generate_series(1, 2) AS i')).code AS of_quotas,
	(regress.error_of('SELECT forecast_accuracy(9e131071, -i) FROM generate_series(1, 2) AS i')).code AS accuracy,
	(regress.error_of('SELECT forecast_bias(9e131071, i) FROM generate_series(1, 2) AS i')).code AS bias,
	(regress.error_of('SELECT quota_attainment(a, 1) FROM unnest(''{9e131071,9e131071,-9e131071,-9e131071}''::numeric[]) AS a')).code AS back;

-- ---------- support functions called by hand ----------

-- They compute what the aggregates do: (3 + 4) / (10 + 4), 7 / 20, 1 - 1 / 4, -1 / 4; a row taken out is as if never in.
SELECT quota_attainment_final(quota_attainment_accum(quota_attainment_accum(NULL, 3, 10), 4, 4)) AS half,
	quota_attainment_by_owner_final(quota_attainment_accum(quota_attainment_accum(NULL, 'a', 3, 10), 'b', 4, 10)) AS by_owner,
	forecast_accuracy_final(forecast_accuracy_accum(NULL, 3, 4)) AS accuracy, forecast_bias_final(forecast_bias_accum(NULL, 3, 4)) AS bias,
	quota_attainment_final(quota_attainment_inverse(quota_attainment_accum(quota_attainment_accum(NULL, 3, 10), 5, 10), 3, 10)) AS taken_out,
	forecast_bias_final(forecast_bias_inverse(forecast_bias_accum(forecast_bias_accum(NULL, 3, 4), 5, 4), 3, 4)) AS quarter;
SELECT quota_attainment_final(NULL) IS NULL AND quota_attainment_by_owner_final(NULL) IS NULL AND forecast_accuracy_final(NULL) IS NULL
	AND forecast_bias_final(NULL) IS NULL AS nulls;
-- A state of another KPI, or of another type of owner: 22P03; merged states of two: 22023.
SELECT (regress.error_of('SELECT quota_attainment_final(quota_attainment_accum(NULL, 1, 1, 1))')).code AS plain_of_owner,
	(regress.error_of('SELECT quota_attainment_by_owner_final(quota_attainment_accum(NULL, 1, 1))')).code AS owner_of_plain,
	(regress.error_of('SELECT forecast_bias_final(forecast_accuracy_accum(NULL, 1, 1))')).code AS bias_of_accuracy,
	(regress.error_of('SELECT forecast_accuracy_accum(forecast_bias_accum(NULL, 1, 1), 1, 1)')).code AS accuracy_to_bias,
	(regress.error_of('SELECT quota_attainment_accum(quota_attainment_accum(NULL, 1::bigint, 1, 1), ''a''::text, 1, 1)')).code AS text_to_bigint,
	(regress.error_of('SELECT kpi_state_combine(forecast_accuracy_accum(NULL, 1, 1), forecast_bias_accum(NULL, 1, 1))')).code AS combined,
	(regress.error_of('SELECT kpi_state_combine(quota_attainment_accum(NULL, 1::bigint, 1, 1), quota_attainment_accum(NULL, ''a''::text, 1, 1))')).code AS combined_keys;
-- A row taken out that is not in: 42P20.
SELECT (regress.error_of('SELECT quota_attainment_inverse(quota_attainment_accum(NULL, NULL, 1), 1, 1)')).code AS actual, (regress.error_of('SELECT quota_attainment_inverse(NULL, NULL, 1)')).code AS quota,
	(regress.error_of('SELECT forecast_accuracy_inverse(NULL, 1, 1)')).code AS accuracy, (regress.error_of('SELECT forecast_bias_inverse(NULL, NULL, 1)')).code AS bias;

DROP VIEW plain, kpi;
DROP TABLE quarter, sale, month, target;

-- A frame shows as many digits as its own rows have, also when those with the most of them have left.
SELECT count(*), count(*) FILTER (WHERE attainment::text = plain::text) AS same, count(*) FILTER (WHERE by_owner::text = plain::text) AS by_owner, count(*) FILTER (WHERE bias::text = off::text) AS bias, count(DISTINCT scale(plain)) AS scales
FROM (SELECT quota_attainment(a, q) OVER w AS attainment, quota_attainment(i, a, q) OVER w AS by_owner, sum(a) OVER w / sum(q) OVER w AS plain,
		forecast_bias(a, q) OVER w AS bias, sum(a - q) OVER w / sum(q) OVER w AS off
	FROM (SELECT i, CASE WHEN i % 5 = 0 THEN i + 1e-25 ELSE i END AS a, CASE WHEN i % 7 = 0 THEN i + 1e-23 ELSE 2 * i END AS q FROM generate_series(1, 50) AS i) AS v WINDOW w AS (ORDER BY i ROWS 1 PRECEDING)) AS v;

-- A frame without any row: NULL, after one that has the third row alone.
SELECT i, quota_attainment(i, 3, 4) OVER w AS by_owner, quota_attainment(3, 4) OVER w AS attainment, forecast_bias(3, 4) OVER w AS bias
FROM generate_series(1, 3) AS i WINDOW w AS (ORDER BY i ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) ORDER BY i;
