/*
 * touches.c
 *		Reading the touches of a deal from a window's partition.
 *
 * The first row of a partition reads all of it, forward and once, and checks
 * it; each row then finds its own part by its position.
 */
#include "attribution/touches.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

/* Rows between two times that what their arguments left in memory is freed. */
#define ROWS_AT_A_TIME 1024

static const char *const model_names[] = {
	[FIRST_TOUCH] = "first_touch",
	[LAST_TOUCH] = "last_touch",
	[LINEAR] = "linear",
	[POSITION_BASED] = "position_based",
	[TIME_DECAY] = "time_decay",
};

#define MODEL_HINT "The models are first_touch, last_touch, linear, position_based and time_decay."

/* ----------
 * Arguments that are one for the whole partition
 * ----------
 */

/* Is this the name of the model? */
static bool
is_model(const text *name, Model model)
{
	return VARSIZE_ANY_EXHDR(name) == strlen(model_names[model]) &&
		   memcmp(VARDATA_ANY(name), model_names[model], VARSIZE_ANY_EXHDR(name)) == 0;
}

/* The model that the current row names; it must be the same in all. */
static Model
current_model(WindowObject window, int argument, Model expected)
{
	bool		isnull;
	Datum		datum = WinGetFuncArgCurrent(window, argument, &isnull);
	const text *name;

	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("attribution model must not be NULL"),
				 errhint(MODEL_HINT)));
	name = DatumGetTextPP(datum);
	if (expected != 0 && is_model(name, expected))
		return expected;
	for (Model model = FIRST_TOUCH; model <= TIME_DECAY; model++)
	{
		if (!is_model(name, model))
			continue;
		if (expected != 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("attribution model changes within a partition"),
					 errdetail("It is \"%s\" and \"%s\".", model_names[expected], model_names[model]),
					 errhint(MODEL_HINT)));
		return model;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("attribution model \"%.*s\" does not exist", (int) VARSIZE_ANY_EXHDR(name), VARDATA_ANY(name)),
			 errhint(MODEL_HINT)));
}

/* The half-life that the current row gives, in microseconds. */
static int128
current_half_life(WindowObject window, int argument)
{
	bool		isnull;
	Datum		datum = WinGetFuncArgCurrent(window, argument, &isnull);
	const Interval *interval;
	int128		half_life;

	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("half-life of an attribution must not be NULL"),
				 errhint("Give the age at which a touch counts half, such as '7 days'.")));
	interval = DatumGetIntervalP(datum);
	half_life = interval->time + ((int128) interval->month * DAYS_PER_MONTH + interval->day) * USECS_PER_DAY;
	if (half_life <= 0 ||
		(interval->month == PG_INT32_MAX && interval->day == PG_INT32_MAX && interval->time == PG_INT64_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("half-life of an attribution must be positive and finite, not \"%s\"",
						DatumGetCString(DirectFunctionCall1(interval_out, datum))),
				 errhint("Give the age at which a touch counts half, such as '7 days'.")));
	return half_life;
}

/* ----------
 * Times
 * ----------
 */

static inline int64
time_of(Datum datum, const TouchArguments *arguments)
{
	return arguments->dates ? DatumGetDateADT(datum) : DatumGetTimestamp(datum);
}

static bool
time_is_infinite(int64 time, const TouchArguments *arguments)
{
	return arguments->dates ? DATE_NOT_FINITE((DateADT) time) : TIMESTAMP_NOT_FINITE(time);
}

/* Two touches that follow each other in the window must do so in time; are they peers? */
static bool
check_order(WindowObject window, int64 row, int64 time, int64 next_row, int64 next_time)
{
	bool		peers = WinRowsArePeers(window, row, next_row);

	if (peers && time != next_time)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("touches that are peers in the window have different times"),
				 errhint("Order the window by the time of the touches: OVER (PARTITION BY deal ORDER BY at).")));
	if (next_time < time)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("times of touches descend in the window"),
				 errhint("Order the window by the time of the touches: OVER (PARTITION BY deal ORDER BY at).")));
	return peers;
}

/*
 * The weights of time_decay, from the times of the touches, which are in their
 * place in the array; MINUS_INFINITY stands for none.
 */
static void
weigh_by_age(Touches *touches, int64 last_time, bool dates)
{
	double		unit = dates ? USECS_PER_DAY : 1;

	for (int64 row = 0; row < touches->rows; row++)
	{
		int64		time;

		if (row % ROWS_AT_A_TIME == 0)
			CHECK_FOR_INTERRUPTS();
		memcpy(&time, &touches->weight[row], sizeof(time));
		/* The distance between two timestamps may be more than int64 can hold. */
		touches->weight[row] = time == PG_INT64_MIN ? get_float8_nan() :
													  exp2(-((double) ((uint64) last_time - (uint64) time) * unit / (double) touches->half_life));
	}
}

/* ----------
 * Weights and amounts
 * ----------
 */

/* The weight that comes with a touch; NaN if it is NULL. */
static double
own_weight(WindowObject window, int argument, int64 row)
{
	bool		isnull;
	bool		isout;
	double		weight = DatumGetFloat8(WinGetFuncArgInPartition(window, argument, row, WINDOW_SEEK_HEAD, false, &isnull, &isout));

	if (isnull)
		return get_float8_nan();
	if (isnan(weight) || isinf(weight) || weight < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("weight of a touch must be 0 or more and finite, not %s",
						DatumGetCString(DirectFunctionCall1(float8out, Float8GetDatum(weight)))),
				 errhint("Use NULL for a touch that takes no part.")));
	return weight;
}

