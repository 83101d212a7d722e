/* UTF-8: reading, writing, checking, counting (RFC 3629). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdint.h>

#include "base/str.h"

/* utf8_get of a letter beyond ASCII. */
uint32_t utf8_get_letter(struct str s, size_t *at);

/* Code point at s.p[*at], which must be valid UTF-8; *at moves behind it. */
static inline uint32_t
utf8_get(struct str s, size_t *at)
{
	unsigned char c = (unsigned char)s.p[*at];

	if (c >= 0x80)
		return utf8_get_letter(s, at);
	*at += 1;
	return c;
}

/* Code point that ends before s.p[*at] (*at > 0); *at moves to its start. */
uint32_t utf8_get_back(struct str s, size_t *at);

/* Writes c at p (room for 4 bytes); returns its length. */
size_t utf8_put(char *p, uint32_t c);

/* Offset of the first byte that is not valid UTF-8, or s.n if all is well. */
size_t utf8_check(struct str s);

/* Bytes from s.p[at] on, where utf8_check found fault, that are not valid
 * together: the beginning of a letter, or one byte. */
size_t utf8_bad_length(struct str s, size_t at);

/* Code points in valid UTF-8. */
size_t utf8_count(struct str s);

#endif
