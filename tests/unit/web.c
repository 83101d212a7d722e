/* What fetching knows without a server: addresses of the own network, media
 * types, robots.txt, the cache, feeds. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/address.h"
#include "base/media.h"
#include "cache.h"
#include "hosts.h"
#include "libextract.h"
#include "listing.h"
#include "robots.h"

/* --- the own network --- */

static void
leads(const char *host, bool inside)
{
	struct sockaddr_storage a;

	cr_assert(address_read(host, &a), "%s", host);
	cr_expect_eq(
		address_is_private((struct sockaddr *)&a), inside, "%s", host);
}

Test(web, own_network)
{
	static const char *const in[] = { "127.0.0.1", "0x7f.1", "2130706433",
		"0177.1", "0.0.0.0", "10.255.0.1", "100.64.0.1",
		"100.127.255.255", "169.254.169.254", "172.16.0.1",
		"172.31.255.255", "192.0.0.8", "192.168.1.1", "198.19.0.1",
		"224.0.0.1", "255.255.255.255", "::", "::1", "[::1]",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
		"64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "fe80::1",
		"fe80::1%1", "fc00::1", "fdff::1", "ff02::1", "2001:db8::1" };
	static const char *const out[] = { "1.1.1.1", "9.255.255.255",
		"11.0.0.0", "100.63.255.255", "100.128.0.0", "126.0.0.1",
		"128.0.0.1", "172.15.255.255", "172.32.0.0", "192.167.0.1",
		"198.17.0.1", "198.20.0.1", "223.255.255.255", "::ffff:8.8.8.8",
		"64:ff9b::808:808", "2002:808:808::", "2400:6540::1",
		"2606:4700::1111" };
	struct sockaddr_storage a;
	size_t i;

	for (i = 0; i < sizeof in / sizeof *in; i++)
		leads(in[i], true);
	for (i = 0; i < sizeof out / sizeof *out; i++)
		leads(out[i], false);
	cr_expect_not(address_read("vnexpress.net", &a));
	cr_expect(address_names_private("localhost"));
	cr_expect(address_names_private("a.LocalHost."));
	cr_expect(address_names_private("[::1]"));
	cr_expect_not(address_names_private("notlocalhost"));
	cr_expect_not(address_names_private("localhost.vn"));
	cr_expect_not(address_names_private(""));
}

/* --- media types --- */

static void
reads(const char *said, const char *media, const char *charset)
{
	char got[32], got_charset[16];

	media_read(said, got, sizeof got, got_charset, sizeof got_charset);
	cr_expect_str_eq(got, media, "%s: %s", said, got);
	cr_expect_str_eq(got_charset, charset, "%s: %s", said, got_charset);
}

Test(web, media)
{
	reads("", "", "");
	reads("text/html", "text/html", "");
	reads(" Text/HTML ; Charset=\"UTF-8\"", "text/html", "utf-8");
	reads("text/html;charset=utf-8;x=y", "text/html", "utf-8");
	reads("text/html; x=charset=; charset='viscii'", "text/html", "viscii");
	reads("text/html; charset=", "text/html", "");
	reads(";;;", "", "");
	reads("text/html; charset=a-name-beyond-all-measure", "text/html", "");
}

/* --- robots.txt --- */

static void
allows(const char *text, const char *path, bool want)
{
	struct robots *r = robots_read(str_c(text), STR("extract/1.0"));

	cr_assert(r);
	cr_expect_eq(robots_allow(r, str_c(path)), want, "%s: %s", path, text);
	robots_free(r);
}

Test(web, robots_groups)
{
	static const char all[] = "User-agent: *\nDisallow: /\n";
	static const char both[] =
		"User-agent: other\nDisallow: /a\n\n"
		"User-agent: EXTRACT/2.0\nUser-agent: third\nDisallow: /b\n\n"
		"User-agent: *\nDisallow: /\n"
		"User-agent: extract\nDisallow: /c\n";

	allows("", "/a", true);
	allows(all, "/a", false);
	allows(all, "/robots.txt", true);
	allows("Disallow: /\n", "/a", true); /* to nobody */
	allows(both, "/a", true);
	allows(both, "/b", false);
	allows(both, "/c", false);
	allows("User-agent: extractor\nDisallow: /\n", "/a", true);
	allows("User-agent: extract\n\nUser-agent: *\nDisallow: /\n", "/a",
		false);
	allows("\xEF\xBB\xBFuser-agent : * # all\r\ndisallow:/a # x\r", "/ab",
		false);
	allows("User-agent: *\nDisallow:\n", "/a", true);
	allows("User-agent: *\nSitemap: /x\nDisallow: /a\n", "/a", false);
	allows("<html><body>404</body></html>", "/a", true);
}

