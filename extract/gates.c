/* Gates of words: made once, asked each time the word comes. */
#include <stdlib.h>
#include <string.h>

#include "gates.h"

enum {
	SLOTS = 1 << 14, /* a power of 2 */
	STORED_MOST = SLOTS / 2,
	STATES = 64, /* of a word, at most */
	FIRST = 2    /* behind the phases */
};

/* What lets the rules of one phase through, by bucket. */
struct gate {
	uint64_t next, blank;
	uint32_t state; /* behind the word */
};

/* Classes with which a state lives on; all of them where it ends rules. */
static uint64_t
live_in(const struct dfa *d, uint32_t state)
{
	if (state == DFA_DEAD)
		return 0;
	if (state & DFA_ENDS)
		return ~0ULL;
	return dfa_live(d, state);
}

static struct gate
gate_of(struct dfa *d, uint32_t state)
{
	struct gate g = { .next = 0 };

	g.next = live_in(d, state);
	if (state == DFA_DEAD)
		return g;
	if (state & DFA_ENDS)
		g.blank = ~0ULL;
	else
		g.blank = dfa_live_behind(d, state);
	g.state = state;
	return g;
}

/* Bits that more than one phase shares, and those of rules that begin inside
 * words, let all through. */
static bool
known(unsigned bit)
{
	return bit < 62 && bit % 2 == 0;
}

/* Buckets of classes before which the same phases live on. */
struct group {
	uint64_t buckets;
	struct dfa_phases mask;
};

struct groups {
	struct group group[AUTOMATON_BUCKETS + 1];
	unsigned n;
};

static const struct group whole = { .buckets = ~0ULL };

/* Lets a phase live on before those buckets: some groups fall apart. */
static void
let_through(struct groups *all, uint64_t buckets, struct dfa_phases p)
{
	unsigned i, n = all->n;

	for (i = 0; i < n; i++) {
		struct group *g = &all->group[i], *rest = &all->group[all->n];

		if (!(g->buckets & buckets))
			continue;
		*rest = *g;
		rest->buckets &= ~buckets;
		all->n += rest->buckets != 0;
		g->buckets &= buckets;
		g->mask.alone |= p.alone;
		g->mask.behind |= p.behind;
	}
}

/* The place of that mask, added if need be; 0, which lets all through, where
 * there is no more room. */
static uint8_t
place(struct gates *g, unsigned *n, struct dfa_phases mask)
{
	unsigned i;

	for (i = 0; i < *n; i++)
		if (g->mask[i].alone == mask.alone &&
			g->mask[i].behind == mask.behind)
			return (uint8_t)i;
	if (*n == GATES_MASKS)
		return 0;
	g->mask[*n] = mask;
	return (uint8_t)(*n)++;
}

/* Puts the places of the masks by bucket: those of the lowest bucket first,
 * so that the same gates are the same bytes. */
static void
put_places(
	struct gates *out, unsigned *n, const struct groups *all, uint8_t *by)
{
	uint64_t left, bits;
	unsigned i;
	uint8_t p;

	for (left = ~0ULL; left; left &= ~all->group[i].buckets) {
		for (i = 0; !(all->group[i].buckets & left & -left); i++)
			continue;
		p = place(out, n, all->group[i].mask);
		/* the first group is mostly the largest */
		if (left == ~0ULL) {
			memset(by, p, AUTOMATON_BUCKETS);
			continue;
		}
		for (bits = all->group[i].buckets; bits; bits &= bits - 1)
			by[__builtin_ctzll(bits)] = p;
	}
}

/* Fills out, and state[k] for the k-th bit of live.alone. */
static void
make(struct dfa *d, struct dfa_phases live, const uint16_t *class, unsigned n,
	struct gates *out, uint32_t state[64])
{
	struct groups next, blank;
	uint32_t all = dfa_read(d, dfa_start_all(d, false), class, n);
	uint64_t bits, bit;
	unsigned nmask = 1, phase, behind;
	struct dfa_phases p;
	struct gate g;

	next.n = blank.n = 1;
	next.group[0] = blank.group[0] = whole;
	for (bits = live.alone | live.behind; bits; bits &= bits - 1) {
		bit = bits & -bits;
		phase = (unsigned)__builtin_ctzll(bits);
		for (behind = 0; behind < 2; behind++) {
			p.alone = behind ? 0 : live.alone & bit;
			p.behind = behind ? live.behind & bit : 0;
			if (!(p.alone | p.behind))
				continue;
			g = (struct gate){ ~0ULL, ~0ULL, 0 };
			if (known(phase))
				g = gate_of(
					d, dfa_part(d, all, phase, !behind));
			let_through(&next, g.next, p);
			let_through(&blank, g.blank, p);
			if (!behind)
				*state++ = g.state;
		}
	}
	memset(out, 0, sizeof *out);
	out->mask[0] = live;
	/* where there are too many, a letter right behind comes seldom */
	put_places(out, &nmask, &blank, out->place[1]);
	put_places(out, &nmask, &next, out->place[0]);
}

