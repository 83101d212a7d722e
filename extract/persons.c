/* The persons of an article: every place where a name stands, and who of
 * them it is. "Phạm Thị Thanh Trà" ... "bà Trà", "Thanh Trà": the same. */
#include "base/letter.h"
#include "base/utf8.h"
#include "fold.h"
#include "match.h"
#include "persons.h"
#include "rules.h"
#include "value.h"

enum {
	LETTERS_LEAST = 3,  /* of a name looked for by its letters */
	SEARCHES_MOST = 100 /* of such names */
};

struct finding {
	const struct rules *r;
	const struct doc *d;
	struct persons p;
	size_t room;	  /* of p.naming */
	unsigned lengths; /* words of names there are, a bit each up to 31 */
	bool *searched;	  /* by person */
	int names, units, places;
	unsigned type, name;
};

/* --- where names stand --- */

/* Does the name belong to something else: a school, a street? */
static bool
is_part(const struct finding *f, const struct match *m)
{
	while (m->outer >= 0) {
		m = &f->d->match[m->outer];
		if ((int)m->type == f->units || (int)m->type == f->places)
			return true;
	}
	return false;
}

static void
add_naming(struct finding *f, struct naming n)
{
	size_t room = f->room ? f->room * 2 : 32;

	if (f->p.n == f->room) {
		f->p.naming = mem_grow(f->d->mem, f->p.naming,
			f->room * sizeof n, room * sizeof n);
		f->room = room;
	}
	f->p.naming[f->p.n++] = n;
}

static void
add(struct finding *f, const struct match *m, struct span at, bool raw)
{
	struct str text = str_slice(f->d->text.seen, at.start, at.end), key;
	size_t words;

	if (f->p.n == PERSONS_MOST)
		return;
	key = fold(f->d->mem, text);
	words = fold_words(key);
	f->lengths |= words < 32 ? 1u << words : 0;
	add_naming(f, (struct naming){ .at = at,
			      .match = m,
			      .key = key,
			      .words = words,
			      .person = PERSON_NONE,
			      .raw = raw });
}

static bool
is_named(const struct finding *f, struct span at)
{
	const struct match *m =
		f->names < 0
			? NULL
			: match_inside(f->d, (unsigned)f->names, at, 0, false);

	return m && m->at.start == at.start && m->at.end == at.end;
}

static void
gather(struct finding *f)
{
	const struct doc *d = f->d;
	const struct match *m, *own = value_match(d, f->type, NULL);
	const struct match *name =
		f->names < 0 ? NULL : value_match(d, (unsigned)f->names, NULL);

	while (name || own) {
		if (!own || (name && name < own)) {
			m = name;
			name = value_match(d, m->type, m);
			if (!m->absorbed && !is_part(f, m))
				add(f, m, m->at, false);
			continue;
		}
		m = own;
		own = value_match(d, m->type, m);
		if (!m->absorbed && m->group[f->name].start != SPAN_NONE &&
			!is_named(f, m->group[f->name]))
			add(f, m, m->group[f->name], true);
	}
	fold_in_order(f->d->mem, f->p.naming, f->p.n, sizeof *f->p.naming);
	/* no more persons than names */
	f->p.person = mem_space(d->mem, f->p.n * sizeof *f->p.person);
}

/* --- who it is --- */

static void
new_person(struct finding *f, struct naming *n)
{
	const struct text *t = &f->d->text;
	struct span out = text_span_out(t, n->at);

	f->p.person[f->p.nperson] = (struct person){ .key = n->key,
		.text = fold_space(
			f->d->mem, str_slice(t->out, out.start, out.end)),
		.raw = n->raw };
	n->person = f->p.nperson++;
}

/* Can `part` be a shorter form of `whole`? Its last words, or of a foreigner
 * the first as well. */
static bool
is_short_of(const struct naming *part, const struct person *whole)
{
	return fold_ends(whole->key, part->key) ||
	       fold_starts(whole->key, part->key);
}

