#!/bin/sh
# usage: tests/bench/warc.sh [MB]
# Memory and speed over a WARC file of so many megabytes (1024), plain and
# packed a member a record: the peak must not grow with the file. Written to
# the folder of mktemp; `make bench` builds $MEASURE.
cd "$(dirname "$0")/../.." || exit 2
EXTRACT=${EXTRACT:-build/extract}
MEASURE=${MEASURE:-build/measure}
MB=${1:-1024}
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

make_warc() { # megabytes
	python3 - "$1" "$dir" <<'P'
import gzip, sys
most, dir = int(sys.argv[1]) << 20, sys.argv[2]
head = ('WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: '
        'http://bao.example/%d\r\nContent-Type: application/http\r\n'
        'Content-Length: %d\r\n\r\n')
plain = open(dir + '/a.warc', 'wb')
packed = open(dir + '/a.warc.gz', 'wb')
n = i = 0
while n < most:
    # pages of 5 to 200 KB, no two members alike
    p = ''.join('<p>Ngày %d/%d/2022, Bộ Y tế cấp %d triệu đồng.</p>\n'
                % (j % 28 + 1, j % 12 + 1, i * j) for j in range(80 + i % 40 * 80))
    b = ('HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
         '<html><body>' + p + '</body></html>').encode()
    r = (head % (i, len(b))).encode() + b + b'\r\n\r\n'
    plain.write(r)
    packed.write(gzip.compress(r, 1))
    n += len(r)
    i += 1
P
}

for mb in 10 "$MB"; do
	make_warc "$mb"
	for f in a.warc a.warc.gz; do
		"$MEASURE" "$EXTRACT" -q -j1 --only read "$dir/$f" |
			awk -v mb="$mb" -v f="$f" '{ printf(\
				"%5d MB %-10s %6.2f s, peak %.1f MB\n", mb, f,
				$1, $3 / 1024) }'
	done
done
