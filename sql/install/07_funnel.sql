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
