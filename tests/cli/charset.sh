#!/bin/sh
# Charsets and languages, as a user meets them.
. "$(dirname "$0")/lib.sh"
few_rules
cd "$dir" || exit 2

# what the record says of the first article
says() {
	python3 -c 'import json, sys
r = json.loads(open("out", encoding="utf-8").readline())
print(eval(sys.argv[1], r))' "$1"
}

printf 'Ng\265y 3/4/2022, c\270c b\351 h\344p v\322 ng\255\352i d\251n \256\255\356c l\356i.\n' \
	>abc.txt
run abc.txt
is "TCVN3" "$status $(says 'source["charset"]') $(says text)" \
	"0 tcvn3 Ngày 3/4/2022, các bộ họp về người dân được lợi."
is "TCVN3 is Vietnamese" "$(says language)" vi
is "rules run" "$(says 'dates[0]["value"]')" 2022-04-03
run --charset=viscii abc.txt
is "forced" "$status $(says 'source["charset"]')" "0 viscii"

printf 'Caf\351 moi mo cua tu 12/2/2022 va ban suot dem.' >cafe.txt
run cafe.txt
is "a guess is told" "$(says 'warnings[0]')" "charset guessed: windows-1252"
is "a short text is not lost" "$(says 'dates[0]["value"]')" 2022-02-12

# no file of ICU's name can be loaded
mkdir broken
for name in libicui18n.so $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p | sed -n 's/^[[:space:]]*\(libicui18n\.so[.0-9]*\) .*/\1/p'); do
	echo broken >"broken/$name"
done
LD_LIBRARY_PATH=$PWD/broken "$EXTRACT" cafe.txt >out 2>err
is "no ICU: said" "$? $(says 'warnings[0]' | sed 's/ (.*)//')" \
	"0 ICU is not installed: charsets of other languages are not known"
is "no ICU: the article is there" "$(says 'dates[0]["value"]')" 2022-02-12

cat >english.txt <<'END'
The ministry said on 12/2/2022 that the bridge would open to traffic next
month, after two years of work that had cost far more than was planned.
END
run english.txt
is "English" "$status $(says language) $(says 'warnings[0]')" \
	"0 None not Vietnamese: rules not run"
is "English: no mentions" "$(says 'len(dates)')" 0
run --any-language english.txt
is "any language" "$status $(says 'dates[0]["value"]') $(says warnings)" \
	"0 2022-02-12 []"
run --any-language --to normal english.txt
cp out between
run --from match between
is "any language is asked of match" "$(says 'warnings[0]')" \
	"not Vietnamese: rules not run"
exit $failed
