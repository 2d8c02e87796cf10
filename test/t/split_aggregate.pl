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

done_testing();
