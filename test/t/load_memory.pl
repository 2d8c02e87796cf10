# Out of memory: the address space of a server process is limited (prlimit) to little more than it has, by many steps. Each KPI
# gives its result or the error 53200, the session goes on, the server stays up, and no temporary file is left.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'AddressSanitizer takes address space as it likes' if $ENV{ASAN_OPTIONS};
plan skip_all => 'no prlimit, or no /proc that tells the memory of a process'
  if system('prlimit --pid $$ --as >/dev/null 2>&1') != 0 || slurp_file('/proc/self/status') !~ /^VmSize:/m;

my $node = server('main', 'max_parallel_workers_per_gather = 0', 'work_mem = 64MB');

# The rows of deals() over and over, with other keys each time.
deals($node);
query($node, <<'SQL');
	CREATE TABLE many AS
	SELECT deal.*, n FROM deal, generate_series(1, 4) AS n;
	UPDATE many SET account_int8 = account_int8 + n * 1000 + id, account_uuid = md5(account_uuid::text || n || id)::uuid,
		account_text = account_text || n * 2000 + id, deal_int8 = deal_int8 + n * 1000, deal_uuid = md5(deal_uuid::text || n)::uuid,
		deal_text = deal_text || ' ' || n, quota_numeric = NULL, opening_numeric = (account_int8 + n * 1000 + id) % 977,
		closing_numeric = (account_int8 + n * 1000 + id) % 991 WHERE n > 1;
	VACUUM many;
	CREATE VIEW event AS SELECT id AS subject, timestamptz '2024-01-01' + id * 7919 % 100003 * interval '1 s' AS at, (id % 4)::int AS step
		FROM (SELECT generate_series(1, 200000::bigint) AS id) AS g;
	CREATE FUNCTION kb(name text) RETURNS bigint LANGUAGE sql VOLATILE AS
		$$ SELECT substring(pg_read_file('/proc/self/status') FROM name || ':\s+(\d+) kB')::bigint $$;
	CREATE TABLE summary AS SELECT kpi_summary(account_int8, won_bool, amount_numeric, opened_date, closed_date) AS s,
		funnel_summary(times__timestamp, 4) AS f FROM many;
SQL

