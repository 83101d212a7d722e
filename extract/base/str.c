/* Borrowed text: comparing, searching, slicing. */
#define _GNU_SOURCE
#include <string.h>

#include "base/block.h"
#include "base/str.h"

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n ? memcmp(a.p, b.p, n) : 0;

	return d ? d : (a.n > b.n) - (a.n < b.n);
}

bool
str_ends(struct str s, struct str tail)
{
	return s.n >= tail.n && str_eq(str_slice(s, s.n - tail.n, s.n), tail);
}

size_t
str_find(struct str s, struct str needle, size_t from)
{
	const char *hit;

	if (from > s.n)
		return SPAN_NONE;
	if (needle.n == 0)
		return from;
	if (needle.n > s.n - from)
		return SPAN_NONE;
	hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return hit ? (size_t)(hit - s.p) : SPAN_NONE;
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_trim(struct str s)
{
	while (s.n && is_space(s.p[0]))
		s = str_slice(s, 1, s.n);
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

#if BLOCK_READS_ON

#define EACH 0x0101010101010101ull /* one in each of eight bytes */

/* All of them at once: each byte is a digit's value, those that s does not have
 * are zeros before it. */
bool
str_digits(struct str s, unsigned *out)
{
	uint64_t x;

	if (s.n - 1 >= sizeof x)
		return false;
	if (block_reads_on(s.p)) {
		memcpy(&x, s.p, sizeof x);
	} else {
		x = 0;
		memcpy(&x, s.p, s.n);
	}
	x = (x ^ EACH * '0') << (64 - 8 * s.n);
	if (((x + EACH * (0x7F - 9)) | x) & EACH * 0x80)
		return false;
	x = x * 10 + (x >> 8); /* of two digits, of four, of eight */
	x = (x & 0x00FF00FF00FF00FF) * 100 + (x >> 16 & 0x00FF00FF00FF00FF);
	x = (x & 0xFFFF) * 10000 + (x >> 32 & 0xFFFF);
	*out = (unsigned)x;
	return true;
}

#else

bool
str_digits(struct str s, unsigned *out)
{
	unsigned n = 0;
	size_t i;

	if (s.n == 0 || s.n > 8)
		return false;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (unsigned)(s.p[i] - '0');
	}
	*out = n;
	return true;
}

#endif

bool
str_to_int(struct str s, int *out)
{
	unsigned n, last;

	if (s.n == 9) {
		if (!str_digits(str_slice(s, 0, 8), &n) ||
			!str_digits(str_slice(s, 8, 9), &last))
			return false;
		n = n * 10 + last;
	} else if (!str_digits(s, &n)) {
		return false;
	}
	*out = (int)n;
	return true;
}

unsigned long long
str_hash_more(unsigned long long hash, struct str rest)
{
	size_t i;

	for (i = 0; i < rest.n; i++)
		hash = (hash ^ (unsigned char)rest.p[i]) * 0x100000001b3ULL;
	return hash;
}

unsigned long long
str_hash(struct str s)
{
	return str_hash_more(STR_HASH_START, s);
}
