/*
 * funnel_kpi.h
 *		The one representation of an aggregate's state, and the building blocks
 *		that the KPI families are made of.
 *
 * A state is a flat varlena: a header that names the KPI and the types it was
 * fed with, then the sections that this KPI needs, one after the other.  Each
 * section belongs to a building block (counts, money sum, key set ...), starts
 * with its own size and is a multiple of eight bytes long.  A transition
 * function changes its sections in place; only when one has to grow does a
 * bigger copy of the whole state come into being (kpi_state_resize).
 */
#ifndef FUNNEL_KPI_H
#define FUNNEL_KPI_H

#include "compat.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "nodes/execnodes.h"
#include "utils/array.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

/* ----------
 * State
 * ----------
 */

#define KPI_STATE_VERSION 1

/*
 * Bytes of a state at the most: a row that holds one, as a parallel worker's
 * do, must not exceed PostgreSQL's limit for a piece of memory either.
 */
#define KPI_MOST_BYTES (MaxAllocSize - 65536)

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
	KPI_FUNNEL = 17				/* funnel_summary, rollup */
} KpiKind;

#define KPI_LAST_KIND KPI_FUNNEL

/* The type of the keys in a state.  Stored: never renumber. */
typedef enum KeyType
{
	KEY_NONE = 0,
	KEY_BIGINT = 1,
	KEY_UUID = 2,
	KEY_TEXT = 3
} KeyType;

/* The type of the amounts in a state.  Stored: never renumber. */
typedef enum AmountType
{
	AMOUNT_NONE = 0,
	AMOUNT_NUMERIC = 1,
	AMOUNT_BIGINT = 2,
	AMOUNT_FLOAT8 = 3,
	AMOUNT_INTEGER = 4			/* of arguments only, kept as bigint */
} AmountType;

/* The type that amounts of this type are kept in: integers as bigint. */
static inline AmountType
amount_kept_as(AmountType type)
{
	return type == AMOUNT_INTEGER ? AMOUNT_BIGINT : type;
}

typedef struct KpiState
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	uint8		version;		/* KPI_STATE_VERSION */
	uint8		kind;			/* KpiKind */
	uint8		key_type;		/* KeyType */
	union
	{
		uint8		amount_type;	/* AmountType */
		uint8		steps;			/* of KPI_FUNNEL: how many it has */
	};
	/* sections follow */
} KpiState;

/* What all sections begin with. */
typedef struct KpiSection
{
	uint32		size;			/* in bytes, this header included */
} KpiSection;

#define KPI_MAX_SECTIONS 6

/* The kinds of sections; an equal form may mean different things. */
typedef enum SectionType
{
	NO_SECTION,
	COUNTS_1,					/* one count */
	COUNTS_2,					/* two, the second no larger than the first */
	COUNTS_3,					/* three, the others no more than the first */
	CYCLE_TOTAL,
	DURATIONS,
	FRACTIONS,
	SKETCH,
	KEYS,						/* KeySet of each payload */
	KEYS_MARK,
	KEYS_AMOUNT,
	MONEY,						/* MoneySum */
	MONEY_OF_KEYS,				/* the total of the amounts in KEYS_AMOUNT */
	EVENTS,						/* EventLog */
	LEVELS						/* counts of subjects: all, and for each step
								 * those that reached it */
} SectionType;

/* The sections of KPI_SUMMARY. */
enum
{
	SUMMARY_DEALS,				/* all, won, lost */
	SUMMARY_REVENUE,			/* of deals won */
	SUMMARY_CYCLE,				/* of deals with both dates */
	SUMMARY_WON_CYCLE,			/* of those won */
	SUMMARY_DISTRIBUTION,		/* of all cycles */
	SUMMARY_ACCOUNTS			/* marked if won */
};

/* The steps that a funnel can have. */
#define FUNNEL_MOST_STEPS 64

/* Pairs of steps of a funnel, an earlier and a later one. */
static inline int
funnel_pairs(int steps)
{
	return steps * (steps - 1) / 2;
}

