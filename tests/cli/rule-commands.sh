#!/bin/sh
# extract rules list, check, test; and rules that are broken or slow.
. "$(dirname "$0")/lib.sh"
cd "$dir" || exit 2

run rules list dates
is "list: status" "$status" 0
is "list: id, type, phase, pattern" "$(awk -F '\t' 'NF != 4 || $1 !~ /^dates\// ||
	$2 != "dates"' out)" ""
run rules list
is "list: helpers too" "$(grep -c '^_' out | sed 's/[1-9][0-9]*/some/')" some
run rules check
is "check: status" "$status" 0
has "check: counts" "$(cat out)" " rules, "
run rules test dates/day
is "test: status" "$status" 0
is "test: closing line" "$(tail -1 out | sed 's/[1-9][0-9]*/N/')" \
	"N passed, 0 failed"
run rules test nothing
is "no rule of that name" "$status $(cat err)" \
	"2 extract: no rule's id begins with 'nothing'"

# A folder of one's own; text of tests in $1.
one() {
	rm -rf my
	mkdir -p my/diseases
	cat >my/diseases/outbreak.yaml
}
one <<'Y'
- name: cases
  match: 'dịch (?<disease>sởi|cúm)(?: mức (?<level>[a-d]))?'
  tests:
    - text: Huyện có dịch sởi mức b.
      want: { text: dịch sởi mức b, level: b, disease: sởi }
    - text: Không ai mắc sởi.
      want: none
    - text: Có dịch sởi, dịch cúm và nhiều thứ khác.
      want: [{ disease: cúm, level: null }, { text: dịch sởi }]
Y
run rules test --rules my diseases
is "a kind of one's own" "$status $(cat out)" "0 3 passed, 0 failed"
echo 'Huyện có dịch sởi.' >a.txt
run --rules my a.txt
has "and its list in the record" "$(cat out)" '"diseases":[{"text":"dịch sởi"'
run rules check my
is "check takes folders" "$status" 0

one <<'Y'
- name: cases
  match: 'dịch (?<disease>sởi|cúm)(?: mức (?<level>[a-d]))?'
  tests:
    - text: Huyện có dịch sởi mức b.
      want: { text: dịch sởi mức b, level: c }
    - text: Huyện có dịch cúm.
      want: none
    - text: Huyện có dịch cúm.
      want: { disease: cúm }
Y
run rules test --rules my diseases
is "failing tests: status" "$status" 1
is "failing tests: closing line" "$(tail -1 out)" "1 passed, 2 failed"
has "failing tests: where" "$(cat out)" \
	"my/diseases/outbreak.yaml:4: diseases/outbreak/cases: not found"
has "failing tests: where" "$(cat out)" "my/diseases/outbreak.yaml:6: "
has "failing tests: what instead" "$(cat out)" "disease: sởi, level: b"

# why, the fault's sentence; the rule's lines on standard input
fault() {
	one
	run rules check my
	is "$1: status" "$status" 2
	has "$1: sentence" "$(cat err)" "$2"
	run --rules my a.txt
	is "$1: nothing is read with it" "$status $(cat out)" "2 "
}
fault "a pattern's syntax" "outbreak.yaml:2:" <<'Y'
- name: cases
  match: '(\d+ ca'
  tests: [{ text: a, want: { text: a } }, { text: b, want: none }]
Y
rm -rf my && mkdir -p my/dates
cat >my/dates/new.yaml <<'Y'
- name: day
  match: 'ngày (?<yaer>\d+)'
  tests: [{ text: a, want: { text: a } }, { text: b, want: none }]
Y
run rules check my
is "an unknown group" "$status" 2
has "an unknown group is named" "$(cat err)" \
	"new.yaml:2:19: unknown group 'yaer'"
rm -rf my && mkdir -p my/x my/y
printf -- '- name: [\n' >my/x/a.yaml
printf -- '- match: a\n' >my/y/b.yaml
run rules check my
is "all faults are told" "$(grep -c 'my/[xy]/' err | sed 's/[2-9]/all/')" all

one <<'Y'
- name: slow
  match: '(?:a+)+(?=!)'
  tests: [{ text: ab!, want: none }, { text: a!, want: { text: a } }]
Y
awk 'BEGIN { printf "Ngày 3/4/2022 "; for (i = 0; i < 100000; i++) printf "a" }' \
	>slow.txt
timeout 60 "$EXTRACT" --rules my slow.txt >out 2>err
is "a pattern that would run for ever" $? 0
has "it is said" "$(cat out)" "gave up at its match limit"
has "and the others found theirs" "$(cat out)" '"value":"2022-04-03"'

# The same id takes the place of a built-in rule.
rm -rf my && mkdir -p my/dates
id=$("$EXTRACT" rules list dates/day | head -1 | cut -f 1)
file=$(echo "$id" | cut -d / -f 2) name=$(echo "$id" | cut -d / -f 3)
cat >my/dates/$file.yaml <<Y
- name: $name
  match: 'không bao giờ'
  tests: [{ text: a, want: { text: a } }, { text: b, want: none }]
Y
run rules list --rules my "$id"
is "a rule of the same id replaces" "$(cut -f 4 out | head -1)" "không bao giờ"
exit $failed
