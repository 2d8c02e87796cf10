# Sixteen clients that ask for KPIs at once (pgbench): reads of stored summaries, their refresh, aggregates in parallel plans,
# cursors, window frames; none gets an error. And one session that asks the same over and over: its memory does not grow.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = server('main', 'max_connections = 40', 'max_worker_processes = 16', 'max_parallel_workers = 8', 'work_mem = 1MB',
	'min_parallel_table_scan_size = 0', 'parallel_setup_cost = 0', 'parallel_tuple_cost = 0', 'log_temp_files = -1',
	'log_statement = none');
deals($node);
query($node, <<'SQL');
	CREATE TABLE event AS
	SELECT id % 500 AS subject, timestamptz '2024-01-01' + id * 7919 % 100003 * interval '1 min' AS at, (id % 4)::int AS step
	FROM (SELECT generate_series(1, 20000::bigint) AS id) AS g;
	CREATE MATERIALIZED VIEW monthly AS
	SELECT date_trunc('month', opened_timestamp) AS month, kpi_summary(account_int8, won_bool, amount_numeric, opened_date, closed_date) AS s,
		funnel_summary(times__timestamp, 4) AS f
	FROM deal GROUP BY 1;
	CREATE UNIQUE INDEX ON monthly (month);
	ANALYZE;
	CREATE FUNCTION same(text, text) RETURNS boolean LANGUAGE plpgsql AS $$
	BEGIN
		IF $1 IS DISTINCT FROM $2 THEN
			RAISE '% is not %', $1, $2;
		END IF;
		RETURN true;
	END $$;
SQL

# What the clients ask for, with the share of each; \d stands for the right answer, worked out before.
my %script = (
	read => [ 6, "SELECT same('\\d', (SELECT md5(row(win_rate(s), sales_cycle_median(s), revenue(s))::text) FROM (SELECT rollup(s) AS s FROM monthly) AS v))" ],
	report => [ 4, "SELECT same('\\d', (SELECT md5(string_agg(r::text, '')) FROM (SELECT rollup(f) AS f FROM monthly) AS v, funnel_report(f) AS r))" ],
	rows => [ 4, "SELECT same('\\d', (SELECT md5(row(revenue_per_account(account_uuid, amount_numeric, deal_uuid), conversion_rate(account_text, won_bool),
		sales_cycle_percentile(0.9, opened_date, closed_date), sales_velocity(won_bool, amount_numeric, opened_date, closed_date),
		quota_attainment(account_int8, actual_numeric, quota_numeric))::text) FROM deal))" ],
	events => [ 3, "SELECT same('\\d', (SELECT md5(funnel_summary('3 days', subject, at, step, 3)::text) FROM event))" ],
	groups => [ 3, "SELECT same('\\d', (SELECT md5(string_agg(v::text, '' ORDER BY subject)) FROM (SELECT subject,
		window_funnel('3 days', 'strict_order', at, step) FROM event GROUP BY subject) AS v))" ],
	frames => [ 2, "SELECT same('\\d', (SELECT md5(string_agg(v::text, '' ORDER BY v::text)) FROM (SELECT win_rate(won_bool, amount_numeric) OVER w,
		sales_cycle_median(opened_date, closed_date) OVER w, conversion_rate(account_int8, won_bool) OVER w FROM deal
		WINDOW w AS (ORDER BY id ROWS 100 PRECEDING)) AS v))" ]);

# Also as a pgbench script; it knows no digests.
my $folder = PostgreSQL::Test::Utils::tempdir;
my %file;
foreach my $name (keys %script)
{
	my ($weight, $sql) = @{ $script{$name} };
	my ($right) = query($node, $sql =~ s/^SELECT same\('\\d', \((.*)\)\)$/$1/sr);

	$sql =~ s/\\d/$right/;
	$script{$name} = $sql;
	$file{"$folder/$name\@$weight"} = "$sql;\n" =~ s/\s+/ /gr . "\n";
}
$file{"$folder/refresh\@1"} = "REFRESH MATERIALIZED VIEW CONCURRENTLY monthly;\n";
# MOVE, since pgbench of 14 prepares all statements before there is a cursor whose rows it would know.
$file{"$folder/cursor\@2"} = <<'SQL';
BEGIN;
DECLARE c CURSOR FOR SELECT subject, funnel_times('3 days', at, step) FROM event GROUP BY subject;
MOVE 20 FROM c;
SAVEPOINT s;
MOVE 20 FROM c;
ROLLBACK TO s;
CLOSE c;
DECLARE c CURSOR FOR SELECT sales_cycle_median(opened_date, closed_date) OVER (ORDER BY id ROWS 100 PRECEDING) FROM deal;
MOVE 100 FROM c;
COMMIT;
SQL
my @files = map { my ($path) = /^(.*)@/; append_to_file($path, $file{$_}); ('-f', $_) } sort keys %file;

