/* States made when first needed, found again by what they hold. */
#include <stdlib.h>
#include <string.h>

#include "dfa.h"
#include "vocabulary.h"

#ifndef DFA_STATES /* tests make do with few */
#define DFA_STATES 0xFFF0
#endif

enum {
	FIRST = 2, /* 0 is unknown, 1 dead */
	STATES_MOST = DFA_STATES,
	STEPS_MOST = 1 << 18, /* slots of the table of steps, a power of 2 */
	MARGIN = 4096,	      /* what one run may make */
	SLOTS = 1 << 17,
	NEAR = 14,	      /* steps by letters that stand beside a state */
	NEAR_WORDS = 9,	      /* and by words */
	WORDS_MOST = 1 << 17, /* steps by words that are remembered, a power
				 of 2 */
	BYTES_MOST = 8 << 20
};

struct dfa_state {
	uint32_t *nfa; /* states that read or look */
	uint32_t *end; /* rules: `edged` that end here, then the others */
	uint32_t nnfa;
	uint16_t nend, nedged;
	uint16_t start; /* of one that reads leftward: that in which rules
			   begin behind it, or 0: not known */
	bool behind;	/* reads leftward: what ended stays so */
};

/* What is looked at when a state is left: one line of cache. */
struct near {
	uint64_t live;	     /* buckets of classes that may lead on */
	uint32_t step[NEAR]; /* the latest: (class + 1) << 17 | what it gave */
};

/* The same where it is left by a blank and a word. */
struct near_words {
	uint64_t live; /* buckets of classes that may lead on behind a blank;
			  0: not known */
	uint16_t word[NEAR_WORDS]; /* the latest, 0: none */
	uint32_t next[NEAR_WORDS];
};

struct step {
	uint32_t key; /* state << 16 | letter or word; 0: free */
	uint32_t next;
};

/* A list of nfa states or rules, each once. */
struct set {
	uint32_t *item, n;
	uint32_t *mark, stamp; /* by item */
	size_t size;
};

struct dfa {
	const struct automaton *a;
	struct mem mem;
	struct dfa_state *state; /* STATES_MOST */
	unsigned nstate;
	uint16_t *slot; /* SLOTS */
	struct step *step;
	unsigned nstep;
	struct near *near; /* by state */
	struct near_words *near_words;
	struct step *word; /* the latest steps by words, by hash, two a place */
	uint16_t *start;   /* by phase: of the rules alone, then of what stands
			      before; then the two of all */
	uint32_t *stack;
	struct set list; /* of the state that is being made */
	struct set now;	 /* those that read the same letter */
	struct set edged, late;
	struct set carried; /* rules that have ended inside a word */
	unsigned generation, blank;
};

static bool
set_open(struct set *s, size_t size)
{
	s->size = size + 1;
	s->item = calloc(s->size, sizeof *s->item);
	s->mark = calloc(s->size, sizeof *s->mark);
	return s->item && s->mark;
}

static void
set_close(struct set *s)
{
	free(s->item);
	free(s->mark);
}

static void
set_clear(struct set *s)
{
	s->n = 0;
	if (++s->stamp == 0) {
		memset(s->mark, 0, s->size * sizeof *s->mark);
		s->stamp = 1;
	}
}

static void
set_add(struct set *s, uint32_t item)
{
	if (s->mark[item] == s->stamp)
		return;
	s->mark[item] = s->stamp;
	s->item[s->n++] = item;
}

struct dfa *
dfa_new(const struct automaton *a)
{
	struct dfa *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->a = a;
	mem_open(&d->mem, 0);
	d->nstate = FIRST;
	d->generation = 1;
	d->blank = automaton_class(a, ' ');
	d->state = calloc(STATES_MOST, sizeof *d->state);
	d->slot = calloc(SLOTS, sizeof *d->slot);
	d->step = calloc(STEPS_MOST, sizeof *d->step);
	d->near = aligned_alloc(64, STATES_MOST * sizeof *d->near);
	d->near_words = aligned_alloc(64, STATES_MOST * sizeof *d->near_words);
	d->word = calloc(WORDS_MOST, sizeof *d->word);
	d->start = calloc(3 * a->nphase + 2, sizeof *d->start);
	d->stack = calloc(2 * a->nstate + 2, sizeof *d->stack);
	if (!d->state || !d->slot || !d->step || !d->near || !d->near_words ||
		!d->word || !d->start || !d->stack ||
		!set_open(&d->list, a->nstate) ||
		!set_open(&d->now, a->nstate) ||
		!set_open(&d->edged, a->nrule) ||
		!set_open(&d->late, a->nrule) ||
		!set_open(&d->carried, a->nrule)) {
		dfa_free(d);
		return NULL;
	}
	return d;
}

