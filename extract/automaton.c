/* Trees of patterns -> one automaton; letters become classes at the end. */
#include <string.h>

#include "automaton.h"
#include "base/utf8.h"
#include "pattern.h"

enum {
	COPIES_MOST = 8, /* of a repeated part; then it is a loop */
	STATES_A_RULE = 40000
};

/* --- states, made from the end to the start: each part is given what comes
 * after it --- */

struct build {
	struct automaton *a;
	size_t first; /* state of this rule */
	bool bad;
};

static uint32_t
state_new(struct build *b, struct nfa_state s)
{
	struct automaton *a = b->a;
	size_t cap;

	if (a->nstate - b->first > STATES_A_RULE)
		b->bad = true;
	if (a->nstate == a->state_cap) {
		cap = a->state_cap ? a->state_cap * 2 : 4096;
		a->state = mem_grow(a->mem, a->state,
			a->nstate * sizeof *a->state, cap * sizeof *a->state);
		a->state_cap = cap;
	}
	a->state[a->nstate] = s;
	return (uint32_t)a->nstate++;
}

static uint32_t
split_new(struct build *b, uint32_t next, uint32_t other)
{
	struct nfa_state s = { .kind = NFA_SPLIT, .next = next };

	s.other = other;
	return state_new(b, s);
}

static uint32_t build(struct build *, const struct tree *, uint32_t next);

static uint32_t
build_loop(struct build *b, const struct tree *body, uint32_t next)
{
	uint32_t split = split_new(b, 0, next);
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

static uint32_t
build(struct build *b, const struct tree *t, uint32_t next)
{
	uint32_t one;

	if (b->bad)
		return next;
	switch (t->kind) {
	case TREE_EMPTY:
		return next;
	case TREE_SET:
		return state_new(b, (struct nfa_state){ .kind = NFA_READ,
					    .set = t->set,
					    .next = next });
	case TREE_CAT:
		/* a chain of TREE_CATs leans to the left: walk it by a loop */
		while (t->kind == TREE_CAT) {
			next = build(b, t->b, next);
			t = t->a;
		}
		return build(b, t, next);
	case TREE_ALT:
		one = build(b, t->b, next);
		while (t->a->kind == TREE_ALT) {
			t = t->a;
			one = split_new(b, build(b, t->b, next), one);
		}
		return split_new(b, build(b, t->a, next), one);
	case TREE_REPEAT:
		return build_repeat(b, t, next);
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
	return a;
}

struct letter_sets *
automaton_sets(struct automaton *a)
{
	return a->sets;
}

bool
automaton_add(struct automaton *a, unsigned phase, const struct tree *tree,
	unsigned rule)
{
	struct build b = { .a = a, .first = a->nstate };
	struct phase_start *s = &a->start[phase];
	uint32_t state;
	size_t cap;

	state = state_new(
		&b, (struct nfa_state){ .kind = NFA_END, .set = rule });
	state = build(&b, tree, state);
	if (b.bad) {
		a->nstate = b.first;
		return false;
	}
	if (s->n == s->cap) {
		cap = s->cap ? s->cap * 2 : 32;
		s->state = mem_grow(a->mem, s->state, s->n * sizeof *s->state,
			cap * sizeof *s->state);
		s->cap = cap;
	}
	s->state[s->n++] = state;
	if (a->nowner == a->owner_cap) {
		cap = a->owner_cap ? a->owner_cap * 2 : 256;
		a->owner = mem_grow(a->mem, a->owner,
			a->nowner * sizeof *a->owner, cap * sizeof *a->owner);
		a->owner_cap = cap;
	}
	a->owner[a->nowner++] = (struct rule_states){ (uint32_t)b.first, rule };
	if (rule >= a->nrule)
		a->nrule = rule + 1;
	return true;
}

uint32_t
automaton_rule(const struct automaton *a, uint32_t state)
{
	size_t lo = 0, hi = a->nowner;

	while (hi - lo > 1) {
		size_t mid = (lo + hi) / 2;

		if (a->owner[mid].first <= state)
			lo = mid;
		else
			hi = mid;
	}
	return a->owner[lo].rule;
}

/* Splits each class into those letters that are in the set and the rest. */
static void
refine(struct automaton *a, const struct letters *s)
{
	uint16_t in[LETTERS] = { 0 }, members[LETTERS] = { 0 },
		 all[LETTERS] = { 0 };
	unsigned i;

	for (i = 0; i < LETTERS; i++) {
		all[a->class_of[i]]++;
		members[a->class_of[i]] += letters_has(s, i);
	}
	for (i = 0; i < a->nclass; i++)
		in[i] = members[i] && members[i] < all[i] ? (uint16_t)LETTERS
							  : (uint16_t)i;
	for (i = 0; i < LETTERS; i++) {
		uint16_t c = a->class_of[i];

		if (!letters_has(s, i) || in[c] == c)
			continue;
		if (in[c] == LETTERS)
			in[c] = (uint16_t)a->nclass++;
		a->class_of[i] = in[c];
	}
}

static void
make_pages(struct automaton *a)
{
	unsigned char own[256] = { 0 };
	unsigned page, n = 1, c;

	letters_pages(own);
	for (page = 0; page < 256; page++)
		if (own[page])
			a->page[page] = (uint16_t)n++;
	a->pages = mem_alloc(a->mem, n * sizeof *a->pages);
	for (c = 0; c < 256; c++)
		a->pages[0][c] = a->class_of[LETTER_OTHER];
	for (page = 0; page < 256; page++)
		for (c = 0; a->page[page] && c < 256; c++)
			a->pages[a->page[page]][c] =
				a->class_of[letter_number(page << 8 | c)];
}

void
automaton_finish(struct automaton *a)
{
	size_t i;
	unsigned j;

	a->nclass = 1;
	for (i = 0; i < a->sets->n; i++)
		refine(a, &a->sets->set[i]);
	make_pages(a);
	a->class_words = (a->nclass + 63) / 64;
	a->class_set = mem_alloc(a->mem,
		(a->sets->n + 1) * a->class_words * sizeof *a->class_set);
	for (i = 0; i < a->sets->n; i++)
		for (j = 0; j < LETTERS; j++)
			if (letters_has(&a->sets->set[i], j))
				a->class_set[i * a->class_words +
					     a->class_of[j] / 64] |=
					(uint64_t)1 << a->class_of[j] % 64;
}

uint16_t
automaton_class(const struct automaton *a, uint32_t c)
{
	if (c > 0xFFFF)
		return a->class_of[LETTER_OTHER];
	return a->pages[a->page[c >> 8]][c & 0xFF];
}

size_t
automaton_classes(
	const struct automaton *a, struct str text, uint16_t *out, uint32_t *at)
{
	const uint16_t *ascii = a->pages[a->page[0]];
	size_t i = 0, n = 0;

	while (i < text.n) {
		unsigned char c = (unsigned char)text.p[i];

		at[n] = (uint32_t)i;
		if (c < 0x80) {
			out[n++] = ascii[c];
			i++;
		} else
			out[n++] = automaton_class(a, utf8_get(text, &i));
	}
	at[n] = (uint32_t)text.n;
	return n;
}
