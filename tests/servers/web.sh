# Starts web.py for a test that has read lib.sh: $web is its address, $hosts
# those of four hosts (web and three others), $port its port, $log what it was
# asked for. It ends with the test.
log=$dir/log
mkfifo "$dir/stdin" "$dir/ports"
python3 tests/servers/web.py "$log" $certificate \
	<"$dir/stdin" >"$dir/ports" 2>"$dir/server" &
exec 8>"$dir/stdin"
read -r port tls_port h2_port <"$dir/ports"
[ -n "$port" ] || { echo "not ok - the server starts: $(cat "$dir/server")"; exit 1; }
web=http://127.0.0.1:$port
# No proxy, but where a test sets one.
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

# The program at its fastest, with its own network allowed.
fetch() { run --allow-private --delay 0 "$@"; }

# How often a path was asked for.
asked() { awk -v p="$1" '$3 == p' "$log" | wc -l | tr -d ' '; }

# The addresses or messages of what came.
uris() { jq -r '.source.uri | sub("^https?://[^/]*"; "")' "$dir/out" | paste -sd' '; }
messages() { jq -r '.error.message // "well"' "$dir/out" | paste -sd'|'; }
