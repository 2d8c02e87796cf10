# Groups by the ten thousand, or with FUNNEL_KPI_SOAK by the million, in 4 MB of work_mem: a hash aggregate that spills gives
# what a sorted plan and plain SQL give, and its process keeps near the setting.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'no /proc that tells the memory of a process'
  if !-r '/proc/self/status' || slurp_file('/proc/self/status') !~ /^VmHWM:/m;

my $groups = soak() ? 2000003 : 90001;
my $rows = 4 * $groups;
my $node = server('main', 'shared_buffers = 16MB', 'max_parallel_workers_per_gather = 0', 'hash_mem_multiplier = 1',
	'log_temp_files = 0');

# Rows that are made as they are read; those of a group lie far apart, so that groups in memory grow late.
query($node, <<"SQL");
	CREATE EXTENSION funnel_kpi;
	CREATE VIEW deal AS
	SELECT id, id * 7919 % $groups AS g, r % 5 AS account, r % 7 AS deal, r % 3 = 0 AS won, (r % 7) * 100.5 AS amount,
		timestamp '2024-01-01' + r % 1000000 * interval '1 s' AS opened,
		timestamp '2024-01-01' + (r % 1000000 + (hashint8(id) & 1048575)) * interval '1 s' AS closed, r % 4 AS step
	FROM (SELECT id, hashint8(id) & 1073741823 AS r FROM (SELECT generate_series(1, ${rows}::bigint) AS id) AS g) AS drawn;
SQL

# A digest of an expression over all groups, the temporary files that it took, and the process's peak of memory in kB.
sub run
{
	my ($plan, $expression) = @_;
	my ($results, $errors) = results($node, <<"SQL");
		SET client_min_messages = log;
		SET work_mem = '@{[$plan eq 'hash' ? '4MB' : '256MB']}';
		SET enable_@{[$plan eq 'hash' ? 'sort' : 'hashagg']} = off;
		EXPLAIN (COSTS OFF) SELECT g, $expression FROM deal GROUP BY g;
		SELECT count(*), count(v), sum(hashtextextended(concat(g, ' ', v), 0)::numeric)
		FROM (SELECT g, $expression AS v FROM deal GROUP BY g) AS v;
		SELECT substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\\s+(\\d+) kB');
SQL
	my $files = () = $errors =~ /\bLOG:  temporary file: .* size [1-9]/mg;
	die $errors if $errors =~ /\bERROR:/;
	die "not the plan meant: $results" if $results !~ ($plan eq 'hash' ? qr/^HashAggregate/ : qr/^GroupAggregate/);
	my ($digest, $kb) = (split /\n/, $results)[-2, -1];
	return ($digest, $files, $kb);
}

# What PostgreSQL itself needs: a hash aggregate over the same rows whose states are small.
my (undef, $spilled, $scan) = run('hash', 'max(opened)');
cmp_ok($spilled, '>', 0, 'the groups alone exceed work_mem');

# Each KPI with the plain SQL that it stands for, or none where a sorted plan is the judge.
foreach (
	['revenue_per_account(account, amount)', 'sum(amount) / NULLIF(count(DISTINCT account), 0)'],
	['kpi_summary(account, won, amount, opened, closed)',
		'md5(kpi_summary_send(%s))'],
	['extract(epoch FROM sales_cycle_percentile(0.5, opened, closed))',
		'extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY closed - opened))'],
	["window_funnel('7 days', opened, step)"],
	["funnel_summary('7 days', account, opened, step, 3)", 'md5(funnel_summary_send(%s))'],
	!soak() ? () : (
		['conversion_rate(account, won)', 'count(DISTINCT account) FILTER (WHERE won)::float8 / count(DISTINCT account)'],
		['revenue_per_account(account, amount, deal)', 'sum(DISTINCT amount) / count(DISTINCT account)'],
		['win_rate(won, amount)', 'sum(amount) FILTER (WHERE won) / NULLIF(sum(amount), 0)'],
		['opportunity_to_customer_ratio(account::text, won, deal::text)',
			'count(DISTINCT account) FILTER (WHERE won)::float8 / count(DISTINCT deal)'],
		["funnel_times('7 days', opened, step = 1, step = 2, step = 3)"]))
{
	my ($kpi, $plain) = @$_;
	my $name = $kpi =~ s/^extract\(epoch FROM //r;
	my ($read) = defined $plain && $plain =~ /%s/ ? sprintf($plain, $kpi) : $kpi;

	my ($hashed, $files, $kb) = run('hash', $read);
	my ($sorted) = run('sort', defined $plain && $plain !~ /%s/ ? $plain : $read);

	like($hashed, qr/^$groups\|/, "$name has all groups");
	is($hashed, $sorted, "$name spilled is $name sorted, or plain SQL");
	cmp_ok($files, '>', 0, "$name spills");

	# The setting; as much again, because the groups that are in memory when it is full still get rows, and what grows is
	# doubled; and 4 MB for the files' buffers and what else there is.
	cmp_ok($kb - $scan, '<', 2 * 4096 + 4096 + $kept_by_sanitizer, "$name keeps near work_mem: " . ($kb - $scan) . ' kB above small states');
	diag(sprintf '%s: %d kB more than small states, %d files', $name, $kb - $scan, $files);
}

done_testing();
