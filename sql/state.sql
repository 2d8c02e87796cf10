--
-- The transition state: text and binary form, merging, its size; support functions called by hand; hostile input.
--
-- What is tested for every aggregate takes the list of them from the catalog.
--

-- A state aggregate for each aggregate over rows (whose arguments are all of PostgreSQL's types): the same without its
-- final function, in schema state_of.
CREATE SCHEMA state_of;
CREATE TABLE aggregates AS
	SELECT p.oid, p.proname AS name, p.oid::regprocedure::text AS signature, p.proargnames AS argument_names,
		p.proargtypes::oid[]::regtype[] AS argument_types, pg_get_function_identity_arguments(p.oid) AS parameters, a.*
	FROM pg_depend AS d
	JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
	JOIN pg_aggregate AS a ON a.aggfnoid = p.oid
	WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
		AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi')
		AND a.aggtranstype = 'kpi_state'::regtype
		AND NOT EXISTS (SELECT FROM pg_type AS t WHERE t.oid = ANY (p.proargtypes) AND t.typnamespace <> 'pg_catalog'::regnamespace);
SELECT count(*) > 0 AS found FROM aggregates;

DO $$
DECLARE
	agg record;
BEGIN
	FOR agg IN SELECT * FROM aggregates LOOP
		EXECUTE format('CREATE AGGREGATE state_of.%I(%s) (SFUNC = %s, STYPE = kpi_state, COMBINEFUNC = kpi_state_combine, PARALLEL = SAFE)',
			agg.name, agg.parameters, agg.aggtransfn);
	END LOOP;
END $$;
CREATE AGGREGATE state_of.merge(kpi_state) (SFUNC = kpi_state_combine, STYPE = kpi_state, COMBINEFUNC = kpi_state_combine, PARALLEL = SAFE);

-- The state of an aggregate over the examples of its arguments, which are made of the integer i; source says which
-- numbers i are, and in what order.
CREATE FUNCTION pg_temp.state(agg aggregates, source text, by text DEFAULT 'i') RETURNS kpi_state LANGUAGE plpgsql AS $$
DECLARE
	result kpi_state;
BEGIN
	EXECUTE format('SELECT state_of.%I(%s ORDER BY %s) FROM %s', agg.name, regress.arguments_of(agg.oid, false, true), by, source) INTO STRICT result;
	RETURN result;
END $$;

-- ---------- size ----------

-- A group of 20 rows takes less than 1 kB, whichever aggregate.
SELECT count(*) = (SELECT count(*) FROM aggregates) AS all_measured, bool_and(size BETWEEN 1 AND 1023) AS below_1_kb
FROM (SELECT pg_column_size(pg_temp.state(a, 'generate_series(1, 20) AS i')) AS size FROM aggregates AS a) AS v;
SELECT a.signature, pg_column_size(pg_temp.state(a, 'generate_series(1, 20) AS i')) AS size FROM aggregates AS a
WHERE pg_column_size(pg_temp.state(a, 'generate_series(1, 20) AS i')) NOT BETWEEN 1 AND 1023;
-- The bytes that a key takes where the manual says them: as many keys as 16,384 slots may hold, then some more, for
-- which there are twice as many slots.
SELECT format('%s to %s', min(account), max(account)) AS account_bigint, format('%s to %s', min(account_text), max(account_text)) AS account_text,
	format('%s to %s', min(subject), max(subject)) AS subject_bigint, format('%s to %s', min(subject_text), max(subject_text)) AS subject_text,
	format('%s to %s', min(deal), max(deal)) AS deal_bigint, format('%s to %s', min(deal_text), max(deal_text)) AS deal_text
FROM (SELECT round(pg_column_size(state_of.mrr_summary(id::bigint, id, 1)) / n::numeric) AS account,
		round(pg_column_size(state_of.mrr_summary(id::text, id, 1)) / n::numeric) AS account_text,
		round(pg_column_size(state_of.retention_summary(id::bigint, date '2025-01-06', 'week', '2025-01-20')) / n::numeric) AS subject,
		round(pg_column_size(state_of.retention_summary(id::text, date '2025-01-06', 'week', '2025-01-20')) / n::numeric) AS subject_text,
		round(pg_column_size(state_of.pipeline_changes(id::bigint, date '2025-01-06', true, id, '2025-01-01', '2025-04-01')) / n::numeric) AS deal,
		round(pg_column_size(state_of.pipeline_changes(id::text, date '2025-01-06', true, id, '2025-01-01', '2025-04-01')) / n::numeric) AS deal_text
	FROM unnest('{12288,12353}'::int[]) AS n, generate_series(1, n) AS id GROUP BY n) AS keys;

-- ---------- text and binary form ----------

-- What they look like. Version 1, kind 1, no key type, no amount type; 3 rows known, 2 of them true.
SELECT state_of.conversion_rate(b) FROM (VALUES (true), (false), (true), (NULL)) AS v (b);
-- Kind 6; 2 cycles of together 3 days: 259,200,000,000 microseconds, 3c59862000 in hexadecimal, as 128 bits.
SELECT state_of.sales_cycle(date '2024-01-01', date '2024-01-01' + i) FROM generate_series(1, 2) AS i;
-- Kind 7; one fraction (ff), 1 of it, 0.5 as IEEE 754; 3 cycles, shortest first: -1, 0 and 1 microsecond.
SELECT state_of.sales_cycle_median(at, at + i * interval '1 us') FROM (VALUES (timestamp '2024-01-01')) AS v (at), unnest(ARRAY[1, -1, 0]) AS i;

-- Equal contents are equal bytes, whatever the order of the rows and however often they come again, for sets; text
-- and back is the same; for few rows and for so many that sets are hash tables.
CREATE FUNCTION pg_temp.round_trip(rows integer, OUT aggregates bigint, OUT text bigint, OUT "order" bigint, OUT halves bigint, OUT thirds bigint, OUT "empty" bigint)
LANGUAGE sql AS $$
	SELECT count(*),
		count(*) FILTER (WHERE s::text::kpi_state::text = s::text),
		count(*) FILTER (WHERE pg_temp.state(a, numbers, 'md5(i::text)')::text = s::text),
		count(*) FILTER (WHERE kpi_state_combine(pg_temp.state(a, numbers || ' WHERE i % 2 = 0'), pg_temp.state(a, numbers || ' WHERE i % 2 = 1'))::text = s::text),
		count(*) FILTER (WHERE kpi_state_combine(pg_temp.state(a, numbers || format(' WHERE i > %s * 2 / 3', rows)),
			kpi_state_combine(pg_temp.state(a, numbers || format(' WHERE i < %s / 3', rows)),
				pg_temp.state(a, numbers || format(' WHERE i BETWEEN %1$s / 3 AND %1$s * 2 / 3', rows))))::text = s::text),
		count(*) FILTER (WHERE kpi_state_combine(s, NULL)::text = s::text AND kpi_state_combine(NULL, s)::text = s::text)
	FROM aggregates AS a, (SELECT format('generate_series(1, %s) AS i', rows)) AS n (numbers), pg_temp.state(a, numbers) AS s;
$$;
SELECT rows, aggregates > 0 AS tested, aggregates - text AS text, aggregates - "order" AS "order", aggregates - halves AS halves,
	aggregates - thirds AS thirds, aggregates - "empty" AS "empty"
FROM unnest(ARRAY[4, 20, 33, 100, 4000]) AS rows, pg_temp.round_trip(rows);
SELECT kpi_state_combine(NULL, NULL) IS NULL AS "null";

-- Sets, and deals with their amounts, do not change when rows come again: a state merged with itself has the same keys.
SELECT state_of.conversion_rate(i, i > 2)::text = state_of.conversion_rate(i, i > 2 AND n > 1)::text AS subjects,
	state_of.opportunity_to_customer_ratio(i, i > 2, i)::text = (state_of.opportunity_to_customer_ratio(i, i > 2, i) FILTER (WHERE n = 1))::text AS opportunities,
	state_of.revenue_per_account(i, i, i)::text = (state_of.revenue_per_account(i, i, i) FILTER (WHERE n = 1))::text AS deals
FROM generate_series(1, 100) AS i, generate_series(1, 3) AS n;
-- A sum that comes to nothing is that of nothing but for its rows: no digits are left, neither is a sign.
SELECT state_of.win_rate(true, a)::text FROM unnest('{1e30, -1e-9, -1e30, 1e-9}'::numeric[]) AS a;
SELECT state_of.revenue_per_account(1, a)::text FROM unnest('{1e300, -1e-300, -1e300, 1e-300}'::float8[]) AS a;
-- -0 and 0, NaN and NaN are the same.
SELECT state_of.revenue_per_account(1, a, 1)::text = state_of.revenue_per_account(1, -a, 1)::text AS zero FROM (VALUES (0::float8), (0)) AS v (a);
SELECT state_of.revenue_per_account(1, a, 1)::text = state_of.revenue_per_account(1, -a, 1)::text AS nan FROM (VALUES ('NaN'::float8)) AS v (a);

-- Stored states, also compressed and out of line, are read as well as others: merged they are
-- what the rows make; a deal that is merged twice counts once.
CREATE TABLE daily AS
	SELECT d, state_of.revenue_per_account('account ' || i % (d * 500), i::numeric, 'deal ' || i) AS revenue,
		state_of.sales_cycle_median(date '2024-01-01', date '2024-01-01' + d + i % 7) AS cycle
	FROM generate_series(1, 12) AS d, generate_series(d * 1000, d * 1000 + d * 50) AS i GROUP BY d;
CREATE TABLE daily_external (LIKE daily);
ALTER TABLE daily_external ALTER revenue SET STORAGE EXTERNAL, ALTER cycle SET STORAGE EXTERNAL;
SELECT bool_or(pg_column_compression(revenue) IS NOT NULL) AS compressed FROM daily;
INSERT INTO daily_external SELECT d, kpi_state_combine(NULL, revenue::text::kpi_state), cycle::text::kpi_state FROM daily;
SELECT bool_or(pg_column_size(revenue) > 4000) AS plain, bool_or(pg_column_compression(revenue) IS NOT NULL) AS compressed FROM daily_external;
SELECT sales_cycle_percentile_final(state_of.merge(cycle)) = expected_cycle AS cycle,
	revenue_per_account_by_deal_numeric_final(state_of.merge(revenue)) = expected_revenue AS revenue
FROM (TABLE daily UNION ALL SELECT d, revenue, NULL FROM daily_external) AS v,
	(SELECT revenue_per_account('account ' || i % (d * 500), i::numeric, 'deal ' || i) AS expected_revenue,
		sales_cycle_median(date '2024-01-01', date '2024-01-01' + d + i % 7) AS expected_cycle
	FROM generate_series(1, 12) AS d, generate_series(d * 1000, d * 1000 + d * 50) AS i) AS w
GROUP BY expected_revenue, expected_cycle;
SELECT sales_cycle_percentile_final(state_of.merge(cycle)) = sales_cycle_percentile_final((SELECT state_of.merge(cycle) FROM daily)) AS cycle,
	state_of.merge(revenue)::text = (SELECT state_of.merge(revenue) FROM daily)::text AS revenue
FROM daily_external;

-- Binary COPY: the same values come back, for every aggregate.
SELECT current_setting('data_directory') || '/regress_funnel_kpi_state' AS file \gset
CREATE TABLE sent AS
	SELECT a.signature || ' ' || rows AS id, s AS state
	FROM aggregates AS a, unnest(ARRAY[1, 20, 100, 4000]) AS rows, pg_temp.state(a, format('generate_series(1, %s) AS i', rows)) AS s;
CREATE TABLE received (LIKE sent);
COPY sent TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);
SELECT count(*) > 0 AS some, count(*) FILTER (WHERE r.state::text IS DISTINCT FROM s.state::text) AS different FROM sent AS s LEFT JOIN received AS r USING (id);
-- The text form is the binary form in hexadecimal.
SELECT count(*) AS different FROM sent WHERE kpi_state_send(state)::text <> state::text;

