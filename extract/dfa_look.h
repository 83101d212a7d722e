/* Steps of the automaton that are known, looked up without a jump that hangs on
 * what is found: many are looked up one behind the other, and none waits. */
#ifndef DFA_LOOK_H
#define DFA_LOOK_H

#include "dfa_inner.h"

/* What is looked at, at hand. */
struct dfa_look {
	const struct near *near;
	const uint32_t *row;
	const uint8_t *bucket;
	struct steps blank_word;
	const uint64_t *live_blank;
	const uint8_t *first;
};

static inline struct dfa_look
dfa_look(const struct dfa *d)
{
	return (struct dfa_look){ .near = d->near,
		.row = d->row,
		.bucket = d->a->bucket,
		.blank_word = d->blank_word,
		.live_blank = d->live_blank,
		.first = d->first };
}

/* As dfa_step, of a letter that is not the text's edge; 0: not known here. */
static inline uint32_t
dfa_look_step(const struct dfa_look *l, uint32_t state, unsigned class)
{
	const struct near *near = &l->near[state];
	uint32_t step = dfa_known_step(near, l->row, class) & DFA_NEXT;
	uint32_t live = -(uint32_t)(near->live >> l->bucket[class] & 1);

	return (step & live) | (DFA_DEAD & ~live);
}

/* As dfa_blank_word; 0: not known here. */
static inline uint32_t
dfa_look_word(const struct dfa_look *l, uint32_t state, unsigned number)
{
	uint32_t next = steps_look(&l->blank_word, state << 16 | number);
	unsigned first = l->first[number];
	uint64_t bucket = 1ULL << first % AUTOMATON_BUCKETS |
			  -(uint64_t)(first == AUTOMATON_BUCKETS);
	uint32_t live = -(uint32_t)((l->live_blank[state] & bucket) != 0);

	return (next & live) | (DFA_DEAD & ~live);
}

#endif
