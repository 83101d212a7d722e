/* JSON written straight into a buffer. */
#include <string.h>

#include "base/json_write.h"
#include "base/scan.h"
#include "base/utf8.h"

#define EACH 0x0101010101010101ULL /* one in each of eight bytes */

enum { SHORT = 64 }; /* bytes of a text that may well be plain */

#define REPLACEMENT STR("\xEF\xBF\xBD") /* U+FFFD */

/* What stands behind the backslash of each control; 'u': four digits. */
static const char control[0x20 + 1] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";

/* Eight bytes of ASCII with nothing to escape; may say no where it is so. */
static bool
are_plain(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return !((x | (x - EACH * 0x20) | ((x ^ EACH * '"') - EACH) |
			 ((x ^ EACH * '\\') - EACH)) &
		 EACH * 0x80);
}

static bool
is_bare(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

/* s is short: is all of it ASCII with nothing to escape? */
static bool
is_plain(struct str s)
{
	size_t i = 0;

	for (; s.n - i >= 8; i += 8)
		if (!are_plain(s.p + i))
			return false;
	for (; i < s.n; i++)
		if (!is_bare((unsigned char)s.p[i]) || (s.p[i] & 0x80))
			return false;
	return true;
}

/* Valid UTF-8: runs with nothing to escape are copied whole. */
static void
put_valid(struct buf *out, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	enum scan_way way = scan_best();
	size_t i, from = 0;

	for (i = 0; i < s.n; i++) {
		unsigned char c;

		i = scan_bare(way, s, i);
		while (i < s.n && is_bare((unsigned char)s.p[i]))
			i++;
		if (i == s.n)
			break;
		c = (unsigned char)s.p[i];
		buf_put(out, str_slice(s, from, i));
		buf_put_c(out, '\\');
		buf_put_c(out, c < 0x20 ? control[c] : (char)c);
		if (c < 0x20 && control[c] == 'u') {
			buf_put(out, STR("00"));
			buf_put_c(out, hex[c >> 4]);
			buf_put_c(out, hex[c & 15]);
		}
		from = i + 1;
	}
	buf_put(out, str_slice(s, from, s.n));
}

/* The text in quotes, which is plain, and what stands around them. */
static void
put_plain(struct buf *out, struct str before, struct str s, struct str behind)
{
	char *p;

	if (!buf_reserve(out, before.n + s.n + behind.n))
		return;
	p = out->p + out->n;
	memcpy(p, before.p, before.n);
	p += before.n;
	if (s.n)
		memcpy(p, s.p, s.n);
	memcpy(p + s.n, behind.p, behind.n);
	out->n += before.n + s.n + behind.n;
}

void
json_put_text(struct buf *out, struct str s)
{
	size_t good;

	if (s.n <= SHORT && is_plain(s)) {
		put_plain(out, STR("\""), s, STR("\""));
		return;
	}
	if (!buf_reserve(out, s.n + 2))
		return;
	buf_put_c(out, '"');
	while ((good = utf8_check(s)) < s.n) {
		put_valid(out, str_slice(s, 0, good));
		buf_put(out, REPLACEMENT);
		s = str_slice(s, good + 1, s.n);
	}
	put_valid(out, s);
	buf_put_c(out, '"');
}

/* No text ends in a bracket here: it ends in its quote. */
static bool
needs_comma(const struct buf *out)
{
	return out->n && out->p[out->n - 1] != '{' && out->p[out->n - 1] != '[';
}

void
json_put_comma(struct buf *out)
{
	if (needs_comma(out))
		buf_put_c(out, ',');
}

void
json_put_name(struct buf *out, struct str name)
{
	if (name.n <= SHORT && is_plain(name)) {
		put_plain(out, needs_comma(out) ? STR(",\"") : STR("\""), name,
			STR("\":"));
		return;
	}
	json_put_comma(out);
	json_put_text(out, name);
	buf_put_c(out, ':');
}

void
json_put_int(struct buf *out, struct str name, long long n)
{
	json_put_name(out, name);
	buf_put_int(out, n);
}

void
json_put_member(struct buf *out, struct str name, struct str s)
{
	json_put_name(out, name);
	if (s.p)
		json_put_text(out, s);
	else
		buf_put(out, STR("null"));
}

static size_t
digits(struct str s, size_t at)
{
	while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
		at++;
	return at;
}

/* RFC 8259, section 6. */
static bool
is_number(struct str s)
{
	size_t at = 0, to;

	if (at < s.n && s.p[at] == '-')
		at++;
	to = digits(s, at);
	if (to == at || (s.p[at] == '0' && to > at + 1))
		return false;
	at = to;
	if (at < s.n && s.p[at] == '.') {
		to = digits(s, at + 1);
		if (to == at + 1)
			return false;
		at = to;
	}
	if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
		at++;
		if (at < s.n && (s.p[at] == '-' || s.p[at] == '+'))
			at++;
		to = digits(s, at);
		if (to == at)
			return false;
		at = to;
	}
	return at == s.n;
}

static void
put_tree(struct buf *out, const struct node *n, unsigned depth)
{
	const struct node *child;

	if (!n || n->kind == NODE_NULL || depth > JSON_DEPTH_MAX) {
		buf_put(out, STR("null"));
		return;
	}
	if (n->kind == NODE_TEXT) {
		json_put_text(out, n->text);
		return;
	}
	if (n->kind == NODE_BOOL) {
		buf_put(out, str_eq(n->text, STR("true")) ? STR("true")
							  : STR("false"));
		return;
	}
	if (n->kind == NODE_NUMBER) {
		if (is_number(n->text))
			buf_put(out, n->text);
		else
			json_put_text(out, n->text);
		return;
	}
	buf_put_c(out, n->kind == NODE_LIST ? '[' : '{');
	for (child = n->first; child; child = child->next) {
		if (n->kind == NODE_LIST)
			json_put_comma(out);
		else
			json_put_name(out, child->name);
		put_tree(out, child, depth + 1);
	}
	buf_put_c(out, n->kind == NODE_LIST ? ']' : '}');
}

void
json_put_node(struct buf *out, const struct node *n)
{
	put_tree(out, n, 0);
}
