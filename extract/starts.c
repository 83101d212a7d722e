/* Where rules may begin, by the text's words. */
#include <stdlib.h>
#include <string.h>

#include "gates.h"
#include "starts.h"
#include "view.h"

/* One text, while it is cut. */
struct cutting {
	struct starts *s;
	const struct view *view;
	struct dfa *d;
	struct vocabulary *v;
	unsigned ninner, blank; /* classes */
	struct word *last;	/* the word that ended last, if it has a
				   number */
	size_t last_end;	/* where */
};

uint64_t
starts_free(void)
{
	return 0xAAAAAAAAAAAAAAAAULL; /* odd phases: automaton in rules.h */
}

int
starts_open(struct starts *s, const struct automaton *a)
{
	*s = (struct starts){ .n = 0 };
	s->letter = calloc(a->nclass, sizeof *s->letter);
	s->beside = calloc(2 * (a->nclass + 1), sizeof *s->beside);
	s->blank = s->beside + a->nclass + 1;
	if (s->letter && s->beside)
		return 0;
	starts_close(s);
	return -1;
}

void
starts_close(struct starts *s)
{
	unsigned b;

	for (b = 0; b < 64; b++)
		free(s->phase[b].start);
	free(s->token);
	free(s->letter);
	free(s->beside);
	free(s->gate);
}

/* --- the phases of a word --- */

static struct dfa_phases
both(struct dfa_phases a, struct dfa_phases b)
{
	return (struct dfa_phases){ a.alone | b.alone, a.behind | b.behind };
}

/* The phases of rules that live when n letters have been read, or have ended
 * in them; `inside`: also at no edge of a word. */
static struct dfa_phases
read_letters(struct dfa *d, const uint16_t *class, unsigned n, bool inside)
{
	struct dfa_phases live = { 0, 0 };
	uint32_t next;
	unsigned i, ends, edged;

	dfa_ready(d);
	next = dfa_start_all(d, inside);
	for (i = 0; i < n && next != DFA_DEAD; i++) {
		next = dfa_step(d, next & DFA_STATE, class[i]);
		if (i + 1 == n || !(next & DFA_ENDS))
			continue;
		dfa_ends(d, next & DFA_STATE, &ends, &edged);
		if (inside || ends > edged)
			live = both(live, dfa_phases(d, next & DFA_STATE));
	}
	return both(live, dfa_phases(d, next & DFA_STATE));
}

static struct dfa_phases
read_word(struct dfa *d, const uint16_t *class, unsigned n)
{
	struct dfa_phases live = read_letters(d, class, n, false);
	unsigned i;

	for (i = 0; i < n; i++)
		live = both(live, read_letters(d, class + i, n - i, true));
	return live;
}

struct dfa_phases
starts_letter(struct starts *s, struct dfa *d, unsigned class)
{
	struct word *w = &s->letter[class];
	uint16_t one = (uint16_t) class;

	if (!w->known) {
		w->live = read_word(d, &one, 1);
		w->known = true;
	}
	return w->live;
}

/* --- room --- */

static int
room(void **array, size_t n, size_t *cap, size_t more, size_t size)
{
	size_t want = *cap ? *cap * 2 : 1024;
	void *new;

	if (n + more <= *cap)
		return 0;
	while (want < n + more)
		want *= 2;
	new = realloc(*array, want * size);
	if (!new)
		return -1;
	*array = new;
	*cap = want;
	return 0;
}

static int
add_token(struct starts *s, struct token t)
{
	void *token = s->token;

	if (room(&token, s->n, &s->cap, 1, sizeof t))
		return -1;
	s->token = token;
	s->token[s->n++] = t;
	return 0;
}

/* Adds the token that came last to a phase; a gate of its rules that want
 * something before them comes behind that of the others. */
static int
add_start(struct starts *s, unsigned bit, uint32_t state, bool behind)
{
	struct start_list *l = &s->phase[bit];
	uint32_t token = (uint32_t)s->n - 1;
	void *start = l->start;

	if (behind && l->n && l->start[l->n - 1].token == token) {
		l->start[l->n - 1].behind = true;
		return 0;
	}
	if (room(&start, l->n, &l->cap, 1, sizeof *l->start))
		return -1;
	l->start = start;
	l->start[l->n++] = (struct start){ .token = token,
		.state = state,
		.alone = !behind,
		.behind = behind };
	return 0;
}

/* --- what stands before --- */

/* The phases of rules of which what stands before a letter may stand there:
 * a blank and the word before it, or a letter or two. */
static uint64_t
before(struct cutting *c, size_t at)
{
	const struct automaton *a = c->view->automaton;
	const uint16_t *class = c->view->class;
	uint16_t near[VOCABULARY_BYTES + 1];
	uint64_t *known;
	unsigned n = 1;
	size_t i = at;

	near[0] = i ? class[--i] : (uint16_t)a->nclass;
	known = &c->s->beside[near[0]];
	if (near[0] == c->blank && c->last && c->last_end == i) {
		if (c->last->before_known)
			return c->last->before;
		c->last->before_known = true;
		known = &c->last->before;
		*known = 0;
		while (i && class[i - 1] < c -> ninner)
			near[n++] = class[--i];
	} else if (near[0] == c->blank) {
		if (i && class[i - 1] < c -> ninner)
			return ~0ULL; /* a word without a number */
		near[n] = i ? class[i - 1] : (uint16_t)a->nclass;
		known = &c->s->blank[near[n++]];
	}
	if (!*known) {
		dfa_ready(c->d);
		*known = gates_before(c->d, near, n);
	}
	return *known;
}

