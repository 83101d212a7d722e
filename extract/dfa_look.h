/* Steps of the automaton that are known, looked up without a jump that hangs on
 * what is found: many are looked up one behind the other, and none waits. */
#ifndef DFA_LOOK_H
#define DFA_LOOK_H

#include "dfa_inner.h"

/* As dfa_step, of a letter that is not the text's edge; 0: not known here. */
static inline uint32_t
dfa_look_step(const struct dfa *d, uint32_t state, unsigned class)
{
	uint64_t buckets = d->near[state].live;
	uint32_t step = dfa_known_step(d, state, class) & DFA_NEXT;
	uint32_t live = -(uint32_t)(buckets >> d->a->bucket[class] & 1);

	return (step & live) | (DFA_DEAD & ~live);
}

/* As dfa_blank_word; 0: not known here. */
static inline uint32_t
dfa_look_word(const struct dfa *d, uint32_t state, unsigned number)
{
	uint32_t next = steps_look(&d->blank_word, state << 16 | number);
	unsigned first = d->first[number];
	uint64_t bucket = 1ULL << first % AUTOMATON_BUCKETS |
			  -(uint64_t)(first == AUTOMATON_BUCKETS);
	uint32_t live = -(uint32_t)((d->live_blank[state] & bucket) != 0);

	return (next & live) | (DFA_DEAD & ~live);
}

#endif
