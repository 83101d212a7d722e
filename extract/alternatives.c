/* A pattern of many words: a trie, so that what they share is tried once. */
#include <stdlib.h>
#include <string.h>

#include "alternatives.h"
#include "base/buf.h"
#include "base/letter.h"
#include "base/utf8.h"

static int
by_word(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void
put_literal(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (strchr(".()+*?[]{}^$|\\-/#", s.p[i]) && s.p[i])
			buf_put_c(out, '\\');
		buf_put_c(out, s.p[i]);
	}
}

/* The first letter of a word: "b" as "[bB]", "B" as itself. */
static void
put_first(struct buf *out, struct str letter)
{
	size_t at = 0;
	uint32_t c = utf8_get(letter, &at);

	if (!letter_is_lower(c)) {
		put_literal(out, letter);
		return;
	}
	buf_put_c(out, '[');
	buf_put(out, letter);
	buf_put_utf8(out, letter_upper(c));
	buf_put_c(out, ']');
}

/* Where the words end that begin like word[i] up to the letter behind byte
 * depth; *next is that letter's end. */
static size_t
branch_end(
	const struct str *word, size_t n, size_t i, size_t depth, size_t *next)
{
	size_t j;

	*next = depth;
	utf8_get(word[i], next);
	for (j = i + 1; j < n; j++)
		if (word[j].n < *next ||
			memcmp(word[j].p, word[i].p, *next) != 0)
			break;
	return j;
}

/* Words [0, n) are sorted and share their first `depth` bytes. Tails that
 * only one word has are written out in one go. */
static void
put_trie(struct buf *out, const struct str *word, size_t n, size_t depth)
{
	bool ends = word[0].n == depth, group;
	size_t first = ends ? 1 : 0, i, j, next;

	if (first == n)
		return;
	group = ends || branch_end(word, n, first, depth, &next) < n;
	if (group)
		buf_put(out, STR("(?:"));
	for (i = first; i < n; i = j) {
		if (i > first)
			buf_put_c(out, '|');
		j = branch_end(word, n, i, depth, &next);
		if (depth == 0)
			put_first(out, str_slice(word[i], depth, next));
		else
			put_literal(out, str_slice(word[i], depth, next));
		if (j - i == 1)
			put_literal(out, str_slice(word[i], next, word[i].n));
		else
			put_trie(out, word + i, j - i, next);
	}
	if (group)
		buf_put_c(out, ')');
	if (ends)
		buf_put_c(out, '?');
}

struct str
alternatives(struct str *word, size_t n, struct mem *m)
{
	struct buf out = { .mem = m };

	qsort(word, n, sizeof *word, by_word);
	buf_put(&out, STR("(?:"));
	put_trie(&out, word, n, 0);
	buf_put_c(&out, ')');
	return buf_str(&out);
}
