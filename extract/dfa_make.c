/* States made of sets of the nfa's places, found again by what they hold. */
#include <stdlib.h>
#include <string.h>

#include "dfa_inner.h"

/* --- sets --- */

bool
set_open(struct set *s, size_t size)
{
	s->item = calloc(size + 1, sizeof *s->item);
	s->in = calloc(size / 64 + 1, sizeof *s->in);
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
	s->n = 0;
	s->sum = 0;
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

/* Adds a place at which rules end: here, or (`late`) before. */
static void
add_end(struct dfa *d, uint32_t place, struct set *to, bool late)
{
	const struct nfa_state *s = automaton_state(d->a, place);
	uint32_t left;

	if (place & PLACE_FAN)
		s += automaton_fan(d->a, place)->n;
	for (left = s->next + 1; left > 0; left--, s++)
		set_add(late || s->more ? &d->late : &d->edged, s->rule);
	if (place & PLACE_FAN)
		set_add(to, place);
}

static void
add_place(struct dfa *d, uint32_t place, struct set *to, bool late)
{
	if (place & PLACE_ENDS)
		add_end(d, place, to, late);
	else
		set_add(to, place);
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
	return t->behind == behind && holds(&d->edged, t->end, t->nedged) &&
	       holds(&d->late, t->end + t->nedged, t->nend - t->nedged) &&
	       holds(&d->list, dfa_places(t), t->nplace);
}

/* The buckets of the classes that may lead on from a place. */
static uint64_t
live_at(const struct automaton *a, uint32_t place)
{
	uint64_t live = automaton_fan(a, place)->live;
	uint64_t fold = a->fold[automaton_state(a, place)->key / 2];

	return place & PLACE_FAN ? live : fold;
}

/* Room for n numbers. */
static uint32_t *
cut_room(struct dfa *d, size_t n)
{
	void *p;

	n *= sizeof(uint32_t);
	if (n > DFA_CHUNK / 4)
		return mem_space(&d->mem, n);
	if (n > d->room) {
		d->chunk = mem_space(&d->mem, DFA_CHUNK);
		d->room = DFA_CHUNK;
	}
	p = d->chunk;
	d->chunk += n;
	d->room -= n;
	return p;
}

static void
fill(struct dfa *d, struct dfa_state *t, bool behind)
{
	uint32_t nend = d->edged.n + d->late.n, i, n = 0;
	uint32_t *p = cut_room(d, nend + d->list.n);
	uint64_t live = behind && nend ? ~0ULL : 0;

	*t = (struct dfa_state){ .end = p,
		.nplace = d->list.n,
		.nend = (uint16_t)nend,
		.nedged = (uint16_t)d->edged.n,
		.behind = behind };
	for (i = 0; i < d->edged.n; i++)
		p[n++] = d->edged.item[i];
	for (i = 0; i < d->late.n; i++)
		p[n++] = d->late.item[i];
	for (i = 0; i < d->list.n; i++) {
		p[n++] = d->list.item[i];
		live |= live_at(d->a, d->list.item[i]);
	}
	d->near[d->nstate] = (struct near){ .live = live };
}

/* Drops the places of rules that have ended for sure. */
static void
drop_ended(struct dfa *d)
{
	struct set *s = &d->list;
	uint32_t i, n = 0, item;

	s->sum = 0;
	for (i = 0; i < s->n; i++) {
		item = s->item[i];
		if (set_has(&d->late, automaton_owner(d->a, item))) {
			s->in[item / 64] &= ~(1ULL << item % 64);
			continue;
		}
		s->sum += set_mix(item);
		s->item[n++] = item;
	}
	s->n = n;
}

static size_t
slot_of(const struct dfa *d, bool behind)
{
	uint64_t h = d->list.sum * 31 + d->edged.sum * 7 + d->late.sum * 3;

	h = ((h ^ h >> 29) + behind) * 0x9E3779B97F4A7C15;
	return (size_t)(h >> 32) % DFA_SLOTS;
}

uint32_t
dfa_intern(struct dfa *d, bool behind)
{
	uint32_t ends = d->edged.n + d->late.n ? DFA_ENDS : 0;
	size_t i;

	if (d->late.n)
		drop_ended(d);
	if (d->list.n == 0 && !ends)
		return DFA_DEAD;
	i = slot_of(d, behind);
	for (; d->slot[i]; i = (i + 1) % DFA_SLOTS)
		if (same(d, &d->state[d->slot[i]], behind))
			return d->slot[i] | ends;
	fill(d, &d->state[d->nstate], behind);
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
			add_place(d, s->start[i].ahead, &d->list, false);
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
			add_place(d, s->start[i].behind, &d->list, true);
	return start(d, 2 * phase + 1, true);
}

uint32_t
dfa_behind_all(struct dfa *d)
{
	unsigned place = 3 * d->a->nphase + 2, phase;
	size_t i;

	if (d->start[place])
		return d->start[place];
	dfa_clear(d);
	for (phase = 0; phase < d->a->nphase; phase += 2) {
		const struct phase_start *s = &d->a->start[phase];

		for (i = 0; i < s->n; i++)
			if (s->start[i].behind != AUTOMATON_NONE)
				add_place(
					d, s->start[i].behind, &d->list, true);
	}
	return start(d, place, true);
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
	set_clear(&d->carried);
	for (k = 0; read && k < t->nend; k++)
		set_add(&d->carried, t->end[k]);
	for (k = 0; k < s->n; k++)
		if (s->start[k].behind == AUTOMATON_NONE || !read ||
			set_has(&d->carried, s->start[k].rule))
			add_place(d, s->start[k].ahead, &d->list, false);
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
			add_place(d, d->a->start[phase].start[i].ahead,
				&d->list, false);
	forget_ends(d);
	return start(d, place, false);
}

/* 1 where a rule is of those that dfa_part is asked for. */
static uint32_t
is_of(const struct dfa *d, uint32_t rule, unsigned phase, bool alone)
{
	const struct rule_place *p = &d->a->place[rule];

	return (p->phase == phase) & !(alone & p->behind);
}

uint32_t
dfa_part(struct dfa *d, uint32_t state, unsigned phase, bool alone)
{
	const struct dfa_state *t = &d->state[state & DFA_STATE];
	const uint32_t *place = dfa_places(t);
	uint32_t i, n = 0;

	dfa_clear(d);
	for (i = 0; i < t->nplace; i++) {
		d->live[n] = place[i];
		n += is_of(d, automaton_owner(d->a, place[i]), phase, alone);
	}
	for (i = 0; i < n; i++)
		set_add(&d->list, d->live[i]);
	for (i = 0; i < t->nend; i++)
		if (is_of(d, t->end[i], phase, alone))
			set_add(i < t->nedged ? &d->edged : &d->late,
				t->end[i]);
	return dfa_intern(d, t->behind);
}

/* --- steps --- */

/* Lists those of n places that a letter may pass, but for those of rules that
 * are gone; returns how many. No branch is taken by what is found. */
static uint32_t
live_places(struct dfa *d, const uint32_t *place, uint32_t n, unsigned class)
{
	const struct automaton *a = d->a;
	const uint8_t *row = automaton_row(a, class);
	uint64_t buckets =
		class == a->nclass ? ~0ULL : 1ULL << a->bucket[class];
	uint32_t i, k = 0, alone;

	for (i = 0; i < n; i++) {
		if (d->gone.n &&
			set_has(&d->gone, automaton_owner(a, place[i])))
			continue;
		d->live[k] = place[i];
		alone = row[automaton_state(a, place[i])->key];
		k += ((automaton_fan(a, place[i])->live & buckets) != 0) &
		     (place[i] | alone);
	}
	return k;
}

/* Lists the states that a letter passes; returns the end. */
static const struct nfa_state *
pass(struct dfa *d, const uint32_t *place, uint32_t n, unsigned class)
{
	const uint8_t *row = automaton_row(d->a, class);
	struct nfa_state *to = d->passed;
	uint32_t i, j, many;

	n = live_places(d, place, n, class);
	for (i = 0; i < n; i++) {
		const struct nfa_state *s = automaton_state(d->a, d->live[i]);

		many = automaton_fan(d->a, d->live[i])->n;
		for (j = 0; j < many; j++) {
			*to = s[j];
			to += row[s[j].key];
		}
	}
	return to;
}

/* Goes on from places by a letter. */
static void
go_on(struct dfa *d, const uint32_t *place, uint32_t n, unsigned class,
	bool late)
{
	const struct nfa_state *s = d->passed, *end;

	end = pass(d, place, n, class);
	for (; s < end; s++)
		if (s->kind == NFA_LOOK)
			add_place(d, s->next, &d->now, true);
		else
			add_place(d, s->next, &d->list, late);
}

uint32_t
dfa_make_next(struct dfa *d, uint32_t from, unsigned class)
{
	const struct dfa_state *t = &d->state[from];
	/* at such a letter a word's edge is for sure */
	bool edge = class >= d->a->ninner;
	uint32_t i;

	dfa_clear(d);
	set_clear(&d->gone);
	for (i = 0; i < t->nend; i++)
		if (t->behind || edge || i >= t->nedged)
			set_add(&d->gone, t->end[i]);
	for (i = 0; t->behind && i < t->nend; i++)
		set_add(&d->late, t->end[i]);
	go_on(d, dfa_places(t), t->nplace, class, t->behind || edge);
	/* those before which a look has passed */
	for (i = 0; i < d->now.n; i++)
		go_on(d, &d->now.item[i], 1, class, t->behind || edge);
	return dfa_intern(d, t->behind);
}
