/*
 * touches.h
 *		The touches of a deal: a partition of a window, read once.
 */
#ifndef ATTRIBUTION_TOUCHES_H
#define ATTRIBUTION_TOUCHES_H

#include "block/amount.h"

#include "windowapi.h"

/* How a deal's credit is divided among its touches. */
typedef enum Model
{
	FIRST_TOUCH = 1,
	LAST_TOUCH,
	LINEAR,
	POSITION_BASED,
	TIME_DECAY,
	OWN_WEIGHTS					/* which come with the touches */
} Model;

/* Which argument of a function is what; -1 if it has none such. */
typedef struct TouchArguments
{
	int			model;
	int			weight;
	int			amount;
	int			at;
	int			half_life;
	bool		dates;			/* at is a date, not a timestamp */
} TouchArguments;

/* Where a touch stands: touches of one peer group share what falls to it. */
typedef enum Place
{
	PLACE_NONE,					/* its time is not known */
	PLACE_FIRST,				/* in the first group, which may be the only one */
	PLACE_BETWEEN,
	PLACE_LAST
} Place;

#define PLACES (PLACE_LAST + 1)

/*
 * What is kept of a partition.  Only time_decay and weights of one's own need
 * anything for each row: eight bytes.
 */
typedef struct Touches
{
	Model		model;			/* 0 until the partition has been read */
	int64		rows;			/* set if there are weights */
	int64		count[PLACES];	/* touches in each place */
	int64		groups;			/* 3 stands for more, too */
	int64		first_end;		/* the row after the last one of the first group */
	int64		last_start;		/* the first row of the last group */
	int128		half_life;		/* microseconds */
	double	   *weight;			/* of each row, NaN for none; NULL if all is said by the places */
	bool		has_amount;
	int			scale;			/* the largest written */
	AmountReader amount;		/* of the first row */
	Datum		amount_datum;
} Touches;

extern bool touches_read(WindowObject window, const TouchArguments *arguments, Touches *touches);
extern Place touches_place(WindowObject window, const TouchArguments *arguments, const Touches *touches);

#endif /* ATTRIBUTION_TOUCHES_H */
