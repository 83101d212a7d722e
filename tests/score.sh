#!/bin/sh
# Quality against the reference annotations in ../shared, where they are.
EXTRACT=${EXTRACT:-build/extract}
cd "$(dirname "$0")/.." || exit 2
shared=${SHARED:-../shared}
if [ ! -d "$shared/gold" ]; then
	echo "skipped: no ../shared"
	exit 0
fi
for set in dev briefs deadlines; do
	echo "== $set"
	"$EXTRACT" -q "$shared/gold/$set.jsonl" >"${TMPDIR:-/tmp}/score.$$" &&
		python3 "$shared/score/score.py" "$shared/gold/$set.jsonl" \
			"${TMPDIR:-/tmp}/score.$$" "$@"
done
rm -f "${TMPDIR:-/tmp}/score.$$"