extern const SectionType kpi_sections_of[KPI_LAST_KIND + 1][KPI_MAX_SECTIONS];

/*
 * The type of the nth section of a state, NO_SECTION after the last one.  A
 * funnel has a sketch of the time between each pair of its steps.
 */
static inline SectionType
kpi_section_type(KpiKind kind, int steps, int n)
{
	if (kind == KPI_FUNNEL && n > 0)
		return n <= funnel_pairs(steps) ? SKETCH : NO_SECTION;
	return n < KPI_MAX_SECTIONS ? kpi_sections_of[kind][n] : NO_SECTION;
}

/* The nth section of a state, counted from 0. */
static inline void *
kpi_section(const KpiState *state, int n)
{
	char	   *p = (char *) (state + 1);

	while (n-- > 0)
		p += ((KpiSection *) p)->size;
	return p;
}

extern KpiState *kpi_state_new(KpiKind kind, KeyType key_type, AmountType amount_type);
extern bool kpi_types_fit(KpiKind kind, KeyType key_type, AmountType amount_type);
extern KpiState *kpi_state_foreign(Datum datum, KpiKind kind);
extern KpiState *kpi_state_copy(Datum datum, KpiKind kind);
pg_noreturn extern void kpi_state_corrupt(const char *what);
pg_noreturn extern void kpi_state_too_large(void);
extern KpiState *kpi_state_accum_slow(FunctionCallInfo fcinfo, KpiKind kind, KeyType key_type,
									  AmountType amount_type);
extern KpiState *kpi_state_argument(FunctionCallInfo fcinfo, KpiKind kind);
extern void kpi_copy_bytes(void *to, const void *from, Size size);
extern Size kpi_state_room(const KpiState *state, int section);
extern KpiState *kpi_state_resize(const KpiState *state, int section, Size size, Size keep);
extern KpiState *kpi_state_resize_all(const KpiState *state, const Size *size);
extern KpiState *kpi_state_keep(MemoryContext context, const KpiState *state);
extern MemoryContext kpi_moving_context(FunctionCallInfo fcinfo);

/* Raise the error of a malformed state unless ok. */
static inline void
wire_check(bool ok, const char *what)
{
	if (unlikely(!ok))
		kpi_state_corrupt(what);
}

/* Is this the aggregate's own call, so that argument 0 is its own buffer? */
static inline bool
kpi_called_as_aggregate(FunctionCallInfo fcinfo)
{
	return fcinfo->context != NULL &&
		(IsA(fcinfo->context, AggState) || IsA(fcinfo->context, WindowAggState));
}

/*
 * The state that a transition function adds a row to: the aggregate's own, to
 * change in place; a new one for the first row; a checked copy where the
 * function is called by hand.
 */
static inline KpiState *
kpi_state_accum(FunctionCallInfo fcinfo, KpiKind kind, KeyType key_type, AmountType amount_type)
{
	if (likely(!PG_ARGISNULL(0) && kpi_called_as_aggregate(fcinfo)))
	{
		KpiState   *state = (KpiState *) PG_GETARG_POINTER(0);
		const uint8 expected[] = {KPI_STATE_VERSION, kind, key_type, amount_type};

		/* Four fields in one comparison: this runs for every row. */
		StaticAssertStmt(offsetof(KpiState, version) + sizeof(expected) == sizeof(KpiState),
						 "fields of KpiState are not adjacent");
		if (likely(VARATT_IS_4B_U(state) &&
				   memcmp(&state->version, expected, sizeof(expected)) == 0))
			return state;
	}
	return kpi_state_accum_slow(fcinfo, kind, key_type, amount_type);
}

/* ----------
 * Counts
 * ----------
 */

typedef struct Counts
{
	uint32		size;
	uint32		length;
	int64		n[FLEXIBLE_ARRAY_MEMBER];
} Counts;

/* No count passes this, so one more row never overflows. */
#define MAX_COUNT (PG_INT64_MAX / 2)

