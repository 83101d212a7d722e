/* One pass over the text: tokens are written again as they should have been.
 * The one guess is which quotation mark ends a text: one that is followed by
 * what may stand behind a text there. */
#include <string.h>

#include "base/buf.h"
#include "base/json_mend.h"

enum {
	DEPTH = 512,	/* brackets that may be open; deeper ones are dropped */
	NAME_MAX = 100, /* bytes of a name looked at to know it as one */
	WORD_MAX = 100
};

enum last { NOTHING, VALUE, COMMA, COLON };

struct mending {
	struct str s;
	size_t at;
	struct buf out;
	char open[DEPTH]; /* '{' and '[' */
	size_t nopen;
	enum last last;
};

static char
byte(const struct mending *g, size_t at)
{
	return at < g->s.n ? g->s.p[at] : '\0';
}

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t
behind_white(const struct mending *g, size_t at)
{
	while (at < g->s.n && is_white(g->s.p[at]))
		at++;
	return at;
}

static char
top(const struct mending *g)
{
	return g->nopen ? g->open[g->nopen - 1] : '[';
}

static bool
starts(const struct mending *g, struct str with)
{
	return str_starts(str_slice(g->s, g->at, g->s.n), with);
}

/* --- texts --- */

/* Is a name with its ':' at a byte? */
static bool
is_name(const struct mending *g, size_t at)
{
	size_t i;

	if (byte(g, at) != '"')
		return false;
	for (i = at + 1; i < g->s.n && i < at + NAME_MAX; i++)
		if (g->s.p[i] == '"' || g->s.p[i] == '\n')
			break;
	return byte(g, i) == '"' && byte(g, behind_white(g, i + 1)) == ':';
}

/* Does the '"' at a byte end a text? "Vụ "thổi giá" thiết bị, khởi tố" */
static bool
ends_text(const struct mending *g, size_t at, bool name)
{
	size_t next = behind_white(g, at + 1);
	char c = byte(g, next);

	if (next == g->s.n)
		return true;
	if (name)
		return c == ':';
	if (c == '}' || c == ']')
		return true;
	if (c != ',')
		/* a comma left out: the next name follows */
		return c == '"' && top(g) == '{' && is_name(g, next);
	next = behind_white(g, next + 1);
	c = byte(g, next);
	if (top(g) == '{')
		return c == '}' || c == ',' || is_name(g, next) ||
		       next == g->s.n;
	return c && strchr("\"[{]-0123456789tfn", c);
}

static unsigned
hex(const struct mending *g, size_t at)
{
	static const char digits[] = "0123456789abcdef";
	unsigned c = 0, i;

	for (i = 0; i < 4; i++) {
		char d = byte(g, at + i);
		const char *p;

		if (d >= 'A' && d <= 'F')
			d = (char)(d - 'A' + 'a');
		p = d ? strchr(digits, d) : NULL;
		if (!p)
			return 0x10000;
		c = c * 16 + (unsigned)(p - digits);
	}
	return c;
}

/* The escape at g->at, which moves behind it. */
static void
put_escape(struct mending *g)
{
	char c = byte(g, g->at + 1);
	unsigned u;

	if (c != 'u') {
		/* "\'" is none */
		if (c && strchr("\"\\/bfnrt", c)) {
			buf_put(&g->out, str_slice(g->s, g->at, g->at + 2));
			g->at++;
		}
		g->at++;
		return;
	}
	u = hex(g, g->at + 2);
	if (u > 0xFFFF || u == 0) {
		g->at += 2;
	} else if (u < 0xD800 || u > 0xDFFF) {
		buf_put(&g->out, str_slice(g->s, g->at, g->at + 6));
		g->at += 6;
	} else if (u < 0xDC00 && byte(g, g->at + 6) == '\\' &&
		   byte(g, g->at + 7) == 'u' &&
		   (hex(g, g->at + 8) & ~0x3FFu) == 0xDC00) {
		buf_put(&g->out, str_slice(g->s, g->at, g->at + 12));
		g->at += 12;
	} else {
		/* half of a pair */
		buf_put(&g->out, STR("\\ufffd"));
		g->at += 6;
	}
}

static void
put_text(struct mending *g, bool name)
{
	buf_put_c(&g->out, '"');
	g->at++;
	while (g->at < g->s.n) {
		char c = g->s.p[g->at];

		if (c == '\\') {
			put_escape(g);
			continue;
		}
		if (c == '"' && ends_text(g, g->at, name)) {
			g->at++;
			break;
		}
		if (c == '"')
			buf_put(&g->out, STR("\\\""));
		else if (is_white(c))
			buf_put_c(&g->out, ' ');
		else if ((unsigned char)c >= ' ')
			buf_put_c(&g->out, c);
		g->at++;
	}
	if (g->at > g->s.n)
		g->at = g->s.n;
	buf_put_c(&g->out, '"');
}

