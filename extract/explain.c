/* An article for a person's eyes. What comes from the article is printed
 * without its control characters: they would rule the terminal. */
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "record.h"

/* A mention in the text. */
struct mark {
	struct span at;
	struct str rule;
	const struct node *fields;
	unsigned list; /* place in the record's lists */
};

struct page_out {
	const struct doc *d;
	const struct rules *r;
	bool colors;
	struct buf *out;
	struct record_list list[RECORD_LISTS_MAX];
	size_t nlist;
	struct mark *mark;
	size_t nmark;
};

/* By place in the record's lists: dates, officials, units, figures,
 * deadlines, documents; any other list has the last. */
static const char *const color_of[] = { "32", "35", "34", "33", "31", "36",
	"95" };
enum { COLORS = sizeof color_of / sizeof *color_of };

static const char *
color(unsigned list)
{
	return color_of[list < COLORS ? list : COLORS - 1];
}

/* --- text --- */

/* One line's feed and tab stand; other controls (C0, DEL, C1) are '?'. */
static void
put_safe(struct buf *out, struct str s)
{
	size_t i;
	unsigned char c;

	for (i = 0; i < s.n; i++) {
		c = (unsigned char)s.p[i];
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
			buf_put_c(out, '?');
		} else if (c == 0xC2 && i + 1 < s.n &&
			   (unsigned char)s.p[i + 1] < 0xA0) {
			buf_put_c(out, '?');
			i++;
		} else {
			buf_put_c(out, s.p[i]);
		}
	}
}

/* The same on one line. */
static void
put_line(struct buf *out, struct str s)
{
	size_t end;

	while ((end = str_find(s, STR("\n"), 0)) != SPAN_NONE) {
		put_safe(out, str_slice(s, 0, end));
		buf_put_c(out, ' ');
		s = str_slice(s, end + 1, s.n);
	}
	put_safe(out, s);
}

static void
paint(struct page_out *p, const char *code)
{
	if (p->colors)
		buf_printf(p->out, "\x1b[%sm", code);
}

/* --- mentions --- */

static int
by_place(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	if (x->at.end != y->at.end)
		return x->at.end > y->at.end ? -1 : 1;
	return (x->list > y->list) - (x->list < y->list);
}

static size_t
count_marks(const struct page_out *p)
{
	const struct value *v, *m;
	size_t i, n = 0;

	for (i = 0; i < p->nlist; i++) {
		v = p->list[i].values ? p->list[i].values->first : NULL;
		for (; v; v = v->next) {
			n++;
			for (m = v->mentions; m; m = m->next)
				n++;
		}
	}
	return n;
}

static void
add_mark(struct page_out *p, unsigned list, const struct value *v,
	const struct value *entry)
{
	if (v->at.start == SPAN_NONE)
		return;
	p->mark[p->nmark++] = (struct mark){ v->at,
		v->rule.n ? v->rule : entry->rule, entry->fields, list };
}

static void
collect(struct page_out *p)
{
	const struct value *v, *m;
	unsigned i;

	p->nlist = record_lists(p->d, p->r, p->list);
	p->mark = mem_alloc(p->d->mem, (count_marks(p) + 1) * sizeof *p->mark);
	for (i = 0; i < p->nlist; i++) {
		v = p->list[i].values ? p->list[i].values->first : NULL;
		for (; v; v = v->next) {
			add_mark(p, i, v, v);
			for (m = v->mentions; m; m = m->next)
				add_mark(p, i, m, v);
		}
	}
	qsort(p->mark, p->nmark, sizeof *p->mark, by_place);
}

/* The field that says most in few words; empty where none does. */
static struct str
gist(const struct node *fields)
{
	static const char *const telling[] = { "value", "due", "name", "number",
		"title", "min" };
	const struct node *n;
	size_t i;

	for (i = 0; i < sizeof telling / sizeof *telling; i++) {
		n = node_get(fields, telling[i]);
		if (n && (n->kind == NODE_TEXT || n->kind == NODE_NUMBER))
			return n->text;
	}
	return (struct str){ NULL, 0 };
}

static void
open_mark(struct page_out *p, const struct mark *m)
{
	if (p->colors) {
		paint(p, "0;1");
		paint(p, color(m->list));
		return;
	}
	buf_put_c(p->out, '[');
	put_safe(p->out, m->rule);
	buf_put(p->out, STR(": "));
}

/* outer: the mention that goes on behind this one, or NULL. */
static void
close_mark(struct page_out *p, const struct mark *m, const struct mark *outer)
{
	struct str s = gist(m->fields);

	if (p->colors) {
		paint(p, "0;2");
		buf_put_c(p->out, '[');
		put_safe(p->out, m->rule);
	}
	if (s.n) {
		buf_put(p->out, STR(" = "));
		put_line(p->out, s);
	}
	buf_put_c(p->out, ']');
	paint(p, "0");
	if (p->colors && outer)
		open_mark(p, outer);
}

