# From every released version to this one: a plain database owner updates the extension under tables, views, indexes and
# functions that use it. The old SQL works with the new library before that; afterwards nothing tells the extension from
# a fresh one, all that was there gives what it gave, and what a release has stored is read as it was.
#
# A release is kept as its install script, sql/upgrade/funnel_kpi--VERSION.sql, and what stored.sql printed by it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

my $here = $FindBin::RealBin;
my $shared = PostgreSQL::Test::Utils::tempdir;
my @released = map { m{/funnel_kpi--((?:(?!--).)+)\.sql$} ? $1 : () } sort glob "$here/../sql/upgrade/*.sql";
my $node = server('main');

query($node, 'CREATE ROLE crm LOGIN; CREATE ROLE analyst');
query($node, "CREATE DATABASE \"$_\" OWNER crm") foreach 'fresh', @released;
query($node, deals_sql(), 'fresh', 'crm');
my $version = query($node, "SELECT extversion FROM pg_extension WHERE extname = 'funnel_kpi'", 'fresh');
SKIP:
{
	skip 'from PostgreSQL 18 on', 1 if $node->pg_version < 18;
	is(query($node, "LOAD 'funnel_kpi'; SELECT module_name, version FROM pg_get_loaded_modules() WHERE module_name = 'funnel_kpi'"),
		"funnel_kpi|$version", 'the library says its version');
}

# What a superuser may have changed; the plain owner cannot, for the functions of a trusted extension are not his.
my $grants = <<'SQL';
	REVOKE EXECUTE ON FUNCTION kpi_report(kpi_summary), win_rate(boolean) FROM PUBLIC;
	GRANT EXECUTE ON FUNCTION kpi_report(kpi_summary) TO crm, analyst;
	GRANT EXECUTE ON FUNCTION win_rate(boolean) TO crm WITH GRANT OPTION;
	REVOKE USAGE ON TYPE kpi_summary FROM PUBLIC;
	GRANT USAGE ON TYPE kpi_summary TO crm;
SQL
query($node, $grants, 'fresh');

# All that the catalogs say about the extension and its members, a row each, with names for the oids that differ
# between databases, and without the places of expressions in a script.
sub catalogs
{
	my ($database) = @_;
	my $members = <<'SQL';
		CREATE TEMP TABLE member AS
		WITH
			own AS (
				SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
					AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi')
				UNION SELECT 'pg_extension'::regclass, oid FROM pg_extension WHERE extname = 'funnel_kpi'),
			within AS (
				SELECT 'pg_type'::regclass AS classid, typarray AS objid FROM own JOIN pg_type ON oid = objid
				UNION SELECT 'pg_amop'::regclass, a.oid FROM own JOIN pg_amop AS a ON amopfamily = objid
				UNION SELECT 'pg_amproc'::regclass, a.oid FROM own JOIN pg_amproc AS a ON amprocfamily = objid)
		TABLE own UNION TABLE within;
		ANALYZE member;
SQL
	my %name = map { /^(\d+)\|(.*)$/ } split /\n/,
	  query($node, "$members SELECT objid, (pg_identify_object(classid, objid, 0)).identity FROM member", $database);
	my $rows = query($node, <<"SQL", $database);
		$members
		SELECT format('SELECT %L, ROW(%s) FROM %s WHERE %s IN (SELECT objid FROM member WHERE classid = %L::regclass)',
			catalog, string_agg(attname || CASE atttypid WHEN 'regproc'::regtype THEN '::oid' ELSE '' END, ',' ORDER BY attnum),
			catalog, key, class)
		FROM (SELECT DISTINCT classid::regclass, classid::regclass, 'oid' FROM member
				UNION SELECT 'pg_aggregate', 'pg_proc'::regclass, 'aggfnoid::oid'
				UNION SELECT catalog, classid, 'objoid' FROM member,
					unnest('{pg_description,pg_init_privs}'::regclass[]) AS catalog
				UNION SELECT 'pg_depend', classid, 'objid' FROM member) AS c (catalog, class, key)
			JOIN pg_attribute ON attrelid = catalog AND attnum > 0 AND NOT attisdropped
		GROUP BY catalog, class, key \\gexec
SQL

	$rows =~ s/:\w*(?:location|stmt_len) -?\d+//g;
	$rows =~ s/\b(\d+)\b/$name{$1} \/\/ $1/ge;
	return join "\n", sort split /\n/, $rows;
}