-- ---------- support functions called by hand ----------

-- They compute what the aggregate does, and leave the state that they are given as it was.
SELECT conversion_rate_final(conversion_rate_accum(conversion_rate_accum(NULL, true), false)) AS half;
SELECT revenue_per_account_by_deal_numeric_final(revenue_per_account_accum(revenue_per_account_accum(NULL, 'a', 10.5, 'x'), 'b', 4.5, 'y')) AS "7.5";
SELECT conversion_rate_final(conversion_rate_inverse(conversion_rate_accum(conversion_rate_accum(NULL, true), false), false)) AS one;
SELECT sales_cycle_final(sales_cycle_inverse(sales_cycle_accum(sales_cycle_accum(NULL, date '2024-01-01', date '2024-01-03'), date '2024-01-01', date '2024-01-02'),
	date '2024-01-01', date '2024-01-03')) AS one_day;
CREATE FUNCTION pg_temp.of_null(final regproc) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	result boolean;
BEGIN
	EXECUTE format('SELECT %s(NULL) IS NULL', final) INTO result;
	RETURN result;
END $$;
SELECT bool_and(pg_temp.of_null(aggfinalfn)) AS final_of_null FROM aggregates;

DO $$
DECLARE
	agg aggregates;
	rows integer;
	a kpi_state;
	b kpi_state;
	c kpi_state;
	before text;
	tested integer := 0;
