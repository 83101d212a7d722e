/* Trees of patterns -> one automaton; letters become classes at the end.
 *
 * "(?<=từ )năm \d(?= nay|/)(?!%)" becomes
 *      ahead    n ă m _ \d ( _ n a y | / ) END
 *      behind   _ ừ t END
 * the last look is lost, being no single letter behind the rule's end. */
#include <string.h>

#include "automaton.h"
#include "base/utf8.h"
#include "classes.h"
#include "fans.h"
#include "need.h"
#include "pattern.h"
#include "prefix.h"

enum {
	COPIES_MOST = 8, /* of a repeated part; then it is a loop */
	STATES_A_RULE = 40000,
	STATES_A_GROUP = 180000, /* of SLOTS */
	SLOTS = 1 << 18
};

/* --- states, made from the end to the start: each part is given what comes
 * after it --- */

struct build {
	struct automaton *a;
	size_t first, most; /* state of this rule or group; how many */
	uint16_t rule;	    /* that the next states are of */
	uint32_t end;	    /* of the rule, and one where more was read */
	uint32_t late;
	bool leftward;
	bool bad;
};

static uint32_t
state_new(struct build *b, struct nfa_state s)
{
	struct automaton *a = b->a;

	if (s.kind != NFA_SPLIT)
		s.rule = b->rule;
	if (a->nstate - b->first > b->most)
		b->bad = true;
	a->state = mem_room(a->mem, a->state, a->nstate + 1, &a->state_cap,
		sizeof *a->state);
	a->state[a->nstate] = s;
	return (uint32_t)a->nstate++;
}

/* One that does the same may be there: words that end alike share their ends.
 * Slots of earlier rules count as free; none is of one that was refused. */
static uint32_t
state_shared(struct build *b, struct nfa_state s)
{
	struct automaton *a = b->a;
	uint32_t i, n, left = SLOTS;

	if (s.kind != NFA_SPLIT)
		s.rule = b->rule;
	i = s.next * 0x9E3779B1u ^ s.other * 0x85EBCA6Bu ^ s.kind;
	for (i = (i ^ i >> 15) % SLOTS;; i = (i + 1) % SLOTS) {
		n = a->slot[i] - 1;
		if (a->slot[i] == 0 || n < b->first || n >= a->nstate)
			break;
		if (left-- == 0) {
			b->bad = true;
			return n;
		}
		if (a->state[n].kind == s.kind && a->state[n].more == s.more &&
			a->state[n].next == s.next &&
			a->state[n].other == s.other)
			return n;
	}
	n = state_new(b, s);
	a->slot[i] = n + 1;
	return n;
}

static uint16_t
key(struct build *b, uint32_t set, bool edge)
{
	if (set > UINT16_MAX / 2)
		b->bad = true;
	return (uint16_t)(set * 2 + edge);
}

static uint32_t
split_new(struct build *b, uint32_t next, uint32_t other)
{
	return state_shared(
		b, (struct nfa_state){
			   .kind = NFA_SPLIT, .next = next, .other = other });
}

static uint32_t build(struct build *, const struct tree *, uint32_t next);

static uint32_t
build_loop(struct build *b, const struct tree *body, uint32_t next)
{
	uint32_t split = state_new(
		b, (struct nfa_state){ .kind = NFA_SPLIT, .other = next });
	uint32_t start = build(b, body, split);

	b->a->state[split].next = start;
	return split;
}

static uint32_t
build_repeat(struct build *b, const struct tree *t, uint32_t next)
{
	int min = t->min < COPIES_MOST ? t->min : COPIES_MOST;
	int max = t->max, i;

	if (max < 0 || max > COPIES_MOST || t->min > COPIES_MOST)
		next = build_loop(b, t->a, next);
	else
		for (i = min; i < max && !b->bad; i++)
			next = split_new(b, build(b, t->a, next), next);
	for (i = 0; i < min && !b->bad; i++)
		next = build(b, t->a, next);
	return next;
}

/* All letters but those of a set, which must be exact. */
static uint32_t
others(struct build *b, const struct tree *t)
{
	struct letters l = b->a->sets->set[t->set];

	letters_not(&l);
	return pattern_set(b->a->sets, &l, b->a->mem)->set;
}

/* What stands ahead: read on behind the rule's end; a single letter is looked
 * at; else nothing. Read leftward it means nothing. */
static uint32_t
build_ahead(struct build *b, const struct tree *t, uint32_t next)
{
	struct nfa_state look = { .kind = NFA_LOOK, .next = next };

	if (b->leftward)
		return next;
	if (t->kind == TREE_AHEAD && (next == b->end || next == b->late))
		return build(b, t->a, b->late);
	if (t->a->kind != TREE_SET || t->a->loose)
		return next;
	look.key = t->kind == TREE_AHEAD ? key(b, t->a->set, false)
					 : key(b, others(b, t->a), true);
	return state_new(b, look);
}

