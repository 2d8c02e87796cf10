"""Funnels whose answers were found by hand, and what the oracle must not be taken for.

Times are whole seconds.
"""

from funnel_oracle import Funnel, Row

# Rows (time:steps), window, mode, level: the table of the definitions.
LEVELS = [
	("0:1 1:2 2:3", 2, "", 3),
	("0:1 1:2 2:3", 1, "", 2),
	("0:1 5:1 6:2 7:3", 2, "", 3),
	("0:1,2,3", 1, "", 3),
	("0:1,2,3", 1, "strict_once", 1),
	("0:1 0:2 0:3", 1, "", 3),
	("0:1 0:2 0:3", 1, "strict_increase", 1),
	("0:1 1:1 1:2", 9, "strict_increase", 2),
	("3:1 5:2 6:2 6:3", 9, "strict_increase", 3),
	("0:1 1: 2:1 3:2 4:3", 9, "strict_order", 3),
	("0:1 1:2 2: 3:3", 9, "strict_order", 2),
	("0:1 1:2 2:2 3:3", 9, "strict_deduplication", 2),
	("0:1 1:2 2:2 3:1 4:2 5:3", 9, "strict_deduplication", 3),
	("0:3 1:1 2:2", 9, "", 2),
	("0:3 1:1 2:2", 9, "any_order", 3),
	("0:1,2 0:1 4:2 6:3", 9, "strict_once,strict_deduplication", 3),
]

# The same with the times of the chain to report.
TIMES = [
	("null:1", 9, "", None),
	("0:2 1:", 9, "", ()),
	("null:2 0:1 1:2", 9, "", (0, 1)),
	("0:1 1:1 2:2", 9, "", (1, 2)),
	("0:1 1:2 3:1 4:2", 9, "", (0, 1)),
	("0:1 1:2 2:2 3:3", 9, "", (0, 1, 3)),
	("0:1 1: 2:2", 9, "", (0, 2)),
	("0:1 1:1 1:2 2:2", 9, "strict_increase", (0, 1)),
	("0:1,2 0:1", 1, "strict_once", (0, 0)),
	("0:1,2,3 0:1 0:2,3", 1, "strict_once", (0, 0, 0)),
	("0:1,2 0:3 0:2,3 1:4", 9, "strict_once", (0, 0, 0, 1)),
	("0:1 1:3 2:2 3:3", 9, "strict_order", (0,)),
	("0:1 1:3 1:2 2:3", 9, "strict_order", (0, 1, 1)),
	("0:1 1:2 2:1 3:3", 9, "strict_order", (0, 1, 3)),
	("0:1 1: 1:2 1: 2:3", 9, "strict_order,strict_increase", (0, 1, 2)),
	("0:1 1:2 3:2 3:3 4:4", 9, "strict_deduplication", (0, 1, 3)),
	("0:1 1:2 2:1 3:3", 9, "strict_deduplication", (0, 1, 3)),
	("0:1 0:2 1:2 2:3", 9, "strict_deduplication,strict_increase", (0, 1, 2)),
	("0:2 1:2 2:1", 9, "any_order", (1, 2)),
	("0:3 1:1 2:2 3:3", 9, "any_order", (0, 1, 2)),
	("0:3 5:1 6:2 7:3", 2, "any_order", (5, 6, 7)),
	("0:1,2 0:1 4:2 6:3", 9, "strict_once,strict_deduplication", (0, 4, 6)),
	("0:1,2 0:1 4:2 4:3", 9, "strict_once,strict_deduplication", (0, 0, 4)),
	("0:1 0:1,2 0:2,3 2:3 3:4", 9, "strict_once,strict_deduplication", (0, 0, 2, 3)),
	("0:1 0:1,2 0:2,3 2:3 3:4", 1, "strict_once,strict_deduplication", (0, 0, 0)),
	("0:1 0:1,2 0:1,2 1:2 2:3", 9, "strict_once,strict_deduplication", (0, 0)),
]


def rows_of(text, within):
	"""The rows of a line of the tables."""
	for row in text.split():
		at, steps = row.split(":")
		at = None if at == "null" else int(at)
		yield Row(at, None if at is None else at + within, frozenset(int(step) for step in steps.split(",") if step))


def disagreements(funnel=Funnel):
	"""The lines of the tables that an oracle answers otherwise."""
	for text, within, mode, level in LEVELS:
		times = funnel(rows_of(text, within), mode.split(",")).times()
		if len(times) != level:
			yield f"{text} within {within} {mode}: is {times}, must be of level {level}"
	for text, within, mode, must_be in TIMES:
		times = funnel(rows_of(text, within), mode.split(",")).times()
		if times != must_be:
			yield f"{text} within {within} {mode}: is {times}, must be {must_be}"


def ignoring(mode):
	"""An oracle that does not know a mode."""
	return type(f"without {mode}", (Funnel,), {
		"__init__": lambda self, rows, modes: Funnel.__init__(self, rows, set(modes) - {mode})})


def always(mode):
	"""An oracle that has a mode on for all but any_order."""
	return type(f"always {mode}", (Funnel,), {
		"__init__": lambda self, rows, modes: Funnel.__init__(self, rows, {mode, *modes})})


def breaking(name, **rules):
	"""An oracle with other rules."""
	return type(name, (Funnel,), rules)


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
		if "strict_deduplication" in funnel.modes and alike[0]:
			following = [chain for chain in following if chain[-1].at == min(other[-1].at for other in following)]
		for at in {chain[-1].at for chain in following}:
			unfinished.append([chain for chain in following if chain[-1].at == at])


# Oracles that are wrong in one rule each: the tables must tell every one of them from the definitions.
WRONG = [
	*(ignoring(mode) for mode in ("strict_increase", "strict_once", "strict_order", "strict_deduplication", "any_order")),
	*(always(mode) for mode in ("strict_increase", "strict_once", "strict_order", "strict_deduplication")),
	breaking("the window's far edge is outside", is_in_window=lambda self, start, at:
		start <= at and (at == start or at < self.deadline[start])),
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
]
