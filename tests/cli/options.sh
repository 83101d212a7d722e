#!/bin/sh
# Options in the spelling of GNU, help, version; a wrong line is one sentence.
. "$(dirname "$0")/lib.sh"
few_rules

wrong() { # why, sentence, arguments
	why=$1 want=$2
	shift 2
	run "$@"
	is "$why: status" "$status" 2
	is "$why: sentence" "$(cat "$dir/err")" \
		"extract: $want; try 'extract --help'"
	is "$why: no output" "$(wc -c <"$dir/out" | tr -d ' ')" 0
}
wrong "unknown" "there is no option '--foo'" --foo
wrong "unknown with a value" "there is no option '--foo'" --foo=3
wrong "unknown letter" "there is no option '-x'" -x
wrong "unknown letter among others" "there is no option '-x'" -qx
wrong "ambiguous" "'--ver' may be '--verbose' or '--version'" --ver
wrong "value missing" "'--output' needs a FILE" -o
wrong "value too much" "'--quiet' takes no value" --quiet=yes
wrong "format" "there is no format 'xml'" -f xml
wrong "input" "there is no kind of input 'pdf'" --input pdf
run --charset klingon
is "charset: status" "$status" 2
has "charset: the list" "$(cat "$dir/err")" \
	"there is no charset 'klingon', but utf-8, utf-16le, utf-16be"
wrong "charset where nothing is decoded" \
	"'--charset' is for what decode reads" --charset vni --from match
wrong "stage" "there is no stage 'macth'" --only macth
wrong "stages in order" "stage 'article' comes before 'match'" \
	--from match --to article
wrong "only and from" "'--only' goes without '--from' and '--to'" \
	--only match --from match
wrong "jobs" "'many' is not a number from 0 to 256" -j many
wrong "jobs below" "'-1' is not a number from 0 to 256" -j -1
wrong "jobs beyond" "'9999999999' is not a number from 0 to 256" -j9999999999
wrong "date" "'2021-02-30' is not a date like 2021-06-05" \
	--published 2021-02-30
wrong "date's tail" "'2021-02-03x' is not a date like 2021-06-05" \
	--published=2021-02-03x
wrong "engine" "there is no engine 'fast'" --engine fast
wrong "another command's" "'--color' is no option of this command" \
	--color=always
wrong "rules what" "'extract rules' wants list, check or test" rules
wrong "rules what" "'extract rules' wants list, check or test" rules lst

for o in --help --hel -h; do
	run $o
	is "$o" "$status $(sed -n 1p "$dir/out")" \
		"0 usage: extract [OPTION]... [FILE|FOLDER|URL|-]..."
done
is "help fits a terminal" "$(awk 'length > 80' "$dir/out")" ""
run rules --help
is "help of a command" "$status" 0
run --version
is "version" "$status $(cat "$dir/out")" "0 extract 0.1.0"
"$EXTRACT" --help >/dev/full 2>"$dir/err"
is "help on a full disk" $? 2

echo 'Ngày 3/4/2022 họp.' >"$dir/-x y"
articles 2 >"$dir/a"
cd "$dir" || exit 2
run -q -- "-x y"
is "behind -- a file" "$status $(wc -l <out | tr -d ' ')" "0 1"
run -q a "./-x y"
is "two files" "$(wc -l <out | tr -d ' ')" 3
for o in "-f mentions" "-fmentions" "--format mentions" "--format=mentions" \
	"--fo=mentions" "-qfmentions"; do
	run $o a
	is "$o" "$(grep -c '"type":"dates"' out)" 4
done
run a -q -f mentions
is "options behind files" "$(grep -c '"type":"dates"' out)" 4
mkdir rules explain
cp a rules/a.jsonl
run ./rules
is "a folder named like a command" "$(wc -l <out | tr -d ' ')" 2
printf 'Sáng 3/4 họp.' >b.txt
run --published 2020-01-01 b.txt
has "--published completes dates" "$(cat out)" '"from":"2020-04-03"'
has "--published is the article's" "$(cat out)" '"published":"2020-01-01"'
run --published 2020-01-01 a
has "--published does not replace a date" "$(cat out)" \
	'"published":"2022-03-01"'
exit $failed
