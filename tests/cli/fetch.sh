#!/bin/sh
# Pages from a server that behaves and misbehaves: what comes, in which order,
# what is asked for how often.
. "$(dirname "$0")/lib.sh"
few_rules
. tests/servers/web.sh

fetch $web/a/1 $web/a/2
is "pages: status" "$status" 0
is "pages, in order" "$(uris)" "/a/1 /a/2"
is "a page's facts" "$(jq -r '[.url, .source.type, .source.charset, .title,
	.dates[0].from] | join(" ")' "$dir/out" | head -1)" \
	"$web/a/1 html utf-8 Tin 1 2022-04-03"
has "we name ourselves" "$(grep ' /a/1 ' "$log")" " extract/$(
	"$EXTRACT" --version | cut -d' ' -f2) "
has "compression is asked for" "$(grep ' /a/1 ' "$log")" "gzip"

# --- the list ---

printf '\357\273\277%s\r\n\n# a remark\n  %s  \nno address\n%s\n' \
	$web/a/1 $web/a/2 "$web/a/3" >"$dir/list"
fetch --urls "$dir/list"
is "a list" "$status $(uris)" "1 /a/1 /a/2 no address /a/3"
has "a line that is none" "$(messages)" "well|well|this is no address|well"
fetch $(echo $web | tr a-z A-Z)/a/7
is "HTTP:// in capitals" "$status $(messages)" "0 well"
fetch $web/a/8 --urls "$dir/list" $web/a/9
is "operands stand before the list" "$(uris)" \
	"/a/8 /a/9 /a/1 /a/2 no address /a/3"
"$EXTRACT" --allow-private --delay 0 --urls - <"$dir/list" >"$dir/out" \
	2>"$dir/err"
is "a list from standard input" "$(uris)" "/a/1 /a/2 no address /a/3"
fetch --urls "$dir/none"
is "no such list" "$status $(messages)" \
	"1 cannot read: No such file or directory"
printf '%s/a/5\n%s/b/%040000d\n%s/a/4' $web $web 0 $web >"$dir/list"
fetch --urls "$dir/list"
is "a line that is too long" "$(messages)" \
	"well|an address that is too long|well"
has "has a place" "$(cat "$dir/err")" "$dir/list:2: read: an address"
is "and its beginning as its name, not the line's before it" \
	"$(uris | cut -d' ' -f2 | cut -c1-6)" "/b/000"
: >"$dir/list"
fetch --urls "$dir/list"
is "an empty list" "$status $(wc -c <"$dir/out" | tr -d ' ')" "0 0"
mkfifo "$dir/pipe"
"$EXTRACT" --allow-private --delay 0 --urls - <"$dir/pipe" >"$dir/grown" \
	2>/dev/null &
exec 7>"$dir/pipe"
echo $web/a/live >&7
n=0
while [ "$(asked /a/live)" = 0 ] && [ $n -lt 600 ]; do
	sleep 0.05
	n=$((n + 1))
done
is "a list that grows: its first page is fetched at once" \
	"$(asked /a/live)" 1
exec 7>&-
wait $!
is "and comes" "$(jq -r .title "$dir/grown")" "Tin live"

# --- order, many ---

fetch $web/slow/1 $web/a/2 $web/slow/3 $web/nothing/4 $web/a/5 --retries 0
is "slow ones keep their place" "$(uris)" \
	"/slow/1 /a/2 /slow/3 /nothing/4 /a/5"
many() { # how many: over four hosts
	awk -v n="$1" -v port=$port 'BEGIN { for (i = 1; i <= n; i++)
		printf "http://127.0.0.%d:%d/a/%d\n", i % 4 + 1, port, i }'
}
peak() { # KB that the command needed at most
	# what a sanitizer keeps of freed memory does not count
	ASAN_OPTIONS=$ASAN_OPTIONS:quarantine_size_mb=1 \
		python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=open("'"$dir"'/out", "w"))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"
}
many 1000 >"$dir/some"
many 10000 >"$dir/many"
set -- "$EXTRACT" --allow-private --delay 0 --ignore-robots --fetch-jobs 8
few=$(peak "$@" --urls "$dir/some")
much=$(peak "$@" --urls "$dir/many")
jq -r .source.uri "$dir/out" >"$dir/got"
same "10,000 addresses, in order" "$dir/many" "$dir/got"
is "10,000 need no more memory than 1,000" \
	"$([ "$much" -lt $((few + few / 2 + 8000)) ] || echo "$few KB, $much KB")" ""
has "two at most at one host" "$(tail -1 "$log")" "most=2"
is "never more" "$(grep -c 'most=[3-9]' "$log")" 0

