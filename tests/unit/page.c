/* What a page says of its article: its head, JSON-LD, what it shows. */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/json_mend.h"
#include "base/mime.h"
#include "base/references.h"
#include "base/xml.h"
#include "base/xml_mend.h"
#include "given_date.h"
#include "html.h"
#include "page_meta.h"
#include "rules.h"

static struct mem mem;
static struct rules *rules;

static void
told(void *arg, const struct ex_err *e)
{
	(void)arg;
	cr_assert(false, "%s:%zu: %s", e->file, e->line, e->what);
}

/* The lexicons alone: rules would have to be compiled. */
static void
begin(void)
{
	char dir[] = "/tmp/extract-page-XXXXXX";
	char here[PATH_MAX], from[PATH_MAX + 32], to[64];
	const char *list[] = { dir };
	struct ex_err e = { .what = "" };

	mem_open(&mem, 0);
	cr_assert(getcwd(here, sizeof here) && mkdtemp(dir));
	snprintf(from, sizeof from, "%s/rules/lexicon", here);
	snprintf(to, sizeof to, "%s/lexicon", dir);
	cr_assert_eq(symlink(from, to), 0);
	rules = rules_load(list, 1, told, NULL, &e);
	unlink(to);
	rmdir(dir);
	cr_assert(rules, "%s", e.what);
}

static void
end(void)
{
	rules_free(rules);
	mem_close(&mem);
}

TestSuite(page, .init = begin, .fini = end);

/* "title | published | modified | A, B | site | url | language" */
static struct str
meta_of(const char *page, const char *url, const char *fetched)
{
	struct raw raw = { .url = str_c(url), .fetched = str_c(fetched) };
	struct buf out = { .mem = &mem };
	struct page_meta meta;
	struct html html;
	const struct node *n;
	struct node *warnings = node_new(&mem, NODE_LIST);

	html_read(str_c(page), &mem, &html, warnings);
	page_meta(&html, rules, &raw, &mem, &meta);
	buf_printf(&out, "%.*s | %.*s | %.*s | ", STR_ARG(meta.title),
		STR_ARG(meta.published), STR_ARG(meta.modified));
	for (n = meta.authors->first; n; n = n->next)
		buf_printf(
			&out, "%.*s%s", STR_ARG(n->text), n->next ? ", " : "");
	buf_printf(&out, " | %.*s | %.*s | %.*s", STR_ARG(meta.site),
		STR_ARG(meta.url), STR_ARG(meta.language));
	buf_put_c(&out, '\0');
	return buf_str(&out);
}

struct example {
	const char *page, *want;
};

static void
try(const struct example *all, size_t n, const char *url, const char *fetched)
{
	size_t i;

	for (i = 0; i < n; i++)
		cr_expect_str_eq(meta_of(all[i].page, url, fetched).p,
			all[i].want, "%s\ngives %s\nwant  %s", all[i].page,
			meta_of(all[i].page, url, fetched).p, all[i].want);
}

#define TRY(all, url, fetched) try(all, sizeof all / sizeof *all, url, fetched)

Test(page, titles)
{
	static const struct example all[] = {
		/* og:site_name tells what to cut */
		{ "<meta property=og:title content='Hà Nội xây ba cầu mới - "
		  "Báo Sông Hồng'><meta property=og:site_name content='Báo "
		  "Sông Hồng'>",
			"Hà Nội xây ba cầu mới |  |  |  | Báo Sông Hồng |  "
			"| " },
		/* the heading tells */
		{ "<title>Hà Nội xây ba cầu mới - Giao thông - Tin nhanh"
		  "</title><h1>Hà Nội xây ba cầu mới</h1>",
			"Hà Nội xây ba cầu mới |  |  |  |  |  | " },
		/* a dash within a title is no site's */
		{ "<meta property=og:title content='Đà Lạt - thành phố ngàn "
		  "hoa đón khách'><title>Đà Lạt - thành phố ngàn hoa đón khách"
		  "</title>",
			"Đà Lạt - thành phố ngàn hoa đón khách |  |  |  |  |  "
			"| " },
		/* references that were written twice */
		{ "<meta property=og:title content='Vụ &amp;quot;thổi "
		  "gi&amp;aacute;&amp;quot;: khởi tố &amp; bắt giam'>",
			"Vụ \"thổi giá\": khởi tố & bắt giam |  |  |  |  |  "
			"| " },
		/* the logo is a heading too */
		{ "<meta property=og:site_name content='Sông Hồng'><title>Ba "
		  "cầu mới qua sông | Sông Hồng</title><h1>Sông Hồng</h1>"
		  "<h1>Ba cầu mới qua sông</h1>",
			"Ba cầu mới qua sông |  |  |  | Sông Hồng |  | " },
		{ "<title>Document</title><h1>Ba cầu mới qua sông</h1>",
			"Ba cầu mới qua sông |  |  |  |  |  | " },
		{ "<meta property=og:title content='Ba cầu mới qua...'>"
		  "<h1>Ba cầu mới qua sông Hồng</h1>",
			"Ba cầu mới qua sông Hồng |  |  |  |  |  | " },
		{ "<p>không có gì</p>", " |  |  |  |  |  | " },
	};

	TRY(all, NULL, NULL);
}

