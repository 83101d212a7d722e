/* Steps while they are made. */
#include <string.h>

#include "base/utf8.h"
#include "pattern.h"
#include "plan.h"

enum {
	STEPS_A_RULE = 200000,
	STEPS_MOST = 1 << 22, /* of 18 slots each at most: CONFIRM_SLOT_BITS */
	SPLITS = 3	      /* alternatives; more are switched */
};

static const uint64_t blank = (uint64_t)1 << CONFIRM_BLANK;

static const struct planned fixed[] = {
	[CONFIRM_FAIL] = { .op = CONFIRM_FAIL },
	[CONFIRM_END] = { .op = CONFIRM_END, .open = 1 },
	[CONFIRM_RETURN] = { .op = CONFIRM_RETURN, .open = 1 },
};

enum { NFIXED = sizeof fixed / sizeof *fixed };

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

struct plan *
plan_new(struct mem *m, struct letter_sets *exact)
{
	struct plan *p = MEM_NEW(m, struct plan);
	size_t i;

	p->mem = m;
	p->exact = exact;
	fill_buckets(p->bucket);
	for (i = 0; i < NFIXED; i++)
		plan_new_step(p, fixed[i]);
	plan_begin(p, CONFIRM_FAIL);
	return p;
}

uint32_t
plan_new_step(struct plan *p, struct planned s)
{
	if (p->nstep - p->begun > STEPS_A_RULE || p->nstep > STEPS_MOST)
		p->bad = true;
	p->step = mem_room(
		p->mem, p->step, p->nstep + 1, &p->step_cap, sizeof *p->step);
	p->step[p->nstep] = s;
	return (uint32_t)p->nstep++;
}

uint32_t
plan_step(struct plan *p, struct planned s)
{
	uint64_t h = s.word * 0x9E3779B97F4A7C15 ^
		     (s.next * 0x85EBCA6Bu + s.op * 31u + s.count);
	uint32_t *slot;

	if (p->back)
		s.flags |= CONFIRM_BACK;
	slot = &p->slot[(h ^ h >> 31) % PLAN_SLOTS];
	if (*slot && memcmp(&p->step[*slot], &s, sizeof s) == 0)
		return *slot;
	return *slot = plan_new_step(p, s);
}

struct planned
plan_before(const struct plan *p, enum confirm_op op, uint32_t next)
{
	return (struct planned){ .op = (uint8_t)op,
		.next = next,
		.first = p->step[next].first,
		.then = p->step[next].then,
		.pairs = p->step[next].pairs,
		.open = p->step[next].open };
}

struct planned
plan_through(
	const struct plan *p, enum confirm_op op, uint32_t part, uint32_t next)
{
	struct planned s = plan_before(p, op, next);
	const struct planned *to = &p->step[part];

	s.other = part;
	s.first = to->first | (to->open ? s.first : 0);
	s.then = to->then | (to->open ? s.then : 0);
	s.pairs = to->pairs | (to->open ? s.pairs : 0);
	s.open &= to->open;
	return s;
}

uint64_t
plan_first(const struct plan *p, uint32_t step)
{
	return p->step[step].open ? ~(uint64_t)0 : p->step[step].first;
}

uint64_t
plan_then(const struct plan *p, uint32_t step)
{
	return p->step[step].open ? ~(uint64_t)0 : p->step[step].then;
}

uint64_t
plan_pairs(const struct plan *p, uint32_t step)
{
	return p->step[step].open ? ~(uint64_t)0 : p->step[step].pairs;
}

uint64_t
plan_pairs_of(uint64_t first, uint64_t second)
{
	uint64_t pairs = 0;
	unsigned a, b;

	for (a = 0; a < CONFIRM_BUCKETS; a++)
		for (b = 0; first >> a & 1 && b < CONFIRM_BUCKETS; b++)
			pairs |= (second >> b & 1) << confirm_pair(a, b);
	return pairs;
}

uint64_t
plan_pairs_before(const struct plan *p, uint64_t first, uint32_t next)
{
	uint64_t behind = plan_first(p, next);

	if (!(first & blank))
		return plan_pairs_of(first, behind);
	/* of two blanks the second is one of the pair */
	if (behind & blank)
		return ~(uint64_t)0;
	return plan_pairs_of(first & ~blank, behind) | plan_pairs(p, next);
}

