/*
 * walk.c
 *		What is done with a state as a whole: section by section, as the table of
 *		kinds says (kinds.c).
 *
 * The wire form of a state is its form, kind, type of keys and parameter, a byte
 * each, then its sections in canonical form.  Which forms a kind has is in the
 * table; all are read for ever.
 */
#include "kinds/kinds.h"

/* The nth section of a state's kind, with the shape it has in this state; NULL after the last one. */
static inline const SectionOps *
section_of(const KpiState *state, int n, SectionShape *shape)
{
	const SectionUse *use = &kpi_kinds[state->kind].section[n];

	if (n == KPI_MAX_SECTIONS || use->ops == NULL)
		return NULL;
	shape->variant = use->variant;
	shape->use = use->use;
	shape->key_type = state->key_type;
	shape->parameter = state->parameter;
	shape->form = WIRE_FORM_1;
	return use->ops;
}

/* Can a state of some kind be made for such keys, with this parameter? */
static bool
types_fit(const KpiState *header)
{
	const KindInfo *kind = &kpi_kinds[header->kind];

	return header->key_type <= KEY_TEXT && kind->has_keys == (header->key_type != KEY_NONE) &&
		header->parameter >= kind->least_parameter && header->parameter <= kind->most_parameter;
}

/* Check the header of a state. */
static void
check_header(const KpiState *header)
{
	wire_check(header->version == KPI_STATE_VERSION, "its version is not known");
	wire_check(header->kind <= KPI_LAST_KIND && kpi_kinds[header->kind].section[0].ops != NULL, "its kind is not known");
	wire_check(types_fit(header), "its types do not fit its kind");
}

/* An empty state, in the current memory context. */
KpiState *
kpi_state_new(KpiKind kind, KeyType key_type, uint8 parameter)
{
	const KpiState header = {.version = KPI_STATE_VERSION, .kind = kind, .key_type = key_type, .parameter = parameter};
	Size		size = sizeof(KpiState);
	const SectionOps *ops;
	SectionShape shape;
	KpiState   *state;
	char	   *p;

	for (int i = 0; (ops = section_of(&header, i, &shape)) != NULL; i++)
		size += ops->initial_size(&shape);
	state = palloc0(size);
	*state = header;
	SET_VARSIZE(state, size);
	p = (char *) (state + 1);
	for (int i = 0; (ops = section_of(state, i, &shape)) != NULL; i++)
	{
		((KpiSection *) p)->size = ops->initial_size(&shape);
		if (ops->init != NULL)
			ops->init(p, &shape);
		p += ((KpiSection *) p)->size;
	}
	return state;
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
	const SectionOps *ops;
	SectionShape shape;

	kpi_check_as(NULL);
	wire_check(left >= sizeof(KpiState), "it is too short");
	check_header(state);
	left -= sizeof(KpiState);
	for (int i = 0; (ops = section_of(state, i, &shape)) != NULL; i++)
	{
		const KpiSection *section = (const KpiSection *) p;
		Size		least = ops->initial_size(&shape);

		wire_check(left >= least && section->size <= left, "a section is cut short");
		wire_check(section->size >= least && section->size % sizeof(uint64) == 0,
				   "the size of a section is malformed");
		ops->check(state, i, &shape);
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
	wire_check(kind == 0 || state->kind == kind, "it belongs to another KPI");
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
		wire_check(state->version == KPI_STATE_VERSION && (kind == 0 || state->kind == kind),
				   "it belongs to another KPI");
		return state;
	}
	return kpi_state_copy(datum, kind);
}

/* What kpi_state_accum does but for the second and later rows of a group. */
KpiState *
kpi_state_accum_slow(FunctionCallInfo fcinfo, KpiKind kind, KeyType key_type, uint8 parameter)
{
	KpiState   *state;

	if (PG_ARGISNULL(0))
		return kpi_state_new(kind, key_type, parameter);
	state = kpi_state_argument(fcinfo, kind);
	wire_check(state->key_type == key_type && state->parameter == parameter, "it has keys or amounts of other types");
	return state;
}

/* Two states are of the same making: kind, types and parameter. */
static void
check_same(const KpiState *a, const KpiState *b)
{
	if (a->kind == b->kind && a->key_type == b->key_type && a->parameter == b->parameter)
		return;
	if (a->kind == b->kind && kpi_kinds[a->kind].cannot_merge != NULL)
		kpi_kinds[a->kind].cannot_merge(a, b);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("KPI states of different kinds or types cannot be merged")));
}

/* Merge another state of the same kind and types into one; it is only read. */
KpiState *
kpi_state_merge(KpiState *state, const KpiState *other)
{
	const SectionOps *ops;
	SectionShape shape;

	check_same(state, other);
	for (int i = 0; (ops = section_of(state, i, &shape)) != NULL; i++)
		state = ops->merge(state, i, &shape, kpi_section(other, i));
	return state;
}

