"""Funnels whose answers were found by hand, and what the oracle must not be taken for.

Times are whole seconds, but for those of the night in autumn.
"""

import re

from funnel_oracle import Funnel, Row, exclusions_of, items_of

# Rows (time:steps), window, mode, level: the table of the definitions.
LEVELS = [
	("0:1 1:2 2:3", "2 s", "", 3),
	("0:1 1:2 2:3", "1 s", "", 2),
	("0:1 5:1 6:2 7:3", "2 s", "", 3),
	("0:1,2,3", "1 s", "", 3),
	("0:1,2,3", "1 s", "strict_once", 1),
	("0:1 0:2 0:3", "1 s", "", 3),
	("0:1 0:2 0:3", "1 s", "strict_increase", 1),
	("0:1 1:1 1:2", "9 s", "strict_increase", 2),
	("3:1 5:2 6:2 6:3", "9 s", "strict_increase", 3),
	("0:1 1: 2:1 3:2 4:3", "9 s", "strict_order", 3),
	("0:1 1:2 2: 3:3", "9 s", "strict_order", 2),
	("0:1 1:2 2:2 3:3", "9 s", "strict_deduplication", 2),
	("0:1 1:2 2:2 3:1 4:2 5:3", "9 s", "strict_deduplication", 3),
	("0:3 1:1 2:2", "9 s", "", 2),
	("0:3 1:1 2:2", "9 s", "any_order", 3),
	("0:1,2 0:1 4:2 6:3", "9 s", "strict_once,strict_deduplication", 3),
]

# The same with the times of the chain to report.
TIMES = [
	("null:1", "9 s", "", None),
	("0:2 1:", "9 s", "", ()),
	("null:2 0:1 1:2", "9 s", "", (0, 1)),
	("0:1 1:1 2:2", "9 s", "", (1, 2)),
	("0:1 1:2 3:1 4:2", "9 s", "", (0, 1)),
	("0:1 1:2 2:2 3:3", "9 s", "", (0, 1, 3)),
	("0:1 1: 2:2", "9 s", "", (0, 2)),
	("0:1 1:1 1:2 2:2", "9 s", "strict_increase", (0, 1)),
	("0:1,2 0:1", "1 s", "strict_once", (0, 0)),
	("0:1,2,3 0:1 0:2,3", "1 s", "strict_once", (0, 0, 0)),
	("0:1,2 0:3 0:2,3 1:4", "9 s", "strict_once", (0, 0, 0, 1)),
	("0:1 1:3 2:2 3:3", "9 s", "strict_order", (0,)),
	("0:1 1:3 1:2 2:3", "9 s", "strict_order", (0, 1, 1)),
	("0:1 1:2 2:1 3:3", "9 s", "strict_order", (0, 1, 3)),
	("0:1 1: 1:2 1: 2:3", "9 s", "strict_order,strict_increase", (0, 1, 2)),
	("0:1 1:2 3:2 3:3 4:4", "9 s", "strict_deduplication", (0, 1, 3)),
	("0:1 1:2 2:1 3:3", "9 s", "strict_deduplication", (0, 1, 3)),
	("0:1 0:2 1:2 2:3", "9 s", "strict_deduplication,strict_increase", (0, 1, 2)),
	("0:2 1:2 2:1", "9 s", "any_order", (1, 2)),
	("0:3 1:1 2:2 3:3", "9 s", "any_order", (0, 1, 2)),
	("0:3 5:1 6:2 7:3", "2 s", "any_order", (5, 6, 7)),
	("0:1,2 0:1 4:2 6:3", "9 s", "strict_once,strict_deduplication", (0, 4, 6)),
	("0:1,2 0:1 4:2 4:3", "9 s", "strict_once,strict_deduplication", (0, 0, 4)),
	("0:1 0:1,2 0:2,3 2:3 3:4", "9 s", "strict_once,strict_deduplication", (0, 0, 2, 3)),
	("0:1 0:1,2 0:2,3 2:3 3:4", "1 s", "strict_once,strict_deduplication", (0, 0, 0)),
	("0:1 0:1,2 0:1,2 1:2 2:3", "9 s", "strict_once,strict_deduplication", (0, 0)),
]

