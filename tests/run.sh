#!/bin/sh
# Runs every suite and adds up what they count. Each suite is a program whose
# lines begin with "ok" or "not ok" (or "skipped"), or end in a count.
B=${B:-build}
EXTRACT=${EXTRACT:-$PWD/$B/extract}
case $EXTRACT in /*) ;; *) EXTRACT=$PWD/$EXTRACT ;; esac
export EXTRACT B
log=$B/check
rm -rf "$log"
mkdir -p "$log"
passed=0 failed=0 skipped=0

# name, passed, failed, skipped, status
tally() {
	f=$3
	# a suite that ends badly, or tests nothing, has failed
	[ "$5" -ne 0 ] && [ "$f" -eq 0 ] && f=1
	[ $(($2 + $3 + $4)) -eq 0 ] && f=1
	passed=$((passed + $2)) failed=$((failed + f)) skipped=$((skipped + $4))
	if [ "$f" -eq 0 ]; then
		printf '%-24s %5d passed' "$1" "$2"
		[ "$4" -ne 0 ] && printf ', %d skipped' "$4"
		echo
	else
		printf '%-24s %5d passed, %d failed (%s)\n' "$1" "$2" "$f" \
			"$log/$1.log"
		grep -E '^not ok|^\[(FAIL|----|CRASH)|[0-9]+: ' "$log/$1.log" |
			head -40
	fi
}

# Criterion's last line: "[====] Synthesis: Tested: 9 | Passing: 9 | ..."
LSAN_OPTIONS=suppressions=tests/lsan.supp "$B/unit" -j2 --verbose=0 >"$log/unit.log" 2>&1
status=$?
line=$(grep 'Synthesis' "$log/unit.log" | tail -1)
n() { printf '%s' "$line" | sed 's/\x1b\[[0-9;]*m//g' |
	sed -n "s/.*$1: *\([0-9]*\).*/\1/p"; }
p=$(n Passing) f=$(n Failing) c=$(n Crashing)
tally unit "${p:-0}" $((${f:-0} + ${c:-0})) 0 $status

"$EXTRACT" rules test >"$log/rules.log" 2>&1
status=$?
line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log/rules.log" | tail -1)
set -- $line
tally rules "${1:-0}" "${3:-0}" 0 $status

for suite in tests/*.sh tests/cli/*.sh; do
	case $suite in
	*/run.sh | */deps.sh | */score.sh | */tsan.sh | \
		*/arm64.sh | */lib.sh) continue ;;
	esac
	name=$(basename "$suite" .sh)
	sh "$suite" >"$log/$name.log" 2>&1
	status=$?
	tally "$name" "$(grep -c '^ok' "$log/$name.log")" \
		"$(grep -c '^not ok' "$log/$name.log")" \
		"$(grep -c '^skipped' "$log/$name.log")" $status
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
