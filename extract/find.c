/* A view of the text -> where each rule of a phase matches in it.
 *
 * An automaton of all the phase's patterns (automaton.h) names the places
 * where a rule may match, and PCRE2 confirms. Rules that it can't read, and
 * all of them with --engine plain, are run by PCRE2 over the whole view; both
 * ways find the same: for each rule the leftmost match, then the leftmost one
 * behind it, and so on. */
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "base/err.h"
#include "base/regex.h"
#include "find.h"
#include "view.h"
#include "vocabulary.h"

struct scratch {
	struct regex_scratch *regex;
	struct span *span; /* what regex_find fills */
	struct vocabulary *vocabulary;
	struct dfa_scratch *making;
	struct dfa **dfa; /* by the automaton's phases; made when needed */
	unsigned ndfa;
	size_t *next; /* by rule: where it may begin again in this view */
	struct dfa_hit *hit;
	size_t hit_room;
};

/* One run over one view. */
struct finding {
	const struct rules *r;
	struct scratch *s;
	struct mem *mem;
	const struct view *view;
	const struct find_to *to;
};

struct scratch *
scratch_new(const struct rules *r)
{
	struct scratch *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->regex = regex_scratch_new(r->most_captures);
	s->span = calloc(r->most_captures + 1, sizeof *s->span);
	s->vocabulary = vocabulary_new();
	s->making = dfa_scratch_new(r->automaton);
	s->ndfa = 2 * r->nphase;
	s->dfa = calloc(s->ndfa + 1, sizeof *s->dfa);
	s->next = calloc(r->nrule + 1, sizeof *s->next);
	s->hit_room = r->nrule + 4096;
	s->hit = calloc(s->hit_room, sizeof *s->hit);
	if (!s->regex || !s->span || !s->vocabulary || !s->making || !s->dfa ||
		!s->next || !s->hit) {
		scratch_free(s);
		return NULL;
	}
	return s;
}

void
scratch_free(struct scratch *s)
{
	unsigned i;

	if (!s)
		return;
	for (i = 0; s->dfa && i < s->ndfa; i++)
		dfa_free(s->dfa[i]);
	dfa_scratch_free(s->making);
	vocabulary_free(s->vocabulary);
	free(s->dfa);
	free(s->next);
	free(s->hit);
	regex_scratch_free(s->regex);
	free(s->span);
	free(s);
}

struct vocabulary *
scratch_vocabulary(struct scratch *s)
{
	return s->vocabulary;
}

/* Where the same rule may match again, behind what it found at span[0]. */
static size_t
behind(const struct finding *g, size_t from)
{
	const struct span *span = g->s->span;
	size_t at = span[0].end > from ? span[0].end : from + 1;

	while (at < g->view->text.n &&
		((unsigned char)g->view->text.p[at] & 0xC0) == 0x80)
		at++;
	return at;
}

/* False when the rule gave up: what was told of it does not count. */
static bool
run_plain(struct finding *g, const struct rule *rule)
{
	struct span *span = g->s->span;
	size_t from = 0;
	int found = 0;

	while (from <= g->view->text.n &&
		(found = regex_find(rule->plain, g->s->regex, g->view->text,
			 from, span)) > 0) {
		if (span[0].end > span[0].start && span[0].start >= from)
			g->to->found(g->to->arg, rule, span);
		from = behind(g, span[0].start > from ? span[0].start : from);
	}
	return found != REGEX_LIMIT;
}

/* --- by the automaton --- */

static void
confirm(struct finding *g, const struct rule *rule, size_t at, size_t *next)
{
	struct span *span = g->s->span;
	int found;

	if (at < *next)
		return;
	found = regex_find(rule->regex, g->s->regex, g->view->text, at, span);
	if (found == REGEX_LIMIT)
		*next = SPAN_NONE;
	if (found <= 0)
		return;
	if (span[0].end > span[0].start && span[0].start >= at)
		g->to->found(g->to->arg, rule, span);
	*next = behind(g, at);
}

static int
scan(struct finding *g, unsigned phase, const unsigned char *start,
	struct ex_err *e)
{
	const struct view *w = g->view;
	struct scratch *s = g->s;
	size_t from = 0, n, i;
	bool bad = false;

	if (!s->dfa[phase])
		s->dfa[phase] = dfa_new(
			g->r->automaton, phase, s->making, s->vocabulary);
	while (s->dfa[phase] && from < w->n && !bad) {
		n = dfa_scan(s->dfa[phase], w, start, &from, s->hit,
			s->hit_room, &bad);
		for (i = 0; i < n; i++)
			confirm(g, g->r->rule[s->hit[i].rule],
				w->at[s->hit[i].at], &s->next[s->hit[i].rule]);
	}
	return bad || !s->dfa[phase] ? err_set(e, "out of memory") : 0;
}

int
find(const struct rules *r, size_t first, size_t last, const struct view *view,
	struct scratch *s, struct mem *m, const struct find_to *to,
	struct ex_err *e)
{
	struct finding g = { .r = r, .s = s, .mem = m, .view = view, .to = to };
	unsigned phase = 2 * r->rule[first]->phase;
	unsigned char *every;
	size_t i;
	bool word = false, any = false;

	for (i = first; i < last; i++) {
		s->next[i] = 0;
		if (r->rule[i]->plain)
			s->next[i] = run_plain(&g, r->rule[i]) ? 0 : SPAN_NONE;
		else if (r->rule[i]->free_edges)
			any = true;
		else
			word = true;
	}
	if (word && scan(&g, phase, view->word, e))
		return -1;
	if (any) {
		every = mem_alloc(m, view->n + 1);
		memset(every, 1, view->n + 1);
		if (scan(&g, phase + 1, every, e))
			return -1;
	}
	for (i = first; i < last; i++)
		if (s->next[i] == SPAN_NONE)
			to->gave_up(to->arg, r->rule[i]);
	return 0;
}
