// The stored summaries of kpi.sql as a cube, for Cube (cube.dev): copy it into the folder of your data model, and write
// your own schema below if it is not kpi. See "In Cube" in doc/funnel_kpi-crm.md.
cube(`deals`, {
  sql_table: `kpi.kpi_daily`,

  measures: {
    // sum(kpi_summary), so to Cube it adds up: a table by month answers quarters and years. All others are read from it.
    summary: { sql: `deals`, type: `sum`, public: false },

    opportunities: { sql: `opportunities(${summary})`, type: `number` },
    won: { sql: `won(${summary})`, type: `number` },
    lost: { sql: `lost(${summary})`, type: `number` },
    open_deals: { sql: `open_deals(${summary})`, type: `number` },
    accounts: { sql: `accounts(${summary})`, type: `number` },
    customers: { sql: `customers(${summary})`, type: `number` },
    revenue: { sql: `revenue(${summary})`, type: `number` },
    revenue_per_account: { sql: `revenue_per_account(${summary})`, type: `number` },
    average_deal: { sql: `average_deal(${summary})`, type: `number` },
    conversion_rate: { sql: `conversion_rate(${summary})`, type: `number` },
    win_rate: { sql: `win_rate(${summary})`, type: `number` },
    win_rate_lower: { sql: `(win_rate_interval(${summary})).lower`, type: `number` },
    win_rate_upper: { sql: `(win_rate_interval(${summary})).upper`, type: `number` },
    opportunity_to_customer_ratio: { sql: `opportunity_to_customer_ratio(${summary})`, type: `number` },
    sales_cycle_days: { sql: `interval_days(sales_cycle(${summary}))`, type: `number` },
    sales_cycle_median_days: { sql: `interval_days(sales_cycle_median(${summary}))`, type: `number` },
    sales_cycle_p90_days: { sql: `interval_days(sales_cycle_percentile(0.9, ${summary}))`, type: `number` },
    sales_velocity: { sql: `sales_velocity(${summary})`, type: `number` },
  },

  dimensions: {
    opened_at: { sql: `opened_at`, type: `time` },
    source: { sql: `source`, type: `string` },
    owner_id: { sql: `owner_id`, type: `string` },
    pipeline: { sql: `pipeline`, type: `string` },
    currency: { sql: `currency`, type: `string` },
  },

  pre_aggregations: {
    // In PostgreSQL: Cube Store has no type for a summary.
    monthly: {
      external: false,
      measures: [summary],
      dimensions: [source, owner_id, pipeline, currency],
      time_dimension: opened_at,
      granularity: `month`,
      refresh_key: { every: `15 minutes` },
    },
  },
});
