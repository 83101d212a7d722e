/* Persons in office: one entry each, with their roles and every place where
 * their names stand.
 *
 * A match of this type says that the persons in it have the roles in it:
 * "các Thứ trưởng Bộ Nội vụ: Trần Thị Ngát, Trần Anh Dũng". */
#include "base/utf8.h"
#include "fold.h"
#include "persons.h"
#include "role_unit.h"
#include "value.h"

enum { NAME, ROLE, MORE, LIST, HOW, PRONOUN }; /* places in groups */
enum {
	ROLES_MOST = 32,  /* in one match, and of one person */
	HOLDERS_MOST = 64 /* titles that stand bare */
};

/* Who alone holds an office of that title, found once. */
struct holder {
	struct str title; /* in small letters */
	size_t person;
};

struct holding {
	const struct rules *r;
	struct doc *d;
	unsigned type;
	int roles, title, unit; /* the type `_roles`, two of its groups */
	struct persons p;
	struct role_units of;
	struct holder holder[HOLDERS_MOST];
	size_t nholder;
	struct value **entry;	      /* by person */
	const struct match **pronoun; /* which gave the first role */
};

/* --- roles --- */

static struct str
text_out(const struct holding *h, struct span seen)
{
	struct span out = text_span_out(&h->d->text, seen);

	return fold_space(
		h->d->mem, str_slice(h->d->text.out, out.start, out.end));
}

static struct node *
role_node(struct holding *h, const struct match *m)
{
	struct mem *mem = h->d->mem;
	struct node *role = node_new(mem, NODE_OBJECT);
	struct span at = m->group[h->unit];
	struct str title = text_out(h, m->group[h->title]);
	struct str unit = { NULL, 0 }, full;

	node_put_text(mem, role, "text", text_out(h, m->at));
	node_put_text(mem, role, "title", title);
	if (at.start != SPAN_NONE) {
		unit = text_out(h, at);
		full = role_unit(&h->of, at);
		if (!full.n)
			full = role_unit_joined(&h->of, title, unit);
	} else {
		full = role_unit_of_title(&h->of, title);
	}
	if (full.n && !str_eq(full, unit)) {
		node_put_text(mem, role, "unit", full);
		node_put_bool(mem, role, "inferred", true);
	} else if (unit.n) {
		node_put_text(mem, role, "unit", unit);
	} else {
		node_put_null(mem, role, "unit");
	}
	return role;
}

/* Does the one say no more than the other? "Bộ trưởng" beside "Bộ trưởng Bộ
 * Nội vụ". */
static bool
says_no_more(
	const struct holding *h, const struct node *a, const struct node *b)
{
	struct str x = fold(h->d->mem, node_text(a, "text"));
	struct str y = fold(h->d->mem, node_text(b, "text"));

	return str_eq(x, y) || fold_starts(y, x);
}

static void
give_role(struct holding *h, size_t person, const struct match *m)
{
	struct person *p = &h->p.person[person];
	struct node *role = role_node(h, m), *n;
	size_t known = 0;

	if (!p->roles)
		p->roles = node_new(h->d->mem, NODE_LIST);
	for (n = p->roles->first; n; n = n->next) {
		if (++known == ROLES_MOST || says_no_more(h, role, n))
			return;
		if (says_no_more(h, n, role)) {
			n->first = role->first;
			n->last = role->last;
			return;
		}
	}
	node_add(p->roles, STR(""), role);
}

/* --- who holds which --- */

static size_t
roles_in(const struct holding *h, const struct match *of,
	const struct match **role)
{
	const struct match *m;
	size_t n = 0, from = 0, end = 0;

	while (n < ROLES_MOST && h->roles >= 0 &&
		(m = match_inside(
			 h->d, (unsigned)h->roles, of->at, from, false))) {
		if (m->at.start >= end) {
			role[n++] = m;
			end = m->at.end;
		}
		from = (size_t)(m - h->d->match) + 1;
	}
	return n;
}

static size_t
persons_in(const struct holding *h, const struct match *of, size_t *person)
{
	size_t i, n = 0;

	for (i = 0; i < h->p.n && n < ROLES_MOST; i++) {
		const struct naming *g = &h->p.naming[i];

		if (g->at.start >= of->at.start && g->at.end <= of->at.end &&
			g->person != PERSON_NONE)
			person[n++] = g->person;
	}
	return n;
}

/* No letter with a Vietnamese tone mark, which has three bytes: a foreign word,
 * most likely. */
static bool
is_plain(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0xE0)
			return false;
	return s.n > 3;
}

