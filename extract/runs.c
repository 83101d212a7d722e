/* Runs, round by round: each takes one step, of a letter or of a word. */
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "dfa_look.h"
#include "runs.h"
#include "starts.h"
#include "view.h"

/* A chain of words must not be read to its end from each of its words. */
enum { STEPS_MOST = 600 };

void
runs_open(struct runs *g, const struct view *view, const struct starts *starts,
	struct dfa *dfa)
{
	g->view = view;
	g->starts = starts;
	g->dfa = dfa;
	g->n = 0;
	g->nhit = 0;
	g->bad = false;
}

void
runs_close(struct runs *g)
{
	free(g->hit);
}

/* --- hits --- */

bool
runs_room(struct runs *g, size_t n)
{
	size_t cap = g->hit_cap ? g->hit_cap : 2048;
	uint64_t *more;

	if (2 * (g->nhit + n) <= g->hit_cap)
		return true;
	while (cap < 2 * (g->nhit + n))
		cap *= 2;
	more = realloc(g->hit, cap * sizeof *more);
	if (!more) {
		g->bad = true;
		return false;
	}
	g->hit = more;
	g->hit_cap = cap;
	return true;
}

static void
add_hits(struct runs *g, const struct run *r, const uint32_t *rule, unsigned n)
{
	unsigned i;

	if (!runs_room(g, n))
		return;
	for (i = 0; i < n; i++)
		g->hit[g->nhit++] = hit_new(r->place, rule[i]);
}

/* Names what ends in the run's state: rules end at the edge of a word, but for
 * the free ones. */
static void
name_ends(struct runs *g, const struct run *r)
{
	const struct view *w = g->view;
	unsigned ninner = w->automaton->ninner, n, edged;
	const uint32_t *rule =
		dfa_ends(g->dfa, r->state & DFA_STATE, &n, &edged);
	size_t other;
	bool inside = !g->free && r->at < w->seen.n &&
		      view_class(w, r->at, &other) < ninner &&
		      view_class_before(w, r->at, &other) < ninner;

	if (inside)
		add_hits(g, r, rule + edged, n - edged);
	else
		add_hits(g, r, rule, n);
}

/* The same of n runs: what is looked at is fetched for all of them first. */
static void
name_all(struct runs *g, unsigned n)
{
	const struct dfa_look look = dfa_look(g->dfa);
	unsigned i;

	for (i = 0; i < n; i++)
		dfa_look_state(&look, g->run[g->ending[i]].state & DFA_STATE);
	for (i = 0; i < n; i++)
		dfa_look_ends(&look, g->run[g->ending[i]].state & DFA_STATE);
	for (i = 0; i < n; i++)
		name_ends(g, &g->run[g->ending[i]]);
}

/* Names all that may still end: the run is given up. */
static void
name_possible(struct runs *g, const struct run *r)
{
	unsigned n;
	const uint32_t *rule = dfa_possible(g->dfa, r->state & DFA_STATE, &n);

	add_hits(g, r, rule, n);
}

void
runs_sort(struct runs *g)
{
	size_t i, n = 0;

	if (g->nhit == 0)
		return;
	sort_numbers(g->hit, g->nhit, g->hit + g->nhit);
	for (i = 0; i < g->nhit; i++) {
		g->hit[n] = g->hit[i];
		n += i + 1 == g->nhit || g->hit[i + 1] != g->hit[i];
	}
	g->nhit = n;
}

/* --- steps --- */

/* Is there room for what a step may make? Else the run is given up. */
static bool
has_room(struct runs *g, struct run *r)
{
	if (!dfa_full(g->dfa))
		return true;
	name_possible(g, r);
	r->state = DFA_DEAD;
	return false;
}

/* As step_words and step_letters, of what is not known. */
static void
read_word(struct runs *g, struct run *r, uint32_t state)
{
	struct str word = str_slice(
		g->view->seen, r->at - g->starts->bytes[r->at - 1], r->at);

	r->state = state;
	if (has_room(g, r))
		r->state = dfa_blank_word(
			g->dfa, state & DFA_STATE, r->word, word);
}

static void
read_letter(struct runs *g, struct run *r, size_t at, uint32_t state)
{
	size_t next;
	unsigned class = view_class(g->view, at, &next);

	r->at = (uint32_t)at;
	r->state = state;
	if (!has_room(g, r))
		return;
	r->state = at > g->view->seen.n
			   ? DFA_DEAD
			   : dfa_step(g->dfa, state & DFA_STATE, class);
	r->at = (uint32_t)next;
}

/* Of those n that read a blank and a word, lists the m that live on by its
 * first letter; returns m. What is looked at next is being fetched meanwhile.
 */
