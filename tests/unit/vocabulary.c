/* Words have numbers of their own, as long as there is room. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "vocabulary.h"

static unsigned
number(struct vocabulary *v, const char *text, size_t bytes)
{
	char room[64] = { 0 };
	struct spelling s;

	strcpy(room, text);
	s = vocabulary_spelling(room, bytes);
	return vocabulary_number(v, &s);
}

Test(vocabulary, a_word_is_its_bytes_and_no_more)
{
	struct vocabulary *v = vocabulary_new();
	unsigned n = number(v, "nghiêng", strlen("nghiêng"));

	cr_assert_neq(n, 0);
	cr_assert_eq(number(v, "nghiêng ngả", strlen("nghiêng")), n,
		"what stands behind it is no part of it");
	cr_assert_neq(number(v, "nghiêng", strlen("nghi")), n);
	cr_assert_eq(number(v, "a", 1), number(v, "a dài hơn", 1));
	cr_assert_neq(number(v, "a", 1), number(v, "b", 1));
	cr_assert_eq(number(v, "sixteen bytes do", 16),
		number(v, "sixteen bytes do fit", 16));
	cr_assert_eq(number(v, "seventeen do not.", 17), 0);
	vocabulary_free(v);
}

Test(vocabulary, every_word_has_a_number_until_it_is_full)
{
	struct vocabulary *v = vocabulary_new();
	static unsigned char taken[VOCABULARY_MOST];
	char text[20];
	unsigned i, n;

	for (i = 0; i < VOCABULARY_ROOM; i++) {
		snprintf(text, sizeof text, "từ%u", i);
		n = number(v, text, strlen(text));
		cr_assert(n > 0 && n < VOCABULARY_MOST, "%s", text);
		cr_assert_not(taken[n], "%s: %u is another's", text, n);
		taken[n] = 1;
	}
	cr_assert(vocabulary_full(v));
	cr_assert_eq(number(v, "thừa", strlen("thừa")), 0);
	cr_assert_neq(number(v, "từ7", strlen("từ7")), 0);
	vocabulary_forget(v);
	cr_assert_not(vocabulary_full(v));
	cr_assert_neq(number(v, "thừa", strlen("thừa")), 0);
	vocabulary_free(v);
}
