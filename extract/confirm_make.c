/* Trees -> steps, made from the end to the start: each part is given the step
 * that comes after it. */
#include <string.h>

#include "base/utf8.h"
#include "pattern.h"
#include "plan.h"
#include "property.h"

enum {
	CALL_WEIGHT = 8, /* trees of less are not worth a call */
	COPIES = 1000	 /* weight of all copies of one that is not called */
};

/* The letters of a tree that is one set, wholly told by it. */
static bool
is_set(const struct tree *t)
{
	return t->kind == TREE_SET &&
	       !(t->letter && letter_number(t->letter) == LETTER_OTHER);
}

static bool
has_blank(const struct plan *p, unsigned set)
{
	return letters_has(&p->set[set], letter_number(' '));
}

static uint32_t
make_set(struct plan *p, const struct tree *t, uint32_t next)
{
	struct planned s = { .op = CONFIRM_SET, .next = next };

	s.set = plan_set(p, t->exact);
	s.first = p->first[s.set];
	if (has_blank(p, s.set))
		s.then = plan_first(p, next);
	s.pairs = plan_pairs_before(p, s.first, next);
	return plan_step(p, s);
}

/* --- parts --- */

static uint32_t make(
	struct plan *p, const struct tree *t, unsigned group, uint32_t next);

/* How often patterns name a part. */
static struct named *
named_of(struct plan *p, const struct tree *t)
{
	struct named **known = &p->named[((uintptr_t)t >> 4) % PLAN_CALLS];
	struct named *n;

	for (n = *known; n; n = n->next)
		if (n->tree == t)
			return n;
	n = MEM_NEW(p->mem, struct named);
	n->tree = t;
	n->next = *known;
	return *known = n;
}

static void
count_named(struct plan *p, const struct tree *t, unsigned times)
{
	struct named *n;

	if (!t)
		return;
	if (t->named && t->captures == 0) {
		n = named_of(p, t->named);
		n->times += times;
		if (n->times > times)
			return;
	}
	if (t->kind == TREE_REPEAT && (t->max < 0 || t->max > 1))
		times = 2;
	count_named(p, t->a, times);
	count_named(p, t->b, times);
}

/* Is it called, or made anew where it is named? */
static bool
is_called(struct plan *p, const struct tree *t)
{
	const struct named *n;

	if (!t->named || t->captures || t->weight < CALL_WEIGHT)
		return false;
	n = named_of(p, t->named);
	return n->times > 1 && n->times * t->weight > COPIES;
}

static uint32_t
make_call(struct plan *p, const struct tree *t, uint32_t next)
{
	struct called **known = &p->called[((uintptr_t)t >> 4) % PLAN_CALLS];
	struct called *c;

	for (c = *known; c; c = c->next)
		if (c->tree == t && c->back == p->back)
			break;
	if (!c) {
		c = MEM_NEW(p->mem, struct called);
		c->tree = t;
		c->back = p->back;
		c->step = make(p, t, 0, CONFIRM_RETURN);
		if (p->bad)
			return next;
		c->next = *known;
		*known = c;
	}
	/* what it returns to would only return */
	if (next == CONFIRM_RETURN)
		return c->step;
	return plan_step(p, plan_through(p, CONFIRM_CALL, c->step, next));
}

/* Parts of a chain of TREE_CATs or TREE_ALTs, which leans to the left. */
static const struct tree **
parts(struct plan *p, const struct tree *t, size_t *n)
{
	enum tree_kind kind = t->kind;
	const struct tree *x, **part;
	size_t i = 1;

	for (x = t; x->kind == kind && (x == t || !is_called(p, x)); x = x->a)
		i++;
	part = mem_alloc(p->mem, i * sizeof(void *));
	*n = i;
	for (x = t; i > 1; x = x->a)
		part[--i] = x->b;
	part[0] = x;
	return part;
}

/* Letters side by side are compared together, up to eight bytes. */
struct letters_run {
	char bytes[8];
	size_t n;
};

