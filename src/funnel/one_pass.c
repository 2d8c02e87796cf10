/*
 * one_pass.c
 *		funnel_summary straight from the events of all subjects, in one pass.
 *
 * The state is the events, in the store of all subjects (subjects/store.c), so it
 * is of type internal; at the end each subject's longest chain is found and
 * counted.  The result is, to the byte, that of funnel_summary over funnel_times
 * grouped by subject.
 */
#include "funnel/chain.h"
#include "funnel/funnel.h"
#include "subjects/store.h"

#include "utils/memutils.h"

/* ----------
 * What is asked of all subjects
 * ----------
 */

/* Compared as bytes, so all of them are set. */
typedef struct OnePassQuestion
{
	int32		steps;			/* there are */
	int32		numbers;		/* of steps and of what is excluded */
	Funnel		funnel;
} OnePassQuestion;

/* The question that a store was opened with. */
static inline const OnePassQuestion *
question_of(const SubjectStore *store)
{
	return (const OnePassQuestion *) store->question;
}

/* Can the longest chain depend on rows that serve no step? */
static bool
blanks_matter(const void *question)
{
	return funnel_event_matters(funnel_events(&((const OnePassQuestion *) question)->funnel), 0);
}

/* Sort events by time, then by code, which is the order of the steps that codes stand for. */
static void
sort_events(SubjectEvent *event, int64 count)
{
	StaticAssertStmt(sizeof(SubjectEvent) == sizeof(FunnelEvent) &&
						 offsetof(SubjectEvent, time) == offsetof(FunnelEvent, time) &&
						 offsetof(SubjectEvent, code) == offsetof(FunnelEvent, steps),
					 "a code does not stand where steps do");
	funnel_events_sort((FunnelEvent *) event, count);
}

/* Report in what two questions differ. */
static void
questions_differ(const void *question, const void *other)
{
	funnel_check_same(&((const OnePassQuestion *) question)->funnel, &((const OnePassQuestion *) other)->funnel);
	funnel_argument_changes("number of steps");
}

/* Bits of a code, for so many conditions or for step numbers. */
static inline int
bits_of_codes(int conditions)
{
	return conditions > 0 ? conditions : PACKED_STEP_BITS;
}

/* The bits that codes take, 0 if nobody can have asked this. */
static int
code_bits_of_question(const void *bytes, Size size)
{
	const OnePassQuestion *question = bytes;
	const Funnel *funnel = &question->funnel;
	int			numbers;

	if (size < offsetof(OnePassQuestion, funnel) + funnel_size(0) ||
		size != offsetof(OnePassQuestion, funnel) + funnel_size(funnel->items) || funnel->size != funnel_size(funnel->items) ||
		question->steps < 1 || question->steps > FUNNEL_MOST_STEPS || !funnel_question_valid(funnel, question->steps))
		return 0;

	/* Exclusions come first, in order of what is excluded. */
	numbers = question->steps;
	for (int i = 0; i < funnel->items && funnel->item[i].kind == ITEM_EXCLUSION; i++)
		numbers = funnel->item[i].number;
	return question->numbers == numbers ? bits_of_codes(funnel->conditions) : 0;
}

/* Check an event that another server says a subject has. */
static void
check_event(const void *bytes, const SubjectEvent *event)
{
	const OnePassQuestion *question = bytes;
	const EventQuestion *events = funnel_events(&question->funnel);
	FunnelEvent one = {.time = event->time};

	wire_check(events->conditions > 0 || event->code <= question->numbers, "an event has steps out of range");
	one.steps = funnel_steps_from_code(events, event->code);
	event_check(events, &one);
}

static const SubjectQuestionOps one_pass_ops = {
	.blanks_matter = blanks_matter,
	.sort = sort_events,
	.differ = questions_differ,
	.code_bits = code_bits_of_question,
	.check_event = check_event,
	.known_without_event = true,
};

