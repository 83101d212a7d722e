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

/* Does the page say of itself that it is an article? */
static bool
is_declared(const struct html *h)
{
	static const char *const types[] = { "NewsArticle\"", "\"Article\"",
		"BlogPosting\"", "\"articleBody\"" };
	size_t i, k;

	for (i = 0; i < h->nmeta; i++)
		if (str_eq(h->meta[i].name, STR("article:published_time")) ||
			str_eq(h->meta[i].name, STR("datepublished")))
			return true;
	for (i = 0; i < h->nld; i++)
		for (k = 0; k < sizeof types / sizeof *types; k++)
			if (str_find(h->ld[i], str_c(types[k]), 0) != SPAN_NONE)
				return true;
	return false;
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
