# A streaming replica: it reads the bytes and the values of its primary, in every aggregate, also where a funnel goes to
# temporary files; what the primary refreshes arrives; and promoted it goes on by itself.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Cluster;
use Test::More;

my $primary = server('primary', 'wal_level = replica', 'max_wal_senders = 4', 'hot_standby = on',
	'max_parallel_workers_per_gather = 0');
deals($primary);
query($primary, <<'SQL');
	CREATE MATERIALIZED VIEW daily AS
	SELECT opened_date AS day, kpi_summary(account_text, won_bool, amount_numeric, opened_date, closed_date) AS deals,
		funnel_summary(within_interval, account_int8, at_date, step_int8, 4) AS funnel
	FROM deal GROUP BY opened_date;
	CREATE UNIQUE INDEX ON daily (day);
	CREATE INDEX ON daily (deals);
	CREATE TABLE state AS SELECT conversion_rate_accum(NULL, 'Müller', true) AS of_keys;
	CREATE VIEW event AS
	SELECT id, id * 7919 % 10007 AS subject, timestamptz '2024-01-01' + id * interval '1 s' AS at, hashint8(id) & 3 AS step
	FROM (SELECT generate_series(1, 300000::bigint) AS id) AS g;
SQL
$primary->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'backup', has_streaming => 1);
$standby->start;

my $stored = <<'SQL';
	SELECT day, encode(kpi_summary_send(deals), 'hex'), encode(funnel_summary_send(funnel), 'hex'), win_rate(deals), customers(deals) FROM daily ORDER BY day;
	SELECT k.*, f.* FROM (SELECT rollup(deals) AS d, rollup(funnel) AS f FROM daily) AS s, kpi_report(d) AS k, funnel_report(f) AS f;
	SET enable_seqscan = off;
	SELECT d.day FROM daily AS d JOIN (SELECT max(deals::text)::kpi_summary AS deals FROM daily) AS m USING (deals);
	TABLE state;
SQL
my $aggregates = "SELECT format('SELECT g, %s FROM deal GROUP BY g ORDER BY g', string_agg(call, ', ' ORDER BY aggregate)) FROM kpi \\gexec";
my $parallel = 'SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;';
my $funnel = "md5(funnel_summary_send(funnel_summary('7 days', subject, at, step, 3))) FROM event";
my $spilled = "SET work_mem = '64kB'; SELECT $funnel; SELECT count(*) FROM pg_ls_tmpdir()";

sub caught_up
{
	my ($when) = @_;

	$primary->wait_for_catchup($standby);
	is(query($standby, $stored), query($primary, $stored), "$when: stored values are the primary's");
}

caught_up('from the backup');
is(query($standby, 'SELECT pg_is_in_recovery()'), 't', 'it is a replica');
my $values = query($primary, $aggregates);
like($values, qr/^0\|/m, 'every aggregate is called');
is(query($standby, $aggregates), $values, 'on the replica, too');
is(query($standby, $parallel . $aggregates), $values, 'in parallel');
like(query($standby, $parallel . 'EXPLAIN SELECT win_rate(won_bool) FROM deal'), qr/Finalize.*Partial/s, 'as it should be');
like(query($standby, "SET work_mem = '64kB'; EXPLAIN (ANALYZE, BUFFERS) SELECT $funnel"),
	qr/temp read=\d+ written=\d+/, 'a funnel goes to a file there');
is(query($standby, $spilled), query($primary, "SET work_mem = '1GB'; SELECT $funnel") . "\n0", 'with the same bytes, and leaves none');

query($primary, <<'SQL');
	UPDATE deal SET won_bool = NOT won_bool, amount_numeric = amount_numeric + 1 WHERE id % 5 = 0;
	REFRESH MATERIALIZED VIEW CONCURRENTLY daily;
SQL
caught_up('after a refresh');

my $before = query($primary, $stored);
$primary->stop;
$standby->promote;
is(query($standby, $stored), $before, 'promoted: stored values are the primary\'s');
query($standby, 'DELETE FROM deal WHERE id % 7 = 0; REFRESH MATERIALIZED VIEW CONCURRENTLY daily');
is(query($standby, 'SELECT opportunities(rollup(deals)) FROM daily'), query($standby, 'SELECT count(*) FROM deal'), 'it refreshes them');

done_testing();