/* Look at the amount of a row: all of a partition are the same, but for how they are written. */
static void
check_amount(WindowObject window, int argument, int64 row, Touches *touches, MemoryContext keep)
{
	bool		isnull;
	bool		isout;
	Datum		datum = WinGetFuncArgInPartition(window, argument, row, WINDOW_SEEK_HEAD, false, &isnull, &isout);
	AmountReader amount;

	if (!isnull)
	{
		amount_read(&amount, datum, AMOUNT_NUMERIC);
		if (amount.special != AMOUNT_FINITE)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("amount to attribute must be finite, not %s",
							DatumGetCString(DirectFunctionCall1(numeric_out, datum)))));
	}
	if (row == 0)
	{
		touches->has_amount = !isnull;
		if (isnull)
			return;
		MemoryContextSwitchTo(keep);
		touches->amount_datum = datumCopy(PointerGetDatum(PG_DETOAST_DATUM(datum)), false, -1);
		amount_read(&touches->amount, touches->amount_datum, AMOUNT_NUMERIC);
		touches->scale = touches->amount.scale;
	}
	else if (isnull == touches->has_amount || (!isnull && amount_compare(&amount, &touches->amount) != 0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("two different amounts for one deal"),
				 errdetail("The amount is divided among all touches of a partition, so all its rows must have the same amount."),
				 errhint("Partition the window by the deal.")));
	else if (!isnull)
		touches->scale = Max(touches->scale, amount.scale);
}

/* ----------
 * The partition
 * ----------
 */

/* Read all rows of the partition. */
static void
read_rows(WindowObject window, const TouchArguments *arguments, Touches *touches, MemoryContext keep)
{
	MemoryContext rows_context = AllocSetContextCreate(CurrentMemoryContext, "touches", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(rows_context);
	int64		previous = -1;
	int64		previous_time = 0;
	int64		count = 0;
	int64		group_start = 0; /* row, and touches before it */
	int64		group_before = 0;

	for (int64 row = 0;; row++)
	{
		bool		isnull;
		bool		isout;
		Datum		datum = WinGetFuncArgInPartition(window, arguments->at, row, WINDOW_SEEK_HEAD, false, &isnull, &isout);
		int64		time;

		if (isout)
			break;
		if (row % ROWS_AT_A_TIME == 0)
			MemoryContextReset(rows_context);
		if (arguments->amount >= 0)
		{
			check_amount(window, arguments->amount, row, touches, keep);
			MemoryContextSwitchTo(rows_context);
		}
		if (isnull)
		{
			if (touches->weight != NULL)
			{
				if (touches->model == OWN_WEIGHTS)
					touches->weight[row] = get_float8_nan();
				else
					memcpy(&touches->weight[row], &(int64){PG_INT64_MIN}, sizeof(int64));
			}
			continue;
		}
		time = time_of(datum, arguments);
		if (previous < 0 || !check_order(window, previous, previous_time, row, time))
		{
			if (touches->groups < 3)
				touches->groups++;
			if (touches->groups == 2 && touches->count[PLACE_FIRST] == 0)
			{
				touches->count[PLACE_FIRST] = count;
				touches->first_end = previous + 1;
			}
			group_start = row;
			group_before = count;
		}
		if (touches->model == TIME_DECAY)
		{
			if (time_is_infinite(time, arguments))
				ereport(ERROR,
						(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
						 errmsg("a touch at an infinite time has no age"),
						 errhint("Use another model, or NULL for a time that is not known.")));
			memcpy(&touches->weight[row], &time, sizeof(time));
		}
		else if (touches->model == OWN_WEIGHTS)
			touches->weight[row] = own_weight(window, arguments->weight, row);
		count++;
		previous = row;
		previous_time = time;
	}
	if (touches->groups <= 1)
	{
		touches->count[PLACE_FIRST] = count;
		touches->first_end = previous + 1;
		touches->last_start = previous + 1;
	}
	else
	{
		touches->last_start = group_start;
		touches->count[PLACE_LAST] = count - group_before;
		touches->count[PLACE_BETWEEN] = group_before - touches->count[PLACE_FIRST];
	}
	if (touches->model == TIME_DECAY)
		weigh_by_age(touches, previous_time, arguments->dates);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(rows_context);
}

/* Read and check what a function has to know of the current row's partition; true the first time. */
bool
touches_read(WindowObject window, const TouchArguments *arguments, Touches *touches)
{
	MemoryContext keep = GetMemoryChunkContext(touches);

	if (touches->model != 0)
	{
		if (arguments->model >= 0)
			(void) current_model(window, arguments->model, touches->model);
		if (touches->model == TIME_DECAY && current_half_life(window, arguments->half_life) != touches->half_life)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("half-life of an attribution changes within a partition"),
					 errhint("Give all touches of a deal the same half-life.")));
		return false;
	}
	touches->model = arguments->model >= 0 ? current_model(window, arguments->model, 0) : OWN_WEIGHTS;
	if (touches->model == TIME_DECAY)
		touches->half_life = current_half_life(window, arguments->half_life);
	if (touches->model >= TIME_DECAY)
	{
		touches->rows = WinGetPartitionRowCount(window);
		touches->weight = MemoryContextAllocHuge(keep, touches->rows * sizeof(double));
	}
	read_rows(window, arguments, touches, keep);
	return true;
}

/*
 * Where the current row stands.  It is the last that is asked of it, so rows
 * before it can go.
 */
Place
touches_place(WindowObject window, const TouchArguments *arguments, const Touches *touches)
{
	bool		isnull;
	int64		row = WinGetCurrentPosition(window);

	WinSetMarkPosition(window, row);
	(void) WinGetFuncArgCurrent(window, arguments->at, &isnull);
	if (isnull)
		return PLACE_NONE;
	if (row < touches->first_end)
		return PLACE_FIRST;
	return row < touches->last_start ? PLACE_BETWEEN : PLACE_LAST;
}
