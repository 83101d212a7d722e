#!/bin/sh
# The fuzz targets over made inputs, the same each time; RUNS says how many.
B=${B:-build}
EXTRACT=${EXTRACT:-$B/extract}
cd "$(dirname "$0")/.." || exit 2
RUNS=${RUNS:-100}
seeds=$B/fuzz/seeds
EXTRACT=$EXTRACT sh tests/fuzz/seeds.sh "$seeds" || exit 2
failed=0
for t in "$B"/fuzz/*; do
	[ -f "$t" ] && [ -x "$t" ] || continue
	name=$(basename "$t")
	if said=$(ASAN_OPTIONS=detect_leaks=0 "$t" "$RUNS" "$seeds/$name" 2>&1); then
		echo "ok - $name: $(echo "$said" | tail -1)"
	else
		echo "not ok - $name: $(echo "$said" | grep -m 3 -E 'FUZZ_RUN|ERROR|error:')"
		echo "$said" | head -40
		failed=1
	fi
done
exit $failed
