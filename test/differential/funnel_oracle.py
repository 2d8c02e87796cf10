"""What window_funnel and funnel_times must give, found by trying every chain.

Written from the definitions, not from the extension's code: a chain is the tuple of its rows. Rows that are alike, of one
time and with the same steps, are tried once. Without strict_once nothing that the definitions ask depends on more of a row
than its time and that a step is true on it, so that there one row a time is tried.
A time is anything that compares. The deadline of a row, its time plus the window, comes with the row.
"""

from collections import Counter, namedtuple
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
		self.count = Counter(self.rows)
		self.times_of = {}
		self.choices = {}
		for row in sorted(self.count, key=lambda row: (row.at, sorted(row.steps))):
			for step in row.steps:
				if "strict_once" in self.modes or row.at not in self.times_of.get(step, ()):
					self.choices.setdefault(step, []).append(row)
				self.times_of.setdefault(step, {})[row.at] = True

	def times(self):
		"""funnel_times: a tuple, or None if no row has a time."""
		if not self.rows:
			return None
		if "any_order" in self.modes:
			chains = self.chains_in_any_order()
		else:
			chains = (tuple(row.at for row in chain) for chain in self.chains())
		return min(chains, key=self.preference)

	def preference(self, times):
		"""Sorts the best chain first: the deepest, of these the first to finish, of these the last to start."""
		return -len(times), times and (times[-1], -times[0], times)

	def chains(self):
		"""Every chain, with that of no link."""
		unfinished = [()]
		while unfinished:
			chain = unfinished.pop()
			yield chain
			unfinished += [(*chain, row) for row in self.next_links(chain)]

	def next_links(self, chain):
		"""The rows by which a chain can go on."""
		rows = [row for row in self.choices.get(len(chain) + 1, ()) if self.may_follow(chain, row)]
		if "strict_deduplication" in self.modes and chain:
			rows = [row for row in self.first(rows) if not self.is_repeated_before(chain, row.at)]
		return rows

	def may_follow(self, chain, row):
		"""May a row of the next step be the next link, but for strict_deduplication?"""
		start, previous = (chain[0].at, chain[-1].at) if chain else (row.at, None)
		return (
			self.is_in_window(start, row.at)
			and (not chain or previous <= row.at)
			and not ("strict_increase" in self.modes and previous == row.at)
			and not ("strict_once" in self.modes and not self.is_left(chain, row))
			and not ("strict_order" in self.modes and chain and self.is_interrupted(previous, row.at, len(chain) + 1))
		)

	def is_in_window(self, start, at):
		"""Is a time in the window that starts at another?"""
		return start <= at <= self.deadline[start]

	def is_left(self, chain, row):
		"""Is a row like this one no link of the chain yet?"""
		return chain.count(row) < self.count[row]

	def is_interrupted(self, previous, at, step):
		"""Does a row strictly between two links, the later of this step, serve neither this step nor one before it?"""
		return any(previous < row.at < at and not self.is_in_turn(row, step) for row in self.rows)

	def is_in_turn(self, row, step):
		"""Does a row serve this step or one before it?"""
		return any(served <= step for served in row.steps)

	def first(self, rows):
		"""Of the rows that may follow, in order of time, those that strict_deduplication leaves: any that is the first."""
		return [row for row in rows if row.at == rows[0].at]

	def is_repeated_before(self, chain, at):
		"""Does a step of the chain from the second on occur again strictly between its link and this time?"""
		return any(
			link.at < again < at
			for step, link in enumerate(chain, start=1) if step >= 2
			for again in self.times_of[step]
		)

	def chains_in_any_order(self):
		"""The times of every choice of steps and rows for them that fits in the window of its first row."""
		for choice in product(*([None, *times] for times in self.times_of.values())):
			chain = tuple(sorted(at for at in choice if at is not None))
			if not chain or self.is_in_window(chain[0], chain[-1]):
				yield chain
