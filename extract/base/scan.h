/* Text looked at many bytes at a time: how far is there nothing to do, or at
 * which of 64 bytes is there something?
 *
 * An offset says up to where it is certain (scan_utf8, scan_latin: at a
 * letter's start; scan_twice, scan_bare: at any byte); what stands there may
 * need a closer look. Vectors of the compiler's do it (SSE2, NEON), of twice
 * the width where the processor has AVX2; without them an offset is the same
 * or an earlier one, and bits are the same. */
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include <stdint.h>

#include "base/str.h"

enum scan_way {
	SCAN_BYTES, /* without vectors */
	SCAN_WIDE,  /* what every processor of the kind has */
	SCAN_WIDER  /* AVX2 */
};

/* The best that this processor can do. */
enum scan_way scan_best(void);

enum { SCAN_LOOK = 64 };

/* Bits for the bytes of valid UTF-8, SCAN_LOOK of them a number, each two
 * places behind its byte, the first in the lowest place of the first number;
 * SCAN_MARKS(s.n) numbers. They stand for white space of ASCII that is not one
 * ' ' or '\n' alone (of two and more all but the first), for the first bytes
 * of private-use letters (U+E000 .. U+EFFF) and of some others of three bytes,
 * and for the last bytes of vowels whose tone mark may stand at the wrong one
 * of two vowels, which is to be looked at closely. */
void scan_marks(enum scan_way way, struct str s, uint64_t *found);
enum { SCAN_BEHIND = 2 };
#define SCAN_MARKS(n) (((n) + SCAN_BEHIND + SCAN_LOOK - 1) / SCAN_LOOK)

/* Of SCAN_LOOK bytes, a bit each, the first in the lowest: where letters
 * begin. */
uint64_t scan_starts(enum scan_way way, const char *p);

/* Words of valid UTF-8, of letters and digits: U+00C0 .. U+023F but the signs ×
 * and ÷, U+1E00 .. U+1EFF, and those of ASCII. */
struct scan_cut {
	uint32_t *edge, *gap; /* filled: where words begin and end, in turn; the
				 bytes of no word, blanks left out */
	size_t nedge, ngap;
	bool blanks;   /* are among the gaps */
	uint64_t past; /* carried on, as is the next; 0 at first */
	bool inside;   /* a word */
};

/* Adds what stands from byte `at` on up to `end`, multiples of SCAN_LOOK; at
 * the text's end, which the last part must take in, a word ends as well. There
 * must be room for a place each byte and SCAN_LOOK more. */
void scan_cut(enum scan_way way, struct str s, size_t at, size_t end,
	struct scan_cut *c);

/* Is all of s valid UTF-8? False where that is not certain. */
bool scan_whole_utf8(enum scan_way way, struct str s);

/* Bits for the bytes of valid UTF-8, SCAN_LOOK of them a number, the first in
 * the lowest place of the first number; SCAN_ODD(s.n) numbers. One or more of a
 * letter's bytes has one where it is none of those that scan_latin knows. */
void scan_odd(enum scan_way way, struct str s, uint64_t *found);
#define SCAN_ODD(n) ((n) / SCAN_LOOK + 1)

/* From byte `at` (a letter's start, all before it valid) on: valid UTF-8. */
size_t scan_utf8(enum scan_way way, struct str s, size_t at);

/* From byte `at` of valid UTF-8 on: ASCII, U+00C0 .. U+01BF without the
 * letters that may stand for others ("Ð", "ı"), U+1EA0 .. U+1EF9, and the
 * dashes and quotes of U+2010 .. U+2027. Nothing of it changes under NFC. */
size_t scan_latin(enum scan_way way, struct str s, size_t at);

/* From byte `at` on no letter begins that may be the beginning of one written
 * twice: C3, then 83, 84, 86 or A1, then C2, C6 or E2. */
size_t scan_twice(enum scan_way way, struct str s, size_t at);

/* From byte `at` on: no control, quotation mark or backslash. Where less than
 * a block of 32 bytes is left, that is for its caller to look at. */
size_t scan_bare(enum scan_way way, struct str s, size_t at);

/* The same, and what there is before it is copied to `to`, which has room for
 * s.n - at bytes. */
size_t scan_copy(enum scan_way way, char *to, struct str s, size_t at);

/* Is s, of SCAN_SHORT bytes at most, valid UTF-8 without a control, quotation
 * mark or backslash? False where that is not certain. */
enum { SCAN_SHORT = 60 };
bool scan_short(enum scan_way way, struct str s);

/* For who goes through a text letter by letter: leaps over what scan_latin
 * finds, and where it finds little, not before some letters more. */
struct scan {
	enum scan_way way;
	size_t next; /* not before this byte */
};

struct scan scan_begin(void);

/* From byte `at` of valid UTF-8 on, a letter's start: where to look next. */
size_t scan_past_latin(struct scan *k, struct str s, size_t at);

#endif