void
dfa_free(struct dfa *d)
{
	if (!d)
		return;
	mem_close(&d->mem);
	free(d->state);
	free(d->slot);
	free(d->step);
	free(d->near);
	free(d->near_words);
	free(d->word);
	free(d->start);
	free(d->stack);
	set_close(&d->list);
	set_close(&d->now);
	set_close(&d->edged);
	set_close(&d->late);
	set_close(&d->carried);
	free(d);
}

void
dfa_land(struct dfa *d, jmp_buf *out)
{
	d->mem.out = out;
}

void
dfa_flush(struct dfa *d)
{
	mem_reset(&d->mem);
	memset(d->slot, 0, SLOTS * sizeof *d->slot);
	memset(d->step, 0, STEPS_MOST * sizeof *d->step);
	memset(d->word, 0, WORDS_MOST * sizeof *d->word);
	memset(d->start, 0, (3 * d->a->nphase + 2) * sizeof *d->start);
	d->nstate = FIRST;
	d->nstep = 0;
	d->generation++;
}

unsigned
dfa_generation(const struct dfa *d)
{
	return d->generation;
}

unsigned
dfa_nphase(const struct dfa *d)
{
	return d->a->nphase;
}

unsigned
dfa_blank(const struct dfa *d)
{
	return d->blank;
}

bool
dfa_full(const struct dfa *d)
{
	return d->nstate > STATES_MOST - MARGIN ||
	       d->nstep > STEPS_MOST / 4 * 3 || d->mem.used > BYTES_MOST;
}

void
dfa_ready(struct dfa *d)
{
	if (dfa_full(d))
		dfa_flush(d);
}

/* --- making a state --- */

/* The slot of a key, or the free one for it. */
static struct step *
find_step(const struct dfa *d, uint32_t key)
{
	size_t i = (key * 0x9E3779B1u >> 8) % STEPS_MOST;

	while (d->step[i].key != key && d->step[i].key)
		i = (i + 1) % STEPS_MOST;
	return &d->step[i];
}

static void
clear(struct dfa *d)
{
	set_clear(&d->list);
	set_clear(&d->now);
	set_clear(&d->edged);
	set_clear(&d->late);
}

/* Adds to `to` what can be reached from nfa state n without reading; rules
 * that end on the way end here, or (`late`) have ended before. */
static void
reach(struct dfa *d, uint32_t n, struct set *to, bool late)
{
	const struct nfa_state *nfa = d->a->state;
	size_t depth = 0;

	d->stack[depth++] = n;
	while (depth > 0) {
		n = d->stack[--depth];
		switch (nfa[n].kind) {
		case NFA_READ:
		case NFA_LOOK:
			set_add(to, n);
			break;
		case NFA_END:
			set_add(late || nfa[n].edge ? &d->late : &d->edged,
				nfa[n].set);
			break;
		case NFA_SPLIT:
			if (to->mark[n] == to->stamp)
				break;
			to->mark[n] = to->stamp;
			d->stack[depth++] = nfa[n].other;
			d->stack[depth++] = nfa[n].next;
			break;
		}
	}
}

/* The same in whatever order. */
static uint64_t
hash(const struct set *s)
{
	uint64_t h = s->n, x;
	uint32_t i;

	for (i = 0; i < s->n; i++) {
		x = (s->item[i] + 1) * 0x9E3779B97F4A7C15ULL;
		h += (x ^ x >> 32) * 0xD6E8FEB86659FD93ULL;
	}
	return h ^ h >> 29;
}

static bool
holds(const struct set *s, const uint32_t *item, uint32_t n)
{
	uint32_t i;

	if (n != s->n)
		return false;
	for (i = 0; i < n; i++)
		if (s->mark[item[i]] != s->stamp)
			return false;
	return true;
}

static bool
same(const struct dfa *d, const struct dfa_state *t, bool behind)
{
	return t->behind == behind && holds(&d->list, t->nfa, t->nnfa) &&
	       holds(&d->edged, t->end, t->nedged) &&
	       holds(&d->late, t->end + t->nedged, t->nend - t->nedged);
}

