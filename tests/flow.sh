#!/bin/sh
# Includes point upstream only, and a third-party library is included by one
# .c file alone.
cd "$(dirname "$0")/../extract" || exit 2
failed=0
bad() { echo "not ok - $*"; failed=1; }

# base/ knows nothing about news (libextract.h gives it struct ex_err).
for f in base/*.[ch]; do
	grep -H '^#include "' "$f" | grep -v '"base/' | grep -v '"libextract.h"' |
		while read -r line; do echo "$line"; done
done >"${TMPDIR:-/tmp}/flow.$$"
[ -s "${TMPDIR:-/tmp}/flow.$$" ] && bad "base/ includes: $(cat "${TMPDIR:-/tmp}/flow.$$")"
rm -f "${TMPDIR:-/tmp}/flow.$$"

# A stage knows only those before it.
stages='read decode article normal match value emit'
seen=
for s in $stages; do
	late=${stages#*"$s"}
	for f in "$s".[ch] "$s"/*.c; do
		[ -e "$f" ] || continue
		for l in $late; do
			# match asks a type whether a candidate may stand
			[ "$s$l" = matchvalue ] && continue
			grep -q "^#include \"$l.h\"" "$f" && bad "$f includes $l.h"
		done
	done
done

for h in curl/curl.h archive.h zlib.h brotli/decode.h pcre2.h utf8proc.h yaml.h jansson.h openssl/sha.h libxml/HTMLparser.h libxml/parser.h \
	unicode/ucnv.h unicode/ucsdet.h; do
	n=$(grep -l "^#include <$h>" *.[ch] */*.[ch] | wc -l)
	[ "$n" -le 1 ] || bad "<$h> is included by $n files"
done
for f in *.[ch] */*.[ch]; do
	n=$(wc -l <"$f")
	[ "$n" -le 700 ] || bad "$f has $n lines, 700 at most"
done
[ $failed = 0 ] && echo "ok - includes point upstream"
exit $failed
