#!/bin/sh
# Runs every target with libFuzzer, SECONDS each (60). What ends one badly is
# kept in $B/fuzz.
B=${B:-build/clang}
mkdir -p "$B/fuzz" || exit 2
EXTRACT=$B/extract sh tests/fuzz/seeds.sh "$B/fuzz/seeds" || exit 2
status=0
for t in $TARGETS; do
	clang $CFLAGS -fsanitize=fuzzer -Itests/fuzz -o "$B/fuzz/$t" \
		"tests/fuzz/$t.c" "$B/libextract.a" $LIBS || exit 2
	mkdir -p "$B/fuzz/corpus-$t"
	"$B/fuzz/$t" -max_total_time="${SECONDS:-60}" -timeout=20 -rss_limit_mb=4096 \
		-artifact_prefix="$B/fuzz/" -print_final_stats=1 \
		"$B/fuzz/corpus-$t" "$B/fuzz/seeds/$t" || status=1
done
exit $status
