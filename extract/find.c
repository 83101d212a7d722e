/* A view of the text -> where each rule of a phase matches in it.
 *
 * The search (search.h) names the rules that may match, and where; a walk along
 * the pattern (confirm.h) confirms, or else PCRE2. Of the rules
 *      rule 0   ngày {@dates}        rule 1   (?<=trước )tháng \d
 * in "trước ngày D, tháng 5" rule 0 is named at `ngày`, and rule 1 not at
 * `tháng`, for `,` stands before it.
 *
 * Rules that the automaton can't read, and all of them with --engine plain,
 * are run by PCRE2 over the whole view; both ways find the same: for each rule
 * the leftmost match, then the leftmost one behind it, and so on. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/regex.h"
#include "confirm.h"
#include "find.h"
#include "search.h"
#include "view.h"

/* How many hits ahead steps are fetched from memory. */
enum { FETCH_AHEAD = 3 };

/* The rules of a phase. */
struct phase_rules {
	size_t first, last;
	unsigned nrank; /* how many priorities they have */
	bool plain;	/* some are PCRE2's alone */
};

struct scratch {
	struct regex_scratch *regex;
	struct confirm_scratch *confirm;
	struct span *span; /* what regex_find fills */
	struct view view;
	struct search search;
	size_t *next; /* by rule: where it may begin again in this view */
	struct phase_rules *phase;
	unsigned *rank; /* by rule: its priority among those of its phase, the
			   highest 0 */
	uint32_t *nbefore; /* by hit: symbols before it */
	uint32_t *mine;	   /* hits of one priority */
	size_t hits;	   /* for which there is room */
};

/* One phase over one view. */
struct finding {
	const struct rules *r;
	struct scratch *s;
	struct view *view;
	const struct find_to *to;
	bool gave_up; /* some rule has */
};

/* Fills rank and nrank of a phase: its priorities, the highest first. */
static void
rank_rules(const struct rules *r, struct phase_rules *p, unsigned *rank)
{
	size_t i;
	int below = INT_MAX, most;

	for (;;) {
		most = INT_MIN;
		for (i = p->first; i < p->last; i++)
			if (r->rule[i]->priority < below &&
				r->rule[i]->priority > most)
				most = r->rule[i]->priority;
		if (most == INT_MIN)
			return;
		for (i = p->first; i < p->last; i++)
			if (r->rule[i]->priority == most)
				rank[i] = p->nrank;
		p->nrank++;
		below = most;
	}
}

static void
find_phases(const struct rules *r, struct scratch *s)
{
	size_t i;
	unsigned phase;
	struct phase_rules *p;

	for (i = 0, phase = 0; phase < r->nphase; phase++) {
		p = &s->phase[phase];
		for (p->first = i; i < r->nrule && r->rule[i]->phase == phase;
			i++)
			p->plain = p->plain || r->rule[i]->plain;
		p->last = i;
		rank_rules(r, p, s->rank);
	}
}

struct scratch *
scratch_new(const struct rules *r)
{
	struct scratch *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->regex = regex_scratch_new(r->most_captures);
	s->confirm = confirm_scratch_new(r->most_captures);
	s->span = calloc(r->most_captures + 1, sizeof *s->span);
	s->next = calloc(r->nrule + 1, sizeof *s->next);
	s->phase = calloc(r->nphase + 1, sizeof *s->phase);
	s->rank = calloc(r->nrule + 1, sizeof *s->rank);
	if (!s->regex || !s->confirm || !s->span || !s->next || !s->phase ||
		!s->rank || search_open(&s->search, r->automaton)) {
		scratch_free(s);
		return NULL;
	}
	find_phases(r, s);
	return s;
}

void
scratch_free(struct scratch *s)
{
	if (!s)
		return;
	view_close(&s->view);
	search_close(&s->search);
	free(s->next);
	free(s->phase);
	free(s->rank);
	free(s->nbefore);
	regex_scratch_free(s->regex);
	confirm_scratch_free(s->confirm);
	free(s->span);
	free(s);
}

/* --- by PCRE2 alone --- */

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

/* May the rule begin there? Not where something stronger stands. */
static bool
is_free(const struct finding *g, const struct span *span)
{
	return !g->to->taken(g->to->arg, view_to_seen(g->view, span[0]).start);
}

/* It gave up at a limit of work. */
static void
give_up(struct finding *g, size_t rule)
{
	g->s->next[rule] = SPAN_NONE;
	g->gave_up = true;
}

static void
run_plain(struct finding *g, size_t number)
{
	const struct rule *rule = g->r->rule[number];
	struct span *span = g->s->span;
	size_t from = 0;
	int found = 0;

	while (from <= g->view->text.n &&
		(found = regex_find(rule->plain, g->s->regex, g->view->text,
			 from, span)) > 0) {
		if (span[0].end == span[0].start || span[0].start < from) {
			from = behind(g, from);
			continue;
		}
		if (is_free(g, span)) {
			g->to->found(g->to->arg, rule, span,
				view_symbols_before(g->view, span[0].start));
			from = behind(g, span[0].start);
			continue;
		}
		if (g->to->lost)
			g->to->lost(g->to->arg, rule, span);
		span[0].end = 0;
		from = behind(g, span[0].start);
	}
	if (found == REGEX_LIMIT)
		give_up(g, number);
}

