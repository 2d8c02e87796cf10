# Partitions of 200,000 rows, or with FUNNEL_KPI_SOAK of ten million, in 4 MB of work_mem: window functions give
# what they must, keep no more of a row than they say, and sessionize keeps no row at all. A sequence of as many rows.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'no /proc that tells the memory of a process'
  if !-r '/proc/self/status' || slurp_file('/proc/self/status') !~ /^VmHWM:/m;
plan skip_all => 'AddressSanitizer takes memory as it likes' if $ENV{ASAN_OPTIONS};

my $rows = soak() ? 10_000_000 : 200_000;
my $node = server('main', 'shared_buffers = 16MB', 'max_parallel_workers_per_gather = 0', 'work_mem = 4MB', 'jit = off');

# A touch a second, those of five seconds at one time; they come in order.
query($node, <<"SQL");
	CREATE EXTENSION funnel_kpi;
	CREATE VIEW touch AS
	SELECT id, timestamp '2000-01-01' + id / 5 * interval '5 s' AS at FROM (SELECT generate_series(0, $rows - 1::bigint) AS id) AS ids;
SQL

# What a query over all rows says, and by how many bytes a row it raised the process's peak of memory.
sub run
{
	my ($query, $settings) = @_;
	my $peak = q{substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\s+(\d+) kB')::bigint};
	my ($said, $kb) = split /\n/, query($node, <<"SQL");
		@{[$settings // '']}
		SELECT $peak AS before \\gset
		$query;
		SELECT $peak - :before;
SQL
	return ($said, $kb * 1024 / $rows);
}

# What PostgreSQL itself keeps for a function that looks at the whole partition: it goes to files but for work_mem.
my (undef, $itself) = run("SELECT sum(n), conversion_rate(n > 0) FROM (SELECT percent_rank() OVER (ORDER BY at) AS n FROM touch) AS t");
my $spare = 2 * 1024 * 1024 / $rows;

# A row that has been numbered is not needed any more: no temporary file is written. Sessions of 1,000 touches.
is((run("SELECT max(n) FROM (SELECT sessionize(at + id / 1000 * interval '1 hour', '1 hour') OVER () AS n FROM touch) AS t", 'SET temp_file_limit = 0;'))[0],
	$rows / 1000, 'sessionize');

# The bytes that are kept of a row: none by the place of a touch, its weight for a share, and while an amount is divided two
# words more.
foreach (
	['attribution_share', "'position_based', at", 0],
	['attribution_share', "'time_decay', at, '1000 days'", 8],
	['attributed_revenue', "'linear', 98765.43, at", 0],
	['attributed_revenue', "'time_decay', -98765.43, at, '1000 days'", 24],
	['attributed_revenue', '(id % 7)::float8 / 3, 98765.43, at', 24])
{
	my ($function, $arguments, $bytes) = @$_;
	my ($said, $kept) = run("SELECT round(sum(part)::numeric, 2) FROM (SELECT $function($arguments) OVER (ORDER BY at) AS part FROM touch) AS t");

	is($said, $arguments =~ /(-?98765.43)/ ? $1 : '1.00', "$function($arguments): the parts are the whole");
	cmp_ok($kept, '<', $itself + $bytes + $spare, "$function($arguments): $bytes bytes a row");
	diag(sprintf '%s(%s): %.1f bytes a row', $function, $arguments, $kept - $itself);
}

# Tied touches share: in whatever order they come, the same parts fall to a time. The last one, that of an hour.
my $shares = "SELECT sum(hashtext(concat(at, ' ', part))::bigint) FROM (SELECT at, attributed_revenue('position_based', 98765.43, at) OVER (ORDER BY at) AS part FROM %s) AS t";
is((run(sprintf $shares, 'touch'))[0], (run(sprintf $shares, '(SELECT * FROM touch ORDER BY hashint8(id)) AS shuffled'))[0], 'shuffled rows');
# A sequence: events in a state that doubles, then in order, a bit for each part; of 60 parts with a time no more than the last
# rows. The event of step 2 is the last one.
my ($links, $kept) = run("SELECT cardinality(sequence_times('(?1)' || repeat('(?t<=1 day)(?1)', 60) || '(?t<=1 day)(?2)', at, 1 + id / ($rows - 1))) FROM touch");
is($links, 62, 'a sequence of 62 rows');
cmp_ok($kept, '<', 100, 'sequence_times: 100 bytes a row');
diag(sprintf 'sequence_times: %.1f bytes a row', $kept);

done_testing();
