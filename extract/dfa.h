/* The automaton made deterministic, state by state, when first needed (lazy
 * determinisation as in RE2, Cox 2010). One table for all phases of a thread.
 *
 * A state is a set of the nfa's places. The steps that were taken stand beside
 * it, by letters, and with a row of its own where these are many; those by
 * words in one hash table for all, of late alone. When it is full all is thrown
 * away, between two runs. */
#ifndef DFA_H
#define DFA_H

#include <setjmp.h>

#include "automaton.h"

#ifndef DFA_STATES /* at most; tests make do with few */
#define DFA_STATES 0xFFF0
#endif

struct dfa; /* of one thread */

/* What a step leads to: a state's number, and beside it: */
enum {
	DFA_DEAD = 1,	    /* the state in which nothing is possible */
	DFA_ENDS = 0x10000, /* rules end here */
	DFA_STATE = 0xFFFF  /* its number */
};

/* NULL when memory is out. */
struct dfa *dfa_new(const struct automaton *a);
void dfa_free(struct dfa *d);

/* Where to land when memory is out in any of the functions below; NULL before
 * the landing place goes. */
void dfa_land(struct dfa *d, jmp_buf *out);

/* Is there little room left? There is enough for one round of runs, or for
 * what stands before one. */
bool dfa_full(const struct dfa *d);

/* Throws all states away when there is little room left: no state that the
 * caller knows outlives it. */
void dfa_ready(struct dfa *d);

/* Throws all states away, and what is known of words; or the words alone, whose
 * numbers mean others from now on. */
void dfa_flush(struct dfa *d);
void dfa_forget_words(struct dfa *d);

/* Another number after each of these: states known under an earlier one may be
 * no more. From 1 on. */
unsigned dfa_generation(const struct dfa *d);

unsigned dfa_nphase(const struct dfa *d);

/* The class of a blank. */
unsigned dfa_blank(const struct dfa *d);

/* The state in which all rules of a phase begin of which nothing need stand
 * before; the one in which what must stand before is read leftward; the one
 * in which rules begin when it has been read up to state `read`. */
uint32_t dfa_start(struct dfa *d, unsigned phase);
uint32_t dfa_behind(struct dfa *d, unsigned phase);
uint32_t dfa_start_behind(struct dfa *d, unsigned phase, uint32_t read);

/* All rules of the even phases, or of the odd ones; what must stand before
 * those of the even ones. */
uint32_t dfa_start_all(struct dfa *d, bool odd);
uint32_t dfa_behind_all(struct dfa *d);

/* A state with the rules of one phase alone: all of them, or (`alone`) those
 * before which anything may stand. */
uint32_t dfa_part(struct dfa *d, uint32_t state, unsigned phase, bool alone);

/* The state behind a letter; class a->nclass is the text's edge. */
uint32_t dfa_step(struct dfa *d, uint32_t state, unsigned class);

/* The buckets of classes that may lead on from a state; and from the one
 * behind a blank. */
uint64_t dfa_live(const struct dfa *d, uint32_t state);
uint64_t dfa_live_behind(struct dfa *d, uint32_t state);

/* The state behind a word of n letters, the last of them first where the state
 * reads leftward. Rules that end inside it, and need no edge of a word, end
 * there as well. */
uint32_t dfa_read(
	struct dfa *d, uint32_t state, const uint16_t *class, unsigned n);

/* The same of a word of at most VOCABULARY_BYTES bytes that `number` stands
 * for, remembered. */
uint32_t dfa_word(
	struct dfa *d, uint32_t state, unsigned number, struct str word);

/* Has fetched what dfa_word looks at first. */
void dfa_fetch_word(const struct dfa *d, uint32_t state, unsigned number);

/* The same of a blank and that word behind it, from a state that reads
 * rightward. */
uint32_t dfa_blank_word(
	struct dfa *d, uint32_t state, unsigned number, struct str word);

/* Is anything left to read? */
bool dfa_open(const struct dfa *d, uint32_t state);

/* The rules that end in a state, and how many; the first *edged of them end
 * exactly here. Those still possible, each once. */
const uint32_t *dfa_ends(
	const struct dfa *d, uint32_t state, unsigned *n, unsigned *edged);
const uint32_t *dfa_possible(struct dfa *d, uint32_t state, unsigned *n);

/* The phases, a bit each (the last two bits stand for all from the 62nd on),
 * of rules that are possible in a state or end there. */
struct dfa_phases {
	uint64_t alone;	 /* of rules before which anything may stand */
	uint64_t behind; /* of the others */
};
struct dfa_phases dfa_phases(const struct dfa *d, uint32_t state);

/* The bit of a phase. */
uint64_t dfa_phase_bit(unsigned phase);

#endif