BEGIN
	FOR agg IN SELECT * FROM aggregates LOOP
		FOREACH rows IN ARRAY ARRAY[3, 4000] LOOP
			a := pg_temp.state(agg, format('generate_series(1, %s) AS i', rows));
			before := a::text;
			EXECUTE format('SELECT %s($1, %s) FROM generate_series(10000, 10001) AS i', agg.aggtransfn, regress.arguments_of(agg.oid, false, false)) INTO b USING a;
			EXECUTE format('SELECT %s($1, %s) FROM generate_series(10000, 10001) AS i', agg.aggtransfn, regress.arguments_of(agg.oid, false, false)) INTO c USING a;
			EXECUTE format('SELECT %s($1)', agg.aggfinalfn) USING a;
			PERFORM kpi_state_combine(a, b), kpi_state_combine(a, a), kpi_state_combine(b, a);
			-- What occurred may occur again, which changes no flag; what is opened after as_of is left out.
			IF a::text <> before OR b::text <> c::text
				OR b::text = before AND agg.name NOT IN ('first_touch', 'last_touch') AND agg.signature NOT LIKE 'retention(%' AND NOT '{opened,as_of}' <@ agg.argument_names
				OR b::text <> kpi_state_combine(a, pg_temp.state(agg, 'generate_series(10000, 10000) AS i'))::text THEN
				RAISE WARNING '% over % rows', agg.signature, rows;
			END IF;
			tested := tested + 1;
		END LOOP;
	END LOOP;
	RAISE INFO 'tested: %', tested > 0;
