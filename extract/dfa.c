/* Running the automaton: states made when first needed, thrown away all at
 * once when the table is full. A state is the set of nfa states that may be
 * next to read; its row tells, for each class, which state follows. All rows
 * stand in one table, so that a step is one look into memory. */
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "view.h"
#include "vocabulary.h"

enum {
	UNKNOWN = 0, /* what rows hold: the next state, or one of these */
	DEAD = 1,
	FIRST = 2,
	ENDS = 0x8000, /* beside a state's number: rules end there */
	SLOW = 0x7FFF, /* of a word: rules end inside it, read it letter by
			  letter */
	STATES_MOST = 6000,
	STEPS_MOST = 600, /* of one run: a chain of words must not be read to
			     its end from each of its words */
	BYTES_MOST = 12 << 20
};

struct dfa_state {
	uint32_t *nfa; /* sorted NFA_READ states */
	uint32_t nnfa;
	uint32_t nend; /* rules that end here */
	uint32_t *end;
};

struct dfa_scratch {
	size_t nstate, nrule;
	uint32_t *mark, stamp; /* by nfa state */
	uint32_t *list, nlist;
	uint32_t *end, nend;
	uint32_t *stack;
	uint32_t *seen, run; /* by rule: already named in this run */
};

struct dfa {
	const struct automaton *a;
	unsigned phase;
	struct mem mem;
	jmp_buf out;
	struct dfa_state state[STATES_MOST];
	unsigned nstate;
	uint16_t slot[STATES_MOST * 2 + 2];
	uint16_t start;
	uint16_t *row; /* STATES_MOST rows of as many as there are classes */
	struct dfa_scratch *s;
	const struct vocabulary *v;
	uint16_t *after; /* by word: the state behind it, DEAD, SLOW, or
			    UNKNOWN */
};

struct dfa_scratch *
dfa_scratch_new(const struct automaton *a)
{
	struct dfa_scratch *s = calloc(1, sizeof *s);
	size_t n = a->nstate + 1;

	if (!s)
		return NULL;
	s->nstate = n;
	s->nrule = a->nrule + 1;
	s->mark = calloc(n, sizeof *s->mark);
	s->list = calloc(n, sizeof *s->list);
	s->stack = calloc(n * 2, sizeof *s->stack);
	s->end = calloc(s->nrule, sizeof *s->end);
	s->seen = calloc(s->nrule, sizeof *s->seen);
	if (!s->mark || !s->list || !s->stack || !s->end || !s->seen) {
		dfa_scratch_free(s);
		return NULL;
	}
	return s;
}

void
dfa_scratch_free(struct dfa_scratch *s)
{
	if (!s)
		return;
	free(s->mark);
	free(s->list);
	free(s->stack);
	free(s->end);
	free(s->seen);
	free(s);
}

static void
flush(struct dfa *d)
{
	mem_reset(&d->mem);
	memset(d->slot, 0, sizeof d->slot);
	memset(d->row, 0, d->nstate * d->a->nclass * sizeof *d->row);
	memset(d->after, 0, VOCABULARY_MOST * sizeof *d->after);
	d->nstate = FIRST;
	d->start = UNKNOWN;
}

struct dfa *
dfa_new(const struct automaton *a, unsigned phase, struct dfa_scratch *s,
	const struct vocabulary *v)
{
	struct dfa *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->a = a;
	d->phase = phase;
	d->s = s;
	d->v = v;
	mem_open(&d->mem, 0);
	d->row = calloc((size_t)STATES_MOST * a->nclass, sizeof *d->row);
	d->after = calloc(VOCABULARY_MOST, sizeof *d->after);
	if (!d->row || !d->after) {
		dfa_free(d);
		return NULL;
	}
	d->nstate = FIRST;
	return d;
}

void
dfa_free(struct dfa *d)
{
	if (!d)
		return;
	mem_close(&d->mem);
	free(d->row);
	free(d->after);
	free(d);
}

