/* Running the automaton: states made when first needed, thrown away all at
 * once when the table is full. A state is the set of nfa states that may be
 * next to read; its row tells, for each class, which state follows. */
#include <stdlib.h>
#include <string.h>

#include "automaton.h"

enum {
	UNKNOWN = 0,
	DEAD = 1,
	FIRST = 2,
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
	uint16_t *row;
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

	/* scratch of one step */
	uint32_t *mark, stamp; /* by nfa state */
	uint32_t *list, nlist;
	uint32_t *end, nend;
	uint32_t *stack;
	uint32_t *seen, run; /* by rule: already named in this run */
};

static void
flush(struct dfa *d)
{
	mem_reset(&d->mem);
	memset(d->slot, 0, sizeof d->slot);
	d->nstate = FIRST;
	d->start = UNKNOWN;
}

struct dfa *
dfa_new(const struct automaton *a, unsigned phase)
{
	struct dfa *d = calloc(1, sizeof *d);
	size_t n = a->nstate + 1;

	if (!d)
		return NULL;
	d->a = a;
	d->phase = phase;
	mem_open(&d->mem, 0);
	d->mark = calloc(n, sizeof *d->mark);
	d->list = calloc(n, sizeof *d->list);
	d->stack = calloc(n * 2, sizeof *d->stack);
	d->end = calloc(a->nrule + 1, sizeof *d->end);
	d->seen = calloc(a->nrule + 1, sizeof *d->seen);
	if (!d->mark || !d->list || !d->stack || !d->end || !d->seen) {
		dfa_free(d);
		return NULL;
	}
	flush(d);
	return d;
}

void
dfa_free(struct dfa *d)
{
	if (!d)
		return;
	mem_close(&d->mem);
	free(d->mark);
	free(d->list);
	free(d->stack);
	free(d->end);
	free(d->seen);
	free(d);
}

