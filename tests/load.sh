#!/bin/sh
# usage: load.sh [KIND]...
# out/load: what goes into the database, what happens to it the second time,
# and what a broken line does; against a real one of each kind: SQLite, a
# PostgreSQL server that is started for it, DuckDB.
cd "$(dirname "$0")/.." || exit 2
B=${B:-build}

if [ $# -eq 0 ]; then
	status=0
	sh "$0" sqlite || status=1
	sh tests/servers/postgres.sh "${TMPDIR:-/tmp}/extract-pg.$$" sh "$0" postgres
	case $? in
	0 | 77) ;;
	*) status=1 ;;
	esac
	sh "$0" duckdb || status=1
	exit $status
fi
kind=$1

dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
failed=0

# what it is, what came, what was wanted
is() {
	if [ "$2" = "$3" ]; then
		echo "ok - $kind: $1"
	else
		echo "not ok - $kind: $1: got '$2', want '$3'"
		failed=1
	fi
}

# sql DATABASE QUERY: rows, a blank between columns. db_new NAME: a database
# that holds nothing yet.
case $kind in
sqlite)
	command -v sqlite3 >/dev/null || {
		echo "skipped: no sqlite3"
		exit 0
	}
	sql() { sqlite3 -batch -list -separator ' ' "$1" "$2"; }
	db_new() { echo "$dir/it's a \"$1\" \$x.db"; }
	;;
postgres)
	sql() { psql -X -q -A -t -F ' ' -d "$1" -c "$2"; }
	db_new() { createdb "load_$1" && echo "dbname=load_$1"; }
	;;
duckdb)
	if [ -z "$NODE_PATH" ]; then
		npm=$B/npm
		command -v npm >/dev/null || {
			echo "skipped: duckdb: no npm"
			exit 0
		}
		[ -d "$npm/node_modules/@duckdb/node-api" ] ||
			npm install --silent --no-audit --no-fund --prefix "$npm" \
				@duckdb/node-api >"$dir/npm" 2>&1 || {
			echo "skipped: duckdb: npm could not install it:" \
				"$(tail -1 "$dir/npm")"
			exit 0
		}
		NODE_PATH=$PWD/$npm/node_modules
	fi
	export NODE_PATH
	sql() { node tests/servers/duckdb.js "$1" "$2"; }
	db_new() { echo "$dir/it's a \"$1\" \$x.duckdb"; }
	;;
*)
	echo "not ok - there is no database '$kind'"
	exit 1
	;;
esac
tables='articles failures dates officials roles official_mentions
	official_references units unit_mentions figures deadlines documents others'
dump() {
	sql "$1" "$(printf 'SELECT * FROM %s ORDER BY 1, 2, 3;' $tables)"
}

# One record: id's first digit, title, published, due, value of a figure and
# its date.
record() {
	cat <<-END | tr -d '\n'
	{"schema":1,"id":"${1}0000000000000000000000000000000",
	"source":{"uri":"news/$1.txt","key":null,"type":"text",
	"charset":"utf-8","sha256":null},"title":"$2","authors":["Lan"],
	"site":null,"url":null,"language":"vi","published":"$3",
	"modified":null,"text":"Sở Y tế nộp 5 tờ trình trước ngày 1/7.",
	"dates":[{"text":"ngày 1/7","start":29,"end":37,"type":"DATE",
	"value":"2021-07-01","from":"2021-07-01","to":"2021-07-01",
	"basis":"published","rule":"dates/a/b"}],
	"officials":[{"name":"Lê Thị Hoa","roles":[{"text":"Giám đốc Sở",
	"title":"Giám đốc","unit":"Sở Y tế"}],"mentions":[{"text":"Sở",
	"start":0,"end":2,"rule":"officials/a/b"}],"references":[
	{"text":"tế","start":5,"end":7}]}],
	"units":[{"name":"Sở Y tế tỉnh","kind":"state","mentions":[
	{"text":"Sở Y tế","start":0,"end":7,"rule":"units/a/b"}]}],
	"figures":[{"text":"5 tờ trình","start":12,"end":22,"value":$5,
	"kind":"count","unit":"tờ trình","when":"$6","rule":"figures/a/b"}],
	"deadlines":[{"text":"trước ngày 1/7","start":23,"end":37,
	"due":"$4","bound":"before","task":"nộp","assignee":"Sở Y tế",
	"recipient":null,"rule":"deadlines/a/b"}],
	"documents":[],"diseases":[{"text":"tế","start":5,"end":7,
	"cases":3,"rule":"diseases/a/b"}],"warnings":[]}
	END
	echo
}