# --- what goes wrong ---

wrong() { # why, message, path, options
	why=$1 want=$2 path=$3
	shift 3
	fetch "$@" $web$path $web/a/after
	is "$why" "$status $(messages)" "1 $want|well"
}
wrong "not found" "the server answers 404" /none
wrong "cut off" "the answer is cut off" /cut/1 --retries 0
wrong "cut off in a chunk" "the answer is cut off" /chunk/1 --retries 0
wrong "no answer" "the server answered nothing" /nothing/1 --retries 0
wrong "no HTTP" "this is no HTTP" /noise/1
wrong "a circle" "more than 10 redirects" /circle/1
is "a circle: asked 11 times" "$(asked /circle/1)" 11
wrong "to a file" \
	"redirects: 'file' is not fetched, only http and https" /to-file/1
wrong "a bomb" "has more than 1048576 bytes" /bomb/1 --max-page 1
wrong "broken compression" "its compression is broken" /packed-broken/1
wrong "an image" "this is image/png, no text" /file/a.png
wrong "a PDF" "this is application/pdf, no text" /file/a.pdf
wrong "an image that says nothing" "PNG is not read" /file/nothing
wrong "a server that is silent" "took too long" /stall/1 --timeout 0.3 --retries 0
wrong "asked to wait for long" \
	"the server answers 429, and not to be asked for 3600 seconds" \
	/quiet-long/1
is "who asks for an hour is not asked again" "$(asked /quiet-long/1)" 1
wrong "a server in trouble" "the server answers 503, 3 times" /status/503 \
	--retries 2
is "a server in trouble is asked three times" "$(asked /status/503)" 3
is "who says no is not asked again" "$(asked /none)" 1
fetch http://127.0.0.1:1/a http://no-such-name.invalid/ --retries 0
has "nobody there" "$(messages)" "no connection"
has "no such name" "$(messages)" "no host of that name is known"
fetch http://user:word@127.0.0.1/ --retries 0
is "a password is not for records" "$(messages)" \
	"an address with a user's name is not fetched"

# --- what goes well after all ---

fetch $web/hops/10 $web/cut-once/1 $web/quiet/1 $web/quiet-date/1 \
	$web/packed/1 $web/more/1
is "redirects, a second try, Retry-After, gzip" "$status $(messages)" \
	"0 well|well|well|well|well|well"
is "the address at last" "$(jq -r .url "$dir/out" | head -1)" $web/a/hop
is "the address as asked" "$(jq -r .source.uri "$dir/out" | head -1)" \
	$web/hops/10
is "a second try" "$(asked /cut-once/1)" 2
is "Retry-After is obeyed" "$(awk '$3 == "/quiet/1" { t[++n] = $1 }
	END { print n, (t[2] - t[1] > 0.9) }' "$log")" "2 1"
is "its date too" "$(asked /quiet-date/1)" 2
fetch $web/charset/utf-16 $web/charset/wrong $web/charset/unknown
is "charsets that are said, wrong, unknown" \
	"$(jq -r .title "$dir/out" | paste -sd'|')" "Tin chữ|Tin chữ|Tin chữ"
fetch $web/file/a.jsonl.gz
is "a packed file is read as a file" "$(uris)" \
	"/file/a.jsonl.gz#1 /file/a.jsonl.gz#2 /file/a.jsonl.gz#3"
fetch --delay 0.2 $web/a/d1 $web/a/d2 $web/a/d3
is "a pause between pages" "$(awk '$3 ~ "^/a/d" { t[++n] = $1 }
	END { print n, (t[2] - t[1] > 0.15), (t[3] - t[2] > 0.15) }' "$log")" "3 1 1"
curl -s $web/a/1 | "$EXTRACT" >"$dir/out"
is "curl | extract" "$(jq -r .title "$dir/out")" "Tin 1"

# --- robots.txt ---

asks=$(asked /robots.txt)
fetch http://127.0.0.2:$port/shut/1 http://127.0.0.2:$port/shut/not/2 \
	http://127.0.0.2:$port/a/3
is "robots.txt: our own group, the longest match" "$(messages)" \
	"its robots.txt forbids it|well|well"
is "robots.txt is asked for once" "$(asked /robots.txt)" $((asks + 1))
is "what is forbidden is not asked for" "$(asked /shut/1)" 0
fetch http://127.0.0.4:$port/shut/1
is "robots.txt elsewhere" "$(messages)" "its robots.txt forbids it"
fetch http://127.0.0.3:$port/a/x http://127.0.0.3:$port/a/y --retries 1
is "robots.txt of a server in trouble" "$(messages)" \
	"robots.txt: the server answers 503, 2 times|robots.txt: the server answers 503, 2 times"
