/* Sixteen bytes of a text at a time, where the processor does that: each byte
 * compared by itself, and a bit made of each; or sixteen numbers. */
#ifndef BASE_BLOCK_H
#define BASE_BLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK_LOOK = 16, BLOCK_PAGE = 4096 };

/* What watches memory wants no byte behind a text read. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||           \
	!defined(__SSE2__)
#define BLOCK_READS_ON 0
#elif defined(__has_feature)
#define BLOCK_READS_ON                                                         \
	(!__has_feature(address_sanitizer) &&                                  \
		!__has_feature(thread_sanitizer) &&                            \
		!__has_feature(memory_sanitizer))
#else
#define BLOCK_READS_ON 1
#endif

/* May BLOCK_LOOK bytes be read at p, where a text has fewer? No page ends among
 * them then, and a copy of just so many as it has would be a jump by their
 * number. What they are must not matter. */
static inline bool
block_reads_on(const char *p)
{
	return BLOCK_READS_ON &&
	       (uintptr_t)p % BLOCK_PAGE <= BLOCK_PAGE - BLOCK_LOOK;
}

#ifdef __SSE2__
typedef unsigned char block __attribute__((vector_size(BLOCK_LOOK)));
typedef signed char block_numbers __attribute__((vector_size(BLOCK_LOOK)));
typedef char block_chars __attribute__((vector_size(BLOCK_LOOK)));

/* All bits of a byte set where it is so, none where it is not. AMONG is from a
 * to b, which are both of ASCII or both beyond. */
#define BLOCK_ALL(c) ((block){ 0 } + (unsigned char)(c))
#define BLOCK_IS(x, c) ((block)((x) == BLOCK_ALL(c)))
#define BLOCK_AMONG(x, a, b)                                                   \
	((block)((block_numbers)(x) >= (block_numbers)BLOCK_ALL(a)) &          \
		(block)((block_numbers)(x) <= (block_numbers)BLOCK_ALL(b)))

static inline block
block_load(const char *p)
{
	block b;

	memcpy(&b, p, sizeof b);
	return b;
}

/* The first byte's is the lowest bit. */
static inline unsigned
block_bits(block x)
{
	return (unsigned)__builtin_ia32_pmovmskb128((block_chars)x);
}
#endif

/* Which of the BLOCK_LOOK numbers that lie there are x: a bit each, the first
 * number's is the lowest. */
static inline unsigned
block_which(const void *numbers, uint16_t x)
{
#ifdef __SSE2__
	typedef short shorts __attribute__((vector_size(BLOCK_LOOK)));
	const shorts all = (shorts){ 0 } + (short)x;
	shorts low, high;

	memcpy(&low, numbers, sizeof low);
	memcpy(&high, (const char *)numbers + sizeof low, sizeof high);
	return block_bits(
		(block)__builtin_ia32_packsswb128(low == all, high == all));
#else
	uint16_t number[BLOCK_LOOK];
	unsigned bits = 0, i;

	memcpy(number, numbers, sizeof number);
	for (i = 0; i < BLOCK_LOOK; i++)
		bits |= (unsigned)(number[i] == x) << i;
	return bits;
#endif
}

#endif
