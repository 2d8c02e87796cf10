/*
 * kinds.h
 *		The kinds of states: which sections each has, and what is done with a
 *		state as a whole.
 */
#ifndef KPI_KINDS_H
#define KPI_KINDS_H

#include "block/amount.h"
#include "block/deal_rows.h"
#include "block/key.h"
#include "block/keyed_amounts.h"
#include "block/section.h"

/* Which KPI a state belongs to.  Stored: never renumber. */
typedef enum KpiKind
{
	KPI_RATE = 1,				/* conversion_rate(b), win_rate(b) */
	KPI_VALUE_RATE = 2,			/* win_rate(b, amount) */
	KPI_SUBJECT_RATE = 3,		/* conversion_rate(subject, b) */
	KPI_CUSTOMER_RATIO = 4,		/* opportunity_to_customer_ratio(account, b) */
	KPI_CUSTOMER_RATIO_BY_KEY = 5,	/* the same with an opportunity key */
	KPI_CYCLE = 6,				/* sales_cycle */
	KPI_CYCLE_PERCENTILE = 7,	/* sales_cycle_percentile, _median */
	KPI_REVENUE = 8,			/* revenue_per_account(account, amount) */
	KPI_REVENUE_BY_DEAL = 9,	/* the same with a deal key */
	KPI_VELOCITY = 10,			/* sales_velocity */
	KPI_QUOTA = 11,				/* quota_attainment(actual, quota) */
	KPI_QUOTA_BY_OWNER = 12,	/* the same with an owner key */
	KPI_FORECAST_ACCURACY = 13, /* forecast_accuracy */
	KPI_FORECAST_BIAS = 14,		/* forecast_bias */
	KPI_SUMMARY = 15,			/* kpi_summary, rollup */
	KPI_EVENTS = 16,			/* window_funnel, funnel_times */
	KPI_FUNNEL = 17,			/* funnel_summary, rollup */
	KPI_RATES = 18,				/* rates_p_value */
	KPI_SCORE_AUC = 19,			/* score_auc */
	KPI_SCORE_LIFT = 20,		/* score_lift */
	KPI_RETENTION = 21,			/* retention(steps) */
	KPI_RETENTION_PERIODS = 22, /* retention(cohort_at, active_at, ...) */
	KPI_TOUCHES = 23,			/* first_touch, last_touch, touch_path */
	KPI_SEQUENCE = 24,			/* sequence_match, sequence_count, sequence_times */
	KPI_SESSIONS = 25,			/* session_summary, rollup */
	KPI_CHANNELS = 26,			/* channel_graph, rollup */
	KPI_MRR_SUMMARY = 27,		/* mrr_summary, rollup */
	KPI_RETENTION_RATE = 28,	/* retention_rate */
	KPI_RETENTION_SUBJECTS = 29,	/* retention_summary, while rows come */
	KPI_RETENTION_SUMMARY = 30, /* retention_summary, rollup */
	KPI_WIN_RATE_WITHIN = 31,	/* win_rate_within */
	KPI_CENSORED_CYCLE = 32,	/* sales_cycle_percentile, _median with as_of */
	KPI_REVENUE_RETENTION = 33, /* net_revenue_retention, gross_revenue_retention */
	KPI_ACCOUNT_REVENUE = 35,	/* the same by account, and mrr_summary while rows come */
	KPI_PIPELINE_DEALS = 36,	/* pipeline_changes, while rows come */
	KPI_PIPELINE_CHANGES = 37,	/* pipeline_changes, rollup */
	KPI_ACQUISITION_COST = 38,	/* customer_acquisition_cost */
	KPI_PASSES = 39				/* funnel_count */
} KpiKind;

#define KPI_LAST_KIND KPI_PASSES