# ---------- many clients ----------

foreach my $protocol ('simple', 'prepared')
{
	my ($out, $errors) = ('', '');
	my $ok = IPC::Run::run([ 'pgbench', '-n', '-c', 16, '-j', 2, soak() ? ('-T', 150) : ('-t', 15), '-M', $protocol, @files, $node->connstr('postgres') ],
		'>', \$out, '2>', \$errors);

	ok($ok, "pgbench, $protocol") or diag($errors);
	like($out, qr/number of transactions actually processed: [1-9]/, 'clients were served');
	unlike($out, qr/number of failed transactions: [1-9]/, 'none failed');
	is(scalar(() = $out =~ /SQL script \d+:.*\n(?:.*\n)*? - [1-9]\d* transactions/g), scalar keys %file, 'each kind of query among them');
	diag(join ', ', $out =~ /(number of transactions actually processed: \d+)/, $out =~ /(latency average = .*)/);
}
unlike(slurp_file($node->logfile), qr/ (?:ERROR|FATAL|PANIC): |terminated by signal/, 'no error in the log of the server');
is(query($node, 'SELECT count(*) FROM pg_ls_tmpdir()'), 0, 'no temporary file is left');

# ---------- one session ----------

# Everything once: the above, each aggregate, as window function, stored values as text; a query that fails, whose error is caught.
my @all = grep { !/REFRESH/ } values %script;
push @all, $file{"$folder/cursor\@2"}, 'SELECT s::text::kpi_summary::text, f::text::funnel_summary::text FROM monthly LIMIT 1',
  "SELECT funnel_report(f, '{a,b,c,d}') FROM monthly LIMIT 1";
foreach my $kpi (aggregates($node))
{
	push @all, "SELECT $kpi->{call} FROM deal WHERE id <= 100",
	  "SELECT count(v::text) FROM (SELECT $kpi->{call} OVER (ORDER BY id ROWS 10 PRECEDING) AS v FROM deal WHERE id <= 20) AS v";
}
push @all, map { "DO \$\$ BEGIN PERFORM $_; EXCEPTION WHEN OTHERS THEN NULL; END \$\$" }
  ("window_funnel('1 day', 'nonsense', at, step) FROM event", "window_funnel('1 day', 'strict_once', at, CASE WHEN subject = 499 THEN 65 ELSE step END) FROM event",
	"funnel_summary('1 day', subject, at, CASE WHEN subject = 499 THEN 4 ELSE step END, 3) FROM event",
	"quota_attainment(account_int8, actual_numeric, id) OVER (ORDER BY id) FROM deal", "'\\x01'::text::kpi_state", "'{}'::kpi_summary");

# The memory contexts of a session, in bytes, and what its process has, in kB: after some rounds, and after many more.
my $round = join '', "SET max_parallel_workers_per_gather = 0;\n\\o /dev/null\n", map({ "$_;\n" } @all), "\\o\n";
my $measure = <<'SQL';
SELECT 'measure ' || sum(used_bytes) FROM pg_backend_memory_contexts;
SELECT 'kB ' || substring(pg_read_file('/proc/self/status') FROM 'VmRSS:\s+(\d+) kB');
SQL
my @rounds = soak() ? (20, 200) : (2, 4);
my ($rows, $errors) = results($node, join '', map { ($round x $_, $measure) } (@rounds, $rounds[1]));
my @bytes = $rows =~ /measure (\d+)/g;
my @kb = $rows =~ /kB (\d+)/g;
unlike($errors, qr/ERROR/, 'no error');
is(scalar @bytes, 3, 'the session went through: ' . @all . ' queries a round');
# But for the caches of PostgreSQL, which breathe.
cmp_ok($bytes[2] - $bytes[1], '<', 65536, "its memory contexts stay: @bytes bytes");
SKIP:
{
	skip 'no /proc that tells the memory of a process', 1 if @kb < 3;
	cmp_ok($kb[2] - $kb[1], '<', 1024 + $kept_by_sanitizer, "its process stays: @kb kB");
}
done_testing();
