#!/bin/sh
# The README's commands run as printed (those of `make` apart), each block
# from its first line to its last, and print something.
EXTRACT=${EXTRACT:-$PWD/build/extract}
cd "$(dirname "$0")/.." || exit 2
root=$PWD
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/build"
ln -s "$EXTRACT" "$dir/build/extract"
ln -s "$root/corpus" "$root/out" "$dir"

awk -v dir="$dir" '
	/^```sh$/ { inside = 1; n++; next }
	/^```$/ { inside = 0 }
	inside { print > (dir "/block" n) }
' README.md
failed=0
for block in "$dir"/block*; do
	grep -q '^make ' "$block" && continue
	sed -i 's/ | less -R/ | cat/' "$block"
	if out=$(cd "$dir" && sh -e "$block" 2>&1); then
		echo "ok - $(grep -v '^mkdir' "$block" | head -1)"
	else
		echo "not ok - $(cat "$block")"
		echo "$out" | tail -5
		failed=1
	fi
done
exit $failed
