-- Random deals, the same on every server: a column for each example of an argument, after examples.sql.

-- The kth random number of row n, 0 <= r < 2^62.
CREATE FUNCTION r(n bigint, k bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN hashint8extended(n, k) & 4611686018427387903;

-- Each example has random numbers of its own for i. A deal that repeats keeps its amount, and has one outcome on each day of its
-- `at`; an account keeps its quota and its revenue; nearly everything is NULL now and then.
DO $$
BEGIN
    EXECUTE (
        SELECT format($q$
            CREATE TABLE deal AS
            SELECT id, g, machine, %s
            FROM (
                SELECT id, NULLIF(r(id, 1) %% 6, 5)::int AS g, (ARRAY['east', 'west'])[id %% 2 + 1] AS machine,
                    NULLIF(r(id, 2) %% 90, 89)::int AS account, NULLIF(r(id, 3) %% 700, 699)::int AS deal
                FROM generate_series(1, 2000) AS id) AS drawn$q$,
            string_agg(format('(%s)::%s AS %I', regexp_replace(expression, '\mi\M', number, 'g'), type::regtype, "column"), ', '
                ORDER BY "column"))
        FROM (SELECT DISTINCT "column", type, expression, split_part("column", '_', 1) AS name FROM example) AS e,
            LATERAL (SELECT CASE name
                WHEN 'account' THEN 'account'
                WHEN 'deal' THEN 'deal'
                WHEN 'won' THEN 'NULLIF(r(coalesce(deal, 0) * 100 + (r(id, 8) / 9 % 6000 % 100 * 420 + r(id, 8) / 9 % 6000 / 100 * 7) / 1440, 4) % 4, 3)'
                WHEN 'amount' THEN 'NULLIF(r(deal, 5) % 5000, 0)::int'
                WHEN 'quota' THEN '(r(account, 6) % 5000)::int'
                WHEN 'opening' THEN '(r(account, 9) % 5000)::int'
                WHEN 'closing' THEN '(r(account, 10) % 5000)::int'
                WHEN 'opened' THEN '(r(id, 7) % 31)::int'
                WHEN 'at' THEN '(CASE WHEN r(id, 8) % 9 > 0 THEN r(id, 8) / 9 % 6000 END)::int'
                ELSE format('(CASE WHEN r(id, %1$s) %% 9 > 0 THEN r(id, %1$s) / 9 %% 500 END)::int', hashtext(name))
            END AS number) AS n);
END $$;
ALTER TABLE deal ADD PRIMARY KEY (id);
ANALYZE deal;
