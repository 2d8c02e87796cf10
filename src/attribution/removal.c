/*
 * removal.c
 *		What the removal of a channel does to conversions: a first-order Markov
 *		chain over start, channels, conversion and nothing.
 *
 * A removed channel leads nowhere.  Then what is lost of the conversions is what
 * visits the channel and converts: the probability of ever getting there, which
 * is N[s,c] / N[c,c], times f[c], over f[s], with N = (I - Q)^-1 and f the
 * probabilities of conversion.
 *
 * I - Q is taken apart into triangles once.  Staying at a channel changes
 * nothing and is left out, and each diagonal element is the sum of what leads on
 * (Grassmann, Taksar and Heyman), so that nothing is ever subtracted: small
 * probabilities are as exact as large ones.
 */
#include "attribution/attribution.h"

#include "miscadmin.h"
#include "utils/memutils.h"

typedef struct Chain
{
	int			channels;
	double	   *go;				/* probabilities from channel to channel, row by row; then the triangles */
	double	   *start;			/* from the start to each channel */
	double	   *convert;		/* from each channel to a conversion */
	double	   *stop;			/* and to nothing */
	double	   *on;				/* the diagonal: what leads on from each, to later channels or an end */
} Chain;

static inline double *
row_of(const Chain *chain, int channel)
{
	return chain->go + (Size) channel * chain->channels;
}

static double *
vector(const Chain *chain)
{
	return palloc0((chain->channels + 1) * sizeof(double));
}

/* The probabilities, from the counts. */
static void
read_chain(Chain *chain, const Transitions *transitions, ChannelEffect *effects)
{
	int			n = chain->channels;
	double	   *out = vector(chain);
	double		journeys = 0;

	for (uint32 i = 0; i < transitions->slots; i++)
	{
		const Transition *t = &transitions->transition[i];
		bool		to_channel = t->to != TO_NOTHING && t->to != TO_CONVERSION;

		if (t->count == 0)
			continue;
		if (to_channel)
			effects[t->to - 1].touches += t->count;
		if (t->from == FROM_START)
		{
			chain->start[t->to - 1] = t->count;
			journeys += t->count;
		}
		else if (t->from != t->to)
		{
			if (t->to == TO_CONVERSION)
				chain->convert[t->from - 1] = t->count;
			else if (t->to == TO_NOTHING)
				chain->stop[t->from - 1] = t->count;
			else
				row_of(chain, t->from - 1)[t->to - 1] = t->count;
			out[t->from - 1] += t->count;
		}
	}
	for (int i = 0; i < n; i++)
	{
		chain->start[i] /= journeys;
		chain->convert[i] /= out[i];
		chain->stop[i] /= out[i];
		for (int j = 0; j < n; j++)
			row_of(chain, i)[j] /= out[i];
	}
	pfree(out);
}

/*
 * Take I - Q apart: of the upper triangle go[k][j] is what stands to the right of
 * the diagonal, negated, of the lower one go[i][k] the factor by which row k has
 * been added to row i.  convert becomes the forward solution for f.
 */
static void
eliminate(Chain *chain)
{
	int			n = chain->channels;

	for (int k = 0; k < n; k++)
	{
		const double *pivot = row_of(chain, k);
		double		on = chain->convert[k] + chain->stop[k];

		for (int j = k + 1; j < n; j++)
			on += pivot[j];

		/*
		 * As many journeys lead to a channel as from it, by counts below 2^62: of
		 * such chains no probability to leave some channels is below 2^-74.
		 */
		Assert(on > 0);
		chain->on[k] = on;
		for (int i = k + 1; i < n; i++)
		{
			double	   *row = row_of(chain, i);
			double		factor = row[k] / on;

			if (factor == 0)
				continue;
			row[k] = factor;
			for (int j = k + 1; j < n; j++)
				row[j] += factor * pivot[j];
			row[i] = 0;
			chain->convert[i] += factor * chain->convert[k];
			chain->stop[i] += factor * chain->stop[k];
		}
		CHECK_FOR_INTERRUPTS();
	}
}

/* Solve the upper triangle, from its last row up to one; in place. */
static void
solve_upper(const Chain *chain, double *x, int first)
{
	for (int i = chain->channels - 1; i >= first; i--)
	{
		const double *row = row_of(chain, i);

		for (int j = i + 1; j < chain->channels; j++)
			x[i] += row[j] * x[j];
		x[i] /= chain->on[i];
	}
}

/* How often a journey comes to each channel: the start's row of N.  In place, from the start's probabilities. */
static void
solve_visits(const Chain *chain, double *visits)
{
	int			n = chain->channels;

	for (int k = 0; k < n; k++)
	{
		visits[k] /= chain->on[k];
		for (int j = k + 1; j < n; j++)
			visits[j] += visits[k] * row_of(chain, k)[j];
	}
	for (int i = n - 1; i > 0; i--)
		for (int k = 0; k < i; k++)
			visits[k] += visits[i] * row_of(chain, i)[k];
}

/* The element of N on the diagonal: how often a journey that is at a channel comes there, this time included. */
static double
returns(const Chain *chain, int channel, double *x)
{
	for (int i = channel; i < chain->channels; i++)
	{
		const double *row = row_of(chain, i);

		x[i] = i == channel;
		for (int k = channel; k < i; k++)
			x[i] += row[k] * x[k];
	}
	solve_upper(chain, x, channel);
	return x[channel];
}

/* Fill in the effects of the channels; false if nothing converts, so that none has an effect. */
bool
removal_effects(const Transitions *transitions, ChannelEffect *effects)
{
	int			n = transitions->channels;
	Chain		chain = {.channels = n};
	double	   *x;
	double		converts = 0;

	chain.go = MemoryContextAllocExtended(CurrentMemoryContext, (Size) n * n * sizeof(double) + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	chain.start = vector(&chain);
	chain.convert = vector(&chain);
	chain.stop = vector(&chain);
	chain.on = vector(&chain);
	x = vector(&chain);
	read_chain(&chain, transitions, effects);
	memcpy(x, chain.start, n * sizeof(double));
	eliminate(&chain);
	solve_upper(&chain, chain.convert, 0);
	for (int i = 0; i < n; i++)
		converts += x[i] * chain.convert[i];
	solve_visits(&chain, chain.start);
	for (int i = 0; i < n && converts > 0; i++)
	{
		double		effect = chain.start[i] / returns(&chain, i, x) * chain.convert[i] / converts;

		effects[i].effect = Min(effect, 1);
		CHECK_FOR_INTERRUPTS();
	}
	pfree(chain.go);
	return converts > 0;
}
