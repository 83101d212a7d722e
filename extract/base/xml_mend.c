/* One pass over the bytes, some of which wait for the next call. */
#include <string.h>

#include "base/references.h"
#include "base/utf8.h"
#include "base/xml_mend.h"

enum { IN_CDATA = 1, IN_COMMENT = 2, LOOK = 16, DECLARATION = 200 };

/* --- the encoding --- */

/* What <?xml ... encoding="..."?> says; UTF-8 where it says nothing. */
static void
look_at_beginning(struct xml_mend *x, struct str s)
{
	struct str end = STR("?>"), quote;
	size_t at, close;

	if (s.n >= 2 && (!s.p[0] || !s.p[1] || str_starts(s, STR("\xFF\xFE")) ||
				str_starts(s, STR("\xFE\xFF")))) {
		x->wide = true;
		return;
	}
	if (!str_starts(s, STR("<?xml")))
		return;
	close = str_find(s, end, 0);
	if (close == SPAN_NONE || close > DECLARATION)
		return;
	at = str_find(s, STR("encoding="), 0);
	if (at == SPAN_NONE || at > close)
		return;
	quote = str_slice(s, at + 10, close);
	x->other = !str_starts(quote, STR("utf-8")) &&
		   !str_starts(quote, STR("UTF-8")) &&
		   !str_starts(quote, STR("utf8")) &&
		   !str_starts(quote, STR("UTF8"));
}

/* --- what is mended --- */

/* One of XML's own: kept as it stands. */
static bool
is_own(struct str s, size_t n)
{
	static const char *const own[] = { "&amp;", "&lt;", "&gt;", "&quot;",
		"&apos;" };
	size_t i;

	for (i = 0; i < sizeof own / sizeof *own; i++)
		if (str_eq(str_slice(s, 0, n), str_c(own[i])))
			return true;
	return false;
}

/* "&" at the head of s: the bytes taken. */
static size_t
put_reference(struct str s, struct buf *out)
{
	size_t n = 0;
	unsigned c = references_get(s, &n);

	if (c == 0) {
		buf_put(out, STR("&amp;"));
		return 1;
	}
	if (is_own(s, n))
		buf_put(out, str_slice(s, 0, n));
	else
		buf_printf(out, "&#%u;", c);
	return n;
}

/* A byte beyond ASCII: its letter, or U+FFFD for what is none. */
static size_t
put_letter(const struct xml_mend *x, struct str s, struct buf *out)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;

	if (x->other) {
		buf_put_c(out, s.p[0]);
		return 1;
	}
	if (n > 1 && n <= s.n && utf8_check(str_slice(s, 0, n)) == n) {
		buf_put(out, str_slice(s, 0, n));
		return n;
	}
	buf_put(out, STR("\xEF\xBF\xBD"));
	return 1;
}

/* Beginnings and ends of what references have no meaning in. */
static size_t
put_mark(struct xml_mend *x, struct str s, struct buf *out)
{
	static const struct {
		const char *mark;
		char from, to;
	} all[] = {
		{ "<![CDATA[", 0, IN_CDATA },
		{ "<!--", 0, IN_COMMENT },
		{ "]]>", IN_CDATA, 0 },
		{ "-->", IN_COMMENT, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++)
		if (x->in == all[i].from && str_starts(s, str_c(all[i].mark))) {
			x->in = all[i].to;
			buf_put(out, str_c(all[i].mark));
			return strlen(all[i].mark);
		}
	return 0;
}

/* "<p", "</p", "<!--", "<?xml", not "1 < 2". */
static bool
begins_tag(struct str s)
{
	unsigned char c = s.n > 1 ? (unsigned char)s.p[1] : ' ';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80 ||
	       (c != 0 && strchr("_:/!?", c));
}

/* The bytes taken from the head of s. */
static size_t
put_next(struct xml_mend *x, struct str s, struct buf *out)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n;

	if (c == '<' || c == ']' || c == '-') {
		n = put_mark(x, s, out);
		if (n > 0)
			return n;
	}
	if (c == '&' && !x->in)
		return put_reference(s, out);
	if (c == '<' && !x->in && !begins_tag(s)) {
		buf_put(out, STR("&lt;"));
		return 1;
	}
	if (c >= 0x80)
		return put_letter(x, s, out);
	if (c >= ' ' || c == '\t' || c == '\n' || c == '\r')
		buf_put_c(out, s.p[0]);
	return 1;
}

/* --- the stream --- */

static struct str
begin(struct xml_mend *x, struct str s)
{
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_slice(s, 3, s.n);
	while (s.n > 0 && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
		s = str_slice(s, 1, s.n);
	if (s.n > 0) {
		x->begun = true;
		look_at_beginning(x, s);
	}
	return s;
}

/* Is it to be told only with what comes behind the end of s? */
static bool
is_open(const struct xml_mend *x, struct str s)
{
	unsigned char c = (unsigned char)s.p[0];

	return s.n < LOOK && (c == '<' || c == '&' || c == ']' || c == '-' ||
				     (c >= 0xC0 && !x->other));
}

/* Nothing begins or ends with it, nor is it beyond ASCII. */
static bool
is_plain(char c)
{
	return c >= ' ' && (unsigned char)c < 0x80 && c != '<' && c != '&' &&
	       c != ']' && c != '-';
}

/* All of s but its last bytes, which may be held. */
static size_t
put_all(struct xml_mend *x, struct str s, bool last, struct buf *out)
{
	size_t at = 0, n;

	while (at < s.n) {
		struct str rest = str_slice(s, at, s.n);

		if (!last && is_open(x, rest))
			break;
		/* runs of plain text in one go */
		for (n = 0; n < rest.n; n++)
			if (!is_plain(rest.p[n]))
				break;
		buf_put(out, str_slice(rest, 0, n));
		at += n ? n : put_next(x, rest, out);
	}
	return at;
}

void
xml_mend(struct xml_mend *x, struct str s, struct buf *out)
{
	struct buf joined = { .p = NULL };
	bool last = s.n == 0;
	size_t at;

	if (x->wide) {
		buf_put(out, s);
		return;
	}
	buf_put(&joined, (struct str){ x->held, x->nheld });
	buf_put(&joined, s);
	out->bad |= joined.bad;
	x->nheld = 0;
	s = buf_str(&joined);
	if (!x->begun)
		s = begin(x, s);
	if (x->wide) {
		buf_put(out, s);
	} else if (s.n > 0) {
		at = put_all(x, s, last, out);
		memcpy(x->held, s.p + at, s.n - at);
		x->nheld = s.n - at;
	}
	buf_free(&joined);
}
