--
-- Rows of a summary that wait to be counted: whenever it is read, and however it is merged, they count.
--

-- Deals whose summaries need no list, one for each: amounts that a row has no room for, and those just within it.
CREATE FUNCTION pg_temp.amount(i integer) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE i % 17
		WHEN 0 THEN NULL
		WHEN 1 THEN 0.00
		WHEN 2 THEN -i
		WHEN 3 THEN 14073748835.5327
		WHEN 4 THEN 14073748835.5328
		WHEN 5 THEN -14073748835.5327
		WHEN 6 THEN 99999999999999999999.5
		WHEN 7 THEN i + 0.00001
		WHEN 8 THEN i * 10000000.0
		WHEN 9 THEN (i || '.5' || repeat('0', CASE WHEN i > 600 THEN 255 WHEN i > 500 THEN 254 ELSE 3 END))::numeric
		ELSE i / 100.0::numeric(12, 2)
	END
$$;
CREATE TEMP TABLE deal AS
	SELECT i, NULLIF(i % 900, 7) AS account, CASE WHEN i % 11 > 0 THEN i % 3 = 0 END AS won, pg_temp.amount(i) AS amount,
		CASE WHEN i % 13 > 0 THEN timestamp '2024-01-01' END AS opened,
		timestamp '2024-01-01' + (i * 7919 % 1009 - 50) * interval '1 hour' AS closed
	FROM generate_series(1, 1500) AS i;
-- Revenue that is no number stays so from its deal on.
UPDATE deal SET amount = 'NaN' WHERE i = 1401;
UPDATE deal SET amount = 'Infinity' WHERE i = 1110;

-- After each row, hence with every number of rows that wait, and again after the next one.
CREATE FUNCTION pg_temp.check_rows(account text) RETURNS TABLE ("rows" bigint, equal bigint, final text) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT count(*), count(*) FILTER (WHERE a = b), max(format(''%%s deals, %%s won, %%s accounts, revenue %%s'',
			opportunities(a), won(a), accounts(a), trim_scale(revenue(a)))) FILTER (WHERE i = 1100)
		FROM (SELECT i, kpi_summary(%1$s, won, amount, opened, closed) OVER (ORDER BY i) AS a, rollup(summary) OVER (ORDER BY i) AS b
			FROM (SELECT deal.*, kpi_summary(%1$s, won, amount, opened, closed) AS summary FROM deal GROUP BY i, account, won, amount, opened, closed) AS deal) AS v', account);
END $$;
-- In plain SQL, of the first 1,100 deals.
SELECT format('%s deals, %s won, %s accounts, revenue %s', count(*), count(*) FILTER (WHERE won), count(DISTINCT account), trim_scale(sum(amount) FILTER (WHERE won))) AS final
FROM deal WHERE i <= 1100;
SELECT * FROM pg_temp.check_rows('account');
SELECT * FROM pg_temp.check_rows('account::text');
SELECT * FROM pg_temp.check_rows('md5(account::text)::uuid');

-- States of parts, each with rows that wait, come to the state of all; so does a state that takes rows after a merge.
CREATE SCHEMA waiting;
CREATE AGGREGATE waiting.state(bigint, boolean, numeric, timestamp, timestamp) (SFUNC = kpi_summary_accum, STYPE = kpi_state);
CREATE AGGREGATE waiting.state(text, boolean, numeric, timestamp, timestamp) (SFUNC = kpi_summary_accum, STYPE = kpi_state);
CREATE AGGREGATE waiting.merge(kpi_state) (SFUNC = kpi_state_combine, STYPE = kpi_state);
CREATE FUNCTION pg_temp.check_parts(account text) RETURNS TABLE (splits bigint, two bigint, three bigint, taken_on bigint, final bigint) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('WITH v AS (
			SELECT n, waiting.state(%1$s, won, amount, opened, closed) AS whole,
				waiting.state(%1$s, won, amount, opened, closed) FILTER (WHERE i %% 3 > 0) AS a,
				waiting.state(%1$s, won, amount, opened, closed) FILTER (WHERE i %% 3 = 0) AS b,
				waiting.state(%1$s, won, amount, opened, closed) FILTER (WHERE i <= n / 2) AS c,
				waiting.state(%1$s, won, amount, opened, closed) FILTER (WHERE i > n / 2) AS d
			FROM generate_series(300, 1500, 23) AS n JOIN deal ON i <= n GROUP BY n)
		SELECT count(*), count(*) FILTER (WHERE kpi_state_combine(a, b)::text = whole::text),
			count(*) FILTER (WHERE (SELECT waiting.merge(s) FROM unnest(ARRAY[NULL, c, c, d]) AS s)::text = kpi_state_combine(whole, c)::text),
			count(*) FILTER (WHERE kpi_summary_accum(kpi_state_combine(a, b), NULL::%2$s, true, 1.5, ''2024-01-01'', ''2024-01-02'')::text
				= kpi_summary_accum(whole, NULL::%2$s, true, 1.5, ''2024-01-01'', ''2024-01-02'')::text),
			count(*) FILTER (WHERE kpi_summary_final(whole)::text = (kpi_summary_final(c) + kpi_summary_final(d))::text)
		FROM v', account, CASE WHEN account = 'account' THEN 'bigint' ELSE 'text' END);
END $$;
SELECT * FROM pg_temp.check_parts('account');
SELECT * FROM pg_temp.check_parts('account::text');

SET client_min_messages = warning;
DROP SCHEMA waiting CASCADE;
