#!/bin/sh
# usage: postgres.sh FOLDER COMMAND...
# Starts a PostgreSQL server of Debian's in FOLDER (made, and removed at the
# end), reached by a socket there alone; runs the command with PGHOST set and
# a database "news"; stops it. Root hands it to an ordinary user, since the
# server refuses to be run by root. Exit status: the command's, or 77 with a
# line "skipped: why" where there is none.
dir=$1
shift
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$bin" ] || [ ! -x "$bin/postgres" ]; then
	echo "skipped: no PostgreSQL server (apt-get install postgresql)"
	exit 77
fi
rm -rf "$dir" && mkdir -p "$dir" && dir=$(cd "$dir" && pwd) || exit 2

# A command with its arguments, as the user who runs the server.
as=
if [ "$(id -u)" = 0 ]; then
	user=nobody
	id postgres >/dev/null 2>&1 && user=postgres
	chown "$user" "$dir" && as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi
cleanup() {
	$as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 2' INT TERM

cd "$dir" || exit 2
if ! $as "$bin/initdb" -D "$dir/data" -U news -A trust -E UTF8 --no-locale \
	--no-sync >"$dir/log" 2>&1 ||
	! $as "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/log" -w -t 60 start \
		-o "-k $dir -c listen_addresses= -c fsync=off" >>"$dir/log" 2>&1; then
	cat "$dir/log" "$dir/data/log" >&2
	exit 2
fi
cd - >/dev/null || exit 2
export PGHOST="$dir" PGUSER=news PGDATABASE=news
unset PGPORT PGSERVICE PGOPTIONS
"$bin/createdb" news || exit 2
"$@"
