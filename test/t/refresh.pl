# Daily summaries kept up to date by pg_cron's schedule: a materialized view refreshed concurrently, and a table of
# which only the days that changed are computed again. Dashboards read either by rollup.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use FunnelKpi;
use Test::More;

plan skip_all => 'pg_cron is not installed for this PostgreSQL (Debian: package postgresql-NN-cron)'
  if !installed('pkglibdir', 'pg_cron.so');

my $node = server('main', "shared_preload_libraries = 'pg_cron'", "cron.database_name = 'postgres'",
	'cron.use_background_workers = on', 'max_worker_processes = 20');
query($node, <<'SQL');
	CREATE EXTENSION pg_cron;
	CREATE EXTENSION funnel_kpi;

	CREATE TABLE deal (id int PRIMARY KEY, day date NOT NULL, region text, account text, won boolean,
		amount numeric, opened date, closed date, note text);
	INSERT INTO deal
	SELECT id, date '2024-11-20' + id % 120, (ARRAY['north', 'south', NULL])[id / 120 % 3 + 1],
		'account ' || NULLIF(id * 37 % 211, 0), (ARRAY[true, false, NULL])[id / 7 % 3 + 1],
		NULLIF(id * 7919 % 100000, 0) / 100.0, date '2024-11-20' + id % 120, date '2024-11-20' + id % 120 + id * 31 % 97
	FROM generate_series(1, 6000) AS id;

	-- First way: a materialized view, whose keys are all known.
	CREATE MATERIALIZED VIEW daily_view AS
	SELECT day, coalesce(region, 'none') AS region, kpi_summary(account, won, amount, opened, closed) AS summary
	FROM deal GROUP BY 1, 2;
	CREATE UNIQUE INDEX ON daily_view (day, region);

	-- The same with keys that are NULL: what not to do.
	CREATE MATERIALIZED VIEW daily_null AS
	SELECT day, region, kpi_summary(account, won, amount, opened, closed) AS summary
	FROM deal GROUP BY day, region;
	CREATE UNIQUE INDEX ON daily_null (day, region);

	-- Second way: a table, and the days and regions that changed since it was last brought up to date.
	CREATE TABLE daily_table (day date, region text, summary kpi_summary NOT NULL, PRIMARY KEY (day, region));
	CREATE TABLE changed (day date, region text);

	CREATE FUNCTION deal_changed() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		IF TG_OP <> 'DELETE' THEN
			INSERT INTO changed SELECT DISTINCT day, coalesce(region, 'none') FROM new_deal;
		END IF;
		IF TG_OP <> 'INSERT' THEN
			INSERT INTO changed SELECT DISTINCT day, coalesce(region, 'none') FROM old_deal;
		END IF;
		RETURN NULL;
	END $$;
	CREATE TRIGGER inserted AFTER INSERT ON deal REFERENCING NEW TABLE AS new_deal
		FOR EACH STATEMENT EXECUTE FUNCTION deal_changed();
	CREATE TRIGGER updated AFTER UPDATE ON deal REFERENCING NEW TABLE AS new_deal OLD TABLE AS old_deal
		FOR EACH STATEMENT EXECUTE FUNCTION deal_changed();
	CREATE TRIGGER deleted AFTER DELETE ON deal REFERENCING OLD TABLE AS old_deal
		FOR EACH STATEMENT EXECUTE FUNCTION deal_changed();
	INSERT INTO changed SELECT DISTINCT day, coalesce(region, 'none') FROM deal;

	-- One statement, so one snapshot: what it takes from the queue it has seen the deals of.
	CREATE PROCEDURE refresh_daily_table() LANGUAGE sql AS $$
		WITH
			taken AS (DELETE FROM changed RETURNING day, region),
			fresh AS (
				SELECT t.day, t.region, kpi_summary(account, won, amount, opened, closed) AS summary
				FROM deal AS d JOIN (SELECT DISTINCT day, region FROM taken) AS t
					ON (d.day, coalesce(d.region, 'none')) = (t.day, t.region)
				GROUP BY t.day, t.region),
			emptied AS (
				DELETE FROM daily_table AS d USING taken AS t
				WHERE (d.day, d.region) = (t.day, t.region)
					AND NOT EXISTS (SELECT FROM fresh AS f WHERE (f.day, f.region) = (d.day, d.region)))
		INSERT INTO daily_table AS d
		SELECT * FROM fresh
		ON CONFLICT (day, region) DO UPDATE SET summary = EXCLUDED.summary
			WHERE kpi_summary_send(d.summary) <> kpi_summary_send(EXCLUDED.summary)
	$$;
