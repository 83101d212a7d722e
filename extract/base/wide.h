/* Vectors of 32 bytes, for what looks at text that way (scan.c, odd.c,
 * doubt.c): of the compiler's (SSE2, NEON), and AVX2 where the processor has
 * it. */
#ifndef BASE_WIDE_H
#define BASE_WIDE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK = 32 };

typedef unsigned char block __attribute__((vector_size(BLOCK)));
typedef signed char numbers __attribute__((vector_size(BLOCK)));
typedef uint64_t words __attribute__((vector_size(BLOCK)));

#define INLINE static inline __attribute__((always_inline))
#define ALL(c) ((block){ 0 } + (unsigned char)(c))
#define IS(x, c) ((block)((x) == ALL(c)))
/* Processors compare bytes with a sign. */
#define LEAST(x, c)                                                            \
	((block)((numbers)((x) ^ ALL(0x80)) >=                                 \
		 ((numbers){ 0 } + (signed char)((c)-0x80))))
#define WITHIN(x, least, most)                                                 \
	((block)(((x)-ALL(least)) <= ALL((most) - (least))))
/* Of JSON: controls, quotation mark, backslash. */
#define ESCAPED(x) (~LEAST(x, 0x20) | IS(x, '"') | IS(x, '\\'))
#define ANY(x)                                                                 \
	(((words)(x))[0] | ((words)(x))[1] | ((words)(x))[2] | ((words)(x))[3])

/* What a byte is, by its halves: the bits that the rows of both have. */
struct halves {
	unsigned char low[BLOCK], high[BLOCK]; /* 16 rows, twice */
};

#define TWICE(...)                                                             \
	{                                                                      \
		__VA_ARGS__, __VA_ARGS__                                       \
	}

/* How a processor gets rows of such a table, and the highest bits of bytes,
 * the first byte's in the lowest place. */
typedef void pick(const unsigned char *rows, const block *which, block *out);
typedef uint64_t gather(const block *x);

INLINE void
by_halves(const struct halves *k, const block *low, const block *high,
	pick *rows, block *out)
{
	block x;

	rows(k->low, low, &x);
	rows(k->high, high, out);
	*out &= x;
}

INLINE void
halve(const block *x, block *low, block *high)
{
	typedef uint16_t shorts __attribute__((vector_size(BLOCK)));

	*low = *x & ALL(0x0F);
	*high = (block)((shorts)*x >> 4) & ALL(0x0F);
}

INLINE uint64_t
bits_wide(const block *x)
{
#ifdef __SSE2__
	typedef char half __attribute__((vector_size(16)));
	union {
		block whole;
		half half[2];
	} both = { *x };

	return (uint64_t)(uint16_t)__builtin_ia32_pmovmskb128(both.half[0]) |
	       (uint64_t)(uint16_t)__builtin_ia32_pmovmskb128(both.half[1])
		       << 16;
#else
	uint64_t bits = 0;
	unsigned i;

	for (i = 0; i < BLOCK; i++)
		bits |= (uint64_t)((*x)[i] >> 7) << i;
	return bits;
#endif
}

INLINE void
pick_wide(const unsigned char *rows, const block *which, block *out)
{
	typedef unsigned char half __attribute__((vector_size(16)));
	union {
		block whole;
		half half[2];
	} w = { *which };
	half table;

	memcpy(&table, rows, sizeof table);
#ifdef __clang__ /* which has no such shuffle */
	for (unsigned i = 0; i < sizeof w.whole; i++)
		w.half[i / 16][i % 16] = table[w.half[i / 16][i % 16] & 15];
#else
	w.half[0] = __builtin_shuffle(table, w.half[0]);
	w.half[1] = __builtin_shuffle(table, w.half[1]);
#endif
	*out = w.whole;
}

#ifdef __x86_64__
#define AVX2 __attribute__((target("avx2")))
#define INLINE_AVX2 __attribute__((target("avx2"), always_inline)) static inline

INLINE_AVX2 uint64_t
bits_wider(const block *x)
{
	typedef char bytes __attribute__((vector_size(BLOCK)));

	return (uint32_t)__builtin_ia32_pmovmskb256((bytes)*x);
}

INLINE_AVX2 void
pick_wider(const unsigned char *rows, const block *which, block *out)
{
	typedef char bytes __attribute__((vector_size(BLOCK)));
	block table;

	memcpy(&table, rows, sizeof table);
	*out = (block)__builtin_ia32_pshufb256((bytes)table, (bytes)*which);
}
#endif

#endif
