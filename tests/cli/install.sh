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
for f in include/libextract.h lib/libextract.a share/man/man1/extract.1 \
	share/man/man3/libextract.3 share/man/man5/extract-rules.5; do
	is "$f" "$(test -s "usr/$f" && echo there)" there
done
mv usr/share/extract/rules elsewhere
extract a.txt >out 2>err
is "without rules" $? 2
has "it says what to do" "$(cat err)" "EXTRACT_RULES may say where they are"
EXTRACT_RULES=elsewhere extract a.txt >out
same "EXTRACT_RULES" out again
exit $failed