Test(page, json_ld)
{
	static const struct example all[] = {
		{ "<script type=application/ld+json>{\"@context\":"
		  "\"https://schema.org\",\"@graph\":[{\"@type\":\"WebSite\","
		  "\"@id\":\"#s\",\"name\":\"Sông Hồng\"},{\"@type\":"
		  "[\"NewsArticle\"],\"headline\":\"Ba cầu mới\","
		  "\"datePublished\":\"2021-06-05T19:30:00+07:00\","
		  "\"dateModified\":\"2021-06-06\",\"author\":[{\"@id\":\"#a\"}"
		  ",{\"@type\":\"Organization\",\"name\":\"Đoàn Cầu\"}],"
		  "\"publisher\":{\"@id\":\"#s\"}},{\"@type\":\"Person\","
		  "\"@id\":\"#a\",\"name\":\"Trần Thị Bình\"}]}</script>",
			"Ba cầu mới | 2021-06-05T19:30:00+07:00 | 2021-06-06 | "
			"Trần Thị Bình | Sông Hồng |  | " },
		/* line ends in texts, quotes, a comma too many */
		{ "<script type=application/ld+json>\n//<![CDATA[\n{\"@type\":"
		  "\"Article\",\"headline\":\"Vụ \"thổi giá\",\n khởi tố\","
		  "\"datePublished\":\"2021-06-05\",}\n//]]></script>",
			"Vụ \"thổi giá\", khởi tố | 2021-06-05 |  |  |  |  "
			"| " },
		/* other articles' */
		{ "<title>Ba cầu mới qua sông</title><script type=application/"
		  "ld+json>[{\"@type\":\"ItemList\",\"itemListElement\":[{"
		  "\"@type\":\"NewsArticle\",\"headline\":\"Khác\","
		  "\"datePublished\":\"2021-06-05\"}]},{\"@type\":"
		  "\"NewsArticle\",\"headline\":\"Một\",\"datePublished\":"
		  "\"2021-06-05\"},{\"@type\":\"NewsArticle\",\"headline\":"
		  "\"Hai\"}]</script>",
			"Ba cầu mới qua sông |  |  |  |  |  | " },
		{ "<script type=application/ld+json>{{{[[\"</script><h1>Ba cầu "
		  "mới</h1>",
			"Ba cầu mới |  |  |  |  |  | " },
	};

	TRY(all, NULL, NULL);
}

Test(page, dates)
{
	static const struct example all[] = {
		/* a page's own date beats the address */
		{ "<meta property=article:published_time content="
		  "2021-06-03T08:00:00Z>",
			" | 2021-06-03T08:00:00Z |  |  | bao.example.vn | "
			"https://bao.example.vn/2021/06/05/a.html | " },
		{ "<p>gì</p>", " | 2021-06-05 |  |  | bao.example.vn | "
			       "https://bao.example.vn/2021/06/05/a.html | " },
		/* beyond the day after it was read */
		{ "<meta name=pubdate content=2021-06-12>",
			" | 2021-06-05 |  |  | bao.example.vn | "
			"https://bao.example.vn/2021/06/05/a.html | " },
		{ "<meta name=pubdate content=0001-01-01T00:00:00><meta "
		  "name=pubdate content=1970-01-01T00:00:00Z>",
			" | 2021-06-05 |  |  | bao.example.vn | "
			"https://bao.example.vn/2021/06/05/a.html | " },
		/* the line that shows it gives the time */
		{ "<h1>Ba cầu mới</h1><div>Thứ bảy, 05/06/2021 08:47 "
		  "(GMT+7)</div>",
			"Ba cầu mới | 2021-06-05T08:47:00+07:00 |  |  | "
			"bao.example.vn | "
			"https://bao.example.vn/2021/06/05/a.html | " },
		{ "<h1>Ba cầu mới</h1><span class='post-time'> - 04/06/2021 "
		  "08:47</span><div class=comment><span class=date>06/06/2021"
		  "</span></div>",
			"Ba cầu mới | 2021-06-04T08:47:00+07:00 |  |  | "
			"bao.example.vn | "
			"https://bao.example.vn/2021/06/05/a.html | " },
		{ "<h1>Ba cầu mới</h1><time datetime='2021-06-04T08:47'>hôm "
		  "qua</time>",
			"Ba cầu mới | 2021-06-04T08:47:00+07:00 |  |  | "
			"bao.example.vn | "
			"https://bao.example.vn/2021/06/05/a.html | " },
		{ "<h1>Ba cầu mới</h1><p>Cập nhật lúc 08:47 ngày 04/06/2021"
		  "</p>",
			"Ba cầu mới | 2021-06-05 | 2021-06-04T08:47:00+07:00 | "
			" | bao.example.vn | "
			"https://bao.example.vn/2021/06/05/a.html | " },
		{ "<span itemprop=datePublished content='2021-06-04 08:47:10'>"
		  "</span>",
			" | 2021-06-04T08:47:10+07:00 |  |  | bao.example.vn | "
			"https://bao.example.vn/2021/06/05/a.html | " },
	};

	TRY(all, "https://bao.example.vn/2021/06/05/a.html",
		"2021-06-10T00:00:00Z");
}

