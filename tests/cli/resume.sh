#!/bin/sh
# --resume: runs that are killed at random moments and taken up again write,
# byte for byte, what one run writes; --errors in step with it; --skip-known.
# FILES and KILLS say how many; `make kill` takes 5000 and 50.
. "$(dirname "$0")/lib.sh"
FILES=${FILES:-600}
KILLS=${KILLS:-8}
few_rules

python3 - "$dir" "$FILES" <<'E2'
import os, sys
folder, n = sys.argv[1], int(sys.argv[2])
for i in range(n):
    d = os.path.join(folder, "in", f"{i // 100:03}")
    os.makedirs(d, exist_ok=True)
    with open(os.path.join(d, f"{i:05}.txt"), "wb") as f:
        # every fiftieth is none
        f.write(b"" if i % 50 == 7 else
                f"Bài {i}\n\nNgày {i % 28 + 1}/4/2022 họp lần {i}.\n".encode() * (i % 40 + 1))
with open(os.path.join(folder, "in", "zz.jsonl"), "w", encoding="utf-8") as f:
    for i in range(n // 5):
        f.write(f'{{"text":"Dòng {i}: ngày {i % 28 + 1}/5/2022."}}\n' if i % 30 else '{"x":1}\n')
E2
cat >"$dir/kill.py" <<'E2'
# kill.py KILLS SECONDS COMMAND...: lets the command run for a random part of
# SECONDS, kills it, and again; then to its end. Prints how often it was
# killed before its end; its status is the command's.
import os, random, signal, subprocess, sys, time
random.seed(4)
killed, seconds = 0, float(sys.argv[2])
for _ in range(int(sys.argv[1])):
    p = subprocess.Popen(sys.argv[3:], stderr=subprocess.DEVNULL)
    time.sleep(random.random() * seconds)
    p.send_signal(signal.SIGKILL)
    killed += p.wait() < 0
p = subprocess.run(sys.argv[3:], stderr=subprocess.DEVNULL)
print(killed)
sys.exit(p.returncode)
E2

cd "$dir" || exit 2
begun=$(date +%s%N)
run -q --errors want.errors -o want in
ended=$(date +%s%N)
is "one run" "$status $(wc -l <want | tr -d ' ')" \
	"1 $((FILES + FILES / 5))"
is "its errors" "$(wc -l <want.errors | tr -d ' ')" \
	"$(grep -c '^{"schema":1,"source".*"error":' want)"
seconds=$(echo "$((ended - begun))" | awk '{ print $1 / 1e9 * 1.2 }')
killed=$(python3 kill.py "$KILLS" "$seconds" "$EXTRACT" -q -j2 \
	--resume journal --errors errors -o got in)
is "killed and taken up again: status" $(($? > 1)) 0
same "killed and taken up again: output" want got
same "killed and taken up again: errors" want.errors errors
[ "$killed" -gt 0 ] || echo "skipped: it was never killed before its end"

cp got before
run -q --resume journal --errors errors -o got in
is "all done: nothing more" "$status" 0
same "all done: output" before got
tr '\n' ' ' <got >other
cp other other.before
run -q --resume journal --errors errors -o other in
is "a file that the journal is not of" "$status $(cat err)" \
	"2 extract: other: this is not what the journal's run wrote"
same "and it is left as it was" other.before other
run -q --resume journal --errors errors -o got in
is "nor is the journal hurt" "$status $(cmp before got)" "0 "
printf 'Thêm\n\nNgày 9/9/2022 họp.\n' >in/zzz.txt
run -q --resume journal -o got in
is "a new file is added" "$(cat got | wc -l | tr -d ' ')" \
	$((FILES + FILES / 5 + 1))

# What a power cut leaves: half a line, half a block.
head -c -20 got >cut
head -c -9 journal >journal.cut
run -q --resume journal.cut -o cut --errors errors in
is "a cut output and journal are mended: status" "$status" 0
same "a cut output and journal are mended" got cut
head -c 100 /dev/urandom >>journal
run -q --resume journal -o got in
is "rubbish behind the journal is cut off" "$status $(wc -l <got |
	tr -d ' ')" "0 $((FILES + FILES / 5 + 1))"

printf 'short\n' >short
run -q --resume journal -o short in
is "an output that is too short is not cut" "$status $(cat short)" "2 short"
has "and it says so" "$(cat err)" "is it another file?"
cp got before
run -q --resume journal -o got in/000
is "without the file of errors it goes on as well" \
	"$status $(cmp got before && wc -l <errors)" "0 $(wc -l <want.errors)"

: >empty.journal
printf 'kept\n' >kept
run -q --resume none.journal -o kept in/000
is "an output that no journal knows is not touched" "$status $(cat kept)" \
	"2 kept"
has "and it says so" "$(cat err)" "the journal does not know it"
run -q --resume kept -o new in/000
is "a journal that is none" "$status $(cat kept) $(cat err)" \
	"2 kept extract: kept:1: this is no journal of extract"
run -q --resume journal -f csv -o got in
has "another format" "$(cat err)" "is of a run with the format 'jsonl'"
run --resume journal in
is "without an output" "$status $(cat err)" \
	"2 extract: '--resume' needs '--output'; try 'extract --help'"
run --resume journal -f ics -o x in
has "a format with an end" "$(cat err)" "does not go with the format 'ics'"

# A pipe keeps the first one running while the second one asks.
mkfifo slow
"$EXTRACT" -q --resume held -o held.out slow &
exec 3>slow
run -q --resume held -o held.out in/000
is "one run a journal" "$status $(cat err)" \
	"2 extract: held: another run is using this journal"
exec 3>&-
wait

run -q --errors e.jsonl -o o.jsonl in/000/00007.txt in/000/00001.txt
is "--errors" "$status $(jq -r '[.source.uri, .error.stage,
	.error.message] | join(" ")' e.jsonl)" \
	"1 in/000/00007.txt read empty: no text"

# --skip-known
run -q -o old.jsonl in/000
run -q -o all.jsonl in/000 in/001
run -v --skip-known old.jsonl -o new.jsonl in/000 in/001
has "known articles are counted" "$(cat err)" "articles were known"
grep -v '"error"' old.jsonl | cat - new.jsonl | grep -v '"error"' | sort >got
grep -v '"error"' all.jsonl | sort >want
same "what is known is not written again" want got
jq -r '.id // empty' old.jsonl >ids
run -q --skip-known ids in/000
is "a list of ids" "$(grep -vc '"error"' out)" 0
is "ids from a pipe" "$(cat ids | "$EXTRACT" -q --skip-known /dev/stdin \
	in/000 2>/dev/null | grep -vc '"error"')" 0
if command -v sqlite3 >/dev/null; then
	sh "$OLDPWD/out/load" sqlite known.db old.jsonl >/dev/null
	run -q --skip-known known.db in/000
	is "a database" "$(grep -vc '"error"' out)" 0
	printf 'SQLite format 3\000 and no more' >bad.db
	run -q --skip-known bad.db in/000
	is "a broken database" "$status" 2
	has "is said" "$(cat err)" "bad.db: cannot read the database"
fi
printf '{"id":5}\n' >bad
run -q --skip-known bad in/000
is "a line without an id" "$status $(cat err)" \
	"2 extract: bad:1: this line has no id of an article"
exit $failed
