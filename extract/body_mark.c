/* What each block of a page is worth as part of an article, and which
 * elements are something else. */
#include <string.h>

#include "body_work.h"

enum {
	GOOD = 80,  /* plain bytes of a paragraph that speaks for itself */
	LEAD = 100, /* of a heading that is a paragraph */
	GOOD_SENTENCE = 40, /* of one that ends as a sentence does */
	WORTH_MAX = 1000,
	TEASER_MAX = 300,
	CAPTION_MAX = 600,
	BELOW_MAX = 250, /* of a caption that only its place tells */
	MAIN_MIN = 300,	 /* bytes of good text in a body that is called so */
	TOLD_SEARCHED = 256 << 20 /* bytes gone through, for all blocks */
};

/* --- a block by itself --- */

/* Does s end as a sentence does, quotes and brackets set aside? */
static bool
ends_sentence(struct str s)
{
	static const char *const close[] = { "\"", "'", ")", "]", "\u201D",
		"\u00BB", "\u2019", "\u201C", " " };
	static const char *const stop[] = { ".", "!", "?", ":", ";", "\u2026",
		"\u3002", "\uFF01", "\uFF1F" };
	size_t i;
	bool again = true;

	while (again && s.n > 0)
		for (again = false, i = 0; i < sizeof close / sizeof *close;
			i++)
			if (str_ends(s, str_c(close[i]))) {
				s.n -= strlen(close[i]);
				again = true;
			}
	for (i = 0; i < sizeof stop / sizeof *stop; i++)
		if (str_ends(s, str_c(stop[i])))
			return true;
	return false;
}

static void
mark_block(const struct html_block *b, struct block_mark *m)
{
	m->plain = b->text.n - b->link;
	m->ends = ends_sentence(b->text);
	m->linked = b->link * 10 >= b->text.n * 7 || m->plain < 3;
	if (m->linked)
		return;
	/* a lead is a heading on many a page: <h2 class="sapo"> */
	if (b->kind == HTML_HEADING) {
		m->good = b->level > 1 && m->ends && b->link == 0 &&
			  m->plain >= LEAD;
		return;
	}
	m->good = (m->plain >= GOOD && b->link * 2 <= b->text.n) ||
		  (m->plain >= GOOD_SENTENCE && m->ends &&
			  b->link * 3 <= b->text.n);
}

/* --- which elements are dropped --- */

/* An element of a kind is dropped when it has no more than this share of the
 * page's good text, in percent. */
static const struct {
	unsigned label;
	unsigned most, easy;
} bound[] = {
	{ LABEL_nav, 40, 20 },
	{ LABEL_comment, 97, 60 },
	{ LABEL_related, 45, 30 },
	{ LABEL_share, 40, 20 },
	{ LABEL_notice, 45, 20 },
	{ LABEL_layer, 90, 20 },
	{ LABEL_ad, 40, 10 },
	{ LABEL_side, 40, 20 },
	{ LABEL_person, 25, 5 },
	{ LABEL_meta, 20, 5 },
};

static unsigned
most_by_tag(const struct body_work *w, const struct html_element *e)
{
	switch (e->is) {
	case TAG_nav:
	case TAG_menu:
		return 60;
	case TAG_footer:
		return w->easy ? 30 : 97;
	case TAG_aside:
		return w->easy ? 20 : 45;
	case TAG_dialog:
	case TAG_fieldset:
		return 40;
	case TAG_form:
		return 20;
	default:
		return 0;
	}
}

static unsigned
most_by_label(const struct body_work *w, const struct html_element *e)
{
	unsigned labels = w->labels[e->number], most = 0, this;
	size_t i;

	if (labels & LABEL_body || e->is == TAG_html || e->is == TAG_body ||
		e->is == TAG_main)
		return 0;
	for (i = 0; i < sizeof bound / sizeof *bound; i++) {
		this = w->easy ? bound[i].easy : bound[i].most;
		if (labels & bound[i].label && this > most)
			most = this;
	}
	return most;
}

static bool
is_dropped(const struct body_work *w, const struct html_element *e)
{
	unsigned by_tag = most_by_tag(w, e), by_label = most_by_label(w, e);
	size_t all = w->good[w->h->nblock];

	if (by_label > by_tag)
		by_tag = by_label;
	if (by_tag == 0)
		return false;
	if (w->main && html_within(w->main, e))
		return false;
	/* beside a body that is called so, all that is called otherwise */
	if (w->main && !w->easy && e->is != TAG_form &&
		!html_within(e, w->main))
		return !(w->labels[e->number] & (LABEL_person | LABEL_meta)) ||
		       body_good(w, e) * 100 <= all * by_tag;
	return body_good(w, e) * 100 <= all * by_tag;
}

static bool
is_centered(const struct html_block *b)
{
	const struct html_element *e;
	unsigned i;

	for (e = b->in, i = 0; e && i < 4; e = e->parent, i++) {
		if (e->center)
			return true;
		if (e->end - e->first > 1)
			break;
	}
	return false;
}