static uint32_t
run_end(struct plan *p, struct letters_run *r, uint32_t next)
{
	if (r->n)
		next = plan_bytes(p, (struct str){ r->bytes, r->n }, next);
	r->n = 0;
	return next;
}

static uint32_t
run_add(struct plan *p, struct letters_run *r, uint32_t letter, uint32_t next)
{
	char bytes[4];
	size_t n = utf8_put(bytes, letter);

	if (r->n + n > sizeof r->bytes)
		next = run_end(p, r, next);
	if (p->back) {
		memcpy(r->bytes + r->n, bytes, n);
	} else {
		memmove(r->bytes + n, r->bytes, r->n);
		memcpy(r->bytes, bytes, n);
	}
	r->n += n;
	return next;
}

static uint32_t
make_cat(struct plan *p, const struct tree *t, unsigned group, uint32_t next)
{
	struct letters_run run = { .n = 0 };
	const struct tree **part, *x;
	size_t n, i;

	part = parts(p, t, &n);
	group += t->captures;
	for (i = 0; i < n && !p->bad; i++) {
		x = part[p->back ? i : n - 1 - i];
		group -= x->captures;
		if (x->kind == TREE_SET && x->letter) {
			next = run_add(p, &run, x->letter, next);
			continue;
		}
		next = run_end(p, &run, next);
		next = make(p, x, group, next);
	}
	return run_end(p, &run, next);
}

static uint32_t
make_alt(struct plan *p, const struct tree *t, unsigned group, uint32_t next)
{
	const struct tree **part;
	uint32_t *step;
	size_t n, i;

	part = parts(p, t, &n);
	step = mem_alloc(p->mem, n * sizeof *step);
	for (i = 0; i < n && !p->bad; i++) {
		step[i] = make(p, part[i], group, next);
		group += part[i]->captures;
	}
	return p->bad ? next : plan_join(p, step, n);
}

static uint32_t
make_span(struct plan *p, const struct tree *t, uint32_t next)
{
	struct planned s = plan_before(p, CONFIRM_SPAN, next);
	uint64_t first;

	if (t->min > UINT8_MAX || t->max > UINT16_MAX)
		p->bad = true;
	if (t->max == 0 || p->bad)
		return next;
	s.count = (uint8_t)t->min;
	s.most = t->max < 0 ? 0 : (uint16_t)t->max;
	s.set = plan_set(p, t->a->exact);
	first = p->first[s.set];
	if (t->repeat == REPEAT_LESS)
		s.op = CONFIRM_SPAN_LESS;
	/* "\d+ ": a digit given back can't be the blank */
	else if (t->repeat == REPEAT_ALL || (!s.open && !(s.first & first)))
		s.op = CONFIRM_SPAN_ALL;
	s.pairs = (t->min ? 0 : plan_pairs(p, next)) |
		  (has_blank(p, s.set) ? ~(uint64_t)0
				       : plan_pairs_of(first,
						 first | plan_first(p, next)));
	s.first = first | (t->min ? 0 : s.first);
	s.then = (t->min ? 0 : plan_then(p, next)) |
		 (has_blank(p, s.set) ? first | plan_first(p, next) : 0);
	s.open = t->min == 0 && s.open;
	return plan_step(p, s);
}

/* One turn of a repetition. */
static uint32_t
make_turn(struct plan *p, const struct tree *t, unsigned group, uint32_t next)
{
	bool once = t->max >= 0 && t->max <= 1;

	if (!once && t->a->captures == 0 && t->a->weight >= CALL_WEIGHT)
		return make_call(p, t->a->named ? t->a->named : t->a, next);
	return make(p, t->a, group, next);
}

