/*
 * sketch.c
 *		The distribution of durations in bounded space: percentiles within 1 %.
 *
 * Durations are counted in buckets.  One of less than 64 us has a bucket of its
 * own; between two powers of two lie 64 buckets of equal width, as in the
 * histograms of G. Tene (HdrHistogram).  A bucket stands for its middle, which
 * no duration in it misses by more than half the width: 1/128 of its smallest
 * duration, 0.79 %.  Negative durations mirror the positive ones.  There
 * are 7,423 buckets, some 2,000 of them from a second to a century.  Finding
 * one takes integers only, so equal durations make equal bytes on every
 * machine, and merging adds counts, which loses nothing.
 *
 * While sketches with many cells are merged one after the other into a section,
 * it has a count for each bucket from the first to the last one, full or empty,
 * so that each cell that comes is added where it belongs.  It becomes a list of
 * cells again when it is written, or a duration comes.
 */
#include "block/sketch.h"

#include <math.h>

#include "block/counts.h"
#include "block/durations.h"
#include "port/pg_bitutils.h"

#define SUB_BITS 6
#define SUB_BUCKETS (1 << SUB_BITS)

/* The bucket of a zero; larger ones belong to longer durations. */
#define BUCKET_ZERO 32768
#define BUCKET_MOST ((62 - SUB_BITS + 1) * SUB_BUCKETS + SUB_BUCKETS - 1)

#define COUNT_BITS 48
#define INITIAL_CELLS 4

/* Sketches with so many cells are merged bucket by bucket, if there are not more buckets than so many a cell. */
#define MANY_CELLS 16
#define MOST_BUCKETS_A_CELL 4

/* The bucket of a cell. */
static inline uint32
cell_bucket(uint64 cell)
{
	return cell >> COUNT_BITS;
}

/* The number of durations in a cell, for this file. */
static inline int64
cell_count(uint64 cell)
{
	return cell & SKETCH_MOST;
}

/* The number of durations in a cell. */
int64
sketch_cell_count(uint64 cell)
{
	return cell_count(cell);
}

/* The bucket that a duration is counted in. */
static uint32
bucket_of(int64 us)
{
	uint64		size = us < 0 ? -(uint64) us : (uint64) us;
	uint32		bucket = (uint32) size;

	if (size >= SUB_BUCKETS)
	{
		int			shift = pg_leftmost_one_pos64(size) - SUB_BITS;

		bucket = (shift + 1) * SUB_BUCKETS + ((size >> shift) & (SUB_BUCKETS - 1));
	}
	return us < 0 ? BUCKET_ZERO - bucket : BUCKET_ZERO + bucket;
}

/* The middle of a cell's bucket, in microseconds. */
int64
sketch_cell_value(uint64 cell)
{
	int			distance = (int) cell_bucket(cell) - BUCKET_ZERO;
	uint32		bucket = abs(distance);
	uint64		size = bucket;

	if (bucket >= SUB_BUCKETS)
	{
		int			shift = bucket / SUB_BUCKETS - 1;

		size = ((uint64) (SUB_BUCKETS + bucket % SUB_BUCKETS) << shift) + ((UINT64CONST(1) << shift) >> 1);
	}
	size = Min(size, (uint64) PG_INT64_MAX);
	return distance < 0 ? -(int64) size : (int64) size;
}

/* A cell of so many durations like this one. */
uint64
sketch_cell_of(int64 us, int64 count)
{
	return (uint64) bucket_of(us) << COUNT_BITS | count;
}

/* Turn counts of one bucket after the other into cells. */
static void
make_list(Sketch *sketch)
{
	uint32		length = 0;

	if (likely(sketch->base == 0))
		return;
	for (uint32 i = 0; i < sketch->length; i++)
		if (sketch->cell[i] > 0)
			sketch->cell[length++] = (uint64) (sketch->base + i) << COUNT_BITS | sketch->cell[i];
	sketch->length = length;
	sketch->base = 0;
}