/* --- cutting --- */

static int
make_gates(struct cutting *c, struct word *w, size_t at, size_t end)
{
	struct starts *s = c->s;
	struct gate gate[GATES_MOST];
	void *all = s->gate;
	unsigned n;

	dfa_ready(c->d);
	n = gates_make(
		c->d, w->live, c->view->class + at, (unsigned)(end - at), gate);
	if (room(&all, s->ngate, &s->gate_cap, n, sizeof *gate))
		return -1;
	s->gate = all;
	memcpy(s->gate + s->ngate, gate, n * sizeof *gate);
	w->gate = (uint32_t)s->ngate;
	w->ngate = (uint8_t)n;
	w->made = s->generation;
	s->ngate += n;
	return 0;
}

/* The token that came last begins rules of those phases where its gates let it
 * through. */
static int
try_gates(struct cutting *c, struct word *w, size_t at, size_t end,
	uint64_t allowed)
{
	const struct view *v = c->view;
	unsigned next = end < v->n ? v->class[end] : UINT16_MAX;
	bool blank = next == c->blank && end + 1 < v->n;
	unsigned behind = blank ? v->class[end + 1] : 0, i;
	uint64_t stands = 0;

	if (w->made != c->s->generation && make_gates(c, w, at, end))
		return -1;
	for (i = 0; i < w->ngate; i++) {
		const struct gate *g = &c->s->gate[w->gate + i];

		if (next != UINT16_MAX && !(g->next >> next % 64 & 1))
			continue;
		if (blank && !(g->blank >> behind % 64 & 1))
			continue;
		if (!(allowed >> g->bit & 1))
			continue;
		if (g->behind && !stands)
			stands = before(c, at);
		if (g->behind && !(stands >> g->bit & 1))
			continue;
		if (add_start(c->s, g->bit, g->state, g->behind))
			return -1;
	}
	return 0;
}

/* A word of which nothing is remembered may begin anything. */
static int
try_all(struct starts *s)
{
	unsigned b;

	for (b = 0; b < 64; b++)
		if (add_start(s, b, 0, false) || add_start(s, b, 0, true))
			return -1;
	return 0;
}

static int
add_word(struct cutting *c, size_t at, size_t end)
{
	const struct view *v = c->view;
	struct str bytes = str_slice(v->seen, v->at[at], v->at[end]);
	struct token t = { .at = (uint32_t)at,
		.letters = (uint32_t)(end - at),
		.live = { ~0ULL, ~0ULL } };
	struct word *w = NULL;

	if (bytes.n <= VOCABULARY_BYTES)
		t.number = vocabulary_number(c->v, bytes);
	if (!t.number) {
		c->last = NULL;
		return add_token(c->s, t) || try_all(c->s) ? -1 : 0;
	}
	w = vocabulary_word(c->v, t.number);
	if (!w->known) {
		w->live = read_word(c->d, v->class + at, t.letters);
		w->known = true;
	}
	t.live = w->live;
	if ((t.live.alone | t.live.behind) &&
		(add_token(c->s, t) || try_gates(c, w, at, end, ~0ULL)))
		return -1;
	c->last = w;
	c->last_end = end;
	return 0;
}

/* A letter that is of no word: behind one nothing begins but in the free
 * phases. */
static int
add_letter(struct cutting *c, size_t at)
{
	const struct view *v = c->view;
	struct word *w = &c->s->letter[v->class[at]];
	uint64_t allowed = ~0ULL;
	struct token t = { .at = (uint32_t)at,
		.letters = 1,
		.live = starts_letter(c->s, c->d, v->class[at]) };

	if (!(t.live.alone | t.live.behind))
		return 0;
	if (at > 0 && v->class[at - 1] < c -> ninner)
		allowed = starts_free();
	t.live.alone &= allowed;
	t.live.behind &= allowed;
	if (!(t.live.alone | t.live.behind))
		return 0;
	return add_token(c->s, t) || try_gates(c, w, at, at + 1, allowed) ? -1
									  : 0;
}

static int
cut(struct cutting *c)
{
	const struct view *v = c->view;
	size_t i, end;

	for (i = 0; i < v->n; i = end) {
		for (end = i; end < v->n && v->class[end] < c -> ninner; end++)
			;
		if (end > i ? add_word(c, i, end) : add_letter(c, end++))
			return -1;
	}
	return 0;
}

int
starts_find(struct starts *s, const struct view *view, struct dfa *d,
	struct vocabulary *v)
{
	struct cutting c = { .s = s,
		.view = view,
		.d = d,
		.v = v,
		.ninner = view->automaton->ninner,
		.blank = dfa_blank(d) };
	unsigned b;

	s->n = 0;
	for (b = 0; b < 64; b++)
		s->phase[b].n = 0;
	dfa_ready(d);
	if (s->generation != dfa_generation(d))
		s->ngate = 0;
	s->generation = dfa_generation(d);
	return cut(&c);
}

size_t
starts_token(const struct starts *s, size_t letter)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (s->token[mid].at < letter)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