/* --- by the automaton --- */

/* Asks of what the automaton has named whether it is there; nbefore symbols
 * stand before it. */
static void
confirm_hit(struct finding *g, uint64_t hit, size_t nbefore)
{
	const struct rule *rule = g->r->rule[hit_rule(hit)];
	struct span *span = g->s->span;
	size_t at = view_byte(g->view, hit_place(hit), nbefore);
	size_t *next = &g->s->next[hit_rule(hit)];
	bool taken;
	int found;

	if (at < *next || rule->plain)
		return;
	taken = g->to->taken(g->to->arg, hit_place(hit));
	if (taken && !g->to->lost)
		return;
	found = confirm(g->r->confirms, g->s->confirm, rule->confirm,
		rule->ncapture, g->view->text, at, span);
	if (found == CONFIRM_UNKNOWN)
		found = regex_find(
			rule->regex, g->s->regex, g->view->text, at, span);
	if (found == REGEX_LIMIT)
		give_up(g, hit_rule(hit));
	if (found <= 0 || span[0].end == span[0].start || span[0].start < at)
		return;
	if (taken) {
		g->to->lost(g->to->arg, rule, span);
		return;
	}
	g->to->found(g->to->arg, rule, span, nbefore);
	*next = behind(g, at);
}

/* --- the two --- */

struct view *
find_open(const struct rules *r, struct scratch *s, struct str seen,
	struct ex_err *e)
{
	if (view_open(&s->view, r->automaton, seen) ||
		search_text(&s->search, &s->view)) {
		err_set(e, "out of memory");
		return NULL;
	}
	return &s->view;
}

/* What will be asked of a hit. */
static void
fetch_hit(const struct finding *g, uint64_t hit)
{
	confirm_soon(g->r->confirms, g->r->rule[hit_rule(hit)]->confirm);
}

/* The hits of that priority, in order. */
static void
confirm_hits(struct finding *g, unsigned rank)
{
	const struct scratch *s = g->s;
	const uint64_t *hit = s->search.runs.hit;
	uint32_t *mine = s->mine;
	size_t i, n = 0;

	for (i = 0; i < s->search.runs.nhit; i++) {
		mine[n] = (uint32_t)i;
		n += s->rank[hit_rule(hit[i])] == rank;
	}
	for (i = 0; i < n; i++) {
		if (i + FETCH_AHEAD < n)
			fetch_hit(g, hit[mine[i + FETCH_AHEAD]]);
		confirm_hit(g, hit[mine[i]], s->nbefore[mine[i]]);
	}
}

/* How many symbols stand before each hit. */
static int
count_before(struct finding *g)
{
	const struct view *v = g->view;
	const struct runs *runs = &g->s->search.runs;
	struct scratch *s = g->s;
	size_t n = runs->nhit, i = 0, j = 0;

	if (n > s->hits) {
		free(s->nbefore);
		s->hits = 2 * n;
		s->nbefore = malloc(2 * s->hits * sizeof *s->nbefore);
		if (!s->nbefore) {
			s->hits = 0;
			return -1;
		}
		s->mine = s->nbefore + s->hits;
	}
	while (i < n && j < v->nsymbol) {
		bool before = v->symbol[j].seen.start < hit_place(runs->hit[i]);

		s->nbefore[i] = (uint32_t)j;
		j += before;
		i += !before;
	}
	while (i < n)
		s->nbefore[i++] = (uint32_t)j;
	return 0;
}

/* The rules of one priority. */
static void
run_class(struct finding *g, const struct phase_rules *p, unsigned rank)
{
	const struct rules *r = g->r;
	struct scratch *s = g->s;
	size_t i;

	for (i = p->first; p->plain && i < p->last; i++)
		if (r->rule[i]->plain && s->rank[i] == rank)
			run_plain(g, i);
	confirm_hits(g, rank);
	for (i = p->first; g->gave_up && i < p->last; i++)
		if (s->rank[i] == rank && s->next[i] == SPAN_NONE)
			g->to->gave_up(g->to->arg, r->rule[i]);
	g->to->settle(g->to->arg);
}

int
find(const struct rules *r, unsigned phase, struct scratch *s,
	const struct find_to *to, struct ex_err *e)
{
	struct finding g = { .r = r, .s = s, .view = &s->view, .to = to };
	const struct phase_rules *p = &s->phase[phase];
	unsigned rank;

	if (search_phase(&s->search, phase))
		return err_set(e, "out of memory");
	if (!p->plain && s->search.runs.nhit == 0)
		return 0;
	if (view_text(g.view) || count_before(&g))
		return err_set(e, "out of memory");
	confirm_text(s->confirm);
	memset(s->next + p->first, 0, (p->last - p->first) * sizeof *s->next);
	for (rank = 0; rank < p->nrank; rank++)
		run_class(&g, p, rank);
	return 0;
}
