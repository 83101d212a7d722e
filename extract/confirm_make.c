/* Trees -> steps, made from the end to the start: each part is given the step
 * that comes after it. */
#include <string.h>

#include "base/utf8.h"
#include "confirm.h"
#include "pattern.h"
#include "property.h"

enum {
	SLOTS = 1 << 16,
	CALLS = 1 << 10,
	SETS_MOST = 60000,
	STEPS_A_RULE = 200000,
	STEPS_MOST = 1 << 27,
	CALL_WEIGHT = 8, /* trees of less are not worth a call */
	SPLITS = 3	 /* alternatives; more are switched */
};

/* A part that is made once. */
struct called {
	const struct tree *tree;
	bool back;
	uint32_t step;
	struct called *next;
};

struct confirm_making {
	struct mem *mem;
	struct letter_sets *exact;
	uint16_t *set_of;	  /* by exact set: place in set + 1 */
	uint64_t bucket[LETTERS]; /* by letter, a bit */
	uint64_t *first;	  /* by set: buckets of its letters */
	size_t first_cap;
	uint32_t slot[SLOTS]; /* steps made of late, by what they do */
	struct called *called[CALLS];
	size_t begun;	 /* steps that were there before this rule's */
	unsigned groups; /* of the rule */
	bool back;	 /* what is made goes leftward */
	bool bad;	 /* it has what is left to PCRE2 */
};

static const struct confirm_step fixed[] = {
	[CONFIRM_FAIL] = { .op = CONFIRM_FAIL },
	[CONFIRM_END] = { .op = CONFIRM_END, .open = 1 },
	[CONFIRM_RETURN] = { .op = CONFIRM_RETURN, .open = 1 },
};

enum { NFIXED = sizeof fixed / sizeof *fixed };

static void *
room(struct mem *m, void *array, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap : 64;

	if (n <= *cap)
		return array;
	while (more < n)
		more *= 2;
	array = mem_grow(m, array, *cap * size, more * size);
	*cap = more;
	return array;
}

/* --- steps --- */

static uint32_t
step_new(struct confirms *c, struct confirm_step s)
{
	struct confirm_making *k = c->making;

	if (c->nstep - k->begun > STEPS_A_RULE || c->nstep > STEPS_MOST)
		k->bad = true;
	c->step = room(
		k->mem, c->step, c->nstep + 1, &c->step_cap, sizeof *c->step);
	c->step[c->nstep] = s;
	return (uint32_t)c->nstep++;
}

/* One that does the same may be there. */
static uint32_t
step_shared(struct confirms *c, struct confirm_step s)
{
	struct confirm_making *k = c->making;
	uint64_t h = s.bytes * 0x9E3779B97F4A7C15 ^
		     (s.next * 0x85EBCA6Bu + s.op * 31u + s.count);
	uint32_t *slot;

	s.back = k->back;
	slot = &k->slot[(h ^ h >> 31) % SLOTS];
	if (*slot && memcmp(&c->step[*slot], &s, sizeof s) == 0)
		return *slot;
	return *slot = step_new(c, s);
}

/* A step in front of `next` that reads nothing. */
static struct confirm_step
before(const struct confirms *c, enum confirm_op op, uint32_t next)
{
	return (struct confirm_step){ .op = (uint8_t)op,
		.next = next,
		.first = c->step[next].first,
		.open = c->step[next].open };
}

static uint64_t
letters_first(const struct confirm_making *k, const struct letters *s)
{
	uint64_t first = 0;
	unsigned i;

	for (i = 0; i < LETTERS; i++)
		if (letters_has(s, i))
			first |= k->bucket[i];
	if (letters_has(s, LETTER_UNSURE))
		first |= k->bucket[LETTER_OTHER];
	return first;
}

/* Place of a tree's exact set. */
static uint16_t
set_place(struct confirms *c, uint32_t exact)
{
	struct confirm_making *k = c->making;
	size_t cap = c->set_cap;

	if (exact >= SETS_MOST) {
		k->bad = true;
		return 0;
	}
	if (!k->set_of[exact]) {
		c->set = room(k->mem, c->set, c->nset + 1, &c->set_cap,
			sizeof *c->set);
		k->first = room(
			k->mem, k->first, c->nset + 1, &cap, sizeof *k->first);
		c->set[c->nset] = k->exact->set[exact];
		k->first[c->nset] = letters_first(k, &c->set[c->nset]);
		k->set_of[exact] = (uint16_t)++c->nset;
	}
	return (uint16_t)(k->set_of[exact] - 1);
}

