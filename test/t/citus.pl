# Tables distributed by Citus over two workers: every aggregate is split between them and gives the local answer; but for
# those whose state is internal.
#     make citus-test CITUS_PG_CONFIG=<the pg_config of a PostgreSQL with Citus>
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use Test::More;

if (!installed('pkglibdir', 'citus.so'))
{
	die "there is no Citus in the PostgreSQL of $ENV{CITUS_PG_CONFIG}\n" if $ENV{CITUS_PG_CONFIG};
	plan skip_all => 'no Citus in this PostgreSQL; make citus-test CITUS_PG_CONFIG=<path> tests with one that has it';
}

# Aggregates that cannot be split are errors, instead of rows that come to the coordinator.
my ($coordinator, @workers) = map {
	server($_, "shared_preload_libraries = 'citus'", "citus.node_conninfo = 'sslmode=prefer'", 'max_connections = 100', "timezone = 'UTC'",
		"citus.coordinator_aggregation_strategy = 'disabled'")
} qw(coordinator worker_1 worker_2);
query($_, 'CREATE EXTENSION citus') foreach $coordinator, @workers;
query($coordinator, sprintf "SELECT citus_set_coordinator_host('%s', %d)", $coordinator->host, $coordinator->port);
query($coordinator, sprintf "SELECT citus_add_node('%s', %d)", $_->host, $_->port) foreach @workers;

deals($coordinator);
query($coordinator, <<'SQL');
	CREATE TABLE deals_everywhere (LIKE deal);
	SELECT create_distributed_table('deals_everywhere', 'id', shard_count => 8);
	INSERT INTO deals_everywhere TABLE deal;
SQL
is(query($coordinator, 'SELECT count(DISTINCT nodeport) FROM citus_shards'), 2, 'the table is on both workers');

foreach my $kpi (grep { $_->{state} ne 'internal' } aggregates($coordinator))
{
	# By g each group is on both workers; by id it is on one.
	foreach my $by ('g', 'id')
	{
		my $distributed = "SELECT $by, $kpi->{call} FROM deals_everywhere GROUP BY $by ORDER BY $by";
		my $direct = query($coordinator, "SELECT $by, $kpi->{call} FROM deal GROUP BY $by ORDER BY $by");
		my $pushed = $by eq 'id' ? qr/Query: SELECT id, public\.$kpi->{name}\(/
		  : qr/Query: SELECT g, (?:pg_catalog\.)?worker_\w*partial_agg\('public\.$kpi->{name}\(/;

		# Some say nothing of a single row.
		like($direct, qr/\|.*[\dt{]/, "$kpi->{aggregate} by $by has a result") if $by eq 'g';
		like(plan_of($coordinator, $distributed), $pushed, "$kpi->{aggregate} by $by is pushed to the workers");
		is(query($coordinator, $distributed), $direct, "$kpi->{aggregate} by $by");
	}
}

# What the manual says of Citus, with the setting that users have.
query($coordinator, q{ALTER SYSTEM SET citus.coordinator_aggregation_strategy = 'row-gather'});
query($coordinator, 'SELECT pg_reload_conf()');
page($coordinator, 'doc/funnel_kpi-servers.md', 'Citus');

# Which shape brings what to the coordinator.
my %brings = (
	'one pass of events' => [ qr/Query: SELECT '14 days'::interval AS [^\n]*FROM crm\.event/,
		q{SELECT funnel_summary('14 days', user_id, at, step, 4) FROM event} ],
	'a state for each account beside count(DISTINCT)' => [ qr/Query: .*worker_partial_agg.*GROUP BY source, account_id/,
		'SELECT source, win_rate(won), count(DISTINCT account_id) FROM deal GROUP BY source' ],
	'one summary for several accessors' => [ qr/\A(?!.*worker_partial_agg.*worker_partial_agg.*\n.*Node).*Query: .*worker_partial_agg/s,
		'SELECT won(s), lost(s) FROM (SELECT kpi_summary(account_id, won, amount, opened_at, closed_at) AS s FROM deal OFFSET 0) AS x' ]);
while (my ($what, $case) = each %brings)
{
	like(query($coordinator, "SET search_path = crm, public; EXPLAIN (VERBOSE, COSTS OFF) $case->[1]"), $case->[0], "$what comes");
}

# A shard that fails is an error, whatever is done with its message.
my ($rows, $errors) = results($coordinator, <<'SQL');
	SET search_path = crm, public;
	SELECT rollup(NULLIF(result, '')::funnel_summary) FROM run_command_on_shards('event',
		$$SELECT funnel_summary('14 days', user_id, at, step, 4) FROM %s WHERE 1 / (user_id - 7) IS NOT NULL$$);
SQL
like($errors, qr/invalid input syntax/, 'a failed shard is an error');

# Days over a change of clocks, by the role's time zone on all nodes; the page gives it that of Berlin. In UTC a day would be enough.
is(query($coordinator, "SELECT level, count(*) FROM (SELECT window_funnel('1 day', at, step) AS level FROM crm.late GROUP BY user_id) AS u GROUP BY level"),
	'1|8', 'windows of days in the time zone of the role');
is(query($coordinator, "SET timezone = 'UTC'; SELECT level, count(*) FROM (SELECT window_funnel('1 day', at, step) AS level FROM crm.late GROUP BY user_id) AS u GROUP BY level"),
	'1|8', 'and not in that of the session');
is(query($coordinator, "SET timezone = 'UTC'; SELECT window_funnel('1 day', at, step) FROM crm.late WHERE user_id = 3 OR step > 2"),
	'2', 'but what is merged here is right');

# What travels: not to be compared to the byte, but what the page says of shapes is to hold.
my ($rate, $beside, $median, $summary, $small, $deals, $events, $funnel) = split /\n/, query($coordinator, 'SET search_path = crm, public; SELECT bytes FROM shipped ORDER BY number');
cmp_ok($beside, '>', 10 * $rate, "a state for each account takes more: $beside bytes for $rate");
cmp_ok($summary, '>', $small, "accounts take more: $summary bytes for $small");
cmp_ok($events, '>', 10 * $funnel, "events take more than a funnel of each shard: $events bytes for $funnel");

# Days of another time zone than that of the session are an error where a state tells them.
($rows, $errors) = results($coordinator, <<'SQL');
	SET search_path = crm, public;
	SET timezone = 'America/New_York';
	SELECT retention_summary(user_id, at, 'day', '2025-04-01') FROM event;
SQL
like($errors, qr/days of different time zones/, 'retention by days of another time zone is an error');

done_testing();