# Rows, window, mode, level, completed passes: the table of the definitions for items of the mode and for funnel_count.
PASSES = [
	("0:1 2:3 4:1 6:2", "7 d", "exclude 3", 2, 1),
	("0:1 2:3 6:2", "7 d", "exclude 3", 1, 0),
	("1:1,3 2:1,3 3:1,3 4:2", "7 d", "exclude 3", 2, 1),
	("0:1 0:3 5:2 5:3", "9 s", "exclude 3", 2, 1),
	("0:1 5:2 5:4 7:3", "9 s", "exclude 4 between 1 and 3", 2, 0),
	("0:1 5:2 5:4 7:3", "9 s", "exclude 4 between 1 and 2", 3, 1),
	("0:1 1:2 2:4 3:2 4:3", "9 s", "exclude 4 between 2 and 3", 3, 1),
	("0:1 1:2 9:2 12:3", "1 h", "step 3 within 5 seconds", 3, 1),
	("0:1 1:2 9:2 12:3", "10 s", "step 3 within 5 seconds", 2, 0),
	("0:1 1:2 2:1 3:2", "9 s", "", 2, 2),
	("0:1 1:1,2 2:2", "9 s", "", 2, 1),
]

# The same with the times of the chain to report.
ITEMS = [
	("null:1", "9 s", "", None, None),
	("null:1", "9 s", "exclude 2", None, None),
	("0:1 null:3 2:2", "9 s", "exclude 3", (0, 2), 1),
	("0:2 0:3", "9 s", "exclude 3", (), 0),
	# What is excluded is no step.
	("0:1 1:2 2:3", "9 s", "exclude 3", (0, 1), 1),
	("0:1 1:2", "9 s", "exclude 2", (0,), 1),
	# Where it is between.
	("0:1 1:4 2:2", "9 s", "exclude 4", (0,), 0),
	("0:1 1:2 2:4", "9 s", "exclude 4", (0, 1), 0),
	("0:1 1:2 2:4 3:1", "9 s", "exclude 4", (0, 1), 0),
	("0:4 1:1 2:2 3:3 4:4", "9 s", "exclude 4", (1, 2, 3), 1),
	("0:1 0:4 2:2 3:3", "9 s", "exclude 4", (0, 2, 3), 1),
	("0:1 1:4 1:2 2:3", "9 s", "exclude 4", (0, 1), 0),
	("0:1,4 1:2 2:3", "9 s", "exclude 4", (0, 1, 2), 1),
	("0:1 1:2,4 2:3", "9 s", "exclude 4", (0, 1), 0),
	("0:1 1:2 2:3,4", "9 s", "exclude 4", (0, 1, 2), 1),
	("0:1 1:2 1:4 2:3", "9 s", "exclude 4 between 2 and 3", (0, 1, 2), 1),
	("0:1 1:4 2:2 3:3", "9 s", "exclude 4 between 2 and 3", (0, 2, 3), 1),
	("0:1 1:2 2:4 3:3", "9 s", "exclude 4 between 2 and 3", (0, 1), 0),
	("0:1 1:2 2:4 3:3", "9 s", "exclude 4 between 1 and 2", (0, 1, 3), 1),
	("0:1 1:5 2:2 3:3 4:5 5:4", "9 s", "exclude 5 between 2 and 3", (0, 2, 3, 5), 1),
	("0:1 1:2 2:5 3:3 4:4", "9 s", "exclude 5 between 2 and 3", (0, 1), 0),
	("0:1 1:2 2:5 3:3 4:5", "9 s", "exclude 5 between 2 and 4", (0, 1), 0),
	("0:1 1:2 2:3 3:5 4:4", "9 s", "exclude 5 between 2 and 4", (0, 1, 2), 0),
	("0:1 1:5 2:2 3:5", "9 s", "exclude 5 between 2 and 4", (0, 2), 0),
	# Every other chain counts.
	("0:1 1:3 2:2 3:1 4:2 5:1 6:2", "9 s", "exclude 3", (3, 4), 2),
	("0:1 1:1 2:3 3:2 4:1", "9 s", "exclude 3", (0,), 0),
	("0:1 1:2 2:2 3:4 4:2 5:2 6:3", "9 s", "exclude 4 between 2 and 3", (0, 4, 6), 1),
	("0:1 1:2 2:1 3:4 4:2 5:3", "9 s", "exclude 4 between 1 and 2", (0, 1, 5), 1),
	("0:1 1:2 2:4 3:1 4:2 5:3", "9 s", "exclude 4", (3, 4, 5), 1),
	# More than one exclusion.
	("0:1 1:4 2:2", "9 s", "exclude 4, exclude 5", (0,), 0),
	("0:1 1:5 2:2", "9 s", "exclude 4, exclude 5", (0,), 0),
	("0:1 1:5 2:2 3:4 4:3", "9 s", "exclude 4 between 1 and 2, exclude 5 between 2 and 3", (0, 2, 4), 1),
	("0:1 1:2 2:4 3:3", "9 s", "exclude 4 between 1 and 2, exclude 4 between 2 and 3", (0, 1), 0),
	("0:1 1:4 2:2 3:3", "9 s", "exclude 4 between 1 and 2, exclude 4 between 2 and 3", (0,), 0),
	# Windows of steps.
	("0:1 5:2", "9 s", "step 2 within 5 seconds", (0, 5), 1),
	("0:1 6:2", "9 s", "step 2 within 5 seconds", (0,), 0),
	("0:1 6:2 7:1 9:2", "9 s", "step 2 within 5 seconds", (7, 9), 1),
	("0:1 9:2 12:3", "1 h", "step 3 within 5 seconds", (0, 9, 12), 1),
	("0:1 1:2 9:2 12:3", "1 h", "step 3 within 5 seconds", (0, 9, 12), 1),
	("0:1 1:2 9:2 12:3", "10 s", "step 3 within 5 seconds", (0, 1), 0),
	("0:1 1:2 2:3 9:4", "9 s", "step 3 within 5 seconds", (0, 1, 2, 9), 1),
	("0:1 3:2 6:3", "9 s", "each step within 3 seconds", (0, 3, 6), 1),
	("0:1 3:2 6:3", "5 s", "each step within 3 seconds", (0, 3), 0),
	("0:1 3:2 7:3", "9 s", "each step within 3 seconds", (0, 3), 0),
	("0:1 4:2 9:3", "9 s", "each step within 3 seconds, step 2 within 4 seconds", (0, 4), 0),
	("0:1 4:2 7:3", "9 s", "step 2 within 4 seconds, each step within 3 seconds", (0, 4, 7), 1),
	("0:1 2:2", "9 s", "step 2 within 1 second, each step within 9 seconds", (0,), 0),
	("0:1 1:2 4:2 5:3 8:4", "9 s", "step 4 within 3 seconds, step 3 within 1 second", (0, 4, 5, 8), 1),
	# Items of both kinds, and modes.
	("0:1 1:2 2:4 3:2 6:3", "9 s", "exclude 4 between 2 and 3, each step within 3 seconds", (0, 3, 6), 1),
	("0:1 1:2 2:4 3:2 7:3", "9 s", "exclude 4 between 2 and 3, each step within 3 seconds", (0, 1), 0),
	("0:1 1:2 2:4 3:3", "9 s", "exclude 4 between 1 and 2, strict_order", (0, 1), 0),
	("0:1 1:1 1:3 2:2", "9 s", "exclude 3, strict_increase", (1, 2), 1),
	("0:1 1:2 1:3 1:1 2:2", "9 s", "strict_increase, exclude 3", (0, 1), 1),
	("0:1,2,3 1:2,3", "9 s", "exclude 3, strict_once", (0, 1), 1),
	("0:1 1:2 2:3 3:2 4:1", "9 s", "exclude 3, strict_deduplication", (0, 1), 1),
	("0:1 1:2 2:2 3:3", "9 s", "step 3 within 1 second, strict_deduplication", (0, 1), 0),
	# Passes.
	("0:1,2 1:1,2", "9 s", "", (0, 0), 2),
	("0:1 1:1 2:1 2:2 3:2", "9 s", "", (2, 2), 1),
	("0:1 1:1 2:1 2:2 3:2", "9 s", "strict_increase", (1, 2), 1),
	("0:1 1:2 2:3 3:1 4:2 5:2 6:3 7:1 8:2", "9 s", "", (0, 1, 2), 2),
	("0:1 2:2 3:1 6:2 7:1 9:2", "2 s", "", (0, 2), 2),
	("0:1 1:2 3:2 4:1", "9 s", "any_order", (0, 1), 2),
	("0:1 1:1,2 2:2 3:1", "9 s", "any_order", (1, 1), 2),
]

