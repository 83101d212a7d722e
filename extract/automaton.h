/* Which rules may match here? Many patterns as one automaton that accepts at
 * least what they accept, so that PCRE2 is asked only where one may match.
 *
 * By example. Of the patterns
 *      rule 0   ngày (?<d>\d{1,2})(?!%)
 *      rule 1   (?<=từ )năm \d{4}
 * the parser keeps `ngày \d\d?` and `năm \d\d\d\d`: what looks around, what
 * is captured and how greedily is forgotten, so that more is accepted and
 * nothing is missed. Letters that no pattern tells apart are one class. From
 * each word's start the automaton reads classes until no rule is left, and
 * names every rule that it has passed to the end. PCRE2 confirms those.
 *
 * States are made when first needed (Thompson's construction, 1968; lazy
 * determinisation as in RE2, Cox 2010), one table for each thread. */
#ifndef AUTOMATON_H
#define AUTOMATON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "letters.h"

struct letter_sets;
struct tree;
struct view;
struct vocabulary;
struct automaton; /* all phases; fixed once finished, shared by threads */
struct dfa_scratch;
struct dfa; /* the states of one phase and one thread */

/* One for `phases` phases, in m. */
struct automaton *automaton_new(struct mem *m, unsigned phases);

/* The sets of letters that the patterns' trees are made with. */
struct letter_sets *automaton_sets(struct automaton *a);

/* Adds a pattern's tree. False when it is too large: that rule must be tried
 * everywhere. */
bool automaton_add(struct automaton *a, unsigned phase, const struct tree *tree,
	unsigned rule);

/* Makes the classes; nothing can be added after it. */
void automaton_finish(struct automaton *a);

/* The class of a code point. */
uint16_t automaton_class(const struct automaton *a, uint32_t c);

/* Writes the classes of valid UTF-8 text, one a code point, to out (room for
 * text.n) and their byte offsets to at (room for text.n + 1, ending with
 * text.n); returns their number. */
size_t automaton_classes(const struct automaton *a, struct str text,
	uint16_t *out, uint32_t *at);

/* What all dfas of one thread use while they make states. NULL when memory
 * is out. */
struct dfa_scratch *dfa_scratch_new(const struct automaton *a);
void dfa_scratch_free(struct dfa_scratch *s);

/* The states of a phase for one thread; s and v must outlive it. NULL when
 * memory is out. */
struct dfa *dfa_new(const struct automaton *a, unsigned phase,
	struct dfa_scratch *s, const struct vocabulary *v);
void dfa_free(struct dfa *d);

/* A rule that may match from a place on. */
struct dfa_hit {
	uint32_t at; /* letter of the view */
	uint32_t rule;
};

/* Tries every letter i of the view, from *from on, where start[i] is set, in
 * order, and stops early when `room` hits (at least as many as there are
 * rules) are nearly used up. Moves *from behind the last place tried; returns
 * the number of hits, each rule once a place. *bad is set when memory was
 * out. */
size_t dfa_scan(struct dfa *d, const struct view *view,
	const unsigned char *start, size_t *from, struct dfa_hit *hit,
	size_t room, bool *bad);

/* --- between the two files --- */

/* The rule that a state belongs to. */
uint32_t automaton_rule(const struct automaton *a, uint32_t state);

/* A state: reads one of a set of letters, or splits, or ends a rule. */
struct nfa_state {
	enum { NFA_READ, NFA_SPLIT, NFA_END } kind;
	uint32_t set;	      /* of NFA_READ; the rule of NFA_END */
	uint32_t next, other; /* other: of NFA_SPLIT */
};

/* States from `first` on, up to the next rule's. */
struct rule_states {
	uint32_t first;
	uint32_t rule;
};

/* The states in which a phase's rules begin. */
struct phase_start {
	uint32_t *state;
	size_t n, cap;
};

struct automaton {
	struct mem *mem;
	struct nfa_state *state;
	size_t nstate, state_cap;
	struct letter_sets *sets;

	unsigned nphase, nrule; /* rules are numbered below nrule */
	struct rule_states *owner;
	size_t nowner, owner_cap;
	struct phase_start *start; /* by phase */

	unsigned nclass;
	uint16_t class_of[LETTERS];
	uint16_t page[256]; /* of a code point's high byte: place in pages */
	uint16_t (*pages)[256];
	uint64_t *class_set; /* by set: a bit for each class */
	unsigned class_words;
};

#endif