static uint32_t
make_loop(struct plan *p, const struct tree *t, unsigned group, uint32_t next)
{
	struct planned s = { .op = CONFIRM_SPLIT,
		.first = ~(uint64_t)0,
		.then = ~(uint64_t)0,
		.pairs = ~(uint64_t)0,
		.open = 1 };
	bool less = t->repeat == REPEAT_LESS;
	uint32_t loop = plan_new_step(p, s), turn;
	struct planned *split;

	/* PCRE2 has its own way to end a loop that goes nowhere */
	if (pattern_may_be_empty(t->a))
		p->bad = true;
	turn = make_turn(p, t, group, loop);
	split = &p->step[loop];
	split->next = less ? next : turn;
	split->other = less ? turn : next;
	split->first = p->step[turn].first | p->step[next].first;
	split->then = p->step[turn].then | p->step[next].then;
	split->pairs = p->step[turn].pairs | p->step[next].pairs;
	split->open = p->step[next].open;
	return loop;
}

static uint32_t
make_turns(struct plan *p, const struct tree *t, unsigned group, uint32_t next)
{
	uint32_t end = next, turn;
	int i;

	if (p->back && t->min != t->max)
		p->bad = true;
	if (t->max < 0)
		next = make_loop(p, t, group, next);
	for (i = t->min; i < t->max && !p->bad; i++) {
		turn = make_turn(p, t, group, next);
		next = t->repeat == REPEAT_LESS ? plan_split(p, end, turn)
						: plan_split(p, turn, end);
	}
	for (i = 0; i < t->min && !p->bad; i++)
		next = make_turn(p, t, group, next);
	return next;
}

static uint32_t
make_atomic(struct plan *p, uint32_t part, uint32_t next)
{
	p->bad |= p->back; /* PCRE2 reads these forward */
	return plan_step(p, plan_through(p, CONFIRM_ATOMIC, part, next));
}

static uint32_t
make_repeat(struct plan *p, const struct tree *t, unsigned group, uint32_t next)
{
	if (is_set(t->a) && !p->back)
		return make_span(p, t, next);
	if (t->repeat != REPEAT_ALL)
		return make_turns(p, t, group, next);
	/* PCRE2 keeps the groups of "(a)*+" when what follows fails */
	if (t->captures)
		p->bad = true;
	return make_atomic(p, make_turns(p, t, group, CONFIRM_END), next);
}

static uint32_t
make_capture(
	struct plan *p, const struct tree *t, unsigned group, uint32_t next)
{
	struct planned s = plan_before(p, CONFIRM_CLOSE, next);

	if (p->back || group + 1 > UINT8_MAX)
		p->bad = true;
	s.count = (uint8_t)(group + 1);
	next = make(p, t->a, group + 1, plan_step(p, s));
	s = plan_before(p, CONFIRM_OPEN, next);
	s.count = (uint8_t)(group + 1);
	return plan_step(p, s);
}

/* What stands around. Where it must be there, and on the side to which the
 * text is read, the next letter must do for it as well. */
static uint32_t
make_look(struct plan *p, const struct tree *t, unsigned group, uint32_t next)
{
	bool behind = t->kind == TREE_BEHIND || t->kind == TREE_NOT_BEHIND;
	bool absent = t->kind == TREE_NOT_AHEAD || t->kind == TREE_NOT_BEHIND;
	bool one = is_set(t->a), back = p->back, open = false;
	struct planned s =
		plan_before(p, one ? CONFIRM_PEEK : CONFIRM_LOOK, next);
	uint64_t first, then = ~(uint64_t)0, pairs = then;

	if (t->captures && (behind || absent))
		p->bad = true; /* PCRE2 forgets some of these */
	if (one) {
		s.set = plan_set(p, t->a->exact);
		first = p->first[s.set];
	} else {
		p->back = behind;
		s.other = make(p, t->a, group, CONFIRM_END);
		p->back = back;
		first = p->step[s.other].first;
		then = p->step[s.other].then;
		pairs = p->step[s.other].pairs;
		open = p->step[s.other].open;
	}
	s.flags =
		(absent ? CONFIRM_ABSENT : 0) | (behind ? CONFIRM_LEFTWARD : 0);
	if (!absent && behind == back && !open) {
		s.first = s.open ? first : s.first & first;
		s.then = s.open ? then : s.then & then;
		s.pairs = s.open ? pairs : s.pairs & pairs;
		s.open = 0;
	}
	return plan_step(p, s);
}

