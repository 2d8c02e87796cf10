"""One batch of groups: what the server is asked about them, and what it has to answer."""

import re
import subprocess
from collections import Counter, namedtuple
from itertools import islice
from random import Random

from funnel_groups import CHANGES, PARTS, Draw
from funnel_oracle import Funnel, Row, items_of, step_windows_of

DATABASE = "test_funnel"
TYPES = ("date", "timestamp", "timestamptz")
MODES = ("none", "words", "items")
BATCHES = 3  # of each call, for each seed; one of a call without a mode
GROUPS = 1400  # in a batch, those found by hand not counted
FEW = 150  # groups, for checks that take long

PREPARE = """
CREATE EXTENSION funnel_kpi;
CREATE FUNCTION microseconds(at numeric) RETURNS numeric LANGUAGE sql IMMUTABLE RETURN trunc(at * 1000000);
-- The last moment of a window. Past the end of the calendar it is later than every time but infinity.
CREATE FUNCTION deadline(at anyelement, within interval) RETURNS numeric LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN microseconds(extract(epoch FROM at + within));
EXCEPTION WHEN datetime_field_overflow THEN
	RETURN 1e30;
END $$;
"""

LOAD = """
SET client_min_messages = warning;
SET timezone = '{zone}';
SET jit = off;
-- Rows are dear, so that plans aggregate early.
SET cpu_tuple_cost = 1;
SET parallel_tuple_cost = 1;
SET parallel_setup_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 0;
CREATE SCHEMA {schema};
SET search_path = {schema}, public;
CREATE TABLE loaded (id int, g int, within interval, mode text, last_step int, windows interval[], at {type}, moved boolean,
	steps boolean[], step int, part int);
COPY loaded FROM STDIN;
{rows}
\\.
CREATE TABLE event (id int, g int, within interval, mode text, last_step int, at {type}, steps boolean[], step int, part int)
	PARTITION BY LIST (part);
{parts}
INSERT INTO event
SELECT id, g, within, mode, last_step,
	CASE WHEN moved AND at < '9999-01-01' AND within < '9999 years' THEN (at + within)::{type} ELSE at END, steps, step, part
FROM loaded ORDER BY id;
\\echo == times
COPY (
	SELECT id, event.at, microseconds(extract(epoch FROM event.at)), ARRAY(
		SELECT CASE WHEN event.at < '9999-01-01' AND length < '9999 years' THEN microseconds(extract(epoch FROM event.at + length))
			ELSE deadline(event.at, length) END
		FROM unnest(event.within || windows) WITH ORDINALITY AS asked (length, nth) ORDER BY nth)
	FROM event JOIN loaded USING (id) WHERE event.at IS NOT NULL) TO STDOUT;
"""

# Without statistics the planner expects few groups, which makes partial aggregation worth its while.
PART = """
CREATE TABLE event_{part} PARTITION OF event FOR VALUES IN ({part}) WITH (autovacuum_enabled = off);
"""

# Rows before the first start and after the last deadline that take no part: they start nothing.
ADD_ROWS_OUTSIDE = """
INSERT INTO event
SELECT NULL, g, within, mode, last_step, outside.at,
	CASE WHEN mode = 'any_order' THEN array_fill(false, ARRAY[cardinality(steps)]) ELSE false || steps[2:] END,
	CASE WHEN mode = 'any_order' THEN NULL ELSE NULLIF(step, 1) END, part
FROM event
	JOIN (SELECT g, min(at) - interval '48 hours' AS before,
			max(CASE WHEN at < '9999-01-01' AND within < '9999 years' THEN GREATEST(at, at + within) END) + interval '48 hours' AS after
		FROM event GROUP BY g HAVING min(at) > '0001-01-01' AND max(at) < '9999-01-01' AND max(within) < '9999 years') AS edge
		USING (g),
	LATERAL (VALUES (before::{type}), (after::{type})) AS outside (at);
"""

# A few groups one by one, each after itself by the clock of another place.
BY_TWO_CLOCKS = """
CREATE FUNCTION by_two_clocks() RETURNS TABLE (subject int, level int, times {type}[], passes bigint) LANGUAGE plpgsql AS $$
BEGIN
	FOR nth IN 0 .. {few} - 1 LOOP
		PERFORM set_config('timezone', 'Pacific/Marquesas', true);
		PERFORM window_funnel, funnel_times, funnel_count FROM ({query}) AS elsewhere;
		PERFORM set_config('timezone', '{zone}', true);
		RETURN QUERY {query};
	END LOOP;
END $$;
"""

