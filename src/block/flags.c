/*
 * flags.c
 *		Which of several things happened.
 *
 * The canonical form is the number of flags, then words of 64, the first flag
 * being the lowest bit of the first word.
 */
#include "block/flags.h"

static inline uint32
words_of(uint32 length)
{
	return (length + 63) / 64;
}

static Size
flags_size(uint32 length)
{
	return offsetof(Flags, word) + words_of(length) * sizeof(uint64);
}

/* Give an empty section so many flags, none of them set. */
KpiState *
flags_expect(KpiState *state, int section, uint32 length)
{
	state = kpi_state_resize(state, section, flags_size(length), offsetof(Flags, word));
	((Flags *) kpi_section(state, section))->length = length;
	return state;
}

static inline uint32
initial_length(const SectionShape *shape)
{
	return shape->variant == FLAGS_BY_PARAMETER ? shape->parameter : 0;
}

static Size
flags_initial_size(const SectionShape *shape)
{
	return flags_size(initial_length(shape));
}

static void
flags_init(void *section, const SectionShape *shape)
{
	((Flags *) section)->length = initial_length(shape);
}

/* Are there no flags behind the last one? */
static bool
last_word_valid(const Flags *flags)
{
	return flags->length % 64 == 0 || flags->word[flags->length / 64] >> flags->length % 64 == 0;
}

static void
flags_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Flags *flags = kpi_section(state, section);

	wire_check(flags->length <= MOST_FLAGS && flags->size == flags_size(flags->length) &&
				   (shape->variant == FLAGS_BY_ROW || flags->length == shape->parameter) && last_word_valid(flags),
			   "a section does not fit its size");
}

static KpiState *
flags_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Flags *more = other;
	Flags	   *flags = kpi_section(state, section);

	wire_check(flags->length == more->length, "numbers of flags differ");
	for (uint32 i = 0; i < words_of(flags->length); i++)
		flags->word[i] |= more->word[i];
	return state;
}

static KpiState *
flags_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Flags *flags = kpi_section(state, section);

	pq_sendint32(buf, flags->length);
	for (uint32 i = 0; i < words_of(flags->length); i++)
		pq_sendint64(buf, flags->word[i]);
	return state;
}

static KpiState *
flags_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	uint32		length = (uint32) wire_get(buf, 4);
	Flags	   *flags;

	wire_check(length <= MOST_FLAGS && (shape->variant == FLAGS_BY_ROW || length == shape->parameter),
			   "its number of flags is out of range");
	if (shape->variant == FLAGS_BY_ROW)
		state = flags_expect(state, section, length);
	flags = kpi_section(state, section);
	for (uint32 i = 0; i < words_of(length); i++)
		flags->word[i] = wire_get(buf, 8);
	wire_check(last_word_valid(flags), "it has flags that are none");
	return state;
}

const SectionOps flags_section = {
	.initial_size = flags_initial_size,
	.init = flags_init,
	.check = flags_check,
	.merge = flags_merge,
	.send = flags_send,
	.receive = flags_receive,
};
