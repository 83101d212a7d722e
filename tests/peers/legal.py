#!/usr/bin/env python3
"""Official references with known kind, number, date of issue and issuer,
through `extract`: how many are read right, and which are not.

usage: legal.py EXTRACT REFERENCES.jsonl [--misses]

Some of the references are wrong themselves: a number cut at a blank within it
("16/2015/TT-" of "16/2015/TT- BVHTTDL"), the date and issuer of a paper that
the title names. The first counts as right where the whole number was found,
the second is left out: its issuer runs on into the title or another date,
or is a ministry where the number is the Government's.
"""
import json
import re
import subprocess
import sys
import unicodedata

LEAST = {"kind and number": 0.995, "issued": 0.99, "issuer": 0.97}
SPELLINGS = [("uỷ", "ủy"), ("oà", "òa"), ("oá", "óa"), ("ð", "đ")]


def norm(s):
    s = unicodedata.normalize("NFC", s or "").casefold()
    for a, b in SPELLINGS:
        s = s.replace(a, b)
    return re.sub(r"[\s,.–-]+", " ", s).strip()


def tight(s):
    return re.sub(r"[^\w&]", "", norm(s))


def same_issuer(wanted, found):
    """The same bodies in any order; "... Việt Nam" may be left out."""
    def parts(s):
        return sorted(p.removesuffix(" việt nam") for p in re.split(r" (?=bộ |tòa |viện |ngân )| và (?=bộ |tòa |viện |ngân )", norm(s)))
    return [p.removesuffix(" và") for p in parts(wanted)] == [p.removesuffix(" và") for p in parts(found)]


def states_well(reference):
    if re.search(r"NĐ-CP|/QH\d", reference["num"]) and "issuer" in reference and reference["issuer"].startswith("Bộ"):
        return False
    return "date" in reference and len(reference["issuer"]) < 160 and not re.search(
        r"ngày \d|quy định|hướng dẫn|phê duyệt|về chế độ", reference["issuer"], re.I)


def main():
    program, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as lines:
        references = [json.loads(line) for line in lines]
    text = "".join(json.dumps({"id": str(i), "text": r["text"]}) + "\n"
                   for i, r in enumerate(references))
    out = subprocess.run([program, "-q", "--input", "jsonl", "-"], input=text,
                         capture_output=True, text=True, check=False).stdout
    records = {r["source"]["key"]: r for r in map(json.loads, out.splitlines())}
    right, of, misses = dict.fromkeys(LEAST, 0), dict.fromkeys(LEAST, 0), []

    def count(what, ok, reference, found):
        of[what] += 1
        right[what] += ok
        if not ok:
            misses.append(f"{what}: {reference['text'][:200]} | {found}")

    for i, r in enumerate(references):
        found = next((d for d in records.get(str(i), {}).get("documents") or []
                      if norm(d["kind"]) == norm(r["type"])
                      and tight(d["number"]).startswith(tight(r["num"]))), None)
        count("kind and number", found is not None, r, None)
        if not found or not states_well(r):
            continue
        day, month, year = map(int, r["date"].split("/"))
        count("issued", found["issued"] == f"{year:04}-{month:02}-{day:02}", r, found["issued"])
        count("issuer", same_issuer(r["issuer"], found["issuer"]), r, found["issuer"])
    if "--misses" in sys.argv:
        print(*misses, sep="\n")
    for what, least in LEAST.items():
        share = right[what] / of[what] if of[what] else 0.0
        print(f"{'ok' if share >= least else 'not ok'} {what}: {right[what]} of {of[what]}, {share:.2%}")
    return any(right[w] < LEAST[w] * of[w] for w in LEAST)


sys.exit(main())