/* Append the canonical form of a state in one of its forms; it may be settled on the way. */
void
kpi_state_write(StringInfo buf, KpiState *state, int form)
{
	const SectionOps *ops;
	SectionShape shape;

	Assert(form <= kpi_newest_form(state->kind));
	pq_sendint8(buf, form);
	pq_sendint8(buf, state->kind);
	pq_sendint8(buf, state->key_type);
	pq_sendint8(buf, state->parameter);
	for (int i = 0; (ops = section_of(state, i, &shape)) != NULL; i++)
	{
		shape.form = form;
		state = ops->send(buf, state, i, &shape);
	}
}

/*
 * Read a state, trusting nothing; of the given kind unless that is 0.  Unless
 * all is kept the state is only to be read from.  starts, unless it is NULL, is
 * set to where each section starts, and the last one ends.
 */
KpiState *
kpi_state_read(StringInfo buf, KpiKind kind, WireRead read, int *starts)
{
	KpiState	header = {0};
	KpiState   *state;
	const SectionOps *ops;
	SectionShape shape;
	int			form;
	int			sections = 0;

	kpi_check_as(kpi_kinds[kind].stored_type);
	form = wire_get(buf, 1);
	header.version = KPI_STATE_VERSION;
	header.kind = wire_get(buf, 1);
	header.key_type = wire_get(buf, 1);
	header.parameter = wire_get(buf, 1);
	check_header(&header);
	wire_check(form >= WIRE_FORM_1 && form <= kpi_newest_form(header.kind), "its version is not known");
	wire_check(kind == 0 || header.kind == kind, "it belongs to another KPI");

	state = kpi_state_new(header.kind, header.key_type, header.parameter);
	for (; (ops = section_of(state, sections, &shape)) != NULL; sections++)
	{
		if (starts != NULL)
			starts[sections] = buf->cursor;
		shape.form = form;
		state = ops->receive(state, sections, &shape, buf, read);
	}
	if (starts != NULL)
		starts[sections] = buf->cursor;
	wire_check(buf->cursor == buf->len, "bytes are left over");
	if (kpi_kinds[state->kind].check != NULL)
		kpi_kinds[state->kind].check(state);
	kpi_check_as(NULL);
	return state;
}

/* Append in form 1 what a state that somebody stored has in another one. */
void
kpi_state_write_form_1(StringInfo out, StringInfo buf, WireRead read)
{
	int			starts[KPI_MAX_SECTIONS + 1];
	int			start = buf->cursor;
	int			form = buf->len > start ? (uint8) buf->data[start] : 0;
	KpiState   *state = kpi_state_read(buf, 0, read, starts);
	const SectionOps *ops;
	SectionShape shape;

	pq_sendint8(out, WIRE_FORM_1);
	appendBinaryStringInfo(out, buf->data + start + 1, 3);
	for (int i = 0; (ops = section_of(state, i, &shape)) != NULL; i++)
	{
		buf->cursor = starts[i];
		if (!ops->has_forms)
			appendBinaryStringInfo(out, buf->data + starts[i], starts[i + 1] - starts[i]);
		else if (ops->send_form_1 != NULL)
		{
			shape.form = form;
			ops->send_form_1(out, state, i, &shape, buf);
		}
		else
			state = ops->send(out, state, i, &shape);
	}
	pfree(state);
}

/* Where the bytes of a state that somebody stored start to depend on their form. */
int
kpi_state_same_in_forms(StringInfo buf)
{
	KpiState	header = {0};
	KpiState   *state;
	const SectionOps *ops;
	SectionShape shape;

	header.version = KPI_STATE_VERSION;
	(void) wire_get(buf, 1);
	header.kind = wire_get(buf, 1);
	header.key_type = wire_get(buf, 1);
	header.parameter = wire_get(buf, 1);
	check_header(&header);
	state = kpi_state_new(header.kind, header.key_type, header.parameter);
	for (int i = 0; (ops = section_of(state, i, &shape)) != NULL && !ops->has_forms; i++)
		state = ops->receive(state, i, &shape, buf, WIRE_COUNT);
	pfree(state);
	return buf->cursor;
}

/*
 * Merge the wire form of a state into one of the given kind; into NULL, it
 * becomes the state.  Sections that can be large are read into the state
 * straight from the bytes.
 */
KpiState *
kpi_state_merge_wire(KpiState *state, KpiKind kind, StringInfo buf)
{
	int			starts[KPI_MAX_SECTIONS + 1];
	const KpiState *other;
	const SectionOps *ops;
	SectionShape shape;
	int			form = buf->len > buf->cursor ? (uint8) buf->data[buf->cursor] : 0;

	if (state == NULL)
		return kpi_state_read(buf, kind, WIRE_KEEP, NULL);
	other = kpi_state_read(buf, kind, WIRE_COUNT, starts);
	check_same(state, other);
	kpi_check_as(kpi_kinds[kind].stored_type);
	for (int i = 0; (ops = section_of(state, i, &shape)) != NULL; i++)
	{
		buf->cursor = starts[i];
		shape.form = form;
		state = ops->merge_wire != NULL ? ops->merge_wire(state, i, &shape, buf) :
			ops->merge(state, i, &shape, kpi_section(other, i));
	}
	kpi_check_as(NULL);
	return state;
}
