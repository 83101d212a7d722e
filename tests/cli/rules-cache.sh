#!/bin/sh
# Rules that are kept between two starts: never stale, never trusted unseen.
. "$(dirname "$0")/lib.sh"
few_rules
rules=$EXTRACT_RULES
cache=$dir/cache/extract
echo "Họp ngày 3/4/2022." >"$dir/a.txt"

# What is told of the article, by rules that have been at rest for long enough.
mentions() {
	"$EXTRACT" -q "$@" "$dir/a.txt" >"$dir/$$.out" 2>"$dir/err"
	cat "$dir/err"
	jq -c '[(.dates, .things // [])[].text]' "$dir/$$.out"
}
kept() { ls -i "$cache" 2>/dev/null | awk '{ print $1 }'; }
rest() { sleep 3.1; }

is "rules just written are not kept" "$(mentions)$(kept)" '["ngày 3/4/2022"]'
rest
mentions >/dev/null
first=$(kept)
[ -n "$first" ] && ok "rules at rest are kept" || bad "rules are not kept"
is "and read again" "$(mentions)" '["ngày 3/4/2022"]'
is "without being written again" "$(kept)" "$first"
is "as the only file" "$(ls "$cache" | wc -l | tr -d ' ')" 1

# what is damaged is made anew, silently
file=$(ls "$cache"/*)
cp "$file" "$dir/whole"
half=$(($(wc -c <"$file") / 2))
head -c "$half" "$dir/whole" >"$file"
is "cut short" "$(mentions)" '["ngày 3/4/2022"]'
same "and whole again" "$file" "$dir/whole"
for at in 3 20 70 400 $half; do
	cp "$dir/whole" "$file"
	printf '\377\376\375' | dd of="$file" bs=1 seek="$at" conv=notrunc \
		2>/dev/null
	is "a byte is wrong at $at" "$(mentions)" '["ngày 3/4/2022"]'
done
same "and right again" "$file" "$dir/whole"
head -c 100000 /dev/urandom >"$file"
is "garbage" "$(mentions)" '["ngày 3/4/2022"]'
: >"$file"
is "empty" "$(mentions)" '["ngày 3/4/2022"]'
sed "s/^extract [0-9.]* /extract 9.9.9 /" "$dir/whole" >"$file"
is "of another program" "$(mentions)" '["ngày 3/4/2022"]'
chmod 666 "$file"
is "that others may write" "$(mentions)" '["ngày 3/4/2022"]'
is "is replaced by one's own" "$(find "$cache" -type f -perm 600 | wc -l | tr -d ' ')" 1
rm "$file"
ln -s "$dir/whole" "$file"
is "a link" "$(mentions)" '["ngày 3/4/2022"]'
[ -L "$file" ] && bad "a link is followed" || ok "is not followed"

# what has changed is seen
mkdir "$dir/more" "$dir/more/things"
mine=$dir/more/things/mine.yaml
rule() { # word
	cat <<R
- name: mine
  match: '(?<word>$1)'
  tests: [{ text: $1, want: { text: $1 } }, { text: x, want: none }]
R
}
rule Họp >"$mine"
rest
touch -r "$mine" "$dir/stamp"
mentions --rules "$dir/more" >/dev/null
n=$(kept | wc -l | tr -d ' ')
is "other folders are kept beside" "$n" 2
is "and hold" "$(mentions --rules "$dir/more")" '["ngày 3/4/2022","Họp"]'
rule Hợp >"$dir/other"
cat "$dir/other" >"$mine"
touch -r "$dir/stamp" "$mine"
is "other contents of the same size and time" \
	"$(mentions --rules "$dir/more")" '["ngày 3/4/2022"]'
echo 'x: [' >"$mine"
has "a fault is told" "$(mentions --rules "$dir/more")" "mine.yaml:"
rm "$mine"
is "a file that went" "$(mentions --rules "$dir/more")" '["ngày 3/4/2022"]'
echo '- name: x' >"$dir/more/things/new.yaml"
has "a file that came" "$(mentions --rules "$dir/more")" "new.yaml:1:3"

# where nothing can be kept
rm -rf "$dir/cache"
echo >"$dir/cache"
is "a folder that can't be made" "$(mentions)" '["ngày 3/4/2022"]'
rm "$dir/cache"
is "no home" "$(unset XDG_CACHE_HOME; HOME= mentions)" '["ngày 3/4/2022"]'
mkdir -p "$cache"
chmod 500 "$cache"
is "a folder that can't be written" "$(mentions)" '["ngày 3/4/2022"]'
chmod 700 "$cache"
rm -f "$cache"/*

# two at once, again and again
for i in 1 2 3 4; do
	rm -f "$cache"/*
	"$EXTRACT" -q "$dir/a.txt" >"$dir/1" 2>&1 &
	"$EXTRACT" -q "$dir/a.txt" >"$dir/2" 2>&1
	wait
	cat "$dir/1" "$dir/2"
done | jq -c '[.dates[].text]' | sort | uniq -c | tr -s ' ' >"$dir/both"
is "two programs at once" "$(cat "$dir/both")" ' 8 ["ngày 3/4/2022"]'
is "leave one file" "$(ls "$cache" | wc -l | tr -d ' ')" 1
exit $failed