# All groups by the clock of another place, before they are all asked again.
BY_ANOTHER_CLOCK = """
\\echo == by another clock
SET timezone = 'Pacific/Marquesas';
SELECT count(window_funnel), count(funnel_times), count(funnel_count) FROM ({query}) AS subject;
SET timezone = '{zone}';
"""

CHECK = """
{before}
BEGIN;
{settings}
\\echo == plan of {title}
EXPLAIN (COSTS OFF) {query};
\\echo == {title}
COPY ({query}) TO STDOUT;
COMMIT;
"""

# A query to compare, what it needs before, its settings, what EXPLAIN must show, which of the groups it asks for, by number
# and group, and its frame if it has one.
Check = namedtuple("Check", "title query before settings shows asked frame", defaults=("", "", "", lambda g, group: True, None))

PARALLEL = "SET LOCAL max_parallel_workers_per_gather = 2;"
HASHED = "SET LOCAL enable_sort = off;"
SORTED = "SET LOCAL enable_hashagg = off;"
PARTITIONWISE = "SET LOCAL enable_partitionwise_aggregate = on;"

# Frames in the order of loading, and the places of the rows in the frame of a row, by its place and their number.
FRAMES = {
	"ROWS UNBOUNDED PRECEDING": lambda place, count: range(place + 1),
	"ROWS BETWEEN 2 PRECEDING AND CURRENT ROW": lambda place, count: range(max(0, place - 2), place + 1),
	"ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING": lambda place, count: range(place, count),
	"ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW": lambda place, count: [
		near for near in range(max(0, place - 2), min(count, place + 3)) if near != place],
}

Outcome = namedtuple("Outcome", "passed failed problems groups compared levels", defaults=(0, 0, Counter()))


def psql(script, database=DATABASE):
	"""The output and the errors of a script."""
	done = subprocess.run(
		["psql", "-X", "-q", "-A", "-t", "-d", database], input=script, capture_output=True, encoding="utf-8", check=False)
	return done.stdout, done.stderr


