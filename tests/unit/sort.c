/* Keys are put in order, however many and however they come. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "chance.h"

static void
check(size_t n, unsigned different)
{
	struct sort_key *key = calloc(n + 1, sizeof *key);
	struct sort_key *room = calloc(n + 1, sizeof *room);
	struct chance c = { 20261130 };
	uint64_t sum = 0, sorted = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		key[i] = (struct sort_key){ chance(&c, different), i };
		sum += key[i].first * 31 + i;
	}
	sort_keys(key, n, room);
	for (i = 0; i < n; i++) {
		sorted += key[i].first * 31 + key[i].second;
		cr_assert(i == 0 || key[i - 1].first < key[i].first ||
				  (key[i - 1].first == key[i].first &&
					  key[i - 1].second < key[i].second),
			"key %zu of %zu", i, n);
	}
	cr_assert_eq(sum, sorted, "none is lost");
	free(key);
	free(room);
}

static int
by_size(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
check_numbers(size_t n, unsigned different)
{
	uint64_t *number = calloc(2 * n + 1, sizeof *number);
	uint64_t *want = calloc(n + 1, sizeof *want);
	struct chance c = { 20261201 };
	size_t i;

	for (i = 0; i < n; i++)
		want[i] = number[i] = (uint64_t)chance(&c, different) << 33;
	qsort(want, n, sizeof *want, by_size);
	sort_numbers(number, n, number + n);
	cr_assert(memcmp(number, want, n * sizeof *want) == 0, "of %zu", n);
	sort_numbers(number, n, number + n);
	cr_assert(memcmp(number, want, n * sizeof *want) == 0, "as they are");
	free(number);
	free(want);
}

Test(sort, any_number_of_numbers)
{
	size_t n;

	for (n = 0; n < 200; n++) {
		check_numbers(n, 7);
		check_numbers(n, 1000000);
	}
	check_numbers(100001, 50);
	check_numbers(65536, 1);
}

Test(sort, any_number_of_keys)
{
	size_t n;

	for (n = 0; n < 200; n++) {
		check(n, 7);
		check(n, 1000000);
	}
	check(100001, 50);
	check(65536, 1);
}
