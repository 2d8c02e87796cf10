# The schema of the extension: moved by ALTER EXTENSION while it is in use, and one that is not in search_path from the
# beginning. A database has an extension once, so two schemas are two databases; what one stored the other reads.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

my $shared = PostgreSQL::Test::Utils::tempdir;
my $node = server('main');
my $deals = deals_sql();

query($node, 'CREATE ROLE crm LOGIN');
query($node, "CREATE DATABASE $_ OWNER crm") foreach qw(moved apart);

# Where the members of the extension are, indexes' operator classes and types of arrays, too; casts are in no schema.
my $where = <<'SQL';
	SELECT DISTINCT (pg_identify_object(classid, objid, 0)).schema
	FROM (SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
				AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi') AND classid <> 'pg_cast'::regclass
			UNION ALL SELECT 'pg_type'::regclass, typarray FROM pg_type WHERE typname ~ '^(kpi_|funnel_summ|session_summ|retention_summ|pipeline_ch|mrr_summ)') AS m
	ORDER BY 1
SQL

# ---------- moved ----------

query($node, $deals, 'moved', 'crm');
query($node, <<'SQL', 'moved', 'crm');
	CREATE MATERIALIZED VIEW daily AS
	SELECT opened_date AS day, kpi_summary(account_text, won_bool, amount_numeric, opened_date, closed_date) AS deals,
		funnel_summary(within_interval, account_int8, at_date, step_int8, 4) AS funnel
	FROM deal WHERE id <= 400 GROUP BY opened_date;
	CREATE UNIQUE INDEX ON daily (day);
	CREATE INDEX ON daily (deals);
	CREATE INDEX ON daily USING hash (funnel);
	CREATE TABLE kept (day date, deals kpi_summary NOT NULL, won bigint GENERATED ALWAYS AS (won(deals)) STORED, CHECK (opportunities(deals) > 0));
	INSERT INTO kept SELECT day, deals FROM daily;
	CREATE FUNCTION total() RETURNS kpi_summary LANGUAGE sql BEGIN ATOMIC SELECT rollup(deals) FROM kept; END;
	CREATE VIEW report AS
	SELECT month, k.*, t.*, deals = total() AS same, deals < total() AS less, sales_cycle_median(deals)
	FROM (SELECT date_trunc('month', day) AS month, rollup(deals) AS deals, rollup(funnel) AS funnel FROM daily GROUP BY 1) AS s,
		kpi_report(deals) AS k, funnel_report(funnel) AS t
	ORDER BY month, k.kpi, t.step;
	SELECT format('CREATE VIEW by_group AS SELECT g, %s FROM deal WHERE id <= 400 GROUP BY g', string_agg(format('%s AS k%s', call, n), ', '))
	FROM (SELECT call, row_number() OVER () AS n FROM kpi) AS k \gexec
	SELECT format('CREATE VIEW moving AS SELECT id, %s FROM deal WHERE id <= 50 WINDOW w AS (PARTITION BY g ORDER BY id ROWS 5 PRECEDING)',
		string_agg(format('%s OVER w AS k%s', call, n), ', ')) FROM (SELECT call, row_number() OVER () AS n FROM kpi) AS k \gexec
SQL

# All that is there, which a session plans, runs and keeps.
my @names = qw(by_group moving report daily kept);
my $use = join '', map { "EXECUTE use_$_;" } @names;
my $prepare = join '', map { "PREPARE use_$_ AS SELECT v::text FROM $_ AS v ORDER BY 1;" } @names;
my $dml = <<'SQL';
	BEGIN;
	INSERT INTO kept SELECT '2099-01-01', rollup(deals) FROM kept WHERE won > 0;
	SELECT count(*), sum(won) FROM kept;
	ROLLBACK;
	REFRESH MATERIALIZED VIEW CONCURRENTLY daily;
SQL
(my $dml_moved = $dml) =~ s/rollup/kpi.rollup/;
my $before = query($node, "$prepare $use $dml", 'moved', 'crm');
cmp_ok(length $before, '>', 100_000, 'there is something to use');
query($node, 'CREATE SCHEMA kpi', 'moved', 'crm');
my (undef, undef, $errors) = $node->psql('moved', 'ALTER EXTENSION funnel_kpi SET SCHEMA kpi', extra_params => [ '-U', 'crm' ]);
like($errors, qr/must be owner/, 'the plain owner of the database does not own what a trusted extension is made of');
is(query($node, $where, 'moved'), 'public', 'all of it is where it was created');
is(query($node, <<"SQL", 'moved'), "$before\n$before\n$before", 'a session that moves it goes on, there and back');
	$prepare $use $dml
	ALTER EXTENSION funnel_kpi SET SCHEMA kpi;
	$use $dml_moved
	ALTER EXTENSION funnel_kpi SET SCHEMA public;
	$use $dml
	ALTER EXTENSION funnel_kpi SET SCHEMA kpi;
