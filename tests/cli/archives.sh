#!/bin/sh
# Articles in packed files and archives: what is found in them, how deep, how
# far they may grow, and what hostile ones do.
. "${0%/*}/lib.sh"
few_rules
cd "$dir" || exit 2

# uris and what was read of each, or why not
read_all() {
	"$EXTRACT" --to article "$@" 2>err |
		jq -r '[(.raw.uri // .source.uri),
			(.article.text // ("! " + .error.message))] | join(" ")'
}

mkdir -p in/sub in/.hidden
echo 'Ngày 3/4/2022, Bộ Y tế họp.' >in/a.txt
echo '{"text":"Ngày 5/4/2022"}' >'in/sub/tiếng Việt.jsonl'
cp in/a.txt in/.hidden/x
ln -s /etc/passwd in/link
(cd in && tar cf ../t.tar a.txt sub .hidden link)
for z in 'gzip gz' 'zstd zst' 'xz xz' 'bzip2 bz2'; do
	${z% *} -q -c t.tar >"t.tar.${z#* }" || exit 2
	${z% *} -q -c in/a.txt >"a.txt.${z#* }"
	is "a file packed by ${z% *}" "$(read_all "a.txt.${z#* }")" \
		"a.txt.${z#* } Ngày 3/4/2022, Bộ Y tế họp."
	is "tar packed by ${z% *}" "$(read_all "t.tar.${z#* }")" \
		"t.tar.${z#* }!a.txt Ngày 3/4/2022, Bộ Y tế họp.
t.tar.${z#* }!sub/tiếng Việt.jsonl#1 Ngày 5/4/2022"
done
cp t.tar.gz nothing-tells
is "content tells, not the name" "$(read_all - <t.tar.gz)" \
	"-!a.txt Ngày 3/4/2022, Bộ Y tế họp.
-!sub/tiếng Việt.jsonl#1 Ngày 5/4/2022"
is "nothing was written" "$(find . -name passwd)" ""

cat >make.py <<'E2'
import gzip, io, struct, tarfile, zipfile, zlib

def zipped(name, entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, 'w', method) as z:
        for n, data in entries:
            z.writestr(n, data)

inner = open('t.tar.gz', 'rb').read()
zipped('z.zip', [('a.txt', 'Tin thứ nhất'), ('t.tar.gz', inner),
                 ('__MACOSX/._a.txt', 'x'), ('empty.txt', ''),
                 ('b.txt', 'Tin thứ hai')])
zipped('stored.zip', [('a.txt', 'Tin thứ nhất')], zipfile.ZIP_STORED)
b = io.BytesIO()
zipped(b, [('a.txt', 'x')])
c = io.BytesIO()
zipped(c, [('b.zip', b.getvalue()), ('c.txt', 'Trong hai lớp')])
zipped('deep.zip', [('c.zip', c.getvalue()), ('d.txt', 'Ngoài cùng')])

# names that would harm whoever wrote them to disk
with tarfile.open('evil.tar', 'w') as t:
    for n in ('../../../tmp/extract-evil', '/etc/extract-evil', 'a\nb\x1b[31m',
              'x' * 3000):
        i = tarfile.TarInfo(n)
        i.size = 3
        t.addfile(i, io.BytesIO(b'Tin'))

# growth: 300 MB of one letter, amid two good entries
zipped('bomb.zip', [('a.txt', 'Trước'), ('bomb.txt', b'a' * 100_000_000),
                    ('b.txt', 'Sau')])
with gzip.open('bomb.gz', 'wb') as f:
    for _ in range(100):
        f.write(b'b' * 1_000_000)
# as many zeros as a header says, no bytes behind it
i = tarfile.TarInfo('lie.txt')
i.size = 1 << 40
open('lie.tar', 'wb').write(i.tobuf() + b'x' * 600)

def le(fmt, *a): return struct.pack('<' + fmt, *a)
# an entry that says it is encrypted, and one behind it
data = b'0' * 20
e = le('IHHHHHIIIHH', 0x04034b50, 20, 1, 0, 0, 0, zlib.crc32(data), len(data),
       len(data), 5, 0) + b'e.txt' + data
plain = 'Không mật khẩu'.encode()
p = le('IHHHHHIIIHH', 0x04034b50, 20, 0, 0, 0, 0, zlib.crc32(plain),
       len(plain), len(plain), 5, 0) + b'p.txt' + plain
open('locked.zip', 'wb').write(e + p + b'PK\5\6' + bytes(18))
z = open('z.zip', 'rb').read()
open('cut.zip', 'wb').write(z[:len(z) // 2])
t = open('t.tar.gz', 'rb').read()
open('cut.tar.gz', 'wb').write(t[:len(t) - 60])
open('broken.xz', 'wb').write(open('a.txt.xz', 'rb').read()[:-20])

# members of which the second is broken
m = [gzip.compress(('{"text":"Tin %d"}\n' % i).encode() * 3) for i in range(4)]
m[1] = m[1][:12] + bytes([m[1][12] ^ 0xff]) + m[1][13:]
open('members.jsonl.gz', 'wb').write(b''.join(m))
open('padded.txt.gz', 'wb').write(gzip.compress(b'Tin') + b'\0' * 500)
E2
python3 make.py || exit 2

is "zip, with an archive in it" "$(read_all z.zip)" "z.zip!a.txt Tin thứ nhất
z.zip!t.tar.gz!a.txt Ngày 3/4/2022, Bộ Y tế họp.
z.zip!t.tar.gz!sub/tiếng Việt.jsonl#1 Ngày 5/4/2022
z.zip!empty.txt ! empty: no text
z.zip!b.txt Tin thứ hai"
is "zip that only stores" "$(read_all stored.zip)" \
	"stored.zip!a.txt Tin thứ nhất"
is "three archives deep" "$(read_all deep.zip)" \
	"deep.zip!c.zip!b.zip ! an archive in an archive in an archive is not read
deep.zip!c.zip!c.txt Trong hai lớp
deep.zip!d.txt Ngoài cùng"
is "hostile names are read, four of them" \
	"$(read_all evil.tar | grep -c ' Tin$')" 4
is "and are nowhere" "$(ls /tmp/extract-evil /etc/extract-evil 2>/dev/null)" ""
is "an entry that grows too much" "$(read_all bomb.zip)" \
	"bomb.zip!a.txt Trước
bomb.zip!bomb.txt ! unpacks to more than 200 times its size
bomb.zip!b.txt Sau"
has "a file that grows too much" "$(read_all bomb.gz)" \
	"bomb.gz ! unpacks to more than 200 times its size"
has "an article that is larger than asked for" \
	"$(read_all --max-expand 2000,1 bomb.gz)" \
	"bomb.gz ! a text of more than 1 MiB is not read"
has "a header that lies" "$(read_all lie.tar)" "lie.tar!lie.txt ! a broken entry"
is "an encrypted entry" "$(read_all locked.zip)" \
	"locked.zip!e.txt ! this entry is encrypted
locked.zip!p.txt Không mật khẩu"
has "a cut archive gives what it has" "$(read_all cut.zip)" \
	"cut.zip!a.txt Tin thứ nhất"
has "and says that it is cut" "$(cat err)" "cut.zip"
has "a cut gzip" "$(read_all cut.tar.gz)" "cut.tar.gz"
has "tells the member" "$(cat err)" "the gzip member at byte 0 is cut off"
has "a cut xz" "$(read_all broken.xz)" "broken.xz ! cannot be unpacked"
is "behind a broken member the next one is found" \
	"$(read_all members.jsonl.gz | grep -c ' Tin [023]$')" 9
is "zeros behind a member" "$(read_all padded.txt.gz)" "padded.txt.gz Tin"
run --max-expand 0 z.zip
is "a wrong --max-expand" "$status" 2
exit $failed
