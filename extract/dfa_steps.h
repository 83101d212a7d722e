/* Steps by words that are remembered: what is known of a key lies in one line
 * of cache, whose steps are compared all at once. A full line forgets one. */
#ifndef DFA_STEPS_H
#define DFA_STEPS_H

#include "base/block.h"
#include "dfa.h"

enum {
	STEPS_BITS = 13, /* lines, a power of 2 */
	STEPS_LINE = 14, /* steps in one */
	STEPS_TAG = 16,	 /* bits of a key that stand together, */
	STEPS_REST = 32 - STEPS_BITS - STEPS_TAG /* and that do not */
};

/* Steps in the order in which they came; free ones are 0. */
struct steps_line {
	_Alignas(64) uint16_t tag[STEPS_LINE];
	uint16_t next[STEPS_LINE];
	uint16_t rest[STEPS_REST]; /* a bit by step */
	uint16_t ends;		   /* likewise: DFA_ENDS of what it leads to */
};

struct steps {
	struct steps_line *line;
	unsigned turn; /* which one a full line forgets */
};

/* Empty. False when memory is out. */
bool steps_open(struct steps *s);
void steps_close(struct steps *s);
void steps_forget(struct steps *s);

/* A key without loss, of which all bits are mixed: line, tag and rest. */
static inline uint32_t
steps_mix(uint32_t key)
{
	key *= 0x9E3779B1u;
	return (key ^ key >> 15) * 0x85EBCA6Bu;
}

static inline struct steps_line *
steps_line(const struct steps *s, uint32_t mixed)
{
	return &s->line[mixed >> (32 - STEPS_BITS)];
}

/* Where a step stands in its line, as a bit; or 0. */
static inline unsigned
steps_place(const struct steps_line *l, uint32_t mixed)
{
	unsigned bits = block_which(l, (uint16_t)(mixed >> STEPS_REST)), i;

	for (i = 0; i < STEPS_REST; i++)
		bits &= ~(l->rest[i] ^ -(mixed >> i & 1));
	return bits & ((1u << STEPS_LINE) - 1);
}

/* What is remembered of a key, or 0. No jump hangs on what it is. */
static inline uint32_t
steps_look(const struct steps *s, uint32_t key)
{
	uint32_t mixed = steps_mix(key);
	const struct steps_line *l = steps_line(s, mixed);
	unsigned place = steps_place(l, mixed);
	unsigned i = (unsigned)__builtin_ctz(place | 1u << (STEPS_LINE - 1));
	uint32_t next = l->next[i] | (l->ends >> i & 1) * (uint32_t)DFA_ENDS;

	return next & -(uint32_t)(place != 0);
}

/* Remembers a step that is not. */
void steps_add(struct steps *s, uint32_t key, uint32_t next);

#endif
