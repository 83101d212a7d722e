/* In which organisation an office is held, where the words beside it leave
 * that to the rest of the article. */
#include "fold.h"
#include "role_unit.h"
#include "rules.h"
#include "value.h"

enum { PLACES_MOST = 64 }; /* different ones looked at */

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

/* Is it a place of that level, "tỉnh Lạng Sơn" for "tỉnh", or a province by
 * its bare name? */
static bool
is_of_level(const struct rules *r, struct str place, struct str folded,
	struct str level)
{
	return fold_starts(folded, level) ||
	       lexicon_find(rules_lexicon(r, "province"), place);
}

/* The place of a level that the article names most, more than any other. */
static const struct match *
main_place(const struct rules *r, struct doc *d, struct str level)
{
	int type = rules_type(r, STR("_places"));
	struct counted place[PLACES_MOST], *best = NULL;
	size_t i, n = 0;
	bool tie = false;

	for (i = 0; i < d->nmatch; i++) {
		const struct match *m = &d->match[i];
		struct str text = match_text(d, m);
		struct str folded;

		if ((int)m->type != type)
			continue;
		folded = fold(d->mem, text);
		if (is_of_level(r, text, folded, level))
			count(place, &n, folded, m);
	}
	for (i = 0; i < n; i++) {
		tie = best && place[i].n == best->n;
		if (!best || place[i].n > best->n)
			best = &place[i];
	}
	return best && !tie ? best->match : NULL;
}

/* "UBND tỉnh" and "tỉnh Lạng Sơn", or "Lạng Sơn": one name. */
static struct str
with_place(const struct rules *r, struct doc *d, struct str unit)
{
	struct str level = fold_word(unit, fold_words(unit) - 1), text;
	const struct match *place;
	struct span out;

	if (!lexicon_find(rules_lexicon(r, "level"), level))
		return unit;
	level = fold(d->mem, level);
	place = main_place(r, d, level);
	if (!place)
		return unit;
	out = text_span_out(&d->text, place->at);
	text = fold_space(d->mem, str_slice(d->text.out, out.start, out.end));
	/* One spelling of the level is enough: "UBND tỉnh", "Tỉnh Lạng Sơn". */
	if (fold_starts(fold(d->mem, text), level))
		text = str_slice(text, level.n + 1, text.n);
	return mem_printf(d->mem, "%.*s %.*s", STR_ARG(unit), STR_ARG(text));
}

struct str
role_unit(const struct rules *r, struct doc *d, struct span at)
{
	int type = rules_type(r, STR("units"));
	struct value *v = type < 0 ? NULL : value_at(d, (unsigned)type, at);
	struct str name = { NULL, 0 };

	if (v)
		name = node_text(v->fields, "name");
	return name.n ? with_place(r, d, name) : name;
}

struct str
role_unit_joined(
	const struct rules *r, struct doc *d, struct str title, struct str rest)
{
	const struct lexicon *titles = rules_lexicon(r, "title");
	struct str of = lexicon_get(titles, title, "of");

	if (!of.n || !lexicon_get(titles, title, "joins").n)
		return (struct str){ NULL, 0 };
	return mem_printf(d->mem, "%.*s %.*s", STR_ARG(of), STR_ARG(rest));
}

struct str
role_unit_of_title(const struct rules *r, struct doc *d, struct str title)
{
	struct str of = lexicon_get(rules_lexicon(r, "title"), title, "of");
	int type = rules_type(r, STR("units"));
	struct str best = { NULL, 0 }, first = fold(d->mem, of);
	size_t most = 0, n;
	struct value *v, *m;

	if (!of.n || type < 0)
		return best;
	for (v = d->list[type].first; v; v = v->next) {
		struct str name = node_text(v->fields, "name");

		if (!fold_starts(fold(d->mem, name), first))
			continue;
		for (n = 0, m = v->mentions; m; m = m->next)
			n++;
		if (n > most) {
			most = n;
			best = name;
		}
	}
	return best;
}
