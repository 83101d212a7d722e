/* Sets of letters: the code points that patterns tell apart. Those of Latin
 * scripts, punctuation, currency signs and the symbols of the cascade have a
 * number each, all others share one. A set may hold more than it should where
 * the shared one is concerned, never less; an exact one says by LETTER_UNSURE
 * that of the shared one it can't tell. */
#ifndef LETTERS_H
#define LETTERS_H

#include <stdbool.h>
#include <stdint.h>

enum {
	LETTERS = 1185,
	LETTER_OTHER = LETTERS - 1,
	LETTER_UNSURE = LETTERS, /* whether the shared one belongs to a set */
	/* two stretches whose numbers run with them: from 0, and these */
	LETTER_LATIN_END = 0x250,
	LETTER_VIETNAMESE_FIRST = 0x1E00,
	LETTER_VIETNAMESE_END = 0x1F00,
	LETTER_VIETNAMESE = 704,
	LETTER_WORDS = (LETTERS + 1 + 63) / 64
};

struct letters {
	uint64_t bit[LETTER_WORDS];
};

/* The number of a code point, below LETTERS. */
unsigned letter_number(uint32_t c);

/* The code points that have numbers of their own, one after the other: the
 * first from c on; 0 behind the last. */
uint32_t letter_numbered(uint32_t c);

bool letters_has(const struct letters *s, unsigned number);

/* Adds code points first .. last, or one, or all of another set. */
void letters_add(struct letters *s, uint32_t first, uint32_t last);
void letters_one(struct letters *s, uint32_t c);
void letters_join(struct letters *s, const struct letters *t);

/* All others instead; the shared one stays in. */
void letters_not(struct letters *s);

/* Of the letters that share a number it can't be told which belong to it. */
void letters_unsure(struct letters *s);

/* Marks with 1 the high bytes of code points below U+10000 that have numbers
 * of their own. */
void letters_pages(unsigned char page[256]);

#endif
