/* A view of the text -> where each rule of a phase matches in it.
 *
 * starts.h names the words where a phase's rules may begin; from each the
 * automaton (dfa.h) reads on and names the rules that may match; a walk along
 * the pattern (confirm.h) confirms, or else PCRE2. Of the rules
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
#include "starts.h"
#include "view.h"

/* Letters of one run: a chain of words must not be read to its end from each
 * of its words. */
enum { LETTERS_MOST = 600 };

/* A place where the automaton has found that a rule may match. */
struct hit {
	uint32_t rule, letter;
	uint32_t nbefore; /* symbols before it */
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
	struct hit *hit;
	size_t nhit, hit_cap;
	uint32_t *seen, run; /* by rule: already named in this run */
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
	size_t began;	/* the letter that is tried */
	size_t nbefore; /* symbols before it */
	bool bad;	/* memory is out */
};

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
	s->seen = calloc(r->nrule + 1, sizeof *s->seen);
	if (!s->regex || !s->confirm || !s->span || !s->vocabulary || !s->dfa ||
		!s->next || !s->seen || starts_open(&s->starts, r->automaton)) {
		scratch_free(s);
		return NULL;
	}
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
	free(s->hit);
	free(s->seen);
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
		if (span[0].end == span[0].start || span[0].start < from) {
			from = behind(g, from);
			continue;
		}
		if (is_free(g, span)) {
			g->to->found(g->to->arg, rule, span);
			from = behind(g, span[0].start);
			continue;
		}
		if (g->to->lost)
			g->to->lost(g->to->arg, rule, span);
		span[0].end = 0;
		from = behind(g, span[0].start);
	}
	return found != REGEX_LIMIT;
}

/* --- by the automaton --- */

/* Asks of what the automaton has named whether it is there. */
static void
confirm_hit(struct finding *g, const struct hit *h)
{
	const struct rule *rule = g->r->rule[h->rule];
	struct span *span = g->s->span;
	size_t at = view_byte(g->view, h->letter, h->nbefore);
	size_t *next = &g->s->next[h->rule];
	bool taken;
	int found;

	if (at < *next || rule->plain)
		return;
	taken = g->to->taken(g->to->arg, g->view->at[h->letter]);
	if (taken && !g->to->lost)
		return;
	found = confirm(g->r->confirms, g->s->confirm, rule->confirm,
		rule->ncapture, g->view->text, at, span);
	if (found == CONFIRM_UNKNOWN)
		found = regex_find(
			rule->regex, g->s->regex, g->view->text, at, span);
	if (found == REGEX_LIMIT)
		*next = SPAN_NONE;
	if (found <= 0 || span[0].end == span[0].start || span[0].start < at)
		return;
	if (taken) {
		g->to->lost(g->to->arg, rule, span);
		return;
	}
	g->to->found(g->to->arg, rule, span);
	*next = behind(g, at);
}

static void
add_hit(struct finding *g, uint32_t rule, size_t letter)
{
	struct scratch *s = g->s;
	size_t cap = s->hit_cap ? s->hit_cap * 2 : 1024;
	struct hit *more;

	if (s->nhit == s->hit_cap) {
		more = realloc(s->hit, cap * sizeof *more);
		if (!more) {
			g->bad = true;
			return;
		}
		s->hit = more;
		s->hit_cap = cap;
	}
	s->hit[s->nhit++] =
		(struct hit){ rule, (uint32_t)letter, (uint32_t)g->nbefore };
}

static void
name_rules(struct finding *g, const uint32_t *rule, unsigned n)
{
	struct scratch *s = g->s;
	unsigned i;

	for (i = 0; i < n; i++) {
		if (s->seen[rule[i]] == s->run)
			continue;
		s->seen[rule[i]] = s->run;
		add_hit(g, rule[i], g->began);
	}
}

/* Names what ends in a state that was reached in front of letter i: rules
 * end at the edge of a word, but for the free ones. */
static void
name_ends(struct finding *g, uint32_t state, size_t i)
{
	const uint16_t *class = g->view->class;
	unsigned ninner = g->r->automaton->ninner, n, edged;
	const uint32_t *rule = dfa_ends(g->dfa, state, &n, &edged);
	bool inside = i > 0 && i < g->view->n && class[i - 1] < ninner &&
		      class[i] < ninner;

	if (!inside || g->free)
		name_rules(g, rule, edged);
	name_rules(g, rule + edged, n - edged);
}

