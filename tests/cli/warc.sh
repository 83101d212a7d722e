#!/bin/sh
# Archives of the web: what is a page in them, bodies in every dress, and what
# is broken. The real ones of ../shared, where they are, at the end.
. "${0%/*}/lib.sh"
few_rules
shared=$PWD/${SHARED:-../shared}/data/warc
case ${SHARED:-} in /*) shared=$SHARED/data/warc ;; esac
cd "$dir" || exit 2

# number of the record, and what is in it or why not
read_all() {
	"$EXTRACT" --any-language --to article "$@" 2>err |
		jq -r '(.raw.uri // ("! " + .error.message)) + " " +
			(.article.text // "" | gsub("\n+"; " "))' |
		sed 's/^[^!]*#/#/'
}

cat >make.py <<'E2'
import gzip, subprocess, zlib

def record(kind, block, length=None, mime='application/http; msgtype=response',
           more='', url='http://bao.example/a', version='1.0'):
    n = len(block) if length is None else length
    return (f'WARC/{version}\r\nWARC-Type: {kind}\r\n'
            f'WARC-Target-URI: {url}\r\nWARC-Date: 2026-03-07T02:10:00Z\r\n'
            f'Content-Type: {mime}\r\n{more}Content-Length: {n}\r\n\r\n'
            ).encode() + block + b'\r\n\r\n'

def http(body, headers='Content-Type: text/html; charset=utf-8\r\n',
         status='200 OK'):
    return f'HTTP/1.1 {status}\r\n{headers}\r\n'.encode() + body

def page(n):
    return (f'<html><body><article><h1>Tin số {n}</h1><p>Ngày {n}/4/2022, Bộ '
            'Y tế họp với các đơn vị của mình để bàn về công tác.</p>'
            '</article></body></html>').encode()

def chunked(b, size=37):
    out = b''
    for i in range(0, len(b), size):
        c = b[i:i + size]
        out += b'%x;a=b\r\n' % len(c) + c + b'\r\n'
    return out + b'0\r\n\r\n'

html = 'Content-Type: text/html\r\n'
info = record('warcinfo', b'software: a test\r\n', mime='application/warc-fields')
z = zlib.compressobj(9, zlib.DEFLATED, -15)
raw = z.compress(page(6)) + z.flush()
good = [
    info,
    record('request', b'GET / HTTP/1.1\r\n\r\n',
           mime='application/http; msgtype=request'),
    record('response', http(page(3)), url='<http://bao.example/3>'),
    record('response', http(chunked(page(4)), html +
                            'Transfer-Encoding: chunked\r\n')),
    record('response', http(chunked(gzip.compress(page(5))), html +
        'Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n')),
    record('response', http(raw, html + 'Content-Encoding: deflate\r\n')),
    record('response', http(page(7), html + 'Content-Encoding: gzip\r\n'
                            'Transfer-Encoding: chunked\r\n')),
    record('resource', page(8), mime='text/html', version='1.1'),
    record('conversion', 'Ngày 9/4/2022, bản chữ.'.encode(), mime='text/plain'),
    record('response', http(b'', html, '301 Moved')),
    record('response', http(b'GIF89a', 'Content-Type: image/gif\r\n')),
    record('revisit', http(b'', html)),
    record('response', http(page(13), '', '203 OK')),
    record('response', http(zlib.compress(page(14)),
                            html + 'Content-Encoding: deflate\r\n')),
]
zstd = subprocess.run(['zstd', '-q', '-c'], input=page(15),
                      capture_output=True).stdout
good.append(record('response',
                   http(zstd, html + 'Content-Encoding: zstd\r\n')))
open('good.warc', 'wb').write(b''.join(good))
open('members.warc.gz', 'wb').write(b''.join(map(gzip.compress, good)))
open('whole.warc.gz', 'wb').write(gzip.compress(b''.join(good)))
subprocess.run(['zstd', '-q', 'good.warc', '-o', 'good.warc.zst'])

def w(name, *records):
    open(name, 'wb').write(b''.join(records))
p = [record('response', http(page(i))) for i in range(9)]
w('cut.warc', info, p[2], p[3][:-30])
w('cut-headers.warc', info, p[2], p[3][:60])
w('long.warc', info, record('response', http(page(2)), length=5000), p[3], p[4])
w('short.warc', info, record('response', http(page(2)), length=100), p[3])
w('no-length.warc', info, p[2].replace(b'Content-Length', b'Content-Lengthy'),
  p[3])
w('huge.warc', info, record('response', http(page(2)), length=1 << 60), p[3])
w('rubbish.warc', info, p[2], b'\0\1\2rubbish\n' * 500, p[3])
w('bodies.warc', info,
  record('response', http(gzip.compress(page(2))[:-20],
                          html + 'Content-Encoding: gzip\r\n')),
  record('response', http(chunked(page(3))[:-70],
                          html + 'Transfer-Encoding: chunked\r\n')),
  record('response', http(b'\x01\x02', html + 'Content-Encoding: lzma\r\n')),
  record('response', b'no response at all'),
  record('response', http(b' ')),
  record('response', http(gzip.compress(b'a' * 100_000_000),
                          html + 'Content-Encoding: gzip\r\n')),
  record('response', http(chunked(page(8))[:-20],
                          html + 'Transfer-Encoding: chunked\r\n'),
         more='WARC-Truncated: length\r\n'))
m = list(map(gzip.compress, [info] + p[1:6]))
m[2] = m[2][:40] + bytes([m[2][40] ^ 0x55]) + m[2][41:]
w('member.warc.gz', *m)
w('cut.warc.gz', m[0], m[1], m[3][:-40])
w('none.warc', info)
a = http(page(2), html)
w('old.arc', b'filedesc://old.arc 0.0.0.0 20260307021000 text/plain 9\n1 0 test\n\n\n',
  b'http://bao.example/a b 127.0.0.1 20260307021000 text/html %d\n' % len(a), a,
  b'\n', b'dns:bao.example 127.0.0.1 20260307021000 text/dns 4\nabcd\n',
  b'http://bao.example/2 127.0.0.1 20260307021000 text/html 200 - - 5 f.arc '
  b'%d\n' % len(a), a, b'\n')
E2
python3 make.py || exit 2

want='#3 Tin số 3
#4 Tin số 4
#5 Tin số 5
#6 Tin số 6
#7 Tin số 7
#8 Tin số 8
#9 Ngày 9/4/2022, bản chữ.
#13 Tin số 13
#14 Tin số 14
#15 Tin số 15'
for f in good.warc members.warc.gz whole.warc.gz good.warc.zst - ; do
	is "pages of $f" "$(read_all $f <good.warc | cut -d' ' -f1-4 |
		sed 's/bản$/bản chữ./')" "$want"
done
"$EXTRACT" good.warc >one
"$EXTRACT" -j2 members.warc.gz >more
is "a record says where it is from" \
	"$(head -1 one | jq -c '[.source.uri, .source.type, .url]')" \
	'["good.warc#3","warc","http://bao.example/3"]'
is "packed or not, the records are the same" \
	"$(jq -c 'del(.source.uri)' one)" "$(jq -c 'del(.source.uri)' more)"
"$EXTRACT" --only read good.warc | "$EXTRACT" --from decode --input state >more
same "and stage by stage" one more

# file, what is wanted: numbers of pages, then sentences
faults() {
	is "$1: pages" "$(read_all "$1" | grep -o '^#[0-9]*' | tr '\n' ' ')" "$2"
	is "$1: faults" "$(read_all "$1" | sed -n 's/^! //p' | sed 's/ *$//')" "$3"
}
faults cut.warc '#2 ' 'byte 591: a record is cut off'
faults cut-headers.warc '#2 ' 'byte 591: a record is cut off'
faults long.warc '#3 #4 ' 'byte 186: a record is cut off'
faults short.warc '#3 ' 'byte 186: a record does not end where it says'
faults no-length.warc '#3 ' 'byte 186: a record without its length'
faults huge.warc '#3 ' 'byte 186: a record without its length'
faults rubbish.warc '#2 #4 ' 'byte 591: no record begins here'
faults bodies.warc '#8 ' 'byte 186: what is packed is cut off
byte 581: the page is cut off: its last chunk is missing
byte 984: the page is compressed in a way that is not read
byte 1233: no HTTP response
byte 1430: empty: no text
byte 1669: unpacks to more than 67108864 bytes'
faults member.warc.gz '#2 #3 #4 #5 ' \
	'the gzip member at byte 493 is broken'
faults cut.warc.gz '#2 ' 'the gzip member at byte 493 is cut off'
faults none.warc '' 'no page in this archive'
faults old.arc '#2 #4 ' ''
is "a URL of ARC" "$("$EXTRACT" --only read old.arc | jq -r .raw.url | head -1)" \
	'http://bao.example/a b'

[ -d "$shared" ] || {
	echo "skipped - archives of ../shared: no ../shared"
	exit $failed
}
n=0
for f in "$shared"/*; do
	read_all "$f" >out
	n=$((n + 1))
	count=$(grep -c '^#' out)
	case ${f##*/} in
	vn_pages_dev.warc.gz) is "${f##*/}" "$count" 16 ;;
	warcfile.warc.gz) is "${f##*/}" "$count" 16 ;;
	example-trunc.warc) has "${f##*/}" "$(cat out)" \
		'! byte 1197: a record does not end where it says' ;;
	gzip_extra_sl.warc.gz) has "${f##*/}" "$(cat out)" \
		'! no page in this archive' ;;
	*) is "${f##*/}" "$count" 1 ;;
	esac
done
is "archives there" "$([ "$n" -ge 9 ] && echo yes)" yes
exit $failed
