/* Words of two and three syllables: where a word ends that no pattern knows. */
#ifndef COMPOUND_H
#define COMPOUND_H

#include "doc.h"

struct rules;

/* "quản lý", "xuất hiện": in `deed-compound` or `verb-compound`. */
bool compound_is_verb(const struct rules *r, struct str words);

/* "thị trường": in `noun-compound`. */
bool compound_is_noun(const struct rules *r, struct str words);

/* All of it in one of the lexicons of what is counted. */
bool compound_is_counted(const struct rules *r, struct str words);

/* The bytes of the longest counted thing that text begins with, 0 for none. */
size_t compound_counted(const struct rules *r, struct str text);

/* The last word of a range of text and the one behind it; empty where none
 * is. */
struct str compound_across(struct str text, struct span range);

/* Is a word of two syllables begun by the last one of the range? "10 nhiếp" of
 * "10 nhiếp ảnh gia", "2 đội nhập" of "hai đội nhập cuộc". */
bool compound_is_cut(const struct rules *r, struct str text, struct span range);

#endif
