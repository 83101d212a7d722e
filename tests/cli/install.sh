#!/bin/sh
# Installed, the program finds its rules, wherever it is called from.
. "$(dirname "$0")/lib.sh"
unset EXTRACT_RULES
built=$(dirname "$EXTRACT")
make -s B="$built" PREFIX="$dir/usr" -o "$built/extract" install \
	>"$dir/log" 2>&1
is "make install" "$? $(tail -1 "$dir/log")" "0 "
cd "$dir" || exit 2
echo 'Ngày 3/4/2022 họp.' >a.txt
PATH=$dir/usr/bin:$PATH
extract a.txt >out 2>err
is "it runs" "$? $(cat err)" "0 "
has "with its rules" "$(cat out)" '"value":"2022-04-03"'
ln -s usr/bin/extract link
./link a.txt >again
same "through a link too" out again
for f in include/libextract.h lib/libextract.a lib/libextract.so \
	lib/pkgconfig/extract.pc share/man/man1/extract.1 \
	share/man/man3/libextract.3 share/man/man5/extract-rules.5 \
	share/bash-completion/completions/extract \
	share/zsh/site-functions/_extract \
	share/fish/vendor_completions.d/extract.fish; do
	is "$f" "$(test -s "usr/$f" && echo there)" there
done
is "it loads too" "$(extract-load sqlite news.db out)" \
	"out: articles 1, of them new 1"

# A program that is built as its author would build it.
if command -v "${CC:-cc}" >/dev/null && ! nm usr/lib/libextract.so |
	grep -q __[at]san_init; then
	cat >user.c <<'END'
#include <libextract.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	struct ex_err e;
	const char *dir = argc > 1 ? argv[1] : "rules";
	struct ex_rules *r = ex_rules_load(&dir, 1, &e);

	puts(r ? "loaded" : e.what);
	ex_rules_free(r);
	return !r;
}
END
	export PKG_CONFIG_PATH=$dir/usr/lib/pkgconfig
	${CC:-cc} -o user user.c $(pkg-config --cflags --libs extract) 2>err
	is "a program with pkg-config" "$? $(cat err)" "0 "
	is "and the shared library" \
		"$(LD_LIBRARY_PATH=$dir/usr/lib ./user usr/share/extract/rules)" \
		loaded
	is "whose soname it asks for" \
		"$(objdump -p user | sed -n 's/ *NEEDED *\(libextract.*\)/\1/p')" \
		libextract.so.0
	is "which shows its own names alone" \
		"$(nm -D --defined-only usr/lib/libextract.so |
			grep -v ' ex_' | head -3)" ""
else
	echo "skipped: no compiler, or a library that is watched"
fi

mv usr/share/extract/rules elsewhere
extract a.txt >out 2>err
is "without rules" $? 2
has "it says what to do" "$(cat err)" "EXTRACT_RULES may say where they are"
EXTRACT_RULES=elsewhere extract a.txt >out
same "EXTRACT_RULES" out again

cd - >/dev/null || exit 2
make -s B="$built" PREFIX="$dir/usr" -o "$built/extract" uninstall \
	>"$dir/log" 2>&1
is "make uninstall" "$? $(find "$dir/usr" ! -type d)" "0 "

# The package, unpacked where nothing else is.
if ! command -v dpkg-shlibdeps >/dev/null; then
	echo "skipped: no dpkg-dev"
	exit $failed
fi
make -s B="$built" -o "$built/extract" deb >"$dir/log" 2>&1
is "make deb" "$? $(grep -v '^dpkg-deb: building' "$dir/log")" "0 "
deb=$(ls "$built"/extract-vi_*.deb)
is "says what it is not" "$(dpkg-deb -f "$deb" Conflicts)" extract
has "and what it needs" "$(dpkg-deb -f "$deb" Depends)" libpcre2-8-0
dpkg-deb -x "$deb" "$dir/root"
cd "$dir" || exit 2
env -i PATH=/usr/bin:/bin "$dir/root/usr/bin/extract" a.txt >out 2>err
is "unpacked, it runs" "$? $(cat err)" "0 "
same "and says the same" out again
exit $failed
