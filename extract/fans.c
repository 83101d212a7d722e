/* States without splits, numbered anew. */
#include <string.h>

#include "automaton.h"
#include "fans.h"

enum {
	STATES_A_RULE = 160000,
	STATES_MOST = 1 << 27 /* what `next` has room for */
};

struct fanning {
	struct automaton *a;
	struct nfa_state *old; /* the rule's states as they were made */
	uint32_t first;	       /* number of the first */
	uint32_t *place;       /* by old state: its place + 1, or 0 */
	uint32_t *fan;	       /* by old state: the latest fan it is of */
	uint32_t *stack;
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

/* The place of an old state that splits. */
static uint32_t
split_place(struct fanning *f, uint32_t from)
{
	struct automaton *a = f->a;
	struct nfa_fan fan = { .first = (uint32_t)a->nstate & 0x3FFFFFFF };
	struct nfa_state end = { .kind = NFA_END };
	uint32_t number;
	size_t depth = 0;

	f->stack[depth++] = from;
	while (depth > 0) {
		uint32_t n = f->stack[--depth];
		const struct nfa_state *s = &f->old[n];

		if (f->fan[n] == a->nfan)
			continue;
		f->fan[n] = (uint32_t)a->nfan;
		if (s->kind == NFA_SPLIT) {
			f->stack[depth++] = s->other - f->first;
			f->stack[depth++] = s->next - f->first;
			continue;
		}
		end.rule = s->rule;
		if (s->kind != NFA_END)
			keep(a, s);
		else if (s->more)
			fan.ends_late = 1;
		else
			fan.ends = 1;
	}
	fan.n = (uint32_t)a->nstate - fan.first;
	if (fan.n == 0)
		keep(a, &end); /* its first state says whose it is */
	number = fan_keep(a, &fan) << PLACE_NUMBER_AT | PLACE_FAN;
	return fan.ends || fan.ends_late ? number | PLACE_ENDS : number;
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
		if (a->nstate - f->first > STATES_A_RULE ||
			a->nstate > STATES_MOST)
			return false;
		next = place(f, a->state[i].next);
		a->state[i].next = next & 0x1FFFFFFF;
	}
	return true;
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
	struct fanning f = { .a = a, .first = (uint32_t)first };
	struct mem m;
	bool made;

	mem_open(&m, 0);
	m.out = a->mem->out;
	f.old = mem_alloc(&m, n * sizeof *f.old);
	memcpy(f.old, a->state + first, n * sizeof *f.old);
	f.place = mem_alloc(&m, n * sizeof *f.place);
	f.fan = mem_alloc(&m, n * sizeof *f.fan);
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
