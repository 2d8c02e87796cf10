/*
 * kinds.c
 *		The one table of the kinds of states.
 */
#include "kinds/kinds.h"

#include "block/censoring.h"
#include "block/cohorts.h"
#include "block/conditions.h"
#include "block/counts.h"
#include "block/cycle_total.h"
#include "block/deal_states.h"
#include "block/durations.h"
#include "block/event_log.h"
#include "block/flags.h"
#include "block/fractions.h"
#include "block/funnel_question.h"
#include "block/gap.h"
#include "block/keyset.h"
#include "block/money_sum.h"
#include "block/period.h"
#include "block/position_counts.h"
#include "block/retention_question.h"
#include "block/scales.h"
#include "block/segments.h"
#include "block/sequence_question.h"
#include "block/sketch.h"
#include "block/step_times.h"
#include "block/touches.h"
#include "block/transitions.h"
#include "block/unit_sets.h"

const KeyedAmounts amounts_of_deals = {
	.total = REVENUE_TOTAL,
	.conflict = "two different amounts for one deal",
	.detail = "Each deal counts once, so all rows of a deal must have the same amount.",
	.hint = "Find such deals with GROUP BY deal HAVING min(amount) <> max(amount), or "
	"leave out the deal key to count every row.",
};

const KeyedAmounts quotas_of_owners = {
	.total = OWNER_QUOTA_TOTAL,
	.conflict = "two different quotas for one owner",
	.detail = "Each owner's quota counts once, so all rows of an owner must have the same quota.",
	.hint = "Find such owners with GROUP BY owner HAVING min(quota) <> max(quota), or "
	"make the period a part of the owner key.",
};

const KeyedAmounts amounts_of_accounts = {
	.conflict = "two different rows of one account",
	.detail = "Each account counts once, so all its rows must have the same opening and closing amount.",
	.hint = "Sum the amounts by account before, with GROUP BY account, or leave out the account to count every row.",
};

const KeyedAmounts spend_of_campaigns = {
	.total = ACQUISITION_SPEND,
	.conflict = "two different amounts of spend for one campaign",
	.detail = "Each campaign's spend counts once, so all rows of a campaign must have the same spend.",
	.hint = "Find such campaigns with GROUP BY campaign HAVING min(spend) <> max(spend), or "
	"make the period a part of the campaign's key.",
};

const DealRowsUse rows_of_summary = {
	.deals = SUMMARY_DEALS,
	.revenue = SUMMARY_REVENUE,
	.cycle = SUMMARY_CYCLE,
	.won_cycle = SUMMARY_WON_CYCLE,
	.distribution = SUMMARY_DISTRIBUTION,
	.accounts = SUMMARY_ACCOUNTS,
};

const char score_lift_fraction[] = "fraction of the scores";

/* The counts of a summary must agree with what is counted. */
static void
check_summary(const KpiState *state)
{
	const int64 *deals = ((const Counts *) kpi_section(state, SUMMARY_DEALS))->n;
	const MoneySum *revenue = kpi_section(state, SUMMARY_REVENUE);
	const CycleTotal *cycle = kpi_section(state, SUMMARY_CYCLE);
	const CycleTotal *won_cycle = kpi_section(state, SUMMARY_WON_CYCLE);
	const Sketch *sketch = kpi_section(state, SUMMARY_DISTRIBUTION);
	const KeySet *accounts = kpi_section(state, SUMMARY_ACCOUNTS);

	wire_check(revenue->count <= deals[1], "it has more amounts than deals won");
	wire_check(money_sum_fits_numeric(revenue), "its revenue is out of range");
	wire_check(cycle->count <= deals[0], "it has more cycles than deals");
	wire_check(won_cycle->count <= Min(cycle->count, deals[1]), "it has more cycles of deals won than such deals");
	wire_check(sketch_count(sketch) == cycle->count, "cycles and their distribution disagree");
	wire_check(cycle->total >= (int128) sketch->min * cycle->count &&
				   cycle->total <= (int128) sketch->max * cycle->count,
			   "the total of cycles is out of range");
	wire_check(accounts->count <= deals[0], "it has more accounts than deals");
	wire_check(accounts->marked <= deals[1], "it has more customers than deals won");
}

static void
summaries_cannot_merge(const KpiState *a, const KpiState *b)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("summaries over different key types cannot be merged"),
			 errhint("Build all summaries with account keys of one type.")));
}

/*
 * The subjects whose times are known are some of those that reached the step,
 * and the same whichever earlier step the time is taken from.
 */
