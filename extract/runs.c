/* Runs, round by round: each takes one step, of a letter or of a word. */
#include <stdlib.h>
#include <string.h>

#include "runs.h"
#include "starts.h"
#include "view.h"

/* A chain of words must not be read to its end from each of its words. */
enum {
	STEPS_MOST = 600,
	FEW = 48 /* hits: so many are sorted by putting each in its place */
};

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

static void
add_hits(struct runs *g, const struct run *r, const uint32_t *rule, unsigned n)
{
	size_t cap = g->hit_cap ? g->hit_cap : 1024;
	struct hit *more;
	unsigned i;

	while (cap < g->nhit + n)
		cap *= 2;
	if (cap > g->hit_cap) {
		more = realloc(g->hit, cap * sizeof *more);
		if (!more) {
			g->bad = true;
			return;
		}
		g->hit = more;
		g->hit_cap = cap;
	}
	for (i = 0; i < n; i++)
		g->hit[g->nhit++] =
			(struct hit){ rule[i], r->began, r->nbefore };
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
	bool inside = r->at < w->seen.n &&
		      view_class(w, r->at, &other) < ninner &&
		      view_class_before(w, r->at, &other) < ninner;

	if (!inside || g->free)
		add_hits(g, r, rule, edged);
	add_hits(g, r, rule + edged, n - edged);
}

/* Names all that may still end: the run is given up. */
static void
name_possible(struct runs *g, const struct run *r)
{
	unsigned n;
	const uint32_t *rule = dfa_possible(g->dfa, r->state & DFA_STATE, &n);

	add_hits(g, r, rule, n);
}

static int
by_place(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* Few as they mostly are, and nearly in order. */
static void
sort_few(struct hit *hit, size_t n)
{
	size_t i, j;

	for (i = 1; i < n; i++) {
		struct hit h = hit[i];

		for (j = i; j > 0 && by_place(&hit[j - 1], &h) > 0; j--)
			hit[j] = hit[j - 1];
		hit[j] = h;
	}
}

void
runs_sort(struct runs *g)
{
	size_t i, n = 0;

	if (g->nhit <= FEW)
		sort_few(g->hit, g->nhit);
	else
		qsort(g->hit, g->nhit, sizeof *g->hit, by_place);
	for (i = 0; i < g->nhit; i++)
		if (n == 0 || by_place(&g->hit[n - 1], &g->hit[i]) != 0)
			g->hit[n++] = g->hit[i];
	g->nhit = n;
}

/* --- steps --- */

/* The number of the word behind a blank there, or 0. */
static unsigned
word_behind(const struct runs *g, size_t at)
{
	if (g->free || !view_blank(g->view, at) || g->view->head[at + 1])
		return 0;
	return g->starts->number[at + 1];
}

/* Has what the run's next step needs fetched. */
static void
fetch(const struct runs *g, struct run *r)
{
	r->word = (uint16_t)word_behind(g, r->at);
	if (r->word)
		dfa_fetch_words(g->dfa, r->state & DFA_STATE, r->word);
	else
		dfa_fetch(g->dfa, r->state & DFA_STATE);
}

void
runs_add(
	struct runs *g, size_t began, size_t nbefore, size_t at, uint32_t state)
{
	struct run *r = &g->run[g->n++];

	*r = (struct run){ .began = (uint32_t)began,
		.nbefore = (uint32_t)nbefore,
		.at = (uint32_t)at,
		.state = state,
		.left = STEPS_MOST };
	fetch(g, r);
}

static void
step_letter(struct runs *g, struct run *r)
{
	size_t next;
	unsigned class = view_class(g->view, r->at, &next);

	r->state = dfa_step(g->dfa, r->state & DFA_STATE, class);
	r->at = (uint32_t)next;
}

/* A blank and the word behind it. */
static void
step_word(struct runs *g, struct run *r)
{
	const char *p = g->view->seen.p + r->at + 1;
	struct str word = { p, g->starts->bytes[r->at + 1] };
	size_t n;

	r->state = dfa_blank_word(g->dfa, r->state & DFA_STATE, r->word,
		automaton_read(g->view->automaton, p, &n), word);
	r->at += (uint32_t)word.n + 1;
}

/* Takes a step; false when the run is dead, or has read the text's edge. */
static bool
step(struct runs *g, struct run *r)
{
	if (r->at > g->view->seen.n)
		return false;
	if (r->left-- == 0) {
		name_possible(g, r);
		return false;
	}
	if (r->word)
		step_word(g, r);
	else
		step_letter(g, r);
	return r->state != DFA_DEAD;
}

/* One step of each; the living move together. */
static void
round_of_steps(struct runs *g)
{
	unsigned i, n = 0, nending = 0;

	for (i = 0; i < g->n; i++) {
		struct run *r = &g->run[i];

		if (!step(g, r))
			continue;
		if (r->state & DFA_ENDS) {
			dfa_fetch_ends(g->dfa, r->state & DFA_STATE);
			g->ending[nending++] = *r;
		}
		fetch(g, r);
		g->run[n++] = *r;
	}
	g->n = n;
	for (i = 0; i < nending; i++)
		name_ends(g, &g->ending[i]);
}

void
runs_go(struct runs *g)
{
	unsigned i;

	for (i = 0; i < g->n; i++)
		if (g->run[i].state & DFA_ENDS)
			name_ends(g, &g->run[i]);
	while (g->n > 0 && !dfa_full(g->dfa))
		round_of_steps(g);
	for (i = 0; i < g->n; i++)
		name_possible(g, &g->run[i]);
	g->n = 0;
}
