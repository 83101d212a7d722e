/* Is a page a list of articles and none itself: a section, a home page? */
#include "body_work.h"

enum {
	TITLE_LINK = 30, /* bytes of a link that may be an article's title */
	LINKS = 25,	 /* such links on a list, at least */
	TEASERS = 8,	 /* on a list that has them */
	LITTLE = 600,	 /* bytes of text that are no article by themselves */
	MUCH = 6000,	 /* and that are one */
	RUN = 600	 /* bytes of paragraphs side by side in an article */
};

static bool
ld_has(const struct html *h, const char *const *part, size_t n)
{
	size_t i, k;

	for (i = 0; i < h->nld; i++)
		for (k = 0; k < n; k++)
			if (str_find(h->ld[i], str_c(part[k]), 0) != SPAN_NONE)
				return true;
	return false;
}

/* Does the page say of itself that it is an article? The articles of a list
 * have their types and dates as well. */
static bool
is_declared(const struct html *h)
{
	static const char *const list[] = { "\"ItemList\"",
		"\"CollectionPage\"" };
	static const char *const article[] = { "NewsArticle\"", "\"Article\"",
		"BlogPosting\"", "\"articleBody\"" };
	size_t i, dates = 0;
	bool site = false;

	for (i = 0; i < h->nmeta; i++) {
		const struct html_meta *m = &h->meta[i];

		if (str_eq(m->name, STR("article:published_time")))
			return true;
		dates += str_eq(m->name, STR("datepublished"));
		site |= str_eq(m->name, STR("og:type")) &&
			str_eq(m->content, STR("website"));
	}
	if (dates == 1)
		return true;
	return !site && !ld_has(h, list, 2) && ld_has(h, article, 4);
}

/* The element that a paragraph shares with others. */
static const struct html_element *
place_of(const struct html_block *b)
{
	const struct html_element *e = b->in;
	unsigned climbed;

	for (climbed = 0; e->parent && climbed < 6; climbed++) {
		if (e->end - e->first > 1 &&
			html_tag_flags(e->is, e->tag) & TAG_BLOCK)
			break;
		e = e->parent;
	}
	return e;
}

/* The text that would be the article's. */
struct extent {
	size_t all;	  /* plain bytes */
	size_t run, side; /* the most bytes, and blocks, of sentences side by
			     side */
};

static struct extent
measure(const struct body_work *w, const bool *keep, size_t first, size_t end)
{
	const struct html_element *place, *last = NULL;
	struct extent t = { 0, 0, 0 };
	size_t i, n = 0, blocks = 0;

	for (i = first; i < end; i++) {
		if (!keep[i])
			continue;
		t.all += w->mark[i].plain;
		if (!w->mark[i].good || !w->mark[i].ends)
			continue;
		place = place_of(&w->h->block[i]);
		if (place != last)
			n = blocks = 0;
		last = place;
		n += w->mark[i].plain;
		blocks++;
		if (n > t.run)
			t.run = n;
		if (blocks > t.side)
			t.side = blocks;
	}
	return t;
}

bool
body_is_list(
	const struct body_work *w, const bool *keep, size_t first, size_t end)
{
	size_t i, links = 0, teasers = 0;
	struct extent t;

	if (is_declared(w->h))
		return false;
	for (i = 0; i < w->h->nblock; i++) {
		links += w->mark[i].linked &&
			 w->h->block[i].text.n >= TITLE_LINK;
		teasers += w->mark[i].teaser;
	}
	if (links < LINKS)
		return false;
	t = measure(w, keep, first, end);
	return t.all < LITTLE || (t.side <= 1 && t.all < MUCH && t.run < RUN) ||
	       (teasers >= TEASERS && t.run < RUN && t.all < MUCH / 2);
}
