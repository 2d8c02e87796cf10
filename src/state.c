/*
 * state.c
 *		The flat state of the aggregates: its sections, how it grows, who may
 *		hand one in, and how two of them become one.
 */
#include "funnel.h"

#include "common/int.h"
#include "miscadmin.h"
#include "utils/memutils.h"

/* Bytes between two looks for Ctrl-C. */
#define MOST_AT_A_TIME ((Size) 16 * 1024 * 1024)

#ifdef PG_MODULE_MAGIC_EXT
PG_MODULE_MAGIC_EXT(.name = "funnel_kpi");
#else
PG_MODULE_MAGIC;
#endif

/* What the state of each KPI is made of. */
const SectionType kpi_sections_of[KPI_LAST_KIND + 1][KPI_MAX_SECTIONS] = {
	[KPI_RATE] = {COUNTS_2},
	[KPI_VALUE_RATE] = {MONEY, MONEY},
	[KPI_SUBJECT_RATE] = {KEYS_MARK},
	[KPI_CUSTOMER_RATIO] = {COUNTS_1, KEYS},
	[KPI_CUSTOMER_RATIO_BY_KEY] = {KEYS, KEYS},
	[KPI_CYCLE] = {CYCLE_TOTAL},
	[KPI_CYCLE_PERCENTILE] = {FRACTIONS, DURATIONS},
	[KPI_REVENUE] = {MONEY, KEYS},
	[KPI_REVENUE_BY_DEAL] = {MONEY_OF_KEYS, KEYS, KEYS_AMOUNT},
	[KPI_VELOCITY] = {MONEY, CYCLE_TOTAL},
	[KPI_QUOTA] = {MONEY, MONEY},
	[KPI_QUOTA_BY_OWNER] = {MONEY_OF_KEYS, MONEY, KEYS_AMOUNT},
	[KPI_FORECAST_ACCURACY] = {MONEY, MONEY},
	[KPI_FORECAST_BIAS] = {MONEY, MONEY},
	[KPI_SUMMARY] = {COUNTS_3, MONEY, CYCLE_TOTAL, CYCLE_TOTAL, SKETCH, KEYS_MARK},
	[KPI_EVENTS] = {EVENTS},
	[KPI_FUNNEL] = {LEVELS},
};

/* What is kept beside the keys of a section. */
static inline KeyPayload
payload_of(SectionType type)
{
	if (type == KEYS_MARK)
		return PAYLOAD_MARK;
	return type == KEYS_AMOUNT ? PAYLOAD_AMOUNT : PAYLOAD_NONE;
}

/* Words of a key.  Amounts may need parts of a key, see key_part. */
static inline int
key_words_of(SectionType type, KeyType key_type)
{
	return key_type == KEY_BIGINT && type != KEYS_AMOUNT ? 1 : 2;
}

/* Is it a section of counts? */
static inline bool
is_counts(SectionType type)
{
	return (type >= COUNTS_1 && type <= COUNTS_3) || type == LEVELS;
}

/* The number of counts in such a section. */
static inline uint32
counts_of(SectionType type, int steps)
{
	return type == LEVELS ? steps + 1 : type - COUNTS_1 + 1;
}

/* Bytes that a section starts with. */
static Size
initial_size(SectionType type, KeyType key_type, int steps)
{
	switch (type)
	{
		case NO_SECTION:
			return 0;
		case COUNTS_1:
		case COUNTS_2:
		case COUNTS_3:
		case LEVELS:
			return offsetof(Counts, n) + counts_of(type, steps) * sizeof(int64);
		case CYCLE_TOTAL:
			return sizeof(CycleTotal);
		case DURATIONS:
			return offsetof(Durations, us);
		case FRACTIONS:
			return offsetof(Fractions, value);
		case SKETCH:
			return offsetof(Sketch, cell);
		case KEYS:
		case KEYS_MARK:
		case KEYS_AMOUNT:
			return keyset_initial_size(key_words_of(type, key_type), payload_of(type));
		case MONEY:
		case MONEY_OF_KEYS:
			return money_sum_initial_size();
		case EVENTS:
			return offsetof(EventLog, word);
	}
	pg_unreachable();
}

