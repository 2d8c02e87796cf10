/*
 * transitions.c
 *		How often journeys went from one channel to the next.
 *
 * On the wire the channels stand in order of their names' bytes, a length before
 * each, then the transitions in order of the channels' numbers.
 */
#include "block/transitions.h"

#include "block/counts.h"

#include "common/hashfn.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"

#define LEAST_SLOTS 8			/* for transitions */
#define LEAST_CHANNEL_SLOTS 16
#define LEAST_NAMES 128			/* bytes */
#define WIRE_TRANSITION 12		/* bytes */

/* ----------
 * The areas of a section
 * ----------
 */

static Size
size_for(Size slots, Size channel_slots, Size names_room)
{
	return offsetof(Transitions, transition) + slots * sizeof(Transition) + channel_slots * sizeof(uint16) +
		channel_slots / 2 * sizeof(Channel) + names_room;
}

static inline uint16 *
number_table(const Transitions *t)
{
	return (uint16 *) (t->transition + t->slots);
}

static inline Channel *
channel_table(const Transitions *t)
{
	return (Channel *) (number_table(t) + t->channel_slots);
}

static inline char *
names(const Transitions *t)
{
	return (char *) (channel_table(t) + t->channel_slots / 2);
}

/* Where the name of a channel starts, counted from 1; of the one after the last, where names end. */
static inline uint32
name_start(const Transitions *t, uint32 channel)
{
	return channel == 1 ? 0 : channel_table(t)[channel - 2].end;
}

/* The name of a channel. */
const char *
transitions_name(const Transitions *t, int channel, uint32 *length)
{
	uint32		start = name_start(t, channel);

	*length = channel_table(t)[channel - 1].end - start;
	return names(t) + start;
}

/* The slot of a transition, or the empty one that it would take. */
static inline Transition *
find_slot(Transitions *t, int from, int to)
{
	uint32		mask = t->slots - 1;
	uint32		i = murmurhash32((uint32) from << 16 | to) & mask;

	while (t->transition[i].count != 0 && (t->transition[i].from != from || t->transition[i].to != to))
		i = (i + 1) & mask;
	return &t->transition[i];
}

/* The slot of a channel's number, or the empty one that it would take. */
static inline uint16 *
find_number(const Transitions *t, const char *name, uint32 length, uint32 hash)
{
	uint16	   *number = number_table(t);
	const Channel *channel = channel_table(t);
	uint32		mask = t->channel_slots - 1;
	uint32		i = hash & mask;

	for (; number[i] != 0; i = (i + 1) & mask)
	{
		uint32		start;

		if (channel[number[i] - 1].hash != hash)
			continue;
		start = name_start(t, number[i]);
		if (channel[number[i] - 1].end - start == length && memcmp(names(t) + start, name, length) == 0)
			break;
	}
	return &number[i];
}

/* A copy of a state whose section has more room. */
static KpiState *
grow(const KpiState *state, int section, uint32 slots, uint32 channel_slots, Size names_room)
{
	const Transitions *old = kpi_section(state, section);
	Size		size = size_for(slots, channel_slots, TYPEALIGN(8, names_room));
	KpiState   *result;
	Transitions *t;

	if (size > kpi_state_room(state, section))
		kpi_state_too_large();
	result = kpi_state_resize(state, section, size, offsetof(Transitions, transition));
	t = kpi_section(result, section);
	t->slots = slots;
	t->channel_slots = channel_slots;
	t->names_room = TYPEALIGN(8, names_room);
	memcpy(channel_table(t), channel_table(old), old->channels * sizeof(Channel));
	memcpy(names(t), names(old), name_start(old, old->channels + 1));
	for (uint32 i = 0; i < old->slots; i++)
		if (old->transition[i].count != 0)
			*find_slot(t, old->transition[i].from, old->transition[i].to) = old->transition[i];
	for (uint32 i = 1; i <= t->channels; i++)
	{
		uint32		slot = channel_table(t)[i - 1].hash & (channel_slots - 1);

		while (number_table(t)[slot] != 0)
			slot = (slot + 1) & (channel_slots - 1);
		number_table(t)[slot] = i;
	}
	return result;
}

