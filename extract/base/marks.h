/* Where sentences and lines begin and end, many bytes at a time. */
#ifndef BASE_MARKS_H
#define BASE_MARKS_H

#include "base/str.h"

/* Where the sentence begins that byte `at` of s stands in: behind the last end
 * of a line before it, or behind the last . ? ! or ; that white space or the
 * text's end follows; no more than `most` bytes before it. */
size_t marks_sentence(struct str s, size_t at, size_t most);

/* The first byte from `at` on, and before `end`, that ends a sentence so; `end`
 * where none does. */
size_t marks_sentence_end(struct str s, size_t at, size_t end);

/* Where the line begins that byte `at` stands in, no earlier than `least`. */
size_t marks_line(struct str s, size_t least, size_t at);

/* From byte `at` to `end`: the next . ! ? or bracket, or byte that begins a
 * dash, a quotation mark or dots (U+2000 .. U+2FFF); `end` where none is. */
size_t marks_next(struct str s, size_t at, size_t end);

/* How many ' ' s has. */
size_t marks_blanks(struct str s);

/* Does s part two sentences, or what stands in brackets from the rest: has it
 * the end of a line, a ; or a round bracket, or a . before a blank? */
bool marks_part(struct str s);

#endif
