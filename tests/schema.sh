#!/bin/sh
# Every record of the corpus, and of an article that fails, validates against
# out/record.schema.json by a public validator (python3-jsonschema).
EXTRACT=${EXTRACT:-build/extract}
cd "$(dirname "$0")/.." || exit 2
python=/usr/bin/python3
if ! $python -c 'import jsonschema' 2>/dev/null; then
	echo "skipped: no python3-jsonschema"
	exit 0
fi
{
	"$EXTRACT" -q corpus
	printf '\377\000\000' | "$EXTRACT" -q --input text
} | $python -c '
import json, sys, jsonschema
schema = json.load(open("out/record.schema.json", encoding="utf-8"))
v = jsonschema.Draft202012Validator(schema)
v.check_schema(schema)
bad = 0
for n, line in enumerate(sys.stdin, 1):
    record = json.loads(line)
    errors = list(v.iter_errors(record))
    name = record["source"]["uri"]
    for e in errors[:3]:
        print("not ok -", name, "/".join(map(str, e.absolute_path)), e.message[:200])
    if not errors:
        print("ok -", name, "validates")
    bad += bool(errors)
    text = record.get("text", "")
    for kind in ("dates", "figures", "deadlines", "documents"):
        for m in record.get(kind, []):
            if text[m["start"]:m["end"]] != m["text"]:
                print("not ok -", name, kind, m["text"], "is not at its offsets")
                bad += 1
sys.exit(bad != 0)
'
