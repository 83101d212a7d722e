/* Pages as blocks, and the body among them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/node.h"
#include "html.h"
#include "html_guard.h"

static struct mem mem;
static struct html html;
static struct node *warnings;

static void
read_page(const char *page)
{
	mem_close(&mem);
	mem_open(&mem, 0);
	warnings = node_new(&mem, NODE_LIST);
	html_read(str_c(page), &mem, &html, warnings);
}

/* "kind:text" of each block, a ';' behind each. */
static void
are(const char *page, const char *want)
{
	static const char kinds[] = "THIRQCP";
	struct buf got = { .mem = NULL };
	size_t i;

	read_page(page);
	for (i = 0; i < html.nblock; i++)
		buf_printf(&got, "%c:%.*s;", kinds[html.block[i].kind],
			STR_ARG(html.block[i].text));
	buf_put_c(&got, '\0');
	cr_expect_str_eq(got.p, want, "%s", page);
	buf_free(&got);
}

Test(html, blocks)
{
	are("<p>a  b\n c<p>d", "T:a b c;T:d;");
	are("a<br>b<br> <br>c", "T:a\nb;T:c;");
	are("<h2>a</h2>b<ul><li>c<li><p>d</p></ul>", "H:a;T:b;I:c;I:d;");
	are("<div>a<b>b</b><i> c</i><div>d</div>e</div>", "T:ab c;T:d;T:e;");
	are("<blockquote><p>a</blockquote><pre>\n x\n  y\n</pre>",
		"Q:a;P: x\n  y;");
	are("<figure><img><figcaption>a</figcaption></figure>", "C:a;");
	are("<p>a&nbsp;&nbsp;b&#8203;c&amp;&#x110;", "T:a bc&Đ;");
	are("<p> &nbsp; </p><script>x</script><style>y</style><p>", "");
	are("<p>a<select><option>b</select><button>c</button>d", "T:ad;");
}

Test(html, rows)
{
	are("<table><tr><th>a<th>b<tr><td><p>c</p><td>d<br><br>e</table>",
		"R:a | b;R:c | d e;");
	are("<table><tr><td>a</table>", "T:a;");
	are("<table><tr><td>x<td><table><tr><td>a<td>b</table></table>",
		"T:x;R:a | b;");
	are("<table><tr><td>menu<td><h1>a</h1><p>b</table>", "T:menu;H:a;T:b;");
}

Test(html, elements)
{
	const struct html_element *e;

	read_page("<div class='newsRelated  Box' id=x hidden><p><b>a</b></p>"
		  "</div><p>b<a href=/>c</a>");
	cr_assert_eq(html.nblock, 2);
	e = html.block[0].in;
	cr_expect_eq(e->is, TAG_b);
	cr_expect(e->hidden);
	e = e->parent->parent;
	cr_expect(str_eq(e->words, STR("news-related box x")));
	cr_expect_eq(e->first, 0);
	cr_expect_eq(e->end, 1);
	cr_expect_eq(html.block[1].link, 1);
	cr_expect(html_within(html.block[0].in, e));
	cr_expect_not(html_within(html.block[1].in, e));
}

Test(html, cells_of_a_row_count_the_row)
{
	size_t i;

	read_page("<table><tr><td><p>a<td><p>b<tr><td>c<td>d</table><p>e");
	cr_assert_eq(html.nblock, 3);
	for (i = 0; i < html.nelement; i++) {
		cr_expect_leq(html.element[i]->first, html.element[i]->end);
		cr_expect_leq(html.element[i]->end, html.nblock);
	}
}

Test(html, head)
{
	read_page("<html lang=vi><title> a\n b</title><base href=/x>"
		  "<meta property='OG:Title' content=' c '><link rel=Canonical "
		  "href=/d><script type='application/ld+json'>{\"a\":\"</p>\"}"
		  "</script><body><time datetime=2025-01-02>e</time>"
		  "<a rel=author href=/f>g h</a>");
	cr_expect(str_eq(html.title, STR("a b")));
	cr_expect(str_eq(html.language, STR("vi")));
	cr_expect(str_eq(html.base, STR("/x")));
	cr_assert_eq(html.nmeta, 1);
	cr_expect(str_eq(html.meta[0].name, STR("og:title")));
	cr_expect(str_eq(html.meta[0].content, STR("c")));
	cr_assert_eq(html.nlink, 2);
	cr_expect(str_eq(html.link[0].rel, STR("canonical")));
	cr_expect(str_eq(html.link[1].text, STR("g h")));
	cr_assert_eq(html.nld, 1);
	cr_expect(str_eq(html.ld[0], STR("{\"a\":\"</p>\"}")));
	cr_assert_eq(html.nmark, 1);
	cr_expect(str_eq(html.mark[0].text, STR("e")));
	cr_expect(str_eq(html.mark[0].in->datetime, STR("2025-01-02")));
}

/* Text is looked at in blocks: white space of each kind at each place. */
Test(html, white_space_at_each_place)
{
	static const char *const white[] = { " ", "  ", "\n", "\xC2\xA0",
		"\xE3\x80\x80", " \t", "\xC2\xA0 " };
	char letters[64], page[256], want[256];
	unsigned at, i;

	for (i = 0; i < sizeof white / sizeof *white; i++)
		for (at = 1; at + 1 < sizeof letters; at++) {
			memset(letters, 'a', at);
			letters[at] = '\0';
			snprintf(page, sizeof page,
				"%s%s\xE2\x80\x9C\xC3\xA0 b%s c d%s", letters,
				white[i], letters, white[i]);
			snprintf(want, sizeof want,
				"T:%s \xE2\x80\x9C\xC3\xA0 b%s c d;", letters,
				letters);
			are(page, want);
			letters[at] = 'a';
		}
}

