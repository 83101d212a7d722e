"""A web server for tests, on loopback: it behaves, and misbehaves, by path.

usage: web.py LOG [CERTIFICATE KEY]

Prints the ports of HTTP, HTTPS and of an HTTPS that speaks HTTP/2 alone (0
without a certificate). Each request is a line in LOG: time, host, path, and
the fields that tests ask for. 127.0.0.1 to 127.0.0.4 are four hosts, each
with a robots.txt of its own. Ends when its standard input does."""
import email.utils
import gzip
import os
import socket
import ssl
import sys
import threading
import time

log = open(sys.argv[1], "a", buffering=1)
lock = threading.Lock()
seen = {}  # path: how often it was asked for
busy = {}  # host: requests under way
most = {}  # host: that number at its highest

PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>Tin %s</title></head><body><article><h1>Tin %s</h1>
<p>Ngày 3/4/2022, Bộ Y tế cấp %s triệu đồng cho 6 xã của tỉnh Lạng Sơn.</p>
<p>Các xã phải báo cáo Sở Y tế trước ngày 15/6/2022 về việc dùng số tiền này,
theo Quyết định số 12/QĐ-BYT.</p></article></body></html>"""

ROBOTS = {
    "127.0.0.2": (200, "User-agent: *\nDisallow: /\n\n"
                       "User-agent: Extract\nDisallow: /shut\nAllow: /shut/not\n"),
    "127.0.0.3": (503, ""),
    "127.0.0.4": (302, "http://127.0.0.2:{port}/robots.txt"),
}


def page(n):
    return (PAGE % (n, n, n)).encode()


def answer(status, body=b"", media="text/html; charset=utf-8", length=None, **fields):
    head = "HTTP/1.1 %d X\r\nContent-Length: %d\r\n" % (
        status, len(body) if length is None else length)
    if media:
        head += "Content-Type: %s\r\n" % media
    for name, value in fields.items():
        head += "%s: %s\r\n" % (name.replace("_", "-"), value)
    return head.encode() + b"\r\n" + body


def redirect(to):
    return answer(302, Location=to)


def with_validators(fields, path, **validators):
    same = (fields.get("if-none-match") == validators.get("ETag", 1)
            or fields.get("if-modified-since") == validators.get("Last_Modified", 1))
    if same:
        return answer(304, media=None, **validators)
    return answer(200, page(path.rsplit("/", 1)[1]), **validators)


def again(path, times):
    """Whether it was asked for so often already."""
    with lock:
        seen[path] = seen.get(path, 0) + 1
        return seen[path] > times


def item(url, day):
    return ("<item><title>Tin</title><link>%s</link><pubDate>%s</pubDate></item>"
            % (url, email.utils.format_datetime(
                email.utils.datetime.datetime.fromisoformat(day + "T08:00:00+07:00"))))


def listing(path, base):
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if path == "/feed/rss.xml":
        return head + "<rss version='2.0'><channel><title>T</title>%s</channel></rss>" % "".join(
            item("%s/a/%d" % (base, n), "2026-01-%02d" % n) for n in (3, 9, 5))
    if path == "/feed/atom.xml":
        return head + "<feed xmlns='http://www.w3.org/2005/Atom'>%s</feed>" % "".join(
            "<entry><link rel='self' href='/x'/><link rel='alternate' href='../a/%d'/>"
            "<updated>2026-01-%02dT10:00:00Z</updated></entry>" % (n, n) for n in (4, 8))
    if path == "/feed/sitemap.xml":
        return head + "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>" % "".join(
            "<url><loc>%s/a/%d</loc><lastmod>2026-01-%02d</lastmod></url>" % (base, n, n)
            for n in (1, 7, 2))
    if path == "/feed/news.xml":
        return head + "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' %s>%s</urlset>" % (
            news, "".join(
                "<url><loc>%s/a/%d</loc><news:news><news:publication_date>"
                "2026-01-%02dT01:00:00+07:00</news:publication_date></news:news></url>"
                % (base, n, n) for n in (6, 10)))
    if path == "/feed/index.xml":
        return head + "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</sitemapindex>" % "".join(
            "<sitemap><loc>%s/feed/%s</loc><lastmod>%s</lastmod></sitemap>" % (base, name, day)
            for name, day in (("sitemap.xml", "2026-01-07"), ("news.xml", "2026-01-10"),
                              ("old.xml", "2020-01-01"), ("circle.xml", "2026-01-10")))
    if path == "/feed/circle.xml":
        return head + "<sitemapindex><sitemap><loc>%s/feed/index.xml</loc></sitemap></sitemapindex>" % base
    return "<rss><channel><item>"


def respond(path, fields, host, port, base):
    """The bytes of an answer; None: the connection ends at once."""
    kind = path.split("/")[1]
    n = path.rsplit("/", 1)[1]
    if path == "/robots.txt":
        status, text = ROBOTS.get(host, (404, ""))
        if status == 302:
            return redirect(text.format(port=port))
        return answer(status, text.encode(), "text/plain")
    if kind in ("a", "shut", "slow"):
        return answer(200, page(n))
    if kind == "cut":
        return answer(200, page(n)[:99], length=999)
    if kind == "cut-once":
        body = page(n)
        return answer(200, body if again(path, 1) else body[:99], length=len(body))
    if kind == "chunk":
        return (b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n"
                b"ffff\r\n" + page(n))
    if kind == "more":
        return answer(200, page(n) + b"<p>more than was said", length=len(page(n)))
    if kind == "nothing":
        return None
    if kind == "noise":
        return b"SSH-2.0-nothing\r\n\r\n"
    if kind == "circle":
        return redirect(path)
    if kind == "hops":
        return redirect("/a/hop" if n == "1" else "/hops/%d" % (int(n) - 1))
    if kind == "to-file":
        return redirect("file:///etc/passwd")
    if kind == "to":
        return redirect("http://" + fields["x-to"] if "x-to" in fields
                        else "http://" + path[4:])
    if kind == "quiet":
        return answer(200, page(n)) if again(path, 1) else answer(429, Retry_After="1")
    if kind == "quiet-date":
        return answer(200, page(n)) if again(path, 1) else answer(
            429, Retry_After=email.utils.formatdate(time.time() + 2, usegmt=True))
    if kind == "quiet-long":
        return answer(429, Retry_After="3600")
    if kind == "status":
        return answer(int(n), page(n))
    if kind == "bomb":
        return answer(200, gzip.compress(bytes(50 << 20)), Content_Encoding="gzip")
    if kind == "packed":
        return answer(200, gzip.compress(page(n)), Content_Encoding="gzip")
    if kind == "packed-broken":
        return answer(200, b"\x1f\x8b\x08 nothing", Content_Encoding="gzip")
    if kind == "file":
        if n == "a.jsonl.gz":
            line = '{"text":"Ngày 3/4/2022, Bộ Y tế họp.","title":"%d"}\n'
            return answer(200, gzip.compress(b"".join(
                (line % i).encode() for i in range(3))), "application/octet-stream")
        return answer(200, b"\x89PNG\r\n\x1a\n....",
                      {"a.png": "image/png", "a.pdf": "application/pdf"}.get(n, ""))
    if kind == "charset":
        text = page("chữ").decode().replace('<meta charset="utf-8">', "")
        if n == "utf-16":
            return answer(200, text.encode("utf-16"), "text/html; charset=UTF-16")
        if n == "wrong":
            return answer(200, text.encode(), "text/html; charset=iso-8859-1")
        return answer(200, text.encode(), "text/html; charset=no-such")
    if kind == "etag":
        return with_validators(fields, path, ETag='"v1"')
    if kind == "modified":
        return with_validators(fields, path, Last_Modified="Sat, 01 Jan 2022 00:00:00 GMT")
    if kind == "no-store":
        return with_validators(fields, path, ETag='"v1"', Cache_Control="no-store")
    if kind == "feed":
        return answer(200, listing(path, base).encode(), "application/xml")
    return answer(404)


def note(*what):
    with lock:
        print("%.3f" % time.time(), *what, file=log)


def serve(connection, port, tls):
    reader = connection.makefile("rb")
    while True:
        line = reader.readline().decode("latin-1").split()
        if len(line) < 3:
            return
        fields = {}
        while (text := reader.readline()) not in (b"\r\n", b"\n", b""):
            name, _, value = text.decode("latin-1").partition(":")
            fields[name.lower()] = value.strip()
        host = fields.get("host", "").rsplit(":", 1)[0]
        path = line[1]
        if path.startswith("http://"):  # we are its proxy
            path = "/" + path[7:].partition("/")[2]
        with lock:
            busy[host] = busy.get(host, 0) + 1
            most[host] = max(most.get(host, 0), busy[host])
        note(host, path, fields.get("user-agent", "-"), fields.get("if-none-match", "-"),
             fields.get("accept-encoding", "-").replace(" ", ""), "most=%d" % most[host])
        base = "%s://%s" % ("https" if tls else "http", fields.get("host"))
        out = respond(path, fields, host, port, base)
        if path.startswith("/stall"):
            connection.recv(1)  # until the other side gives up
            out = None
        if path.startswith("/slow/"):
            for i in range(0, len(out), 50):
                connection.sendall(out[i:i + 50])
                time.sleep(0.002)
        elif out:
            connection.sendall(out)
        with lock:
            busy[host] -= 1
        if not out or path.split("/")[1] in ("cut", "cut-once", "chunk", "more", "noise"):
            return


def talk(connection, port, tls):
    try:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
            note("alpn", connection.selected_alpn_protocol())
            if connection.selected_alpn_protocol() == "h2":
                connection.close()
                return
        serve(connection, port, tls)
    except (OSError, ValueError):
        pass
    finally:
        connection.close()


def listen(address, port, tls=None):
    s = socket.create_server((address, port), backlog=64)
    port = s.getsockname()[1]

    def accept():
        while True:
            connection, _ = s.accept()
            threading.Thread(target=talk, args=(connection, port, tls), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return port


def context(protocols):
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.load_cert_chain(sys.argv[2], sys.argv[3])
    c.set_alpn_protocols(protocols)
    return c


def hosts():
    """One port on four addresses."""
    while True:
        port = listen("127.0.0.1", 0)
        try:
            for i in (2, 3, 4):
                listen("127.0.0.%d" % i, port)
            return port
        except OSError:
            continue  # somebody has that port there


ports = [hosts(), 0, 0]
if len(sys.argv) > 2:
    ports[1] = listen("127.0.0.1", 0, context(["http/1.1"]))
    ports[2] = listen("127.0.0.1", 0, context(["h2"]))
print(*ports, flush=True)
sys.stdin.read()
os._exit(0)
