#!/bin/sh
# Lines on standard input into a DuckDB database, which is made when it is not
# there; out/load says what is printed. DuckDB comes as its npm package,
# @duckdb/node-api, installed where you work (npm install @duckdb/node-api),
# globally, or below $NODE_PATH.
here=$(cd "$(dirname -- "$0")" && pwd) || exit 2

if ! command -v node >/dev/null; then
	echo 'load: there is no node here, which runs DuckDB (apt-get install nodejs npm)' >&2
	exit 2
fi
exec node "$here/load.js" "$1"
