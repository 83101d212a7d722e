/* Expanding {fragment}, {lexicon} and {@type} in patterns.
 *
 * '{quarter}' is a name in braces; '{2,3}' is PCRE2's repetition; what stands
 * behind a backslash ('\{', '\p{L}') or in a class ('[{]') is left alone. */
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/node.h"
#include "expand.h"
#include "pattern.h"
#include "rules.h"
#include "view.h"

enum { DEPTH_MOST = 12, PATTERN_MOST = 1 << 20 };

struct expanding {
	const struct rules *r;
	const struct node *fragments;
	struct mem *m;
	struct buf out;
	struct expanded *x;
	size_t marks_cap;
	struct ex_err *e;
};

static const struct str before = { "(?<![\\p{L}\\p{N}])(?:",
	sizeof "(?<![\\p{L}\\p{N}])(?:" - 1 };
static const struct str after = { ")(?:(?<![\\p{L}\\p{N}])|(?![\\p{L}\\p{N}]))",
	sizeof ")(?:(?<![\\p{L}\\p{N}])|(?![\\p{L}\\p{N}]))" - 1 };

static void
mark(struct expanding *x, size_t written)
{
	struct expanded *d = x->x;

	if (d->nmark == x->marks_cap) {
		size_t cap = x->marks_cap ? x->marks_cap * 2 : 16;

		d->mark = mem_grow(x->m, d->mark, d->nmark * sizeof *d->mark,
			cap * sizeof *d->mark);
		x->marks_cap = cap;
	}
	d->mark[d->nmark++] = (struct expand_mark){ written, x->out.n };
}

/* Bytes of an escape at p[i] == '\\': "\d", "\{", "\p{Lu}", "\x{1F}". */
static size_t
escape_length(struct str p, size_t i)
{
	size_t j = i + 2;

	if (j < p.n && p.p[j] == '{' && strchr("pPxoNkg", p.p[i + 1])) {
		while (j < p.n && p.p[j] != '}')
			j++;
		j++;
	}
	return (j < p.n ? j : p.n) - i;
}

/* Bytes of a class at p[i] == '['; to the end where it is never closed. */
static size_t
class_length(struct str p, size_t i)
{
	size_t j = i + 1;

	if (j < p.n && p.p[j] == '^')
		j++;
	if (j < p.n && p.p[j] == ']')
		j++;
	while (j < p.n && p.p[j] != ']')
		j += p.p[j] == '\\' ? 2 : 1;
	return (j < p.n ? j + 1 : p.n) - i;
}

static int put_pattern(struct expanding *, struct str, unsigned, size_t *);

static int
put_name(struct expanding *x, struct str name, unsigned depth, size_t *at)
{
	const struct lexicon *l;
	const struct node *f;
	int type;

	if (name.p[0] == '@') {
		type = rules_type(x->r, str_slice(name, 1, name.n));
		if (type < 0)
			return err_set(
				x->e, "unknown type '%.*s'", STR_ARG(name));
		buf_put_utf8(&x->out, VIEW_SYMBOL + (uint32_t)type);
		return 0;
	}
	name = mem_str(x->m, name);
	if ((f = node_get(x->fragments, name.p))) {
		if (depth == DEPTH_MOST)
			return err_set(
				x->e, "fragment '%s' holds itself", name.p);
		buf_put(&x->out, STR("(?:"));
		if (put_pattern(x, f->text, depth + 1, at))
			return -1;
		buf_put_c(&x->out, ')');
		return 0;
	}
	if ((l = rules_lexicon(x->r, name.p))) {
		buf_put(&x->out, lexicon_pattern(l, x->m));
		return 0;
	}
	return err_set(x->e, "unknown fragment or lexicon '%s'", name.p);
}

static int
put_pattern(struct expanding *x, struct str p, unsigned depth, size_t *at)
{
	struct str name;
	size_t i, n, inner = 0;

	for (i = 0; i < p.n; i += n) {
		n = 1;
		if (depth == 0)
			mark(x, i);
		if (p.p[i] == '{' && (name = pattern_name(p, i, &n)).n) {
			if (put_name(x, name, depth, &inner)) {
				*at = i;
				return -1;
			}
		} else {
			if (p.p[i] == '\\' && i + 1 < p.n)
				n = escape_length(p, i);
			else if (p.p[i] == '[')
				n = class_length(p, i);
			buf_put(&x->out, str_slice(p, i, i + n));
		}
		if (x->out.n > PATTERN_MOST) {
			*at = i;
			return err_set(x->e, "the pattern grows over 1 MB");
		}
	}
	return 0;
}

int
expand(const struct rules *r, const struct node *fragments, struct str pattern,
	bool free_edges, struct mem *m, struct expanded *out, size_t *at,
	struct ex_err *e)
{
	struct expanding x = { .r = r,
		.fragments = fragments,
		.m = m,
		.out = { .mem = m },
		.x = out,
		.e = e };

	*out = (struct expanded){ .nmark = 0 };
	mark(&x, 0);
	if (!free_edges)
		buf_put(&x.out, before);
	if (put_pattern(&x, pattern, 0, at))
		return -1;
	mark(&x, pattern.n);
	if (!free_edges)
		buf_put(&x.out, after);
	out->pattern = buf_str(&x.out);
	return 0;
}

size_t
expand_written(const struct expanded *x, size_t expanded)
{
	size_t i = x->nmark;

	while (i > 1 && x->mark[i - 1].expanded > expanded)
		i--;
	return x->mark[i - 1].written;
}
