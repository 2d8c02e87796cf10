"""What window_funnel and funnel_times must give, found by trying every chain.

Written from the definitions, not from the extension's code. What the definitions ask of a chain depends only on the
times of its links (strict_once, too: some choice of different rows must do), so here a chain is the tuple of its times.
A time is anything that compares. The deadline of a row, its time plus the window, comes with the row.
"""

from collections import namedtuple
from itertools import product

STRICT_MODES = ("strict_increase", "strict_once", "strict_order", "strict_deduplication")

# A row: its time or None, the last time of a window that starts with it, and the set of the steps that are true on it.
Row = namedtuple("Row", "at deadline steps")


class Funnel:
	"""The funnel of one subject. The methods are one rule each, for a test of this test to break them one by one."""

	def __init__(self, rows, modes=()):
		self.rows = [row for row in rows if row.at is not None]
		self.modes = frozenset(modes)
		self.deadline = {row.at: row.deadline for row in self.rows}
		self.times_of = {}
		for row in sorted(self.rows, key=lambda row: row.at):
			for step in row.steps:
				self.times_of.setdefault(step, {})[row.at] = True

	def times(self):
		"""funnel_times: a tuple, or None if no row has a time."""
		if not self.rows:
			return None
		chains = self.chains_in_any_order() if "any_order" in self.modes else self.chains()
		return min(chains, key=self.preference)

	def preference(self, chain):
		"""Sorts the best chain first: the deepest, of these the first to finish, of these the last to start."""
		return -len(chain), chain and (chain[-1], -chain[0], chain)

	def chains(self):
		"""Every chain, with that of no link."""
		unfinished = [()]
		while unfinished:
			chain = unfinished.pop()
			yield chain
			unfinished += [(*chain, at) for at in self.next_links(chain)]

	def next_links(self, chain):
		"""The times by which a chain can go on."""
		step = len(chain) + 1
		times = [at for at in self.times_of.get(step, ()) if self.may_follow(chain, at)]
		if "strict_deduplication" in self.modes and chain:
			times = [at for at in self.first(times) if not self.is_repeated_before(chain, at)]
		return times

	def may_follow(self, chain, at):
		"""May a row of the next step at this time be the next link, but for strict_deduplication?"""
		start, previous = (chain[0], chain[-1]) if chain else (at, None)
		return (
			self.is_in_window(start, at)
			and (not chain or previous <= at)
			and not ("strict_increase" in self.modes and previous == at)
			and not ("strict_once" in self.modes and not self.has_rows_for((*chain, at)))
			and not ("strict_order" in self.modes and chain and self.is_interrupted(previous, at, len(chain) + 1))
		)

	def is_in_window(self, start, at):
		"""Is a time in the window that starts at another?"""
		return start <= at <= self.deadline[start]

	def has_rows_for(self, chain):
		"""Can the links at a chain's last time be different rows?"""
		rows = [row for row in self.rows if row.at == chain[-1]]
		steps = [step for step, at in enumerate(chain, start=1) if at == chain[-1]]
		steps.sort(key=lambda step: sum(step in row.steps for row in rows))  # only because it is faster
		return self.can_share_out(steps, rows)

	def can_share_out(self, steps, rows):
		"""Can each step have one of the rows to itself?"""
		return not steps or any(
			steps[0] in row.steps and self.can_share_out(steps[1:], rows[:nth] + rows[nth + 1:])
			for nth, row in enumerate(rows)
		)

	def is_interrupted(self, previous, at, step):
		"""Does a row strictly between two links, the later of this step, serve neither this step nor one before it?"""
		return any(previous < row.at < at and not self.is_in_turn(row, step) for row in self.rows)

	def is_in_turn(self, row, step):
		"""Does a row serve this step or one before it?"""
		return any(served <= step for served in row.steps)

	def first(self, times):
		"""Of the times that may follow, those that strict_deduplication leaves."""
		return times[:1]

	def is_repeated_before(self, chain, at):
		"""Does a step of the chain from the second on occur again strictly between its link and this time?"""
		return any(
			link < again < at
			for step, link in enumerate(chain, start=1) if step >= 2
			for again in self.times_of[step]
		)

	def chains_in_any_order(self):
		"""The times of every choice of steps and rows for them that fits in the window of its first row."""
		for choice in product(*([None, *times] for times in self.times_of.values())):
			chain = tuple(sorted(at for at in choice if at is not None))
			if not chain or self.is_in_window(chain[0], chain[-1]):
				yield chain