Test(page, authors)
{
	static const struct example all[] = {
		{ "<meta name=author content='Trần Thị Bình, Lê An'>",
			" |  |  | Trần Thị Bình, Lê An |  |  | " },
		{ "<meta name=author content='TTXVN'><p class=author>Bài, ảnh: "
		  "Trần Thị Bình - Lê An (Theo Reuters)</p>",
			" |  |  | Trần Thị Bình, Lê An |  |  | " },
		{ "<meta name=author content='Ban biên tập'><a rel=author "
		  "href=/a>Lê An</a>",
			" |  |  | Lê An |  |  | " },
		{ "<meta property=og:site_name content='Sông Hồng'><meta "
		  "name=author content='Báo Sông Hồng'>",
			" |  |  |  | Sông Hồng |  | " },
		{ "<p class=byline>By Jane Doe and John Q. Public, CNN</p>",
			" |  |  | Jane Doe, John Q. Public |  |  | " },
		{ "<div class=comment><b class=author>Khách Lạ</b></div>"
		  "<p class=author>Theo Lê An</p><p class=author>Admin</p>",
			" |  |  |  |  |  | " },
		{ "<span itemprop=author><b itemprop=name>Lê An</b> phóng viên"
		  "</span>",
			" |  |  | Lê An |  |  | " },
		{ "<h1>Ba cầu mới</h1><p>Pháp Luật | Lê An - Thứ bảy, "
		  "05/06/2021</p>",
			"Ba cầu mới | 2021-06-05 |  | Lê An |  |  | " },
		{ "<h1>Ba cầu mới</h1><p>Hà Nội - Thứ bảy, 05/06/2021</p>",
			"Ba cầu mới | 2021-06-05 |  |  |  |  | " },
		{ "<p class=detail-author>Thứ hai</p><p class=author-info>"
		  "Lê An<br>an@bao.example.vn</p>",
			" |  |  | Lê An |  |  | " },
	};

	TRY(all, NULL, NULL);
}

Test(page, address_site_language)
{
	static const struct example all[] = {
		{ "<html lang=vi-VN><base href='/tin/'><link rel=canonical "
		  "href='a b.html'>",
			" |  |  |  | bao.example.vn | "
			"https://www.bao.example.vn/tin/a%20b.html | vi" },
		/* the home page is no article's address */
		{ "<link rel=canonical href=/><meta property=og:locale "
		  "content=vi_VN>",
			" |  |  |  | bao.example.vn | "
			"https://www.bao.example.vn/x/y.html?z=1 | vi" },
		{ "<link rel=canonical href='javascript:x()'>",
			" |  |  |  | bao.example.vn | "
			"https://www.bao.example.vn/x/y.html?z=1 | " },
	};

	TRY(all, "https://www.bao.example.vn/x/y.html?z=1", NULL);
}

