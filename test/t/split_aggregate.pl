# Every aggregate split over partial states, the way Citus does it (test/modules/split_aggregate), against the direct call;
# those whose state is internal as a newer Citus does, with damaged bytes. Then states made in one time zone and read in another.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

my $module = "$FindBin::RealBin/../modules/split_aggregate";
system_or_bail('make', '-s', '-C', $module, 'with_llvm=no', "PG_CONFIG=$ENV{PG_CONFIG}");

my $node = server('main', 'max_parallel_workers_per_gather = 0');
deals($node);
query($node, <<"SQL");
	CREATE FUNCTION split_accum(internal, oid, record) RETURNS internal
		LANGUAGE c AS '$module/split_aggregate';
	CREATE FUNCTION split_out(internal) RETURNS text LANGUAGE c AS '$module/split_aggregate';
	CREATE FUNCTION split_send(internal) RETURNS bytea LANGUAGE c AS '$module/split_aggregate';
	CREATE FUNCTION split_in(internal, oid, text, anyelement) RETURNS internal
		LANGUAGE c AS '$module/split_aggregate';
	CREATE FUNCTION split_recv(internal, oid, bytea, anyelement) RETURNS internal
		LANGUAGE c AS '$module/split_aggregate';
	CREATE FUNCTION split_final(internal, oid, text, anyelement) RETURNS anyelement
		LANGUAGE c AS '$module/split_aggregate';
	CREATE FUNCTION split_final(internal, oid, bytea, anyelement) RETURNS anyelement
		LANGUAGE c AS '$module/split_aggregate';
	CREATE AGGREGATE partial_text(oid, record) (SFUNC = split_accum, STYPE = internal, FINALFUNC = split_out);
	CREATE AGGREGATE partial_binary(oid, record) (SFUNC = split_accum, STYPE = internal, FINALFUNC = split_send);
	CREATE AGGREGATE combine_text(oid, text, anyelement)
		(SFUNC = split_in, STYPE = internal, FINALFUNC = split_final, FINALFUNC_EXTRA);
	CREATE AGGREGATE combine_binary(oid, bytea, anyelement)
		(SFUNC = split_recv, STYPE = internal, FINALFUNC = split_final, FINALFUNC_EXTRA);

	CREATE TABLE split (partials int, empty boolean);
	INSERT INTO split VALUES (1, false), (2, false), (7, false), (100000, false), (3, true);
SQL

my %type = (text => 'text', binary => 'bytea');
foreach my $kpi (aggregates($node))
{
	my @forms = $kpi->{state} eq 'internal' ? 'binary' : sort keys %type;
	my $direct = query($node, <<"SQL");
		SELECT partials, empty, g, $kpi->{call} FILTER (WHERE NOT empty)
		FROM split, deal GROUP BY partials, empty, g ORDER BY 1, 2, 3
SQL

	like($direct, qr/^2\|f\|0\|.*[\dt{]/m, "$kpi->{aggregate} has a result");
	foreach my $form (@forms)
	{
		# Rows in a random order to a random partial; those in another order, with one that had no rows, to the end.
		my $split = query($node, <<"SQL");
			WITH partial AS MATERIALIZED (
				SELECT partials, empty, g, part,
					partial_$form($kpi->{oid}, ROW($kpi->{arguments})) FILTER (WHERE NOT empty) AS state
				FROM (SELECT *, r(id, 20) % partials AS part FROM split, deal ORDER BY r(id, 21)) AS row
				GROUP BY partials, empty, g, part
				UNION ALL
				SELECT DISTINCT partials, empty, g, -1, NULL::$type{$form} FROM split, deal)
			SELECT partials, empty, g, combine_$form($kpi->{oid}, state, NULL::$kpi->{result} ORDER BY r(part, 23))
			FROM partial GROUP BY partials, empty, g ORDER BY 1, 2, 3
SQL
		is($split, $direct, "$kpi->{aggregate} by states in $form form");
	}
}

# States that a server of one time zone made are read in another: the answer is that of the session, or an error. In this
# zone clocks go on by 20 hours and back again between the rows, so that some days have another length than in UTC.
my %read = (otherwise => 0, error => 0);
foreach my $kpi (grep { $_->{arguments} =~ /timestamptz/ } aggregates($node))
{
	my $groups = 'FROM deal WHERE id <= 600 GROUP BY h';
	my ($rows, $errors) = results($node, <<"SQL");
		SET timezone = 'UTC';
		CREATE TEMP TABLE made AS
		SELECT id % 99 AS h, partial_binary($kpi->{oid}, ROW($kpi->{arguments})) AS state $groups, id % 3;
		\\echo
		SELECT id % 99 AS h, $kpi->{call} $groups ORDER BY h;
		\\echo ====
		SET timezone = 'AAA0BBB-20,J10,J20';
		SELECT id % 99 AS h, $kpi->{call} $groups ORDER BY h;
		\\echo ====
		SELECT h, combine_binary($kpi->{oid}, state, NULL::$kpi->{result}) FROM made GROUP BY h ORDER BY h;
SQL
	my ($there, $here, $read) = split /^====\n/m, "$rows\n", -1;

	s/\A\n//, s/\n*\z// foreach $there, $here, $read;
	like($here, qr/\|./, "$kpi->{aggregate} has a result in another time zone");
	if ($errors)
	{
		like($errors, qr/\A[^\n]*ERROR:  days of different time zones cannot be merged\n(?!.*ERROR:)/s, "$kpi->{aggregate} is an error in another time zone");
		$read{error}++;
	}
	else
	{
		is($read, $here, "$kpi->{aggregate} by states of another time zone");
		$read{otherwise}++ if $here ne $there && $kpi->{result} !~ /time zone/;
	}
}
cmp_ok($read{$_}, '>', 3, "the time zone matters: $_ $read{$_}") foreach sort keys %read;

done_testing();
