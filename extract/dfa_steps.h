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
	uint64_t rest; /* a bit by step, for each of the key's bits in 16 of its
			  own; in the uppermost 16 DFA_ENDS of what it leads
			  to */
};

struct steps {
	void *memory;
	struct steps_line *line; /* in it */
	unsigned turn;		 /* which one a full line forgets */
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

/* The bits of a key that are looked for in `rest`, each as 16. */
static inline uint64_t
steps_rest(uint32_t mixed)
{
	static const uint64_t rest[1 << STEPS_REST] = { 0x000000000000,
		0x00000000FFFF, 0x0000FFFF0000, 0x0000FFFFFFFF, 0xFFFF00000000,
		0xFFFF0000FFFF, 0xFFFFFFFF0000, 0xFFFFFFFFFFFF };

	return rest[mixed % (1 << STEPS_REST)];
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
	unsigned bits = block_which(l, (uint16_t)(mixed >> STEPS_REST));
	uint64_t other = l->rest ^ steps_rest(mixed);

	other |= other >> 16 | other >> 32;
	return bits & ~(unsigned)other & ((1u << STEPS_LINE) - 1);
}

/* What is remembered of a mixed key, or 0. No jump hangs on what it is. */
static inline uint32_t
steps_look(const struct steps *s, uint32_t mixed)
{
	const struct steps_line *l = steps_line(s, mixed);
	unsigned place = steps_place(l, mixed);
	unsigned i = (unsigned)__builtin_ctz(place | 1u << (STEPS_LINE - 1));
	uint32_t next = l->next[i] | (l->rest >> (32 + i) & DFA_ENDS);

	return next & -(uint32_t)(place != 0);
}

/* Remembers a step that is not. */
void steps_add(struct steps *s, uint32_t mixed, uint32_t next);

#endif