db=$(db_new news)
file="$dir/-r' \"1\".jsonl"
record a "Bài \\\"một\\\"" 2021-06-05T19:30:00+07:00 2021-07-01 5 >"$file"
record b "Bài hai" 2022-01-02 2022-02-01 1200000000000 2019 >>"$file"

is "any path" "$(out/load "$kind" "$db" "$file" | sed 's/.*: //')" \
	"articles 2, of them new 2"
is "title" "$(sql "$db" "SELECT title FROM articles WHERE id LIKE 'a%'")" \
	'Bài "một"'
is "date" "$(sql "$db" "SELECT value, first, last FROM dates LIMIT 1")" \
	"2021-07-01 2021-07-01 2021-07-01"
is "figure" "$(sql "$db" "SELECT value FROM figures ORDER BY value DESC
	LIMIT 1")" 1200000000000
is "offsets" "$(sql "$db" "SELECT count(*) FROM mentions m
	JOIN articles a ON a.id = m.article
	WHERE substr(a.text, start + 1, stop - start) <> m.text")" 0
is "a list of one's own" "$(sql "$db" "SELECT type, fields FROM others
	LIMIT 1" | tr -d ' ')" 'diseases{"cases":3}'
is "deadlines by unit" "$(sql "$db" "SELECT unit, due, task
	FROM deadlines_by_unit")" "Sở Y tế tỉnh 2021-07-01 nộp
Sở Y tế tỉnh 2022-02-01 nộp"
is "figures by unit and year" "$(sql "$db" "SELECT unit, year, highest
	FROM figures_by_unit_and_year")" "tờ trình 2019 1200000000000
tờ trình 2021 5"
is "figures in context" "$(sql "$db" "SELECT organisation, context
	FROM figures_in_context LIMIT 1")" \
	"Sở Y tế tỉnh Sở Y tế nộp 5 tờ trình trước ngày 1/7."
is "who held what when" "$(sql "$db" "SELECT name, role, unit,
	seen_first, seen_last, articles FROM posts")" \
	"Lê Thị Hoa Giám đốc Sở Sở Y tế 2021-06-05 2022-01-02 2"

is "a post that stands for its holder" "$(sql "$db" "SELECT text, start, stop
	FROM official_references LIMIT 1")" "tế 5 7"

dump "$db" >"$dir/first"
is "again" "$(out/load "$kind" "$db" "$file" | sed 's/.*: //')" \
	"articles 2, of them new 0"
dump "$db" >"$dir/second"
is "the same lines twice change nothing" \
	"$(cmp "$dir/first" "$dir/second" && echo same)" same

record a "Bài mới" 2021-06-06 2021-08-01 6 |
	sed 's/"figures":\[[^]]*\]/"figures":[]/' |
	out/load "$kind" "$db" - >/dev/null
is "a newer record takes the whole place" "$(sql "$db" "SELECT title,
	(SELECT due FROM deadlines d WHERE d.article = a.id),
	(SELECT count(*) FROM figures f WHERE f.article = a.id),
	(SELECT count(*) FROM unit_mentions m WHERE m.article = a.id)
	FROM articles a WHERE id LIKE 'a%'")" "Bài mới 2021-08-01 0 1"

