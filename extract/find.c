/* A view of the text -> where each rule of a phase matches in it.
 *
 * starts.h names the words where a phase's rules may begin; from each the
 * automaton reads on (runs.h) and names the rules that may match; a walk
 * along the pattern (confirm.h) confirms, or else PCRE2. Of the rules
 *      rule 0   ngày {@dates}        rule 1   (?<=trước )tháng \d
 * in "trước ngày D, tháng 5" rule 0 is named at `ngày`, and rule 1 not at
 * `tháng`, for `,` stands before it.
 *
 * Symbols are met in order with the words: at each, in front of it a word
 * that it cuts, the symbol itself, and what stands behind it are tried too.
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
#include "runs.h"
#include "starts.h"
#include "view.h"

/* Letters that are read leftward from where a rule would begin; how many hits
 * ahead are fetched from memory. */
enum { BEHIND_MOST = 600, FETCH_AHEAD = 2 };

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
	struct starts starts;
	struct vocabulary *vocabulary;
	struct dfa *dfa;
	size_t *next; /* by rule: where it may begin again in this view */
	struct phase_rules *phase;
	unsigned *rank; /* by rule: its priority among those of its phase, the
			   highest 0 */
	struct runs runs;
};

/* One phase over one view. */
struct finding {
	const struct rules *r;
	struct scratch *s;
	struct view *view;
	struct dfa *dfa;
	const struct find_to *to;
	unsigned phase; /* of the automaton */
	bool free;	/* it may begin and end inside words */
	size_t nbefore; /* symbols before the letter that is tried */
	bool gave_up;	/* some rule has */
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
	s->vocabulary = vocabulary_new();
	s->dfa = dfa_new(r->automaton);
	s->next = calloc(r->nrule + 1, sizeof *s->next);
	s->phase = calloc(r->nphase + 1, sizeof *s->phase);
	s->rank = calloc(r->nrule + 1, sizeof *s->rank);
	if (!s->regex || !s->confirm || !s->span || !s->vocabulary || !s->dfa ||
		!s->next || !s->phase || !s->rank ||
		starts_open(&s->starts, r->automaton)) {
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
	starts_close(&s->starts);
	dfa_free(s->dfa);
	vocabulary_free(s->vocabulary);
	free(s->next);
	free(s->phase);
	free(s->rank);
	runs_close(&s->runs);
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

/* Asks of what the automaton has named whether it is there. */
static void
confirm_hit(struct finding *g, const struct hit *h)
{
	const struct rule *rule = g->r->rule[h->rule];
	struct span *span = g->s->span;
	size_t at = view_byte(g->view, h->at, h->nbefore);
	size_t *next = &g->s->next[h->rule];
	bool taken;
	int found;

	if (at < *next || rule->plain)
		return;
	taken = g->to->taken(g->to->arg, h->at);
	if (taken && !g->to->lost)
		return;
	found = confirm(g->r->confirms, g->s->confirm, rule->confirm,
		rule->ncapture, g->view->text, at, span);
	if (found == CONFIRM_UNKNOWN)
		found = regex_find(
			rule->regex, g->s->regex, g->view->text, at, span);
	if (found == REGEX_LIMIT)
		give_up(g, h->rule);
	if (found <= 0 || span[0].end == span[0].start || span[0].start < at)
		return;
	if (taken) {
		g->to->lost(g->to->arg, rule, span);
		return;
	}
	g->to->found(g->to->arg, rule, span, h->nbefore);
	*next = behind(g, at);
}

/* Reads a letter or symbol leftward, or a whole word. */
static uint32_t
step_back(struct finding *g, uint32_t state, size_t *at)
{
	const struct view *w = g->view;
	const struct starts *s = &g->s->starts;
	size_t end = *at;
	unsigned class = view_class_before(w, end, at), number = 0;

	if (class < w->automaton->ninner)
		number = s->number[end - 1];
	/* a word whose end that is, for else one is read letter by letter */
	if (!number || view_inner(w, end))
		return dfa_step(g->dfa, state, class);
	*at = end - s->bytes[end - 1];
	return dfa_word(g->dfa, state, number, str_slice(w->seen, *at, end));
}

/* The state in which rules begin there, by what stands before. */
static uint32_t
start_behind(struct finding *g, size_t i)
{
	unsigned left = BEHIND_MOST;
	uint32_t next = dfa_behind(g->dfa, g->phase);

	while (next != DFA_DEAD && dfa_open(g->dfa, next & DFA_STATE)) {
		if (left-- == 0 || dfa_full(g->dfa))
			return dfa_start_behind(g->dfa, g->phase, 0);
		if (i == 0) {
			next = dfa_step(g->dfa, next & DFA_STATE,
				g->r->automaton->nclass);
			break;
		}
		next = step_back(g, next & DFA_STATE, &i);
	}
	if (!(next & DFA_ENDS))
		return dfa_start(g->dfa, g->phase);
	return dfa_start_behind(g->dfa, g->phase, next & DFA_STATE);
}

/* A place that is tried, and what is known of it. */
struct attempt {
	size_t at;
	const struct token *token; /* that begins here; NULL: not known */
	uint32_t state;		   /* as a gate has it */
	bool alone, behind;	   /* of which rules */
};

/* The state behind the attempt's first word, moving *at there; or the one in
 * which its letters are to be read. */
static uint32_t
first_word(struct finding *g, const struct attempt *t, uint32_t start,
	bool alone, size_t *at)
{
	uint32_t next = t->state;

	if (!t->token || !t->token->number)
		return start;
	if (!next || !alone ||
		dfa_generation(g->dfa) != g->s->starts.gates.generation)
		next = dfa_word(g->dfa, start, t->token->number,
			str_slice(g->view->seen, *at, t->token->end));
	*at = t->token->end;
	return next;
}

static void
try_at(struct finding *g, const struct attempt *t)
{
	struct runs *runs = &g->s->runs;
	uint32_t base, start, next;
	size_t at = t->at;

	if (runs->n == RUNS_MOST || dfa_full(g->dfa)) {
		runs_go(runs);
		dfa_ready(g->dfa);
	}
	start = base = dfa_start(g->dfa, g->phase);
	if (t->behind)
		start = start_behind(g, at) & DFA_STATE;
	if (start == DFA_DEAD || (start == base && !t->alone))
		return;
	next = first_word(g, t, start, start == base, &at);
	if (next != DFA_DEAD)
		runs_add(runs, t->at, g->nbefore, at, next);
}

/* Tries a letter, without knowing the word. */
static void
try_letter(struct finding *g, size_t at)
{
	uint64_t bit = dfa_phase_bit(g->phase);
	struct dfa_phases live = starts_at(&g->s->starts, at, bit);
	struct attempt t = {
		.at = at, .alone = live.alone & bit, .behind = live.behind & bit
	};

	if (t.alone || t.behind)
		try_at(g, &t);
}

/* Every letter from `at` on up to `end`, or of rules that begin at words the
 * first. */
static void
try_letters(struct finding *g, size_t at, size_t end)
{
	bool symbol;

	while (at < end) {
		symbol = g->view->head[at];
		try_letter(g, at);
		if (!g->free || symbol)
			return;
		view_class(g->view, at, &at);
	}
}

/* A token beside a symbol: what its gates saw there stands for something else
 * now. */
static void
try_token(struct finding *g, const struct token *token)
{
	uint64_t bit = dfa_phase_bit(g->phase);
	struct dfa_phases live = starts_at_token(&g->s->starts, token, bit);
	struct attempt t = { .at = token->at,
		.token = token,
		.alone = live.alone & bit,
		.behind = live.behind & bit };

	if (t.alone || t.behind)
		try_at(g, &t);
}

/* The starts of the phase before `end`, from *next on; those before
 * `from` are done, or part of a symbol, wholly or but for their end. */
static void
try_starts(struct finding *g, size_t *next, size_t from, size_t end)
{
	const struct starts *s = &g->s->starts;
	unsigned b = (unsigned)__builtin_ctzll(dfa_phase_bit(g->phase));
	const struct start_list *l = &s->phase[b];

	for (; *next < l->n; ++*next) {
		const struct start *start = &l->start[*next];
		const struct token *t = &s->token[start->token];
		struct attempt try = { .at = t->at,
			.token = t,
			.state = start->state,
			.alone = start->alone,
			.behind = start->behind };

		if (t->at >= end)
			return;
		if (g->free)
			try_letters(g, t->at < from ? from : t->at,
				t->end < end ? t->end : end);
		else if (t->at >= from)
			try_at(g, &try);
	}
}

/* --- beside symbols --- */

/* Where the word begins that a symbol at `end` cuts. */
static size_t
cut_word(const struct finding *g, size_t from, size_t end)
{
	unsigned ninner = g->r->automaton->ninner;
	size_t at;

	while (end > from && view_class_before(g->view, end, &at) < ninner)
		end = at;
	return end;
}

/* What stands before a symbol up to `cut`, where the symbol cuts a word or
 * begins. The tokens beside it, at most a blank away, are asked again. */
static void
try_before(struct finding *g, size_t *next, size_t from, size_t cut,
	const struct view_symbol *symbol)
{
	const struct token *t = g->s->starts.token;
	size_t k = symbol->token - 1;

	while (!g->free && k > 0 && t[k - 1].at >= from &&
		t[k - 1].end + 1 >= symbol->seen.start)
		k--;
	for (; !g->free && k + 1 < symbol->token && t[k].at < cut; k++) {
		try_starts(g, next, from, t[k].at);
		try_token(g, &t[k]);
		from = t[k].at + 1;
	}
	try_starts(g, next, from, cut);
}

/* What stands behind a symbol: there a word may begin, though none did; and
 * behind a blank a token. Up to `end`; returns where to go on. */
static size_t
try_behind(struct finding *g, const struct view_symbol *symbol, size_t end)
{
	const struct starts *s = &g->s->starts;
	size_t from = symbol->seen.end, k = symbol->token - 1;

	if (from >= end)
		return from;
	try_letters(g, from, from + 1);
	if (g->free || !view_blank(g->view, from))
		return g->free ? from : from + 1;
	while (k < s->n && s->token[k].at <= from)
		k++;
	if (k == s->n || s->token[k].at != from + 1 || s->token[k].end > end)
		return from + 1;
	try_token(g, &s->token[k]);
	return from + 2;
}

/* Where the next start lies that try_starts would come to. */
static size_t
start_ahead(const struct finding *g, size_t next)
{
	const struct starts *s = &g->s->starts;
	unsigned b = (unsigned)__builtin_ctzll(dfa_phase_bit(g->phase));
	const struct start_list *l = &s->phase[b];

	return next < l->n ? s->token[l->start[next].token].at : SIZE_MAX;
}

static void
scan(struct finding *g)
{
	const struct view *w = g->view;
	uint64_t bit = dfa_phase_bit(g->phase);
	size_t next = 0, from = 0, ahead = start_ahead(g, 0), i, cut;

	if (!g->r->automaton->start[g->phase].n)
		return;
	for (i = 0; i < w->nsymbol; i++) {
		const struct view_symbol *s = &w->symbol[i];

		if (!(s->phases & bit)) {
			if (ahead < s->seen.start) {
				try_starts(g, &next, from, s->seen.start);
				ahead = start_ahead(g, next);
			}
			g->nbefore = i + 1;
			from = s->seen.end;
			continue;
		}
		cut = s->cuts ? cut_word(g, from, s->seen.start)
			      : s->seen.start;
		try_before(g, &next, from, cut, s);
		try_letters(g, cut, s->seen.start);
		try_letters(g, s->seen.start, s->seen.start + 1);
		g->nbefore = i + 1;
		from = try_behind(g, s,
			i + 1 < w->nsymbol ? w->symbol[i + 1].seen.start
					   : w->seen.n);
		ahead = start_ahead(g, next);
	}
	try_starts(g, &next, from, w->seen.n);
}

/* The phases of which rules may begin at a symbol or beside it. */
static uint64_t
phases_beside(struct finding *g, const struct view_symbol *symbol)
{
	struct starts *s = &g->s->starts;
	const struct token *t = s->token;
	size_t k = symbol->token - 1;
	uint64_t bits = starts_of(s, symbol->seen.start);

	if (symbol->cuts)
		return ~0ULL;
	if (symbol->seen.end < g->view->seen.n)
		bits |= starts_of(s, symbol->seen.end);
	while (k < s->n && t[k].at <= symbol->seen.end + 1)
		bits |= starts_of_token(s, &t[k++]);
	for (k = symbol->token - 1;
		k > 0 && t[k - 1].end + 1 >= symbol->seen.start; k--)
		bits |= starts_of_token(s, &t[k - 1]);
	return bits;
}

/* Symbols that have come since the last phase. */
static void
meet_symbols(struct finding *g)
{
	struct starts *starts = &g->s->starts;
	struct view_symbol *s = g->view->symbol;
	size_t i;

	for (i = 0; i < g->view->nsymbol; i++) {
		if (s[i].token)
			continue;
		s[i].token =
			(uint32_t)starts_token(starts, s[i].seen.start) + 1;
		starts_cut(starts, s[i].seen.start, s[i].seen.end);
		s[i].phases = phases_beside(g, &s[i]);
	}
}

/* The phase's rules at words and its free ones. */
static int
scan_both(struct finding *g, unsigned phase)
{
	jmp_buf out;

	runs_open(&g->s->runs, g->view, &g->s->starts, g->dfa);

	if (setjmp(out)) {
		dfa_land(g->dfa, NULL);
		dfa_flush(g->dfa);
		return -1;
	}
	dfa_land(g->dfa, &out);
	meet_symbols(g);
	for (g->phase = 2 * phase; g->phase < 2 * phase + 2; g->phase++) {
		g->free = g->phase % 2;
		g->nbefore = 0;
		g->s->runs.free = g->free;
		scan(g);
		runs_go(&g->s->runs);
	}
	dfa_land(g->dfa, NULL);
	runs_sort(&g->s->runs);
	return g->s->runs.bad ? -1 : 0;
}

/* --- the two --- */

static int
find_starts(struct scratch *s)
{
	jmp_buf out;

	if (setjmp(out)) {
		dfa_land(s->dfa, NULL);
		dfa_flush(s->dfa);
		return -1;
	}
	dfa_land(s->dfa, &out);
	if (vocabulary_full(s->vocabulary)) {
		vocabulary_forget(s->vocabulary);
		dfa_forget_words(s->dfa);
	}
	if (starts_find(&s->starts, &s->view, s->dfa, s->vocabulary)) {
		dfa_land(s->dfa, NULL);
		return -1;
	}
	dfa_land(s->dfa, NULL);
	return 0;
}

struct view *
find_open(const struct rules *r, struct scratch *s, struct str seen,
	struct ex_err *e)
{
	if (view_open(&s->view, r->automaton, seen) || find_starts(s)) {
		err_set(e, "out of memory");
		return NULL;
	}
	return &s->view;
}

/* What will be asked of a hit. */
static void
fetch_hit(const struct finding *g, size_t i)
{
	const struct runs *runs = &g->s->runs;

	if (i + FETCH_AHEAD < runs->nhit)
		__builtin_prefetch(g->r->rule[runs->hit[i + FETCH_AHEAD].rule]);
	if (i < runs->nhit)
		confirm_soon(
			g->r->confirms, g->r->rule[runs->hit[i].rule]->confirm);
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
	for (i = 0; i < s->runs.nhit; i++) {
		fetch_hit(g, i + FETCH_AHEAD);
		if (s->rank[s->runs.hit[i].rule] == rank)
			confirm_hit(g, &s->runs.hit[i]);
	}
	for (i = p->first; g->gave_up && i < p->last; i++)
		if (s->rank[i] == rank && s->next[i] == SPAN_NONE)
			g->to->gave_up(g->to->arg, r->rule[i]);
	g->to->settle(g->to->arg);
}

int
find(const struct rules *r, unsigned phase, struct scratch *s,
	const struct find_to *to, struct ex_err *e)
{
	struct finding g = {
		.r = r, .s = s, .view = &s->view, .dfa = s->dfa, .to = to
	};
	const struct phase_rules *p = &s->phase[phase];
	unsigned rank;

	if (scan_both(&g, phase))
		return err_set(e, "out of memory");
	if (!p->plain && s->runs.nhit == 0)
		return 0;
	if (view_text(g.view))
		return err_set(e, "out of memory");
	confirm_text(s->confirm);
	memset(s->next + p->first, 0, (p->last - p->first) * sizeof *s->next);
	for (rank = 0; rank < p->nrank; rank++)
		run_class(&g, p, rank);
	return 0;
}
