# What the TAP tests share: servers with the extension, and a call of each of its aggregates on a table of deals.
package FunnelKpi;
use strict;
use warnings;
use Exporter 'import';
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(server deals deals_sql aggregates query answers results page plan_of same_lines installed soak $kept_by_sanitizer);

# In kB, of what a process has freed.
our $kept_by_sanitizer = $ENV{ASAN_OPTIONS} ? 500_000 : 0;

# A running server with these settings.
sub server
{
	my ($name, @settings) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);

	$node->init(extra => [ '--no-locale', '-E', 'UTF8' ]);
	$node->append_conf('postgresql.conf', join("\n", "timezone = 'UTC'", 'fsync = off', 'jit = off', @settings, ''));
	$node->start;
	return $node;
}

# What creates the extension, the table of its aggregates and the table deal.
sub deals_sql
{
	return join '', map { slurp_file("$FindBin::RealBin/../$_.sql") } qw(examples deals);
}

# Makes them on servers.
sub deals
{
	query($_, deals_sql()) foreach @_;
}

# Every aggregate of the extension: its oid, signature, name, types of result and state, arguments over deal, and the call.
sub aggregates
{
	my ($node) = @_;
	my @rows = split /\n/,
	  query($node, 'SELECT oid, aggregate, name, result, state, arguments, call FROM kpi ORDER BY aggregate');

	cmp_ok(scalar @rows, '>', 130, 'the aggregates are found: ' . @rows);
	return map {
		my %kpi;
		@kpi{qw(oid aggregate name result state arguments call)} = split /\|/;
		\%kpi;
	} @rows;
}

# The rows of a query, their columns divided by |. It runs in the database postgres as its superuser, or as one says.
sub query
{
	my ($node, $sql, $database, $user) = @_;
	my ($rows, $errors);
	my %as = $user ? (extra_params => [ '-U', $user ]) : ();

	if ($node->psql($database // 'postgres', $sql, stdout => \$rows, stderr => \$errors, on_error_stop => 1, %as) != 0)
	{
		diag($errors);
		die "a query failed: $sql";
	}
	return $rows;
}

# The rows of each query, all in one session.
sub answers
{
	my ($node, @queries) = @_;
	my @rows = split /^====(?:\n|\z)/m, query($node, join '', map { "$_;\n\\echo ====\n" } @queries), -1;

	pop @rows;
	s/\n\z// foreach @rows;
	return @rows;
}

# Do texts have the same lines, in any order? If not, it tells the first that differ.
sub same_lines
{
	my ($got, $expected, $title) = @_;
	my %left;

	$left{$_}++ foreach split /\n/, $expected;
	my @only = grep { !$left{$_}-- } split /\n/, $got;
	my @missing = sort grep { $left{$_} > 0 } keys %left;

	ok(!@only && !@missing, $title)
	  or diag(join "\n", (map { "got:      $_" } splice @only, 0, 5), map { "expected: $_" } splice @missing, 0, 5);
}

# What a script prints that goes on after errors, and these.
sub results
{
	my ($node, $sql) = @_;
	my ($rows, $errors);

	$node->psql('postgres', $sql, stdout => \$rows, stderr => \$errors, on_error_stop => 0);
	return ($rows, $errors);
}

# Do the statements of a chapter of the manual print on a server what the manual shows?
sub page
{
	my ($node, $file, $chapter) = @_;
	local @ENV{qw(PGHOST PGPORT PGDATABASE)} = ($node->host, $node->port, 'postgres');
	my $output = `cd '$FindBin::RealBin/..' && ./page '$file' '$chapter' 2>&1`;

	like($output, qr/^[1-9]\d* passed, 0 failed\n\z/, "$file, chapter $chapter") or diag($output);
}

# Is this the long form of a test?
sub soak
{
	return $ENV{FUNNEL_KPI_SOAK};
}

sub plan_of
{
	my ($node, $sql) = @_;
	return query($node, "EXPLAIN (VERBOSE, COSTS OFF) $sql");
}

# Is a file that an extension brings there?
sub installed
{
	my ($option, $file) = @_;
	my $folder = qx("$ENV{PG_CONFIG}" --$option);

	chomp $folder;
	return -e "$folder/$file";
}

1;