# The same in half hours from midnight on in New York as the clocks go back, two hours from it, and a day has 25 hours.
MIDNIGHT = "2025-11-02 04:00:00"
AUTUMN = [
	("0:1 50:2", "3 days", "each step within 1 day", (0, 50), 1),
	("0:1 51:2", "3 days", "each step within 1 day", (0,), 0),
	("0:1 49:2", "3 days", "step 2 within 24 hours", (0,), 0),
	("0:1 48:2", "3 days", "step 2 within 24 hours", (0, 48), 1),
	# The day that starts half an hour later ends half an hour earlier.
	("3:1 4:1 53:2", "3 days", "each step within 1 day", (3, 53), 1),
	("0:1 3:2 4:2 53:3", "3 days", "step 3 within 1 day", (0, 3, 53), 1),
	("0:1 3:2 4:2 52:3", "3 days", "step 3 within 1 day", (0, 3, 52), 1),
	("0:1 3:2 4:4 4:2 53:3 60:3", "3 days", "step 3 within 1 day, exclude 4", (0, 3), 0),
	("4:1 5:1 53:2 54:3", "1 day", "step 3 within 1 hour", (5, 53), 0),
	("2:1 3:1 52:2 53:3 54:1", "1 day", "step 3 within 1 hour", (3, 52, 53), 1),
]


