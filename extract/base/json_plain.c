/* JSON as nearly all of it is (RFC 8259): what is said here to be a tree is
 * one, all else is json.c's matter. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_plain.h"
#include "base/scan.h"
#include "base/utf8.h"

#define NO_LETTER UINT32_MAX

enum { DEPTH = 100, MEMBERS = 64, DIGITS = 18, NUMBER = 40 };

struct reading {
	struct str s;
	size_t at;
	struct mem *m;
	enum scan_way way;
	bool zero; /* U+0000 came in a text */
};

static struct node *read_value(struct reading *g, unsigned depth);

/* --- signs --- */

/* The next byte behind white space; 0 at the end. */
static char
next(struct reading *g)
{
	while (g->at < g->s.n &&
		(g->s.p[g->at] == ' ' || g->s.p[g->at] == '\n' ||
			g->s.p[g->at] == '\r' || g->s.p[g->at] == '\t'))
		g->at++;
	return g->at < g->s.n ? g->s.p[g->at] : '\0';
}

static bool
take(struct reading *g, char sign)
{
	if (next(g) != sign)
		return false;
	g->at++;
	return true;
}

static bool
take_word(struct reading *g, struct str word)
{
	if (!str_starts(str_slice(g->s, g->at, g->s.n), word))
		return false;
	g->at += word.n;
	return true;
}

/* --- texts --- */

/* From byte at on: the first quote, backslash or control; s.n: none. */
static size_t
special(const struct reading *g, size_t at)
{
	at = scan_bare(g->way, g->s, at);
	while (at < g->s.n && (unsigned char)g->s.p[at] >= 0x20 &&
		g->s.p[at] != '"' && g->s.p[at] != '\\')
		at++;
	return at;
}

/* Four digits at byte at. */
static uint32_t
hex(const struct reading *g, size_t at)
{
	uint32_t c = 0;
	size_t i;

	if (g->s.n - at < 4)
		return NO_LETTER;
	for (i = 0; i < 4; i++) {
		char d = g->s.p[at + i];

		if (d >= '0' && d <= '9')
			c = c << 4 | (uint32_t)(d - '0');
		else if ((d | 32) >= 'a' && (d | 32) <= 'f')
			c = c << 4 | (uint32_t)((d | 32) - 'a' + 10);
		else
			return NO_LETTER;
	}
	return c;
}

