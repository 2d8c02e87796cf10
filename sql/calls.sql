--
-- Which form a call finds: arguments of other types, untyped parameters of drivers, arguments in another order.
-- Every answer is worked out by hand in the comment above its query.
--
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';

CREATE TABLE call_deal (id bigint, account bigint, code text, won boolean, amount numeric, quota numeric, opened date, closed date);
INSERT INTO call_deal VALUES
	(1, 10, 'ten', true, 100.10, 400, '2024-01-01', '2024-01-11'),	-- 10 days
	(2, 10, 'ten', true, 50.20, 400, '2024-01-01', '2024-01-21'),	-- 20 days
	(3, 20, 'twenty', false, 49.70, 600, '2024-01-02', '2024-01-03');

-- ---------- amounts ----------

-- Integers of every size, literals and NULL are numeric, and so exact; 2^53 + 1 is no double precision:
-- (2^53 + 1) / (2 * (2^53 + 1)) of the value, (2^53 + 1) in 1 day, over a quota of 1; a forecast that is 1 too high.
SELECT pg_typeof(win_rate(won, id::smallint)) AS smallint, pg_typeof(win_rate(won, id::integer)) AS integer, pg_typeof(win_rate(won, id)) AS bigint,
	pg_typeof(win_rate(won, amount)) AS numeric, pg_typeof(win_rate(won, '1')) AS literal, pg_typeof(win_rate(won, NULL)) AS "null", pg_typeof(win_rate(won, id * 1.5)) AS expression
FROM call_deal;
SELECT win_rate(won, 9007199254740993) AS half, sales_velocity(won, 9007199254740993, date '2024-01-01', date '2024-01-02') AS a_day,
	revenue(kpi_summary(1, won, 9007199254740993, date '2024-01-01', date '2024-01-02')) AS revenue
FROM unnest('{t,f}'::boolean[]) AS won;
SELECT quota_attainment(9007199254740993, 1) AS quota, round(forecast_bias(9007199254740994, 9007199254740993) * 9007199254740993, 3) AS one_too_high,
	quota_attainment(1, 9007199254740993, 1) AS owner;

-- double precision has no form but in revenue_per_account; with the cast it is what numeric is:
-- 150.30 / 200.00 = 0.7515; 150.30 over 15 days = 10.02 a day; 200.00 / 1400 and, of two owners with quotas of 400 and
-- 600, 200.00 / 1000 = 0.2; forecasts 10 % too high.
SELECT pg_typeof(revenue_per_account(account, amount::float8)), pg_typeof(revenue_per_account(account, amount::real)) FROM call_deal;
SELECT win_rate(won, f::numeric), sales_velocity(won, f::numeric, opened, closed), quota_attainment(f::numeric, quota), quota_attainment(account, f::numeric, quota) AS by_owner,
	forecast_bias((f * 1.1)::numeric, f::numeric), forecast_accuracy((f * 1.1)::numeric, f::numeric), revenue(kpi_summary(account, won, f::numeric, opened, closed))
FROM (SELECT *, amount::float8 AS f FROM call_deal) AS loaded;
-- What the casts of the manual keep: 15 digits; halves away from zero; the stored value of a real, which is near 1234567.89.
SELECT 9999999999999.99::float8::numeric, 1.005::float8::numeric(18,2) AS cents, 1234567.89::real::numeric AS six_digits, 1234567.89::real::float8::numeric AS stored,
	('{"amount": 123456789012345678.90}'::jsonb ->> 'amount')::numeric AS json;

-- ---------- keys of two types ----------

-- As text they are as many: 200.00 over 2 accounts; 1 customer of 3 deals; each twice.
SELECT revenue_per_account(code, amount, id::text), opportunity_to_customer_ratio(account::text, won, 'deal ' || id) AS ratio
FROM call_deal, generate_series(1, 2);

-- ---------- in another order ----------

