#!/bin/sh
# The README's commands run as printed (those of `make` apart), each block from
# its first line to its last, each one-liner by itself; all of them print
# something or write a file, and no part of a pipe fails. example.vn is a real
# server of tests/pages on loopback, the PostgreSQL one started for it.
cd "$(dirname "$0")/.." || exit 2
EXTRACT=${EXTRACT:-build/extract}
case $EXTRACT in /*) ;; *) EXTRACT=$PWD/$EXTRACT ;; esac
export EXTRACT
if [ -z "$PGHOST" ]; then
	sh tests/servers/postgres.sh "${TMPDIR:-/tmp}/extract-readme-pg.$$" sh "$0"
	status=$?
	[ $status = 77 ] || exit $status
fi
if ! command -v bash >/dev/null; then
	echo "skipped: no bash, which tells that a part of a pipe failed"
	exit 0
fi
root=$PWD
dir=$(mktemp -d) || exit 2
server=
trap 'kill $server 2>/dev/null; rm -rf "$dir"' EXIT
mkdir "$dir/build" "$dir/web"
ln -s "$root/corpus" "$root/out" "$dir"
cp tests/pages/*.html "$dir/web"

# The program, with its own network allowed: the server is there.
cat >"$dir/build/extract" <<'END'
#!/bin/sh
case " $* " in
*' --urls '* | *' --feed '* | *' http'*) set -- --allow-private --delay 0 "$@" ;;
esac
exec "$EXTRACT" "$@"
END
chmod +x "$dir/build/extract"
mkfifo "$dir/port"
python3 - "$dir/web" >"$dir/port" 2>/dev/null <<'END' &
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as s:
    print(s.server_address[1], flush=True)
    s.serve_forever()
END
server=$!
read -r port <"$dir/port"
web=http://127.0.0.1:$port
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY

printf "$web/%s\n" article-tag.html quotes.html captions.html >"$dir/urls.txt"
python3 - "$dir/crawl.warc.gz" tests/pages/*.html <<'END'
import gzip, sys
with open(sys.argv[1], "wb") as f:
    for path in sys.argv[2:]:
        http = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
                + open(path, "rb").read())
        f.write(gzip.compress((
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.vn/%s\r\n"
            "WARC-Date: 2026-03-04T01:00:00Z\r\nContent-Type: application/http; "
            "msgtype=response\r\nContent-Length: %d\r\n\r\n"
            % (path, len(http))).encode() + http + b"\r\n\r\n"))
END

awk -v dir="$dir" '
	/^## / { lines = /One-liners/ }
	/^```sh$/ { inside = 1; n++; next }
	/^```$/ { inside = 0 }
	inside { print > sprintf("%s/block%02d", dir, lines ? n++ : n) }
' README.md
failed=0
for block in "$dir"/block*; do
	grep -q '^make ' "$block" && continue
	if [ -z "$PGHOST" ] && grep -q postgres "$block"; then
		echo "skipped: no PostgreSQL server (apt-get install postgresql)"
		continue
	fi
	sed -i "s/ | less -R/ | cat/; s,https://example.vn,$web,g" "$block"
	out=$(cd "$dir" && bash -eo pipefail "$block" 2>&1)
	status=$?
	# 141: `head` had seen enough
	if { [ $status = 0 ] || [ $status = 141 ]; } && { [ -n "$out" ] || grep -q -e '>' -e ' -o ' "$block"; }; then
		echo "ok - $(grep -v '^mkdir' "$block" | head -1)"
	else
		echo "not ok - $(cat "$block")"
		echo "$out" | tail -5
		failed=1
	fi
done
exit $failed
