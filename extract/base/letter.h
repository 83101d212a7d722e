/* Small and capital letters: ASCII, Latin-1, Latin Extended-A and the
 * Vietnamese ones beyond (Unicode blocks 0100, 0180 and 1EA0). */
#ifndef BASE_LETTER_H
#define BASE_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* The other case of c, or c itself where it has none here. */
uint32_t letter_lower(uint32_t c);
uint32_t letter_upper(uint32_t c);

bool letter_is_upper(uint32_t c);
bool letter_is_lower(uint32_t c);

/* A letter or an ASCII digit: what may not stand beside a word's end. */
bool letter_or_digit(uint32_t c);

/* The same of a byte that stands for itself. */
static inline bool
letter_or_digit_ascii(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 ||
	       (unsigned char)(c - '0') < 10;
}

/* A letter, the signs of phonetics among them (U+0250 .. U+02AF). */
bool letter_of_word(uint32_t c);

/* From byte `at` of s (valid UTF-8) on: where the letters and digits end. */
size_t letter_run(struct str s, size_t at);

/* Where the letters and digits begin that end right before byte `at`. */
size_t letter_run_back(struct str s, size_t at);

/* Is there white space in s between words alone, and a single ' ' each? No is
 * said of some that are seldom as well. */
bool letter_is_spaced(struct str s);

/* Makes n bytes at p small letters, in place, with LETTER_ROOM bytes before
 * them and behind that are lost. False where white space is not spaced so, or
 * a letter has to be looked at by itself: then these bytes are lost too. */
enum { LETTER_ROOM = 16 };
bool letter_fold(char *p, size_t n);

#endif