/* What html_guard leaves of a page. */
static void
leaves(const char *page, const char *want)
{
	struct str left;

	mem_close(&mem);
	mem_open(&mem, 0);
	warnings = node_new(&mem, NODE_LIST);
	left = html_guard(str_c(page), &mem, warnings);
	cr_expect(str_eq(left, str_c(want)), "%s: %.*s", page, STR_ARG(left));
}

Test(html, what_the_parser_does_not_get)
{
	leaves("a<script>b</p>c</SCRIPT>d", "a<script></SCRIPT>d");
	leaves("<script type=application/ld+json>{}</script><style>x</style>",
		"<script type=application/ld+json>{}</script><style></style>");
	leaves("a<!-- <p> -->b<!-->c<!--->d", "abcd");
	leaves("a<!-- b", "a b");
	leaves("<script>a <p>b", "<script>a <p>b");
	leaves("<a rel='> <!-- x'>b</a>", "<a rel='> <!-- x'>b</a>");
	leaves("<a title='> <!-- x'>b</a>", "<a >b</a>");
	leaves("a < b <1> & <", "a < b <1> & <");
	leaves("<script src=a />b", "<script src=a />b");
	cr_expect_null(warnings->first);
}

/* Attributes that nobody reads, where the parser surely takes them for such. */
Test(html, attributes_that_are_not_read)
{
	leaves("<img SRC=\"a>b\" alt='c' Class=d data-role='e'>",
		"<img   Class=d data-role='e'>");
	leaves("<p onclick = 'a()'id=\"b\"title=''lang='vi'>",
		"<p id=\"b\"title=''lang='vi'>");
	leaves("<p width=1 async title>a", "<p width=1 async title>a");
	leaves("<div/title=\"x\">a", "<div/title=\"x\">a");
	leaves("<p title=\"x>a</p>b", "<p title=\"x>a</p>b");
	leaves("<p a\xC3\xA0=\"x\">a", "<p a\xC3\xA0=\"x\">a");
	leaves("</p title=\"x\">a", "</p title=\"x\">a");
	/* text, of a script that never ends */
	leaves("<script type='application/ld+json'>{\"<a title='x'>\"",
		"<script type='application/ld+json'>{\"<a title='x'>\"");
	cr_expect_eq(html_attribute(STR("HTTP-Equiv")), ATTRIBUTE_EQUIV);
	cr_expect_eq(html_attribute(STR("xml:lang")), ATTRIBUTE_LANG);
	cr_expect_eq(html_attribute(STR("data-role\x0D")), ATTRIBUTE_OTHER);
	cr_expect_eq(html_attribute(STR("")), ATTRIBUTE_OTHER);
}

Test(html, many_attributes)
{
	struct buf page = { .mem = NULL };
	unsigned i;

	buf_put(&page, STR("<p"));
	for (i = 0; i < 100; i++)
		buf_printf(&page, " a%u=\">\"", i);
	buf_put(&page, STR(">b"));
	buf_put_c(&page, '\0');
	read_page(page.p);
	cr_assert_eq(html.nblock, 1);
	cr_expect(str_eq(html.block[0].text, STR("b")));
	cr_assert_not_null(warnings->first);
	buf_free(&page);
}

Test(html, markup_that_is_no_page)
{
	are("", "");
	are("plain", "T:plain;");
	are("</p></div>a", "T:a;");
	are("<p a='b>c</p>d", "");
	are("<td>a</td><tr>", "T:a;");
	are("<p>a</q></div></b>b", "T:ab;");
}

/* The parser is left by a jump: that is where its memory would be lost. */
Test(html, memory_that_is_out)
{
	struct buf page = { .mem = NULL };
	static struct mem little;
	static unsigned landed, megabytes;
	jmp_buf out;
	unsigned i;

	for (i = 0; i < 20000; i++)
		buf_put(&page, STR("<p class=\"a b c\">some text</p>"));
	/* before the parser is there, and while it reads */
	for (megabytes = 1; megabytes < 5; megabytes++) {
		mem_open(&little, (size_t)megabytes << 20);
		little.out = &out;
		warnings = node_new(&little, NODE_LIST);
		if (setjmp(out) == 0)
			html_read(buf_str(&page), &little, &html, warnings);
		else
			landed++;
		mem_close(&little);
	}
	cr_expect_eq(landed, 4);
	buf_free(&page);
}

Test(html, depth_and_elements_are_bounded)
{
	struct buf page = { .mem = NULL };
	unsigned i;

	buf_put(&page, STR("<p>a"));
	for (i = 0; i < 5000; i++)
		buf_put(&page, STR("<div>"));
	buf_put(&page, STR("b"));
	buf_put_c(&page, '\0');
	read_page(page.p);
	buf_free(&page);
	cr_assert_eq(html.nblock, 1);
	cr_assert_not_null(warnings->first);
	cr_expect(str_starts(warnings->first->text,
		STR("more than 2000 elements within each other")));
}
