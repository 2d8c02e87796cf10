/* The funnel of many subjects straight from their events, in one pass; the state is the events */

CREATE FUNCTION funnel_events_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_combine'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_combine(internal, internal) IS
	'Merges the events of two sets of rows of one funnel';

CREATE FUNCTION funnel_events_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'funnel_events_serialize'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_serialize(internal) IS
	'Events of a funnel as bytes, for another process of a parallel query';

CREATE FUNCTION funnel_events_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_deserialize'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_deserialize(bytea, internal) IS
	'Reads what funnel_events_serialize wrote';

CREATE FUNCTION funnel_events_final(internal) RETURNS funnel_summary
	AS 'MODULE_PATHNAME', 'funnel_events_final'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_final(internal) IS
	'Final function of funnel_summary over events';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, date, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, date, integer, integer) IS
	'Transition function of funnel_summary(interval, bigint, date, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, date, boolean[]) IS
	'Transition function of funnel_summary(interval, bigint, date, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, timestamp, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, timestamp, integer, integer) IS
	'Transition function of funnel_summary(interval, bigint, timestamp, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, timestamp, boolean[]) IS
	'Transition function of funnel_summary(interval, bigint, timestamp, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, timestamptz, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, timestamptz, integer, integer) IS
	'Transition function of funnel_summary(interval, bigint, timestamptz, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, bigint, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, bigint, timestamptz, boolean[]) IS
	'Transition function of funnel_summary(interval, bigint, timestamptz, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, date, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, date, integer, integer) IS
	'Transition function of funnel_summary(interval, uuid, date, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, date, boolean[]) IS
	'Transition function of funnel_summary(interval, uuid, date, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, timestamp, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, timestamp, integer, integer) IS
	'Transition function of funnel_summary(interval, uuid, timestamp, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, timestamp, boolean[]) IS
	'Transition function of funnel_summary(interval, uuid, timestamp, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, timestamptz, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, timestamptz, integer, integer) IS
	'Transition function of funnel_summary(interval, uuid, timestamptz, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, uuid, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, uuid, timestamptz, boolean[]) IS
	'Transition function of funnel_summary(interval, uuid, timestamptz, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, date, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, date, integer, integer) IS
	'Transition function of funnel_summary(interval, text, date, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, date, boolean[]) IS
	'Transition function of funnel_summary(interval, text, date, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, timestamp, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, timestamp, integer, integer) IS
	'Transition function of funnel_summary(interval, text, timestamp, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, timestamp, boolean[]) IS
	'Transition function of funnel_summary(interval, text, timestamp, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, timestamptz, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, timestamptz, integer, integer) IS
	'Transition function of funnel_summary(interval, text, timestamptz, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, timestamptz, boolean[]) IS
	'Transition function of funnel_summary(interval, text, timestamptz, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, date, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, date, integer, integer) IS
	'Transition function of funnel_summary(interval, text, bigint, date, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, date, boolean[]) IS
	'Transition function of funnel_summary(interval, text, bigint, date, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamp, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamp, integer, integer) IS
	'Transition function of funnel_summary(interval, text, bigint, timestamp, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamp, boolean[]) IS
	'Transition function of funnel_summary(interval, text, bigint, timestamp, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamptz, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamptz, integer, integer) IS
	'Transition function of funnel_summary(interval, text, bigint, timestamptz, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_bigint_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, bigint, timestamptz, boolean[]) IS
	'Transition function of funnel_summary(interval, text, bigint, timestamptz, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, date, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, date, integer, integer) IS
	'Transition function of funnel_summary(interval, text, uuid, date, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, date, boolean[]) IS
	'Transition function of funnel_summary(interval, text, uuid, date, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamp, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamp, integer, integer) IS
	'Transition function of funnel_summary(interval, text, uuid, timestamp, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamp, boolean[]) IS
	'Transition function of funnel_summary(interval, text, uuid, timestamp, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamptz, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamptz, integer, integer) IS
	'Transition function of funnel_summary(interval, text, uuid, timestamptz, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_uuid_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, uuid, timestamptz, boolean[]) IS
	'Transition function of funnel_summary(interval, text, uuid, timestamptz, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, date, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, date, integer, integer) IS
	'Transition function of funnel_summary(interval, text, text, date, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, date, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, date, boolean[]) IS
	'Transition function of funnel_summary(interval, text, text, date, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, timestamp, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, timestamp, integer, integer) IS
	'Transition function of funnel_summary(interval, text, text, timestamp, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, timestamp, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, timestamp, boolean[]) IS
	'Transition function of funnel_summary(interval, text, text, timestamp, VARIADIC boolean[])';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, timestamptz, integer, integer) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, timestamptz, integer, integer) IS
	'Transition function of funnel_summary(interval, text, text, timestamptz, integer, integer)';

CREATE FUNCTION funnel_events_accum(internal, interval, text, text, timestamptz, boolean[]) RETURNS internal
	AS 'MODULE_PATHNAME', 'funnel_events_accum_text_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_events_accum(internal, interval, text, text, timestamptz, boolean[]) IS
	'Transition function of funnel_summary(interval, text, text, timestamptz, VARIADIC boolean[])';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at date, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at date, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at date, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at timestamp, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at timestamp, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at timestamp, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at timestamptz, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at timestamptz, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, subject bigint, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject bigint, at timestamptz, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at date, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at date, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at date, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at timestamp, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at timestamp, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at timestamp, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at timestamptz, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at timestamptz, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, subject uuid, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject uuid, at timestamptz, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, subject text, at date, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at date, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, subject text, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at date, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, subject text, at timestamp, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at timestamp, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, subject text, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at timestamp, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, subject text, at timestamptz, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at timestamptz, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, subject text, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, subject text, at timestamptz, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at date, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at date, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at date, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamp, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamp, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamp, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamptz, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamptz, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject bigint, at timestamptz, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at date, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at date, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at date, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamp, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamp, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamp, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamptz, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamptz, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject uuid, at timestamptz, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at date, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at date, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at date, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at date, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamp, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamp, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamp, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamptz, step integer, steps integer) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamptz, step integer, steps integer) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to steps; NULL or 0 is no step.';

CREATE AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = funnel_events_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = funnel_events_final, COMBINEFUNC = funnel_events_combine,
	SERIALFUNC = funnel_events_serialize, DESERIALFUNC = funnel_events_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_summary(within interval, mode text, subject text, at timestamptz, VARIADIC steps boolean[]) IS
	'Folds the events of all subjects into a funnel in one pass, with the same bytes as funnel_summary over funnel_times grouped by subject. Subjects with any row of known time are its population; rows with NULL subject or time are left out. Memory stays near work_mem * hash_mem_multiplier, except for the events of one subject; what is more goes to a temporary file. Not so over a window frame, which keeps all in memory, and in a parallel plan, where each process hands its events over in one piece of up to 1 GB. Errors as of funnel_times. NULL over no subjects. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most.';
