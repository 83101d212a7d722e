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

/* Which of its first two places a word has, or none of them, is all the same.
 */
Test(vocabulary, a_word_is_found_near_or_by_its_number)
{
	struct vocabulary *v = vocabulary_new();
	char text[64] = { 0 };
	unsigned i, n, near[3] = { 0 };
	struct spelling s;

	for (i = 0; i < 2 * VOCABULARY_ROOM; i++) {
		snprintf(text, sizeof text, "từ%u", i % VOCABULARY_ROOM);
		s = vocabulary_spelling(text, strlen(text));
		if (i < VOCABULARY_ROOM) {
			cr_assert_neq(vocabulary_number(v, &s), 0);
			continue;
		}
		n = vocabulary_near(v, s);
		near[n == VOCABULARY_MOST ? 2 : n - s.place]++;
		if (n != VOCABULARY_MOST)
			cr_assert_eq(n, vocabulary_number(v, &s));
	}
	cr_assert_gt(near[0], near[1]);
	/* of few words none is anywhere else */
	cr_assert(near[1] > near[2] || near[1] + near[2] == 0);
	s = vocabulary_spelling("seventeen do not.", 17);
	cr_assert_eq(vocabulary_near(v, s), 0);
	vocabulary_free(v);
}

Test(vocabulary, states_are_forgotten_and_words_are_not)
{
	struct vocabulary *v = vocabulary_new();
	unsigned known = number(v, "hôm", strlen("hôm"));
	unsigned dull = number(v, "họp", strlen("họp"));

	vocabulary_word(v, known)->known = WORD_KNOWN;
	vocabulary_word(v, dull)->known = WORD_DULL;
	vocabulary_renew(v);
	cr_assert_eq(vocabulary_word(v, known)->known, WORD_NEW);
	cr_assert_eq(vocabulary_word(v, dull)->known, WORD_DULL);
	cr_assert_eq(number(v, "hôm", strlen("hôm")), known);
	cr_assert_eq(vocabulary_word(v, 0)->known, WORD_KNOWN);
	vocabulary_free(v);
}
