/* Bytes to UTF-8. A byte order mark tells UTF-16; all else must be UTF-8. */
#include "base/buf.h"
#include "base/err.h"
#include "base/utf8.h"
#include "decode.h"

static uint32_t
unit(struct str s, size_t at, bool big)
{
	unsigned char a = (unsigned char)s.p[at];
	unsigned char b = (unsigned char)s.p[at + 1];

	return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

/* s is what follows a byte order mark of two bytes. */
static int
decode_utf16(struct str s, bool big, struct mem *m, struct str *out,
	struct ex_err *e)
{
	struct buf b = { .mem = m };
	size_t i;
	uint32_t c, low;

	if (s.n % 2)
		return err_set(e,
			"byte %zu is half a letter of UTF-16: the text is cut",
			s.n + 1);
	buf_reserve(&b, s.n + s.n / 2 + 1);
	for (i = 0; i < s.n; i += 2) {
		c = unit(s, i, big);
		if (c >= 0xD800 && c <= 0xDFFF) {
			low = c < 0xDC00 && s.n - i >= 4 ? unit(s, i + 2, big)
							 : 0;
			if (low < 0xDC00 || low > 0xDFFF)
				return err_set(e,
					"byte %zu is not valid UTF-16", i + 2);
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			i += 2;
		}
		buf_put_utf8(&b, c);
	}
	*out = buf_str(&b);
	return 0;
}

static int
decode_utf8(struct str s, size_t skipped, struct str *out, struct ex_err *e)
{
	size_t bad = utf8_check(s);

	if (bad < s.n)
		return err_set(e, "byte %zu is not valid UTF-8", bad + skipped);
	*out = s;
	return 0;
}

static struct str
behind(struct str s, size_t n)
{
	return str_slice(s, n, s.n);
}

int
decode(struct doc *d, struct ex_err *e)
{
	struct str bytes = d->raw.bytes, *text = &d->page.text;
	struct node *given;

	d->page.charset = STR("utf-8");
	if (d->raw.fields) {
		given = node_get(d->raw.fields, "text");
		return decode_utf8(given ? given->text : STR(""), 0, text, e);
	}
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		return decode_utf8(behind(bytes, 3), 3, text, e);
	if (str_starts(bytes, STR("\xFF\xFE"))) {
		d->page.charset = STR("utf-16le");
		return decode_utf16(behind(bytes, 2), false, d->mem, text, e);
	}
	if (str_starts(bytes, STR("\xFE\xFF"))) {
		d->page.charset = STR("utf-16be");
		return decode_utf16(behind(bytes, 2), true, d->mem, text, e);
	}
	return decode_utf8(bytes, 0, text, e);
}
