/* Text looked at many bytes at a time: how far is there nothing to do?
 *
 * Each answer is an offset at a letter's start up to which that is certain;
 * what stands there may need a closer look, one letter at a time. Vectors of
 * the compiler's do it (SSE2, NEON), of twice the width where the processor
 * has AVX2; without them the answer is the same or an earlier offset. */
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include "base/str.h"

enum scan_way {
	SCAN_BYTES, /* without vectors */
	SCAN_WIDE,  /* what every processor of the kind has */
	SCAN_WIDER  /* AVX2 */
};

/* The best that this processor can do. */
enum scan_way scan_best(void);

/* From byte `at` (a letter's start, all before it valid) on: valid UTF-8. */
size_t scan_utf8(enum scan_way way, struct str s, size_t at);

/* From byte `at` of valid UTF-8 on: ASCII, U+00C0 .. U+01BF without the
 * letters that may stand for others ("Ð", "ı"), U+1EA0 .. U+1EF9. Nothing of
 * it changes under NFC. */
size_t scan_latin(enum scan_way way, struct str s, size_t at);

/* From byte `at` on: no control, quotation mark or backslash. */
size_t scan_bare(enum scan_way way, struct str s, size_t at);

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
