"""One batch of groups: what the server is asked about them, and what it has to answer."""

import re
import subprocess
from collections import Counter, namedtuple
from itertools import islice
from random import Random

from funnel_groups import CHANGES, PARTS, Draw
from funnel_oracle import Funnel, Row

DATABASE = "test_funnel"
TYPES = ("date", "timestamp", "timestamptz")
BATCHES = 3  # of each call, for each seed
GROUPS = 2800  # in a batch, those found by hand not counted
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
CREATE TABLE loaded (id int, g int, within interval, mode text, at {type}, moved boolean, steps boolean[], step int, part int);
COPY loaded FROM STDIN;
{rows}
\\.
CREATE TABLE event (id int, g int, within interval, mode text, at {type}, steps boolean[], step int, part int)
	PARTITION BY LIST (part);
{parts}
INSERT INTO event
SELECT id, g, within, mode,
	CASE WHEN moved AND at < '9999-01-01' AND within < '9999 years' THEN (at + within)::{type} ELSE at END, steps, step, part
FROM loaded ORDER BY id;
\\echo == times
COPY (
	SELECT id, at, microseconds(extract(epoch FROM at)),
		CASE WHEN at < '9999-01-01' AND within < '9999 years' THEN microseconds(extract(epoch FROM at + within))
			ELSE deadline(at, within) END
	FROM event WHERE at IS NOT NULL) TO STDOUT;
"""

# Without statistics the planner expects few groups, which makes partial aggregation worth its while.
PART = """
CREATE TABLE event_{part} PARTITION OF event FOR VALUES IN ({part}) WITH (autovacuum_enabled = off);
"""

# Rows before the first start and after the last deadline that take no part: they start nothing.
ADD_ROWS_OUTSIDE = """
INSERT INTO event
SELECT NULL, g, within, mode, outside.at,
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
CREATE FUNCTION by_two_clocks() RETURNS TABLE (subject int, level int, times {type}[]) LANGUAGE plpgsql AS $$
BEGIN
	FOR nth IN 0 .. {few} - 1 LOOP
		PERFORM set_config('timezone', 'Pacific/Marquesas', true);
		PERFORM window_funnel, funnel_times FROM ({query} HAVING g = nth) AS elsewhere;
		PERFORM set_config('timezone', '{zone}', true);
		RETURN QUERY {query} HAVING g = nth;
	END LOOP;
END $$;
"""

# All groups by the clock of another place, before they are all asked again.
BY_ANOTHER_CLOCK = """
\\echo == by another clock
SET timezone = 'Pacific/Marquesas';
SELECT count(window_funnel), count(funnel_times) FROM ({query}) AS subject;
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