Test(page, given_dates)
{
	static const struct {
		const char *in, *want;
	} all[] = {
		{ "Sat, 05 Jun 2021 19:30:00 +0700",
			"2021-06-05T19:30:00+07:00" },
		{ "Sat, 05 Jun 2021 12:30:00 GMT",
			"2021-06-05T12:30:00+00:00" },
		{ "Sat Jun 05 2021 19:30:00 GMT+0700 (Indochina Time)",
			"2021-06-05T19:30:00+07:00" },
		{ "June 5th, 2021 at 7:30 pm", "2021-06-05T19:30:00+07:00" },
		{ "6/5/2021 7:30:00 PM", "2021-06-05T19:30:00+07:00" },
		{ "5/6/2021 19:30", "2021-06-05T19:30:00+07:00" },
		{ "2021-06-05T19:30:00.5+0700", "2021-06-05T19:30:00.5+07:00" },
		{ "2021-06-05T19:30Z", "2021-06-05T19:30:00Z" },
		{ "2021-6-5 7:05", "2021-06-05T07:05:00+07:00" },
		{ "2021/06/05", "2021-06-05" },
		{ "20210605", "2021-06-05" },
		{ "20210605193005", "2021-06-05T19:30:05+07:00" },
		{ "1622896200", "2021-06-05T12:30:00+00:00" },
		{ "1622896200000", "2021-06-05T12:30:00+00:00" },
		{ "thứ bảy, 05/06/2021, 19:30 (GMT+7)",
			"2021-06-05T19:30:00+07:00" },
		{ "2021-02-30", NULL },
		{ "1970-01-01T00:00:00Z", NULL },
		{ "0001-01-01T00:00:00", NULL },
		{ "June 2021", NULL },
		{ "2021-06-05T25:00:00", NULL },
		{ "hôm qua", NULL },
		{ "May I come", NULL },
	};
	struct given_date d;
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		bool yes = given_date_read(
			str_c(all[i].in), rules, true, &mem, &d);

		cr_expect_eq(yes, all[i].want != NULL, "%s gives %.*s",
			all[i].in, STR_ARG(d.iso));
		if (yes && all[i].want)
			cr_expect(str_eq(d.iso, str_c(all[i].want)),
				"%s gives %.*s", all[i].in, STR_ARG(d.iso));
	}
	/* elsewhere a time without an offset tells the day alone */
	cr_expect(given_date_read(
		STR("2021-06-05T19:30:00"), NULL, false, &mem, &d));
	cr_expect(str_eq(d.iso, STR("2021-06-05")) && !d.time);
}

Test(page, references)
{
	static const struct {
		const char *in, *want;
	} all[] = {
		{ "ti&ecirc;&#769;ng &#7879; &#x1EC7 &rsquo;",
			"tiê\xCC\x81ng ệ ệ ’" },
		{ "R&D & &lol; &#; &amp;amp;", "R&D & &lol; &#; &amp;" },
		{ "&#0;&#xD800;&#99999999999;&#150;",
			"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD–" },
		{ "", "" },
	};
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		struct str s = references_read(str_c(all[i].in), &mem);

		cr_expect(str_eq(s, str_c(all[i].want)), "%s gives %.*s",
			all[i].in, STR_ARG(s));
	}
}

Test(page, json_mended)
{
	static const struct {
		const char *in, *want;
	} all[] = {
		{ "{\"a\":1,}", "[{\"a\":1}]" },
		{ "{\"a\":\"x\ny\" \"b\":2}", "[{\"a\":\"x y\",\"b\":2}]" },
		{ "{\"a\":\"nói \"có\", rồi \"không\".\",\"b\":[1,2,]}",
			"[{\"a\":\"nói \\\"có\\\", rồi \\\"không\\\".\",\"b\":"
			"[1,2]}]" },
		{ "<!-- {\"a\":undefined,\"b\":} -->",
			"[{\"a\":\"undefined\",\"b\":null}]" },
		{ "{\"a\":1}{\"b\":2};", "[{\"a\":1},{\"b\":2}]" },
		{ "{\"a\":[{\"b\":\"c", "[{\"a\":[{\"b\":\"c\"}]}]" },
		{ "{\"a\":\"it\\'s \\ud83d\"}", "[{\"a\":\"it's \\ufffd\"}]" },
		{ "]]}} , : ", "[]" },
		{ "", "[]" },
	};
	struct ex_err e;
	struct node *root;
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		struct str s = json_mend(str_c(all[i].in), &mem);

		cr_expect(str_eq(s, str_c(all[i].want)), "%s gives %.*s",
			all[i].in, STR_ARG(s));
		cr_expect_eq(json_read(s, &mem, &root, &e), 0, "%s", e.what);
	}
}

