/* States made when first needed, found again by what they hold. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "dfa_inner.h"
#include "vocabulary.h"

enum {
	STATES_MOST = DFA_STATES,
	MARGIN = 4096, /* what one run may make */
	BYTES_MOST = 8 << 20
};

/* What is there before any word has been read. */
static void
know_none(struct dfa *d)
{
	memset(d->first, AUTOMATON_BUCKETS, VOCABULARY_MOST);
	memset(d->live_blank, UCHAR_MAX, STATES_MOST * sizeof *d->live_blank);
}

static void
forget_words(struct dfa *d)
{
	memset(d->word, 0, DFA_WORDS * sizeof *d->word);
	steps_forget(&d->blank_word);
	know_none(d);
}

struct dfa *
dfa_new(const struct automaton *a)
{
	static const uint32_t nothing = 0;
	struct dfa *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->a = a;
	mem_open(&d->mem, 0);
	d->nstate = DFA_FIRST;
	d->generation = 1;
	d->blank = automaton_class(a, ' ');
	d->state = calloc(STATES_MOST, sizeof *d->state);
	d->slot = calloc(DFA_SLOTS, sizeof *d->slot);
	d->nrow = 1;
	d->row_width = a->nclass + 1;
	d->row = calloc((size_t)DFA_ROWS * d->row_width, sizeof *d->row);
	d->near = aligned_alloc(64, STATES_MOST * sizeof *d->near);
	d->live_blank = malloc(STATES_MOST * sizeof *d->live_blank);
	d->word = calloc(DFA_WORDS, sizeof *d->word);
	d->first = malloc(VOCABULARY_MOST);
	d->start = calloc(3 * a->nphase + 3, sizeof *d->start);
	d->live = calloc(a->nstate + 1, sizeof *d->live);
	d->passed = calloc(a->nstate + 1, sizeof *d->passed);
	if (!d->live || !d->passed || !d->state || !d->slot || !d->row ||
		!d->near || !d->live_blank || !d->word || !d->first ||
		!d->start || !steps_open(&d->blank_word) ||
		!set_open(&d->list, automaton_places(a)) ||
		!set_open(&d->now, automaton_places(a)) ||
		!set_open(&d->edged, a->nowner) ||
		!set_open(&d->late, a->nowner) ||
		!set_open(&d->carried, a->nowner) ||
		!set_open(&d->gone, a->nowner)) {
		dfa_free(d);
		return NULL;
	}
	d->state[0].end = d->state[DFA_DEAD].end = &nothing;
	d->near[DFA_DEAD] = (struct near){ .live = 0 };
	know_none(d);
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
	free(d->row);
	free(d->near);
	free(d->live_blank);
	free(d->word);
	steps_close(&d->blank_word);
	free(d->first);
	free(d->start);
	free(d->live);
	free(d->passed);
	set_close(&d->list);
	set_close(&d->now);
	set_close(&d->edged);
	set_close(&d->late);
	set_close(&d->carried);
	set_close(&d->gone);
	free(d);
}

void
dfa_land(struct dfa *d, jmp_buf *out)
{
	d->mem.out = out;
}

void
dfa_forget_words(struct dfa *d)
{
	forget_words(d);
	d->generation++;
}

void
dfa_flush(struct dfa *d)
{
	mem_reset(&d->mem);
	d->room = 0;
	memset(d->slot, 0, DFA_SLOTS * sizeof *d->slot);
	memset(d->row, 0, (size_t)d->nrow * d->row_width * sizeof *d->row);
	forget_words(d);
	memset(d->start, 0, (3 * d->a->nphase + 3) * sizeof *d->start);
	d->nstate = DFA_FIRST;
	d->nrow = 1;
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
	return d->nstate > STATES_MOST - MARGIN || d->nrow > DFA_ROWS / 4 * 3 ||
	       d->mem.used > BYTES_MOST;
}

void
dfa_ready(struct dfa *d)
{
	if (dfa_full(d))
		dfa_flush(d);
}

/* --- steps by letters --- */

/* Gives a state a row, while there are some, with the steps beside it. */
static void
row_new(struct dfa *d, struct near *near)
{
	unsigned i, class;

	near->row = d->nrow++ * d->row_width;
	for (i = 0; i < DFA_NEAR; i++) {
		class = near->step[i] >> DFA_CLASS_AT;
		if (class)
			d->row[near->row + class - 1] = near->step[i];
	}
}

static uint32_t
make_step(struct dfa *d, uint32_t state, unsigned class)
{
	uint32_t next = dfa_make_next(d, state, class);
	struct near *near = &d->near[state];
	uint32_t *place = &near->step[dfa_near_one(class)];

	if (*place)
		place = &near->step[dfa_near_other(class)];
	if (*place && !near->row && d->nrow < DFA_ROWS)
		row_new(d, near);
	if (near->row)
		place = &d->row[near->row + class];
	*place = (class + 1) << DFA_CLASS_AT | next;
	return next;
}

uint32_t
dfa_step(struct dfa *d, uint32_t state, unsigned class)
{
	const struct near *near = &d->near[state];
	uint32_t step;

	if (class != d->a->nclass && !(near->live >> d->a->bucket[class] & 1))
		return DFA_DEAD;
	step = dfa_known_step(near, d->row, class);
	return step ? step & DFA_NEXT : make_step(d, state, class);
}

