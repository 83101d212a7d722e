/* A web page, as saved or as fetched: one article. */
#include "base/buf.h"
#include "base/err.h"
#include "read_type.h"

enum { HEAD_SEEN = 512 /* bytes of UTF-16 looked at */ };

/* What pages begin with, behind white space, comments and an XML line. */
static const char *const beginnings[] = { "<!doctype html", "<html", "<head",
	"<body", "<title", "<meta", "<div", "<article", "<p>", "<h1",
	"<table" };

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
begins(struct str s, struct str with)
{
	size_t i;

	for (i = 0; i < with.n; i++)
		if (i == s.n || small(s.p[i]) != with.p[i])
			return false;
	return true;
}

/* s behind white space, comments, and <?xml ...?>. */
static struct str
first_tag(struct str s)
{
	struct str end;
	size_t at;

	if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_slice(s, 3, s.n);
	for (;;) {
		s = str_trim(s);
		if (str_starts(s, STR("<!--")))
			end = STR("-->");
		else if (str_starts(s, STR("<?xml")))
			end = STR("?>");
		else
			return s;
		at = str_find(s, end, 0);
		if (at == SPAN_NONE)
			return STR("");
		s = str_slice(s, at + end.n, s.n);
	}
}

static bool
name_ends(struct str name, struct str with)
{
	return name.n > with.n &&
	       begins(str_slice(name, name.n - with.n, name.n), with);
}

/* UTF-16 with its mark: every second byte of "<html" is NUL. */
static struct str
narrow(struct str head, char to[HEAD_SEEN])
{
	size_t i, n = 0;

	for (i = 2; i < head.n && n < HEAD_SEEN; i++)
		if (head.p[i] != '\0')
			to[n++] = head.p[i];
	return (struct str){ to, n };
}

static bool
is_page(struct str text)
{
	size_t i;

	text = first_tag(text);
	if (text.n == 0 || text.p[0] != '<')
		return false;
	for (i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (begins(text, str_c(beginnings[i])))
			return true;
	return false;
}

static int
probe(struct str head, struct str name)
{
	char bytes[HEAD_SEEN];

	if (str_starts(head, STR("\xFF\xFE")) ||
		str_starts(head, STR("\xFE\xFF")))
		return is_page(narrow(head, bytes)) ? 95 : 0;
	if (is_page(head))
		return 85;
	return name_ends(name, STR(".html")) || name_ends(name, STR(".htm")) ||
			       name_ends(name, STR(".xhtml")) ||
			       name_ends(name, STR(".shtml"))
		       ? 60
		       : 0;
}

static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct buf b = { .mem = m };

	if (s->line++)
		return 0;
	raw->uri = mem_str(m, s->uri);
	raw->type = STR("html");
	if (stream_whole(s, &b, e))
		return -1;
	raw->bytes = buf_str(&b);
	return 1;
}

const struct read_type read_html = {
	.name = "html",
	.single = true,
	.probe = probe,
	.next = next,
};