static uint64_t
letters_first(const struct plan *p, const struct letters *s)
{
	uint64_t first = 0;
	unsigned i;

	for (i = 0; i < LETTERS; i++)
		if (letters_has(s, i))
			first |= p->bucket[i];
	if (letters_has(s, LETTER_UNSURE))
		first |= p->bucket[LETTER_OTHER];
	return first;
}

uint16_t
plan_set(struct plan *p, uint32_t exact)
{
	if (exact >= PLAN_SETS) {
		p->bad = true;
		return 0;
	}
	if (!p->set_of[exact]) {
		p->set = mem_room(p->mem, p->set, p->nset + 1, &p->set_cap,
			sizeof *p->set);
		p->first = mem_room(p->mem, p->first, p->nset + 1,
			&p->first_cap, sizeof *p->first);
		p->set[p->nset] = p->exact->set[exact];
		p->first[p->nset] = letters_first(p, &p->set[p->nset]);
		p->set_of[exact] = (uint16_t)++p->nset;
	}
	return (uint16_t)(p->set_of[exact] - 1);
}

/* The letters of bytes in the order in which they are read. */
struct bytes_letters {
	size_t n;
	uint64_t bit[8]; /* of its bucket */
	size_t end[8];	 /* bytes up to its end */
};

static struct bytes_letters
letters_of(const struct plan *p, const struct planned *s)
{
	struct str bytes = { s->bytes, s->count };
	size_t at = p->back ? bytes.n : 0, end = p->back ? 0 : bytes.n, begin;
	struct bytes_letters l = { .n = 0 };

	while (at != end) {
		begin = at;
		if (p->back)
			utf8_get_back(bytes, &at);
		else
			utf8_get(bytes, &at);
		l.bit[l.n] = (uint64_t)1
			     << confirm_bucket(bytes, p->back ? at : begin);
		l.end[l.n++] = p->back ? bytes.n - at : at;
	}
	return l;
}

/* What bytes read first, and then. */
static void
bytes_first(const struct plan *p, struct planned *s)
{
	struct bytes_letters l = letters_of(p, s);
	size_t from = l.bit[0] == blank && l.n > 1;

	s->first = l.bit[0];
	if (l.bit[0] == blank)
		s->then = l.n > 1 ? l.bit[1] : plan_first(p, s->next);
	if (l.n > from + 1)
		s->pairs = plan_pairs_of(l.bit[from], l.bit[from + 1]);
	else if (from && l.bit[1] == blank)
		s->pairs = ~(uint64_t)0;
	else
		s->pairs = plan_pairs_before(p, l.bit[from], s->next);
}

uint32_t
plan_bytes(struct plan *p, struct str s, uint32_t next)
{
	const struct planned *n = &p->step[next];
	bool same = n->op == CONFIRM_BYTES &&
		    !(n->flags & CONFIRM_BACK) == !p->back &&
		    s.n + n->count <= sizeof n->bytes;
	struct planned step = { .op = CONFIRM_BYTES, .next = next };
	size_t front = same && p->back ? n->count : 0;

	memcpy(step.bytes + front, s.p, s.n);
	step.count = (uint8_t)s.n;
	if (same) {
		memcpy(step.bytes + (front ? 0 : s.n), n->bytes, n->count);
		step.count = (uint8_t)(s.n + n->count);
		step.next = n->next;
	}
	bytes_first(p, &step);
	return plan_step(p, step);
}

static uint32_t
make_switch(struct plan *p, const uint32_t *step, size_t n)
{
	struct planned s = { .op = CONFIRM_SWITCH,
		.flags = p->back ? CONFIRM_BACK : 0,
		.other = (uint32_t)p->nitem };
	size_t i;

	p->item = mem_room(p->mem, p->item, p->nitem + n + 1, &p->item_cap,
		sizeof *p->item);
	for (i = 0; i < n; i++) {
		s.first |= p->step[step[i]].first;
		s.then |= p->step[step[i]].then;
		s.pairs |= p->step[step[i]].pairs;
		s.open |= p->step[step[i]].open;
		p->item[p->nitem++] = step[i];
	}
	p->item[p->nitem++] = 0;
	return plan_new_step(p, s);
}

/* --- alternatives that begin alike --- */

