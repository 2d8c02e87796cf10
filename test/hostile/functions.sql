-- The functions of the module of hostile.c, whose path is :module.
CREATE FUNCTION hostile(bytea) RETURNS boolean LANGUAGE c STRICT AS :'module';
CREATE FUNCTION unchecked(kpi_state) RETURNS bytea LANGUAGE c STRICT AS :'module', 'unchecked';

-- The same bytes as a value of each type.
CREATE FUNCTION unchecked_state(bytea) RETURNS kpi_state LANGUAGE c STRICT AS :'module', 'unchecked';
CREATE FUNCTION unchecked_summary(bytea) RETURNS kpi_summary LANGUAGE c STRICT AS :'module', 'unchecked';
CREATE FUNCTION unchecked_funnel(bytea) RETURNS funnel_summary LANGUAGE c STRICT AS :'module', 'unchecked';
CREATE FUNCTION unchecked_graph(bytea) RETURNS channel_graph LANGUAGE c STRICT AS :'module', 'unchecked';
CREATE FUNCTION unchecked_retention(bytea) RETURNS retention_summary LANGUAGE c STRICT AS :'module', 'unchecked';
CREATE FUNCTION unchecked_sessions(bytea) RETURNS session_summary LANGUAGE c STRICT AS :'module', 'unchecked';
CREATE FUNCTION unchecked_pipeline(bytea) RETURNS pipeline_changes LANGUAGE c STRICT AS :'module', 'unchecked';
CREATE FUNCTION unchecked_mrr(bytea) RETURNS mrr_summary LANGUAGE c STRICT AS :'module', 'unchecked';
CREATE FUNCTION hostile_value(kpi_state) RETURNS boolean LANGUAGE c STRICT AS :'module', 'hostile_value';
CREATE FUNCTION hostile_value(kpi_summary) RETURNS boolean LANGUAGE c STRICT AS :'module', 'hostile_value';
CREATE FUNCTION hostile_value(funnel_summary) RETURNS boolean LANGUAGE c STRICT AS :'module', 'hostile_value';
CREATE FUNCTION hostile_value(channel_graph) RETURNS boolean LANGUAGE c STRICT AS :'module', 'hostile_value';
CREATE FUNCTION hostile_value(retention_summary) RETURNS boolean LANGUAGE c STRICT AS :'module', 'hostile_value';
CREATE FUNCTION hostile_value(session_summary) RETURNS boolean LANGUAGE c STRICT AS :'module', 'hostile_value';
CREATE FUNCTION hostile_value(pipeline_changes) RETURNS boolean LANGUAGE c STRICT AS :'module', 'hostile_value';
CREATE FUNCTION hostile_value(mrr_summary) RETURNS boolean LANGUAGE c STRICT AS :'module', 'hostile_value';

-- Such values in tables, by the first of these bytes (Entry in hostile.h): in line, compressed, out of line, or both.
CREATE TABLE source (id serial, entry int GENERATED ALWAYS AS (get_byte(bytes, 0)) STORED, bytes bytea);
CREATE VIEW unchecked AS
	SELECT id, entry,
		CASE WHEN entry = 5 THEN unchecked_state(substr(bytes, 2)) END AS s,
		CASE WHEN entry = 1 THEN unchecked_summary(substr(bytes, 2)) END AS k,
		CASE WHEN entry = 2 THEN unchecked_funnel(substr(bytes, 2)) END AS f,
		CASE WHEN entry = 7 THEN unchecked_graph(substr(bytes, 2)) END AS c,
		CASE WHEN entry = 9 THEN unchecked_retention(substr(bytes, 2)) END AS r,
		CASE WHEN entry = 11 THEN unchecked_sessions(substr(bytes, 2)) END AS n,
		CASE WHEN entry = 13 THEN unchecked_pipeline(substr(bytes, 2)) END AS p,
		CASE WHEN entry = 15 THEN unchecked_mrr(substr(bytes, 2)) END AS m,
		repeat('x', 2100) AS wide
	FROM source;
CREATE PROCEDURE store() LANGUAGE plpgsql AS $$
DECLARE
	storage text;
BEGIN
	FOREACH storage IN ARRAY '{plain,main,external,extended}'::text[] LOOP
		EXECUTE format('CREATE TABLE %I AS TABLE unchecked WITH NO DATA', storage);
		EXECUTE format('ALTER TABLE %1$I ADD PRIMARY KEY (id), SET (toast_tuple_target = 128),
			ALTER s SET STORAGE %1$s, ALTER k SET STORAGE %1$s, ALTER f SET STORAGE %1$s, ALTER c SET STORAGE %1$s, ALTER r SET STORAGE %1$s, ALTER n SET STORAGE %1$s, ALTER p SET STORAGE %1$s, ALTER m SET STORAGE %1$s, ALTER wide SET STORAGE plain', storage);
		EXECUTE format('INSERT INTO %I TABLE unchecked', storage);
		ASSERT (SELECT pg_relation_size(reltoastrelid) > 0 FROM pg_class WHERE oid = storage::regclass) = (storage LIKE 'ext%');
	END LOOP;
	ASSERT (SELECT count(pg_column_compression(s)) > 0 AND count(pg_column_compression(k)) > 0 FROM main);
END $$;
