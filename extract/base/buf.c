/* Text being built: growing and appending. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum {
	LEAST = 64,   /* bytes of room */
	PRINTED = 64, /* bytes that most formats come to */
	EIGHT_DIGITS = 100000000
};

static bool
grow(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : LEAST;
	char *p;

	if (b->bad)
		return false;
	if (n > SIZE_MAX / 4 - b->n) {
		b->bad = true;
		return false;
	}
	while (cap - b->n < n)
		cap *= 2;
	p = b->mem ? mem_grow(b->mem, b->p, b->cap, cap) : realloc(b->p, cap);
	if (!p) {
		b->bad = true;
		return false;
	}
	b->p = p;
	b->cap = cap;
	return true;
}

bool
buf_reserve(struct buf *b, size_t n)
{
	return (n <= b->cap - b->n && !b->bad) || grow(b, n);
}

void
buf_put(struct buf *b, struct str s)
{
	if (s.n == 0 || !buf_reserve(b, s.n))
		return;
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

void
buf_put_c(struct buf *b, char c)
{
	if (b->n == b->cap && !buf_reserve(b, 1))
		return;
	b->p[b->n++] = c;
}

/* Eight digits, the first in the lowest byte: numbers below 10^8, which are cut
 * into halves, quarters and digits side by side. */
static uint64_t
eight_digits(uint64_t n)
{
	uint64_t x = n / 10000 | (n % 10000) << 32;
	uint64_t y = (x * 5243 >> 19) & 0x0000007F0000007F;

	x = y | (x - y * 100) << 16;
	y = (x * 103 >> 10) & 0x000F000F000F000F;
	return y | (x - y * 10) << 8;
}

/* At least so many digits, 1 .. 8; n < 10^8. */
static void
put_short(struct buf *b, uint64_t n, unsigned digits)
{
	uint64_t x = eight_digits(n),
		 some = x | (uint64_t)1 << 8 * (8 - digits);
	unsigned skip = (unsigned)__builtin_ctzll(some) / 8;

	if (sizeof x > b->cap - b->n && !buf_reserve(b, sizeof x))
		return;
	x = (x | 0x3030303030303030) >> 8 * skip;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	memcpy(b->p + b->n, &x, sizeof x);
	b->n += 8 - skip;
}

void
buf_put_int(struct buf *b, long long n)
{
	char digits[24];
	unsigned long long u =
		n < 0 ? -(unsigned long long)n : (unsigned long long)n;
	size_t i = sizeof digits;

	if (u == (unsigned long long)n && u < EIGHT_DIGITS) {
		put_short(b, u, 1);
		return;
	}
	do
		digits[--i] = (char)('0' + u % 10);
	while (u /= 10);
	if (n < 0)
		digits[--i] = '-';
	buf_put(b, (struct str){ digits + i, sizeof digits - i });
}

void
buf_put_digits(struct buf *b, unsigned n, int digits)
{
	char text[24];
	size_t i = sizeof text;

	if (n < EIGHT_DIGITS && digits >= 1 && digits <= 8) {
		put_short(b, n, (unsigned)digits);
		return;
	}
	for (; (n || digits > 0) && i > 0; n /= 10, digits--)
		text[--i] = (char)('0' + n % 10);
	buf_put(b, (struct str){ text + i, sizeof text - i });
}

void
buf_put_utf8(struct buf *b, uint32_t c)
{
	if (buf_reserve(b, 4))
		b->n += utf8_put(b->p + b->n, c);
}

size_t
buf_put_mended(struct buf *b, struct str s)
{
	size_t at = 0, n, bad = 0;

	for (;;) {
		n = utf8_check(str_slice(s, at, s.n));
		buf_put(b, str_slice(s, at, at + n));
		at += n;
		if (at == s.n)
			return bad;
		buf_put_utf8(b, 0xFFFD);
		n = utf8_bad_length(s, at);
		bad += n;
		at += n;
	}
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	va_list ap;
	size_t room;
	int n;

	if (!buf_reserve(b, PRINTED))
		return;
	room = b->cap - b->n;
	va_start(ap, format);
	n = vsnprintf(b->p + b->n, room, format, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n >= room) {
		if (!buf_reserve(b, (size_t)n + 1))
			return;
		va_start(ap, format);
		vsnprintf(b->p + b->n, (size_t)n + 1, format, ap);
		va_end(ap);
	}
	b->n += (size_t)n;
}

struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

void
buf_free(struct buf *b)
{
	if (!b->mem)
		free(b->p);
	b->p = NULL;
	b->n = b->cap = 0;
}
