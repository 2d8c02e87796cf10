# Tables on other servers (postgres_fdw): every aggregate runs where the rows are, summaries cross the wire unchanged,
# and partitions on two servers give the answer that all rows in one place give.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use Test::More;

my $here = server('here', 'max_parallel_workers_per_gather = 0', 'enable_partitionwise_aggregate = on');
my %there = (east => server('east'), west => server('west'));
deals($here, values %there);
query($here, <<'SQL');
	CREATE EXTENSION postgres_fdw;
	CREATE TABLE deals_everywhere (LIKE deal) PARTITION BY LIST (machine);
SQL
while (my ($name, $node) = each %there)
{
	my ($host, $port) = ($node->host, $node->port);

	query($node, "DELETE FROM deal WHERE machine <> '$name'; ANALYZE deal; CREATE TABLE daily (g int, s kpi_summary)");
	query($here, <<"SQL");
		CREATE SERVER $name FOREIGN DATA WRAPPER postgres_fdw OPTIONS
			(host '$host', port '$port', dbname 'postgres', extensions 'funnel_kpi', async_capable 'true');
		CREATE USER MAPPING FOR CURRENT_USER SERVER $name;
		CREATE FOREIGN TABLE deal_$name PARTITION OF deals_everywhere FOR VALUES IN ('$name')
			SERVER $name OPTIONS (table_name 'deal');
		CREATE FOREIGN TABLE daily_$name (g int, s kpi_summary) SERVER $name OPTIONS (table_name 'daily');
		ANALYZE deal_$name;
SQL
}

# How often a plan says that the aggregate is in a query to another server.
sub remote_calls
{
	my ($plan, $kpi) = @_;
	return scalar(() = $plan =~ /Remote SQL: SELECT [^\n]*\b(?:public\.)?$kpi->{name}\(/g);
}

foreach my $kpi (aggregates($here))
{
	# One session for all: another one would connect to each server anew.
	my $name = $kpi->{aggregate};
	my $explain = 'EXPLAIN (VERBOSE, COSTS OFF)';
	my $by_g = "SELECT g, $kpi->{call} FROM";
	my $by_machine = "SELECT machine, $kpi->{call} FROM";
	my ($plan, $there, $direct, $plan_of_each, $each, $each_direct, $plan_across, $across, $across_direct) = answers($here,
		map { $_->[0] . ' GROUP BY ' . $_->[1] }
		[ "$explain $by_g deal_east", 'g ORDER BY g' ],
		[ "$by_g deal_east", 'g ORDER BY g' ],
		[ "$by_g deal WHERE machine = 'east'", 'g ORDER BY g' ],
		[ "$explain $by_machine deals_everywhere", 'machine' ],
		[ "$by_machine deals_everywhere", 'machine ORDER BY machine' ],
		[ "$by_machine deal", 'machine ORDER BY machine' ],
		[ "$explain $by_g deals_everywhere", 'g' ],
		[ "$by_g deals_everywhere", 'g ORDER BY g' ],
		[ "$by_g deal", 'g ORDER BY g' ]);

	like($direct, qr/^0\|.*[\dt{]/m, "$name has a result");
	is(remote_calls($plan, $kpi), 1, "$name is computed on the other server");
	is($there, $direct, "$name on the other server");

	is(remote_calls($plan_of_each, $kpi), 2, "$name is computed on both servers");
	is(scalar(() = $plan_of_each =~ /Async Foreign Scan/g), 2, "$name is computed on both servers at a time");
	is($each, $each_direct, "$name on both servers");

	# Groups that span the servers: states of each partition's rows, then combined.
	like($plan_across, qr/Finalize.*Partial.*Partial/s, "$name is combined here");
	is($across, $across_direct, "$name over rows of both servers");
}

# A summary of each server, rolled up here.
my $summary = 'kpi_summary(account_text, won_bool, amount_numeric, opened_timestamptz, closed_timestamptz)';
my $per_server = "SELECT machine, $summary AS s FROM deals_everywhere GROUP BY machine";
my $plan = plan_of($here, "SELECT rollup(s) FROM ($per_server) AS x");
like($plan, qr/rollup.*Async Foreign Scan.*kpi_summary\(.*Async Foreign Scan.*kpi_summary\(/s,
	'summaries of both servers at a time');
is(query($here, "SELECT rollup(s) FROM ($per_server) AS x"), query($here, "SELECT $summary FROM deal"),
	'their rollup is the summary of all rows');

# Stored summaries.
foreach my $name (sort keys %there)
{
	my $bytes = 'SELECT g, encode(kpi_summary_send(s), \'hex\') FROM';
	my $sent = query($here, "$bytes (SELECT g, $summary AS s FROM deal GROUP BY g) AS daily ORDER BY g");

	query($here, "INSERT INTO daily_$name SELECT g, $summary FROM deal GROUP BY g");
	is(query($there{$name}, "$bytes daily ORDER BY g"), $sent, "summaries arrive at $name byte for byte");
	is(query($here, "$bytes daily_$name ORDER BY g"), $sent, "summaries come back from $name byte for byte");
}
is( query($here, 'SELECT rollup(s) FROM (TABLE daily_east UNION ALL TABLE daily_west) AS daily'),
	query($here, "SELECT $summary FROM (TABLE deal UNION ALL TABLE deal) AS twice"),
	'rollup over stored summaries of both servers');

# What the manual says, on its own tables.
my $columns = 'deal_id bigint, account_id bigint, source text, opened_at date, closed_at date, won boolean, amount numeric';
query($here, 'CREATE SCHEMA crm');
foreach my $name (sort keys %there)
{
	my $odd = $name eq 'east' ? 1 : 0;
	query($there{$name}, <<"SQL");
		CREATE SCHEMA crm;
		CREATE TABLE crm.deal ($columns);
		INSERT INTO crm.deal
		SELECT id, id * 7 % 599, (ARRAY['event', 'outbound', 'partner', 'web'])[id / 2 % 4 + 1], date '2025-01-01' + id % 90,
			CASE WHEN id % 5 > 0 THEN date '2025-01-01' + id % 90 + id * 13 % 60 END, CASE WHEN id % 5 > 0 THEN id % 3 = 0 END, id % 97 * 100
		FROM generate_series(1, 4000) AS id WHERE id % 2 = $odd;
SQL
	query($here, "CREATE FOREIGN TABLE crm.deal_$name ($columns) SERVER $name OPTIONS (schema_name 'crm', table_name 'deal')");
}
page($here, 'doc/funnel_kpi-servers.md', 'Foreign servers');

# How many rows come, as the manual says.
my $analyze = 'SET search_path = crm, public; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)';
my $all = query($here, "$analyze SELECT source, win_rate(won) FROM (TABLE deal_east UNION ALL TABLE deal_west) AS d GROUP BY source");
my $each = query($here, "$analyze SELECT source, rollup(s) FROM (" . join(' UNION ALL ', map {
	"SELECT source, kpi_summary(account_id, won, amount, opened_at, closed_at) AS s FROM deal_$_ GROUP BY source" } qw(east west)) . ') AS d GROUP BY source');
is(scalar(() = $all =~ /Async Foreign Scan on .*rows=2000\b/g), 2, 'all rows come');
is(scalar(() = $each =~ /Async Foreign Scan \(actual rows=4\b/g), 2, 'a summary of each source comes');

# What makes it so.
query($here, 'ALTER SERVER east OPTIONS (DROP extensions)');
unlike(plan_of($here, 'SELECT win_rate(won_bool) FROM deal_east'), qr/Remote SQL: SELECT [^\n]*win_rate\(/,
	'a server without the option extensions gets no aggregates');

done_testing();
