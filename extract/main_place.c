/* The place that an article speaks of most. */
#include "fold.h"
#include "main_place.h"
#include "match.h"
#include "rules.h"
#include "value.h"

enum {
	PLACES_MOST = 64,  /* different ones counted */
	PLACES_SEEN = 4000 /* mentions looked at */
};

/* A place and how often the article names it. */
struct counted {
	struct str text; /* in small letters */
	const struct match *match;
	size_t n;
};

static void
count(struct counted *place, size_t *n, struct str text, const struct match *m)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (fold_ends(place[i].text, text) ||
			fold_ends(text, place[i].text)) {
			place[i].n++;
			return;
		}
	if (*n < PLACES_MOST)
		place[(*n)++] = (struct counted){ text, m, 1 };
}

/* The one that is named most; NULL where two are. */
static const struct match *
most_named(const struct counted *place, size_t n)
{
	const struct counted *best = NULL;
	bool tie = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (best && place[i].n == best->n)
			tie = true;
		if (best && place[i].n <= best->n)
			continue;
		best = &place[i];
		tie = false;
	}
	return best && !tie ? best->match : NULL;
}

struct str
main_place(const struct rules *r, struct doc *d, struct str level)
{
	const struct lexicon *provinces = r->named[LEXICON_PROVINCE];
	int type = r->typed[RULES_PLACES];
	struct counted place[PLACES_MOST];
	const struct match *m = NULL;
	size_t n = 0, seen = 0;
	struct span out;

	while (type >= 0 && seen < PLACES_SEEN &&
		(m = value_match(d, (unsigned)type, m))) {
		struct str text = match_text(d, m);
		struct str folded = fold(d->mem, text);

		seen++;
		if (fold_starts(folded, level) || lexicon_find(provinces, text))
			count(place, &n, folded, m);
	}
	m = most_named(place, n);
	if (!m)
		return (struct str){ NULL, 0 };
	out = text_span_out(&d->text, m->at);
	return fold_space(d->mem, str_slice(d->text.out, out.start, out.end));
}