static bool
is_bytes(const struct plan *p, uint32_t step)
{
	const struct planned *s = &p->step[step];

	return s->op == CONFIRM_BYTES && !(s->flags & CONFIRM_BACK) == !p->back;
}

/* Bytes of whole letters that two steps read first, both the same. */
static size_t
common(const struct plan *p, uint32_t x, uint32_t y)
{
	const struct planned *a = &p->step[x], *b = &p->step[y];
	size_t most = a->count < b->count ? a->count : b->count, n = 0;

	if (!p->back) {
		while (n < most && a->bytes[n] == b->bytes[n])
			n++;
		while (n > 0 && n < a->count &&
			((unsigned char)a->bytes[n] & 0xC0) == 0x80)
			n--;
		return n;
	}
	while (n < most &&
		a->bytes[a->count - 1 - n] == b->bytes[b->count - 1 - n])
		n++;
	while (n > 0 && ((unsigned char)a->bytes[a->count - n] & 0xC0) == 0x80)
		n--;
	return n;
}

/* What is left of a step behind its first n bytes. */
static uint32_t
rest_of(struct plan *p, uint32_t step, size_t n)
{
	struct planned s = p->step[step];
	struct str rest = { s.bytes + (p->back ? 0 : n), s.count - n };

	return rest.n ? plan_bytes(p, rest, s.next) : s.next;
}

/* How many bytes, four at most, tell that the other can't go on with what the
 * step reads; 0: they don't. */
static size_t
told_by(const struct plan *p, const struct planned *s, uint32_t other)
{
	struct bytes_letters l = letters_of(p, s);
	bool from = l.bit[0] == blank;
	size_t n = 0, told = 0;

	if (!(l.bit[0] & plan_first(p, other)))
		n = 1;
	else if (from && l.n > 1 && !(l.bit[1] & plan_then(p, other)))
		n = 2;
	else if (l.n > from + 1u && !(from && l.bit[1] == blank) &&
		 !(plan_pairs_of(l.bit[from], l.bit[from + 1]) &
			 plan_pairs(p, other)))
		n = from + 2u;
	if (n == 0 || l.end[n - 1] > sizeof s->few)
		return 0;
	for (; n <= l.n && l.end[n - 1] <= sizeof s->few; n++)
		told = l.end[n - 1];
	return told;
}

/* Where a step reads bytes that the other can't go on with, they decide; 0:
 * they don't. */
static uint32_t
make_else(struct plan *p, uint32_t step, uint32_t other)
{
	struct planned s = plan_before(p, CONFIRM_ELSE, step), bytes;
	size_t n;

	if (!is_bytes(p, step) || p->step[other].open)
		return 0;
	bytes = p->step[step];
	n = told_by(p, &bytes, other);
	if (n == 0)
		return 0;
	memcpy(s.few, bytes.bytes + (p->back ? bytes.count - n : 0), n);
	s.count = (uint8_t)n;
	s.next = rest_of(p, step, n);
	s.other = other;
	s.first |= p->step[other].first;
	s.then |= p->step[other].then;
	s.pairs |= p->step[other].pairs;
	return plan_step(p, s);
}

uint32_t
plan_split(struct plan *p, uint32_t next, uint32_t other)
{
	struct planned s = plan_before(p, CONFIRM_SPLIT, next);
	uint32_t one;

	if (next == other)
		return next;
	one = make_else(p, next, other);
	if (!one)
		one = make_else(p, other, next);
	if (one)
		return one;
	s.other = other;
	s.first |= p->step[other].first;
	s.then |= p->step[other].then;
	s.pairs |= p->step[other].pairs;
	s.open |= p->step[other].open;
	return plan_step(p, s);
}

/* Takes from step[i .. n) those that begin with the same letter as step[i],
 * as long as none that stands before them could go on with it: their order
 * among themselves stays, and of two others at most one reads a text. They go
 * to `alike`; *shared is what all have in common. */
static size_t
take_alike(struct plan *p, uint32_t *step, size_t *n, size_t i, uint32_t *alike,
	size_t *shared)
{
	uint64_t first = p->step[step[i]].first;
	size_t j, kept = i + 1, m = 0, same;
	bool open = true;

	*shared = p->step[step[i]].count;
	alike[m++] = step[i];
	for (j = i + 1; j < *n; j++) {
		const struct planned *s = &p->step[step[j]];

		same = is_bytes(p, step[j]) ? common(p, step[i], step[j]) : 0;
		if (open && same) {
			alike[m++] = step[j];
			if (same < *shared)
				*shared = same;
			continue;
		}
		if ((s->open || (s->first & first)) && !is_bytes(p, step[j]))
			open = false;
		step[kept++] = step[j];
	}
	*n = kept;
	return m;
}