is "nothing else is asked there" "$(asked /a/x)" 0
fetch --ignore-robots http://127.0.0.2:$port/shut/1
is "--ignore-robots" "$(messages)" well

# --- the cache ---

for path in etag modified; do
	fetch --cache "$dir/pages" $web/$path/1
	cp "$dir/out" "$dir/before"
	fetch --cache "$dir/pages" $web/$path/1
	is "$path: asked again" "$(asked /$path/1)" 2
	same "$path: the page from the cache" "$dir/before" "$dir/out"
done
has "etag: asked whether it has changed" "$(grep ' /etag/1 ' "$log" | tail -1)" \
	' "v1" '
fetch --cache "$dir/pages" $web/no-store/1 $web/no-store/1
is "what is not to be kept is not" "$(grep -c '/no-store/1 .*"v1"' "$log")" 0
is "a page a file" "$(find "$dir/pages" -type f -exec sed -n '/^url/s|.*[0-9]/||p' {} + |
	sort | paste -sd' ')" "etag/1 modified/1"
for f in $(find "$dir/pages" -type f); do head -c 300 "$f" >"$dir/x"; cp "$dir/x" "$f"; done
fetch --cache "$dir/pages" $web/etag/1
is "a broken file is fetched anew" "$(messages)" well
pids=
for i in 1 2 3 4; do
	"$EXTRACT" --allow-private --delay 0 --cache "$dir/pages" \
		$web/etag/1 $web/etag/2 $web/etag/3 >"$dir/out$i" 2>&1 &
	pids="$pids $!"
done
wait $pids
cat "$dir"/out[1-4] >"$dir/out"
is "four at once share a cache" "$(messages | tr '|' '\n' | sort | uniq -c |
	awk '{ print $1, $2 }')" "12 well"
is "no scraps" "$(find "$dir/pages" -name '.*' -type f)" ""
run --cache "$dir/list" $web/a/1
is "a cache that is no folder" "$status $(cat "$dir/err")" \
	"2 extract: '$dir/list' is no folder"

# --- the own network ---

run $web/a/1 http://localhost:$port/a/1 http://LOCALHOST.:$port/ \
	http://0x7f.1:$port/ http://2130706433:$port/ "http://[::1]:$port/" \
	"http://[::ffff:127.0.0.1]:$port/" http://0.0.0.0:$port/ \
	http://10.0.0.1/ http://169.254.169.254/latest/
is "the own network is refused" "$(messages | tr '|' '\n' | sort -u |
	sed 's/(.*)/()/' | sort -u)" "leads into the own network (), which is refused"
is "each of it" "$(wc -l <"$dir/out" | tr -d ' ')" 10
# As a proxy our server is all hosts; where the name is not given to it, the
# name is looked up here, and leads here.
proxied() { http_proxy=http://127.0.0.2:$port run --delay 0 --ignore-robots "$@"; }
proxied http://news.example/a/1
is "a proxy may be in the own network" "$(messages)" well
proxied http://news.example/to/127.0.0.1:$port/a/1 \
	http://news.example/to/localhost/ http://news.example/to/[::1]/
is "not after a redirect either" "$(messages | tr '|' '\n' | sed 's/(.*)/()/' |
	sort -u)" "leads into the own network (), which is refused"
name=$(hostname)
case $(getent ahosts "$name" | cut -d' ' -f1 | sort -u) in
127.* | 10.* | 172.* | 192.168.*)
	no_proxy=$name
	export no_proxy
	proxied http://$name:$port/a/1 http://news.example/to/$name:$port/a/1
	unset no_proxy
	is "a name that leads there" "$(messages | tr '|' '\n' |
		sed 's/(.*)/()/' | sort -u)" \
		"leads into the own network (), which is refused"
	;;
*) echo "skipped - '$name' does not lead into the own network" ;;
esac
# --- taken up again ---

printf '%s\n' $web/a/r1 $web/missing/r2 >"$dir/list"
for n in 1 2; do
	fetch --retries 0 --resume "$dir/journal" -o "$dir/all" \
		$web/a/r0 --urls "$dir/list"
	echo $web/a/r3 >>"$dir/list"
done
fetch --resume "$dir/journal" -o "$dir/all" $web/a/r0 </dev/null
is "what was fetched is not fetched again" "$(for n in 0 1 3; do
	asked /a/r$n; done | tr '\n' ' ')$(asked /missing/r2)" "1 1 1 1"
cp "$dir/all" "$dir/out"
is "and stands once" "$status $(uris)" "0 /a/r0 /a/r1 /missing/r2 /a/r3"

exit $failed