/* Reads on in front of letter i, where the automaton has come to `next`. */
static void
run(struct finding *g, size_t i, uint32_t next)
{
	const struct view *w = g->view;
	unsigned nletter = g->r->automaton->nletter, left = LETTERS_MOST, n;
	const uint32_t *rule;

	while (next != DFA_DEAD) {
		if (next & DFA_ENDS) {
			name_ends(g, next & DFA_STATE, i);
			if (!dfa_open(g->dfa, next & DFA_STATE))
				return;
		}
		if (i > w->n)
			return;
		if (left-- == 0) {
			rule = dfa_possible(g->dfa, next & DFA_STATE, &n);
			name_rules(g, rule, n);
			return;
		}
		if (i == w->n) {
			next = dfa_step(g->dfa, next & DFA_STATE,
				g->r->automaton->nclass);
			i++;
			continue;
		}
		next = dfa_step(g->dfa, next & DFA_STATE, w->class[i]);
		i = w->class[i] >= nletter ? w->ahead[i] : i + 1;
	}
}

/* The state in which rules begin at letter i, by what stands before it. */
static uint32_t
start_behind(struct finding *g, size_t i)
{
	const struct view *w = g->view;
	unsigned nletter = g->r->automaton->nletter, left = LETTERS_MOST;
	uint32_t next = dfa_behind(g->dfa, g->phase);
	unsigned class;

	while (next != DFA_DEAD && dfa_open(g->dfa, next & DFA_STATE)) {
		if (left-- == 0)
			return dfa_start_behind(g->dfa, g->phase, 0);
		if (i == 0) {
			next = dfa_step(g->dfa, next & DFA_STATE,
				g->r->automaton->nclass);
			break;
		}
		class = w->class[--i];
		if (class >= nletter)
			i = w->back[i] < i ? w->back[i] : i;
		next = dfa_step(g->dfa, next & DFA_STATE, class);
	}
	if (!(next & DFA_ENDS))
		return dfa_start(g->dfa, g->phase);
	return dfa_start_behind(g->dfa, g->phase, next & DFA_STATE);
}

/* A letter that is tried, and what is known of it. */
struct attempt {
	size_t at;
	const struct token *token; /* that begins here; NULL: not known */
	uint32_t state;		   /* as a gate has it */
	bool alone, behind;	   /* of which rules */
};

static void
begin_run(struct scratch *s, size_t nrule)
{
	if (++s->run == 0) {
		memset(s->seen, 0, (nrule + 1) * sizeof *s->seen);
		s->run = 1;
	}
}

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
		dfa_generation(g->dfa) != g->s->starts.generation)
		next = dfa_word(g->dfa, start, t->token->number,
			g->view->class + *at, t->token->letters);
	if (next & DFA_SLOW)
		return start;
	*at += t->token->letters;
	return next;
}

static void
try_at(struct finding *g, const struct attempt *t)
{
	uint32_t base, start, next;
	size_t at = t->at;

	dfa_ready(g->dfa);
	begin_run(g->s, g->r->nrule);
	start = base = dfa_start(g->dfa, g->phase);
	if (t->behind)
		start = start_behind(g, at) & DFA_STATE;
	if (start == DFA_DEAD || (start == base && !t->alone))
		return;
	next = first_word(g, t, start, start == base, &at);
	g->began = t->at;
	run(g, at, next);
}

/* Every letter from `at` on up to `end`, or of rules that begin at words the
 * first, without knowing the word. */
static void
try_letters(struct finding *g, size_t at, size_t end)
{
	const struct automaton *a = g->r->automaton;
	uint64_t bit = dfa_phase_bit(g->phase);

	for (; at < end; at++) {
		unsigned class = g->view->class[at];
		struct dfa_phases live =
			starts_letter(&g->s->starts, g->dfa, class);
		struct attempt t = { .at = at,
			.alone = live.alone & bit,
			.behind = live.behind & bit };

		if (t.alone || t.behind)
			try_at(g, &t);
		if (!g->free || class >= a->nletter)
			return;
	}
}

/* A token beside a symbol: what its gates saw there may stand for something
 * else now. */
static void
try_token(struct finding *g, const struct token *token)
{
	uint64_t bit = dfa_phase_bit(g->phase);
	struct attempt t = { .at = token->at,
		.token = token,
		.alone = token->live.alone & bit,
		.behind = token->live.behind & bit };

	if (t.alone || t.behind)
		try_at(g, &t);
}

/* The starts of the phase before letter `end`, from *next on; those before
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
				t->at + t->letters < end ? t->at + t->letters
							 : end);
		else if (t->at >= from)
			try_at(g, &try);
	}
}

/* --- beside symbols --- */

/* Where the word begins that a symbol at letter `end` cuts. */
static size_t
cut_word(const struct finding *g, size_t from, size_t end)
{
	while (end > from &&
			g->view->class[end - 1] < g -> r -> automaton -> ninner)
		end--;
	return end;
}