/* Are these buckets with durations, in order, and between the shortest and the longest one? */
static void
check_cells(const Sketch *sketch)
{
	for (uint32 i = 0; i < sketch->length; i++)
	{
		uint64		cell = sketch->cell[i];
		int			distance = abs((int) cell_bucket(cell) - BUCKET_ZERO);

		wire_check(distance <= BUCKET_MOST, "a bucket of a sketch is out of range");
		wire_check(cell_count(cell) > 0, "a bucket of a sketch is empty");
		wire_check(i == 0 || cell_bucket(sketch->cell[i - 1]) < cell_bucket(cell),
				   "buckets of a sketch are not in ascending order");
	}
	if (sketch->length == 0)
		wire_check(sketch->min == 0 && sketch->max == 0, "an empty sketch has a range");
	else
	{
		wire_check(sketch->min <= sketch->max &&
					   bucket_of(sketch->min) == cell_bucket(sketch->cell[0]) &&
					   bucket_of(sketch->max) == cell_bucket(sketch->cell[sketch->length - 1]),
				   "the range of a sketch disagrees with its buckets");
	}
}

/* The same of counts of one bucket after the other: none lies before the shortest or after the longest duration. */
static void
check_counts(const Sketch *sketch)
{
	uint32		first = bucket_of(sketch->min) - sketch->base;
	uint32		last = bucket_of(sketch->max) - sketch->base;

	/* The range is that of durations, so no bucket is out of range. */
	wire_check(sketch->min <= sketch->max && first <= last && last < sketch->length &&
				   sketch->cell[first] > 0 && sketch->cell[last] > 0,
			   "the range of a sketch disagrees with its buckets");
	for (uint32 i = 0; i < sketch->length; i++)
		wire_check(sketch->cell[i] <= SKETCH_MOST && (sketch->cell[i] == 0 || (i >= first && i <= last)),
				   "the range of a sketch disagrees with its buckets");
}

/* Check the form of a sketch of which so many bytes are there, but for its cells. */
static void
check_size(const Sketch *sketch, Size left)
{
	wire_check(left >= sketch_size(0) && sketch->size <= left &&
				   sketch->waiting < SKETCH_WAITING && sketch_size(sketch->length) <= sketch->size,
			   "a section does not fit its size");
}

/* Check the form of a list of cells of which so many bytes are there. */
void
sketch_check(const Sketch *sketch, Size left)
{
	check_size(sketch, left);
	wire_check(sketch->base == 0, "a section does not fit its size");
	check_cells(sketch);
}

/* The number of durations of a list of cells; none waits. */
int64
sketch_count(const Sketch *sketch)
{
	int64		count = 0;

	for (uint32 i = 0; i < sketch->length; i++)
		count += cell_count(sketch->cell[i]);
	return count;
}

/* Make room for so many cells. */
static KpiState *
sketch_reserve(KpiState *state, int section, uint32 length)
{
	const Sketch *sketch = kpi_section(state, section);

	if (sketch_size(length) <= sketch->size)
		return state;
	length = Max(length, sketch->length + sketch->length / 2);
	length = Max(length, INITIAL_CELLS);
	return kpi_state_resize(state, section, sketch_size(length), sketch->size);
}

/* Widen the range of a sketch that has or gets durations. */
static inline void
sketch_extend(Sketch *sketch, int64 min, int64 max)
{
	if (sketch->length == 0 || min < sketch->min)
		sketch->min = min;
	if (sketch->length == 0 || max > sketch->max)
		sketch->max = max;
}

/* a + b durations in one bucket. */
static inline uint64
cell_sum(uint64 cell, int64 count)
{
	if (unlikely(cell_count(cell) + count > SKETCH_MOST))
		kpi_count_out_of_range();
	return cell + count;
}

/* Count a duration in a sketch that has room for another cell. */
static void
sketch_count_in(Sketch *sketch, int64 us)
{
	uint32		bucket = bucket_of(us);
	uint64		least = (uint64) bucket << COUNT_BITS;
	uint32		low = 0;

	/* Without a branch on the outcome: the processor could not predict it. */
	for (uint32 n = sketch->length; n > 0;)
	{
		uint32		half = (n + 1) / 2;

		low += half & -(uint32) (sketch->cell[low + half - 1] < least);
		n -= half;
	}
	sketch_extend(sketch, us, us);
	if (low < sketch->length && cell_bucket(sketch->cell[low]) == bucket)
	{
		sketch->cell[low] = cell_sum(sketch->cell[low], 1);
		return;
	}
	memmove(&sketch->cell[low + 1], &sketch->cell[low], (sketch->length - low) * sizeof(uint64));
	sketch->cell[low] = (uint64) bucket << COUNT_BITS | 1;
	sketch->length++;
}

