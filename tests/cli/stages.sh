#!/bin/sh
# The stages piped one by one write what one run writes.
. "$(dirname "$0")/lib.sh"
few_rules
cd "$dir" || exit 2
articles 20 >a.jsonl
awk 'NR % 7 == 3 { print "{\"text\": 3}"; next } { print }' a.jsonl >b.jsonl
printf 'Ho\303\240 b\303\254nh ng\303\240y 3/4/2022\n\nHai x\303\243 h\341\273\215p.' >c.txt
printf '\377\376N\000g\000\340\000y\000 \0003\000/\0004\000' >d.txt
printf '\000\377' >e.txt
cat >f.html <<'H'
<html><title>Field</title><body><h1>Tin</h1>
<figure><figcaption>A photograph of the field</figcaption></figure>
<p>A paragraph of some length that tells what happened on 3/4/2022, and to
whom, so that it is long enough to be the article of this page.</p></body>
H
echo '<html><body><a href="/">Home</a></body></html>' >g.html
set -- a.jsonl b.jsonl c.txt d.txt e.txt f.html g.html
"$EXTRACT" "$@" >want 2>want.err
wanted=$?

one_by_one() {
	last=$dir/stage.read
	"$EXTRACT" --only decode "$@" >$last 2>got.err
	for s in article normal match value emit; do
		"$EXTRACT" --only $s <$last >$dir/stage.$s 2>>got.err
		got=$?
		last=$dir/stage.$s
	done
}
one_by_one "$@"
same "one by one" want stage.emit
is "one by one: status" $got $wanted
same "a failure is said once" want.err got.err
"$EXTRACT" --only read "$@" 2>/dev/null | "$EXTRACT" --only decode \
	--input state 2>/dev/null | "$EXTRACT" --from article >out 2>/dev/null
same "read by itself" want out
"$EXTRACT" -q "$@" >want
for s in decode article normal match value; do
	"$EXTRACT" -q --to $s "$@" >half
	next=$(echo 'decode article normal match value emit' |
		sed "s/.*$s \([a-z]*\).*/\1/")
	"$EXTRACT" -q --from $next half >out
	same "--to $s, --from $next" want out
done
"$EXTRACT" -q -f mentions "$@" >want
"$EXTRACT" -q --to value "$@" | "$EXTRACT" -q --from emit -f mentions >out
same "the format is the last one's" want out
"$EXTRACT" -q --published 2020-02-02 c.txt >want
"$EXTRACT" -q --to article --published 2020-02-02 c.txt |
	"$EXTRACT" -q --from normal >out
same "--published goes with the article" want out

"$EXTRACT" -q --to normal a.jsonl | "$EXTRACT" --from value \
	>out 2>err
is "an article that has not come so far" $? 1
has "and it is said where" "$(head -1 err)" \
	"extract: a.jsonl#1: value: this article has come to 'normal', want 'match'"
printf 'nonsense\n\n{"stage":"match"}\n[]\n{"a":\000}' >broken
run --from value broken
is "broken lines" "$status $(wc -l <out | tr -d ' ') $(wc -l <err |
	tr -d ' ')" "1 4 4"
has "broken lines have places" "$(cat err)" "extract: broken:3: "
run --from match none
is "no such file" "$status $(wc -l <out | tr -d ' ')" "1 1"
exit $failed
