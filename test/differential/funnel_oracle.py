"""What window_funnel, funnel_times and funnel_count must give, found by trying every chain.

Written from the definitions, not from the extension's code: a chain is the tuple of its rows. Rows that are alike, of one
time and with the same steps, are tried once. Without strict_once nothing that the definitions ask depends on more of a row
than its time and that a step is true on it, so that there one row a time is tried.
A time is anything that compares. A clock tells the last moment of an interval, given as text, that starts at a time.
"""

import re
from collections import Counter, namedtuple
from functools import cached_property
from itertools import product

STRICT_MODES = ("strict_increase", "strict_once", "strict_order", "strict_deduplication")

# A row: its time or None, and the set of the conditions that are true on it: steps, and those that an item excludes.
Row = namedtuple("Row", "at steps")

# An item of the mode: this condition may not hold between two steps, the second being None where it is the last one.
Exclusion = namedtuple("Exclusion", "condition first last")

EXCLUDE = re.compile(r"exclude (\d+)(?: between (\d+) and (\d+))?")
WITHIN = re.compile(r"(?:step (\d+)|each step) within (.+)")


def items_of(mode):
	"""The items of a mode as text."""
	return [" ".join(item.split()) for item in mode.split(",") if item.strip()]


def exclusions_of(items):
	"""The exclusions among the items."""
	return [
		Exclusion(*(int(number) if number else None for number in (condition, first or 1, last)))
		for condition, first, last in (match.groups() for match in map(EXCLUDE.fullmatch, items) if match)]


def step_windows_of(items):
	"""The intervals within which steps must follow, by step; that of None is for each step."""
	return {
		step and int(step): within for step, within in (match.groups() for match in map(WITHIN.fullmatch, items) if match)}


class Funnel:
	"""The funnel of one subject. The methods are one rule each, for a test of this test to break them one by one."""

	def __init__(self, rows, within, items, clock):
		self.rows = [row for row in rows if row.at is not None]
		self.within = within
		self.items = items
		self.exclusions = exclusions_of(items)
		self.step_windows = step_windows_of(items)
		self.clock = clock
		self.count = Counter(self.rows)
		self.times_of = {}
		self.choices = {}
		for row in sorted(self.count, key=lambda row: (row.at, sorted(row.steps))):
			for step in row.steps:
				if self.is_step(row, step) and ("strict_once" in self.items or row.at not in self.times_of.get(step, ())):
					self.choices.setdefault(step, []).append(row)
				self.times_of.setdefault(step, {})[row.at] = True

	def is_step(self, row, number):
		"""Is a condition that is true on a row a step?"""
		return all(number != exclusion.condition for exclusion in self.exclusions)

	def times(self):
		"""funnel_times: a tuple, or None if no row has a time."""
		return min(self.all_times, key=self.preference) if self.rows else None

	def passes(self, steps):
		"""funnel_count of so many steps, or None if no row has a time."""
		if not self.rows:
			return None
		complete = {(chain[0], chain[-1]) for chain in self.all_times if len(chain) == steps}
		count = 0
		while complete:
			last = self.next_pass(complete)
			complete = {chain for chain in complete if self.is_after(chain, last)}
			count += 1
		return count

	def next_pass(self, complete):
		"""Of complete chains' starts and ends the pass that counts next: the first to end."""
		return min(complete, key=lambda chain: chain[1])

	def is_after(self, chain, last):
		"""May a complete chain count after the last one that did?"""
		return chain[0] > last[1]

	@cached_property
	def all_times(self):
		"""The times of every chain."""
		if "any_order" in self.items:
			return set(self.chains_in_any_order())
		return {tuple(row.at for row in chain) for chain in self.chains()}

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
		if "strict_deduplication" in self.items and chain:
			rows = [row for row in self.first(rows) if not self.is_repeated_before(chain, row.at)]
		return rows

	def may_follow(self, chain, row):
		"""May a row of the next step be the next link, but for strict_deduplication?"""
		start, previous = (chain[0].at, chain[-1].at) if chain else (row.at, None)
		return (
			self.is_in_window(start, row.at)
			and not (chain and not self.is_in_step_window(previous, row.at, len(chain) + 1))
			and not any(self.is_spoiled((*chain, row), exclusion) for exclusion in self.exclusions)
			and (not chain or previous <= row.at)
			and not ("strict_increase" in self.items and previous == row.at)
			and not ("strict_once" in self.items and not self.is_left(chain, row))
			and not ("strict_order" in self.items and chain and self.is_interrupted(previous, row.at, len(chain) + 1))
		)

	def is_in_window(self, start, at):
		"""Is a time in the window that starts at another?"""
		return start <= at <= self.clock(start, self.within)

	def is_in_step_window(self, previous, at, step):
		"""Is a step in time after the one before? Its own interval goes before that for each step."""
		window = self.step_windows.get(step, self.step_windows.get(None))
		return window is None or at <= self.clock(previous, window)

	def is_spoiled(self, chain, exclusion):
		"""Is a condition true strictly between two links of a chain where it may not be? Where the second step is not reached,
		up to the last link."""
		reached = min(len(chain), exclusion.last or len(chain))
		return reached > exclusion.first and any(
			chain[exclusion.first - 1].at < at < chain[reached - 1].at for at in self.times_of.get(exclusion.condition, ()))

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