/* The text's end, or what may be its last line's. */
static uint32_t
build_end(struct build *b, uint32_t next)
{
	struct nfa_state look = { .kind = NFA_LOOK, .next = next };
	struct letters line = { { 0 } };

	if (b->leftward)
		return next;
	letters_one(&line, '\n');
	look.key = key(b, pattern_set(b->a->sets, &line, b->a->mem)->set, true);
	return state_new(b, look);
}

/* The text's start: read leftward its edge, which is no letter. */
static uint32_t
build_start(struct build *b, uint32_t next)
{
	struct nfa_state edge = { .kind = NFA_READ, .next = next };
	struct letters none = { { 0 } };

	if (!b->leftward)
		return next;
	edge.key = key(b, pattern_set(b->a->sets, &none, b->a->mem)->set, true);
	return state_new(b, edge);
}

static uint32_t
build_cat(struct build *b, const struct tree *t, uint32_t next)
{
	if (b->leftward)
		return build(b, t->b, build(b, t->a, next));
	/* a chain of TREE_CATs leans to the left: walk it by a loop */
	while (t->kind == TREE_CAT) {
		next = build(b, t->b, next);
		t = t->a;
	}
	return build(b, t, next);
}

static uint32_t
build(struct build *b, const struct tree *t, uint32_t next)
{
	uint32_t one;

	if (b->bad)
		return next;
	switch (t->kind) {
	case TREE_EMPTY:
		return next;
	case TREE_START:
		return build_start(b, next);
	case TREE_END:
		return build_end(b, next);
	case TREE_CAPTURE:
	case TREE_ATOMIC:
		return build(b, t->a, next);
	case TREE_SET:
		return state_shared(b, (struct nfa_state){ .kind = NFA_READ,
					       .next = next,
					       .key = key(b, t->set, false) });
	case TREE_CAT:
		return build_cat(b, t, next);
	case TREE_ALT:
		one = build(b, t->b, next);
		while (t->a->kind == TREE_ALT) {
			t = t->a;
			one = split_new(b, build(b, t->b, next), one);
		}
		return split_new(b, build(b, t->a, next), one);
	case TREE_REPEAT:
		return build_repeat(b, t, next);
	case TREE_AHEAD:
	case TREE_NOT_AHEAD:
		return build_ahead(b, t, next);
	case TREE_BEHIND:
	case TREE_NOT_BEHIND:
		return next;
	}
	return next;
}

/* --- the whole --- */

struct automaton *
automaton_new(struct mem *m, unsigned phases)
{
	struct automaton *a = MEM_NEW(m, struct automaton);

	a->mem = m;
	a->nphase = phases;
	a->start = mem_alloc(m, (phases + 1) * sizeof *a->start);
	a->sets = MEM_NEW(m, struct letter_sets);
	a->sets->exact = MEM_NEW(m, struct letter_sets);
	a->slot = mem_alloc(m, SLOTS * sizeof *a->slot);
	fans_open(a);
	return a;
}

struct letter_sets *
automaton_sets(struct automaton *a)
{
	return a->sets;
}

/* The looks behind with which a pattern begins: the first that says what
 * must be there, or the first that forbids single letters; the alternatives
 * where each begins with one; NULL for none. */
static const struct tree *
first_behind(const struct tree *t)
{
	const struct tree *first;

	switch (t->kind) {
	case TREE_BEHIND:
		return t;
	case TREE_NOT_BEHIND:
		return t->a->kind == TREE_SET && !t->a->loose ? t : NULL;
	case TREE_CAT:
		first = first_behind(t->a);
		if (first && first->kind != TREE_NOT_BEHIND)
			return first;
		/* "(?<!a)(?<=b)": the second stands at the start as well */
		if (t->a->kind == TREE_NOT_BEHIND && t->b->kind == TREE_BEHIND)
			return t->b;
		return first;
	case TREE_CAPTURE:
	case TREE_ATOMIC:
		return first_behind(t->a);
	case TREE_ALT:
		return first_behind(t->b) && first_behind(t->a) ? t : NULL;
	case TREE_EMPTY:
	case TREE_SET:
	case TREE_REPEAT:
	case TREE_AHEAD:
	case TREE_NOT_AHEAD:
	case TREE_START:
	case TREE_END:
		return NULL;
	}
	return NULL;
}

static uint32_t
build_behind(struct build *b, const struct tree *t, uint32_t end)
{
	struct nfa_state one = { .kind = NFA_READ, .next = end };
	uint32_t start;

	if (!t)
		return AUTOMATON_NONE;
	if (t->kind == TREE_ALT) {
		start = build_behind(b, first_behind(t->b), end);
		return split_new(
			b, build_behind(b, first_behind(t->a), end), start);
	}
	if (t->kind == TREE_NOT_BEHIND) {
		one.key = key(b, others(b, t->a), true);
		return state_new(b, one);
	}
	b->leftward = true;
	start = build(b, t->a, end);
	b->leftward = false;
	return start;
}

