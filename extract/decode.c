/* Bytes to UTF-8. In this order: what the user says, a byte order mark, what
 * the bytes themselves show for certain, what HTTP or the page says, and a
 * guess, which is told. A byte that stands for nothing becomes U+FFFD. */
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/utf8.h"
#include "charset.h"
#include "charts.h"
#include "decode.h"
#include "legacy.h"
#include "mend.h"
#include "viqr.h"

enum {
	SAMPLE = 4096,
	PARAGRAPH_BAD = 4, /* bytes that make it worth a look of its own */
	GUESS_LEAST = 10   /* ICU's confidence, of 100 */
};

#define REPLACEMENT 0xFFFD

static void
warn(struct doc *d, struct str text)
{
	if (d->warnings)
		node_add(d->warnings, STR(""), node_new(d->mem, NODE_TEXT))
			->text = text;
}

static struct str
behind(struct str s, size_t n)
{
	return str_slice(s, n, s.n);
}

static void
tell_bad(struct doc *d, size_t bad, const char *name)
{
	if (bad)
		warn(d, mem_printf(d->mem,
				"%zu byte%s not valid %s: U+FFFD stands there",
				bad, bad == 1 ? " is" : "s are", name));
}

/* --- UTF-16 --- */

static uint32_t
unit(struct str s, size_t at, bool big)
{
	unsigned char a = (unsigned char)s.p[at];
	unsigned char b = (unsigned char)s.p[at + 1];

	return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static struct str
utf16(struct doc *d, struct str s, bool big)
{
	struct buf out = { .mem = d->mem };
	size_t i, bad = s.n % 2;
	uint32_t c, low;

	buf_reserve(&out, s.n + s.n / 2 + 4);
	for (i = 0; i + 1 < s.n; i += 2) {
		c = unit(s, i, big);
		if (c >= 0xD800 && c <= 0xDFFF) {
			low = c < 0xDC00 && s.n - i >= 4 ? unit(s, i + 2, big)
							 : 0;
			if (low >= 0xDC00 && low <= 0xDFFF) {
				c = 0x10000 + ((c - 0xD800) << 10) +
				    (low - 0xDC00);
				i += 2;
			} else {
				c = REPLACEMENT;
				bad += 2;
			}
		}
		buf_put_utf8(&out, c);
	}
	if (s.n % 2)
		buf_put_utf8(&out, REPLACEMENT);
	tell_bad(d, bad, "UTF-16");
	return buf_str(&out);
}

/* UTF-16 without a mark: every other byte of what is ASCII in it is 0. */
static enum charset_kind
utf16_order(struct str s)
{
	size_t i, n = s.n < SAMPLE ? s.n & ~(size_t)1 : SAMPLE;
	size_t even = 0, odd = 0;

	if (n < 4 || !memchr(s.p, '\0', n))
		return CHARSET_UTF8;
	for (i = 0; i < n; i += 2) {
		even += !s.p[i];
		odd += !s.p[i + 1];
	}
	if (odd * 10 > n && odd > 8 * even)
		return CHARSET_UTF16LE;
	return even * 10 > n && even > 8 * odd ? CHARSET_UTF16BE : CHARSET_UTF8;
}

/* --- UTF-8 with bytes that are none --- */

struct utf8_count {
	size_t bad;  /* bytes that are not valid */
	size_t good; /* letters of two bytes and more */
	size_t cut;  /* bytes of a letter that the end cuts */
};

/* Letters of more than one byte in what is valid. */
static size_t
count_letters(struct str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += (unsigned char)s.p[i] >= 0xC2;
	return n;
}

static struct utf8_count
utf8_survey(struct str s)
{
	struct utf8_count count = { 0, 0, 0 };
	size_t at = 0, n;

	for (;;) {
		n = utf8_check(behind(s, at));
		count.good += count_letters(str_slice(s, at, at + n));
		at += n;
		if (at == s.n)
			return count;
		n = utf8_bad_length(s, at);
		count.bad += n;
		count.cut =
			at + n == s.n && (unsigned char)s.p[at] >= 0xC2 ? n : 0;
		at += n;
	}
}

/* A paragraph ends with its line or with a tag. */
static size_t
paragraph_end(struct str s, size_t at)
{
	while (at < s.n && s.p[at] != '\n' && s.p[at] != '>')
		at++;
	return at < s.n ? at + 1 : at;
}

/* Is a paragraph in something else than UTF-8? */
static bool
is_foreign(struct str paragraph)
{
	struct utf8_count count = utf8_survey(paragraph);

	return count.bad >= PARAGRAPH_BAD && count.good * 2 < count.bad;
}

/* The chart of those paragraphs that are not UTF-8; NULL: none is certain. */
static const struct chart *
foreign_chart(struct doc *d, struct str s)
{
	struct buf all = { .mem = d->mem };
	const struct chart *found;
	size_t at, end;
	bool sure;

	for (at = 0; at < s.n; at = end) {
		end = paragraph_end(s, at);
		if (is_foreign(str_slice(s, at, end)))
			buf_put(&all, str_slice(s, at, end));
	}
	found = all.n ? legacy_find(buf_str(&all), &sure) : NULL;
	return found && sure ? found : NULL;
}

static struct str
utf8_mended(struct doc *d, struct str s)
{
	const struct chart *foreign = foreign_chart(d, s);
	struct buf out = { .mem = d->mem };
	size_t at, end, bad = 0;

	buf_reserve(&out, s.n + s.n / 2);
	for (at = 0; at < s.n; at = end) {
		struct str p;

		end = paragraph_end(s, at);
		p = str_slice(s, at, end);
		if (foreign && is_foreign(p)) {
			buf_put(&out, legacy_decode(foreign, p, d->mem));
			continue;
		}
		bad += buf_put_mended(&out, p);
	}
	if (foreign)
		warn(d, mem_printf(d->mem, "some paragraphs are %s, not UTF-8",
				foreign->name));
	tell_bad(d, bad, "UTF-8");
	return buf_str(&out);
}

/* --- valid UTF-8 --- */

static void
tell_charset(struct doc *d, const char *name)
{
	d->page.charset = mem_str(d->mem, str_c(name));
}

/* Most texts come out as they came in, after a few cheap looks. */
static struct str
settle_utf8(struct doc *d, struct str s)
{
	bool markup = str_eq(d->raw.type, STR("html"));
	const struct chart *chart;

	if (mend_twice_written(&s, d->mem))
		warn(d, STR("UTF-8 was read as windows-1252 and written "
			    "again: mended"));
	if (!markup && mend_references(&s, false, d->mem))
		warn(d, STR("character references in plain text: read"));
	if (viqr_is(s)) {
		tell_charset(d, "viqr");
		return viqr_decode(s, d->mem);
	}
	chart = mend_legacy(&s, d->mem);
	if (!chart && markup)
		chart = mend_legacy_references(&s, d->mem);
	if (chart) {
		tell_charset(d, chart->name);
		warn(d, mem_printf(d->mem,
				"%s was read as windows-1252 and written as "
				"UTF-8: mended",
				chart->name));
	}
	return s;
}

/* --- any charset --- */

static struct str
by_charset(struct doc *d, const struct charset *c, struct str s)
{
	struct str text = s;
	size_t bad = 0;

	tell_charset(d, c->name);
	switch (c->kind) {
	case CHARSET_UTF8:
		return utf8_check(s) == s.n ? s : utf8_mended(d, s);
	case CHARSET_UTF16LE:
	case CHARSET_UTF16BE:
		return utf16(d, s, c->kind == CHARSET_UTF16BE);
	case CHARSET_CHART:
		return legacy_decode(c->chart, s, d->mem);
	case CHARSET_VIQR:
		if (utf8_check(s) < s.n)
			s = utf8_mended(d, s);
		return viqr_decode(s, d->mem);
	case CHARSET_ICU:
		break;
	}
	if (!icu_decode(c->name, s, d->mem, &text, &bad))
		return utf8_mended(d, s);
	tell_bad(d, bad, c->name);
	return text;
}

static bool
said(const struct doc *d, struct charset *out)
{
	return charset_find(d->raw.charset, out) ||
	       (str_eq(d->raw.type, STR("html")) &&
		       charset_find(charset_in_page(d->raw.bytes), out));
}

/* More than a few control characters are no text. */
static bool
is_binary(struct str s)
{
	size_t i, n = s.n < SAMPLE ? s.n : SAMPLE, control = 0, zero = 0;

	for (i = 0; i < n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		control += b < 0x20 && !strchr("\t\n\r\f\x1B", b);
		zero += !b;
	}
	return control * 20 > n || zero * 100 > n;
}

/* What a hole in a file, or the end of a tar, is full of. */
static bool
is_empty_space(struct str s)
{
	size_t i, n = s.n < SAMPLE ? s.n : SAMPLE, zero = 0;

	if (!memchr(s.p, 0, n))
		return false;
	for (i = 0; i < n; i++)
		zero += !s.p[i];
	return zero * 2 > n;
}

/* ISO-2022-JP and its like: ASCII with escapes. */
static bool
shifts(const struct doc *d, struct str s, struct charset *out)
{
	char name[CHARSET_NAME_MAX];
	int confidence = 0;

	if (said(d, out) && out->kind == CHARSET_ICU)
		return true;
	return icu_guess(s, false, name, &confidence) &&
	       str_starts(str_c(name), STR("iso-2022")) &&
	       charset_find(str_c(name), out) && out->kind == CHARSET_ICU;
}

static struct str
guessed(struct doc *d, struct str s)
{
	const struct chart *chart;
	struct charset c;
	char name[CHARSET_NAME_MAX];
	int confidence = 0;
	bool sure;

	if (!icu_guess(
		    s, str_eq(d->raw.type, STR("html")), name, &confidence) ||
		confidence < GUESS_LEAST || !charset_find(str_c(name), &c) ||
		c.kind != CHARSET_ICU) /* what it is not, is known */
		charset_find(STR("windows-1252"), &c);
	chart = legacy_find(s, &sure);
	if (chart)
		charset_find(str_c(chart->name), &c);
	warn(d, mem_printf(d->mem, "charset guessed: %s", c.name));
	return by_charset(d, &c, s);
}

static void
tell_icu(struct doc *d)
{
	struct ex_err e;

	if (icu_load(&e))
		warn(d, mem_printf(d->mem,
				"%s: charsets of other languages are not known",
				e.what));
}

/* Bytes that are not valid UTF-8 as they stand. */
static int
decode_other(struct doc *d, struct str s, struct str *text, struct ex_err *e)
{
	struct utf8_count count = utf8_survey(s);
	const struct chart *chart;
	struct charset c;
	bool sure;

	if (is_binary(s))
		return err_set(e, "binary data: no text in any charset");
	if (count.good >= count.bad || (count.cut && count.cut == count.bad)) {
		tell_charset(d, "utf-8");
		*text = settle_utf8(d, utf8_mended(d, s));
		return 0;
	}
	chart = legacy_find(s, &sure);
	if (!chart || !sure)
		tell_icu(d);
	if (chart && sure) {
		charset_find(str_c(chart->name), &c);
		*text = by_charset(d, &c, s);
	} else if (said(d, &c) && c.kind >= CHARSET_VIQR &&
		   !(chart && !strcmp(c.name, "windows-1252"))) {
		*text = by_charset(d, &c, s);
	} else {
		/* latin1 is said by default, of pages in any old charset */
		*text = guessed(d, s);
	}
	return 0;
}

/* JSON Lines and feeds are UTF-8 always; their texts may have been spoiled
 * before. */
static void
decode_fields(struct doc *d)
{
	static const char *const name[] = { "text", "title" };
	struct node *given;
	size_t i;

	d->page.text = STR("");
	if (!d->raw.utf8 && utf8_check(d->raw.bytes) < d->raw.bytes.n)
		tell_bad(d, utf8_survey(d->raw.bytes).bad, "UTF-8");
	for (i = 0; i < sizeof name / sizeof *name; i++) {
		given = node_get(d->raw.fields, name[i]);
		if (!given)
			continue;
		if (given->kind == NODE_TEXT)
			given->text = settle_utf8(d, given->text);
		if (i == 0)
			d->page.text = given->text;
	}
}

/* A byte order mark, or UTF-16 that has none. False: neither. */
static bool
decode_marked(struct doc *d, struct str s, struct str *text)
{
	size_t mark = 2;
	bool big;

	if (str_starts(s, STR("\xEF\xBB\xBF"))) {
		s = behind(s, 3);
		*text = settle_utf8(
			d, utf8_check(s) == s.n ? s : utf8_mended(d, s));
		return true;
	}
	if (str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF"))) {
		big = s.p[0] == '\xFE';
	} else {
		enum charset_kind order = utf16_order(s);

		if (order == CHARSET_UTF8)
			return false;
		big = order == CHARSET_UTF16BE;
		mark = 0;
	}
	d->page.charset = big ? STR("utf-16be") : STR("utf-16le");
	*text = utf16(d, behind(s, mark), big);
	return true;
}

int
decode(struct doc *d, struct ex_err *e)
{
	struct str s = d->raw.bytes, *text = &d->page.text;
	struct charset c;

	d->page.charset = STR("utf-8");
	if (d->raw.fields) {
		decode_fields(d);
		return 0;
	}
	if (d->raw.forced && charset_find(d->raw.charset, &c)) {
		*text = by_charset(d, &c, s);
		if (str_starts(*text, STR("\xEF\xBB\xBF")))
			*text = behind(*text, 3);
		return 0;
	}
	if (decode_marked(d, s, text))
		return 0;
	if (utf8_check(s) < s.n)
		return decode_other(d, s, text, e);
	if (!str_eq(d->raw.type, STR("html")) && is_empty_space(s))
		return err_set(e, "binary data: no text in any charset");
	if (memchr(s.p, '\x1B', s.n) && shifts(d, s, &c))
		*text = by_charset(d, &c, s);
	else
		*text = settle_utf8(d, s);
	return 0;
}
