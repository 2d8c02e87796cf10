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
	server($_, "shared_preload_libraries = 'citus'", "citus.node_conninfo = 'sslmode=prefer'", 'max_connections = 100',
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

		like($direct, qr/\|.*[\dt{]/, "$kpi->{aggregate} by $by has a result");
		like(plan_of($coordinator, $distributed), $pushed, "$kpi->{aggregate} by $by is pushed to the workers");
		is(query($coordinator, $distributed), $direct, "$kpi->{aggregate} by $by");
	}
}

done_testing();
