#!/bin/sh
# Exit statuses, and one line on standard error for each article that failed.
. "$(dirname "$0")/lib.sh"
few_rules
cd "$dir" || exit 2
articles 3 >good.jsonl

run good.jsonl
is "all is well" "$status $(wc -c <err | tr -d ' ')" "0 0"
printf '\000\377' >bad.txt
run bad.txt good.jsonl
is "one failed" "$status $(wc -l <out | tr -d ' ')" "1 4"
has "its line says where" "$(cat err)" "extract: bad.txt: decode: "
is "nobody else has one" "$(wc -l <err | tr -d ' ')" 1
has "its line in the output" "$(sed -n 1p out)" \
	'"error":{"stage":"decode","message":'
has "its source in the output" "$(sed -n 1p out)" '"uri":"bad.txt"'
run -q bad.txt
is "-q says nothing" "$status $(wc -c <err | tr -d ' ') $(wc -l <out |
	tr -d ' ')" "1 0 1"
run -f mentions bad.txt good.jsonl
is "mentions have no line for it" "$status $(grep -c error out)" "1 0"

run none.txt good.jsonl
is "no such file" "$status $(wc -l <out | tr -d ' ')" "1 4"
has "no such file is said" "$(cat err)" "extract: none.txt: read: "
run ftp://news.example/a.html
has "an address of another kind" "$(cat err)" \
	"read: 'ftp' is not fetched, only http and https"
ln -s nowhere dangling.txt
run dangling.txt
is "a dangling link" "$status" 1
mkdir empty
run empty
is "a folder without articles" "$status" 1
has "a folder without articles is said" "$(cat err)" "extract: empty: read: "
printf '' | "$EXTRACT" >out 2>err
is "nothing on standard input does not crash" "$(($? < 2))" 1

"$EXTRACT" good.jsonl >/dev/full 2>err
is "a full disk" $? 2
has "a full disk is said" "$(cat err)" "cannot write: No space left"
"$EXTRACT" -q -o /dev/full good.jsonl 2>err
is "a full disk by -o" $? 2
has "-o names it" "$(cat err)" "extract: /dev/full: cannot write: "
"$EXTRACT" good.jsonl >&- 2>err
is "a closed output" $? 2
articles 3000 >many.jsonl
for j in 1 4; do
	(
		"$EXTRACT" -j$j many.jsonl 2>err
		echo $? >status
	) | head -1 >out
	is "-j$j, who reads goes away: one line came" "$(wc -l <out |
		tr -d ' ')" 1
	is "-j$j, nothing is said" "$(cat err)" ""
	(
		trap '' PIPE
		"$EXTRACT" -j$j many.jsonl many.jsonl 2>err
		echo $? >status
	) | head -1 >out
	is "-j$j, with SIGPIPE ignored" "$(cat status) $(cat err)" "2 "
done

run --rules none good.jsonl
is "no such rules" "$status" 2
EXTRACT_RULES=none run good.jsonl
is "no rules at all" "$status $(wc -l <err | tr -d ' ')" "2 1"
run -v good.jsonl
has "-v sums up" "$(cat err)" "extract: 3 articles, 0 failed, "
exit $failed
