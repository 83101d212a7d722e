#!/bin/sh
# usage: seeds.sh FOLDER
# What the fuzz targets begin with: one folder a target. The article's has the
# corpus in every kind of file that is read.
to=$1
cd "$(dirname "$0")/../.." || exit 2
EXTRACT=${EXTRACT:-build/extract}
rm -rf "$to"
mkdir -p "$to/article" "$to/rules" "$to/state" || exit 2

cp corpus/*.txt "$to/article"
head -5 corpus/*.jsonl >"$to/article/a.jsonl"
for d in tests/pages tests/hostile corpus; do
	find "$d" -maxdepth 1 \( -name '*.html' -o -name '*.xml' -o -name '*.mhtml' \
		-o -name '*.csv' -o -name '*.warc' \) -size -60k \
		-exec cp {} "$to/article" \; 2>/dev/null
done
python3 tests/fuzz/seeds.py "$to/article" corpus/*.txt
for f in rules/dates/*.yaml rules/units/*.yaml; do
	head -c 3000 "$f" >"$to/rules/$(basename "$f")"
done
cat >"$to/rules/odd.yaml" <<'Y'
- name: odd
  match: '(?<kind>[Qq]uốc lộ|x(?=y)|(?<!a)b)\b(?:\1)? (?<number>\d{1,3}+[A-Z]?)'
  priority: 3
  tests:
    - text: Trên quốc lộ 1A.
      want: { text: quốc lộ 1A, kind: quốc lộ, number: 1A }
    - text: Không.
      want: none
Y
f=$(ls corpus/*.txt | head -1)
for s in read decode article normal match value; do
	"$EXTRACT" -q --to $s "$f" >"$to/state/$s"
done
