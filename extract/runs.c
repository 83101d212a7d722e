/* Runs, round by round: each takes one step, of a letter or of a word. */
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
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
	g->reach = NULL;
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

/* Room for more hits, and as many again, in which they are sorted. False when
 * memory is out. */
static bool
hit_room(struct runs *g, size_t n)
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

	if (!hit_room(g, n))
		return;
	for (i = 0; i < n; i++)
		g->hit[g->nhit++] = hit_new(r->place, rule[i]);
}

void
runs_hit(struct runs *g, uint64_t hit)
{
	if (hit_room(g, 1))
		g->hit[g->nhit++] = hit;
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

	sort_numbers(g->hit, g->nhit, g->hit + g->nhit);
	for (i = 0; i < g->nhit; i++) {
		g->hit[n] = g->hit[i];
		n += i + 1 == g->nhit || g->hit[i + 1] != g->hit[i];
	}
	g->nhit = n;
}

/* --- steps --- */

/* Finds out what each run's next step is: reads the number of a word behind a
 * blank. Has fetched what the step needs. Returns how many read words. */
static unsigned
sort_kinds(struct runs *g)
{
	const struct view *v = g->view;
	const size_t end = v->seen.n;
	unsigned n[2] = { 0, 0 }, i;

	for (i = 0; i < g->n; i++) {
		struct run *r = &g->run[i];
		size_t at = r->at < end ? r->at : 0, next = at + 1;
		bool word = (r->at < end) & (v->seen.p[at] == ' ') &
			    !(v->head[at] | v->head[next]) & !g->free &
			    (g->starts->number[next] != 0);

		r->word = g->starts->number[next] & -(uint32_t)word;
		g->kind[word][n[word]++] = (uint16_t)i;
		if (word)
			dfa_fetch_words(g->dfa, r->state & DFA_STATE, r->word);
		else
			dfa_fetch(g->dfa, r->state & DFA_STATE);
	}
	return n[1];
}

static void
step_letter(struct runs *g, struct run *r)
{
	size_t next;
	unsigned class = view_class(g->view, r->at, &next);

	if (r->at > g->view->seen.n) {
		r->state = DFA_DEAD;
		return;
	}
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

/* Names what ends where the runs are. */
static void
name_all_ends(struct runs *g, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		name_ends(g, &g->ending[i]);
}

/* The living move together; what ends in them is named. */
static void
keep_living(struct runs *g)
{
	unsigned i, n = 0, nending = 0;

	for (i = 0; g->reach && i < g->n; i++)
		g->reach[g->run[i].place].to = g->run[i].at;
	for (i = 0; i < g->n; i++) {
		struct run r = g->run[i];

		g->run[n] = r;
		n += r.state != DFA_DEAD;
		g->ending[nending] = r;
		nending += (r.state & DFA_ENDS) != 0;
	}
	g->n = n;
	name_all_ends(g, nending);
}

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

static void
round_of_steps(struct runs *g)
{
	unsigned nword = sort_kinds(g), nletter = g->n - nword, i;

	for (i = 0; i < nword; i++)
		if (has_room(g, &g->run[g->kind[1][i]]))
			step_word(g, &g->run[g->kind[1][i]]);
	for (i = 0; i < nletter; i++)
		if (has_room(g, &g->run[g->kind[0][i]]))
			step_letter(g, &g->run[g->kind[0][i]]);
	keep_living(g);
}

void
runs_go(struct runs *g)
{
	unsigned i, left = STEPS_MOST;

	keep_living(g);
	while (g->n > 0 && left-- > 0)
		round_of_steps(g);
	for (i = 0; i < g->n; i++)
		name_possible(g, &g->run[i]);
	g->n = 0;
}
