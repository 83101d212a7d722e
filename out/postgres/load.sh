#!/bin/sh
# Lines on standard input into a PostgreSQL database; out/load says what is
# printed. The database is named as psql takes it: "news", "host=db
# dbname=news", "postgresql://me@db/news". Tables go into the first schema of
# the search path: "dbname=news options=-csearch_path=press".
here=$(cd "$(dirname -- "$0")" && pwd) || exit 2

if ! command -v psql >/dev/null; then
	echo 'load: there is no psql here (apt-get install postgresql-client)' >&2
	exit 2
fi

# No JSON line holds a control byte; those that COPY would read something into
# become another one, and a return, white space to JSON, a blank. A blank
# before each line, or "\." would end all and an empty one be none.
LC_ALL=C tr '\000\036\037\r' '\001\001\001 ' | LC_ALL=C sed 's/^/ /' |
	(cd "$here" && PGOPTIONS="$PGOPTIONS -cclient_min_messages=warning" \
		psql -X -q -A -t -F ' ' -v ON_ERROR_STOP=1 -d "$1" -f load.sql) ||
	exit 2