END $$;

-- The state of one aggregate in the functions of another: an error, unless kind (the second byte), key type and amount
-- type agree. That is 22P03 in transition and final functions, 22023 in combine. Final functions take any key type, and
-- numeric and bigint amounts. Percentiles must be of the same fractions (22023). Events must be those of the same funnel,
-- open deals those of one as_of (22023), and have times of the same type; the level is read from events of any type.
CREATE TABLE small AS
	SELECT a.oid, s::text AS text, left(s::text, 10) AS header, substr(s::text, 5, 2) AS kind, substr(s::text, 9, 2) = '03' AS float8,
		CASE WHEN substr(s::text, 5, 2) IN ('07', '20') THEN substr(s::text, 11, 2) END AS dimensions, CASE WHEN substr(s::text, 5, 2) IN ('07', '20') THEN substr(s::text, 11, 40) END AS fractions,
		CASE substr(s::text, 5, 2) WHEN '10' THEN substr(s::text, 43, 2) WHEN '27' THEN substr(s::text, 43, 2) WHEN '16' THEN substr(s::text, 79, 2) WHEN '18' THEN substr(s::text, 11, 2)
			WHEN '1d' THEN substr(s::text, 11, 2) WHEN '24' THEN substr(s::text, 11, 2) END AS time_type,
		CASE substr(s::text, 5, 2) WHEN '10' THEN substr(s::text, 45, 4) WHEN '27' THEN substr(s::text, 45, 4) WHEN '18' THEN substr(s::text, 13, 2)
			WHEN '1f' THEN substr(s::text, 11, 16) WHEN '20' THEN substr(s::text, CASE substr(s::text, 11, 2) WHEN 'ff' THEN 37 ELSE 85 END, 16) END AS funnel
	FROM aggregates AS a, pg_temp.state(a, 'generate_series(1, 1) AS i') AS s;
