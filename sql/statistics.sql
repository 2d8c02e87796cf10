--
-- Statistics: how sure a rate is, whether rates differ, whether a score is any good.
--
SET client_min_messages = warning;
CREATE SCHEMA statistics;
SET search_path = statistics, public;

-- What a query fails with.
CREATE FUNCTION pg_temp.error_of(query text) RETURNS TABLE (code text, message text, hint text)
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	message := 'no error';
	RETURN NEXT;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	RETURN NEXT;
END $$;

-- ---------- published results ----------

-- R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods", Statistics in
-- Medicine 17 (1998), table I, method 3: 81/263 .2553 .3662, 15/148 .0624 .1605, 0/20 .0000 .1611, 1/29 .0061 .1718.
SELECT successes, trials, round(lower::numeric, 5) AS lower, round(upper::numeric, 5) AS upper
FROM (VALUES (81, 263), (15, 148), (0, 20), (1, 29)) AS v (successes, trials), rate_interval(successes, trials);
-- The manual of statsmodels (Python), proportions_ztest([5, 12], [83, 99]): 0.159. By hand: p = 80/200, z = .2 / sqrt(.4 *
-- .6 / 50) = 2.88675, two tails of which are .003892.
SELECT round(rate_difference_p_value(5, 83, 12, 99)::numeric, 6) AS statsmodels, round(rate_difference_p_value(50, 100, 30, 100)::numeric, 6) AS by_hand;
-- R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven
-- methods", the same volume, table II, method 10: (a) .0524 .3339, (d) 0.0000 less 0: -.1611 .2775.
SELECT successes_a, trials_a, successes_b, trials_b, round(lower::numeric, 5) AS lower, round(upper::numeric, 5) AS upper
FROM (VALUES (56, 70, 48, 80), (0, 10, 0, 20)) AS v (successes_a, trials_a, successes_b, trials_b),
	rate_difference_interval(successes_a, trials_a, successes_b, trials_b);
-- J. L. Fleiss, "Statistical methods for rates and proportions" (1981), page 139: lung cancer patients who smoked, in four
-- studies; the manual of R, prop.test: X-squared = 12.6, df = 3, p-value = 0.005585.
SELECT round(rates_p_value(smokers, patients)::numeric, 6) AS fleiss FROM (VALUES (83, 86), (90, 93), (129, 136), (70, 82)) AS v (smokers, patients);
-- The manual of scikit-learn, roc_auc_score: 0.75.
SELECT score_auc(score, converted) AS sklearn FROM (VALUES (0.1, false), (0.4, false), (0.35, true), (0.8, true)) AS v (score, converted);
-- Critical values of chi-square, Abramowitz and Stegun, table 26.8, Q = 0.05: 3.84146 (1), 5.99146 (2), 7.81473 (3), 18.3070
-- (10), 124.342 (100): n segments of m trials, each as far from a half. (2x - m)^2 / m is one's part.
SELECT segments, round((parts)::numeric, 3) AS chi_square, round(p::numeric, 4) AS p
FROM (VALUES (2, 3.84146), (3, 5.99146), (4, 7.81473), (11, 18.3070), (101, 124.342)) AS v (segments, critical),
	-- Every second segment is as much above as the others are below; of an odd number the last one is a half.
	LATERAL (SELECT sqrt(critical / (segments / 2 * 2)) AS z) AS w,
	LATERAL (SELECT sum((2 * x - 1e12)^2 / 1e12) AS parts, rates_p_value(x::bigint, 1000000000000) AS p
		FROM (SELECT round(5e11 + CASE WHEN i > segments / 2 * 2 THEN 0 ELSE (i % 2 * 2 - 1) * z * 5e5 END) AS x FROM generate_series(1, segments) AS i) AS s) AS r;
-- Many segments, by the regularized incomplete gamma function of mpmath (Python) with 40 digits: chi-square is 9999.948 and
-- 100009.548.
SELECT v.segments, abs(p - expected) < 1e-13 AS right, round(p::numeric, 12) AS p
FROM (VALUES (10000, 0.4954450720796596885), (100000, 0.4899971554718197)) AS v (segments, expected),
	LATERAL (SELECT rates_p_value(500 + (i % 3 - 1) * (19 + (i % 25 < 9)::int), 1000) AS p FROM generate_series(1, segments) AS i) AS s;
-- 32 segments of 2^62 trials, half of them without a success, half without a failure: each one's successes times all trials
-- less its trials times all successes are 2^128, which 128 bits take for 0.
SELECT rates_p_value(CASE WHEN i % 2 = 0 THEN n ELSE 0 END, n) FROM (VALUES (1::bigint << 62)) AS v (n), generate_series(1, 32) AS i;