Test(web, robots_patterns)
{
#define ALL "User-agent: *\n"
	allows(ALL "Disallow: /a\nAllow: /a/b\n", "/a/b/c", true);
	allows(ALL "Allow: /a/b\nDisallow: /a\n", "/a/c", false);
	allows(ALL "Allow: /a\nDisallow: /a\n", "/a", true);
	allows(ALL "Disallow: /a\nAllow: /a\n", "/a", true);
	allows(ALL "Disallow: /*.pdf$\n", "/x/y.pdf", false);
	allows(ALL "Disallow: /*.pdf$\n", "/x/y.pdf?z", true);
	allows(ALL "Disallow: /*/print\n", "/a/b/print/1", false);
	allows(ALL "Disallow: /*/print\n", "/print", true);
	allows(ALL "Disallow: /a$\n", "/a", false);
	allows(ALL "Disallow: /a$\n", "/ab", true);
	allows(ALL "Disallow: /?q=\n", "/?q=1", false);
	allows(ALL "Disallow: /%7euser\n", "/~user/", false);
	allows(ALL "Disallow: /tin-tức\n", "/tin-t%e1%bb%a9c", false);
	allows(ALL "Disallow: /a%2fb\n", "/a%2Fb", false);
	allows(ALL "Disallow: /a%2fb\n", "/a/b", true);
	allows(ALL "Disallow: /a-%2A.html\n", "/a-*.html", false);
	allows(ALL "Disallow: /a-%2A.html\n", "/a-b.html", true);
	allows(ALL "Disallow: **a**\n", "/ba", false);
	allows(ALL "Disallow: /\n", "", false);
#undef ALL
}

/* Stars that could be tried in every way. */
Test(web, robots_is_bounded, .timeout = 20)
{
	struct buf b = { .p = NULL };
	char path[8000];
	struct robots *r;
	size_t i;

	buf_put(&b, STR("User-agent: *\n"));
	for (i = 0; i < 3000; i++)
		buf_put(&b, STR("Disallow: /*a*a*a*a*a*a*a*a*a*a*b\n"));
	memset(path, 'a', sizeof path);
	path[0] = '/';
	r = robots_read(buf_str(&b), STR("extract"));
	cr_assert(r);
	cr_expect_not(robots_allow(r, (struct str){ path, sizeof path }));
	cr_expect_gt(robots_size(r), 1000);
	robots_free(r);
	buf_free(&b);
}

/* --- hosts --- */

Test(web, hosts_are_forgotten)
{
	struct hosts *h = hosts_new();
	struct origin *held = hosts_get(h, "a.vn", "https://a.vn:443", 0);
	struct origin *o;
	char name[32], origin[48];
	unsigned i;

	cr_assert(held);
	held->host->next = 7;
	for (i = 0; i < 10000; i++) {
		snprintf(name, sizeof name, "h%u.vn", i);
		snprintf(origin, sizeof origin, "http://%s:80", name);
		o = hosts_get(h, name, origin, 1);
		cr_assert(o);
		hosts_drop(o);
	}
	o = hosts_get(h, "a.vn", "https://a.vn:443", 1);
	cr_expect_eq(o, held);
	hosts_drop(o);
	o = hosts_get(h, "a.vn", "http://a.vn:80", 1);
	cr_expect_neq(o, held);
	cr_expect_eq(o->host, held->host);
	cr_expect_eq(o->host->next, 7);
	hosts_drop(o);
	hosts_drop(held);
	hosts_free(h);
}

/* --- the cache --- */

