/*
 * mutate.c
 *		Mutations that know the form of a state, so that they get past the checks
 *		that any random change fails: counts and lengths take values of interest,
 *		lists grow, shrink and stay in order with their length kept right.
 */
#include "block/censoring.h"
#include "block/cohorts.h"
#include "block/counts.h"
#include "block/cycle_total.h"
#include "block/deal_rows.h"
#include "block/deal_states.h"
#include "block/durations.h"
#include "block/event_log.h"
#include "block/flags.h"
#include "block/fractions.h"
#include "block/funnel_question.h"
#include "block/gap.h"
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
#include "kinds/kinds.h"

#include "hostile.h"

#define MOST_FIELDS 512
#define MOST_LISTS 512

extern size_t LLVMFuzzerMutate(uint8 *data, size_t size, size_t max_size);
extern size_t LLVMFuzzerCustomMutator(uint8 *data, size_t size, size_t max_size, unsigned int seed);

/* A list of elements of equal size, behind its length. */
typedef struct WireList
{
	int			length_at;
	int			start;
	int			element;
	uint32		count;
	bool		marks;			/* a bit for each element follows */
} WireList;

/* What a state is made of, in bytes (see walk.c). */
typedef struct Form
{
	int			fields;
	int			field_at[MOST_FIELDS];
	int			field_size[MOST_FIELDS];
	int			lists;
	WireList	list[MOST_LISTS];
} Form;

static unsigned int random_state;

static unsigned int
any(unsigned int below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state % below;
}

static uint64
any_word(void)
{
	return (uint64) any(PG_UINT32_MAX) << 32 | any(PG_UINT32_MAX);
}

/* Numbers at which something ends. */
static uint64
interesting(void)
{
	static const uint64 numbers[] = {0, 1, 2, 7, 8, 9, 32, 64, 99999999, 100000000, 1 << 14, MAX_COUNT, MAX_COUNT + 1, SKETCH_MOST};
	int			shift = any(64);

	switch (any(4))
	{
		case 0:
			return numbers[any(lengthof(numbers))];
		case 1:
			return (UINT64CONST(1) << shift) + any(3) - 1;
		case 2:
			return -(uint64) any(20);
		default:
			return any_word() >> shift;
	}
}

static uint64
get(const uint8 *p, int size)
{
	uint64		value = 0;

	for (int i = 0; i < size; i++)
		value = value << 8 | p[i];
	return value;
}

static void
put(uint8 *p, int size, uint64 value)
{
	for (int i = size - 1; i >= 0; i--, value >>= 8)
		p[i] = (uint8) value;
}

/* Note so many fields of a size; false if the bytes end before. */
static bool
fields(Form *form, int *at, int size, int bytes, int count)
{
	for (; count > 0; count--)
	{
		if (*at + bytes > size || form->fields == MOST_FIELDS)
			return false;
		form->field_at[form->fields] = *at;
		form->field_size[form->fields++] = bytes;
		*at += bytes;
	}
	return true;
}

/* Note a list; fields of so many words stand between its length and its elements. */
static bool
list(Form *form, const uint8 *p, int *at, int size, int words_between, int element, bool marks)
{
	WireList   *l = &form->list[form->lists];
	Size		end;

	l->length_at = *at;
	if (form->lists == MOST_LISTS || *at + 4 > size)
		return false;
	*at += 4;
	if (!fields(form, at, size, 8, words_between))
		return false;
	l->start = *at;
	l->element = element;
	l->count = get(p + l->length_at, 4);
	l->marks = marks;
	end = (Size) *at + (Size) l->count * element + (marks ? (l->count + (Size) 7) / 8 : 0);
	if (end > size)
		return false;
	form->lists++;
	*at = end;
	return true;
}

/* Note a number of variable length, its last byte as a field. */
static bool
varint(Form *form, const uint8 *p, int *at, int size, uint64 *number)
{
	int			shift = 0;

	*number = 0;
	for (; *at < size && p[*at] >= 128; shift = Min(shift + 7, 63))
		*number |= (uint64) (p[(*at)++] & 127) << shift;
	if (!fields(form, at, size, 1, 1))
		return false;
	*number |= (uint64) p[*at - 1] << shift;
	return true;
}