uint64_t
dfa_live(const struct dfa *d, uint32_t state)
{
	return d->near[state & DFA_STATE].live;
}

uint64_t
dfa_live_behind(struct dfa *d, uint32_t state)
{
	uint32_t next = dfa_step(d, state & DFA_STATE, d->blank);

	if (next & DFA_ENDS)
		return ~0ULL;
	return next == DFA_DEAD ? 0 : d->near[next].live;
}

/* --- steps by words --- */

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
	const uint32_t *place = dfa_places(t);
	unsigned i;

	if (d->carried.n == 0)
		return next;
	dfa_clear(d);
	for (i = 0; i < t->nplace; i++)
		set_add(&d->list, place[i]);
	for (i = 0; i < t->nend; i++)
		set_add(i < t->nedged ? &d->edged : &d->late, t->end[i]);
	for (i = 0; i < d->carried.n; i++)
		set_add(&d->late, d->carried.item[i]);
	return dfa_intern(d, false);
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
				class[i + 1] < d -> a -> ninner
				? d -> state[next & DFA_STATE].nedged
				: 0);
	}
	return with_carried(d, next);
}

uint32_t
dfa_read(struct dfa *d, uint32_t state, const uint16_t *class, unsigned n)
{
	set_clear(&d->carried);
	return read_word(d, state, class, n);
}

/* Two places of the latest, by key. */
static struct step *
word_place(const struct dfa *d, uint32_t key)
{
	return &d->word[(key * 0x9E3779B1u >> 15) % (DFA_WORDS / 2) * 2];
}

void
dfa_fetch_word(const struct dfa *d, uint32_t state, unsigned number)
{
	__builtin_prefetch(word_place(d, state << 16 | number));
}

uint32_t
dfa_word(struct dfa *d, uint32_t state, unsigned number, struct str word)
{
	uint32_t key = state << 16 | number, next;
	uint16_t class[VOCABULARY_BYTES];
	struct step *w = word_place(d, key);
	unsigned n;

	if (w[0].key == key)
		return w[0].next;
	if (w[1].key == key)
		return w[1].next;
	n = automaton_classes(d->a, word, class);
	next = dfa_read(d, state, class, n);
	w[1] = w[0];
	w[0] = (struct step){ key, next };
	return next;
}

/* The buckets of classes that may lead on behind a blank. */
static uint64_t
live_blank(struct dfa *d, uint32_t state)
{
	if (d->live_blank[state] == UINT64_MAX)
		d->live_blank[state] = dfa_live_behind(d, state);
	return d->live_blank[state];
}

uint32_t
dfa_blank_word(struct dfa *d, uint32_t state, unsigned number, struct str word)
{
	uint32_t mixed = steps_mix(state << 16 | number), next;
	uint16_t class[VOCABULARY_BYTES];
	unsigned n = automaton_classes(d->a, word, class);

	d->first[number] = d->a->bucket[class[0]];
	if (!(live_blank(d, state) >> d->first[number] & 1))
		return DFA_DEAD;
	next = steps_look(&d->blank_word, mixed);
	if (next)
		return next;
	next = dfa_step(d, state, d->blank);
	set_clear(&d->carried);
	if (next & DFA_ENDS)
		carry_ends(d, next & DFA_STATE, 0);
	if (next != DFA_DEAD)
		next = read_word(d, next & DFA_STATE, class, n);
	steps_add(&d->blank_word, mixed, next);
	return next;
}

/* --- looking into a state --- */

bool
dfa_open(const struct dfa *d, uint32_t state)
{
	return state >= DFA_FIRST && d->state[state].nplace > 0;
}

const uint32_t *
dfa_ends(const struct dfa *d, uint32_t state, unsigned *n, unsigned *edged)
{
	*n = d->state[state].nend;
	*edged = d->state[state].nedged;
	return d->state[state].end;
}

/* Adds the rules of an owner to the late ones. */
static void
add_rules(struct dfa *d, uint32_t owner)
{
	const struct automaton *a = d->a;
	const struct rule_group *g;
	uint32_t i;

	if (owner < a->nrule) {
		set_add(&d->late, owner);
		return;
	}
	g = &a->group[owner - a->nrule];
	for (i = 0; i < g->n; i++)
		set_add(&d->late, a->member[g->first + i]);
}

const uint32_t *
dfa_possible(struct dfa *d, uint32_t state, unsigned *n)
{
	const struct dfa_state *t = &d->state[state];
	const uint32_t *place = dfa_places(t);
	uint32_t i;

	set_clear(&d->late);
	for (i = 0; i < t->nplace; i++)
		add_rules(d, automaton_owner(d->a, place[i]));
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
	const uint32_t *place = dfa_places(t);
	uint32_t i;

	if (state < DFA_FIRST)
		return p;
	for (i = 0; i < t->nend; i++)
		add_phase(d, t->end[i], &p);
	for (i = 0; i < t->nplace; i++)
		add_phase(d, automaton_owner(d->a, place[i]), &p);
	return p;
}