/* A short text behind a picture, in the middle of the page or all aslant:
 * <p align=center><img></p><p align=center><em>...</em></p> */
static bool
is_below_picture(const struct body_work *w, const struct html_block *b)
{
	const struct html_element *e = b->in;

	if (b->text.n > BELOW_MAX || b->kind != HTML_TEXT ||
		!w->pictured[b - w->h->block] || str_ends(b->text, STR(":")))
		return false;
	return e->is == TAG_em || e->is == TAG_i ||
	       (e->parent && e->parent->is == TAG_em) ||
	       (!w->centered && is_centered(b));
}

/* Where every paragraph stands in the middle, that tells of no caption. */
static bool
is_all_centered(const struct body_work *w)
{
	size_t i, good = 0, centered = 0;

	for (i = 0; i < w->h->nblock; i++)
		if (w->mark[i].good) {
			good++;
			centered += is_centered(&w->h->block[i]);
		}
	return centered * 3 > good;
}

static void
find_pictures(struct body_work *w)
{
	const struct html_element *e;
	size_t i;

	for (i = 0; i < w->h->nelement; i++) {
		e = w->h->element[i];
		if (e->is == TAG_img && !e->hidden)
			w->pictured[e->first] = true;
	}
}

/* In a figure, what is no table, quotation or list is words to its picture. */
static bool
is_caption(const struct body_work *w, const struct html_block *b)
{
	const struct html_element *e;
	unsigned i;

	if (b->kind == HTML_CAPTION || is_below_picture(w, b))
		return true;
	if (b->text.n > CAPTION_MAX || b->kind == HTML_ROW)
		return false;
	for (e = b->in, i = 0; e && i < 6; e = e->parent, i++) {
		if (e->is == TAG_figure)
			return b->kind == HTML_TEXT;
		if (w->labels[e->number] & LABEL_caption &&
			body_good(w, e) * 10 <= w->good[w->h->nblock] &&
			w->h->block[e->end - 1].text.n <= CAPTION_MAX &&
			e->end - e->first <= 4)
			return true;
	}
	return false;
}

/* The element that is called the body, if one is and holds no little of the
 * page's good text. */
static const struct html_element *
find_main(const struct body_work *w)
{
	const struct html_element *e, *main = NULL;
	size_t i, least = w->good[w->h->nblock] / 6;

	if (least < MAIN_MIN)
		least = MAIN_MIN;
	for (i = 0; i < w->h->nelement; i++) {
		e = w->h->element[i];
		if (!(w->labels[i] & LABEL_body) &&
			!str_eq(e->itemprop, STR("articlebody")))
			continue;
		if (body_good(w, e) >= (main ? body_good(w, main) : least))
			main = e;
	}
	return main;
}

static void
label_elements(struct body_work *w)
{
	const struct html_element *e;
	size_t i;

	for (i = 0; i < w->h->nelement; i++) {
		e = w->h->element[i];
		if (e->first < e->end)
			w->labels[i] =
				(uint16_t)page_words_class(w->words, e->words);
	}
	w->main = find_main(w);
	for (i = 0; i < w->h->nelement; i++) {
		e = w->h->element[i];
		if (e->first == e->end)
			continue;
		w->dropped[i] = (e->parent && w->dropped[e->parent->number]) ||
				is_dropped(w, e);
	}
}

/* --- teasers --- */

/* The same tag, and the same first class. */
static bool
is_alike(const struct html_element *a, const struct html_element *b)
{
	size_t i;

	if (a->parent != b->parent || a->is != b->is || !a->words.p ||
		!b->words.p)
		return a->parent == b->parent && a->is == b->is &&
		       !a->words.p && !b->words.p && a->end > a->first;
	for (i = 0; i < a->words.n && i < b->words.n; i++) {
		if (a->words.p[i] != b->words.p[i])
			return false;
		if (a->words.p[i] == ' ')
			return true;
	}
	return (i == a->words.n || a->words.p[i] == ' ') &&
	       (i == b->words.n || b->words.p[i] == ' ');
}

/* Has an element of the same build beside it? */
static bool
is_repeated(const struct html *h, const struct html_element *e)
{
	const struct html_element *beside;

	if (e->last + 1 < h->nelement && is_alike(h->element[e->last + 1], e))
		return true;
	if (e->number == 0)
		return false;
	beside = h->element[e->number - 1];
	while (beside && beside->depth > e->depth)
		beside = beside->parent;
	return beside && beside != e && is_alike(beside, e);
}

/* A short text with a linked title by it, in an element like the next one or
 * the one before: a list of articles. */
