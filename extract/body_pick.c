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

const struct html_element *
body_pick(const struct body_work *w)
{
	const struct html_element *best = best_sum(w), *called;

	if (!best)
		return NULL;
	called = best_called(w, best);
	return called ? called : best;
}
