/* Texts of a page's head as they are compared and looked up. */
#include "base/buf.h"
#include "base/letter.h"
#include "base/utf8.h"
#include "html.h"
#include "normal.h"
#include "page_key.h"

struct str
page_key(struct str s, struct mem *m)
{
	struct buf out = { .mem = m };
	bool blank = false;
	size_t at = 0;
	uint32_t c;

	s = normal_seen(m, s);
	buf_reserve(&out, s.n + 1);
	while (at < s.n) {
		c = utf8_get(s, &at);
		/* beyond the letters that have two cases all is one */
		if (c < 0x2000 ? !letter_or_digit(c) && c < 0x250
			       : c < 0x2E80) {
			blank = out.n > 0;
			continue;
		}
		if (blank)
			buf_put_c(&out, ' ');
		blank = false;
		buf_put_utf8(&out, letter_lower(c));
	}
	return buf_str(&out);
}

/* Is name one of the words of names? */
static bool
has_name(struct str names, struct str name)
{
	size_t at = str_find(names, name, 0), end;

	for (; at != SPAN_NONE; at = str_find(names, name, at + 1)) {
		end = at + name.n;
		if ((at == 0 || names.p[at - 1] == ' ') &&
			(end == names.n || names.p[end] == ' '))
			return true;
	}
	return false;
}

struct str
page_meta_content(const struct html *h, const char *name)
{
	size_t i;

	for (i = 0; i < h->nmeta; i++)
		if (h->meta[i].content.n > 0 &&
			has_name(h->meta[i].name, str_c(name)))
			return h->meta[i].content;
	return (struct str){ NULL, 0 };
}
