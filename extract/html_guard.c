/* The page as the parser gets it. libxml2 compares each attribute of an
 * element with all before it, and end tags with all elements that are open;
 * of scripts and styles it makes text that nobody reads. Tags are read here as
 * it reads them, to count and to cut, no more. */
#include <string.h>

#include "base/buf.h"
#include "base/node.h"
#include "html_guard.h"
#include "html_tags.h"

enum {
	LEFT_MAX = 16 << 20, /* bytes */
	ATTRIBUTES_MAX = 64,
	NAME_MAX_BYTES = 90,	    /* the parser begins another name at 100 */
	VALUE_MAX_BYTES = 64 * 1024 /* data: of pictures */
};

struct guard {
	struct str page;
	struct buf left;
	size_t from; /* bytes of page before it are in left, or gone */
	bool no_comment_end, no_script_end, no_style_end;
	bool cutting; /* all that follows in this tag goes */
	bool many;    /* attributes were cut */
	bool as_is;   /* attributes stay: NULs are among them, or JSON-LD that
			 never ends is not told from them */
};

/* --- bytes --- */

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == ':' || c == '-' ||
	       c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static bool
begins_with(struct str s, size_t at, const char *small)
{
	size_t i;

	for (i = 0; small[i]; i++)
		if (at + i >= s.n || (s.p[at + i] | 0x20) != small[i])
			return false;
	return true;
}

static void
leave_out(struct guard *g, size_t from, size_t end)
{
	buf_put(&g->left, str_slice(g->page, g->from, from));
	g->from = end;
}

/* --- tags --- */

static size_t
behind_white(struct str s, size_t at)
{
	while (at < s.n && is_white(s.p[at]))
		at++;
	return at;
}

/* Behind what stands up to a blank or the tag's end. */
static size_t
behind_bare(struct str s, size_t at)
{
	while (at < s.n && !is_white(s.p[at]) && s.p[at] != '>')
		at++;
	return at;
}

static size_t
behind_value(struct guard *g, size_t at)
{
	struct str s = g->page;
	const char *end;
	size_t from = at;

	if (at == s.n || (s.p[at] != '"' && s.p[at] != '\''))
		return behind_bare(s, at);
	end = memchr(s.p + at + 1, s.p[at], s.n - at - 1);
	at = end ? (size_t)(end - s.p) : s.n;
	if (at - from > VALUE_MAX_BYTES && !g->cutting)
		leave_out(g, from + 1, at);
	return at + (end != NULL);
}

/* Has the value at [start, end) quotes before and behind? */
static bool
is_quoted(struct str s, size_t start, size_t end)
{
	return end > start + 1 && (s.p[start] == '"' || s.p[start] == '\'') &&
	       s.p[end - 1] == s.p[start];
}

/* One that nobody reads, at [from, end). Behind a '/' it is none, to the
 * parser. */
static void
leave_out_attribute(struct guard *g, size_t from, size_t end)
{
	if (!g->cutting && !g->as_is && g->from <= from &&
		is_white(g->page.p[from - 1]))
		leave_out(g, from, end);
}

/* Behind the attribute at `at`; *n goes up by as many as the parser sees. */
static size_t
behind_attribute(struct guard *g, size_t at, size_t *n)
{
	struct str s = g->page, name;
	size_t from = at, i, value, many = 0;
	bool plain = true;

	++*n;
	if (!is_name(s.p[at]) || s.p[at] == '-' ||
		(s.p[at] >= '0' && s.p[at] <= '9'))
		return behind_bare(s, at + 1);
	for (; at < s.n && is_name(s.p[at]); at++)
		plain &= (unsigned char)s.p[at] < 0x80;
	if (at - from > NAME_MAX_BYTES && !g->cutting) {
		leave_out(g, from + NAME_MAX_BYTES, at);
		g->many = true;
	}
	name = str_slice(s, from, at);
	i = behind_white(s, at);
	if (i == s.n || s.p[i] != '=')
		return at;
	value = behind_white(s, i + 1);
	at = behind_value(g, value);
	if (plain && name.n <= NAME_MAX_BYTES && is_quoted(s, value, at) &&
		html_attribute(name) == ATTRIBUTE_OTHER)
		leave_out_attribute(g, from, at);
	/* Whether it is a name to the parser, none knows: then what stands in
	 * quotes may be many. */
	for (from = i; !plain && from < at; from++)
		many += is_white(s.p[from]);
	if (many > ATTRIBUTES_MAX && !g->cutting && g->from <= i) {
		leave_out(g, i, at);
		g->many = true;
	}
	return at;
}