/* ----------
 * Adding
 * ----------
 */

/* The number of a channel, which may be a new one, by its name in UTF-8. */
KpiState *
transitions_channel(KpiState *state, int section, const char *name, uint32 length, int *channel)
{
	Transitions *t = kpi_section(state, section);
	uint32		hash = hash_bytes((const unsigned char *) name, length);
	uint16	   *number = find_number(t, name, length, hash);
	Size		end;

	if (likely(*number != 0))
	{
		*channel = *number;
		return state;
	}
	if (t->channels == MOST_CHANNELS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a channel graph cannot have more than %d channels", MOST_CHANNELS),
				 errhint("Give channels that are rare a name that they share.")));
	end = (Size) name_start(t, t->channels + 1) + length;
	if (t->channels == t->channel_slots / 2 || end > t->names_room)
	{
		state = grow(state, section, t->slots, t->channels == t->channel_slots / 2 ? t->channel_slots * 2 : t->channel_slots,
					 end > t->names_room ? Max(end, (Size) t->names_room * 2) : t->names_room);
		t = kpi_section(state, section);
		number = find_number(t, name, length, hash);
	}
	memcpy(names(t) + end - length, name, length);
	channel_table(t)[t->channels] = (Channel){.end = end, .hash = hash};
	*number = ++t->channels;
	*channel = *number;
	return state;
}

/* Count a transition so many times more. */
KpiState *
transitions_add(KpiState *state, int section, int from, int to, int64 count)
{
	Transitions *t = kpi_section(state, section);
	Transition *slot;

	if (count == 0)
		return state;
	slot = find_slot(t, from, to);
	if (slot->count == 0)
	{
		if (t->used >= t->slots / 4 * 3)
		{
			state = grow(state, section, t->slots * 2, t->channel_slots, t->names_room);
			t = kpi_section(state, section);
			slot = find_slot(t, from, to);
		}
		t->used++;
		slot->from = from;
		slot->to = to;
	}
	/* No count passes the total. */
	t->total = kpi_add_counts(t->total, count);
	slot->count += count;
	return state;
}

/* ----------
 * The section
 * ----------
 */

static Size
transitions_initial_size(const SectionShape *shape)
{
	return size_for(LEAST_SLOTS, LEAST_CHANNEL_SLOTS, LEAST_NAMES);
}

static void
transitions_init(void *section, const SectionShape *shape)
{
	Transitions *t = section;

	t->slots = LEAST_SLOTS;
	t->channel_slots = LEAST_CHANNEL_SLOTS;
	t->names_room = LEAST_NAMES;
}

static bool
is_power_of_two(uint32 value, uint32 least, uint32 most)
{
	return value >= least && value <= most && (value & (value - 1)) == 0;
}

static void
transitions_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Transitions *t = kpi_section(state, section);
	uint32		used = 0;
	uint32		numbered = 0;
	uint32		end = 0;
	int64		total = 0;

	wire_check(is_power_of_two(t->slots, LEAST_SLOTS, 1 << 21) &&
				   is_power_of_two(t->channel_slots, LEAST_CHANNEL_SLOTS, 1 << 11) &&
				   t->names_room % 8 == 0 && t->size == size_for(t->slots, t->channel_slots, t->names_room),
			   "a section does not fit its size");
	wire_check(t->channels <= Min(MOST_CHANNELS, t->channel_slots / 2), "it has too many channels");
	for (uint32 i = 0; i < t->channels; i++)
	{
		wire_check(channel_table(t)[i].end >= end && channel_table(t)[i].end <= t->names_room, "a name is out of place");
		end = channel_table(t)[i].end;
	}
	for (uint32 i = 0; i < t->channel_slots; i++)
	{
		wire_check(number_table(t)[i] <= t->channels, "a channel is not known");
		numbered += number_table(t)[i] != 0;
	}
	wire_check(numbered == t->channels, "channels are not found");
	for (uint32 i = 0; i < t->slots; i++)
	{
		const Transition *slot = &t->transition[i];

		if (slot->count == 0)
			continue;
		wire_check(slot->count > 0 && slot->count <= MAX_COUNT - total, "a count is out of range");
		wire_check(slot->from <= t->channels && (slot->to <= t->channels || slot->to == TO_CONVERSION), "a channel is not known");
		total += slot->count;
		used++;
	}
	wire_check(total == t->total, "counts disagree");
	wire_check(used == t->used && used <= t->slots / 4 * 3, "a table is too full");
}