/* What stands before a symbol up to `cut`, where the symbol cuts a word or
 * begins. The tokens beside it, at most a blank away, are tried whatever
 * their gates say. */
static void
try_before(struct finding *g, size_t *next, size_t from, size_t cut,
	struct view_symbol *symbol)
{
	const struct starts *s = &g->s->starts;
	const struct token *t = s->token;
	size_t k;

	if (!symbol->token)
		symbol->token = (uint32_t)starts_token(s, symbol->from) + 1;
	k = symbol->token - 1;
	while (!g->free && k > 0 && t[k - 1].at >= from &&
		t[k - 1].at + t[k - 1].letters + 1 >= symbol->from)
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
	const struct view *w = g->view;
	size_t from = symbol->to, k = symbol->token - 1;

	if (from >= end)
		return from;
	try_letters(g, from, from + 1);
	if (g->free || w->class[from] != dfa_blank(g->dfa))
		return g->free ? from : from + 1;
	while (k < s->n && s->token[k].at <= from)
		k++;
	if (k == s->n || s->token[k].at != from + 1 ||
		s->token[k].at + s->token[k].letters > end)
		return from + 1;
	try_token(g, &s->token[k]);
	return from + 2;
}

static void
scan(struct finding *g)
{
	const struct view *w = g->view;
	size_t next = 0, from = 0, i, cut;

	if (!g->r->automaton->start[g->phase].n)
		return;
	for (i = 0; i < w->nsymbol && !g->bad; i++) {
		struct view_symbol *s = &w->symbol[i];

		cut = s->cuts ? cut_word(g, from, s->from) : s->from;
		try_before(g, &next, from, cut, s);
		try_letters(g, cut, s->from);
		try_letters(g, s->from, s->from + 1);
		g->nbefore = i + 1;
		from = try_behind(g, s,
			i + 1 < w->nsymbol ? w->symbol[i + 1].from : w->n);
	}
	if (!g->bad)
		try_starts(g, &next, from, w->n);
}

/* The phase's rules at words and its free ones. */
static int
scan_both(struct finding *g, unsigned phase)
{
	jmp_buf out;

	if (setjmp(out)) {
		dfa_land(g->dfa, NULL);
		dfa_flush(g->dfa);
		return -1;
	}
	dfa_land(g->dfa, &out);
	for (g->phase = 2 * phase; g->phase < 2 * phase + 2; g->phase++) {
		g->free = g->phase % 2;
		g->nbefore = 0;
		scan(g);
	}
	dfa_land(g->dfa, NULL);
	return g->bad ? -1 : 0;
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
		dfa_flush(s->dfa);
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

/* The highest priority of rules below `below`; INT_MIN when there is none. */
static int
next_priority(const struct rules *r, size_t first, size_t last, int below)
{
	int most = INT_MIN;
	size_t i;

	for (i = first; i < last; i++)
		if (r->rule[i]->priority < below && r->rule[i]->priority > most)
			most = r->rule[i]->priority;
	return most;
}

/* The rules of one priority. */
static void
run_class(struct finding *g, size_t first, size_t last, int priority)
{
	const struct rules *r = g->r;
	struct scratch *s = g->s;
	size_t i;

	for (i = first; i < last; i++)
		if (r->rule[i]->plain && r->rule[i]->priority == priority)
			s->next[i] = run_plain(g, r->rule[i]) ? 0 : SPAN_NONE;
	for (i = 0; i < s->nhit; i++)
		if (r->rule[s->hit[i].rule]->priority == priority)
			confirm_hit(g, &s->hit[i]);
	for (i = first; i < last; i++)
		if (r->rule[i]->priority == priority && s->next[i] == SPAN_NONE)
			g->to->gave_up(g->to->arg, r->rule[i]);
	g->to->settle(g->to->arg);
}

int
find(const struct rules *r, size_t first, size_t last, struct scratch *s,
	const struct find_to *to, struct ex_err *e)
{
	struct finding g = {
		.r = r, .s = s, .view = &s->view, .dfa = s->dfa, .to = to
	};
	bool plain = false;
	size_t i;
	int p = INT_MAX;

	s->nhit = 0;
	for (i = first; i < last; i++) {
		s->next[i] = 0;
		plain = plain || r->rule[i]->plain;
	}
	if (scan_both(&g, r->rule[first]->phase))
		return err_set(e, "out of memory");
	if (!plain && s->nhit == 0)
		return 0;
	if (view_text(g.view))
		return err_set(e, "out of memory");
	while ((p = next_priority(r, first, last, p)) != INT_MIN)
		run_class(&g, first, last, p);
	return 0;
}
