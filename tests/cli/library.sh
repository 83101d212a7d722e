#!/bin/sh
# The example of libextract(3) is a program: it compiles without warnings,
# runs, and frees what it took.
. "$(dirname "$0")/lib.sh"
library=$(dirname "$EXTRACT")/libextract.a
cc=${CC:-cc}
if [ ! -e "$library" ] || ! command -v "$cc" >/dev/null; then
	echo "skipped: no library or no compiler"
	exit 0
fi
sed -n '/^\.\\" example/,/^\.\\" end of example/p' extract/man/libextract.3 |
	sed '/^\.[\\A-Z]/d; s/\\e/\\/g' >"$dir/example.c"
# What the Makefile has after PKGS.
pkgs=$(awk '/^PKGS =/ { on = 1; sub(/.*= /, "") }
	on { more = sub(/\\$/, ""); print; on = more }' Makefile)
libs="$(pkg-config --libs $pkgs) -lpthread -lm"
sanitize=
nm "$library" 2>/dev/null | grep -q __asan_init &&
	sanitize=-fsanitize=address,undefined
nm "$library" 2>/dev/null | grep -q __tsan_init && sanitize=-fsanitize=thread
"$cc" -std=c11 -Wall -Wextra -Wpedantic -Werror $sanitize -Iextract \
	-o "$dir/example" "$dir/example.c" "$library" $libs 2>"$dir/err"
is "it compiles" "$? $(head -3 "$dir/err")" "0 "
rules=${EXTRACT_RULES:-rules}
is "it runs" "$("$dir/example" "$rules" 2>&1)" \
	"2021-06-15 at letter 32: trình Chính phủ đề án"
"$dir/example" none >"$dir/out" 2>"$dir/err"
is "a fault is said" "$? $(cut -d: -f1 "$dir/err")" "1 none"
if command -v valgrind >/dev/null && [ -z "$sanitize" ]; then
	valgrind -q --leak-check=full --error-exitcode=9 "$dir/example" \
		"$rules" >"$dir/out" 2>&1
	is "it frees what it took" $? 0
fi

printf '#include <libextract.h>\nint main(void) { return 0; }\n' \
	>"$dir/plus.cc"
if command -v c++ >/dev/null; then
	c++ -Wall -Wextra -Werror -Iextract -c -o "$dir/plus.o" \
		"$dir/plus.cc" 2>"$dir/err"
	is "C++ takes the header" "$? $(cat "$dir/err")" "0 "
fi
exit $failed
