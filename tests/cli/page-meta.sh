#!/bin/sh
# What pages say of their articles: titles, dates and first authors of the
# pages in ../shared that a person has read, feeds and saved pages of our own.
. "$(dirname "$0")/lib.sh"
shared=${SHARED:-../shared}
few_rules

# --- pages of newspapers ---

cat >"$dir/compare.py" <<'EOF'
import json, sys
pages = sys.argv[1]
gold = {k + ".html": v for k, v in json.load(open(pages + "/gold.json")).items()}
want = {}
for m in json.load(open(pages + "/manifest.json")):
    if m["kind"] == "article":
        want[m["file"]] = {"title": m["expected"].get("title"),
                           "published": m["published"], "author": None}
    if m["kind"] == "head only":
        want[m["file"]] = {"title": None, "published": m["published"],
                           "author": None}
for name, g in gold.items():
    want[name] = {k: g.get(k) for k in ("title", "published", "author")}
for line in sys.stdin:
    d = json.loads(line)
    name = d["raw"]["uri"].split("/")[-1]
    w, a = want.get(name), d["article"]
    if not w:
        continue
    got = {"title": a.get("title"), "published": a.get("published"),
           "author": (a["authors"] or [None])[0]}
    for k, v in w.items():
        g = got[k]
        if v is None:
            continue
        same = g is not None and (g == v or k == "published" and
            g[:len(v[:19])] == v[:19] and (len(v) < 20 or g[19:] == v[19:]))
        print("%s - %s of %s%s" % ("ok" if same else "not ok", k, name,
              "" if same else ": got '%s', want '%s'" % (g, v)))