/* Behind "\u" at byte *at, which moves behind it. */
static uint32_t
letter(const struct reading *g, size_t *at)
{
	uint32_t c = hex(g, *at), low;

	*at += 4;
	if (c < 0xD800 || c > 0xDFFF)
		return c;
	if (c > 0xDBFF || g->s.n - *at < 6 || g->s.p[*at] != '\\' ||
		g->s.p[*at + 1] != 'u')
		return NO_LETTER;
	low = hex(g, *at + 2);
	*at += 6;
	if (low < 0xDC00 || low > 0xDFFF)
		return NO_LETTER;
	return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

/* What the backslash at byte *at begins, which moves behind it. */
static uint32_t
escape(const struct reading *g, size_t *at)
{
	static const char sign[] = "\"\\/bfnrt", is[] = "\"\\/\b\f\n\r\t";
	const char *found;
	char c = *at + 1 < g->s.n ? g->s.p[*at + 1] : '\0';

	*at += 2;
	if (c == 'u')
		return letter(g, at);
	found = c ? strchr(sign, c) : NULL;
	return found ? (unsigned char)is[found - sign] : NO_LETTER;
}

/* Where the text that begins at byte at ends: its quote. 0: nowhere. */
static size_t
text_end(const struct reading *g, size_t at, bool *escapes)
{
	*escapes = false;
	for (;;) {
		at = special(g, at);
		if (at >= g->s.n || (unsigned char)g->s.p[at] < 0x20)
			return 0;
		if (g->s.p[at] == '"')
			return at;
		*escapes = true;
		at += 2;
		if (at >= g->s.n)
			return 0;
	}
}

/* Up to where special() would go, which is at byte `end` at the latest. */
static size_t
copy_bare(const struct reading *g, char **to, size_t at, size_t end)
{
	struct str s = str_slice(g->s, 0, end);
	size_t from = at;
	char *p;

	at = scan_copy(g->way, *to, s, at);
	for (p = *to + (at - from);
		at < end && (unsigned char)s.p[at] >= 0x20 && s.p[at] != '\\';)
		*p++ = s.p[at++];
	*to = p;
	return at;
}

static bool
read_text(struct reading *g, struct str *out)
{
	size_t at = g->at + 1, end;
	bool escapes;
	char *p, *start;
	uint32_t c;

	end = text_end(g, at, &escapes);
	if (!end)
		return false;
	g->at = end + 1;
	if (!escapes) {
		*out = mem_str(g->m, str_slice(g->s, at, end));
		return true;
	}
	p = start = mem_space(g->m, end - at + 1); /* no escape is shorter */
	while ((at = copy_bare(g, &p, at, end)) < end) {
		c = escape(g, &at);
		if (c == NO_LETTER || at > end)
			return false;
		g->zero |= !c;
		p += utf8_put(p, c);
	}
	*p = '\0';
	*out = (struct str){ start, (size_t)(p - start) };
	return true;
}

/* --- numbers --- */

struct str
json_digits(struct mem *m, double x)
{
	struct str s = { NULL, 0 };
	int n;

	for (n = 15; n <= 17; n++) {
		s = mem_printf(m, "%.*g", n, x);
		if (strtod(s.p, NULL) == x)
			break;
	}
	return s;
}

static size_t
digits(const struct reading *g, size_t at)
{
	while (at < g->s.n && g->s.p[at] >= '0' && g->s.p[at] <= '9')
		at++;
	return at;
}

/* Behind the whole part of a number: its end; 0: it is none. */
static size_t
fraction_end(const struct reading *g, size_t at)
{
	size_t to;

	if (at < g->s.n && g->s.p[at] == '.') {
		to = digits(g, at + 1);
		if (to == at + 1)
			return 0;
		at = to;
	}
	if (at < g->s.n && (g->s.p[at] | 32) == 'e') {
		at++;
		at += at < g->s.n && (g->s.p[at] == '-' || g->s.p[at] == '+');
		to = digits(g, at);
		if (to == at)
			return 0;
		at = to;
	}
	return at;
}

static bool
read_number(struct reading *g, struct str *out)
{
	size_t start = g->at, first = start + (g->s.p[start] == '-');
	size_t whole = digits(g, first), end = fraction_end(g, whole);
	struct str number = str_slice(g->s, start, end ? end : start);
	char text[NUMBER + 1];
	double x;

	if (!end || whole == first || number.n > NUMBER ||
		(g->s.p[first] == '0' && whole > first + 1))
		return false;
	g->at = end;
	if (end == whole) {
		/* "-0" is written as "0" */
		if (whole - first > DIGITS ||
			(first > start && g->s.p[first] == '0'))
			return false;
		*out = mem_str(g->m, number);
		return true;
	}
	memcpy(text, number.p, number.n);
	text[number.n] = '\0';
	x = strtod(text, NULL);
	if (!isfinite(x))
		return false;
	*out = json_digits(g->m, x);
	return true;
}

/* --- values --- */

static bool
has_name(const struct node *object, struct str name)
{
	const struct node *n;

	for (n = object->first; n; n = n->next)
		if (n->name.n == name.n && str_eq(n->name, name))
			return true;
	return false;
}

static bool
read_members(struct reading *g, struct node *object, unsigned depth)
{
	struct node *child;
	struct str name;
	size_t n = 0;

	g->at++;
	if (take(g, '}'))
		return true;
	do {
		g->zero = false; /* a name has none */
		if (next(g) != '"' || ++n > MEMBERS || !read_text(g, &name) ||
			g->zero || has_name(object, name) || !take(g, ':'))
			return false;
		child = read_value(g, depth);
		if (!child)
			return false;
		node_add(object, name, child);
	} while (take(g, ','));
	return take(g, '}');
}

static bool
read_items(struct reading *g, struct node *list, unsigned depth)
{
	struct node *child;

	g->at++;
	if (take(g, ']'))
		return true;
	do {
		child = read_value(g, depth);
		if (!child)
			return false;
		node_add(list, STR(""), child);
	} while (take(g, ','));
	return take(g, ']');
}

static bool
fill(struct reading *g, struct node *n, unsigned depth)
{
	switch (next(g)) {
	case '"':
		n->kind = NODE_TEXT;
		return read_text(g, &n->text);
	case '{':
		n->kind = NODE_OBJECT;
		return depth < DEPTH && read_members(g, n, depth + 1);
	case '[':
		n->kind = NODE_LIST;
		return depth < DEPTH && read_items(g, n, depth + 1);
	case 't':
		n->kind = NODE_BOOL;
		n->text = STR("true");
		return take_word(g, n->text);
	case 'f':
		n->kind = NODE_BOOL;
		n->text = STR("false");
		return take_word(g, n->text);
	case 'n':
		return take_word(g, STR("null"));
	default:
		n->kind = NODE_NUMBER;
		return g->at < g->s.n && read_number(g, &n->text);
	}
}

static struct node *
read_value(struct reading *g, unsigned depth)
{
	struct node *n = node_new(g->m, NODE_NULL);

	return fill(g, n, depth) ? n : NULL;
}

struct node *
json_plain(struct str s, struct mem *m)
{
	struct reading g = { .s = s, .m = m, .way = scan_best() };
	struct node *root;

	if (utf8_check(s) < s.n)
		return NULL;
	root = read_value(&g, 0);
	return root && next(&g) == '\0' && g.at == s.n ? root : NULL;
}
