# Prints the statements of the last of several SQL scripts that none of those before has, word for word but for
# "OR REPLACE". A statement starts with CREATE, COMMENT, ALTER or DROP at the start of a line; blank lines and comments
# do not count.

function statement_ends(    key)
{
	if (statement == "")
		return
	key = statement
	sub(/^CREATE OR REPLACE /, "CREATE ", key)
	if (script < ARGC - 1)
		known[key] = 1
	else if (!(key in known))
		print (statement ~ /^COMMENT / ? "" : "\n") statement
	statement = ""
}

FNR == 1 {
	statement_ends()
	script++
}

/^\\echo / || /^--/ || /^[ \t]*$/ { next }

/^\/[*]/ {
	statement_ends()
	comment = 1
}

comment {
	if (/[*]\/$/)
		comment = 0
	next
}

/^(CREATE|COMMENT|ALTER|DROP) / { statement_ends() }

{ statement = statement (statement == "" ? "" : "\n") $0 }

END { statement_ends() }
