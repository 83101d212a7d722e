/* What must stand beside a word, so that rules which begin with it live on.
 * Most runs of the automaton die at the letter behind their first word, or at
 * the one behind the blank that follows it, or for what stands before: a look
 * at the letters there spares them, for all phases at once.
 *
 * By example. Of the rules
 *      rule 0   Bộ (?:Y tế|Nội vụ)       rule 1   (?<=từ )tháng \d
 * the word `Bộ` lets the phase of rule 0 through before a blank and Y or N;
 * `tháng` that of rule 1 before a blank and a digit, and of what stands before
 * only the word `từ`. Many words have the same gates. */
#ifndef GATES_H
#define GATES_H

#include "dfa.h"
#include "vocabulary.h"

enum { GATES_MASKS = 16 };

/* By bucket of the letter behind the word (0), and of the one behind the blank
 * behind it (1): which of the masks says what phases live on. mask[0] says all:
 * what the word does not live in is not asked. */
struct gates {
	uint8_t place[2][AUTOMATON_BUCKETS];
	struct dfa_phases mask[GATES_MASKS];
};

/* The gates of all words that one thread has met. */
struct gate_store {
	struct gates *gates; /* each once; those at 0 let all through */
	size_t n, cap;
	uint16_t *slot;	 /* by hash: place in gates, or 0 */
	uint32_t *state; /* those from 0 on of as many phases as there can be:
			    all are 0 */
	size_t nstate, state_cap;
	unsigned generation; /* the dfa's, of all that is known here */
};

/* -1 when memory is out, and then nothing need be closed. */
int gates_open(struct gate_store *s);
void gates_close(struct gate_store *s);

/* Before each text: forgets what is known of states that are no more. */
void gates_ready(struct gate_store *s, const struct dfa *d);

/* Finds the gates of a word of n letters whose phases are known, where w->made
 * is not this generation: w->gates is their place, and from w->state on there
 * is for each bit of live.alone the state behind the word, as of a step, or 0:
 * to be read. -1 when memory is out; d has a landing place. */
int gates_find(struct gate_store *s, struct dfa *d, struct word *w,
	const uint16_t *class, unsigned n);

/* The phases, a bit each, of rules of which that may stand before: n letters,
 * the nearest first. All that nothing is known of are in. */
uint64_t gates_before(struct dfa *d, const uint16_t *nearest, unsigned n);

#endif