static void
join_alike(struct plan *p, uint32_t *step, size_t *n)
{
	uint32_t *alike = mem_alloc(p->mem, *n * sizeof *alike);
	size_t i, j, m, shared;
	char bytes[sizeof p->step->bytes];
	struct planned s;

	for (i = 0; i < *n && !p->bad; i++) {
		if (!is_bytes(p, step[i]))
			continue;
		m = take_alike(p, step, n, i, alike, &shared);
		if (m == 1)
			continue;
		s = p->step[step[i]];
		memcpy(bytes, s.bytes + (p->back ? s.count - shared : 0),
			shared);
		for (j = 0; j < m; j++)
			alike[j] = rest_of(p, alike[j], shared);
		step[i] = plan_bytes(p, (struct str){ bytes, shared },
			plan_join(p, alike, m));
	}
}

uint32_t
plan_join(struct plan *p, uint32_t *step, size_t n)
{
	uint32_t last;
	size_t i;

	join_alike(p, step, &n);
	if (n > SPLITS)
		return make_switch(p, step, n);
	for (last = step[n - 1], i = n - 1; i > 0; i--)
		last = plan_split(p, step[i - 1], last);
	return last;
}

/* --- the layout --- */

uint32_t
plan_begin(struct plan *p, uint32_t step)
{
	p->begin = mem_room(p->mem, p->begin, p->nbegin + 1, &p->begin_cap,
		sizeof *p->begin);
	p->begin[p->nbegin] = step;
	return (uint32_t)p->nbegin++;
}

struct laying {
	const struct plan *p;
	struct confirms *c;
	uint32_t *place; /* by step: its slot, 0: none yet */
	uint32_t *todo;	 /* steps still to be placed */
	size_t ntodo, todo_cap;
};

static uint32_t
name_of(const struct laying *l, uint32_t step)
{
	return CONFIRM_NAME(l->place[step], l->p->step[step].op);
}

static bool
has_other(const struct planned *s)
{
	return s->op == CONFIRM_SPLIT || s->op == CONFIRM_ELSE ||
	       s->op == CONFIRM_CALL || s->op == CONFIRM_LOOK ||
	       s->op == CONFIRM_ATOMIC;
}

/* Slots of a switch: its entries are as many as its buckets. */
static unsigned
switch_slots(const struct planned *s)
{
	uint64_t all = s->open ? ~(uint64_t)0 : s->first;

	return 2 + ((unsigned)__builtin_popcountll(all) + 3) / 4;
}

/* May one of two go on with a blank? */
static bool
has_blank(const struct plan *p, const struct planned *s)
{
	return (plan_first(p, s->next) | plan_first(p, s->other)) & blank;
}

static unsigned
slots_of(const struct plan *p, const struct planned *s)
{
	if (s->op == CONFIRM_SWITCH)
		return switch_slots(s);
	if (s->op == CONFIRM_SPLIT)
		return has_blank(p, s) ? 3 : 2;
	if (s->op == CONFIRM_LOOK)
		return 4;
	return s->op == CONFIRM_SPAN ? 2 : 1;
}

static void
later(struct laying *l, uint32_t step)
{
	l->todo = mem_room(l->p->mem, l->todo, l->ntodo + 1, &l->todo_cap,
		sizeof *l->todo);
	l->todo[l->ntodo++] = step;
}

/* A step and those that follow it get places one behind the other. */
static void
place_chain(struct laying *l, uint32_t step)
{
	const struct plan *p = l->p;

	while (!l->place[step]) {
		const struct planned *s = &p->step[step];
		size_t i = s->other;

		l->place[step] = (uint32_t)l->c->nslot;
		l->c->nslot += slots_of(p, s);
		if (has_other(s))
			later(l, s->other);
		if (s->op != CONFIRM_SWITCH) {
			step = s->next;
			continue;
		}
		while (p->item[i])
			i++;
		while (i > s->other)
			later(l, p->item[--i]);
		return;
	}
}

