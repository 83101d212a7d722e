/* UTF-8: reading, writing, checking, counting. */
#include <string.h>

#include "base/scan.h"
#include "base/utf8.h"

#define EACH 0x0101010101010101ULL /* one in each of eight bytes */

/* Bytes that are worth a look at many, and at all of them. */
enum { WIDE_LEAST = 32, WHOLE_LEAST = 8 };

uint32_t
utf8_get_letter(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;

	if (p[0] < 0xE0) {
		*at += 2;
		return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
	}
	if (p[0] < 0xF0) {
		*at += 3;
		return (uint32_t)(p[0] & 0x0F) << 12 |
		       (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
	}
	*at += 4;
	return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
	       (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

uint32_t
utf8_get_back(struct str s, size_t *at)
{
	size_t start = *at - 1, end;

	while (start > 0 && ((unsigned char)s.p[start] & 0xC0) == 0x80)
		start--;
	*at = end = start;
	return utf8_get(s, &end);
}

size_t
utf8_put(char *p, uint32_t c)
{
	if (c < 0x80) {
		p[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		p[0] = (char)(0xC0 | c >> 6);
		p[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		p[0] = (char)(0xE0 | c >> 12);
		p[1] = (char)(0x80 | (c >> 6 & 0x3F));
		p[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	p[0] = (char)(0xF0 | c >> 18);
	p[1] = (char)(0x80 | (c >> 12 & 0x3F));
	p[2] = (char)(0x80 | (c >> 6 & 0x3F));
	p[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* Length of the well-formed sequence at p (Unicode, table 3-7), 0 if none. */
static size_t
sequence(const unsigned char *p, size_t n)
{
	unsigned char lo = 0x80, hi = 0xBF;
	size_t len, i;

	if (p[0] >= 0xC2 && p[0] <= 0xDF)
		len = 2;
	else if (p[0] >= 0xE0 && p[0] <= 0xEF)
		len = 3;
	else if (p[0] >= 0xF0 && p[0] <= 0xF4)
		len = 4;
	else
		return 0;
	if (p[0] == 0xE0)
		lo = 0xA0;
	if (p[0] == 0xED)
		hi = 0x9F;
	if (p[0] == 0xF0)
		lo = 0x90;
	if (p[0] == 0xF4)
		hi = 0x8F;
	if (n < len || p[1] < lo || p[1] > hi)
		return 0;
	for (i = 2; i < len; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return len;
}

size_t
utf8_check(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	enum scan_way way = scan_best();
	size_t i = 0, len, next = 3; /* none is scanned before */

	if (s.n >= WHOLE_LEAST && scan_whole_utf8(way, s))
		return s.n;
	while (i < s.n) {
		if (i >= next && s.n - i >= WIDE_LEAST) {
			i = scan_utf8(way, s, i);
			next = i + WIDE_LEAST;
		}
		len = p[i] < 0x80 ? 1 : sequence(p + i, s.n - i);
		if (!len)
			return i;
		i += len;
	}
	return s.n;
}

size_t
utf8_bad_length(struct str s, size_t at)
{
	unsigned char first = (unsigned char)s.p[at], next;
	size_t want = first >= 0xF0   ? 4
		      : first >= 0xE0 ? 3
		      : first >= 0xC2 ? 2
				      : 1;
	size_t n = 1;

	if (first > 0xF4)
		return 1;
	for (; n + 1 < want && at + n < s.n; n++) {
		next = (unsigned char)s.p[at + n];
		if ((next & 0xC0) != 0x80)
			break;
	}
	return n;
}

/* Bytes of eight that begin a letter, a bit in each. */
static uint64_t
starts(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return (~x >> 7 | x >> 6) & EACH;
}

size_t
utf8_count(struct str s)
{
	size_t i = 0, n = 0;
	uint64_t last;

	/* sums of eight bytes each fit in the highest one */
	for (; s.n - i >= 8; i += 8)
		n += starts(s.p + i) * EACH >> 56;
	if (i == s.n)
		return n;
	if (i > 0) { /* the last eight, without those that were counted */
		last = starts(s.p + s.n - 8);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
		last >>= 8 * (8 - (s.n - i));
#else
		last <<= 8 * (8 - (s.n - i));
#endif
		return n + (last * EACH >> 56);
	}
	for (; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}
