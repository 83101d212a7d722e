#!/bin/sh
# Lines on standard input into an SQLite database, which is made when it is
# not there; out/load says what is printed.
here=$(cd "$(dirname -- "$0")" && pwd) || exit 2

if ! command -v sqlite3 >/dev/null; then
	echo 'load: there is no sqlite3 here (apt-get install sqlite3)' >&2
	exit 2
fi

# An absolute path is neither an option nor a name that sqlite3 reads
# something into (":memory:", "file:...").
case $1 in
/*) db=$1 ;;
*) db=$PWD/$1 ;;
esac

# A control byte is in no JSON line; the two that sqlite3 would read something
# into become another one. A blank before each line, or empty ones would be
# dropped and the count be off.
LC_ALL=C tr '\000\037' '\001\001' | LC_ALL=C sed 's/^/ /' |
	(cd "$here" && sqlite3 -batch -bail "$db" '.read load.sql') || exit 2