def in_seconds(at, within):
	"""The last moment of an interval without a calendar."""
	number, unit = within.split()
	return at + int(number) * {"s": 1, "h": 3600, "d": 86400}[unit[0]]


def in_autumn(at, within):
	"""The last moment of an interval in half hours from that midnight on."""
	return in_half_hours(at, within) + (2 if at < 4 and "day" in within else 0)


def in_half_hours(at, within):
	"""The same if no clock went back."""
	number, unit = within.split()
	return at + int(number) * {"h": 2, "d": 48}[unit[0]]


def last_condition(text, mode):
	"""How many conditions a line of the tables has."""
	return max(int(number) for number in re.findall(r"[:,](\d+)", text + ":1") + re.findall(r"exclude (\d+)", mode))


def last_step(text, mode):
	"""How many steps a line of the tables has."""
	excluded = [exclusion.condition for exclusion in exclusions_of(items_of(mode))]
	return min(excluded) - 1 if excluded else last_condition(text, mode)


def rows_of(text):
	"""The rows of a line of the tables."""
	for row in text.split():
		at, steps = row.split(":")
		yield Row(None if at == "null" else int(at), frozenset(int(step) for step in steps.split(",") if step))


def disagreements(funnel=Funnel):
	"""The lines of the tables that an oracle answers otherwise."""
	lines = [(in_seconds, *line) for line in LEVELS + TIMES + PASSES + ITEMS] + [(in_autumn, *line) for line in AUTUMN]
	for clock, text, within, mode, must_be, *passes in lines:
		asked = funnel(rows_of(text), within, items_of(mode), clock)
		is_now = asked.times()
		if is_now is not None and isinstance(must_be, int):
			is_now = len(is_now)
		if is_now != must_be:
			yield f"{text} within {within} {mode}: is {is_now}, must be {must_be}"
		is_now = [asked.passes(last_step(text, mode)) for _ in passes]
		if is_now != passes:
			yield f"{text} within {within} {mode}: {is_now} passes, must be {passes}"