# The queries by their names: one aggregate of each name and number of arguments over all rows and over frames of them, or with
# FUNNEL_KPI_SOAK every aggregate; the text of stored values; events that
# go to a file. OpenSSL, behind md5, says internal error when it has no memory.
my %seen;
my @queries = (
	['text of a summary', 'SELECT hashtext(s::text::kpi_summary::text) FROM summary'],
	['text of a funnel', 'SELECT hashtext(f::text::funnel_summary::text) FROM summary'],
	['report', "SELECT count(r) FROM summary, funnel_report(f, '{a,b,c,d}') AS r"],
	['many cycles', 'SELECT sales_cycle_median(opened_date, closed_date) FROM many, generate_series(1, 20)'],
	['rollup of a large summary', 'SELECT accounts(rollup(s)) FROM (SELECT s FROM summary, generate_series(1, 3)) AS v'],
	['strict modes', "SELECT window_funnel('9 days', 'strict_once, strict_order, strict_deduplication', at, step = 1, step <> 2, true)
		FROM event WHERE subject < 30000"],
	['all subjects', "SELECT hashtext(funnel_summary('7 days', subject % 9999, at, step, 3)::text) FROM event"],
	['all subjects, with a file', "SELECT hashtext(funnel_summary('7 days', subject % 9999, at, step, 3)::text) FROM event",
		"SET work_mem = '64kB'"]);
foreach my $kpi (aggregates($node))
{
	my $kind = $kpi->{name} . ($kpi->{arguments} =~ tr/,//);
	next if $seen{$kind}++ && !soak();
	push @queries, [ $kpi->{call}, "SELECT hashtext(($kpi->{call})::text) FROM many" ];
	push @queries, [ "$kpi->{call} OVER", "SELECT count(v::text) FROM (SELECT $kpi->{call} OVER (ORDER BY id ROWS 2000 PRECEDING) AS v FROM many
			WHERE n < 3) AS v" ]
	  if soak() || @queries % 6 == 0;
}

# Shares of what a query takes that it gets; the last one is plenty.
my @shares = soak() ? (map({ $_ / 20 } 0 .. 20), 3) : (0.1, 0.5, 0.9, 3);

# Run a query in a session of its own that may take so many kB, or as much as it likes; returns what it printed, its errors.
sub attempt
{
	my ($query, $setting, $room) = @_;
	my $limit = defined $room ?
	  "\\! prlimit --pid \$PID --as=\$((\$(sed -n 's/^VmSize:[^0-9]*\\([0-9]*\\) kB/\\1/p' /proc/\$PID/status) * 1024 + $room * 1024)):" : '';
	my ($rows, $errors) = results($node, <<"SQL");
		\\set VERBOSITY sqlstate
		LOAD 'funnel_kpi';
		$setting;
		SELECT pg_backend_pid() AS pid, kb('VmSize') AS before \\gset
		\\setenv PID :pid
		$limit
		$query;
		\\! prlimit --pid \$PID --as=unlimited:
		SELECT 'next query', greatest(kb('VmPeak') - :before, 0);
SQL
	return ($rows, $errors);
}

my ($failed, $succeeded) = (0, 0);
foreach (@queries)
{
	my ($name, $query, $setting) = @$_;
	my ($right, $need) = (attempt($query, $setting // ''))[0] =~ /^(.*)\nnext query\|(\d+)$/s;
	my ($refused, $answered, @wrong) = (0, 0);

	foreach my $share (@shares)
	{
		my $room = int($need * $share) + ($share > 1 ? 20000 : 0);
		my ($rows, $errors) = attempt($query, $setting // '', $room);

		if ($errors =~ /^\S* ERROR:  53200\n?$/ && $rows =~ /^next query\|\d+$/)
		{
			$refused++;
		}
		elsif ($errors eq '' && $rows =~ /^\Q$right\E\nnext query\|\d+$/)
		{
			$answered++;
		}
		else
		{
			push @wrong, "$room of $need kB: $rows, $errors";
		}
	}
	$failed++ if $refused;
	$succeeded++ if $answered;
	is(join("\n", @wrong), '', "$name: $refused times out of memory, $answered answers, all with $need kB");
}
cmp_ok($failed, '>', @queries * 0.5, "$failed of " . @queries . ' queries ran out of memory');
is($succeeded, scalar @queries, 'and all had enough in the end');

# Parallel workers, which have the limit of the process that starts them, also when they load the extension.
my $postmaster = (split /\n/, slurp_file($node->data_dir . '/postmaster.pid'))[0];
my $parallel = <<'SQL';
	SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
	SET max_parallel_workers_per_gather = 2;
	SELECT hashtext(row(revenue_per_account(account_uuid, amount_numeric, deal_uuid), sales_cycle_median(opened_date, closed_date),
		rollup(summary_kpi_summary), funnel_summary('9 days', account_int8, at_timestamp, step_int8, 4))::text) FROM many;
SQL
my $right = query($node, $parallel);
like(query($node, $parallel =~ s/(?=SELECT hashtext)/EXPLAIN (COSTS OFF) /r), qr/Workers Planned: 2.*Partial Aggregate/s, 'a parallel plan');
my %outcome;
foreach my $room (map { $_ * (soak() ? 500 : 4000) } 1 .. (soak() ? 80 : 6))
{
	my ($size) = slurp_file("/proc/$postmaster/status") =~ /^VmSize:\s+(\d+) kB/m;
	system('prlimit', '--pid', $postmaster, '--as=' . ($size + $room) * 1024 . ':') == 0 or die;
	my ($rows, $errors) = results($node, "\\set VERBOSITY verbose\n$parallel;SELECT 'next query'");
	my $outcome = $rows eq "$right\nnext query" ? 'answered' : $errors =~ /ERROR:  (?:53200:|\w+: could not load library)/ && $rows eq 'next query' ? 'refused' :
	  $errors =~ /FATAL/ && $rows eq '' ? 'not connected' : "wrong: $rows, $errors";
	$outcome{$outcome}++;
}
system('prlimit', '--pid', $postmaster, '--as=unlimited:') == 0 or die;
is(join(' ', grep { /wrong/ } keys %outcome), '', 'parallel workers out of memory');
diag(join ', ', map { "$_ $outcome{$_} times" } sort keys %outcome);

is(query($node, 'SELECT count(*) FROM pg_ls_tmpdir()'), 0, 'no temporary file is left');
unlike(slurp_file($node->logfile), qr/was terminated by signal|PANIC:/, 'the server stayed up');
done_testing();
