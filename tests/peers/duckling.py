#!/usr/bin/env python3
"""The 168 Vietnamese time cases of a public parser's own tests, through
`extract --published`. Lines begin with "ok", "not ok" or "skipped".

usage: duckling.py EXTRACT CASES.jsonl

A case that the contract of the record can't express is skipped with its
reason. An interval of those tests ends exclusively; "3 ngày tới" is a stretch
of days there and a DURATION here, so its length is compared.
"""
import collections
import datetime
import json
import subprocess
import sys

PRESENT = "PRESENT_REF is left out of records"
CLOCK = "a time of day is that of the day of publication, not the next such time"
NEAREST = "a missing year is the nearest one, not the next"
SEASON = "a season is a quarter of the year here, from solstices there"
REASONS = {
    "bây giờ": PRESENT, "ngay bây giờ": PRESENT, "ngay lúc này": PRESENT,
    "vào lúc 2 giờ sáng": CLOCK, "lúc 2 giờ sáng": CLOCK, "1:18 sáng": CLOCK,
    "2:30": CLOCK, "hai giờ rưỡi": CLOCK,
    "quý 3": NEAREST, "quý ba": NEAREST, "ngày 12/10": NEAREST,
    "giáng sinh": NEAREST, "ngày giáng sinh": NEAREST,
    "mùa hè này": SEASON, "mùa hè năm nay": SEASON, "mùa đông này": SEASON,
    "15:23:24": "no seconds", "3 s tiếp theo": "no seconds",
    "4pm CET": "no time zones, no English",
    "sau bữa trưa": "a meal is no time",
}
UNITS = {"second": ("T", "S"), "minute": ("T", "M"), "hour": ("T", "H"),
         "day": ("", "D"), "week": ("", "W"), "month": ("", "M"),
         "year": ("", "Y")}


def length(first, end, grain):
    """"P3D" for two moments and the unit that counts between them."""
    a, b = datetime.datetime.fromisoformat(first), datetime.datetime.fromisoformat(end)
    if grain == "year":
        n = b.year - a.year
    elif grain == "month":
        n = (b.year - a.year) * 12 + b.month - a.month
    else:
        step = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
        n = int((b - a).total_seconds() // step[grain])
    time, letter = UNITS[grain]
    return f"P{time}{n}{letter}"


def right(case, found):
    if case.get("negative"):
        return found is None
    if found is None:
        return False
    first = (found["from"] or "")
    if case["kind"] == "interval" and found["type"] == "DURATION":
        return found["value"] == length(case["value"], case["to"], case["grain"])
    if case["kind"] == "value" and case["grain"] in ("hour", "minute"):
        return first == case["value"][:16]
    return first[:10] == case["value"][:10]


def main():
    program, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as lines:
        cases = [c for c in map(json.loads, lines) if c["dim"] == "time"]
    by_reference = collections.defaultdict(list)
    for c in cases:
        by_reference[c.get("reference") or "2017-02-02T03:55:00-02:00"].append(c)
    passed = failed = 0
    for reference, group in by_reference.items():
        text = "".join(json.dumps({"id": str(i), "text": c["text"]}) + "\n"
                       for i, c in enumerate(group))
        out = subprocess.run([program, "-q", "--input", "jsonl", "--published", reference[:19] + "+07:00", "-"],
                             input=text, capture_output=True, text=True, check=False).stdout
        records = {r["source"]["key"]: r for r in map(json.loads, out.splitlines())}
        for i, c in enumerate(group):
            dates = records.get(str(i), {}).get("dates") or []
            ok = right(c, dates[0] if dates else None)
            if not ok and c["text"] in REASONS:
                print(f"skipped: {c['text']}: {REASONS[c['text']]}")
                continue
            passed, failed = passed + ok, failed + (not ok)
            print("ok" if ok else "not ok", c["text"],
                  "" if ok else f"want {c['value']} got {dates[:1]}")
    return 0 if passed >= 0.95 * (passed + failed) else 1


if __name__ == "__main__":
    sys.exit(main())
