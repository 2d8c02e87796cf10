# How long is a process deaf? While a query runs, another session asks its process again and again for a sign of life, which it
# gives where it would notice Ctrl-C or statement_timeout, and takes the time that the process works in between. Each
# query here spends its time in another loop of the extension, over a group as large as FUNNEL_KPI_SOAK allows.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use IPC::Run;
use List::Util qw(max);
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

plan skip_all => 'no /proc that tells the time that a process took' if !-r '/proc/self/stat';

my $node = server('main', 'shared_buffers = 64MB', 'max_parallel_workers_per_gather = 0', 'work_mem = 1GB', "timezone = 'Europe/Berlin'");
my $log = $node->logfile;
my $tick = qx(getconf CLK_TCK) + 0;

# Seconds of its own time, so that what else the machine does makes no difference; and a share of what it takes, which a
# loop that is deaf exceeds on a fast machine, too.
my $most = 1;
my $most_share = 0.45;

query($node, <<"SQL");
	CREATE EXTENSION funnel_kpi;

	-- Seconds that a process has worked; NULL when it is gone.
	CREATE FUNCTION worked(pid int) RETURNS float8 LANGUAGE sql VOLATILE AS
		\$\$ SELECT (s[12]::float8 + s[13]::float8) / $tick
			FROM regexp_split_to_array(substring(pg_read_file('/proc/' || pid || '/stat', 0, 9999, true) FROM '\\) (.*)'), ' ') AS s \$\$;

	-- The longest time that a process works without a sign of life, from now on until it is gone.
	CREATE FUNCTION longest(victim int) RETURNS float8 LANGUAGE plpgsql AS \$\$
	DECLARE
		at bigint;
		since float8;
		most float8 = 0;
	BEGIN
		LOOP
			at = (pg_stat_file('$log')).size;
			since = worked(victim);
			EXIT WHEN since IS NULL;
			PERFORM pg_log_backend_memory_contexts(victim);
			WHILE worked(victim) IS NOT NULL
				AND strpos(pg_read_file('$log', at, 1000000), 'logging memory contexts of PID ' || victim) = 0 LOOP
				PERFORM pg_sleep(0.01);
			END LOOP;
			most = greatest(most, worked(victim) - since);
			PERFORM pg_sleep(0.03);
		END LOOP;
		RETURN most;
	END \$\$;

	-- The states themselves.
	CREATE AGGREGATE durations(timestamp, timestamp) (SFUNC = sales_cycle_median_accum, STYPE = kpi_state);
	CREATE AGGREGATE events(interval, timestamptz, bigint) (SFUNC = window_funnel_accum, STYPE = kpi_state);
	CREATE AGGREGATE events_in_any_order(interval, text, timestamptz, bigint) (SFUNC = window_funnel_accum, STYPE = kpi_state);
	CREATE AGGREGATE subjects(bigint, date, text, date) (SFUNC = retention_summary_accum, STYPE = kpi_state);
	CREATE AGGREGATE sequence(text, timestamp, bigint) (SFUNC = sequence_accum, STYPE = kpi_state);
	CREATE AGGREGATE sequence(text, timestamp, boolean[]) (SFUNC = sequence_accum, STYPE = kpi_state);
	CREATE AGGREGATE touches(text, timestamp) (SFUNC = touch_path_accum, STYPE = kpi_state);
	CREATE AGGREGATE segments(bigint, bigint) (SFUNC = rates_p_value_accum, STYPE = kpi_state);
	CREATE AGGREGATE accounts(bigint, boolean, numeric, date, date) (SFUNC = kpi_summary_accum, STYPE = kpi_state);
SQL

# Run a query; returns for how long at the most its process was deaf, and what was printed.
sub deaf
{
	my ($before, $query) = @_;
	my ($in, $out) = map { PostgreSQL::Test::Utils::tempdir . "/$_" } 'in', 'out';
	append_to_file($in, <<"SQL");
		SET client_min_messages = error; $before;
		SELECT worked(pg_backend_pid()) AS before \\gset
		SELECT 'pid ' || pg_backend_pid();
		$query;
		SELECT 'worked ' || worked(pg_backend_pid()) - :before;
SQL
	my $psql = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-f', $in ], '<', \undef, '>', $out, '2>&1');

	append_to_file($out, '');
	sleep 0.02 until slurp_file($out) =~ /pid (\d+)\n/ || !$psql->pumpable;
	my $pid = $1 // die slurp_file($out);
	my $longest = query($node, "SELECT longest($pid)");
	$psql->finish;
	return ($longest, slurp_file($out));
}

# Random times; ids up to n.
my $random = "timestamp '2024-01-01' + hashint8(id) * interval '1 s'";
sub ids
{
	return "(SELECT generate_series(1, $_[0]::bigint) AS id) AS ids";
}

