# Expands the loops of the install script (sql/install/*.sql.in), which say for which types an object exists:
#
#     -- for key: bigint | uuid | text
#     -- for amount/c: numeric | double precision/float8
#     CREATE FUNCTION f_accum(kpi_state, {key}, {amount}) RETURNS kpi_state
#         AS 'MODULE_PATHNAME', 'f_accum_{key}_{c}' ...
#     -- end
#     -- end
#
# A loop has one variable or several, set together: "|" parts the values, "/" the variables of a value. Blanks around a
# value do not count. A variable that it leaves out is as the one before it ({c} is numeric for numeric). The list goes
# on in the next line after "|" or ":", and may use the variables of the loops around it.
#
# To add a function, write its CREATE and its COMMENT into the file of its family, within the loops of its types; to add
# a type to a function, add a value to its loop, and the C function that its name leads to. The script that updates from
# the last release follows by itself, unless it has to change or drop what that release has: see sql/upgrade/head.sql.

function fail(i, message)
{
	print file[i] ":" place[i] ": " message | "cat 1>&2"
	close("cat 1>&2")
	failed = 1
	exit 1
}

# Sets the variables in a line.
function set_in(i, text,    name, old, done, at)
{
	for (name in value) {
		old = "{" name "}"
		done = ""
		while ((at = index(text, old)) > 0) {
			done = done substr(text, 1, at - 1) value[name]
			text = substr(text, at + length(old))
		}
		text = done text
	}
	if (match(text, /[{][a-z_]+[}]/))
		fail(i, "no loop sets " substr(text, RSTART, RLENGTH))
	return text
}

# Prints lines first to last, with a blank line before each object.
function expand(first, last,    i, depth, header, body, names, name, values, count, v, fields, f, text)
{
	for (i = first; i <= last; i++) {
		if (line[i] ~ /^-- for [a-z_\/]+:/) {
			header = substr(line[i], 8)
			while (header ~ /[|:]$/ && line[i + 1] ~ /^--  /)
				header = header substr(line[++i], 3)
			header = set_in(i, header)
			body = i + 1
			for (depth = 1; depth > 0; depth += line[i] ~ /^-- for /) {
				if (++i > last)
					fail(body - 1, "this loop has no end")
				depth -= line[i] ~ /^-- end$/
			}
			split(substr(header, 1, index(header, ":") - 1), names, "/")
			for (f = 1; f in names; f++)
				if (names[f] in value)
					fail(i, "a loop around this one sets " names[f])
			count = split(substr(header, index(header, ":") + 1), values, "|")
			if (count == 0)
				fail(body - 1, "this loop has no values")
			for (v = 1; v <= count; v++) {
				text = values[v]
				gsub(/^[ \t]+|[ \t]+$/, "", text)
				split("", fields)
				split(text, fields, "/")
				for (f = 1; f in names; f++)
					value[names[f]] = f in fields ? fields[f] : f > 1 ? value[names[f - 1]] : ""
				if (f in fields)
					fail(body - 1, "more values than variables: " text)
				expand(body, i - 1)
			}
			for (f = 1; f in names; f++)
				delete value[names[f]]
		}
		else if (line[i] ~ /^--/)
			fail(i, "neither the head of a loop nor its end: " line[i])
		else {
			text = set_in(i, line[i])
			if (text ~ /^CREATE / && before != "" && before !~ /[*][\/]$/)
				print ""
			if (text != "" || before != "")
				print text
			before = text
		}
	}
}

FNR == 1 {
	expand(1, n)
	n = 0
}

{
	line[++n] = $0
	file[n] = FILENAME
	place[n] = FNR
}

END {
	if (!failed)
		expand(1, n)
	exit failed
}
