# A server beside one that cannot have the extension: the statements of doc/funnel_kpi-managed.md, there and here, by
# postgres_fdw and by logical replication. KPIs here are plain SQL there, also after changes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

my $page = slurp_file("$FindBin::RealBin/../doc/funnel_kpi-managed.md");
my $there = server('managed', 'wal_level = logical', 'max_wal_senders = 4');
my $here = server('own');
my %node = (there => $there, here => $here);
my ($host, $port) = ($there->host, $there->port);
my @blocks;

while ($page =~ /^```sql (there|here)\n(.*?)^```$/msg)
{
	my ($where, $sql) = ($1, $2);

	$sql =~ s/managed\.example\.com/$host/g;
	$sql =~ s/\b5432\b/$port/g;
	push @blocks, [ $where, $sql ];
}
is(join(' ', map { $_->[0] } @blocks), 'there here there here', 'the page has statements for both');
query($there, 'CREATE DATABASE crm');

sub run_block
{
	my ($where, $sql) = @{ shift @blocks };

	query($node{$where}, $sql, $where eq 'there' ? 'crm' : 'postgres');
}

my $plain = 'SELECT source, count(*) FILTER (WHERE won)::float8 / NULLIF(count(won), 0), sum(amount) FILTER (WHERE won) FROM deal GROUP BY 1 ORDER BY 1';
my $changes = <<'SQL';
	INSERT INTO deal VALUES (5, 30, 'search', 4000, '2025-03-10', NULL, NULL), (6, 40, 'mail', 800, '2025-04-01', '2025-04-11', true);
	UPDATE deal SET won = true WHERE deal_id = 3;
	DELETE FROM deal WHERE deal_id = 2;
SQL

# ---------- postgres_fdw ----------

run_block();
run_block();
my $stored = 'SELECT source, win_rate(s), revenue(s) FROM (SELECT source, rollup(deals) AS s FROM deal_daily GROUP BY source) AS d ORDER BY 1';
is(query($there, $plain, 'crm'), "referral|1|12000\nsearch|0.5|2500", 'KPIs there, in plain SQL');
is(query($here, $stored), query($there, $plain, 'crm'), 'stored summaries of foreign rows');
query($there, $changes, 'crm');
isnt(query($here, $stored), query($there, $plain, 'crm'), 'they are as of their refresh');
query($here, 'REFRESH MATERIALIZED VIEW deal_daily');
is(query($here, $stored), query($there, $plain, 'crm'), 'refreshed');

my $plan = plan_of($here, "SELECT win_rate(won) FROM crm.deal WHERE source = 'search'");
like($plan, qr/win_rate.*Remote SQL: SELECT won FROM public\.deal WHERE \(\(source = 'search'/s, 'conditions are worked off there, KPIs here');
my ($rows, $errors) = results($here, "ALTER SERVER managed OPTIONS (ADD extensions 'funnel_kpi'); SELECT win_rate(won) FROM crm.deal");
like($errors, qr/function public\.win_rate\(boolean\) does not exist/, 'with the option extensions it is an error');
query($here, 'ALTER SERVER managed OPTIONS (DROP extensions)');

# ---------- logical replication ----------

run_block();
run_block();
$here->poll_query_until('postgres', "SELECT count(*) > 0 AND bool_and(srsubstate = 'r') FROM pg_subscription_rel")
  or die 'the table was not copied';
my $rows_here = 'SELECT source, win_rate(won), sum(amount) FILTER (WHERE won) FROM deal GROUP BY 1 ORDER BY 1';
is(query($here, $rows_here), query($there, $plain, 'crm'), 'replicated rows');
query($there, <<'SQL', 'crm');
	INSERT INTO deal SELECT deal_id + 10, account_id, source, amount + 1, opened, closed, NOT won FROM deal;
	UPDATE deal SET won = false WHERE deal_id = 1;
	DELETE FROM deal WHERE deal_id = 4;
SQL
$there->wait_for_catchup('kpi');
is(query($here, $rows_here), query($there, $plain, 'crm'), 'after changes');
is(query($here, 'SELECT count(*) FROM deal'), query($there, 'SELECT count(*) FROM deal', 'crm'), 'every row of them');
query($here, 'DROP SUBSCRIPTION kpi');
is(query($there, 'SELECT count(*) FROM pg_replication_slots'), 0, 'nothing is kept there at the end');

done_testing();
