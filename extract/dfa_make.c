/* States made of sets of nfa states, found again by what they hold. */
#include <stdlib.h>
#include <string.h>

#include "dfa_inner.h"

enum {
	NUMBER_MOST = 5, /* bytes */
	GROUP_LEAST = 8	 /* items: fewer are looked at one by one */
};

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

bool
grouping_open(struct grouping *g, const struct automaton *a)
{
	size_t items = a->nstate + 1;

	g->head = calloc(2 * a->nset + 2, sizeof *g->head);
	g->key = calloc(2 * a->nset + 2, sizeof *g->key);
	g->next = calloc(items, sizeof *g->next);
	g->bytes = calloc(items, NUMBER_MOST * 2);
	return g->head && g->key && g->next && g->bytes;
}

void
grouping_close(struct grouping *g)
{
	free(g->head);
	free(g->key);
	free(g->next);
	free(g->bytes);
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
		h += x ^ x >> 29;
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
	struct nfa_walk w = nfa_walk(t);

	if (t->behind != behind || t->nnfa != d->list.n ||
		!holds(&d->edged, t->end, t->nedged) ||
		!holds(&d->late, t->end + t->nedged, t->nend - t->nedged))
		return false;
	while (nfa_next(&w))
		if (!set_has(&d->list, w.item))
			return false;
	return true;
}

/* What an nfa state that reads or looks wants: a set of letters, and whether
 * the text's edge will do as well. */
static uint32_t
key_of(const struct nfa_state *n)
{
	return n->set * 2 + n->edge;
}

/* Sorts the list by the letters that its items want; returns the buckets of
 * the classes of all. */
static uint64_t
group(struct dfa *d)
{
	const struct nfa_state *nfa = d->a->state;
	struct grouping *g = &d->group;
	uint64_t live = 0;
	uint32_t i = d->list.n, key;

	g->nkey = 0;
	while (i-- > 0) {
		const struct nfa_state *n = &nfa[d->list.item[i]];

		key = key_of(n);
		if (!g->head[key]) {
			g->key[g->nkey++] = key;
			live |= d->a->fold[n->set];
		}
		g->next[i] = g->head[key];
		g->head[key] = i + 1;
	}
	return live;
}

static uint8_t *
put_number(uint8_t *p, uint32_t n)
{
	for (; n >= 0x80; n >>= 7)
		*p++ = (uint8_t)(n | 0x80);
	*p++ = (uint8_t)n;
	return p;
}

static uint8_t *
put_item(uint8_t *p, uint32_t item, uint32_t before)
{
	uint32_t n = item - before;

	return put_number(p, n << 1 ^ -(n >> 31));
}

/* Puts a run's length before it: `from` leaves room for the longest. */
static uint8_t *
close_run(uint8_t *from, uint8_t *end)
{
	size_t n = (size_t)(end - from) - NUMBER_MOST;
	uint8_t *p = put_number(from, (uint32_t)n);

	memmove(p, from + NUMBER_MOST, n);
	return p + n;
}

/* Writes a list that is too short for groups. */
static uint8_t *
put_list(struct dfa *d, uint64_t *live)
{
	const struct set *s = &d->list;
	uint8_t *p = d->group.bytes + NUMBER_MOST;
	uint32_t i;

	*live = 0;
	for (i = 0; i < s->n; i++) {
		*live |= d->a->fold[d->a->state[s->item[i]].set];
		p = put_item(p, s->item[i], i ? s->item[i - 1] : 0);
	}
	p = close_run(d->group.bytes, p);
	*p++ = 0;
	return p;
}

/* Writes the groups as nfa_walk reads them, and forgets them; returns the
 * end. */
static uint8_t *
put_groups(struct dfa *d)
{
	struct grouping *g = &d->group;
	const uint32_t *item = d->list.item;
	uint8_t *from = g->bytes, *p = from + NUMBER_MOST;
	uint32_t k, i, before = 0, *head;

	for (k = 0; k < g->nkey; k++) {
		head = &g->head[g->key[k]];
		if (g->next[*head - 1])
			continue;
		p = put_item(p, item[*head - 1], before);
		before = item[*head - 1];
		*head = 0;
	}
	p = close_run(from, p);
	for (k = 0; k < g->nkey; k++) {
		head = &g->head[g->key[k]];
		if (!*head)
			continue;
		from = p;
		p = put_number(p + NUMBER_MOST, g->key[k]);
		before = 0;
		for (i = *head; i; i = g->next[i - 1]) {
			p = put_item(p, item[i - 1], before);
			before = item[i - 1];
		}
		*head = 0;
		p = close_run(from, p);
	}
	*p++ = 0;
	return p;
}

