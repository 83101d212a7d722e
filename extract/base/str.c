/* Borrowed text: comparing, searching, slicing. */
#define _GNU_SOURCE
#include <string.h>

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

bool
str_to_int(struct str s, int *out)
{
	int n = 0;
	size_t i;

	if (s.n == 0 || s.n > 9)
		return false;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*out = n;
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
