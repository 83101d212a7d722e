#!/bin/sh
# Speed and peak memory over 50 MB of articles, one file each: the corpus
# repeated, and ../shared/data/news where it is. Prints a table, fails nothing.
EXTRACT=${EXTRACT:-build/extract}
MEASURE=${MEASURE:-build/measure}
B=${B:-build}
shared=${SHARED:-../shared}
folder=$B/bench/articles
want=${MB:-50}

if [ ! -e "$B/bench/made-$want" ]; then
	rm -rf "$B/bench"
	mkdir -p "$folder"
	python3 - "$folder" "$want" "$shared/data/news/24h_2026-02.jsonl" <<'P'
import json, os, pathlib, sys
folder, want, news = sys.argv[1], int(sys.argv[2]) * 1000000, sys.argv[3]
texts = [p.read_bytes() for p in sorted(pathlib.Path("corpus").glob("*.txt"))]
if os.path.exists(news):
    texts += [(r["title"] + "\n\n" + r["text"]).encode()
              for r in map(json.loads, open(news, encoding="utf-8"))]
n = size = 0
while size < want:
    for t in texts:
        sub = os.path.join(folder, f"{n // 1000:04}")
        os.makedirs(sub, exist_ok=True)
        with open(os.path.join(sub, f"{n:07}.txt"), "wb") as f:
            f.write(t)
        n, size = n + 1, size + len(t)
        if size >= want:
            break
P
	touch "$B/bench/made-$want"
fi
n=$(find "$folder" -type f | wc -l)
mb=$(find "$folder" -type f -printf '%s\n' | awk '{ s += $1 } END { print s / 1e6 }')
printf '%s articles, %.1f MB, %s cores\n' "$n" "$mb" "$(nproc)"
printf '%-28s %10s %12s %8s %10s\n' run seconds articles/s MB/s "peak MB"
for j in 1 2; do
	set -- $("$MEASURE" "$EXTRACT" -q -j$j "$folder")
	awk -v name="extract -j$j" -v s="$1" -v n="$n" -v mb="$mb" -v kb="$3" \
		'BEGIN { printf "%-28s %10.2f %12.0f %8.2f %10.1f\n", name, s, n / s, mb / s, kb / 1000 }'
done
set -- $("$MEASURE" "$EXTRACT" -q /dev/stdin </dev/null)
printf '%-28s %10.3f\n' "start (rules loaded)" "$1"

# Web pages up to their articles: reading, decoding, markup, body, metadata.
pages=$shared/data/pages
[ -d "$pages" ] || pages=tests/pages
if [ ! -e "$B/bench/made-pages" ]; then
	i=0
	while [ $i -lt 20 ]; do
		mkdir -p "$B/bench/pages/$i"
		cp "$pages"/*.html "$B/bench/pages/$i"
		i=$((i + 1))
	done
	touch "$B/bench/made-pages"
fi
n=$(find "$B/bench/pages" -type f | wc -l)
mb=$(find "$B/bench/pages" -type f -printf '%s\n' | awk '{ s += $1 } END { print s / 1e6 }')
printf '\n%s pages, %.1f MB\n' "$n" "$mb"
printf '%-28s %10s %12s %8s %10s\n' run seconds pages/s MB/s "peak MB"
for j in 1 2; do
	set -- $("$MEASURE" "$EXTRACT" -q -j$j --to article "$B/bench/pages")
	awk -v name="extract -j$j --to article" -v s="$1" -v n="$n" -v mb="$mb" -v kb="$3" \
		'BEGIN { printf "%-28s %10.2f %12.0f %8.2f %10.1f\n", name, s, n / s, mb / s, kb / 1000 }'
done