SQL

# What dashboards read: KPIs by period, by region, and in all, from stored summaries and from the deals.
my @kpis = (
	[ 'opportunities(s)', 'count(*)' ],
	[ 'won(s)', 'count(*) FILTER (WHERE won)' ],
	[ 'lost(s)', 'count(*) FILTER (WHERE NOT won)' ],
	[ 'open_deals(s)', 'count(*) FILTER (WHERE won IS NULL)' ],
	[ 'accounts(s)', 'count(DISTINCT account)' ],
	[ 'customers(s)', 'count(DISTINCT account) FILTER (WHERE won)' ],
	[ 'revenue(s)', 'sum(amount) FILTER (WHERE won)' ],
	[ 'average_deal(s)', 'avg(amount) FILTER (WHERE won)' ],
	[ 'win_rate(s)', 'count(*) FILTER (WHERE won)::float8 / NULLIF(count(won), 0)' ],
	[ 'extract(epoch FROM sales_cycle(s))::numeric', 'round(avg((closed - opened) * 86400), 6)' ]);
my %period = (
	week => "date_trunc('week', day)::date",
	month => "date_trunc('month', day)::date",
	quarter => "date_trunc('quarter', day)::date",
	region => "coalesce(region, 'none')");

foreach my $by (sort keys %period)
{
	my $stored = join ', ', map { $_->[0] } @kpis;
	my $names = join ', ', 'period', 'median', map { "kpi_$_" } 1 .. @kpis;
	my $plain = join ', ', map { $_->[1] } @kpis;

	query($node, <<"SQL") foreach 'view', 'table';
		CREATE VIEW ${_}_by_$by ($names) AS
		SELECT period, interval_days(sales_cycle_median(s)), $stored
		FROM (SELECT $period{$by} AS period, rollup(summary) AS s FROM daily_$_ GROUP BY 1) AS r;
SQL
	query($node, <<"SQL");
		CREATE VIEW plain_by_$by ($names) AS
		SELECT $period{$by}, percentile_cont(0.5) WITHIN GROUP (ORDER BY closed - opened), $plain FROM deal GROUP BY 1;
SQL
}

# The query for the figures.
sub figures
{
	my ($from, $by) = @_;
	my $columns = join ', ', 'period', map { "kpi_$_" } 1 .. @kpis;

	return "SELECT $columns FROM ${from}_by_$by ORDER BY period";
}