class Batch:
	"""Groups for one call of the functions: loaded, put to every check, and compared."""

	def __init__(self, seed, number, time_type, modes, numbered):
		name = f"{time_type}_{'step' if numbered else 'steps'}_{modes}_{number}"
		zones = sorted(CHANGES)
		self.zone = zones[(seed * BATCHES + number) % len(zones)]
		draw = Draw(Random(f"{seed} {name}"), time_type, self.zone, modes, numbered)
		self.groups = [draw.group() for _ in range(GROUPS)] + list(draw.by_hand())
		self.schema = name
		self.title = f"seed {seed}, {name}"
		self.time_type = time_type
		self.mode = "mode, " if modes != "none" else ""
		self.steps = "step" if numbered else "VARIADIC steps"
		self.numbered = numbered

	def call(self, function, more=""):
		"""A function over the rows."""
		subject = "g::bigint, " if function == "funnel_summary" else ""
		last_step = ", last_step" if self.numbered and function in ("funnel_count", "funnel_summary") else ""
		return f"{function}(within, {self.mode}{subject}at, {self.steps}{last_step}{more})"

	def calls(self, more="", over=""):
		"""The functions over the rows, in one state for all."""
		return ", ".join(self.call(function, more) + over for function in ("window_funnel", "funnel_times", "funnel_count"))

	def grouped(self, more="", where="true"):
		"""The functions over the groups."""
		return f"SELECT g, {self.calls(more)} FROM event WHERE {where} GROUP BY g"

	def checks(self):
		"""Every query to compare."""
		yield Check("hash aggregate", self.grouped(), settings=HASHED, shows="HashAggregate")
		yield Check("group aggregate", self.grouped(), settings=SORTED, shows="GroupAggregate")
		yield Check("shuffled rows", self.grouped(" ORDER BY md5(id::text)"))
		yield Check("rows in order of time, and against it", f"""
			SELECT g, {self.call('window_funnel', ' ORDER BY at, id')}, {self.call('funnel_times', ' ORDER BY at DESC, id DESC')},
				{self.call('funnel_count', ' ORDER BY at DESC, id')}
			FROM event GROUP BY g""")
		if self.time_type == "timestamptz":
			clocks = {"query": self.grouped(where="g = nth"), "zone": self.zone, "type": self.time_type, "few": FEW}
			yield Check("by two clocks", "SELECT * FROM by_two_clocks()", before=BY_TWO_CLOCKS.format(**clocks), asked=is_of_few)
			yield Check("after another clock", self.grouped(), before=BY_ANOTHER_CLOCK.format(**{**clocks, "query": self.grouped()}))
		if not self.numbered:
			for count in (4, max(len(group.events[0].steps) for group in self.groups)):
				listed = ", ".join(f"steps[{number}]" for number in range(1, count + 1))
				yield Check(
					f"{count} conditions one by one", self.grouped(where=f"cardinality(steps) = {count}").replace(self.steps, listed),
					asked=has_conditions(count))
		yield Check("one pass", self.in_one_pass(), asked=self.is_finite)

		partial = "Finalize(?s:.*)Partial "
		yield Check("parallel hash aggregate", self.grouped(), settings=PARALLEL + HASHED, shows=partial + "HashAggregate")
		yield Check("parallel group aggregate", self.grouped(), settings=PARALLEL + SORTED, shows=partial + "GroupAggregate")
		partial = "Finalize(?s:.*)Append(?s:.*)Partial "
		yield Check("partition-wise", self.grouped(), settings=PARTITIONWISE, shows=partial)
		yield Check("partition-wise, parallel", self.grouped(), settings=PARTITIONWISE + PARALLEL + HASHED,
			shows="Finalize(?s:.*)Gather(?s:.*)Partial ")

		calls = f"{self.calls(over=' OVER w')} FROM event"
		yield Check("window", f"SELECT DISTINCT g, {calls} WINDOW w AS (PARTITION BY g)", shows="WindowAgg")
		for frame in FRAMES:
			yield Check(frame, f"SELECT id, {calls} WHERE g < {FEW} WINDOW w AS (PARTITION BY g ORDER BY id {frame})",
				shows="WindowAgg", frame=frame)

		yield Check("rows outside every window", self.grouped(), before=ADD_ROWS_OUTSIDE.format(type=self.time_type))
		yield Check("rows outside every window, partition-wise", self.grouped(), settings=PARTITIONWISE, shows=partial)

	def in_one_pass(self):
		"""The functions over the groups, of which the level is that of funnel_summary over the events of each if its bytes are
		those of funnel_summary over funnel_times."""
		times = "funnel_times::timestamp[]" if self.time_type == "date" else "funnel_times"
		return f"""
			SELECT g, CASE WHEN funnel_summary_send(funnel_summary) = (
				SELECT funnel_summary_send(funnel_summary(times, last_step)) FROM (SELECT {times} AS times, last_step) AS subject)
				THEN window_funnel END, funnel_times, funnel_count
			FROM (
				SELECT g, last_step, {self.calls()}, {self.call('funnel_summary')}
				FROM event WHERE g NOT IN (SELECT g FROM event WHERE NOT isfinite(at)) GROUP BY g, last_step) AS both_ways"""

	def is_finite(self, g, group):
		"""Has a group no infinite time?"""
		return not any(isinstance(row.at, float) for row in self.rows[g])

	def script(self):
		"""What psql has to do. A line that starts with == heads each section of the output."""
		rows = (
			(g, group.within, group.mode, group.steps, self.windows(group), *event)
			for g, group in enumerate(self.groups) for event in group.events)
		yield LOAD.format(
			schema=self.schema, type=self.time_type, zone=self.zone,
			rows="\n".join("\t".join(map(copied, (id, *row))) for id, row in enumerate(rows)),
			parts="".join(PART.format(part=part) for part in range(PARTS)))
		for check in self.checks():
			yield CHECK.format(**check._asdict())
		yield f"DROP SCHEMA {self.schema} CASCADE;"

	def windows(self, group):
		"""The windows of steps of a group."""
		return list(step_windows_of(items_of(group.mode or "")).values())

	def run(self):
		"""The sections of the output by title, each a list of lines, and the errors."""
		output, errors = psql("\n".join(self.script()))
		sections = (section.splitlines() for section in ("\n" + output).split("\n== ")[1:])
		sections = {lines[0]: lines[1:] for lines in sections}
		self.understand(sections.get("times", ()))
		return sections, errors

	def understand(self, times):
		"""Sets the rows of each group for the oracle, with their times and the ends of windows as the server has them."""
		times = {id: (text, moment(at), deadlines) for id, text, at, deadlines in (line.split("\t") for line in times)}
		self.text_of = {at: text for text, at, _ in times.values()}
		self.deadline = {}
		self.rows = []
		id = 0
		for group in self.groups:
			rows = []
			for event in group.events:
				_, at, deadlines = times.get(str(id), (None, None, "{}"))
				for within, deadline in zip([group.within, *self.windows(group)], deadlines[1:-1].split(",")):
					self.deadline[at, within] = at is not None and moment(deadline)
				steps = [event.step or 0] if self.numbered else [step for step, true in enumerate(event.steps, start=1) if true]
				rows.append(Row(at, frozenset(steps) - {0}))
				id += 1
			self.rows.append(rows)

	def answer(self, group, rows):
		"""What the functions must print for some rows of a group."""
		funnel = Funnel(rows, group.within, items_of(group.mode or ""), lambda at, within: self.deadline[at, within])
		times = funnel.times()
		if times is None:
			return "\\N\t\\N\t\\N"
		return f"{len(times)}\t{{{','.join(quoted(self.text_of[at]) for at in times)}}}\t{funnel.passes(group.steps)}"

	def answers(self):
		"""The lines that the groups must give."""
		return [f"{g}\t{self.answer(group, rows)}" for g, (group, rows) in enumerate(zip(self.groups, self.rows))]

	def framed_answers(self, frame):
		"""The lines that the rows of the first groups must give for their frames."""
		answers = (
			self.answer(group, [rows[near] for near in FRAMES[frame](place, len(rows))])
			for group, rows in islice(zip(self.groups, self.rows), FEW) for place in range(len(rows)))
		return [f"{id}\t{answer}" for id, answer in enumerate(answers)]

	def must_be(self):
		"""The lines of every check by title."""
		answers = self.answers()
		return {
			check.title: self.framed_answers(check.frame) if check.frame else [
				answer for g, (group, answer) in enumerate(zip(self.groups, answers)) if check.asked(g, group)]
			for check in self.checks()}

	def judge(self, must_be, sections, errors):
		"""The outcome of what came out."""
		problems = [f"{self.title}: {errors[:1000]}"] if errors else []
		for check in self.checks():
			wrong = self.differences(must_be[check.title], sections.get(check.title, ()), check.frame)
			plan = "\n".join(sections.get("plan of " + check.title, ()))
			if not re.search(check.shows, plan):
				wrong.append(f"the plan has no {check.shows}:\n{plan}")
			if wrong:
				problems.append("\n  ".join([f"{self.title}, {check.title}: NOT OK", *wrong]))
		return Outcome(
			len(must_be) + bool(errors) - len(problems), len(problems), problems, len(self.groups), sum(map(len, must_be.values())),
			Counter(line.split("\t")[1] for line in must_be["hash aggregate"]))

	def differences(self, must_be, is_now, frame):
		"""What is wrong with the lines of a check, with the smallest groups that have another answer."""
		if sorted(is_now) == sorted(must_be):
			return []
		wrong = Counter(must_be) - Counter(is_now)
		told = [f"{sum(wrong.values())} of {len(must_be)} lines are missing, {len(is_now)} lines are there"]
		line_of = {line.split("\t")[0]: line for line in is_now}
		group_of = [g for g, group in enumerate(self.groups) for _ in group.events] if frame else range(len(self.groups))
		others = []
		for line in wrong:
			key = line.split("\t")[0]
			if key in line_of:
				g = group_of[int(key)]
				others.append((len(self.rows[g]), g, f"must be {line}", f"     is {line_of[key]}"))
		for _, g, *lines in sorted(others)[:2]:
			told += [*lines, self.statement(g)]
		return told

	def statement(self, g):
		"""The question for a group as a statement."""
		group = self.groups[g]
		columns = self.steps.split()[-1]
		calls = ", ".join(
			self.call(function).replace("(within", f"('{group.within}'").replace("mode", f"'{group.mode}'")
			for function in ("window_funnel", "funnel_times", "funnel_count")).replace("last_step", str(group.steps))
		rows = ", ".join(
			f"({literal(self.text_of.get(row.at))}, {literal(event.step if self.numbered else copied(event.steps))})"
			for row, event in zip(self.rows[g], group.events))
		types = f"at::{self.time_type}, {columns}::{'int' if self.numbered else 'boolean[]'}"
		return f"""SET timezone = '{self.zone}';
  SELECT {calls}
  FROM (SELECT {types} FROM (VALUES {rows}) AS v (at, {columns})) AS event;"""


def is_of_few(g, group):
	"""Is a group one of the first?"""
	return g < FEW


def has_conditions(count):
	"""Tells whether a group has so many conditions."""
	return lambda g, group: len(group.events[0].steps) == count


def copied(value):
	"""A value as COPY wants it."""
	if value is None:
		return "\\N"
	if isinstance(value, bool):
		return "t" if value else "f"
	if isinstance(value, list):
		return "{" + ",".join("NULL" if element is None else copied(element) for element in value) + "}"
	return str(value)


def literal(value):
	"""A value in a statement."""
	return "NULL" if value is None else f"'{value}'"


def quoted(text):
	"""A time as an element of a printed array."""
	return f'"{text}"' if " " in text else text


def moment(text):
	"""A number of microseconds, or an infinity."""
	return float(text) if "Infinity" in text else int(text)
