#!/bin/sh
# Memory that comes filled with whatever was there before: nothing that nobody
# wrote decides anything. (glibc fills it where it is told to.)
. "$(dirname "$0")/lib.sh"
in="$dir/in"
mkdir "$in"
cp corpus/* "$in"
# words longer than the vocabulary's beside what becomes a symbol
for w in mộttừdàihơnmườisáubyte tạimộttừdàihơnmườisáubyte; do
	echo "Ngày 15/6/2021 $w 15/6/2021 họp $w Hà Nội, $w Bộ Y tế."
done >"$in/long.txt"
"$EXTRACT" -q --any-language "$in" >"$dir/clean"
[ -s "$dir/clean" ] || bad "no records"
for byte in 1 85 170 254; do
	MALLOC_PERTURB_=$byte MALLOC_MMAP_THRESHOLD_=1000000000 \
		"$EXTRACT" -q --any-language "$in" >"$dir/dirty"
	same "the same records over memory filled by $byte" "$dir/dirty" \
		"$dir/clean"
done
exit $failed