# A table of one value of a type, as it is in memory. PostgreSQL itself is deaf while it decompresses a value, copies a text
# for a cast, or copies what a transition function made anew, unless that is called by itself.
sub kept
{
	my ($type, $select) = @_;
	return "CREATE TEMP TABLE t (v $type); ALTER TABLE t ALTER v SET STORAGE EXTERNAL; INSERT INTO t SELECT $select";
}

# Days of random activity, of half a year; a day for each cohort and each day after it.
my $day = "date '2024-01-01' + (hashint8(id) & 127)";
my $triangle = "retention_summary(c, date '2000-01-01' + d, 'day', '2020-01-01')
	FROM generate_series(1, 3500) AS c, generate_series(c, 3500) AS d";

# By name: what is built before, what is looked at.
my @cases = (
	# A window of a month and a day is worked out for each row that leaves it.
	['any_order', kept('kpi_state', "events_in_any_order('1 month 1 day', 'any_order', at, step) FROM (
			SELECT timestamptz '2024-03-01' + id * interval '1 ms' AS at, 1 AS step FROM @{[ids(8300000)]}
			UNION ALL VALUES ('2034-01-01'::timestamptz, 2)) AS event (at, step)"),
		"SELECT window_funnel_final(v) FROM t"],

	['business_days', kept('date[]', "array_agg(date '1000-01-01' + (hashint8(id) & 1048575)) FROM @{[ids(8000000)]}"),
		"SELECT business_days('1000-01-01', '3000-01-01', v) FROM t"]);