-- ---------- the ends ----------

-- Exactly 0 of none, 1 of all, whatever the confidence; so the differences of such.
SELECT bool_and(zero.lower = 0 AND zero.upper > 0 AND zero.upper < 1 AND one.upper = 1 AND one.lower > 0 AND one.lower < 1) AS bounds,
	bool_and(down.lower = -1 AND down.upper > -1 AND up.upper = 1 AND up.lower < 1) AS differences
FROM unnest('{0.1,0.5,0.95,0.9999999999999999}'::float8[]) AS c, unnest('{1,2,7,1000000}'::bigint[]) AS n,
	rate_interval(0, n, c) AS zero, rate_interval(n, n, c) AS one,
	rate_difference_interval(0, n, n, n, c) AS down, rate_difference_interval(n, n, 0, n, c) AS up;
-- All there is between: the bounds are around the rate.
SELECT bool_and(lower < x / n::float8 AND upper > x / n::float8 AND lower > 0 AND upper < 1) AS around
FROM generate_series(2, 60) AS n, generate_series(1, n - 1) AS x, rate_interval(x, n);
-- Equal rates give exactly 1: also none, all, and beyond what a double counts.
SELECT rate_difference_p_value(1, 3, 2, 6) = 1 AS equal, rate_difference_p_value(0, 5, 0, 7) = 1 AS none, rate_difference_p_value(5, 5, 7, 7) = 1 AS all,
	rate_difference_p_value(3074457345618258602, 9223372036854775806, 1, 3) = 1 AS large, rate_difference_p_value(9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807) = 1 AS sums;
-- Sums beyond bigint do not wrap: equal but for one success, a rate of a half and one of a third.
SELECT round(rate_difference_p_value(4611686018427387904, 9223372036854775807, 4611686018427387903, 9223372036854775807)::numeric, 6) AS one, rate_difference_p_value(4611686018427387903, 9223372036854775807, 3074457345618258602, 9223372036854775807) AS far,
	-- z = 1: two rates of 2^62 + 2^30 and 2^62 of 2^63 - 1. Its tails are .317311.
	round(rate_difference_p_value(4611686018427387904 + 1073741824, 9223372036854775807, 4611686018427387904 - 1073741824, 9223372036854775807)::numeric, 6) AS tails;
-- Hundreds of segments whose sums pass 2^64, all of one rate, and each 1.5 * 2^30 of 2^63 off a half, which adds 9/8: chi-square is
-- 450 with 399 degrees of freedom, Q = .039451 (mpmath.gammainc(199.5, 225, regularized=True)).
SELECT rates_p_value(4611686018427387904, 9223372036854775807) AS equal, round(rates_p_value(4611686018427387904 + (i % 2 * 2 - 1) * 1610612736, 9223372036854775807)::numeric, 6) AS half
FROM generate_series(1, 400) AS i;

-- ---------- what is not known ----------

SELECT rate_interval(0, 0), rate_difference_interval(0, 0, 1, 2), rate_difference_interval(1, 2, 0, 0, 0.5), rate_difference_p_value(0, 0, 1, 2) AS p, rate_difference_p_value(1, 2, 0, 0) AS q;
SELECT i.*, d.* FROM rate_interval(NULL, 3) AS i, rate_difference_interval(1, 2, 3, NULL) AS d;
SELECT rate_interval(1, 3, NULL) IS NULL AS interval, rate_difference_p_value(1, 2, NULL, 3) IS NULL AS p;
-- Segments without trials, or of which something is NULL, are none. Fewer than two have nothing to compare: NULL. Two of which
-- nothing, or all, succeeded are equal.
SELECT rates_p_value(s, t) IS NULL AS no_rows FROM (VALUES (1, 2)) AS v (s, t) WHERE s > 1;
SELECT rates_p_value(s, t) IS NULL AS one FROM (VALUES (1, 2), (0, 0), (NULL, 3), (3, NULL)) AS v (s, t);
SELECT rates_p_value(0, t) AS none, rates_p_value(t, t) AS all, rates_p_value(t, t * 3) AS equal FROM (VALUES (0), (7), (9), (1)) AS v (t);
-- Rows whose score or outcome is NULL are left out; without a pair there is nothing to say.
SELECT score_auc(score, converted), score_lift(0.5, score, converted)
FROM (VALUES (3, true), (2, false), (1, false), (NULL, true), (9, NULL), (0, true)) AS v (score, converted);
SELECT score_auc(score, converted) IS NULL AS no_rows, score_lift(0.5, score, converted) IS NULL AS lift FROM (VALUES (1, true)) AS v (score, converted) WHERE score > 1;
SELECT score_auc(1, true) IS NULL AS all_converted, score_auc(1, false) IS NULL AS none_did, score_lift(0.5, 1, true) AS all_lift, score_lift(0.5, 1, false) IS NULL AS none_lift FROM generate_series(1, 3);
-- A fraction that is NULL in all rows, in the first row, in another one.
SELECT score_lift(NULL, 1, true) IS NULL AS unknown FROM generate_series(1, 3);
SELECT e.* FROM generate_series(1, 2) AS n, pg_temp.error_of(format('SELECT score_lift(CASE i WHEN %s THEN 0.5 END, i, true) FROM generate_series(1, 2) AS i', n)) AS e;

