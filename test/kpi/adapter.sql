-- An adapter whose model stands already: tables of model.sql.
\set deal_table kpi.deal
\set deal_day d.opened_at