/* The letters of a tree that is one set, wholly told by it. */
static bool
is_set(const struct tree *t)
{
	return t->kind == TREE_SET &&
	       !(t->letter && letter_number(t->letter) == LETTER_OTHER);
}

static uint32_t
make_bytes(struct confirms *c, struct str s, uint32_t next)
{
	struct confirm_step step = {
		.op = CONFIRM_BYTES, .next = next, .count = (uint8_t)s.n
	};
	size_t at = s.n;

	memcpy(&step.bytes, s.p, s.n);
	if (c->making->back)
		utf8_get_back(s, &at);
	else
		at = 0;
	step.first = (uint64_t)1 << confirm_bucket(s, at);
	return step_shared(c, step);
}

static uint32_t
make_set(struct confirms *c, const struct tree *t, uint32_t next)
{
	struct confirm_step s = { .op = CONFIRM_SET, .next = next };

	s.set = set_place(c, t->exact);
	s.first = c->making->first[s.set];
	return step_shared(c, s);
}

static bool
goes_on(const struct confirm_step *s, unsigned bucket)
{
	return s->open || (s->first >> bucket & 1);
}

static uint32_t
make_split(struct confirms *c, uint32_t next, uint32_t other)
{
	struct confirm_step s = before(c, CONFIRM_SPLIT, next);

	if (next == other)
		return next;
	s.other = other;
	s.first |= c->step[other].first;
	s.open |= c->step[other].open;
	return step_shared(c, s);
}

/* The entry of a bucket: nothing, one step, or the place of a list. */
static uint32_t
list_of(struct confirms *c, const uint32_t *step, size_t n, unsigned bucket)
{
	uint32_t place = (uint32_t)c->nlist, only = 0;
	size_t i, found = 0;

	c->list = room(c->making->mem, c->list, c->nlist + n + 1, &c->list_cap,
		sizeof *c->list);
	for (i = 0; i < n; i++)
		if (goes_on(&c->step[step[i]], bucket))
			c->list[place + found++] = only = step[i];
	if (found <= 1)
		return only ? only | CONFIRM_ALONE : 0;
	c->list[place + found] = 0;
	c->nlist += found + 1;
	return place;
}

static uint32_t
make_switch(struct confirms *c, const uint32_t *step, size_t n)
{
	struct confirm_step s = { .op = CONFIRM_SWITCH };
	uint32_t entry[CONFIRM_BUCKETS];
	unsigned b;
	size_t i;

	for (i = 0; i < n; i++) {
		s.first |= c->step[step[i]].first;
		s.open |= c->step[step[i]].open;
	}
	for (b = 0; b < CONFIRM_BUCKETS; b++)
		entry[b] = list_of(c, step, n, b);
	c->list = room(c->making->mem, c->list, c->nlist + CONFIRM_BUCKETS,
		&c->list_cap, sizeof *c->list);
	s.other = (uint32_t)c->nlist;
	memcpy(c->list + c->nlist, entry, sizeof entry);
	c->nlist += CONFIRM_BUCKETS;
	s.back = c->making->back;
	return step_new(c, s);
}

/* --- parts --- */

static uint32_t make(struct confirms *c, const struct tree *t, unsigned group,
	uint32_t next);

static uint32_t
make_call(struct confirms *c, const struct tree *t, uint32_t next)
{
	struct confirm_making *k = c->making;
	struct called **known = &k->called[((uintptr_t)t >> 4) % CALLS], *p;
	const struct confirm_step *to;
	struct confirm_step s;

	for (p = *known; p; p = p->next)
		if (p->tree == t && p->back == k->back)
			break;
	if (!p) {
		p = MEM_NEW(k->mem, struct called);
		p->tree = t;
		p->back = k->back;
		p->step = make(c, t, 0, CONFIRM_RETURN);
		if (k->bad)
			return next;
		p->next = *known;
		*known = p;
	}
	s = before(c, CONFIRM_CALL, next);
	to = &c->step[p->step];
	s.other = p->step;
	s.first = to->first | (to->open ? s.first : 0);
	s.open = to->open && s.open;
	return step_shared(c, s);
}

