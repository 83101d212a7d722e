/* Where the tone mark of a Vietnamese syllable stands. */
#ifndef TONE_H
#define TONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SYLLABLE_MAX = 7 }; /* "nghiêng" */

enum tone {
	TONE_LEVEL, /* ngang: no mark */
	TONE_GRAVE, /* huyền */
	TONE_ACUTE, /* sắc */
	TONE_TILDE, /* ngã */
	TONE_HOOK,  /* hỏi */
	TONE_DOT    /* nặng */
};

/* Puts the tone mark of a syllable of n letters (NFC) in its old place:
 * "hoà" is "hòa", "thuý" is "thúy", "qúy" is "quý". False, with nothing
 * changed, where it stands there or this is no syllable. */
bool tone_settle(uint32_t *c, size_t n);

/* A vowel that Vietnamese has, with a tone mark or without; one with. */
bool tone_is_vowel(uint32_t c);
bool tone_is_marked(uint32_t c);

/* Both at once. */
enum tone_weight {
	TONE_NO_VOWEL,
	TONE_UNMARKED,
	TONE_MARKED,
	TONE_SETTLED /* marked, and never without its mark: "ấ", "ễ", "ợ" */
};

enum tone_weight tone_weight(uint32_t c);

/* The tone that a vowel bears, or that a combining mark gives. */
enum tone tone_of(uint32_t c);

/* A small vowel taken apart; false where it is none. */
bool tone_take_off(uint32_t small, uint32_t *bare, enum tone *tone);

/* The small letter, without its tone mark. */
uint32_t tone_bare(uint32_t c);

#endif
