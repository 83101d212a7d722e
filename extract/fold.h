/* Names compared without regard to capitals and white space. */
#ifndef FOLD_H
#define FOLD_H

#include "doc.h"

/* s in small letters, runs of white space one blank, in memory of m. */
struct str fold(struct mem *m, struct str s);

/* s with runs of white space as one blank: s itself where that is so. */
struct str fold_space(struct mem *m, struct str s);

/* Words between blanks. */
size_t fold_words(struct str s);

/* The n-th word (from 0), or an empty text. */
struct str fold_word(struct str s, size_t n);

/* Is `part` all of s, or whole words at its start, at its end? */
bool fold_starts(struct str s, struct str part);
bool fold_ends(struct str s, struct str part);

/* The next place at or after `from` where `word` stands in s with no letter
 * or digit beside it; start SPAN_NONE when there is none. */
struct span fold_find(struct str s, struct str word, size_t from);

/* Puts n items of `size` bytes, each of which begins with its place in the
 * text, in order of that; those of one place stay as they are. */
void fold_in_order(struct mem *m, void *item, size_t n, size_t size);

/* One more mention of an entry, at a range of text.seen, where no match of
 * the entry's own type stands. */
void fold_mention(
	struct doc *d, struct value *entry, struct str rule, struct span seen);

#endif
