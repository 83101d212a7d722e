/* Runs of a few keys, merged two and two. What goes first is reckoned, not
 * asked: a processor that guesses it would err every other time. */
#include <stdbool.h>
#include <string.h>

#include "base/sort.h"

enum { RUN = 16, NUMBERS = 12 };

static bool
before(const struct sort_key *a, const struct sort_key *b)
{
	if (a->first != b->first)
		return a->first < b->first;
	return a->second < b->second;
}

static void
insert(struct sort_key *key, size_t n)
{
	size_t i, j;

	for (i = 1; i < n; i++) {
		struct sort_key k = key[i];

		for (j = i; j > 0 && before(&k, &key[j - 1]); j--)
			key[j] = key[j - 1];
		key[j] = k;
	}
}

/* a[0, m) and a[m, n) become to[0, n). */
static void
merge(const struct sort_key *a, size_t m, size_t n, struct sort_key *to)
{
	size_t i = 0, j = m, k;

	for (k = 0; k < n; k++)
		if (j == n || (i < m && !before(&a[j], &a[i])))
			to[k] = a[i++];
		else
			to[k] = a[j++];
}

void
sort_keys(struct sort_key *key, size_t n, struct sort_key *room)
{
	struct sort_key *from = key, *to = room, *other;
	size_t i, width, m, end;

	for (i = 0; i < n; i += RUN)
		insert(key + i, n - i < RUN ? n - i : RUN);
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

/* Few are put where as many stand as are less. */
static void
rank(const uint64_t *a, size_t n, uint64_t *to)
{
	size_t i, j, less;

	for (i = 0; i < n; i++) {
		for (less = 0, j = 0; j < i; j++)
			less += a[j] <= a[i];
		for (j = i + 1; j < n; j++)
			less += a[j] < a[i];
		to[less] = a[i];
	}
}

static void
merge_numbers(const uint64_t *a, size_t m, size_t n, uint64_t *to)
{
	size_t i = 0, j = m, k = 0;

	while (i < m && j < n) {
		size_t second = a[j] < a[i];

		to[k++] = second ? a[j] : a[i];
		j += second;
		i += !second;
	}
	memcpy(to + k, a + i, (m - i) * sizeof *to);
	memcpy(to + k + (m - i), a + j, (n - j) * sizeof *to);
}

static bool
in_order(const uint64_t *a, size_t n)
{
	size_t i;

	for (i = 1; i < n && a[i - 1] <= a[i]; i++)
		;
	return i >= n;
}

void
sort_numbers(uint64_t *number, size_t n, uint64_t *room)
{
	uint64_t *from = room, *to = number, *other;
	size_t i, width, m, end;

	if (in_order(number, n))
		return;
	for (i = 0; i < n; i += NUMBERS)
		rank(number + i, n - i < NUMBERS ? n - i : NUMBERS, room + i);
	for (width = NUMBERS; width < n; width *= 2) {
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
