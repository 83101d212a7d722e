/* What must stand beside a word, so that rules which begin with it live on.
 * Most runs of the automaton die at the letter behind their first word, or at
 * the one behind the blank that follows it, or for what stands before: two
 * looks at the letters there spare them.
 *
 * By example. Of the rules
 *      rule 0   Bộ (?:Y tế|Nội vụ)       rule 1   (?<=từ )tháng \d
 * the word `Bộ` has a gate for the phase of rule 0: a blank, and then Y or N;
 * `tháng` one for that of rule 1: a blank and a digit, and of what stands
 * before only the word `từ` is let through. */
#ifndef GATES_H
#define GATES_H

#include "dfa.h"

/* Of one word and the rules of one phase. */
struct gate {
	uint64_t next;	/* the letter behind it: classes, by class % 64 */
	uint64_t blank; /* the one behind that, where that is a blank */
	uint32_t state; /* as of a step, behind the word, of the rules before
			   which anything may stand; 0: to be read */
	uint8_t bit;	/* of the phase */
	bool behind;	/* of rules before which something must stand */
};

enum { GATES_MOST = 128 };

/* Writes the gates of a word of n letters, which begins rules in the phases
 * `live`; returns their number. d has a landing place, and room
 * (dfa_ready). */
unsigned gates_make(struct dfa *d, struct dfa_phases live,
	const uint16_t *class, unsigned n, struct gate out[GATES_MOST]);

/* The phases, a bit each, of rules of which that may stand before: n letters,
 * the nearest first. All that nothing is known of are in. */
uint64_t gates_before(struct dfa *d, const uint16_t *nearest, unsigned n);

#endif
