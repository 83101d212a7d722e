#!/bin/sh
# Pages that are made to break a reader of pages give a record each: none
# crashes it, and none takes it more than a bounded number of seconds of the
# processor (ulimit: far above what they need, far below what they would take
# if time grew with the square).
. "$(dirname "$0")/lib.sh"
few_rules
make=tests/hostile/pages.py
command -v python3 >/dev/null || {
	echo "skipped: no python3"
	exit 0
}
for name in $(python3 $make); do
	python3 $make "$name" >"$dir/page.html"
	(
		ulimit -t 60
		exec "$EXTRACT" -q -j1 "$dir/page.html" >"$dir/out" 2>"$dir/err"
	)
	is "$name: status" $? 0
	is "$name: a record with its first sentence" "$(jq -r \
		'.text | contains("Ngày 3/4/2022") or . == ""' <"$dir/out")" true
	case $name in
	nested | nested-inline | cells | marks | elements)
		has "$name: told" "$(jq -c .warnings "$dir/out")" \
			"elements within each other" ;;
	attributes* | attribute-names)
		has "$name: told" "$(jq -c .warnings "$dir/out")" \
			"more than 64 attributes" ;;
	one-tag | less-than | bangs)
		has "$name: told" "$(jq -c .warnings "$dir/out")" \
			"is not read" ;;
	esac
done
exit $failed
