/* Runs of a few keys by insertion, merged two and two. */
#include <stdbool.h>
#include <string.h>

#include "base/sort.h"

enum { RUN = 16 };

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