-- Legal, and something else: accounts of 10 + 10 + 20 over the two amounts 2 and 1; (-10 - 20) / 2 days, which have no
-- velocity; deals of (1 + 2) / (1 + 2 + 3); quotas of 1400 over amounts of 200.
SELECT revenue_per_account((amount / 50)::integer, account), sales_cycle(closed, opened) FILTER (WHERE won), sales_velocity(won, amount, closed, opened),
	win_rate(won, id), quota_attainment(quota, amount)
FROM call_deal;

-- ---------- parameters without a type ----------

-- The type that PostgreSQL gives the only untyped argument of a call, or the error.
CREATE FUNCTION pg_temp.inferred(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	type text;
BEGIN
	EXECUTE 'PREPARE untyped AS SELECT ' || call;
	SELECT parameter_types[1] INTO type FROM pg_prepared_statements WHERE name = 'untyped';
	DEALLOCATE untyped;
	RETURN type;
EXCEPTION WHEN OTHERS THEN
	RETURN 'ERROR ' || SQLSTATE;
END $$;

-- Every argument of every function that a user calls, the others being of their types.
CREATE TEMP TABLE untyped AS
SELECT proname, pronargs, names[i] AS argument, types[i - 1] AS type,
	pg_temp.inferred(format(CASE prokind WHEN 'w' THEN '%s(%s) OVER ()' ELSE '%s(%s)' END, proname, (SELECT string_agg(concat(CASE WHEN provariadic <> 0 AND n = pronargs THEN 'VARIADIC ' END, CASE n WHEN i THEN '$1' ELSE 'NULL::' || t END), ', ' ORDER BY n)
		FROM unnest(types) WITH ORDINALITY AS u (t, n)))) AS inferred
FROM pg_depend AS d JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid,
	LATERAL (SELECT proargnames, proargtypes::oid[]::regtype[]) AS a (names, types), generate_series(1, pronargs) AS i
WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi')
	AND NOT proargtypes::oid[] || prorettype && '{kpi_state,internal,cstring}'::regtype[]::oid[]
	AND proname !~ '_(recv|send|eq|ne|lt|le|gt|ge|cmp|hash|hash_extended)$';
SELECT count(*) > 450 AS arguments, count(*) FILTER (WHERE inferred = type::text) > 350 AS as_they_are FROM untyped;
-- Those that need a cast, for PostgreSQL does not know the form. The manual lists them under Drivers.
SELECT argument, type, string_agg(DISTINCT format('%s/%s', proname, pronargs), ', ') AS functions
FROM untyped WHERE inferred LIKE 'ERROR%' GROUP BY argument, type, inferred ORDER BY argument COLLATE "C", type::text COLLATE "C";
-- Those of which it takes one of several forms.
SELECT argument, string_agg(DISTINCT type::text, ', ') AS forms, inferred AS taken, string_agg(DISTINCT format('%s/%s', proname, pronargs), ', ') AS functions
FROM untyped WHERE inferred <> type::text AND inferred NOT LIKE 'ERROR%' GROUP BY argument, inferred ORDER BY argument COLLATE "C";

-- With the casts of the manual; all of a call's constants at once. 10 and 20 days: 19 at 0.9.
PREPARE p90 AS SELECT sales_cycle_percentile($1::double precision, opened, closed) FROM call_deal WHERE won;
EXECUTE p90 (0.9);
PREPARE percentiles AS SELECT sales_cycle_percentile($1::double precision[], opened, closed) FROM call_deal WHERE won;
EXECUTE percentiles ('{0,0.9}');
PREPARE of_constant AS SELECT conversion_rate($1::boolean), win_rate($2::boolean);
EXECUTE of_constant (true, false);
PREPARE by_number AS SELECT window_funnel($1, $2, opened, $3::integer), window_funnel($1, opened, $4::boolean) FROM call_deal;
EXECUTE by_number ('7 days', 'strict_order', 1, true);
-- Two conditions are one too many for the form with a step, and no mode: there is one form.
PREPARE conditions AS SELECT window_funnel($1, opened, $2, won) FROM call_deal;
SELECT parameter_types FROM pg_prepared_statements WHERE name = 'conditions';

DEALLOCATE ALL;
DROP TABLE untyped, call_deal;