SELECT function, expected, code, count(*) > 0 AS some
FROM (SELECT 'accum' AS function,
		CASE WHEN s.header <> o.header THEN '22P03' WHEN s.fractions <> o.fractions OR s.funnel <> o.funnel THEN '22023' WHEN s.time_type <> o.time_type THEN '22P03' ELSE '' END AS expected,
		regress.sqlstate_of(format('SELECT %s(%L, %s) FROM (VALUES (3)) AS v (i)', a.aggtransfn, s.text, regress.arguments_of(a.oid, false, false))) AS code
	FROM small AS s, small AS o JOIN aggregates AS a USING (oid)
	UNION ALL
	SELECT 'combine',
		CASE WHEN s.header <> o.header OR s.fractions <> o.fractions OR s.funnel <> o.funnel OR s.time_type <> o.time_type THEN '22023' ELSE '' END,
		regress.sqlstate_of(format('SELECT kpi_state_combine(%L, %L)', s.text, o.text))
	FROM small AS s, small AS o
	UNION ALL
	SELECT 'final',
		CASE WHEN s.kind <> o.kind OR s.float8 <> o.float8 THEN '22P03' WHEN s.dimensions <> o.dimensions THEN '22023'
			WHEN s.time_type <> o.time_type AND a.name IN ('funnel_times', 'sequence_times') THEN '22P03' ELSE '' END,
		regress.sqlstate_of(format('SELECT %s(%L)', a.aggfinalfn, s.text))
	FROM small AS s, small AS o JOIN aggregates AS a USING (oid)) AS v
GROUP BY function, expected, code ORDER BY function, expected, code;
-- Key types: 22P03.
SELECT regress.sqlstate_of('SELECT conversion_rate_accum(conversion_rate_accum(NULL, 1::bigint, true), ''a''::text, true)') AS text_to_bigint,
	regress.sqlstate_of('SELECT conversion_rate_by_subject_final(conversion_rate_accum(NULL, true))') AS other_kpi,
	regress.sqlstate_of('SELECT revenue_per_account_accum(revenue_per_account_accum(NULL, 1::bigint, 1::numeric), 1::bigint, 1::float8)') AS float8_to_numeric,
	regress.sqlstate_of('SELECT kpi_state_combine(conversion_rate_accum(NULL, 1::bigint, true), conversion_rate_accum(NULL, ''a''::text, true))') AS combine_keys;
-- Fractions: 22023.
SELECT regress.sqlstate_of('SELECT sales_cycle_median_accum(sales_cycle_percentile_accum(NULL, 0.9, date ''2024-01-01'', date ''2024-01-02''), date ''2024-01-01'', date ''2024-01-02'')') AS median_of_p90,
	regress.sqlstate_of('SELECT sales_cycle_median_accum(sales_cycle_percentile_accum(NULL, ARRAY[0.5], date ''2024-01-01'', date ''2024-01-02''), date ''2024-01-01'', date ''2024-01-02'')') AS median_of_array,
	regress.sqlstate_of('SELECT sales_cycle_percentile_final(sales_cycle_percentile_accum(NULL, ARRAY[0.5], date ''2024-01-01'', date ''2024-01-02''))') AS one_of_array,
	regress.sqlstate_of('SELECT sales_cycle_percentiles_final(sales_cycle_percentile_accum(NULL, 0.5, date ''2024-01-01'', date ''2024-01-02''))') AS array_of_one,
	regress.sqlstate_of('SELECT kpi_state_combine(sales_cycle_percentile_accum(NULL, 0.5, date ''2024-01-01'', NULL), sales_cycle_percentile_accum(NULL, 0.9, date ''2024-01-01'', NULL))') AS combine,
	regress.sqlstate_of('SELECT kpi_state_combine(sales_cycle_percentile_accum(NULL, NULL::float8, date ''2024-01-01'', NULL), sales_cycle_percentile_accum(NULL, 0.9, date ''2024-01-01'', NULL))') AS combine_null;