/* Note the keys of form 2, as ids in containers or as words. */
static bool
ids(Form *form, const uint8 *p, int *at, int size, bool marks)
{
	uint64		number;
	uint64		count;
	int			words = 0;

	if (!varint(form, p, at, size, &number))
		return false;
	count = number / 2;
	for (uint64 left = number % 2 ? count : 0; left > 0;)
	{
		uint64		keys;

		if (!varint(form, p, at, size, &keys) || !varint(form, p, at, size, &keys) || keys >= left)
			return false;
		left -= ++keys;
		if (keys <= 4096 ? !fields(form, at, size, 2, (int) keys) : !fields(form, at, size, 8, 1024))
			return false;
	}
	if (number % 2 == 0)
		words = (int) Min(count, MOST_FIELDS);
	return fields(form, at, size, 8, words) && (!marks || fields(form, at, size, 1, (int) Min((count + 7) / 8, MOST_FIELDS)));
}

/* Note the sketch of some durations. */
static bool
sketch(Form *form, const uint8 *p, int *at, int size)
{
	uint64		number;

	if (p[0] == WIRE_FORM_2)
	{
		if (!varint(form, p, at, size, &number))
			return false;
		if (number > 0 && !fields(form, at, size, 8, 2))
			return false;
		for (uint64 left = number > MOST_FIELDS ? MOST_FIELDS : number; left > 0; left--)
			if (!varint(form, p, at, size, &number) || !varint(form, p, at, size, &number))
				return false;
		return true;
	}
	return list(form, p, at, size, 2, 8, false);
}

/* Note what a section consists of; the state's header is the first four bytes. */
static bool
section(Form *form, const uint8 *p, int *at, int size, const SectionUse *use)
{
	const SectionOps *ops = use->ops;
	int			pairs;

	if (ops == &counts_section)
		return fields(form, at, size, 8, use->variant == COUNTS_OF_LEVELS ? p[3] + 1 : use->variant);
	if (ops == &deal_rows_section)
		return true;
	if (ops == &censoring_section)
		return fields(form, at, size, 8, use->variant == CENSORING_WITH_HORIZON ? 2 : 1);
	if (ops == &cycle_total_section)
		return fields(form, at, size, 8, 3);
	if (ops == &durations_section)
		return list(form, p, at, size, 0, 8, false);
	if (ops == &segments_section)
		return list(form, p, at, size, 0, 16, false);
	if (ops == &fractions_section)
		return fields(form, at, size, 1, 1) && fields(form, at, size, 4, Max((int8) p[*at - 1], 0) * 2) &&
			list(form, p, at, size, 0, 8, false);
	if (ops == &sketch_section)
		return sketch(form, p, at, size);
	if (ops == &keyset_section && p[0] == WIRE_FORM_2 && p[2] == KEY_BIGINT)
		return ids(form, p, at, size, use->variant == PAYLOAD_MARK);
	if (ops == &keyset_section)
		return list(form, p, at, size, 0, p[2] == KEY_BIGINT ? 8 : 16, use->variant == PAYLOAD_MARK);
	if (ops == &keyed_amounts_section)
		return list(form, p, at, size, 0, use->variant == PAIRS_OF_AMOUNTS ? 32 : 24, false);
	if (ops == &scales_section)
		return fields(form, at, size, 4, use->variant);
	if (ops == &money_sum_section)
		return fields(form, at, size, 4, 1) &&
			(use->variant == MONEY_OF_KEYS ||
			 (fields(form, at, size, 8, 4) && fields(form, at, size, 1, 1) && fields(form, at, size, 4, 1) &&
			  list(form, p, at, size, 0, 4, false)));
	if (ops == &funnel_question_section)
		return fields(form, at, size, 8, 1) && fields(form, at, size, 4, 2) && fields(form, at, size, 1, 3) &&
			((p[*at - 2] & 32) == 0 || list(form, p, at, size, 0, 20, false));
	if (ops == &gap_section)
		return fields(form, at, size, 8, 1) && fields(form, at, size, 4, 2);
	if (ops == &sequence_question_section)
		return fields(form, at, size, 1, 2) && list(form, p, at, size, 0, 4, false);
	if (ops == &event_log_section)
		return fields(form, at, size, 1, 1) && list(form, p, at, size, 0, 16, false);
	if (ops == &transitions_section)
	{
		/* A name behind each length. */
		if (!fields(form, at, size, 4, 1))
			return false;
		for (uint64 names = get(p + *at - 4, 4); names > 0; names--)
		{
			uint64		length;

			if (!fields(form, at, size, 4, 1))
				return false;
			length = get(p + *at - 4, 4);
			if (length > size - *at)
				return false;
			*at += length;
		}
		return list(form, p, at, size, 0, 12, false);
	}
	if (ops == &touches_section)
	{
		int			count = *at + 4 <= size ? (int) get(p + *at, 4) : 0;

		if (!fields(form, at, size, 4, 1))
			return false;
		for (; count > 0; count--)
			if (!fields(form, at, size, 8, 1) || !list(form, p, at, size, 0, 1, false))
				return false;
		return true;
	}
	if (ops == &flags_section)
		return fields(form, at, size, 4, 1) &&
			fields(form, at, size, 8, (Min(get(p + *at - 4, 4), MOST_FLAGS) + 63) / 64);
	if (ops == &position_counts_section)
		return fields(form, at, size, 8, 1) && list(form, p, at, size, 0, sizeof(PositionCount), false);
	if (ops == &retention_question_section)
		return fields(form, at, size, 8, 1) && fields(form, at, size, 4, 2) && fields(form, at, size, 8, 2) &&
			fields(form, at, size, 2, 1) && fields(form, at, size, 1, 2);
	if (ops == &unit_sets_section)
		return fields(form, at, size, 1, 1) && fields(form, at, size, 8, 1) && fields(form, at, size, 4, 1) &&
			list(form, p, at, size, 0, p[2] == KEY_BIGINT ? 24 : 32, false);
	if (ops == &period_section)
		return fields(form, at, size, 1, 1) && fields(form, at, size, 8, 2);
	if (ops == &deal_states_section)
		/* Without large amounts. */
		return list(form, p, at, size, 0, p[2] == KEY_BIGINT ? 24 : 32, false);
	if (ops == &cohorts_section)
		return fields(form, at, size, 4, 1) && list(form, p, at, size, 0, 24, false);
	Assert(ops == &step_times_section);
	for (pairs = step_pairs(p[3]); pairs > 0; pairs--)
		if (!sketch(form, p, at, size))
			return false;
	return true;
}

