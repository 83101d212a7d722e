#!/bin/sh
# Loads records into an SQLite database, which is made when it is not there:
#     load.sh DATABASE [FILE...]        "-" or no file: standard input
# Loading the same lines again changes nothing; another record of the same
# article (the same id) takes the place of the former one, whole. A line that
# is no record is said and passed over.
# Exit status: 0 all lines loaded, 1 some not, 2 nothing could be done.
here=$(cd "$(dirname -- "$0")" && pwd) || exit 2

say() {
	printf 'load: %s\n' "$*" >&2
}

if [ $# -lt 1 ] || [ -z "$1" ]; then
	say "want a database: load.sh DATABASE [FILE...]"
	exit 2
fi
if ! command -v sqlite3 >/dev/null; then
	say "there is no sqlite3 here (apt-get install sqlite3)"
	exit 2
fi

# An absolute path is neither an option nor a name that sqlite3 reads
# something into (":memory:", "file:...").
case $1 in
/*) db=$1 ;;
*) db=$PWD/$1 ;;
esac
shift
[ $# -gt 0 ] || set -- -

# Standard input -> its counts and faults. A control byte is in no JSON line;
# the two that sqlite3 would read something into become another one. A blank
# before each line, or empty ones would be dropped and the count be off.
load() {
	LC_ALL=C tr '\000\037' '\001\001' | LC_ALL=C sed 's/^/ /' |
		(cd "$here" && sqlite3 -batch -bail "$db" '.read load.sql')
}

# The name of an input and what `load` printed of it.
report() {
	printf '%s\n' "$2" | {
		read -r all new failed broken
		printf '%s: articles %d, of them new %d' "$1" "$all" "$new"
		[ "$failed" -eq 0 ] || printf ', unreadable %d' "$failed"
		[ "$broken" -eq 0 ] || printf ', broken lines %d' "$broken"
		echo
		while read -r n why; do
			say "$1:$n: $why"
		done
		[ "$broken" -eq 0 ]
	}
}

status=0
for f; do
	if [ "$f" = - ]; then
		told=$(load)
	elif [ -f "$f" ] && [ -r "$f" ] || [ -p "$f" ]; then
		told=$(load <"$f")
	else
		say "cannot read $f"
		status=1
		continue
	fi
	case $? in
	0) report "$f" "$told" || status=1 ;;
	*)
		say "$f is not loaded"
		exit 2
		;;
	esac
done
exit $status
