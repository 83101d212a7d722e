#!/bin/sh
# --feed: what RSS, Atom, sitemaps and an index of them list, newest first.
. "$(dirname "$0")/lib.sh"
few_rules
. tests/servers/web.sh

lists() { # why, addresses, options
	why=$1 want=$2
	shift 2
	fetch "$@"
	is "$why" "$status $(uris)" "0 $want"
}
lists "RSS" "/a/9 /a/5 /a/3" --feed $web/feed/rss.xml
lists "Atom: its alternate link, beside its own address" "/a/8 /a/4" \
	--feed $web/feed/atom.xml
lists "a sitemap" "/a/7 /a/2 /a/1" --feed $web/feed/sitemap.xml
lists "a news sitemap" "/a/10 /a/6" --feed $web/feed/news.xml
lists "an index, its circle and all" "/a/10 /a/7 /a/6 /a/2 /a/1" \
	--feed $web/feed/index.xml --since 2025-01-01
is "a list that is too old is not read" "$(asked /feed/old.xml)" 0
lists "several: one order" "/a/9 /a/8 /a/5 /a/4 /a/3" \
	--feed $web/feed/rss.xml --feed $web/feed/atom.xml
lists "--max" "/a/9 /a/8" --max 2 \
	--feed $web/feed/rss.xml --feed $web/feed/atom.xml
lists "--since" "/a/9 /a/5" --since 2026-01-05 --feed $web/feed/rss.xml
lists "--since, nothing" "" --since 2027-01-01 --feed $web/feed/rss.xml
lists "addresses stand before feeds" "/a/x /a/8 /a/4" \
	--feed $web/feed/atom.xml $web/a/x
fetch --feed $web/none --feed $web/a/1 --feed $web/feed/atom.xml
is "a feed that is none fails in its place" "$status $(messages)" \
	"1 the server answers 404|no feed and no sitemap|well|well"
fetch --feed $web/feed/broken.xml
is "a feed that breaks off" "$(wc -l <"$dir/out" | tr -d ' ')" 0
run --feed file:///etc/passwd
is "a feed that is no address" "$status $(cat "$dir/err")" "2 extract: \
'file:///etc/passwd' is no address of http or https; try 'extract --help'"
exit $failed
