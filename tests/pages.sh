#!/bin/sh
# Web pages: those of tests/pages give the titles, texts and captions beside
# them, and where ../shared is, bodies are as good as they were. `pages.sh
# --write` writes what tests/pages give anew; `pages.sh --table` prints the
# scores.
EXTRACT=${EXTRACT:-build/extract}
cd "$(dirname "$0")/.." || exit 2
shared=${SHARED:-../shared}
failed=0
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
ok() { echo "ok - $1"; }
bad() { echo "not ok - $1"; failed=1; }

# The article stage alone: what it leaves, as records.
records() {
	"$EXTRACT" -q --to article "$@" | jq -c 'select(.article) | .article
		+ {source: {uri: .raw.uri}, warnings}'
}

own() {
	for f in tests/pages/*.html; do
		want=${f%.html}.json
		records "$f" | jq '{title, published, text, captions,
			warnings: [.warnings[] | select(test("article|read"))]
			}' >"$dir/got"
		if [ "$1" = --write ]; then
			cp "$dir/got" "$want"
		elif cmp -s "$dir/got" "$want"; then
			ok "$f"
		else
			bad "$f does not give $want"
			diff "$want" "$dir/got" | head -20
		fi
	done
}

# name, scorer, gold, pages, member of its result, least value
score() {
	if ! python3 "$shared/score/$2" "$shared/data/$3" "$dir/$4.jsonl" \
		--json >"$dir/score"; then
		bad "$1: $2 fails"
		return
	fi
	value=$(jq ".$5" "$dir/score")
	[ "$table" ] && cat "$dir/score"
	if jq -e ".$5 >= $6" "$dir/score" >/dev/null; then
		ok "$1: $5 $value, at least $6"
	else
		bad "$1: $5 $value, want $6"
	fi
}

lists() {
	for f in "$shared"/data/pages/*_list.html "$shared"/data/pages/*_home.html; do
		text=$(records "$f" | jq -r '(.text | length), .warnings[]' |
			head -2 | paste -sd' ')
		if [ "$text" = "0 no article" ]; then
			ok "no article: $(basename "$f")"
		else
			bad "$f: '$text', want no article"
		fi
	done
}

case $1 in
--write) own --write; exit ;;
--table) table=yes ;;
esac
own
# a pipe gives the same record as a file, but for where it came from
f=tests/pages/article-tag.html
"$EXTRACT" -q $f | jq -c 'del(.source.uri)' >"$dir/file"
"$EXTRACT" -q <$f | jq -c 'del(.source.uri)' >"$dir/pipe"
if cmp -s "$dir/file" "$dir/pipe" && [ -s "$dir/file" ]; then
	ok "a pipe"
else
	bad "a pipe gives another record than a file"
fi
if [ ! -d "$shared/data/snippets" ]; then
	echo "skipped: no ../shared"
	exit $failed
fi
for set in snippets readability pages; do
	records "$shared/data/$set"/*.html >"$dir/$set.jsonl"
done
score "sentences wanted and not" snippets.py snippets/snippets.json \
	snippets F 0.93
score "bodies of many kinds" body.py readability/gold.json readability F1 0.9
score "bodies of Vietnamese pages" body.py pages/gold.json pages F1 0.98
lists
exit $failed