/* --- kept --- */

int
gates_open(struct gate_store *s)
{
	*s = (struct gate_store){ .cap = 64,
		.n = GATES_FIRST,
		.nstate = FIRST + STATES,
		.state_cap = 256 };
	s->gates = aligned_alloc(64, s->cap * sizeof *s->gates);
	s->slot = calloc(SLOTS, sizeof *s->slot);
	s->state = calloc(s->state_cap, sizeof *s->state);
	if (!s->gates || !s->slot || !s->state) {
		gates_close(s);
		return -1;
	}
	memset(s->gates, 0, GATES_FIRST * sizeof *s->gates);
	s->state[0] = s->state[1] = UINT32_MAX;
	return 0;
}

void
gates_close(struct gate_store *s)
{
	free(s->gates);
	free(s->slot);
	free(s->state);
	*s = (struct gate_store){ .n = 0 };
}

bool
gates_ready(struct gate_store *s, const struct dfa *d)
{
	const unsigned n = dfa_nphase(d);
	const uint64_t every = n < 64 ? (1ULL << n) - 1 : ~0ULL;

	if (s->generation == dfa_generation(d))
		return false;
	s->gates[GATES_ALL].mask[0] = (struct dfa_phases){ every, every };
	s->nstate = FIRST + STATES;
	s->generation = dfa_generation(d);
	return true;
}

/* Of all in it: it is compared as bytes too. */
static uint64_t
hash(const struct gates *g)
{
	uint64_t w[sizeof *g / sizeof(uint64_t)], h = 0;
	size_t i;

	memcpy(w, g, sizeof w);
	for (i = 0; i < sizeof w / sizeof *w; i++) {
		h = (h ^ w[i]) * 0x9E3779B97F4A7C15;
		h ^= h >> 32;
	}
	return h;
}

/* The place of such gates, added if they are new; GATES_ALL where there is no
 * more room. */
static int
store(struct gate_store *s, const struct gates *g, uint16_t *place)
{
	size_t i = (size_t)hash(g) % SLOTS;
	struct gates *more;

	for (; s->slot[i]; i = (i + 1) % SLOTS) {
		*place = s->slot[i];
		if (memcmp(&s->gates[*place], g, sizeof *g) == 0)
			return 0;
	}
	*place = GATES_ALL;
	if (s->n == STORED_MOST)
		return 0;
	if (s->n == s->cap) {
		more = aligned_alloc(64, 2 * s->cap * sizeof *more);
		if (!more)
			return -1;
		memcpy(more, s->gates, s->n * sizeof *more);
		free(s->gates);
		s->gates = more;
		s->cap *= 2;
	}
	*place = (uint16_t)s->n++;
	s->gates[*place] = *g;
	s->slot[i] = *place;
	return 0;
}

int
gates_find(struct gate_store *s, struct dfa *d, struct dfa_phases live,
	const uint16_t *class, unsigned nclass, struct word *w)
{
	struct gates g;
	uint32_t state[FIRST + STATES] = { 0 };
	size_t n = FIRST + (size_t)__builtin_popcountll(live.alone);
	void *more;

	memcpy(state, &live.alone, sizeof live.alone);
	make(d, live, class, nclass, &g, state + FIRST);
	if (store(s, &g, &w->gates))
		return -1;
	w->state = 0;
	w->known = WORD_KNOWN;
	if (w->gates == GATES_ALL)
		return 0;
	/* one more may be looked at, whatever it is */
	if (s->nstate + n + 1 > s->state_cap) {
		more = realloc(s->state, 2 * s->state_cap * sizeof *s->state);
		if (!more)
			return -1;
		s->state = more;
		s->state_cap *= 2;
	}
	w->state = (uint32_t)s->nstate;
	memcpy(s->state + s->nstate, state, n * sizeof *state);
	s->nstate += n;
	return 0;
}

uint64_t
gates_before(struct dfa *d, const uint16_t *nearest, unsigned n)
{
	uint64_t bits = ~0ULL;
	uint32_t state = dfa_behind_all(d);
	unsigned phase, i;

	for (i = 0; i < n && state != DFA_DEAD; i++)
		state = dfa_step(d, state & DFA_STATE, nearest[i]);
	for (phase = 0; known(phase) && phase < dfa_nphase(d); phase += 2)
		bits &= ~(1ULL << phase);
	return bits | dfa_phases(d, state & DFA_STATE).behind;
}