static uint32_t
make(struct plan *p, const struct tree *t, unsigned group, uint32_t next)
{
	p->bad |= t->vague;
	if (p->bad)
		return next;
	if (is_called(p, t))
		return make_call(p, t->named, next);
	switch (t->kind) {
	case TREE_EMPTY:
		return next;
	case TREE_SET:
		if (t->letter) {
			struct letters_run run = { .n = 0 };

			run_add(p, &run, t->letter, next);
			return run_end(p, &run, next);
		}
		return make_set(p, t, next);
	case TREE_CAT:
		return make_cat(p, t, group, next);
	case TREE_ALT:
		return make_alt(p, t, group, next);
	case TREE_REPEAT:
		return make_repeat(p, t, group, next);
	case TREE_CAPTURE:
		return make_capture(p, t, group, next);
	case TREE_ATOMIC:
		return make_atomic(p, make(p, t->a, group, CONFIRM_END), next);
	case TREE_START:
		return plan_step(p, plan_before(p, CONFIRM_START, next));
	case TREE_END:
		return plan_step(p, plan_before(p, CONFIRM_FINISH, next));
	case TREE_AHEAD:
	case TREE_BEHIND:
	case TREE_NOT_AHEAD:
	case TREE_NOT_BEHIND:
		return make_look(p, t, group, next);
	}
	return next;
}

/* --- the whole --- */

struct confirms *
confirms_new(struct mem *m, struct letter_sets *exact)
{
	struct confirms *c = MEM_NEW(m, struct confirms);

	c->plan = plan_new(m, exact);
	return c;
}

/* Letters and numbers. */
static uint16_t
inner_set(struct plan *p)
{
	const struct letters *letter, *number;
	struct letters all;

	letter = property_letters(p->exact, STR("\\p{L}"), p->mem);
	number = property_letters(p->exact, STR("\\p{N}"), p->mem);
	if (!letter || !number) {
		p->bad = true;
		return 0;
	}
	all = *letter;
	letters_join(&all, number);
	letters_unsure(&all);
	return plan_set(p, pattern_set(p->exact, &all, p->mem)->set);
}

void
confirms_count(struct confirms *c, const struct tree *tree)
{
	count_named(c->plan, tree, 1);
}

uint32_t
confirms_add(struct confirms *c, const struct tree *tree, unsigned groups,
	bool free_edges)
{
	struct plan *p = c->plan;
	struct planned edge;
	uint32_t step = CONFIRM_END;

	p->begun = p->nstep;
	p->bad = tree->captures != groups;
	p->back = false;
	if (!free_edges) {
		edge = plan_before(p, CONFIRM_EDGE, step);
		edge.set = inner_set(p);
		step = plan_step(p, edge);
	}
	step = make(p, tree, 0, step);
	if (!free_edges) {
		edge = plan_before(p, CONFIRM_PEEK, step);
		edge.set = inner_set(p);
		edge.flags = CONFIRM_ABSENT | CONFIRM_LEFTWARD;
		step = plan_step(p, edge);
	}
	return p->bad ? 0 : plan_begin(p, step);
}

void
confirms_finish(struct confirms *c)
{
	plan_lay(c->plan, c);
}

uint32_t
confirms_begin(const struct confirms *c, uint32_t number)
{
	return c->plan->begin[number];
}

size_t
confirms_image(struct image *i, const struct confirms *c)
{
	size_t at = image_put(i, c, sizeof *c);

	image_link(i, at + offsetof(struct confirms, slot),
		image_put(i, c->slot, c->nslot * sizeof *c->slot));
	image_link(i, at + offsetof(struct confirms, set),
		image_put(i, c->set, c->nset * sizeof *c->set));
	image_link(i, at + offsetof(struct confirms, list),
		image_put(i, c->list, c->nlist * sizeof *c->list));
	image_null(i, at + offsetof(struct confirms, plan));
	return at;
}