extern int64 kpi_add_counts(int64 a, int64 b);
extern void counts_merge(Counts *counts, const Counts *other);
extern void counts_check(const Counts *counts);
extern void levels_check(const Counts *levels);

/* part / whole as double precision, or NULL if there is no whole. */
static inline Datum
count_ratio(FunctionCallInfo fcinfo, int64 part, int64 whole)
{
	if (whole == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) part / (double) whole);
}

/* ----------
 * Durations: one, their total, a list of them (durations.c)
 * ----------
 */

/* closed - opened in microseconds, dates standing for their midnight. */
typedef int64 (*CycleFunction)(Datum opened, Datum closed);

extern int64 timestamp_cycle(Datum opened, Datum closed);
extern int64 date_cycle(Datum opened, Datum closed);

typedef struct CycleTotal
{
	uint32		size;
	uint32		unused;
	int64		count;
	int128		total;			/* microseconds */
} CycleTotal;

/* Can so many durations have this total? */
static inline bool
cycle_total_valid(const CycleTotal *cycle)
{
	int128		most = (int128) cycle->count * PG_INT64_MAX;

	return cycle->count >= 0 && cycle->total <= most && cycle->total >= -most;
}

/* A duration enters the total, or with sign -1 leaves it. */
static inline void
cycle_total_add(CycleTotal *cycle, int64 us, int sign)
{
	cycle->count += sign;
	cycle->total += sign > 0 ? us : -(int128) us;
	wire_check(sign > 0 || cycle_total_valid(cycle), "a row leaves that is not in it");
}

extern Interval *interval_from_microseconds(int64 us);
extern void cycle_total_check(const CycleTotal *cycle);
extern Interval *cycle_total_mean(const CycleTotal *cycle);
extern char *cycle_total_text(const CycleTotal *cycle, int decimals);
extern Datum cycle_total_seconds(const CycleTotal *cycle);

typedef struct Durations
{
	uint32		size;
	uint32		count;
	int64		us[FLEXIBLE_ARRAY_MEMBER];
} Durations;

extern KpiState *durations_add(KpiState *state, int section, int64 us);
extern KpiState *durations_append(KpiState *state, int section, const Durations *other);
extern int64 durations_interpolate(int64 lo, int64 hi, double share);
extern int64 durations_percentile(int64 *us, int64 count, double fraction, bool sorted);
extern void durations_sort(int64 *us, int64 count);
extern float8 percentile_fraction(float8 fraction);

/* The fractions that percentiles are asked for. */
typedef struct Fractions
{
	uint32		size;
	uint32		count;
	int32		ndim;			/* -1: one fraction, not an array */
	int32		dims[MAXDIM];
	int32		lbound[MAXDIM];
	uint32		unused;
	float8		value[FLEXIBLE_ARRAY_MEMBER];	/* NaN stands for NULL */
} Fractions;

extern void fractions_check_form(const Fractions *fractions);

/* ----------
 * Keys (key.c)
 * ----------
 */

/*
 * A key of any type as 128 bits that are spread evenly over their range, so
 * that they serve as their own hash.  For bigint lo is always 0.
 */
typedef struct Key
{
	uint64		hi;
	uint64		lo;
} Key;

extern Key	key_from_text(Datum datum);
extern Key	key_part(Key key, uint32 part);
extern uint32 key_seed(void);

/* Spread the bits of x evenly: a bijection (finalizer of MurmurHash3). */
static inline uint64
key_mix(uint64 x)
{
	x ^= x >> 33;
	x *= UINT64CONST(0xff51afd7ed558ccd);
	x ^= x >> 33;
	x *= UINT64CONST(0xc4ceb9fe1a85ec53);
	x ^= x >> 33;
	return x;
}

/* Spread 128 bits: two rounds of a Feistel network, so a bijection too. */
static inline Key
key_spread(uint64 hi, uint64 lo)
{
	Key			key;

	key.lo = lo ^ key_mix(hi + UINT64CONST(0x9e3779b97f4a7c15));
	key.hi = hi ^ key_mix(key.lo);
	return key;
}

