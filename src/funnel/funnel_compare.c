/*
 * funnel_compare.c
 *		Two funnels step by step: do as many get that far in one as in the other?
 */
#include "block/rate_statistics.h"
#include "funnel/funnel.h"

/* What funnel_compare keeps between its rows. */
typedef struct Comparison
{
	const KpiState *a;
	const KpiState *b;
	StepNames	names;
} Comparison;

/* Read two funnels and their names, NULL if one is not known. */
static Comparison *
comparison_of_arguments(FunctionCallInfo fcinfo)
{
	Comparison *comparison = palloc0(sizeof(Comparison));

	if (!PG_ARGISNULL(0))
		comparison->a = funnel_summary_read(PG_GETARG_DATUM(0));
	if (!PG_ARGISNULL(1))
		comparison->b = funnel_summary_read(PG_GETARG_DATUM(1));
	if (!PG_ARGISNULL(3))
		check_confidence(PG_GETARG_FLOAT8(3));
	if (comparison->a == NULL || comparison->b == NULL)
		return NULL;
	if (comparison->a->parameter != comparison->b->parameter)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnels of %d and %d steps cannot be compared",
						comparison->a->parameter, comparison->b->parameter),
				 errhint("Compare funnels with the same steps only.")));
	comparison->names = step_names_argument(fcinfo, 2, comparison->a->parameter);
	return comparison;
}

/* How many of those in the first step of a funnel reached another one. */
static Rate
rate_of_step(const KpiState *funnel, int step)
{
	Rate		rate = {reached(funnel, step), reached(funnel, 1)};

	return rate;
}

/*
 * funnel_compare(a, b, names, confidence) -> (step, name, reached_a, reached_b,
 *		rate_a, rate_b, difference, lower, upper, p_value)
 *
 * All of the first step reached it, so there is nothing to compare there.
 */
PG_FUNCTION_INFO_V1(funnel_compare);
Datum
funnel_compare(PG_FUNCTION_ARGS)
{
	FuncCallContext *context;
	Comparison *comparison;
	int			step;
	Rate		rate[2];
	Datum		values[10];
	bool		nulls[10];
	double		lower = 0;
	double		upper = 0;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old;

		context = kpi_report_begin(fcinfo);
		old = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		comparison = comparison_of_arguments(fcinfo);
		context->user_fctx = comparison;
		context->max_calls = comparison == NULL ? 0 : comparison->a->parameter;
		MemoryContextSwitchTo(old);
	}
	context = SRF_PERCALL_SETUP();
	comparison = context->user_fctx;
	if (context->call_cntr >= context->max_calls)
		SRF_RETURN_DONE(context);

	step = context->call_cntr + 1;
	rate[0] = rate_of_step(comparison->a, step);
	rate[1] = rate_of_step(comparison->b, step);
	memset(values, 0, sizeof(values));
	memset(nulls, true, sizeof(nulls));
	nulls[0] = false;
	values[0] = Int32GetDatum(step);
	values[1] = step_name(&comparison->names, step, &nulls[1]);
	for (int i = 0; i < 2; i++)
	{
		nulls[2 + i] = false;
		values[2 + i] = Int64GetDatum(rate[i].successes);
		nulls[4 + i] = rate[i].trials == 0;
		values[4 + i] = Float8GetDatum(nulls[4 + i] ? 0 : (double) rate[i].successes / (double) rate[i].trials);
	}
	if (step > 1 && rate[0].trials > 0 && rate[1].trials > 0)
	{
		nulls[6] = nulls[9] = false;
		values[6] = Float8GetDatum(rate_difference(&rate[0], &rate[1]));
		values[9] = Float8GetDatum(equal_rates_p_value(rate, 2));
		nulls[7] = nulls[8] = PG_ARGISNULL(3);
		if (!nulls[7])
			newcombe_interval(&rate[0], &rate[1], PG_GETARG_FLOAT8(3), &lower, &upper);
		values[7] = Float8GetDatum(lower);
		values[8] = Float8GetDatum(upper);
	}
	SRF_RETURN_NEXT(context, HeapTupleGetDatum(heap_form_tuple(context->tuple_desc, values, nulls)));
}