/* Parts of a chain of TREE_CATs or TREE_ALTs, which leans to the left. */
static const struct tree **
parts(struct confirms *c, const struct tree *t, size_t *n)
{
	enum tree_kind kind = t->kind;
	const struct tree *p, **part;
	size_t i = 1;

	for (p = t; p->kind == kind && (p == t || !p->named); p = p->a)
		i++;
	part = mem_alloc(c->making->mem, i * sizeof(void *));
	*n = i;
	for (p = t; i > 1; p = p->a)
		part[--i] = p->b;
	part[0] = p;
	return part;
}

/* Letters side by side are compared together, up to eight bytes. */
struct letters_run {
	char bytes[8];
	size_t n;
};

static uint32_t
run_end(struct confirms *c, struct letters_run *r, uint32_t next)
{
	if (r->n)
		next = make_bytes(c, (struct str){ r->bytes, r->n }, next);
	r->n = 0;
	return next;
}

static uint32_t
run_add(struct confirms *c, struct letters_run *r, uint32_t letter,
	uint32_t next)
{
	char bytes[4];
	size_t n = utf8_put(bytes, letter);

	if (r->n + n > sizeof r->bytes)
		next = run_end(c, r, next);
	if (c->making->back) {
		memcpy(r->bytes + r->n, bytes, n);
	} else {
		memmove(r->bytes + n, r->bytes, r->n);
		memcpy(r->bytes, bytes, n);
	}
	r->n += n;
	return next;
}

static uint32_t
make_cat(
	struct confirms *c, const struct tree *t, unsigned group, uint32_t next)
{
	struct letters_run run = { .n = 0 };
	const struct tree **part, *p;
	size_t n, i;

	part = parts(c, t, &n);
	group += t->captures;
	for (i = 0; i < n && !c->making->bad; i++) {
		p = part[c->making->back ? i : n - 1 - i];
		group -= p->captures;
		if (p->kind == TREE_SET && p->letter) {
			next = run_add(c, &run, p->letter, next);
			continue;
		}
		next = run_end(c, &run, next);
		next = make(c, p, group, next);
	}
	return run_end(c, &run, next);
}

static uint32_t
make_alt(
	struct confirms *c, const struct tree *t, unsigned group, uint32_t next)
{
	const struct tree **part;
	uint32_t *step, last;
	size_t n, i;

	part = parts(c, t, &n);
	step = mem_alloc(c->making->mem, n * sizeof *step);
	for (i = 0; i < n && !c->making->bad; i++) {
		step[i] = make(c, part[i], group, next);
		group += part[i]->captures;
	}
	if (c->making->bad)
		return next;
	if (n > SPLITS)
		return make_switch(c, step, n);
	for (last = step[n - 1], i = n - 1; i > 0; i--)
		last = make_split(c, step[i - 1], last);
	return last;
}

static uint32_t
make_span(struct confirms *c, const struct tree *t, uint32_t next)
{
	struct confirm_step s = before(c, CONFIRM_SPAN, next);
	uint64_t first;

	if (t->min > UINT8_MAX || t->max > UINT16_MAX)
		c->making->bad = true;
	if (t->max == 0 || c->making->bad)
		return next;
	s.count = (uint8_t)t->min;
	s.most = t->max < 0 ? 0 : (uint16_t)t->max;
	s.set = set_place(c, t->a->exact);
	first = c->making->first[s.set];
	s.how = t->repeat & 3;
	/* "\d+ ": a digit given back can't be the blank */
	if (t->repeat == REPEAT_MORE && !s.open && !(s.first & first))
		s.how = REPEAT_ALL;
	s.first = first | (t->min ? 0 : s.first);
	s.open = t->min == 0 && s.open;
	return step_shared(c, s);
}

/* One turn of a repetition. */
static uint32_t
make_turn(
	struct confirms *c, const struct tree *t, unsigned group, uint32_t next)
{
	bool once = t->max >= 0 && t->max <= 1;

	if (!once && t->a->captures == 0 && t->a->weight >= CALL_WEIGHT)
		return make_call(c, t->a->named ? t->a->named : t->a, next);
	return make(c, t->a, group, next);
}

static uint32_t
make_loop(
	struct confirms *c, const struct tree *t, unsigned group, uint32_t next)
{
	struct confirm_step s = { .op = CONFIRM_SPLIT,
		.back = c->making->back,
		.first = ~(uint64_t)0,
		.open = 1 };
	bool less = t->repeat == REPEAT_LESS;
	uint32_t loop = step_new(c, s), turn;
	struct confirm_step *split;