/* Does a KPI of this kind have keys, amounts, steps like these? */
bool
kpi_types_fit(KpiKind kind, KeyType key_type, AmountType amount_type)
{
	bool		keys = false;
	bool		amounts = false;

	for (int i = 0; i < KPI_MAX_SECTIONS; i++)
	{
		SectionType type = kpi_sections_of[kind][i];

		keys |= type == KEYS || type == KEYS_MARK || type == KEYS_AMOUNT;
		amounts |= type == MONEY || type == MONEY_OF_KEYS;
	}
	if (key_type > KEY_TEXT || keys != (key_type != KEY_NONE))
		return false;
	if (kind == KPI_REVENUE || kind == KPI_REVENUE_BY_DEAL)
		return amount_type > AMOUNT_NONE && amount_type <= AMOUNT_FLOAT8;
	if (kind == KPI_FUNNEL)
		return (int) amount_type >= 1 && (int) amount_type <= FUNNEL_MOST_STEPS;
	return amount_type == (amounts ? AMOUNT_NUMERIC : AMOUNT_NONE);
}

/* An empty state, in the current memory context; of a funnel, with amount_type steps. */
KpiState *
kpi_state_new(KpiKind kind, KeyType key_type, AmountType amount_type)
{
	Size		size = sizeof(KpiState);
	KpiState   *state;
	SectionType type;
	char	   *p;

	for (int i = 0; (type = kpi_section_type(kind, amount_type, i)) != NO_SECTION; i++)
		size += initial_size(type, key_type, amount_type);
	state = palloc0(size);
	SET_VARSIZE(state, size);
	state->version = KPI_STATE_VERSION;
	state->kind = kind;
	state->key_type = key_type;
	state->amount_type = amount_type;

	p = (char *) (state + 1);
	for (int i = 0; (type = kpi_section_type(kind, amount_type, i)) != NO_SECTION; i++)
	{
		((KpiSection *) p)->size = initial_size(type, key_type, amount_type);
		if (is_counts(type))
			((Counts *) p)->length = counts_of(type, amount_type);
		else if (type == MONEY || type == MONEY_OF_KEYS)
			money_sum_init((MoneySum *) p);
		else if (type == KEYS || type == KEYS_MARK || type == KEYS_AMOUNT)
			keyset_init((KeySet *) p, key_words_of(type, key_type), payload_of(type));
		p += ((KpiSection *) p)->size;
	}
	return state;
}

/* Report a state that PostgreSQL's memory management cannot hold. */
void
kpi_state_too_large(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("state of a KPI exceeds 1 GB"),
			 errdetail("One group has more distinct keys, durations or events than a state can hold."),
			 errhint("Split the group with GROUP BY.")));
}

/* memcpy that notices Ctrl-C: to touch a gigabyte for the first time may take seconds. */
void
kpi_copy_bytes(void *to, const void *from, Size size)
{
	for (Size done = 0; done < size; done += MOST_AT_A_TIME)
	{
		memcpy((char *) to + done, (const char *) from + done, Min(size - done, MOST_AT_A_TIME));
		CHECK_FOR_INTERRUPTS();
	}
}

/* The same for zeroes. */
static void
zero_bytes(void *to, Size size)
{
	for (Size done = 0; done < size; done += MOST_AT_A_TIME)
	{
		memset((char *) to + done, 0, Min(size - done, MOST_AT_A_TIME));
		CHECK_FOR_INTERRUPTS();
	}
}

/* The bytes that a section can have, given the other ones. */
Size
kpi_state_room(const KpiState *state, int section)
{
	return KPI_MOST_BYTES - (VARSIZE(state) - ((const KpiSection *) kpi_section(state, section))->size);
}

/*
 * A copy of a state with one section of another size.  The first `keep` bytes
 * of the section are copied, the rest is zero.  The old state stays: it belongs
 * to the executor, which frees it.
 */