-- Two amounts of one deal, each in a state of its own, of few and of many deals.
SELECT regress.sqlstate_of('SELECT kpi_state_combine(revenue_per_account_accum(NULL, 1::bigint, 1.0, 7::bigint), revenue_per_account_accum(NULL, 1::bigint, 1.1, 7::bigint))') AS one,
	regress.sqlstate_of('SELECT kpi_state_combine(state_of.revenue_per_account(1, 1.0, i), state_of.revenue_per_account(1, (i / 100)::numeric, i)) FROM generate_series(101, 300) AS i') AS many,
	regress.sqlstate_of('SELECT kpi_state_combine(state_of.revenue_per_account(1, 1.0, i), state_of.revenue_per_account(1, 1.00, i)) FROM generate_series(101, 300) AS i') AS equal;
-- Rows taken out that are not in.
SELECT regress.sqlstate_of('SELECT conversion_rate_inverse(NULL, true)') AS conversion_rate,
	regress.sqlstate_of('SELECT conversion_rate_inverse(conversion_rate_accum(NULL, false), true)') AS other_row,
	regress.sqlstate_of('SELECT win_rate_inverse(NULL, true, 1.5)') AS win_rate,
	regress.sqlstate_of('SELECT sales_cycle_inverse(NULL, date ''2024-01-01'', date ''2024-01-02'')') AS sales_cycle,
	regress.sqlstate_of('SELECT sales_velocity_inverse(NULL, true, 1.5, date ''2024-01-01'', date ''2024-01-02'')') AS sales_velocity;
-- More rows than a count may hold: 2^62 - 1 and 1, and 2^62.
SELECT regress.sqlstate_of('SELECT kpi_state_combine(''\x010100003fffffffffffffff0000000000000000'', ''\x0101000000000000000000010000000000000000'')') AS combine,
	regress.sqlstate_of('SELECT conversion_rate_final(''\x0101000040000000000000000000000000000000'')') AS too_many;

-- In an aggregate of a user's own, which starts from a state of another KPI or another key type: 22P03, 22023.
CREATE AGGREGATE state_of.wrong_kpi(boolean) (SFUNC = conversion_rate_accum, STYPE = kpi_state, INITCOND = '\x01060000000000000002000000000000000000000000003c59862000');
CREATE AGGREGATE state_of.wrong_key(bigint, boolean) (SFUNC = conversion_rate_accum, STYPE = kpi_state, INITCOND = '\x0103030000000000');
CREATE AGGREGATE state_of.text_keys(kpi_state) (SFUNC = kpi_state_combine, STYPE = kpi_state, INITCOND = '\x0103030000000000', FINALFUNC = conversion_rate_by_subject_final);
SELECT regress.sqlstate_of('SELECT state_of.wrong_kpi(true)') AS kpi, regress.sqlstate_of('SELECT state_of.wrong_kpi(true) OVER ()') AS kpi_over,
	regress.sqlstate_of('SELECT state_of.wrong_key(1, true)') AS key,
	regress.sqlstate_of('SELECT state_of.text_keys(conversion_rate_accum(NULL, 1::bigint, true))') AS combine;
SELECT state_of.text_keys(conversion_rate_accum(NULL, 'account ' || i, i = 1)) AS half FROM generate_series(1, 2) AS i;

-- ---------- sums that grow, frames that move ----------