/* RFC 3986, section 5.4.1, and what pages have. */
Test(page, addresses)
{
	static const struct {
		const char *in, *want;
	} all[] = {
		{ "g", "http://a/b/c/g" },
		{ "./g", "http://a/b/c/g" },
		{ "g/", "http://a/b/c/g/" },
		{ "/g", "http://a/g" },
		{ "//g", "http://g" },
		{ "?y", "http://a/b/c/d;p?y" },
		{ "g?y#s", "http://a/b/c/g?y#s" },
		{ "", "http://a/b/c/d;p?q" },
		{ "..", "http://a/b/" },
		{ "../..", "http://a/" },
		{ "../../../g", "http://a/g" },
		{ "tiếng việt.html", "http://a/b/c/ti%E1%BA%BFng%20vi%E1%BB%87t"
				     ".html" },
		{ "https://x.vn/a b", "https://x.vn/a%20b" },
	};
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		struct str s = xml_url(
			str_c(all[i].in), STR("http://a/b/c/d;p?q"), &mem);

		cr_expect(str_eq(s, str_c(all[i].want)), "%s gives %.*s",
			all[i].in, STR_ARG(s));
	}
}

/* Whole, and byte by byte. */
Test(page, xml_mended)
{
	static const struct {
		const char *in, *want;
	} all[] = {
		{ "\n <a>R&D &nbsp;&amp; 1 < 2</a>",
			"<a>R&amp;D &#160;&amp; 1 &lt; 2</a>" },
		{ "<a><![CDATA[R&D < &nbsp; ]]>&x;</a>",
			"<a><![CDATA[R&D < &nbsp; ]]>&amp;x;</a>" },
		{ "<!-- & -->&", "<!-- & -->&amp;" },
		{ "<a>\x01\xE1\xBB\xFF ệ</a>",
			"<a>\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD ệ</a>" },
		{ "<?xml version='1.0' encoding='iso-8859-1'?>\xE9",
			"<?xml version='1.0' encoding='iso-8859-1'?>\xE9" },
	};
	size_t i, k;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		struct xml_mend whole = { .nheld = 0 }, bytes = { .nheld = 0 };
		struct buf a = { .mem = &mem }, b = { .mem = &mem };
		struct str s = str_c(all[i].in);

		xml_mend(&whole, s, &a);
		xml_mend(&whole, STR(""), &a);
		cr_expect(str_eq(buf_str(&a), str_c(all[i].want)),
			"%s gives %.*s", all[i].in, STR_ARG(buf_str(&a)));
		if (str_starts(s, STR("<?xml")))
			continue;
		for (k = 0; k < s.n; k++)
			xml_mend(&bytes, str_slice(s, k, k + 1), &b);
		xml_mend(&bytes, STR(""), &b);
		cr_expect(str_eq(buf_str(&b), str_c(all[i].want)),
			"%s, byte by byte, gives %.*s", all[i].in,
			STR_ARG(buf_str(&b)));
	}
}

Test(page, messages)
{
	struct str all = STR("Subject: a\r\nContent-Type: multipart/related;"
			     "\r\n\tboundary=\"x;y\"; type=t\r\n\r\npre\r\n"
			     "--x;y\r\nA: 1\r\n\r\none\r\n--x;yz\r\n--x;y\r\n"
			     "\r\ntwo\r\n--x;y--\r\nafter");
	struct mime_part whole = mime_split(all), part;
	struct str type = mime_header(whole.head, "content-type", &mem), s;
	size_t at = 0;

	cr_expect(str_eq(mime_type(type, &mem), STR("multipart/related")));
	s = mime_parameter(type, "boundary");
	cr_assert(str_eq(s, STR("x;y")), "%.*s", STR_ARG(s));
	cr_expect(str_eq(mime_parameter(type, "TYPE"), STR("t")));
	cr_expect_null(mime_parameter(type, "charset").p);
	cr_assert(mime_next(whole.body, s, &at, &part));
	cr_expect(str_eq(mime_header(part.head, "a", &mem), STR("1")));
	cr_expect(str_eq(part.body, STR("one\r\n--x;yz\r\n")), "%.*s",
		STR_ARG(part.body));
	cr_assert(mime_next(whole.body, s, &at, &part));
	cr_expect(str_eq(part.body, STR("two\r\n")));
	cr_expect_not(mime_next(whole.body, s, &at, &part));
	s = mime_unpack(STR("ti=E1=BA=BFng=\r\n vi=\n=zz="),
		STR("Quoted-Printable"), &mem);
	cr_expect(str_eq(s, STR("tiếng vi=zz")), "%.*s", STR_ARG(s));
	s = mime_unpack(STR("dGnhur/u\r\nZw==\r\n"), STR("base64"), &mem);
	cr_expect(str_eq(s, STR("ti\xE1\xBA\xBF\xEEg")), "%.*s", STR_ARG(s));
}
