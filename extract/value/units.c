/* Organisations: one entry each, with every place where its name stands.
 *
 * "Sở Nội vụ tỉnh Lạng Sơn" ... "Sở Nội vụ": the shorter name is the longer
 * one's where it can be no other's. "Hiệp hội ... (VATA)": what stands in
 * brackets is the same, and so is every "VATA" that follows. */
#include <string.h>

#include "base/letter.h"
#include "base/utf8.h"
#include "fold.h"
#include "main_place.h"
#include "unit_key.h"
#include "value.h"

enum { NAME, KIND, SHORT, AGAIN }; /* places in groups */
enum {
	UNITS_MOST = 4000,
	SEARCHES_MOST = 100, /* names looked for by their letters */
	OWN_LEAST = 4,	     /* bytes of a name looked for by its letters */
	SPELLINGS = 64,
	SPELLING_SHIFT = 58 /* of 64 bits */
};

struct mention {
	struct span at;		   /* bytes of text.seen */
	const struct match *match; /* NULL: found by its letters alone */
	struct str rule;
	size_t name; /* index in names */
};

/* All mentions of one spelling's key, before they are joined to entries. */
struct name {
	struct str key;
	struct str stem; /* the key without the place at its end; or empty */
	struct str text; /* the longest spelling */
	struct str kind, place;
	struct str parent, parent_key;
	struct str whose; /* of an open one: the key of the place it must be */
	size_t same;	  /* the name that it is another form of, or itself */
	struct str bare;  /* the key without "Công ty cổ phần" before it */
	size_t heads;	  /* so many such words */
	size_t club;	  /* bytes of "CLB" before it, or 0 */
	bool abroad;	  /* the place is in another country */
	bool own;	  /* a company and the like: goes by its own name */
	bool open;	  /* "UBND tỉnh": leaves open whose it is */
	bool alias;	  /* stands in brackets behind another */
	bool again;	  /* known by what stands beside it here alone */
	bool searched;
	size_t fullest;		/* of those that are this one (join_all) */
	struct name *bracketed; /* or NULL */
	struct value *entry;
};

/* Most names stand more than once. */
struct spelling {
	struct str text;
	size_t name;
};

struct naming {
	const struct rules *r;
	struct doc *d;
	unsigned type;
	int places, persons; /* types, or -1 */
	struct mention *mention;
	size_t nmention, room;
	struct name *name;
	size_t nname;
	struct spelling *spelling; /* the last ones, by their hash */
	size_t nasked;
};

/* --- mentions --- */

static void
add_mention(struct naming *g, struct mention u)
{
	size_t room = g->room ? g->room * 2 : 64;

	if (g->nmention == g->room) {
		g->mention = mem_grow(g->d->mem, g->mention,
			g->room * sizeof *g->mention,
			room * sizeof *g->mention);
		g->room = room;
	}
	g->mention[g->nmention++] = u;
}

static void
gather(struct naming *g)
{
	const struct doc *d = g->d;
	const struct match *m = NULL;

	while (g->nmention < UNITS_MOST && (m = value_match(d, g->type, m))) {
		if (!m->absorbed)
			add_mention(g,
				(struct mention){
					.at = m->group[NAME].start == SPAN_NONE
						      ? m->at
						      : m->group[NAME],
					.match = m,
					.rule = m->rule->id });
	}
	g->name = mem_space(d->mem, g->nmention * sizeof *g->name);
	g->spelling = mem_alloc(d->mem, SPELLINGS * sizeof *g->spelling);
}

static struct str
mention_text(const struct naming *g, const struct mention *u)
{
	return str_slice(g->d->text.seen, u->at.start, u->at.end);
}

/* --- what a name says --- */

/* By its rule, by its first word, by what is known of it, by what it took
 * in. */
