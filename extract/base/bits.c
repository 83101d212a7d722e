/* Sets of numbers: ranges, some bits at a time. */
#include "base/bits.h"

static void
bits_write(uint8_t *bits, size_t at, uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	memcpy(bits + at / 8, &word, sizeof word);
}

/* Those of [from, to) that can be done at once, as bits_read has them. */
static uint64_t
mask(size_t from, size_t to)
{
	size_t n = to - from < BITS_SOME ? to - from : BITS_SOME;

	return ((1ULL << n) - 1) << from % 8;
}

void
bits_set(uint8_t *bits, size_t from, size_t to)
{
	for (; from < to; from += BITS_SOME)
		bits_write(bits, from, bits_read(bits, from) | mask(from, to));
}

void
bits_clear(uint8_t *bits, size_t from, size_t to)
{
	for (; from < to; from += BITS_SOME)
		bits_write(bits, from, bits_read(bits, from) & ~mask(from, to));
}

bool
bits_any_of_many(const uint8_t *bits, size_t from, size_t to)
{
	for (; to - from > BITS_SOME; from += BITS_SOME)
		if (bits_any(bits, from, from + BITS_SOME))
			return true;
	return bits_any(bits, from, to);
}
