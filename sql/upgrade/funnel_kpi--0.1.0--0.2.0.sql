\echo Use "ALTER EXTENSION funnel_kpi UPDATE TO '0.2.0'" to load this file. \quit

/* Funnels of one subject: how far it got, and when */

CREATE FUNCTION window_funnel_accum(kpi_state, interval, date, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, date, integer) IS
	'Transition function of window_funnel and funnel_times(interval, date, integer)';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, date, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, date, boolean[]) IS
	'Transition function of window_funnel and funnel_times(interval, date, VARIADIC boolean[])';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, date, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_date_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, date, integer) IS
	'Transition function of window_funnel and funnel_times(interval, text, date, integer)';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, date, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_date_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, date, boolean[]) IS
	'Transition function of window_funnel and funnel_times(interval, text, date, VARIADIC boolean[])';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, timestamp, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, timestamp, integer) IS
	'Transition function of window_funnel and funnel_times(interval, timestamp, integer)';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, timestamp, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, timestamp, boolean[]) IS
	'Transition function of window_funnel and funnel_times(interval, timestamp, VARIADIC boolean[])';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, timestamp, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamp_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, timestamp, integer) IS
	'Transition function of window_funnel and funnel_times(interval, text, timestamp, integer)';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, timestamp, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamp_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, timestamp, boolean[]) IS
	'Transition function of window_funnel and funnel_times(interval, text, timestamp, VARIADIC boolean[])';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, timestamptz, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, timestamptz, integer) IS
	'Transition function of window_funnel and funnel_times(interval, timestamptz, integer)';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, timestamptz, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, timestamptz, boolean[]) IS
	'Transition function of window_funnel and funnel_times(interval, timestamptz, VARIADIC boolean[])';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, timestamptz, integer) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamptz_step'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, timestamptz, integer) IS
	'Transition function of window_funnel and funnel_times(interval, text, timestamptz, integer)';

CREATE FUNCTION window_funnel_accum(kpi_state, interval, text, timestamptz, boolean[]) RETURNS kpi_state
	AS 'MODULE_PATHNAME', 'window_funnel_accum_timestamptz_conditions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_accum(kpi_state, interval, text, timestamptz, boolean[]) IS
	'Transition function of window_funnel and funnel_times(interval, text, timestamptz, VARIADIC boolean[])';

CREATE FUNCTION window_funnel_final(kpi_state) RETURNS integer
	AS 'MODULE_PATHNAME', 'window_funnel_final'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION window_funnel_final(kpi_state) IS
	'Final function of window_funnel';

CREATE FUNCTION funnel_times_final_date(kpi_state) RETURNS date[]
	AS 'MODULE_PATHNAME', 'funnel_times_final_date'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_times_final_date(kpi_state) IS
	'Final function of funnel_times over times of type date';

CREATE FUNCTION funnel_times_final_timestamp(kpi_state) RETURNS timestamp[]
	AS 'MODULE_PATHNAME', 'funnel_times_final_timestamp'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_times_final_timestamp(kpi_state) IS
	'Final function of funnel_times over times of type timestamp';

CREATE FUNCTION funnel_times_final_timestamptz(kpi_state) RETURNS timestamptz[]
	AS 'MODULE_PATHNAME', 'funnel_times_final_timestamptz'
	LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION funnel_times_final_timestamptz(kpi_state) IS
	'Final function of funnel_times over times of type timestamptz';

CREATE AGGREGATE window_funnel(within interval, at date, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at date, step integer) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, at date, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at date, VARIADIC steps boolean[]) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, mode text, at date, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at date, step integer) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, mode text, at date, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at date, VARIADIC steps boolean[]) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, at timestamp, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at timestamp, step integer) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at timestamp, VARIADIC steps boolean[]) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, mode text, at timestamp, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at timestamp, step integer) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, mode text, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at timestamp, VARIADIC steps boolean[]) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, at timestamptz, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at timestamptz, step integer) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, at timestamptz, VARIADIC steps boolean[]) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, mode text, at timestamptz, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at timestamptz, step integer) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE window_funnel(within interval, mode text, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = window_funnel_final, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE window_funnel(within interval, mode text, at timestamptz, VARIADIC steps boolean[]) IS
	'Steps of a funnel that a subject passed one after the other within an interval of the first: the length of the longest chain. Rows of equal time count in step order, one row may serve several steps, rows with NULL time are skipped, NULL steps are false. 0 if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, at date, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_date, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at date, step integer) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, at date, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_date, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at date, VARIADIC steps boolean[]) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, mode text, at date, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_date, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at date, step integer) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, mode text, at date, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_date, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at date, VARIADIC steps boolean[]) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, at timestamp, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamp, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at timestamp, step integer) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamp, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at timestamp, VARIADIC steps boolean[]) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, mode text, at timestamp, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamp, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at timestamp, step integer) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, mode text, at timestamp, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamp, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at timestamp, VARIADIC steps boolean[]) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, at timestamptz, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamptz, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at timestamptz, step integer) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamptz, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, at timestamptz, VARIADIC steps boolean[]) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, mode text, at timestamptz, step integer) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamptz, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at timestamptz, step integer) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. Rows have step numbers from 1 to 64; NULL or 0 is no step. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';

CREATE AGGREGATE funnel_times(within interval, mode text, at timestamptz, VARIADIC steps boolean[]) (
	SFUNC = window_funnel_accum, STYPE = kpi_state, SSPACE = 512,
	FINALFUNC = funnel_times_final_timestamptz, COMBINEFUNC = kpi_state_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_times(within interval, mode text, at timestamptz, VARIADIC steps boolean[]) IS
	'Times of the longest chain of window_funnel: of several the one that finishes first, then the one that starts last, each step in between as early as it can be. An empty array if there is no chain, NULL over no rows of known time. Modes: strict_increase, strict_once, strict_order, strict_deduplication, separated by commas, or any_order. One condition for each step, 64 at the most. Error 22023 for a window that is not positive, an unknown mode, a step out of range, or any of them changing within a group.';
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