EOF
if [ -d "$shared/data/pages" ]; then
	"$EXTRACT" -q --to article "$shared"/data/pages/*.html |
		python3 "$dir/compare.py" "$shared/data/pages" >"$dir/lines"
	cat "$dir/lines"
	grep -q '^ok' "$dir/lines" || bad "no page was compared"
	grep -q '^not ok' "$dir/lines" && failed=1
else
	echo "skipped: no ../shared"
fi

# Titles of a public test set, whose own have the site's name at times.
cat >"$dir/titles.py" <<'EOF'
import json, re, sys
gold = json.load(open(sys.argv[1]))
def plain(s):
    s = re.sub("[“”\"‘’'`´–—-]", "'", s or "")
    return re.sub(r"\s+", " ", s).strip().lower()
right = 0
for line in sys.stdin:
    d = json.loads(line)
    name = d["raw"]["uri"].split("/")[-1][:-5]
    want = plain(gold.get(name, {}).get("title"))
    got = plain(d["article"].get("title"))
    right += bool(want and got) and (got == want or
        (want.startswith(got) and len(got) > 12))
print(right)
EOF
if [ -d "$shared/data/readability" ]; then
	n=$("$EXTRACT" -q --to article "$shared"/data/readability/*.html |
		python3 "$dir/titles.py" "$shared/data/readability/gold.json")
	if [ "$n" -ge 110 ]; then
		ok "titles of the public test set: $n"
	else
		bad "titles of the public test set: $n, want 110"
	fi
else
	echo "skipped: no ../shared"
fi

# --- feeds ---

# title, date, authors, address, key of each article
shown() {
	"$EXTRACT" -q --to article "$@" 2>"$dir/err" |
		jq -r '"\(.article.title)|\(.article.published)|\(.article.authors | join("+"))|\(.article.url)|\(.article.key)|\(.article.text | split("\n\n")[1:] | join("/"))"'
}

cat >"$dir/a.rss" <<'EOF'

<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">
<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Sông Hồng</title><link>https://song.example.vn/</link>
<item><title>R&D: &quot;ba cầu&quot; <![CDATA[<b>mới</b>]]></title>
<link>https://song.example.vn/a.html?x=1&y=2</link><guid>a-1</guid>
<pubDate>Sat, 05 Jun 2021 19:30:00 +0700</pubDate>
<dc:creator>Trần Thị Bình</dc:creator>
<media:content><media:title>Ảnh</media:title></media:content>
<description>Tóm tắt</description>
<content:encoded><![CDATA[<p>Đoạn một &amp; hai.</p><p>Đoạn ba.</p>]]></content:encoded></item>
<item><title>Hai</title><link>/b.html</link>
<author>an@song.example.vn (Lê An)</author>
<description>&lt;p&gt;Chỉ tóm tắt: 1 < 2 &b; &secret;&lt;/p&gt;</description></item>
</channel></rss>
EOF
shown "$dir/a.rss" >"$dir/got"
cat >"$dir/want" <<'EOF'
R&D: "ba cầu" mới|2021-06-05T19:30:00+07:00|Trần Thị Bình|https://song.example.vn/a.html?x=1&y=2|a-1|Đoạn một & hai./Đoạn ba.
EOF
head -1 "$dir/got" >"$dir/first"
same "RSS, with full content" "$dir/first" "$dir/want"
has "an item with a summary alone, its address made whole" \
	"$(sed -n 2p "$dir/got")" 'Hai|null|Lê An|https://song.example.vn/b.html|null|Chỉ tóm tắt: 1 < 2'
case $(cat "$dir/got") in
*root:* | *aaaa*) bad "an entity of a DTD was read" ;;
*) ok "no entity of a DTD is read" ;;
esac

cat >"$dir/b.xml" <<'EOF'
<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Cổng tin</title>
<link rel="self" href="https://cong.example.vn/feed"/>
<entry><title type="html">Tin &amp;amp; ảnh</title>
<link rel="enclosure" href="https://cong.example.vn/a.mp3"/>
<link href="https://cong.example.vn/1"/><id>urn:1</id>
<updated>2021-06-05T10:00:00Z</updated>
<author><name>Lê An</name><email>an@cong.example.vn</email></author>
<author><name>Đỗ Bé</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p title="a&quot;b">Một <b>đoạn</b> &lt; hai.</p><p>Ba.</p></div></content>
</entry></feed>
EOF
is "Atom, with XHTML" "$(shown "$dir/b.xml")" \
	'Tin & ảnh|2021-06-05T10:00:00Z|Lê An+Đỗ Bé|https://cong.example.vn/1|urn:1|Một đoạn < hai./Ba.'
is "Atom through a pipe" "$(shown - <"$dir/b.xml")" "$(shown "$dir/b.xml")"

cat >"$dir/c.rdf" <<'EOF'
<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Cũ</title></channel>
<item rdf:about="x"><title>Một</title><link>https://cu.example.vn/1</link>
<description>Đoạn &lt;i&gt;nghiêng&lt;/i&gt;.</description>
<dc:date>2005-06-05T10:00:00+07:00</dc:date></item></rdf:RDF>
EOF
is "RSS 1.0" "$(shown "$dir/c.rdf")" \
	'Một|2005-06-05T10:00:00+07:00||https://cu.example.vn/1|null|Đoạn nghiêng.'

# what the record says: file, sentence, why
tells() {
	run -q --to article "$dir/$1"
	has "$3" "$(cat "$dir/out")" "$2"
}
printf '<rss><channel><title>x</title></channel></rss>' >"$dir/d.rss"
tells d.rss 'no item in this feed' 'a feed of no item'
printf '<rss><channel><item><title>x</title>' >"$dir/e.rss"
tells e.rss 'the feed ends within an item' 'a feed that is cut short'
printf '<?xml version="1.0"?><notes><a/></notes>' >"$dir/f.xml"
tells f.xml 'XML is not read' 'XML that is no feed'

# One article in memory at a time: 100,000 items, 20 MB.
awk 'BEGIN { print "<rss><channel>"; for (i = 1; i <= 100000; i++)
	printf("<item><title>Tin số %d</title><guid>%d</guid><description>" \
	"&lt;p&gt;Ngày 5/3/2026, Bộ Y tế cấp %d triệu đồng.&lt;/p&gt;" \
	"</description></item>\n", i, i, i); print "</channel></rss>" }' \
	>"$dir/many.rss"
# A watched program wants all addresses that there are.
n=$( (nm "$EXTRACT" 2>/dev/null | grep -q '__[at]san_init' ||
	ulimit -v 1500000 2>/dev/null; "$EXTRACT" -q -j1 --to read \
	"$dir/many.rss") | wc -l | tr -d ' ')
is "a feed of 100,000 items" "$n" 100000

# --- pages that a browser saved whole ---

html='<h1>Ba cầu mới qua sông</h1><p>Đoạn một dài hơn một trăm chữ cái để là một đoạn văn của bài báo, không phải là một dòng nào khác trên trang này.</p><p>Đoạn hai cũng dài hơn một trăm chữ cái để là một đoạn văn của bài báo, không phải là một dòng nào khác trên trang.</p>'
{
	printf 'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n'
	printf 'Content-Type: multipart/related;\r\n\tboundary="--b--"\r\n\r\n'
	printf '\r\n----b--\r\nContent-Type: text/html; charset=utf-8\r\n'
	printf 'Content-Transfer-Encoding: quoted-printable\r\n'
	printf 'Content-Location: https://song.example.vn/a.html\r\n\r\n'
	printf '%s' "$html" | python3 -c 'import quopri, sys
quopri.encode(sys.stdin.buffer, sys.stdout.buffer, False)'
	printf '\r\n----b--\r\nContent-Type: image/png\r\n\r\nx\r\n----b----\r\n'
} >"$dir/a.mhtml"
has "MHTML" "$(shown "$dir/a.mhtml")" \
	'Ba cầu mới qua sông|null||https://song.example.vn/a.html|null|Đoạn một dài'
printf '%s' "$html" >"$dir/a.html"
"$EXTRACT" -q --to article "$dir/a.html" | jq -r .article.text >"$dir/want"
"$EXTRACT" -q --to article "$dir/a.mhtml" | jq -r .article.text >"$dir/got"
same "MHTML has the text of its page" "$dir/got" "$dir/want"
printf 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx' >"$dir/b.mhtml"
tells b.mhtml 'no HTML in this MHTML' 'MHTML without a page'

exit $failed