/* A single foreign word beside a role is a name for the highest offices
 * alone, or where a person of that name is known. */
static bool
may_be_named(const struct holding *h, const struct match *m,
	const struct match *role, size_t person)
{
	const struct rules *r = h->r;
	struct str how = match_arg(h->d, m, HOW), title;

	if (!how.p || !lexicon_find(r->named[LEXICON_HOW_SINGLE], how))
		return true;
	title = str_slice(h->d->text.seen, role->group[h->title].start,
		role->group[h->title].end);
	return fold_words(h->p.person[person].key) > 1 ||
	       h->p.person[person].roles ||
	       (is_plain(h->p.person[person].key) &&
		       lexicon_find(r->named[LEXICON_TITLE_HIGH], title));
}

static void
hold(struct holding *h, const struct match *m)
{
	const struct match *role[ROLES_MOST];
	size_t person[ROLES_MOST];
	size_t nrole = roles_in(h, m, role);
	size_t nperson = persons_in(h, m, person), i, j;
	struct str how = match_arg(h->d, m, HOW);
	bool each = how.p && nrole == nperson &&
		    lexicon_find(h->r->named[LEXICON_HOW_EACH], how);

	for (i = 0; i < nperson; i++)
		for (j = 0; j < nrole; j++)
			if ((!each || i == j) &&
				may_be_named(h, m, role[j], person[i]))
				give_role(h, person[i], role[j]);
}

/* --- pronouns --- */

/* The word before a place in the text, in small letters. */
static struct str
word_before(const struct holding *h, size_t at)
{
	struct str s = h->d->text.seen;
	size_t start, end = at;

	if (end > 0 && s.p[end - 1] == ' ')
		end--;
	for (start = end;
		start > 0 && s.p[start - 1] != ' ' && s.p[start - 1] != '\n';)
		start--;
	return fold(h->d->mem, str_slice(s, start, end));
}

/* "ông" is no woman's: may the pronoun mean whoever is named there? */
static bool
agrees(const struct holding *h, struct str pronoun, size_t named)
{
	struct str word = word_before(h, named);

	return str_eq(word, pronoun) ||
	       !lexicon_find(h->r->named[LEXICON_PRONOUN], word);
}

/* Whom "ông" means: the last one named before it in its paragraph. */
static size_t
meant(const struct holding *h, const struct match *m)
{
	struct str seen = h->d->text.seen;
	struct span at = m->group[PRONOUN];
	struct str pronoun = fold(h->d->mem, str_slice(seen, at.start, at.end));
	size_t i, found = PERSON_NONE, from = at.start;

	while (from > 0 && seen.p[from - 1] != '\n')
		from--;
	for (i = 0; i < h->p.n && h->p.naming[i].at.start < at.start; i++)
		if (h->p.naming[i].at.start >= from &&
			h->p.naming[i].person != PERSON_NONE &&
			agrees(h, pronoun, h->p.naming[i].at.start))
			found = h->p.naming[i].person;
	return found;
}

static bool
is_pronoun(const struct match *m)
{
	return m->group[PRONOUN].start != SPAN_NONE;
}

static void
hold_meant(struct holding *h, const struct match *m)
{
	const struct match *role[ROLES_MOST];
	size_t nrole = roles_in(h, m, role), person = meant(h, m), i;

	if (person == PERSON_NONE)
		return;
	if (!h->p.person[person].roles)
		h->pronoun[person] = m;
	for (i = 0; i < nrole; i++)
		give_role(h, person, role[i]);
}

/* --- entries --- */

static struct value *
entry_of(struct holding *h, size_t person, struct str rule)
{
	struct person *p = &h->p.person[person];
	struct node *fields;

	if (h->entry[person])
		return h->entry[person];
	h->entry[person] = value_add_entry(h->d, h->type, rule);
	fields = h->entry[person]->fields;
	node_put_text(h->d->mem, fields, "name", p->text);
	node_add(fields, STR("roles"), p->roles);
	return h->entry[person];
}

/* The match that puts a name and a role together, or the name's own. */
static const struct match *
match_of(const struct holding *h, const struct naming *n)
{
	const struct match *m = n->match;

	if (m->at.start > n->at.start || m->at.end < n->at.end)
		return m; /* found by its letters, elsewhere */
	while (m->type != h->type && m->outer >= 0)
		m = &h->d->match[m->outer];
	if (m->type == h->type)
		return m;
	return n->person != PERSON_NONE && h->pronoun[n->person]
		       ? h->pronoun[n->person]
		       : n->match;
}

