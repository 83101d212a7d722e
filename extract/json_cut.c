/* Cutting JSON where brackets close. What is between them is the parser's. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "json_cut.h"
#include "read_type.h"

enum { BLOCK = 64 * 1024, VALUE_MAX = 256 << 20, KEPT = 1 << 20 };

struct json_cut {
	unsigned char block[BLOCK];
	size_t used, n;	     /* bytes of block handed out, and in it */
	size_t line, column; /* of the next byte, from 1 */
	struct buf value;
	bool begun, list, ended;
};

/* Where the scan of a value stands. */
struct scan {
	size_t depth;
	bool text, escaped;
};

static bool
is_white(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Takes one byte of a value; true where the value ends with it. */
static bool
scan(struct scan *at, int c)
{
	if (at->text) {
		if (at->escaped)
			at->escaped = false;
		else if (c == '\\')
			at->escaped = true;
		else if (c == '"')
			at->text = false;
		return !at->text && at->depth == 0;
	}
	if (c == '"')
		at->text = true;
	else if (c == '{' || c == '[')
		at->depth++;
	else if ((c == '}' || c == ']') && at->depth > 0)
		return --at->depth == 0;
	return false;
}

/* --- the first bytes --- */

static size_t
behind_white(struct str s, size_t at)
{
	while (at < s.n && is_white(s.p[at]))
		at++;
	return at;
}

enum json_head
json_head(struct str head)
{
	struct scan at = { 0 };
	size_t i = 0, inner;

	if (str_starts(head, STR("\xEF\xBB\xBF")))
		i = 3;
	i = behind_white(head, i);
	if (i == head.n)
		return JSON_HEAD_NONE;
	inner = behind_white(head, i + 1);
	if (head.p[i] == '[')
		return inner == head.n || head.p[inner] == '{' ||
				       head.p[inner] == ']'
			       ? JSON_HEAD_MANY
			       : JSON_HEAD_NONE;
	/* '{', then '"' or '}': not the "{" of a text */
	if (head.p[i] != '{' || (inner < head.n && head.p[inner] != '"' &&
					head.p[inner] != '}'))
		return JSON_HEAD_NONE;
	for (; i < head.n && head.p[i] != '\n'; i++)
		if (scan(&at, head.p[i]))
			return JSON_HEAD_LINE;
	/* a line's end inside of a text is a broken line */
	return i < head.n && !at.text ? JSON_HEAD_MANY : JSON_HEAD_LINE;
}

/* --- the values --- */

struct json_cut *
json_cut_open(void)
{
	struct json_cut *c = calloc(1, sizeof *c);

	if (c)
		c->line = c->column = 1;
	return c;
}

void
json_cut_close(struct json_cut *c)
{
	if (c)
		buf_free(&c->value);
	free(c);
}

/* The next byte, which stays; -1 at the end; -2: e says why not. */
static int
peek(struct json_cut *c, struct stream *s, struct ex_err *e)
{
	long got;

	if (c->used < c->n)
		return c->block[c->used];
	c->used = c->n = 0;
	got = stream_read(s, (char *)c->block, BLOCK, e);
	if (got <= 0)
		return got < 0 ? -2 : -1;
	c->n = (size_t)got;
	return c->block[0];
}

static void
step(struct json_cut *c)
{
	bool end = c->block[c->used++] == '\n';

	c->line += end;
	c->column = end ? 1 : c->column + 1;
}

static void
skip_mark(struct json_cut *c)
{
	if (c->n >= 3 && !memcmp(c->block, "\xEF\xBB\xBF", 3))
		c->used = 3;
}

/* Goes to the first byte of a value: 1. 0: the end. */
static int
find_value(struct json_cut *c, struct stream *s, struct ex_err *e)
{
	int b;

	for (;;) {
		b = peek(c, s, e);
		if (b == -2)
			return -1;
		if (b == -1)
			return c->list ? err_set(e, "the list is cut off") : 0;
		if (!c->begun)
			skip_mark(c);
		if (!c->begun && (b = peek(c, s, e)) == '[')
			c->list = true;
		else if (c->list && b == ']')
			c->list = false;
		else if (!is_white(b) && b != ',')
			return 1;
		c->begun |= !is_white(b);
		step(c);
	}
}

static bool
ends_word(int b)
{
	return is_white(b) || b == ',' || b == ']' || b == '}';
}

/* The value at whose first byte c stands, into c->value. */
static int
take_value(
	struct json_cut *c, struct stream *s, size_t *length, struct ex_err *e)
{
	struct scan at = { 0 };
	bool whole = false, word;
	size_t from;
	int b = peek(c, s, e);

	word = b != '{' && b != '[' && b != '"';
	c->value.n = *length = 0;
	c->begun = true;
	do {
		from = c->used;
		while (c->used < c->n && !whole) {
			b = c->block[c->used];
			if (word && *length + c->used > from && ends_word(b))
				whole = true;
			else if (!word && scan(&at, b)) {
				whole = true;
				step(c);
			} else
				step(c);
		}
		*length += c->used - from;
		if (*length <= VALUE_MAX)
			buf_put(&c->value,
				(struct str){ (char *)c->block + from,
					c->used - from });
		if (!whole && (b = peek(c, s, e)) < 0)
			return b == -2 ? -1
			       : word  ? 0
				       : err_set(e, "JSON is cut off");
	} while (!whole);
	return 0;
}

int
json_cut_next(struct json_cut *c, struct stream *s, struct json_value *value,
	struct ex_err *e)
{
	size_t length;
	int rc;

	value->line = c->line;
	value->column = c->column;
	if (c->ended)
		return 0;
	if (c->value.cap > KEPT)
		buf_free(&c->value);
	rc = find_value(c, s, e);
	value->line = c->line;
	value->column = c->column;
	if (rc > 0 && take_value(c, s, &length, e))
		rc = -1;
	if (rc <= 0) {
		c->ended = true;
		return rc;
	}
	value->bytes = buf_str(&c->value);
	if (c->value.bad) {
		buf_free(&c->value);
		c->value.bad = false;
		return err_set(e, "out of memory");
	}
	if (length > VALUE_MAX)
		return err_set(e, "JSON of more than %d MB is not read",
			VALUE_MAX >> 20);
	return 1;
}
