/* Which element of a page holds its article. */
#include "body_work.h"

/* The element whose blocks are worth most together; of equals, the inmost. */
static const struct html_element *
best_sum(const struct body_work *w)
{
	const struct html_element *e, *best = NULL;
	size_t i;

	for (i = 0; i < w->h->nelement; i++) {
		e = w->h->element[i];
		if (e->end > e->first && body_good(w, e) > 0 &&
			(!best || body_sum(w, e) >= body_sum(w, best)))
			best = e;
	}
	return best;
}

/* Called so by its class, or by what microdata say of it. */
static bool
is_called_body(const struct body_work *w, const struct html_element *e)
{
	return w->labels[e->number] & LABEL_body ||
	       str_eq(e->itemprop, STR("articlebody")) || e->is == TAG_article;
}

/* One that is called the body, is not far behind the best, and lies within it
 * or around it. */
static const struct html_element *
best_called(const struct body_work *w, const struct html_element *best)
{
	const struct html_element *e, *found = NULL;
	size_t i;

	for (i = 0; i < w->h->nelement; i++) {
		e = w->h->element[i];
		if (e->end == e->first || w->dropped[i] ||
			!is_called_body(w, e) ||
			body_good(w, e) * 10 < body_good(w, best) * 6)
			continue;
		if (!html_within(e, best) && !html_within(best, e))
			continue;
		if (!found || body_good(w, e) * 20 >= body_good(w, found) * 19)
			found = e;
	}
	return found;
}

/* Has e a heading that is the page's title? */
static bool
is_titled(const struct body_work *w, const struct html_element *e)
{
	const struct html_block *b = w->h->block;
	size_t i;

	for (i = e->first; i < e->end; i++)
		if (b[i].kind == HTML_HEADING && b[i].level <= 2 &&
			b[i].text.n <= 2 * w->title.n &&
			str_eq(page_words_seen(
				       w->words, b[i].text, b[i].text.n),
				w->title))
			return true;
	return false;
}

/* Of several articles one behind the other (a page that goes on with the next
 * one), the one that has the page's title; NULL where it is not so. */
static const struct html_element *
one_of_several(const struct body_work *w, const struct html_element *best)
{
	const struct html_element *e, *titled = NULL;
	unsigned several = 0;
	size_t i, all = 0;

	if (w->title.n == 0)
		return NULL;
	for (i = best->number + 1; i <= best->last; i++) {
		e = w->h->element[i];
		if (e->is != TAG_article || w->dropped[i] ||
			body_good(w, e) * 10 < body_good(w, best))
			continue;
		several++;
		all += body_good(w, e);
		if (!titled && is_titled(w, e))
			titled = e;
		i = e->last;
	}
	return several > 1 && all * 10 > body_good(w, best) * 8 ? titled : NULL;
}

const struct html_element *
body_pick(const struct body_work *w)
{
	const struct html_element *best = best_sum(w), *called;

	if (!best)
		return NULL;
	called = best_called(w, best);
	if (!called)
		called = one_of_several(w, best);
	return called ? called : best;
}
