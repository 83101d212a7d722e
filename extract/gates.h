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

/* Those that let everything through come first, then those that let nothing. */
enum { GATES_MASKS = 16, GATES_ALL = 0, GATES_NONE, GATES_FIRST };

/* By bucket of the letter behind the word (0), and of the one behind the blank
 * behind it (1): which of the masks says what phases live on; mask[0] has all
 * that the word lives in. */
struct gates {
	uint8_t place[2][AUTOMATON_BUCKETS];
	struct dfa_phases mask[GATES_MASKS];
};

/* The gates of all words that one thread has met. */
struct gate_store {
	struct gates *gates; /* each once, from GATES_FIRST on */
	size_t n, cap;
	uint16_t *slot;	 /* by hash: place in gates, or 0 */
	uint32_t *state; /* for each word the phases of mask[0].alone, in two
			    numbers, then a state for each; at 0 for any phases,
			    none of them known */
	size_t nstate, state_cap;
	unsigned generation; /* the dfa's, of all that is known here */
};

/* -1 when memory is out, and then nothing need be closed. */
int gates_open(struct gate_store *s);
void gates_close(struct gate_store *s);

/* Before each text: forgets what is known of states that are no more, and then
 * is true. */
bool gates_ready(struct gate_store *s, const struct dfa *d);

/* Finds the gates of a word of n letters, of which the phases are known and
 * nothing else: w->gates is their place, w->state that of its states, each the
 * one behind the word, as of a step, or 0: to be read. -1 when memory is out; d
 * has a landing place. */
int gates_find(struct gate_store *s, struct dfa *d, struct dfa_phases live,
	const uint16_t *class, unsigned n, struct word *w);

/* The state of a word's for the phase of that bit; phases of which it has none
 * get any. */
static inline uint32_t
gates_state(const struct gate_store *s, uint32_t state, uint64_t bit)
{
	const uint32_t *p = &s->state[state];
	uint64_t alone, x;

	memcpy(&alone, p, sizeof alone);
	/* how many bits there are below */
	x = alone & (bit - 1);
	x -= x >> 1 & 0x5555555555555555;
	x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
	x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F;
	return p[2 + (x * 0x0101010101010101 >> 56)];
}

/* The phases, a bit each, of rules of which that may stand before: n letters,
 * the nearest first. All that nothing is known of are in. */
uint64_t gates_before(struct dfa *d, const uint16_t *nearest, unsigned n);

#endif