# What stored.sql has printed of a value, its bytes aside.
sub without_bytes
{
	my ($name, $type, $text, $bytes, @told) = split /\t/, shift;
	return join "\t", $name, $type, $text, @told;
}

my $fresh = catalogs('fresh');
cmp_ok(scalar(() = $fresh =~ /^$_\|/mg), '>', 0, "the catalog $_ is compared")
  foreach qw(pg_extension pg_proc pg_aggregate pg_type pg_operator pg_opclass pg_opfamily pg_amop pg_amproc pg_description pg_depend);
cmp_ok(scalar(@released), '>', 0, 'there are released versions');
is(join(' ', map { m{([^/]+)$} } sort glob "$here/stored/*"), "@released", 'each has stored values');
query($node, "COPY (SELECT aggregate, call FROM kpi ORDER BY oid) TO '$shared/kpi'", 'fresh');

# What the users of an old version have: every aggregate in a view, stored summaries, and all that can use them.
my $users = <<"SQL";
	\\copy deal FROM '$shared/deal'
	ANALYZE deal;
	CREATE TABLE kpi (aggregate text, call text, n serial);
	\\copy kpi (aggregate, call) FROM '$shared/kpi'
	DELETE FROM kpi WHERE aggregate NOT IN (SELECT oid::regprocedure::text FROM pg_proc);
	SELECT format('CREATE VIEW by_group AS SELECT g, %s FROM deal GROUP BY g', string_agg(call || ' AS k' || n, ', ')) FROM kpi \\gexec
	SELECT format('CREATE VIEW moving AS SELECT id, %s FROM deal WHERE id <= 40 WINDOW w AS (PARTITION BY g ORDER BY id ROWS 9 PRECEDING)',
		string_agg(call || ' OVER w AS k' || n, ', ')) FROM kpi \\gexec

	CREATE MATERIALIZED VIEW daily AS
	SELECT opened_date AS day, kpi_summary(account_text, won_bool, amount_numeric, opened_date, closed_date) AS summary
	FROM deal GROUP BY opened_date;
	CREATE UNIQUE INDEX ON daily (day);
	CREATE INDEX ON daily (summary);
	CREATE INDEX ON daily USING hash (summary);
	CREATE INDEX ON daily (won(summary), revenue(summary));
	CREATE TABLE kept (day date, summary kpi_summary NOT NULL UNIQUE DEFAULT
		'{"version": 1, "keys": "bigint", "opportunities": 1, "won": 0, "lost": 0, "revenue": {"sum": 0, "count": 0, "NaN": 0, "Infinity": 0, "-Infinity": 0}, "cycle": {"microseconds": 0, "count": 0}, "won_cycle": {"microseconds": 0, "count": 0}, "cycles": {"min": 0, "max": 0, "histogram": []}, "accounts": []}',
		won bigint GENERATED ALWAYS AS (won(summary)) STORED, CHECK (opportunities(summary) > 0));
	INSERT INTO kept TABLE daily;
	CREATE TABLE state AS SELECT conversion_rate_accum(NULL, true) AS of_rows;
	CREATE FUNCTION total() RETURNS kpi_summary LANGUAGE sql BEGIN ATOMIC SELECT rollup(summary) FROM kept; END;
	CREATE VIEW told AS
	SELECT k.day, r.*, summary = kpi_summary_in(kpi_summary_out(summary)) AS same, summary > (SELECT total()) AS more,
		win_rate_interval(summary)::text, win_rate_interval(summary, 0.5)::text AS narrow, sales_cycle_percentile(0.9, summary), customers(summary),
		business_days(day, day + 7), interval_days(sales_cycle(summary))
	FROM kept AS k, kpi_report(summary) AS r ORDER BY day, kpi;
SQL

