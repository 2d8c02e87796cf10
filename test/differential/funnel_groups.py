"""Random small groups of funnel rows, rich in ties, window edges, calendars, modes and items of a mode."""

from collections import namedtuple
from datetime import datetime, timedelta
from math import prod

from funnel_oracle import STRICT_MODES
from funnel_table import AUTUMN, ITEMS, LEVELS, MIDNIGHT, PASSES, TIMES, last_condition, last_step

# A row as it is loaded: its time as text or None, whether to move it by the window, each condition as True, False or None,
# the number of its condition if it has one at the most, and the part of the table that it goes to.
Event = namedtuple("Event", "at moved steps step part")

# The rows of one subject with their window, mode and number of steps; the mode is None for the form without.
Group = namedtuple("Group", "within mode steps events")

PARTS = 3

# The choices that any_order leaves to the oracle.
MANY_CHOICES = 2000


# Time zones, and moments in UTC when their offset changes: by an hour, by half of one, at midnight, by a day.
CHANGES = {
	"Europe/Berlin": ["2026-03-29 01:00:00", "2025-10-26 01:00:00", "2100-03-28 01:00:00"],
	"America/New_York": ["2026-03-08 07:00:00", "2025-11-02 06:00:00"],
	"Australia/Lord_Howe": ["2026-04-04 15:00:00", "2025-10-04 15:30:00"],
	"America/Sao_Paulo": ["2018-11-04 03:00:00", "2018-02-18 02:00:00"],
	"America/Sitka": ["1867-10-19 00:31:13"],
	"Pacific/Apia": ["2011-12-30 10:00:00"],
}


def every(hours, count, start, days=0):
	"""So many times as text, so many hours apart."""
	start = datetime.fromisoformat(start) + timedelta(days=days)
	return [str(start + nth * timedelta(hours=hours)) for nth in range(count)]


def utc(times):
	"""The same times in UTC."""
	return [f"{at}+00" for at in times]


SECONDS = every(1 / 3600, 14, "2026-05-01 12:00:00")
MICROSECONDS = [f"2026-05-01 11:59:59.99999{digit}" for digit in range(7, 10)] + \
	[f"2026-05-01 12:00:00.00000{digit}" for digit in range(5)]
DAYS = [at[:10] for at in every(24, 14, "2026-02-24 00:00:00")]
MONTH_ENDS = every(4, 12, "2026-01-29 21:00:00") + every(4, 16, "2026-02-26 21:00:00")
LEAP_MONTH_ENDS = every(13, 8, "2028-01-28 23:00:00") + every(5, 14, "2028-02-27 21:00:00")
MONTHS = ["1 month", "1 month", "1 month 1 hour", "1 month -1 day", "1 month -1 day 1 hour", "1 month -29 days", "30 days"]
CENTURIES = ["0500-01-01 BC", "0800-12-25", "1789-07-14", "1789-07-15", "2026-05-01", "4310-01-01", "9000-01-01"]
FOREVER = ["500 years", "2000000000 days"]

# What a group may be made of: times close together and in order, and windows for them.
DATES = [
	(DAYS, ["1 day", "2 days", "3 days", "5 days", "8 days", "12 days", "36 hours", "4 days -1 second", "1 second"]),
	(["-infinity", *DAYS[:4], "infinity"], ["2 days", "1 month"]),
	([at[:10] for at in MONTH_ENDS], MONTHS),
	([at[:10] for at in LEAP_MONTH_ENDS], MONTHS),
	(CENTURIES, ["1 day", "500 years", "3000 years", "999999 days"]),
	(["294276-12-28", "294276-12-30", "294276-12-31", "infinity"], ["1 day", "1 month", *FOREVER]),
	(["-infinity", "4714-11-24 BC", "4714-11-25 BC", "4714-11-27 BC"], ["1 day", "1 month"]),
]
TIMESTAMPS = [
	(SECONDS, [f"{seconds} seconds" for seconds in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12)]),
	(SECONDS, ["0.000001 seconds", "1 day", "1000 years", "300000 years"]),
	(MICROSECONDS, [f"0.00000{digit} seconds" for digit in range(1, 9)]),
	(["-infinity", *SECONDS[:4], "infinity"], ["2 seconds", "1 month"]),
	(MONTH_ENDS, MONTHS),
	(LEAP_MONTH_ENDS, MONTHS),
	(every(1, 5, "2026-02-28 22:00:00") + every(1, 5, "2027-02-28 22:00:00"), ["1 year", "12 months -1 hour"]),
	(CENTURIES, ["1 day", "500 years", "3000 years", "999999 days"]),
	(["294276-12-31", *utc(f"294276-12-31 23:59:5{digit}" for digit in range(5, 10)), "infinity"],
	 ["2 seconds", "1 day", "1 month", *FOREVER]),
	(["-infinity", *(f"4714-11-24 00:00:0{digit}+00 BC" for digit in range(5))], ["2 seconds", "1 month"]),
]