/* Take a state apart, as far as it has the form of one. */
static void
parse(Form *form, const uint8 *p, int size)
{
	int			at = 0;

	form->fields = form->lists = 0;
	if (!fields(form, &at, size, 1, 4) || p[1] > KPI_LAST_KIND || p[3] > FUNNEL_MOST_STEPS)
		return;
	for (int i = 0; i < KPI_MAX_SECTIONS && kpi_kinds[p[1]].section[i].ops != NULL; i++)
		if (!section(form, p, &at, size, &kpi_kinds[p[1]].section[i]))
			return;
}

static int
compare_elements(const void *a, const void *b, void *size)
{
	return memcmp(a, b, *(int *) size);
}

/* Bytes of marks that a list has. */
static int
marks_of(const WireList *l, uint32 count)
{
	return l->marks ? (count + 7) / 8 : 0;
}

/* Give a list another number of elements: the first ones, or random ones behind; then perhaps bring them in order. */
static int
resize_list(uint8 *p, int size, int max_size, const WireList *l, uint32 count)
{
	int			old_end = l->start + l->count * l->element + marks_of(l, l->count);
	int			new_end = l->start + count * l->element + marks_of(l, count);

	if (size - old_end + new_end > max_size)
		return size;
	memmove(p + new_end, p + old_end, size - old_end);
	for (uint32 i = l->count; i < count; i++)
	{
		uint8	   *element = p + l->start + i * l->element;

		if (i > 0)
			memcpy(element, element - l->element * (1 + any(Min(i, 4))), l->element);
		for (int j = 0; j + 4 <= l->element; j += 8)
			put(element + j, Min(l->element - j, 8), i > 0 && any(2) ? get(element + j, Min(l->element - j, 8)) + any(1000) : any_word());
	}
	for (int i = 0; i < marks_of(l, count); i++)
		p[l->start + count * l->element + i] = any(256);
	if (l->marks && count % 8 != 0)
		p[new_end - 1] &= (1 << count % 8) - 1;
	put(p + l->length_at, 4, count);
	if (any(8) > 0)
	{
		int			element = l->element;

		qsort_arg(p + l->start, count, element, compare_elements, &element);
	}
	return size - old_end + new_end;
}

/* Delete or double one element. */
static int
change_list(uint8 *p, int size, int max_size, const WireList *l)
{
	uint8	   *element = p + l->start + (l->count > 0 ? any(l->count) : 0) * l->element;
	int			word = any((l->element + 7) / 8) * 8;
	int			bytes = Min(l->element - word, 8);

	switch (any(6))
	{
		case 0:
			return resize_list(p, size, max_size, l, l->count + 1);
		case 1:
			return l->count > 0 ? resize_list(p, size, max_size, l, l->count - 1) : size;
		case 2:
			return resize_list(p, size, max_size, l, any(4));
		case 3:
			return resize_list(p, size, max_size, l, any(400));
		case 4:
			if (l->count > 0)
				put(element + word, bytes, get(element + word, bytes) + (any(2) ? 1 : -1) * (int64) (any(2) ? any(3) : interesting()));
			return size;
		default:
			if (l->count > 0)
				put(element + word, bytes, any(3) == 0 ? interesting() << 48 : interesting());
			return size;
	}
}