-- A sum that is merged with itself 61 times is 2^61 times as large, to the last digit: carries go to more and more digits.
WITH RECURSIVE doubled AS (
	SELECT a, 0 AS n, revenue_per_account_accum(NULL, 1::bigint, a) AS s FROM unnest('{9999999999999999.99, -9999999999999999.99, 0.01}'::numeric[]) AS a
	UNION ALL SELECT a, n + 1, kpi_state_combine(s, s) FROM doubled WHERE n < 61)
SELECT a, count(*) AS sums, count(*) FILTER (WHERE revenue_per_account_numeric_final(s) = a * 2::numeric ^ n AND s::text::kpi_state::text = s::text) AS right FROM doubled GROUP BY a ORDER BY a;
WITH RECURSIVE doubled AS (
	SELECT a, 0 AS n, revenue_per_account_accum(NULL, 1::bigint, a) AS s FROM unnest('{1e15, -1e15, 1.5, 5e-324}'::float8[]) AS a
	UNION ALL SELECT a, n + 1, kpi_state_combine(s, s) FROM doubled WHERE n < 61)
SELECT a, count(*) AS sums, count(*) FILTER (WHERE revenue_per_account_float8_final(s) = a * 2::float8 ^ n AND s::text::kpi_state::text = s::text) AS right FROM doubled GROUP BY a ORDER BY a;

-- Every aggregate with an inverse says over a frame that moves what it says over the rows of the frame; keys, amounts and
-- durations come again, and some are not known.
CREATE TABLE numbers AS SELECT n, CASE WHEN n % 10 > 0 THEN n * n / 5 % 7 END AS i FROM generate_series(1, 150) AS n;
ANALYZE numbers;
CREATE FUNCTION pg_temp.moving(agg aggregates, OUT frames bigint, OUT different bigint, OUT "values" bigint) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT count(*), count(*) FILTER (WHERE moving IS DISTINCT FROM anew), count(DISTINCT moving)
		FROM (SELECT n, (%1$s OVER (ORDER BY n ROWS 8 PRECEDING))::text AS moving FROM numbers) AS m,
			LATERAL (SELECT %1$s::text AS anew FROM numbers WHERE n BETWEEN m.n - 8 AND m.n) AS a',
		format('%I(%s)', agg.name, regress.arguments_of(agg.oid, false, false))) INTO frames, different, "values";
END $$;
-- (One is always 1: here its quotas are the actual values.)
SELECT count(*) > 50 AS tested, min(frames) AS frames, sum(different) AS different, string_agg(signature, ', ') FILTER (WHERE "values" < 3) AS dull
FROM aggregates AS a, pg_temp.moving(a) WHERE a.aggminvtransfn <> 0;
DROP TABLE numbers;

-- ---------- hostile input: more of it in test/suites/hostile ----------

-- Nonsense: 22P02 where it is no hexadecimal, 22P03 where it is no state.
SELECT text, regress.sqlstate_of(format('SELECT %L::kpi_state', text)) AS "in", regress.sqlstate_of(format('SELECT conversion_rate_final(%L)', text)) AS final
FROM unnest(ARRAY['nonsense', '', '\x', '\x0', '\', 'x01', '\X01', '\x01', '\xgg', '\x0101000', ' \x01010000', '\x01010000 ', '{}', '0', 'NULL',
	'\x00000000', '\xffffffff', '\x0101000000000000000000010000000000000001', '\x0101000000000000000000010000000000000002',
	'\x010100000000000000000001000000000000000100', '\x01010100000000000000000100000000000000001', '\x0101010000000000000000010000000000000001',
	'\x0101000100000000000000010000000000000001', '\x0201000000000000000000010000000000000001', '\x0001000000000000000000010000000000000001',
	'\x0100000000000000000000010000000000000001', '\x010b000000000000000000010000000000000001', '\x01ff000000000000000000010000000000000001']) AS text;
-- Upper case is fine.
SELECT '\x01060000000000000002000000000000000000000000003C59862000'::text::kpi_state;
DO $$
BEGIN
	PERFORM kpi_state_in('nonsense');
EXCEPTION WHEN OTHERS THEN
	RAISE INFO '% (%)', SQLERRM, SQLSTATE;
