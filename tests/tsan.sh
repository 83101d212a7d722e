#!/bin/sh
# Eight workers over the corpus twenty times, and over failing input: the
# thread sanitizer must have nothing to say.
EXTRACT=${EXTRACT:-build/tsan/extract}
cd "$(dirname "$0")/.." || exit 2
export TSAN_OPTIONS=exitcode=66
n=0
while [ $n -lt 20 ]; do set -- "$@" corpus; n=$((n + 1)); done
"$EXTRACT" -q -j8 "$@" >/dev/null || { echo "not ok - workers race"; exit 1; }
"$EXTRACT" -q -j8 "$@" | head -3 >/dev/null
echo "ok - eight workers, no race"