/* Of several who could be meant, the one named last before. */
static void
settle(struct finding *f, struct naming *n)
{
	size_t i, found = PERSON_NONE;
	const struct naming *other;

	for (i = 0; i < f->p.nperson; i++)
		if (is_short_of(n, &f->p.person[i])) {
			if (found != PERSON_NONE)
				break;
			found = i;
		}
	if (found == PERSON_NONE) {
		new_person(f, n);
		return;
	}
	n->person = found;
	if (i == f->p.nperson)
		return;
	for (other = f->p.naming; other < n; other++)
		if (other->person != PERSON_NONE &&
			is_short_of(n, &f->p.person[other->person]))
			n->person = other->person;
}

/* Names of `words` words, in order. */
static void
settle_all(struct finding *f, size_t words, bool and_less)
{
	size_t i;

	if (!and_less && !(f->lengths >> words & 1))
		return;
	for (i = 0; i < f->p.n; i++) {
		struct naming *n = &f->p.naming[i];

		if (n->person == PERSON_NONE &&
			(n->words == words || (and_less && n->words < words)))
			settle(f, n);
	}
}

/* --- foreign names again --- */

static bool
is_taken(const struct finding *f, struct span at)
{
	size_t i;

	for (i = 0; i < f->p.n; i++)
		if (f->p.naming[i].at.start < at.end &&
			at.start < f->p.naming[i].at.end)
			return true;
	return false;
}

/* Does a word with a capital stand right before or behind? Then it is
 * another, longer name. */
static bool
is_longer(struct str s, struct span at)
{
	size_t i = at.end, start;

	if (i + 1 < s.n && s.p[i] == ' ') {
		i++;
		if (letter_is_upper(utf8_get(s, &i)))
			return true;
	}
	i = at.start;
	if (i < 2 || s.p[i - 1] != ' ')
		return false;
	for (start = --i;
		start > 0 && s.p[start - 1] != ' ' && s.p[start - 1] != '\n';)
		start--;
	return i > start && letter_or_digit(utf8_get_back(s, &i)) &&
	       letter_is_upper(utf8_get(s, &start));
}

/* A foreigner's name has no shape by which the rules would know it where no
 * role stands beside it: looked for by its letters, whole or its last word. */
static void
find_again(
	struct finding *f, size_t person, struct naming from, struct str word)
{
	struct str seen = f->d->text.seen;
	struct span at = { 0, 0 };

	while (f->p.n < PERSONS_MOST) {
		at = fold_find(seen, word, at.end);
		if (at.start == SPAN_NONE)
			return;
		if (is_taken(f, at) || is_longer(seen, at))
			continue;
		from.at = at;
		from.person = person;
		add_naming(f, from);
	}
}

static void
find_foreign(struct finding *f)
{
	size_t i, n = f->p.n, searches = 0;

	for (i = 0; i < n && searches < SEARCHES_MOST; i++) {
		struct naming g = f->p.naming[i];
		struct str name =
			str_slice(f->d->text.seen, g.at.start, g.at.end);
		bool *searched = &f->searched[g.person];
		struct str last;
		size_t words;

		if (!g.raw || *searched)
			continue;
		words = fold_words(name);
		last = fold_word(name, words - 1);
		*searched = true;
		searches++;
		find_again(f, g.person, g, name);
		if (words > 1 && last.n > LETTERS_LEAST)
			find_again(f, g.person, g, last);
	}
	fold_in_order(f->d->mem, f->p.naming, f->p.n, sizeof *f->p.naming);
}

struct persons
persons_find(const struct rules *r, const struct doc *d, unsigned type,
	unsigned name)
{
	struct finding f = { .r = r,
		.d = d,
		.type = type,
		.name = name,
		.names = r->typed[RULES_NAMES],
		.units = r->typed[RULES_UNITS],
		.places = r->typed[RULES_PLACES] };
	size_t words;

	gather(&f);
	/* The longest first, so that the shorter ones find them. */
	for (words = 7; words > 1; words--)
		settle_all(&f, words, false);
	settle_all(&f, 1, true);
	settle_all(&f, (size_t)-1, true);
	f.searched = mem_alloc(d->mem, f.p.nperson + 1);
	find_foreign(&f);
	return f.p;
}
