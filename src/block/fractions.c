/*
 * fractions.c
 *		The fraction or fractions that percentiles are asked for.
 */
#include "block/fractions.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/float.h"
#include "utils/memutils.h"

/* No array has more elements. */
#define MOST_FRACTIONS ((int64) (MaxAllocSize / sizeof(float8)))

/* NaN in bytes, the same on every machine. */
#define WIRE_NAN UINT64CONST(0x7ff8000000000000)

/* A percentile's fraction, which must lie between 0 and 1. */
float8
percentile_fraction(float8 fraction)
{
	if (isnan(fraction) || fraction < 0 || fraction > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("percentile fraction %s is not between 0 and 1", float8out_internal(fraction)),
				 errhint("The median is 0.5, the 90th percentile 0.9.")));
	return fraction == 0 ? 0 : fraction;
}

#define OF_PERCENTILES "percentile fraction"

/* Report a fraction, which is called so, that is not the same in all rows. */
pg_noreturn static void
fraction_changed(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s changes within a group", what),
			 errhint("Use the same fraction for all rows of a group.")));
}

void
fractions_changed(void)
{
	fraction_changed(OF_PERCENTILES);
}

/* One fraction, or an array of them, was asked for as the final function gives percentiles. */
void
fractions_check_form(const Fractions *fractions, bool is_array)
{
	if (fractions->ndim >= 0 && !is_array)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("state of several percentiles where one is asked for")));
	if (fractions->ndim < 0 && is_array && !isnan(fractions->value[0]))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("state of one percentile where several are asked for")));
}

/* ----------
 * Fractions of an SQL argument, which is the second one
 * ----------
 */

/* The nth fraction of an array, NaN for NULL; cursors start at the first. */
static inline float8
next_fraction(const char **data, const bits8 *nulls, int n)
{
	float8		value;

	CHECK_FOR_INTERRUPTS();
	if (nulls != NULL && (nulls[n / 8] & (1 << (n % 8))) == 0)
		return get_float8_nan();
	memcpy(&value, *data, sizeof(value));
	*data += sizeof(value);
	return percentile_fraction(value);
}

/* Room for so many fractions in an empty section. */
static KpiState *
fractions_reserve(KpiState *state, int section, uint32 count)
{
	state = kpi_state_resize(state, section, offsetof(Fractions, value) + count * sizeof(float8),
							 offsetof(Fractions, value));
	((Fractions *) kpi_section(state, section))->count = count;
	return state;
}

/* Put a single fraction into an empty section. */
KpiState *
fractions_set(KpiState *state, int section, float8 fraction)
{
	Fractions  *fractions;

	state = fractions_reserve(state, section, 1);
	fractions = kpi_section(state, section);
	fractions->ndim = -1;
	fractions->value[0] = fraction;
	return state;
}

/* A row's single fraction, NaN for NULL, must be that of the first row; what it is called if not. */
void
fractions_check_single(const Fractions *fractions, float8 fraction, const char *what)
{
	if (fractions->ndim >= 0 ||
		(isnan(fraction) ? !isnan(fractions->value[0]) : fractions->value[0] != fraction))
		fraction_changed(what);
}

/* Put the fraction or fractions of the first row into an empty section. */
KpiState *
fractions_set_argument(KpiState *state, int section, FunctionCallInfo fcinfo, bool is_array)
{
	ArrayType  *array;
	const char *data;
	Fractions  *fractions;

	if (PG_ARGISNULL(1))
		return fractions_set(state, section, get_float8_nan());
	if (!is_array)
		return fractions_set(state, section, percentile_fraction(PG_GETARG_FLOAT8(1)));
	array = PG_GETARG_ARRAYTYPE_P(1);
	data = ARR_DATA_PTR(array);
	state = fractions_reserve(state, section, ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)));
	fractions = kpi_section(state, section);
	fractions->ndim = ARR_NDIM(array);
	for (int i = 0; i < fractions->ndim; i++)
	{
		fractions->dims[i] = ARR_DIMS(array)[i];
		fractions->lbound[i] = ARR_LBOUND(array)[i];
	}
	for (uint32 i = 0; i < fractions->count; i++)
		fractions->value[i] = next_fraction(&data, ARR_NULLBITMAP(array), i);
	return state;
}