/* A store for the funnel that the first row asks for. */
static SubjectStore *
open_store(FunctionCallInfo fcinfo, KeyType key_type, TimeType time_type, const FunnelMode *mode, int conditions, int steps,
		   int numbers)
{
	Size		size = offsetof(OnePassQuestion, funnel) + funnel_size(mode->items);
	OnePassQuestion *question = palloc(size);

	question->steps = steps;
	question->numbers = numbers;
	funnel_init(&question->funnel, fcinfo, time_type, mode, conditions, steps);
	return subject_store_new(fcinfo, &one_pass_ops, question, size, key_type, bits_of_codes(conditions));
}

/* ----------
 * Collecting
 * ----------
 */

/*
 * funnel_events_accum(internal, within, [mode,] subject, at, step, steps) -> internal
 * funnel_events_accum(internal, within, [mode,] subject, at, conditions) -> internal
 */
static pg_attribute_always_inline Datum
funnel_events_accum(FunctionCallInfo fcinfo, KeyType key_type, TimeType time_type, bool by_conditions)
{
	SubjectStore *store = PG_ARGISNULL(0) ? NULL : (SubjectStore *) PG_GETARG_POINTER(0);
	bool		has_mode = PG_NARGS() == (by_conditions ? 6 : 7);
	int			subject = has_mode ? 3 : 2;
	const FunnelMode *mode = has_mode ? funnel_mode(fcinfo, 2) : &funnel_without_mode;
	int			conditions = 0;
	int			steps;			/* of the funnel, */
	int			numbers;		/* and with what is excluded */
	uint64		code = 0;		/* step number, or the conditions that are true */

	if (by_conditions)
	{
		code = funnel_conditions(fcinfo, subject + 2, &conditions);
		steps = funnel_steps_given(mode, conditions, true);
		numbers = conditions;
	}
	else
	{
		if (likely(store != NULL && !PG_ARGISNULL(subject + 3) &&
				   PG_GETARG_INT64(subject + 3) == question_of(store)->steps))
			steps = question_of(store)->steps;
		else
			steps = funnel_steps_given(mode, funnel_steps_argument(fcinfo, subject + 3), false);
		numbers = mode->steps > 0 ? mode->numbers : steps;
		if (!PG_ARGISNULL(subject + 2))
		{
			code = (uint64) PG_GETARG_INT64(subject + 2);
			if (unlikely(code > numbers))
				funnel_step_out_of_range(PG_GETARG_INT64(subject + 2), numbers);
		}
	}
	if (unlikely(store == NULL))
		store = open_store(fcinfo, key_type, time_type, mode, conditions, steps, numbers);
	else if (unlikely(!funnel_row_agrees(&question_of(store)->funnel, fcinfo, mode, conditions)))
		funnel_row_disagrees(&question_of(store)->funnel, fcinfo, mode);
	else if (unlikely(question_of(store)->steps != steps))
		funnel_argument_changes("number of steps");

	if (!PG_ARGISNULL(subject) && !PG_ARGISNULL(subject + 1))
	{
		Key			key = subject_store_key(store, PG_GETARG_DATUM(subject), key_type);
		int64		time = funnel_time(PG_GETARG_DATUM(subject + 1), time_type);

		if (key_type == KEY_TEXT && !has_mode)
			funnel_check_subject(PG_GETARG_DATUM(subject));
		if (by_conditions && unlikely(store->long_code))
			subject_store_add(store, key, time, code, key_type != KEY_BIGINT, true);
		else
			subject_store_add(store, key, time, code, key_type != KEY_BIGINT, false);
	}
	PG_RETURN_POINTER(store);
}

#define FUNNEL_EVENTS_ACCUM(key, key_type, time, time_type) \
	KPI_FUNCTION(funnel_events_accum_##key##_##time##_step, \
				 funnel_events_accum(fcinfo, key_type, time_type, false)); \
	KPI_FUNCTION(funnel_events_accum_##key##_##time##_conditions, \
				 funnel_events_accum(fcinfo, key_type, time_type, true))