/* The sections of each kind. */
enum
{
	RATE_ROWS					/* known, converted */
};
enum
{
	VALUE_RATE_DECIDED,			/* amounts won or lost */
	VALUE_RATE_WON
};
enum
{
	SUBJECT_RATE_SUBJECTS		/* known; marked if converted */
};
enum
{
	CUSTOMER_RATIO_ROWS,
	CUSTOMER_RATIO_CUSTOMERS	/* accounts won */
};
enum
{
	CUSTOMER_RATIO_BY_KEY_CUSTOMERS,	/* accounts won */
	CUSTOMER_RATIO_BY_KEY_OPPORTUNITIES
};
enum
{
	CYCLE_OF_DEALS
};
enum
{
	PERCENTILE_FRACTIONS,
	PERCENTILE_CYCLES
};
enum
{
	REVENUE_TOTAL,
	REVENUE_ACCOUNTS,
	REVENUE_DEALS				/* with their amounts; of KPI_REVENUE_BY_DEAL */
};
enum
{
	VELOCITY_REVENUE,			/* amounts won */
	VELOCITY_CYCLE				/* of deals won */
};
enum
{
	QUOTA_ACTUAL,
	QUOTA_QUOTA
};
enum
{
	OWNER_QUOTA_TOTAL,			/* of the owners' quotas */
	OWNER_QUOTA_ACTUAL,
	OWNER_QUOTA_OWNERS			/* with their quotas */
};
enum
{
	FORECAST_DIFFERENCE,		/* of forecast and actual; absolute for the accuracy */
	FORECAST_ACTUAL
};
enum
{
	SUMMARY_ROWS,				/* that wait to be counted in the others */
	SUMMARY_DEALS,				/* all, won, lost */
	SUMMARY_REVENUE,			/* of deals won */
	SUMMARY_CYCLE,				/* of deals with both dates */
	SUMMARY_WON_CYCLE,			/* of those won */
	SUMMARY_DISTRIBUTION,		/* of all cycles */
	SUMMARY_ACCOUNTS			/* marked if won */
};
enum
{
	EVENTS_QUESTION,			/* of KPI_PASSES, too */
	EVENTS_LOG
};
enum
{
	FUNNEL_LEVELS,				/* subjects; those that reached each step */
	FUNNEL_TIMES				/* between steps */
};
enum
{
	RATES_SEGMENTS
};
enum
{
	SCORE_AUC_CONVERTED,		/* the scores of rows that converted */
	SCORE_AUC_OTHERS
};
enum
{
	SCORE_LIFT_FRACTION,
	SCORE_LIFT_CONVERTED,		/* as above */
	SCORE_LIFT_OTHERS
};
enum
{
	CHANNELS_TRANSITIONS
};
enum
{
	TOUCHES_TOUCHES
};
enum
{
	SEQUENCE_QUESTION,
	SEQUENCE_LOG
};
enum
{
	RETENTION_STEPS				/* those that occurred */
};
enum
{
	RETENTION_QUESTION,
	RETENTION_ACTIVE			/* in each period */
};
enum
{
	RETENTION_RATE_POSITIONS	/* known, and true */
};
enum
{
	RETENTION_SUBJECTS			/* with their units */
};
enum
{
	RETENTION_COHORTS
};
enum
{
	SESSIONS_GAP,
	SESSIONS_SUBJECTS,
	SESSIONS_SESSIONS,			/* all, those of one event */
	SESSIONS_EVENTS,
	SESSIONS_LENGTH,			/* of all sessions */
	SESSIONS_DISTRIBUTION
};
enum
{
	WITHIN_ASKED,
	WITHIN_BEYOND,				/* deals watched for longer than the horizon */
	WITHIN_WON,					/* durations of the others */
	WITHIN_LOST,
	WITHIN_OPEN
};
enum
{
	CENSORED_FRACTIONS,
	CENSORED_ASKED,
	CENSORED_CLOSED,			/* durations */
	CENSORED_OPEN
};
enum
{
	PIPELINE_PERIOD,			/* of both kinds */
	PIPELINE_DEALS,
	PIPELINE_OPENING = PIPELINE_DEALS,	/* from here on deals with their amounts */
	PIPELINE_CREATED,
	PIPELINE_REOPENED,
	PIPELINE_INCREASED,
	PIPELINE_DECREASED,
	PIPELINE_WON,
	PIPELINE_LOST,
	PIPELINE_CLOSING
};
enum
{
	REVENUE_RETENTION_OPENING,	/* where it is above 0 */
	REVENUE_RETENTION_CLOSING,	/* there */
	REVENUE_RETENTION_LEAST,	/* the lesser of both, there */
	REVENUE_RETENTION_ALL		/* no section: all amounts, whose scale is kept by account */
};
enum
{
	ACCOUNT_REVENUE_SCALES,		/* by the numbers above */
	ACCOUNT_REVENUE_ACCOUNTS	/* with opening and closing */
};
enum
{
	MRR_OTHERS,					/* accounts whose opening is not above 0; those of them that are new */
	MRR_OPENING,				/* of the accounts where it is */
	MRR_EXPANSION,				/* by how much these grew, */
	MRR_CONTRACTION,			/* shrank, */
	MRR_CHURNED,				/* and were lost */
	MRR_OTHER_OPENING,			/* of the others */
	MRR_NEW						/* what these changed by */
};
enum
{
	ACQUISITION_SPEND,			/* of all campaigns */
	ACQUISITION_CUSTOMERS,
	ACQUISITION_CAMPAIGNS		/* with their spend */
};