/* The text with its marks; those within others are closed before them, and
 * one that goes beyond its outer one ends there, a shape that rules seldom
 * make. */
static void
put_text(struct page_out *p)
{
	const struct mark **open =
		mem_alloc(p->d->mem, (p->nmark + 1) * sizeof *open);
	struct str text = p->d->text.out;
	size_t at = 0, i = 0, depth = 0, next;

	while (i < p->nmark || depth) {
		bool closes =
			depth && (i == p->nmark || open[depth - 1]->at.end <=
							   p->mark[i].at.start);

		next = closes ? open[depth - 1]->at.end : p->mark[i].at.start;
		if (next > at) {
			put_safe(p->out, str_slice(text, at, next));
			at = next;
		}
		if (closes) {
			depth--;
			close_mark(
				p, open[depth], depth ? open[depth - 1] : NULL);
		} else {
			open_mark(p, &p->mark[i]);
			open[depth++] = &p->mark[i++];
		}
	}
	put_safe(p->out, str_slice(text, at, text.n));
	buf_put_c(p->out, '\n');
}

/* --- around it --- */

static void
put_heading(struct page_out *p)
{
	const struct doc *d = p->d;

	paint(p, "1");
	buf_put(p->out, STR("== "));
	put_line(p->out, d->raw.uri);
	if (d->article.published.n) {
		buf_put(p->out, STR(", published "));
		put_line(p->out, d->article.published);
	}
	paint(p, "0");
	buf_put(p->out, STR("\n\n"));
}

static void
put_legend(struct page_out *p)
{
	const struct value *v;
	size_t i, n;

	buf_put_c(p->out, '\n');
	for (i = 0; i < p->nlist; i++) {
		n = 0;
		v = p->list[i].values ? p->list[i].values->first : NULL;
		for (; v; v = v->next)
			n++;
		paint(p, "0;1");
		paint(p, color((unsigned)i));
		put_safe(p->out, p->list[i].name);
		paint(p, "0");
		buf_printf(p->out, " %zu%s", n, i + 1 < p->nlist ? ", " : "\n");
	}
}

static int
losers_by_place(const void *a, const void *b)
{
	const struct loser *x = a, *y = b;

	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	return x->at.end > y->at.end ? -1 : x->at.end < y->at.end;
}

static void
put_loser(struct page_out *p, const struct loser *l)
{
	struct str seen = p->d->text.seen;

	buf_put(p->out, STR("  '"));
	put_line(p->out, str_slice(seen, l->at.start, l->at.end));
	buf_put(p->out, STR("' "));
	put_safe(p->out, l->rule->id);
	if (!l->winner) {
		buf_printf(p->out, " is none of the %.*s\n",
			STR_ARG(p->r->type[l->rule->type].name));
		return;
	}
	buf_put(p->out, STR(" lost to "));
	put_safe(p->out, l->winner->id);
	buf_put(p->out, STR(" '"));
	put_line(p->out, str_slice(seen, l->winner_at.start, l->winner_at.end));
	buf_printf(p->out, "', %s\n",
		l->winner->priority > l->rule->priority ? "of higher priority"
		: l->winner_at.end - l->winner_at.start >
				l->at.end - l->at.start
			? "the longer"
		: l->winner_at.start < l->at.start ? "the earlier"
						   : "whose rule comes first");
}

static void
put_losers(struct page_out *p)
{
	struct loser *all;
	size_t i, n = p->d->nloser;

	if (n == 0)
		return;
	all = mem_alloc(p->d->mem, n * sizeof *all);
	memcpy(all, p->d->loser, n * sizeof *all);
	qsort(all, n, sizeof *all, losers_by_place);
	buf_put(p->out, STR("\nCandidates that lost:\n"));
	paint(p, "2");
	for (i = 0; i < n; i++)
		put_loser(p, &all[i]);
	paint(p, "0");
}

static void
put_warnings(struct page_out *p)
{
	const struct node *n = p->d->warnings ? p->d->warnings->first : NULL;

	if (n)
		buf_put(p->out, STR("\nWarnings:\n"));
	for (; n; n = n->next) {
		buf_put(p->out, STR("  "));
		put_line(p->out, n->text);
		buf_put_c(p->out, '\n');
	}
}

static void
put_article(const struct doc *d, const struct rules *r, bool colors,
	struct buf *out)
{
	struct page_out p = { .d = d, .r = r, .colors = colors, .out = out };

	collect(&p);
	put_heading(&p);
	put_text(&p);
	put_legend(&p);
	put_losers(&p);
	put_warnings(&p);
	buf_put_c(out, '\n');
}

static void
record_in_colors(const struct doc *d, const struct rules *r, struct buf *out)
{
	put_article(d, r, true, out);
}

static void
record_in_brackets(const struct doc *d, const struct rules *r, struct buf *out)
{
	put_article(d, r, false, out);
}

const struct emit_type explain_in_colors = {
	.name = "colors",
	.record = record_in_colors,
};

const struct emit_type explain_in_brackets = {
	.name = "brackets",
	.record = record_in_brackets,
};