Test(web, cache)
{
	char dir[] = "/tmp/extract-cache-XXXXXX", command[64];
	struct cache_page p = { .etag = "\"a\"", .media = "text/html" }, got;
	struct ex_err e = { .what = "" };

	cr_assert(mkdtemp(dir));
	cr_assert_eq(cache_open(dir, &e), 0, "%s", e.what);
	cr_expect_not(cache_get(dir, "http://a.vn/", true, &got));
	buf_put(&p.body, STR("a\n\nb\0c"));
	cr_assert(cache_put(dir, "http://a.vn/", &p));
	cr_assert(cache_get(dir, "http://a.vn/", true, &got));
	cr_expect_str_eq(got.etag, "\"a\"");
	cr_expect_str_eq(got.modified, "");
	cr_expect_str_eq(got.media, "text/html");
	cr_expect(str_eq(buf_str(&got.body), STR("a\n\nb\0c")));
	buf_free(&got.body);
	cr_expect_not(cache_get(dir, "http://a.vn/b", true, &got));
	p.body.n = 0;
	cr_assert(cache_put(dir, "http://a.vn/", &p));
	cr_assert(cache_get(dir, "http://a.vn/", true, &got));
	cr_expect_eq(got.body.n, 0);
	buf_free(&got.body);
	buf_free(&p.body);
	cr_expect_eq(cache_open("/dev/null/x", &e), -1);
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	cr_assert_eq(system(command), 0);
}

/* --- feeds --- */

/* The addresses of a list at http://a.vn/f/, newest first. */
static void
lists(struct str body, struct date since, size_t max, const char *want)
{
	struct listing *l = listing_new(since, max);
	struct ex_err e = { .what = "" };
	struct buf got = { .p = NULL };
	const char *url;

	if (listing_read(l, body, "http://a.vn/f/", &e))
		buf_printf(&got, "(%s) ", e.what);
	while ((url = listing_list(l)))
		buf_printf(&got, "+%s ", url);
	while ((url = listing_article(l)))
		buf_printf(&got, "%s ", url);
	buf_put_c(&got, '\0');
	cr_expect_str_eq(got.p, want);
	buf_free(&got);
	listing_free(l);
}

Test(web, listings)
{
	const struct date any = { 0, 0, 0 }, may = { 2021, 5, 1 };
	struct str mixed = STR(
		"<urlset xmlns:image='http://www.google.com/schemas/"
		"sitemap-image/1.1'><url><image:image><image:loc>/i.jpg"
		"</image:loc></image:image><loc> /b?x=1&amp;y=2 </loc></url>"
		"<url><loc>c</loc><lastmod>2021-06-05T01:00:00+07:00</lastmod>"
		"</url><url><loc>d</loc><lastmod>2021-06-04T20:00:00Z</lastmod>"
		"</url><url><loc>c</loc></url><url><loc>javascript:x</loc>"
		"</url><url/></urlset>");
	struct str rss = STR(
		"<rss><channel><link>http://a.vn</link><image><url>/logo"
		"</url></image><item><guid>http://a.vn/1</guid><pubDate>"
		"Sat, 01 May 2021 00:00:00 +0700</pubDate></item>"
		"<item><link>/2</link><pubDate>Fri, 30 Apr 2021 23:59:00 +0700"
		"</pubDate></item><item><link>/3</link></item>");

	/* 20:00Z is later than 01:00+07:00 of the next day */
	lists(mixed, any, 0,
		"http://a.vn/f/d http://a.vn/f/c http://a.vn/b?x=1&y=2 ");
	lists(mixed, any, 1, "http://a.vn/f/d ");
	lists(rss, any, 0, "http://a.vn/1 http://a.vn/2 http://a.vn/3 ");
	lists(rss, may, 0, "http://a.vn/1 ");
	lists(STR("<sitemapindex><sitemap><loc>/m1</loc><lastmod>2021-04-01"
		  "</lastmod></sitemap><sitemap><loc>/m2</loc></sitemap>"
		  "</sitemapindex>"),
		may, 0, "+http://a.vn/m2 ");
	lists(STR("<html><body>404"), any, 0, "(no feed and no sitemap) ");
	lists(STR(""), any, 0, "(no feed and no sitemap) ");
	lists(STR("\x1f\x8b\x08 broken"), any, 0,
		"(what is packed is broken) ");
}