/*
 * Where a key goes in a hash table that nobody can flood: how keys are spread
 * is public, so whoever chooses them could let all have one place.
 */
typedef struct KeyScatter
{
	uint64		hi;				/* multipliers of the key's halves, */
	uint64		lo;				/* made of a seed that nobody knows */
} KeyScatter;

static inline KeyScatter
key_scatter_by(uint32 seed)
{
	KeyScatter	by;

	by.hi = key_mix(seed) | 1;
	by.lo = key_mix(by.hi) | 1;
	return by;
}

static inline uint64
key_scatter(Key key, KeyScatter by)
{
	return key.hi * by.hi + key.lo * by.lo;
}

/* The key that a datum of the given type stands for. */
static inline Key
key_from_datum(Datum datum, KeyType type)
{
	Key			key;

	if (type == KEY_BIGINT)
	{
		key.hi = key_mix((uint64) DatumGetInt64(datum));
		key.lo = 0;
		return key;
	}
	if (type == KEY_UUID)
	{
		const unsigned char *b = DatumGetUUIDP(datum)->data;
		uint64		hi = 0;
		uint64		lo = 0;

		for (int i = 0; i < 8; i++)
		{
			hi = hi << 8 | b[i];
			lo = lo << 8 | b[i + 8];
		}
		return key_spread(hi, lo);
	}
	return key_from_text(datum);
}

/* ----------
 * Key set (keyset.c)
 * ----------
 */

/* What is kept beside each key. */
typedef enum KeyPayload
{
	PAYLOAD_NONE = 0,
	PAYLOAD_MARK = 1,			/* 0 or 1; adding a key again ors them */
	PAYLOAD_AMOUNT = 2			/* one amount, see amount.c; the state's money
								 * sum, its section 0, is the total of them */
} KeyPayload;

/* What to do with the keys that are read. */
typedef enum KeysRead
{
	KEYS_KEEP,					/* put them into the set */
	KEYS_CHECK,					/* check and count them */
	KEYS_COUNT					/* count them */
} KeysRead;

typedef struct KeySet
{
	uint32		size;
	uint32		slots;			/* room for so many keys */
	uint32		count;			/* distinct keys, those pending aside */
	uint32		marked;			/* of them, those with a payload of 1 */
	uint8		key_words;		/* 1 for bigint, otherwise 2 */
	uint8		payload;		/* KeyPayload */
	uint8		has_zero;		/* the key 0, which marks empty slots, is in */
	uint8		pending;		/* keys that wait behind the slots */
	uint32		seed;			/* scatters the keys over the slots, if not 0 */
	uint64		zero_payload;
	uint64		word[FLEXIBLE_ARRAY_MEMBER];
} KeySet;

extern Size keyset_initial_size(int key_words, KeyPayload payload);
extern void keyset_init(KeySet *set, int key_words, KeyPayload payload);
extern bool keyset_valid(const KeySet *set, int key_words, KeyPayload payload);
extern KpiState *keyset_add(KpiState *state, int section, Key key, uint64 payload);
extern KpiState *keyset_union(KpiState *state, int section, const KeySet *other);
extern void keyset_settle(KeySet *set);
extern void keyset_send(StringInfo buf, const KeySet *set);
extern KpiState *keyset_recv(KpiState *state, int section, StringInfo buf, KeysRead read);

/* The number of distinct keys. */
static inline int64
keyset_count(KpiState *state, int section)
{
	KeySet	   *set = kpi_section(state, section);

	keyset_settle(set);
	return set->count;
}

/* ----------
 * Sketch of durations (sketch.c)
 * ----------
 */

#define SKETCH_WAITING 8

typedef struct Sketch
{
	uint32		size;
	uint32		length;			/* cells in use */
	uint32		waiting;		/* durations that are not counted yet */
	uint32		unused;
	int64		us[SKETCH_WAITING];
	int64		min;
	int64		max;
	uint64		cell[FLEXIBLE_ARRAY_MEMBER];	/* bucket << 48 | count, ascending */
} Sketch;

