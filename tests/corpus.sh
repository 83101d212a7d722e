#!/bin/sh
# The corpus gives exactly the records in tests/expected/, one file an
# article file. `corpus.sh --write` writes them anew.
EXTRACT=${EXTRACT:-build/extract}
cd "$(dirname "$0")/.." || exit 2
failed=0
mkdir -p tests/expected
for f in corpus/*; do
	want=tests/expected/$(basename "$f").jsonl
	if [ "$1" = --write ]; then
		"$EXTRACT" -q "$f" >"$want" || failed=1
		continue
	fi
	if "$EXTRACT" -q "$f" | cmp -s - "$want"; then
		echo "ok - $f"
	else
		echo "not ok - $f does not give $want"
		failed=1
	fi
done
exit $failed