static void
check_funnel(const KpiState *state)
{
	const Counts *levels = kpi_section(state, FUNNEL_LEVELS);
	const Sketch *sketch = step_times_first(kpi_section(state, FUNNEL_TIMES));
	int64		timed = levels->n[0];

	for (int to = 2; to <= state->parameter; to++)
	{
		int64		known = sketch_count(sketch);

		wire_check(known <= levels->n[to] && known <= timed, "it has more times than subjects");
		for (int from = 1; from < to; from++)
		{
			wire_check(sketch_count(sketch) == known, "its times disagree");
			wire_check(sketch->min >= 0, "a time between steps is negative");
			sketch = step_times_next(sketch);
		}
		timed = known;
	}
}

static void
funnels_cannot_merge(const KpiState *a, const KpiState *b)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("funnels of %d and %d steps cannot be merged", a->parameter, b->parameter),
			 errhint("Merge funnels with the same steps only.")));
}

/* The transitions are those of journeys from start to end. */
static void
check_channels(const KpiState *state)
{
	transitions_check_journeys(kpi_section(state, CHANNELS_TRANSITIONS));
}

static void
retention_cannot_merge(const KpiState *a, const KpiState *b)
{
	retention_argument_changes("number of steps");
}

/* A flag for each period, and none before the cohort is known. */
static void
check_retention(const KpiState *state)
{
	const RetentionQuestion *question = kpi_section(state, RETENTION_QUESTION);
	const Flags *active = kpi_section(state, RETENTION_ACTIVE);

	wire_check(active->length == question->periods, "its number of periods is not that of its flags");
	for (uint32 i = 0; !question->has_cohort && i < active->length; i++)
		wire_check(!flags_get(active, i), "it has activity without a cohort");
}

static void
units_cannot_merge(const KpiState *a, const KpiState *b)
{
	if (a->parameter == b->parameter)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("retention of subjects with different key types cannot be merged")));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("retention by %s and by %s cannot be merged", calendar_unit_names[a->parameter],
					calendar_unit_names[b->parameter]),
			 errhint("Merge retention by the same unit only.")));
}

/* A subject has a session, a session has an event; those of one event are 0 long, the others have two. */
static void
check_sessions(const KpiState *state)
{
	int64		subjects = ((const Counts *) kpi_section(state, SESSIONS_SUBJECTS))->n[0];
	const int64 *sessions = ((const Counts *) kpi_section(state, SESSIONS_SESSIONS))->n;
	int64		events = ((const Counts *) kpi_section(state, SESSIONS_EVENTS))->n[0];
	const CycleTotal *length = kpi_section(state, SESSIONS_LENGTH);
	const Sketch *sketch = kpi_section(state, SESSIONS_DISTRIBUTION);

	wire_check(subjects > 0 && subjects <= sessions[0], "it has more subjects than sessions");
	wire_check(events >= sessions[0] && (events - sessions[0] >= sessions[0] - sessions[1]), "it has more sessions than events");
	wire_check(length->count == sessions[0] && sketch_count(sketch) == sessions[0], "sessions and their lengths disagree");
	wire_check(sketch->min >= 0 && (sessions[1] == 0 || sketch->min == 0), "a session has a length that it cannot have");
	wire_check(length->total >= (int128) sketch->max && length->total <= (int128) sketch->max * (sessions[0] - sessions[1]),
			   "the total of lengths is out of range");
}

static void
passes_cannot_merge(const KpiState *a, const KpiState *b)
{
	funnel_argument_changes("number of steps");
}

/* Durations of deals that were watched for longer than the horizon are not kept. */
static void
check_win_rate_within(const KpiState *state)
{
	int64		horizon = ((const Censoring *) kpi_section(state, WITHIN_ASKED))->horizon;

	for (int section = WITHIN_WON; section <= WITHIN_OPEN; section++)
	{
		const Durations *list = kpi_section(state, section);

		/* As received they are sorted. */
		wire_check(list->count == 0 || list->us[list->count - 1] <= horizon, "a duration is longer than its horizon");
	}
}

/* Of the deals that are open at first or come, those are open in the end that are not won or lost. */
static void
check_pipeline(const KpiState *state)
{
	static const int deals[] = {1, 1, 1, 0, 0, -1, -1, -1};
	static const int amounts[] = {1, 1, 1, 1, -1, -1, -1, -1};
	const MoneySum *sum[lengthof(amounts)];
	int128		balance = 0;

	StaticAssertStmt(lengthof(amounts) == PIPELINE_CLOSING - PIPELINE_OPENING + 1, "a change has no sign");
	for (int i = 0; i < lengthof(sum); i++)
	{
		sum[i] = kpi_section(state, PIPELINE_OPENING + i);
		wire_check(sum[i]->nan == 0 && sum[i]->pinf == 0 && sum[i]->ninf == 0, "an amount is not finite");
		wire_check(sum[i]->count > 0 || sum[i]->scale == 0, "an amount of no deals has a scale");
		wire_check(money_sum_fits_numeric(sum[i]), "an amount is out of range");
		balance += (int128) deals[i] * sum[i]->count;
	}
	wire_check(balance == 0 && money_sums_balance(sum, amounts, lengthof(sum)), "its changes do not balance");
	wire_check(sum[PIPELINE_INCREASED - PIPELINE_OPENING]->count + sum[PIPELINE_DECREASED - PIPELINE_OPENING]->count <= sum[0]->count,
			   "more deals changed than were open");
}