# A query to compare, what it needs before, its settings, what EXPLAIN must show, whether it asks for a few groups only,
# and its frame if it has one.
Check = namedtuple("Check", "title query before settings shows few frame", defaults=("", "", "", False, None))

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

	def __init__(self, seed, number, time_type, with_mode, numbered):
		name = f"{time_type}_{'step' if numbered else 'steps'}{'_mode' if with_mode else ''}_{number}"
		zones = sorted(CHANGES)
		self.zone = zones[(seed * BATCHES + number) % len(zones)]
		draw = Draw(Random(f"{seed} {name}"), time_type, self.zone, with_mode, numbered)
		self.groups = [draw.group() for _ in range(GROUPS)] + list(draw.by_hand())
		self.schema = name
		self.title = f"seed {seed}, {name}"
		self.time_type = time_type
		self.mode = "mode, " if with_mode else ""
		self.steps = "step" if numbered else "VARIADIC steps"
		self.numbered = numbered

	def call(self, function, more=""):
		"""A function over the rows."""
		return f"{function}(within, {self.mode}at, {self.steps}{more})"

	def grouped(self, more=""):
		"""Both functions over the groups, in one state for both."""
		return f"SELECT g, {self.call('window_funnel', more)}, {self.call('funnel_times', more)} FROM event GROUP BY g"

	def checks(self):
		"""Every query to compare."""
		yield Check("hash aggregate", self.grouped(), settings=HASHED, shows="HashAggregate")
		yield Check("group aggregate", self.grouped(), settings=SORTED, shows="GroupAggregate")
		yield Check("shuffled rows", self.grouped(" ORDER BY md5(id::text)"))
		yield Check("rows in order of time, and against it", f"""
			SELECT g, {self.call('window_funnel', ' ORDER BY at, id')}, {self.call('funnel_times', ' ORDER BY at DESC, id DESC')}
			FROM event GROUP BY g""")
		if self.time_type == "timestamptz":
			clocks = {"query": self.grouped(), "zone": self.zone, "type": self.time_type, "few": FEW}
			yield Check("by two clocks", "SELECT * FROM by_two_clocks()", before=BY_TWO_CLOCKS.format(**clocks), few=True)
			yield Check("after another clock", self.grouped(), before=BY_ANOTHER_CLOCK.format(**clocks))
		if not self.numbered:
			most = max(len(event.steps) for group in self.groups for event in group.events)
			listed = ", ".join(f"steps[{step}]" for step in range(1, most + 1))
			yield Check("steps one by one", self.grouped().replace(self.steps, listed))

		partial = "Finalize(?s:.*)Partial "
		yield Check("parallel hash aggregate", self.grouped(), settings=PARALLEL + HASHED, shows=partial + "HashAggregate")
		yield Check("parallel group aggregate", self.grouped(), settings=PARALLEL + SORTED, shows=partial + "GroupAggregate")
		partial = "Finalize(?s:.*)Append(?s:.*)Partial "
		yield Check("partition-wise", self.grouped(), settings=PARTITIONWISE, shows=partial)
		yield Check("partition-wise, parallel", self.grouped(), settings=PARTITIONWISE + PARALLEL + HASHED,
			shows="Finalize(?s:.*)Gather(?s:.*)Partial ")

		both = f"{self.call('window_funnel')} OVER w, {self.call('funnel_times')} OVER w FROM event"
		yield Check("window", f"SELECT DISTINCT g, {both} WINDOW w AS (PARTITION BY g)", shows="WindowAgg")
		for frame in FRAMES:
			yield Check(frame, f"SELECT id, {both} WHERE g < {FEW} WINDOW w AS (PARTITION BY g ORDER BY id {frame})",
				shows="WindowAgg", frame=frame)

		yield Check("rows outside every window", self.grouped(), before=ADD_ROWS_OUTSIDE.format(type=self.time_type))
		yield Check("rows outside every window, partition-wise", self.grouped(), settings=PARTITIONWISE, shows=partial)

	def script(self):
		"""What psql has to do. A line that starts with == heads each section of the output."""
		rows = (
			(g, group.within, group.mode, event.at, event.moved, event.steps, event.step, event.part)
			for g, group in enumerate(self.groups) for event in group.events)
		yield LOAD.format(
			schema=self.schema, type=self.time_type, zone=self.zone,
			rows="\n".join("\t".join(map(copied, (id, *row))) for id, row in enumerate(rows)),
			parts="".join(PART.format(part=part) for part in range(PARTS)))
		for check in self.checks():
			yield CHECK.format(**check._asdict())
		yield f"DROP SCHEMA {self.schema} CASCADE;"

	def run(self):
		"""The sections of the output by title, each a list of lines, and the errors."""
		output, errors = psql("\n".join(self.script()))
		sections = (section.splitlines() for section in ("\n" + output).split("\n== ")[1:])
		sections = {lines[0]: lines[1:] for lines in sections}
		self.understand(sections.get("times", ()))
		return sections, errors

	def understand(self, times):
		"""Sets the rows of each group for the oracle, with their times and deadlines as the server has them."""
		times = {id: (text, moment(at), moment(deadline)) for id, text, at, deadline in (line.split("\t") for line in times)}
		self.text_of = {at: text for text, at, _ in times.values()}
		self.rows = []
		id = 0
		for group in self.groups:
			rows = []
			for event in group.events:
				_, at, deadline = times.get(str(id), (None, None, None))
				steps = [event.step or 0] if self.numbered else [step for step, true in enumerate(event.steps, start=1) if true]
				rows.append(Row(at, deadline, frozenset(steps) - {0}))
				id += 1
			self.rows.append(rows)

	def answer(self, group, rows):
		"""What the functions must print for some rows of a group."""
		times = Funnel(rows, (group.mode or "").split(",")).times()
		if times is None:
			return "\\N\t\\N"
		return f"{len(times)}\t{{{','.join(quoted(self.text_of[at]) for at in times)}}}"

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
			check.title: self.framed_answers(check.frame) if check.frame else answers[:FEW] if check.few else answers
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
		arguments = self.call("").replace("within", f"'{group.within}'").replace("mode", f"'{group.mode}'")
		rows = ", ".join(
			f"({literal(self.text_of.get(row.at))}, {literal(event.step if self.numbered else copied(event.steps))})"
			for row, event in zip(self.rows[g], group.events))
		types = f"at::{self.time_type}, {columns}::{'int' if self.numbered else 'boolean[]'}"
		return f"""SET timezone = '{self.zone}';
  SELECT window_funnel{arguments}, funnel_times{arguments}
  FROM (SELECT {types} FROM (VALUES {rows}) AS v (at, {columns})) AS event;"""


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
