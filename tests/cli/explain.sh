#!/bin/sh
# extract explain: the text with its mentions, and what lost.
. "$(dirname "$0")/lib.sh"
cd "$dir" || exit 2
printf 'Sáng ngày 3/4/2022, Bộ Y tế họp \033[31mđỏ\n\nHết.\n' >a.txt
esc=$(printf '\033')

run explain a.txt
is "status" "$status" 0
has "brackets where no terminal is" "$(cat out)" "[dates/"
has "rule, text and value" "$(cat out)" ": Sáng ngày 3/4/2022 = 2022-04-03TMO]"
has "a unit" "$(cat out)" ": Bộ Y tế = Bộ Y tế]"
has "a legend" "$(cat out)" "dates 1, officials 0, units 1"
printf 'Sáng ngày 31/5 họp.\n' >lost.txt
run explain --published 2022-06-01 lost.txt
has "who lost" "$(cat out)" "Candidates that lost:"
has "and to whom" "$(cat out)" " lost to dates/"
run explain a.txt
is "no letter of the article rules the terminal" "$(grep -c "$esc" out)" 0
run explain --color=always a.txt
has "colours when asked for" "$(cat out)" "$esc[32mSáng ngày 3/4/2022"
is "still none of the article's own" "$(grep -c "$esc\[31mđỏ" out)" 0
NO_COLOR=1 run explain a.txt
is "NO_COLOR" "$(grep -c "$esc" out)" 0
run explain --color=never a.txt
is "--color=never" "$(grep -c "$esc" out)" 0

articles 3 >b.jsonl
run explain b.jsonl a.txt
is "many articles" "$(grep -c '^== ' out)" 4
has "each with its name and date" "$(cat out)" \
	"== b.jsonl#2, published 2022-03-01"
"$EXTRACT" explain - <a.txt >out
has "standard input" "$(cat out)" "== -"
printf '\000\377' >bad.txt
run explain bad.txt a.txt
is "one that failed" "$status $(wc -l <err | tr -d ' ')" "1 1"
run explain none.txt
is "one that is not there" "$status" 1
exit $failed
