/*
 * unit_sets.h
 *		For each subject the first unit of the calendar, and the set of those in
 *		which it was active.
 *
 * Units are told by their age: how many units before that of as_of they are.
 */
#ifndef KPI_UNIT_SETS_H
#define KPI_UNIT_SETS_H

#include "block/calendar.h"
#include "block/key.h"
#include "block/section.h"

typedef struct UnitSets
{
	uint32		size;
	uint32		slots;			/* room for so many entries */
	uint32		count;			/* entries, those pending aside */
	uint32		older;			/* of them, those of another part than the first */
	uint32		seed;			/* scatters the keys over the slots, if not 0 */
	uint8		key_words;		/* 1 for bigint, otherwise 2 */
	uint8		pending;		/* entries that wait before the slots */
	uint8		time_type;		/* TimeType; 0 before the first row */
	uint8		unused;
	int64		as_of;			/* days for a date, otherwise microseconds */
	int32		as_of_unit;
	uint32		zone;			/* calendar_zone */
	uint64		word[FLEXIBLE_ARRAY_MEMBER];
} UnitSets;

/* What is known of a subject from some of its rows: units of one part, 64 of them. */
typedef struct UnitEntry
{
	Key			key;
	uint32		part;			/* units of age 64 * part and more */
	uint32		cohort;			/* 1 + the age of the first unit, or 0 */
	uint64		active;			/* a bit for each age */
} UnitEntry;

#define UNITS_OF_PART 64

extern const SectionOps unit_sets_section;

extern void unit_sets_ask(UnitSets *sets, TimeType type, CalendarUnit unit, int64 as_of);
extern KpiState *unit_sets_add(KpiState *state, int section, const UnitEntry *entry);
extern void unit_sets_settle(UnitSets *sets);
extern bool unit_sets_next(const UnitSets *sets, uint32 *slot, UnitEntry *entry);
extern UnitEntry *unit_sets_sorted(const UnitSets *sets);
pg_noreturn extern void unit_sets_as_of_changes(void);

#endif							/* KPI_UNIT_SETS_H */
