/* Reading messages: every function is one pass over what it is given. */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mime.h"

/* --- lines --- */

/* The line at *at without its end; *at moves behind it. */
static struct str
next_line(struct str s, size_t *at)
{
	size_t end = str_find(s, STR("\n"), *at);
	struct str line;

	if (end == SPAN_NONE)
		end = s.n;
	line = str_slice(s, *at, end);
	*at = end < s.n ? end + 1 : s.n;
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

struct mime_part
mime_split(struct str s)
{
	struct mime_part p = { .head = s };
	size_t at = 0, start;

	while (at < s.n) {
		start = at;
		if (next_line(s, &at).n == 0) {
			p.head = str_slice(s, 0, start);
			break;
		}
	}
	p.body = str_slice(s, at, s.n);
	return p;
}

/* --- headers --- */

static bool
same(struct str s, const char *with)
{
	return s.n == strlen(with) && strncasecmp(s.p, with, s.n) == 0;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct str
mime_header(struct str head, const char *name, struct mem *m)
{
	struct buf out = { .mem = m };
	bool found = false;
	size_t at = 0, colon;
	struct str line;

	while (at < head.n) {
		line = next_line(head, &at);
		if (line.n > 0 && is_blank(line.p[0])) {
			if (!found)
				continue;
			buf_put_c(&out, ' ');
			buf_put(&out, str_trim(line));
			continue;
		}
		if (found)
			break;
		colon = str_find(line, STR(":"), 0);
		if (colon == SPAN_NONE ||
			!same(str_trim(str_slice(line, 0, colon)), name))
			continue;
		found = true;
		buf_put(&out, str_trim(str_slice(line, colon + 1, line.n)));
	}
	return found ? mem_str(m, str_trim(buf_str(&out)))
		     : (struct str){ NULL, 0 };
}

struct str
mime_type(struct str value, struct mem *m)
{
	size_t end = str_find(value, STR(";"), 0), i;
	char *p;

	if (end != SPAN_NONE)
		value = str_slice(value, 0, end);
	value = mem_str(m, str_trim(value));
	for (p = (char *)value.p, i = 0; i < value.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] - 'A' + 'a');
	return value;
}

/* The value at s: quoted, or up to a ';' or blank. */
static struct str
parameter_value(struct str s)
{
	size_t i = 0;

	if (s.n > 0 && s.p[0] == '"') {
		for (i = 1; i < s.n && s.p[i] != '"'; i++)
			;
		return str_slice(s, 1, i);
	}
	while (i < s.n && s.p[i] != ';' && !is_blank(s.p[i]))
		i++;
	return str_slice(s, 0, i);
}

struct str
mime_parameter(struct str value, const char *name)
{
	bool quoted = false;
	size_t i, equals;
	struct str rest;

	for (i = 0; i < value.n; i++) {
		if (value.p[i] == '"')
			quoted = !quoted;
		if (value.p[i] != ';' || quoted)
			continue;
		rest = str_trim(str_slice(value, i + 1, value.n));
		equals = str_find(rest, STR("="), 0);
		if (equals == SPAN_NONE)
			break;
		if (same(str_trim(str_slice(rest, 0, equals)), name))
			return parameter_value(
				str_trim(str_slice(rest, equals + 1, rest.n)));
	}
	return (struct str){ NULL, 0 };
}

/* --- parts --- */

/* Is the line "--boundary", or the last one, "--boundary--"? */
static bool
is_boundary(struct str line, struct str boundary, bool *last)
{
	struct str rest;

	if (!str_starts(line, STR("--")))
		return false;
	line = str_slice(line, 2, line.n);
	if (!str_starts(line, boundary))
		return false;
	rest = str_trim(str_slice(line, boundary.n, line.n));
	*last = str_eq(rest, STR("--"));
	return rest.n == 0 || *last;
}

bool
mime_next(
	struct str body, struct str boundary, size_t *at, struct mime_part *out)
{
	size_t start = SPAN_NONE, line_at;
	bool last = false;

	while (*at < body.n) {
		line_at = *at;
		if (!is_boundary(next_line(body, at), boundary, &last))
			continue;
		if (start != SPAN_NONE) {
			/* it begins the next part as well */
			*at = last ? body.n : line_at;
			*out = mime_split(str_slice(body, start, line_at));
			return true;
		}
		if (last)
			break;
		start = *at;
	}
	*at = body.n;
	if (start == SPAN_NONE || start >= body.n)
		return false;
	*out = mime_split(str_slice(body, start, body.n));
	return true;
}

/* --- bodies --- */

static int
hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* "=E1=BA=A1", "=" at a line's end (RFC 2045, 6.7). */
static struct str
quoted_printable(struct str s, struct mem *m)
{
	char *to = mem_alloc(m, s.n + 1);
	size_t i, n = 0;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] != '=') {
			to[n++] = s.p[i];
		} else if (i + 2 < s.n && hex(s.p[i + 1]) >= 0 &&
			   hex(s.p[i + 2]) >= 0) {
			to[n++] =
				(char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
			i += 2;
		} else if (i + 1 < s.n && s.p[i + 1] == '\n') {
			i++;
		} else if (i + 2 < s.n && s.p[i + 1] == '\r' &&
			   s.p[i + 2] == '\n') {
			i += 2;
		} else if (i + 1 < s.n) {
			to[n++] = '=';
		}
	}
	return (struct str){ to, n };
}

static int
sextet(char c)
{
	return c >= 'A' && c <= 'Z'   ? c - 'A'
	       : c >= 'a' && c <= 'z' ? c - 'a' + 26
	       : c >= '0' && c <= '9' ? c - '0' + 52
	       : c == '+'	      ? 62
	       : c == '/'	      ? 63
				      : -1;
}

/* Other letters are passed over, as RFC 2045, 6.8 has it, so that a part cut
 * short is read as far as it goes. */
static struct str
base64(struct str s, struct mem *m)
{
	char *to = mem_alloc(m, s.n + 1);
	unsigned bits = 0, have = 0;
	size_t i, n = 0;
	int six;

	for (i = 0; i < s.n && s.p[i] != '='; i++) {
		six = sextet(s.p[i]);
		if (six < 0)
			continue;
		bits = (bits << 6 | (unsigned)six) & 0xFFFF;
		have += 6;
		if (have >= 8) {
			have -= 8;
			to[n++] = (char)(bits >> have);
		}
	}
	return (struct str){ to, n };
}

struct str
mime_unpack(struct str body, struct str encoding, struct mem *m)
{
	if (same(encoding, "quoted-printable"))
		return quoted_printable(body, m);
	if (same(encoding, "base64"))
		return base64(body, m);
	return body;
}