KpiState *
kpi_state_resize(const KpiState *state, int section, Size size, Size keep)
{
	const char *old = kpi_section(state, section);
	Size		before = old - (const char *) state;
	Size		old_size = ((const KpiSection *) old)->size;
	Size		after = VARSIZE(state) - before - old_size;
	Size		total = before + size + after;
	char	   *result;

	keep = Min(keep, Min(size, old_size));
	if (size > kpi_state_room(state, section))
		kpi_state_too_large();
	result = palloc(total);
	kpi_copy_bytes(result, state, before + keep);
	zero_bytes(result + before + keep, size - keep);
	kpi_copy_bytes(result + before + size, old + old_size, after);
	((KpiSection *) (result + before))->size = size;
	SET_VARSIZE(result, total);
	return (KpiState *) result;
}

/* The same with other sizes of all sections, none smaller than it is. */
KpiState *
kpi_state_resize_all(const KpiState *state, const Size *size)
{
	Size		total = sizeof(KpiState);
	const char *from = (const char *) (state + 1);
	KpiState   *result;
	char	   *to;

	for (int i = 0; kpi_section_type(state->kind, state->steps, i) != NO_SECTION; i++)
	{
		total += size[i];
		if (total > KPI_MOST_BYTES)
			kpi_state_too_large();
	}
	result = palloc(total);
	memcpy(result, state, sizeof(KpiState));
	to = (char *) (result + 1);
	for (int i = 0; kpi_section_type(state->kind, state->steps, i) != NO_SECTION; i++)
	{
		uint32		old_size = ((const KpiSection *) from)->size;

		kpi_copy_bytes(to, from, old_size);
		zero_bytes(to + old_size, size[i] - old_size);
		((KpiSection *) to)->size = size[i];
		from += old_size;
		to += size[i];
	}
	SET_VARSIZE(result, total);
	return result;
}

/* Report a state that is not of our making. */
void
kpi_state_corrupt(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid KPI state"),
			 errdetail("The reason: %s.", what),
			 errhint("Only values that funnel_kpi made can be used here.")));
}

/*
 * Check the form of a state, so that no section reaches outside, no search
 * goes on for ever and no number is used that has no meaning.
 */
static void
check_state(const KpiState *state)
{
	Size		left = VARSIZE(state);
	const char *p = (const char *) (state + 1);
	SectionType type;

	wire_check(left >= sizeof(KpiState), "it is too short");
	wire_check(state->version == KPI_STATE_VERSION, "its version is not known");
	wire_check(state->kind > 0 && state->kind <= KPI_LAST_KIND, "its kind is not known");
	wire_check(kpi_types_fit(state->kind, state->key_type, state->amount_type), "its types do not fit its kind");
	left -= sizeof(KpiState);
	for (int i = 0; (type = kpi_section_type(state->kind, state->steps, i)) != NO_SECTION; i++)
	{
		const KpiSection *section = (const KpiSection *) p;
		bool		ok = true;

		wire_check(left >= initial_size(type, state->key_type, state->steps), "a section is cut short");
		wire_check(section->size <= left, "a section is cut short");
		wire_check(section->size >= initial_size(type, state->key_type, state->steps) &&
					   section->size % sizeof(uint64) == 0,
				   "the size of a section is malformed");
		if (is_counts(type))
			ok = ((const Counts *) p)->length == counts_of(type, state->steps);
		else if (type == MONEY || type == MONEY_OF_KEYS)
			ok = money_sum_valid((const MoneySum *) p, state->amount_type);
		else if (type == KEYS || type == KEYS_MARK || type == KEYS_AMOUNT)
			ok = keyset_valid((const KeySet *) p, key_words_of(type, state->key_type), payload_of(type));
		else if (type == DURATIONS)
			ok = offsetof(Durations, us) + ((const Durations *) p)->count * sizeof(int64) <= section->size;
		else if (type == SKETCH)
			ok = sketch_valid((const Sketch *) p);
		else if (type == EVENTS)
			ok = event_log_valid((const EventLog *) p);
		else if (type == FRACTIONS)
			ok = offsetof(Fractions, value) + ((const Fractions *) p)->count * sizeof(float8) <= section->size;
		wire_check(ok, "a section does not fit its size");
		if (type == LEVELS)
			levels_check((const Counts *) p);
		else if (is_counts(type))
			counts_check((const Counts *) p);
		else if (type == CYCLE_TOTAL)
			cycle_total_check((const CycleTotal *) p);
		else if (type == SKETCH)
			sketch_check((const Sketch *) p);
		else if (type == EVENTS)
			event_log_check((const EventLog *) p);
		else if (type == FRACTIONS)
			fractions_check_form((const Fractions *) p);
		left -= section->size;
		p += section->size;
	}
	wire_check(left == 0, "bytes are left over");
}

