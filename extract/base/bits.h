/* Sets of numbers, a bit each, of which ranges are asked and set at once. */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
	BITS_MORE = 16, /* bytes of room behind the last bit */
	BITS_SOME = 56	/* bits at a time */
};

/* Sets, or takes away, those of [from, to). */
void bits_set(uint8_t *bits, size_t from, size_t to);
void bits_clear(uint8_t *bits, size_t from, size_t to);

/* Is any of [from, to) set? */
bool bits_any_of_many(const uint8_t *bits, size_t from, size_t to);

/* Eight bytes as a number whose low bits are those of the first. */
static inline uint64_t
bits_read(const uint8_t *bits, size_t at)
{
	uint64_t word;

	memcpy(&word, bits + at / 8, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

static inline bool
bits_any(const uint8_t *bits, size_t from, size_t to)
{
	if (to - from > BITS_SOME)
		return bits_any_of_many(bits, from, to);
	return (bits_read(bits, from) >> from % 8 &
		       ((1ULL << (to - from)) - 1)) != 0;
}

#endif