/* All sums are of finite amounts of one scale, each account in one of them but for those that did not change. */
static void
check_mrr(const KpiState *state)
{
	const int64 *others = ((const Counts *) kpi_section(state, MRR_OTHERS))->n;
	const MoneySum *sum[MRR_NEW + 1];
	int64		left;

	for (int i = MRR_OPENING; i <= MRR_NEW; i++)
	{
		sum[i] = kpi_section(state, i);
		wire_check(sum[i]->nan == 0 && sum[i]->pinf == 0 && sum[i]->ninf == 0, "an amount is not finite");
		wire_check(sum[i]->scale == sum[MRR_OPENING]->scale, "its amounts are of different scales");
		wire_check(money_sum_fits_numeric(sum[i]), "an amount is out of range");
	}
	wire_check(sum[MRR_OTHER_OPENING]->count == others[0] && sum[MRR_NEW]->count == others[0], "its numbers of accounts disagree");
	left = sum[MRR_OPENING]->count;
	for (int i = MRR_EXPANSION; i <= MRR_CHURNED; i++)
	{
		wire_check(sum[i]->count <= left, "its numbers of accounts disagree");
		left -= sum[i]->count;
	}
}

/* Sections whose variant has a name of its own. */
#define LEVELS &counts_section, COUNTS_OF_LEVELS
#define KEYS &keyset_section, PAYLOAD_NONE
#define MARKED_KEYS &keyset_section, PAYLOAD_MARK
#define MONEY &money_sum_section, MONEY_OF_ROWS
#define TOTAL_OF_KEYS &money_sum_section, MONEY_OF_KEYS

/* Most amounts are numeric. */
#define NUMERIC .least_parameter = AMOUNT_NUMERIC, .most_parameter = AMOUNT_NUMERIC
#define ANY_AMOUNT .least_parameter = AMOUNT_NUMERIC, .most_parameter = AMOUNT_FLOAT8

/* The unit of retention by cohorts. */
#define ANY_UNIT \
	.least_parameter = CALENDAR_DAY, .most_parameter = CALENDAR_YEAR, .cannot_merge = units_cannot_merge

/* Whether as_of is a date or a timestamp. */
#define ANY_TIME .least_parameter = TIME_DATE, .most_parameter = TIME_TIMESTAMP