/* So many durations a bucket can count. */
#define SKETCH_MOST ((INT64CONST(1) << 48) - 1)

/* The sketch after this one, where a state has several. */
static inline Sketch *
sketch_next(const Sketch *sketch)
{
	return (Sketch *) ((char *) sketch + sketch->size);
}

/* The bytes of a sketch with room for so many cells. */
static inline Size
sketch_size(uint32 length)
{
	return offsetof(Sketch, cell) + (Size) length * sizeof(uint64);
}

extern bool sketch_valid(const Sketch *sketch);
extern void sketch_check(const Sketch *sketch);
extern uint32 sketch_union_length(const Sketch *a, const Sketch *b);
extern void sketch_settle_in_room(Sketch *sketch);
extern void sketch_merge_in_room(Sketch *sketch, const Sketch *other, uint32 length);
extern void sketch_recv_in_room(Sketch *sketch, StringInfo buf);
extern KpiState *sketch_add(KpiState *state, int section, int64 us);
extern KpiState *sketch_settle(KpiState *state, int section);
extern KpiState *sketch_merge(KpiState *state, int section, const Sketch *other);
extern int64 sketch_count(const Sketch *sketch);
extern int64 sketch_percentile(const Sketch *sketch, double fraction);
extern int64 sketch_cell_value(uint64 cell);
extern int64 sketch_cell_count(uint64 cell);
extern uint64 sketch_cell_of(int64 us, int64 count);
extern void sketch_send(StringInfo buf, const Sketch *sketch);
extern KpiState *sketch_recv(KpiState *state, int section, StringInfo buf);

/* ----------
 * Key multiset for moving window frames (key_multiset.c)
 * ----------
 */

typedef struct KeyCount
{
	Key			key;
	int64		rows;			/* how often the key is in */
	uint64		payload;		/* the family's own */
	uint32		hash;
	char		status;
} KeyCount;

typedef struct KeyMultiset KeyMultiset;

extern KeyMultiset *key_multiset_create(MemoryContext context);
extern KeyCount *key_multiset_change(KeyMultiset *set, Key key, int sign);
extern void key_multiset_delete(KeyMultiset *set, KeyCount *entry);
extern int64 key_multiset_size(const KeyMultiset *set);

/* ----------
 * Money sum (money_sum.c)
 * ----------
 */

/*
 * An exact sum: limbs of weight radix ^ (low + i), the radix being 10^8 for
 * numeric and bigint and 2^32 for double precision.  A limb may hold any int64
 * between two carries, so adding is an addition for each limb touched.
 */
typedef struct MoneySum
{
	uint32		size;
	int16		low;			/* power of the radix of the first limb */
	uint16		length;			/* number of limbs */
	int64		count;			/* amounts added, the next three included */
	int64		nan;
	int64		pinf;
	int64		ninf;
	int32		scale;			/* largest display scale of all rows */
	uint32		uncarried;		/* additions since the last carry */
	int64		at_scale;		/* rows of that scale; for moving frames only */
	int64		limb[FLEXIBLE_ARRAY_MEMBER];
} MoneySum;

extern Size money_sum_initial_size(void);
extern void money_sum_init(MoneySum *sum);
extern bool money_sum_valid(const MoneySum *sum, AmountType type);
extern KpiState *money_sum_add(KpiState *state, int section, Datum amount, AmountType type);
extern KpiState *money_sum_remove(KpiState *state, int section, Datum amount, AmountType type);
extern KpiState *money_sum_merge(KpiState *state, int section, const MoneySum *other);
extern bool money_sum_fits_numeric(const MoneySum *sum);
extern char *money_sum_text(const MoneySum *sum);
extern Datum money_sum_numeric(const MoneySum *sum);
extern double money_sum_float8(const MoneySum *sum);
extern void money_sum_send(StringInfo buf, const MoneySum *sum, AmountType type, bool scale_only);
extern KpiState *money_sum_recv(KpiState *state, int section, StringInfo buf, AmountType type, bool scale_only);