	/* PCRE2 has its own way to end a loop that goes nowhere */
	if (pattern_may_be_empty(t->a))
		c->making->bad = true;
	turn = make_turn(c, t, group, loop);
	split = &c->step[loop];
	split->next = less ? next : turn;
	split->other = less ? turn : next;
	split->first = c->step[turn].first | c->step[next].first;
	split->open = c->step[next].open;
	return loop;
}

static uint32_t
make_turns(
	struct confirms *c, const struct tree *t, unsigned group, uint32_t next)
{
	uint32_t end = next, turn;
	int i;

	if (c->making->back && t->min != t->max)
		c->making->bad = true;
	if (t->max < 0)
		next = make_loop(c, t, group, next);
	for (i = t->min; i < t->max && !c->making->bad; i++) {
		turn = make_turn(c, t, group, next);
		next = t->repeat == REPEAT_LESS ? make_split(c, end, turn)
						: make_split(c, turn, end);
	}
	for (i = 0; i < t->min && !c->making->bad; i++)
		next = make_turn(c, t, group, next);
	return next;
}

static uint32_t
make_atomic(struct confirms *c, uint32_t part, bool groups, uint32_t next)
{
	struct confirm_step s = before(c, CONFIRM_ATOMIC, next);
	const struct confirm_step *to = &c->step[part];

	s.other = part;
	s.groups = groups;
	s.first = to->first | (to->open ? s.first : 0);
	s.open = to->open && s.open;
	return step_shared(c, s);
}

static uint32_t
make_repeat(
	struct confirms *c, const struct tree *t, unsigned group, uint32_t next)
{
	if (is_set(t->a) && !c->making->back)
		return make_span(c, t, next);
	if (t->repeat != REPEAT_ALL)
		return make_turns(c, t, group, next);
	/* PCRE2 keeps the groups of "(a)*+" when what follows fails */
	if (t->captures)
		c->making->bad = true;
	return make_atomic(
		c, make_turns(c, t, group, CONFIRM_END), false, next);
}

static uint32_t
make_capture(
	struct confirms *c, const struct tree *t, unsigned group, uint32_t next)
{
	struct confirm_step s = before(c, CONFIRM_CLOSE, next);

	if (c->making->back || group + 1 > UINT8_MAX)
		c->making->bad = true;
	s.count = (uint8_t)(group + 1);
	next = make(c, t->a, group + 1, step_shared(c, s));
	s = before(c, CONFIRM_OPEN, next);
	s.count = (uint8_t)(group + 1);
	return step_shared(c, s);
}

/* What stands around. Where it must be there, and on the side to which the
 * text is read, the next letter must do for it as well. */
static uint32_t
make_look(
	struct confirms *c, const struct tree *t, unsigned group, uint32_t next)
{
	struct confirm_making *k = c->making;
	bool behind = t->kind == TREE_BEHIND || t->kind == TREE_NOT_BEHIND;
	bool absent = t->kind == TREE_NOT_AHEAD || t->kind == TREE_NOT_BEHIND;
	bool one = is_set(t->a), back = k->back, open = false;
	struct confirm_step s =
		before(c, one ? CONFIRM_PEEK : CONFIRM_LOOK, next);
	uint64_t first;

	if (t->captures && (behind || absent))
		k->bad = true; /* PCRE2 forgets some of these */
	if (one) {
		s.set = set_place(c, t->a->exact);
		first = k->first[s.set];
	} else {
		k->back = behind;
		s.other = make(c, t->a, group, CONFIRM_END);
		k->back = back;
		first = c->step[s.other].first;
		open = c->step[s.other].open;
	}
	s.groups = t->captures > 0;
	s.absent = absent;
	if (!absent && behind == back && !open) {
		s.first = s.open ? first : s.first & first;
		s.open = 0;
	}
	s.leftward = behind;
	return step_shared(c, s);
}