static struct str
kind_of(const struct naming *g, const struct match *m)
{
	const struct lexicon *heads = g->r->named[LEXICON_UNIT_HEAD];
	const struct node *entry = NULL;
	struct str kind, text;

	for (; m; m = m->inner < 0 ? NULL : &g->d->match[m->inner]) {
		if (m->rule->set[KIND].p)
			return m->rule->set[KIND];
		text = match_text(g->d, m);
		if ((kind = unit_known(g->r, text, "kind")).n)
			return kind;
		if (lexicon_longest(heads, text, &entry) &&
			(kind = node_text(entry, "value")).n)
			return kind;
	}
	return STR("other");
}

/* The first match of a type within the mention that ends where it ends. */
static const struct match *
tail_of(const struct naming *g, const struct mention *u, int type)
{
	const struct doc *d = g->d;
	const struct match *m = u->match + 1, *end = d->match + d->nmatch;

	for (; m < end && m->at.start < u->at.end; m++)
		if ((int)m->type == type && m->at.end == u->at.end &&
			m->at.start > u->at.start)
			return m;
	return NULL;
}

/* What a lexicon has at the end of a text: the longest tail. */
static const struct node *
tail_entry(const struct naming *g, enum lexicon_name lexicon, struct str s)
{
	const struct lexicon *l = g->r->named[lexicon];
	const struct node *n = NULL;
	size_t i;

	if (!lexicon_may_end(l, s))
		return NULL;
	for (i = 0; i < s.n && !n; i++)
		if (i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '.')
			n = lexicon_find(l, str_slice(s, i, s.n));
	return n;
}

static void
read_place(const struct naming *g, struct name *n, struct str place)
{
	const struct node *country = tail_entry(g, LEXICON_COUNTRY, place);
	const struct node *province = tail_entry(g, LEXICON_PROVINCE, place);
	struct str now = node_text(province, "now");

	if (!country)
		country = tail_entry(g, LEXICON_COUNTRY_SHORT, place);
	n->abroad = country && !node_text(country, "home").n;
	n->place = node_text(province, "code");
	if (now.n)
		n->place =
			lexicon_get(g->r->named[LEXICON_PROVINCE], now, "code");
}

/* Past "Công ty cổ phần"; heads: how many such words. */
static struct str
skip_heads(const struct naming *g, struct str s, size_t *heads)
{
	const struct lexicon *l = g->r->named[LEXICON_COMPANY_HEAD];
	size_t n;

	for (*heads = 0; (n = lexicon_longest(l, s, NULL)) && n < s.n; ++*heads)
		s = str_slice(s, n + (s.p[n] == ' '), s.n);
	return s;
}

static void
read_name(const struct naming *g, const struct mention *u, struct name *n)
{
	struct str own = skip_heads(g, mention_text(g, u), &n->heads);
	const struct match *place = tail_of(g, u, g->places);
	const struct match *whole = tail_of(g, u, (int)g->type);

	n->kind = kind_of(g, u->match);
	n->own = lexicon_find(g->r->named[LEXICON_OWN_KIND], n->kind) != NULL;
	n->open = tail_entry(g, LEXICON_UNIT_OPEN, mention_text(g, u)) != NULL;
	n->alias = u->match->rule->set[SHORT].p != NULL;
	n->again = u->match->rule->set[AGAIN].p != NULL;
	n->bare = n->heads ? unit_key(g->r, g->d->mem, own) : n->key;
	n->club =
		lexicon_longest(g->r->named[LEXICON_CLUB_HEAD], n->text, NULL);
	if (whole && (n->heads == 0 || match_text(g->d, whole).n < own.n)) {
		n->parent = fold_space(g->d->mem, match_text(g->d, whole));
		n->parent_key = unit_key(g->r, g->d->mem, n->parent);
	}
	if (!place)
		return;
	n->stem = unit_key(g->r, g->d->mem,
		str_slice(g->d->text.seen, u->at.start, place->at.start));
	read_place(g, n, match_text(g->d, place));
}