/* --- other tokens --- */

static void
begin_value(struct mending *g)
{
	if (g->last == VALUE)
		buf_put_c(&g->out, ',');
	g->last = VALUE;
}

static void
open_bracket(struct mending *g, char c)
{
	g->at++;
	if (g->nopen == DEPTH)
		return;
	begin_value(g);
	g->open[g->nopen++] = c;
	buf_put_c(&g->out, c);
	g->last = NOTHING;
}

static void
close_top(struct mending *g)
{
	if (g->last == COMMA)
		g->out.n--;
	else if (g->last == COLON)
		buf_put(&g->out, STR("null"));
	buf_put_c(&g->out, top(g) == '{' ? '}' : ']');
	g->nopen--;
	g->last = VALUE;
}

/* What is open within the bracket that c closes is closed too. */
static void
close_bracket(struct mending *g, char c)
{
	char want = c == '}' ? '{' : '[';
	size_t i = g->nopen;

	g->at++;
	while (i > 0 && g->open[i - 1] != want)
		i--;
	if (i == 0)
		return;
	while (g->nopen >= i)
		close_top(g);
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?, short enough to be a number of any use. */
static bool
is_number(struct str s)
{
	size_t i = s.n && s.p[0] == '-', first = i;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if (i == first || i - first > 15 ||
		(s.p[first] == '0' && i - first > 1))
		return false;
	if (i == s.n)
		return true;
	first = i + 1;
	for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		;
	return s.p[first - 1] == '.' && i > first && i == s.n;
}

/* A number, true, false, null; anything else becomes a text. */
static void
put_word(struct mending *g)
{
	size_t start = g->at;
	struct str word;

	while (g->at < g->s.n && !is_white(g->s.p[g->at]) &&
		!strchr("\",:;{}[]\\", g->s.p[g->at]))
		g->at++;
	if (g->at == start) {
		g->at++;
		return;
	}
	word = str_slice(g->s, start, g->at);
	if (word.n > WORD_MAX)
		return;
	begin_value(g);
	if (is_number(word) || str_eq(word, STR("true")) ||
		str_eq(word, STR("false")) || str_eq(word, STR("null"))) {
		buf_put(&g->out, word);
		return;
	}
	buf_put_c(&g->out, '"');
	for (start = 0; start < word.n; start++)
		if ((unsigned char)word.p[start] >= ' ')
			buf_put_c(&g->out, word.p[start]);
	buf_put_c(&g->out, '"');
}

/* Length of a comment at g->at, or of the marks that keep a script from the
 * eyes of old readers; 0 where there is none. */
static size_t
comment(const struct mending *g)
{
	static const char *const mark[] = { "<!--", "-->", "<![CDATA[",
		"//<![CDATA[", "//]]>" };
	struct str end;
	size_t i, at;

	for (i = 0; i < sizeof mark / sizeof *mark; i++)
		if (starts(g, str_c(mark[i])))
			return strlen(mark[i]);
	if (starts(g, STR("]]>")) && top(g) != '{' && g->nopen == 0)
		return 3;
	if (starts(g, STR("/*")))
		end = STR("*/");
	else if (starts(g, STR("//")))
		end = STR("\n");
	else
		return 0;
	at = str_find(g->s, end, g->at);
	return (at == SPAN_NONE ? g->s.n : at + end.n) - g->at;
}

static void
put_token(struct mending *g)
{
	char c = g->s.p[g->at];
	size_t n = comment(g);
	bool name;

	if (n > 0) {
		g->at += n;
	} else if (c == '"') {
		name = top(g) == '{' && g->last != COLON;
		begin_value(g);
		put_text(g, name);
	} else if (c == '{' || c == '[') {
		open_bracket(g, c);
	} else if (c == '}' || c == ']') {
		close_bracket(g, c);
	} else if (c == ',' || c == ':') {
		g->at++;
		if (g->last != VALUE || (c == ':' && top(g) != '{'))
			return;
		buf_put_c(&g->out, c);
		g->last = c == ',' ? COMMA : COLON;
	} else {
		put_word(g);
	}
}

struct str
json_mend(struct str s, struct mem *m)
{
	struct mending *g = MEM_NEW(m, struct mending);

	g->s = s;
	g->out.mem = m;
	buf_reserve(&g->out, s.n + 16);
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		g->at = 3;
	buf_put_c(&g->out, '[');
	while ((g->at = behind_white(g, g->at)) < s.n)
		put_token(g);
	while (g->nopen > 0)
		close_top(g);
	if (g->last == COMMA)
		g->out.n--;
	buf_put_c(&g->out, ']');
	return buf_str(&g->out);
}
