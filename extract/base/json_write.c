/* JSON written straight into a buffer. */
#include <string.h>

#include "base/block.h"
#include "base/json_write.h"
#include "base/scan.h"
#include "base/utf8.h"

#define EACH 0x0101010101010101ULL /* one in each of eight bytes */

typedef unsigned char wide __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

#define INLINE static inline __attribute__((always_inline))

enum {
	SHORT = 64,	   /* bytes of what is copied without a loop */
	ROOM = SHORT + 16, /* of it with all that stands around it */
	ESCAPED = 6	   /* of "\u001f" */
};

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

static bool
is_bare(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

/* --- texts that are short --- */

/* What is in a text. */
enum { PLAIN = 0, LETTERS = 1 /* beyond ASCII */, ESCAPES = 2 };

INLINE wide
load(const char *p)
{
	wide x;

	memcpy(&x, p, sizeof x);
	return x;
}

/* Is a byte's highest bit set in any of them? */
INLINE bool
any(wide x)
{
#ifdef __SSE2__
	return block_bits(x) != 0;
#else
	return ((((halves)x)[0] | ((halves)x)[1]) & EACH * 0x80) != 0;
#endif
}

INLINE wide
escapes(wide x)
{
	return (wide)(x < 0x20) | (wide)(x == '"') | (wide)(x == '\\');
}

INLINE unsigned
told(bool letters, bool escapes)
{
	return (unsigned)letters * LETTERS | (unsigned)escapes * ESCAPES;
}

#ifdef __SSE2__
/* From 1 byte to 16, with those behind it. */
INLINE unsigned
copy_block(char *to, struct str s)
{
	wide x = load(s.p);
	unsigned all = (1u << s.n) - 1;

	memcpy(to, &x, sizeof x);
	return told(block_bits(x) & all, block_bits(escapes(x)) & all);
}
#endif

/* From 16 bytes to 64 are four times 16, which may overlap: no length of them
 * needs a loop. */
INLINE unsigned
copy_vectors(char *to, struct str s)
{
	size_t b = s.n < 32 ? s.n - 16 : 16, c = s.n < 32 ? 0 : s.n - 32;
	size_t d = s.n - 16;
	wide w = load(s.p), x = load(s.p + b), y = load(s.p + c),
	     z = load(s.p + d);

	memcpy(to, &w, sizeof w);
	memcpy(to + b, &x, sizeof x);
	memcpy(to + c, &y, sizeof y);
	memcpy(to + d, &z, sizeof z);
	return told(any(w | x | y | z),
		any(escapes(w) | escapes(x) | escapes(y) | escapes(z)));
}

INLINE unsigned
copy_bytes(char *to, struct str s)
{
	bool letters = false, escapes = false;
	size_t i;

	for (i = 0; i < s.n; i++) {
		to[i] = s.p[i];
		letters |= s.p[i] & 0x80;
		escapes |= !is_bare((unsigned char)s.p[i]);
	}
	return told(letters, escapes);
}

/* Copies s, of SHORT bytes at most. */
INLINE unsigned
copy_short(char *to, struct str s)
{
#ifdef __SSE2__
	if (s.n - 1 < sizeof(wide) && block_reads_on(s.p))
		return copy_block(to, s);
#endif
	return s.n >= sizeof(wide) ? copy_vectors(to, s) : copy_bytes(to, s);
}

/* A text that needs no more than its quotes. */
static bool
put_short(struct buf *out, struct str s, bool valid)
{
	unsigned what;
	char *p;

	if (s.n > SHORT || !has_room(out, ROOM))
		return false;
	p = out->p + out->n;
	what = copy_short(p + 1, s);
	if (what != PLAIN &&
		(what != LETTERS || !(valid || scan_short(scan_best(), s))))
		return false;
	p[0] = p[s.n + 1] = '"';
	out->n += s.n + 2;
	return true;
}

/* --- texts --- */

static void
put_escape(struct buf *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char *p = out->p + out->n;

	*p++ = '\\';
	*p++ = c < 0x20 ? control[c] : (char)c;
	if (c < 0x20 && control[c] == 'u') {
		*p++ = '0';
		*p++ = '0';
		*p++ = hex[c >> 4];
		*p++ = hex[c & 15];
	}
	out->n = (size_t)(p - out->p);
}

/* Valid UTF-8. */
static void
put_valid(struct buf *out, struct str s)
{
	enum scan_way way = scan_best();
	size_t i = 0, from;

	for (;; put_escape(out, (unsigned char)s.p[i++])) {
		if (!has_room(out, s.n - i + ESCAPED))
			return;
		from = i;
		i = scan_copy(way, out->p + out->n, s, i);
		out->n += i - from;
		while (i < s.n && is_bare((unsigned char)s.p[i]))
			out->p[out->n++] = s.p[i++];
		if (i == s.n)
			return;
	}
}

void
json_put_text(struct buf *out, struct str s)
{
	size_t good;

	if (put_short(out, s, false) || !buf_reserve(out, s.n + 2))
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
	if (put_short(out, s, true) || !buf_reserve(out, s.n + s.n / 32 + 2))
		return;
	buf_put_c(out, '"');
	put_valid(out, s);
	buf_put_c(out, '"');
}

/* --- members --- */

/* No text ends in a bracket here: it ends in its quote. */
static bool
needs_comma(const struct buf *out)
{
	/* '[' and '{' but for a bit */
	return out->n && (out->p[out->n - 1] | 0x20) != '{';
}

void
json_put_comma(struct buf *out)
{
	if (!has_room(out, 1))
		return;
	out->p[out->n] = ',';
	out->n += needs_comma(out);
}

void
json_put_name(struct buf *out, struct str name)
{
	char *p;

	if (name.n <= SHORT && has_room(out, ROOM)) {
		p = out->p + out->n;
		*p = ',';
		p += needs_comma(out);
		*p++ = '"';
		if (copy_short(p, name) == PLAIN) {
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
	if (n && n->kind == NODE_TEXT) /* as nearly all are */
		json_put_text(out, n->text);
	else
		put_tree(out, n, 0);
}