-- ---------- scores ----------

-- Ties count half: 1 of 2 pairs won, 1 tied. NaN is above infinity and equal to itself, both zeros are one: of the pairs of
-- (NaN, 0) and (NaN, -0, Infinity) NaN ties, wins, wins, and 0 loses, ties, loses.
SELECT score_auc(score, converted) AS tied FROM (VALUES (2, true), (2, false), (1, false)) AS v (score, converted);
SELECT score_auc(score, converted) = (0.5 + 1 + 1 + 0 + 0.5 + 0) / 6::float8 AS special FROM (VALUES ('NaN'::float8, true), ('0', true), ('NaN', false), ('-0', false), ('Infinity', false)) AS v (score, converted);
-- NaN is one whatever its bits: those of Infinity - Infinity are negative on some processors.
SELECT score_auc(score, converted) AS computed FROM (VALUES ('Infinity'::float8 - 'Infinity', true), ('Infinity', false)) AS v (score, converted);
SELECT score_auc(score, converted) AS negative FROM (VALUES ('-Infinity'::float8, false), (-1e300, false), (-2, false), (-5e-324, false), (5e-324, true), (1, true)) AS v (score, converted);
-- Ten leads by score: 9 8 | 7 7 7 7 | 3 3 2 1, of whom 9, two of 7 and 2 converted: 4 of 10. The best two: 1 of 2, 1.25 times
-- as good. The best four have a half of the sevens: (1 + 1) of 4. All: 1.
CREATE TABLE scored (score float8, converted boolean);
INSERT INTO scored VALUES (9, true), (8, false), (7, true), (7, true), (7, false), (7, false), (3, false), (3, false), (2, true), (1, false);
SELECT fraction, score_lift(fraction, score, converted) AS lift
FROM scored, unnest('{0.1,0.2,0.4,0.6,1}'::float8[]) AS fraction GROUP BY fraction ORDER BY fraction;
-- Of a fraction below one row, however small, the best row; if all have one score, nobody is better.
SELECT score_lift(1e-300, score, converted) AS best, score_lift(0.01, score, converted) AS best_too, score_lift(0.3, 7, converted) AS tied FROM scored;

-- ---------- bad input ----------

\x on
SELECT call, e.* FROM (VALUES
	('rate_interval(4, 3)'), ('rate_interval(-1, 3)'), ('rate_interval(0, -1)'),
	('rate_difference_interval(1, 2, 4, 3)'), ('rate_difference_interval(-1, 2, 1, 3)'),
	('rate_difference_p_value(4, 3, 1, 2)'), ('rate_difference_p_value(1, 2, -1, 0)'),
	('rates_p_value(1, 0)'), ('rates_p_value(-9223372036854775808, 9223372036854775807)'),
	('rate_interval(1, 2, 95)'), ('score_lift(0, 1, true)'), ('score_lift(1.5, 1, true)')) AS v (call),
	pg_temp.error_of('SELECT ' || call) AS e;
\x off
SELECT c, (SELECT code FROM pg_temp.error_of(format('SELECT rate_interval(1, 2, %L)', c))) AS rate, (SELECT code FROM pg_temp.error_of(format('SELECT rate_difference_interval(1, 2, 1, 2, %L)', c))) AS difference,
	(SELECT code FROM pg_temp.error_of(format('SELECT score_lift(%L, 1, true)', c))) AS fraction
FROM unnest('{0,-0.5,1.0000000000000002,NaN,Infinity,-Infinity}'::float8[]) AS c;
-- 1 is a fraction, but no confidence; also where nothing was tried a confidence must be one.
SELECT (SELECT code FROM pg_temp.error_of('SELECT rate_interval(1, 2, 1)')) AS rate, (SELECT code FROM pg_temp.error_of('SELECT rate_interval(0, 0, 2)')) AS untried,
	(SELECT code FROM pg_temp.error_of('SELECT rate_difference_interval(0, 0, 0, 0, 2)')) AS difference;