static int
mutate_bytes(uint8 *p, int size, int max_size)
{
	static Form form;

	parse(&form, p, size);
	if (form.lists > 0 && any(2))
	{
		/* The fields hold where they are before the list. */
		return change_list(p, size, max_size, &form.list[any(form.lists)]);
	}
	if (form.fields > 0)
	{
		int			field = any(8) == 0 ? any(form.fields) : Min(4 + any(Max(form.fields - 4, 1)), form.fields - 1);
		uint8	   *at = p + form.field_at[field];
		int			bytes = form.field_size[field];

		switch (any(4))
		{
			case 0:
				put(at, bytes, get(at, bytes) + any(5) - 2);
				break;
			case 1:
				put(at, bytes, get(p + form.field_at[any(form.fields)], bytes));
				break;
			case 2:
				/* All of a size alike, so that they agree. */
				{
					uint64		number = interesting();

					for (int i = 4; i < form.fields; i++)
						if (form.field_size[i] == bytes && any(2))
							put(p + form.field_at[i], bytes, number);
				}
				break;
			default:
				put(at, bytes, interesting());
				break;
		}
	}
	return size;
}

/* In memory numbers are in this machine's order, at multiples of their size. */
static int
mutate_image(uint8 *p, int size)
{
	int			bytes = 1 << any(4);
	uint64		number = interesting();
	int			at = (any(size) + 4) / bytes * bytes - 4;
	uint64		old = 0;

	if (any(8) == 0)
	{
		/* No empty slot up to there. */
		for (int i = Min(36, size); i < size && (i < at || at % 2 == 0); i++)
			if (p[i] == 0)
				p[i] = 1;
		return size;
	}
	if (at < 0 || at + bytes > size)
		return size;
	memcpy(&old, p + at, bytes);
	number = any(2) ? number : old + any(17) - 8;
	memcpy(p + at, &number, bytes);
	return size;
}

/* Put another number in the place of one. */
static int
mutate_text(uint8 *p, int size, int max_size)
{
	char		number[64];
	int			from = any(size);
	int			to;
	int			length;

	while (from < size && !(p[from] >= '0' && p[from] <= '9'))
		from++;
	for (to = from; to < size && p[to] >= '0' && p[to] <= '9';)
		to++;
	if (from == to)
		return size;
	length = snprintf(number, sizeof(number), any(8) == 0 ? "%s" INT64_FORMAT "e%d" : "%s" INT64_FORMAT, any(8) == 0 ? "-" : "",
					  (int64) (interesting() >> 1), (int) any(40) - 20);
	if (size - (to - from) + length > max_size)
		return size;
	memmove(p + from + length, p + to, size - to);
	memcpy(p + from, number, length);
	return size - (to - from) + length;
}

size_t
LLVMFuzzerCustomMutator(uint8 *data, size_t size, size_t max_size, unsigned int seed)
{
	int			length = (int) size - PREFIX;
	int			most = (int) max_size - PREFIX;

	random_state = seed * 2654435761U + 1;
	if (length < 4 || any(5) == 0)
		return LLVMFuzzerMutate(data, size, max_size);
	if (any(4) == 0)
		data[1] = any(256);
	for (int times = 1 + any(3) * any(2); times > 0; times--)
		switch ((Entry) (data[0] % ENTRIES))
		{
			case STATE_BYTES:
			case SUMMARY_BYTES:
			case FUNNEL_BYTES:
			case GRAPH_BYTES:
			case RETENTION_BYTES:
			case SESSIONS_BYTES:
			case PIPELINE_BYTES:
			case MRR_BYTES:
				length = mutate_bytes(data + PREFIX, length, most);
				break;
			case STATE_IMAGE:
				length = mutate_image(data + PREFIX, length);
				break;
			case SUMMARY_TEXT:
			case FUNNEL_TEXT:
			case GRAPH_TEXT:
			case RETENTION_TEXT:
			case SESSIONS_TEXT:
			case PIPELINE_TEXT:
			case MRR_TEXT:
			case STATE_TEXT:
				length = mutate_text(data + PREFIX, length, most);
				break;
			case FUNNEL_EVENTS:
			case SESSION_EVENTS:
				return LLVMFuzzerMutate(data, size, max_size);
			case ENTRIES:
				break;
		}
	return PREFIX + length;
}
