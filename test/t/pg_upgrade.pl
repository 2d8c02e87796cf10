# pg_upgrade to this PostgreSQL from the one of OLD_PG_CONFIG: stored summaries, what is built on them, grants and
# comments are the same afterwards, to the byte, and all of the extension works. Run by test/upgrade.
use strict;
use warnings;
use File::Basename;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use IPC::Run 'run';
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'OLD_PG_CONFIG names no older PostgreSQL; test/versions runs this test' if !$ENV{OLD_PG_CONFIG};

sub bindir
{
	my ($pg_config) = @_;
	chomp(my $bindir = qx("$pg_config" --bindir));
	return $bindir;
}

# Not started yet. Checksums, because from 18 on they are the default.
sub cluster
{
	my ($name, $pg_config, $config) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name, install_path => dirname(bindir($pg_config)));

	local $ENV{TEMP_CONFIG} = $config;
	$node->init(extra => [ '--no-locale', '-E', 'UTF8', '--data-checksums' ]);
	$node->append_conf('postgresql.conf', "timezone = 'UTC'\nfsync = off\njit = off\n");
	return $node;
}

# What must not change: a name for each query.
my %looks = (
	'stored summaries as text' => 'SELECT kind, g, deals::text, steps::text FROM stored ORDER BY kind, g',
	'bytes of stored summaries' =>
	  'SELECT kind, g, kpi_summary_send(deals), funnel_summary_send(steps) FROM stored ORDER BY kind, g',
	'bytes in a materialized view' =>
	  'SELECT g, kpi_summary_send(deals), funnel_summary_send(steps) FROM stored_view ORDER BY g',
	'reports of stored summaries' =>
	  'SELECT kind, g, k FROM stored, kpi_report(deals) AS k ORDER BY kind, g, k.kpi',
	'reports of stored funnels' =>
	  'SELECT kind, g, f FROM stored, funnel_report(steps) AS f ORDER BY kind, g, f.step',
	'a view' => 'SELECT * FROM dashboard ORDER BY kpi',
	'found by a hash index' => 'SET enable_seqscan = off; SELECT g,
		(SELECT count(*) FROM stored AS s WHERE s.deals = v.deals) FROM stored_view AS v ORDER BY g',
	'found by a btree index' => 'SET enable_seqscan = off; SELECT id, (SELECT count(*) FROM deal AS d
		WHERE d.summary_kpi_summary = deal.summary_kpi_summary) FROM deal WHERE id < 99 ORDER BY id',
	'every aggregate over rows' => q{SELECT format('SELECT g, %L, %s::text FROM deal GROUP BY g ORDER BY g',
		aggregate, call) FROM kpi ORDER BY aggregate \gexec},
	'versions of the extension' => 'SELECT extversion FROM pg_extension ORDER BY extname',
	'comments' => <<'SQL',
		SELECT pg_describe_object(classoid, objoid, objsubid) AS object, description FROM pg_description
		WHERE (classoid, objoid) IN (SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND refobjid =
				(SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi'))
			OR (objoid >= 16384 AND classoid IN ('pg_class'::regclass, 'pg_extension'::regclass))
		ORDER BY object
SQL
	# But for the owner's, who has one more on a table from 17 on.
	'grants' => <<'SQL',
		SELECT kind, name, grantee::regrole, privilege_type
		FROM (SELECT 'relation' AS kind, relname::text AS name, relacl AS acl, relowner AS owner FROM pg_class WHERE oid >= 16384
				UNION ALL SELECT 'function', oid::regprocedure::text, proacl, proowner FROM pg_proc WHERE oid >= 16384
				UNION ALL SELECT 'type', oid::regtype::text, typacl, typowner FROM pg_type WHERE oid >= 16384) AS object,
			aclexplode(acl)
		WHERE grantee <> owner ORDER BY 1, 2, 3, 4
SQL
	# But for the types of arrays, which are listed from 17 on.
	'members of the extension' => <<'SQL',
		SELECT pg_describe_object(classid, objid, objsubid) AS object FROM pg_depend
		WHERE deptype = 'e' AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi')
			AND (classid <> 'pg_type'::regclass OR objid NOT IN (SELECT typarray FROM pg_type))
		ORDER BY object
SQL
);

# A row in a table for each aggregate that makes summaries and each group, with the rows that it has over all.
sub fill
{
	my ($table) = @_;
	return sprintf q{SELECT format('INSERT INTO %s (kind, g, %%s) SELECT %%L, g, %%s FROM deal GROUP BY ROLLUP (g)',
		CASE result WHEN 'kpi_summary' THEN 'deals' ELSE 'steps' END, aggregate, call)
		FROM kpi WHERE result IN ('kpi_summary', 'funnel_summary') \gexec}, $table;
}

sub look
{
	my ($node) = @_;
	return map { $_ => query($node, $looks{$_}) } keys %looks;
}

my $old = cluster('old', $ENV{OLD_PG_CONFIG}, $ENV{OLD_TEMP_CONFIG});
my $new = cluster('new', $ENV{PG_CONFIG}, $ENV{TEMP_CONFIG});

$old->start;
deals($old);
query($old, 'CREATE TABLE stored (kind text, g int, deals kpi_summary, steps funnel_summary)');
query($old, fill('stored'));
cmp_ok(query($old, 'SELECT count(DISTINCT kind) FROM stored'), '>', 15, 'all aggregates that make summaries');
query($old, <<'SQL');
	CREATE INDEX ON stored USING hash (deals);
	CREATE INDEX ON deal (summary_kpi_summary);
	CREATE MATERIALIZED VIEW stored_view AS
		SELECT coalesce(g, -1) AS g, kpi_summary(account_text, won_bool, amount_numeric, opened_date, closed_date) AS deals,
			funnel_summary(within_interval, account_uuid, at_timestamptz, step_int8, 4) AS steps
		FROM deal GROUP BY 1;
	CREATE UNIQUE INDEX ON stored_view (g);
	CREATE VIEW dashboard AS SELECT (kpi_report(rollup(deals))).* FROM stored_view;
	CREATE FUNCTION best(kpi_summary) RETURNS double precision LANGUAGE sql IMMUTABLE RETURN win_rate($1);
	CREATE INDEX ON stored (best(deals));
	CREATE ROLE reader;
	GRANT SELECT ON stored, stored_view, dashboard TO reader;
	GRANT USAGE ON TYPE kpi_summary TO reader;
	REVOKE EXECUTE ON FUNCTION kpi_report(kpi_summary) FROM PUBLIC;
	GRANT EXECUTE ON FUNCTION kpi_report(kpi_summary) TO reader;
	COMMENT ON TABLE stored IS 'summaries of all kinds';
	COMMENT ON MATERIALIZED VIEW stored_view IS 'summaries by group';
SQL
my %before = look($old);
like($before{'bytes of stored summaries'}, qr/\\x020f.*\\x0211/s, 'there are bytes of both types');
like($before{'grants'}, qr/^function\|kpi_report\(kpi_summary\)\|reader\|EXECUTE$/m, 'there are grants');
like($before{$_}, qr/^\d+\|[1-9]/m, $_) foreach 'found by a hash index', 'found by a btree index';
# In 18 pg_upgrade looks for '$libdir/...' in the server's own folder alone, which has no build of this tree.
query($old, q{UPDATE pg_proc SET probin = 'funnel_kpi' WHERE probin = '$libdir/funnel_kpi'})
  if slurp_file($ENV{TEMP_CONFIG}) =~ /extension_control_path/;
$old->stop;

chdir $ENV{TESTDIR};
my $upgraded = run(
	[
		bindir($ENV{PG_CONFIG}) . '/pg_upgrade',
		'--old-bindir' => bindir($ENV{OLD_PG_CONFIG}),
		'--new-bindir' => bindir($ENV{PG_CONFIG}),
		'--old-datadir' => $old->data_dir,
		'--new-datadir' => $new->data_dir,
		'--old-port' => $old->port,
		'--new-port' => $new->port,
		'--socketdir' => $new->host
	],
	'>&' => \my $said);
die join("\n", 'pg_upgrade failed', $said, map { slurp_file($_) } glob($new->data_dir . '/pg_upgrade_output.d/*/*.txt'))
  if !$upgraded;

$new->start;
my %after = look($new);
is($after{$_}, $before{$_}, "$_ after pg_upgrade") foreach sort keys %looks;

# The same summaries come of the rows here, and refreshing changes no row.
query($new, 'CREATE TABLE fresh (LIKE stored)');
query($new, fill('fresh'));
is(query($new, 'SELECT count(*) FROM (TABLE stored EXCEPT TABLE fresh) AS d'), 0, 'stored summaries equal those of the rows');
my $rows = 'SELECT g, ctid, xmin FROM stored_view ORDER BY g';
my $was = query($new, $rows);
query($new, 'REFRESH MATERIALIZED VIEW CONCURRENTLY stored_view');
is(query($new, $rows), $was, 'a refresh changes no row');

# What was upgraded is what would be installed.
query($new, 'ALTER EXTENSION funnel_kpi UPDATE');
my %updated = look($new);
is($updated{$_}, $before{$_}, "$_ after ALTER EXTENSION UPDATE") foreach sort keys %looks;
query($new, 'CREATE DATABASE fresh');
my $members = $new->safe_psql('fresh', "CREATE EXTENSION funnel_kpi; $looks{'members of the extension'}");
is($members, $before{'members of the extension'}, 'a fresh installation has the same members');

done_testing();