/* Behind the tag whose name ends at `at`. */
static size_t
behind_tag(struct guard *g, size_t at)
{
	struct str s = g->page;
	size_t n = 0, cut = SPAN_NONE;

	for (;;) {
		while (at < s.n && (is_white(s.p[at]) || s.p[at] == '/'))
			at++;
		if (at >= s.n || s.p[at] == '>')
			break;
		if (n >= ATTRIBUTES_MAX && !g->cutting) {
			g->cutting = true;
			cut = at;
		}
		at = behind_attribute(g, at, &n);
	}
	if (at > s.n)
		at = s.n;
	if (g->cutting) {
		leave_out(g, cut, at);
		g->cutting = false;
		g->many = true;
	}
	return at < s.n ? at + 1 : at;
}

/* --- what holds no text --- */

/* Where "</script" or the like stands at or after `at`; SPAN_NONE. */
static size_t
find_end_tag(struct str s, size_t at, const char *name)
{
	const char *p;

	while (at < s.n && (p = memchr(s.p + at, '<', s.n - at))) {
		at = (size_t)(p - s.p);
		if (at + 1 < s.n && s.p[at + 1] == '/' &&
			begins_with(s, at + 2, name))
			return at;
		at++;
	}
	return SPAN_NONE;
}

/* Leaves out what stands in an element whose tag ends at `at`, up to its end
 * tag; a page that never ends it is left as it is. */
static size_t
leave_out_content(struct guard *g, size_t at, const char *name, bool *no_end)
{
	size_t end = *no_end ? SPAN_NONE : find_end_tag(g->page, at, name);

	if (end == SPAN_NONE) {
		*no_end = true;
		return at;
	}
	leave_out(g, at, end);
	return end;
}

static size_t
behind_element(struct guard *g, size_t at)
{
	struct str s = g->page, tag;
	size_t name = at + 1, end;

	for (end = name; end < s.n && is_name(s.p[end]);)
		end++;
	end = behind_tag(g, end);
	tag = str_slice(s, at, end);
	if (begins_with(s, name, "script") && tag.n > 7 && !is_name(tag.p[7])) {
		if (str_find(tag, STR("ld+json"), 0) != SPAN_NONE) {
			name = g->no_script_end
				       ? SPAN_NONE
				       : find_end_tag(s, end, "script");
			g->as_is |= name == SPAN_NONE;
			g->no_script_end |= name == SPAN_NONE;
			return name == SPAN_NONE ? end : name;
		}
		if (tag.n > 1 && tag.p[tag.n - 2] == '/')
			return end;
		return leave_out_content(g, end, "script", &g->no_script_end);
	}
	if (begins_with(s, name, "style") && tag.n > 6 && !is_name(tag.p[6]))
		return leave_out_content(g, end, "style", &g->no_style_end);
	return end;
}

/* "<!-->" and "<!--->" are comments already; one that never ends is none. */
static size_t
behind_comment(struct guard *g, size_t at)
{
	size_t end = g->no_comment_end ? SPAN_NONE
				       : str_find(g->page, STR("-->"), at + 2);

	if (end == SPAN_NONE) {
		g->no_comment_end = true;
		leave_out(g, at, at + 4);
		return at + 4;
	}
	leave_out(g, at, end + 3);
	return end + 3;
}

/* --- the whole --- */

static void
warn(struct node *warnings, struct mem *m, const char *what)
{
	node_add(warnings, STR(""), node_new(m, NODE_TEXT))->text = str_c(what);
}

struct str
html_guard(struct str page, struct mem *m, struct node *warnings)
{
	struct guard g = { .page = page, .left.mem = m };
	struct str left;
	const char *p;
	size_t at = 0;

	buf_reserve(&g.left, page.n + 1);
	g.as_is = memchr(page.p, '\0', page.n) != NULL;
	while (at < page.n && g.left.n <= LEFT_MAX) {
		p = memchr(page.p + at, '<', page.n - at);
		if (!p)
			break;
		at = (size_t)(p - page.p);
		if (at + 1 < page.n && is_letter(page.p[at + 1]))
			at = behind_element(&g, at);
		else if (begins_with(page, at + 1, "!--"))
			at = behind_comment(&g, at);
		else
			at++;
	}
	leave_out(&g, page.n, page.n);
	left = buf_str(&g.left);
	if (g.many)
		warn(warnings, m,
			"an element has more than 64 attributes: the others "
			"are not read");
	if (left.n <= LEFT_MAX)
		return left;
	warn(warnings, m, "the page has more than 16 MB: the rest is not read");
	left.n = LEFT_MAX;
	while (((unsigned char)left.p[left.n] & 0xC0) == 0x80)
		left.n--;
	return left;
}