/* Adds what can be reached from nfa state s without reading. */
static void
reach(struct dfa *d, uint32_t s)
{
	const struct nfa_state *nfa = d->a->state;
	size_t n = 0;

	d->stack[n++] = s;
	while (n > 0) {
		s = d->stack[--n];
		if (d->mark[s] == d->stamp)
			continue;
		d->mark[s] = d->stamp;
		switch (nfa[s].kind) {
		case NFA_READ:
			d->list[d->nlist++] = s;
			break;
		case NFA_END:
			d->end[d->nend++] = nfa[s].set;
			break;
		case NFA_SPLIT:
			d->stack[n++] = nfa[s].other;
			d->stack[n++] = nfa[s].next;
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
begin_step(struct dfa *d)
{
	if (++d->stamp == 0) {
		memset(d->mark, 0, (d->a->nstate + 1) * sizeof *d->mark);
		d->stamp = 1;
	}
	d->nlist = d->nend = 0;
}

static bool
same(const struct dfa *d, const struct dfa_state *s)
{
	return s->nnfa == d->nlist && s->nend == d->nend &&
		memcmp(s->nfa, d->list, d->nlist * sizeof *d->list) == 0 &&
		memcmp(s->end, d->end, d->nend * sizeof *d->end) == 0;
}

static uint32_t *
copy(struct dfa *d, const uint32_t *list, uint32_t n)
{
	uint32_t *p = mem_alloc(&d->mem, (n + 1) * sizeof *p);

	memcpy(p, list, n * sizeof *p);
	return p;
}

/* The state for the lists of this step, made if it is new. */
static uint16_t
intern(struct dfa *d)
{
	struct dfa_state *s;
	size_t i, slots = sizeof d->slot / sizeof *d->slot;

	if (d->nlist == 0 && d->nend == 0)
		return DEAD;
	qsort(d->list, d->nlist, sizeof *d->list, by_number);
	qsort(d->end, d->nend, sizeof *d->end, by_number);
	i = (size_t)(str_hash((struct str){ (const char *)d->list,
			     d->nlist * sizeof *d->list }) ^
		    str_hash((struct str){ (const char *)d->end,
			    d->nend * sizeof *d->end })) %
		slots;
	for (; d->slot[i]; i = (i + 1) % slots)
		if (same(d, &d->state[d->slot[i]]))
			return d->slot[i];
	if (d->nstate == STATES_MOST)
		return UNKNOWN;
	d->slot[i] = (uint16_t)d->nstate;
	s = &d->state[d->nstate];
	s->nnfa = d->nlist;
	s->nend = d->nend;
	s->nfa = copy(d, d->list, d->nlist);
	s->end = copy(d, d->end, d->nend);
	s->row = mem_alloc(&d->mem, d->a->nclass * sizeof *s->row);
	return (uint16_t)d->nstate++;
}

static uint16_t
start_state(struct dfa *d)
{
	const struct phase_start *s = &d->a->start[d->phase];
	size_t i;

	begin_step(d);
	for (i = 0; i < s->n; i++)
		reach(d, s->state[i]);
	return intern(d);
}

static uint16_t
next_state(struct dfa *d, uint16_t from, uint16_t class)
{
	const struct dfa_state *s = &d->state[from];
	const struct automaton *a = d->a;
	uint32_t i;

	begin_step(d);
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
	uint32_t i, n = d->state[state].nnfa;

	begin_step(d);
	for (i = 0; i < n; i++)
		d->list[d->nlist++] = d->state[state].nfa[i];
	flush(d);
	return intern(d);
}

static size_t
name_rule(struct dfa *d, uint32_t rule, size_t from, struct dfa_hit *hit)
{
	if (d->seen[rule] == d->run)
		return 0;
	d->seen[rule] = d->run;
	*hit = (struct dfa_hit){ (uint32_t)from, rule };
	return 1;
}

/* One run, from one place on. A run that is cut off names every rule that is
 * still possible. */
static size_t
run(struct dfa *d, const uint16_t *classes, size_t n, size_t from,
	struct dfa_hit *hit)
{
	size_t count = 0, i;
	uint32_t e;
	uint16_t state = d->start, next;

	for (i = from; state != DEAD; i++) {
		const struct dfa_state *s = &d->state[state];

		for (e = 0; e < s->nend; e++)
			count += name_rule(d, s->end[e], from, hit + count);
		if (i == n)
			break;
		if (i - from == STEPS_MOST) {
			for (e = 0; e < s->nnfa; e++)
				count += name_rule(d,
					automaton_rule(d->a, s->nfa[e]), from,
					hit + count);
			break;
		}
		next = s->row[classes[i]];
		if (next == UNKNOWN) {
			next = next_state(d, state, classes[i]);
			if (next == UNKNOWN) {
				state = start_over(d, state);
				next = next_state(d, state, classes[i]);
			}
			d->state[state].row[classes[i]] = next;
		}
		state = next;
	}
	return count;
}

static size_t
scan(struct dfa *d, const uint16_t *classes, size_t n,
	const unsigned char *start, size_t *from, struct dfa_hit *hit,
	size_t room)
{
	size_t count = 0, i;

	for (i = *from; i < n && room - count >= d->a->nrule; i++) {
		if (!start[i])
			continue;
		if (d->mem.used > BYTES_MOST)
			flush(d);
		if (d->start == UNKNOWN)
			d->start = start_state(d);
		if (d->state[d->start].row[classes[i]] == DEAD)
			continue;
		if (++d->run == 0) {
			memset(d->seen, 0,
				(d->a->nrule + 1) * sizeof *d->seen);
			d->run = 1;
		}
		count += run(d, classes, n, i, hit + count);
	}
	*from = i;
	return count;
}

size_t
dfa_scan(struct dfa *d, const uint16_t *classes, size_t n,
	const unsigned char *start, size_t *from, struct dfa_hit *hit,
	size_t room, bool *bad)
{
	size_t count;

	if (setjmp(d->out)) {
		d->mem.out = NULL;
		flush(d);
		*bad = true;
		return 0;
	}
	d->mem.out = &d->out;
	count = scan(d, classes, n, start, from, hit, room);
	d->mem.out = NULL;
	return count;
}