static void
place_all(struct laying *l)
{
	size_t i;

	l->place = mem_alloc(l->p->mem, l->p->nstep * sizeof *l->place);
	for (i = 0; i < NFIXED; i++)
		l->place[i] = (uint32_t)i;
	l->c->nslot = NFIXED;
	for (i = 1; i < l->p->nbegin; i++) {
		later(l, l->p->begin[i]);
		while (l->ntodo)
			place_chain(l, l->todo[--l->ntodo]);
	}
}

/* What a switch does with a bucket: nothing, a step, or a list. */
static uint32_t
entry_of(struct laying *l, const struct planned *s, unsigned bucket)
{
	struct confirms *c = l->c;
	const uint32_t *item = l->p->item + s->other;
	uint32_t start = (uint32_t)c->nlist, only = 0;
	size_t n = 0;

	for (; *item; item++) {
		if (!(plan_first(l->p, *item) >> bucket & 1))
			continue;
		c->list = mem_room(l->p->mem, c->list, c->nlist + n + 2,
			&c->list_cap, sizeof *c->list);
		only = name_of(l, *item);
		c->list[start + n++] =
			(struct confirm_item){ plan_pairs(l->p, *item), only };
	}
	if (n <= 1)
		return only;
	c->list[start + n] = (struct confirm_item){ 0, 0 };
	c->nlist += n + 1;
	return start | CONFIRM_LIST;
}

static void
lay_switch(struct laying *l, const struct planned *s, union confirm_slot *to)
{
	unsigned b, n = 0;
	uint32_t e;

	to[1].masks.other = s->open ? ~(uint64_t)0 : s->then;
	for (b = 0; b < CONFIRM_BUCKETS; b++) {
		if (!(e = entry_of(l, s, b)))
			continue;
		to[1].masks.next |= (uint64_t)1 << b;
		to[2 + n / 4].entry[n % 4] = e;
		n++;
	}
}

static void
lay_masks(const struct plan *p, const struct planned *s, union confirm_slot *to)
{
	to[1].masks.next = plan_first(p, s->next);
	to[1].masks.other = plan_first(p, s->other);
}

static void
lay_step(struct laying *l, const struct planned *s, union confirm_slot *to)
{
	to->step.next = name_of(l, s->next);
	to->step.op = s->op;
	to->step.flags = s->flags;
	to->step.set = s->set;
	switch ((enum confirm_op)s->op) {
	case CONFIRM_BYTES:
		memcpy(to->step.bytes, s->bytes, sizeof s->bytes);
		to->step.set = s->count;
		return;
	case CONFIRM_SWITCH:
		lay_switch(l, s, to);
		return;
	case CONFIRM_ELSE:
		memcpy(to->step.few, s->few, sizeof s->few);
		to->step.set = s->count;
		to->step.other = name_of(l, s->other);
		return;
	case CONFIRM_LOOK:
		to[3].masks.other = plan_pairs(l->p, s->other);
		lay_masks(l->p, s, to);
		to[2].masks.other = plan_then(l->p, s->other);
		break;
	case CONFIRM_SPLIT:
		lay_masks(l->p, s, to);
		if (!has_blank(l->p, s)) {
			to->step.flags |= CONFIRM_NO_BLANK;
			break;
		}
		to[2].masks.next = plan_then(l->p, s->next);
		to[2].masks.other = plan_then(l->p, s->other);
		break;
	case CONFIRM_SPAN:
		to[1].masks.next = plan_first(l->p, s->next);
		break;
	case CONFIRM_OPEN:
	case CONFIRM_CLOSE:
		to->step.set = s->count;
		break;
	default:
		break;
	}
	to->step.least = s->count;
	to->step.most = s->most;
	if (has_other(s))
		to->step.other = name_of(l, s->other);
}

void
plan_lay(struct plan *p, struct confirms *out)
{
	struct laying l = { .p = p, .c = out };
	size_t i;

	place_all(&l);
	out->set = p->set;
	out->nset = p->nset;
	out->slot = mem_alloc(p->mem, out->nslot * sizeof *out->slot);
	for (i = 0; i < p->nstep; i++)
		if (i < NFIXED || l.place[i])
			lay_step(&l, &p->step[i], &out->slot[l.place[i]]);
	for (i = 1; i < p->nbegin; i++)
		p->begin[i] = name_of(&l, p->begin[i]);
}
