#!/bin/sh
# The manual pages: well formed, and the options those of the program.
# `manual.sh --write` writes the options anew.
. "$(dirname "$0")/lib.sh"
man=extract/man

"$EXTRACT" --man >"$dir/want"
if [ "$1" = --write ]; then
	awk -v options="$dir/want" '
		/^\.\\" end of options/ { inside = 0 }
		!inside { print }
		/^\.\\" Made by extract --man/ {
			inside = 1
			while ((getline line <options) > 0) print line
		}' $man/extract.1 >"$dir/new" && cp "$dir/new" $man/extract.1
	exit
fi
sed -n '/^\.\\" Made by extract --man/,/^\.\\" end of options/p' \
	$man/extract.1 | sed '1d;$d' >"$dir/got"
same "extract(1) has the options that extract --man writes" \
	"$dir/want" "$dir/got"
run --help
for o in $(grep -o -- '--[a-z][a-z]*' "$dir/out" | sort -u); do
	grep -q -- "Fl -${o#--}" $man/extract.1 || bad "extract(1) lacks $o"
done
for f in extract/libextract.h; do
	for n in $(grep -o '\bex_[a-z_]*(' $f | tr -d '(' | sort -u); do
		grep -q "F[no] \"*$n" $man/libextract.3 ||
			bad "libextract(3) lacks $n"
	done
done
ok "libextract(3) has all functions"
if ! command -v mandoc >/dev/null; then
	echo "skipped: no mandoc"
	exit $failed
fi
for f in $man/*.[135]; do
	# What is not installed here can't be found.
	said=$(mandoc -Tlint "$f" 2>/dev/null |
		grep -v 'referenced manual not found')
	is "$f" "$said" ""
done
exit $failed