const KindInfo kpi_kinds[KPI_LAST_KIND + 1] = {
	[KPI_RATE] = {{{&counts_section, 2}}},
	[KPI_VALUE_RATE] = {{{MONEY}, {MONEY}}, NUMERIC},
	[KPI_SUBJECT_RATE] = {{{MARKED_KEYS}}, .has_keys = true},
	[KPI_CUSTOMER_RATIO] = {{{&counts_section, 1}, {KEYS}}, .has_keys = true},
	[KPI_CUSTOMER_RATIO_BY_KEY] = {{{KEYS}, {KEYS}}, .has_keys = true},
	[KPI_CYCLE] = {{{&cycle_total_section}}},
	[KPI_CYCLE_PERCENTILE] = {{{&fractions_section}, {&durations_section}}},
	[KPI_REVENUE] = {{{MONEY}, {KEYS}}, .has_keys = true, ANY_AMOUNT},
	[KPI_REVENUE_BY_DEAL] = {
		{{TOTAL_OF_KEYS}, {KEYS}, {&keyed_amounts_section, SINGLE_AMOUNTS, &amounts_of_deals}},
		.has_keys = true,
		ANY_AMOUNT,
	},
	[KPI_VELOCITY] = {{{MONEY}, {&cycle_total_section}}, NUMERIC},
	[KPI_QUOTA] = {{{MONEY}, {MONEY}}, NUMERIC},
	[KPI_QUOTA_BY_OWNER] = {
		{{TOTAL_OF_KEYS}, {MONEY}, {&keyed_amounts_section, SINGLE_AMOUNTS, &quotas_of_owners}},
		.has_keys = true,
		NUMERIC,
	},
	[KPI_FORECAST_ACCURACY] = {{{MONEY}, {MONEY}}, NUMERIC},
	[KPI_FORECAST_BIAS] = {{{MONEY}, {MONEY}}, NUMERIC},
	[KPI_SUMMARY] = {
		{{&deal_rows_section, 0, &rows_of_summary}, {&counts_section, 3}, {MONEY}, {&cycle_total_section}, {&cycle_total_section}, {&sketch_section}, {MARKED_KEYS}},
		.has_keys = true,
		NUMERIC,
		.stored_type = "kpi_summary",
		.has_form_2 = true,
		.check = check_summary,
		.cannot_merge = summaries_cannot_merge,
	},
	[KPI_EVENTS] = {{{&funnel_question_section}, {&event_log_section}}},
	[KPI_FUNNEL] = {
		{{LEVELS}, {&step_times_section}},
		.least_parameter = 1,
		.most_parameter = FUNNEL_MOST_STEPS,
		.stored_type = "funnel_summary",
		.has_form_2 = true,
		.check = check_funnel,
		.cannot_merge = funnels_cannot_merge,
	},
	[KPI_RATES] = {{{&segments_section}}},
	[KPI_SCORE_AUC] = {{{&durations_section}, {&durations_section}}},
	[KPI_SCORE_LIFT] = {{{&fractions_section, 0, score_lift_fraction}, {&durations_section}, {&durations_section}}},
	[KPI_RETENTION] = {
		{{&flags_section, FLAGS_BY_PARAMETER}},
		.least_parameter = 1,
		.most_parameter = MOST_CONDITIONS,
		.cannot_merge = retention_cannot_merge,
	},
	[KPI_RETENTION_PERIODS] = {{{&retention_question_section}, {&flags_section, FLAGS_BY_ROW}}, .check = check_retention},
	[KPI_CHANNELS] = {{{&transitions_section}}, .stored_type = "channel_graph", .check = check_channels},
	[KPI_TOUCHES] = {{{&touches_section}}, .least_parameter = TOUCH_FIRST, .most_parameter = TOUCH_ALL},
	[KPI_SEQUENCE] = {{{&sequence_question_section}, {&event_log_section}}},
	[KPI_SESSIONS] = {
		{{&gap_section}, {&counts_section, 1}, {&counts_section, 2}, {&counts_section, 1}, {&cycle_total_section}, {&sketch_section}},
		.stored_type = "session_summary",
		.has_form_2 = true,
		.check = check_sessions,
	},
	[KPI_MRR_SUMMARY] = {
		{{&counts_section, 2}, {MONEY}, {MONEY}, {MONEY}, {MONEY}, {MONEY}, {MONEY}},
		NUMERIC,
		.stored_type = "mrr_summary",
		.check = check_mrr,
	},
	[KPI_RETENTION_RATE] = {{{&position_counts_section}}},
	[KPI_RETENTION_SUBJECTS] = {{{&unit_sets_section}}, .has_keys = true, ANY_UNIT},
	[KPI_RETENTION_SUMMARY] = {{{&cohorts_section}}, ANY_UNIT, .stored_type = "retention_summary"},
	[KPI_PASSES] = {
		{{&funnel_question_section}, {&event_log_section}},
		.least_parameter = 1,
		.most_parameter = FUNNEL_MOST_STEPS,
		.cannot_merge = passes_cannot_merge,
	},
	[KPI_WIN_RATE_WITHIN] = {
		{{&censoring_section, CENSORING_WITH_HORIZON}, {&counts_section, 1}, {&durations_section}, {&durations_section}, {&durations_section}},
		ANY_TIME,
		.check = check_win_rate_within,
	},
	[KPI_CENSORED_CYCLE] = {
		{{&fractions_section}, {&censoring_section, CENSORING_AT_AS_OF}, {&durations_section}, {&durations_section}},
		ANY_TIME,
	},
	[KPI_PIPELINE_DEALS] = {{{&period_section}, {&deal_states_section}}, .has_keys = true},
	[KPI_PIPELINE_CHANGES] = {
		{{&period_section}, {MONEY}, {MONEY}, {MONEY}, {MONEY}, {MONEY}, {MONEY}, {MONEY}, {MONEY}},
		NUMERIC,
		.stored_type = "pipeline_changes",
		.check = check_pipeline,
	},
	[KPI_REVENUE_RETENTION] = {{{MONEY}, {MONEY}, {MONEY}}, NUMERIC},
	[KPI_ACCOUNT_REVENUE] = {
		{{&scales_section, REVENUE_RETENTION_ALL + 1}, {&keyed_amounts_section, PAIRS_OF_AMOUNTS, &amounts_of_accounts}},
		.has_keys = true,
		NUMERIC,
	},
	[KPI_ACQUISITION_COST] = {
		{{TOTAL_OF_KEYS}, {KEYS}, {&keyed_amounts_section, SINGLE_AMOUNTS, &spend_of_campaigns}},
		.has_keys = true,
		NUMERIC,
	},
};