push @cases, (
	# Rows of a moment that may serve any of 64 steps.
	['strict_once', '', "SELECT window_funnel('1 day', 'strict_once, strict_deduplication', timestamptz '2024-01-01' + id / 2 * interval '1 s',
			VARIADIC array_fill(true, '{64}')) FROM @{[ids(131072)]}"],

	# So many that 63 keys wait when the set is sent.
	['a key set is sent', kept('kpi_state', "accounts(id, true, 1, NULL, NULL) FROM @{[ids(3057 + 64 * 156250 + 63)]}"),
		"SELECT length(kpi_summary_send(kpi_summary_final(v))) FROM t"],

	['text of a funnel', kept('funnel_summary', "funnel_summary(times, 64) FROM (
			SELECT array_agg(timestamp '2024-01-01' + step * (id * id % 99991) * interval '1 s') AS times
			FROM @{[ids(6000)]}, generate_series(1, 64) AS step GROUP BY id) AS subject"),
		"SELECT octet_length(v::text) FROM t"],
	['percentile', kept('kpi_state', "durations('2024-01-01', $random) FROM @{[ids(60000000)]}"),
		"SELECT sales_cycle_percentile_final(v) FROM t"],
	['many percentiles', '', "SELECT cardinality(sales_cycle_percentile(array_fill(0.5::float8, ARRAY[10000000 + id::int]), '2024-01-01', '2024-01-02'))
		FROM @{[ids(1)]}"],
	['durations are merged, written, read', kept('kpi_state', "durations('2024-01-01', $random) FROM @{[ids(15000000)]}"),
		"SELECT pg_column_size(kpi_state_in(kpi_state_out(kpi_state_combine(v, v)))) FROM t"],
	['events are merged, sorted', kept('kpi_state', "events('1 day', $random, 1 + (id % 5)::int) FROM @{[ids(30000000)]}"),
		"SELECT window_funnel_final(kpi_state_combine(v, v)) FROM t"],
	['events are written, read', kept('kpi_state', "events('1 day', $random, 1 + (id % 5)::int) FROM @{[ids(15000000)]}"),
		"SELECT pg_column_size(kpi_state_in(kpi_state_out(v))) FROM t"],
	['accounts are written', kept('kpi_summary', "kpi_summary(id, true, 1, NULL::date, NULL) FROM @{[ids(10000000)]}"),
		"SELECT pg_column_size(kpi_summary_out(v)) FROM t, generate_series(1, 4)"],
	['accounts are merged, written', kept('kpi_summary', "kpi_summary(id, true, 1, NULL::date, NULL) FROM @{[ids(10000000)]}"),
		"SELECT pg_column_size(kpi_summary_final(rollup_accum(rollup_accum(NULL, v), v))) FROM t"],
	['all subjects', '', "SELECT population(funnel_summary('1 day', CASE WHEN id < 40000000 THEN 1 ELSE id END, $random, 1 + (id % 3)::int, 3))
		FROM @{[ids(50000000)]}"],
	['subjects are counted', kept('kpi_state', "subjects(id, $day, 'day', '2025-01-01') FROM @{[ids(20000000)]}"),
		"SELECT retention_summary_final(v) FROM t"],
	['subjects active over many units are counted', kept('kpi_state', "subjects(id % 5000000, $day, 'day', '2024-05-31') FROM @{[ids(20000000)]}"),
		"SELECT retention_summary_final(v) FROM t"],
	['subjects are merged, written, read', kept('kpi_state', "subjects(id, $day, 'day', '2025-01-01') FROM @{[ids(10000000)]}"),
		"SELECT pg_column_size(kpi_state_in(kpi_state_out(kpi_state_combine(v, v)))) FROM t"],
	['cohorts are made', '', "SELECT octet_length(retention_summary_send(s)) FROM (SELECT $triangle) AS r (s)"],
	['cohorts are merged, read', kept('retention_summary', $triangle), "SELECT pg_column_size(v + v) FROM t"],
	['text of cohorts', kept('retention_summary', $triangle), "SELECT octet_length(retention_summary_out(v)::text) FROM t"],
	['a sequence is matched', kept('kpi_state', "sequence('(?1)' || repeat('(?t>=1 day)(?t<=30 days)(?1)', 60) || '(?2)', $random, 1)
			FROM @{[ids(3000000)]}"),
		"SELECT sequence_match_final(v) FROM t"],
	['times of a sequence', kept('kpi_state', "sequence('(?1)' || repeat('.*(?1)', 60) || '(?t<=1)(?2)', timestamp '2024-01-01' + id * interval '1 s',
			1 + (id / 8000000)::int) FROM @{[ids(8000000)]}"),
		"SELECT sequence_times_final_timestamp(v) FROM t"],
	['rows of several steps are sorted', kept('kpi_state', "sequence('(?1)(?2)(?3)', timestamp '2024-01-01' + (hashint8(id) & 1023) * interval '1 s',
			ARRAY[hashint8(id) & 2048 > 0, hashint8(id) & 4096 > 0, hashint8(id) & 8192 > 0]) FROM @{[ids(10000000)]}"),
		"SELECT sequence_count_final(v) FROM t"],
	['a path', kept('kpi_state', "touches((id % 1000)::text, $random) FROM @{[ids(15000000)]}"),
		"SELECT cardinality(touch_path_final(v)) FROM t"],
	['touches are merged, written, read', kept('kpi_state', "touches((id % 1000)::text, $random) FROM @{[ids(10000000)]}"),
		"SELECT pg_column_size(kpi_state_in(kpi_state_out(kpi_state_combine(v, v)))) FROM t"],
	['a long path into a graph', kept('text[]', "array_agg((hashint8(id) & 255)::text) FROM @{[ids(20000000)]}"),
		"SELECT channel_graph(v, true) FROM t"],
	['channels of a graph', kept('channel_graph', "channel_graph(
			ARRAY[(hashint8(id) & 1023) % 1000, (hashint8(-id) & 1023) % 1000]::text[], id % 3 = 0) FROM @{[ids(1000000)]}"),
		"SELECT channel_report(v) FROM t"],
	['an amount is divided by age', '', "SELECT sum(r) FROM (SELECT
		attributed_revenue('time_decay', 12345678.90, timestamp '2024-01-01' + id * interval '1 s') OVER (ORDER BY id) AS r FROM @{[ids(5000000)]}) AS s"],
	['a large amount is divided by weight', '', "SELECT count(r) FROM (SELECT
		attributed_revenue((hashint8(id) & 1023)::float8 / 1000, 1e40, timestamp '2024-01-01' + id * interval '1 s') OVER (ORDER BY id) AS r FROM @{[ids(1000000)]}) AS s"],
	['segments are compared', kept('kpi_state', "segments(500 + (hashint8(id) & 31), 1000) FROM @{[ids(30000000)]}"),
		"SELECT rates_p_value_final(v) FROM t"],
	['the sessions of all subjects', '', "SELECT sessions(session_summary('1 hour', CASE WHEN id < 30000000 THEN 1 ELSE id END, $random))
		FROM @{[ids(40000000)]}"]) if soak();

foreach (@cases)
{
	my ($name, $before, $query) = @$_;
	my ($seconds, $output) = deaf($before, $query);
	my ($worked) = $output =~ /^pid \d+\n.+\nworked (\d+(?:\.\d+)?)\n$/s; # a round number of seconds, too

	ok($worked, "$name: a result") || diag($output);
	cmp_ok($seconds, '<', $most, "$name: deaf for $seconds s at the most");
	cmp_ok($seconds, '<', max(0.2, $most_share * ($worked // 0)), "$name: that is a small part of its time");
	diag(sprintf '%s: deaf for %.2f s of %.1f', $name, $seconds, $worked // 0);
}

# The same as users know it.
my ($before, $query) = map { $_->[1], $_->[2] } grep { $_->[0] eq 'any_order' } @cases;
my (undef, $errors) = results($node, "\\set VERBOSITY verbose\n$before;\nSET statement_timeout = '100ms';\n$query;");
like($errors, qr/ERROR:  57014: canceling statement due to statement timeout/, 'statement_timeout');

my $out = '';
my $psql = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-v', 'VERBOSITY=verbose', '-c', $before, '-c', $query ],
	'<', \undef, '>', \$out, '2>&1');
my $active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '$query'";
sleep 0.05 until query($node, $active) || !$psql->pumpable;
$psql->signal('INT');
$psql->finish;
like($out, qr/ERROR:  57014: canceling statement due to user request/, 'Ctrl-C');
done_testing();
