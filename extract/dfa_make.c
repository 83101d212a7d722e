/* States made of sets of nfa states, found again by what they hold. */
#include <stdlib.h>
#include <string.h>

#include "dfa_inner.h"

/* --- sets --- */

bool
set_open(struct set *s, size_t size)
{
	s->size = size + 1;
	s->item = calloc(s->size, sizeof *s->item);
	s->in = calloc(s->size / 64 + 1, sizeof *s->in);
	return s->item && s->in;
}

void
set_close(struct set *s)
{
	free(s->item);
	free(s->in);
}

void
set_clear(struct set *s)
{
	uint32_t i;

	for (i = 0; i < s->n; i++)
		s->in[s->item[i] / 64] = 0;
	for (i = 1; i <= s->nmarked; i++)
		s->in[s->item[s->size - i] / 64] = 0;
	s->n = 0;
	s->nmarked = 0;
}

/* Marks one that is not to be in the list. */
static void
mark(struct set *s, uint32_t item)
{
	s->in[item / 64] |= 1ULL << item % 64;
	s->item[s->size - ++s->nmarked] = item;
}

/* --- making a state --- */

void
dfa_clear(struct dfa *d)
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
			if (set_has(to, n))
				break;
			mark(to, n);
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
		if (!set_has(s, item[i]))
			return false;
	return true;
}

static bool
same(const struct dfa *d, const struct dfa_state *t, bool behind)
{
	const uint32_t *end = dfa_state_ends(t);

	return t->behind == behind && holds(&d->list, t->nfa, t->nnfa) &&
	       holds(&d->edged, end, t->nedged) &&
	       holds(&d->late, end + t->nedged, t->nend - t->nedged);
}

static void
copy(struct dfa *d, struct dfa_state *t)
{
	uint32_t *end;

	t->nnfa = d->list.n;
	t->nedged = (uint16_t)d->edged.n;
	t->nend = (uint16_t)(d->edged.n + d->late.n);
	t->nfa = mem_alloc(&d->mem, (t->nnfa + t->nend + 1u) * sizeof *t->nfa);
	end = t->nfa + t->nnfa;
	memcpy(t->nfa, d->list.item, t->nnfa * sizeof *t->nfa);
	memcpy(end, d->edged.item, t->nedged * sizeof *end);
	memcpy(end + t->nedged, d->late.item, d->late.n * sizeof *end);
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
}

/* The state for the sets at hand, made if it is new. */
uint32_t
dfa_intern(struct dfa *d, bool behind)
{
	uint32_t ends = d->edged.n + d->late.n ? DFA_ENDS : 0;
	size_t i;

	if (d->list.n == 0 && !ends)
		return DFA_DEAD;
	i = (size_t)((hash(&d->list) * 31 + hash(&d->edged) * 7 +
			     hash(&d->late) * 3 + behind) >>
		     20) %
	    DFA_SLOTS;
	for (; d->slot[i]; i = (i + 1) % DFA_SLOTS)
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
	uint32_t s = dfa_intern(d, behind);

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
	dfa_clear(d);
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
	dfa_clear(d);
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
	uint32_t made = *known, k;

	if (made)
		return made;
	dfa_clear(d);
	for (k = 0; read && k < t->nend; k++)
		set_add(&d->now, dfa_state_ends(t)[k]);
	for (k = 0; k < s->n; k++)
		if (s->start[k].behind == AUTOMATON_NONE || !read ||
			set_has(&d->now, s->start[k].rule))
			reach(d, s->start[k].ahead, &d->list, false);
	forget_ends(d);
	made = dfa_intern(d, false) & DFA_STATE;
	*known = (uint16_t)made;
	return made;
}

uint32_t
dfa_start_all(struct dfa *d, bool odd)
{
	unsigned place = 2 * d->a->nphase + odd, phase;
	size_t i;

	if (d->start[place])
		return d->start[place];
	dfa_clear(d);
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

uint32_t
dfa_make_next(struct dfa *d, uint32_t from, unsigned class)
{
	const struct dfa_state *t = &d->state[from];
	const struct automaton *a = d->a;
	uint32_t i;

	dfa_clear(d);
	for (i = 0; t->behind && i < t->nend; i++)
		set_add(&d->late, dfa_state_ends(t)[i]);
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
	return dfa_intern(d, t->behind);
}
