#!/bin/sh
# -f csv: the cells that flat mentions have, read by a reader of CSV that is
# not ours.
. "$(dirname "$0")/lib.sh"

cat >"$dir/odd.txt" <<'E2'
Bộ Y tế nói "10,5%", rồi "7%"

Ngày 3/4/2022, Bộ trưởng Bộ Y tế Nguyễn Văn An yêu cầu Sở Y tế Hà Nội nộp 5 tờ trình trước ngày 15/6/2022.
E2
mkdir -p "$dir/my/roads"
cat >"$dir/my/roads/numbered.yaml" <<'E2'
- name: numbered
  match: '(?<kind>[Qq]uốc lộ) (?<digits>\d{1,3}[A-Z]?)'
  tests:
    - text: Sạt lở trên quốc lộ 1A.
      want: { text: quốc lộ 1A, digits: 1A }
    - text: Ba tuyến quốc lộ phải đóng.
      want: none
E2
printf 'Sạt lở trên quốc lộ 1A, dài 5 km.\n' >"$dir/road.txt"
set -- --rules "$dir/my" "$dir/odd.txt" "$dir/road.txt" corpus
run -q -f csv "$@"
is "status" "$status" 0
cp "$dir/out" "$dir/csv"
run -q -f mentions "$@"
is "every cell" "$(python3 - "$dir/csv" "$dir/out" <<'E2'
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")))
lines = [json.loads(l, parse_float=str, parse_int=str)
         for l in open(sys.argv[2], encoding="utf-8")]
n = more = 0
for row, line in zip(rows, lines):
    rest = json.loads(row.pop("more") or "{}")
    more += bool(rest)
    for name, value in line.items():
        n += 1
        got = rest[name] if name in rest else row.get(name)
        want = "" if value is None else "true" if value is True else value
        if got != want:
            print(name, repr(got), repr(want))
if len(rows) != len(lines) or n < 8000 or not more:
    print(len(rows), "rows", len(lines), "lines", n, "cells", more)
E2
)" ""
run -q -f csv /dev/null
is "the header alone" "$(wc -l <"$dir/out" | tr -d ' ')" 1
exit $failed