/* A pattern that was added. */
struct pattern_added {
	const struct tree *tree;
	unsigned phase, rule;
	struct parts parts;
	const struct tree *behind; /* what must stand before, or NULL */
	bool made;
};

void
automaton_add(struct automaton *a, unsigned phase, const struct tree *tree,
	unsigned rule)
{
	if (rule >= a->nrule)
		a->nrule = rule + 1;
	if (!tree)
		return;
	a->added = mem_room(a->mem, a->added, a->nadded + 1, &a->added_cap,
		sizeof *a->added);
	a->added[a->nadded++] = (struct pattern_added){
		.tree = tree, .phase = phase, .rule = rule
	};
}

bool
automaton_has(const struct automaton *a, unsigned rule)
{
	return a->place[rule].known;
}

/* Takes what was built as a rule's or a group's; or drops it. */
static bool
take(struct build *b, unsigned phase, struct rule_start *start)
{
	struct automaton *a = b->a;
	struct phase_start *s = &a->start[phase];

	if (b->bad || !fans_make(a, b->first, start)) {
		a->nstate = b->first;
		memset(a->slot, 0, SLOTS * sizeof *a->slot);
		return false;
	}
	/* nothing may stand before as well: that tells no place from another */
	if (start->behind != AUTOMATON_NONE && start->behind & PLACE_ENDS)
		start->behind = AUTOMATON_NONE;
	s->start =
		mem_room(a->mem, s->start, s->n + 1, &s->cap, sizeof *s->start);
	s->start[s->n++] = *start;
	s->nbehind += start->behind != AUTOMATON_NONE;
	a->place[start->rule] = (struct rule_place){ (uint16_t)phase,
		start->behind != AUTOMATON_NONE, true };
	return true;
}

/* From now on states are of that rule. */
static void
begin_rule(struct build *b, unsigned rule)
{
	struct nfa_state end = { .kind = NFA_END };

	b->rule = (uint16_t)rule;
	b->end = state_new(b, end);
	end.more = true;
	b->late = state_new(b, end);
}

static void
make_rule(struct automaton *a, struct pattern_added *p)
{
	struct build b = { .a = a, .first = a->nstate, .most = STATES_A_RULE };
	struct rule_start start = { .rule = p->rule };

	p->made = true;
	begin_rule(&b, p->rule);
	start.ahead = build(&b, p->tree, b.end);
	start.behind = build_behind(&b, p->behind, b.end);
	take(&b, p->phase, &start);
}

/* Builds parts from, up to `to`, of a pattern, in front of what comes then. */
static uint32_t
build_parts(struct build *b, const struct parts *p, size_t from, size_t to,
	uint32_t next)
{
	while (to > from)
		next = build(b, p->part[--to], next);
	return next;
}

/* Rules of a phase that share their first parts. */
static bool
make_group(
	struct automaton *a, struct pattern_added **p, size_t n, size_t shared)
{
	struct build b = { .a = a, .first = a->nstate, .most = STATES_A_GROUP };
	struct rule_group *g = &a->group[a->nowner - a->nrule];
	struct rule_start start = { .rule = a->nowner,
		.behind = AUTOMATON_NONE };
	uint32_t next = 0, one;
	size_t i;

	for (i = n; i-- > 0;) {
		begin_rule(&b, p[i]->rule);
		one = build_parts(
			&b, &p[i]->parts, shared, p[i]->parts.n, b.end);
		next = i + 1 < n ? split_new(&b, one, next) : one;
	}
	b.rule = (uint16_t)a->nowner;
	b.end = b.late = AUTOMATON_NONE;
	start.ahead = build_parts(&b, &p[0]->parts, 0, shared, next);
	if (a->nowner == UINT16_MAX || !take(&b, p[0]->phase, &start))
		return false;
	g->first = a->nowner++ == a->nrule ? 0 : g[-1].first + g[-1].n;
	for (i = 0; i < n; i++) {
		p[i]->made = true;
		a->member[g->first + g->n++] = p[i]->rule;
		a->place[p[i]->rule] = a->place[start.rule];
	}
	return true;
}

/* Too many for one group are two. */
static void
make_groups(
	struct automaton *a, struct pattern_added **p, size_t n, size_t shared)
{
	if (n > 1 && !make_group(a, p, n, shared)) {
		make_groups(a, p, n / 2, shared);
		make_groups(a, p + n / 2, n - n / 2, shared);
	}
}

