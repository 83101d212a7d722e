/* JSON written straight into a buffer. */
#include <string.h>

#include "base/json_write.h"
#include "base/scan.h"
#include "base/utf8.h"

#define EACH 0x0101010101010101ULL /* one in each of eight bytes */

enum { SHORT = 64 }; /* bytes of a name that may well be plain */

#define REPLACEMENT STR("\xEF\xBF\xBD") /* U+FFFD */

/* What stands behind the backslash of each control; 'u': four digits. */
static const char control[0x20 + 1] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";

static bool
has_room(struct buf *out, size_t n)
{
	return n <= out->cap - out->n || buf_reserve(out, n);
}

static void
put(struct buf *out, struct str s)
{
	if (!has_room(out, s.n))
		return;
	memcpy(out->p + out->n, s.p, s.n);
	out->n += s.n;
}

/* Eight bytes of ASCII with nothing to escape; may say no where it is so. */
static bool
are_plain(uint64_t x)
{
	return !((x | (x - EACH * 0x20) | ((x ^ EACH * '"') - EACH) |
			 ((x ^ EACH * '\\') - EACH)) &
		 EACH * 0x80);
}

static bool
is_bare(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

/* Eight bytes and more, the last eight for the second time. */
static bool
copy_eights(char *to, struct str s)
{
	uint64_t x;
	size_t i;

	for (i = 0; i < s.n; i += 8) {
		if (s.n - i < 8)
			i = s.n - 8;
		memcpy(&x, s.p + i, sizeof x);
		if (!are_plain(x))
			return false;
		memcpy(to + i, &x, sizeof x);
	}
	return true;
}

/* Copies s if all of it is ASCII with nothing to escape. */
static bool
copy_plain(char *to, struct str s)
{
	uint32_t x, y;
	size_t i;

	if (s.n >= 8)
		return copy_eights(to, s);
	if (s.n >= 4) {
		memcpy(&x, s.p, sizeof x);
		memcpy(&y, s.p + s.n - 4, sizeof y);
		memcpy(to, &x, sizeof x);
		memcpy(to + s.n - 4, &y, sizeof y);
		return are_plain(x | (uint64_t)y << 32);
	}
	for (i = 0; i < s.n; i++) {
		if (!is_bare((unsigned char)s.p[i]) || (s.p[i] & 0x80))
			return false;
		to[i] = s.p[i];
	}
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

/* A text that needs no more than its quotes. */
static bool
put_short(struct buf *out, struct str s)
{
	char *p;

	if (s.n > SCAN_SHORT || !has_room(out, s.n + 2))
		return false;
	p = out->p + out->n;
	if (!copy_plain(p + 1, s)) {
		if (!scan_short(scan_best(), s))
			return false;
		memcpy(p + 1, s.p, s.n);
	}
	p[0] = p[s.n + 1] = '"';
	out->n += s.n + 2;
	return true;
}

void
json_put_text(struct buf *out, struct str s)
{
	size_t good;

	if (put_short(out, s) || !buf_reserve(out, s.n + 2))
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

void
json_put_valid(struct buf *out, struct str s)
{
	if (!buf_reserve(out, s.n + s.n / 32 + 2))
		return;
	buf_put_c(out, '"');
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
	char *p;

	if (name.n <= SHORT && has_room(out, name.n + 4)) {
		p = out->p + out->n;
		if (needs_comma(out))
			*p++ = ',';
		*p++ = '"';
		if (copy_plain(p, name)) {
			p += name.n;
			*p++ = '"';
			*p++ = ':';
			out->n = (size_t)(p - out->p);
			return;
		}
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
		put(out, STR("null"));
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

static void put_tree(struct buf *out, const struct node *n, unsigned depth);

static void
put_children(struct buf *out, const struct node *n, unsigned depth)
{
	const struct node *child;

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

static void
put_tree(struct buf *out, const struct node *n, unsigned depth)
{
	if (!n || depth > JSON_DEPTH_MAX) {
		put(out, STR("null"));
		return;
	}
	switch (n->kind) {
	case NODE_NULL:
		put(out, STR("null"));
		break;
	case NODE_TEXT:
		json_put_text(out, n->text);
		break;
	case NODE_BOOL:
		put(out, str_eq(n->text, STR("true")) ? STR("true")
						      : STR("false"));
		break;
	case NODE_NUMBER:
		if (is_number(n->text))
			put(out, n->text);
		else
			json_put_text(out, n->text);
		break;
	case NODE_LIST:
	case NODE_OBJECT:
		put_children(out, n, depth);
		break;
	}
}

void
json_put_node(struct buf *out, const struct node *n)
{
	put_tree(out, n, 0);
}
