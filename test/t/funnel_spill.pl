# Millions of events in little memory: a funnel of all subjects keeps near work_mem * hash_mem_multiplier, gives the bytes
# that plenty of memory gives, is cancelled at once, and leaves no temporary file behind.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

# All in one process, with few pages of the buffers that all share.
my $node = server('main', 'shared_buffers = 16MB', 'max_parallel_workers_per_gather = 0', 'hash_mem_multiplier = 2');
my $tablespace = PostgreSQL::Test::Utils::tempdir;

# Rows that are made as they are read, in order of time, some 20 for each subject.
query($node, <<"SQL");
	CREATE EXTENSION funnel_kpi;
	CREATE VIEW event AS
	SELECT id, id * 7919 % 1000003 AS subject, timestamptz '2024-01-01' + id / 10 * interval '1 s' AS at,
		hashint8(id) & 3 AS step
	FROM (SELECT generate_series(1, 20000000::bigint) AS id) AS g;
	CREATE TABLESPACE spill LOCATION '$tablespace';
SQL

# The temporary files there are.
sub files
{
	return map { glob "$_/pgsql_tmp/*" } $node->data_dir . '/base', glob "$tablespace/PG_*";
}

# What went wrong in a script, which a new connection runs, and what it printed.
sub errors
{
	my ($sql) = @_;
	my ($rows, $errors);

	$node->psql('postgres', $sql, stdout => \$rows, stderr => \$errors, on_error_stop => 0);
	return ($errors, $rows);
}

# The rows of a query, and the most memory that its server process has taken, in kB.
sub peak
{
	my ($work_mem, $sql) = @_;
	my @rows = split /\n/, query($node, <<"SQL");
		SET work_mem = '$work_mem';
		$sql;
		SELECT substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\\s+(\\d+) kB');
SQL
	my $kb = pop @rows;
	return ("@rows", $kb);
}

my $call = "funnel_summary('7 days', subject, at, step, 3)";
my $few = '(SELECT * FROM event LIMIT 3000000)';
my $funnel = "SELECT population(f), md5(funnel_summary_send(f)) FROM (SELECT $call AS f FROM event) AS v";

# ---------- memory ----------

# In kB: work_mem * hash_mem_multiplier, and 16 MB for what else there is.
my $bound = (2 * 16 + 16) * 1024 + $kept_by_sanitizer;

SKIP:
{
	skip 'no /proc that tells the memory of a process', 7
	  if !-r '/proc/self/status' || slurp_file('/proc/self/status') !~ /^VmHWM:/m;

	my (undef, $scan) = peak('16MB', 'SELECT count(*), max(subject), max(at), max(step) FROM event');
	my ($little, $least) = peak('16MB', $funnel);
	my ($plenty, $most) = peak('2GB', $funnel);

	like($little, qr/^1000003\|[0-9a-f]{32}$/, 'all subjects are counted');
	is($little, $plenty, 'a file makes no difference');
	cmp_ok($most - $scan, '>', 300_000, 'the events take more than 300 MB');
	cmp_ok($least - $scan, '<', $bound, 'but in little memory less than 16 MB above the setting');
	diag(sprintf 'a scan takes %d kB, a funnel at work_mem = 16MB %d kB more, at 2GB %d kB more',
		$scan, $least - $scan, $most - $scan);

	# The groups together, too.
	my $groups = "SET enable_sort = off;
		SELECT id % 300, md5(funnel_summary_send($call)) FROM $few AS few GROUP BY 1 ORDER BY 1";
	($little, $least) = peak('16MB', $groups);
	($plenty, $most) = peak('2GB', $groups);
	is($little, $plenty, 'a file makes no difference for groups');
	cmp_ok($most - $scan, '>', 80_000, 'the events of the groups take more than 80 MB');
	cmp_ok($least - $scan, '<', $bound, 'but in little memory less than 16 MB above the setting');
	diag(sprintf 'groups at work_mem = 16MB take %d kB more, at 2GB %d kB more', $least - $scan, $most - $scan);
}
is(join(' ', files()), '', 'no file is left after success');

# ---------- errors ----------

my $late = "SELECT funnel_summary('7 days', subject, at, CASE WHEN id = 2999990 THEN 4 ELSE step END, 3) FROM $few AS few";
foreach my $where ('', 'spill')
{
	my $set = "SET work_mem = '64kB'; SET temp_tablespaces = '$where'";
	my $title = $where ? ', in a tablespace' : '';

	my ($errors, $rows) = errors("$set; $late; SELECT count(*) FROM pg_ls_tmpdir()");
	like($errors, qr/step 4 of a funnel is out of range/, "an error late in the rows$title");
	is($rows, 0, "no file is left after an error$title, as the connection sees it") if !$where;
	is(join(' ', files()), '', "no file is left after an error$title");

	($errors, $rows) = errors("SET temp_file_limit = '10MB'; $set; SELECT $call FROM $few AS few; SELECT 'connected'");
	like($errors, qr/temporary file size exceeds/, "more than temp_file_limit$title");
	is($rows, 'connected', "the connection stays$title");
	is(join(' ', files()), '', "no file is left after that$title");
}