static void
put_mentions(struct holding *h)
{
	size_t i;

	for (i = 0; i < h->p.n; i++) {
		const struct naming *n = &h->p.naming[i];
		const struct match *m = match_of(h, n);

		if (n->person == PERSON_NONE || !h->p.person[n->person].roles)
			continue;
		value_add_mention(
			h->d, entry_of(h, n->person, m->rule->id), m, n->at);
	}
}

/* --- references --- */

/* Does the person hold an office of this title (in small letters)? */
static bool
holds(const struct holding *h, const struct person *p, struct str title)
{
	const struct node *n;

	for (n = p->roles ? p->roles->first : NULL; n; n = n->next)
		if (str_eq(fold(h->d->mem, node_text(n, "title")), title))
			return true;
	return false;
}

static size_t
find_holder(const struct holding *h, struct str title)
{
	size_t i, found = PERSON_NONE;

	for (i = 0; i < h->p.nperson; i++) {
		if (!holds(h, &h->p.person[i], title))
			continue;
		if (found != PERSON_NONE)
			return PERSON_NONE;
		found = i;
	}
	return found;
}

/* The one person in the article who holds it, or PERSON_NONE. */
static size_t
only_holder(struct holding *h, struct str title)
{
	size_t i;

	for (i = 0; i < h->nholder; i++)
		if (str_eq(h->holder[i].title, title))
			return h->holder[i].person;
	if (i == HOLDERS_MOST)
		return PERSON_NONE;
	h->holder[h->nholder++] =
		(struct holder){ title, find_holder(h, title) };
	return h->holder[i].person;
}

static bool
is_bare(const struct holding *h, const struct match *m)
{
	return m->outer < 0 && m->group[h->unit].start == SPAN_NONE &&
	       !lexicon_find(
		       h->r->named[LEXICON_TITLE_COMMON], match_text(h->d, m));
}

static void
put_reference(
	struct holding *h, struct value *entry, struct span out, size_t start)
{
	struct mem *mem = h->d->mem;
	struct str text = str_slice(h->d->text.out, out.start, out.end);
	struct node *list = node_get(entry->fields, "references"), *n;

	if (!list)
		list = node_put_list(mem, entry->fields, "references");
	n = node_new(mem, NODE_OBJECT);
	node_put_text(mem, n, "text", text);
	node_put_int(mem, n, "start", (long long)start);
	node_put_int(mem, n, "end", (long long)(start + utf8_count(text)));
	node_add(list, STR(""), n);
}

/* "Bộ trưởng nhấn mạnh": a bare office that can mean one person alone. */
static void
put_references(struct holding *h)
{
	struct doc *d = h->d;
	const struct match *m = NULL;
	size_t at = 0, points = 0, person;
	struct span out;

	while ((m = value_match(d, (unsigned)h->roles, m))) {
		if (!is_bare(h, m))
			continue;
		person = only_holder(h, fold(d->mem, match_text(d, m)));
		if (person == PERSON_NONE || !h->entry[person])
			continue;
		out = text_span_out(&d->text, m->at);
		points += utf8_count(str_slice(d->text.out, at, out.start));
		at = out.start;
		put_reference(h, h->entry[person], out, points);
	}
}

static int
interpret(const struct rules *r, struct doc *d, unsigned type, struct ex_err *e)
{
	struct holding h = { .r = r,
		.d = d,
		.type = type,
		.roles = r->typed[RULES_ROLES],
		.of = { .r = r, .d = d } };
	const struct match *m = NULL;

	(void)e;
	if (h.roles < 0 || !value_match(d, type, NULL))
		return 0;
	h.title = rules_group(r, (unsigned)h.roles, "title");
	h.unit = rules_group(r, (unsigned)h.roles, "unit");
	if (h.title < 0 || h.unit < 0)
		return 0;
	h.p = persons_find(r, d, type, NAME);
	h.entry = mem_alloc(d->mem, (h.p.nperson + 1) * sizeof *h.entry);
	h.pronoun = mem_alloc(d->mem, (h.p.nperson + 1) * sizeof *h.pronoun);
	while ((m = value_match(d, type, m)))
		if (!m->absorbed && !is_pronoun(m))
			hold(&h, m);
	while ((m = value_match(d, type, m)))
		if (!m->absorbed && is_pronoun(m))
			hold_meant(&h, m);
	put_mentions(&h);
	put_references(&h);
	return 0;
}

const struct value_type value_officials = {
	.name = "officials",
	.groups = { "name", "role", "more", "list", "how", "pronoun" },
	.after = { "units" },
	.interpret = interpret,
};
