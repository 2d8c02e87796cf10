-- What must hold of the samples that an earlier commit has written, the table kept: this build reads them, writes the same
-- bytes back, says the same of them, and writes the same from the same rows. What an earlier form is made into, and what it
-- is equal to, is the sample's newest form.
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';

-- As releases hashed that knew the first form only, whose indexes are still there.
CREATE FUNCTION hash_of_bytes(bytea) RETURNS int AS 'hashvarlena' LANGUAGE internal IMMUTABLE STRICT;
CREATE FUNCTION hash_of_bytes(bytea, bigint) RETURNS bigint AS 'hashvarlenaextended' LANGUAGE internal IMMUTABLE STRICT;
CREATE VIEW first AS SELECT DISTINCT ON (call, rows, type) * FROM kept ORDER BY call, rows, type, form;
CREATE VIEW newest AS SELECT DISTINCT ON (call, rows, type) * FROM kept ORDER BY call, rows, type, form DESC;

-- Of each sample of a type: an expression of $1, its bytes, and what it must be. What takes them by COPY BINARY stands in received.
CREATE TABLE reading (type text, title text, expression text, must_be text);
INSERT INTO reading VALUES
    ('kpi_state', 'text and back', '$1::text::kpi_state::text', '\x{bytes}'),
    ('kpi_state', 'read and sent', 'encode(kpi_state_send($1::text::kpi_state), ''hex'')', '{bytes}'),
    ('kpi_state', 'final function', '{asked}', '{told}'),
    ('kpi_state', 'NULL merged with it', 'kpi_state_combine(NULL, $1::text::kpi_state)::text', '\x{bytes}'),
    ('kpi_state', 'merged with NULL', 'kpi_state_combine($1::text::kpi_state, NULL)::text', '\x{bytes}'),
    ('kpi_state', 'merged with itself', '{doubled}', '{twice}'),
    ('kpi_state', 'merged twice, in two orders', 'kpi_state_combine(kpi_state_combine($1::text::kpi_state, $1::text::kpi_state), $1::text::kpi_state)::text'
        ' = kpi_state_combine($1::text::kpi_state, kpi_state_combine($1::text::kpi_state, $1::text::kpi_state))::text', 'true');
INSERT INTO reading
SELECT type, title, replace(expression, '{type}', type), must_be
FROM unnest('{kpi_summary,funnel_summary,session_summary,channel_graph,retention_summary,pipeline_changes,mrr_summary}'::text[]) AS type,
    (VALUES ('as it lies in a table', 'encode({type}_send($1::{type}), ''hex'')', '{bytes}'),
        ('text and back', 'encode({type}_send($1::{type}::text::{type}), ''hex'')', '{newest}'),
        ('accessors', '{asked}', '{told}'),
        ('added to the same', '{type}_send($1::{type} + ''\x{newest}''::bytea::{type}) = {type}_send((SELECT rollup(v) FROM unnest(ARRAY[$1::{type}, $1::{type}]) AS v))', 'true'),
        ('equal to its newest form', '(SELECT $1::{type} = s AND s = $1::{type} AND NOT $1::{type} <> s AND NOT $1::{type} < s AND NOT s < $1::{type} AND $1::{type} <= s'
            ' AND $1::{type} >= s AND {type}_cmp($1::{type}, s) = 0 AND {type}_hash($1::{type}) = {type}_hash(s)'
            ' AND {type}_hash_extended($1::{type}, 7) = {type}_hash_extended(s, 7) FROM (SELECT ''\x{newest}''::bytea::{type}) AS n (s))', 'true'),
        ('hashes as its first form', '{type}_hash($1::{type}) = hash_of_bytes(''\x{first}'') AND {type}_hash_extended($1::{type}, 7) = hash_of_bytes(''\x{first}'', 7)', 'true'),
        ('rolled up alone', 'encode({type}_send((SELECT rollup($1::{type}))), ''hex'')', '{newest}'),
        ('rolled up with itself', '{doubled}', '{twice}')) AS v (title, expression, must_be);

CREATE TABLE result (nth serial, title text, sample text, ok boolean);
INSERT INTO result (title, sample, ok)
SELECT format('%s: %s', r.type, title), format('%s of %s', call, rows), got IS NOT DISTINCT FROM wanted
FROM kept JOIN reading AS r USING (type) JOIN newest AS n USING (call, rows, type)
    JOIN first USING (call, rows, type)
    LEFT JOIN making AS m USING (call, rows, type),
    LATERAL (SELECT CASE must_be WHEN '{bytes}' THEN kept.bytes WHEN '{newest}' THEN n.bytes WHEN '\x{bytes}' THEN '\x' || kept.bytes WHEN '{told}' THEN kept.told
            WHEN '{twice}' THEN n.doubled ELSE must_be END,
        CASE expression WHEN '{asked}' THEN asked WHEN '{doubled}' THEN m.doubled ELSE replace(replace(expression, '{newest}', n.bytes), '{first}', first.bytes) END) AS e (wanted, asks),
    LATERAL try(asks, decode(kept.bytes, 'hex')) AS got
ORDER BY r.type DESC, title;

CREATE FUNCTION sent(value anyelement) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    bytes bytea;
BEGIN
    EXECUTE format('SELECT %s_send($1)', pg_typeof(value)) INTO bytes USING value;
    RETURN encode(bytes, 'hex');