def understanding(name, understand):
	"""An oracle that takes the items of a mode for others."""
	return type(name, (Funnel,), {
		"__init__": lambda self, rows, within, items, clock: Funnel.__init__(self, rows, within, understand(items), clock)})


def ignoring(mode):
	"""An oracle that does not know a mode, or an item that starts like this."""
	return understanding(f"without {mode}", lambda items: [item for item in items if not item.startswith(mode)])


def always(mode):
	"""An oracle that has a mode on for all but any_order."""
	return understanding(f"always {mode}", lambda items: [*items, mode])


def breaking(name, **rules):
	"""An oracle with other rules."""
	return type(name, (Funnel,), rules)


def one_exclusion(items):
	"""The items without exclusions after the first."""
	first = next((item for item in items if item.startswith("exclude")), None)
	return [item for item in items if item == first or not item.startswith("exclude")]


def excluding(name, is_between):
	"""An oracle for which an exclusion is elsewhere, as told of the times of a chain, the two steps, and a time."""
	return breaking(f"excluded {name}", is_spoiled=lambda self, chain, exclusion: any(
		is_between([row.at for row in chain], exclusion.first, exclusion.last or max(self.choices), at)
		for at in self.times_of.get(exclusion.condition, ())))


def without_exclusions(funnel):
	"""The times of a subject if what is excluded is merely no step."""
	return excluding("nowhere", lambda *_: False)(funnel.rows, funnel.within, funnel.items, funnel.clock).times()


def in_window_of(choose):
	"""A rule for which a step's window is another one of its own and that of each step."""
	def is_in_step_window(self, previous, at, step):
		window = choose(self.step_windows.get(step), self.step_windows.get(None))
		return window is None or at <= self.clock(previous, window)
	return is_in_step_window


def one_a_time(rows):
	"""The first of the rows of each time."""
	return list({row.at: row for row in reversed(rows)}.values())


def chains_of_times(funnel):
	"""The chains of an oracle that takes a time for a link if any choice of rows so far leaves one for it."""
	unfinished = [[()]]
	while unfinished:
		alike = unfinished.pop()
		yield alike[0]
		following = [(*chain, row) for chain in alike for row in funnel.next_links(chain)]
		if "strict_deduplication" in funnel.items and alike[0]:
			following = [chain for chain in following if chain[-1].at == min(other[-1].at for other in following)]
		for at in {chain[-1].at for chain in following}:
			unfinished.append([chain for chain in following if chain[-1].at == at])