static bool
is_teaser(const struct body_work *w, size_t block)
{
	const struct html *h = w->h;
	const struct html_element *e = h->block[block].in;
	unsigned climbed;
	size_t i, good = 0, linked = 0;

	if (h->block[block].text.n > TEASER_MAX)
		return false;
	for (climbed = 0; e && climbed < 6; e = e->parent, climbed++) {
		if (e->end - e->first < 2 || e->is == TAG_body)
			continue;
		if (e->end - e->first > 8)
			return false;
		for (i = e->first, good = linked = 0; i < e->end; i++) {
			good += w->mark[i].good;
			linked += w->mark[i].linked && h->block[i].text.n > 15;
		}
		if (good > 1)
			return false;
		if (linked && (is_repeated(h, e) ||
				      (e->parent && is_repeated(h, e->parent))))
			return true;
	}
	return false;
}

/* --- worth --- */

static int
worth_of(const struct html_block *b, const struct block_mark *m)
{
	int plain = m->plain < WORTH_MAX ? (int)m->plain : WORTH_MAX;
	int link = b->link < 200 ? (int)b->link : 200;

	if (m->proved)
		return plain + 200;
	if (m->caption)
		return 0;
	if (m->out)
		return m->good ? -plain / 8 : -8;
	if (m->teaser)
		return -30;
	if (m->good)
		return plain - link / 2;
	if (m->linked)
		return -10 - link / 3;
	if (b->kind == HTML_CODE || b->kind == HTML_ROW)
		return plain / 4;
	if (b->kind == HTML_HEADING)
		return 0;
	return m->ends ? plain / 2 : b->kind == HTML_ITEM ? 0 : -5;
}

/* The first letters of a text, 60 bytes of it at most. */
static struct str
beginning(struct str s)
{
	size_t n = 60;

	if (s.n <= n)
		return s;
	while (((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	return str_slice(s, 0, n);
}

/* Does the page tell search engines and readers of links of this text? */
static bool
is_told(struct body_work *w, const struct html_block *b)
{
	struct str head = beginning(b->text);
	size_t i;

	if (head.n < 40 || b->link * 2 > b->text.n)
		return false;
	for (i = 0; i < w->nabout; i++)
		if (str_starts(w->about[i], head))
			return true;
	if (w->told.n == 0 || w->searched > TOLD_SEARCHED)
		return false;
	w->searched += w->told.n;
	return str_find(w->told, head, 0) != SPAN_NONE;
}

/* The page's own descriptions: an article's are its lead. */
static void
find_about(struct body_work *w)
{
	const struct html_meta *m = w->h->meta;
	size_t i;

	for (i = 0; i < w->h->nmeta && w->nabout < ABOUT_MAX; i++)
		if (str_ends(m[i].name, STR("description")) &&
			m[i].content.n >= 40)
			w->about[w->nabout++] = m[i].content;
}

/* An article that is a list itself (ten places to see, each with a linked
 * name) has no teasers in its body. */
static void
clear_teasers(struct body_work *w)
{
	const struct html_element *e = w->main;
	size_t i, teasers = 0, others = 0;

	for (i = e ? e->first : 0; e && i < e->end; i++)
		if (w->mark[i].teaser)
			teasers += w->mark[i].plain;
		else if (w->mark[i].good && !w->mark[i].out)
			others += w->mark[i].plain;
	if (teasers * 2 <= others)
		return;
	for (i = e->first; i < e->end; i++)
		w->mark[i].teaser = false;
}

/* The second look at each block, when what is around it is known. */
static void
mark_again(struct body_work *w, size_t i)
{
	const struct html_block *b = &w->h->block[i];
	struct block_mark *m = &w->mark[i];

	m->caption = is_caption(w, b);
	m->out |= w->dropped[b->in->number];
	m->proved = is_told(w, b);
	m->teaser = m->good && !m->proved && is_teaser(w, i);
}

static void
add_up(struct body_work *w)
{
	size_t i, good;

	for (i = 0; i < w->h->nblock; i++) {
		struct block_mark *m = &w->mark[i];

		m->worth = worth_of(&w->h->block[i], m);
		good = m->good && !m->out && !m->teaser && !m->caption
			       ? m->plain
			       : 0;
		w->sum[i + 1] = w->sum[i] + m->worth;
		w->good[i + 1] = w->good[i] + good;
	}
}

void
body_mark(struct body_work *w)
{
	const struct html *h = w->h;
	struct block_mark *m;
	size_t i;

	w->nabout = 0;
	find_about(w);
	find_pictures(w);
	for (i = 0; i < h->nblock; i++) {
		m = &w->mark[i];
		*m = (struct block_mark){ .worth = 0 };
		mark_block(&h->block[i], m);
		m->out = h->block[i].in && h->block[i].in->hidden;
		w->good[i + 1] =
			w->good[i] + (m->good && !m->out ? m->plain : 0);
	}
	label_elements(w);
	w->centered = is_all_centered(w);
	for (i = 0; i < h->nblock; i++)
		mark_again(w, i);
	clear_teasers(w);
	add_up(w);
}
