/* Pages as browsers save them whole (MHTML, RFC 2557): the first part that is
 * HTML. A small reader of our own: what a mail library brings beside it is a
 * hundred times as much. */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mime.h"
#include "read_type.h"

enum {
	PARTS_MAX = 10000,
	DEEP = 4, /* multipart/alternative within multipart/related */
	HEAD_MAX = 64 * 1024
};

/* --- which file --- */

static bool
has(struct str s, const char *what)
{
	size_t n = strlen(what), i;

	for (i = 0; i + n <= s.n; i++)
		if (strncasecmp(s.p + i, what, n) == 0)
			return true;
	return false;
}

/* Is s a line "Name: value"? */
static bool
begins_header(struct str s)
{
	size_t i = 0;

	while (i < s.n && i < 40 &&
		((s.p[i] >= 'A' && s.p[i] <= 'Z') ||
			(s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '-'))
		i++;
	return i > 1 && i < s.n && s.p[i] == ':';
}

static int
probe(struct str head, struct str name)
{
	struct str top;

	if (str_starts(head, STR("\xEF\xBB\xBF")))
		head = str_slice(head, 3, head.n);
	while (head.n > 0 && strchr("\r\n", head.p[0]))
		head = str_slice(head, 1, head.n);
	if (!begins_header(head))
		return 0;
	top = mime_split(head).head;
	if (has(top, "content-type: multipart/related") ||
		(has(top, "mime-version:") && has(top, "multipart/")))
		return 90;
	return str_ends(name, STR(".mhtml")) || str_ends(name, STR(".mht")) ? 85
									    : 0;
}

/* --- the page --- */

/* The first part that is HTML; false where there is none. */
static bool
find_page(struct mime_part whole, struct mem *m, unsigned deep,
	struct mime_part *out)
{
	struct str type = mime_header(whole.head, "content-type", m);
	struct str bare = mime_type(type, m), boundary;
	struct mime_part part;
	size_t at = 0, n;

	if (str_eq(bare, STR("text/html")) ||
		str_eq(bare, STR("application/xhtml+xml"))) {
		*out = whole;
		return true;
	}
	boundary = mime_parameter(type, "boundary");
	if (deep == DEEP || !str_starts(bare, STR("multipart/")) ||
		boundary.n == 0)
		return false;
	for (n = 0;
		n < PARTS_MAX && mime_next(whole.body, boundary, &at, &part);
		n++) {
		if (part.head.n > HEAD_MAX)
			continue;
		if (find_page(part, m, deep + 1, out))
			return true;
	}
	return false;
}

static struct str
first_of(struct str a, struct str b)
{
	return a.n > 0 ? a : b;
}

static int
take_page(const struct stream *s, struct str all, struct raw *raw,
	struct mem *m, struct ex_err *e)
{
	struct mime_part whole, page;

	while (all.n > 0 && strchr("\xEF\xBB\xBF\r\n", all.p[0]))
		all = str_slice(all, 1, all.n);
	whole = mime_split(all);
	if (whole.head.n > HEAD_MAX)
		return err_set(e, "a head of more than %d KB is not read",
			HEAD_MAX >> 10);
	if (!find_page(whole, m, 0, &page))
		return err_set(e, "no HTML in this MHTML");
	raw->type = STR("html");
	raw->from = STR("mhtml");
	raw->bytes = mime_unpack(page.body,
		mime_header(page.head, "content-transfer-encoding", m), m);
	raw->charset = first_of(
		mime_parameter(
			mime_header(page.head, "content-type", m), "charset"),
		s->charset);
	raw->url = first_of(mime_header(page.head, "content-location", m),
		mime_header(whole.head, "snapshot-content-location", m));
	if (!has(str_slice(raw->url, 0, raw->url.n < 8 ? raw->url.n : 8),
		    "http"))
		raw->url = s->url;
	raw->fetched = s->fetched;
	if (raw->charset.n == 0)
		raw->charset = (struct str){ NULL, 0 };
	return 1;
}

static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct buf b = { .mem = m };

	if (s->line++)
		return 0;
	s->told = true;
	raw->uri = mem_str(m, s->uri);
	if (stream_whole(s, &b, e))
		return -1;
	return take_page(s, buf_str(&b), raw, m, e);
}

const struct read_type read_mhtml = {
	.name = "mhtml",
	.probe = probe,
	.next = next,
};
