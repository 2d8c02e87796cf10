/* The funnel of many subjects: count once, merge and read everywhere */

CREATE TYPE funnel_summary;

CREATE FUNCTION funnel_summary_in(cstring) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_in(cstring) IS
	'Reads the JSON form of a funnel; 22P02, 22P03 or, for a number too large, 22003 if it is not one';

CREATE FUNCTION funnel_summary_out(funnel_summary) RETURNS cstring
	AS 'MODULE_PATHNAME', 'funnel_summary_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_out(funnel_summary) IS
	'JSON form of a funnel, which loads back to the same bytes';

CREATE FUNCTION funnel_summary_recv(internal) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_recv(internal) IS
	'Reads the binary form of a funnel; 22P03 if it is not one';

CREATE FUNCTION funnel_summary_send(funnel_summary) RETURNS bytea
	AS 'MODULE_PATHNAME', 'funnel_summary_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_send(funnel_summary) IS
	'Binary form of a funnel: the bytes as stored, the same on every machine';

CREATE TYPE funnel_summary (
	INPUT = funnel_summary_in, OUTPUT = funnel_summary_out,
	RECEIVE = funnel_summary_recv, SEND = funnel_summary_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE funnel_summary IS
	'Subjects folded into one stored, mergeable funnel: how many there are, how many reached each step, the times between steps. Equal subjects make equal bytes.';

CREATE FUNCTION funnel_summary_accum(kpi_state, integer, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'funnel_summary_accum_level'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_accum(kpi_state, integer, integer) IS
	'Transition function of funnel_summary(integer, integer)';

CREATE FUNCTION funnel_summary_accum(kpi_state, date[], integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'funnel_summary_accum_dates'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_accum(kpi_state, date[], integer) IS
	'Transition function of funnel_summary(date[], integer)';

CREATE FUNCTION funnel_summary_accum(kpi_state, timestamp[], integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'funnel_summary_accum_timestamps'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_accum(kpi_state, timestamp[], integer) IS
	'Transition function of funnel_summary(timestamp[], integer)';

CREATE FUNCTION funnel_summary_accum(kpi_state, timestamptz[], integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'funnel_summary_accum_timestamps'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_accum(kpi_state, timestamptz[], integer) IS
	'Transition function of funnel_summary(timestamptz[], integer)';

CREATE FUNCTION funnel_summary_final(kpi_state) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_summary_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_final(kpi_state) IS
	'Final function of funnel_summary and rollup';

CREATE FUNCTION rollup_accum(kpi_state, funnel_summary) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'rollup_funnel_accum'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION rollup_accum(kpi_state, funnel_summary) IS
	'Transition function of rollup(funnel_summary)';

CREATE AGGREGATE funnel_summary(level integer, steps integer) (
	SFUNC = funnel_summary_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(level integer, steps integer) IS
	'Folds subjects, one a row, into a funnel of so many steps (1 to 64): level is the number of steps that a subject reached, as window_funnel gives it. Level 0 counts in the population only, NULL is left out, a level above steps is error 22023. NULL over no subjects.';

CREATE AGGREGATE funnel_summary(times date[], steps integer) (
	SFUNC = funnel_summary_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(times date[], steps integer) IS
	'Folds subjects, one a row, into a funnel of so many steps (1 to 64) with the times between steps: times are those of the steps that a subject reached, as funnel_times gives them. An empty array counts in the population only, NULL is left out. Error 22023 for more times than steps or times that do not ascend, 22004 for a NULL among them, 22008 for the time to an infinite one. NULL over no subjects.';

CREATE AGGREGATE funnel_summary(times timestamp[], steps integer) (
	SFUNC = funnel_summary_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(times timestamp[], steps integer) IS
	'Folds subjects, one a row, into a funnel of so many steps (1 to 64) with the times between steps: times are those of the steps that a subject reached, as funnel_times gives them. An empty array counts in the population only, NULL is left out. Error 22023 for more times than steps or times that do not ascend, 22004 for a NULL among them, 22008 for the time to an infinite one. NULL over no subjects.';

CREATE AGGREGATE funnel_summary(times timestamptz[], steps integer) (
	SFUNC = funnel_summary_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(times timestamptz[], steps integer) IS
	'Folds subjects, one a row, into a funnel of so many steps (1 to 64) with the times between steps: times are those of the steps that a subject reached, as funnel_times gives them. An empty array counts in the population only, NULL is left out. Error 22023 for more times than steps or times that do not ascend, 22004 for a NULL among them, 22008 for the time to an infinite one. NULL over no subjects.';

CREATE AGGREGATE rollup(funnel funnel_summary) (
	SFUNC = rollup_accum, STYPE = kpi_state, SSPACE = 2048,
	FINALFUNC = funnel_summary_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(funnel funnel_summary) IS
	'Merges funnels of disjoint populations, in any order, without loss. NULL funnels are left out; funnels with different numbers of steps are error 22023.';

/* Equality and an order, for DISTINCT, IS DISTINCT FROM, UNION and joins; bytes are canonical, so they compare */

CREATE FUNCTION funnel_summary_eq(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteaeq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_eq(funnel_summary, funnel_summary) IS 'Implementation of the = operator';

CREATE FUNCTION funnel_summary_ne(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteane' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_ne(funnel_summary, funnel_summary) IS 'Implementation of the <> operator';

CREATE FUNCTION funnel_summary_lt(funnel_summary, funnel_summary) RETURNS boolean
	AS 'bytealt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_lt(funnel_summary, funnel_summary) IS 'Implementation of the < operator';

CREATE FUNCTION funnel_summary_le(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteale' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_le(funnel_summary, funnel_summary) IS 'Implementation of the <= operator';

CREATE FUNCTION funnel_summary_gt(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteagt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_gt(funnel_summary, funnel_summary) IS 'Implementation of the > operator';

CREATE FUNCTION funnel_summary_ge(funnel_summary, funnel_summary) RETURNS boolean
	AS 'byteage' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_ge(funnel_summary, funnel_summary) IS 'Implementation of the >= operator';

CREATE FUNCTION funnel_summary_cmp(funnel_summary, funnel_summary) RETURNS integer
	AS 'byteacmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_cmp(funnel_summary, funnel_summary) IS 'Compares two funnels by their bytes';

CREATE FUNCTION funnel_summary_hash(funnel_summary) RETURNS integer
	AS 'hashvarlena' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_hash(funnel_summary) IS 'Hash of a funnel';

CREATE FUNCTION funnel_summary_hash_extended(funnel_summary, bigint) RETURNS bigint
	AS 'hashvarlenaextended' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_summary_hash_extended(funnel_summary, bigint) IS 'Hash of a funnel with a seed';

CREATE OPERATOR = (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (funnel_summary, funnel_summary) IS 'equal';

CREATE OPERATOR <> (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (funnel_summary, funnel_summary) IS 'not equal';

CREATE OPERATOR < (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (funnel_summary, funnel_summary) IS 'less than';

CREATE OPERATOR <= (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (funnel_summary, funnel_summary) IS 'less than or equal';

CREATE OPERATOR > (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (funnel_summary, funnel_summary) IS 'greater than';

CREATE OPERATOR >= (
	LEFTARG = funnel_summary, RIGHTARG = funnel_summary, FUNCTION = funnel_summary_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (funnel_summary, funnel_summary) IS 'greater than or equal';

CREATE OPERATOR FAMILY funnel_summary_ops USING btree;
COMMENT ON OPERATOR FAMILY funnel_summary_ops USING btree IS 'Order of funnels by their bytes';
CREATE OPERATOR CLASS funnel_summary_ops DEFAULT FOR TYPE funnel_summary USING btree FAMILY funnel_summary_ops AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 funnel_summary_cmp(funnel_summary, funnel_summary);
COMMENT ON OPERATOR CLASS funnel_summary_ops USING btree IS 'Order of funnels by their bytes';
CREATE OPERATOR FAMILY funnel_summary_ops USING hash;
COMMENT ON OPERATOR FAMILY funnel_summary_ops USING hash IS 'Equality of funnels';
CREATE OPERATOR CLASS funnel_summary_ops DEFAULT FOR TYPE funnel_summary USING hash FAMILY funnel_summary_ops AS
	OPERATOR 1 =,
	FUNCTION 1 funnel_summary_hash(funnel_summary), FUNCTION 2 funnel_summary_hash_extended(funnel_summary, bigint);
COMMENT ON OPERATOR CLASS funnel_summary_ops USING hash IS 'Equality of funnels';

/* What a funnel says; each accessor bears the name of its aggregate over rows */

CREATE FUNCTION population(funnel funnel_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'funnel_summary_population'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION population(funnel_summary) IS
	'Number of subjects, whether or not they reached a step';

CREATE FUNCTION reached(funnel funnel_summary, step integer) RETURNS bigint
	AS 'MODULE_PATHNAME', 'funnel_summary_reached'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reached(funnel_summary, integer) IS
	'Number of subjects that reached a step; 22023 if the funnel has no such step';

CREATE FUNCTION conversion_rate(funnel funnel_summary) RETURNS double precision
	AS 'MODULE_PATHNAME', 'funnel_summary_conversion_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate(funnel_summary) IS
	'Subjects that reached the last step over those that reached the first; NULL if there are none';

CREATE FUNCTION conversion_rate(funnel funnel_summary, from_step integer, to_step integer) RETURNS double precision
	AS 'MODULE_PATHNAME', 'funnel_summary_conversion_rate_between'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION conversion_rate(funnel_summary, integer, integer) IS
	'Subjects that reached to_step over those that reached from_step; NULL if there are none, 22023 if the funnel has no such steps or from_step comes after to_step';

CREATE FUNCTION time_to_convert(funnel funnel_summary, fraction double precision) RETURNS interval
	AS 'MODULE_PATHNAME', 'funnel_summary_time_to_convert'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION time_to_convert(funnel_summary, double precision) IS
	'Percentile of the time from the first step to the last, within 1 %; NULL if no times are known, 22023 if the fraction is not between 0 and 1';

CREATE FUNCTION time_to_convert(funnel funnel_summary, from_step integer, to_step integer, fraction double precision) RETURNS interval
	AS 'MODULE_PATHNAME', 'funnel_summary_time_to_convert_between'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION time_to_convert(funnel_summary, integer, integer, double precision) IS
	'Percentile of the time from one step to a later one, over the subjects that reached the later one, within 1 %; NULL if no times are known, 22023 if the funnel has no such steps or the fraction is not between 0 and 1';

CREATE FUNCTION funnel_report(funnel funnel_summary, names text[] DEFAULT NULL)
	RETURNS TABLE (step integer, name text, reached bigint, conversion_from_start double precision,
				   conversion_from_previous double precision, dropped bigint, median_time interval, p90_time interval)
	AS 'MODULE_PATHNAME', 'funnel_report'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION funnel_report(funnel_summary, text[]) IS
	'One row for each step of a funnel: subjects that reached it, their share of those at the first step and at the one before, subjects lost since the one before, median and 90th percentile of the time since the one before. names gives one name for each step, 22023 if their number differs. No rows for NULL.';
