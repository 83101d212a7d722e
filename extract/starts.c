/* Where rules may begin, by the text's words. */
#include <stdlib.h>
#include <string.h>

#include "starts.h"
#include "view.h"

enum { LETTERS_KEPT = 1 << 18 }; /* room of more is given back */

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
	if (s->letter && s->beside && gates_open(&s->gates) == 0)
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
	gates_close(&s->gates);
	free(s->number);
	free(s->letters);
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

/* Adds the token that came last to a phase. */
static int
add_start(struct starts *s, unsigned bit, struct start start)
{
	struct start_list *l = &s->phase[bit];
	void *all = l->start;

	if (room(&all, l->n, &l->cap, 1, sizeof start))
		return -1;
	l->start = all;
	l->start[l->n++] = start;
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

/* What the gates let through of the phases in which w lives. */
static struct dfa_phases
let_through(struct cutting *c, const struct word *w, size_t at, size_t end)
{
	const struct view *v = c->view;
	const struct gates *g = &c->s->gates.gates[w->gates];
	struct dfa_phases p = w->live, mask = g->mask[0];

	if (end + 1 < v->n && v->class[end] == c->blank)
		mask = g->mask[g->blank[v->class[end + 1] % GATES_FOLD]];
	else if (end < v->n)
		mask = g->mask[g->next[v->class[end] % GATES_FOLD]];
	p.alone &= mask.alone;
	p.behind &= mask.behind;
	if (p.behind)
		p.behind &= before(c, at);
	return p;
}

/* The token that came last begins rules of those phases. */
static int
add_starts(struct cutting *c, const struct word *w, struct dfa_phases p)
{
	const uint32_t *state = c->s->gates.state + (w ? w->state : 0);
	uint64_t bits = p.alone | p.behind;

	for (; bits; bits &= bits - 1) {
		uint64_t bit = bits & -bits;
		struct start start = { .token = (uint32_t)c->s->n - 1,
			.alone = p.alone & bit,
			.behind = p.behind & bit };

		if (w && start.alone)
			start.state = state[__builtin_popcountll(
				w->live.alone & (bit - 1))];
		if (add_start(c->s, (unsigned)__builtin_ctzll(bits), start))
			return -1;
	}
	return 0;
}

static int
add_word(struct cutting *c, const struct piece *piece)
{
	const struct view *v = c->view;
	size_t at = piece->at, end = piece->end;
	unsigned number = vocabulary_number(c->v, &piece->spelling);
	struct token t = { .at = (uint32_t)at,
		.letters = (uint32_t)(end - at),
		.number = (uint16_t)number };
	struct word *w;

	c->s->number[at] = (uint16_t)number;
	c->s->letters[at] = (uint8_t)t.letters;
	if (!number) {
		/* nothing is remembered of it: it may begin anything */
		c->last = NULL;
		return add_token(c->s, t) || add_starts(c, NULL,
						     (struct dfa_phases){
							     ~0ULL, ~0ULL })
			       ? -1
			       : 0;
	}
	w = vocabulary_word(c->v, number);
	if (!w->known) {
		w->live = read_word(c->d, v->class + at, t.letters);
		w->known = true;
	}
	if ((w->live.alone | w->live.behind) &&
		(gates_find(&c->s->gates, c->d, w, v->class + at, t.letters) ||
			add_token(c->s, t) ||
			add_starts(c, w, let_through(c, w, at, end))))
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
	const uint16_t *class = v->class + at;
	struct word *w = &c->s->letter[*class];
	struct dfa_phases p = starts_letter(c->s, c->d, *class);
	struct token t = { .at = (uint32_t)at,
		.letters = 1,
		.inside = at > 0 && class[-1] < c -> ninner };

	c->s->number[at] = 0;
	if (!(p.alone | p.behind))
		return 0;
	if (gates_find(&c->s->gates, c->d, w, class, 1) || add_token(c->s, t))
		return -1;
	p = let_through(c, w, at, at + 1);
	if (t.inside) {
		p.alone &= starts_free();
		p.behind &= starts_free();
	}
	return add_starts(c, w, p);
}

/* Cuts pieces from letter *i on; returns how many. */
static size_t
read_pieces(struct cutting *c, size_t *i)
{
	const struct view *v = c->view;
	struct piece *p = c->s->piece;
	size_t n, end = *i;

	for (n = 0; n < PIECES && end < v->n; n++) {
		p[n].at = (uint32_t)end;
		while (end < v->n && v->class[end] < c -> ninner)
			end++;
		p[n].end = (uint32_t)end;
		if (end == p[n].at) {
			end++;
			continue;
		}
		p[n].spelling = vocabulary_spelling(
			str_slice(v->seen, v->at[p[n].at], v->at[p[n].end]));
		vocabulary_soon(c->v, &p[n].spelling);
	}
	*i = end;
	return n;
}

static int
cut(struct cutting *c)
{
	const struct piece *p = c->s->piece;
	size_t i = 0, k, n;

	while (i < c->view->n) {
		n = read_pieces(c, &i);
		for (k = 0; k < n; k++)
			if (p[k].end > p[k].at)
				vocabulary_next(c->v, &p[k].spelling);
		for (k = 0; k < n; k++)
			if (p[k].end > p[k].at ? add_word(c, &p[k])
					       : add_letter(c, p[k].at))
				return -1;
	}
	return 0;
}

/* Room for what is known by letter; what was there is forgotten. */
static int
letters_room(struct starts *s, size_t n)
{
	if (n <= s->letters_cap &&
		(s->letters_cap <= LETTERS_KEPT || n > LETTERS_KEPT))
		return 0;
	free(s->number);
	free(s->letters);
	s->letters_cap = n < 16384 ? 16384 : n + n / 4;
	s->number = malloc(s->letters_cap * sizeof *s->number);
	s->letters = malloc(s->letters_cap * sizeof *s->letters);
	if (s->number && s->letters)
		return 0;
	s->letters_cap = 0;
	return -1;
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

	if (letters_room(s, view->n + 1))
		return -1;
	s->n = 0;
	for (b = 0; b < 64; b++)
		s->phase[b].n = 0;
	dfa_ready(d);
	gates_ready(&s->gates, d);
	return cut(&c);
}

void
starts_cut(struct starts *s, const struct view *view, size_t letter)
{
	unsigned ninner = view->automaton->ninner;

	/* a symbol that was put there hides where the word began */
	while (letter > 0 && view->class[letter - 1] < ninner)
		s->number[--letter] = 0;
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

struct dfa_phases
starts_token_phases(struct starts *s, struct dfa *d, struct vocabulary *v,
	const struct view *view, const struct token *t)
{
	if (t->number)
		return vocabulary_word(v, t->number)->live;
	if (t->letters > 1 || view->class[t->at] < view -> automaton -> ninner)
		return (struct dfa_phases){ ~0ULL, ~0ULL };
	if (t->inside)
		return (struct dfa_phases){ 0, 0 };
	return starts_letter(s, d, view->class[t->at]);
}
