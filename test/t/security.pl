# Security: a trusted extension that a plain owner installs, functions that anybody may call with anything, aggregates that
# somebody makes of them, names that somebody else has taken, rows and columns that are hidden. See security.sql.
use strict;
use warnings;
no warnings 'portable';	# 64 bits
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = server('main', 'jit = off', 'max_parallel_workers_per_gather = 2', 'parallel_setup_cost = 0', 'parallel_tuple_cost = 0',
	'min_parallel_table_scan_size = 1GB');
deals($node);
query($node, slurp_file("$FindBin::RealBin/security.sql"));
my $version = query($node, 'SHOW server_version_num');
my $started = query($node, 'SELECT pg_postmaster_start_time()');

# Nothing that a query returns; what it returned is shown.
sub none
{
	my ($rows, $title) = @_;
	is($rows, '', $title);
}

# ---------- what the catalog says ----------

my @kinds = split /\n/, query($node, <<'SQL');
	SELECT DISTINCT classid::regclass FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
		AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi') ORDER BY 1
SQL
none(join(' ', grep { !/^pg_(proc|type|operator|opclass|opfamily|cast)$/ } @kinds), 'no relation, trigger or schema belongs to it');
none(query($node, <<'SQL'), 'no cast is made unless it is asked for, nor makes one of its types');
	SELECT castsource::regtype, casttarget::regtype FROM pg_depend JOIN pg_cast AS c ON c.oid = objid
	WHERE classid = 'pg_cast'::regclass AND deptype = 'e' AND (castcontext <> 'e' OR casttarget IN (SELECT oid FROM audit.own_type))
SQL
none(query($node, <<'SQL'), 'no function runs as its owner, is leakproof, has settings, grants or an owner of its own');
	SELECT oid::regprocedure FROM audit.member
	WHERE prosecdef OR proleakproof OR proconfig IS NOT NULL OR proacl IS NOT NULL OR prosupport <> 0 OR proowner <> 10
SQL
none(query($node, <<'SQL'), 'all are C, or bound to what they call when they are created');
	SELECT m.oid::regprocedure FROM audit.member AS m JOIN pg_language AS l ON l.oid = prolang
	WHERE prokind <> 'a' AND lanname NOT IN ('c', 'internal') AND (lanname <> 'sql' OR prosqlbody IS NULL)