END $$;
-- The message is valid text, also where it cuts a long one.
DO $$
BEGIN
	PERFORM kpi_state_in(convert_from(decode(repeat('78', 39) || 'c3a9c3a9c3a9', 'hex'), 'UTF8')::cstring);
EXCEPTION WHEN OTHERS THEN
	RAISE INFO '%, %', SQLSTATE, CASE WHEN getdatabaseencoding() <> 'UTF8' OR convert_to(SQLERRM, 'UTF8') IS NOT NULL THEN 'valid' END;
END $$;
SELECT regress.sqlstate_of(format('SELECT %L::kpi_state', repeat('\x01', 1000000))) AS "3 MB of nonsense",
	regress.sqlstate_of(format('SELECT %L::kpi_state', '\x' || repeat('01', 1000000))) AS "1 MB of ones";
-- Sizes that are not there: no memory is taken for them.
SELECT regress.sqlstate_of(format('SELECT %L::kpi_state', text)) AS code
FROM (VALUES ('\x01070000ff000000013fe0000000000000ffffffff'), ('\x01070000ff000000013fe00000000000007fffffff0000000000000000'),
	('\x01070000067fffffff000000007fffffff000000007fffffff000000007fffffff000000007fffffff000000007fffffff00000000'),
	('\x0107000001800000000000000000000000'), ('\x01030100ffffffff'), ('\x0103010010000000000000000000000001'), ('\x0109010100000000ffffffffffffffff'),
	('\x01020001000000000000000000000001000000000000000000000000000000000000000000000000000000000000ffffffff')) AS v (text);
-- A sum at the far end of its limbs: of 10^131120 there is no numeric; and beyond them.
SELECT regress.sqlstate_of(format('SELECT win_rate_final(%L)', '\x01020001' || sum || sum)) AS final,
	regress.sqlstate_of(format('SELECT kpi_state_combine(%1$L, %1$L)', '\x01020001' || sum || sum)) AS combine
FROM (VALUES (16390), (16391), (-2061)) AS v (low),
	LATERAL (SELECT '00000000' || '0000000000000001' || repeat('00', 24) || '00' || right(lpad(to_hex(low), 8, '0'), 8) || '00000001' || '00000001') AS w (sum);

-- Merged, such a sum goes beyond them: out of range when it is sent, for nobody could receive it.
SELECT regress.sqlstate_of(format('SELECT kpi_state_combine(%1$L, %1$L)::text', '\x01020001' || sum || sum)) AS sent
FROM (VALUES ('00000000' || '0000000000000001' || repeat('00', 24) || '00' || '00004006' || '00000001' || '05f5e0ff')) AS v (sum);
-- One NaN stands for NULL, and there is one zero.
SELECT fraction, regress.sqlstate_of(format('SELECT %L::kpi_state', '\x01070000ff00000001' || fraction || '00000000')) AS code
FROM unnest('{7ff8000000000000,7ff8000000000001,fff8000000000000,7ff0000000000000,0000000000000000,8000000000000000}'::text[]) AS fraction;
-- 160,000 keys that all belong in one slot, which once took half a minute, are read and merged like others.
CREATE TABLE crowd AS
	SELECT ('\x0103010000027100' || string_agg(encode(int8send(i), 'hex'), '' ORDER BY i) || repeat('00', 20000))::text AS text
	FROM generate_series(0, 1) AS n, generate_series(n * 160000 + 1, (n + 1) * 160000) AS i GROUP BY n;
SET statement_timeout = '15s';
SELECT count(*) AS read, count(*) FILTER (WHERE text::kpi_state::text = text) AS back FROM crowd;
SELECT conversion_rate_by_subject_final(kpi_state_combine(min(text)::kpi_state, max(text)::kpi_state)) FROM crowd;
RESET statement_timeout;
DROP TABLE crowd;

SELECT 'cat >/dev/null; rm -f ' || quote_literal(:'file') || '*' AS remove \gset
COPY (SELECT) TO PROGRAM :'remove';
SET client_min_messages = warning;
DROP TABLE daily, daily_external, sent, received, small;
DROP SCHEMA state_of CASCADE;
DROP TABLE aggregates CASCADE;
