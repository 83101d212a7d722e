/* Runs of a few keys by a network, merged two and two. What goes first is
 * reckoned, not asked: a processor that guesses it errs every other time. */
#include <stdbool.h>
#include <string.h>

#include "base/sort.h"

enum { RUN = 8 };

/* Places that are compared one after the other, to put RUN keys in order
 * (Knuth, The Art of Computer Programming 3, 5.3.4). */
/* clang-format off */
#define NETWORK(X)                                                     \
	X(0, 2) X(1, 3) X(4, 6) X(5, 7)                                \
	X(0, 4) X(1, 5) X(2, 6) X(3, 7)                                \
	X(0, 1) X(2, 3) X(4, 5) X(6, 7)                                \
	X(2, 4) X(3, 5)                                                \
	X(1, 4) X(3, 6)                                                \
	X(1, 2) X(3, 4) X(5, 6)
/* clang-format on */

/* --- keys --- */

static bool
before(const struct sort_key *a, const struct sort_key *b)
{
	return (a->first < b->first) |
	       ((a->first == b->first) & (a->second < b->second));
}

static void
order(struct sort_key *a, struct sort_key *b)
{
	uint64_t turn = -(uint64_t)before(b, a);
	uint64_t first = (a->first ^ b->first) & turn;
	uint64_t second = (a->second ^ b->second) & turn;

	a->first ^= first;
	b->first ^= first;
	a->second ^= second;
	b->second ^= second;
}

/* Up to RUN items of `size` bytes, in copies of a fixed length that may
 * overlap: one of any length is a loop, or a call and a jump by it. */
static inline void
copy_few(void *to, const void *from, size_t n, size_t size)
{
	size_t half = RUN / 2, two = 2, i;
	char *p = to;
	const char *q = from;

	if (n >= half) {
		memcpy(p, q, half * size);
		i = (n - half) * size;
		memcpy(p + i, q + i, half * size);
	} else if (n >= two) {
		memcpy(p, q, two * size);
		i = (n - two) * size;
		memcpy(p + i, q + i, two * size);
	} else if (n) {
		memcpy(p, q, size);
	}
}

/* Puts up to RUN keys in order. */
static void
sort_few(struct sort_key *key, size_t n)
{
	struct sort_key k[RUN];
	size_t i;

	for (i = 0; i < RUN; i++)
		k[i] = (struct sort_key){ UINT64_MAX, UINT64_MAX };
	copy_few(k, key, n, sizeof *k);
#define ORDER(i, j) order(&k[i], &k[j]);
	NETWORK(ORDER)
#undef ORDER
	copy_few(key, k, n, sizeof *k);
}

/* a[0, m) and a[m, n) become to[0, n). */
static void
merge(const struct sort_key *a, size_t m, size_t n, struct sort_key *to)
{
	size_t i = 0, j = m, k = 0;

	while (i < m && j < n) {
		size_t second = before(&a[j], &a[i]);

		to[k++] = a[second ? j : i];
		j += second;
		i += !second;
	}
	memcpy(to + k, a + i, (m - i) * sizeof *to);
	memcpy(to + k + (m - i), a + j, (n - j) * sizeof *to);
}

void
sort_keys(struct sort_key *key, size_t n, struct sort_key *room)
{
	struct sort_key *from = key, *to = room, *other;
	size_t i, width, m, end;

	if (n == 2)
		order(&key[0], &key[1]);
	if (n <= 2)
		return;
	for (i = 0; i < n; i += RUN)
		sort_few(key + i, n - i < RUN ? n - i : RUN);
	for (width = RUN; width < n; width *= 2) {
		for (i = 0; i < n; i = end) {
			m = n - i < width ? n - i : width;
			end = n - i < 2 * width ? n : i + 2 * width;
			merge(from + i, m, end - i, to + i);
		}
		other = from;
		from = to;
		to = other;
	}
	if (from != key)
		memcpy(key, from, n * sizeof *key);
}

/* --- numbers --- */

static void
order_numbers(uint64_t *a, uint64_t *b)
{
	uint64_t x = *a, y = *b;

	*a = x < y ? x : y;
	*b = x < y ? y : x;
}

/* As sort_few, of RUN numbers; those that are not there are the greatest. */
static void
sort_run(uint64_t *k)
{
#define ORDER(i, j) order_numbers(&k[i], &k[j]);
	NETWORK(ORDER)
#undef ORDER
}

static void
merge_numbers(const uint64_t *a, size_t m, size_t n, uint64_t *to)
{
	size_t i = 0, j = m, k = 0;

	while (i < m && j < n) {
		uint64_t x = a[i], y = a[j];

		to[k++] = y < x ? y : x;
		j += y < x;
		i += y >= x;
	}
	memcpy(to + k, a + i, (m - i) * sizeof *to);
	memcpy(to + k + (m - i), a + j, (n - j) * sizeof *to);
}

static bool
in_order(const uint64_t *a, size_t n)
{
	size_t i, wrong = 0;

	for (i = 1; i < n; i++)
		wrong |= a[i - 1] > a[i];
	return !wrong;
}

void
sort_numbers(uint64_t *number, size_t n, uint64_t *room)
{
	uint64_t *from = number, *to = room, *other;
	size_t i, width, m, end, whole = n / RUN * RUN;
	uint64_t last[RUN];

	if (in_order(number, n))
		return;
	for (i = 0; i < whole; i += RUN)
		sort_run(number + i);
	for (i = 0; i < RUN; i++)
		last[i] = UINT64_MAX;
	copy_few(last, number + whole, n - whole, sizeof *last);
	sort_run(last);
	copy_few(number + whole, last, n - whole, sizeof *last);
	for (width = RUN; width < n; width *= 2) {
		for (i = 0; i < n; i = end) {
			m = n - i < width ? n - i : width;
			end = n - i < 2 * width ? n : i + 2 * width;
			merge_numbers(from + i, m, end - i, to + i);
		}
		other = from;
		from = to;
		to = other;
	}
	if (from != number)
		memcpy(number, from, n * sizeof *number);
}