# All that it gives, by parallel workers where it can be.
my $parallel = 'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;';
my $values = join "\n", $parallel, "TABLE by_group ORDER BY g;", "RESET ALL;", "TABLE moving ORDER BY id;", "TABLE told;", "TABLE kept ORDER BY day;",
  "SELECT *, ctid, xmin FROM daily ORDER BY day;", "TABLE state;", "SELECT total();";

foreach my $old (@released)
{
	isnt(query($node, "SELECT path FROM pg_extension_update_paths('funnel_kpi') WHERE (source, target) = ('$old', '$version')"),
		'', "$old: a path leads to $version") if $old ne $version;
	query($node, "CREATE EXTENSION funnel_kpi VERSION '$old'", $old, 'crm');
	query($node, $grants, $old);

	# The columns whose types it has.
	my $types = query($node, 'SELECT string_agg(quote_literal(oid::regtype), $$, $$) FROM pg_type', $old);
	my ($names, $columns) = split /\|/, query($node, <<"SQL", 'fresh');
		SELECT string_agg(attname, ', ' ORDER BY attnum), string_agg(attname || ' ' || atttypid::regtype, ', ' ORDER BY attnum)
		FROM pg_attribute WHERE attrelid = 'deal'::regclass AND attnum > 0 AND atttypid::regtype::text IN ($types)
SQL
	query($node, "COPY (SELECT $names FROM deal WHERE id <= 300) TO '$shared/deal'", 'fresh');
	query($node, "CREATE TABLE deal ($columns);\n$users", $old, 'crm');
	cmp_ok(query($node, 'SELECT count(*) FROM kpi', $old), '>=', 66, "$old: its aggregates are called");
	like(query($node, $parallel . 'EXPLAIN TABLE by_group', $old), qr/Finalize.*Partial/s, "$old: they are combined");

	# In one session, which has seen the old functions, and after it.
	my $before = query($node, $values, $old, 'crm');
	like($before, qr/^0\|/m, "$old: they give something");
	is(query($node, <<"SQL", $old, 'crm'), $before, "$old: the session that updates it goes on");
		\\o /dev/null
		PREPARE grouped AS TABLE by_group;
		EXECUTE grouped;
		$values
		ALTER EXTENSION funnel_kpi UPDATE;
		EXECUTE grouped;
		\\o
		$values
SQL
	is(query($node, $values, $old, 'crm'), $before, "$old: so does the next one");
	# Its summaries are of form 1, beside which those of form 2 are found by the indexes that were there.
	my $found = join "\n", 'SET enable_seqscan = off; SET enable_sort = off;', map { "SELECT count(*), count(DISTINCT v) FROM $_;" }
	  '(SELECT n.v FROM newly AS n JOIN kept AS k ON n.v = k.summary) AS v', '(SELECT n.v FROM newly AS n, LATERAL (SELECT FROM daily WHERE summary = n.v) AS d) AS v',
	  '(SELECT n.v FROM newly AS n, LATERAL (SELECT FROM daily WHERE summary BETWEEN n.v AND n.v) AS d) AS v',
	  '(SELECT v FROM newly UNION ALL SELECT summary FROM kept UNION ALL SELECT summary FROM daily) AS v';
	my $newly = "CREATE TABLE newly AS SELECT summary::text::kpi_summary AS v FROM kept;";
	is(query($node, "$newly SELECT count(*) > 5, bool_and(get_byte(kpi_summary_send(v), 0) = 2) FROM newly", $old, 'crm'), 't|t', "$old: what is written now is of form 2");
	is(query($node, 'SELECT bool_and(get_byte(kpi_summary_send(summary), 0) = 1) FROM kept', $old, 'crm'), 't', "$old: what was written is as it was");
	my $days = query($node, 'SELECT count(*) FROM kept', $old, 'crm');
	is(query($node, $found, $old, 'crm'), join("\n", ("$days|$days") x 3, 3 * $days . "|$days"), "$old: both are equal, and found by its indexes");
	is(query($node, "SELECT count(*) FROM kept AS k, newly WHERE k.summary = v AND kpi_summary_send(k.summary) = kpi_summary_send(v)", $old, 'crm'), 0, "$old: though not the same bytes");
	# A refresh writes all in form 2, and the next one nothing.
	my $told = 'SELECT day, summary, ctid, xmin FROM daily ORDER BY day;';
	query($node, 'DROP TABLE newly; REFRESH MATERIALIZED VIEW CONCURRENTLY daily', $old, 'crm');
	my $refreshed = query($node, $told, $old, 'crm');
	is(query($node, "REFRESH MATERIALIZED VIEW CONCURRENTLY daily; $told", $old, 'crm'), $refreshed, "$old: a refresh finds nothing to write");
	is(query($node, "SELECT count(*) FROM daily JOIN kept USING (day, summary)", $old, 'crm'), $days, "$old: and its values are equal to those before");
	is(query($node, "SELECT extversion FROM pg_extension WHERE extname = 'funnel_kpi'", $old), $version, "$old: it is $version");
	same_lines(catalogs($old), $fresh, "$old: it is as a fresh one");

	# What the release has stored, put in as text, as bytes by binary COPY, and as bytes that lie in a table.
	my $stored = slurp_file("$here/stored.sql");
	my $again = query($node, $stored, 'fresh');
	my $kept = slurp_file("$here/stored/$old");
	my %name = map { /^(.*?\t.*?)\t/ => 1 } split /\n/, $kept;
	# What accessors say of rates is equal but for the last digits of double precision.
	my $digits = qr/\b(0\.\d{14})\d+(?=[^\t\n]*$)/m;
	same_lines(join("\n", map { without_bytes(s/$digits/$1/gr) } grep { /^(.*?\t.*?)\t/ && $name{$1} } split /\n/, $again),
		join("\n", map { without_bytes($_) } split /\n/, $kept =~ s/$digits/$1/gr), "$old: equal deals say what they said");
	# The old SQL knows the form of its release only, and goes on to write it.
	query($node, "CREATE DATABASE \"$old again\" OWNER crm");
	query($node, "CREATE EXTENSION funnel_kpi VERSION '$old'", "$old again", 'crm');
	same_lines(query($node, $stored, "$old again", 'crm') =~ s/$digits/$1/gr, $kept =~ s/$digits/$1/gr, "$old: equal deals make equal bytes");
	foreach my $type (split /\n/, query($node, "CREATE TEMP TABLE s (n text, t text, s text, b text, v text);
			COPY s FROM '$here/stored/$old'; SELECT DISTINCT t FROM s"))
	{
		is(query($node, <<"SQL", 'fresh'), '', "$old: its $type is read as it was");
			\\o /dev/null
			$stored
			\\o
			CREATE TEMP TABLE kept (name text, type text, text text, bytes text, told text);
			COPY kept FROM '$here/stored/$old';
			DELETE FROM kept WHERE type <> '$type';
			CREATE TEMP TABLE got (name text, form text DEFAULT 'text', value $type);
			INSERT INTO got SELECT name, 'text', text::$type FROM kept;
			COPY (SELECT name, 'binary', decode(bytes, 'hex') FROM kept) TO '$shared/binary' (FORMAT binary);
			COPY got FROM '$shared/binary' (FORMAT binary);
			CREATE CAST (bytea AS $type) WITHOUT FUNCTION;
			INSERT INTO got SELECT name, 'table', decode(bytes, 'hex')::$type FROM kept;
			DROP CAST (bytea AS $type);
			CREATE FUNCTION pg_temp.rounded(told text) RETURNS text LANGUAGE sql RETURN regexp_replace(told, '\\m(0\\.\\d{14})\\d+', '\\1', 'g');
			SELECT name, form, value::text = text, as_it_was, pg_temp.rounded(pg_temp.told(value)) = pg_temp.rounded(told)
			FROM kept LEFT JOIN got USING (name) LEFT JOIN (SELECT name, value AS lies FROM got WHERE form = 'table') AS t USING (name),
				-- Text becomes a value of the newest form, which is equal.
				LATERAL (SELECT CASE form WHEN 'text' THEN value = lies AND ${type}_hash(value) = ${type}_hash(lies) ELSE encode(${type}_send(value), 'hex') = bytes END) AS w (as_it_was)
			WHERE (value::text = text AND as_it_was AND pg_temp.rounded(pg_temp.told(value)) = pg_temp.rounded(told)) IS NOT TRUE;
SQL
	}
}

done_testing();
