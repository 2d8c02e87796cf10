/*
 * share.c
 *		attribution_share: the part of a deal's credit that falls to each touch.
 */
#include "attribution/touches.h"

#include <math.h>

#include "kinds/function.h"

#include "miscadmin.h"

/* What is kept of a partition. */
typedef struct Shares
{
	Touches		touches;
	double		place[PLACES];	/* the share of a touch in each place */
	double		total;			/* of the weights */
} Shares;

/* The sum of weights, with the rounding errors of the additions added in the end. */
static double
sum_of_weights(const Touches *touches)
{
	double		sum = 0;
	double		lost = 0;

	for (int64 row = 0; row < touches->rows; row++)
	{
		double		weight = touches->weight[row];
		double		next = sum + weight;

		if (row % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
		if (isnan(weight))
			continue;
		lost += sum >= weight ? (sum - next) + weight : (weight - next) + sum;
		sum = next;
	}
	return sum + lost;
}

/* What a touch gets in each place. */
static void
share_by_place(Shares *shares)
{
	const Touches *touches = &shares->touches;
	double		first = touches->count[PLACE_FIRST];
	double		between = touches->count[PLACE_BETWEEN];
	double		last = touches->count[PLACE_LAST];
	double	   *place = shares->place;

	if (touches->groups <= 1 || touches->model == LINEAR)
		place[PLACE_FIRST] = place[PLACE_BETWEEN] = place[PLACE_LAST] = 1 / (first + between + last);
	else if (touches->model == FIRST_TOUCH)
		place[PLACE_FIRST] = 1 / first;
	else if (touches->model == LAST_TOUCH)
		place[PLACE_LAST] = 1 / last;
	else
	{
		bool		two = touches->groups == 2;

		place[PLACE_FIRST] = (two ? 0.5 : 0.4) / first;
		place[PLACE_BETWEEN] = 0.2 / between;
		place[PLACE_LAST] = (two ? 0.5 : 0.4) / last;
	}
}

/* attribution_share(model text, at, half_life interval) -> double precision */
static Datum
attribution_share(FunctionCallInfo fcinfo, bool dates)
{
	const TouchArguments arguments = {.model = 0, .at = 1, .half_life = 2, .weight = -1, .amount = -1, .dates = dates};
	WindowObject window = PG_WINDOW_OBJECT();
	Shares	   *shares = WinGetPartitionLocalMemory(window, sizeof(Shares));
	const Touches *touches = &shares->touches;
	Place		place;

	kpi_refuse_ignore_nulls(fcinfo);
	if (touches_read(window, &arguments, &shares->touches))
	{
		if (touches->weight != NULL)
			shares->total = sum_of_weights(touches);
		else
			share_by_place(shares);
	}
	place = touches_place(window, &arguments, touches);
	if (place == PLACE_NONE)
		PG_RETURN_NULL();
	if (touches->weight != NULL)
		PG_RETURN_FLOAT8(touches->weight[WinGetCurrentPosition(window)] / shares->total);
	PG_RETURN_FLOAT8(shares->place[place]);
}

KPI_FUNCTION(attribution_share_date, attribution_share(fcinfo, true));
KPI_FUNCTION(attribution_share_timestamp, attribution_share(fcinfo, false));