/* Where the amounts are kept beside keys (amount.h), see keyset.c. */
extern KpiState *keyset_add_amount(KpiState *state, int section, Key key, Datum amount, AmountType type);
extern bool amount_cell_valid(uint64 cell, AmountType type);
pg_noreturn extern void amount_conflict(KpiKind kind);
extern KpiState *money_sum_add_cell(KpiState *state, int section, uint64 cell, AmountType type, int sign);
extern void money_sum_add_scale(MoneySum *sum, int scale);
extern bool money_sum_remove_scale(MoneySum *sum, int scale);

/* What it is divided by (money_ratio.c). */
extern Datum money_sum_ratio(FunctionCallInfo fcinfo, const MoneySum *part, const MoneySum *whole);
extern Datum money_sum_mean(FunctionCallInfo fcinfo, const MoneySum *sum, int64 count, AmountType type);
extern Datum money_sum_velocity(FunctionCallInfo fcinfo, const MoneySum *sum, const CycleTotal *cycle);

/* ----------
 * Money over moving window frames (moving_money.c)
 * ----------
 */

typedef struct MovingMoney
{
	MemoryContext context;
	KpiKind		kind;			/* for error messages */
	KpiState   *state;			/* only its section 0, the sum, is used */
	KeyMultiset *keys;			/* the payload is the cell */
} MovingMoney;

extern void moving_money_init(MovingMoney *money, MemoryContext context, KpiKind kind, AmountType type);
extern bool moving_money_change(MovingMoney *money, Datum amount, AmountType type, int sign);
extern bool moving_money_change_keyed(MovingMoney *money, Key key, Datum amount, AmountType type, int sign);

/* ----------
 * Confidence intervals of rates (wilson.c)
 * ----------
 */

extern void wilson_interval(int64 successes, int64 trials, double confidence, double *lower, double *upper);

/* ----------
 * Wire format: what send and receive of all sections share (state_io.c)
 * ----------
 */

extern void kpi_state_write(StringInfo buf, KpiState *state);
extern KpiState *kpi_state_read(StringInfo buf, KeysRead read, int *keys_at);
extern KpiState *kpi_state_merge(KpiState *state, const KpiState *other);
extern Datum kpi_stored(FunctionCallInfo fcinfo, KpiState *state);
extern Datum kpi_stored_recv(FunctionCallInfo fcinfo, KpiKind kind);
extern Datum kpi_stored_send(FunctionCallInfo fcinfo, KpiKind kind);
extern KpiState *kpi_summary_read(Datum datum, StringInfo bytes, int *keys_at);
extern void wire_open(StringInfo buf, Datum datum);
extern uint64 wire_get(StringInfo buf, int bytes);
extern int64 wire_get_count(StringInfo buf);
extern uint32 wire_get_length(StringInfo buf, Size element_size);

/* ----------
 * One C function for each type of key, or of key and amount: `name` is an
 * inline function of (fcinfo, types), the SQL function's symbol adds the types.
 * ----------
 */

#define KPI_FUNCTION(symbol, call) \
	PG_FUNCTION_INFO_V1(symbol); \
	Datum symbol(PG_FUNCTION_ARGS) \
	{ \
		return call; \
	} \
	extern Datum symbol(PG_FUNCTION_ARGS)

#define KPI_FUNCTION_BY_KEY(name) \
	KPI_FUNCTION(name##_bigint, name(fcinfo, KEY_BIGINT)); \
	KPI_FUNCTION(name##_uuid, name(fcinfo, KEY_UUID)); \
	KPI_FUNCTION(name##_text, name(fcinfo, KEY_TEXT))

/* Dates, or timestamps of both kinds. */
#define KPI_FUNCTION_BY_TIME(name) \
	KPI_FUNCTION(name##_timestamp, name(fcinfo, timestamp_cycle)); \
	KPI_FUNCTION(name##_date, name(fcinfo, date_cycle))

#endif							/* FUNNEL_KPI_H */