/* The row's fraction or fractions must be those of the first row. */
void
fractions_check_argument(const Fractions *fractions, FunctionCallInfo fcinfo, bool is_array)
{
	ArrayType  *array;
	const char *data;

	if (fractions->ndim < 0)
	{
		/* One fraction; or the array is NULL, which is kept like one. */
		if (isnan(fractions->value[0]) ? !PG_ARGISNULL(1) :
			PG_ARGISNULL(1) || is_array || PG_GETARG_FLOAT8(1) != fractions->value[0])
		{
			if (!is_array && !PG_ARGISNULL(1))
				percentile_fraction(PG_GETARG_FLOAT8(1));
			fractions_changed();
		}
		return;
	}
	if (PG_ARGISNULL(1) || !is_array)
		fractions_changed();
	array = PG_GETARG_ARRAYTYPE_P(1);
	if (ARR_NDIM(array) != fractions->ndim ||
		memcmp(ARR_DIMS(array), fractions->dims, fractions->ndim * sizeof(int32)) != 0 ||
		memcmp(ARR_LBOUND(array), fractions->lbound, fractions->ndim * sizeof(int32)) != 0)
		fractions_changed();
	data = ARR_DATA_PTR(array);
	for (uint32 i = 0; i < fractions->count; i++)
	{
		float8		value = next_fraction(&data, ARR_NULLBITMAP(array), i);

		if (isnan(value) ? !isnan(fractions->value[i]) : value != fractions->value[i])
			fractions_changed();
	}
	if ((Pointer) array != DatumGetPointer(PG_GETARG_DATUM(1)))
		pfree(array);
}

/* ----------
 * The section
 * ----------
 */

static Size
fractions_initial_size(const SectionShape *shape)
{
	return offsetof(Fractions, value);
}

/* Are these fractions, as many as the bounds of the array say? */
static void
fractions_check_values(const Fractions *fractions)
{
	int64		elements = fractions->ndim == 0 ? 0 : 1;

	wire_check(fractions->ndim >= -1 && fractions->ndim <= MAXDIM, "a number of dimensions is out of range");
	for (int i = 0; i < fractions->ndim; i++)
	{
		wire_check(fractions->dims[i] > 0 && fractions->dims[i] <= MOST_FRACTIONS &&
					   (int64) fractions->lbound[i] + fractions->dims[i] <= PG_INT32_MAX,
				   "array bounds are out of range");
		elements *= fractions->dims[i];
		wire_check(elements <= MOST_FRACTIONS, "array bounds are out of range");
	}
	wire_check(fractions->count == elements, "array bounds and number of fractions disagree");
	for (uint32 i = 0; i < fractions->count; i++)
		wire_check(isnan(fractions->value[i]) || (fractions->value[i] >= 0 && fractions->value[i] <= 1),
				   "a fraction is not between 0 and 1");
}

static void
fractions_check(const KpiState *state, int section, const SectionShape *shape)
{
	const Fractions *fractions = kpi_section(state, section);

	wire_check(offsetof(Fractions, value) + fractions->count * sizeof(float8) <= fractions->size,
			   "a section does not fit its size");
	fractions_check_values(fractions);
}

/* States of other fractions cannot be merged. */
static KpiState *
fractions_merge(KpiState *state, int section, const SectionShape *shape, const void *other)
{
	const Fractions *fractions = kpi_section(state, section);

	if (fractions->size != ((const Fractions *) other)->size || memcmp(fractions, other, fractions->size) != 0)
		fraction_changed(shape->use != NULL ? shape->use : OF_PERCENTILES);
	return state;
}

static KpiState *
fractions_send(StringInfo buf, KpiState *state, int section, const SectionShape *shape)
{
	const Fractions *fractions = kpi_section(state, section);

	pq_sendint8(buf, fractions->ndim);
	for (int i = 0; i < fractions->ndim; i++)
	{
		pq_sendint32(buf, fractions->dims[i]);
		pq_sendint32(buf, fractions->lbound[i]);
	}
	pq_sendint32(buf, fractions->count);
	for (uint32 i = 0; i < fractions->count; i++)
	{
		if (isnan(fractions->value[i]))
			pq_sendint64(buf, WIRE_NAN);
		else
			pq_sendfloat8(buf, fractions->value[i]);
		CHECK_FOR_INTERRUPTS();
	}
	return state;
}

static KpiState *
fractions_receive(KpiState *state, int section, const SectionShape *shape, StringInfo buf, WireRead read)
{
	Fractions  *fractions = kpi_section(state, section);

	fractions->ndim = (int8) wire_get(buf, 1);
	wire_check(fractions->ndim >= -1 && fractions->ndim <= MAXDIM, "a number of dimensions is out of range");
	for (int i = 0; i < fractions->ndim; i++)
	{
		fractions->dims[i] = wire_get(buf, 4);
		fractions->lbound[i] = wire_get(buf, 4);
	}
	state = fractions_reserve(state, section, wire_get_length(buf, sizeof(float8)));
	fractions = kpi_section(state, section);
	for (uint32 i = 0; i < fractions->count; i++)
	{
		float8		value;
		uint64		bits = wire_get(buf, 8);

		memcpy(&value, &bits, sizeof(value));
		wire_check(value != 0 || bits == 0, "a fraction is not between 0 and 1");
		if (isnan(value))
		{
			wire_check(bits == WIRE_NAN, "a fraction is malformed");
			value = get_float8_nan();
		}
		fractions->value[i] = value;
		CHECK_FOR_INTERRUPTS();
	}
	fractions_check_values(fractions);
	return state;
}

const SectionOps fractions_section = {
	.initial_size = fractions_initial_size,
	.check = fractions_check,
	.merge = fractions_merge,
	.send = fractions_send,
	.receive = fractions_receive,
};