static struct str
shown(const struct naming *g, struct span out)
{
	return fold_space(
		g->d->mem, str_slice(g->d->text.out, out.start, out.end));
}

/* The name of that key, or the place of a new one. */
static size_t
name_keyed(const struct naming *g, struct str key)
{
	size_t i;

	for (i = 0; i < g->nname; i++)
		if (str_eq(g->name[i].key, key))
			break;
	return i;
}

/* By its length and its last bytes, where it has as many. */
static size_t
spelling_slot(struct str text)
{
	uint64_t x;

	if (text.n < sizeof x)
		return text.n;
	memcpy(&x, text.p + text.n - sizeof x, sizeof x);
	return (x ^ text.n) * 0x9E3779B97F4A7C15u >> SPELLING_SHIFT;
}

static size_t
name_spelled(struct naming *g, struct str text)
{
	struct spelling *s = &g->spelling[spelling_slot(text)];

	if (!s->text.p || !str_eq(s->text, text)) {
		s->text = text;
		/* no more of it is asked for where it is none yet */
		g->name[g->nname].key = unit_key(g->r, g->d->mem, text);
		s->name = name_keyed(g, g->name[g->nname].key);
	}
	return s->name;
}

static size_t
name_of(struct naming *g, const struct mention *u)
{
	struct span out = text_span_out(&g->d->text, u->at);
	size_t i = name_spelled(g, mention_text(g, u));
	struct name *n = &g->name[i], new;
	bool again = u->match->rule->set[AGAIN].p && i < g->nname && !n->again;
	struct str text;

	if (i < g->nname && !again && out.end - out.start <= n->text.n)
		return i;
	new = (struct name){ .key = n->key, .same = i };
	new.text = text = shown(g, out);
	if (i == g->nname) {
		read_name(g, u, &new);
		g->name[g->nname++] = new;
	} else if (again || text.n > n->text.n) {
		read_name(g, u, &new);
		if (again) {
			n->again = true;
			n->own = new.own;
			n->kind = new.kind;
		}
		if (text.n > n->text.n)
			*n = new;
	}
	return i;
}

/* --- joining names --- */

static size_t
root(const struct naming *g, size_t i)
{
	while (g->name[i].same != i)
		i = g->name[i].same;
	return i;
}

static void
join(struct naming *g, size_t a, size_t b)
{
	a = root(g, a);
	b = root(g, b);
	if (a < b)
		g->name[b].same = a;
	else
		g->name[a].same = b;
}

/* "X (VATA)": the mention in brackets and the one before it. */
static void
join_aliases(struct naming *g)
{
	struct str seen = g->d->text.seen;
	size_t i;

	for (i = 1; i < g->nmention; i++) {
		const struct mention *u = &g->mention[i], *of = u - 1;
		const struct name *n = &g->name[u->name];
		struct str between;

		if (of->at.end > u->at.start)
			continue;
		between = str_slice(seen, of->at.end, u->at.start);
		if (n->alias || (str_eq(between, STR(" (")) && n->own &&
					fold_words(n->key) == 1))
			join(g, of->name, u->name);
	}
}

/* "Công an Hà Nội" beside "CLB Công an Hà Nội". */
static bool
is_club_of(const struct name *a, const struct name *b)
{
	size_t n = b->club;

	return n && n < b->text.n &&
	       str_eq(a->text, str_slice(b->text, n + 1, b->text.n));
}

/* Can `a` be a shorter form of `b`? */
static bool
shortens(const struct name *a, const struct name *b)
{
	if (a->key.n >= b->key.n || a->key.n == 0)
		return false;
	if (str_eq(a->key, b->stem))
		return !b->abroad &&
		       (a->whose.n == 0 || fold_ends(b->key, a->whose));
	if (a->open && fold_starts(b->key, a->key))
		return a->whose.n == 0 || fold_ends(b->key, a->whose);
	/* "HĐQT Công ty A" is part of "Công ty A". */
	if (str_eq(a->key, b->parent_key))
		return false;
	if (a->own && a->heads < 2 && str_eq(a->bare, b->bare) &&
		str_eq(a->kind, b->kind))
		return true;
	return is_club_of(a, b) ||
	       (a->own && b->own &&
		       (fold_ends(b->key, a->key) ||
			       (fold_words(a->key) > 1 &&
				       fold_starts(b->key, a->key))));
}

