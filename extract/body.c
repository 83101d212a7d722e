/* Which blocks of a page are the article: those of one element, less what
 * else stands in it. */
#include <string.h>

#include "base/buf.h"
#include "base/node.h"
#include "body.h"
#include "body_work.h"

enum {
	LINE_MAX_BYTES = 160,  /* of one that may be a label */
	NEXT_TO_NOTHING = 300, /* bytes of text: look again */
	BEGINNING = 2000, /* bytes of an article that may be its first part */
	LEAD_BLOCKS = 60,
	LINES_OUT = 6,
	HEAD_LINE = 80, /* bytes of a date or a name before the article */
	TAIL_LINE = 50, /* and of a signature behind it */
	ARTICLE_MIN = 60
};

/* --- lists and tables --- */

/* The list that an item is in, the table that a row is in; else NULL. */
static const struct html_element *
list_of(const struct html_block *b)
{
	const struct html_element *e;
	unsigned i;

	if (b->kind != HTML_ITEM && b->kind != HTML_ROW)
		return NULL;
	for (e = b->in, i = 0; e && i < 12; e = e->parent, i++)
		if (b->kind == HTML_ROW ? e->is == TAG_table
					: e->is == TAG_ul || e->is == TAG_ol ||
						  e->is == TAG_dl)
			return e;
	return NULL;
}

/* Is a list mostly links? */
static bool
is_link_list(const struct body_work *w, const struct html_element *list)
{
	size_t i, link = 0, all = 0;

	for (i = list->first; i < list->end; i++) {
		link += w->h->block[i].link;
		all += w->h->block[i].text.n;
	}
	return link * 10 > all * 6;
}

/* --- which blocks stay --- */

struct keeping {
	struct body_work *w;
	bool *keep;
	size_t first, end;
	size_t body, tail; /* the first paragraph; where the signature begins */
	bool labelled;	   /* behind a label: links and short lines go */
	bool ended;
	struct node *captions;
};

static bool
is_title(const struct keeping *g, const struct html_block *b)
{
	struct str seen, title = g->w->title;

	if (title.n == 0 || b->text.n > 2 * title.n + 20)
		return false;
	seen = page_words_seen(g->w->words, b->text, b->text.n);
	if (str_eq(seen, title))
		return true;
	return seen.n >= 15 &&
	       (str_starts(title, seen) ||
		       (b->kind == HTML_HEADING && b->level == 1 &&
			       str_find(seen, title, 0) != SPAN_NONE));
}

/* "Xem thêm", "Related:", "Share this" - but not "Share prices fell". */
static bool
is_bare_label(const struct html_block *b, const struct block_mark *m,
	size_t behind, size_t seen)
{
	struct str rest =
		str_slice(b->text, behind < seen ? behind : seen, b->text.n);

	rest = str_trim(rest);
	if (rest.n == 0 || rest.p[0] == ':' || rest.p[0] == '|')
		return true;
	return m->linked || (b->kind == HTML_HEADING && rest.n < 40) ||
	       rest.n < 4;
}

static bool
take_line(struct keeping *g, size_t i)
{
	const struct html_block *b = &g->w->h->block[i];
	const struct block_mark *m = &g->w->mark[i];
	enum page_line line;
	size_t behind;

	if (b->text.n > LINE_MAX_BYTES && !m->linked)
		return false;
	line = page_words_line(g->w->words, b->text, &behind);
	if (line == LINE_TEXT || !is_bare_label(b, m, behind, b->text.n))
		return false;
	switch (line) {
	case LINE_END:
		if (g->w->good[i] - g->w->good[g->first] >
			g->w->good[g->end] - g->w->good[i])
			g->ended = true;
		/* fallthrough */
	case LINE_LABEL:
		/* "Read more: <a>...</a>" has its list with it */
		g->labelled = b->link == 0 || b->kind == HTML_HEADING;
		return true;
	case LINE_CAPTION:
		if (b->kind != HTML_HEADING)
			node_add(g->captions, STR(""),
				node_new(g->w->mem, NODE_TEXT))
				->text = b->text;
		return b->kind != HTML_HEADING;
	case LINE_ALONE:
		return true;
	case LINE_TEXT:
		break;
	}
	return false;
}

