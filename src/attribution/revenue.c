/*
 * revenue.c
 *		attributed_revenue: a deal's amount, divided among its touches.
 */
#include "attribution/touches.h"

#include <math.h>

#include "block/money_split.h"
#include "kinds/function.h"

#include "utils/memutils.h"

/* What is kept of a partition. */
typedef struct Revenue
{
	Touches		touches;
	MoneySplit	split;
	SplitClass	place[PLACES];	/* of the touches in each place */
	bool		divided;
} Revenue;

/* The weights of the places, as integers. */
static void
weigh_places(SplitClass *place, const Touches *touches)
{
	uint128		first = touches->count[PLACE_FIRST];
	uint128		between = touches->count[PLACE_BETWEEN];
	uint128		last = touches->count[PLACE_LAST];

	for (Place i = PLACE_FIRST; i <= PLACE_LAST; i++)
		place[i].count = touches->count[i];
	if (touches->groups <= 1 || touches->model == LINEAR)
		place[PLACE_FIRST].weight = place[PLACE_BETWEEN].weight = place[PLACE_LAST].weight = 1;
	else if (touches->model == FIRST_TOUCH)
		place[PLACE_FIRST].weight = 1;
	else if (touches->model == LAST_TOUCH)
		place[PLACE_LAST].weight = 1;
	else if (touches->groups == 2)
	{
		/* A half among the touches of each. */
		place[PLACE_FIRST].weight = last;
		place[PLACE_LAST].weight = first;
	}
	else
	{
		/* Fifths: two, one and two of them. */
		place[PLACE_FIRST].weight = 2 * between * last;
		place[PLACE_BETWEEN].weight = first * last;
		place[PLACE_LAST].weight = 2 * first * between;
	}
}

/* Divide the amount of a partition whose touches are known. */
static void
divide(Revenue *revenue)
{
	Touches	   *touches = &revenue->touches;
	MemoryContext old = MemoryContextSwitchTo(GetMemoryChunkContext(revenue));

	revenue->divided = touches->has_amount && touches->groups > 0;
	if (revenue->divided)
	{
		money_split_init(&revenue->split, touches->amount_datum, touches->scale);
		if (touches->weight == NULL)
		{
			weigh_places(revenue->place, touches);
			money_split_classes(&revenue->split, revenue->place, PLACES);
		}
		else if (!money_split_weights(&revenue->split, touches->weight, touches->rows))
		{
			/* Weights that are 0 divide nothing; those that are NULL take no part. */
			for (int64 row = 0; row < touches->rows; row++)
				if (!isnan(touches->weight[row]))
					ereport(ERROR,
							(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							 errmsg("weights of the touches of a deal are all 0"),
							 errhint("Give some touch of each deal a weight above 0.")));
			revenue->divided = false;
		}
	}
	MemoryContextSwitchTo(old);
}

/* attributed_revenue(model text, amount, at, half_life interval), (weight, amount, at) -> numeric */
static Datum
attributed_revenue(FunctionCallInfo fcinfo, TouchArguments arguments)
{
	WindowObject window = PG_WINDOW_OBJECT();
	Revenue	   *revenue = WinGetPartitionLocalMemory(window, sizeof(Revenue));
	const Touches *touches = &revenue->touches;
	int64		row = WinGetCurrentPosition(window);
	Place		place;

	kpi_refuse_ignore_nulls(fcinfo);
	if (touches_read(window, &arguments, &revenue->touches))
		divide(revenue);
	place = touches_place(window, &arguments, touches);
	if (place == PLACE_NONE || !revenue->divided || (touches->weight != NULL && isnan(touches->weight[row])))
		PG_RETURN_NULL();
	if (touches->weight != NULL)
		PG_RETURN_DATUM(money_split_part(&revenue->split, row));
	PG_RETURN_DATUM(money_split_next(&revenue->split, &revenue->place[place]));
}

#define BY_MODEL(is_date) \
	((TouchArguments){.model = 0, .amount = 1, .at = 2, .half_life = 3, .weight = -1, .dates = is_date})
#define BY_WEIGHT(is_date) \
	((TouchArguments){.weight = 0, .amount = 1, .at = 2, .model = -1, .half_life = -1, .dates = is_date})

KPI_FUNCTION(attributed_revenue_date, attributed_revenue(fcinfo, BY_MODEL(true)));
KPI_FUNCTION(attributed_revenue_timestamp, attributed_revenue(fcinfo, BY_MODEL(false)));
KPI_FUNCTION(attributed_revenue_weight_date, attributed_revenue(fcinfo, BY_WEIGHT(true)));
KPI_FUNCTION(attributed_revenue_weight_timestamp, attributed_revenue(fcinfo, BY_WEIGHT(false)));
