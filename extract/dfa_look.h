/* Steps of the automaton that are known, looked up without a jump that hangs on
 * what is found: many are looked up one behind the other, and none waits. */
#ifndef DFA_LOOK_H
#define DFA_LOOK_H

#include "dfa_inner.h"

/* What is looked at, at hand. */
struct dfa_look {
	const struct near *near;
	const uint32_t *row;
	const struct dfa_state *state;
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
		.state = d->state,
		.bucket = d->a->bucket,
		.blank_word = d->blank_word,
		.live_blank = d->live_blank,
		.first = d->first };
}

/* Has the state's line fetched, at which dfa_look_step looks. */
static inline void
dfa_look_near(const struct dfa_look *l, uint32_t state)
{
	__builtin_prefetch(&l->near[state]);
}

/* Has fetched what dfa_ends looks at; then, when that is there, the rules that
 * it gives. */
static inline void
dfa_look_state(const struct dfa_look *l, uint32_t state)
{
	__builtin_prefetch(&l->state[state]);
}

static inline void
dfa_look_ends(const struct dfa_look *l, uint32_t state)
{
	__builtin_prefetch(l->state[state].end);
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

/* May a blank and that word lead on from a state, by the word's first letter?
 */
static inline bool
dfa_look_first(const struct dfa_look *l, uint32_t state, unsigned number)
{
	unsigned first = l->first[number];
	uint64_t bucket = 1ULL << first % AUTOMATON_BUCKETS |
			  -(uint64_t)(first == AUTOMATON_BUCKETS);

	return (l->live_blank[state] & bucket) != 0;
}

/* What dfa_look_word is asked for of such a state and word; has their line
 * fetched. */
static inline uint32_t
dfa_look_fetch(const struct dfa_look *l, uint32_t state, unsigned number)
{
	uint32_t mixed = steps_mix(state << 16 | number);

	__builtin_prefetch(steps_line(&l->blank_word, mixed));
	return mixed;
}

/* As dfa_blank_word, of what may lead on; 0: not known here. */
static inline uint32_t
dfa_look_word(const struct dfa_look *l, uint32_t mixed)
{
	return steps_look(&l->blank_word, mixed);
}

#endif
