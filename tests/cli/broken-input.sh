#!/bin/sh
# Whatever comes in: no crash, no hang, one line an article, and a sentence.
. "$(dirname "$0")/lib.sh"
cd "$dir" || exit 2

# why, status, lines of output, a part of what is said (or nothing)
want() {
	is "$1: status" "$status" "$2"
	is "$1: lines" "$(wc -l <out | tr -d ' ')" "$3"
	[ -z "$4" ] || has "$1: said" "$(head -1 err)" "$4"
}

: >empty.txt
run empty.txt
is "an empty file does not crash" "$((status < 2))" 1
printf 'Ngày 3/4/2022 \377 họp.' >middle.txt
run middle.txt
want "invalid UTF-8 in the middle" 0 1
has "invalid UTF-8 in the middle: warned" "$(cat out)" \
	'"warnings":["1 byte is not valid UTF-8: U+FFFD stands there"]'
printf 'Ngày 3/4/2022\000 có 5 triệu đồng.\n\000' >nul.txt
run nul.txt
is "NUL: status" "$((status < 2))" 1
is "NUL: lines" "$(wc -l <out | tr -d ' ')" 1
is "NUL: none in the output" "$(tr -d '\000' <out | cmp - out && echo none)" \
	none
printf '\376\377\000N\000g\330' >half.txt
run half.txt
want "half a letter of UTF-16" 0 1
has "half a letter of UTF-16: warned" "$(cat out)" "not valid UTF-16"
head -c 3000 "$EXTRACT" >program.txt
run program.txt
want "a program" 1 1 "extract: program.txt: decode: binary data"

# One letter with 20,000 accents above it.
awk 'BEGIN { printf "Nga"; for (i = 0; i < 20000; i++) printf "\314\200";
	print "y 3/4/2022" }' >marks.txt
run marks.txt
is "20,000 combining marks: status" "$((status < 2))" 1
is "20,000 combining marks: lines" "$(wc -l <out | tr -d ' ')" 1
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "(((["; print "" }' >open.txt
run open.txt
want "80,000 brackets" 0 1
awk 'BEGIN { for (i = 0; i < 30000; i++) printf "3/4/2022-"; print "" }' >d.txt
run d.txt
want "30,000 dates on end" 0 1
awk 'BEGIN { for (i = 0; i < 60000; i++) printf "1.000"; print "" }' >n.txt
run n.txt
want "a number of 240,000 digits" 0 1

# What a sanitizer adds to a program asks for more than any limit.
limit() {
	grep -q '__[at]san_init' "$EXTRACT" || ulimit -v 4000000
}

# A line of 50 MB: read or refused, but in bounded time and memory.
line="Ban quản lý chợ họp về giá thuê sạp, rồi hẹn gặp lại sau. "
bytes=$(printf '%s' "$line" | wc -c)
yes "$line" | tr -d '\n' | head -c $((50000000 / bytes * bytes)) >long.txt
(limit; exec timeout 100 "$EXTRACT" long.txt) \
	>out 2>err
status=$?
is "a line of 50 MB: status" "$((status < 2))" 1
is "a line of 50 MB: lines" "$(wc -l <out | tr -d ' ')" 1
{
	printf '{"text":"'
	cat long.txt
	echo '"}'
	articles 1
} >long.jsonl
(limit; exec timeout 100 "$EXTRACT" --to article long.jsonl) \
	>out 2>err
status=$?
is "a record of 50 MB: status" "$((status < 2))" 1
is "a record of 50 MB: lines" "$(wc -l <out | tr -d ' ')" 2
has "and the next record is well" "$(tail -1 out)" '"Tin số 1'
rm -f long.txt long.jsonl

{
	articles 1
	echo '{"text": "cut'
	echo '[1, 2]'
	echo '"text"'
	echo '{"text": 5}'
	echo '{"title": "no text"}'
	awk 'BEGIN { for (i = 0; i < 100000; i++) printf "["; print "" }'
	awk 'BEGIN { for (i = 0; i < 5000; i++) printf "{\"text\":"; print "" }'
	printf '{"text":"\\ud800"}\n'
	articles 1
} >bad.jsonl
run bad.jsonl
is "broken records: status" "$status" 1
is "broken records: lines" "$(wc -l <out | tr -d ' ')" 10
is "broken records: the last is well" "$(tail -1 out | grep -c '"id"')" 1
has "broken records have their line" "$(cat err)" "bad.jsonl:2"
printf '{"text":"Ngày 3/4/2022"}' >cut.jsonl
run cut.jsonl
want "no newline at the end" 0 1

# As root all can be read, so folders stand for what cannot.
mkdir -p tree/a tree/b
echo 'Ngày 3/4/2022' >tree/a/1.txt
ln -s ../.. tree/b/up
ln -s nowhere tree/b/dangling.txt
timeout 60 "$EXTRACT" tree >out 2>err
is "a link to a folder above does not run for ever" "$(($? < 2))" 1
has "what is beside is read" "$(cat out)" '2022-04-03'
mkfifo tree/a/pipe
timeout 60 "$EXTRACT" tree/a >out 2>err
is "a named pipe in a folder is not waited for" "$(($? < 2))" 1
if [ "$(id -u)" != 0 ]; then
	chmod 0 tree/a/1.txt
	run tree/a/1.txt
	want "may not be read" 1 1 "Permission denied"
fi
mkdir gone
n=0
while [ $n -lt 400 ]; do
	n=$((n + 1))
	echo "Ngày $n" >gone/$n.txt
done
"$EXTRACT" -j2 gone >out 2>err &
pid=$!
rm -rf gone
wait $pid
is "files that vanish meanwhile" "$(($? < 2))" 1

printf '\000\377' >"$(printf 'a\033[31m\nb')"
run ./a*
is "a file's name does not rule the terminal" \
	"$(tr -cd '\033' <err | wc -c | tr -d ' ') $(wc -l <err |
		tr -d ' ')" "0 1"
exit $failed