#define FUNNEL_EVENTS_ACCUM_BY_TIME(key, key_type) \
	FUNNEL_EVENTS_ACCUM(key, key_type, date, TIME_DATE); \
	FUNNEL_EVENTS_ACCUM(key, key_type, timestamp, TIME_TIMESTAMP); \
	FUNNEL_EVENTS_ACCUM(key, key_type, timestamptz, TIME_TIMESTAMPTZ)

FUNNEL_EVENTS_ACCUM_BY_TIME(bigint, KEY_BIGINT);
FUNNEL_EVENTS_ACCUM_BY_TIME(uuid, KEY_UUID);
FUNNEL_EVENTS_ACCUM_BY_TIME(text, KEY_TEXT);

/* funnel_events_combine(internal, internal) -> internal */
KPI_FUNCTION(funnel_events_combine, subject_store_combine(fcinfo));

/* funnel_events_serialize(internal) -> bytea */
KPI_FUNCTION(funnel_events_serialize,
			 PointerGetDatum(subject_store_serialize(fcinfo, (SubjectStore *) PG_GETARG_POINTER(0))));

/* funnel_events_deserialize(bytea, internal) -> internal */
KPI_FUNCTION(funnel_events_deserialize, PointerGetDatum(subject_store_deserialize(fcinfo, &one_pass_ops)));

/* ----------
 * Counting
 * ----------
 */

/* What the subjects are counted with. */
typedef struct Count
{
	ChainRules	rules;
	KpiState   *funnel;
	MemoryContext context;		/* where it lives */
	MemoryContext scratch;
} Count;

/* Turn events, in their place, into those of a funnel: codes into the steps that they stand for. */
static inline const FunnelEvent *
events_of_codes(const Funnel *funnel, SubjectEvent *event, int64 count)
{
	if (funnel->conditions == 0)
		for (int64 i = 0; i < count; i++)
			event[i].code = funnel_steps_from_code(funnel_events(funnel), event[i].code);
	return (const FunnelEvent *) event;
}

/* Count a subject. */
static void
count_subject(void *argument, Key key, SubjectEvent *event, int64 n)
{
	Count	   *count = argument;
	MemoryContext old = MemoryContextSwitchTo(count->scratch);
	Chain		chain;
	KpiState   *funnel;

	longest_chain(&chain, &count->rules, events_of_codes(count->rules.funnel, event, n), n, true);
	funnel = funnel_count_subject(count->funnel, chain.length, chain.time);
	MemoryContextSwitchTo(old);
	if (funnel != count->funnel)
	{
		/* As the executor does with a state that grew. */
		pfree(count->funnel);
		count->funnel = kpi_state_keep(count->context, funnel);
		MemoryContextReset(count->scratch);
	}
}

/* funnel_events_final(internal) -> funnel_summary, NULL over no subjects */
static Datum
funnel_of_events(FunctionCallInfo fcinfo, int form)
{
	SubjectStore *store;
	Count		count;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	store = (SubjectStore *) PG_GETARG_POINTER(0);
	chain_rules(&count.rules, &question_of(store)->funnel, question_of(store)->steps);
	count.funnel = kpi_state_new(KPI_FUNNEL, KEY_NONE, count.rules.most);
	count.context = CurrentMemoryContext;
	count.scratch = AllocSetContextCreate(CurrentMemoryContext, "funnel", ALLOCSET_DEFAULT_SIZES);
	subject_store_each(store, count_subject, &count);
	MemoryContextDelete(count.scratch);
	return funnel_summary_of_state(fcinfo, count.funnel, form);
}

KPI_FUNCTION(funnel_events_final, funnel_of_events(fcinfo, WIRE_FORM_1));
KPI_FUNCTION(funnel_events_final_2, funnel_of_events(fcinfo, WIRE_FORM_2));