static bool
stays(struct keeping *g, size_t i)
{
	const struct body_work *w = g->w;
	const struct html_block *b = &w->h->block[i];
	const struct block_mark *m = &w->mark[i];
	const struct html_element *list;

	if (m->caption && !m->out) {
		node_add(g->captions, STR(""), node_new(w->mem, NODE_TEXT))
			->text = b->text;
		return false;
	}
	if (m->out || m->teaser || g->ended)
		return false;
	if (is_title(g, b))
		return false;
	if (m->good || m->proved) {
		if (m->good && !take_line(g, i)) {
			g->labelled = false;
			return true;
		}
		return m->proved;
	}
	if (take_line(g, i))
		return false;
	if (g->labelled && (m->linked || b->text.n < 60) &&
		b->kind != HTML_HEADING)
		return false;
	if (b->kind == HTML_HEADING) {
		g->labelled = false;
		return true;
	}
	list = list_of(b);
	if (list && b->kind == HTML_ITEM)
		return !is_link_list(w, list);
	return !m->linked;
}

/* A heading with nothing of its own below it goes. */
static void
drop_empty_headings(struct keeping *g)
{
	const struct html_block *b = g->w->h->block;
	unsigned level = 0;
	size_t i;
	bool text = false, gone = true;

	for (i = g->end; i-- > g->first;) {
		if (!g->keep[i]) {
			gone = true;
			continue;
		}
		if (b[i].kind != HTML_HEADING) {
			text = true;
			gone = false;
			level = 7;
			continue;
		}
		if (!text || (gone && b[i].level >= level)) {
			g->keep[i] = false;
			continue;
		}
		level = b[i].level;
		gone = false;
	}
}

static bool
is_lead(const struct keeping *g, size_t i)
{
	const struct html_element *e = g->w->h->block[i].in;
	unsigned climbed;

	for (climbed = 0; e && climbed < 4; e = e->parent, climbed++)
		if (g->w->labels[e->number] & LABEL_lead &&
			e->end - e->first <= 4)
			return true;
	return false;
}

/* Short lines before the first paragraph: dates, authors, buttons. */
static void
drop_head(struct keeping *g)
{
	const struct html_block *b = g->w->h->block;
	const struct block_mark *m = g->w->mark;
	size_t i, lead;

	for (lead = g->first; lead < g->end; lead++)
		if (m[lead].proved || is_lead(g, lead))
			break;
	for (i = g->first; i < g->end; i++) {
		g->body = i;
		if (!g->keep[i])
			continue;
		if (m[i].good || m[i].proved || b[i].kind == HTML_ROW)
			break;
		/* a heading begins the article, unless its lead comes yet */
		if (b[i].kind == HTML_HEADING &&
			(lead == g->end || lead - g->first > LEAD_BLOCKS))
			break;
		if (b[i].kind != HTML_HEADING && !m[i].ends &&
			b[i].text.n <= HEAD_LINE)
			g->keep[i] = false;
	}
}

/* Short lines behind the last paragraph: who wrote it, and buttons. */
static void
drop_tail(struct keeping *g)
{
	const struct html_block *b = g->w->h->block;
	const struct block_mark *m = g->w->mark;
	size_t i;

	g->tail = g->end;
	for (i = g->end; i-- > g->first;) {
		if (!g->keep[i])
			continue;
		if (b[i].kind != HTML_TEXT || m[i].good || m[i].proved ||
			m[i].ends || b[i].text.n > TAIL_LINE)
			break;
		g->keep[i] = false;
		g->tail = i;
	}
}

/* --- the text --- */

static void
keep_blocks(struct keeping *g)
{
	size_t i;

	for (i = g->first; i < g->end; i++)
		g->keep[i] = stays(g, i);
	drop_head(g);
	drop_tail(g);
	drop_empty_headings(g);
}

/* The block that the title is in, or the first that is called a lead: not
 * far before the element. g->first where there is none. */
static size_t
find_lead(const struct keeping *g)
{
	const struct html_block *b = g->w->h->block;
	size_t i, lead = g->first;

	for (i = g->first; i-- > 0 && g->first - i < LEAD_BLOCKS;) {
		if (g->w->mark[i].out)
			continue;
		if ((b[i].kind == HTML_HEADING && b[i].level == 1) ||
			is_title(g, &b[i]))
			return i;
		if (is_lead(g, i))
			lead = i;
	}
	return lead;
}

/* Paragraphs between the title and the element: a lead in a header of its
 * own. */