/* Adds what can be reached from nfa state n without reading. */
static void
reach(struct dfa *d, uint32_t n)
{
	const struct nfa_state *nfa = d->a->state;
	struct dfa_scratch *s = d->s;
	size_t depth = 0;

	s->stack[depth++] = n;
	while (depth > 0) {
		n = s->stack[--depth];
		if (s->mark[n] == s->stamp)
			continue;
		s->mark[n] = s->stamp;
		switch (nfa[n].kind) {
		case NFA_READ:
			s->list[s->nlist++] = n;
			break;
		case NFA_END:
			s->end[s->nend++] = nfa[n].set;
			break;
		case NFA_SPLIT:
			s->stack[depth++] = nfa[n].other;
			s->stack[depth++] = nfa[n].next;
			break;
		}
	}
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void
begin_step(struct dfa_scratch *s)
{
	if (++s->stamp == 0) {
		memset(s->mark, 0, s->nstate * sizeof *s->mark);
		s->stamp = 1;
	}
	s->nlist = s->nend = 0;
}

static bool
same(const struct dfa_scratch *s, const struct dfa_state *t)
{
	return t->nnfa == s->nlist && t->nend == s->nend &&
	       memcmp(t->nfa, s->list, s->nlist * sizeof *s->list) == 0 &&
	       memcmp(t->end, s->end, s->nend * sizeof *s->end) == 0;
}

static uint32_t *
copy(struct dfa *d, const uint32_t *list, uint32_t n)
{
	uint32_t *p = mem_alloc(&d->mem, (n + 1) * sizeof *p);

	memcpy(p, list, n * sizeof *p);
	return p;
}

static uint16_t
numbered(const struct dfa *d, unsigned state)
{
	return (uint16_t)(state | (d->state[state].nend ? ENDS : 0));
}

/* The state for the lists of this step, made if it is new; UNKNOWN when the
 * table is full. */
static uint16_t
intern(struct dfa *d)
{
	struct dfa_scratch *s = d->s;
	struct dfa_state *t;
	size_t i, slots = sizeof d->slot / sizeof *d->slot;

	if (s->nlist == 0 && s->nend == 0)
		return DEAD;
	qsort(s->list, s->nlist, sizeof *s->list, by_number);
	qsort(s->end, s->nend, sizeof *s->end, by_number);
	i = (size_t)(str_hash((struct str){ (const char *)s->list,
			     s->nlist * sizeof *s->list }) ^
		     str_hash((struct str){ (const char *)s->end,
			     s->nend * sizeof *s->end })) %
	    slots;
	for (; d->slot[i]; i = (i + 1) % slots)
		if (same(s, &d->state[d->slot[i]]))
			return numbered(d, d->slot[i]);
	if (d->nstate == STATES_MOST)
		return UNKNOWN;
	d->slot[i] = (uint16_t)d->nstate;
	t = &d->state[d->nstate];
	t->nnfa = s->nlist;
	t->nend = s->nend;
	t->nfa = copy(d, s->list, s->nlist);
	t->end = copy(d, s->end, s->nend);
	return numbered(d, d->nstate++);
}

static uint16_t
start_state(struct dfa *d)
{
	const struct phase_start *s = &d->a->start[d->phase];
	size_t i;

	begin_step(d->s);
	for (i = 0; i < s->n; i++)
		reach(d, s->state[i]);
	return intern(d);
}

/* Where every run begins; gone when the table was full since. */
static uint16_t
first_state(struct dfa *d)
{
	if (d->start == UNKNOWN)
		d->start = start_state(d);
	return d->start;
}

static uint16_t
make_next(struct dfa *d, uint16_t from, uint16_t class)
{
	const struct dfa_state *s = &d->state[from];
	const struct automaton *a = d->a;
	uint32_t i;

	begin_step(d->s);
	for (i = 0; i < s->nnfa; i++) {
		const struct nfa_state *n = &a->state[s->nfa[i]];
		const uint64_t *set = &a->class_set[n->set * a->class_words];

		if (set[class / 64] >> class % 64 & 1)
			reach(d, n->next);
	}
	return intern(d);
}

/* The table is full in the middle of a run: all goes, and the run goes on
 * from the same set of nfa states, made anew. */
static uint16_t
start_over(struct dfa *d, uint16_t state)
{
	struct dfa_scratch *s = d->s;
	uint32_t i, n = d->state[state].nnfa;

	begin_step(s);
	for (i = 0; i < n; i++)
		s->list[s->nlist++] = d->state[state].nfa[i];
	flush(d);
	return intern(d);
}

/* What follows *state (a number without ENDS), which may get a new number. */
static uint16_t
next_state(struct dfa *d, uint16_t *state, uint16_t class)
{
	uint16_t next = make_next(d, *state, class);

	if (next == UNKNOWN) {
		*state = start_over(d, *state) & ~ENDS;
		next = make_next(d, *state, class);
	}
	d->row[(size_t)*state * d->a->nclass + class] = next;
	return next;
}

static size_t
name_rule(struct dfa *d, uint32_t rule, size_t from, struct dfa_hit *hit)
{
	if (d->s->seen[rule] == d->s->run)
		return 0;
	d->s->seen[rule] = d->s->run;
	*hit = (struct dfa_hit){ (uint32_t)from, rule };
	return 1;
}

static size_t
name_ends(struct dfa *d, uint16_t state, size_t from, struct dfa_hit *hit)
{
	const struct dfa_state *s = &d->state[state];
	size_t count = 0;
	uint32_t e;

	for (e = 0; e < s->nend; e++)
		count += name_rule(d, s->end[e], from, hit + count);
	return count;
}

/* Every rule that is still possible. */
static size_t
name_open(struct dfa *d, uint16_t state, size_t from, struct dfa_hit *hit)
{
	const struct dfa_state *s = &d->state[state];
	size_t count = 0;
	uint32_t i;

	for (i = 0; i < s->nnfa; i++)
		count += name_rule(
			d, automaton_rule(d->a, s->nfa[i]), from, hit + count);
	return count;
}

static uint16_t
step(struct dfa *d, uint16_t *state, uint16_t class)
{
	uint16_t next = d->row[(size_t)*state * d->a->nclass + class];

	return next == UNKNOWN ? next_state(d, state, class) : next;
}

/* One run, from letter `from`, of which `at` - `from` letters have been read
 * and led to `next`. */
static size_t
run(struct dfa *d, const struct view *w, size_t from, size_t at, uint16_t next,
	struct dfa_hit *hit)
{
	size_t count = 0, i;
	size_t stop = w->n - at > STEPS_MOST ? at + STEPS_MOST : w->n;
	uint16_t state;

	for (i = at;; i++) {
		state = next & ~ENDS;
		if (next & ENDS)
			count += name_ends(d, state, from, hit + count);
		if (i == stop)
			break;
		next = step(d, &state, w->class[i]);
		if (next == DEAD)
			return count;
	}
	if (stop < w->n)
		count += name_open(d, state, from, hit + count);
	return count;
}

/* What lies behind a word of that many letters, read from the start state. */
static uint16_t
read_word(struct dfa *d, const uint16_t *class, unsigned letters)
{
	uint16_t next = d->start, state;
	unsigned i;

	for (i = 0; i < letters && next != DEAD; i++) {
		if (next & ENDS)
			return SLOW;
		state = next;
		next = step(d, &state, class[i]);
	}
	return next;
}

static size_t
run_at(struct dfa *d, const struct view *w, size_t i, struct dfa_hit *hit)
{
	uint16_t number = w->number[i], after = SLOW;
	unsigned letters = 0;

	if (number) {
		letters = vocabulary_letters(d->v, number);
		after = d->after[number];
		if (after == UNKNOWN) {
			after = read_word(d, w->class + i, letters);
			d->after[number] = after;
		}
		if (after == DEAD)
			return 0;
	}
	if (++d->s->run == 0) {
		memset(d->s->seen, 0, d->s->nrule * sizeof *d->s->seen);
		d->s->run = 1;
	}
	return after == SLOW ? run(d, w, i, i, first_state(d), hit)
			     : run(d, w, i, i + letters, after, hit);
}

static size_t
scan(struct dfa *d, const struct view *w, const unsigned char *start,
	size_t *from, struct dfa_hit *hit, size_t room)
{
	const uint16_t *first;
	size_t count = 0, i;

	for (i = *from; i < w->n && room - count >= d->a->nrule; i++) {
		if (!start[i])
			continue;
		if (d->mem.used > BYTES_MOST)
			flush(d);
		first = d->row +
			(size_t)(first_state(d) & ~ENDS) * d->a->nclass;
		if (first[w->class[i]] != DEAD)
			count += run_at(d, w, i, hit + count);
	}
	*from = i;
	return count;
}

size_t
dfa_scan(struct dfa *d, const struct view *view, const unsigned char *start,
	size_t *from, struct dfa_hit *hit, size_t room, bool *bad)
{
	size_t count;

	if (setjmp(d->out)) {
		d->mem.out = NULL;
		flush(d);
		*bad = true;
		return 0;
	}
	d->mem.out = &d->out;
	count = scan(d, view, start, from, hit, room);
	d->mem.out = NULL;
	return count;
}
