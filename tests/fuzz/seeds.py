# usage: seeds.py FOLDER TEXT...: the texts in other kinds of file.
import bz2, csv, gzip, io, json, lzma, os, sys, tarfile, zipfile
import email.message, html

to, texts = sys.argv[1], []
for p in sys.argv[2:]:
    data = open(p, "rb").read()
    if len(texts) < 4 and not data.startswith(b"\xff\xfe"):
        texts.append(data.decode())


def put(name, data):
    if isinstance(data, str):
        data = data.encode()
    with open(os.path.join(to, name), "wb") as f:
        f.write(data)


def page(text):
    lines = [html.escape(l) for l in text.split("\n") if l.strip()]
    return ("<!doctype html><html lang=vi><head><meta charset=utf-8><title>"
            f"{lines[0]}</title><script type='application/ld+json'>"
            + json.dumps({"@type": "NewsArticle", "headline": lines[0],
                          "datePublished": "2022-03-04T08:00:00+07:00"})
            + f"</script></head><body><article><h1>{lines[0]}</h1>"
            + "".join(f"<p>{l}</p>" for l in lines[1:])
            + "<ul><li>a<li>b</ul><table><tr><td>1<td>2</table></article></body></html>")


for i, t in enumerate(texts):
    put(f"{i}.html", page(t))
put("16le.txt", b"\xff\xfe" + texts[0].encode("utf-16le"))
put("nfd.txt", __import__("unicodedata").normalize("NFD", texts[0]))
put("mojibake.txt", texts[1].encode().decode("latin-1"))
put("array.json", json.dumps([{"content": t, "date": "2022-03-04"} for t in texts],
                             ensure_ascii=False, indent=1))
table = io.StringIO()
rows = csv.writer(table)
rows.writerow(["title", "text", "published"])
for t in texts:
    rows.writerow([t.split("\n")[0], t, "2022-03-04"])
put("table.csv", table.getvalue())
put("a.gz", gzip.compress(texts[0].encode(), mtime=0))
put("a.bz2", bz2.compress(texts[0].encode()))
put("a.xz", lzma.compress(texts[0].encode()))
tar = io.BytesIO()
with tarfile.open(fileobj=tar, mode="w:gz") as t:
    for i, text in enumerate(texts):
        info = tarfile.TarInfo(f"news/{i}.txt")
        info.size = len(text.encode())
        t.addfile(info, io.BytesIO(text.encode()))
put("a.tar.gz", tar.getvalue())
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
    for i, text in enumerate(texts):
        z.writestr(f"{i}.html", page(text))
put("a.zip", archive.getvalue())
warc = b""
for i, text in enumerate(texts):
    body = page(text).encode()
    if i % 2:
        body = b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in
                        (body[:1000], body[1000:])) + b"0\r\n\r\n"
    http = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            + (b"Transfer-Encoding: chunked\r\n" if i % 2 else b"") + b"\r\n" + body)
    warc += (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.vn/{i}\r\n"
             f"WARC-Date: 2022-03-04T01:00:00Z\r\nContent-Type: application/http; "
             f"msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n").encode() \
        + http + b"\r\n\r\n"
put("a.warc", warc)
put("a.warc.gz", gzip.compress(warc, mtime=0))
items = "".join(f"<item><title>{html.escape(t.split(chr(10))[0])}</title><link>http://a.vn/{i}"
                f"</link><pubDate>Fri, 04 Mar 2022 08:00:00 +0700</pubDate>"
                f"<description><![CDATA[{page(t)}]]></description></item>"
                for i, t in enumerate(texts))
put("feed.xml", f"<?xml version='1.0'?><rss version='2.0'><channel><title>A</title>{items}</channel></rss>")
m = email.message.EmailMessage()
m["Subject"] = "a"
m.set_content(page(texts[0]), subtype="html", cte="quoted-printable")
m.make_related()
put("a.mhtml", m.as_bytes())
put("atom.xml", "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry>"
    "<title type='html'>a &amp;amp; b</title><link href='/1'/><id>urn:1</id><updated>2022-03-04T01:00:00Z</updated>"
    "<author><name>B C</name></author><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
    "<p title='&quot;'>d &lt; <b>e</b> &nbsp; R&D</p></div></content></entry><entry><summary>f\n1 < 2</summary>"
    "</entry></feed>")
m.replace_header("Content-Type", 'multipart/related; boundary="b"')
put("b.mhtml", m.as_bytes().split(b"\n\n")[0] + b"\n\n--b\nContent-Type: text/html; charset=windows-1258\n"
    b"Content-Transfer-Encoding: base64\nContent-Location: http://a.vn/\n\n"
    + __import__("base64").encodebytes(page(texts[1])[:3000].encode()) + b"\n--b--\n")
put("meta.html", """<html lang="vi-VN"><title>A b c d | E</title><base href="/x/"><link rel=canonical href="../y z">
<meta property="og:title x:title" content="A &amp;quot;b&amp;quot; c d - E"><meta property=og:site_name content=E>
<meta name=author content="B C, D E và F G (Theo H)"><meta property=article:published_time content="2022-03-04 08:00">
<script type="application/ld+json">//<![CDATA[
{"@graph":[{"@type":["NewsArticle"],"headline":"A "b" c,
 d","datePublished":"Fri, 04 Mar 2022 08:00:00 +0700","author":[{"@id":"#a"},"X Y"],},
{"@type":"Person","@id":"#a","name":["B C","D \\'E"]} {"@type":"WebPage","name":"A
//]]></script><h1>A b c d</h1><p class="post-time">Thứ sáu, 04/03/2022 08:00 (GMT+7)</p><p class="tac-gia">Bài, ảnh: B C - D E</p>
<time datetime="20220304T080000Z">x</time><span itemprop="author"><b itemprop=name>B C</b></span>
<a rel=author href=x>By B C and D E, 3/4/2022 8:00 PM</a><p>""" + html.escape(texts[0][:600]))
