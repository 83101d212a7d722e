#!/bin/sh
# -o: a file that appears when it is whole, and a device as it is.
. "$(dirname "$0")/lib.sh"
few_rules
cd "$dir" || exit 2
articles 3 >a.jsonl
"$EXTRACT" a.jsonl >want

run -o new a.jsonl
is "status" "$status" 0
same "what standard output has" want new
is "nothing on standard output" "$(cat out)" ""
(umask 027 && "$EXTRACT" -o masked a.jsonl)
is "the mode of a new file" "$(ls -l masked | cut -c1-10)" "-rw-r-----"
echo old >there && chmod 604 there
run --output=there a.jsonl
is "the mode of an old one" "$(ls -l there | cut -c1-10)" "-rw----r--"
same "an old one is replaced" want there
ln -s there link
run -o link a.jsonl
is "a link stays one" "$(test -L link && echo yes)" yes
run -o - a.jsonl
same "- is standard output" want out
"$EXTRACT" -o /dev/stdout a.jsonl >out
same "/dev/stdout" want out
mkfifo pipe
timeout 20 cat pipe >out &
run_pid=$!
"$EXTRACT" -o pipe a.jsonl
wait $run_pid
same "a named pipe" want out
is "a named pipe stays one" "$(test -p pipe && echo yes)" yes

run -o none/file a.jsonl
is "no such folder" "$status" 2
has "no such folder is said" "$(cat err)" "extract: none/file: cannot write: "
run -o "$dir" a.jsonl
is "a folder" "$status" 2

echo kept >kept
run --rules none -o kept a.jsonl
is "a fault leaves the old file" "$status $(cat kept)" "2 kept"
mkfifo slow
"$EXTRACT" -o stopped slow &
pid=$!
exec 3<>slow # never without a writer
sleep 1
kill -TERM $pid
wait $pid
is "a signal ends it" $? 143
exec 3>&-
is "and leaves no half file" "$(ls -A | grep stopped)" ""
is "no file beside is left at all" "$(ls -A | grep '^\.')" ""
exit $failed