/* Count the durations that wait, for which there is room. */
void
sketch_settle_in_room(Sketch *sketch)
{
	for (uint32 i = 0; i < sketch->waiting; i++)
		sketch_count_in(sketch, sketch->us[i]);
	sketch->waiting = 0;
}

/* Count the durations that wait. */
static KpiState *
sketch_settle(KpiState *state, int section)
{
	Sketch	   *sketch = kpi_section(state, section);

	make_list(sketch);
	state = sketch_reserve(state, section, sketch->length + sketch->waiting);
	sketch_settle_in_room(kpi_section(state, section));
	return state;
}

/*
 * Add a duration.  Returns the state, another one if the sketch had to grow.
 * The durations of some rows wait and are counted together, because with many
 * groups the cells have to be fetched from memory each time.
 */
KpiState *
sketch_add(KpiState *state, int section, int64 us)
{
	Sketch	   *sketch = kpi_section(state, section);

	sketch->us[sketch->waiting++] = us;
	return sketch->waiting == SKETCH_WAITING ? sketch_settle(state, section) : state;
}

/* Add some durations at once. */
KpiState *
sketch_add_batch(KpiState *state, int section, const int64 *us, int count)
{
	Sketch	   *sketch = kpi_section(state, section);

	make_list(sketch);
	state = sketch_reserve(state, section, sketch->length + count);
	sketch = kpi_section(state, section);
	for (int i = 0; i < count; i++)
		sketch_count_in(sketch, us[i]);
	return state;
}

/* The number of cells that a sketch has in common with another, or alone, or the other alone. */
uint32
sketch_union_length(const Sketch *a, const Sketch *b)
{
	uint32		length = 0;

	for (uint32 i = 0, j = 0; i < a->length || j < b->length; length++)
	{
		uint32		x = i < a->length ? cell_bucket(a->cell[i]) : PG_UINT32_MAX;
		uint32		y = j < b->length ? cell_bucket(b->cell[j]) : PG_UINT32_MAX;

		i += x <= y;
		j += y <= x;
	}
	return length;
}

/*
 * Add the cells of another sketch, from the last to the first.  There is room
 * for the cells of both, whose number is `length`.
 */
void
sketch_merge_in_room(Sketch *sketch, const Sketch *other, uint32 length)
{
	int64		a = (int64) sketch->length - 1;
	int64		b = (int64) other->length - 1;

	if (other->length == 0)
		return;
	sketch_extend(sketch, other->min, other->max);
	for (int64 to = (int64) length - 1; b >= 0; to--)
	{
		int			order = a < 0 ? -1 : (int) cell_bucket(sketch->cell[a]) - (int) cell_bucket(other->cell[b]);

		if (order > 0)
			sketch->cell[to] = sketch->cell[a--];
		else if (order < 0)
			sketch->cell[to] = other->cell[b--];
		else
			sketch->cell[to] = cell_sum(sketch->cell[a--], cell_count(other->cell[b--]));
	}
	sketch->length = length;
}

/* The nth shortest duration, and the one after it, as the sketch knows them. */
static void
sketch_pair(const Sketch *sketch, int64 n, int64 *first, int64 *second)
{
	int64		before = 0;
	bool		found = false;

	*first = *second = sketch->max;
	for (uint32 i = 0; i < sketch->length; i++)
	{
		int64		value = Max(Min(sketch_cell_value(sketch->cell[i]), sketch->max), sketch->min);

		before += cell_count(sketch->cell[i]);
		if (!found && before > n)
		{
			*first = *second = value;
			found = true;
		}
		if (before > n + 1)
		{
			*second = value;
			return;
		}
	}
}

/*
 * The percentile of a sketch of at least one duration, as percentile_cont would
 * give it for the durations that the buckets stand for.
 */
int64
sketch_percentile(const Sketch *sketch, double fraction)
{
	int64		last = sketch_count(sketch) - 1;
	double		position = fraction * last;
	int64		n = (int64) floor(position);
	int64		lo;
	int64		hi;

	sketch_pair(sketch, n, &lo, &hi);

	/* The shortest and the longest are known. */
	if (n == 0)
		lo = sketch->min;
	if (n >= last)
		lo = hi = sketch->max;
	else if (n + 1 == last)
		hi = sketch->max;
	return position == n ? lo : durations_interpolate(lo, hi, position - n);
}

/* ----------
 * The section
 * ----------
 */