# A file with everything that a line should not be; the last has no newline.
db=$(db_new broken)
{
	printf '\357\273\277'
	record c "Một" 2021-06-06 2021-08-01 6
	echo 'no JSON'
	echo
	record d "Cắt" 2021-06-06 2021-08-01 6 | cut -c 1-300
	record e "Hai lần" 2021-06-06 2021-08-01 6
	printf '{"schema":1,"id":"\000"}\n'
	echo '[1]'
	echo '{"schema":2}'
	record f "Sai" 2021-06-06 2021-08-01 6 | sed 's/"start":12/"start":"x"/'
	record f "Sai" 2021-06-06 2021-08-01 6 | sed 's/"dates":\[/&7,/'
	record f "Sai" 2021-06-06 2021-08-01 6 | tr '\n' '\037' && echo x
	echo '{"schema":1,"source":{"uri":"bad.txt"},"error":{"stage":"decode","message":"no"}}'
	record e "Sau cùng" 2021-06-06 2021-08-01 6 | tr -d '\n'
} >"$dir/broken.jsonl"
out/load "$kind" "$db" "$dir/broken.jsonl" >"$dir/out" 2>"$dir/err"
is "a broken line is in the status" $? 1
is "and is counted" "$(sed 's/.*: //' "$dir/out")" \
	"articles 2, of them new 2, unreadable 1, broken lines 8"
is "and is named" "$(sed 's/.*jsonl:\([0-9]*\):.*/\1/' "$dir/err" |
	tr '\n' ' ')" "2 4 6 7 8 9 10 11 "
is "and stops nothing" "$(sql "$db" 'SELECT title FROM articles ORDER BY id')" \
	"Một
Sau cùng"
is "an article that failed" "$(sql "$db" 'SELECT * FROM failures')" \
	"bad.txt decode no"
record 1 "Nay đọc được" 2021-06-06 2021-08-01 6 |
	sed 's,news/1.txt,bad.txt,' | out/load "$kind" "$db" >/dev/null
is "until it is read" "$(sql "$db" 'SELECT count(*) FROM failures')" 0

out/load "$kind" "$db" "$dir/none.jsonl" 2>"$dir/err"
is "a file that is not there" "$? $(grep -c 'cannot read' "$dir/err")" "1 1"
# A NUL in a text, and a line that is not UTF-8.
db=$(db_new odd)
{
	record 2 'Bài \u0000 ba' 2021-06-06 2021-08-01 6
	record 3 'Bài x bốn' 2021-06-06 2021-08-01 6 | tr x '\377'
	record 4 'Bài \\u0000 năm' 2021-06-06 2021-08-01 6
} >"$dir/odd.jsonl"
out/load "$kind" "$db" "$dir/odd.jsonl" >"$dir/out" 2>"$dir/err"
is "a NUL stops nothing" "$(sql "$db" "SELECT title FROM articles
	WHERE id LIKE '4%'")" 'Bài \u0000 năm'
is "nor offsets behind it" "$(sql "$db" "SELECT count(*) FROM mentions m
	JOIN articles a ON a.id = m.article
	WHERE substr(a.text, start + 1, stop - start) <> m.text")" 0

echo 'this is no database, and is long enough to be seen as none' >"$dir/txt"
out/load "$kind" "$dir/txt" "$file" >/dev/null 2>&1
is "a file that is no database" $? 2
out/load >/dev/null 2>"$dir/err"
is "no arguments" "$? $(grep -c '^usage: load' "$dir/err")" "2 1"
out/load oracle "$db" "$file" 2>"$dir/err"
is "a database that it does not know" "$? $(grep -c sqlite "$dir/err")" "2 1"
: | out/load "$kind" "$db" >"$dir/out"
is "nothing at all" "$? $(cat "$dir/out")" "0 -: articles 0, of them new 0"
exit $failed