/* A state that somebody else holds, checked; of the given kind unless that is 0. */
KpiState *
kpi_state_foreign(Datum datum, KpiKind kind)
{
	KpiState   *state = (KpiState *) PG_DETOAST_DATUM(datum);

	check_state(state);
	if (kind != 0 && state->kind != kind)
		kpi_state_corrupt("it belongs to another KPI");
	return state;
}

/* A checked copy of a state that somebody else holds. */
KpiState *
kpi_state_copy(Datum datum, KpiKind kind)
{
	KpiState   *state = kpi_state_foreign(datum, kind);

	return (Pointer) state == DatumGetPointer(datum) ? kpi_state_keep(CurrentMemoryContext, state) : state;
}

/*
 * The state in argument 0 that a transition or final function works on: the
 * aggregate's own, which may be changed in place, or a checked copy where the
 * function is called by hand.  Of the given kind, unless that is 0.
 */
KpiState *
kpi_state_argument(FunctionCallInfo fcinfo, KpiKind kind)
{
	Datum		datum = PG_GETARG_DATUM(0);
	KpiState   *state = (KpiState *) DatumGetPointer(datum);

	if (likely(kpi_called_as_aggregate(fcinfo) && VARATT_IS_4B_U(state)))
	{
		if (unlikely(state->version != KPI_STATE_VERSION || (kind != 0 && state->kind != kind)))
			kpi_state_corrupt("it belongs to another KPI");
		return state;
	}
	return kpi_state_copy(datum, kind);
}

/* What kpi_state_accum does but for the second and later rows of a group. */
KpiState *
kpi_state_accum_slow(FunctionCallInfo fcinfo, KpiKind kind, KeyType key_type, AmountType amount_type)
{
	KpiState   *state;

	if (PG_ARGISNULL(0))
		return kpi_state_new(kind, key_type, amount_type);
	state = kpi_state_argument(fcinfo, kind);
	if (unlikely(state->key_type != key_type || state->amount_type != amount_type))
		kpi_state_corrupt("it has keys or amounts of other types");
	return state;
}

/* A copy of a state in another memory context. */
KpiState *
kpi_state_keep(MemoryContext context, const KpiState *state)
{
	KpiState   *copy = MemoryContextAlloc(context, VARSIZE(state));

	kpi_copy_bytes(copy, state, VARSIZE(state));
	return copy;
}

/*
 * Where the state of a moving aggregate lives.  Such functions take type
 * internal, so SQL cannot call them; this guards against another aggregate.
 */
MemoryContext
kpi_moving_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (AggCheckCallContext(fcinfo, &context) != AGG_CONTEXT_WINDOW)
		elog(ERROR, "moving-aggregate function called outside a window frame");
	return context;
}

/* a + b, or the error that a count is out of range. */
int64
kpi_add_counts(int64 a, int64 b)
{
	int64		sum;

	if (pg_add_s64_overflow(a, b, &sum) || sum > MAX_COUNT)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("row count of a KPI is out of range")));
	return sum;
}

/* Can there be such counts, of all and of some? */
void
counts_check(const Counts *counts)
{
	int64		left = 0;

	for (uint32 i = 0; i < counts->length; i++)
	{
		wire_check(counts->n[i] >= 0 && counts->n[i] <= MAX_COUNT, "a count is out of range");
		left -= i == 0 ? -counts->n[i] : counts->n[i];
		wire_check(left >= 0, "counts disagree");
	}
}