# Are they those of the deals?
sub up_to_date
{
	my ($when) = @_;

	foreach my $by (sort keys %period)
	{
		foreach my $from ('view', 'table')
		{
			is(query($node, figures($from, $by)), query($node, figures('plain', $by)), "$when: KPIs by $by from the $from");
			is(query($node, "
				SELECT count(*) FROM ${from}_by_$by AS s FULL JOIN plain_by_$by AS p USING (period)
				WHERE abs(s.median - p.median) <= 0.01 * abs(p.median)"),
				query($node, "SELECT count(*) FROM plain_by_$by"), "$when: medians by $by from the $from");
		}
	}
}

# The stored rows with where they are and who wrote them.
sub rows_of
{
	my ($name) = @_;
	return { map { /^(.*)=(.*)$/ } split /\n/, query($node, "SELECT day, coalesce(region, '') || '=' || ctid || xmin FROM $name") };
}

# The rows of the second that are not in the first as they were.
sub written
{
	my ($before, $after) = @_;
	return join ' ', sort grep { ($before->{$_} // '') ne $after->{$_} } keys %$after;
}

# Waits until every job has run once more from now on.
sub scheduled_run
{
	my ($what) = @_;
	my $now = query($node, 'SELECT clock_timestamp()');

	diag("waiting for the schedule, $what ...");
	$node->poll_query_until('postgres', "
		SELECT count(DISTINCT jobid) = 2 FROM cron.job_run_details
		WHERE start_time > '$now' AND status IN ('succeeded', 'failed')")
	  or die 'the jobs did not run';
	is(query($node, "SELECT string_agg(DISTINCT status || ' ' || return_message, ', ') FROM cron.job_run_details
			WHERE status <> 'succeeded'"), '', "$what: the jobs succeeded");
}

# Before 1.5 pg_cron knows no seconds.
my $schedule = query($node, "SELECT string_to_array(substring(extversion, '^[0-9.]+'), '.')::int[] >= '{1,5}' FROM pg_extension WHERE extname = 'pg_cron'") eq 't'
  ? '3 seconds' : '* * * * *';
my $view_before = rows_of('daily_view');
query($node, "
	SELECT cron.schedule('view', '$schedule', 'REFRESH MATERIALIZED VIEW CONCURRENTLY daily_view');
	SELECT cron.schedule('table', '$schedule', 'CALL refresh_daily_table()')");

scheduled_run('first run');
up_to_date('first run');
is(written($view_before, rows_of('daily_view')), '', 'a refresh after no change writes nothing');
my %before = (view => rows_of('daily_view'), table => rows_of('daily_table'));
is(scalar(keys %{ $before{$_} }), 360, "a row for each day and region in the $_") foreach keys %before;

my $null_before = rows_of('daily_null');
query($node, 'REFRESH MATERIALIZED VIEW CONCURRENTLY daily_null');
is(written($null_before, rows_of('daily_null')), join(' ', sort grep { /\|$/ } keys %$null_before),
	'a refresh after no change writes the rows whose key is NULL');
is(scalar(grep { /\|$/ } keys %$null_before), 120, 'of which there is one for each day');

# New deals, one on a new day; changed ones, one moved to another day; a day without deals; a note that no KPI shows.
my $changes = <<'SQL';
	INSERT INTO deal VALUES (10001, '2024-12-24', 'south', 'new account', true, 123.45, '2024-12-01', '2024-12-24'),
		(10002, '2025-06-01', 'west', 'account 1', true, 1000, '2025-05-01', '2025-06-01');
	UPDATE deal SET won = true, amount = amount + 1 WHERE id IN (15, 150);
	UPDATE deal SET day = '2025-01-08' WHERE id = 61;
	DELETE FROM deal WHERE day = '2024-11-30' OR id = 77;
	UPDATE deal SET note = 'called back' WHERE id % 50 = 8
SQL
my @written = ('2024-12-05|north', '2024-12-20|south', '2024-12-24|south', '2025-01-08|north', '2025-01-20|north',
	'2025-02-05|north', '2025-06-01|west');
my @gone = ('2024-11-30|none', '2024-11-30|north', '2024-11-30|south');
# The schedule, too, sees them only when they are committed.
my (undef, @between) = answers($node, "BEGIN; $changes", map({ my $by = $_; map { figures($_, $by) } 'plain', 'view', 'table' } sort keys %period),
	'COMMIT');
is(scalar @between, 3 * keys(%period) + 1, 'between runs: figures');
foreach my $by (sort keys %period)
{
	my $plain = shift @between;

	isnt(shift @between, $plain, "between runs: KPIs by $by from the $_ are those of the last run") foreach 'view', 'table';
}

scheduled_run('second run');
up_to_date('second run');
foreach my $name ('view', 'table')
{
	my $after = rows_of("daily_$name");

	is(written($before{$name}, $after), "@written", "the $name: only rows that changed were written");
	is(join(' ', sort grep { !$after->{$_} } keys %{ $before{$name} }), "@gone", "the $name: what has no deals is gone");
}

done_testing();
