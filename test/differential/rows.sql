-- Seeded random rows. All come from hashes of the row number, so a seed makes the same rows under every plan and version.

-- The kth random number of row n, 0 <= h < 2^63.
CREATE FUNCTION h(n bigint, k int) RETURNS bigint LANGUAGE sql STABLE
    RETURN hashint8extended(n, k + 1000 * current_setting('test.seed')::bigint) & 9223372036854775807;

-- The nth key: edges of the type first, then keys in a row, keys that differ in a few bits only, and random ones.
CREATE FUNCTION key_int8(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN n < 6 THEN (ARRAY[0, -1, '-9223372036854775808', 9223372036854775807, 1, 4294967296]::bigint[])[n + 1]
        WHEN n % 3 = 0 THEN n WHEN n % 3 = 1 THEN -n << 32 ELSE hashint8extended(n, 7) END;

CREATE FUNCTION key_uuid(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN n = 0 THEN repeat('0', 32) WHEN n = 1 THEN repeat('f', 32)
        WHEN n % 3 = 0 THEN lpad(to_hex(n), 32, '0') WHEN n % 3 = 1 THEN rpad(lpad(to_hex(n), 16, '0'), 32, '0')
        ELSE md5(n::text) END::uuid;

CREATE FUNCTION key_text(n bigint) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN n < 6 THEN (ARRAY['', ' ', 'a', 'A', 'a ', chr(127)])[n + 1]
        WHEN n % 8 = 0 THEN n::text
        WHEN n % 8 < 4 THEN left(md5(n::text), 14 + n::int % 8)
        WHEN n % 8 = 4 THEN repeat('a common prefix ', 20) || n
        WHEN n % 8 = 5 THEN n || repeat(' a common suffix', 20)
        WHEN n % 8 = 6 THEN 'ключ ' || n ELSE n || '鍵鍵鍵鍵鍵鍵' END;

-- An amount for the random number x.
CREATE FUNCTION amount_numeric(kind text, x bigint) RETURNS numeric LANGUAGE sql IMMUTABLE
    RETURN CASE
        WHEN kind = 'special' AND x % 41 < 4 THEN (ARRAY['NaN', 'Infinity', '-Infinity', 'Infinity']::numeric[])[x % 41 + 1]
        WHEN kind = 'extreme' THEN CASE x % 11
            WHEN 0 THEN (x % 1999 - 999) * 1e-30
            WHEN 1 THEN (x % 1999 - 999) * 1e30
            WHEN 2 THEN (repeat('9', 200 + (x % 300)::int) || '.' || repeat('7', (x % 300)::int + 1))::numeric
            WHEN 3 THEN -(x::numeric * x * x * x * x * x * x * x)
            WHEN 4 THEN (x % 9 + 1)::numeric / (x % 7 + 3) / 1e25
            WHEN 5 THEN ('1e-' || x % 1000)::numeric
            WHEN 6 THEN ('-1e' || x % 1000)::numeric
            WHEN 7 THEN 99999999.99999999 WHEN 8 THEN -99999999.99999999
            WHEN 9 THEN 0.0000
            ELSE ('1e' || (x % 9 - 4) * 4)::numeric END
        ELSE CASE x % 10
            WHEN 0 THEN 0 WHEN 1 THEN 0.000
            WHEN 2 THEN -(x / 10 % 1000000) / 100.0
            WHEN 3 THEN (x / 10 % 1000)::numeric / 7
            WHEN 4 THEN (x / 10 % 100000) * ('1e-' || x / 100 % 7)::numeric
            ELSE round((x / 10 % 100000000) / 100.0, 2) END
    END;

CREATE FUNCTION amount_int8(kind text, x bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN kind = 'extreme' THEN
            (ARRAY[9223372036854775807, '-9223372036854775808', 9999999999999999, 10000000000000000, -x, x, 0])[x % 7 + 1]
        ELSE x % 2000001 - 1000000 END;

CREATE FUNCTION amount_int4(kind text, x bigint) RETURNS int LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN kind = 'extreme' THEN (ARRAY[2147483647, -2147483648, 0, x % 2147483647])[x % 4 + 1]::int
        ELSE x % 20001 - 10000 END;

CREATE FUNCTION amount_float8(kind text, x bigint) RETURNS float8 LANGUAGE sql IMMUTABLE
    RETURN CASE
        WHEN kind = 'special' AND x % 41 < 4 THEN (ARRAY['NaN', 'Infinity', '-Infinity', 'Infinity']::float8[])[x % 41 + 1]
        WHEN kind = 'extreme' THEN CASE x % 10
            WHEN 0 THEN 5.180654e-318 WHEN 1 THEN -2.2250738585072009e-308 WHEN 2 THEN 1e300 WHEN 3 THEN -1e300
            WHEN 4 THEN 0 WHEN 5 THEN '-0'
            WHEN 6 THEN 9007199254740993 WHEN 7 THEN 1
            ELSE sign(x % 2 - 0.5) * (x >> 10)::float8 * 2::float8 ^ (x % 1800 - 1000)::float8 END
        WHEN x % 10 = 0 THEN 0 WHEN x % 10 = 1 THEN '-0'
        ELSE (x / 10 % 200000000 - 100000000) / 100.0 END;

-- The same amount, sometimes written in another way: more decimal places, or the other zero.
CREATE FUNCTION other_form(value numeric, x bigint) RETURNS numeric LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN x % 4 = 0 THEN round(value, scale(value) + (x % 3)::int * 5) ELSE value END;
CREATE FUNCTION other_form(value float8, x bigint) RETURNS float8 LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN x % 2 = 0 AND value = 0 THEN -value ELSE value END;

-- A time for the random number x: within two years, or within two thousand centuries.
CREATE FUNCTION moment(kind text, x bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN kind = 'extreme' AND x % 4 > 0
        THEN timestamp '4713-01-01 00:00 BC' + make_interval(days => (x / 4 % 74000000)::int, secs => x % 86400000 / 1000.0)
        ELSE timestamp '2023-01-01 00:00' + make_interval(days => (x / 4 % 730)::int, secs => CASE x % 3
            WHEN 0 THEN 0 WHEN 1 THEN x % 86400 ELSE (x % 86400000000) / 1000000.0 END) END;

-- A table of so many rows. Groups of ordinary rows: one row, two rows, nothing known, some 36 keys, many keys, and no
-- group at all; of edges: each group has as many keys as its number says; of big: nearly all rows in one group.
CREATE FUNCTION make_rows(name text, kind text, size int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($query$
        CREATE UNLOGGED TABLE %1$I WITH (parallel_workers = 2) AS
        WITH
            grouped AS (
                SELECT id, CASE %2$L
                        WHEN 'edges' THEN edge
                        WHEN 'big' THEN NULLIF(h(id, 0) %% 1000, 0)::int / 1000
                        ELSE CASE WHEN id = 1 THEN 1 WHEN id <= 3 THEN 2 WHEN id <= 20 THEN 3 WHEN id <= 120 THEN 4
                            WHEN h(id, 0) %% 50 = 0 THEN NULL
                            WHEN %2$L = 'special' THEN 5 + h(id, 0) %% 80 ELSE 5 + h(id, 0) %% 9 END::int
                    END AS g,
                    nth
                FROM (
                    SELECT id, id AS nth, NULL::int AS edge FROM generate_series(1, %3$s) AS id WHERE %2$L <> 'edges'
                    UNION ALL
                    SELECT row_number() OVER (ORDER BY edge, nth), nth, edge
                    FROM unnest('{4,5,8,9,31,32,33,48,49,96,97,3009,3072,3073,6080,6081,6144,6145,12225,12289}'::int[]) AS edge,
                        generate_series(0, edge + 5) AS nth
                    WHERE %2$L = 'edges' AND edge <= %3$s) AS row),
            numbered AS (
                SELECT id, g,
                    CASE WHEN %2$L = 'edges' THEN nth %% g WHEN g = 4 THEN h(id, 1) %% 36
                        WHEN %2$L = 'big' THEN h(id, 1) %% (%3$s * 3) ELSE h(id, 1) %% (%3$s / 6) END AS account,
                    CASE WHEN %2$L = 'edges' THEN nth %% g WHEN g = 4 THEN h(id, 2) %% 33
                        ELSE h(id, 2) %% (%3$s / 4) END AS deal,
                    %2$L <> 'edges' AND (coalesce(g, 0) = 3 OR h(id, 3) %% 13 = 0) AS no_account,
                    %2$L <> 'edges' AND (coalesce(g, 0) = 3 OR h(id, 4) %% 13 = 0) AS no_deal,
                    coalesce(g, 0) = 3 OR h(id, 5) %% 13 = 0 AS no_amount,
                    coalesce(g, 0) = 3 OR h(id, 6) %% 11 = 0 AS no_opening,
                    coalesce(g, 0) = 3 OR h(id, 7) %% 7 = 0 AS no_closing,
                    moment(%2$L, h(id, 8)) AS opened
                FROM grouped),
            valued AS (
                SELECT *,
                    CASE WHEN h(id, 10) %% 20 = 0 THEN opened WHEN %2$L = 'extreme' THEN moment(%2$L, h(id, 9))
                        ELSE opened + make_interval(days => (h(id, 9) %% 120)::int - 10, secs => CASE h(id, 9) %% 3
                            WHEN 0 THEN 0 ELSE h(id, 9) %% 86400000000 / 1000000.0 END) END AS closed
                FROM numbered)
        SELECT id, g,
            NULLIF(h(id, 11) %% 4, 0)::int AS c,
            (id / 3 * 2 + id / 40 * 9)::int AS day,
            h(id, 12) %% 3 > 0 AND g IS DISTINCT FROM 5 AS pass,
            CASE WHEN g = 3 THEN NULL ELSE (ARRAY[true, true, false, NULL])[h(id, 13) %% 4 + 1] END AS won,
            CASE WHEN NOT no_account THEN key_int8(account) END AS account_int8,
            CASE WHEN NOT no_account THEN key_uuid(account) END AS account_uuid,
            CASE WHEN NOT no_account THEN key_text(account) END AS account_text,
            CASE WHEN NOT no_deal THEN key_int8(deal) END AS deal_int8,
            CASE WHEN NOT no_deal THEN key_uuid(deal) END AS deal_uuid,
            CASE WHEN NOT no_deal THEN key_text(deal) END AS deal_text,
            CASE WHEN NOT no_amount THEN amount_numeric(%2$L, h(id, 14)) END AS amount_numeric,
            CASE WHEN NOT no_amount THEN amount_int8(%2$L, h(id, 14)) END AS amount_int8,
            CASE WHEN NOT no_amount THEN amount_int4(%2$L, h(id, 14)) END AS amount_int4,
            CASE WHEN NOT no_amount THEN amount_float8(%2$L, h(id, 14)) END AS amount_float8,
            CASE WHEN NOT no_amount AND %2$L <> 'big' THEN exact(amount_float8(%2$L, h(id, 14))) END AS exact_amount_float8,
            CASE WHEN NOT no_amount THEN other_form(amount_numeric(%2$L, h(deal, 15)), h(id, 16)) END AS numeric_of_deal,
            CASE WHEN NOT no_amount THEN amount_int8(%2$L, h(deal, 15)) END AS int8_of_deal,
            CASE WHEN NOT no_amount THEN amount_int4(%2$L, h(deal, 15)) END AS int4_of_deal,
            CASE WHEN NOT no_amount THEN other_form(amount_float8(%2$L, h(deal, 15)), h(id, 16)) END AS float8_of_deal,
            CASE WHEN NOT no_amount AND %2$L <> 'big' THEN exact(amount_float8(%2$L, h(deal, 15))) END AS exact_float8_of_deal,
            CASE WHEN h(id, 18) %% 9 > 0 AND coalesce(g, 0) <> 3
                THEN other_form(amount_numeric(%2$L, h(account, 17)), h(id, 16)) END AS quota_numeric,
            -- An account's amounts in two months; nothing is 0, too. NaN and infinities have no other form.
            CASE WHEN opening <> 0 OR h(id, 23) %% 3 > 0 THEN coalesce(other_form(opening, h(id, 24)), opening) END AS opening_numeric,
            CASE WHEN closing <> 0 OR h(id, 23) %% 5 > 0 THEN coalesce(other_form(closing, h(id, 25)), closing) END AS closing_numeric,
            CASE WHEN NOT no_opening THEN opened::date END AS opened_date,
            CASE WHEN NOT no_closing THEN closed::date END AS closed_date,
            CASE WHEN NOT no_opening THEN opened END AS opened_timestamp,
            CASE WHEN NOT no_closing THEN closed END AS closed_timestamp,
            CASE WHEN NOT no_opening THEN opened AT TIME ZONE 'UTC' END AS opened_timestamptz,
            CASE WHEN NOT no_closing THEN closed AT TIME ZONE 'UTC' END AS closed_timestamptz,
            (ARRAY['', 'ads', 'ads ', 'Mail', 'mail', 'mäil', repeat('long ', 50), NULL])[h(id, 19) %% 8 + 1] AS value_text,
            touched::date AS at_date, touched AS at_timestamp, touched AT TIME ZONE 'UTC' AS at_timestamptz
        FROM valued,
            -- Of few values, so that many are equal.
            LATERAL (SELECT CASE WHEN h(id, 20) %% 11 = 0 OR coalesce(g, 0) = 3 THEN NULL WHEN h(id, 20) %% 97 = 1 THEN 'infinity'
                WHEN h(id, 20) %% 97 = 2 THEN '-infinity'
                ELSE timestamp '2024-01-01' + h(id, 21) %% 400 * interval '5 hours 0.000001 seconds' END AS touched) AS t,
            LATERAL (SELECT CASE WHEN coalesce(g, 0) <> 3 AND h(account, 26) %% 5 > 0 THEN amount_numeric(%2$L, h(account, 27)) ELSE 0 END AS opening) AS o,
            LATERAL (SELECT CASE WHEN coalesce(g, 0) = 3 OR h(account, 28) %% 6 = 0 THEN 0 WHEN h(account, 28) %% 6 = 1 THEN opening
                ELSE amount_numeric(%2$L, h(account, 29)) END AS closing) AS c
        ORDER BY id $query$, name, kind, size);
    EXECUTE format('ANALYZE %I', name);
    RETURN format('seed %s, %s rows made', current_setting('test.seed'), name);
END $$;