-- Near 0 a confidence c is that of c * sqrt(pi / 2) deviations z; of 0 of 20 the upper bound is z^2 / 20 there.
SELECT lower, round((upper / (pi() / 40 * 1e-20))::numeric, 12) AS ratio FROM rate_interval(0, 20, 1e-10);
-- Different fractions, in rows and in states that meet.
SELECT e.* FROM unnest(ARRAY['SELECT score_lift(i / 2.0, 1, true) FROM generate_series(1, 2) AS i',
	'SELECT kpi_state_combine(score_lift_accum(NULL, 0.1, 1, true), score_lift_accum(NULL, 0.2, 1, true))']) AS query, pg_temp.error_of(query) AS e;

-- ---------- against their definitions, on random rows ----------

-- The kth random number of row n, 0 <= r < 2^62.
CREATE FUNCTION pg_temp.r(n bigint, k bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
	RETURN hashint8extended(n, k) & 4611686018427387903;
CREATE FUNCTION pg_temp.near(a float8, b numeric, parts float8) RETURNS boolean LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN a IS NULL OR b IS NULL THEN a IS NULL AND b IS NULL ELSE abs(a::text::numeric - b) <= parts::numeric * abs(b) END;

-- Wilson's bounds by the textbook, in numeric; z of each confidence, which is the double nearest to what is written, with 34 digits.
CREATE TABLE quantile (confidence float8, z numeric);
INSERT INTO quantile VALUES (0.5, 0.67448975019608174320222701454130719), (0.8, 1.2815515655446005934874482885168447),
	(0.9, 1.644853626951472822510732234104853), (0.95, 1.9599639845400538556044306498266432),
	(0.99, 2.5758293035489004538574826715014822), (0.999999, 4.8916384756929317718252973348733176);
CREATE FUNCTION pg_temp.wilson(successes bigint, trials bigint, z numeric, sign int) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
	SELECT (p + z * z / (2 * n) + sign * z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)
	FROM (SELECT round(trials, 90) AS n, round(successes, 90) / round(trials, 90) AS p) AS v
$$;
CREATE TABLE rate AS
SELECT i, n, CASE pg_temp.r(i, 2) % 5 WHEN 0 THEN pg_temp.r(i, 3) % least(n, 5) + 1 WHEN 1 THEN n - pg_temp.r(i, 3) % least(n, 5) - 1
	ELSE pg_temp.r(i, 3) % (n + 1) END AS x
FROM (SELECT i, pg_temp.r(i, 1) % (ARRAY[20, 1000, 1000000000, 2000000000000000000])[pg_temp.r(i, 0) % 4 + 1] + 1 AS n FROM generate_series(1, 400) AS i) AS v;
INSERT INTO rate VALUES (401, 2000000000000000000, 1000000000000000000), (402, 1000000000000000, 1), (403, 9223372036854775807, 9223372036854775806);
CREATE VIEW bound AS
SELECT i, confidence, z, n, x, lower, upper, CASE WHEN x = 0 THEN 0 ELSE pg_temp.wilson(x, n, z, -1) END AS plain_lower, CASE WHEN x = n THEN 1 ELSE pg_temp.wilson(x, n, z, 1) END AS plain_upper
FROM rate, quantile, rate_interval(x, n, confidence);
SELECT count(*) AS compared, count(*) FILTER (WHERE NOT (pg_temp.near(lower, plain_lower, 1e-14) AND pg_temp.near(upper, plain_upper, 1e-14))) AS wrong FROM bound;
-- Newcombe's difference of each rate and the next one, to the last digits of the larger term; the p-value, whose z is a
-- number of standard deviations, against the normal distribution: erfc by its series.
CREATE FUNCTION pg_temp.erfc(x numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	term numeric := round(x, 80);
	total numeric := round(x, 80);
BEGIN
	FOR k IN 1 .. 600 LOOP
		term := round(-term * x * x / k, 80);
		total := total + round(term / (2 * k + 1), 80);
		EXIT WHEN abs(term) < 1e-75;
	END LOOP;
	RETURN 1 - total * 2 / sqrt(round(3.14159265358979323846264338327950288419716939937510582097494459, 62));
END $$;
CREATE VIEW difference AS
SELECT a.i, a.confidence, a.x AS xa, a.n AS na, b.x AS xb, b.n AS nb, pa - pb AS d, sqrt((pa - a.plain_lower)^2 + (b.plain_upper - pb)^2) AS below, sqrt((a.plain_upper - pa)^2 + (pb - b.plain_lower)^2) AS above,
	(pa - pb)^2 / NULLIF(p * (1 - p) * (round(1, 90) / a.n + round(1, 90) / b.n), 0) AS z2
FROM bound AS a JOIN bound AS b ON b.i = a.i + 1 AND b.confidence = a.confidence,
	LATERAL (SELECT round(a.x, 90) / a.n AS pa, round(b.x, 90) / b.n AS pb, (round(a.x, 90) + b.x) / (a.n::numeric + b.n) AS p) AS rates;
SELECT count(*) AS compared, count(*) FILTER (WHERE NOT (abs(lower::text::numeric - (d - below)) <= 1e-14 * greatest(abs(d), below) AND abs(upper::text::numeric - (d + above)) <= 1e-14 * greatest(abs(d), above))) AS wrong
FROM difference, rate_difference_interval(xa, na, xb, nb, confidence);
SELECT count(*) AS compared, count(*) FILTER (WHERE z2 > 0 AND p < 0.999) AS between, count(*) FILTER (WHERE NOT pg_temp.near(p, pg_temp.erfc(sqrt(z2 / 2)), 1e-12)) AS wrong, count(*) FILTER (WHERE p IS DISTINCT FROM q) AS one_sided
FROM difference, rate_difference_p_value(xa, na, xb, nb) AS p, rate_difference_p_value(xb, nb, xa, na) AS q WHERE confidence = 0.95 AND z2 < 100;

-- Segments of groups of 1 to 40, some with NULL or no trials, from rates that are nearly one to rates that are not, by standard deviations.
CREATE TABLE segment AS
SELECT g, i, CASE WHEN pg_temp.r(i, 11) % 15 > 0 THEN least(n, greatest(0, n * 3 / 10 + (g % 4 * sqrt(n) * (pg_temp.r(i, 12) % 2001 - 1000) / 2000)::bigint)) END AS successes, CASE WHEN pg_temp.r(i, 14) % 15 > 0 THEN n END AS trials
FROM (SELECT g, g * 100 + k AS i, CASE WHEN pg_temp.r(g * 100 + k, 15) % 12 > 0 THEN pg_temp.r(g * 100 + k, 16) % (ARRAY[30, 200, 90000])[g % 3 + 1] ELSE 0 END AS n
	FROM generate_series(1, 80) AS g, generate_series(1, (g * 7) % 40 + 1) AS k) AS v;
-- Q(chi-square, degrees) by Abramowitz and Stegun, 26.4.4 and 26.4.5.
CREATE FUNCTION pg_temp.chi_square_tail(x numeric, degrees bigint) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	odd bigint := degrees % 2;
	term numeric := CASE odd WHEN 1 THEN sqrt(2 * round(x, 80) / 3.14159265358979323846264338327950288419716939937510582097494459) ELSE 1 END;
	total numeric := 0;
BEGIN
	FOR k IN 1 .. degrees / 2 LOOP
		total := total + term;
		term := round(term * x / (2 * k + odd), 80);
	END LOOP;
	RETURN CASE odd WHEN 1 THEN pg_temp.erfc(sqrt(round(x, 80) / 2)) ELSE 0 END + exp(-round(x, 80) / 2) * total;
END $$;
CREATE VIEW homogeneity AS
SELECT g, rates_p_value(successes, trials) AS p,
	CASE WHEN count(*) FILTER (WHERE known) > 1 THEN CASE WHEN min(rate) IN (0, 1) THEN 1 ELSE
		pg_temp.chi_square_tail(sum((successes - trials * rate)^2 / (trials * rate * (1 - rate))) FILTER (WHERE known), count(*) FILTER (WHERE known) - 1) END END AS plain
FROM (SELECT *, sum(successes) FILTER (WHERE known) OVER (PARTITION BY g) / round(NULLIF(sum(trials) FILTER (WHERE known) OVER (PARTITION BY g), 0), 60) AS rate
	FROM (SELECT *, successes IS NOT NULL AND trials > 0 AS known FROM segment) AS k) AS v
GROUP BY g;
SELECT count(*) AS compared, count(plain) FILTER (WHERE plain BETWEEN 0.001 AND 0.999) > 30 AS between, count(plain) FILTER (WHERE plain < 0.001) > 5 AS small, count(*) FILTER (WHERE plain IS NULL) AS unknown, count(*) FILTER (WHERE NOT pg_temp.near(p, plain, 1e-12)) AS wrong FROM homogeneity;

-- Leads in groups of 1 to 80 with few different scores, special ones among them, and NULLs.
CREATE TABLE lead AS
SELECT g, i, pg_temp.r(i, 21) % 7 = 0 AS is_late, (ARRAY[pg_temp.r(i, 22) % (g * 3) / 8.0 - 1, 'NaN', '-0', 'Infinity', '-Infinity', NULL]::float8[])[greatest(pg_temp.r(i, 23) % 30 - 23, 1)] AS score,
	CASE WHEN pg_temp.r(i, 24) % 12 > 0 THEN pg_temp.r(i, 25) % 100 < pg_temp.r(i, 22) % (g * 3) * 20 / g + 5 END AS converted
FROM (SELECT g, g * 100 + k AS i FROM generate_series(1, 80) AS g, generate_series(1, (g * 7) % 80 + 1) AS k) AS v;
-- All pairs.
CREATE VIEW auc AS
SELECT g, a.auc, p.auc AS plain, p.ties
FROM (SELECT g, score_auc(score, converted) AS auc FROM lead GROUP BY g) AS a LEFT JOIN
	(SELECT g, (count(*) FILTER (WHERE a.score > b.score) + count(*) FILTER (WHERE a.score = b.score) / 2.0) / count(*)::float8 AS auc, count(*) FILTER (WHERE a.score = b.score) AS ties
	FROM lead AS a JOIN lead AS b USING (g) WHERE a.converted AND NOT b.converted AND a.score IS NOT NULL AND b.score IS NOT NULL GROUP BY g) AS p USING (g);
SELECT count(*) AS compared, count(*) FILTER (WHERE plain IS NULL) AS unknown, count(*) FILTER (WHERE ties > 0) AS with_ties, count(DISTINCT plain) > 40 AS different, count(*) FILTER (WHERE auc IS DISTINCT FROM plain) AS wrong FROM auc;
-- Of each score the part that is within the fraction.
CREATE VIEW lift AS
SELECT g, fraction, l.lift, p.lift AS plain, cut
FROM unnest('{0.001,0.1,0.25,0.5,0.9,1}'::float8[]) AS fraction, LATERAL (SELECT g, score_lift(fraction, score, converted) AS lift FROM lead GROUP BY g) AS l LEFT JOIN LATERAL
	(SELECT g, sum(c * least(greatest(fraction * every - above, 0) / n, 1)) / (fraction * max(every)) / (sum(c) / max(every)) AS lift,
		bool_or(fraction * every > above AND fraction * every < above + n AND above > 0) AS cut
	FROM (SELECT g, score, count(*) AS n, count(*) FILTER (WHERE converted) AS c, sum(count(*)) OVER (PARTITION BY g ORDER BY score DESC) - count(*) AS above, sum(count(*)) OVER (PARTITION BY g) AS every
		FROM lead WHERE score IS NOT NULL AND converted IS NOT NULL GROUP BY g, score) AS s
	GROUP BY g HAVING sum(c) > 0) AS p USING (g);
SELECT count(*) AS compared, count(*) FILTER (WHERE plain IS NULL) AS unknown, count(*) FILTER (WHERE cut) AS with_cut, count(DISTINCT round(plain::numeric, 6)) > 100 AS different,
	count(*) FILTER (WHERE NOT (lift IS NOT DISTINCT FROM plain OR abs(lift - plain) <= 1e-14 * plain) OR (lift IS NULL) <> (plain IS NULL)) AS wrong FROM lift;

-- ---------- any order, any split, any plan: the same bits ----------

CREATE AGGREGATE pg_temp.state_of(bigint, bigint) (SFUNC = rates_p_value_accum, STYPE = kpi_state);
CREATE AGGREGATE pg_temp.state_of(float8, boolean) (SFUNC = score_auc_accum, STYPE = kpi_state);
CREATE AGGREGATE pg_temp.state_of(float8, float8, boolean) (SFUNC = score_lift_accum, STYPE = kpi_state);
CREATE AGGREGATE pg_temp.merged(kpi_state) (SFUNC = kpi_state_combine, STYPE = kpi_state);
CREATE TABLE expected AS
SELECT 'p' AS kpi, g, rates_p_value(successes, trials) AS result, kpi_state_send(pg_temp.state_of(successes, trials)) AS bytes FROM segment GROUP BY g
UNION ALL SELECT 'auc', g, score_auc(score, converted), kpi_state_send(pg_temp.state_of(score, converted)) FROM lead GROUP BY g
UNION ALL SELECT 'lift', g, score_lift(0.3, score, converted), kpi_state_send(pg_temp.state_of(0.3, score, converted)) FROM lead GROUP BY g;
CREATE FUNCTION pg_temp.differ(title text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	compared int;
	wrong int;
BEGIN
	EXECUTE format('SELECT count(a.result), count(*) FILTER (WHERE a IS DISTINCT FROM e) FROM (%s) AS a FULL JOIN expected AS e USING (kpi, g)', query) INTO compared, wrong;
	RETURN format('%s: %s, %s wrong', title, CASE WHEN compared > 200 THEN 'enough' ELSE compared || ' only' END, wrong);
END $$;
SELECT pg_temp.differ('shuffled ' || seed, format($$
	SELECT 'p' AS kpi, g, rates_p_value(successes, trials ORDER BY pg_temp.r(i, %1$s)) AS result, kpi_state_send(pg_temp.state_of(successes, trials ORDER BY pg_temp.r(i, %1$s))) AS bytes FROM segment GROUP BY g
	UNION ALL SELECT 'auc', g, score_auc(score, converted ORDER BY pg_temp.r(i, %1$s)), kpi_state_send(pg_temp.state_of(score, converted ORDER BY pg_temp.r(i, %1$s))) FROM lead GROUP BY g
	UNION ALL SELECT 'lift', g, score_lift(0.3, score, converted ORDER BY pg_temp.r(i, %1$s)), kpi_state_send(pg_temp.state_of(0.3, score, converted ORDER BY pg_temp.r(i, %1$s))) FROM lead GROUP BY g$$, seed))
FROM generate_series(31, 33) AS seed;
-- States of parts, sent and received, merged in some order.
SELECT pg_temp.differ('merged of ' || parts, format($$
	SELECT kpi, g, CASE kpi WHEN 'p' THEN rates_p_value_final(s) WHEN 'auc' THEN score_auc_final(s) ELSE score_lift_final(s) END AS result, kpi_state_send(s) AS bytes
	FROM (SELECT kpi, g, pg_temp.merged(part::text::kpi_state ORDER BY pg_temp.r(n, %1$s)) AS s FROM (
		SELECT 'p' AS kpi, g, pg_temp.r(i, 41) %% %1$s AS n, pg_temp.state_of(successes, trials) AS part FROM segment GROUP BY g, n
		UNION ALL SELECT 'auc', g, pg_temp.r(i, 41) %% %1$s AS n, pg_temp.state_of(score, converted) FROM lead GROUP BY g, n
		UNION ALL SELECT 'lift', g, pg_temp.r(i, 41) %% %1$s AS n, pg_temp.state_of(0.3, score, converted) FROM lead GROUP BY g, n) AS parts GROUP BY kpi, g) AS m$$, parts))
FROM unnest('{2,5,50}'::int[]) AS parts;
-- In parallel workers, whose plan is partial.
ANALYZE segment, lead;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
CREATE FUNCTION pg_temp.is_partial(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
	found boolean := false;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || query LOOP
		found := found OR line ~ 'Partial';
	END LOOP;
	RETURN found;
END $$;
SELECT pg_temp.is_partial('SELECT g, rates_p_value(successes, trials) FROM segment GROUP BY g') AS p, pg_temp.is_partial('SELECT g, score_auc(score, converted), score_lift(0.3, score, converted) FROM lead GROUP BY g') AS scores;
SELECT count(*) AS compared, count(*) FILTER (WHERE a.result IS DISTINCT FROM e.result) AS wrong
FROM (SELECT 'p' AS kpi, g, rates_p_value(successes, trials) AS result FROM segment GROUP BY g) AS a FULL JOIN (SELECT * FROM expected WHERE kpi = 'p') AS e USING (kpi, g);
SELECT count(*) AS compared, count(*) FILTER (WHERE a.auc IS DISTINCT FROM e.result OR a.lift IS DISTINCT FROM l.result) AS wrong
FROM (SELECT g, score_auc(score, converted) AS auc, score_lift(0.3, score, converted) AS lift FROM lead GROUP BY g) AS a
	FULL JOIN (SELECT * FROM expected WHERE kpi = 'auc') AS e USING (g) FULL JOIN (SELECT * FROM expected WHERE kpi = 'lift') AS l USING (g);
RESET max_parallel_workers_per_gather;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET parallel_leader_participation;
-- FILTER, grouping sets, and frames that move: each is the KPI of its rows.
SELECT count(*) AS compared, count(*) FILTER (WHERE a IS DISTINCT FROM b) AS wrong
FROM (SELECT g, score_auc(score, converted) FILTER (WHERE is_late) AS auc, score_lift(0.2, score, converted) FILTER (WHERE is_late) AS lift FROM lead GROUP BY g) AS a
	LEFT JOIN (SELECT g, score_auc(score, converted) AS auc, score_lift(0.2, score, converted) AS lift FROM lead WHERE is_late GROUP BY g) AS b USING (g)
WHERE NOT (a.auc IS NULL AND a.lift IS NULL AND b IS NULL);
SELECT count(*) AS compared, count(*) FILTER (WHERE f.auc IS DISTINCT FROM p.auc OR f.lift IS DISTINCT FROM p.lift) AS wrong
FROM (SELECT i, score_auc(score, converted) OVER w AS auc, score_lift(0.2, score, converted) OVER w AS lift FROM lead WHERE g IN (11, 57) WINDOW w AS (ORDER BY i ROWS BETWEEN 9 PRECEDING AND 3 FOLLOWING)) AS f
	JOIN (SELECT a.i, score_auc(b.score, b.converted) AS auc, score_lift(0.2, b.score, b.converted) AS lift
		FROM (SELECT row_number() OVER (ORDER BY i) AS n, * FROM lead WHERE g IN (11, 57)) AS a JOIN (SELECT row_number() OVER (ORDER BY i) AS n, * FROM lead WHERE g IN (11, 57)) AS b ON b.n BETWEEN a.n - 9 AND a.n + 3 GROUP BY a.i) AS p USING (i);
SELECT count(*) AS compared, count(*) FILTER (WHERE s.p IS DISTINCT FROM p.p) AS wrong
FROM (SELECT g, i % 3 AS k, grouping(g, i % 3) AS level, rates_p_value(successes, trials) AS p FROM segment GROUP BY CUBE (g, i % 3)) AS s
	JOIN LATERAL (SELECT rates_p_value(successes, trials) AS p FROM segment AS a WHERE (level & 2 > 0 OR a.g = s.g) AND (level & 1 > 0 OR a.i % 3 = s.k)) AS p ON true;
-- A state that nobody made. Its wire form: version, kind 18, two types, how many segments, then each one's trials and successes,
-- in ascending order; or kind 20 with a fraction of 0.
SELECT kpi_state_send(pg_temp.state_of(i, 3 - i / 2)) AS bytes FROM generate_series(1, 2) AS i;
SELECT (pg_temp.error_of(format('SELECT rates_p_value_final(%L)', '\x01120000' || bytes))).code, bytes
FROM (VALUES ('00000000'), ('00000001' || '0000000000000002' || '0000000000000001'), ('00000001' || '0000000000000002' || '0000000000000003'), ('00000001' || '0000000000000000' || '0000000000000000'),
	('00000001' || '0000000000000002' || 'ffffffffffffffff'), ('00000002' || '0000000000000003' || '0000000000000001' || '0000000000000002' || '0000000000000001')) AS v (bytes);
SELECT e.code FROM pg_temp.error_of('SELECT score_lift_final(''\x01140000ff000000010000000000000000' || repeat('0', 16) || ''')') AS e;
SELECT e.code FROM pg_temp.error_of('SELECT score_auc_final(rates_p_value_accum(NULL, 1, 2))') AS e;

-- ---------- funnel_compare ----------

-- Of 100 and 80 subjects that entered 50 and 40 passed step 2, 30 and 8 step 3: half of both, .3 and .1 in the end.
CREATE TABLE funnels AS
SELECT (SELECT funnel_summary(CASE WHEN i <= 30 THEN 3 WHEN i <= 50 THEN 2 WHEN i <= 100 THEN 1 ELSE 0 END, 3) FROM generate_series(1, 120) AS i) AS a,
	(SELECT funnel_summary(CASE WHEN i <= 8 THEN 3 WHEN i <= 40 THEN 2 ELSE 1 END, 3) FROM generate_series(1, 80) AS i) AS b;
SELECT step, name, reached_a, reached_b, rate_a, rate_b, round(difference::numeric, 5) AS difference, round(lower::numeric, 5) AS lower, round(upper::numeric, 5) AS upper, round(p_value::numeric, 6) AS p_value
FROM funnels, funnel_compare(a, b, ARRAY['visit', NULL, 'paid']);
-- It says what the functions of rates say, at any confidence; without one there are no bounds.
SELECT step, (c.lower, c.upper) = (i.lower, i.upper) AS bounds, c.p_value = rate_difference_p_value(c.reached_a, 100, c.reached_b, 80) AS p, n.lower IS NULL AND n.upper IS NULL AND n.p_value = c.p_value AS no_confidence
FROM funnels, funnel_compare(a, b, NULL, 0.8) AS c JOIN LATERAL rate_difference_interval(c.reached_a, 100, c.reached_b, 80, 0.8) AS i ON true JOIN funnel_compare((SELECT a FROM funnels), (SELECT b FROM funnels), confidence => NULL) AS n USING (step) WHERE step > 1;
-- A funnel that nobody entered has no rates; no funnel, no rows.
SELECT c.* FROM funnels, funnel_compare(a, (SELECT funnel_summary(0, 3))) AS c;
SELECT count(*) FROM funnels, funnel_compare(a, NULL);
SELECT count(*) FROM funnels, funnel_compare(NULL, a, '{x}');
SELECT e.* FROM unnest(ARRAY['funnel_compare(a, (SELECT funnel_summary(1, 2)))', 'funnel_compare(a, b, ''{x,y}'')', 'funnel_compare(a, b, confidence => 1)', 'funnel_compare(a, NULL, confidence => ''NaN'')']) AS call,
	pg_temp.error_of(format('SELECT %s FROM funnels', call)) AS e;

DROP SCHEMA statistics CASCADE;
