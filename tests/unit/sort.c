/* Keys are put in order, however many and however they come. */
#include <criterion/criterion.h>
#include <stdlib.h>

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
