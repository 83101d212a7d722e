#!/bin/sh
# Both engines write the same records. "make engine" sets LONG: the news in
# ../shared too, and 100,000 random texts in tests/unit/engine.c.
EXTRACT=${EXTRACT:-build/extract}
B=${B:-build}
cd "$(dirname "$0")/.." || exit 2
t=$(mktemp -d) || exit 2
trap 'rm -rf "$t"' EXIT

# name, file or folder
same() {
	"$EXTRACT" -q "$2" >"$t/automaton" 2>/dev/null
	"$EXTRACT" -q --engine=plain "$2" >"$t/plain" 2>/dev/null
	if [ -s "$t/plain" ] && cmp -s "$t/automaton" "$t/plain"; then
		echo "ok - $1: both engines write the same"
	else
		echo "not ok - $1: the engines differ"
		diff "$t/automaton" "$t/plain" | head -c 2000
	fi
}

same corpus corpus
if EXTRACT_RULES= "$EXTRACT" rules check -v --rules=tests/odd-rules |
	grep -q '^plain scan: odd/odd/again$'; then
	echo "ok - rules check -v names what the automaton can't read"
else
	echo "not ok - rules check -v names what the automaton can't read"
fi
[ -n "$LONG" ] || exit 0

ENGINE_TEXTS=100000 "$B/unit" --filter 'engine/*' --verbose=0 >"$t/log" 2>&1 &&
	echo "ok - 100,000 random texts" ||
	{ echo "not ok - 100,000 random texts" && cat "$t/log"; }
# the same where tables are full again and again
if make B="$t/small" CFLAGS='-DDFA_STATES=5000 -DVOCABULARY_WORDS=600' \
	"$t/small/unit" >"$t/log" 2>&1 &&
	ENGINE_TEXTS=20000 "$t/small/unit" --filter 'engine/*' --verbose=0 \
		>>"$t/log" 2>&1; then
	echo "ok - 20,000 random texts with small tables"
else
	echo "not ok - 20,000 random texts with small tables"
	tail -5 "$t/log"
fi
news=../shared/data/news
if [ ! -d $news ]; then
	echo "skipped - news: no ../shared"
	exit 0
fi
for f in "$news"/*.jsonl; do
	# headlines have a summary and no text
	sed 's/"summary":/"text":/' "$f" >"$t/$(basename "$f")"
	same "$(basename "$f")" "$t/$(basename "$f")"
done
