# Text keys of databases of other encodings: the keys of one text are equal everywhere, so that summaries of several
# databases merge, however they are moved.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use Test::More;

# Accounts: short, 14 and 15 bytes in UTF-8, the last that is packed; 16 there, but 15 in LATIN1; longer; ASCII.
my $western = [ 'Müller', 'ééééééé', 'éééééééx', 'Brüder Grimm AG', 'Österreichische Straßenbäckereien GmbH', 'Acme',
	'Acme Incorporated of Delaware', '' ];
my %accounts = (
	LATIN1 => $western,
	WIN1252 => [ @$western, '€uro', '„Zum goldenen Löwen“' ],
	KOI8R => [ 'Газ', 'Пятёрка', 'Рога и копыта, общество', 'Acme' ],
	EUC_JP => [ '東京', '東京電力株', 'トヨタ自動車株式会社', 'Acme' ]);

my $server = server('server');
my $moved = $server->basedir . '/moved';

# Each account has three deals, two of them won. The text of the script is UTF-8, that of the database is not.
sub load
{
	my ($database, $accounts) = @_;
	my $list = join ', ', map { "('$_')" } @$accounts;

	query($server, <<"SQL", $database);
		SET client_encoding = 'UTF8';
		DROP TABLE IF EXISTS deal;
		CREATE TABLE deal AS
		SELECT account, n < 3 AS won, n * 1.5 AS amount, date '2024-01-01' AS opened, date '2024-01-01' + n AS closed
		FROM (VALUES $list) AS v (account), generate_series(1, 3) AS n;
SQL
}

my $summary = 'kpi_summary(account, won, amount, opened, closed)';
my $state = 'conversion_rate_accum(NULL, account, true)';
my $bytes = "SELECT encode(kpi_summary_send($summary), 'hex') FROM deal";

query($server, 'CREATE EXTENSION funnel_kpi; CREATE EXTENSION postgres_fdw');
foreach my $encoding ('SQL_ASCII', sort keys %accounts)
{
	query($server, "CREATE DATABASE \"$encoding\" ENCODING '$encoding' TEMPLATE template0 LOCALE 'C'");
	query($server, 'CREATE EXTENSION funnel_kpi', $encoding);
}

foreach my $encoding (sort keys %accounts)
{
	my $accounts = $accounts{$encoding};
	my $n = @$accounts;

	load($_, $accounts) foreach 'postgres', $encoding;
	my $here = query($server, $bytes);
	is(query($server, $bytes, $encoding), $here, "$encoding: the summary of the same deals is the same");
	# A client that takes UTF8 has PostgreSQL keep the conversion at hand, which is another way through its code.
	is(query($server, "SET client_encoding = 'UTF8'; $bytes", $encoding), $here, "$encoding: whatever the client's encoding");

	# Moved as text and as bytes.
	foreach my $format ('text', 'binary')
	{
		query($server, "COPY (SELECT $summary FROM deal) TO '$moved' (FORMAT $format)", $encoding);
		query($server, "DROP TABLE IF EXISTS daily; CREATE TABLE daily (s kpi_summary);
			COPY daily FROM '$moved' (FORMAT $format); INSERT INTO daily SELECT $summary FROM deal");
		is(query($server, 'SELECT accounts(rollup(s)), customers(rollup(s)), opportunities(rollup(s)) FROM daily'),
			join('|', $n, $n, 6 * $n), "$encoding: moved as $format, $n accounts of two databases are $n");
	}

	# Computed there, read here; and each state alone.
	my ($host, $port) = ($server->host, $server->port);
	query($server, <<"SQL");
		CREATE SERVER "$encoding" FOREIGN DATA WRAPPER postgres_fdw
			OPTIONS (host '$host', port '$port', dbname '$encoding', extensions 'funnel_kpi');
		CREATE USER MAPPING FOR CURRENT_USER SERVER "$encoding";
		CREATE FOREIGN TABLE "deal_$encoding" (account text, won boolean, amount numeric, opened date, closed date)
			SERVER "$encoding" OPTIONS (table_name 'deal');
SQL
	my $there = "SELECT $summary FROM \"deal_$encoding\"";
	like(plan_of($server, $there), qr/Remote SQL: SELECT [^\n]*kpi_summary\(/, "$encoding: a summary is made there");
	is(query($server, "SELECT accounts(rollup(s)) FROM ($there UNION ALL SELECT $summary FROM deal) AS daily (s)"), $n,
		"$encoding: made there, $n accounts are $n");
	my $keys = "SELECT string_agg(DISTINCT ${state}::text, ' ') FROM deal";
	is(query($server, $keys, $encoding), query($server, $keys), "$encoding: so are the keys one by one");
}

# Bytes of no encoding are taken as they are: UTF-8 meets, another one does not, and is no error.
load('SQL_ASCII', $western);
load('postgres', $western);
is(query($server, $bytes, 'SQL_ASCII'), query($server, $bytes), 'SQL_ASCII: UTF-8 is itself');
is(query($server, "SELECT kpi_summary(E'M\\xfcller', true, 1, date '2024-01-01', date '2024-01-02')::text
	= kpi_summary('Müller', true, 1, date '2024-01-01', date '2024-01-02')::text", 'SQL_ASCII'), 'f',
	'SQL_ASCII: other bytes are another key');

# A byte that is no character.
$server->psql('WIN1252', "\\set VERBOSITY sqlstate\nSELECT conversion_rate(chr(129), true)", stderr => \my $errors);
like($errors, qr/22P05/, 'a byte without a character is an error');

done_testing();
