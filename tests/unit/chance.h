/* Chance that is the same in every run: xorshift64* (Vigna, 2016). */
#ifndef CHANCE_H
#define CHANCE_H

#include <stddef.h>
#include <stdint.h>

struct chance {
	uint64_t state; /* not 0 */
};

/* A number below that. */
static inline size_t
chance(struct chance *c, size_t below)
{
	c->state ^= c->state >> 12;
	c->state ^= c->state << 25;
	c->state ^= c->state >> 27;
	return (size_t)((c->state * 0x2545F4914F6CDD1DULL) >> 33) % below;
}

#endif