static Size
sketch_initial_size(const SectionShape *shape)
{
	return sketch_size(0);
}

static void
sketch_check_section(const KpiState *state, int section, const SectionShape *shape)
{
	const Sketch *sketch = kpi_section(state, section);

	if (sketch->base == 0)
		sketch_check(sketch, sketch->size);
	else
	{
		check_size(sketch, sketch->size);
		check_counts(sketch);
	}
}

/* The first bucket of a sketch that has some, and the last one. */
static inline uint32
first_bucket(const Sketch *sketch)
{
	return sketch->base != 0 ? sketch->base : cell_bucket(sketch->cell[0]);
}

static inline uint32
last_bucket(const Sketch *sketch)
{
	return sketch->base != 0 ? sketch->base + sketch->length - 1 : cell_bucket(sketch->cell[sketch->length - 1]);
}

/* The number of buckets with durations. */
static uint32
full_buckets(const Sketch *sketch)
{
	uint32		full = 0;

	if (sketch->base == 0)
		return sketch->length;
	for (uint32 i = 0; i < sketch->length; i++)
		full += sketch->cell[i] > 0;
	return full;
}

/* Add the counts or cells of another sketch to counts that have its buckets. */
static void
add_counts(Sketch *sketch, const Sketch *other)
{
	uint64	   *count = sketch->cell;
	bool		fits = true;

	sketch_extend(sketch, other->min, other->max);
	if (other->base != 0)
		for (uint32 i = 0; i < other->length; i++)
			fits &= (count[other->base - sketch->base + i] += other->cell[i]) <= SKETCH_MOST;
	else
		for (uint32 i = 0; i < other->length; i++)
			fits &= (count[cell_bucket(other->cell[i]) - sketch->base] += cell_count(other->cell[i])) <= SKETCH_MOST;
	if (!fits)
		kpi_count_out_of_range();
}

/* Merge bucket by bucket, if that is worth it; NULL if not.  Neither sketch is empty. */
static KpiState *
merge_counts(KpiState *state, int section, const Sketch *other)
{
	const Sketch *old = kpi_section(state, section);

	/* To a power of two on both sides, not to grow again for a bucket. */
	uint32		base = Min(first_bucket(old), first_bucket(other)) / SUB_BUCKETS * SUB_BUCKETS;
	uint32		length = (Max(last_bucket(old), last_bucket(other)) / SUB_BUCKETS + 1) * SUB_BUCKETS - base;
	KpiState   *result;

	if (old->base == 0 || base < old->base || length > old->length)
	{
		Sketch	   *sketch;

		if ((old->base == 0 && (other->base == 0 && other->length < MANY_CELLS)) ||
			length > MOST_BUCKETS_A_CELL * (full_buckets(old) + full_buckets(other)))
			return NULL;
		result = kpi_state_resize(state, section, sketch_size(length), offsetof(Sketch, cell));
		sketch = kpi_section(result, section);
		sketch->base = base;
		sketch->length = length;
		add_counts(sketch, old);
		state = result;
	}
	add_counts(kpi_section(state, section), other);
	return state;
}

static KpiState *
sketch_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Sketch *more = other;
	const Sketch *sketch;
	KpiState   *result;
	uint32		length;

	for (uint32 i = 0; i < more->waiting; i++)
		state = sketch_add(state, section, more->us[i]);
	sketch = kpi_section(state, section);
	if (more->length == 0)
		return state;
	if (sketch->length > 0 && (result = merge_counts(state, section, more)) != NULL)
		return result;
	if (more->base != 0)
	{
		/* It may only be read. */
		Sketch	   *list = palloc(more->size);

		memcpy(list, more, more->size);
		make_list(list);
		more = list;
	}
	make_list(kpi_section(state, section));
	length = sketch_union_length(kpi_section(state, section), more);
	state = sketch_reserve(state, section, length);
	sketch_merge_in_room(kpi_section(state, section), more, length);
	return state;
}

/*
 * Append the number of cells, shortest, longest, the cells of a sketch that is
 * settled.  In form 2 the numbers of cells, and of each how many buckets lie
 * between it and the one before, and its count, are of variable length, and an
 * empty sketch has no shortest and longest.
 */