def zoned(changes):
	"""The same around changes of the offset from UTC."""
	for change in changes:
		yield utc(every(0.5, 144, change, days=-1.5)), [
			"1 day", "1 day", "24 hours", "23 hours", "1 day -1 hour", "1 day 1 hour", "2 days -24 hours", "2 days", "1 hour"]
		yield utc(every(12, 24, change, days=-6)), ["1 day", "2 days", "5 days", "10 days -216 hours", "-5 days 144 hours"]
		yield utc(every(3, 24, change, days=-1.5)), ["1 day", "1 day", "2 days", "1 day 3 hours"]
		yield utc([at for day in range(3) for at in every(0.5, 7, change, days=day - 1 / 24)]), [
			"1 day", "1 day", "24 hours", "2 days", "1 hour", "3 days"]
		yield utc([
			*every(1, 3, change, days=-31), *every(1, 3, change, days=-30), *every(1, 5, change, days=-28), *every(1, 5, change)
		]), ["1 month", "1 month -1 hour", "28 days", "30 days", "31 days", "4 weeks -1 hour"]


class Draw:
	"""Draws the groups of one call: a type of time, a mode of words, of items or none, conditions or step numbers."""

	def __init__(self, random, time_type, zone, modes, numbered):
		self.random = random
		self.sources = {
			"date": DATES, "timestamp": TIMESTAMPS, "timestamptz": [*TIMESTAMPS, *zoned(CHANGES[zone])],
		}[time_type]
		self.in_autumn = time_type == "timestamptz" and zone == "America/New_York"
		self.modes = modes
		self.numbered = numbered

	def chance(self, probability):
		return self.random.random() < probability

	def group(self):
		"""A random group."""
		random = self.random
		times, windows = random.choice(self.sources)
		steps = random.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8))
		size = random.choice((1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8))
		ties = random.choice((1, 2, 3, 4, 5, 6, 8, 10, 14))
		if self.chance(0.02):
			steps, size, ties = random.randint(1, 3), random.randint(9, 40), random.randint(1, 7)
		elif self.chance(0.01):
			steps, size, ties = random.choice((20, 63, 64)), random.randint(1, 7), 2
		climbs = self.chance(0.1)
		if climbs:
			steps = random.randint(2, 5)
		self.excluded = random.choice((0, 1, 1, 1, 2)) if self.modes == "items" else 0
		self.spoiling = random.choice((0, 0, 0.05, 0.2))
		steps = min(steps, 64 - self.excluded)
		times = self.pick(times, ties) if self.chance(0.5) else self.neighbours(times, ties)
		mode = {"none": lambda: None, "words": self.mode, "items": lambda: self.items(steps, windows)}[self.modes]()
		if climbs:
			events = self.climb(sorted(set(times), key=times.index), steps)
			if mode != "any_order" and self.modes == "words" and self.chance(0.5):
				mode = ",".join(filter(None, ["strict_once,strict_deduplication", random.choice(("", "", *STRICT_MODES))]))
		elif self.chance(0.004):
			events = self.crowd(times[:3], steps)
		elif steps <= 8 and self.chance(0.6):
			events = self.passage(times, steps)
		else:
			events = self.anything(times, steps, size)
		if mode == "any_order":
			events = self.with_few_choices(events)
		if self.modes == "items":
			windows = windows[random.randrange(len(windows)):]
		return Group(random.choice(windows), mode, steps, events)

	def pick(self, times, count):
		"""So many of these times in their order, now and then with repetitions."""
		places = range(len(times))
		if count <= len(times) and self.chance(0.5):
			places = self.random.sample(places, count)
		else:
			places = self.random.choices(places, k=count)
		return [times[place] for place in sorted(places)]

	def neighbours(self, times, count):
		"""Times that follow one another."""
		first = self.random.randrange(max(1, len(times) - count + 1))
		return times[first:first + count]

	def mode(self):
		"""Any combination of modes, or none, its words in any order."""
		if self.chance(0.15):
			return "any_order"
		words = [mode for mode in STRICT_MODES if self.chance(0.4)]
		self.random.shuffle(words)
		return ",".join(words)

	def items(self, steps, windows):
		"""Items for so many steps and all that is excluded, with a few modes, in any order. Shorter windows come first."""
		random = self.random
		windows = windows[:random.randint(1, len(windows))]
		items = [mode for mode in STRICT_MODES if self.chance(0.2)]
		for nth in range(self.excluded):
			for _ in range(random.choice((1, 1, 1, 2))):
				item = f"exclude {steps + 1 + nth}"
				if steps > 1 and self.chance(0.6):
					item += " between {} and {}".format(*sorted(random.sample(range(1, steps + 1), 2)))
				items.append(item)
		followers = range(2, steps + 1)
		for step in random.sample(followers, min(len(followers), random.choice((0, 0, 1, 1, 2)))):
			items.append(f"step {step} within {random.choice(windows)}")
		if self.chance(0.3):
			items.append(f"each step within {random.choice(windows)}")
		random.shuffle(items)
		blank = random.choice((" ", " ", " ", "  "))
		return random.choice((",", ", ", " , ")).join(item.replace(" ", blank) for item in items)

	def anything(self, times, steps, size):
		"""Rows at these times with any steps."""
		random = self.random
		density = random.choice((0.1, 0.25, 0.5, 0.75, 1))
		rows = ((random.choice(times), random.randint(0, steps + self.excluded)) for _ in range(size))
		return self.events(rows, steps, density, moved=random.choice((0, 0, 0.1, 0.3)) if steps <= 8 else 0)

	def crowd(self, times, steps):
		"""Many rows of one step and a few of several steps, at few times."""
		random = self.random
		common = random.choice((0, 1, 1, steps))
		few = [(random.choice(times), random.randint(0, steps + self.excluded)) for _ in range(random.randint(0, 9))]
		many = [(random.choice(times), common) for _ in range(random.randint(60, 200))]
		return self.events(few, steps, random.choice((0, 0.2, 0.5)), moved=0) + self.events(many, steps, 0, moved=0)

	def passage(self, times, steps):
		"""Rows of a subject that passes the steps in order, once or again, but for a few rows too many or too few."""
		random = self.random
		passed = list(range(1, steps + 1)) * (random.choice((1, 1, 2, 3)) if steps <= 3 else 1)
		if self.modes == "items" and self.chance(0.5):
			passed = [step for step in passed for _ in range(random.choice((1, 1, 2)))]
		for _ in range(random.randrange(5)):
			passed.insert(random.randint(0, len(passed)), random.choice((0, random.randint(1, steps + self.excluded))))
		if len(passed) > 1 and self.chance(0.3):
			passed.pop(random.randrange(len(passed)))
		rows = zip(self.pick(times, len(passed)), passed)
		return self.events(rows, steps, random.choice((0, 0, 0.1, 0.2)), moved=random.choice((0, 0, 0, 0.1)))

	def climb(self, times, steps):
		"""Rows of a subject that passes the steps one by one, most of which could be a step next to theirs as well, several at a
		time: where it matters which of them is taken for which step."""
		random = self.random
		base = 1
		truths = []
		for at in times:
			for _ in range(random.choice((1, 1, 2, 2, 3))):
				near = {step for step in (base - 1, base + 1) if self.chance(0.25)} if not self.numbered else set()
				near = {step if step <= steps else 0 for step in near} | {
					steps + 1 + nth for nth in range(self.excluded) if self.chance(0.1)}
				truths.append((at, near | ({base} if self.chance(0.8) else set())))
			base += random.choice((0, 1, 1, 1))
			if base > steps or len(truths) > 7:
				break
		return [
			Event(at, False, [step in true for step in self.conditions(steps)], max(true, default=None), random.randrange(PARTS))
			for at, true in random.sample(truths, len(truths))]

	def conditions(self, steps):
		"""The numbers of so many steps, and of what is excluded."""
		return range(1, steps + self.excluded + 1)

	def events(self, rows, steps, density, moved):
		"""Rows of a time and a condition each. Others may be true, too, where rows have more than a number."""
		random = self.random
		known = random.choice((0.9, 1, 1))
		events = []
		for at, step in rows:
			truths = [
				number == step or (not self.numbered and self.chance(density if number <= steps else self.spoiling))
				or random.choice((False, None))
				for number in self.conditions(steps)
			]
			events.append(Event(
				at if self.chance(known) else None, self.chance(moved), truths, step or random.choice((0, None)),
				random.randrange(PARTS)))
		if self.chance(0.7):
			random.shuffle(events)
		return events

	def with_few_choices(self, events):
		"""The rows, some without their steps if the oracle would have to try too many choices."""
		while prod(
			1 + len({event[:2] for event in events if event.steps[nth]}) for nth in range(len(events[0].steps))
		) > MANY_CHOICES:
			victim = self.random.randrange(len(events))
			events[victim] = events[victim]._replace(steps=[False] * len(events[victim].steps), step=None)
		return events

	def by_hand(self):
		"""The groups of the tables that this call can be asked."""
		lines = [(*line[:3], datetime(2026, 5, 1, 12), timedelta(seconds=1), "") for line in LEVELS + TIMES + PASSES + ITEMS]
		if self.in_autumn:
			lines += [(*line[:3], datetime.fromisoformat(MIDNIGHT), timedelta(minutes=30), "+00") for line in AUTUMN]
		for text, within, mode, start, unit, offset in lines:
			known = {"none": not mode, "words": " " not in mode, "items": True}[self.modes]
			if known and not (self.numbered and "," in text):
				rows = [row.split(":") for row in text.split()]
				conditions = range(1, last_condition(text, mode) + 1)
				yield Group(within, None if self.modes == "none" else mode, last_step(text, mode), [
					Event(None if at == "null" else f"{start + int(at) * unit}{offset}", False,
						[str(number) in steps.split(",") for number in conditions], int(steps or 0) if self.numbered else None,
						self.random.randrange(PARTS))
					for at, steps in rows])
