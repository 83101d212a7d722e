/* Where may the rules of each phase begin? The text is cut into words once,
 * for all phases: the first word decides. "hôm nay Bộ Y tế họp": `họp` begins
 * no rule at all, `hôm` a date, `Bộ` a unit and a role. */
#ifndef STARTS_H
#define STARTS_H

#include "dfa.h"
#include "vocabulary.h"

struct view;

/* A word, or a letter that is of none, with which some rule may begin. */
struct token {
	uint32_t at, letters;
	unsigned number; /* of the word, or 0: to be read letter by letter */
	struct dfa_phases live;
};

struct starts {
	struct token *token;
	size_t n, cap;
	uint32_t *place; /* tokens by phase bit: of bit b from first[b] on */
	size_t place_cap;
	size_t first[65];
	struct word *letter; /* by class */
};

/* For one thread; -1 when memory is out, and then nothing need be closed. */
int starts_open(struct starts *s, const struct automaton *a);
void starts_close(struct starts *s);

/* Cuts a view without symbols. -1 when memory is out; d has a landing place. */
int starts_find(struct starts *s, const struct view *view, struct dfa *d,
	struct vocabulary *v);

/* The phases in which a class of letters begins a rule. */
struct dfa_phases starts_letter(
	struct starts *s, struct dfa *d, unsigned class);

/* The phases that begin inside words too, a bit each. */
uint64_t starts_free(void);

#endif
