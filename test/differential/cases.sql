-- What every aggregate of the extension (the table kpi of ../examples.sql) must equal. A KPI's plain SQL is written once, over
-- the names of its arguments, and stands for all overloads. An argument's column is that of its example, but for a few.

CREATE TABLE tally (passed int, failed int, compared bigint);

CREATE TABLE definition (
    kpi text,
    arguments text,
    plain text,                 -- {x} is the column of argument x, {result} the type of the result
    within text                 -- how far the result may be from it, as SQL; NULL: nowhere, to the last digit and scale
);

INSERT INTO definition VALUES
    ('conversion_rate', 'converted',
        'count(*) FILTER (WHERE {converted})::float8 / NULLIF(count({converted}), 0)'),
    ('conversion_rate', 'subject, converted',
        'count(DISTINCT {subject}) FILTER (WHERE {converted})::float8
            / NULLIF(count(DISTINCT {subject}) FILTER (WHERE {converted} IS NOT NULL), 0)'),
    ('win_rate', 'won',
        'count(*) FILTER (WHERE {won})::float8 / NULLIF(count({won}), 0)'),
    ('win_rate', 'won, amount',
        'sum({amount}) FILTER (WHERE {won}) / NULLIF(sum({amount}) FILTER (WHERE {won} IS NOT NULL), 0)'),
    ('opportunity_to_customer_ratio', 'account, won',
        'count(DISTINCT {account}) FILTER (WHERE {won})::float8 / NULLIF(count(*), 0)'),
    ('opportunity_to_customer_ratio', 'account, won, opportunity',
        'count(DISTINCT {account}) FILTER (WHERE {won})::float8 / NULLIF(count(DISTINCT {opportunity}), 0)'),
    ('sales_cycle', 'opened, closed',
        'mean(sum(us({opened}, {closed})), count(us({opened}, {closed})))'),
    ('sales_cycle_percentile', 'fraction, opened, closed',
        'percentile({fraction}, array_agg(us({opened}, {closed})))'),
    ('sales_cycle_percentile', 'fractions, opened, closed',
        'percentile({fractions}, array_agg(us({opened}, {closed})))'),
    ('sales_cycle_median', 'opened, closed',
        'percentile(0.5, array_agg(us({opened}, {closed})))'),
    ('revenue_per_account', 'account, amount',
        'CAST(sum({exact amount}) FILTER (WHERE {account} IS NOT NULL) AS {result})
            / NULLIF(count(DISTINCT {account}), 0)'),
    -- Of a deal's rows the one with the most decimal places tells the scale.
    ('revenue_per_account', 'account, amount, deal',
        '(SELECT CAST(sum(a) AS {result})
            FROM (SELECT DISTINCT ON (d) a
                FROM unnest(array_agg({deal}) FILTER (WHERE {account} IS NOT NULL AND {amount} IS NOT NULL),
                        array_agg({exact amount}) FILTER (WHERE {account} IS NOT NULL AND {amount} IS NOT NULL))
                    AS row (d, a)
                WHERE d IS NOT NULL
                ORDER BY d, scale(a::numeric) DESC) AS deal)
            / NULLIF(count(DISTINCT {account}), 0)'),
    ('sales_velocity', 'won, amount, opened, closed',
        'sum({amount}) FILTER (WHERE {won}) * count(cycle({opened}, {closed})) FILTER (WHERE {won}) * 86400
            / NULLIF(GREATEST(sum(seconds(cycle({opened}, {closed}))) FILTER (WHERE {won}), 0), 0)'),
    ('quota_attainment', 'actual, quota',
        'sum({actual}) FILTER (WHERE {quota} IS NOT NULL) / NULLIF(sum({quota}), 0)'),
    ('quota_attainment', 'owner, actual, quota',
        'sum({actual}) FILTER (WHERE {owner} IS NOT NULL AND {quota} IS NOT NULL)
            / NULLIF((SELECT sum(q)
                FROM (SELECT DISTINCT ON (o) q
                    FROM unnest(array_agg({owner}) FILTER (WHERE {owner} IS NOT NULL AND {quota} IS NOT NULL),
                            array_agg({quota}) FILTER (WHERE {owner} IS NOT NULL AND {quota} IS NOT NULL)) AS row (o, q)
                    ORDER BY o, scale(q) DESC) AS owner), 0)'),
    ('forecast_accuracy', 'forecast, actual',
        '1 - sum(abs({forecast} - {actual})) / NULLIF(sum(abs({actual})), 0)'),
    ('forecast_bias', 'forecast, actual',
        'sum({forecast} - {actual}) / NULLIF(sum({actual}), 0)'),
    ('net_revenue_retention', 'opening, closing',
        'sum(coalesce({closing}, 0)) FILTER (WHERE {opening} > 0) / NULLIF(sum({opening}) FILTER (WHERE {opening} > 0), 0)'),
    ('gross_revenue_retention', 'opening, closing',
        'sum(LEAST({opening}, coalesce({closing}, 0))) FILTER (WHERE {opening} > 0)
            / NULLIF(sum({opening}) FILTER (WHERE {opening} > 0), 0)'),
    -- Of an account's rows, too.
    ('net_revenue_retention', 'account, opening, closing',
        '(SELECT sum(c) / NULLIF(sum(o), 0)
            FROM (SELECT widest(o) AS o, widest(coalesce(c, 0)) AS c
                FROM unnest(array_agg({account}) FILTER (WHERE {opening} > 0), array_agg({opening}) FILTER (WHERE {opening} > 0),
                        array_agg({closing}) FILTER (WHERE {opening} > 0)) AS row (a, o, c)
                WHERE a IS NOT NULL GROUP BY a) AS account)'),
    ('gross_revenue_retention', 'account, opening, closing',
        '(SELECT sum(l) / NULLIF(sum(o), 0)
            FROM (SELECT widest(o) AS o, widest(LEAST(o, coalesce(c, 0))) AS l
                FROM unnest(array_agg({account}) FILTER (WHERE {opening} > 0), array_agg({opening}) FILTER (WHERE {opening} > 0),
                        array_agg({closing}) FILTER (WHERE {opening} > 0)) AS row (a, o, c)
                WHERE a IS NOT NULL GROUP BY a) AS account)'),
    ('customer_acquisition_cost', 'customer, spend, campaign',
        '(SELECT sum(s)
            FROM (SELECT widest(s) AS s
                FROM unnest(array_agg({campaign}) FILTER (WHERE {spend} IS NOT NULL), array_agg({spend}) FILTER (WHERE {spend} IS NOT NULL))
                    AS row (k, s)
                WHERE k IS NOT NULL GROUP BY k) AS campaign)
            / NULLIF(count(DISTINCT {customer}), 0)'),
    ('first_touch', 'value, at',
        '(array_agg({value} ORDER BY {at}, {value} COLLATE "C") FILTER (WHERE {value} IS NOT NULL AND {at} IS NOT NULL))[1]'),
    ('last_touch', 'value, at',
        '(array_agg({value} ORDER BY {at} DESC, {value} COLLATE "C") FILTER (WHERE {value} IS NOT NULL AND {at} IS NOT NULL))[1]'),
    ('touch_path', 'value, at',
        '(SELECT array_agg(v ORDER BY n)
            FROM (SELECT v, n, lag(v) OVER (ORDER BY n) AS before
                FROM unnest(array_agg({value} ORDER BY {at}, {value} COLLATE "C")
                    FILTER (WHERE {value} IS NOT NULL AND {at} IS NOT NULL)) WITH ORDINALITY AS row (v, n)) AS touch
            WHERE v IS DISTINCT FROM before)'),
    ('win_rate_within', 'horizon, won, opened, closed, as_of',
        'won_within({horizon}, array_agg(watched({won} IS NOT NULL, {opened}, {closed}, {as_of})),
            array_agg(CASE WHEN {closed} <= {as_of} THEN {won} END))'),
    ('sales_cycle_percentile', 'fraction, opened, closed, as_of',
        'percentile({fraction}, array_agg(watched({closed} IS NOT NULL, {opened}, {closed}, {as_of})), array_agg(NULLIF({closed} <= {as_of}, false)))'),
    ('sales_cycle_percentile', 'fractions, opened, closed, as_of',
        'percentile({fractions}, array_agg(watched({closed} IS NOT NULL, {opened}, {closed}, {as_of})), array_agg(NULLIF({closed} <= {as_of}, false)))'),
    ('sales_cycle_median', 'opened, closed, as_of',
        'percentile(0.5, array_agg(watched({closed} IS NOT NULL, {opened}, {closed}, {as_of})), array_agg(NULLIF({closed} <= {as_of}, false)))');

INSERT INTO definition VALUES
    -- The plain SQL of the manual to the letter, which rounds on its way.
    ('sales_cycle', 'opened, closed',
        'avg(cycle({opened}, {closed}))', '1e-6'),
    ('sales_cycle_percentile', 'fraction, opened, closed',
        'percentile_cont({fraction}) WITHIN GROUP (ORDER BY cycle({opened}, {closed}))', '1e-6'),
    ('sales_cycle_percentile', 'fractions, opened, closed',
        'percentile_cont({fractions}) WITHIN GROUP (ORDER BY cycle({opened}, {closed}))', '1e-6'),
    ('sales_cycle_median', 'opened, closed',
        'percentile_cont(0.5) WITHIN GROUP (ORDER BY cycle({opened}, {closed}))', '1e-6'),
    ('revenue_per_account', 'account, amount',
        'sum({amount}) FILTER (WHERE {account} IS NOT NULL) / NULLIF(count(DISTINCT {account}), 0)::{result}',
        '1e-12 * sum(abs({amount})) FILTER (WHERE {account} IS NOT NULL) / NULLIF(count(DISTINCT {account}), 0)'),
    ('win_rate_within', 'horizon, won, opened, closed, as_of',
        '(WITH event AS (SELECT t, count(*) FILTER (WHERE won) AS w, count(won) AS decided, sum(count(*)) OVER (ORDER BY t DESC) AS at_risk
                FROM unnest(
                    array_agg(cycle({opened}, CASE WHEN {won} IS NOT NULL AND {closed} <= {as_of} THEN {closed} ELSE {as_of} END))
                        FILTER (WHERE {opened} <= {as_of} AND ({won} IS NULL OR {closed} IS NOT NULL)),
                    array_agg(CASE WHEN {closed} <= {as_of} THEN {won} END)
                        FILTER (WHERE {opened} <= {as_of} AND ({won} IS NULL OR {closed} IS NOT NULL))) AS spell (t, won) GROUP BY t),
            curve AS (SELECT *, coalesce(exp(sum(ln(NULLIF(1 - decided / at_risk, 0)))
                OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)), 1) AS still_open FROM event)
            SELECT CASE WHEN {horizon} <= max(t) OR bool_or(decided = at_risk)
                THEN coalesce(sum(still_open * w / at_risk) FILTER (WHERE t <= {horizon}), 0) END FROM curve)::float8', '1e-12');

-- ---------------------------------------------------------------------------------------------------------------------
-- Arithmetic without rounding
-- ---------------------------------------------------------------------------------------------------------------------

-- A cycle as interval; dates stand for their midnight.
CREATE FUNCTION cycle(opened timestamp, closed timestamp) RETURNS interval LANGUAGE sql IMMUTABLE
    RETURN closed - opened;
CREATE FUNCTION cycle(opened timestamptz, closed timestamptz) RETURNS interval LANGUAGE sql IMMUTABLE
    RETURN closed - opened;
CREATE FUNCTION cycle(opened date, closed date) RETURNS interval LANGUAGE sql IMMUTABLE
    RETURN closed::timestamp - opened::timestamp;

-- An interval without months in seconds; PostgreSQL 14's extract(epoch ...) has 15 digits.
CREATE FUNCTION seconds(i interval) RETURNS numeric LANGUAGE sql IMMUTABLE
    RETURN extract(day FROM i) * 86400 + extract(hour FROM i) * 3600 + extract(minute FROM i) * 60 + extract(second FROM i);

-- A cycle in microseconds.
CREATE FUNCTION us(opened timestamp, closed timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN (seconds(closed - opened) * 1000000)::bigint;
CREATE FUNCTION us(opened timestamptz, closed timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN (seconds(closed - opened) * 1000000)::bigint;
CREATE FUNCTION us(opened date, closed date) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN (closed - opened) * 86400000000;

-- Of equal amounts the one with the most decimal places.
CREATE FUNCTION wider(a numeric, b numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT
    RETURN CASE WHEN scale(b) > scale(a) THEN b ELSE a END;
CREATE AGGREGATE widest(numeric) (SFUNC = wider, STYPE = numeric, PARALLEL = SAFE);

-- Microseconds as days and a time below 24 hours.
CREATE FUNCTION days_and_time(us numeric) RETURNS interval LANGUAGE sql IMMUTABLE
    RETURN make_interval(days => div(us, 86400000000)::int, secs => (mod(us, 86400000000) / 1000000)::float8);

-- total / rows, halves away from zero.
CREATE FUNCTION mean(total numeric, rows bigint) RETURNS interval LANGUAGE sql IMMUTABLE
    RETURN days_and_time(sign(total) * div(2 * abs(total) + rows, 2 * NULLIF(rows, 0)));

-- 2 to the power of -1074, the smallest double precision, to 1023.
CREATE TABLE power_of_two AS
    WITH RECURSIVE
        up (e, value) AS (SELECT 0, 1::numeric UNION ALL SELECT e + 1, value * 2 FROM up WHERE e < 1023),
        down (e, value) AS (SELECT -1, 0.5 UNION ALL SELECT e - 1, value * 0.5 FROM down WHERE e > -1074)
    TABLE up UNION ALL TABLE down;
ALTER TABLE power_of_two ADD PRIMARY KEY (e);

-- All digits of a double precision, read from its bits: a cast rounds to 15.
CREATE FUNCTION exact(value float8) RETURNS numeric LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
    bits bigint := ('x' || encode(float8send(value), 'hex'))::bit(64)::bigint;
    exponent int := (bits >> 52) & 2047;
    mantissa bigint := bits & ((1::bigint << 52) - 1);
BEGIN
    IF exponent = 2047 THEN
        RETURN value::text::numeric;
    ELSIF exponent > 0 THEN
        mantissa := mantissa | (1::bigint << 52);
    END IF;
    RETURN sign(value)::int * mantissa * (SELECT p.value FROM power_of_two p WHERE e = GREATEST(exponent, 1) - 1075);
END $$;

-- The continuous percentile between two values, halves away from zero; its position as percentile_cont has it.
CREATE FUNCTION percentile(fraction float8, us bigint[]) RETURNS interval LANGUAGE plpgsql STABLE AS $$
DECLARE
    sorted bigint[] := ARRAY(SELECT u FROM unnest(us) AS u WHERE u IS NOT NULL ORDER BY u);
    place float8 := fraction * (cardinality(sorted) - 1);
    low numeric := sorted[floor(place) + 1];
    high numeric := sorted[ceil(place) + 1];
BEGIN
    RETURN days_and_time(round(low + (high - low) * exact(place - floor(place))));
END $$;

CREATE FUNCTION percentile(fractions float8[], us bigint[]) RETURNS interval[] LANGUAGE sql STABLE
    RETURN CASE WHEN cardinality(array_remove(us, NULL)) > 0
        THEN (SELECT array_agg(percentile(f, us) ORDER BY n) FROM unnest(fractions) WITH ORDINALITY AS u (f, n)) END;

-- How long a deal was watched, in microseconds, if its closing is one; NULL if it is left out.
CREATE FUNCTION watched(closes boolean, opened timestamp, closed timestamp, as_of timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN opened <= as_of AND (NOT closes OR closed IS NOT NULL)
        THEN us(opened, CASE WHEN closes AND closed <= as_of THEN closed ELSE as_of END) END;
CREATE FUNCTION watched(closes boolean, opened timestamptz, closed timestamptz, as_of timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN opened <= as_of AND (NOT closes OR closed IS NOT NULL)
        THEN us(opened, CASE WHEN closes AND closed <= as_of THEN closed ELSE as_of END) END;
CREATE FUNCTION watched(closes boolean, opened date, closed date, as_of date) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN opened <= as_of AND (NOT closes OR closed IS NOT NULL)
        THEN us(opened, CASE WHEN closes AND closed <= as_of THEN closed ELSE as_of END) END;

-- Each duration, how many deals closed at it, how many of them won, how many were watched for as long, and the share of
-- deals that were open before and are after it, to 60 digits.
CREATE FUNCTION survival(us bigint[], won boolean[])
RETURNS TABLE (t bigint, wins bigint, closings bigint, at_risk bigint, before numeric, after numeric) LANGUAGE plpgsql STABLE AS $$
BEGIN
    after := round(1::numeric, 60);
    FOR t, wins, closings, at_risk IN
        SELECT u, count(*) FILTER (WHERE w), count(w), sum(count(*)) OVER (ORDER BY u DESC)
        FROM unnest(us, won) AS spell (u, w) WHERE u IS NOT NULL GROUP BY u ORDER BY u
    LOOP
        before := after;
        after := before * (at_risk - closings) / at_risk;
        RETURN NEXT;
    END LOOP;
END $$;

-- The share of deals won within a horizon.
CREATE FUNCTION won_within(horizon interval, us bigint[], won boolean[]) RETURNS float8 LANGUAGE sql STABLE
    RETURN (SELECT CASE WHEN h <= max(t) OR bool_or(closings = at_risk)
            THEN coalesce(sum(before * wins / at_risk) FILTER (WHERE t <= h), 0) END::float8
        FROM survival(us, won), LATERAL (SELECT (extract(epoch FROM horizon) * 1000000)::bigint) AS asked (h) GROUP BY h);

-- The smallest durations by which shares have closed. Where no deal has left open yet, a share is one of deals as
-- percentile_disc has it, rounded; behind that the share that has closed is rounded.
CREATE FUNCTION percentile(fractions float8[], us bigint[], closed boolean[]) RETURNS interval[] LANGUAGE sql STABLE
    RETURN (WITH curve AS MATERIALIZED (
            SELECT t, closings > 0 AS closes, deals, deals - at_risk + closings AS gone, (1 - after)::float8 AS share,
                sum(closings) OVER (ORDER BY t) = deals - at_risk + closings AS none_open
            FROM (SELECT *, max(at_risk) OVER () AS deals FROM survival(us, closed)) AS s)
        SELECT array_agg((SELECT days_and_time(min(t)) FROM curve
            WHERE closes AND CASE WHEN none_open THEN gone >= f * deals ELSE share >= f END) ORDER BY n)
        FROM unnest(fractions) WITH ORDINALITY AS u (f, n) WHERE EXISTS (SELECT FROM curve));
CREATE FUNCTION percentile(fraction float8, us bigint[], closed boolean[]) RETURNS interval LANGUAGE sql STABLE
    RETURN (percentile(ARRAY[fraction], us, closed))[1];

-- How far two results are from each other; 0 for two NULLs.
CREATE FUNCTION distance(a float8, b float8) RETURNS float8 LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN a IS NOT DISTINCT FROM b THEN 0 ELSE abs(a - b) END;
CREATE FUNCTION distance(a interval, b interval) RETURNS float8 LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN a IS NOT DISTINCT FROM b THEN 0 ELSE abs(seconds(a) - seconds(b)) END;
CREATE FUNCTION distance(a interval[], b interval[]) RETURNS float8 LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN a IS NULL AND b IS NULL THEN 0
        WHEN cardinality(a) = cardinality(b) THEN (SELECT max(distance(x, y)) FROM unnest(a, b) AS u (x, y)) END;

-- ---------------------------------------------------------------------------------------------------------------------
-- From definitions to cases
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE kpi_case (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    aggregate regprocedure,
    call text,
    arguments text,
    plain text,
    within text
);

-- The column of an argument, or the fractions to ask for.
CREATE FUNCTION column_of(argument text, type regtype, arguments text[]) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    typname text := (SELECT t.typname FROM pg_type t WHERE oid = type);
BEGIN
    RETURN CASE argument
        WHEN 'converted' THEN 'won'
        WHEN 'won' THEN 'won'
        WHEN 'actual' THEN 'amount_' || typname
        WHEN 'forecast' THEN typname || '_of_deal'
        WHEN 'spend' THEN typname || '_of_deal'
        WHEN 'amount' THEN CASE WHEN 'deal' = ANY (arguments)
            THEN typname || '_of_deal' ELSE 'amount_' || typname END
        WHEN 'fraction' THEN quote_literal(current_setting('test.fraction')) || '::float8'
        WHEN 'fractions' THEN quote_literal(current_setting('test.fractions')) || '::float8[]'
        WHEN 'horizon' THEN (ARRAY['''1 mon 10 days''', '''12:00''', '''60 days''', '''400 days'''])[current_setting('test.seed')::int % 4 + 1] || '::interval'
        WHEN 'as_of' THEN format('''2024-03-01 12:00''::%s', typname)
        ELSE (SELECT "column" FROM example AS e WHERE e.argument = column_of.argument AND e.type = column_of.type)
    END;
END $$;

CREATE FUNCTION make_cases() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kpi record;
    definition record;
    argument record;
    filled text;
    tolerance text;
BEGIN
    FOR kpi IN
        SELECT p.oid, p.proname, p.proargnames AS names, p.proargtypes::oid[] AS types, p.prorettype::regtype AS result
        FROM kpi AS k JOIN pg_proc AS p USING (oid)
        ORDER BY k.aggregate
    LOOP
        FOR definition IN
            SELECT * FROM definition d
            WHERE d.kpi = kpi.proname AND d.arguments = array_to_string(kpi.names, ', ')
                AND (d.within IS NULL OR d.kpi <> 'revenue_per_account' OR kpi.result = 'float8'::regtype)
        LOOP
            filled := replace(definition.plain, '{result}', kpi.result::text);
            tolerance := definition.within;
            FOR argument IN
                SELECT name, column_of(name, type, kpi.names) AS expression, type::regtype
                FROM unnest(kpi.names, kpi.types) AS a (name, type)
            LOOP
                filled := replace(filled, format('{%s}', argument.name), argument.expression);
                filled := replace(filled, format('{exact %s}', argument.name), CASE argument.type
                    WHEN 'float8'::regtype THEN 'exact_' || argument.expression
                    WHEN 'int'::regtype THEN argument.expression || '::bigint'
                    ELSE argument.expression END);
                tolerance := replace(tolerance, format('{%s}', argument.name), argument.expression);
            END LOOP;
            INSERT INTO kpi_case (aggregate, call, arguments, plain, within)
            SELECT kpi.oid, kpi.proname, string_agg(column_of(a.name, a.type, kpi.names), ', ' ORDER BY n), filled,
                tolerance
            FROM unnest(kpi.names, kpi.types::regtype[]) WITH ORDINALITY AS a (name, type, n);
        END LOOP;
    END LOOP;
END $$;

-- No aggregate is left out, and no definition is for nothing. All have a combine function; and an inverse, where there is
-- one: what has left a frame may have been all that was kept.
CREATE FUNCTION check_coverage() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    wrong text := (
        SELECT string_agg(fault, E'\n  ') FROM (
            SELECT format('%s has no case', aggregate)
            FROM kpi
            -- These are of test/suites/summary, funnel, funnel_summary, sequence, retention, pipeline and mrr_summary,
            -- and of sql/statistics.sql,
            -- channels.sql and journey.sql.
            WHERE name NOT IN ('kpi_summary', 'rollup', 'sum', 'window_funnel', 'funnel_times', 'funnel_count', 'funnel_summary',
                    'rates_p_value', 'score_auc', 'score_lift', 'channel_graph', 'sequence_match', 'sequence_count', 'sequence_times',
                    'retention', 'retention_rate', 'retention_summary', 'session_summary', 'pipeline_changes', 'mrr_summary')
                AND oid NOT IN (SELECT aggregate FROM kpi_case WHERE within IS NULL)
            UNION ALL
            SELECT DISTINCT format('no aggregate %s(%s)', d.kpi, d.arguments)
            FROM definition d
            WHERE NOT EXISTS (SELECT FROM kpi_case c JOIN pg_proc p ON p.oid = c.aggregate
                WHERE p.proname = d.kpi AND array_to_string(p.proargnames, ', ') = d.arguments)
            UNION ALL
            SELECT format('%s lacks a combine or inverse function', aggfnoid::regprocedure)
            FROM pg_aggregate JOIN kpi_case c ON c.aggregate = aggfnoid AND within IS NULL
            WHERE aggcombinefn <> 'kpi_state_combine'::regproc
                OR aggminvtransfn = 0 AND c.call NOT IN ('first_touch', 'last_touch', 'touch_path')) AS faults (fault));
BEGIN
    INSERT INTO tally VALUES ((wrong IS NULL)::int, (wrong IS NOT NULL)::int, 0);
    RETURN format('%s aggregates of the catalog%s', (SELECT count(*) FROM kpi_case WHERE within IS NULL),
        E' NOT OK\n  ' || wrong);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Other aggregates of the same support functions, by the number of the case
-- ---------------------------------------------------------------------------------------------------------------------

-- state_n:  the transition state itself
-- still_n:  the KPI without inverse: a window frame that moves is worked out anew
-- final_n:  the KPI from states, as a coordinator finishes what its servers sent
-- merged:   one state from states, as a server merges what it sends on
CREATE FUNCTION make_aggregates() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    c record;
BEGIN
    CREATE AGGREGATE merged (kpi_state) (
        SFUNC = kpi_state_combine, STYPE = kpi_state, COMBINEFUNC = kpi_state_combine, PARALLEL = SAFE);
    FOR c IN
        SELECT k.id, pg_get_function_identity_arguments(a.aggfnoid) AS arguments, a.*
        FROM kpi_case k JOIN pg_aggregate a ON a.aggfnoid = k.aggregate
        WHERE k.within IS NULL
    LOOP
        EXECUTE format('CREATE AGGREGATE state_%s (%s) (
            SFUNC = %s, STYPE = kpi_state, COMBINEFUNC = kpi_state_combine, PARALLEL = SAFE)',
            c.id, c.arguments, c.aggtransfn);
        EXECUTE format('CREATE AGGREGATE still_%s (%s) (SFUNC = %s, STYPE = kpi_state, FINALFUNC = %s)',
            c.id, c.arguments, c.aggtransfn, c.aggfinalfn);
        EXECUTE format('CREATE AGGREGATE final_%s (kpi_state) (
            SFUNC = kpi_state_combine, STYPE = kpi_state, FINALFUNC = %s)', c.id, c.aggfinalfn);
    END LOOP;
END $$;

-- Which cases a set of rows is for.
CREATE FUNCTION takes_part(c kpi_case, which text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN c.within IS NULL AND CASE which
        WHEN 'all' THEN true
        WHEN 'keys' THEN c.arguments ~ 'account'
        WHEN 'few' THEN c.arguments ~ 'account' AND c.arguments !~ 'uuid|int4|amount_int8|int8_of|float8'
    END;

-- An expression for each case, as a list. Known are {arguments} and {plain}, and the aggregates {kpi} {state} {still}
-- {final}; {part} is a column for the state.
CREATE FUNCTION each_case(which text, expression text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    c kpi_case;
    filled text;
    result text;
BEGIN
    FOR c IN SELECT * FROM kpi_case k WHERE takes_part(k, which) ORDER BY id LOOP
        filled := replace(expression, '{kpi}', c.call);
        filled := regexp_replace(filled, '{(state|still|final|part)}', '\1_' || c.id, 'g');
        filled := replace(replace(filled, '{arguments}', c.arguments), '{plain}', c.plain);
        result := concat_ws(E',\n', result, filled);
    END LOOP;
    RETURN result;
END $$;
