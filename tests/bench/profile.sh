#!/bin/sh
# Where the time goes: the share of each stage, then of each function, over the
# articles of `make bench` (MB=2 of them) or, without these, the corpus.
EXTRACT=${EXTRACT:-build/extract}
B=${B:-build}
command -v perf >/dev/null || { echo "skipped: perf is not installed"; exit 0; }
input=$B/bench/articles-2/files
[ -d "$input" ] || input=corpus
perf record -q -F 2000 --call-graph dwarf,4096 -o "$B/perf.data" "$EXTRACT" -q -j1 "$input" \
	>/dev/null 2>&1 || { echo "skipped: perf may not record"; exit 0; }
report() { perf report -i "$B/perf.data" --stdio -g none "$@" 2>/dev/null |
	grep -v '^#' | grep -v '^$'; }
echo "share of the time with all that is called"
report --children --sort symbol | grep -E \
	'\] (read_next|decode|article|normal|match|value|emit|view|find|dfa_scan|regex_find|pcre2_match_8|rules_load_kept)(\.[a-z.0-9]+)?( |$)'
echo "share of the time of a function alone"
report --no-children --sort symbol | head -25
