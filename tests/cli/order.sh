#!/bin/sh
# What comes out does not depend on how many work on it.
. "$(dirname "$0")/lib.sh"
all=$EXTRACT_RULES
few_rules
cd "$dir" || exit 2
articles 700 >a.jsonl
awk 'NR % 90 == 7 { print "no JSON"; next } { print }' a.jsonl >some-bad.jsonl
mkdir many
n=0
while [ $n -lt 150 ]; do
	n=$((n + 1))
	echo "Ngày $n/1/2022 có $n người họp ở Bộ Y tế." >many/$n.txt
done
printf '\377\000\000' >many/100.txt

for input in a.jsonl some-bad.jsonl many; do
	"$EXTRACT" -j1 $input >one 2>one.err
	one=$?
	for j in 2 8 0; do
		"$EXTRACT" -j$j $input >more 2>more.err
		is "$input: status of -j$j" $? $one
		same "$input: -j$j" one more
		same "$input: what -j$j says" one.err more.err
	done
done
"$EXTRACT" -q -j4 some-bad.jsonl a.jsonl some-bad.jsonl >out
is "every article has a line" "$(wc -l <out | tr -d ' ')" 2100
printf '\000\377' >bad
set -- bad bad bad bad bad bad bad bad
"$EXTRACT" -j8 "$@" >out 2>err
is "many on the same bad file" "$? $(wc -l <out | tr -d ' ') $(wc -l <err |
	tr -d ' ')" "1 8 8"
cat a.jsonl | "$EXTRACT" -j3 >more
"$EXTRACT" -j1 - <a.jsonl >one
same "standard input" one more

EXTRACT_RULES=$all
"$EXTRACT" -j2 --engine plain a.jsonl >one
"$EXTRACT" -j2 --engine automaton a.jsonl >more
same "both engines find the same" one more
exit $failed