/* The same of levels: no step is reached by more subjects than the one before. */
void
levels_check(const Counts *levels)
{
	for (uint32 i = 0; i < levels->length; i++)
	{
		wire_check(levels->n[i] >= 0 && levels->n[i] <= MAX_COUNT, "a count is out of range");
		wire_check(i == 0 || levels->n[i] <= levels->n[i - 1], "counts disagree");
	}
}

/* Add the counts of another section. */
void
counts_merge(Counts *counts, const Counts *other)
{
	for (uint32 i = 0; i < counts->length; i++)
		counts->n[i] = kpi_add_counts(counts->n[i], other->n[i]);
}

/* Two states are of the same making: kind, types and fractions. */
static void
check_same(const KpiState *a, const KpiState *b)
{
	bool		same = a->kind == b->kind && a->key_type == b->key_type &&
		a->amount_type == b->amount_type;

	if (same && a->kind == KPI_CYCLE_PERCENTILE)
	{
		const Fractions *x = kpi_section(a, 0);
		const Fractions *y = kpi_section(b, 0);

		if (x->size != y->size || memcmp(x, y, x->size) != 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("percentile fraction changes within a group"),
					 errhint("Use the same fraction for all rows of a group.")));
	}
	if (same && a->kind == KPI_EVENTS)
		funnel_check_same(&((const EventLog *) kpi_section(a, 0))->funnel,
						  &((const EventLog *) kpi_section(b, 0))->funnel);
	if (!same && a->kind == KPI_FUNNEL && b->kind == KPI_FUNNEL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("funnels of %d and %d steps cannot be merged", a->steps, b->steps),
				 errhint("Merge funnels with the same steps only.")));
	if (!same && a->kind == KPI_SUMMARY && b->kind == KPI_SUMMARY)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("summaries over different key types cannot be merged"),
				 errhint("Build all summaries with account keys of one type.")));
	if (!same)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("KPI states of different kinds or types cannot be merged")));
}

/* Merge another state of the same kind and types into one. */
KpiState *
kpi_state_merge(KpiState *state, const KpiState *other)
{
	SectionType type;

	check_same(state, other);
	if (state->kind == KPI_FUNNEL)
		return funnel_merge(state, other);
	for (int i = 0; (type = kpi_section_type(state->kind, state->steps, i)) != NO_SECTION; i++)
	{
		const void *from = kpi_section(other, i);

		switch (type)
		{
			case NO_SECTION:
				break;
			case COUNTS_1:
			case COUNTS_2:
			case COUNTS_3:
			case LEVELS:
				counts_merge(kpi_section(state, i), from);
				break;
			case CYCLE_TOTAL:
				{
					CycleTotal *cycle = kpi_section(state, i);

					cycle->count = kpi_add_counts(cycle->count, ((const CycleTotal *) from)->count);
					cycle->total += ((const CycleTotal *) from)->total;
					break;
				}
			case DURATIONS:
				state = durations_append(state, i, from);
				break;
			case FRACTIONS:
				break;
			case SKETCH:
				state = sketch_merge(state, i, from);
				break;
			case KEYS:
			case KEYS_MARK:
			case KEYS_AMOUNT:
				state = keyset_union(state, i, from);
				break;
			case MONEY:
				state = money_sum_merge(state, i, from);
				break;
			case MONEY_OF_KEYS:
				{
					MoneySum   *sum = kpi_section(state, i);

					/* The sum itself grows with the keys. */
					sum->scale = Max(sum->scale, ((const MoneySum *) from)->scale);
					break;
				}
			case EVENTS:
				state = event_log_append(state, i, from);
				break;
		}
	}
	return state;
}

/*
 * kpi_state_combine(kpi_state, kpi_state) -> kpi_state
 *
 * The state of the rows of both, whatever the order and the split.
 */
PG_FUNCTION_INFO_V1(kpi_state_combine);
Datum
kpi_state_combine(PG_FUNCTION_ARGS)
{
	const KpiState *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = kpi_state_foreign(PG_GETARG_DATUM(1), 0);
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(other);
	PG_RETURN_POINTER(kpi_state_merge(kpi_state_argument(fcinfo, 0), other));
}
