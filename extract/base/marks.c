/* Where sentences and lines begin and end, many bytes at a time. */
#define _GNU_SOURCE
#include <limits.h>
#include <string.h>

#include "base/block.h"
#include "base/marks.h"

static bool
ends_sentence(struct str s, size_t i)
{
	if (s.p[i] == '\n')
		return true;
	return (s.p[i] == '.' || s.p[i] == '?' || s.p[i] == '!' ||
		       s.p[i] == ';') &&
	       (i + 1 >= s.n || s.p[i + 1] == ' ' || s.p[i + 1] == '\n');
}

static bool
is_mark(char c)
{
	return c == '.' || c == '!' || c == '?' || c == '(' || c == ')' ||
	       c == '[' || c == ']' || c == '\xE2';
}

#ifdef __SSE2__

/* Those of a block, which the bytes behind them make ends of sentences. */
static inline unsigned
ends(const char *p)
{
	block b = block_load(p), next = block_load(p + 1);
	block mark = BLOCK_IS(b, '.') | BLOCK_IS(b, '?') | BLOCK_IS(b, '!') |
		     BLOCK_IS(b, ';');

	mark &= BLOCK_IS(next, ' ') | BLOCK_IS(next, '\n');
	return block_bits(mark | BLOCK_IS(b, '\n'));
}

static inline unsigned
marks(const char *p)
{
	block b = block_load(p);
	block is = BLOCK_IS(b, '.') | BLOCK_IS(b, '!') | BLOCK_IS(b, '?') |
		   BLOCK_IS(b, '(') | BLOCK_IS(b, ')') | BLOCK_IS(b, '[') |
		   BLOCK_IS(b, ']') | BLOCK_IS(b, 0xE2);

	return block_bits(is);
}

/* Of sixteen bits those that are set. */
static inline size_t
ones(unsigned x)
{
	x -= x >> 1 & 0x5555;
	x = (x & 0x3333) + (x >> 2 & 0x3333);
	x = (x + (x >> 4)) & 0x0F0F;
	return (x + (x >> 8)) & 0xFF;
}

#endif

size_t
marks_sentence_end(struct str s, size_t at, size_t end)
{
	while (at < end && !ends_sentence(s, at))
		at++;
	return at;
}

size_t
marks_sentence(struct str s, size_t at, size_t most)
{
	size_t least = at > most ? at - most : 0;

#ifdef __SSE2__
	unsigned bits;

	for (; at < s.n && at - least >= BLOCK_LOOK; at -= BLOCK_LOOK) {
		bits = ends(s.p + at - BLOCK_LOOK);
		if (bits)
			return at - ((size_t)__builtin_clz(bits) - BLOCK_LOOK);
	}
#endif
	while (at > least && !ends_sentence(s, at - 1))
		at--;
	return at;
}

size_t
marks_line(struct str s, size_t least, size_t at)
{
	const char *end;

	if (at <= least)
		return at;
	end = memrchr(s.p + least, '\n', at - least);
	return end ? (size_t)(end - s.p) + 1 : least;
}

size_t
marks_next(struct str s, size_t at, size_t end)
{
#ifdef __SSE2__
	unsigned bits;

	for (; end - at >= BLOCK_LOOK; at += BLOCK_LOOK) {
		bits = marks(s.p + at);
		if (bits)
			return at + (size_t)__builtin_ctz(bits);
	}
	if (at < end && end >= BLOCK_LOOK) { /* the last ones once more */
		bits = marks(s.p + end - BLOCK_LOOK) >>
		       (BLOCK_LOOK - (end - at));
		return bits ? at + (size_t)__builtin_ctz(bits) : end;
	}
#endif
	while (at < end && !is_mark(s.p[at]))
		at++;
	return at;
}

size_t
marks_blanks(struct str s)
{
	size_t n = 0, i = 0;

#ifdef __SSE2__
	for (; s.n && (s.n - i >= BLOCK_LOOK || block_reads_on(s.p + i));
		i += BLOCK_LOOK) {
		unsigned bits = block_bits(BLOCK_IS(block_load(s.p + i), ' '));

		if (s.n - i <= BLOCK_LOOK)
			bits &= ~(UINT_MAX << (s.n - i));
		n += ones(bits);
		if (s.n - i <= BLOCK_LOOK)
			return n;
	}
#endif
	for (; i < s.n; i++)
		n += s.p[i] == ' ';
	return n;
}

bool
marks_part(struct str s)
{
	size_t i = 0;

#ifdef __SSE2__
	for (; s.n - i > BLOCK_LOOK; i += BLOCK_LOOK) {
		block b = block_load(s.p + i), next = block_load(s.p + i + 1);
		block is = BLOCK_IS(b, '\n') | BLOCK_IS(b, ';') |
			   BLOCK_IS(b, '(') | BLOCK_IS(b, ')') |
			   (BLOCK_IS(b, '.') & BLOCK_IS(next, ' '));

		if (block_bits(is))
			return true;
	}
#endif
	for (; i < s.n; i++)
		if (s.p[i] == '\n' || s.p[i] == ';' || s.p[i] == '(' ||
			s.p[i] == ')' ||
			(s.p[i] == '.' && i + 1 < s.n && s.p[i + 1] == ' '))
			return true;
	return false;
}
