/* JSON written straight into a buffer. */
#include "base/json_write.h"
#include "base/utf8.h"

#define REPLACEMENT STR("\xEF\xBF\xBD") /* U+FFFD */

/* What stands behind the backslash of each control; 'u': four digits. */
static const char control[0x20 + 1] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";

/* Valid UTF-8: runs with nothing to escape are copied whole. */
static void
put_valid(struct buf *out, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	size_t i, from = 0;

	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
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

void
json_put_text(struct buf *out, struct str s)
{
	size_t good;

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

void
json_put_comma(struct buf *out)
{
	/* No text ends in a bracket here: it ends in its quote. */
	if (out->n && out->p[out->n - 1] != '{' && out->p[out->n - 1] != '[')
		buf_put_c(out, ',');
}

void
json_put_name(struct buf *out, struct str name)
{
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