static void
copy(struct dfa *d, struct dfa_state *t)
{
	t->nnfa = d->list.n;
	t->nedged = (uint16_t)d->edged.n;
	t->nend = (uint16_t)(d->edged.n + d->late.n);
	t->nfa = mem_alloc(&d->mem, (t->nnfa + t->nend + 1u) * sizeof *t->nfa);
	t->end = t->nfa + t->nnfa;
	memcpy(t->nfa, d->list.item, t->nnfa * sizeof *t->nfa);
	memcpy(t->end, d->edged.item, t->nedged * sizeof *t->end);
	memcpy(t->end + t->nedged, d->late.item, d->late.n * sizeof *t->end);
}

static void
make_near(struct dfa *d, unsigned state)
{
	const struct dfa_state *t = &d->state[state];
	struct near *near = &d->near[state];
	uint32_t i;

	*near = (struct near){ .live = t->behind && t->nend ? ~0ULL : 0 };
	for (i = 0; i < t->nnfa; i++)
		near->live |= d->a->fold[d->a->state[t->nfa[i]].set];
	d->near_words[state] = (struct near_words){ .live = 0 };
}

/* The state for the sets at hand, made if it is new. */
static uint32_t
intern(struct dfa *d, bool behind)
{
	uint32_t ends = d->edged.n + d->late.n ? DFA_ENDS : 0;
	size_t i;

	if (d->list.n == 0 && !ends)
		return DFA_DEAD;
	i = (size_t)((hash(&d->list) * 31 + hash(&d->edged) * 7 +
			     hash(&d->late) * 3 + behind) >>
		     20) %
	    SLOTS;
	for (; d->slot[i]; i = (i + 1) % SLOTS)
		if (same(d, &d->state[d->slot[i]], behind))
			return d->slot[i] | ends;
	copy(d, &d->state[d->nstate]);
	d->state[d->nstate].behind = behind;
	d->state[d->nstate].start = 0;
	make_near(d, d->nstate);
	d->slot[i] = (uint16_t)d->nstate;
	return d->nstate++ | ends;
}

/* --- where runs begin --- */

/* What needs no letter at all matches nothing of use. */
static void
forget_ends(struct dfa *d)
{
	set_clear(&d->edged);
	set_clear(&d->late);
}

static uint32_t
start(struct dfa *d, unsigned place, bool behind)
{
	uint32_t s = intern(d, behind);

	d->start[place] = (uint16_t)(s & DFA_STATE);
	return d->start[place];
}

uint32_t
dfa_start(struct dfa *d, unsigned phase)
{
	const struct phase_start *s = &d->a->start[phase];
	size_t i;

	if (d->start[2 * phase])
		return d->start[2 * phase];
	clear(d);
	for (i = 0; i < s->n; i++)
		if (s->start[i].behind == AUTOMATON_NONE)
			reach(d, s->start[i].ahead, &d->list, false);
	forget_ends(d);
	return start(d, 2 * phase, false);
}

uint32_t
dfa_behind(struct dfa *d, unsigned phase)
{
	const struct phase_start *s = &d->a->start[phase];
	size_t i;

	if (d->start[2 * phase + 1])
		return d->start[2 * phase + 1];
	clear(d);
	for (i = 0; i < s->n; i++)
		if (s->start[i].behind != AUTOMATON_NONE)
			reach(d, s->start[i].behind, &d->list, true);
	return start(d, 2 * phase + 1, true);
}

uint32_t
dfa_start_behind(struct dfa *d, unsigned phase, uint32_t read)
{
	const struct phase_start *s = &d->a->start[phase];
	uint16_t *known = read ? &d->state[read].start
			       : &d->start[2 * d->a->nphase + 2 + phase];
	const struct dfa_state *t = &d->state[read];
	uint32_t k;

	if (*known)
		return *known;
	clear(d);
	for (k = 0; read && k < t->nend; k++)
		set_add(&d->now, t->end[k]);
	for (k = 0; k < s->n; k++)
		if (s->start[k].behind == AUTOMATON_NONE || !read ||
			d->now.mark[s->start[k].rule] == d->now.stamp)
			reach(d, s->start[k].ahead, &d->list, false);
	forget_ends(d);
	*known = (uint16_t)(intern(d, false) & DFA_STATE);
	return *known;
}