#define KPI_MAX_SECTIONS 9

/* A section of a kind. */
typedef struct SectionUse
{
	const SectionOps *ops;		/* NULL after the last section */
	int			variant;
	const void *use;			/* see SectionShape */
} SectionUse;

typedef struct KindInfo
{
	SectionUse	section[KPI_MAX_SECTIONS];
	bool		has_keys;
	uint8		least_parameter;	/* that a state of this kind can have */
	uint8		most_parameter;
	const char *stored_type;	/* of values that are stored, or NULL */
	bool		has_form_2;		/* of its bytes; without cells of sketches and keys there is one form only */

	/* Do the sections of a state agree?  NULL if there is nothing to agree on. */
	void		(*check)(const KpiState *state);

	/* The error that two states of this kind do not merge; NULL for a general one. */
	void		(*cannot_merge)(const KpiState *a, const KpiState *b);
} KindInfo;

extern const KindInfo kpi_kinds[KPI_LAST_KIND + 1];

/* The amounts that count once for a key. */
extern const KeyedAmounts amounts_of_deals;
extern const KeyedAmounts quotas_of_owners;
extern const KeyedAmounts amounts_of_accounts;
extern const KeyedAmounts spend_of_campaigns;

/* Where the rows of a summary are counted. */
extern const DealRowsUse rows_of_summary;

/* What a changing fraction of score_lift is called. */
extern const char score_lift_fraction[];

extern KpiState *kpi_state_new(KpiKind kind, KeyType key_type, uint8 parameter);
extern KpiState *kpi_state_foreign(Datum datum, KpiKind kind);
extern KpiState *kpi_state_copy(Datum datum, KpiKind kind);
extern KpiState *kpi_state_argument(FunctionCallInfo fcinfo, KpiKind kind);
extern KpiState *kpi_state_accum_slow(FunctionCallInfo fcinfo, KpiKind kind, KeyType key_type, uint8 parameter);
extern KpiState *kpi_state_merge(KpiState *state, const KpiState *other);
extern KpiState *kpi_state_merge_wire(KpiState *state, KpiKind kind, StringInfo buf);
extern void kpi_state_write(StringInfo buf, KpiState *state, int form);
extern void kpi_state_write_form_1(StringInfo out, StringInfo buf, WireRead read);
extern int	kpi_state_same_in_forms(StringInfo buf);
extern KpiState *kpi_state_read(StringInfo buf, KpiKind kind, WireRead read, int *starts);

/* The newest form of a kind's bytes. */
static inline int
kpi_newest_form(KpiKind kind)
{
	return kpi_kinds[kind].has_form_2 ? WIRE_FORM_2 : WIRE_FORM_1;
}

/*
 * The state that a transition function adds a row to: the aggregate's own, to
 * change in place; a new one for the first row; a checked copy where the
 * function is called by hand.
 */
static inline KpiState *
kpi_state_accum(FunctionCallInfo fcinfo, KpiKind kind, KeyType key_type, uint8 parameter)
{
	if (likely(!PG_ARGISNULL(0) && kpi_called_as_aggregate(fcinfo)))
	{
		KpiState   *state = (KpiState *) PG_GETARG_POINTER(0);
		const uint8 expected[] = {KPI_STATE_VERSION, kind, key_type, parameter};

		/* Four fields in one comparison: this runs for every row. */
		StaticAssertStmt(offsetof(KpiState, version) + sizeof(expected) == sizeof(KpiState),
						 "fields of KpiState are not adjacent");
		if (likely(VARATT_IS_4B_U(state) &&
				   memcmp(&state->version, expected, sizeof(expected)) == 0))
			return state;
	}
	return kpi_state_accum_slow(fcinfo, kind, key_type, parameter);
}

#endif							/* KPI_KINDS_H */
