# SIGKILL, of a backend and of the whole server, while stored summaries and funnels are refreshed: as they are computed,
# when they are written but not committed, and when the commit is written but not told. After recovery the old ones or the
# new ones are there, whole; no temporary file is left; and the next refresh works.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

# A commit that asks for it waits for a replica that there is not.
my $node = server('main', 'restart_after_crash = on', "work_mem = '64kB'", 'max_parallel_workers_per_gather = 0', 'autovacuum = off',
	'wal_level = replica', 'max_wal_senders = 1', "synchronous_standby_names = 'nobody'", 'synchronous_commit = local');
my $amcheck = installed('sharedir', 'extension/amcheck.control');

query($node, <<'SQL');
	CREATE EXTENSION funnel_kpi;
	CREATE TABLE event AS
	SELECT id, CASE WHEN id % 3 > 0 THEN 0 ELSE id % 40 END AS day, id * 7919 % 10007 AS subject,
		timestamptz '2024-01-01' + id * interval '1 s' AS at, hashint8(id) & 3 AS step
	FROM generate_series(1, 150000::bigint) AS id;
	CREATE TABLE generation AS SELECT 0 AS n;
	CREATE VIEW fresh AS
	SELECT day, kpi_summary(subject, step > 1, subject + n, at, at + step * interval '1 day') AS deals,
		funnel_summary('7 days', subject, at, step, 3) AS funnel
	FROM event, generation GROUP BY day;
	CREATE MATERIALIZED VIEW daily AS TABLE fresh;
	CREATE UNIQUE INDEX ON daily (day);
	CREATE INDEX ON daily USING hash (deals);

	-- Where a session wants to be held, a refresh is done but for its commit.
	CREATE FUNCTION hold() RETURNS event_trigger LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM pg_sleep(180) WHERE current_setting('test.hold', true) = 'on';
	END $$;
	CREATE EVENT TRIGGER hold ON ddl_command_end WHEN TAG IN ('REFRESH MATERIALIZED VIEW') EXECUTE FUNCTION hold();
	CHECKPOINT;
SQL
query($node, 'CREATE EXTENSION amcheck') if $amcheck;

my $rows = "count(*), count(DISTINCT day), md5(string_agg(day || deals::text || funnel::text, ',' ORDER BY day))";

# What is stored, read from the table and by its unique index, which is sound.
sub stored
{
	my $sound = $amcheck ? "DO \$\$ BEGIN PERFORM bt_index_check('daily_day_idx', true); END \$\$;" : '';
	my $both = query($node, "$sound SELECT $rows FROM daily; SET enable_seqscan = off; SET enable_sort = off;
		SELECT $rows FROM (SELECT * FROM daily ORDER BY day OFFSET 0) AS d");
	my ($table, $index) = split /\n/, $both;

	is($index, $table, 'the index has what the table has');
	return $table;
}

# Temporary files and tables of sessions.
sub left
{
	my $base = $node->data_dir . '/base';
	return grep { m{/pgsql_tmp/|/t\d+_\d+} } glob "$base/pgsql_tmp/* $base/*/t*";
}

# Waits for something, three minutes at the most.
sub until_true
{
	my ($what, $test) = @_;

	for (1 .. 18000)
	{
		return if $test->();
		sleep 0.01;
	}
	die "waited in vain: $what";
}

sub log_of
{
	my ($from) = @_;
	return substr slurp_file($node->logfile), $from;
}

# What a session sets to be caught there, how to see that it is there, and which contents a crash leaves.
my %phase = (
	computing => [ '', sub { scalar(grep { m{/pgsql_tmp/} && -s } left()) }, 'old' ],
	written => [ 'SET test.hold = on', sub { waiting('PgSleep') }, 'old' ],
	committed => [ 'SET synchronous_commit = on', sub { waiting('SyncRep') }, 'new' ]);
my $pid;

sub waiting
{
	my ($event) = @_;
	return query($node, "SELECT count(*) FROM pg_stat_activity WHERE pid = $pid AND wait_event = '$event'");
}

my $old = stored();
foreach my $kill ('a backend', 'the server')
{
	foreach my $phase ('computing', 'written', 'committed')
	{
		my ($set, $there, $left) = @{ $phase{$phase} };
		my ($rows_of_psql, $errors) = ('', '');
		my $title = "SIGKILL of $kill, $phase";
		my $new = query($node, "UPDATE generation SET n = n + 1; SELECT $rows FROM fresh");
		isnt($new, $old, "$title: there is something to refresh");

		my $psql = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', 'SELECT pg_backend_pid()', '-c', $set,
				'-c', 'REFRESH MATERIALIZED VIEW CONCURRENTLY daily' ],
			'<', \undef, '>', \$rows_of_psql, '2>', \$errors, IPC::Run::timeout(180));
		until_true('the session', sub { $psql->pump_nb; $rows_of_psql =~ /^\d+\n/ });
		($pid) = $rows_of_psql =~ /^(\d+)/;
		until_true($title, $there);
		kill 'STOP', $pid; # or it could be done before it is killed

		my $log = -s $node->logfile;
		if ($kill eq 'a backend')
		{
			kill 'KILL', $pid;
			until_true('recovery', sub { log_of($log) =~ /reinitializing.*ready to accept connections/s });
		}
		else
		{
			my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
			my @processes = ($postmaster, split /\n/, query($node, 'SELECT pid FROM pg_stat_activity'));

			$node->kill9;
			kill 'KILL', @processes;
			until_true('the end', sub { !grep { kill 0, $_ } @processes });
			$node->start;
		}
		$psql->finish;
		isnt($psql->result, 0, "$title: it is not told that it was done");
		is(join(' ', left()), '', "$title: no temporary file is left");
		unlike(log_of($log), qr/PANIC|signal (?!9:)\d/, "$title: nothing else crashes");
		is(stored(), $left eq 'old' ? $old : $new, "$title: the $left contents are there");
		query($node, 'REFRESH MATERIALIZED VIEW CONCURRENTLY daily');
		is(stored(), $new, "$title: the next refresh works");
		$old = $new;
	}
}

done_testing();