/* "UBND tỉnh" is that of the province which the article speaks of most. */
static void
find_whose(struct naming *g)
{
	struct str level, asked = { NULL, 0 }, place = { NULL, 0 };
	size_t i;

	for (i = 0; i < g->nname; i++) {
		struct name *n = &g->name[i];

		if (!n->open)
			continue;
		level = fold_word(n->text, fold_words(n->text) - 1);
		if (!lexicon_find(g->r->named[LEXICON_LEVEL], level))
			continue;
		level = fold(g->d->mem, level);
		if (!str_eq(level, asked)) {
			place = unit_key(
				g->r, g->d->mem, main_place(g->r, g->d, level));
			asked = level;
			if (++g->nasked == SEARCHES_MOST)
				return;
		}
		n->whose = place;
	}
}

static void
join_short(struct naming *g)
{
	size_t i, j, of, n;

	for (i = 0; i < g->nname; i++) {
		n = 0;
		of = i;
		for (j = 0; j < g->nname; j++) {
			if (!shortens(&g->name[i], &g->name[j]))
				continue;
			if (n == 0 || root(g, of) != root(g, j))
				n++;
			of = j;
		}
		if (n == 1)
			join(g, i, of);
	}
}

/* --- mentions by letters alone --- */

static bool
is_covered(const struct naming *g, struct span at)
{
	size_t i;

	for (i = 0; i < g->nmention; i++)
		if (g->mention[i].at.start < at.end &&
			at.start < g->mention[i].at.end)
			return true;
	return false;
}

/* Does the name of a place or a person reach into it? */
static bool
is_other(const struct naming *g, struct span at)
{
	const struct match *m;
	size_t i;

	for (i = 0; i < g->d->nmatch; i++) {
		m = &g->d->match[i];
		if (m->at.start >= at.end)
			break;
		if (((int)m->type == g->places || (int)m->type == g->persons) &&
			at.start < m->at.end)
			return true;
	}
	return false;
}

/* "VATA" where no rule knows it. */
static void
find_again(struct naming *g, const struct mention *of, struct str word)
{
	struct span at = { 0, 0 };

	while (g->nmention < UNITS_MOST) {
		at = fold_find(g->d->text.seen, word, at.end);
		if (at.start == SPAN_NONE)
			return;
		if (!is_covered(g, at) && !is_other(g, at))
			add_mention(g, (struct mention){ .at = at,
					       .rule = of->rule,
					       .name = of->name });
	}
}

/* The words with capitals at the end of a name that has words without before
 * them; s itself where there are none, or one alone. */
static struct str
last_capitals(struct str s)
{
	size_t words = fold_words(s), n = words, at;
	struct str word;

	while (n > 0) {
		word = fold_word(s, n - 1);
		at = 0;
		if (!letter_is_upper(utf8_get(word, &at)))
			break;
		n--;
	}
	if (n == 0 || words - n < 2)
		return s;
	at = (size_t)(fold_word(s, n).p - s.p);
	return str_slice(s, at, s.n);
}

/* The own name of a company behind "Công ty cổ phần"; empty where it has
 * none, or one that may be something else's: a place's, a person's. */
static struct str
own_name(const struct naming *g, const struct mention *u)
{
	struct span at = u->at;
	const struct match *m;
	size_t heads;
	struct str s = skip_heads(g, mention_text(g, u), &heads);

	if (s.n == at.end - at.start)
		return STR("");
	if (lexicon_find(g->r->named[LEXICON_NOT_LATIN], fold_word(s, 0)))
		return STR("");
	at.start = at.end - s.n;
	m = g->places < 0
		    ? NULL
		    : match_inside(g->d, (unsigned)g->places, at, 0, true);
	if (!m && g->persons >= 0)
		m = match_inside(g->d, (unsigned)g->persons, at, 0, true);
	if ((m && m->at.start == at.start) || s.n < OWN_LEAST)
		return STR("");
	return s;
}