/* Those from p[0] on that begin as it does; n are listed. */
static size_t
begin_alike(struct pattern_added *p, struct pattern_added *end,
	struct pattern_added **list, size_t *shared)
{
	struct pattern_added *q;
	size_t n = 1, k;

	list[0] = p;
	for (q = p + 1; q < end; q++) {
		if (q->made || q->phase != p->phase || q->behind)
			continue;
		k = prefix_shared(&p->parts, &q->parts);
		if (k == 0)
			continue;
		*shared = n == 1 || k < *shared ? k : *shared;
		list[n++] = q;
	}
	return n;
}

static void
make_states(struct automaton *a)
{
	struct pattern_added *p, *end, **list;
	size_t n, shared = 0;

	a->nowner = a->nrule;
	a->place = mem_alloc(
		a->mem, (a->nrule + a->nadded + 1) * sizeof *a->place);
	a->group = mem_alloc(a->mem, (a->nadded + 1) * sizeof *a->group);
	a->member = mem_alloc(a->mem, (a->nadded + 1) * sizeof *a->member);
	list = mem_alloc(a->mem, (a->nadded + 1) * sizeof *list);
	if (a->nadded == 0)
		return;
	end = a->added + a->nadded;
	for (p = a->added; p < end; p++) {
		p->parts = prefix_parts(p->tree, a->mem);
		p->behind = first_behind(p->tree);
	}
	for (p = a->added; p < end; p++) {
		if (p->rule + a->nadded > UINT16_MAX)
			continue;
		if (!p->made && !p->behind) {
			n = begin_alike(p, end, list, &shared);
			make_groups(a, list, n, shared);
		}
		if (!p->made)
			make_rule(a, p);
	}
}

static void
find_needs(struct automaton *a, uint32_t symbol, unsigned nsymbol)
{
	const struct pattern_added *p = a->added;
	size_t i;

	for (i = 0; i < a->nphase; i++)
		a->start[i].need = ~0ULL;
	for (i = 0; i < a->nadded; i++, p++)
		a->start[p->phase].need &=
			need_symbols(p->tree, a->sets, symbol, nsymbol);
}

void
automaton_finish(struct automaton *a, uint32_t symbol, unsigned nsymbol)
{
	find_needs(a, symbol, nsymbol);
	make_states(a);
	classes_make(a, symbol, nsymbol);
	fans_finish(a);
}

unsigned
automaton_classes(const struct automaton *a, struct str text, uint16_t *out)
{
	size_t i = 0, width;
	unsigned n = 0;

	for (; i < text.n; i += width)
		out[n++] = (uint16_t)automaton_read(a, text.p + i, &width);
	return n;
}

/* --- in an image --- */

static size_t
starts_image(struct image *i, const struct automaton *a)
{
	size_t at = image_put(i, a->start, a->nphase * sizeof *a->start);
	const struct phase_start *s;
	unsigned j;

	for (j = 0; j < a->nphase; j++) {
		s = &a->start[j];
		image_link(i,
			at + j * sizeof *s +
				offsetof(struct phase_start, start),
			image_put(i, s->start, s->n * sizeof *s->start));
	}
	return at;
}

static size_t
pages_image(struct image *i, const struct automaton *a)
{
	size_t n = 1, page;

	for (page = 0; page < 256; page++)
		if (a->page[page] >= n)
			n = (size_t)a->page[page] + 1;
	return image_put(i, a->pages, n * sizeof *a->pages);
}

size_t
automaton_image(struct image *i, const struct automaton *a)
{
	size_t at = image_put(i, a, sizeof *a);
	image_null(i, at + offsetof(struct automaton, mem));
	image_null(i, at + offsetof(struct automaton, sets));
	image_null(i, at + offsetof(struct automaton, slot));
	image_null(i, at + offsetof(struct automaton, added));
	image_link(i, at + offsetof(struct automaton, state),
		image_put(i, a->state, a->nstate * sizeof *a->state));
	image_link(i, at + offsetof(struct automaton, fan),
		image_put(i, a->fan, a->nfan * sizeof *a->fan));
	image_link(
		i, at + offsetof(struct automaton, start), starts_image(i, a));
	image_link(i, at + offsetof(struct automaton, fold),
		image_put(i, a->fold, a->nset * sizeof *a->fold));
	image_link(i, at + offsetof(struct automaton, place),
		image_put(i, a->place, a->nowner * sizeof *a->place));
	image_link(i, at + offsetof(struct automaton, group),
		image_put(i, a->group,
			(a->nowner - a->nrule) * sizeof *a->group));
	image_link(i, at + offsetof(struct automaton, member),
		image_put(i, a->member, a->nadded * sizeof *a->member));
	image_link(
		i, at + offsetof(struct automaton, pages), pages_image(i, a));
	image_link(i, at + offsetof(struct automaton, passing),
		image_put(i, a->passing, automaton_rows(a)));
	return at;
}