static unsigned
begin_words(struct runs *g, const struct dfa_look *look, unsigned n,
	uint32_t *mixed)
{
	const uint8_t *bytes = g->starts->bytes;
	unsigned i, m = 0;

	for (i = 0; i < n; i++) {
		uint16_t number = g->word[i];
		struct run *r = &g->run[number];
		uint32_t state = r->state & DFA_STATE;
		unsigned live = dfa_look_first(look, state, r->word);

		mixed[m] = dfa_look_fetch(look, state, r->word);
		g->word[m] = number;
		m += live;
		r->state = live ? r->state : DFA_DEAD;
		r->at += bytes[r->at + 1] + 1u;
	}
	return m;
}

/* Those of n that read a blank and a word. */
static void
step_words(struct runs *g, unsigned n)
{
	const struct dfa_look look = dfa_look(g->dfa);
	uint32_t mixed[RUNS_MOST], was[RUNS_MOST];
	unsigned i, left = 0;

	n = begin_words(g, &look, n, mixed);
	for (i = 0; i < n; i++) {
		uint16_t number = g->word[i];
		struct run *r = &g->run[number];
		uint32_t next = dfa_look_word(&look, mixed[i]);

		was[left] = r->state;
		g->word[left] = number;
		left += next == 0;
		r->state = next;
	}
	for (i = 0; i < left; i++)
		read_word(g, &g->run[g->word[i]], was[i]);
}

/* And those that read a letter or symbol. */
static void
step_letters(struct runs *g, unsigned n)
{
	const struct dfa_look look = dfa_look(g->dfa);
	const struct view v = *g->view;
	const unsigned edge = v.automaton->nclass;
	uint32_t at[RUNS_MOST], was[RUNS_MOST];
	uint16_t class[RUNS_MOST];
	unsigned i, left = 0;

	for (i = 0; i < n; i++) {
		struct run *r = &g->run[g->letter[i]];
		size_t next;

		dfa_look_near(&look, r->state & DFA_STATE);
		class[i] = (uint16_t)view_read(&v, r->at, &next);
		at[i] = r->at;
		r->at = (uint32_t)next;
	}
	for (i = 0; i < n; i++) {
		uint16_t number = g->letter[i];
		struct run *r = &g->run[number];
		uint32_t inner = -(uint32_t)(class[i] != edge);
		uint32_t next = dfa_look_step(&look, r->state & DFA_STATE,
					class[i] & inner) &
				inner;

		was[left] = r->state;
		at[left] = at[i];
		g->letter[left] = number;
		left += next == 0;
		r->state = next;
	}
	for (i = 0; i < left; i++)
		read_letter(g, &g->run[g->letter[i]], at[i], was[i]);
}

/* The number of the word behind a blank at `at`, or 0: a letter is read there.
 * No jump hangs on which it is. */
static inline uint32_t
word_behind(const struct view *v, const uint16_t *number, size_t at, size_t end)
{
	bool in = at < end;
	size_t near = at & -(size_t)in;
	bool blank = in & (v->seen.p[near] == ' ') &
		     !(v->head[near] | v->head[near + 1]);

	return number[near + 1] & -(uint32_t)blank;
}

/* The living move together, and are sorted by what they read next; what ends in
 * them is named. */
static void
keep_living(struct runs *g)
{
	const struct view v = *g->view;
	const uint16_t *number = g->starts->number;
	struct reach *const reach = g->reach;
	const size_t end = g->free ? 0 : v.seen.n;
	const unsigned count = g->n;
	unsigned i, n = 0, nword = 0, nending = 0;

	for (i = 0; i < count; i++) {
		struct run r = g->run[i];
		uint32_t word = word_behind(&v, number, r.at, end);
		unsigned lives = r.state != DFA_DEAD;

		reach[r.place].to = r.at;
		g->run[n] = r;
		g->run[n].word = word;
		g->word[nword] = g->letter[n - nword] = (uint16_t)n;
		g->ending[nending] = (uint16_t)n;
		nending += r.state / DFA_ENDS;
		nword += lives & (word != 0);
		n += lives;
	}
	g->n = n;
	g->nword = nword;
	name_all(g, nending);
}

/* A step of each. */
static void
step_all(struct runs *g)
{
	unsigned nletter = g->n - g->nword;

	step_words(g, g->nword);
	step_letters(g, nletter);
	keep_living(g);
}

void
runs_go(struct runs *g)
{
	unsigned i, left = STEPS_MOST;

	keep_living(g);
	while (g->n > 0 && left-- > 0)
		step_all(g);
	for (i = 0; i < g->n; i++)
		name_possible(g, &g->run[i]);
	g->n = 0;
}