uint32_t
dfa_start_all(struct dfa *d, bool odd)
{
	unsigned place = 2 * d->a->nphase + odd, phase;
	size_t i;

	if (d->start[place])
		return d->start[place];
	clear(d);
	for (phase = odd; phase < d->a->nphase; phase += 2)
		for (i = 0; i < d->a->start[phase].n; i++)
			reach(d, d->a->start[phase].start[i].ahead, &d->list,
				false);
	forget_ends(d);
	return start(d, place, false);
}

/* --- steps --- */

static bool
passes(const struct automaton *a, const struct nfa_state *n, unsigned class)
{
	if (class == a->nclass)
		return n->edge;
	return a->class_set[n->set * a->class_words + class / 64] >>
		       class % 64 &
	       1;
}

static uint32_t
make_next(struct dfa *d, uint32_t from, unsigned class)
{
	const struct dfa_state *t = &d->state[from];
	const struct automaton *a = d->a;
	uint32_t i;

	clear(d);
	for (i = 0; t->behind && i < t->nend; i++)
		set_add(&d->late, t->end[i]);
	for (i = 0; i < t->nnfa; i++)
		set_add(&d->now, t->nfa[i]);
	for (i = 0; i < d->now.n; i++) {
		const struct nfa_state *n = &a->state[d->now.item[i]];

		if (!passes(a, n, class))
			continue;
		if (n->kind == NFA_LOOK)
			reach(d, n->next, &d->now, true);
		else
			reach(d, n->next, &d->list, t->behind);
	}
	return intern(d, t->behind);
}

static uint32_t
far_step(struct dfa *d, uint32_t state, unsigned class)
{
	struct step *s = find_step(d, state << 16 | class);

	if (!s->key) {
		*s = (struct step){ state << 16 | class,
			make_next(d, state, class) };
		d->nstep++;
	}
	d->near[state].step[class % NEAR] = (class + 1) << 17 | s->next;
	return s->next;
}

uint32_t
dfa_step(struct dfa *d, uint32_t state, unsigned class)
{
	const struct near *near = &d->near[state];
	uint32_t step;

	if (class != d->a->nclass && !(near->live >> d->a->bucket[class] & 1))
		return DFA_DEAD;
	step = near->step[class % NEAR];
	if (step >> 17 != class + 1)
		return far_step(d, state, class);
	return step & (DFA_ENDS | DFA_STATE);
}

uint64_t
dfa_live(const struct dfa *d, uint32_t state)
{
	return d->near[state & DFA_STATE].live;
}

uint64_t
dfa_live_behind(struct dfa *d, uint32_t state)
{
	struct near_words *near = &d->near_words[state & DFA_STATE];
	uint32_t next;

	if (near->live)
		return near->live;
	next = dfa_step(d, state & DFA_STATE, d->blank);
	if (next & DFA_ENDS)
		near->live = ~0ULL;
	else if (next != DFA_DEAD)
		near->live = d->near[next].live;
	return near->live;
}

/* Rules that end in a state before the word is over, from the given one of its
 * list on, are carried to the word's end. */
static void
carry_ends(struct dfa *d, uint32_t state, unsigned from)
{
	const struct dfa_state *t = &d->state[state];
	unsigned i;

	for (i = from; i < t->nend; i++)
		set_add(&d->carried, t->end[i]);
}

/* The state with what was carried to it. */
static uint32_t
with_carried(struct dfa *d, uint32_t next)
{
	const struct dfa_state *t = &d->state[next & DFA_STATE];
	unsigned i;

	if (d->carried.n == 0)
		return next;
	clear(d);
	for (i = 0; i < t->nnfa; i++)
		set_add(&d->list, t->nfa[i]);
	for (i = 0; i < t->nend; i++)
		set_add(i < t->nedged ? &d->edged : &d->late, t->end[i]);
	for (i = 0; i < d->carried.n; i++)
		set_add(&d->late, d->carried.item[i]);
	return intern(d, false);
}

static uint32_t
read_word(struct dfa *d, uint32_t state, const uint16_t *class, unsigned n)
{
	bool behind = d->state[state].behind;
	uint32_t next = state;
	unsigned i;

	for (i = 0; i < n && next != DFA_DEAD; i++) {
		next = dfa_step(
			d, next & DFA_STATE, class[behind ? n - 1 - i : i]);
		/* those that end at a word's edge do not end inside */
		if (next & DFA_ENDS && i + 1 < n && !behind)
			carry_ends(d, next & DFA_STATE,
				d->state[next & DFA_STATE].nedged);
	}
	return with_carried(d, next);
}