static void
keep_lead(struct keeping *g)
{
	const struct html_block *b = g->w->h->block;
	size_t i, from = find_lead(g);

	for (i = from; i < g->first; i++) {
		const struct block_mark *m = &g->w->mark[i];

		g->keep[i] = (m->good || m->proved ||
				     (is_lead(g, i) && !m->linked)) &&
			     (!m->out || m->proved) && !m->teaser &&
			     !m->caption && !is_title(g, &b[i]);
	}
	g->first = from;
}

/* The same text again in another place: for narrow screens, or for print. */
static bool
is_repeated_text(const struct keeping *g, size_t i)
{
	const struct html_block *b = g->w->h->block;
	size_t k;

	if (b[i].text.n < 40)
		return false;
	for (k = i; k-- > g->first && i - k < 400;)
		if (g->keep[k] && b[k].text.n == b[i].text.n &&
			b[k].in->parent != b[i].in->parent &&
			str_eq(b[k].text, b[i].text))
			return true;
	return false;
}

static struct str
written(struct keeping *g)
{
	struct buf text = { .mem = g->w->mem };
	const struct html_block *b = g->w->h->block;
	const struct html_element *list = NULL, *this;
	size_t i;

	for (i = g->first; i < g->end; i++) {
		if (!g->keep[i] || is_repeated_text(g, i))
			continue;
		this = list_of(&b[i]);
		if (text.n)
			buf_put(&text,
				this && this == list ? STR("\n") : STR("\n\n"));
		buf_put(&text, b[i].text);
		list = this;
	}
	return buf_str(&text);
}

/* Lines of [from, end) that were left out and are no links. */
static struct str
lines_out(const struct keeping *g, size_t from, size_t end)
{
	struct buf text = { .mem = g->w->mem };
	unsigned n = 0;
	size_t i;

	for (i = from; i < end && n < LINES_OUT; i++) {
		if (g->keep[i] || g->w->mark[i].linked ||
			g->w->h->block[i].text.n > HEAD_LINE)
			continue;
		if (n++)
			buf_put_c(&text, '\n');
		buf_put(&text, g->w->h->block[i].text);
	}
	return buf_str(&text);
}

static void
look(struct body_work *w, struct body *out)
{
	const struct html_element *e;
	struct keeping g = { .w = w };

	*out = (struct body){ .text = STR("") };
	body_mark(w);
	e = body_pick(w);
	out->captions = g.captions = node_new(w->mem, NODE_LIST);
	if (!e)
		return;
	g.keep = mem_alloc(w->mem, w->h->nblock * sizeof *g.keep);
	g.first = e->first;
	g.end = e->end;
	keep_blocks(&g);
	keep_lead(&g);
	out->list = body_is_list(w, g.keep, g.first, g.end);
	out->text = written(&g);
	out->head = lines_out(&g, g.first, g.body);
	out->tail = lines_out(&g, g.tail, g.end);
}

void
body_find(const struct html *h, const struct rules *r, struct str title,
	struct mem *m, struct body *out)
{
	struct body_work w = { .h = h, .mem = m };
	struct body again;

	w.words = page_words_new(r, m);
	w.title = page_words_seen(w.words, title, title.n);
	w.mark = mem_alloc(m, (h->nblock + 1) * sizeof *w.mark);
	w.labels = mem_alloc(m, (h->nelement + 1) * sizeof *w.labels);
	w.pictured = mem_alloc(m, (h->nblock + 1) * sizeof *w.pictured);
	w.dropped = mem_alloc(m, (h->nelement + 1) * sizeof *w.dropped);
	w.good = mem_alloc(m, (h->nblock + 1) * sizeof *w.good);
	w.sum = mem_alloc(m, (h->nblock + 1) * sizeof *w.sum);
	w.told = body_told(h, m);
	look(&w, out);
	if (!out->list && out->text.n < NEXT_TO_NOTHING) {
		w.easy = true;
		memset(w.dropped, 0, h->nelement * sizeof *w.dropped);
		look(&w, &again);
		if (again.text.n > 2 * out->text.n)
			*out = again;
	}
	/* by script alone, or no more than its beginning */
	if (w.told.n > NEXT_TO_NOTHING && out->text.n < BEGINNING &&
		out->text.n * 2 < w.told.n)
		out->text = body_told_text(h, m);
	if (out->list || out->text.n < ARTICLE_MIN)
		out->text = STR("");
}