/* Room for n bytes that begin as uint32_t do. */
static void *
cut_room(struct dfa *d, size_t n)
{
	void *p;

	n = (n + sizeof(uint32_t) - 1) & ~(sizeof(uint32_t) - 1);
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

/* How many bytes were put. */
static size_t
put_items(struct dfa *d, uint64_t *live)
{
	const uint8_t *end;

	if (d->list.n < GROUP_LEAST) {
		end = put_list(d, live);
	} else {
		*live = group(d);
		end = put_groups(d);
	}
	return (size_t)(end - d->group.bytes);
}

static void
fill(struct dfa *d, struct dfa_state *t, bool behind)
{
	size_t nend = d->edged.n + d->late.n;
	uint64_t live;
	size_t bytes = put_items(d, &live);
	uint32_t *end = cut_room(d, nend * sizeof *end + bytes);

	*t = (struct dfa_state){ .end = end,
		.nnfa = d->list.n,
		.nend = (uint16_t)nend,
		.nedged = (uint16_t)d->edged.n,
		.behind = behind };
	memcpy(end, d->edged.item, t->nedged * sizeof *end);
	memcpy(end + t->nedged, d->late.item, d->late.n * sizeof *end);
	memcpy(end + nend, d->group.bytes, bytes);
	d->near[d->nstate] =
		(struct near){ .live = behind && nend ? ~0ULL : live };
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
			     hash(&d->late) * 3 + behind) *
			     0x9E3779B97F4A7C15 >>
		     32) %
	    DFA_SLOTS;
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
		set_add(&d->now, t->end[k]);
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

/* Does a letter pass what nfa states want that have that key? */
static bool
passes(const struct automaton *a, uint32_t key, unsigned class)
{
	if (class == a->nclass)
		return key & 1;
	return a->class_set[(key >> 1) * a->class_words + class / 64] >>
		       class % 64 &
	       1;
}

/* Goes on from nfa states that the letter has passed. What stands behind each
 * is fetched from memory for all at once. */
static void
go_on(struct dfa *d, uint32_t *item, uint32_t n, bool behind)
{
	const struct nfa_state *nfa = d->a->state;
	uint32_t i;

	for (i = 0; i < n; i++)
		__builtin_prefetch(&nfa[nfa[item[i]].next]);
	for (i = 0; i < n; i++)
		if (nfa[item[i]].kind == NFA_LOOK)
			reach(d, nfa[item[i]].next, &d->now, true);
		else
			reach(d, nfa[item[i]].next, &d->list, behind);
}

/* Lists the nfa states of a state that a letter passes; returns how many. */
static uint32_t
list_passed(struct dfa *d, const struct dfa_state *t, unsigned class)
{
	const struct nfa_state *nfa = d->a->state;
	uint32_t *to = d->passed, n = 0, nfirst, i;
	struct nfa_walk w = nfa_walk(t);

	for (; nfa_item(&w); to[n++] = w.item)
		__builtin_prefetch(&nfa[w.item]);
	nfirst = n;
	for (i = n = 0; i < nfirst; i++)
		if (passes(d->a, key_of(&nfa[to[i]]), class))
			to[n++] = to[i];
	while (nfa_run(&w))
		if (passes(d->a, w.key, class))
			for (; nfa_item(&w); to[n++] = w.item)
				__builtin_prefetch(&nfa[w.item]);
	return n;
}

uint32_t
dfa_make_next(struct dfa *d, uint32_t from, unsigned class)
{
	const struct dfa_state *t = &d->state[from];
	uint32_t i;

	dfa_clear(d);
	for (i = 0; t->behind && i < t->nend; i++)
		set_add(&d->late, t->end[i]);
	go_on(d, d->passed, list_passed(d, t, class), t->behind);
	/* those before which a look has passed */
	for (i = 0; i < d->now.n; i++)
		if (passes(d->a, key_of(&d->a->state[d->now.item[i]]), class))
			go_on(d, &d->now.item[i], 1, t->behind);
	return dfa_intern(d, t->behind);
}
