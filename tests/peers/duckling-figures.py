#!/usr/bin/env python3
"""The Vietnamese cases for numerals, ordinals and money of a public parser's
own tests, through `extract`. Lines begin with "ok", "not ok" or "skipped".

usage: duckling-figures.py EXTRACT CASES.jsonl

A bare numeral is no figure, so that it is given a unit ("đồng"); an ordinal
must give none. Bounds are compared with `modifier`.
"""
import json
import subprocess
import sys

REASONS = {
    "không": "no amount: \"không đồng\" says that there is none",
    ",77": "no amount begins with its mark in a text",
    ",0012G": "no amount begins with its mark in a text",
    "-,0012G": "no amount begins with its mark in a text",
    "trăm": "a bare multiplier is indefinite (\"trăm người\")",
    "- 1.200.000": "a dash and a blank begin an item of a list",
}
CODES = {"Dollar": "USD", "Pound": "GBP"}
BELOW, ABOVE = {"less_than", "at_most"}, {"more_than", "at_least"}


def text_of(case):
    return case["text"] + " đồng" if case["dim"] == "numeral" else case["text"]


def right(case, figures):
    if case["dim"] == "ordinal":
        return not figures
    if len(figures) != 1:
        return False
    found = figures[0]
    if "currency_hs" in case and case["currency_hs"] != "Cent":
        code = CODES.get(case["currency_hs"], case["currency_hs"])
        if found.get("currency") != code:
            return False
    if "to" in case:
        return (found.get("min"), found.get("max")) == (case["value"], case["to"])
    if case.get("direction"):
        wanted = BELOW if case["direction"] == "before" else ABOVE
        if found.get("modifier") not in wanted:
            return False
    return abs(found.get("value", 1e99) - case["value"]) < 1e-9


def main():
    program, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as lines:
        cases = [c for c in map(json.loads, lines) if c["dim"] != "time"]
    text = "".join(json.dumps({"id": str(i), "text": text_of(c)}) + "\n"
                   for i, c in enumerate(cases))
    out = subprocess.run([program, "-q", "--input", "jsonl", "-"], input=text,
                         capture_output=True, text=True, check=False).stdout
    records = {r["source"]["key"]: r for r in map(json.loads, out.splitlines())}
    failed = 0
    for i, c in enumerate(cases):
        figures = records.get(str(i), {}).get("figures") or []
        if right(c, figures):
            print("ok", c["dim"], c["text"])
        elif c["text"] in REASONS:
            print("skipped:", c["text"], "-", REASONS[c["text"]])
        else:
            failed += 1
            print("not ok", c["dim"], c["text"], json.dumps(figures, ensure_ascii=False))
    return failed > 0


sys.exit(main())