EXCEPTION WHEN OTHERS THEN
    RETURN 'ERROR ' || SQLSTATE;
END $$;
INSERT INTO result (title, sample, ok)
SELECT format('%s: COPY BINARY', k.type), format('%s of %s', call, rows), COALESCE(sent = k.bytes, false)
FROM kept AS k LEFT JOIN (
        SELECT call, rows, form, 'kpi_state' AS type, sent(value) FROM received_kpi_state
        UNION ALL SELECT call, rows, form, 'kpi_summary', sent(value) FROM received_kpi_summary
        UNION ALL SELECT call, rows, form, 'funnel_summary', sent(value) FROM received_funnel_summary
        UNION ALL SELECT call, rows, form, 'session_summary', sent(value) FROM received_session_summary
        UNION ALL SELECT call, rows, form, 'channel_graph', sent(value) FROM received_channel_graph
        UNION ALL SELECT call, rows, form, 'retention_summary', sent(value) FROM received_retention_summary
        UNION ALL SELECT call, rows, form, 'pipeline_changes', sent(value) FROM received_pipeline_changes
        UNION ALL SELECT call, rows, form, 'mrr_summary', sent(value) FROM received_mrr_summary) AS r USING (call, rows, form, type)
ORDER BY k.type DESC;

-- Written again, and by other ways.
INSERT INTO result (title, sample, ok)
SELECT format('%s: %s', k.type, title), format('%s of %s', call, rows), COALESCE(same, false)
FROM newest AS k LEFT JOIN written AS w USING (call, rows, type) LEFT JOIN making AS m USING (call, rows, type),
    LATERAL (VALUES ('the same rows', w.bytes = k.bytes), ('what the same rows say', (w.told, w.doubled) IS NOT DISTINCT FROM (k.told, k.doubled)),
        ('the same rows by other ways', try(again, NULL) = '\x' || k.bytes)) AS v (title, same)
ORDER BY k.type DESC, title;

-- All are sorted as their first forms are.
SELECT format($$
    INSERT INTO result (title, sample, ok)
    SELECT '%1$s: sorted as their first form', format('%%s of %%s', call, rows), nth_value = nth_first
    FROM (SELECT call, rows, rank() OVER (ORDER BY decode(kept.bytes, 'hex')::%1$s) AS nth_value, rank() OVER (ORDER BY decode(first.bytes, 'hex')) AS nth_first
        FROM kept JOIN first USING (call, rows, type)
        WHERE type = '%1$s') AS v $$, type)
FROM (SELECT DISTINCT type FROM kept WHERE form = '02') AS t ORDER BY type \gexec

-- What makes the samples worth something is among them.
INSERT INTO result (title, sample, ok)
SELECT 'samples of every kind', format('kind %s', kind), kind IN (SELECT get_byte(decode(bytes, 'hex'), 1) FROM kept WHERE type = 'kpi_state')
FROM (SELECT generate_series(1, 17) UNION ALL SELECT generate_series(21, 33) UNION ALL SELECT generate_series(35, 39)) AS k (kind);
INSERT INTO result (title, sample, ok)
SELECT 'samples of every type of keys, amounts and times, of packed and wide events, of keys that are 0', sample, ok
FROM (SELECT array_agg(DISTINCT left(bytes, 8)) AS heads, array_agg(DISTINCT substr(bytes, 41, 2)) FILTER (WHERE bytes LIKE '0110%') AS times,
        bool_or(bytes ~ '^01030100.{8}0{16}') AS zero_bigint, bool_or(bytes ~ '^01030200.{8}0{32}') AS zero_uuid,
        array_agg(DISTINCT substr(bytes, 45, 2)) FILTER (WHERE bytes LIKE '0110%') AS conditions
        FROM kept WHERE type = 'kpi_state') AS k,
    LATERAL (SELECT format('head %s', head), head = ANY (heads)
            FROM unnest('{01030100,01030200,01030300,01090101,01090102,01090103,01090201,01090202,01090203,01090301,01090302,01090303,'
                '010f0101,010f0201,010f0301,01110001,01110002,01110003,01110008,01110040}'::text[]) AS head
        UNION ALL SELECT format('type of times %s', time), time = ANY (times) FROM unnest('{01,02,03}'::text[]) AS time
        UNION ALL SELECT format('%s conditions', n), lpad(to_hex(n), 2, '0') = ANY (conditions) FROM unnest('{0,1,2,3,8,64}'::int[]) AS n
        UNION ALL SELECT 'bigint 0', zero_bigint UNION ALL SELECT 'uuid 0', zero_uuid) AS v (sample, ok);

SELECT format('%s %s: %s samples, %s wrong%s', CASE WHEN bool_and(ok) THEN 'ok     ' ELSE 'FAILED ' END, title, count(*), count(*) FILTER (WHERE NOT ok),
    (SELECT string_agg(E'\n        ' || sample, '') FROM (SELECT sample FROM result AS w WHERE w.title = r.title AND NOT ok ORDER BY nth LIMIT 5) AS w))
FROM result AS r GROUP BY title ORDER BY min(nth);
SELECT format('%s passed, %s failed', count(*) FILTER (WHERE ok), count(*) FILTER (WHERE NOT ok))
FROM (SELECT bool_and(ok) AS ok FROM result GROUP BY title) AS t;
