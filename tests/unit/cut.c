/* A text is cut into the words that a look at each letter finds, whatever
 * stands at the edges of what is cut at a time. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "base/buf.h"
#include "chance.h"
#include "cut.h"

enum { MOST = 3 * CUT_BYTES };

static struct cut *
open_cut(struct mem *m)
{
	struct cut *c = calloc(1, sizeof *c);
	struct automaton *a = automaton_new(m, 1);

	automaton_finish(a, 0xE000, 1);
	c->automaton = a;
	c->vocabulary = vocabulary_new();
	c->number = calloc(MOST + 1, sizeof *c->number);
	c->bytes = calloc(MOST + 1, sizeof *c->bytes);
	return c;
}

static void
close_cut(struct cut *c)
{
	vocabulary_free(c->vocabulary);
	free(c->number);
	free(c->bytes);
	free(c);
}

/* Words from `at` on, up to there: each piece is the next of them. */
static size_t
check_words(const struct cut *c, const struct token *t, size_t n, size_t at)
{
	static const char of_word[] = "aABzZ059";
	const char *p = c->seen.p;
	size_t k, end;

	for (k = 0; k < n; k++, t++) {
		while (at < c->seen.n && !strchr(of_word, p[at]))
			at++;
		for (end = at; end < c->seen.n && strchr(of_word, p[end]);)
			end++;
		cr_assert_eq(t->at, at);
		cr_assert_eq(t->end, end);
		cr_assert_not(t->letter);
		cr_assert(t->number ? end - at <= VOCABULARY_BYTES
				    : end - at > VOCABULARY_BYTES ||
					      vocabulary_full(c->vocabulary));
		cr_assert_eq(t->number, c->number[at]);
		cr_assert_eq(t->number, c->number[end - 1]);
		cr_assert_eq((uint8_t)(end - at), c->bytes[at]);
		at = end;
	}
	return at;
}

Test(cut, words_are_those_of_the_text)
{
	static const char letters[] = "aABzZ059 ,";
	struct chance random = { 7 };
	struct mem m;
	struct cut *c;
	static char text[MOST];
	static struct token token[CUT_PIECES];
	size_t n, i, at;
	int round;

	mem_open(&m, 0);
	c = open_cut(&m);
	for (round = 0; round < 500; round++) {
		/* many of one letter, or of few, or no blank at all */
		size_t some = 1 + chance(&random, sizeof letters - 1);

		n = 1 + chance(&random, MOST - 1);
		for (i = 0; i < n; i++)
			text[i] = letters[sizeof letters - 2 -
					  chance(&random, some)];
		memset(c->number, 0, MOST * sizeof *c->number);
		cut_open(c, (struct str){ text, n }, round % 2);
		for (at = 0; cut_more(c);)
			at = check_words(c, token, cut_words(c, token), at);
		for (; at < n; at++)
			cr_assert(strchr(" ,", text[at]));
		if (vocabulary_full(c->vocabulary))
			vocabulary_forget(c->vocabulary);
	}
	close_cut(c);
	mem_close(&m);
}

Test(cut, what_begins_no_rule_is_left_out)
{
	static const char text[] = "không có gì, không";
	static struct token token[CUT_PIECES];
	struct mem m;
	struct cut *c;

	mem_open(&m, 0);
	c = open_cut(&m);
	cut_open(c, STR(text), false);
	cr_assert(cut_more(c));
	cr_assert_eq(cut_words(c, token), 4);
	cr_assert_eq(c->scan.ngap, 1, "the comma alone");
	cr_assert_eq(c->gap[0], strlen("không có gì"));
	vocabulary_word(c->vocabulary, token[3].number)->known = WORD_DULL;
	cut_open(c, STR(text), true);
	cr_assert(cut_more(c));
	cr_assert_eq(cut_words(c, token), 2);
	cr_assert_eq(c->scan.ngap, 4, "blanks too");
	cr_assert_eq(token[0].at, strlen("không "));
	cr_assert_eq(token[1].at, strlen("không có "));
	cr_assert_eq(c->number[0], c->number[strlen("không có gì, ")]);
	cr_assert_not(cut_more(c));
	close_cut(c);
	mem_close(&m);
}