SQL
is(query($node, "$prepare $use $dml_moved", 'moved', 'crm'), $before, 'the next session finds it there');
is(query($node, $where, 'moved'), 'kpi', 'all of it has moved');
(undef, undef, $errors) = $node->psql('moved', 'SELECT win_rate(won_bool) FROM deal');
like($errors, qr/function win_rate\(boolean\) does not exist/, 'and is found by its schema only');

# ---------- apart ----------

# No search_path at all: every aggregate, operators, casts, functions within functions.
query($node, "CREATE SCHEMA s; ALTER DATABASE apart SET search_path = ''", 'apart', 'crm');
query($node, "SET search_path = s; $deals", 'apart', 'crm');
is(query($node, $where, 'apart'), 's', 'all of it is in the schema where it was created');

sub every_aggregate
{
	my ($schema, $tables) = @_;
	return "SELECT format('SELECT g, %s FROM $tables.deal GROUP BY g ORDER BY g', string_agg('$schema.' || call, ', ' ORDER BY aggregate)) FROM $tables.kpi \\gexec";
}

my $by_schema = query($node, every_aggregate('s', 's'), 'apart', 'crm');
like($by_schema, qr/^0\|/m, 'every aggregate is called by its schema');
is($by_schema, query($node, every_aggregate('kpi', 'public'), 'moved', 'crm'), 'which gives what it gives elsewhere');

my $summary = 's.kpi_summary(account_text, won_bool, amount_numeric, opened_date, closed_date)';
my $nested = <<"SQL";
	SELECT s.win_rate(s.rollup(d)), s.interval_days(s.sales_cycle(s.rollup(d))), s.win_rate_interval(s.rollup(d)), s.customers(s.rollup(d)),
		s.business_days('2024-01-01', '2024-03-01', '{2024-01-02}'), s.sales_cycle_percentile(0.5, s.rollup(d)),
		s.rollup(d) OPERATOR(s.=) (s.rollup(d)::text)::s.kpi_summary,
		count(DISTINCT d), count(DISTINCT f), s.conversion_rate(s.rollup(f), 1, 3), s.time_to_convert(s.rollup(f), 0.5),
		s.rollup(f) OPERATOR(s.=) (s.rollup(f)::text)::s.funnel_summary
	FROM (SELECT g, $summary AS d, s.funnel_summary('7 days', account_int8, at_date, step_int8, 4) AS f FROM s.deal GROUP BY g) AS x;
	SELECT k.*, f.* FROM (SELECT s.kpi_summary(account_text, won_bool, amount_numeric, opened_date, closed_date) AS d,
		s.funnel_summary(t, 4) AS f FROM (SELECT account_text, won_bool, amount_numeric, opened_date, closed_date,
			s.funnel_times('7 days', at_date, step_int8) OVER (PARTITION BY account_int8) AS t FROM s.deal) AS x) AS x,
		s.kpi_report(d) AS k, s.funnel_report(f, '{a,b,c,d}') AS f;
	SELECT count(*), count(DISTINCT a.summary_kpi_summary) FROM s.deal AS a JOIN s.deal AS b
	ON a.summary_kpi_summary OPERATOR(s.=) b.summary_kpi_summary AND a.funnel_funnel_summary OPERATOR(s.=) b.funnel_funnel_summary;
	SELECT g FROM s.deal WHERE summary_kpi_summary IS NOT NULL ORDER BY summary_kpi_summary, id LIMIT 9;
SQL
(my $public = $nested) =~ s/\bs\.(?!deal)/kpi./g;
$public =~ s/\bs\.//g;
my $there = query($node, $nested, 'apart', 'crm');
like($there, qr/^[^\n]*\|t\|[^\n]*\|t$/m, 'nested calls give something');
is($there, query($node, $public, 'moved', 'crm'), 'nested calls, casts and operators by their schema');

# ---------- from one to the other ----------

my $pair = 'summary_kpi_summary, funnel_funnel_summary';

sub sent
{
	my ($schema, $table) = @_;
	return "SELECT id, encode($schema.kpi_summary_send(summary_kpi_summary), 'hex'),
		encode($schema.funnel_summary_send(funnel_funnel_summary), 'hex') FROM $table ORDER BY id";
}

foreach my $format (qw(text binary))
{
	my $there = query($node, "COPY (SELECT id, $pair FROM s.deal) TO '$shared/values' (FORMAT $format);" . sent('s', 's.deal'), 'apart');

	is(query($node, "CREATE TEMP TABLE got AS SELECT id, $pair FROM deal LIMIT 0;
			COPY got FROM '$shared/values' (FORMAT $format); " . sent('kpi', 'got'), 'moved'),
		$there, "what the one stores is read by the other, in $format form");
}

done_testing();
