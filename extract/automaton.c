/* Trees of patterns -> one automaton; letters become classes at the end.
 *
 * "(?<=từ )năm \d(?= nay|/)(?!%)" becomes
 *      ahead    n ă m _ \d ( _ n a y | / ) END
 *      behind   _ ừ t END
 * the last look is lost, being no single letter behind the rule's end. */
#include <string.h>

#include "automaton.h"
#include "base/utf8.h"
#include "fans.h"
#include "pattern.h"

enum {
	COPIES_MOST = 8, /* of a repeated part; then it is a loop */
	STATES_A_RULE = 40000,
	SLOTS = 1 << 17
};

/* --- states, made from the end to the start: each part is given what comes
 * after it --- */

struct build {
	struct automaton *a;
	size_t first; /* state of this rule */
	uint16_t rule;
	uint32_t end; /* of the rule, and one where more was read */
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
	if (a->nstate - b->first > STATES_A_RULE)
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
	uint32_t i, n;

	if (s.kind != NFA_SPLIT)
		s.rule = b->rule;
	i = s.next * 0x9E3779B1u ^ s.other * 0x85EBCA6Bu ^ s.kind;
	for (i = (i ^ i >> 15) % SLOTS;; i = (i + 1) % SLOTS) {
		n = a->slot[i] - 1;
		if (a->slot[i] == 0 || n < b->first || n >= a->nstate)
			break;
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

bool
automaton_add(struct automaton *a, unsigned phase, const struct tree *tree,
	unsigned rule)
{
	struct build b = { .a = a,
		.first = a->nstate,
		.rule = (uint16_t)rule,
		.bad = rule > UINT16_MAX };
	struct phase_start *s = &a->start[phase];
	struct rule_start start = { .rule = rule };
	struct nfa_state end = { .kind = NFA_END };

	b.end = state_new(&b, end);
	end.more = true;
	b.late = state_new(&b, end);
	start.ahead = build(&b, tree, b.end);
	start.behind = build_behind(&b, first_behind(tree), b.end);
	if (b.bad || !fans_make(a, b.first, &start)) {
		a->nstate = b.first;
		memset(a->slot, 0, SLOTS * sizeof *a->slot);
		return false;
	}
	s->start =
		mem_room(a->mem, s->start, s->n + 1, &s->cap, sizeof *s->start);
	s->start[s->n++] = start;
	s->nbehind += start.behind != AUTOMATON_NONE;
	a->place = mem_room(
		a->mem, a->place, rule + 1, &a->place_cap, sizeof *a->place);
	a->place[rule] = (struct rule_place){ (uint16_t)phase,
		start.behind != AUTOMATON_NONE };
	if (rule >= a->nrule)
		a->nrule = rule + 1;
	return true;
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

/* A letter or digit for sure: what a rule's own edges will refuse. */
static bool
is_inner(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') ||
		       ((c | 32) >= 'a' && (c | 32) <= 'z');
	return (c >= 0xC0 && c <= 0x23F && c != 0xD7 && c != 0xF7) ||
	       (c >= 0x1E00 && c <= 0x1EFF);
}

/* Each symbol alone, and letters and digits apart from all else. */
static void
refine_fixed(struct automaton *a, uint32_t symbol, unsigned nsymbol)
{
	struct letters inner = { { 0 } }, one;
	uint32_t c;

	for (c = 0; c < 0x1F00; c++)
		if (is_inner(c))
			letters_one(&inner, c);
	refine(a, &inner);
	for (c = symbol; c < symbol + nsymbol; c++) {
		one = (struct letters){ { 0 } };
		letters_one(&one, c);
		refine(a, &one);
	}
}

/* Classes numbered anew: letters and digits, others, symbols. */
static void
order_classes(struct automaton *a, uint32_t symbol, unsigned nsymbol)
{
	uint16_t new[LETTERS] = { 0 };
	unsigned char part[LETTERS];
	unsigned i, p, n = 0;
	uint32_t c;

	memset(part, 1, sizeof part);
	for (c = 0; c < 0x1F00; c++)
		if (is_inner(c))
			part[a->class_of[letter_number(c)]] = 0;
	for (c = symbol; c < symbol + nsymbol; c++)
		part[a->class_of[letter_number(c)]] = 2;
	for (p = 0; p < 3; p++) {
		for (i = 0; i < a->nclass; i++)
			if (part[i] == p)
				new[i] = (uint16_t)n++;
		*(p == 0 ? &a->ninner : &a->nletter) = p < 2 ? n : a->nletter;
	}
	for (i = 0; i < LETTERS; i++)
		a->class_of[i] = new[a->class_of[i]];
}

/* Classes of the letters with which most words begin have a bucket each, as far
 * as they go; the others share the last ones. */
static void
make_buckets(struct automaton *a)
{
	static const uint32_t own[] = { ' ', ',', '.', '0', 't', 'n', 'c', 'v',
		0x111, 'l', 'h', 'm', 'k', 'g', 'b', 's', 'd', 'p', 'q', 'r',
		'x', 'a', 'i', 'o', 'u', 'y', 'e', 0xF4, 0xFD, 0x1EDF, 0x1EA5,
		'T', 'N', 'C', 'H', 'V', 0x110, 'B', 'L', 'M', 'P', 'Q', 'S',
		'K', 'G', 'D', 'A', 'U', 'X', 'R', 'O', 'I', 'E', 'Y', '"',
		'(' };
	enum { SHARED = 8 };
	unsigned i, n = 0;
	bool has[LETTERS] = { false };

	for (i = 0; i < a->nclass; i++)
		a->bucket[i] =
			(uint8_t)(AUTOMATON_BUCKETS - SHARED + i % SHARED);
	for (i = 0; i < sizeof own / sizeof *own; i++) {
		unsigned class = automaton_class(a, own[i]);

		if (n < AUTOMATON_BUCKETS - SHARED && !has[class])
			a->bucket[class] = (uint8_t)n++;
		has[class] = true;
	}
}

/* By class which sets have it, and by set the buckets of its classes. */
static void
make_rows(struct automaton *a)
{
	unsigned i, j;
	uint8_t *row;

	a->nset = (unsigned)a->sets->n;
	a->passing = mem_alloc(a->mem, automaton_rows(a));
	a->fold = mem_alloc(a->mem, (a->nset + 1) * sizeof *a->fold);
	for (i = 0; i < a->nset; i++) {
		for (j = 0; j < LETTERS; j++) {
			if (!letters_has(&a->sets->set[i], j))
				continue;
			row = automaton_row(a, a->class_of[j]);
			row[i * 2] = row[i * 2 + 1] = 1;
			a->fold[i] |= 1ULL << a->bucket[a->class_of[j]];
		}
		automaton_row(a, a->nclass)[i * 2 + 1] = 1;
	}
}

void
automaton_finish(struct automaton *a, uint32_t symbol, unsigned nsymbol)
{
	size_t i;

	a->nclass = 1;
	for (i = 0; i < a->sets->n; i++)
		refine(a, &a->sets->set[i]);
	refine_fixed(a, symbol, nsymbol);
	order_classes(a, symbol, nsymbol);
	make_pages(a);
	make_buckets(a);
	make_rows(a);
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
	image_link(i, at + offsetof(struct automaton, state),
		image_put(i, a->state, a->nstate * sizeof *a->state));
	image_link(i, at + offsetof(struct automaton, fan),
		image_put(i, a->fan, a->nfan * sizeof *a->fan));
	image_link(
		i, at + offsetof(struct automaton, start), starts_image(i, a));
	image_link(i, at + offsetof(struct automaton, fold),
		image_put(i, a->fold, a->nset * sizeof *a->fold));
	image_link(i, at + offsetof(struct automaton, place),
		image_put(i, a->place, a->nrule * sizeof *a->place));
	image_link(
		i, at + offsetof(struct automaton, pages), pages_image(i, a));
	image_link(i, at + offsetof(struct automaton, passing),
		image_put(i, a->passing, automaton_rows(a)));
	return at;
}