uint32_t
dfa_read(struct dfa *d, uint32_t state, const uint16_t *class, unsigned n)
{
	set_clear(&d->carried);
	return read_word(d, state, class, n);
}

static struct step *
word_steps(const struct dfa *d, uint32_t key)
{
	return &d->word[(key * 0x9E3779B1u >> 15) % (WORDS_MOST / 2) * 2];
}

void
dfa_fetch(const struct dfa *d, uint32_t state)
{
	__builtin_prefetch(&d->near[state]);
}

void
dfa_fetch_words(const struct dfa *d, uint32_t state)
{
	__builtin_prefetch(&d->near_words[state]);
}

void
dfa_fetch_ends(const struct dfa *d, uint32_t state)
{
	__builtin_prefetch(&d->state[state]);
}

static uint32_t
remember(struct step *w, uint32_t key, uint32_t next)
{
	w[1] = w[0];
	w[0] = (struct step){ key, next };
	return next;
}

uint32_t
dfa_word(struct dfa *d, uint32_t state, unsigned number, struct str word)
{
	uint32_t key = state << 16 | number;
	struct step *w = word_steps(d, key);
	uint16_t class[VOCABULARY_BYTES];
	unsigned n;

	if (w[0].key == key)
		return w[0].next;
	if (w[1].key == key)
		return w[1].next;
	n = automaton_classes(d->a, word, class);
	return remember(w, key, dfa_read(d, state, class, n));
}

/* As dfa_blank_word, of what is not near. */
static uint32_t
far_blank_word(struct dfa *d, uint32_t state, unsigned number, struct str word)
{
	uint32_t key = state << 16 | VOCABULARY_MOST | number, next;
	struct step *w = word_steps(d, key);
	uint16_t class[VOCABULARY_BYTES];
	unsigned n;

	if (w[0].key == key)
		return w[0].next;
	if (w[1].key == key)
		return w[1].next;
	n = automaton_classes(d->a, word, class);
	next = dfa_step(d, state, d->blank);
	set_clear(&d->carried);
	if (next & DFA_ENDS && !d->state[state].behind)
		carry_ends(d, next & DFA_STATE, 0);
	if (next != DFA_DEAD)
		next = read_word(d, next & DFA_STATE, class, n);
	return remember(w, key, next);
}

uint32_t
dfa_blank_word(struct dfa *d, uint32_t state, unsigned number, unsigned first,
	struct str word)
{
	struct near_words *near = &d->near_words[state];
	unsigned i = number % NEAR_WORDS;

	if (!(dfa_live_behind(d, state) >> d->a->bucket[first] & 1))
		return DFA_DEAD;
	if (near->word[i] != number) {
		near->next[i] = far_blank_word(d, state, number, word);
		near->word[i] = (uint16_t)number;
	}
	return near->next[i];
}

/* --- looking into a state --- */

bool
dfa_open(const struct dfa *d, uint32_t state)
{
	return state >= FIRST && d->state[state].nnfa > 0;
}

const uint32_t *
dfa_ends(const struct dfa *d, uint32_t state, unsigned *n, unsigned *edged)
{
	*n = d->state[state].nend;
	*edged = d->state[state].nedged;
	return d->state[state].end;
}

const uint32_t *
dfa_possible(struct dfa *d, uint32_t state, unsigned *n)
{
	const struct dfa_state *t = &d->state[state];
	uint32_t i;

	set_clear(&d->late);
	for (i = 0; i < t->nnfa; i++)
		set_add(&d->late, automaton_rule(d->a, t->nfa[i]));
	*n = d->late.n;
	return d->late.item;
}

uint64_t
dfa_phase_bit(unsigned phase)
{
	return (uint64_t)1 << (phase < 62 ? phase : 62 + (phase & 1));
}

static void
add_phase(const struct dfa *d, uint32_t rule, struct dfa_phases *p)
{
	const struct rule_place *r = &d->a->place[rule];

	*(r->behind ? &p->behind : &p->alone) |= dfa_phase_bit(r->phase);
}

struct dfa_phases
dfa_phases(const struct dfa *d, uint32_t state)
{
	struct dfa_phases p = { 0, 0 };
	const struct dfa_state *t = &d->state[state];
	uint32_t i;

	if (state < FIRST)
		return p;
	for (i = 0; i < t->nend; i++)
		add_phase(d, t->end[i], &p);
	for (i = 0; i < t->nnfa; i++)
		add_phase(d, automaton_rule(d->a, t->nfa[i]), &p);
	return p;
}
