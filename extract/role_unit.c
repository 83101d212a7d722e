/* In which organisation an office is held, where the words beside it leave
 * that to the rest of the article. */
#include "base/buf.h"
#include "fold.h"
#include "main_place.h"
#include "role_unit.h"
#include "rules.h"
#include "value.h"

/* --- questions asked once --- */

static const struct answer *
answered(const struct answer *list, size_t n, struct str word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(list[i].word, word))
			return &list[i];
	return NULL;
}

static struct str
keep(struct answer *list, size_t *n, struct str word, struct str text)
{
	if (*n < ANSWERS_MOST)
		list[(*n)++] = (struct answer){ word, text };
	return text;
}

static struct str
joined(struct mem *m, struct str a, struct str b)
{
	struct buf out = { .mem = m };

	buf_put(&out, a);
	buf_put_c(&out, ' ');
	buf_put(&out, b);
	return buf_str(&out);
}

/* --- whose it is --- */

/* "UBND tỉnh" and "Lạng Sơn", or "Tỉnh Lạng Sơn": one name. */
static struct str
with_place(struct role_units *u, struct str unit)
{
	struct mem *mem = u->d->mem;
	struct str level = fold_word(unit, fold_words(unit) - 1), text;
	const struct answer *known;

	if (!lexicon_find(u->r->named[LEXICON_LEVEL], level))
		return unit;
	level = fold(mem, level);
	known = answered(u->place, u->nplace, level);
	text = known ? known->text
		     : keep(u->place, &u->nplace, level,
			       main_place(u->r, u->d, level));
	if (!text.n)
		return unit;
	if (fold_starts(fold(mem, text), level))
		text = str_slice(text, level.n + 1, text.n);
	return joined(mem, unit, text);
}

struct str
role_unit(struct role_units *u, struct span at)
{
	int type = u->r->typed[RULES_UNITS];
	struct value *v = type < 0 ? NULL : value_at(u->d, (unsigned)type, at);
	struct str name = { NULL, 0 };

	if (v)
		name = node_text(v->fields, "name");
	return name.n ? with_place(u, name) : name;
}

/* --- from the title --- */

struct str
role_unit_joined(struct role_units *u, struct str title, struct str rest)
{
	const struct lexicon *titles = u->r->named[LEXICON_TITLE];
	struct str of = lexicon_get(titles, title, "of");

	if (!of.n || !lexicon_get(titles, title, "joins").n)
		return (struct str){ NULL, 0 };
	return joined(u->d->mem, of, rest);
}

static struct str
find_head(struct role_units *u, struct str word)
{
	int type = u->r->typed[RULES_UNITS];
	struct str best = { NULL, 0 }, first = fold(u->d->mem, word);
	size_t most = 0, n;
	struct value *v, *m;

	for (v = type < 0 ? NULL : u->d->list[type].first; v; v = v->next) {
		struct str name = node_text(v->fields, "name");

		if (!fold_starts(fold(u->d->mem, name), first))
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

struct str
role_unit_of_title(struct role_units *u, struct str title)
{
	struct str of = lexicon_get(u->r->named[LEXICON_TITLE], title, "of");
	const struct answer *known;

	if (!of.n)
		return of;
	known = answered(u->head, u->nhead, of);
	return known ? known->text
		     : keep(u->head, &u->nhead, of, find_head(u, of));
}
