/* States without splits, numbered anew. */
#include <string.h>

#include "automaton.h"
#include "fans.h"

enum {
	STATES_A_RULE = 160000, /* or four for each that was made */
	STATES_MOST = 1 << 27	/* what `next` has room for */
};

struct fanning {
	struct automaton *a;
	struct nfa_state *old; /* the rule's states as they were made */
	uint32_t first;	       /* number of the first */
	uint32_t *place;       /* by old state: its place + 1, or 0 */
	uint32_t *fan;	       /* by old state: the latest fan it is of */
	uint32_t *stack;
	uint32_t *end;	/* old states that end rules, of the latest fan */
	uint32_t owner; /* of all */
	size_t most;
	bool bad;
};

static uint32_t
keep(struct automaton *a, const struct nfa_state *s)
{
	a->state = mem_room(a->mem, a->state, a->nstate + 1, &a->state_cap,
		sizeof *a->state);
	a->state[a->nstate] = *s;
	return (uint32_t)a->nstate++;
}

static uint32_t
fan_keep(struct automaton *a, const struct nfa_fan *f)
{
	a->fan = mem_room(
		a->mem, a->fan, a->nfan + 1, &a->fan_cap, sizeof *a->fan);
	a->fan[a->nfan] = *f;
	return (uint32_t)a->nfan++;
}

/* Lists what can be reached from an old state without reading: keeps those
 * that read or look; returns how many end rules. */
static size_t
spread(struct fanning *f, uint32_t from)
{
	size_t depth = 0, nend = 0;

	f->stack[depth++] = from;
	while (depth > 0) {
		uint32_t n = f->stack[--depth];
		const struct nfa_state *s = &f->old[n];

		if (f->fan[n] == f->a->nfan)
			continue;
		f->fan[n] = (uint32_t)f->a->nfan;
		if (s->kind == NFA_SPLIT) {
			f->stack[depth++] = s->other - f->first;
			f->stack[depth++] = s->next - f->first;
		} else if (s->kind == NFA_END) {
			f->end[nend++] = n;
		} else {
			keep(f->a, s);
		}
	}
	return nend;
}

/* Who owns states from there on: the only one, or all. */
static uint16_t
owner_of(const struct automaton *a, size_t from, uint32_t all)
{
	size_t i;

	for (i = from + 1; i < a->nstate; i++)
		if (a->state[i].rule != a->state[from].rule)
			return (uint16_t)all;
	return from < a->nstate ? a->state[from].rule : (uint16_t)all;
}

/* The place of an old state that splits. */
static uint32_t
split_place(struct fanning *f, uint32_t from)
{
	struct automaton *a = f->a;
	struct nfa_fan fan = { .first = (uint32_t)a->nstate };
	size_t nend = spread(f, from), i;
	uint32_t number;

	if (a->nstate - fan.first > UINT16_MAX)
		f->bad = true;
	fan.n = (uint16_t)(a->nstate - fan.first);
	for (i = 0; i < nend; i++) {
		struct nfa_state end = f->old[f->end[i]];

		end.next = (nend - 1 - i) & 0x1FFFFFFF;
		keep(a, &end);
	}
	fan.owner = owner_of(a, fan.first, f->owner);
	number = fan_keep(a, &fan) << PLACE_NUMBER_AT | PLACE_FAN;
	return nend ? number | PLACE_ENDS : number;
}

/* The place of a state by its number as it was made. */
static uint32_t
place(struct fanning *f, uint32_t state)
{
	uint32_t n = state - f->first, *known = &f->place[n];
	unsigned kind = f->old[n].kind;

	if (*known)
		return *known - 1;
	if (kind == NFA_SPLIT)
		*known = split_place(f, n);
	else
		*known = keep(f->a, &f->old[n]) << PLACE_NUMBER_AT |
			 (kind == NFA_END ? PLACE_ENDS : 0);
	return (*known)++;
}

static bool
make(struct fanning *f, struct rule_start *start)
{
	struct automaton *a = f->a;
	uint32_t next;
	size_t i;

	start->ahead = place(f, start->ahead);
	if (start->behind != AUTOMATON_NONE)
		start->behind = place(f, start->behind);
	for (i = f->first; i < a->nstate; i++) {
		if (a->state[i].kind == NFA_END)
			continue;
		if (a->nstate - f->first > f->most || a->nstate > STATES_MOST ||
			f->bad)
			return false;
		next = place(f, a->state[i].next);
		a->state[i].next = next & 0x1FFFFFFF;
	}
	return !f->bad;
}

void
fans_open(struct automaton *a)
{
	static const struct nfa_fan alone = { .n = 1, .live = ~0ULL };

	fan_keep(a, &alone);
}

bool
fans_make(struct automaton *a, size_t first, struct rule_start *start)
{
	size_t n = a->nstate - first, nfan = a->nfan;
	struct fanning f = { .a = a,
		.first = (uint32_t)first,
		.owner = start->rule,
		.most = n > STATES_A_RULE / 4 ? 4 * n : STATES_A_RULE };
	struct mem m;
	bool made;

	mem_open(&m, 0);
	m.out = a->mem->out;
	f.old = mem_alloc(&m, n * sizeof *f.old);
	memcpy(f.old, a->state + first, n * sizeof *f.old);
	f.place = mem_alloc(&m, n * sizeof *f.place);
	f.fan = mem_alloc(&m, n * sizeof *f.fan);
	f.end = mem_alloc(&m, n * sizeof *f.end);
	f.stack = mem_alloc(&m, (2 * n + 1) * sizeof *f.stack);
	a->nstate = first;
	made = make(&f, start);
	mem_close(&m);
	if (!made)
		a->nfan = nfan;
	return made;
}

void
fans_finish(struct automaton *a)
{
	struct nfa_fan *f;
	uint32_t i;

	for (f = a->fan + 1; f < a->fan + a->nfan; f++)
		for (i = 0; i < f->n; i++)
			f->live |= a->fold[a->state[f->first + i].key / 2];
}