SQL
my $settings = slurp_file($ENV{TEMP_CONFIG});
my ($root) = $settings =~ /^extension_destdir = '(.*)'/m;
my ($shared) = $settings =~ /^extension_control_path = '([^:]*):/m;
chomp($shared = ($root // '') . qx("$ENV{PG_CONFIG}" --sharedir)) if !defined $shared;
my @scripts = glob "$shared/extension/funnel_kpi--*.sql";
my $default = query($node, "SELECT extversion FROM pg_extension WHERE extname = 'funnel_kpi'");
is(scalar(grep { m{/funnel_kpi--\Q$default\E\.sql$} } @scripts), 1, 'the installed scripts are found: ' . @scripts);
# An update may replace what the extension has: what it does not have, the server refuses to replace.
none(join(' ', grep { (!m{--.*--} && slurp_file($_) =~ /\bOR\s+REPLACE\b/i) || slurp_file($_) =~ /\bIF\s+NOT\s+EXISTS\b|\bSECURITY\s+DEFINER\b|\bsearch_path\b|^\s*DO\b|\bEXECUTE\b/mi }
	@scripts), 'no script takes over what is there already, or runs what it made up');

# ---------- calls by hand ----------

my $documented = '^(ok$|21000|42P20|2202E|22003|22004|22008|22023|22P02|22P03|54000)';
my $mallory = 'SET ROLE mallory';

query($node, "$mallory; SELECT audit.call_by_hand()");
none(query($node, "SELECT function::regprocedure, i, outcome FROM audit.outcome WHERE outcome !~ '$documented' ORDER BY 1, 2 LIMIT 20"),
	'whatever it is called with, a function answers or has a documented error, and what it makes loads again');
none(query($node, <<'SQL'), 'everybody may call every function, and each has an answer to something');
	SELECT oid::regprocedure FROM audit.member AS m
	WHERE NOT is_internal AND prokind IN ('f', 'w') AND NOT EXISTS (SELECT FROM audit.outcome WHERE function = m.oid AND outcome = 'ok')
SQL
cmp_ok(query($node, "SELECT count(*) FROM audit.outcome WHERE outcome LIKE '22P03%'"), '>', 10000, 'most states are of another KPI');
my @internal = split /\n/, query($node, "$mallory; SELECT function, left(by_hand, 5), left(typed, 5), left(aggregate, 5) FROM audit.try_internal()");
cmp_ok(scalar @internal, '>', 80, 'there are functions of internal states');
none(join("\n", grep { !/\|(?:42883|42725|0A000)\|(?:42846|0A000)\|42P13$/ } @internal), 'which nobody can call, nor make an aggregate of');

# ---------- aggregates that somebody makes ----------

my $made = query($node, "$mallory; CREATE TABLE mallory.made AS SELECT * FROM audit.make_aggregates();
	SELECT made, outcome FROM mallory.made WHERE outcome !~ '^(|$documented.*|42883 could not identify an ordering operator.*)\$' LIMIT 20");
none($made, 'aggregates of functions that do not fit each other answer or have a documented error');
cmp_ok(query($node, "SELECT least(count(*) FILTER (WHERE outcome = ''), count(*) FILTER (WHERE outcome LIKE '22P03%')) FROM mallory.made"),
	'>', 300, 'many of both');

# ---------- names that somebody else has taken ----------

query($node, 'SELECT audit.make_answers()');
my $answers = 'SELECT what, n, md5(value) FROM audit.answer ORDER BY 1, 2';
my $fill = slurp_file("$FindBin::RealBin/hostile.sql");
my $here = query($node, $answers);
cmp_ok(scalar split(/\n/, $here), '>', 400, 'there are answers');
query($node, "$fill; CREATE SCHEMA hostile; SELECT pg_temp.fill('hostile')");
my ($rows, $errors);
foreach ('SELECT 1 + 1', 'SELECT count(*)', "SELECT date_part('day', 'now'::pg_catalog.timestamp)", "SELECT 'x'::float8")
{
	$node->psql('postgres', "SET search_path = hostile, pg_catalog, public; $_", stderr => \$errors);
	like($errors, qr/captured|invalid input syntax for type integer/, "the hostile schema captures $_");
}
(my $qualified = $answers) =~ s/md5\((\w+)\)/pg_catalog.md5($1)/;
is(query($node, "SET search_path = hostile, pg_catalog, public; $qualified"), $here, 'but no function of the extension');

# A plain owner of a database installs it among such names.
my $fingerprint = query($node, "$fill; SELECT pg_temp.fingerprint()");
query($node, 'CREATE ROLE owner LOGIN; CREATE DATABASE plain OWNER owner');
my $plain = $node->connstr('plain') . ' user=owner';
sub as_owner
{
	my ($sql) = @_;
	my $status = $node->psql('plain', $sql, connstr => $plain, stdout => \$rows, stderr => \$errors, on_error_stop => 1);
	return $status == 0 ? $rows : $errors;
}

# Whatever is there already under such a name: an error, and it stays what it is.
my %taken = (
	'DOMAIN kpi.kpi_state AS text' => 'type "kpi_state" already exists',
	'TYPE kpi.kpi_summary AS (x integer)' => 'type "kpi_summary" already exists',
	"TYPE kpi.funnel_summary AS ENUM ('x')" => 'type "funnel_summary" already exists',
	'TABLE kpi.kpi_state (x integer)' => 'type "kpi_state" already exists',
	'FUNCTION kpi.interval_days(duration interval) RETURNS double precision LANGUAGE sql RETURN 666' => 'function "interval_days" already exists',
	"FUNCTION kpi.business_days(date, date, date[]) RETURNS integer LANGUAGE sql RETURN 666" => 'function "business_days" already exists',
	'FUNCTION kpi.win_rate(won boolean) RETURNS double precision LANGUAGE sql RETURN 666' => 'function "win_rate" already exists',
	'AGGREGATE kpi.conversion_rate(converted boolean) (SFUNC = booland_statefunc, STYPE = boolean)' => 'function "conversion_rate" already exists');
as_owner('CREATE SCHEMA kpi');
foreach my $object (sort keys %taken)
{
	(my $drop = $object) =~ s/^(\w+ [\w.]+(\([^)]*\))?).*/$1/s;
	$drop =~ s/^(TYPE|TABLE) ([\w.]+).*/$1 $2/;
	as_owner("CREATE $object");
	like(as_owner('CREATE EXTENSION funnel_kpi SCHEMA kpi'), qr/ERROR: .*$taken{$object}/, "no extension over $object");
	is(as_owner("SELECT (SELECT count(*) FROM pg_extension WHERE extname = 'funnel_kpi'), (SELECT count(*) FROM pg_depend WHERE deptype = 'e'
			AND refobjid IN (SELECT oid FROM pg_extension WHERE extname = 'funnel_kpi')); DROP $drop"), '0|0', 'nor anything of it');
}
is(as_owner("$fill; SELECT pg_temp.fill('kpi') <> ''"), 't', 'names of PostgreSQL in the schema');
is(as_owner('CREATE EXTENSION funnel_kpi SCHEMA kpi'), '', 'an owner who is no superuser installs it');
is(as_owner("$fill; SELECT pg_temp.fingerprint()"), $fingerprint, 'and it is what it is elsewhere');
is(as_owner("SELECT extowner::regrole FROM pg_extension WHERE extname = 'funnel_kpi'"), 'owner', 'whose extension it is');
none(as_owner(<<'SQL'), 'but not the objects in it');
	SELECT oid::regprocedure::text FROM pg_proc WHERE probin LIKE '%funnel_kpi%' AND (proowner <> 10 OR proacl IS NOT NULL)
	UNION ALL SELECT oid::regtype::text FROM pg_type WHERE typinput::regproc::text ~ '^kpi\.' AND (typowner <> 10 OR typacl IS NOT NULL)
SQL
foreach ('ALTER FUNCTION kpi.interval_days(interval) SECURITY DEFINER', 'ALTER FUNCTION kpi.interval_days(interval) OWNER TO owner',
	'CREATE OR REPLACE FUNCTION kpi.interval_days(duration interval) RETURNS double precision LANGUAGE sql RETURN 666::float8',
	"CREATE FUNCTION mine(internal) RETURNS float8 LANGUAGE c AS '\$libdir/funnel_kpi', 'subject_rate_moving_final'",
	'ALTER TYPE kpi.kpi_summary SET (STORAGE = external)', 'CREATE CAST (bytea AS kpi.kpi_state) WITHOUT FUNCTION')
{
	like(as_owner($_), qr/must be (owner|superuser)|permission denied/, "the owner of the extension may not $_");
}
is(as_owner("$fill; SELECT pg_temp.fingerprint()"), $fingerprint, 'and it stays what it is');

# Updates are no way in, either.
foreach my $from (split /\n/, query($node, "SELECT source FROM pg_extension_update_paths('funnel_kpi') AS u JOIN pg_available_extension_versions AS v
		ON v.name = 'funnel_kpi' AND v.version = source JOIN pg_available_extensions AS e ON e.name = 'funnel_kpi' AND target = default_version WHERE path IS NOT NULL"))
{
	is(as_owner("DROP EXTENSION funnel_kpi; CREATE EXTENSION funnel_kpi SCHEMA kpi VERSION '$from'; ALTER EXTENSION funnel_kpi UPDATE"), '', "an update from $from");
	is(as_owner("$fill; SELECT pg_temp.fingerprint()"), $fingerprint, "it is what it is elsewhere after an update from $from");
}

# ---------- rows and columns that are hidden ----------

query($node, <<'SQL');
	CREATE ROLE reader;
	CREATE ROLE blind;
	GRANT SELECT ON deal TO reader;
	GRANT SELECT (id, g, machine) ON deal TO blind;
	ALTER TABLE deal ENABLE ROW LEVEL SECURITY;
	CREATE POLICY east ON deal FOR SELECT TO reader, blind USING (machine = 'east');
	CREATE VIEW barrier WITH (security_barrier) AS SELECT * FROM deal WHERE machine = 'east';
	GRANT SELECT ON barrier TO mallory;
	REVOKE SELECT ON deal FROM mallory;
SQL
my @kpi = aggregates($node);
my $groups = sub { my ($from) = @_; return 'SELECT ' . join(', ', map { "md5(($_->{call})::text)" } @kpi) . " FROM $from" };
my $frames = sub { my ($from) = @_; return 'SELECT ' . join(', ', map { "md5(string_agg(v$_, ' ' ORDER BY id))" } 0 .. $#kpi) . ' FROM (SELECT id, ' .
	join(', ', map { "($kpi[$_]{call} OVER w)::text AS v$_" } 0 .. $#kpi) . " FROM $from WHERE id <= 60 WINDOW w AS (ORDER BY id ROWS 3 PRECEDING)) AS f" };
my $parallel = 'SET min_parallel_table_scan_size = 0;';
my $seen = query($node, $groups->("deal WHERE machine = 'east'"));
my @every = split /\|/, query($node, $groups->('deal'));
my @east = split /\|/, $seen;
cmp_ok(scalar(grep { $east[$_] ne $every[$_] } 0 .. $#kpi), '>', 0.7 * @kpi, 'the other rows matter');
is(query($node, "SET ROLE reader; " . $groups->('deal')), $seen, 'all aggregates are of the rows that a policy shows');
like(query($node, "SET ROLE reader; $parallel EXPLAIN " . $groups->('deal')), qr/Partial Aggregate/, 'in parts');
is(query($node, "SET ROLE reader; $parallel " . $groups->('deal')), $seen, 'by parallel workers, too');
is(query($node, "SET ROLE mallory; " . $groups->('barrier')), $seen, 'of the rows of a view with a barrier');
is(query($node, "SET ROLE mallory; $parallel " . $groups->('barrier')), $seen, 'by parallel workers, too');
is(query($node, "SET ROLE reader; " . $frames->('deal')), query($node, $frames->("(SELECT * FROM deal WHERE machine = 'east') AS east")), 'over frames, too');
SKIP:
{
	skip 'views that check the rights of who asks come with PostgreSQL 15', 2 if $version < 150000;
	query($node, 'CREATE VIEW invoker WITH (security_invoker) AS SELECT * FROM deal; GRANT SELECT ON invoker TO reader, mallory');
	is(query($node, "SET ROLE reader; " . $groups->('invoker')), $seen, 'of the rows that a policy shows through a view');
	like(query($node, "SET ROLE mallory; SELECT audit.error_of('SELECT conversion_rate(won_bool) FROM invoker')"), qr/^42501/, 'which shows nothing to others');
}
my @columns = split /\n/, query($node, join ' UNION ALL ', map { my $call = $_->{call}; "SELECT audit.error_of('SELECT $call FROM deal')" } @kpi, { call => 'count(id)' });
none(join(' ', grep { $_ } @columns), 'all aggregates of the table have an answer');
@columns = split /\n/, query($node, 'GRANT USAGE ON SCHEMA audit TO blind; SET ROLE blind; ' .
	join ' UNION ALL ', map { my $call = $_->{call}; "SELECT left(audit.error_of('SELECT $call FROM deal'), 5)" } @kpi);
is(scalar(grep { $_ eq '42501' } @columns), scalar @kpi, 'but no aggregate of columns that are not granted');

# A condition that fails on a row which is hidden would tell of it.
cmp_ok(query($node, 'SELECT audit.hide_failures()'), '>', 100, 'functions that fail on some rows');
my $looks = "SELECT function, outcome FROM audit.look_for_failures() WHERE outcome <> '' ORDER BY 1 LIMIT 20";
none(query($node, "SET ROLE reader; $looks"), 'no function is called with a row that is hidden');
like(query($node, "BEGIN; ALTER FUNCTION business_days(date, date, date[]) LEAKPROOF COST 0.0001; SET ROLE reader; $looks"),
	qr/^business_days\(date,date,date\[\]\)\|22008/, 'which one that is leakproof would be');

# ---------- keys that somebody chose ----------

# The bits of a uuid are spread by a public bijection. These come out with one high half and consecutive low ones, so that
# they all begin their search at one slot; with a time of n^2 they would take a thousand times as long as others.
sub mix
{
	use integer;
	my ($x) = @_;
	my $upper = (1 << 31) - 1;

	$x ^= $x >> 33 & $upper;
	$x *= 0xff51afd7ed558ccd;
	$x ^= $x >> 33 & $upper;
	$x *= 0xc4ceb9fe1a85ec53;
	return $x ^ $x >> 33 & $upper;
}
sub flooding_uuid
{
	use integer;
	my ($n) = @_;
	my $high = 1 ^ mix($n);

	return unpack 'H*', pack 'q>q>', $high, $n ^ mix($high + 0x9e3779b97f4a7c15);
}
my $keys = 50_000;
query($node, "CREATE TABLE flood (chosen uuid, other uuid, g int);
	COPY flood (chosen) FROM stdin;\n" . join("\n", map { flooding_uuid($_) } 1 .. $keys) . "\n\\.\n
	UPDATE flood SET other = md5(chosen::text)::uuid, g = random() * 3; VACUUM ANALYZE flood");
is(query($node, "SELECT count(DISTINCT substring(kpi_state_send(conversion_rate_accum(NULL, chosen, true)), 9, 8)) FROM (SELECT * FROM flood LIMIT 9) AS f"),
	1, 'the high halves of these keys are one as they are kept');
my %calls = (
	'a row at a time' => 'SELECT conversion_rate(%s, true) FROM flood',
	'with amounts' => "SELECT revenue_per_account('0123456789abcdef0123456789abcdef'::uuid, 1.5, %s) FROM flood",
	'as summaries' => "SELECT rollup(s) IS NULL FROM (SELECT kpi_summary(%s, true, 1, NULL::date, NULL) AS s FROM flood GROUP BY g) AS s",
	'in parallel workers' => "$parallel SELECT conversion_rate(%s, true) FROM flood",
	'over a frame' => 'SELECT count(conversion_rate) FROM (SELECT conversion_rate(%s, true) OVER (ROWS 9999 PRECEDING) FROM flood) AS f',
	'in a funnel' => "SELECT population(funnel_summary('1 day', %s, now(), 1, 2)) FROM flood");
foreach my $call (sort keys %calls)
{
	my %seconds;

	foreach my $column ('chosen', 'other')
	{
		my $time = query($node, 'SELECT extract(epoch FROM clock_timestamp())');
		query($node, "SET statement_timeout = '60s'; " . sprintf $calls{$call}, $column);
		$seconds{$column} = query($node, "SELECT extract(epoch FROM clock_timestamp()) - $time");
	}
	cmp_ok($seconds{chosen}, '<', 20 * $seconds{other}, "keys chosen to flood a table take about as long as others $call");
}

is(query($node, 'SELECT pg_postmaster_start_time()'), $started, 'the server stayed up');
unlike(slurp_file($node->logfile), qr/was terminated by signal|PANIC:|TRAP:/, 'and no process of it crashed');

done_testing();
