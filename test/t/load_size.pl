# States of nearly 1 GB, which is all that PostgreSQL's memory management holds in one piece: error 54000, and the next
# query of the session works. What one row can fill is always tried, the rest with FUNNEL_KPI_SOAK.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

my ($kb) = (-r '/proc/meminfo' ? slurp_file('/proc/meminfo') : '') =~ /^MemAvailable:\s+(\d+) kB/m;
plan skip_all => 'less than 4 GB of memory available' if ($kb // 0) < 4_000_000;

my $node = server('main', 'shared_buffers = 16MB', 'max_parallel_workers_per_gather = 0', 'work_mem = 16MB');
my $parallel = 'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
	SET parallel_leader_participation = off; SET max_parallel_workers_per_gather = 2';

query($node, <<'SQL');
	CREATE EXTENSION funnel_kpi;

	-- The states themselves.
	CREATE AGGREGATE durations(timestamp, timestamp) (SFUNC = sales_cycle_median_accum, STYPE = kpi_state);
	CREATE AGGREGATE events(interval, timestamp, bigint) (SFUNC = window_funnel_accum, STYPE = kpi_state);

	-- A million rows for each of its own. They fill a block, so one parallel worker has them all.
	CREATE TABLE million AS SELECT generate_series(1, 200) AS n;
	ALTER TABLE million SET (parallel_workers = 2);
	ANALYZE million;
SQL

# The SQLSTATE of a query, or its rows.
sub outcome
{
	my ($before, $query) = @_;
	my ($rows, $errors) = results($node, "\\set VERBOSITY verbose\n$before;\n$query;\n\\echo :SQLSTATE\nSELECT 'next query'");
	my @rows = split /\n/, $rows;

	is(pop @rows, 'next query', 'the session goes on') or diag($errors);
	diag($errors =~ s/\nLOCATION.*//sr) if $errors;
	return join ' ', @rows;
}

# Doubles a state until it is too large; those before it are right.
sub doubled
{
	my ($state) = @_;
	return "DO \$\$ DECLARE s kpi_state = $state; BEGIN FOR i IN 1..20 LOOP s = kpi_state_combine(s, s); END LOOP; END \$\$";
}

# As many fractions as an array can hold, nearly; the column keeps the planner from working them out.
my $fractions = "SELECT sales_cycle_percentile(array_fill(0.5::float8, ARRAY[%s + n * 0]), date '2024-01-01', date '2024-01-02')
	FILTER (WHERE n = 1) FROM million";
my $rows = '(SELECT (n * 1000000::bigint + i) AS id FROM million, LATERAL generate_series(1, 1000000) AS i) AS r';

like(query($node, "$parallel; EXPLAIN (COSTS OFF) " . sprintf($fractions, 1)), qr/Workers Planned: 2.*Partial Aggregate/s,
	'a parallel plan');
foreach (
	['fractions', '', sprintf($fractions, 134217720), 54000],
	# The state fits an allocation, a row with it does not.
	['fractions in a parallel worker', $parallel, sprintf($fractions, 134217713), 54000],
	!soak() ? () : (
		# A deal's amount of 147,000 digits takes 12,000 cells.
		['deals with amounts', '', "SELECT revenue_per_account(1, (repeat('1', 131072) || '.' || repeat('1', 16383))::numeric, n::bigint)
			FROM generate_series(1, 4000) AS n", 54000],
		['owners with quotas', '', "SELECT quota_attainment(n::bigint, 1, (repeat('1', 131072) || '.' || repeat('1', 16383))::numeric)
			FROM generate_series(1, 4000) AS n", 54000],
		['durations', '', "SELECT sales_cycle_median(date '2024-01-01', date '2024-01-02') FROM $rows", 54000],
		['merged durations', '', doubled("(SELECT durations('2024-01-01', '2024-01-02') FROM generate_series(1, 500000))"), 54000],
		['durations in a parallel worker', $parallel, "SELECT sales_cycle_median(date '2024-01-01', date '2024-01-02') FROM $rows", 54000],
		['events', '', "SELECT window_funnel('1 day', timestamp '2024-01-01', 1) FROM $rows", 54000],
		['merged events', '', doubled("(SELECT events('1 day', '2024-01-01', 1) FROM generate_series(1, 500000))"), 54000],
		['events of conditions', '', "SELECT window_funnel('1 day', timestamp '2024-01-01', VARIADIC array_fill(true, '{10}')) FROM $rows", 54000],
		['one event out of the ordinary', '', "SELECT window_funnel('1 day', CASE WHEN id = 100000000 THEN timestamp '290000-01-01' ELSE '2024-01-01' END, 1)
			FROM $rows", 54000],
		['accounts of a summary', '', "SELECT accounts(kpi_summary(id, true, 1, NULL::date, NULL)) FROM $rows", 54000],
		['accounts of summaries', '', "SELECT accounts(rollup(s)) FROM (
			SELECT kpi_summary(id, true, 1, NULL::date, NULL) AS s FROM $rows GROUP BY id / 5000000) AS v", 54000],
		['subjects', '', "SELECT conversion_rate(id, true) FROM $rows", 54000],
		['customers by uuid', '', "SELECT opportunity_to_customer_ratio(lpad(to_hex(id), 32, '0')::uuid, true) FROM $rows", 54000],
		['customers', '', "SELECT opportunity_to_customer_ratio(id, true) FROM $rows", 54000],
		['events of all subjects in a parallel worker', $parallel, "SELECT population(funnel_summary('1 day', id, timestamp '2024-01-01', 1, 3))
			FROM $rows", 54000],
		['text of a state', '', "SELECT length(d::text) FROM (SELECT durations('2024-01-01', '2024-01-02') AS d FROM $rows WHERE id < 70000000) AS v", 54000],
		['text of a summary', '', "SELECT length(s::text) FROM (SELECT kpi_summary(id, true, 1, NULL::date, NULL) AS s FROM $rows WHERE id < 60000000) AS v", 54000],
		['a summary below the limit', '', "SELECT accounts(kpi_summary(id, true, 1, NULL::date, NULL)) FROM $rows WHERE id <= 45000000", '44000000 00000']))
{
	my ($name, $before, $query, $expected) = @$_;

	is(outcome($before, $query), $expected, $name);
}
unlike(slurp_file($node->logfile), qr/was terminated by signal|PANIC:/, 'the server stayed up');
done_testing();