# Oracles that are wrong in one rule each: the tables must tell every one of them from the definitions.
WRONG = [
	*(ignoring(mode) for mode in ("strict_increase", "strict_once", "strict_order", "strict_deduplication", "any_order")),
	*(always(mode) for mode in ("strict_increase", "strict_once", "strict_order", "strict_deduplication")),
	breaking("the window's far edge is outside", is_in_window=lambda self, start, at:
		start <= at and (at == start or at < self.clock(start, self.within))),
	breaking("a window without end", is_in_window=lambda self, start, at: True),
	breaking("the first start only", next_links=lambda self, chain:
		Funnel.next_links(self, chain) if chain else Funnel.next_links(self, chain)[:1]),
	breaking("the last start only", next_links=lambda self, chain:
		Funnel.next_links(self, chain) if chain else Funnel.next_links(self, chain)[-1:]),
	breaking("of rows at a time the one of fewer steps is taken", next_links=lambda self, chain:
		one_a_time(sorted(Funnel.next_links(self, chain), key=lambda row: len(row.steps)))),
	breaking("of rows at a time the one of more steps is taken", next_links=lambda self, chain:
		one_a_time(sorted(Funnel.next_links(self, chain), key=lambda row: -len(row.steps)))),
	breaking("times are chosen, not rows", chains=lambda self: chains_of_times(self)),
	breaking("a row without a step may stand between", is_in_turn=lambda self, row, step:
		not row.steps or Funnel.is_in_turn(self, row, step)),
	breaking("a step ahead of its turn may stand between", is_in_turn=lambda self, row, step: bool(row.steps)),
	breaking("a step that was taken may not stand between", is_in_turn=lambda self, row, step: step in row.steps),
	breaking("a row at the time of a link stands between", is_interrupted=lambda self, previous, at, step:
		any(previous <= row.at <= at and not self.is_in_turn(row, step) for row in self.rows)),
	breaking("a link need not be the first", first=lambda self, rows: rows),
	breaking("a step may be repeated", is_repeated_before=lambda self, chain, at: False),
	breaking("the first step may not be repeated", is_repeated_before=lambda self, chain, at: any(
		link.at < again < at for step, link in enumerate(chain, start=1) for again in self.times_of[step])),
	breaking("a step may not be repeated at the time of the next link", is_repeated_before=lambda self, chain, at: any(
		link.at < again <= at for step, link in enumerate(chain, start=1) if step >= 2 for again in self.times_of[step])),
	breaking("the shortest", preference=lambda self, chain: len(chain)),
	breaking("the last to finish", preference=lambda self, chain: (-len(chain), chain and (-chain[-1], -chain[0], chain))),
	breaking("the first to start", preference=lambda self, chain: (-len(chain), chain and (chain[-1], chain[0], chain))),
	breaking("the last in between", preference=lambda self, chain:
		(-len(chain), chain and (chain[-1], -chain[0], *(-at for at in chain)))),
	*(ignoring(item) for item in ("exclude", "step", "each step")),
	understanding("an exclusion holds from the first step to the last", lambda items: [
		re.sub(" between.*", "", item) for item in items]),
	understanding("the first exclusion only", lambda items: one_exclusion(items)),
	understanding("the last exclusion only", lambda items: one_exclusion(items[::-1])),
	breaking("what is excluded is a step", is_step=lambda self, row, step: True),
	breaking("a row with what is excluded is no step", is_step=lambda self, row, step:
		not any(exclusion.condition in row.steps for exclusion in self.exclusions)),
	breaking("a row with what is excluded may stand between in strict_order", is_in_turn=lambda self, row, step:
		Funnel.is_in_turn(self, row, step) or any(exclusion.condition in row.steps for exclusion in self.exclusions)),
	excluding("at the time of the first", lambda chain, first, last, at:
		len(chain) > first and chain[first - 1] <= at < chain[min(len(chain), last) - 1]),
	excluding("at the time of the last", lambda chain, first, last, at:
		len(chain) > first and chain[first - 1] < at <= chain[min(len(chain), last) - 1]),
	excluding("once the second step is reached", lambda chain, first, last, at:
		len(chain) >= last and chain[first - 1] < at < chain[last - 1]),
	excluding("after the last link, where the second step is not reached", lambda chain, first, last, at:
		len(chain) >= first and chain[first - 1] < at and (len(chain) < last or at < chain[last - 1])),
	excluding("before the first step", lambda chain, first, last, at:
		len(chain) > 1 and at < chain[min(len(chain), last) - 1]),
	excluding("from the step before the first", lambda chain, first, last, at:
		len(chain) > first - 1 and chain[max(first - 2, 0)] < at < chain[min(len(chain), last) - 1]),
	excluding("from the step after the first", lambda chain, first, last, at:
		len(chain) > first and chain[first] < at < chain[min(len(chain), last) - 1]),
	excluding("up to the step before the second", lambda chain, first, last, at:
		len(chain) > first and chain[first - 1] < at < chain[min(len(chain), last - 1) - 1]),
	excluding("up to the step after the second", lambda chain, first, last, at:
		len(chain) > first and chain[first - 1] < at < chain[min(len(chain), last + 1) - 1]),
	breaking("an exclusion spoils all that a subject does later", is_spoiled=lambda self, chain, exclusion: any(
		self.rows and min(row.at for row in self.rows) < at < chain[-1].at for at in self.times_of.get(exclusion.condition, ()))),
	breaking("who passes what is excluded reached nothing", times=lambda self:
		() if self.rows and len(Funnel.times(self)) < len(without_exclusions(self)) else Funnel.times(self)),
	breaking("a step's window has no far edge", is_in_step_window=lambda self, previous, at, step:
		at == previous or Funnel.is_in_step_window(self, previous, at, step)
		and at != self.clock(previous, self.step_windows.get(step, self.step_windows.get(None, self.within)))),
	breaking("each step goes before a step's own", is_in_step_window=in_window_of(lambda step, each: each or step)),
	breaking("the shorter of two windows", is_in_step_window=lambda self, previous, at, step: all(
		at <= self.clock(previous, within) for number, within in self.step_windows.items() if number in (None, step))),
	breaking("the longer of two windows", is_in_step_window=lambda self, previous, at, step: not any(
		number in (None, step) for number in self.step_windows) or any(
		at <= self.clock(previous, within) for number, within in self.step_windows.items() if number in (None, step))),
	breaking("a step's own window only", is_in_step_window=in_window_of(lambda step, each: step)),
	breaking("the window of the step before", is_in_step_window=lambda self, previous, at, step:
		Funnel.is_in_step_window(self, previous, at, step - 1)),
	breaking("the window of the step after", is_in_step_window=lambda self, previous, at, step:
		Funnel.is_in_step_window(self, previous, at, step + 1)),
	breaking("a step's window is from the first step on", may_follow=lambda self, chain, row:
		Funnel.may_follow(self, chain, row)
		and (not chain or Funnel.is_in_step_window(self, chain[0].at, row.at, len(chain) + 1))),
	breaking("a step's window goes before that of all", is_in_window=lambda self, start, at:
		bool(self.step_windows) or Funnel.is_in_window(self, start, at)),
	breaking("a step follows the latest of the one before", may_follow=lambda self, chain, row:
		Funnel.may_follow(self, chain, row)
		and not (chain and any(chain[-1].at < at < row.at for at in self.times_of[len(chain)]))),
	breaking("a step follows the first of the one before", may_follow=lambda self, chain, row:
		Funnel.may_follow(self, chain, row)
		and not (len(chain) > 1 and any(chain[-2].at < at < chain[-1].at for at in self.times_of[len(chain)]))),
	breaking("every day has 24 hours", __init__=lambda self, rows, within, items, clock:
		Funnel.__init__(self, rows, within, items, in_half_hours if clock is in_autumn else clock)),
	breaking("a pass may start as one ends", is_after=lambda self, chain, last: chain[0] >= last[1] and chain != last),
	breaking("a pass may start before one ends", is_after=lambda self, chain, last: chain[0] > last[0]),
	breaking("every complete chain counts", is_after=lambda self, chain, last: chain != last),
	breaking("every end counts", is_after=lambda self, chain, last: chain[1] > last[1]),
	breaking("one pass a subject", is_after=lambda self, chain, last: False),
	breaking("the last to end counts first", next_pass=lambda self, complete: max(complete, key=lambda chain: chain[1])),
	breaking("no complete chain is unknown", passes=lambda self, steps: Funnel.passes(self, steps) or None),
	breaking("no known time is no pass", passes=lambda self, steps: Funnel.passes(self, steps) or 0),
	breaking("all steps but one are a pass", passes=lambda self, steps: Funnel.passes(self, max(steps - 1, 1))),
]