/* What else the article may call it. */
static struct str
other_name(const struct naming *g, const struct mention *u)
{
	struct str text = mention_text(g, u);
	struct str known = unit_known(g->r, text, "short");

	if (known.n)
		return known;
	if (g->name[u->name].alias || g->name[u->name].again)
		return text;
	return own_name(g, u);
}

static void
find_aliases(struct naming *g)
{
	size_t i, n = g->nmention, searches = 0;

	for (i = 0; i < n && searches < SEARCHES_MOST; i++) {
		struct mention u = g->mention[i];
		struct name *name = &g->name[u.name];
		struct str other, last;

		if (name->searched ||
			!(name->alias || name->again || name->own))
			continue;
		name->searched = true;
		searches++;
		other = other_name(g, &u);
		find_again(g, &u, other);
		last = last_capitals(other);
		if (name->own && last.n < other.n)
			find_again(g, &u, last);
	}
	fold_in_order(g->d->mem, g->mention, g->nmention, sizeof *g->mention);
}

/* --- entries --- */

/* Of the names that are joined under one, its number in `same` then: the
 * fullest, and the first that stands in brackets. */
static void
join_all(struct naming *g)
{
	struct name *n, *of;
	size_t i;

	for (i = 0; i < g->nname; i++) {
		n = &g->name[i];
		n->same = g->name[n->same].same; /* it stands before */
		n->fullest = i;
		n->bracketed = NULL;
		of = &g->name[n->same];
		if (n->text.n > g->name[of->fullest].text.n)
			of->fullest = i;
		if (n->alias && !of->bracketed)
			of->bracketed = n;
	}
}

static void
put_entry(struct naming *g, struct name *of, struct str rule)
{
	const struct name *n = &g->name[of->fullest];
	struct node *fields;

	of->entry = value_add_entry(g->d, g->type, rule);
	fields = of->entry->fields;
	node_put_text(g->d->mem, fields, "name", n->text);
	node_put_text(g->d->mem, fields, "kind", n->kind);
	if (of->bracketed)
		node_put_text(
			g->d->mem, fields, "abbreviation", of->bracketed->text);
	if (n->parent.n)
		node_put_text(g->d->mem, fields, "parent", n->parent);
	if (n->place.n)
		node_put_text(g->d->mem, fields, "place", n->place);
}

static void
put_mentions(struct naming *g)
{
	struct name *of;
	size_t i;

	for (i = 0; i < g->nmention; i++) {
		const struct mention *u = &g->mention[i];

		of = &g->name[g->name[u->name].same];
		if (!of->entry)
			put_entry(g, of, u->rule);
		if (u->match)
			value_add_mention(g->d, of->entry, u->match, u->at);
		else
			fold_mention(g->d, of->entry, u->rule, u->at);
	}
}

static int
interpret(const struct rules *r, struct doc *d, unsigned type, struct ex_err *e)
{
	struct naming g = { .r = r,
		.d = d,
		.type = type,
		.places = r->typed[RULES_PLACES],
		.persons = r->typed[RULES_NAMES] };
	size_t i;

	(void)e;
	gather(&g);
	for (i = 0; i < g.nmention; i++)
		g.mention[i].name = name_of(&g, &g.mention[i]);
	join_aliases(&g);
	find_whose(&g);
	join_short(&g);
	find_aliases(&g);
	join_all(&g);
	put_mentions(&g);
	return 0;
}

const struct value_type value_units = {
	.name = "units",
	.groups = { "name", "kind", "short", "again" },
	.interpret = interpret,
};