static KpiState *
transitions_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Transitions *from = other;
	int		   *number = palloc((from->channels + 1) * sizeof(int));

	number[0] = 0;
	for (uint32 i = 1; i <= from->channels; i++)
	{
		uint32		length;
		const char *name = transitions_name(from, i, &length);

		state = transitions_channel(state, section, name, length, &number[i]);
	}
	for (uint32 i = 0; i < from->slots; i++)
	{
		const Transition *slot = &from->transition[i];

		if (slot->count != 0)
			state = transitions_add(state, section, number[slot->from],
									slot->to == TO_CONVERSION ? TO_CONVERSION : number[slot->to], slot->count);
	}
	pfree(number);
	return state;
}

/* ----------
 * The canonical order
 * ----------
 */

/* A channel's name, to be sorted. */
typedef struct SortedName
{
	const char *name;
	uint32		length;
	int			channel;
} SortedName;

static int
compare_names(const SortedName *a, const SortedName *b)
{
	int			order = memcmp(a->name, b->name, Min(a->length, b->length));

	return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static int
compare_transitions(const Transition *a, const Transition *b)
{
	return a->from != b->from ? a->from - b->from : a->to - b->to;
}

#define ST_SORT sort_names
#define ST_ELEMENT_TYPE SortedName
#define ST_COMPARE(a, b) compare_names(a, b)
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

#define ST_SORT sort_transitions
#define ST_ELEMENT_TYPE Transition
#define ST_COMPARE(a, b) compare_transitions(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * The transitions in canonical order, with channels numbered by their names'
 * bytes; by_name[n] is set to the channel that gets number n.
 */
Transition *
transitions_sorted(const Transitions *t, int *by_name)
{
	SortedName *sorted = palloc((t->channels + 1) * sizeof(SortedName));
	int		   *number = palloc0((MOST_CHANNELS + 2) * sizeof(int));
	Transition *result = palloc((t->used + 1) * sizeof(Transition));
	uint32		count = 0;

	for (uint32 i = 0; i < t->channels; i++)
	{
		sorted[i].name = transitions_name(t, i + 1, &sorted[i].length);
		sorted[i].channel = i + 1;
	}
	sort_names(sorted, t->channels);
	for (uint32 i = 0; i < t->channels; i++)
	{
		by_name[i + 1] = sorted[i].channel;
		number[sorted[i].channel] = i + 1;
	}
	number[TO_CONVERSION] = TO_CONVERSION;
	for (uint32 i = 0; i < t->slots; i++)
		if (t->transition[i].count != 0)
			result[count++] = (Transition){
				.from = number[t->transition[i].from],
				.to = number[t->transition[i].to],
				.count = t->transition[i].count,
			};
	sort_transitions(result, count);
	pfree(sorted);
	pfree(number);
	return result;
}

static KpiState *
transitions_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Transitions *t = kpi_section(state, section);
	int		   *by_name = palloc((t->channels + 1) * sizeof(int));
	Transition *sorted = transitions_sorted(t, by_name);

	pq_sendint32(buf, t->channels);
	for (uint32 i = 1; i <= t->channels; i++)
	{
		uint32		length;
		const char *name = transitions_name(t, by_name[i], &length);

		pq_sendint32(buf, length);
		pq_sendbytes(buf, name, length);
	}
	pq_sendint32(buf, t->used);
	for (uint32 i = 0; i < t->used; i++)
	{
		pq_sendint16(buf, sorted[i].from);
		pq_sendint16(buf, sorted[i].to);
		pq_sendint64(buf, sorted[i].count);
	}
	pfree(by_name);
	pfree(sorted);
	return state;
}

