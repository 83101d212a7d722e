/* Groups of lines: "User-agent: a", ..., then "Disallow: /x", "Allow: /x/y".
 * Patterns and paths are compared in one spelling of their percent signs. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "robots.h"

enum { STEPS_MAX = 20 * 1000 * 1000 }; /* of comparing, for one path */

struct pattern {
	size_t at, n; /* in text */
	bool allow;
	bool ours, all; /* said to us, to everybody */
};

struct robots {
	struct buf text; /* of the patterns */
	struct pattern *pattern;
	size_t n, cap;
	bool named; /* there is a group for us */
};

/* Where reading stands. */
struct group {
	bool ours, all;
	bool open; /* its names are still coming */
};

/* --- one spelling --- */

static int
digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0'
	       : isxdigit((unsigned char)c)
		       ? tolower((unsigned char)c) - 'a' + 10
		       : -1;
}

static void
put_percent(struct buf *out, unsigned c)
{
	buf_printf(out, "%%%02X", c);
}

/* "%7e" as "~", "ư" as "%C6%B0", "%2f" as "%2F". In a path '*' and '$' stand
 * for themselves: there they are written "%2A" and "%24". */
static void
put_path(struct str s, bool is_pattern, struct buf *out)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		unsigned c = (unsigned char)s.p[i];
		bool star = c == '*', end = c == '$';

		if (c == '%' && s.n - i > 2 && digit(s.p[i + 1]) >= 0 &&
			digit(s.p[i + 2]) >= 0) {
			c = (unsigned)(digit(s.p[i + 1]) * 16 +
				       digit(s.p[i + 2]));
			i += 2;
			if (isalnum((int)c) || (c && strchr("-._~", (int)c)))
				buf_put_c(out, (char)c);
			else
				put_percent(out, c);
		} else if (c > 0x7E || c <= 0x20 || (star && !is_pattern) ||
			   (end && !(is_pattern && i == s.n - 1))) {
			put_percent(out, c);
		} else {
			buf_put_c(out, (char)c);
		}
	}
}

/* --- reading --- */

static bool
is_named(struct str value, struct str agent)
{
	size_t n = 0;

	while (n < value.n && (isalpha((unsigned char)value.p[n]) ||
				      value.p[n] == '_' || value.p[n] == '-'))
		n++;
	return n > 0 && n == agent.n && strncasecmp(value.p, agent.p, n) == 0;
}

static void
add_pattern(
	struct robots *r, const struct group *g, struct str value, bool allow)
{
	struct pattern *more;
	size_t at = r->text.n;

	if (value.n == 0 || !(g->ours || g->all))
		return; /* "Disallow:" alone forbids nothing */
	if (r->n == r->cap) {
		more = realloc(
			r->pattern, (r->cap * 2 + 16) * sizeof *r->pattern);
		if (!more) {
			r->text.bad = true;
			return;
		}
		r->pattern = more;
		r->cap = r->cap * 2 + 16;
	}
	put_path(value, true, &r->text);
	r->pattern[r->n++] =
		(struct pattern){ at, r->text.n - at, allow, g->ours, g->all };
}

static bool
is_key(struct str key, const char *name)
{
	return key.n == strlen(name) && strncasecmp(key.p, name, key.n) == 0;
}

static void
read_line(struct robots *r, struct group *g, struct str line, struct str agent)
{
	size_t colon = str_find(line, STR(":"), 0);
	struct str key, value;

	if (colon == SPAN_NONE)
		return;
	key = str_trim(str_slice(line, 0, colon));
	value = str_trim(str_slice(line, colon + 1, line.n));
	if (is_key(key, "user-agent")) {
		if (!g->open)
			*g = (struct group){ .open = true };
		g->ours |= is_named(value, agent);
		g->all |= str_starts(value, STR("*"));
		r->named |= g->ours;
	} else if (is_key(key, "allow") || is_key(key, "disallow")) {
		g->open = false;
		add_pattern(r, g, value, is_key(key, "allow"));
	}
}

static struct str
until(struct str s, const char *ends)
{
	size_t n = 0;

	while (n < s.n && !(s.p[n] && strchr(ends, s.p[n])))
		n++;
	return str_slice(s, 0, n);
}

struct robots *
robots_read(struct str text, struct str agent)
{
	struct robots *r = calloc(1, sizeof *r);
	struct group g = { .open = false };
	struct str line;

	if (!r)
		return NULL;
	agent = until(agent, "/ ");
	if (text.n > ROBOTS_BYTES)
		text.n = ROBOTS_BYTES;
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.n);
	while (text.n) {
		line = until(text, "\r\n");
		read_line(r, &g, until(line, "#"), agent);
		text = str_slice(text, line.n + (line.n < text.n), text.n);
	}
	if (!r->text.bad)
		return r;
	robots_free(r);
	return NULL;
}

void
robots_free(struct robots *r)
{
	if (!r)
		return;
	buf_free(&r->text);
	free(r->pattern);
	free(r);
}

size_t
robots_size(const struct robots *r)
{
	return sizeof *r + r->text.cap + r->cap * sizeof *r->pattern;
}

/* --- asking --- */

/* Whether s begins as p says: '*' is anything, '$' at its end the end of s.
 * After a star that fails it is tried one byte further on: no star before it
 * need be tried again. */
static bool
begins_as(struct str s, struct str p, size_t *steps)
{
	size_t i = 0, k = 0, star = SPAN_NONE, from = 0;

	for (;;) {
		if (++*steps > STEPS_MAX)
			return true;
		if (k == p.n)
			return true;
		if (p.p[k] == '$' && k == p.n - 1) {
			if (i == s.n)
				return true;
		} else if (p.p[k] == '*') {
			star = ++k;
			from = i;
			continue;
		} else if (i < s.n && p.p[k] == s.p[i]) {
			i++;
			k++;
			continue;
		}
		if (star == SPAN_NONE || from >= s.n)
			return false;
		i = ++from;
		k = star;
	}
}

bool
robots_allow(const struct robots *r, struct str path)
{
	struct buf b = { .p = NULL };
	size_t i, steps = 0, longest = 0;
	bool allow = true;

	path = until(path, "#");
	if (str_eq(path, STR("/robots.txt")))
		return true;
	put_path(path.n ? path : STR("/"), false, &b);
	for (i = 0; i < r->n && !b.bad; i++) {
		const struct pattern *p = &r->pattern[i];
		struct str text =
			str_slice(buf_str(&r->text), p->at, p->at + p->n);

		if (!(r->named ? p->ours : p->all) || p->n < longest ||
			(p->n == longest && allow))
			continue;
		if (!begins_as(buf_str(&b), text, &steps))
			continue;
		longest = p->n;
		allow = p->allow;
	}
	if (b.bad || steps > STEPS_MAX)
		allow = false;
	buf_free(&b);
	return allow;
}