void
sketch_send(StringInfo buf, const Sketch *sketch, int form)
{
	uint32		next = 0;		/* the bucket after the last one */

	if (form >= WIRE_FORM_2)
	{
		wire_put_varint(buf, sketch->length);
		if (sketch->length == 0)
			return;
		pq_sendint64(buf, sketch->min);
		pq_sendint64(buf, sketch->max);
		for (uint32 i = 0; i < sketch->length; i++)
		{
			wire_put_varint(buf, cell_bucket(sketch->cell[i]) - next);
			wire_put_varint(buf, cell_count(sketch->cell[i]));
			next = cell_bucket(sketch->cell[i]) + 1;
		}
		return;
	}
	pq_sendint32(buf, sketch->length);
	pq_sendint64(buf, sketch->min);
	pq_sendint64(buf, sketch->max);
	for (uint32 i = 0; i < sketch->length; i++)
		pq_sendint64(buf, sketch->cell[i]);
}

static KpiState *
sketch_send_section(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	state = sketch_settle(state, section);
	sketch_send(buf, kpi_section(state, section), shape->form);
	return state;
}

/* Read the number of cells of a sketch, which may be there. */
static uint32
read_length(StringInfo buf, int form)
{
	uint64		length;

	if (form < WIRE_FORM_2)
		return wire_get_length(buf, sizeof(uint64));
	length = wire_get_varint(buf);
	wire_check(length <= (buf->len - buf->cursor) / 2, "it is cut short");
	return (uint32) length;
}

/* The number of cells of the sketch that is read next. */
static uint32
sketch_peek_length(StringInfo buf, int form)
{
	int			start = buf->cursor;
	uint32		length = read_length(buf, form);

	buf->cursor = start;
	return length;
}

/* Move on past a sketch; its number of cells. */
uint32
sketch_skip(StringInfo buf, int form)
{
	uint32		length = read_length(buf, form);
	Size		size = 2 * sizeof(int64) + length * sizeof(uint64);

	if (form >= WIRE_FORM_2)
	{
		/* A number ends with a byte below 128. */
		const uint8 *p = (const uint8 *) buf->data + buf->cursor;
		uint64		ends = 2 * (uint64) length;

		size = length == 0 ? 0 : 2 * sizeof(int64);
		while (ends > 0 && size < buf->len - buf->cursor)
			ends -= p[size++] < 128;
		wire_check(ends == 0, "it is cut short");
	}
	wire_check(buf->len - buf->cursor >= size, "it is cut short");
	buf->cursor += size;
	return length;
}

/* Read the cells of a sketch in form 2. */
static void
read_cells(Sketch *sketch, StringInfo buf)
{
	const uint8 *p = (const uint8 *) buf->data + buf->cursor;
	const uint8 *end = (const uint8 *) buf->data + buf->len;
	uint32		next = 0;

	for (uint32 i = 0; i < sketch->length; i++)
	{
		uint64		step = wire_varint(&p, end);
		uint64		count = wire_varint(&p, end);

		wire_check(step <= 2 * BUCKET_ZERO && next + step <= 2 * BUCKET_ZERO - 1, "a bucket of a sketch is out of range");
		wire_check(count <= SKETCH_MOST, "a count is out of range");
		sketch->cell[i] = (next + step) << COUNT_BITS | count;
		next += step + 1;
	}
	buf->cursor = (const char *) p - buf->data;
}

/* Read what sketch_send wrote into an empty sketch that has room for it, trusting nothing. */
void
sketch_receive_in_room(Sketch *sketch, StringInfo buf, int form)
{
	uint32		length = read_length(buf, form);

	wire_check(sketch_size(length) <= sketch->size, "a sketch changed its length");
	sketch->length = length;
	if (form < WIRE_FORM_2 || length > 0)
	{
		sketch->min = wire_get(buf, 8);
		sketch->max = wire_get(buf, 8);
	}
	if (form >= WIRE_FORM_2)
		read_cells(sketch, buf);
	else
		for (uint32 i = 0; i < length; i++)
			sketch->cell[i] = wire_get(buf, 8);
	check_cells(sketch);
}

static KpiState *
sketch_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	state = sketch_reserve(state, section, sketch_peek_length(buf, shape->form));
	sketch_receive_in_room(kpi_section(state, section), buf, shape->form);
	return state;
}

const SectionOps sketch_section = {
	.has_forms = true,
	.initial_size = sketch_initial_size,
	.check = sketch_check_section,
	.merge = sketch_merge,
	.send = sketch_send_section,
	.receive = sketch_receive,
};