# An error that is caught, within a transaction that goes on.
is(query($node, <<"SQL"), "22023\n0\n0", 'no file is left after an error that is caught');
	SET work_mem = '64kB';
	CREATE FUNCTION caught() RETURNS text LANGUAGE plpgsql AS \$\$
	BEGIN
		PERFORM f FROM ($late) AS v (f);
		RETURN 'no error';
	EXCEPTION WHEN OTHERS THEN
		RETURN SQLSTATE;
	END \$\$;
	BEGIN;
	SELECT caught();
	SELECT count(*) FROM pg_ls_tmpdir();
	COMMIT;
	SELECT count(*) FROM pg_ls_tmpdir();
SQL

# A cursor that stays open: a group is worked off in a savepoint that is rolled back, the next one after that.
query($node, <<'SQL');
	CREATE TABLE part AS SELECT (id / 400000)::int AS g, subject, at, step FROM event LIMIT 1200000;
	CREATE INDEX ON part (g);
	ANALYZE part;
SQL
my $grouped = "SELECT g, md5(funnel_summary_send($call)) FROM part GROUP BY g";
my $settings = "SET work_mem = '64kB'; SET enable_hashagg = off; SET enable_sort = off; SET enable_seqscan = off";
my @groups = split /\n/, query($node, "SET work_mem = '1GB'; $grouped ORDER BY g LIMIT 3");
is(scalar @groups, 3, 'three groups');
is(query($node, <<"SQL"), join("\n", @groups, '0', '0'), 'a cursor over groups, through a savepoint');
	$settings;
	BEGIN;
	DECLARE c CURSOR FOR $grouped;
	FETCH c;
	SAVEPOINT s;
	FETCH c;
	ROLLBACK TO s;
	FETCH c;
	CLOSE c;
	SELECT count(*) FROM pg_ls_tmpdir();
	COMMIT;
	SELECT count(*) FROM pg_ls_tmpdir();
SQL
like(query($node, "$settings; EXPLAIN (ANALYZE, BUFFERS) $grouped"), qr/^GroupAggregate.*temp read=\d+ written=\d+/s,
	'they go to a file');

# ---------- cancelling ----------

# While rows come in, as soon as there is a file; and while subjects are worked off, once it does not grow any more.
foreach my $phase ('reading rows', 'working off subjects')
{
	my $where = $phase eq 'reading rows' ? '' : 'spill';
	my ($rows, $errors) = ('', '');
	# Many funnels of the same rows, so that working them off takes longer than it takes to see that the file stands still.
	my $windows = $where ? 6 : 1;
	my $many = 'SELECT ' . join(', ', map { $call =~ s/7 days/$_ days/r } 1 .. $windows) . ' FROM event';
	my @psql = ('psql', '-XAtq', '-d', $node->connstr('postgres'),
		'-c', "SET work_mem = '64kB'; SET temp_tablespaces = '$where'", '-c', $many);
	my $psql = IPC::Run::start(\@psql, '<', \undef, '>', \$rows, '2>', \$errors, IPC::Run::timeout(180));
	my $size = 0;

	for (my $since = time; $psql->pumpable && ($size == 0 || $where && time - $since < 0.5);)
	{
		my $now = 0;

		sleep 0.05;
		$psql->pump_nb;
		$now += -s || 0 foreach files();
		$since = time if $now != $size;
		$size = $now;
	}
	cmp_ok($size, '>', 0, "there is a file while $phase");
	is(scalar(grep { /^\Q$tablespace\E/ xor $where } files()), 0, "it is where it should be while $phase");
	my $start = time;
	is(query($node, "SELECT pg_cancel_backend(pid) FROM pg_stat_activity
			WHERE query LIKE '%funnel_summary%' AND state = 'active' AND pid <> pg_backend_pid()"), 't', "cancelled while $phase");
	$psql->finish;
	cmp_ok(time - $start, '<', 3, "it stops at once while $phase");
	like($errors, qr/canceling statement due to user request/, "as it was asked to while $phase");
	is($rows, '', "it has no result while $phase");
	is(join(' ', files()), '', "no file is left after cancelling while $phase");
}

done_testing();
