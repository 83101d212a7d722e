#!/bin/sh
# Official references, where ../shared has them; `--misses` lists the misses.
cd "$(dirname "$0")/.." || exit 2
references=${SHARED:-../shared}/data/legal/references.jsonl
if [ ! -f "$references" ]; then
	echo "skipped: no ../shared"
	exit 0
fi
exec python3 tests/peers/legal.py "${EXTRACT:-build/extract}" "$references" "$@"