static uint32_t
make(struct confirms *c, const struct tree *t, unsigned group, uint32_t next)
{
	struct confirm_making *k = c->making;

	k->bad |= t->vague;
	if (k->bad)
		return next;
	if (t->named && t->captures == 0 && t->weight >= CALL_WEIGHT)
		return make_call(c, t->named, next);
	switch (t->kind) {
	case TREE_EMPTY:
		return next;
	case TREE_SET:
		if (t->letter) {
			struct letters_run run = { .n = 0 };

			run_add(c, &run, t->letter, next);
			return run_end(c, &run, next);
		}
		return make_set(c, t, next);
	case TREE_CAT:
		return make_cat(c, t, group, next);
	case TREE_ALT:
		return make_alt(c, t, group, next);
	case TREE_REPEAT:
		return make_repeat(c, t, group, next);
	case TREE_CAPTURE:
		return make_capture(c, t, group, next);
	case TREE_ATOMIC:
		return make_atomic(c, make(c, t->a, group, CONFIRM_END),
			t->captures > 0, next);
	case TREE_START:
		return step_shared(c, before(c, CONFIRM_START, next));
	case TREE_END:
		return step_shared(c, before(c, CONFIRM_FINISH, next));
	case TREE_AHEAD:
	case TREE_BEHIND:
	case TREE_NOT_AHEAD:
	case TREE_NOT_BEHIND:
		return make_look(c, t, group, next);
	}
	return next;
}

/* --- the whole --- */

/* The bits of the buckets of letters: those that share a number are in more
 * than one. */
static void
fill_buckets(uint64_t bucket[LETTERS])
{
	static const char *const others[] = { "\xC8\x80", "\xCA\x80",
		"\xE0\xA4\x80", "\xE1\x80\x80", "\xE2\x80\x80", "\xE3\x80\x80",
		"\xEE\x80\x80", "\xEF\x80\x80", "\xF0\x90\x80\x80" };
	char letter[4];
	uint32_t c = 0;
	size_t i;

	do {
		struct str s = { letter, utf8_put(letter, c) };

		bucket[letter_number(c)] |= (uint64_t)1 << confirm_bucket(s, 0);
	} while ((c = letter_numbered(c + 1)));
	for (i = 0; i < sizeof others / sizeof *others; i++)
		bucket[LETTER_OTHER] |= (uint64_t)1
					<< confirm_bucket(str_c(others[i]), 0);
}

struct confirms *
confirms_new(struct mem *m, struct letter_sets *exact)
{
	struct confirms *c = MEM_NEW(m, struct confirms);
	struct confirm_making *k = MEM_NEW(m, struct confirm_making);
	size_t i;

	c->making = k;
	k->mem = m;
	k->exact = exact;
	k->set_of = mem_alloc(m, SETS_MOST * sizeof *k->set_of);
	fill_buckets(k->bucket);
	for (i = 0; i < NFIXED; i++)
		step_new(c, fixed[i]);
	c->list = room(m, c->list, 1, &c->list_cap, sizeof *c->list);
	c->list[c->nlist++] = 0;
	return c;
}

/* Letters and numbers. */
static uint16_t
inner_set(struct confirms *c)
{
	struct confirm_making *k = c->making;
	const struct letters *letter, *number;
	struct letters all;

	letter = property_letters(k->exact, STR("\\p{L}"), k->mem);
	number = property_letters(k->exact, STR("\\p{N}"), k->mem);
	if (!letter || !number) {
		k->bad = true;
		return 0;
	}
	all = *letter;
	letters_join(&all, number);
	letters_unsure(&all);
	return set_place(c, pattern_set(k->exact, &all, k->mem)->set);
}

uint32_t
confirms_add(struct confirms *c, const struct tree *tree, unsigned groups,
	bool free_edges)
{
	struct confirm_making *k = c->making;
	struct confirm_step edge;
	uint32_t step = CONFIRM_END;

	k->begun = c->nstep;
	k->bad = tree->captures != groups;
	k->back = false;
	if (!free_edges) {
		edge = before(c, CONFIRM_EDGE, step);
		edge.set = inner_set(c);
		step = step_shared(c, edge);
	}
	step = make(c, tree, 0, step);
	if (!free_edges) {
		edge = before(c, CONFIRM_PEEK, step);
		edge.set = inner_set(c);
		edge.absent = 1;
		edge.leftward = 1;
		step = step_shared(c, edge);
	}
	return k->bad ? 0 : step;
}

size_t
confirms_image(struct image *i, const struct confirms *c)
{
	size_t at = image_put(i, c, sizeof *c);

	image_link(i, at + offsetof(struct confirms, step),
		image_put(i, c->step, c->nstep * sizeof *c->step));
	image_link(i, at + offsetof(struct confirms, set),
		image_put(i, c->set, c->nset * sizeof *c->set));
	image_link(i, at + offsetof(struct confirms, list),
		image_put(i, c->list, c->nlist * sizeof *c->list));
	image_null(i, at + offsetof(struct confirms, making));
	return at;
}