static KpiState *
transitions_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	uint32		channels = wire_get_length(buf, sizeof(uint32));
	uint32		count;
	SortedName	last = {.name = ""};
	Transition	before = {0};

	wire_check(channels <= MOST_CHANNELS, "it has too many channels");
	for (uint32 i = 0; i < channels; i++)
	{
		SortedName	next = {.length = wire_get_length(buf, 1)};

		next.name = buf->data + buf->cursor;
		buf->cursor += next.length;
		wire_check(i == 0 || compare_names(&last, &next) < 0, "channels are out of order");
		wire_check(pg_encoding_verifymbstr(PG_UTF8, next.name, next.length) == next.length, "a name is not UTF-8");
		state = transitions_channel(state, section, next.name, next.length, &next.channel);
		last = next;
		CHECK_FOR_INTERRUPTS();
	}
	count = wire_get_length(buf, WIRE_TRANSITION);
	for (uint32 i = 0; i < count; i++)
	{
		Transition	next = {.from = wire_get(buf, 2), .to = wire_get(buf, 2), .count = wire_get_count(buf)};
		const Transitions *t = kpi_section(state, section);

		wire_check(next.from <= channels && (next.to <= channels || next.to == TO_CONVERSION), "a channel is not known");
		wire_check(i == 0 || compare_transitions(&before, &next) < 0, "transitions are out of order");
		wire_check(next.count > 0 && next.count <= MAX_COUNT - t->total, "a count is out of range");
		state = transitions_add(state, section, next.from, next.to, next.count);
		before = next;
	}
	return state;
}

const SectionOps transitions_section = {
	.initial_size = transitions_initial_size,
	.init = transitions_init,
	.check = transitions_check,
	.merge = transitions_merge,
	.send = transitions_send,
	.receive = transitions_receive,
};

/*
 * Can journeys have made these transitions?  As many lead into each channel as
 * out of it, all can be reached from the start, and none leads from the start to
 * an end.  So each journey ends: what cannot be left was never entered.
 */
void
transitions_check_journeys(const Transitions *t)
{
	uint32		channels = t->channels;
	int		   *by_name = palloc((channels + 1) * sizeof(int));
	Transition *sorted = transitions_sorted(t, by_name);
	uint32	   *first = palloc0((channels + 3) * sizeof(uint32)); /* transitions from a channel, in order */
	int64	   *balance = palloc0((channels + 1) * sizeof(int64));
	bool	   *reached = palloc0((channels + 1) * sizeof(bool));
	uint16	   *queue = palloc((channels + 1) * sizeof(uint16));
	uint32		queued = 0;

	for (uint32 i = 0; i < t->used; i++)
	{
		bool		to_channel = sorted[i].to != TO_NOTHING && sorted[i].to != TO_CONVERSION;

		wire_check(sorted[i].from != FROM_START || to_channel, "a journey has no channel");
		first[sorted[i].from + 1]++;
		balance[sorted[i].from] -= sorted[i].count;
		if (to_channel)
			balance[sorted[i].to] += sorted[i].count;
	}
	for (uint32 i = 0; i <= channels; i++)
		first[i + 1] += first[i];
	queue[queued++] = FROM_START;
	for (uint32 i = 0; i < queued; i++)
		for (uint32 j = first[queue[i]]; j < first[queue[i] + 1]; j++)
		{
			uint16		to = sorted[j].to;

			if (to != TO_NOTHING && to != TO_CONVERSION && !reached[to])
			{
				reached[to] = true;
				queue[queued++] = to;
			}
		}
	wire_check(queued == channels + 1, "a channel is not reached");
	for (uint32 i = 1; i <= channels; i++)
		wire_check(balance[i] == 0, "not all that reach a channel leave it");
	pfree(by_name);
	pfree(sorted);
	pfree(first);
	pfree(balance);
	pfree(reached);
	pfree(queue);
}
