#!/bin/sh
# Amounts of a public parser's tests, where ../shared has them.
cd "$(dirname "$0")/.." || exit 2
cases=${SHARED:-../shared}/data/peers/duckling-vi.jsonl
if [ ! -f "$cases" ]; then
	echo "skipped: no ../shared"
	exit 0
fi
exec python3 tests/peers/duckling-figures.py "${EXTRACT:-build/extract}" \
	"$cases"
