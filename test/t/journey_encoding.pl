# Values of touches, and channels of graphs, in databases of other encodings: kept in UTF-8, so that the states of one text
# are equal everywhere, are ordered alike, and come back in the encoding of the database that reads them.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use Test::More;

my $server = server('server');

# In LATIN1 'ÿ' is the byte ff, in UTF-8 c3 bf; in KOI8R 'б' (d0 b1 in UTF-8) is c2, more than 'в' (d0 b2) at d7 is not,
# but 'ю' (d1 8e) at c0 is less than both.
my %values = (LATIN1 => [ 'Anzeige', 'Müller', 'ÿ', 'é', '' ], KOI8R => [ 'ю', 'б', 'в', 'a' ], EUC_JP => [ '東京', 'a', '検索' ]);

# What the states are, and what they say: as the client sees it, in UTF-8.
my $what = <<'SQL';
	SET client_encoding = 'UTF8';
	SELECT encode(kpi_state_send(path), 'hex'), touch_path_final(path), touch_final("first") FROM (
		SELECT path(v, date '2024-01-01'), "first"(v, date '2024-01-01') FROM touch) AS s;
	SELECT touch_path(v, date '2024-01-01'), first_touch(v, date '2024-01-01' ORDER BY v DESC), last_touch(v, date '2024-01-01') FROM touch;
	SELECT encode(channel_graph_send(graph), 'hex'), graph, graph::text::channel_graph = graph, ARRAY(SELECT channel FROM channel_report(graph))
	FROM (SELECT channel_graph(path, true) AS graph FROM (SELECT array_agg(v) AS path FROM touch) AS p) AS g;
SQL

query($server, "CREATE DATABASE \"UTF8\" ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C'");
foreach my $encoding (sort keys %values)
{
	my $list = join ', ', map { "('$_')" } @{ $values{$encoding} };
	my @said;

	query($server, "CREATE DATABASE \"$encoding\" ENCODING '$encoding' TEMPLATE template0 LOCALE 'C'");
	foreach my $database ($encoding, 'UTF8')
	{
		push @said, query($server, <<"SQL", $database);
			CREATE EXTENSION IF NOT EXISTS funnel_kpi;
			SET client_encoding = 'UTF8';
			DROP TABLE IF EXISTS touch;
			CREATE TABLE touch AS SELECT v FROM (VALUES $list) AS v (v);
			DROP AGGREGATE IF EXISTS path(text, date);
			DROP AGGREGATE IF EXISTS "first"(text, date);
			CREATE AGGREGATE path(text, date) (SFUNC = touch_path_accum, STYPE = kpi_state);
			CREATE AGGREGATE "first"(text, date) (SFUNC = first_touch_accum, STYPE = kpi_state);
			$what
SQL
	}
	like($said[0], qr/^0117000300.*^011a0000.*\|t\|/ms, "$encoding: there are a state and a graph");
	is($said[0], $said[1], "$encoding: it is, and says, what it does in UTF8");
}

# A character that the database has none for.
query($server, 'CREATE EXTENSION IF NOT EXISTS funnel_kpi');
my $path = query($server, "SELECT touch_path_accum(NULL, U&'\\6771', date '2024-01-01')", 'UTF8');
my $graph = '{"version": 1, "transitions": [[null, "東京", 1], ["東京", true, 1]]}';
$graph = query($server, "SET client_encoding = 'UTF8'; SELECT channel_graph_send('$graph')", 'UTF8');
# What is sent comes back by way of a table in the binary form of COPY.
my $file = $server->basedir . '/graph';
query($server, "CREATE TABLE graph AS SELECT '$graph'::bytea; COPY graph TO '$file' (FORMAT binary)", 'UTF8');
query($server, "CREATE TABLE graph (graph channel_graph); COPY graph FROM '$file' (FORMAT binary)", 'LATIN1');
foreach my $lacks ("SELECT touch_path_final('$path')", 'SELECT graph FROM graph', 'SELECT channel_report(graph) FROM graph')
{
	$server->psql('LATIN1', "\\set VERBOSITY sqlstate\n$lacks", stderr => \my $errors);
	like($errors, qr/22P05/, "a character that the encoding lacks is an error: $lacks");
}

done_testing();
