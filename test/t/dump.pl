# What pg_dump and COPY take out comes back as it was: stored values and states byte for byte, views, materialized views,
# indexes, functions, comments and grants; by the superuser, and by the plain owner of a database.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

my $shared = PostgreSQL::Test::Utils::tempdir;
my $node = server('main');
my $stored = slurp_file("$FindBin::RealBin/stored.sql");

query($node, 'CREATE ROLE crm LOGIN; CREATE ROLE analyst');
query($node, "CREATE DATABASE $_ OWNER crm") foreach qw(source plain inserts custom copied);
query($node, deals_sql(), 'source', 'crm');
query($node, <<"SQL", 'source', 'crm');
	\\o /dev/null
	$stored
	\\o
	CREATE TABLE summary AS TABLE written;
	CREATE TABLE funnel AS TABLE written_funnel;
	CREATE TABLE state AS
	SELECT conversion_rate_accum(NULL, 'Müller', true) AS of_keys,
		sales_cycle_percentile_accum(NULL, '{0.1,NULL}'::float8[], date '2024-01-01', date '2024-02-03') AS of_percentiles,
		window_funnel_accum(NULL, '7 days', 'any_order', timestamptz '2024-01-01', 3) AS of_events;
	ALTER TABLE summary ADD won bigint GENERATED ALWAYS AS (won(summary)) STORED, ADD CHECK (opportunities(summary) > 0),
		ALTER summary SET DEFAULT kpi_summary_in('{}');
	CREATE INDEX ON summary (summary);
	CREATE INDEX ON summary USING hash (summary);
	CREATE INDEX ON summary ((summary = summary), revenue(summary)) WHERE interval_days(sales_cycle(summary)) > 1;
	COMMENT ON COLUMN summary.summary IS 'as stored';

	CREATE AGGREGATE merge(kpi_state) (SFUNC = kpi_state_combine, STYPE = kpi_state, COMBINEFUNC = kpi_state_combine, PARALLEL = SAFE);
	CREATE FUNCTION total() RETURNS kpi_summary LANGUAGE sql
		BEGIN ATOMIC SELECT rollup(summary) FROM summary WHERE name LIKE 'bigint%'; END;
	CREATE MATERIALIZED VIEW daily AS
	SELECT opened_date AS day, kpi_summary(account_text, won_bool, amount_numeric, opened_date, closed_date) AS deals,
		funnel_summary(within_interval, account_int8, at_date, VARIADIC steps__bool) AS funnel
	FROM deal WHERE opened_date < '2024-03-01' GROUP BY opened_date;
	CREATE UNIQUE INDEX ON daily (day);
	COMMENT ON MATERIALIZED VIEW daily IS 'KPIs of a day';
	CREATE VIEW report AS
	SELECT month, k.*, t.*, deals = total() AS same, 'm' COLLATE "C" AS m, win_rate_interval(deals, 0.5)::text AS narrow
	FROM (SELECT date_trunc('month', day) AS month, rollup(deals) AS deals, rollup(funnel) AS funnel FROM daily GROUP BY 1) AS s,
		kpi_report(deals) AS k, funnel_report(funnel, '{a,b,c}') AS t
	ORDER BY month, k.kpi, t.step;
SQL
query($node, <<'SQL', 'source');
	REVOKE EXECUTE ON FUNCTION kpi_report(kpi_summary) FROM PUBLIC;
	GRANT EXECUTE ON FUNCTION kpi_report(kpi_summary) TO crm, analyst;
	GRANT USAGE ON TYPE kpi_summary TO analyst;
SQL

# What there is, and what others may do.
my $contents = <<'SQL';
	SELECT name, won, encode(kpi_summary_send(summary), 'hex') FROM summary ORDER BY name;
	SELECT name, encode(funnel_summary_send(funnel), 'hex') FROM funnel ORDER BY name;
	TABLE state;
	SELECT day, encode(kpi_summary_send(deals), 'hex'), encode(funnel_summary_send(funnel), 'hex') FROM daily ORDER BY day;
	TABLE report;
	SELECT opportunities(total());
	SELECT merge(of_keys) FROM state;
	SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexdef;
	SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2;
	SELECT col_description('summary'::regclass, 2), obj_description('daily'::regclass, 'pg_class');
	SELECT extname, extversion, obj_description(oid, 'pg_extension') FROM pg_extension ORDER BY 1;
SQL
my $grants = "SELECT proacl FROM pg_proc WHERE proname = 'kpi_report' UNION ALL SELECT typacl FROM pg_type WHERE typname = 'kpi_summary'";
my $expected = query($node, $contents, 'source', 'crm');
cmp_ok(length $expected, '>', 50_000, 'there is something to dump');

# In each format; the owner restores without grants on the functions, which are not his.
sub restored
{
	my ($database, $title) = @_;

	same_lines(query($node, $contents, $database, 'crm'), $expected, $title);
}
my @connect = ('-h', $node->host, '-p', $node->port);
my @dump = ('pg_dump', @connect, '-d', 'source');

command_ok([ @dump, '-f', "$shared/plain" ], 'pg_dump');
command_ok([ 'psql', '-Xqb', '-v', 'ON_ERROR_STOP=1', @connect, '-d', 'plain', '-o', '/dev/null', '-f', "$shared/plain" ], 'psql restores it');
restored('plain', 'a plain dump');
is(query($node, $grants, 'plain'), query($node, $grants, 'source'), 'a plain dump has the grants');
like(query($node, $grants, 'plain'), qr/analyst=X.*analyst=U/s, 'which there are');

command_ok([ @dump, '--rows-per-insert=10', '--quote-all-identifiers', '-Ox', '-f', "$shared/inserts" ], 'pg_dump --inserts');
command_ok([ 'psql', '-Xqb', '-v', 'ON_ERROR_STOP=1', @connect, '-U', 'crm', '-d', 'inserts', '-o', '/dev/null', '-f', "$shared/inserts" ],
	'psql restores that');
restored('inserts', 'INSERT commands');

command_ok([ @dump, '-Fc', '-f', "$shared/custom" ], 'pg_dump -Fc');
command_ok([ 'pg_restore', '-eOx', @connect, '-U', 'crm', '-d', 'custom', "$shared/custom" ], 'pg_restore restores it');
restored('custom', 'a custom dump');

# COPY, in each format.
query($node, <<'SQL', 'copied', 'crm');
	CREATE EXTENSION funnel_kpi;
	CREATE TABLE summary (name text, summary kpi_summary);
	CREATE TABLE funnel (name text, funnel funnel_summary);
	CREATE TABLE state (of_keys kpi_state, of_percentiles kpi_state, of_events kpi_state);
SQL
my $rows = "SELECT name, summary FROM summary ORDER BY name; TABLE funnel ORDER BY name; TABLE state";
foreach my $format (qw(text csv binary))
{
	query($node, join(';', map { "COPY (SELECT $_->[1] FROM $_->[0]) TO '$shared/$_->[0]' (FORMAT $format)" }
			[ 'summary', 'name, summary' ], [ 'funnel', '*' ], [ 'state', '*' ]), 'source');
	is(query($node, join(';', 'TRUNCATE summary, funnel, state', (map { "COPY $_ FROM '$shared/$_' (FORMAT $format)" } qw(summary funnel state)), $rows), 'copied'),
		query($node, $rows, 'source'), "COPY as $format");
}

done_testing();
